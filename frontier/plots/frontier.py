"""The scatter of cost and quality with its frontier, and the step frontiers of several days."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Unpack

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from frontier.core.bands import FrontierBand
from frontier.frames.columns import check_one_snapshot, column_of
from frontier.frames.frontier import Frontier
from frontier.frames.points import POSSIBLE, Floats, intervals_of, on_some_frontier, points_of, probabilities_of, upward
from frontier.frames.shift import Shift
from frontier.plots.axes import set_frontier_axes, write_frame
from frontier.plots.labels import RIGHT, TOP, Label, Labels, boxes_of, spread_over
from frontier.plots.legend import (
    Classes,
    Line,
    Looks,
    classes_of,
    draw_legend,
    draw_points,
    looks_of,
    place_legend,
)
from frontier.plots.theme import HALO, HALO_EDGE, MUTED, SHADE, TEXT, Look, picture
from frontier.words.headlines import headline
from frontier.words.names import legend_entry, model_names
from frontier.words.numbers import percent
from frontier.words.sources import frontier_sources, frontiers_sources
from frontier.words.spelling import short

_CROWD, _MAKERS = 120, 5  # with more models than this a picture names, off the frontier, the best of so many makers

Callouts = Mapping[str, Mapping[Hashable, str]]  # of each group the models, with the names to show

# Lines before the last: dark enough for words, different to eyes of every kind, and by their dashes.
_EARLIER: tuple[tuple[str, Any], ...] = (
    ("#666666", (0, (1.5, 1.2))), ("#8c510a", (0, (6, 1.5))), ("#01665e", (0, (4, 1.5, 1, 1.5))),
    ("#762a83", (0, (9, 3))), ("#b2182b", (0, (3, 3))),
)  # fmt: skip


@picture
def plot_frontier(
    frontier: Frontier,
    *,
    callouts: Mapping[str, Iterable[Hashable]] | None = None,
    hull: bool = False,
    band: bool = False,
    open_means: str = "weights",
    curves: str | None = None,
    ax: Axes | None = None,
    **look: Unpack[Look],
) -> Axes:
    """Draw cost against quality, the step frontier, and the names that matter.

    Parameters
    ----------
    frontier : Frontier
        From `find_frontier`. With ``by`` each group has its color and marker and its own step frontier; without,
        the classes are open weights and proprietary where the table has ``openness``, and one step frontier is
        drawn through both together.
    callouts : mapping of str to models, optional
        Groups to point out, numbered in their order: the models of each, or a mapping from model to the name to
        show. `INVESCO_CALLOUTS` has the three of February 2025.
    hull : bool
        Also draw the mixing hull: what sending requests at random to two models achieves.
    band : bool
        Also draw the uncertainty: where the true frontier lies with 90 % probability, and for each model its
        probability of being on the frontier (of its group, with ``by``), by its marker's fill and in its label.
    open_means : {"weights", "commercial", "osi"}
        What counts as open where the classes are not given by ``by``; what is neither open in that sense nor
        proprietary is drawn as Other.
    curves : str, optional
        A column: rows that share a value of it, such as the efforts of one model, are joined by a line, by rising cost.
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
        If nothing could be compared, a call-out names a model that is not in the table, or a band is asked for where
        no intervals are known.

    Notes
    -----
    The cost axis is logarithmic with 1-2-5 ticks. Intervals (``elo_lower``, ``elo_upper``) are thin bars. Where less of
    the quality is better, its axis is turned: better is up. Names never overlap one another or a marker. Whom the title
    names comes first, then the call-outs and the frontier (60 members of a long one), then others; of more than 120
    models only the best of each of the five largest makers, where the table has an ``organization``. The footer says
    who of the first three has no room. Of many groups the largest have a color each, and the others share one. The
    title is the headline of the frontier: how near a much cheaper model comes to the best, how far the groups are
    apart, or with ``band`` how many are probably on it.

    Examples
    --------
    >>> import frontier
    >>> deck = frontier.load_models(as_of="2025-02-14", price_basis="arena")
    >>> from frontier.plots.theme import INVESCO_CALLOUTS
    >>> ax = frontier.plot_frontier(frontier.find_frontier(deck), callouts=INVESCO_CALLOUTS)
    >>> print(ax.get_title(loc="left"))
    DeepSeek R1 is 4 points below GPT-4o, within
    the margin of error, at 22 % of its price
    """
    if frontier.table.empty:
        raise ValueError("the frontier has no models to draw; see its `excluded` for the reasons")
    if band and frontier.cost == "training_flop":
        raise ValueError("a band takes costs to be known, and training compute is only estimated; draw it without")
    chosen, names = _check_callouts(frontier, callouts or {})
    chances = probabilities_of(frontier) if band else None
    labels = Labels(ax, look)
    classes = classes_of(labels, frontier, open_means)
    layers = _layers(labels, frontier, classes)
    bands = [own.band() for own, *_ in layers] if band else []
    x, y = points_of(frontier)
    if chances is not None:
        shares = [percent(chance, 0) if POSSIBLE <= chance < 0.995 else "" for chance in chances]
        names = [f"{name} {share}".rstrip() for name, share in zip(names, shares, strict=True)]
    heights = np.concatenate([y, *(own.quality.ravel() for own in bands)])
    said, sources = headline(frontier, names=names, band=band), frontier_sources(frontier, band=band)
    looks = looks_of(frontier, on_some_frontier(frontier), chances)
    joined = _curves(frontier, curves)

    def axes() -> None:
        set_frontier_axes(labels, frontier, x, heights, names)

    axes()
    _draw_both(labels, frontier, band=band)
    steps = [draw_steps(labels, *layer) for layer in layers]
    hulls = [_draw_hull(labels, frontier)] if hull else []
    for own, (_, color, *_) in zip(bands, layers, strict=False):
        _draw_band(labels, own, color)
    for number, line in enumerate(joined):
        curve: Any = {"linewidth": 1.1, "alpha": 0.6, "zorder": 2.45, "gid": f"curve-{number}"}
        labels.ax.plot(*line, color=labels.ink(MUTED), **curve)
    draw_points(labels, frontier, classes, looks)

    def write() -> None:
        write_frame(labels, said, sources, axes)
        lines = [*(labels.to_the_edge(line) for line in steps), *hulls]
        draw_legend(labels, classes, frontier, looks, lines, names_above=bool(chosen))
        _draw_callouts(labels, frontier, chosen)
        for line in [*lines, *joined]:
            labels.avoid_line(*line)
        _write_labels(labels, frontier, chosen, names, looks, said.title)

    labels.settle(write)
    return labels.ax


def _draw_both(labels: Labels, frontier: Frontier, *, band: bool) -> None:
    """Draw the frontier of all groups below those of each."""
    if frontier.groups and not band:
        word = "Frontier of both" if len(frontier.groups) == 2 else "Frontier of all"
        draw_steps(labels, frontier, labels.ink(SHADE), word, 5)


def _layers(labels: Labels, frontier: Frontier, classes: Classes) -> list[tuple[Frontier, str, str, float]]:
    """Return the frontiers to draw, of each group or of all, with color, label and width."""
    if not frontier.groups:
        return [(frontier, labels.ink(TEXT), "Frontier", 1.4)]
    return [(own, *classes.line_of(name)) for name, own in frontier.groups.items() if len(own.table)]


def _curves(frontier: Frontier, column: str | None) -> list[Line]:
    """Return the points of each line that joins the rows with one value of a column, by rising cost, close together."""
    if column is None:
        return []
    groups = column_of(frontier.table, column, "curves")
    x, y = points_of(frontier)
    found = []
    for rows in (np.flatnonzero(groups == value) for value in groups[groups.duplicated()].dropna().unique()):
        rows = rows[np.argsort(x[rows], kind="stable")]
        along = np.linspace(0, len(rows) - 1, 24 * (len(rows) - 1) + 1)  # so that labels may stand in its bends
        logs, heights = (np.interp(along, np.arange(len(rows)), of[rows]) for of in (np.log10(x), y))
        found.append((10**logs, heights))
    return found


def draw_steps(
    labels: Labels, frontier: Frontier, color: str, label: str, width: float, dashes: Any = "solid"
) -> Line2D:
    """Draw the step frontier: up at the cheapest, right and up, then right to the edge."""
    cost, quality = points_of(frontier, frontier.members)
    right, (floor, top) = max(labels.ax.get_xlim()), labels.ax.get_ylim()
    xs = np.repeat(np.append(cost, right), 2)[:-1]
    ys = np.append(2 * floor - top, np.repeat(quality, 2))  # from well below the floor
    look: Any = {"linewidth": width, "linestyle": dashes, "zorder": 2.5, "label": label, "alpha": 0.9}
    return labels.ax.plot(xs, ys, color=color, **look)[0]


def _draw_hull(labels: Labels, frontier: Frontier) -> Line:
    cost, quality = points_of(frontier, frontier.hull)
    dense = np.unique(np.concatenate([cost, np.geomspace(cost[0], cost[-1], 400)]))
    mixed = np.interp(dense, cost, quality)
    look: Any = {"linewidth": 1.2, "linestyle": "--", "zorder": 2.4, "label": "Mixing hull"}
    labels.ax.plot(dense, mixed, color=labels.ink(MUTED), **look)
    return dense, mixed


def _draw_band(labels: Labels, band: FrontierBand, color: str) -> None:
    """Shade between the levels of 5 and 95 %."""
    xs = np.repeat(np.append(band.cost, max(labels.ax.get_xlim())), 2)[1:-1]
    high, _, low = (np.repeat(curve, 2) for curve in band.quality)
    labels.ax.fill_between(xs, low, high, color=color, alpha=0.14, linewidth=0, zorder=1, gid="band")


def _write_labels(
    labels: Labels, frontier: Frontier, chosen: Callouts, names: Sequence[str], looks: Looks, title: str
) -> None:
    """Name whom the title names, the call-outs, the frontier, and then as many others as fit."""
    keys = frontier.labels.tolist()
    x, y = points_of(frontier)
    height = upward(frontier, y)
    called = np.array([any(key in members for members in chosen.values()) for key in keys], dtype=bool)
    labels.avoid_bars(labels.bars(intervals_of(frontier), 1.0))
    on = np.isin(looks, ["frontier", "frontier-rough", "likely", "possible"])
    measured = frontier.table["on_frontier"].to_numpy(dtype=bool)
    labels.avoid_points(x, y, np.where(called, 8.0, np.where(on, 5.5, 3.5)))
    for k, (group, members) in enumerate(chosen.items()):
        rows = sorted((i for i, key in enumerate(keys) if key in members), key=lambda i: -height[i])
        look: Any = {"size": 10.5, "weight": "bold", "gap": 13, "reach": 220, "side": TOP}
        any(labels.place(Label(f"#{k + 1} {short(group)}", x[i], y[i], **look)) for i in rows)
    titled = on & [name in title for name in names]
    order = np.lexsort((-height, ~measured, ~on, ~called, ~titled))
    rank = [i for i in order.tolist() if labels.asks_for(keys[i], names[i])]
    first, some = (int(these[rank].sum()) for these in (called | titled, on | called))
    labels.name_all([
        Label(names[i], x[i], y[i], 8.5, gap=12.5 if called[i] else 6, reach=130 if measured[i] else 82,
              apart=12 if titled[i] else math.inf)
        for i in [*rank[:first], *spread_over(rank[first:some])]
    ])  # fmt: skip
    rest, room = _others(frontier, np.argsort(-height), rank[some:])
    for i in rest:
        room -= labels.place(Label(names[i], x[i], y[i], 7, RIGHT, color=MUTED, reach=4, gap=5))
        if room == 0:
            break


def _others(frontier: Frontier, order: npt.NDArray[np.intp], rows: list[int]) -> tuple[list[int], int]:
    """Return the rows to name besides and how many: in a crowd only the best of each of the largest makers."""
    if len(order) <= _CROWD:
        return rows[:120], 45
    if "organization" not in frontier.table:
        return rows[:80], 18
    makers = frontier.table["organization"].iloc[order].reset_index(drop=True)
    best = makers[makers.isin(makers.value_counts().index[:_MAKERS])].drop_duplicates().index
    return [i for i in rows if i in order[best]], _MAKERS


# --- Call-outs: groups of models that a picture points out, each in a halo.


def _check_callouts(frontier: Frontier, callouts: Mapping[str, Iterable[Hashable]]) -> tuple[Callouts, list[str]]:
    """Return each group's models with the names to show, and the name of each row; refuse what is not in the table."""
    groups = {name: group if isinstance(group, Mapping) else list(group) for name, group in callouts.items()}
    empty = [name for name, group in groups.items() if not len(group)]
    if empty:
        raise ValueError(f"callouts have no models for {', '.join(map(repr, empty))}; name some or leave the group out")
    names = model_names(frontier)
    own = dict(zip(frontier.labels, names, strict=True))
    missing = [model for group in groups.values() for model in group if model not in own]
    if missing:
        left_out = dict(zip(frontier.excluded["model"], frontier.excluded["reason"], strict=True))
        why = "; ".join(f"{model!r} ({left_out.get(model, 'not in the table')})" for model in missing)
        raise ValueError(f"callouts name models that are not drawn: {why}")
    chosen = {
        name: {model: str(group[model]) if isinstance(group, Mapping) else own[model] for model in group}
        for name, group in groups.items()
    }
    for group, members in chosen.items():
        for row in np.flatnonzero(frontier.labels.isin(list(members))):
            name = members[frontier.labels.iloc[row]]
            # a short name such as R1 says too little away from its group: put the maker before it
            names[row] = short(f"{group} {name}" if group and len(name) <= 3 else name)
    return chosen, names


