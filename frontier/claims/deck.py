"""The statements of Invesco's deck and of others on prices and scores."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from frontier.claims.rules import (
    _A16Z,
    _AGREES,
    _API_GPT4O,
    _API_GPT4O_2,
    _BEFORE_R1,
    _BEFORE_V3,
    _DECK,
    _EPOCH_RECORDS,
    _FLASH,
    _GPT4O,
    _INVESCO,
    _ON_DAY,
    _ON_DECK,
    _R1,
    _STANFORD,
    _V3,
    _agrees,
    _day,
    _epoch_matches,
    _figure,
    _Finding,
    _flop,
    _judge,
    _meets,
    _models_of,
    _need,
    _percent,
    _place,
    _states,
    _Tables,
    _UntestableError,
    _usd,
)
from frontier.core.estimate import Estimate
from frontier.core.probability import frontier_probability
from frontier.frames.frontier import find_frontier
from frontier.frames.gap import open_gap
from frontier.frames.lag import Method, open_lag
from frontier.frames.prices import price_decline, price_points, price_records
from frontier.frames.shift import frontier_shift


@_states(
    claim="deck-gpt4o",
    label="GPT-4o: superior, at a cost",
    origin=_INVESCO,
    statement="GPT-4o: “superior performance but at a cost”",
    unit="probability",
    rule=(
        "holds if it is the best of the models in the scatter with a probability of at least 95 % and costs more than "
        "their median; in part if its measured score is the highest, and it costs more"
    ),
    call=(
        "(lambda t: frontier.frontier_probability(np.zeros(len(t)), t.elo, t.sd)[(t.model == "
        f'"chatgpt-4o-latest-20241120").to_numpy()][0])(frontier.find_frontier({_ON_DECK}).table)'
    ),
    measured="the best of the scatter with a probability of {}",
)
def _gpt4o(tables: _Tables) -> _Finding:
    table, own = _place(tables.scatter, _GPT4O)
    best = frontier_probability(np.zeros(len(table)), table["elo"].to_numpy(), table["sd"].to_numpy())
    chance = float(best[(table["model"] == _GPT4O).to_numpy()][0])
    price, median = own["output_usd_per_mtok"], table["output_usd_per_mtok"].median()
    rank, listed = int((table["elo"] > own["elo"]).sum()) + 1, int((tables.deck["elo"] > own["elo"]).sum()) + 1
    dear = bool(price > median)
    why = (
        f"GPT-4o is {own['name']} in the Arena's price table, with the price of GPT-4o. "
        f"Of the {len(table)} models in the scatter it has rank {rank} by score, and is the best with a probability of "
        f"{_percent(chance)}; at {_usd(price)} it costs {price / median:.1f} times their median. Of all "
        f"{len(tables.deck)} models on the board that day it had rank {listed}: {listed - rank} of those above had "
        "no price in that table"
    )
    return _Finding(Estimate(chance), _judge(holds=chance >= 0.95 and dear, in_part=rank == 1 and dear), f"{why}.")


@_states(
    claim="deck-deepseek",
    label="DeepSeek: excellent, affordable",
    origin=_INVESCO,
    statement="DeepSeek (R1, V3): “excellent performance, affordable cost”",
    unit="per cent",
    rule=(
        "holds if R1 and V3 are each among the best tenth of the board by score, and cost no more than the median of "
        "the models in the scatter that score as high; in part if one of them does"
    ),
    call=(
        "(lambda t: 100 * t.output_usd_per_mtok[t.model == 'deepseek-r1'].item() / t.output_usd_per_mtok[t.elo >= "
        f"t.elo[t.model == 'deepseek-r1'].item()].median())({_ON_DECK})"
    ),
    measured="R1 costs {} of the median of its equals",
)
def _deepseek(tables: _Tables) -> _Finding:
    said, right, shares = [], [], []
    for model in (_R1, _V3):
        table, own = _place(tables.scatter, model)
        rank, listed = int((tables.deck["elo"] > own["elo"]).sum()) + 1, len(tables.deck)
        price = own["output_usd_per_mtok"]
        median = table.loc[table["elo"] >= own["elo"], "output_usd_per_mtok"].median()
        right.append(rank <= listed / 10 and price <= median)
        shares.append(100 * price / median)
        said.append(
            f"{own['name']} had rank {rank} of {listed} at {_usd(price)}, where the models in the scatter that score "
            f"as high cost {_usd(median)} in the median"
        )
    return _Finding(Estimate(shares[0]), _judge(holds=all(right), in_part=any(right)), "; ".join(said) + ".")


@_states(
    claim="deck-flash",
    label="Gemini 2.0 Flash: a high bar",
    origin=_INVESCO,
    statement="Gemini 2.0 Flash “set a high bar for low cost and performance”",
    unit="probability",
    rule=(
        "holds if it is on the frontier with a probability of at least 95 % and scores at least as high as nine in "
        "ten of the models that cost more; in part if the probability is at least 50 %"
    ),
    call=f'frontier.find_frontier({_ON_DECK}).table.set_index("model").probability["gemini-2.0-flash-001"]',
    measured="on the frontier with a probability of {}",
)
def _flash(tables: _Tables) -> _Finding:
    table, own = _place(tables.scatter, _FLASH)
    dearer = table["output_usd_per_mtok"] > own["output_usd_per_mtok"]
    beaten = dearer & (table["elo"] <= own["elo"])
    chance = float(own["probability"])
    why = (
        f"At {_usd(own['output_usd_per_mtok'])} it is on the frontier with a probability of {_percent(chance)}, and "
        f"scores at least as high as {beaten.sum()} of the {dearer.sum()} models in the scatter that cost more"
    )
    most = bool(beaten.sum() >= 0.9 * dearer.sum())
    return _Finding(Estimate(chance), _judge(holds=chance >= 0.95 and most, in_part=chance >= 0.5), f"{why}.")


@_states(
    claim="deck-lag",
    label="Invesco: 12 to 18 months (matched)",
    origin=_INVESCO,
    statement="“Open source offerings lagged by 12-18 months”",
    published="12 to 18 months",
    number=Estimate(math.nan, 12.0, 18.0),
    unit="months",
    rule=(
        "holds if two of the three definitions of lag have an interval that meets 12 to 18 months on the last board "
        "before DeepSeek V3; in part if one does; the number is the lag “matched”"
    ),
    call=f'frontier.open_lag(frontier.load_models(as_of="{_BEFORE_V3}"), method="matched").months',
    measured="{}, matched, on the last board before V3",
)
def _deck_lag(tables: _Tables) -> _Finding:
    methods: tuple[Method, ...] = ("backward", "staircase", "matched")
    lags = {method: open_lag(tables.before, method=method) for method in methods}
    unknown = [method for method, lag in lags.items() if math.isnan(lag.months.value)]
    if unknown:
        raise _UntestableError(f"the lag {' and '.join(unknown)} cannot be told on that board")
    inside = [_meets(lag.months, 12, 18) for lag in lags.values()]
    told = ", ".join(f"{lag.months.value:.1f} ({method})" for method, lag in lags.items())
    earlier = tables.history[tables.history["date"] < pd.Timestamp(_BEFORE_R1)].dropna(subset="lag_backward_months")
    votes, ahead = [lag.months.value for lag in lags.values()], len(lags["matched"].still_ahead)
    mmlu = _epoch_matches(tables).pairs["months"]
    why = (
        f"On {_day(lags['matched'].as_of)}, the last board before DeepSeek V3, open models were {told} months "
        f"behind, with {ahead} records not reached yet"
    )
    if len(earlier):
        longest = earlier.nlargest(1, "lag_backward_months").iloc[0]
        why += (
            f"; of the {len(earlier)} boards before R1 the lag “backward” was longest on {_day(longest['date'])}, with "
            f"{longest['lag_backward_months']:.1f}"
        )
    why += (
        f". What the data do say: {min(votes):.0f} to {max(votes):.0f} months by votes, and {mmlu.min():.0f} to "
        f"{mmlu.max():.0f} on MMLU by Epoch AI's pairs of 2020 to 2024, of which {mmlu.between(12, 18).sum()} of "
        f"{len(mmlu)} lie in 12 to 18"
    )
    return _Finding(lags["matched"].months, _judge(holds=sum(inside) >= 2, in_part=any(inside)), f"{why}.")


@_states(
    claim="deck-closed",
    label="Open source closed the gap",
    origin=_INVESCO,
    statement="Open source “closed this gap significantly”",
    unit="points",
    rule=(
        "holds if the score gap on 14 February 2025 has an interval below the median gap of the boards of the year "
        "before R1, and the next three boards have too; in part if only that day's has"
    ),
    call=f"frontier.open_gap({_ON_DAY}).score",
    measured="{} on 14 February 2025",
)
def _deck_closed(tables: _Tables) -> _Finding:
    then, history = open_gap(tables.day, draws=100), tables.history
    _need(then.score)
    r1 = pd.Timestamp(_BEFORE_R1)
    before = history[history["date"].between(r1 - pd.Timedelta(days=365), r1)]
    after = history[(history["date"] > pd.Timestamp(_DECK)) & history["gap_high"].notna()].head(3)
    if before.empty or len(after) < 3:
        raise _UntestableError("there are too few boards before and after that day")
    median = float(before["gap"].median())
    closed, stayed = then.score.high < median, bool((after["gap_high"] < median).all())
    why = (
        f"On the {len(before)} boards of the year before R1 the gap was {before['gap'].min():.0f} to "
        f"{before['gap'].max():.0f} points, {median:.0f} in the median; on {_day(then.as_of)} it was "
        f"{then.score:.1f}, and "
        f"on the next three boards {', '.join(f'{gap:.0f}' for gap in after['gap'])}, until {_day(after['date'].max())}"
    )
    return _Finding(then.score, _judge(holds=closed and stayed, in_part=closed), f"{why}.")


@_states(
    claim="deck-compute",
    label="R1's compute against GPT-4o's",
    origin=_INVESCO,
    statement="“R1 required 50 % less compute than GPT-4o”",
    published="50 % less",
    number=Estimate(50.0),
    unit="per cent",
    rule="holds if the estimates of training compute say 40 to 60 % less; in part if 30 to 70 %",
    call=(
        '(lambda flop: 100 * (1 - flop["deepseek-r1"] / flop["gpt-4o-2024-05-13"]))('
        f'{_ON_DAY}.set_index("model").training_flop)'
    ),
    measured="{} less, by estimates",
)
def _deck_compute(tables: _Tables) -> _Finding:
    table = tables.day.set_index("model")
    flop = [float(table["training_flop"].get(model, math.nan)) for model in (_R1, _API_GPT4O)]
    if any(math.isnan(value) for value in flop):
        raise _UntestableError(f"the table has no training compute of {_R1} or of {_API_GPT4O}")
    own, other = flop
    saved = 100 * (1 - own / other)
    sure = [
        str(table["training_flop_confidence"].get(model, None) or "of unknown standing") for model in (_R1, _API_GPT4O)
    ]
    why = (
        f"By Epoch AI's estimates R1 took {_flop(own)} FLOP ({sure[0]}) and GPT-4o {_flop(other)} ({sure[1]}), which "
        "is "
        f"{abs(saved):.0f} % {'less' if saved >= 0 else 'more'}; for 50 % less the ratio of the two would have to be "
        f"0.5, and it is {own / other:.2f}. Neither counts failed runs or the data that other models wrote"
    )
    return _Finding(Estimate(saved), _judge(holds=abs(saved - 50) <= 10, in_part=abs(saved - 50) <= 20), f"{why}.")


@_states(
    claim="deck-performance",
    label="R1's score against GPT-4o's",
    origin=_INVESCO,
    statement="R1 is “at virtually the same performance” as GPT-4o",
    published="about 0 points",
    number=Estimate(0.0),
    unit="points",
    rule=(
        "holds if the interval of the difference includes zero and the expected win rate is between 45 and 55 %; in "
        "part if only the win rate is"
    ),
    call=f'frontier.open_gap({_ON_DECK}, by="model", between=("chatgpt-4o-latest-20241120", "deepseek-r1")).score',
    measured="GPT-4o {} ahead",
)
def _deck_performance(tables: _Tables) -> _Finding:
    unlisted = [model for model in (_GPT4O, _R1) if model not in set(tables.deck["model"])]
    if unlisted:
        raise _UntestableError(f"the table does not list {' and '.join(unlisted)} on that day")
    gap = open_gap(tables.deck, by="model", between=(_GPT4O, _R1), draws=100)
    _need(gap.score)
    close, zero = abs(gap.win_rate.value - 0.5) <= 0.05, gap.score.low <= 0 <= gap.score.high
    why = (
        f"GPT-4o of the scatter, which is {_GPT4O}, minus R1 is {gap.score:.1f} points, "
        f"{_percent(gap.win_rate.value)} of votes; the interval {'includes' if zero else 'excludes'} zero"
    )
    if {_API_GPT4O_2, _R1} <= set(tables.deck["model"]):
        api = open_gap(tables.deck, by="model", between=(_API_GPT4O_2, _R1), draws=100).score
        why += f". The GPT-4o of the API, {_API_GPT4O_2}, minus R1 is {api:.1f}"
    return _Finding(gap.score, _judge(holds=zero and close, in_part=close), f"{why}.")


@_states(
    claim="deck-costs",
    label="Costs fell before DeepSeek",
    origin=_INVESCO,
    statement="“Costs were falling before DeepSeek”",
    unit="times a year",
    rule=(
        "holds if OpenAI's own lowest list price of GPT-4's quality had at least halved before R1, and the rate over "
        "all "
        "makers has an interval above 1; in part if one of the two; not to be tested without four records for a rate"
    ),
    call="frontier trend --at-least gpt-4-0314 --as-of 2025-01-19",
    measured="{} cheaper at GPT-4's quality",
)
def _deck_costs(tables: _Tables) -> _Finding:
    day = pd.Timestamp(_BEFORE_R1)
    points = price_points(tables.scores[tables.scores["date"] <= day], tables.prices_until(day), reference="gpt-4-0314")
    own = points[(points["price_basis"] == "list") & points["model"].isin(_models_of(tables.day, "OpenAI"))]
    chain = price_records(own, at_least="gpt-4-0314")
    if chain.empty:
        raise _UntestableError("no list price of GPT-4's quality by OpenAI is known until then")
    rate = price_decline(price_records(points, at_least="gpt-4-0314")).factor_per_year
    fall = float(chain["price"].iloc[0] / chain["price"].iloc[-1])
    steps = ", ".join(
        f"{_usd(price)} ({model})" for price, model in zip(chain["price"].tolist(), chain["model"], strict=True)
    )
    flagship = own.loc[own["model"] == _API_GPT4O_2, "price"]
    why = (
        f"Until {_day(day)} OpenAI's own lowest list price of GPT-4's quality fell {fall:.0f}-fold: {steps}"
        + (f"; GPT-4o itself cost {_usd(flagship.iloc[-1])}" if len(flagship) else "")
        + f". Over all makers the lowest price fell {_figure(rate.value)} times a year"
    )
    return _Finding(rate, _judge(holds=fall >= 2 and rate.low > 1, in_part=fall >= 2 or rate.low > 1), f"{why}.")


@_states(
    claim="deck-step",
    label="Step-up in efficiency",
    origin=_INVESCO,
    statement="A “step-up in efficiency gains”",
    unit="times",
    rule=(
        "holds if the frontier of 14 February 2025 is cheaper and better than those of three, six and nine months "
        "before, "
        "with intervals that exclude no change, and gained more than in as much time before, by all three; in part "
        "if it "
        "is cheaper and better, but did not gain more by all three; the number is times cheaper than six months before"
    ),
    call=(
        'frontier.frontier_shift(*(frontier.find_frontier(frontier.load_models(as_of="2025-02-14", '
        "prices_as_of=day)) "
        'for day in ("2024-08-14", "2025-02-14"))).times_cheaper'
    ),
    measured="{} cheaper at equal quality than six months before",
)
def _deck_step(tables: _Tables) -> _Finding:
    last = find_frontier(tables.day)
    now = pd.Timestamp(_DECK)
    days = [(now - pd.DateOffset(months=months)).strftime("%Y-%m-%d") for months in (3, 6, 9, 12, 18)]
    found = dict(
        zip((3, 6, 9, 12, 18), (find_frontier(tables.models(_DECK, prices_as_of=day)) for day in days), strict=True)
    )
    moved, faster, said = [], [], []
    for months in (3, 6, 9):
        shift, before = frontier_shift(found[months], last), frontier_shift(found[2 * months], found[months], draws=100)
        _need(shift.times_cheaper)
        if months == 6:
            number = shift.times_cheaper
        # the two gains over the scores and prices that both can be told of
        scores, prices = (
            (max(one[0], other[0]), min(one[1], other[1]))
            for one, other in (
                (shift.shared_scores, before.shared_scores),
                (shift.shared_prices, before.shared_prices),
            )
        )
        if scores[0] >= scores[1] or prices[0] >= prices[1]:
            raise _UntestableError("the frontiers of those days have no range of scores and prices in common")
        only: Any = {"scores": scores, "prices": prices, "draws": 100}  # without an interval
        later, earlier = (
            frontier_shift(found[months], last, **only),
            frontier_shift(found[2 * months], found[months], **only),
        )
        moved.append(shift.times_cheaper.low > 1 and shift.points_better.low > 0)
        gains = [(one.times_cheaper.value, one.points_better.value) for one in (later, earlier)]
        faster.append(gains[0][0] > gains[1][0] and gains[0][1] > gains[1][1])
        said.append(f"{_figure(gains[0][0])} against {_figure(gains[1][0])} times by {months} months")
    why = (
        f"Than six months before, the frontier was {number:.1f} times cheaper at equal quality. Against as much time "
        f"before, over the same scores: {', '.join(said)}; of the earliest days few prices are known "
        f"({len(found[18].table)} on {_day(pd.Timestamp(days[-1]))}, {len(last.table)} on the day of the deck)"
    )
    return _Finding(number, _judge(holds=all(moved) and all(faster), in_part=all(moved)), f"{why}.")


@_states(
    claim="stanford-2025",
    label="Stanford: gap in February 2025",
    origin=_STANFORD,
    statement="The best open model is 1.70 % behind the best closed one on the Arena in February 2025",
    published="1.70 %",
    number=Estimate(1.70),
    unit="per cent",
    rule="holds if ours rounds to 1.70 %; in part if to 1.7 %",
    call=f"frontier.open_gap({_ON_DAY}).ai_index_percent",
    measured="{} behind",
)
def _stanford_2025(tables: _Tables) -> _Finding:
    gap = open_gap(tables.day, draws=100)
    percent = gap.ai_index_percent
    why = (
        f"{gap.score.value:.2f} points are {percent:.3f} % of {gap.best_open}'s score. Scores have no zero, so a "
        "percentage of one has no meaning of its own"
    )
    return _Finding(
        Estimate(percent), _judge(holds=round(percent, 2) == 1.7, in_part=round(percent, 1) == 1.7), f"{why}."
    )


@_states(
    claim="stanford-2024",
    label="Stanford: gap in January 2024",
    origin=_STANFORD,
    statement="The best open model was 8.04 % behind the best closed one on the Arena in January 2024",
    published="8.04 %",
    number=Estimate(8.04),
    unit="per cent",
    rule="holds if ours rounds to 8.04 % on the full board of that month; in part if within 0.1 percentage points",
    call='frontier.open_gap(frontier.load_models(as_of="2024-01-31")).ai_index_percent',
    measured="{} behind",
)
def _stanford_2024(tables: _Tables) -> _Finding:
    models = tables.models("2024-01-31")
    day = models["elo_date"].iloc[0]
    if (day.year, day.month) != (2024, 1):
        raise _UntestableError(f"the table has no full snapshot of January 2024; the nearest is of {_day(day)}")
    percent = open_gap(models, draws=100).ai_index_percent
    why = f"On {_day(day)}, board {models['board'].iloc[0]}, it was {percent:.2f} %"
    later = tables.history[tables.history["date"] > day].head(1)
    if len(later):
        next_day = later["date"].iloc[0]
        then = open_gap(tables.models(next_day, board="text"), draws=100).ai_index_percent
        why += f", and on {_day(next_day)}, the first full snapshot of board text, {then:.2f} %"
    off = abs(percent - 8.04)
    return _Finding(Estimate(percent), _judge(holds=off < 0.005, in_part=off < 0.1), f"{why}.")


@_states(
    claim="stanford-280",
    label="Stanford: GPT-3.5's quality",
    origin=_STANFORD,
    statement="The price of GPT-3.5's quality fell about 280-fold, from 20 USD to 0.07, in about 18 months",
    published="280-fold in about 18 months",
    number=Estimate(280.0),
    unit="times",
    rule="holds if the fall is 280-fold within 5 %, in at most 19 months; in part if the fall alone is",
    call=f"(lambda p: p.iloc[0] / p.iloc[-1])({_EPOCH_RECORDS.format(level=64.8, score='mmlu')}.price)",
    tested_on="Epoch AI's points",
)
def _stanford_280(tables: _Tables) -> _Finding:
    records = price_records(tables.epoch_prices, at_least=64.8, price="blended_usd_per_mtok", score="mmlu")
    if records.empty:
        raise _UntestableError("no point of the study reaches an MMLU of 64.8")
    first, last = records.iloc[0], records.iloc[-1]
    fall = float(first["price"] / last["price"])
    months = (last["date"] - first["date"]).days / (365 / 12)
    why = (
        f"By Epoch AI's points the price of an MMLU of 64.8 fell from {_usd(first['price'])} to {_usd(last['price'])}, "
        f"{fall:.0f}-fold, in {months:.0f} months ({_day(first['date'])} to {_day(last['date'])})"
    )
    near = abs(fall / 280 - 1) <= 0.05
    return _Finding(Estimate(fall), _judge(holds=near and months <= 19, in_part=near), f"{why}.")


@_states(
    claim="a16z-10x",
    label="a16z: GPT-3's quality",
    origin=_A16Z,
    statement="The price of equal performance falls 10 times a year (60 USD to 0.06 in three years)",
    published="10 times a year",
    number=Estimate(10.0),
    unit="times a year",
    rule=_AGREES,
    call=f"frontier.price_decline({_EPOCH_RECORDS.format(level=43.9, score='mmlu')}).factor_per_year",
    tested_on="Epoch AI's points",
)
def _a16z(tables: _Tables) -> _Finding:
    decline = price_decline(
        price_records(tables.epoch_prices, at_least=43.9, price="blended_usd_per_mtok", score="mmlu")
    )
    rate = decline.factor_per_year
    ends = decline.records["price"].iloc[[0, -1]]
    why = (
        f"By Epoch AI's points the price of GPT-3's MMLU of 43.9 fell {_figure(rate.value)} times a year, from "
        f"{' to '.join(map(_usd, ends))} in {decline.span_days / 365:.1f} years"
    )
    return _Finding(rate, _agrees(Estimate(10.0), rate), f"{why}.")
