"""One picture a result: Axes in, Axes out.

Nothing here computes a number that a result does not already hold. A picture is the same to the byte from run to
run: labels are placed greedily in a fixed order on measured text, and `save_figure` writes neither clock nor version.
"""

from __future__ import annotations

import io
import math
import unicodedata
import warnings
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import cache, wraps
from itertools import pairwise
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, ParamSpec

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from matplotlib.ticker import FixedLocator, Formatter, FuncFormatter, MaxNLocator, NullLocator

from frontier.analysis import OPEN_NAMES, Frontier, adjective, capital, is_open
from frontier.catalog import bases_in_words, training_flop_standing
from frontier.columns import check_one_snapshot, days_of, values_of
from frontier.files import replace_file
from frontier.units import ARENA_BOARDS, currency, decimals, is_arena_score, is_elo, is_price

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

    from frontier.gap import Lag
    from frontier.trend import Decline, Shift
    from frontier.uncertainty import Estimate, FrontierBand

Floats = npt.NDArray[np.float64]
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

# Okabe and Ito's palette, safe for the common colour deficiencies; each class also has a marker of its own.
_CLASSES = (
    ("#0072B2", "o"),
    ("#D55E00", "s"),
    ("#009E73", "D"),
    ("#CC79A7", "^"),
    ("#E69F00", "v"),
    ("#56B4E9", "P"),
    ("#000000", "X"),
)
_OTHER, _OTHER_LINE = ("#8c8c8c", "."), "#bdbdbd"
_ALWAYS = {"Proprietary": 0} | dict.fromkeys(OPEN_NAMES.values(), 1)  # the style of these never depends on the data
# Of lines through time before the last: dark enough for words, told apart by eyes of every kind, and by their dashes.
_EARLIER = ("#666666", "#8c510a", "#01665e", "#762a83", "#b2182b")
_DASHES: tuple[Any, ...] = ((0, (1.5, 1.2)), (0, (6, 1.5)), (0, (4, 1.5, 1, 1.5)), (0, (9, 3)), (0, (3, 3)))
_INK, _MUTED, _RULE = "#222222", "#5f5f5f", "#e3e3e3"
_RED = "#a50026"
_SURE, _MAYBE = 0.9, 0.1  # how likely a model must be on the frontier to be drawn filled, and hollow
_TINT, _TINT_EDGE, _BAND = "#f6efd9", "#d9c995", "#dcdcdc"

# Of a gap through time: rows of names along an edge and their height, and the room for the boards' names, in points.
_FLAG_ROWS, _FLAG_HEIGHT, _BOARD_ROOM = 7, 9.3, 14.0

_MOST_ROOM = 1.0  # decades left of the data, for names

_SIZE = (10.0, 6.25)
_MARGINS = {"left": 0.075, "right": 0.975, "bottom": 0.155, "top": 0.86}

_VERDICTS = {"holds": ("#009E73", "o"), "holds in part": ("#E69F00", "s"), "does not hold": ("#D55E00", "X")}

# How long a name may be in a picture, how many members of a frontier are named, and how much of the height the legend
# may take from the data.
_LONGEST, _NAMED, _LEGEND_SHARE = 60, 60, 1 / 3

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip

_AXIS_NAMES = {
    "output_usd_per_mtok": "Price per million output tokens (USD, log scale)",
    "input_usd_per_mtok": "Price per million input tokens (USD, log scale)",
    "blended_usd_per_mtok": "Blended price per million tokens (USD, log scale)",
    "usd_per_request": "Cost of one request (USD, log scale)",
    "training_flop": "Training compute (FLOP, log scale)",
}

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


@_picture
def plot_frontier(
    frontier: Frontier,
    *,
    callouts: Mapping[str, Iterable[Hashable]] | None = None,
    hull: bool = False,
    band: bool = False,
    open_means: str = "weights",
    ax: Axes | None = None,
) -> Axes:
    """Draw cost against quality, the step frontier, and the names that matter.

    Parameters
    ----------
    frontier : Frontier
        From `find_frontier`. With ``by`` each group has its colour and marker and its own step frontier; without,
        the classes are open weights and proprietary where the table has ``openness``, and one step frontier is
        drawn through both together.
    callouts : mapping of str to models, optional
        Groups to point out, numbered in their order: the models of each, or a mapping from model to the name to
        show. `INVESCO_CALLOUTS` has the three of February 2025.
    hull : bool
        Also draw the mixing hull: what sending requests at random to two models achieves.
    band : bool
        Also draw how sure it is: where the true frontier lies with 90 % probability, the line it is as likely above as
        below, and for each model how likely it is on the frontier (of its group, with ``by``), by its marker's fill and
        in its label.
    open_means : {"weights", "commercial", "osi"}
        What counts as open where the classes are not given by ``by``; what is neither open in that sense nor
        proprietary is drawn as Other.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; nothing is shown or saved.

    Raises
    ------
    ValueError
        If nothing could be compared, a call-out names a model that is not in the table, or a band is asked for where
        no intervals are known.

    Notes
    -----
    The cost axis is logarithmic with 1-2-5 ticks. Intervals (``elo_lower``, ``elo_upper``) are thin bars. Where less of
    the quality is better, its axis is turned: better is up. Labels never overlap one another or a marker: call-outs and
    frontier members come first, what does not fit is left out; of a long frontier 60 members are named. Of many groups
    the largest have a colour each, and the others share one. The title states what the data say: the last step of the
    frontier, how far the groups are apart, or with ``band`` how many are surely on it.

    Examples
    --------
    >>> import frontier
    >>> deck = frontier.load_models(as_of="2025-02-14", price_basis="arena")
    >>> ax = frontier.plot_frontier(frontier.find_frontier(deck), callouts=frontier.INVESCO_CALLOUTS)
    >>> print(ax.get_title(loc="left"))
    DeepSeek R1 is 4 points below GPT-4o, within
    the margin of error, at 22 % of its price
    """
    if frontier.table.empty:
        raise ValueError("the frontier has no models to draw; see its `dropped` for the reasons")
    if band and frontier.cost == "training_flop":
        raise ValueError("a band takes costs to be known, and training compute is only estimated; draw it without")
    chosen = _callout_names(frontier, callouts or {})
    chances = _chances(frontier) if band else None
    table = frontier.table
    classes = _classes(frontier, open_means)
    ax = _new_axes() if ax is None else ax
    while len(classes.names) > 3 and not _has_room(ax, classes, hull=hull, band=band):
        classes = _classes(frontier, open_means, len(classes.names) - 2)
    bands = _bands(frontier, classes) if band else []
    x, y = _spots(frontier)
    names = _names(frontier, chosen)
    percents = [""] * len(table)
    if chances is not None:
        percents = [f"{100 * p:.0f} %" if _MAYBE <= p < 0.995 else "" for p in chances]
        names = [f"{name} {percent}".rstrip() for name, percent in zip(names, percents, strict=True)]
    heights = np.concatenate([y, *(own.quality.ravel() for own, _ in bands)])
    _set_axes(ax, frontier, x, heights, names)
    title, subtitle = _headline(frontier, names) if chances is None else _sure_headline(frontier, chances)

    on = table["on_frontier"].to_numpy(dtype=bool, copy=True)
    for group, own in frontier.groups.items():
        on[_where(table[frontier.by] == group)] |= own.table["on_frontier"].to_numpy(dtype=bool)
    _write_frame(ax, title, subtitle, _footer(frontier, on, band=band))
    lines = []
    if frontier.groups:
        together = "Frontier of both" if len(frontier.groups) == 2 else "Frontier of all"
        if chances is None:
            _draw_steps(ax, frontier, _BAND, together, 5)
        for group, own in frontier.groups.items():
            if own.table.empty:
                continue
            colour, label, width = classes.line_of(group)
            lines.append(_draw_steps(ax, own, colour, label, width))
    else:
        lines.append(_draw_steps(ax, frontier, _INK, "Frontier", 1.4))
    if hull:
        lines.append(_draw_hull(ax, frontier))
    looks = np.where(on, "frontier", "models").astype(object)
    if frontier.cost == "training_flop" and "note" in table:
        looks[_where(training_flop_standing(table).isin(["likely", "speculative"]))] += "-rough"
    looks = looks.astype(str)
    if chances is not None:
        looks = np.select([chances >= _SURE, chances >= _MAYBE], ["surely", "maybe"], "hardly")
        _draw_bands(ax, bands)

    labels = _Labels(ax)
    # first of all that needs pixels, as it may lower the floor
    taken = _draw_legend(ax, classes, labels, frontier, looks, lines)
    if taken is not None:
        labels.avoid_box(taken)
    _draw_callouts(ax, frontier, chosen, labels)
    for corners in lines:
        labels.avoid_line(corners)
    _draw_points(ax, frontier, classes, looks)
    _write_labels(labels, frontier, chosen, names, looks, percents)
    return ax


@_picture
def plot_frontiers(frontiers: Mapping[str, Frontier], shift: Shift | None = None, ax: Axes | None = None) -> Axes:
    """Draw the step frontiers of several days in one picture.

    Parameters
    ----------
    frontiers : mapping of str to Frontier
        What to call each, such as its day, and the frontier from `find_frontier`; the earliest first. All of the same
        columns, with scores of one snapshot.
    shift : Shift, optional
        From `frontier_shift`, for the title: how far the frontier moved from the first to the last.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; nothing is shown or saved.

    Raises
    ------
    ValueError
        If there are none, one is empty, or they are of different columns or snapshots.

    Notes
    -----
    The later a frontier, the darker its line. Members of a later frontier are named before those of an earlier one, and
    a model that is on several once, at its latest price; a name that does not fit is left out.

    Examples
    --------
    >>> import frontier
    >>> days = {"Aug 2024": "2024-08-14", "Feb 2025": "2025-02-14"}
    >>> found = {
    ...     word: frontier.find_frontier(frontier.load_models(as_of="2025-02-14", prices_as_of=day))
    ...     for word, day in days.items()
    ... }
    >>> shift = frontier.frontier_shift(found["Aug 2024"], found["Feb 2025"])
    >>> print(frontier.plot_frontiers(found, shift).get_title(loc="left"))
    From Aug 2024 to Feb 2025: 4.0 times cheaper at equal quality,
    105 points better at equal price
    """
    if not isinstance(frontiers, Mapping):
        raise TypeError("frontiers must be a mapping from what to call each to the frontier, the earliest first")
    if not frontiers or any(own.table.empty for own in frontiers.values()):
        raise ValueError("every frontier must have models to draw; see its `dropped` for the reasons")
    last = list(frontiers.values())[-1]
    if len({(own.cost, own.quality) for own in frontiers.values()}) > 1:
        raise ValueError("the frontiers are of different columns; find all of the same cost and quality")
    if len({own.lower_is_better for own in frontiers.values()}) > 1:
        raise ValueError("less of the quality is better in some of the frontiers only; find all the same way")
    compared = replace(last, table=pd.concat([own.table for own in frontiers.values()]))
    check_one_snapshot(compared.table, compared.labels, last.quality)
    if shift is not None and (shift.before is not next(iter(frontiers.values())) or shift.after is not last):
        raise ValueError("the shift must be frontier_shift(before, after) of the first and the last of these frontiers")
    every = replace(last, table=pd.concat([own.members for own in frontiers.values()]))
    ax = _new_axes() if ax is None else ax
    x, y = _spots(every)
    _set_axes(ax, every, x, y, _names(every, {}))
    frontiers = {_short(word): own for word, own in frontiers.items()}
    span = " to ".join(dict.fromkeys([next(iter(frontiers)), list(frontiers)[-1]]))
    counts = ", ".join(f"{len(own.table)} ({word})" for word, own in frontiers.items())
    footer = [
        *_score_source(last),
        *_price_source(compared),
        *_hosts_changed(frontiers),
        f"Models with a {_price_word(last)}: {counts}.",
    ]
    if shift is None:
        title, subtitle = f"The frontier from {span}", "each line is the best that could be had for a price"
    else:
        elo, money, word, sign = is_elo(last.quality), is_price(last.cost), _price_word(last), currency(last.cost)
        better, (low, high), (cheap, dear) = shift.points_better, shift.shared_scores, shift.shared_prices
        quality = _short(last.quality)
        points = _points(abs(better.value)) if elo else f"{_figure(abs(better.value))} of {quality}"
        side = "better" if better.value >= 0 else "worse"
        times = _times(shift.times_cheaper.value, ("cheaper", "dearer") if money else (f"less {word}", f"more {word}"))
        title = f"From {span}: {times} at equal quality, {points} {side} at equal {word}"
        ends = [_price(price, sign) for price in (cheap, dear)]
        scores = f"{low:,.0f} to {high:,.0f}" if elo else f"{_figure(low)} to {_figure(high)}"
        where = f"{word}{'s' * money} of {' to '.join(ends)}"
        subtitle = f"means over {'scores' if elo else quality} of {scores}, and over {where}"
        if not math.isnan(shift.times_cheaper.low):
            subtitle += (
                f"; 95 % intervals {_figure(shift.times_cheaper.low)} to {_figure(shift.times_cheaper.high)} times, "
                f"{_figure(better.low)} to {_figure(better.high)}" + " points" * elo
            )
        if money:
            footer.append("Intervals are of the scores alone; few prices of early days are known.")
        if shift.dearer > 0.005:
            footer.append(f"The last takes more than the first at {100 * shift.dearer:.0f} % of these scores.")
    _write_frame(ax, title, subtitle, footer)

    labels = _Labels(ax)
    shades = [_EARLIER[k % len(_EARLIER)] for k in range(len(frontiers) - 1)] + [_CLASSES[0][0]]
    right = ax.get_xlim()[1]
    for k, (word, own) in enumerate(frontiers.items()):
        labels.avoid_line(_draw_steps(ax, own, shades[k], _entry(word), 1.2 + 0.8 * (k == len(frontiers) - 1)))
        ax.get_lines()[-1].set_linestyle("solid" if k == len(frontiers) - 1 else _DASHES[k % len(_DASHES)])
        mx, my = _spots(own, own.members)
        ax.scatter(mx, my, s=34, c=shades[k], edgecolors="white", linewidths=0.8, zorder=4 + k / 10, gid=f"members-{k}")
        labels.avoid_points(mx, my, np.full(len(mx), 5.0))
    _put_legend_in_a_corner(ax, labels, ("lower right", "upper left", "center right"))
    for word, own, shade in zip(frontiers, frontiers.values(), shades, strict=True):  # its day at the end of each line
        top = _spots(own, own.members)[1][-1]
        labels.place(word, right, top, size=7.5, weight="bold", colour=shade, gap=1.5, reach=0, sides=(112, 248),
                     must=False)  # fmt: skip
    named: dict[Hashable, tuple[str, str, float, float]] = {}
    for shade, own in reversed(list(zip(shades, frontiers.values(), strict=True))):
        steps = replace(own, table=own.members)
        for key, name, *spot in zip(steps.labels, _names(steps, {}), *_spots(steps), strict=True):
            named.setdefault(key, (name, shade, *spot))
    for name, shade, cost, quality in _spread_over(list(named.values())):
        labels.name(name, cost, quality, colour=shade, sides=labels._ABOVE, reach=60)
    return ax


