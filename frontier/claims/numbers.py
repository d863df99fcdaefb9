"""Numbers of the statements in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import pandas as pd

from frontier.core.estimate import Estimate
from frontier.frames.lag import Lag
from frontier.frames.prices import Decline
from frontier.words.numbers import chance, day, figure, money


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


def digits_of(unit: str) -> Callable[[float], str]:
    """Return how a number in this unit is written: to the digits that mean something."""
    how: dict[str, Callable[[float], str]] = {
        "months": lambda value: f"{value:.1f}",
        "points": lambda value: f"{value:.1f}",
        "percent": lambda value: f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}",
        "probability": percent,
    }
    return how.get(unit, figure)


def in_words(number: Estimate, unit: str) -> str:
    """Return a number with its interval and unit; nothing for an unknown one."""
    if math.isnan(number.value):
        return ""
    written = digits_of(unit)
    ends = "" if math.isnan(number.low) else f" ({written(number.low)} to {written(number.high)})"
    after = {"probability": "", "percent": "%"}.get(unit, unit)
    return f"{written(number.value)}{ends} {after}".strip()
