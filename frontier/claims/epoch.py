"""The statements of Epoch AI on prices and lags."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd

from frontier.claims.rules import (
    _AGREES,
    _DECK,
    _EPOCH_2024,
    _EPOCH_2025,
    _EPOCH_2026,
    _ON_DAY,
    _agrees,
    _day,
    _epoch_matches,
    _Finding,
    _judge,
    _meets,
    _same,
    _short,
    _states,
    _Tables,
    _UntestableError,
)
from frontier.core.estimate import Estimate
from frontier.frames.costs import blended_price
from frontier.frames.gap import gap_history
from frontier.frames.lag import open_lag
from frontier.frames.prices import price_decline, price_points, price_records

# Score, level, factor a year and its 90 % interval.
_RATES = (
    ("mmlu", 43.9, 11.773, 8.287, 16.724),
    ("mmlu", 64.8, 15.831, 8.055, 31.115),
    ("mmlu", 68, 9.347, 4.801, 18.199),
    ("mmlu", 86, 15.857, 4.086, 61.541),
    ("mmlu", 87, 35.791, 5.027, 254.826),
    ("arena", 1106, 9.605, 5.259, 17.544),
    ("arena", 1186, 75.319, 7.556, 750.793),
    ("arena", 1256, 245.514, 4.234, 14237.680),
    ("arena", 1285, 176.960, 39.135, 800.186),
)


_TESTS = {"mmlu": "an MMLU", "arena": "an Arena score"}


_LABELS = {"mmlu": "MMLU", "arena": "Arena"}


# The closed model, the open one that reached it, and the months between.
_MATCHES = (
    ("text-davinci-001", "BLOOM-176B", 25.447),
    ("Gopher (280B)", "LLaMA-65B", 14.564),
    ("code-davinci-002", "Llama 2-70B", 16.570),
    ("PaLM (540B)", "Grok-1", 19.003),
    ("GPT-4", "Llama 3.1-405B", 16.307),
)


def _replicate(score: str, level: float, published: Estimate) -> Callable[[_Tables], _Finding]:
    """Compute a rate again from the study's own points."""

    def test(tables: _Tables) -> _Finding:
        points = price_records(tables.epoch_prices, at_least=level, price="blended_usd_per_mtok", score=score)
        decline = price_decline(points)
        why = (
            f"From the study's own points, {decline.n} records from {_day(points['date'].iloc[0])} to "
            f"{_day(points['date'].iloc[-1])}, R2 {decline.r_squared:.2f}{_short(decline)}"
        )
        return _Finding(decline.factor_per_year, _same(published, decline.factor_per_year), f"{why}.")

    return test


def _from_own_table(level: float, published: Estimate) -> Callable[[_Tables], _Finding]:
    """Compute the rate of an Arena level from the prices and scores of our own tables."""

    def test(tables: _Tables) -> _Finding:
        day = pd.Timestamp(_DECK)
        prices = tables.prices_until(day)
        scores = tables.day.rename(columns={"elo_date": "date"})
        points = price_points(scores, prices, price=blended_price(prices))
        decline = price_decline(price_records(points, at_least=level))
        why = (
            f"Our list and host prices until {_day(day)}, blended 3:1, and the Arena's scores of that day give "
            f"{decline.n} records in {decline.span_days} days{_short(decline)}"
        )
        return _Finding(decline.factor_per_year, _agrees(published, decline.factor_per_year), f"{why}.")

    return test


def _match(closed: str, opened: str, months: float) -> Callable[[_Tables], _Finding]:
    def test(tables: _Tables) -> _Finding:
        pairs = _epoch_matches(tables).pairs
        if closed not in set(pairs["model"]):
            raise _UntestableError(f"{closed} is no record of the study's points that an open model reached later")
        pair = pairs[pairs["model"] == closed].iloc[0]
        ours = Estimate(float(pair["months"]))
        why = (
            f"Matched on -ln(1 - accuracy) within 0.02: {closed} of {_day(pair['date'])} was reached by "
            f"{pair['matched_by']} on {_day(pair['matched_date'])}"
        )
        verdict = _same(Estimate(months), ours) if pair["matched_by"] == opened else "does not hold"
        return _Finding(ours, verdict, f"{why}.")

    return test


