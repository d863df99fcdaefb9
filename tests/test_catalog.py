"""What goes in at the top: small files, each wrong or odd in one way, and what the catalogue makes of them."""

import contextlib
import csv
import datetime as dt
import io
import math
import re
import tempfile
import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from frontier import CatalogError, blended_price, check_models, find_frontier, load_models, load_prices, load_scores
from frontier import request_cost as cost_of_request
from frontier.data import reader, schema
from frontier.data.check import is_own_table
from frontier.data.edit import editing
from frontier.data.reader import Problem, TableError
from frontier.data.schema import describe_columns
from frontier.data.tables import frame_of, load_snapshots
from frontier.words.sources import frontier_sources, price_changes

COLUMNS = {
    "models": "model,name,organization,country,license,openness,released,released_by,retired,weights_released,"
    "context_tokens,elo,elo_lower,elo_upper,votes,elo_date,board,input_usd_per_mtok,cached_input_usd_per_mtok,output_usd_per_mtok,price_date,price_basis,"
    "host,observed,price_source,training_flop,training_flop_confidence,note",
    "scores": "date,board,model,elo,elo_lower,elo_upper,votes,interval_date",
    "prices": "model,from,until,ended,input_usd_per_mtok,cached_input_usd_per_mtok,output_usd_per_mtok,price_basis,"
    "host,observed,price_source",
    "snapshots": "date,board,coverage,models,source,license,note",
}
PRICES = ["input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok"]

# A whole small table: two models that are listed, one that was. The first row of a file is on line 2.
MODELS = """\
alpha,Alpha,Maker A,US,Proprietary,proprietary,2024-12-01,,,,,1500,1490,1510,900,2026-10-08,text-style-control,2.5,,10,2026-01-01,list,,,maker A,,,
beta,Beta,Maker B,CN,MIT,osi,2025-01-01,bound,,,,1450,1445,1456,800,2026-10-08,text-style-control,0.5,0.1,2,2026-02-01,host,Host H,,a page,1e24,,a note
gamma,Gamma,Maker C,FR,Gemma,commercial,2023-05-01,,,,,,,,,,,,,,,,,,,,,
"""  # noqa: E501
SCORES = """\
2023-05-22,elo-online,gamma,1100,,,,
2025-02-11,text,alpha,1390,1380,1400,500,
2025-02-11,text,beta,1300,1295,1305,400,
2025-02-14,text,alpha,1391,1381,1401,550,
2025-02-14,text,beta,1301,1296,1306,400,2025-02-11
2025-02-20,text,alpha,1999,,,,
2025-04-26,text-style-control,beta,1280,,,,
"""
HISTORY_PRICES = """\
alpha,2025-01-01,,,5,,20,list,,,maker A
alpha,2025-02-14,,,4,,16,list,,,maker A
alpha,2025-02-06,2025-02-20,,3,,12,arena,,,the Arena
beta,2025-01-01,2025-02-14,,0.6,,3,list,,,maker B
beta,2025-01-01,,,0.7,,4,host,Host H,,a page
beta,2025-01-01,,,9,,90,unverified,,,a page
alpha,2026-01-01,,,2.5,,10,list,,,maker A
beta,2026-02-01,,,0.5,0.1,2,host,Host H,,a page
"""
SNAPSHOTS = """\
2023-05-22,elo-online,full,1,a copy,none stated,
2025-02-11,text,full,2,a copy,none stated,
2025-02-14,text,full,2,a copy,none stated,
2025-02-20,text,partial,1,a copy,none stated,flagships only
2025-04-26,text-style-control,full,1,a copy,none stated,
2026-10-08,text-style-control,full,2,a copy,none stated,
"""
FILES = {"models": MODELS, "scores": SCORES, "prices": HISTORY_PRICES, "snapshots": SNAPSHOTS}


def errors(path) -> list[Problem]:
    return [problem for problem in check_models(path) if problem.level == "error"]


class Tables:
    """A folder of tables to spoil: ``rows["prices"][0]["until"] = "yesterday"``, then ``problems()``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.header = {name: columns.split(",") for name, columns in COLUMNS.items()}
        self.rows = {
            name: [dict(zip(self.header[name], cells, strict=True)) for cells in csv.reader(io.StringIO(text))]
            for name, text in FILES.items()
        }

    def save(self) -> Path:
        (self.folder / "history").mkdir(exist_ok=True)
        for name, rows in self.rows.items():
            path = self.folder / ("models.csv" if name == "models" else f"history/{name}.csv")
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, self.header[name])
                writer.writeheader()
                writer.writerows(rows)
        return self.folder

    def problems(self) -> list[Problem]:
        return errors(self.save())

    def warnings(self) -> list[Problem]:
        return [problem for problem in check_models(self.save()) if problem.level == "warning"]


@pytest.fixture
def tables(tmp_path):
    folder = tmp_path / "table"
    folder.mkdir()
    return Tables(folder)


@pytest.fixture
def own(tmp_path):
    """Write somebody's own models.csv, with nothing beside it."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "models.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def assert_one(problems, file, line, column, *words):
    assert [(p.file, p.line, p.column) for p in problems] == [(file, line, column)], "\n".join(map(str, problems))
    for word in words:
        assert word in problems[0].message


def assert_refused(path, **kwargs):
    """Loading raises exactly the errors that checking reports, and returns nothing."""
    problems = errors(path)
    with pytest.raises(CatalogError) as caught:
        load_models(path, **kwargs)
    assert problems
    assert list(caught.value.problems) == problems
    assert str(caught.value) == "\n".join(map(str, problems))
    return problems


def test_the_small_table_is_good(tables):
    assert tables.problems() == []
    assert load_models(tables.folder).model.tolist() == ["alpha", "beta"]
    assert load_models(tables.folder / "models.csv").model.tolist() == ["alpha", "beta"]


# --- One wrong value: where, what is allowed, what to do.

PRICE = "leave it blank if there is no price"
NUMBER = "write a plain number with a decimal point"
DAY = "write the day as 2025-02-14"


