"""What a result says, in one sentence."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from frontier.frames.boards import ARENA_BOARDS, is_elo
from frontier.frames.columns import values_of
from frontier.frames.costs import column_kind, is_price
from frontier.frames.frontier import Frontier
from frontier.frames.openness import OPEN_NAMES, adjective, capital, is_open
from frontier.words.numbers import decimals

if TYPE_CHECKING:
    from frontier.core.bands import FrontierBand
    from frontier.frames.lag import Lag
    from frontier.frames.prices import Decline

Floats = npt.NDArray[np.float64]


# Okabe and Ito's palette, safe for the common colour deficiencies; each class also has a marker of its own.
_CLASSES = (
    ("#0072B2", "o"),
    ("#D55E00", "s"),
    ("#009E73", "D"),
    ("#CC79A7", "^"),
    ("#E69F00", "v"),
    ("#56B4E9", "P"),
    ("#000000", "X"),
)


_OTHER, _OTHER_LINE = ("#8c8c8c", "."), "#bdbdbd"


_ALWAYS = {"Proprietary": 0} | dict.fromkeys(OPEN_NAMES.values(), 1)  # the style of these never depends on the data


_SURE, _MAYBE = 0.9, 0.1  # how likely a model must be on the frontier to be drawn filled, and hollow


_VERDICTS = {"holds": ("#009E73", "o"), "holds in part": ("#E69F00", "s"), "does not hold": ("#D55E00", "X")}


# How long a name may be in a picture, how many members of a frontier are named, and how much of the height the legend
# may take from the data.
_LONGEST, _NAMED, _LEGEND_SHARE = 60, 60, 1 / 3


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def _where(condition: pd.Series[Any]) -> npt.NDArray[np.bool_]:
    """Return a condition on a column as bool, False where the column is missing."""
    return condition.to_numpy(dtype=bool, na_value=False)


def _power(value: float) -> str:
    """Return a number as 5·10²³."""
    digits, power = f"{value:.2e}".split("e")
    digits = digits.rstrip("0").rstrip(".")
    return ("" if digits == "1" else f"{digits}·") + _ten_to_the(int(power))


def _ten_to_the(power: int) -> str:
    return "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _coin(value: float, sign: str) -> str:
    if value >= 1:
        return f"{sign}{value:,.0f}"
    return f"{sign}{value:.{max(2, -math.floor(math.log10(value) + 1e-9))}f}"


def _price(value: float, sign: str) -> str:
    """Return a price as one quotes it, with cents where it has any; without a currency as any number."""
    if not sign:
        return f"{float(f'{value:.6g}'):,.10g}" if 1e-4 <= value < 1e7 else _power(value)
    return f"{sign}{value:,.2f}" if value >= 1 and value != round(value) else _coin(value, sign)


def _figure(value: float) -> str:
    """Return a number to three digits, in full."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    text = f"{float(f'{value:.3g}'):,.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _spots(frontier: Frontier, rows: pd.DataFrame | None = None) -> tuple[Floats, Floats]:
    """Return the costs and the qualities of all rows of a frontier, or of some."""
    table = frontier.table if rows is None else rows
    return values_of(table[frontier.cost]), values_of(table[frontier.quality])


def _better(frontier: Frontier, quality: Floats) -> Floats:
    """Return qualities so that more is better."""
    return -quality if frontier.lower_is_better else quality


def _intervals(frontier: Frontier) -> Floats:
    """Return cost, lower and upper end of each interval of the quality that is known."""
    if frontier.interval is None:
        return np.empty((0, 3))
    found = np.column_stack([values_of(frontier.table[c]) for c in (frontier.cost, *frontier.interval)])
    return np.asarray(found[~np.isnan(found).any(axis=1)])


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year:04d}"


def _month(day: pd.Timestamp) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year:04d}"


