"""The probability that a point is on the frontier when qualities are uncertain."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frontier.core.columns import Floats, complete_rows

# Beyond this many standard deviations a normal distribution function is 0 or 1 to the last bit of a float64.
REACH = 8.3


# Gauss-Legendre panels at most this many standard deviations wide, of the narrowest model that is uncertain there. With
# 16 nodes the error stays under 1e-14 up to 5,000 equal models, whose product of distributions is the steepest.
PANEL_SDS, NODES = 2.0, 16


_PANELS_AT_ONCE = 12


# Where panels that fine all along are no more than this for all models together, they serve every question about them.
VALUES_AT_ONCE = 1_000_000


# A model whose standard deviation is a smaller part of its score than this is integrated in coordinates of its own.
_TINY = 1e-12


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
        If not exactly one of ``sd`` and ``cov`` is given, or a column is not of real numbers or has masked entries.
    ValueError
        If a column is not one-dimensional, has integers above 2**53, a quality or sd is beyond 1e300,
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
    (c, q, s), known = complete_rows(cost=cost, quality=quality, sd=sd)
    out = np.full(len(known), np.nan)
    out[known] = independent(c, q, s)
    return (out, np.where(known, 1e-12, np.nan)) if return_error else out


def probability_below(above: Any, sd: Floats) -> Floats:
    """P(quality < x), elementwise, for x that far above the expected quality; at a point mass 0, above it 1."""
    from scipy.special import ndtr

    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        out = ndtr(above / sd)
    return np.where(np.isnan(out), 0.0, out)


@cache
def gauss_legendre() -> tuple[Floats, Floats]:
    """Return the nodes and the weights on the interval from -1 to 1."""
    unit, weight = np.polynomial.legendre.leggauss(NODES)
    return unit, weight


def nodes(
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
    unit, weight = gauss_legendre()
    for k in range(0, len(bases), _PANELS_AT_ONCE):
        some = slice(k, k + _PANELS_AT_ONCE)
        half = (right[some] - left[some])[:, None] / 2
        x = (left[some] + right[some])[:, None] / 2 + half * unit
        begin, end = (quality[bases[some]] + left[some]).min(), (quality[bases[some]] + right[some]).max()
        yield np.repeat(bases[some], NODES), x.ravel(), (half * weight).ravel(), float(begin), float(end)


def _panels(quality: Floats, sd: Floats, start: float, stop: float) -> list[tuple[float, float, float]]:
    """Return base, left and right end of each panel, the ends measured from the quality of the base.

    Panels are halved until none is wider than a few of the narrowest standard deviations that are uncertain in it. A
    point mass ends a panel. Models too narrow for the floats around their score have panels of their own, measured from
    that score.
    """
    low, high = (quality + sign * REACH * sd for sign in (-1, 1))
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
    widths = np.append(PANEL_SDS * sd[rows], np.inf)
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


def contenders(cost: Floats, quality: Floats, sd: Floats) -> NDArray[np.intp]:
    """Return the rows in order of cost, without those certain to be below another of at most their cost.

    They are on no frontier, and whatever they beat the other beats too.
    """
    order = np.lexsort((quality, cost))
    if not len(order):
        return order
    sure = np.maximum.accumulate((quality - REACH * sd)[order])
    return order[(quality + REACH * sd)[order] >= sure]


def independent(cost: Floats, quality: Floats, sd: Floats) -> Floats:
    """Probability of being on the frontier for independent qualities, all rows complete."""
    out = np.zeros(len(cost))
    order = contenders(cost, quality, sd)
    c, q = cost[order], quality[order]
    s = np.where(sd[order] > 0, np.maximum(sd[order], 1e-290), 0)  # the density of a narrower one is no float
    group_start, group_end = np.searchsorted(c, c, side="left"), np.searchsorted(c, c, side="right") - 1
    low, high = q - REACH * s, q + REACH * s
    uncertain = s > 0
    found = _point_masses(c, q, s)
    start = np.nextafter(low[c == c.min()].min(), -np.inf) if len(c) else 0.0
    for base, x, weight, begin, end in nodes(q, s, start, float(np.nextafter(high.max(initial=start), np.inf))):
        # A point that is certain to be below these nodes is no rival; one that is certain to be above them ends the
        # frontier there for all that cost as much or more.
        rival = high >= begin
        above = np.flatnonzero(low > end)
        if len(above):
            rival[group_start[above[0]] :] = False
        rows = np.flatnonzero(rival)
        mine = np.flatnonzero(uncertain[rows])
        if not len(mine):
            continue
        above_it = (q[base] - q[rows, None]) + x
        below = probability_below(above_it, s[rows, None])
        # the product over all of at most its cost, divided by its own: equal costs are rivals of each other
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
        out[row] = probability_below(quality[row] - q[:rivals], s[:rivals]).prod()
    return out


def _correlated(
    cost: ArrayLike, quality: ArrayLike, cov: ArrayLike, *, return_error: bool
) -> Floats | tuple[Floats, Floats]:
    """Probability of being on the frontier for jointly normal qualities, by randomized quasi-Monte Carlo."""
    matrix = np.asarray(cov, dtype=np.float64)
    n = np.asarray(quality).shape[0] if np.asarray(quality).ndim else 0
    if matrix.shape != (n, n):
        raise ValueError(f"cov must have shape ({n}, {n}), a row and a column a point, got {matrix.shape}")
    variances = np.diag(matrix)
    (c, q, _), known = complete_rows(cost=cost, quality=quality, sd=np.sqrt(variances.clip(0)))
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
        out[known], error[known] = independent(c, q, np.sqrt(np.diag(matrix).clip(0))), 1e-12
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
