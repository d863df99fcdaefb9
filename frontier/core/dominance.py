"""Pareto dominance of (cost, quality) points: mask, layers, mixing hull, dominated area."""

from __future__ import annotations

import math
from bisect import bisect_right
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frontier.core.columns import Indices, as_columns

_Column = NDArray[Any]


def pareto_mask(cost: ArrayLike, quality: ArrayLike) -> NDArray[np.bool_]:
    """Mark the points that no other point dominates.

    Parameters
    ----------
    cost : array_like, shape (n,)
        Lower is better. Any unit; integers, floats or booleans, of any sign.
    quality : array_like, shape (n,)
        Higher is better. Any unit; the type may differ from that of `cost`.

    Returns
    -------
    numpy.ndarray of bool, shape (n,)
        True where the point is on the Pareto frontier, by position: the index of a pandas Series plays no
        part. Empty for empty input.

    Raises
    ------
    TypeError
        If a column is not of real numbers that numpy holds exactly: text, objects (None, integers beyond 64
        bits, `decimal.Decimal`), complex numbers, dates, integers above 2**53 among floats, or a masked array
        with masked entries.
    ValueError
        If a column is not one-dimensional or the lengths differ.

    See Also
    --------
    pareto_layers : How many times the frontier has to be peeled off to reach a point.
    mixing_hull : The frontier that random routing between two models achieves.

    Notes
    -----
    j dominates i when ``cost[j] <= cost[i]`` and ``quality[j] >= quality[i]``, one of them strictly [1]_.
    Exact ties of a frontier point are all on it. Comparison is exact: no tolerance, and no conversion of
    integers to floats. A row with NaN or an infinity in either column is never on the frontier and never
    removes another row.

    The points are sorted by cost, and each new record of quality is kept: O(n log n) [1]_.

    References
    ----------
    .. [1] H. T. Kung, F. Luccio, F. P. Preparata, "On finding the maxima of a set of vectors", Journal of
       the ACM 22(4), 1975, pp. 469-476.

    Examples
    --------
    Dollars per million tokens, and a score. The third model costs more than the first and is worse; the
    last two are equal, so neither removes the other.

    >>> pareto_mask([0.4, 4.4, 0.6, 2.19, 2.19], [1355, 1305, 1273, 1361, 1361])
    array([ True, False, False,  True,  True])
    """
    cost, quality = _columns(cost, quality)
    on_frontier = np.zeros(cost.size, dtype=np.bool_)
    on_frontier[_frontier(cost, quality)] = True
    return on_frontier


def pareto_layers(cost: ArrayLike, quality: ArrayLike) -> Indices:
    """Count how many frontiers deep each point lies: 1 on the frontier, 2 on that of the rest, and so on.

    Parameters
    ----------
    cost : array_like, shape (n,)
        Lower is better. Any unit; integers, floats or booleans, of any sign.
    quality : array_like, shape (n,)
        Higher is better. Any unit; the type may differ from that of `cost`.

    Returns
    -------
    numpy.ndarray of int, shape (n,)
        The layer of each point, from 1; 0 for a row with NaN or an infinity in either column. Equal points
        share a layer. Empty for empty input.

    Raises
    ------
    TypeError, ValueError
        As `pareto_mask`.

    Notes
    -----
    A point's layer is the length of the longest chain of points, each dominating the next, that ends in it.
    With the points in rising cost, and falling quality at equal cost, a chain is a subsequence that never
    rises in quality, so the layers are the piles of patience sorting: O(n log n) for any number of layers
    [1]_, where peeling frontiers one by one is quadratic.

    References
    ----------
    .. [1] M. T. Jensen, "Reducing the run-time complexity of multiobjective EAs: the NSGA-II and other
       algorithms", IEEE Transactions on Evolutionary Computation 7(5), 2003, pp. 503-515.

    Examples
    --------
    >>> pareto_layers([1, 2, 2, 3, 5], [10, 30, 20, 20, float("nan")])
    array([1, 1, 2, 3, 0])
    """
    cost, quality = _columns(cost, quality)
    layers = np.zeros(cost.size, dtype=np.intp)
    rows: Indices = (np.isfinite(cost) & np.isfinite(quality)).nonzero()[0]
    # Places in the order of each column: small integers, which can be negated and compared without rounding.
    cost_place = np.unique(cost[rows], return_inverse=True)[1]
    worse_place = -np.unique(quality[rows], return_inverse=True)[1]
    order = np.lexsort((worse_place, cost_place))

    pile_ends: list[int] = []  # The least worse_place in which a chain of each length ends: never falls.
    ordered_layers = []
    previous = None
    layer = 0
    for point in zip(cost_place[order].tolist(), worse_place[order].tolist(), strict=True):
        if point != previous:
            layer = bisect_right(pile_ends, point[1])
            pile_ends[layer : layer + 1] = [point[1]]
            previous = point
        ordered_layers.append(layer + 1)
    layers[rows[order]] = ordered_layers
    return layers


