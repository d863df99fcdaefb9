"""Files to checked tables: models, scores and prices as of any day, and what a price comes to.

The curated table is four CSV files. ``models.csv`` has one row a model with the values of now; ``history/``
has what the boards said and what the prices were before. Every row is validated by a pydantic model, which
is also the data dictionary (`describe_columns`). A wrong file is refused with every problem at once.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from functools import cache, cached_property, lru_cache, partial
from itertools import islice
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import numpy as np
import pandas as pd
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from frontier import rules
from frontier.files import read_files
from frontier.reader import TableError, as_columns, read_table
from frontier.rules import ALWAYS_KNOWN
from frontier.spelling import did_you_mean

Board = Literal["elo-online", "text", "text-style-control"]
Openness = Literal["osi", "commercial", "noncommercial", "proprietary"]
PriceBasis = Literal["list", "host", "arena", "unverified"]

BOARDS: tuple[str, ...] = get_args(Board)
OPENNESS: tuple[str, ...] = get_args(Openness)
PRICE_BASES: tuple[str, ...] = get_args(PriceBasis)
ALL_BOARDS = "all"  # for a board: every one

# The board that the Arena's site showed first, and from which day. Before 2024-03-27 the stored full tables
# are online Elo, whatever the site already fitted.
DEFAULT_BOARDS = (
    ("0001-01-01", "elo-online"),
    ("2024-03-27", "text"),
    ("2025-05-16", "text-style-control"),
)

MAX_BYTES = 50_000_000
MAX_ROWS = 200_000
_LONGEST_TEXT = 1000  # of a part of a problem
_BREAKS = re.compile(r"[\r\n]")
MAX_PROBLEMS = 200
FIRST_YEAR = 2018  # of any day of a model, a score or a price
_AT_ONCE = 20_000  # rows validated in one call
_SMALL_FILE = 4_000_000  # bytes; what is larger is not kept in memory for the next time


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

_STANDING = r"training_flop: [^;]*\((Confident|Likely|Speculative)\)"


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


Date = Annotated[dt.date, BeforeValidator(_iso_date), AfterValidator(_known_time)]
Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$"), AfterValidator(_known_country)]
Number = BeforeValidator(_plain_number)
Score = Annotated[float, Field(ge=-10_000, le=10_000, allow_inf_nan=False), Number]
Price = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False), Number]
Flop = Annotated[float, Field(gt=0, allow_inf_nan=False), Number]
Votes = Annotated[int, Field(ge=0, le=2**63 - 1), Number]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ModelRow(_Row):
    """One row of models.csv: who the model is, and its values now."""

    model: Name = Field(description="the Arena's key of the model; unique")
    name: Name | None = Field(None, description="the name on a chart")
    organization: Name | None = Field(None, description="maker")
    country: Country | None = Field(None, description="the maker's country, ISO 3166 alpha-2")
    license: Name | None = Field(None, description="licence of the weights, normalised; Proprietary if none")
    openness: Openness | None = Field(
        None, description="osi < commercial < noncommercial (all downloadable) < proprietary"
    )
    released: Date | None = Field(None, description="release date")
    released_by: Literal["bound"] | None = Field(
        None, description="bound when `released` is only known to be an upper bound"
    )
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
    price_source: str | None = Field(
        None, description="where the price was read; 'seen in' when the price may be older than its date"
    )
    training_flop: Flop | None = Field(None, description="training compute, FLOP (Epoch AI, estimates)")
    note: str | None = Field(None, description="what a reader must know about this row")


class ScoreRow(_Row):
    """One row of history/scores.csv: what a board said of a model on a day."""

    date: Date = Field(description="day of the snapshot")
    board: Board = Field(description="leaderboard")
    model: Name = Field(description="key in models.csv")
    elo: Score = Field(description="score, points; only compared within one date and board")
    elo_lower: Score | None = Field(None, description="lower end of the published 95 % interval")
    elo_upper: Score | None = Field(None, description="upper end of the published 95 % interval")
    votes: Votes | None = Field(None, description="battles counted")
    interval_date: Date | None = Field(
        None,
        description="blank, or the earlier snapshot, at most seven days older, that interval and votes are from",
    )


class PriceRow(_Row):
    """One row of history/prices.csv: a price of a model, in force from a day."""

    model: Name = Field(description="key in models.csv")
    from_: Date = Field(alias="from", description="first day in force, inclusive")
    until: Date | None = Field(
        None, description="first day no longer in force; blank: until the next row of model and basis"
    )
    input_usd_per_mtok: Price | None = Field(None, description="USD per million input tokens")
    cached_input_usd_per_mtok: Price | None = Field(None, description="USD per million cached input tokens")
    output_usd_per_mtok: Price = Field(description="USD per million output tokens")
    price_basis: PriceBasis = Field(description="whose price it is")
    price_source: Text = Field(description="where it was read; 'seen in' when it may be older than its date")


class SnapshotRow(_Row):
    """One row of history/snapshots.csv: one board on one day."""

    date: Date = Field(description="day of the snapshot, as its source gives it")
    board: Board = Field(description="leaderboard")
    coverage: Literal["full", "partial"] = Field(description="whether every listed model is there")
    models: Annotated[int, Field(gt=0)] = Field(description="number of models")
    source: Text = Field(description="public copy the numbers were read from")
    licence: Text = Field(description="licence of that copy; only facts were taken")
    note: str | None = Field(None, description="how the day was dated, what was left out")


class StudyPriceRow(_Row):
    """One row of studies/epoch-prices.csv: a price of a model, and its scores on two tests."""

    model: Name = Field(description="name, as the study has it")
    date: Date = Field(description="first day of the price")
    blended_usd_per_mtok: Price = Field(description="USD per million tokens, three parts input and one output")
    mmlu: Score | None = Field(None, description="MMLU, per cent")
    arena: Score | None = Field(None, description="Chatbot Arena score that the study took, points")


class StudyLagRow(_Row):
    """One row of studies/epoch-lags.csv: a model, when it came, and its score."""

    model: Name = Field(description="name, as the study has it")
    released: Date = Field(description="release date")
    access: Literal["closed", "open"] = Field(description="whether the weights can be downloaded")
    mmlu: Score = Field(description="MMLU, per cent")


class AliasRow(_Row):
    """One row of aliases.csv: another name of a model, as a feed has it."""

    model: Name = Field(description="key in models.csv")
    name: Name = Field(
        description="a feed's name of the same product; - where no feed has its price under another name; "
        "!name for one that was its name and has moved on, whose price is looked at twice"
    )
    note: str | None = Field(None, description="why it is the same, or what it must not be taken for")


# What to do about a value that is refused, by column; the rule itself is in the message.
_REMEDY = {
    "model": "give the Arena's key of the model",
    "country": "give the two-letter ISO 3166 code in capitals, or leave it blank",
    "openness": "place the licence in one of them",
    "board": "use one of these boards",
    "price_basis": "say whose price it is",
    "released_by": "write bound when only an upper bound is known, else leave it blank",
    "input_usd_per_mtok": "leave it blank if there is no price: a free preview is not a price",
    "cached_input_usd_per_mtok": "leave it blank if there is no price",
    "output_usd_per_mtok": "leave it blank if there is no price: a free preview is not a price",
}
_REMEDY_BY_TYPE: dict[Any, str] = {
    dt.date: "write the day as 2025-02-14, or leave it blank if unknown",
    float: "write a plain number with a decimal point, or leave it blank if unknown",
    int: "write a whole number, or leave it blank if unknown",
}

# A file that says where its values come from, by so many of these columns, is a curated table and has every column.
_FEWEST_PROVENANCE = 3
_PROVENANCE = {"board", "elo_date", "price_date", "price_basis", "price_source"}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file, or doubtful, with its place and what to do.

    ``level`` is "error" or "warning": a table with an error is refused, one with a warning is read.
    """

    file: str
    line: int | None
    column: str | None
    message: str
    level: str = "error"

    def __post_init__(self) -> None:
        """Write out what a terminal would obey or not show, whatever the file holds."""
        for part in ("file", "column", "message"):
            text = getattr(self, part)
            if text is not None and not (text.isprintable() and len(text) <= _LONGEST_TEXT):
                object.__setattr__(self, part, _visible(text))

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        message = f"warning: {self.message}" if self.level == "warning" else self.message
        return f"{place}: {self.column}: {message}" if self.column else f"{place}: {message}"