@_picture
def plot_gap(
    history: pd.DataFrame, ax: Axes | None = None, *, names: Mapping[Hashable, str] | pd.Series[Any] | None = None
) -> Axes:
    """Draw the gap through time, with its band and the models that set each record.

    Parameters
    ----------
    history : pandas.DataFrame
        From `gap_history`; those of several boards put together, each its own stretch of time, are drawn apart, with a
        broken line between them.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    names : mapping or Series, optional
        The name to show for each model; one that has none is shown by its key.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; nothing is shown or saved.

    Raises
    ------
    ValueError
        If no snapshot has a gap, or stretches of two boards overlap in time.

    Notes
    -----
    A square names the model that became the best of the second group, a circle that of the first. A model is named
    where it first appears, those of the second group before the others; a name that does not fit is left out. Partial
    snapshots are hollow, set no record and are not joined by the line, as the best model may be missing there.

    Examples
    --------
    >>> import frontier
    >>> scores = frontier.load_scores(board="text")
    >>> ax = frontier.plot_gap(frontier.gap_history(scores[scores.date <= "2025-02-14"]))
    >>> print(ax.get_title(loc="left"))
    Open-weights models are 23 points behind proprietary ones;
    since March 2024 the gap was between 23 and 105 points
    """
    if not isinstance(history, pd.DataFrame) or not {"date", "gap", "gap_low", "gap_high"} <= set(history.columns):
        raise TypeError("history must be what gap_history(scores) returns, a row a snapshot")
    told = history[history["gap"].notna()].sort_values("date", kind="stable").reset_index(drop=True)
    if told.empty:
        raise ValueError("no snapshot of the history has a gap: one of the groups has no score in any of them")
    stretches = _stretches(told)
    second, first = _groups_of(told)
    ax = _new_axes() if ax is None else ax
    days = _day_numbers(told["date"])
    gap, low, high = (values_of(told[c]) for c in ("gap", "gap_low", "gap_high"))
    partial = _where(told["coverage"] == "partial") if "coverage" in told else np.zeros(len(told), dtype=bool)
    floor, top = min(np.nanmin([gap, low]), 0.0), max(np.nanmax([gap, high]), 0.0)
    _set_days(ax, days, (0.03, 0.06))
    _set_gap_axis(ax, floor, top)
    words = _words_of(told, first, second)
    elo = _in_points(told)
    _name_axis(ax.yaxis, f"Best {words[0]} minus best {words[1]} score{' (points)' * elo}")
    subtitle = f"above zero {words[0]} models lead; named, where there is room, is who became the best of either"
    title = _gap_headline(told[~partial], stretches[-1][1][0], *words, elo=elo)
    _write_frame(ax, title, subtitle, _gap_footer(told, stretches, partial))

    labels = _Labels(ax)
    ax.axhline(0, color=_MUTED, linewidth=0.9, zorder=1.5)
    labels.avoid_line((np.array(ax.get_xlim()), np.zeros(2)))
    for board, rows in stretches:
        if rows[0]:
            _draw_break(ax, labels, days[rows[0] - 1 : rows[0] + 1].mean(), (floor, top), board)
        if board:
            _name_board(ax, labels, board, days[rows[0]])
        whole = rows[~partial[rows]]
        ax.fill_between(days[whole], low[whole], high[whole], color=_INK, alpha=0.14, linewidth=0, gid=f"band-{board}")
        ax.plot(days[whole], gap[whole], color=_INK, linewidth=1.4, zorder=2.5, gid=f"gap-{board}")
        for a, b in pairwise(whole):
            steps = np.linspace(0, 1, 12)
            labels.avoid_line((days[a] + steps * (days[b] - days[a]), gap[a] + steps * (gap[b] - gap[a])))
    labels.avoid_points(days, gap, np.full(len(days), 7.0))  # so that a name is not taken for another point's
    fills = ["white" if part else _INK for part in partial]
    ax.scatter(days, gap, s=12, c=fills, edgecolors=_INK, linewidths=0.9, zorder=3, gid="snapshots")
    _mark_records(ax, labels, told[~partial], days[~partial], gap[~partial], {second: words[1], first: words[0]}, names)
    return ax


@_picture
def plot_lag(lag: Lag, ax: Axes | None = None, *, names: Mapping[Hashable, str] | pd.Series[Any] | None = None) -> Axes:
    """Draw the best score of each group against release date, and how long the second took to reach the first.

    Parameters
    ----------
    lag : Lag
        From `open_lag`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    names : mapping or Series, optional
        The name to show for each model; one that has none is shown by its key.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; nothing is shown or saved.

    Notes
    -----
    Each horizontal bar runs from a record of the first group to the first model of the second that reached it, with
    the months between; a broken one, with a plus, is a record still ahead. A hollow marker has a date that is only an
    upper bound. A name or a number that does not fit is left out.

    Examples
    --------
    >>> import frontier
    >>> lag = frontier.open_lag(frontier.load_models(as_of="2025-02-14"), method="matched")
    >>> print(frontier.plot_lag(lag).get_title(loc="left"))
    Open-weights models have reached 8 proprietary records
    after 6.5 months on average; 3 are still ahead
    """
    from frontier.gap import Lag

    if not isinstance(lag, Lag):
        raise TypeError(f"lag must be what open_lag(models) returns, got {type(lag).__name__}")
    ax = _new_axes() if ax is None else ax
    table = lag.staircases
    days, scores = _day_numbers(table["date"]), values_of(table["score"])
    now = _day_number(lag.as_of)
    _set_days(ax, np.append(days, now), (0.09, 0.11))
    _set_heights(ax, scores, turned=lag.lower_is_better, below=0.08)
    _name_axis(ax.xaxis, "Release date" if lag.dated_by == "released" else _short(lag.dated_by))
    _name_axis(ax.yaxis, _quality_name(lag.score, arena=_is_of_arena(lag)))
    _set_style(ax)
    _write_frame(ax, *_lag_headline(lag))

    labels = _Labels(ax)
    of_second = _where(table["group"] == lag.groups[1])
    for k, group in enumerate(lag.groups):
        (colour, marker), own = _CLASSES[k], np.flatnonzero(of_second == bool(k))
        xs, ys = np.repeat(np.append(days[own], now), 2)[1:-1], np.repeat(scores[own], 2)
        ax.plot(xs, ys, color=colour, linewidth=1.5, zorder=2.5, label=_entry(group))
        labels.avoid_line((xs, ys))
        fills = ["white" if bound else colour for bound in _where(table["bound"])[own]]
        look: Any = {"s": 34, "marker": marker, "linewidths": 1.2, "zorder": 4}
        ax.scatter(days[own], scores[own], c=fills, edgecolors=colour, gid=f"records-{k}", **look)
    labels.avoid_points(days, scores, np.full(len(days), 5.0))
    bars = _draw_lags(ax, lag)
    for start, end, height, _ in bars:
        labels.avoid_line((np.array([start, end]), np.array([height, height])))
    _put_legend_in_a_corner(ax, labels)
    for start, end, height, months in sorted(bars, key=lambda bar: bar[0] - bar[1]):  # the longest first
        any(
            labels.place(months, spot, height, size=7, colour=_MUTED, gap=1.5, reach=0, sides=(90, 270), must=False)
            for spot in (start + share * (end - start) for share in (0.5, 0.7, 0.85, 0.3))
        )
    # the names of the group that follows first, the newest first
    shown = _shown_as(table["model"], names)
    for row in _spread_over(np.lexsort((-days, ~of_second)).tolist()):
        colour, _ = _CLASSES[int(of_second[row])]
        sides = labels._BELOW if of_second[row] else labels._ABOVE
        labels.name(shown[row], float(days[row]), float(scores[row]), colour=colour, sides=sides, reach=40)
    return ax


@_picture
def plot_price_records(
    records: pd.DataFrame,
    decline: Decline | None = None,
    ax: Axes | None = None,
    *,
    names: Mapping[Hashable, str] | pd.Series[Any] | None = None,
) -> Axes:
    """Draw the record lows of the price of a quality, and the line through them.

    Parameters
    ----------
    records : pandas.DataFrame
        From `price_records`.
    decline : Decline, optional
        From `price_decline` of these records; the line is drawn, and the title states it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    names : mapping or Series, optional
        The name to show for each model; one that has none is shown by its key.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; nothing is shown or saved.

    Raises
    ------
    ValueError
        If there are no records.

    Examples
    --------
    >>> import frontier
    >>> prices = frontier.load_prices().query("price_basis == 'list' and `from` <= '2025-02-14'")
    >>> points = frontier.price_points(frontier.load_scores(board="text"), prices, reference="gpt-4-0314")
    >>> records = frontier.price_records(points, at_least="gpt-4-0314")
    >>> print(frontier.plot_price_records(records).get_title(loc="left"))
    The quality of gpt-4-0314 cost $60 in March 2023 and $0.14 in October 2024
    """
    if not isinstance(records, pd.DataFrame) or not {"model", "date", "price"} <= set(records.columns):
        raise TypeError("records must be what price_records(points, at_least=...) returns")
    if records.empty:
        raise ValueError("there are no records to draw: nothing that has a price reaches the level")
    ax = _new_axes() if ax is None else ax
    days, prices = _day_numbers(records["date"]), values_of(records["price"])
    _set_days(ax, days, (0.05, 0.18))
    fitted = [] if decline is None else [decline.at(day) for day in records["date"].iloc[[0, -1]]]
    of = str(records["price_column"].iloc[0]) if "price_column" in records else "price"
    label, sign = _cost_name(of), currency(of)
    heights = [*prices, *fitted]
    _set_price_axis(ax, min(heights), max(heights), sign, f"Lowest so far: {label[0].lower()}{label[1:]}")
    _set_style(ax)
    title, subtitle = _records_headline(records, decline, names, sign)
    sources = bases_in_words(records["price_basis"].dropna()) if "price_basis" in records else ""
    first, last = (_day(pd.Timestamp(day)) for day in records["date"].iloc[[0, -1]])
    footer = [f"{len(records)} records, {first} to {last}."]
    footer += [f"Prices: {sources}."] if sources else []
    footer.append("A record is cheaper than all before that reach the level; records are picked for being low.")
    _write_frame(ax, title, subtitle, footer)

    labels = _Labels(ax)
    right = ax.get_xlim()[1]
    corners = np.repeat(np.append(days, right), 2)[1:-1], np.repeat(prices, 2)
    ax.plot(*corners, color=_CLASSES[0][0], linewidth=1.5, zorder=2.5, gid="records-line", label="Lowest price so far")
    labels.avoid_line(corners)
    ax.scatter(days, prices, s=40, c=_CLASSES[0][0], edgecolors="white", linewidths=0.8, zorder=4, gid="records")
    labels.avoid_points(days, prices, np.full(len(days), 5.0))
    if decline is not None:
        ends = days[[0, -1]]
        word = f"{decline.factor_per_year.value:.3g} times cheaper a year"
        along = np.linspace(0, 1, 80)
        labels.avoid_line((ends[0] + along * np.ptp(ends), fitted[0] * (fitted[1] / fitted[0]) ** along))
        ax.plot(ends, fitted, color=_RED, linewidth=1.6, linestyle=(0, (5, 3)), zorder=2.4, gid="decline", label=word)
    _put_legend_in_a_corner(ax, labels, ("upper right", "lower left"))
    spots = list(zip(_shown_as(records["model"], names), days.tolist(), prices.tolist(), strict=True))
    for name, day, price in _spread_over(spots):
        text = f"{name} {_price(price, sign)}"
        labels.name(text, day, price, colour=_INK, sides=(22, 45, 0, 68, 90, 338, 315, 270, 225, 180), reach=60)
    return ax


