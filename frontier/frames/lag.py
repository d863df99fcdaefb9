"""How many months one group of models is behind another."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from frontier.core.columns import Bools, Floats, Indices
from frontier.core.estimate import Estimate, check_draws, estimates
from frontier.core.steps import Steps, mean_horizontal_gap
from frontier.frames.boards import is_arena_score
from frontier.frames.columns import as_table, column_of, days_of, snapshot_day
from frontier.frames.contest import GROUP, RELEASED, Contest, named_columns, split
from frontier.frames.intervals import Interval
from frontier.frames.openness import adjective, capital
from frontier.frames.result import Result, headed
from frontier.words.numbers import count
from frontier.words.spelling import refuse_unknown

Method = Literal["backward", "staircase", "matched"]


WEIGHTS_RELEASED = "weights_released"  # the column with the day from which weights can be downloaded
_DAYS_A_MONTH = 365 / 12
_WHY_UNKNOWN = {
    "staircase": "the scores of the groups do not overlap",
    "backward": "the models that score higher have no date",
}


@dataclass(frozen=True, eq=False)
class Lag(Result):
    """How many months one group is behind another, and the records behind that number.

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
        The records of the first group that the second has reached, by date: ``model``, ``name``, ``date``, ``score``,
        ``matched_by``, ``matched_name``, ``matched_date``, ``matched_score`` and ``months`` between the two dates. A
        record that the second group had reached before is no lead and not listed.
    still_ahead : pandas.DataFrame
        The records that nothing of the second group has reached yet: ``model``, ``name``, ``date``, ``score`` and
        ``months`` so far. They are right-censored: their lag is longer than that.
    staircases : pandas.DataFrame
        Each group's models that were its best when they came: ``group``, ``model``, ``name``, ``date``, ``score``, and
        ``bound``: whether the date is only known to be an upper bound.
    as_of : pandas.Timestamp
        The day as of which the lag is measured.
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
            Such as ``6.4 (5.3 to 7.2) months; 9 records reached, 3 still ahead``.

        Examples
        --------
        >>> import frontier
        >>> frontier.open_lag(frontier.load_models(as_of="2025-02-14"), method="matched").in_words()
        '6.4 (5.3 to 7.2) months; 9 records reached, 3 still ahead'
        """
        records = f"{count(len(self.pairs), 'record')} reached, {len(self.still_ahead)} still ahead"
        if math.isnan(self.months.value):
            return f"unknown: {records if self.method == 'matched' else _WHY_UNKNOWN[self.method]}"
        return f"{'at least ' * self.at_least}{self.months:.1f} months" + f"; {records}" * (self.method == "matched")

    def to_frame(self) -> pd.DataFrame:
        """Return the records of the first group and the models that reached them, those still ahead last.

        Returns
        -------
        pandas.DataFrame
            The columns of ``pairs``; of a record that is still ahead, ``months`` are those so far.

        Examples
        --------
        >>> import frontier
        >>> lag = frontier.open_lag(frontier.load_models(as_of="2025-02-14"), method="matched")
        >>> len(lag.to_frame()), int(lag.to_frame()["matched_by"].isna().sum())
        (12, 3)
        """
        return self.pairs.merge(self.still_ahead, how="outer", sort=False).sort_values("date", ignore_index=True)

    def __str__(self) -> str:
        first, second = (adjective(group) for group in self.groups)
        board = f", {self.board} board" if self.board else ""
        head = f"{capital(second)} models behind {first} ones on {self.as_of:%Y-%m-%d}{board}: {self.in_words()}"
        records = self.to_frame()
        if records.empty:
            return head
        ahead = records["matched_by"].isna()
        shown = {
            "months": [f"{m:.1f}{'+' * so_far}" for m, so_far in zip(records["months"], ahead, strict=True)],
            "date": records["date"].dt.strftime("%Y-%m-%d").tolist(),
            "reached": records["matched_date"].dt.strftime("%Y-%m-%d").fillna("still ahead").tolist(),
            "record": records["model"].astype(str).tolist(),
            "reached by": records["matched_by"].fillna("").astype(str).tolist(),
        }
        return f"{head}\nrecords and the first model that reached each, by {self.dated_by}:\n{headed(shown)}"


def open_lag(
    models: Any,
    *,
    method: Method = "backward",
    open_means: str = "weights",
    by: str | pd.Series[Any] | None = None,
    between: Sequence[str] | None = None,
    quality: str | pd.Series[Any] = "elo",
    date: str | pd.Series[Any] = RELEASED,
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
        The day as of which the lag is measured; models of a later date do not count. Not given: the day of the snapshot
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

    A month is 365 / 12 days. Of the models of one day the best counts. By release, an open model is dated by its column
    ``weights_released`` where that is known: an API alone is not open. Intervals are quantiles over scores drawn anew,
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
    ['gemini-exp-1114', 'deepseek-r1']
    """
    refuse_unknown("method must be one of", [method], get_args(Method))
    if not tolerance >= 0:
        raise ValueError(f"tolerance must be >= 0, got {tolerance!r}")
    check_draws(draws)
    if lower_is_better and transform is not None:
        raise ValueError("transform is of scores of which more is better; transform the column, or leave it out")
    table, (score, day) = named_columns(as_table(models), quality=quality, date=date)
    table, pair = split(table, open_means, by, between, score, lower_is_better=lower_is_better)
    interval = Interval(se, lower, upper, n)
    contest = Contest(table, pair, score, day, name=name, interval=interval, lower_is_better=lower_is_better)
    race = DatedScores(contest, day, as_of, transform, tolerance)
    for word, side in zip(pair.adjectives, (race.own, race.rival), strict=True):
        if not side.any():
            raise ValueError(f"no {word} model has both a score in {contest.quality} and a date by then")
    months, at_least = race.months(method, contest.draws(draws, seed))
    return Lag(
        method=method,
        groups=pair.groups,
        months=months,
        at_least=at_least,
        as_of=race.as_of,
        dated_by=day,
        score=contest.quality,
        board=str(contest.table["board"].dropna().iloc[0]) if is_arena_score(contest.table, contest.quality) else "",
        excluded=pd.concat([contest.excluded, race.excluded]).drop(columns="left_out_of"),
        lower_is_better=lower_is_better,
        **_matches(race, day),
    )


