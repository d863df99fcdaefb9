"""The probability that a point is on the frontier when qualities are uncertain."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frontier.core.columns import Floats, complete_rows

# Beyond this many standard deviations a normal distribution function is 0 or 1 to the last bit of a float64.
REACH = 8.3


# Gauss-Legendre panels at most this many standard deviations wide, of the narrowest model that is uncertain there. With
# 16 nodes the error stays under 1e-14 up to 5,000 equal models, whose product of distributions is the steepest.
PANEL_SDS, NODES = 1.0, 16


_PANELS_AT_ONCE = 12


# Where panels that fine all along are no more than this for all models together, they serve every question about them.
VALUES_AT_ONCE = 1_000_000


# Quasi-Monte Carlo for correlated scores: independent scramblings of a Sobol sequence, of that many points each.
_SCRAMBLINGS, _POINTS = 16, 2**13


def frontier_probability(
    cost: ArrayLike,
    quality: ArrayLike,
    sd: ArrayLike | None = None,
    *,
    cov: ArrayLike | None = None,
    cost_log_sd: ArrayLike | None = None,
) -> Floats:
    """Probability that each point is on the Pareto frontier.

    Parameters
    ----------
    cost : array_like, shape (n,)
        Costs; lower is better. Known exactly, or the medians where ``cost_log_sd`` is given.
    quality : array_like, shape (n,)
        Expected qualities; higher is better.
    sd : array_like, shape (n,), optional
        Standard deviations of the qualities, >= 0; 0 for a quality known exactly.
    cov : array_like, shape (n, n), optional
        Covariance of the qualities, instead of ``sd``.
    cost_log_sd : array_like, shape (n,), optional
        Standard deviations of the natural logarithms of the costs, >= 0; 0 for a cost known exactly. Costs are then
        log-normal, and independent of one another and of the qualities. Where all are 0 the answer is that without it.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Probabilities; NaN for a row with a missing or infinite value.

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

    With ``cov`` the qualities are correlated and the integral has n dimensions: see `correlated_probability`, which
    also returns the standard errors.

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
        if cost_log_sd is not None:
            raise TypeError("give either cov or cost_log_sd: uncertain costs are taken with independent qualities")
        return correlated_probability(cost, quality, cov)[0]
    more = {} if cost_log_sd is None else {"cost_log_sd": cost_log_sd}
    (c, q, s, *uncertain), known = complete_rows(cost=cost, quality=quality, sd=sd, **more)
    out = np.full(len(known), np.nan)
    of_costs = uncertain[0] if uncertain else np.zeros(len(c))
    out[known] = _both_uncertain(c, of_costs, q, s) if of_costs.any() else independent(c, q, s)
    return out


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


