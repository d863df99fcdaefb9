"""The Pareto frontier of a table."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from frontier.core.bands import FrontierBand, frontier_band, rank_range, verdicts, winners_curse
from frontier.core.columns import Bools, Floats
from frontier.core.dominance import mixing_hull, pareto_layers
from frontier.core.probability import frontier_probability
from frontier.frames.boards import OUTPUT
from frontier.frames.columns import (
    OFF_SALE,
    RETIRED,
    as_table,
    as_text,
    check_one_snapshot,
    column_of,
    has_days,
    labels_of,
    name_column,
    row_word,
    values_of,
    why_excluded,
    with_column,
)
from frontier.frames.costs import column_kind, find_cost
from frontier.frames.intervals import Interval, Spread, correlated, spread_of
from frontier.frames.result import Result, headed
from frontier.words.numbers import count, decimals


@dataclass(frozen=True)
class Mixture(Result):
    """The best mixture of models within a budget, by `Frontier.mix`.

    Attributes
    ----------
    models : tuple
        Names of the one or two models, cheaper first.
    shares : tuple of float
        The part of the requests that goes to each; they sum to 1.
    cost, quality : float
        What the mixture costs and scores on average.
    digits : int
        How many decimals of the quality print shows.
    """

    models: tuple[Any, ...]
    shares: tuple[float, ...]
    cost: float
    quality: float
    digits: int = field(default=1, repr=False)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a model, with its share.

        Returns
        -------
        pandas.DataFrame
            Columns ``model`` and ``share``.

        Examples
        --------
        >>> Mixture(("a", "b"), (0.25, 0.75), 2.0, 20.0).to_frame()["share"].tolist()
        [0.25, 0.75]
        """
        return pd.DataFrame({"model": self.models, "share": self.shares})

    def __str__(self) -> str:
        parts = " + ".join(f"{share:.1%} {model}" for share, model in zip(self.shares, self.models, strict=True))
        return f"{parts}: cost {self.cost:g}, quality {self.quality:.{self.digits}f}"


