"""Names beside the points, where they hide nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.lines import Line2D

from frontier.frames.points import Floats
from frontier.plots.page import Page
from frontier.plots.theme import MUTED, TEXT, legible
from frontier.words.sources import NAMED

# Directions in which to look for room first, in degrees: for a frontier, for other models, and for a second group.
ABOVE, RIGHT, BELOW, TOP = 135, 0, 315, 90
_STEP = 12  # degrees
_CROWD = 2000  # markers
_FREE = 60  # places that touch nothing, of which all are looked at; and of those farther away every third
_TRIES, _LOOKS = 24, 4000  # near places of a label that are tried, and far ones; and comparisons in a picture
_AWAY = (0, 4, 9, 15, 22, 30, 40, 52, 66, 82, 100, 125, 150, 180, 220)  # how far beyond the gap, in points
_LEADER = 5  # a label that is farther beyond the gap has a leader
_ALONG = np.linspace(0, 1, 24)[:, None]  # where a leader is looked at
_CLEARLY = 1.1  # a label without one is so many times nearer to its own marker than to another


class Label(NamedTuple):
    """A text to write at a point, with its size, and the directions and distances where it may stand."""

    text: str
    x: float
    y: float
    size: float = 8
    side: int = ABOVE
    turn: int = 180  # from this side, to the left and to the right
    weight: str = "normal"
    color: str = TEXT
    gap: float = 6
    reach: float = 82
    # with a leader, and at least so far from all other markers, it may be nearer to one of them than to its own
    apart: float = math.inf

    def forms(self) -> list[Label]:
        """Return the label, and the same smaller, and in two lines."""
        words, small = self.text.split(" "), self._replace(size=min(self.size, max(7, self.size - 1)))
        halves = [" ".join(words[:k]) + "\n" + " ".join(words[k:]) for k in range(1, len(words))]
        shortest = sorted(halves, key=lambda text: max(map(len, text.split("\n"))))[: len(self.text) > 8]
        return [self, small, *(form._replace(text=text) for text in shortest for form in (self, small))]


class Option(NamedTuple):
    """A place of a label: how far away, its box, the end of its leader if it needs one, and a box round both."""

    away: float
    label: Label
    point: Floats
    box: Floats
    end: Floats | None
    around: Floats

    def meets(self, other: Option) -> bool:
        """Return whether the label or its leader touches the other or its leader."""
        return bool(touching(self._parts(), other._parts()).any())

    def _parts(self) -> Floats:
        return self.box[None] if self.end is None else np.vstack([self.box, _leader_boxes(self.point, self.end)])


def _in_the_way(options: Sequence[Option], chosen: Mapping[int, Option]) -> Iterator[tuple[Option, set[int]]]:
    """Yield each place of a label with the keys of the chosen places that it meets."""
    boxes = [np.array([one.around for one in some]).reshape(-1, 4) for some in (options, chosen.values())]
    seated = [*chosen.items()]
    for option, near in zip(options, touching(*boxes), strict=True):
        others = (seated[k] for k in np.flatnonzero(near))
        yield option, {key for key, other in others if option.meets(other)}


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

    def place(self, label: Label) -> bool:
        """Write a label near its point; return whether it fitted.

        It stands at least its gap and at most its reach away, in points; a label that is moved has a leader.
        """
        label = label._replace(text=legible(label.text, label.weight))
        option = next(self._options(label), None)
        if option is not None:
            self._write(label, option)
        return option is not None

    def name_all(self, labels: Sequence[Label]) -> None:
        """Write labels, the first before the others, and let the footer say which have no room.

        Each is as it is, or smaller, or in two lines; one that has no room moves up to two others.
        """
        labels = [label._replace(text=legible(label.text, label.weight)) for label in labels]
        options = [self._places(label) for label in labels]
        chosen: dict[int, Option] = {}
        looked = 0

        def seat(i: int, moves: int, seated: set[int]) -> bool:
            nonlocal looked
            looked += len(options[i])
            ways = []
            for option, others in _in_the_way(options[i], chosen):
                if not others:
                    chosen[i] = option
                    return True
                ways.append((option, others))
            for option, others in ways if moves else ():
                if len(others) > 2 or others & seated or looked > _LOOKS:
                    continue
                before = dict(chosen)
                chosen[i] = option
                for j in others:
                    del chosen[j]
                if all(seat(j, moves - 1, seated | {i}) for j in sorted(others)):
                    return True
                chosen.clear()
                chosen.update(before)
            return False

        for i in [*range(len(labels))] * 2:  # once more, as others have moved
            _ = i in chosen or seat(i, 2, {i})
        for option in chosen.values():
            self._write(option.label, option)
        self.learn(unnamed=[label.text for i, label in enumerate(labels) if i not in chosen])

    def _places(self, label: Label) -> list[Option]:
        """Return the nearest places of a label and some of the others; a smaller one, or two lines, are less near."""
        places = list[Option]()
        for form in label.forms():
            if len(places) < 2 * _TRIES:
                places += self._options(form)
        places.sort(key=lambda one: one.away + 10 * (one.label.size < label.size) + 25 * ("\n" in one.label.text))
        return [*places[:_TRIES], *places[_TRIES :: max(1, len(places) // _TRIES)]]

    def _options(self, label: Label) -> Iterator[Option]:
        """Yield the places of a label where it touches nothing that is written, best first."""
        width, height = self.measure(label.text, label.size, label.weight)
        (point,) = self.pixels([label.x], [label.y])
        far = np.array([width, height]) + (label.gap + min(label.reach, _AWAY[-1]) + 12) * self.scale
        around = np.concatenate([point - far, point + far])[None]
        written, marks, lines = (boxes[touching(boxes, around)[:, 0]] for boxes in (self.boxes, self.marks, self.lines))
        turned = self.ax.xaxis_inverted()  # the room is on the other side
        angles = _angles(180 - label.side if turned else label.side, label.turn)
        away = np.repeat([away for away in _AWAY if away <= label.reach], len(angles))
        boxes = _beside(point, angles, (label.gap + away) * self.scale, width, height)
        hard = np.vstack([written, marks])
        free = np.flatnonzero(self._free(boxes, np.vstack([hard, lines])))
        free = np.append(free[:_FREE], free[_FREE::3])
        tight = np.array([2.5, 0.1, -2.5, -1.8]) * self.scale  # without the room that is included
        moved, margin = away[free] > _LEADER, 1 + 0.5 * self.scale + 0.015 * width
        own, spots = _distances(boxes[free] + tight, point[None]), (marks[:, :2] + marks[:, 2:]) / 2
        off = np.hypot(*(spots - point).T)
        clear = np.where(moved[:, None], 1, _CLEARLY) * own + margin
        others = _distances(boxes[free] + tight, spots[off > 1])
        # of markers that lie on its own it is the nearest by any measure
        nearest = (others > np.where(off[off > 1] < 4 * self.scale, own, clear)).all(axis=1)
        others = others.min(axis=1, initial=np.inf)
        apart = free[moved & ~nearest & (others > label.apart * self.scale + margin)]
        away[apart] += _AWAY[-1]  # the last choice
        places = np.concatenate([free[nearest], apart])
        boxes, away = boxes[places], away[places]
        ends, led = np.clip(point, boxes[:, :2], boxes[:, 2:]), away > _LEADER
        around = np.hstack([np.minimum(boxes[:, :2], point), np.maximum(boxes[:, 2:], point)])
        around = np.where(led[:, None], around, boxes)
        led[led] = self._clear(point, ends[led], hard)
        for k in np.flatnonzero((away <= _LEADER) | led):
            yield Option(away[k], label, point, boxes[k], ends[k] if led[k] else None, around[k])

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

    def _lead(self, at: tuple[float, float], point: Floats, end: Floats) -> None:
        line = {"arrowstyle": "-", "color": self.ink(MUTED), "linewidth": 0.6, "shrinkA": 0, "shrinkB": 4}
        offset = tuple((end - point) / self.dot)
        self.ax.annotate("", at, offset, textcoords="offset points", arrowprops=line, zorder=3.5)
        self.avoid(_leader_boxes(point, end))
        self.leaders = np.vstack([self.leaders, [[point, end]]])

    def _free(self, boxes: Floats, taken: Floats) -> npt.NDArray[np.bool_]:
        """Return which boxes are on the page and touch nothing."""
        frame = self.frame
        inside = (boxes[:, :2] >= frame.p0).all(axis=1) & (boxes[:, 2:] <= frame.p1).all(axis=1)
        return np.asarray(inside & ~touching(boxes, taken).any(axis=1))

    def _clear(self, point: Floats, ends: Floats, taken: Floats) -> npt.NDArray[np.bool_]:
        """Return which leaders to a label cross no other leader, and nothing but their own marker."""
        clear = ~_cross(point, ends, self.leaders)
        along = point + _ALONG * (ends[clear] - point)[:, None]
        away = np.hypot(*(along - point).T).T
        far = away > 8 * self.scale
        spots = along[far]
        hit = np.zeros(far.shape, dtype=bool)
        hit[far] = touching(np.hstack([spots, spots]), taken).any(axis=1)
        clear[clear] = ~hit.any(axis=1)
        return clear


def spread_over(rows: list[Any]) -> list[Any]:
    """Return as many rows as a picture names, evenly from the first to the last."""
    if len(rows) <= NAMED:
        return rows
    return [rows[k] for k in np.linspace(0, len(rows) - 1, NAMED).round().astype(int)]


def boxes_of(corners: Floats, pad: float) -> Floats:
    """Return a box round each piece of a line."""
    start, stop = corners[:-1], corners[1:]
    return np.hstack([np.minimum(start, stop) - pad, np.maximum(start, stop) + pad])


def _leader_boxes(point: Floats, end: Floats) -> Floats:
    """Return boxes round the pieces of a leader."""
    return boxes_of(point + np.linspace(0, 1, 12)[:, None] * (end - point), 0.0)


def touching(boxes: Floats, taken: Floats) -> npt.NDArray[np.bool_]:
    """Return for each box and each taken box whether they share a point."""
    left, low, right, top = boxes.T[:, :, None]
    other_left, other_low, other_right, other_top = taken.T[:, None, :]
    return np.asarray((left <= other_right) & (low <= other_top) & (right >= other_left) & (top >= other_low))


@cache
def _angles(first: int, turn: int) -> Floats:
    """Return directions as unit vectors, the first and then more and more to either side."""
    away = [side * angle for angle in range(0, turn + 1, _STEP) for side in (1, -1)][1:]
    radians = np.radians(first + np.array(away))
    return np.column_stack([np.cos(radians), np.sin(radians)])


def _distances(boxes: Floats, spots: Floats) -> Floats:
    """Return how far each box is from each of these places."""
    (x, y), (left, low, right, top) = spots.T, boxes.T[:, :, None]
    across, up = np.maximum(left - x, x - right), np.maximum(low - y, y - top)
    return np.asarray(np.hypot(across.clip(0), up.clip(0)))


def _beside(point: Floats, angles: Floats, distances: Floats, width: float, height: float) -> Floats:
    """Return boxes of that size whose nearest sides are so far from the point, in these directions by turns."""
    along = np.resize(angles, (len(distances), 2))
    low = point + along * distances[:, None] - (0.5 - along).clip(0, 1) * [width, height]
    return np.hstack([low, low + np.array([width, height])])


def _cross(p: Floats, ends: Floats, lines: Floats) -> npt.NDArray[np.bool_]:
    """Return which of the straight lines from p to these ends cross one of the lines."""

    def side(start: Floats, stop: Floats, point: Floats) -> Floats:
        way, other = stop - start, point - start
        return np.asarray(way[..., 0] * other[..., 1] - way[..., 1] * other[..., 0])

    q, a, b = ends[:, None], lines[:, 0], lines[:, 1]
    crossed = (side(p, q, a) * side(p, q, b) < 0) & (side(a, b, p) * side(a, b, q) < 0)
    return np.asarray(crossed.any(axis=1))
