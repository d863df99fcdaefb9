"""Letters: how wide a text is, and what of it the fonts in use can draw."""

from __future__ import annotations

import unicodedata
from functools import cache

from matplotlib.font_manager import get_font
from matplotlib.ft2font import LoadFlags

from frontier.plots.theme import MISSING, fonts


def width_of(text: str, weight: str) -> float:
    """Return the width of a text in ems.

    Adding the widths of its characters up is quick, and close enough for keeping texts apart.
    """
    files = fonts(weight)
    return sum(_advance(character, files) or 1.0 for character in text)


def legible(text: str, weight: str = "normal") -> str:
    """Return a text as it can be drawn on one line: a box for each character that no font has, which is noted.

    A blank stands for line breaks, tabs and other control characters; what only steers the layout is left out.
    """
    if text.isascii() and text.isprintable():
        return text
    files, out = fonts(weight), []
    box = "\N{WHITE SQUARE}" if _advance("\N{WHITE SQUARE}", files) else "?"
    for character in text:
        kind = unicodedata.category(character)
        if kind in ("Cc", "Zl", "Zp"):
            out.append(" ")
        elif kind == "Cf" or "\ufe00" <= character <= "\ufe0f":
            continue
        elif _advance(character, files) is None:
            MISSING.get({})[character] = None
            out.append(box)
        else:
            out.append(character)
    return "".join(out)


@cache
def _advance(character: str, files: tuple[str, ...]) -> float | None:
    """Return the width of a character in ems, None where no font has it."""
    for path in files:
        font = get_font(path)
        if font.get_char_index(ord(character)):
            font.set_size(100, 72)
            return float(font.load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100
    return None
