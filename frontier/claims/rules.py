"""Rules that turn numbers into a verdict."""

from __future__ import annotations

import math
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from frontier.core.estimate import Estimate
from frontier.data.tables import load_models, load_prices, load_scores, load_study
from frontier.frames.frontier import Frontier, find_frontier
from frontier.frames.gap import gap_history
from frontier.frames.lag import Lag, open_lag
from frontier.frames.prices import Decline

Verdict = Literal["holds", "holds in part", "does not hold", "cannot be tested"]


_NOTHING = Estimate(math.nan)


_STALE = 92  # days: what was said of a day is not tested on an older board


_DECK, _BEFORE_R1, _BEFORE_V3 = "2025-02-14", "2025-01-19", "2024-12-25"


_GPT4O, _R1, _V3, _FLASH = "chatgpt-4o-latest-20241120", "deepseek-r1", "deepseek-v3", "gemini-2.0-flash-001"


_API_GPT4O, _API_GPT4O_2 = "gpt-4o-2024-05-13", "gpt-4o-2024-08-06"


_INVESCO = ("Invesco, “AI after DeepSeek”", "2025-02-14", "Invesco, “AI after DeepSeek”, February 2025")


_STANFORD = ("Stanford HAI, AI Index 2025", "2025-04-07", "https://hai.stanford.edu/ai-index/2025-ai-index-report")


_A16Z = ("a16z, “LLMflation”", "2024-11-12", "https://a16z.com/llmflation-llm-inference-cost")


_EPOCH_PRICES = ("Epoch AI on prices", "2025-03-12", "https://epoch.ai/data-insights/llm-inference-price-trends")


_EPOCH_2024 = ("Epoch AI on open models", "2024-11-04", "https://epoch.ai/blog/open-models-report")


_EPOCH_2025 = (
    "Epoch AI on open models",
    "2025-10-30",
    "https://epoch.ai/data-insights/open-weights-vs-closed-weights-models",
)


_EPOCH_2026 = ("Epoch AI on open models", "2026-05-29", "https://epoch.ai/data-insights/open-closed-eci-gap")


_ON_DECK = 'frontier.load_models(as_of="2025-02-14", price_basis="arena")'


_ON_DAY = 'frontier.load_models(as_of="2025-02-14")'


_EPOCH_RECORDS = (
    'frontier.price_records(frontier.load_study("epoch-prices"), at_least={level:g}, price="blended_usd_per_mtok", '
    'score="{score}")'
)


_EPOCH_PAIRS = (
    'frontier.open_lag(frontier.load_study("epoch-lags"), method="matched", by="access", between=("closed", "open"), '
    'quality="mmlu", transform=lambda y: -np.log(1 - y / 100), tolerance=0.02).pairs.set_index("model").months'
)


_RECOMPUTED = "the study's own points"


class _UntestableError(ValueError):
    """What the tables cannot tell, and why."""


class _Tables:
    """The tables that statements are tested against, each read when it is first asked for."""

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = path

    def models(self, day: str, **how: Any) -> pd.DataFrame:
        models = load_models(self.path, as_of=day, **how)
        there = models["elo_date"].iloc[0]
        if (pd.Timestamp(day) - there).days > _STALE:
            raise _UntestableError(
                f"the last full snapshot of the table before {_day(pd.Timestamp(day))} is of {_day(there)}, which is "
                "too old to test it"
            )
        return models

    def call(self, text: str) -> str:
        """Return the call of a statement, of this table where it is not the shipped one."""
        if self.path is None:
            return text
        if text.startswith("frontier "):
            return f"{text} --data {shlex.quote(str(self.path))}"
        return re.sub(
            r"\bload_(models|scores)\((\)?)",
            lambda found: f"load_{found[1]}({str(self.path)!r}{found[2] or ', '}",
            text,
        )

    @cached_property
    def deck(self) -> pd.DataFrame:
        """The models of the deck's day, with the prices of its scatter: the Arena's."""
        return self.models(_DECK, price_basis="arena")

    @cached_property
    def day(self) -> pd.DataFrame:
        """The models of the deck's day, with list and host prices."""
        return self.models(_DECK)

    @cached_property
    def scatter(self) -> Frontier:
        return find_frontier(self.deck)

    @cached_property
    def before(self) -> pd.DataFrame:
        """The last board before DeepSeek's V3 and R1 came."""
        return self.models(_BEFORE_V3)

    @cached_property
    def history(self) -> pd.DataFrame:
        """The gap on every full snapshot of the board without style control."""
        scores = load_scores(self.path, board="text").drop(
            columns="output_usd_per_mtok"
        )  # no statement is of its prices
        history = gap_history(scores, draws=100)
        return history[(history["coverage"] == "full") & history["gap"].notna()].reset_index(drop=True)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Every snapshot of the board that was shown."""
        return load_scores(self.path)

    @cached_property
    def prices(self) -> pd.DataFrame:
        return load_prices(self.path, price_basis=("list", "host"))

    def prices_until(self, day: pd.Timestamp) -> pd.DataFrame:
        """Return the dated prices of until then, if there are any."""
        prices = self.prices[self.prices["from"] <= day]
        if prices.empty:
            raise _UntestableError(f"the table has no list or host price of before {_day(day)}")
        return prices

    @cached_property
    def epoch_prices(self) -> pd.DataFrame:
        return load_study("epoch-prices")

    @cached_property
    def epoch_lags(self) -> pd.DataFrame:
        return load_study("epoch-lags")


@dataclass(frozen=True)
class _Finding:
    """What the tables say of a statement, and what follows for it by its rule."""

    number: Estimate
    verdict: Verdict
    why: str


@dataclass(frozen=True)
class _Statement:
    """A statement, its rule and the function that applies it."""

    claim: str
    label: str
    origin: tuple[str, str, str]
    statement: str
    unit: str
    rule: str
    call: str
    test: Callable[[_Tables], _Finding]
    published: str = ""
    number: Estimate = _NOTHING
    measured: str = "{}"
    tested_on: str = "this table"


def _states(**told: Any) -> Callable[[Callable[[_Tables], _Finding]], _Statement]:
    """Put a statement, with its rule, on top of the function that applies it."""
    return lambda test: _Statement(**told, test=test)


def _judge(*, holds: bool, in_part: bool) -> Verdict:
    return "holds" if holds else "holds in part" if in_part else "does not hold"


_SAME = (
    "holds if our number, and its interval where one is published, are the published ones within 0.1 %; in part if the "
    "number is within 10 %"
)


def _same(published: Estimate, ours: Estimate) -> Verdict:
    """Judge a number that is computed again from the study's own points."""
    pairs = [(published.value, ours.value), (published.low, ours.low), (published.high, ours.high)]
    apart = [math.inf if math.isnan(own) else abs(own / other - 1) for other, own in pairs if not math.isnan(other)]
    return _judge(holds=max(apart) <= 1e-3, in_part=apart[0] <= 0.1)