class DatedScores:
    """When the models of a contest came, and how a score counts as reached.

    ``own`` and ``rival`` are the models of each group that have a date by then. Of the rivals those without a date
    count too where only the score matters (``rival_now``); what the first group's undated ones score is known, not when
    they came (``own_undated``). The day as of which is by default that of the snapshot.
    """

    def __init__(
        self,
        contest: Contest,
        date: str,
        as_of: str | pd.Timestamp | None = None,
        transform: Callable[[Floats], Floats] | None = None,
        tolerance: float = 0.0,
    ) -> None:
        self.contest, self.transform, self.tolerance = contest, transform, tolerance
        days, first = days_of(column_of(contest.table, date, "date"), "date"), contest.first
        self.weights = _weights_days(contest, date)
        days = self.weights.fillna(days)
        if as_of is None:
            self.as_of = snapshot_day(contest.table, date) or pd.Timestamp(days.max())
        else:
            self.as_of = pd.Timestamp(days_of(pd.Series([as_of], name="as_of"), "as_of").iloc[0])
            if pd.isna(self.as_of):
                raise ValueError(f"as_of must be a date as 2025-02-14, got {as_of!r}")
        later, undated = (days > self.as_of).to_numpy(), days.isna().to_numpy()
        dated = ~later & ~undated
        if transform is not None:
            _check_transform(transform, np.sort(contest.measured[~later]))
        self.day, self.now = _whole_days(days.to_numpy()), float(_whole_days(self.as_of.to_datetime64()))
        self.own, self.rival, self.rival_now = first & dated, ~first & dated, ~first & ~later
        self.own_undated = first & undated
        reason = np.where(undated, f"no {date}", f"{date} is after {str(self.as_of)[:10]}")
        out = {"model": contest.labels[~dated], "left_out_of": "lag", "reason": reason[~dated]}
        self.excluded = pd.DataFrame(out, np.flatnonzero(~dated))

    def months(self, method: str, drawn: Floats | None) -> tuple[Estimate, bool]:
        """Return the lag by a definition, with its interval, and whether it is only a lower bound."""
        days: Callable[[Floats], Floats] = getattr(self, method)
        (lag,) = estimates(lambda rows: [days(self.scaled(rows)) / _DAYS_A_MONTH], self.contest.measured, drawn)
        if math.isnan(lag.value):
            return Estimate(math.nan), False
        return lag, method == "backward" and self._is_bound()

    @property
    def measured(self) -> Floats:
        """The measured scores on the scale on which they are compared, as one row."""
        return self.scaled(self.contest.measured[None, :])

    def scaled(self, rows: Floats) -> Floats:
        """Return scores on the scale on which they are compared, one row a draw."""
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

    def backward(self, rows: Floats) -> Floats:
        """Days since the first group's best was no better than the second's is now; NaN where that is not known."""
        own, _ = self.staircases(rows)
        passed, undated = self._passed(own, rows)
        days = self.now - np.append(own.places, self.now)[passed]
        days[undated & (passed == len(own.places))] = np.nan
        return days

    def _passed(self, own: Steps, rows: Floats) -> tuple[Indices, Bools]:
        """Return how many steps are no better than the second group is now, and whether a model without a date is."""
        level = rows[:, self.rival_now].max(axis=1) + self.tolerance
        undated = rows[:, self.own_undated].max(axis=1, initial=-np.inf) > level
        return (own.running <= level[:, None]).sum(axis=1), undated

    def _is_bound(self) -> bool:
        """Return whether the lag by ``backward`` is only a lower bound."""
        (passed,), (undated,) = self._passed(self.staircases(self.measured)[0], self.measured)
        return bool(passed == 0 or undated)

    def staircase(self, rows: Floats) -> Floats:
        """Mean days between the staircases over the scores both span; NaN where they share none."""
        own, rival = self.staircases(rows)
        rival = Steps(rival.places, rival.running + self.tolerance)
        apart = np.maximum(own.running[:, 0], rival.running[:, 0]) > np.minimum(own.top, rival.top)
        return np.where(apart, np.nan, mean_horizontal_gap(own, rival))

    def matched(self, rows: Floats) -> Floats:
        """Mean days from each record to the first that reached it, of those that were reached; NaN where none was."""
        own, rival = self.staircases(rows)
        total, found = np.zeros((2, len(rows)))
        come = np.append(rival.places, np.nan)
        records = own.records
        for k in np.flatnonzero(records.any(axis=0)):
            days = come[rival.reaching(own.running[:, k] - self.tolerance)] - own.places[k]
            led = records[:, k] & (days > 0)
            total[led] += days[led]
            found += led
        with np.errstate(invalid="ignore"):
            return np.asarray(total / found)


