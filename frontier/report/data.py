"""What the page of a table shows, as JSON has it."""

from __future__ import annotations

import contextlib
import math
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from frontier.claims.check import check_claims, tally
from frontier.data.tables import load_models, load_prices, load_scores, load_snapshots
from frontier.frames.boards import PRICE_COLUMNS, TASKS, bases_in_words, is_elo, task_of
from frontier.frames.columns import Floats, as_table, column_of, days_of, labels_of, values_of, why_excluded
from frontier.frames.costs import currency
from frontier.frames.frontier import Frontier, find_frontier
from frontier.frames.gap import gap_history, open_gap
from frontier.frames.intervals import Interval
from frontier.frames.openness import DOWNLOADABLE, TIER_NAMES, is_open
from frontier.frames.prices import price_decline, price_points, price_records
from frontier.words.headlines import summary
from frontier.words.names import cost_word
from frontier.words.numbers import decimals
from frontier.words.sources import price_changes, price_sources_in_words

IDENTITY = (
    "model", "name", "organization", "country", "license", "openness", "released", "released_by", "retired",
)  # fmt: skip
NUMBERS = (
    "elo", "elo_lower", "elo_upper", "votes", "input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok",
)  # fmt: skip
OF_CURATED = {"model", "elo_date", "board", "price_date", "price_basis", "price_source"}
OF_GAP = (
    "date", "board", "coverage", "gap", "gap_low", "gap_high", "win_rate", "best_proprietary", "best_open",
    "price_ratio", "lag_backward_months", "lag_at_least",
)  # fmt: skip
# The page shows what these models' qualities cost. Each of them was the best model for a time.
QUALITIES = ("gpt-4-0314", "gpt-4o-2024-05-13", "o1-2024-12-17", "deepseek-r1")
TIER_WORDS = {"osi": "open source", "commercial": "open, commercial use", "noncommercial": "open, not commercial"}
MOST_ROWS = 10_000  # a browser draws each row of a table


def report_data(
    data: Any = None, *, price_basis: str | Sequence[str] = ("list", "host"), hosts: str = "stay", **columns: Any
) -> dict[str, Any]:
    """Return what the page shows.

    Parameters
    ----------
    data, price_basis, hosts, **columns : optional
        As in `write_report`.

    Returns
    -------
    dict
        What is not known is None.

        - ``models``: one list a column, by name; ``announced`` says what is announced of a price.
        - ``tiers``: the choices of openness, each with its ``value``, its ``text`` and the tiers that it takes in.
        - ``sources``: where prices were read.
        - ``snapshots``, by date: ``date``, ``board``, ``coverage``, ``source``, ``prices_of`` (the day of the prices)
          and ``rows``. A row has the number of the model, its scores and prices in the order of ``columns``, the number
          of the price's source and the day from which the price holds.
        - ``newest``: the number of the snapshot that is shown first.
        - ``tasks``, by name: the newest snapshot of each task, as the others, and its ``words``. Its rows end before
          the prices, which ``task_prices`` has by day and model, with the source and the first day.
        - ``price_basis``: whose prices, in words.
        - ``gap``: the ``summary`` of `open_gap` now and the ``rows`` of `gap_history`, each leaderboard by itself.
        - ``qualities``: what the quality of some models cost: the ``rows`` of `price_records`, the ``summary`` of
          `price_decline` and its ``line``.
        - ``claims``: the ``rows`` of `check_claims` and the ``summary`` of the verdicts.
        - ``own``, only for a table that is not curated: the names of its ``cost``, ``quality``, ``interval`` and
          ``name``, how their numbers are written, its other ``columns`` and the ``reasons`` why rows are left out. Its
          quality takes the place of the score, and its cost that of the output price.

    Examples
    --------
    >>> import frontier
    >>> data = report_data()
    >>> newest = data["snapshots"][data["newest"]]
    >>> len(newest["rows"]) == len(frontier.load_models())
    True
    >>> data["qualities"][0]["rows"][0]["price"]
    60
    """
    asked = {key: value for key, value in columns.items() if value}
    whose: dict[str, Any] = {
        "price_basis": [price_basis] if isinstance(price_basis, str) else list(price_basis),
        "hosts": hosts,
    }
    if data is not None and not isinstance(data, str | Path):
        page = _own_page(as_table(data), asked, "")
    else:
        models = load_models(data, **whose)
        if asked or not set(models.columns) >= OF_CURATED:
            page = _own_page(models, asked, "" if data is None else Path(data).name)
        else:
            page = _curated_page(data, models, whose)
    nothing = {
        "sources": [],
        "newest": 0,
        "tasks": {},
        "task_prices": {},
        "price_basis": "",
        "qualities": [],
        "claims": None,
        "own": None,
    }
    choices = {"open": ("open weights", DOWNLOADABLE)} | {one: (TIER_WORDS.get(one, one), [one]) for one in TIER_NAMES}
    tiers = [{"value": value, "text": text, "tiers": those} for value, (text, those) in choices.items()]
    shown: dict[str, Any] = _plain(nothing | {"columns": NUMBERS, "tiers": tiers} | page)
    return shown


