"""What the page of the table knows, without a browser: each number and sentence is the library's."""

import html
import importlib.util
import json
import re
from pathlib import Path

import pandas as pd
import pytest

import frontier
from frontier.data.sources import source_links
from frontier.frames.openness import TIERS
from frontier.report import curated
from frontier.report.data import report_data
from frontier.report.fallback import fallback
from frontier.report.page import _page
from frontier.words.headlines import headline
from frontier.words.page import gap_cards
from frontier.words.sources import price_sources_in_words

PAGE = Path(__file__).resolve().parent / "page"


@pytest.fixture(scope="module")
def data():
    return report_data()


@pytest.fixture(scope="module")
def newest():
    return frontier.load_models()


def known(value):
    return None if pd.isna(value) else value


WHOSE = {
    "list": {"price_basis": "list"},
    "cheapest": {"price_basis": ("list", "host"), "hosts": "cheapest"},
    "arena": {"price_basis": "arena"},
}


@pytest.mark.parametrize("value", WHOSE)
def test_other_prices_are_those_of_the_library(data, value):
    assert value in [one["value"] for one in data["whose"]]
    names = data["models"]["model"]
    for number, shot in enumerate(data["snapshots"]):
        if number % 6 and number != data["newest"]:
            continue
        day = None if number == data["newest"] else shot["date"]
        models = frontier.load_models(as_of=day, board=day and shot["board"], **WHOSE[value])
        priced = models.dropna(subset="output_usd_per_mtok")
        source = price_sources_in_words(priced)
        want = {
            row.model: [
                known(row.input_usd_per_mtok), known(row.cached_input_usd_per_mtok), row.output_usd_per_mtok,
                source[row.Index], f"{row.price_date:%Y-%m-%d}", row.host,
            ]
            for row in priced.itertuples()
        }  # fmt: skip
        got = {names[int(k)]: row for k, row in data["prices"][value][number].items()}
        assert {model: [*row[:3], data["sources"][row[3]], *row[4:]] for model, row in got.items()} == want


def test_the_day_of_the_deck_has_its_38_prices(data):
    day = [shot["date"] for shot in data["snapshots"]].index("2025-02-14")
    assert len(data["prices"]["arena"][day]) == 38


def test_a_row_ends_with_its_host(data, newest):
    hosts = newest.set_index("model")["host"]
    rows = data["snapshots"][data["newest"]]["rows"]
    assert {data["models"]["model"][row[0]]: row[-1] for row in rows} == {m: known(h) for m, h in hosts.items()}
    assert any(row[-1] for row in rows)


def test_a_source_has_an_address_where_it_names_one(data):
    assert len(data["source_links"]) == len(data["sources"])
    for source, link in zip(data["sources"], data["source_links"], strict=True):
        assert link == next(iter(source_links(source)), None)
    assert sum(link is not None for link in data["source_links"]) > 0.9 * len(data["sources"])


def test_what_is_announced_is_of_the_newest_prices(data, newest):
    table = newest.set_index("model")
    for name, until, promotional, announced in zip(
        *(data["models"][column] for column in ("model", "until", "promotional", "announced")), strict=True
    ):
        end = table["price_until"].get(name)
        assert until == (None if pd.isna(end) else f"{end - pd.Timedelta(days=1):%Y-%m-%d}")
        assert (announced is None) == (until is None)
        assert not promotional or until
    prices = frontier.load_prices(price_basis=("list", "host"))
    promoted = prices[(prices["ended"] == "promotion") & prices["until"].isin(newest["price_until"].dropna())]
    got = [m for m, so in zip(data["models"]["model"], data["models"]["promotional"], strict=True) if so]
    assert sorted(got) == sorted(set(promoted["model"]) & set(newest["model"]))


def test_the_gap_is_said_in_three_cards_and_a_line(data, newest):
    gap = frontier.open_gap(newest)
    assert data["cards"] == gap_cards(gap)
    best, price, score = data["cards"]
    points, low, high = (round(number) for number in (gap.score.value, gap.score.low, gap.score.high))
    assert best["value"] == f"{points} points behind"
    assert best["note"].startswith(f"{low} to {high} with")
    assert f"{round(100 - 100 * gap.win_rate.value)} of 100 votes" in best["note"]
    assert f"{abs(round(gap.score_at_price.value))} points" in price["value"]
    factor = gap.price_ratio.value
    assert score["value"].startswith(f"{max(factor, 1 / factor):.1f} times {'cheaper' if factor > 1 else 'more'}")
    assert data["gap"]["line"] == headline(frontier.open_lag(newest, method="backward")).title


