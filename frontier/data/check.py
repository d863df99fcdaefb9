"""The files of a table together: read, checked, or refused with every problem at once."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from frontier.data import reader, rules, schema
from frontier.data.files import read_files
from frontier.data.offers import Steps, end_of, offer_of, price_steps
from frontier.data.reader import CatalogError, Problem, Table, TableError, errors_of, first_problems, validated
from frontier.feeds import sellers

# A file that says where its values come from, by so many of these columns, is a curated table and has every column.
_FEWEST_PROVENANCE = 3
_PROVENANCE = {"board", "elo_date", "price_date", "price_basis", "price_source"}


@dataclass(frozen=True)
class Catalog:
    """A checked set of files; a user's own list has no history."""

    models: Table
    problems: list[Problem]
    scores: Table | None
    prices: Table | None
    snapshots: Table | None

    @cached_property
    def current_scores(self) -> list[Any]:
        """The scores of models.csv, as rows of the history."""
        return [_dated(row, "scores", date=row.elo_date) for row in self.models.rows if row.elo is not None]

    @cached_property
    def all_scores(self) -> list[Any]:
        """Every dated score, the current ones included."""
        return [*(self.scores.rows if self.scores else ()), *self.current_scores]

    @cached_property
    def all_prices(self) -> list[Any]:
        """Every dated price once: those of the history, and those of now that are not in it.

        A list price ends no later than the day on which the model is retired.
        """
        rows = list(self.prices.rows) if self.prices else []
        known = set(map(offer_of, rows))
        priced = [row for row in self.models.rows if row.output_usd_per_mtok is not None]
        current = [_dated(row, "prices", from_=row.price_date) for row in priced]
        rows += [row for row in current if offer_of(row) not in known]
        ends = (end_of(row.price_basis, row.until, self.retired.get(row.model)) for row in rows)
        return [row._replace(until=end) for row, end in zip(rows, ends, strict=True)]

    @cached_property
    def steps(self) -> Callable[[str], Mapping[tuple[str, str], Steps]]:
        """The price of each model and basis through time, by which of several hosts counts."""
        return cache(partial(price_steps, self.all_prices))

    @cached_property
    def retired(self) -> dict[str, dt.date]:
        """The first day on which the maker no longer sells a model, of those that are known to be retired."""
        return {row.model: row.retired for row in self.models.rows if getattr(row, "retired", None)}

    @cached_property
    def now(self) -> dt.date:
        """The newest day of a score or a price, which is what "now" means: never the day on which it is read."""
        days: list[dt.date] = [row.date for row in (self.snapshots.rows if self.snapshots else ())]
        return max([*days, _newest_day(self.models, self.prices)])


def _dated(row: Any, table: str, **day: dt.date) -> Any:
    """Return the score or the price of a row of models.csv as a row of the history."""
    kind = reader.row_type(table)
    return kind(**{name: getattr(row, name, None) for name in kind._fields} | day)


def locate_models(path: str | Path | None) -> Path:
    """Return the models.csv of a path that may be its folder; of none, the shipped one."""
    file = sellers.tables_folder() / "models.csv" if path is None else Path(path)
    return file / "models.csv" if file.is_dir() else file


def beside(path: str | Path | None, name: str) -> Path:
    """Return a file beside a models.csv; that of the shipped tables, where there is none."""
    own = locate_models(path).with_name(name)
    return own if own.exists() else locate_models(None).with_name(name)


def is_curated(columns: Iterable[str]) -> bool:
    """Return whether a table says where its values come from, as the shipped one; then it must have every column."""
    columns = set(columns)
    return "model" in columns and len(_PROVENANCE & columns) >= _FEWEST_PROVENANCE


def _required_of_models(header: list[str]) -> list[str]:
    return schema.column_names("models") if is_curated(header) else ["model"]


def is_own_table(file: Path) -> bool:
    """Return whether a file is a user's own table, with columns that the shipped one does not have."""
    if file.suffix.lower() in (".parquet", ".json"):
        return True
    try:
        with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            header = next((row for row in csv.reader(islice(lines, 100)) if any(row)), [])
    except (OSError, csv.Error):
        return False  # said where it is read
    names = {cell.strip() for cell in header} - {""}
    if len(header) < 2 or not all(name.isprintable() and "\ufffd" not in name for name in names):
        return False
    return not names <= set(schema.column_names("models")) and not is_curated(names)


def _contents(file: Path, parts: Iterable[str]) -> dict[str, bytes | OSError]:
    """Read models.csv and what stands beside it, by the names of the files in its folder."""
    history = (file.parent / "history").is_dir()
    wanted = [schema.file_of(part) for part in parts if part in schema.BESIDE or history]
    return read_files(file.parent, [file.name, *wanted])


def load_catalog(path: str | Path | None, parts: Iterable[str] = schema.HISTORY) -> Catalog:
    """Read models.csv and the named parts of history/; raise CatalogError with all that is wrong."""
    file = locate_models(path)
    return _checked(file, tuple(_contents(file, parts).items()))


@lru_cache(maxsize=4)
def _checked(file: Path, contents: tuple[tuple[str, bytes | OSError], ...], today: dt.date | None = None) -> Catalog:
    """Validate what was read, unless the same bytes were found right before: nobody changes the rows."""
    catalog = _examined(file, dict(contents), today)
    if wrong := errors_of(catalog.problems):
        raise CatalogError(wrong)
    return catalog


