"""Sources: which board, days and prices a picture shows, and what it leaves out; a sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from frontier.frames.boards import (
    AGENT,
    ARENA_BOARDS,
    ARENA_PRICED_AS,
    BENCHMARK,
    OUTPUT,
    bases_in_words,
    is_arena_score,
    is_elo,
)
from frontier.frames.columns import days_of, has_days, row_word
from frontier.frames.costs import column_kind, is_price
from frontier.frames.frontier import Frontier
from frontier.frames.lag import Lag
from frontier.frames.openness import capital
from frontier.frames.points import holds, intervals_of, on_some_frontier
from frontier.frames.runs import Reversals
from frontier.frames.shift import Shift
from frontier.words.headlines import UNTESTED
from frontier.words.names import cost_word, model_names
from frontier.words.numbers import count, day, money, percent
from frontier.words.spelling import short

_FEW_HOSTS = 2  # how many a picture names

NAMED = 60  # how many members of a frontier a picture names

_LICENSE = " (CC BY 4.0)"


def not_named(names: Sequence[str], most: int) -> list[str]:
    """Say which models a picture does not name for lack of room, at most so many one by one."""
    more = [f"{len(names) - most} more" if most else count(len(names), "model")] * (len(names) > most)
    return [f"Without room for a name: {' and '.join([', '.join(names[:most]), *more][not most :])}."] * bool(names)


def frontier_sources(frontier: Frontier, *, band: bool = False) -> list[str]:
    """Say which board, day and prices a frontier is of, and what was left out."""
    table, on = frontier.table, int(on_some_frontier(frontier).sum())
    money, bars = is_price(frontier.cost), len(intervals_of(frontier)) > 0
    said = [*_scores(frontier), *_runs(table), *_prices(frontier), *_priced_as(frontier), *_coming(frontier)]
    said += _compute(frontier)
    row = row_word(table)
    if len(frontier.excluded):
        said.append(f"{frontier.in_words()}.")
    else:
        said.append(count(len(table), row) + "." * (bars or band or on > NAMED))
    if bars:
        said.append(f"Bars: {'published ' * is_arena_score(table, frontier.quality)}95 % intervals.")
    if on > NAMED:
        said.append(f"Of the {on} {row}s on a frontier at most {NAMED} are named.")
    if band:
        known = f"scores to be independent and {'prices' if money else 'costs'} to be known"
        both = "scores and costs to be independent; the band takes costs to be known"
        said.append(f"Probabilities take {both if frontier.cost_log_sd else known}.")
        imputed = int(table["interval_imputed"].sum())
        said += [f"{imputed} without an interval: the widest is assumed."] * (imputed > 0)
    return said


def frontiers_sources(frontiers: Mapping[str, Frontier], shift: Shift | None = None) -> list[str]:
    """Say which board and prices several frontiers are of, and what limits their comparison."""
    *_, last = frontiers.values()
    counts = ", ".join(f"{len(own.table)} ({short(name)})" for name, own in frontiers.items())
    said = [*_scores(last), *_runs(last.table), *_prices(*frontiers.values()), *_hosts_changed(frontiers)]
    said.append(f"{capital(row_word(last.table))}s with a {cost_word(last.cost)}: {counts}.")
    if shift is not None and is_price(last.cost):
        said.append("Intervals are of the scores alone; few prices of early days are known.")
    if shift is not None and shift.share_dearer > 0.005:
        said.append(f"The last takes more than the first at {percent(shift.share_dearer, 0)} of these scores.")
    return said


def tasks_sources(frontiers: Mapping[str, Frontier]) -> list[str]:
    """Say which boards and prices the frontiers of several tasks are of."""
    each = frontiers.values()
    counts = ", ".join(f"{len(own.table)} ({short(name)})" for name, own in frontiers.items())
    said = list(dict.fromkeys(source for own in each for source in _scores(own)))
    if any("coverage" in own.table and holds(own.table["coverage"] == "partial").any() for own in each):
        said.append("Partial snapshots: some models are missing.")
    return [*said, *_prices(*each), f"Models with a {cost_word(next(iter(each)).cost)}: {counts}."]


def reversals_sources(found: Reversals) -> list[str]:
    """Say of which runs the ranks are."""
    said = f"{count(len(found.table), 'model')} with a price and a cost, the cheapest at the top; Kendall's tau"
    prices = _whose_prices(found.runs) if is_price(found.price) else []
    return [*_runs(found.runs), *prices, f"{said} {found.tau:.2f}."]


def gap_sources(history: pd.DataFrame) -> list[str]:
    """Say which boards and days a history of gaps is of, oldest first, and what its marks mean."""
    boards = history["board"].astype(str).unique().tolist() if "board" in history else []
    source = f"Chatbot Arena{_LICENSE}" if set(boards) & set(ARENA_BOARDS) else ", ".join(boards) or "as given"
    first, last = (day(pd.Timestamp(history["date"].iloc[row])) for row in (0, -1))
    snapshots = f" to {last}; {count(len(history), 'snapshot')}" if first != last else ""
    said = [f"Scores: {source}, {first}{snapshots}."]
    if history["gap_low"].notna().any():
        said.append("Shaded: 95 % interval, where it is known.")
    if "coverage" in history and (history["coverage"] == "partial").any():
        said.append("Hollow: partial snapshots, where the best model may be missing.")
    if len(boards) > 1:
        said.append("Broken where another board began: the scores of two boards are not comparable.")
    return said


def lag_sources(lag: Lag, *, plus: bool) -> list[str]:
    """Say which scores a lag is of, and what its marks mean; ``plus`` is whether there is one."""
    source, note = ", ".join(map(short, filter(None, (lag.board, lag.score)))), ""
    if lag_of_arena(lag):
        source, note = ARENA_BOARDS[lag.board], f"{_LICENSE}, older models at that day's score"
    said = [f"Scores: {source}, {day(lag.as_of)}{note}."]
    said.append(f"A month is 365 / 12 days{'; a plus: not reached yet, and not in a mean' * plus}.")
    said += ["Broken: not reached yet."] * (len(lag.still_ahead) > 0 and not plus)
    return said + ["Hollow: the date is an upper bound."] * bool(holds(lag.staircases["bound"]).any())


def lag_of_arena(lag: Lag) -> bool:
    """Return whether a lag is one of the Arena's scores."""
    return is_elo(lag.score) and lag.board in ARENA_BOARDS


