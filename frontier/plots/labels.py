"""Names beside the points, where they hide nothing."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.font_manager import get_font
from matplotlib.ft2font import LoadFlags

from frontier.frames.frontier import Frontier
from frontier.plots.theme import _MISSING, _MUTED, _TEXT, Box, _fonts
from frontier.words.headlines import _NAMED, Floats, _better, _intervals, _short, _spots

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _write_labels(
    labels: _Labels,
    frontier: Frontier,
    chosen: Mapping[str, Mapping[Hashable, str]],
    names: Sequence[str],
    looks: npt.NDArray[np.str_],
    percents: Sequence[str],
) -> None:
    """Name the call-outs, then the frontier, then as many others as fit; where a name does not, its percentage."""
    table = frontier.table
    keys = frontier.labels.tolist()
    x, y = _spots(frontier)
    height = _better(frontier, y)
    called = np.array([any(key in members for members in chosen.values()) for key in keys], dtype=bool)
    labels.avoid_bars(labels.bars(_intervals(frontier), 1.0))
    on = np.isin(looks, ["frontier", "frontier-rough", "surely", "maybe"])
    measured = table["on_frontier"].to_numpy(dtype=bool)
    labels.avoid_points(x, y, np.where(called, 8.0, np.where(on, 5.5, 3.5)))
    for k, (group, members) in enumerate(chosen.items()):
        top = max((i for i, key in enumerate(keys) if key in members), key=lambda i: height[i])
        labels.place(
            f"#{k + 1} {_short(group)}", x[top], y[top], size=10.5, weight="bold", gap=13, reach=220, sides=labels._TOP
        )
    rank = np.lexsort((-height, ~measured, ~on, ~called))
    others = rank[int(called.sum()) : int((on | called).sum())].tolist()
    for i in [*rank[: int(called.sum())].tolist(), *_spread_over(others)]:
        gap = 12.5 if called[i] else 6
        placed = labels.place(names[i], x[i], y[i], size=8.5, gap=gap) or labels.place(
            names[i], x[i], y[i], size=7.5, gap=gap, reach=130 if measured[i] else 82
        )
        if percents[i] and not placed:
            labels.place(percents[i], x[i], y[i], size=7, gap=gap, must=False)
    room, tries = (45, 120) if len(table) <= 120 else (18, 80)
    for i in rank[int((on | called).sum()) :][:tries]:
        room -= labels.place(
            names[i], x[i], y[i], size=7, colour=_MUTED, reach=4, sides=labels._RIGHT, must=False, gap=5
        )
        if room == 0:
            break


def _spread_over(rows: list[Any]) -> list[Any]:
    """Return as many rows as a picture names, evenly from the first to the last."""
    if len(rows) <= _NAMED:
        return rows
    return [rows[k] for k in np.linspace(0, len(rows) - 1, _NAMED).round().astype(int)]


def _names(frontier: Frontier, chosen: Mapping[str, Mapping[Hashable, str]]) -> list[str]:
    """Return the name to show for each row: that of the call-out, else ``name`` beside ``model``, else its label."""
    short = {model: (name, group) for group, members in chosen.items() for model, name in members.items()}
    keys = frontier.labels.tolist()
    names = frontier.table["name"].tolist() if frontier.name == "model" and "name" in frontier.table else keys
    out = []
    for key, own in zip(keys, names, strict=True):
        name, group = short.get(key, (str(key if pd.isna(own) else own), ""))
        # a short name such as R1 says too little away from its group: put the maker before it
        out.append(_short(f"{group} {name}" if group and len(name) <= 3 else name))
    return out


def _callout_names(frontier: Frontier, callouts: Mapping[str, Iterable[Hashable]]) -> dict[str, dict[Hashable, str]]:
    """Return each group's models with the names to show; refuse what is not in the table."""
    groups = {name: group if isinstance(group, Mapping) else list(group) for name, group in callouts.items()}
    empty = [name for name, group in groups.items() if not len(group)]
    if empty:
        raise ValueError(f"callouts have no models for {', '.join(map(repr, empty))}; name some or leave the group out")
    own = dict(zip(frontier.labels, _names(frontier, {}), strict=True))
    missing = [m for group in groups.values() for m in group if m not in own]
    if missing:
        left_out = dict(zip(frontier.excluded["model"], frontier.excluded["reason"], strict=True))
        why = "; ".join(f"{m!r} ({left_out.get(m, 'not in the table')})" for m in missing)
        raise ValueError(f"callouts name models that are not drawn: {why}")
    return {
        name: {m: str(shown) for m, shown in group.items()}
        if isinstance(group, Mapping)
        else {m: own[m] for m in group}
        for name, group in groups.items()
    }


