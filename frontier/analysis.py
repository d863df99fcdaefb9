"""DataFrame verbs with frozen results: find a frontier, then ask it what people ask of one.

Any DataFrame with a numeric cost and a numeric quality will do. The geometry is in `frontier.pareto`; this
module slices columns in, keeps the names, and says what was left out and why.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from frontier.pareto import mixing_hull, pareto_layers
from frontier.spelling import did_you_mean
from frontier.uncertainty import FrontierBand, frontier_band, frontier_probability, rank_range, verdicts, winners_curse

Floats = npt.NDArray[np.float64]

# Half the width of a 95 % interval, in standard deviations.
_HALF_95 = 1.959964

# The columns that tell of which snapshot a score is.
SNAPSHOT = ("elo_date", "date", "board")
# What "open" means, as the tiers of openness it takes in.
OPEN_NAMES: Mapping[str, str] = {
    "weights": "Open weights",
    "commercial": "Open, commercial use",
    "osi": "Open source licence",
}
OPEN_MEANS: Mapping[str, tuple[str, ...]] = {
    "weights": ("osi", "commercial", "noncommercial"),
    "commercial": ("osi", "commercial"),
    "osi": ("osi",),
}


def is_open(models: pd.DataFrame, open_means: str = "weights") -> pd.Series[bool]:
    """Tell which models count as open.

    Parameters
    ----------
    models : pandas.DataFrame
        With a column ``openness``: osi, commercial, noncommercial or proprietary.
    open_means : {"weights", "commercial", "osi"}
        ``weights``: the weights can be downloaded, under any licence. ``commercial``: and used commercially,
        perhaps with conditions. ``osi``: under MIT, Apache-2.0 or the like.

    Returns
    -------
    pandas.Series of bool
        On the index of ``models``. False where openness is missing.

    Raises
    ------
    ValueError
        If ``open_means`` is none of the three, or the table has no column ``openness``.

    Examples
    --------
    >>> import pandas as pd
    >>> models = pd.DataFrame({"openness": ["osi", "noncommercial", "proprietary"]})
    >>> is_open(models).tolist(), is_open(models, "osi").tolist()
    ([True, True, False], [True, False, False])
    """
    if open_means not in OPEN_MEANS:
        hint = did_you_mean(open_means, OPEN_MEANS)
        raise ValueError(f"open_means must be one of {', '.join(OPEN_MEANS)}, got {open_means!r}{hint}")
    return column_of(models, "openness", "openness").isin(OPEN_MEANS[open_means])


def open_or_proprietary(models: pd.DataFrame, open_means: str = "weights") -> pd.Series[str]:
    """Return the class of each model, for the ``by`` of `find_frontier`.

    Parameters
    ----------
    models : pandas.DataFrame
        With a column ``openness``.
    open_means : {"weights", "commercial", "osi"}
        What counts as open, as in `is_open`.

    Returns
    -------
    pandas.Series of str
        ``Proprietary``, or ``Open weights`` (``Open, commercial use`` and ``Open source licence`` for the narrower
        readings); what is downloadable but not open enough counts as neither and is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> open_or_proprietary(pd.DataFrame({"openness": ["osi", "proprietary"]})).tolist()
    ['Open weights', 'Proprietary']
    """
    opened = is_open(models, open_means)
    out = pd.Series(None, index=models.index, dtype=object, name="class")
    out[opened] = OPEN_NAMES[open_means]
    out[models["openness"] == "proprietary"] = "Proprietary"
    return out


@dataclass(frozen=True)
class Mix:
    """The best mixture of models within a budget, by `Frontier.mix`.

    Attributes
    ----------
    models : tuple
        Names of the one or two models, cheaper first.
    shares : tuple of float
        The part of the requests that goes to each; they sum to 1.
    cost, quality : float
        What the mixture costs and scores on average.
    """

    models: tuple[Any, ...]
    shares: tuple[float, ...]
    cost: float
    quality: float

    def __str__(self) -> str:
        parts = " + ".join(f"{share:.1%} {model}" for share, model in zip(self.shares, self.models, strict=True))
        return f"{parts}: cost {self.cost:g}, quality {self.quality:.1f}"


@dataclass(frozen=True, eq=False)
class Frontier:
    """Which models nothing beats on both cost and quality, and by how much the others are beaten.

    Made by `find_frontier`.

    Attributes
    ----------
    table : pandas.DataFrame
        The models compared, on their own index and in their own order: all columns of the input, the cost and
        quality columns (named by ``cost`` and ``quality``), and

        - ``on_frontier`` (bool): nothing is at most as expensive and at least as good, and better in one;
        - ``layer`` (int): 1 is the frontier, 2 the frontier of the rest, and so on;
        - ``on_hull`` (bool): a vertex of the mixing hull;
        - ``overpay`` (float, >= 1): its cost over the cheapest cost of at least its quality;
        - ``shortfall`` (float, >= 0): the best quality at no more cost, minus its own.

        Where intervals are known also

        - ``sd`` (float): the standard deviation of its quality, from the 95 % interval;
        - ``interval_assumed`` (bool): it has no interval of its own and was given the widest of the table;
        - ``probability`` (float): that it is on the true frontier, from `frontier_probability`;
        - ``verdict`` (str): ``certain``, ``possible`` or ``dominated``, from the intervals alone (`verdicts`);
        - ``best_rank``, ``worst_rank`` (int): the ranks that the intervals allow, by the Arena's rule (`rank_range`),
          among all models of the input (in ``groups``, of the group), those without a price included.
    dropped : pandas.DataFrame
        What could not be compared: ``model`` and ``reason``, on the index of the input.
    cost, quality : str
        Names of the two columns.
    by : str or None
        Name of the column of ``table`` with the grouping, as text, if asked for.
    groups : mapping of str to Frontier
        Each group's own frontier; empty unless ``by`` was given.
    assumed : tuple
        Models without an interval of their own, priced or not, which were given the widest of the table.
    cost_of : str
        What the cost is of, such as "3 input, 1 output": the ``attrs["of"]`` of the Series that was given.
    """

    table: pd.DataFrame = field(repr=False)
    dropped: pd.DataFrame = field(repr=False)
    cost: str
    quality: str
    by: str | None = None
    groups: Mapping[str, Frontier] = field(default_factory=dict, repr=False)
    assumed: tuple[Any, ...] = field(default=(), repr=False)
    cost_of: str = field(default="", repr=False)

    @property
    def members(self) -> pd.DataFrame:
        """The rows of ``table`` on the frontier, by rising cost; ties keep the order of the table."""
        on = self.table[self.table["on_frontier"]]
        return on.iloc[np.lexsort((np.arange(len(on)), -values_of(on[self.quality]), values_of(on[self.cost])))]

    @property
    def hull(self) -> pd.DataFrame:
        """The rows of ``table`` at the vertices of the mixing hull, one a vertex, by rising cost."""
        return self.table[self.table["on_hull"]].drop_duplicates(self.cost).sort_values(self.cost)

    @property
    def interval(self) -> tuple[str, str] | None:
        """Names of the columns with the ends of the 95 % intervals of the quality; None if the table has none."""
        ends = _ends(self.quality)
        return ends if set(ends) <= set(self.table.columns) else None

    def cheapest(self, quality: float, *, confidence: float | None = None) -> pd.Series[Any]:
        """Return the cheapest model with at least this quality.

        Parameters
        ----------
        quality : float
            The quality asked for, in the unit of the quality column.
        confidence : float, optional
            The least probability, strictly between 0 and 1, with which its true quality must reach it. Not given: the
            measured quality counts.

        Returns
        -------
        pandas.Series
            Its row of ``table``; with ``confidence`` also ``probability_reached``. Of equally cheap ones the best, then
            the first of the table.

        Raises
        ------
        ValueError
            If no model reaches the quality, or confidence is asked for and no intervals are known.

        Examples
        --------
        >>> import frontier
        >>> deck = frontier.load_models(as_of="2025-02-14", price_basis="arena")
        >>> find_frontier(deck).cheapest(1350, confidence=0.95)["name"]
        'DeepSeek R1'
        """
        _check_number(quality=quality)
        if confidence is not None:
            return self._surely(quality, confidence)
        good = self.members[values_of(self.members[self.quality]) >= quality]
        if good.empty:
            best = self.members.iloc[-1:]
            top = (
                "there is none"
                if best.empty
                else f"the best is {_label(_first(best))} at {best[self.quality].item():g}"
            )
            raise ValueError(f"no model has {self.quality} of at least {quality:g}; {top}")
        return _first(good)

    def best(self, budget: float) -> pd.Series[Any]:
        """Return the best model that costs at most this much.

        Parameters
        ----------
        budget : float
            The most it may cost, in the unit of the cost column.

        Returns
        -------
        pandas.Series
            Its row of ``table``. Of equally good ones the cheapest, then the first of the table. Where intervals are
            known also ``probability_best``: that it is the best of all within the budget.

        Raises
        ------
        ValueError
            If every model costs more.

        Examples
        --------
        >>> import frontier
        >>> deck = frontier.load_models(as_of="2025-02-14", price_basis="arena")
        >>> round(find_frontier(deck).best(budget=3).probability_best, 6)
        0.888528
        """
        within = self._within(budget)
        top = _first(within[values_of(within[self.quality]) == within[self.quality].max()])
        if "sd" not in self.table:
            return top
        rivals = self.table[values_of(self.table[self.cost]) <= budget]
        # at one price all are rivals of each other, and on the frontier is who is best
        each = frontier_probability(np.zeros(len(rivals)), values_of(rivals[self.quality]), values_of(rivals["sd"]))
        same = (values_of(rivals[self.quality]) == top[self.quality]) & (values_of(rivals[self.cost]) == top[self.cost])
        return _with(top, probability_best=each[same][0])

    def mix(self, budget: float) -> Mix:
        """Return the mixture of models with the best average quality at this average cost.

        Requests are sent at random to two models so that the average cost is the budget. With one budget at
        most two models are needed, both vertices of the mixing hull.

        Parameters
        ----------
        budget : float
            The most that requests may cost on average, in the unit of the cost column.

        Returns
        -------
        Mix
            Models, shares, cost and quality. One model where that is best.

        Raises
        ------
        ValueError
            If every model costs more.

        Notes
        -----
        The average of scores is not the score of the mixture as the Arena would measure it: it says what random
        routing gives, and a router that knows the requests can do better (RouterBench, arXiv 2403.12031;
        Prompt-to-Leaderboard, arXiv 2502.14855).

        Examples
        --------
        >>> import frontier
        >>> deck = frontier.load_models(as_of="2025-02-14", price_basis="arena")
        >>> print(find_frontier(deck).mix(budget=1))
        66.5% gemini-2.0-flash-001 + 33.5% deepseek-r1: cost 1, quality 1357.1
        """
        self._within(budget)
        hull = self.hull
        cost, quality = values_of(hull[self.cost]), values_of(hull[self.quality])
        names = [_label(row) for _, row in hull.iterrows()]
        right = int(np.searchsorted(cost, budget, side="right"))
        if right == len(cost) or cost[right - 1] == budget:
            k = right - 1
            return Mix((names[k],), (1.0,), float(cost[k]), float(quality[k]))
        low, high = right - 1, right
        share = float((budget - cost[low]) / (cost[high] - cost[low]))
        mixed = float(quality[low] + share * (quality[high] - quality[low]))
        return Mix((names[low], names[high]), (1 - share, share), float(budget), mixed)

    def entry_price(self, quality: float) -> float:
        """Return the cost that a new model of this quality must undercut to be on the frontier.

        Parameters
        ----------
        quality : float
            The quality of the new model.

        Returns
        -------
        float
            The lowest cost of at least that quality: the new model must be cheaper, or as cheap and at least as good as
            all that cost the same.
            Infinity if nothing reaches the quality: any price will do.

        Raises
        ------
        ValueError
            If the quality is not a number.

        Examples
        --------
        >>> import frontier
        >>> deck = frontier.load_models(as_of="2025-02-14", price_basis="arena")
        >>> find_frontier(deck).entry_price(1350)
        0.4
        """
        _check_number(quality=quality)
        rivals = values_of(self.table[self.cost])[values_of(self.table[self.quality]) >= quality]
        return float(rivals.min(initial=math.inf))

    def entry_quality(self, cost: float) -> float:
        """Return the quality that a new model of this cost must exceed to be on the frontier.

        Parameters
        ----------
        cost : float
            The cost of the new model.

        Returns
        -------
        float
            The best quality at no more cost: the new model must be better, or as good and no dearer than the
            cheapest of that quality. Minus infinity
            if everything costs more: any quality will do.

        Raises
        ------
        ValueError
            If the cost is not a number.

        Examples
        --------
        >>> import frontier
        >>> deck = frontier.load_models(as_of="2025-02-14", price_basis="arena")
        >>> find_frontier(deck).entry_quality(1)
        1354.84
        """
        _check_number(cost=cost)
        rivals = values_of(self.table[self.quality])[values_of(self.table[self.cost]) <= cost]
        return float(rivals.max(initial=-math.inf))

    def band(self, levels: tuple[float, ...] = (0.05, 0.5, 0.95)) -> FrontierBand:
        """Return where the true frontier lies: level curves of the attainment function.

        Parameters
        ----------
        levels : tuple of float
            Probabilities strictly between 0 and 1; between the curves of 0.05 and 0.95 lie nine in ten.

        Returns
        -------
        FrontierBand
            The distinct costs and one curve a level.

        Raises
        ------
        ValueError
            If no intervals are known, or a level is not strictly between 0 and 1.

        Examples
        --------
        >>> import frontier
        >>> deck = frontier.load_models(as_of="2025-02-14", price_basis="arena")
        >>> find_frontier(deck).band().quality[:, -1].round(1)
        array([1368.7, 1365.7, 1363.1])
        """
        return frontier_band(*self._distributions(), levels=levels)

    def winners_curse(self) -> float:
        """Return by how much the best measured quality overstates the best there is.

        Returns
        -------
        float
            Mean of the largest of one draw of each model, minus the largest measured quality (`winners_curse`).

        Raises
        ------
        ValueError
            If no intervals are known.

        Examples
        --------
        >>> import frontier
        >>> deck = frontier.load_models(as_of="2025-02-14", price_basis="arena")
        >>> round(find_frontier(deck).winners_curse(), 2)
        0.45
        """
        _, quality, sd = self._distributions()
        return winners_curse(quality, sd)

    def _distributions(self) -> tuple[Floats, Floats, Floats]:
        if "sd" not in self.table:
            raise ValueError(
                f"no intervals of {self.quality}, so nothing is known of how sure it is: give "
                f"{' and '.join(_ends(self.quality))}, and do not find the frontier with uncertainty=False"
            )
        cost, quality, sd = (values_of(self.table[c]) for c in (self.cost, self.quality, "sd"))
        return cost, quality, sd

    def _surely(self, quality: float, confidence: float) -> pd.Series[Any]:
        from scipy.special import ndtr

        _check_number(confidence=confidence)
        if not 0 < confidence < 1:
            raise ValueError(f"confidence must lie strictly between 0 and 1, got {confidence!r}")
        cost, mean, sd = self._distributions()
        with np.errstate(divide="ignore", invalid="ignore"):
            reached = np.where(sd > 0, ndtr((mean - quality) / sd), mean >= quality)
        good = np.flatnonzero(reached >= confidence)
        if not len(good):
            top = int(reached.argmax()) if len(reached) else None
            likeliest = (
                "" if top is None else f"; the likeliest is {_label(self.table.iloc[top])} with {reached[top]:.3g}"
            )
            raise ValueError(
                f"no model has {self.quality} of at least {quality:g} with probability {confidence:g}{likeliest}"
            )
        best = good[np.lexsort((-mean[good], cost[good]))[0]]
        return _with(_first(self.table.iloc[[best]]), probability_reached=reached[best])

    def _within(self, budget: float) -> pd.DataFrame:
        _check_number(budget=budget)
        within = self.members[values_of(self.members[self.cost]) <= budget]
        if within.empty:
            low = self.members.iloc[:1]
            least = (
                "there is none" if low.empty else f"the cheapest is {_label(_first(low))} at {low[self.cost].item():g}"
            )
            raise ValueError(f"no model has {self.cost} of at most {budget:g}; {least}")
        return within

    def __str__(self) -> str:
        head = f"{len(self.members)} of {len(self.table)} models on the frontier of {self.quality} against {self.cost}"
        left = self.dropped["reason"].value_counts()
        tail = "; ".join(f"{n} left out: {reason}" for reason, n in left.items())
        sure = "probability" in self.table
        rows = [
            f"  {row[self.cost]:>10.4g}  {row[self.quality]:>8.1f}  "
            + (f"{100 * row['probability']:>5.1f} %  " if sure else "")
            + str(_label(row))
            for _, row in self.members.iterrows()
        ]
        guess = (
            ", ".join(str(_label(row)) for _, row in self.table[self.table["interval_assumed"]].iterrows())
            if sure
            else ""
        )
        assumed = f"no interval, the widest assumed: {guess}" if guess else ""
        return "\n".join(filter(None, [head, *rows, assumed, tail]))


def find_frontier(
    models: pd.DataFrame,
    *,
    cost: str | pd.Series[Any] = "output_usd_per_mtok",
    quality: str | pd.Series[Any] = "elo",
    by: str | pd.Series[Any] | None = None,
    uncertainty: bool = True,
) -> Frontier:
    """Find the models that no other beats on both cost and quality.

    Parameters
    ----------
    models : pandas.DataFrame
        One row a model. A column ``model`` names the rows; else the index does. Not changed.
    cost : str or pandas.Series
        Column, or a Series on the index of ``models`` such as `blended_price(models)`. Lower is better.
    quality : str or pandas.Series
        Column, or a Series on the index of ``models``. Higher is better.
    by : str or pandas.Series, optional
        Column, or a Series on the index, whose every value also gets a frontier of its own in ``groups``.
    uncertainty : bool
        Whether to compute how sure each model's place is, where the table has 95 % intervals of the quality: columns
        named after it, such as ``elo_lower`` and ``elo_upper``.

    Returns
    -------
    Frontier
        The table with what each model is, the members, what was dropped and why, and the questions one asks.

    Raises
    ------
    TypeError
        If cost, quality or an end of the intervals is not numeric.
    ValueError
        If a column does not exist or has integers above 2**53, a Series is not on the index of ``models``, a column is
        named like a result or like another, a quality lies outside its interval, two groups read the same as text, or
        rows compared by ``elo`` are of more than one snapshot (``elo_date`` and ``board``): such scores are not
        comparable.

    Notes
    -----
    j dominates i when cost_j <= cost_i and quality_j >= quality_i, one of them strictly. Comparison is exact, ties
    of a frontier model are all on it. A row whose cost or quality is missing or infinite, or whose cost is not
    positive (a free preview is not a price), is dropped and named: it is never on the frontier and never removes
    another.

    Qualities are taken to be independent and normal, with sd = (upper - lower) / (2 * 1.959964), and costs to be known.
    Intervals of one board are correlated through its anchor; independence overstates how far two scores may be apart.
    The anchor itself has an interval of no width. A model without an interval is given the widest one of the table, the
    least that can be said of it, and named in ``assumed``. Where no interval has a width there is nothing to assume,
    and nothing is said of how sure it is. Columns of ``models`` named like results are replaced, or left out.

    Examples
    --------
    >>> import pandas as pd
    >>> menu = pd.DataFrame({"model": ["a", "b", "c"], "price": [1.0, 2.0, 3.0], "score": [10.0, 30.0, 20.0]})
    >>> frontier = find_frontier(menu, cost="price", quality="score")
    >>> frontier.members.model.tolist()
    ['a', 'b']
    >>> frontier.table.set_index("model").loc["c", ["overpay", "shortfall"]].astype(float).tolist()
    [1.5, 10.0]
    >>> print(frontier.mix(budget=1.5))
    50.0% a + 50.0% b: cost 1.5, quality 20.0
    """
    cost_values, quality_values = column_of(models, cost, "cost"), column_of(models, quality, "quality")
    groups = None if by is None else as_text(column_of(models, by, "by"))
    named = [str(column.name) for column in (cost_values, quality_values, groups) if column is not None]
    for name in named:
        if named.count(name) > 1:
            raise ValueError(f"two of cost, quality and by are named {name!r}; rename one of them")
        if name in (*_PLACES, *_CERTAINTY):
            raise ValueError(f"{name!r} is the name of a result; rename the column")
    reasons = why_dropped(cost_values, quality_values)
    spread = spread_of(models, quality_values) if uncertainty else None
    compared = np.isfinite(values_of(quality_values)) if spread is not None else (reasons == "").to_numpy()
    check_one_snapshot(models[compared], named[1])  # ranks are among all that have a score
    table = models.drop(columns=[c for c in _CERTAINTY if c in models])  # of an earlier answer
    values = {str(column.name): column for column in (cost_values, quality_values, groups) if column is not None}
    found = _find(table.assign(**values), named, reasons, spread)
    return replace(found, cost_of=str(cost_values.attrs.get("of", "")))


_NUMBERS = ("cost", "quality", "interval")  # the roles of a column that must be numeric
_PLACES = ("on_frontier", "layer", "on_hull", "overpay", "shortfall")
_CERTAINTY = ("sd", "interval_assumed", "probability", "verdict", "best_rank", "worst_rank")


@dataclass(frozen=True)
class Spread:
    """Of every row: the standard deviation, the ends of the 95 % interval, and whether they had to be assumed."""

    sd: Floats
    low: Floats
    high: Floats
    assumed: npt.NDArray[np.bool_]

    def of(self, rows: npt.NDArray[np.bool_]) -> Spread:
        """Return that of some rows."""
        return Spread(self.sd[rows], self.low[rows], self.high[rows], self.assumed[rows])


def _find(table: pd.DataFrame, named: list[str], reasons: pd.Series[str], spread: Spread | None) -> Frontier:
    """Find the frontier of checked rows; ``named`` are the columns of cost, quality and, if asked for, groups."""
    cost, quality, *by = named
    kept = (reasons == "").to_numpy()
    names = labels_of(table)
    dropped = pd.DataFrame({"model": names[~kept], "reason": reasons[~kept]})
    costs, qualities = values_of(table[cost]), values_of(table[quality])
    places = _places(costs[kept], qualities[kept])
    assumed: tuple[Any, ...] = ()
    if spread is not None:
        assumed = tuple(names[spread.assumed & np.isfinite(qualities)])
        places |= _certainty(costs, qualities, spread, kept)
    each = {}
    if by:
        groups = table[by[0]]
        for value in pd.unique(groups.dropna()):
            own = (groups == value).to_numpy(dtype=bool)
            each[value] = _find(table[own], [cost, quality], reasons[own], spread and spread.of(own))
    grouping = by[0] if by else None
    return Frontier(table[kept].assign(**places), dropped, cost, quality, grouping, each, assumed)


def as_text(groups: pd.Series[Any]) -> pd.Series[Any]:
    """Return the values as text, missing ones as they are; refuse two values that read the same."""
    words = [value if missing else str(value) for value, missing in zip(groups, groups.isna(), strict=True)]
    text = pd.Series(words, index=groups.index, name=groups.name, dtype=object)
    if text.nunique() < groups.nunique():
        raise ValueError(f"by: two values of {groups.name!r} read the same as text; rename one")
    return text


def spread_of(models: pd.DataFrame, quality: pd.Series[Any]) -> Spread | None:
    """Return how far each quality is known; None where the table has no interval of it that says anything."""
    ends = _ends(quality.name)
    if not set(ends) <= set(models.columns):
        return None
    low, high = (values_of(column_of(models, end, "interval")) for end in ends)
    if np.isnan(low).all() and np.isnan(high).all():
        return None
    middle = values_of(quality)
    for wrong, what in (
        (low > high, f"{ends[0]} is above {ends[1]} in row {{}}; are the ends swapped?"),
        (
            (middle < low) | (middle > high),
            f"{quality.name} is outside {ends[0]} to {ends[1]} in row {{}}; correct them, or rename a quality that is "
            "not what the interval is of",
        ),
    ):
        if wrong.any():
            raise ValueError(what.format(", ".join(map(str, models.index[wrong][:5]))))
    sd = (high - low) / (2 * _HALF_95)
    assumed = ~np.isfinite(sd)
    if assumed.all() or (assumed.any() and sd[~assumed].max() == 0):
        return None  # a model without an interval must not pass for exact
    sd[assumed] = sd[~assumed].max()
    low, high = (np.where(assumed, middle + sign * _HALF_95 * sd, end) for sign, end in ((-1, low), (1, high)))
    return Spread(sd, low, high, assumed)


def _certainty(
    cost: Floats, quality: Floats, spread: Spread, kept: npt.NDArray[np.bool_]
) -> dict[str, npt.NDArray[Any]]:
    """How sure the place of each kept row is; ranks count all that have a quality, priced or not."""
    best, worst = rank_range(spread.low, spread.high)
    cost, quality, known = cost[kept], quality[kept], spread.of(kept)
    probability = frontier_probability(cost, quality, known.sd)
    judged = verdicts(cost, known.low, known.high)
    return dict(zip(_CERTAINTY, (known.sd, known.assumed, probability, judged, best[kept], worst[kept]), strict=True))


def _places(cost: Floats, quality: Floats) -> dict[str, npt.NDArray[Any]]:
    """Where each point stands: layer, hull, and how far it is beaten."""
    layer = pareto_layers(cost, quality)
    on_hull = np.zeros(len(cost), dtype=bool)
    hull = mixing_hull(cost, quality)
    for k in hull:  # every model on a vertex is on the hull, not only the first of equals
        on_hull |= (cost == cost[k]) & (quality == quality[k])
    # The step frontier, by rising cost and so by rising quality, answers both questions by bisection.
    on = layer == 1
    order = np.lexsort((-quality[on], cost[on]))
    steps_cost, steps_quality = cost[on][order], quality[on][order]
    reach = np.searchsorted(steps_quality, quality, side="left")
    within = np.searchsorted(steps_cost, cost, side="right") - 1
    with np.errstate(over="ignore"):
        overpay = cost / steps_cost[reach] if len(cost) else cost
    return {
        "on_frontier": on,
        "layer": layer,
        "on_hull": on_hull,
        "overpay": overpay,
        "shortfall": steps_quality[within] - quality if len(cost) else cost,
    }


def column_of(models: pd.DataFrame, which: str | pd.Series[Any], role: str) -> pd.Series[Any]:
    """Return the column of that name, or the Series itself if it is on the index of the table."""
    if isinstance(which, pd.Series):
        if not which.index.equals(models.index):
            raise ValueError(f"the {role} Series must be on the index of the table; compute it from the same rows")
        column = which if which.name is not None else which.rename(role)
    elif which in models.columns:
        column = pd.Series(models[which])
    else:
        fit = [c for c in models.columns if role not in _NUMBERS or pd.api.types.is_numeric_dtype(models[c])]
        hint = did_you_mean(which, fit) or f"; it has {', '.join(map(str, fit)) or 'none that fits'}"
        raise ValueError(f"{role}: the table has no column {which!r}{hint}")
    if role in _NUMBERS and column.dtype == object and all(_is_number(value) for value in column.dropna()):
        if any(isinstance(value, int | np.integer) and abs(int(value)) > 2**53 for value in column.dropna()):
            raise TypeError(f"{role} has integers above 2**53, which a float cannot tell apart; scale {column.name!r}")
        column = column.map(lambda value: math.nan if pd.isna(value) else float(value)).astype("float64")
    if role in _NUMBERS and (not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)):
        raise TypeError(f"{role} must be numeric, column {column.name!r} is {column.dtype}; convert it first")
    if role in _NUMBERS and column.dtype.kind in "iu" and (column.abs() > 2**53).any():
        raise TypeError(
            f"{role} has integers above 2**53, which a float cannot tell apart; scale column {column.name!r}"
        )
    return column


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool | np.bool_)


def why_dropped(cost: pd.Series[Any], quality: pd.Series[Any]) -> pd.Series[str]:
    """Return the reason that keeps each row out of the comparison; empty where nothing does."""
    reason = np.full(len(cost), "", dtype=object)
    c, q = values_of(cost), values_of(quality)
    for wrong, why in (
        (np.isinf(q), f"{quality.name} is infinite"),
        (np.isnan(q), f"no {quality.name}"),
        (c <= 0, f"{cost.name} is not positive"),
        (np.isinf(c), f"{cost.name} is infinite"),
        (np.isnan(c), f"no {cost.name}"),
    ):
        reason[wrong] = why
    return pd.Series(reason, index=cost.index)


def check_one_snapshot(table: pd.DataFrame, quality: str) -> None:
    """Refuse to compare ``elo`` of more than one board or day."""
    where = [c for c in SNAPSHOT if c in table]
    if quality != "elo" or all(table[c].nunique(dropna=False) < 2 for c in where):
        return
    snapshots = table[where].drop_duplicates()
    if len(snapshots) > 1:
        raise ValueError(
            f"the scores are of {len(snapshots)} snapshots ({', '.join(where)} differ), and scores of two snapshots "
            "are not comparable; select one board and one day first"
        )


def adjective(group: str) -> str:
    """Return the word that stands before "model" for a group."""
    words = {
        "Proprietary": "proprietary",
        OPEN_NAMES["weights"]: "open-weights",
        OPEN_NAMES["commercial"]: "open, commercially usable",
        OPEN_NAMES["osi"]: "open-source-licensed",
    }
    return words.get(group, group)


def capital(words: str) -> str:
    """Return words to begin a sentence with, the rest as it is: no name of a group is changed."""
    return words[:1].upper() + words[1:]


def values_of(column: pd.Series[Any]) -> Floats:
    """Return a numeric column as floats, NaN where it is missing."""
    return column.to_numpy(dtype="float64", na_value=math.nan)


def days_of(column: pd.Series[Any], role: str) -> pd.Series[Any]:
    """Return dates as whole days, of UTC where they have a time zone; refuse numbers and what is no date."""
    if column.dtype.kind == "M" and column.dt.tz is None:
        whole = column.to_numpy().astype("datetime64[D]").astype("datetime64[s]")
        return pd.Series(whole, index=column.index, name=column.name)
    if column.notna().any() and pd.api.types.infer_dtype(column, skipna=True) in ("integer", "floating", "boolean"):
        raise TypeError(f"{role} must be dates, column {column.name!r} is {column.dtype}; convert it first")
    try:
        days = pd.to_datetime(column, format="ISO8601", utc=True)
    except (ValueError, TypeError) as error:
        raise TypeError(f"{role} must be dates as 2025-02-14: column {column.name!r}: {error}") from None
    return days.dt.tz_localize(None).dt.normalize().astype("datetime64[s]")


def labels_of(models: pd.DataFrame) -> pd.Series[Any]:
    """Return what names the rows: the column ``model``, or else the index."""
    return models["model"] if "model" in models else pd.Series(models.index.to_flat_index(), index=models.index)


def _check_number(**values: float) -> None:
    for name, value in values.items():
        if not isinstance(value, int | float | np.number) or math.isnan(value):
            raise ValueError(f"{name} must be a number, got {value!r}")


def _first(rows: pd.DataFrame) -> pd.Series[Any]:
    return pd.Series(rows.iloc[0])


def _ends(quality: object) -> tuple[str, str]:
    return f"{quality}_lower", f"{quality}_upper"


def _with(row: pd.Series[Any], **values: Any) -> pd.Series[Any]:
    longer = row.astype(object)
    for name, value in values.items():
        longer[name] = value
    return longer


def _label(row: pd.Series[Any]) -> Any:
    return row["model"] if "model" in row.index else row.name
