"""The command line: what it prints and where, what it returns, and that its numbers are the library's."""

import csv
import importlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pandas as pd
import pytest
from conftest import FROZEN
from test_plots import same_picture

import frontier
from frontier.cli.main import main
from frontier.data.schema import describe_columns

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
DECK = ("--as-of", "2025-02-14", "--price-basis", "arena")
LEFT_OUT = "38 of 204 models on sale have a price\n"
GOOD, PROBLEMS, USAGE = 0, 1, 2

OWN_TABLE = """\
model,elo,output_usd_per_mtok,openness
small,1000,0.5,osi
middle,1100,1,proprietary
large,1200,4,proprietary
silly,1050,8,osi
free,1300,,osi
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Run every command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys):
    """Return a function that runs a command in this process: exit code, stdout, stderr."""

    def command(*words):
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:  # argparse leaves by itself
            code = left.code
        out, err = capsys.readouterr()
        return code, out, err

    return command


PRICES = {"prompt": "0.000002", "completion": "0.000012"}


@pytest.fixture
def price_list(tmp_path):
    """Write a price list, as OpenRouter gives it, with names that would do harm elsewhere."""
    names = ["openai/o3", "=1+1", "\x1b[31mred"]
    rows = [{"id": name, "pricing": PRICES} for name in names] + [
        {"id": "\x1b[2Jfree", "pricing": {"prompt": "0", "completion": "0"}}
    ]
    path = tmp_path / "prices.json"
    path.write_text(json.dumps({"data": rows}))
    return path


@pytest.fixture
def own_data(tmp_path):
    """Return a copy of the tables, to change."""
    return Path(shutil.copytree(FROZEN, tmp_path / "data"))


@pytest.fixture
def own_table(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(OWN_TABLE)
    return path


def process(*words, **options):
    """Run a command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "frontier", *map(str, words)], capture_output=True, text=True, check=False, **options
    )


def assert_same_table(read, expected):
    """Compare what a machine reads back with the library's table: all values, exactly."""
    assert list(read) == list(expected)
    assert len(read) == len(expected)
    for column in expected:
        for got, want in zip(read[column], expected[column], strict=True):
            if pd.isna(want):
                assert got is None or pd.isna(got)
            elif isinstance(want, pd.Timestamp):
                assert pd.Timestamp(got) == want
            else:
                assert got == want, column


def from_csv(text):
    """Read CSV by hand, so that no reader rounds a number."""

    def value(cell):
        if cell in ("", "True", "False"):
            return {"": None, "True": True, "False": False}[cell]
        try:
            return float(cell)
        except ValueError:
            return cell

    head, *rows = csv.reader(io.StringIO(text))
    return pd.DataFrame([[value(cell) for cell in row] for row in rows], columns=head, dtype=object)


def from_json(text):
    return pd.DataFrame(json.loads(text)["rows"], dtype=object)


MACHINE = pytest.mark.parametrize(("flag", "read"), [("--csv", from_csv), ("--json", from_json)], ids=["csv", "json"])
TABLE_COLUMNS = ["model", "organization", "openness", "output_usd_per_mtok", "elo", "elo_lower", "elo_upper"]
ABOUT = ["model", "name", "organization", "country", "license", "openness", "released"]
VALUES = ["output_usd_per_mtok", "elo", "elo_lower", "elo_upper"]
SOURCES = [
    *("price_basis", "host", "price_date", "price_until", "next_output_usd_per_mtok", "observed", "price_source"),
    *("elo_date", "board"),
]
SURE = ["probability", "verdict"]
RANKS = ["best_rank", "worst_rank"]
PLACES = ["on_frontier", "layer", "on_hull", "price_multiple", "score_deficit"]


# --- table


def test_table_prints_the_frontier_for_people(run, deck):
    code, out, err = run("table", *DECK)
    members = frontier.find_frontier(deck).members
    head, *rows = out.splitlines()
    assert code == GOOD
    assert head.split() == [*TABLE_COLUMNS, *SURE, "price_basis"]
    assert "88.9 %" in rows[4]
    assert [row.split()[0] for row in rows] == members["model"].tolist()
    assert "2.19" in rows[4].split()
    assert err == LEFT_OUT


@MACHINE
def test_table_for_machines_has_the_frontier_of_the_library(run, deck, flag, read):
    code, out, _ = run("table", *DECK, flag)
    assert code == GOOD
    assert_same_table(read(out), frontier.find_frontier(deck).members[[*ABOUT, *VALUES, *SURE, *SOURCES]])


@MACHINE
def test_table_of_all_models_has_the_place_of_each(run, newest, flag, read):
    code, out, err = run("table", "--all", flag)
    found = frontier.find_frontier(newest)
    expected = found.table.sort_values(["output_usd_per_mtok", "elo"], ascending=[True, False])
    assert code == GOOD
    assert_same_table(read(out), expected[[*ABOUT, *VALUES, *SURE, *RANKS, *PLACES, *SOURCES]])
    assert err == f"{found.in_words()}\n"


@MACHINE
@pytest.mark.parametrize(
    ("wish", "cost"),
    [
        ("output", lambda models: models["output_usd_per_mtok"]),
        ("input", lambda models: models["input_usd_per_mtok"]),
        ("cached_input_usd_per_mtok", lambda models: models["cached_input_usd_per_mtok"]),
        ("blended", frontier.blended_price),
        ("blended:10:1", lambda models: frontier.blended_price(models, input=10, output=1)),
        ("blended:10:1:5", lambda models: frontier.blended_price(models, input=10, output=1, cached=5)),
        ("request:2000:500", lambda models: frontier.request_cost(models, input_tokens=2000, output_tokens=500)),
        # A price of about 1e-7 dollars; all of its digits count.
        ("request:1:1", lambda models: frontier.request_cost(models, input_tokens=1, output_tokens=1)),
        (
            "request:2000:500:1500",
            lambda models: frontier.request_cost(models, input_tokens=2000, output_tokens=500, cached_tokens=1500),
        ),
    ],
)
def test_every_cost_means_what_the_library_means(run, newest, wish, cost, flag, read):
    code, out, _ = run("table", "--cost", wish, flag)
    found = frontier.find_frontier(newest, cost=cost(newest))
    assert code == GOOD
    read = read(out)
    assert read["model"].tolist() == found.members["model"].tolist()
    assert read[found.cost].tolist() == found.members[found.cost].tolist()


def test_quality_can_be_another_column(run, newest):
    code, out, _ = run("table", "--quality", "votes", "--csv")
    assert code == GOOD
    expected = frontier.find_frontier(newest, quality="votes").members
    assert from_csv(out)["model"].tolist() == expected["model"].tolist()
    assert "elo_lower" not in from_csv(out)


def test_a_task_can_be_chosen(run):
    code, out, err = run("pick", "--task", "german", "--budget", "1", "--as-of", "2026-10-20")
    assert code == GOOD
    assert out.startswith("glm-5.3-flash: elo 1468.7 (1444.3 to 1493.1) at 0.5 output_usd_per_mtok\n")
    assert err.startswith("a partial snapshot: copy of lmarena-ai/leaderboard-dataset")
    _, out, _ = run("gap", "--task", "coding", "--as-of", "2026-10-20")
    assert "on the Arena's text-style-control board for coding, the best open-weights model, Kimi K3 (max)" in out


def test_the_board_and_the_order_of_price_bases_can_be_chosen(run):
    words = ("--as-of", "2025-06-01", "--board", "text", "--price-basis", "arena, list")
    code, out, _ = run("table", *words, "--csv")
    models = frontier.load_models(as_of="2025-06-01", board="text", price_basis=("arena", "list"))
    assert code == GOOD
    assert from_csv(out)["model"].tolist() == frontier.find_frontier(models).members["model"].tolist()


# --- pick


def test_pick_by_quality_in_words(run):
    code, out, err = run("pick", "--at-least", "1300", *DECK)
    line = "gemini-2.0-flash-lite-preview-02-05: elo 1309.52 (1304 to 1317) at 0.3 output_usd_per_mtok\n"
    line += "  above 99.9 % on the frontier\n"
    assert (code, out, err) == (GOOD, line, LEFT_OUT)


def test_pick_by_budget_in_words(run):
    code, out, err = run("pick", "--budget", "1", *DECK)
    line = "gemini-2.0-flash-001: elo 1354.84 (1348 to 1362) at 0.4 output_usd_per_mtok\n"
    line += "  above 99.9 % on the frontier\n  above 99.9 % the best within the budget\n"
    assert (code, out, err) == (GOOD, line, LEFT_OUT)


def test_pick_with_confidence_in_words(run):
    """Gemini 2.0 Flash has scored 1354.84, but its probability to reach 1350 is below 0.95."""
    code, out, err = run("pick", "--at-least", "1350", "--confidence", "0.95", *DECK)
    line = "deepseek-r1: elo 1361.45 (1353 to 1369) at 2.19 output_usd_per_mtok\n"
    line += "  88.9 % on the frontier\n  99.7 % elo of at least 1350\n"
    assert (code, out, err) == (GOOD, line, LEFT_OUT)


