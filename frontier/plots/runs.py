"""Ranks by price beside ranks by the cost of a task."""

from __future__ import annotations

import math
from typing import Any, Unpack

import pandas as pd
from matplotlib.axes import Axes

from frontier.frames.runs import Reversals
from frontier.plots.axes import write_frame
from frontier.plots.labels import Labels
from frontier.plots.theme import MUTED, RED, TEXT, Look, legible, picture
from frontier.words.headlines import headline
from frontier.words.names import column_name
from frontier.words.sources import reversals_sources
from frontier.words.spelling import short

_LEFT, _RIGHT = 0.32, 0.68  # where the two columns of points are, as parts of the width
_FAR = 0.25  # of all ranks: a change of more has a color


@picture
def plot_rank_change(reversals: Reversals, *, ax: Axes | None = None, **look: Unpack[Look]) -> Axes:
    """Draw the rank of each model by price beside its rank by the cost of a task.

    Parameters
    ----------
    reversals : Reversals
        From `price_reversals`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    **look : Look
        ``title``, ``subtitle`` and ``footer``: see `frontier.plots.theme.Look`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; nothing is shown or saved.

    Notes
    -----
    The cheapest is at the top. Lines that cross are pairs that change order. A model that moves by more than a quarter
    of all ranks has a color: red if a task costs more than its price suggests, blue if less. Equal prices are in the
    order of cost.

    Examples
    --------
    >>> import pandas as pd
    >>> from frontier.frames.runs import price_reversals
    >>> runs = pd.DataFrame({"model": ["a", "b", "c"], "price": [1.0, 2.0, 3.0], "usd_per_task": [0.5, 0.4, 0.9]})
    >>> print(plot_rank_change(price_reversals(runs, price="price")).get_title(loc="left"))
    33 % of pairs of models change order when the cost of a task replaces the price
    """
    labels = Labels(ax, look)
    ax, table = labels.ax, reversals.table
    ax.set_xlim(0, 1)
    ax.set_ylim(len(table) + 0.7, -0.6)
    for _, _, _, left, right in table.itertuples(index=False):
        color, _ = _look_of(labels, right - left, len(table))
        line: Any = {"marker": "o", "markersize": 4 * labels.size, "gid": f"change-{left}"}
        line |= {"alpha": 0.7, "linewidth": 1.1} if color == labels.ink(MUTED) else {"alpha": 1, "linewidth": 1.8}
        ax.plot([_LEFT, _RIGHT], [left, right], color=color, **line)

    def write() -> None:
        write_frame(labels, headline(reversals), reversals_sources(reversals))
        ax.grid(visible=False)
        ax.set_axis_off()
        size = min(
            8.5, 0.79 * labels.frame.height / labels.scale / len(table), 0.013 * labels.frame.width / labels.scale
        )
        words: Any = {"va": "center_baseline", "parse_math": False}
        rows = table.assign(price=_written(table.iloc[:, 1]), cost=_written(table.iloc[:, 2]))
        for model, price, cost, left, right in rows.itertuples(index=False):
            color, bold = _look_of(labels, right - left, len(table))
            words |= {"color": color if bold == "bold" else labels.ink(TEXT), "fontweight": bold}
            words["fontsize"] = size * labels.size
            for x, y, amount, side in ((_LEFT - 0.015, left, price, "right"), (_RIGHT + 0.015, right, cost, "left")):
                parts = [legible(short(model, 40), bold), amount]
                ax.text(x, y, "   ".join(parts if side == "right" else parts[::-1]), ha=side, **words)
        words |= {"color": labels.ink(TEXT), "fontweight": "bold", "fontsize": min(9, size * 1.3) * labels.size}
        words["va"] = "baseline"
        for x, column, side in ((_LEFT, reversals.price, "right"), (_RIGHT, reversals.cost, "left")):
            ax.text(x, -0.1, legible(column_name(column), "bold"), ha=side, **words)

    labels.settle(write)
    return ax


def _written(amounts: pd.Series[float]) -> list[str]:
    """Return numbers that stand below one another, with two digits of the least."""
    return [f"{amount:,.{max(0, 1 - math.floor(math.log10(amounts.min())))}f}" for amount in amounts]


def _look_of(labels: Labels, moved: int, ranks: int) -> tuple[str, str]:
    """Return the color and the weight of a model by how far it moves."""
    if abs(moved) <= _FAR * ranks:
        return labels.ink(MUTED), "normal"
    return (labels.ink(RED) if moved > 0 else labels.color(0)), "bold"