def _visible(text: str) -> str:
    short = text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}..."
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short)


class CatalogError(ValueError):
    """A table cannot be used; ``problems`` has every error, each with file, line and column.

    Parameters
    ----------
    problems : sequence of Problem
        What is wrong, in the order of the file.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


# --------------------------------------------------------------------------------------------------------
# Reading one file


@dataclass(frozen=True)
class _Table:
    """The rows of one file that are right, ``lines[i]`` the line on which ``rows[i]`` ends, and what is wrong.

    ``cells`` are all rows as text, also those that are wrong. ``cut`` is the last line if no line break ends it.
    """

    file: str
    rows: list[Any]
    lines: list[int]
    columns: list[str]
    problems: list[Problem]
    cells: list[dict[str, str | None]] = dataclass_field(default_factory=list)
    cut: int | None = None

    def __iter__(self) -> Iterator[tuple[Any, Callable[..., Problem]]]:
        """Give each row with a function that places a complaint on its line: ``place(column, message, level)``."""
        for row, line in zip(self.rows, self.lines, strict=True):
            yield row, partial(Problem, self.file, line)


def _names(row_type: type[_Row]) -> list[str]:
    return [field.alias or name for name, field in row_type.model_fields.items()]


@cache
def _rows_adapter(row_type: type[_Row]) -> TypeAdapter[list[_Row]]:
    return TypeAdapter(list[row_type])  # type: ignore[valid-type]


def _decode(data: bytes, file: str) -> str | Problem:
    if len(data) > MAX_BYTES:
        return Problem(
            file, None, None, f"is {len(data):,} bytes, at most {MAX_BYTES:,} are read; is it the right file?"
        )
    lines = max(data.count(b"\n"), data.count(b"\r"))
    if lines > MAX_ROWS + 1:
        return Problem(
            file, None, None, f"has {lines:,} lines, at most {MAX_ROWS:,} rows are read; is it the right file?"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return Problem(file, 1, None, "is UTF-16; save it as CSV UTF-8 (comma delimited)")
        return Problem(
            file,
            line,
            None,
            f"is not UTF-8 text (byte 0x{data[error.start]:02x}); save it as CSV UTF-8 (comma delimited)",
        )
    if "\0" in text:
        return Problem(file, text.count("\n", 0, text.index("\0")) + 1, None, "holds a NUL byte; is it a CSV?")
    if not text.strip():
        return Problem(file, None, None, "is empty; it must have a header line and one line a row")
    return text


def _header_problems(header: list[str], row_type: type[_Row], required: list[str], file: str) -> list[Problem]:
    known = _names(row_type)
    found = list[Problem]()
    if len(header) == 1 and ";" in header[0]:
        return [Problem(file, 1, None, "is separated by ';'; save it as CSV UTF-8 (comma delimited)")]
    if len(header) == 1 and "\t" in header[0]:
        return [Problem(file, 1, None, "is separated by tabs; save it as CSV UTF-8 (comma delimited)")]
    if header[0].lower().startswith("sep="):
        message = f"is {','.join(header)!r}, a line that only Excel reads; remove it: the header is the first line"
        return [Problem(file, 1, None, message)]
    if not set(header) & set(known):
        shown = ", ".join(header)[:80]
        meant = {name: _lower(name) for name in header if _lower(name) in known}
        hint = "".join(f"; write {right} for {name!r}" for name, right in meant.items())
        message = f"is no header of this table: {shown!r}{hint}; the columns are {', '.join(known)}"
        return [Problem(file, 1, None, message)]
    for name in dict.fromkeys(header):
        if not name:
            found.append(Problem(file, 1, None, "has a column without a name; name or remove it"))
        elif name not in known:
            found.append(
                Problem(
                    file,
                    1,
                    name,
                    f"is not a column of this table{did_you_mean(name, known)}; it is read as it is, and no rule looks "
                    "at it (frontier check --columns lists the columns)",
                    "warning",
                )
            )
        if name and header.count(name) > 1:
            found.append(Problem(file, 1, name, "stands twice in the header; remove one of the two"))
    found += [
        Problem(
            file,
            1,
            name,
            f"is missing; add the column ({row_type.model_fields[_field(row_type, name)].description})",
        )
        for name in required
        if name not in header
    ]
    return found


def _lower(name: str) -> str:
    return re.sub(r"\W+", "_", name.lower())


def _core(field: FieldInfo) -> Any:
    """Return the type of the values of a column, of what may be missing or is held to more rules than its type."""
    found = field.annotation
    while get_origin(found) in (Annotated, Union, UnionType):
        found = next(part for part in get_args(found) if part is not NoneType)
    return found


def _field(row_type: type[_Row], column: str) -> str:
    return next(n for n, f in row_type.model_fields.items() if (f.alias or n) == column)


def _value_message(error: dict[str, Any], row_type: type[_Row], column: str) -> str:
    """Say what is allowed, what was got and what to do, for one pydantic error."""
    kind, got, ctx = error["type"], error["input"], error.get("ctx", {})
    if kind in ("missing", "none_required") or (got is None and kind.endswith("_type")):
        return "is blank, and must have a value"
    rules = {
        "greater_than": "must be > {gt:g}",
        "greater_than_equal": "must be >= {ge:,.0f}",
        "less_than_equal": "must be <= {le:,.0f}",
        "finite_number": "must be a finite number",
        "float_parsing": "must be a number",
        "int_parsing": "must be a whole number",
        "int_from_float": "must be a whole number",
        "literal_error": "must be one of {expected}",
        "string_too_long": "must have at most {max_length} characters",
        "string_pattern_mismatch": "must be two capital letters",
        "value_error": "{error}",
    }
    rule = rules.get(kind, "must be a date as YYYY-MM-DD" if kind.startswith("date") else error["msg"]).format(**ctx)
    remedy = _REMEDY.get(column) or _REMEDY_BY_TYPE.get(_core(row_type.model_fields[_field(row_type, column)]), "")
    shown = got if isinstance(got, int | float) else repr(str(got)[:60])
    if isinstance(got, str) and kind in ("greater_than", "greater_than_equal", "less_than_equal"):
        shown = got
    return f"{rule}, got {shown}" + (f"; {remedy}" if remedy else "")


def _parse(text: str, row_type: type[_Row], required: Callable[[list[str]], list[str]], file: str) -> _Table:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    cut = None if text.endswith(("\n", "\r")) else len(re.findall(r"\r\n?|\n", text)) + 1
    table = _Table(file, [], [], [], [], cut=cut)
    header: list[str] = table.columns
    records = table.cells
    lines: list[int] = []
    plain = _BREAKS.sub("", text).isprintable()
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            while cells and not cells[-1] and len(cells) > len(header):
                cells.pop()  # a spreadsheet leaves blank cells at the right
            if not any(cells):
                continue
            if not header:
                header += cells
                table.problems.extend(_header_problems(header, row_type, required(header), file))
                if _wrong(table.problems):
                    return table
            elif len(cells) != len(header):
                message = f"has {len(cells)} cells, the header has {len(header)}; quote a cell that holds a comma"
                table.problems.append(Problem(file, reader.line_num, None, message))
            else:
                records.append({k: v or None for k, v in zip(header, cells, strict=True)})
                lines.append(reader.line_num)
            if not plain and not "".join(cells).isprintable():
                table.problems.extend(_unseen(header, cells, file, reader.line_num))
            if len(table.problems) > MAX_PROBLEMS:
                break
    except csv.Error as error:
        message = f"cannot be read as CSV: {error}; look at its quotes"
        table.problems.append(Problem(file, reader.line_num, None, message))
    known = [name for name in header if name in _names(row_type)]
    ours = records if len(known) == len(header) else [{name: row[name] for name in known} for row in records]
    for start in range(0, len(records), _AT_ONCE):
        _validate(ours[start : start + _AT_ONCE], lines[start : start + _AT_ONCE], row_type, table)
        if len(table.problems) > MAX_PROBLEMS:
            break
    if not table.rows and not _wrong(table.problems):
        table.problems.append(Problem(file, None, None, "has a header and no row; add one line a row"))
    return table


def _wrong(problems: Iterable[Problem]) -> bool:
    return any(problem.level == "error" for problem in problems)


def _unseen(header: Sequence[str], cells: Sequence[str], file: str, line: int) -> Iterator[Problem]:
    """Complain about characters that nobody sees: two texts that look the same would not be the same."""
    for column, cell in zip(header, cells, strict=False):
        odd = next((c for c in cell if not c.isprintable()), None)
        if odd is not None:
            called = unicodedata.name(odd, "a control character").lower()
            message = f"holds U+{ord(odd):04X} ({called}), which cannot be seen or printed, in {cell[:60]!r}; remove it"
            yield Problem(file, line, column if column.isprintable() else None, message)


def _validate(records: list[dict[str, str | None]], lines: list[int], row_type: type[_Row], table: _Table) -> None:
    """Add the rows that are right to the table, and to its problems every value that is wrong."""
    adapter = _rows_adapter(row_type)
    try:
        table.rows.extend(adapter.validate_python(records))
        table.lines.extend(lines)
        return
    except ValidationError as error:
        wrong = error.errors(include_url=False)
    for e in wrong:
        column = str(e["loc"][1])
        message = _value_message(dict(e), row_type, column)
        table.problems.append(Problem(table.file, lines[int(e["loc"][0])], column, message))
    bad = {int(e["loc"][0]) for e in wrong}
    good = [k for k in range(len(records)) if k not in bad]
    table.rows.extend(adapter.validate_python([records[k] for k in good]))
    table.lines.extend(lines[k] for k in good)


def _read(path: Path, row_type: type[_Row]) -> _Table:
    """Read and validate one file: the rows that are right, and everything that is wrong."""
    return _checked(path, read_files(path.parent, [path.name])[path.name], row_type)


def _checked(
    path: Path,
    data: bytes | OSError,
    row_type: type[_Row],
    required: Callable[[list[str]], list[str]] | None = None,
) -> _Table:
    if isinstance(data, OSError):
        reason = "does not exist" if isinstance(data, FileNotFoundError) else (data.strerror or "cannot be read")
        problem = Problem(str(path), None, None, f"{reason}; give the path of a CSV file")
        return _Table(path.name, [], [], [], [problem])
    parse = _parsed if len(data) <= _SMALL_FILE else _parsed.__wrapped__
    table = parse(data, row_type, required, path.name)
    return replace(table, problems=list(table.problems))  # what is added is of this table, the rest nobody changes


@lru_cache(maxsize=12)
def _parsed(data: bytes, row_type: type[_Row], required: Callable[[list[str]], list[str]] | None, file: str) -> _Table:
    """Read one file, unless the same bytes were read right before: of a table that is changed most files stay."""
    text = _decode(data, file)
    if isinstance(text, Problem):
        return _Table(file, [], [], [], [text])
    return _parse(text, row_type, required or (lambda _: _names(row_type)), file)


def _required_of_models(header: list[str]) -> list[str]:
    return _names(ModelRow) if _has_provenance(header) else ["model"]


# --------------------------------------------------------------------------------------------------------
# A table of several files


@dataclass(frozen=True)
class _Catalog:
    """A checked set of files; history is empty for somebody's own list."""

    models: _Table
    scores: _Table | None
    prices: _Table | None
    snapshots: _Table | None
    problems: tuple[Problem, ...] = ()

    @cached_property
    def current_scores(self) -> list[ScoreRow]:
        """The scores of models.csv, as rows of the history."""
        same = ("board", "model", "elo", "elo_lower", "elo_upper", "votes")
        return [
            ScoreRow.model_construct(date=m.elo_date, interval_date=None, **{k: getattr(m, k) for k in same})
            for m in self.models.rows
            if m.elo is not None
        ]

    @cached_property
    def all_scores(self) -> list[ScoreRow]:
        """Every dated score, the current ones included."""
        return [*(self.scores.rows if self.scores else ()), *self.current_scores]

    @cached_property
    def all_prices(self) -> list[PriceRow]:
        """Every dated price once: those of the history, and those of now that are not in it."""
        same = ("model", *_PRICE_COLUMNS, "price_basis", "price_source")
        rows = list(self.prices.rows) if self.prices else []
        known = {(row.model, row.price_basis, row.from_) for row in rows}
        current = [
            PriceRow.model_construct(from_=m.price_date, until=None, **{k: getattr(m, k) for k in same})
            for m in self.models.rows
            if m.output_usd_per_mtok is not None and (m.model, m.price_basis, m.price_date) not in known
        ]
        return rows + current

    @cached_property
    def now(self) -> dt.date:
        """The newest day of a score or a price of now, which is what "now" means: never the day on which it is read."""
        days: list[dt.date] = [row.date for row in (self.snapshots.rows if self.snapshots else ())]
        return max([*days, _newest_day(self.models)])


