"""Where a leaderboard and the table disagree."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from frontier.data.schema import SCORE_COLUMNS
from frontier.feeds.records import Feed, ScoreRecord
from frontier.update.differences import FAR_POINTS, PART, difference
from frontier.update.names import AUTOMATIC, Index, Match, parts_of

_WIDE = 200  # points; an interval that says nothing

_SAME_POINTS, _SAME_VOTES = 2, 0.1  # a model that is gone and a new one so alike may be one

Listed = Mapping[str, "pd.Series[Any]"]  # rows of the table by model


def check_scores(models: pd.DataFrame, feed: Feed, called: str, board: str | None, day: dt.date | None) -> None:
    """Refuse scores that cannot be compared with those of the table."""
    theirs, ours, until = feed.board or board, models["board"].iloc[0], models["elo_date"].max().date()
    if theirs is None:
        raise ValueError(
            f"{called} does not state its board, and the table's is {ours!r}; give it (--board), if you know it"
        )
    if theirs != ours:
        raise ValueError(f"{called} is of the board {theirs!r}, and the table of {ours!r}: they cannot be compared")
    if day and day < until:
        raise ValueError(f"{called} is of {day}, and the table's scores are of {until}: there is nothing to update")


def score_rows(
    models: pd.DataFrame,
    feed: Feed,
    accepted: Mapping[str, str],
    aliases: pd.DataFrame,
    before: pd.DataFrame,
    *,
    later: bool,
) -> Iterator[dict[str, Any]]:
    """Return each score that a leaderboard and the table do not share, and the models that are new or gone."""
    everyone = [*models["model"], *before["model"]]
    scores = {record.name: record for record in feed.scores}
    listed: Listed = {str(row["model"]): row for _, row in models.iterrows()}
    last: Listed = {str(row["model"]): row for _, row in before.dropna(subset="elo").iterrows()}
    best = max((float(row["elo"]) for row in listed.values()), default=math.inf)
    matches = Index.of(everyone, scores, aliases, {}, scores=True).matches(everyone, accepted)
    taken = _taken(matches)
    found = {model for model, _ in taken.values()}
    gone: Listed = {model: row for model, row in listed.items() if model not in found}
    looks_like = defaultdict[str, list[str]](list)  # the models that are gone and may have the name now
    for model, name, how in matches:
        if model in gone and how in ("suggested", "variant"):
            looks_like[name].append(model)
    for name, record in scores.items():
        model, how = taken.get(name, (name, "none"))
        ours = listed.get(model)
        rows = list(_changes(record, model, how, ours, later=later))
        doubts = _score_warnings(record, last.get(model) if ours is None else ours)
        if ours is None and record.elo > best + FAR_POINTS:
            doubts.append(f"{record.elo - best:.0f} points above the best")
        if model not in everyone:
            doubts += [f"is {other}, written otherwise" for other in everyone if parts_of(other) == parts_of(name)]
            renamed = dict.fromkeys([*looks_like[name], *_same_numbers(record, gone)])
            doubts += [f"may be {old}, renamed" for old in renamed] if name not in accepted.values() else []
        for first in rows[:1]:
            first["suspicious"] = "; ".join(doubts)
        yield from rows
    yield from _gone(gone, matches, taken, scores, _unreadable(feed, everyone, aliases), len(listed))


def _taken(matches: Iterable[Match]) -> dict[str, tuple[str, str]]:
    """Return the model that each name is, and how: an effort is a row of its own, with its own score."""
    taken = dict[str, tuple[str, str]]()
    sure = [match for match in matches if match[2] in AUTOMATIC and match[2] != "variant"]
    for model, name, how in sorted(sure, key=lambda match: AUTOMATIC.index(match[2])):
        taken.setdefault(name, (model, how))
    return taken


def _changes(
    record: ScoreRecord, model: str, how: str, ours: pd.Series[Any] | None, *, later: bool
) -> Iterator[dict[str, Any]]:
    for column in SCORE_COLUMNS:
        new = getattr(record, column)
        if ours is None:
            if new is not None:
                yield difference("new", model, record.name, how, column, None, new)
            continue
        old = _number(ours[column])
        lost = new is None and later and old == old  # votes and interval are of the old day
        if lost or (new is not None and round(new, 2) != round(old, 2)):
            yield difference("rescored", model, record.name, how, column, old, new)


def _unreadable(feed: Feed, everyone: Sequence[str], aliases: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Return the models whose row could not be read: its name, and why."""
    unread = {problem.name: problem.reason for problem in feed.problems}
    if not unread:
        return {}
    matches = Index.of(everyone, unread, aliases, {}, scores=True).matches(everyone, {})
    return {m: (name, unread[name]) for m, name, how in matches if how in AUTOMATIC and how != "variant"}


def _gone(
    gone: Listed,
    matches: Iterable[Match],
    taken: Mapping[str, tuple[str, str]],
    scores: Mapping[str, ScoreRecord],
    unreadable: Mapping[str, tuple[str, str]],
    listed: int,
) -> Iterator[dict[str, Any]]:
    """Return the models of the table's snapshot that are not on the leaderboard."""
    there = listed - len(gone)
    doubt = f"only {there} of the table's {listed} models: a part?" if there < listed * (1 - PART) else ""
    for model, name, how in matches:
        if model not in gone:
            continue
        old = float(gone[model]["elo"])
        if model in unreadable:
            row_name, why = unreadable[model]
            row = difference("rescored", model, row_name, "exact", "elo", old, None)
            yield row | {"suspicious": f"cannot be read: {why}"}
            continue
        yield difference("delisted", model, None, "none", "elo", old, None) | {"suspicious": doubt}
        if how == "suggested" and name not in taken:
            yield difference("suggested", model, name, how, "elo", old, scores[name].elo)


def _same_numbers(record: ScoreRecord, gone: Listed) -> Iterator[str]:
    """Return the models that are gone and of which this may be another name, by all its numbers."""
    for model, row in gone.items():
        votes = _number(row["votes"])
        same_votes = record.votes is not None and abs(record.votes - votes) <= _SAME_VOTES * votes
        same_score = abs(record.elo - float(row["elo"])) <= _SAME_POINTS
        if same_votes and same_score and parts_of(model)[:1] == parts_of(record.name)[:1]:
            yield model


def _number(value: Any) -> float:
    return math.nan if pd.isna(value) else float(value)


def _score_warnings(record: ScoreRecord, ours: pd.Series[Any] | None) -> list[str]:
    """Say what makes a score hard to believe."""
    said = list[str]()
    if ours is not None and abs(record.elo - float(ours["elo"])) > FAR_POINTS:
        said.append(f"moved by {record.elo - float(ours['elo']):+.0f} points")
    if record.elo_lower is not None and record.elo_upper is not None and record.elo_upper - record.elo_lower > _WIDE:
        said.append(f"its interval is {record.elo_upper - record.elo_lower:.0f} points wide")
    if ours is not None and record.votes is not None and record.votes < _number(ours["votes"]) / 2:
        said.append(f"its votes fell from {ours['votes']:,} to {record.votes:,}")
    return said