@_picture
def plot_price_steps(
    prices: pd.DataFrame,
    models: pd.DataFrame,
    ax: Axes | None = None,
    *,
    price: str = "output_usd_per_mtok",
    marks: Mapping[str, str] | None = None,
) -> Axes:
    """Draw a maker's prices through time, one step line a model family, with every cut marked.

    Parameters
    ----------
    prices : pandas.DataFrame
        From `load_prices`, of the bases and days to show: ``model``, ``from`` and the price.
    models : pandas.DataFrame
        The models to show, those of one maker: ``model``, ``name``, and ``released`` where known. The prices
        themselves will do.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    price : str
        Column of ``prices``, with its currency in its name, such as ``output_usd_per_mtok``.
    marks : mapping of date to str, optional
        Days to mark with an upright line and a word. Not given: 20 January 2025, the release of DeepSeek R1.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; nothing is shown or saved.

    Raises
    ------
    ValueError
        If a column is missing, or no model of ``models`` has a price.

    Notes
    -----
    A family is what shares a name up to a final parenthesis: "GPT-4o (2024-05-13)" and "GPT-4o (2024-08-06)" are both
    GPT-4o. Its price on a day is that of its newest member with a price by then, so a new version that is cheaper is a
    cut. A hollow start was only seen on that day (``price_source`` has "seen in") and may be older.

    Examples
    --------
    >>> import frontier
    >>> models, prices = frontier.load_models(as_of="2025-02-14"), frontier.load_prices()
    >>> mine = models[models.organization == "OpenAI"]
    >>> before = prices[(prices.price_basis == "list") & (prices["from"] <= "2025-02-14")]
    >>> print(frontier.plot_price_steps(before, mine).get_title(loc="left"))
    From GPT-4 at $60 (March 2023) to GPT-4o mini at $0.60 (July 2024)
    """
    for which, table, needed in (("prices", prices, {"model", "from", price}), ("models", models, {"model", "name"})):
        if not needed <= set(table.columns):
            lacking = ", ".join(sorted(needed - set(table.columns)))
            raise ValueError(f"{which} must have the column {lacking}; load_prices() has all that either needs")
    families = _families(prices, models, price)
    if families.empty:
        raise ValueError(f"none of these models has a {price}; choose other models, or another price basis")
    marks = {"2025-01-20": "DeepSeek R1"} if marks is None else marks
    ax = _new_axes() if ax is None else ax
    days, values, sign = _day_numbers(families["date"]), values_of(families["price"]), currency(price)
    _set_days(ax, days, (0.04, 0.12))
    bases = set(families["basis"].dropna())
    label = _cost_name(price)
    listed = label.replace("Price", "List price") if bases == {"list"} else label
    _set_price_axis(ax, values.min(), values.max(), sign, listed)
    _set_style(ax)
    makers = sorted(set(models["organization"].dropna())) if "organization" in models else []
    shown = families["family"].nunique()
    footer = [
        f"{_short(makers[0]) if len(makers) == 1 else 'Models'}: {shown} families, {_day(families['date'].min())} to "
        f"{_day(families['date'].max())}.",
        "A family's price is that of its newest version.",
    ]
    footer += [f"Prices: {bases_in_words(sorted(bases))}."] if bases - {"list"} else []
    if families["seen"].any():
        footer.append("Hollow: seen on that day, and may be older.")
    _write_frame(ax, _steps_headline(families, sign), f"{label}; a triangle marks a cut", footer)
    labels = _Labels(ax)
    right = ax.get_xlim()[1]
    top = ax.get_ylim()[1]
    for day, word in marks.items():
        at = _day_number(pd.Timestamp(day))
        if ax.get_xlim()[0] < at < right:
            ax.axvline(at, color=_RED, linewidth=0.9, linestyle=(0, (4, 3)), gid=f"mark-{day}")
            labels.avoid_line((np.array([at, at]), np.array(ax.get_ylim())))
            text = f"{_short(word)}, {_day(pd.Timestamp(day))}"
            labels.place(text, at, top / 1.12, size=8, colour=_RED, gap=3, reach=40,
                         sides=(338, 0, 202, 180, 315, 225))  # fmt: skip
    until = float(days.max() + (right - days.max()) / 3)  # no farther than one can see that it is the last known
    starts = []
    for k, (family, own) in enumerate(families.groupby("family", sort=False)):
        colour, _ = _CLASSES[k % len(_CLASSES)]
        xs, ys = _day_numbers(own["date"]), values_of(own["price"])
        corners = np.repeat(np.append(xs, until), 2)[1:-1], np.repeat(ys, 2)
        dashes: Any = "solid" if k < len(_CLASSES) else (0, (4, 1.5))  # more families than colours
        ax.plot(*corners, color=colour, linewidth=1.6, linestyle=dashes, zorder=2.5, gid=f"family-{k}")
        labels.avoid_line(corners)
        cuts = np.flatnonzero(np.diff(ys) < 0) + 1
        fill, edge = ("white", colour) if own["seen"].iloc[0] else (colour, "white")
        ax.scatter(xs[:1], ys[:1], s=30, c=fill, edgecolors=edge, linewidths=1.0, zorder=4, gid=f"start-{k}")
        look: Any = {"marker": "v", "edgecolors": "white", "linewidths": 0.7, "zorder": 4.2}
        ax.scatter(xs[cuts], ys[cuts], s=46, c=colour, gid=f"cuts-{k}", **look)
        labels.avoid_points(xs, ys, np.full(len(xs), 5.0))
        starts.append((f"{family} {_price(ys[0], sign)}", xs[0], ys[0], colour))
        starts += [(_price(ys[cut], sign), xs[cut], ys[cut], colour) for cut in cuts]
    for text, x, y, colour in _spread_over(starts):
        labels.name(text, float(x), float(y), colour=colour, sides=labels._ABOVE, reach=60)
    return ax


