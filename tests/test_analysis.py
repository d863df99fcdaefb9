"""What a frontier says of its models, each answer against a twin that looks at every pair."""

import dataclasses
import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontier import (
    blended_price,
    find_frontier,
    frontier_probability,
    is_open,
    load_models,
    load_scores,
    openness_class,
    request_cost,
)
from frontier.core.bands import frontier_band, rank_range, verdicts, winners_curse
from frontier.frames.frontier import Frontier, Mixture
from frontier.frames.openness import OPEN_NAMES

NAN, INF = float("nan"), float("inf")


def menu(*points, **columns):
    """Make a table of models a, b, c, ... from (price, score) points."""
    return pd.DataFrame(
        {
            "model": [chr(ord("a") + i) for i in range(len(points))],
            "price": np.array([p for p, _ in points], dtype=float),
            "score": np.array([s for _, s in points], dtype=float),
            **columns,
        }
    )


def of(models, **options):
    return find_frontier(models, **{"cost": "price", "quality": "score", **options})


def unless_refused(error, models, **options):
    """Find a frontier where there are two good answers: the right one, or to refuse (None) with that error."""
    try:
        return of(models, **options)
    except error:
        return None


def members(found):
    return found.members["model"].tolist()


# --- The twins: definitions over plain lists of (cost, quality), looking at every pair.


def usable(point) -> bool:
    return 0 < point[0] < INF and -INF < point[1] < INF


def dominates(a, b) -> bool:
    return a[0] <= b[0] and a[1] >= b[1] and (a[0] < b[0] or a[1] > b[1])


def on_frontier_twin(points) -> list[bool]:
    return [not any(dominates(j, i) for j in points) for i in points]


def layers_twin(points) -> list[int]:
    layers, layer = [0] * len(points), 0
    while 0 in layers:
        layer += 1
        left = [i for i in range(len(points)) if layers[i] == 0]
        for i, on in zip(left, on_frontier_twin([points[i] for i in left]), strict=True):
            layers[i] = layer if on else 0
    return layers


def overpay_twin(points) -> list[float]:
    return [cost / min(c for c, q in points if q >= quality) for cost, quality in points]


def shortfall_twin(points) -> list[float]:
    return [max(q for c, q in points if c <= cost) - quality for cost, quality in points]


def cheapest_twin(points, wanted):
    """Give the position of the answer: cheapest, then best, then first."""
    good = [(cost, -quality, i) for i, (cost, quality) in enumerate(points) if quality >= wanted]
    return min(good)[2] if good else None


def best_twin(points, budget):
    """Give the position of the answer: best, then cheapest, then first."""
    within = [(-quality, cost, i) for i, (cost, quality) in enumerate(points) if cost <= budget]
    return min(within)[2] if within else None


def mix_twin(points, budget):
    """Solve the linear programme in fractions: with one budget the optimum is among all pairs of models."""
    exact = [(Fraction(cost), Fraction(quality)) for cost, quality in points]
    budget = Fraction(budget)
    found = [quality for cost, quality in exact if cost <= budget]
    for low, q_low in exact:
        for high, q_high in exact:
            if low <= budget < high:
                share = (budget - low) / (high - low)
                found.append(q_low + share * (q_high - q_low))
    return max(found) if found else None


def on_hull_twin(points) -> list[bool]:
    """Say of each point whether no model and no mixture of others does as well for as much, equals aside."""

    def replaceable(point) -> bool:
        others = [p for p in points if p != point]
        as_good = mix_twin(others, point[0])
        return as_good is not None and as_good >= Fraction(point[1])

    return [not replaceable(point) for point in points]


def is_on_with_newcomer(points, newcomer) -> bool:
    """Put the newcomer at the end of the table and look whether it is on the frontier of all."""
    return on_frontier_twin([*points, newcomer])[-1]


def equals_a_member(points, newcomer) -> bool:
    return any(on and point == newcomer for point, on in zip(points, on_frontier_twin(points), strict=True))


# --- Inputs: few values so that ties are common, plain floats, and everything that is to be dropped.

costs = st.integers(1, 4).map(float) | st.floats(1e-6, 1e6)
qualities = st.integers(-2, 3).map(float) | st.floats(-1e6, 1e6)
points_of = st.tuples(costs, qualities)
clean = st.lists(points_of, min_size=1, max_size=14)
wrong_costs = st.sampled_from([NAN, INF, -INF, 0.0, -0.0, -1.0])
wrong_qualities = st.sampled_from([NAN, INF, -INF])
mixed = st.lists(st.tuples(costs | wrong_costs, qualities | wrong_qualities), max_size=14)
examples = settings(max_examples=30)


# --- Small cases, each with a sentence.


def test_only_what_nothing_beats_is_on_the_frontier():
    """C costs more than b and is worse; a is cheaper and b is better, so neither beats the other."""
    assert members(of(menu((1, 10), (2, 30), (3, 20)))) == ["a", "b"]


def test_members_come_in_rising_cost_whatever_the_order_of_the_table():
    assert members(of(menu((3, 30), (1, 10), (2, 20)))) == ["b", "c", "a"]


def test_exact_duplicates_are_on_the_frontier_together_in_the_order_of_the_table():
    assert members(of(menu((2, 20), (1, 10), (2, 20)))) == ["b", "a", "c"]


def test_of_equal_cost_only_the_best_stays():
    assert members(of(menu((1, 10), (1, 11), (1, 9)))) == ["b"]


def test_of_equal_quality_only_the_cheapest_stays():
    assert members(of(menu((2, 10), (1, 10), (3, 10)))) == ["b"]


