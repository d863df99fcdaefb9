"""Sentences that only the page has: the cards of a gap, the answers to its questions, and its verdicts."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from frontier.core.estimate import Estimate
from frontier.frames.boards import is_elo
from frontier.frames.columns import values_of
from frontier.frames.contest import map_estimate
from frontier.frames.costs import currency
from frontier.frames.gap import Gap
from frontier.words.gap import quotes_prices
from frontier.words.headlines import OWN_POINTS, VERDICTS
from frontier.words.numbers import decimals, figure, money, points, times


def gap_cards(gap: Gap) -> list[dict[str, str]]:
    """Return what a gap comes to, in three cards: of the best models, at the same price and at the same score.

    Parameters
    ----------
    gap : Gap
        From `open_gap`.

    Returns
    -------
    list of dict
        ``title``, ``value`` and ``note`` of each card. Prices have none where the frontiers share too little of them.

    Examples
    --------
    >>> import frontier
    >>> for card in gap_cards(frontier.open_gap(frontier.load_models(as_of="2025-02-14"))):
    ...     print("; ".join(card.values()))
    Best open-weights model; 23 points behind; 14 to 33 with 95 % confidence, preferred in 47 of 100 votes
    At the same price; 88 points behind on average; 83 to 93 with 95 % confidence, at prices of $0.14 to $2.19
    At the same score; 3.3 times more expensive on average; 2.1 to 4.6 with 95 % confidence, at scores of 1,287 to 1,361
    """
    elo, second = is_elo(gap.quality), gap.pair.adjectives[1]
    digits = 0 if elo else decimals(values_of(gap.table[gap.quality])) + 1

    def apart(estimate: Estimate, more: str, less: str) -> tuple[str, str]:
        side = map_estimate(estimate, lambda value: value if estimate.value >= 0 else -value)
        size = points(side.value) if elo else f"{side.value:.{digits}f}"
        return f"{size} {more if estimate.value >= 0 else less}", _ends(side, digits)

    value, ends = apart(gap.score, "behind", "ahead")
    votes = f"preferred in {100 - 100 * gap.win_rate.value:.0f} of 100 votes" * (gap.win_rate.value >= 0)
    cards = [(f"Best {second} model", value, [ends, votes])]
    if quotes_prices(gap):
        value, ends = apart(gap.score_at_price, "behind", "ahead")
        prices = " to ".join(money(price, currency(gap.cost)) for price in gap.shared_prices)
        cards.append(("At the same price", f"{value} on average", [ends, f"at prices of {prices}"]))
        cheaper = gap.price_ratio.value >= 1
        factor = map_estimate(gap.price_ratio, lambda ratio: ratio if cheaper else 1 / ratio)
        scores = " to ".join(map(figure, gap.shared_scores))
        value = f"{times(factor.value)} {'cheaper' if cheaper else 'more expensive'} on average"
        cards.append(("At the same score", value, [_ends(factor, 1), f"at scores of {scores}"]))
    keys = ("title", "value", "note")
    return [dict(zip(keys, (*card, ", ".join(filter(None, note))), strict=True)) for *card, note in cards]


def _ends(estimate: Estimate, digits: int) -> str:
    if math.isnan(estimate.low):
        return ""
    return f"{estimate.low:,.{digits}f} to {estimate.high:,.{digits}f} with 95 % confidence"


def verdict_in_words(claim: Any) -> str:
    """Return the verdict on a claim, and whether it says too much or too little where it does not hold.

    Parameters
    ----------
    claim : row of a DataFrame
        From `check_claims`.

    Returns
    -------
    str
        The verdict.

    Examples
    --------
    >>> import frontier
    >>> claims = frontier.check_claims(["deck-lag", "deck-compute"])
    >>> [verdict_in_words(claim) for claim in claims.itertuples()]
    ['does not hold: overstated', 'does not hold: understated']
    """
    low, high = claim.published_low, claim.published_high
    if math.isnan(low) or low <= claim.value <= high:
        low = high = claim.published_value
    if claim.verdict != VERDICTS[-1] or math.isnan(low) or low <= claim.value <= high:
        return str(claim.verdict)
    return f"{claim.verdict}: {'under' if claim.value > high else 'over'}stated"


def is_recomputed(claims: pd.DataFrame) -> pd.Series[bool]:
    """Return which claims only recompute a study's own points."""
    return claims["tested_on"] == OWN_POINTS
