"""Changes of the tables: values move to history/, rows find their place, and what is wrong is not written.

Cells are text, so that what is not changed stays as it was written. A change is checked as a whole before it is made.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import takewhile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from frontier.data.check import check_contents, load_catalog, locate_models
from frontier.data.files import WAIT_SECONDS, locked, read_files, replace_files
from frontier.data.offers import end_of, price_steps, prices_in_force
from frontier.data.reader import Problem, Table, cell_problem, read_rows
from frontier.data.schema import (
    HISTORY,
    PRICE_BASES,
    PRICE_COLUMNS,
    PRICE_FACTS,
    SCORE_COLUMNS,
    column_names,
    file_of,
)
from frontier.words.spelling import did_you_mean, readable_name

SCORES, PRICES, SNAPSHOTS = map(file_of, HISTORY)

NOES = file_of("refused")

NUMBERS = (*SCORE_COLUMNS, *PRICE_COLUMNS, "training_flop")


@cache
def price_words() -> dict[str, str]:
    """Return the words of a price on the command line, and what they are in history/prices.csv."""
    columns = column_names("prices")
    return {c.removeprefix("price_").removesuffix("_usd_per_mtok"): c for c in columns if c != "model"}


FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins so

_SORT_KEYS = {
    SCORES: lambda row: (row["date"], row["board"], -float(row["elo"]), row["model"]),
    PRICES: lambda row: (row["model"], row["from"], row["price_basis"]),
    SNAPSHOTS: lambda row: (row["date"], row["board"]),
    NOES: lambda row: (row["model"], row["name"]),
}

Row = dict[str, str]


def is_safe(text: str) -> bool:
    """Return whether a text can stand in a cell: nothing that a spreadsheet runs or a terminal obeys."""
    return text.isprintable() and not text.startswith(FORMULA)


_UNSAFE = "may neither begin with = + - @ nor hold what cannot be printed"


class Tables:
    """The files of a table, open to change; made by `editing`."""

    def __init__(self, file: Path) -> None:
        catalog = load_catalog(file)
        tables = {file.name: catalog.models} | {file_of(part): getattr(catalog, part) for part in HISTORY}
        tables = {name: table for name, table in tables.items() if table is not None}
        self.file = file
        self._columns = {name: table.header for name, table in tables.items()}
        self._before = {n: [dict(zip(t.header, row, strict=True)) for row in t.cells] for n, t in tables.items()}
        self._rows = {name: [dict(row) for row in rows] for name, rows in self._before.items()}
        self.models = self._rows[file.name]
        self.curated = SNAPSHOTS in self._rows
        self.doubts: list[Problem] = []

    def row(self, model: str) -> Row | None:
        """Return the row of a model, to read or change."""
        return next((row for row in self.models if row["model"] == model), None)

    def history(self, name: str) -> list[Row]:
        """Return the rows of a file of history/, to read or add to."""
        return self._rows[name]

    def snapshot(self) -> Row:
        """Return the line of history/snapshots.csv of which the scores in models.csv are; raise ValueError if none."""
        day = next(((row["elo_date"], row["board"]) for row in self.models if row["elo"]), None)
        if day is None:
            raise ValueError(f"{self.file.name} has no score, so that there is no snapshot to add to")
        return next(row for row in self.history(SNAPSHOTS) if (row["date"], row["board"]) == day)

    def add_model(self, values: Mapping[str, str]) -> Row:
        """Add a model; one without a name gets one that is made from its key, as those of the others are."""
        row = dict.fromkeys(self._columns[self.file.name], "") | dict(values)
        if "name" in row and not row["name"]:
            row["name"] = readable_name(row["model"], {other["model"]: other["name"] for other in self.models})
        self.models.append(row)
        return row

    def complete(self, values: Mapping[str, str]) -> Row:
        """Return the values of a new model with what follows from them and the table.

        Parameters
        ----------
        values : mapping of str to str
            Column to text, ``model`` among them.

        Returns
        -------
        dict of str to str
            Also the maker's country and the openness of the license, where another model has them, and of a score the
            day and board of the table's snapshot. What was given stays as it is.

        Raises
        ------
        ValueError
            If a column is none of the table's, or a text begins as a formula or cannot be printed; all that is wrong at
            once. Whatever else is wrong, ``save`` refuses.
        """
        columns, row = self._columns[self.file.name], {k: v.strip() for k, v in values.items() if v.strip()}
        hints = {c: did_you_mean(c, columns) for c in row if c not in columns}
        wrong = [f"{c!r} is not a column of {self.file.name}{hint}" for c, hint in hints.items()]
        wrong += [f"{k} is {v!r}, and {_UNSAFE}" for k, v in row.items() if k not in NUMBERS and not is_safe(v)]
        if wrong:
            raise ValueError("; ".join(wrong))
        for given, column in (("organization", "country"), ("license", "openness")):
            if column in columns and given in row:
                known = (other[column] for other in self.models if other[given] == row[given] and other[column])
                row.setdefault(column, next(known, ""))
        if self.curated and "elo" in row:
            snapshot = self.snapshot()
            row.setdefault("elo_date", snapshot["date"])
            row.setdefault("board", snapshot["board"])
        return row

    def add_listed(self, values: Mapping[str, str]) -> Row:
        """Add a model whose values are complete; one with a score is one more of the table's snapshot."""
        row = self.add_model(values)
        self._record([row])
        if self.curated and row["elo"]:
            line = self.snapshot()
            line["models"] = str(int(line["models"]) + 1)
        return row

    def end_snapshot(self) -> None:
        """Move the scores of models.csv to history/."""
        for row in self.models:
            if row["elo"]:
                moved = {"date": row["elo_date"], **{k: row[k] for k in ("board", "model", *SCORE_COLUMNS)}}
                self.history(SCORES).append(moved | {"interval_date": ""})
            row |= dict.fromkeys((*SCORE_COLUMNS, "elo_date", "board"), "")

    def refuse(self, noes: Iterable[Row]) -> None:
        """Remember in refused.csv what a person said no to."""
        file = self.file.with_name(NOES)
        table = read_rows(file, "refused") if file.exists() else Table(NOES, column_names("refused"))
        self._columns[NOES] = table.header
        self._before[NOES] = [dict(zip(table.header, row, strict=True)) for row in table.cells]
        self._rows[NOES] = [*self._before[NOES], *noes]

    def change_price(self, model: str, values: Mapping[str, str]) -> None:
        """Give a model another price; the one it had stays in history/, and the new one is recorded there."""
        row = self.row(model)
        assert row is not None
        self._record([row])
        row |= dict.fromkeys((*PRICE_COLUMNS, "price_date", *PRICE_FACTS), "") | dict(values)
        self._record([row])

    def end_offer(self, model: str, host: str, day: str) -> None:
        """End the newest price of a host on a day, as the list that had it no longer has it."""
        newest = max(self._dated(model, "host", host), key=lambda row: row["from"])
        newest |= {"until": day, "ended": "withdrawn"}

    def _record(self, rows: list[Row]) -> None:
        """Write the prices of rows of models.csv to history/, if they are not there."""
        history = self._rows.get(PRICES, [])
        known = {(old["model"], old["price_basis"], old["host"], old["from"]) for old in history}
        for row in rows if self.curated else ():
            offer = (row["model"], row["price_basis"], row["host"], row["price_date"])
            if row["output_usd_per_mtok"] and offer not in known:
                dated = {"model": row["model"], "from": row["price_date"], "until": "", "ended": ""}
                history.append(dated | {k: row[k] for k in (*PRICE_COLUMNS, *PRICE_FACTS)})

    def add_price(self, model: str, values: Mapping[str, str], *, today: dt.date) -> list[str]:
        """Record one price, and show it in models.csv if it is the one in force.

        Parameters
        ----------
        model : str
            The key of a model of the table.
        values : mapping of str to str
            By the words of `price_words`; ``output``, ``from`` and ``source`` must be there, ``basis`` is list if not.
        today : date
            A price from a later day is announced: it stands in history/ until the table has a newer day.

        Returns
        -------
        list of str
            What was done, in sentences.

        Raises
        ------
        ValueError
            If the model or a word is not known, something is missing or wrong, or there is a price of that seller and
            day; all that is wrong at once.
        """
        new = {k: v.strip() for k, v in values.items() if v.strip()}
        row = self._priceable(model, new)
        self._record([row])
        basis = new.setdefault("basis", "list")
        for old in self._dated(model, basis, new.get("host", "")):
            if old["from"] == new["from"]:
                raise ValueError(
                    f"{model!r} has a {new.get('host', basis)} price from {new['from']}, output "
                    f"{old['output_usd_per_mtok']}; a correction is an edit of {PRICES}, and of {self.file.name} "
                    "where it stands there too"
                )
        dated = dict.fromkeys(self._columns[PRICES], "") | {"model": model}
        columns = price_words()
        dated |= {columns[word]: text for word, text in new.items()}
        self.history(PRICES).append(dated)
        words = ("input", "cached_input", "output")
        amounts = ", ".join(f"{word} {dated[columns[word]] or 'not known'}" for word in words)
        said = f"{PRICES}: {model}: {basis} price from {new['from']}: {amounts}"
        now = self._newest_day()
        if new["from"] > max(now, today.isoformat()):
            return [said, f"announced: takes effect on {new['from']}, {self.file.name} stays as it is until then"]
        day = max(now, new["from"])
        chosen = self._in_force(day).get(model)
        if chosen is not dated:
            of = (chosen["host"] or chosen["price_basis"]) if chosen else ""
            other = f"the {of} price from {chosen['from']}" if chosen else "no price"
            return [said, f"{self.file.name} stays as it is: {other} is the one in force"]
        was = f"was {row['output_usd_per_mtok']} ({row['price_basis']} from {row['price_date']}, in {PRICES})"
        old_price = was if row["price_basis"] else "had no price"
        self._show(row, dated)
        return [said, f"{self.file.name}:{self.place(model)}: output {new['output']}, {old_price}"]

    def _priceable(self, model: str, new: Mapping[str, str]) -> Row:
        """Return the row of a model to which a price can be added; raise ValueError with all that is wrong."""
        row = self.row(model)
        wrong = [] if self.curated else [f"{self.file} has no history/ beside it; write the price into the file"]
        if row is None:
            known = did_you_mean(model, (other["model"] for other in self.models))
            wrong.append(f"{model!r} is no model of {self.file.name}{known}; frontier add takes a new one")
        columns = price_words()
        unknown = [word for word in new if word not in columns]
        wrong += [f"{k!r} is none of {', '.join(columns)}{did_you_mean(k, columns)}" for k in unknown]
        wrong += [f"{k}=... is missing" for k in ("output", "from", "source") if k not in new]
        for word, text in new.items():
            problem = cell_problem(columns.get(word, "note"), text)
            wrong += [f"{word}: {problem}"] if problem else []
        wrong += [f"{word} {_UNSAFE}" for word in ("source", "host") if not is_safe(new.get(word, ""))]
        if wrong or row is None:
            raise ValueError("; ".join(wrong))
        return row

    def _newest_day(self) -> str:
        """Return what is now in this table, as the text of a day."""
        days = [row[column] for row in self.models for column in ("elo_date", "price_date")]
        return max([*days, *(row["from"] for row in self._rows.get(PRICES, ()) if row["observed"])], default="")

    def _in_force(self, day: str) -> dict[str, Row]:
        """Return the price of each model on a day, of the best basis that has one."""
        retired = {row["model"]: row.get("retired", "") for row in self.models}
        dated = [row for row in self._rows.get(PRICES, ()) if _day(row["from"])]
        offers = (_offer(row, retired.get(row["model"], "")) for row in dated)
        found = prices_in_force(price_steps(offers, "stay"), _day(day) or dt.date.min, PRICE_BASES)
        return {model: offer.row for model, offer in found.items()}

    @staticmethod
    def _show(row: Row, dated: Row | None) -> None:
        """Write a price of the history into a row of models.csv, or that there is none."""
        row |= {k: dated[k] if dated else "" for k in (*PRICE_COLUMNS, *PRICE_FACTS)}
        row["price_date"] = dated["from"] if dated else ""

    def _settle_prices(self) -> None:
        """Record every price of models.csv in history/, and show there those that are in force now."""
        if not self.curated:
            return
        self._record(self.models)
        in_force = self._in_force(self._newest_day())
        for row in self.models if PRICES in self._rows else ():
            now = in_force.get(row["model"])
            shown = (row["price_basis"], row["host"], row["price_date"])
            if shown != ((now["price_basis"], now["host"], now["from"]) if now else ("", "", "")):
                self._show(row, now)  # a correction of the price that is shown stays

    def _dated(self, model: str, basis: str, host: str) -> list[Row]:
        offer = (model, basis, host)
        return [row for row in self.history(PRICES) if (row["model"], row["price_basis"], row["host"]) == offer]

    def priced(self, model: str, basis: str, host: str) -> list[str]:
        """Return the days from which prices of a model, basis and host are known."""
        days = [row["from"] for row in self._dated(model, basis, host)]
        row = self.row(model)
        return [*days, row["price_date"]] if row and (row["price_basis"], row["host"]) == (basis, host) else days

    def save(self) -> list[str]:
        """Check the tables as they are now and replace the files that changed, all or none.

        Returns
        -------
        list of str
            The files that were replaced; ``doubts`` has the warnings that there were none of before.

        Raises
        ------
        CatalogError
            If something would be wrong, with every problem at once; nothing is written then.
        OSError
            If a file cannot be written; nothing is replaced then.
        """
        self._settle_prices()
        changed = {n: self._text(n, rows) for n, rows in self._rows.items() if rows != self._before[n]}
        if changed:
            old = read_files(self.file.parent, self._rows)
            self.doubts = check_contents(self.file, {**old, **changed})
            if self.doubts:
                said = {(one.file, one.column, one.message) for one in check_contents(self.file, old)}
                self.doubts = [one for one in self.doubts if (one.file, one.column, one.message) not in said]
            replace_files(self.file.parent, changed)
        return list(changed)

    def place(self, model: str) -> int:
        """Return the line of models.csv on which a model stands once it is saved."""
        before = list(takewhile(lambda row: row["model"] != model, self._ordered(self.file.name, self.models)))
        return 2 + len(before) + sum(text.count("\n") for row in before for text in row.values())

    def _ordered(self, name: str, rows: list[Row]) -> list[Row]:
        """Return rows in the order of their file; models by score, and those without one by name."""
        if name == self.file.name:
            return sorted(rows, key=_by_score) if self.curated else rows
        return sorted(rows, key=_SORT_KEYS[name])

    def _text(self, name: str, rows: list[Row]) -> bytes:
        known = column_names("models") if name == self.file.name else self._columns[name]
        columns = [column for column in known if column in self._columns[name]]
        out = io.StringIO()
        extra = [column for row in rows for column in row if column not in columns]
        writer = csv.DictWriter(out, [*columns, *dict.fromkeys(extra)], restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self._ordered(name, rows))
        return out.getvalue().encode()


