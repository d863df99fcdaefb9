"""How far one group of models is behind another: the gap on one day, and its history."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from frontier.core.columns import Bools, Floats
from frontier.core.estimate import Estimate, check_draws, estimates
from frontier.core.lead import correlated_lead, lead_interval, lead_probability
from frontier.core.steps import TwoLines
from frontier.frames.boards import OUTPUT, SNAPSHOT_BOARD, default_board, is_arena_score, is_elo
from frontier.frames.columns import (
    as_table,
    column_of,
    days_of,
    labels_of,
    name_column,
    values_of,
    why_excluded,
)
from frontier.frames.contest import RELEASED, Contest, Pair, map_estimate, named_columns, split
from frontier.frames.costs import find_cost
from frontier.frames.intervals import Interval
from frontier.frames.lag import DatedScores, Lag
from frontier.frames.openness import OPEN_NAMES, PROPRIETARY
from frontier.frames.result import Result
from frontier.words.numbers import chance, decimals

_UNKNOWN = Estimate(math.nan)
_NO_RANGE = (math.nan, math.nan)
_RECENT = pd.Timedelta(days=92)  # a snapshot that is older says nothing of a day
# The estimates of a gap: the attribute, and the column of a history.
_ESTIMATES = {
    "score": "gap",
    "win_rate": "win_rate",
    "price_ratio": "price_ratio",
    "score_at_price": "score_at_price",
    "lag": "lag_backward_months",
}


@dataclass(frozen=True, eq=False, kw_only=True)
class Gap(Result):
    """How far the second of two groups is behind the first, in five numbers.

    Made by `open_gap`. An `Estimate` is NaN where a number is unknown, and ``reasons`` says why.

    Attributes
    ----------
    groups : tuple of str
        The two groups: positive numbers mean that the first is ahead, or more expensive.
    best : tuple
        The model with the highest score of each group; of equals the first by name.
    names : tuple
        Their display names, where the table has a column ``name``; else the same.
    score : Estimate
        Best of the first minus best of the second, in points.
    win_rate : Estimate
        Share of votes that the first's best is expected to win against the second's, from the gap by Elo's formula.
    price_ratio : Estimate
        Price at equal score: how many times as expensive the first group is, the geometric mean over the scores that
        both reach.
    score_at_price : Estimate
        Score at equal price: how many points the first group is better, the mean over the log of the prices both span.
    lag : Estimate
        Months that the second group is behind, by the definition ``backward`` of `open_lag`.
    probability_ahead : float
        That the second group's true best is above the first's.
    shared_scores, shared_prices : tuple of float
        The scores over which ``price_ratio`` is averaged, and the prices over which ``score_at_price`` is: the lowest
        and the highest. A narrow range, or few models in ``priced``, is a warning not to quote them.
    best_priced : tuple
        The best model of each group that has a price; None where there is none.
    priced_score : Estimate
        The score gap among models with a price only, not to be confused with ``score``.
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
        The day as of which the lag is measured; None if the table has no dates.
    dated_by : str
        Name of the column with the models' dates.
    cost_label : str
        What the cost is, in words; empty if not given.
    open_means : str or None
        The definition of open, where proprietary and open models are compared; else None.
    lower_is_better : bool
        Whether less of the quality is better. ``score`` and ``score_at_price`` are positive where the first is better.
    """

    groups: tuple[str, str]
    best: tuple[Any, Any]
    names: tuple[Any, Any]
    score: Estimate
    win_rate: Estimate
    price_ratio: Estimate = _UNKNOWN
    score_at_price: Estimate = _UNKNOWN
    lag: Estimate
    probability_ahead: float
    shared_scores: tuple[float, float] = _NO_RANGE
    shared_prices: tuple[float, float] = _NO_RANGE
    best_priced: tuple[Any, Any] = (None, None)
    priced_score: Estimate = _UNKNOWN
    priced: tuple[int, int] = (0, 0)
    unpriced: tuple[Any, ...] = ()
    reasons: Mapping[str, str] = field(repr=False)
    table: pd.DataFrame = field(repr=False)
    excluded: pd.DataFrame = field(repr=False)
    quality: str
    cost: str
    as_of: pd.Timestamp | None
    dated_by: str
    cost_label: str = ""
    open_means: str | None = None
    lower_is_better: bool = False

    @property
    def pair(self) -> Pair:
        """The two groups, with the words for them."""
        return Pair(self.groups, self.open_means)

    @property
    def best_proprietary(self) -> Any:
        """The best proprietary model, where proprietary and open ones are compared."""
        return self._of_class({PROPRIETARY.name})

    @property
    def best_open(self) -> Any:
        """The best open model, where proprietary and open ones are compared."""
        return self._of_class({*OPEN_NAMES.values()})

    def _of_class(self, names: set[str]) -> Any:
        if not names & {*self.groups}:
            raise AttributeError(f"the groups compared are {' and '.join(self.groups)}; their best are in .best")
        return self.best[self.groups[1] in names]

    @property
    def best_scores(self) -> tuple[float, float]:
        """The highest score of each group, in the unit of the quality."""
        first, second = (self.table.loc[self.table["group"] == group, self.quality].iloc[0] for group in self.groups)
        return float(first), float(second)

    @property
    def ai_index_percent(self) -> float:
        """The score gap as a percentage of the second best score: what Stanford's AI Index 2025 prints.

        Only to compare with that publication: scores have no zero, so a percentage of one has no meaning of its own.
        """
        second = self.best_scores[1]
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
        return pd.DataFrame([_row(self.as_of, first, self, self.pair)], columns=_columns(self.pair))

    def __str__(self) -> str:
        return self.numbers()

    def numbers(self, lags: Sequence[Lag] = ()) -> str:
        """List the numbers, a line each, with their intervals, or why they are not known.

        Parameters
        ----------
        lags : sequence of Lag
            From `open_lag`, to list below the lag by ``backward``.

        Returns
        -------
        str
            Open against proprietary also as Stanford's AI Index prints it (``ai_index_percent``). `summary` has a
            paragraph to quote.

        Examples
        --------
        >>> import frontier
        >>> gap = frontier.open_gap(frontier.load_models(as_of="2025-02-14"))
        >>> print(gap.numbers().splitlines()[0])
        score gap                                          23.18 (13.79 to 33.20) points
        """
        first, second = self.pair.adjectives
        elo, percent = is_elo(self.quality), map_estimate(self.win_rate, lambda share: 100 * share)
        # one decimal more than keeps the qualities apart
        points, digits = (" points", 2) if elo else ("", decimals(values_of(self.table[self.quality])) + 1)
        rows = [
            ("score", "score gap", f"{self.score:.{digits}f}{points}"),
            ("win_rate", f"expected win rate, {first}", f"{percent:.1f} %"),
            ("probability_ahead", f"{second} ahead, probability", chance(self.probability_ahead)),
            ("price_ratio", f"{first} / {second} price at equal score", f"{self.price_ratio:.2f}"),
            ("score_at_price", f"{first} - {second} score at equal price", f"{self.score_at_price:.{digits}f}{points}"),
            ("lag", "lag, backward", f"{'at least ' * ('lag' in self.reasons)}{self.lag:.1f} months"),
        ]
        shown = [(what, f"unknown: {self.reasons[key]}" if "nan" in number else number) for key, what, number in rows]
        shown += [(f"lag, {lag.method}", lag.in_words()) for lag in lags]
        if self.open_means == "weights" and is_arena_score(self.table, self.quality) and self.best_scores[1] > 0:
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
    cost: str | pd.Series[Any] = OUTPUT,
    date: str | pd.Series[Any] = RELEASED,
    cost_label: str = "",
    name: str | None = None,
    lower_is_better: bool = False,
    se: str | pd.Series[Any] | None = None,
    lower: str | pd.Series[Any] | None = None,
    upper: str | pd.Series[Any] | None = None,
    n: str | pd.Series[Any] | None = None,
    cov: pd.DataFrame | None = None,
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
    cov : pandas.DataFrame, optional
        Covariance of the scores, by the models' names both ways, such as ``Ratings.cov``. All intervals then come from
        it; that of the score gap is drawn, too.
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
        argument is not one of the allowed values.

    Notes
    -----
    *Score gap*: best score of the first group minus best of the second. Its interval, and the probability that the
    second is ahead, come from the distribution of each group's best, the product of the models' normal distribution
    functions: exact, and aware that others than the two names on top may really be the best (`lead_interval`). It does
    not correct that the best of many noisy scores is measured too high: a group with dozens of nearly level models at
    its top is flattered by some points, in the value and in the interval.

    *Win rate*: ``1 / (1 + 10 ** (-gap / 400))``, the Arena's own scale, where the quality is the score of a board.

    *Price at equal score*: for a score s the cheapest price in each group that reaches it; the geometric mean of their
    ratio over the scores that both step frontiers span, from the better of their lowest steps to the worse of their
    highest. *Score at equal price*: the mean vertical distance of the step frontiers over the logarithm of the prices
    that both span. Both are integrated exactly; where the spans do not overlap, they are taken at the one score, or
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
    if not isinstance(cost, str) or cost != OUTPUT:  # without the usual price the gap has no prices
        cost, cost_label = find_cost(table, cost, cost_label)
    table, (score, price, day) = named_columns(table, quality=quality, cost=cost, date=date)
    table, pair = split(table, open_means, by, between, score, lower_is_better=lower_is_better)
    contest = Contest(table, pair, score, day, name=name, interval=interval, lower_is_better=lower_is_better, cov=cov)
    for word, side in zip(pair.adjectives, contest.sides, strict=True):
        if not side.any():
            raise ValueError(f"no {word} model has a score in {score}; choose other rows, or another split")
    return _measured(contest, price, day, None, contest.draws(draws, seed), cost_label)


def gap_history(
    scores: Any,
    *,
    open_means: str = "weights",
    by: str | None = None,
    between: Sequence[str] | None = None,
    quality: str = "elo",
    cost: str = OUTPUT,
    date: str = RELEASED,
    name: str | None = None,
    lower_is_better: bool = False,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Measure the gap at every snapshot, each board by itself.

    Parameters
    ----------
    scores : pandas.DataFrame, or a table of polars or pyarrow
        One row a snapshot and model, as of `load_scores`: ``date``, ``model``, the scores, and what groups them. Not
        changed.
    open_means, by, between, quality, cost, date, name, lower_is_better, draws, seed : optional
        As in `open_gap`, but columns only: ``date`` is that of the models' release, the snapshot's is always in the
        column ``date``. ``between``, where not given, comes from the newest snapshot that has two groups.

    Returns
    -------
    pandas.DataFrame
        One row a snapshot, by board and date: ``date``, ``gap``, ``gap_low``, ``gap_high`` (points), ``win_rate``,
        ``best_open``, ``best_proprietary``, ``probability_ahead``, ``price_ratio`` (proprietary / open),
        ``score_at_price`` (proprietary - open) and ``lag_backward_months``, each with ``_low`` and ``_high``,
        ``lag_at_least`` (bool), ``models_open`` and ``models_proprietary`` (how many have a score), ``priced_open`` and
        ``priced_proprietary`` (how many of them a price), ``name_open`` and ``name_proprietary`` (the display names of
        the best), ``open_means``, ``first`` and ``second`` (the two groups compared), ``quality`` (the column of the
        scores), ``coverage`` and ``board`` where the input has them. With ``by`` the groups' own names stand for
        ``open`` and ``proprietary``. What a snapshot does not allow is NaN: intervals where it has none, everything
        where a group is not on it.

    Raises
    ------
    TypeError, ValueError
        As `open_gap`; and if a date is missing, or a model stands twice in a snapshot.

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
    if cost != OUTPUT:
        found, _ = find_cost(scores, cost)
        scores, (cost,) = named_columns(scores, cost=found)
    days = days_of(column_of(scores, "date", "date"), "date")
    if days.isna().any():
        raise ValueError(f"{days.isna().sum()} rows have no date; every score must say which snapshot it is of")
    if SNAPSHOT_BOARD in scores and scores[SNAPSHOT_BOARD].isna().any():
        raise ValueError("some rows have no board, and others have one; every score must say which board it is of")
    boards = scores[SNAPSHOT_BOARD] if SNAPSHOT_BOARD in scores else pd.Series("", scores.index)
    labels = labels_of(scores, name)
    twice = pd.DataFrame({"day": days, "board": boards, "model": labels}).duplicated()
    if twice.any() and (name_column(scores, name) is not None or not isinstance(scores.index, pd.RangeIndex)):
        raise ValueError(f"a model stands twice in a snapshot, {labels[twice].iloc[0]!r} for one; keep one row of each")
    scores = scores.assign(date=days)
    snapshots = scores.groupby([days.rename("day"), boards.rename("board")]).ngroup()
    scores, pair = split(scores, open_means, by, between, quality, snapshots, lower_is_better=lower_is_better)
    rows = []
    for _, board in scores.groupby(boards, sort=False):
        for day, snapshot in board.groupby("date"):
            contest = Contest(snapshot, pair, quality, date, name=name, lower_is_better=lower_is_better)
            both = all(side.any() for side in contest.sides)
            gap = _measured(contest, cost, date, day, contest.draws(draws, seed)) if both else None
            rows.append(_row(day, contest.first, gap, pair) | _of_snapshot(snapshot))
    also = [c for c in ("coverage", "board") if c in scores]
    history = pd.DataFrame(rows, columns=[*_columns(pair), "open_means", "first", "second", "quality", *also])
    return history.assign(open_means=pair.open_means, first=pair.groups[0], second=pair.groups[1], quality=quality)


def gap_since(scores: Any, since: str | pd.Timestamp, *, board: str | None = None, **how: Any) -> pd.DataFrame:
    """Measure how the gap changed since a day, on each board by itself.

    Parameters
    ----------
    scores : pandas.DataFrame, or a table of polars or pyarrow
        As `gap_history` takes them, of several boards if they have them, with columns ``date`` and ``board``.
    since : str or Timestamp
        The first day, ``"2025-02-14"``. The last is that of the newest snapshot.
    board : str, optional
        The board that comes first. Not given: the one that the Arena shows on the last day, if it is there.
    **how
        As in `gap_history`.

    Returns
    -------
    pandas.DataFrame
        One row a board with a full snapshot of the 92 days up to each of the two days: ``board``; ``date``, ``gap``,
        ``gap_low`` and ``gap_high`` of the last snapshot until then, with ``_before`` and ``_after``; ``change``, the
        gap after minus the gap before; ``differs``, whether the change of this board differs from that of the first
        one by more than the 95 % interval of the difference; ``first``, ``second`` and ``quality`` as in `gap_history`.

    Raises
    ------
    TypeError, ValueError
        As `gap_history`; also if no board has two such snapshots, or ``board`` has not.

    Notes
    -----
    Each gap is of the models that its board listed on its day, so two boards can disagree. For ``differs``
    the gaps are taken to be independent, and a gap without an interval to be exact.

    Examples
    --------
    >>> import frontier
    >>> scores = frontier.load_scores(board="all", as_of="2026-08-19")
    >>> gap_since(scores, "2025-02-14", draws=100).set_index("board")["gap_before"].round(1).to_dict()
    {'text-style-control': 3.0, 'text': 23.2}
    """
    scores, start = as_table(scores), pd.Timestamp(since)
    if not {"date", SNAPSHOT_BOARD} <= set(scores):
        raise ValueError("scores must have the columns 'date' and 'board', as load_scores(board='all') returns them")
    scores = scores.assign(date=days_of(scores["date"], "date"))
    full, last = scores[scores["coverage"] != "partial"] if "coverage" in scores else scores, scores["date"].max()
    ends = {
        name: [dates[dates <= day].max() for day in (start, last)]
        for name, dates in full.groupby(SNAPSHOT_BOARD)["date"]
    }
    fresh = {
        name: days
        for name, days in ends.items()
        if days[0] < days[1] and all(day - own <= _RECENT for day, own in zip((start, last), days, strict=True))
    }
    wanted = board or default_board(last)
    if not fresh or (board is not None and board not in fresh):
        raise ValueError(
            f"{'no board' if board is None else f'board {board!r}'} has a full snapshot of the {_RECENT.days} days up "
            f"to {start:%Y-%m-%d} and another up to {last:%Y-%m-%d}; choose other days"
        )
    chosen = [date in fresh.get(name, ()) for date, name in zip(full["date"], full[SNAPSHOT_BOARD], strict=True)]
    history = gap_history(full[chosen], **how)
    before, after = (history.drop_duplicates(SNAPSHOT_BOARD, keep=which) for which in ("first", "last"))
    numbers = ["date", "gap", "gap_low", "gap_high"]
    both = before[[SNAPSHOT_BOARD, *numbers]].merge(
        after[[SNAPSHOT_BOARD, *numbers, "first", "second", "quality"]],
        on=SNAPSHOT_BOARD,
        suffixes=("_before", "_after"),
    )
    both = both.sort_values(SNAPSHOT_BOARD, key=lambda names: names != wanted, kind="stable", ignore_index=True)
    both["change"] = both["gap_after"] - both["gap_before"]
    widths = [(both[f"gap_high_{end}"] - both[f"gap_low_{end}"]).fillna(0) / 2 for end in ("before", "after")]
    error = widths[0] ** 2 + widths[1] ** 2
    both["differs"] = (both["change"] - both["change"].iloc[0]).abs() > np.sqrt(error + error.iloc[0])
    return both


def _of_snapshot(snapshot: pd.DataFrame) -> dict[str, Any]:
    """Return the board and the coverage of a snapshot, which is partial if any of its rows is."""
    facts = {c: snapshot[c].dropna().unique().tolist() for c in ("coverage", "board") if c in snapshot}
    return {c: "partial" if "partial" in values else next(iter(values), None) for c, values in facts.items()}


def _columns(pair: Pair) -> list[str]:
    """Return the columns of a history: the second group stands before the first, as in "open against proprietary"."""
    best, names, models, priced = (
        [f"{what}_{group}" for group in reversed(pair.columns)] for what in ("best", "name", "models", "priced")
    )
    price, points, lag = ([name + end for end in ("", "_low", "_high")] for name in list(_ESTIMATES.values())[2:])
    head = ["date", "gap", "gap_low", "gap_high", "win_rate", *best, "win_rate_low", "win_rate_high"]
    return [*head, "probability_ahead", *price, *points, *lag, "lag_at_least", *models, *priced, *names]


def _row(day: pd.Timestamp | None, first: Bools, gap: Gap | None, pair: Pair) -> dict[str, Any]:
    """Return one row of a history; ``first`` marks the models of the first group."""
    row: dict[str, Any] = {"date": day, "lag_at_least": False}
    for k, (group, side) in enumerate(zip(pair.columns, (first, ~first), strict=True)):
        best, name, priced = (gap.best[k], gap.names[k], gap.priced[k]) if gap is not None else (None, None, 0)
        row |= {f"best_{group}": best, f"name_{group}": name, f"priced_{group}": priced}
        row[f"models_{group}"] = int(side.sum())
    if gap is None:
        return row
    for attribute, column in _ESTIMATES.items():
        row |= getattr(gap, attribute).columns(column)
    at_least = "lag" in gap.reasons and not math.isnan(gap.lag.value)
    return row | {"probability_ahead": gap.probability_ahead, "lag_at_least": at_least}


def _measured(
    contest: Contest, cost: str, date: str, as_of: pd.Timestamp | None, drawn: Floats | None, cost_label: str = ""
) -> Gap:
    """Return all that the contest allows; both groups have a model with a score."""
    score, ahead = _score_gap(contest, contest.sides)
    elo = is_elo(contest.quality)
    prices, no_price, unpriced = _prices(contest, cost, drawn)
    lag, no_lag, undated, as_of = _lag(contest, date, as_of, drawn)
    reasons = {
        "probability_ahead": "" if contest.spread else f"no intervals of {contest.quality} that say anything are known",
        "win_rate": "" if elo else f"only an Elo score has one, and this is {contest.quality}",
        "price_ratio": no_price,
        "score_at_price": no_price,
        "lag": no_lag,
    }
    excluded = [part for part in (contest.excluded, unpriced, undated) if len(part)]
    tops, names = [int(side.argmax()) for side in contest.sides], contest.names.tolist()  # the table is best first
    return Gap(
        groups=contest.pair.groups,
        best=(contest.labels[tops[0]], contest.labels[tops[1]]),
        names=(names[tops[0]], names[tops[1]]),
        score=score,
        win_rate=map_estimate(score, lambda gap: 1 / (1 + 10 ** min(-gap / 400, 300))) if elo else _UNKNOWN,
        lag=lag,
        probability_ahead=ahead,
        reasons={number: why for number, why in reasons.items() if why},
        table=contest.table,
        excluded=pd.concat(excluded or [contest.excluded]),
        quality=contest.quality,
        cost=cost,
        as_of=as_of,
        dated_by=date,
        cost_label=cost_label,
        open_means=contest.pair.open_means,
        lower_is_better=contest.lower_is_better,
        **prices,
    )


def _score_gap(contest: Contest, sides: Sequence[Bools]) -> tuple[Estimate, float]:
    """Return by how much the best of one side is better, and the probability that the other's really is."""
    own, rival = sides
    value = float(contest.measured[own].max() - contest.measured[rival].max())
    if contest.spread is None:
        return Estimate(value), math.nan
    if contest.spread.cov is not None:
        compared = own | rival
        cov = contest.spread.cov[compared][:, compared]
        low, high, behind = correlated_lead(contest.measured[compared], cov, own[compared])
        return Estimate(value, low, high), behind
    ours, theirs = ((contest.measured[side], contest.spread.sd[side]) for side in sides)
    return Estimate(value, *lead_interval(*ours, *theirs)), float(lead_probability(*theirs, *ours))


