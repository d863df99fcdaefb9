"""Bradley-Terry ratings from votes between two models, with the exact covariance of the ratings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from frontier.core.columns import Floats, Indices

# One unit of log odds in points: 400 points are odds of 10 to 1.
POINTS = 400 / math.log(10)
# With `balance` a pair with fewer votes than these counts for as much less; without it one vote would be a whole pair.
_FULL_PAIR = 50
# Pairs with at least so many votes say whether the model fits.
_JUDGED = 100


@dataclass(frozen=True, eq=False)
class Votes:
    """Votes in rows, each of one or of many equal ones.

    Attributes
    ----------
    first, second : numpy.ndarray of int
        The two models of a row, by number.
    outcome : numpy.ndarray
        1 if the first won, 0 if the second won, 0.5 for a tie.
    count : numpy.ndarray
        How many votes the row stands for.
    weight : numpy.ndarray
        The weight of each of them.
    cluster : numpy.ndarray of int, optional
        The number of the prompt or the judge whose votes are one observation.
    """

    first: Indices
    second: Indices
    outcome: Floats
    count: Floats
    weight: Floats
    cluster: Indices | None = None

    def pairs(self, models: int, seen_by_first: Floats, seen_by_second: Floats) -> Floats:
        """Add up two columns by pair: row i, column j has the votes between i and j as i sees them."""
        place = np.concatenate([self.first * models + self.second, self.second * models + self.first])
        sums = np.bincount(place, np.concatenate([seen_by_first, seen_by_second]), models * models)
        return np.asarray(sums, dtype=np.float64).reshape(models, models)

    def wins(self, models: int) -> Floats:
        """Count what each model won against each other, a tie as half."""
        return self.pairs(models, self.count * self.outcome, self.count * (1 - self.outcome))

    def in_order(self) -> Votes:
        """Return equal votes as one row, in an order that depends on nothing but them: so does the rounding of sums."""
        turned = self.first > self.second
        outcome = np.where(turned, 1 - self.outcome, self.outcome)
        group = np.zeros_like(self.first) if self.cluster is None else self.cluster
        pair = np.minimum(self.first, self.second), np.maximum(self.first, self.second)
        keys = np.stack([self.weight, outcome, *pair[::-1], group])
        order = np.lexsort(keys)
        new = np.append(True, (np.diff(keys[:, order]) != 0).any(axis=0))[: len(order)]
        rows, count = order[new], np.add.reduceat(self.count[order], np.flatnonzero(new)) if len(order) else self.count
        cluster = None if self.cluster is None else group[rows]
        return Votes(pair[0][rows], pair[1][rows], outcome[rows], count, self.weight[rows], cluster)

    def of(self, kept: npt.NDArray[np.bool_]) -> Votes:
        """Return the votes between the models that are kept, with the numbers of these among the kept."""
        rows, number = kept[self.first] & kept[self.second], np.cumsum(kept) - 1
        cluster = None if self.cluster is None else np.unique(self.cluster[rows], return_inverse=True)[1]
        first, second = number[self.first[rows]], number[self.second[rows]]
        return Votes(first, second, self.outcome[rows], self.count[rows], self.weight[rows], cluster)


class Fit(NamedTuple):
    """Ratings with mean 0 in points, their covariance, and how well they fit."""

    rating: Floats
    cov: Floats
    measured: npt.NDArray[np.bool_]  # whether the votes of a model leave a residual, from which to know how sure it is
    misfit: float


def comparable(wins: Floats, anchor: int | None = None) -> tuple[npt.NDArray[np.bool_], Floats]:
    """Find the models that can be rated together.

    Parameters
    ----------
    wins : numpy.ndarray, shape (n, n)
        What each won against each other, ties as half.
    anchor : int, optional
        A model that must be among them. Not given: the group with the most votes.

    Returns
    -------
    rated : numpy.ndarray of bool
        The models of the group.
    above : numpy.ndarray
        For each other model 1 if only wins connect it with the group, -1 if only losses do, else 0.

    Notes
    -----
    The ratings that make the votes most likely exist and are unique if and only if every model of the group can be
    reached from every other along "took something from" (L. R. Ford, American Mathematical Monthly 64, 1957).

    Examples
    --------
    A and B exchanged wins, C only lost.

    >>> rated, above = comparable(np.array([[0, 2, 1], [1, 0, 0], [0, 0, 0]]))
    >>> rated.tolist(), above.tolist()
    ([True, True, False], [0.0, 0.0, -1.0])
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, connected_components

    graph: Any = csr_array(wins > 0)
    group = connected_components(graph, connection="strong")[1]
    if not len(wins):
        return np.zeros(0, dtype=bool), np.zeros(0)
    within = np.bincount(group, np.where(group[:, None] == group, wins, 0).sum(axis=1))
    rated = group == (within.argmax() if anchor is None else group[anchor])
    search: Any = breadth_first_order
    start, graphs = int(rated.argmax()), (graph, graph.T.tocsr())
    below, over = (np.isin(np.arange(len(wins)), search(one, start, return_predecessors=False)) for one in graphs)
    return rated, np.where(rated, 0.0, over.astype(float) - below)


