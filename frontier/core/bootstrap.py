"""Scores and costs of models that did the same tasks, resampled together."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from frontier.core.columns import Floats
from frontier.core.dominance import pareto_mask


def resampled_means(*results: ArrayLike, draws: int = 4000, seed: int = 0) -> list[Floats]:
    """Means over tasks that are drawn again with replacement, the same tasks for every model and every table.

    Parameters
    ----------
    *results : array_like, shape (tasks, models)
        Such as the scores and the costs, a row a task and a column a model; NaN where a result is not known.
    draws : int
        How often all tasks are drawn.
    seed : int
        Of the random numbers.

    Returns
    -------
    list of numpy.ndarray, shape (draws, models)
        The means of the known results in each table. Their quantiles are the ends of intervals, also of differences and
        ratios of models.

    Raises
    ------
    ValueError
        If the tables differ in shape, or a model has so few results that a draw has none of them.

    Notes
    -----
    A task that one model did not finish still counts for the others: such tasks are not like the rest. Where not to
    finish is to fail, the score is 0 and not missing.

    References
    ----------
    B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7(1), 1979.

    Examples
    --------
    >>> solved = [[1, 1], [1, 0], [0, 0], [1, 1]]
    >>> (means,) = resampled_means(solved, draws=1000)
    >>> bool((means[:, 0] >= means[:, 1]).all())  # the first solves whatever the second does
    True
    """
    tables = [np.asarray(table, dtype=np.float64) for table in results]
    if len({table.shape for table in tables}) > 1 or tables[0].ndim != 2 or not tables[0].size:
        raise ValueError(
            f"give tables of one shape, a row a task and a column a model, got {[table.shape for table in tables]}"
        )
    tasks = len(tables[0])
    weights = np.random.default_rng(seed).multinomial(tasks, np.full(tasks, 1 / tasks), size=draws).astype(np.float64)
    with np.errstate(invalid="ignore"):
        means = [(weights @ np.where(np.isnan(table), 0, table)) / (weights @ ~np.isnan(table)) for table in tables]
    unknown = ~np.all([np.isfinite(mean).all(axis=0) for mean in means], axis=0)
    if unknown.any():
        raise ValueError(
            f"column {unknown.argmax()} has too few known results, or an infinite one; leave this model out"
        )
    return means


def frontier_bootstrap(scores: ArrayLike, costs: ArrayLike, *, draws: int = 4000, seed: int = 0) -> Floats:
    """Probability that each model is on the Pareto frontier, from its score and its cost on each task.

    Parameters
    ----------
    scores, costs : array_like, shape (tasks, models)
        Score and cost of each task, the same tasks for all models; higher scores and lower costs are better. NaN where
        one is not known.
    draws, seed : int
        As `resampled_means`.

    Returns
    -------
    numpy.ndarray, shape (models,)
        Shares of the draws, with a standard error of at most ``0.5 / sqrt(draws)``.

    Raises
    ------
    ValueError
        As `resampled_means`.

    Notes
    -----
    Tasks are paired: a hard task lowers the scores and raises the costs of all models together, so a comparison of two
    models is surer than that of independent scores in `frontier_probability`. It is the share of draws in which no
    other mean is at most as expensive and at least as good, and better in one; equal models are both on the frontier.

    Examples
    --------
    >>> solved = [[1, 1], [1, 0], [0, 0], [1, 1]]
    >>> cost = [[2.0, 1.0], [3.0, 1.5], [2.0, 1.0], [2.5, 1.0]]
    >>> frontier_bootstrap(solved, cost).round(2)  # the first is better in all draws with the second task
    array([0.68, 1.  ])
    """
    quality, cost = resampled_means(scores, costs, draws=draws, seed=seed)
    return np.asarray(np.mean([pareto_mask(*draw) for draw in zip(cost, quality, strict=True)], axis=0))