_STUDIES: dict[str, type[_Row]] = {"epoch-prices": StudyPriceRow, "epoch-lags": StudyLagRow}
_HISTORY: dict[str, type[_Row]] = {"scores": ScoreRow, "prices": PriceRow, "snapshots": SnapshotRow}
_DAYS = ("prices", "snapshots")  # the parts that say which day is the newest
_ALIASES = "aliases.csv"


def _data_folder() -> Path:
    """Where the shipped tables are: inside the installed package, or beside it in the source tree."""
    package = Path(__file__).resolve().parent
    for folder in (package / "data", package.parent / "data"):
        if (folder / "models.csv").is_file():
            return folder
    raise FileNotFoundError("the tables are missing from this installation; install llm-frontier again")


def locate_models(path: str | Path | None) -> Path:
    """Return the models.csv of a path that may be its folder; of none, the shipped one."""
    file = _data_folder() / "models.csv" if path is None else Path(path)
    return file / "models.csv" if file.is_dir() else file


def _is_curated(models: _Table) -> bool:
    return _has_provenance(models.columns)


def is_own_table(file: Path) -> bool:
    """Return whether a file is a table of one's own, with columns that the shipped one does not have."""
    if file.suffix.lower() in (".parquet", ".json"):
        return True
    try:
        with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            header = next((row for row in csv.reader(islice(lines, 100)) if any(row)), [])
    except (OSError, csv.Error):
        return False  # said where it is read
    header = [cell.strip() for cell in header]
    if len(header) < 2 or not "".join(header).isprintable() or "\ufffd" in "".join(header):
        return False
    return not set(filter(None, header)) <= set(_names(ModelRow)) and not _has_provenance(header)


def _has_provenance(columns: Iterable[str]) -> bool:
    """Return whether a table says where its values come from, as the shipped one; then it must have every column."""
    columns = set(columns)
    return "model" in columns and len(_PROVENANCE & columns) >= _FEWEST_PROVENANCE


def _history_of(file: Path, parts: Iterable[str] = tuple(_HISTORY)) -> dict[str, str]:
    """Return the files of history/ beside a models.csv, if there is one, by what they hold."""
    return {part: f"history/{part}.csv" for part in parts} if (file.parent / "history").is_dir() else {}