@pytest.mark.parametrize(
    ("file", "column", "value", "words"),
    [
        ("models", "released", "2025-13-01", ["must be a date as YYYY-MM-DD", "'2025-13-01'", DAY]),
        ("models", "released", "14/02/2025", ["must be a date as YYYY-MM-DD", "'14/02/2025'", DAY]),
        ("models", "released", "20250214", ["must be a date as YYYY-MM-DD", "'20250214'", DAY]),
        ("models", "released", "2023-02-29", ["must be a date as YYYY-MM-DD", "'2023-02-29'", DAY]),
        ("models", "released", "2023-2-1", ["must be a date as YYYY-MM-DD", "'2023-2-1'", DAY]),
        ("models", "released", "2023-02-01T00:00", ["must be a date as YYYY-MM-DD", DAY]),
        ("models", "price_date", "soon", ["must be a date as YYYY-MM-DD", "'soon'", DAY]),
        ("models", "output_usd_per_mtok", "-2", ["must be > 0, got -2", PRICE, "free preview"]),
        ("models", "output_usd_per_mtok", "0", ["must be > 0, got 0", PRICE, "free preview"]),
        ("models", "output_usd_per_mtok", "NaN", ["must be a finite number", "'NaN'", PRICE]),
        ("models", "output_usd_per_mtok", "inf", ["must be a finite number", "'inf'", PRICE]),
        ("models", "output_usd_per_mtok", "free", ["must be a number", "'free'", PRICE]),
        ("models", "output_usd_per_mtok", "1,000", ["must be a number", "'1,000'", PRICE]),
        ("models", "output_usd_per_mtok", "$10", ["must be a number", "'$10'", PRICE]),
        ("models", "output_usd_per_mtok", "1e6", ["must be <= 100,000", PRICE]),
        ("models", "input_usd_per_mtok", "-0.1", ["must be > 0", PRICE]),
        ("models", "cached_input_usd_per_mtok", "0", ["must be > 0", PRICE]),
        ("models", "elo", "1,450", ["must be a number", "'1,450'", NUMBER]),
        ("models", "elo", "-inf", ["must be a finite number", NUMBER]),
        ("models", "votes", "-1", ["must be >= 0", "whole number"]),
        ("models", "votes", "2.5", ["must be a whole number", "'2.5'"]),
        ("models", "votes", "-", ["must be a whole number", "'-'"]),
        ("models", "training_flop", "0", ["must be > 0", NUMBER]),
        ("models", "country", "USA", ["must be two capital letters", "'USA'", "ISO 3166"]),
        ("models", "country", "us", ["must be two capital letters", "'us'", "ISO 3166"]),
        (
            "models",
            "openness",
            "open",
            ["must be one of 'osi', 'commercial', 'noncommercial' or 'proprietary'", "'open'", "place the license"],
        ),
        (
            "models",
            "board",
            "vision",
            ["must be one of 'elo-online', 'text' or 'text-style-control'", "'vision'", "use one of"],
        ),
        (
            "models",
            "price_basis",
            "List",
            ["must be one of 'list', 'host', 'arena' or 'unverified'", "'List'", "say whose price it is"],
        ),
        ("models", "released_by", "about", ["must be one of 'bound'", "'about'", "leave it blank"]),
        ("models", "model", "", ["is blank, and must have a value"]),
        ("models", "organization", "", ["is blank, and must have a value", "do not guess"]),
        ("models", "license", "", ["is blank, and must have a value", "do not guess"]),
        ("models", "openness", "", ["is blank, and must have a value", "do not guess"]),
        ("scores", "date", "14/02/2025", ["must be a date as YYYY-MM-DD", DAY]),
        ("scores", "date", "", ["is blank, and must have a value"]),
        ("scores", "board", "Text", ["must be one of 'elo-online', 'text' or 'text-style-control'", "'Text'"]),
        ("scores", "elo", "", ["is blank, and must have a value"]),
        ("scores", "elo", "nan", ["must be a finite number", NUMBER]),
        ("scores", "interval_date", "last week", ["must be a date as YYYY-MM-DD", DAY]),
        ("prices", "from", "2025-1-1", ["must be a date as YYYY-MM-DD", DAY]),
        ("prices", "from", "", ["is blank, and must have a value"]),
        ("prices", "output_usd_per_mtok", "", ["is blank, and must have a value"]),
        ("prices", "output_usd_per_mtok", "0.0", ["must be > 0", PRICE]),
        ("prices", "price_basis", "guess", ["must be one of 'list', 'host', 'arena' or 'unverified'", "'guess'"]),
        ("prices", "price_source", "", ["is blank, and must have a value"]),
        ("snapshots", "coverage", "most", ["must be one of 'full' or 'partial'", "'most'"]),
        ("snapshots", "models", "0", ["must be > 0", "whole number"]),
        ("snapshots", "source", "", ["is blank, and must have a value"]),
        ("snapshots", "license", " ", ["is blank, and must have a value"]),
    ],
)
def test_a_wrong_value_is_placed_and_explained(tables, file, column, value, words):
    tables.rows[file][1][column] = value
    problems = tables.problems()
    assert_one(problems, f"{file}.csv", 3, column, *words)
    if file in ("models", "prices"):
        assert_refused(tables.folder)
    if file != "models" or column not in ("organization", "license", "openness"):
        assert_refused(tables.folder, as_of="2025-02-14")


def test_a_problem_reads_as_file_line_column_reason(own):
    path = own("model,output_usd_per_mtok\na,1\nb,-2\n")
    with pytest.raises(CatalogError) as caught:
        load_models(path)
    assert str(caught.value).startswith("models.csv:3: output_usd_per_mtok: must be > 0, got -2; ")
    assert isinstance(caught.value, ValueError)


def test_digits_grouped_as_in_python_source_are_no_number(own):
    problems = errors(own("model,elo\na,1_300\n"))
    assert_one(problems, "models.csv", 2, "elo", "must be a number", "'1_300'")


def test_a_count_too_large_for_a_column_is_refused(own):
    path = own("model,votes\na,99999999999999999999\n")
    assert_one(assert_refused(path), "models.csv", 2, "votes", "99999999999999999999")


# --- The header.


def test_a_misspelt_column_is_named_with_the_right_one(tables):
    header = tables.header["prices"]
    header[header.index("until")] = "untill"
    for row in tables.rows["prices"]:
        row["untill"] = row.pop("until")
    (missing,), (extra,) = tables.problems(), tables.warnings()
    assert (extra.file, extra.line, extra.column) == ("prices.csv", 1, "untill")
    assert "is not a column of this table; did you mean 'until'?" in extra.message
    assert (missing.file, missing.line, missing.column) == ("prices.csv", 1, "until")
    assert "is missing; add the column" in missing.message
    assert_refused(tables.folder)


@pytest.mark.parametrize("file", FILES)
def test_a_missing_column_says_what_it_holds(tables, file):
    column = tables.header[file].pop()
    for row in tables.rows[file]:
        del row[column]
    words = describe_columns().query("file.str.endswith(@file + '.csv') and column == @column").description.item()
    assert_one(tables.problems(), f"{file}.csv", 1, column, "is missing; add the column", words)


def test_an_extra_column_of_a_curated_table_is_a_warning(tables):
    """Its values are kept, and what is changed beside them leaves them as they are."""
    tables.header["models"].append("favorite_color")
    for row, color in zip(tables.rows["models"], ("red", "", "blue"), strict=True):
        row["favorite_color"] = color
    assert tables.problems() == []
    assert_one(tables.warnings(), "models.csv", 1, "favorite_color", "is not a column", "it is read as it is")
    with editing(tables.folder) as open_tables:
        open_tables.row("beta")["note"] = "new"
        assert open_tables.save() == ["models.csv"]
    written = list(csv.DictReader(io.StringIO((tables.folder / "models.csv").read_text(encoding="utf-8"))))
    assert [row["favorite_color"] for row in written] == ["red", "", "blue"]


def test_a_column_named_in_the_wrong_case_is_suggested(own):
    """A table of one's own may have such a column, and it is not ours."""
    (problem,) = check_models(own("model,Elo\na,1\n"))
    assert str(problem).startswith("models.csv:1: Elo: warning: is not elo; write it so where it means the same")


def test_a_file_without_a_model_column_is_told_so(own):
    assert_one(errors(own("elo,output_usd_per_mtok\n1,2\n")), "models.csv", 1, "model", "is missing")


def test_a_column_that_stands_twice_is_named_once(own):
    problems = errors(own("model,elo,elo\na,1,2\n"))
    assert_one(problems, "models.csv", 1, "elo", "stands twice", "rename or remove one")


def test_a_column_without_a_name_is_refused(own):
    assert_one(errors(own("model,,elo\na,b,1\n")), "models.csv", 1, None, "without a name", "name or remove it")


@pytest.mark.parametrize("header", ["<html><body>", '{"model": 1}'])
def test_another_file_is_recognised_by_its_header(own, header):
    problems = check_models(own(f"{header}\na,b,c\n"))
    assert_one(problems, "models.csv", 1, None, "is no header of this table", "the columns are model, name,")


def test_a_file_that_names_its_sources_must_have_every_column(own):
    """Three columns of sources are the mark of a curated table, which has no room for half a row."""
    some = "model,elo,elo_date,board,price_basis"
    problems = errors(own(f"{some}\na,1,2025-02-14,text,list\n"))
    assert [p.column for p in problems] == [c for c in COLUMNS["models"].split(",") if c not in some.split(",")]
    assert {p.line for p in problems} == {1}


@pytest.mark.parametrize(("sign", "name"), [(";", "';'"), ("\t", "tabs")])
def test_another_separator_is_named(own, sign, name):
    path = own(f"model{sign}elo\na{sign}1\n")
    assert_one(assert_refused(path), "models.csv", 1, None, f"is separated by {name}", "save it as CSV UTF-8")


# --- Files that are not what they should be.


