"""Colors, sizes and fonts of every picture, and the figures they are drawn on."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.font_manager import FontProperties, findfont, get_font

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

# Okabe and Ito's palette, safe for the common color deficiencies; each class also has a marker of its own.
PALETTE = tuple(
    zip(("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"), "osD^vPX", strict=True)
)
BLUE = PALETTE[0][0]
OTHER, OTHER_LINE = ("#8c8c8c", "."), "#bdbdbd"

TEXT, MUTED, GRID, SHADE = "#222222", "#5f5f5f", "#e3e3e3", "#dcdcdc"
RED = "#a50026"
HALO, HALO_EDGE = "#f6efd9", "#d9c995"

_SIZE = (10.0, 6.25)
_MARGINS = {"left": 0.075, "right": 0.975, "bottom": 0.155, "top": 0.86}

# The characters of the picture that is being drawn which no font has.
MISSING: ContextVar[dict[str, None]] = ContextVar("missing")


def picture(plot: Callable[Options, Axes]) -> Callable[Options, Axes]:
    """Warn once a picture of all characters that no font has; boxes stand for them."""

    @wraps(plot)
    def drawn(*args: Options.args, **options: Options.kwargs) -> Axes:
        outer = MISSING.set({})
        try:
            ax = plot(*args, **options)
            missing = list(MISSING.get())
        finally:
            MISSING.reset(outer)
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
    own = [get_font(font).family_name for font in fonts("normal")]
    mpl.rcdefaults()
    families = [get_font(font).family_name for font in fonts("normal")]
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
    return _subplot(figure)


def new_axes() -> Axes:
    """Return Axes on a pyplot figure, so that a notebook shows it."""
    import matplotlib.pyplot as plt

    return _subplot(plt.figure(figsize=_SIZE, layout="none"))  # whatever the settings: the margins are ours


def _subplot(figure: Any) -> Axes:
    figure.subplots_adjust(**_MARGINS)
    ax: Axes = figure.add_subplot()
    return ax


def fonts(weight: str) -> tuple[str, ...]:
    """Return the files of the fonts that text is drawn with, in their order: where one lacks a character, the next."""
    found = []
    for family in mpl.rcParams["font.family"]:
        try:
            found.append(findfont(FontProperties(family=family, weight=weight), fallback_to_default=False))
        except ValueError:  # it is not installed
            continue
    return tuple(found) or (findfont(FontProperties(weight=weight)),)
