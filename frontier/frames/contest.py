"""Two groups of a table, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from frontier.core.columns import Bools, Floats
from frontier.core.estimate import Estimate
from frontier.core.probability import covariance_root
from frontier.frames.boards import SNAPSHOT_BOARD, SNAPSHOT_DAY
from frontier.frames.columns import (
    as_text,
    check_one_snapshot,
    column_of,
    display_names,
    labels_of,
    values_of,
    with_column,
)
from frontier.frames.intervals import Interval, correlated, spread_of
from frontier.frames.openness import OPEN_CLASSES, PROPRIETARY, adjective, openness_class
from frontier.words.spelling import did_you_mean

RELEASED = "released"  # the column of dates, unless another is given
GROUP = "group"  # the column of a result with the group of a model


@dataclass(frozen=True)
class Pair:
    """The two groups that are compared, the one that leads first.

    ``open_means`` is the definition of open where they are the classes of openness; None where they are of ``by``.
    """

    groups: tuple[str, str]
    open_means: str | None

    @property
    def adjectives(self) -> tuple[str, str]:
        """The words that stand before "model"."""
        return adjective(self.groups[0]), adjective(self.groups[1])

    @property
    def columns(self) -> tuple[str, str]:
        """The groups as they stand in names of columns: proprietary and open, or the groups' own names."""
        return self.groups if self.open_means is None else ("proprietary", "open")


class Contest:
    """The models of two groups that have a score, best first, and those left out with the reason.

    ``measured`` are the scores on the scale on which more is better: where less is better, negated. ``first`` marks
    the models of the first group.
    """

    def __init__(
        self,
        models: pd.DataFrame,
        pair: Pair,
        quality: str,
        date: str,
        *,
        name: str | None = None,
        interval: Interval | None = None,
        lower_is_better: bool = False,
        cov: pd.DataFrame | None = None,
    ) -> None:
        self.pair, self.quality, self.lower_is_better = pair, quality, lower_is_better
        scores, labels = column_of(models, quality, "quality"), labels_of(models, name)
        measured = values_of(scores) * (-1 if lower_is_better else 1)
        reasons = {
            f"no {quality}": np.isnan(measured),
            f"{quality} is infinite": np.isinf(measured),
            "neither {} nor {}".format(*pair.adjectives): ~models[GROUP].isin(pair.groups).to_numpy(),
        }
        reason = np.select(list(reasons.values()), list(reasons), "")
        kept = reason == ""
        self.excluded = pd.DataFrame({"model": labels[~kept], "left_out_of": "all", "reason": reason[~kept]})
        snapshot = [c for c in (SNAPSHOT_DAY, "date", SNAPSHOT_BOARD) if c in models and c != date]
        check_one_snapshot(models.loc[kept, snapshot], labels[kept])
        ends = (interval or Interval()).ends(models, scores)
        # ranked, so that the answer does not depend on the order of the rows
        order = np.flatnonzero(kept)
        order = order[np.lexsort((np.array([str(label) for label in labels])[order], -measured[order]))]
        self.table, self.measured, self.labels = models.iloc[order], measured[order], labels.to_numpy()[order]
        self.first: Bools = (self.table[GROUP] == pair.groups[0]).to_numpy(dtype=bool)
        known = ends and (ends[0].iloc[order], ends[1].iloc[order])
        self.spread = spread_of(self.table, scores.iloc[order], known, lower_is_better=lower_is_better)
        if cov is not None:
            scored = np.ones(len(order), dtype=bool)
            self.spread = correlated(self.spread, cov, pd.Series(self.labels, dtype=object), scored)

    @property
    def sides(self) -> tuple[Bools, Bools]:
        """The rows of each group."""
        return self.first, ~self.first

    @property
    def names(self) -> pd.Series[Any]:
        """The display name of each model."""
        return display_names(self.table, pd.Series(self.labels, self.table.index))

    def draws(self, count: int, seed: int) -> Floats | None:
        """Return scores drawn anew, one row a draw; None where no interval is known."""
        if self.spread is None:
            return None
        noise = np.random.default_rng(seed).standard_normal((count, len(self.measured)))
        if self.spread.cov is not None:
            return self.measured + noise @ covariance_root(self.spread.cov).T
        return self.measured + self.spread.sd * noise


