"""How far one group is behind another: published numbers, definitions spelled out, worlds with a known gap."""

import math
import re
import textwrap
from itertools import pairwise
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frontier
from frontier import gap_history, open_gap, open_lag, summary
from frontier.core.lead import lead_interval, lead_probability
from frontier.frames.gap import gap_since

MONTH = 365 / 12

# Best proprietary and best open model of the raw board and their gap, from the Arena's tables of these days. The last
# is the 1.70 % of Stanford's AI Index 2025. The second is published from unrounded scores as 24.34 and 1.929.
PUBLISHED_GAPS = [
    ("2024-05-27", "gpt-4o-2024-05-13", "llama-3-70b-instruct", 79.01, 6.540),
    ("2024-07-31", "gpt-4o-2024-05-13", "llama-3.1-405b-instruct", 24.33, 1.928),
    ("2024-12-30", "gemini-exp-1206", "deepseek-v3", 58.39, 4.440),
    ("2025-02-14", "gemini-2.0-flash-thinking-exp-01-21", "deepseek-r1", 23.18, 1.703),
]

# Epoch AI, "How far behind are open models?" (2024-11-04), MMLU: the closed model, the open one that reached it on the
# scale -ln(1 - accuracy) within 0.02, and the months between.
EPOCH_MATCHES = [
    ("text-davinci-001", "BLOOM-176B", 25.447),
    ("Gopher (280B)", "LLaMA-65B", 14.564),
    ("code-davinci-002", "Llama 2-70B", 16.570),
    ("PaLM (540B)", "Grok-1", 19.003),
    ("GPT-4", "Llama 3.1-405B", 16.307),
]


def table(*rows, **columns):
    """Models as (model, openness, elo[, price[, released]]), with more columns."""
    names = ["model", "openness", "elo", "output_usd_per_mtok", "released"][: len(rows[0])]
    models = pd.DataFrame(rows, columns=names).assign(**columns)
    if "released" in models:
        models["released"] = pd.to_datetime(models["released"])
    return models


@pytest.fixture(scope="module")
def text():
    return frontier.load_scores(board="text")


@pytest.fixture(scope="module")
def history(text):
    return gap_history(text)


# --- Published numbers.


@pytest.mark.parametrize(("day", "proprietary", "opened", "points", "percent"), PUBLISHED_GAPS)
def test_the_published_gaps(day, proprietary, opened, points, percent):
    gap = open_gap(frontier.load_models(as_of=day))
    assert (gap.best_proprietary, gap.best_open) == (proprietary, opened)
    assert round(gap.score.value, 2) == points
    assert round(gap.ai_index_percent, 3) == percent


@pytest.mark.parametrize(("points", "wins"), [(23.18, 0.533), (105.33, 0.647), (0.0, 0.5), (400.0, 10 / 11)])
def test_the_published_win_rates(points, wins):
    gap = open_gap(table(("a", "proprietary", 1300 + points), ("b", "osi", 1300.0)))
    assert gap.win_rate.value == pytest.approx(wins, abs=5e-4)


def epoch() -> pd.DataFrame:
    return frontier.load_study("epoch-lags").rename(columns={"released": "published"})


def by_mmlu(models, **wishes):
    how = {"method": "matched", "by": "access", "between": ("closed", "open"), "quality": "mmlu", "date": "published"}
    return open_lag(models, **how | {"transform": lambda y: -np.log(1 - y / 100), "tolerance": 0.02} | wishes)


def test_epochs_matches_on_mmlu():
    lag = by_mmlu(epoch())
    assert lag.pairs[["model", "matched_by"]].to_numpy().tolist() == [list(match[:2]) for match in EPOCH_MATCHES]
    assert lag.pairs["months"].tolist() == pytest.approx([match[2] for match in EPOCH_MATCHES], abs=0.01)
    assert lag.still_ahead.empty
    assert lag.months.value == pytest.approx(np.mean([match[2] for match in EPOCH_MATCHES]), abs=0.01)
    assert math.isnan(lag.months.low)


def test_without_the_tolerance_bloom_does_not_reach_davinci():
    """39.13 is below 39.7: the next open model is the one that reaches it then."""
    pairs = by_mmlu(epoch(), tolerance=0).pairs
    assert pairs[["model", "matched_by"]].to_numpy().tolist()[0] == ["text-davinci-001", "LLaMA-65B"]


def test_the_scale_of_the_transform_matters():
    """On the scale of per cent 0.02 is next to nothing, and 1 is enough for BLOOM."""
    assert by_mmlu(epoch(), transform=None).pairs["matched_by"][0] == "LLaMA-65B"
    assert by_mmlu(epoch(), transform=None, tolerance=1.0).pairs["matched_by"][0] == "BLOOM-176B"


def test_scores_drawn_beyond_the_scale_count_as_at_its_end():
    """An accuracy of 99 give or take 3 may be drawn above 100, where the scale of Epoch ends."""
    models = epoch().assign(mmlu=lambda m: m["mmlu"] + 12.5)
    models = models.assign(mmlu_lower=models["mmlu"] - 3, mmlu_upper=models["mmlu"] + 3)
    for method in METHODS:
        months = by_mmlu(models, method=method).months
        assert 0 <= months.low <= months.high < 60


def test_the_arenas_own_lags_are_months_not_years():
    """By the scores of the deck's day the records from GPT-4 Turbo on were reached after two to nine months."""
    lag = open_lag(frontier.load_models(as_of="2025-02-14"), method="matched")
    months = lag.pairs.set_index("model")["months"]
    assert months["gpt-4-1106-preview":].between(2, 9).all()
    assert months["gpt-4-0314"] == pytest.approx(387 / MONTH)
    assert lag.pairs.set_index("model")["matched_by"]["gpt-4o-2024-05-13"] == "deepseek-v3"
    assert lag.still_ahead["model"].tolist()[-1] == "gemini-2.0-flash-thinking-exp-01-21"


# --- Points and wins.


def test_the_gap_by_thought():
    """The second best open model may not count, and who is neither open nor proprietary never does."""
    models = table(("p", "proprietary", 1400.0), ("o", "osi", 1380.0), ("q", "osi", 1300.0), ("x", None, 1500.0))
    gap = open_gap(models)
    assert (gap.score.value, gap.best, gap.groups) == (20, ("p", "o"), ("Proprietary", "Open weights"))
    assert gap.excluded[["model", "left_out_of"]].to_numpy().tolist()[0] == ["x", "all"]
    assert gap.excluded["reason"].tolist()[0] == "neither proprietary nor open-weights"
    assert gap.table["model"].tolist() == ["p", "o", "q"]