def test_layers_count_how_many_frontiers_deep_a_model_lies():
    """A and b are the frontier; without them c; without c, d, which c beats on both."""
    assert of(menu((1, 10), (2, 30), (3, 20), (4, 15))).table["layer"].tolist() == [1, 1, 2, 3]


def test_overpay_is_the_price_over_the_cheapest_price_of_as_much_quality():
    """C at 3 scores 20; b scores 30 at 2, so c costs one and a half times what its score need cost."""
    assert of(menu((1, 10), (2, 30), (3, 20))).table["price_multiple"].tolist() == [1, 1, 1.5]


def test_shortfall_is_the_best_quality_at_no_more_cost_minus_its_own():
    assert of(menu((1, 10), (2, 30), (3, 20))).table["score_deficit"].tolist() == [0, 0, 10]


def test_a_model_can_be_on_the_frontier_and_below_the_mixing_hull():
    """Half of a and half of c cost 2 and score 15, more than the 12 that b scores at 2."""
    found = of(menu((1, 10), (2, 12), (3, 20)))
    assert members(found) == ["a", "b", "c"]
    assert found.table["on_hull"].tolist() == [True, False, True]


def test_equals_on_a_vertex_of_the_hull_are_all_on_it():
    assert of(menu((1, 10), (1, 10), (2, 9))).table["on_hull"].tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("point", "reason"),
    [
        ((NAN, 10), "no price"),
        ((INF, 10), "price is infinite"),
        ((-INF, 10), "price is infinite"),
        ((0, 10), "price is not positive"),
        ((-2, 10), "price is not positive"),
        ((1, NAN), "no score"),
        ((1, INF), "score is infinite"),
        ((1, -INF), "score is infinite"),
        ((NAN, NAN), "no price"),
    ],
)
def test_what_cannot_be_compared_is_dropped_and_named(point, reason):
    """The wrong row would beat everything if it took part; it does not, and the answer says why."""
    found = of(menu((1, 10), point, (2, 30)))
    assert members(found) == ["a", "c"]
    assert found.excluded.to_dict("index") == {1: {"model": "b", "reason": reason}}
    assert found.table["model"].tolist() == ["a", "c"]


def test_a_free_model_does_not_remove_a_paid_one():
    assert members(of(menu((0, 99), (1, 10)))) == ["b"]


def test_cheapest_model_of_a_quality():
    found = of(menu((1, 10), (2, 30), (3, 20)))
    assert found.cheapest(11)["model"] == "b"
    assert found.cheapest(10)["model"] == "a"
    assert found.cheapest(-INF)["model"] == "a"


def test_nothing_reaches_a_quality_that_is_too_high_and_the_error_names_the_best():
    with pytest.raises(ValueError, match="no model has score of at least 31; the best is b at 30"):
        of(menu((1, 10), (2, 30))).cheapest(31)


def test_best_model_within_a_budget():
    found = of(menu((1, 10), (2, 30), (3, 20)))
    assert found.best(1.99)["model"] == "a"
    assert found.best(2)["model"] == "b"
    assert found.best(INF)["model"] == "b"


def test_nothing_fits_a_budget_that_is_too_low_and_the_error_names_the_cheapest():
    found = of(menu((1, 10), (2, 30)))
    for question in (found.best, found.mix):
        with pytest.raises(ValueError, match=r"no model has price of at most 0\.5; the cheapest is a at 1"):
            question(0.5)


def test_a_mixture_spends_the_budget_on_two_neighbours_of_the_hull():
    """A quarter of the way from 1 to 3 dollars is a quarter of c and three quarters of a."""
    mix = of(menu((1, 10), (2, 12), (3, 20))).mix(1.5)
    assert mix == Mixture(("a", "c"), (0.75, 0.25), 1.5, 12.5)
    assert str(mix) == "75.0% a + 25.0% c: cost 1.5, quality 12.5"


def test_a_budget_that_is_exactly_a_vertex_buys_that_model_alone():
    found = of(menu((1, 10), (2, 16), (3, 20)))
    assert found.mix(2) == Mixture(("b",), (1.0,), 2.0, 16.0)
    assert found.mix(1) == Mixture(("a",), (1.0,), 1.0, 10.0)


def test_a_budget_beyond_the_dearest_is_not_spent():
    assert of(menu((1, 10), (3, 20), (9, 15))).mix(1000) == Mixture(("b",), (1.0,), 3.0, 20.0)


def test_a_newcomer_must_undercut_the_cheapest_that_is_as_good():
    found = of(menu((1, 10), (2, 30)))
    assert (found.price_to_beat(10), found.price_to_beat(11), found.price_to_beat(31)) == (1, 2, INF)


def test_a_newcomer_must_exceed_the_best_that_is_as_cheap():
    found = of(menu((1, 10), (2, 30)))
    assert (found.score_to_beat(0.5), found.score_to_beat(1), found.score_to_beat(5)) == (-INF, 10, 30)


def test_one_model_is_the_frontier_and_overpays_nothing():
    found = of(menu((2, 10)))
    assert found.table[["on_frontier", "layer", "on_hull", "price_multiple", "score_deficit"]].to_numpy().tolist() == [
        [True, 1, True, 1.0, 0.0]
    ]
    assert found.cheapest(10)["model"] == found.best(2)["model"] == "a"
    assert found.mix(2) == Mixture(("a",), (1.0,), 2.0, 10.0)


@pytest.mark.parametrize("models", [menu(), menu((NAN, 10), (0, 5))], ids=["no rows", "no usable row"])
def test_an_empty_table_has_an_empty_frontier_that_anything_joins(models):
    found = of(models)
    assert found.members.empty
    assert found.table.empty
    assert {"on_frontier", "layer", "on_hull", "price_multiple", "score_deficit"} <= set(found.table)
    assert found.excluded["model"].tolist() == models["model"].tolist()
    assert (found.price_to_beat(0), found.score_to_beat(1)) == (INF, -INF)
    assert str(found).startswith("0 of 0 models on the frontier")
    for question in (found.cheapest, found.best, found.mix):
        with pytest.raises(ValueError, match="there is none"):
            question(1)


