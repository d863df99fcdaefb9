"""What a column measures, and how its numbers are written: the Arena's scores, currencies, decimals.

A leaf: it needs numpy alone, and every module may import it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

# The leaderboards of the Arena, and their names on a chart.
ARENA_BOARDS: Mapping[str, str] = {
    "elo-online": "Chatbot Arena, online Elo",
    "text": "Chatbot Arena, text",
    "text-style-control": "Chatbot Arena, text with style control",
}
_ELO = "elo"
_CURRENCIES = (
    ("$", r"\$|(?<![a-z])usd(?![a-z])|dollar"),
    ("€", r"€|(?<![a-z])eur(?![a-z])|(?<![a-z])euros?(?![a-z])"),
    ("£", r"£|(?<![a-z])gbp(?![a-z])"),
    ("¥", r"¥|(?<![a-z])(?:jpy|cny|rmb|yen|yuan)(?![a-z])"),
    ("₹", r"₹|(?<![a-z])inr(?![a-z])"),
)
_DIGITS_OF_SPREAD, _MOST_DECIMALS = 5, 15


def is_elo(quality: object) -> bool:
    """Return whether a quality is on the Elo scale: points, of which a difference gives a win rate."""
    return quality == _ELO


def is_arena_score(table: pd.DataFrame, quality: object) -> bool:
    """Return whether a quality is a score of the Arena: Elo, in a table whose ``board`` names the Arena's boards."""
    if not is_elo(quality) or "board" not in table:
        return False
    boards = table["board"].dropna().astype(str)
    return bool(len(boards)) and bool(boards.isin(list(ARENA_BOARDS)).all())


def currency(cost: object) -> str:
    """Return the sign of the currency that the name of a cost states, such as ``$`` of ``price_usd``; "" if none."""
    name = str(cost).lower()
    return next((sign for sign, words in _CURRENCIES if re.search(words, name)), "")


def is_price(cost: object) -> bool:
    """Return whether a cost is a price: its name states a currency, or says so."""
    return bool(currency(cost)) or "price" in str(cost).lower()


def decimals(values: npt.ArrayLike, quality: object = None) -> int:
    """Return how many decimals tell different values apart.

    Parameters
    ----------
    values : array_like of float
        Numbers that are read together, such as the qualities of a table. Those that are not finite do not count.
    quality : str, optional
        The name of the column. Elo scores are always written with one decimal, the custom of the field.

    Returns
    -------
    int
        So many that the last digit is no coarser than the distance of any two neighbors, and at most those of the fifth
        digit of the distance between the smallest and the largest: what differs by less is noise.

    Examples
    --------
    >>> decimals([0.62, 0.6, 0.64]), decimals([25.74, 31.2]), decimals([0.3, 0.1 + 0.2])
    (2, 0, 1)
    """
    if is_elo(quality):
        return 1
    known = np.asarray(values, dtype=float)
    known = np.unique(known[np.isfinite(known)])
    if not len(known):
        return 0
    with np.errstate(over="ignore"):
        spread = float(known[-1] - known[0])
    size = spread if spread > 1e-12 * abs(known[-1]) else abs(float(known[-1]))
    if not 0 < size < math.inf:
        return 0
    most = min(_MOST_DECIMALS, max(0, _DIGITS_OF_SPREAD - 1 - math.floor(math.log10(size))))
    apart = np.unique(known.round(most))
    if len(apart) == 1:  # one value: as many decimals as it has
        return next(d for d in range(most + 1) if d == most or round(float(apart[0]), d) == float(apart[0]))
    nearest = float(np.diff(apart).min())
    return min(most, max(0, math.ceil(-math.log10(nearest) - 1e-9)))