def mixing_hull(cost: ArrayLike, quality: ArrayLike) -> Indices:
    """Find the points between which mixtures do best: the upper concave hull of quality over linear cost.

    Parameters
    ----------
    cost : array_like, shape (n,)
        Lower is better. Any unit in which the cost of a mixture is the mean of the costs: dollars, not their
        logarithm.
    quality : array_like, shape (n,)
        Higher is better. Any unit in which the quality of a mixture is the mean of the qualities.

    Returns
    -------
    numpy.ndarray of int, shape (k,)
        Indices of the hull's vertices in rising cost, from the cheapest point (the best there) to the point
        of best quality (the cheapest there). Points inside an edge are not vertices; of equal points the
        first stands for all. Empty when no row is complete.

    Raises
    ------
    TypeError, ValueError
        As `pareto_mask`.

    See Also
    --------
    pareto_mask : The frontier when one model must answer every request.

    Notes
    -----
    Sending a share of requests, drawn at random, to one model and the rest to another gives any point of the
    segment between the two. Under one budget on the mean cost no mixture of any number of models beats the
    best mixture of two neighbouring vertices: a linear programme with one such constraint has an optimum
    with at most two models [1]_, [2]_. The hull is found by the monotone chain [3]_ over the Pareto frontier,
    O(n log n). Whether three points turn left or right is decided exactly: in floating point where its error
    bound allows, otherwise in rational arithmetic. Rows with NaN or an infinity are ignored.

    References
    ----------
    .. [1] E. Frick et al., "Prompt-to-Leaderboard", arXiv:2502.14855, 2025.
    .. [2] Q. J. Hu et al., "RouterBench: A Benchmark for Multi-LLM Routing System", arXiv:2403.12031, 2024.
    .. [3] A. M. Andrew, "Another efficient algorithm for convex hulls in two dimensions", Information
       Processing Letters 9(5), 1979, pp. 216-219.

    Examples
    --------
    The second model is on the frontier, but half of the first and half of the third is better than it at the
    same cost.

    >>> mixing_hull([0, 1, 2], [10, 12, 20])
    array([0, 2])
    """
    cost, quality = _columns(cost, quality)
    rows = _steps(cost, quality)
    points = list(zip(cost[rows].tolist(), quality[rows].tolist(), strict=True))
    hull: list[int] = []
    for new, point in enumerate(points):
        while len(hull) > 1 and not _bends_down(points[hull[-2]], points[hull[-1]], point):
            hull.pop()
        hull.append(new)
    return rows[hull]