@dataclass
class _Labels:
    """Places labels one by one where they touch nothing, in the order they come.

    All in pixels of the Axes as it is now: limits, size and position must be final. Greedy and deterministic.
    """

    ax: Axes
    boxes: list[Box] = field(default_factory=list)
    marks: Floats = field(default_factory=lambda: np.empty((0, 4)))
    lines: Floats = field(default_factory=lambda: np.empty((0, 4)))
    leaders: list[Box] = field(default_factory=list)
    straight: list[tuple[Floats, Floats]] = field(default_factory=list)

    # Directions to try, best first: away from the cloud for a frontier model, to the right for another.
    _ABOVE = (135, 158, 112, 180, 90, 68, 45, 202, 22, 0, 338, 315, 225, 270)
    _RIGHT = (0, 22, 338, 45, 315, 180, 158, 202, 135, 225, 90, 270)
    _BELOW = (315, 338, 292, 0, 270, 248, 225, 202, 22)
    _TOP = (90, 112, 68, 135, 45, 158, 22, 180, 0)
    _AWAY = (0, 4, 9, 15, 22, 30, 40, 52, 66, 82, 100, 125, 150, 180, 220)

    def __post_init__(self) -> None:
        figure: Any = self.ax.get_figure()
        self.scale = figure.dpi / 72
        self.frame = self.ax.get_window_extent()
        self.fonts = {weight: _fonts(weight) for weight in ("normal", "bold")}

    def avoid_points(self, x: Floats, y: Floats, radius: Floats) -> None:
        """Keep labels off the markers; radius in points."""
        pixels, r = self.pixels(x, y), (radius * self.scale)[:, None]
        self.marks = np.vstack([self.marks, np.hstack([pixels - r, pixels + r])])

    def avoid_line(self, corners: tuple[Floats, Floats]) -> None:
        """Keep labels off a line of horizontal and vertical pieces."""
        self.avoid_bars(_boxes_of(self.pixels(*corners), 1.0))

    def avoid_bars(self, boxes: Floats) -> None:
        """Keep labels off boxes round lines."""
        self.lines = np.vstack([self.lines, boxes])

    def avoid_box(self, box: Box) -> None:
        """Keep labels off a box such as the legend."""
        self.boxes.append(box)

    def taken(self, *, lines: bool = True, within: Box | None = None) -> Floats:
        """Return the boxes of all that a label must not touch, or of those that reach into a part of the page."""
        named = np.array([*self.boxes, *self.leaders]).reshape(-1, 4)
        boxes = np.vstack([named, self.marks, self.lines] if lines else [named, self.marks])
        return boxes if within is None else boxes[_touching(boxes, np.array([within]))[:, 0]]

    def place(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float,
        weight: str = "normal",
        colour: str = _TEXT,
        gap: float = 6,
        reach: float = 82,
        sides: Sequence[int] = _ABOVE,
        must: bool = True,
    ) -> bool:
        """Write a label near a point; return whether it fitted.

        ``gap`` and ``reach`` are the nearest and farthest it may stand, in points; a moved label gets a leader.
        What must be written may lie across a frontier line where nothing better is left.
        """
        text = _legible(text, weight)
        width, height = self.measure(text, size, weight)
        (point,) = self.pixels(np.array([x]), np.array([y]))
        far = (gap + min(reach, self._AWAY[-1]) + 12) * self.scale
        around = (point[0] - far - width, point[1] - far - height, point[0] + far + width, point[1] + far + height)
        for lines in (True, False) if must else (True,):
            taken, marks = self.taken(lines=lines, within=around), self.taken(lines=False, within=around)
            for away in self._AWAY:
                if away > reach:
                    break
                distance = (gap + away) * self.scale
                boxes = np.array([_beside(point, angle, distance, width, height) for angle in sides])
                for k in np.flatnonzero(self._free(boxes, taken)):
                    box = tuple(boxes[k].tolist())
                    end = np.array([np.clip(point[0], box[0], box[2]), np.clip(point[1], box[1], box[3])])
                    moved = away > 5
                    if moved and (not self._clear(point, end, marks) or self._beside_another(point, box)):
                        continue
                    self._write(text, (x, y), point, box, size, weight, colour)
                    if moved:
                        self._lead((x, y), point, end)
                    return True
        return False

    def name(self, text: str, x: float, y: float, *, colour: str, sides: Sequence[int], reach: float) -> None:
        """Write a name near a point if it fits, else smaller, else not at all."""
        for size in (8, 7):
            if self.place(text, x, y, size=size, colour=colour, reach=reach, sides=sides, must=False):
                return

    def flags(
        self, named: Sequence[tuple[str, float, float]], *, colour: str, above: bool, rows: int, start: float
    ) -> list[tuple[str, float, float]]:
        """Write names on upright lines, in rows along the upper or the lower edge; return those that do not fit.

        From the last to the first, each in the row nearest to its point where it crosses nothing. A name extends to the
        right of its line, so that lines to its left pass it; where that is impossible to the left, in the farthest row.
        The rows begin ``start`` points from the edge.
        """
        size, pad, left_over = 7.0, 1.5 * self.scale, []
        for text, x, y in sorted(named, key=lambda name: -name[1]):
            (point,) = self.pixels(np.array([x]), np.array([y]))
            shown = _legible(text)
            width, height = self.measure(shown, size, "normal")
            pitch = 1.01 * height
            edge = (self.frame.y1 - start * self.scale) if above else self.frame.y0 + start * self.scale
            taken, crossed = self.taken(), self.taken(lines=False)
            right_of_it = [(row, point[0] + pad) for row in range(rows, 0, -1)]
            left_of_it = [(row, point[0] - pad - width) for row in range(1, rows + 1)]
            for row, left in right_of_it + left_of_it:
                bottom = edge - row * pitch if above else edge + (row - 1) * pitch
                box = (left, bottom, left + width, bottom + height)
                end = np.array([point[0], bottom if above else bottom + height])
                if self._clear(point, end, crossed) and self._free(np.array([box]), taken).all():
                    self._write(shown, (x, y), point, box, size, "normal", colour)
                    self._lead((x, y), point, np.array([point[0], (box[1] + box[3]) / 2]), shrink=0)
                    break
            else:
                left_over.append((text, x, y))
        return left_over

    def measure(self, text: str, size: float, weight: str) -> tuple[float, float]:
        """Width and height of a text in pixels, a little room included."""
        em, fonts = size * self.scale, self.fonts[weight]
        width = sum(_advance(character, fonts) or 1.0 for character in text)
        return width * em + 5 * self.scale, 1.1 * em + 1.5 * self.scale

    def _write(
        self, text: str, at: tuple[float, float], point: Floats, box: Box, size: float, weight: str, colour: str
    ) -> None:
        # anchored to the data point, offset in points: right at any resolution
        middle = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
        self.ax.annotate(
            text,
            at,
            tuple((middle - point) / self.scale),
            textcoords="offset points",
            ha="center",
            va="center_baseline",
            fontsize=size,
            fontweight=weight,
            color=colour,
            zorder=6,
            parse_math=False,
        )
        self.boxes.append(box)

    def _lead(self, at: tuple[float, float], point: Floats, end: Floats, shrink: float = 4) -> None:
        line = {"arrowstyle": "-", "color": _MUTED, "linewidth": 0.6, "shrinkA": 0, "shrinkB": shrink}
        offset = tuple((end - point) / self.scale)
        self.ax.annotate("", at, offset, textcoords="offset points", arrowprops=line, zorder=3.5)
        steps = [point + t * (end - point) for t in np.linspace(0, 1, 12)]
        self.leaders += [_box_of(p, q, 0.0) for p, q in pairwise(steps)]
        self.straight.append((point, end))

    def _free(self, boxes: Floats, taken: Floats) -> npt.NDArray[np.bool_]:
        frame = self.frame
        inside = (
            (boxes[:, 0] >= frame.x0)
            & (boxes[:, 2] <= frame.x1)
            & (boxes[:, 1] >= frame.y0)
            & (boxes[:, 3] <= frame.y1)
        )
        return np.asarray(inside & ~_touching(boxes, taken).any(axis=1))

    def _clear(self, point: Floats, end: Floats, taken: Floats) -> bool:
        """Whether a leader from the point to its label crosses no other leader, and nothing but its own marker."""
        if any(_cross(point, end, *leader) for leader in self.straight):
            return False
        along = np.array([point + t * (end - point) for t in np.linspace(0, 1, 24)])
        along = along[np.hypot(*(along - point).T) > 8 * self.scale]
        taken = taken[_touching(taken, np.array([_box_of(point, end, 0.0)]))[:, 0]]
        return not _touching(np.hstack([along, along]), taken).any()

    def bars(self, intervals: Floats, pad: float) -> Floats:
        """Boxes round upright bars, given as rows of place, lower and upper end."""
        low, high = self.pixels(intervals[:, 0], intervals[:, 1]), self.pixels(intervals[:, 0], intervals[:, 2])
        return np.hstack([low - pad, high + pad])

    def _beside_another(self, point: Floats, box: Box) -> bool:
        """Whether a label that is moved away would seem to name another marker, being close to it."""
        pad = 9 * self.scale
        near = (box[0] - pad, box[1] - pad / 3, box[2] + pad, box[3] + pad / 3)
        own = (np.abs((self.marks[:, :2] + self.marks[:, 2:]) / 2 - point) < 1).all(axis=1)
        return bool(_touching(np.array([near]), self.marks[~own]).any())

    def pixels(self, x: Floats, y: Floats) -> Floats:
        """Where data points are, in pixels."""
        return np.asarray(self.ax.transData.transform(np.column_stack([x, y])), dtype=float)


