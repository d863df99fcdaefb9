"""How far one group of models is behind another: open against proprietary, or any two groups of a table.

Five numbers say it, each with an interval: points, wins, price at equal score, score at equal price, months. They are
of one snapshot, since scores are only ever compared within one; `gap_history` gives them for every snapshot of a board.

Points and the probability of being ahead come from the exact distribution of each group's best. Prices and months have
no closed form: their intervals are quantiles over scores drawn anew, from a fixed seed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from frontier.analysis import OPEN_NAMES, adjective, capital, open_or_proprietary
from frontier.columns import (
    Interval,
    Spread,
    as_table,
    as_text,
    check_one_snapshot,
    column_of,
    days_of,
    labels_of,
    name_column,
    spread_of,
    values_of,
    why_dropped,
    with_column,
)
from frontier.pareto import Steps, apart_across, apart_up, places_shared, scores_shared
from frontier.spelling import did_you_mean
from frontier.uncertainty import Estimate, check_draws, interval_of, lead_interval, lead_probability
from frontier.units import decimals, is_arena_score, is_elo

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Method = Literal["backward", "staircase", "matched"]

_COST, _DATE = "output_usd_per_mtok", "released"
_DAYS_A_MONTH = 365 / 12
_SNAPSHOT = ("elo_date", "date", "board")
_GROUP = "group"  # the column of a result that says of which group a model is
_UNKNOWN = Estimate(math.nan)
_NO_DAY = "By the table given, "
# Prices are quoted only of frontiers that overlap by so much, of groups with so many prices.
_NARROW, _FEW = 2.0, 3
_UNITS = {
    "output_usd_per_mtok": "USD per million output tokens",
    "input_usd_per_mtok": "USD per million input tokens",
    "blended_usd_per_mtok": "USD per million tokens, blended",
    "usd_per_request": "USD a request",
}


@dataclass(frozen=True, eq=False)
class Lag:
    """How many months one group is behind another, and the models that say so.

    Made by `open_lag`.

    Attributes
    ----------
    method : str
        The definition: ``backward``, ``staircase`` or ``matched``.
    groups : tuple of str
        The two groups: the first is the one that the second follows.
    months : Estimate
        The lag, a month being 365 / 12 days; with the interval from scores drawn anew.
    at_least : bool
        The lag by ``backward`` is only a lower bound: no model of the first group scores as low as the second's best,
        so the table begins too late to say when the first group stood there.
    pairs : pandas.DataFrame
        The records of the first group that the second has reached, by date: ``model``, ``date``, ``score``,
        ``matched_by``, ``matched_date``, ``matched_score`` and ``months`` between the two dates. A record that the
        second group had reached before is no lead and not listed.
    still_ahead : pandas.DataFrame
        The records that nothing of the second group has reached yet: ``model``, ``date``, ``score`` and ``months`` so
        far. They are right-censored: their lag is longer than that.
    staircases : pandas.DataFrame
        Each group's models that were its best when they came: ``group``, ``model``, ``date``, ``score``, and ``bound``:
        whether the date is only known to be an upper bound.
    as_of : pandas.Timestamp
        The day as of which the lag is told.
    dated_by : str
        The column with the dates: the answers by release and by first listing differ by about a month.
    score : str
        The column with the scores.
    board : str
        The Arena's leaderboard the scores are of; empty if they are no scores of the Arena, or the table does not say.
    dropped : pandas.DataFrame
        What was left out: ``model`` and ``reason``.
    lower_is_better : bool
        Whether less of the score is better.
    """

    method: str
    groups: tuple[str, str]
    months: Estimate
    at_least: bool
    pairs: pd.DataFrame = field(repr=False)
    still_ahead: pd.DataFrame = field(repr=False)
    staircases: pd.DataFrame = field(repr=False)
    as_of: pd.Timestamp
    dated_by: str
    score: str
    board: str
    dropped: pd.DataFrame = field(repr=False)
    lower_is_better: bool = False

    def in_words(self) -> str:
        """Say the months with their interval, as a bound where they are one, and what they are of.

        Returns
        -------
        str
            Such as ``6.5 (5.6 to 7.4) months; 8 records reached, 3 still ahead``.

        Examples
        --------
        >>> import frontier
        >>> frontier.open_lag(frontier.load_models(as_of="2025-02-14"), method="matched").in_words()
        '6.5 (5.6 to 7.4) months; 8 records reached, 3 still ahead'
        """
        reached, ahead = len(self.pairs), len(self.still_ahead)
        records = f"{reached} record{'' if reached == 1 else 's'} reached, {ahead} still ahead"
        if math.isnan(self.months.value):
            why = {
                "matched": records,
                "staircase": "the scores of the groups do not overlap",
                "backward": "the models that score higher have no date",
            }
            return f"unknown: {why[self.method]}"
        return f"{'at least ' * self.at_least}{self.months:.1f} months" + f"; {records}" * (self.method == "matched")

    def __str__(self) -> str:
        first, second = (adjective(group) for group in self.groups)
        board = f", {self.board} board" if self.board else ""
        lines = [
            f"{capital(second)} models behind {first} ones on {self.as_of:%Y-%m-%d}{board}: {self.in_words()}",
            f"  by “{self.method}” and the column {self.dated_by}; records and who reached them:",
        ]
        for pair in self.pairs.itertuples():
            days = f"{pair.date:%Y-%m-%d} -> {pair.matched_date:%Y-%m-%d}"
            lines.append(f"  {pair.months:>5.1f}  {days}  {pair.model} -> {pair.matched_by}")
        for row in self.still_ahead.itertuples():
            lines.append(f"  {row.months:>4.1f}+  {row.date:%Y-%m-%d} -> still ahead  {row.model}")
        return "\n".join(lines)


@dataclass(frozen=True, eq=False)
class Gap:
    """How far the second of two groups is behind the first, in five numbers.

    Made by `open_gap`. An `Estimate` is NaN where a number cannot be told, and ``reasons`` says why.

    Attributes
    ----------
    groups : tuple of str
        The two groups: positive numbers mean that the first is ahead, or dearer.
    best : tuple
        The model with the highest score of each group; of equals the first by name.
    score : Estimate
        Best of the first minus best of the second, in points.
    win_rate : Estimate
        Share of votes that the first's best is expected to win against the second's, from the gap by Elo's formula.
    price_ratio : Estimate
        Price at equal score: how many times dearer the first group is, the geometric mean over the scores both reach.
    score_at_price : Estimate
        Score at equal price: how many points the first group is better, the mean over the log of the prices both span.
    lag : Estimate
        Months that the second group is behind, by the definition ``backward`` of `open_lag`.
    probability_ahead : float
        That the second group's true best is above the first's.
    shared_scores, shared_prices : tuple of float
        The scores over which ``price_ratio`` is told, and the prices over which ``score_at_price`` is: the lowest and
        the highest. A narrow range, or few models in ``priced``, is a warning not to quote them.
    best_priced : tuple
        The best model of each group that has a price; None where there is none.
    priced_score : Estimate
        The score gap among models with a price only, to be told apart from ``score``.
    priced : tuple of int
        How many models of each group have a price.
    unpriced : tuple
        Models without a price that score above all of their group that have one: they count in ``score``, and in
        neither ``price_ratio`` nor ``score_at_price``.
    reasons : mapping of str to str
        For each number that is missing or is only a bound, why.
    table : pandas.DataFrame
        The models compared, best first: the columns of the input, the quality and the cost, and ``group``.
    dropped : pandas.DataFrame
        What was left out: ``model``, ``left_out_of`` (all | price | lag) and ``reason``.
    quality, cost : str
        Names of the two columns.
    as_of : pandas.Timestamp or None
        The day as of which the lag is told; None if the table has no dates.
    dated_by : str
        Name of the column with the models' dates.
    cost_label : str
        What the cost is, in words; empty if nobody said.
    lower_is_better : bool
        Whether less of the quality is better. ``score`` and ``score_at_price`` are positive where the first is better.
    """

    groups: tuple[str, str]
    best: tuple[Any, Any]
    score: Estimate
    win_rate: Estimate
    price_ratio: Estimate
    score_at_price: Estimate
    lag: Estimate
    probability_ahead: float
    shared_scores: tuple[float, float]
    shared_prices: tuple[float, float]
    best_priced: tuple[Any, Any]
    priced_score: Estimate
    priced: tuple[int, int]
    unpriced: tuple[Any, ...]
    reasons: Mapping[str, str] = field(repr=False)
    table: pd.DataFrame = field(repr=False)
    dropped: pd.DataFrame = field(repr=False)
    quality: str
    cost: str
    as_of: pd.Timestamp | None
    dated_by: str
    cost_label: str = ""
    lower_is_better: bool = False

    @property
    def best_proprietary(self) -> Any:
        """The best proprietary model, where proprietary and open ones are compared."""
        return self._of_class("Proprietary")

    @property
    def best_open(self) -> Any:
        """The best open model, where proprietary and open ones are compared."""
        return self._of_class(*OPEN_NAMES.values())

    @property
    def ai_index_percent(self) -> float:
        """The score gap as a percentage of the second best score: what Stanford's AI Index 2025 prints.

        Only to compare with that publication: scores have no zero, so a percentage of one has no meaning of its own.
        """
        second = self._scores()[1]
        return 100 * self.score.value / second if second > 0 else math.nan

    def to_frame(self) -> pd.DataFrame:
        """Return the numbers as one row, in the columns of `gap_history`.

        Returns
        -------
        pandas.DataFrame
            One row.

        Examples
        --------
        >>> import frontier
        >>> gap = frontier.open_gap(frontier.load_models(as_of="2025-02-14"))
        >>> gap.to_frame()[["date", "gap", "best_open"]].to_string(header=False, index=False)
        '2025-02-14 23.18 deepseek-r1'
        """
        first = (self.table["group"] == self.groups[0]).to_numpy(dtype=bool)
        return pd.DataFrame([_row(self.as_of, first, self, self.groups)], columns=_columns(self.groups))

    def _of_class(self, *names: str) -> Any:
        for group, model in zip(self.groups, self.best, strict=True):
            if group in names:
                return model
        raise AttributeError(f"the groups compared are {' and '.join(self.groups)}; their best models are in .best")

    def _scores(self) -> tuple[float, float]:
        first, second = (self.table.loc[self.table["group"] == group, self.quality].iloc[0] for group in self.groups)
        return float(first), float(second)

    def __str__(self) -> str:
        return f"{self.summary()}\n\n{self.numbers()}"

    def summary(self) -> str:
        """Say the gap in a paragraph to quote, with the day, the models and the intervals.

        Returns
        -------
        str
            A few sentences. What cannot be told is left out; ``reasons`` has it.

        Examples
        --------
        >>> import frontier
        >>> models = frontier.load_models(as_of="2025-02-14")
        >>> print(frontier.open_gap(models).summary().split(". ")[1])
        The probability that open-weights models were really ahead is below 0.1 %
        """
        first, second = (adjective(group) for group in self.groups)
        said = [self._said_of_points(first, second)]
        if not math.isnan(self.probability_ahead):
            chance = _percent(self.probability_ahead)
            said.append(f"The probability that {second} models were really ahead is {chance}")
        if not math.isnan(self.price_ratio.value):
            said.append(self._said_of_prices(first, second))
        if not math.isnan(self.lag.value):
            said.append(self._said_of_lag(first, second))
        return ". ".join(said) + "."

    def _said_of_points(self, first: str, second: str) -> str:
        scores = [f"{score:.{self._digits + 1}f}".rstrip("0").rstrip(".") for score in self._scores()]
        side = -1 if self.score.value < 0 else 1
        gap = _turned(self.score, lambda points: side * points)
        behind = "behind" if side > 0 else "ahead of"
        level = round(gap.value, self._digits) == 0
        between = _between(gap, f".{self._digits}f")
        how = f"level with{between}" if level else f"{self._points(gap.value)}{between} {behind}"
        now = "is" if self._when() == _NO_DAY else "was"
        wins = _turned(self.win_rate, lambda share: 100 * share)
        return (
            f"{self._when()}the best {second} model, {self.best[1]} ({scores[1]}), {now} {how} the best {first} one, "
            f"{self.best[0]} ({scores[0]})"
            + ("" if math.isnan(wins.value) else f", which people would prefer in {wins.value:.1f} % of votes")
        )

    def _said_of_prices(self, first: str, second: str) -> str:
        scores, prices, unit = _span(self.shared_scores), _span(self.shared_prices), self._cost_in_words()
        of = f"{self.priced[0]} {first} and {self.priced[1]} {second} models with a price{self._price_day()}"
        (low, high), (cheap, dear) = self.shared_scores, self.shared_prices
        if min(self.priced) < _FEW or dear < _NARROW * cheap or high <= low:
            return (
                f"Too little of the two frontiers overlaps to quote prices: scores of {scores} and prices of {prices} "
                f"{unit}, by {of}"
            )
        dearer, cheaper, sign = (first, second, 1) if self.price_ratio.value >= 1 else (second, first, -1)
        times = _turned(self.price_ratio, lambda ratio: ratio**sign)
        better, side = (first, 1) if self.score_at_price.value >= 0 else (second, -1)
        ahead = _turned(self.score_at_price, lambda gap: side * gap)
        costs, scored = ("costs", "scores") if self._when() == _NO_DAY else ("cost", "scored")
        said = (
            f"To reach the same score, of {scores}, the cheapest {dearer} model {costs} {times.value:.2g} times as "
            f"much as the cheapest {cheaper} one on average{_between(times, '.2g')}; for the same price, of {prices} "
            f"{unit}, the best {better} model {scored} {self._points(ahead.value)} "
            f"{'less' if self.lower_is_better else 'more'}{_between(ahead, f'.{self._digits}f')}: by {of}"
        )
        leaders = [name for name in self.best if name in self.unpriced]
        if leaders:
            names = " and ".join(map(str, leaders))
            gap = f"{self._points(self.priced_score.value)}{_between(self.priced_score, f'.{self._digits}f')}"
            said += f", without {names}, which had none; the gap of those with a price was {gap}"
        return said

    def _said_of_lag(self, first: str, second: str) -> str:
        if self.lag.value == 0 and self.score.value <= 0:
            above = "was better than" if self.lower_is_better else "scored above"
            return f"No {first} model {above} {self.best[1]}, so {second} models had no lag"
        months = f"{'at least ' * ('lag' in self.reasons)}{self.lag.value:.1f} months before"
        interval = "" if math.isnan(self.lag.low) else f"95 % interval {self.lag.low:.1f} to {self.lag.high:.1f}, "
        dates = "release dates" if self.dated_by == _DATE else f"the column {self.dated_by}"
        return (
            f"{capital(first)} models had passed {self.best[1]}'s score {months} (lag “backward”, {interval}by {dates})"
        )

    def _cost_in_words(self) -> str:
        return self.cost_label or _UNITS.get(self.cost, self.cost)

    @property
    def _digits(self) -> int:
        """How many decimals a difference of two qualities is written with: one more than tells the qualities apart."""
        if is_elo(self.quality):
            return 1
        return decimals(values_of(self.table[self.quality]), self.quality) + 1

    def _points(self, value: float) -> str:
        return f"{value:.{self._digits}f}" + " points" * is_elo(self.quality)

    def _price_day(self) -> str:
        """Say of which day the prices are, where that is later than the scores."""
        if "price_date" not in self.table or self.as_of is None:
            return ""
        newest = self.table.loc[self.table[self.cost].notna(), "price_date"].max()
        return f" (the newest of {_long_day(newest)})" if newest > self.as_of else ""

    def _when(self) -> str:
        if self.as_of is None or not is_elo(self.quality):
            return _NO_DAY
        arena = is_arena_score(self.table, self.quality)
        where = f", on the Arena's {self.table['board'].dropna().iloc[0]} board" if arena else ""
        return f"On {_long_day(self.as_of)}{where}, "

    def numbers(self, lags: Sequence[Lag] = ()) -> str:
        """List the numbers, a line each, with their intervals, or why they cannot be told.

        Parameters
        ----------
        lags : sequence of Lag
            From `open_lag`, to list below the lag by ``backward``.

        Returns
        -------
        str
            Open against proprietary also as Stanford's AI Index prints it (``ai_index_percent``).

        Examples
        --------
        >>> import frontier
        >>> gap = frontier.open_gap(frontier.load_models(as_of="2025-02-14"))
        >>> print(gap.numbers().splitlines()[0])
        score gap                                          23.18 (13.79 to 33.20) points
        """
        first, second = (adjective(group) for group in self.groups)
        percent = _turned(self.win_rate, lambda share: 100 * share)
        points, digits = (" points", ".2f") if is_elo(self.quality) else ("", f".{self._digits}f")
        rows = [
            ("score", "score gap", f"{self.score:{digits}}{points}"),
            ("win_rate", f"expected win rate, {first}", f"{percent:.1f} %"),
            ("probability_ahead", f"{second} ahead, probability", _percent(self.probability_ahead)),
            ("price_ratio", f"{first} / {second} price at equal score", f"{self.price_ratio:.2f}"),
            ("score_at_price", f"{first} - {second} score at equal price", f"{self.score_at_price:{digits}}{points}"),
            ("lag", "lag, backward", f"{'at least ' * ('lag' in self.reasons)}{self.lag:.1f} months"),
        ]
        shown = [(what, f"unknown: {self.reasons[key]}" if "nan" in number else number) for key, what, number in rows]
        shown += [(f"lag, {lag.method}", lag.in_words()) for lag in lags]
        replicates = self.groups == ("Proprietary", OPEN_NAMES["weights"]) and is_arena_score(self.table, self.quality)
        if replicates and not math.isnan(self.ai_index_percent):
            shown.append(("as the AI Index prints it", f"{self.ai_index_percent:.3f} % of the best open score"))
        width = max(len(what) for what, _ in shown)
        return "\n".join(f"{what:<{width}}  {number}" for what, number in shown)


def open_gap(
    models: Any,
    *,
    open_means: str = "weights",
    by: str | pd.Series[Any] | None = None,
    between: Sequence[str] | None = None,
    quality: str | pd.Series[Any] = "elo",
    cost: str | pd.Series[Any] = _COST,
    date: str | pd.Series[Any] = _DATE,
    cost_label: str = "",
    name: str | None = None,
    lower_is_better: bool = False,
    se: str | pd.Series[Any] | None = None,
    lower: str | pd.Series[Any] | None = None,
    upper: str | pd.Series[Any] | None = None,
    n: str | pd.Series[Any] | None = None,
    draws: int = 2000,
    seed: int = 0,
) -> Gap:
    """Measure how far open models are behind proprietary ones, or any group behind another.

    Parameters
    ----------
    models : pandas.DataFrame, or a table of polars or pyarrow
        One row a model, of one snapshot. Not changed.
    open_means : {"weights", "commercial", "osi"}
        What counts as open, as in `is_open`. What is downloadable but not open in that sense is left out.
    by : str or pandas.Series, optional
        A column, or a Series on the index of ``models``, that groups the models in another way, such as ``"country"``.
    between : pair of str, optional
        The two groups of ``by``: the one that leads and the one that follows. Not given: the two whose best models
        score highest, the better first.
    quality : str or pandas.Series
        Column with the scores; higher is better. Intervals are in columns named after it, such as ``elo_lower`` and
        ``elo_upper``.
    cost : str or pandas.Series
        Column with the prices; lower is better.
    date : str or pandas.Series
        Column with the dates that the lag is counted in.
    cost_label, name, lower_is_better, se, lower, upper, n : optional
        What the cost is in words, the column with the models' names, whether less of the quality is better, and where
        its intervals come from, as in `find_frontier`.
    draws : int
        How often scores are drawn anew for the intervals of price and lag, at least 100.
    seed : int
        Of the random numbers. The same table and seed give the same digits.

    Returns
    -------
    Gap
        Five estimates with 95 % intervals, the models compared, and what was left out and why.

    Raises
    ------
    TypeError
        If a column that must be numeric or dates is not.
    ValueError
        If a column does not exist, a group has no model with a score, the rows are of more than one snapshot, or an
        argument is not one of what is allowed.

    Notes
    -----
    *Score gap*: best score of the first group minus best of the second. Its interval, and the probability that the
    second is ahead, come from the distribution of each group's best, the product of the models' normal distribution
    functions: exact, and aware that others than the two names on top may really be the best (`lead_interval`). It does
    not correct that the best of many noisy scores is measured too high: a group with dozens of nearly level models at
    its top is flattered by some points, in the value and in the interval.

    *Win rate*: ``1 / (1 + 10 ** (-gap / 400))``, the Arena's own scale; told where the quality is ``elo``.

    *Price at equal score*: for a score s the cheapest price in each group that reaches it; the geometric mean of their
    ratio over the scores that both step frontiers span, from the better of their lowest steps to the worse of their
    highest. *Score at equal price*: the mean vertical distance of the step frontiers over the logarithm of the prices
    that both span. Both are integrated exactly; where the spans do not overlap, they are told at the one score, or
    price, at which both can be compared. Models without a price are in neither, and named.

    *Lag*: see `open_lag`.

    Scores are taken to be independent and normal, prices and dates to be known. Scores of one board are correlated
    through its anchor, which independence overstates as spread. A model without an interval is given the widest of the
    table; where none has an interval, the estimates have none.

    Examples
    --------
    >>> import frontier
    >>> gap = frontier.open_gap(frontier.load_models(as_of="2025-02-14"))
    >>> gap.best_open, gap.best_proprietary
    ('deepseek-r1', 'gemini-2.0-flash-thinking-exp-01-21')
    >>> print(f"{gap.score:.2f} points, {gap.win_rate.value:.1%} wins")
    23.18 (13.79 to 33.20) points, 53.3% wins
    """
    check_draws(draws)
    table, interval = as_table(models), Interval(se, lower, upper, n)
    table, (score, price, day) = _named(table, quality=quality, cost=cost, date=date)
    split = _split(table, open_means, by, between, score, lower_is_better=lower_is_better)
    contest = _contest(*split, score, day, name=name, interval=interval, lower_is_better=lower_is_better)
    for group, empty in zip(contest.groups, (not contest.first.any(), contest.first.all()), strict=True):
        if empty:
            raise ValueError(
                f"no {adjective(group)} model has a score in {contest.quality}; choose other rows, or another split"
            )
    return replace(_gap(contest, price, day, None, draws, seed), cost_label=cost_label)


def open_lag(
    models: Any,
    *,
    method: Method = "backward",
    open_means: str = "weights",
    by: str | pd.Series[Any] | None = None,
    between: Sequence[str] | None = None,
    quality: str | pd.Series[Any] = "elo",
    date: str | pd.Series[Any] = _DATE,
    name: str | None = None,
    lower_is_better: bool = False,
    se: str | pd.Series[Any] | None = None,
    lower: str | pd.Series[Any] | None = None,
    upper: str | pd.Series[Any] | None = None,
    n: str | pd.Series[Any] | None = None,
    as_of: str | pd.Timestamp | None = None,
    transform: Callable[[Floats], Floats] | None = None,
    tolerance: float = 0.0,
    draws: int = 2000,
    seed: int = 0,
) -> Lag:
    """Measure how many months open models are behind proprietary ones, by one of three definitions.

    Parameters
    ----------
    models : pandas.DataFrame, or a table of polars or pyarrow
        One row a model, with scores of one snapshot or one test. Not changed.
    method : {"backward", "staircase", "matched"}
        The definition, see the notes. Never quote a lag without it.
    open_means, by, between, quality, date, name, lower_is_better, se, lower, upper, n : optional
        As in `open_gap`.
    as_of : str or Timestamp, optional
        The day as of which the lag is told; models of a later date do not count. Not given: the day of the snapshot
        (column ``elo_date`` or ``date``) where scores are ``elo``, else the latest date.
    transform : callable, optional
        A rising function of an array of scores, applied before they are compared, such as
        ``lambda y: -np.log(1 - y)`` for an accuracy.
    tolerance : float
        A score counts as reached from so much below it, on the transformed scale.
    draws, seed : int
        As in `open_gap`.

    Returns
    -------
    Lag
        The months with their interval, the matched pairs, and the records that are still ahead.

    Raises
    ------
    TypeError
        If a column that must be numeric or dates is not.
    ValueError
        As `open_gap`; also if ``method`` is not one of the three, the tolerance is negative, the transform does not
        keep the order of the scores, or no model of a group has a date.

    Notes
    -----
    With P the first group and O the second, and t the day:

    - ``backward`` [1]_: t minus the last day on which the best P was no better than the best O is at t. That is the age
      of the first P that is better; 0 if none is. It counts what has not been matched yet. An O without a date counts,
      as only its score matters.
    - ``staircase`` [2]_: the mean horizontal distance between the two running bests, over the scores both span; NaN
      where they share none.
    - ``matched`` [3]_: for each P that was the best of its group when it came, and was not yet reached by an O, the
      time to the first O that reaches it; the mean of those that were reached, NaN if none was. Those that were not
      are listed: the mean is of finished cases.

    A month is 365 / 12 days. Of the models of one day the best counts. Intervals are quantiles over scores drawn anew,
    with the same dates; where no interval of a score is known the lag has none.

    References
    ----------
    .. [1] Epoch AI, "Open models lag closed models by 4 months", data insight, 2026.
    .. [2] Epoch AI, "Open-weight models lag state-of-the-art by around 3 months on average", data insight, 2025-10-30.
    .. [3] B. Cottier, J. You, N. Martemianova, D. Owen, "How far behind are open models?", Epoch AI, 2024-11-04.

    Examples
    --------
    >>> import frontier
    >>> models = frontier.load_models(as_of="2025-02-14")
    >>> lag = frontier.open_lag(models, method="matched")
    >>> lag.pairs.iloc[-1][["model", "matched_by"]].tolist()
    ['chatgpt-4o-latest-20240903', 'deepseek-r1']
    """
    if method not in get_args(Method):
        hint = did_you_mean(method, get_args(Method))
        raise ValueError(f"method must be one of {', '.join(get_args(Method))}, got {method!r}{hint}")
    if not tolerance >= 0:
        raise ValueError(f"tolerance must be >= 0, got {tolerance!r}")
    check_draws(draws)
    if lower_is_better and transform is not None:
        raise ValueError("transform is of scores of which more is better; transform the column, or leave it out")
    table, interval = as_table(models), Interval(se, lower, upper, n)
    table, (score, day) = _named(table, quality=quality, date=date)
    split = _split(table, open_means, by, between, score, lower_is_better=lower_is_better)
    contest = _contest(*split, score, day, name=name, interval=interval, lower_is_better=lower_is_better)
    race = _race(contest, day, as_of, transform, tolerance)
    for group, own in zip(contest.groups, (race.own.any(), race.rival.any()), strict=True):
        if not own:
            raise ValueError(f"no {adjective(group)} model has both a score in {contest.quality} and a date by then")
    months = _months(race, contest.draws(draws, seed), method)
    at_least = method == "backward" and _is_bound(race) and not math.isnan(months.value)
    pairs, still_ahead, staircases = _matches(race)
    dropped = pd.concat([contest.dropped, race.dropped]).drop(columns="left_out_of")
    arena = is_arena_score(contest.table, contest.quality)
    return Lag(
        method=method,
        groups=contest.groups,
        months=months,
        at_least=at_least,
        pairs=pairs,
        still_ahead=still_ahead,
        staircases=staircases,
        as_of=race.as_of,
        dated_by=race.date,
        score=contest.quality,
        board=str(contest.table["board"].dropna().iloc[0]) if arena else "",
        dropped=dropped,
        lower_is_better=lower_is_better,
    )


def gap_history(
    scores: Any,
    *,
    open_means: str = "weights",
    by: str | None = None,
    between: Sequence[str] | None = None,
    quality: str = "elo",
    cost: str = _COST,
    date: str = _DATE,
    name: str | None = None,
    lower_is_better: bool = False,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Measure the gap at every snapshot of one board.

    Parameters
    ----------
    scores : pandas.DataFrame, or a table of polars or pyarrow
        One row a snapshot and model, as of `load_scores`: ``date``, ``model``, the scores, and what groups them. Not
        changed.
    open_means, by, between, quality, cost, date, name, lower_is_better, draws, seed : optional
        As in `open_gap`, but columns only: ``date`` is that of the models' release, the snapshot's is always in the
        column ``date``. ``between``, where not given, is told from the newest snapshot that has two groups.

    Returns
    -------
    pandas.DataFrame
        One row a snapshot, by date: ``date``, ``gap``, ``gap_low``, ``gap_high`` (points), ``win_rate``, ``best_open``,
        ``best_proprietary``, ``probability_ahead``, ``price_ratio`` (proprietary / open), ``score_at_price``
        (proprietary - open) and ``lag_backward_months``, each with ``_low`` and ``_high``, ``lag_at_least`` (bool),
        ``models_open`` and ``models_proprietary`` (how many have a score), ``priced_open`` and ``priced_proprietary``
        (how many of them a price), ``open_means``, ``first`` and ``second`` (the two groups compared), ``quality`` (the
        column of the scores), ``coverage`` and ``board`` where the input has them. With ``by`` the groups' own names
        stand for ``open`` and ``proprietary``. What a snapshot does not allow is NaN: intervals where it has none,
        everything where a group is not on it.

    Raises
    ------
    TypeError, ValueError
        As `open_gap`; and if the scores are of more than one board, since scores of two boards are not comparable, a
        date is missing, or a model stands twice in a snapshot.

    Notes
    -----
    The numbers are those of `open_gap` on each snapshot alone: no score is ever carried from one to another, so a
    change of scale does no harm. Rows whose ``coverage`` is ``partial`` are of snapshots without all models; the best
    may be missing, and they are marked for that.

    The gap does not shrink steadily, and two dates are never a trend.

    Examples
    --------
    >>> import frontier
    >>> history = frontier.gap_history(frontier.load_scores(board="text"))
    >>> history.set_index("date").loc[["2024-07-31", "2024-12-30", "2025-02-14"], "gap"].round(2).tolist()
    [24.33, 58.39, 23.18]
    """
    check_draws(draws)
    if date == "date":
        raise ValueError(
            "date must be the column of the release dates; the snapshot's own is always in the column 'date'"
        )
    scores = as_table(scores)
    if "date" not in scores:
        raise ValueError("scores must have the day of each snapshot in a column 'date', as load_scores() returns them")
    days = days_of(column_of(scores, "date", "date"), "date")
    if days.isna().any():
        raise ValueError(f"{days.isna().sum()} rows have no date; every score must say which snapshot it is of")
    _check_one_board(scores)
    labels = labels_of(scores, name)
    twice = pd.DataFrame({"day": days, "model": labels}).duplicated()
    if twice.any() and (name_column(scores, name) is not None or not isinstance(scores.index, pd.RangeIndex)):
        raise ValueError(f"a model stands twice in a snapshot, {labels[twice].iloc[0]!r} for one; keep one row of each")
    scores, groups = _split(
        scores.assign(date=days), open_means, by, between, quality, days, lower_is_better=lower_is_better
    )
    rows = []
    for date_of_snapshot, snapshot in scores.groupby("date", sort=True):
        day = pd.Timestamp(str(date_of_snapshot))
        contest = _contest(snapshot, groups, quality, date, name=name, lower_is_better=lower_is_better)
        both = contest.first.any() and not contest.first.all()
        gap = _gap(contest, cost, date, day, draws, seed) if both else None
        rows.append(_row(day, contest.first, gap, groups) | _of_snapshot(snapshot))
    also = [c for c in ("coverage", "board") if c in scores]
    history = pd.DataFrame(rows, columns=[*_columns(groups), "open_means", "first", "second", "quality", *also])
    means = None if by is not None else open_means
    return history.assign(open_means=means, first=groups[0], second=groups[1], quality=quality)


