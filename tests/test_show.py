"""The commands show and cite: every price and score of a model with a source that opens, and the citation."""

import json
import re

import pandas as pd
import pytest

import frontier
from frontier.cli.main import main
from frontier.data.runs import load_runs
from frontier.data.sources import data_version, source_links
from frontier.data.tables import load_prices, load_scores, load_snapshots


@pytest.fixture
def shown(capsys):
    def command(*words):
        assert main(["show", *words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return command


def test_every_price_and_score_of_the_model_is_shown_with_its_source(shown):
    found = shown("deepseek-r1")
    prices = load_prices().query("model == 'deepseek-r1'")
    scores = load_scores(board="all").query("model == 'deepseek-r1'")
    assert sorted(row["output_usd_per_mtok"] for row in found["prices"]) == sorted(prices["output_usd_per_mtok"])
    assert sorted(row["elo"] for row in found["scores"]) == sorted(scores["elo"])
    runs = load_runs().query("model == 'deepseek-r1'")
    assert len(runs) > 0
    assert sorted(row["score"] for row in found["runs"]) == sorted(runs["score"])
    assert {(row["date"], row["board"]) for row in found["scores"]} == {
        (f"{row.date:%Y-%m-%d}", row.board) for row in scores.itertuples()
    }
    cited = {row["source"] for part in ("prices", "announced", "scores", "runs") for row in found[part]}
    assert cited == set(found["links"])
    assert all(found["links"].values())


def test_nothing_after_the_day_is_shown(shown):
    found = shown("o1-mini", "--as-of", "2025-01-30")
    assert [row["output_usd_per_mtok"] for row in found["prices"] if row["price_basis"] == "list"] == [12.0]
    assert max(row["date"] for row in found["scores"]) == "2025-01-30"
    assert [row["output_usd_per_mtok"] for row in found["announced"]] == []


@pytest.mark.parametrize("name", ["DeepSeek R1", "deepseek/deepseek-reasoner", "DEEPSEEK-R1"])
def test_a_model_is_found_by_its_key_its_name_and_its_aliases(shown, name):
    assert shown(name)["model"] == "deepseek-r1"


def test_people_see_one_table_of_prices_one_of_scores_and_a_list_of_sources(capsys):
    assert main(["show", "o1-mini", "--as-of", "2025-02-14"]) == 0
    out = capsys.readouterr().out
    assert re.search(
        r"^5 prices, USD per million tokens\nfrom +until +ended +input +cached +output +basis +source$", out, re.M
    )
    assert re.search(r"^2025-01-31 +1\.1 +0\.55 +4\.4 +list +\[4\]$", out, re.M)
    assert re.search(r"^\[4\] https://openai\.com/index/openai-o3-mini/$", out, re.M)
    assert "<NA>" not in out
    assert len(re.findall(r"^2\d{3}-", out, re.M)) == 5 + 11 + 1


def test_an_unknown_model_is_refused_with_the_nearest(capsys):
    assert main(["show", "deepsek-r1"]) == 2
    assert "there is no model 'deepsek-r1'; did you mean 'DeepSeek R1'?" in capsys.readouterr().err


def test_a_name_of_several_models_is_refused(capsys):
    assert main(["show", "deepseek/deepseek-coder"]) == 2
    assert "is the name of deepseek-coder-v2, deepseek-coder-v2-0724; give one of these" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("https://openai.com/index/o1/", ["https://openai.com/index/o1/"]),
        ("a page (first observed: https://a.org/b?c=1), later", ["https://a.org/b?c=1"]),
        (
            "a/b@8862846ca4 alltime.csv + c/d-e@2025.01.29 (CI, votes)",
            ["https://github.com/a/b/blob/8862846ca4/alltime.csv", "https://github.com/c/d-e/tree/2025.01.29"],
        ),
        ("llm-prices 2026-08-05 o1", ["https://github.com/simonw/llm-prices"]),
        ("my own notes", []),
        ("", []),
    ],
)
def test_a_source_is_an_address(source, links):
    assert source_links(source) == links


@pytest.mark.living
def test_nearly_every_source_of_the_table_opens():
    sources = pd.concat([load_prices()["price_source"], load_snapshots(board="all")["source"]]).drop_duplicates()
    without = [source for source in sources if not source_links(source)]
    assert len(without) <= len(sources) / 100, without


def test_the_version_of_the_data_changes_with_its_bytes(tmp_path):
    from shutil import copytree

    from frontier.data.check import locate_models

    folder = copytree(locate_models(None).parent, tmp_path / "data")
    before = data_version(folder)
    assert before == data_version()
    table = folder / "models.csv"
    table.write_text(table.read_text().replace("OpenAI", "OpenAl", 1))
    after = data_version(folder)
    assert before.partition(".")[0] == after.partition(".")[0]
    assert before != after


def test_the_citation_has_both_versions_and_the_sources(capsys):
    assert main(["cite"]) == 0
    text = capsys.readouterr().out
    assert main(["cite", "--bibtex"]) == 0
    bibtex = capsys.readouterr().out
    for printed in (text, bibtex):
        assert frontier.__version__ in printed
        assert data_version() in printed
        assert "LMArena" in printed
        assert "Epoch AI" in printed
        assert "CC BY 4.0" in printed
    assert bibtex.count("{") == bibtex.count("}")
    assert len(re.findall(r"^@\w+\{\w+,$", bibtex, re.M)) == 6