def test_pick_with_confidence_that_nothing_has(run):
    code, out, err = run("pick", "--at-least", "1366", "--confidence", "0.95", *DECK)
    assert (code, out) == (PROBLEMS, "")
    assert "no model has elo of at least 1366 with probability 0.95" in err


@pytest.mark.parametrize("words", [("--budget", "1", "--confidence", "0.9"), ("--at-least", "1", "--confidence", "1")])
def test_pick_with_a_confidence_that_cannot_be(run, words):
    code, out, err = run("pick", *words)
    assert (code, out) == (USAGE, "")
    assert "--confidence" in err


def test_pick_from_a_table_without_intervals_says_no_probability(run, own_table):
    _, out, _ = run("pick", "--data", own_table, "--budget", "1")
    assert out == "middle: elo 1100 at 1 output_usd_per_mtok\n"
    code, _, err = run("pick", "--data", own_table, "--at-least", "1000", "--confidence", "0.9")
    assert code == USAGE
    assert "--confidence needs intervals, and there are no intervals of elo" in err
    assert "fill elo_lower and elo_upper" in err


@pytest.mark.living  # as the shipped figures are
def test_plot_with_a_band(run, tmp_path):
    assert run("plot", *DECK, "--invesco", "--band", "-o", "band.svg")[0] == GOOD
    assert same_picture((tmp_path / "band.svg").read_bytes(), (ROOT / "figures" / "deck-band.svg").read_bytes())


@pytest.mark.living  # as the shipped figures are
def test_plot_with_a_band_needs_intervals(run, own_table, tmp_path):
    code, _, err = run("plot", "--data", own_table, "--band")
    assert code == USAGE
    assert "--band needs intervals, and there are no intervals of elo" in err
    assert "fill elo_lower and elo_upper" in err
    assert not (tmp_path / "frontier.svg").exists()


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2025-09-20", "the nearest day of board text-style-control with some is --as-of 2026-02-27"),
        ("2023-06-01", "board elo-online has none on any day: leave --band out"),
    ],
)
def test_a_day_without_intervals_is_refused_and_the_nearest_is_named(run, day, says):
    code, _, err = run("plot", "--as-of", day, "--band")
    assert code == USAGE
    assert says in err
    code, _, err = run("pick", "--as-of", day, "--at-least", "1000", "--confidence", "0.9")
    assert code == USAGE
    assert says.replace("--band", "--confidence") in err


def test_the_decks_groups_on_another_day_are_refused_with_theirs(run, tmp_path):
    code, _, err = run("plot", "--as-of", "2024-09-01", "--invesco")
    assert code == USAGE
    assert "deepseek-r1" in err
    assert "--invesco needs --as-of 2025-02-14 --price-basis arena" in err
    assert not list(tmp_path.iterdir())


def test_an_interval_that_is_assumed_is_said(run, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(
        "model,elo,elo_lower,elo_upper,output_usd_per_mtok\na,1300,1290,1310,1\nb,1310,,,2\nc,1290,1285,1295,3\n"
    )
    _, out, _ = run("pick", "--data", path, "--budget", "5")
    assert out.startswith("b: elo 1310 (no interval, the widest assumed) at 2")
    _, out, err = run("table", "--data", path)
    assert "no interval, the widest imputed: b\n" in err


def test_pick_says_what_a_blend_is_of(run):
    assert (
        " USD per million tokens, blended: 3 input, 1 output\n" in run("pick", "--cost", "blended", "--budget", "1")[1]
    )


def test_pick_a_mixture_in_words(run, deck):
    code, out, err = run("pick", "--mix", "--budget", "1", *DECK)
    mix = frontier.find_frontier(deck).mix(1)
    assert (code, err) == (GOOD, LEFT_OUT)
    assert out == f"{mix} (elo against output_usd_per_mtok)\n"
    assert "gemini-2.0-flash-001" in out
    assert "deepseek-r1" in out


@MACHINE
@pytest.mark.parametrize("wish", [("--at-least", "1400"), ("--budget", "1")])
def test_pick_for_machines_is_the_row_of_the_library(run, newest, wish, flag, read):
    code, out, _ = run("pick", *wish, flag)
    found = frontier.find_frontier(newest)
    row = found.cheapest(1400) if wish[0] == "--at-least" else found.best(1)
    assert code == GOOD
    assert_same_table(read(out), row.to_frame().T)


def test_a_retired_model_is_not_picked_unless_asked_for(run, own_data):
    file = own_data / "models.csv"
    table = pd.read_csv(file, dtype=str, keep_default_na=False)
    table.loc[table["model"] == "gemini-4-argon-high", "retired"] = "2026-11-01"
    table.to_csv(file, index=False)
    words = ("pick", "--data", own_data, "--budget", "10")
    _, out, err = run(*words)
    assert not out.startswith("gemini-4-argon-high")
    assert err == "266 of 413 models on sale have a price; 1 is retired\n"
    _, out, err = run(*words, "--include-retired")
    assert out.startswith("gemini-4-argon-high")
    assert err == "266 of 413 models on sale have a price; 1 is retired, 1 compared at the last price\n"
    assert run("gap", "--data", own_data, "--csv")[1].split("\n")[1].startswith("2026-10-08,37.0,")
    assert run("gap", "--since", "2025-02-14", "--include-retired")[0] == USAGE
    later = ("trend", "--data", own_data, "--since", "2025-02-14", "--json")
    before, after = (
        json.loads(run(*words)[1])["rows"][0]["models_after"] for words in (later, (*later, "--include-retired"))
    )
    assert after == before + 1
    code, _, err = run("trend", "--maker", "OpenAI", "--include-retired")
    assert (code, err) == (USAGE, "--include-retired needs --since\n")


def test_a_board_may_have_its_task_with_it(run):
    asked = ("table", "--json", "--board")
    assert run(*asked, "text-style-control:coding") == run(*asked, "text-style-control", "--task", "coding")
    code, _, err = run("table", "--board", "text:coding", "--task", "math")
    assert code == USAGE
    assert err.startswith("board must be one of")
    for words in (("--task", "coding"), ("--board", "text-style-control:coding")):
        code, _, err = run("gap", "--since", "2025-02-14", *words)
        assert code == USAGE
        assert "those of a task are partial" in err


def test_a_gap_since_a_day_is_printed_board_by_board(run):
    _, out, err = run("gap", "--since", "2025-02-14", "--json")
    rows = {row["board"]: row for row in json.loads(out)["rows"]}
    assert {board: (round(row["gap_before"], 1), row["differs"]) for board, row in rows.items()} == {
        "text-style-control": (3.0, False),
        "text": (23.2, True),
    }
    assert err == ""
    assert run("gap", "--since", "2025-02-14", "--board", "text")[1].startswith("On the text board")
    for wrong, words in (("2019-01-01", "no board has a full snapshot"), ("x", "since must be a date")):
        code, _, err = run("gap", "--since", wrong)
        assert code == USAGE
        assert words in err


def test_an_announced_price_is_named_and_takes_effect_by_date(run, own_data):
    with (own_data / "history" / "prices.csv").open("a") as prices:
        prices.write("gemini-4-argon-high,2027-01-01,,,4,,20,list,,,the maker's announcement\n")
    words = ("pick", "--data", own_data, "--budget", "10")
    _, out, err = run(*words)
    assert out.startswith("gemini-4-argon-high: ")
    said = "gemini-4-argon-high: announced: $20 from 1 January 2027\n"
    assert err.endswith(said)
    later = {"price_until": "2027-01-01", "next_output_usd_per_mtok": 20.0}
    assert json.loads(run(*words, "--json")[1])["announced"] == [{"model": "gemini-4-argon-high"} | later]
    assert said in run("table", "--data", own_data)[2]
    _, out, err = run(*words, "--as-of", "2027-01-01")
    assert not out.startswith("gemini-4-argon-high")
    assert re.match(r"the table ends on 20\d\d-\d\d-\d\d, before 2027-01-01\n", err)


def test_trend_and_history_read_any_table_with_days(run, own_data):
    for words in (
        ("trend", "--at-least", "gpt-4-0314"), ("trend", "--maker", "OpenAI"),
        ("gap", "--history", "--as-of", "2023-12-31"),
        ("trend", "--since", "2024-02-14", "--as-of", "2025-02-14"), ("trend", "--at-least", "1300", "--board", "text"),
    ):  # fmt: skip
        shipped, copied = run(*words), run(*words, "--data", own_data)
        assert copied == shipped
    Path("mine.csv").write_text("Model,score,cost\na,1,2\n")
    for words in (("trend", "--at-least", "1300"), ("gap", "--history")):
        code, out, err = run(*words, "--data", "mine.csv")
        assert (code, out) == (USAGE, "")
        assert "mine.csv does not say of which day" in err


@MACHINE
def test_dates_for_machines_are_iso_days(run, flag, read):
    """As in the table itself: a day has no midnight."""
    _, out, _ = run("pick", "--budget", "1", *DECK, flag)
    row = read(out).iloc[0]
    assert (row["released"], row["elo_date"], row["price_date"]) == ("2025-02-05", "2025-02-14", "2025-02-06")


@MACHINE
def test_pick_a_mixture_for_machines(run, newest, flag, read):
    code, out, _ = run("pick", "--mix", "--budget", "1", flag)
    mix = frontier.find_frontier(newest).mix(1)
    assert code == GOOD
    expected = {"model": mix.models, "share": mix.shares, "mix_cost": mix.cost, "mix_quality": mix.quality}
    assert_same_table(read(out), pd.DataFrame(expected))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--at-least", "9999"), "no model has elo of at least 9999; the best is gemini-4-argon-high at 1525"),
        (("--budget", "nan"), "budget must be a number, got nan"),
        (("--at-least", "nan"), "quality must be a number, got nan"),
        (("--budget", "0.001"), "no model has output_usd_per_mtok of at most 0.001; the cheapest is"),
        (("--mix", "--budget", "0.001"), "no model has output_usd_per_mtok of at most 0.001; the cheapest is"),
    ],
)
def test_a_wish_that_nothing_meets_is_a_problem(run, words, why):
    code, out, err = run("pick", *words)
    assert (code, out) == (PROBLEMS, "")
    assert err.startswith(why)


