"""Where a leaderboard and the table disagree."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from frontier.data.schema import SCORE_COLUMNS
from frontier.feeds.records import Feed, ScoreRecord
from frontier.update.differences import FAR_POINTS, PART, SCORE, difference, that_hold
from frontier.update.names import SURE, Index, Match, parts_of

_WIDE = 200  # points; an interval that says nothing

_SAME_POINTS, _SAME_VOTES = 2, 0.1  # a model that is gone and a new one so alike may be one

Listed = Mapping[str, Mapping[Any, Any]]  # the scores of models


class Scores:
    """The scores of a snapshot, to compare a leaderboard with."""

    def __init__(self, models: pd.DataFrame, before: pd.DataFrame, aliases: pd.DataFrame) -> None:
        self.board, self.day = models["board"].iloc[0], models["elo_date"].max().date()
        self.everyone, self.aliases = pd.concat([models[["model"]], before[["model"]]]), aliases
        both = (one.dropna(subset=SCORE).set_index("model")[[*SCORE_COLUMNS]] for one in (models, before))
        self.listed, earlier = (dict[Any, Any](one.astype(float).to_dict("index")) for one in both)
        self.last = earlier | self.listed
        self.best = max(row[SCORE] for row in self.listed.values())

    def refuse_another(self, feed: Feed, called: str, board: str | None, day: dt.date | None) -> None:
        """Refuse a leaderboard that cannot be compared with the table's."""
        theirs, ours = feed.board or board, self.board
        if theirs is None:
            raise ValueError(
                f"{called} does not state its board, and the table's is {ours!r}; give it (--board), if you know it"
            )
        if theirs != ours:
            raise ValueError(f"{called} is of the board {theirs!r}, and the table of {ours!r}: they cannot be compared")
        if day and day < self.day:
            raise ValueError(
                f"{called} is of {day}, and the table's scores are of {self.day}: there is nothing to update"
            )

    def differences(self, feed: Feed, day: dt.date | None, accepted: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """Return each score that a leaderboard and the table do not share, and the models that are new or gone."""
        scores, later = {record.name: record for record in feed.scores}, day is None or day > self.day
        matches, everyone = self._matches(scores, accepted), list(self.everyone["model"])
        sure = sorted((match for match in matches if match[2] in SURE), key=lambda match: SURE.index(match[2]))
        taken = {name: (model, how) for model, name, how in reversed(sure)}  # of several the surest
        there = {model for model, _ in taken.values()}
        gone = {model: row for model, row in self.listed.items() if model not in there}
        looks_like = defaultdict[str, list[str]](list)  # the models that are gone and may have the name now
        for model, name, how in matches:
            if model in gone and how in ("suggested", "variant"):
                looks_like[name].append(model)
        for name, record in scores.items():
            model, how = taken.get(name, (name, "none"))
            doubts = self._doubts(record, model)
            if model not in everyone:
                twins = [other for other in everyone if parts_of(other) == parts_of(name)]
                renamed = dict.fromkeys([*looks_like[name], *_same_numbers(record, gone)])
                doubts += [f"is {twin}, written otherwise" for twin in twins]
                doubts += [f"may be {old}, renamed" for old in renamed if name not in accepted.values()]
            for row in _changes(record, model, how, self.listed.get(model), later=later):
                yield row | {"suspicious": "; ".join(doubts)}
                doubts = []  # they stand once
        yield from self._gone(gone, matches, {name: scores[name].elo for name in scores.keys() - taken}, feed)

    def _matches(self, names: Iterable[str], accepted: Mapping[str, str]) -> list[Match]:
        return Index(self.everyone, names, self.aliases, scores=True).matches(accepted)

    def _gone(
        self, gone: Listed, matches: Iterable[Match], free: Mapping[str, float], feed: Feed
    ) -> Iterator[dict[str, Any]]:
        """Return the models of the table's snapshot that are not on the leaderboard."""
        unread = {problem.name: problem.reason for problem in feed.problems}
        damaged = {model: name for model, name, how in self._matches(unread, {}) if how in SURE} if unread else {}
        there, listed = len(self.listed) - len(gone), len(self.listed)
        doubt = f"only {there} of the table's {listed} models: a part?" if there < listed * (1 - PART) else ""
        for model, name, how in matches:
            if model in damaged and model in gone:
                row = difference("rescored", model, damaged[model], "exact", SCORE, gone[model][SCORE], None)
                yield row | {"suspicious": f"cannot be read: {unread[damaged[model]]}"}
            elif model in gone:
                row = difference("delisted", model, None, "none", SCORE, gone[model][SCORE], None)
                yield row | {"suspicious": doubt}
                if how == "suggested" and name in free:
                    yield difference("suggested", model, name, how, SCORE, gone[model][SCORE], free[name])

    def _doubts(self, record: ScoreRecord, model: str) -> list[str]:
        """Say what makes a score hard to believe."""
        ours = self.last.get(model, {})
        by, above = record.elo - ours.get(SCORE, math.nan), record.elo - self.best
        wide = record.elo_upper - record.elo_lower if record.elo_lower is not None and record.elo_upper else 0
        votes, before = record.votes, ours.get("votes", math.nan)
        return that_hold(
            (abs(by) > FAR_POINTS, f"moved by {by:+.0f} points"),
            (wide > _WIDE, f"its interval is {wide:.0f} points wide"),
            (votes is not None and votes < before / 2, f"its votes fell from {before:,.0f} to {votes or 0:,}"),
            (model not in self.listed and above > FAR_POINTS, f"{above:.0f} points above the best"),
        )


def _changes(
    record: ScoreRecord, model: str, how: str, ours: Mapping[Any, Any] | None, *, later: bool
) -> Iterator[dict[str, Any]]:
    for column in SCORE_COLUMNS:
        new, old = getattr(record, column), math.nan if ours is None else ours[column]
        lost = new is None and later and old == old  # votes and interval are of the old day
        if lost or (new is not None and round(new, 2) != round(old, 2)):
            yield difference("new" if ours is None else "rescored", model, record.name, how, column, old, new)


def _same_numbers(record: ScoreRecord, gone: Listed) -> Iterator[str]:
    """Return the models that are gone and of which this may be another name, by all its numbers."""
    for model, row in gone.items():
        same_votes = record.votes is not None and abs(record.votes - row["votes"]) <= _SAME_VOTES * row["votes"]
        same_score = abs(record.elo - row[SCORE]) <= _SAME_POINTS
        if same_votes and same_score and parts_of(model)[:1] == parts_of(record.name)[:1]:
            yield model
