"""Legends."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from frontier.frames.frontier import Frontier
from frontier.frames.points import Floats, intervals_of, points_of
from frontier.plots.labels import Labels, boxes_of, touching
from frontier.plots.lettering import legible
from frontier.plots.markers import BANDED, LOOKS, Classes
from frontier.plots.theme import GRID, MUTED, TEXT
from frontier.words.names import LEGEND, legend_entry
from frontier.words.spelling import short

Line = tuple[Floats, Floats]

_FRAMED: Mapping[str, Any] = {"loc": "lower right", "framealpha": 1, "edgecolor": GRID, "borderpad": 0.7}
_MOST = 1 / 3  # of the height that a legend may take from the data
_LAYOUTS = tuple((size, columns) for size in (8.5, 7.0) for columns in (1, 2, 3, 4))  # of a legend that must be low


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


def draw_legend(
    labels: Labels, classes: Classes, frontier: Frontier, looks: npt.NDArray[np.str_], lines: Sequence[Line]
) -> None:
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


def has_room(ax: Axes, classes: Classes, *, hull: bool, band: bool) -> bool:
    """Return whether a legend of these classes, with an entry each, takes no more of the height than it may."""
    more = ["Frontier of all", *["Mixing hull"] * hull, *[LEGEND["band"]] * 5 * band]
    entries = [*_marks(classes, lines=True), *(Line2D([], [], label=label) for label in more)]
    shares = []
    for size, columns in _LAYOUTS:
        legend = write_legend(ax, entries, ncols=columns, fontsize=size, **_FRAMED)
        shares.append(_share(ax, legend))
        legend.remove()
    return min(shares) <= _MOST


def _share(ax: Axes, legend: Legend) -> float:
    """Return how much of the height a legend takes, its distance from the edge included; infinite if it is too wide."""
    at, frame = legend.get_window_extent(), ax.get_window_extent()
    return (at.height + 2 * (frame.x1 - at.x1)) / frame.height if at.width <= frame.width else math.inf


def _keep(labels: Labels, legend: Legend, places: Sequence[str], taken: Floats) -> bool:
    """Put a legend into the first place where it touches nothing, and keep labels off it; return whether it could."""
    for place in places:
        legend.set_loc(place)  # type: ignore[arg-type]
        at = legend.get_window_extent()
        box = (at.x0, at.y0, at.x1, at.y1)
        if not touching(np.array([box]), taken).any():
            labels.boxes.append(box)
            return True
    return False


def _contents(
    ax: Axes, frontier: Frontier, classes: Classes, looks: npt.NDArray[np.str_]
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
