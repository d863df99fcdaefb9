"""The columns of the curated tables: types, limits and what they mean."""

from __future__ import annotations

import datetime as dt
import re
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

import pandas as pd
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.fields import FieldInfo

from frontier.frames.boards import ARENA_BOARDS
from frontier.frames.boards import PRICE_BASES as PRICE_WORDS
from frontier.frames.boards import PRICE_COLUMNS as PRICE_COLUMNS
from frontier.frames.openness import TIER_NAMES

# Of the words that a column may have, each is one line of a table in frames.
if TYPE_CHECKING:
    Board: TypeAlias = str
    Openness: TypeAlias = str
    PriceBasis: TypeAlias = str
else:
    Board, Openness, PriceBasis = Literal[tuple(ARENA_BOARDS)], Literal[TIER_NAMES], Literal[tuple(PRICE_WORDS)]


Confidence = Literal["confident", "likely", "speculative"]


BOARDS: tuple[str, ...] = tuple(ARENA_BOARDS)


OPENNESS: tuple[str, ...] = TIER_NAMES


PRICE_BASES: tuple[str, ...] = tuple(PRICE_WORDS)


ALL_BOARDS = "all"  # for a board: every one


# What a price has beside its amounts, in models.csv and in history/prices.csv.
PRICE_FACTS = ("price_basis", "host", "observed", "price_source")


SCORE_COLUMNS = ("elo", "elo_lower", "elo_upper", "votes")


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


def _iso_date(text: object) -> object:
    """Accept only YYYY-MM-DD; pydantic alone would also take a Unix time such as '20250214'."""
    if isinstance(text, str) and not (len(text) == 10 and text[4] == text[7] == "-"):
        raise ValueError("must be a date as YYYY-MM-DD")
    return text


def _known_time(day: dt.date) -> dt.date:
    """Refuse a year in which there was no model to list or to sell."""
    if day.year < FIRST_YEAR:
        raise ValueError(f"must be a day of {FIRST_YEAR} or later; is the year right?")
    return day


def _known_country(code: str) -> str:
    if code not in _COUNTRIES.split():
        raise ValueError("must be the ISO 3166 code of a country")
    return code


def _plain_number(text: object) -> object:
    """Refuse what pydantic alone would take for a number: digits grouped by underscores."""
    if isinstance(text, str) and "_" in text:
        raise ValueError("must be a number")
    return text


def _flag(text: object) -> object:
    """Read a column that is true or blank."""
    if text not in (None, "", "true", True, False):
        raise ValueError("must be true or blank")
    return text in ("true", True)


Date = Annotated[dt.date, BeforeValidator(_iso_date), AfterValidator(_known_time)]


Text = Annotated[str, Field(min_length=1)]


Name = Annotated[str, Field(min_length=1, max_length=300)]


Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$"), AfterValidator(_known_country)]


Number = BeforeValidator(_plain_number)


Score = Annotated[float, Field(ge=-10_000, le=10_000, allow_inf_nan=False), Number]


Price = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False), Number]


Flop = Annotated[float, Field(gt=0, allow_inf_nan=False), Number]


Flag = Annotated[bool, BeforeValidator(_flag)]


def _expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"must be a regular expression: {error}") from None
    return text


Pattern = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_expression)]


Votes = Annotated[int, Field(ge=0, le=2**63 - 1), Number]


