"""Scores by release date, and the lag between two groups."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from frontier.frames.columns import values_of
from frontier.plots.axes import (
    _day_number,
    _day_numbers,
    _name_axis,
    _quality_name,
    _set_days,
    _set_heights,
    _set_style,
)
from frontier.plots.frame import _write_frame
from frontier.plots.labels import _Labels, _spread_over
from frontier.plots.legend import _place_legend
from frontier.plots.theme import _MUTED, _new_axes, _picture
from frontier.words.headlines import _CLASSES, _entry, _is_of_arena, _lag_headline, _short, _shown_as, _where

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from frontier.frames.lag import Lag


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
    from frontier.frames.lag import Lag

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
    _place_legend(ax, labels)
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