def test_a_file_in_another_encoding_names_the_line(own):
    path = own("model,name\na,Modèle\nb,Müller\n".encode("latin-1"))
    assert_one(assert_refused(path), "models.csv", 2, None, "is not UTF-8", "0xe8", "save it as CSV UTF-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_named(own, encoding):
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    path = own(mark + "model,elo\na,1\n".encode(encoding))
    assert_one(assert_refused(path), "models.csv", 1, None, "is UTF-16", "save it as CSV UTF-8")


def test_a_nul_byte_names_the_line(own):
    assert_one(assert_refused(own(b"model,elo\na,1\nb,\0\n")), "models.csv", 3, None, "NUL", "is it a CSV?")


@pytest.mark.parametrize("content", [b"", b"\n\r\n  \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_empty(own, content):
    assert_one(assert_refused(own(content)), "models.csv", None, None, "is empty", "a header line and one line a row")


@pytest.mark.parametrize("content", ["model,elo", "model,elo\n", "model,elo\n\n,\n"])
def test_a_header_alone_is_no_table(own, content):
    assert_one(assert_refused(own(content)), "models.csv", None, None, "a header and no row", "add one line a row")


@pytest.mark.parametrize(("line", "cells"), [("b", 1), ("b,1,2", 3), ("b,1,,x", 4)])
def test_a_ragged_row_counts_its_cells(own, line, cells):
    path = own(f"model,elo\na,1\n{line}\nc,3\n")
    assert_one(assert_refused(path), "models.csv", 3, None, f"has {cells} cells, the header has 2", "quote a cell")


@pytest.mark.parametrize(("content", "line"), [('model,elo\na,1\n"b,2\nc,3\n', 4), ('model,elo\na,1\n"b"x,2\n', 3)])
def test_an_unbalanced_quote_is_pointed_at(own, content, line):
    assert_one(assert_refused(own(content)), "models.csv", line, None, "cannot be read as CSV", "look at its quotes")


def test_a_line_number_counts_the_lines_inside_quotes(own):
    path = own('model,note,elo\na,"two\nlines",1\nb,,x\n')
    assert_one(assert_refused(path), "models.csv", 4, "elo", "must be a number")


def test_a_missing_file_is_named_with_its_path(tmp_path):
    path = tmp_path / "nowhere.csv"
    assert_one(assert_refused(path), str(path), None, None, "does not exist", "give the path of a CSV file")


def test_a_folder_is_searched_for_its_table(tmp_path, own):
    assert_one(assert_refused(tmp_path), str(tmp_path / "models.csv"), None, None, "does not exist")
    own("model,elo\na,1\n")
    assert load_models(tmp_path).model.tolist() == ["a"]


def test_a_missing_part_of_history_is_named(tables):
    (tables.save() / "history" / "scores.csv").unlink()
    assert_one(errors(tables.folder), str(tables.folder / "history" / "scores.csv"), None, None, "does not exist")
    assert_refused(tables.folder, as_of="2025-02-14")


def test_a_file_too_large_to_be_a_table_is_not_read(own, monkeypatch):
    monkeypatch.setattr(reader, "MAX_BYTES", 1000)
    path = own("model\n" + "a\n" * 1000)
    assert_one(assert_refused(path), "models.csv", None, None, "2,006 bytes", "at most 1,000", "is it the right file?")


def lines_of_text() -> bytes:
    return b"It was the best of lines, it was the worst of lines.\n" * 200_000


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: np.random.default_rng(7).bytes(10_000_000), id="random-bytes"),
        pytest.param(lambda: lines_of_text().replace(b",", b""), id="text"),
        pytest.param(lambda: b"model,elo,name\n" + lines_of_text(), id="ragged-rows"),
        pytest.param(lambda: b"model,note\n" + lines_of_text().replace(b",", b'"'), id="quotes"),
        pytest.param(
            lambda: b"model,elo\n" + b"".join(b"m%d,%b\n" % (i, b"x" * 990) for i in range(10_000)), id="values"
        ),
        pytest.param(lambda: b"model,note\n" + (b"again," + b"y" * 993 + b"\n") * 10_000, id="duplicates"),
    ],
)
def test_ten_megabytes_of_garbage_are_refused_briefly(own, content):
    path = own(content())
    assert path.stat().st_size > 9_900_000
    problems = errors(path)
    assert 1 <= len(problems) <= reader.MAX_PROBLEMS + 1  # one more may say that there are more
    assert max(len(str(p)) for p in problems) < 1000


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            lambda: b"model,elo\n" + b"".join(b"m%d,1300\n" % i for i in range(1_000_000)), id="a-million-models"
        ),
        pytest.param(lambda: b"model,elo\n" + b"again,1300\n" * 1_000_000, id="one-model-a-million-times"),
        pytest.param(lambda: b"model,elo\na,1\n" + b"\n" * 40_000_000, id="line-breaks"),
        pytest.param(lambda: b"model,elo\ra,1\r" + b"\r\n" * 20_000_000, id="line-breaks-of-windows"),
        pytest.param(lambda: b"model,mine\n" + b"again,1300\n" * 1_000_000, id="of-one-s-own"),
    ],
)
def test_what_is_too_long_to_be_a_table_is_refused_before_it_is_parsed(own, content):
    path = own(content())
    tracemalloc.start()
    (problem,) = errors(path)
    assert tracemalloc.get_traced_memory()[1] < 300_000_000
    tracemalloc.stop()
    assert re.search("at most 200,000", problem.message)


def test_a_table_may_have_as_many_rows_as_it_is_said(own, monkeypatch):
    monkeypatch.setattr(reader, "MAX_ROWS", 100)
    path = own("model\n" + "".join(f"m{k}\n" for k in range(100)))
    assert errors(path) == []
    own("model\n" + "".join(f"m{k}\n" for k in range(101)))
    assert_one(errors(path), "models.csv", None, None, "has 102 lines, and at most 100 rows are read")


# --- Odd files that are right.

PLAIN = "model,elo,output_usd_per_mtok,openness\na,1300,10,proprietary\nb,1250.5,0.4,osi\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PLAIN.encode("utf-8-sig"), id="byte-order-mark"),
        pytest.param(PLAIN.replace("\n", "\r\n").encode(), id="windows-lines"),
        pytest.param(PLAIN.replace("\n", "\r").encode(), id="old-mac-lines"),
        pytest.param(PLAIN.rstrip("\n").encode(), id="no-last-line-end"),
        pytest.param((PLAIN + "\n\n,,,\n").encode(), id="blank-lines-at-the-end"),
        pytest.param(PLAIN.replace("\na", "\n\n,,,\na").encode(), id="blank-lines-between"),
        pytest.param(PLAIN.replace("osi", "osi,,").encode(), id="blank-cells-in-one-row"),
        pytest.param(PLAIN.replace("\n", ",,\n").encode(), id="blank-cells-in-every-line"),
        pytest.param(PLAIN.replace(",", " , ").encode(), id="spaces-round-cells"),
        pytest.param(PLAIN.replace("1250.5", '"1250.5"').encode(), id="quoted-cell"),
        pytest.param(
            b"openness,output_usd_per_mtok,model,elo\nproprietary,10,a,1300\nosi,0.4,b,1250.5\n", id="other-order"
        ),
    ],
)
def test_an_odd_but_right_file_loads_as_the_plain_one(own, content):
    path = own(content)
    assert errors(path) == []
    expected = pd.DataFrame(
        {
            "model": ["a", "b"],
            "openness": ["proprietary", "osi"],
            "elo": [1300, 1250.5],
            "output_usd_per_mtok": [10, 0.4],
        }
    ).astype({"model": object, "openness": object})
    pd.testing.assert_frame_equal(load_models(path), expected)


def test_somebodys_own_list_has_its_own_columns_and_types(own):
    models = load_models(own("model,released,votes,elo,note\nx,2025-02-14,7,1300,\ny,,,,hm\n"))
    assert models.columns.tolist() == ["model", "released", "elo", "votes", "note"]
    assert models.released.tolist() == [pd.Timestamp("2025-02-14"), pd.NaT]
    assert models.votes.tolist() == [7, pd.NA]
    assert models.elo.dtype == "float64"
    assert models.note.tolist() == [None, "hm"]


def test_somebodys_own_list_keeps_its_order_and_its_unscored_rows(own):
    assert load_models(own("model,elo\nlow,1\nnone,\nhigh,9\n")).model.tolist() == ["low", "none", "high"]


def test_somebodys_own_list_has_no_history(own):
    path = own(PLAIN)
    with pytest.raises(ValueError, match=r"does not say of which day and board its scores are.*leave it out"):
        load_models(path, as_of="2025-02-14")
    with pytest.raises(ValueError, match=r"does not say of which day and board its scores are.*leave it out"):
        load_models(path, board="text")


def test_a_day_is_not_ignored_for_an_own_list_that_lies_beside_a_history(tables):
    path = tables.save() / "own.csv"
    path.write_text(PLAIN)
    assert load_models(path).model.tolist() == ["a", "b"]
    with pytest.raises(ValueError, match="as_of"):
        load_models(path, as_of="2025-02-14")


def test_a_table_in_another_order_of_columns_is_the_same_table(tables):
    before = load_models(tables.save(), as_of="2025-02-14")
    for columns in tables.header.values():
        columns.reverse()
    assert tables.problems() == []
    pd.testing.assert_frame_equal(load_models(tables.folder, as_of="2025-02-14"), before)


# --- Rules across cells, rows and files.


def change(file, line, **values):
    def spoil(tables):
        tables.rows[file][line - 2].update(values)

    return spoil


def repeat(file, line, **values):
    def spoil(tables):
        tables.rows[file].append({**tables.rows[file][line - 2], **values})

    return spoil


