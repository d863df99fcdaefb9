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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Estimate",
    "FrontierBand",
    "attainment",
    "frontier_band",
    "frontier_probability",
    "lead_interval",
    "lead_probability",
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
# Where panels that fine all along are no more than this for all models together, they serve every question about them.
_VALUES_AT_ONCE = 1_000_000
# A model whose standard deviation is a smaller part of its score than this is integrated in coordinates of its own.
_TINY = 1e-12
_TAIL = 2.5  # per cent left out at each end of an interval
# Quasi-Monte Carlo for correlated scores: independent scramblings of a Sobol sequence, of that many points each.
_SCRAMBLINGS, _POINTS = 16, 2**13


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval.

    Attributes
    ----------
    value : float
        The measured value; NaN where it cannot be told.
    low, high : float
        Ends of the interval; NaN where it is not known.

    Examples
    --------
    >>> str(Estimate(23.18, 14.46, 31.89)), f"{Estimate(23.18):.1f}"
    ('23.18 (14.46 to 31.89)', '23.2')
    """

    value: float
    low: float = math.nan
    high: float = math.nan

    def __eq__(self, other: object) -> bool:
        """Compare the three numbers; an unknown one equals an unknown one, on every version of Python."""
        return self._known() == other._known() if isinstance(other, Estimate) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._known())

    def _known(self) -> tuple[float | None, ...]:
        return tuple(None if math.isnan(number) else number for number in (self.value, self.low, self.high))

    def __str__(self) -> str:
        return format(self, ".4g")

    def __format__(self, spec: str) -> str:
        value, low, high = (format(number, spec or ".4g") for number in (self.value, self.low, self.high))
        return value if math.isnan(self.low) or math.isnan(self.high) else f"{value} ({low} to {high})"


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
        If not exactly one of ``sd`` and ``cov`` is given, or a column is a masked array with masked entries.
    ValueError
        If a column is not one-dimensional or not numeric, has integers above 2**53, a quality or sd is beyond 1e300,
        lengths differ, an sd is negative, or ``cov`` is not a symmetric positive semi-definite matrix of that size.

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
    Sobol points [1]_, with a fixed seed; the standard error is that of their mean, and never below the weight of one
    point. A diagonal covariance is computed as ``sd``.

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
        out[k : k + step] = 1 - np.where(c <= x, _below(y - q, s), 1).prod(axis=1)
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
    """Level curves of the attainment function: a band round the frontier.

    Parameters
    ----------
    cost, quality, sd : array_like, shape (n,)
        Known costs, expected qualities and their standard deviations.
    levels : float or sequence of float
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

    levels = tuple(float(level) for level in np.atleast_1d(levels))
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
        fine = max(1e-15 * s[rows].min(initial=1, where=s[rows] > 0), 1e-300)
        for at, level in enumerate(levels):

            def missed(x: float, rows: NDArray[np.intp] = rows, level: float = level) -> float:
                return float(_below(x - q[rows], s[rows]).prod()) - (1 - level)

            curves[at, k] = (
                brentq(missed, floor, ceiling, xtol=fine, rtol=1e-15, maxiter=2000) if floor < ceiling else floor
            )
    return FrontierBand(steps, levels, curves)


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
    q = q - q.max()
    floor, ceiling = (q - _REACH * s).max(), (q + _REACH * s).max()
    rows = q + _REACH * s >= floor
    q, s = q[rows], s[rows]
    below = 0.0
    for base, x, weight, *_ in _nodes(q, s, float(floor), float(ceiling)):
        below += float(_below((q[base] - q[:, None]) + x, s[:, None]).prod(axis=0) @ weight)
    return max(float(ceiling - below), 0.0)