def _examined(file: Path, contents: Mapping[str, bytes | OSError], today: dt.date | None = None) -> Catalog:
    """Return a table with all that is wrong or doubtful in it, also what was seen on a day after today.

    Rules between files are asked only once every file that is read is right in itself: a row that is refused would
    otherwise be missed by all that refer to it.
    """
    models = validated(file, contents[file.name], "models", _required_of_models)
    curated = is_curated(models.header)
    tables = dict[str, Table]()
    for part in (*schema.HISTORY, *schema.BESIDE) if curated or not models.header else ():
        data = contents.get(schema.file_of(part))
        if data is not None and not (part in schema.BESIDE and isinstance(data, FileNotFoundError)):
            tables[part] = validated(file.parent / schema.file_of(part), data, part)
    every = [models, *tables.values()]
    found = [problem for table in every for problem in table.problems]
    for table in every if curated else ():
        if table.cut is not None:
            message = "ends inside its last line, without a line break; was it cut? Look at that line, then end it"
            found.append(Problem(table.file, table.cut, None, message))
    found += _broken_rules(models, {} if errors_of(found) else tables, curated=curated)
    found += rules.clock_rules(every, today) if today and curated else ()
    files = list(dict.fromkeys(table.file for table in every))
    found.sort(key=lambda p: (files.index(p.file) if p.file in files else -1, p.line or 0))
    return Catalog(models, **{part: tables.get(part) for part in schema.HISTORY}, problems=first_problems(found))


def _broken_rules(models: Table, tables: Mapping[str, Table], *, curated: bool) -> Iterator[Problem]:
    scores, prices, snapshots = map(tables.get, schema.HISTORY)
    steps = price_steps(prices.rows if prices else (), "stay")
    yield from rules.model_rules(models, scores.rows if scores else [], curated=curated)
    yield from rules.amount_rules(models.rows, prices.rows if prices else [])
    if scores and snapshots:
        yield from rules.score_rules(models, scores, snapshots)
    elif curated:
        yield from rules.lonely_rules(models.rows)
    if prices:
        yield from rules.price_rules(models, prices, steps, _newest_day(models, prices))
    if scores and prices:
        yield from rules.mention_rules(models, scores, prices)
    yield from rules.name_rules(models, tables)
    yield from rules.run_rules(models, tables, steps)


def _newest_day(models: Table, prices: Table | None) -> dt.date:
    """Return the newest day of a table: of a score or a price of now, or on which a price was seen."""
    days = [day for row in models.rows for day in (row.elo_date, row.price_date) if day is not None]
    days += [row.from_ for row in (prices.rows if prices else ()) if row.observed]
    return max(days, default=dt.date.min)


def check_contents(file: Path, contents: Mapping[str, bytes | OSError]) -> list[Problem]:
    """Return what would be doubtful if the files of a table had these contents; raise CatalogError with all errors."""
    return list(_checked(file, tuple(contents.items()), dt.date.today()).problems)


def check_models(path: str | Path | None = None) -> list[Problem]:
    """Report everything that is wrong or doubtful in a table, and in the files beside it.

    Parameters
    ----------
    path : path, optional
        A models.csv, or the folder that holds it; the shipped table if not given. A file with fewer columns
        and no history/ beside it is checked as the user's own list.

    Returns
    -------
    list of Problem
        Each with file, line, column, a message that says what is allowed and what to do, and its ``level``: an "error"
        is refused when the table is loaded, or was seen on a day after today; a "warning" may be right and rarely is.
        ``str(problem)`` reads ``models.csv:42: output_usd_per_mtok: must be > 0, got -2``.

    Examples
    --------
    >>> import frontier
    >>> [problem for problem in frontier.check_models() if problem.level == "error"]
    []
    """
    file = locate_models(path)
    if is_own_table(file):
        return first_problems(list(_own_table_problems(file)))
    return list(_examined(file, _contents(file, (*schema.HISTORY, *schema.BESIDE)), dt.date.today()).problems)


def _own_table_problems(file: Path) -> Iterator[Problem]:
    """Report why a user's own table cannot be read, and what in it may be a slip."""
    try:
        table = reader.read_table(file)
    except TableError as error:
        yield from error.problems
        return
    known = schema.column_names("models")
    for column in table.columns:
        ours = reader.in_snake_case(column)
        if column not in known and ours in known and ours not in ("model", "name"):
            hint = f"is not {ours}; write it so where it means the same as in frontier check --columns"
            yield Problem(file.name, 1, column, hint, "warning")
    first = str(table.columns[0])
    alone = table[first].notna() & table.drop(columns=first).isna().all(axis=1) & (len(table.columns) > 1)
    for row, text in table.loc[alone, first].items():
        message = f"{str(text)[:60]!r} has no value in any other column; is it a footnote?"
        yield Problem(file.name, int(str(row)), first, message, "warning")
    for name, cells in table.select_dtypes(object).items():
        for row, text in cells.dropna().drop_duplicates().items():
            for problem in reader.unseen([str(name)], [str(text)], file.name, int(str(row))):
                yield replace(problem, level="warning")
