"""Step frontiers of several days in one picture."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from frontier.frames.columns import check_one_snapshot
from frontier.frames.frontier import Frontier
from frontier.frames.points import points_of
from frontier.frames.shift import Shift
from frontier.plots.axes import set_frontier_axes
from frontier.plots.frame import write_frame
from frontier.plots.frontier import draw_steps
from frontier.plots.labels import ABOVE, Labels, spread_over
from frontier.plots.legend import place_legend
from frontier.plots.theme import BLUE, new_axes, picture
from frontier.words.headlines import headline
from frontier.words.names import legend_entry, model_names
from frontier.words.sources import frontiers_sources
from frontier.words.spelling import short

# Lines before the last: dark enough for words, different to eyes of every kind, and by their dashes.
_EARLIER = ("#666666", "#8c510a", "#01665e", "#762a83", "#b2182b")
_DASHES: tuple[Any, ...] = ((0, (1.5, 1.2)), (0, (6, 1.5)), (0, (4, 1.5, 1, 1.5)), (0, (9, 3)), (0, (3, 3)))


@picture
def plot_frontiers(frontiers: Mapping[str, Frontier], shift: Shift | None = None, *, ax: Axes | None = None) -> Axes:
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
    _check(frontiers, shift)
    ax = new_axes() if ax is None else ax
    *_, last = frontiers.values()
    every = replace(last, table=pd.concat([own.members for own in frontiers.values()]))
    set_frontier_axes(ax, every, *points_of(every), model_names(every))
    write_frame(ax, headline(frontiers, shift=shift), frontiers_sources(frontiers, shift))

    labels, right = Labels(ax), ax.get_xlim()[1]
    shades = [_EARLIER[k % len(_EARLIER)] for k in range(len(frontiers) - 1)] + [BLUE]
    dashes = [_DASHES[k % len(_DASHES)] for k in range(len(frontiers) - 1)] + ["solid"]
    layers = list(zip(map(short, frontiers), frontiers.values(), shades, strict=True))
    for k, (word, own, shade) in enumerate(layers):
        labels.avoid_line(*draw_steps(ax, own, shade, legend_entry(word), 2.0 if k + 1 == len(layers) else 1.2))
        ax.get_lines()[-1].set_linestyle(dashes[k])
        mx, my = points_of(own, own.members)
        ax.scatter(mx, my, s=34, c=shade, edgecolors="white", linewidths=0.8, zorder=4 + k / 10, gid=f"members-{k}")
        labels.avoid_points(mx, my)
    place_legend(labels, ("lower right", "upper left", "center right"))
    for word, own, shade in layers:  # its day at the end of each line
        top = points_of(own, own.members)[1][-1]
        labels.place(word, right, top, size=7.5, weight="bold", color=shade, gap=1.5, reach=0, sides=(112, 248),
                     must=False)  # fmt: skip
    named: dict[Hashable, tuple[str, str, float, float]] = {}
    for _, own, shade in reversed(layers):
        steps = replace(own, table=own.members)
        for key, name, *spot in zip(steps.labels, model_names(steps), *points_of(steps), strict=True):
            named.setdefault(key, (name, shade, *spot))
    for name, shade, cost, quality in spread_over(list(named.values())):
        labels.name(name, cost, quality, color=shade, sides=ABOVE, reach=60)
    return ax


def _check(frontiers: Mapping[str, Frontier], shift: Shift | None) -> None:
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
