"""Published values beside those of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from frontier.frames.columns import values_of
from frontier.frames.openness import capital
from frontier.plots.axes import _name_axis, _one_two_five, _set_style
from frontier.plots.frame import _write_frame
from frontier.plots.labels import _legible
from frontier.plots.theme import _GRID, _MUTED, _TEXT, _new_axes, _picture
from frontier.words.headlines import _VERDICTS, _claims_headline, _short, _where

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@_picture
def plot_claims(claims: pd.DataFrame, unit: str | None = None, ax: Axes | None = None) -> Axes:
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
    A grey bar is the published range or interval, an open diamond the published number; the marker is ours, with its
    interval. Colour and marker say the verdict. What tests a statement stands above, what recomputes a number from the
    study's own points below a line, and is not counted in the title. Factors are on a logarithmic axis.

    Examples
    --------
    >>> import frontier
    >>> print(frontier.plot_claims(frontier.check_claims(["deck-lag", "epoch-20"])).get_title(loc="left"))
    0 of 4 published lags hold on these data, 3 in part;
    not “Invesco: 12 to 18 months (matched)”
    """
    if not isinstance(claims, pd.DataFrame) or "verdict" not in claims:
        raise TypeError("claims must be what check_claims() returns")
    claims = claims.reset_index() if "claim" not in claims else claims
    known = _where(claims[["published_value", "published_low"]].notna().any(axis=1) & claims["value"].notna())
    both = claims.loc[known, "unit"].unique()
    if not len(both):
        raise ValueError("none of these statements has both a published and a measured number to draw")
    unit = unit or ("months" if "months" in both else str(both[0]))
    told = claims[known & _where(claims["unit"] == unit)]
    again = _where(told["tested_on"] == "the study's own points")
    told, tests = pd.concat([told[~again], told[again]]).reset_index(drop=True), int((~again).sum())  # tests first
    if told.empty:
        raise ValueError(f"unit must be one of {', '.join(both)}, got {unit!r}")
    ax = _new_axes() if ax is None else ax
    rows = np.arange(len(told), 0, -1, dtype=float)
    rows[:tests] += 0.6 * (0 < tests < len(told))  # room for the line between
    log = unit.startswith("times")
    columns = ("published_value", "published_low", "published_high", "value", "low", "high")
    numbers = {column: values_of(told[column]) for column in columns}
    low, high = np.nanmin([*numbers.values()]), np.nanmax([*numbers.values()])
    share = 0.33  # of the width is for the words
    if log:
        ax.set_xscale("log")
        low, high = low / 1.5, high * 1.5
        ax.set_xlim(low / (high / low) ** (share / (1 - share)), high)
        steps = _one_two_five(low, high)[:: 3 if high > 1000 * low else 1]  # over many powers only the ones
        ticks = [tick for tick in steps if low <= tick <= high]
        ticks = ticks if len(ticks) > 2 else [t for t in MaxNLocator(5).tick_values(low, high) if low <= t <= high]
    else:
        low, high = min(low, 0.0), high + 0.05 * (high - low)
        ax.set_xlim(low - (high - low) * share / (1 - share), high)
        ticks = [tick for tick in MaxNLocator(8).tick_values(low, high) if low <= tick <= high]
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    ax.set_ylim(0.3, rows.max() + 0.7)
    ax.yaxis.set_major_locator(FixedLocator([]))
    _name_axis(ax.xaxis, capital(_short(unit)) + " (log scale)" * log, loc="left")
    _set_style(ax)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x", color=_GRID, linewidth=0.7)
    ax.spines["left"].set_visible(False)
    what = {"months": "lags", "times a year": "rates at which prices fell"}.get(unit, f"numbers in {unit}")
    untold = claims[_where((claims["unit"] == unit) & (claims["verdict"] == "cannot be tested"))]
    title, subtitle = _claims_headline(told[:tests], told[tests:], untold, what)
    sources = "; ".join(dict.fromkeys(told["who"]))
    kind = (
        "Intervals: 90 %, as published." if unit == "times a year" else "Intervals of ours: 95 %, where there is one."
    )
    footer = [f"Published by: {sources}.", kind]
    footer += [f"Cannot be tested: {'; '.join(untold['label'])}."] if len(untold) else []
    _write_frame(ax, title, subtitle, footer)

    if 0 < tests < len(told):
        ax.axhline(rows[tests] + 0.75, color=_MUTED, linewidth=0.8, linestyle=(0, (4, 3)), gid="between")
        words: Any = {"xycoords": ("axes fraction", "data"), "va": "center", "style": "italic", "gid": "between-words"}
        ax.annotate(
            "recomputed from the study's own points:", (0.0, rows[tests] + 0.48), fontsize=7, color=_MUTED, **words
        )
    size = min(8.5, 180 / len(told))
    for row, one in zip(rows, told.itertuples(), strict=True):
        where: Any = {"xycoords": ("axes fraction", "data"), "va": "center", "parse_math": False}
        ax.annotate(
            _legible(_short(one.label, 100)), (0.0, row), fontsize=size, color=_TEXT, gid=f"label-{one.claim}", **where
        )
    published = np.column_stack([numbers["published_low"], numbers["published_high"]])
    bars = ~np.isnan(published).any(axis=1)
    look: Any = {"colors": "#c4c4c4", "linewidths": 7, "zorder": 2}
    if bars.any():
        ax.hlines(rows[bars], *published[bars].T, gid="published-ranges", label="Published range or interval", **look)
    spots = numbers["published_value"]
    ax.scatter(spots, rows, s=80, c="white", marker="D", edgecolors=_MUTED, linewidths=1.1, zorder=3, gid="published",
               label="Published number")  # fmt: skip
    for verdict, (colour, marker) in _VERDICTS.items():
        own = _where(told["verdict"] == verdict)
        if own.any():
            mine = np.column_stack([numbers[column][own] for column in ("value", "low", "high")])
            ax.hlines(
                rows[own], mine[:, 1], mine[:, 2], colors=colour, linewidths=1.6, zorder=3.5, gid=f"own-{verdict}"
            )
            ax.scatter(mine[:, 0], rows[own], s=48, c=colour, marker=marker, edgecolors="white", linewidths=0.8,
                       zorder=4, gid=f"verdict-{verdict}", label=f"Ours: {verdict}")  # fmt: skip
    ax.legend(loc="upper right", bbox_to_anchor=(1, -0.085), ncols=5, fontsize=8, frameon=False, borderpad=0,
              handletextpad=0.4, columnspacing=1.2, markerscale=0.75)  # fmt: skip
    return ax