@_states(
    claim="epoch-2024",
    label="Epoch 2024: 5 to 22 months (matched)",
    origin=_EPOCH_2024,
    statement="The best open models lagged the best closed ones by 5 to 22 months, 13 on average",
    published="5 to 22 months, 13 on average",
    number=Estimate(13.0, 5.0, 22.0),
    unit="months",
    rule=(
        "holds if the interval of the mean matched lead on the Arena of 14 February 2025 contains 13 months, and "
        "nine in ten leads lie in 5 to 22; in part if at least half of the leads do"
    ),
    call=f'frontier.open_lag({_ON_DAY}, method="matched").months',
    measured="{}, matched",
)
def _epoch_2024(tables: _Tables) -> _Finding:
    lag = open_lag(tables.day, method="matched")
    pairs = lag.pairs["months"]
    if pairs.empty:
        raise _UntestableError("no lead of a proprietary model has been matched on that board")
    inside = pairs.between(5, 22)
    why = (
        f"On the Arena of {_day(lag.as_of)} {inside.sum()} of {len(pairs)} matched leads lasted 5 to 22 months, the "
        f"shortest {pairs.min():.1f} and the longest {pairs.max():.1f}, {lag.months:.1f} on average; not reached yet: "
        f"{', '.join(lag.still_ahead['model']) or 'none'}. The study is of benchmarks; of its five pairs on MMLU the "
        f"longest, {_epoch_matches(tables).pairs['months'].max():.1f}, is outside too"
    )
    mean = _meets(lag.months, 13, 13)
    return _Finding(
        lag.months, _judge(holds=mean and bool(inside.mean() >= 0.9), in_part=bool(inside.mean() >= 0.5)), f"{why}."
    )


@_states(
    claim="epoch-2025",
    label="Epoch 2025: around 3 months (staircase)",
    origin=_EPOCH_2025,
    statement="Open-weight models lag by around 3 months on average",
    published="around 3 months (3.5, 1.1 to 5.3)",
    number=Estimate(3.5, 1.1, 5.3),
    unit="months",
    rule=f"by the study's own definition, “staircase”: {_AGREES}; in part at most if another definition does not agree",
    call='frontier.open_lag(frontier.load_models(as_of="2025-10-30"), method="staircase").months',
    measured="{}, staircase",
)
def _epoch_2025(tables: _Tables) -> _Finding:
    models, published = tables.models("2025-10-30"), Estimate(3.5, 1.1, 5.3)
    lags = {method: open_lag(models, method=method) for method in ("staircase", "backward", "matched")}
    own = lags["staircase"].months
    if math.isnan(own.value):
        raise _UntestableError("the lag “staircase” cannot be told on that board")
    others = [lag.months for method, lag in lags.items() if method != "staircase" and not math.isnan(lag.months.value)]
    verdict = _agrees(published, own)
    if verdict == "holds" and any(_agrees(published, other) != "holds" for other in others):
        verdict = "holds in part"
    told = ", ".join(f"{lag.months.value:.1f} ({method})" for method, lag in lags.items())
    why = (
        f"On the board {lags['staircase'].board} of {_day(lags['staircase'].as_of)} open models were {told} months "
        "behind. "
        "The study is of Epoch's index of benchmarks, and takes scores that do not differ significantly for equal"
    )
    return _Finding(own, verdict, f"{why}.")


@_states(
    claim="epoch-2026",
    label="Epoch 2026: 4 months (backward)",
    origin=_EPOCH_2026,
    statement="Since January 2026 open models lag closed ones by 4 months on average",
    published="4 months",
    number=Estimate(4.0),
    unit="months",
    rule=f"by the study's own definition, “backward”, the mean of the full boards that were shown: {_AGREES}",
    call=(
        "frontier.gap_history(frontier.load_scores().query(\"'2026-01-01' <= date <= '2026-05-28'\"))"
        ".lag_backward_months.mean()"
    ),
    measured="{}, backward",
)
def _epoch_2026(tables: _Tables) -> _Finding:
    period = tables.scores["date"].between("2026-01-01", "2026-05-28") & (tables.scores["coverage"] == "full")
    if not period.any():
        raise _UntestableError("the table has no full snapshot between January and May 2026")
    shown = gap_history(tables.scores[period], draws=100)
    raw = tables.history[tables.history["date"].isin(shown["date"])]["lag_backward_months"]
    ours = Estimate(float(shown["lag_backward_months"].mean()))
    why = (
        f"On the board {shown['board'].iloc[0]} of {', '.join(_day(day) for day in shown['date'])} the lag "
        f"“backward” was {', '.join(f'{lag:.1f}' for lag in shown['lag_backward_months'])} months"
        + (f", on the board text of the same days {raw.mean():.1f} on average" if len(raw) else "")
        + ". The study is of Epoch's index of benchmarks, day by day"
    )
    return _Finding(ours, _agrees(Estimate(4.0), ours), f"{why}.")