def _load(path: str | Path | None, parts: Iterable[str] = tuple(_HISTORY)) -> _Catalog:
    """Read models.csv and the named parts of history/; raise CatalogError with all that is wrong."""
    file = locate_models(path)
    names = _history_of(file, parts)
    contents = read_files(file.parent, [file.name, *names.values()])
    return _check_once(file, tuple(contents.items()), tuple(names.items()))


@lru_cache(maxsize=4)
def _check_once(
    file: Path, contents: tuple[tuple[str, bytes | OSError], ...], history: tuple[tuple[str, str], ...]
) -> _Catalog:
    """Validate what was read, unless the same bytes were found right before: nobody changes the rows."""
    return _check(file, dict(contents), dict(history))


def _check(file: Path, contents: Mapping[str, bytes | OSError], history: Mapping[str, str]) -> _Catalog:
    """Validate the contents of the files of a table, by their names in its folder; raise CatalogError if wrong."""
    catalog = _examined(file, contents, history)
    wrong = [problem for problem in catalog.problems if problem.level == "error"]
    if wrong:
        raise CatalogError(wrong)
    return catalog


def _examined(
    file: Path, contents: Mapping[str, bytes | OSError], history: Mapping[str, str], today: dt.date | None = None
) -> _Catalog:
    """Return a table with all that is wrong or doubtful in it, also what was seen on a day after today.

    Rules between files are asked only once every file that is read is right in itself: a row that is refused would
    otherwise be missed by all that refer to it.
    """
    models = _checked(file, contents[file.name], ModelRow, _required_of_models)
    curated = _is_curated(models)
    tables = dict[str, _Table]()
    if curated or not models.columns:
        for part, name in history.items():
            tables[part] = _checked(file.parent / name, contents[name], _HISTORY[part])
    every = [models, *tables.values()]
    if curated:
        aliases = contents.get(_ALIASES)
        if aliases is not None and not isinstance(aliases, FileNotFoundError):
            tables["aliases"] = _checked(file.parent / _ALIASES, aliases, AliasRow)
            every.append(tables["aliases"])
        for table in every:
            table.problems.extend(_cut(table))
    found = [problem for table in every for problem in table.problems]
    right = not _wrong(found)
    found += _few(_rules(models, tables, every, curated=curated, right=right, today=today))
    files = list(dict.fromkeys(table.file for table in every))
    found.sort(key=lambda p: (files.index(p.file) if p.file in files else -1, p.line or 0))
    scores, prices, snapshots = (tables.get(part) for part in _HISTORY)
    return _Catalog(models, scores, prices, snapshots, tuple(_first(found)))


def _rules(
    models: _Table,
    tables: Mapping[str, _Table],
    every: Iterable[_Table],
    *,
    curated: bool,
    right: bool,
    today: dt.date | None,
) -> Iterator[Problem]:
    scores, prices, snapshots, aliases = (tables.get(part) if right else None for part in (*_HISTORY, "aliases"))
    yield from rules.model_rules(models, scores, curated=curated)
    yield from rules.amount_rules(models, prices)
    if scores and snapshots:
        yield from rules.score_rules(models, scores, snapshots)
    elif curated:
        yield from rules.lonely_rules(models)
    if prices:
        yield from rules.price_rules(models, prices, _newest_day(models))
    if scores and prices:
        yield from rules.mention_rules(models, scores, prices)
    if aliases:
        yield from rules.alias_rules(models, aliases)
    if today and curated:
        yield from rules.clock_rules(every, today)


def _newest_day(models: _Table) -> dt.date:
    days = [day for row in models.rows for day in (row.elo_date, row.price_date) if day is not None]
    return max(days, default=dt.date.min)


def _cut(table: _Table) -> Iterator[Problem]:
    """Complain about a file that ends inside a line: what came after it may be lost."""
    if table.cut is not None:
        message = "ends inside its last line, without a line break; was it cut? Look at that line, then end it"
        yield Problem(table.file, table.cut, None, message)


def _few(found: Iterable[Problem]) -> Iterator[Problem]:
    """Return no more problems than are shown, and of the warnings not even to find out that there are more errors."""
    count = {"error": 0, "warning": 0}
    for problem in found:
        count[problem.level] += 1
        if count["error"] > MAX_PROBLEMS:
            yield problem
            return
        if count[problem.level] <= MAX_PROBLEMS + 1:
            yield problem


def _first(found: Sequence[Problem]) -> Iterator[Problem]:
    """Return the first problems, and a line that says where there are more."""
    for level in ("error", "warning"):
        same = [problem for problem in found if problem.level == level]
        if len(same) > MAX_PROBLEMS:
            more = "errors; correct these first" if level == "error" else "warnings"
            last = Problem(same[MAX_PROBLEMS].file, None, None, f"has more {more}", level)
            kept = {id(problem) for problem in same[:MAX_PROBLEMS]}
            found = [p for p in found if p.level != level or id(p) in kept] + [last]
    yield from found


@dataclass(frozen=True)
class Cells:
    """A table as text, to change it: what is not changed stays as it was written.

    Attributes
    ----------
    file : pathlib.Path
        The models.csv.
    columns : dict of str to list of str
        The header of each file, by its name in the folder, as ``"history/scores.csv"``.
    rows : dict of str to list of dict
        The rows of each, a blank cell as "".
    """

    file: Path
    columns: dict[str, list[str]]
    rows: dict[str, list[dict[str, str]]]


def read_cells(path: str | Path | None = None) -> Cells:
    """Read models.csv and the history/ beside it as text, if nothing is wrong in them.

    Parameters
    ----------
    path : path, optional
        A models.csv or the folder that holds it; the shipped table if not given.

    Returns
    -------
    Cells
        The files in the order models, scores, prices, snapshots; of somebody's own list models alone.

    Raises
    ------
    CatalogError
        If a file is wrong, with every problem at once.
    """
    file = locate_models(path)
    catalog = _load(file)
    tables = [catalog.models, catalog.scores, catalog.prices, catalog.snapshots]
    named = dict(zip((file.name, *(f"history/{part}.csv" for part in _HISTORY)), tables, strict=True))
    found = {name: table for name, table in named.items() if table is not None}
    return Cells(
        file,
        {name: list(table.columns) for name, table in found.items()},
        {name: [{k: v or "" for k, v in row.items()} for row in table.cells] for name, table in found.items()},
    )


def check_contents(file: Path, contents: Mapping[str, bytes]) -> list[Problem]:
    """Return what would be doubtful if the files of a table had these contents; raise CatalogError with all errors."""
    history = {Path(name).stem: name for name in contents if name != file.name}
    found = _examined(file, contents, history, dt.date.today()).problems
    if _wrong(found):
        raise CatalogError([problem for problem in found if problem.level == "error"])
    return list(found)


def check_models(path: str | Path | None = None) -> list[Problem]:
    """Report everything that is wrong or doubtful in a table, and in the history/ and aliases.csv beside it.

    Parameters
    ----------
    path : path, optional
        A models.csv, or the folder that holds it; the shipped table if not given. A file with fewer columns
        and no history/ beside it is checked as somebody's own list.

    Returns
    -------
    list of Problem
        Each with file, line, column, a message that says what is allowed and what to do, and its ``level``: "error" of
        what is refused when the table is loaded, or seen on a day after today; "warning" of what may be right and
        seldom is. ``str(problem)`` reads ``models.csv:42: output_usd_per_mtok: must be > 0, got -2``.

    Examples
    --------
    >>> import frontier
    >>> [problem for problem in frontier.check_models() if problem.level == "error"]
    []
    """
    file = locate_models(path)
    if is_own_table(file):
        return list(_first(list(_own_table_problems(file))))
    names = _history_of(file)
    contents = read_files(file.parent, [file.name, _ALIASES, *names.values()])
    return list(_examined(file, contents, names, dt.date.today()).problems)