def _headline(frontier: Frontier, names: Sequence[str]) -> tuple[str, str]:
    """Return the title, which states a finding, and the line below it."""
    table = frontier.table
    cost, quality = _spots(frontier)
    quality = _better(frontier, quality)
    on = table["on_frontier"].to_numpy(dtype=bool)
    subtitle = f"{on.sum()} of {len(on)} models are on the frontier: none as cheap is better, none as good is cheaper"
    if frontier.cost == "training_flop":
        subtitle = f"{on.sum()} of {len(on)} models are on the frontier: none of as little compute scores higher"
    if len(table) == 1:
        return f"{names[0]} is the only model compared", subtitle
    compared = [name for name, group in frontier.groups.items() if len(group.table)]
    if frontier.cost == "training_flop" and not frontier.groups:
        best, largest = np.lexsort((cost, -quality))[0], np.lexsort((-quality, -cost))[0]
        if best != largest:
            share = _share(cost[best] / cost[largest], "training compute")
            if not is_elo(frontier.quality):
                return f"{names[best]} is better than {names[largest]}, at {share}", subtitle
            above = _points(quality[best] - quality[largest])
            return f"{names[best]} scores {above} above {names[largest]}, at {share}", subtitle
        highest = "scores highest" if is_elo(frontier.quality) else "is the best"
        return f"{names[best]} took the most training compute of these models, and {highest}", subtitle
    if len(compared) == 2:
        counts = [
            f"{len(g.members)} of {len(g.table)} {_short(n.lower())}"
            for n, g in frontier.groups.items()
            if len(g.table)
        ]
        behind, a, b = _tops(frontier, compared, cost, quality)
        unpriced = (frontier.excluded["reason"] == f"no {frontier.cost}").any()
        among = ", of those with a price" if unpriced and is_price(frontier.cost) else ""
        title = f"{_short(behind)}{among}: {_difference(frontier, names, a, b)}"
        return title, f"{' and '.join(counts)} models are on the frontier of their class"
    # one row a step: of equals the first
    steps = {(cost[i], quality[i]): int(i) for i in np.flatnonzero(on)[::-1]}
    *_, best = order = [steps[step] for step in sorted(steps)]
    if len(order) > 1:
        return _difference(frontier, names, order[-2], best), subtitle
    others = np.arange(len(table)) != best
    if ((cost[others] > cost[best]) & (quality[others] < quality[best])).all():
        whom = "the only other" if others.sum() == 1 else f"all {others.sum()} others"
        score = "score" if is_elo(frontier.quality) else "quality"
        return f"{names[best]} beats {whom} on {_price_word(frontier)} and {score}", subtitle
    higher = "scores higher" if is_elo(frontier.quality) else "is better"
    return f"Nothing is cheaper than {names[best]}, and nothing {higher}", subtitle


def _sure_headline(frontier: Frontier, chances: Floats) -> tuple[str, str]:
    """Return the title and the line below it of a picture with the band: how many are on the frontier, how surely."""
    compared = int(np.isfinite(chances).sum())
    sure, maybe = int((chances >= _SURE).sum()), int(((chances >= _MAYBE) & (chances < _SURE)).sum())
    whose = "" if not frontier.groups else " of its class" if sure == 1 else " of their class"
    models = "1 model is" if sure == 1 else f"{sure or 'No'} models are"
    more = f"{maybe} more may be" if maybe else "the others hardly"
    title = f"{models} on the frontier{whose} with at least 90 % probability, {more}"
    expected = f"{np.nansum(chances):.1f} of {compared} are expected there"
    return title, f"{expected}; a percentage is a model's probability, large and filled without one is above 99 %"


def _tops(frontier: Frontier, compared: Sequence[str], cost: Floats, quality: Floats) -> tuple[str, int, int]:
    """Return the class whose best is behind, and the rows of its best and of the other's, the cheapest of equals.

    Of qualities of which more is better.
    """
    group = frontier.table[frontier.by].to_numpy()
    order = np.lexsort((cost, -quality))
    tops = {name: int(order[group[order] == name][0]) for name in compared}
    first, second = sorted(compared, key=lambda name: -quality[tops[name]])
    return second, tops[second], tops[first]