def count(snapshot_line, number):
    return change("snapshots", snapshot_line, models=str(number))


SPOILED = {
    "duplicate key": (
        [repeat("models", 4)],
        ("models.csv", 5, "model", "'gamma' already stands on line 4", "keep one row a model"),
    ),
    "lower above the score": (
        [change("models", 2, elo_lower="1505")],
        ("models.csv", 2, "elo_lower", "is 1505, above elo (1500)", "swapped"),
    ),
    "upper below the score": (
        [change("models", 2, elo_upper="1495")],
        ("models.csv", 2, "elo_upper", "is 1495, below elo (1500)", "swapped"),
    ),
    "lower above the score in history": (
        [change("scores", 3, elo_lower="1395")],
        ("scores.csv", 3, "elo_lower", "is 1395, above elo (1390)", "swapped"),
    ),
    "upper below the score in history": (
        [change("scores", 3, elo_upper="1389.5")],
        ("scores.csv", 3, "elo_upper", "is 1389.5, below elo (1390)", "swapped"),
    ),
    "lower end blank": (
        [change("models", 3, elo_lower="")],
        ("models.csv", 3, "elo_lower", "while elo_upper is given", "both ends or neither"),
    ),
    "upper end blank": (
        [change("scores", 3, elo_upper="")],
        ("scores.csv", 3, "elo_upper", "while elo_lower is given", "both ends or neither"),
    ),
    "interval without score": (
        [change("models", 4, elo_lower="1", elo_upper="2")],
        ("models.csv", 4, "elo", "is blank while elo_lower is given", "give the score or remove the interval"),
    ),
    "bound of nothing": (
        [change("models", 3, released="")],
        ("models.csv", 3, "released_by", "is given while released is blank", "give the bound or clear both"),
    ),
    "released after its first listing": (
        [change("models", 4, released="2023-05-26")],
        ("models.csv", 4, "released", "2023-05-26", "first listing on 2023-05-22"),
    ),
    "released between two listings": (
        [change("models", 2, released="2025-02-15")],
        ("models.csv", 2, "released", "2025-02-15", "first listing on 2025-02-11"),
    ),
    "released after its only listing": (
        [
            repeat("models", 3, model="delta", name="D", released="2026-10-12", elo="1", elo_lower="", elo_upper=""),
            count(7, 3),
        ],
        ("models.csv", 5, "released", "2026-10-12", "first listing on 2026-10-08"),
    ),
    "open tier, closed licence": (
        [change("models", 2, openness="osi")],
        ("models.csv", 2, "openness", "is osi while the license is Proprietary", "make them agree"),
    ),
    "closed tier, open licence": (
        [change("models", 3, openness="proprietary")],
        ("models.csv", 3, "openness", "is proprietary while the license is MIT", "make them agree"),
    ),
    "score without a day": (
        [change("models", 3, elo_date=""), count(7, 1)],
        ("models.csv", 3, "elo_date", "is blank while elo is given", "a score has a day and a board"),
    ),
    "board without a score": (
        [change("models", 4, board="text")],
        ("models.csv", 4, "board", "is given while elo is blank", "a score has a day and a board"),
    ),
    "price without a source": (
        [change("models", 3, price_source="")],
        ("models.csv", 3, "price_source", "is blank while output_usd_per_mtok is given", "a day, a basis and a source"),
    ),
    "day without a price": (
        [change("models", 4, price_date="2025-01-01")],
        ("models.csv", 4, "price_date", "is given while output_usd_per_mtok is blank", "a day, a basis and a source"),
    ),
    "input price alone": (
        [change("models", 4, input_usd_per_mtok="1")],
        ("models.csv", 4, "output_usd_per_mtok", "is blank while input_usd_per_mtok is given", "both or neither"),
    ),
    "cached price alone": (
        [change("models", 4, cached_input_usd_per_mtok="1")],
        ("models.csv", 4, "output_usd_per_mtok", "is blank"),
    ),
    "two snapshots in models.csv": (
        [change("models", 3, elo_date="2025-04-26"), count(7, 1), lambda t: t.rows["scores"].pop()],
        ("models.csv", 3, "elo_date", "2025-04-26", "other rows are 2026-10-08", "move older ones to history"),
    ),
    "two list prices on one day": (
        [repeat("prices", 2, output_usd_per_mtok="21")],
        ("prices.csv", 10, "from", "two list prices of 'alpha' on 2025-01-01", "prices.csv:2", "keep one"),
    ),
    "two list prices on one day, one of them current": (
        [repeat("prices", 2, **{"from": "2026-01-01"})],
        ("prices.csv", 10, "from", "two list prices of 'alpha' on 2026-01-01", "prices.csv:8", "keep one"),
    ),
    "price that ends before it starts": (
        [change("prices", 4, until="2025-02-05")],
        ("prices.csv", 4, "until", "is 2025-02-05, not after from (2025-02-06)"),
    ),
    "price that ends on the day it starts": (
        [change("prices", 4, until="2025-02-06")],
        ("prices.csv", 4, "until", "is 2025-02-06, not after from (2025-02-06)"),
    ),
    "score without identity": (
        [change("scores", 2, model="gama")],
        ("scores.csv", 2, "model", "'gama' has no row in models.csv", "did you mean 'gamma'?", "add its identity"),
    ),
    "price without identity": (
        [change("prices", 7, model="betta")],
        ("prices.csv", 7, "model", "'betta' has no row in models.csv", "did you mean 'beta'?", "add its identity"),
    ),
    "score of no snapshot": (
        [repeat("scores", 3, date="2025-02-12")],
        ("scores.csv", 9, "date", "2025-02-12 of text is not in snapshots.csv", "add the snapshot there"),
    ),
    "score given twice": (
        [repeat("scores", 2), count(2, 2)],
        ("scores.csv", 9, "model", "'gamma' stands twice on 2023-05-22 of elo-online", "keep one row"),
    ),
    "newest score in history as well": (
        [repeat("scores", 8, date="2026-10-08", elo="1450"), count(7, 3)],
        ("models.csv", 3, "elo_date", "the same score also stands in scores.csv", "keep one"),
    ),
    "snapshot given twice": (
        [repeat("snapshots", 3)],
        ("snapshots.csv", 8, "date", "2025-02-11 of text stands twice", "keep one"),
    ),
    "snapshot that says more than there are": (
        [count(4, 3)],
        ("snapshots.csv", 4, "models", "says 3, the tables have 2", "correct the count"),
    ),
    "snapshot that says fewer than there are": (
        [count(7, 1)],
        ("snapshots.csv", 7, "models", "says 1, the tables have 2", "correct the count"),
    ),
    "interval of too long ago": (
        [change("scores", 6, interval_date="2025-02-06")],
        ("scores.csv", 6, "interval_date", "2025-02-06 is no snapshot of text of the 7 days before", "blank"),
    ),
    "interval of the same day": (
        [change("scores", 6, interval_date="2025-02-14")],
        ("scores.csv", 6, "interval_date", "2025-02-14 is no snapshot", "leave the interval blank"),
    ),
    "interval of a later day": (
        [change("scores", 6, interval_date="2025-02-20")],
        ("scores.csv", 6, "interval_date", "2025-02-20 is no snapshot", "leave the interval blank"),
    ),
    "interval of no snapshot": (
        [change("scores", 6, interval_date="2025-02-10")],
        ("scores.csv", 6, "interval_date", "2025-02-10 is no snapshot", "leave the interval blank"),
    ),
    "interval of a real snapshot eight days before": (
        [change("scores", line, date="2025-02-19") for line in (5, 6)] + [change("snapshots", 4, date="2025-02-19")],
        ("scores.csv", 6, "interval_date", "2025-02-11 is no snapshot of text of the 7 days before"),
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_broken_rule_is_placed_and_explained(tables, name):
    steps, (file, line, column, *words) = SPOILED[name]
    for step in steps:
        step(tables)
    problems = tables.problems()
    assert_one(problems, file, line, column, *words)


def test_newest_scores_of_no_snapshot_are_named_row_by_row(tables):
    tables.rows["snapshots"].pop()
    problems = tables.problems()
    assert [(p.file, p.line, p.column) for p in problems] == [("models.csv", n, "elo_date") for n in (2, 3)]
    assert {p.message for p in problems} == {
        "2026-10-08 of text-style-control is not in snapshots.csv; add the snapshot there"
    }


def test_an_interval_may_be_seven_days_old(tables):
    for line in (5, 6):
        change("scores", line, date="2025-02-18")(tables)
    change("snapshots", 4, date="2025-02-18")(tables)
    assert tables.problems() == []


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("two list prices on one day", {}),
        ("two list prices on one day, one of them current", {}),
        ("price that ends before it starts", {}),
        ("price without identity", {}),
        ("score without identity", {"as_of": "2023-06-01"}),
        ("score given twice", {"as_of": "2023-06-01"}),
        ("upper below the score in history", {"as_of": "2025-02-12"}),
        ("snapshot that says more than there are", {"as_of": "2025-02-15"}),
        ("interval of too long ago", {"as_of": "2025-02-15"}),
        ("released after its first listing", {"as_of": "2025-02-15"}),
    ],
)
def test_what_check_finds_load_refuses(tables, name, asked):
    for step in SPOILED[name][0]:
        step(tables)
    assert_refused(tables.save(), **asked)


