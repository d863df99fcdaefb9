"""Frontiers of several tasks side by side: which models are worth their price at one of them only."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from frontier.frames.columns import labels_of
from frontier.frames.frontier import Frontier

ONLY = "only"


def members_by_task(frontiers: Mapping[str, Frontier]) -> pd.DataFrame:
    """Return the tasks at which each model is on the frontier.

    Parameters
    ----------
    frontiers : mapping of str to Frontier
        What to call each task, and its frontier from `find_frontier`: at least two, by the same cost. The scores of
        each are compared among themselves only.

    Returns
    -------
    pandas.DataFrame
        One row a model that is on at least one frontier, in the order of the frontiers and of their members. The index
        is the model. Each task has a column: True on its frontier, False where it was compared and is not on it, None
        where it was not compared. ``only`` is the one task at which it is on the frontier, None where there are several
        or no other task compared it.

    Raises
    ------
    ValueError
        If there are fewer than two frontiers, or their costs differ.

    Examples
    --------
    >>> import frontier, pandas as pd
    >>> menu = pd.DataFrame({"model": ["a", "b", "c"], "usd": [1, 2, 3], "coding": [5, 9, 7], "german": [5, 4, 8]})
    >>> tasks = ["coding", "german"]
    >>> found = {task: frontier.find_frontier(menu, cost="usd", quality=task) for task in tasks}
    >>> print(members_by_task(found).to_string(index_names=False))
       coding  german    only
    a    True    True    None
    b    True   False  coding
    c   False    True  german
    """
    if len(frontiers) < 2 or len({own.cost for own in frontiers.values()}) > 1:
        raise ValueError("give at least two frontiers, found by the same cost")
    compared = {task: set(own.labels) for task, own in frontiers.items()}
    on = {task: labels_of(own.members, own.name).tolist() for task, own in frontiers.items()}
    rows = {
        model: [model in on[task] if model in compared[task] else None for task in frontiers]
        for model in dict.fromkeys(model for members in on.values() for model in members)
    }
    found = pd.DataFrame.from_dict(rows, orient="index", columns=list(frontiers), dtype=object).rename_axis("model")
    tasks = [
        next(task for task, here in zip(frontiers, row, strict=True) if here)
        if row.count(True) == 1 and False in row
        else None
        for row in rows.values()
    ]
    return found.assign(**{ONLY: pd.Series(tasks, found.index, dtype=object)})
