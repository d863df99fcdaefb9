"""The columns of the curated tables: what they mean, and what their cells may hold."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
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

# ISO 3166-1 alpha-2, the codes in use.
_COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD
CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF
GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
VN VU WF WS YE YT ZA ZM ZW
"""


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


# Pydantic alone would also take a Unix time such as 20250214 for a date, and digits grouped by underscores for a
# number.
_ISO = BeforeValidator(_must("must be a date as YYYY-MM-DD", re.compile(r"....-..-..").fullmatch))
_KNOWN_YEAR = f"must be a day of {FIRST_YEAR} or later; is the year right?"
_YEAR = AfterValidator(_must(_KNOWN_YEAR, lambda day: day.year >= FIRST_YEAR))
_PLAIN = BeforeValidator(_must("must be a number", lambda text: "_" not in text))
_KNOWN = AfterValidator(_must("must be the ISO 3166 code of a country", _COUNTRIES.split().__contains__))
_TRUE = BeforeValidator(_must("must be true or blank", lambda text: text == "true"))


def _number(**limits: Any) -> Any:
    return Annotated[float, Field(allow_inf_nan=False, **limits), _PLAIN]


TEXT = Kind(str)
NAME = Kind(Annotated[str, Field(max_length=300)])
KEY = replace(NAME, remedy="give the Arena's key of the model")
COUNTRY = Kind(Annotated[str, Field(pattern="^[A-Z]{2}$"), _KNOWN], remedy="give the ISO 3166 code, or leave it blank")
PATTERN = Kind(re.Pattern[str])
TIER = one_of(*OPENNESS, remedy="place the license in one of them")
_BOARD = f"must be one of {', '.join(map(repr, BOARDS[:-1]))} or {BOARDS[-1]!r}, or one with a task, as 'text:coding'"
BOARD = Kind(
    Annotated[str, AfterValidator(_must(_BOARD, ARENA_BOARDS.__contains__))],
    " | ".join(BOARDS),
    remedy="use one of these boards",
)
BASIS = one_of(*PRICE_BASES, remedy="say whose price it is")
BOUND = one_of("bound", remedy="write bound when only an upper bound is known, else leave it blank")
ENDED = one_of("promotion", "retirement", "replaced", "withdrawn", remedy="or leave it blank: the reason is not known")
CONFIDENCE = one_of("confident", "likely", "speculative")
FLAG = Kind(Annotated[bool, _TRUE], "true or blank", "bool", blank=False)
DATE = Kind(Annotated[dt.date, _ISO, _YEAR], "date", "datetime64[s]", "write the day as 2025-02-14, or leave it blank")
FLOP = Kind(_number(gt=0), "number", "float64", "write a plain number with a decimal point, or leave it blank")
SCORE = replace(FLOP, type=_number(ge=-10_000, le=10_000))
PRICE = replace(
    FLOP, type=_number(gt=0, le=100_000), remedy="leave it blank if there is no price: a free preview has none"
)
COUNT = Kind(Annotated[int, Field(ge=0, le=2**63 - 1), _PLAIN], "whole number", "Int64", "write a whole number")
MANY = replace(COUNT, type=Annotated[int, Field(gt=0), _PLAIN])
USD = replace(FLOP, type=_number(gt=0), remedy="leave it blank where it is unknown: no run is free")
COST_BASIS = one_of("measured", "summary", "tokens", remedy="say where the cost comes from")

# A row of models.csv: who the model is, and its values now.
MODELS = (
    Column("model", KEY, "the Arena's key of the model; unique", required=True),
    Column("name", NAME, "the name on a chart"),
    Column("organization", NAME, "maker"),
    Column("country", COUNTRY, "the maker's country, ISO 3166 alpha-2"),
    Column("license", NAME, "license of the weights; Proprietary if there is none"),
    Column("openness", TIER, " < ".join(OPENNESS) + " (all but the last can be downloaded)"),
    Column("released", DATE, "release date"),
    Column("released_by", BOUND, "bound if `released` is only an upper bound"),
    Column("retired", DATE, "first day on which the maker no longer sells it"),
    Column("weights_released", DATE, "day from which the weights can be downloaded"),
    Column("context_tokens", MANY, "the most tokens that it takes at once, input and output"),
    Column("elo", SCORE, "score on `board` on `elo_date`, points"),
    Column("elo_lower", SCORE, "lower end of the published 95 % interval"),
    Column("elo_upper", SCORE, "upper end of the published 95 % interval"),
    Column("votes", COUNT, "battles counted on the board"),
    Column("elo_date", DATE, "day of the snapshot that has the score"),
    Column("board", BOARD, "leaderboard the score comes from"),
    Column("input_usd_per_mtok", PRICE, "USD per million input tokens"),
    Column("cached_input_usd_per_mtok", PRICE, "USD per million cached input tokens"),
    Column("output_usd_per_mtok", PRICE, "USD per million output tokens"),
    Column("price_date", DATE, "day from which the price is known to be in force"),
    Column("price_basis", BASIS, "whose price it is"),
    Column("host", NAME, "who hosts the model, of a hosted price"),
    Column("observed", FLAG, "true if the price was seen on its date and may be older, else blank"),
    Column("price_source", TEXT, "where the price was read"),
    Column("training_flop", FLOP, "training compute, FLOP (Epoch AI, estimates)"),
    Column("training_flop_confidence", CONFIDENCE, "Epoch AI's confidence in that estimate"),
    Column("note", TEXT, "what a reader must know about this row"),
)