# --- plot


def test_plot_writes_the_files_and_says_which(run, elsewhere):
    code, out, err = run("plot", *DECK, "--invesco", "--hull", "-o", "a.svg", "b.png", "c.pdf")
    assert (code, out, err) == (GOOD, "a.svg\nb.png\nc.pdf\n", "")
    starts = {path.name: path.read_bytes()[:5] for path in elsewhere.iterdir()}
    assert starts == {"a.svg": b"<?xml", "b.png": b"\x89PNG\r", "c.pdf": b"%PDF-"}


def test_plot_without_a_name_writes_frontier_svg(run, elsewhere):
    assert run("plot", *DECK) == (GOOD, "frontier.svg\n", "")
    assert [path.name for path in elsewhere.iterdir()] == ["frontier.svg"]


def drawn_text(path):
    """Read the texts of a picture: matplotlib writes each as a comment beside its glyphs."""
    return re.findall(r"<!-- (.*?) -->", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("words", [(), ("--classes",)], ids=["together", "classes"])
def test_what_open_means_shows_in_the_picture(run, elsewhere, words):
    """A flag that is taken must do something: the legend names the class that was asked for."""
    assert run("plot", *DECK, *words, "--open-means", "osi", "-o", "osi.svg")[0] == GOOD
    assert "Open source license" in drawn_text(elsewhere / "osi.svg")


def test_the_picture_does_not_depend_on_the_users_style(run, elsewhere):
    import matplotlib as mpl

    run("plot", *DECK, "-o", "plain.svg")
    with mpl.rc_context({"font.size": 20, "axes.facecolor": "black", "svg.fonttype": "none", "lines.linewidth": 9}):
        run("plot", *DECK, "-o", "styled.svg")
    assert (elsewhere / "plain.svg").read_bytes() == (elsewhere / "styled.svg").read_bytes()


@pytest.mark.parametrize("make", ["missing folder", "file for a folder", "folder for a file"])
def test_an_output_that_cannot_be_written_is_a_problem_and_is_named(run, elsewhere, make):
    path = elsewhere / "there" / "deck.svg"
    if make == "file for a folder":
        (elsewhere / "there").write_text("a file")
    elif make == "folder for a file":
        path.mkdir(parents=True)
    before = sorted(elsewhere.rglob("*"))
    code, out, err = run("plot", *DECK, "-o", path)
    assert (code, out) == (PROBLEMS, "")
    assert err.startswith(f"{path}: "), "the message names the path that was asked for"
    assert len(err.splitlines()) == 1
    assert sorted(elsewhere.rglob("*")) == before


def test_plot_refuses_an_ending_it_does_not_know(run, elsewhere):
    code, out, err = run("plot", *DECK, "-o", "deck.gif")
    assert (code, out) == (USAGE, "")
    assert err == "'deck.gif' must end in one of .pdf, .png, .svg\n"
    assert list(elsewhere.iterdir()) == []


def test_plot_refuses_call_outs_that_are_not_there(run, elsewhere):
    code, _, err = run("plot", "--invesco", "--as-of", "2023-12-20", "--price-basis", "arena,list")
    assert code == USAGE
    assert "callouts name models that are not drawn: 'chatgpt-4o-latest-20241120' (not in the table)" in err
    assert list(elsewhere.iterdir()) == []


# --- check


def test_check_finds_nothing_wrong_with_the_shipped_table(run):
    assert run("check") == (GOOD, "no problems\n", "")
    assert run("check", FROZEN / "models.csv") == (GOOD, "no problems\n", "")
    assert run("check", FROZEN) == (GOOD, "no problems\n", "")


WRONG_TABLE = """\
model,elo,output_usd_per_mtok,openness
small,1000,-2,osi
middle,high,1,free
large,1200,4,proprietary
"""
WRONG_LINES = [
    r"wrong\.csv:2: output_usd_per_mtok: must be > 0, got -2",
    r"wrong\.csv:3: openness: must be one of .*, got 'free'",
    r"wrong\.csv:3: elo: must be a number, got 'high'",
]


@pytest.fixture
def wrong_table(tmp_path):
    path = tmp_path / "wrong.csv"
    path.write_text(WRONG_TABLE)
    return path


def test_check_lists_every_problem_with_its_place(run, wrong_table):
    code, out, err = run("check", wrong_table)
    assert code == PROBLEMS
    assert out == f"{len(err.splitlines())} problems\n"
    for line, expected in zip(err.splitlines(), WRONG_LINES, strict=True):
        assert re.match(expected, line)


def problems_of(out, read):
    return pd.DataFrame(json.loads(out)["problems"]) if out.startswith("{") else read(out)


@MACHINE
def test_check_for_machines_puts_the_problems_on_stdout(run, wrong_table, flag, read):
    code, out, err = run("check", wrong_table, flag)
    assert (code, err) == (PROBLEMS, "")
    found = pd.DataFrame([vars(problem) for problem in frontier.check_models(wrong_table)])
    shown = problems_of(out, read)
    assert_same_table(shown, found[["file", "line", "column", "level", "message"]])
    assert shown["line"].tolist() == [2, 3, 3]
    assert set(shown["level"]) == {"error"}
    if flag == "--json":
        assert {k: v for k, v in json.loads(out).items() if k != "problems"} == {"errors": 3, "warnings": 0}


@MACHINE
def test_check_for_machines_of_a_good_table_is_empty(run, own_table, flag, read):
    code, out, err = run("check", own_table, flag)
    assert (code, err) == (GOOD, "")
    assert problems_of(out, read).empty


@MACHINE
def test_check_columns_prints_the_data_dictionary(run, flag, read):
    code, out, err = run("check", "--columns", flag)
    assert (code, err) == (GOOD, "")
    assert_same_table(read(out), describe_columns())


def test_check_columns_for_people(run):
    code, out, _ = run("check", "--columns")
    assert code == GOOD
    assert re.search(r"models\.csv +elo_upper +number +False +upper end of the published 95 % interval", out)


def test_check_of_a_file_that_is_not_there(run):
    code, out, err = run("check", "nowhere.csv")
    assert (code, out) == (PROBLEMS, "1 problem\n")
    assert err == "nowhere.csv: does not exist; give the path of a CSV file\n"


# --- your own table


def test_every_command_takes_your_own_table(run, own_table, elsewhere):
    code, out, err = run("table", "--data", own_table, "--csv")
    said = "4 of 5 models compared; the others have no such price\n"
    assert (code, err) == (GOOD, said)
    assert list(csv.reader(io.StringIO(out))) == [
        ["model", "openness", "output_usd_per_mtok", "elo"],
        ["small", "osi", "0.5", "1000.0"],
        ["middle", "proprietary", "1.0", "1100.0"],
        ["large", "proprietary", "4.0", "1200.0"],
    ]
    assert run("pick", "--data", own_table, "--at-least", "1150") == (
        GOOD,
        "large: elo 1200 at 4 output_usd_per_mtok\n",
        said,
    )
    assert run("plot", "--data", own_table, "--classes", "-o", "mine.svg") == (GOOD, "mine.svg\n", "")
    assert "middle" in drawn_text(elsewhere / "mine.svg")


@pytest.mark.parametrize("command", [("table",), ("pick", "--budget", "1"), ("plot",)])
def test_a_wrong_table_of_your_own_is_refused_line_by_line(run, wrong_table, elsewhere, command):
    code, out, err = run(*command, "--data", wrong_table)
    assert (code, out) == (PROBLEMS, "")
    for line, expected in zip(err.splitlines(), WRONG_LINES, strict=True):
        assert re.match(expected, line)
    assert [path.name for path in elsewhere.iterdir()] == ["wrong.csv"]


def test_a_table_without_a_price_has_nothing_to_compare(run, tmp_path):
    path = tmp_path / "free.csv"
    path.write_text("model,elo,output_usd_per_mtok\na,1000,\nb,1100,\n")
    code, out, err = run("table", "--data", path)
    assert (code, out) == (PROBLEMS, "")
    assert err == (
        "nothing to compare: 0 of 2 models compared; the others have no such price; choose another --cost or "
        "--price-basis\n"
    )


# --- wrong usage


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("tabel",), "invalid choice: 'tabel'"),
        (("table", "--nonsense"), "there is no flag --nonsense"),
        (("pick", "--bugdet", "3"), "there is no flag --bugdet; did you mean '--budget'?"),
        (("plot", "extra"), "frontier plot: error: unrecognized arguments: extra"),
        (("--verzion",), "there is no flag --verzion; did you mean '--version'?"),
        (("plot", "--cost", "outpt"), "the table has no column 'outpt'; did you mean 'output'?"),
        (("trend", "--at-least", "gpt4"), "did you mean 'gpt-4-0314'?"),
        (("trend", "--maker", "openai"), "did you mean 'OpenAI'?"),
        (("table", "--price-basis", "lst"), "did you mean 'list'?"),
        (("report", "-o", "."), "is a folder; name a file in it, such as report.html"),
        (("table", "--csv", "--json"), "not allowed with argument"),
        (("table", "--as-of", "14.2.2025"), "as_of must be a date as '2025-02-14', got '14.2.2025'"),
        (("table", "--as-of", "1999-01-01"), "no full snapshot"),
        (("table", "--board", "txt"), "board must be one of"),
        (("pick", "--budget", "1", "--task", "codng"), "did you mean 'coding'?"),
        (("table", "--price-basis", "retail"), "price_basis must name one or more of"),
        (("table", "--price-basis", ","), "price_basis must name one or more of"),
        (("table", "--cost", "ouput_usd_per_mtok"), "did you mean 'output_usd_per_mtok'?"),
        (("table", "--cost", "name"), "cost must be numeric"),
        (("table", "--quality", "elos"), "did you mean 'elo'?"),
        (("table", "--cost", "blended:1"), "has 1 number;"),
        (("table", "--cost", "blended:a:b"), "must have numbers between its colons"),
        (("table", "--cost", "blended:-1:2"), "amounts must be finite and >= 0"),
        (("table", "--cost", "request"), "has 0 numbers"),
        (("table", "--cost", "request:1:2:3:4"), "has 4 numbers"),
        (("table", "--cost", "request:10:1:20"), "cached_tokens"),
        (("table", "--open-means", "free"), "invalid choice: 'free'"),
        (("pick",), "one of the arguments --at-least --at-most --budget is required"),
        (("pick", "--at-least", "high"), "argument --at-least: invalid float value: 'high'"),
        (("pick", "--at-least", "1300", "--budget", "1"), "not allowed with argument"),
        (("pick", "--mix", "--at-least", "1300"), "--mix needs --budget"),
    ],
)
def test_wrong_usage_says_why_on_stderr_only(run, words, why):
    code, out, err = run(*words)
    assert why in err
    assert (code, out) == (USAGE, "")


