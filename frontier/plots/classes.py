"""The classes of a picture: a color and a marker each, the same in every picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from frontier.frames.frontier import Frontier
from frontier.frames.openness import OPEN_NAMES, is_open
from frontier.frames.points import holds
from frontier.plots.theme import OTHER, OTHER_LINE, PALETTE
from frontier.words.names import legend_entry
from frontier.words.spelling import short

_PROPRIETARY = "Proprietary"
_FIRST = {_PROPRIETARY: 0} | dict.fromkeys(OPEN_NAMES.values(), 1)  # the style of these never depends on the data


@dataclass(frozen=True)
class Classes:
    """The classes of a picture: a name, a color and a marker each, and the class of every row.

    The last is of what is in no class, and of the groups beyond the largest, which have no color of their own.
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
