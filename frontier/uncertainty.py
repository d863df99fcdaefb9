"""The geometry of `frontier.pareto` when qualities are known with error: how sure is each point of its place.

Every function takes one-dimensional columns of equal length: ``cost`` (known; lower is better) and ``quality`` with its
standard deviation ``sd``, or the ends ``lower`` and ``upper`` of an interval. Where normal distributions are meant, the
qualities are independent, ``quality_i ~ N(quality_i, sd_i)``; ``sd = 0`` is a quality known exactly.

Scores of one board are correlated through its anchor; treating them as independent overstates how far two scores may
be apart, so probabilities are drawn towards the middle. `frontier_probability` also takes a full covariance.

A row with a missing or infinite value has the answer NaN (an empty verdict, rank 0) and changes nothing for others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "FrontierBand",
    "attainment",
    "frontier_band",
    "frontier_probability",
    "rank_range",
    "verdicts",
    "winners_curse",
]

Floats = NDArray[np.float64]

# Beyond this many standard deviations a normal distribution function is 0 or 1 to the last bit of a float64.
_REACH = 8.3
# Gauss-Legendre panels at most this many standard deviations wide, of the narrowest model that is uncertain there. With
# 16 nodes the error stays under 1e-14 up to 5,000 equal models, whose product of distributions is the steepest.
_PANEL_SDS, _NODES = 2.0, 16
_PANELS_AT_ONCE = 12
# Quasi-Monte Carlo for correlated scores: independent scramblings of a Sobol sequence, of that many points each.
_SCRAMBLINGS, _POINTS = 16, 2**13


@overload
def frontier_probability(
    cost: ArrayLike,
    quality: ArrayLike,
    sd: ArrayLike | None = ...,
    *,
    cov: ArrayLike | None = ...,
    return_error: Literal[False] = ...,
) -> Floats: ...
@overload
def frontier_probability(
    cost: ArrayLike,
    quality: ArrayLike,
    sd: ArrayLike | None = ...,
    *,
    cov: ArrayLike | None = ...,
    return_error: Literal[True],
) -> tuple[Floats, Floats]: ...
def frontier_probability(
    cost: ArrayLike,
    quality: ArrayLike,
    sd: ArrayLike | None = None,
    *,
    cov: ArrayLike | None = None,
    return_error: bool = False,
) -> Floats | tuple[Floats, Floats]:
    """Probability that each point is on the Pareto frontier.

    Parameters
    ----------
    cost : array_like, shape (n,)
        Known costs; lower is better.
    quality : array_like, shape (n,)
        Expected qualities; higher is better.
    sd : array_like, shape (n,), optional
        Standard deviations of the qualities, >= 0; 0 for a quality known exactly.
    cov : array_like, shape (n, n), optional
        Covariance of the qualities, instead of ``sd``.
    return_error : bool
        Also return a bound on (``sd``) or a standard error of (``cov``) each probability.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Probabilities; NaN for a row with a missing or infinite value. With ``return_error``, a pair of arrays.

    Raises
    ------
    TypeError
        If not exactly one of ``sd`` and ``cov`` is given.
    ValueError
        If a column is not one-dimensional, lengths differ, an sd is negative, or ``cov`` is not a symmetric positive
        semi-definite matrix of that size.

    Notes
    -----
    A point is on the frontier when no other of at most its cost scores higher. With independent qualities

        P_i = integral of phi_i(x) * product over j != i with cost_j <= cost_i of Phi_j(x) dx,

    one dimension and smooth. It is computed by Gauss-Legendre quadrature on panels as narrow as the narrowest model
    that is uncertain there, for all models at once: one running product of distribution functions in order of price. No
    random numbers; the error is below 1e-12 for any mixture of standard deviations. Points of equal cost are rivals of
    each other. Qualities known exactly are point masses: among themselves the answer is 0 or 1, and equal ones at one
    cost are ties, each on the frontier.

    With ``cov`` the qualities are correlated and the integral has n dimensions: 16 independent scramblings of 8,192
    Sobol points [1]_, with a fixed seed; the standard error is that of their mean. A diagonal covariance is computed as
    ``sd``.

    References
    ----------
    .. [1] A. B. Owen, "Scrambled net variance for integrals of smooth functions", Annals of Statistics 25(4), 1997.

    Examples
    --------
    Two models at one price, one score of 1300 and one of 1310, give or take 10: the better one is on the frontier with
    probability Phi(10 / sqrt(200)).

    >>> frontier_probability([1, 1], [1300, 1310], [10, 10]).round(4)
    array([0.2398, 0.7602])
    """
    if (sd is None) == (cov is None):
        raise TypeError("give either sd or cov: standard deviations, or the covariance of the qualities")
    if cov is not None:
        return _correlated(cost, quality, cov, return_error=return_error)
    (c, q, s), known = _columns(cost=cost, quality=quality, sd=sd)
    out = np.full(len(known), np.nan)
    out[known] = _independent(c, q, s)
    return (out, np.where(known, 1e-12, np.nan)) if return_error else out


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
    (c, q, s), _ = _columns(cost=cost, quality=quality, sd=sd)
    at_c, at_q = np.broadcast_arrays(np.asarray(at_cost, dtype=np.float64), np.asarray(at_quality, dtype=np.float64))
    out = np.empty(at_c.size)
    step = max(1, 2**20 // max(1, len(c)))
    for k in range(0, at_c.size, step):
        x, y = at_c.ravel()[k : k + step, None], at_q.ravel()[k : k + step, None]
        out[k : k + step] = 1 - np.where(c <= x, _below(y, q, s), 1).prod(axis=1)
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
    cost: ArrayLike, quality: ArrayLike, sd: ArrayLike, *, levels: Sequence[float] = (0.05, 0.5, 0.95)
) -> FrontierBand:
    """Level curves of the attainment function: a band round the frontier.

    Parameters
    ----------
    cost, quality, sd : array_like, shape (n,)
        Known costs, expected qualities and their standard deviations.
    levels : sequence of float
        Probabilities strictly between 0 and 1. The curve of 0.95 is reached almost surely, that of 0.05 hardly ever.

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

    wrong = [level for level in levels if not 0 < level < 1]
    if wrong:
        raise ValueError(f"levels must lie strictly between 0 and 1, got {wrong}")
    (c, q, s), _ = _columns(cost=cost, quality=quality, sd=sd)
    steps = np.unique(c)
    curves = np.empty((len(levels), len(steps)))
    order = _contenders(c, q, s)
    ends = np.searchsorted(c[order], steps, side="right")
    for k, end in enumerate(ends):
        if k and end == ends[k - 1]:
            curves[:, k] = curves[:, k - 1]
            continue
        rows = order[:end]
        floor, ceiling = (q[rows] - _REACH * s[rows]).max(), (q[rows] + _REACH * s[rows]).max()
        rows = rows[q[rows] + _REACH * s[rows] >= floor]
        for at, level in enumerate(levels):

            def missed(x: float, rows: NDArray[np.intp] = rows, level: float = level) -> float:
                return float(_below(np.float64(x), q[rows], s[rows]).prod()) - (1 - level)

            curves[at, k] = brentq(missed, floor, ceiling, xtol=1e-12, rtol=1e-15) if floor < ceiling else floor
    return FrontierBand(steps, tuple(levels), curves)


