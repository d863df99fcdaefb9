"""Headlines: the finding that a result states, in one sentence, and the line below it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from frontier.core.estimate import Estimate
from frontier.frames.boards import TASKS, is_elo, task_in_words, task_of
from frontier.frames.columns import OFF_SALE, Floats, row_word, values_of
from frontier.frames.costs import currency, is_price
from frontier.frames.frontier import Frontier
from frontier.frames.gap import Gap
from frontier.frames.lag import Lag
from frontier.frames.openness import adjective, capital
from frontier.frames.points import LIKELY, POSSIBLE, holds, points_of, probabilities_of, upward
from frontier.frames.prices import Decline
from frontier.frames.runs import Reversals
from frontier.frames.shift import Shift, frontier_shift
from frontier.frames.tasks import ONLY, members_by_task
from frontier.words.gap import paragraph
from frontier.words.names import cost_axis, cost_word, group_name, group_words, model_names, shown_as
from frontier.words.numbers import count, day, decimals, figure, money, month, months, percent, points, share_of, times
from frontier.words.spelling import short

VERDICTS, UNTESTED = ("holds", "holds in part", "does not hold"), "cannot be tested"
_FEW = 10  # fewer models with a price are called few
OWN_POINTS = "the study's own points"  # what a recomputed claim is tested on


@dataclass(frozen=True)
class Headline:
    """What a result says.

    Attributes
    ----------
    title : str
        The finding, in one sentence.
    subtitle : str
        What it is of, or how sure it is.
    """

    title: str
    subtitle: str = ""

    def __str__(self) -> str:
        return f"{self.title}\n{self.subtitle}".rstrip()


@singledispatch
def headline(result: Any, **options: Any) -> Headline:
    """Return the finding that a result states.

    Parameters
    ----------
    result : Frontier, mapping of str to Frontier, Shift, Lag, Decline or DataFrame
        A result, or several frontiers by their days. A DataFrame is a history of gaps, records of prices, or checked
        claims.
    options : keyword arguments
        For a Frontier, ``names`` of its rows and ``band``: whether the finding is how many are probably on it. For
        several, ``shift`` between the first and the last. For records, ``decline``. For claims,
        the ``unit``.

    Returns
    -------
    Headline
        The same for printed text, pictures and the page.

    Examples
    --------
    >>> import frontier
    >>> found = frontier.find_frontier(frontier.load_models(as_of="2025-02-14", price_basis="arena"))
    >>> print(headline(found))
    DeepSeek R1 is 4 points below ChatGPT-4o latest (2024-11-20), within the margin of error, at 22 % of its price
    6 of 38 models with a price are on the frontier: no other model is both cheaper and better
    """
    del options
    raise TypeError(
        f"there is no headline for {type(result).__name__}; give a Frontier, a Shift, a Lag, a Decline or a table"
    )


def summary(result: Any, **options: Any) -> str:
    """Return a result as a short paragraph.

    Parameters
    ----------
    result : Gap, or any result of which there is a `headline`
        What to put into words.
    options : keyword arguments
        As for `headline`.

    Returns
    -------
    str
        The headline and the line below it as sentences; of a Gap, all its numbers.

    Examples
    --------
    >>> import frontier
    >>> lag = frontier.open_lag(frontier.load_models(as_of="2025-02-14"), method="matched")
    >>> summary(lag).split(". ")[0]
    'Open-weights models have reached 9 proprietary records after 6.4 months on average; 3 are still ahead'
    """
    if isinstance(result, Gap):
        return paragraph(result)
    said = headline(result, **options)
    return ". ".join(capital(line) for line in (said.title, said.subtitle) if line) + "."


@headline.register(Frontier)
def _frontier(frontier: Frontier, *, names: Sequence[str] = (), band: bool = False) -> Headline:
    said = _probable(frontier) if band else _compared(frontier, names)
    return _at_task(said, task_in_words(frontier.table, frontier.quality))


def _at_task(said: Headline, task: str) -> Headline:
    return replace(said, title=f"{capital(task)}: {said.title}") if task else said


def _compared(frontier: Frontier, names: Sequence[str]) -> Headline:
    names = names or model_names(frontier)
    table, word, row = frontier.table, cost_word(frontier.cost), row_word(frontier.table)
    on = int(table["on_frontier"].sum())
    none = "scores higher with less compute" if frontier.cost == "training_flop" else "is both cheaper and better"
    priced = " with a price" * _unpriced(frontier)
    if len(table) == 1:
        return Headline(f"{names[0]} is the only {row} compared", f"one {row}{priced} makes no comparison")
    only = "only " * (priced != "" and len(table) < _FEW)
    subtitle = f"{on} of {only}{count(len(table), row)}{priced} are on the frontier: no other {row} {none}"
    compared = {name: own for name, own in frontier.groups.items() if len(own.table)}
    if len(compared) == 2:
        return _two_groups(frontier, compared, names)
    if frontier.cost == "training_flop" and not frontier.groups:
        return _largest(frontier, names, subtitle)
    best, rival = best_and_rival(frontier)
    if rival is not None:
        return Headline(_difference(frontier, names, rival, best), subtitle)
    elo, (cost, quality) = is_elo(frontier.quality), points_of(frontier)
    quality, others = upward(frontier, quality), np.arange(len(table)) != best
    if ((cost[others] > cost[best]) & (quality[others] < quality[best])).all():
        whom = "the only other" if others.sum() == 1 else f"all {others.sum()} others"
        return Headline(f"{names[best]} beats {whom} on {word} and {'score' if elo else 'quality'}", subtitle)
    higher = "scores higher" if elo else "is better"
    return Headline(f"Nothing is cheaper than {names[best]}, and nothing {higher}", subtitle)


def _unpriced(frontier: Frontier) -> bool:
    """Return whether models were left out because they have no price."""
    return is_price(frontier.cost) and bool(frontier.excluded["reason"].isin([f"no {frontier.cost}", OFF_SALE]).any())


def best_and_rival(frontier: Frontier) -> tuple[int, int | None]:
    """Return the rows of the best model and of that which a headline compares with it; None if there is no other step.

    The rival is the best that costs at most half as much, as a near price is no news; if none does, the second best.
    """
    cost, quality = points_of(frontier)
    rows = np.flatnonzero(frontier.table["on_frontier"].to_numpy(dtype=bool))
    steps = {(cost[row], upward(frontier, quality)[row]): int(row) for row in rows[::-1]}  # of equals the first
    *others, best = (steps[step] for step in sorted(steps))
    rivals = [row for row in others if cost[row] <= cost[best] / 2] or others
    return best, rivals[-1] if rivals else None


def _difference(frontier: Frontier, names: Sequence[str], a: int, b: int) -> str:
    """Say by how much row a scores below row b, or is worse where less is better, and at what part of its price."""
    cost_a, cost_b = points_of(frontier, frontier.table.iloc[[a, b]])[0]
    return f"{_below(frontier, names, a, b)} at {_share(frontier, cost_a / cost_b)}"


def _below(frontier: Frontier, names: Sequence[str], a: int, b: int) -> str:
    """Say by how much row a scores below row b, and whether the 95 % interval of the difference includes zero."""
    qualities = upward(frontier, points_of(frontier, frontier.table.iloc[[a, b]])[1])
    better = float(np.diff(qualities)[0])
    apart = points(better) if is_elo(frontier.quality) else figure(better) + _percentage(frontier)
    below = f"is {apart} {'worse than' if frontier.lower_is_better else 'below'}" if better else "is level with"
    near = False
    if frontier.interval is not None:
        ends = [upward(frontier, values_of(frontier.table[end].iloc[[a, b]])) for end in frontier.interval]
        low, high = ends[:: -1 if frontier.lower_is_better else 1]
        above, under = high[0] - qualities[0], qualities[1] - low[1]
        near = bool(better * better <= above * above + under * under)  # False where an end is missing
    return f"{names[a]} {below} {names[b]}{', within the margin of error,' * near}"


def _share(frontier: Frontier, ratio: float) -> str:
    """Say what part of a cost another is; of training compute there are estimates only."""
    guess = frontier.cost == "training_flop"
    return "about " * guess + share_of(ratio, "estimated " * guess + cost_word(frontier.cost))


def _percentage(frontier: Frontier) -> str:
    """Return the unit of a difference of two qualities that are percentages."""
    return " percentage points" * frontier.quality_label.startswith("%")


def _two_groups(frontier: Frontier, groups: Mapping[str, Frontier], names: Sequence[str]) -> Headline:
    """Compare the best of two groups, the cheapest of equals, that which is behind first."""
    cost, quality = points_of(frontier)
    quality = upward(frontier, quality)
    order, group = np.lexsort((cost, -quality)), frontier.table[frontier.by].to_numpy()
    tops = {name: int(order[group[order] == name][0]) for name in groups}
    first, second = sorted(groups, key=lambda name: -quality[tops[name]])
    who = short(group_name(frontier.by, second)) + ", of those with a price" * _unpriced(frontier)
    counts = [f"{len(own.members)} of {len(own.table)} {short(adjective(name))}" for name, own in groups.items()]
    models = f"{row_word(frontier.table)}s{' with a price' * _unpriced(frontier)}"
    subtitle = f"{' and '.join(counts)} {models} are on the frontier of their class"
    tops_apart, lead = _below(frontier, names, tops[second], tops[first]), None
    if not tops_apart.endswith(","):  # else, within the margin of error, nobody trails
        lead = _lead(frontier, group == second, cost, quality)
    if lead is None:
        return Headline(f"{who}: {_difference(frontier, names, tops[second], tops[first])}", subtitle)
    ahead = f"lead from {' to '.join(money(price, currency(frontier.cost)) for price in lead)} and trail above"
    return Headline(f"{who}{',' * _unpriced(frontier)} {ahead}: {tops_apart}", subtitle)


def _lead(frontier: Frontier, mine: NDArray[np.bool_], cost: Floats, quality: Floats) -> tuple[float, float] | None:
    """Return from which price to which rows lead last before they trail, where both groups have begun; else None."""
    if not is_price(frontier.cost):
        return None
    prices = np.unique(cost[cost >= max(cost[mine].min(), cost[~mine].min())])
    best = [[quality[rows & (cost <= price)].max() for price in prices] for rows in (mine, ~mine)]
    ahead = np.sign(np.subtract(best[0], best[1])).tolist()
    if 1 not in ahead:
        return None
    stop = len(ahead) - ahead[::-1].index(1)
    start = next((k for k in range(stop, 0, -1) if ahead[k - 1] < 1), 0)
    return (prices[start], prices[stop]) if set(ahead[stop:]) == {-1} else None


def _largest(frontier: Frontier, names: Sequence[str], subtitle: str) -> Headline:
    """Compare the best model with that which took the most compute to train."""
    elo, (cost, quality) = is_elo(frontier.quality), points_of(frontier)
    quality = upward(frontier, quality)
    best, largest = np.lexsort((cost, -quality))[0], np.lexsort((-quality, -cost))[0]
    if best == largest:
        highest = "scores highest" if elo else "is the best"
        return Headline(f"{names[best]} took the most training compute by estimates, and {highest}", subtitle)
    above = f"scores {points(quality[best] - quality[largest])} above" if elo else "is better than"
    return Headline(
        f"{names[best]} {above} {names[largest]}, at {_share(frontier, cost[best] / cost[largest])}", subtitle
    )


def _probable(frontier: Frontier) -> Headline:
    """Say how many models are probably on the frontier, and how many may be."""
    chances = probabilities_of(frontier)
    sure, maybe = int((chances >= LIKELY).sum()), int(((chances >= POSSIBLE) & (chances < LIKELY)).sum())
    whose = "" if not frontier.groups else " of its class" if sure == 1 else " of their class"
    row = row_word(frontier.table)
    models = f"1 {row} is" if sure == 1 else f"{sure or 'No'} {row}s are"
    more = f"{maybe} more may be" if maybe else f"the others with less than {percent(POSSIBLE, 0)}"
    title = f"{models} on the frontier{whose} with at least {percent(LIKELY, 0)} probability, {more}"
    expected = f"{np.nansum(chances):.1f} of {np.isfinite(chances).sum()} are expected there"
    subtitle = f"{expected}; a percentage is a {row}'s probability of being there"
    return Headline(title, subtitle)


@headline.register(Mapping)
def _frontiers(frontiers: Mapping[str, Frontier], *, shift: Shift | None = None) -> Headline:
    last, names = list(frontiers.values())[-1], [short(name) for name in frontiers]
    span = " to ".join(dict.fromkeys([names[0], names[-1]]))
    if shift is None:
        return Headline(f"The frontier from {span}", "each line is the best score available at each price")
    elo, money_too, word = is_elo(last.quality), bool(currency(last.cost)), cost_word(last.cost)
    cheaper, better = shift.times_cheaper, shift.points_better
    quality = short(last.quality)
    two = float(f"{abs(better.value):.2g}")  # digits: early prices are few, as the footer says
    apart = points(two) if elo else figure(two) + (_percentage(last) or f" of {quality}")
    less, more = ("cheaper", "more expensive") if money_too else (f"less {word}", f"more {word}")

    def moved(factor: Estimate) -> str:
        if abs(math.log(factor.value)) < 0.05 or factor.low <= 1 <= factor.high:
            return f"nearly the same {word}"
        return f"about {times(max(factor.value, 1 / factor.value))} {less if factor.value > 1 else more}"

    apart += " better" if better.value >= 0 else " worse"
    apart = "no clear difference" if better.low <= 0 <= better.high else apart
    prices = " to ".join(money(price, currency(last.cost)) for price in shift.shared_prices)

    def scores(ends: tuple[float, float]) -> str:
        return " to ".join(f"{end:,.0f}" if elo else figure(end) for end in ends)

    over = f"{'scores' if elo else quality} of {scores(shift.shared_scores)}"
    subtitle = f"means over {over}, and over {word}{'s' * money_too} of {prices}"
    if not math.isnan(cheaper.low):
        ends = [f"{figure(one.low)} to {figure(one.high)}" for one in (cheaper, better)]
        subtitle += f"; 95 % intervals {ends[0]} times, {ends[1]}{' points' * elo}"
    title = f"From {span}: on average {moved(cheaper)} at equal quality, {apart} at equal {word}"
    if len(frontiers) > 2:  # the last step may be another story
        *_, before, after = frontiers.values()
        step = frontier_shift(before, after, draws=100)
        dearer = f", but not at {percent(step.share_dearer, 0)} of the scores" * (step.share_dearer > 0.5)
        title += f"; since {names[-2]} {moved(step.times_cheaper)}{dearer}"
        subtitle += f"; since {names[-2]} over {scores(step.shared_scores)}"
    return Headline(title, subtitle)


def tasks_headline(frontiers: Mapping[str, Frontier]) -> Headline:
    """Say which models are on the frontier of one task only."""
    members = members_by_task(frontiers)
    parts = list[str]()
    for task in frontiers:
        own = frontiers[task]
        only = np.isin(own.labels, members.index[members[ONLY] == task])
        best = np.argmax(np.where(only, upward(own, points_of(own)[1]), -np.inf))
        more = f" and {only.sum() - 1} more" * bool(only.sum() > 1)
        parts += [f"for {short(task)} only: {model_names(own)[best]}{more}"] * bool(only.any())
    title = f"On the frontier {'; '.join(parts)}" if parts else "No model is on the frontier of one task only"
    both = sum(map(all, members[list(frontiers)].itertuples(index=False)))
    return Headline(
        title, f"{count(both, 'model')} on every frontier shown; a percentage is a probability of being on it"
    )


@headline.register(Shift)
def _shift(shift: Shift) -> Headline:
    return _frontiers({"before": shift.before, "after": shift.after}, shift=shift)


@headline.register(Lag)
def _lag(lag: Lag) -> Headline:
    first, second = (short(adjective(group)) for group in lag.groups)
    who, reached, many, on = capital(second), len(lag.pairs), len(lag.still_ahead), f"on {day(lag.as_of)}"
    value = lag.months.value
    if lag.method == "matched":
        after = f" after {months(value)}{' on average' * (reached > 1)}" * (reached > 0)
        records = f"{reached or 'no'} {first} record{'s' * (reached != 1)}"
        ahead = f"; {many} {'is' if many == 1 else 'are'} still ahead" * (many > 0)
        title = f"{who} models have reached {records}{after}{ahead}"
    elif math.isnan(value):
        title = f"How far {second} models are behind {first} ones is unknown {on}"
    elif lag.method == "staircase":
        when = "after" if value >= 0 else "before"
        title = f"{who} models reached each score {months(abs(value))} {when} {first} ones on average"
    elif value == 0:
        title = f"No {first} model is better than the best {second} one {on}"
    else:
        least = "at least " * lag.at_least
        title = f"The best {second} model {on} is where {first} ones were {least}{months(value)} before"
    said = lag.in_words() if math.isnan(value) else f"{'at least ' * lag.at_least}{lag.months:.1f} months"
    subtitle = f"lag “{lag.method}”: {said}; a bar runs from a record to the model that reached it"
    return _at_task(Headline(title, subtitle), TASKS.get(task_of(lag.board), ""))


@headline.register(Reversals)
def _reversals(found: Reversals) -> Headline:
    share = percent(found.share.value, 0)
    title = f"{share} of pairs of models change order when the {cost_word(found.cost)} of a task replaces the price"
    subtitle = f"{found.reversed} of {found.pairs} pairs"
    if not math.isnan(found.share.low):
        ends = [percent(end, 0).removesuffix(" %") for end in (found.share.low, found.share.high)]
        subtitle += f" (95 % interval {ends[0]} to {ends[1]} %)"
    if found.worst is not None:
        cheap, dear, factor = found.worst
        subtitle += f"; {short(cheap)} has a lower price than {short(dear)}, and costs {times(factor)} as much a task"
    return Headline(title, subtitle)


@headline.register(pd.DataFrame)
def _table(rows: pd.DataFrame, **options: Any) -> Headline:
    for column, say in (
        ("gap", _history),
        ("gap_before", _gap_since),
        ("verdict", _claims),
        ("family", _steps),
        ("price", _records),
    ):
        if column in rows:
            return say(rows, **options)
    raise TypeError("there is no headline for this table; give a history of gaps, records of prices, or claims")


def _history(history: pd.DataFrame, *, first: str = "proprietary", second: str = "open") -> Headline:
    """Say how the gap is now, and between what it was on the same board: two boards cannot be compared."""
    known = history[history["gap"].notna()].sort_values("date", kind="stable")
    whole = known[~holds(known["coverage"] == "partial")] if "coverage" in known else known
    first, second = group_words(known, first, second)
    subtitle = f"above zero {first} models lead; named are the newest best models and those that moved the gap most"
    if whole.empty:
        return Headline(f"The best {first} against the best {second} model, in part", subtitle)
    elo, gaps = in_points(known), values_of(whole["gap"])
    # of an Elo score whole points, of any other three digits of the widest gap
    digits = 0 if elo else min(decimals(gaps) + 1, max(0, 2 - math.floor(math.log10(np.abs(gaps).max() or 1.0))))
    words, now = [f"{abs(gap):,.{digits}f}" for gap in gaps], round(gaps[-1], digits)
    apart = points(abs(now)) if elo else words[-1]
    place = f"{apart} {'behind' if now > 0 else 'ahead of'}" if now else "level with"
    title = f"{capital(second)} models are {place} {first} ones"
    rows = np.flatnonzero(whole["board"] == known["board"].iloc[-1]) if "board" in whole else np.arange(len(whole))
    if len(rows) < 2:
        return Headline(title, subtitle)
    least, most = min(rows, key=lambda row: gaps[row]), max(rows, key=lambda row: gaps[row])
    unit, since = " points" * elo, f"since {month(pd.Timestamp(whole['date'].iloc[rows[0]]))}"
    if round(gaps[least], digits) >= 0:
        span = f"the gap was between {words[least]} and {words[most]}{unit}"
    elif round(gaps[most], digits) <= 0:
        span = f"their lead was between {words[most]} and {words[least]}{unit}"
    else:
        span = f"the gap was from {words[least]}{unit} ahead to {words[most]} behind"
    return Headline(f"{title}; {since} {span}", subtitle)


def _gap_since(boards: pd.DataFrame) -> Headline:
    """Say how the gap changed on the first board, and which other boards disagree."""
    first, second = group_words(boards, "proprietary", "open")
    unit = " points" * in_points(boards)

    def gap(row: Any, end: str) -> str:
        value = row[f"gap_{end}"]
        side = "level with" if round(value, 1) == 0 else "behind" if value > 0 else "ahead of"
        return f"{f'{abs(value):.1f}{unit} ' if side != 'level with' else ''}{side}"

    def story(row: Any, whom: str) -> str:
        days = [day(row[f"date_{end}"], long=True) for end in ("before", "after")]
        return f"{gap(row, 'before')}{whom} on {days[0]} and {gap(row, 'after')} on {days[1]}"

    shown, *others = (row for _, row in boards.iterrows())
    title = f"On the {short(shown['board'])} board {second} models were {story(shown, f' {first} ones')}"
    parts = [f"on {short(row['board'])} they were {story(row, '')}" for row in others if row["differs"]]
    if not parts:
        return Headline(title, "no other board disagrees" * bool(others))
    which = "another board disagrees" if len(parts) == 1 else "other boards disagree"
    return Headline(title, f"{which}: {'; '.join(parts)}")


def in_points(history: pd.DataFrame) -> bool:
    """Return whether a gap is in points of an Elo score."""
    return "quality" not in history or is_elo(history["quality"].iloc[0])


@headline.register(Decline)
def _decline(decline: Decline) -> Headline:
    return _records(decline.records, decline=decline)


def _records(records: pd.DataFrame, *, decline: Decline | None = None) -> Headline:
    level = records["level"].iloc[0] if "level" in records else None
    if isinstance(level, str):
        named = dict(zip(records["model"], shown_as(records["model"], records.get("name")), strict=True))
        what = f"The quality of {named.get(level) or short(level)}"
    else:
        what = "This quality" if level is None or pd.isna(level) else f"A score of {level:,.10g}"
    sign = currency(records["price_column"].iloc[0] if "price_column" in records else "price")
    ends = [
        f"{money(float(price), sign)} in {month(pd.Timestamp(date))}"
        for price, date in zip(records["price"].iloc[[0, -1]], records["date"].iloc[[0, -1]], strict=True)
    ]
    if decline is None or len(records) == 1:
        return Headline(f"{what} cost {' and '.join(ends[: len(records)])}", "the lowest price of any model this good")
    yearly = f", {times(decline.end_to_end)} a year" * (decline.span_days >= 365)  # a shorter span is no year
    title = f"{what}: from {ends[0]} to {ends[1]}, {times(decline.times_cheaper)} cheaper{yearly}"
    return Headline(title, decline.in_words())


def _steps(families: pd.DataFrame, *, price: str = "output_usd_per_mtok") -> Headline:
    """Say at what price the most expensive family and the cheapest came, the earlier first."""
    prices, sign = families["price"].to_numpy(), currency(price)
    most, least = families.iloc[int(prices.argmax())], families.iloc[int(prices.argmin())]
    words = [f"{row['family']} at {money(row['price'], sign)} ({month(row['date'])})" for row in (most, least)]
    subtitle = f"{cost_axis(price)}; a triangle marks a cut"
    if most["date"] <= least["date"]:
        return Headline(f"From {words[0]} to {words[1]}", subtitle)
    return Headline(f"The cheapest: {words[1]}; the most expensive: {words[0]}", subtitle)


def _claims(claims: pd.DataFrame, *, unit: str = "months") -> Headline:
    """Say how many of the tested numbers in a unit hold, which does not, and how many were only recomputed."""
    claims = claims[holds(claims["unit"] == unit)]
    what = {"months": "lags", "times a year": "rates at which prices fell"}.get(unit, f"numbers in {unit}")
    untested, own = claims["verdict"] == UNTESTED, claims["tested_on"] == OWN_POINTS
    again, tests = claims[~untested & own], claims[~untested & ~own]
    subtitle = "each verdict follows from a stated rule; the command frontier claims prints both"
    if tests.empty:
        held = int((again["verdict"] == "holds").sum())
        return Headline(f"{held} of {len(again)} published {what} come back from {OWN_POINTS}", subtitle)
    counts = tests["verdict"].value_counts()
    holding, part, failing = (int(counts.get(verdict, 0)) for verdict in VERDICTS)
    missing = int(untested.sum())
    if len(again):
        subtitle += f"; {int((again['verdict'] == 'holds').sum())} of {len(again)} numbers come back from {OWN_POINTS}"
    title = f"{holding} of {len(tests) + missing} published {what} hold on these data"
    title += f", {part} in part" * (part > 0) + f", {missing} cannot be tested" * (missing > 0)
    if failing == 1:
        title += f"; not “{tests.loc[tests['verdict'] == VERDICTS[2], 'label'].iloc[0]}”"
    elif failing:
        title += f"; {failing} do not"
    return Headline(title, subtitle)
