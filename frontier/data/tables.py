"""Models, scores and prices as of any day, as DataFrames."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from frontier.data import schema
from frontier.data.check import Catalog, beside, is_curated, is_own_table, load_catalog, locate_models
from frontier.data.offers import Steps, price_steps, prices_in_force
from frontier.data.reader import CatalogError, Table, as_columns, field_of, read_rows, read_table, row_type
from frontier.frames.boards import TASKS, board_of, default_board, task_of
from frontier.words.spelling import refuse_unknown

_PRICE_IN_FORCE = (*schema.PRICE_COLUMNS, "from", *schema.PRICE_FACTS)


def load_study(study: str) -> pd.DataFrame:
    """Return the points of a published study that are cited here, to compute its numbers again.

    Parameters
    ----------
    study : {"epoch-prices", "epoch-lags"}
        Epoch AI, "LLM inference prices have fallen rapidly but unequally across tasks" (2025-03-12): the points of its
        nine rates. Epoch AI, "How far behind are open models?" (2024-11-04): the five matches on MMLU.

    Returns
    -------
    pandas.DataFrame
        One row a point, in the order of the study, which matters for prices of one day. Prices: ``model``, ``date``,
        ``blended_usd_per_mtok``, ``mmlu``, ``arena``. Lags: ``model``, ``released``, ``access`` (closed or open),
        ``mmlu``. MMLU is in percent.

    Raises
    ------
    CatalogError
        If the file is wrong, with every problem at once.
    ValueError
        If there is no such study.

    Notes
    -----
    The files hold a part of each study: the points that decide the cited numbers, and some that are no record.
    Both are under CC BY 4.0.

    Examples
    --------
    >>> import frontier
    >>> points = frontier.load_study("epoch-prices")
    >>> records = frontier.price_records(points, at_least=86, price="blended_usd_per_mtok", score="mmlu")
    >>> print(f"{frontier.price_decline(records).factor_per_year.value:.3f} times a year")
    15.857 times a year
    """
    refuse_unknown("study must be one of", [study], schema.STUDIES)
    return _frame_of_file(locate_models(None).parent / schema.file_of(study), study)


def _frame_of_file(file: Path, part: str) -> pd.DataFrame:
    table = read_rows(file, part)
    if table.problems:
        raise CatalogError(table.problems)
    return frame_of(table.rows, part)


def known_models() -> list[str]:
    """Return the keys of all models of the shipped table, listed today or not."""
    return [row.model for row in load_catalog(None, ()).models.rows]


def every_model(path: str | Path | None = None, *, board: str) -> pd.DataFrame:
    """Return all models of a table, listed today or not, with the last that is known of each.

    Parameters
    ----------
    path : path, optional
        A models.csv or the folder that holds it; the shipped table if not given.
    board : str
        The leaderboard of the scores.

    Returns
    -------
    pandas.DataFrame
        One row a model in the columns of `load_models`: the score of the last snapshot of the board that has it, and
        the newest price of the best basis, unverified ones included. Scores of different days are not comparable.

    Raises
    ------
    CatalogError
        If a file is wrong, with every problem at once.
    """
    catalog = load_catalog(path)
    last = {row.model: row for row in sorted(catalog.all_scores, key=lambda row: row.date) if row.board == board}
    prices = prices_in_force(catalog.steps("stay"), catalog.now, schema.PRICE_BASES)
    rows = [_listed(row, last.get(row.model), prices.get(row.model)) for row in catalog.models.rows]
    return frame_of(rows, "models")


def load_aliases(path: str | Path | None = None) -> pd.DataFrame:
    """Return the hand-kept names by which feeds call the models of the table.

    Parameters
    ----------
    path : path, optional
        A models.csv or its folder, for the aliases.csv beside it if there is one; the shipped one if not given.

    Returns
    -------
    pandas.DataFrame
        One row an alias: ``model``, ``name``, ``note``; of one model in the order of preference.

    Raises
    ------
    CatalogError
        If the file is wrong, with every problem at once.
    """
    return _frame_of_file(beside(path, "aliases.csv"), "aliases")


def load_refused(path: str | Path | None = None) -> pd.DataFrame:
    """Return what a person said no to, so that an update does not show it again.

    Parameters
    ----------
    path : path, optional
        A models.csv or its folder, for the refused.csv beside it; without one nothing is refused.

    Returns
    -------
    pandas.DataFrame
        One row a refused price of a model, or a name that is of no model of the table, in the columns of refused.csv.

    Raises
    ------
    CatalogError
        If the file is wrong, with every problem at once.
    """
    file = locate_models(path).with_name("refused.csv")
    return _frame_of_file(file, "refused") if file.exists() else frame_of([], "refused")


def frame_of(rows: Sequence[Any], table: str) -> pd.DataFrame:
    """Dates as datetime64, numbers as float, flags as bool, counts as nullable integers, everything else as text."""
    out = dict[str, Any]()
    for column in schema.columns_of(table):
        name, dtype = field_of(column.name), column.kind.dtype
        values = list(map(attrgetter(name), rows))
        if dtype.startswith("datetime64"):
            values = [day and day.isoformat() for day in values]  # which numpy reads five times as fast as dates
        out[column.name] = pd.Series(values, dtype=dtype) if dtype in ("Int64", "object") else np.array(values, dtype)
    return pd.DataFrame(out)


def as_day(value: str | dt.date | None, name: str = "as_of") -> dt.date | None:
    """Return a day that was asked for as a date; refuse what is none."""
    if value is None:
        return None
    text = str(value)[:10] if isinstance(value, dt.date) else value
    with contextlib.suppress(ValueError):
        if isinstance(text, str) and len(text) == 10:
            return dt.date.fromisoformat(text)
    raise ValueError(f"{name} must be a date as '2025-02-14', got {value!r}")


def table_day(path: str | Path | None = None) -> dt.date:
    """Return the newest day of a table: what "now" means where no day is given."""
    return _dated_catalog(path, schema.DAYS).now


def newest_day(models: pd.DataFrame) -> dt.date:
    """Return the day of the newest fact in a table that `load_models` returned."""
    day: dt.date = models[["elo_date", "price_date"]].max().max().date()
    return day


def _asked(
    board: str | None, task: str | None, price_basis: str | Sequence[str] | None = None, *others: str
) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Return the board, its task and the price bases asked for, each known; a board may have its task with it."""
    own, _, of = (board or "").partition(":")
    if of and task in (None, of):
        board, task = own, of
    for word, value, allowed in (("board", board, schema.BOARDS), ("task", task, TASKS)):
        if value is not None:
            refuse_unknown(f"{word} must be one of", [value], (*allowed, *others))
    bases = (price_basis,) if isinstance(price_basis, str) else price_basis
    bases = schema.PRICE_BASES if bases is None else tuple(bases)
    refuse_unknown("price_basis must name one or more of", bases, schema.PRICE_BASES)
    return board, task, bases