def _check_one_board(scores: pd.DataFrame) -> None:
    boards = scores["board"].unique().tolist() if "board" in scores else []
    if len(boards) > 1:
        raise ValueError(
            f"the scores are of {len(boards)} boards ({', '.join(map(str, boards))}), and scores of two boards are not "
            f"comparable; select one, such as scores[scores['board'] == {boards[0]!r}]"
        )


def _of_snapshot(snapshot: pd.DataFrame) -> dict[str, Any]:
    """Return what is said of a snapshot: it is partial if any of its rows is."""
    said: dict[str, Any] = {}
    if "coverage" in snapshot:
        kinds = snapshot["coverage"].dropna().unique().tolist()
        said["coverage"] = "partial" if "partial" in kinds else next(iter(kinds), None)
    if "board" in snapshot:
        said["board"] = snapshot["board"].iloc[0]
    return said


_ENDS = ("", "_low", "_high")


def _columns(groups: tuple[str, str]) -> list[str]:
    """Name the columns of a history: the second group stands before the first, as in "open against proprietary"."""
    both = list(reversed(_short(groups)))
    estimates = [f"{name}{end}" for name in ("price_ratio", "score_at_price", "lag_backward_months") for end in _ENDS]
    best, models, priced = ([f"{what}_{group}" for group in both] for what in ("best", "models", "priced"))
    head = ["date", "gap", "gap_low", "gap_high", "win_rate", *best, "win_rate_low", "win_rate_high"]
    return [*head, "probability_ahead", *estimates, "lag_at_least", *models, *priced]