def _own_page(table: pd.DataFrame, asked: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Return the page of any table."""
    if len(table) > MOST_ROWS:
        raise ValueError(
            f"the table has {len(table):,} rows, and the page draws at most {MOST_ROWS:,}; choose some first"
        )
    found = find_frontier(table, **asked)
    if found.table.empty:
        why = found.in_words() if len(found.excluded) else "the table has no rows"
        raise ValueError(f"nothing to compare: {why}; choose another cost or quality")
    cost, quality = column_of(table, found.cost, "cost"), column_of(table, found.quality, "quality")
    numbers = {"elo": values_of(quality), "output_usd_per_mtok": values_of(cost)}
    ends = None
    if "probability" in found.table:
        ends = Interval(**{key: asked.get(key) for key in ("se", "lower", "upper", "n")}).ends(table, quality)
    if ends is not None:
        low, high = map(values_of, ends)
        known = np.isfinite(low) & np.isfinite(high)
        numbers |= {"elo_lower": np.where(known, low, math.nan), "elo_upper": np.where(known, high, math.nan)}
    places = pd.DataFrame(numbers, columns=list(NUMBERS)).itertuples(index=False)
    rows = [[row, *place, None, None] for row, place in enumerate(places)]
    names, identity = _names(table, found), _identity(table)
    used = {found.cost, found.quality, found.name, *(end.name for end in ends or ())}
    return {
        "models": {"model": names, "name": names, **identity},
        "snapshots": [dict.fromkeys(("date", "board", "coverage", "source", "prices_of")) | {"rows": rows}],
        "gap": _own_gap(table, identity["openness"], found, asked),
        "own": {
            "file": file,
            "name": str(found.name if found.name is not None else table.index.name or "row"),
            "cost": str(found.cost),
            "quality": str(found.quality),
            "interval": None if ends is None else [str(end.name) for end in ends],
            "lower_is_better": found.lower_is_better,
            "currency": currency(found.cost),
            "cost_word": cost_word(found.cost),
            "elo": is_elo(found.quality),
            "cost_digits": _digits(numbers["output_usd_per_mtok"]),
            "quality_decimals": _decimals(numbers["elo"], found.quality),
            "columns": [_column(table.iloc[:, k]) for k, name in enumerate(table.columns) if name not in used],
            "reasons": why_excluded(table, cost, quality),
        },
    }


def _names(table: pd.DataFrame, found: Frontier) -> list[str]:
    """Return the names of the rows; of a row without a name, its place in the table."""
    labels = labels_of(table, found.name)
    rows = zip(table.index, labels, labels.isna(), strict=True)
    return [f"{table.index.name or 'row'} {row}" if missing else str(label) for row, label, missing in rows]


def _identity(table: pd.DataFrame) -> dict[str, list[Any]]:
    """Return what the page filters by, where the table has it in the words of a curated one; else nothing."""
    identity = dict[str, list[Any]]()
    for name in IDENTITY[2:]:
        identity[name] = [None] * len(table)
        if list(table.columns).count(name) == 1:
            with contextlib.suppress(TypeError):  # no days
                identity[name] = _texts(days_of(table[name], name) if name == "released" else table[name])
    if not {*identity["openness"]} <= {*TIER_NAMES, None}:
        identity["openness"] = [None] * len(table)
    return identity


def _own_gap(
    table: pd.DataFrame, openness: Sequence[str | None], found: Frontier, asked: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return the gap in words, where the table says which models are open and has both kinds."""
    if not any(openness):
        return None
    try:
        gap = open_gap(table, **{"cost": found.cost, "quality": found.quality, **asked})
    except (TypeError, ValueError):  # only one kind
        return None
    return {"summary": summary(gap), "rows": []}


def _column(column: pd.Series[Any]) -> dict[str, Any]:
    """Return a column of any table: its name, its values and whether they are numbers. Other values are text."""
    kind, name = column.dtype, str(column.name)
    if pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind) and kind.kind != "c":
        numbers = values_of(column)
        if kind.kind not in "iu" or (np.abs(numbers) <= 2**53).all():  # a float cannot hold every larger integer
            return {"name": name, "values": numbers, "number": True}
    return {"name": name, "values": _texts(column), "number": False}


