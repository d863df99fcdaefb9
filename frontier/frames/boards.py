"""The leaderboards and their tasks, the columns of their scores, and the price bases: one line each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
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

# The kinds of prompts that the Arena also rates apart, and how a title names them.
TASKS: Mapping[str, str] = {
    "coding": "coding", "math": "math", "creative-writing": "creative writing", "hard-prompts": "hard prompts",
    "expert": "expert prompts", "instruction-following": "following instructions", "longer-query": "longer prompts",
    "multi-turn": "longer conversations", "business": "business", "legal": "law", "media": "media",
    "medicine": "medicine", "science": "science", "software": "software", "writing": "writing and language",
    "chinese": "Chinese", "french": "French", "german": "German", "japanese": "Japanese", "korean": "Korean",
    "russian": "Russian", "spanish": "Spanish",
}  # fmt: skip


def board_of(board: str, task: str | None) -> str:
    """Return the value of the column ``board`` for a task on a leaderboard, or for the whole leaderboard."""
    return f"{board}:{task}" if task else board


def task_of(board: str) -> str:
    """Return the task of a value of the column ``board``; empty for the whole leaderboard."""
    return board.partition(":")[2]


ARENA_BOARDS: Mapping[str, str] = {board.name: board.title for board in BOARDS} | {
    board_of(board.name, task): f"{words[0].upper()}{words[1:]}, {board.title}"
    for board in BOARDS
    for task, words in TASKS.items()
}

# Whose price it is, and how a footer names them, in the order of a list.
PRICE_BASES: Mapping[str, str] = {
    "list": "makers' list prices",
    "host": "prices of named hosts",
    "arena": "the Arena's own price table",
    "unverified": "unverified prices",
}

# The model whose price the Arena's table of 2025 gave to another: its maker charged 15 dollars for that.
ARENA_PRICED_AS: Mapping[tuple[str, float], str] = {("chatgpt-4o-latest-20241120", 10.0): "GPT-4o"}

# Which of several hosts on one day has the price of a model, the default first.
HOST_RULES: Mapping[str, str] = {
    "stay": "the cheapest of the first 30 days, until its offer ends, then the cheapest",
    "cheapest": "the lowest output price of the day",
    "fixed": "the first in a fixed order of hosts",
}

# The columns of the three prices of a model.
INPUT, CACHED, OUTPUT = PRICE_COLUMNS = ("input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok")

# The columns that say of which snapshot the scores of a row are.
SNAPSHOT_DAY, SNAPSHOT_BOARD = "elo_date", "board"

# The columns that say what a run is of: the tasks, and what the model worked in.
BENCHMARK, AGENT = "benchmark", "agent"


@cache
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


def task_in_words(table: pd.DataFrame, quality: object) -> str:
    """Return the task of the Arena's scores of a table, as a title names it; empty if they are of all prompts."""
    if not is_arena_score(table, quality):
        return ""
    return TASKS.get(task_of(str(table[SNAPSHOT_BOARD].dropna().iloc[0])), "")


def bases_in_words(bases: Iterable[object], hosts: str = "") -> str:
    """Return whose prices they are, in words, the known bases in their usual order; ``hosts`` names the hosts."""
    known = set(bases)
    order = [*(basis for basis in PRICE_BASES if basis in known), *sorted(map(str, known - set(PRICE_BASES)))]
    words = {**PRICE_BASES, **({"host": f"prices of {hosts}"} if hosts else {})}
    return " and ".join(words.get(basis, basis) for basis in order)