def _row(day: pd.Timestamp | None, first: Bools, gap: Gap | None, groups: tuple[str, str]) -> dict[str, Any]:
    """Return one row of a history; ``first`` tells which models are of the first group."""
    row: dict[str, Any] = {"date": day, "lag_at_least": False}
    for k, group in enumerate(_short(groups)):
        row[f"models_{group}"] = int((first == (k == 0)).sum())
        row[f"priced_{group}"] = gap.priced[k] if gap is not None else 0
        row[f"best_{group}"] = gap.best[k] if gap is not None else None
    if gap is None:
        return row
    estimates = {
        "gap": gap.score,
        "win_rate": gap.win_rate,
        "price_ratio": gap.price_ratio,
        "score_at_price": gap.score_at_price,
        "lag_backward_months": gap.lag,
    }
    for name, estimate in estimates.items():
        row |= dict(zip((name + end for end in _ENDS), (estimate.value, estimate.low, estimate.high), strict=True))
    at_least = "lag" in gap.reasons and not math.isnan(gap.lag.value)
    return row | {"probability_ahead": gap.probability_ahead, "lag_at_least": at_least}


# --------------------------------------------------------------------------------------------------------
# Who is compared


@dataclass(frozen=True, eq=False)
class _Contest:
    """The models of two groups that have a score, best first, and those left out.

    ``measured`` are the scores on the scale on which more is better: where less is better, negated.
    """

    table: pd.DataFrame
    names: npt.NDArray[Any]
    groups: tuple[str, str]
    quality: str
    measured: Floats
    first: Bools
    spread: Spread | None
    dropped: pd.DataFrame
    lower_is_better: bool

    def draws(self, count: int, seed: int) -> Floats | None:
        """Scores drawn anew, one row a draw; None where no interval is known."""
        if self.spread is None:
            return None
        noise = np.random.default_rng(seed).standard_normal((count, len(self.measured)))
        return self.measured + self.spread.sd * noise


