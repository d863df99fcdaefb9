"""How many months one group of models is behind another."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from frontier.core.estimate import Estimate, check_draws, interval_of
from frontier.core.steps import Steps, mean_horizontal_gap
from frontier.frames.boards import is_arena_score, is_elo
from frontier.frames.columns import as_table, column_of, days_of
from frontier.frames.contest import _DATE, Bools, Floats, _contest, _named, _split, _TwoGroups
from frontier.frames.intervals import Interval
from frontier.frames.openness import adjective, capital
from frontier.words.spelling import did_you_mean

Method = Literal["backward", "staircase", "matched"]


_DAYS_A_MONTH = 365 / 12


_NO_DAY = "By the table given, "


@dataclass(frozen=True, eq=False)
class Lag:
    """How many months one group is behind another, and the models that say so.

    Made by `open_lag`.

    Attributes
    ----------
    method : str
        The definition: ``backward``, ``staircase`` or ``matched``.
    groups : tuple of str
        The two groups: the first is the one that the second follows.
    months : Estimate
        The lag, a month being 365 / 12 days; with the interval from scores drawn anew.
    at_least : bool
        The lag by ``backward`` is only a lower bound: no model of the first group scores as low as the second's best,
        so the table begins too late to say when the first group stood there.
    pairs : pandas.DataFrame
        The records of the first group that the second has reached, by date: ``model``, ``date``, ``score``,
        ``matched_by``, ``matched_date``, ``matched_score`` and ``months`` between the two dates. A record that the
        second group had reached before is no lead and not listed.
    still_ahead : pandas.DataFrame
        The records that nothing of the second group has reached yet: ``model``, ``date``, ``score`` and ``months`` so
        far. They are right-censored: their lag is longer than that.
    staircases : pandas.DataFrame
        Each group's models that were its best when they came: ``group``, ``model``, ``date``, ``score``, and ``bound``:
        whether the date is only known to be an upper bound.
    as_of : pandas.Timestamp
        The day as of which the lag is told.
    dated_by : str
        The column with the dates: the answers by release and by first listing differ by about a month.
    score : str
        The column with the scores.
    board : str
        The Arena's leaderboard the scores are of; empty if they are no scores of the Arena, or the table does not say.
    excluded : pandas.DataFrame
        What was left out: ``model`` and ``reason``.
    lower_is_better : bool
        Whether less of the score is better.
    """

    method: str
    groups: tuple[str, str]
    months: Estimate
    at_least: bool
    pairs: pd.DataFrame = field(repr=False)
    still_ahead: pd.DataFrame = field(repr=False)
    staircases: pd.DataFrame = field(repr=False)
    as_of: pd.Timestamp
    dated_by: str
    score: str
    board: str
    excluded: pd.DataFrame = field(repr=False)
    lower_is_better: bool = False

    def in_words(self) -> str:
        """Say the months with their interval, as a bound where they are one, and what they are of.

        Returns
        -------
        str
            Such as ``6.5 (5.6 to 7.4) months; 8 records reached, 3 still ahead``.

        Examples
        --------
        >>> import frontier
        >>> frontier.open_lag(frontier.load_models(as_of="2025-02-14"), method="matched").in_words()
        '6.5 (5.6 to 7.4) months; 8 records reached, 3 still ahead'
        """
        reached, ahead = len(self.pairs), len(self.still_ahead)
        records = f"{reached} record{'' if reached == 1 else 's'} reached, {ahead} still ahead"
        if math.isnan(self.months.value):
            why = {
                "matched": records,
                "staircase": "the scores of the groups do not overlap",
                "backward": "the models that score higher have no date",
            }
            return f"unknown: {why[self.method]}"
        return f"{'at least ' * self.at_least}{self.months:.1f} months" + f"; {records}" * (self.method == "matched")

    def __str__(self) -> str:
        first, second = (adjective(group) for group in self.groups)
        board = f", {self.board} board" if self.board else ""
        lines = [
            f"{capital(second)} models behind {first} ones on {self.as_of:%Y-%m-%d}{board}: {self.in_words()}",
            f"  by “{self.method}” and the column {self.dated_by}; records and who reached them:",
        ]
        for pair in self.pairs.itertuples():
            days = f"{pair.date:%Y-%m-%d} -> {pair.matched_date:%Y-%m-%d}"
            lines.append(f"  {pair.months:>5.1f}  {days}  {pair.model} -> {pair.matched_by}")
        for row in self.still_ahead.itertuples():
            lines.append(f"  {row.months:>4.1f}+  {row.date:%Y-%m-%d} -> still ahead  {row.model}")
        return "\n".join(lines)


def open_lag(
    models: Any,
    *,
    method: Method = "backward",
    open_means: str = "weights",
    by: str | pd.Series[Any] | None = None,
    between: Sequence[str] | None = None,
    quality: str | pd.Series[Any] = "elo",
    date: str | pd.Series[Any] = _DATE,
    name: str | None = None,
    lower_is_better: bool = False,
    se: str | pd.Series[Any] | None = None,
    lower: str | pd.Series[Any] | None = None,
    upper: str | pd.Series[Any] | None = None,
    n: str | pd.Series[Any] | None = None,
    as_of: str | pd.Timestamp | None = None,
    transform: Callable[[Floats], Floats] | None = None,
    tolerance: float = 0.0,
    draws: int = 2000,
    seed: int = 0,
) -> Lag:
    """Measure how many months open models are behind proprietary ones, by one of three definitions.

    Parameters
    ----------
    models : pandas.DataFrame, or a table of polars or pyarrow
        One row a model, with scores of one snapshot or one test. Not changed.
    method : {"backward", "staircase", "matched"}
        The definition, see the notes. Never quote a lag without it.
    open_means, by, between, quality, date, name, lower_is_better, se, lower, upper, n : optional
        As in `open_gap`.
    as_of : str or Timestamp, optional
        The day as of which the lag is told; models of a later date do not count. Not given: the day of the snapshot
        (column ``elo_date`` or ``date``) where scores are ``elo``, else the latest date.
    transform : callable, optional
        A rising function of an array of scores, applied before they are compared, such as
        ``lambda y: -np.log(1 - y)`` for an accuracy.
    tolerance : float
        A score counts as reached from so much below it, on the transformed scale.
    draws, seed : int
        As in `open_gap`.

    Returns
    -------
    Lag
        The months with their interval, the matched pairs, and the records that are still ahead.

    Raises
    ------
    TypeError
        If a column that must be numeric or dates is not.
    ValueError
        As `open_gap`; also if ``method`` is not one of the three, the tolerance is negative, the transform does not
        keep the order of the scores, or no model of a group has a date.

    Notes
    -----
    With P the first group and O the second, and t the day:

    - ``backward`` [1]_: t minus the last day on which the best P was no better than the best O is at t. That is the age
      of the first P that is better; 0 if none is. It counts what has not been matched yet. An O without a date counts,
      as only its score matters.
    - ``staircase`` [2]_: the mean horizontal distance between the two running bests, over the scores both span; NaN
      where they share none.
    - ``matched`` [3]_: for each P that was the best of its group when it came, and was not yet reached by an O, the
      time to the first O that reaches it; the mean of those that were reached, NaN if none was. Those that were not
      are listed: the mean is of finished cases.

    A month is 365 / 12 days. Of the models of one day the best counts. Intervals are quantiles over scores drawn anew,
    with the same dates; where no interval of a score is known the lag has none.

    References
    ----------
    .. [1] Epoch AI, "Open models lag closed models by 4 months", data insight, 2026.
    .. [2] Epoch AI, "Open-weight models lag state-of-the-art by around 3 months on average", data insight, 2025-10-30.
    .. [3] B. Cottier, J. You, N. Martemianova, D. Owen, "How far behind are open models?", Epoch AI, 2024-11-04.

    Examples
    --------
    >>> import frontier
    >>> models = frontier.load_models(as_of="2025-02-14")
    >>> lag = frontier.open_lag(models, method="matched")
    >>> lag.pairs.iloc[-1][["model", "matched_by"]].tolist()
    ['chatgpt-4o-latest-20240903', 'deepseek-r1']
    """
    if method not in get_args(Method):
        hint = did_you_mean(method, get_args(Method))
        raise ValueError(f"method must be one of {', '.join(get_args(Method))}, got {method!r}{hint}")
    if not tolerance >= 0:
        raise ValueError(f"tolerance must be >= 0, got {tolerance!r}")
    check_draws(draws)
    if lower_is_better and transform is not None:
        raise ValueError("transform is of scores of which more is better; transform the column, or leave it out")
    table, interval = as_table(models), Interval(se, lower, upper, n)
    table, (score, day) = _named(table, quality=quality, date=date)
    split = _split(table, open_means, by, between, score, lower_is_better=lower_is_better)
    contest = _contest(*split, score, day, name=name, interval=interval, lower_is_better=lower_is_better)
    race = _race(contest, day, as_of, transform, tolerance)
    for group, own in zip(contest.groups, (race.own.any(), race.rival.any()), strict=True):
        if not own:
            raise ValueError(f"no {adjective(group)} model has both a score in {contest.quality} and a date by then")
    months = _months(race, contest.draws(draws, seed), method)
    at_least = method == "backward" and _is_bound(race) and not math.isnan(months.value)
    pairs, still_ahead, staircases = _matches(race)
    excluded = pd.concat([contest.excluded, race.excluded]).drop(columns="left_out_of")
    arena = is_arena_score(contest.table, contest.quality)
    return Lag(
        method=method,
        groups=contest.groups,
        months=months,
        at_least=at_least,
        pairs=pairs,
        still_ahead=still_ahead,
        staircases=staircases,
        as_of=race.as_of,
        dated_by=race.date,
        score=contest.quality,
        board=str(contest.table["board"].dropna().iloc[0]) if arena else "",
        excluded=excluded,
        lower_is_better=lower_is_better,
    )


@dataclass(frozen=True, eq=False)
class _DatedScores:
    """When the models of a contest came, and how a score counts as reached.

    ``own`` and ``rival`` are the models of each group that have a date by then. Of the rivals those without a date
    count too where only the score matters (``rival_now``); what the first group's undated ones score is known, not when
    they came (``own_undated``).
    """

    contest: _TwoGroups
    day: Floats
    own: Bools
    rival: Bools
    rival_now: Bools
    own_undated: Bools
    as_of: pd.Timestamp
    date: str
    transform: Callable[[Floats], Floats] | None
    tolerance: float
    excluded: pd.DataFrame

    @property
    def now(self) -> float:
        return float(self.as_of.to_datetime64().astype("datetime64[D]").astype(np.int64))

    def scaled(self, scores: Floats) -> Floats:
        """Return scores on the scale on which they are compared, one row a draw."""
        rows = np.atleast_2d(scores)
        if self.transform is None:
            return rows
        moved = _apply(self.transform, rows.ravel()).reshape(rows.shape)
        # a score drawn beyond the scale, such as an accuracy above 1, counts as at its end
        known = np.isfinite(moved)
        ends = np.where(rows > self.contest.measured, moved[known].max(), moved[known].min())
        return np.where(known, moved, ends)

    def staircases(self, rows: Floats) -> tuple[Steps, Steps]:
        """Return the running best of each group by day."""
        own, rival = (Steps.of(self.day[side], rows[:, side]) for side in (self.own, self.rival))
        return own, rival

    def backward(self, rows: Floats) -> tuple[Floats, Bools]:
        """Days since the first group's best was no better than the second's is now, and whether that is a bound."""
        own, _ = self.staircases(rows)
        level = rows[:, self.rival_now].max(axis=1) + self.tolerance
        passed = (own.running <= level[:, None]).sum(axis=1)
        days = self.now - np.append(own.places, self.now)[passed]
        undated = rows[:, self.own_undated].max(axis=1, initial=-np.inf) > level
        days[undated & (passed == len(own.places))] = np.nan
        return days, (passed == 0) | undated

    def staircase(self, rows: Floats) -> Floats:
        """Mean days between the staircases over the scores both span; NaN where they share none."""
        own, rival = self.staircases(rows)
        rival = Steps(rival.places, rival.running + self.tolerance)
        apart = np.maximum(own.running[:, 0], rival.running[:, 0]) > np.minimum(own.top, rival.top)
        return np.where(apart, np.nan, mean_horizontal_gap(own, rival))

    def matched(self, rows: Floats) -> Floats:
        """Mean days from each record to the first that reached it, of those that were reached; NaN where none was."""
        own, rival = self.staircases(rows)
        record = np.diff(own.running, prepend=-np.inf, axis=1) > 0
        total, count = np.zeros((2, len(record)))
        come = np.append(rival.places, np.nan)
        for k in np.flatnonzero(record.any(axis=0)):
            days = come[rival.reaching(own.running[:, k] - self.tolerance)] - own.places[k]
            led = record[:, k] & (days > 0)
            total[led] += days[led]
            count += led
        with np.errstate(invalid="ignore"):
            return np.asarray(total / count)


def _race(
    contest: _TwoGroups,
    date: str,
    as_of: str | pd.Timestamp | None,
    transform: Callable[[Floats], Floats] | None,
    tolerance: float,
) -> _DatedScores:
    table = contest.table
    days = days_of(column_of(table, date, "date"), "date")
    if as_of is not None:
        now = pd.Timestamp(days_of(pd.Series([as_of], name="as_of"), "as_of").iloc[0])
        if pd.isna(now):
            raise ValueError(f"as_of must be a date as 2025-02-14, got {as_of!r}")
    else:
        snapshot = [c for c in ("elo_date", "date") if c in table and c != date and is_elo(contest.quality)]
        latest = [days_of(table[c], "date").max() for c in snapshot]
        now = pd.Timestamp(next((day for day in latest if not pd.isna(day)), days.max()))
    later, undated = (days > now).to_numpy(), days.isna().to_numpy()
    reason = np.full(len(table), "", dtype=object)
    reason[later] = f"{date} is after {str(now)[:10]}"
    reason[undated] = f"no {date}"
    dated = ~(later | undated)
    number = days.to_numpy().astype("datetime64[D]").astype(np.int64).astype(np.float64)
    excluded = pd.DataFrame({"model": contest.names[~dated], "left_out_of": "lag", "reason": reason[~dated]})
    if transform is not None:
        _check_transform(transform, np.sort(contest.measured[~later]))
    first = contest.first
    sides = first & dated, ~first & dated, ~first & ~later, first & undated
    return _DatedScores(contest, number, *sides, now, date, transform, tolerance, excluded)


def _apply(transform: Callable[[Floats], Floats], scores: Floats) -> Floats:
    with np.errstate(all="ignore"):
        return np.asarray(transform(scores.copy()), dtype=np.float64)


def _check_transform(transform: Callable[[Floats], Floats], scores: Floats) -> None:
    moved = _apply(transform, scores)
    if moved.shape != scores.shape or not np.isfinite(moved).all() or (np.diff(moved) < 0).any():
        raise ValueError(
            "transform must give a finite number for each score and keep their order; is the score in per cent where "
            "the function takes a share, or the other way round?"
        )


def _months(race: _DatedScores, drawn: Floats | None, method: str) -> Estimate:
    def days(rows: Floats) -> Floats:
        if method == "backward":
            return race.backward(rows)[0]
        return race.staircase(rows) if method == "staircase" else race.matched(rows)

    value = float(days(race.scaled(race.contest.measured))[0]) / _DAYS_A_MONTH
    if drawn is None or math.isnan(value):
        return Estimate(value)
    low, high = interval_of(days(race.scaled(drawn)))
    return Estimate(value, low / _DAYS_A_MONTH, high / _DAYS_A_MONTH)


def _is_bound(race: _DatedScores) -> bool:
    """Tell whether the lag by `backward` is only a lower bound."""
    return bool(race.backward(race.scaled(race.contest.measured))[1][0])


def _matches(race: _DatedScores) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the records that were reached, those still ahead, and both staircases, all by date."""
    table, stairs = race.contest.table, race.staircases(race.scaled(race.contest.measured))
    bound = race.date == "released" and "released_by" in table
    models = pd.DataFrame(
        {
            "group": table["group"],
            "model": race.contest.names,
            "date": race.day.astype(np.int64).astype("datetime64[D]").astype("datetime64[s]"),
            "score": race.contest.measured * (-1 if race.contest.lower_is_better else 1),
            "bound": [
                bound and value == "bound"
                for value in (table["released_by"].astype(object) if bound else table["group"])
            ],
        }
    )
    # the running best rises on the day of a record; the table is best first, so of that day's models the first set it
    rises = [np.flatnonzero(np.diff(steps.running[0], prepend=-np.inf) > 0) for steps in stairs]
    rows = [
        [int(np.flatnonzero(side & (race.day == day))[0]) for day in steps.places[rise]]
        for steps, side, rise in zip(stairs, (race.own, race.rival), rises, strict=True)
    ]
    (ours, theirs), (own, rival) = stairs, rows
    levels = ours.running[0, rises[0]] - race.tolerance
    first_there = np.searchsorted(theirs.running[0, rises[1]], levels)  # of the rival's records
    pairs, ahead = [], []
    for row, match in zip(own, first_there.tolist(), strict=True):
        record = models.iloc[row][["model", "date", "score"]].to_dict()
        if match == len(rival):
            ahead.append(record | {"months": (race.now - race.day[row]) / _DAYS_A_MONTH})
        elif race.day[rival[match]] > race.day[row]:
            by = models.iloc[rival[match]]
            months = (race.day[rival[match]] - race.day[row]) / _DAYS_A_MONTH
            reached = {"matched_by": by["model"], "matched_date": by["date"], "matched_score": by["score"]}
            pairs.append(record | reached | {"months": months})
    columns = ["model", "date", "score", "matched_by", "matched_date", "matched_score", "months"]
    return (
        pd.DataFrame(pairs, columns=columns),
        pd.DataFrame(ahead, columns=["model", "date", "score", "months"]),
        models.iloc[own + rival].reset_index(drop=True),
    )


def _map_estimate(estimate: Estimate, how: Callable[[float], float]) -> Estimate:
    """Return a monotone function of an estimate, the ends in order."""
    low, high = sorted((how(estimate.low), how(estimate.high)))
    return Estimate(how(estimate.value), low, high)
