"""Axes: limits, ticks and names, and the words around them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axis import Axis
from matplotlib.ticker import FixedLocator, Formatter, FuncFormatter, NullLocator
from matplotlib.transforms import Bbox

from frontier.frames.boards import is_arena_score
from frontier.frames.columns import days_of
from frontier.frames.costs import currency
from frontier.frames.frontier import Frontier
from frontier.frames.points import Floats, intervals_of
from frontier.plots.labels import Labels
from frontier.plots.theme import GRID, MUTED, TEXT, legible
from frontier.words.headlines import Headline
from frontier.words.names import cost_axis, quality_axis
from frontier.words.numbers import MONTHS, money, power_of_ten
from frontier.words.sources import not_named
from frontier.words.spelling import short

_MOST_ROOM = 1.0  # decades left of the data, for names
_MOST_LETTERS = 400  # of a sentence
_ABOVE = ("title", "subtitle")
_LITTLE = 0.4  # of its part of the figure: with less for the data, a picture has no subtitle


def write_frame(
    labels: Labels, headline: Headline, sources: Sequence[str], axes: Callable[[], None] = lambda: None
) -> None:
    """Write a headline above a picture and its sources below, and set the axes, until all have room."""
    ax, size = labels.ax, labels.size
    _take_own_title(labels)
    title, subtitle = (labels.asked(part, short(getattr(headline, part), _MOST_LETTERS)) for part in _ABOVE)
    labels.words["subtitle"] = subtitle
    look: Any = {"textcoords": "offset points", "color": labels.ink(MUTED), "parse_math": False}
    below = {"xycoords": "axes fraction", "va": "top", "fontsize": 7.5 * size} | look
    lift = 6 if ax.child_axes else 0  # for the headings of panels
    upper = ax.annotate("", (0, 1), (0, (8 + lift) * size), xycoords="axes fraction", fontsize=9.5 * size, **look)
    lower = ax.annotate("", (0, 0), (0, -42 * size), **below)
    set_lines(labels)

    brief = False  # where there is little room

    def write_footer() -> bool:
        footer = labels.look.get("footer", True)
        said = [
            *([footer] if isinstance(footer, str) else sources),
            *not_named(labels.unnamed, 0 if brief else 5),
        ] * bool(footer)
        lower.set_text(labels.filled([short(source, _MOST_LETTERS) for source in said], 7.5))
        lower.set_position((0, -max(42 * size, labels.under + labels.below + 7 * size)))
        return not lower.get_text() or labels.holds(lower.get_window_extent())

    labels.write_footer = write_footer
    for _ in range(6):
        axes()
        upper.set_text(labels.filled(re.split(r"(?<=;) ", subtitle), 9.5))
        lines = upper.get_text().count("\n")
        upper.set_verticalalignment("bottom" if lines else "baseline")
        pad = lift + (24 + 11.4 * lines + 3 * bool(lines) if subtitle else 8)
        words, points = _wrapped(labels, legible(title, "bold"), 11.0 if brief else 13.5)
        bold: Any = {"fontsize": points * size, "fontweight": "bold", "color": labels.ink(TEXT), "parse_math": False}
        ax.set_title(words, loc="left", pad=pad * size, **bold)
        labels.words["title"] = words
        drawn = [axis for one in (ax, *ax.child_axes) if one.axison for axis in (one.xaxis, one.yaxis)]
        ticks = [box for axis in drawn if (box := axis.get_tightbbox())]
        left, low, right, high = labels.frame.extents
        labels.under = max((low - box.y0) / labels.dot for box in [*ticks, labels.frame])
        write_footer()
        high += (pad + 1.25 * points * (words.count("\n") + 1)) * labels.scale * bool(words)
        around = Bbox.from_extents(left, low - (labels.under + labels.below) * labels.dot, right, high)
        texts = [text.get_window_extent() for text in (upper, lower) if text.get_text()]
        if not labels.fit([around, *ticks, *texts]):
            if brief or not labels.squeezed(_LITTLE):
                break
            brief, subtitle = True, labels.asked("subtitle", "")


def _take_own_title(labels: Labels) -> None:
    """Clear the titles of the Axes; one that a user has set since the last time stays."""
    for side in ("center", "left"):
        if "title" in labels.words and (own := labels.ax.get_title(loc=side)) not in ("", labels.words["title"]):
            labels.look |= {"title": own}
        labels.ax.set_title("", loc=side)


def set_lines(labels: Labels) -> None:
    """Leave only the lines that carry ticks, and a grid of heights."""
    ax, muted = labels.ax, labels.ink(MUTED)
    ax.grid(visible=True, axis="y", color=labels.ink(GRID), linewidth=0.7)
    ax.set_axisbelow(True)
    ax.tick_params(colors=muted, labelsize=9 * labels.size, length=3)
    for side, spine in ax.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(muted)


def _wrapped(labels: Labels, text: str, size: float) -> tuple[str, float]:
    """Break a title that is wider than the Axes into two lines of about the same width, or more; smaller if need be."""

    def width(line: str) -> float:
        return labels.measure(line, size, "bold")[0]

    words, limit = text.split(" "), labels.line
    if width(text) > limit and len(words) > 1:
        halves = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words))]
        lines = min(halves, key=lambda pair: max(map(width, pair)))
        if max(map(width, lines)) * 0.85 > limit:
            size *= 0.85
            text = labels.filled([text], size, "bold")
        else:
            text = "\n".join(lines)
    widest = max(map(width, text.split("\n")))
    return text, size * min(1.0, limit / widest)


def set_frontier_axes(labels: Labels, frontier: Frontier, x: Floats, heights: Floats, names: Sequence[str]) -> None:
    """Set scales, limits and ticks; leave room for the frontier's names at its left."""
    ax, low, high = labels.ax, float(x.min()), float(x.max())
    if not labels.limits:
        ax.set_xscale("log")
    decades = math.log10(high * 1.9 / low)
    room = math.log10(1.6)
    for row in np.flatnonzero(frontier.table["on_frontier"]).tolist():
        share = min((labels.measure(names[row], 8.5)[0] + 14 * labels.scale) / labels.frame.width, 0.3)
        room = max(room, (share * decades - math.log10(x[row] / low)) / (1 - share))
    labels.span("x", low / 10 ** min(room, _MOST_ROOM), high * 1.9)
    if ax.get_xscale() == "log":
        set_log_ticks(labels, ax.xaxis, low, high, currency(frontier.cost))
    bars = intervals_of(frontier)[:, 1:]
    set_heights(labels, np.append(heights, bars), turned=frontier.lower_is_better)
    name_axis(labels, ax.xaxis, cost_axis(frontier.cost, frontier.cost_label, log=ax.get_xscale() == "log"))
    arena = is_arena_score(frontier.table, frontier.quality)
    name_axis(labels, ax.yaxis, quality_axis(frontier.quality, arena=arena, label=frontier.quality_label))


