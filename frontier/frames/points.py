"""The points of a frontier as arrays: costs, qualities, intervals, and how likely each is to be on the frontier."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from frontier.core.columns import Bools as Bools
from frontier.core.columns import Floats as Floats
from frontier.frames.columns import values_of
from frontier.frames.frontier import Frontier

# How probable a place on the frontier must be to count as likely, and as possible.
LIKELY, POSSIBLE = 0.9, 0.1


def holds(condition: pd.Series[Any]) -> Bools:
    """Return a condition on a column as bool, False where the column is missing."""
    return condition.to_numpy(dtype=bool, na_value=False)


def points_of(frontier: Frontier, rows: pd.DataFrame | None = None) -> tuple[Floats, Floats]:
    """Return the costs and the qualities of all rows of a frontier, or of some."""
    table = frontier.table if rows is None else rows
    return values_of(table[frontier.cost]), values_of(table[frontier.quality])


def upward(frontier: Frontier, quality: Floats) -> Floats:
    """Return qualities on the scale on which more is better."""
    return -quality if frontier.lower_is_better else quality


def intervals_of(frontier: Frontier) -> Floats:
    """Return cost, lower and upper end of each interval of the quality that is known."""
    if frontier.interval is None:
        return np.empty((0, 3))
    found = np.column_stack([values_of(frontier.table[c]) for c in (frontier.cost, *frontier.interval)])
    return np.asarray(found[~np.isnan(found).any(axis=1)])


def probabilities_of(frontier: Frontier) -> Floats:
    """Return each model's probability of being on the frontier; with groups on that of its own, NaN without one."""
    if "probability" not in frontier.table:
        ends = " and ".join(frontier.interval or (f"{frontier.quality}_{end}" for end in ("lower", "upper")))
        raise ValueError(
            f"a band needs intervals: {ends} are missing or blank, or the frontier was found with uncertainty=False"
        )
    if not frontier.groups:
        return frontier.table["probability"].to_numpy(dtype=float)
    chances = np.full(len(frontier.table), np.nan)
    for group, own in frontier.groups.items():
        rows = holds(frontier.table[frontier.by] == group)
        chances[rows] = own.table["probability"].to_numpy(dtype=float)
    return chances


def on_some_frontier(frontier: Frontier) -> Bools:
    """Return which rows are on the frontier, or on that of their group."""
    on = frontier.table["on_frontier"].to_numpy(dtype=bool, copy=True)
    for group, own in frontier.groups.items():
        on[holds(frontier.table[frontier.by] == group)] |= own.table["on_frontier"].to_numpy(dtype=bool)
    return on