@dataclass(frozen=True, eq=False)
class Frontier(Result):
    """The models on the frontier, and how far each other model is from it.

    Made by `find_frontier`.

    Attributes
    ----------
    table : pandas.DataFrame
        The models compared, on their own index and in their own order: all columns of the input, the cost and
        quality columns (named by ``cost`` and ``quality``), and

        - ``on_frontier`` (bool): nothing is at most as expensive and at least as good, and better in one;
        - ``layer`` (int): 1 is the frontier, 2 the frontier of the rest, and so on;
        - ``on_hull`` (bool): a vertex of the mixing hull;
        - ``price_multiple`` (float, >= 1): its cost over the cheapest cost of at least its quality;
        - ``score_deficit`` (float, >= 0): the best quality at no more cost, minus its own.

        Where intervals are known also

        - ``sd`` (float): the standard deviation of its quality, from the 95 % interval;
        - ``interval_imputed`` (bool): it has no interval of its own and was given the widest of the table;
        - ``probability`` (float): that it is on the true frontier, from `frontier_probability`;
        - ``verdict`` (str): ``certain``, ``possible`` or ``dominated``, from the intervals alone (`verdicts`);
        - ``best_rank``, ``worst_rank`` (int): the ranks that the intervals allow, by the Arena's rule (`rank_range`),
          among all models of the input (in ``groups``, of the group), those without a price included.
    excluded : pandas.DataFrame
        What could not be compared: ``model`` and ``reason``, on the index of the input.
    cost, quality : str
        Names of the two columns.
    by : str or None
        Name of the column of ``table`` with the grouping, as text, if asked for.
    groups : mapping of str to Frontier
        Each group's own frontier; empty unless ``by`` was given.
    imputed : tuple
        Models without an interval of their own, priced or not, which were given the widest of the table.
    cost_label : str
        What the cost is, in words; empty if not given.
    name : str or None
        The column of ``table`` that names the models in print, errors and pictures; None if its index does.
    interval : tuple of str or None
        The columns of ``table`` with the lower and the upper end of the 95 % intervals of the quality; None if there
        are none.
    lower_is_better : bool
        Whether less of the quality is better, as of an error rate. The columns of ``table`` and all numbers returned
        stay in the unit and with the sign of the quality column.
    floor : float or None
        The quality of doing nothing.
    cost_log_sd : str or None
        The column of ``table`` with the standard deviations of the logarithms of the costs; None where costs are known.
    quality_label : str
        What the quality is, in words; empty if not given.
    """

    table: pd.DataFrame = field(repr=False)
    excluded: pd.DataFrame = field(repr=False)
    cost: str
    quality: str
    by: str | None = None
    groups: Mapping[str, Frontier] = field(default_factory=dict, repr=False)
    imputed: tuple[Any, ...] = field(default=(), repr=False)
    cost_label: str = field(default="", repr=False)
    name: Any = field(default=None, repr=False)
    interval: tuple[str, str] | None = field(default=None, repr=False)
    lower_is_better: bool = field(default=False, repr=False)
    floor: float | None = field(default=None, repr=False)
    cost_log_sd: str | None = field(default=None, repr=False)
    quality_label: str = field(default="", repr=False)

    @property
    def members(self) -> pd.DataFrame:
        """The rows of ``table`` on the frontier, by rising cost; ties keep the order of the table."""
        on = self.table[self.table["on_frontier"]]
        return on.iloc[np.lexsort((np.arange(len(on)), -self._up(on), values_of(on[self.cost])))]

    @property
    def labels(self) -> pd.Series[Any]:
        """What names each row of ``table``: the column ``name``, or the index."""
        return labels_of(self.table, self.name)

    @property
    def hull(self) -> pd.DataFrame:
        """The rows of ``table`` at the vertices of the mixing hull, one a vertex, by rising cost."""
        return self.table[self.table["on_hull"]].drop_duplicates(self.cost).sort_values(self.cost)

    def cheapest(self, quality: float, *, confidence: float | None = None) -> pd.Series[Any]:
        """Return the cheapest model with at least this quality.

        Parameters
        ----------
        quality : float
            The quality asked for, in the unit of the quality column; the most it may be where less is better.
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
        surely = np.asarray(self._up(self.table) >= self._sign * quality, dtype=np.float64)
        reached = surely if confidence is None else self._chances(quality, confidence)
        good = np.flatnonzero(reached >= (confidence or 1))
        if len(good):
            cost, mean = values_of(self.table[self.cost])[good], self._up(self.table)[good]
            best = good[np.lexsort((-mean, cost))[0]]
            row = pd.Series(self.table.iloc[best])
            return row if confidence is None else _with(row, probability_reached=float(reached[best]))
        least = f"{self.quality} of at {'most' if self.lower_is_better else 'least'} {quality:g}"
        if confidence is None:
            raise ValueError(f"no model has {least}; {self._end('best', -1, self.quality)}")
        top = self.labels.iloc[reached.argsort()[-1:]]
        likeliest = "".join(f"; the likeliest is {name} with {reached.max():.3g}" for name in top)
        raise ValueError(f"no model has {least} with probability {confidence:g}{likeliest}")

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
        top = within[self._up(within) == self._up(within).max()].iloc[0]
        if "sd" not in self.table:
            return pd.Series(top)
        rivals = self.table[values_of(self.table[self.cost]) <= budget]
        # at one price all are rivals of each other, and on the frontier is who is best
        each = frontier_probability(np.zeros(len(rivals)), self._up(rivals), values_of(rivals["sd"]))
        same = (values_of(rivals[self.quality]) == top[self.quality]) & (values_of(rivals[self.cost]) == top[self.cost])
        return _with(top, probability_best=float(each[same][0]))

    def mix(self, budget: float) -> Mixture:
        """Return the mixture of models with the best average quality at this average cost.

        Requests are sent at random to two models so that the average cost is the budget. With one budget at
        most two models are needed, both vertices of the mixing hull.

        Parameters
        ----------
        budget : float
            The most that requests may cost on average, in the unit of the cost column.

        Returns
        -------
        Mixture
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
        names = labels_of(hull, self.name).tolist()
        digits = max(1, decimals(values_of(self.table[self.quality]), self.quality))
        low = int(np.searchsorted(cost, budget, side="right")) - 1
        if low == len(cost) - 1 or cost[low] == budget:
            return Mixture((names[low],), (1.0,), float(cost[low]), float(quality[low]), digits)
        share = float((budget - cost[low]) / (cost[low + 1] - cost[low]))
        mixed = float(quality[low] + share * (quality[low + 1] - quality[low]))
        return Mixture(tuple(names[low : low + 2]), (1 - share, share), float(budget), mixed, digits)

    def price_to_beat(self, quality: float) -> float:
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
        >>> find_frontier(deck).price_to_beat(1350)
        0.4
        """
        _check_number(quality=quality)
        rivals = values_of(self.table[self.cost])[self._up(self.table) >= self._sign * quality]
        return float(rivals.min(initial=math.inf))

    def score_to_beat(self, cost: float) -> float:
        """Return the quality that a new model of this cost must exceed to be on the frontier.

        Parameters
        ----------
        cost : float
            The cost of the new model.

        Returns
        -------
        float
            The best quality at no more cost: the new model must be better, or as good and no more expensive than the
            cheapest of that quality. Minus infinity (infinity where less is better) if everything costs more: any
            quality will do.

        Raises
        ------
        ValueError
            If the cost is not a number.

        Examples
        --------
        >>> import frontier
        >>> deck = frontier.load_models(as_of="2025-02-14", price_basis="arena")
        >>> find_frontier(deck).score_to_beat(1)
        1354.84
        """
        _check_number(cost=cost)
        rivals = self._up(self.table)[values_of(self.table[self.cost]) <= cost]
        return self._sign * float(rivals.max(initial=-math.inf))

    def band(self, levels: tuple[float, ...] = (0.05, 0.5, 0.95)) -> FrontierBand:
        """Return where the true frontier lies: level curves of the attainment function.

        Parameters
        ----------
        levels : tuple of float
            Probabilities strictly between 0 and 1; between the curves of 0.05 and 0.95 lie nine in ten.

        Returns
        -------
        FrontierBand
            The distinct costs and one curve a level, in the unit of the quality column.

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
        band = frontier_band(*self._distributions(), levels=levels)
        least = -math.inf if self.floor is None else self._sign * self.floor  # whatever happens, doing nothing is free
        return replace(band, quality=self._sign * np.maximum(band.quality, least))

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
                f"{self.quality}_lower and {self.quality}_upper (or se=, or n=), and do not find the frontier with "
                "uncertainty=False"
            )
        return values_of(self.table[self.cost]), self._up(self.table), values_of(self.table["sd"])

    @property
    def _sign(self) -> int:
        return -1 if self.lower_is_better else 1

    def _up(self, rows: pd.DataFrame) -> Floats:
        """Return the qualities of rows on the scale on which more is better."""
        return self._sign * values_of(rows[self.quality])

    def _end(self, word: str, place: int, column: str) -> str:
        """Name the first or the last member, in an error."""
        if self.members.empty:
            return "there is none"
        row = self.members.iloc[place]
        return f"the {word} is {row.name if self.name is None else row[self.name]} at {row[column]:g}"

    def _chances(self, quality: float, confidence: float) -> Floats:
        """Return how probably each model reaches a quality."""
        from scipy.special import ndtr

        _check_number(confidence=confidence)
        if not 0 < confidence < 1:
            raise ValueError(f"confidence must lie strictly between 0 and 1, got {confidence!r}")
        _, mean, sd = self._distributions()
        above = mean - self._sign * quality
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(sd > 0, ndtr(above / sd), above >= 0)

    def _within(self, budget: float) -> pd.DataFrame:
        _check_number(budget=budget)
        within = self.members[values_of(self.members[self.cost]) <= budget]
        if within.empty:
            raise ValueError(f"no model has {self.cost} of at most {budget:g}; {self._end('cheapest', 0, self.cost)}")
        return within

    def __str__(self) -> str:
        on, table = self.members, self.table
        digits = decimals(values_of(table[self.quality]), self.quality)
        shown = {
            self.cost: [f"{cost:.4g}" for cost in on[self.cost]],
            self.quality: [f"{quality:.{digits}f}" for quality in on[self.quality]],
        }
        lines = [f"{len(on)} of {len(table)} {row_word(table)}s on the frontier of {self.quality} against {self.cost}"]
        if "probability" in table:
            shown["probability"] = [f"{100 * probability:.1f} %" for probability in on["probability"]]
            guessed = ", ".join(map(str, self.labels[table["interval_imputed"]]))
            lines += [f"no interval, the widest imputed: {guessed}"] * bool(guessed)
        shown[self.name or "model"] = labels_of(on, self.name).astype(str).tolist()
        lines[1:1] = [headed(shown)] * bool(len(on))
        return "\n".join(lines + [self.in_words()] * (len(self.excluded) > 0)).rstrip()

    def in_words(self) -> str:
        """Say how many models are compared, and why the others are not.

        Returns
        -------
        str
            By prices, of the models on sale: those with a price, and those whose maker is not known to have retired
            them.

        Examples
        --------
        >>> menu = pd.DataFrame({"model": ["a", "b", "c"], "price": [1.0, 2.0, None], "score": [10, 30, 20]})
        >>> find_frontier(menu, cost="price", quality="score").in_words()
        '2 of 3 models compared; the others have no such price'
        """
        reasons, total = self.excluded["reason"].value_counts(), len(self.table) + len(self.excluded)
        kind, unknown, row = column_kind(self.cost), f"no {self.cost}", row_word(self.table)
        if has_days(self.table, RETIRED) and kind.is_price and {*reasons.index} <= {unknown, OFF_SALE}:
            last = int((self.table[RETIRED].notna() & (self.table.get("price_basis") == "list")).sum())
            retired = int(reasons.get(OFF_SALE, 0)) + last
            price = "a price" if self.cost == OUTPUT else "such a price"
            said = f"{len(self.table) - last} of {count(total - retired, 'model')} on sale have {price}"
            said += f"; {retired} {'is' if retired == 1 else 'are'} retired" * (retired > 0)
            return said + f", {last} compared at the last price" * (last > 0)
        why = ", ".join(f"{n}: {reason}" for reason, n in reasons.items())
        if kind.missing and [*reasons.index] == [unknown]:
            why = f"the others have {kind.missing}"
        return f"{len(self.table)} of {count(total, row)} compared" + f"; {why}" * bool(why)

    def to_frame(self) -> pd.DataFrame:
        """Return the models compared, with what each is: ``table``.

        Returns
        -------
        pandas.DataFrame
            A copy of ``table``.

        Examples
        --------
        >>> import frontier
        >>> deck = frontier.load_models(as_of="2025-02-14", price_basis="arena")
        >>> len(find_frontier(deck).to_frame())
        38
        """
        return self.table.copy()