def _draw_callouts(labels: Labels, frontier: Frontier, callouts: Callouts) -> None:
    """Ring each member of a group with a tinted halo, and join the halos of a group past other models."""
    ax, keys = labels.ax, frontier.labels.tolist()
    spots = np.column_stack(points_of(frontier))
    height = upward(frontier, spots[:, 1])
    pixels = labels.pixels(spots[:, 0], spots[:, 1])
    back = ax.transData.inverted()
    for members in callouts.values():
        rows = [i for i, key in enumerate(keys) if key in members]
        others = np.delete(pixels, rows, axis=0)
        rows.sort(key=lambda i: (-height[i], spots[i, 0]))
        paths = [_bowed(pixels[i], pixels[j], others) for i, j in pairwise(rows)]
        for corners in paths:
            labels.avoid_bars(boxes_of(_bezier(corners), 5 * labels.scale))
        for extra, tint, z in ((1.6, HALO_EDGE, 0.6), (0.0, HALO, 0.7)):
            color, size = labels.ink(tint), labels.size
            for corners in paths:
                curve = Path(back.transform(corners), [Path.MOVETO, Path.CURVE3, Path.CURVE3])
                ax.add_patch(PathPatch(curve, facecolor="none", edgecolor=color, linewidth=9 * size + extra,
                                       capstyle="round", zorder=z))  # fmt: skip
            halo: Any = {"s": (21 * size + extra) ** 2, "linewidths": 0, "zorder": z + 0.05}
            ax.scatter(spots[rows, 0], spots[rows, 1], c=color, **halo)


