"""Files to text, records and tables: what every reader of a table does, and the reader of anyone's table.

A file that cannot be read is refused with file, line and column. `read_table` asks nothing of the columns; the code
that uses a column says what it must hold. Rows of a CSV keep the number of their line, so that a later error can name
it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from frontier.data.files import read_files

MAX_BYTES = 50_000_000

MAX_ROWS = 200_000

MAX_PROBLEMS = 200

_LONGEST_TEXT = 1000  # of a part of a problem

_AS_CSV = "save it as CSV UTF-8 (comma delimited)"


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