def test_the_narrower_the_meaning_of_open_the_wider_the_gap(history, text):
    narrower = [
        gap_history(text, open_means=means, draws=100).set_index("date")["gap"] for means in ("commercial", "osi")
    ]
    gaps = pd.concat([history.set_index("date")["gap"], *narrower], axis=1).dropna()
    assert len(gaps) > 30
    assert (gaps.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    assert (gaps.diff(axis=1).iloc[:, 2] > 20).sum() > 5
    left_out = open_gap(frontier.load_models(as_of="2024-12-30"), open_means="osi").excluded
    assert (left_out["reason"] == "neither proprietary nor open-source-licensed").sum() > 30


def test_equal_bests_go_by_name():
    models = table(("b", "osi", 1300.0), ("a", "osi", 1300.0), ("z", "proprietary", 1300.0))
    assert open_gap(models).best == ("z", "a")
    assert open_gap(models).score.value == 0


def test_the_interval_is_of_the_bests_and_not_of_the_two_names():
    """With a second open model as good as the best the open best is really higher, and the gap smaller."""
    one = table(("p", "proprietary", 1350.0), ("o", "osi", 1330.0))
    two = table(("p", "proprietary", 1350.0), ("o", "osi", 1330.0), ("q", "osi", 1330.0))
    alone, both = (open_gap(m.assign(elo_lower=m["elo"] - 10, elo_upper=m["elo"] + 10)) for m in (one, two))
    sd = 10 / 1.959964 * math.sqrt(2)
    assert (alone.score.low, alone.score.high) == pytest.approx((20 - 1.959964 * sd, 20 + 1.959964 * sd), abs=1e-5)
    assert both.score.high < alone.score.high - 1
    assert both.probability_ahead > 1.5 * alone.probability_ahead
    assert both.score.value == alone.score.value == 20


def test_points_and_chances_are_those_of_the_exact_distribution():
    models = frontier.load_models(as_of="2025-02-14")
    sd = ((models["elo_upper"] - models["elo_lower"]) / (2 * 1.959964)).to_numpy(copy=True)
    sd[np.isnan(sd)] = np.nanmax(sd)
    elo, own = models["elo"].to_numpy(), (models["openness"] == "proprietary").to_numpy()
    sides = elo[own], sd[own], elo[~own], sd[~own]
    gap = open_gap(models)
    assert (gap.score.low, gap.score.high) == pytest.approx(lead_interval(*sides), abs=1e-9)
    assert gap.probability_ahead == pytest.approx(float(lead_probability(*sides[2:], *sides[:2])), abs=1e-12)
    ends = [1 / (1 + 10 ** (-end / 400)) for end in (gap.score.low, gap.score.high)]
    assert [gap.win_rate.low, gap.win_rate.high] == pytest.approx(ends)


def test_without_intervals_there_is_a_gap_and_no_interval():
    gap = open_gap(table(("p", "proprietary", 1350.0, 1.0), ("o", "osi", 1330.0, 2.0)))
    for estimate in (gap.score, gap.win_rate, gap.price_ratio, gap.score_at_price):
        assert not math.isnan(estimate.value)
        assert math.isnan(estimate.low)
        assert math.isnan(estimate.high)
    assert math.isnan(gap.probability_ahead)
    assert gap.reasons["probability_ahead"] == "no intervals of elo that say anything are known"


def test_another_score_has_points_and_no_win_rate():
    models = table(("p", "proprietary", 1350.0), ("o", "osi", 1330.0)).rename(columns={"elo": "index"})
    gap = open_gap(models, quality="index")
    assert gap.score.value == 20
    assert math.isnan(gap.win_rate.value)
    assert gap.reasons["win_rate"] == "only an Elo score has one, and this is index"


# --- Prices: the definitions, spelled out.


def reached_for(models, score):
    """The cheapest price with at least this score."""
    return min(price for price, own in models if own >= score)


def got_for(models, budget):
    """The best score for at most this price."""
    return max(own for price, own in models if price <= budget)


def steps(models):
    """The frontier: what is better than all that is as cheap or cheaper."""
    found = []
    for price, score in sorted(models, key=lambda row: (row[0], -row[1])):
        if not found or score > found[-1][1]:
            found.append((price, score))
    return [price for price, _ in found], [score for _, score in found]


def at_equal_by_definition(models):
    """Both numbers as sums over the pieces on which both step functions are flat."""
    columns = ["output_usd_per_mtok", "elo"]
    sides = (models.loc[models["openness"] == which, columns] for which in ("proprietary", "osi"))
    return at_equal_of_points(*(list(side.itertuples(index=False, name=None)) for side in sides))


def at_equal_of_points(own, other):
    (prices, scores), (other_prices, other_scores) = steps(own), steps(other)
    high = min(scores[-1], other_scores[-1])
    low = min(max(scores[0], other_scores[0]), high)
    cuts = sorted({min(max(score, low), high) for score in scores + other_scores})
    if low == high:
        logs = math.log(reached_for(own, high) / reached_for(other, high))
    else:
        pieces = [(b - a, math.log(reached_for(own, b) / reached_for(other, b))) for a, b in pairwise(cuts)]
        logs = sum(width * value for width, value in pieces) / (high - low)
    start = max(prices[0], other_prices[0])
    stop = max(min(prices[-1], other_prices[-1]), start)
    cuts = sorted({min(max(price, start), stop) for price in prices + other_prices})
    if start == stop:
        points = got_for(own, start) - got_for(other, start)
    else:
        pieces = [(math.log(b / a), got_for(own, a) - got_for(other, a)) for a, b in pairwise(cuts)]
        points = sum(width * value for width, value in pieces) / math.log(stop / start)
    return math.exp(logs), points


def test_price_and_score_at_equal_by_thought():
    """Proprietary: 1200 for 1, 1300 for 4. Open: 1200 for 2, 1250 for 4, 1300 for 8.

    From 1200 to 1250 the prices are 4 and 4, from there to 1300 4 and 8: the ratio is 1/2 over half the range. From 2
    to 4 dollars the scores are 1200 and 1200, from 4 on 1300 and 1250, but 4 is where the proprietary steps end.
    """
    models = table(
        ("p", "proprietary", 1200.0, 1.0), ("q", "proprietary", 1300.0, 4.0),
        ("o", "osi", 1200.0, 2.0), ("r", "osi", 1250.0, 4.0), ("s", "osi", 1300.0, 8.0),
    )  # fmt: skip
    gap = open_gap(models)
    assert gap.price_ratio.value == pytest.approx(math.sqrt(1 / 2))
    assert gap.score_at_price.value == pytest.approx(0)


few = st.sampled_from([1200.0, 1210.0, 1250.0, 1251.0, 1300.0, 1320.0])
cents = st.sampled_from([0.1, 0.5, 1.0, 2.0, 3.0, 10.0])
priced = st.lists(st.tuples(few, cents), min_size=1, max_size=6)


@settings(max_examples=60)
@given(priced, priced)
def test_price_and_score_at_equal_are_their_definition(own, other):
    rows = [(f"p{k}", "proprietary", *row) for k, row in enumerate(own)]
    models = table(*rows, *((f"o{k}", "osi", *row) for k, row in enumerate(other)))
    gap = open_gap(models)
    ratio, points = at_equal_by_definition(models)
    assert gap.price_ratio.value == pytest.approx(ratio)
    assert gap.score_at_price.value == pytest.approx(points, abs=1e-9)


@pytest.mark.parametrize("day", ["2024-12-30", "2025-02-14", None])
def test_price_and_score_at_equal_on_the_real_table(day):
    models = frontier.load_models(as_of=day)
    gap = open_gap(models)
    classes = models.assign(openness=models["openness"].where(models["openness"] == "proprietary", "osi"))
    ratio, points = at_equal_by_definition(classes.dropna(subset="output_usd_per_mtok"))
    assert gap.price_ratio.value == pytest.approx(ratio)
    assert gap.score_at_price.value == pytest.approx(points)


def test_prices_are_redrawn_as_a_loop_over_draws_would():
    """The intervals are quantiles of the same definition over scores drawn anew."""
    rng = np.random.default_rng(2)
    models = table(*((f"m{k:02}", ("proprietary", "osi")[k % 2], 1200.0 + 5 * k, float(k + 1)) for k in range(20)))
    models = models.assign(elo_lower=models["elo"] - 15, elo_upper=models["elo"] + 15)
    loop = []
    for _ in range(1000):
        drawn = (models["elo"] + 15 / 1.959964 * rng.standard_normal(20)).tolist()
        points = list(zip(models["output_usd_per_mtok"].tolist(), drawn, strict=True))
        loop.append(at_equal_of_points(points[::2], points[1::2]))  # every second model is open
    gap = open_gap(models, draws=20_000)
    for estimate, values in zip((gap.price_ratio, gap.score_at_price), np.array(loop).T, strict=True):
        spread = values.std()
        ends = np.percentile(values, [2.5, 97.5])
        assert [estimate.low, estimate.high] == pytest.approx(ends, abs=0.2 * spread)


def test_dominated_models_change_neither_price_nor_score():
    models = table(("p", "proprietary", 1300.0, 2.0), ("o", "osi", 1290.0, 1.0))
    worse = table(("q", "proprietary", 1100.0, 30.0), ("r", "osi", 1290.0, 9.0))
    gap, more = open_gap(models), open_gap(pd.concat([models, worse], ignore_index=True))
    assert (gap.price_ratio, gap.score_at_price) == (more.price_ratio, more.score_at_price)


def test_unpriced_leaders_count_for_points_and_are_named():
    models = table(
        ("top", "proprietary", 1400.0, None), ("next", "proprietary", 1390.0, 0.0), ("p", "proprietary", 1350.0, 5.0),
        ("o", "osi", 1340.0, 1.0), ("old", "osi", 1200.0, None),
    )  # fmt: skip
    gap = open_gap(models)
    assert (gap.score.value, gap.priced_score.value) == (60, 10)
    assert (gap.best, gap.best_priced) == (("top", "o"), ("p", "o"))
    assert gap.unpriced == ("top", "next")
    assert gap.priced == (1, 1)
    left_out = gap.excluded.set_index("model")
    assert left_out["left_out_of"].tolist() == ["price"] * 3
    assert left_out.loc["next", "reason"] == "output_usd_per_mtok is not positive"
    assert "Too little of the two frontiers overlaps to quote prices" in summary(gap)


def test_the_deck_s_leaders_had_no_price(deck):
    gap = open_gap(deck)
    assert gap.best_priced[0] == "chatgpt-4o-latest-20241120"
    assert "gemini-2.0-flash-thinking-exp-01-21" in gap.unpriced
    assert gap.priced_score.value == pytest.approx(1365.31 - 1361.45)


@pytest.mark.parametrize("prices", [(None, None), (None, 1.0), (1.0, None)])
def test_a_group_without_prices_has_no_price_ratio(prices):
    models = table(("p", "proprietary", 1350.0, prices[0]), ("o", "osi", 1330.0, prices[1]))
    gap = open_gap(models.astype({"output_usd_per_mtok": float}))
    assert math.isnan(gap.price_ratio.value)
    assert math.isnan(gap.score_at_price.value)
    lacking = [name for name, price in zip(("proprietary", "open-weights"), prices, strict=True) if price is None]
    assert gap.reasons["price_ratio"] == f"no {' and no '.join(lacking)} model has a price"
    assert gap.score.value == 20
    assert gap.reasons["price_ratio"] in str(gap)


def test_any_cost_will_do():
    models = frontier.load_models(as_of="2025-02-14")
    blended = frontier.blended_price(models)
    by_series, by_column = open_gap(models, cost=blended), open_gap(models.assign(price=blended), cost="price")
    assert by_series.price_ratio == by_column.price_ratio
    assert by_series.price_ratio != open_gap(models).price_ratio
    assert (by_series.cost, by_column.cost) == ("blended_usd_per_mtok", "price")


# --- Months: the definitions, spelled out day by day and record by record.


def backward_by_definition(own, other, today):
    """The age of the first day on which the best of own was better than the best of other is today."""
    level = other.loc[other["released"] <= today, "elo"].max()
    days, scores = own["released"].to_numpy(), own["elo"].to_numpy()
    for day in pd.date_range(own["released"].min(), today).to_numpy():
        if scores[days <= day].max() > level:
            return (today - pd.Timestamp(day)).days
    return 0


def records(models):
    found, best = [], -math.inf
    for day, score in models.groupby("released")["elo"].max().items():
        if score > best:
            best = score
            found.append((day, best))
    return found


def staircase_by_definition(own, other):
    a, b = records(own), records(other)
    high = min(a[-1][1], b[-1][1])
    low = max(a[0][1], b[0][1])
    if low > high:
        return math.nan

    def first(steps, score):
        return next(day for day, best in steps if best >= score)

    cuts = np.unique(np.clip([best for _, best in a + b], low, high))
    if low == high:
        return (first(b, high) - first(a, high)).days
    return sum((y - x) * (first(b, y) - first(a, y)).days for x, y in pairwise(cuts)) / (high - low)


def matched_by_definition(own, other):
    waits, rivals = [], records(other)
    for day, best in records(own):
        reached = [when for when, score in rivals if score >= best]
        if reached and reached[0] > day:
            waits.append((reached[0] - day).days)
    return np.mean(waits) if waits else math.nan


def lag_by_definition(models, method, today):
    own, other = (models[models["openness"] == which] for which in ("proprietary", "osi"))
    days = {
        "backward": lambda: backward_by_definition(own, other, today),
        "staircase": lambda: staircase_by_definition(own, other),
        "matched": lambda: matched_by_definition(own, other),
    }[method]()
    return days / MONTH


METHODS = ("backward", "staircase", "matched")
when = st.integers(0, 60).map(lambda days: pd.Timestamp("2024-01-01") + pd.Timedelta(days=days))
dated = st.lists(st.tuples(few, when), min_size=1, max_size=6)


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=50)
@given(own=dated, other=dated)
def test_lags_are_their_definition(method, own, other):
    rows = [(f"p{k}", "proprietary", elo, 1.0, day) for k, (elo, day) in enumerate(own)]
    models = table(*rows, *((f"o{k}", "osi", elo, 1.0, day) for k, (elo, day) in enumerate(other)))
    lag = open_lag(models, method=method, as_of="2024-03-15")
    expected = lag_by_definition(models, method, pd.Timestamp("2024-03-15"))
    assert lag.months.value == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("method", METHODS)