class CuratedRow(BaseModel):
    """One row of a file of the curated tables."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ModelRow(CuratedRow):
    """One row of models.csv: who the model is, and its values now."""

    model: Name = Field(description="the Arena's key of the model; unique")
    name: Name | None = Field(None, description="the name on a chart")
    organization: Name | None = Field(None, description="maker")
    country: Country | None = Field(None, description="the maker's country, ISO 3166 alpha-2")
    license: Name | None = Field(None, description="license of the weights; Proprietary if there is none")
    openness: Openness | None = Field(None, description=" < ".join(OPENNESS) + " (all but the last can be downloaded)")
    released: Date | None = Field(None, description="release date")
    released_by: Literal["bound"] | None = Field(None, description="bound if `released` is only an upper bound")
    elo: Score | None = Field(None, description="score on `board` on `elo_date`, points")
    elo_lower: Score | None = Field(None, description="lower end of the published 95 % interval")
    elo_upper: Score | None = Field(None, description="upper end of the published 95 % interval")
    votes: Votes | None = Field(None, description="battles counted on the board")
    elo_date: Date | None = Field(None, description="day of the snapshot that has the score")
    board: Board | None = Field(None, description="leaderboard the score comes from")
    input_usd_per_mtok: Price | None = Field(None, description="USD per million input tokens")
    cached_input_usd_per_mtok: Price | None = Field(None, description="USD per million cached input tokens")
    output_usd_per_mtok: Price | None = Field(None, description="USD per million output tokens")
    price_date: Date | None = Field(None, description="day from which the price is known to be in force")
    price_basis: PriceBasis | None = Field(None, description="whose price it is")
    host: Name | None = Field(None, description="who hosts the model, of a hosted price")
    observed: Flag = Field(False, description="true if the price was seen on its date and may be older, else blank")
    price_source: str | None = Field(None, description="where the price was read")
    training_flop: Flop | None = Field(None, description="training compute, FLOP (Epoch AI, estimates)")
    training_flop_confidence: Confidence | None = Field(None, description="Epoch AI's confidence in that estimate")
    note: str | None = Field(None, description="what a reader must know about this row")


class ScoreRow(CuratedRow):
    """One row of history/scores.csv: what a board said of a model on a day."""

    date: Date = Field(description="day of the snapshot")
    board: Board = Field(description="leaderboard")
    model: Name = Field(description="key in models.csv")
    elo: Score = Field(description="score, points; only compared within one date and board")
    elo_lower: Score | None = Field(None, description="lower end of the published 95 % interval")
    elo_upper: Score | None = Field(None, description="upper end of the published 95 % interval")
    votes: Votes | None = Field(None, description="battles counted")
    interval_date: Date | None = Field(None, description="earlier snapshot that interval and votes are from, or blank")


class PriceRow(CuratedRow):
    """One row of history/prices.csv: a price of a model, in force from a day."""

    model: Name = Field(description="key in models.csv")
    from_: Date = Field(alias="from", description="first day in force, inclusive")
    until: Date | None = Field(None, description="first day no longer in force; blank: until the model's next price")
    input_usd_per_mtok: Price | None = Field(None, description="USD per million input tokens")
    cached_input_usd_per_mtok: Price | None = Field(None, description="USD per million cached input tokens")
    output_usd_per_mtok: Price = Field(description="USD per million output tokens")
    price_basis: PriceBasis = Field(description="whose price it is")
    host: Name | None = Field(None, description="who hosts the model, of a hosted price")
    observed: Flag = Field(False, description="true if the price was seen on `from` and may be older, else blank")
    price_source: Text = Field(description="where it was read")


class SnapshotRow(CuratedRow):
    """One row of history/snapshots.csv: one board on one day."""

    date: Date = Field(description="day of the snapshot, as its source gives it")
    board: Board = Field(description="leaderboard")
    coverage: Literal["full", "partial"] = Field(description="whether every listed model is there")
    models: Annotated[int, Field(gt=0)] = Field(description="number of models")
    source: Text = Field(description="public copy the numbers were read from")
    license: Text = Field(description="license of that copy; only facts were taken")
    note: str | None = Field(None, description="how the day was dated, what was left out")


class StudyPriceRow(CuratedRow):
    """One row of studies/epoch-prices.csv: a price of a model, and its scores on two tests."""

    model: Name = Field(description="name, as the study has it")
    date: Date = Field(description="first day of the price")
    blended_usd_per_mtok: Price = Field(description="USD per million tokens, three parts input and one output")
    mmlu: Score | None = Field(None, description="MMLU, percent")
    arena: Score | None = Field(None, description="Chatbot Arena score that the study took, points")


class StudyLagRow(CuratedRow):
    """One row of studies/epoch-lags.csv: a model, when it came, and its score."""

    model: Name = Field(description="name, as the study has it")
    released: Date = Field(description="release date")
    access: Literal["closed", "open"] = Field(description="whether the weights can be downloaded")
    mmlu: Score = Field(description="MMLU, percent")


class AliasRow(CuratedRow):
    """One row of aliases.csv: another name of a model, as a feed has it."""

    model: Name = Field(description="key in models.csv")
    name: Name = Field(
        description="a feed's name of the same product; - where no feed has its price under another name; "
        "!name for one that was its name and has moved on, whose price is looked at twice"
    )
    note: str | None = Field(None, description="why it is the same, or what it must not be taken for")


class SellerRow(CuratedRow):
    """One row of sellers.csv: who sells models, as feeds write the name."""

    seller: Name = Field(description="a feed's name of the seller, or what a feed writes before a model's name; unique")
    maker: Name | None = Field(None, description="the maker that sells its own models here")
    models: Pattern | None = Field(None, description="which models are the maker's own, a regular expression")
    only_these: Flag = Field(False, description="true if other models of the maker are hosted here, else blank")
    host: Name | None = Field(None, description="name of the host in the tables, of a host of open weights")
    host_order: Annotated[int, Field(ge=0)] | None = Field(None, description="place among the hosts; the first counts")
    prefix: Literal["api", "maker"] | None = Field(
        None, description="what it means before a model's name: the maker's own api, or who made the model"
    )


class NameRow(CuratedRow):
    """One row of names.csv: what a feed calls a maker or a license of the table."""

    column: Literal["organization", "license"] = Field(description="column of models.csv")
    name: Name = Field(description="a feed's name, without spaces and punctuation")
    means: Name = Field(description="the name in models.csv")
    note: str | None = Field(None, description="why it means that")


def column_names(row_type: type[CuratedRow]) -> list[str]:
    """Return the columns of a file, in their order."""
    return [field.alias or name for name, field in row_type.model_fields.items()]


def core_type(field: FieldInfo) -> Any:
    """Return the type of the values of a column, without what makes it optional or adds rules to it."""
    found = field.annotation
    while get_origin(found) in (Annotated, Union, UnionType):
        found = next(part for part in get_args(found) if part is not NoneType)
    return found


def field_of(row_type: type[CuratedRow], column: str) -> str:
    """Return the field that holds a column: the column itself, unless Python reserves the word."""
    return next(n for n, f in row_type.model_fields.items() if (f.alias or n) == column)


STUDIES: dict[str, type[CuratedRow]] = {"epoch-prices": StudyPriceRow, "epoch-lags": StudyLagRow}


HISTORY: dict[str, type[CuratedRow]] = {"scores": ScoreRow, "prices": PriceRow, "snapshots": SnapshotRow}


DAYS = ("prices", "snapshots")  # the parts that say which day is the newest


# The files beside models.csv that name things, by what they hold.
NAMES: dict[str, type[CuratedRow]] = {"aliases": AliasRow, "sellers": SellerRow, "names": NameRow}


def describe_columns() -> pd.DataFrame:
    """Return the data dictionary: one row a column of each file, from the models that validate it.

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
    files: dict[str, type[CuratedRow]] = {"models.csv": ModelRow}
    for folder, row_types in (("history/", HISTORY), ("studies/", STUDIES), ("", NAMES)):
        files |= {f"{folder}{part}.csv": row_type for part, row_type in row_types.items()}
    kinds: dict[Any, str] = {float: "number", int: "whole number", dt.date: "date", str: "text", bool: "true or blank"}
    rows = []
    for file, row_type in files.items():
        for name, field in row_type.model_fields.items():
            core = core_type(field)
            kind = " | ".join(get_args(core)) if get_origin(core) is Literal else kinds[core]
            required = field.is_required() or (row_type is ModelRow and name in ALWAYS_KNOWN)
            rows.append((file, field.alias or name, kind, required, field.description))
    return pd.DataFrame(rows, columns=["file", "column", "type", "required", "description"])


IDENTITY = ("model", "name", "organization", "country", "license", "openness", "released", "released_by")
