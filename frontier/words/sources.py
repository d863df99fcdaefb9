"""Where the numbers of a picture come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from frontier.frames.boards import ARENA_BOARDS, is_arena_score, is_elo
from frontier.frames.costs import is_price
from frontier.frames.frontier import Frontier
from frontier.words.headlines import _NAMED, _day, _intervals, _short


def _footer(frontier: Frontier, on: npt.NDArray[np.bool_], *, band: bool) -> list[str]:
    """Say which board, day and prices the picture shows, and what was left out: a sentence each."""
    table, said = frontier.table, _score_source(frontier)
    said += _price_source(frontier)
    if frontier.cost == "training_flop" and "training_flop_confidence" in table:
        counts = table["training_flop_confidence"].value_counts()
        judged = ", ".join(
            f"{counts[word]} {word}" for word in ("confident", "likely", "speculative") if word in counts
        )
        newest = f"; the newest model with one is of {_day(table['released'].max())}" if "released" in table else ""
        if len(counts):
            said.append(f"Compute: estimates by Epoch AI (CC BY 4.0), {judged}{newest}.")
    total = len(table) + len(frontier.excluded)
    bars = len(_intervals(frontier)) > 0
    if len(frontier.excluded):
        reasons = frontier.excluded["reason"].value_counts()
        money = is_price(frontier.cost)
        without = {"training_flop": "no published estimate"}.get(frontier.cost, "no such price" * money)
        unknown = without and list(reasons.index) == [f"no {frontier.cost}"]
        why = f"the others have {without}" if unknown else ", ".join(f"{n}: {why}" for why, n in reasons.items())
        said.append(f"{len(table)} of {total} models shown; {why}.")
    else:
        many = int(on.sum()) > _NAMED
        said.append(f"{total} model{'s' * (total != 1)}" + "." * (bars or band or many))
    if bars:
        said.append(f"Bars: {'published ' * is_arena_score(table, frontier.quality)}95 % intervals.")
    if on.sum() > _NAMED:
        said.append(f"Of the {on.sum()} models on a frontier at most {_NAMED} are named.")
    if band:
        costs = "prices" if is_price(frontier.cost) else "costs"
        said.append(f"Probabilities take scores to be independent and {costs} to be known.")
        guessed = int(table["interval_imputed"].sum())
        if guessed:
            said.append(f"{guessed} without an interval: the widest is assumed.")
    return said


def _score_source(frontier: Frontier) -> list[str]:
    """Say which board and day the scores are of, where the table knows."""
    table = frontier.table
    known = is_elo(frontier.quality) and {"board", "elo_date"} <= set(table.columns)
    if not known or table[["board", "elo_date"]].isna().all().any():
        return []
    day = pd.Timestamp(table["elo_date"].dropna().iloc[0])
    board = _short(table["board"].dropna().iloc[0])
    licence = " (CC BY 4.0)" * is_arena_score(table, frontier.quality)
    return [f"Scores: {ARENA_BOARDS.get(board, board)}, {_day(day)}{licence}."]


def _price_source(frontier: Frontier) -> list[str]:
    """Say whose prices they are and how new, where the table knows."""
    table = frontier.table
    priced = is_price(frontier.cost) and {"price_basis", "price_date"} <= set(table.columns)
    if not priced or table[["price_basis", "price_date"]].isna().all().any():
        return []
    newest = _day(pd.Timestamp(table["price_date"].max()))
    return [f"Prices: {bases_in_words(table['price_basis'].dropna())}, the newest of {newest}."]


def _hosts_changed(frontiers: Mapping[str, Frontier]) -> list[str]:
    """Say how many models have the price of another host on the last frontier than on the one before."""
    if len(frontiers) < 2 or not all({"model", "host"} <= set(f.table) for f in frontiers.values()):
        return []
    hosts = []
    for own in list(frontiers.values())[-2:]:
        hosted = own.table.dropna(subset="host")
        hosts.append(dict(zip(hosted["model"], hosted["host"], strict=True)))
    before, after = hosts
    both = before.keys() & after.keys()
    changed = sum(before[model] != after[model] for model in both)
    return (
        [f"{changed} of the {len(both)} hosted models changed host since the line before the last."] if changed else []
    )


def _gap_footer(
    told: pd.DataFrame, stretches: Sequence[tuple[str, npt.NDArray[np.intp]]], partial: npt.NDArray[np.bool_]
) -> list[str]:
    boards = [board for board, _ in stretches if board]
    source = "Chatbot Arena (CC BY 4.0)" if set(boards) & set(ARENA_BOARDS) else ", ".join(boards) or "as given"
    first, last = (_day(pd.Timestamp(told["date"].iloc[row])) for row in (0, -1))
    said = [
        f"Scores: {source}, {first} to {last}; {len(told)} snapshots."
        if first != last
        else f"Scores: {source}, {first}."
    ]
    if told["gap_low"].notna().any():
        said.append("Shaded: 95 % interval, where one can be told.")
    if partial.any():
        said.append("Hollow: partial snapshots, where the best model may be missing.")
    if len(boards) > 1:
        said.append("Broken where another board began: the scores of two boards are not comparable.")
    return said


def price_sources_in_words(table: pd.DataFrame) -> pd.Series[str]:
    """Say where each price was read: of whom, if it is a host's, and whether it was only seen on its day."""
    facts = zip(table["host"], table["observed"], table["price_source"], strict=True)
    words = [
        f"{f'{host}, ' if isinstance(host, str) else ''}{'seen in ' if seen else ''}{source}"
        if isinstance(source, str)
        else None
        for host, seen, source in facts
    ]
    return pd.Series(words, index=table.index, dtype=object)


_BASIS_NAMES = {
    "list": "makers' list prices",
    "host": "prices of named hosts",
    "arena": "the Arena's own price table",
    "unverified": "unverified prices",
}


def bases_in_words(bases: Iterable[object]) -> str:
    """Say whose prices they are, the known bases in their usual order."""
    known = list(bases)
    return " and ".join(_BASIS_NAMES.get(str(b), str(b)) for b in sorted(set(known), key=[*_BASIS_NAMES, *known].index))