def lead_probability(
    quality: ArrayLike, sd: ArrayLike, rival_quality: ArrayLike, rival_sd: ArrayLike, *, by: ArrayLike = 0.0
) -> Floats:
    """Probability that the best of a group is better than the best of its rivals, by more than so much.

    Parameters
    ----------
    quality, sd : array_like, shape (n,)
        Expected qualities of the group and their standard deviations.
    rival_quality, rival_sd : array_like, shape (m,)
        The same of the rivals.
    by : array_like
        By how much; 0 asks who is ahead. May be negative.

    Returns
    -------
    numpy.ndarray
        Probabilities, of the shape of ``by``; NaN where it is NaN, or where either group has no complete row.

    Raises
    ------
    TypeError, ValueError
        As `frontier_probability`.

    Notes
    -----
    The distribution function of the best of independent qualities is the product of theirs, and with the density f of
    the rivals' best and the distribution function F of the group's best, the probability is the integral of
    ``(1 - F(x + by)) f(x) dx``. It is the sum of `frontier_probability` over the group when all have the same cost, so
    it has that function's accuracy and treats qualities known exactly as point masses. Level is not ahead. Rows with a
    missing value are ignored.

    Examples
    --------
    One against one: Phi(10 / sqrt(200)). Two against one have two chances.

    >>> float(lead_probability([1310], [10], [1300], [10]).round(4))
    0.7602
    >>> float(lead_probability([1310, 1310], [10, 10], [1300], [10]).round(4))
    0.8868
    """
    ours, theirs = _contestants(quality, sd), _contestants(rival_quality, rival_sd)
    shifts = np.asarray(by, dtype=np.float64)
    out = np.full(shifts.size, np.nan)
    if len(ours[0]) and len(theirs[0]):
        lead = _lead(ours, theirs)
        out = np.array([lead(shift) for shift in shifts.ravel().tolist()])
    return out.reshape(shifts.shape)


def lead_interval(
    quality: ArrayLike, sd: ArrayLike, rival_quality: ArrayLike, rival_sd: ArrayLike, *, confidence: float = 0.95
) -> tuple[float, float]:
    """Interval of by how much the best of a group is better than the best of its rivals.

    Parameters
    ----------
    quality, sd : array_like, shape (n,)
        Expected qualities of the group and their standard deviations.
    rival_quality, rival_sd : array_like, shape (m,)
        The same of the rivals.
    confidence : float
        Probability of the interval, strictly between 0 and 1; as much is left below as above.

    Returns
    -------
    low, high : float
        Quantiles of the difference, in the unit of quality; NaN where either group has no complete row.

    Raises
    ------
    TypeError, ValueError
        As `frontier_probability`, and if ``confidence`` is not strictly between 0 and 1.

    Notes
    -----
    `lead_probability` is inverted by bracketed root finding: exact, with no random numbers. The best of many noisy
    qualities is measured too high (`winners_curse`), in the larger or noisier group more so, and the interval does not
    correct that: it is of the best of one more draw of each. It holds the true difference at its rate where the true
    qualities are spread more widely than the errors, and too seldom where dozens are level. It need not lie evenly
    about the difference of the two measured bests.

    Examples
    --------
    >>> low, high = lead_interval([1310], [3], [1300], [4])
    >>> round(low, 3), round(high, 3)
    (0.2, 19.8)
    """
    from scipy.optimize import brentq
    from scipy.special import ndtri

    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie strictly between 0 and 1, got {confidence!r}")
    ours, theirs = _contestants(quality, sd), _contestants(rival_quality, rival_sd)
    if not len(ours[0]) or not len(theirs[0]):
        return math.nan, math.nan
    (low, high), (rival_low, rival_high) = (
        [float((q + sign * _REACH * s).max()) for sign in (-1, 1)] for q, s in (ours, theirs)
    )
    start, stop = low - rival_high, high - rival_low
    if start == stop:
        return start, stop

    lead = _lead(ours, theirs)

    def quantile(level: float) -> float:
        target = float(ndtri(1 - level))
        if abs(target) >= _REACH:
            return stop if target < 0 else start

        def excess(by: float) -> float:
            if by in (start, stop):  # surely more, surely less
                return math.copysign(_REACH, stop - by - (by - start)) - target
            # in standard deviations, of which the difference is nearly a linear function
            return float(np.clip(ndtri(lead(by)), -_REACH, _REACH)) - target

        return float(brentq(excess, start, stop, xtol=1e-12 * (stop - start), rtol=1e-15))

    # where both ends are one point mass, each is found to within the tolerance
    ends = sorted((quantile((1 - confidence) / 2), quantile((1 + confidence) / 2)))
    return ends[0], ends[1]


# --------------------------------------------------------------------------------------------------------
# Who leads


def check_draws(draws: int) -> None:
    """Refuse a number of draws that is too small to tell an interval from."""
    if not isinstance(draws, int | np.integer) or draws < 100:
        raise ValueError(f"draws must be a whole number of at least 100, got {draws!r}")


