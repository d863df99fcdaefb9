"""The leaderboards whose scores are Arena points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# The leaderboards of the Arena, and their names on a chart.
ARENA_BOARDS: Mapping[str, str] = {
    "elo-online": "Chatbot Arena, online Elo",
    "text": "Chatbot Arena, text",
    "text-style-control": "Chatbot Arena, text with style control",
}


_ELO = "elo"


def is_elo(quality: object) -> bool:
    """Return whether a quality is on the Elo scale: points, of which a difference gives a win rate."""
    return quality == _ELO


def is_arena_score(table: pd.DataFrame, quality: object) -> bool:
    """Return whether a quality is a score of the Arena: Elo, in a table whose ``board`` names the Arena's boards."""
    if not is_elo(quality) or "board" not in table:
        return False
    boards = table["board"].dropna().astype(str)
    return bool(len(boards)) and bool(boards.isin(list(ARENA_BOARDS)).all())


_PRICE_COLUMNS = ("input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok")
