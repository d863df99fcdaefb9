"""Write what an update found into the table."""

from __future__ import annotations

import datetime as dt

from frontier.data.edit import PRICE_COLUMNS, SCORE_COLUMNS, SNAPSHOTS, Tables
from frontier.update.compare import Update
from frontier.update.newcomers import _ONLY_OPEN, _cell

_DATASET_LICENCE = "CC-BY-4.0 (the official dataset)"


_LEFT_OUT = "left out, to be looked up: "


def apply_update(tables: Tables, update: Update) -> list[str]:
    """Make the changes of an update in tables that are open to change. Nothing is saved.

    Parameters
    ----------
    tables : Tables
        From `frontier.edit.editing`; the table that was compared.
    update : Update
        From `compare_feeds`.

    Returns
    -------
    list of str
        What could not be changed and why, one line each; the rest was.

    Raises
    ------
    ValueError
        If the table is somebody's own list, which has no history/; if the scores cannot be taken as a snapshot: of
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
    boards = [called for called, feed in update.feeds.items() if feed.scores]
    added = set[str]()
    for about in update.newcomers.to_dict("records"):
        model = str(about["model"])
        if not about["lacking"]:
            if tables.row(model) is None:
                values = {str(k): _cell(value) for k, value in about.items() if k != "lacking"}
                note = _ONLY_OPEN if about["license"] == "open weights, terms unknown" else ""
                tables.add_model(values | {"note": note})
            added.add(model)
    if boards:
        _write_scores(tables, update, boards[0], added)
    return _write_prices(tables, update, added)


def _write_scores(tables: Tables, update: Update, called: str, added: set[str]) -> None:
    feed = update.feeds[called]
    day = update.days[called]
    assert day is not None  # it would have been refused
    rows = update.score_rows(called)
    gone = set(rows.loc[rows["what"] == "delisted", "model"])
    held = list(dict.fromkeys(rows.loc[rows["held"] != "", "model"]))
    listed = list(update.models["model"])
    old = tables.snapshot()
    before = old["note"]
    if old["date"] == day.isoformat():
        line = old
    else:
        scores = {row["model"]: {k: row[k] for k in SCORE_COLUMNS} for row in tables.models if row["elo"]}
        tables.end_snapshot()
        for model in listed:
            row = tables.row(model)
            if row is not None and model not in gone and model not in held:
                row |= scores[model] | {"elo_date": day.isoformat(), "board": old["board"]}
        line = dict.fromkeys(old, "") | {
            "date": day.isoformat(),
            "board": old["board"],
            "source": _cell(feed.source or called),
            "licence": _DATASET_LICENCE if feed.kind == "arena-dataset" else "none stated (facts only)",
        }
        tables.history(SNAPSHOTS).append(line)
    for model, column, new in rows.loc[rows["held"] == "", ["model", "column", "new"]].to_numpy():
        row = tables.row(model)
        if row is not None and model not in gone and (model in added or model in listed):
            row |= {column: _cell(round(new, 2)), "elo_date": day.isoformat(), "board": line["board"]}
    line["models"] = str(sum(bool(row["elo"]) for row in tables.models))
    there = {record.name for record in feed.scores}
    unread = [problem.name for problem in feed.problems if problem.name not in there]  # of a price it may say something
    names = list(dict.fromkeys(map(_cell, [*held, *unread])))
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    said = line["note"].partition(_LEFT_OUT)[0].rstrip("; ")
    line["note"] = "; ".join(filter(None, (said, f"{_LEFT_OUT}{', '.join(names[:20])}{more}" if names else "")))
    if names or _LEFT_OUT in before or line is not old:
        line["coverage"] = "partial" if names else "full"


def _write_prices(tables: Tables, update: Update, added: set[str]) -> list[str]:
    problems, written = list[str](), update.written
    tables_of = (update.models, update.unlisted, update.newcomers)
    ours = {str(row["model"]): row for one in tables_of for row in one.to_dict("records")}
    today = dt.date.today().isoformat()
    for model, rows in written[written["column"].isin(PRICE_COLUMNS)].groupby("model", sort=False):
        name, first = str(model), rows.iloc[0]
        if tables.row(name) is None or (first["what"] == "new" and name not in added):
            continue
        day, basis = first["date"].date().isoformat(), str(first["basis"])
        if day > today:
            problems.append(f"{name}: the price is of {day}, a day to come")
            continue
        known = tables.priced(name, basis)
        if known and max(known) >= day:
            problems.append(f"{name}: the table has another {basis} price of {max(known)}, and this is of {day}")
            continue
        new = dict(zip(rows["column"], rows["new"], strict=True))
        # what a price of the same basis leaves as it was
        same = ours[name] if ours[name]["price_basis"] == basis else {}
        values = {k: _cell(new[k] if k in new else same.get(k)) for k in PRICE_COLUMNS}
        values |= {"price_date": day, "price_basis": basis, "price_source": _cell(first["source"])}
        tables.change_price(name, values)
    return problems
