"""The price of a quality through time: published rates, records walked by hand, and worlds with a known rate."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frontier
from frontier import frontier_shift, price_decline, price_points, price_records
from frontier.words.numbers import figure

# Epoch AI, "LLM inference prices have fallen rapidly but unequally across tasks" (2025-03-12); its points are shipped.
# Published: score, level, n, first and last record, factor a year with its 90 % interval, R2.
EPOCH_RATES = [
    ("mmlu", 43.9, 9, "2021-11-20", "2024-10-03", 11.773, 8.287, 16.724, 0.96),
    ("mmlu", 64.8, 7, "2022-11-30", "2024-10-03", 15.831, 8.055, 31.115, 0.93),
    ("mmlu", 68, 6, "2023-03-06", "2024-10-03", 9.347, 4.801, 18.199, 0.93),
    ("mmlu", 86, 5, "2023-03-14", "2025-02-05", 15.857, 4.086, 61.541, 0.88),
    ("mmlu", 87, 5, "2023-11-06", "2025-02-05", 35.791, 5.027, 254.826, 0.86),
    ("arena", 1106, 7, "2023-03-06", "2024-10-03", 9.605, 5.259, 17.544, 0.92),
    ("arena", 1186, 6, "2023-03-14", "2024-10-03", 75.319, 7.556, 750.793, 0.80),
    ("arena", 1256, 5, "2023-11-06", "2024-09-24", 245.514, 4.234, 14237.680, 0.77),
    ("arena", 1285, 5, "2024-05-13", "2025-02-05", 176.960, 39.135, 800.186, 0.96),
]


@pytest.fixture(scope="module")
def epoch():
    return frontier.load_study("epoch-prices").rename(columns={"blended_usd_per_mtok": "usd"})


@pytest.fixture(scope="module")
def shown():
    return frontier.load_scores()


@pytest.fixture(scope="module")
def paid():
    prices = frontier.load_prices()
    return prices[prices["price_basis"].isin(["list", "host"])]


def points(*rows):
    table = pd.DataFrame(rows, columns=["model", "date", "price", "score"])
    return table.assign(date=pd.to_datetime(table["date"]))


def falling(n=6, factor=10.0, start="2020-01-01", every=365):
    days = pd.Timestamp(start) + pd.to_timedelta(every * np.arange(n), unit="D")
    return pd.DataFrame({"date": days, "price": 100.0 * factor ** (-np.arange(n) * every / 365)})


# --- Published numbers.


@pytest.mark.filterwarnings("ignore:the records span")
@pytest.mark.parametrize(("score", "level", "n", "first", "last", "factor", "low", "high", "r2"), EPOCH_RATES)
def test_epochs_rates(epoch, score, level, n, first, last, factor, low, high, r2):
    records = price_records(epoch, at_least=level, price="usd", score=score)
    decline = price_decline(records, confidence=0.9)
    assert decline.n == len(records) == n
    assert records["date"].iloc[[0, -1]].dt.strftime("%Y-%m-%d").tolist() == [first, last]
    told = decline.factor_per_year
    assert (told.value, told.low, told.high) == pytest.approx((factor, low, high), rel=1e-3)
    assert decline.r_squared == pytest.approx(r2, abs=0.005)
    assert decline.span_days == (pd.Timestamp(last) - pd.Timestamp(first)).days
    assert decline.level == level


def test_a_level_may_be_a_model(epoch):
    by_model = price_records(epoch, at_least="GPT-4-0314", price="usd", score="mmlu")
    by_number = price_records(epoch, at_least=86, price="usd", score="mmlu")
    assert by_model.drop(columns="level").equals(by_number.drop(columns="level"))
    assert set(by_model["level"]) == {"GPT-4-0314"}


# --- Records.


def test_records_by_thought():
    """The second is dearer, the third not good enough, the fourth as cheap as the first: only the last is a record."""
    table = points(
        ("a", "2023-01-01", 10.0, 80.0), ("b", "2023-02-01", 11.0, 90.0), ("c", "2023-03-01", 1.0, 79.0),
        ("d", "2023-04-01", 10.0, 85.0), ("e", "2023-05-01", 9.0, 80.0),
    )  # fmt: skip
    assert price_records(table, at_least=80)["model"].tolist() == ["a", "e"]


def test_of_two_records_of_one_day_the_later_counts():
    table = points(("a", "2023-01-01", 10.0, 80.0), ("b", "2023-01-01", 5.0, 80.0), ("c", "2023-01-01", 7.0, 80.0))
    assert price_records(table, at_least=80)["model"].tolist() == ["b"]


def test_what_is_not_known_is_left_out():
    table = points(
        ("a", None, 1.0, 80.0), ("b", "2023-01-01", None, 80.0), ("c", "2023-01-01", 2.0, None),
        ("d", "2023-01-02", 3.0, 80.0),
    )  # fmt: skip
    assert price_records(table, at_least=80)["model"].tolist() == ["d"]
    assert price_records(table, at_least=99).empty


def walked(table, level):
    """The rule, step by step."""
    records = []
    rows = table.sort_values("date", kind="stable")[["date", "price", "score", "model"]]
    for day, price, score, model in rows.itertuples(index=False):
        if score >= level and (not records or price < records[-1][1]):
            if records and records[-1][0] == day:
                records.pop()
            records.append((day, price, model))
    return records


@settings(max_examples=80)
@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(1, 9), st.integers(0, 4)), max_size=25),
    st.integers(0, 4),
)
def test_records_are_walked(rows, level):
    table = points(
        *((f"m{k}", pd.Timestamp("2024-01-01") + pd.Timedelta(days=day), price / 2, float(score))
          for k, (day, price, score) in enumerate(rows))
    )  # fmt: skip
    records = price_records(table.astype({"price": float, "score": float}), at_least=level)
    assert list(zip(records["date"], records["price"], records["model"], strict=True)) == walked(table, level)


def test_a_higher_level_is_never_cheaper(epoch):
    lows = [
        price_records(epoch, at_least=level, price="usd", score="mmlu")["price"].min() for level in (43.9, 68, 86, 88)
    ]
    assert lows == sorted(lows)


def test_inputs_are_never_mutated(unchanged, epoch, shown, paid):
    table = unchanged(epoch.copy())
    records = unchanged(price_records(table, at_least=86, price="usd", score="mmlu"))
    price_decline(records)
    price_points(unchanged(shown.copy()), unchanged(paid.copy()), reference="gpt-4-0314")


# --- The rate.


def test_a_known_rate_comes_back():
    decline = price_decline(falling(factor=10))
    assert decline.factor_per_year.value == pytest.approx(10)
    assert (decline.factor_per_year.low, decline.factor_per_year.high) == pytest.approx((10, 10))
    assert decline.halving_months == pytest.approx(12 * math.log10(2))
    assert decline.r_squared == pytest.approx(1)
    assert decline.at("2021-12-31") == pytest.approx(100 * 10 ** (-730 / 365))


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.99])
def test_the_line_is_that_of_the_library_of_statistics(epoch, confidence):
    from scipy import stats

    records = price_records(epoch, at_least=68, price="usd", score="mmlu")
    decline = price_decline(records, confidence=confidence)
    days = (records["date"] - records["date"].iloc[0]).dt.days
    line = stats.linregress(days, np.log10(records["price"]))
    half = stats.t.ppf((1 + confidence) / 2, len(records) - 2) * line.stderr
    expected = [10 ** (-365 * slope) for slope in (line.slope, line.slope + half, line.slope - half)]
    told = decline.factor_per_year
    assert [told.value, told.low, told.high] == pytest.approx(expected)
    assert decline.r_squared == pytest.approx(line.rvalue**2)


def test_intervals_of_the_rate_cover_where_the_model_holds():
    """Prices that scatter about a line: 90 % of the intervals hold its slope."""
    rng = np.random.default_rng(3)
    held = []
    for _ in range(400):
        records = falling(n=7, factor=8, every=100)
        records["price"] *= 10 ** rng.normal(0, 0.2, len(records))
        told = price_decline(records).factor_per_year
        held.append(told.low <= 8 <= told.high)
    assert np.mean(held) == pytest.approx(0.9, abs=4 * math.sqrt(0.09 / 400))


def test_a_price_that_does_not_fall_has_no_halving_time():
    rising = falling()
    rising["price"] = rising["price"].to_numpy()[::-1]
    decline = price_decline(rising)
    assert decline.factor_per_year.value < 1
    assert math.isnan(decline.halving_months)
    assert "halving" not in str(decline)


@pytest.mark.parametrize("n", [0, 1, 3])
def test_fewer_than_four_records_are_refused_with_the_reason(n):
    with pytest.raises(ValueError, match=rf"^{n} records? of the price, and at least 4 are needed for a rate"):
        price_decline(falling(n=4).head(n))


def test_a_short_span_warns():
    with pytest.warns(UserWarning, match="the records span 270 days, less than a year: short spans look steeper"):
        price_decline(falling(n=4, every=90))


def test_a_rate_reads_well(epoch):
    decline = price_decline(price_records(epoch, at_least=86, price="usd", score="mmlu"))
    first, last = decline.records["price"].iloc[[0, -1]]
    total, yearly = figure(first / last), figure((first / last) ** (365 / 694))
    assert str(decline) == (
        f"The price of a score of 86 went from {figure(first)} to {figure(last)}, {total} times cheaper, "
        f"or {yearly} times a year from end to end; fitted through 5 records in 694 days: "
        "15.9 times a year (90 % interval 4.09 to 61.5), halving every 3.0 months, R2 0.88"
    )
    assert "of the quality of GPT-4-0314" in str(
        price_decline(price_records(epoch, at_least="GPT-4-0314", price="usd", score="mmlu"))
    )


@pytest.mark.parametrize(
    ("prices", "why"),
    [
        ([8.0, 0.1, 7.0, 6.0], "includes no fall"),
        ([1000.0, 10.0, 9.0, 0.01], "spans more than a factor of 100"),
    ],
)
def test_a_rate_that_says_nothing_is_not_quoted(prices, why):
    decline = price_decline(falling(n=4, every=365).assign(price=prices))
    assert not decline.quotable
    assert decline.in_words().startswith("no rate is fitted through 4 records in 1095 days, as its 90 % interval, ")
    assert decline.in_words().endswith(f" times a year, {why}")
    assert decline.end_to_end == pytest.approx((prices[0] / prices[-1]) ** (1 / 3))
    assert str(decline).endswith(decline.in_words())
    assert "halving" not in str(decline)


# --- From our own tables.


def test_a_quality_of_gpt4_by_our_own_tables(shown, paid):
    """Each price is judged against GPT-4 on one snapshot; no score goes from one board to another."""
    table = price_points(shown, paid, reference="gpt-4-0314")
    records = price_records(table, at_least="gpt-4-0314")
    assert records["model"].tolist()[:2] == ["gpt-4-0314", "gpt-4-1106-preview"]
    assert "gpt-4o-mini-2024-07-18" in set(records["model"])
    assert records["price"].is_monotonic_decreasing
    assert (records["score"] >= 0).all()
    keys = shown.set_index(["date", "board", "model"])["elo"]
    for row in table.sample(60, random_state=1).itertuples():
        here = (row.snapshot, row.board)
        assert row.score == pytest.approx(keys[(*here, row.model)] - keys[(*here, "gpt-4-0314")])
    decline = price_decline(records)
    assert 5 < decline.factor_per_year.low < decline.factor_per_year.value < 100


def test_a_price_is_judged_on_the_next_snapshot_that_lists_both(shown, paid):
    table = price_points(shown, paid, reference="gpt-4-0314")
    days = shown.merge(shown.loc[shown["model"] == "gpt-4-0314", ["date", "board"]], on=["date", "board"])
    for row in table.sample(40, random_state=2).itertuples():
        listed = days.loc[days["model"] == row.model, "date"]
        later = listed[listed >= row.date]
        assert row.snapshot == (later.min() if len(later) else listed.max())


def test_a_score_of_one_snapshot(paid):
    models = frontier.load_models(as_of="2025-02-14").rename(columns={"elo_date": "date"})
    table = price_points(models, paid[paid["from"] <= "2025-02-14"])
    records = price_records(table, at_least=1300)
    assert records["model"].tolist() == ["o1-mini", "gemini-1.5-pro-002", "deepseek-v3"]
    assert set(table["snapshot"]) == {pd.Timestamp("2025-02-14")}


def test_any_price_will_do(shown, paid):
    blended = price_points(shown, paid, reference="gpt-4-0314", price=frontier.blended_price(paid))
    first = price_records(blended, at_least="gpt-4-0314").iloc[0]
    assert (first["model"], first["price"]) == ("gpt-4-0314", 37.5)
    assert set(price_records(blended, at_least=0).price_column) == {"blended_usd_per_mtok"}


def test_a_record_keeps_its_source(shown, paid):
    records = price_records(price_points(shown, paid, reference="gpt-4-0314"), at_least="gpt-4-0314")
    keys = paid.set_index(["model", "from", "price_basis"])["price_source"]
    for row in records.itertuples():
        assert keys[(row.model, row.date, row.price_basis)] == row.price_source


# --- Refusals.


def test_wrong_levels_are_refused(epoch):
    for level in (math.nan, math.inf, True, None):
        with pytest.raises(ValueError, match="at_least must be a finite number or the name of a model"):
            price_records(epoch, at_least=level, price="usd", score="mmlu")
    with pytest.raises(ValueError, match="no row is of the model 'GPT-4-0315'; did you mean 'GPT-4-0314'"):
        price_records(epoch, at_least="GPT-4-0315", price="usd", score="mmlu")
    twice = points(("a", "2023-01-01", 1.0, 80.0), ("a", "2023-02-01", 1.0, 81.0))
    with pytest.raises(ValueError, match="'a' has several scores in one place"):
        price_records(twice, at_least="a")
    assert price_records(twice.assign(snapshot=[1, 2]), at_least="a")["model"].tolist() == ["a"]


def test_wrong_columns_are_refused(epoch):
    with pytest.raises(ValueError, match="cost: the table has no column 'price'"):
        price_records(epoch, at_least=86, score="mmlu")
    with pytest.raises(TypeError, match="date must be dates"):
        price_records(epoch.assign(date=2024), at_least=86, price="usd", score="mmlu")
    with pytest.raises(ValueError, match="price must be > 0, and that of 'Claude-3-Opus' is not"):
        price_records(epoch.assign(usd=epoch["usd"].replace(30, 0)), at_least=86, price="usd", score="mmlu")
    with pytest.raises(ValueError, match="confidence must lie strictly between 0 and 1"):
        price_decline(falling(), confidence=1)


def test_scores_of_several_snapshots_need_a_reference(shown, paid):
    with pytest.raises(ValueError, match=r"of 38 snapshots, and scores of two snapshots are not comparable"):
        price_points(shown, paid)
    with pytest.raises(ValueError, match="no snapshot lists the model of reference 'gpt-4'; did you mean"):
        price_points(shown, paid, reference="gpt-4")


# --- Frontiers of two days.


def frontier_of(*rows, half=None, **columns):
    """Find the frontier of (model, price, elo) rows, with intervals of half that width."""
    table = pd.DataFrame(rows, columns=["model", "output_usd_per_mtok", "elo"]).assign(**columns)
    if half is not None:
        table = table.assign(elo_lower=table["elo"] - half, elo_upper=table["elo"] + half)
    return frontier.find_frontier(table)


def sampled_shift(before, after, size):
    """Measure the two areas on a fine grid, from the tables alone."""

    def cheapest(table, score):
        return table.loc[table["elo"] >= score, "output_usd_per_mtok"].min()

    def best(table, price):
        return table.loc[table["output_usd_per_mtok"] <= price, "elo"].max()

    old, new = before.table, after.table
    lowest = min(
        table.loc[table["output_usd_per_mtok"] == table["output_usd_per_mtok"].min(), "elo"].max()
        for table in (old, new)
    )
    top = min(old["elo"].max(), new["elo"].max())
    lowest = min(lowest, top)
    scores = lowest + (np.arange(size) + 0.5) / size * (top - lowest) if top > lowest else [top]
    across = [math.log(cheapest(old, s) / cheapest(new, s)) for s in scores]
    start = max(table["output_usd_per_mtok"].min() for table in (old, new))
    stop = max(cheapest(table, table["elo"].max()) for table in (old, new))
    stop = max(start, stop)
    prices = start * (stop / start) ** ((np.arange(size) + 0.5) / size) if stop > start else [start]
    up = [best(new, p) - best(old, p) for p in prices]
    return math.exp(np.mean(across)), float(np.mean(up))


def test_a_shift_by_thought():
    """The dear step halves in price, the cheap one is unchanged: over half of the scores twice as cheap."""
    before = frontier_of(("a", 1.0, 1000.0), ("b", 8.0, 1100.0))
    after = frontier_of(("a", 1.0, 1000.0), ("c", 2.0, 1100.0))
    shift = frontier_shift(before, after)
    assert shift.times_cheaper.value == pytest.approx(4)  # from 8 to 2 at every score between 1000 and 1100
    assert shift.points_better.value == pytest.approx(100 * math.log(8 / 2) / math.log(8))
    assert shift.shared_scores == (1000, 1100)
    assert shift.shared_prices == pytest.approx((1, 8))
    assert shift.models == (2, 2)
    assert math.isnan(shift.times_cheaper.low)


def test_a_new_best_score_counts_in_points_only():
    before = frontier_of(("a", 1.0, 1000.0), ("b", 10.0, 1100.0))
    after = frontier_of(("a", 1.0, 1000.0), ("b", 10.0, 1100.0), ("c", 100.0, 1300.0))
    shift = frontier_shift(before, after)
    assert shift.times_cheaper.value == pytest.approx(1)
    assert shift.points_better.value == 0  # up to 100, where it begins
    assert shift.shared_prices == pytest.approx((1, 100))


def test_one_price_for_all():
    shift = frontier_shift(frontier_of(("a", 4.0, 1000.0)), frontier_of(("b", 1.0, 1050.0)))
    assert (shift.times_cheaper.value, shift.points_better.value) == (pytest.approx(4), pytest.approx(50))


models_of_two_days = st.lists(
    st.tuples(st.integers(1, 12), st.integers(1000, 1010), st.booleans(), st.booleans()), min_size=2, max_size=12
)


@pytest.mark.slow
@settings(max_examples=10)
@given(models_of_two_days)
def test_a_shift_is_the_area_between_two_step_lines(rows):
    named = [(f"m{k}", float(price), float(score), old, new) for k, (price, score, old, new) in enumerate(rows)]
    old, new = ([row[:3] for row in named if row[side]] for side in (3, 4))
    if not old or not new:
        return
    before, after = frontier_of(*old), frontier_of(*new)
    shift = frontier_shift(before, after)
    cheaper, better = sampled_shift(before, after, 500)
    assert shift.times_cheaper.value == pytest.approx(cheaper, rel=0.03)
    assert shift.points_better.value == pytest.approx(better, abs=0.08)


def test_a_frontier_is_not_shifted_from_itself(deck):
    found = frontier.find_frontier(deck)
    shift = frontier_shift(found, found)
    assert shift.times_cheaper == frontier.Estimate(1, 1, 1)
    assert shift.points_better == frontier.Estimate(0, 0, 0)


def test_halving_every_price_is_twice_as_cheap(deck):
    found = frontier.find_frontier(deck)
    half = frontier.find_frontier(deck.assign(output_usd_per_mtok=deck["output_usd_per_mtok"] / 2))
    assert str(frontier_shift(found, half).times_cheaper) == "2 (2 to 2)"
    assert str(frontier_shift(half, found).times_cheaper) == "0.5 (0.5 to 0.5)"


@pytest.mark.slow
def test_the_interval_of_a_shift_is_that_of_scores_drawn_anew():
    """A loop over draws: a model on both frontiers has one score in both."""
    rng = np.random.default_rng(5)
    rows = [(f"m{k}", float(rng.uniform(1, 20)), float(rng.normal(1200, 40))) for k in range(12)]
    before, after = frontier_of(*rows[:8], half=20), frontier_of(*rows[3:], half=20)
    shift = frontier_shift(before, after, draws=100, seed=3)
    names = [*before.table["model"], *(m for m in after.table["model"] if m not in set(before.table["model"]))]
    noise = np.random.default_rng(3).standard_normal((100, len(names))) * 20 / 1.959964
    drawn = []
    for row in noise:
        moved = dict(zip(names, row, strict=True))
        one, other = (
            frontier.find_frontier(
                found.table[["model", "output_usd_per_mtok"]].assign(
                    elo=found.table["elo"] + found.table["model"].map(moved)
                )
            )
            for found in (before, after)
        )
        again = frontier_shift(one, other)
        drawn.append((again.times_cheaper.value, again.points_better.value))
    for number, values in zip((shift.times_cheaper, shift.points_better), np.transpose(drawn), strict=True):
        assert (number.low, number.high) == pytest.approx(tuple(np.percentile(values, [2.5, 97.5])))


@pytest.mark.slow
def test_the_real_frontier_moved(unchanged):
    day = "2025-02-14"
    before, after = (
        frontier.find_frontier(unchanged(frontier.load_models(as_of=day, prices_as_of=prices)))
        for prices in ("2024-08-14", day)
    )
    shift = frontier_shift(before, after)
    cheaper, better = sampled_shift(before, after, 2_000)
    assert shift.times_cheaper.value == pytest.approx(cheaper, rel=2e-3)
    assert shift.points_better.value == pytest.approx(better, abs=0.05)
    assert str(shift) == (
        "3.99 (3.76 to 4.23) times cheaper at equal quality (elo 1036.9 to 1284.97), 105 (100 to 111) points better at "
        "equal price (output_usd_per_mtok 0.2 to 15); 28 models with a price before, 85 after"
    )


def test_prices_of_an_earlier_day(deck):
    """Scores of one day with the prices of another: nothing that was not sold yet has a price."""
    models = frontier.load_models(as_of="2025-02-14", prices_as_of="2024-08-14").set_index("model")
    assert models["elo"].equals(deck.set_index("model")["elo"])
    assert models["price_date"].max() <= pd.Timestamp("2024-08-14")
    assert models.loc["gpt-4o-mini-2024-07-18", "output_usd_per_mtok"] == 0.6
    assert math.isnan(models.loc["deepseek-r1", "output_usd_per_mtok"])
    with pytest.raises(ValueError, match="prices_as_of must be a date"):
        frontier.load_models(prices_as_of="then")


def test_frontiers_that_cannot_be_compared_are_refused():
    one, other = frontier_of(("a", 1.0, 1000.0)), frontier_of(("a", 1.0, 1010.0))
    with pytest.raises(ValueError, match="'a' has a elo of 1000 before and of 1010 after"):
        frontier_shift(one, other)
    with pytest.raises(TypeError, match="must be what find_frontier"):
        frontier_shift(one, one.table)
    with pytest.raises(ValueError, match="a frontier has no models to compare"):
        frontier_shift(one, frontier_of(("a", math.nan, 1000.0)))
    with pytest.raises(ValueError, match="'a' stands twice in one frontier"):
        frontier_shift(one, frontier_of(("a", 1.0, 1000.0), ("a", 2.0, 1000.0)))
    with pytest.raises(ValueError, match="the scores are of 2 snapshots"):
        frontier_shift(frontier_of(("b", 1.0, 1.0), board="text"), frontier_of(("a", 1.0, 1.0), board="elo-online"))
    with pytest.raises(ValueError, match="of different columns"):
        frontier_shift(one, frontier.find_frontier(one.table.rename(columns={"elo": "score"}), quality="score"))
    with pytest.raises(ValueError, match="draws must be a whole number of at least 100"):
        frontier_shift(one, one, draws=10)


# --- What an answer depends on is in the table.


def test_points_that_went_through_concat_or_a_file_give_the_same_records(tmp_path):
    """The level is that of the model of reference; a row that is added must say the same, or it is refused."""
    scores = frontier.load_scores(board="text")
    prices = frontier.load_prices(price_basis="list")
    points = price_points(scores, prices, reference="gpt-4-0314")
    expected = price_records(points, at_least="gpt-4-0314")
    assert len(expected) > 3
    points.to_csv(tmp_path / "points.csv", index=False)
    again = pd.read_csv(tmp_path / "points.csv", parse_dates=["date", "snapshot"])
    assert price_records(again, at_least="gpt-4-0314")["model"].tolist() == expected["model"].tolist()
    own = {"model": "mine", "date": pd.Timestamp("2026-11-01"), "price": 0.01, "score": 5.0}
    with pytest.raises(ValueError, match=r"column 'reference', which must be the same in every row, .* row 0"):
        price_records(pd.concat([points, pd.DataFrame([own])]), at_least="gpt-4-0314")
    added = pd.concat([points, pd.DataFrame([own | {"reference": "gpt-4-0314"}])], ignore_index=True)
    records = price_records(added, at_least="gpt-4-0314")
    assert records["model"].tolist() == [*expected["model"], "mine"]
    assert not records.attrs
    assert not points.attrs


def test_a_decline_is_that_of_the_days_not_of_the_rows():
    days = pd.to_datetime(["2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01"])
    records = pd.DataFrame({"date": days, "price": [1000.0, 110.0, 9.0, 1.0]})
    turned = price_decline(records.iloc[::-1])
    assert turned.factor_per_year == price_decline(records).factor_per_year
    assert turned.span_days == 1095
    assert turned.at("2022-07-02") == price_decline(records).at("2022-07-02")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"date": pd.Timestamp("2021-01-01")}, "all records are of 2021-01-01, and a rate needs at least two days"),
        ({"price": [1.0, 0.0, 2.0, 1.0]}, "each record needs a date and a price > 0, and row 1 has not"),
        ({"price": [1.0, -1.0, None, 1.0]}, "row 1, 2 has not"),
        ({"date": [pd.Timestamp("2021-01-01"), None, None, None]}, "row 1, 2, 3 has not"),
    ],
)
def test_records_of_which_no_rate_can_be_had_are_refused(change, words):
    days = pd.to_datetime(["2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01"])
    records = pd.DataFrame({"date": days, "price": [1000.0, 110.0, 9.0, 1.0]}).assign(**change)
    with pytest.raises(ValueError, match=words):
        price_decline(records)


def test_a_shift_of_errors_is_the_negated_shift():
    before = pd.DataFrame({"model": list("abc"), "cost": [1.0, 2.0, 4.0], "error": [0.5, 0.4, 0.2]})
    after = before.assign(cost=[0.5, 1.0, 3.0])
    plain, turned = (
        frontier_shift(
            *(
                frontier.find_frontier(t.assign(good=-t["error"]), cost="cost", quality=q, lower_is_better=low)
                for t in (before, after)
            )
        )
        for q, low in (("error", True), ("good", False))
    )
    assert plain.times_cheaper.value == turned.times_cheaper.value
    assert plain.points_better.value == turned.points_better.value
    assert plain.shared_scores == tuple(-end for end in reversed(turned.shared_scores))
    assert "points" not in str(plain)
