"""The columns of the curated tables: what they mean, and what their cells may hold."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import AfterValidator, BeforeValidator, Field

from frontier.frames.boards import ARENA_BOARDS
from frontier.frames.boards import BOARDS as BOARD_LINES
from frontier.frames.boards import HOST_RULES as HOST_RULES
from frontier.frames.boards import PRICE_BASES as PRICE_WORDS
from frontier.frames.boards import PRICE_COLUMNS as PRICE_COLUMNS
from frontier.frames.openness import TIER_NAMES

# Of the words that a column may have, each is one line of a table in frames.
BOARDS: tuple[str, ...] = tuple(board.name for board in BOARD_LINES)

OPENNESS: tuple[str, ...] = TIER_NAMES

PRICE_BASES: tuple[str, ...] = tuple(PRICE_WORDS)

ALL_BOARDS = ALL_HOSTS = "all"  # for a board, a task, or the hosts of a price: every one

# What a price has beside its amounts, in models.csv and in history/prices.csv.
PRICE_FACTS = ("price_basis", "host", "observed", "price_source")

SCORE_COLUMNS = ("elo", "elo_lower", "elo_upper", "votes")

IDENTITY = (
    "model", "name", "organization", "country", "license", "openness", "released", "released_by", "retired",
    "weights_released",
)  # fmt: skip

# A file that says where its values come from is a curated table, and has these values in every row. For any other
# list of models a key is enough.
ALWAYS_KNOWN = ("name", "organization", "license", "openness")

FIRST_YEAR = 2018  # of any day of a model, a score or a price


@dataclass(frozen=True, eq=False)
class Kind:
    """What the cells of a column hold: the type of a value, its word, its dtype, and what to do about a wrong one."""

    type: Any
    word: str = "text"
    dtype: str = "object"
    remedy: str = ""
    blank: bool | None = None


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a file: its name, what it holds and means, and whether a cell of it may be blank."""

    name: str
    kind: Kind
    description: str
    required: bool = False


Columns = tuple[Column, ...]


def _must(rule: str, holds: Callable[[Any], object]) -> Callable[[Any], Any]:
    """Return a validator that refuses a value of which something does not hold."""

    def check(value: Any) -> Any:
        if not holds(value):
            raise ValueError(rule)
        return value

    return check


def one_of(*words: str, remedy: str = "") -> Kind:
    """Return what a column holds that has one of some words."""
    return Kind(Literal[words], " | ".join(words), remedy=remedy)


@cache
def own_file(name: str) -> str:
    """Return the text of a file beside this module."""
    return files("frontier.data").joinpath(name).read_text(encoding="utf-8")


# Pydantic alone would also take a Unix time such as 20250214 for a date, and digits grouped by underscores for a
# number.
_ISO = BeforeValidator(_must("must be a date as YYYY-MM-DD", re.compile(r"....-..-..").fullmatch))
_KNOWN_YEAR = f"must be a day of {FIRST_YEAR} or later; is the year right?"
_YEAR = AfterValidator(_must(_KNOWN_YEAR, lambda day: day.year >= FIRST_YEAR))
_PLAIN = BeforeValidator(_must("must be a number", lambda text: "_" not in text))
_KNOWN = AfterValidator(
    _must("must be the ISO 3166 code of a country", lambda code: code in own_file("countries.txt").split())
)
_TRUE = BeforeValidator(_must("must be true or blank", lambda text: text == "true"))


def _number(**limits: Any) -> Any:
    return Annotated[float, Field(allow_inf_nan=False, **limits), _PLAIN]