def bradley_terry(votes: Votes, models: int, *, balance: bool = False) -> Fit:
    """Fit the ratings that make the votes most likely.

    Parameters
    ----------
    votes : Votes
        Between models that are all `comparable`.
    models : int
        How many there are.
    balance : bool
        Whether every pair of models counts alike, however often it was voted on.

    Returns
    -------
    Fit
        Ratings in points with mean 0, their covariance, which models it is known of, and the root mean square of the
        standardized residuals of the pairs with at least 100 votes: 1 where one number a model explains the votes; NaN
        without such a pair.

    Notes
    -----
    With p_ij = 1 / (1 + exp(t_j - t_i)), y the outcome and w the weight of a vote, the ratings t solve

        sum over j of (sum of w y - p_ij sum of w) = 0 for every i

    by Newton's method on the counts; its steps are damped so that it always converges (Sun and Tran-Dinh, Mathematical
    Programming 178, 2019). The covariance is the sandwich H^-1 G H^-1 (Huber 1967; White 1982) with H the information
    and G the sum of the squared scores of the votes. A score is w (y - p) for the first model and its negative for the
    second, so G needs only the sums of w^2 y^2, w^2 y and w^2 of each pair and is exact. With clusters the scores of a
    cluster are added first, and G is multiplied by k / (k - 1) (Liang and Zeger, Biometrika 73, 1986). `balance`
    divides the weights by max(votes of the pair, 50) (Chiang et al., arXiv 2403.04132, and the Arena's arena-rank).

    Examples
    --------
    Three wins to one are odds of 3 to 1: 400 log10(3) = 190.8 points.

    >>> outcome, count = np.array([1.0, 0.0]), np.array([3.0, 1.0])
    >>> votes = Votes(np.array([0, 0]), np.array([1, 1]), outcome, count, np.ones(2))
    >>> bradley_terry(votes, 2).rating.round(1)
    array([ 95.4, -95.4])
    """
    from scipy.special import expit

    total, y = votes.pairs(models, votes.count, votes.count), votes.outcome
    w = votes.weight
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
        step = np.linalg.solve(hessian, (won - weight * p).sum(axis=1))
        spread = float(np.ptp(step))
        rating = rating + step * (math.log1p(spread) / spread if spread > 0.5 else 1)
        rating -= rating.mean()
    else:
        raise ValueError("the ratings did not converge; the weights differ by too many powers of ten")
    squares = votes.pairs(models, n2 * y**2, n2 * (1 - y) ** 2) + p**2 * votes.pairs(models, n2, n2)
    squares -= 2 * p * votes.pairs(models, n2 * y, n2 * (1 - y))
    if votes.cluster is None:
        scores = np.diag(squares.sum(axis=1)) - squares
    else:
        scores = _clustered(votes, n * (y - p[votes.first, votes.second]), models)
    bread = np.linalg.inv(hessian)
    cov = bread @ scores @ bread
    measured = np.diag(scores) > 1e-18 * votes.pairs(models, n2, n2).sum(axis=1)
    judged = np.triu((total >= _JUDGED) & (squares > 0))
    misfit = np.sqrt(np.mean((won - weight * p)[judged] ** 2 / squares[judged])) if judged.any() else math.nan
    return Fit(POINTS * rating, POINTS**2 * (cov + cov.T) / 2, measured, float(misfit))


def _clustered(votes: Votes, score: Floats, models: int) -> Floats:
    """Return the sum over clusters of the squared sums of their scores."""
    from scipy.sparse import csr_array

    assert votes.cluster is not None
    places = np.concatenate([votes.cluster, votes.cluster]), np.concatenate([votes.first, votes.second])
    clusters = int(votes.cluster.max()) + 1
    sums: Any = csr_array((np.concatenate([score, -score]), places), shape=(clusters, models))
    product: Floats = (sums.T @ sums).toarray() * (clusters / (clusters - 1))
    return product


def variances_of_differences(cov: Floats) -> Floats:
    """Return the variance of the difference of each two ratings."""
    own = np.diag(cov)
    return np.maximum(own[:, None] + own - 2 * cov, 0.0)


def quasi_variances(cov: Floats) -> Floats:
    """Variances that make independent intervals right for differences.

    Parameters
    ----------
    cov : numpy.ndarray, shape (n, n)
        Covariance of the ratings, with any anchor.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Positive q whose sums q_i + q_j are nearest to the variances of the differences: least squares of the logarithms
        over all pairs. Half the variance each for two ratings; exact for three, where that makes none negative.

    Notes
    -----
    D. Firth and R. X. de Menezes, "Quasi-variances", Biometrika 91(1), 2004. Gauss-Newton with steps that keep every q
    positive.

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