def find_frontier(
    models: Any,
    *,
    cost: str | pd.Series[Any] = OUTPUT,
    quality: str | pd.Series[Any] = "elo",
    cost_label: str = "",
    name: str | None = None,
    by: str | pd.Series[Any] | None = None,
    lower_is_better: bool = False,
    se: str | pd.Series[Any] | None = None,
    lower: str | pd.Series[Any] | None = None,
    upper: str | pd.Series[Any] | None = None,
    n: str | pd.Series[Any] | None = None,
    cost_log_sd: str | pd.Series[Any] | None = None,
    floor: float | None = None,
    quality_label: str = "",
    cov: pd.DataFrame | None = None,
    uncertainty: bool = True,
) -> Frontier:
    """Find the models that no other beats on both cost and quality.

    Parameters
    ----------
    models : pandas.DataFrame, or a table of polars or pyarrow
        One row a model. Not changed.
    cost : str or pandas.Series
        Column, a kind of cost such as ``"blended:3:1"`` or ``"request:1000:500"``, or a Series on the index of
        ``models``. Lower is better.
    quality : str or pandas.Series
        Column, or a Series on the index of ``models``. Higher is better.
    cost_label : str
        What the cost is, for print and the axis of a picture, such as "USD per 1,000 requests"; its name if not given.
    name : str, optional
        The column that names the models. Not given: ``model``, ``name`` or ``model_name``, in upper or lower case; else
        the index.
    by : str or pandas.Series, optional
        Column, or a Series on the index, whose every value also gets a frontier of its own in ``groups``.
    lower_is_better : bool
        Whether less of the quality is better, as of an error rate or a mean rank. Nothing needs to be negated.
    se : str or pandas.Series, optional
        Standard errors of the quality, in its unit.
    lower, upper : str or pandas.Series, optional
        The ends of its 95 % intervals. Not given: the columns named after it, such as ``elo_lower`` and ``elo_upper``.
    n : str or pandas.Series, optional
        Numbers of trials, where the quality is the share of them that succeeded, from 0 to 1 or, if one is above 1, in
        percent. The intervals are then Wilson's, which have a width also where every trial succeeded.
    cost_log_sd : str or pandas.Series, optional
        Standard deviations of the natural logarithms of the costs, which are then uncertain too; a missing one is taken
        to be the largest. Not given: costs are known.
    floor : float, optional
        The quality of doing nothing, which costs nothing: what is no better is excluded, with that reason.
    quality_label : str
        What the quality is, for the axis of a picture, such as "% of tasks solved"; its name if not given.
    cov : pandas.DataFrame, optional
        Covariance of the qualities, by the models' names both ways, such as ``Ratings.cov``. The column ``probability``
        then comes from it; all other numbers from the intervals, which the table must have, too.
    uncertainty : bool
        Whether to compute how sure each model's place is, where 95 % intervals are known.

    Returns
    -------
    Frontier
        The table with what each model is, the members, what was excluded and why, and the questions one asks.

    Raises
    ------
    TypeError
        If ``models`` is no table, or a cost, a quality or an interval is not numeric: the rows are named.
    ValueError
        If a column does not exist or exists twice, or has integers above 2**53; a Series is not on the index of
        ``models``, or named like a column with other values; a column is named like a result or like another; a quality
        lies outside its interval; two groups read the same as text; or the rows are of more than one snapshot
        (``elo_date``, ``board``, or ``date`` beside a board) or of more than one ``benchmark`` or ``agent``, whatever
        the quality is called: such scores are not comparable.

    Warns
    -----
    UserWarning
        If a standard error is 0: the model then counts as exact.

    Notes
    -----
    j dominates i when cost_j <= cost_i and quality_j >= quality_i, one of them strictly. Comparison is exact, ties
    of a frontier model are all on it. A row whose cost or quality is missing or infinite, or whose cost is not
    positive (a free preview is not a price), is excluded and named: it is never on the frontier and never removes
    another.

    Qualities are taken to be independent and normal, with sd = (upper - lower) / (2 * 1.959964), and costs to be known
    unless ``cost_log_sd`` is given; it changes ``probability`` alone.
    Intervals of one board are correlated through its anchor; independence overstates how far two scores may be apart.
    The anchor itself has an interval of no width. A model without an interval is given the widest one of the table, the
    least that can be said of it, and named in ``imputed``. Where no interval has a width there is nothing to assume,
    and nothing is said of how sure it is. The results of an earlier answer are replaced; any other column named like a
    result is refused.

    Wilson's interval is that of E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22, 1927.

    Examples
    --------
    >>> import pandas as pd
    >>> menu = pd.DataFrame({"Model": ["a", "b", "c"], "price": [1.0, 2.0, 3.0], "score": [10.0, 30.0, 20.0]})
    >>> frontier = find_frontier(menu, cost="price", quality="score")
    >>> frontier.members.Model.tolist()
    ['a', 'b']
    >>> frontier.table.set_index("Model").loc["c", ["price_multiple", "score_deficit"]].astype(float).tolist()
    [1.5, 10.0]
    >>> print(frontier.mix(budget=1.5))
    50.0% a + 50.0% b: cost 1.5, quality 20.0
    >>> tests = pd.DataFrame({"model": ["a", "b"], "cost": [1.0, 2.0], "passed": [0.85, 0.9], "tasks": [20, 20]})
    >>> find_frontier(tests, cost="cost", quality="passed", n="tasks").table.probability.round(3).tolist()
    [1.0, 0.683]
    """
    table, interval = as_table(models), Interval(se, lower, upper, n)
    cost, cost_label = find_cost(table, cost, cost_label)
    costs, qualities = column_of(table, cost, "cost"), column_of(table, quality, "quality")
    read: _Read = [(costs, cost, "cost"), (qualities, quality, "quality")]
    if by is not None:
        read.append((as_text(column_of(table, by, "by")), by, "by"))
    if cost_log_sd is not None:
        read.append((column_of(table, cost_log_sd, "cost_log_sd"), cost_log_sd, "cost_log_sd"))
    ends = interval.ends(table, qualities)
    spread = spread_of(table, qualities, ends, lower_is_better=lower_is_better) if uncertainty else None
    if cov is not None and uncertainty:
        spread = correlated(spread, cov, labels_of(table, name), np.isfinite(values_of(qualities)))
    reasons = why_excluded(table, costs, qualities, floor, lower_is_better=lower_is_better)
    # ranks are among all that have a score
    compared = np.isfinite(values_of(qualities)) if spread is not None else (reasons == "").to_numpy()
    check_one_snapshot(table[compared], labels_of(table, name)[compared])
    if ends is not None:
        exact = 0 if se is None else int((ends[0] == ends[1]).sum())
        if exact:
            warnings.warn(
                f"{exact} of the standard errors are 0, so these models count as exact; a share of trials that "
                "all succeeded is not: give n, the number of trials, for its interval",
                stacklevel=2,
            )
        own = interval == Interval()  # columns of the table, under their own names
        read += [(end, end.name if own else end, "interval") for end in ends]
    asked: dict[str, Any] = {role: str(column.name) for column, _, role in read if role != "interval"}
    asked |= {"name": name_column(table, name), "interval": ends and (str(ends[0].name), str(ends[1].name))}
    asked |= {"cost_label": cost_label, "quality_label": quality_label}
    asked |= {"lower_is_better": lower_is_better, "floor": floor}
    return _find(_with_what_is_read(table, read), asked, reasons, spread)


