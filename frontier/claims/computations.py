"""Computations of the statements that take more than an expression."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from frontier.claims.rules import UntestableError, known
from frontier.frames.frontier import Frontier, find_frontier
from frontier.frames.lag import Lag, Method, open_lag
from frontier.frames.shift import Shift, frontier_shift


def lags_of(models: pd.DataFrame, *methods: Method) -> dict[str, Lag]:
    """Return the lag of open models by each of several definitions."""
    lags: dict[str, Lag] = {method: open_lag(models, method=method) for method in methods}
    unknown = [method for method, lag in lags.items() if math.isnan(lag.months.value)]
    if unknown:
        raise UntestableError(f"the lag {' and '.join(unknown)} cannot be computed on that leaderboard")
    return lags


def confidence_of_compute(models: pd.DataFrame) -> pd.Series[str]:
    """Return how sure the training compute of each model is, by its name."""
    return models["training_flop_confidence"].astype(object).fillna("of unknown standing").set_axis(models["model"])


@dataclass(frozen=True)
class Gain:
    """What the frontier gained in some months, compared with as many months before.

    Attributes
    ----------
    months : int
        The number of months.
    moved : bool
        Whether the frontier became cheaper and better, with intervals that exclude no change.
    faster : bool
        Whether it gained more than before, in price and in score.
    later, earlier : float
        How many times cheaper it became in these months and in those before.
    first : pandas.Timestamp
        The day on which the months before begin.
    priced : int
        The number of models with a price on that day.
    """

    months: int
    moved: bool
    faster: bool
    later: float
    earlier: float
    first: pd.Timestamp
    priced: int


def gain_against(load: Callable[[str], pd.DataFrame], day: str, months: int) -> Gain:
    """Compare what the frontier gained in the months until a day with what it gained in as many months before.

    Parameters
    ----------
    load : callable
        Returns the models of one leaderboard with the prices of a day.
    day : str
        The last day.
    months : int
        The length of each of the two periods.
    """
    days = [pd.Timestamp(day) - pd.DateOffset(months=back) for back in (2 * months, months, 0)]
    first, middle, last = (find_frontier(load(f"{one:%Y-%m-%d}")) for one in days)
    shifts = frontier_shift(middle, last), frontier_shift(first, middle, draws=100)
    known(shifts[0].times_cheaper)
    scores = _overlap(*(shift.shared_scores for shift in shifts))
    prices = _overlap(*(shift.shared_prices for shift in shifts))

    def over_both(before: Frontier, after: Frontier) -> Shift:
        return frontier_shift(before, after, scores=scores, prices=prices, draws=100)

    later, earlier = over_both(middle, last), over_both(first, middle)
    return Gain(
        months=months,
        moved=shifts[0].times_cheaper.low > 1 and shifts[0].points_better.low > 0,
        faster=later.times_cheaper.value > earlier.times_cheaper.value
        and later.points_better.value > earlier.points_better.value,
        later=later.times_cheaper.value,
        earlier=earlier.times_cheaper.value,
        first=days[0],
        priced=len(first.table),
    )


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Return the range that two ranges have in common."""
    low, high = max(one[0], other[0]), min(one[1], other[1])
    if low >= high:
        raise UntestableError("the frontiers of those days have no range of scores and prices in common")
    return low, high
