"""Two groups of a table, side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from frontier.core.estimate import Estimate
from frontier.frames.columns import as_text, check_one_snapshot, column_of, labels_of, values_of, with_column
from frontier.frames.intervals import Interval, Spread, spread_of
from frontier.frames.openness import OPEN_NAMES, adjective, openness_class
from frontier.words.spelling import did_you_mean

Floats = npt.NDArray[np.float64]


Bools = npt.NDArray[np.bool_]


_COST, _DATE = "output_usd_per_mtok", "released"


_SNAPSHOT = ("elo_date", "date", "board")


_GROUP = "group"  # the column of a result that says of which group a model is


_UNKNOWN = Estimate(math.nan)


_ENDS = ("", "_low", "_high")


def _columns(groups: tuple[str, str]) -> list[str]:
    """Name the columns of a history: the second group stands before the first, as in "open against proprietary"."""
    both = list(reversed(_short(groups)))
    estimates = [f"{name}{end}" for name in ("price_ratio", "score_at_price", "lag_backward_months") for end in _ENDS]
    best, models, priced = ([f"{what}_{group}" for group in both] for what in ("best", "models", "priced"))
    head = ["date", "gap", "gap_low", "gap_high", "win_rate", *best, "win_rate_low", "win_rate_high"]
    return [*head, "probability_ahead", *estimates, "lag_at_least", *models, *priced]


@dataclass(frozen=True, eq=False)
class _TwoGroups:
    """The models of two groups that have a score, best first, and those left out.

    ``measured`` are the scores on the scale on which more is better: where less is better, negated.
    """

    table: pd.DataFrame
    names: npt.NDArray[Any]
    groups: tuple[str, str]
    quality: str
    measured: Floats
    first: Bools
    spread: Spread | None
    excluded: pd.DataFrame
    lower_is_better: bool

    def draws(self, count: int, seed: int) -> Floats | None:
        """Scores drawn anew, one row a draw; None where no interval is known."""
        if self.spread is None:
            return None
        noise = np.random.default_rng(seed).standard_normal((count, len(self.measured)))
        return self.measured + self.spread.sd * noise


def _named(table: pd.DataFrame, **columns: str | pd.Series[Any]) -> tuple[pd.DataFrame, list[str]]:
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


def _split(
    models: pd.DataFrame,
    open_means: str,
    by: str | pd.Series[Any] | None,
    between: Sequence[str] | None,
    quality: str,
    day: pd.Series[Any] | None = None,
    *,
    lower_is_better: bool = False,
) -> tuple[pd.DataFrame, tuple[str, str]]:
    """Add the column ``group``, and return the two groups compared, the one that leads first.

    Where they are not given, and ``day`` tells several snapshots apart, the newest that has two groups decides.
    """
    if by is None:
        if between is not None:
            raise ValueError("between names two groups of by; give by, the column that has them, too")
        classes = openness_class(models, open_means).rename(_GROUP)
        return with_column(models, classes, _GROUP), ("Proprietary", OPEN_NAMES[open_means])
    groups = column_of(models, by, "by")
    if groups.dtype.kind == "f":
        raise TypeError(f"by must name groups, column {groups.name!r} is {groups.dtype}; give the groups names")
    scores = column_of(models, quality, "quality")
    text = as_text(groups)
    models = (
        models.assign(**{_GROUP: text}) if groups.name == _GROUP else with_column(models, text.rename(_GROUP), _GROUP)
    )
    known = list(map(str, models[_GROUP].dropna().unique()))
    best = -scores if lower_is_better else scores
    wanted = _two_best(best, models[_GROUP], day) if between is None else between
    wanted = [] if isinstance(wanted, str) or not np.iterable(wanted) else [str(group) for group in wanted]
    if len(wanted) != 2 or len(set(wanted)) != 2:
        raise ValueError(f"between must name two groups of by, such as ('US', 'CN'), got {between!r}")
    for group in wanted:
        if group not in known:
            hint = did_you_mean(group, known) or f"; it has {', '.join(map(repr, sorted(known)[:12]))}"
            raise ValueError(f"between: no row has {group!r}{hint}")
    return models, (wanted[0], wanted[1])


def _contest(
    models: pd.DataFrame,
    groups: tuple[str, str],
    quality: str,
    date: str,
    *,
    name: str | None = None,
    interval: Interval | None = None,
    lower_is_better: bool = False,
) -> _TwoGroups:
    """Return the models of the two groups that have a score, and why the others do not count."""
    scores = column_of(models, quality, "quality")
    measured = values_of(scores) * (-1 if lower_is_better else 1)
    names = labels_of(models, name)
    reason = np.full(len(models), "", dtype=object)
    outside = ~models[_GROUP].isin(groups).to_numpy()
    reason[outside] = f"neither {adjective(groups[0])} nor {adjective(groups[1])}"
    reason[np.isinf(measured)] = f"{quality} is infinite"
    reason[np.isnan(measured)] = f"no {quality}"
    kept = reason == ""
    check_one_snapshot(models.loc[kept, [c for c in _SNAPSHOT if c in models and c != date]], names[kept])
    ends = (interval or Interval()).ends(models, scores)
    # ranked, so that the answer does not depend on the order of the rows
    order = np.flatnonzero(kept)
    order = order[np.lexsort((np.array([str(one) for one in names])[order], -measured[order]))]
    table = models.iloc[order]
    excluded = pd.DataFrame({"model": names[~kept], "left_out_of": "all", "reason": reason[~kept]})
    first = (table[_GROUP] == groups[0]).to_numpy(dtype=bool)
    known = None if ends is None else (ends[0].iloc[order], ends[1].iloc[order])
    spread = spread_of(table, scores.iloc[order], known, lower_is_better=lower_is_better)
    return _TwoGroups(
        table, names.to_numpy()[order], groups, quality, measured[order], first, spread, excluded, lower_is_better
    )


def _two_best(scores: pd.Series[Any], group: pd.Series[Any], day: pd.Series[Any] | None) -> list[str]:
    """Return the two groups whose best models score highest, the better first; of equals the first by name."""
    values = values_of(scores)
    known = pd.DataFrame({"score": np.where(np.isfinite(values), values, np.nan), "group": group.to_numpy()}).dropna()
    snapshot = 0 if day is None else day.to_numpy()[known.index]
    names: list[str] = []
    for _, rows in reversed(list(known.groupby(np.broadcast_to(snapshot, len(known))))):
        best = rows.groupby("group")["score"].max().sort_values(ascending=False, kind="stable")
        names = [str(name) for name in best.index]
        if len(names) > 1:
            return names[:2]
    raise ValueError(f"by must have two groups with a score in {scores.name}, got {', '.join(names) or 'none'}")


def _short(groups: tuple[str, str]) -> tuple[str, str]:
    """Return the groups as they stand in names of columns: proprietary and open, or the groups' own names."""
    first, second = groups
    return ("proprietary", "open") if first == "Proprietary" and second in OPEN_NAMES.values() else groups


def _between(estimate: Estimate, spec: str = ".1f") -> str:
    if math.isnan(estimate.low):
        return ""
    return f" (95 % interval {estimate.low:{spec}} to {estimate.high:{spec}})"


def _percent(share: float) -> str:
    return "below 0.1 %" if share < 0.0005 else "above 99.9 %" if share > 0.9995 else f"{100 * share:.1f} %"


def _span(ends: tuple[float, float]) -> str:
    return " to ".join(f"{end:,.0f}" if end >= 100 else f"{end:.3g}" for end in ends)


def _long_day(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%B %Y}"
