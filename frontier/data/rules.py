"""Rules across the cells, rows and files of a table: what is wrong, and what is doubtful.

An error is what cannot be: a table that has one is refused. A warning is what may be right and seldom is. No rule
changes anything, and each says what to do.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from frontier.words.spelling import did_you_mean

if TYPE_CHECKING:
    from frontier.data.parse import Problem, _Table
    from frontier.data.schema import ModelRow, PriceRow, ScoreRow

if TYPE_CHECKING:
    Place = Callable[..., Problem]


# A file that says where its values come from is a curated table, and has these values in every row. One that does not
# is a list of the user's own, for which a key is enough.
ALWAYS_KNOWN = ("name", "organization", "license", "openness")


PRICE_COLUMNS = ("input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok")


CARRIED_INTERVAL_DAYS = 7


_WIDEST_INTERVAL, _ABSURD_INTERVAL = 60, 500  # points


_LONELY, _FEW = 150, 5  # points from the next score of a snapshot, of so many scores at least


_FIRST_PRICE_DAY = dt.date(2023, 3, 1)  # the first API of a chat model that is listed


_FLOP = (1e21, 1e28)


# What prices are: from the cheapest small models to GPT-4.5 of 2025, USD per million tokens.
_USUAL_PRICES = {
    "input_usd_per_mtok": (0.01, 75.0),
    "cached_input_usd_per_mtok": (0.001, 75.0),
    "output_usd_per_mtok": (0.01, 150.0),
}


_FAR_PRICE, _SLIPPED_PRICE = 2, 20  # times the highest, or one part of the lowest


_MOST_OUTPUT = 25  # times the input price


_CLOUDS = ("Amazon Bedrock", "Azure AI", "Google Vertex")  # sell proprietary models too, for their makers


_FOOTNOTE = re.compile(r"(sources?|notes?|data|updated|last updated|as of|see|retrieved)\b.*[ :]|[*†‡#(]|https?:", re.I)


def model_rules(models: _Table, scores: _Table | None, *, curated: bool) -> Iterator[Problem]:
    """Rules within models.csv, and that nothing was released after it was first listed."""
    listed: dict[str, dt.date] = {}
    for row in scores.rows if scores else ():
        listed[row.model] = min(row.date, listed.get(row.model, row.date))
    line_of: dict[str, int] = {}
    written: dict[str, str] = {}
    for (row, place), line in zip(models, models.lines, strict=True):
        other = written.setdefault(_plain_key(row.model), row.model)
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
            yield place(
                "released", f"is {row.released}, after its first listing on {first}; a listed model was released"
            )
        if row.training_flop is not None and not _FLOP[0] <= row.training_flop <= _FLOP[1]:
            yield place("training_flop", f"is {row.training_flop:g} FLOP; is it in another unit?", "warning")
    if curated:
        yield from _curated_rules(models)
        yield from _vocabulary_rules(models)


def _nothing_but_a_name(row: ModelRow, models: _Table, place: Place) -> Iterator[Problem]:
    known = [column for column in models.columns if column in type(row).model_fields and column != "model"]
    if known and all(getattr(row, column) is None for column in known):
        if _FOOTNOTE.match(row.model):
            yield place("model", f"{row.model[:60]!r} looks like a footnote, not like a model; remove the line")
        else:
            yield place("model", f"{row.model[:60]!r} has no value in any other column; is it a footnote?", "warning")


def _curated_rules(models: _Table) -> Iterator[Problem]:
    """Rules of a table that says where its values come from."""
    snapshot: tuple[dt.date, str] | None = None
    for row, place in models:
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
        for column in ("elo_date", "board"):
            if (getattr(row, column) is None) != (row.elo is None):
                state = "is blank while elo is given" if row.elo is not None else "is given while elo is blank"
                yield place(column, f"{state}; a score has a day and a board")
        if row.elo is not None and row.elo_date and row.board:
            snapshot = snapshot or (row.elo_date, row.board)
            if snapshot != (row.elo_date, row.board):
                yield place(
                    "elo_date",
                    f"is {row.elo_date} on {row.board}, other rows are {snapshot[0]} on {snapshot[1]}; "
                    "scores of one file are of one snapshot: move older ones to history/scores.csv",
                )
        priced = row.output_usd_per_mtok is not None
        for column in PRICE_COLUMNS[:2]:
            if getattr(row, column) is not None and not priced:
                yield place("output_usd_per_mtok", f"is blank while {column} is given; give both or neither")
        for column in ("price_date", "price_basis", "price_source"):
            if (getattr(row, column) is None) == priced:
                state = "is blank while a price is given" if priced else "is given while the price is blank"
                yield place(column, f"{state}; a price has a day, a basis and a source")


def _vocabulary_rules(models: _Table) -> Iterator[Problem]:
    """One name means one model; a maker and a license have one spelling, one country and one tier."""
    names, makers, licenses = (dict[str, tuple[str, int]]() for _ in range(3))
    countries, tiers = (dict[str, tuple[str | None, int]]() for _ in range(2))
    for (row, place), line in zip(models, models.lines, strict=True):
        if row.name:
            key, there = names.setdefault(" ".join(row.name.lower().split()), (row.model, line))
            if key != row.model:
                yield place("name", f"{row.name!r} is also the name on line {there}; a name means one model")
        for column, known, folded in (
            ("organization", makers, _folded),
            ("license", licenses, _folded_license),
        ):
            text = getattr(row, column)
            if text and folded(text):
                spelled, there = known.setdefault(folded(text), (text, line))
                if spelled != text:
                    yield place(column, f"{text!r} is {spelled!r} on line {there}; write it one way")
        for column, of, seen in (("country", "organization", countries), ("openness", "license", tiers)):
            text, owner = getattr(row, column), getattr(row, of)
            if not owner:
                continue
            first, there = seen.setdefault(owner, (text, line))
            if first != text:
                word = "maker" if of == "organization" else "license"
                both = first is not None and text is not None
                yield place(
                    column,
                    f"is {text or 'blank'}, and {first or 'blank'} on line {there}; a {word} has one {column}",
                    "error" if both else "warning",
                )


def _interval_rules(row: ModelRow | ScoreRow, place: Place) -> Iterator[Problem]:
    if (row.elo_lower is None) != (row.elo_upper is None):
        blank = "elo_lower" if row.elo_lower is None else "elo_upper"
        yield place(blank, "is blank while the other end is given; give both ends or neither")
    if row.elo is None:
        if row.elo_lower is not None:
            yield place("elo", "is blank while the interval is given; give the score or remove the interval")
        return
    if row.elo_lower is not None and row.elo_lower > row.elo:
        yield place("elo_lower", f"must be <= elo ({row.elo:g}), got {row.elo_lower:g}; are the ends swapped?")
    if row.elo_upper is not None and row.elo_upper < row.elo:
        yield place("elo_upper", f"must be >= elo ({row.elo:g}), got {row.elo_upper:g}; are the ends swapped?")
    if row.elo_lower is None or row.elo_upper is None or not row.elo_lower <= row.elo <= row.elo_upper:
        return
    width = row.elo_upper - row.elo_lower
    end = "elo_upper" if row.elo_upper - row.elo >= row.elo - row.elo_lower else "elo_lower"
    if width > _ABSURD_INTERVAL:
        yield place(end, f"makes an interval of {width:g} points, at most {_ABSURD_INTERVAL} are possible; correct it")
    elif width > _WIDEST_INTERVAL:
        yield place(end, f"makes an interval of {width:g} points; is it the end of a 95 % interval?", "warning")


def lonely_rules(scores: Iterable[tuple[Any, Place]]) -> Iterator[Problem]:
    """Rules within the scores of one snapshot: none is far from all others, no two rows say the same."""
    there = sorted(((row, place) for row, place in scores if row.elo is not None), key=lambda pair: pair[0].elo or 0.0)
    values = [row.elo or 0.0 for row, _ in there]
    if len(there) >= _FEW:
        low = next((k for k in range(len(values) // 2, 0, -1) if values[k] - values[k - 1] > _LONELY), 0)
        high = next(
            (k for k in range(len(values) // 2, len(values) - 1) if values[k + 1] - values[k] > _LONELY),
            len(values) - 1,
        )
        for k in (*range(low), *range(high + 1, len(values))):
            span = f"the others of its snapshot are {values[low]:g} to {values[high]:g}"
            yield there[k][1]("elo", f"is {values[k]:g}, {span}; is it of another scale, or a slip?", "warning")
    for (row, _), (other, place) in pairwise(there):
        facts = [(one.elo, one.elo_lower, one.elo_upper, one.votes) for one in (row, other)]
        if facts[0] == facts[1] and None not in facts[0] and other.elo != int(other.elo or 0) and row != other:
            yield place("model", f"{other.model!r} has every number of {row.model!r}; are they one model?", "warning")


def score_rules(models: _Table, scores: _Table, snapshots: _Table) -> Iterator[Problem]:
    """Rules between the scores and their snapshots: each score of a known model, each snapshot complete."""
    known = {row.model for row in models.rows}
    counts: dict[tuple[dt.date, str], int] = {}
    of_snapshot: dict[tuple[dt.date, str], list[tuple[Any, Place]]] = defaultdict(list)
    for row, place in snapshots:
        if (row.date, row.board) in counts:
            yield place("date", f"{row.date} of {row.board} stands twice; keep one")
        counts[row.date, row.board] = 0
        if row.coverage == "partial" and not row.note:
            yield place("note", "is blank while the coverage is partial; say what was left out")
    seen: set[tuple[dt.date, str, str]] = set()
    for row, place in scores:
        day = (row.date, row.board)
        yield from _orphan(row.model, models, known, place)
        if day not in counts:
            yield place("date", f"{row.date} of {row.board} is not in {snapshots.file}; add the snapshot there")
        else:
            counts[day] += 1
        if (*day, row.model) in seen:
            yield place("model", f"{row.model!r} stands twice on {row.date} of {row.board}; keep one row")
        seen.add((*day, row.model))
        of_snapshot[day].append((row, place))
        yield from _interval_rules(row, place)
        if row.interval_date is not None:
            age = (row.date - row.interval_date).days
            if not 0 < age <= CARRIED_INTERVAL_DAYS or (row.interval_date, row.board) not in counts:
                yield place(
                    "interval_date",
                    f"{row.interval_date} is no snapshot of {row.board} of the {CARRIED_INTERVAL_DAYS} days before; "
                    "leave the interval blank",
                )
    for row, place in models:
        if row.elo is None or row.elo_date is None or row.board is None:
            continue
        day = (row.elo_date, row.board)
        if day not in counts:
            yield place("elo_date", f"{row.elo_date} of {row.board} is not in {snapshots.file}; add the snapshot there")
        else:
            counts[day] += 1
        if (*day, row.model) in seen:
            yield place("elo_date", f"the same score also stands in {scores.file}; keep one of the two")
        of_snapshot[day].append((row, place))
    for row, place in snapshots:
        if counts[row.date, row.board] != row.models:
            yield place(
                "models", f"says {row.models}, the tables have {counts[row.date, row.board]}; correct the count"
            )
    for rows in of_snapshot.values():
        yield from lonely_rules(rows)


def _orphan(model: str, models: _Table, known: set[str], place: Place) -> Iterator[Problem]:
    if model not in known:
        hint = did_you_mean(model, known)
        yield place("model", f"{model!r} has no row in {models.file}{hint}; add its identity there")


def price_rules(models: _Table, prices: _Table, now: dt.date) -> Iterator[Problem]:
    """Rules of the dated prices: one a model, basis and day; models.csv shows the one in force, as history has it."""
    identity = {row.model: row for row in models.rows}
    known = set(identity)
    history: dict[tuple[str, str], dict[dt.date, tuple[PriceRow, int]]] = defaultdict(dict)
    for (row, place), line in zip(prices, prices.lines, strict=True):
        yield from _orphan(row.model, models, known, place)
        if row.until is not None and row.until <= row.from_:
            yield place("until", f"must be after from ({row.from_}), got {row.until}; swap them or leave it blank")
        same = history[row.model, row.price_basis]
        if row.from_ in same:
            yield place(
                "from",
                f"two {row.price_basis} prices of {row.model!r} on {row.from_} (also {prices.file}:"
                f"{same[row.from_][1]}); keep one",
            )
        same.setdefault(row.from_, (row, line))
        if row.from_ < _FIRST_PRICE_DAY:
            yield place("from", f"is {row.from_}, before any listed model was sold; is the year right?", "warning")
        if row.from_ > now:
            yield place(
                "from", f"is announced: in force from {row.from_}, after the newest day of the table, {now}", "warning"
            )
        about = identity.get(row.model)
        if about and about.released and not about.released_by and row.from_ < about.released:
            yield place("from", f"is {row.from_}, and the model was released on {about.released}", "warning")
        resold = row.price_basis == "host" and not row.price_source.startswith(_CLOUDS)
        if about and about.openness == "proprietary" and resold:
            yield place("price_basis", "is host for a proprietary model; is it the maker's own price?", "warning")
    for row, place in models:
        if row.output_usd_per_mtok is not None and row.price_basis and row.price_date:
            yield from _price_of_now(row, place, history[row.model, row.price_basis], prices.file, now)


def _price_of_now(
    row: ModelRow, place: Place, history: dict[dt.date, tuple[PriceRow, int]], file: str, now: dt.date
) -> Iterator[Problem]:
    """Compare a price of models.csv with those of the history, of the same model and basis."""
    day = row.price_date
    assert day is not None
    later = max((start for start in history if day < start <= now), default=None)
    if day in history:
        past, line = history[day]
        for column in (*PRICE_COLUMNS, "price_source"):
            one, other = getattr(row, column), getattr(past, column)
            if one != other and (one is not None or column != "price_source"):
                yield place(
                    column,
                    f"is {_said(one)} from {day}, and {file}:{line} says {_said(other)} from {day}; a new price has a "
                    f"new price_date and a row of its own in history/{file} ({_command(row)}), a correction is made in "
                    "both",
                )
        if past.until is not None and past.until <= now:
            yield place(
                "price_date", f"is of a price that ended on {past.until} ({file}:{line}); clear the price", "warning"
            )
    elif later is None and any(start < day for start in history):
        last = max(start for start in history if start < day)
        past, line = history[last]
        yield place(
            "output_usd_per_mtok",
            f"is {row.output_usd_per_mtok:g} from {day}, and {file}:{line} says {past.output_usd_per_mtok:g} from "
            f"{last}; a new price needs a row of its own in history/{file} beside the old one: add it, or put the old "
            f"price back and run {_command(row)}; a correction is made in both",
        )
    if later is not None:
        past, line = history[later]
        yield place(
            "price_date",
            f"is {day}, and {file}:{line} has a price in force from {later}; write that one here",
            "warning",
        )


def _said(value: object) -> str:
    if value is None:
        return "blank"
    return f"{value:g}" if isinstance(value, float) else repr(str(value)[:60])


def _command(row: ModelRow) -> str:
    return f"frontier price {row.model} output={row.output_usd_per_mtok:g} from={row.price_date} source=..."


def amount_rules(models: _Table, prices: _Table | None) -> Iterator[Problem]:
    """Rules of what a price comes to: its parts against one another, and against those of all other models."""
    rows = [(row, place) for table in (prices, models) if table for row, place in table]
    dated = {_price_key(row) for row in (prices.rows if prices else ())}
    # what stands in both files is complained about once
    rows = [(row, place) for row, place in rows if hasattr(row, "from_") or _price_key(row) not in dated]
    for row, place in rows:
        cost, cached, output = (getattr(row, column, None) for column in PRICE_COLUMNS)
        if cost and output and row.price_basis != "arena":  # the Arena's tables are kept as they stood
            if output < cost:
                yield place(
                    "output_usd_per_mtok", f"is {output:g}, below input ({cost:g}); are the two swapped?", "warning"
                )
            elif output > _MOST_OUTPUT * cost:
                yield place(
                    "output_usd_per_mtok", f"is {output / cost:.3g} times the input price; is one a slip?", "warning"
                )
        if cost and cached and cached > cost:
            yield place(
                "cached_input_usd_per_mtok", f"is {cached:g}, above input ({cost:g}); are the two swapped?", "warning"
            )
    for column in PRICE_COLUMNS:
        yield from _far_prices([(row, place) for row, place in rows if getattr(row, column, None) is not None], column)


def _price_key(row: Any) -> tuple[object, ...]:
    return row.model, row.price_basis, row.from_ if hasattr(row, "from_") else row.price_date


def _far_prices(rows: list[tuple[Any, Place]], column: str) -> Iterator[Problem]:
    """Complain about what is far from all usual prices and all others; a slip does not excuse a second one."""
    low, high = _USUAL_PRICES[column]
    for row, place in sorted(rows, key=lambda pair: float(getattr(pair[0], column))):
        price = getattr(row, column)
        if price > _FAR_PRICE * high:
            level = "error" if price > _SLIPPED_PRICE * high else "warning"
            yield place(column, f"is {price:g}, the highest of the others is {high:g}; {_UNIT}", level)
        high = max(high, price) if price <= _FAR_PRICE * high else high
    for row, place in sorted(rows, key=lambda pair: -float(getattr(pair[0], column))):
        price = getattr(row, column)
        if price < low / _FAR_PRICE:
            level = "error" if price < low / _SLIPPED_PRICE else "warning"
            yield place(column, f"is {price:g}, the lowest of the others is {low:g}; {_UNIT}", level)
        low = min(low, price) if price >= low / _FAR_PRICE else low


_UNIT = "is it in USD per million tokens?"


def mention_rules(models: _Table, scores: _Table, prices: _Table) -> Iterator[Problem]:
    """Complain about a model that no board and no price list ever had."""
    there = {row.model for row in (*scores.rows, *prices.rows)}
    for row, place in models:
        if row.model not in there and row.elo is None and row.output_usd_per_mtok is None:
            yield place("model", f"{row.model!r} has no score and no price of any day; is its key right?", "warning")


def clock_rules(tables: Iterable[_Table], today: dt.date) -> Iterator[Problem]:
    """Complain about what was seen on a day to come."""
    for table in tables:
        days = [c for c in ("released", "elo_date", "price_date", "date") if c in table.columns]
        for row, place in table if days else ():
            for column in days:
                day = getattr(row, column)
                if day is not None and day > today:
                    yield place(column, f"is {day}, which is in the future: nothing was seen then; correct the day")


def alias_rules(models: _Table, aliases: _Table) -> Iterator[Problem]:
    """Rules of the names by which feeds call the models; a name that moves on is one of several models."""
    known = {row.model for row in models.rows}
    seen: dict[tuple[str, str], int] = {}
    for (row, place), line in zip(aliases, aliases.lines, strict=True):
        yield from _orphan(row.model, models, known, place)
        there = seen.setdefault((row.model, row.name), line)
        if there != line:
            yield place("name", f"{row.name!r} stands twice for {row.model!r}, also on line {there}; keep one line")


def _plain_key(model: str) -> str:
    return re.sub(r"[\s_-]+", "-", model).lower()


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _folded_license(text: str) -> str:
    return re.sub(r"licen[cs]e|community", "", _folded(text))