def interval_of(drawn: Floats) -> tuple[float, float]:
    """Return the ends of the 95 % interval of what was drawn; NaN where nothing finite was."""
    known = drawn[np.isfinite(drawn)]
    if not len(known):
        return math.nan, math.nan
    low, high = np.percentile(known, [_TAIL, 100 - _TAIL])
    return float(low), float(high)


def _contestants(quality: ArrayLike, sd: ArrayLike) -> tuple[Floats, Floats]:
    """Return those that may be the best of their group; of exact ones only the best counts."""
    (q, s), _ = _columns(quality=quality, sd=sd)
    surely = (q - _REACH * s).max(initial=-np.inf)
    q, s = q[q + _REACH * s >= surely], s[q + _REACH * s >= surely]
    exact = np.flatnonzero(s == 0)
    spare = exact[np.arange(len(exact)) != (q[exact].argmax() if len(exact) else 0)]
    return np.delete(q, spare), np.delete(s, spare)


def _lead(ours: tuple[Floats, Floats], theirs: tuple[Floats, Floats]) -> Callable[[float], float]:
    """Return the function of `by` that is P(best of ours > best of theirs + by).

    Where all are uncertain and none much less than the others, the density of their best is laid out once, on panels
    fine enough for anybody; else each value is an integral of its own.
    """
    from scipy.special import ndtr

    base = float(theirs[0].max())  # all is measured from there, so that no digit is lost to the size of the scores
    (own, own_sd), (rival, rival_sd) = ((q[:, None] - base, s[:, None]) for q, s in (ours, theirs))
    start, stop = float((rival - _REACH * rival_sd).max()), float((rival + _REACH * rival_sd).max())
    narrowest = float(min(own_sd.min(), rival_sd.min()))
    panels = (stop - start) / (_PANEL_SDS * narrowest) if narrowest > 0 else math.inf

    def apart(by: float) -> float:
        q, s = np.concatenate([ours[0] - by, theirs[0]]), np.concatenate([ours[1], theirs[1]])
        return 1 - min(float(_independent(np.zeros(len(q)), q, s)[len(own) :].sum()), 1.0)

    integral = apart
    if panels * _NODES * (len(own) + len(rival)) <= _VALUES_AT_ONCE:
        edges = np.linspace(start, stop, math.ceil(panels) + 1)
        unit, weight = _gauss_legendre()
        half = np.diff(edges)[:, None] / 2
        x = (edges[:-1, None] + half + half * unit).ravel()
        z = (x - rival) / rival_sd
        below = ndtr(z)
        one = np.exp(-0.5 * z**2) / (math.sqrt(2 * math.pi) * rival_sd) / np.maximum(below, 1e-30)
        mass = (one * below.prod(axis=0)).sum(axis=0) * (half * weight).ravel()

        def together(by: float) -> float:
            return 1 - min(float(ndtr((x + by - own) / own_sd).prod(axis=0) @ mass), 1.0)

        integral = together
    return lambda by: integral(by) if math.isfinite(by) else math.nan if math.isnan(by) else float(by < 0)


# --------------------------------------------------------------------------------------------------------
# Quadrature


def _below(above: Any, sd: Floats) -> Floats:
    """P(quality < x), elementwise, for x that far above the expected quality; at a point mass 0, above it 1."""
    from scipy.special import ndtr

    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        out = ndtr(above / sd)
    return np.where(np.isnan(out), 0.0, out)


@cache
def _gauss_legendre() -> tuple[Floats, Floats]:
    unit, weight = np.polynomial.legendre.leggauss(_NODES)
    return unit, weight


def _nodes(
    quality: Floats, sd: Floats, start: float, stop: float
) -> Iterator[tuple[NDArray[np.intp], Floats, Floats, float, float]]:
    """Panels between two points, a few at a time: base and place of each node, its weight, and the ends of them all.

    A node is measured from the quality of its base, the narrowest model that is uncertain there, so that no digit of a
    narrow one is lost to the size of its score. A stretch where nothing is uncertain has no nodes.
    """
    panels = np.array(_panels(quality, sd, start, stop)).reshape(-1, 3)
    bases, left, right = panels[:, 0].astype(np.intp), panels[:, 1], panels[:, 2]
    order = np.lexsort((left, quality[bases] + left))
    bases, left, right = bases[order], left[order], right[order]
    unit, weight = _gauss_legendre()
    for k in range(0, len(bases), _PANELS_AT_ONCE):
        some = slice(k, k + _PANELS_AT_ONCE)
        half = (right[some] - left[some])[:, None] / 2
        x = (left[some] + right[some])[:, None] / 2 + half * unit
        begin, end = (quality[bases[some]] + left[some]).min(), (quality[bases[some]] + right[some]).max()
        yield np.repeat(bases[some], _NODES), x.ravel(), (half * weight).ravel(), float(begin), float(end)