_AGREES = (
    "holds if the numbers are within a factor of two and one lies inside the interval of the other, or ours rounds to "
    "the published one; in part if the intervals overlap or the numbers are within a factor of 1.5; not to be tested "
    "where an interval spans more than a factor of 100"
)


_WIDE = 100


def _agrees(published: Estimate, ours: Estimate) -> Verdict:
    """Judge a number that other data should give as well."""
    theirs, own = _ends(published), _ends(ours)
    for whose, (low, high) in (("the published", theirs), ("our", own)):
        if high > _WIDE * max(low, 0.0):
            raise _UntestableError(
                f"the interval of {whose} number, {_figure(low)} to {_figure(high)}, is too wide to test anything"
            )
    factor = max(ours.value / published.value, published.value / ours.value) if ours.value > 0 else math.inf
    inside = own[0] <= published.value <= own[1] or theirs[0] <= ours.value <= theirs[1]
    overlap = own[0] <= theirs[1] and theirs[0] <= own[1]
    digits = len(f"{published.value:.10g}".partition(".")[2])
    rounds = round(ours.value, digits) == published.value
    return _judge(holds=(inside and factor <= 2) or rounds, in_part=overlap or factor <= 1.5)


def _ends(number: Estimate) -> tuple[float, float]:
    """Return the ends of the interval; of a number without one, itself."""
    return (number.value, number.value) if math.isnan(number.low) else (number.low, number.high)


def _meets(number: Estimate, low: float, high: float) -> bool:
    """Tell whether a number, with its interval where it has one, meets a range."""
    ends = _ends(number)
    return ends[0] <= high and ends[1] >= low


def _epoch_matches(tables: _Tables) -> Lag:
    return open_lag(
        tables.epoch_lags,
        method="matched",
        by="access",
        between=("closed", "open"),
        quality="mmlu",
        transform=lambda share: -np.log(1 - share / 100),
        tolerance=0.02,
    )


def _place(scatter: Frontier, model: str) -> tuple[pd.DataFrame, pd.Series[Any]]:
    """Return the models of the scatter and the row of one, or say that it is not there."""
    table = scatter.table
    if model not in set(table["model"]) or "sd" not in table:
        raise _UntestableError(f"the table has no price, score or interval of {model} on that day")
    return table, table[table["model"] == model].iloc[0]


def _short(decline: Decline) -> str:
    return "; spans of less than a year look steeper than they are" if decline.span_days < 365 else ""


def _models_of(models: pd.DataFrame, organization: str) -> set[str]:
    return set(models.loc[models["organization"] == organization, "model"])


def _need(*numbers: Estimate) -> None:
    if any(math.isnan(number.low) for number in numbers):
        raise _UntestableError("no intervals of the scores are known on that day")


def _day(day: pd.Timestamp | None) -> str:
    return "" if day is None else f"{day.day} {day:%B %Y}"


def _usd(price: float) -> str:
    return f"{price:.2f}".removesuffix(".00") + " USD"


def _flop(value: float) -> str:
    return f"{value:.1e}".replace("e+", "e")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share < 0.995 else "over 99 %"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _in_words(number: Estimate, unit: str) -> str:
    """Return a number with its interval and unit, to the digits that mean something."""
    if math.isnan(number.value):
        return ""
    how: dict[str, Callable[[float], str]] = {
        "months": lambda value: f"{value:.1f}",
        "points": lambda value: f"{value:.1f}",
        "per cent": lambda value: f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}",
        "probability": _percent,
    }
    shown = how.get(unit, _figure)
    ends = "" if math.isnan(number.low) else f" ({shown(number.low)} to {shown(number.high)})"
    after = {"probability": "", "per cent": "%"}.get(unit, unit)
    return f"{shown(number.value)}{ends} {after}".strip()