def _difference(frontier: Frontier, names: Sequence[str], a: int, b: int) -> str:
    """Say by how much row a scores below row b, or is worse where less is better, and at what part of its price."""
    (cost_a, cost_b), qualities = _spots(frontier, frontier.table.iloc[[a, b]])
    points = float(np.diff(_better(frontier, qualities))[0])
    apart = _points(points) if is_elo(frontier.quality) else _figure(points)
    below = f"is {apart} {'worse than' if frontier.lower_is_better else 'below'}" if points else "is level with"
    near = ""
    if frontier.interval is not None:
        ends = (values_of(frontier.table[end].iloc[[a, b]]) for end in frontier.interval)
        (low_a, low_b), (high_a, high_b) = ends
        if low_a <= high_b and low_b <= high_a:  # False where an end is missing
            near = ", within the margin of error,"
    return f"{names[a]} {below} {names[b]}{near} at {_share(cost_a / cost_b, _price_word(frontier))}"


def _price_word(frontier: Frontier) -> str:
    return column_kind(frontier.cost).word


def _points(value: float) -> str:
    if value < 1:
        return "less than a point"
    return "1 point" if round(value) == 1 else f"{value:,.0f} points"


def _times(factor: float, words: tuple[str, str]) -> str:
    """Say how many times cheaper, to two digits; of a factor below 1 how many times dearer."""
    factor, word = (factor, words[0]) if factor >= 1 else (1 / factor, words[1])
    return f"{factor:.1f} times {word}" if factor < 10 else f"{float(f'{factor:.2g}'):,.0f} times {word}"


def _share(ratio: float, price: str) -> str:
    """Say what part of a price another is, to two digits."""
    if ratio == 1:
        return f"the same {price}"
    if abs(ratio - 1) < 0.05:
        return f"nearly the same {price}"
    number = ratio if ratio > 1 else 100 * ratio
    digits = 1 - math.floor(math.log10(number))
    text = f"{round(number, digits):,.{max(digits, 0)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text} times the {price}" if ratio > 1 else f"{text} % of its {price}"


def _chances(frontier: Frontier) -> Floats:
    """Return each model's probability of being on the frontier; with groups on that of its own, NaN without one."""
    if "probability" not in frontier.table:
        ends = " and ".join(frontier.interval or (f"{frontier.quality}_{end}" for end in ("lower", "upper")))
        raise ValueError(
            f"a band needs intervals: {ends} are missing or blank, or the frontier was found with uncertainty=False"
        )
    if not frontier.groups:
        return frontier.table["probability"].to_numpy(dtype=float)
    chances = np.full(len(frontier.table), np.nan)
    for group, own in frontier.groups.items():
        rows = _where(frontier.table[frontier.by] == group)
        chances[rows] = own.table["probability"].to_numpy(dtype=float)
    return chances


def _bands(frontier: Frontier, classes: _Classes) -> list[tuple[FrontierBand, str | None]]:
    """Return the band of each frontier that is drawn, with the colour of its group."""
    if not frontier.groups:
        return [(frontier.band(), None)]
    return [(own.band(), classes.line_of(name)[0]) for name, own in frontier.groups.items() if len(own.table)]


def _claims_headline(tests: pd.DataFrame, again: pd.DataFrame, untold: pd.DataFrame, what: str) -> tuple[str, str]:
    """Say how many of the tested numbers hold, which does not, and how many were only recomputed."""
    subtitle = "a verdict is of the statement as it was put, by a rule; the command frontier claims prints each"
    if tests.empty:
        held = int((again["verdict"] == "holds").sum())
        return f"{held} of {len(again)} published {what} come back from the study's own points", subtitle
    counts = tests["verdict"].value_counts()
    holds, part, not_at_all = (int(counts.get(verdict, 0)) for verdict in _VERDICTS)
    title = f"{holds} of {len(tests) + len(untold)} published {what} hold on these data"
    title += f", {part} in part" * (part > 0) + f", {len(untold)} cannot be tested" * (len(untold) > 0)
    if not_at_all == 1:
        title += f"; not “{tests.loc[tests['verdict'] == 'does not hold', 'label'].iloc[0]}”"
    elif not_at_all:
        title += f"; {not_at_all} do not"
    return title, subtitle


