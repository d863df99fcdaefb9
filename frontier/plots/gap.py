"""The gap through time."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, MaxNLocator

from frontier.frames.boards import ARENA_BOARDS
from frontier.frames.columns import values_of
from frontier.frames.points import Floats, holds
from frontier.plots.axes import Decimals, day_numbers, name_axis, set_days, set_style
from frontier.plots.frame import write_frame
from frontier.plots.labels import BELOW, TOP, Labels, spread_over
from frontier.plots.legend import write_legend
from frontier.plots.lettering import legible
from frontier.plots.theme import MUTED, PALETTE, TEXT, new_axes, picture
from frontier.words.headlines import headline, in_points
from frontier.words.names import group_words, shown_as
from frontier.words.sources import gap_sources
from frontier.words.spelling import short

# Rows of names along an edge and their height, and the room for the boards' names, in points.
_FLAG_ROWS, _FLAG_HEIGHT, _BOARD_ROOM = 7, 9.3, 14.0


@picture
def plot_gap(history: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the gap through time, with its band and the models that set each record.

    Parameters
    ----------
    history : pandas.DataFrame
        From `gap_history`; those of several boards put together, each its own stretch of time, are drawn apart, with a
        broken line between them.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.

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
    known = history[history["gap"].notna()].sort_values("date", kind="stable").reset_index(drop=True)
    if known.empty:
        raise ValueError("no snapshot of the history has a gap: one of the groups has no score in any of them")
    stretches = _stretches(known)
    keys = _groups_of(known)
    first, second = group_words(known, *keys)
    ax = new_axes() if ax is None else ax
    days = day_numbers(known["date"])
    gap, low, high = (values_of(known[column]) for column in ("gap", "gap_low", "gap_high"))
    partial = holds(known["coverage"] == "partial") if "coverage" in known else np.zeros(len(known), dtype=bool)
    floor, top = min(np.nanmin([gap, low]), 0.0), max(np.nanmax([gap, high]), 0.0)
    set_days(ax, days, (0.03, 0.06))
    _set_heights(ax, floor, top)
    name_axis(ax.yaxis, f"Best {first} minus best {second} score{' (points)' * in_points(known)}")
    write_frame(ax, headline(known, first=keys[0], second=keys[1]), gap_sources(known))

    labels = Labels(ax)
    ax.axhline(0, color=MUTED, linewidth=0.9, zorder=1.5)
    labels.avoid_line(ax.get_xlim(), [0, 0])
    for board, rows in stretches:
        if rows[0]:
            _draw_break(labels, days[rows[0] - 1 : rows[0] + 1].mean(), (floor, top), board)
        if board:
            _name_board(labels, board, days[rows[0]])
        whole = rows[~partial[rows]]
        ax.fill_between(days[whole], low[whole], high[whole], color=TEXT, alpha=0.14, linewidth=0, gid=f"band-{board}")
        ax.plot(days[whole], gap[whole], color=TEXT, linewidth=1.4, zorder=2.5, gid=f"gap-{board}")
        for a, b in pairwise(whole):
            steps = np.linspace(0, 1, 12)
            labels.avoid_line(days[a] + steps * (days[b] - days[a]), gap[a] + steps * (gap[b] - gap[a]))
    labels.avoid_points(days, gap, 7.0)  # so that a name is not taken for another point's
    fills = ["white" if part else TEXT for part in partial]
    ax.scatter(days, gap, s=12, c=fills, edgecolors=TEXT, linewidths=0.9, zorder=3, gid="snapshots")
    groups = {keys[1]: second, keys[0]: first}  # the names of the second come first
    _mark_records(labels, known[~partial], np.column_stack([days, gap])[~partial], groups)
    return ax


def _stretches(history: pd.DataFrame) -> list[tuple[str, npt.NDArray[np.intp]]]:
    """Return each board with the rows of its stretch of time, refusing boards that overlap."""
    boards = history["board"].astype(str).tolist() if "board" in history else [""] * len(history)
    starts = [row for row, board in enumerate(boards) if row == 0 or board != boards[row - 1]]
    if len(starts) > len(set(boards)):
        raise ValueError("the boards overlap in time; give each its own stretch, as the scores of load_scores() do")
    return [(boards[start], np.arange(start, stop)) for start, stop in pairwise([*starts, len(boards)])]


def _groups_of(history: pd.DataFrame) -> tuple[str, str]:
    """Return the two groups of a history, the one that leads first, as the names of its columns have them."""
    groups = [str(column).removeprefix("best_") for column in history if str(column).startswith("best_")]
    if len(groups) != 2:
        raise ValueError(
            f"the history is of {len(groups)} groups ({', '.join(groups)}), and a gap is between two; measure all of "
            "it with the same between=, such as ('US', 'CN')"
        )
    return groups[1], groups[0]


def _set_heights(ax: Axes, floor: float, top: float) -> None:
    """Set the upright axis of a gap, with room for rows of names below the data and above."""
    height, room = ax.get_window_extent().height / Labels(ax).scale, _FLAG_ROWS * _FLAG_HEIGHT
    unit = (top - floor or 1.0) / max(height - 2 * room - _BOARD_ROOM - 16, 0.3 * height)  # a point of the page
    ax.set_ylim(floor - (room + 8) * unit, top + (room + _BOARD_ROOM + 8) * unit)
    ticks = MaxNLocator(7).tick_values(floor, top)
    ax.yaxis.set_major_locator(FixedLocator([tick for tick in ticks if floor <= tick <= top]))
    ax.yaxis.set_major_formatter(Decimals())
    set_style(ax)


def _draw_break(labels: Labels, day: float, span: tuple[float, float], board: str) -> None:
    """Draw an upright line where a board begins; between the rows of names, nothing that is written crosses it."""
    labels.ax.plot([day, day], span, color=MUTED, linewidth=0.9, linestyle=(0, (4, 3)), gid=f"break-{board}")
    pad = 4 * labels.scale
    begin, end = labels.pixels([day, day], span)
    labels.boxes.append((begin[0] - pad, begin[1] - pad, end[0] + pad, end[1] + pad))


def _name_board(labels: Labels, board: str, day: float) -> None:
    """Write the name of a board at the upper edge, where its stretch begins."""
    name = legible(ARENA_BOARDS.get(board, short(board)).removeprefix("Chatbot Arena, "))
    place: Any = {"xycoords": ("data", "axes fraction"), "va": "top", "gid": f"board-{board}"}
    labels.ax.annotate(name, (day, 0.985), fontsize=8, color=MUTED, parse_math=False, **place)
    width, height = labels.measure(name, 8)
    (left, _), up = labels.pixels([day], [0])[0], labels.frame.y1
    labels.boxes.append((left, up - 1.6 * height, left + width, up))


def _mark_records(labels: Labels, history: pd.DataFrame, spots: Floats, groups: dict[str, str]) -> None:
    """Mark and name each model where it first became the best of its group."""
    found = []
    for k, (group, word) in enumerate(groups.items()):
        (color, marker), size = PALETTE[1 - k], (40, 22)[k]
        shown = shown_as(history[f"best_{group}"], history.get(f"name_{group}"))
        rows = [row for row, name in enumerate(shown) if name not in shown[:row]]
        look: Any = {"s": size, "c": color, "marker": marker, "linewidths": 0.8, "edgecolors": "white"}
        look |= {"zorder": 4 + k / 2, "gid": f"record-{k}", "label": f"A new best {word} model"}
        labels.ax.scatter(spots[rows, 0], spots[rows, 1], **look)
        found.append((color, spread_over([(shown[row], *spots[row].tolist()) for row in rows])))
    write_legend(labels.ax, loc="upper left", bbox_to_anchor=(0, -0.045), ncols=2, frameon=False, borderpad=0)
    for k, (color, flags) in enumerate(found):
        left = labels.flags(flags, color=color, above=k == 1, rows=_FLAG_ROWS, start=_BOARD_ROOM * k)
        for name, x, y in left:
            labels.place(name, x, y, size=7, color=color, sides=TOP if k else BELOW, reach=40, gap=8, must=False)