@pytest.mark.parametrize("name", ["duplicate key", "lower above the score", "price without a source"])
def test_what_check_finds_in_one_file_load_refuses(tables, name):
    for step in SPOILED[name][0]:
        step(tables)
    assert_refused(tables.save())


def test_every_wrong_value_is_reported_at_once_in_the_order_of_the_file(own):
    path = own("model,released,elo,output_usd_per_mtok\na,x,1,2\nb,,1\nc,,z,-1\n,2025-01-01,1,1\n")
    problems = assert_refused(path)
    assert [(p.line, p.column) for p in problems] == [
        (2, "released"),
        (3, None),
        (4, "elo"),
        (4, "output_usd_per_mtok"),
        (5, "model"),
    ]


def test_every_broken_rule_is_reported_at_once_in_the_order_of_the_file(own):
    path = own("model,elo,elo_lower,elo_upper\na,1,2,0\nb,5,,6\na,1,,\n")
    problems = assert_refused(path)
    assert [(p.line, p.column) for p in problems] == [
        (2, "elo_lower"),
        (2, "elo_upper"),
        (3, "elo_lower"),
        (4, "model"),
    ]


def test_wrong_values_hide_no_broken_rule(own):
    path = own("model,elo,elo_lower,elo_upper\na,1,2,3\nb,x,,\nc,1,,\nc,2,,\n")
    problems = assert_refused(path)
    assert [(p.line, p.column) for p in problems] == [(2, "elo_lower"), (3, "elo"), (5, "model")]


def test_problems_of_several_files_come_file_by_file(tables):
    tables.rows["models"][0]["elo"] = "x"
    tables.rows["prices"][0]["from"] = "x"
    tables.rows["scores"][0]["date"] = "x"
    tables.rows["snapshots"][0]["models"] = "x"
    problems = tables.problems()
    assert [(p.file, p.column) for p in problems] == [
        ("models.csv", "elo"),
        ("scores.csv", "date"),
        ("prices.csv", "from"),
        ("snapshots.csv", "models"),
    ]
    assert_refused(tables.folder, as_of="2025-02-14")


@pytest.mark.parametrize("day", ["2023-05-22", "2023-05-25"])
def test_a_board_may_list_a_model_up_to_three_days_before_its_release(tables, day):
    change("models", 4, released=day)(tables)
    assert [p.column for p in tables.problems() if p.level == "error"] == []


def test_rules_across_files_keep_the_order_of_each_file(tables):
    change("models", 4, released="2023-05-26")(tables)
    repeat("prices", 2, **{"from": "2026-01-01"})(tables)
    repeat("snapshots", 3)(tables)
    count(4, 3)(tables)
    problems = tables.problems()
    assert [(p.file, p.line) for p in problems] == [
        ("models.csv", 4),
        ("prices.csv", 10),
        ("snapshots.csv", 4),
        ("snapshots.csv", 8),
    ]


# --- Any bytes, any text: never anything but a report.


def assert_reported(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "models.csv"
        path.write_bytes(data)
        problems = errors(path)
        if is_own_table(path):
            with contextlib.suppress(TableError):
                assert len(load_models(path)) >= 1
            return
        try:
            models, reasons = load_models(path), []
        except CatalogError as error:
            models, reasons = None, list(error.problems)
        assert reasons == problems
        assert (models is None) == (problems != [])
        assert models is None or (len(models) >= 1 and models.model.is_unique)
        for problem in problems:
            assert problem.file == "models.csv"
            assert problem.line is None or 1 <= problem.line <= data.count(b"\n") + data.count(b"\r") + 1
            assert problem.message


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
@example(b"model\n\x00")
@example(b"model\n\xff")
def test_any_bytes_are_reported_or_loaded(data):
    assert_reported(data)


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "a", "1", "-1", "0", "1e3", "nan", "inf", "1300", "2025-02-14", "2025-13-01", "osi", '"', "text"]
    ),
    st.integers(-(10**6), 10**6).map(str),
    st.floats().map(str),
    st.dates().map(str),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(COLUMNS["models"].split(",")), max_size=6, unique=True),
    st.lists(st.lists(CELL, min_size=1, max_size=8), max_size=5),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