def test_lags_on_the_real_table_are_their_definition(method):
    models = frontier.load_models(as_of="2025-02-14")
    lag = open_lag(models, method=method)
    classes = models.assign(openness=models["openness"].where(models["openness"] == "proprietary", "osi"))
    expected = lag_by_definition(classes, method, pd.Timestamp("2025-02-14"))
    assert lag.months.value == pytest.approx(expected)
    assert lag.as_of == pd.Timestamp("2025-02-14")


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_lags_are_redrawn_as_a_loop_over_draws_would(method):
    rng = np.random.default_rng(3)
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(25 * np.arange(16), unit="D")
    rows = ((f"m{k:02}", ("proprietary", "osi")[k % 2], 1200.0 + 9 * k - 40 * (k % 2), 1.0, days[k]) for k in range(16))
    models = table(*rows)
    models = models.assign(elo_lower=models["elo"] - 20, elo_upper=models["elo"] + 20)
    loop = []
    for _ in range(300):
        drawn = models.assign(elo=models["elo"] + 20 / 1.959964 * rng.standard_normal(16))
        loop.append(lag_by_definition(drawn, method, days[-1]))
    lag = open_lag(models, method=method, draws=5_000).months
    spread = np.std(loop)
    assert spread > 0.2
    assert [lag.low, lag.high] == pytest.approx(np.percentile(loop, [2.5, 97.5]), abs=0.35 * spread)


def world(days_behind: int, *, every: int = 1, n: int = 600):
    """Proprietary models a point better each time, and the same open ones so many days later."""
    begin = pd.Timestamp("2022-01-01")
    own = [(f"p{k}", "proprietary", 1000.0 + k, 1.0, begin + pd.Timedelta(days=every * k)) for k in range(n)]
    shift = pd.Timedelta(days=days_behind)
    return table(*own, *((f"o{k}", "osi", elo, price, day + shift) for k, (_, _, elo, price, day) in enumerate(own)))


@pytest.mark.parametrize("days_behind", [30, 365])
def test_a_world_with_a_known_lag_gives_it_back(days_behind):
    models, today = world(days_behind), "2023-08-01"
    known = models[models["released"] <= today]
    months = {method: open_lag(known, method=method, as_of=today).months.value for method in METHODS}
    assert months["staircase"] == pytest.approx(days_behind / MONTH)
    assert months["matched"] == pytest.approx(days_behind / MONTH)
    # what is one point better than the best open model is a day younger
    assert months["backward"] == pytest.approx((days_behind - 1) / MONTH)