def _named(table: pd.DataFrame, **columns: str | pd.Series[Any]) -> tuple[pd.DataFrame, list[str]]:
    """Give every Series a column in the table, and return the names of all columns asked for."""
    names = list[str]()
    for role, which in columns.items():
        if not isinstance(which, str):
            column = column_of(table, which, role)
            which = str(column.name)
            table = with_column(table, column.rename(which), role)
        if which in names:
            raise ValueError(f"two of {', '.join(columns)} are named {which!r}; rename one of them")
        names.append(which)
    return table, names


def _split(
    models: pd.DataFrame,
    open_means: str,
    by: str | pd.Series[Any] | None,
    between: Sequence[str] | None,
    quality: str,
    day: pd.Series[Any] | None = None,
    *,
    lower_is_better: bool = False,
) -> tuple[pd.DataFrame, tuple[str, str]]:
    """Add the column ``group``, and return the two groups compared, the one that leads first.

    Where they are not given, and ``day`` tells several snapshots apart, the newest that has two groups decides.
    """
    if by is None:
        if between is not None:
            raise ValueError("between names two groups of by; give by, the column that has them, too")
        classes = open_or_proprietary(models, open_means).rename(_GROUP)
        return with_column(models, classes, _GROUP), ("Proprietary", OPEN_NAMES[open_means])
    groups = column_of(models, by, "by")
    if groups.dtype.kind == "f":
        raise TypeError(f"by must name groups, column {groups.name!r} is {groups.dtype}; give the groups names")
    scores = column_of(models, quality, "quality")
    text = as_text(groups)
    models = (
        models.assign(**{_GROUP: text}) if groups.name == _GROUP else with_column(models, text.rename(_GROUP), _GROUP)
    )
    known = list(map(str, models[_GROUP].dropna().unique()))
    best = -scores if lower_is_better else scores
    wanted = _two_best(best, models[_GROUP], day) if between is None else between
    wanted = [] if isinstance(wanted, str) or not np.iterable(wanted) else [str(group) for group in wanted]
    if len(wanted) != 2 or len(set(wanted)) != 2:
        raise ValueError(f"between must name two groups of by, such as ('US', 'CN'), got {between!r}")
    for group in wanted:
        if group not in known:
            hint = did_you_mean(group, known) or f"; it has {', '.join(map(repr, sorted(known)[:12]))}"
            raise ValueError(f"between: no row has {group!r}{hint}")
    return models, (wanted[0], wanted[1])