def test_no_command_at_all_shows_the_help(run):
    code, out, err = run()
    assert code == USAGE
    assert "usage: frontier" in out + err
    assert "pick" in out + err


# --- update


def dataset(day, rows):
    """Write the rows of a leaderboard as the official dataset has them."""
    rows = [
        {"model_name": name, "rating": elo, "rating_lower": elo - 5, "rating_upper": elo + 5, "vote_count": 900_000,
         "category": "overall", "leaderboard_publish_date": day, "organization": "x", "license": "y"}
        for name, elo in rows
    ]  # fmt: skip
    Path("board.json").write_text(json.dumps(rows))


def test_update_shows_what_would_change_and_writes_nothing(run, elsewhere):
    models = frontier.load_models()
    top, second = models["model"][:2]
    dataset("2099-01-01", [(top, 1600), ("brand-new", 1555), *zip(models["model"][2:], models["elo"][2:], strict=True)])
    before = {path: path.read_bytes() for path in (FROZEN).rglob("*.csv")}
    code, out, err = run("update", "--scores", "board.json", "--board", "text-style-control")
    assert (code, err) == (PROBLEMS, "")
    assert {path: path.read_bytes() for path in before} == before
    assert [path.name for path in elsewhere.iterdir()] == ["board.json"]
    assert re.search(
        rf"rescored: 413 models\n.*\n *{re.escape(top)} +{models['elo'][0]:g} -> 1600 +75 +moved by \+75 points", out
    )
    assert re.search(r"new: 1 model\n.*lacking *\n *brand-new 1555 .*its license 'y' is not one of the table's", out)
    assert "412 of them only in interval or votes" in out
    assert f"delisted: 1 model\n  {second}\n" in out
    assert "1 new model skipped (missing fields); add with `frontier add`" in out
    assert (
        f"held back as suspicious: {top}; to write an entry anyway, give --accept MODEL=NAME, or --trust for all" in out
    )
    assert out.endswith("nothing would be written: board.json is of 2099-01-01, which is in the future\n")
    gap = frontier.open_gap(models).score.value
    assert f"open models are behind by: {gap:.1f} points, then " in out


def test_update_says_who_joins_and_leaves_the_frontier(run):
    models = frontier.load_models()
    members = frontier.find_frontier(models, uncertainty=False).members["model"]
    scores = models.set_index("model")["elo"]
    beaten = (set(models.dropna(subset="output_usd_per_mtok")["model"]) - set(members)).pop()
    scores[beaten] = 2000
    dataset("2099-01-01", list(scores.items()))
    code, out, _ = run("update", "--scores", "board.json", "--board", "text-style-control")
    assert code == PROBLEMS
    assert f"joins the frontier: {beaten}\n" not in out, "what is suspicious is held back"
    code, out, _ = run("update", "--scores", "board.json", "--board", "text-style-control", "--trust")
    assert code == PROBLEMS
    assert f"joins the frontier: {beaten}\n" in out
    price = models.set_index("model")["output_usd_per_mtok"]
    costlier = [member for member in members if price[member] > price[beaten]]
    for member in costlier:
        assert member in re.search("leaves the frontier: (.*)", out)[1]


def test_update_as_records_for_a_bot_and_what_the_feed_wrote_is_only_text(run, price_list):
    models = frontier.load_models()
    models = frontier.load_models(price_basis=("list", "host", "arena", "unverified"))
    lacking = models.loc[models["price_basis"].isna(), "model"].tolist()[:2]
    accepted = ["--accept", f"{lacking[0]}==1+1", f"{lacking[1]}=\x1b[31mred"]
    code, out, err = run("update", "--prices", price_list, *accepted, "--json")
    document = json.loads(out)
    rows = document["differences"]
    assert code == PROBLEMS
    assert set(document) == {
        "differences", "newcomers", "missing", "refused", "left_out", "failed", "not_written", "written",
    }  # fmt: skip
    assert {row["name"] for row in rows if row["model"] in lacking} == {"=1+1", "\x1b[31mred"}
    assert {row["column"]: row["new"] for row in rows if row["model"] == lacking[0]} == {
        "input_usd_per_mtok": 2, "output_usd_per_mtok": 12,
    }  # fmt: skip
    assert "prices.json: left out: ?[2Jfree: " in err
    _, out, _ = run("update", "--prices", price_list, *accepted, "--csv")
    assert {row["name"] for row in csv.DictReader(io.StringIO(out)) if row["model"] == lacking[0]} == {"'=1+1"}
    _, out, _ = run("update", "--prices", price_list, *accepted)
    assert "?[31mred" in out
    assert "\x1b" not in out


def test_update_says_when_nothing_changed(run):
    models = frontier.load_models()
    rows = models[["model", "elo", "elo_lower", "elo_upper", "votes"]].set_axis(
        ["model_name", "rating", "rating_lower", "rating_upper", "vote_count"], axis=1
    )
    extra = {"category": "overall", "leaderboard_publish_date": "2099-01-01", "organization": "x", "license": "y"}
    rows.assign(**extra).to_csv("board.csv", index=False)
    code, out, _ = run("update", "--scores", "board.csv", "--board", "text-style-control")
    assert (code, out) == (GOOD, "a new snapshot, of 2099-01-01: no listed model has another score\n")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--prices", "prices.json", "--without", "litellm"], "--without leaves out public sources"),
        (["--prices", "prices.json", "--refuse", "o3=o4"], "--refuse needs --because"),
        (["--prices", "prices.json", "--refuse", "o3=o4", "--because", "x"], "refuse: 'o4' is no name of a price list"),
        (
            ["--prices", "none.json", "http://127.0.0.1:9/a"],
            r"none.json: No such file.*\nhttp://127.0.0.1:9/a cannot be reached",
        ),
        (["--prices", "odd.json"], "odd.json has no known shape"),
        (["--scores", "prices.json"], "--scores: prices.json was read as openrouter, which has none"),
        (["--prices", "prices.json", "--accept", "o3"], "'o3' must be MODEL=NAME"),
        (["--prices", "prices.json", "--accept", "o3=o4"], "'o4' is no name of a feed; 'o3' is no model of the table"),
        (["--prices", "prices.json", "--as-of", "soon"], "as_of must be a date"),
    ],
)
@pytest.mark.usefixtures("price_list")
def test_update_refuses_what_it_cannot_use(run, words, why):
    Path("odd.json").write_text('{"a": 1}')
    code, out, err = run("update", *words)
    assert (code, out) == (USAGE, "")
    assert re.search(why, err)


