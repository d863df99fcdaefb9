"""How far a frontier moved between two days."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from frontier.core.estimate import Estimate, check_draws, interval_of
from frontier.core.steps import Steps, mean_horizontal_gap, mean_vertical_gap, shared_places, shared_scores
from frontier.frames.boards import is_elo
from frontier.frames.columns import check_one_snapshot, values_of
from frontier.frames.frontier import Frontier
from frontier.frames.prices import Floats


@dataclass(frozen=True, eq=False)
class Shift:
    """How far the frontier moved: what the area between two step frontiers comes to.

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
        The scores and the prices over which the two are told: the lowest and the highest.
    share_dearer : float
        The share of those scores at which the later frontier is dearer: above 0 it is not cheaper everywhere.
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
            ``models_before``,
            ``models_after``, and the ends of ``shared_scores`` and ``shared_prices`` with ``_low`` and ``_high``.

        Examples
        --------
        >>> import frontier
        >>> found = frontier.find_frontier(frontier.load_models(as_of="2025-02-14"))
        >>> frontier.frontier_shift(found, found).numbers()["times_cheaper"]
        1.0
        """
        told = {"times_cheaper": self.times_cheaper, "points_better": self.points_better}
        spans = {"shared_scores": self.shared_scores, "shared_prices": self.shared_prices}
        estimates = {
            name + end: number
            for name, one in told.items()
            for end, number in zip(("", "_low", "_high"), (one.value, one.low, one.high), strict=True)
        }
        counts = dict(zip(("models_before", "models_after"), self.models, strict=True))
        ranges = {f"{name}_{end}": span[k] for name, span in spans.items() for k, end in enumerate(("low", "high"))}
        return {**estimates, "share_dearer": self.share_dearer, **counts, **ranges}

    def __str__(self) -> str:
        (low, high), (cheap, dear) = self.shared_scores, self.shared_prices
        points = " points" * is_elo(self.quality)
        return (
            f"{self.times_cheaper:.3g} times cheaper at equal quality ({self.quality} {low:g} to {high:g}), "
            f"{self.points_better:.3g}{points} better at equal price ({self.cost} {cheap:g} to {dear:g}); "
            + f"dearer at {100 * self.share_dearer:.0f} % of these scores; " * (self.share_dearer > 0.005)
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
        The lowest and the highest score over which *times cheaper* is told, and price over which *points better* is.
        Not given: all that the area between the two frontiers spans. Give the same to two shifts to compare them.
    draws : int
        How often scores are drawn anew for the intervals, at least 100.
    seed : int
        Of the random numbers. The same tables and seed give the same digits.

    Returns
    -------
    Shift
        Two estimates with 95 % intervals, and over which scores and prices they are told.

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
    4.0 (3.8 to 4.2) times cheaper, 105 (100 to 111) points better
    """
    check_draws(draws)
    for which in (before, after):
        if not isinstance(which, Frontier):
            raise TypeError(f"before and after must be what find_frontier(models) returns, got {type(which).__name__}")
        if which.table.empty:
            raise ValueError("a frontier has no models to compare; see its `excluded` for the reasons")
    if (before.quality, before.cost) != (after.quality, after.cost):
        raise ValueError(
            f"the frontiers are of different columns: {before.quality} against {before.cost}, and {after.quality} "
            f"against {after.cost}; find both of the same"
        )
    if before.lower_is_better != after.lower_is_better:
        raise ValueError("less is better in one of the frontiers and more in the other; find both alike")
    quality, cost = before.quality, before.cost
    sign = -1 if before.lower_is_better else 1  # the arithmetic is on the scale on which more is better
    if scores is not None and sign < 0:
        scores = (-scores[1], -scores[0])
    tables = before.table, after.table
    names = [one.labels.astype(str).to_numpy() for one in (before, after)]
    check_one_snapshot(pd.concat(tables), pd.concat([before.labels, after.labels]))
    known = dict[str, tuple[float, float]]()
    for table, own in zip(tables, names, strict=True):
        sd = values_of(table["sd"]) if "sd" in table else np.full(len(table), math.nan)
        for name, score, spread in zip(own, (sign * values_of(table[quality])).tolist(), sd.tolist(), strict=True):
            # of two spreads the narrower: the wider is that of the widest interval, given to a model without its own
            known[name] = (known.get(name, (score,))[0], min(spread, known.get(name, (score, spread))[1]))
            if known[name][0] != score:
                raise ValueError(
                    f"{name!r} has a {quality} of {sign * known[name][0]:g} before and of {sign * score:g} after, and "
                    "scores of two snapshots are not comparable; take both tables from one, as "
                    "load_models(prices_as_of=) does"
                )
        if len(set(own)) < len(own):
            twice = next(name for name in own if (own == name).sum() > 1)
            raise ValueError(f"{twice!r} stands twice in one frontier; keep one row of each model")
    place = {name: row for row, name in enumerate(known)}
    score, spread = np.array(list(known.values())).T
    costs = np.concatenate([values_of(table[cost]) for table in tables])
    sides = [
        (np.log(values_of(table[cost])), np.array([place[name] for name in own]))
        for table, own in zip(tables, names, strict=True)
    ]

    def steps(scores: Floats) -> tuple[Steps, Steps]:
        old, new = (Steps.of(places, scores[:, rows]) for places, rows in sides)
        return old, new

    def spans(old: Steps, new: Steps) -> tuple[tuple[Floats, Floats], tuple[float, Floats]]:
        """Return the ends of the scores and of the log prices that are compared, a draw each."""
        (low, high), (start, stop) = shared_scores(old, new, whole=True), shared_places(old, new, whole=True)
        if scores is not None:
            high = np.minimum(scores[1], high)
            low = np.minimum(scores[0], high)
        if prices is not None:
            start = max(math.log(prices[0]), start)
            stop = np.maximum(np.full(len(stop), math.log(prices[1])), start)
        return (low, high), (start, stop)

    def told(old: Steps, new: Steps) -> tuple[Floats, Floats]:
        across, up = spans(old, new)
        return np.exp(mean_horizontal_gap(new, old, across)), mean_vertical_gap(new, old, up)

    for what, asked in (("scores", scores), ("prices", prices)):
        if asked is not None and not (len(asked) == 2 and asked[0] < asked[1] and (what == "scores" or asked[0] > 0)):
            raise ValueError(f"{what} must be the lowest and the highest, such as (1200, 1300), got {asked!r}")
    measured = steps(score[None, :])
    both = shared_scores(*measured, whole=True)[1][0], math.exp(shared_places(*measured, whole=True)[0])
    if scores is not None and scores[0] >= both[0]:
        raise ValueError(
            f"scores: only one of the frontiers reaches {sign * scores[0]:g}; both reach {sign * both[0]:g}"
        )
    if prices is not None and prices[1] <= both[1]:
        raise ValueError(f"prices: only one of the frontiers has a model for {prices[1]:g}; both have for {both[1]:g}")
    cheaper, better = (float(number[0]) for number in told(*measured))
    ends = [(math.nan, math.nan)] * 2
    if not np.isnan(spread).any():
        noise = np.random.default_rng(seed).standard_normal((draws, len(score)))
        ends = [interval_of(number) for number in told(*steps(score + spread * noise))]
    (low, high), (start, stop) = spans(*measured)
    nearest = [costs[np.abs(np.log(costs) - end).argmin()] for end in (start, stop[0])]  # not rounded through the log
    shared = [
        own if math.isclose(math.log(own), end, abs_tol=1e-12) else math.exp(end)
        for own, end in zip(nearest, (start, float(stop[0])), strict=True)
    ]
    return Shift(
        times_cheaper=Estimate(cheaper, *ends[0]),
        points_better=Estimate(better, *ends[1]),
        shared_scores=(float(low[0]), float(high[0])) if sign > 0 else (-float(high[0]), -float(low[0])),
        shared_prices=(float(shared[0]), float(shared[1])),
        share_dearer=_share_dearer(*measured, float(low[0]), float(high[0])),
        models=(len(tables[0]), len(tables[1])),
        quality=quality,
        cost=cost,
        before=before,
        after=after,
    )


def _share_dearer(old: Steps, new: Steps, low: float, high: float) -> float:
    """Return the share of the scores between two at which the new steps come later, that is cost more."""
    edges = np.unique(np.clip(np.concatenate([[low, high], old.running[0], new.running[0]]), low, high))
    middles, widths = (edges[1:] + edges[:-1]) / 2, np.diff(edges)
    if not len(middles):
        return 0.0
    prices = [steps.places[np.searchsorted(steps.running[0], middles)] for steps in (old, new)]
    return float(widths[prices[1] > prices[0]].sum() / widths.sum())
