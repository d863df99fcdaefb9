"""The scatter of cost and quality with its frontier."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from frontier.core.bands import FrontierBand
from frontier.frames.frontier import Frontier
from frontier.frames.points import POSSIBLE, intervals_of, on_some_frontier, points_of, probabilities_of, upward
from frontier.plots.axes import set_frontier_axes
from frontier.plots.callouts import Callouts, check_callouts, draw_callouts, names_with
from frontier.plots.frame import write_frame
from frontier.plots.labels import RIGHT, TOP, Labels, spread_over
from frontier.plots.legend import Line, draw_legend, has_room
from frontier.plots.markers import Classes, classes_of, draw_points, looks_of
from frontier.plots.theme import MUTED, RED, SHADE, TEXT, new_axes, picture
from frontier.words.headlines import headline
from frontier.words.names import LEGEND
from frontier.words.numbers import percent
from frontier.words.sources import frontier_sources
from frontier.words.spelling import short


@picture
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
        From `find_frontier`. With ``by`` each group has its color and marker and its own step frontier; without,
        the classes are open weights and proprietary where the table has ``openness``, and one step frontier is
        drawn through both together.
    callouts : mapping of str to models, optional
        Groups to point out, numbered in their order: the models of each, or a mapping from model to the name to
        show. `INVESCO_CALLOUTS` has the three of February 2025.
    hull : bool
        Also draw the mixing hull: what sending requests at random to two models achieves.
    band : bool
        Also draw the uncertainty: where the true frontier lies with 90 % probability, the line it is as likely above
        as below, and for each model its probability of being on the frontier (of its group, with ``by``), by its
        marker's fill and in its label.
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
    the largest have a color each, and the others share one. The title is the headline of the frontier: how near a much
    cheaper model comes to the best, how far the groups are apart, or with ``band`` how many are probably on it.

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
    chosen = check_callouts(frontier, callouts or {})
    chances = probabilities_of(frontier) if band else None
    ax = new_axes() if ax is None else ax
    classes = classes_of(frontier, open_means)
    while len(classes.names) > 3 and not has_room(ax, classes, hull=hull, band=band):
        classes = classes_of(frontier, open_means, len(classes.names) - 2)
    bands = _bands(frontier, classes) if band else []
    x, y = points_of(frontier)
    names, shares = names_with(frontier, chosen), [""] * len(x)
    if chances is not None:
        shares = [percent(chance, 0) if POSSIBLE <= chance < 0.995 else "" for chance in chances]
        names = [f"{name} {share}".rstrip() for name, share in zip(names, shares, strict=True)]
    set_frontier_axes(ax, frontier, x, np.concatenate([y, *(own.quality.ravel() for own, _ in bands)]), names)
    write_frame(ax, headline(frontier, names=names, band=band), frontier_sources(frontier, band=band))
    lines = _draw_lines(ax, frontier, classes, band=band)
    if hull:
        lines.append(_draw_hull(ax, frontier))
    looks = looks_of(frontier, on_some_frontier(frontier), chances)
    _draw_bands(ax, bands)

    labels = Labels(ax)
    draw_legend(labels, classes, frontier, looks, lines)  # first of all that needs pixels: it may lower the floor
    draw_callouts(labels, frontier, chosen)
    for line in lines:
        labels.avoid_line(*line)
    draw_points(ax, frontier, classes, looks)
    _write_labels(labels, frontier, chosen, names, looks, shares)
    return ax


def _draw_lines(ax: Axes, frontier: Frontier, classes: Classes, *, band: bool) -> list[Line]:
    """Draw the step frontier, or those of the groups and below them, without a band, that of all together."""
    if not frontier.groups:
        return [draw_steps(ax, frontier, TEXT, "Frontier", 1.4)]
    if not band:
        draw_steps(ax, frontier, SHADE, "Frontier of both" if len(frontier.groups) == 2 else "Frontier of all", 5)
    return [draw_steps(ax, own, *classes.line_of(name)) for name, own in frontier.groups.items() if len(own.table)]


def draw_steps(ax: Axes, frontier: Frontier, color: str, label: str, width: float) -> Line:
    """Draw the step frontier and return its corners: up at the cheapest, right and up, then right to the edge."""
    cost, quality = points_of(frontier, frontier.members)
    right, (floor, top) = ax.get_xlim()[1], ax.get_ylim()
    xs = np.repeat(np.append(cost, right), 2)[:-1]
    ys = np.append(2 * floor - top, np.repeat(quality, 2))  # from well below the floor, which the legend may lower
    ax.plot(xs, ys, color=color, linewidth=width, zorder=2.5, label=label, alpha=0.9)
    return xs, ys


def _bands(frontier: Frontier, classes: Classes) -> list[tuple[FrontierBand, str | None]]:
    """Return the band of each frontier that is drawn, with the color of its group."""
    if not frontier.groups:
        return [(frontier.band(), None)]
    return [(own.band(), classes.line_of(name)[0]) for name, own in frontier.groups.items() if len(own.table)]


def _draw_bands(ax: Axes, bands: Sequence[tuple[FrontierBand, str | None]]) -> None:
    """Shade between the levels of 5 and 95 %; of one frontier also draw the line it is as likely above as below."""
    for band, color in bands:
        xs = np.repeat(np.append(band.cost, ax.get_xlim()[1]), 2)[1:-1]
        high, middle, low = (np.repeat(curve, 2) for curve in band.quality)
        ax.fill_between(xs, low, high, color=color or TEXT, alpha=0.14, linewidth=0, zorder=1, gid="band")
        if color is None:
            dots = (0, (0.7, 2.2))
            ax.plot(xs, middle, color=RED, linewidth=2.2, linestyle=dots, zorder=2.6, label=LEGEND["median"])


def _draw_hull(ax: Axes, frontier: Frontier) -> Line:
    cost, quality = points_of(frontier, frontier.hull)
    dense = np.unique(np.concatenate([cost, np.geomspace(cost[0], cost[-1], 400)]))
    mixed = np.interp(dense, cost, quality)
    ax.plot(dense, mixed, color=MUTED, linewidth=1.2, linestyle="--", zorder=2.4, label="Mixing hull")
    return dense, mixed


def _write_labels(
    labels: Labels,
    frontier: Frontier,
    chosen: Callouts,
    names: Sequence[str],
    looks: npt.NDArray[np.str_],
    shares: Sequence[str],
) -> None:
    """Name the call-outs, then the frontier, then as many others as fit; where a name does not, its percentage."""
    keys = frontier.labels.tolist()
    x, y = points_of(frontier)
    height = upward(frontier, y)
    called = np.array([any(key in members for members in chosen.values()) for key in keys], dtype=bool)
    labels.avoid_bars(labels.bars(intervals_of(frontier), 1.0))
    on = np.isin(looks, ["frontier", "frontier-rough", "likely", "possible"])
    measured = frontier.table["on_frontier"].to_numpy(dtype=bool)
    labels.avoid_points(x, y, np.where(called, 8.0, np.where(on, 5.5, 3.5)))
    for k, (group, members) in enumerate(chosen.items()):
        top = max((i for i, key in enumerate(keys) if key in members), key=lambda i: height[i])
        word = f"#{k + 1} {short(group)}"
        labels.place(word, x[top], y[top], size=10.5, weight="bold", gap=13, reach=220, sides=TOP)
    rank = np.lexsort((-height, ~measured, ~on, ~called))
    first, some = int(called.sum()), int((on | called).sum())
    for i in [*rank[:first].tolist(), *spread_over(rank[first:some].tolist())]:
        gap = 12.5 if called[i] else 6
        placed = labels.place(names[i], x[i], y[i], size=8.5, gap=gap) or labels.place(
            names[i], x[i], y[i], size=7.5, gap=gap, reach=130 if measured[i] else 82
        )
        if shares[i] and not placed:
            labels.place(shares[i], x[i], y[i], size=7, gap=gap, must=False)
    room, tries = (45, 120) if len(keys) <= 120 else (18, 80)
    for i in rank[some:][:tries]:
        room -= labels.place(names[i], x[i], y[i], size=7, color=MUTED, reach=4, sides=RIGHT, must=False, gap=5)
        if room == 0:
            break
