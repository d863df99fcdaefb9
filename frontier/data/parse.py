"""One CSV file of the curated tables to validated rows, with every problem at once."""

from __future__ import annotations

import re
import unicodedata
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from itertools import repeat
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from frontier.data.files import read_files
from frontier.data.reader import MAX_PROBLEMS, Problem, TableError, content, decode, header_problems, records
from frontier.data.schema import MODELS, Column, Columns, column_names
from frontier.words.spelling import did_you_mean

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


def is_wrong(problems: Iterable[Problem]) -> bool:
    """Return whether one of the problems is an error."""
    return any(problem.level == "error" for problem in problems)


def read_rows(path: Path, columns: Columns) -> Table:
    """Read and validate one file: the valid rows, and everything that is wrong."""
    return validated(path, read_files(path.parent, [path.name])[path.name], columns)


def validated(path: Path, data: bytes | OSError, columns: Columns, required: Required | None = None) -> Table:
    """Validate the content of one file: the valid rows, and everything that is wrong."""
    parse = _parsed if isinstance(data, bytes) and len(data) <= _SMALL_FILE else _parsed.__wrapped__
    try:
        name = path.name if isinstance(data, bytes) else str(path)
        return parse(content(name, data), columns, required, path.name)
    except TableError as error:
        return Table(path.name, problems=list(error.problems))


@lru_cache(maxsize=12)
def _parsed(data: bytes, columns: Columns, required: Required | None, file: str) -> Table:
    """Read one file, unless the same bytes were read right before: of a changed table most files stay the same."""
    text = decode(data, file)
    lines, cells, ragged = records(text, file)
    header = cells.pop(0) if cells else []
    problems = _column_problems(header, columns, required(header) if required else column_names(columns), file)
    if is_wrong(problems):
        return Table(file, header, problems=problems)
    problems += ragged
    plain = re.sub(r"[\r\n]", "", text).isprintable()
    for line, row in zip(lines, [header, *cells], strict=True):
        if plain or len(problems) > MAX_PROBLEMS:
            break
        problems += unseen(header, row, file, line)
    rows = _validated(columns, header, lines[1:], cells, file, problems)
    if not rows and not is_wrong(problems):
        problems.append(Problem(file, None, None, "has a header and no row; add one line a row"))
    cut = None if text.endswith(("\n", "\r")) else len(re.findall(r"\r\n?|\n", text)) + 1
    return Table(file, header, cells, rows, problems, cut)


def _column_problems(header: list[str], columns: Columns, required: Iterable[str], file: str) -> list[Problem]:
    known = {column.name: column.description for column in columns}
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
def row_type(columns: Columns) -> Any:
    """Return the type of the rows of a file, in which what is not given is blank."""
    fields = [field_of(column.name) for column in columns]
    blank = [column.kind.blank for column in columns]
    return namedtuple("Row", ["file", "line", *fields], defaults=["", 0, *blank])


def _validated(
    columns: Columns, header: list[str], lines: list[int], cells: list[list[str]], file: str, problems: list[Problem]
) -> list[Any]:
    """Return the valid rows, and add to the problems every value that is wrong."""
    values = list[Iterable[Any]]()
    for column in columns:
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
    rows = map(row_type(columns)._make, zip(repeat(file), lines, *values))
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
    """Say what is wrong with a value of a column of models.csv, and what is allowed; None if nothing.

    Rules between columns are those of `check_models`.
    """
    (found,) = [known for known in MODELS if known.name == column]
    return _values(found, [text.strip()])[1].get(text.strip())
