"""The geometry of cost and quality, each function against a twin too simple to be wrong."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import moocore
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from paretoset import paretorank, paretoset

from frontier.core.dominance import dominated_area, mixing_hull, pareto_layers, pareto_mask

NAN, INF = float("nan"), float("inf")


def area(cost, quality):
    return dominated_area(cost, quality, worst_cost=1000, worst_quality=-1000)


EVERY_FUNCTION = pytest.mark.parametrize("function", [pareto_mask, pareto_layers, mixing_hull, area])

# --- The twins: definitions, written down in Python numbers, which compare exactly whatever their type.


def complete(point) -> bool:
    return all(-INF < value < INF for value in point)


def dominates(a, b) -> bool:
    return a[0] <= b[0] and a[1] >= b[1] and (a[0] < b[0] or a[1] > b[1])


def mask_twin(points) -> list[bool]:
    rivals = [point for point in points if complete(point)]
    return [complete(i) and not any(dominates(j, i) for j in rivals) for i in points]


def layers_twin(points) -> list[int]:
    layers = [0] * len(points)
    left = [i for i, point in enumerate(points) if complete(point)]
    layer = 0
    while left:
        layer += 1
        on = mask_twin([points[i] for i in left])
        for i, is_on in zip(left, on, strict=True):
            if is_on:
                layers[i] = layer
        left = [i for i in left if layers[i] == 0]
    return layers


def hull_twin(points) -> list[int]:
    """Keep what no mixture of two other points equals or beats."""
    exact = {i: (Fraction(p[0]), Fraction(p[1])) for i, p in enumerate(points) if complete(p)}
    distinct = {}
    for i, point in exact.items():
        distinct.setdefault(point, i)

    def mixed_as_good(a, b, point) -> bool:
        if any(end[0] <= point[0] and end[1] >= point[1] for end in (a, b)):
            return True
        if not a[0] < point[0] < b[0]:
            return False
        share = (point[0] - a[0]) / (b[0] - a[0])
        return a[1] + share * (b[1] - a[1]) >= point[1]

    vertices = [
        point
        for point in distinct
        if not any(mixed_as_good(a, b, point) for a in distinct for b in distinct if a != point and b != point)
    ]
    return [distinct[point] for point in sorted(vertices)]


def area_twin(points, worst_cost: int, worst_quality: int) -> int:
    """Count the unit squares that some point dominates whole."""
    return sum(
        any(c <= x and q >= y + 1 for c, q in points) for x in range(-20, worst_cost) for y in range(worst_quality, 20)
    )


def sweep_twin(cost, quality):
    """Sort by cost, best first, and keep what beats every cheaper cost: quick enough for large input."""
    finite = np.flatnonzero(np.isfinite(cost) & np.isfinite(quality))
    if finite.size == 0:
        return np.zeros(cost.size, dtype=bool)
    order = finite[np.lexsort((quality[finite], cost[finite]))]
    best = order[np.append(cost[order][1:] > cost[order][:-1], True)]
    is_record = quality[best][1:] > np.maximum.accumulate(quality[best])[:-1]
    steps = best[np.insert(is_record, 0, True)]
    nearest = steps[np.searchsorted(cost[steps], cost).clip(max=steps.size - 1)]
    return (cost == cost[nearest]) & (quality == quality[nearest])


# --- Inputs.

few_values = st.integers(-3, 3)
any_float = st.floats(width=64) | st.sampled_from([NAN, INF, -INF, 0.0, -0.0, 5e-324, 1.7e308, -1.7e308])
numbers = {
    "ties": few_values,
    "floats": any_float,
    "decimals": st.integers(0, 60).map(lambda tenths: tenths / 10),
    "float32": st.floats(width=32),
    "float16": st.floats(width=16),
    "int64": st.integers(-(2**63), 2**63 - 1) | st.integers(2**53, 2**53 + 4),
    "uint64": st.integers(0, 2**64 - 1) | st.integers(2**64 - 4, 2**64 - 1),
    "bool": st.booleans(),
}
dtypes = {"ties": "int64", "floats": "float64", "decimals": "float64"}


@st.composite
def columns(draw, min_size: int = 0, max_size: int = 24):
    """Draw two columns, of independent types and often with ties."""
    size = draw(st.integers(min_size, max_size))

    def column():
        kind = draw(st.sampled_from(sorted(numbers)))
        pool = draw(st.lists(numbers[kind], min_size=1, max_size=max(size, 1)))
        values = draw(st.lists(st.sampled_from(pool), min_size=size, max_size=size))
        return np.array(values, dtype=dtypes.get(kind, kind))

    return column(), column()


clean = st.tuples(st.integers(-4, 4).map(float) | st.floats(-1e6, 1e6), st.floats(-1e6, 1e6) | few_values)
clean_points = st.lists(clean, min_size=1, max_size=40).map(lambda points: np.array(points, dtype=float))


def pairs(cost, quality):
    return list(zip(np.asarray(cost).tolist(), np.asarray(quality).tolist(), strict=True))


# --- The frontier: cases to check by thought.


def on(cost, quality) -> list[int]:
    return np.flatnonzero(pareto_mask(cost, quality)).tolist()


def test_cheaper_and_better_removes():
    assert on([1, 2], [5, 4]) == [0]


def test_dearer_but_better_stays():
    assert on([1, 2], [4, 5]) == [0, 1]


def test_same_cost_keeps_the_better():
    assert on([1, 1, 1], [4, 6, 5]) == [1]


def test_same_quality_keeps_the_cheaper():
    assert on([3, 1, 2], [5, 5, 5]) == [1]


def test_equal_points_are_all_on_or_all_off():
    # Rows 0 and 2 are one frontier point twice; rows 1 and 3 are one beaten point twice.
    assert on([1, 2, 1, 2], [5, 4, 5, 4]) == [0, 2]


def test_all_equal_are_all_on():
    assert pareto_mask([7] * 5, [7] * 5).all()


def test_a_tie_in_one_column_only_is_no_tie():
    # Row 1 ties with row 0 in cost and with row 2 in quality, and loses to both.
    assert on([1, 1, 0], [5, 4, 4]) == [0, 2]


def test_no_tolerance():
    # One step of a float dearer is dearer.
    assert on([1.0, np.nextafter(1.0, 2)], [5.0, 5.0]) == [0]


def test_zero_has_no_sign():
    # -0.0 and 0.0 are one cost: equal points, both on.
    assert on([-0.0, 0.0], [1.0, 1.0]) == [0, 1]
    assert on([0.0, -0.0], [2.0, 1.0]) == [0]


def test_negative_costs_are_costs():
    # A subsidy of 2 is cheaper than one of 1.
    assert on([-1, -2], [5, 5]) == [1]


def test_single_point_is_the_frontier():
    assert pareto_mask([3], [4]).tolist() == [True]


@pytest.mark.parametrize("kind", [list, np.array, pd.Series])
def test_empty_in_empty_out(kind):
    empty = kind([]) if kind is not pd.Series else pd.Series([], dtype=float)
    assert pareto_mask(empty, empty).shape == (0,)
    assert pareto_mask(empty, empty).dtype == bool
    assert pareto_layers(empty, empty).shape == (0,)
    assert mixing_hull(empty, empty).shape == (0,)
    assert mixing_hull(empty, empty).dtype.kind == "i"
    assert area(empty, empty) == 0.0


@pytest.mark.parametrize("position", range(4))
@pytest.mark.parametrize("bad", [NAN, INF, -INF])
@pytest.mark.parametrize("column", ["cost", "quality"])
def test_an_incomplete_row_is_as_if_it_were_not_there(position, bad, column):
    # The bad row would be best of all in its other column, so it would remove the rest if it counted.
    good_cost, good_quality = [1.0, 2.0, 3.0], [1.0, 3.0, 2.0]
    row = (bad, 99.0) if column == "cost" else (-99.0, bad)
    cost, quality = good_cost[:], good_quality[:]
    cost.insert(position, row[0])
    quality.insert(position, row[1])

    def without(result):
        return np.delete(result, position).tolist()

    mask, layers = pareto_mask(cost, quality), pareto_layers(cost, quality)
    assert not mask[position]
    assert layers[position] == 0
    assert without(mask) == [True, True, False]
    assert without(layers) == [1, 1, 2]
    assert [cost[i] for i in mixing_hull(cost, quality)] == [1.0, 2.0]
    assert area(cost, quality) == area(good_cost, good_quality)


@EVERY_FUNCTION
@pytest.mark.parametrize("bad", [NAN, INF, -INF])
def test_nothing_complete_is_as_empty(function, bad):
    result = function([bad, 1.0], [1.0, bad])
    assert not np.any(result)


# --- Types.


@pytest.mark.parametrize("dtype", ["int64", "uint64"])
def test_integers_are_not_rounded_to_floats(dtype):
    # 2**53 and 2**53 + 1 are one float, and two integers.
    big = np.array([2**53, 2**53 + 1], dtype=dtype)
    assert on(big, np.array([5, 5])) == [0]
    assert on(np.array([5, 5]), big) == [1]
    assert on(big, big) == [0, 1]
    assert pareto_layers(big, [5, 5]).tolist() == [1, 2]


def test_the_last_integers_of_uint64():
    top = np.array([2**64 - 1, 2**64 - 2], dtype=np.uint64)
    assert on(top, [1.5, 1.5]) == [1]
    assert pareto_layers([1.5, 1.5], top).tolist() == [1, 2]


def test_the_ends_of_int64():
    ends = np.array([-(2**63), 2**63 - 1])
    assert on(ends, ends) == [0, 1]
    assert pareto_layers(ends, ends[::-1]).tolist() == [1, 2]
    assert mixing_hull(ends, ends).tolist() == [0, 1]


def test_columns_of_different_types():
    # An integer column keeps its exactness beside a float one with a gap.
    cost = np.array([2**60 + 1, 2**60, 2**60 + 2])
    assert on(cost, np.array([1.0, 1.0, NAN])) == [1]


@EVERY_FUNCTION
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "longdouble", ">f8", "int8", ">i4", "bool"])
def test_every_real_dtype(function, dtype):
    cost, quality = np.array([0, 1, 1], dtype=dtype), np.array([0, 1, 0], dtype=dtype)
    assert np.array_equal(function(cost, quality), function([0, 1, 1], [0, 1, 0]))


@EVERY_FUNCTION
@pytest.mark.parametrize("kind", [list, tuple, np.array, pd.Series, lambda x: pd.Series(x, dtype="Int64"), np.ma.array])
def test_every_kind_of_sequence(function, kind):
    cost, quality = [3, 1, 2, 2], [5, 1, 4, 3]
    assert np.array_equal(function(kind(cost), kind(quality)), function(np.array(cost), np.array(quality)))


@EVERY_FUNCTION
def test_a_series_counts_by_position(function):
    cost = pd.Series([3, 1, 2], index=["b", "a", "b"])
    quality = pd.Series([5, 1, 6], index=[2, 0, 1])
    result = function(cost, quality)
    assert not isinstance(result, pd.Series)
    assert np.array_equal(result, function([3, 1, 2], [5, 1, 6]))


@EVERY_FUNCTION
def test_strided_columns_of_a_table(function):
    table = np.array([[3.0, 5.0], [1.0, 1.0], [2.0, 6.0]])
    assert np.array_equal(function(table[:, 0], table[:, 1]), function([3, 1, 2], [5, 1, 6]))


@pytest.mark.parametrize("dtype", ["Int64", "Float64"])
def test_a_nullable_column_has_missing_values(dtype):
    cost = pd.Series([1, None, 2], dtype=dtype)
    try:
        assert on(cost, [1, 9, 2]) == [0, 2]
    except TypeError as refusal:  # pandas before 3 hands over objects.
        assert "na_value" in str(refusal)  # noqa: PT017


@EVERY_FUNCTION
@pytest.mark.parametrize(
    "bad",
    [
        ["1", "2"],
        [1, None],
        [1, 2j],
        [2**64, 1],
        [Decimal(1), Decimal(2)],
        np.array(["2025-02-14", "2025-02-15"], dtype="datetime64[D]"),
        np.array([1, 2], dtype="timedelta64[D]"),
        pd.Series(["1", "2"]),
        np.ma.array([1, 2], mask=[True, False]),
        [2**53 + 1, 0.5],
        [2**63 + 1, -1],
        (np.int64(2**53 + 1), 0.5),
        pd.Series([2**53 + 1, None], dtype="Int64"),
    ],
)
def test_what_is_not_an_exact_real_number_is_refused(function, bad):
    with pytest.raises(TypeError, match=r"^cost must .+: \w+"):
        function(bad, [1, 2])
    with pytest.raises(TypeError, match=r"^quality must .+: \w+"):
        function([1, 2], bad)


def test_integers_among_floats_are_welcome_while_exact():
    assert on([2**53, 0.5], [1, 0]) == [0, 1]


@EVERY_FUNCTION
def test_mismatched_lengths_are_refused(function):
    with pytest.raises(ValueError, match=r"same length, got \{'cost': 3, 'quality': 2\}: pass one value of each"):
        function([1, 2, 3], [1, 2])
    with pytest.raises(ValueError, match=r"same length, got \{'cost': 0, 'quality': 1\}"):
        function([], [1])


@EVERY_FUNCTION
@pytest.mark.parametrize("bad", [[[1, 2], [3, 4]], np.ones((2, 1)), 5, pd.DataFrame({"a": [1, 2]})])
def test_anything_but_one_dimension_is_refused(function, bad):
    with pytest.raises(ValueError, match=r"^cost must be one-dimensional, got shape \(.*\): pass one column"):
        function(bad, [1, 2])
    with pytest.raises(ValueError, match=r"^quality must be one-dimensional"):
        function([1, 2], bad)


@EVERY_FUNCTION
def test_inputs_are_never_mutated(function, unchanged):
    rng = np.random.default_rng(0)
    for size in (0, 1, 30, 3_000, 40_000):
        function(unchanged(rng.integers(-9, 9, size)), unchanged(rng.random(size)))
        function(unchanged(rng.random(size)), unchanged(np.where(rng.random(size) < 0.1, NAN, rng.random(size))))
        function(unchanged(rng.random(size) < 0.5), unchanged(rng.random(size) < 0.5))
    function(unchanged([3, 1, 2]), unchanged(pd.Series([5.0, 1.0, NAN], index=[9, 9, 7])))


@EVERY_FUNCTION
@pytest.mark.parametrize("size", [30, 40_000])
def test_read_only_inputs(function, size):
    column = np.random.default_rng(0).random(size)
    column.flags.writeable = False
    function(column, column)


# --- The frontier against its twin, and against other libraries.


@settings(max_examples=50)
@given(columns())
def test_mask_is_its_definition(drawn):
    assert pareto_mask(*drawn).tolist() == mask_twin(pairs(*drawn))


@settings(max_examples=50)
@given(columns(min_size=64, max_size=100))
def test_mask_is_its_definition_when_large(drawn):
    assert pareto_mask(*drawn).tolist() == mask_twin(pairs(*drawn))


@settings(max_examples=50)
@given(clean_points)
def test_mask_agrees_with_moocore(points):
    expected = moocore.is_nondominated(points, maximise=[False, True], keep_weakly=True)
    assert np.array_equal(pareto_mask(points[:, 0], points[:, 1]), expected)


@settings(max_examples=50)
@given(clean_points)
def test_mask_agrees_with_paretoset(points):
    expected = paretoset(points.copy(), sense=["min", "max"], distinct=False, use_numba=False)
    assert np.array_equal(pareto_mask(points[:, 0], points[:, 1]), expected)


@settings(max_examples=50)
@given(columns(), st.randoms())
def test_order_of_rows_is_no_matter(drawn, random):
    cost, quality = drawn
    order = list(range(len(cost)))
    random.shuffle(order)
    assert np.array_equal(pareto_mask(cost[order], quality[order]), pareto_mask(cost, quality)[order])
    assert np.array_equal(pareto_layers(cost[order], quality[order]), pareto_layers(cost, quality)[order])


# --- Large input.


def uniform(rng, n):
    return rng.random(n), rng.random(n)


def correlated(rng, n):
    good = rng.random(n)
    return rng.normal(-good, 0.1), rng.normal(good, 0.1)


def pay_for_quality(rng, n):
    good = rng.standard_normal(n)
    return rng.normal(good, 0.7), rng.normal(good, 0.7)


def lognormal_price(rng, n):
    return rng.lognormal(0, 1.5, n), rng.normal(1200, 80, n)


def heavy_ties(rng, n):
    return rng.integers(0, 10, n), rng.integers(0, 10, n)


def anticorrelated(rng, n):
    place = rng.random(n)
    return rng.normal(place, 1e-4), rng.normal(place, 1e-4)


def all_on(rng, n):
    cost = rng.permutation(n)
    return cost, cost * 0.5


def all_equal(_, n):
    return np.full(n, 3), np.full(n, 4.0)


def one_line_of_cost(rng, n):
    return np.full(n, 3.0), rng.random(n)


def one_line_of_quality(rng, n):
    return rng.random(n), np.full(n, 3.0)


def all_beaten_by_the_last(rng, n):
    cost, quality = rng.random(n), rng.random(n)
    cost[-1], quality[-1] = -1, 2
    return cost, quality


def unseen_by_any_stride(rng, n):
    # Rows 0, 2, 4, ... are hopeless, so that a sample at an even stride knows nothing of the frontier.
    cost, quality = anticorrelated(rng, n)
    cost[::2] += 100
    quality[::2] -= 100
    return cost, quality


def incomplete_rows_in_the_way(rng, n):
    cost, quality = rng.random(n), rng.random(n)
    for column, bad in (
        (cost, NAN),
        (cost, INF),
        (cost, -INF),
        (quality, NAN),
        (quality, INF),
        (quality, -INF),
    ):
        column[rng.integers(0, n, n // 20)] = bad
    return cost, quality


def incomplete_rows_among_many_on(rng, n):
    cost, quality = (column.astype(float) for column in all_on(rng, n))
    cost[rng.integers(0, n, n // 9)] = -INF
    quality[rng.integers(0, n, n // 9)] = INF
    cost[rng.integers(0, n, n // 9)] = NAN
    return cost, quality


def hardly_anything_complete(rng, n):
    cost, quality = np.full(n, NAN), rng.random(n)
    cost[n // 3], cost[n // 2] = 1.0, 2.0
    return cost, quality


def nothing_complete(rng, n):
    return np.full(n, -INF), rng.random(n)


def wider_than_a_float(rng, n):
    cost = rng.choice([-1.7e308, -1e308, 0.0, 5e-324, 1e308, 1.7e308], n)
    return cost, cost * 0.5 + rng.integers(0, 3, n)


def one_far_outlier(rng, n):
    cost, quality = anticorrelated(rng, n)
    cost[0], quality[0] = 1.7e308, 1e9
    cost[1], quality[1] = -1.7e308, -1e9
    return cost, quality


def narrower_than_a_float(rng, n):
    place = rng.integers(0, 1000, n)
    return place * 5e-324, place + rng.integers(0, 3, n)


def whole_range_of_int64(rng, n):
    cost = rng.integers(-(2**63), 2**63 - 1, n, endpoint=True)
    return cost, cost + rng.integers(-3, 3, n) * (cost // 100)


def adjacent_large_integers(rng, n):
    cost = rng.integers(0, 300, n)
    return cost + 2**62, (cost + rng.integers(0, 3, n)).astype(np.uint64) + np.uint64(2**63)


def rising_cost(rng, n):
    cost, quality = anticorrelated(rng, n)
    return np.sort(cost), quality


def falling_cost(rng, n):
    return rising_cost(rng, n)[0][::-1], rng.random(n)


def rising_together(rng, n):
    return np.sort(rng.random(n)), np.sort(rng.random(n))


def falling_together(rng, n):
    return np.sort(rng.random(n))[::-1], np.sort(rng.random(n))[::-1]


def half_precision(rng, n):
    return tuple(column.astype(np.float16) for column in pay_for_quality(rng, n))


def single_precision(rng, n):
    return tuple(column.astype(np.float32) for column in anticorrelated(rng, n))


LARGE_INPUTS = [
    uniform,
    correlated,
    pay_for_quality,
    lognormal_price,
    heavy_ties,
    anticorrelated,
    all_on,
    all_equal,
    one_line_of_cost,
    one_line_of_quality,
    all_beaten_by_the_last,
    unseen_by_any_stride,
    incomplete_rows_in_the_way,
    incomplete_rows_among_many_on,
    hardly_anything_complete,
    nothing_complete,
    wider_than_a_float,
    one_far_outlier,
    narrower_than_a_float,
    whole_range_of_int64,
    adjacent_large_integers,
    rising_cost,
    falling_cost,
    rising_together,
    falling_together,
    half_precision,
    single_precision,
]


@pytest.mark.parametrize("size", [2_000, 33_000])
@pytest.mark.parametrize("make", LARGE_INPUTS, ids=lambda make: make.__name__)
def test_large_input(make: Callable, size):
    with np.errstate(all="ignore"):
        cost, quality = make(np.random.default_rng(size), size)
    assert np.array_equal(pareto_mask(cost, quality), sweep_twin(cost, quality))


def test_a_large_frontier_is_kept_whole():
    # Every point is dearer and better than the one before, whatever order they come in.
    cost, quality = all_on(np.random.default_rng(0), 100_000)
    assert pareto_mask(cost, quality).all()


def test_a_lone_point_that_a_sample_would_miss():
    # Only the last row is on: it is cheapest and best.
    cost, quality = all_beaten_by_the_last(np.random.default_rng(0), 50_000)
    assert on(cost, quality) == [49_999]


# --- Layers.


def test_layers_count_from_the_frontier():
    # Each point beats the next, so each has a layer to itself.
    assert pareto_layers([1, 2, 3], [9, 8, 7]).tolist() == [1, 2, 3]


def test_equal_points_share_a_layer():
    assert pareto_layers([2, 1, 2, 2], [5, 6, 5, 4]).tolist() == [2, 1, 2, 3]


def test_ties_in_one_column_are_layers_apart():
    # At one cost each quality is a layer, best first; at one quality each cost is, cheapest first.
    assert pareto_layers([1, 1, 1], [3, 5, 4]).tolist() == [3, 1, 2]
    assert pareto_layers([3, 1, 2], [5, 5, 5]).tolist() == [3, 1, 2]


def test_layer_is_the_longest_way_down():
    # The last point is beaten by both others, of which the first beats the second: third layer, not second.
    assert pareto_layers([1, 2, 3], [9, 8, 1]).tolist() == [1, 2, 3]
    # Beaten by two that do not beat each other: second layer, not third.
    assert pareto_layers([1, 2, 3], [8, 9, 1]).tolist() == [1, 1, 2]


@settings(max_examples=50)
@given(columns())
def test_layers_are_frontiers_peeled_off(drawn):
    assert pareto_layers(*drawn).tolist() == layers_twin(pairs(*drawn))


@settings(max_examples=50)
@given(columns())
def test_first_layer_is_the_mask(drawn):
    assert np.array_equal(pareto_layers(*drawn) == 1, pareto_mask(*drawn))


@settings(max_examples=50)
@given(clean_points)
def test_layers_agree_with_paretoset(points):
    expected = paretorank(points.copy(), sense=["min", "max"], distinct=False, use_numba=False)
    assert np.array_equal(pareto_layers(points[:, 0], points[:, 1]), expected)


@pytest.mark.parametrize("make", [uniform, heavy_ties, incomplete_rows_in_the_way])
def test_large_layers_start_with_the_frontier(make):
    cost, quality = make(np.random.default_rng(0), 50_000)
    layers = pareto_layers(cost, quality)
    assert np.array_equal(layers == 1, pareto_mask(cost, quality))
    rest = layers != 1
    assert np.array_equal(layers[rest] == 2, pareto_mask(cost[rest], quality[rest]))
    assert np.array_equal(layers == 0, ~(np.isfinite(cost) & np.isfinite(quality)))


def test_a_chain_of_many_layers():
    # Falling quality at rising cost: as many layers as points, in one pass.
    n = 20_000
    assert np.array_equal(pareto_layers(np.arange(n), -np.arange(n)), np.arange(1, n + 1))


# --- Mixing hull.


def test_hull_skips_what_a_mixture_beats():
    # Half of row 0 and half of row 2 cost 1 and reach 15, where row 1 reaches 12.
    assert mixing_hull([0, 1, 2], [10, 12, 20]).tolist() == [0, 2]


def test_hull_keeps_what_no_mixture_reaches():
    # The mixture at cost 1 reaches 15 only, and row 1 reaches 18.
    assert mixing_hull([0, 1, 2], [10, 18, 20]).tolist() == [0, 1, 2]


def test_points_inside_an_edge_are_not_vertices():
    assert mixing_hull([0, 1, 2, 3], [0, 1, 2, 3]).tolist() == [0, 3]


def test_hull_starts_at_the_best_of_the_cheapest():
    assert mixing_hull([1, 1, 2], [3, 5, 6]).tolist() == [1, 2]


def test_hull_ends_at_the_cheapest_of_the_best():
    assert mixing_hull([1, 4, 3], [3, 6, 6]).tolist() == [0, 2]


def test_hull_names_the_first_of_equal_points():
    assert mixing_hull([2, 1, 2, 1], [5, 3, 5, 3]).tolist() == [1, 0]


def test_hull_is_in_rising_cost():
    assert mixing_hull([4, 1, 2], [6, 1, 4]).tolist() == [1, 2, 0]


def test_hull_of_one_point_and_of_one_dominating_point():
    assert mixing_hull([1], [1]).tolist() == [0]
    assert mixing_hull([2, 1, 3], [5, 9, 1]).tolist() == [1]


def test_hull_is_on_linear_cost():
    # At cost 10 between 1 and 100 the mixture reaches 1/11, though halfway on a log axis.
    assert mixing_hull([1, 10, 100], [0.0, 0.1, 1.0]).tolist() == [0, 1, 2]


def test_hull_of_integers_is_exact():
    # The middle point is above the line by one part in 2**124, then below it, then on it.
    far = 2**62
    assert mixing_hull([0, far, 2 * far - 1], [0, far, 2 * far - 1]).tolist() == [0, 2]
    assert mixing_hull([0, far, 2 * far - 1], [0, far + 1, 2 * far - 1]).tolist() == [0, 1, 2]
    assert mixing_hull([0, far, 2 * far - 1], [0, far - 1, 2 * far - 1]).tolist() == [0, 2]


def test_hull_of_floats_is_exact():
    # 0.1 + 0.2 is a hair above 0.3, and the hair decides: on the line 0, 0.3, 0.6 or above it.
    assert mixing_hull([0, 1, 2], [0.0, 0.3, 0.6]).tolist() == [0, 2]
    assert mixing_hull([0, 1, 2], [0.0, 0.1 + 0.2, 0.6]).tolist() == [0, 1, 2]
    # In decimals these are on a line; the floats nearest to them are off it, in float arithmetic on the other side.
    assert mixing_hull([0.6, 1.2, 2.4], [0.3, 1.1, 2.7]).tolist() == [0, 1, 2]
    assert mixing_hull([1.1, 4.1, 5.6], [3.1, 4.5, 5.2]).tolist() == [0, 2]


@pytest.mark.parametrize("scale", [2.0**-1070, 2.0**-536, 2.0**700, 2.0**1020])
def test_hull_at_any_scale(scale):
    # Products of such numbers leave the range of floats.
    cost = np.array([0, 1, 2, 4, 8]) * scale
    assert mixing_hull(cost, np.array([0, 3, 4, 6, 7]) * scale).tolist() == [0, 1, 3, 4]


@settings(max_examples=50)
@given(columns(max_size=12))
@example((np.array([0.0, 1.0, 3.0]), np.array([0.0, 1 / 3, 1.0])))
@example((np.array([0.1, 0.2, 0.3]), np.array([0.1, 0.2, 0.3])))
@example((np.array([0.2, 1.1, 2.3]), np.array([0.7, 1.0, 1.4])))
def test_hull_is_what_no_mixture_beats(drawn):
    assert mixing_hull(*drawn).tolist() == hull_twin(pairs(*drawn))


@settings(max_examples=50)
@given(columns())
def test_hull_is_on_the_frontier(drawn):
    assert pareto_mask(*drawn)[mixing_hull(*drawn)].all()


def test_large_hull_is_concave_and_above_all():
    cost, quality = (column for column in pay_for_quality(np.random.default_rng(0), 50_000))
    hull = mixing_hull(cost, quality)
    slopes = np.diff(quality[hull]) / np.diff(cost[hull])
    assert (slopes > 0).all()
    assert (np.diff(slopes) < 0).all()
    assert (np.interp(cost, cost[hull], quality[hull], left=-INF) >= quality - 1e-12)[cost >= cost[hull[0]]].all()


# --- Area.


def test_area_of_two_overlapping_rectangles():
    # 3 x 1 and 2 x 5 share 2 x 1.
    assert dominated_area([1, 2], [1, 5], worst_cost=4, worst_quality=0) == 3 + 10 - 2


def test_points_beyond_the_corner_add_nothing():
    assert dominated_area([1, 5, 0], [1, 9, -1], worst_cost=4, worst_quality=0) == 3
    assert dominated_area([4, 1], [9, 0], worst_cost=4, worst_quality=0) == 0


@settings(max_examples=50)
@given(st.lists(st.tuples(few_values, few_values)), st.integers(-4, 4), st.integers(-4, 4))
def test_area_is_the_count_of_squares(points, worst_cost, worst_quality):
    cost, quality = [p[0] for p in points], [p[1] for p in points]
    measured = dominated_area(cost, quality, worst_cost=worst_cost, worst_quality=worst_quality)
    assert measured == area_twin(points, worst_cost, worst_quality)


@settings(max_examples=50)
@given(clean_points, st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_area_agrees_with_moocore(points, worst_cost, worst_quality):
    measured = dominated_area(points[:, 0], points[:, 1], worst_cost=worst_cost, worst_quality=worst_quality)
    expected = moocore.hypervolume(points, ref=[worst_cost, worst_quality], maximise=[False, True])
    assert measured == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("bad", [NAN, INF, -INF])
@pytest.mark.parametrize("name", ["worst_cost", "worst_quality"])
def test_a_corner_without_bound_is_refused(name, bad):
    corner = {"worst_cost": 1.0, "worst_quality": 0.0} | {name: bad}
    with pytest.raises(ValueError, match=f"^{name} must be a finite number, got "):
        dominated_area([1], [1], **corner)
