"""Colors, sizes and marks of every picture."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.font_manager import FontProperties, findfont, get_font

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Box = tuple[float, float, float, float]  # left, bottom, right, top, in pixels


Options = ParamSpec("Options")


# The groups that Invesco's "AI after DeepSeek" (February 2025) called out as #1, #2 and #3, each with the deck's own
# short names. Its GPT-4o is, very probably, the Arena's pairing of chatgpt-4o-latest-20241120 with the gpt-4o price.
INVESCO_CALLOUTS: Mapping[str, Mapping[str, str]] = {
    "OpenAI": {"chatgpt-4o-latest-20241120": "GPT-4o", "o3-mini": "o3-mini", "o1-mini": "o1-mini"},
    "DeepSeek": {"deepseek-r1": "R1", "deepseek-v3": "V3"},
    "Google": {
        "gemini-2.0-flash-001": "Gemini 2.0 Flash",
        "gemini-2.0-flash-lite-preview-02-05": "Gemini 2.0 Flash-Lite",
        "gemini-1.5-flash-8b-001": "Gemini 1.5 Flash-8B",
    },
}


# Of lines through time before the last: dark enough for words, told apart by eyes of every kind, and by their dashes.
_EARLIER = ("#666666", "#8c510a", "#01665e", "#762a83", "#b2182b")


_DASHES: tuple[Any, ...] = ((0, (1.5, 1.2)), (0, (6, 1.5)), (0, (4, 1.5, 1, 1.5)), (0, (9, 3)), (0, (3, 3)))


_TEXT, _MUTED, _GRID = "#222222", "#5f5f5f", "#e3e3e3"


_RED = "#a50026"


_HALO, _TINT_EDGE, _BAND = "#f6efd9", "#d9c995", "#dcdcdc"


# Of a gap through time: rows of names along an edge and their height, and the room for the boards' names, in points.
_FLAG_ROWS, _FLAG_HEIGHT, _BOARD_ROOM = 7, 9.3, 14.0


_MOST_ROOM = 1.0  # decades left of the data, for names


_SIZE = (10.0, 6.25)


_MARGINS = {"left": 0.075, "right": 0.975, "bottom": 0.155, "top": 0.86}


# The characters of the picture that is being drawn which no font has.
_MISSING: ContextVar[dict[str, None]] = ContextVar("missing")


def _picture(plot: Callable[Options, Axes]) -> Callable[Options, Axes]:
    """Warn once a picture of all characters that no font has; boxes stand for them."""

    @wraps(plot)
    def drawn(*args: Options.args, **options: Options.kwargs) -> Axes:
        outer = _MISSING.set({})
        try:
            ax = plot(*args, **options)
            missing = list(_MISSING.get())
        finally:
            _MISSING.reset(outer)
        if missing:
            some = " ".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in missing[:12])
            more = f" and {len(missing) - 12} more" if len(missing) > 12 else ""
            warnings.warn(
                f"no font in use has the characters {some}{more}, so boxes stand for them: install a font that has "
                "them, and name it in font.family of the matplotlibrc or of matplotlib.rcParams, such as "
                "['DejaVu Sans', 'Noto Sans CJK SC']",
                stacklevel=2,
            )
        return ax

    return drawn


def plain_style() -> None:
    """Return to matplotlib's own style, so that a picture does not depend on the user's matplotlibrc.

    The user's fonts stay behind those of the style, for the characters that these lack.
    """
    own = [get_font(font).family_name for font in _fonts("normal")]
    mpl.rcdefaults()
    families = [get_font(font).family_name for font in _fonts("normal")]
    mpl.rcParams["font.family"] = [*families, *(family for family in own if family not in families)]


def new_figure() -> Axes:
    """Return the Axes of a new figure in the project's size, outside pyplot, for `save_figure`.

    Returns
    -------
    matplotlib.axes.Axes
        Its figure belongs to no window and is freed with it.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SIZE, layout="none")  # type: ignore[arg-type] # documented, and missing from the hints
    FigureCanvasAgg(figure)
    figure.subplots_adjust(**_MARGINS)
    return figure.add_subplot()


def _new_axes() -> Axes:
    """Return Axes on a pyplot figure, so that a notebook shows it."""
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots(figsize=_SIZE, layout="none")  # whatever the settings: the margins are ours
    figure.subplots_adjust(**_MARGINS)
    return ax


_ROUGH = "Compute only likely or speculative"


@dataclass(frozen=True)
class _Look:
    """How a marker looks: its size in square points, its strength, and whether it is hollow."""

    size: float
    strength: float
    hollow: bool = False
    meaning: str = ""


def _marker_style(kind: str, *, crowded: bool) -> _Look:
    faint = 0.35 if crowded else 0.6
    return {
        "frontier": _Look(52, 1.0),
        "models": _Look(20 if crowded else 30, faint),
        "frontier-rough": _Look(44, 1.0, hollow=True, meaning=_ROUGH),
        "models-rough": _Look(18 if crowded else 26, faint, hollow=True, meaning=_ROUGH),
        "surely": _Look(52, 1.0, meaning="On the frontier: 90 % or more"),
        "maybe": _Look(40, 1.0, hollow=True, meaning="On the frontier: 10 to 90 %"),
        "hardly": _Look(14, 0.35, meaning="On the frontier: below 10 %"),
    }[kind]


def _fonts(weight: str) -> tuple[str, ...]:
    """Return the files of the fonts that text is drawn with, in their order: where one lacks a character, the next."""
    found = []
    for family in mpl.rcParams["font.family"]:
        try:
            found.append(findfont(FontProperties(family=family, weight=weight), fallback_to_default=False))
        except ValueError:  # it is not installed
            continue
    return tuple(found) or (findfont(FontProperties(weight=weight)),)