def _is_asked_for(row: Any, day: dt.date | None, board: str | None, task: str | None) -> bool:
    """Return whether a row is of a day until then, and of the board and task: of all, or of the default of its day."""
    own, of = row.board.partition(":")[0], task_of(row.board)
    return (
        (day is None or row.date <= day)
        and task in (schema.ALL_BOARDS, of or None)
        and board in (schema.ALL_BOARDS, own, *[None] * (own == default_board(row.date)))
    )


def _snapshot_rows(catalog: Catalog, day: dt.date, board: str) -> list[Any]:
    """Return the rows of the latest full snapshot of the board on or before the day; that of models.csv counts.

    A task has no full snapshot, so each of its snapshots counts.
    """
    complete = {row.date for row in catalog.current_scores if row.board == board}
    if catalog.snapshots is not None:
        counts = {"full", "partial"} if task_of(board) else {"full"}
        complete |= {s.date for s in catalog.snapshots.rows if s.board == board and s.coverage in counts}
    days = [date for date in complete if date <= day]
    if not days:
        hint = f"the first is of {min(complete)}" if complete else "the table has none of that board"
        if (task := task_of(board)) and not complete and catalog.snapshots is not None:
            others = [(s.date, s.board) for s in catalog.snapshots.rows if task_of(s.board) == task]
            hint = "the first is of {} on {!r}".format(*min(others)) if others else hint
        history = "" if catalog.snapshots is not None else ", and it has no history/ beside it"
        kind = "snapshot" if task_of(board) else "full snapshot"
        raise ValueError(f"no {kind} of board {board!r} on or before {day}; {hint}{history}")
    newest = max(days)
    return [s for s in catalog.all_scores if s.board == board and s.date == newest]


