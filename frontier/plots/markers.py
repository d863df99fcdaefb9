"""How models look: a color and a marker each class, larger on the frontier, hollow where something is not sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from frontier.frames.columns import values_of
from frontier.frames.frontier import Frontier
from frontier.frames.openness import OPEN_NAMES, is_open
from frontier.frames.points import LIKELY, POSSIBLE, Bools, Floats, holds, points_of
from frontier.plots.theme import OTHER, OTHER_LINE, PALETTE
from frontier.words.names import legend_entry
from frontier.words.spelling import short

_PROPRIETARY = "Proprietary"
_FIRST = {_PROPRIETARY: 0} | dict.fromkeys(OPEN_NAMES.values(), 1)  # the style of these never depends on the data


BANDED = ("likely", "possible", "unlikely")  # the looks of a picture with a band, by the probability
# From below to the top: size in square points and strength, the same among more than 120 models, and whether hollow.
LOOKS = {
    "models-rough": (26, 0.6, 18, 0.35, True),
    "models": (30, 0.6, 20, 0.35, False),
    "frontier-rough": (44, 1.0, 44, 1.0, True),
    "frontier": (52, 1.0, 52, 1.0, False),
    "unlikely": (14, 0.35, 14, 0.35, False),
    "possible": (40, 1.0, 40, 1.0, True),
    "likely": (52, 1.0, 52, 1.0, False),
}


def looks_of(frontier: Frontier, on: Bools, chances: Floats | None) -> npt.NDArray[np.str_]:
    """Return the kind of marker of each row: by its probability where there are any, else by whether it is on."""
    if chances is not None:
        return np.select([chances >= LIKELY, chances >= POSSIBLE], BANDED[:2], BANDED[2])
    looks = np.where(on, "frontier", "models").astype(object)
    if frontier.cost == "training_flop" and "training_flop_confidence" in frontier.table:
        looks[holds(frontier.table["training_flop_confidence"].isin(["likely", "speculative"]))] += "-rough"
    return looks.astype(str)


def draw_points(ax: Axes, frontier: Frontier, classes: Classes, looks: npt.NDArray[np.str_]) -> None:
    """Draw every model as a marker of its class, with its interval."""
    x, y = points_of(frontier)
    for k, (color, marker) in enumerate(classes.styles):
        for kind, (*look, hollow) in LOOKS.items():
            rows = (classes.of_row == k) & (looks == kind)
            if not rows.any():
                continue
            size, strength = look[2:] if len(x) > 120 else look[:2]
            if frontier.interval is not None:
                low, high = (values_of(frontier.table[end])[rows] for end in frontier.interval)
                known = ~np.isnan(low + high)
                # one line with gaps draws faster than a line a model
                across = np.repeat(x[rows][known], 3)
                upright = np.column_stack([low, high, np.full(len(low), np.nan)])[known].ravel()
                thin: Any = {"linewidth": 0.9, "alpha": 0.75 * strength, "zorder": 2}
                ax.plot(across, upright, color=color, gid=f"interval-{k}-{kind}", **thin)
            fill, edge, width = ("white", color, 1.4) if hollow else (color, "white", 0.8 * (strength == 1))
            shape: Any = {"s": size, "marker": marker, "alpha": strength, "zorder": 4 if strength == 1 else 3}
            ax.scatter(x[rows], y[rows], c=fill, edgecolors=edge, linewidths=width, gid=f"class-{k}-{kind}", **shape)


@dataclass(frozen=True)
class Classes:
    """The classes of a picture: a name, a color and a marker each, and the class of every row.

    The last class holds models in no class, and those of groups beyond the largest, which have no color of their own.
    """

    names: list[str]
    styles: list[tuple[str, str]]
    of_row: npt.NDArray[np.intp]

    def line_of(self, group: str) -> tuple[str, str, float]:
        """Return the color, the label and the width of a group's line."""
        if group in self.names[:-1]:
            return self.styles[self.names.index(group)][0], legend_entry(f"{short(group)} frontier"), 1.5
        return OTHER_LINE, "_frontier of another group", 0.8


def classes_of(frontier: Frontier, open_means: str, most: int = len(PALETTE)) -> Classes:
    """Return the classes, of groups at most so many with a color of their own."""
    table, other = frontier.table, "Other"
    if frontier.by is not None:
        sizes = {name: len(own.table) for name, own in frontier.groups.items()}
        largest = sorted(sizes, key=lambda name: (_FIRST.get(name, 2), -sizes[name], name))[:most]
        names = sorted(largest, key=lambda name: (_FIRST.get(name, 2), name))
        row_names = table[frontier.by].to_numpy(dtype=object)
        rest = len(sizes) - len(names)
        other = f"{rest} other{'s' * (rest > 1)}" if rest else other
    elif "openness" in table:
        names = [_PROPRIETARY, OPEN_NAMES[open_means]]
        opened, proprietary = holds(is_open(table, open_means)), holds(table["openness"] == "proprietary")
        row_names = np.select([opened, proprietary], [names[1], names[0]], "")
    else:
        return Classes([""], [PALETTE[0]], np.zeros(len(table), dtype=np.intp))
    of_row = np.full(len(table), len(names))
    for k, name in enumerate(names):
        of_row[row_names == name] = k
    return Classes([*names, other], [*PALETTE[: len(names)], OTHER], of_row)