@pytest.mark.slow
def test_a_known_lag_is_in_the_interval_at_its_rate():
    """The same world seen through noise: the interval of the staircase holds the true lag nearly always or more."""
    rng = np.random.default_rng(8)
    truth = world(200, every=20, n=30)
    held, middle = [], []
    for _ in range(100):
        elo = truth["elo"] * 10
        measured = truth.assign(elo=elo + 3 / 1.959964 * rng.standard_normal(len(truth)))
        measured = measured.assign(elo_lower=measured["elo"] - 3, elo_upper=measured["elo"] + 3)
        months = open_lag(measured, method="staircase", draws=300).months
        held.append(months.low <= 200 / MONTH <= months.high)
        middle.append(months.value)
    assert np.mean(held) >= 0.9
    assert np.mean(middle) == pytest.approx(200 / MONTH, abs=0.05)


def test_the_gap_s_lag_is_the_backward_one():
    models = frontier.load_models(as_of="2025-02-14")
    assert open_gap(models).lag == open_lag(models).months
    assert open_lag(models).method == "backward"


def test_pairs_and_those_still_ahead_by_thought():
    """b was reached before it came, so it led nobody; c is not reached yet."""
    models = table(
        ("a", "proprietary", 1200.0, 1.0, "2024-01-01"),
        ("b", "proprietary", 1210.0, 1.0, "2024-06-01"),
        ("c", "proprietary", 1300.0, 1.0, "2024-07-01"),
        ("low", "osi", 1150.0, 1.0, "2024-01-15"),
        ("x", "osi", 1220.0, 1.0, "2024-04-01"),
        ("y", "osi", 1290.0, 1.0, "2024-08-01"),
    )
    lag = open_lag(models, method="matched", as_of="2024-09-01")
    columns = ["model", "matched_by", "matched_score"]
    assert lag.pairs[columns].to_numpy().tolist() == [["a", "x", 1220.0]]
    assert lag.pairs["months"].tolist() == pytest.approx([91 / MONTH])
    assert lag.pairs["date"].tolist() == [pd.Timestamp("2024-01-01")]
    assert lag.pairs["matched_date"].tolist() == [pd.Timestamp("2024-04-01")]
    assert lag.still_ahead["model"].tolist() == ["c"]
    assert lag.still_ahead["months"].tolist() == pytest.approx([62 / MONTH])
    assert lag.staircases["model"].tolist() == ["a", "b", "c", "low", "x", "y"]
    assert str(lag).splitlines()[-1] == "    2.0+  2024-07-01  still ahead       c"


def test_who_is_reached_within_the_tolerance_is_a_pair():
    models = table(("a", "proprietary", 1200.0, 1.0, "2024-01-01"), ("o", "osi", 1195.0, 1.0, "2024-02-01"))
    assert open_lag(models, tolerance=4.9).still_ahead["model"].tolist() == ["a"]
    near = open_lag(models, tolerance=5)
    assert near.pairs["matched_by"].tolist() == ["o"]
    assert near.months.value == 0


def test_of_one_day_the_best_counts():
    models = table(
        ("a", "proprietary", 1200.0, 1.0, "2024-01-01"), ("b", "proprietary", 1250.0, 1.0, "2024-01-01"),
        ("o", "osi", 1260.0, 1.0, "2024-03-01"), ("x", "osi", 1210.0, 1.0, "2024-03-01"),
    )  # fmt: skip
    assert open_lag(models, method="matched").pairs[["model", "matched_by"]].to_numpy().tolist() == [["b", "o"]]


def test_a_table_that_begins_late_gives_a_lower_bound():
    models = table(("a", "proprietary", 1200.0, 1.0, "2024-01-01"), ("o", "osi", 1150.0, 1.0, "2024-02-01"))
    lag = open_lag(models, as_of="2024-12-31")
    assert lag.at_least
    assert lag.months.value == pytest.approx(365 / MONTH)
    assert "on 2024-12-31: at least 12.0 months" in str(lag)
    assert "lower bound" in open_gap(models).reasons["lag"]
    assert not open_lag(models, method="matched").at_least
    assert math.isnan(open_lag(models, method="matched").months.value)


def test_ahead_is_no_lag():
    models = table(("a", "proprietary", 1200.0, 1.0, "2024-01-01"), ("o", "osi", 1250.0, 1.0, "2024-02-01"))
    lag = open_lag(models, as_of="2024-12-31")
    assert (lag.months.value, lag.at_least) == (0, False)


def test_a_model_of_the_future_does_not_count_yet():
    models = table(
        ("a", "proprietary", 1200.0, 1.0, "2024-01-01"), ("b", "proprietary", 1300.0, 1.0, "2024-06-01"),
        ("o", "osi", 1150.0, 1.0, "2024-02-01"), ("x", "osi", 1350.0, 1.0, "2025-06-01"),
        ("n", "osi", 1350.0, 1.0, None),
    )  # fmt: skip
    lag = open_lag(models, as_of="2024-12-31")
    assert lag.excluded.to_numpy().tolist() == [["n", "no released"], ["x", "released is after 2024-12-31"]]
    assert set(lag.still_ahead["model"]) == {"a", "b"}
    with pytest.raises(ValueError, match="no open-weights model has both a score in elo and a date by then"):
        open_lag(models, as_of="2024-01-15")


def test_first_listing_and_release_differ_by_about_a_month():
    """Which date was used is said, because it matters."""
    listed = frontier.load_scores(board="all").groupby("model")["date"].min().rename("listed")
    models = frontier.load_models(as_of="2025-02-14").merge(listed, on="model")
    by_release, by_listing = (open_lag(models, method="staircase", date=date) for date in ("released", "listed"))
    assert (by_release.dated_by, by_listing.dated_by) == ("released", "listed")
    assert 0 < abs(by_release.months.value - by_listing.months.value) < 2


def test_dates_that_are_only_bounds_are_told():
    models = frontier.load_models(as_of="2025-02-14")
    bounds = set(models.loc[models["released_by"] == "bound", "model"])
    stairs = open_lag(models).staircases
    assert set(stairs.loc[stairs["bound"], "model"]) == bounds & set(stairs["model"])
    assert stairs["bound"].any()
    assert not stairs["bound"].all()


def test_an_open_model_came_with_its_weights():
    """By release, where open is compared with proprietary; a model without weights by then is not open yet."""
    models = frontier.load_models(as_of="2025-02-14")
    r1 = models["model"] == "deepseek-r1"
    later = models.assign(weights_released=models["weights_released"].mask(r1, pd.Timestamp("2025-02-10")))
    before, after = (open_lag(table, method="matched") for table in (models, later))
    days = (pd.Timestamp("2025-02-10") - models["released"][r1].item()).days
    assert after.pairs["matched_date"].max() == pd.Timestamp("2025-02-10")
    assert after.pairs["months"].iloc[-1] - before.pairs["months"].iloc[-1] == pytest.approx(days / (365 / 12))
    assert not after.staircases.set_index("model").loc["deepseek-r1", "bound"]
    stays = [open_lag(table, by="country", between=("US", "CN")).months for table in (models, later)]
    assert stays[0] == stays[1]
    none_yet = models.assign(weights_released=models["weights_released"].mask(r1, pd.Timestamp("2025-03-01")))
    assert "deepseek-r1" in set(open_lag(none_yet).excluded["model"])


# --- One board on two days.


def test_a_gap_since_a_day_is_that_of_each_board_on_two_of_its_days():
    """The first board is the one now shown; another that disagrees is named, one that is too old is not."""
    scores = frontier.load_scores(board="all")
    found = gap_since(scores, "2025-02-14", draws=100)
    assert found["board"].tolist() == ["text-style-control", "text"]
    for board, row in found.set_index("board").iterrows():
        own = frontier.gap_history(scores[scores["board"] == board], draws=100).set_index("date")
        assert row["gap_before"] == own.loc[row["date_before"], "gap"]
        assert row["date_before"] <= pd.Timestamp("2025-02-14")
    first, other = found.iloc[0], found.iloc[1]
    assert (round(first["gap_before"], 1), round(other["gap_before"], 1)) == (3.0, 23.2)
    assert first["change"] == first["gap_after"] - first["gap_before"]
    said = frontier.summary(found)
    assert said.startswith(
        "On the text-style-control board open-weights models were 3.0 points behind proprietary ones"
    )
    assert "on 7 February 2025 and 37.0 points behind on 8 October 2026. Another" in said
    assert "Another board disagrees: on text they were 23.2 points behind on 14 February 2025" in said
    alone = gap_since(scores[scores["board"] == "text"], "2024-08-01", draws=100)
    assert "disagree" not in frontier.summary(alone)
    with pytest.raises(ValueError, match="no board has a full snapshot"):
        gap_since(scores, "2020-01-01")


