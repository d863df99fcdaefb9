"""The titles of the published figures: facts that are computed again from the tables, and one number for one pair."""

import html
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import frontier

ROOT = Path(__file__).resolve().parent.parent
PAIR = re.compile(r"(?:^|: )(?P<a>[^:]+?) is [^:]+? below (?P<b>.+?)(?:, within [\w ]+,)? at (?P<share>[\d.]+ %)")
SAME = {"GPT-4o": "ChatGPT-4o latest (2024-11-20)"}  # the deck's name
PRICE = "output_usd_per_mtok"


def titles():
    """Return the title of each committed figure, on one line."""
    found = {path.stem: re.search(r"<title>(.*?)</title>", path.read_text(), re.DOTALL) for path in
             sorted((ROOT / "figures").glob("*.svg"))}  # fmt: skip
    return {name: html.unescape(match[1]).replace("\n", " ") for name, match in found.items()}


def priced(**day):
    return frontier.load_models(**day).dropna(subset=["elo", PRICE]).query("retired.isna()").set_index("name")


def below(models, a, b, *, share=True):
    """Return what a title says of two models, from the raw rows."""
    at = f" at {100 * models[PRICE][a] / models[PRICE][b]:.2g} % of its price" if share else ""
    return rf"{re.escape(a)} is {models['elo'][b] - models['elo'][a]:.0f} points below {re.escape(b)}.*{at}"


def newest():
    models = priced()
    best = models["elo"].idxmax()
    half = models[models[PRICE] <= models[PRICE][best] / 2]
    return below(models, half["elo"].idxmax(), best)


def newest_classes():
    models = priced()
    is_open = models["openness"] != "proprietary"
    a, b = (models[rows]["elo"].idxmax() for rows in (is_open, ~is_open))
    costs = np.unique(models[PRICE])
    ahead = [
        models[is_open & (models[PRICE] <= cost)]["elo"].max() > models[~is_open & (models[PRICE] <= cost)]["elo"].max()
        for cost in costs
    ]
    stop = costs[np.flatnonzero(ahead)[-1] + 1]
    return rf".* to \${f'{stop:.2f}'.removesuffix('.00')} and trail above: {below(models, a, b, share=False)}"


def price_of_gpt4():
    scores, prices = frontier.load_scores(), frontier.load_prices(price_basis=("list", "host"))
    records = frontier.price_records(
        frontier.price_points(scores, prices, reference="gpt-4-0314"), at_least="gpt-4-0314"
    )
    total, days = records["price"].iloc[0] / records["price"].iloc[-1], np.ptp(records["date"]).days
    return rf".* from \$60 .* {float(f'{total:.2g}'):,.0f} times cheaper, {total ** (365 / days):.2g} times a year"


def gap():
    rows = frontier.load_scores(board="text-style-control").query("coverage != 'partial'")
    rows = rows[rows["date"] == rows["date"].max()]
    is_open = rows["openness"] != "proprietary"
    return rf"Open-weights models are {rows[~is_open]['elo'].max() - rows[is_open]['elo'].max():.0f} points behind .*"


def compute():
    models = frontier.load_models(as_of="2025-02-14").dropna(subset=["elo", "training_flop"]).set_index("name")
    best, largest = models["elo"].idxmax(), models["training_flop"].idxmax()
    share = 100 * models["training_flop"][best] / models["training_flop"][largest]
    points = models["elo"][best] - models["elo"][largest]
    return rf"{best} scores {points:.0f} points above .*, at about {share:.2g} % of its estimated training compute"


def frontiers():
    return r".*: on average about [\d.]+ times cheaper at equal quality, \d+ points better at equal price; since .*"


@pytest.mark.living
@pytest.mark.parametrize(
    ("figure", "facts"),
    [
        ("newest", newest), ("newest-classes", newest_classes), ("price-of-gpt4", price_of_gpt4), ("gap", gap),
        ("deck-compute", compute), ("frontiers", frontiers), ("deck-frontiers", frontiers),
    ],
)  # fmt: skip
def test_a_title_says_what_the_tables_say(figure, facts):
    assert re.fullmatch(facts(), titles()[figure])


@pytest.mark.living
def test_no_two_published_titles_give_one_pair_of_models_two_ratios():
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    alternatives = [text for page in pages for text in re.findall(r"!\[(.*?)\]", page.read_text(encoding="utf-8"))]
    found = [match for text in [*titles().values(), *alternatives] if (match := PAIR.search(text))]
    assert found
    said = pd.DataFrame([(SAME.get(m["a"], m["a"]), SAME.get(m["b"], m["b"]), m["share"]) for m in found])
    assert said.groupby([0, 1])[2].nunique().max() == 1, said.to_string()
