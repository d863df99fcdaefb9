"""Title, subtitle and footer around a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from frontier.plots.labels import _Labels, _legible
from frontier.plots.theme import _MUTED, _TEXT
from frontier.words.headlines import _short

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _write_frame(ax: Axes, title: str, subtitle: str, sentences: Sequence[str]) -> None:
    title, subtitle = _legible(_short(title, 400), "bold"), _legible(_short(subtitle, 400))
    sentences = [_legible(_short(sentence, 400)) for sentence in sentences]
    text, size = _wrap_title(ax, title, 13.5)
    labels = _Labels(ax)
    footer = ""
    for sentence in sentences:
        line = footer.rsplit("\n", 1)[-1] + " " + sentence
        fits = labels.measure(line, 7.5, "normal")[0] < labels.frame.width
        footer = f"{footer}{' ' if fits else chr(10)}{sentence}" if footer else sentence
    ax.set_title(text, loc="left", fontsize=size, fontweight="bold", color=_TEXT, pad=24, parse_math=False)
    for words, at, offset, points in ((subtitle, (0, 1), (0, 8), 9.5), (footer, (0, 0), (0, -42), 7.5)):
        ax.annotate(
            words,
            at,
            offset,
            "axes fraction",
            textcoords="offset points",
            fontsize=points,
            color=_MUTED,
            va="top" if at == (0, 0) else "baseline",
            parse_math=False,
        )


def _wrap_title(ax: Axes, text: str, size: float) -> tuple[str, float]:
    """Break a title that is wider than the Axes into two lines of about the same width, smaller if need be."""
    labels = _Labels(ax)

    def width(line: str) -> float:
        return labels.measure(line, size, "bold")[0]

    words = text.split(" ")
    if width(text) > labels.frame.width and len(words) > 1:
        halves = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words))]
        text = "\n".join(min(halves, key=lambda pair: max(map(width, pair))))
    widest = max(map(width, text.split("\n")))
    return text, size * min(1.0, labels.frame.width / widest)
