"""The files of a table together: read, checked, or refused with every problem at once."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path

from frontier.data import rules
from frontier.data.files import read_files
from frontier.data.parse import MAX_PROBLEMS, CatalogError, Problem, _checked, _lower, _Table, _unseen, _wrong
from frontier.data.reader import TableError, read_table
from frontier.data.schema import _ALIASES, _HISTORY, AliasRow, ModelRow, PriceRow, ScoreRow, _names
from frontier.frames.boards import PRICE_COLUMNS

# A file that says where its values come from, by so many of these columns, is a curated table and has every column.
_FEWEST_PROVENANCE = 3


_PROVENANCE = {"board", "elo_date", "price_date", "price_basis", "price_source"}


def _required_of_models(header: list[str]) -> list[str]:
    return _names(ModelRow) if _has_provenance(header) else ["model"]


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
        same = ("model", *PRICE_COLUMNS, "price_basis", "price_source")
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


def _data_folder() -> Path:
    """Where the shipped tables are: inside the installed package, or beside it in the source tree."""
    package = Path(__file__).resolve().parent
    for folder in (package / "tables", package.parent.parent / "data"):
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