@example(["elo", "released"], [["a", "1", "0001-01-01"], ["b", "1e308", "9999-12-31"]], "\n")
@example(["note"], [["a", "{x}"], ["{0}", "%s"]], "\n")
def test_any_text_under_a_right_header_is_reported_or_loaded(columns, rows, end):
    lines = [["model", *(c for c in columns if c != "model")], *rows]
    assert_reported(end.join(",".join(line) for line in lines).encode("utf-8", "replace"))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(min_value=-10_000, max_value=10_000),
            st.floats(min_value=0.001, max_value=2_500),
            st.dates(min_value=dt.date(2018, 1, 1)),
            st.integers(0, 2**62),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_what_is_written_is_what_is_loaded(rows):
    """No digit of a score, price, day or count is lost on the way."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "models.csv"
        text = "".join(f"m{i},{e!r},{p!r},{d},{v}\n" for i, (e, p, d, v) in enumerate(rows))
        path.write_text("model,elo,output_usd_per_mtok,released,votes\n" + text)
        models = load_models(path)
    released = [day.date() for day in models.released]
    assert list(zip(models.elo, models.output_usd_per_mtok, released, models.votes, strict=True)) == rows


# --- As of a day.


def of_day(tables, day, **kwargs):
    return load_models(tables.save(), as_of=day, **kwargs).set_index("model")


@pytest.mark.parametrize("day", ["2025-02-14", dt.date(2025, 2, 14), pd.Timestamp("2025-02-14 23:59")])
def test_a_day_may_be_text_date_or_timestamp(tables, day):
    models = of_day(tables, day)
    assert models.elo.to_dict() == {"alpha": 1391, "beta": 1301}
    assert set(models.elo_date) == {pd.Timestamp("2025-02-14")}


def test_between_snapshots_the_earlier_one_counts(tables):
    assert of_day(tables, "2025-02-13").elo.to_dict() == {"alpha": 1390, "beta": 1300}


def test_a_partial_snapshot_is_passed_over(tables):
    """1999 is a score of the partial snapshot of 20 Feb 2025."""
    assert of_day(tables, "2025-03-01").elo.to_dict() == {"alpha": 1391, "beta": 1301}


@pytest.mark.parametrize("day", ["1999-01-01", "2023-05-21"])
def test_before_the_first_snapshot_there_is_no_board(tables, day):
    with pytest.raises(ValueError, match=f"no full snapshot of board 'elo-online' on or before {day}.*2023-05-22"):
        of_day(tables, day)


def test_a_board_without_a_full_snapshot_is_named(tables):
    tables.rows["snapshots"] = [r for r in tables.rows["snapshots"] if r["board"] != "elo-online"]
    tables.rows["scores"] = [r for r in tables.rows["scores"] if r["board"] != "elo-online"]
    assert tables.problems() == []
    with pytest.raises(ValueError, match="elo-online"):
        of_day(tables, "2025-02-14", board="elo-online")


def test_now_is_the_newest_day_in_the_table_and_never_today(tables):
    """Whatever day it is read: the table of the newest day, and of every day after it, is that of now."""
    newest = load_models(tables.save())
    day = max(newest[["elo_date", "price_date"]].max()).date()
    board = newest["board"].iloc[0]
    for later in (day, day + dt.timedelta(days=1), dt.date(2999, 1, 1)):
        pd.testing.assert_frame_equal(load_models(tables.folder, as_of=later, board=board), newest)
    pd.testing.assert_frame_equal(load_models(as_of="2999-01-01", board="text-style-control"), load_models())


def test_an_announced_price_is_not_in_force_before_its_day(tables):
    cells = ["alpha", "2027-01-01", "", "", "9", "", "99", "list", "", "", "page"]
    tables.rows["prices"].append(dict(zip(tables.header["prices"], cells, strict=True)))
    folder = tables.save()
    before = load_models(folder).set_index("model")
    assert before.output_usd_per_mtok["alpha"] != 99
    assert 99 not in load_prices(folder).output_usd_per_mtok.tolist()
    assert load_prices(folder, announced=True)[["model", "output_usd_per_mtok"]].to_numpy().tolist() == [["alpha", 99]]
    after = load_models(folder, as_of="2027-01-01", board=before.board.iloc[0]).set_index("model")
    assert (after.output_usd_per_mtok["alpha"], after.price_date["alpha"]) == (99, pd.Timestamp("2027-01-01"))
    assert 99 in load_prices(folder, as_of="2027-01-01").output_usd_per_mtok.tolist()
    assert load_prices(folder, announced=True, as_of="2027-01-01").empty
    announced = load_prices(folder, announced=True)
    assert load_prices(folder, announced=True, as_of="2025-01-01").equals(announced)  # before now is not announced


def test_a_retired_model_has_no_list_price_and_is_not_counted(tables):
    """Its score stays, its past stays, and its last price is there if asked for; what a host sells is still sold."""
    change("models", 2, retired="2026-09-01")(tables)
    change("models", 3, retired="2025-06-01")(tables)
    folder = tables.save()
    models = load_models(folder)
    priced = models.set_index("model")
    assert priced.elo.tolist() == [1500, 1450]
    assert math.isnan(priced.output_usd_per_mtok["alpha"])
    assert priced.output_usd_per_mtok["beta"] == 2
    found = find_frontier(models)
    assert found.excluded.reason.tolist() == ["retired"]
    assert found.in_words() == "1 of 1 model on sale have a price; 1 is retired"
    assert "list" not in load_prices(folder, price_basis="list").query("until.isna()").price_basis.tolist()
    before, last = (
        load_models(folder, as_of=day, board="text-style-control").set_index("model")
        for day in ("2026-08-31", "2026-10-08")
    )
    assert before.retired.isna().tolist() == [False]  # of beta, which alone is on that board
    assert last.equals(priced)
    assert load_models(folder, as_of="2026-08-31", board="text").set_index("model").output_usd_per_mtok["alpha"] == 10
    assert load_models(folder, as_of="2026-08-31", board="text").set_index("model").retired.isna()["alpha"]
    every = load_models(folder, include_retired=True).set_index("model")
    assert every.output_usd_per_mtok.tolist() == [10, 2]
    assert len(find_frontier(every.reset_index()).excluded) == 0


def test_a_price_that_ends_later_says_so(tables):
    """A promotion, a rise that is announced and a retirement to come."""
    change("prices", 8, until="2026-12-01")(tables)
    change("models", 3, retired="2027-01-01")(tables)
    repeat("prices", 2, until="", output_usd_per_mtok="15", **{"from": "2026-12-01"})(tables)
    repeat("prices", 9, until="2026-11-15", host="", price_basis="list")(tables)
    change("prices", 9, until="2026-11-01")(tables)  # from then on the maker's, at the same price
    models = load_models(tables.save(), price_basis=["host", "list"]).set_index("model")
    assert models.price_until.dt.strftime("%Y-%m-%d").to_dict() == {"alpha": "2026-12-01", "beta": "2026-11-15"}
    assert models.next_output_usd_per_mtok["alpha"] == 15
    found = find_frontier(models.reset_index())
    assert price_changes(found.table) == ["$15 from 1 December 2026", "price until 14 November 2026"]
    assert frontier_sources(found)[2] == (
        "Announced: Alpha: $15 from 1 December 2026; Beta: price until 14 November 2026."
    )
    assert price_changes(found.table, "training_flop") == [None, None]
    assert load_models(tables.folder, as_of="2026-09-30", price_basis=["host", "list"]).price_until.isna().all()


@pytest.mark.parametrize("day", ["yesterday", "14/02/2025", "2025-02-30", "", pd.NaT, 20250214])
def test_what_is_no_day_is_refused(day):
    with pytest.raises(ValueError, match="as_of must be a date as '2025-02-14', got"):
        load_models(as_of=day)


def test_the_board_may_be_chosen(tables):
    assert of_day(tables, "2025-05-01", board="text-style-control").elo.to_dict() == {"beta": 1280}
    assert load_models(tables.folder, board="text").elo.tolist() == [1391, 1301]


@pytest.mark.parametrize("load", [load_models, load_scores, load_prices])
def test_an_unknown_board_is_refused_with_the_known_ones(load):
    with pytest.raises(
        ValueError, match=r"one of elo-online, text, text-style-control(, all)?, got 'txt'; did you mean 'text'"
    ):
        load(board="txt")


@pytest.fixture
def with_tasks(tables):
    """A table with one model's score for coding, and another's for German."""
    for board, model, elo in (
        ("text-style-control:coding", "alpha", 1600),
        ("text-style-control:german", "beta", 1400),
    ):
        what = {"date": "2026-10-20", "board": board}
        tables.rows["scores"].append(what | {"model": model, "elo": elo})
        about = {
            "coverage": "partial",
            "models": 1,
            "source": "a copy",
            "license": "none stated",
            "note": "priced only",
        }
        tables.rows["snapshots"].append(what | about)
    return tables.save()


def test_a_task_is_of_its_newest_snapshot_though_it_is_partial(with_tasks):
    coding = load_models(with_tasks, task="coding")
    assert coding[["model", "elo", "board", "output_usd_per_mtok"]].to_numpy().tolist() == [
        ["alpha", 1600, "text-style-control:coding", 10]
    ]
    pd.testing.assert_frame_equal(load_models(with_tasks, task="coding", as_of="2026-11-01"), coding)
    assert set(load_models(with_tasks).board) == {"text-style-control"}
    assert load_prices(with_tasks, task="german")["model"].unique().tolist() == ["beta"]


def test_scores_of_tasks_are_there_only_when_asked_for(with_tasks):
    without, every = (load_scores(with_tasks, board="all", task=task) for task in (None, "all"))
    assert set(every.board) - set(without.board) == {"text-style-control:coding", "text-style-control:german"}
    assert load_scores(with_tasks, task="german")["model"].tolist() == ["beta"]
    assert len(load_snapshots(with_tasks, board="all", task="coding")) == 1


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"task": "codin"}, "task must be one of coding, math.*got 'codin'; did you mean 'coding'"),
        ({"task": "math"}, "no snapshot of board 'text-style-control:math' on or before .*none of that board"),
        ({"task": "coding", "as_of": "2026-10-19"}, "on or before 2026-10-19; the first is of 2026-10-20"),
        ({"task": "coding", "board": "text"}, "the first is of 2026-10-20 on 'text-style-control:coding'"),
        ({"task": "coding", "as_of": "2025-02-14"}, "board 'text:coding' on or before 2025-02-14; .* of 2026-10-20"),
    ],
)
def test_a_task_that_is_not_there_is_refused(with_tasks, asked, message):
    with pytest.raises(ValueError, match=message):
        load_models(with_tasks, **asked)


def test_two_tasks_are_never_in_one_frontier():
    scores = load_scores(as_of="2026-10-20", task="all")
    newest = scores[scores["date"] == "2026-10-20"]
    assert newest["board"].nunique() == 2
    with pytest.raises(ValueError, match="2 snapshots"):
        find_frontier(newest)


# The Arena showed the raw board until 2025-05-15 and the style-controlled one from the day after. Full tables before
# 2024-03-27 are online Elo. The snapshots are the latest full ones of that board by that day.
@pytest.mark.parametrize(
    ("day", "board", "snapshot"),
    [
        ("2023-05-22", "elo-online", "2023-05-22"),
        ("2023-06-30", "elo-online", "2023-06-19"),
        ("2024-01-31", "elo-online", "2024-01-25"),  # not the text board's three flagships of that day
        ("2024-03-26", "elo-online", "2024-02-15"),
        ("2024-03-27", "text", "2024-03-27"),
        ("2025-02-13", "text", "2025-02-11"),
        ("2025-02-14", "text", "2025-02-14"),
        ("2025-05-15", "text", "2025-04-23"),
        ("2025-05-16", "text-style-control", "2025-04-26"),
        ("2026-10-07", "text-style-control", "2026-08-19"),
        ("2026-10-08", "text-style-control", "2026-10-08"),
    ],
)
def test_the_board_of_a_day_is_the_one_the_arena_showed(day, board, snapshot):
    models = load_models(as_of=day)
    assert set(models.board) == {board}
    assert set(models.elo_date) == {pd.Timestamp(snapshot)}


@pytest.mark.parametrize(("day", "snapshot"), [("2024-03-27", "2024-03-27"), ("2026-02-26", "2025-12-30")])
def test_the_partial_snapshots_of_the_raw_board_are_passed_over(day, snapshot):
    """Those of 2024-01-25, 2024-02-15 and 2026-01-29 hold a few models each."""
    assert set(load_models(as_of=day, board="text").elo_date) == {pd.Timestamp(snapshot)}


@pytest.mark.parametrize("day", ["2024-01-25", "2024-02-15", "2024-03-26"])
def test_partial_snapshots_alone_are_no_board(day):
    with pytest.raises(ValueError, match=r"no full snapshot of board 'text' .* the first is of 2024-03-27"):
        load_models(as_of=day, board="text")


def test_the_newest_table_is_that_of_its_day():
    newest, dated = load_models(), load_models(as_of="2026-10-08")
    identity = ["model", "organization", "license", "openness", "elo", "elo_lower", "elo_upper", "votes", "board"]
    pd.testing.assert_frame_equal(newest[identity], dated[identity])


def test_best_score_first_then_by_name(tables):
    tables.rows["models"][1].update(elo="1500", elo_upper="1500")
    tables.rows["models"].reverse()
    assert load_models(tables.save()).model.tolist() == ["alpha", "beta"]


def test_a_carried_interval_is_told_in_the_note(tables):
    models = of_day(tables, "2025-02-14")
    assert models.note["beta"] == "a note; interval and votes of 2025-02-11"
    assert models.note["alpha"] is None
    assert models.loc["beta", ["elo", "elo_lower", "elo_upper", "votes"]].tolist() == [1301, 1296, 1306, 400]


def test_every_table_has_the_columns_and_types_of_the_dictionary(tables):
    for models in (load_models(), load_models(as_of="2023-06-30"), load_models(tables.save())):
        assert models.columns.tolist() == [*COLUMNS["models"].split(","), "price_until", "next_output_usd_per_mtok"]
        assert models.index.tolist() == list(range(len(models)))
        for column in ("elo", "elo_lower", "elo_upper", *PRICES, "training_flop"):
            assert models[column].dtype == "float64"
        for column in ("released", "elo_date", "price_date"):
            assert models[column].dtype == "datetime64[s]"
        assert models.votes.dtype == "Int64"


# --- Prices in force.


@pytest.mark.parametrize(
    ("day", "output"),
    [("2025-02-13", 20), ("2025-02-14", 16), ("2025-12-31", 16), ("2026-01-01", 10), ("2026-10-08", 10)],
)
def test_a_price_holds_from_its_first_day_until_the_next(tables, day, output):
    price = load_models(tables.save(), as_of=day, board="text").set_index("model").output_usd_per_mtok
    assert price["alpha"] == output


def test_before_its_first_price_a_model_has_none(tables):
    tables.rows["prices"] = [r for r in tables.rows["prices"] if r["model"] == "beta"]
    models = of_day(tables, "2025-02-14")
    assert models.index.tolist() == ["alpha", "beta"]
    blank = models.loc["alpha", [*PRICES, "price_date", "price_basis", "price_source"]]
    assert blank.isna().all()


def test_the_first_basis_asked_for_wins(tables):
    def price(*bases):
        models = of_day(tables, "2025-02-13", price_basis=bases)
        return models.price_basis["beta"], models.output_usd_per_mtok["beta"]

    assert price("list", "host") == ("list", 3)
    assert price("host", "list") == ("host", 4)
    assert price("arena", "unverified", "list") == ("unverified", 90)
    assert of_day(tables, "2025-02-13").price_basis.tolist() == ["list", "list"]


def test_the_end_of_a_price_is_its_first_day_no_longer_in_force(tables):
    """The list price of beta ends on 14 Feb 2025 with nothing after it: the host's is next in order."""
    assert of_day(tables, "2025-02-13").output_usd_per_mtok["beta"] == 3
    assert of_day(tables, "2025-02-14").output_usd_per_mtok["beta"] == 4
    assert math.isnan(of_day(tables, "2025-02-14", price_basis="list").output_usd_per_mtok["beta"])


