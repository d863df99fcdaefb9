"""Rules that turn a published number and ours into a verdict, and what they need of the tables."""

from __future__ import annotations

import math
from typing import Any, Literal

import pandas as pd

from frontier.claims.numbers import date
from frontier.core.estimate import Estimate
from frontier.words.numbers import figure

Verdict = Literal["holds", "holds in part", "does not hold", "cannot be tested"]

# The words of the known rules. The function of the same name applies it.
RULES = {
    "same": (
        "holds if our number, and its interval where one is published, are the published ones within 0.1 %; in part if "
        "the number is within 10 %"
    ),
    "agrees": (
        "holds if the numbers are within a factor of two and one lies inside the interval of the other, or ours rounds "
        "to the published one; in part if the intervals overlap or the numbers are within a factor of 1.5; not to be "
        "tested where an interval spans more than a factor of 100"
    ),
}
WIDEST = 100


class UntestableError(ValueError):
    """The tables lack what a statement needs; the message says what."""


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


def rank_of(row: pd.Series[Any], models: pd.DataFrame) -> int:
    """Return the rank of a model among others by score."""
    return int((models["elo"] > row["elo"]).sum()) + 1


def day_in(month: str, models: pd.DataFrame) -> pd.Timestamp:
    """Return the day of a leaderboard snapshot, which must be in a month such as ``2024-01``."""
    day: pd.Timestamp = models["elo_date"].iloc[0]
    if f"{day:%Y-%m}" != month:
        raise UntestableError(
            f"the table has no full snapshot of {pd.Timestamp(month):%B %Y}; the nearest is of {date(day)}"
        )
    return day