def _panels(quality: Floats, sd: Floats, start: float, stop: float) -> list[tuple[int, float, float]]:
    """Return base, left and right end of each panel, the ends measured from the quality of the base.

    From the narrowest model to the widest, each is the base of panels where no narrower one is uncertain. A point mass
    ends a panel. Ends of others are measured from the model, too, so no digit is lost however narrow it is.
    """
    at, masses = quality.tolist(), np.flatnonzero((sd == 0) & (quality > start) & (quality < stop))
    covered = [(row, 0.0, row, 0.0) for row in masses[np.argsort(quality[masses])].tolist()]  # its ends and their bases
    panels: list[tuple[int, float, float]] = []
    uncertain = np.flatnonzero((sd > 0) & (quality + REACH * sd >= start) & (quality - REACH * sd <= stop))
    for row in uncertain[np.argsort(sd[uncertain], kind="stable")].tolist():
        middle, width = at[row], float(sd[row])
        low, high = max(start - middle, -REACH * width), min(stop - middle, REACH * width)
        a = bisect_left(covered, math.nextafter(middle + low, -math.inf), key=lambda c: at[c[2]] + c[3])
        b = bisect_right(covered, math.nextafter(middle + high, math.inf), key=lambda c: at[c[0]] + c[1])
        ends = [((at[i] - middle) + left, (at[j] - middle) + right) for i, left, j, right in covered[a:b]]
        while ends and ends[0][1] < low:  # near only by rounding
            a, ends = a + 1, ends[1:]
        while ends and ends[-1][0] > high:
            b, ends = b - 1, ends[:-1]
        edges, widest = [low, *(end for pair in ends for end in pair), high], PANEL_SDS * width
        # whole panels beyond the ends, as far as there is room, so that the next models need none
        if edges[-1] > edges[-2]:
            room = min([stop - middle, *((at[c[0]] - middle) + c[1] for c in covered[b : b + 1])])
            edges[-1] = high = min(edges[-2] + math.ceil((high - edges[-2]) / widest) * widest, room)
        if edges[1] > edges[0]:
            room = max([start - middle, *((at[c[2]] - middle) + c[3] for c in covered[max(a - 1, 0) : a])])
            edges[0] = low = max(edges[1] - math.ceil((edges[1] - low) / widest) * widest, room)
        for left, right in zip(edges[::2], edges[1::2], strict=True):
            if right > left:
                cuts = np.linspace(left, right, math.ceil((right - left) / widest * (1 - 1e-9)) + 1).tolist()
                panels += [(row, *panel) for panel in pairwise(cuts)]
        first = covered[a][:2] if ends and ends[0][0] <= low else (row, low)
        last = covered[b - 1][2:] if ends and ends[-1][1] >= high else (row, high)
        covered[a:b] = [(*first, *last)]
    return panels


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