def test_an_ended_price_does_not_wake_the_one_before(tables):
    repeat("prices", 5, **{"from": "2024-06-01", "until": "", "output_usd_per_mtok": "8"})(tables)
    models = of_day(tables, "2025-02-14", price_basis="list")
    assert math.isnan(models.output_usd_per_mtok["beta"])


def test_an_ended_price_is_no_price_of_now(tables):
    tables.rows["models"][1].update(dict.fromkeys([*PRICES, "price_date", "price_basis", "host", "price_source"], ""))
    models = load_models(tables.save(), price_basis=("list", "arena")).set_index("model")
    assert models.output_usd_per_mtok["alpha"] == 10
    assert math.isnan(models.output_usd_per_mtok["beta"])


def test_a_price_whose_end_lies_ahead_is_one_of_now(tables):
    tables.rows["models"][1].update(dict.fromkeys([*PRICES, "price_date", "price_basis", "host", "price_source"], ""))
    tables.rows["prices"][3]["until"] = "9999-12-31"
    models = load_models(tables.save(), price_basis="list").set_index("model")
    assert models.output_usd_per_mtok["beta"] == 3


def test_the_current_price_counts_under_its_own_basis(tables):
    models = load_models(tables.save(), price_basis="unverified").set_index("model")
    assert models.output_usd_per_mtok["beta"] == 90
    assert models.price_date["beta"] == pd.Timestamp("2025-01-01")
    assert math.isnan(models.output_usd_per_mtok["alpha"])


def test_a_basis_may_stand_alone(tables):
    alone, listed = (of_day(tables, "2025-02-14", price_basis=basis) for basis in ("arena", ["arena"]))
    pd.testing.assert_frame_equal(alone, listed)
    assert alone.price_basis.tolist() == ["arena", None]
    assert alone.loc["alpha", "price_source"] == "the Arena"


@pytest.mark.parametrize("basis", ["vendor", ("list", "vendor"), "lis"])
def test_an_unknown_basis_is_refused_with_the_known_ones(basis):
    with pytest.raises(ValueError, match=r"one or more of list, host, arena, unverified, got '(vendor|lis)'"):
        load_models(price_basis=basis)


def test_no_basis_is_refused():
    with pytest.raises(ValueError, match="one or more of list, host, arena, unverified, got none"):
        load_models(price_basis=())


# --- The long tables and the dictionary.


def test_scores_of_one_board_are_those_of_all_boards():
    every = load_scores(board="all")
    assert every.columns.tolist() == [
        *("date", "board", "model", "elo", "elo_lower", "elo_upper", "votes", "interval_date", "coverage"),
        *("name", "organization", "country", "license", "openness", "released", "released_by", "retired"),
        *("weights_released", "input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok"),
        *("price_date", "price_basis", "host", "observed", "price_source"),
    ]
    for board in ("elo-online", "text", "text-style-control"):
        expected = every[every.board == board].reset_index(drop=True)
        pd.testing.assert_frame_equal(load_scores(board=board), expected)


def test_scores_come_by_day_and_best_first():
    scores = load_scores(board="text")
    assert scores.date.is_monotonic_increasing
    assert all(group.is_monotonic_decreasing for _, group in scores.groupby("date").elo)
    models = load_models(as_of="2025-02-14")
    that_day = scores[scores.date == "2025-02-14"].reset_index(drop=True)
    assert that_day.model.tolist() == models.model.tolist()
    same = ["output_usd_per_mtok", "price_date", "price_basis", "price_source"]
    pd.testing.assert_frame_equal(that_day[same], models[same])


def test_prices_come_by_model_basis_and_day():
    prices = load_prices()
    identity = list(schema.IDENTITY[1:])
    assert prices.columns.tolist() == [*COLUMNS["prices"].split(","), *identity]
    assert prices["organization"].notna().all()
    keys = list(zip(prices.model, prices.price_basis, prices["from"], strict=True))
    assert keys == sorted(keys)


def test_the_dictionary_describes_every_column():
    columns = describe_columns()
    for name, header in COLUMNS.items():
        file = "models.csv" if name == "models" else f"history/{name}.csv"
        assert columns[columns.file == file].column.tolist() == header.split(",")
    assert (columns.description.str.len() > 4).all()
    allowed = columns.drop_duplicates("column").set_index("column").type
    assert allowed["openness"] == "osi | commercial | noncommercial | proprietary"
    assert allowed["price_basis"] == "list | host | arena | unverified"
    assert allowed["board"] == "elo-online | text | text-style-control"
    assert allowed[["released", "elo", "votes", "name"]].tolist() == ["date", "number", "whole number", "text"]


