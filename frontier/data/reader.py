"""Files to text, records and tables, with every problem at once: anyone's table, and the curated ones.

A file that cannot be read is refused with file, line and column. `read_table` asks nothing of the columns; the code
that uses a column says what it must hold. `validated` checks each cell of a curated table. Rows of a CSV keep the
number of their line, so that a later error can name it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections import namedtuple
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pydantic import TypeAdapter, ValidationError

from frontier.data.files import read_files
from frontier.data.schema import Column, column_names, columns_of
from frontier.words.spelling import did_you_mean

MAX_BYTES = 50_000_000

MAX_ROWS = 200_000

MAX_PROBLEMS = 200

_LONGEST_TEXT = 1000  # of a part of a problem

_AS_CSV = "save it as CSV UTF-8 (comma delimited)"


_SMALL_FILE = 4_000_000  # bytes; a larger file is not kept in memory for the next time

_WRONG = object()  # the value of a cell that is refused

# What pydantic's errors mean, in our words.
_RULES = {
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
    "pattern_regex": "must be a regular expression",
    "value_error": "{error}",
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file, or doubtful, with its place and what to do.

    Attributes
    ----------
    file : str
        The name of the file.
    line, column : int or None, str or None
        The place in it; None if the whole file or the whole line is meant.
    message : str
        What is wrong and what to do.
    level : str
        ``error`` or ``warning``: a table with an error is refused, one with a warning is read.
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
                short = text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}..."
                seen = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short)
                object.__setattr__(self, part, seen)

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        message = f"warning: {self.message}" if self.level == "warning" else self.message
        return f"{place}: {self.column}: {message}" if self.column else f"{place}: {message}"


class TableError(ValueError):
    """A file cannot be read as a table; ``problems`` has every error, each with its place and what to do.

    Parameters
    ----------
    problems : sequence of Problem
        What is wrong, in the order of the file.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def refused(file: str, message: str, line: int | None = None) -> TableError:
    """Return the error of a file of which one thing is wrong."""
    return TableError([Problem(file, line, None, message)])


def first_problems(found: Sequence[Problem]) -> list[Problem]:
    """Return the first problems of each level, and one that says where there are more."""
    kept, more = list[Problem](), list[Problem]()
    count = dict.fromkeys(("error", "warning"), 0)
    for problem in found:
        count[problem.level] += 1
        if count[problem.level] <= MAX_PROBLEMS:
            kept.append(problem)
        elif count[problem.level] == MAX_PROBLEMS + 1:
            words = "errors; correct these first" if problem.level == "error" else "warnings"
            more.append(Problem(problem.file, None, None, f"has more {words}", problem.level))
    return kept + more


def content(file: str, data: bytes | OSError, kinds: str = "CSV") -> bytes:
    """Return the content of a file that was read; raise TableError if it could not be, or is too large."""
    if isinstance(data, OSError):
        reason = "does not exist" if isinstance(data, FileNotFoundError) else (data.strerror or "cannot be read")
        raise refused(file, f"{reason}; give the path of a {kinds} file")
    if len(data) > MAX_BYTES:
        message = f"is {len(data):,} bytes, and at most {MAX_BYTES:,} are read; is it the right file?"
        raise refused(Path(file).name, message)
    return data