def test_the_answer_reads_well():
    found = of(menu((1, 10), (2, 30), (3, 20), (NAN, 5), (0, 5), (NAN, 6)))
    assert str(found).splitlines() == [
        "2 of 3 models on the frontier of score against price",
        "  price  score  model",
        "      1     10  a",
        "      2     30  b",
        "3 of 6 models compared; 2: no price, 1: price is not positive",
    ]


# --- The same against the twins.


@examples
@given(clean)
def test_every_model_has_its_place(points):
    table = of(menu(*points)).table
    assert table["on_frontier"].tolist() == on_frontier_twin(points)
    assert table["layer"].tolist() == layers_twin(points)
    assert table["price_multiple"].tolist() == overpay_twin(points)
    assert table["score_deficit"].tolist() == shortfall_twin(points)
    assert (table["price_multiple"] >= 1).all()
    assert (table["score_deficit"] >= 0).all()
    assert table["on_hull"].tolist() == on_hull_twin(points)


@examples
@given(mixed)
def test_what_is_dropped_never_removes_another(points):
    """With the wrong rows and without them the rest of the answer is the same, and every wrong row has its reason."""
    models = menu(*points)
    found = of(models)
    good = np.array([usable(point) for point in points], dtype=bool)
    pd.testing.assert_frame_equal(found.table, of(models[good]).table)
    assert found.table.index.tolist() == models.index[good].tolist()
    assert found.excluded["model"].tolist() == models["model"][~good].tolist()
    for i, reason in found.excluded["reason"].items():
        cost_is_wrong = not 0 < points[i][0] < INF
        assert ("price" if cost_is_wrong else "score") in reason


