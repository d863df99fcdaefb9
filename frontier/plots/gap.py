"""The gap through time."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from frontier.frames.boards import ARENA_BOARDS
from frontier.frames.columns import values_of
from frontier.plots.axes import _day_numbers, _name_axis, _set_days, _set_gap_axis, _stretches
from frontier.plots.frame import _write_frame
from frontier.plots.frontier import _mark_records
from frontier.plots.labels import _box_of, _Labels, _legible
from frontier.plots.legend import _words_of
from frontier.plots.theme import _MUTED, _TEXT, _new_axes, _picture
from frontier.words.headlines import _gap_headline, _in_points, _short, _where
from frontier.words.sources import _gap_footer

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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
        ax.fill_between(days[whole], low[whole], high[whole], color=_TEXT, alpha=0.14, linewidth=0, gid=f"band-{board}")
        ax.plot(days[whole], gap[whole], color=_TEXT, linewidth=1.4, zorder=2.5, gid=f"gap-{board}")
        for a, b in pairwise(whole):
            steps = np.linspace(0, 1, 12)
            labels.avoid_line((days[a] + steps * (days[b] - days[a]), gap[a] + steps * (gap[b] - gap[a])))
    labels.avoid_points(days, gap, np.full(len(days), 7.0))  # so that a name is not taken for another point's
    fills = ["white" if part else _TEXT for part in partial]
    ax.scatter(days, gap, s=12, c=fills, edgecolors=_TEXT, linewidths=0.9, zorder=3, gid="snapshots")
    _mark_records(ax, labels, told[~partial], days[~partial], gap[~partial], {second: words[1], first: words[0]}, names)
    return ax


def _groups_of(told: pd.DataFrame) -> tuple[str, str]:
    """Return the two groups of a history, the one that follows first, from the names of its columns."""
    groups = [str(c).removeprefix("best_") for c in told.columns if str(c).startswith("best_")]
    if len(groups) != 2:
        raise ValueError(
            f"the history is of {len(groups)} groups ({', '.join(groups)}), and a gap is between two; measure all of "
            "it with the same between=, such as ('US', 'CN')"
        )
    return groups[0], groups[1]


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