# --- Any split, one engine.


def test_countries_are_compared_by_the_same_engine():
    models = frontier.load_models(as_of="2025-02-14")
    gap = open_gap(models, by="country")
    assert gap.groups == ("US", "CN")
    assert gap.best == ("gemini-2.0-flash-thinking-exp-01-21", "deepseek-r1")
    us, cn = (models[models["country"] == code] for code in ("US", "CN"))
    assert gap.score.value == us["elo"].max() - cn["elo"].max()
    as_classes = pd.concat([us.assign(openness="proprietary"), cn.assign(openness="osi")])
    same = open_gap(as_classes)
    for name in ("score", "win_rate", "price_ratio", "score_at_price", "lag", "probability_ahead", "unpriced"):
        assert getattr(gap, name) == getattr(same, name)
    with pytest.raises(AttributeError, match="the groups compared are US and CN"):
        gap.best_open  # noqa: B018


def test_makers_or_a_split_of_one_s_own():
    models = frontier.load_models(as_of="2025-02-14")
    gap = open_gap(models, by="organization", between=("Google", "OpenAI"))
    assert gap.best == ("gemini-2.0-flash-thinking-exp-01-21", "chatgpt-4o-latest-20250129")
    small = models["name"].str.contains("mini|flash|lite", case=False).map({True: "small", False: "large"})
    by_series = open_gap(models, by=small.rename("size"), between=("large", "small"))
    assert by_series.groups == ("large", "small")
    assert by_series.table["group"].isin(["large", "small"]).all()


def test_the_two_best_groups_are_compared_unless_told():
    rows = [("a", "x", 1200.0), ("b", "y", 1300.0), ("c", "z", 1250.0), ("d", None, 1400.0)]
    models = pd.DataFrame(rows, columns=["model", "lab", "elo"])
    assert open_gap(models, by="lab").groups == ("y", "z")
    assert open_gap(models, by="lab", between=("x", "y")).score.value == -100


def test_swapped_groups_turn_everything_round():
    models = frontier.load_models(as_of="2025-02-14")
    one, other = (open_gap(models, by="country", between=pair) for pair in (("US", "CN"), ("CN", "US")))
    assert other.score.value == -one.score.value
    assert (other.score.low, other.score.high) == pytest.approx((-one.score.high, -one.score.low), abs=1e-6)
    assert other.price_ratio.value == pytest.approx(1 / one.price_ratio.value)
    assert other.score_at_price.value == pytest.approx(-one.score_at_price.value)
    assert other.win_rate.value == pytest.approx(1 - one.win_rate.value)
    assert other.probability_ahead + one.probability_ahead == pytest.approx(1)


def test_neither_order_of_rows_nor_origin_of_scores_matters():
    models = frontier.load_models(as_of="2025-02-14")
    gap = open_gap(models)
    shuffled = open_gap(models.sample(frac=1, random_state=4))
    assert shuffled.to_frame().equals(gap.to_frame())
    scores = ["elo", "elo_lower", "elo_upper"]
    moved = open_gap(models.assign(**{c: models[c] + 512 for c in scores})).to_frame()
    numbers = [c for c in moved if moved[c].dtype == float]
    pd.testing.assert_frame_equal(moved[numbers], gap.to_frame()[numbers], rtol=1e-6, atol=1e-9)


def test_same_seed_same_digits_and_another_seed_hardly_differs():
    models = frontier.load_models(as_of="2025-02-14")
    one, again, other = (open_gap(models, seed=seed) for seed in (0, 0, 1))
    assert one.to_frame().equals(again.to_frame())
    assert one.price_ratio.low != other.price_ratio.low
    assert one.price_ratio.low == pytest.approx(other.price_ratio.low, rel=0.1)
    assert one.score == other.score


# --- Through history.


def test_the_history_is_the_gap_of_each_snapshot(history, text):
    assert history["date"].is_monotonic_increasing
    assert history["date"].tolist() == sorted(text["date"].unique())
    for day in ("2024-03-27", "2024-12-30", "2025-02-14"):
        alone = open_gap(frontier.load_models(as_of=day, board="text")).to_frame()
        row = history[history["date"] == day][list(alone)].reset_index(drop=True)
        pd.testing.assert_frame_equal(row, alone, check_dtype=False)


def test_the_history_has_the_columns_it_promises(history):
    head = ["date", "gap", "gap_low", "gap_high", "win_rate", "best_open", "best_proprietary"]
    assert list(history)[:7] == head
    assert {
        "lag_backward_months",
        "lag_backward_months_low",
        "open_means",
        "price_ratio",
        "score_at_price",
        "coverage",
        "board",
    } <= set(history)
    known = history.dropna(subset="gap_low")
    assert len(known) > 20
    assert (known["gap_low"] < known["gap_high"]).all()
    assert (known["win_rate_low"] < known["win_rate"]).all()


def test_the_gap_does_not_shrink_steadily(history):
    """24 points in July 2024, over 90 in November, 23 in February, 70 in March 2025: two dates are never a trend."""
    gap = history.set_index("date")["gap"]
    assert gap["2024-07-31"] < 25 < 90 < gap["2024-11-22"]
    assert gap["2025-02-14"] < 25 < 65 < gap["2025-03-30"]


def test_partial_snapshots_are_marked_and_a_missing_group_is_missing(history):
    partial = history[history["coverage"] == "partial"].set_index("date")
    assert partial.index.strftime("%Y-%m-%d").tolist() == ["2024-01-25", "2024-02-15", "2026-01-29"]
    assert np.isnan(partial.loc["2024-01-25", "gap"])
    assert partial.loc["2024-01-25", ["models_open", "models_proprietary"]].tolist() == [0, 3]
    assert not history.loc[history["coverage"] == "full", "gap"].isna().any()


def test_all_three_years_come_out_of_the_data_alone():
    scores = frontier.load_scores()
    history = pd.concat(
        [gap_history(rows, draws=100) for _, rows in scores.groupby("board", sort=False)], ignore_index=True
    )
    assert history["date"].dt.year.unique().tolist() == [2023, 2024, 2025, 2026]
    assert history["date"].is_monotonic_increasing
    assert not history[["gap", "lag_backward_months", "win_rate"]].isna().any(axis=None)
    assert list(dict.fromkeys(history["board"])) == ["elo-online", "text", "text-style-control"]


def test_two_boards_are_refused():
    both = pd.concat([frontier.load_models(as_of="2025-02-14"), frontier.load_models()])
    with pytest.raises(ValueError, match="of 2 snapshots"):
        open_gap(both)
    with pytest.raises(ValueError, match="of 2 snapshots"):
        open_lag(both)


def test_a_model_twice_in_a_snapshot_is_refused(text):
    with pytest.raises(ValueError, match="'gpt-4-1106-preview' for one; keep one row of each"):
        gap_history(pd.concat([text, text[text["model"] == "gpt-4-1106-preview"]]))


def test_the_history_of_countries(text):
    history = gap_history(text, by="country", draws=100)
    assert list(history)[5:7] == ["best_CN", "best_US"]
    assert history.set_index("date").loc["2025-02-14", "best_CN"] == "deepseek-r1"
    named = gap_history(text, by="country", between=("CN", "US"), draws=100)
    assert named["gap"].dropna().tolist() == (-history["gap"].dropna()).tolist()


