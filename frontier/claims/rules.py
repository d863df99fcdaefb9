"""What the Python of the statements calls: rules that give a verdict, computations, numbers in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from frontier.core.estimate import Estimate
from frontier.frames.frontier import Frontier
from frontier.frames.lag import Lag
from frontier.frames.prices import WIDEST, Decline, price_decline, price_records
from frontier.frames.runs import Reversals, price_reversals
from frontier.frames.shift import Shift, frontier_shift
from frontier.words.numbers import chance, day, figure, money

Verdict = Literal["holds", "holds in part", "does not hold", "cannot be tested"]


class UntestableError(ValueError):
    """The tables lack what a statement needs; the message says what."""


# --- Rules: the published number and ours give a verdict.


def judge(holds: bool, in_part: bool) -> Verdict:
    """Return the verdict that follows from two conditions."""
    return "holds" if holds else "holds in part" if in_part else "does not hold"


def same(published: Estimate, ours: Estimate) -> Verdict:
    """Judge a number that is computed again from the study's own points."""
    pairs = [(published.value, ours.value), (published.low, ours.low), (published.high, ours.high)]
    apart = [math.inf if math.isnan(own) else abs(own / other - 1) for other, own in pairs if not math.isnan(other)]
    return judge(max(apart) <= 1e-3, apart[0] <= 0.1)


def agrees(published: Estimate, ours: Estimate) -> Verdict:
    """Judge a number that other data should give as well."""
    theirs, own = ends_of(published), ends_of(ours)
    for whose, (low, high) in (("the published", theirs), ("our", own)):
        if high > WIDEST * max(low, 0.0):
            raise UntestableError(
                f"the interval of {whose} number, {figure(low)} to {figure(high)}, is too wide to test anything"
            )
    factor = max(ours.value / published.value, published.value / ours.value) if ours.value > 0 else math.inf
    inside = own[0] <= published.value <= own[1] or theirs[0] <= ours.value <= theirs[1]
    digits = len(f"{published.value:.10g}".partition(".")[2])
    rounds = round(ours.value, digits) == published.value
    return judge((inside and factor <= 2) or rounds, meets(ours, *theirs) or factor <= 1.5)


def within(published: Estimate, ours: Estimate, holds: float, in_part: float) -> Verdict:
    """Judge a number by its distance from the published one."""
    apart = abs(ours.value - published.value)
    return judge(apart <= holds, apart <= in_part)


def ends_of(number: Estimate) -> tuple[float, float]:
    """Return the ends of the interval; of a number without one, itself."""
    return (number.value, number.value) if math.isnan(number.low) else (number.low, number.high)


def meets(number: Estimate, low: float, high: float) -> bool:
    """Return whether a number, with its interval where it has one, meets a range."""
    ends = ends_of(number)
    return ends[0] <= high and ends[1] >= low


# --- What a statement needs of the tables.


def known(number: Estimate) -> Estimate:
    """Return a number that has an interval."""
    if math.isnan(number.low):
        raise UntestableError("no intervals of the scores are known on that day")
    return number


def some(rows: Any, otherwise: str, least: int = 1) -> Any:
    """Return rows of which there are at least so many; otherwise the statement cannot be tested, for this reason."""
    if len(rows) < least:
        raise UntestableError(otherwise)
    return rows


def row_of(models: pd.DataFrame, model: str, column: str) -> pd.Series[Any]:
    """Return the row of a model, in which a column must be known."""
    rows = models[models["model"] == model]
    if column not in rows or rows[column].isna().all():
        raise UntestableError(f"the table does not list {model} with its {column} on that day")
    return rows.iloc[0]


def day_in(month: str, models: pd.DataFrame) -> pd.Timestamp:
    """Return the day of a leaderboard snapshot, which must be in a month such as ``2024-01``."""
    listed: pd.Timestamp = models["elo_date"].iloc[0]
    if f"{listed:%Y-%m}" != month:
        wanted = f"{pd.Timestamp(month):%B %Y}"
        raise UntestableError(f"the table has no full snapshot of {wanted}; the nearest is of {date(listed)}")
    return listed


# --- Computations that take more than an expression.


def rank_of(row: pd.Series[Any], models: pd.DataFrame) -> int:
    """Return the rank of a model among others by score."""
    return int((models["elo"] > row["elo"]).sum()) + 1