def set_heights(
    labels: Labels, heights: Floats, *, turned: bool = False, below: float = 0.06, above: float = 0.13
) -> None:
    """Set the upright axis of a quality so that better is up; of equal values so wide that the ticks differ."""
    low, high = float(np.nanmin(heights)), float(np.nanmax(heights))
    largest = max(abs(low), abs(high))
    span = high - low if high - low > 1e-7 * largest else largest or 1.0
    floor, top = (high + below * span, low - above * span) if turned else (low - below * span, high + above * span)
    labels.span("y", floor, top)
    labels.ax.yaxis.set_major_formatter(Decimals(negative=low < 0))


def name_axis(labels: Labels, axis: Axis, words: str, **look: Any) -> None:
    """Write the title of an axis, in as many lines as it needs, unless a reader has written another."""
    upright = axis is labels.ax.yaxis
    axis_name = "y" if upright else "x"
    set_name = labels.ax.set_ylabel if upright else labels.ax.set_xlabel
    if axis.get_label_text() == labels.words.get(axis_name, axis.get_label_text()):
        length = labels.frame.height if upright else labels.frame.width
        size = 10 * min(1.0, max(0.8, length / labels.measure(words, 10)[0]))
        words = labels.filled([words], size, width=max(length, 0.6 * labels.measure(words, size)[0]) + 1)
        set_name(words, color=labels.ink(TEXT), fontsize=size * labels.size, parse_math=False, **look)
        labels.words[axis_name] = words


class Decimals(Formatter):
    """Numbers of one axis in one style: as many decimals as the ticks have, in millions or with a power of ten.

    Where no value is negative, a tick below zero has no number.
    """

    def __init__(self, *, negative: bool = True) -> None:
        self.negative = negative
        self.ticks: Floats = np.empty(0)

    def set_locs(self, locs: Sequence[float]) -> None:
        """Take note of all ticks."""
        self.ticks = np.asarray(locs, dtype=float)

    def __call__(self, value: float, pos: int | None = None) -> str:  # noqa: ARG002 - matplotlib gives it
        """Return the number of one tick in the style of all."""
        if value < 0 and not self.negative:
            return ""
        largest = float(np.abs(self.ticks).max(initial=0.0))
        power = 0 if largest == 0 or 1e-5 <= largest < 1e6 else math.floor(math.log10(largest))
        power, unit = (6, "M") if 6 <= power < 9 else (power, f"·{power_of_ten(10.0**power)}" if power else "")
        ticks = self.ticks / 10.0**power
        exact = (d for d in range(12) if np.abs(ticks.round(d) - ticks).max(initial=0) <= 1e-6 * np.ptp(ticks))
        places = next(exact, 12) if len(ticks) > 1 else 3
        number = round(float(value) / 10.0**power, places) or 0.0  # no negative zero
        text = f"{number:,.{places}f}" if abs(ticks).max(initial=0) >= 10_000 else f"{number:.{places}f}"
        return text.replace("-", "\N{MINUS SIGN}") + unit * (number != 0)


# --- Days.

# A tick each so many months, up to so many days; and the months before 1970.
_STEPS_OF_MONTHS = (
    (1, 250), (3, 1000), (6, 2200), (12, 4400), (24, 8800), (60, 22_000), (120, 44_000), (240, 88_000), (600, 220_000),
    (1200, 440_000), (2400, 880_000), (6000, 2_200_000), (12_000, math.inf),
)  # fmt: skip
_EPOCH = 1970 * 12
_MOST_TICKS = 13  # of days, in the steps above


