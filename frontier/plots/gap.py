"""Two groups through time: the gap between them, and the lag."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Unpack

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from frontier.frames.boards import ARENA_BOARDS
from frontier.frames.columns import values_of
from frontier.frames.lag import Lag
from frontier.frames.points import Floats, holds
from frontier.plots.axes import day_number, day_numbers, name_axis, set_days, set_heights, write_frame
from frontier.plots.labels import ABOVE, BELOW, TOP, Label, Labels, spread_over
from frontier.plots.legend import place_legend
from frontier.plots.theme import MUTED, TEXT, Look, legible, picture
from frontier.words.headlines import headline, in_points
from frontier.words.names import group_words, legend_entry, quality_axis, shown_as
from frontier.words.sources import gap_sources, lag_of_arena, lag_sources
from frontier.words.spelling import short

_NAMED = 7  # models of each group


@picture
def plot_gap(history: pd.DataFrame, *, ax: Axes | None = None, **look: Unpack[Look]) -> Axes:
    """Draw the gap through time, with its band and the models that set each record.

    Parameters
    ----------
    history : pandas.DataFrame
        From `gap_history`; those of several boards put together, each its own stretch of time, are drawn apart, with a
        broken line between them.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    **look : Look
        ``title``, ``subtitle``, ``footer``, ``legend``, ``labels``, ``palette``: see `frontier.plots.theme.Look`.

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
    A square stands where a model became the best of the second group, a circle that of the first. The names are the
    newest of each group and those that moved the gap most. Partial snapshots are hollow, set no record and are not
    joined by the line, as the best model may be missing there.

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
    labels = Labels(ax, look)
    ax = labels.ax
    days = day_numbers(known["date"])
    gap, low, high = (values_of(known[column]) for column in ("gap", "gap_low", "gap_high"))
    partial = holds(known["coverage"] == "partial") if "coverage" in known else np.zeros(len(known), dtype=bool)
    floor, top = min(np.nanmin([gap, low]), 0.0), max(np.nanmax([gap, high]), 0.0)

    def axes() -> None:
        set_days(labels, days, (0.03, 0.06))
        set_heights(labels, np.array([floor, top]), below=0.18, above=0.22)
        name_axis(labels, ax.yaxis, f"Best {first} minus best {second} score{' (points)' * in_points(known)}")

    axes()
    ink, muted = labels.ink(TEXT), labels.ink(MUTED)
    ax.axhline(0, color=muted, linewidth=0.9, zorder=1.5)
    for board, rows in stretches:
        if rows[0]:  # a broken line where a board begins
            at = days[rows[0] - 1 : rows[0] + 1].mean()
            ax.plot([at, at], [floor, top], color=muted, linewidth=0.9, linestyle=(0, (4, 3)), gid=f"break-{board}")
        whole = rows[~partial[rows]]
        ax.fill_between(days[whole], low[whole], high[whole], color=ink, alpha=0.14, linewidth=0, gid=f"band-{board}")
        ax.plot(days[whole], gap[whole], color=ink, linewidth=1.4, zorder=2.5, gid=f"gap-{board}")
    fills = [labels.paper if part else ink for part in partial]
    ax.scatter(days, gap, s=12 * labels.size**2, c=fills, edgecolors=ink, linewidths=0.9, zorder=3, gid="snapshots")
    groups = {keys[1]: second, keys[0]: first}  # the names of the second come first
    named = _mark_records(labels, known[~partial], np.column_stack([days, gap])[~partial], groups)

    def write() -> None:
        write_frame(labels, headline(known, first=keys[0], second=keys[1]), gap_sources(known), axes)
        labels.avoid_line(ax.get_xlim(), [0, 0])
        for board, rows in stretches:
            if rows[0]:  # nothing that is written crosses a break
                at = days[rows[0] - 1 : rows[0] + 1].mean()
                labels.avoid(labels.bars(np.array([[at, floor, top]]), 4 * labels.scale))
            if board:
                _name_board(labels, board, days[rows[0]])
            for a, b in pairwise(rows[~partial[rows]]):
                steps = np.linspace(0, 1, 12)
                labels.avoid_line(days[a] + steps * (days[b] - days[a]), gap[a] + steps * (gap[b] - gap[a]))
        labels.avoid_points(days, gap)
        place_legend(labels, ())
        labels.name_all([label for label in named if labels.asks_for(label.text)])

    labels.settle(write)
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


def _name_board(labels: Labels, board: str, day: float) -> None:
    """Write the name of a board at the upper edge, where its stretch begins."""
    name = legible(ARENA_BOARDS.get(board, short(board)).removeprefix("Chatbot Arena, "))
    place: Any = {"xycoords": ("data", "axes fraction"), "va": "top", "gid": f"board-{board}"}
    place |= {"fontsize": 8 * labels.size, "color": labels.ink(MUTED)}
    labels.ax.annotate(name, (day, 0.985), parse_math=False, **place)
    width, height = labels.measure(name, 8)
    (left, _), up = labels.pixels([day], [0])[0], labels.frame.y1
    labels.avoid([left, up - 1.6 * height, left + width, up])