def _contest(
    models: pd.DataFrame,
    groups: tuple[str, str],
    quality: str,
    date: str,
    *,
    name: str | None = None,
    interval: Interval | None = None,
    lower_is_better: bool = False,
) -> _Contest:
    """Return the models of the two groups that have a score, and why the others do not count."""
    scores = column_of(models, quality, "quality")
    measured = values_of(scores) * (-1 if lower_is_better else 1)
    names = labels_of(models, name)
    reason = np.full(len(models), "", dtype=object)
    outside = ~models[_GROUP].isin(groups).to_numpy()
    reason[outside] = f"neither {adjective(groups[0])} nor {adjective(groups[1])}"
    reason[np.isinf(measured)] = f"{quality} is infinite"
    reason[np.isnan(measured)] = f"no {quality}"
    kept = reason == ""
    check_one_snapshot(models.loc[kept, [c for c in _SNAPSHOT if c in models and c != date]], names[kept], quality)
    ends = (interval or Interval()).ends(models, scores)
    # ranked, so that the answer does not depend on the order of the rows
    order = np.flatnonzero(kept)
    order = order[np.lexsort((np.array([str(one) for one in names])[order], -measured[order]))]
    table = models.iloc[order]
    dropped = pd.DataFrame({"model": names[~kept], "left_out_of": "all", "reason": reason[~kept]})
    first = (table[_GROUP] == groups[0]).to_numpy(dtype=bool)
    known = None if ends is None else (ends[0].iloc[order], ends[1].iloc[order])
    spread = spread_of(table, scores.iloc[order], known, lower_is_better=lower_is_better)
    return _Contest(
        table, names.to_numpy()[order], groups, quality, measured[order], first, spread, dropped, lower_is_better
    )