def load_models(
    path: str | Path | None = None,
    *,
    as_of: str | dt.date | None = None,
    board: str | None = None,
    task: str | None = None,
    price_basis: str | Sequence[str] = ("list", "host"),
    hosts: str = "stay",
    prices_as_of: str | dt.date | None = None,
    include_retired: bool = False,
) -> pd.DataFrame:
    """Return the models of one snapshot with their scores, and the prices in force that day.

    Parameters
    ----------
    path : path, optional
        A models.csv or the folder that holds it; the shipped table if not given. Any other CSV, Parquet or JSON file
        with a header is returned as it is, see `read_table`.
    as_of : str or date, optional
        The day, ``"2025-02-14"``. The scores are those of the latest full snapshot of the board on or before
        it, the prices those in force on it. Not given: the newest day in the table, never today's date. A price that
        is announced for a later day is not in force before.
    board : {"elo-online", "text", "text-style-control"}, optional
        The leaderboard. Not given: the one that the Arena showed first on that day (``elo-online`` until
        2024-03-26, ``text`` until 2025-05-15, ``text-style-control`` since).
    task : str, optional
        The scores of one kind of prompts, such as ``"coding"`` or ``"german"`` (`TASKS`), instead of all. Its
        snapshots lack some models, those without a price foremost. The column ``board`` has the task too, after a
        colon, and so may the argument: ``board="text:coding"``.
    price_basis : str or sequence of str
        Whose price to take: the first basis in this order that has one in force. ``list`` is the maker's own
        API, ``host`` a named third party serving open weights, ``arena`` the Arena's price tables of 2024-25,
        ``unverified`` numbers that disagree too often to be shown unasked.
    hosts : {"stay", "cheapest", "fixed"}
        Which of several hosts has the price of a model. ``stay``: the cheapest in the first 30 days of the model's
        offers; then the host that it has, until that offer ends, then the cheapest again. ``cheapest``: the lowest
        output price of the day. ``fixed``: the first in the order of data/README.md. A reseller's price counts only
        while no host sells the model.
    prices_as_of : str or date, optional
        The day of the prices, where that is not ``as_of``: what could be had then, at what price, on the scale of one
        snapshot. Models that were not sold yet have no price.
    include_retired : bool
        Give a retired model its last list price. Else it has none from the day on which its maker stopped selling it;
        a host may go on.

    Returns
    -------
    pandas.DataFrame
        One row a listed model, best score first, in the columns of `describe_columns`: scores in points,
        prices in USD per million tokens, dates as datetime64. Missing is NaN, NaT or None; a model without a
        price of the bases asked for has blank prices and stays in the table. ``retired`` is blank before that day.
        Then what is announced of the newest prices: ``price_until``, the first day on which it is another or none, and
        ``next_output_usd_per_mtok``, the output price from that day on. Columns of a models.csv that are not ours stand
        after them.

    Raises
    ------
    CatalogError
        If a file is wrong, with every problem at once.
    ValueError
        If an argument is not allowed, no snapshot is that old, or a user's own table cannot be read
        or is asked for a day or a board.

    Notes
    -----
    Scores are compared only within one snapshot: boards were re-anchored and re-scaled more than once.
    Source of the scores: Chatbot Arena (CC BY 4.0), through the public copies named in
    history/snapshots.csv; of the prices: the row's own ``price_source``.

    Examples
    --------
    >>> import frontier
    >>> deck = frontier.load_models(as_of="2025-02-14", price_basis="arena")
    >>> len(deck), int(deck.output_usd_per_mtok.count())
    (204, 38)
    >>> deck.set_index("model").loc["deepseek-r1", ["elo", "output_usd_per_mtok"]].astype(float).tolist()
    [1361.45, 2.19]
    """
    day, price_day = as_day(as_of), as_day(prices_as_of, "prices_as_of")
    board, task, bases = _asked(board, task, price_basis)
    refuse_unknown("hosts must be one of", [hosts], schema.HOST_RULES)
    file = locate_models(path)
    asked = {"as_of": day, "board": board, "task": task, "prices_as_of": price_day}
    if is_own_table(file):
        _refuse_days(file, asked)
        return read_table(file)
    newest = day is None and board is None and task is None
    catalog = load_catalog(path, schema.DAYS if newest else schema.HISTORY)
    if not is_curated(catalog.models.header):
        _refuse_days(file, asked)
        own = frame_of(catalog.models.rows, "models")
        return own[[column for column in own if column in catalog.models.header]]
    if price_day and catalog.prices is None:
        raise ValueError(f"{file} has no history/prices.csv beside it, so prices_as_of cannot be asked of it")

    identity = {m.model: m for m in catalog.models.rows}
    if newest:
        scores = catalog.current_scores
    else:
        until = day or catalog.now
        scores = _snapshot_rows(catalog, until, board_of(board or default_board(until), task))
    price_day = price_day or day or catalog.now
    steps = price_steps(_not_ended(catalog), hosts) if include_retired else catalog.steps(hosts)
    prices = prices_in_force(steps, price_day, bases)
    rows = [_listed(identity[s.model], s, prices.get(s.model)) for s in scores if s.model in identity]
    rows.sort(key=lambda r: (-(r.elo or 0.0), r.model))
    models = frame_of(rows, "models")
    models["retired"] = models["retired"].where(models["retired"] <= pd.Timestamp(price_day))
    to_come = steps if price_day >= catalog.now else {}  # what was announced on an earlier day is not recorded
    announced = _announced(to_come, [prices.get(row.model) for row in rows], bases, price_day)
    return _with_extra_columns(pd.concat([models, announced], axis=1), catalog.models)