# A row of history/scores.csv: what a board said of a model on a day.
SCORES = (
    Column("date", DATE, "day of the snapshot", required=True),
    Column("board", BOARD, "leaderboard, of a task with it: text:coding", required=True),
    Column("model", KEY, "key in models.csv", required=True),
    Column("elo", SCORE, "score, points; only compared within one date and board", required=True),
    Column("elo_lower", SCORE, "lower end of the published 95 % interval"),
    Column("elo_upper", SCORE, "upper end of the published 95 % interval"),
    Column("votes", COUNT, "battles counted"),
    Column("interval_date", DATE, "earlier snapshot that interval and votes are from, or blank"),
)

# A row of history/prices.csv: a price of a model, in force from a day.
PRICES = (
    Column("model", KEY, "key in models.csv", required=True),
    Column("from", DATE, "first day in force, inclusive", required=True),
    Column("until", DATE, "first day no longer in force; blank: until the seller's next price"),
    Column("ended", ENDED, "why it ended on `until`, where that is known"),
    Column("input_usd_per_mtok", PRICE, "USD per million input tokens"),
    Column("cached_input_usd_per_mtok", PRICE, "USD per million cached input tokens"),
    Column("output_usd_per_mtok", PRICE, "USD per million output tokens", required=True),
    Column("price_basis", BASIS, "whose price it is", required=True),
    Column("host", NAME, "who hosts the model, of a hosted price"),
    Column("observed", FLAG, "true if the price was seen on `from` and may be older, else blank"),
    Column("price_source", TEXT, "where it was read", required=True),
)

# A row of history/snapshots.csv: one board on one day.
SNAPSHOTS = (
    Column("date", DATE, "day of the snapshot, as its source gives it", required=True),
    Column("board", BOARD, "leaderboard, of a task with it: text:coding", required=True),
    Column("coverage", one_of("full", "partial"), "whether every listed model is there", required=True),
    Column("models", MANY, "number of models", required=True),
    Column("source", TEXT, "public copy the numbers were read from", required=True),
    Column("license", TEXT, "license of that copy; only facts were taken", required=True),
    Column("note", TEXT, "how the day was dated, what was left out"),
)

# A row of studies/epoch-prices.csv: a price of a model, and its scores on two tests.
STUDY_PRICES = (
    Column("model", KEY, "name, as the study has it", required=True),
    Column("date", DATE, "first day of the price", required=True),
    Column("blended_usd_per_mtok", PRICE, "USD per million tokens, three parts input and one output", required=True),
    Column("mmlu", SCORE, "MMLU, percent"),
    Column("arena", SCORE, "Chatbot Arena score that the study took, points"),
)

# A row of studies/epoch-lags.csv: a model, when it came, and its score.
STUDY_LAGS = (
    Column("model", KEY, "name, as the study has it", required=True),
    Column("released", DATE, "release date", required=True),
    Column("access", one_of("closed", "open"), "whether the weights can be downloaded", required=True),
    Column("mmlu", SCORE, "MMLU, percent", required=True),
)

_ALIAS = (
    "a feed's name of the same product; - where no feed has its price under another name; "
    "!name for one that was its name and has moved on to another model, whose price is never taken"
)

# A row of aliases.csv: another name of a model, as a feed has it.
ALIASES = (
    Column("model", KEY, "key in models.csv", required=True),
    Column("name", NAME, _ALIAS, required=True),
    Column("note", TEXT, "why it is the same, or what it must not be taken for"),
)

# A row of refused.csv: what a person said no to.
REFUSED = (
    Column("model", KEY, "key in models.csv; blank if the table does not want the model at all"),
    Column("name", NAME, "the feed's name; of no model of the table also with * for any text", required=True),
    Column("input_usd_per_mtok", PRICE, "the refused USD per million input tokens"),
    Column("cached_input_usd_per_mtok", PRICE, "the refused USD per million input tokens read from a cache"),
    Column("output_usd_per_mtok", PRICE, "the refused USD per million output tokens; another price is shown again"),
    Column("reason", TEXT, "why it is not the price of the model, or why the model is not wanted", required=True),
)

