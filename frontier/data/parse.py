"""One CSV file of the curated tables to validated rows, with every problem at once."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from frontier.data.files import read_files
from frontier.data.reader import MAX_PROBLEMS, Problem, TableError, decode, header_problems, readable, records
from frontier.data.schema import CuratedRow, ModelRow, column_names, core_type, field_of
from frontier.words.spelling import did_you_mean

_AT_ONCE = 20_000  # rows validated in one call

_SMALL_FILE = 4_000_000  # bytes; a larger file is not kept in memory for the next time

# What to do about a value that is refused, by column; the rule itself is in the message.
_NO_PRICE = "leave it blank if there is no price: a free preview is not a price"
_REMEDY = {
    "model": "give the Arena's key of the model",
    "country": "give the two-letter ISO 3166 code in capitals, or leave it blank",
    "openness": "place the license in one of them",
    "board": "use one of these boards",
    "price_basis": "say whose price it is",
    "released_by": "write bound when only an upper bound is known, else leave it blank",
    "input_usd_per_mtok": _NO_PRICE,
    "cached_input_usd_per_mtok": "leave it blank if there is no price",
    "output_usd_per_mtok": _NO_PRICE,
}
_REMEDY_BY_TYPE: dict[Any, str] = {
    dt.date: "write the day as 2025-02-14, or leave it blank if unknown",
    float: "write a plain number with a decimal point, or leave it blank if unknown",
    int: "write a whole number, or leave it blank if unknown",
}

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
    "value_error": "{error}",
}


class CatalogError(TableError):
    """A table cannot be used; ``problems`` has every error, each with file, line and column."""


@dataclass(frozen=True)
class Table:
    """The valid rows of one file, ``lines[i]`` the line on which ``rows[i]`` ends, and what is wrong.

    ``cells`` are all rows as text, also the wrong ones. ``cut`` is the last line if no line break ends it.
    """

    file: str
    rows: list[Any] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cells: list[dict[str, str | None]] = field(default_factory=list)
    cut: int | None = None

    def __iter__(self) -> Iterator[tuple[Any, Callable[..., Problem]]]:
        """Give each row with a function that places a message on its line: ``place(column, message, level)``."""
        for row, line in zip(self.rows, self.lines, strict=True):
            yield row, partial(Problem, self.file, line)


Required = Callable[[list[str]], list[str]]  # the columns that a file must have, by those it has


def is_wrong(problems: Iterable[Problem]) -> bool:
    """Return whether one of the problems is an error."""
    return any(problem.level == "error" for problem in problems)


def read_rows(path: Path, row_type: type[CuratedRow]) -> Table:
    """Read and validate one file: the valid rows, and everything that is wrong."""
    return validated(path, read_files(path.parent, [path.name])[path.name], row_type)


def validated(path: Path, data: bytes | OSError, row_type: type[CuratedRow], required: Required | None = None) -> Table:
    """Validate the content of one file: the valid rows, and everything that is wrong."""
    parse = _parsed if isinstance(data, bytes) and len(data) <= _SMALL_FILE else _parsed.__wrapped__
    try:
        name = path.name if isinstance(data, bytes) else str(path)
        table = parse(readable(name, data), row_type, required, path.name)
    except TableError as error:
        return Table(path.name, problems=list(error.problems))
    return replace(table, problems=list(table.problems))  # what is added is of this table, the rest nobody changes


@lru_cache(maxsize=12)
def _parsed(data: bytes, row_type: type[CuratedRow], required: Required | None, file: str) -> Table:
    """Read one file, unless the same bytes were read right before: of a changed table most files stay the same."""
    text = decode(data, file)
    cut = None if text.endswith(("\n", "\r")) else len(re.findall(r"\r\n?|\n", text)) + 1
    table = Table(file, cut=cut)
    found = records(text, file, table.problems)
    plain = re.sub(r"[\r\n]", "", text).isprintable()
    lines = list[int]()
    for line, cells in found:
        if not table.columns:
            table.columns.extend(cells)
            needed = required(cells) if required else column_names(row_type)
            table.problems.extend(_column_problems(cells, row_type, needed, file))
            if is_wrong(table.problems):
                return table
        else:
            table.cells.append({k: v or None for k, v in zip(table.columns, cells, strict=True)})
            lines.append(line)
        if not plain:
            table.problems.extend(unseen(table.columns, cells, file, line))
        if len(table.problems) > MAX_PROBLEMS:
            break
    _validate(lines, row_type, table)
    if not table.rows and not is_wrong(table.problems):
        table.problems.append(Problem(file, None, None, "has a header and no row; add one line a row"))
    return table


def _column_problems(
    header: list[str], row_type: type[CuratedRow], required: Iterable[str], file: str
) -> list[Problem]:
    known = column_names(row_type)
    wrong = header_problems(header, file)
    at_header = partial(Problem, file, 1)
    if not set(header) & set(known):
        meant = {name: in_snake_case(name) for name in header if in_snake_case(name) in known}
        hint = "".join(f"; write {right} for {name!r}" for name, right in meant.items())
        shown = ", ".join(header)[:80]
        message = f"is no header of this table: {shown!r}{hint}; the columns are {', '.join(known)}"
        return wrong or [at_header(None, message)]
    for name in dict.fromkeys(header):
        if name and name not in known:
            message = (
                f"is not a column of this table{did_you_mean(name, known)}; it is read as it is, and no rule looks at "
                "it (frontier check --columns lists the columns)"
            )
            wrong.append(at_header(name, message, "warning"))
    for name in required:
        if name not in header:
            description = row_type.model_fields[field_of(row_type, name)].description
            wrong.append(at_header(name, f"is missing; add the column ({description})"))
    return wrong


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


@cache
def _adapter(row_type: type[CuratedRow]) -> TypeAdapter[list[CuratedRow]]:
    return TypeAdapter(list[row_type])  # type: ignore[valid-type]


def _validate(lines: list[int], row_type: type[CuratedRow], table: Table) -> None:
    """Add the valid rows to the table, and to its problems every value that is wrong."""
    known = [name for name in table.columns if name in column_names(row_type)]
    cells = table.cells
    if len(known) < len(table.columns):
        cells = [{name: row[name] for name in known} for row in cells]
    for start in range(0, len(cells), _AT_ONCE):
        some, places = cells[start : start + _AT_ONCE], lines[start : start + _AT_ONCE]
        bad = set[int]()
        try:
            table.rows.extend(_adapter(row_type).validate_python(some))
        except ValidationError as error:
            for e in error.errors(include_url=False):
                row, column = int(e["loc"][0]), str(e["loc"][1])
                message = _value_message(dict(e), row_type, column)
                table.problems.append(Problem(table.file, places[row], column, message))
                bad.add(row)
            good = [record for k, record in enumerate(some) if k not in bad]
            table.rows.extend(_adapter(row_type).validate_python(good))
        table.lines.extend(line for k, line in enumerate(places) if k not in bad)
        if len(table.problems) > MAX_PROBLEMS:
            break


def _value_message(error: dict[str, Any], row_type: type[CuratedRow], column: str) -> str:
    """Say what is allowed, what was got and what to do, for one pydantic error."""
    kind, got = error["type"], error["input"]
    if kind in ("missing", "none_required") or (got is None and kind.endswith("_type")):
        return "is blank, and must have a value"
    by_default = "must be a date as YYYY-MM-DD" if kind.startswith("date") else error["msg"]
    rule = _RULES.get(kind, by_default).format(**error.get("ctx", {}))
    core = core_type(row_type.model_fields[field_of(row_type, column)])
    remedy = _REMEDY.get(column) or _REMEDY_BY_TYPE.get(core, "")
    as_it_is = isinstance(got, int | float) or kind in ("greater_than", "greater_than_equal", "less_than_equal")
    return f"{rule}, got {got if as_it_is else repr(str(got)[:60])}" + (f"; {remedy}" if remedy else "")


def cell_problem(column: str, text: str) -> str | None:
    """Say what is wrong with a value of a column of models.csv, and what is allowed; None if nothing.

    Rules between columns are those of `check_models`.
    """
    try:
        _adapter(ModelRow).validate_python([{"model": "-", column: text.strip() or None}])
    except ValidationError as error:
        return next(_value_message(dict(e), ModelRow, column) for e in error.errors(include_url=False))
    return None