def decode(data: bytes, file: str) -> str:
    """Return the text of a CSV or JSON file; raise TableError if it is none."""
    lines = max(data.count(b"\n"), data.count(b"\r"))
    if lines > MAX_ROWS + 1:
        message = f"has {lines:,} lines, and at most {MAX_ROWS:,} rows are read; is it the right file?"
        raise refused(file, message)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise refused(file, f"is UTF-16; {_AS_CSV}", 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 text (byte 0x{data[error.start]:02x}); {_AS_CSV}"
        raise refused(file, message, data.count(b"\n", 0, error.start) + 1) from None
    if "\0" in text:
        raise refused(file, "holds a NUL byte; is it a CSV?", text.count("\n", 0, text.index("\0")) + 1)
    if not text.strip():
        raise refused(file, "is empty; it must have a header line and one line a row")
    return text


def records(text: str, file: str) -> tuple[list[int], list[list[str]], list[Problem]]:
    """Return the records of a CSV, with the line on which each ends, and what is wrong with the others.

    The first record is the header. The spaces around a cell are left out, and so are blank lines and the blank cells
    that a spreadsheet leaves at the right.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines, found, problems = list[int](), list[list[str]](), list[Problem]()
    width = 0
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            while len(cells) > width and not cells[-1]:
                cells.pop()
            if not any(cells):
                continue
            width = width or len(cells)
            if len(cells) == width:
                lines.append(reader.line_num)
                found.append(cells)
            elif len(problems) <= MAX_PROBLEMS:
                message = f"has {len(cells)} cells, the header has {width}; quote a cell that holds a comma"
                problems.append(Problem(file, reader.line_num, None, message))
    except csv.Error as error:
        message = f"cannot be read as CSV: {error}; look at its quotes"
        problems.append(Problem(file, reader.line_num, None, message))
    return lines, found, problems


def header_problems(header: Sequence[str], file: str, line: int | None = 1) -> list[Problem]:
    """Return what is wrong with the names of the columns of any table."""
    for separator, word in ((";", "';'"), ("\t", "tabs")):
        if len(header) == 1 and separator in header[0]:
            return [Problem(file, line, None, f"is separated by {word}; {_AS_CSV}")]
    if header and header[0].lower().startswith("sep="):
        message = f"{header[0]!r} is a line that only Excel reads; remove it: the header is the first line"
        return [Problem(file, line, None, message)]
    blank = [Problem(file, line, None, "has a column without a name; name or remove it")] * ("" in header)
    twice = dict.fromkeys(name for name in header if name and header.count(name) > 1)
    return blank + [Problem(file, line, name, "stands twice in the header; rename or remove one") for name in twice]


def read_table(path: str | Path) -> pd.DataFrame:
    r"""Read anyone's table from a file, whatever its columns.

    Parameters
    ----------
    path : path
        A CSV in UTF-8 with one header line, a Parquet file, or a JSON file: a list of objects, or an object with such a
        list under ``rows``, as ``frontier table --json`` prints.

    Returns
    -------
    pandas.DataFrame
        The rows and columns of the file, in their order. A column is numeric if all of its known values are numbers,
        else text as it stands; a blank cell is missing. The index of a CSV is named ``line``: the line of the file on
        which the row ends.

    Raises
    ------
    TableError
        If the file does not exist or is not of these kinds, has no header, two columns of one name or no row, a row
        has more or fewer cells than the header, or it is larger than 50 MB or 200,000 rows.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "mine.csv")
    >>> _ = path.write_text("Model,Accuracy,USD per 1k\nours,0.81,1.2\ntheirs,0.84,\n")
    >>> read_table(path)
          Model  Accuracy  USD per 1k
    line
    2      ours      0.81         1.2
    3    theirs      0.84         NaN
    """
    file = Path(path)
    data = content(str(path), read_files(file.parent, [file.name])[file.name], "CSV, Parquet or JSON")
    if file.suffix.lower() == ".parquet" or data[:4] == b"PAR1":
        table = _from_parquet(data, file.name)
    elif file.suffix.lower() == ".json" or data.lstrip()[:1] in (b"[", b"{"):
        table = _from_json(data, file.name)
    else:
        table = _from_csv(data, file.name)
    if table.empty:
        raise refused(file.name, "has a header and no row; add one line a row")
    if len(table) > MAX_ROWS:
        raise refused(file.name, f"has {len(table):,} rows, and at most {MAX_ROWS:,} are read; remove rows")
    return table


def _from_parquet(data: bytes, name: str) -> pd.DataFrame:
    try:
        table = pd.read_parquet(io.BytesIO(data))
    except ImportError:
        needs = "is a Parquet file, which needs pyarrow; install it with: pip install 'llm-frontier[parquet]'"
        raise refused(name, needs) from None
    except Exception as error:  # whatever the reader of the format raises
        raise refused(name, f"cannot be read as Parquet: {str(error).splitlines()[0][:200]}") from None
    if not isinstance(table.index, pd.RangeIndex):
        table = table.reset_index()
    table = table.set_axis([str(column) for column in table.columns], axis=1)
    if wrong := header_problems(list(table.columns), name, None):
        raise TableError(wrong)
    return table


def _from_json(data: bytes, name: str) -> pd.DataFrame:
    try:
        found = json.loads(decode(data, name))
    except (json.JSONDecodeError, RecursionError) as error:
        raise refused(name, f"cannot be read as JSON: {error}") from None
    if isinstance(found, dict):
        found = found.get("rows")
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise refused(name, "must be a list of objects, one a row, or an object with such a list under 'rows'")
    for number, row in enumerate(found, 1):
        for column, value in row.items():
            if isinstance(value, list | dict):
                raise refused(name, f"row {number}: {column}: holds a list or an object; give one value a cell")
    columns = list(dict.fromkeys(column for row in found for column in row))
    rows = pd.RangeIndex(1, len(found) + 1, name="row")
    return as_columns({column: [row.get(column) for row in found] for column in columns}, rows)


def _from_csv(data: bytes, name: str) -> pd.DataFrame:
    lines, rows, ragged = records(decode(data, name), name)
    header = rows[0] if rows else []
    wrong = header_problems(header, name, *lines[:1])
    if header and not wrong and all(_number(cell) is not None for cell in header):
        message = "holds numbers; the first line must be a header with the names of the columns"
        wrong = [Problem(name, lines[0], None, message)]
    if wrong or ragged:
        raise TableError(first_problems(wrong or ragged))
    index = pd.Index(lines[1:], name="line", dtype="int64")
    return as_columns({column: [cells[k] or None for cells in rows[1:]] for k, column in enumerate(header)}, index)


def as_columns(values: Mapping[str, list[Any]], index: pd.Index[Any]) -> pd.DataFrame:
    """Return cells as a table: a column is numeric if all of its known values are numbers."""
    return pd.DataFrame({column: _typed(cells, index) for column, cells in values.items()}, index=index)


def _typed(values: list[Any], index: pd.Index[Any]) -> pd.Series[Any]:
    numbers = [np.nan if value is None else _number(value) for value in values]
    if None in numbers or all(value is None for value in values):
        return pd.Series(values, index=index, dtype=object)
    return pd.Series(numbers, index=index, dtype=float)


def _number(value: Hashable) -> float | None:
    """Return a value as a number; None if it is none: an underscore or a word such as nan is no number here."""
    written = isinstance(value, str) and value.isascii() and "_" not in value and any(c.isdigit() for c in value)
    if isinstance(value, bool) or not (written or isinstance(value, int | float)):
        return None
    try:
        return float(value)  # type: ignore[arg-type]
    except (OverflowError, ValueError):
        return None


class CatalogError(TableError):
    """A table cannot be used; ``problems`` has every error, each with file, line and column."""


@dataclass(frozen=True)
class Table:
    """The valid rows of one file, and what is wrong with the others.

    A row is a named tuple of its ``file``, the ``line`` on which it ends, and a value a column. ``cells`` are all rows
    as text, also the wrong ones. ``cut`` is the last line if no line break ends it.
    """

    file: str
    header: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cut: int | None = None


Required = Callable[[list[str]], list[str]]  # the columns that a file must have, by those it has


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that are errors."""
    return [problem for problem in problems if problem.level == "error"]