# What a column of `columns.csv` holds, by its word there; a list such as ``full | partial`` needs no entry.
_NAME = Kind(Annotated[str, Field(max_length=300)])
_NUMBER = Kind(_number(gt=0), "number", "float64", "write a plain number with a decimal point, or leave it blank")
_COUNT = Kind(Annotated[int, Field(ge=0, le=2**63 - 1), _PLAIN], "whole number", "Int64", "write a whole number")
_BOARD = f"must be one of {', '.join(map(repr, BOARDS[:-1]))} or {BOARDS[-1]!r}, or one with a task, as 'text:coding'"
_ON_A_BOARD = Annotated[str, AfterValidator(_must(_BOARD, ARENA_BOARDS.__contains__))]
_PRICE = _number(gt=0, le=100_000)
_COUNTRY = Annotated[str, Field(pattern="^[A-Z]{2}$"), _KNOWN]
_DAY = Annotated[dt.date, _ISO, _YEAR]
KINDS = {
    "text": Kind(str),
    "name": _NAME,
    "key": replace(_NAME, remedy="give the Arena's key of the model"),
    "country": Kind(_COUNTRY, remedy="give the ISO 3166 code, or leave it blank"),
    "pattern": Kind(re.Pattern[str]),
    "tier": one_of(*OPENNESS, remedy="place the license in one of them"),
    "board": Kind(_ON_A_BOARD, " | ".join(BOARDS), remedy="use one of these boards"),
    "basis": one_of(*PRICE_BASES, remedy="say whose price it is"),
    "bound": one_of("bound", remedy="write bound when only an upper bound is known, else leave it blank"),
    "ended": one_of(
        "promotion", "retirement", "replaced", "withdrawn", remedy="or leave it blank: the reason is not known"
    ),
    "flag": Kind(Annotated[bool, _TRUE], "true or blank", "bool", blank=False),
    "date": Kind(_DAY, "date", "datetime64[s]", "write the day as 2025-02-14, or leave it blank"),
    "flop": _NUMBER,
    "score": replace(_NUMBER, type=_number(ge=-10_000, le=10_000)),
    "price": replace(_NUMBER, type=_PRICE, remedy="leave it blank if there is no price: a free preview has none"),
    "usd": replace(_NUMBER, remedy="leave it blank where it is unknown: no run is free"),
    "count": _COUNT,
    "many": replace(_COUNT, type=Annotated[int, Field(gt=0), _PLAIN]),
    "cost_basis": one_of("measured", "summary", "tokens", remedy="say where the cost comes from"),
}

# The tables by what they hold: those of history/, those that may stand beside models.csv, those of studies/, and those
# that say which day is the newest.
HISTORY = ("scores", "prices", "snapshots")
BESIDE = ("aliases", "refused", "sellers", "names", "benchmarks", "runs")
STUDIES = ("epoch-prices", "epoch-lags")
DAYS = ("prices", "snapshots")


@cache
def _columns() -> dict[str, Columns]:
    """Read `columns.csv`: the columns of each file."""
    own = defaultdict[str, list[Column]](list)
    for row in csv.DictReader(own_file("columns.csv").splitlines()):
        kind = KINDS.get(row["kind"]) or one_of(*row["kind"].split(" | "))
        about = row["description"].format(tiers=" < ".join(OPENNESS))
        own[row["file"]].append(Column(row["column"], kind, about, row["required"] == "true"))
    return {file: tuple(columns) for file, columns in own.items()}


def columns_of(table: str) -> Columns:
    """Return the columns of a table, such as ``models`` or ``scores``."""
    return _columns()[file_of(table)]


def file_of(table: str) -> str:
    """Return the name of the file of a table, from the folder of models.csv."""
    folder = "history/" if table in HISTORY else "studies/" if table in STUDIES else ""
    return f"{folder}{table}.csv"


def column_names(table: str) -> list[str]:
    """Return the names of the columns of a table, in their order."""
    return [column.name for column in columns_of(table)]


def describe_columns() -> pd.DataFrame:
    """Return the data dictionary: one row for each column of each file.

    Returns
    -------
    pandas.DataFrame
        Columns ``file``, ``column``, ``type``, ``required`` and ``description``.

    Examples
    --------
    >>> from frontier.data.schema import describe_columns
    >>> describe_columns().query("column == 'elo_upper'").description.iloc[0]
    'upper end of the published 95 % interval'
    """
    rows = [
        (file, c.name, c.kind.word, c.required or (file == "models.csv" and c.name in ALWAYS_KNOWN), c.description)
        for file, columns in _columns().items()
        for c in columns
    ]
    return pd.DataFrame(rows, columns=["file", "column", "type", "required", "description"])