def test_anybody_s_history_will_do(unchanged):
    """No board, no prices, no dates: what is unknown is blank."""
    rows = [("2024-01-01", "a", "x", 5.0), ("2024-01-01", "b", "y", 3.0), ("2024-02-01", "a", "x", 5.0),
            ("2024-02-01", "b", "y", 9.0)]  # fmt: skip
    scores = unchanged(pd.DataFrame(rows, columns=["date", "model", "lab", "points"]))
    history = gap_history(scores, by="lab", between=("x", "y"), quality="points")
    assert history["gap"].tolist() == [2.0, -4.0]
    assert history[["lag_backward_months", "price_ratio", "win_rate"]].isna().all(axis=None)
    assert "board" not in history
    assert history["date"].tolist() == [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-01")]


def test_scores_carry_the_prices_of_their_day(text):
    for day in ("2024-12-30", "2025-02-14"):
        models = frontier.load_models(as_of=day, board="text").set_index("model").sort_index()
        scores = text[text["date"] == day].set_index("model").sort_index()
        columns = ["output_usd_per_mtok", "input_usd_per_mtok", "cached_input_usd_per_mtok", "price_basis"]
        pd.testing.assert_frame_equal(scores[columns], models[columns], check_dtype=False)
    arena = frontier.load_scores(board="text", price_basis="arena")
    assert arena.loc[arena["date"] == "2025-02-14", "output_usd_per_mtok"].count() == 38
    with pytest.raises(ValueError, match="price_basis must name one or more of"):
        frontier.load_scores(price_basis="market")


# --- What a result says.


def test_the_paragraph_names_the_day_the_models_and_the_numbers():
    said = summary(open_gap(frontier.load_models(as_of="2025-02-14")))
    for words in (
        "On 14 February 2025, on the Arena's text board, ",
        "DeepSeek R1 (1361.45), was 23.2 points (95 % interval 13.8 to 33.2) behind",
        "Gemini 2.0 Flash Thinking exp (01-21) (1384.63), which people would prefer in 53.3 % of votes",
        "To reach the same score, of 1,287 to 1,361, the cheapest open-weights model cost 3.3 times as much as the",
        "for the same price, of 0.14 to 2.19 USD per million output tokens, the best proprietary model scored 103.8",
        "without Gemini 2.0 Flash Thinking exp (01-21), which had none; the gap of those with a price was 15.9 points",
        "Proprietary models had passed DeepSeek R1's score 2.8 months before (lag “backward”, 95 % interval 1.9 to 2.8",
    ):
        assert words in said
    assert "nan" not in said
    assert "1.703 %" not in said


@pytest.mark.parametrize(
    ("open_score", "words"),
    [(1300.0, "is level with"), (1290.0, "is 10.0 points behind"), (1310.0, "10.0 points ahead of")],
)
def test_behind_level_and_ahead(open_score, words):
    models = table(("p", "proprietary", 1300.0, 1.0, "2024-01-01"), ("o", "osi", open_score, 2.0, "2024-02-01"))
    said = summary(open_gap(models))
    assert words in said
    assert ("No proprietary model scored above o, so open-weights models had no lag" in said) == (open_score >= 1300)


def test_where_prices_are_compared_is_told():
    models = table(
        ("p", "proprietary", 1200.0, 1.0), ("q", "proprietary", 1300.0, 4.0),
        ("o", "osi", 1250.0, 2.0), ("r", "osi", 1290.0, 3.0),
    )  # fmt: skip
    gap = open_gap(models)
    assert (gap.shared_scores, gap.shared_prices) == ((1250, 1290), pytest.approx((2, 3)))
    narrow = open_gap(frontier.load_models(as_of="2024-12-30"))
    assert narrow.shared_prices == pytest.approx((0.2, 0.28))
    said = summary(narrow)
    assert "Too little of the two frontiers overlaps to quote prices" in said
    assert "prices of 0.2 to 0.28 USD per million output tokens, by 33 proprietary and 10 open-weights models" in said
    assert "times as much" not in said


def test_prices_later_than_the_scores_are_dated():
    """Today's table has today's prices, whatever the day of its scores; the table of a day has those of that day."""
    then, now = (frontier.load_models(as_of=day, board="text") for day in ("2026-08-19", None))
    assert then["elo_date"].equals(now["elo_date"])
    assert "with a price (the newest of " in summary(open_gap(now))
    assert "with a price (the newest" not in summary(open_gap(then))


@pytest.mark.parametrize(
    ("cost", "unit"), [("input_usd_per_mtok", "USD per million input tokens"), ("request", "USD per request")]
)
def test_prices_are_quoted_in_their_unit(cost, unit):
    models = frontier.load_models(as_of="2025-02-14")
    if cost == "request":
        cost = frontier.request_cost(models, input_tokens=1000, output_tokens=500)
    assert f" {unit}, the best " in summary(open_gap(models, cost=cost))


def test_names_of_groups_are_written_as_they_are():
    gap = open_gap(frontier.load_models(as_of="2025-02-14"), by="country")
    assert "US models had passed DeepSeek R1's score 2.8 months before" in summary(gap)
    said = str(open_lag(frontier.load_models(as_of="2025-02-14"), by="country"))
    assert said.startswith("Chinese models behind US ones on 2025-02-14, text board: 2.8 (1.9 to 2.8) months")


def test_dates_of_another_column_are_not_called_release_dates():
    models = frontier.load_models(as_of="2025-02-14")
    gap = open_gap(models, date=models["released"].rename("launched"))
    assert "by the column launched" in summary(gap)
    assert gap.dated_by == "launched"


def test_a_column_without_a_date_is_no_lag():
    models = table(("p", "proprietary", 1300.0, 1.0, None), ("o", "osi", 1290.0, 1.0, None))
    gap = open_gap(models)
    assert math.isnan(gap.lag.value)
    assert gap.as_of is None
    assert "unknown: no model of one group has a date in released" in str(gap)
    assert gap.excluded[["model", "left_out_of", "reason"]].to_numpy().tolist() == [
        ["p", "lag", "no released"], ["o", "lag", "no released"],
    ]  # fmt: skip


def test_a_bound_is_called_one():
    models = table(("p", "proprietary", 1300.0, 1.0, "2024-01-01"), ("o", "osi", 1290.0, 1.0, "2024-12-31"))
    assert "at least 12.0 months before" in summary(open_gap(models))
    lines = open_gap(models).numbers([open_lag(models), open_lag(models, method="matched")])
    assert lines.count("at least 12.0 months") == 2
    assert "unknown: 0 records reached, 1 still ahead" in lines
    assert "nan" not in lines


def test_a_table_of_two_columns_is_enough():
    gap = open_gap(table(("p", "proprietary", 1300.0), ("o", "osi", 1290.0)))
    said = str(gap)
    assert summary(gap).startswith("By the table given, the best open-weights model, o (1290), is 10.0 points behind")
    assert "unknown: the table has no column output_usd_per_mtok" in said
    assert "unknown: the table has no column released" in said


def test_numbers_can_have_the_other_lags_beside_them():
    models = frontier.load_models(as_of="2025-02-14")
    lines = open_gap(models).numbers([open_lag(models, method=method) for method in ("matched", "staircase")])
    assert "months; 8 records reached, 3 still ahead" in lines
    assert "lag, staircase" in lines
    assert lines.endswith("1.703 % of the best open score")
    assert "AI Index" not in open_gap(models, by="country").numbers()
    assert "AI Index" not in open_gap(models, open_means="osi").numbers()


# --- Refusals.


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({"open_means": "free"}, "open_means must be one of weights, commercial, osi, got 'free'"),
        ({"by": "lab"}, "by: the table has no column 'lab'"),
        ({"between": ("a", "b")}, "give by, the column that has them"),
        ({"by": "openness", "between": ("osi", "propietary")}, "no row has 'propietary'; did you mean 'proprietary'?"),
        ({"by": "openness", "between": ("osi",)}, "between must name two groups of by"),
        ({"by": "openness", "between": "US"}, "between must name two groups of by"),
        ({"by": "openness", "between": ("osi", "osi")}, "between must name two groups of by"),
        ({"quality": "score"}, "quality: the table has no column 'score'"),
        ({"draws": 10}, "draws must be a whole number of at least 100, got 10"),
        ({"draws": 1e3}, "draws must be a whole number"),
    ],
)
def test_wrong_wishes_are_refused(wishes, words):
    models = table(("p", "proprietary", 1300.0, 1.0, "2024-01-01"), ("o", "osi", 1290.0, 1.0, "2024-01-01"))
    for ask in (open_gap, open_lag):
        with pytest.raises(ValueError) as refused:
            ask(models, **wishes)
        assert words in str(refused.value)