def _panels(quality: Floats, sd: Floats, start: float, stop: float) -> list[tuple[float, float, float]]:
    """Return base, left and right end of each panel, the ends measured from the quality of the base.

    Panels are halved until none is wider than a few of the narrowest standard deviations that are uncertain in it. A
    point mass ends a panel. Models too narrow for the floats around their score have panels of their own, measured from
    that score.
    """
    low, high = (quality + sign * _REACH * sd for sign in (-1, 1))
    active = (sd > 0) & (high >= start) & (low <= stop)
    tiny = active & (sd < _TINY * np.abs(quality))
    out: list[tuple[float, float, float]] = []
    done: list[tuple[float, float]] = []
    for row in np.flatnonzero(tiny)[np.argsort(low[tiny], kind="stable")]:
        begin, end = max(np.nextafter(low[row], -np.inf), start), min(np.nextafter(high[row], np.inf), stop)
        if done and begin <= done[-1][1]:
            begin, end = done[-1][0], max(end, done.pop()[1])
        done.append((begin, end))
    for begin, end in done:
        inside = np.flatnonzero(tiny & (high >= begin) & (low <= end))
        base = int(inside[np.argmin(sd[inside])])
        out += _panels(quality - quality[base], sd, begin - quality[base], end - quality[base])

    masses = quality[(sd == 0) & (quality > start) & (quality < stop)]
    cuts = np.unique(np.concatenate([[start, stop], masses, np.array(done).ravel()]))
    left, right = cuts[:-1], cuts[1:]
    if done:
        begins, ends = np.array(done).T
        window = np.searchsorted(begins, left, side="right") - 1
        free = (window < 0) | (left >= ends[window])
        left, right = left[free], right[free]
    rows = np.flatnonzero(active & ~tiny)
    rows = rows[np.argsort(sd[rows], kind="stable")]  # a rank for each, 0 the narrowest
    edges = np.unique(np.concatenate([low[rows], high[rows], [start, stop]]).clip(start, stop))
    first, last = (np.searchsorted(edges, side[rows].clip(start, stop)) for side in (low, high))
    narrowest = np.full(len(edges) + 1, len(rows))
    for rank in range(len(rows) - 1, -1, -1):
        narrowest[first[rank] : last[rank]] = rank
    widths = np.append(_PANEL_SDS * sd[rows], np.inf)
    while len(left):
        spans = np.column_stack([np.searchsorted(edges, left, side="right") - 1, np.searchsorted(edges, right)])
        spans[:, 1] = np.maximum(spans[:, 1], spans[:, 0] + 1)
        ranks = np.minimum.reduceat(narrowest, spans.ravel())[::2]
        middle = (left + right) / 2
        fine = (right - left <= widths[ranks]) | (middle <= left) | (middle >= right)
        kept = fine & (ranks < len(rows))
        bases = rows[ranks[kept]]
        sides = [(side[kept] - quality[bases]).tolist() for side in (left, right)]
        out += zip(bases.tolist(), *sides, strict=True)
        left, middle, right = left[~fine], middle[~fine], right[~fine]
        left, right = np.sort(np.concatenate([left, middle])), np.sort(np.concatenate([middle, right]))
    return out


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
    out = np.zeros(len(cost))
    order = _contenders(cost, quality, sd)
    c, q = cost[order], quality[order]
    s = np.where(sd[order] > 0, np.maximum(sd[order], 1e-290), 0)  # the density of a narrower one is no float
    group_start, group_end = np.searchsorted(c, c, side="left"), np.searchsorted(c, c, side="right") - 1
    low, high = q - _REACH * s, q + _REACH * s
    uncertain = s > 0
    found = _point_masses(c, q, s)
    start = np.nextafter(low[c == c.min()].min(), -np.inf) if len(c) else 0.0
    for base, x, weight, begin, end in _nodes(q, s, start, float(np.nextafter(high.max(initial=start), np.inf))):
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
        above_it = (q[base] - q[rows, None]) + x
        below = _below(above_it, s[rows, None])
        # through everything of at most one's cost, divided by one's own: equal costs are rivals of each other
        through = np.cumprod(below, axis=0)[np.searchsorted(rows, group_end[rows[mine]], side="right") - 1]
        others = through / np.maximum(below[mine], 1e-30)
        with np.errstate(over="ignore"):
            z = above_it[mine] / s[rows[mine], None]
            density = np.exp(-0.5 * z**2) / (math.sqrt(2 * math.pi) * s[rows[mine], None])
        density[s[rows[mine], None] < s[base]] = 0  # narrower than all that is uncertain there: by rounding alone
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
        out[row] = _below(quality[row] - q[:rivals], s[:rivals]).prod()
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
    matrix = matrix[np.ix_(known, known)]
    if not np.isfinite(matrix).all() or not np.allclose(
        matrix, matrix.T, rtol=1e-8, atol=1e-12 * np.abs(matrix).max(initial=0)
    ):
        raise ValueError(
            "cov must be a symmetric matrix of finite numbers: take (cov + cov.T) / 2, drop what is not known"
        )
    values, vectors = np.linalg.eigh(matrix)
    if len(values) and values[0] < -1e-9 * values[-1]:
        raise ValueError(
            f"cov must be positive semi-definite, its smallest eigenvalue is {values[0]:g}: it is no covariance"
        )
    values[values < 1e-13 * values.max(initial=0)] = 0  # rounding
    out, error = np.full((2, n), np.nan)
    if (matrix == np.diag(np.diag(matrix))).all():
        out[known], error[known] = _independent(c, q, np.sqrt(np.diag(matrix).clip(0))), 1e-12
    else:
        runs = np.array([_sobol_run(c, q, vectors * np.sqrt(values), seed) for seed in range(_SCRAMBLINGS)])
        out[known] = runs.mean(axis=0)
        spread = runs.std(axis=0, ddof=1) / math.sqrt(_SCRAMBLINGS)
        error[known] = np.maximum(spread, 1 / (_SCRAMBLINGS * _POINTS))  # one point, where all scramblings agree
    return (out, error) if return_error else out


