"""Numbers and results in words."""

import datetime as dt
import math
import subprocess
import sys

import pandas as pd
import pytest

import frontier
from frontier.words.headlines import best_and_rival, headline
from frontier.words.numbers import chance, figure, money, month, percent, points, share_of, times
from frontier.words.sources import frontier_sources


def test_words_for_numbers_load_nothing_heavy():
    code = "import sys, frontier.words.numbers; print(*sorted({'numpy', 'pandas', 'matplotlib'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""


@pytest.mark.parametrize(
    ("value", "currency", "written"),
    [
        (1000, "$", "$1,000"),
        (1.999, "$", "$2.00"),
        (0.0375, "$", "$0.04"),
        (0.002, "€", "€0.002"),
        (0.14, "USD", "0.14 USD"),
        (3e-5, "", "3·10⁻⁵"),
        (2.5, "", "2.5"),
    ],
)
def test_money(value, currency, written):
    assert money(value, currency) == written


def test_a_chance_is_never_none_or_all():
    assert [chance(p) for p in (0.0, 0.0004, 0.0006, 0.9994, 0.9996, 1.0)] == [
        "below 0.1 %", "below 0.1 %", "0.1 %", "99.9 %", "above 99.9 %", "above 99.9 %",
    ]  # fmt: skip
    assert [chance(p, 0) for p in (0.004, 0.5, 0.996)] == ["below 1 %", "50 %", "above 99 %"]
    assert percent(1.0, 0) == "100 %"


def test_numbers_to_the_digits_that_mean_something():
    assert [figure(v) for v in (0.0, math.nan, 99.96, 100.4, -0.0005)] == ["0", "nan", "100", "100", "-0.0005"]
    assert [times(v) for v in (1.0, 9.96, 10, 999)] == ["1.0 times", "10.0 times", "10 times", "1,000 times"]
    assert [points(v) for v in (0.99, 1.0, 1.49, 1.6)] == ["less than a point", "1 point", "1 point", "2 points"]
    assert [share_of(r, "cost") for r in (1, 0.96, 0.001, 12.34)] == [
        "the same cost", "nearly the same cost", "0.1 % of its cost", "12 times the cost",
    ]  # fmt: skip
    assert month(dt.date(1, 1, 1)) == "January 0001"


@pytest.mark.parametrize(
    ("points", "rival"),
    [
        ([(1, 10), (4, 20), (9, 30), (10, 40)], 1),  # the best at half the price, though one is nearer
        ([(6, 10), (9, 30), (10, 40)], 1),  # none at half the price: the second best
        ([(5, 10), (5, 10), (10, 40)], 0),  # of equals the first
        ([(1, 40), (2, 30)], None),
    ],
)
def test_the_rival_of_a_headline(points, rival):
    table = pd.DataFrame(points, columns=["price", "score"]).assign(model=lambda t: t.index.astype(str))
    best, other = best_and_rival(frontier.find_frontier(table, cost="price", quality="score"))
    assert table["score"][best] == 40
    assert other == rival


def test_a_headline_names_the_task():
    models = frontier.load_models(as_of="2026-10-20", task="coding")
    found = frontier.find_frontier(models)
    assert headline(found).title.startswith("Coding: Muse Spark 1.2 (xhigh) is 17 points below Gemini 4 Argon")
    assert headline(found, band=True).title.startswith("Coding: ")
    assert headline(frontier.open_lag(models)).title.startswith("Coding: ")
    assert frontier_sources(found)[0] == (
        "Scores: Coding, Chatbot Arena, text with style control, 20 Oct 2026 (CC BY 4.0)."
    )


def test_every_kind_of_result_has_a_headline():
    day = "2025-02-14"
    scores, prices = frontier.load_scores(board="text"), frontier.load_prices()
    models = frontier.load_models(as_of=day)
    then = frontier.find_frontier(frontier.load_models(as_of=day, prices_as_of="2024-08-14"))
    now = frontier.find_frontier(models)
    shift = frontier.frontier_shift(then, now, draws=100)
    quality = frontier.price_points(scores, prices[prices["from"] <= day], reference="gpt-4-0314")
    records = frontier.price_records(quality, at_least="gpt-4-0314")
    decline = frontier.price_decline(records)
    titles = {
        "cheaper at equal quality": headline(shift),
        "From August to February: ": headline({"August": then, "February": now}, shift=shift),
        "The frontier from August to February": headline({"August": then, "February": now}),
        "Open-weights models are 23 points behind": headline(
            frontier.gap_history(scores[scores["date"] <= day], draws=100)
        ),
        "still ahead": headline(frontier.open_lag(models, method="matched")),
        "times cheaper a year": headline(decline),
        "The quality of GPT-4 (0314) cost $60 in March 2023 and": headline(records),
        "published lags": headline(frontier.check_claims(["deck-lag"])),
        "with at least 90 % probability": headline(now, band=True),
    }
    for words, said in titles.items():
        assert words in said.title
        assert str(said).splitlines()[0] == said.title
        assert said.subtitle
