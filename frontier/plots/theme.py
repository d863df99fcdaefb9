"""Colors, sizes and fonts of every picture, the figures they are drawn on, and the files they are saved in."""

from __future__ import annotations

import tempfile
import unicodedata
import warnings
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypedDict

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font, get_font_names
from matplotlib.ft2font import LoadFlags

from frontier.words.spelling import did_you_mean

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
TINTS = (TEXT, MUTED, GRID, SHADE, HALO, HALO_EDGE, "#000000")  # that follow the paper and the ink of a style

SIZE = (10.0, 6.25)  # of a new figure, in inches; and its margins, which grow where words need more
_LEFT, _RIGHT, _BOTTOM, _TOP = 0.75, 0.25, 0.96875, 0.875
DPI = 200  # of a saved picture

_FAMILIES = [f"font.{kind}" for kind in ("family", "serif", "sans-serif", "cursive", "fantasy", "monospace")]


class Look(TypedDict, total=False):
    """The options that every picture takes.

    Attributes
    ----------
    title, subtitle, footer : bool or str
        Other words than the headline and the sources, or False for none.
    legend : bool
        False for none.
    labels : "auto", list or None
        Which points have their names: as many as fit, the most important first; those in the list; or none.
    palette : str, sequence or mapping
        The name of a colormap, colors, or the color of each group. Not given: those of the style in use, and the
        project's if that is matplotlib's own.
    """

    title: bool | str
    subtitle: bool | str
    footer: bool | str
    legend: bool
    labels: Literal["auto"] | Sequence[Hashable] | None
    palette: str | Sequence[str] | Mapping[str, str] | None


_missing: dict[str, None] = {}  # the characters of the picture that is being drawn which no font has


def picture(plot: Callable[Options, Axes]) -> Callable[Options, Axes]:
    """Warn once a picture of all characters that no font has; boxes stand for them."""

    @wraps(plot)
    def drawn(*args: Options.args, **options: Options.kwargs) -> Axes:
        _missing.clear()
        ax = plot(*args, **options)
        if _missing:
            some = " ".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in [*_missing][:12])
            more = f" and {len(_missing) - 12} more" if len(_missing) > 12 else ""
            warnings.warn(
                f"no font in use has the characters {some}{more}, so boxes stand for them: install a font that has "
                "them, and name it in font.family of the matplotlibrc or of matplotlib.rcParams, such as "
                "['DejaVu Sans', 'Noto Sans CJK SC']",
                stacklevel=2,
            )
        return ax

    return drawn


def plain_style(font: str | None = None) -> None:
    """Return to matplotlib's own style, so that a picture does not depend on the user's matplotlibrc.

    The user's fonts stay behind those of the style, for the characters that these lack.
    """
    if font and font not in (installed := get_font_names()):
        raise ValueError(f"there is no font {font!r}{did_you_mean(font, installed)}")
    own = [get_font(file).family_name for file in _fonts("normal")]
    mpl.rcdefaults()
    families = [get_font(file).family_name for file in _fonts("normal")]
    mpl.rcParams["font.family"] = list(dict.fromkeys([*([font] if font else []), *families, *own]))


def new_figure(size: tuple[float, float] = SIZE) -> Axes:
    """Return the Axes of a new figure, outside pyplot, for `save_figure`.

    Parameters
    ----------
    size : pair of float
        Width and height in inches.

    Returns
    -------
    matplotlib.axes.Axes
        Its figure belongs to no window and is freed with it.
    """
    figure = Figure(figsize=size, layout="none")  # type: ignore[arg-type] # documented, and missing from the hints
    FigureCanvasAgg(figure)
    return _axes_on(figure)


def new_axes() -> Axes:
    """Return Axes on a pyplot figure, so that a notebook shows it."""
    import matplotlib.pyplot as plt

    own = mpl.rcParams["figure.figsize"]
    size = SIZE if own == mpl.rcParamsDefault["figure.figsize"] else own
    return _axes_on(plt.figure(figsize=size, layout="none"))  # whatever the settings: the margins are ours


def _axes_on(figure: Figure) -> Axes:
    width, height = figure.get_size_inches()
    figure.subplots_adjust(_LEFT / width, _BOTTOM / height, 1 - _RIGHT / width, 1 - _TOP / height)
    return figure.add_subplot()