def all_known(lags: Mapping[str, Lag]) -> Mapping[str, Lag]:
    """Return lags by several definitions, each of which must be known."""
    unknown = [method for method, lag in lags.items() if math.isnan(lag.months.value)]
    if unknown:
        raise UntestableError(f"the lag {' and '.join(unknown)} cannot be computed on that leaderboard")
    return lags


def confidence_of_compute(models: pd.DataFrame) -> pd.Series[str]:
    """Return how sure the training compute of each model is, by its name."""
    return models["training_flop_confidence"].astype(object).fillna("of unknown standing").set_axis(models["model"])


def gains_until(until: str, months: int, frontier_of: Callable[[str], Frontier]) -> tuple[Shift, Shift, Shift]:
    """Return what the frontier gained in the months until a day, and in them and as many before over the same range.

    Parameters
    ----------
    until : str
        The last day.
    months : int
        The length of each of the two periods.
    frontier_of : callable
        Returns the frontier of one leaderboard at the prices of a day.
    """
    days = [pd.Timestamp(until) - pd.DateOffset(months=back) for back in (2 * months, months, 0)]
    first, middle, last = (frontier_of(f"{one:%Y-%m-%d}") for one in days)
    gained, before = frontier_shift(middle, last), frontier_shift(first, middle, draws=100)
    known(gained.times_cheaper)
    scores = _overlap(gained.shared_scores, before.shared_scores)
    prices = _overlap(gained.shared_prices, before.shared_prices)
    same_range: Any = {"scores": scores, "prices": prices, "draws": 100}
    return gained, frontier_shift(middle, last, **same_range), frontier_shift(first, middle, **same_range)


def is_more(one: Shift, other: Shift) -> bool:
    """Return whether the frontier gained more in one period than in another, in price and in score."""
    pairs = ((one.times_cheaper, other.times_cheaper), (one.points_better, other.points_better))
    return all(more.value > less.value for more, less in pairs)


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Return the range that two ranges have in common."""
    low, high = max(one[0], other[0]), min(one[1], other[1])
    if low >= high:
        raise UntestableError("the frontiers of those days have no range of scores and prices in common")
    return low, high


def reversals_by(runs: pd.DataFrame, prices: pd.DataFrame) -> dict[str, Reversals]:
    """Return how far the order by the cost of a task differs from that by price, on each benchmark of some runs."""
    return {str(name): price_reversals(own, prices) for name, own in runs.groupby("benchmark", sort=False)}


def declines_at(points: pd.DataFrame, levels: Sequence[float], price: str) -> dict[float, Decline]:
    """Return the decline of a price at each level of which there are enough records for a rate."""
    records = {level: price_records(points, at_least=level, price=price) for level in levels}
    return {level: price_decline(chain) for level, chain in records.items() if len(chain) > 3}


# --- Numbers in words.


def date(at: pd.Timestamp) -> str:
    """Write a day, such as 14 February 2025."""
    return day(at, long=True)


def usd(price: float) -> str:
    """Write a price in dollars."""
    return money(price, "USD")


def flop(value: float) -> str:
    """Write a number of floating-point operations."""
    return f"{value:.1e}".replace("e+", "e")


def percent(probability: float) -> str:
    """Write a probability."""
    return chance(probability, 0)


def in_months(lags: Mapping[str, Lag]) -> str:
    """List the months of several lags, each with its definition."""
    return ", ".join(f"{lag.months.value:.1f} ({method})" for method, lag in lags.items())


def short_span(decline: Decline) -> str:
    """Warn of a rate over less than a year."""
    return "; spans of less than a year look steeper than they are" if decline.span_days < 365 else ""


def in_digits(value: float, unit: str) -> str:
    """Return a number in a unit, to the digits that mean something."""
    if unit == "probability":
        return percent(value)
    if unit in ("months", "points"):
        return f"{value:.1f}"
    return figure(value) if unit != "percent" else f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}"


def in_words(number: Estimate, unit: str) -> str:
    """Return a number with its interval and unit; nothing for an unknown one."""
    if math.isnan(number.value):
        return ""
    value, low, high = (in_digits(one, unit) for one in (number.value, number.low, number.high))
    ends = "" if math.isnan(number.low) else f" ({low} to {high})"
    return f"{value}{ends} {({'probability': '', 'percent': '%'}).get(unit, unit)}".strip()