def table_files(data):
    return {path: path.read_bytes() for path in sorted(data.rglob("*.csv"))}


def test_update_writes_and_a_second_run_changes_nothing(run, own_data):
    models = frontier.load_models()
    dataset("2026-11-01", [*zip(models["model"][1:], models["elo"][1:] + 1, strict=True)])
    a_part = {"scores": f"{models['model'][0]},1500,,,,", "snapshots": "partial,1,a copy,MIT,a part"}  # is replaced
    for name, cells in a_part.items():
        with (own_data / "history" / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(f"2026-11-01,text-style-control,{cells}\n")
    words = ["update", "--data", "data", "--scores", "board.json", "--board", "text-style-control", "--write"]
    code, out, _ = run(*words)
    assert code == GOOD
    assert out.endswith("written: models.csv, history/scores.csv, history/snapshots.csv\n")
    assert run("check", "data") == (GOOD, "no problems\n", "")
    written = table_files(own_data)
    code, out, _ = run(*words)
    assert (code, out) == (GOOD, "the table says the same\nwritten: nothing\n")
    assert table_files(own_data) == written
    moved = frontier.load_models(own_data).set_index("model")["elo"]
    assert moved[models["model"][1]] == models["elo"][1] + 1
    assert models["model"][0] not in moved.index


def test_update_that_is_refused_writes_nothing(run, own_data):
    models, before = frontier.load_models(), table_files(own_data)
    dataset("2026-11-01", [*zip(models["model"][:9], models["elo"][:9], strict=True)])
    words = ["update", "--data", "data", "--scores", "board.json", "--board", "text-style-control", "--write"]
    code, out, err = run(*words)
    assert (code, out) == (PROBLEMS, "")
    assert err.startswith("nothing is written: board.json has only 9 of the table's 414 models: a part?")
    assert table_files(own_data) == before


def test_a_table_inside_the_installed_package_is_not_changed(run, price_list):
    from frontier.data import check

    importlib.import_module("frontier.data.edit")  # before the stand-in: it takes the function by its name

    inside = Path(frontier.__file__).resolve().parent / "data" / "tables" / "models.csv"
    with mock.patch.object(check, "locate_models", return_value=inside):
        for words in (["update", "--prices", str(price_list), "--write"], ["add", "a", "license=MIT"]):
            code, out, err = run(*words)
            assert (code, out) == (USAGE, "")
            assert "belongs to the installed package" in err


def test_two_updates_at_once_both_count(own_data, tmp_path):
    models = frontier.load_models()
    dataset("2026-11-01", [*zip(models["model"], models["elo"] + 1, strict=True)])
    prices = {"updated_at": "2026-11-01", "prices": [{"id": "o3-mini", "vendor": "openai", "input": 1, "output": 4}]}
    Path(tmp_path / "prices.json").write_text(json.dumps(prices))
    words = [["--scores", str(Path("board.json").absolute()), "--board", "text-style-control"],
             ["--prices", str(tmp_path / "prices.json")]]  # fmt: skip
    command = [sys.executable, "-m", "frontier", "update", "--data", str(own_data), "--write"]
    both = [subprocess.Popen([*command, *own], stdout=subprocess.PIPE, stderr=subprocess.PIPE) for own in words]
    for one in both:
        assert one.communicate()[1] == b""
        assert one.returncode == GOOD
    assert frontier.check_models(own_data) == []
    after = frontier.load_models(own_data).set_index("model")
    assert after["elo_date"].iloc[0] == pd.Timestamp("2026-11-01")
    assert after.loc["o3-mini", "output_usd_per_mtok"] == 4


def test_an_update_that_waits_in_vain_says_so(run, own_data, price_list, monkeypatch):
    from frontier.data import edit

    real = edit.editing
    monkeypatch.setattr(edit, "editing", lambda path: real(path, wait=0.1))
    with real(own_data):
        code, out, err = run(
            "update", "--data", "data", "--prices", str(price_list), "--write", "--as-of", "2026-11-01"
        )
    assert (code, out) == (PROBLEMS, "")
    assert "nothing is written: another process has been changing data for 0.1 seconds" in err


# --- add


NEW_MODEL = {
    "organization": "DeepSeek", "license": "MIT", "released": "2026-10-01", "elo": "1510", "elo_lower": "1500",
    "elo_upper": "1520", "votes": "300", "input_usd_per_mtok": "0.3", "output_usd_per_mtok": "1.1",
    "price_date": "2026-10-01", "price_basis": "list", "price_source": "its page",
}  # fmt: skip


def test_add_puts_a_model_in_its_place(run, own_data):
    lines = (own_data / "models.csv").read_text().splitlines()
    code, out, err = run("add", "deepseek-v5", *(f"{k}={v}" for k, v in NEW_MODEL.items()), "--data", "data")
    assert (code, err) == (GOOD, "")
    assert out == (
        "models.csv:3: model deepseek-v5, name DeepSeek V5, country CN, openness osi, elo_date 2026-10-08, "
        "board text-style-control\n"
        "on the frontier: yes\n"
    )
    after = (own_data / "models.csv").read_text().splitlines()
    assert after == [*lines[:2], after[2], *lines[2:]]
    assert run("check", "data") == (GOOD, "no problems\n", "")
    before = table_files(own_data)
    code, out, err = run("add", "deepseek-v5", "organisation=DeepSeek", "--data", "data")
    assert (code, out) == (PROBLEMS, "")
    assert "'organisation' is not a column of models.csv; did you mean 'organization'?" in err
    assert table_files(own_data) == before
    code, out, err = run("add", "deepseek-v5", "organization=DeepSeek", "license=MIT", "--data", "data")
    assert (code, out) == (PROBLEMS, "")
    assert "'deepseek-v5' already stands on line 3; keep one row a model" in err
    assert table_files(own_data) == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["organization=A", "openness=osi", "license=Own", "released=2026-13-01", "output_usd_per_mtok=0"],
         r"^nothing is written:\nreleased: must be a date .*\noutput_usd_per_mtok: must be > 0, got 0"),
        (["organization=A"], "^nothing is written:\nlicense: is blank, and must have a value.*\nopenness: is blank"),
        (["note=@SUM(1)", "price_source=-x"], "^nothing is written: note is '@SUM.*; price_source is '-x'"),
        (["organization=A", "license=MIT", "released=2999-01-01"], "released: is 2999-01-01, which is in the future"),
        (["organization"], "'organization' must be COLUMN=VALUE"),
        (["license=MIT", "license=MIT"], "given twice: license"),
        ([], "give COLUMN=VALUE, or run it on a terminal to be asked"),
    ],
)  # fmt: skip
def test_add_refuses_what_is_wrong_and_says_all_of_it(run, own_data, words, why):
    before = table_files(own_data)
    code, out, err = run("add", "new-one", *words, "--data", "data")
    assert code in (PROBLEMS, USAGE)
    assert out == ""
    assert re.search(why, err)
    assert table_files(own_data) == before


@pytest.mark.parametrize("model", ["=1+1", "a\nb", "\x1b[31mred", "O3 Mini"])
def test_add_takes_no_key_that_does_harm_or_is_there_already(run, own_data, model):
    before = table_files(own_data)
    code, out, err = run("add", model, "license=MIT", "organization=A", "openness=osi", "--data", "data")
    assert (code, out) == (PROBLEMS, "")
    assert "written otherwise" in err if model == "O3 Mini" else "may neither begin with" in err
    assert "\x1b" not in err
    assert table_files(own_data) == before


@pytest.mark.usefixtures("own_data")
def test_a_leaderboard_s_page_is_used_only_for_what_it_was_given(run):
    models = frontier.load_models()
    rows = [{"model": m, "score": e, "ci_low": 5, "ci_high": 5, "price_prompt": 7, "price_completion": 77}
            for m, e in zip(models["model"], models["elo"], strict=True)]  # fmt: skip
    page = {"meta": {"leaderboard": "text", "last_updated": "2026-11-01"}, "models": rows}
    Path("page.json").write_text(json.dumps(page))
    scores = ["update", "--data", "data", "--board", "text-style-control", "--scores", "page.json", "--json"]
    assert "output_usd_per_mtok" not in {row["column"] for row in json.loads(run(*scores)[1])["differences"]}
    rows = json.loads(run(*scores[:5], "--prices", "page.json", "--json")[1])["differences"]
    assert {row["column"] for row in rows} == {"input_usd_per_mtok", "output_usd_per_mtok"}