def _records_headline(
    records: pd.DataFrame, decline: Decline | None, names: Mapping[Hashable, str] | pd.Series[Any] | None, sign: str
) -> tuple[str, str]:
    level = records["level"].iloc[0] if "level" in records else None
    if isinstance(level, str):
        what = f"The quality of {_shown_as(pd.Series([level]), names)[0]}"
    else:
        what = "This quality" if level is None or pd.isna(level) else f"A score of {level:,.10g}"
    ends = [
        f"{_price(float(price), sign)} in {_month(pd.Timestamp(day))}"
        for price, day in zip(records["price"].iloc[[0, -1]], records["date"].iloc[[0, -1]], strict=True)
    ]
    subtitle = "the lowest price at which this level could be had"
    if len(records) == 1:
        return f"{what} cost {ends[0]}", subtitle
    if decline is None:
        return f"{what} cost {ends[0]} and {ends[1]}", subtitle
    factor = decline.factor_per_year
    title = f"{what}: from {ends[0]} to {ends[1]}, {factor.value:.2g} times cheaper a year"
    return title, f"{decline.in_words()} a year by the line through {decline.n} records in {decline.span_days} days"


def _steps_headline(families: pd.DataFrame, sign: str) -> str:
    """Say at what price the dearest family and the cheapest came, the earlier first."""
    prices = families["price"].to_numpy()
    dearest, cheapest = families.iloc[int(prices.argmax())], families.iloc[int(prices.argmin())]
    words = [f"{row['family']} at {_price(row['price'], sign)} ({_month(row['date'])})" for row in (dearest, cheapest)]
    if dearest["date"] <= cheapest["date"]:
        return f"From {words[0]} to {words[1]}"
    return f"The cheapest: {words[1]}; the dearest: {words[0]}"


def _in_points(history: pd.DataFrame) -> bool:
    """Whether a gap is in points of an Elo score."""
    return "quality" not in history or is_elo(history["quality"].iloc[0])


def _gap_headline(whole: pd.DataFrame, start: int, first: str, second: str, *, elo: bool) -> str:
    """Say how it stands, and between what it was on the same board: of two boards no range is told."""
    if whole.empty:
        return f"The best {first} against the best {second} model, in part"
    gaps = values_of(whole["gap"])
    # of an Elo score whole points are told, of any other three digits of the widest gap
    digits = 0 if elo else min(decimals(gaps) + 1, max(0, 2 - math.floor(math.log10(np.abs(gaps).max() or 1.0))))
    words, now = [f"{abs(gap):,.{digits}f}" for gap in gaps], round(gaps[-1], digits)
    points = _points(abs(now)) if elo else words[-1]
    place = f"{points} {'behind' if now > 0 else 'ahead of'}" if now else "level with"
    title = f"{capital(second)} models are {place} {first} ones"
    rows = np.flatnonzero(whole.index >= start)
    if len(rows) < 2:
        return title
    least, most = min(rows, key=lambda row: gaps[row]), max(rows, key=lambda row: gaps[row])
    points, since = " points" * elo, f"since {_month(pd.Timestamp(whole['date'].iloc[rows[0]]))}"
    if round(gaps[least], digits) >= 0:
        return f"{title}; {since} the gap was between {words[least]} and {words[most]}{points}"
    if round(gaps[most], digits) <= 0:
        return f"{title}; {since} their lead was between {words[most]} and {words[least]}{points}"
    return f"{title}; {since} the gap was from {words[least]}{points} ahead to {words[most]} behind"


def _is_of_arena(lag: Lag) -> bool:
    return is_elo(lag.score) and lag.board in ARENA_BOARDS


