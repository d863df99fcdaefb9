"""Scores by release date, and the lag between two groups."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from frontier.frames.columns import values_of
from frontier.frames.lag import Lag
from frontier.frames.points import holds
from frontier.plots.axes import day_number, day_numbers, name_axis, set_days, set_heights, set_style
from frontier.plots.frame import write_frame
from frontier.plots.labels import ABOVE, BELOW, Labels, spread_over
from frontier.plots.legend import place_legend
from frontier.plots.theme import MUTED, PALETTE, new_axes, picture
from frontier.words.headlines import headline
from frontier.words.names import legend_entry, quality_axis, shown_as
from frontier.words.sources import lag_of_arena, lag_sources
from frontier.words.spelling import short


@picture
def plot_lag(lag: Lag, *, ax: Axes | None = None) -> Axes:
    """Draw the best score of each group against release date, and how long the second took to reach the first.

    Parameters
    ----------
    lag : Lag
        From `open_lag`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.

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
    if not isinstance(lag, Lag):
        raise TypeError(f"lag must be what open_lag(models) returns, got {type(lag).__name__}")
    ax = new_axes() if ax is None else ax
    table = lag.staircases
    days, scores, now = day_numbers(table["date"]), values_of(table["score"]), day_number(lag.as_of)
    set_days(ax, np.append(days, now), (0.09, 0.11))
    set_heights(ax, scores, turned=lag.lower_is_better, below=0.08)
    name_axis(ax.xaxis, "Release date" if lag.dated_by == "released" else short(lag.dated_by))
    name_axis(ax.yaxis, quality_axis(lag.score, arena=lag_of_arena(lag)))
    set_style(ax)
    write_frame(ax, headline(lag), lag_sources(lag))

    labels = Labels(ax)
    of_second = holds(table["group"] == lag.groups[1])
    bounds = holds(table["bound"])
    for k, group in enumerate(lag.groups):
        (color, marker), own = PALETTE[k], np.flatnonzero(of_second == bool(k))
        xs, ys = np.repeat(np.append(days[own], now), 2)[1:-1], np.repeat(scores[own], 2)
        ax.plot(xs, ys, color=color, linewidth=1.5, zorder=2.5, label=legend_entry(group))
        labels.avoid_line(xs, ys)
        fills = ["white" if bound else color for bound in bounds[own]]
        look: Any = {"s": 34, "marker": marker, "linewidths": 1.2, "zorder": 4}
        ax.scatter(days[own], scores[own], c=fills, edgecolors=color, gid=f"records-{k}", **look)
    labels.avoid_points(days, scores)
    bars = _draw_bars(ax, lag)
    for start, end, height, _ in bars:
        labels.avoid_line([start, end], [height, height])
    place_legend(labels)
    for start, end, height, months in sorted(bars, key=lambda bar: bar[0] - bar[1]):  # the longest first
        any(
            labels.place(months, spot, height, size=7, color=MUTED, gap=1.5, reach=0, sides=(90, 270), must=False)
            for spot in (start + share * (end - start) for share in (0.5, 0.7, 0.85, 0.3))
        )
    # the names of the group that follows first, the newest first
    shown = shown_as(table["model"], table.get("name"))
    for row in spread_over(np.lexsort((-days, ~of_second)).tolist()):
        color, sides = PALETTE[int(of_second[row])][0], BELOW if of_second[row] else ABOVE
        labels.name(shown[row], float(days[row]), float(scores[row]), color=color, sides=sides, reach=40)
    return ax


def _draw_bars(ax: Axes, lag: Lag) -> list[tuple[float, float, float, str]]:
    """Draw a bar from each record to the model that reached it, broken where none has; return ends, height, months."""
    bars = []
    open_until = np.full(len(lag.still_ahead), day_number(lag.as_of))
    for frame, ends, dashes, mark in (
        (lag.pairs, day_numbers(lag.pairs["matched_date"]), "solid", ""),
        (lag.still_ahead, open_until, (0, (1.6, 0.8)), "+"),
    ):
        if frame.empty:
            continue
        starts, heights = day_numbers(frame["date"]), values_of(frame["score"])
        look: Any = {"linestyles": [dashes], "colors": MUTED, "linewidths": 3.2, "alpha": 0.35, "zorder": 1.6}
        ax.hlines(heights, starts, ends, gid="lags" + "-open" * (mark == "+"), **look)
        words = [f"{months:.1f}{mark}" for months in frame["months"]]
        bars += list(zip(starts.tolist(), ends.tolist(), heights.tolist(), words, strict=True))
    return bars
