"""The frontiers of several tasks, side by side."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Unpack

import numpy as np
from matplotlib.axes import Axes

from frontier.frames.frontier import Frontier
from frontier.frames.openness import capital
from frontier.frames.points import Bools, Floats, points_of
from frontier.frames.tasks import ONLY, members_by_task
from frontier.plots.axes import set_frontier_axes, set_lines, write_frame
from frontier.plots.frontier import draw_steps
from frontier.plots.labels import Label, Labels
from frontier.plots.legend import place_legend
from frontier.plots.theme import MUTED, RED, TEXT, Look, picture
from frontier.words.headlines import tasks_headline
from frontier.words.names import model_names
from frontier.words.numbers import percent
from frontier.words.sources import tasks_sources
from frontier.words.spelling import short

_SURE = 0.995  # a probability above this is not written
_BETWEEN = 0.085  # of the width, between two panels


@picture
def plot_tasks(frontiers: Mapping[str, Frontier], *, ax: Axes | None = None, **look: Unpack[Look]) -> Axes:
    """Draw the frontiers of several tasks side by side, and point out the models that are on one of them only.

    Parameters
    ----------
    frontiers : mapping of str to Frontier
        What to call each task, and its frontier from `find_frontier`: at least two, by the same cost.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given. The panels divide its place.
    **look : Look
        ``title``, ``subtitle``, ``footer``, ``legend``, ``labels``, ``palette``: see `frontier.plots.theme.Look`.

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
    whole = Labels(ax, look)
    whole.ax.set_axis_off()
    width = (1 - _BETWEEN * (len(frontiers) - 1)) / len(frontiers)
    costs = np.concatenate([points_of(own)[0] for own in frontiers.values()])
    panels = []
    for k, (task, own) in enumerate(frontiers.items()):
        inset = whole.ax.inset_axes((k * (width + _BETWEEN), 0, width, 0.95), gid=f"task-{k}")
        labels = Labels(inset, {"legend": look.get("legend", True), "labels": look.get("labels", "auto")})
        labels.size = whole.size
        alone = np.array([members[ONLY].get(key) == task for key in own.labels], dtype=bool)
        _draw_panel(labels, task, own, costs, alone)
        panels.append(labels)
    for k, labels in enumerate(panels):
        labels.span("x", min(panel.ax.get_xlim()[0] for panel in panels), labels.ax.get_xlim()[1])
        labels.ax.set_ylabel("" if k else labels.ax.get_ylabel())

    def lay() -> None:
        for labels in panels:
            labels.lay()

    def write() -> None:
        write_frame(whole, tasks_headline(frontiers), tasks_sources(frontiers), lay)
        lay()
        whole.learn(unnamed=list(dict.fromkeys(name for labels in panels for name in labels.unnamed)))
        panels[-1].under = whole.under
        if legend := panels[-1].ax.get_legend():  # of another size
            legend.remove()
        place_legend(panels[-1], ("lower right", "center right"))
        whole.learn(below=panels[-1].below)

    whole.settle(write)
    return whole.ax


def _draw_panel(labels: Labels, task: str, own: Frontier, costs: Floats, alone: Bools) -> None:
    """Draw one frontier; ``alone`` are the models that are on no other."""
    ax, (x, y), on = labels.ax, points_of(own), own.table["on_frontier"].to_numpy(dtype=bool)
    names = model_names(own)
    set_frontier_axes(labels, own, np.append(x, costs), y, names)
    set_lines(labels)
    look: Any = {"fontsize": 10.5 * labels.size, "fontweight": "bold", "color": labels.ink(TEXT)}
    ax.set_title(capital(short(task)), loc="left", pad=4 * labels.size, **look)
    line = draw_steps(labels, own, labels.ink(TEXT), "_frontier", 1.3)
    muted, red = labels.ink(MUTED), labels.ink(RED)
    for these, color, size, word in (
        (~on, "#c4c4c4", 9, "_others"),
        (on & ~alone, muted, 30, "on the frontier"),
        (on & alone, red, 44, "on this frontier only"),
    ):
        spot: Any = {"s": size * labels.size**2, "edgecolors": labels.paper, "linewidths": 0.6, "zorder": 3}
        ax.scatter(x[these], y[these], c=color, label=word, **spot)
    if "probability" in own.table:
        chances = own.table["probability"]
        shown = alone & (chances < _SURE)
        names = [f"{name} {percent(p, 0)}" if a else name for name, p, a in zip(names, chances, shown, strict=True)]
    rows = sorted(np.flatnonzero(on), key=lambda row: (not alone[row], -y[row]))

    def write() -> None:
        labels.avoid_line(*labels.to_the_edge(line))
        labels.avoid_points(x, y, np.where(on, 4.5, 2.0))
        labels.name_all([
            Label(names[row], x[row], y[row], color=RED if alone[row] else TEXT, reach=130,
                  weight="bold" if alone[row] else "normal", apart=12 if alone[row] else math.inf)
            for row in rows
        ])  # fmt: skip

    labels.prepare(write)
