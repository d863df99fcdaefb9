"""Anybody's table: a CSV, Parquet or JSON file with a header, read as it is.

Nothing is asked of its columns; the code that uses one says what it must hold. Rows of a CSV keep the number of their
line, so that a later error can name it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from frontier.data.files import read_files

MAX_BYTES = 50_000_000


MAX_ROWS = 200_000


SUFFIXES = (".csv", ".parquet", ".json")


class TableError(ValueError):
    """A file cannot be read as a table; the message says where, what is allowed and what to do."""


def read_table(path: str | Path) -> pd.DataFrame:
    r"""Read anybody's table from a file, whatever its columns.

    Parameters
    ----------
    path : path
        A CSV in UTF-8 with one header line, a Parquet file, or a JSON file: a list of objects, or an object with such a
        list under ``rows``, as ``frontier table --json`` prints.

    Returns
    -------
    pandas.DataFrame
        One row a row, one column a column, in their order. A column of which every value that is there is a number is
        numeric, any other is text as it stands; a blank cell is missing. The index of a CSV is named ``line``: the line
        of the file on which the row ends.

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
    data = read_files(file.parent, [file.name])[file.name]
    if isinstance(data, OSError):
        reason = "does not exist" if isinstance(data, FileNotFoundError) else (data.strerror or "cannot be read")
        raise TableError(f"{file}: {reason}; give the path of a CSV, Parquet or JSON file")
    if len(data) > MAX_BYTES:
        raise TableError(
            f"{file.name}: is {len(data):,} bytes, and at most {MAX_BYTES:,} are read; take out rows or columns"
        )
    if file.suffix.lower() == ".parquet" or data[:4] == b"PAR1":
        table = _from_parquet(data, file.name)
    elif file.suffix.lower() == ".json" or data.lstrip()[:1] in (b"[", b"{"):
        table = _from_json(data, file.name)
    else:
        table = _from_csv(data, file.name)
    if table.empty:
        raise TableError(f"{file.name}: has a header and no row; add one line a row")
    if len(table) > MAX_ROWS:
        raise TableError(f"{file.name}: has {len(table):,} rows, and at most {MAX_ROWS:,} are read; take out rows")
    return table


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise TableError(f"{name}: is UTF-16; save it as CSV UTF-8 (comma delimited)") from None
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError(
            f"{name}:{line}: is not UTF-8 text (byte 0x{data[error.start]:02x}); save it as CSV UTF-8 (comma delimited)"
        ) from None


def _from_parquet(data: bytes, name: str) -> pd.DataFrame:
    try:
        table = pd.read_parquet(io.BytesIO(data))
    except ImportError:
        raise TableError(
            f"{name}: is a Parquet file, which needs pyarrow; install it with: pip install 'llm-frontier[parquet]'"
        ) from None
    except Exception as error:  # whatever the reader of the format raises
        raise TableError(f"{name}: cannot be read as Parquet: {str(error).splitlines()[0][:200]}") from None
    if not isinstance(table.index, pd.RangeIndex):
        table = table.reset_index()
    _check_names([str(column) for column in table.columns], name, "")
    return table.set_axis([str(column) for column in table.columns], axis=1)


def _from_json(data: bytes, name: str) -> pd.DataFrame:
    try:
        found = json.loads(_text(data, name))
    except (json.JSONDecodeError, RecursionError) as error:
        raise TableError(f"{name}: cannot be read as JSON: {error}") from None
    if isinstance(found, dict):
        found = found.get("rows")
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise TableError(f"{name}: must be a list of objects, one a row, or an object with such a list under 'rows'")
    nested = [(k, c) for k, row in enumerate(found, 1) for c, value in row.items() if isinstance(value, list | dict)]
    if nested:
        row, column = nested[0]
        raise TableError(f"{name}: row {row}: {column}: holds a list or an object; give one value a cell")
    columns = list(dict.fromkeys(column for row in found for column in row))
    rows = pd.RangeIndex(1, len(found) + 1, name="row")
    return as_columns({column: [row.get(column) for row in found] for column in columns}, rows)