def test_a_table_without_a_snapshot_is_refused(run, price_list):
    Path("mine").mkdir()
    rows = (FROZEN / "models.csv").read_text().splitlines()
    header = rows[0].split(",")
    blank = ("elo", "elo_lower", "elo_upper", "votes", "elo_date", "board")
    table = pd.read_csv(io.StringIO("\n".join(rows)), dtype=str).assign(**dict.fromkeys(blank, ""))
    table[header].to_csv("mine/models.csv", index=False)
    assert frontier.check_models("mine") == []
    code, _, err = run("update", "--data", "mine", "--prices", str(price_list), "--as-of", "2026-11-01")
    assert (code, err) == (USAGE, "mine has no snapshot yet, so nothing can be compared with it\n")


def test_add_to_a_table_that_is_wrong_says_where(run, own_data):
    text = (own_data / "models.csv").read_text(encoding="utf-8")
    (own_data / "models.csv").write_text(text.replace(",osi,", ",odd,", 1), encoding="utf-8")
    code, out, err = run("add", "new-one", "license=MIT", "organization=A", "--data", "data")
    assert (code, out) == (PROBLEMS, "")
    assert re.match(r"nothing is written:\nmodels\.csv:\d+: openness: must be one of", err)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_add_asks_on_a_terminal(run, own_data, monkeypatch):
    answers = ["New One", "", "Acme", "usa", "US", "MIT", "osi", "2026-10-01", "", "", "", "", "", "2", "", "4",
               "2026-10-01", "list", "", "its page", "", "hm"]  # fmt: skip
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(answers) + "\n"))
    code, _, err = run("add", "new-one", "--data", "data")
    assert code == GOOD, err
    assert "organization (maker; text):   must have a value" in err
    assert "must be two capital letters, got 'usa'" in err
    assert "elo_lower" not in err, "there is no score"
    models = frontier.data.tables.every_model(own_data, board="text").set_index("model")
    assert models.loc["new-one", ["name", "organization", "country", "note"]].tolist() == [
        "New One",
        "Acme",
        "US",
        "hm",
    ]
    assert models.loc["new-one", "output_usd_per_mtok"] == 4
    monkeypatch.setattr(sys, "stdin", Terminal("x\n"))
    before = table_files(own_data)
    code, _, err = run("add", "other", "--data", "data")
    assert (code, err.splitlines()[-1].endswith("the answers ended")) == (PROBLEMS, True)
    assert table_files(own_data) == before


# --- price


def test_price_records_one_price_and_says_what_it_did(run, own_data):
    words = ["price", "o3-mini", "output=4", "input=1", "from=2026-11-20", "source=its page", "--data", "data"]
    code, out, err = run(*words)
    assert (code, err) == (GOOD, "")
    assert out.splitlines()[0] == (
        "history/prices.csv: o3-mini: list price from 2026-11-20: input 1, cached_input not known, output 4"
    )
    assert re.fullmatch(
        r"models\.csv:\d+: output 4, was 4\.4 \(list from 2025-01-31, in history/prices\.csv\)", out.splitlines()[1]
    )
    assert run("check", "data") == (GOOD, "no problems\n", "")
    before = table_files(own_data)
    code, out, err = run(*words)
    assert (code, out) == (PROBLEMS, "")
    assert err.startswith("nothing is written: 'o3-mini' has a list price from 2026-11-20, output 4; a correction is")
    assert table_files(own_data) == before


def test_price_says_what_is_doubtful(run, own_data):
    code, out, err = run(
        "price", "o3-mini", "output=4", "input=11", "from=2099-01-01", "source=its page", "--data", str(own_data)
    )
    assert code == GOOD
    assert "announced: takes effect on 2099-01-01" in out
    assert re.search(
        r"^prices\.csv:\d+: output_usd_per_mtok: warning: is 4, below input_\w+ \(11\)", err, flags=re.MULTILINE
    )
    code, out, err = run("check", str(own_data))
    assert (code, out) == (GOOD, "no problems, 2 warnings\n")
    assert err.count(": warning: ") == 2
    code, out, err = run("check", str(own_data), "--json")
    assert json.loads(out)["warnings"] == 2
    assert {problem["level"] for problem in json.loads(out)["problems"]} == {"warning"}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["o3-mini"], "nothing is written: output=... is missing; from=... is missing; source=... is missing"),
        (["o3-mini", "output=1", "output=2"], "given twice: output"),
        (["o3-mini", "output"], "'output' must be COLUMN=VALUE"),
        (["o3-mini", "output=99999", "from=2026-11-20", "source=x"], "nothing is written:\nprices.csv:"),
    ],
)
def test_price_refuses_what_check_refuses(run, own_data, words, why):
    before = table_files(own_data)
    code, out, err = run("price", *words, "--data", "data")
    assert code in (PROBLEMS, USAGE)
    assert out == ""
    assert why in err
    assert table_files(own_data) == before


# --- help


def help_of(run, *words):
    code, out, err = run(*words, "--help")
    assert (code, err) == (GOOD, "")
    return out


COMMANDS = [
    "plot",
    "table",
    "pick",
    "gap",
    "trend",
    "show",
    "claims",
    "check",
    "report",
    "update",
    "add",
    "price",
    "rate",
    "cite",
    "completion",
]


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
@pytest.mark.usefixtures("price_list", "own_data", "small_page")
def test_the_example_of_every_help_runs(run, command):
    Path("votes.csv").write_text("model_a,model_b,winner\nclaude-fable-5-high,x,left\nx,claude-fable-5-high,left\n")
    (example,) = re.findall(r"^example: frontier (.*)", help_of(run, *command), flags=re.MULTILINE)
    words = shlex.split(example)
    assert words[0] == command[0] if command else words
    code, out, _ = run(*words)
    assert code == GOOD
    assert out


def test_help_lists_every_command_and_the_tests_know_them_all(run):
    listed = re.findall(r"^    ([a-z]+)\b", help_of(run), flags=re.MULTILINE)
    assert listed == COMMANDS


def test_the_flags_that_choose_models_are_the_same_everywhere(run):
    """Word for word, so that what one learns of one command holds for the others."""
    flags = ["--as-of", "--board", "--task", "--price-basis", "--hosts", "--only", "--include-retired", "--open-means"]
    flags += ["--cost", "--quality", "--benchmark", "--country", "--maker", "--released-since"]
    flags += ["--data", "--name", "--lower-is-better", "--se", "--lower", "--upper", "--n"]
    chosen = {command: help_of(run, command).partition("which models:")[2] for command in ("plot", "table", "pick")}
    assert len({text.partition("example:")[0] for text in chosen.values()}) == 1
    assert re.findall(r"^  (--[a-z-]+)", chosen["plot"], flags=re.MULTILINE) == flags


@pytest.mark.parametrize(("words", "meant"), [(["tabel"], "table"), (["gap", "--open-means", "weight"], "weights")])
def test_a_mistyped_word_is_guessed(run, words, meant):
    code, _, err = run(*words)
    assert code == USAGE
    assert err.rstrip().endswith(f"did you mean '{meant}'?")


def test_version(run):
    code, out, _ = run("--version")
    assert code == GOOD
    assert re.fullmatch(r"frontier \d+\.\d+\.\d+\n", out)


def test_an_unpacked_source_tree_that_is_not_installed_has_a_command_line_too(run):
    from importlib import metadata

    with mock.patch.object(metadata, "version", side_effect=metadata.PackageNotFoundError("llm-frontier")):
        assert run("pick", "--budget", "1")[0] == GOOD


# --- gap


def test_gap_prints_a_paragraph_to_quote_and_then_the_numbers(run):
    code, out, err = run("gap", "--as-of", "2025-02-14")
    assert (code, err) == (GOOD, "")
    paragraph, numbers = out.split("\n\n")
    for words in ("14 February 2025", "DeepSeek R1", "Gemini 2.0 Flash Thinking exp (01-21)", "23.2 points", "53.3 %"):
        assert words in paragraph
    rows = dict(re.split(" {2,}", line, maxsplit=1) for line in numbers.splitlines())
    gap = frontier.open_gap(frontier.load_models(as_of="2025-02-14"))
    assert rows["score gap"] == f"{gap.score:.2f} points" == "23.18 (13.79 to 33.20) points"
    assert rows["as the AI Index prints it"] == "1.703 % of the best open score"
    assert rows["expected win rate, proprietary"].startswith("53.3 (")
    for method in ("backward", "staircase", "matched"):
        lag = frontier.open_lag(frontier.load_models(as_of="2025-02-14"), method=method)
        assert rows[f"lag, {method}"] == lag.in_words()


