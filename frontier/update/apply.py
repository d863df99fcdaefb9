"""Write what an update found into the table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from frontier.data.edit import SCORES, SNAPSHOTS, Row, Tables
from frontier.data.schema import PRICE_COLUMNS, SCORE_COLUMNS
from frontier.feeds.records import Feed
from frontier.update.compare import Update
from frontier.update.differences import SCORE
from frontier.update.newcomers import TERMS_UNKNOWN, cell_of
from frontier.update.prices import in_force

_ONLY_OPEN = "license text not found, the board says only open: cautious tier"

_DATASET_LICENSE = "CC-BY-4.0 (the official dataset)"

_LEFT_OUT, _MOST_LEFT_OUT = "left out, to be looked up: ", 20


def apply_update(tables: Tables, update: Update) -> list[str]:
    """Make the changes of an update in tables that are open to change. Nothing is saved.

    Parameters
    ----------
    tables : Tables
        From `frontier.data.edit.editing`; the table that was compared.
    update : Update
        From `compare_feeds`.

    Returns
    -------
    list of str
        What could not be changed and why, one line each; the rest was.

    Raises
    ------
    ValueError
        If the table is a user's own list, which has no history/; if the scores cannot be taken as a snapshot: of
        several leaderboards, of no day, of the table's own day and different, or only of a part of the table's models.

    Notes
    -----
    A leaderboard of a later day becomes the newest snapshot: the scores of the one before move to history/ as they
    stand. A price that changed moves there too, and holds until the day of its successor. What is held back is left as
    it is; a score that is held back is missing in the new snapshot, which is then partial.
    """
    if not tables.curated:
        raise ValueError(f"{tables.file} has no history/ beside it, so replaced values would be lost; edit it by hand")
    wrong = update.refused()
    if wrong:
        raise ValueError("; ".join(wrong))
    added = set[str]()
    for about in update.newcomers[update.newcomers["lacking"] == ""].to_dict("records"):
        model = str(about["model"])
        if tables.row(model) is None:
            values = {str(k): cell_of(value) for k, value in about.items() if k != "lacking"}
            tables.add_model(values | {"note": _ONLY_OPEN if about["license"] == TERMS_UNKNOWN else ""})
        added.add(model)
    for called, feed in update.feeds.items():
        if feed.scores:
            _write_scores(tables, update, called, added)
    return _write_prices(tables, update, added)


def refusals(feeds: Mapping[str, Feed], noes: Mapping[str, str], why: str, day: dt.date | None = None) -> list[Row]:
    """Return what refused.csv remembers of a person's noes.

    Parameters
    ----------
    feeds : mapping of str to Feed
        The price lists.
    noes : mapping of str to str
        Model to name: none of the prices that the lists have under this name is one of this model.
    why : str
        The reason.
    day : date, optional
        The day for which dated prices are taken; if not given that of each list.

    Returns
    -------
    list of dict
        A line for each price in force of each name, in the columns of refused.csv.

    Raises
    ------
    ValueError
        If a name is in no price list, with every such name.
    """
    prices = {called: in_force(feed, day or feed.as_of or dt.date.max) for called, feed in feeds.items()}
    lines = [
        {"model": model, "name": name} | {column: cell_of(getattr(price, column)) for column in PRICE_COLUMNS}
        for model, name in noes.items()
        for own in prices.values()
        for price in own.get(name, ())
    ]
    wrong = [repr(name) for name in noes.values() if not any(name in own for own in prices.values())]
    if wrong:
        raise ValueError(f"refuse: {', '.join(wrong)} is no name of a price list")
    return [line | {"reason": why} for k, line in enumerate(lines) if line not in lines[:k]]


def _write_scores(tables: Tables, update: Update, called: str, added: set[str]) -> None:
    feed, rows, day = update.feeds[called], update.score_rows(called), update.days[called]
    assert day is not None  # it would have been refused
    held = list(dict.fromkeys(rows.loc[rows["held"] != "", "model"]))
    gone = set(rows.loc[rows["what"] == "delisted", "model"])
    listed = set(update.models["model"]) - gone
    line = old = tables.snapshot()
    was_partial = _LEFT_OUT in old["note"]
    if old["date"] != day.isoformat():
        line = _next_snapshot(tables, old, day, feed, called, listed - set(held))
    for model, column, new in rows.loc[rows["held"] == "", ["model", "column", "new"]].to_numpy():
        row = tables.row(model)
        if row is not None and (model in listed or model in added - gone):
            row |= {column: cell_of(round(new, 2)), "elo_date": day.isoformat(), "board": line["board"]}
    line["models"] = str(sum(bool(row[SCORE]) for row in tables.models))
    names = _left_out(feed, held)
    more = f" and {len(names) - _MOST_LEFT_OUT} more" if len(names) > _MOST_LEFT_OUT else ""
    note = line["note"].partition(_LEFT_OUT)[0].rstrip("; ")
    left_out = f"{_LEFT_OUT}{', '.join(names[:_MOST_LEFT_OUT])}{more}" if names else ""
    line["note"] = "; ".join(filter(None, (note, left_out)))
    if names or was_partial or line is not old:
        line["coverage"] = "partial" if names else "full"


def _next_snapshot(tables: Tables, old: Row, day: dt.date, feed: Feed, called: str, kept: set[str]) -> Row:
    """Move the scores of the table to history/, begin a snapshot with those of the kept models; return its line."""
    scores = {row["model"]: {k: row[k] for k in SCORE_COLUMNS} for row in tables.models if row[SCORE]}
    tables.end_snapshot()
    for row in tables.models:
        if row["model"] in kept:
            row |= scores[row["model"]] | {"elo_date": day.isoformat(), "board": old["board"]}
    line = dict.fromkeys(old, "") | {
        "date": day.isoformat(),
        "board": old["board"],
        "source": cell_of(feed.source or called),
        "license": _DATASET_LICENSE if feed.kind == "arena-dataset" else "none stated (facts only)",
    }
    for part in (SCORES, SNAPSHOTS):  # a partial copy of the same board and day
        rows = tables.history(part)
        rows[:] = [row for row in rows if (row["date"], row["board"]) != (line["date"], line["board"])]
    tables.history(SNAPSHOTS).append(line)
    return line


def _left_out(feed: Feed, held: list[str]) -> list[str]:
    """Return the models whose score is held back, and the names of the rows that could not be read."""
    there = {record.name for record in feed.scores}
    unread = [problem.name for problem in feed.problems if problem.name not in there]  # of a price it may say something
    return list(dict.fromkeys(map(cell_of, [*held, *unread])))


def _write_prices(tables: Tables, update: Update, added: set[str]) -> list[str]:
    problems, written = list[str](), update.written
    ours = {str(row["model"]): row for row in update.priced.to_dict("records")}
    today = dt.date.today().isoformat()
    for model, rows in written[written["column"].isin(PRICE_COLUMNS)].groupby("model", sort=False):
        name, first = str(model), rows.iloc[0]
        if tables.row(name) is None or (first["what"] == "new" and name not in added):
            continue
        day, basis, host = first["date"].date().isoformat(), str(first["basis"]), cell_of(first["host"])
        last = max(tables.priced(name, basis, host), default="")
        if first["observed"] and update.days[first["feed"]] is None:
            problems.append(f"{name}: {first['feed']} does not state its day; give it (--as-of)")
        elif day > today:
            problems.append(f"{name}: the price is of {day}, which is in the future")
        elif last >= day:
            problems.append(f"{name}: the table has another {basis} price of {last}, and this is of {day}")
        else:
            new = dict(zip(rows["column"], rows["new"], strict=True))
            # what a price of the same basis leaves as it was
            same = ours[name] if ours[name]["price_basis"] == basis else {}
            values = {k: cell_of(new[k] if k in new else same.get(k)) for k in PRICE_COLUMNS}
            values |= {"price_date": day, "price_basis": basis, "price_source": cell_of(first["source"])}
            values |= {"host": host, "observed": cell_of(bool(first["observed"]))}
            tables.change_price(name, values)
    return problems
