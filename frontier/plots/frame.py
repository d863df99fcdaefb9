"""Title, subtitle and footer around a picture."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from frontier.plots.labels import Labels
from frontier.plots.lettering import legible
from frontier.plots.theme import MUTED, TEXT
from frontier.words.headlines import Headline
from frontier.words.spelling import short

_MOST = 400  # letters of a sentence


def write_frame(ax: Axes, headline: Headline, sources: Sequence[str]) -> None:
    """Write a headline above a picture, and its sources below."""
    labels, footer = Labels(ax), ""
    for sentence in (legible(short(source, _MOST)) for source in sources):
        line = footer.rsplit("\n", 1)[-1] + " " + sentence
        fits = labels.measure(line, 7.5)[0] < labels.frame.width
        footer = f"{footer}{' ' if fits else chr(10)}{sentence}" if footer else sentence
    title, size = _wrapped(labels, legible(short(headline.title, _MOST), "bold"), 13.5)
    ax.set_title(title, loc="left", fontsize=size, fontweight="bold", color=TEXT, pad=24, parse_math=False)
    subtitle = legible(short(headline.subtitle, _MOST))
    for words, at, offset, points, va in (
        (subtitle, (0, 1), (0, 8), 9.5, "baseline"),
        (footer, (0, 0), (0, -42), 7.5, "top"),
    ):
        ax.annotate(words, at, offset, "axes fraction", textcoords="offset points", fontsize=points, color=MUTED,
                    va=va, parse_math=False)  # fmt: skip


def _wrapped(labels: Labels, text: str, size: float) -> tuple[str, float]:
    """Break a title that is wider than the Axes into two lines of about the same width, smaller if need be."""

    def width(line: str) -> float:
        return labels.measure(line, size, "bold")[0]

    words = text.split(" ")
    if width(text) > labels.frame.width and len(words) > 1:
        halves = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words))]
        text = "\n".join(min(halves, key=lambda pair: max(map(width, pair))))
    widest = max(map(width, text.split("\n")))
    return text, size * min(1.0, labels.frame.width / widest)
