"""Rules across the cells, rows and files of a table: what is wrong, and what is doubtful.

An error is what cannot be: a table that has one is refused. A warning is what may be right and rarely is. No rule
changes anything, and each says what to do.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from frontier.data.parse import Table
from frontier.data.reader import Problem
from frontier.data.schema import ALWAYS_KNOWN, PRICE_COLUMNS, PRICE_FACTS, ModelRow, PriceRow, ScoreRow
from frontier.words.spelling import did_you_mean

Place = Callable[..., Problem]

CARRIED_INTERVAL_DAYS = 7

_WIDEST_INTERVAL, _ABSURD_INTERVAL = 60, 500  # points

_LONELY, _FEW = 150, 5  # points from the next score of a snapshot, of so many scores at least

_FIRST_PRICE_DAY = dt.date(2023, 3, 1)  # the first API of a chat model that is listed

_FLOP = (1e21, 1e28)

# What prices are: from the cheapest small models to GPT-4.5 of 2025, USD per million tokens.
_USUAL_PRICES = dict(zip(PRICE_COLUMNS, ((0.01, 75.0), (0.001, 75.0), (0.01, 150.0)), strict=True))

_FAR_PRICE, _SLIPPED_PRICE = 2, 20  # times the highest, or one part of the lowest

_MOST_OUTPUT = 25  # times the input price

_CLOUDS = ("Amazon Bedrock", "Azure AI", "Google Vertex")  # sell proprietary models too, for their makers

_FOOTNOTE = re.compile(r"(sources?|notes?|data|updated|last updated|as of|see|retrieved)\b.*[ :]|[*†‡#(]|https?:", re.I)


def model_rules(models: Table, scores: Table | None, *, curated: bool) -> Iterator[Problem]:
    """Rules within models.csv, and that nothing was released after it was first listed."""
    listed: dict[str, dt.date] = {}
    for row in scores.rows if scores else ():
        listed[row.model] = min(row.date, listed.get(row.model, row.date))
    line_of: dict[str, int] = {}
    written: dict[str, str] = {}
    for (row, place), line in zip(models, models.lines, strict=True):
        other = written.setdefault(re.sub(r"[\s_-]+", "-", row.model).lower(), row.model)
        if row.model in line_of:
            yield place("model", f"{row.model!r} already stands on line {line_of[row.model]}; keep one row a model")
        elif other != row.model:
            yield place("model", f"{row.model!r} is {other!r} on line {line_of[other]}, written otherwise; keep one")
        line_of.setdefault(row.model, line)
        yield from _nothing_but_a_name(row, models, place)
        yield from _interval_rules(row, place)
        if row.released_by and row.released is None:
            yield place("released_by", "says bound and released is blank; give the bound or clear both")
        first = min(filter(None, (listed.get(row.model), row.elo_date)), default=None)
        if first and row.released and row.released > first:
            late = f"is {row.released}, after its first listing on {first}; a listed model was released"
            yield place("released", late)
        if row.training_flop is not None and not _FLOP[0] <= row.training_flop <= _FLOP[1]:
            yield place("training_flop", f"is {row.training_flop:g} FLOP; is it in another unit?", "warning")
    if curated:
        yield from _curated_rules(models)
        yield from _vocabulary_rules(models)


def _nothing_but_a_name(row: ModelRow, models: Table, place: Place) -> Iterator[Problem]:
    known = [column for column in models.columns if column in type(row).model_fields and column != "model"]
    if known and not any(getattr(row, column) for column in known):
        if _FOOTNOTE.match(row.model):
            yield place("model", f"{row.model[:60]!r} looks like a footnote, not like a model; remove the line")
        else:
            yield place("model", f"{row.model[:60]!r} has no value in any other column; is it a footnote?", "warning")


def _curated_rules(models: Table) -> Iterator[Problem]:
    """Rules of a table that says where its values come from."""
    snapshot: tuple[dt.date, str] | None = None
    for row, place in models:
        yield from _identity_rules(row, place)
        yield from _both_or_neither(row, place, "elo", ("elo_date", "board"), "a score has a day and a board")
        if row.elo is not None and row.elo_date and row.board:
            snapshot = snapshot or (row.elo_date, row.board)
            if snapshot != (row.elo_date, row.board):
                yield place(
                    "elo_date",
                    f"is {row.elo_date} on {row.board}, other rows are {snapshot[0]} on {snapshot[1]}; "
                    "scores of one file are of one snapshot: move older ones to history/scores.csv",
                )
        for column in PRICE_COLUMNS[:2]:
            if getattr(row, column) is not None and row.output_usd_per_mtok is None:
                yield place("output_usd_per_mtok", f"is blank while {column} is given; give both or neither")
        facts = ("price_date", "price_basis", "price_source")
        yield from _both_or_neither(row, place, "price", facts, "a price has a day, a basis and a source")
        yield from _host_rules(row, place)
        if row.training_flop_confidence and row.training_flop is None:
            yield place("training_flop_confidence", "is given while training_flop is blank; give both or neither")


def _identity_rules(row: ModelRow, place: Place) -> Iterator[Problem]:
    for column in ALWAYS_KNOWN:
        if getattr(row, column) is None:
            what = "write the name on a chart, or the key" if column == "name" else "look it up, do not guess"
            yield place(column, f"is blank, and must have a value; {what}")
    if row.released is None and not row.released_by:
        yield place("released", "is blank; give the day, or its first listing with released_by bound", "warning")
    if row.license and row.license != "Proprietary" and row.license.lower() == "proprietary":
        yield place("license", f"is {row.license!r}; write Proprietary")
    elif (row.license == "Proprietary") != (row.openness == "proprietary") and row.license and row.openness:
        yield place("openness", f"is {row.openness} while the license is {row.license}; make them agree")


def _both_or_neither(row: ModelRow, place: Place, what: str, facts: Iterable[str], rule: str) -> Iterator[Problem]:
    """Refuse a score or price without the facts that belong to it, and facts without one."""
    given = (row.elo if what == "elo" else row.output_usd_per_mtok) is not None
    the = "" if what == "elo" else "the " if not given else "a "
    for column in facts:
        if (getattr(row, column) is not None) != given:
            state = f"is blank while {the}{what} is given" if given else f"is given while {the}{what} is blank"
            yield place(column, f"{state}; {rule}")


def _host_rules(row: ModelRow | PriceRow, place: Place) -> Iterator[Problem]:
    if row.host is None and row.price_basis == "host":
        yield place("host", "is blank while price_basis is host; name the host")
    elif row.host is not None and row.price_basis in (None, "list", "arena"):
        yield place("host", f"is {row.host!r} while price_basis is {row.price_basis or 'blank'}; clear one of the two")


def _vocabulary_rules(models: Table) -> Iterator[Problem]:
    """One name means one model; a maker and a license have one spelling, one country and one tier."""
    names, spellings, facts = (dict[tuple[str, str], tuple[Any, int]]() for _ in range(3))
    for (row, place), line in zip(models, models.lines, strict=True):
        if row.name:
            key, there = names.setdefault(("name", " ".join(row.name.lower().split())), (row.model, line))
            if key != row.model:
                yield place("name", f"{row.name!r} is also the name on line {there}; a name means one model")
        for column in ("organization", "license"):
            text = getattr(row, column)
            folded = re.sub(r"[\W_]+", "", (text or "").casefold())
            folded = re.sub(r"licen[cs]e|community", "", folded) if column == "license" else folded
            spelled, there = spellings.setdefault((column, folded), (text, line)) if folded else (text, line)
            if spelled != text:
                yield place(column, f"{text!r} is {spelled!r} on line {there}; write it one way")
        for column, of, word in (("country", "organization", "maker"), ("openness", "license", "license")):
            text, owner = getattr(row, column), getattr(row, of)
            first, there = facts.setdefault((column, owner), (text, line)) if owner else (text, line)
            if first != text:
                said = f"is {text or 'blank'}, and {first or 'blank'} on line {there}; a {word} has one {column}"
                yield place(column, said, "error" if first and text else "warning")


def _interval_rules(row: ModelRow | ScoreRow, place: Place) -> Iterator[Problem]:
    low, elo, high = row.elo_lower, row.elo, row.elo_upper
    if (low is None) != (high is None):
        blank = "elo_lower" if low is None else "elo_upper"
        yield place(blank, "is blank while the other end is given; give both ends or neither")
    if elo is None:
        if low is not None:
            yield place("elo", "is blank while the interval is given; give the score or remove the interval")
        return
    if low is not None and low > elo:
        yield place("elo_lower", f"must be <= elo ({elo:g}), got {low:g}; are the ends swapped?")
    if high is not None and high < elo:
        yield place("elo_upper", f"must be >= elo ({elo:g}), got {high:g}; are the ends swapped?")
    if low is None or high is None or not low <= elo <= high:
        return
    width = high - low
    end = "elo_upper" if high - elo >= elo - low else "elo_lower"
    if width > _ABSURD_INTERVAL:
        yield place(end, f"makes an interval of {width:g} points, at most {_ABSURD_INTERVAL} are possible; correct it")
    elif width > _WIDEST_INTERVAL:
        yield place(end, f"makes an interval of {width:g} points; is it the end of a 95 % interval?", "warning")


def lonely_rules(scores: Iterable[tuple[Any, Place]]) -> Iterator[Problem]:
    """Rules within the scores of one snapshot: none is far from all others, no two rows say the same."""
    there = sorted(((row, place) for row, place in scores if row.elo is not None), key=lambda pair: pair[0].elo or 0.0)
    values = [row.elo or 0.0 for row, _ in there]
    middle, last = len(values) // 2, len(values) - 1
    if len(there) >= _FEW:
        low = next((k for k in range(middle, 0, -1) if values[k] - values[k - 1] > _LONELY), 0)
        high = next((k for k in range(middle, last) if values[k + 1] - values[k] > _LONELY), last)
        for k in (*range(low), *range(high + 1, len(values))):
            span = f"the others of its snapshot are {values[low]:g} to {values[high]:g}"
            yield there[k][1]("elo", f"is {values[k]:g}, {span}; is it of another scale, or a slip?", "warning")
    for (row, _), (other, place) in pairwise(there):
        facts = [(one.elo, one.elo_lower, one.elo_upper, one.votes) for one in (row, other)]
        if facts[0] == facts[1] and None not in facts[0] and other.elo != int(other.elo or 0) and row != other:
            yield place("model", f"{other.model!r} has every number of {row.model!r}; are they one model?", "warning")


def score_rules(models: Table, scores: Table, snapshots: Table) -> Iterator[Problem]:
    """Rules between the scores and their snapshots: each score of a known model, each snapshot complete."""
    known = {row.model for row in models.rows}
    days = set[tuple[dt.date, str]]()
    of_snapshot: dict[tuple[dt.date, str], list[tuple[Any, Place]]] = defaultdict(list)
    for row, place in snapshots:
        if (row.date, row.board) in days:
            yield place("date", f"{row.date} of {row.board} stands twice; keep one")
        days.add((row.date, row.board))
        if row.coverage == "partial" and not row.note:
            yield place("note", "is blank while the coverage is partial; say what was left out")
    seen: set[tuple[dt.date, str, str]] = set()
    for row, place in scores:
        yield from _orphan(row.model, models, known, place)
        yield from _of_no_snapshot("date", row.date, row.board, days, snapshots, place)
        if (row.date, row.board, row.model) in seen:
            yield place("model", f"{row.model!r} stands twice on {row.date} of {row.board}; keep one row")
        seen.add((row.date, row.board, row.model))
        of_snapshot[row.date, row.board].append((row, place))
        yield from _interval_rules(row, place)
        if row.interval_date is not None:
            age = (row.date - row.interval_date).days
            if not 0 < age <= CARRIED_INTERVAL_DAYS or (row.interval_date, row.board) not in days:
                yield place(
                    "interval_date",
                    f"{row.interval_date} is no snapshot of {row.board} of the {CARRIED_INTERVAL_DAYS} days before; "
                    "leave the interval blank",
                )
    for row, place in models:
        if row.elo is None or row.elo_date is None or row.board is None:
            continue
        yield from _of_no_snapshot("elo_date", row.elo_date, row.board, days, snapshots, place)
        if (row.elo_date, row.board, row.model) in seen:
            yield place("elo_date", f"the same score also stands in {scores.file}; keep one of the two")
        of_snapshot[row.elo_date, row.board].append((row, place))
    for row, place in snapshots:
        count = len(of_snapshot[row.date, row.board])
        if count != row.models:
            yield place("models", f"says {row.models}, the tables have {count}; correct the count")
    for rows in of_snapshot.values():
        yield from lonely_rules(rows)


def _of_no_snapshot(
    column: str, day: dt.date, board: str, days: set[tuple[dt.date, str]], snapshots: Table, place: Place
) -> Iterator[Problem]:
    if (day, board) not in days:
        yield place(column, f"{day} of {board} is not in {snapshots.file}; add the snapshot there")


def _orphan(model: str, models: Table, known: set[str], place: Place) -> Iterator[Problem]:
    if model not in known:
        hint = did_you_mean(model, known)
        yield place("model", f"{model!r} has no row in {models.file}{hint}; add its identity there")


_History = dict[dt.date, tuple[PriceRow, int]]  # the prices of a model and basis with their lines, by the first day


def price_rules(models: Table, prices: Table, now: dt.date) -> Iterator[Problem]:
    """Rules of the dated prices: one a model, basis and day; models.csv shows the one in force, as history has it."""
    identity = {row.model: row for row in models.rows}
    known = set(identity)
    history: dict[tuple[str, str], _History] = defaultdict(dict)
    for (row, place), line in zip(prices, prices.lines, strict=True):
        yield from _orphan(row.model, models, known, place)
        yield from _host_rules(row, place)
        if row.until is not None and row.until <= row.from_:
            yield place("until", f"must be after from ({row.from_}), got {row.until}; swap them or leave it blank")
        same = history[row.model, row.price_basis]
        if row.from_ in same:
            where = f"{prices.file}:{same[row.from_][1]}"
            two = f"two {row.price_basis} prices of {row.model!r} on {row.from_} (also {where}); keep one"
            yield place("from", two)
        same.setdefault(row.from_, (row, line))
        if row.from_ < _FIRST_PRICE_DAY:
            yield place("from", f"is {row.from_}, before any listed model was sold; is the year right?", "warning")
        if row.from_ > now:
            announced = f"is announced: in force from {row.from_}, after the newest day of the table, {now}"
            yield place("from", announced, "warning")
        about = identity.get(row.model)
        if about and about.released and not about.released_by and row.from_ < about.released:
            yield place("from", f"is {row.from_}, and the model was released on {about.released}", "warning")
        resold = row.price_basis == "host" and row.host not in _CLOUDS
        if about and about.openness == "proprietary" and resold:
            yield place("price_basis", "is host for a proprietary model; is it the maker's own price?", "warning")
    for row, place in models:
        if row.output_usd_per_mtok is not None and row.price_basis and row.price_date:
            yield from _price_of_now(row, place, history[row.model, row.price_basis], prices.file, now)


def _price_of_now(row: ModelRow, place: Place, history: _History, file: str, now: dt.date) -> Iterator[Problem]:
    """Compare a price of models.csv with those of the history, of the same model and basis."""
    day = row.price_date
    assert day is not None
    command = f"frontier price {row.model} output={row.output_usd_per_mtok:g} from={day} source=..."
    later = max((start for start in history if day < start <= now), default=None)
    if day in history:
        past, line = history[day]
        for column in (*PRICE_COLUMNS, *PRICE_FACTS[1:]):
            one, other = getattr(row, column), getattr(past, column)
            if one != other and (one is not None or column != "price_source"):
                yield place(
                    column,
                    f"is {_said(one)} from {day}, and {file}:{line} says {_said(other)} from {day}; a new price has a "
                    f"new price_date and a row of its own in history/{file} ({command}), a correction is made in both",
                )
        if past.until is not None and past.until <= now:
            ended = f"is of a price that ended on {past.until} ({file}:{line}); clear the price"
            yield place("price_date", ended, "warning")
    elif later is None and any(start < day for start in history):
        last = max(start for start in history if start < day)
        past, line = history[last]
        yield place(
            "output_usd_per_mtok",
            f"is {row.output_usd_per_mtok:g} from {day}, and {file}:{line} says {past.output_usd_per_mtok:g} from "
            f"{last}; a new price needs a row of its own in history/{file} beside the old one: add it, or put the old "
            f"price back and run {command}; a correction is made in both",
        )
    if later is not None:
        newer = f"is {day}, and {file}:{history[later][1]} has a price in force from {later}; write that one here"
        yield place("price_date", newer, "warning")


def _said(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "true" if value else "blank"
    return f"{value:g}" if isinstance(value, float) else repr(str(value)[:60])


def amount_rules(models: Table, prices: Table | None) -> Iterator[Problem]:
    """Rules of the amounts of a price: against one another, and against those of all other models."""
    dated = {(row.model, row.price_basis, row.from_) for row in (prices.rows if prices else ())}
    rows = list(prices or ())
    # a price that stands in both files is reported once
    rows += [(row, place) for row, place in models if (row.model, row.price_basis, row.price_date) not in dated]
    for row, place in rows:
        cost, cached, output = (getattr(row, column, None) for column in PRICE_COLUMNS)
        if cost and output and row.price_basis != "arena":  # the Arena's tables are kept as they stood
            if output < cost:
                swapped = f"is {output:g}, below input ({cost:g}); are the two swapped?"
                yield place("output_usd_per_mtok", swapped, "warning")
            elif output > _MOST_OUTPUT * cost:
                slip = f"is {output / cost:.3g} times the input price; is one a slip?"
                yield place("output_usd_per_mtok", slip, "warning")
        if cost and cached and cached > cost:
            swapped = f"is {cached:g}, above input ({cost:g}); are the two swapped?"
            yield place("cached_input_usd_per_mtok", swapped, "warning")
    for column in PRICE_COLUMNS:
        priced = [(getattr(row, column), place) for row, place in rows if getattr(row, column, None) is not None]
        yield from _far_prices(priced, column)


def _far_prices(prices: list[tuple[float, Place]], column: str) -> Iterator[Problem]:
    """Report what is far from all usual prices and all others; a slip does not excuse a second one."""
    low, high = _USUAL_PRICES[column]
    for sign, end, word in ((1, high, "highest"), (-1, 1 / low, "lowest")):  # the lowest are the highest of 1 / price
        for price, place in sorted(prices, key=lambda pair: sign * pair[0]):
            far = price**sign / end
            if far > _FAR_PRICE:
                level = "error" if far > _SLIPPED_PRICE else "warning"
                far_off = f"is {price:g}, the {word} of the others is {end**sign:g}; is it in USD per million tokens?"
                yield place(column, far_off, level)
            else:
                end = max(end, price**sign)


def mention_rules(models: Table, scores: Table, prices: Table) -> Iterator[Problem]:
    """Report a model that no board and no price list ever had."""
    there = {row.model for row in (*scores.rows, *prices.rows)}
    for row, place in models:
        if row.model not in there and row.elo is None and row.output_usd_per_mtok is None:
            yield place("model", f"{row.model!r} has no score and no price of any day; is its key right?", "warning")


def clock_rules(tables: Iterable[Table], today: dt.date) -> Iterator[Problem]:
    """Report what was seen on a day after today."""
    for table in tables:
        days = [c for c in ("released", "elo_date", "price_date", "date") if c in table.columns]
        for row, place in table if days else ():
            for column in days:
                day = getattr(row, column)
                if day is not None and day > today:
                    yield place(column, f"is {day}, which is in the future: nothing was seen then; correct the day")


def alias_rules(models: Table, aliases: Table) -> Iterator[Problem]:
    """Rules of the names by which feeds call the models: each of a known model, none twice."""
    known = {row.model for row in models.rows}
    for row, place in aliases:
        yield from _orphan(row.model, models, known, place)
    yield from _twice(aliases, "name", "model")


def name_rules(sellers: Table | None, names: Table | None) -> Iterator[Problem]:
    """Rules of the names of sellers, makers and licenses: none stands twice, and a host has its place."""
    yield from _twice(sellers, "seller")
    yield from _twice(names, "name", "column")
    for row, place in sellers or ():
        if (row.host is None) != (row.host_order is None):
            yield place("host", "and host_order belong together; give both or neither")
        if (row.maker is None) != (row.models is None):
            yield place("maker", "and models belong together; give both or neither")


def _twice(table: Table | None, column: str, of: str | None = None) -> Iterator[Problem]:
    """Report a name that stands on two lines of a file, of one model or column if one is given."""
    seen: dict[tuple[str, str], int] = {}
    for (row, place), line in zip(table or (), table.lines if table else (), strict=True):
        name, owner = getattr(row, column), getattr(row, of) if of else ""
        there = seen.setdefault((owner, name), line)
        if there != line:
            whose = f" for {owner!r}" if of else ""
            yield place(column, f"{name!r} stands twice{whose}, also on line {there}; keep one line")