def verdicts(cost: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> NDArray[np.str_]:
    """Judge from intervals alone who is on the frontier: ``certain``, ``possible`` or ``dominated``.

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
    (c, low, high), known = _columns(cost=cost, lower=lower, upper=upper)
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
    (low, high), known = _columns(lower=lower, upper=upper)
    _check_ends(low, high)
    best, worst = np.zeros((2, len(known)), dtype=np.intp)
    best[known] = 1 + len(low) - np.searchsorted(np.sort(low), high, side="right")
    worst[known] = len(high) - np.searchsorted(np.sort(high), low, side="left")
    return best, worst


def winners_curse(quality: ArrayLike, sd: ArrayLike) -> float:
    """How much the best measured quality overstates the best there is: E[max of draws] - max.

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
    (q, s), _ = _columns(quality=quality, sd=sd)
    if not len(q):
        return math.nan
    floor, ceiling = (q - _REACH * s).max(), (q + _REACH * s).max()
    rows = q + _REACH * s >= floor
    q, s = q[rows], s[rows]
    below = sum(
        float(_below(x[:, None], q, s).prod(axis=1) @ weight)
        for x, weight, *_ in _nodes(q, s, float(floor), float(ceiling))
    )
    return max(float(ceiling - below - q.max()), 0.0)


# --------------------------------------------------------------------------------------------------------
# Quadrature


def _below(x: Any, quality: Floats, sd: Floats) -> Floats:
    """P(quality < x), elementwise; at a point mass, 0 up to and including it and 1 above."""
    from scipy.special import ndtr

    with np.errstate(divide="ignore", invalid="ignore"):
        out = ndtr((x - quality) / sd)
    return np.where(np.isnan(out), 0.0, out)


def _nodes(quality: Floats, sd: Floats, start: float, stop: float) -> Iterator[tuple[Floats, Floats, float, float]]:
    """Nodes, weights and ends of the panels between two points, a few panels at a time.

    Panels are halved until none is wider than a few of the narrowest standard deviations that are uncertain in it; a
    stretch where nothing is uncertain has none, and a point mass ends a panel.
    """
    uncertain = sd > 0
    low, high = (quality + sign * _REACH * sd for sign in (-1, 1))
    edges = np.unique(np.concatenate([low, high, [start, stop]]).clip(start, stop))
    narrowest = np.full(len(edges), np.inf)
    first, last = np.searchsorted(edges, low.clip(start, stop)), np.searchsorted(edges, high.clip(start, stop))
    for k in np.argsort(-sd, kind="stable"):
        if uncertain[k]:
            narrowest[first[k] : last[k]] = sd[k]

    masses = quality[~uncertain]
    cuts = np.unique(np.concatenate([[start, stop], masses[(masses > start) & (masses < stop)]]))
    left, right = cuts[:-1], cuts[1:]
    done: list[Floats] = []
    while len(left):
        inside = np.column_stack([np.searchsorted(edges, left, side="right") - 1, np.searchsorted(edges, right)])
        inside[:, 1] = np.maximum(inside[:, 1], inside[:, 0] + 1)
        width = _PANEL_SDS * np.minimum.reduceat(np.append(narrowest, np.inf), inside.ravel())[::2]
        middle = (left + right) / 2
        fine = (right - left <= width) | (middle <= left) | (middle >= right)
        done.append(np.column_stack([left, right])[fine & np.isfinite(width)])
        left, middle, right = left[~fine], middle[~fine], right[~fine]
        left, right = np.sort(np.concatenate([left, middle])), np.sort(np.concatenate([middle, right]))
    panels = np.concatenate(done) if done else np.empty((0, 2))
    panels = panels[np.argsort(panels[:, 0])]

    unit, weight = np.polynomial.legendre.leggauss(_NODES)
    for k in range(0, len(panels), _PANELS_AT_ONCE):
        some = panels[k : k + _PANELS_AT_ONCE]
        half = (some[:, 1] - some[:, 0])[:, None] / 2
        x = some.mean(axis=1)[:, None] + half * unit
        yield x.ravel(), (half * weight).ravel(), float(some[0, 0]), float(some[-1, 1])


def _contenders(cost: Floats, quality: Floats, sd: Floats) -> NDArray[np.intp]:
    """Return the rows in order of cost, without those surely below another of at most their cost.

    They are on no frontier, and whatever they beat the other beats too.
    """
    order = np.lexsort((quality, cost))
    if not len(order):
        return order
    sure = np.maximum.accumulate((quality - _REACH * sd)[order])
    return order[(quality + _REACH * sd)[order] >= sure]


def _independent(cost: Floats, quality: Floats, sd: Floats) -> Floats:
    """Probability of being on the frontier for independent qualities, all rows complete."""
    from scipy.special import ndtr

    out = np.zeros(len(cost))
    order = _contenders(cost, quality, sd)
    # measured from the middle, so that a large common offset costs no digits
    c, s = cost[order], sd[order]
    q = quality[order] - (np.median(quality[order]) if len(order) else 0)
    group_start, group_end = np.searchsorted(c, c, side="left"), np.searchsorted(c, c, side="right") - 1
    low, high = q - _REACH * s, q + _REACH * s
    uncertain = s > 0
    found = _point_masses(c, q, s)
    start = low[c == c.min()].min() if len(c) else 0.0
    for x, weight, begin, end in _nodes(q, s, start, float(high.max(initial=start))):
        # Who is surely below these nodes is no rival; who is surely above them ends the frontier there for all that
        # cost as much or more.
        rival = high >= begin
        above = np.flatnonzero(low > end)
        if len(above):
            rival[group_start[above[0]] :] = False
        rows = np.flatnonzero(rival)
        mine = np.flatnonzero(uncertain[rows])
        if not len(mine):
            continue
        with np.errstate(divide="ignore"):
            z = (x - q[rows, None]) / s[rows, None]
        below = ndtr(z)
        # through everything of at most one's cost, divided by one's own: equal costs are rivals of each other
        through = np.cumprod(below, axis=0)[np.searchsorted(rows, group_end[rows[mine]], side="right") - 1]
        others = through / np.maximum(below[mine], 1e-30)
        density = np.exp(-0.5 * z[mine] ** 2) / (math.sqrt(2 * math.pi) * s[rows[mine], None])
        found[rows[mine]] += (density * others) @ weight
    out[order] = found
    return out.clip(0, 1)


def _point_masses(cost: Floats, quality: Floats, sd: Floats) -> Floats:
    """P(on the frontier) of the rows with sd 0, in order of cost; 0 for the others."""
    out = np.zeros(len(cost))
    exact, uncertain = np.flatnonzero(sd == 0), sd > 0
    if not len(exact):
        return out
    # among themselves: the best of its cost, and better than all that is cheaper
    c, best = cost[exact], np.append(-np.inf, np.maximum.accumulate(quality[exact]))
    through, cheaper = best[np.searchsorted(c, c, side="right")], best[np.searchsorted(c, c, side="left")]
    exact = exact[(quality[exact] == through) & (quality[exact] > cheaper)]
    c, q, s = cost[uncertain], quality[uncertain], sd[uncertain]
    for row in exact:
        rivals = np.searchsorted(c, cost[row], side="right")
        out[row] = _below(quality[row], q[:rivals], s[:rivals]).prod()
    return out


def _correlated(
    cost: ArrayLike, quality: ArrayLike, cov: ArrayLike, *, return_error: bool
) -> Floats | tuple[Floats, Floats]:
    """Probability of being on the frontier for jointly normal qualities, by randomised quasi-Monte Carlo."""
    matrix = np.asarray(cov, dtype=np.float64)
    n = np.asarray(quality).shape[0] if np.asarray(quality).ndim else 0
    if matrix.shape != (n, n):
        raise ValueError(f"cov must have shape ({n}, {n}), a row and a column a point, got {matrix.shape}")
    variances = np.diag(matrix)
    (c, q, _), known = _columns(cost=cost, quality=quality, sd=np.sqrt(variances.clip(0)))
    known &= np.isfinite(matrix).sum(axis=1) >= known.sum()
    c, q = np.asarray(cost, dtype=np.float64)[known], np.asarray(quality, dtype=np.float64)[known]
    matrix = matrix[np.ix_(known, known)]
    if not np.isfinite(matrix).all() or not np.allclose(
        matrix, matrix.T, rtol=1e-8, atol=1e-12 * np.abs(matrix).max(initial=0)
    ):
        raise ValueError("cov must be a symmetric matrix of finite numbers")
    values, vectors = np.linalg.eigh(matrix)
    if len(values) and values[0] < -1e-9 * values[-1]:
        raise ValueError(f"cov must be positive semi-definite, its smallest eigenvalue is {values[0]:g}")
    out, error = np.full((2, n), np.nan)
    if (matrix == np.diag(np.diag(matrix))).all():
        out[known], error[known] = _independent(c, q, np.sqrt(np.diag(matrix))), 1e-12
    else:
        runs = np.array([_sobol_run(c, q, vectors * np.sqrt(values.clip(0)), seed) for seed in range(_SCRAMBLINGS)])
        out[known] = runs.mean(axis=0)
        error[known] = runs.std(axis=0, ddof=1) / math.sqrt(_SCRAMBLINGS)
    return (out, error) if return_error else out


def _sobol_run(cost: Floats, quality: Floats, root: Floats, seed: int) -> Floats:
    """Share of one scrambled Sobol sequence in which each point is on the frontier."""
    from scipy.special import ndtri
    from scipy.stats import qmc

    draws = qmc.Sobol(len(cost), seed=seed).random(_POINTS)
    scores = quality + ndtri(draws.clip(1e-16, 1 - 1e-16)) @ root.T
    order = np.argsort(cost, kind="stable")
    best = np.maximum.accumulate(scores[:, order], axis=1)
    through = np.searchsorted(cost[order], cost, side="right") - 1
    return np.asarray((scores >= best[:, through]).mean(axis=0))


# --------------------------------------------------------------------------------------------------------
# Columns


def _columns(**columns: ArrayLike | None) -> tuple[list[Floats], NDArray[np.bool_]]:
    """Return the complete rows of equally long columns, and which rows those are."""
    arrays = {}
    for name, values in columns.items():
        array = np.asarray(values)
        if array.ndim != 1:
            raise ValueError(f"{name} must be one-dimensional, got shape {array.shape}: pass one value for each point")
        if array.dtype.kind not in "biuf" and array.size:
            raise ValueError(
                f"{name} must be numbers, got dtype {array.dtype}: convert it, with NaN for missing values"
            )
        arrays[name] = array.astype(np.float64)
    sizes = {name: array.size for name, array in arrays.items()}
    if len(set(sizes.values())) > 1:
        raise ValueError(f"the columns must have the same length, got {sizes}: pass one value of each for each point")
    known = np.logical_and.reduce([np.isfinite(array) for array in arrays.values()])
    if "sd" in arrays and (arrays["sd"] < 0).any():
        raise ValueError(f"sd must be >= 0, got {arrays['sd'].min():g}")
    return [array[known] for array in arrays.values()], known


def _check_ends(low: Floats, high: Floats) -> None:
    if (low > high).any():
        k = int(np.flatnonzero(low > high)[0])
        raise ValueError(f"lower must be <= upper, got {low[k]:g} and {high[k]:g}; are the ends swapped?")


def _two_best(values: Floats) -> tuple[Floats, Floats]:
    """Return the running largest and second largest of a sequence."""
    first = np.maximum.accumulate(values) if len(values) else values
    second = np.full(len(values), -np.inf)
    if len(values) > 1:
        # whatever does not raise the record competes for the second place, and so does the record it replaces
        loser = np.minimum(values[1:], first[:-1])
        second[1:] = np.maximum.accumulate(loser)
    return first, second