def _weights_days(contest: Contest, date: str) -> pd.Series[Any]:
    """Return since when weights can be downloaded, where that counts: open against proprietary, by release."""
    if date == RELEASED and contest.pair.open_means and WEIGHTS_RELEASED in contest.table:
        return days_of(column_of(contest.table, WEIGHTS_RELEASED, "date"), "date")
    return pd.Series(pd.NaT, contest.table.index, dtype="datetime64[s]")


def _whole_days(days: Any) -> Floats:
    """Return days since 1970."""
    return np.asarray(days.astype("datetime64[D]").astype(np.int64), dtype=np.float64)


def _apply(transform: Callable[[Floats], Floats], scores: Floats) -> Floats:
    with np.errstate(all="ignore"):
        return np.asarray(transform(scores.copy()), dtype=np.float64)


def _check_transform(transform: Callable[[Floats], Floats], scores: Floats) -> None:
    moved = _apply(transform, scores)
    if moved.shape != scores.shape or not np.isfinite(moved).all() or (np.diff(moved) < 0).any():
        raise ValueError(
            "transform must give a finite number for each score and keep their order; is the score in percent where "
            "the function takes a share, or the other way round?"
        )


def _matches(race: DatedScores, dated_by: str) -> dict[str, pd.DataFrame]:
    """Return the records that were reached, those still ahead, and both staircases, all by date."""
    contest, table = race.contest, race.contest.table
    bounds = "released_by" in table and dated_by == RELEASED
    bound = race.weights.isna() & (table["released_by"] == "bound") if bounds else pd.Series(False, table.index)
    models = pd.DataFrame(
        {
            "group": table[GROUP].to_numpy(),
            "model": contest.labels,
            "name": contest.names.to_numpy(),
            "date": race.day.astype(np.int64).astype("datetime64[D]").astype("datetime64[s]"),
            "score": contest.measured * (-1 if contest.lower_is_better else 1),
            "bound": bound.to_numpy(dtype=bool, na_value=False),
        }
    )

    def records_of(steps: Steps, side: Bools) -> tuple[Floats, list[int]]:
        """Return the scores at which the running best rises, and the models: the table has the best of a day first."""
        rises = steps.records[0]
        rows = [int((side & (race.day == day)).argmax()) for day in steps.places[rises]]
        return steps.running[0, rises], rows

    own_steps, rival_steps = race.staircases(race.measured)
    (own_levels, own), (rival_levels, rival) = records_of(own_steps, race.own), records_of(rival_steps, race.rival)
    records = models[["model", "name", "date", "score"]]
    own_rows = records.iloc[own].reset_index(drop=True)
    # of the rival's records the first that reaches each
    place = np.searchsorted(rival_levels, own_levels - race.tolerance)
    reached = place < len(rival)
    by = records.iloc[[rival[k] for k in place.clip(max=len(rival) - 1)]].reset_index(drop=True)
    by.columns = ["matched_by", "matched_name", "matched_date", "matched_score"]
    pairs = own_rows.join(by).assign(months=(by["matched_date"] - own_rows["date"]).dt.days / _DAYS_A_MONTH)
    ahead = own_rows.assign(months=(race.as_of - own_rows["date"]).dt.days / _DAYS_A_MONTH)
    return {
        "pairs": pairs[reached & (pairs["months"] > 0)].reset_index(drop=True),
        "still_ahead": ahead[~reached].reset_index(drop=True),
        "staircases": models.iloc[own + rival].reset_index(drop=True),
    }