def test_gap_as_csv_and_json_is_the_row_of_a_history(run):
    models = frontier.load_models(as_of="2025-02-14")
    _, out, _ = run("gap", "--as-of", "2025-02-14", "--csv")
    (row,) = csv.DictReader(io.StringIO(out))
    expected = frontier.open_gap(models).to_frame()
    assert list(row) == list(expected)
    assert float(row["gap"]) == expected["gap"].item()
    assert row["date"] == "2025-02-14"
    _, out, _ = run("gap", "--as-of", "2025-02-14", "--json", "--open-means", "osi")
    (row,) = json.loads(out)["rows"]
    assert row["gap"] == frontier.open_gap(models, open_means="osi").score.value


def test_gap_compares_any_two_groups(run):
    _, out, _ = run("gap", "--as-of", "2025-02-14", "--by", "country")
    assert "the best Chinese model, DeepSeek R1 (1361.45), was 23.2 points" in out
    assert "AI Index" not in out
    _, out, _ = run("gap", "--as-of", "2025-02-14", "--by", "country", "--between", "CN", "US")
    assert "the best US model, Gemini 2.0 Flash Thinking exp (01-21) (1384.63), was 23.2 points" in out
    assert "ahead of the best Chinese one" in out


def test_gap_takes_other_costs_and_bases(run, deck):
    _, arena, _ = run("gap", *DECK, "--json")
    _, blended, _ = run("gap", *DECK, "--cost", "blended:3:1", "--json")
    (arena,), (blended,) = json.loads(arena)["rows"], json.loads(blended)["rows"]
    proprietary = int((deck.dropna(subset="output_usd_per_mtok")["openness"] == "proprietary").sum())
    assert (arena["priced_open"], arena["priced_proprietary"]) == (38 - proprietary, proprietary)
    assert arena["gap"] == blended["gap"]
    assert arena["price_ratio"] != blended["price_ratio"]


def test_gap_of_a_table_of_ones_own(run, own_table):
    _, out, err = run("gap", "--data", own_table)
    assert out.startswith("By the table given, the best open-weights model, free (1300), is 100.0 points ahead of")
    assert "unknown: the table has no column released" in out
    assert err == ""
    _, out, _ = run("gap", "--data", own_table, "--csv")
    (row,) = csv.DictReader(io.StringIO(out))
    assert (row["date"], row["gap"], row["lag_backward_months"]) == ("", "-100.0", "")


def test_gap_history_is_the_board_that_was_shown(run):
    _, out, _ = run("gap", "--history", "--csv", "--as-of", "2024-12-31")
    rows = pd.read_csv(io.StringIO(out))
    scores = frontier.load_scores(as_of="2024-12-31")
    expected = pd.concat([frontier.gap_history(r) for _, r in scores.groupby("board", sort=False)], ignore_index=True)
    assert rows["date"].tolist() == expected["date"].dt.strftime("%Y-%m-%d").tolist()
    for column in ("gap", "gap_low", "price_ratio", "lag_backward_months", "lag_backward_months_high"):
        assert rows[column].tolist() == pytest.approx(expected[column].tolist(), nan_ok=True)
    assert rows["board"].tolist() == expected["board"].tolist()


def test_gap_history_of_a_board_up_to_a_day(run):
    _, out, _ = run("gap", "--history", "--board", "text", "--as-of", "2025-02-14", "--csv", "--by", "country")
    rows = pd.read_csv(io.StringIO(out))
    assert rows["date"].iloc[-1] == "2025-02-14"
    assert set(rows["board"]) == {"text"}
    assert {"best_CN", "best_US"} <= set(rows)
    _, out, _ = run("gap", "--history", "--board", "text", "--as-of", "2025-02-14")
    lines = out.splitlines()
    assert lines[0].split()[:2] == ["date", "gap"]
    assert lines[-1].split() == ["2025-02-14", "23.2", "13.8", "33.2", "0.533", "deepseek-r1",
                                 "gemini-2.0-flash-thinking-exp-01-21", "2.8", "text", "full"]  # fmt: skip
    assert "3.3+" in next(line for line in lines if line.startswith("2024-02-15"))


def test_gap_history_compares_the_same_two_groups_on_every_board(run):
    """Those of the newest board, though in 2023 others were better."""
    _, out, _ = run("gap", "--history", "--by", "country", "--csv")
    rows = pd.read_csv(io.StringIO(out))
    assert [column for column in rows if column.startswith("best_")] == ["best_CN", "best_US"]
    assert len(rows) == len(frontier.load_scores()["date"].unique())


@pytest.mark.parametrize(
    "words", [["--method", "matched"], ["--by", "country", "--history", "--as-of", "2025-02-14", "--board", "text"]]
)
def test_gap_draws_instead_of_printing(run, elsewhere, words):
    code, out, err = run("gap", *words, "-o", "gap.svg", "gap.png")
    assert (code, out, err) == (GOOD, "gap.svg\ngap.png\n", "")
    assert (elsewhere / "gap.svg").read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--between", "US", "CN"], USAGE, "--between needs --by"),
        (["--by", "countri"], USAGE, "by: the table has no column 'countri'; did you mean 'country'?"),
        (["--by", "country", "--between", "US", "China"], USAGE, "between: no row has 'China'"),
        (["--by", "country", "--between", "US", "China", "--history"], USAGE, "between: no row has 'China'"),
        (["--quality", "organization"], USAGE, "quality must be numeric"),
        (["--history", "--as-of", "2022-01-01"], USAGE, "no snapshot on or before 2022-01-01"),
        (["--history", "--board", "texts"], USAGE, "did you mean 'text'?"),
        (["--as-of", "2022-01-01"], USAGE, "no full snapshot of board"),
        (["--history", "--data", "x.csv"], PROBLEMS, "x.csv: does not exist"),
        (["--history", "--se", "elo"], USAGE, "--se cannot be combined with --history"),
        (["-o", "gap.svg", "--cost", "nonsense"], USAGE, "--cost does not change a picture of the gap"),
        (["--by", "country", "--open-means", "osi"], USAGE, "--open-means defines open models; leave it out with --by"),
        (["--method", "matched"], USAGE, "--method requires -o and cannot be combined with --history"),
        (
            ["--history", "--method", "matched", "-o", "gap.svg"],
            USAGE,
            "--method requires -o and cannot be combined with --history",
        ),
        (["-o", "gap.svg", "--csv"], USAGE, "--csv: not allowed with argument -o/--output"),
        (["--by", "elo"], USAGE, "by must name groups"),
        (["--open-means", "free"], USAGE, "invalid choice: 'free'"),
        (["-o", "gap.doc"], USAGE, "must end in one of"),
        (["-o", "no/such/folder/gap.svg"], PROBLEMS, "gap.svg: there is no folder no/such/folder"),
    ],
)
def test_gap_refuses_what_it_cannot_do(run, words, code, message):
    got, out, err = run("gap", *words)
    assert (got, out) == (code, "")
    assert message in err


# --- trend


def test_trend_prints_the_records_and_the_rate(run):
    code, out, err = run("trend", "--at-least", "gpt-4-0314")
    assert (code, err) == (GOOD, "")
    table, said = out.split("\n\n")
    prices = frontier.load_prices()
    prices = prices[prices["price_basis"].isin(["list", "host"])]
    points = frontier.price_points(frontier.load_scores(), prices, reference="gpt-4-0314")
    records = frontier.price_records(points, at_least="gpt-4-0314")
    assert said.strip() == str(frontier.price_decline(records))
    assert [line.split()[0] for line in table.splitlines()[1:]] == records["model"].tolist()


def test_trend_of_a_score_on_one_snapshot(run):
    words = ("trend", "--at-least", "1250", "--as-of", "2025-02-14")
    _, out, _ = run(*words, "--csv")
    rows = pd.read_csv(io.StringIO(out))
    assert (rows["score"] >= 1250).all()
    assert rows["date"].max() <= "2025-02-14"
    assert rows["price"].is_monotonic_decreasing
    assert rows["price_source"].notna().all()
    _, out, _ = run(*words, "--cost", "blended:3:1", "--json")
    assert json.loads(out)["rows"][0]["price"] != rows["price"][0]


def test_too_few_records_are_shown_with_the_reason(run):
    code, out, err = run("trend", "--at-least", "1300", "--as-of", "2025-02-14")
    assert code == PROBLEMS
    assert "deepseek-v3" in out
    assert "3 records of the price, and at least 4 are needed for a rate" in err


def test_a_short_span_is_named(run):
    code, out, err = run("trend", "--at-least", "1250", "--as-of", "2025-02-14")
    assert code == GOOD
    assert re.search(r"of a score of 1250 went from [\d.]+ to [\d.]+, [\d.]+ times cheaper; (no rate is )?fitted", out)
    assert err == "the records span 345 days, less than a year: short spans look steeper than they are\n"


