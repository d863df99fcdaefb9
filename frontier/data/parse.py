"""One CSV file of the curated tables to validated rows, with every problem at once."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from frontier.data.files import read_files
from frontier.data.schema import ModelRow, _core, _field, _names, _Row
from frontier.words.spelling import did_you_mean

MAX_BYTES = 50_000_000


MAX_ROWS = 200_000


_LONGEST_TEXT = 1000  # of a part of a problem


_BREAKS = re.compile(r"[\r\n]")


MAX_PROBLEMS = 200


_AT_ONCE = 20_000  # rows validated in one call


_SMALL_FILE = 4_000_000  # bytes; what is larger is not kept in memory for the next time


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


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file, or doubtful, with its place and what to do.

    Attributes
    ----------
    file : str
        The name of the file.
    line, column : int or None, str or None
        The place in it; None where the whole file or the whole line is meant.
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
        """Give each row with a function that places a message on its line: ``place(column, message, level)``."""
        for row, line in zip(self.rows, self.lines, strict=True):
            yield row, partial(Problem, self.file, line)


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


def cell_problem(column: str, text: str) -> str | None:
    """Say what is wrong with a value of a column of models.csv, and what is allowed; None if nothing.

    Rules between columns are those of `check_models`.
    """
    try:
        _rows_adapter(ModelRow).validate_python([{"model": "-", column: text.strip() or None}])
    except ValidationError as error:
        return next(_value_message(dict(e), ModelRow, column) for e in error.errors(include_url=False))
    return None