def read_rows(path: Path, table: str) -> Table:
    """Read and validate one file: the valid rows, and everything that is wrong."""
    return validated(path, read_files(path.parent, [path.name])[path.name], table)


def validated(path: Path, data: bytes | OSError, table: str, required: Required | None = None) -> Table:
    """Validate the content of one file: the valid rows, and everything that is wrong."""
    parse = _parsed if isinstance(data, bytes) and len(data) <= _SMALL_FILE else _parsed.__wrapped__
    try:
        name = path.name if isinstance(data, bytes) else str(path)
        return parse(content(name, data), table, required, path.name)
    except TableError as error:
        return Table(path.name, problems=list(error.problems))


@lru_cache(maxsize=12)
def _parsed(data: bytes, table: str, required: Required | None, file: str) -> Table:
    """Read one file, unless the same bytes were read right before: of a changed table most files stay the same."""
    text = decode(data, file)
    lines, cells, ragged = records(text, file)
    header = cells.pop(0) if cells else []
    problems = _column_problems(header, table, required(header) if required else column_names(table), file)
    if errors_of(problems):
        return Table(file, header, problems=problems)
    problems += ragged
    plain = re.sub(r"[\r\n]", "", text).isprintable()
    for line, row in zip(lines, [header, *cells], strict=True):
        if plain or len(problems) > MAX_PROBLEMS:
            break
        problems += unseen(header, row, file, line)
    rows = _validated(table, header, lines[1:], cells, file, problems)
    if not rows and not errors_of(problems):
        problems.append(Problem(file, None, None, "has a header and no row; add one line a row"))
    cut = None if text.endswith(("\n", "\r")) else len(re.findall(r"\r\n?|\n", text)) + 1
    return Table(file, header, cells, rows, problems, cut)