@_picture
def plot_spend_change(
    price_factor: float | Estimate | Decline,
    elasticities: Sequence[float] = (),
    ax: Axes | None = None,
    *,
    demand: str = "constant",
) -> Axes:
    """Draw where spending rises although prices fall: by how far they fall, and by the elasticity of demand.

    Parameters
    ----------
    price_factor : float, Estimate or Decline
        The fall to mark, by how many times; of a `Decline` its factor a year. An interval is shaded.
    elasticities : sequence of float
        Elasticities of demand to mark, each with what spending becomes.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    demand : {"constant", "linear"}
        The form of the demand curve, as in `spend_change`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; nothing is shown or saved.

    Raises
    ------
    TypeError, ValueError
        As `spend_change`; and if the price does not fall.

    Notes
    -----
    Lines join equal changes of spending. Nothing is measured but the fall of the price: which elasticity holds, the
    picture does not say.

    Examples
    --------
    >>> import frontier
    >>> ax = frontier.plot_spend_change(26, [0.8, 1.2])
    >>> print(ax.get_title(loc="left"))
    If prices fall 26-fold: spending × 0.52 at an
    elasticity of 0.8, × 1.9 at an elasticity of 1.2
    """
    from frontier.trend import Decline, spend_change

    marked = [spend_change(price_factor, elasticity, demand=demand) for elasticity in elasticities]
    factor, even = _break_even(price_factor, demand)
    if factor.value <= 1:
        raise ValueError(f"the price must fall, by a factor above 1, got {factor}")
    ax = _new_axes() if ax is None else ax
    right = 10 ** math.ceil(math.log10(1.2 * np.nanmax([factor.value, factor.high])) + 1e-9)
    top = max(2.0, 1.15 * max([even.value if demand == "linear" else 0.0, *elasticities]))
    ax.set_xscale("log")
    ax.set_xlim(1, right)
    ax.set_ylim(0, top)
    ax.xaxis.set_major_locator(FixedLocator([tick for tick in _one_two_five(1, right) if 1 <= tick <= right]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    ax.set_xlabel("The price falls by a factor of (log scale)", color=_INK, fontsize=10)
    of = {"constant": "constant", "linear": "where the fall begins"}[demand]
    ax.set_ylabel(f"Price elasticity of demand ({of})", color=_INK, fontsize=10)
    _set_style(ax)
    year = " a year" if isinstance(price_factor, Decline) else ""
    fall = f"If prices fall {_number(factor.value)}-fold{year}"
    rises = f"spending rises where the elasticity of demand is above {_number(even.value)}"
    title = f"{fall}, {rises}"
    if marked:
        effects = [f"× {_number(one.spend.value)} at an elasticity of {one.elasticity:g}" for one in marked[:3]]
        title = f"{fall}: spending {', '.join(effects)}"
    confidence = f"{100 * price_factor.confidence:g} % " if isinstance(price_factor, Decline) else ""
    ends = f"; dotted: {confidence}interval, {_number(factor.low)} to {_number(factor.high)}"
    how = "" if math.isnan(factor.low) else ends
    subtitle = ("lines join equal spending" if not marked else rises) + how
    footer = ["Spending: price times quantity, at one level of quality.", "This is arithmetic, not a forecast:"]
    footer.append("the elasticity of demand is not known here.")
    if isinstance(price_factor, Decline):
        of = "" if price_factor.level is None else f" of the quality of {_short(price_factor.level)}"
        span = " to ".join(_day(pd.Timestamp(day)) for day in price_factor.records["date"].iloc[[0, -1]])
        footer.insert(0, f"Price{of}: {price_factor.n} records, {span}, R2 {price_factor.r2:.2f}.")
    _write_frame(ax, title, subtitle, footer)

    falls = np.geomspace(1.0, right, 481)[1:]

    def line(level: float) -> Floats:
        """Return the elasticity at which spending is this multiple of that before."""
        if demand == "constant":
            return np.asarray(1 + math.log(level) / np.log(falls))
        return np.asarray((level * falls - 1) / (1 - 1 / falls))

    labels = _Labels(ax)
    ax.fill_between(falls, line(1.0), top, color=_TINT, linewidth=0, zorder=0.5, gid="rises")
    if not math.isnan(factor.low):
        for k, end in enumerate((factor.low, factor.high)):
            ax.axvline(end, color=_RED, linewidth=1.1, linestyle=(0, (1, 2)), zorder=2.3, gid=f"interval-{k}")
            labels.avoid_line((np.full(2, end), np.array([0, top])))
    ax.axvline(factor.value, color=_RED, linewidth=1.6, linestyle=(0, (5, 3)), zorder=2.4, gid="factor")
    labels.avoid_line((np.full(2, factor.value), np.array([0, top])))
    lines = []
    for level in (1.0, 0.01, 0.1, 0.5, 2.0, 10.0, 100.0):
        inside = (line(level) >= 0) & (line(level) <= top)
        corners = falls[inside], line(level)[inside]
        if inside.sum() > 1:
            colour, width = (_INK, 1.8) if level == 1 else (_MUTED, 0.8)
            ax.plot(falls, line(level), color=colour, linewidth=width, zorder=2.2, gid=f"spending-{level:g}")
            labels.avoid_line(corners)
            lines.append((level, colour, corners))
    for one in marked:
        spot = (factor.value, one.elasticity)
        ax.scatter(spot[0], spot[1], s=46, c=_RED, edgecolors="white", linewidths=0.8, zorder=4)
        labels.avoid_points(np.array([spot[0]]), np.array([spot[1]]), np.array([5.0]))
        text = f"elasticity {one.elasticity:g}: spending × {_number(one.spend.value)}"
        labels.name(text, *spot, colour=_RED, sides=(22, 338, 0, 45, 315, 158, 202), reach=40)
    for level, colour, (xs, ys) in lines:
        word = "spending as before" if level == 1 else f"× {level:g}"
        for k in (len(xs) - 1) * np.array([16, 18, 14, 12, 8, 10, 6]) // 20:
            if labels.place(word, xs[k], ys[k], size=8, colour=colour, gap=2, reach=4, sides=(90, 270, 180, 0),
                            must=False):  # fmt: skip
                break
    for word, heights in (("spending rises", (0.96, 0.9, 0.8)), ("spending falls", (0.04, 0.1, 0.2))):
        spots = ((right**share, height * top) for height in heights for share in (0.02, 0.4, 0.6, 0.8))
        any(
            labels.place(word, *spot, size=10, weight="bold", colour=_INK, gap=2, reach=0, sides=(0,), must=False)
            for spot in spots
        )
    return ax


@_picture
def plot_claims(claims: pd.DataFrame, unit: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw published numbers of one unit beside what the tables give, with the verdicts.

    Parameters
    ----------
    claims : pandas.DataFrame
        From `check_claims`.
    unit : str, optional
        Which statements: those with numbers in this unit, such as ``months`` or ``times a year``. Not given: months if
        there are any, else the unit that comes first.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; nothing is shown or saved.

    Raises
    ------
    ValueError
        If no statement has a published and a measured number in that unit.

    Notes
    -----
    A grey bar is the published range or interval, an open diamond the published number; the marker is ours, with its
    interval. Colour and marker say the verdict. What tests a statement stands above, what recomputes a number from the
    study's own points below a line, and is not counted in the title. Factors are on a logarithmic axis.

    Examples
    --------
    >>> import frontier
    >>> print(frontier.plot_claims(frontier.check_claims(["deck-lag", "epoch-20"])).get_title(loc="left"))
    0 of 4 published lags hold on these data, 3 in part;
    not “Invesco: 12 to 18 months (matched)”
    """
    if not isinstance(claims, pd.DataFrame) or "verdict" not in claims:
        raise TypeError("claims must be what check_claims() returns")
    claims = claims.reset_index() if "claim" not in claims else claims
    known = _where(claims[["published_value", "published_low"]].notna().any(axis=1) & claims["value"].notna())
    both = claims.loc[known, "unit"].unique()
    if not len(both):
        raise ValueError("none of these statements has both a published and a measured number to draw")
    unit = unit or ("months" if "months" in both else str(both[0]))
    told = claims[known & _where(claims["unit"] == unit)]
    again = _where(told["tested_on"] == "the study's own points")
    told, tests = pd.concat([told[~again], told[again]]).reset_index(drop=True), int((~again).sum())  # tests first
    if told.empty:
        raise ValueError(f"unit must be one of {', '.join(both)}, got {unit!r}")
    ax = _new_axes() if ax is None else ax
    rows = np.arange(len(told), 0, -1, dtype=float)
    rows[:tests] += 0.6 * (0 < tests < len(told))  # room for the line between
    log = unit.startswith("times")
    columns = ("published_value", "published_low", "published_high", "value", "low", "high")
    numbers = {column: values_of(told[column]) for column in columns}
    low, high = np.nanmin([*numbers.values()]), np.nanmax([*numbers.values()])
    share = 0.33  # of the width is for the words
    if log:
        ax.set_xscale("log")
        low, high = low / 1.5, high * 1.5
        ax.set_xlim(low / (high / low) ** (share / (1 - share)), high)
        steps = _one_two_five(low, high)[:: 3 if high > 1000 * low else 1]  # over many powers only the ones
        ticks = [tick for tick in steps if low <= tick <= high]
        ticks = ticks if len(ticks) > 2 else [t for t in MaxNLocator(5).tick_values(low, high) if low <= t <= high]
    else:
        low, high = min(low, 0.0), high + 0.05 * (high - low)
        ax.set_xlim(low - (high - low) * share / (1 - share), high)
        ticks = [tick for tick in MaxNLocator(8).tick_values(low, high) if low <= tick <= high]
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    ax.set_ylim(0.3, rows.max() + 0.7)
    ax.yaxis.set_major_locator(FixedLocator([]))
    _name_axis(ax.xaxis, capital(_short(unit)) + " (log scale)" * log, loc="left")
    _set_style(ax)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x", color=_RULE, linewidth=0.7)
    ax.spines["left"].set_visible(False)
    what = {"months": "lags", "times a year": "rates at which prices fell"}.get(unit, f"numbers in {unit}")
    untold = claims[_where((claims["unit"] == unit) & (claims["verdict"] == "cannot be tested"))]
    title, subtitle = _claims_headline(told[:tests], told[tests:], untold, what)
    sources = "; ".join(dict.fromkeys(told["who"]))
    kind = (
        "Intervals: 90 %, as published." if unit == "times a year" else "Intervals of ours: 95 %, where there is one."
    )
    footer = [f"Published by: {sources}.", kind]
    footer += [f"Cannot be tested: {'; '.join(untold['label'])}."] if len(untold) else []
    _write_frame(ax, title, subtitle, footer)

    if 0 < tests < len(told):
        ax.axhline(rows[tests] + 0.75, color=_MUTED, linewidth=0.8, linestyle=(0, (4, 3)), gid="between")
        words: Any = {"xycoords": ("axes fraction", "data"), "va": "center", "style": "italic", "gid": "between-words"}
        ax.annotate(
            "recomputed from the study's own points:", (0.0, rows[tests] + 0.48), fontsize=7, color=_MUTED, **words
        )
    size = min(8.5, 180 / len(told))
    for row, one in zip(rows, told.itertuples(), strict=True):
        where: Any = {"xycoords": ("axes fraction", "data"), "va": "center", "parse_math": False}
        ax.annotate(
            _legible(_short(one.label, 100)), (0.0, row), fontsize=size, color=_INK, gid=f"label-{one.claim}", **where
        )
    published = np.column_stack([numbers["published_low"], numbers["published_high"]])
    bars = ~np.isnan(published).any(axis=1)
    look: Any = {"colors": "#c4c4c4", "linewidths": 7, "zorder": 2}
    if bars.any():
        ax.hlines(rows[bars], *published[bars].T, gid="published-ranges", label="Published range or interval", **look)
    spots = numbers["published_value"]
    ax.scatter(spots, rows, s=80, c="white", marker="D", edgecolors=_MUTED, linewidths=1.1, zorder=3, gid="published",
               label="Published number")  # fmt: skip
    for verdict, (colour, marker) in _VERDICTS.items():
        own = _where(told["verdict"] == verdict)
        if own.any():
            mine = np.column_stack([numbers[column][own] for column in ("value", "low", "high")])
            ax.hlines(
                rows[own], mine[:, 1], mine[:, 2], colors=colour, linewidths=1.6, zorder=3.5, gid=f"own-{verdict}"
            )
            ax.scatter(mine[:, 0], rows[own], s=48, c=colour, marker=marker, edgecolors="white", linewidths=0.8,
                       zorder=4, gid=f"verdict-{verdict}", label=f"Ours: {verdict}")  # fmt: skip
    ax.legend(loc="upper right", bbox_to_anchor=(1, -0.085), ncols=5, fontsize=8, frameon=False, borderpad=0,
              handletextpad=0.4, columnspacing=1.2, markerscale=0.75)  # fmt: skip
    return ax


def save_figure(ax: Axes, path: str | FilePath) -> None:
    """Save the figure of an Axes, the same bytes every time, replacing the file in one step.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        From one of the plot functions.
    path : path
        Where to write; the ending (.svg, .png, .pdf) says the format.

    Raises
    ------
    ValueError
        If the ending is of no format that can be written.

    Examples
    --------
    >>> import frontier
    >>> from frontier.plots import save_figure
    >>> ax = frontier.plot_frontier(frontier.find_frontier(frontier.load_models(as_of="2025-02-14")))
    >>> save_figure(ax, getfixture("tmp_path") / "deck.png")
    """
    path = FilePath(path)
    figure: Any = ax.get_figure()
    kind = path.suffix.lstrip(".").lower()
    allowed = sorted(k for k in ("svg", "png", "pdf") if k in figure.canvas.get_supported_filetypes())
    if kind not in allowed:
        raise ValueError(f"{path.name!r} must end in one of {', '.join('.' + k for k in allowed)}")
    # What would name the day or the version of a tool is left out.
    metadata = {
        "svg": {"Date": None, "Creator": None, "Title": ax.get_title(loc="left")},
        "png": {"Software": None, "Title": ax.get_title(loc="left")},
        "pdf": {"CreationDate": None, "Producer": None, "Creator": None},
    }[kind]
    out = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "frontier", "svg.fonttype": "path"}):
        figure.savefig(out, format=kind, dpi=200, metadata=metadata)
    replace_file(path, out.getvalue())


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


# --------------------------------------------------------------------------------------------------------
# Frame: axes, ticks, title, footer


def _new_axes() -> Axes:
    """Return Axes on a pyplot figure, so that a notebook shows it."""
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots(figsize=_SIZE, layout="none")  # whatever the settings: the margins are ours
    figure.subplots_adjust(**_MARGINS)
    return ax


def _set_axes(ax: Axes, frontier: Frontier, x: Floats, heights: Floats, names: Sequence[str]) -> None:
    """Set scales, limits and ticks; leave room for the frontier's names at its left."""
    low, high = float(x.min()), float(x.max())
    labels = _Labels(ax)
    decades = math.log10(high * 1.9 / low)
    room = math.log10(1.6)
    for row in np.flatnonzero(frontier.table["on_frontier"]).tolist():
        share = min((labels.measure(names[row], 8.5, "normal")[0] + 14 * labels.scale) / labels.frame.width, 0.3)
        room = max(room, (share * decades - math.log10(x[row] / low)) / (1 - share))
    ax.set_xscale("log")
    ax.set_xlim(low / 10 ** min(room, _MOST_ROOM), high * 1.9)
    _set_log_ticks(ax, ax.xaxis, low, high, currency(frontier.cost))
    bars = _intervals(frontier)
    _set_heights(ax, np.concatenate([heights, *bars[:, 1:].T]), turned=frontier.lower_is_better)
    label = frontier.cost_label
    _name_axis(ax.xaxis, f"{_short(label, 100)} (log scale)" if label else _cost_name(frontier.cost))
    _name_axis(ax.yaxis, _quality_name(frontier.quality, arena=is_arena_score(frontier.table, frontier.quality)))
    _set_style(ax)


def _set_heights(ax: Axes, heights: Floats, *, turned: bool = False, below: float = 0.06) -> None:
    """Set the upright axis of a quality so that better is up; of equal values so wide that the ticks differ."""
    low, high = float(np.nanmin(heights)), float(np.nanmax(heights))
    largest = max(abs(low), abs(high))
    span = high - low if high - low > 1e-7 * largest else largest or 1.0
    floor, top = (high + below * span, low - 0.13 * span) if turned else (low - below * span, high + 0.13 * span)
    ax.set_ylim(floor, top)
    ax.yaxis.set_major_formatter(_Decimals(negative=low < 0))


def _name_axis(axis: Axis, words: str, **look: Any) -> None:
    name = axis.axes.set_xlabel if axis is axis.axes.xaxis else axis.axes.set_ylabel
    name(_legible(words), color=_INK, fontsize=10, parse_math=False, **look)


def _cost_name(cost: str) -> str:
    return _AXIS_NAMES.get(cost, f"{_short(cost)} (log scale)")


def _quality_name(quality: str, *, arena: bool) -> str:
    """Return what to call the axis of a quality; a score is the Arena's only where the table says so."""
    if is_elo(quality):
        return f"{'Chatbot Arena' if arena else 'Elo'} score (points)"
    return _AXIS_NAMES.get(quality, _short(quality)).replace(", log scale", "")


class _Decimals(Formatter):
    """Numbers of one axis in one style: as many decimals as the ticks have, in millions or with a power of ten.

    Where no value is negative, a tick below zero has no number.
    """

    def __init__(self, *, negative: bool = True) -> None:
        self.negative = negative
        self.ticks: Floats = np.empty(0)

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        self.ticks = np.asarray(values, dtype=float)
        return [self(value) for value in values]

    def __call__(self, value: float, pos: int | None = None) -> str:  # noqa: ARG002 - matplotlib gives it
        if value < 0 and not self.negative:
            return ""
        largest = float(np.abs(self.ticks).max(initial=0.0))
        power = 0 if largest == 0 or 1e-5 <= largest < 1e6 else math.floor(math.log10(largest))
        power, unit = (6, "M") if 6 <= power < 9 else (power, f"·{_ten_to_the(power)}" if power else "")
        ticks = self.ticks / 10.0**power
        exact = (d for d in range(12) if np.abs(ticks.round(d) - ticks).max(initial=0) <= 1e-6 * np.ptp(ticks))
        places = next(exact, 12) if len(ticks) > 1 else 3
        number = round(float(value) / 10.0**power, places) or 0.0  # no negative zero
        text = f"{number:,.{places}f}" if abs(ticks).max(initial=0) >= 10_000 else f"{number:.{places}f}"
        return text.replace("-", "\N{MINUS SIGN}") + unit * (number != 0)


def _set_style(ax: Axes) -> None:
    """Rule the Axes lightly, and leave only the lines that carry ticks."""
    ax.grid(visible=True, axis="y", color=_RULE, linewidth=0.7)
    ax.set_axisbelow(True)
    ax.tick_params(colors=_MUTED, labelsize=9, length=3)
    for side, spine in ax.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(_MUTED)


def _where(condition: pd.Series[Any]) -> npt.NDArray[np.bool_]:
    """Return a condition on a column as bool, False where the column is missing."""
    return condition.to_numpy(dtype=bool, na_value=False)


def _set_gap_axis(ax: Axes, floor: float, top: float) -> None:
    """Set the upright axis of a gap, with room for rows of names below the data and above."""
    height, room = ax.get_window_extent().height / _Labels(ax).scale, _FLAG_ROWS * _FLAG_HEIGHT
    unit = (top - floor or 1.0) / max(height - 2 * room - _BOARD_ROOM - 16, 0.3 * height)  # a point of the page
    ax.set_ylim(floor - (room + 8) * unit, top + (room + _BOARD_ROOM + 8) * unit)
    ticks = MaxNLocator(7).tick_values(floor, top)
    ax.yaxis.set_major_locator(FixedLocator([tick for tick in ticks if floor <= tick <= top]))
    ax.yaxis.set_major_formatter(_Decimals())
    _set_style(ax)


def _day_numbers(dates: pd.Series[Any]) -> Floats:
    """Return dates as days since 1970, the numbers of an axis of days."""
    return np.asarray(days_of(dates, "date").to_numpy().astype("datetime64[D]").astype(float))


def _day_number(day: pd.Timestamp) -> float:
    return float(day.to_datetime64().astype("datetime64[D]").astype(np.int64))


def _set_days(ax: Axes, days: Floats, room: tuple[float, float]) -> None:
    """Set an axis of days, with a tick each so many months or years; ``room`` is what to leave at the ends."""
    first, last = float(days.min()), float(days.max())
    span = max(last - first, 30.0)
    low, high = first - room[0] * span, last + room[1] * span
    ax.set_xlim(low, high)
    months = next(step for step, most in _STEPS_OF_MONTHS if span < most)
    # months since the year 0, as no calendar class has all the years that a column of days may have
    start, stop = (int(np.datetime64(round(end), "D").astype("datetime64[M]").astype(int)) for end in (low, high))
    ticks = range(-(-max(start + _EPOCH, 12) // months) * months, stop + _EPOCH + 1, months)
    places = (np.array(ticks) - _EPOCH).astype("datetime64[M]").astype("datetime64[D]").astype(float).tolist()
    edge = 0.025 * (high - low)  # the words of a tick stay on the page
    words = {
        place: f"{_MONTHS[month % 12][:3]} {month // 12:04d}"
        for place, month in zip(places, ticks, strict=True)
        if low + edge <= place <= high - edge
    }
    ax.xaxis.set_major_locator(FixedLocator(list(words)))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.get(value, "")))


# A tick each so many months, up to so many days; and the months before 1970.
_STEPS_OF_MONTHS = (
    (1, 250), (3, 1000), (6, 2200), (12, 4400), (24, 8800), (60, 22_000), (120, 44_000), (240, 88_000), (600, 220_000),
    (1200, 440_000), (2400, 880_000), (6000, 2_200_000), (12_000, math.inf),
)  # fmt: skip
_EPOCH = 1970 * 12


def _one_two_five(low: float, high: float) -> list[float]:
    """Return the ticks of a logarithmic axis: 1, 2 and 5 of each power of ten, of many powers only the 1."""
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 2)
    return [m * 10.0**power for power in powers for m in ((1, 2, 5) if math.log10(high / low) <= 5 else (1,))]


def _set_log_ticks(ax: Axes, axis: Axis, low: float, high: float, sign: str) -> None:
    """Set the ticks of a logarithmic axis of costs, no more than have room, and their numbers in one style."""
    labels, upright = _Labels(ax), axis is ax.yaxis
    start, stop = np.log10(axis.get_view_interval())
    length = labels.frame.height if upright else labels.frame.width
    every = _one_two_five(low, high)
    ones = [round(math.log10(tick)) for tick in every if math.isclose(tick, 10.0 ** round(math.log10(tick)))]
    choices = [every, *([10.0**power for power in ones if power % step == 0] for step in (1, 2, 3, 5, 10, 20, 50))]
    fitting = []
    for ticks in choices:
        places = (np.log10(ticks) - start) / (stop - start)
        words = _tick_words(ticks, sign, np.array(ticks)[(places >= 0) & (places <= 1)])
        shown = [(length * place, labels.measure(word, 9, "normal"))
                 for place, word in zip(places, words, strict=True) if 0 <= place <= 1]  # fmt: skip
        if all(b - a > (wide_a[upright] + wide_b[upright]) / 2 for (a, wide_a), (b, wide_b) in pairwise(shown)):
            fitting.append((ticks, words, len(shown)))
    # two that are shown say what the scale is
    ticks, words, _ = next((choice for choice in fitting if choice[2] > 1), max(fitting, key=lambda one: one[2]))
    numbers = dict(zip(ticks, words, strict=True))
    axis.set_major_locator(FixedLocator(ticks))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: numbers.get(value, "")))


def _tick_words(ticks: Sequence[float], sign: str, shown: Floats) -> list[str]:
    """Return the numbers of an axis of costs in the style that suits what is shown: in full, or powers of ten."""
    least, most = (9e-10, 1e12) if sign else (9e-5, 1e7)
    if ((shown < least) | (shown >= most)).any():
        return [sign + _power(tick) for tick in ticks]
    return [_coin(tick, sign) if sign else f"{tick:,.10g}" for tick in ticks]


def _set_price_axis(ax: Axes, low: float, high: float, sign: str, label: str) -> None:
    """Set the upright axis to prices, logarithmic, with room above and below."""
    ax.set_yscale("log")
    ax.set_ylim(low / 1.8, high * 2.2)
    _set_log_ticks(ax, ax.yaxis, low, high, sign)
    _name_axis(ax.yaxis, label)


def _power(value: float) -> str:
    """Return a number as 5·10²³."""
    digits, power = f"{value:.2e}".split("e")
    digits = digits.rstrip("0").rstrip(".")
    return ("" if digits == "1" else f"{digits}·") + _ten_to_the(int(power))


def _ten_to_the(power: int) -> str:
    return "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _coin(value: float, sign: str) -> str:
    if value >= 1:
        return f"{sign}{value:,.0f}"
    return f"{sign}{value:.{max(2, -math.floor(math.log10(value) + 1e-9))}f}"


def _price(value: float, sign: str) -> str:
    """Return a price as one quotes it, with cents where it has any; without a currency as any number."""
    if not sign:
        return f"{float(f'{value:.6g}'):,.10g}" if 1e-4 <= value < 1e7 else _power(value)
    return f"{sign}{value:,.2f}" if value >= 1 and value != round(value) else _coin(value, sign)