def test_cards_say_less_where_less_is_known():
    table = pd.DataFrame(
        {"model": ["a", "b", "c"], "accuracy": [0.5, 0.75, 0.6], "usd": [1.0, 2.0, 3.0],
         "openness": ["osi", "proprietary", "proprietary"]}
    )  # fmt: skip
    gap = frontier.open_gap(table, quality="accuracy", cost="usd")
    assert gap_cards(gap) == [{"title": "Best open-weights model", "value": "0.25 behind", "note": ""}]


def test_the_tiers_are_nested_as_the_definitions_are(data):
    tiers = {one["value"]: set(one["tiers"]) for one in data["tiers"]}
    assert tiers["open"] > tiers["commercial"] > tiers["osi"]
    assert tiers["open"] | tiers["proprietary"] == {tier.name for tier in TIERS}


def test_each_benchmark_has_its_runs(data, newest):
    assert {one["value"] for one in data["benchmarks"]} >= {"aider-polyglot", "openhands-swe-bench"}
    for one in data["benchmarks"]:
        runs = frontier.load_runs(benchmark=one["value"])
        found = frontier.run_frontier(runs, uncertainty=False)
        want = {(row.name, row.score, row.usd_per_task) for row in found.table.itertuples(index=False)}
        assert {(row["name"], row["score"], row["cost"]) for row in one["rows"]} == want
        several = {row["family"] for row in one["rows"]} - {None}
        assert all(sum(row["model"] == model for row in one["rows"]) > 1 for model in several)
        covered = newest["model"].isin([row["model"] for row in one["rows"]]).sum()
        assert one["note"].startswith(f"{covered} of {len(newest)} models")
    aider = next(one for one in data["benchmarks"] if one["value"] == "aider-polyglot")
    assert any(row["family"] for row in aider["rows"])
    assert all(row["score"] > 0 for row in aider["rows"]), "what does nothing is on no frontier"


def test_a_quality_says_what_it_costs_today(data):
    prices = frontier.load_models().set_index("name")["output_usd_per_mtok"]
    for one in data["qualities"]:
        assert one["today"]["price"] >= min(row["price"] for row in one["rows"])
        if one["today"]["name"] in prices:
            assert prices[one["today"]["name"]] == one["today"]["price"]


def test_a_quality_leads_with_its_ends_and_quotes_a_rate_only_where_it_says_something(data):
    for one in data["qualities"]:
        first, last = (one["rows"][k]["price"] for k in (0, -1))
        factor = float(re.search(r"([\d,.]+) times cheaper", one["summary"])[1].replace(",", ""))
        assert factor == pytest.approx(first / last, rel=0.05)
        fitted = re.search(r"interval ([\d.,]+) to ([\d.,]+)\)", one["summary"])
        assert bool(one["line"]) == bool(fitted)
        if fitted:
            low, high = (float(end.replace(",", "")) for end in fitted.groups())
            assert low > 1
            assert high < 100 * low


def test_claims_say_what_is_wrong_and_keep_their_code_to_themselves(data):
    rows = data["claims"]["rows"]
    assert not any("call" in row for row in rows)
    assert "lambda" not in json.dumps(rows)
    for row in rows:
        assert row["verdict_words"].startswith(row["verdict"])
        assert row["method"] == (row["tested_on"] == "the study's own points")
    words = {row["claim"]: row["verdict_words"] for row in rows}
    assert words["deck-lag"] == "does not hold: overstated"
    assert words["deck-compute"] == "does not hold: understated"


def test_the_page_says_what_it_is(data):
    about = data["about"]
    assert about["version"] == frontier.__version__
    assert about["day"] in about["cite"]
    assert "CC BY 4.0" in about["license"]


def test_a_table_of_any_kind_says_less():
    mine = pd.DataFrame({"model": ["a", "b"], "usd": [1.0, 2.0], "accuracy": [0.5, 0.75]})
    data = report_data(mine, cost="usd", quality="accuracy")
    assert data["about"]["day"] is data["about"]["license"] is None
    assert data["whose"] == data["benchmarks"] == data["cards"] == []
    assert data["prices"] == {}
    assert [len(row) for row in data["snapshots"][0]["rows"]] == [len(data["columns"]) + 4] * 2