def _lag(
    contest: Contest, date: str, as_of: pd.Timestamp | None, drawn: Floats | None
) -> tuple[Estimate, str, pd.DataFrame, pd.Timestamp | None]:
    """Return the lag by ``backward``, why it is unknown or only a bound, who has no date, and the day it is of."""
    if date == RELEASED and date not in contest.table:
        return _UNKNOWN, f"the table has no column {date}", contest.excluded.iloc[:0], as_of
    race = DatedScores(contest, date, as_of)
    first, second = contest.pair.adjectives
    lag, reason = _UNKNOWN, f"no model of one group has a date in {date}"
    if race.own.any() and race.rival.any():
        lag, bound = race.months("backward", drawn)
        late = f"a lower bound: the dates of the table start too late to say when {first} models passed that score"
        unknown = f"the {first} models that score above the best {second} one have no date"
        reason = unknown if math.isnan(lag.value) else late if bound else ""
    return lag, reason, race.excluded, None if pd.isna(race.as_of) else race.as_of


def _prices(contest: Contest, cost: str, drawn: Floats | None) -> tuple[dict[str, Any], str, pd.DataFrame]:
    """Return the fields of a gap that are of the models with a price, why they are unknown, and who has none."""
    labels, measured = contest.labels, contest.measured
    if cost == OUTPUT and cost not in contest.table:
        return {}, f"the table has no column {cost}", contest.excluded.iloc[:0]
    prices = column_of(contest.table, cost, "cost")
    why = why_excluded(contest.table, prices, contest.table[contest.quality]).to_numpy()
    out = why != ""
    excluded = pd.DataFrame({"model": labels[out], "left_out_of": "price", "reason": why[out]}, prices.index[out])
    sides = [side & (why == "") for side in contest.sides]
    tops = [int(side.argmax()) if side.any() else None for side in sides]  # the table is best first
    better = [
        side & (measured > measured[top]) for side, top in zip(contest.sides, tops, strict=True) if top is not None
    ]
    found: dict[str, Any] = {
        "best_priced": tuple(None if top is None else labels[top] for top in tops),
        "priced": tuple(int(side.sum()) for side in sides),
        "unpriced": tuple(label for rows in better for label in labels[rows]),
    }
    lacking = [word for word, top in zip(contest.pair.adjectives, tops, strict=True) if top is None]
    if lacking:
        return found, f"no {' and no '.join(lacking)} model has a price", excluded
    first, second = ((np.log(values_of(prices)[rows]), rows) for rows in sides)
    lines = TwoLines(first, second)

    def gaps(rows: Floats) -> tuple[Floats, Floats]:
        across, up = lines.distances(rows)
        return np.exp(-across), up

    ratio, points = estimates(gaps, measured, drawn)
    (low, high), (start, stop) = lines.spans(lines.steps(measured[None, :]))
    found |= {
        "price_ratio": ratio,
        "score_at_price": points,
        "shared_scores": (-float(high[0]), -float(low[0]))
        if contest.lower_is_better
        else (float(low[0]), float(high[0])),
        "shared_prices": (math.exp(start), float(np.exp(stop)[0])),
        "priced_score": _score_gap(contest, sides)[0],
    }
    return found, "", excluded