def _not_ended(catalog: Catalog) -> list[Any]:
    """Return every price, the last list price of a retired model as if its maker still sold it."""
    last = {(model, "list", day) for model, day in catalog.retired.items()}
    of = attrgetter("model", "price_basis", "until")
    return [row._replace(until=None) if of(row) in last else row for row in catalog.all_prices]


def _announced(
    steps: Mapping[tuple[str, str], Steps], prices: Sequence[Any], bases: tuple[str, ...], day: dt.date
) -> pd.DataFrame:
    """Return the first day after a day on which each price is another, and the output price from then on."""
    later = {at: prices_in_force(steps, at, bases) for own in steps.values() for at, _ in own if at > day}
    amounts_of = attrgetter(*schema.PRICE_COLUMNS)
    ends, amounts = list[dt.date | None](), list[float | None]()
    for price in prices:
        new = [(at, later[at].get(price.model)) for at in sorted(later)] if price else []
        new = [(at, row) for at, row in new if row is None or amounts_of(row) != amounts_of(price)]
        ends.append(new[0][0] if new else None)
        amounts.append(new[0][1] and new[0][1].output_usd_per_mtok if new else None)
    until = np.array(ends, "datetime64[s]")
    return pd.DataFrame({"price_until": until, "next_output_usd_per_mtok": np.array(amounts, float)})


def _refuse_days(file: Path, asked: Mapping[str, object]) -> None:
    wrong = [name for name, value in asked.items() if value is not None]
    if wrong:
        unknown = "does not say of which day and board its scores are"
        raise ValueError(f"{file} {unknown}, so {' and '.join(wrong)} cannot be asked of it; leave it out")


