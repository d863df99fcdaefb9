"""The leaderboards, the columns of their scores, and the price bases: one line each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd


@dataclass(frozen=True)
class Board:
    """A leaderboard.

    Attributes
    ----------
    name : str
        The value of the column ``board``.
    title : str
        Its name on a chart.
    default_from : str
        The first day on which the Arena's site showed it first.
    score : str
        The column of its scores, in points of an Elo scale, of which a difference gives a win rate.
    """

    name: str
    title: str
    default_from: str
    score: str = "elo"


# Before 2024-03-27 the stored full tables are online Elo, whatever the site already fitted.
BOARDS = (
    Board("elo-online", "Chatbot Arena, online Elo", "0001-01-01"),
    Board("text", "Chatbot Arena, text", "2024-03-27"),
    Board("text-style-control", "Chatbot Arena, text with style control", "2025-05-16"),
)

ARENA_BOARDS: Mapping[str, str] = {board.name: board.title for board in BOARDS}

# Whose price it is, and how a footer names them, in the order of a list.
PRICE_BASES: Mapping[str, str] = {
    "list": "makers' list prices",
    "host": "prices of named hosts",
    "arena": "the Arena's own price table",
    "unverified": "unverified prices",
}

# The columns of the three prices of a model.
PRICE_COLUMNS = ("input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok")

# The columns that say of which snapshot the scores of a row are.
SNAPSHOT_DAY, SNAPSHOT_BOARD = "elo_date", "board"

# The columns that say what a run is of: the tasks, and what the model worked in.
BENCHMARK, AGENT = "benchmark", "agent"


def default_board(day: dt.date) -> str:
    """Return the board that the Arena's site showed first on a day."""
    return [board.name for board in BOARDS if board.default_from <= day.isoformat()][-1]


def is_elo(quality: object) -> bool:
    """Return whether a column has the scores of a board, in points of an Elo scale."""
    return any(board.score == quality for board in BOARDS)


def is_arena_score(table: pd.DataFrame, quality: object) -> bool:
    """Return whether a quality is a score of the Arena: a board's, in a table whose ``board`` names the Arena's."""
    if not is_elo(quality) or SNAPSHOT_BOARD not in table:
        return False
    boards = table[SNAPSHOT_BOARD].dropna().astype(str)
    return bool(len(boards)) and bool(boards.isin(list(ARENA_BOARDS)).all())


def bases_in_words(bases: Iterable[object]) -> str:
    """Return whose prices they are, in words, the known bases in their usual order."""
    known = set(bases)
    order = [*(basis for basis in PRICE_BASES if basis in known), *sorted(map(str, known - set(PRICE_BASES)))]
    return " and ".join(PRICE_BASES.get(basis, basis) for basis in order)