# The columns that are read: each, the argument that names it, and its role.
_Read = list[tuple["pd.Series[Any]", Any, str]]

_PLACES = ("on_frontier", "layer", "on_hull", "price_multiple", "score_deficit")
_CERTAINTY = ("sd", "interval_imputed", "probability", "verdict", "best_rank", "worst_rank")


def _with_what_is_read(table: pd.DataFrame, read: _Read) -> pd.DataFrame:
    """Return the table with each column that is read, and without the results of an earlier answer."""
    results = (*_PLACES, *_CERTAINTY)
    named = [column.name for column, _, role in read if role != "interval"]
    for name in named:
        if named.count(name) > 1:
            raise ValueError(f"two of cost, quality and by are named {name!r}; rename one of them")
        if name in results:
            raise ValueError(f"{name!r} is the name of a result; rename the column")
    taken = [c for c in results if c in table]
    if taken and not set(_PLACES) <= set(taken):
        raise ValueError(f"the table has a column {taken[0]!r}, the name of a result; rename or drop it")
    table = table.drop(columns=taken)
    for column, which, role in read:
        own = isinstance(which, str)  # a column of the table, as it was read
        table = table.assign(**{which: column}) if own else with_column(table, column.rename(str(column.name)), role)
    return table


def _find(table: pd.DataFrame, asked: Mapping[str, Any], reasons: pd.Series[str], spread: Spread | None) -> Frontier:
    """Find the frontier of checked rows; ``asked`` are the fields of the frontier that say what it is of."""
    kept = (reasons == "").to_numpy()
    found, names = table[kept], labels_of(table, asked["name"])
    costs = values_of(table[asked["cost"]])
    qualities = values_of(table[asked["quality"]]) * (-1 if asked["lower_is_better"] else 1)  # up is better
    places = _places(costs[kept], qualities[kept])
    imputed: tuple[Any, ...] = ()
    if spread is not None:
        imputed = tuple(names[spread.imputed & np.isfinite(qualities)])
        log_sd = values_of(table[asked["cost_log_sd"]]) if "cost_log_sd" in asked else np.zeros(len(table))
        log_sd = np.where(np.isnan(log_sd), np.fmax.reduce(log_sd[kept], initial=0), log_sd)
        places |= _certainty(costs, qualities, log_sd, spread, kept)
    each = {}
    if asked.get("by") is not None:
        codes, values = pd.factorize(table[asked["by"]])  # in the order of the table
        for code, value in enumerate(values):
            own = np.flatnonzero(codes == code)
            each[value] = _find(table.iloc[own], {**asked, "by": None}, reasons.iloc[own], spread and spread.of(own))
    return Frontier(
        table=pd.concat([found, pd.DataFrame(places, index=found.index)], axis=1),
        excluded=pd.DataFrame({"model": names[~kept], "reason": reasons[~kept]}),
        groups=each,
        imputed=imputed,
        **asked,
    )


