"""How models look, a color and a marker each class, and the legends that say so."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from frontier.frames.columns import values_of
from frontier.frames.frontier import Frontier
from frontier.frames.openness import OPEN_NAMES, is_open
from frontier.frames.points import LIKELY, POSSIBLE, Bools, Floats, holds, intervals_of, points_of
from frontier.plots.labels import Labels, boxes_of, touching
from frontier.plots.theme import GRID, MUTED, OTHER, OTHER_LINE, PALETTE, TEXT, legible
from frontier.words.names import LEGEND, legend_entry
from frontier.words.spelling import short

Line = tuple[Floats, Floats]
Looks = npt.NDArray[np.str_]

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


def looks_of(frontier: Frontier, on: Bools, chances: Floats | None) -> Looks:
    """Return the kind of marker of each row: by its probability where there are any, else by whether it is on."""
    if chances is not None:
        return np.select([chances >= LIKELY, chances >= POSSIBLE], BANDED[:2], BANDED[2])
    looks = np.where(on, "frontier", "models").astype(object)
    if frontier.cost == "training_flop" and "training_flop_confidence" in frontier.table:
        looks[holds(frontier.table["training_flop_confidence"].isin(["likely", "speculative"]))] += "-rough"
    return looks.astype(str)


def draw_points(ax: Axes, frontier: Frontier, classes: Classes, looks: Looks) -> None:
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


def _classes_of(frontier: Frontier, open_means: str, most: int) -> Classes:
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


# --- Legends.

_FRAMED: Mapping[str, Any] = {"loc": "lower right", "framealpha": 1, "edgecolor": GRID, "borderpad": 0.7}
_MOST = 1 / 3  # of the height that a legend may take from the data
_SIZES = (8.5, 7.0)
_LAYOUTS = tuple((size, columns) for size in _SIZES for columns in (1, 2, 3, 4))  # of a legend that must be low


def write_legend(ax: Axes, handles: Sequence[Artist] | None = None, **look: Any) -> Legend:
    """Write the legend of all artists, or of these handles, with every label as it is."""
    handles = ax.get_legend_handles_labels()[0] if handles is None else handles
    words = [legible(str(handle.get_label())) for handle in handles]
    legend = ax.legend(handles, words, **{"fontsize": 8.5, "frameon": True, **look})
    for text in legend.get_texts():
        text.set_parse_math(False)
    return legend


def place_legend(labels: Labels, corners: Sequence[str] = ("lower right", "upper left", "lower left")) -> None:
    """Put the legend into the first corner where it hides nothing, or else below the axes."""
    if not _keep(labels, write_legend(labels.ax, **_FRAMED), corners, labels.taken()):
        write_legend(labels.ax, loc="upper right", bbox_to_anchor=(1, -0.03), ncols=2, frameon=False, borderpad=0)


def draw_legend(labels: Labels, classes: Classes, frontier: Frontier, looks: Looks, lines: Sequence[Line]) -> None:
    """Put the legend where it hides nothing, below all models if there is no such place, and keep labels off it.

    Below the models it has at most a third of the height: where it needs more, it says less.
    """
    ax, pixels = labels.ax, labels.pixels(*points_of(frontier))
    pieces = [boxes_of(labels.pixels(*corners), 2.0) for corners in lines]
    taken = np.vstack([np.hstack([pixels - 8, pixels + 8]), labels.bars(intervals_of(frontier), 2.0), *pieces])
    places = ["lower right", "center right", "lower center", "lower left"]
    places += [] if np.isin(BANDED, looks).any() else ["upper left", "upper center", "upper right"]  # labels need room
    legend = None
    for handles, columns, size in _contents(ax, frontier, classes, looks):
        legend = write_legend(ax, handles, ncols=columns, fontsize=size, **_FRAMED)
        legend.set_zorder(5)
        share = _share(ax, legend)
        if share <= 1 and _keep(labels, legend, places, taken):
            return
        if share <= _MOST:
            floor, top = ax.get_ylim()
            ax.set_ylim(floor - (top - floor) * share / (1 - share), top)
            _keep(labels, legend, ["lower right"], taken[:0])
            return
    if legend is not None:
        legend.remove()


def classes_with_room(ax: Axes, frontier: Frontier, open_means: str, *, hull: bool, band: bool) -> Classes:
    """Return as many classes as a legend with an entry each has room for in the height that it may take."""
    more = ["Frontier of all", *["Mixing hull"] * hull, *[LEGEND["band"]] * 5 * band]
    for most in range(min(len(PALETTE), max(2, len(frontier.groups))), 1, -1):
        classes = _classes_of(frontier, open_means, most)
        entries = [*_marks(classes, lines=True), *(Line2D([], [], label=label) for label in more)]
        if len(classes.names) <= 3 or any(_share_of(ax, entries, columns) <= _MOST for columns in (4, 3, 2, 1)):
            break
    return classes


def _share_of(ax: Axes, entries: Sequence[Artist], columns: int) -> float:
    """Return how much of the height a legend of these entries would take in the smallest size."""
    legend = write_legend(ax, entries, ncols=columns, fontsize=_SIZES[-1], **_FRAMED)
    share = _share(ax, legend)
    legend.remove()
    return share


def _share(ax: Axes, legend: Legend) -> float:
    """Return how much of the height a legend takes, its distance from the edge included; infinite if it is too wide."""
    at, frame = legend.get_window_extent(), ax.get_window_extent()
    return (at.height + 2 * (frame.x1 - at.x1)) / frame.height if at.width <= frame.width else math.inf


def _keep(labels: Labels, legend: Legend, places: Sequence[str], taken: Floats) -> bool:
    """Put a legend into the first place where it touches nothing, and keep labels off it; return whether it could."""
    for place in places:
        legend.set_loc(place)  # type: ignore[arg-type]
        at = legend.get_window_extent()
        box = np.array([[at.x0, at.y0, at.x1, at.y1]])
        if not touching(box, taken).any():
            labels.avoid(box)
            return True
    return False


def _contents(
    ax: Axes, frontier: Frontier, classes: Classes, looks: Looks
) -> Iterable[tuple[list[Artist], int, float]]:
    """Yield the entries that a legend may have, its columns and its size.

    An entry each for markers and lines, or, as always where there are more groups than colors, one for both; at last
    the classes alone.
    """
    marks, both = _marks(classes, lines=False), _marks(classes, lines=bool(frontier.groups))
    kinds = [kind for kind in BANDED if kind in looks]
    rough = ["frontier-rough"] * any(look.endswith("-rough") for look in looks)
    also = [_kind(kind) for kind in [*kinds, *rough]]
    drawn: list[Artist] = [line for line in ax.get_lines() if not str(line.get_label()).startswith("_")]
    of_groups = {classes.line_of(group)[1] for group in frontier.groups}
    band = [Patch(facecolor=TEXT, alpha=0.14, label=LEGEND["band"])] * bool(kinds)
    if len(frontier.groups) < len(classes.names):
        yield [*marks, *also, *drawn, *band], 2 if kinds else 1, 8.5
    rest = [line for line in drawn if line.get_label() not in of_groups]
    for entries in ([*both, *also, *rest, *band], both):
        for size, columns in _LAYOUTS if entries else ():
            yield entries, columns, size


def _kind(kind: str) -> Artist:
    """Return the entry of a look that markers of all classes have."""
    size, strength, *_, hollow = LOOKS[kind]
    fill, edge, width = ("white", MUTED, 1.2) if hollow else (MUTED, "none", 0.0)
    return Line2D([], [], linestyle="none", marker="o", color=fill, markeredgecolor=edge, markeredgewidth=width,
                  markersize=math.sqrt(size), alpha=strength, label=LEGEND[kind])  # fmt: skip


def _marks(classes: Classes, *, lines: bool) -> list[Artist]:
    """Return an entry of the legend for each class that has models."""
    return [
        Line2D([], [], color=classes.line_of(name)[0], marker=marker, markersize=6, markerfacecolor=color,
               markeredgecolor=color, linestyle="solid" if lines else "none", linewidth=classes.line_of(name)[2],
               label=legend_entry(short(name, 40)))
        for k, (name, (color, marker)) in enumerate(zip(classes.names, classes.styles, strict=True))
        if name and (classes.of_row == k).any()
    ]  # fmt: skip
