"""How models look, a color and a marker each class, and the legends that say so."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import ScaledTranslation

from frontier.frames.columns import values_of
from frontier.frames.frontier import Frontier
from frontier.frames.openness import OPEN_NAMES, is_open
from frontier.frames.points import LIKELY, POSSIBLE, Bools, Floats, holds, intervals_of, points_of
from frontier.plots.labels import Labels, boxes_of, touching
from frontier.plots.theme import GRID, MUTED, OTHER, OTHER_LINE, PALETTE, TEXT, legible
from frontier.words.names import LEGEND, group_name, legend_entry
from frontier.words.spelling import short

Line = tuple[Floats, Floats]
Looks = npt.NDArray[np.str_]

_PROPRIETARY = "Proprietary"
_ORDER = (_PROPRIETARY, *OPEN_NAMES.values(), "US", "CN")  # the first of a legend, whatever their size

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


def draw_points(labels: Labels, frontier: Frontier, classes: Classes, looks: Looks) -> None:
    """Draw every model as a marker of its class, with its interval."""
    ax, (x, y) = labels.ax, points_of(frontier)
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
            paper = labels.paper
            fill, edge, width = (paper, color, 1.4) if hollow else (color, paper, 0.8 * (strength == 1))
            shape: Any = {
                "s": size * labels.size**2,
                "marker": marker,
                "alpha": strength,
                "zorder": 4 if strength == 1 else 3,
            }
            ax.scatter(x[rows], y[rows], c=fill, edgecolors=edge, linewidths=width, gid=f"class-{k}-{kind}", **shape)


@dataclass(frozen=True)
class Classes:
    """The classes of a picture: a name, a color and a marker each, and the class of every row.

    The last class holds models in no class, and those of groups beyond the largest, which have no color of their own.
    """

    names: list[str]
    styles: list[tuple[str, str]]
    of_row: npt.NDArray[np.intp]
    by: str | None = None

    def line_of(self, group: str) -> tuple[str, str, float]:
        """Return the color, the label and the width of a group's line."""
        if group in self.names[:-1]:
            return (
                self.styles[self.names.index(group)][0],
                legend_entry(f"{short(group_name(self.by, group))} frontier"),
                1.5,
            )
        return OTHER_LINE, "_frontier of another group", 0.8


def classes_of(labels: Labels, frontier: Frontier, open_means: str) -> Classes:
    """Return the classes: the largest groups, at most seven, with a color and a marker each."""
    table, other = frontier.table, "Other"
    if frontier.by is not None:
        sizes = {name: len(own.table) for name, own in frontier.groups.items()}
        names = sorted(sizes, key=lambda name: (-sizes[name], name))[: len(PALETTE)]
        names.sort(key=lambda name: [*_ORDER, name].index(name))  # the others stay in the order of size
        row_names = table[frontier.by].to_numpy(dtype=object)
        rest = len(sizes) - len(names)
        other = f"{rest} other{'s' * (rest > 1)}" if rest else other
    elif "openness" in table:
        names = [_PROPRIETARY, OPEN_NAMES[open_means]]
        opened, proprietary = holds(is_open(table, open_means)), holds(table["openness"] == "proprietary")
        row_names = np.select([opened, proprietary], [names[1], names[0]], "")
    else:
        return Classes([""], [labels.styles([""])[0]], np.zeros(len(table), dtype=np.intp))
    of_row = np.full(len(table), len(names))
    for k, name in enumerate(names):
        of_row[row_names == name] = k
    return Classes([*names, other], [*labels.styles(names), OTHER], of_row, frontier.by)


# --- Legends.

_SIZES = (8.5, 7.0)
_TALLEST = 0.4  # of the Axes, a legend below them


def write_legend(labels: Labels, handles: Sequence[Artist], *, size: float = _SIZES[0], **look: Any) -> Legend:
    """Write a legend of these handles, with every label as it is."""
    words = [legible(str(handle.get_label())) for handle in handles]
    look = {"labelcolor": labels.ink("#000000"), "fontsize": size * labels.size, "frameon": True} | look
    legend = labels.ax.legend(handles, words, **look)
    for text in legend.get_texts():
        text.set_parse_math(False)
    return legend