def records_sources(records: pd.DataFrame) -> list[str]:
    """Say of which days and whose prices records are."""
    bases = _whose(records) if "price_basis" in records else ""
    first, last = (day(pd.Timestamp(date)) for date in records["date"].iloc[[0, -1]])
    said = [f"{len(records)} records, {first} to {last}."] + [f"Prices: {bases}."] * bool(bases)
    return [*said, "A record is cheaper than all before that reach the level; records are picked for being low."]


def steps_sources(families: pd.DataFrame, makers: Iterable[str]) -> list[str]:
    """Say whose prices by model family these are, and of which days."""
    who, bases = list(makers), sorted(set(families["basis"].dropna()))
    first, last = day(families["date"].min()), day(families["date"].max())
    said = [
        f"{short(who[0]) if len(who) == 1 else 'Models'}: {families['family'].nunique()} families, {first} to {last}."
    ]
    said.append("A family's price is that of its newest version.")
    said += [f"Prices: {bases_in_words(bases)}."] if set(bases) - {"list"} else []
    return said + ["Hollow: seen on that day, and may be older."] * bool(families["seen"].any())


def claims_sources(claims: pd.DataFrame, unit: str) -> list[str]:
    """Say who published the claims, what their intervals are, and which could not be tested."""
    untested = claims["verdict"] == UNTESTED
    said = [f"Published by: {'; '.join(dict.fromkeys(claims.loc[~untested, 'who']))}."]
    said.append(
        "Intervals: 90 %, as published." if unit == "times a year" else "Intervals of ours: 95 %, where there is one."
    )
    return said + [f"Cannot be tested: {'; '.join(claims.loc[untested, 'label'])}."] * bool(untested.any())


def _scores(frontier: Frontier) -> list[str]:
    """Say which board and day the scores are of, where the table knows."""
    table = frontier.table
    known = is_elo(frontier.quality) and {"board", "elo_date"} <= set(table.columns)
    if not known or table[["board", "elo_date"]].isna().all().any():
        return []
    board = short(table["board"].dropna().iloc[0])
    license_ = _LICENSE * is_arena_score(table, frontier.quality)
    return [
        f"Scores: {ARENA_BOARDS.get(board, board)}, {day(pd.Timestamp(table['elo_date'].dropna().iloc[0]))}{license_}."
    ]


def _runs(table: pd.DataFrame) -> list[str]:
    """Say which benchmark, agent and days runs are of, and under which license."""
    if BENCHMARK not in table or table.empty:
        return []
    one = table.iloc[0]
    what = short(one.get("title", one[BENCHMARK])) + (f" ({short(one['license'])})" if "license" in table else "")
    said = [what, *([short(one[AGENT])] if AGENT in table else [])]
    if "date" in table and table["date"].notna().any():
        days = days_of(table["date"], "date")
        said.append(" to ".join(dict.fromkeys(day(pd.Timestamp(end)) for end in (days.min(), days.max()))))
    return [f"Runs: {', '.join(said)}."]