def _column_problems(header: list[str], table: str, required: Iterable[str], file: str) -> list[Problem]:
    known = {column.name: column.description for column in columns_of(table)}
    wrong = header_problems(header, file)
    at_header = partial(Problem, file, 1)
    if not set(header) & set(known):
        meant = {name: in_snake_case(name) for name in header if in_snake_case(name) in known}
        hint = "".join(f"; write {right} for {name!r}" for name, right in meant.items())
        message = f"is no header of this table: {', '.join(header)[:80]!r}{hint}; the columns are {', '.join(known)}"
        return wrong or [at_header(None, message)]
    for name in dict.fromkeys(header):
        if name and name not in known:
            message = (
                f"is not a column of this table{did_you_mean(name, known)}; it is read as it is, and no rule looks at "
                "it (frontier check --columns lists the columns)"
            )
            wrong.append(at_header(name, message, "warning"))
    missing = [name for name in required if name not in header]
    return wrong + [at_header(name, f"is missing; add the column ({known[name]})") for name in missing]


def in_snake_case(name: str) -> str:
    """Return a name as a column of the curated tables would be written."""
    return re.sub(r"\W+", "_", name.lower())


def unseen(header: Sequence[str], cells: Sequence[str], file: str, line: int) -> Iterator[Problem]:
    """Refuse invisible characters: two texts that look the same would not be the same."""
    for column, cell in zip(header, cells, strict=False):
        odd = next((c for c in cell if not c.isprintable()), None)
        if odd is not None:
            called = unicodedata.name(odd, "a control character").lower()
            message = f"holds U+{ord(odd):04X} ({called}), which cannot be seen or printed, in {cell[:60]!r}; remove it"
            yield Problem(file, line, column if column.isprintable() else None, message)


def field_of(column: str) -> str:
    """Return the attribute of a row that holds a column: the column itself, unless Python reserves the word."""
    return "from_" if column == "from" else column


@cache
def row_type(table: str) -> Any:
    """Return the type of the rows of a file, in which what is not given is blank."""
    fields = [field_of(column.name) for column in columns_of(table)]
    blank = [column.kind.blank for column in columns_of(table)]
    return namedtuple("Row", ["file", "line", *fields], defaults=["", 0, *blank])


def _validated(
    table: str, header: list[str], lines: list[int], cells: list[list[str]], file: str, problems: list[Problem]
) -> list[Any]:
    """Return the valid rows, and add to the problems every value that is wrong."""
    values = list[Iterable[Any]]()
    for column in columns_of(table):
        if column.name not in header:
            values.append(repeat(column.kind.blank))
            continue
        k = header.index(column.name)
        texts = [row[k] for row in cells]
        known, wrong = _values(column, texts)
        values.append([known.get(text, _WRONG) for text in texts])
        if wrong:
            bad = [
                Problem(file, line, column.name, wrong[t]) for line, t in zip(lines, texts, strict=True) if t in wrong
            ]
            problems += bad[: MAX_PROBLEMS + 1]
    rows = map(row_type(table)._make, zip(repeat(file), lines, *values))
    return [row for row in rows if _WRONG not in row] if problems else list(rows)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind.type)


def _values(column: Column, texts: Iterable[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Validate each different text of a column: the value of those that are right, what is wrong with the others."""
    values, wrong = dict[str, Any](), dict[str, str]()
    validate = _adapter(column.kind).validate_python
    for text in dict.fromkeys(texts):
        if not text and column.required:
            wrong[text] = "is blank, and must have a value"
        elif not text:
            values[text] = column.kind.blank
        else:
            try:
                values[text] = validate(text)
            except ValidationError as error:
                wrong[text] = _value_message(dict(error.errors(include_url=False)[0]), column)
        if len(wrong) > MAX_PROBLEMS:
            break
    return values, wrong


def _value_message(error: dict[str, Any], column: Column) -> str:
    """Say what is allowed, what was got and what to do, for one pydantic error."""
    kind, got = error["type"], error["input"]
    by_default = "must be a date as YYYY-MM-DD" if kind.startswith("date") else error["msg"]
    rule = _RULES.get(kind, by_default).format(**error.get("ctx", {}))
    as_it_is = kind in ("greater_than", "greater_than_equal", "less_than_equal")
    remedy = f"; {column.kind.remedy}" if column.kind.remedy else ""
    return f"{rule}, got {got if as_it_is else repr(str(got)[:60])}{remedy}"


def cell_problem(column: str, text: str) -> str | None:
    """Say what is wrong with a value of models.csv or history/prices.csv, and what is allowed; None if nothing.

    Rules between columns are those of `check_models`.
    """
    found = next(known for known in (*columns_of("models"), *columns_of("prices")) if known.name == column)
    return _values(found, [text.strip()])[1].get(text.strip())