def test_trend_of_a_maker(run):
    _, out, _ = run("trend", "--maker", "OpenAI", "--price-basis", "list", "--as-of", "2025-02-14", "--csv")
    rows = pd.read_csv(io.StringIO(out))
    found = set(zip(rows["name"].str.split(" \\(", regex=True).str[0], rows["from"], rows["output_usd_per_mtok"],
                    rows["input_usd_per_mtok"], strict=True))  # fmt: skip
    assert found >= {
        ("GPT-4", "2023-03-14", 60.0, 30.0), ("GPT-4-32k", "2023-03-14", 120.0, 60.0),
        ("GPT-4 Turbo", "2023-11-06", 30.0, 10.0), ("GPT-4o", "2024-05-13", 15.0, 5.0),
        ("GPT-4o mini", "2024-07-18", 0.6, 0.15), ("GPT-4o", "2024-08-06", 10.0, 2.5),
        ("o1-preview", "2024-09-12", 60.0, 15.0), ("o1-mini", "2024-09-12", 12.0, 3.0),
        ("o1", "2024-12-17", 60.0, 15.0), ("o3-mini", "2025-01-31", 4.4, 1.1), ("o1-mini", "2025-01-31", 4.4, 1.1),
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ["--at-least", "gpt-4-0314"],
        ["--maker", "DeepSeek"],
        ["--since", "2025-10-08"],
    ],
)
def test_trend_draws_instead_of_printing(run, elsewhere, words):
    code, out, _ = run("trend", *words, "-o", "price.svg")
    assert (code, out) == (GOOD, "price.svg\n")
    assert (elsewhere / "price.svg").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "one of the arguments --at-least --maker --since is required"),
        (["--at-least", "gpt-4-0315"], "did you mean 'gpt-4-0314'?"),
        (["--at-least", "gpt-4-0314", "--cost", "blended:x:1"], "must have numbers between its colons"),
        (["--at-least", "1300", "--confidence", "1"], "must lie strictly between 0 and 1"),
        (["--maker", "OpenAi"], "--maker: there is no price of 'OpenAi'; did you mean 'OpenAI'?"),
        (["--maker", "OpenAI", "--cost", "request:1:1"], "with --maker it is output or input"),
        (["--maker", "OpenAI", "--as-of", "soon"], "as_of must be a date"),
        (["--maker", "OpenAI", "--confidence", "0.5"], "--confidence needs --at-least"),
        (["--maker", "OpenAI", "--board", "text"], "--board and --task need --at-least or --since"),
        (["--since", "yesterday"], "since must be a date as '2025-02-14', got 'yesterday'"),
        (["--since", "2999-01-01"], "--since: 2999-01-01 must be before"),
        (["--since", "2025-03-01", "--as-of", "2025-02-14"], "--since: 2025-03-01 must be before 2025-02-14"),
        (["--since", "2024-02-14,2024-08-14"], "since must be a date as '2025-02-14', got '2024-02-14,2024-08-14'"),
        (
            ["--since", "2024-02-14", "--cost", "training_flop"],
            "--since needs a price, and 'training_flop' is none",
        ),
        (["--at-least", "gpt-4-0314", "--csv", "-o", "x.svg"], "-o/--output: not allowed with argument --csv"),
    ],
)
def test_trend_refuses_what_it_cannot_do(run, words, message):
    code, out, err = run("trend", *words)
    assert (code, out) == (USAGE, "")
    assert message in err


def test_trend_of_the_frontier(run):
    words = ("trend", "--since", "2024-08-14", "2024-02-14", "--as-of", "2025-02-14")
    _, out, _ = run(*words, "--csv")
    rows = pd.read_csv(io.StringIO(out))
    assert rows["since"].tolist() == ["2024-02-14", "2024-08-14"]
    assert set(rows["until"]) == {"2025-02-14"}
    found = [
        frontier.find_frontier(frontier.load_models(as_of="2025-02-14", prices_as_of=day))
        for day in ("2024-02-14", "2025-02-14")
    ]
    spans = {name: tuple(rows.loc[0, [f"shared_{name}_low", f"shared_{name}_high"]]) for name in ("scores", "prices")}
    shift = frontier.frontier_shift(*found, **spans)
    assert rows.iloc[0].drop(["since", "until"]).to_dict() == pytest.approx(shift.numbers())
    _, out, _ = run(*words)
    assert out.splitlines()[0] == f"2024-02-14 to 2025-02-14: {shift}"


def test_rows_of_several_days_are_over_one_range(run):
    """So that the gains of two stretches of time multiply to that of both."""
    _, out, _ = run("trend", "--since", "2024-08-14", "2024-02-14", "--as-of", "2025-02-14", "--csv")
    rows = pd.read_csv(io.StringIO(out))
    for column in ("shared_scores_low", "shared_scores_high", "shared_prices_low", "shared_prices_high"):
        assert (rows[column] == rows[column][0]).all()
    day = {"scores": tuple(rows.loc[0, ["shared_scores_low", "shared_scores_high"]])}
    first, middle = (
        frontier.find_frontier(frontier.load_models(as_of="2025-02-14", prices_as_of=day))
        for day in ("2024-02-14", "2024-08-14")
    )
    between = frontier.frontier_shift(first, middle, **day).times_cheaper.value
    assert between * rows["times_cheaper"][1] == pytest.approx(rows["times_cheaper"][0])


def test_a_board_without_intervals_says_so(run):
    code, out, err = run("trend", "--since", "2025-02-14", "--as-of", "2026-02-14")
    assert code == GOOD
    assert "times cheaper" in out
    assert err == "the board of that day has no intervals, so these numbers have none\n"


def test_the_frontier_before_there_were_prices(run):
    code, out, err = run("trend", "--since", "2022-01-01")
    assert (code, out) == (PROBLEMS, "")
    assert "no model of the board has such a price on 2022-01-01" in err


# --- as a process


def test_help_answers_before_anything_heavy_is_loaded():
    code = """
import sys
from frontier.cli.main import main
try:
    main(["--help"])
except SystemExit:
    pass
print("heavy:", *sorted({"pandas", "matplotlib", "numpy", "scipy", "pydantic"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "heavy:"
    assert done.stdout.startswith("usage: frontier")


def test_the_process_returns_the_exit_code_and_flushes_all_it_printed(own_table, wrong_table):
    assert process("check", own_table).stdout == "no problems\n"
    refused = process("check", wrong_table)
    assert (refused.returncode, refused.stdout) == (PROBLEMS, "3 problems\n")
    assert len(refused.stderr.splitlines()) == 3
    assert process("pick").returncode == USAGE


@pytest.mark.parametrize(
    "words",
    [
        ("table", "--all", "--data", str(FROZEN)),
        ("check", "--columns", "--csv"),
    ],
)
def test_a_reader_that_has_gone_is_no_problem(words):
    """As with `frontier table --all | head -0`: the pipe is closed before the first line."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "frontier", *words], stdout=write_end, stderr=subprocess.PIPE, text=True, check=False
        )
    finally:
        os.close(write_end)
    assert done.returncode == GOOD
    assert all("models on sale" in line for line in done.stderr.splitlines())


def test_output_that_does_not_fit_the_disk_is_not_called_good():
    """The user must learn that the table is not complete."""
    code = """
import io, sys
class Full(io.StringIO):
    def flush(self):
        raise OSError(28, "No space left on device")
sys.argv, sys.stdout = ["frontier", "check"], Full()
from frontier.cli.main import run
run()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == PROBLEMS
    assert "No space left on device" in done.stderr


def test_a_list_goes_on_behind_a_flag(run):
    first, second = "epoch-mmlu-68", "a16z-10x"
    one, other = run("claims", first, "--json", second), run("claims", first, second, "--json")
    assert one == other
    assert run("claims", "--json", "--", first, second) == one
    code, out, err = run("add", "x", "--data", "nowhere", "released")
    assert (code, out) == (USAGE, "")
    assert "'released' must be COLUMN=VALUE" in err


def test_people_see_the_host_of_a_hosted_price(run):
    """In tables the name takes the place of the basis; of a picked model it follows the price."""
    models = frontier.load_models(as_of="2025-02-14").set_index("model")
    hosted = {model: row.host for model, row in models.iterrows() if isinstance(row.host, str)}
    _, out, _ = run("table", "--as-of", "2025-02-14", "--all")
    shown = {line.split()[0]: line for line in out.splitlines() if line}
    named = hosted.keys() & shown.keys()
    assert len(named) > 5
    assert all(hosted[model] in shown[model] for model in named)
    _, out, _ = run("pick", "--as-of", "2025-02-14", "--budget", "0.08")
    model = out.partition(":")[0]
    assert f", hosted by {hosted[model]}\n" in out
    with_rule = run("table", "--as-of", "2025-02-14", "--all", "--hosts", "cheapest", "--csv")
    assert with_rule[0] == GOOD