@examples
@given(mixed, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(points, random):
    models = menu(*points)
    order = list(models.index)
    random.shuffle(order)
    pd.testing.assert_frame_equal(of(models.loc[order]).table.sort_index(), of(models).table)


@examples
@given(clean)
def test_members_are_the_rows_on_the_frontier_by_rising_cost(points):
    found = of(menu(*points))
    expected = sorted((c, i) for i, ((c, _), on) in enumerate(zip(points, on_frontier_twin(points), strict=True)) if on)
    assert found.members.index.tolist() == [i for _, i in expected]
    pd.testing.assert_frame_equal(found.members, found.table.loc[found.members.index])


@examples
@given(clean, st.data())
def test_cheapest_of_a_quality(points, data):
    wanted = data.draw(st.sampled_from([q for _, q in points]) | qualities)
    answer = cheapest_twin(points, wanted)
    found = of(menu(*points))
    if answer is None:
        with pytest.raises(ValueError, match="no model has score"):
            found.cheapest(wanted)
    else:
        pd.testing.assert_series_equal(found.cheapest(wanted), found.table.loc[answer])


@examples
@given(clean, st.data())
def test_best_within_a_budget(points, data):
    budget = data.draw(st.sampled_from([c for c, _ in points]) | costs)
    answer = best_twin(points, budget)
    found = of(menu(*points))
    if answer is None:
        with pytest.raises(ValueError, match="no model has price"):
            found.best(budget)
    else:
        pd.testing.assert_series_equal(found.best(budget), found.table.loc[answer])


@examples
@given(clean, st.data())
def test_best_mixture_within_a_budget(points, data):
    budget = data.draw(st.sampled_from([c for c, _ in points]) | costs | st.just(1e7))
    best = mix_twin(points, budget)
    models = menu(*points)
    found = of(models)
    if best is None:
        with pytest.raises(ValueError, match="no model has price"):
            found.mix(budget)
        return
    mix = found.mix(budget)
    size = max(abs(q) for _, q in points) + 1
    assert mix.quality == pytest.approx(float(best), abs=1e-9 * size)
    assert sum(mix.shares) == pytest.approx(1, abs=1e-12)
    assert all(0 < share <= 1 for share in mix.shares), "a model without a share is no part of the mixture"
    assert mix.cost <= budget
    assert len(mix.models) == len(mix.shares) <= 2
    rows = models.set_index("model").loc[list(mix.models)]
    assert rows["price"].to_numpy() @ mix.shares == pytest.approx(mix.cost, rel=1e-9)
    assert rows["score"].to_numpy() @ mix.shares == pytest.approx(mix.quality, abs=1e-9 * size)
    assert rows["price"].is_monotonic_increasing


@examples
@given(clean, qualities, st.data())
def test_entry_price_is_what_a_newcomer_must_undercut(points, drawn, data):
    """A hair cheaper is on the frontier of the enlarged table, a hair dearer is not; as cheap only as an equal."""
    quality = data.draw(st.sampled_from([q for _, q in points]) | st.just(drawn))
    price = of(menu(*points)).price_to_beat(quality)
    if price == INF:
        assert is_on_with_newcomer(points, (1e300, quality))
        return
    assert is_on_with_newcomer(points, (math.nextafter(price, 0), quality))
    assert not is_on_with_newcomer(points, (math.nextafter(price, INF), quality))
    assert is_on_with_newcomer(points, (price, quality)) == equals_a_member(points, (price, quality))


@examples
@given(clean, costs, st.data())
def test_entry_quality_is_what_a_newcomer_must_exceed(points, drawn, data):
    """A hair better is on the frontier of the enlarged table, a hair worse is not; as good only as an equal."""
    cost = data.draw(st.sampled_from([c for c, _ in points]) | st.just(drawn))
    quality = of(menu(*points)).score_to_beat(cost)
    if quality == -INF:
        assert is_on_with_newcomer(points, (cost, -1e300))
        return
    assert is_on_with_newcomer(points, (cost, math.nextafter(quality, INF)))
    assert not is_on_with_newcomer(points, (cost, math.nextafter(quality, -INF)))
    assert is_on_with_newcomer(points, (cost, quality)) == equals_a_member(points, (cost, quality))


@examples
@given(mixed, st.data())
def test_every_group_has_the_frontier_of_its_own_rows(points, data):
    kinds = data.draw(st.lists(st.sampled_from(["x", "y", None]), min_size=len(points), max_size=len(points)))
    models = menu(*points, kind=pd.Series(kinds, dtype=object))
    found = of(models, by="kind")
    pd.testing.assert_frame_equal(found.table, of(models).table)
    pd.testing.assert_frame_equal(found.excluded, of(models).excluded)
    assert set(found.groups) == {kind for kind in kinds if kind}
    for kind, group in found.groups.items():
        alone = of(models[models["kind"] == kind])
        pd.testing.assert_frame_equal(group.table, alone.table)
        pd.testing.assert_frame_equal(group.excluded, alone.excluded)
        assert (group.cost, group.quality) == (found.cost, found.quality)


@examples
@given(mixed)
def test_nothing_given_is_changed(points):
    models = menu(*points, kind="x")
    before = models.copy(deep=True)
    found = of(models, cost=models["price"] * 1, by="kind")
    of(models)
    if not found.table.empty:
        (
            found.cheapest(-INF),
            found.best(INF),
            found.mix(INF),
            found.price_to_beat(0),
            found.score_to_beat(1),
            str(found),
        )
        found.table["score"] = 0.0
        found.excluded["reason"] = "changed"
    pd.testing.assert_frame_equal(models, before)


# --- Any DataFrame.


def test_without_a_model_column_the_index_names_the_rows(unchanged):
    models = unchanged(menu((1, 10), (2, 12), (3, 20), (NAN, 1)).set_index("model"))
    found = of(models)
    assert found.members.index.tolist() == ["a", "b", "c"]
    assert found.mix(2).models == ("a", "c")
    assert found.excluded["model"].tolist() == ["d"]
    assert found.cheapest(11).name == "b"
    with pytest.raises(ValueError, match="the best is c at 20"):
        found.cheapest(99)
    assert str(found).splitlines()[2].endswith("  a")


def test_the_index_of_the_table_is_kept(unchanged):
    models = unchanged(menu((3, 20), (1, 10), (NAN, 30), (2, 30)).set_index(pd.Index([7, 5, 9, 3], name="row")))
    found = of(models, by=pd.Series(["x", "y", "x", "y"], index=models.index))
    assert found.table.index.tolist() == [7, 5, 3]
    assert found.table.index.name == "row"
    assert found.excluded.index.tolist() == [9]
    assert found.members.index.tolist() == [5, 3]
    assert found.groups["x"].table.index.tolist() == [7]


@examples
@given(mixed)
def test_an_index_with_duplicates_changes_nothing(points):
    models = menu(*points)
    doubled = models.set_index(pd.Index([0] * len(points), dtype="int64"))
    found = of(doubled, cost=doubled["price"], by=pd.Series("x", index=doubled.index))
    columns = list(of(models).table)
    pd.testing.assert_frame_equal(found.table[columns].reset_index(drop=True), of(models).table.reset_index(drop=True))
    assert found.excluded["model"].tolist() == of(models).excluded["model"].tolist()


def test_all_columns_of_the_table_are_kept():
    models = menu((1, 10), (2, 5), note=["x", "y"])
    assert list(of(models).table)[: len(models.columns)] == list(models)


@pytest.mark.parametrize("dtype", ["int64", "uint8", "float32", "Int64", "Float64"])
def test_every_numeric_type_will_do(dtype):
    models = menu((1, 10), (2, 30), (3, 20)).astype({"price": dtype, "score": dtype})
    found = of(models)
    assert members(found) == ["a", "b"]
    assert found.table["price_multiple"].tolist() == [1, 1, 1.5]


def test_missing_values_of_nullable_columns_are_missing():
    models = menu((1, 10), (2, 30), (3, 20)).astype({"price": "Int64", "score": "Float64"})
    models.loc[1, "price"] = pd.NA
    models.loc[2, "score"] = pd.NA
    assert of(models).excluded["reason"].tolist() == ["no price", "no score"]


def test_integers_that_a_float_cannot_tell_apart_are_compared_exactly_or_refused():
    """B costs one more than a and is no better; as floats the two costs are one, and b would join the frontier."""
    models = pd.DataFrame({"price": [2**53, 2**53 + 1], "score": [10, 10]}, index=["a", "b"])
    found = unless_refused(TypeError, models)
    assert found is None or found.members.index.tolist() == ["a"]


def test_a_series_is_a_cost_of_its_own(unchanged):
    models = unchanged(menu((1, 10), (2, 30), (3, 20)))
    found = of(models, cost=unchanged((10 - models["price"]).rename("left")))
    assert found.cost == "left"
    assert members(found) == ["c", "b"]
    assert found.table["left"].tolist() == [9, 8, 7]
    assert found.table["price"].tolist() == [1, 2, 3]


def test_a_series_without_a_name_is_called_what_it_is():
    models = menu((1, 10), (2, 30))
    found = of(models, cost=models["price"].rename(None), quality=models["score"].rename(None))
    assert (found.cost, found.quality) == ("cost", "quality")
    assert found.table["quality"].tolist() == [10, 30]


def test_cost_and_quality_series_of_one_name_are_not_taken_for_one_another():
    """Both are named score; whichever way that is settled, the answer may not compare the score with itself."""
    models = menu((1, 10), (2, 30), (3, 20))
    found = unless_refused(ValueError, models, cost=models["price"].rename("score"))
    assert found is None or members(found) == ["a", "b"]


@pytest.mark.parametrize(
    "taken", ["on_frontier", "layer", "on_hull", "price_multiple", "score_deficit", "sd", "probability", "best_rank"]
)
def test_a_cost_named_like_a_result_does_not_lose_its_values(taken):
    """The table would hold the result under that name, and every later answer would read it as the cost."""
    models = menu((7, 10), (8, 30)).rename(columns={"price": taken})
    found = unless_refused(ValueError, models, cost=taken)
    assert found is None or (found.best(7.5)["model"], found.price_to_beat(11)) == ("a", 8)


def test_the_frontier_of_a_frontier_table_is_the_same():
    found = of(menu((1, 10), (2, 30), (3, 20)))
    pd.testing.assert_frame_equal(of(found.table).table, found.table)


# --- How sure.

CERTAINTY = ["sd", "interval_imputed", "probability", "verdict", "best_rank", "worst_rank"]


def unsure(*points, half):
    """Make a table with an interval of the score that reaches this far to each side."""
    table = menu(*points)
    half = np.broadcast_to(np.asarray(half, dtype=float), len(table))
    return table.assign(score_lower=table["score"] - half, score_upper=table["score"] + half)


def test_intervals_make_probabilities_verdicts_and_ranks(deck):
    table = find_frontier(deck).table
    sd = (table["elo_upper"] - table["elo_lower"]) / (2 * 1.959964)
    price = table["output_usd_per_mtok"]
    np.testing.assert_allclose(table["sd"], sd, rtol=1e-12)
    np.testing.assert_allclose(table["probability"], frontier_probability(price, table["elo"], sd), atol=1e-12)
    assert table["verdict"].tolist() == verdicts(price, table["elo_lower"], table["elo_upper"]).tolist()


@pytest.mark.parametrize("day", ["2024-12-01", "2025-04-01"])
def test_verdicts_are_of_the_published_ends_not_of_symmetric_ones(day):
    """An interval that leans, made symmetric, would make o1-mini and DeepSeek V3 certain on these days."""
    table = find_frontier(load_models(as_of=day)).table
    judged = verdicts(table["output_usd_per_mtok"], table["elo_lower"], table["elo_upper"])
    assert table.loc[~table["interval_imputed"], "verdict"].tolist() == judged[~table["interval_imputed"]].tolist()
    half = 1.959964 * table["sd"]
    assert (judged != verdicts(table["output_usd_per_mtok"], table["elo"] - half, table["elo"] + half)).any()


def test_ranks_are_those_of_the_whole_board_priced_or_not(deck):
    found = find_frontier(deck)
    half = 1.959964 * found.table["sd"][~found.table["interval_imputed"]].max()
    widest = (deck["elo_upper"] - deck["elo_lower"]).max() / 2
    assert half <= widest
    best, worst = rank_range(
        deck["elo_lower"].fillna(deck["elo"] - widest), deck["elo_upper"].fillna(deck["elo"] + widest)
    )
    board = pd.DataFrame({"best_rank": best, "worst_rank": worst}, index=deck.index)
    pd.testing.assert_frame_equal(found.table[["best_rank", "worst_rank"]], board.loc[found.table.index])
    assert found.table["worst_rank"].max() > len(found.table)


def test_two_models_at_one_price_are_the_closed_form():
    """Their difference is 10 with a standard deviation of sqrt(2) times 19.59964 / 1.959964 = 10."""
    found = of(unsure((1, 100), (1, 110), half=19.59964))
    z = 10 / math.sqrt(200)
    above = (1 + math.erf(z / math.sqrt(2))) / 2
    np.testing.assert_allclose(found.table["probability"], [1 - above, above], atol=1e-12)
    assert found.table["verdict"].tolist() == ["possible", "possible"]


def test_a_model_without_an_interval_gets_the_widest_and_is_named():
    found = of(unsure((1, 100), (1, 101), (1, 102), half=[1, 5, NAN]))
    assert found.imputed == ("c",)
    assert found.table["sd"].tolist() == pytest.approx([1 / 1.959964, 5 / 1.959964, 5 / 1.959964])
    assert 0.01 < found.table["probability"].iloc[2] < 0.99
    assert of(unsure((1, 100), (2, 90), half=[1, 2])).imputed == ()


def test_a_model_without_price_or_interval_counts_in_the_ranks_and_is_named():
    found = of(unsure((1, 100), (NAN, 101), (2, NAN), half=[1, NAN, NAN]))
    assert found.imputed == ("b",)
    assert found.table[["interval_imputed", "worst_rank"]].to_numpy().tolist() == [[False, 2]]


def test_beside_exact_scores_alone_a_model_without_an_interval_does_not_pass_for_exact():
    """Only the anchor's interval is known, and it has no width."""
    found = of(unsure((1, 10), (2, 10.5), half=[0, NAN]))
    assert not set(CERTAINTY) & set(found.table)
    with pytest.raises(ValueError, match="no intervals of score"):
        found.cheapest(10.4, confidence=0.9)


def test_the_widest_is_that_of_the_whole_table_in_every_group():
    models = unsure((1, 10), (2, 30), (3, 29), (4, 20), half=[1, 2, NAN, 30])
    found = of(models.assign(maker=["x", "x", "y", "x"]), by="maker")
    assert found.groups["y"].table["sd"].tolist() == [30 / 1.959964]
    assert found.groups["y"].imputed == ("c",)
    assert found.groups["y"].table["probability"].tolist() == pytest.approx([1], abs=1e-12)


def test_an_assumed_interval_is_told_wherever_the_model_is():
    found = of(unsure((1, 100), (2, 110), half=[5, NAN]))
    assert "no interval, the widest imputed: b" in str(found)
    assert found.best(5)["interval_imputed"]


def test_intervals_of_nothing_but_missing_values_are_none_whatever_their_type():
    models = menu((1, 10), (2, 20)).assign(score_lower=[None, None], score_upper=[None, None])
    assert members(of(models)) == ["a", "b"]


def test_a_quality_outside_its_interval_is_refused():
    models = menu((1, 10), (2, 20)).assign(score_lower=[12, 15], score_upper=[18, 25])
    with pytest.raises(ValueError, match="score is outside score_lower to score_upper in row 0; correct them"):
        of(models)
    with pytest.raises(ValueError, match="rename a quality that is not what the interval is of"):
        of(models, quality=models["score"] * 1000)


def test_a_mixture_of_snapshots_does_not_come_in_through_models_without_a_price(deck, newest):
    unpriced = deck[deck["output_usd_per_mtok"].isna()]
    with pytest.raises(ValueError, match="the scores are of 2 snapshots"):
        find_frontier(pd.concat([newest, unpriced], ignore_index=True))


@pytest.mark.parametrize("name", ["layer", "verdict", "score", "price"])
def test_groups_named_like_something_else_are_refused(name):
    models = menu((1, 10), (2, 20))
    with pytest.raises(ValueError, match=f"'{name}'.* rename"):
        of(models, by=pd.Series(["x", "y"], name=name))


def test_groups_may_be_days_and_are_told_as_text():
    models = menu((1, 10), (2, 20)).assign(day=pd.to_datetime(["2025-01-01", "2025-01-02"]))
    found = of(models, by="day")
    assert list(found.groups) == found.table["day"].tolist()
    with pytest.raises(ValueError, match="two values of 'day' read the same as text"):
        of(models.assign(day=[1, "1"]), by="day")


@pytest.mark.parametrize(
    "models", [menu((1, 10), (2, 20)), unsure((1, 10), (2, 20), half=NAN), unsure((1, 10), (2, 20), half=1)[:0]]
)
def test_without_intervals_nothing_is_said_of_how_sure_it_is(models):
    found = of(models)
    assert not set(CERTAINTY) & set(found.table)
    assert found.imputed == ()
    for ask in (found.band, found.winners_curse, lambda: found.cheapest(1, confidence=0.9)):
        with pytest.raises(ValueError, match="no intervals of score"):
            ask()


def test_uncertainty_can_be_left_out():
    models = unsure((1, 10), (2, 20), half=1)
    found = of(models, uncertainty=False)
    assert list(found.table) == [*models, "on_frontier", "layer", "on_hull", "price_multiple", "score_deficit"]


def test_probabilities_of_an_earlier_answer_are_not_taken_over():
    """In a part of the table each is another's rival no more."""
    found = of(unsure((1, 100), (1, 101), half=5))
    part = of(found.table[:1])
    assert part.table["probability"].tolist() == pytest.approx([1], abs=1e-12)
    assert not set(CERTAINTY) & set(of(found.table, uncertainty=False).table)


def test_ends_of_an_interval_that_are_swapped_are_refused_with_the_row():
    models = unsure((1, 100), (2, 101), half=5).rename(
        columns={"score_lower": "score_upper", "score_upper": "score_lower"}
    )
    with pytest.raises(ValueError, match="score_lower is above score_upper in row 0, 1; are the ends swapped"):
        of(models)


def test_intervals_that_are_not_numeric_are_refused():
    with pytest.raises(TypeError, match="score_upper"):
        of(menu((1, 100)).assign(score_lower=99.0, score_upper="101"))


def test_cheapest_with_a_confidence():
    """A has scored enough, b has it with 97.7 %, c with 99.99."""
    models = unsure((1, 100), (2, 104), (3, 108), half=2 * 1.959964)
    found = of(models)
    assert found.cheapest(100)["model"] == "a"
    answer = found.cheapest(100, confidence=0.95)
    assert answer["model"] == "b"
    assert answer["probability_reached"] == pytest.approx(0.9772498680518208, abs=1e-12)
    assert found.cheapest(100, confidence=0.99)["model"] == "c"
    with pytest.raises(ValueError, match=r"no model has score of at least 110 with probability 0\.9"):
        found.cheapest(110, confidence=0.9)


def test_a_confident_answer_need_not_be_on_the_frontier():
    """B is a little worse than the cheaper a, and far better known."""
    found = of(unsure((1, 101), (2, 100.5), half=[20, 0.1]))
    assert members(found) == ["a"]
    assert found.cheapest(100, confidence=0.9)["model"] == "b"


def test_a_score_known_exactly_is_reached_or_not():
    found = of(unsure((1, 100), (2, 101), half=[0, 5]))
    assert found.cheapest(100, confidence=0.999)["probability_reached"] == 1
    assert found.table["verdict"].tolist() == ["certain", "possible"]


@pytest.mark.parametrize("confidence", [0, 1, -1, 2, NAN])
def test_a_confidence_that_cannot_be_is_refused(confidence):
    with pytest.raises(ValueError, match=r"confidence must (lie strictly between 0 and 1|be a number)"):
        of(unsure((1, 100), half=1)).cheapest(1, confidence=confidence)


def test_best_says_how_likely_it_is_the_best_within_the_budget():
    """Not of all, and not at its own price alone: c is beyond the budget, and a is cheaper than b."""
    found = of(unsure((1, 100), (2, 110), (3, 130), half=19.59964))
    answer = found.best(2)
    assert answer["model"] == "b"
    assert answer["probability_best"] == pytest.approx((1 + math.erf(0.5)) / 2, abs=1e-12)
    assert "probability_best" not in of(menu((1, 100))).best(2)


def test_of_equals_the_one_that_is_returned_has_its_own_probability():
    """B is as good as a, cheaper and far better known."""
    found = of(unsure((2, 100), (1, 100), (1, 99), half=[20, 0.01, 0.01]))
    answer = found.best(2)
    each = frontier_probability([0, 0, 0], [100, 100, 99], np.array([20, 0.01, 0.01]) / 1.959964)
    assert answer["model"] == "b"
    assert answer["probability_best"] == pytest.approx(each[1], abs=1e-12)


def test_band_and_winners_curse_are_those_of_the_arrays(deck):
    found = find_frontier(deck)
    table = found.table
    expected = frontier_band(table["output_usd_per_mtok"], table["elo"], table["sd"], levels=(0.1, 0.9))
    assert np.array_equal(found.band((0.1, 0.9)).quality, expected.quality)
    assert found.band().levels == (0.05, 0.5, 0.95)
    assert found.winners_curse() == winners_curse(table["elo"], table["sd"])


def test_every_class_has_its_own_probabilities(deck):
    found = find_frontier(deck, by=openness_class(deck))
    for group in found.groups.values():
        overall = found.table.loc[group.table.index, "probability"]
        assert (group.table["probability"] >= overall - 1e-12).all()
        assert (group.table["probability"] > overall + 0.01).any()


def test_a_frontier_that_is_printed_says_how_sure_it_is(deck):
    assert "88.9 %  deepseek-r1" in str(find_frontier(deck))
    assert "%" not in str(find_frontier(deck, uncertainty=False))


def test_duplicate_index_labels_keep_each_row_its_own_probability():
    models = unsure((1, 100), (1, 110), (NAN, 5), half=19.59964)
    expected = of(models).table["probability"].tolist()
    assert of(models.set_axis([7, 7, 7])).table["probability"].tolist() == expected


# --- What is refused, with what to do.


def test_a_series_on_another_index_is_refused():
    models = menu((1, 10), (2, 30), (3, 20))
    shuffled = models["price"].loc[[2, 1, 0]]
    renumbered = models["price"].set_axis([1, 2, 3])
    for wrong in (shuffled, renumbered, models["price"].iloc[:2]):
        for role in ("cost", "quality", "by"):
            with pytest.raises(ValueError, match=f"the {role} Series must be on the index of the table"):
                of(models, **{role: wrong})


@pytest.mark.parametrize("role", ["cost", "quality", "by"])
def test_a_wrong_column_is_refused_with_the_one_that_was_meant(role):
    with pytest.raises(ValueError, match=f"{role}: the table has no column 'pricee'; did you mean 'price'?"):
        of(menu((1, 10)), **{role: "pricee"})


def test_a_column_like_no_other_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="no column 'zzz'; it can be price, score"):
        of(menu((1, 10)), cost="zzz")