def _both_uncertain(cost: Floats, cost_log_sd: Floats, quality: Floats, sd: Floats) -> Floats:
    """Probability of being on the frontier for independent log-normal costs and normal qualities, all rows complete.

    Given the cost x and the quality y of one point, each rival dominates it independently, with the probability that it
    costs at most x times that it is at least as good as y. So the answer is an integral over x and y.
    """
    if not (cost > 0).all():
        raise ValueError("cost must be > 0 where cost_log_sd is given: a log-normal cost is positive")
    cheap, cheap_mass, cheap_weight = _axis(-np.log(cost), cost_log_sd)  # on both axes more is better
    good, good_mass, good_weight = _axis(quality, sd)
    out, at_once = np.zeros(len(cost)), max(1, VALUES_AT_ONCE // good[0].size)
    for k in range(0, cheap_weight.shape[1], at_once):
        some = slice(k, k + at_once)
        below, above, mass, weight = (each[:, some, None] for each in (*cheap, cheap_mass, cheap_weight))
        # that a rival does not dominate: it is not as cheap, or not as good, or equal in both
        spares = below + above * good[0][:, None] + mass * good_mass[:, None]
        all_spare = spares.prod(axis=0)
        for row in np.flatnonzero(weight.any(axis=1)):
            others = all_spare / np.maximum(spares[row], 1e-300)
            out[row] += weight[row, :, 0] @ others @ good_weight[row]
    return out.clip(0, 1)


def _axis(mean: Floats, sd: Floats) -> tuple[tuple[Floats, Floats], Floats, Floats]:
    """Return for all models, at the nodes of all: P(below it) and P(at least it), P(exactly it), and its weights."""
    exact = np.unique(mean[sd == 0])
    start, stop = (mean - REACH * sd).min(), (mean + REACH * sd).max()
    panels = list(nodes(mean, sd, np.nextafter(start, -math.inf), np.nextafter(stop, math.inf)))
    base, x, weight = (np.concatenate([[], *(panel[part] for panel in panels)]) for part in range(3))
    base = base.astype(np.intp)
    above_it = np.hstack([exact - mean[:, None], (mean[base] - mean[:, None]) + x])
    mass = ((sd[:, None] == 0) & (above_it == 0)).astype(float)
    mass[:, len(exact) :] = 0
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        density = np.exp(-0.5 * (above_it / sd[:, None]) ** 2) / (math.sqrt(2 * math.pi) * sd[:, None])
    density[sd == 0] = density[:, : len(exact)] = 0
    below, at_least = probability_below(above_it, sd[:, None]), probability_below(-above_it, sd[:, None])
    weights = density * np.append(np.zeros(len(exact)), weight) + mass
    return (below, np.maximum(at_least, mass)), mass, weights


def correlated_probability(cost: ArrayLike, quality: ArrayLike, cov: ArrayLike) -> tuple[Floats, Floats]:
    """Probability that each point is on the Pareto frontier, for jointly normal qualities.

    Parameters
    ----------
    cost, quality : array_like, shape (n,)
        Known costs and expected qualities.
    cov : array_like, shape (n, n)
        Covariance of the qualities.

    Returns
    -------
    probability, standard_error : numpy.ndarray, shape (n,)
        NaN for a row with a missing or infinite value.

    Raises
    ------
    TypeError, ValueError
        As `frontier_probability`.

    Notes
    -----
    Randomized quasi-Monte Carlo: 16 independent scramblings of 8,192 Sobol points [1]_, with a fixed seed. The standard
    error is that of their mean, and never below the weight of one point. A diagonal covariance needs no draws.

    References
    ----------
    .. [1] A. B. Owen, "Scrambled net variance for integrals of smooth functions", Annals of Statistics 25(4), 1997.
    """
    matrix = np.asarray(cov, dtype=np.float64)
    n = np.asarray(quality).shape[0] if np.asarray(quality).ndim else 0
    if matrix.shape != (n, n):
        raise ValueError(f"cov must have shape ({n}, {n}), a row and a column a point, got {matrix.shape}")
    variances = np.diag(matrix)
    (c, q, _), known = complete_rows(cost=cost, quality=quality, sd=np.sqrt(variances.clip(0)))
    matrix = matrix[np.ix_(known, known)]
    root = covariance_root(matrix)
    out, error = np.full((2, n), np.nan)
    if (matrix == np.diag(np.diag(matrix))).all():
        out[known], error[known] = independent(c, q, np.sqrt(np.diag(matrix).clip(0))), 1e-12
    else:
        runs = np.array([_share_on_frontier(c, q, root, points) for points in normal_points(len(c))])
        out[known] = runs.mean(axis=0)
        spread = runs.std(axis=0, ddof=1) / math.sqrt(_SCRAMBLINGS)
        error[known] = np.maximum(spread, 1 / (_SCRAMBLINGS * _POINTS))  # one point, where all scramblings agree
    return out, error


def covariance_root(matrix: Floats) -> Floats:
    """Return a matrix that makes scores with this covariance of independent ones; refuse what is no covariance."""
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
    root: Floats = vectors * np.sqrt(values)
    return root


def normal_points(size: int) -> Iterator[Floats]:
    """Return independent standard normal scores, a row a point, one scrambled Sobol sequence at a time."""
    from scipy.special import ndtri
    from scipy.stats import qmc

    for seed in range(_SCRAMBLINGS):
        yield ndtri(qmc.Sobol(size, seed=seed).random(_POINTS).clip(1e-16, 1 - 1e-16))


def _share_on_frontier(cost: Floats, quality: Floats, root: Floats, points: Floats) -> Floats:
    """Share of the drawn scores in which each point is on the frontier."""
    order = np.argsort(cost, kind="stable")
    c, means = cost[order], quality[order] - np.median(quality)
    scores = means + points @ root[order].T
    # perfectly correlated scores are equal but for rounding
    tie = 1e-11 * np.sqrt((root**2).sum(axis=1)).max() + 1e-15 * np.abs(means).max()
    best = np.column_stack([np.full(_POINTS, -np.inf), np.maximum.accumulate(scores, axis=1)])
    cheaper, through = (best[:, np.searchsorted(c, c, side=side)] for side in ("left", "right"))
    on = (scores > cheaper + tie) & (scores >= through - tie)
    out = np.empty(len(cost))
    out[order] = on.mean(axis=0)
    return out
