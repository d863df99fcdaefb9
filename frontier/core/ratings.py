"""Bradley-Terry ratings from votes between two models, with the exact covariance of the ratings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from frontier.core.columns import Floats, Indices

Bools = npt.NDArray[np.bool_]

# One unit of log odds in points: 400 points are odds of 10 to 1.
POINTS = 400 / math.log(10)
# With `balance` a pair with fewer votes than these counts for as much less; without it one vote would be a whole pair.
_FULL_PAIR = 50
# Pairs with at least so many votes say whether the model fits.
_JUDGED = 100


@dataclass(frozen=True, eq=False)
class Votes:
    """Votes between numbered models, equal ones in one row."""

    first: Indices
    second: Indices
    outcome: Floats  # 1 if the first won, 0 if the second did, 0.5 for a tie
    count: Floats  # how many votes the row stands for
    weight: Floats  # of each of them
    cluster: Indices | None = None  # the number of the prompt or judge whose votes are one observation

    def pairs(self, models: int, seen_by_first: Floats, seen_by_second: Floats) -> Floats:
        """Add up two columns by pair: row i, column j has the votes between i and j as i sees them."""
        place = np.concatenate([self.first * models + self.second, self.second * models + self.first])
        sums = np.bincount(place, np.concatenate([seen_by_first, seen_by_second]), models * models)
        return np.asarray(sums, dtype=np.float64).reshape(models, models)

    def wins(self, models: int) -> Floats:
        """Count what each model won against each other, a tie as half."""
        return self.pairs(models, self.count * self.outcome, self.count * (1 - self.outcome))


class Fit(NamedTuple):
    """Ratings with mean 0 in points, their covariance, and how well they fit."""

    rating: Floats
    cov: Floats
    measured: Bools  # whether the votes of a model leave a residual, from which to know how sure it is
    misfit: (
        float  # root mean square of the standardized residuals of the pairs with many votes; NaN without such a pair
    )


def comparable(wins: Floats, anchor: int | None = None) -> tuple[Bools, Bools, Bools]:
    """Find the models that can be rated together: the group of the anchor, else the one with the most votes.

    They are those of which each can be reached from every other along "took something from": only then the ratings that
    make the votes most likely exist and are unique (L. R. Ford, American Mathematical Monthly 64, 1957). Also returned
    is which models can be reached from the group, and from which it can be reached.

    Examples
    --------
    A and B exchanged wins, C only lost.

    >>> rated, below, above = comparable(np.array([[0, 2, 1], [1, 0, 0], [0, 0, 0]]))
    >>> rated.tolist(), below.tolist(), above.tolist()
    ([True, True, False], [True, True, True], [True, True, False])
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, connected_components

    graph: Any = csr_array(wins > 0)
    group = connected_components(graph, connection="strong")[1]
    within = np.bincount(group, np.where(group[:, None] == group, wins, 0).sum(axis=1), 1)
    rated = group == (within.argmax() if anchor is None else group[anchor])
    below, above = np.zeros((2, len(wins)), dtype=bool)
    if len(wins):
        search: Any = breadth_first_order
        for reached, edges in ((below, graph), (above, graph.T.tocsr())):
            reached[search(edges, int(rated.argmax()), return_predecessors=False)] = True
    return rated, below, above