def _texts(column: pd.Series[Any]) -> list[Any]:
    """Return the values as text, days without an hour."""
    if column.dtype.kind == "M" and (column.dropna() == column.dropna().dt.normalize()).all():
        column = column.dt.strftime("%Y-%m-%d")
    return [None if missing else str(value) for value, missing in zip(column, column.isna(), strict=True)]


def _decimals(values: Floats, quality: str) -> int:
    """Return with how many decimals qualities are shown: those that they have, up to two more than are needed."""
    least, known = decimals(values, quality), values[np.isfinite(values)]
    return next((k for k in range(least, least + 2) if (known.round(k) == known).all()), least + 2)


def _digits(values: Floats) -> int:
    """Return how many significant digits keep different costs different, from 4 to 8."""
    known = set(values[np.isfinite(values) & (values > 0)].tolist())
    return next((k for k in range(4, 8) if len({f"{value:.{k}g}" for value in known}) == len(known)), 8)


def _curated_page(path: str | Path | None, models: pd.DataFrame, whose: Mapping[str, Any]) -> dict[str, Any]:
    """Return the page of all snapshots, or of the one that a table without history has."""
    if models.empty:
        raise ValueError("no model of the table has a score, so there is nothing to show")
    newest = models.rename(columns={"elo_date": "date"})
    read = load_snapshots(path, board="all", task="all")
    dated = not read.empty
    every = load_scores(path, **whose, task="all") if dated else newest.assign(coverage="full")
    scores = every[every["board"].map(task_of) == ""]
    named = pd.concat([scores[["model", "name"]], models[["model", "name"]]])
    names = dict(zip(named["model"], named["name"].fillna(named["model"]), strict=True))
    prices = load_prices(path, **whose)
    page = _snapshots(every, newest, read)
    changes = dict(zip(models["model"], price_changes(models), strict=True))
    page["models"]["announced"] = [changes.get(model) for model in page["models"]["model"]]
    page |= {"price_basis": bases_in_words(whose["price_basis"]), "gap": _gap(scores, models)}
    if dated:
        claims = check_claims(path=path)
        page["claims"] = {"summary": tally(claims), "rows": claims}
        page["qualities"] = [_quality(scores, prices, model, names) for model in QUALITIES if model in names]
    return page