@pytest.mark.parametrize("role", ["cost", "quality"])
@pytest.mark.parametrize(
    "values",
    [["1", "2"], pd.to_datetime(["2025-01-01", "2025-01-02"]), [True, False], pd.Categorical([1, 2])],
    ids=["text", "dates", "booleans", "categories"],
)
def test_what_is_not_numeric_is_refused(role, values):
    with pytest.raises(TypeError, match=f"{role} must be numeric, column 'x' is"):
        of(menu((1, 10), (2, 30), x=values), **{role: "x"})


@pytest.mark.parametrize("number", [NAN, "3", None, pd.NA])
def test_a_question_without_a_number_is_refused(number):
    found = of(menu((1, 10), (2, 30)))
    for question in (found.cheapest, found.best, found.mix, found.price_to_beat, found.score_to_beat):
        with pytest.raises(ValueError, match="must be a number, got"):
            question(number)


@pytest.mark.parametrize("dates", [("elo_date", "elo_date"), ("date", "date")])
def test_scores_of_two_days_are_refused(dates):
    models = menu((1, 10), (2, 30)).rename(columns={"score": "elo"})
    models[dates[0]] = pd.to_datetime(["2025-02-14", "2025-02-15"])
    models["board"] = "text"
    with pytest.raises(ValueError, match=f"of 2 snapshots .{dates[1]} differ"):
        of(models, quality="elo")