def test_a_group_that_nobody_is_in_is_refused():
    with pytest.raises(ValueError, match="no open-weights model has a score in elo"):
        open_gap(table(("p", "proprietary", 1300.0), ("o", "osi", None)))
    with pytest.raises(ValueError, match="by must have two groups with a score in elo, got CN"):
        open_gap(table(("p", "CN", 1300.0)).rename(columns={"openness": "country"}), by="country")


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({"method": "fastest"}, "method must be one of backward, staircase, matched, got 'fastest'"),
        ({"tolerance": -1}, "tolerance must be >= 0, got -1"),
        ({"tolerance": math.nan}, "tolerance must be >= 0"),
        ({"transform": lambda y: -np.log(1 - y)}, "is the score in percent where the function takes a share"),
        ({"transform": lambda y: -y}, "keep their order"),
        ({"transform": lambda y: y[:1]}, "a finite number for each score"),
        ({"date": "listed"}, "date: the table has no column 'listed'"),
    ],
)
def test_wrong_wishes_for_a_lag_are_refused(wishes, words):
    models = table(("p", "proprietary", 1300.0, 1.0, "2024-01-01"), ("o", "osi", 1290.0, 1.0, "2024-01-01"))
    with pytest.raises(ValueError) as refused:
        open_lag(models, **wishes)
    assert words in str(refused.value)


@pytest.mark.parametrize("dates", [[2024.0, 2025.0], ["soon", "later"]])
def test_what_is_no_date_is_refused(dates):
    models = table(("p", "proprietary", 1300.0), ("o", "osi", 1290.0)).assign(released=dates)
    with pytest.raises(TypeError, match="date must be dates"):
        open_lag(models)


def test_dates_may_be_text():
    models = table(("p", "proprietary", 1300.0), ("o", "osi", 1290.0)).assign(released=["2024-01-01", "2024-07-01"])
    assert open_lag(models).months.value == pytest.approx(182 / MONTH)


def test_two_roles_for_one_name_are_refused():
    models = table(("p", "proprietary", 1300.0), ("o", "osi", 1290.0))
    with pytest.raises(ValueError, match="two of quality, cost, date are named 'elo'"):
        open_gap(models, cost="elo")


def test_inputs_are_never_mutated(unchanged, text):
    models = unchanged(frontier.load_models(as_of="2025-02-14"))
    open_gap(models, by="country")
    open_lag(models, method="matched")
    gap_history(unchanged(text[text["date"] > "2026-06-01"].copy()))


# --- All five numbers, with their intervals, where the truth is known.


def noisy_world(rng, n=50):
    """True scores that rise with the release date, the open ones lower; and the same measured with noise."""
    days, proprietary = np.sort(rng.integers(0, 900, n)), rng.random(n) < 0.5
    truth = pd.DataFrame(
        {
            "model": [f"m{k:02}" for k in range(n)],
            "openness": np.where(proprietary, "proprietary", "osi"),
            "elo": 1000 + 0.35 * days - np.where(proprietary, 0, 60) - rng.exponential(30, n),
            "released": pd.Timestamp("2023-01-01") + pd.to_timedelta(days, unit="D"),
            "output_usd_per_mtok": np.exp(rng.normal(0, 1, n)),
        }
    )
    sd = rng.uniform(3, 9, n)
    measured = truth.assign(elo=truth["elo"] + sd * rng.standard_normal(n))
    half = 1.959964 * sd
    return truth, measured.assign(elo_lower=measured["elo"] - half, elo_upper=measured["elo"] + half)


@pytest.mark.slow
def test_all_intervals_cover_at_their_rate():
    rng = np.random.default_rng(1)
    held = []
    for _ in range(50):
        truth, measured = noisy_world(rng)
        known, measured_gap = open_gap(truth, draws=100), open_gap(measured, draws=300)
        pairs = {
            name: (getattr(known, name), getattr(measured_gap, name))
            for name in ("score", "price_ratio", "score_at_price")
        }
        for method in METHODS:
            pairs[method] = (
                open_lag(truth, method=method, draws=100).months,
                open_lag(measured, method=method, draws=300).months,
            )
        near = 1e-9
        held.append({name: e.low - near <= true.value <= e.high + near for name, (true, e) in pairs.items()})
    rates = pd.DataFrame(held).mean()
    # 95 % less 3 standard errors of 50 worlds, 0.86; months come in steps, so some intervals hold the truth oftener
    assert (rates > 0.95 - 3 * math.sqrt(0.95 * 0.05 / 50)).all(), rates
    assert rates["score"] < 1


@pytest.mark.living
def test_the_pages_quote_what_the_table_says():
    """Numbers that stand in prose or under a picture, where no block of code prints them."""
    root = Path(__file__).parent.parent
    page = (root / "docs" / "the_gap.md").read_text(encoding="utf-8")
    scores = frontier.load_scores(as_of="2025-03-30", board="text")
    gap = gap_history(scores[scores["date"] >= "2024-07-31"], draws=100).set_index("date")["gap"]
    days = [f"{gap[day]:.0f}" for day in ("2024-07-31", "2024-11-22", "2025-02-14", "2025-03-30")]
    assert (
        "{} points at the end of July 2024, {} in November, {} in mid February 2025, {} in March".format(*days) in page
    )
    eve = frontier.load_models(as_of="2024-12-30")
    wide, narrow = (open_gap(eve, open_means=means) for means in ("weights", "osi"))
    assert f"the gap was {wide.score.value:.0f} points so, and {narrow.score.value:.0f}\n" in page
    low, high = wide.shared_prices
    assert f"that was {low:.2f} to {high:.2f}\n  dollars" in page
    deck = frontier.load_models(as_of="2025-02-14")
    months = [open_lag(deck, method=method).months.value for method in METHODS]
    assert "the same day has {:.1f}, {:.1f} and {:.1f} months".format(*months) in page
    gap_then = open_gap(deck).score
    assert (
        f"{gap_then.value:.0f} points behind the best model of all, with an interval of {gap_then.low:.0f} to " in page
    )
    prose = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    for indented in re.findall(r"(?:^    .*\n|^\n(?=    ))+", prose, flags=re.MULTILINE):
        exec(compile(textwrap.dedent(indented), "the_gap.md", "exec"), {"frontier": frontier, "models": deck, "pd": pd})
    plt.close("all")


# --- What a table may look like.


@pytest.fixture
def small():
    models = table(
        ("p", "proprietary", 1300.0, 4.0, "2024-01-01"), ("p2", "proprietary", 1350.0, 8.0, "2024-06-01"),
        ("o", "osi", 1290.0, 1.0, "2024-03-01"), ("o2", "osi", 1310.0, 2.0, "2024-09-01"),
    )  # fmt: skip
    return models.assign(elo_lower=models["elo"] - 8, elo_upper=models["elo"] + 8)


def same(one, other):
    pd.testing.assert_frame_equal(one.to_frame(), other.to_frame())


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.assign(released=m["released"].dt.tz_localize("UTC")),
        lambda m: m.assign(released=m["released"].dt.strftime("%Y-%m-%dT00:00:00Z")),
        lambda m: m.assign(released=m["released"].dt.date),
        lambda m: m.assign(released=m["released"] + pd.Timedelta(hours=9)),
        lambda m: m.assign(output_usd_per_mtok=m["output_usd_per_mtok"].astype(object)),
        lambda m: m.assign(elo=m["elo"].astype("Float64"), openness=m["openness"].astype("category")),
        lambda m: m.set_index("model"),
        lambda m: m.set_index([pd.Index([1, 1, 2, 2])]),
    ],
    ids=["tz", "iso", "date", "hour", "object", "nullable", "names in the index", "duplicate index"],
)
def test_however_the_table_is_typed_the_answer_is_the_same(small, change):
    same(open_gap(change(small)), open_gap(small))
    assert str(open_lag(change(small), method="matched")) == str(open_lag(small, method="matched"))