def _own_table_problems(file: Path) -> Iterator[Problem]:
    """Report why a table of one's own cannot be read, and what in it may be a slip."""
    try:
        table = read_table(file)
    except TableError as error:
        for text in str(error).splitlines():
            place = re.fullmatch(rf"{re.escape(file.name)}(?::(\d+))?: (.*)", text)
            line = int(place[1]) if place and place[1] else None
            yield Problem(file.name, line, None, place[2] if place else text)
        return
    known = _names(ModelRow)
    for column in table.columns:
        if column not in known and _lower(column) in known and _lower(column) not in ("model", "name"):
            hint = f"is not {_lower(column)}; write it so where it means the same as in frontier check --columns"
            yield Problem(file.name, 1, column, hint, "warning")
    first = str(table.columns[0])
    alone = table[first].notna() & table.drop(columns=first).isna().all(axis=1) & (len(table.columns) > 1)
    for row, text in table.loc[alone, first].items():
        message = f"{str(text)[:60]!r} has no value in any other column; is it a footnote?"
        yield Problem(file.name, int(str(row)), first, message, "warning")
    for name, cells in table.select_dtypes(object).items():
        for row, text in cells.dropna().drop_duplicates().items():
            if not str(text).isprintable():
                for problem in _unseen([str(name)], [str(text)], file.name, int(str(row))):
                    yield replace(problem, level="warning")


def load_study(study: str) -> pd.DataFrame:
    """Return the points of a published study that are cited here, to compute its numbers again.

    Parameters
    ----------
    study : {"epoch-prices", "epoch-lags"}
        Epoch AI, "LLM inference prices have fallen rapidly but unequally across tasks" (2025-03-12): the points of its
        nine rates. Epoch AI, "How far behind are open models?" (2024-11-04): the five matches on MMLU.

    Returns
    -------
    pandas.DataFrame
        One row a point, in the order of the study, which matters for prices of one day. Prices: ``model``, ``date``,
        ``blended_usd_per_mtok``, ``mmlu``, ``arena``. Lags: ``model``, ``released``, ``access`` (closed or open),
        ``mmlu``. MMLU is in per cent.

    Raises
    ------
    CatalogError
        If the file is wrong, with every problem at once.
    ValueError
        If there is no such study.

    Notes
    -----
    Not the whole of what the studies publish: the points that decide the cited numbers, and some that are no record.
    Both are under CC BY 4.0.

    Examples
    --------
    >>> import frontier
    >>> points = frontier.load_study("epoch-prices")
    >>> records = frontier.price_records(points, at_least=86, price="blended_usd_per_mtok", score="mmlu")
    >>> print(f"{frontier.price_decline(records).factor_per_year.value:.3f} times a year")
    15.857 times a year
    """
    if study not in _STUDIES:
        raise ValueError(
            f"study must be one of {', '.join(_STUDIES)}, got {study!r}{did_you_mean(str(study), _STUDIES)}"
        )
    table = _read(_data_folder() / "studies" / f"{study}.csv", _STUDIES[study])
    if table.problems:
        raise CatalogError(table.problems)
    return _frame(table.rows, _STUDIES[study])


def known_models() -> list[str]:
    """Return the keys of all models of the shipped table, listed today or not."""
    return [row.model for row in _load(None, ()).models.rows]


def every_model(path: str | Path | None = None, *, board: str) -> pd.DataFrame:
    """Return all models of a table, listed today or not, with the last that is known of each.

    Parameters
    ----------
    path : path, optional
        A models.csv or the folder that holds it; the shipped table if not given.
    board : str
        The leaderboard of the scores.

    Returns
    -------
    pandas.DataFrame
        One row a model in the columns of `load_models`: the score of the last snapshot of the board that has it, and
        the newest price of the best basis, unverified ones included. Scores of different days are not comparable.

    Raises
    ------
    CatalogError
        If a file is wrong, with every problem at once.
    """
    catalog = _load(path)
    last = {row.model: row for row in sorted(catalog.all_scores, key=lambda row: row.date) if row.board == board}
    prices = _prices_in_force(catalog, catalog.now, PRICE_BASES)
    blank: dict[str, Any] = dict.fromkeys(ScoreRow.model_fields)
    rows = [
        _listed(row, last.get(row.model) or ScoreRow.model_construct(**blank), prices.get(row.model))
        for row in catalog.models.rows
    ]
    return _frame(rows, ModelRow)


def load_aliases(path: str | Path | None = None) -> pd.DataFrame:
    """Return the hand-kept names by which feeds call the models of the table.

    Parameters
    ----------
    path : path, optional
        A models.csv or its folder, for the aliases.csv beside it if there is one; the shipped one if not given.

    Returns
    -------
    pandas.DataFrame
        One row an alias: ``model``, ``name``, ``note``; of one model in the order of preference.

    Raises
    ------
    CatalogError
        If the file is wrong, with every problem at once.
    """
    beside = locate_models(path).with_name("aliases.csv")
    table = _read(beside if beside.exists() else _data_folder() / "aliases.csv", AliasRow)
    if table.problems:
        raise CatalogError(table.problems)
    return _frame(table.rows, AliasRow)


def model_columns() -> list[str]:
    """Return the columns of models.csv, in their order."""
    return _names(ModelRow)


def cell_problem(column: str, text: str) -> str | None:
    """Say what is wrong with a value of a column of models.csv, and what is allowed; None if nothing.

    Rules between columns are those of `check_models`.
    """
    try:
        _rows_adapter(ModelRow).validate_python([{"model": "-", column: text.strip() or None}])
    except ValidationError as error:
        return next(_value_message(dict(e), ModelRow, column) for e in error.errors(include_url=False))
    return None


def describe_columns() -> pd.DataFrame:
    """Return the data dictionary: one row a column of each file, from the models that validate it.

    Returns
    -------
    pandas.DataFrame
        Columns ``file``, ``column``, ``type``, ``required`` and ``description``.

    Examples
    --------
    >>> from frontier.catalog import describe_columns
    >>> describe_columns().query("column == 'elo_upper'").description.iloc[0]
    'upper end of the published 95 % interval'
    """
    files: dict[str, type[_Row]] = {"models.csv": ModelRow, **{f"history/{k}.csv": v for k, v in _HISTORY.items()}}
    files |= {f"studies/{k}.csv": v for k, v in _STUDIES.items()} | {"aliases.csv": AliasRow}
    kinds: dict[Any, str] = {float: "number", int: "whole number", dt.date: "date", str: "text"}
    rows = []
    for file, row_type in files.items():
        for name, field in row_type.model_fields.items():
            core = _core(field)
            kind = " | ".join(get_args(core)) if get_origin(core) is Literal else kinds[core]
            required = field.is_required() or (row_type is ModelRow and name in ALWAYS_KNOWN)
            rows.append((file, field.alias or name, kind, required, field.description))
    return pd.DataFrame(rows, columns=["file", "column", "type", "required", "description"])


# --------------------------------------------------------------------------------------------------------
# Tables for the user

_IDENTITY = ("model", "name", "organization", "country", "license", "openness", "released", "released_by")
_PRICE_COLUMNS = ("input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok")