def _sobol_run(cost: Floats, quality: Floats, root: Floats, seed: int) -> Floats:
    """Share of one scrambled Sobol sequence in which each point is on the frontier."""
    from scipy.special import ndtri
    from scipy.stats import qmc

    order = np.argsort(cost, kind="stable")
    c, means = cost[order], quality[order] - np.median(quality)
    deviations = ndtri(qmc.Sobol(len(cost), seed=seed).random(_POINTS).clip(1e-16, 1 - 1e-16)) @ root[order].T
    scores = means + deviations
    # perfectly correlated scores are equal but for rounding
    tie = 1e-11 * np.sqrt((root**2).sum(axis=1)).max() + 1e-15 * np.abs(means).max()
    best = np.column_stack([np.full(_POINTS, -np.inf), np.maximum.accumulate(scores, axis=1)])
    cheaper, through = (best[:, np.searchsorted(c, c, side=side)] for side in ("left", "right"))
    on = (scores > cheaper + tie) & (scores >= through - tie)
    out = np.empty(len(cost))
    out[order] = on.mean(axis=0)
    return out


# --------------------------------------------------------------------------------------------------------
# Columns


def _columns(**columns: ArrayLike | None) -> tuple[list[Floats], NDArray[np.bool_]]:
    """Return the complete rows of equally long columns, and which rows those are."""
    arrays = {}
    for name, values in columns.items():
        if np.ma.is_masked(values):
            raise TypeError(f"{name} must not be a masked array: fill it, with NaN for missing values")
        array = np.asarray(values)
        if array.ndim != 1:
            raise ValueError(f"{name} must be one-dimensional, got shape {array.shape}: pass one value for each point")
        if array.dtype.kind not in "biuf" and array.size:
            raise ValueError(
                f"{name} must be numbers, got dtype {array.dtype}: convert it, with NaN for missing values"
            )
        if array.dtype.kind in "iu" and array.size and max(int(array.max()), -int(array.min())) > 2**53:
            raise ValueError(f"{name} has integers above 2**53, which a float cannot tell apart: scale it")
        arrays[name] = array.astype(np.float64)
        if name != "cost" and (np.isfinite(arrays[name]) & (np.abs(arrays[name]) > 1e300)).any():
            raise ValueError(f"{name} must lie between -1e300 and 1e300: choose a larger unit")
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
