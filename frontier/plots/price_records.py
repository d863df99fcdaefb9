"""Record lows of the price of a quality."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from frontier.frames.columns import values_of
from frontier.frames.costs import currency
from frontier.frames.prices import Decline
from frontier.plots.axes import day_numbers, set_days, set_price_axis, set_style
from frontier.plots.frame import write_frame
from frontier.plots.labels import Labels, spread_over
from frontier.plots.legend import place_legend
from frontier.plots.theme import BLUE, RED, TEXT, new_axes, picture
from frontier.words.headlines import headline
from frontier.words.names import LEGEND, cost_axis, shown_as
from frontier.words.numbers import figure, money
from frontier.words.sources import records_sources


@picture
def plot_price_records(records: pd.DataFrame, decline: Decline | None = None, *, ax: Axes | None = None) -> Axes:
    """Draw the record lows of the price of a quality, and the line through them.

    Parameters
    ----------
    records : pandas.DataFrame
        From `price_records`.
    decline : Decline, optional
        From `price_decline` of these records; the line is drawn, and the title states it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.

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
    ax = new_axes() if ax is None else ax
    days, prices = day_numbers(records["date"]), values_of(records["price"])
    set_days(ax, days, (0.05, 0.18))
    fitted = [] if decline is None else [decline.at(day) for day in records["date"].iloc[[0, -1]]]
    column = str(records["price_column"].iloc[0]) if "price_column" in records else "price"
    name, sign = cost_axis(column), currency(column)
    heights = [*prices, *fitted]
    set_price_axis(ax, min(heights), max(heights), sign, f"Lowest so far: {name[0].lower()}{name[1:]}")
    set_style(ax)
    write_frame(ax, headline(records, decline=decline), records_sources(records))

    labels, right = Labels(ax), ax.get_xlim()[1]
    steps = np.repeat(np.append(days, right), 2)[1:-1], np.repeat(prices, 2)
    ax.plot(*steps, color=BLUE, linewidth=1.5, zorder=2.5, gid="records-line", label=LEGEND["lowest"])
    labels.avoid_line(*steps)
    ax.scatter(days, prices, s=40, c=BLUE, edgecolors="white", linewidths=0.8, zorder=4, gid="records")
    labels.avoid_points(days, prices)
    if decline is not None:
        ends, along = days[[0, -1]], np.linspace(0, 1, 80)
        word = f"{figure(decline.factor_per_year.value)} times cheaper a year"
        labels.avoid_line(ends[0] + along * np.ptp(ends), fitted[0] * (fitted[1] / fitted[0]) ** along)
        ax.plot(ends, fitted, color=RED, linewidth=1.6, linestyle=(0, (5, 3)), zorder=2.4, gid="decline", label=word)
    place_legend(labels, ("upper right", "lower left"))
    spots = list(zip(shown_as(records["model"], records.get("name")), days.tolist(), prices.tolist(), strict=True))
    for name, day, price in spread_over(spots):
        text = f"{name} {money(price, sign)}"
        labels.name(text, day, price, color=TEXT, sides=(22, 45, 0, 68, 90, 338, 315, 270, 225, 180), reach=60)
    return ax
