"""Published values beside those of the tables."""

from __future__ import annotations

from typing import Any, Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, MaxNLocator

from frontier.frames.columns import values_of
from frontier.frames.openness import capital
from frontier.frames.points import Floats, holds
from frontier.plots.axes import name_axis, one_two_five, set_ticks, write_frame
from frontier.plots.labels import Labels
from frontier.plots.legend import place_legend
from frontier.plots.theme import GRID, MUTED, PALETTE, TEXT, Look, legible, picture
from frontier.words.headlines import OWN_POINTS, UNTESTED, VERDICTS, headline
from frontier.words.names import LEGEND
from frontier.words.sources import claims_sources
from frontier.words.spelling import short

_LOOKS = dict(zip(VERDICTS, ((PALETTE[2][0], "o"), (PALETTE[4][0], "s"), (PALETTE[1][0], "X")), strict=True))
_FOR_WORDS = 0.33  # of the width
_AT_LEFT: Any = {"xycoords": ("axes fraction", "data"), "va": "center"}


@picture
def plot_claims(claims: pd.DataFrame, unit: str | None = None, *, ax: Axes | None = None, **look: Unpack[Look]) -> Axes:
    """Draw published numbers of one unit beside what the tables give, with the verdicts.

    Parameters
    ----------
    claims : pandas.DataFrame
        From `check_claims`.
    unit : str, optional
        Which statements: those with numbers in this unit, such as ``months`` or ``times a year``. Not given: months if
        there are any, else the unit that comes first.
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
        If no statement has a published and a measured number in that unit.

    Notes
    -----
    A gray bar is the published range or interval, an open diamond the published number; the marker is ours, with its
    interval. Color and marker say the verdict. What only recomputes a number from the study's own points is counted in
    the subtitle, and drawn where nothing else is. Factors are on a logarithmic axis.

    Examples
    --------
    >>> import frontier
    >>> print(frontier.plot_claims(frontier.check_claims(["deck-lag", "epoch-20"])).get_title(loc="left"))
    1 of 4 published lags hold on these data, 1 in part; 2 do not
    """
    if not isinstance(claims, pd.DataFrame) or "verdict" not in claims:
        raise TypeError("claims must be what check_claims() returns")
    claims = claims.reset_index() if "claim" not in claims else claims
    known = holds(claims[["published_value", "published_low"]].notna().any(axis=1) & claims["value"].notna())
    units = claims.loc[known, "unit"].unique().tolist()
    if not units:
        raise ValueError("none of these statements has both a published and a measured number to draw")
    unit = unit or ("months" if "months" in units else str(units[0]))
    if unit not in units:
        raise ValueError(f"unit must be one of {', '.join(units)}, got {unit!r}")
    in_unit = holds(claims["unit"] == unit)
    of_unit = claims[in_unit & (known | holds(claims["verdict"] == UNTESTED))]
    shown = claims[known & in_unit]
    tests = shown[shown["tested_on"] != OWN_POINTS]
    shown = shown if tests.empty else tests
    labels = Labels(ax, look)
    ax = labels.ax
    rows = np.arange(len(shown), 0, -1, dtype=float)
    numbers = [values_of(shown[column]) for column in ("published_value", "published_low", "published_high")]
    own = np.column_stack([values_of(shown[column]) for column in ("value", "low", "high")])
    low, high = float(np.nanmin([*numbers, *own.T])), float(np.nanmax([*numbers, *own.T]))

    def axes() -> None:
        _set_axes(labels, unit, low, high, rows.max())

    axes()
    _draw_numbers(labels, rows, numbers, own, shown["verdict"])

    def write() -> None:
        write_frame(labels, headline(of_unit, unit=unit), claims_sources(of_unit, unit), axes)
        place_legend(labels, ())
        ax.grid(visible=False, axis="y")
        ax.grid(visible=True, axis="x", color=labels.ink(GRID), linewidth=0.7)
        ax.spines["left"].set_visible(False)
        texts = [legible(short(label, 100)) for label in shown["label"]]
        widest = max(labels.measure(text, 100)[0] for text in texts) / 100 / (_FOR_WORDS * labels.frame.width)
        high = labels.frame.height / labels.scale / (len(shown) + 2)
        size = min(8.5, 180 / len(shown), high / 1.2, max(5.0, 1 / widest)) * labels.size
        for row, text, claim in zip(rows, texts, shown["claim"], strict=True):
            look: Any = {"color": labels.ink(TEXT), "gid": f"label-{claim}", "parse_math": False, **_AT_LEFT}
            ax.annotate(text, (0.0, row), fontsize=size, **look)

    labels.settle(write)
    return ax


def _set_axes(labels: Labels, unit: str, low: float, high: float, top: float) -> None:
    """Set the axis of the numbers, logarithmic of factors, with room for the words at its left."""
    ax, log = labels.ax, unit.startswith("times")
    if log:
        if not labels.limits:
            ax.set_xscale("log")
        low, high = low / 1.5, high * 1.5
        labels.span("x", low / (high / low) ** (_FOR_WORDS / (1 - _FOR_WORDS)), high)
        steps = one_two_five(low, high)[:: 3 if high > 1000 * low else 1]  # over many powers only the ones
        ticks = [tick for tick in steps if low <= tick <= high]
    else:
        low, high = min(low, 0.0), high + 0.05 * (high - low)
        labels.span("x", low - (high - low) * _FOR_WORDS / (1 - _FOR_WORDS), high)
        ticks = []
    if len(ticks) <= 2:
        ticks = [tick for tick in MaxNLocator(5 if log else 8).tick_values(low, high) if low <= tick <= high]
    set_ticks(ax.xaxis, {tick: f"{tick:,.10g}" for tick in ticks})
    labels.span("y", 0.3, top + 0.7)
    ax.yaxis.set_major_locator(FixedLocator([]))
    name_axis(labels, ax.xaxis, capital(short(unit)) + " (log scale)" * log, x=(1 + _FOR_WORDS) / 2)


def _draw_numbers(labels: Labels, rows: Floats, published: list[Floats], own: Floats, verdicts: pd.Series[Any]) -> None:
    """Draw each published number and range, and above it ours in the color of the verdict."""
    ax, paper, muted = labels.ax, labels.paper, labels.ink(MUTED)
    spots, low, high = published
    bars = ~np.isnan(low + high)
    if bars.any():
        ax.hlines(rows[bars], low[bars], high[bars], colors="#c4c4c4", linewidths=7, zorder=2,
                  gid="published-ranges", label=LEGEND["published-range"])  # fmt: skip
    ax.scatter(spots, rows, s=80, c=paper, marker="D", edgecolors=muted, linewidths=1.1, zorder=3, gid="published",
               label=LEGEND["published"])  # fmt: skip
    for verdict, (color, marker) in _LOOKS.items():
        these = holds(verdicts == verdict)
        if these.any():
            at, (value, low, high) = rows[these], own[these].T
            ax.hlines(at, low, high, colors=color, linewidths=1.6, zorder=3.5, gid=f"own-{verdict}")
            ax.scatter(value, at, s=48, c=color, marker=marker, edgecolors=paper, linewidths=0.8, zorder=4,
                       gid=f"verdict-{verdict}", label=f"Ours: {verdict}")  # fmt: skip