def place_legend(
    labels: Labels, corners: Sequence[str] = ("lower right", "upper left", "lower left"),
    contents: Sequence[Sequence[Artist]] = (), taken: Floats | None = None,
) -> None:  # fmt: skip
    """Put the legend into the first corner where it hides nothing, or else below the axes.

    ``contents`` are the handles that it may have, those of all artists if not given: the first that fit.
    """
    ax = labels.ax
    if not labels.look.get("legend", True) or ax.get_legend() is not None:
        return
    contents = contents or [ax.get_legend_handles_labels()[0]]
    taken = labels.taken() if taken is None else taken
    for handles in contents:
        columns = 2 if len(handles) > 8 else 1
        look: Any = {"loc": "lower right", "framealpha": 1, "edgecolor": labels.ink(GRID), "borderpad": 0.7}
        legend = write_legend(labels, handles, ncols=columns, **look)
        legend.set_zorder(5)
        for corner in corners:
            legend.set_loc(corner)  # type: ignore[arg-type]
            at = legend.get_window_extent()
            box = np.array([[at.x0, at.y0, at.x1, at.y1]])
            inside = (box[0, :2] >= labels.frame.p0).all() and (box[0, 2:] <= labels.frame.p1).all()
            if inside and not touching(box, taken).any():
                labels.avoid(box)
                return
    _below(labels, contents[-1])


def _below(labels: Labels, handles: Sequence[Artist]) -> None:
    """Put a legend between the axes and the footer, in as many columns as fit; leave out one that takes too much."""
    down = ScaledTranslation(0, -(labels.under + 2) / 72, labels.figure.dpi_scale_trans)
    look: Any = {"loc": "upper left", "bbox_to_anchor": (0, 0), "bbox_transform": labels.ax.transAxes + down}
    look |= {"frameon": False, "borderpad": 0, "borderaxespad": 0}
    for size, columns in ((size, columns) for size in _SIZES for columns in range(min(len(handles), 6), 0, -1)):
        legend = write_legend(labels, handles, size=size, ncols=columns, **look)
        at = legend.get_window_extent()
        if at.width <= labels.frame.width:
            break
    if at.height > _TALLEST * labels.frame.height + labels.below * labels.dot * _TALLEST:
        legend.remove()
    else:
        labels.learn(below=max(labels.below, at.height / labels.dot))


def draw_legend(
    labels: Labels, classes: Classes, frontier: Frontier, looks: Looks, lines: Sequence[Line], *, names_above: bool
) -> None:
    """Put the legend where it hides nothing, and keep labels off it."""
    pixels = labels.pixels(*points_of(frontier))
    pieces = [boxes_of(labels.pixels(*corners), 2.0) for corners in lines]
    taken = np.vstack([np.hstack([pixels - 8, pixels + 8]), labels.bars(intervals_of(frontier), 2.0), *pieces])
    places = ["lower right", "center right", "lower center", "lower left"]
    if not names_above and not np.isin(BANDED, looks).any() and labels.size == 1:  # else labels need the room
        places += ["upper left", "upper center", "upper right"]
    place_legend(labels, places, _contents(labels, frontier, classes, looks), taken)


def _contents(labels: Labels, frontier: Frontier, classes: Classes, looks: Looks) -> list[list[Artist]]:
    """Return the entries that a legend may have.

    One for each marker and each line, or, as always where there are more groups than colors, one for both.
    """
    marks, both = (_marks(labels, classes, lines=lines) for lines in (False, bool(frontier.groups)))
    kinds = [kind for kind in BANDED if kind in looks]
    rough = ["frontier-rough"] * any(look.endswith("-rough") for look in looks)
    also = [_kind(labels, kind) for kind in [*kinds, *rough]]
    drawn: list[Artist] = [line for line in labels.ax.get_lines() if not str(line.get_label()).startswith("_")]
    of_groups = {classes.line_of(group)[1] for group in frontier.groups}
    band = [Patch(facecolor=labels.ink(TEXT), alpha=0.14, label=LEGEND["band"])] * bool(kinds)
    rest = [line for line in drawn if line.get_label() not in of_groups]
    each = [*marks, *also, *drawn, *band]
    return [each] * (len(frontier.groups) < len(classes.names)) + [[*both, *also, *rest, *band]] * bool(frontier.groups)


def _kind(labels: Labels, kind: str) -> Artist:
    """Return the entry of a look that markers of all classes have."""
    size, strength, *_, hollow = LOOKS[kind]
    muted = labels.ink(MUTED)
    fill, edge, width = (labels.paper, muted, 1.2) if hollow else (muted, "none", 0.0)
    return Line2D([], [], linestyle="none", marker="o", color=fill, markeredgecolor=edge, markeredgewidth=width,
                  markersize=math.sqrt(size) * labels.size, alpha=strength, label=LEGEND[kind])  # fmt: skip


def _marks(labels: Labels, classes: Classes, *, lines: bool) -> list[Artist]:
    """Return an entry of the legend for each class that has models."""
    return [
        Line2D([], [], color=classes.line_of(name)[0], marker=marker, markersize=6 * labels.size, markerfacecolor=color,
               markeredgecolor=color, linestyle="solid" if lines else "none", linewidth=classes.line_of(name)[2],
               label=legend_entry(short(group_name(classes.by, name), 40)))
        for k, (name, (color, marker)) in enumerate(zip(classes.names, classes.styles, strict=True))
        if name and (classes.of_row == k).any()
    ]  # fmt: skip