def _figure(value: float) -> str:
    """Return a number to three digits, in full."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    text = f"{float(f'{value:.3g}'):,.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _spots(frontier: Frontier, rows: pd.DataFrame | None = None) -> tuple[Floats, Floats]:
    """Return the costs and the qualities of all rows of a frontier, or of some."""
    table = frontier.table if rows is None else rows
    return values_of(table[frontier.cost]), values_of(table[frontier.quality])


def _better(frontier: Frontier, quality: Floats) -> Floats:
    """Return qualities so that more is better."""
    return -quality if frontier.lower_is_better else quality


def _intervals(frontier: Frontier) -> Floats:
    """Return cost, lower and upper end of each interval of the quality that is known."""
    if frontier.interval is None:
        return np.empty((0, 3))
    found = np.column_stack([values_of(frontier.table[c]) for c in (frontier.cost, *frontier.interval)])
    return np.asarray(found[~np.isnan(found).any(axis=1)])


def _write_frame(ax: Axes, title: str, subtitle: str, sentences: Sequence[str]) -> None:
    title, subtitle = _legible(_short(title, 400), "bold"), _legible(_short(subtitle, 400))
    sentences = [_legible(_short(sentence, 400)) for sentence in sentences]
    text, size = _fit(ax, title, 13.5)
    labels = _Labels(ax)
    footer = ""
    for sentence in sentences:
        line = footer.rsplit("\n", 1)[-1] + " " + sentence
        fits = labels.measure(line, 7.5, "normal")[0] < labels.frame.width
        footer = f"{footer}{' ' if fits else chr(10)}{sentence}" if footer else sentence
    ax.set_title(text, loc="left", fontsize=size, fontweight="bold", color=_INK, pad=24, parse_math=False)
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


def _fit(ax: Axes, text: str, size: float) -> tuple[str, float]:
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


def _footer(frontier: Frontier, on: npt.NDArray[np.bool_], *, band: bool) -> list[str]:
    """Say which board, day and prices the picture shows, and what was left out: a sentence each."""
    table, said = frontier.table, _score_source(frontier)
    said += _price_source(frontier)
    if frontier.cost == "training_flop" and "note" in table:
        counts = training_flop_standing(table).value_counts()
        judged = ", ".join(
            f"{counts[word]} {word}" for word in ("confident", "likely", "speculative") if word in counts
        )
        newest = f"; the newest model with one is of {_day(table['released'].max())}" if "released" in table else ""
        if len(counts):
            said.append(f"Compute: estimates by Epoch AI (CC BY 4.0), {judged}{newest}.")
    total = len(table) + len(frontier.dropped)
    bars = len(_intervals(frontier)) > 0
    if len(frontier.dropped):
        reasons = frontier.dropped["reason"].value_counts()
        money = is_price(frontier.cost)
        without = {"training_flop": "no published estimate"}.get(frontier.cost, "no such price" * money)
        unknown = without and list(reasons.index) == [f"no {frontier.cost}"]
        why = f"the others have {without}" if unknown else ", ".join(f"{n}: {why}" for why, n in reasons.items())
        said.append(f"{len(table)} of {total} models shown; {why}.")
    else:
        many = int(on.sum()) > _NAMED
        said.append(f"{total} model{'s' * (total != 1)}" + "." * (bars or band or many))
    if bars:
        said.append(f"Bars: {'published ' * is_arena_score(table, frontier.quality)}95 % intervals.")
    if on.sum() > _NAMED:
        said.append(f"Of the {on.sum()} models on a frontier at most {_NAMED} are named.")
    if band:
        costs = "prices" if is_price(frontier.cost) else "costs"
        said.append(f"Probabilities take scores to be independent and {costs} to be known.")
        guessed = int(table["interval_assumed"].sum())
        if guessed:
            said.append(f"{guessed} without an interval: the widest is assumed.")
    return said


def _score_source(frontier: Frontier) -> list[str]:
    """Say which board and day the scores are of, where the table knows."""
    table = frontier.table
    known = is_elo(frontier.quality) and {"board", "elo_date"} <= set(table.columns)
    if not known or table[["board", "elo_date"]].isna().all().any():
        return []
    day = pd.Timestamp(table["elo_date"].dropna().iloc[0])
    board = _short(table["board"].dropna().iloc[0])
    licence = " (CC BY 4.0)" * is_arena_score(table, frontier.quality)
    return [f"Scores: {ARENA_BOARDS.get(board, board)}, {_day(day)}{licence}."]


def _price_source(frontier: Frontier) -> list[str]:
    """Say whose prices they are and how new, where the table knows."""
    table = frontier.table
    priced = is_price(frontier.cost) and {"price_basis", "price_date"} <= set(table.columns)
    if not priced or table[["price_basis", "price_date"]].isna().all().any():
        return []
    newest = _day(pd.Timestamp(table["price_date"].max()))
    return [f"Prices: {bases_in_words(table['price_basis'].dropna())}, the newest of {newest}."]


def _hosts_changed(frontiers: Mapping[str, Frontier]) -> list[str]:
    """Say how many models have the price of another host on the last frontier than on the one before."""
    if len(frontiers) < 2 or not all(
        {"model", "price_source", "price_basis"} <= set(f.table) for f in frontiers.values()
    ):
        return []
    hosts = []
    for own in list(frontiers.values())[-2:]:
        hosted = own.table[_where(own.table["price_basis"] == "host")]
        sources = zip(hosted["model"], hosted["price_source"], strict=True)
        hosts.append({model: str(source).split(",")[0] for model, source in sources})
    before, after = hosts
    both = before.keys() & after.keys()
    changed = sum(before[model] != after[model] for model in both)
    return (
        [f"{changed} of the {len(both)} hosted models changed host since the line before the last."] if changed else []
    )


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year:04d}"


def _month(day: pd.Timestamp) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year:04d}"


# --------------------------------------------------------------------------------------------------------
# What the title says


def _headline(frontier: Frontier, names: Sequence[str]) -> tuple[str, str]:
    """Return the title, which states a finding, and the line below it."""
    table = frontier.table
    cost, quality = _spots(frontier)
    quality = _better(frontier, quality)
    on = table["on_frontier"].to_numpy(dtype=bool)
    subtitle = f"{on.sum()} of {len(on)} models are on the frontier: none as cheap is better, none as good is cheaper"
    if frontier.cost == "training_flop":
        subtitle = f"{on.sum()} of {len(on)} models are on the frontier: none of as little compute scores higher"
    if len(table) == 1:
        return f"{names[0]} is the only model compared", subtitle
    compared = [name for name, group in frontier.groups.items() if len(group.table)]
    if frontier.cost == "training_flop" and not frontier.groups:
        best, largest = np.lexsort((cost, -quality))[0], np.lexsort((-quality, -cost))[0]
        if best != largest:
            share = _share(cost[best] / cost[largest], "training compute")
            if not is_elo(frontier.quality):
                return f"{names[best]} is better than {names[largest]}, at {share}", subtitle
            above = _points(quality[best] - quality[largest])
            return f"{names[best]} scores {above} above {names[largest]}, at {share}", subtitle
        highest = "scores highest" if is_elo(frontier.quality) else "is the best"
        return f"{names[best]} took the most training compute of these models, and {highest}", subtitle
    if len(compared) == 2:
        counts = [
            f"{len(g.members)} of {len(g.table)} {_short(n.lower())}"
            for n, g in frontier.groups.items()
            if len(g.table)
        ]
        behind, a, b = _tops(frontier, compared, cost, quality)
        unpriced = (frontier.dropped["reason"] == f"no {frontier.cost}").any()
        among = ", of those with a price" if unpriced and is_price(frontier.cost) else ""
        title = f"{_short(behind)}{among}: {_difference(frontier, names, a, b)}"
        return title, f"{' and '.join(counts)} models are on the frontier of their class"
    # one row a step: of equals the first
    steps = {(cost[i], quality[i]): int(i) for i in np.flatnonzero(on)[::-1]}
    *_, best = order = [steps[step] for step in sorted(steps)]
    if len(order) > 1:
        return _difference(frontier, names, order[-2], best), subtitle
    others = np.arange(len(table)) != best
    if ((cost[others] > cost[best]) & (quality[others] < quality[best])).all():
        whom = "the only other" if others.sum() == 1 else f"all {others.sum()} others"
        score = "score" if is_elo(frontier.quality) else "quality"
        return f"{names[best]} beats {whom} on {_price_word(frontier)} and {score}", subtitle
    higher = "scores higher" if is_elo(frontier.quality) else "is better"
    return f"Nothing is cheaper than {names[best]}, and nothing {higher}", subtitle


def _sure_headline(frontier: Frontier, chances: Floats) -> tuple[str, str]:
    """Return the title and the line below it of a picture with the band: how many are on the frontier, how surely."""
    compared = int(np.isfinite(chances).sum())
    sure, maybe = int((chances >= _SURE).sum()), int(((chances >= _MAYBE) & (chances < _SURE)).sum())
    whose = "" if not frontier.groups else " of its class" if sure == 1 else " of their class"
    models = "1 model is" if sure == 1 else f"{sure or 'No'} models are"
    more = f"{maybe} more may be" if maybe else "the others hardly"
    title = f"{models} on the frontier{whose} with at least 90 % probability, {more}"
    expected = f"{np.nansum(chances):.1f} of {compared} are expected there"
    return title, f"{expected}; a percentage is a model's probability, large and filled without one is above 99 %"


def _tops(frontier: Frontier, compared: Sequence[str], cost: Floats, quality: Floats) -> tuple[str, int, int]:
    """Return the class whose best is behind, and the rows of its best and of the other's, the cheapest of equals.

    Of qualities of which more is better.
    """
    group = frontier.table[frontier.by].to_numpy()
    order = np.lexsort((cost, -quality))
    tops = {name: int(order[group[order] == name][0]) for name in compared}
    first, second = sorted(compared, key=lambda name: -quality[tops[name]])
    return second, tops[second], tops[first]


def _difference(frontier: Frontier, names: Sequence[str], a: int, b: int) -> str:
    """Say by how much row a scores below row b, or is worse where less is better, and at what part of its price."""
    (cost_a, cost_b), qualities = _spots(frontier, frontier.table.iloc[[a, b]])
    points = float(np.diff(_better(frontier, qualities))[0])
    apart = _points(points) if is_elo(frontier.quality) else _figure(points)
    below = f"is {apart} {'worse than' if frontier.lower_is_better else 'below'}" if points else "is level with"
    near = ""
    if frontier.interval is not None:
        ends = (values_of(frontier.table[end].iloc[[a, b]]) for end in frontier.interval)
        (low_a, low_b), (high_a, high_b) = ends
        if low_a <= high_b and low_b <= high_a:  # False where an end is missing
            near = ", within the margin of error,"
    return f"{names[a]} {below} {names[b]}{near} at {_share(cost_a / cost_b, _price_word(frontier))}"


def _price_word(frontier: Frontier) -> str:
    return "training compute" if frontier.cost == "training_flop" else "price" if is_price(frontier.cost) else "cost"


def _points(value: float) -> str:
    if value < 1:
        return "less than a point"
    return "1 point" if round(value) == 1 else f"{value:,.0f} points"


def _times(factor: float, words: tuple[str, str]) -> str:
    """Say how many times cheaper, to two digits; of a factor below 1 how many times dearer."""
    factor, word = (factor, words[0]) if factor >= 1 else (1 / factor, words[1])
    return f"{factor:.1f} times {word}" if factor < 10 else f"{float(f'{factor:.2g}'):,.0f} times {word}"


def _share(ratio: float, price: str) -> str:
    """Say what part of a price another is, to two digits."""
    if ratio == 1:
        return f"the same {price}"
    if abs(ratio - 1) < 0.05:
        return f"nearly the same {price}"
    number = ratio if ratio > 1 else 100 * ratio
    digits = 1 - math.floor(math.log10(number))
    text = f"{round(number, digits):,.{max(digits, 0)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text} times the {price}" if ratio > 1 else f"{text} % of its {price}"


def _chances(frontier: Frontier) -> Floats:
    """Return each model's probability of being on the frontier; with groups on that of its own, NaN without one."""
    if "probability" not in frontier.table:
        ends = " and ".join(frontier.interval or (f"{frontier.quality}_{end}" for end in ("lower", "upper")))
        raise ValueError(
            f"a band needs intervals: {ends} are missing or blank, or the frontier was found with uncertainty=False"
        )
    if not frontier.groups:
        return frontier.table["probability"].to_numpy(dtype=float)
    chances = np.full(len(frontier.table), np.nan)
    for group, own in frontier.groups.items():
        rows = _where(frontier.table[frontier.by] == group)
        chances[rows] = own.table["probability"].to_numpy(dtype=float)
    return chances


def _bands(frontier: Frontier, classes: _Classes) -> list[tuple[FrontierBand, str | None]]:
    """Return the band of each frontier that is drawn, with the colour of its group."""
    if not frontier.groups:
        return [(frontier.band(), None)]
    return [(own.band(), classes.line_of(name)[0]) for name, own in frontier.groups.items() if len(own.table)]


def _claims_headline(tests: pd.DataFrame, again: pd.DataFrame, untold: pd.DataFrame, what: str) -> tuple[str, str]:
    """Say how many of the tested numbers hold, which does not, and how many were only recomputed."""
    subtitle = "a verdict is of the statement as it was put, by a rule; the command frontier claims prints each"
    if tests.empty:
        held = int((again["verdict"] == "holds").sum())
        return f"{held} of {len(again)} published {what} come back from the study's own points", subtitle
    counts = tests["verdict"].value_counts()
    holds, part, not_at_all = (int(counts.get(verdict, 0)) for verdict in _VERDICTS)
    title = f"{holds} of {len(tests) + len(untold)} published {what} hold on these data"
    title += f", {part} in part" * (part > 0) + f", {len(untold)} cannot be tested" * (len(untold) > 0)
    if not_at_all == 1:
        title += f"; not “{tests.loc[tests['verdict'] == 'does not hold', 'label'].iloc[0]}”"
    elif not_at_all:
        title += f"; {not_at_all} do not"
    return title, subtitle


def _break_even(price_factor: float | Estimate | Decline, demand: str) -> tuple[Estimate, Estimate]:
    """Return the fall of the price and the elasticity at which spending stays as it is."""
    from frontier.trend import spend_change

    told = spend_change(price_factor, 1.0, demand=demand)
    return told.price_factor, told.break_even


def _number(value: float) -> str:
    """Return a factor to two digits."""
    return f"{float(f'{value:.2g}'):,.0f}" if value >= 10 else f"{float(f'{value:.2g}'):g}"


def _records_headline(
    records: pd.DataFrame, decline: Decline | None, names: Mapping[Hashable, str] | pd.Series[Any] | None, sign: str
) -> tuple[str, str]:
    level = records["level"].iloc[0] if "level" in records else None
    if isinstance(level, str):
        what = f"The quality of {_shown_as(pd.Series([level]), names)[0]}"
    else:
        what = "This quality" if level is None or pd.isna(level) else f"A score of {level:,.10g}"
    ends = [
        f"{_price(float(price), sign)} in {_month(pd.Timestamp(day))}"
        for price, day in zip(records["price"].iloc[[0, -1]], records["date"].iloc[[0, -1]], strict=True)
    ]
    subtitle = "the lowest price at which this level could be had"
    if len(records) == 1:
        return f"{what} cost {ends[0]}", subtitle
    if decline is None:
        return f"{what} cost {ends[0]} and {ends[1]}", subtitle
    factor = decline.factor_per_year
    title = f"{what}: from {ends[0]} to {ends[1]}, {factor.value:.2g} times cheaper a year"
    return title, f"{decline.in_words()} a year by the line through {decline.n} records in {decline.span_days} days"


