"""The scatter of cost and quality with its frontier."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from frontier.frames.boards import is_elo
from frontier.frames.columns import check_one_snapshot, values_of
from frontier.frames.costs import currency, is_price
from frontier.frames.frontier import Frontier
from frontier.plots.axes import _set_axes
from frontier.plots.frame import _write_frame
from frontier.plots.labels import _boxes_of, _callout_names, _Labels, _names, _spread_over, _write_labels
from frontier.plots.legend import _draw_legend, _has_room, _legend, _place_legend
from frontier.plots.theme import (
    _BAND,
    _BOARD_ROOM,
    _DASHES,
    _EARLIER,
    _FLAG_ROWS,
    _HALO,
    _MUTED,
    _RED,
    _TEXT,
    _TINT_EDGE,
    _marker_style,
    _new_axes,
    _picture,
)
from frontier.words.headlines import (
    _CLASSES,
    _MAYBE,
    _SURE,
    Floats,
    _bands,
    _better,
    _chances,
    _Classes,
    _classes,
    _entry,
    _figure,
    _headline,
    _points,
    _price,
    _price_word,
    _short,
    _shown_as,
    _spots,
    _sure_headline,
    _times,
    _where,
)
from frontier.words.sources import _footer, _hosts_changed, _price_source, _score_source

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from frontier.core.bands import FrontierBand
    from frontier.frames.shift import Shift


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
        raise ValueError("the frontier has no models to draw; see its `excluded` for the reasons")
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
        lines.append(_draw_steps(ax, frontier, _TEXT, "Frontier", 1.4))
    if hull:
        lines.append(_draw_hull(ax, frontier))
    looks = np.where(on, "frontier", "models").astype(object)
    if frontier.cost == "training_flop" and "training_flop_confidence" in table:
        looks[_where(table["training_flop_confidence"].isin(["likely", "speculative"]))] += "-rough"
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
        raise ValueError("every frontier must have models to draw; see its `excluded` for the reasons")
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
        if shift.share_dearer > 0.005:
            footer.append(f"The last takes more than the first at {100 * shift.share_dearer:.0f} % of these scores.")
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
    _place_legend(ax, labels, ("lower right", "upper left", "center right"))
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


def _draw_points(ax: Axes, frontier: Frontier, classes: _Classes, looks: npt.NDArray[np.str_]) -> None:
    table = frontier.table
    x, y = _spots(frontier)
    for k, (colour, marker) in enumerate(classes.styles):
        for kind in ("models-rough", "models", "frontier-rough", "frontier", "hardly", "maybe", "surely"):
            rows = (classes.of_row == k) & (looks == kind)
            if not rows.any():
                continue
            look = _marker_style(kind, crowded=len(table) > 120)
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
        ax.fill_between(xs, low, high, color=colour or _TEXT, alpha=0.14, linewidth=0, zorder=1, gid="band")
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
        for extra, colour, z in ((1.6, _TINT_EDGE, 0.6), (0.0, _HALO, 0.7)):
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