@cache
def _advance(character: str, fonts: tuple[str, ...]) -> float | None:
    """Width of a character in ems, None where no font has it.

    Adding widths up is quick, and close enough for keeping texts apart.
    """
    for path in fonts:
        font = get_font(path)
        if font.get_char_index(ord(character)):
            font.set_size(100, 72)
            return float(font.load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100
    return None


def _legible(text: str, weight: str = "normal") -> str:
    """Return a text as it can be drawn on one line: a box for each character that no font has, which is noted.

    A blank stands for line breaks, tabs and other control characters; what only steers the layout is left out.
    """
    if text.isascii() and text.isprintable():
        return text
    fonts, out = _fonts(weight), []
    box = "\N{WHITE SQUARE}" if _advance("\N{WHITE SQUARE}", fonts) else "?"
    for character in text:
        kind = unicodedata.category(character)
        if kind in ("Cc", "Zl", "Zp"):
            out.append(" ")
        elif kind == "Cf" or "\ufe00" <= character <= "\ufe0f":
            continue
        elif _advance(character, fonts) is None:
            _MISSING.get({})[character] = None
            out.append(box)
        else:
            out.append(character)
    return "".join(out)


def _beside(point: Floats, angle: float, distance: float, width: float, height: float) -> Box:
    """Return the box of that size whose nearest side is that far from the point, in that direction."""
    ux, uy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = point[0] + ux * distance, point[1] + uy * distance
    left = x if ux > 0.2 else x - width if ux < -0.2 else x - width / 2
    low = y if uy > 0.5 else y - height if uy < -0.5 else y - height / 2
    return (left, low, left + width, low + height)


def _cross(p: Floats, q: Floats, a: Floats, b: Floats) -> bool:
    """Whether the straight line from p to q crosses that from a to b."""

    def side(start: Floats, stop: Floats, point: Floats) -> float:
        along, across = stop - start, point - start
        return float(along[0] * across[1] - along[1] * across[0])

    return side(p, q, a) * side(p, q, b) < 0 and side(a, b, p) * side(a, b, q) < 0


def _box_of(p: Floats, q: Floats, pad: float) -> Box:
    (x0, y0), (x1, y1) = np.minimum(p, q).tolist(), np.maximum(p, q).tolist()
    return (x0 - pad, y0 - pad, x1 + pad, y1 + pad)


def _boxes_of(corners: Floats, pad: float) -> Floats:
    """Return a box round each piece of a line."""
    start, stop = corners[:-1], corners[1:]
    return np.hstack([np.minimum(start, stop) - pad, np.maximum(start, stop) + pad])


def _touching(boxes: Floats, taken: Floats) -> npt.NDArray[np.bool_]:
    """For each box and each taken box, whether they share a point."""
    b, t = boxes[:, None, :], taken[None, :, :]
    return np.asarray(
        (b[..., 0] <= t[..., 2]) & (b[..., 2] >= t[..., 0]) & (b[..., 1] <= t[..., 3]) & (b[..., 3] >= t[..., 1])
    )
