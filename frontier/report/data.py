"""What the page of a table shows, as JSON has it."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping, Sequence
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from frontier.data.tables import load_models
from frontier.frames.boards import is_elo
from frontier.frames.columns import Floats, as_table, column_of, days_of, labels_of, values_of, why_excluded
from frontier.frames.costs import currency, find_cost
from frontier.frames.frontier import Frontier, find_frontier
from frontier.frames.gap import open_gap
from frontier.frames.intervals import Interval
from frontier.frames.openness import TIER_NAMES, TIERS
from frontier.report.curated import IDENTITY, NUMBERS, curated_page, in_words
from frontier.words.headlines import summary
from frontier.words.names import cost_word
from frontier.words.numbers import decimals

OF_CURATED = {"model", "elo_date", "board", "price_date", "price_basis", "price_source"}
# The choices of openness: the value, how it is called, and the definition of open.
LICENSES = (
    ("open", "open weights", "weights"),
    ("commercial", "of which free for commercial use", "commercial"),
    ("osi", "of which open source", "osi"),
)
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

        - ``models``: one list a column, by name. Of the newest price ``announced`` says what is announced, ``until`` is
          its last day if it has one, and ``promotional`` whether it ends as a promotion does.
        - ``tiers``: the choices of openness, each with its ``value``, its ``text``, the tiers that it takes in and its
          ``rule``.
        - ``boards``: the titles of the leaderboards, by name.
        - ``sources``: where prices were read; ``source_links``: an address of each.
        - ``snapshots``, by date: ``date``, ``board``, ``coverage``, ``source``, ``prices_of`` (the day of the prices)
          and ``rows``. A row has the number of the model, its scores and prices in the order of ``columns``, the number
          of the price's source, the day from which the price holds and the name of its host.
        - ``newest``: the number of the snapshot that is shown first.
        - ``tasks``, by name: the newest snapshot of each task, as the others, and its ``words``. Its rows end before
          the prices, which ``task_prices`` has by day and model, with the source and the first day.
        - ``said``: the ``title``, the ``subtitle`` and the ``sources`` of the first view.
        - ``price_basis``: whose prices, in words; ``whose``: the choices, of which the first, ``""``, is that.
          ``prices`` has those of each other choice, by the number of the snapshot and of the model, as rows end.
        - ``gap``: the ``summary`` of `open_gap` now, the ``line`` on the lag and the ``rows`` of `gap_history`, each
          leaderboard by itself; ``cards``: the gap in three, each with a ``title``, a ``value`` and a ``note``.
        - ``benchmarks``: the runs of each that have a score and a cost, as `run_frontier` compares them.
          ``family`` joins those of one model, and ``note`` says how many models have runs.
        - ``qualities``: what the quality of some models cost: the ``rows`` of `price_records`, the ``summary`` of
          `price_decline` and its ``line``; ``today``: the cheapest such model at the newest prices.
        - ``claims``: the ``rows`` of `check_claims` and the ``summary`` of the verdicts; ``verdict_words`` says
          whether a statement that does not hold is too much, and ``method`` whether only a study's own
          points were recomputed.
        - ``about``: the version, the newest day and the license of the table, how to cite it, and the project.
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
    bases = [price_basis] if isinstance(price_basis, str) else list(price_basis)
    whose: dict[str, Any] = {"price_basis": bases, "hosts": hosts}
    if data is not None and not isinstance(data, str | Path):
        page = _own_page(as_table(data), asked, "")
    else:
        models = load_models(data, **whose)
        if asked or not set(models.columns) >= OF_CURATED:
            page = _own_page(models, asked, "" if data is None else Path(data).name)
        else:
            page = curated_page(data, models, whose)
    nothing: dict[str, Any] = dict.fromkeys(("claims", "own", "day", "price_basis"))
    nothing |= {key: [] for key in ("sources", "source_links", "whose", "qualities", "benchmarks", "cards")}
    nothing |= {"newest": 0, "tasks": {}, "task_prices": {}, "prices": {}, "boards": {}, "columns": NUMBERS}
    shown: dict[str, Any] = _plain(nothing | {"tiers": _tiers(), "about": _about(page.get("day"))} | page)
    return shown


def _tiers() -> list[dict[str, Any]]:
    """Return the choices of openness."""
    choices = [(value, text, [t for t in TIERS if meaning in t.counts_as_open]) for value, text, meaning in LICENSES]
    choices.append((TIER_NAMES[-1], TIER_NAMES[-1], [tier for tier in TIERS if not tier.counts_as_open]))
    return [
        {"value": value, "text": text, "tiers": [t.name for t in those], "rule": "; ".join(t.meaning for t in those)}
        for value, text, those in choices
    ]


def _about(day: str | None) -> dict[str, str | None]:
    """Return what a page says of itself at its foot; ``day`` is the version of a curated table."""
    package = metadata("llm-frontier")
    version, addresses = package["Version"], [url.partition(", ")[2] for url in package.get_all("Project-URL") or ()]
    return {
        "version": version,
        "day": day and day.partition(".")[0],
        "table": day,
        "license": day and "Scores: Chatbot Arena, CC BY 4.0. Selection, dates and notes of the table: CC BY 4.0.",
        "cite": f"The frontier contributors: frontier {version}" + (f", table {day}" if day else ""),
        "link": next(iter(addresses), None),
    }


def _own_page(table: pd.DataFrame, asked: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Return the page of any table."""
    if len(table) > MOST_ROWS:
        raise ValueError(
            f"the table has {len(table):,} rows, and the page draws at most {MOST_ROWS:,}; choose some first"
        )
    computed, _ = find_cost(table, asked.get("cost", "output"))
    if isinstance(computed, pd.Series):
        table, asked = table.assign(**{str(computed.name): computed}), {**asked, "cost": str(computed.name)}
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
    rows = [[row, *place, None, None, None] for row, place in enumerate(places)]
    names, identity = _names(table, found), _identity(table)
    used = {found.cost, found.quality, found.name, *(end.name for end in ends or ())}
    return {
        "models": {"model": names, "name": names, **identity},
        "snapshots": [dict.fromkeys(("date", "board", "coverage", "source", "prices_of")) | {"rows": rows}],
        "said": in_words(found),
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


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: a table as its rows, a day as text, an unknown value as None."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, float | int | np.number):
        return None if not math.isfinite(value) else int(value) if value == int(value) else float(value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, pd.DataFrame):
        return _plain(value.to_dict("records"))
    if isinstance(value, np.ndarray | pd.Series):
        return _plain(value.tolist())
    return None if pd.isna(value) else value.strftime("%Y-%m-%d")