def test_scores_of_two_boards_are_refused():
    models = menu((1, 10), (2, 30), board=["text", "text-style-control"]).rename(columns={"score": "elo"})
    with pytest.raises(ValueError, match="select one board and one day first"):
        of(models, quality="elo")


def test_text_among_numbers_is_named_with_its_row():
    models = menu((1, 10), (2, 30), (3, 20)).assign(score=["10", "$30.00", "-"])
    with pytest.raises(
        TypeError, match=r"column 'score' has text: '\$30.00' .row 1., '-' .row 2.; write plain numbers"
    ):
        of(models)
    with pytest.raises(TypeError, match=r"'-' .line 4."):
        of(models.set_index(pd.Index([2, 3, 4], name="line")))


def test_mixed_snapshots_are_refused_whatever_the_score_is_called():
    """A renamed score is as incomparable as before; a date alone may be that of the release."""
    with pytest.raises(ValueError, match=r"2 snapshots .board differs."):
        of(menu((1, 10), (2, 30), board=["text", "text-style-control"]))
    dated = menu((1, 10), (2, 30), date=pd.to_datetime(["2025-02-14", "2025-02-15"]))
    assert members(of(dated)) == ["a", "b"]
    with pytest.raises(ValueError, match=r"2 snapshots .date differs.*rename or drop it"):
        of(dated.assign(board="text"))
    with pytest.raises(ValueError, match="2 snapshots"):
        of(dated.assign(model="a"))  # one model on two days


