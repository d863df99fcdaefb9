"""Legends."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from frontier.frames.frontier import Frontier
from frontier.frames.openness import adjective
from frontier.plots.labels import _boxes_of, _Labels, _legible, _touching
from frontier.plots.theme import _GRID, _MUTED, _TEXT, Box, _marker_style
from frontier.words.headlines import _LEGEND_SHARE, Floats, _Classes, _entry, _intervals, _short, _spots

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _words_of(told: pd.DataFrame, first: str, second: str) -> tuple[str, str]:
    """Return what to call the two groups: of open ones, which meaning of open they have, where it is one."""
    if {"first", "second"} <= set(told):
        pairs = told[["first", "second"]].drop_duplicates()
        if len(pairs) == 1:
            first, second = (adjective(str(group)) for group in pairs.iloc[0])
    return _short(first), _short(second)


def _place_legend(
    ax: Axes, labels: _Labels, corners: Sequence[str] = ("lower right", "upper left", "lower left")
) -> None:
    """Put the legend into the first corner where it hides nothing, or else below the axes."""
    legend = _legend(ax, loc="lower right", **_FRAMED)
    taken = labels.taken()
    for corner in corners:
        legend.set_loc(corner)  # type: ignore[arg-type]
        at = legend.get_window_extent()
        box = (at.x0, at.y0, at.x1, at.y1)
        if not _touching(taken, np.array([box])).any():
            labels.avoid_box(box)
            return
    _legend(ax, loc="upper right", bbox_to_anchor=(1, -0.03), ncols=2, frameon=False, borderpad=0)


_FRAMED: Mapping[str, Any] = {"frameon": True, "framealpha": 1, "edgecolor": _GRID, "borderpad": 0.7}


def _legend(ax: Axes, handles: Sequence[Artist] | None = None, **look: Any) -> Legend:
    """Write the legend of what is drawn, or of these handles, with every label as it is."""
    handles = ax.get_legend_handles_labels()[0] if handles is None else handles
    words = [_legible(str(handle.get_label())) for handle in handles]
    legend = ax.legend(handles, words, **{"fontsize": 8.5, **look})
    for text in legend.get_texts():
        text.set_parse_math(False)
    return legend


def _draw_legend(
    ax: Axes,
    classes: _Classes,
    labels: _Labels,
    frontier: Frontier,
    looks: npt.NDArray[np.str_],
    lines: Sequence[tuple[Floats, Floats]],
) -> Box | None:
    """Put the legend where it hides nothing, below all models if there is no such place; return its box.

    Below the models it has at most a third of the height: where it needs more, it says less.
    """
    pixels = labels.pixels(*_spots(frontier))
    pieces = [_boxes_of(labels.pixels(*corners), 2.0) for corners in lines]
    taken = np.vstack([np.hstack([pixels - 8, pixels + 8]), labels.bars(_intervals(frontier), 2.0), *pieces])
    banded = "surely" in looks or "maybe" in looks or "hardly" in looks
    places = ["lower right", "center right", "lower center", "lower left"]
    places += [] if banded else ["upper left", "upper center", "upper right"]  # there labels need room
    for handles, columns, size in _legends(ax, frontier, classes, looks):
        legend = _legend(ax, handles, loc="lower right", ncols=columns, fontsize=size, **_FRAMED)
        legend.set_zorder(5)
        at = legend.get_window_extent()
        frame, pad = labels.frame, labels.frame.x1 - at.x1
        if at.width > frame.width or at.height > frame.height:
            continue
        across = {"right": at.x0, "center": (frame.x0 + frame.x1 - at.width) / 2, "left": frame.x0 + pad}
        up = {"lower": at.y0, "center": (frame.y0 + frame.y1 - at.height) / 2, "upper": frame.y1 - pad - at.height}
        for place in places:
            vertical, side = place.split()
            box = (across[side], up[vertical], across[side] + at.width, up[vertical] + at.height)
            if not _touching(taken, np.array([box])).any():
                legend.set_loc(place)  # type: ignore[arg-type]
                return box
        share = (at.height + 2 * pad) / frame.height
        if share <= _LEGEND_SHARE:
            floor, top = ax.get_ylim()
            ax.set_ylim(floor - (top - floor) * share / (1 - share), top)
            return (at.x0, at.y0, at.x1, at.y1)
    legend.remove()
    return None


def _legends(
    ax: Axes, frontier: Frontier, classes: _Classes, looks: npt.NDArray[np.str_]
) -> Iterable[tuple[list[Artist], int, float]]:
    """Yield the entries that a legend may have, its columns and its size.

    An entry each for markers and lines, or, as always where there are more groups than colours, one for both; at last
    the classes alone.
    """
    marks, both = _marks(classes, lines=False), _marks(classes, lines=bool(frontier.groups))
    kinds = [kind for kind in ("surely", "maybe", "hardly") if kind in looks]
    banded = len(kinds) > 0
    also: list[Artist] = []
    for kind in [*kinds, *(["frontier-rough"] if any(look.endswith("-rough") for look in looks) else [])]:
        look = _marker_style(kind, crowded=False)
        fill, edge, width = ("white", _MUTED, 1.2) if look.hollow else (_MUTED, "none", 0.0)
        mark = Line2D([], [], linestyle="none", marker="o", color=fill, markeredgecolor=edge, markeredgewidth=width)
        mark.set(markersize=math.sqrt(look.size), alpha=look.strength, label=look.meaning)
        also.append(mark)
    drawn: list[Artist] = [line for line in ax.get_lines() if not str(line.get_label()).startswith("_")]
    of_groups = {classes.line_of(group)[1] for group in frontier.groups}
    rest = [line for line in drawn if line.get_label() not in of_groups]
    if banded:
        band = Patch(facecolor=_TEXT, alpha=0.14, label="The true frontier, with 90 % probability")
        drawn, rest = [*drawn, band], [*rest, band]
    if len(frontier.groups) < len(classes.names):
        yield [*marks, *also, *drawn], 2 if banded else 1, 8.5
    for entries in ([*both, *also, *rest], both):
        for size, columns in _LAYOUTS if entries else ():
            yield entries, columns, size


# Of a legend that must be low: its size, and its columns.
_LAYOUTS = tuple((size, columns) for size in (8.5, 7.0) for columns in (1, 2, 3, 4))


def _marks(classes: _Classes, *, lines: bool) -> list[Artist]:
    """Return an entry of the legend for each class that has models."""
    return [
        Line2D([], [], color=classes.line_of(name)[0], marker=marker, markersize=6, markerfacecolor=colour,
               markeredgecolor=colour, linestyle="solid" if lines else "none", linewidth=classes.line_of(name)[2],
               label=_entry(_short(name, 40)))
        for k, (name, (colour, marker)) in enumerate(zip(classes.names, classes.styles, strict=True))
        if name and (classes.of_row == k).any()
    ]  # fmt: skip


def _has_room(ax: Axes, classes: _Classes, *, hull: bool, band: bool) -> bool:
    """Whether a legend of these classes, with an entry each, takes no more of the height than it may."""
    more = ["Frontier of all", *["Mixing hull"] * hull, *["The true frontier, with 90 % probability"] * 5 * band]
    entries = [*_marks(classes, lines=True), *(Line2D([], [], label=label) for label in more)]
    frame = ax.get_window_extent()
    for size, columns in _LAYOUTS:
        legend = _legend(ax, entries, loc="lower right", ncols=columns, fontsize=size, **_FRAMED)
        at = legend.get_window_extent()
        legend.remove()
        if at.width <= frame.width and at.height + 2 * (frame.x1 - at.x1) <= _LEGEND_SHARE * frame.height:
            return True
    return False