def _bowed(start: Floats, end: Floats, others: Floats) -> Floats:
    """Return three control points of the straightest of a few bows that keeps clear of the other models."""
    normal = np.array([-(end - start)[1], (end - start)[0]])
    bows = []
    for rank, bow in enumerate((0.0, 0.25, -0.25, 0.5, -0.5)):
        corners = np.vstack([start, (start + end) / 2 + bow * normal, end])
        gaps = _bezier(corners)[:, None, :] - others[None, :, :]
        room = np.hypot(*gaps.T).min() if len(others) else np.inf
        bows.append((room < 14, rank, corners))
    return min(bows, key=lambda bow: bow[:2])[2]


def _bezier(corners: Floats) -> Floats:
    """Return points along the quadratic curve of three control points."""
    t = np.linspace(0, 1, 40)[:, None]
    return np.asarray((1 - t) ** 2 * corners[0] + 2 * t * (1 - t) * corners[1] + t**2 * corners[2])


# --- Several days.


@picture
def plot_frontiers(
    frontiers: Mapping[str, Frontier],
    shift: Shift | None = None,
    *,
    ax: Axes | None = None,
    **look: Unpack[Look],
) -> Axes:
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
    **look : Look
        ``title``, ``subtitle``, ``footer``, ``legend``, ``labels``, ``palette``: see `frontier.plots.theme.Look`.

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
    From Aug 2024 to Feb 2025: on average about 3.2 times
    cheaper at equal quality, 83 points better at equal price
    """
    _check_frontiers(frontiers, shift)
    labels = Labels(ax, look)
    *_, last = frontiers.values()
    label = last.cost_label if len({own.cost_label for own in frontiers.values()}) == 1 else ""
    every = replace(last, table=pd.concat([own.members for own in frontiers.values()]), cost_label=label)
    spots, shown = points_of(every), model_names(every)

    def axes() -> None:
        set_frontier_axes(labels, every, *spots, shown)

    axes()
    looks = [_EARLIER[k % len(_EARLIER)] for k in range(len(frontiers) - 1)] + [(labels.color(0), "solid")]
    layers = [
        (short(word), own, labels.ink(shade), dashes)
        for (word, own), (shade, dashes) in zip(frontiers.items(), looks, strict=True)
    ]
    lines = []
    for k, (word, own, shade, dashes) in enumerate(layers):
        width = 2.0 if k + 1 == len(layers) else 1.2
        lines.append(draw_steps(labels, own, shade, legend_entry(word), width, dashes))
        size: Any = {"s": 34 * labels.size**2, "linewidths": 0.8, "zorder": 4 + k / 10}
        labels.ax.scatter(*points_of(own, own.members), c=shade, edgecolors=labels.paper, gid=f"members-{k}", **size)

    def write() -> None:
        write_frame(labels, headline(frontiers, shift=shift), frontiers_sources(frontiers, shift), axes)
        for line in lines:
            labels.avoid_line(*labels.to_the_edge(line))
        labels.avoid_points(*spots)
        place_legend(labels, ("lower right", "upper left", "center right"))
        _name_days(labels, layers)

    labels.settle(write)
    return labels.ax


def _name_days(labels: Labels, layers: Sequence[tuple[str, Frontier, str, Any]]) -> None:
    """Write the day at the end of each line, and each model once, at its latest price."""
    for word, own, shade, _ in layers:
        end = max(labels.ax.get_xlim()), points_of(own, own.members)[1][-1]
        labels.place(Label(word, *end, 7.5, 110, 12, "bold", shade, 1.5, 0))
    named: dict[Hashable, Label] = {}
    for _, own, shade, _ in reversed(layers):
        steps = replace(own, table=own.members)
        for key, name, x, y in zip(steps.labels, model_names(steps), *points_of(steps), strict=True):
            if labels.asks_for(key, name):
                named.setdefault(key, Label(name, x, y, color=shade))
    labels.name_all(spread_over([*named.values()]))


def _check_frontiers(frontiers: Mapping[str, Frontier], shift: Shift | None) -> None:
    """Refuse frontiers that cannot be compared, and the shift of others."""
    if not isinstance(frontiers, Mapping):
        raise TypeError("frontiers must be a mapping from what to call each to the frontier, the earliest first")
    if not frontiers or any(own.table.empty for own in frontiers.values()):
        raise ValueError("every frontier must have models to draw; see its `excluded` for the reasons")
    first, *_, last = [*frontiers.values()] * 2
    if len({(own.cost, own.quality) for own in frontiers.values()}) > 1:
        raise ValueError("the frontiers are of different columns; find all of the same cost and quality")
    if len({own.lower_is_better for own in frontiers.values()}) > 1:
        raise ValueError("less of the quality is better in some of the frontiers only; find all the same way")
    compared = replace(last, table=pd.concat([own.table for own in frontiers.values()]))
    check_one_snapshot(compared.table, compared.labels)
    if shift is not None and (shift.before is not first or shift.after is not last):
        raise ValueError("the shift must be frontier_shift(before, after) of the first and the last of these frontiers")
