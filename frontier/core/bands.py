"""The band of a frontier, verdicts, ranks and the winner's curse when qualities are uncertain."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frontier.core.columns import Floats, complete_rows
from frontier.core.probability import REACH, contenders, nodes, probability_below


def attainment(cost: ArrayLike, quality: ArrayLike, sd: ArrayLike, at_cost: ArrayLike, at_quality: ArrayLike) -> Floats:
    """Probability that some point costs at most this much and is at least this good.

    Parameters
    ----------
    cost, quality, sd : array_like, shape (n,)
        Known costs, expected qualities and their standard deviations.
    at_cost, at_quality : array_like
        Where to evaluate; they are broadcast against each other.

    Returns
    -------
    numpy.ndarray
        Probabilities, of the broadcast shape of ``at_cost`` and ``at_quality``; NaN where either is NaN.

    Raises
    ------
    ValueError
        As `frontier_probability`.

    Notes
    -----
    The attainment function of a random set [1]_, in closed form for independent qualities:
    ``1 - product over cost_i <= c of Phi((s - quality_i) / sd_i)``. Rows with a missing value are ignored.

    References
    ----------
    .. [1] V. Grunert da Fonseca, C. M. Fonseca, A. O. Hall, "Inferential performance assessment of stochastic
       optimisers and the attainment function", EMO 2001, LNCS 1993, pp. 213-225.

    Examples
    --------
    >>> attainment([1, 2], [1300, 1310], [10, 10], at_cost=2, at_quality=[1290, 1305, 1320]).round(3)
    array([0.996, 0.787, 0.178])
    """
    (c, q, s), _ = complete_rows(cost=cost, quality=quality, sd=sd)
    at_c, at_q = np.broadcast_arrays(np.asarray(at_cost, dtype=np.float64), np.asarray(at_quality, dtype=np.float64))
    out = np.empty(at_c.size)
    step = max(1, 2**20 // max(1, len(c)))
    for k in range(0, at_c.size, step):
        x, y = at_c.ravel()[k : k + step, None], at_q.ravel()[k : k + step, None]
        out[k : k + step] = 1 - np.where(c <= x, probability_below(y - q, s), 1).prod(axis=1)
    out[np.isnan(at_c.ravel()) | np.isnan(at_q.ravel())] = np.nan
    return out.reshape(at_c.shape)


@dataclass(frozen=True, eq=False)
class FrontierBand:
    """Where the true frontier lies, with which probability: level curves of `attainment`.

    Attributes
    ----------
    cost : numpy.ndarray, shape (k,)
        The distinct costs, rising. Each curve is a step function: its value holds from one cost to the next.
    levels : tuple of float
        The levels asked for.
    quality : numpy.ndarray, shape (len(levels), k)
        ``quality[l, k]``: the quality that is attained at ``cost[k]`` with probability ``levels[l]``.
    """

    cost: Floats = field(repr=False)
    levels: tuple[float, ...]
    quality: Floats = field(repr=False)


def frontier_band(
    cost: ArrayLike, quality: ArrayLike, sd: ArrayLike, *, levels: float | Sequence[float] = (0.05, 0.5, 0.95)
) -> FrontierBand:
    """Level curves of the attainment function: a band around the frontier.

    Parameters
    ----------
    cost, quality, sd : array_like, shape (n,)
        Known costs, expected qualities and their standard deviations.
    levels : float or sequence of float
        Probabilities strictly between 0 and 1. The curve of 0.95 is reached almost always, that of 0.05 hardly ever.

    Returns
    -------
    FrontierBand
        The distinct costs and one curve a level.

    Raises
    ------
    ValueError
        As `frontier_probability`, and if a level is not strictly between 0 and 1.

    Notes
    -----
    At each distinct cost the closed form is inverted by bracketed root finding, to the last bits of a float64. Rows
    with a missing value are ignored.

    Examples
    --------
    One model alone: its quality plus and minus 1.645 standard deviations.

    >>> frontier_band([1], [1300], [10]).quality.round(2).ravel()
    array([1316.45, 1300.  , 1283.55])
    """
    from scipy.optimize import brentq

    levels = tuple(float(level) for level in np.atleast_1d(levels))
    wrong = [level for level in levels if not 0 < level < 1]
    if wrong:
        raise ValueError(f"levels must lie strictly between 0 and 1, got {wrong}")
    (c, q, s), _ = complete_rows(cost=cost, quality=quality, sd=sd)
    steps = np.unique(c)
    curves = np.empty((len(levels), len(steps)))
    order = contenders(c, q, s)
    ends = np.searchsorted(c[order], steps, side="right")
    for k, end in enumerate(ends):
        if k and end == ends[k - 1]:
            curves[:, k] = curves[:, k - 1]
            continue
        rows = order[:end]
        floor, ceiling = (q[rows] - REACH * s[rows]).max(), (q[rows] + REACH * s[rows]).max()
        rows = rows[q[rows] + REACH * s[rows] >= floor]
        fine = max(1e-15 * s[rows].min(initial=1, where=s[rows] > 0), 1e-300)
        for at, level in enumerate(levels):

            def missed(x: float, rows: NDArray[np.intp] = rows, level: float = level) -> float:
                return float(probability_below(x - q[rows], s[rows]).prod()) - (1 - level)

            curves[at, k] = (
                brentq(missed, floor, ceiling, xtol=fine, rtol=1e-15, maxiter=2000) if floor < ceiling else floor
            )
    return FrontierBand(steps, levels, curves)


def verdicts(cost: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> NDArray[np.str_]:
    """Judge who is on the frontier from the intervals alone: ``certain``, ``possible`` or ``dominated``.

    Parameters
    ----------
    cost : array_like, shape (n,)
        Known costs; lower is better.
    lower, upper : array_like, shape (n,)
        Ends of the interval of each quality.

    Returns
    -------
    numpy.ndarray of str, shape (n,)
        ``certain`` when every other of at most its cost ends below its lower end; ``dominated`` when some such
        other begins above its upper end; else ``possible``. Empty for a row with a missing or infinite value.

    Raises
    ------
    ValueError
        If a column is not one-dimensional, lengths differ, or a lower end is above its upper end.

    Notes
    -----
    No distribution is assumed. Comparison is exact and strict; points of equal cost judge each other.

    References
    ----------
    .. [1] M. Mlakar, T. Tusar, B. Filipic, "Comparing solutions under uncertainty in multiobjective optimization",
       Mathematical Problems in Engineering 2014, 817964.

    Examples
    --------
    >>> verdicts([1, 2, 2], [1300, 1290, 1320], [1310, 1299, 1330])
    array(['certain', 'dominated', 'certain'], dtype='<U9')
    """
    (c, low, high), known = complete_rows(cost=cost, lower=lower, upper=upper)
    _check_ends(low, high)
    order = np.lexsort((-high, c))
    group_end = np.searchsorted(c[order], c, side="right") - 1
    best_low = np.maximum.accumulate(low[order])[group_end] if len(c) else low
    # the best upper end among the others: the second best where the best is its own
    first, second = _two_best(high[order])
    rival_high = np.where(first[group_end] == high, second[group_end], first[group_end]) if len(c) else high
    out = np.zeros(len(known), dtype="<U9")
    out[known] = np.where(rival_high < low, "certain", np.where(best_low > high, "dominated", "possible"))
    return out


def rank_range(lower: ArrayLike, upper: ArrayLike) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Best and worst rank that the intervals allow, by the Arena's own rule.

    Parameters
    ----------
    lower, upper : array_like, shape (n,)
        Ends of the interval of each score.

    Returns
    -------
    best, worst : numpy.ndarray of int, shape (n,)
        ``best``: 1 + the number of models whose lower end is above one's upper end. ``worst``: the number of models,
        oneself included, whose upper end is at least one's lower end. 0 for a row with a missing or infinite end.

    Raises
    ------
    ValueError
        If a column is not one-dimensional, lengths differ, or a lower end is above its upper end.

    Examples
    --------
    >>> rank_range([1300, 1290, 1310], [1312, 1299, 1330])
    (array([1, 3, 1]), array([2, 3, 2]))
    """
    (low, high), known = complete_rows(lower=lower, upper=upper)
    _check_ends(low, high)
    best, worst = np.zeros((2, len(known)), dtype=np.intp)
    best[known] = 1 + len(low) - np.searchsorted(np.sort(low), high, side="right")
    worst[known] = len(high) - np.searchsorted(np.sort(high), low, side="left")
    return best, worst


