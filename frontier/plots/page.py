"""The page of a picture: its place in a figure, its size of letters and its colors, measured again when they change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Bbox

from frontier.frames.openness import OPEN_NAMES
from frontier.frames.points import Floats
from frontier.plots.theme import PALETTE, TINTS, Look, legible, new_axes, width_of

_FULL = (6.0, 4.0)  # inches; in a smaller part of a figure letters are smaller
_SMALLEST = 0.6
_LEAST = 0.25  # of its part of the figure that is left to the data
# Groups whose color and marker never depend on the others.
_OWN_STYLE = dict.fromkeys(("Proprietary", "proprietary", "US"), 0) | dict.fromkeys(
    (*OPEN_NAMES.values(), "open", "CN"), 1
)


class NoRoomError(Exception):
    """What was learned while the words were written needs another place of the Axes."""


class Page:
    """An Axes with the words around it and in it, in pixels as it is now.

    It is the locator of the Axes: when the figure is drawn, the words are written again if the size, the limits or the
    title are others than before. A reader's own limits, title and names of axes stay.
    """

    def __init__(self, ax: Axes | None, look: Look | None = None) -> None:
        self.look: Look = {**(look or {})}
        if unknown := self.look.keys() - Look.__annotations__.keys():
            raise TypeError(f"there is no option {min(unknown)!r}; there are {', '.join(Look.__annotations__)}")
        self.colors = _colors(self.look.get("palette"))
        wanted = self.look.get("labels", "auto")
        self.wanted = None if wanted == "auto" else set(wanted or ())
        self.ax = new_axes() if ax is None else ax
        figure: Any = self.ax.get_figure()
        self.figure = figure
        self.turned = self.ax.xaxis_inverted()
        self.words: dict[str, str] = {}  # what was written as title and names of axes
        self.limits: dict[str, tuple[float, float]] = {}
        # in points, what the ticks and a legend take below the axes; and who has no name
        self.under, self.below, self.unnamed = 0.0, 0.0, list[str]()
        self.need: Floats | None = None  # the place that the Axes would have without neighbors
        self._place = self.ax.get_position(original=True)
        self._own = np.array([0.0, 0, 1, 1])
        self._written: list[Artist] = []
        self.write_footer: Callable[[], bool] = lambda: True
        self._all: Callable[[], None] = lambda: None
        self._key: object = None
        self._laying, self._patience = False, 0
        part = self._part()
        inches: Any = _FULL if part is None else np.multiply(part.size, figure.bbox.size) / figure.dpi
        size = float(min(inches[0] / _FULL[0], inches[1] / _FULL[1]))
        self.size = min(max(size, _SMALLEST), 1.0) * mpl.rcParams["font.size"] / 10
        self.measure_again()

    # --- Place.

    def measure_again(self) -> None:
        """Take the size of the Axes as it is now."""
        self.dot = self.figure.dpi / 72  # pixels a point
        self.scale = self.dot * self.size
        self.frame = self.ax.get_window_extent()

    def settle(self, write: Callable[[], None]) -> None:
        """Write the words now, and again whenever the figure is drawn in another size or with other limits."""
        self.prepare(write)
        if self.ax.get_axes_locator() is None:
            self.ax.set_axes_locator(self)
        self.lay()
        if self.wanted:
            raise ValueError(f"labels names what the picture does not have: {', '.join(map(repr, self.wanted))}")

    def prepare(self, write: Callable[[], None]) -> None:
        """Note what writes the words, for a panel that is laid out with the whole."""
        self._all = write

    def __call__(self, ax: object, renderer: object) -> Bbox:  # noqa: ARG002 - matplotlib gives them
        """Return the place of the Axes, as matplotlib asks its locator; neighbors keep to one another's edges."""
        for _ in range(2):
            for page in [self, *self._others()]:
                if not page._laying and page._state() != page._key:
                    page.lay()
        return self._place if self._part() else self.ax.get_position(original=True)

    def _put(self, place: Bbox) -> None:
        self._place = place
        self.ax.apply_aspect(place)
        self.measure_again()

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what cannot be pickled: a copy stays as it was written."""
        return vars(self) | {"_all": None, "write_footer": None, "_key": None, "_laying": True}

    def get_subplotspec(self) -> Any:
        """Return the place in the grid, for matplotlib's tight layout."""
        return self.ax.get_subplotspec()

    def lay(self) -> None:
        """Write the words, in place of those that were written before."""
        self._laying = True
        self.below, self.unnamed = 0.0, []
        for self._patience in (3, 2, 1, 0):
            present = set(self.ax.get_children())
            for artist in self._written:
                if artist in present:
                    artist.remove()
            before = set(self.ax.get_children())
            self._put(self._most())
            try:
                self._all()
            except NoRoomError:
                continue
            finally:
                self._written = [artist for artist in self.ax.get_children() if artist not in before]
            break
        self._key, self._laying, self._patience = self._state(), False, 0

    def _state(self) -> object:
        ax, inches = self.ax, tuple(self.figure.bbox.size / self.figure.dpi)
        titles, place = (ax.get_title(loc="left"), ax.get_title()), np.round(self._most().extents, 3).tolist()
        return place, inches, ax.get_xlim(), ax.get_ylim(), ax.get_xscale(), ax.get_yscale(), titles

    def _others(self) -> list[Page]:
        locators = [ax.get_axes_locator() for ax in self.figure.axes if ax is not self.ax]
        return [locator for locator in locators if isinstance(locator, Page)]

    def _most(self) -> Bbox:
        """Return where the Axes may be at most: where the figure puts it, and within its neighbors' edges."""
        if (part := self._part()) is None:
            locator: Any = self.ax.get_axes_locator()  # that of a panel within other Axes
            own = self.ax.get_position(original=True)
            return own if locator in (None, self) else Bbox(locator(self.ax, None).get_points())
        place = np.array((part if self.figure.get_layout_engine() else self.ax.get_position(original=True)).extents)
        self._own = place.copy()
        for page in self._others():
            spec, own = page.get_subplotspec(), self.get_subplotspec()
            for side, span in ((0, "colspan"), (1, "rowspan")):
                if spec is not None and page.need is not None and getattr(spec, span) == getattr(own, span):
                    place[side] = max(place[side], page.need[side])
                    place[side + 2] = min(place[side + 2], page.need[side + 2])
        return Bbox(place.reshape(2, 2))

    def _part(self) -> Bbox | None:
        """Return the part of the figure that belongs to the Axes and the words around it, None if that is unknown."""
        spec: Any = self.ax.get_subplotspec()
        if spec is None or spec.get_topmost_subplotspec() is not spec:
            return None
        rows, columns = spec.rowspan, spec.colspan
        bottoms, tops, lefts, rights = spec.get_gridspec().get_grid_positions(self.figure)
        return Bbox.from_extents(
            (rights[columns.start - 1] + lefts[columns.start]) / 2 if columns.start else 0.0,
            (bottoms[rows.stop - 1] + tops[rows.stop]) / 2 if rows.stop < len(tops) else 0.0,
            (rights[columns.stop - 1] + lefts[columns.stop]) / 2 if columns.stop < len(lefts) else 1.0,
            (bottoms[rows.start - 1] + tops[rows.start]) / 2 if rows.start else 1.0 - self._heading(),
        )

    def _heading(self) -> float:
        """Return how much of the height the title of the whole figure takes."""
        lines = self.figure.get_suptitle().count("\n") + 1 if self.figure.get_suptitle() else 0
        return float(lines * 1.6 * FontProperties(size=mpl.rcParams["figure.titlesize"]).get_size_in_points() / 72
                     * self.figure.dpi / self.figure.bbox.height)  # fmt: skip

    def fit(self, around: Sequence[Bbox]) -> bool:
        """Shrink the Axes until what is around it is on its part of the figure; return whether it had to shrink."""
        part = self._part()
        if part is None:
            return False
        pixels, pad = self.figure.transSubfigure, 2 * self.dot
        all_of_it, page = Bbox.union(list(around)), part.transformed(pixels)
        most = np.array(self._most().transformed(pixels).extents)
        room = page.extents + (np.array(self.frame.extents) - all_of_it.extents) + pad * np.array([1, 1, -1, -1])
        own = np.array(Bbox(self._own.reshape(2, 2)).transformed(pixels).extents)
        need = np.concatenate([np.maximum(own, room)[:2], np.minimum(own, room)[2:]])
        self.need = np.array(Bbox(need.reshape(2, 2)).transformed(pixels.inverted()).extents)
        new = np.concatenate([np.maximum(most, need)[:2], np.minimum(most, need)[2:]])
        for side in (0, 1):  # what is too much anyway does not take the rest
            least = _LEAST * (page.width, page.height)[side]
            new[side + 2] = max(new[side + 2], new[side] + least)
        if np.abs(new - self.frame.extents).max() < 0.5:
            return False
        self._put(Bbox(new.reshape(2, 2)).transformed(pixels.inverted()))
        return True

    def squeezed(self, share: float) -> bool:
        """Return whether the Axes has less than this share of the height of its part of the figure."""
        part = self._part()
        return part is not None and self.frame.height < share * part.transformed(self.figure.transSubfigure).height

    def holds(self, box: Bbox) -> bool:
        """Return whether a box is on the part of the figure that the Axes must keep to."""
        part = self._part()
        return part is None or box.y0 >= part.transformed(self.figure.transSubfigure).y0

    def learn(self, **facts: Any) -> None:
        """Note what was learned in the footer, and write all words again if it has no room there."""
        vars(self).update(facts)
        if not self.write_footer() and self._patience:
            raise NoRoomError

    def span(self, axis: str, low: float, high: float) -> None:
        """Set the limits of an axis unless a reader has set others since; what shares it keeps its data inside."""
        now = getattr(self.ax, f"get_{axis}lim")()
        if axis in self.limits and self.limits[axis] != now:
            return
        group = getattr(self.ax, f"get_shared_{axis}_axes")().get_siblings(self.ax)
        if axis not in self.limits and any(isinstance(ax.get_axes_locator(), Page) for ax in group):
            ends = (min, max) if low < high else (max, min)
            low, high = ends[0](low, *now), ends[1](high, *now)
        low, high = (high, low) if axis == "x" and self.turned else (low, high)
        getattr(self.ax, f"set_{axis}lim")(low, high)
        self.limits[axis] = getattr(self.ax, f"get_{axis}lim")()

    # --- Words and colors.

    def measure(self, text: str, size: float, weight: str = "normal") -> tuple[float, float]:
        """Return width and height of a text in pixels, a little room included."""
        em, lines = size * self.scale, text.split("\n")
        width = max(width_of(line, weight) for line in lines) * em + 5 * self.scale
        return width, (1.1 + 1.2 * (len(lines) - 1)) * em + 1.5 * self.scale

    @property
    def line(self) -> float:
        """The length of a line of words round the Axes; small letters, set on whole pixels, are wider than measured."""
        return float(self.frame.width) * (1.0 if self.size >= 1 else 0.94)

    def asked(self, option: str, own: str) -> str:
        """Return the words for an option of a `Look`: its own, the picture's, or none."""
        given: Any = self.look.get(option, True)
        return given if isinstance(given, str) else own if given else ""

    def filled(self, parts: Sequence[str], size: float, weight: str = "normal", width: float | None = None) -> str:
        """Return lines that are filled with the parts; one that is wider than a line is broken at its blanks."""
        width, lines = width or self.line, [""]
        for part in (legible(part, weight) for part in parts if part):
            whole = self.measure(part, size, weight)[0] < width
            for piece in [part] if whole else part.split(" "):
                line = f"{lines[-1]} {piece}".strip()
                if lines[-1] and self.measure(line, size, weight)[0] >= width:
                    lines.append(piece)
                else:
                    lines[-1] = line
        return "\n".join(lines)

    def asks_for(self, *keys: object) -> bool:
        """Return whether a point with one of these names is to be named."""
        if self.look.get("labels", "auto") == "auto":
            return True
        found = [key for key in keys if key in set(self.look.get("labels") or ())]
        self.wanted = (self.wanted or set()) - set(found)
        return bool(found)

    def ink(self, color: str) -> str:
        """Return a color that is meant for white paper as it is on the paper and with the ink of the style."""
        ink, paper = np.array(to_rgb(mpl.rcParams["text.color"])), np.array(to_rgb(self.ax.get_facecolor()))
        own = np.array(to_rgb(color))
        if color not in TINTS:  # on dark paper a dark color is lighter
            dark = paper.mean() < 0.4 and own @ [0.3, 0.6, 0.1] < 0.35
            return to_hex((own + 0.5 * (1 - own)).tolist()) if dark else color
        if abs(ink.mean() - paper.mean()) < 0.35:
            ink = np.full(3, float(paper.mean() < 0.5))
        return to_hex((paper + (1 - own) * (ink - paper)).tolist())

    @property
    def paper(self) -> str:
        """The color of the Axes."""
        return to_hex(self.ax.get_facecolor())

    def styles(self, groups: Sequence[str]) -> list[tuple[str, str]]:
        """Return color and marker of each of at most seven groups, as in every other picture."""
        taken = {group: _OWN_STYLE[group] for group in groups if group in _OWN_STYLE}
        free = iter([k for k in range(len(PALETTE)) if k not in taken.values()])
        named = palette if isinstance(palette := self.look.get("palette"), Mapping) else {}
        slots = [taken[group] if group in taken else next(free) for group in groups]
        return [
            (to_hex(named[group]) if group in named else self.color(k), PALETTE[k][1])
            for group, k in zip(groups, slots, strict=True)
        ]

    def color(self, number: int) -> str:
        """Return the color of a number; black is that of the ink."""
        color = self.colors[number % len(self.colors)]
        return self.ink(color) if color == "#000000" else color


def _colors(palette: object) -> list[str]:
    """Return the colors that are asked for, those of the style, or the project's."""
    cycle = mpl.rcParams["axes.prop_cycle"]
    if isinstance(palette, str):
        if palette not in mpl.colormaps:
            raise ValueError(f"palette must be colors, or a colormap of matplotlib such as tab10, got {palette!r}")
        chosen: Any = mpl.colormaps[palette].resampled(min(mpl.colormaps[palette].N, 256))
        palette = getattr(chosen, "colors", None) if chosen.N < 256 else chosen(np.linspace(0, 1, len(PALETTE)))
    if palette is None or isinstance(palette, Mapping):
        plain = cycle == mpl.rcParamsDefault["axes.prop_cycle"] or "color" not in cycle.keys
        palette = [color for color, _ in PALETTE] if plain else cycle.by_key()["color"]
    elif not len(list(palette)):  # type: ignore[call-overload]
        raise ValueError("palette must have a color")
    return [to_hex(color) if color not in dict(PALETTE) else color for color in palette]  # type: ignore[attr-defined]