def named_columns(table: pd.DataFrame, **columns: str | pd.Series[Any]) -> tuple[pd.DataFrame, list[str]]:
    """Give every Series a column in the table, and return the names of all columns asked for."""
    names = list[str]()
    for role, which in columns.items():
        if not isinstance(which, str):
            column = column_of(table, which, role)
            which = str(column.name)
            table = with_column(table, column.rename(which), role)
        if which in names:
            raise ValueError(f"two of {', '.join(columns)} are named {which!r}; rename one of them")
        names.append(which)
    return table, names


def split(
    models: pd.DataFrame,
    open_means: str,
    by: str | pd.Series[Any] | None,
    between: Sequence[str] | None,
    quality: str,
    day: pd.Series[Any] | None = None,
    *,
    lower_is_better: bool = False,
) -> tuple[pd.DataFrame, Pair]:
    """Add the column ``group``, and return the two groups compared.

    Where they are not given, and ``day`` says that there are several snapshots, the newest that has two groups decides.
    """
    if by is None:
        if between is not None:
            raise ValueError("between names two groups of by; give by, the column that has them, too")
        classes = openness_class(models, open_means).rename(GROUP)
        groups = PROPRIETARY.name, OPEN_CLASSES[open_means].name
        return with_column(models, classes, GROUP), Pair(groups, open_means)
    column = column_of(models, by, "by")
    if column.dtype.kind == "f":
        raise TypeError(f"by must name groups, column {column.name!r} is {column.dtype}; give the groups names")
    scores = column_of(models, quality, "quality")
    text = as_text(column).rename(GROUP)
    models = models.assign(**{GROUP: text}) if column.name == GROUP else with_column(models, text, GROUP)
    known = list(map(str, models[GROUP].dropna().unique()))
    wanted = _two_best(-scores if lower_is_better else scores, models[GROUP], day) if between is None else between
    wanted = [] if isinstance(wanted, str) or not np.iterable(wanted) else [str(group) for group in wanted]
    if len(wanted) != 2 or len(set(wanted)) != 2:
        raise ValueError(f"between must name two groups of by, such as ('US', 'CN'), got {between!r}")
    for group in wanted:
        if group not in known:
            hint = did_you_mean(group, known) or f"; it has {', '.join(map(repr, sorted(known)[:12]))}"
            raise ValueError(f"between: no row has {group!r}{hint}")
    return models, Pair((wanted[0], wanted[1]), None)


def _two_best(scores: pd.Series[Any], group: pd.Series[Any], day: pd.Series[Any] | None) -> list[str]:
    """Return the two groups whose best models score highest, the better first; of equals the first by name."""
    days = 0 if day is None else day.to_numpy()
    known = pd.DataFrame({"score": values_of(scores), "group": group.to_numpy(), "day": days})
    known = known[np.isfinite(known["score"]) & known["group"].notna()]
    names: list[str] = []
    for _, rows in reversed(list(known.groupby("day"))):
        best = rows.groupby("group")["score"].max().sort_values(ascending=False, kind="stable")
        names = [str(name) for name in best.index]
        if len(names) > 1:
            return names[:2]
    raise ValueError(f"by must have two groups with a score in {scores.name}, got {', '.join(names) or 'none'}")


def map_estimate(estimate: Estimate, how: Callable[[float], float]) -> Estimate:
    """Return a monotone function of an estimate, the ends in order."""
    low, high = sorted((how(estimate.low), how(estimate.high)))
    return Estimate(how(estimate.value), low, high)