def _steps_headline(families: pd.DataFrame, sign: str) -> str:
    """Say at what price the dearest family and the cheapest came, the earlier first."""
    prices = families["price"].to_numpy()
    dearest, cheapest = families.iloc[int(prices.argmax())], families.iloc[int(prices.argmin())]
    words = [f"{row['family']} at {_price(row['price'], sign)} ({_month(row['date'])})" for row in (dearest, cheapest)]
    if dearest["date"] <= cheapest["date"]:
        return f"From {words[0]} to {words[1]}"
    return f"The cheapest: {words[1]}; the dearest: {words[0]}"


def _families(prices: pd.DataFrame, models: pd.DataFrame, price: str) -> pd.DataFrame:
    """Return each family's prices by day, that of its newest member each, and whether one was only seen that day."""
    about = models.drop_duplicates("model").set_index("model")
    known = prices[prices["model"].isin(about.index) & prices[price].notna().to_numpy()]
    names = [name if isinstance(name, str) else str(key) for key, name in about["name"].reindex(known["model"]).items()]
    released = about["released"] if "released" in about else pd.Series(pd.NaT, about.index)
    rows = pd.DataFrame(
        {
            "family": [_short(name.split(" (")[0]) for name in names],
            "date": days_of(known["from"], "from").to_numpy(),
            "price": values_of(known[price]),
            "released": days_of(released, "released").reindex(known["model"]).to_numpy(),
            # "seen in LiteLLM ...", or of a host "DeepInfra, seen in LiteLLM ..."
            "seen": ["seen in " in str(source) for source in known.get("price_source", pd.Series("", known.index))],
            "basis": known["price_basis"].to_numpy(dtype=object) if "price_basis" in known else None,
        }
    )
    rows["released"] = rows["released"].fillna(rows["date"])
    rows = rows.sort_values(["date", "released"], kind="stable")
    newest = rows["released"].groupby(rows["family"]).cummax()
    rows = rows[(rows["released"] == newest)].drop_duplicates(["family", "date"], keep="last")
    return rows.reset_index(drop=True)[["family", "date", "price", "seen", "basis"]]


def _in_points(history: pd.DataFrame) -> bool:
    """Whether a gap is in points of an Elo score."""
    return "quality" not in history or is_elo(history["quality"].iloc[0])


def _gap_headline(whole: pd.DataFrame, start: int, first: str, second: str, *, elo: bool) -> str:
    """Say how it stands, and between what it was on the same board: of two boards no range is told."""
    if whole.empty:
        return f"The best {first} against the best {second} model, in part"
    gaps = values_of(whole["gap"])
    # of an Elo score whole points are told, of any other three digits of the widest gap
    digits = 0 if elo else min(decimals(gaps) + 1, max(0, 2 - math.floor(math.log10(np.abs(gaps).max() or 1.0))))
    words, now = [f"{abs(gap):,.{digits}f}" for gap in gaps], round(gaps[-1], digits)
    points = _points(abs(now)) if elo else words[-1]
    place = f"{points} {'behind' if now > 0 else 'ahead of'}" if now else "level with"
    title = f"{capital(second)} models are {place} {first} ones"
    rows = np.flatnonzero(whole.index >= start)
    if len(rows) < 2:
        return title
    least, most = min(rows, key=lambda row: gaps[row]), max(rows, key=lambda row: gaps[row])
    points, since = " points" * elo, f"since {_month(pd.Timestamp(whole['date'].iloc[rows[0]]))}"
    if round(gaps[least], digits) >= 0:
        return f"{title}; {since} the gap was between {words[least]} and {words[most]}{points}"
    if round(gaps[most], digits) <= 0:
        return f"{title}; {since} their lead was between {words[most]} and {words[least]}{points}"
    return f"{title}; {since} the gap was from {words[least]}{points} ahead to {words[most]} behind"


def _is_of_arena(lag: Lag) -> bool:
    return is_elo(lag.score) and lag.board in ARENA_BOARDS


def _lag_headline(lag: Lag) -> tuple[str, str, list[str]]:
    """Return the title, the line below it and the sentences of the footer."""
    first, second = (_short(adjective(group)) for group in lag.groups)
    who, months, many = capital(second), lag.months.value, len(lag.still_ahead)
    ahead = f"; {many} {'is' if many == 1 else 'are'} still ahead" if many else ""
    pairs = len(lag.pairs)
    day = f"on {_day(lag.as_of)}"
    if lag.method == "matched":
        records = f"1 {first} record" if pairs == 1 else f"{pairs or 'no'} {first} records"
        after = {0: "", 1: f" after {months:.1f} months"}.get(pairs, f" after {months:.1f} months on average")
        title = f"{who} models have reached {records}{after}{ahead}"
    elif math.isnan(months):
        title = f"How far {second} models are behind {first} ones cannot be told {day}"
    elif lag.method == "staircase":
        when = "after" if months >= 0 else "before"
        title = f"{who} models reached each score {abs(months):.1f} months {when} {first} ones on average"
    elif months == 0:
        title = f"No {first} model is better than the best {second} one {day}"
    else:
        least = "at least " * lag.at_least
        title = f"The best {second} model {day} is where {first} ones were {least}{months:.1f} months before"
    subtitle = f"lag “{lag.method}”: {lag.in_words()}; bars run from a record to who reached it"
    source = (
        ARENA_BOARDS[lag.board] if _is_of_arena(lag) else ", ".join(map(_short, filter(None, (lag.board, lag.score))))
    )
    licence = " (CC BY 4.0), older models at that day's score" if _is_of_arena(lag) else ""
    footer = [f"Scores: {source}, {_day(lag.as_of)}{licence}."]
    footer.append("A month is 365 / 12 days; a plus: not reached yet, and not in a mean.")
    if _where(lag.staircases["bound"]).any():
        footer.append("Hollow: the date is an upper bound.")
    return title, subtitle, footer


def _gap_footer(
    told: pd.DataFrame, stretches: Sequence[tuple[str, npt.NDArray[np.intp]]], partial: npt.NDArray[np.bool_]
) -> list[str]:
    boards = [board for board, _ in stretches if board]
    source = "Chatbot Arena (CC BY 4.0)" if set(boards) & set(ARENA_BOARDS) else ", ".join(boards) or "as given"
    first, last = (_day(pd.Timestamp(told["date"].iloc[row])) for row in (0, -1))
    said = [
        f"Scores: {source}, {first} to {last}; {len(told)} snapshots."
        if first != last
        else f"Scores: {source}, {first}."
    ]
    if told["gap_low"].notna().any():
        said.append("Shaded: 95 % interval, where one can be told.")
    if partial.any():
        said.append("Hollow: partial snapshots, where the best model may be missing.")
    if len(boards) > 1:
        said.append("Broken where another board began: the scores of two boards are not comparable.")
    return said


# --------------------------------------------------------------------------------------------------------
# Marks


@dataclass(frozen=True)
class _Classes:
    """The classes of a picture: a name, a colour and a marker each, and the class of every row.

    The last is of what is in no class, and of the groups beyond the largest, which have no colour of their own.
    """

    names: list[str]
    styles: list[tuple[str, str]]
    of_row: npt.NDArray[np.intp]

    def line_of(self, group: str) -> tuple[str, str, float]:
        """Return the colour, the label and the width of a group's line."""
        if group in self.names[:-1]:
            return self.styles[self.names.index(group)][0], _entry(f"{_short(group)} frontier"), 1.5
        return _OTHER_LINE, "_frontier of another group", 0.8


def _classes(frontier: Frontier, open_means: str, most: int = len(_CLASSES)) -> _Classes:
    """Return the classes, of groups at most so many with a colour of their own."""
    table, other = frontier.table, "Other"
    if frontier.by is not None:
        sizes = {name: len(own.table) for name, own in frontier.groups.items()}
        largest = sorted(sizes, key=lambda name: (_ALWAYS.get(name, 2), -sizes[name], name))[:most]
        names = sorted(largest, key=lambda name: (_ALWAYS.get(name, 2), name))
        row_names = table[frontier.by].to_numpy(dtype=object)
        if len(sizes) > len(names):
            other = f"{len(sizes) - len(names)} other{'s' * (len(sizes) > len(names) + 1)}"
    elif "openness" in table:
        names = ["Proprietary", OPEN_NAMES[open_means]]
        opened, proprietary = _where(is_open(table, open_means)), _where(table["openness"] == "proprietary")
        row_names = np.select([opened, proprietary], [names[1], names[0]], "")
    else:
        return _Classes([""], [_CLASSES[0]], np.zeros(len(table), dtype=np.intp))
    of_row = np.full(len(table), len(names))
    for k, name in enumerate(names):
        of_row[row_names == name] = k
    return _Classes([*names, other], [*_CLASSES[: len(names)], _OTHER], of_row)


def _write_labels(
    labels: _Labels,
    frontier: Frontier,
    chosen: Mapping[str, Mapping[Hashable, str]],
    names: Sequence[str],
    looks: npt.NDArray[np.str_],
    percents: Sequence[str],
) -> None:
    """Name the call-outs, then the frontier, then as many others as fit; where a name does not, its percentage."""
    table = frontier.table
    keys = frontier.labels.tolist()
    x, y = _spots(frontier)
    height = _better(frontier, y)
    called = np.array([any(key in members for members in chosen.values()) for key in keys], dtype=bool)
    labels.avoid_bars(labels.bars(_intervals(frontier), 1.0))
    on = np.isin(looks, ["frontier", "frontier-rough", "surely", "maybe"])
    measured = table["on_frontier"].to_numpy(dtype=bool)
    labels.avoid_points(x, y, np.where(called, 8.0, np.where(on, 5.5, 3.5)))
    for k, (group, members) in enumerate(chosen.items()):
        top = max((i for i, key in enumerate(keys) if key in members), key=lambda i: height[i])
        labels.place(
            f"#{k + 1} {_short(group)}", x[top], y[top], size=10.5, weight="bold", gap=13, reach=220, sides=labels._TOP
        )
    rank = np.lexsort((-height, ~measured, ~on, ~called))
    others = rank[int(called.sum()) : int((on | called).sum())].tolist()
    for i in [*rank[: int(called.sum())].tolist(), *_spread_over(others)]:
        gap = 12.5 if called[i] else 6
        placed = labels.place(names[i], x[i], y[i], size=8.5, gap=gap) or labels.place(
            names[i], x[i], y[i], size=7.5, gap=gap, reach=130 if measured[i] else 82
        )
        if percents[i] and not placed:
            labels.place(percents[i], x[i], y[i], size=7, gap=gap, must=False)
    room, tries = (45, 120) if len(table) <= 120 else (18, 80)
    for i in rank[int((on | called).sum()) :][:tries]:
        room -= labels.place(
            names[i], x[i], y[i], size=7, colour=_MUTED, reach=4, sides=labels._RIGHT, must=False, gap=5
        )
        if room == 0:
            break


def _spread_over(rows: list[Any]) -> list[Any]:
    """Return as many rows as a picture names, evenly from the first to the last."""
    if len(rows) <= _NAMED:
        return rows
    return [rows[k] for k in np.linspace(0, len(rows) - 1, _NAMED).round().astype(int)]


_ROUGH = "Compute only likely or speculative"


@dataclass(frozen=True)
class _Look:
    """How a marker looks: its size in square points, its strength, and whether it is hollow."""

    size: float
    strength: float
    hollow: bool = False
    meaning: str = ""


def _look(kind: str, *, crowded: bool) -> _Look:
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


def _draw_points(ax: Axes, frontier: Frontier, classes: _Classes, looks: npt.NDArray[np.str_]) -> None:
    table = frontier.table
    x, y = _spots(frontier)
    for k, (colour, marker) in enumerate(classes.styles):
        for kind in ("models-rough", "models", "frontier-rough", "frontier", "hardly", "maybe", "surely"):
            rows = (classes.of_row == k) & (looks == kind)
            if not rows.any():
                continue
            look = _look(kind, crowded=len(table) > 120)
            gid = f"{k}-{kind}"
            if frontier.interval is not None:
                low, high = (values_of(table[c])[rows] for c in frontier.interval)
                gaps = np.full(len(low), np.nan)  # one line with gaps draws faster than a line a model
                bars = [np.repeat(x[rows, None], 3, axis=1).ravel(), np.column_stack([low, high, gaps]).ravel()]
                known = ~np.isnan(low + high).repeat(3)
                low_high = [part[known] for part in bars]
                shade = 0.75 * look.strength
                ax.plot(*low_high, color=colour, linewidth=0.9, alpha=shade, zorder=2, gid=f"interval-{gid}")
            ax.scatter(
                x[rows],
                y[rows],
                s=look.size,
                c="white" if look.hollow else colour,
                marker=marker,
                alpha=look.strength,
                linewidths=1.4 if look.hollow else 0.8 if look.strength == 1 else 0,
                edgecolors=colour if look.hollow else "white",
                zorder=4 if look.strength == 1 else 3,
                gid=f"class-{gid}",
            )


def _stretches(told: pd.DataFrame) -> list[tuple[str, npt.NDArray[np.intp]]]:
    """Return each board with the rows of its stretch of time, refusing boards that overlap."""
    boards = told["board"].astype(str).tolist() if "board" in told else [""] * len(told)
    starts = [row for row, board in enumerate(boards) if row == 0 or board != boards[row - 1]]
    if len(starts) > len(set(boards)):
        raise ValueError("the boards overlap in time; give each its own stretch, as the scores of load_scores() do")
    return [(boards[start], np.arange(start, stop)) for start, stop in pairwise([*starts, len(boards)])]


def _groups_of(told: pd.DataFrame) -> tuple[str, str]:
    """Return the two groups of a history, the one that follows first, from the names of its columns."""
    groups = [str(c).removeprefix("best_") for c in told.columns if str(c).startswith("best_")]
    if len(groups) != 2:
        raise ValueError(
            f"the history is of {len(groups)} groups ({', '.join(groups)}), and a gap is between two; measure all of "
            "it with the same between=, such as ('US', 'CN')"
        )
    return groups[0], groups[1]


def _words_of(told: pd.DataFrame, first: str, second: str) -> tuple[str, str]:
    """Return what to call the two groups: of open ones, which meaning of open they have, where it is one."""
    if {"first", "second"} <= set(told):
        pairs = told[["first", "second"]].drop_duplicates()
        if len(pairs) == 1:
            first, second = (adjective(str(group)) for group in pairs.iloc[0])
    return _short(first), _short(second)


def _draw_break(ax: Axes, labels: _Labels, day: float, span: tuple[float, float], board: str) -> None:
    """Draw an upright line where a board begins; between the rows of names, nothing that is written crosses it."""
    cut = (np.array([day, day]), np.array(span))
    ax.plot(*cut, color=_MUTED, linewidth=0.9, linestyle=(0, (4, 3)), gid=f"break-{board}")
    begin, end = labels.pixels(*cut)
    labels.leaders.append(_box_of(begin, end, 4 * labels.scale))