def test_prices_of_one_kind_are_named_as_the_default(monkeypatch):
    few = frontier.check_claims("deck-flash")  # the statements are the same whatever the prices
    monkeypatch.setattr(curated, "check_claims", lambda **_: few)
    data = report_data(price_basis="arena")
    assert data["whose"][0] == {"value": "", "text": "the Arena's own price table"}


def flat(value):
    """Return the leaves of JSON, numbers and texts apart."""
    if isinstance(value, dict | list):
        children = value.values() if isinstance(value, dict) else value
        pairs = [flat(child) for child in children]
        keys = list(value) if isinstance(value, dict) else []
        return [n for one, _ in pairs for n in one], keys + [t for _, other in pairs for t in other]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return ([value], []) if number else ([], [value])


def test_the_answers_that_the_scripts_are_tested_with_are_the_librarys():
    spec = importlib.util.spec_from_file_location("golden", PAGE / "golden.py")
    golden = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(golden)
    numbers, texts = flat(json.loads(golden.text(golden.golden())))
    kept_numbers, kept_texts = flat(json.loads((PAGE / "golden.json").read_text(encoding="utf-8")))
    assert texts == kept_texts, "python tests/page/golden.py writes them again"
    assert numbers == pytest.approx(kept_numbers, rel=1e-7, abs=3e-6)


EVIL = "</noscript><script>/*DATA*/</script><img src=x>\ud800"


def test_without_scripts_a_page_says_what_the_library_says(data, newest):
    found = frontier.find_frontier(newest)
    said = fallback(data)
    assert data["said"]["title"] == headline(found).title
    assert data["said"]["subtitle"] in said
    assert data["gap"]["summary"] in html.unescape(said)
    table = re.findall(r"<tr>(.*?)</tr>", said)
    assert [html.unescape(re.findall(r"<td>(.*?)</td>", row)[0]) for row in table[1:]] == found.members["name"].tolist()
    assert said.count("<circle") == len(found.table)
    names = re.findall(r'text-anchor="end">(.*?)</text>', said)
    assert set(map(html.unescape, names)) <= set(found.members["name"])
    assert len(names) >= len(found.members) * 2 / 3
    assert found.members["name"].iloc[-1] in html.unescape(names[0]), "the best is named first"


def test_without_scripts_the_line_passes_through_the_members():
    table = pd.DataFrame({"model": list("abcd"), "usd": [1, 10, 100, 50], "error": [0.5, 0.3, 0.1, 0.6]})
    said = fallback(report_data(table, cost="usd", quality="error", lower_is_better=True))
    path = re.search(r'd="M([^"]*)"', said)[1]
    centers = [tuple(map(float, at)) for at in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', said)]
    corners = re.findall(r"V([\d.]+)H([\d.]+)", path)
    assert sorted((float(x), float(y)) for y, x in corners) == sorted(centers[1:])  # the first is beaten
    assert [x for x, _ in sorted(centers[1:])] == [160.0, 440.0, 720.0]  # a log scale
    assert [y for _, y in sorted(centers[1:])] == sorted((y for _, y in centers[1:]), reverse=True)


def test_one_row_and_equal_rows_are_drawn():
    for rows in ([(1.0, 0.5)], [(1.0, 0.5), (1.0, 0.5)]):
        table = pd.DataFrame(rows, columns=["usd", "score"])
        assert fallback(report_data(table, cost="usd", quality="score")).count("<circle") == len(rows)


def test_names_are_text_without_scripts(data):
    hostile = json.loads(json.dumps(data))
    for column in ("name", "organization"):
        hostile["models"][column] = [EVIL] * len(hostile["models"][column])
    hostile["said"] = dict.fromkeys(hostile["said"], EVIL)
    assert "<script" not in fallback(hostile)
    page = _page(hostile, "")
    assert page.encode(errors="replace").decode()
    assert page.count("<noscript>") == page.count("</noscript>") == 1
    assert page.count('<script type="application/json"') == page.count('{"claims":') == 1
    assert f'id="title">{html.escape(EVIL)}</h' in page
