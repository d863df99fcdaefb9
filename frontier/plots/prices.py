"""Prices through time."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from frontier.frames.columns import days_of, values_of
from frontier.frames.costs import currency
from frontier.plots.axes import (
    _cost_name,
    _day_number,
    _day_numbers,
    _one_two_five,
    _set_days,
    _set_price_axis,
    _set_style,
)
from frontier.plots.frame import _write_frame
from frontier.plots.labels import _Labels, _spread_over
from frontier.plots.legend import _place_legend
from frontier.plots.theme import _HALO, _MUTED, _RED, _TEXT, _new_axes, _picture
from frontier.words.headlines import (
    _CLASSES,
    Floats,
    _break_even,
    _day,
    _number,
    _price,
    _records_headline,
    _short,
    _shown_as,
    _steps_headline,
)
from frontier.words.sources import bases_in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from frontier.core.estimate import Estimate
    from frontier.frames.prices import Decline


@_picture
def plot_price_records(
    records: pd.DataFrame,
    decline: Decline | None = None,
    ax: Axes | None = None,
    *,
    names: Mapping[Hashable, str] | pd.Series[Any] | None = None,
) -> Axes:
    """Draw the record lows of the price of a quality, and the line through them.

    Parameters
    ----------
    records : pandas.DataFrame
        From `price_records`.
    decline : Decline, optional
        From `price_decline` of these records; the line is drawn, and the title states it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    names : mapping or Series, optional
        The name to show for each model; one that has none is shown by its key.

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
    The quality of gpt-4-0314 cost $60 in March 2023 and $0.14 in October 2024
    """
    if not isinstance(records, pd.DataFrame) or not {"model", "date", "price"} <= set(records.columns):
        raise TypeError("records must be what price_records(points, at_least=...) returns")
    if records.empty:
        raise ValueError("there are no records to draw: nothing that has a price reaches the level")
    ax = _new_axes() if ax is None else ax
    days, prices = _day_numbers(records["date"]), values_of(records["price"])
    _set_days(ax, days, (0.05, 0.18))
    fitted = [] if decline is None else [decline.at(day) for day in records["date"].iloc[[0, -1]]]
    of = str(records["price_column"].iloc[0]) if "price_column" in records else "price"
    label, sign = _cost_name(of), currency(of)
    heights = [*prices, *fitted]
    _set_price_axis(ax, min(heights), max(heights), sign, f"Lowest so far: {label[0].lower()}{label[1:]}")
    _set_style(ax)
    title, subtitle = _records_headline(records, decline, names, sign)
    sources = bases_in_words(records["price_basis"].dropna()) if "price_basis" in records else ""
    first, last = (_day(pd.Timestamp(day)) for day in records["date"].iloc[[0, -1]])
    footer = [f"{len(records)} records, {first} to {last}."]
    footer += [f"Prices: {sources}."] if sources else []
    footer.append("A record is cheaper than all before that reach the level; records are picked for being low.")
    _write_frame(ax, title, subtitle, footer)

    labels = _Labels(ax)
    right = ax.get_xlim()[1]
    corners = np.repeat(np.append(days, right), 2)[1:-1], np.repeat(prices, 2)
    ax.plot(*corners, color=_CLASSES[0][0], linewidth=1.5, zorder=2.5, gid="records-line", label="Lowest price so far")
    labels.avoid_line(corners)
    ax.scatter(days, prices, s=40, c=_CLASSES[0][0], edgecolors="white", linewidths=0.8, zorder=4, gid="records")
    labels.avoid_points(days, prices, np.full(len(days), 5.0))
    if decline is not None:
        ends = days[[0, -1]]
        word = f"{decline.factor_per_year.value:.3g} times cheaper a year"
        along = np.linspace(0, 1, 80)
        labels.avoid_line((ends[0] + along * np.ptp(ends), fitted[0] * (fitted[1] / fitted[0]) ** along))
        ax.plot(ends, fitted, color=_RED, linewidth=1.6, linestyle=(0, (5, 3)), zorder=2.4, gid="decline", label=word)
    _place_legend(ax, labels, ("upper right", "lower left"))
    spots = list(zip(_shown_as(records["model"], names), days.tolist(), prices.tolist(), strict=True))
    for name, day, price in _spread_over(spots):
        text = f"{name} {_price(price, sign)}"
        labels.name(text, day, price, colour=_TEXT, sides=(22, 45, 0, 68, 90, 338, 315, 270, 225, 180), reach=60)
    return ax


@_picture
def plot_price_steps(
    prices: pd.DataFrame,
    models: pd.DataFrame,
    ax: Axes | None = None,
    *,
    price: str = "output_usd_per_mtok",
    marks: Mapping[str, str] | None = None,
) -> Axes:
    """Draw a maker's prices through time, one step line a model family, with every cut marked.

    Parameters
    ----------
    prices : pandas.DataFrame
        From `load_prices`, of the bases and days to show: ``model``, ``from`` and the price.
    models : pandas.DataFrame
        The models to show, those of one maker: ``model``, ``name``, and ``released`` where known. The prices
        themselves will do.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    price : str
        Column of ``prices``, with its currency in its name, such as ``output_usd_per_mtok``.
    marks : mapping of date to str, optional
        Days to mark with an upright line and a word. Not given: 20 January 2025, the release of DeepSeek R1.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; nothing is shown or saved.

    Raises
    ------
    ValueError
        If a column is missing, or no model of ``models`` has a price.

    Notes
    -----
    A family is what shares a name up to a final parenthesis: "GPT-4o (2024-05-13)" and "GPT-4o (2024-08-06)" are both
    GPT-4o. Its price on a day is that of its newest member with a price by then, so a new version that is cheaper is a
    cut. A hollow start was only seen on that day (``observed``) and may be older.

    Examples
    --------
    >>> import frontier
    >>> models, prices = frontier.load_models(as_of="2025-02-14"), frontier.load_prices()
    >>> mine = models[models.organization == "OpenAI"]
    >>> before = prices[(prices.price_basis == "list") & (prices["from"] <= "2025-02-14")]
    >>> print(frontier.plot_price_steps(before, mine).get_title(loc="left"))
    From GPT-4 at $60 (March 2023) to GPT-4o mini at $0.60 (July 2024)
    """
    for which, table, needed in (("prices", prices, {"model", "from", price}), ("models", models, {"model", "name"})):
        if not needed <= set(table.columns):
            lacking = ", ".join(sorted(needed - set(table.columns)))
            raise ValueError(f"{which} must have the column {lacking}; load_prices() has all that either needs")
    families = _families(prices, models, price)
    if families.empty:
        raise ValueError(f"none of these models has a {price}; choose other models, or another price basis")
    marks = {"2025-01-20": "DeepSeek R1"} if marks is None else marks
    ax = _new_axes() if ax is None else ax
    days, values, sign = _day_numbers(families["date"]), values_of(families["price"]), currency(price)
    _set_days(ax, days, (0.04, 0.12))
    bases = set(families["basis"].dropna())
    label = _cost_name(price)
    listed = label.replace("Price", "List price") if bases == {"list"} else label
    _set_price_axis(ax, values.min(), values.max(), sign, listed)
    _set_style(ax)
    makers = sorted(set(models["organization"].dropna())) if "organization" in models else []
    shown = families["family"].nunique()
    footer = [
        f"{_short(makers[0]) if len(makers) == 1 else 'Models'}: {shown} families, {_day(families['date'].min())} to "
        f"{_day(families['date'].max())}.",
        "A family's price is that of its newest version.",
    ]
    footer += [f"Prices: {bases_in_words(sorted(bases))}."] if bases - {"list"} else []
    if families["seen"].any():
        footer.append("Hollow: seen on that day, and may be older.")
    _write_frame(ax, _steps_headline(families, sign), f"{label}; a triangle marks a cut", footer)
    labels = _Labels(ax)
    right = ax.get_xlim()[1]
    top = ax.get_ylim()[1]
    for day, word in marks.items():
        at = _day_number(pd.Timestamp(day))
        if ax.get_xlim()[0] < at < right:
            ax.axvline(at, color=_RED, linewidth=0.9, linestyle=(0, (4, 3)), gid=f"mark-{day}")
            labels.avoid_line((np.array([at, at]), np.array(ax.get_ylim())))
            text = f"{_short(word)}, {_day(pd.Timestamp(day))}"
            labels.place(text, at, top / 1.12, size=8, colour=_RED, gap=3, reach=40,
                         sides=(338, 0, 202, 180, 315, 225))  # fmt: skip
    until = float(days.max() + (right - days.max()) / 3)  # no farther than one can see that it is the last known
    starts = []
    for k, (family, own) in enumerate(families.groupby("family", sort=False)):
        colour, _ = _CLASSES[k % len(_CLASSES)]
        xs, ys = _day_numbers(own["date"]), values_of(own["price"])
        corners = np.repeat(np.append(xs, until), 2)[1:-1], np.repeat(ys, 2)
        dashes: Any = "solid" if k < len(_CLASSES) else (0, (4, 1.5))  # more families than colours
        ax.plot(*corners, color=colour, linewidth=1.6, linestyle=dashes, zorder=2.5, gid=f"family-{k}")
        labels.avoid_line(corners)
        cuts = np.flatnonzero(np.diff(ys) < 0) + 1
        fill, edge = ("white", colour) if own["seen"].iloc[0] else (colour, "white")
        ax.scatter(xs[:1], ys[:1], s=30, c=fill, edgecolors=edge, linewidths=1.0, zorder=4, gid=f"start-{k}")
        look: Any = {"marker": "v", "edgecolors": "white", "linewidths": 0.7, "zorder": 4.2}
        ax.scatter(xs[cuts], ys[cuts], s=46, c=colour, gid=f"cuts-{k}", **look)
        labels.avoid_points(xs, ys, np.full(len(xs), 5.0))
        starts.append((f"{family} {_price(ys[0], sign)}", xs[0], ys[0], colour))
        starts += [(_price(ys[cut], sign), xs[cut], ys[cut], colour) for cut in cuts]
    for text, x, y, colour in _spread_over(starts):
        labels.name(text, float(x), float(y), colour=colour, sides=labels._ABOVE, reach=60)
    return ax


@_picture
def plot_spend_change(
    price_factor: float | Estimate | Decline,
    elasticities: Sequence[float] = (),
    ax: Axes | None = None,
    *,
    demand: str = "constant",
) -> Axes:
    """Draw where spending rises although prices fall: by how far they fall, and by the elasticity of demand.

    Parameters
    ----------
    price_factor : float, Estimate or Decline
        The fall to mark, by how many times; of a `Decline` its factor a year. An interval is shaded.
    elasticities : sequence of float
        Elasticities of demand to mark, each with what spending becomes.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    demand : {"constant", "linear"}
        The form of the demand curve, as in `spend_change`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; nothing is shown or saved.

    Raises
    ------
    TypeError, ValueError
        As `spend_change`; and if the price does not fall.

    Notes
    -----
    Lines join equal changes of spending. Nothing is measured but the fall of the price: which elasticity holds, the
    picture does not say.

    Examples
    --------
    >>> import frontier
    >>> ax = frontier.plot_spend_change(26, [0.8, 1.2])
    >>> print(ax.get_title(loc="left"))
    If prices fall 26-fold: spending × 0.52 at an
    elasticity of 0.8, × 1.9 at an elasticity of 1.2
    """
    from frontier.frames.prices import Decline, spend_change

    marked = [spend_change(price_factor, elasticity, demand=demand) for elasticity in elasticities]
    factor, even = _break_even(price_factor, demand)
    if factor.value <= 1:
        raise ValueError(f"the price must fall, by a factor above 1, got {factor}")
    ax = _new_axes() if ax is None else ax
    right = 10 ** math.ceil(math.log10(1.2 * np.nanmax([factor.value, factor.high])) + 1e-9)
    top = max(2.0, 1.15 * max([even.value if demand == "linear" else 0.0, *elasticities]))
    ax.set_xscale("log")
    ax.set_xlim(1, right)
    ax.set_ylim(0, top)
    ax.xaxis.set_major_locator(FixedLocator([tick for tick in _one_two_five(1, right) if 1 <= tick <= right]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    ax.set_xlabel("The price falls by a factor of (log scale)", color=_TEXT, fontsize=10)
    of = {"constant": "constant", "linear": "where the fall begins"}[demand]
    ax.set_ylabel(f"Price elasticity of demand ({of})", color=_TEXT, fontsize=10)
    _set_style(ax)
    year = " a year" if isinstance(price_factor, Decline) else ""
    fall = f"If prices fall {_number(factor.value)}-fold{year}"
    rises = f"spending rises where the elasticity of demand is above {_number(even.value)}"
    title = f"{fall}, {rises}"
    if marked:
        effects = [f"× {_number(one.spend.value)} at an elasticity of {one.elasticity:g}" for one in marked[:3]]
        title = f"{fall}: spending {', '.join(effects)}"
    confidence = f"{100 * price_factor.confidence:g} % " if isinstance(price_factor, Decline) else ""
    ends = f"; dotted: {confidence}interval, {_number(factor.low)} to {_number(factor.high)}"
    how = "" if math.isnan(factor.low) else ends
    subtitle = ("lines join equal spending" if not marked else rises) + how
    footer = ["Spending: price times quantity, at one level of quality.", "This is arithmetic, not a forecast:"]
    footer.append("the elasticity of demand is not known here.")
    if isinstance(price_factor, Decline):
        of = "" if price_factor.level is None else f" of the quality of {_short(price_factor.level)}"
        span = " to ".join(_day(pd.Timestamp(day)) for day in price_factor.records["date"].iloc[[0, -1]])
        footer.insert(0, f"Price{of}: {price_factor.n} records, {span}, R2 {price_factor.r_squared:.2f}.")
    _write_frame(ax, title, subtitle, footer)

    falls = np.geomspace(1.0, right, 481)[1:]

    def line(level: float) -> Floats:
        """Return the elasticity at which spending is this multiple of that before."""
        if demand == "constant":
            return np.asarray(1 + math.log(level) / np.log(falls))
        return np.asarray((level * falls - 1) / (1 - 1 / falls))

    labels = _Labels(ax)
    ax.fill_between(falls, line(1.0), top, color=_HALO, linewidth=0, zorder=0.5, gid="rises")
    if not math.isnan(factor.low):
        for k, end in enumerate((factor.low, factor.high)):
            ax.axvline(end, color=_RED, linewidth=1.1, linestyle=(0, (1, 2)), zorder=2.3, gid=f"interval-{k}")
            labels.avoid_line((np.full(2, end), np.array([0, top])))
    ax.axvline(factor.value, color=_RED, linewidth=1.6, linestyle=(0, (5, 3)), zorder=2.4, gid="factor")
    labels.avoid_line((np.full(2, factor.value), np.array([0, top])))
    lines = []
    for level in (1.0, 0.01, 0.1, 0.5, 2.0, 10.0, 100.0):
        inside = (line(level) >= 0) & (line(level) <= top)
        corners = falls[inside], line(level)[inside]
        if inside.sum() > 1:
            colour, width = (_TEXT, 1.8) if level == 1 else (_MUTED, 0.8)
            ax.plot(falls, line(level), color=colour, linewidth=width, zorder=2.2, gid=f"spending-{level:g}")
            labels.avoid_line(corners)
            lines.append((level, colour, corners))
    for one in marked:
        spot = (factor.value, one.elasticity)
        ax.scatter(spot[0], spot[1], s=46, c=_RED, edgecolors="white", linewidths=0.8, zorder=4)
        labels.avoid_points(np.array([spot[0]]), np.array([spot[1]]), np.array([5.0]))
        text = f"elasticity {one.elasticity:g}: spending × {_number(one.spend.value)}"
        labels.name(text, *spot, colour=_RED, sides=(22, 338, 0, 45, 315, 158, 202), reach=40)
    for level, colour, (xs, ys) in lines:
        word = "spending as before" if level == 1 else f"× {level:g}"
        for k in (len(xs) - 1) * np.array([16, 18, 14, 12, 8, 10, 6]) // 20:
            if labels.place(word, xs[k], ys[k], size=8, colour=colour, gap=2, reach=4, sides=(90, 270, 180, 0),
                            must=False):  # fmt: skip
                break
    for word, heights in (("spending rises", (0.96, 0.9, 0.8)), ("spending falls", (0.04, 0.1, 0.2))):
        spots = ((right**share, height * top) for height in heights for share in (0.02, 0.4, 0.6, 0.8))
        any(
            labels.place(word, *spot, size=10, weight="bold", colour=_TEXT, gap=2, reach=0, sides=(0,), must=False)
            for spot in spots
        )
    return ax


def _families(prices: pd.DataFrame, models: pd.DataFrame, price: str) -> pd.DataFrame:
    """Return each family's prices by day, that of its newest member each, and whether one was only seen that day."""
    about = models.drop_duplicates("model").set_index("model")
    known = prices[prices["model"].isin(about.index) & prices[price].notna().to_numpy()]
    names = [name if isinstance(name, str) else str(key) for key, name in about["name"].reindex(known["model"]).items()]
    released = about["released"] if "released" in about else pd.Series(pd.NaT, about.index)
    rows = pd.DataFrame(
        {
            "family": [_short(name.split(" (")[0]) for name in names],
            "date": days_of(known["from"], "from").to_numpy(),
            "price": values_of(known[price]),
            "released": days_of(released, "released").reindex(known["model"]).to_numpy(),
            "seen": known["observed"].to_numpy(dtype=bool) if "observed" in known else False,
            "basis": known["price_basis"].to_numpy(dtype=object) if "price_basis" in known else None,
        }
    )
    rows["released"] = rows["released"].fillna(rows["date"])
    rows = rows.sort_values(["date", "released"], kind="stable")
    newest = rows["released"].groupby(rows["family"]).cummax()
    rows = rows[(rows["released"] == newest)].drop_duplicates(["family", "date"], keep="last")
    return rows.reset_index(drop=True)[["family", "date", "price", "seen", "basis"]]