def _with_extra_columns(models: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return the models with the columns of models.csv that are not ours, as numbers where all of their values are."""
    extra = [(k, column) for k, column in enumerate(table.header) if column not in schema.column_names("models")]
    if not extra:
        return models
    cells = {row[table.header.index("model")]: row for row in table.cells}
    values = {column: [cells[model][k] or None for model in models["model"]] for k, column in extra}
    return pd.concat([models, as_columns(values, models.index)], axis=1)


def _listed(identity: Any, score: Any, price: Any) -> Any:
    """One row of the table as of a day: identity, the score of the snapshot, the price in force."""
    values = {k: getattr(score, k, None) for k in (*schema.SCORE_COLUMNS, "board")}
    values |= {k: getattr(price, k, None) for k in (*schema.PRICE_COLUMNS, *schema.PRICE_FACTS)}
    carried = f"interval and votes of {score.interval_date}" if score and score.interval_date else None
    note = "; ".join(filter(None, (identity.note, carried))) or None
    return identity._replace(elo_date=score and score.date, price_date=price and price.from_, note=note, **values)


def load_scores(
    path: str | Path | None = None,
    *,
    as_of: str | dt.date | None = None,
    board: str | None = None,
    task: str | None = None,
    price_basis: str | Sequence[str] = ("list", "host"),
    hosts: str = "stay",
) -> pd.DataFrame:
    """Return the stored scores of every snapshot, long, with each model's identity and the price in force that day.

    Parameters
    ----------
    path : optional
        As in `load_models`.
    as_of : str or date, optional
        Only snapshots on or before this day.
    board : {"elo-online", "text", "text-style-control", "all"}, optional
        The leaderboard. Not given: on each day the one that the Arena then showed first. ``all``: every leaderboard;
        scores of two of them are never comparable.
    task : str, optional
        As in `load_models`; ``all``: of all prompts and of every task, which are never comparable either.
    price_basis, hosts : optional
        As in `load_models`.

    Returns
    -------
    pandas.DataFrame
        One row a date, board and model, by date: ``date``, ``board``, ``model``, ``elo``, ``elo_lower``,
        ``elo_upper``, ``votes``, ``interval_date``, ``coverage`` (full or partial), ``name``,
        ``organization``, ``country``, ``license``, ``openness``, ``released``, ``released_by``, ``retired`` (blank
        before that day), ``weights_released``, and of the price in force on the date ``input_usd_per_mtok``,
        ``cached_input_usd_per_mtok``, ``output_usd_per_mtok``, ``price_date`` (from which it holds), ``price_basis``,
        ``host``, ``observed`` and ``price_source``. Intervals, votes and prices are missing where there are none.

    Raises
    ------
    CatalogError
        If a file is wrong, with every problem at once.
    ValueError
        If the board or a basis is not known, or the table does not say of which day its scores are.

    Examples
    --------
    >>> import frontier
    >>> scores = frontier.load_scores(as_of="2025-02-14", board="text")
    >>> scores[scores.date == "2025-02-14"].nlargest(1, "elo").model.item()
    'gemini-2.0-flash-thinking-exp-01-21'
    """
    day = as_day(as_of)
    board, task, bases = _asked(board, task, price_basis, schema.ALL_BOARDS)
    refuse_unknown("hosts must be one of", [hosts], schema.HOST_RULES)
    catalog = _dated_catalog(path)
    wanted = [row for row in catalog.all_scores if _is_asked_for(row, day, board, task)]
    scores = frame_of(wanted, "scores")
    coverage = {(s.date, s.board): s.coverage for s in (catalog.snapshots.rows if catalog.snapshots else ())}
    scores["coverage"] = pd.Series([coverage.get((s.date, s.board)) for s in wanted], dtype=object)
    scores = scores.merge(frame_of(catalog.models.rows, "models")[[*schema.IDENTITY]], on="model", how="left")
    scores["retired"] = scores["retired"].where(scores["retired"] <= scores["date"])
    steps = catalog.steps(hosts)
    in_force = {date: prices_in_force(steps, date, bases) for date in {s.date for s in wanted}}
    unknown = row_type("prices")()
    prices = frame_of([in_force[s.date].get(s.model, unknown) for s in wanted], "prices")
    scores = pd.concat([scores, prices[[*_PRICE_IN_FORCE]].rename(columns={"from": "price_date"})], axis=1)
    by = ["date", "board", "elo", "model"]
    return scores.sort_values(by, ascending=[True, True, False, True]).reset_index(drop=True)


def _dated_catalog(path: str | Path | None, parts: Iterable[str] = schema.HISTORY) -> Catalog:
    """Return a table that says of which day and board its values are; refuse one that does not."""
    file = locate_models(path)
    if not is_own_table(file):
        catalog = load_catalog(path, parts)
        if is_curated(catalog.models.header):
            return catalog
    raise ValueError(
        f"{file} does not say of which day its scores and prices are; give a models.csv in the columns of "
        "frontier check --columns, with its history/ beside it"
    )


def load_snapshots(
    path: str | Path | None = None,
    *,
    as_of: str | dt.date | None = None,
    board: str | None = None,
    task: str | None = None,
) -> pd.DataFrame:
    """Return what is known of each snapshot of a board: how complete it is, and where it was read.

    Parameters
    ----------
    path, as_of, board, task : optional
        As in `load_scores`.

    Returns
    -------
    pandas.DataFrame
        One row a date and board, in the columns of history/snapshots.csv (`describe_columns`). Empty where the table
        has no history.

    Raises
    ------
    CatalogError
        If a file is wrong, with every problem at once.
    ValueError
        As `load_scores`.

    Examples
    --------
    >>> from frontier.data.tables import load_snapshots
    >>> load_snapshots(as_of="2025-02-14", board="all")["board"].unique().tolist()
    ['elo-online', 'text', 'text-style-control']
    """
    day = as_day(as_of)
    board, task, _ = _asked(board, task, None, schema.ALL_BOARDS)
    catalog = _dated_catalog(path)
    rows = catalog.snapshots.rows if catalog.snapshots else ()
    return frame_of([row for row in rows if _is_asked_for(row, day, board, task)], "snapshots")


def load_prices(
    path: str | Path | None = None,
    *,
    as_of: str | dt.date | None = None,
    board: str | None = None,
    task: str | None = None,
    price_basis: str | Sequence[str] | None = None,
    hosts: str = "stay",
    announced: bool = False,
) -> pd.DataFrame:
    """Return every dated price that was or is in force, a row each.

    Parameters
    ----------
    path : optional
        As in `load_models`.
    as_of : str or date, optional
        Only prices whose first day is on or before this day. Not given: the newest day in the table.
    board : {"elo-online", "text", "text-style-control", "all"}, optional
        Only of models that this leaderboard has ever listed. A price has no board: not given, or ``all``, every model
        counts.
    task : str, optional
        Only of models that a leaderboard has ever listed for this task.
    price_basis : str or sequence of str, optional
        Only prices of these bases; of every basis if not given.
    hosts : {"stay", "cheapest", "fixed", "all"}
        Which of several hosts has the price of a model, as in `load_models`; a price then begins on the day on which
        the model's host changes. ``all``: every offer of every host, from its own first day.
    announced : bool
        Return the announced prices instead: those whose first day is after ``as_of`` and the newest day in the table.

    Returns
    -------
    pandas.DataFrame
        One row a model, basis and first day in force: ``model``, ``from`` (inclusive), ``until`` (exclusive;
        NaT: until the next row of the same model and basis, of ``all`` hosts also of the same host), ``ended`` (why),
        ``input_usd_per_mtok``, ``cached_input_usd_per_mtok``, ``output_usd_per_mtok`` (USD per million tokens),
        ``price_basis``, ``host``, ``observed`` (seen on that day; it may be older), ``price_source``, and of the model
        ``name``, ``organization``, ``country``, ``license``, ``openness``, ``released``, ``released_by``, ``retired``,
        ``weights_released``; by model, basis and day. A list price ends no later than its model is retired.

    Raises
    ------
    CatalogError, ValueError
        As `load_scores`.

    Examples
    --------
    >>> import frontier
    >>> prices = frontier.load_prices(price_basis="list")
    >>> prices[prices.model == "o1-mini"].output_usd_per_mtok.tolist()
    [12.0, 4.4]
    """
    day = as_day(as_of)
    board, task, bases = _asked(board, task, price_basis, schema.ALL_BOARDS)
    refuse_unknown("hosts must be one of", [hosts], (*schema.HOST_RULES, schema.ALL_HOSTS))
    listing = (board or task) not in (None, schema.ALL_BOARDS)
    catalog = _dated_catalog(path, schema.HISTORY if listing else schema.DAYS)
    until = max(day or catalog.now, catalog.now) if announced else day or catalog.now
    listed = {s.model for s in catalog.all_scores if _is_asked_for(s, None, board, task)} if listing else set()
    rows = catalog.all_prices
    if hosts != schema.ALL_HOSTS:
        steps = catalog.steps(hosts)
        rows = [row._replace(from_=since) for own in steps.values() for since, row in own if row is not None]
    rows = [
        row
        for row in rows
        if row.price_basis in bases and (row.from_ > until) == announced and (not listing or row.model in listed)
    ]
    identity = frame_of(catalog.models.rows, "models")[[*schema.IDENTITY]]
    prices = frame_of(rows, "prices").merge(identity, on="model", how="left")
    return prices.sort_values(["model", "price_basis", "from", "host"]).reset_index(drop=True)