def _certainty(
    cost: Floats, quality: Floats, cost_log_sd: Floats, spread: Spread, kept: Bools
) -> dict[str, NDArray[Any]]:
    """How sure the place of each kept row is; ranks count all that have a quality, priced or not."""
    best, worst = rank_range(spread.low, spread.high)
    cost, quality, known = cost[kept], quality[kept], spread.of(kept)
    how: dict[str, Any] = {"sd": known.sd} if known.cov is None else {"cov": known.cov}
    if cost_log_sd[kept].any():
        how["cost_log_sd"] = cost_log_sd[kept]
    probability = frontier_probability(cost, quality, **how)
    judged = verdicts(cost, known.low, known.high)
    return dict(zip(_CERTAINTY, (known.sd, known.imputed, probability, judged, best[kept], worst[kept]), strict=True))


def _places(cost: Floats, quality: Floats) -> dict[str, NDArray[Any]]:
    """Where each point stands: layer, hull, and how far it is beaten."""
    layer, hull = pareto_layers(cost, quality), mixing_hull(cost, quality)
    on = layer == 1
    # The step frontier, by rising cost and so by rising quality, answers both questions by bisection.
    order = np.lexsort((-quality[on], cost[on]))
    steps_cost, steps_quality = np.append(cost[on][order], np.nan), np.append(quality[on][order], np.nan)
    reach = np.searchsorted(steps_quality[:-1], quality, side="left")
    within = np.searchsorted(steps_cost[:-1], cost, side="right") - 1
    with np.errstate(over="ignore"):
        price_multiple = cost / steps_cost[reach]
    return {
        "on_frontier": on,
        "layer": layer,
        "on_hull": np.any([(cost == cost[k]) & (quality == quality[k]) for k in hull], axis=0),  # all on a vertex
        "price_multiple": price_multiple,
        "score_deficit": steps_quality[within] - quality,
    }


def _check_number(**values: float) -> None:
    for name, value in values.items():
        if not isinstance(value, int | float | np.number) or math.isnan(value):
            raise ValueError(f"{name} must be a number, got {value!r}")


def _with(row: pd.Series[Any], **values: Any) -> pd.Series[Any]:
    longer = pd.concat([row.astype(object), pd.Series(values, dtype=object)])
    return pd.Series(longer, name=row.name)