def test_a_model_without_a_name_or_with_two_is_a_model(small):
    nameless = open_gap(small.assign(model=["p", None, "o", "o2"]))
    assert nameless.score == open_gap(small).score
    assert nameless.priced == (2, 2)
    twice = table(("x", "proprietary", 1300.0, 1.0), ("y", "proprietary", 1310.0, None), ("x", "osi", 1400.0, 2.0))
    assert open_gap(twice).unpriced == ("y",)
    several = small.set_index(["openness", "model"], drop=False).drop(columns="model")
    assert open_gap(several).best[1] == ("osi", "o2")


def test_a_best_model_without_a_date_counts_where_only_its_score_matters():
    rows = [("p", "proprietary", 1300.0, 1.0, "2023-01-01"), ("o", "osi", 1250.0, 1.0, "2023-03-01")]
    models = table(*rows, ("o2", "osi", 1400.0, 1.0, None)).assign(elo_date="2024-01-01")
    gap = open_gap(models)
    assert (gap.lag.value, gap.score.value) == (0, -100)
    assert "No proprietary model scored above o2" in summary(gap)
    unknown = open_gap(table(*rows, ("p2", "proprietary", 1400.0, 1.0, None), ("o2", "osi", 1350.0, 1.0, "2023-06-01")))
    assert math.isnan(unknown.lag.value)
    assert unknown.reasons["lag"] == "the proprietary models that score above the best open-weights one have no date"
    assert "unknown: the models that score higher have no date" in str(
        open_lag(table(*rows, ("p2", "proprietary", 1400.0, 1.0, None), ("o2", "osi", 1350.0, 1.0, "2023-06-01")))
    )


def test_staircases_that_share_no_score_have_no_distance():
    models = table(("p", "proprietary", 1300.0, 1.0, "2024-01-01"), ("o", "osi", 1250.0, 1.0, "2023-01-01"))
    lag = open_lag(models, method="staircase")
    assert math.isnan(lag.months.value)
    assert "unknown: the scores of the groups do not overlap" in str(lag)


def test_a_transform_gets_a_copy_of_one_dimension(small):
    def shifts_in_place(scores):
        assert scores.ndim == 1
        scores -= 1200
        return scores

    lag = open_lag(small, method="matched", transform=shifts_in_place)
    assert lag.staircases["score"].tolist() == open_lag(small, method="matched").staircases["score"].tolist()
    assert lag.months == open_lag(small, method="matched").months


def test_a_series_never_takes_the_place_of_another_column(small):
    dated = small.assign(elo_date=pd.Timestamp("2024-10-01"))
    same(open_gap(dated, date=dated["released"].rename(None)), open_gap(dated))
    with pytest.raises(
        ValueError, match="a column 'openness' with other values, which stays as it is; give the Series"
    ):
        open_gap(dated, cost=(2 * dated["output_usd_per_mtok"]).rename("openness"))
    with pytest.raises(ValueError, match="a column 'group' with other values"):
        open_gap(dated.assign(group="mine"))
    twice = open_gap(dated, cost=(2 * dated["output_usd_per_mtok"]).rename("twice"), cost_label="EUR a token")
    assert twice.cost == "twice"
    assert "EUR a token" in summary(twice)
    assert twice.price_ratio.value == pytest.approx(open_gap(dated).price_ratio.value)
    grouped = open_gap(dated.assign(group=["x", "x", "y", "y"]), by="group", between=("x", "y"))
    assert grouped.groups == ("x", "y")
    renamed = small.rename(columns={"released": "date"})
    assert open_gap(renamed, date="date").lag == open_gap(small).lag


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (
            lambda _: open_gap("2025-02-14"),
            TypeError,
            "models must be a table, got the path",
        ),
        (lambda m: gap_history(m), ValueError, "must have the day of each snapshot in a column 'date', as load_scores"),
        (lambda m: open_gap(m, by="elo"), TypeError, "by must name groups, column 'elo' is float64"),
        (lambda m: open_gap(m, by="openness", between=5), ValueError, "between must name two groups"),
        (lambda m: open_lag(m, as_of=pd.NaT), ValueError, "as_of must be a date"),
        (lambda m: open_lag(m, as_of="soon"), TypeError, "as_of must be dates"),
        (lambda m: open_lag(m.assign(released=[20240101] * 4)), TypeError, "date must be dates"),
        (lambda m: gap_history(m.assign(date=None)), ValueError, "4 rows have no date"),
        (
            lambda m: gap_history(m.assign(date="2024-01-01"), date="date"),
            ValueError,
            "the column of the release dates",
        ),
    ],
)
def test_what_is_given_in_the_wrong_place_is_told(small, call, error, words):
    with pytest.raises(error) as refused:
        call(small)
    assert words in str(refused.value)


def test_scores_of_any_size_have_words(small):
    assert "AI Index" not in str(open_gap(table(("p", "proprietary", 10.0), ("o", "osi", 0.0))))
    assert open_gap(table(("p", "proprietary", 10.0), ("o", "osi", 1e6))).win_rate.value < 1e-99
    index = small.rename(columns={"elo": "index", "elo_lower": "index_lower", "elo_upper": "index_upper"})
    gap = open_gap(index, quality="index")
    assert "points" not in str(gap) + summary(gap)
    assert summary(gap).startswith("By the table given, the best open-weights model")


def several(small, **columns):
    return pd.concat([small.assign(date=day) for day in ("2024-10-01", "2024-11-01")], ignore_index=True).assign(
        **columns
    )


def test_a_history_checks_its_snapshots(small):
    with pytest.raises(ValueError, match="stands twice in a snapshot, 'p' for one"):
        gap_history(pd.concat([several(small), small.assign(date="2024-10-01T12:00:00")]))
    with pytest.raises(ValueError, match="some rows have no board"):
        gap_history(several(small, board=["text"] * 4 + [None] * 4))
    history = gap_history(several(small, coverage=["full", "partial", "full", "full"] + [None, "full"] * 2))
    assert history["coverage"].tolist() == ["partial", "full"]
    unnamed = several(small).drop(columns="model")
    assert gap_history(unnamed)["gap"].tolist() == [40, 40]


def test_each_board_of_a_history_is_measured_by_itself(small):
    both = pd.concat([several(small, board="text"), several(small, board="other")])
    history = gap_history(both.reset_index(drop=True))
    assert history["board"].tolist() == ["text", "text", "other", "other"]
    alone = gap_history(several(small, board="text"))
    pd.testing.assert_frame_equal(history.iloc[:2], alone)


def test_a_history_takes_its_groups_from_the_newest_snapshot_that_has_two(small):
    scores = several(small)
    scores = scores[~((scores["date"] == "2024-11-01") & (scores["openness"] == "osi"))]
    history = gap_history(scores, by="openness")
    assert history["gap"].iloc[0] == 40
    assert np.isnan(history["gap"].iloc[1])
    assert set(history["first"]) == {"proprietary"}
    assert set(history["second"]) == {"osi"}


def test_a_history_says_what_open_means(small):
    assert gap_history(several(small), open_means="osi")["open_means"].tolist() == ["osi", "osi"]
    assert gap_history(several(small), by="openness")["open_means"].isna().all()


def test_groups_of_one_s_own_keep_their_names(small):
    scores = several(small, kind=["Open weights", "Open weights", "Open source license", "Open source license"] * 2)
    history = gap_history(scores, by="kind", between=("Open weights", "Open source license"))
    assert not history.columns.duplicated().any()
    assert {"best_Open weights", "best_Open source license"} <= set(history)