def test_rows_that_are_not_compared_may_be_of_another_snapshot():
    models = menu((1, 10), (NAN, 30), board=["text", "text-style-control"]).rename(columns={"score": "elo"})
    assert members(of(models, quality="elo")) == ["a"]


def test_the_stored_scores_of_all_days_together_are_refused():
    scores = load_scores(board="text")
    with pytest.raises(ValueError, match="snapshots"):
        find_frontier(scores, cost=pd.Series(1.0, index=scores.index, name="price"))


# --- Results.


def test_results_are_frozen_and_short():
    found = of(menu((1, 10), (2, 30)))
    for result, attribute in ((found, "cost"), (found.mix(1.5), "shares")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(result, attribute, None)
    assert repr(found) == "Frontier(cost='price', quality='score', by=None)"
    assert isinstance(found, Frontier)


def test_a_result_keeps_its_question():
    found = of(menu((1, 10), (2, 30), kind=["x", "y"]), by="kind")
    assert (found.cost, found.quality, found.by) == ("price", "score", "kind")
    assert of(menu((1, 10))).by is None
    assert of(menu((1, 10))).groups == {}


# --- Open and proprietary.

TIERS = pd.DataFrame({"openness": ["osi", "commercial", "noncommercial", "proprietary", None]}, index=list("vwxyz"))


@pytest.mark.parametrize(
    ("open_means", "expected", "name"),
    [
        ("weights", [True, True, True, False, False], "Open weights"),
        ("commercial", [True, True, False, False, False], "Open, commercial use"),
        ("osi", [True, False, False, False, False], "Open source license"),
    ],
)
def test_what_open_means(unchanged, open_means, expected, name):
    """A tier that can be downloaded but is not open enough is neither open nor proprietary; unknown is neither."""
    tiers = unchanged(TIERS)
    assert is_open(tiers, open_means).tolist() == expected
    assert is_open(tiers, open_means).index.equals(tiers.index)
    classes = openness_class(tiers, open_means)
    assert classes.index.equals(tiers.index)
    assert [None if pd.isna(c) else c for c in classes] == [
        name if is_it else "Proprietary" if tier == "proprietary" else None
        for is_it, tier in zip(expected, tiers["openness"], strict=True)
    ]
    assert open_means in OPEN_NAMES


def test_open_means_downloadable_weights_unless_asked_otherwise():
    assert is_open(TIERS).equals(is_open(TIERS, "weights"))
    assert openness_class(TIERS).equals(openness_class(TIERS, "weights"))


def test_an_unknown_meaning_of_open_is_refused():
    for question in (is_open, openness_class):
        with pytest.raises(ValueError, match="must be one of weights, commercial, osi, got 'free'"):
            question(TIERS, "free")
        with pytest.raises(ValueError, match="no column 'openness'"):
            question(menu((1, 10)))


# --- The deck.

DECK_FRONTIER = [
    "ministral-8b-2410",
    "yi-lightning",
    "gemini-2.0-flash-lite-preview-02-05",
    "gemini-2.0-flash-001",
    "deepseek-r1",
    "chatgpt-4o-latest-20241120",
]


def test_the_frontier_of_the_deck(deck, unchanged):
    found = find_frontier(unchanged(deck))
    assert members(found) == DECK_FRONTIER
    assert len(found.table) == 38
    assert found.excluded["reason"].value_counts().to_dict() == {"no output_usd_per_mtok": 166}
    points = list(zip(found.table["output_usd_per_mtok"], found.table["elo"], strict=True))
    assert found.table["on_frontier"].tolist() == on_frontier_twin(points)
    assert found.table["layer"].tolist() == layers_twin(points)


def test_what_the_deck_asks(deck):
    """O3-mini at 4.40 scores 1306.15: Flash-Lite scores 1309.52 at 0.30, and R1 scores 1361.45 for less money."""
    found = find_frontier(deck)
    o3_mini = found.table.set_index("model").loc["o3-mini"]
    assert o3_mini["price_multiple"] == pytest.approx(4.40 / 0.30)
    assert o3_mini["score_deficit"] == pytest.approx(1361.45 - 1306.15)
    assert found.cheapest(1300)["model"] == "gemini-2.0-flash-lite-preview-02-05"
    assert found.best(1)["model"] == "gemini-2.0-flash-001"
    assert found.price_to_beat(1361.45) == 2.19
    assert found.score_to_beat(2) == 1354.84
    share = (1 - 0.40) / (2.19 - 0.40)
    mix = found.mix(1)
    assert mix.models == ("gemini-2.0-flash-001", "deepseek-r1")
    assert mix.shares == pytest.approx((1 - share, share))
    assert mix.quality == pytest.approx(1354.84 + share * (1361.45 - 1354.84))


def test_the_classes_of_the_deck(deck):
    found = find_frontier(deck, by=openness_class(deck))
    assert found.by == "class"
    assert set(found.groups) == {"Open weights", "Proprietary"}
    assert len(found.groups["Open weights"].table) + len(found.groups["Proprietary"].table) == 38
    assert found.groups["Open weights"].best(INF)["model"] == "deepseek-r1"
    assert found.groups["Proprietary"].best(INF)["model"] == "chatgpt-4o-latest-20241120"


@pytest.mark.parametrize(
    ("price", "options"), [(blended_price, {}), (request_cost, {"input_tokens": 2000, "output_tokens": 500})]
)
def test_prices_of_the_catalogue_are_costs(newest, price, options):
    cost = price(newest, **options)
    found = find_frontier(newest, cost=cost)
    assert found.cost == cost.name
    points = list(zip(found.table[found.cost], found.table["elo"], strict=True))
    assert found.table["on_frontier"].tolist() == on_frontier_twin(points)
    assert len(found.table) == cost.notna().sum() > 200