def _mark_records(labels: Labels, history: pd.DataFrame, spots: Floats, groups: dict[str, str]) -> list[Label]:
    """Mark each model where it first became the best of its group, and return the names of those to point out.

    These are the newest of each group, and the models that moved the gap most their way from one snapshot to the next.
    """
    named, styles = list[tuple[float, Label]](), labels.styles([*groups])
    moved = np.zeros(len(spots))
    for _, rows in _stretches(history):
        moved[rows[1:]] = np.diff(spots[rows, 1])
    for k, (group, word) in enumerate(groups.items()):
        color, marker = styles[k]
        shown = shown_as(history[f"best_{group}"], history.get(f"name_{group}"))
        new = [row for row, name in enumerate(shown) if name not in shown[:row]]
        look: Any = {"s": (40, 22)[k] * labels.size**2, "c": color, "marker": marker, "linewidths": 0.8}
        look |= {"edgecolors": labels.paper, "zorder": 4 + k / 2, "gid": f"record-{k}"}
        labels.ax.scatter(spots[new, 0], spots[new, 1], label=f"A new best {word} model", **look)
        first = [row for row in new if row in (0, new[-1])]
        chosen = [*first, *sorted(set(new) - {*first}, key=((1 - 2 * k) * moved).__getitem__)][:_NAMED]
        side: Any = {"color": color, "side": TOP if k else -TOP, "apart": 12}
        named += [(rank, Label(shown[row], *spots[row], **side)) for rank, row in enumerate(chosen)]
    return [label for _, label in sorted(named, key=lambda one: one[0])]


@picture
def plot_lag(lag: Lag, *, ax: Axes | None = None, **look: Unpack[Look]) -> Axes:
    """Draw the best score of each group against release date, and how long the second took to reach the first.

    Parameters
    ----------
    lag : Lag
        From `open_lag`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    **look : Look
        ``title``, ``subtitle``, ``footer``, ``legend``, ``labels``, ``palette``: see `frontier.plots.theme.Look`.

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
    Open-weights models have reached 9 proprietary
    records after 6.4 months on average; 3 are still ahead
    """
    if not isinstance(lag, Lag):
        raise TypeError(f"lag must be what open_lag(models) returns, got {type(lag).__name__}")
    labels = Labels(ax, look)
    ax, table = labels.ax, lag.staircases
    days, scores, now = day_numbers(table["date"]), values_of(table["score"]), day_number(lag.as_of)

    def axes() -> None:
        set_days(labels, np.append(days, now), (0.09, 0.11))
        set_heights(labels, scores, turned=lag.lower_is_better, below=0.08)
        name_axis(labels, ax.xaxis, "Release date" if lag.dated_by == "released" else short(lag.dated_by))
        name_axis(labels, ax.yaxis, quality_axis(lag.score, arena=lag_of_arena(lag)))

    axes()
    of_second = holds(table["group"] == lag.groups[1])
    bounds = holds(table["bound"])
    styles, lines = labels.styles(lag.groups), []
    for k, (group, (color, marker)) in enumerate(zip(lag.groups, styles, strict=True)):
        own = np.flatnonzero(of_second == bool(k))
        lines.append(labels.steps(days[own], scores[own], now, color=color, linewidth=1.5, label=legend_entry(group)))
        fills = [labels.paper if bound else color for bound in bounds[own]]
        shape: Any = {"s": 34 * labels.size**2, "marker": marker, "linewidths": 1.2, "zorder": 4}
        ax.scatter(days[own], scores[own], c=fills, edgecolors=color, gid=f"records-{k}", **shape)
    bars = _draw_bars(labels, lag)

    def write() -> None:
        said = lag_sources(lag, plus=False)
        write_frame(labels, headline(lag), said, axes)
        for corners in lines:
            labels.avoid_line(*corners)
        for start, end, height, _ in bars:
            labels.avoid_line([start, end], [height, height])
        labels.avoid_points(days, scores)
        place_legend(labels)
        written = []
        for start, end, height, months in sorted(bars, key=lambda bar: bar[0] - bar[1]):  # the longest first
            spots = (start + share * (end - start) for share in (0.5, 0.7, 0.85, 0.3))
            labeled = (Label(months, spot, height, 7, TOP, 0, color=MUTED, gap=1.5, reach=0) for spot in spots)
            written += [months] if any(map(labels.place, labeled)) else []
        said[:] = lag_sources(lag, plus=any(months.endswith("+") for months in written))
        # the names of the group that follows first, the newest first
        shown = shown_as(table["model"], table.get("name"))
        rows = [row for row in np.lexsort((-days, ~of_second)).tolist() if labels.asks_for(shown[row])]
        labels.name_all([
            Label(shown[row], days[row], scores[row], color=styles[int(of_second[row])][0], reach=60,
                  side=BELOW if of_second[row] else ABOVE, turn=96 if of_second[row] else 180)
            for row in spread_over(rows)
        ])  # fmt: skip

    labels.settle(write)
    return ax


def _draw_bars(labels: Labels, lag: Lag) -> list[tuple[float, float, float, str]]:
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
        look: Any = {"linestyles": [dashes], "colors": labels.ink(MUTED), "linewidths": 3.2, "alpha": 0.35}
        labels.ax.hlines(heights, starts, ends, zorder=1.6, gid="lags" + "-open" * (mark == "+"), **look)
        words = [f"{months:.1f}{mark}" for months in frame["months"]]
        bars += list(zip(starts.tolist(), ends.tolist(), heights.tolist(), words, strict=True))
    return bars