# Words that hold the names of types, for values that are no such thing.
VOCABULARY = (
    schema.Column("kind", schema.one_of("pointed", "updated", "floating"), "print, date and float"),
    schema.Column("day", schema.KINDS["date"], "a day"),
    schema.Column("many", schema.KINDS["count"], "a count"),
    schema.Column("much", schema.KINDS["score"], "a number"),
)


def test_a_word_of_a_vocabulary_is_no_type(monkeypatch, tmp_path):
    monkeypatch.setattr(schema, "_columns", lambda: {"words.csv": VOCABULARY})
    types = describe_columns().query("file == 'words.csv'").set_index("column")["type"]
    assert types.to_dict() == {
        "kind": "pointed | updated | floating", "day": "date", "many": "whole number", "much": "number",
    }  # fmt: skip
    row = reader.row_type("words")
    frame = frame_of([row(kind="pointed", day=dt.date(2025, 2, 14), many=1, much=2), row()], "words")
    assert frame.dtypes.astype(str).to_dict() == {
        "kind": "object", "day": "datetime64[s]", "many": "Int64", "much": "float64",
    }  # fmt: skip
    (tmp_path / "words.csv").write_text("kind,day,many,much\nprinted,x,x,x\n")
    found = reader.read_rows(tmp_path / "words.csv", "words").problems
    remedies = [problem.message.rpartition("; ")[2] for problem in found]
    assert remedies[0].startswith("must be one of 'pointed', 'updated' or 'floating'")
    assert [words.split()[2] for words in remedies[1:]] == ["day", "whole", "plain"]


def test_the_dictionary_knows_what_must_not_be_blank():
    columns = describe_columns()
    required = columns[columns.required].groupby("file").column.agg(list)
    assert required["models.csv"] == ["model", "name", "organization", "license", "openness"]
    assert required["history/scores.csv"] == ["date", "board", "model", "elo"]
    assert required["history/prices.csv"] == ["model", "from", "output_usd_per_mtok", "price_basis", "price_source"]
    assert required["history/snapshots.csv"] == ["date", "board", "coverage", "models", "source", "license"]


# --- What a price comes to.


@pytest.fixture
def priced():
    """Three models on an index of their own; the test fails if it changes them."""
    models = pd.DataFrame(
        {
            "input_usd_per_mtok": [1.0, 2, None],
            "cached_input_usd_per_mtok": [0.25, None, 1],
            "output_usd_per_mtok": [5.0, 8, 4],
        },
        index=pd.Index(["x", "y", "z"], name="key"),
    )
    before = models.copy(deep=True)
    yield models
    pd.testing.assert_frame_equal(models, before)


def values(series):
    return [None if math.isnan(v) else v for v in series]


def test_the_blend_is_three_parts_input_to_one_part_output(priced):
    blend = blended_price(priced)
    assert values(blend) == [2, 3.5, None]  # (3*1 + 5)/4, (3*2 + 8)/4, no input price
    assert blend.name == "blended_usd_per_mtok"
    pd.testing.assert_index_equal(blend.index, priced.index)


def test_a_price_without_weight_is_not_needed(priced):
    assert values(blended_price(priced, input=0, output=2)) == [5, 8, 4]
    assert values(blended_price(priced, input=1, output=0)) == [1, 2, None]
    assert values(blended_price(priced.drop(columns=PRICES[:2]), input=0, output=1)) == [5, 8, 4]
    assert values(blended_price(priced, input=2, output=1, cached=1)) == [1.8125, None, None]  # (2 + 5 + 0.25)/4


@pytest.mark.parametrize("weights", [{"input": -1}, {"output": math.inf}, {"cached": math.nan}])
def test_a_weight_must_be_finite_and_not_negative(priced, weights):
    (name, value), *_ = weights.items()
    with pytest.raises(ValueError, match=f"must be finite and >= 0, got {name}={value}"):
        blended_price(priced, **weights)


def test_a_blend_of_nothing_is_refused(priced):
    with pytest.raises(ValueError, match="one of input, output and cached must be > 0"):
        blended_price(priced, input=0, output=0)


@pytest.mark.parametrize("function", [blended_price, lambda m: cost_of_request(m, input_tokens=1, output_tokens=1)])
def test_a_missing_price_column_is_named(priced, function):
    renamed = priced.rename(columns={"output_usd_per_mtok": "output_usd_per_Mtok"})
    with pytest.raises(ValueError, match="no column 'output_usd_per_mtok'; did you mean 'output_usd_per_Mtok'"):
        function(renamed)


def test_a_request_costs_tokens_times_price(priced):
    cost = cost_of_request(priced, input_tokens=2_000_000, output_tokens=500_000)
    assert values(cost) == [4.5, 8, None]  # 2*1 + 0.5*5, 2*2 + 0.5*8, no input price
    assert cost.name == "usd_per_request"
    pd.testing.assert_index_equal(cost.index, priced.index)


def test_cached_tokens_are_part_of_the_input(priced):
    some = cost_of_request(priced, input_tokens=2_000_000, output_tokens=0, cached_tokens=1_000_000)
    assert values(some) == [1.25, None, None]  # 1*1 + 1*0.25; no cache price is not the full price
    every = cost_of_request(priced, input_tokens=1_000_000, output_tokens=1_000_000, cached_tokens=1_000_000)
    assert values(every) == [5.25, None, 5]


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        ({"input_tokens": -1, "output_tokens": 1}, "must be finite and >= 0, got input_tokens=-1"),
        ({"input_tokens": 1, "output_tokens": math.nan}, "must be finite and >= 0, got output_tokens=nan"),
        ({"input_tokens": math.inf, "output_tokens": 1}, "must be finite and >= 0, got input_tokens=inf"),
        (
            {"input_tokens": 1, "output_tokens": 1, "cached_tokens": 2},
            r"cached_tokens \(2\) are part of input_tokens \(1\)",
        ),
        ({"input_tokens": 0, "output_tokens": 0}, "a request must have tokens"),
    ],
)
def test_a_request_that_cannot_be_is_refused(priced, tokens, message):
    with pytest.raises(ValueError, match=message):
        cost_of_request(priced, **tokens)


def test_a_table_without_rows_has_no_prices(priced):
    assert blended_price(priced.iloc[:0]).empty
    assert cost_of_request(priced.iloc[:0], input_tokens=1, output_tokens=1).empty


def test_prices_of_another_type_are_read_as_numbers(priced):
    """Whole numbers, nullable numbers and objects with None, as they come out of other tools."""
    for kind in ("Float64", "object"):
        pd.testing.assert_series_equal(blended_price(priced.astype(kind)), blended_price(priced))
    assert values(blended_price(pd.DataFrame({PRICES[0]: [1], PRICES[2]: [5]}))) == [2]


MONEY = st.floats(min_value=0.001, max_value=1000)
WEIGHT = st.floats(min_value=0.01, max_value=100)


@given(st.lists(st.tuples(MONEY, MONEY, MONEY), min_size=1, max_size=5), WEIGHT, WEIGHT, WEIGHT, WEIGHT)
def test_a_blend_lies_between_its_prices_and_only_ratios_count(rows, w_in, w_out, w_cached, scale):
    models = pd.DataFrame(rows, columns=PRICES)
    blend = blended_price(models, input=w_in, output=w_out, cached=w_cached)
    assert (blend >= models.min(axis=1) * (1 - 1e-12)).all()
    assert (blend <= models.max(axis=1) * (1 + 1e-12)).all()
    scaled = blended_price(models, input=w_in * scale, output=w_out * scale, cached=w_cached * scale)
    np.testing.assert_allclose(scaled, blend, rtol=1e-12)


@given(st.lists(st.tuples(MONEY, MONEY, MONEY), min_size=1, max_size=5), *[st.integers(1, 10**6)] * 3)
def test_a_request_costs_the_blend_of_its_tokens(rows, fresh, cached, output):
    models = pd.DataFrame(rows, columns=PRICES)
    cost = cost_of_request(models, input_tokens=fresh + cached, output_tokens=output, cached_tokens=cached)
    blend = blended_price(models, input=fresh, output=output, cached=cached)
    np.testing.assert_allclose(cost, blend * (fresh + cached + output) / 1e6, rtol=1e-12)
    twin = [(fresh * i + cached * c + output * o) / 1e6 for i, c, o in rows]
    np.testing.assert_allclose(cost, twin, rtol=1e-12)