# --- Letters: how wide a text is, and what of it the fonts in use can draw.


def width_of(text: str, weight: str) -> float:
    """Return the width of a text in ems.

    Adding the widths of its characters up is quick, and close enough for keeping texts apart.
    """
    return _width(text, _fonts(weight))


@lru_cache(4096)
def _width(text: str, files: tuple[str, ...]) -> float:
    return sum(_advance(character, files) or 1.0 for character in text)


def legible(text: str, weight: str = "normal") -> str:
    """Return a text as it can be drawn on one line: a box for each character that no font has, which is noted.

    A blank stands for line breaks, tabs and other control characters; what only steers the layout is left out.
    """
    if text.isascii() and text.isprintable():
        return text
    files, out = _fonts(weight), ""
    box = "\N{WHITE SQUARE}" if _advance("\N{WHITE SQUARE}", files) else "?"
    for character in text:
        kind = unicodedata.category(character)
        if kind in ("Cc", "Zl", "Zp"):
            out += " "
        elif kind != "Cf" and not "\ufe00" <= character <= "\ufe0f":
            known = _advance(character, files) is not None
            _missing.update({} if known else {character: None})
            out += character if known else box
    return out


def _fonts(weight: str) -> tuple[str, ...]:
    """Return the files of the fonts that text is drawn with, in their order: where one lacks a character, the next."""
    settings: Any = mpl.rcParams
    return _font_files(weight, *(tuple(settings[families]) for families in _FAMILIES))


@cache
def _font_files(weight: str, families: tuple[str, ...], *_generic: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    for family in families:
        with suppress(ValueError):  # it is not installed
            found.append(findfont(FontProperties(family=family, weight=weight), fallback_to_default=False))
    return tuple(found) or (findfont(FontProperties(weight=weight)),)


@cache
def _advance(character: str, files: tuple[str, ...]) -> float | None:
    """Return the width of a character in ems, None where no font has it."""
    for path in files:
        font = get_font(path)
        if font.get_char_index(ord(character)):
            font.set_size(100, 72)
            return float(font.load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100
    return None


# --- Files.


def save_figure(ax: Axes, path: str | Path, *, dpi: float = DPI, editable: bool = False) -> None:
    """Save the figure of an Axes, the same bytes every time, replacing the file in one step.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        From one of the plot functions.
    path : path
        Where to write; the ending (.svg, .png, .pdf) says the format.
    dpi : float
        Pixels an inch of a PNG.
    editable : bool
        Keep the text of an SVG as text, in a font that the reader must have, instead of outlines. That of a PDF is
        always text, with its TrueType font.

    Returns
    -------
    None

    Raises
    ------
    ValueError
        If the ending is of no format that can be written.

    Examples
    --------
    >>> import frontier
    >>> ax = frontier.plot_frontier(frontier.find_frontier(frontier.load_models(as_of="2025-02-14")))
    >>> frontier.save_figure(ax, getfixture("tmp_path") / "deck.png")
    """
    path, figure, title = Path(path), ax.get_figure(root=True), ax.get_title(loc="left")
    subtitle = getattr(ax.get_axes_locator(), "words", {}).get("subtitle")
    # What would name the day or the version of a tool is left out.
    metadata = {
        ".pdf": {"CreationDate": None, "Producer": None, "Creator": None},
        ".png": {"Software": None, "Title": title, "Description": subtitle},
        ".svg": {"Date": None, "Creator": None, "Title": title, "Description": subtitle},
    }
    kind = path.suffix.lower()
    if figure is None or kind not in metadata:
        raise ValueError(f"{path.name!r} must end in one of {', '.join(metadata)}")
    with tempfile.TemporaryDirectory(dir=path.resolve().parent, prefix=f".{path.name}.") as folder:
        drawn = Path(folder) / path.name
        fonts: Any = {"svg.fonttype": "none" if editable else "path", "pdf.fonttype": 42}
        with mpl.rc_context({"svg.hashsalt": "frontier", **fonts}):
            figure.savefig(drawn, format=kind[1:], dpi=dpi, metadata=metadata[kind])
        drawn.replace(path.resolve())