def _name_board(ax: Axes, labels: _Labels, board: str, day: float) -> None:
    """Write the name of a board at the upper edge, where its stretch begins."""
    short = _legible(ARENA_BOARDS.get(board, _short(board)).removeprefix("Chatbot Arena, "))
    place: Any = {"xycoords": ("data", "axes fraction"), "va": "top", "gid": f"board-{board}"}
    ax.annotate(short, (day, 0.985), fontsize=8, color=_MUTED, parse_math=False, **place)
    width, height = labels.measure(short, 8, "normal")
    (left, _), up = labels.pixels(np.array([day]), np.zeros(1))[0], labels.frame.y1
    labels.avoid_box((left, up - 1.6 * height, left + width, up))


def _draw_lags(ax: Axes, lag: Lag) -> list[tuple[float, float, float, str]]:
    """Draw a bar from each record to who reached it, broken where nobody has; return ends, height and months."""
    bars = []
    open_until = np.full(len(lag.still_ahead), _day_number(lag.as_of))
    for frame, ends, dashes, mark in (
        (lag.pairs, _day_numbers(lag.pairs["matched_date"]), "solid", ""),
        (lag.still_ahead, open_until, (0, (1.6, 0.8)), "+"),
    ):
        if frame.empty:
            continue
        starts, heights = _day_numbers(frame["date"]), values_of(frame["score"])
        look: Any = {"linestyles": [dashes], "colors": _MUTED, "linewidths": 3.2, "alpha": 0.35, "zorder": 1.6}
        ax.hlines(heights, starts, ends, gid="lags" + "-open" * (mark == "+"), **look)
        words = [f"{months:.1f}{mark}" for months in frame["months"]]
        bars += list(zip(starts.tolist(), ends.tolist(), heights.tolist(), words, strict=True))
    return bars


def _put_legend_in_a_corner(
    ax: Axes, labels: _Labels, corners: Sequence[str] = ("lower right", "upper left", "lower left")
) -> None:
    """Put the legend into the first corner where it hides nothing, or else below the axes."""
    legend = _legend(ax, loc="lower right", **_FRAMED)
    taken = labels.taken()
    for corner in corners:
        legend.set_loc(corner)  # type: ignore[arg-type]
        at = legend.get_window_extent()
        box = (at.x0, at.y0, at.x1, at.y1)
        if not _touching(taken, np.array([box])).any():
            labels.avoid_box(box)
            return
    _legend(ax, loc="upper right", bbox_to_anchor=(1, -0.03), ncols=2, frameon=False, borderpad=0)


_FRAMED: Mapping[str, Any] = {"frameon": True, "framealpha": 1, "edgecolor": _RULE, "borderpad": 0.7}


def _legend(ax: Axes, handles: Sequence[Artist] | None = None, **look: Any) -> Legend:
    """Write the legend of what is drawn, or of these handles, with every label as it is."""
    handles = ax.get_legend_handles_labels()[0] if handles is None else handles
    words = [_legible(str(handle.get_label())) for handle in handles]
    legend = ax.legend(handles, words, **{"fontsize": 8.5, **look})
    for text in legend.get_texts():
        text.set_parse_math(False)
    return legend


def _shown_as(models: pd.Series[Any], names: Mapping[Hashable, str] | pd.Series[Any] | None) -> list[str]:
    """Return the name to show for each model: its key where it has none."""
    found = [None if names is None else names.get(model) for model in models]
    return [_short(model if pd.isna(name) else name) for model, name in zip(models, found, strict=True)]


def _mark_records(
    ax: Axes,
    labels: _Labels,
    told: pd.DataFrame,
    days: Floats,
    gap: Floats,
    groups: Mapping[str, str],
    names: Mapping[Hashable, str] | pd.Series[Any] | None,
) -> None:
    """Mark and name each model where it first became the best of its group; the second group's names come first."""
    found = []
    for k, group in enumerate(groups):
        (colour, marker), size = _CLASSES[1 - k], (40, 22)[k]
        shown = _shown_as(told[f"best_{group}"], names)
        rows = [row for row, name in enumerate(shown) if name not in shown[:row]]
        ax.scatter(
            days[rows],
            gap[rows],
            s=size,
            c=colour,
            marker=marker,
            linewidths=0.8,
            edgecolors="white",
            zorder=4 + k / 2,
            label=f"A new best {groups[group]} model",
            gid=f"record-{k}",
        )
        found += [(shown[row], row, group) for row in rows]
    _legend(ax, loc="upper left", bbox_to_anchor=(0, -0.045), ncols=2, frameon=False, borderpad=0)
    for k, group in enumerate(groups):
        colour = _CLASSES[1 - k][0]
        flags = [(name, float(days[row]), float(gap[row])) for name, row, whose in found if whose == group]
        flags = _spread_over(flags)
        sides = labels._TOP if k else labels._BELOW
        for name, x, y in labels.flags(flags, colour=colour, above=k == 1, rows=_FLAG_ROWS, start=_BOARD_ROOM * k):
            labels.place(name, x, y, size=7, colour=colour, sides=sides, reach=40, gap=8, must=False)


def _draw_steps(ax: Axes, frontier: Frontier, colour: str, label: str, width: float) -> tuple[Floats, Floats]:
    """Draw the step frontier and return its corners: up at the cheapest, right and up, then right to the edge."""
    cost, quality = _spots(frontier, frontier.members)
    right, (floor, top) = ax.get_xlim()[1], ax.get_ylim()
    xs = np.repeat(np.append(cost, right), 2)[:-1]
    ys = np.append(2 * floor - top, np.repeat(quality, 2))  # from well below the floor, which the legend may lower
    ax.plot(xs, ys, color=colour, linewidth=width, zorder=2.5, label=label, alpha=0.9)
    return xs, ys


def _draw_bands(ax: Axes, bands: Sequence[tuple[FrontierBand, str | None]]) -> None:
    """Shade between the levels of 5 and 95 %; of one frontier also draw the line it is as likely above as below."""
    for band, colour in bands:
        xs = np.repeat(np.append(band.cost, ax.get_xlim()[1]), 2)[1:-1]
        high, middle, low = (np.repeat(curve, 2) for curve in band.quality)
        ax.fill_between(xs, low, high, color=colour or _INK, alpha=0.14, linewidth=0, zorder=1, gid="band")
        if colour is None:
            dots = (0, (0.7, 2.2))
            ax.plot(xs, middle, color=_RED, linewidth=2.2, linestyle=dots, zorder=2.6, label="As likely above as below")


def _draw_hull(ax: Axes, frontier: Frontier) -> tuple[Floats, Floats]:
    cost, quality = _spots(frontier, frontier.hull)
    dense = np.unique(np.concatenate([cost, np.geomspace(cost[0], cost[-1], 400)]))
    mixed = np.interp(dense, cost, quality)
    ax.plot(dense, mixed, color=_MUTED, linewidth=1.2, linestyle="--", zorder=2.4, label="Mixing hull")
    return dense, mixed


def _draw_callouts(ax: Axes, frontier: Frontier, chosen: Mapping[str, Mapping[Hashable, str]], labels: _Labels) -> None:
    """Ring each member of a group with a tinted halo, and join the halos of a group past other models."""
    keys = frontier.labels.tolist()
    spots = np.column_stack(_spots(frontier))
    height = _better(frontier, spots[:, 1])
    pixels = labels.pixels(spots[:, 0], spots[:, 1])
    for members in chosen.values():
        rows = [i for i, key in enumerate(keys) if key in members]
        others = np.delete(pixels, rows, axis=0)
        rows.sort(key=lambda i: (-height[i], spots[i, 0]))
        paths = [_bowed(pixels[i], pixels[j], others) for i, j in pairwise(rows)]
        for corners in paths:
            labels.avoid_bars(_boxes_of(np.asarray(_bezier(corners)), 5 * labels.scale))
        back = ax.transData.inverted()
        for extra, colour, z in ((1.6, _TINT_EDGE, 0.6), (0.0, _TINT, 0.7)):
            for corners in paths:
                curve = Path(back.transform(corners), [Path.MOVETO, Path.CURVE3, Path.CURVE3])
                ax.add_patch(
                    PathPatch(
                        curve, facecolor="none", edgecolor=colour, linewidth=9 + extra, capstyle="round", zorder=z
                    )
                )
            ax.scatter(spots[rows, 0], spots[rows, 1], s=(21 + extra) ** 2, c=colour, linewidths=0, zorder=z + 0.05)


def _bowed(start: Floats, end: Floats, others: Floats) -> Floats:
    """Three control points of the straightest of a few bows that keeps clear of the other models."""
    normal = np.array([-(end - start)[1], (end - start)[0]])
    bows = []
    for rank, bow in enumerate((0.0, 0.25, -0.25, 0.5, -0.5)):
        corners = np.vstack([start, (start + end) / 2 + bow * normal, end])
        gaps = _bezier(corners)[:, None, :] - others[None, :, :]
        room = np.hypot(*gaps.T).min() if len(others) else np.inf
        bows.append((room < 14, rank, corners))
    return min(bows, key=lambda b: b[:2])[2]


def _bezier(corners: Floats) -> Floats:
    """Points along the quadratic curve of three control points."""
    t = np.linspace(0, 1, 40)[:, None]
    return np.asarray((1 - t) ** 2 * corners[0] + 2 * t * (1 - t) * corners[1] + t**2 * corners[2])


def _draw_legend(
    ax: Axes,
    classes: _Classes,
    labels: _Labels,
    frontier: Frontier,
    looks: npt.NDArray[np.str_],
    lines: Sequence[tuple[Floats, Floats]],
) -> Box | None:
    """Put the legend where it hides nothing, below all models if there is no such place; return its box.

    Below the models it has at most a third of the height: where it needs more, it says less.
    """
    pixels = labels.pixels(*_spots(frontier))
    pieces = [_boxes_of(labels.pixels(*corners), 2.0) for corners in lines]
    taken = np.vstack([np.hstack([pixels - 8, pixels + 8]), labels.bars(_intervals(frontier), 2.0), *pieces])
    banded = "surely" in looks or "maybe" in looks or "hardly" in looks
    places = ["lower right", "center right", "lower center", "lower left"]
    places += [] if banded else ["upper left", "upper center", "upper right"]  # there labels need room
    for handles, columns, size in _legends(ax, frontier, classes, looks):
        legend = _legend(ax, handles, loc="lower right", ncols=columns, fontsize=size, **_FRAMED)
        legend.set_zorder(5)
        at = legend.get_window_extent()
        frame, pad = labels.frame, labels.frame.x1 - at.x1
        if at.width > frame.width or at.height > frame.height:
            continue
        across = {"right": at.x0, "center": (frame.x0 + frame.x1 - at.width) / 2, "left": frame.x0 + pad}
        up = {"lower": at.y0, "center": (frame.y0 + frame.y1 - at.height) / 2, "upper": frame.y1 - pad - at.height}
        for place in places:
            vertical, side = place.split()
            box = (across[side], up[vertical], across[side] + at.width, up[vertical] + at.height)
            if not _touching(taken, np.array([box])).any():
                legend.set_loc(place)  # type: ignore[arg-type]
                return box
        share = (at.height + 2 * pad) / frame.height
        if share <= _LEGEND_SHARE:
            floor, top = ax.get_ylim()
            ax.set_ylim(floor - (top - floor) * share / (1 - share), top)
            return (at.x0, at.y0, at.x1, at.y1)
    legend.remove()
    return None


def _legends(
    ax: Axes, frontier: Frontier, classes: _Classes, looks: npt.NDArray[np.str_]
) -> Iterable[tuple[list[Artist], int, float]]:
    """Yield the entries that a legend may have, its columns and its size.

    An entry each for markers and lines, or, as always where there are more groups than colours, one for both; at last
    the classes alone.
    """
    marks, both = _marks(classes, lines=False), _marks(classes, lines=bool(frontier.groups))
    kinds = [kind for kind in ("surely", "maybe", "hardly") if kind in looks]
    banded = len(kinds) > 0
    also: list[Artist] = []
    for kind in [*kinds, *(["frontier-rough"] if any(look.endswith("-rough") for look in looks) else [])]:
        look = _look(kind, crowded=False)
        fill, edge, width = ("white", _MUTED, 1.2) if look.hollow else (_MUTED, "none", 0.0)
        mark = Line2D([], [], linestyle="none", marker="o", color=fill, markeredgecolor=edge, markeredgewidth=width)
        mark.set(markersize=math.sqrt(look.size), alpha=look.strength, label=look.meaning)
        also.append(mark)
    drawn: list[Artist] = [line for line in ax.get_lines() if not str(line.get_label()).startswith("_")]
    of_groups = {classes.line_of(group)[1] for group in frontier.groups}
    rest = [line for line in drawn if line.get_label() not in of_groups]
    if banded:
        band = Patch(facecolor=_INK, alpha=0.14, label="The true frontier, with 90 % probability")
        drawn, rest = [*drawn, band], [*rest, band]
    if len(frontier.groups) < len(classes.names):
        yield [*marks, *also, *drawn], 2 if banded else 1, 8.5
    for entries in ([*both, *also, *rest], both):
        for size, columns in _LAYOUTS if entries else ():
            yield entries, columns, size


# Of a legend that must be low: its size, and its columns.
_LAYOUTS = tuple((size, columns) for size in (8.5, 7.0) for columns in (1, 2, 3, 4))


def _marks(classes: _Classes, *, lines: bool) -> list[Artist]:
    """Return an entry of the legend for each class that has models."""
    return [
        Line2D([], [], color=classes.line_of(name)[0], marker=marker, markersize=6, markerfacecolor=colour,
               markeredgecolor=colour, linestyle="solid" if lines else "none", linewidth=classes.line_of(name)[2],
               label=_entry(_short(name, 40)))
        for k, (name, (colour, marker)) in enumerate(zip(classes.names, classes.styles, strict=True))
        if name and (classes.of_row == k).any()
    ]  # fmt: skip


def _has_room(ax: Axes, classes: _Classes, *, hull: bool, band: bool) -> bool:
    """Whether a legend of these classes, with an entry each, takes no more of the height than it may."""
    more = ["Frontier of all", *["Mixing hull"] * hull, *["The true frontier, with 90 % probability"] * 5 * band]
    entries = [*_marks(classes, lines=True), *(Line2D([], [], label=label) for label in more)]
    frame = ax.get_window_extent()
    for size, columns in _LAYOUTS:
        legend = _legend(ax, entries, loc="lower right", ncols=columns, fontsize=size, **_FRAMED)
        at = legend.get_window_extent()
        legend.remove()
        if at.width <= frame.width and at.height + 2 * (frame.x1 - at.x1) <= _LEGEND_SHARE * frame.height:
            return True
    return False


