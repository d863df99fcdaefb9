"""Step functions of a frontier, and the distances between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from frontier.core.columns import Floats, Indices


@dataclass(frozen=True, eq=False)
class Steps:
    """The best score up to each place (a log price or a day), one row a draw: a rising step function each.

    ``places`` are distinct and rising, shape (k,); ``running`` has shape (draws, k).
    """

    places: Floats
    running: Floats

    @classmethod
    def of(cls, places: Floats, scores: Floats) -> Steps:
        """Return the step line through points: of those at one place the highest counts."""
        order = np.argsort(places, kind="stable")
        distinct, starts = np.unique(places[order], return_index=True)
        best = np.maximum.reduceat(scores[:, order], starts, axis=1)
        return cls(distinct, np.maximum.accumulate(best, axis=1))

    @property
    def top(self) -> Floats:
        """The best score of all, a draw each."""
        return self.running[:, -1]

    @property
    def records(self) -> NDArray[np.bool_]:
        """Whether the line rises at each place, a draw each."""
        return np.diff(self.running, prepend=-np.inf, axis=1) > 0

    def reaching(self, score: Floats) -> Indices:
        """Index of the first place with at least this score, a draw each; the number of places where none has."""
        return np.asarray((self.running < score[:, None]).sum(axis=1))

    def at(self, place: float) -> Floats:
        """Return the best score up to a place that is not before the first."""
        return self.running[:, np.searchsorted(self.places, place, side="right") - 1]


def shared_scores(first: Steps, second: Steps, *, whole: bool = False) -> tuple[Floats, Floats]:
    """Return the ends of the scores that both span: from the better lowest step to the worse highest, a draw each.

    With ``whole`` from the worse lowest step: below the better one, its cheapest point reaches every score.
    """
    high = np.minimum(first.top, second.top)
    lowest = (np.minimum if whole else np.maximum)(first.running[:, 0], second.running[:, 0])
    return np.minimum(lowest, high), high


def shared_places(first: Steps, second: Steps, *, whole: bool = False) -> tuple[float, Floats]:
    """Return the ends of the places that both span: from where both have begun to where one rises no more.

    With ``whole`` to where neither rises any more.
    """
    start = float(max(first.places[0], second.places[0]))
    ends = [steps.places[steps.reaching(steps.top)] for steps in (first, second)]
    return start, np.maximum((np.maximum if whole else np.minimum)(*ends), start)


def mean_horizontal_gap(first: Steps, second: Steps, ends: tuple[Floats, Floats] | None = None) -> Floats:
    """Mean of second's place minus first's over the scores that both span, integrated exactly, a draw each.

    Where they share no score, at the lower of the two tops, which both reach. Other ends must be reached by both.
    """
    low, high = shared_scores(first, second) if ends is None else ends

    def area(steps: Steps) -> Floats:
        clipped = np.clip(steps.running, low[:, None], high[:, None])
        return np.asarray(np.diff(clipped, prepend=low[:, None], axis=1) @ steps.places)

    span = high - low
    at_once = second.places[second.reaching(high)] - first.places[first.reaching(high)]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(span > 0, (area(second) - area(first)) / span, at_once)


def mean_vertical_gap(first: Steps, second: Steps, ends: tuple[float, Floats]) -> Floats:
    """Mean of first's score minus second's over the places between the ends, integrated exactly, a draw each.

    At the first end where they are one place; by then both must have begun.
    """
    start, stop = ends

    def area(steps: Steps) -> Floats:
        edges = np.clip(np.append(steps.places, np.inf), start, stop[:, None])
        return np.asarray((steps.running * np.diff(edges, axis=1)).sum(axis=1))

    span = stop - start
    at_once = first.at(start) - second.at(start)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(span > 0, (area(first) - area(second)) / span, at_once)


Range = tuple[float, float]


@dataclass(frozen=True, eq=False)
class TwoLines:
    """Two step lines through points of which the scores can be drawn anew, and the ranges over which they are compared.

    Each line has the places of its points and the columns of their scores. The ranges are what both lines span, with
    ``whole`` as of `shared_scores` and `shared_places`, and no more than the ``scores`` and ``places`` asked for.
    """

    first: tuple[Floats, Any]
    second: tuple[Floats, Any]
    whole: bool = False
    scores: Range | None = None
    places: Range | None = None

    def steps(self, rows: Floats) -> tuple[Steps, Steps]:
        """Return the two lines, for the scores of all models, one row a draw."""
        first, second = (Steps.of(places, rows[:, columns]) for places, columns in (self.first, self.second))
        return first, second

    def spans(self, lines: tuple[Steps, Steps]) -> tuple[tuple[Floats, Floats], tuple[float, Floats]]:
        """Return the ends of the scores and of the places that are compared, a draw each."""
        (low, high), (start, stop) = shared_scores(*lines, whole=self.whole), shared_places(*lines, whole=self.whole)
        if self.scores is not None:
            low, high = np.minimum(self.scores[0], high), np.minimum(self.scores[1], high)
        if self.places is not None:
            start, stop = max(self.places[0], start), np.full(len(stop), self.places[1])
        return (low, high), (start, np.maximum(stop, start))

    def distances(self, rows: Floats) -> tuple[Floats, Floats]:
        """Return the mean of second's place minus first's, and of first's score minus second's, a draw each."""
        lines = self.steps(rows)
        scores, places = self.spans(lines)
        return mean_horizontal_gap(*lines, scores), mean_vertical_gap(*lines, places)