def _two_best(scores: pd.Series[Any], group: pd.Series[Any], day: pd.Series[Any] | None) -> list[str]:
    """Return the two groups whose best models score highest, the better first; of equals the first by name."""
    values = values_of(scores)
    known = pd.DataFrame({"score": np.where(np.isfinite(values), values, np.nan), "group": group.to_numpy()}).dropna()
    snapshot = 0 if day is None else day.to_numpy()[known.index]
    names: list[str] = []
    for _, rows in reversed(list(known.groupby(np.broadcast_to(snapshot, len(known))))):
        best = rows.groupby("group")["score"].max().sort_values(ascending=False, kind="stable")
        names = [str(name) for name in best.index]
        if len(names) > 1:
            return names[:2]
    raise ValueError(f"by must have two groups with a score in {scores.name}, got {', '.join(names) or 'none'}")


def _short(groups: tuple[str, str]) -> tuple[str, str]:
    """Return the groups as they stand in names of columns: proprietary and open, or the groups' own names."""
    first, second = groups
    return ("proprietary", "open") if first == "Proprietary" and second in OPEN_NAMES.values() else groups


# --------------------------------------------------------------------------------------------------------
# Points, wins and dollars


def _gap(contest: _Contest, cost: str, date: str, as_of: pd.Timestamp | None, draws: int, seed: int) -> Gap:
    """Return all that the contest allows; both groups have a model with a score."""
    table, sides = contest.table, (contest.first, ~contest.first)
    first, second = (adjective(group) for group in contest.groups)
    names = contest.names
    reasons, dropped = dict[str, str](), [contest.dropped]
    drawn = contest.draws(draws, seed)

    score, ahead = _score_gap(contest, sides)
    if contest.spread is None:
        reasons["probability_ahead"] = f"no intervals of {contest.quality} that say anything are known"
    wins = _turned(score, lambda gap: 1 / (1 + 10 ** min(-gap / 400, 300)))
    if not is_elo(contest.quality):
        wins, reasons["win_rate"] = _UNKNOWN, f"only an Elo score tells it, and this is {contest.quality}"

    equal, priced_score = _AtEqual(), _UNKNOWN
    priced = np.zeros(len(table), dtype=bool)
    if cost == _COST and cost not in table:
        reasons["price_ratio"] = reasons["score_at_price"] = f"the table has no column {cost}"
    else:
        prices = column_of(table, cost, "cost")
        why = why_dropped(prices, table[contest.quality])
        priced = (why == "").to_numpy()
        dropped.append(pd.DataFrame({"model": names[~priced], "left_out_of": "price", "reason": why[~priced]}))
        lacking = [word for word, side in zip((first, second), sides, strict=True) if not (side & priced).any()]
        if lacking:
            reasons["price_ratio"] = reasons["score_at_price"] = f"no {' and no '.join(lacking)} model has a price"
        else:
            priced_sides = sides[0] & priced, sides[1] & priced
            equal = _at_equal(contest, values_of(prices), priced_sides, drawn)
            priced_score, _ = _score_gap(contest, priced_sides)
    best_priced: list[Any] = []
    unpriced: list[Any] = []
    for side in sides:
        with_price = np.flatnonzero(side & priced)  # the table is best first
        best_priced += [names[with_price[0]] if len(with_price) else None]
        if len(with_price):
            unpriced += names[side & (contest.measured > contest.measured[with_price[0]])].tolist()

    lag = _UNKNOWN
    if date == _DATE and date not in table:
        reasons["lag"] = f"the table has no column {date}"
    else:
        race = _race(contest, date, as_of, None, 0.0)
        as_of = None if pd.isna(race.as_of) else race.as_of
        dropped.append(race.dropped)
        if not race.own.any() or not race.rival.any():
            reasons["lag"] = f"no model of one group has a date in {date}"
        else:
            lag = _months(race, drawn, "backward")
            if math.isnan(lag.value):
                reasons["lag"] = f"the {first} models that score above the best {second} one have no date"
            elif _is_bound(race):
                reasons["lag"] = (
                    f"a lower bound: when {first} models passed that score the dates of the table do not tell"
                )
    return Gap(
        groups=contest.groups,
        best=(names[sides[0]][0], names[sides[1]][0]),
        score=score,
        win_rate=wins,
        price_ratio=equal.ratio,
        score_at_price=equal.points,
        lag=lag,
        probability_ahead=ahead,
        shared_scores=equal.scores,
        shared_prices=equal.prices,
        best_priced=(best_priced[0], best_priced[1]),
        priced_score=priced_score,
        priced=(int((sides[0] & priced).sum()), int((sides[1] & priced).sum())),
        unpriced=tuple(unpriced),
        reasons=reasons,
        table=table,
        dropped=pd.concat([part for part in dropped if len(part)] or dropped[:1]),
        quality=contest.quality,
        cost=cost,
        as_of=as_of,
        dated_by=date,
        lower_is_better=contest.lower_is_better,
    )