def _from_csv(data: bytes, name: str) -> pd.DataFrame:
    lines = data.count(b"\n") + data.count(b"\r")
    if lines > 2 * MAX_ROWS + 2:
        raise TableError(f"{name}: has {lines:,} lines, and at most {MAX_ROWS:,} rows are read; take out rows")
    text = _text(data, name)
    if "\0" in text:
        raise TableError(f"{name}:{text.count(chr(10), 0, text.index(chr(0))) + 1}: holds a NUL byte; is it a CSV?")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header, rows, ends, wrong = list[str](), list[list[str]](), list[int](), list[str]()
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            while cells and not cells[-1] and len(cells) > len(header):
                cells.pop()  # a spreadsheet leaves blank cells at the right
            if not any(cells):
                continue
            if not header:
                header = _header(cells, name, reader.line_num)
            elif len(cells) != len(header):
                wrong.append(
                    f"{name}:{reader.line_num}: has {len(cells)} cells, the header has {len(header)}; quote a cell "
                    "that holds a comma"
                )
            else:
                rows.append(cells)
                ends.append(reader.line_num)
    except csv.Error as error:
        wrong.append(f"{name}:{reader.line_num}: cannot be read as CSV: {error}; look at its quotes")
    if not header and not wrong:
        wrong.append(f"{name}: is empty; it must have a header line and one line a row")
    if wrong:
        more = [f"and {len(wrong) - 20} more lines"] if len(wrong) > 20 else []
        raise TableError("\n".join([*wrong[:20], *more]))
    index = pd.Index(ends, name="line", dtype="int64")
    columns = dict(zip(header, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(header, ())
    return pd.DataFrame(
        {c: _typed([cell or None for cell in cells], index) for c, cells in columns.items()}, index=index
    )


def _header(cells: list[str], name: str, line: int) -> list[str]:
    """Check the header line of a CSV; refuse what is no comma-separated table of columns."""
    if len(cells) == 1:
        for separator, word in ((";", "';'"), ("\t", "tabs")):
            if separator in cells[0]:
                raise TableError(f"{name}:{line}: is separated by {word}; save it as CSV UTF-8 (comma delimited)")
        if cells[0].lower().startswith("sep="):
            raise TableError(
                f"{name}:{line}: {cells[0]!r} is a line for Excel; remove it, the header must be the first"
            )
    if all(_number(cell) is not None for cell in cells):
        raise TableError(f"{name}:{line}: holds numbers; the first line must be a header with the names of the columns")
    _check_names(cells, name, f":{line}")
    return cells


def _check_names(columns: list[str], name: str, place: str) -> None:
    if "" in columns:
        raise TableError(f"{name}{place}: has a column without a name; name or remove it")
    twice = list(dict.fromkeys(column for column in columns if columns.count(column) > 1))
    if twice:
        raise TableError(f"{name}{place}: {', '.join(twice)}: stands twice in the header; rename or remove one")


def as_columns(values: Mapping[str, list[Any]], index: pd.Index[Any]) -> pd.DataFrame:
    """Return cells as a table, each column as numbers if all of its values that are there are numbers."""
    return pd.DataFrame({column: _typed(cells, index) for column, cells in values.items()}, index=index)


def _typed(values: list[Any], index: pd.Index[Any]) -> pd.Series[Any]:
    """Return values as numbers if all that are there are numbers, else as they stand."""
    numbers = [_number(value) for value in values]
    known = [number for number, value in zip(numbers, values, strict=True) if value is not None]
    if known and all(number is not None for number in known):
        return pd.Series(np.array([np.nan if n is None else n for n in numbers], dtype=float), index=index)
    return pd.Series(values, index=index, dtype=object)


def _number(value: Hashable) -> float | None:
    """Return a value as a number; None if it is none: an underscore or a word such as nan is no number here."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        try:
            return float(value)
        except OverflowError:
            return None
    if not isinstance(value, str) or not value.isascii() or "_" in value or not any(c.isdigit() for c in value):
        return None
    try:
        return float(value)
    except ValueError:
        return None