def winners_curse(quality: ArrayLike, sd: ArrayLike) -> float:
    """Amount by which the best measured quality is too high: E[max of draws] - max.

    Parameters
    ----------
    quality, sd : array_like, shape (n,)
        Expected qualities and their standard deviations.

    Returns
    -------
    float
        >= 0, in the unit of quality: the mean of the maximum of one draw of each, minus the largest expected quality.
        NaN without a complete row.

    Raises
    ------
    ValueError
        As `frontier_probability`.

    Notes
    -----
    The distribution function of a maximum is the product of theirs, so the mean is exact, by the quadrature of
    `frontier_probability`. Rows with a missing value are ignored.

    Examples
    --------
    Two equal models, give or take 10: the better of two draws is 10 / sqrt(pi) above.

    >>> round(winners_curse([1300, 1300], [10, 10]), 4)
    5.6419
    """
    (q, s), _ = complete_rows(quality=quality, sd=sd)
    if not len(q):
        return math.nan
    q = q - q.max()
    floor, ceiling = (q - REACH * s).max(), (q + REACH * s).max()
    rows = q + REACH * s >= floor
    q, s = q[rows], s[rows]
    below = 0.0
    for base, x, weight, *_ in nodes(q, s, float(floor), float(ceiling)):
        below += float(probability_below((q[base] - q[:, None]) + x, s[:, None]).prod(axis=0) @ weight)
    return max(float(ceiling - below), 0.0)


def _two_best(values: Floats) -> tuple[Floats, Floats]:
    """Return the running largest and second largest of a sequence."""
    first = np.maximum.accumulate(values) if len(values) else values
    second = np.full(len(values), -np.inf)
    if len(values) > 1:
        # whatever does not raise the record competes for the second place, and so does the record it replaces
        loser = np.minimum(values[1:], first[:-1])
        second[1:] = np.maximum.accumulate(loser)
    return first, second


def _check_ends(low: Floats, high: Floats) -> None:
    if (low > high).any():
        k = int(np.flatnonzero(low > high)[0])
        raise ValueError(f"lower must be <= upper, got {low[k]:g} and {high[k]:g}; are the ends swapped?")