def day_numbers(dates: pd.Series[Any]) -> Floats:
    """Return dates as days since 1970, the numbers of an axis of days."""
    return np.asarray(days_of(dates, "date").to_numpy().astype("datetime64[D]").astype(float))


def day_number(day: pd.Timestamp) -> float:
    """Return a date as days since 1970."""
    return float(day.to_datetime64().astype("datetime64[D]").astype(np.int64))


def set_days(labels: Labels, days: Floats, room: tuple[float, float]) -> None:
    """Set an axis of days, with a tick each so many months or years; ``room`` is what to leave at the ends."""
    first, last = float(days.min()), float(days.max())
    span = max(last - first, 30.0)
    low, high = first - room[0] * span, last + room[1] * span
    labels.span("x", low, high)
    low, high = sorted(labels.ax.get_xlim())
    wider = 46 * labels.scale * _MOST_TICKS / labels.frame.width  # letters that are wide for the axis need wider steps
    months = next(step for step, most in _STEPS_OF_MONTHS if span * max(1.0, wider) < most)
    # months since the year 0, as no calendar class has all the years that a column of days may have
    start, stop = (int(np.datetime64(round(end), "D").astype("datetime64[M]").astype(int)) for end in (low, high))
    ticks = range(-(-max(start + _EPOCH, 12) // months) * months, stop + _EPOCH + 1, months)
    places = (np.array(ticks) - _EPOCH).astype("datetime64[M]").astype("datetime64[D]").astype(float).tolist()
    edge = 0.025 * (high - low)  # the words of a tick stay on the page
    set_ticks(labels.ax.xaxis, {
        place: f"{MONTHS[month % 12][:3]} {month // 12:04d}"
        for place, month in zip(places, ticks, strict=True)
        if low + edge <= place <= high - edge
    })  # fmt: skip


def set_ticks(axis: Axis, words: dict[float, str]) -> None:
    """Set the ticks of an axis, with these words."""
    axis.set_major_locator(FixedLocator(list(words)))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: words.get(value, "")))


# --- Logarithms.


def one_two_five(low: float, high: float) -> list[float]:
    """Return the ticks of a logarithmic axis: 1, 2 and 5 of each power of ten, of many powers only the 1."""
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 2)
    return [m * 10.0**power for power in powers for m in ((1, 2, 5) if math.log10(high / low) <= 5 else (1,))]


def set_log_ticks(labels: Labels, axis: Axis, low: float, high: float, sign: str) -> None:
    """Set the ticks of a logarithmic axis of costs, no more than have room, and their numbers in one style."""
    upright = axis is labels.ax.yaxis
    start, stop = np.log10(axis.get_view_interval())
    length = labels.frame.height if upright else labels.frame.width
    every = one_two_five(low, high)
    ones = [round(math.log10(tick)) for tick in every if math.isclose(tick, 10.0 ** round(math.log10(tick)))]
    choices = [every, *([10.0**power for power in ones if power % step == 0] for step in (1, 2, 3, 5, 10, 20, 50))]
    fitting = []
    for some in choices:
        places = (np.log10(some) - start) / (stop - start)
        near = np.abs(places - 0.5) < 0.51  # each tick takes a millisecond, shown or not
        ticks, places = np.array(some)[near], places[near]
        seen = (places >= 0) & (places <= 1)
        words = _tick_words(ticks.tolist(), sign, ticks[seen])
        sizes = [labels.measure(word, 9)[upright] for word, own in zip(words, seen, strict=True) if own]
        shown = sorted(zip(length * places[seen], sizes, strict=True))
        if all(b - a > (wide_a + wide_b) / 2 for (a, wide_a), (b, wide_b) in pairwise(shown)):
            fitting.append((dict(zip(ticks.tolist(), words, strict=True)), len(shown)))
    # two that are shown say what the scale is
    set_ticks(axis, next((choice for choice in fitting if choice[1] > 1), max(fitting, key=lambda one: one[1]))[0])


def _tick_words(ticks: Sequence[float], sign: str, shown: Floats) -> list[str]:
    """Return the numbers of an axis of costs in the style that suits what is shown: in full, or powers of ten."""
    least, most = (9e-10, 1e12) if sign else (9e-5, 1e7)
    if ((shown < least) | (shown >= most)).any():
        return [sign + power_of_ten(tick) for tick in ticks]
    return [money(tick, sign, cents=False) if sign else f"{tick:,.10g}" for tick in ticks]


def set_price_axis(labels: Labels, prices: Sequence[float] | Floats, sign: str, name: str) -> None:
    """Set the upright axis to prices, logarithmic, with room above and below."""
    low, high = min(prices), max(prices)
    if not labels.limits.get("y"):
        labels.ax.set_yscale("log")
    labels.span("y", low / 1.8, high * 2.2)
    set_log_ticks(labels, labels.ax.yaxis, low, high, sign)
    name_axis(labels, labels.ax.yaxis, name)