def _score_gap(contest: _Contest, sides: tuple[Bools, Bools]) -> tuple[Estimate, float]:
    """Return by how much the best of one side is better, and the probability that the other's really is."""
    own, rival = sides
    value = float(contest.measured[own].max() - contest.measured[rival].max())
    if contest.spread is None:
        return Estimate(value), math.nan
    ours = contest.measured[own], contest.spread.sd[own]
    theirs = contest.measured[rival], contest.spread.sd[rival]
    return Estimate(value, *lead_interval(*ours, *theirs)), float(lead_probability(*theirs, *ours))


@dataclass(frozen=True)
class _AtEqual:
    """The ratio of prices at equal score, the difference of scores at equal price, and where they are told."""

    ratio: Estimate = _UNKNOWN
    points: Estimate = _UNKNOWN
    scores: tuple[float, float] = (math.nan, math.nan)
    prices: tuple[float, float] = (math.nan, math.nan)


def _at_equal(contest: _Contest, price: Floats, sides: tuple[Bools, Bools], drawn: Floats | None) -> _AtEqual:
    def steps(scores: Floats) -> tuple[Steps, Steps]:
        first, second = (Steps.of(np.log(price[rows]), scores[:, rows]) for rows in sides)
        return first, second

    measured = steps(contest.measured[None, :])
    ratio, points = float(np.exp(-apart_across(*measured))[0]), float(apart_up(*measured)[0])
    low, high = (float(end[0]) for end in scores_shared(*measured))
    if contest.lower_is_better:
        low, high = -high, -low
    start, stop = places_shared(*measured)
    ends, differences = (math.nan, math.nan), (math.nan, math.nan)
    if drawn is not None:
        again = steps(drawn)
        ends, differences = interval_of(np.exp(-apart_across(*again))), interval_of(apart_up(*again))
    shared = float(math.exp(start)), float(np.exp(stop)[0])
    return _AtEqual(Estimate(ratio, *ends), Estimate(points, *differences), (low, high), shared)


# --------------------------------------------------------------------------------------------------------
# Months


@dataclass(frozen=True, eq=False)
class _Race:
    """When the models of a contest came, and how a score counts as reached.

    ``own`` and ``rival`` are the models of each group that have a date by then. Of the rivals those without a date
    count too where only the score matters (``rival_now``); what the first group's undated ones score is known, not when
    they came (``own_undated``).
    """

    contest: _Contest
    day: Floats
    own: Bools
    rival: Bools
    rival_now: Bools
    own_undated: Bools
    as_of: pd.Timestamp
    date: str
    transform: Callable[[Floats], Floats] | None
    tolerance: float
    dropped: pd.DataFrame

    @property
    def now(self) -> float:
        return float(self.as_of.to_datetime64().astype("datetime64[D]").astype(np.int64))

    def scaled(self, scores: Floats) -> Floats:
        """Return scores on the scale on which they are compared, one row a draw."""
        rows = np.atleast_2d(scores)
        if self.transform is None:
            return rows
        moved = _apply(self.transform, rows.ravel()).reshape(rows.shape)
        # a score drawn beyond the scale, such as an accuracy above 1, counts as at its end
        known = np.isfinite(moved)
        ends = np.where(rows > self.contest.measured, moved[known].max(), moved[known].min())
        return np.where(known, moved, ends)

    def staircases(self, rows: Floats) -> tuple[Steps, Steps]:
        """Return the running best of each group by day."""
        own, rival = (Steps.of(self.day[side], rows[:, side]) for side in (self.own, self.rival))
        return own, rival

    def backward(self, rows: Floats) -> tuple[Floats, Bools]:
        """Days since the first group's best was no better than the second's is now, and whether that is a bound."""
        own, _ = self.staircases(rows)
        level = rows[:, self.rival_now].max(axis=1) + self.tolerance
        passed = (own.running <= level[:, None]).sum(axis=1)
        days = self.now - np.append(own.places, self.now)[passed]
        undated = rows[:, self.own_undated].max(axis=1, initial=-np.inf) > level
        days[undated & (passed == len(own.places))] = np.nan
        return days, (passed == 0) | undated

    def staircase(self, rows: Floats) -> Floats:
        """Mean days between the staircases over the scores both span; NaN where they share none."""
        own, rival = self.staircases(rows)
        rival = Steps(rival.places, rival.running + self.tolerance)
        apart = np.maximum(own.running[:, 0], rival.running[:, 0]) > np.minimum(own.top, rival.top)
        return np.where(apart, np.nan, apart_across(own, rival))

    def matched(self, rows: Floats) -> Floats:
        """Mean days from each record to the first that reached it, of those that were reached; NaN where none was."""
        own, rival = self.staircases(rows)
        record = np.diff(own.running, prepend=-np.inf, axis=1) > 0
        total, count = np.zeros((2, len(record)))
        come = np.append(rival.places, np.nan)
        for k in np.flatnonzero(record.any(axis=0)):
            days = come[rival.reaching(own.running[:, k] - self.tolerance)] - own.places[k]
            led = record[:, k] & (days > 0)
            total[led] += days[led]
            count += led
        with np.errstate(invalid="ignore"):
            return np.asarray(total / count)


