"""A gap in words: the paragraph to quote."""

from __future__ import annotations

import math

from frontier.core.estimate import Estimate
from frontier.frames.boards import SNAPSHOT_BOARD, is_arena_score, is_elo, task_in_words
from frontier.frames.columns import snapshot_day, values_of
from frontier.frames.contest import RELEASED, map_estimate
from frontier.frames.costs import column_kind
from frontier.frames.gap import Gap
from frontier.frames.openness import capital
from frontier.words.numbers import chance, day, decimals, figure

# Prices are quoted only of frontiers that overlap by so much, of groups with so many prices.
_NARROW, _FEW = 2.0, 3


def paragraph(gap: Gap) -> str:
    """Return a gap in a few sentences, with the day, the models and the intervals; what is not known is left out."""
    said, second = _Said(gap), gap.pair.adjectives[1]
    sentences = [said.points()]
    if not math.isnan(gap.probability_ahead):
        ahead = chance(gap.probability_ahead)
        sentences.append(f"The probability that {second} models were really ahead is {ahead}")
    if not math.isnan(gap.price_ratio.value):
        sentences.append(said.prices())
    if not math.isnan(gap.lag.value):
        sentences.append(said.lag())
    return ". ".join(sentences) + "."


def quotes_prices(gap: Gap) -> bool:
    """Return whether enough of the two frontiers overlaps to quote prices."""
    (low, high), (cheapest, highest) = gap.shared_scores, gap.shared_prices
    return min(gap.priced) >= _FEW and highest >= _NARROW * cheapest and high > low


class _Said:
    """The sentences on one gap."""

    def __init__(self, gap: Gap) -> None:
        self.gap, self.unit = gap, " points" * is_elo(gap.quality)
        self.first, self.second = gap.pair.adjectives
        # one decimal more than keeps the qualities apart
        self.digits = 1 if is_elo(gap.quality) else decimals(values_of(gap.table[gap.quality])) + 1
        self.dated = gap.as_of is not None and snapshot_day(gap.table, gap.dated_by) is not None

    def points(self) -> str:
        gap = self.gap
        scores = [f"{score:.{self.digits + 1}f}".rstrip("0").rstrip(".") for score in gap.best_scores]
        behind, side = ("ahead of", -1) if gap.score.value < 0 else ("behind", 1)
        apart = map_estimate(gap.score, lambda points: side * points)
        level = round(apart.value, self.digits) == 0
        how = f"level with{self._interval(apart)}" if level else f"{self._difference(apart)} {behind}"
        wins = f", which people would prefer in {100 * gap.win_rate.value:.1f} % of votes"
        was = "was" if self.dated else "is"
        return (
            f"{self._when()}the best {self.second} model, {gap.names[1]} ({scores[1]}), {was} {how} the best "
            f"{self.first} one, {gap.names[0]} ({scores[0]}){wins * (gap.win_rate.value >= 0)}"
        )

    def prices(self) -> str:
        gap, first, second = self.gap, self.first, self.second
        scores, prices = (" to ".join(map(figure, ends)) for ends in (gap.shared_scores, gap.shared_prices))
        unit = gap.cost_label or column_kind(gap.cost).unit or gap.cost
        of = f"{gap.priced[0]} {first} and {gap.priced[1]} {second} models with a price{self._price_day()}"
        if not quotes_prices(gap):
            return (
                f"Too little of the two frontiers overlaps to quote prices: scores of {scores} and prices of {prices} "
                f"{unit}, by {of}"
            )
        more, less, sign = (first, second, 1) if gap.price_ratio.value >= 1 else (second, first, -1)
        times = map_estimate(gap.price_ratio, lambda ratio: ratio**sign)
        better, side = (first, 1) if gap.score_at_price.value >= 0 else (second, -1)
        ahead = map_estimate(gap.score_at_price, lambda points: side * points)
        costs, scored = ("cost", "scored") if self.dated else ("costs", "scores")
        said = (
            f"To reach the same score, of {scores}, the cheapest {more} model {costs} {times.value:.2g} times as much "
            f"as the cheapest {less} one on average{self._interval(times, '.2g')}; for the same price, of {prices} "
            f"{unit}, the best {better} model {scored} {self._value(ahead)} "
            f"{'less' if gap.lower_is_better else 'more'}{self._interval(ahead)}: by {of}"
        )
        leaders = " and ".join(
            str(name) for model, name in zip(gap.best, gap.names, strict=True) if model in gap.unpriced
        )
        if leaders:
            said += f", without {leaders}, which had none; the gap of those with a price was "
            said += self._difference(gap.priced_score)
        return said

    def lag(self) -> str:
        gap, best = self.gap, self.gap.names[1]
        if gap.lag.value == 0 and gap.score.value <= 0:
            above = "was better than" if gap.lower_is_better else "scored above"
            return f"No {self.first} model {above} {best}, so {self.second} models had no lag"
        interval = self._interval(gap.lag, ".1f").strip(" ()")
        dates = "release dates" if gap.dated_by == RELEASED else f"the column {gap.dated_by}"
        return (
            f"{capital(self.first)} models had passed {best}'s score {'at least ' * ('lag' in gap.reasons)}"
            f"{gap.lag.value:.1f} months before (lag “backward”, {interval}{', ' * bool(interval)}by {dates})"
        )

    def _when(self) -> str:
        gap = self.gap
        if not self.dated or gap.as_of is None:
            return "By the table given, "
        arena = is_arena_score(gap.table, gap.quality)
        task = task_in_words(gap.table, gap.quality)
        board = gap.table[SNAPSHOT_BOARD].dropna().iloc[0].partition(":")[0] if arena else ""
        where = f", on the Arena's {board} board{f' for {task}' * bool(task)}" if arena else ""
        return f"On {day(gap.as_of, long=True)}{where}, "

    def _price_day(self) -> str:
        """Return of which day the prices are, where that is later than the scores."""
        table, as_of = self.gap.table, self.gap.as_of
        if "price_date" not in table or as_of is None:
            return ""
        newest = table.loc[table[self.gap.cost].notna(), "price_date"].max()
        return f" (the newest of {day(newest, long=True)})" if newest > as_of else ""

    def _value(self, points: Estimate) -> str:
        return f"{points.value:.{self.digits}f}{self.unit}"

    def _interval(self, estimate: Estimate, spec: str = "") -> str:
        spec = spec or f".{self.digits}f"
        ends = f"{estimate.low:{spec}} to {estimate.high:{spec}}"
        return "" if math.isnan(estimate.low) else f" (95 % interval {ends})"

    def _difference(self, points: Estimate) -> str:
        return self._value(points) + self._interval(points)