def _snapshots(scores: pd.DataFrame, newest: pd.DataFrame, read: pd.DataFrame) -> dict[str, Any]:
    """Return the models of every snapshot, of the newest with the newest prices, and of the newest of each task."""
    day, board = newest["date"].iloc[0], newest["board"].iloc[0]
    shared = [c for c in scores if c in newest]
    earlier = scores.loc[(scores["date"] != day) | (scores["board"] != board), shared]
    scores = pd.concat([earlier, newest[shared]] if len(earlier) else [newest[shared]], ignore_index=True)
    scores["price_source"] = price_sources_in_words(scores)
    who = scores.drop_duplicates("model", keep="last")
    sources = scores["price_source"].dropna().unique().tolist()
    coded = scores[list(NUMBERS)].astype("float64")
    coded.insert(0, "model", scores["model"].map({model: k for k, model in enumerate(who["model"])}))
    coded["source"] = scores["price_source"].map({source: k for k, source in enumerate(sources)})
    coded["since"] = scores["price_date"]
    prices_of = {(day, board): max(day, newest["price_date"].max())}
    read_from: dict[Any, Any] = read.set_index(["date", "board"])[["coverage", "source"]].to_dict("index")
    snapshots, shown = list[dict[str, Any]](), 0
    tasks, prices = dict[str, dict[str, Any]](), dict[str, dict[int, Any]]()
    scored = 1 + len(NUMBERS) - len(PRICE_COLUMNS)
    key: Any
    for key, rows in coded.groupby([scores["date"], scores["board"]]):
        head = {"date": key[0], "board": key[1], "prices_of": prices_of.get(key, key[0])}
        head |= read_from.get(key, {"coverage": "full", "source": None})
        if task := task_of(key[1]):
            every = list(rows.itertuples(index=False, name=None))
            tasks[task] = head | {"words": TASKS[task], "rows": [row[:scored] for row in every]}
            prices.setdefault(f"{key[0]:%Y-%m-%d}", {}).update((row[0], row[scored:]) for row in every)
            continue
        shown = len(snapshots) if key == (day, board) else shown
        snapshots.append(head | {"rows": list(rows.itertuples(index=False, name=None))})
    about = {column: list(who[column]) for column in IDENTITY}
    tasks = {task: tasks[task] for task in TASKS if task in tasks}
    return {
        "models": about, "sources": sources, "snapshots": snapshots, "newest": shown, "tasks": tasks,
        "task_prices": prices,
    }  # fmt: skip


def _gap(scores: pd.DataFrame, models: pd.DataFrame) -> dict[str, Any] | None:
    """Return the gap now in words, and at every snapshot; None where the newest has only one kind of models."""
    try:
        gap = open_gap(models)
    except ValueError:
        return None
    # the page shows nothing that needs draws, so the fewest are made
    history = gap_history(scores, draws=100)
    history = history.assign(best_proprietary=history["name_proprietary"], best_open=history["name_open"])
    return {"summary": summary(gap), "rows": history.sort_values("date")[list(OF_GAP)]}


def _quality(scores: pd.DataFrame, prices: pd.DataFrame, reference: str, names: Mapping[Any, Any]) -> dict[str, Any]:
    records = price_records(price_points(scores, prices, reference=reference), at_least=reference)
    line: list[list[Any]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the summary says that the span is short
        try:
            decline = price_decline(records)
        except ValueError as error:
            said = f"{error}".partition(":")[0]  # advice for the caller follows
        else:
            said = f"{decline}".replace(reference, names[reference])
            line = [[day, decline.at(day)] for day in records["date"].iloc[[0, -1]]]
    opened = set(scores.loc[is_open(scores), "model"])
    rows = records.assign(open=records["model"].isin(opened), price_source=price_sources_in_words(records))
    return {"model": reference, "name": names[reference], "summary": said, "line": line, "rows": rows}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: a table as its rows, a day as text, an unknown value as None."""
    if isinstance(value, pd.DataFrame):
        return _plain(value.to_dict("records"))
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | np.ndarray | pd.Series):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    number = math.nan if pd.isna(value) else float(value)
    return None if not math.isfinite(number) else int(number) if number.is_integer() else number
