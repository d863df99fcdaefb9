"""The markers of models: larger and stronger on the frontier, hollow where something is not sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from frontier.frames.columns import values_of
from frontier.frames.costs import training_flop_confidence
from frontier.frames.frontier import Frontier
from frontier.frames.points import LIKELY, POSSIBLE, Bools, Floats, holds, points_of
from frontier.plots.classes import Classes
from frontier.words.names import LEGEND

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BANDED = ("surely", "maybe", "hardly")  # the looks of a picture with a band, by the probability
_KINDS = ("models-rough", "models", "frontier-rough", "frontier", "hardly", "maybe", "surely")  # from below to the top


@dataclass(frozen=True)
class Look:
    """How a marker looks: its size in square points, its strength, and whether it is hollow."""

    size: float
    strength: float
    hollow: bool = False
    meaning: str = ""


def marker_style(kind: str, *, crowded: bool) -> Look:
    """Return the look of a kind of marker, among many others or among few."""
    faint = 0.35 if crowded else 0.6
    return {
        "frontier": Look(52, 1.0),
        "models": Look(20 if crowded else 30, faint),
        "frontier-rough": Look(44, 1.0, hollow=True, meaning=LEGEND["rough"]),
        "models-rough": Look(18 if crowded else 26, faint, hollow=True, meaning=LEGEND["rough"]),
        "surely": Look(52, 1.0, meaning=LEGEND["surely"]),
        "maybe": Look(40, 1.0, hollow=True, meaning=LEGEND["maybe"]),
        "hardly": Look(14, 0.35, meaning=LEGEND["hardly"]),
    }[kind]


def looks_of(frontier: Frontier, on: Bools, chances: Floats | None) -> npt.NDArray[np.str_]:
    """Return the kind of marker of each row: by its probability where there are any, else by whether it is on."""
    if chances is not None:
        return np.select([chances >= LIKELY, chances >= POSSIBLE], BANDED[:2], BANDED[2])
    looks = np.where(on, "frontier", "models").astype(object)
    if frontier.cost == "training_flop" and "note" in frontier.table:
        looks[holds(training_flop_confidence(frontier.table).isin(["likely", "speculative"]))] += "-rough"
    return looks.astype(str)


def draw_points(ax: Axes, frontier: Frontier, classes: Classes, looks: npt.NDArray[np.str_]) -> None:
    """Draw every model as a marker of its class, with its interval."""
    x, y = points_of(frontier)
    for k, (color, marker) in enumerate(classes.styles):
        for kind in _KINDS:
            rows = (classes.of_row == k) & (looks == kind)
            if not rows.any():
                continue
            look, gid = marker_style(kind, crowded=len(x) > 120), f"{k}-{kind}"
            if frontier.interval is not None:
                low, high = (values_of(frontier.table[end])[rows] for end in frontier.interval)
                known = ~np.isnan(low + high)
                # one line with gaps draws faster than a line a model
                across = np.repeat(x[rows][known], 3)
                upright = np.column_stack([low, high, np.full(len(low), np.nan)])[known].ravel()
                shade = 0.75 * look.strength
                ax.plot(across, upright, color=color, linewidth=0.9, alpha=shade, zorder=2, gid=f"interval-{gid}")
            ax.scatter(
                x[rows],
                y[rows],
                s=look.size,
                c="white" if look.hollow else color,
                marker=marker,
                alpha=look.strength,
                linewidths=1.4 if look.hollow else 0.8 if look.strength == 1 else 0,
                edgecolors=color if look.hollow else "white",
                zorder=4 if look.strength == 1 else 3,
                gid=f"class-{gid}",
            )
