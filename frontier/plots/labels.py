"""Names beside the points, where they hide nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.lines import Line2D

from frontier.frames.points import Floats
from frontier.plots.page import Page
from frontier.plots.theme import MUTED, TEXT, legible
from frontier.words.sources import NAMED

Flag = tuple[str, float, float]  # a name and its point

# Directions in which to look for room, best first, in degrees: for a frontier, for other models, and for two groups.
ABOVE = (135, 158, 112, 180, 90, 68, 45, 202, 22, 0, 338, 315, 225, 270, 98, 82, 248, 292, 262, 278)
RIGHT = (0, 22, 338, 45, 315, 180, 158, 202, 135, 225, 90, 270)
BELOW = (315, 338, 292, 0, 270, 248, 225, 202, 22)
TOP = (90, 112, 68, 135, 45, 158, 22, 180, 0)
_CROWD = 2000  # markers
_TRIES, _LOOKS = 40, 4000  # places of a label that are compared with those of others, and comparisons in a picture
_AWAY = (0, 4, 9, 15, 22, 30, 40, 52, 66, 82, 100, 125, 150, 180, 220)  # how far beyond the gap, in points


class Label(NamedTuple):
    """A text to write at a point, with its size, and the directions and distances where it may stand."""

    text: str
    x: float
    y: float
    size: float
    sides: Sequence[int] = ABOVE
    weight: str = "normal"
    color: str = TEXT
    gap: float = 6
    reach: float = 82

    def forms(self, smaller: float, reach: float) -> list[Label]:
        """Return the label, and the same smaller and farther, and in two lines."""
        words, small = self.text.split(" "), self._replace(size=smaller, reach=reach)
        halves = [" ".join(words[:k]) + "\n" + " ".join(words[k:]) for k in range(1, len(words))]
        shortest = sorted(halves, key=lambda text: max(map(len, text.split("\n"))))[: len(self.text) > 14]
        return [self, small, *(form._replace(text=text) for text in shortest for form in (self, small))]


class Option(NamedTuple):
    """A place of a label: its box, the end of its leader if it needs one, and boxes round both."""

    label: Label
    point: Floats
    box: Floats
    end: Floats | None
    parts: Floats


class Labels(Page):
    """Places labels one by one where they touch nothing, in the order they come.

    All in pixels of the Axes as it is now: limits, size and position must be final. Greedy and deterministic. A box is
    a row of left, bottom, right and top. No label is nearer to another marker than to its own.
    """

    def measure_again(self) -> None:
        """Take the size of the Axes as it is now, with nothing on it to avoid."""
        super().measure_again()
        # what is written, with its leaders; markers; lines
        self.boxes = self.marks = self.lines = np.empty((0, 4))
        self.leaders = np.empty((0, 2, 2))

    def pixels(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Floats:
        """Return where data points are, in pixels."""
        return np.asarray(self.ax.transData.transform(np.column_stack([x, y])), dtype=float)

    def avoid_points(self, x: Floats, y: Floats, radius: npt.ArrayLike = 5.0) -> None:
        """Keep labels off the markers; radius in points."""
        pixels, r = self.pixels(x, y), np.reshape(np.asarray(radius) * self.scale, (-1, 1))
        boxes = np.hstack([pixels - r, pixels + r])
        if len(boxes) > _CROWD:  # of those that look the same, one
            cells = (pixels // (2 * self.dot)).astype(int)
            boxes = boxes[np.sort(np.unique(cells, axis=0, return_index=True)[1])]
        self.marks = np.vstack([self.marks, boxes])

    def avoid_line(self, x: npt.ArrayLike, y: npt.ArrayLike) -> None:
        """Keep labels off a line of horizontal and vertical pieces."""
        self.avoid_bars(boxes_of(self.pixels(x, y), 1.0))

    def avoid_bars(self, boxes: Floats) -> None:
        """Keep labels off boxes round lines."""
        self.lines = np.vstack([self.lines, boxes])

    def avoid(self, boxes: npt.ArrayLike) -> None:
        """Keep labels off what is written in these boxes."""
        self.boxes = np.vstack([self.boxes, boxes])

    def bars(self, intervals: Floats, pad: float) -> Floats:
        """Return boxes round upright bars, given as rows of place, lower and upper end."""
        low, high = self.pixels(intervals[:, 0], intervals[:, 1]), self.pixels(intervals[:, 0], intervals[:, 2])
        return np.hstack([low - pad, high + pad])

    def steps(self, x: Floats, y: Floats, until: float, **look: Any) -> tuple[Floats, Floats]:
        """Draw a step line that keeps each value until the next, and return its corners."""
        corners = np.repeat(np.append(x, until), 2)[1:-1], np.repeat(y, 2)
        self.ax.plot(*corners, zorder=2.5, **look)
        return corners

    def to_the_edge(self, line: Line2D) -> tuple[Floats, Floats]:
        """Let a step line end at the edge of the Axes, and return its corners."""
        xs, ys = (np.array(along, dtype=float) for along in line.get_data())
        xs[-1] = max(*self.ax.get_xlim(), xs[-2])
        line.set_data(xs, ys)
        return xs, ys

    def taken(self) -> Floats:
        """Return the boxes of all that a label must not touch."""
        return np.vstack([self.boxes, self.marks, self.lines])

    def place(
        self, text: str, x: float, y: float, *, size: float, sides: Sequence[int] = ABOVE, weight: str = "normal",
        color: str = TEXT, gap: float = 6, reach: float = 82,
    ) -> bool:  # fmt: skip
        """Write a label near a point; return whether it fitted.

        ``gap`` and ``reach`` are the nearest and farthest it may stand, in points; a moved label gets a leader.
        """
        label = Label(legible(text, weight), x, y, size, sides, weight, color, gap, reach)
        option = next(self._options(label), None)
        if option is not None:
            self._write(label, option)
        return option is not None

    def place_all(self, labels: Sequence[Sequence[Label]]) -> list[bool]:
        """Write labels, each in one of its forms; where one has no room, move up to two others; return which fitted."""
        options = [[*islice(chain.from_iterable(map(self._options, forms)), _TRIES)] for forms in labels]
        chosen: dict[int, Option] = {}
        looked = 0

        def in_the_way(option: Option) -> set[int]:
            nonlocal looked
            looked += 1
            parts = [chosen[i].parts for i in chosen]
            owners = np.repeat([*chosen], [len(boxes) for boxes in parts])
            return set(owners[touching(np.vstack([*parts, np.empty((0, 4))]), option.parts).any(axis=1)].tolist())

        def seat(i: int, moves: int, seated: set[int], lines: int) -> bool:
            ways = [(one, in_the_way(one)) for one in options[i] if one.label.text.count("\n") < lines]
            if free := next((option for option, others in ways if not others), None):
                chosen[i] = free
                return True
            for option, others in ways if moves else ():
                if len(others) > 2 or others & seated or looked > _LOOKS:
                    continue
                before = dict(chosen)
                chosen[i] = option
                for j in others:
                    del chosen[j]
                if all(seat(j, moves - 1, seated | {i}, lines) for j in sorted(others)):
                    return True
                chosen.clear()
                chosen.update(before)
            return False

        fitted = [seat(i, 2, {i}, 1) or seat(i, 2, {i}, 2) for i in range(len(labels))]
        for option in chosen.values():
            self._write(option.label, option)
        return fitted

    def _options(self, label: Label) -> Iterator[Option]:
        """Yield the places of a label where it touches nothing that is written, best first."""
        width, height = self.measure(label.text, label.size, label.weight)
        (point,) = self.pixels([label.x], [label.y])
        far = np.array([width, height]) + (label.gap + min(label.reach, _AWAY[-1]) + 12) * self.scale
        around = np.concatenate([point - far, point + far])[None]
        written, marks, lines = (boxes[touching(boxes, around)[:, 0]] for boxes in (self.boxes, self.marks, self.lines))
        away = np.repeat([away for away in _AWAY if away <= label.reach], len(label.sides))
        turned = self.ax.xaxis_inverted()  # the room is on the other side
        boxes = _beside(point, label.sides, (label.gap + away) * self.scale, width, height, turned=turned)
        hard = np.vstack([written, marks])
        free = np.flatnonzero(self._free(boxes, np.vstack([hard, lines])))
        tight = np.array([2.5, 0.1, -2.5, -1.8]) * self.scale  # without the room that is included
        for k in free[_nearest(boxes[free] + tight, point, marks, 1 + 0.5 * self.scale + 0.015 * width)]:
            box, end = boxes[k], np.clip(point, boxes[k, :2], boxes[k, 2:])
            if away[k] <= 5:
                yield Option(label, point, box, None, box[None])
            elif self._clear(point, end, hard):
                along = point + np.linspace(0, 1, 12)[:, None] * (end - point)
                yield Option(label, point, box, end, np.vstack([box[None], boxes_of(along, 0.0)]))

    def name(self, text: str, x: float, y: float, *, color: str, sides: Sequence[int], reach: float) -> bool:
        """Write a name near a point if it fits, else smaller, else not at all; return whether it fitted."""
        return any(self.place(text, x, y, size=size, color=color, reach=reach, sides=sides) for size in (8, 7))

    def flags(self, named: Sequence[Flag], *, color: str, above: bool, rows: int, start: float) -> list[Flag]:
        """Write names on upright lines, in rows along the upper or the lower edge; return those that do not fit.

        From the last to the first, each in the row nearest to its point where it crosses nothing. A name extends to the
        right of its line, so that lines to its left pass it; where that is impossible to the left, in the farthest row.
        The rows begin ``start`` points from the edge.
        """
        size, pad, left_over, up = 7.0, 1.5 * self.scale, [], 1 if above else -1
        edge = (self.frame.y1 if above else self.frame.y0) - up * start * self.scale
        for text, x, y in sorted(named, key=lambda name: -name[1]):
            (point,) = self.pixels([x], [y])
            shown = legible(text)
            width, height = self.measure(shown, size)
            taken, crossed = self.taken(), np.vstack([self.boxes, self.marks])
            right_of_it = [(row, point[0] + pad) for row in range(rows, 0, -1)]
            left_of_it = [(row, point[0] - pad - width) for row in range(1, rows + 1)]
            for row, left in right_of_it + left_of_it:
                bottom = edge - up * (row if above else row - 1) * 1.01 * height
                box = np.array([left, bottom, left + width, bottom + height])
                near = np.array([point[0], bottom if above else bottom + height])
                if self._clear(point, near, crossed) and self._free(box[None], taken).all():
                    label = Label(shown, x, y, size, (), "normal", color, 0, 0)
                    self._write(label, Option(label, point, box, None, box[None]))
                    self._lead((x, y), point, np.array([point[0], (box[1] + box[3]) / 2]), shrink=0)
                    break
            else:
                left_over.append((text, x, y))
        return left_over

    def _write(self, label: Label, option: Option) -> None:
        # anchored to the data point, offset in points: right at any resolution
        at, box = (label.x, label.y), option.box
        offset = ((box[:2] + box[2:]) / 2 - option.point) / self.dot
        middle = "center" if "\n" in label.text else "center_baseline"
        look: Any = {"ha": "center", "va": middle, "linespacing": 1.05, "fontsize": label.size * self.size, "zorder": 6}
        look |= {"fontweight": label.weight, "color": self.ink(label.color), "parse_math": False}
        self.ax.annotate(label.text, at, tuple(offset), textcoords="offset points", **look)
        self.avoid(box)
        if option.end is not None:
            self._lead(at, option.point, option.end)

    def _lead(self, at: tuple[float, float], point: Floats, end: Floats, shrink: float = 4) -> None:
        line = {"arrowstyle": "-", "color": self.ink(MUTED), "linewidth": 0.6, "shrinkA": 0, "shrinkB": shrink}
        offset = tuple((end - point) / self.dot)
        self.ax.annotate("", at, offset, textcoords="offset points", arrowprops=line, zorder=3.5)
        steps = point + np.linspace(0, 1, 12)[:, None] * (end - point)
        self.avoid(boxes_of(steps, 0.0))
        self.leaders = np.vstack([self.leaders, [[point, end]]])

    def _free(self, boxes: Floats, taken: Floats) -> npt.NDArray[np.bool_]:
        """Return which boxes are on the page and touch nothing."""
        frame = self.frame
        inside = (boxes[:, :2] >= frame.p0).all(axis=1) & (boxes[:, 2:] <= frame.p1).all(axis=1)
        return np.asarray(inside & ~touching(boxes, taken).any(axis=1))

    def _clear(self, point: Floats, end: Floats, taken: Floats) -> bool:
        """Return whether a leader to a label crosses no other leader, and nothing but its own marker."""
        if _crosses(point, end, self.leaders):
            return False
        along = point + np.linspace(0, 1, 24)[:, None] * (end - point)
        along = along[np.hypot(*(along - point).T) > 8 * self.scale]
        return not touching(np.hstack([along, along]), taken).any()


def spread_over(rows: list[Any]) -> list[Any]:
    """Return as many rows as a picture names, evenly from the first to the last."""
    if len(rows) <= NAMED:
        return rows
    return [rows[k] for k in np.linspace(0, len(rows) - 1, NAMED).round().astype(int)]


def boxes_of(corners: Floats, pad: float) -> Floats:
    """Return a box round each piece of a line."""
    start, stop = corners[:-1], corners[1:]
    return np.hstack([np.minimum(start, stop) - pad, np.maximum(start, stop) + pad])


def touching(boxes: Floats, taken: Floats) -> npt.NDArray[np.bool_]:
    """Return for each box and each taken box whether they share a point."""
    left, low, right, top = boxes.T[:, :, None]
    other_left, other_low, other_right, other_top = taken.T[:, None, :]
    return np.asarray((left <= other_right) & (low <= other_top) & (right >= other_left) & (top >= other_low))


@cache
def _direction(angle: float) -> tuple[float, float, float, float]:
    """Return the unit vector of an angle, and what part of a label lies left of its end and below it."""
    ux, uy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    left = 0 if ux > 0.2 else 1 if ux < -0.2 else 0.25 if ux > 0.1 else 0.75 if ux < -0.1 else 0.5
    return ux, uy, left, 0 if uy > 0.5 else 1 if uy < -0.5 else 0.5


def _nearest(boxes: Floats, point: Floats, marks: Floats, margin: float) -> npt.NDArray[np.bool_]:
    """Return which boxes are nearer to their own point, by a margin, than to any other marker."""

    def distance(x: Floats, y: Floats) -> Floats:
        left, low, right, top = boxes.T[:, :, None]
        across, up = np.maximum(left - x, x - right), np.maximum(low - y, y - top)
        return np.asarray(np.hypot(across.clip(0), up.clip(0)))

    spots = (marks[:, :2] + marks[:, 2:]) / 2
    others = spots[(np.abs(spots - point) > 1).any(axis=1)]
    return np.asarray(distance(*point[:, None])[:, 0] + margin < distance(*others.T).min(axis=1, initial=np.inf))


def _beside(
    point: Floats, angles: Sequence[float], distances: Floats, width: float, height: float, *, turned: bool
) -> Floats:
    """Return boxes of that size whose nearest sides are so far from the point, in these directions by turns."""
    angles = [180 - angle for angle in angles] if turned else angles
    ux, uy, left, below = np.resize([_direction(angle) for angle in angles], (len(distances), 4)).T
    x, y = point[0] + ux * distances - left * width, point[1] + uy * distances - below * height
    return np.column_stack([x, y, x + width, y + height])


def _crosses(p: Floats, q: Floats, lines: Floats) -> bool:
    """Return whether the straight line from p to q crosses one of these."""

    def side(start: Floats, stop: Floats, point: Floats) -> Floats:
        (x, y), (across, up) = (stop - start).T, (point - start).T
        return np.asarray(x * up - y * across)

    a, b = lines[:, 0], lines[:, 1]
    return bool(((side(p, q, a) * side(p, q, b) < 0) & (side(a, b, p) * side(a, b, q) < 0)).any())