def _prices(*frontiers: Frontier) -> list[str]:
    """Say whose prices they are and how new, where the tables know."""
    return _whose_prices(*(own.table for own in frontiers)) if column_kind(frontiers[-1].cost).currency else []


def _whose_prices(*tables: pd.DataFrame) -> list[str]:
    """Say whose prices the rows of tables have, and how new."""
    of: Any = ["price_basis", "price_date"]
    if not all(set(of) <= set(table.columns) for table in tables):
        return []
    table = pd.concat([table.reindex(columns=[*of, "host"]) for table in tables])
    if table[of].isna().all().any():
        return []
    newest = day(pd.Timestamp(table["price_date"].max()))
    return [f"Prices: {_whose(table)}, the newest of {newest}."]


def _whose(table: pd.DataFrame) -> str:
    """Return whose prices they are: the bases, with the names of the hosts where they are few."""
    hosts = sorted(set(table["host"].dropna())) if "host" in table else []
    named = " and ".join(map(short, hosts)) if len(hosts) <= _FEW_HOSTS else f"{len(hosts)} hosts"
    return bases_in_words(table["price_basis"].dropna(), named)


def _priced_as(frontier: Frontier) -> list[str]:
    """Say which model has the price of another in the Arena's price table."""
    table = frontier.table
    if not {"model", "price_basis"} <= set(table) or frontier.cost != OUTPUT:
        return []
    rows = zip(table["model"], table["price_basis"], table[frontier.cost], model_names(frontier), strict=True)
    known = [(ARENA_PRICED_AS.get((model, cost)), name) for model, basis, cost, name in rows if basis == "arena"]
    return [f"{other} stands for the score of {name} and the price of {other}." for other, name in known if other]


def _coming(frontier: Frontier) -> list[str]:
    """Say what is announced of the prices on the frontier."""
    rows = zip(
        on_some_frontier(frontier), model_names(frontier), price_changes(frontier.table, frontier.cost), strict=True
    )
    changes = [f"{name}: {change}" for on, name, change in rows if on and change]
    return [f"Announced: {'; '.join(changes)}."] * bool(changes)


def price_changes(table: pd.DataFrame, cost: str = OUTPUT) -> list[str | None]:
    """Say for each model what is announced of its price: what it will be, or how long it is known; else None."""
    later = "next_output_usd_per_mtok"
    if not is_price(cost) or not has_days(table, "price_until") or later not in table:
        return [None] * len(table)
    output = cost == OUTPUT
    return [
        None
        if pd.isna(end)
        else f"{money(amount)} from {day(end, long=True)}"
        if output and not pd.isna(amount)
        else f"price until {day(end - pd.Timedelta(days=1).as_unit('s'), long=True)}"
        for end, amount in zip(table["price_until"], table[later], strict=True)
    ]


def _compute(frontier: Frontier) -> list[str]:
    """Say how sure Epoch AI is of its estimates of training compute."""
    table = frontier.table
    if frontier.cost != "training_flop" or "training_flop_confidence" not in table:
        return []
    counts = table["training_flop_confidence"].value_counts()
    judged = ", ".join(f"{counts[word]} {word}" for word in ("confident", "likely", "speculative") if word in counts)
    newest = f"; the newest model with one is of {day(table['released'].max())}" if "released" in table else ""
    return [f"Compute: estimates by Epoch AI{_LICENSE}, {judged}{newest}."] * (len(counts) > 0)


def _hosts_changed(frontiers: Mapping[str, Frontier]) -> list[str]:
    """Say how many models have the price of another host on the last frontier than on the one before."""
    pair = [own.table for own in frontiers.values()][-2:]
    if len(pair) < 2 or not all({"model", "host"} <= set(table) for table in pair):
        return []
    before, after = (table.dropna(subset="host").set_index("model")["host"].to_dict() for table in pair)
    both = before.keys() & after.keys()
    changed = sum(before[model] != after[model] for model in both)
    said = f"{changed} of the {len(both)} hosted models changed host since the line before the last."
    return [said] * (changed > 0)


def price_sources_in_words(table: pd.DataFrame) -> pd.Series[str]:
    """Say where each price was read: of which host, and whether it was only seen on its day."""
    facts = zip(table["host"], table["observed"], table["price_source"], strict=True)
    words = [price_source_in_words(*each) if isinstance(each[-1], str) else None for each in facts]
    return pd.Series(words, index=table.index, dtype=object)


def price_source_in_words(host: object, seen: bool, source: str) -> str:
    """Say where a price was read."""
    return f"{f'{host}, ' if isinstance(host, str) else ''}{'seen in ' if seen else ''}{source}"