def _names(frontier: Frontier, chosen: Mapping[str, Mapping[Hashable, str]]) -> list[str]:
    """Return the name to show for each row: that of the call-out, else ``name`` beside ``model``, else its label."""
    short = {model: (name, group) for group, members in chosen.items() for model, name in members.items()}
    keys = frontier.labels.tolist()
    names = frontier.table["name"].tolist() if frontier.name == "model" and "name" in frontier.table else keys
    out = []
    for key, own in zip(keys, names, strict=True):
        name, group = short.get(key, (str(key if pd.isna(own) else own), ""))
        # a short name such as R1 says too little away from its group: put the maker before it
        out.append(_short(f"{group} {name}" if group and len(name) <= 3 else name))
    return out


def _callout_names(frontier: Frontier, callouts: Mapping[str, Iterable[Hashable]]) -> dict[str, dict[Hashable, str]]:
    """Return each group's models with the names to show; refuse what is not in the table."""
    groups = {name: group if isinstance(group, Mapping) else list(group) for name, group in callouts.items()}
    empty = [name for name, group in groups.items() if not len(group)]
    if empty:
        raise ValueError(f"callouts have no models for {', '.join(map(repr, empty))}; name some or leave the group out")
    own = dict(zip(frontier.labels, _names(frontier, {}), strict=True))
    missing = [m for group in groups.values() for m in group if m not in own]
    if missing:
        left_out = dict(zip(frontier.dropped["model"], frontier.dropped["reason"], strict=True))
        why = "; ".join(f"{m!r} ({left_out.get(m, 'not in the table')})" for m in missing)
        raise ValueError(f"callouts name models that are not drawn: {why}")
    return {
        name: {m: str(shown) for m, shown in group.items()}
        if isinstance(group, Mapping)
        else {m: own[m] for m in group}
        for name, group in groups.items()
    }


# --------------------------------------------------------------------------------------------------------
# Labels


@dataclass
class _Labels:
    """Places labels one by one where they touch nothing, in the order they come.

    All in pixels of the Axes as it is now: limits, size and position must be final. Greedy and deterministic.
    """

    ax: Axes
    boxes: list[Box] = field(default_factory=list)
    marks: Floats = field(default_factory=lambda: np.empty((0, 4)))
    lines: Floats = field(default_factory=lambda: np.empty((0, 4)))
    leaders: list[Box] = field(default_factory=list)
    straight: list[tuple[Floats, Floats]] = field(default_factory=list)

    # Directions to try, best first: away from the cloud for a frontier model, to the right for another.
    _ABOVE = (135, 158, 112, 180, 90, 68, 45, 202, 22, 0, 338, 315, 225, 270)
    _RIGHT = (0, 22, 338, 45, 315, 180, 158, 202, 135, 225, 90, 270)
    _BELOW = (315, 338, 292, 0, 270, 248, 225, 202, 22)
    _TOP = (90, 112, 68, 135, 45, 158, 22, 180, 0)
    _AWAY = (0, 4, 9, 15, 22, 30, 40, 52, 66, 82, 100, 125, 150, 180, 220)

    def __post_init__(self) -> None:
        figure: Any = self.ax.get_figure()
        self.scale = figure.dpi / 72
        self.frame = self.ax.get_window_extent()
        self.fonts = {weight: _fonts(weight) for weight in ("normal", "bold")}

    def avoid_points(self, x: Floats, y: Floats, radius: Floats) -> None:
        """Keep labels off the markers; radius in points."""
        pixels, r = self.pixels(x, y), (radius * self.scale)[:, None]
        self.marks = np.vstack([self.marks, np.hstack([pixels - r, pixels + r])])

    def avoid_line(self, corners: tuple[Floats, Floats]) -> None:
        """Keep labels off a line of horizontal and vertical pieces."""
        self.avoid_bars(_boxes_of(self.pixels(*corners), 1.0))

    def avoid_bars(self, boxes: Floats) -> None:
        """Keep labels off boxes round lines."""
        self.lines = np.vstack([self.lines, boxes])

    def avoid_box(self, box: Box) -> None:
        """Keep labels off a box such as the legend."""
        self.boxes.append(box)

    def taken(self, *, lines: bool = True, within: Box | None = None) -> Floats:
        """Return the boxes of all that a label must not touch, or of those that reach into a part of the page."""
        named = np.array([*self.boxes, *self.leaders]).reshape(-1, 4)
        boxes = np.vstack([named, self.marks, self.lines] if lines else [named, self.marks])
        return boxes if within is None else boxes[_touching(boxes, np.array([within]))[:, 0]]

    def place(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float,
        weight: str = "normal",
        colour: str = _INK,
        gap: float = 6,
        reach: float = 82,
        sides: Sequence[int] = _ABOVE,
        must: bool = True,
    ) -> bool:
        """Write a label near a point; return whether it fitted.

        ``gap`` and ``reach`` are the nearest and farthest it may stand, in points; a moved label gets a leader.
        What must be written may lie across a frontier line where nothing better is left.
        """
        text = _legible(text, weight)
        width, height = self.measure(text, size, weight)
        (point,) = self.pixels(np.array([x]), np.array([y]))
        far = (gap + min(reach, self._AWAY[-1]) + 12) * self.scale
        around = (point[0] - far - width, point[1] - far - height, point[0] + far + width, point[1] + far + height)
        for lines in (True, False) if must else (True,):
            taken, marks = self.taken(lines=lines, within=around), self.taken(lines=False, within=around)
            for away in self._AWAY:
                if away > reach:
                    break
                distance = (gap + away) * self.scale
                boxes = np.array([_beside(point, angle, distance, width, height) for angle in sides])
                for k in np.flatnonzero(self._free(boxes, taken)):
                    box = tuple(boxes[k].tolist())
                    end = np.array([np.clip(point[0], box[0], box[2]), np.clip(point[1], box[1], box[3])])
                    moved = away > 5
                    if moved and (not self._clear(point, end, marks) or self._beside_another(point, box)):
                        continue
                    self._write(text, (x, y), point, box, size, weight, colour)
                    if moved:
                        self._lead((x, y), point, end)
                    return True
        return False

    def name(self, text: str, x: float, y: float, *, colour: str, sides: Sequence[int], reach: float) -> None:
        """Write a name near a point if it fits, else smaller, else not at all."""
        for size in (8, 7):
            if self.place(text, x, y, size=size, colour=colour, reach=reach, sides=sides, must=False):
                return

    def flags(
        self, named: Sequence[tuple[str, float, float]], *, colour: str, above: bool, rows: int, start: float
    ) -> list[tuple[str, float, float]]:
        """Write names on upright lines, in rows along the upper or the lower edge; return those that do not fit.

        From the last to the first, each in the row nearest to its point where it crosses nothing. A name extends to the
        right of its line, so that lines to its left pass it; where that is impossible to the left, in the farthest row.
        The rows begin ``start`` points from the edge.
        """
        size, pad, left_over = 7.0, 1.5 * self.scale, []
        for text, x, y in sorted(named, key=lambda name: -name[1]):
            (point,) = self.pixels(np.array([x]), np.array([y]))
            shown = _legible(text)
            width, height = self.measure(shown, size, "normal")
            pitch = 1.01 * height
            edge = (self.frame.y1 - start * self.scale) if above else self.frame.y0 + start * self.scale
            taken, crossed = self.taken(), self.taken(lines=False)
            right_of_it = [(row, point[0] + pad) for row in range(rows, 0, -1)]
            left_of_it = [(row, point[0] - pad - width) for row in range(1, rows + 1)]
            for row, left in right_of_it + left_of_it:
                bottom = edge - row * pitch if above else edge + (row - 1) * pitch
                box = (left, bottom, left + width, bottom + height)
                end = np.array([point[0], bottom if above else bottom + height])
                if self._clear(point, end, crossed) and self._free(np.array([box]), taken).all():
                    self._write(shown, (x, y), point, box, size, "normal", colour)
                    self._lead((x, y), point, np.array([point[0], (box[1] + box[3]) / 2]), shrink=0)
                    break
            else:
                left_over.append((text, x, y))
        return left_over

    def measure(self, text: str, size: float, weight: str) -> tuple[float, float]:
        """Width and height of a text in pixels, a little room included."""
        em, fonts = size * self.scale, self.fonts[weight]
        width = sum(_advance(character, fonts) or 1.0 for character in text)
        return width * em + 5 * self.scale, 1.1 * em + 1.5 * self.scale

    def _write(
        self, text: str, at: tuple[float, float], point: Floats, box: Box, size: float, weight: str, colour: str
    ) -> None:
        # anchored to the data point, offset in points: right at any resolution
        middle = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
        self.ax.annotate(
            text,
            at,
            tuple((middle - point) / self.scale),
            textcoords="offset points",
            ha="center",
            va="center_baseline",
            fontsize=size,
            fontweight=weight,
            color=colour,
            zorder=6,
            parse_math=False,
        )
        self.boxes.append(box)

    def _lead(self, at: tuple[float, float], point: Floats, end: Floats, shrink: float = 4) -> None:
        line = {"arrowstyle": "-", "color": _MUTED, "linewidth": 0.6, "shrinkA": 0, "shrinkB": shrink}
        offset = tuple((end - point) / self.scale)
        self.ax.annotate("", at, offset, textcoords="offset points", arrowprops=line, zorder=3.5)
        steps = [point + t * (end - point) for t in np.linspace(0, 1, 12)]
        self.leaders += [_box_of(p, q, 0.0) for p, q in pairwise(steps)]
        self.straight.append((point, end))

    def _free(self, boxes: Floats, taken: Floats) -> npt.NDArray[np.bool_]:
        frame = self.frame
        inside = (
            (boxes[:, 0] >= frame.x0)
            & (boxes[:, 2] <= frame.x1)
            & (boxes[:, 1] >= frame.y0)
            & (boxes[:, 3] <= frame.y1)
        )
        return np.asarray(inside & ~_touching(boxes, taken).any(axis=1))

    def _clear(self, point: Floats, end: Floats, taken: Floats) -> bool:
        """Whether a leader from the point to its label crosses no other leader, and nothing but its own marker."""
        if any(_cross(point, end, *leader) for leader in self.straight):
            return False
        along = np.array([point + t * (end - point) for t in np.linspace(0, 1, 24)])
        along = along[np.hypot(*(along - point).T) > 8 * self.scale]
        taken = taken[_touching(taken, np.array([_box_of(point, end, 0.0)]))[:, 0]]
        return not _touching(np.hstack([along, along]), taken).any()

    def bars(self, intervals: Floats, pad: float) -> Floats:
        """Boxes round upright bars, given as rows of place, lower and upper end."""
        low, high = self.pixels(intervals[:, 0], intervals[:, 1]), self.pixels(intervals[:, 0], intervals[:, 2])
        return np.hstack([low - pad, high + pad])

    def _beside_another(self, point: Floats, box: Box) -> bool:
        """Whether a label that is moved away would seem to name another marker, being close to it."""
        pad = 9 * self.scale
        near = (box[0] - pad, box[1] - pad / 3, box[2] + pad, box[3] + pad / 3)
        own = (np.abs((self.marks[:, :2] + self.marks[:, 2:]) / 2 - point) < 1).all(axis=1)
        return bool(_touching(np.array([near]), self.marks[~own]).any())

    def pixels(self, x: Floats, y: Floats) -> Floats:
        """Where data points are, in pixels."""
        return np.asarray(self.ax.transData.transform(np.column_stack([x, y])), dtype=float)


def _fonts(weight: str) -> tuple[str, ...]:
    """Return the files of the fonts that text is drawn with, in their order: where one lacks a character, the next."""
    found = []
    for family in mpl.rcParams["font.family"]:
        try:
            found.append(findfont(FontProperties(family=family, weight=weight), fallback_to_default=False))
        except ValueError:  # it is not installed
            continue
    return tuple(found) or (findfont(FontProperties(weight=weight)),)


@cache
def _advance(character: str, fonts: tuple[str, ...]) -> float | None:
    """Width of a character in ems, None where no font has it.

    Adding widths up is quick, and close enough for keeping texts apart.
    """
    for path in fonts:
        font = get_font(path)
        if font.get_char_index(ord(character)):
            font.set_size(100, 72)
            return float(font.load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100
    return None


def _legible(text: str, weight: str = "normal") -> str:
    """Return a text as it can be drawn on one line: a box for each character that no font has, which is noted.

    A blank stands for line breaks, tabs and other control characters; what only steers the layout is left out.
    """
    if text.isascii() and text.isprintable():
        return text
    fonts, out = _fonts(weight), []
    box = "\N{WHITE SQUARE}" if _advance("\N{WHITE SQUARE}", fonts) else "?"
    for character in text:
        kind = unicodedata.category(character)
        if kind in ("Cc", "Zl", "Zp"):
            out.append(" ")
        elif kind == "Cf" or "\ufe00" <= character <= "\ufe0f":
            continue
        elif _advance(character, fonts) is None:
            _MISSING.get({})[character] = None
            out.append(box)
        else:
            out.append(character)
    return "".join(out)


def _entry(words: str) -> str:
    """Return words for the legend, in which what begins with _ would be left out."""
    return f" {_short(words)}" if words.startswith("_") else _short(words)


def _short(words: object, most: int = _LONGEST) -> str:
    """Return words that are not longer than a picture has room for."""
    text = str(words)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _beside(point: Floats, angle: float, distance: float, width: float, height: float) -> Box:
    """Return the box of that size whose nearest side is that far from the point, in that direction."""
    ux, uy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = point[0] + ux * distance, point[1] + uy * distance
    left = x if ux > 0.2 else x - width if ux < -0.2 else x - width / 2
    low = y if uy > 0.5 else y - height if uy < -0.5 else y - height / 2
    return (left, low, left + width, low + height)


def _cross(p: Floats, q: Floats, a: Floats, b: Floats) -> bool:
    """Whether the straight line from p to q crosses that from a to b."""

    def side(start: Floats, stop: Floats, point: Floats) -> float:
        along, across = stop - start, point - start
        return float(along[0] * across[1] - along[1] * across[0])

    return side(p, q, a) * side(p, q, b) < 0 and side(a, b, p) * side(a, b, q) < 0


def _box_of(p: Floats, q: Floats, pad: float) -> Box:
    (x0, y0), (x1, y1) = np.minimum(p, q).tolist(), np.maximum(p, q).tolist()
    return (x0 - pad, y0 - pad, x1 + pad, y1 + pad)


def _boxes_of(corners: Floats, pad: float) -> Floats:
    """Return a box round each piece of a line."""
    start, stop = corners[:-1], corners[1:]
    return np.hstack([np.minimum(start, stop) - pad, np.maximum(start, stop) + pad])


def _touching(boxes: Floats, taken: Floats) -> npt.NDArray[np.bool_]:
    """For each box and each taken box, whether they share a point."""
    b, t = boxes[:, None, :], taken[None, :, :]
    return np.asarray(
        (b[..., 0] <= t[..., 2]) & (b[..., 2] >= t[..., 0]) & (b[..., 1] <= t[..., 3]) & (b[..., 3] >= t[..., 1])
    )
