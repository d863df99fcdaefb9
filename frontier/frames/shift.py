"""How far a frontier moved between two days."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from frontier.core.columns import Floats
from frontier.core.estimate import Estimate, check_draws, estimates
from frontier.core.steps import Range, Steps, TwoLines, shared_places, shared_scores
from frontier.frames.boards import is_elo
from frontier.frames.columns import check_one_snapshot, values_of
from frontier.frames.frontier import Frontier
from frontier.frames.result import Result

Day = TypeVar("Day", bound=Hashable)


@dataclass(frozen=True, eq=False)
class Shift(Result):
    """How far the frontier moved: averages over the area between two step frontiers.

    Made by `frontier_shift`.

    Attributes
    ----------
    times_cheaper : Estimate
        At equal quality: the price on the earlier frontier over that on the later, the geometric mean over the scores
        that both reach.
    points_better : Estimate
        At equal price: the score on the later frontier minus that on the earlier, the mean over the logarithm of the
        prices that both span.
    shared_scores, shared_prices : tuple of float
        The scores and the prices over which the two are averaged: the lowest and the highest.
    share_dearer : float
        The share of those scores at which the later frontier costs more: above 0 it is not cheaper everywhere.
    models : tuple of int
        How many models each frontier was found among: few of them are a warning not to quote the numbers.
    quality, cost : str
        Names of the two columns.
    before, after : Frontier
        The two frontiers.
    """

    times_cheaper: Estimate
    points_better: Estimate
    shared_scores: tuple[float, float]
    shared_prices: tuple[float, float]
    share_dearer: float
    models: tuple[int, int]
    quality: str
    cost: str
    before: Frontier = field(repr=False)
    after: Frontier = field(repr=False)

    def numbers(self) -> dict[str, float]:
        """Return all numbers under names of their own, such as for one row of a table.

        Returns
        -------
        dict of str to float
            ``times_cheaper`` and ``points_better``, each with ``_low`` and ``_high``, ``share_dearer``,
            ``models_before``, ``models_after``, and the ends of ``shared_scores`` and ``shared_prices`` with ``_low``
            and ``_high``.

        Examples
        --------
        >>> import frontier
        >>> found = frontier.find_frontier(frontier.load_models(as_of="2025-02-14"))
        >>> frontier.frontier_shift(found, found).numbers()["times_cheaper"]
        1.0
        """
        found = self.times_cheaper.columns("times_cheaper") | self.points_better.columns("points_better")
        found |= {"share_dearer": self.share_dearer, "models_before": self.models[0], "models_after": self.models[1]}
        for name in ("shared_scores", "shared_prices"):
            found |= zip((f"{name}_low", f"{name}_high"), getattr(self, name), strict=True)
        return found

    def to_frame(self) -> pd.DataFrame:
        """Return all numbers as one row.

        Returns
        -------
        pandas.DataFrame
            The columns of `numbers`.

        Examples
        --------
        >>> import frontier
        >>> found = frontier.find_frontier(frontier.load_models(as_of="2025-02-14"))
        >>> frontier.frontier_shift(found, found).to_frame()["points_better"].tolist()
        [0.0]
        """
        return pd.DataFrame([self.numbers()])

    def __str__(self) -> str:
        (low, high), (cheapest, highest) = self.shared_scores, self.shared_prices
        points = " points" * is_elo(self.quality)
        return (
            f"{self.times_cheaper:.3g} times cheaper at equal quality ({self.quality} {low:g} to {high:g}), "
            f"{self.points_better:.3g}{points} better at equal price ({self.cost} {cheapest:g} to {highest:g}); "
            + f"more expensive at {100 * self.share_dearer:.0f} % of these scores; " * (self.share_dearer > 0.005)
            + f"{self.models[0]} models with a price before, {self.models[1]} after"
        )


def frontier_shift(
    before: Frontier,
    after: Frontier,
    *,
    scores: tuple[float, float] | None = None,
    prices: tuple[float, float] | None = None,
    draws: int = 2000,
    seed: int = 0,
) -> Shift:
    """Measure how far the frontier moved between two days: cheaper at equal quality, better at equal price.

    Parameters
    ----------
    before, after : Frontier
        From `find_frontier`, of the same columns, with scores of one snapshot: what differs is which models could be
        had, and at what price. ``load_models(as_of=, prices_as_of=)`` has such tables.
    scores, prices : tuple of float, optional
        The lowest and the highest score for the average *times cheaper*, and price for the average *points better*.
        Not given: all that the area between the two frontiers spans. Give the same to two shifts to compare them.
    draws : int
        How often scores are drawn anew for the intervals, at least 100.
    seed : int
        Of the random numbers. The same tables and seed give the same digits.

    Returns
    -------
    Shift
        Two estimates with 95 % intervals, and the scores and prices over which they are averaged.

    Raises
    ------
    TypeError
        If either is no `Frontier`.
    ValueError
        If the columns differ, a frontier is empty, a name stands twice in one, nothing of the scores or prices that
        are asked for can be compared, or the scores are of two snapshots: of different boards or days, or a model that
        is in both has two scores.

    Notes
    -----
    *Times cheaper*: for a score s the cheapest price that reaches it on either day; the geometric mean of the ratio,
    later below earlier, from the lower of the two lowest steps to the lower of the two highest: what one frontier does
    not reach cannot be compared, so a new best score counts only in *points better*. That is the mean vertical distance
    of the step frontiers over the logarithm of the price, from where both have begun to where neither rises any more.
    Both are integrated exactly: they are the area between the two lines of the picture, divided by its height or width.
    (`open_gap`, which compares two groups of one day, keeps to the narrower range in which both have steps.)

    The range matters more than the interval: where the two lines are close at one end, a range that begins there has a
    smaller mean. So do the prices that are known: of an early day they are few. Quote the number with its range and the
    number of models, and compare two shifts over one range only.

    A score of one snapshot minus a score of another is meaningless, so the frontiers of two snapshots cannot be
    compared: both must be on the scale of one, which lists models of both days. Models that it does not list are on
    neither frontier.

    Intervals are quantiles over scores drawn anew, normal and independent, which overstates how far two scores of one
    board may be apart; a model that is on both frontiers has the same score in both. Without intervals of the scores
    (or with ``find_frontier(uncertainty=False)``) there are none.

    Examples
    --------
    >>> import frontier
    >>> day = "2025-02-14"
    >>> tables = [frontier.load_models(as_of=day, prices_as_of=prices) for prices in ("2024-08-14", day)]
    >>> shift = frontier_shift(*map(frontier.find_frontier, tables))
    >>> print(f"{shift.times_cheaper:.1f} times cheaper, {shift.points_better:.0f} points better")
    3.2 (2.6 to 3.8) times cheaper, 83 (78 to 87) points better
    """
    check_draws(draws)
    _check_comparable(before, after)
    sign = -1 if before.lower_is_better else 1  # the arithmetic is on the scale on which more is better
    for what, asked in (("scores", scores), ("prices", prices)):
        if asked is not None and not (len(asked) == 2 and asked[0] < asked[1] and (what == "scores" or asked[0] > 0)):
            raise ValueError(f"{what} must be the lowest and the highest, such as (1200, 1300), got {asked!r}")
    known = _known_scores(before, after, sign)
    costs = [values_of(one.table[one.cost]) for one in (before, after)]
    old, new = (
        (np.log(cost), known.index.get_indexer(pd.Index(one.labels.astype(str))))
        for cost, one in zip(costs, (before, after), strict=True)
    )
    upward = scores if scores is None or sign > 0 else (-scores[1], -scores[0])
    span = None if prices is None else (math.log(prices[0]), math.log(prices[1]))
    lines = TwoLines(new, old, whole=True, scores=upward, places=span)
    measured, sd = values_of(known["score"]), values_of(known["sd"])
    both = lines.steps(measured[None, :])
    _check_ranges(*both, scores, prices, sign)
    drawn = None
    if not np.isnan(sd).any():
        drawn = measured + sd * np.random.default_rng(seed).standard_normal((draws, len(known)))

    def moved(rows: Floats) -> tuple[Floats, Floats]:
        across, up = lines.distances(rows)
        return np.exp(across), up

    cheaper, better = estimates(moved, measured, drawn)
    ((low,), (high,)), (start, (stop,)) = lines.spans(both)
    return Shift(
        times_cheaper=cheaper,
        points_better=better,
        shared_scores=(float(low), float(high)) if sign > 0 else (-float(high), -float(low)),
        shared_prices=(_price(np.concatenate(costs), start), _price(np.concatenate(costs), stop)),
        share_dearer=_share_dearer(*both, float(low), float(high)),
        models=(len(before.table), len(after.table)),
        quality=before.quality,
        cost=before.cost,
        before=before,
        after=after,
    )


def frontier_shifts(frontiers: Mapping[Day, Frontier], *, draws: int = 2000, seed: int = 0) -> dict[Day, Shift]:
    """Measure how far the frontier moved since each of several days, over one range of scores and of prices.

    Parameters
    ----------
    frontiers : mapping of day to Frontier
        From `find_frontier`, in the order of the days; the last is compared with each before.
    draws, seed : int
        As in `frontier_shift`.

    Returns
    -------
    dict of day to Shift
        One a day but the last. They are over the scores and prices that all of them span, so that they can be compared;
        each over its own where there are none.

    Raises
    ------
    TypeError, ValueError
        As `frontier_shift`, and if there are fewer than two frontiers.

    Examples
    --------
    >>> import frontier
    >>> day = "2025-02-14"
    >>> found = {
    ...     past: frontier.find_frontier(frontier.load_models(as_of=day, prices_as_of=past))
    ...     for past in ("2024-02-14", "2024-08-14", day)
    ... }
    >>> {day: round(shift.times_cheaper.value, 1) for day, shift in frontier_shifts(found).items()}
    {'2024-02-14': 90.8, '2024-08-14': 1.4}
    """
    if len(frontiers) < 2:
        raise ValueError(f"frontiers must be two or more, by day, got {len(frontiers)}")
    *past, now = frontiers

    def all_of(**ranges: Range) -> dict[Day, Shift]:
        same: Any = {"draws": draws, "seed": seed, **ranges}
        return {day: frontier_shift(frontiers[day], frontiers[now], **same) for day in past}

    shifts = all_of()
    spans = [[shift.shared_scores for shift in shifts.values()], [shift.shared_prices for shift in shifts.values()]]
    scores, prices = ((max(low for low, _ in span), min(high for _, high in span)) for span in spans)
    if len(past) < 2 or scores[0] >= scores[1] or prices[0] >= prices[1]:
        return shifts
    return all_of(scores=scores, prices=prices)


def _check_comparable(before: Frontier, after: Frontier) -> None:
    for which in (before, after):
        if not isinstance(which, Frontier):
            raise TypeError(f"before and after must be what find_frontier(models) returns, got {type(which).__name__}")
        if which.table.empty:
            raise ValueError("a frontier has no models to compare; see its `excluded` for the reasons")
        twice = which.labels[which.labels.astype(str).duplicated()]
        if len(twice):
            raise ValueError(f"{str(twice.iloc[0])!r} stands twice in one frontier; keep one row of each model")
    if (before.quality, before.cost) != (after.quality, after.cost):
        raise ValueError(
            f"the frontiers are of different columns: {before.quality} against {before.cost}, and {after.quality} "
            f"against {after.cost}; find both of the same"
        )
    if before.lower_is_better != after.lower_is_better:
        raise ValueError("less is better in one of the frontiers and more in the other; find both alike")
    check_one_snapshot(pd.concat([before.table, after.table]), pd.concat([before.labels, after.labels]))


def _known_scores(before: Frontier, after: Frontier, sign: int) -> pd.DataFrame:
    """Return the score and the standard deviation of each model of the two, which has one score in both."""
    tables = [
        pd.DataFrame(
            {
                "name": one.labels.astype(str),
                "score": sign * values_of(one.table[one.quality]),
                "sd": values_of(one.table["sd"]) if "sd" in one.table else math.nan,
            }
        )
        for one in (before, after)
    ]
    models = pd.concat(tables).groupby("name", sort=False)
    first, last = models["score"].first(), models["score"].last()
    for name in first.index[first != last][:1]:
        raise ValueError(
            f"{name!r} has a {before.quality} of {sign * first[name]:g} before and of {sign * last[name]:g} after, "
            "and scores of two snapshots are not comparable; take both tables from one, as "
            "load_models(prices_as_of=) does"
        )
    # the wider is that of the widest interval, imputed to a model without its own
    return models.min()


def _check_ranges(new: Steps, old: Steps, scores: Range | None, prices: Range | None, sign: int) -> None:
    """Refuse scores that only one line reaches, and prices at which only one has begun."""
    top, least = sign * shared_scores(new, old)[1][0], math.exp(shared_places(new, old)[0])
    if scores is not None and sign * scores[sign < 0] >= sign * top:
        raise ValueError(f"scores: only one of the frontiers reaches {scores[sign < 0]:g}; both reach {top:g}")
    if prices is not None and prices[1] <= least:
        raise ValueError(f"prices: only one of the frontiers has a model for {prices[1]:g}; both have for {least:g}")


def _price(costs: Floats, place: float) -> float:
    """Return the price of a place, not rounded through the logarithm where it is that of a model."""
    nearest = float(costs[np.abs(np.log(costs) - place).argmin()])
    return nearest if math.isclose(math.log(nearest), place, abs_tol=1e-12) else math.exp(place)


def _share_dearer(new: Steps, old: Steps, low: float, high: float) -> float:
    """Return the share of the scores between two at which the new steps come later, that is cost more."""
    edges = np.unique(np.clip(np.concatenate([[low, high], old.running[0], new.running[0]]), low, high))
    middles, widths = (edges[1:] + edges[:-1]) / 2, np.diff(edges)
    costs_more = (
        new.places[np.searchsorted(new.running[0], middles)] > old.places[np.searchsorted(old.running[0], middles)]
    )
    return float(widths[costs_more].sum() / widths.sum()) if len(middles) else 0.0