def _frame(rows: Iterable[_Row], row_type: type[_Row], columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Dates as datetime64, numbers as float, counts as nullable integers, everything else as text."""
    rows, out = list(rows), dict[str, Any]()
    for column in columns or _names(row_type):
        field = _field(row_type, column)
        values = [getattr(row, field) for row in rows]
        core = _core(row_type.model_fields[field])
        if core is dt.date:
            out[column] = np.array(values, dtype="datetime64[s]")
        elif core is float:
            out[column] = np.array(values, dtype=np.float64)
        else:
            out[column] = pd.Series(values, dtype="Int64" if core is int else object)
    return pd.DataFrame(out)


def as_day(value: str | dt.date | None, name: str = "as_of") -> dt.date | None:
    """Return a day that was asked for as a date; refuse what is none."""
    if value is None:
        return None
    day = None
    if isinstance(value, dt.date) and not pd.isna(value):
        day = dt.date(value.year, value.month, value.day)
    elif isinstance(value, str):
        with contextlib.suppress(ValueError):
            day = dt.date.fromisoformat(value)
    if day is None or (isinstance(value, str) and len(value) != 10):
        raise ValueError(f"{name} must be a date as '2025-02-14', got {value!r}")
    return day


def table_day(path: str | Path | None = None) -> dt.date:
    """Return the newest day of a table: what "now" means where no day is given."""
    return _dated_catalog(path, _DAYS).now


def newest_day(models: pd.DataFrame) -> dt.date:
    """Return the day of the newest fact in a table that `load_models` returned."""
    day: dt.date = models[["elo_date", "price_date"]].max().max().date()
    return day


def _check_board(board: str | None, *others: str) -> None:
    allowed = (*BOARDS, *others)
    if board is not None and board not in allowed:
        raise ValueError(f"board must be one of {', '.join(allowed)}, got {board!r}{did_you_mean(str(board), allowed)}")


def _check_bases(price_basis: str | Sequence[str]) -> tuple[str, ...]:
    bases = (price_basis,) if isinstance(price_basis, str) else tuple(price_basis)
    unknown = [b for b in bases if b not in PRICE_BASES]
    if unknown or not bases:
        got = ", ".join(map(repr, unknown)) or "none"
        hint = did_you_mean(unknown[0], PRICE_BASES) if unknown else ""
        raise ValueError(f"price_basis must name one or more of {', '.join(PRICE_BASES)}, got {got}{hint}")
    return bases


def _default_board(day: dt.date) -> str:
    return [board for start, board in DEFAULT_BOARDS if start <= day.isoformat()][-1]


def _prices_in_force(catalog: _Catalog, day: dt.date, bases: tuple[str, ...]) -> dict[str, PriceRow]:
    """For each model the price of the first basis, in the order asked for, that has one in force that day."""
    newest: dict[tuple[str, str], PriceRow] = {}
    for row in catalog.all_prices:
        if row.from_ <= day:
            key = (row.model, row.price_basis)
            if key not in newest or newest[key].from_ < row.from_:
                newest[key] = row
    chosen: dict[str, PriceRow] = {}
    for basis in reversed(bases):
        for (model, row_basis), row in newest.items():
            ended = row.until is not None and row.until <= day
            if row_basis == basis and not ended:
                chosen[model] = row
    return chosen


def _snapshot_rows(catalog: _Catalog, day: dt.date, board: str) -> list[ScoreRow]:
    """Return the rows of the latest full snapshot of the board on or before the day; that of models.csv counts."""
    complete = {row.date for row in catalog.current_scores if row.board == board}
    if catalog.snapshots is not None:
        complete |= {s.date for s in catalog.snapshots.rows if s.board == board and s.coverage == "full"}
    days = [date for date in complete if date <= day]
    if not days:
        hint = f"the first is of {min(complete)}" if complete else "the table has none of that board"
        history = "" if catalog.snapshots is not None else ", and it has no history/ beside it"
        raise ValueError(f"no full snapshot of board {board!r} on or before {day}; {hint}{history}")
    newest = max(days)
    return [s for s in catalog.all_scores if s.board == board and s.date == newest]


def load_models(
    path: str | Path | None = None,
    *,
    as_of: str | dt.date | None = None,
    board: str | None = None,
    price_basis: str | Sequence[str] = ("list", "host"),
    prices_as_of: str | dt.date | None = None,
) -> pd.DataFrame:
    """Return the models of one snapshot with their scores, and the prices in force that day.

    Parameters
    ----------
    path : path, optional
        A models.csv or the folder that holds it; the shipped table if not given. Any other CSV, Parquet or JSON file
        with a header is returned as it is, see `read_table`.
    as_of : str or date, optional
        The day, ``"2025-02-14"``. The scores are those of the latest full snapshot of the board on or before
        it, the prices those in force on it. Not given: the newest day in the table, never today's date. A price that
        is announced for a later day is not in force before.
    board : {"elo-online", "text", "text-style-control"}, optional
        The leaderboard. Not given: the one that the Arena showed first on that day (``elo-online`` until
        2024-03-26, ``text`` until 2025-05-15, ``text-style-control`` since).
    price_basis : str or sequence of str
        Whose price to take: the first basis in this order that has one in force. ``list`` is the maker's own
        API, ``host`` a named third party serving open weights, ``arena`` the Arena's price tables of 2024-25,
        ``unverified`` numbers that disagree too often to be shown unasked.
    prices_as_of : str or date, optional
        The day of the prices, where that is not ``as_of``: what could be had then, at what price, on the scale of one
        snapshot. Models that were not sold yet have no price.

    Returns
    -------
    pandas.DataFrame
        One row a listed model, best score first, in the columns of `describe_columns`: scores in points,
        prices in USD per million tokens, dates as datetime64. Missing is NaN, NaT or None; a model without a
        price of the bases asked for has blank prices and stays in the table. Columns of a models.csv that are not
        ours stand after them.

    Raises
    ------
    CatalogError
        If a file is wrong, with every problem at once.
    ValueError
        If an argument is not one of what is allowed, no snapshot is that old, or a table of one's own cannot be read
        or is asked for a day or a board.

    Notes
    -----
    Scores are compared only within one snapshot: boards were re-anchored and re-scaled more than once.
    Source of the scores: Chatbot Arena (CC BY 4.0), through the public copies named in
    history/snapshots.csv; of the prices: the row's own ``price_source``.

    Examples
    --------
    >>> import frontier
    >>> deck = frontier.load_models(as_of="2025-02-14", price_basis="arena")
    >>> len(deck), int(deck.output_usd_per_mtok.count())
    (204, 38)
    >>> deck.set_index("model").loc["deepseek-r1", ["elo", "output_usd_per_mtok"]].astype(float).tolist()
    [1361.45, 2.19]
    """
    day, price_day = as_day(as_of), as_day(prices_as_of, "prices_as_of")
    _check_board(board)
    bases = _check_bases(price_basis)
    file = locate_models(path)
    asked = {"as_of": day, "board": board, "prices_as_of": price_day}
    if is_own_table(file):
        _refuse_days(file, asked)
        return read_table(file)
    newest = day is None and board is None
    catalog = _load(path, _DAYS if newest else tuple(_HISTORY))
    if not _is_curated(catalog.models):
        _refuse_days(file, asked)
        return _frame(catalog.models.rows, ModelRow, [c for c in _names(ModelRow) if c in catalog.models.columns])
    if price_day and catalog.prices is None:
        raise ValueError(f"{file} has no history/prices.csv beside it, so prices_as_of cannot be asked of it")

    identity = {m.model: m for m in catalog.models.rows}
    if newest:
        scores = catalog.current_scores
    else:
        until = day or catalog.now
        scores = _snapshot_rows(catalog, until, board or _default_board(until))
    prices = _prices_in_force(catalog, price_day or day or catalog.now, bases)
    rows = [_listed(identity[s.model], s, prices.get(s.model)) for s in scores if s.model in identity]
    rows.sort(key=lambda r: (-(r.elo or 0.0), r.model))
    return _with_extra_columns(_frame(rows, ModelRow), catalog.models)


def _refuse_days(file: Path, asked: Mapping[str, object]) -> None:
    wrong = [name for name, value in asked.items() if value is not None]
    if wrong:
        raise ValueError(
            f"{file} does not say of which day and board its scores are, so {' and '.join(wrong)} cannot be asked of "
            "it; leave it out"
        )


def _with_extra_columns(models: pd.DataFrame, table: _Table) -> pd.DataFrame:
    """Return the models with the columns of models.csv that are not ours, as numbers where all of their values are."""
    extra = [column for column in table.columns if column not in _names(ModelRow)]
    if not extra:
        return models
    cells = {row["model"]: row for row in table.cells}
    values = {column: [cells[model][column] for model in models["model"]] for column in extra}
    return pd.concat([models, as_columns(values, models.index)], axis=1)


def _listed(identity: ModelRow, score: ScoreRow, price: PriceRow | None) -> ModelRow:
    """One row of the table as of a day: identity, the score of the snapshot, the price in force."""
    carried = f"interval and votes of {score.interval_date}" if score.interval_date else None
    values: dict[str, Any] = {k: getattr(identity, k) for k in (*_IDENTITY, "training_flop")}
    values |= {k: getattr(score, k) for k in ("elo", "elo_lower", "elo_upper", "votes", "board")}
    values |= {k: getattr(price, k) if price else None for k in (*_PRICE_COLUMNS, "price_basis", "price_source")}
    note = "; ".join(filter(None, (identity.note, carried))) or None
    return ModelRow.model_construct(**values, elo_date=score.date, price_date=price.from_ if price else None, note=note)


def load_scores(
    path: str | Path | None = None,
    *,
    as_of: str | dt.date | None = None,
    board: str | None = None,
    price_basis: str | Sequence[str] = ("list", "host"),
) -> pd.DataFrame:
    """Return the stored scores of every snapshot, long, with each model's identity and the price in force that day.

    Parameters
    ----------
    path : path, optional
        A models.csv or the folder that holds it, with its history/; the shipped table if not given.
    as_of : str or date, optional
        Only snapshots on or before this day.
    board : {"elo-online", "text", "text-style-control", "all"}, optional
        The leaderboard. Not given: on each day the one that the Arena then showed first, as `load_models`. ``all``:
        every one; scores of two boards are never comparable.
    price_basis : str or sequence of str
        Whose price to take, as in `load_models`.

    Returns
    -------
    pandas.DataFrame
        One row a date, board and model, by date: ``date``, ``board``, ``model``, ``elo``, ``elo_lower``,
        ``elo_upper``, ``votes``, ``interval_date``, ``coverage`` (full or partial), ``name``,
        ``organization``, ``country``, ``license``, ``openness``, ``released``, ``released_by``, and of the price in
        force on the date ``input_usd_per_mtok``, ``cached_input_usd_per_mtok``, ``output_usd_per_mtok``,
        ``price_date`` (from which it holds), ``price_basis`` and ``price_source``. Intervals, votes and prices are
        missing where there are none.

    Raises
    ------
    CatalogError
        If a file is wrong, with every problem at once.
    ValueError
        If the board or a basis is not known, or the table is one's own and does not say of which day its scores are.

    Examples
    --------
    >>> import frontier
    >>> scores = frontier.load_scores(as_of="2025-02-14", board="text")
    >>> scores[scores.date == "2025-02-14"].nlargest(1, "elo").model.item()
    'gemini-2.0-flash-thinking-exp-01-21'
    """
    day, bases = as_day(as_of), _check_bases(price_basis)
    _check_board(board, ALL_BOARDS)
    catalog = _dated_catalog(path)
    wanted = [s for s in catalog.all_scores if day is None or s.date <= day]
    if board != ALL_BOARDS:
        wanted = [s for s in wanted if s.board == (board or _default_board(s.date))]
    scores = _frame(wanted, ScoreRow)
    coverage = {(s.date, s.board): s.coverage for s in (catalog.snapshots.rows if catalog.snapshots else ())}
    scores["coverage"] = pd.Series([coverage.get((s.date, s.board)) for s in wanted], dtype=object)
    identity = _frame(catalog.models.rows, ModelRow, _IDENTITY)
    prices = {date: _prices_in_force(catalog, date, bases) for date in {s.date for s in wanted}}
    in_force = [prices[s.date].get(s.model) for s in wanted]
    scores = scores.merge(identity, on="model", how="left")
    for column in _PRICE_COLUMNS:
        scores[column] = np.array([getattr(price, column, None) for price in in_force], dtype=np.float64)
    scores["price_date"] = np.array([getattr(price, "from_", None) for price in in_force], dtype="datetime64[s]")
    for column in ("price_basis", "price_source"):
        scores[column] = pd.Series([getattr(price, column, None) for price in in_force], dtype=object)
    by = ["date", "board", "elo", "model"]
    return scores.sort_values(by, ascending=[True, True, False, True]).reset_index(drop=True)


def _dated_catalog(path: str | Path | None, parts: Iterable[str] = tuple(_HISTORY)) -> _Catalog:
    """Return a table that says of which day and board its values are; refuse one that does not."""
    file = locate_models(path)
    if not is_own_table(file):
        catalog = _load(path, parts)
        if _is_curated(catalog.models):
            return catalog
    raise ValueError(
        f"{file} does not say of which day its scores and prices are; give a models.csv in the columns of "
        "frontier check --columns, with its history/ beside it"
    )


def load_snapshots(
    path: str | Path | None = None, *, as_of: str | dt.date | None = None, board: str | None = None
) -> pd.DataFrame:
    """Return what is known of each snapshot of a board: how complete it is, and where it was read.

    Parameters
    ----------
    path, as_of, board : optional
        As in `load_scores`.

    Returns
    -------
    pandas.DataFrame
        One row a date and board, in the columns of history/snapshots.csv (`describe_columns`). Empty where the table
        has no history.

    Raises
    ------
    CatalogError
        If a file is wrong, with every problem at once.
    ValueError
        As `load_scores`.

    Examples
    --------
    >>> from frontier.catalog import load_snapshots
    >>> load_snapshots(as_of="2025-02-14", board="all")["board"].unique().tolist()
    ['elo-online', 'text', 'text-style-control']
    """
    day = as_day(as_of)
    _check_board(board, ALL_BOARDS)
    catalog = _dated_catalog(path)
    rows = [s for s in (catalog.snapshots.rows if catalog.snapshots else ()) if day is None or s.date <= day]
    if board != ALL_BOARDS:
        rows = [s for s in rows if s.board == (board or _default_board(s.date))]
    return _frame(rows, SnapshotRow)


def load_prices(
    path: str | Path | None = None,
    *,
    as_of: str | dt.date | None = None,
    board: str | None = None,
    price_basis: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return every dated price that was or is in force, a row each.

    Parameters
    ----------
    path : path, optional
        A models.csv or the folder that holds it; the shipped table if not given.
    as_of : str or date, optional
        Only prices whose first day is on or before this day. Not given: the newest day in the table, so that a price
        that is announced for a later day is not among them (`announced_prices`).
    board : {"elo-online", "text", "text-style-control", "all"}, optional
        Only of models that this leaderboard has ever listed. A price has no board: not given, or ``all``, every model
        counts.
    price_basis : str or sequence of str, optional
        Only prices of these bases, as in `load_models`; all if not given.

    Returns
    -------
    pandas.DataFrame
        One row a model, basis and first day in force: ``model``, ``from`` (inclusive), ``until`` (exclusive;
        NaT: until the next row of the same model and basis), ``input_usd_per_mtok``,
        ``cached_input_usd_per_mtok``, ``output_usd_per_mtok`` (USD per million tokens), ``price_basis``,
        ``price_source``, and of the model ``name``, ``organization``, ``country``, ``license``, ``openness``,
        ``released``, ``released_by``; by model, basis and day. A source with ``seen in`` was observed on that day: the
        price may be older.

    Raises
    ------
    CatalogError
        If a file is wrong, with every problem at once.
    ValueError
        If the board or a basis is not known, or the table is one's own and does not say from when its prices are.

    Examples
    --------
    >>> import frontier
    >>> prices = frontier.load_prices(price_basis="list")
    >>> prices[prices.model == "o1-mini"].output_usd_per_mtok.tolist()
    [12.0, 4.4]
    """
    return _dated_prices(path, as_of, board, price_basis, announced=False)


def announced_prices(
    path: str | Path | None = None,
    *,
    as_of: str | dt.date | None = None,
    board: str | None = None,
    price_basis: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return the prices that are announced: in force only from a day after the newest in the table.

    Parameters
    ----------
    path, as_of, board, price_basis : optional
        As in `load_prices`; of an ``as_of`` after the newest day, what is announced for later still.

    Returns
    -------
    pandas.DataFrame
        In the columns of `load_prices`.

    Raises
    ------
    CatalogError, ValueError
        As `load_prices`.

    Examples
    --------
    >>> from frontier.catalog import announced_prices
    >>> announced_prices(as_of="2999-01-01").empty
    True
    """
    return _dated_prices(path, as_of, board, price_basis, announced=True)


def _dated_prices(
    path: str | Path | None,
    as_of: str | dt.date | None,
    board: str | None,
    price_basis: str | Sequence[str] | None,
    *,
    announced: bool,
) -> pd.DataFrame:
    bases = PRICE_BASES if price_basis is None else _check_bases(price_basis)
    _check_board(board, ALL_BOARDS)
    day = as_day(as_of)
    whole = board not in (None, ALL_BOARDS)
    catalog = _dated_catalog(path, tuple(_HISTORY) if whole else _DAYS)
    until = max(day or catalog.now, catalog.now) if announced else day or catalog.now
    listed = {s.model for s in catalog.all_scores if s.board == board} if whole else set()
    rows = [
        row
        for row in catalog.all_prices
        if row.price_basis in bases and (row.from_ > until) == announced and (not whole or row.model in listed)
    ]
    identity = _frame(catalog.models.rows, ModelRow, _IDENTITY)
    prices = _frame(rows, PriceRow).merge(identity, on="model", how="left")
    return prices.sort_values(["model", "price_basis", "from"]).reset_index(drop=True)


def training_flop_standing(models: pd.DataFrame) -> pd.Series[str]:
    """Tell how surely the training compute of each model is known.

    Parameters
    ----------
    models : pandas.DataFrame
        From `load_models`: with ``training_flop``, and ``note``, where the source and its own judgement stand.

    Returns
    -------
    pandas.Series of str
        On the index of ``models``, in the source's own words: ``confident``, ``likely`` or ``speculative``; missing
        where no compute or no judgement is known.

    Raises
    ------
    ValueError
        If the table lacks a column.

    Notes
    -----
    All are estimates, also those of which the source is confident: makers rarely publish what they used. The words are
    those of Epoch AI's database of models, field "Confidence".

    Examples
    --------
    >>> import frontier
    >>> deck = frontier.load_models(as_of="2025-02-14").set_index("model")
    >>> training_flop_standing(deck)["deepseek-r1"]
    'confident'
    """
    lacking = [c for c in ("training_flop", "note") if c not in models]
    if lacking:
        raise ValueError(f"the table has no column {' and no column '.join(lacking)}; load_models() returns both")
    judged = models["note"].astype(object).fillna("").astype(str).str.extract(_STANDING, expand=False).str.lower()
    return judged.where(models["training_flop"].notna()).astype(object).rename("training_flop_standing")


# --------------------------------------------------------------------------------------------------------
# What a price comes to


_BASIS_NAMES = {
    "list": "makers' list prices",
    "host": "prices of named hosts",
    "arena": "the Arena's own price table",
    "unverified": "unverified prices",
}


def bases_in_words(bases: Iterable[object]) -> str:
    """Say whose prices they are, the known bases in their usual order."""
    known = list(bases)
    return " and ".join(_BASIS_NAMES.get(str(b), str(b)) for b in sorted(set(known), key=[*_BASIS_NAMES, *known].index))


def _price(models: pd.DataFrame, column: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    if column not in models:
        raise ValueError(f"the table has no column {column!r}{did_you_mean(column, map(str, models.columns))}")
    return models[column].to_numpy(dtype="float64", na_value=math.nan)


def _check_amounts(**amounts: float) -> None:
    wrong = [f"{k}={v!r}" for k, v in amounts.items() if not (np.isreal(v) and math.isfinite(v) and v >= 0)]
    if wrong:
        raise ValueError(f"amounts must be finite and >= 0, got {', '.join(wrong)}")


def blended_price(models: pd.DataFrame, *, input: float = 3, output: float = 1, cached: float = 0) -> pd.Series[float]:
    """Price of a mix of input, output and cached tokens, USD per million tokens.

    Parameters
    ----------
    models : pandas.DataFrame
        With the price columns of `load_models` that the weights need.
    input, output, cached : float
        Weights of the three prices, >= 0; only their ratio counts. The default, three parts input to one part
        output, is the blend that Artificial Analysis and Epoch AI publish.

    Returns
    -------
    pandas.Series
        ``(input * p_in + output * p_out + cached * p_cached) / (input + output + cached)``, named
        ``blended_usd_per_mtok``, on the index of ``models``. NaN where a price with a weight is missing.

    Raises
    ------
    ValueError
        If a weight is negative or not finite, all are zero, or a price column is missing.

    Examples
    --------
    >>> import frontier
    >>> models = frontier.load_models(as_of="2025-02-14")
    >>> round(float(frontier.blended_price(models)[models.model == "o3-mini"].iloc[0]), 6)
    1.925
    """
    _check_amounts(input=input, output=output, cached=cached)
    weights = dict(zip(_PRICE_COLUMNS, (input, cached, output), strict=True))
    total = sum(weights.values())
    if total == 0:
        raise ValueError("one of input, output and cached must be > 0, got 0 for all three")
    cost = sum((w * _price(models, c) for c, w in weights.items() if w), np.zeros(len(models)))
    return pd.Series(cost / total, index=models.index, name="blended_usd_per_mtok")


def request_cost(
    models: pd.DataFrame, *, input_tokens: float, output_tokens: float, cached_tokens: float = 0
) -> pd.Series[float]:
    """Cost of one request in USD.

    Parameters
    ----------
    models : pandas.DataFrame
        With the price columns of `load_models` that the request needs.
    input_tokens, output_tokens : float
        Tokens sent and received.
    cached_tokens : float
        Those of ``input_tokens`` that are read from the maker's cache.

    Returns
    -------
    pandas.Series
        Named ``usd_per_request``, on the index of ``models``. NaN where a price that is needed is missing:
        an unknown cache price is not taken to be the full price.

    Raises
    ------
    ValueError
        If a number is negative or not finite, more tokens are cached than sent, all are zero, or a price
        column is missing.

    Notes
    -----
    The same token counts are charged to every model, though tokenizers differ and reasoning models write
    more of them. List prices at the shortest context tier.

    Examples
    --------
    >>> import frontier
    >>> models = frontier.load_models(as_of="2025-02-14")
    >>> cost = frontier.request_cost(models, input_tokens=2000, output_tokens=500)
    >>> round(float(cost[models.model == "deepseek-r1"].iloc[0]), 6)
    0.002195
    """
    _check_amounts(input_tokens=input_tokens, output_tokens=output_tokens, cached_tokens=cached_tokens)
    if cached_tokens > input_tokens:
        raise ValueError(f"cached_tokens ({cached_tokens:g}) are part of input_tokens ({input_tokens:g})")
    amounts = dict(zip(_PRICE_COLUMNS, (input_tokens - cached_tokens, cached_tokens, output_tokens), strict=True))
    if not any(amounts.values()):
        raise ValueError("a request must have tokens, got 0 input and 0 output tokens")
    cost = sum((n * _price(models, c) for c, n in amounts.items() if n), np.zeros(len(models)))
    return pd.Series(cost / 1e6, index=models.index, name="usd_per_request")