# A row of sellers.csv: who sells models, as feeds write the name.
SELLERS = (
    Column(
        "seller", NAME, "a feed's name of the seller, or what it writes before a model's name; unique", required=True
    ),
    Column("maker", NAME, "the maker that sells its own models here"),
    Column("models", PATTERN, "which models are the maker's own, a regular expression"),
    Column("only_these", FLAG, "true if other models of the maker are hosted here, else blank"),
    Column("host", NAME, "name of the host in the tables, of a host of open weights"),
    Column(
        "host_order",
        COUNT,
        "place among the hosts; from 100 on a reseller, whose price counts only while no host sells",
    ),
    Column("prefix", one_of("api", "maker"), "what it is before a model's name: the maker's own api, or the maker"),
)

# A row of names.csv: what a feed calls a maker or a license of the table.
SPELLINGS = (
    Column("column", one_of("organization", "license"), "column of models.csv", required=True),
    Column("name", NAME, "a feed's name, without spaces and punctuation", required=True),
    Column("means", NAME, "the name in models.csv", required=True),
    Column("note", TEXT, "why it means that"),
)

# A row of benchmarks.csv: a set of tasks that a model does, alone or in an agent.
BENCHMARKS = (
    Column("benchmark", NAME, "key of the benchmark; unique", required=True),
    Column("title", NAME, "the name on a chart", required=True),
    Column("unit", TEXT, "what a score is; blank where there is none"),
    Column("floor", SCORE, "score of doing nothing, which costs nothing"),
    Column("ceiling", SCORE, "the best possible score"),
    Column("tasks", MANY, "number of tasks of the whole benchmark", required=True),
    Column("cost_of", TEXT, "what the cost of a task includes", required=True),
    Column("license", TEXT, "license of the results", required=True),
    Column("url", TEXT, "where a reader finds the benchmark", required=True),
)

# A row of runs.csv: one model on one benchmark, once; tokens and costs are of all its tasks together.
RUNS = (
    Column("benchmark", NAME, "key in benchmarks.csv", required=True),
    Column("name", NAME, "name of the run, as its source has it", required=True),
    Column("model", NAME, "key in models.csv of the product whose price it has; blank if it is not there, or not sure"),
    Column("effort", NAME, "how hard the model thinks, where the source says so; none: not at all"),
    Column("agent", NAME, "what the model works in", required=True),
    Column("date", DATE, "day of the run, or of its publication", required=True),
    Column("score", SCORE, "score, in the unit of the benchmark"),
    Column("score_lower", SCORE, "lower end of its 95 % interval; of a share of tasks Wilson's"),
    Column("score_upper", SCORE, "upper end of its 95 % interval"),
    Column("tasks", MANY, "number of tasks attempted", required=True),
    Column("input_tokens", MANY, "tokens sent, those read from a cache included"),
    Column("cached_tokens", COUNT, "tokens read from a cache"),
    Column("output_tokens", MANY, "tokens received, thinking included"),
    Column("cost_usd", USD, "cost of the run as published, USD"),
    Column("cost_lower", USD, "lower end of its 95 % interval: a log-normal of its standard error over tasks"),
    Column("cost_upper", USD, "upper end of its 95 % interval"),
    Column("mean_task_usd", USD, "mean of the costs of single tasks, where the source has them, USD"),
    Column(
        "cost_basis",
        COST_BASIS,
        "tokens: tokens times a price; else measured, or a summary far from the mean of its tasks",
    ),
    Column("source", TEXT, "where it was read", required=True),
    Column("note", TEXT, "what a reader must know about this run"),
)

STUDIES: dict[str, Columns] = {"epoch-prices": STUDY_PRICES, "epoch-lags": STUDY_LAGS}

HISTORY: dict[str, Columns] = {"scores": SCORES, "prices": PRICES, "snapshots": SNAPSHOTS}

DAYS = ("prices", "snapshots")  # the parts that say which day is the newest

# The files that may stand beside models.csv, by what they hold.
BESIDE: dict[str, Columns] = {
    "aliases": ALIASES,
    "refused": REFUSED,
    "sellers": SELLERS,
    "names": SPELLINGS,
    "benchmarks": BENCHMARKS,
    "runs": RUNS,
}


def column_names(columns: Columns) -> list[str]:
    """Return the names of the columns of a file, in their order."""
    return [column.name for column in columns]


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
    files: dict[str, Columns] = {"models.csv": MODELS}
    for folder, parts in (("history/", HISTORY), ("studies/", STUDIES), ("", BESIDE)):
        files |= {f"{folder}{part}.csv": columns for part, columns in parts.items()}
    rows = [
        (file, c.name, c.kind.word, c.required or (columns is MODELS and c.name in ALWAYS_KNOWN), c.description)
        for file, columns in files.items()
        for c in columns
    ]
    return pd.DataFrame(rows, columns=["file", "column", "type", "required", "description"])
