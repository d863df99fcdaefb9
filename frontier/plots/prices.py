"""Prices through time: record lows of the price of a quality, and a maker's prices by model family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from frontier.frames.columns import days_of, values_of
from frontier.frames.costs import currency
from frontier.frames.openness import openness_class
from frontier.frames.points import Floats, holds
from frontier.frames.prices import Decline
from frontier.plots.axes import day_number, day_numbers, set_days, set_price_axis, write_frame
from frontier.plots.labels import Label, Labels, spread_over
from frontier.plots.legend import place_legend
from frontier.plots.theme import PALETTE, RED, TEXT, Look, picture
from frontier.words.headlines import headline
from frontier.words.names import LEGEND, cost_axis, shown_as
from frontier.words.numbers import day, figure, money
from frontier.words.sources import records_sources, steps_sources
from frontier.words.spelling import short


@picture
def plot_price_records(
    records: pd.DataFrame, decline: Decline | None = None, *, ax: Axes | None = None, **look: Unpack[Look]
) -> Axes:
    """Draw the record lows of the price of a quality, and the line through them.

    Parameters
    ----------
    records : pandas.DataFrame
        From `price_records`.
    decline : Decline, optional
        From `price_decline` of these records: its line is drawn, and the subtitle states it, unless its interval
        includes no fall or spans more than a factor of 100.
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
        If there are no records.

    Examples
    --------
    >>> import frontier
    >>> prices = frontier.load_prices().query("price_basis == 'list' and `from` <= '2025-02-14'")
    >>> points = frontier.price_points(frontier.load_scores(board="text"), prices, reference="gpt-4-0314")
    >>> records = frontier.price_records(points, at_least="gpt-4-0314")
    >>> print(frontier.plot_price_records(records).get_title(loc="left"))
    The quality of GPT-4 (0314) cost $60 in March 2023 and $0.14 in October 2024
    """
    if not isinstance(records, pd.DataFrame) or not {"model", "date", "price"} <= set(records.columns):
        raise TypeError("records must be what price_records(points, at_least=...) returns")
    if records.empty:
        raise ValueError("there are no records to draw: nothing that has a price reaches the level")
    labels = Labels(ax, look)
    ax = labels.ax
    days, prices = day_numbers(records["date"]), values_of(records["price"])
    quoted = decline if decline is not None and decline.quotable else None
    fitted = [] if quoted is None else [quoted.at(day) for day in records["date"].iloc[[0, -1]]]
    column = str(records["price_column"].iloc[0]) if "price_column" in records else "price"
    name, sign = cost_axis(column), currency(column)

    def axes() -> None:
        set_days(labels, days, (0.05, 0.18))
        set_price_axis(labels, [*prices, *fitted], sign, f"Lowest so far: {name[0].lower()}{name[1:]}")

    axes()
    red = labels.ink(RED)
    groups = openness_class(records).fillna("") if "openness" in records else pd.Series("", index=records.index)
    line: Any = {"linewidth": 1.5, "gid": "records-line", "label": LEGEND["lowest"], "color": labels.ink(TEXT)}
    lines = [labels.steps(days, prices, max(ax.get_xlim()), **line)]
    kinds = sorted(set(groups), reverse=True)  # proprietary first, as everywhere
    for kind, (color, marker) in zip(kinds, labels.styles(kinds), strict=True):
        rows = (groups == kind).to_numpy()
        spot: Any = {"s": 40 * labels.size**2, "linewidths": 0.8, "zorder": 4, "gid": f"records-{kind}"}
        ax.scatter(days[rows], prices[rows], c=color, marker=marker, edgecolors=labels.paper, label=kind, **spot)
    if quoted is not None:
        ends, along = days[[0, -1]], np.linspace(0, 1, 80)
        word = f"Fitted: {figure(quoted.factor_per_year.value)} times cheaper a year"
        lines.append((ends[0] + along * np.ptp(ends), fitted[0] * (fitted[1] / fitted[0]) ** along))
        ax.plot(ends, fitted, color=red, linewidth=1.6, linestyle=(0, (5, 3)), zorder=2.4, gid="decline", label=word)
    shown = shown_as(records["model"], records.get("name"))

    def write() -> None:
        write_frame(labels, headline(records, decline=decline), records_sources(records), axes)
        for corners in lines:
            labels.avoid_line(*corners)
        labels.avoid_points(days, prices)
        place_legend(labels, ("upper right", "lower left"))
        spots = [spot for spot in zip(shown, days.tolist(), prices.tolist(), strict=True) if labels.asks_for(spot[0])]
        labels.name_all([Label(f"{name} {money(y, sign)}", x, y, side=30) for name, x, y in spread_over(spots)])

    labels.settle(write)
    return ax


@picture
def plot_price_steps(
    prices: pd.DataFrame,
    *,
    price: str = "output_usd_per_mtok",
    marks: Mapping[str, str] | None = None,
    ax: Axes | None = None,
    **look: Unpack[Look],
) -> Axes:
    """Draw a maker's prices through time, one step line a model family, with every cut marked.

    Parameters
    ----------
    prices : pandas.DataFrame
        The rows of `load_prices` to show, such as those of one maker: ``model``, ``name``, ``from``, the price, and
        ``released`` where known.
    price : str
        Column of ``prices``, with its currency in its name, such as ``output_usd_per_mtok``.
    marks : mapping of date to str, optional
        Days to mark with an upright line and a word. Not given: 20 January 2025, the release of DeepSeek R1.
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
        If a column is missing, or no row has a price.

    Notes
    -----
    A family is what shares a name up to a final parenthesis: "GPT-4o (2024-05-13)" and "GPT-4o (2024-08-06)" are both
    GPT-4o. Its price on a day is that of its newest member with a price by then, so a new version that is cheaper is a
    cut. A hollow start was only seen on that day (``observed``) and may be older.

    Examples
    --------
    >>> import frontier
    >>> prices = frontier.load_prices().query("organization == 'OpenAI' and price_basis == 'list'")
    >>> print(frontier.plot_price_steps(prices[prices["from"] <= "2025-02-14"]).get_title(loc="left"))
    From GPT-4-32k at $120 (March 2023) to GPT-4o mini at $0.60 (July 2024)
    """
    missing = {"model", "name", "from", price} - set(prices.columns)
    if missing:
        raise ValueError(f"prices must have the column {', '.join(sorted(missing))}; load_prices() has all of them")
    families = _families(prices, price)
    if families.empty:
        raise ValueError(f"none of these models has a {price}; choose other models, or another price basis")
    labels = Labels(ax, look)
    ax = labels.ax
    days, values, sign = day_numbers(families["date"]), values_of(families["price"]), currency(price)
    name, listed = cost_axis(price), set(families["basis"].dropna()) == {"list"}
    makers = sorted(set(prices["organization"].dropna())) if "organization" in prices else []
    marked = {"2025-01-20": "DeepSeek R1"} if marks is None else marks

    def axes() -> None:
        set_days(labels, days, (0.04, 0.12))
        set_price_axis(labels, values, sign, name.replace("Price", "List price") if listed else name)

    axes()
    for date in marked:
        if ax.get_xlim()[0] < (at := day_number(pd.Timestamp(date))) < ax.get_xlim()[1]:
            ax.axvline(at, color=labels.ink(RED), linewidth=0.9, linestyle=(0, (4, 3)), gid=f"mark-{date}")
    lines, starts = _draw_families(labels, families, float(days.max() + 0.02 * np.ptp(days)), sign)

    def write() -> None:
        write_frame(labels, headline(families, price=price), steps_sources(families, makers), axes)
        _name_marks(labels, marked)
        for corners in lines:
            labels.avoid_line(*corners)
        labels.avoid_points(days, values)
        asked = [start for start in starts if labels.asks_for(start[0])]
        labels.name_all([Label(text, x, y, color=color) for text, x, y, color in spread_over(asked)])

    labels.settle(write)
    return ax


def _draw_families(
    labels: Labels, families: pd.DataFrame, until: float, sign: str
) -> tuple[list[tuple[Floats, Floats]], list[tuple[str, float, float, str]]]:
    """Draw a line a family with its start and its cuts; return the lines, and the words with their points and colors.

    Beyond ``until`` no price is known.
    """
    lines, starts, ax = [], [], labels.ax
    for k, (family, own) in enumerate(families.groupby("family", sort=False)):
        color = labels.color(k)
        xs, ys = day_numbers(own["date"]), values_of(own["price"])
        dashes: Any = "solid" if k < len(PALETTE) else (0, (4, 1.5))  # more families than colors
        lines.append(labels.steps(xs, ys, until, color=color, linewidth=1.6, linestyle=dashes, gid=f"family-{k}"))
        cuts = np.flatnonzero(np.diff(ys) < 0) + 1
        fill, edge = (labels.paper, color) if own["seen"].iloc[0] else (color, labels.paper)
        size = labels.size**2
        ax.scatter(xs[:1], ys[:1], s=30 * size, c=fill, edgecolors=edge, linewidths=1.0, zorder=4, gid=f"start-{k}")
        look: Any = {"marker": "v", "edgecolors": labels.paper, "linewidths": 0.7, "zorder": 4.2}
        ax.scatter(xs[cuts], ys[cuts], s=46 * size, c=color, gid=f"cuts-{k}", **look)
        starts.append((f"{family} {money(ys[0], sign)}", xs[0], ys[0], color))
        starts += [(money(ys[cut], sign), xs[cut], ys[cut], color) for cut in cuts]
    return lines, starts


def _name_marks(labels: Labels, marks: Mapping[str, str]) -> None:
    """Write the word of each marked day beside its line."""
    (left, right), (floor, top) = labels.ax.get_xlim(), labels.ax.get_ylim()
    for date, word in marks.items():
        at, text = day_number(pd.Timestamp(date)), f"{short(word)}, {day(pd.Timestamp(date))}"
        if left < at < right:
            labels.avoid_line([at, at], [floor, top])
            labels.place(Label(text, at, top / 1.12, side=-12, color=RED, gap=3, reach=40))


def _families(prices: pd.DataFrame, price: str) -> pd.DataFrame:
    """Return each family's prices by day, that of its newest member each, and whether one was only seen that day."""
    known = prices[prices[price].notna()]
    names = known["name"].where(known["name"].notna(), known["model"])
    rows = pd.DataFrame(
        {
            "family": [short(str(name).split(" (")[0]) for name in names],
            "date": days_of(known["from"], "from").to_numpy(),
            "price": values_of(known[price]),
            "released": days_of(known["released"], "released").to_numpy() if "released" in known else pd.NaT,
            "seen": holds(known["observed"]) if "observed" in known else False,
            "basis": known["price_basis"].to_numpy(dtype=object) if "price_basis" in known else None,
        }
    )
    rows["released"] = rows["released"].fillna(rows["date"])
    rows = rows.sort_values(["date", "released"], kind="stable")
    newest = rows["released"].groupby(rows["family"]).cummax()
    rows = rows[(rows["released"] == newest)].drop_duplicates(["family", "date"], keep="last")
    return rows.reset_index(drop=True)[["family", "date", "price", "seen", "basis"]]