def bradley_terry(votes: Votes, models: int, *, balance: bool = False) -> Fit:
    """Fit the ratings that make the votes most likely, of models that are all `comparable`.

    With ``balance`` every pair counts alike, however often it was voted on. The formulas are in docs/ratings.md.

    Notes
    -----
    Newton's method on the counts, with steps damped so that it always converges (Sun and Tran-Dinh, Mathematical
    Programming 178, 2019). The covariance is the sandwich of the votes; as a score is w (y - p) for the first model and
    its negative for the second, it needs only the sums of w^2 y^2, w^2 y and w^2 of each pair and is exact.

    Examples
    --------
    Three wins to one are odds of 3 to 1: 400 log10(3) = 190.8 points.

    >>> outcome, count = np.array([1.0, 0.0]), np.array([3.0, 1.0])
    >>> votes = Votes(np.array([0, 0]), np.array([1, 1]), outcome, count, np.ones(2))
    >>> bradley_terry(votes, 2).rating.round(1)
    array([ 95.4, -95.4])
    """
    from scipy.sparse import csr_array
    from scipy.special import expit

    total, y = votes.pairs(models, votes.count, votes.count), votes.outcome
    w = votes.weight / votes.weight.max()  # only their ratios matter
    if balance:
        w = w / np.maximum(total, _FULL_PAIR)[votes.first, votes.second]
    n, n2 = votes.count * w, votes.count * w**2
    won, weight = votes.pairs(models, n * y, n * (1 - y)), votes.pairs(models, n, n)
    rating, spread = np.zeros(models), math.inf
    for _ in range(1000):
        p = expit(rating[:, None] - rating)
        information = weight * p * (1 - p)
        diagonal = information.sum(axis=1)
        # the ratings have mean 0: without the constant the matrix would be singular
        hessian = np.diag(diagonal) - information + diagonal.mean() / models
        if spread < 1e-11:
            break
        try:
            step = np.linalg.solve(hessian, (won - weight * p).sum(axis=1))
        except np.linalg.LinAlgError:
            break
        spread = float(np.ptp(step))
        rating = rating + step * (math.log1p(spread) / spread if spread > 0.5 else 1)
        rating -= rating.mean()
    if not spread < 1e-11:
        raise ValueError("the ratings did not converge; the weights differ by too many powers of ten")
    weight2, won2 = votes.pairs(models, n2, n2), votes.pairs(models, n2 * y, n2 * (1 - y))
    squares = votes.pairs(models, n2 * y**2, n2 * (1 - y) ** 2) + p**2 * weight2 - 2 * p * won2
    if votes.cluster is None:
        scores = np.diag(squares.sum(axis=1)) - squares
    else:
        score = n * (y - p[votes.first, votes.second])
        places = np.concatenate([votes.cluster, votes.cluster]), np.concatenate([votes.first, votes.second])
        k = int(votes.cluster.max()) + 1
        sums: Any = csr_array((np.concatenate([score, -score]), places), shape=(k, models))
        scores = (sums.T @ sums).toarray() * (k / (k - 1))
    bread = np.linalg.inv(hessian)
    cov = bread @ scores @ bread
    measured = np.diag(scores) > 1e-18 * weight2.sum(axis=1)
    judged = np.triu((total >= _JUDGED) & (squares > 0))
    misfit = np.sqrt(np.mean((won - weight * p)[judged] ** 2 / squares[judged])) if judged.any() else math.nan
    return Fit(POINTS * rating, POINTS**2 * (cov + cov.T) / 2, measured, float(misfit))


def variances_of_differences(cov: Floats) -> Floats:
    """Return the variance of the difference of each two ratings."""
    own = np.diag(cov)
    return np.maximum(own[:, None] + own - 2 * cov, 0.0)


def quasi_variances(cov: Floats) -> Floats:
    """Variances that make independent intervals right for differences (Firth and de Menezes, Biometrika 91, 2004).

    Positive q whose sums q_i + q_j are nearest to the variances of the differences: least squares of the logarithms of
    all pairs, by Gauss-Newton with steps that keep every q positive. Half the variance each for two ratings; exact for
    three, where that makes none negative. ``cov`` may have any anchor.

    Examples
    --------
    Independent ratings, seen from an anchor: the first.

    >>> quasi_variances(np.array([[0, 0, 0], [0, 5.0, 1], [0, 1, 10]])).round(9)
    array([1., 4., 9.])
    """
    size, target = len(cov), variances_of_differences(cov)
    pairs = ~np.eye(size, dtype=bool)
    if size < 3:
        return np.full(size, target.max(initial=0) / 2)
    mean = target.sum(axis=1)
    floor = 1e-9 * target[pairs].mean()
    q: Floats = np.maximum((mean - mean.sum() / (2 * size - 2)) / (size - 2), 1e3 * floor)  # exact if the sums are
    logs = np.log(np.maximum(target, floor), where=pairs, out=np.zeros_like(target))
    for _ in range(100):
        sums: Floats = q[:, None] + q
        inverse = np.where(pairs, 1 / sums, 0)
        gradient = (inverse * (logs - np.log(sums))).sum(axis=1)
        step = np.linalg.solve(inverse**2 + np.diag((inverse**2).sum(axis=1)), gradient)
        shrink = np.max(-step / q)
        step *= min(1.0, 0.9 / shrink) if shrink > 0 else 1.0
        q = q + step
        if np.abs(step).max() <= 1e-13 * q.max():
            break
    return q
