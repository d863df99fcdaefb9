"""What is printed: nothing that a terminal obeys, on any encoding, and tables that fit."""

import io
import json
import os
import subprocess
import sys

import pandas as pd
import pytest

from frontier.cli.output import PlainStream, as_csv, as_json, printable, readable


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a\x1b[2Jb", "a?[2Jb"),
        ("\u202eevil\u200b", "?evil?"),
        ("tab\tand\u00a0blank\u2009", "tab and blank "),
        ("two\nlines\r", "two\nlines?"),
        ("通义千问 é 🏆", "通义千问 é 🏆"),
        ("\ud800", "?"),
        ("\x85\u2028\x9b31m", "???31m"),
    ],
)
def test_what_a_terminal_obeys_is_not_printed(text, plain):
    assert printable(text) == plain


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_a_stream_of_any_encoding_takes_any_text(encoding):
    raw = io.BytesIO()
    stream = PlainStream(io.TextIOWrapper(raw, encoding=encoding))
    print("“quoted” — 通义千问 \x1b[0m", file=stream)
    stream.flush()
    written = raw.getvalue().decode(encoding)
    assert written.endswith("?[0m\n")
    assert "quoted" in written
    assert "\x1b" not in written


@pytest.mark.parametrize(
    "words",
    [("gap", "--as-of", "2025-02-14"), ("claims", "deck-lag"), ("table", "--data", "mine.csv", "--cost", "cost")],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize(
    "locale",
    [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "latin-1"}],
    ids=["c-locale", "latin-1"],
)
def test_no_locale_ends_in_a_traceback(words, locale, tmp_path):
    (tmp_path / "mine.csv").write_text("model,elo,cost\n通义千问,1300,1\nb\x1b[2J,1400,2\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "frontier", *words], cwd=tmp_path, env=os.environ | locale, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode("ascii", "replace")
    assert done.stdout
    assert b"\x1b" not in done.stdout + done.stderr


def wide(rows):
    return pd.DataFrame(
        {
            "model": [f"a-model-with-a-rather-long-name-{k}" for k in range(rows)],
            "maker": ["The Company of Makers, Incorporated"] * rows,
            **{f"number_{k}": [1.5 * k] * rows for k in range(9)},
        }
    )


def test_a_pipe_gets_the_whole_table():
    assert max(map(len, readable(wide(3)).splitlines())) > 120


def set_terminal(monkeypatch, columns, lines):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", str(lines))


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_table_fits_the_terminal(width, monkeypatch):
    set_terminal(monkeypatch, width, 50)
    lines = readable(wide(3)).splitlines()
    assert max(map(len, lines)) <= width
    heads = [line for line in lines if line.startswith("model")]
    shown = " ".join(heads).split()
    assert [name for name in shown if name != "model"] == ["maker", *(f"number_{k}" for k in range(9))]
    assert all(head.startswith("model") for head in heads)


def test_a_table_higher_than_the_terminal_has_its_header_at_its_foot(monkeypatch):
    set_terminal(monkeypatch, 300, 20)
    short, long = readable(wide(3)).splitlines(), readable(wide(30)).splitlines()
    assert short.count(short[0]) == 1
    assert long[0] == long[-1]


def test_csv_guards_what_a_spreadsheet_would_run():
    rows = pd.DataFrame({"name": ["=1+1", "@x", "plain", None], "number": [-1.5, 2, 3, 4]})
    assert as_csv(rows) == "name,number\n'=1+1,-1.5\n'@x,2.0\nplain,3.0\n,4.0\n"


def test_json_has_tables_as_rows_and_nothing_as_null():
    rows = pd.DataFrame({"day": pd.to_datetime(["2025-02-14", None]), "x": [1.0, None], "n": pd.array([1, None])})
    document = json.loads(as_json({"board": None, "rows": rows}))
    assert document == {
        "board": None,
        "rows": [{"day": "2025-02-14", "x": 1.0, "n": 1}, {"day": None, "x": None, "n": None}],
    }
