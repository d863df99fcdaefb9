"""How far one group of models is behind another: the gap on one day, and its history."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from frontier.core.estimate import Estimate, check_draws, interval_of
from frontier.core.lead import lead_interval, lead_probability
from frontier.core.steps import Steps, mean_horizontal_gap, mean_vertical_gap, shared_places, shared_scores
from frontier.frames.boards import is_arena_score, is_elo
from frontier.frames.columns import as_table, column_of, days_of, labels_of, name_column, values_of, why_excluded
from frontier.frames.contest import (
    _COST,
    _DATE,
    _ENDS,
    _UNKNOWN,
    Bools,
    Floats,
    _between,
    _columns,
    _contest,
    _long_day,
    _named,
    _percent,
    _short,
    _span,
    _split,
    _TwoGroups,
)
from frontier.frames.costs import column_kind, find_cost
from frontier.frames.intervals import Interval
from frontier.frames.lag import _NO_DAY, Lag, _is_bound, _map_estimate, _months, _race
from frontier.frames.openness import OPEN_NAMES, adjective, capital
from frontier.words.numbers import decimals

# Prices are quoted only of frontiers that overlap by so much, of groups with so many prices.
_NARROW, _FEW = 2.0, 3


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
    excluded : pandas.DataFrame
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
    excluded: pd.DataFrame = field(repr=False)
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
        gap = _map_estimate(self.score, lambda points: side * points)
        behind = "behind" if side > 0 else "ahead of"
        level = round(gap.value, self._digits) == 0
        between = _between(gap, f".{self._digits}f")
        how = f"level with{between}" if level else f"{self._points(gap.value)}{between} {behind}"
        now = "is" if self._when() == _NO_DAY else "was"
        wins = _map_estimate(self.win_rate, lambda share: 100 * share)
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
        times = _map_estimate(self.price_ratio, lambda ratio: ratio**sign)
        better, side = (first, 1) if self.score_at_price.value >= 0 else (second, -1)
        ahead = _map_estimate(self.score_at_price, lambda gap: side * gap)
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
        return self.cost_label or column_kind(self.cost).unit or self.cost

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
        percent = _map_estimate(self.win_rate, lambda share: 100 * share)
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
    if cost != _COST if isinstance(cost, str) else True:
        cost, cost_label = find_cost(table, cost, cost_label)
    table, (score, price, day) = _named(table, quality=quality, cost=cost, date=date)
    split = _split(table, open_means, by, between, score, lower_is_better=lower_is_better)
    contest = _contest(*split, score, day, name=name, interval=interval, lower_is_better=lower_is_better)
    for group, empty in zip(contest.groups, (not contest.first.any(), contest.first.all()), strict=True):
        if empty:
            raise ValueError(
                f"no {adjective(group)} model has a score in {contest.quality}; choose other rows, or another split"
            )
    return replace(_gap(contest, price, day, None, draws, seed), cost_label=cost_label)


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


def _gap(contest: _TwoGroups, cost: str, date: str, as_of: pd.Timestamp | None, draws: int, seed: int) -> Gap:
    """Return all that the contest allows; both groups have a model with a score."""
    table, sides = contest.table, (contest.first, ~contest.first)
    first, second = (adjective(group) for group in contest.groups)
    names = contest.names
    reasons, excluded = dict[str, str](), [contest.excluded]
    drawn = contest.draws(draws, seed)

    score, ahead = _score_gap(contest, sides)
    if contest.spread is None:
        reasons["probability_ahead"] = f"no intervals of {contest.quality} that say anything are known"
    wins = _map_estimate(score, lambda gap: 1 / (1 + 10 ** min(-gap / 400, 300)))
    if not is_elo(contest.quality):
        wins, reasons["win_rate"] = _UNKNOWN, f"only an Elo score tells it, and this is {contest.quality}"

    equal, priced_score = _AtEqual(), _UNKNOWN
    priced = np.zeros(len(table), dtype=bool)
    if cost == _COST and cost not in table:
        reasons["price_ratio"] = reasons["score_at_price"] = f"the table has no column {cost}"
    else:
        prices = column_of(table, cost, "cost")
        why = why_excluded(prices, table[contest.quality])
        priced = (why == "").to_numpy()
        excluded.append(pd.DataFrame({"model": names[~priced], "left_out_of": "price", "reason": why[~priced]}))
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
        excluded.append(race.excluded)
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
        excluded=pd.concat([part for part in excluded if len(part)] or excluded[:1]),
        quality=contest.quality,
        cost=cost,
        as_of=as_of,
        dated_by=date,
        lower_is_better=contest.lower_is_better,
    )


def _score_gap(contest: _TwoGroups, sides: tuple[Bools, Bools]) -> tuple[Estimate, float]:
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


def _at_equal(contest: _TwoGroups, price: Floats, sides: tuple[Bools, Bools], drawn: Floats | None) -> _AtEqual:
    def steps(scores: Floats) -> tuple[Steps, Steps]:
        first, second = (Steps.of(np.log(price[rows]), scores[:, rows]) for rows in sides)
        return first, second

    measured = steps(contest.measured[None, :])
    ratio, points = float(np.exp(-mean_horizontal_gap(*measured))[0]), float(mean_vertical_gap(*measured)[0])
    low, high = (float(end[0]) for end in shared_scores(*measured))
    if contest.lower_is_better:
        low, high = -high, -low
    start, stop = shared_places(*measured)
    ends, differences = (math.nan, math.nan), (math.nan, math.nan)
    if drawn is not None:
        again = steps(drawn)
        ends, differences = interval_of(np.exp(-mean_horizontal_gap(*again))), interval_of(mean_vertical_gap(*again))
    shared = float(math.exp(start)), float(np.exp(stop)[0])
    return _AtEqual(Estimate(ratio, *ends), Estimate(points, *differences), (low, high), shared)