def _number(text: str) -> float:
    try:
        return float(text or "nan")
    except ValueError:  # said by the check
        return math.nan


def _offer(row: Row, retired: str) -> Any:
    """Return a row of history/prices.csv with its seller, days and amounts, as `Catalog.all_prices` has them."""
    amounts = {column: _number(row[column]) for column in PRICE_COLUMNS}
    seller = {"model": row["model"], "price_basis": row["price_basis"], "host": row["host"] or None}
    until = end_of(row["price_basis"], _day(row["until"]), _day(retired))
    return SimpleNamespace(row=row, from_=_day(row["from"]), until=until, **seller, **amounts)


def _day(text: str) -> dt.date | None:
    """Return a day that a cell gives; None for a blank cell, or one that is refused when the table is saved."""
    with contextlib.suppress(ValueError):
        return dt.date.fromisoformat(text)
    return None


def _by_score(row: Row) -> tuple[bool, float, str]:
    score = _number(row["elo"])
    return (score != score, -score if score == score else 0.0, row["model"])


@contextlib.contextmanager
def editing(path: str | Path | None = None, *, wait: float = WAIT_SECONDS) -> Iterator[Tables]:
    """Open a table to change it, and keep others from doing so meanwhile.

    Parameters
    ----------
    path : path, optional
        A models.csv or the folder that holds it; the shipped table if not given.
    wait : float
        Seconds to wait for another process that changes it.

    Yields
    ------
    Tables
        The table; nothing is written before its ``save()``.

    Raises
    ------
    CatalogError
        If the table is wrong as it is.
    BusyError
        If another process still changes it after that time.
    OSError
        If its folder cannot be written.
    """
    file = locate_models(path)
    if not file.exists():
        load_catalog(path)  # says what is missing, and leaves no lock
    with locked(file.parent, wait=wait):
        yield Tables(file)