def _race(
    contest: _Contest,
    date: str,
    as_of: str | pd.Timestamp | None,
    transform: Callable[[Floats], Floats] | None,
    tolerance: float,
) -> _Race:
    table = contest.table
    days = days_of(column_of(table, date, "date"), "date")
    if as_of is not None:
        now = pd.Timestamp(days_of(pd.Series([as_of], name="as_of"), "as_of").iloc[0])
        if pd.isna(now):
            raise ValueError(f"as_of must be a date as 2025-02-14, got {as_of!r}")
    else:
        snapshot = [c for c in ("elo_date", "date") if c in table and c != date and is_elo(contest.quality)]
        latest = [days_of(table[c], "date").max() for c in snapshot]
        now = pd.Timestamp(next((day for day in latest if not pd.isna(day)), days.max()))
    later, undated = (days > now).to_numpy(), days.isna().to_numpy()
    reason = np.full(len(table), "", dtype=object)
    reason[later] = f"{date} is after {str(now)[:10]}"
    reason[undated] = f"no {date}"
    dated = ~(later | undated)
    number = days.to_numpy().astype("datetime64[D]").astype(np.int64).astype(np.float64)
    dropped = pd.DataFrame({"model": contest.names[~dated], "left_out_of": "lag", "reason": reason[~dated]})
    if transform is not None:
        _check_transform(transform, np.sort(contest.measured[~later]))
    first = contest.first
    sides = first & dated, ~first & dated, ~first & ~later, first & undated
    return _Race(contest, number, *sides, now, date, transform, tolerance, dropped)


def _apply(transform: Callable[[Floats], Floats], scores: Floats) -> Floats:
    with np.errstate(all="ignore"):
        return np.asarray(transform(scores.copy()), dtype=np.float64)


def _check_transform(transform: Callable[[Floats], Floats], scores: Floats) -> None:
    moved = _apply(transform, scores)
    if moved.shape != scores.shape or not np.isfinite(moved).all() or (np.diff(moved) < 0).any():
        raise ValueError(
            "transform must give a finite number for each score and keep their order; is the score in per cent where "
            "the function takes a share, or the other way round?"
        )


def _months(race: _Race, drawn: Floats | None, method: str) -> Estimate:
    def days(rows: Floats) -> Floats:
        if method == "backward":
            return race.backward(rows)[0]
        return race.staircase(rows) if method == "staircase" else race.matched(rows)

    value = float(days(race.scaled(race.contest.measured))[0]) / _DAYS_A_MONTH
    if drawn is None or math.isnan(value):
        return Estimate(value)
    low, high = interval_of(days(race.scaled(drawn)))
    return Estimate(value, low / _DAYS_A_MONTH, high / _DAYS_A_MONTH)


def _is_bound(race: _Race) -> bool:
    """Tell whether the lag by `backward` is only a lower bound."""
    return bool(race.backward(race.scaled(race.contest.measured))[1][0])


def _matches(race: _Race) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the records that were reached, those still ahead, and both staircases, all by date."""
    table, stairs = race.contest.table, race.staircases(race.scaled(race.contest.measured))
    bound = race.date == "released" and "released_by" in table
    models = pd.DataFrame(
        {
            "group": table["group"],
            "model": race.contest.names,
            "date": race.day.astype(np.int64).astype("datetime64[D]").astype("datetime64[s]"),
            "score": race.contest.measured * (-1 if race.contest.lower_is_better else 1),
            "bound": [
                bound and value == "bound"
                for value in (table["released_by"].astype(object) if bound else table["group"])
            ],
        }
    )
    # the running best rises on the day of a record; the table is best first, so of that day's models the first set it
    rises = [np.flatnonzero(np.diff(steps.running[0], prepend=-np.inf) > 0) for steps in stairs]
    rows = [
        [int(np.flatnonzero(side & (race.day == day))[0]) for day in steps.places[rise]]
        for steps, side, rise in zip(stairs, (race.own, race.rival), rises, strict=True)
    ]
    (ours, theirs), (own, rival) = stairs, rows
    levels = ours.running[0, rises[0]] - race.tolerance
    first_there = np.searchsorted(theirs.running[0, rises[1]], levels)  # of the rival's records
    pairs, ahead = [], []
    for row, match in zip(own, first_there.tolist(), strict=True):
        record = models.iloc[row][["model", "date", "score"]].to_dict()
        if match == len(rival):
            ahead.append(record | {"months": (race.now - race.day[row]) / _DAYS_A_MONTH})
        elif race.day[rival[match]] > race.day[row]:
            by = models.iloc[rival[match]]
            months = (race.day[rival[match]] - race.day[row]) / _DAYS_A_MONTH
            reached = {"matched_by": by["model"], "matched_date": by["date"], "matched_score": by["score"]}
            pairs.append(record | reached | {"months": months})
    columns = ["model", "date", "score", "matched_by", "matched_date", "matched_score", "months"]
    return (
        pd.DataFrame(pairs, columns=columns),
        pd.DataFrame(ahead, columns=["model", "date", "score", "months"]),
        models.iloc[own + rival].reset_index(drop=True),
    )


# --------------------------------------------------------------------------------------------------------
# Words


def _turned(estimate: Estimate, how: Callable[[float], float]) -> Estimate:
    """Return a monotone function of an estimate, the ends in order."""
    low, high = sorted((how(estimate.low), how(estimate.high)))
    return Estimate(how(estimate.value), low, high)


def _between(estimate: Estimate, spec: str = ".1f") -> str:
    if math.isnan(estimate.low):
        return ""
    return f" (95 % interval {estimate.low:{spec}} to {estimate.high:{spec}})"


def _percent(share: float) -> str:
    return "below 0.1 %" if share < 0.0005 else "above 99.9 %" if share > 0.9995 else f"{100 * share:.1f} %"


def _span(ends: tuple[float, float]) -> str:
    return " to ".join(f"{end:,.0f}" if end >= 100 else f"{end:.3g}" for end in ends)


def _long_day(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%B %Y}"
