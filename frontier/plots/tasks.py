"""The frontiers of several tasks, side by side."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from frontier.frames.frontier import Frontier
from frontier.frames.points import Bools, points_of
from frontier.frames.tasks import ONLY, members_by_task
from frontier.plots.axes import set_frontier_axes, set_lines, write_frame
from frontier.plots.frontier import draw_steps
from frontier.plots.labels import Labels
from frontier.plots.legend import place_legend
from frontier.plots.theme import MUTED, RED, TEXT, picture
from frontier.words.headlines import tasks_headline
from frontier.words.names import model_names
from frontier.words.numbers import percent
from frontier.words.sources import tasks_sources
from frontier.words.spelling import short

_BETWEEN = 0.085  # of the width, between two panels


@picture
def plot_tasks(frontiers: Mapping[str, Frontier], *, ax: Axes | None = None) -> Axes:
    """Draw the frontiers of several tasks side by side, and point out the models that are on one of them only.

    Parameters
    ----------
    frontiers : mapping of str to Frontier
        What to call each task, and its frontier from `find_frontier`: at least two, by the same cost.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given. The panels divide its place.

    Returns
    -------
    matplotlib.axes.Axes
        The Axes that the panels divide; they are its ``child_axes``. Nothing is shown or saved.

    Raises
    ------
    ValueError
        As `members_by_task`, or if a frontier has no models.

    Notes
    -----
    Each panel has its own scale of scores, as those of two tasks are not comparable, and the same scale of prices.
    A percentage is the probability that a model is on that frontier, where the scores have intervals. A name that does
    not fit is left out.

    Examples
    --------
    >>> import frontier
    >>> import pandas as pd
    >>> menu = pd.DataFrame({"model": ["a", "b", "c"], "usd": [1, 2, 3], "coding": [5, 9, 7], "german": [5, 4, 8]})
    >>> found = {task: frontier.find_frontier(menu, cost="usd", quality=task) for task in ("coding", "german")}
    >>> plot_tasks(found).get_title(loc="left")
    'On the frontier for coding only: b; for german only: c'
    """
    if any(own.table.empty for own in frontiers.values()):
        raise ValueError("every frontier must have models to draw; see its `excluded` for the reasons")
    members = members_by_task(frontiers)
    whole = Labels(ax)
    write_frame(whole, tasks_headline(frontiers), tasks_sources(frontiers))
    whole.ax.set_axis_off()
    width = (1 - _BETWEEN * (len(frontiers) - 1)) / len(frontiers)
    panels = [
        Labels(whole.ax.inset_axes((k * (width + _BETWEEN), 0, width, 0.95), gid=f"task-{k}"))
        for k in range(len(frontiers))
    ]
    costs = np.concatenate([points_of(own)[0] for own in frontiers.values()])
    for labels, own in zip(panels, frontiers.values(), strict=True):
        x, y = points_of(own)
        set_frontier_axes(labels, own, np.append(x, costs), y, model_names(own))
    left = min(labels.ax.get_xlim()[0] for labels in panels)
    for k, (labels, (task, own)) in enumerate(zip(panels, frontiers.items(), strict=True)):
        labels.ax.set_xlim(left=left)
        set_lines(labels.ax)
        labels.ax.set_title(short(task), loc="left", fontsize=10.5, fontweight="bold", color=TEXT, pad=4)
        if k:
            labels.ax.set_ylabel("")
        _draw_panel(labels, own, np.array([members[ONLY].get(key) == task for key in own.labels], dtype=bool))
    place_legend(panels[-1], ("lower right", "center right"))
    return whole.ax


def _draw_panel(labels: Labels, own: Frontier, alone: Bools) -> None:
    """Draw one frontier; ``alone`` are the models that are on no other."""
    ax, (x, y), on = labels.ax, points_of(own), own.table["on_frontier"].to_numpy(dtype=bool)
    labels.avoid_line(*draw_steps(ax, own, TEXT, "_frontier", 1.3))
    for these, color, size, word in (
        (~on, "#c4c4c4", 9, "_others"),
        (on & ~alone, MUTED, 30, "on the frontier"),
        (on & alone, RED, 44, "on this frontier only"),
    ):
        ax.scatter(x[these], y[these], s=size, c=color, edgecolors="white", linewidths=0.6, label=word, zorder=3)
    labels.avoid_points(x, y, np.where(on, 4.5, 2.0))
    names = model_names(own)
    if "probability" in own.table:
        chances = own.table["probability"]
        names = [f"{name} {percent(p, 0)}" if a else name for name, p, a in zip(names, chances, alone, strict=True)]
    for row in sorted(np.flatnonzero(on), key=lambda row: (not alone[row], -y[row])):
        color, weight = (RED, "bold") if alone[row] else (TEXT, "normal")
        for points in (8.0, 7.0):
            if labels.place(names[row], x[row], y[row], size=points, color=color, weight=weight, reach=130):
                break