def dominated_area(cost: ArrayLike, quality: ArrayLike, *, worst_cost: float, worst_quality: float) -> float:
    """Measure the area that the points dominate, up to a reference point.

    Parameters
    ----------
    cost : array_like, shape (n,)
        Lower is better. Any unit.
    quality : array_like, shape (n,)
        Higher is better. Any unit.
    worst_cost, worst_quality : float
        The corner that closes the area. Points that are not better than it in both columns add nothing.

    Returns
    -------
    float
        Area in units of cost times units of quality, also known as the two-dimensional hypervolume; 0.0 when
        no complete row is better than the corner. Rounded as float64 arithmetic is.

    Raises
    ------
    TypeError
        As `pareto_mask`.
    ValueError
        As `pareto_mask`, and if the corner is not finite.

    Notes
    -----
    The measure was introduced as "the size of the space covered" [1]_. Equal points count once; rows with NaN
    or an infinity are ignored.

    References
    ----------
    .. [1] E. Zitzler, L. Thiele, "Multiobjective optimization using evolutionary algorithms: a comparative
       case study", Parallel Problem Solving from Nature V, 1998, pp. 292-301.

    Examples
    --------
    Two rectangles, 3 wide and 1 high and 2 wide and 4 high.

    >>> dominated_area([1, 2], [1, 5], worst_cost=4, worst_quality=0)
    11.0
    """
    for name, value in (("worst_cost", worst_cost), ("worst_quality", worst_quality)):
        if not math.isfinite(value):
            raise ValueError(f"{name} must be a finite number, got {value}: without it the area has no bound")
    cost, quality = _columns(cost, quality)
    rows = _steps(cost, quality)
    rows = rows[(cost[rows] < worst_cost) & (quality[rows] > worst_quality)]
    width = worst_cost - cost[rows].astype(np.float64)
    height = np.diff(quality[rows].astype(np.float64), prepend=worst_quality)
    return math.fsum(width * height)


def _columns(cost: ArrayLike, quality: ArrayLike) -> tuple[_Column, _Column]:
    columns = as_columns(cost=cost, quality=quality)
    for (name, column), values in zip(columns.items(), (cost, quality), strict=True):
        if column.dtype.kind == "f" and _has_rounded(values, column):
            raise TypeError(
                f"{name} must be exact, got integers above 2**53 among floats or missing values, which would be "
                "rounded: pass integers alone, or round them first"
            )
    return columns["cost"], columns["quality"]


def _has_rounded(values: ArrayLike, column: _Column) -> bool:
    """Return whether integers were, or may have been, rounded on their way into a float column."""
    if isinstance(values, list | tuple):
        integers = (int(value) for value in values if isinstance(value, int | np.integer))
        return any(integer != int(float(integer)) for integer in integers)
    # A nullable pandas integer column with missing values arrives as floats.
    was_integer = getattr(getattr(values, "dtype", None), "kind", "f") in "iu"
    return was_integer and bool((np.abs(column) >= 2**53).any())


def _frontier(cost: _Column, quality: _Column) -> Indices:
    """Return the indices of the frontier in rising cost, equal points included, in the order of the input."""
    rows: Indices = (np.isfinite(cost) & np.isfinite(quality)).nonzero()[0]
    rows = rows[cost[rows].argsort(kind="stable")]
    # A frontier point equals the record of quality so far. Records never fall, in cost or in quality, so what
    # is still dominated among them is dominated within a run of equal costs or of equal qualities: by the
    # last of the one, by the first of the other.
    rows = rows[quality[rows] == np.maximum.accumulate(quality[rows])]
    c, q = cost[rows], quality[rows]
    best_at_cost = q[c.searchsorted(c, side="right") - 1]
    cheapest_at_quality = c[q.searchsorted(q, side="left")]
    on: Indices = rows[(q == best_at_cost) & (c == cheapest_at_quality)]
    return on


def _steps(cost: _Column, quality: _Column) -> Indices:
    """Return the indices of the frontier in rising cost, the first of equal points only."""
    rows = _frontier(cost, quality)
    return rows[np.unique(cost[rows], return_index=True)[1]]


def _bends_down(a: tuple[Any, Any], b: tuple[Any, Any], c: tuple[Any, Any]) -> bool:
    """Return whether b lies above the line from a to c, for points that rise in both coordinates."""
    rise = (b[1] - a[1]) * (c[0] - a[0])
    rise_of_line = (c[1] - a[1]) * (b[0] - a[0])
    total = rise + rise_of_line
    # Each side is off by three roundings at most, together less than 1e-15 of their sum, unless it leaves the
    # range of normal floats.
    if 1e-290 < total < math.inf and abs(rise - rise_of_line) > 1e-15 * total:
        return bool(rise > rise_of_line)
    (a0, a1), (b0, b1), (c0, c1) = ([Fraction(*x.as_integer_ratio()) for x in point] for point in (a, b, c))
    return bool((b1 - a1) * (c0 - a0) > (c1 - a1) * (b0 - a0))