def _lag_headline(lag: Lag) -> tuple[str, str, list[str]]:
    """Return the title, the line below it and the sentences of the footer."""
    first, second = (_short(adjective(group)) for group in lag.groups)
    who, months, many = capital(second), lag.months.value, len(lag.still_ahead)
    ahead = f"; {many} {'is' if many == 1 else 'are'} still ahead" if many else ""
    pairs = len(lag.pairs)
    day = f"on {_day(lag.as_of)}"
    if lag.method == "matched":
        records = f"1 {first} record" if pairs == 1 else f"{pairs or 'no'} {first} records"
        after = {0: "", 1: f" after {months:.1f} months"}.get(pairs, f" after {months:.1f} months on average")
        title = f"{who} models have reached {records}{after}{ahead}"
    elif math.isnan(months):
        title = f"How far {second} models are behind {first} ones cannot be told {day}"
    elif lag.method == "staircase":
        when = "after" if months >= 0 else "before"
        title = f"{who} models reached each score {abs(months):.1f} months {when} {first} ones on average"
    elif months == 0:
        title = f"No {first} model is better than the best {second} one {day}"
    else:
        least = "at least " * lag.at_least
        title = f"The best {second} model {day} is where {first} ones were {least}{months:.1f} months before"
    subtitle = f"lag “{lag.method}”: {lag.in_words()}; bars run from a record to who reached it"
    source = (
        ARENA_BOARDS[lag.board] if _is_of_arena(lag) else ", ".join(map(_short, filter(None, (lag.board, lag.score))))
    )
    licence = " (CC BY 4.0), older models at that day's score" if _is_of_arena(lag) else ""
    footer = [f"Scores: {source}, {_day(lag.as_of)}{licence}."]
    footer.append("A month is 365 / 12 days; a plus: not reached yet, and not in a mean.")
    if _where(lag.staircases["bound"]).any():
        footer.append("Hollow: the date is an upper bound.")
    return title, subtitle, footer


@dataclass(frozen=True)
class _Classes:
    """The classes of a picture: a name, a colour and a marker each, and the class of every row.

    The last is of what is in no class, and of the groups beyond the largest, which have no colour of their own.
    """

    names: list[str]
    styles: list[tuple[str, str]]
    of_row: npt.NDArray[np.intp]

    def line_of(self, group: str) -> tuple[str, str, float]:
        """Return the colour, the label and the width of a group's line."""
        if group in self.names[:-1]:
            return self.styles[self.names.index(group)][0], _entry(f"{_short(group)} frontier"), 1.5
        return _OTHER_LINE, "_frontier of another group", 0.8


def _classes(frontier: Frontier, open_means: str, most: int = len(_CLASSES)) -> _Classes:
    """Return the classes, of groups at most so many with a colour of their own."""
    table, other = frontier.table, "Other"
    if frontier.by is not None:
        sizes = {name: len(own.table) for name, own in frontier.groups.items()}
        largest = sorted(sizes, key=lambda name: (_ALWAYS.get(name, 2), -sizes[name], name))[:most]
        names = sorted(largest, key=lambda name: (_ALWAYS.get(name, 2), name))
        row_names = table[frontier.by].to_numpy(dtype=object)
        if len(sizes) > len(names):
            other = f"{len(sizes) - len(names)} other{'s' * (len(sizes) > len(names) + 1)}"
    elif "openness" in table:
        names = ["Proprietary", OPEN_NAMES[open_means]]
        opened, proprietary = _where(is_open(table, open_means)), _where(table["openness"] == "proprietary")
        row_names = np.select([opened, proprietary], [names[1], names[0]], "")
    else:
        return _Classes([""], [_CLASSES[0]], np.zeros(len(table), dtype=np.intp))
    of_row = np.full(len(table), len(names))
    for k, name in enumerate(names):
        of_row[row_names == name] = k
    return _Classes([*names, other], [*_CLASSES[: len(names)], _OTHER], of_row)


def _shown_as(models: pd.Series[Any], names: Mapping[Hashable, str] | pd.Series[Any] | None) -> list[str]:
    """Return the name to show for each model: its key where it has none."""
    found = [None if names is None else names.get(model) for model in models]
    return [_short(model if pd.isna(name) else name) for model, name in zip(models, found, strict=True)]


def _entry(words: str) -> str:
    """Return words for the legend, in which what begins with _ would be left out."""
    return f" {_short(words)}" if words.startswith("_") else _short(words)


def _short(words: object, most: int = _LONGEST) -> str:
    """Return words that are not longer than a picture has room for."""
    text = str(words)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
