"""Rules across the cells, rows and files of a table: what is wrong, and what is doubtful.

An error is what cannot be: a table that has one is refused. A warning is what may be right and rarely is. No rule
changes anything, and each says what to do.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
import operator
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import pairwise
from typing import Any

from frontier.data.offers import Steps, offer_of, prices_in_force
from frontier.data.reader import Problem, Table, field_of
from frontier.data.schema import ALWAYS_KNOWN, PRICE_COLUMNS, PRICE_FACTS, own_file
from frontier.frames.boards import OUTPUT, task_of
from frontier.words.spelling import did_you_mean

CARRIED_INTERVAL_DAYS = 7

_WIDEST_INTERVAL, _WIDEST_OF_TASK, _ABSURD_INTERVAL = 60, 150, 500  # points; a task has a few hundred votes a model

_LONELY, _FEW = 150, 5  # points from the next score of a snapshot, of so many scores at least

_FIRST_PRICE_DAY = dt.date(2023, 3, 1)  # the first API of a chat model that is listed

_FLOP = (1e21, 1e28)

# What prices are: from the cheapest small models to GPT-4.5 of 2025, USD per million tokens.
_USUAL_PRICES = dict(zip(PRICE_COLUMNS, ((0.01, 75.0), (0.001, 75.0), (0.01, 150.0)), strict=True))

_FAR_PRICE, _SLIPPED_PRICE = 2, 20  # times the highest, or one part of the lowest

_MOST_OUTPUT = 25  # times the input price

_CLOUDS = ("Amazon Bedrock", "Azure AI", "Google Vertex")  # sell proprietary models too, for their makers

_FOOTNOTE = re.compile(r"(sources?|notes?|data|updated|last updated|as of|see|retrieved)\b.*[ :]|[*†‡#(]|https?:", re.I)

_LATE = dt.timedelta(days=3)  # a board's page is dated by its votes, and may list a model that was announced after them


def at(row: Any, column: str, message: str, level: str = "error") -> Problem:
    """Place a message at a column of a row."""
    return Problem(row.file, row.line, column, message, level)


doubt = partial(at, level="warning")


# What breaks a relation of `relations.csv`, of two values that stand in one row.
_BROKEN: Mapping[str, Callable[[Any, Any], bool]] = {
    "blank": lambda one, two: one is None and two is not None,
    "given": lambda one, two: one is not None and two is None,
    "above": lambda one, two: one is not None and two is not None and one > two,
    "below": lambda one, two: one is not None and two is not None and one < two,
    "not after": lambda one, two: one is not None and two is not None and one <= two,
}


@cache
def _relations() -> list[dict[str, str]]:
    return list(csv.DictReader(own_file("relations.csv").splitlines()))


def _related(rows: list[Any], group: str) -> Iterator[Problem]:
    """Report two values in the wrong order, and one that is blank or given without the other, by `relations.csv`."""
    for rule in (rule for rule in _relations() if rule["group"] == group):
        column, relation, other = rule["column"], rule["relation"], rule["other"]
        broken, values = _BROKEN[relation], operator.attrgetter(column, field_of(other))
        for row in rows:
            one, two = values(row)
            if broken(one, two):
                swapped = f"is {_said(one)}, {relation} {other} ({_said(two)}); are the two swapped?"
                apart = f"is {relation} while {other} is {'given' if two is not None else 'blank'}; {rule['remedy']}"
                yield at(row, column, apart if rule["remedy"] else swapped, rule["level"])


def _again(rows: Iterable[Any], key: Callable[[Any], Hashable]) -> Iterator[tuple[Any, Any]]:
    """Yield each row whose key an earlier row has, and the first such row."""
    first = dict[Hashable, Any]()
    for row in rows:
        before = first.setdefault(key(row), row)
        if before is not row:
            yield row, before


def _orphans(rows: list[Any], models: Table) -> Iterator[Problem]:
    known = {row.model for row in models.rows}
    for row in rows:
        if row.model not in known:
            hint = did_you_mean(row.model, known)
            yield at(row, "model", f"{row.model!r} has no row in {models.file}{hint}; add its identity there")


def model_rules(models: Table, scores: list[Any], *, curated: bool) -> Iterator[Problem]:
    """Rules within models.csv, and that nothing was released after it was first listed."""
    for row, other in _again(models.rows, lambda row: re.sub(r"[\s_-]+", "-", row.model).lower()):
        said = "already stands" if row.model == other.model else f"is {other.model!r}, written otherwise,"
        yield at(row, "model", f"{row.model!r} {said} on line {other.line}; keep one row a model")
    yield from _interval_rules(models.rows)
    yield from _life_rules(models.rows)
    listings = [(row.date, row.model) for row in scores]
    listings += [(row.elo_date, row.model) for row in models.rows if row.elo_date]
    first = {model: day for day, model in sorted(listings, reverse=True)}
    for row in models.rows:
        day, name = first.get(row.model), repr(row.model[:60])
        if len(models.header) > 1 and not any(row[3:]) and _FOOTNOTE.match(row.model):
            yield at(row, "model", f"{name} looks like a footnote, not like a model; remove the line")
        elif len(models.header) > 1 and not any(row[3:]):
            yield doubt(row, "model", f"{name} has no value in any other column; is it a footnote?")
        if day and row.released and row.released > day + _LATE:
            late = f"is {row.released}, after its first listing on {day}; a listed model was released"
            yield at(row, "released", late)
        if row.training_flop and not _FLOP[0] <= row.training_flop <= _FLOP[1]:
            yield doubt(row, "training_flop", f"is {row.training_flop:g} FLOP; is it in another unit?")
    if curated:
        yield from _curated_rules(models.rows)
        yield from _vocabulary_rules(models.rows)


def _life_rules(models: list[Any]) -> Iterator[Problem]:
    """Rules of the days of a model: its release, that of its weights, and its end."""
    yield from _related(models, "life")
    for row in models:
        if row.weights_released and row.openness == "proprietary":
            yield at(row, "weights_released", "is given while openness is proprietary; clear one of the two")
        if row.weights_released and row.released and row.weights_released < row.released - _LATE:
            early = f"is {row.weights_released}, before the release on {row.released}"
            yield at(row, "weights_released", f"{early}; what can be downloaded is released")


def _curated_rules(models: list[Any]) -> Iterator[Problem]:
    """Rules of a table that says where its values come from."""
    yield from _related(models, "curated")
    yield from _host_rules(models)
    scored = [row for row in models if row.elo is not None and row.elo_date and row.board]
    for row in scored:
        if (row.elo_date, row.board) != (scored[0].elo_date, scored[0].board):
            said = f"is {row.elo_date} on {row.board}, other rows are {scored[0].elo_date} on {scored[0].board}"
            yield at(row, "elo_date", f"{said}; scores of one file are of one snapshot: move older ones to history/")
    for row in models:
        for column in ALWAYS_KNOWN:
            if getattr(row, column) is None:
                what = "write the name on a chart, or the key" if column == "name" else "look it up, do not guess"
                yield at(row, column, f"is blank, and must have a value; {what}")
        if not row.released and not row.released_by:
            yield doubt(row, "released", "is blank; give the day, or its first listing with released_by bound")
        proprietary = (row.license or "").lower() == "proprietary"
        if proprietary and row.license != "Proprietary":
            yield at(row, "license", f"is {row.license!r}; write Proprietary")
        elif row.license and row.openness and proprietary != (row.openness == "proprietary"):
            yield at(row, "openness", f"is {row.openness} while the license is {row.license}; make them agree")


def _host_rules(rows: list[Any]) -> Iterator[Problem]:
    for row in rows:
        if row.host is None and row.price_basis == "host":
            yield at(row, "host", "is blank while price_basis is host; name the host")
        elif row.host is not None and row.price_basis in (None, "list", "arena"):
            basis = row.price_basis or "blank"
            yield at(row, "host", f"is {row.host!r} while price_basis is {basis}; clear one of the two")


def _vocabulary_rules(models: list[Any]) -> Iterator[Problem]:
    """One name means one model; a maker and a license have one spelling, one country and one tier."""
    named = [row for row in models if row.name]
    for row, other in _again(named, lambda row: " ".join(row.name.lower().split())):
        if row.model != other.model:
            yield at(row, "name", f"{row.name!r} is also the name on line {other.line}; a name means one model")
    yield from _owner_rules(models, "organization", "maker", "country", r"[\W_]+")
    yield from _owner_rules(models, "license", "license", "openness", r"[\W_]+|licen[cs]e|community")


def _owner_rules(models: list[Any], owner: str, word: str, fact: str, noise: str) -> Iterator[Problem]:
    owned = [row for row in models if getattr(row, owner)]
    for row, other in _again(owned, lambda row: re.sub(noise, "", getattr(row, owner).casefold())):
        text, first = getattr(row, owner), getattr(other, owner)
        if text != first:
            yield at(row, owner, f"{text!r} is {first!r} on line {other.line}; write it one way")
    for row, other in _again(owned, operator.attrgetter(owner)):
        text, first = getattr(row, fact), getattr(other, fact)
        if text != first:
            said = f"is {text or 'blank'}, and {first or 'blank'} on line {other.line}; a {word} has one {fact}"
            yield at(row, fact, said, "error" if first and text else "warning")


def _interval_rules(rows: list[Any]) -> Iterator[Problem]:
    yield from _related(rows, "interval")
    for row in rows:
        low, elo, high = row.elo_lower, row.elo, row.elo_upper
        usual = _WIDEST_OF_TASK if task_of(row.board or "") else _WIDEST_INTERVAL
        if None in (low, elo, high) or not low <= elo <= high or high - low <= usual:
            continue
        end = "elo_upper" if high - elo >= elo - low else "elo_lower"
        wide = f"makes an interval of {high - low:g} points"
        if high - low > _ABSURD_INTERVAL:
            yield at(row, end, f"{wide}, at most {_ABSURD_INTERVAL} are possible; correct it")
        else:
            yield doubt(row, end, f"{wide}; is it the end of a 95 % interval?")


def lonely_rules(scores: Iterable[Any]) -> Iterator[Problem]:
    """Rules within the scores of one snapshot: none is far from all others, no two rows say the same."""
    there = sorted((row for row in scores if row.elo is not None), key=lambda row: float(row.elo))
    values = [row.elo for row in there]
    middle, last = len(values) // 2, len(values) - 1
    if len(there) >= _FEW:
        low = next((k for k in range(middle, 0, -1) if values[k] - values[k - 1] > _LONELY), 0)
        high = next((k for k in range(middle, last) if values[k + 1] - values[k] > _LONELY), last)
        for k in (*range(low), *range(high + 1, len(values))):
            span = f"the others of its snapshot are {values[low]:g} to {values[high]:g}"
            yield doubt(there[k], "elo", f"is {values[k]:g}, {span}; is it of another scale, or a slip?")
    for row, other in pairwise(there):
        if row.elo == other.elo and row.elo != int(row.elo):
            numbers = [(one.elo_lower, one.elo_upper, one.votes) for one in (row, other)]
            if numbers[0] == numbers[1] and None not in numbers[0]:
                yield doubt(other, "model", f"{other.model!r} has every number of {row.model!r}; are they one model?")


def score_rules(models: Table, scores: Table, snapshots: Table) -> Iterator[Problem]:
    """Rules between the scores and their snapshots: each score of a known model, each snapshot complete."""
    days = {(row.date, row.board) for row in snapshots.rows}
    for row, _ in _again(snapshots.rows, operator.attrgetter("date", "board")):
        yield at(row, "date", f"{row.date} of {row.board} stands twice; keep one")
    for row, _ in _again(scores.rows, operator.attrgetter("date", "board", "model")):
        yield at(row, "model", f"{row.model!r} stands twice on {row.date} of {row.board}; keep one row")
    yield from _orphans(scores.rows, models)
    yield from _interval_rules(scores.rows)
    of_snapshot: dict[tuple[dt.date, str], list[Any]] = defaultdict(list)
    seen = {(row.date, row.board, row.model) for row in scores.rows}
    now = [row for row in models.rows if None not in (row.elo, row.elo_date, row.board)]
    for row in (*scores.rows, *now):
        column = "date" if row.file == scores.file else "elo_date"
        day = getattr(row, column)
        if (day, row.board) not in days:
            yield at(row, column, f"{day} of {row.board} is not in {snapshots.file}; add the snapshot there")
        if column == "elo_date" and (day, row.board, row.model) in seen:
            yield at(row, column, f"the same score also stands in {scores.file}; keep one of the two")
        of_snapshot[day, row.board].append(row)
    for row in scores.rows:
        if row.interval_date is not None:
            age = (row.date - row.interval_date).days
            if not 0 < age <= CARRIED_INTERVAL_DAYS or (row.interval_date, row.board) not in days:
                none = f"is no snapshot of {row.board} of the {CARRIED_INTERVAL_DAYS} days before"
                yield at(row, "interval_date", f"{row.interval_date} {none}; leave the interval blank")
    for row in snapshots.rows:
        count = len(of_snapshot[row.date, row.board])
        if count != row.models:
            yield at(row, "models", f"says {row.models}, the tables have {count}; correct the count")
        if row.coverage == "partial" and not row.note:
            yield at(row, "note", "is blank while the coverage is partial; say what was left out")
    for rows in of_snapshot.values():
        yield from lonely_rules(rows)


def price_rules(
    models: Table, prices: Table, steps: Mapping[tuple[str, str], Steps], now: dt.date
) -> Iterator[Problem]:
    """Rules of the dated prices: one a model, seller and day; models.csv shows the one in force, as history has it."""
    yield from _orphans(prices.rows, models)
    yield from _host_rules(prices.rows)
    for row, other in _again(prices.rows, offer_of):
        two = f"two {row.host or row.price_basis} prices of {row.model!r} on {row.from_}"
        yield at(row, "from", f"{two} (also {other.file}:{other.line}); keep one")
    yield from _related(prices.rows, "price")
    yield from _retired_rules(models.rows, prices.rows, now)
    identity = {row.model: row for row in models.rows}
    for row in prices.rows:
        if row.from_ < _FIRST_PRICE_DAY:
            yield doubt(row, "from", f"is {row.from_}, before any listed model was sold; is the year right?")
        if row.from_ > now:
            yield doubt(row, "from", f"is announced: in force from {row.from_}, after the table's newest day, {now}")
        about = identity.get(row.model)
        if about and about.released and not about.released_by and row.from_ < about.released:
            yield doubt(row, "from", f"is {row.from_}, and the model was released on {about.released}")
        if about and about.openness == "proprietary" and row.price_basis == "host" and row.host not in _CLOUDS:
            yield doubt(row, "price_basis", "is host for a proprietary model; is it the maker's own price?")
    yield from _prices_of_now(models.rows, prices.rows, prices_in_force(steps, now, ["host"]), now)


def _prices_of_now(models: list[Any], prices: list[Any], hosted: Mapping[str, Any], now: dt.date) -> Iterator[Problem]:
    """Compare the prices of models.csv with those of the history, and their hosts with those that the rule chooses."""
    history: dict[tuple[str, str, str | None], dict[dt.date, Any]] = defaultdict(dict)
    for row in prices:
        history[row.model, row.price_basis, row.host].setdefault(row.from_, row)
    for row in models:
        if row.output_usd_per_mtok is not None and row.price_basis and row.price_date:
            chosen = hosted.get(row.model, row) if row.price_basis == "host" else row
            own = history[row.model, row.price_basis, row.host]
            yield from _price_of_now(row, own or history[row.model, row.price_basis, chosen.host], now)
            if own and chosen.host not in (row.host, None):
                where = f"{chosen.file}:{chosen.line}"
                other = f"is {_said(row.host)}, and the price in force is that of {chosen.host} ({where})"
                yield doubt(row, "host", f"{other}; write that one here")


def _retired_rules(models: Iterable[Any], prices: Iterable[Any], now: dt.date) -> Iterator[Problem]:
    """Report list prices of models that their makers no longer sold."""
    ends = {row.model: row.retired for row in models if row.retired}
    for row in models:
        if row.price_basis == "list" and ends.get(row.model, dt.date.max) <= now:
            yield doubt(row, "price_basis", f"is list, and the model was retired on {row.retired}; clear the price")
    for row in prices:
        if row.price_basis == "list" and ends.get(row.model, dt.date.max) <= row.from_:
            yield doubt(row, "from", f"is {row.from_}, and the maker retired the model on {ends[row.model]}")


def _price_of_now(row: Any, history: Mapping[dt.date, Any], now: dt.date) -> Iterator[Problem]:
    """Compare a price of models.csv with those of the history, of the same model and seller, by their first days."""
    day = row.price_date
    later = max((start for start in history if day < start <= now), default=None)
    past: Any = history.get(max((start for start in history if start <= day), default=dt.date.min))
    columns = list[str]()
    if past and past.from_ == day:
        columns = [c for c in (*PRICE_COLUMNS, *PRICE_FACTS[1:]) if getattr(row, c) != getattr(past, c)]
        if past.until is not None and past.until <= now:
            ended = f"is of a price that ended on {past.until} ({past.file}:{past.line}); clear the price"
            yield doubt(row, "price_date", ended)
    elif past and not later:
        columns = [OUTPUT]
    for column in columns:
        if column != "price_source" or row.price_source:
            one, other = (_said(getattr(price, column)) for price in (row, past))
            run = f"frontier price {row.model} output={row.output_usd_per_mtok:g} from={day} source=..."
            said = f"is {one} from {day}, and {past.file}:{past.line} says {other} from {past.from_}"
            own = f"a new price needs a price_date and a row of its own in history/{past.file} beside the old one"
            add = f"add it, or put the old price back and run {run}; a correction is made in both"
            yield at(row, column, f"{said}; {own}: {add}")
    if later:
        where = f"{history[later].file}:{history[later].line}"
        yield doubt(row, "price_date", f"is {day}, and {where} has a price in force from {later}; write that one here")


def _said(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "true" if value else "blank"
    return repr(value[:60]) if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)


def amount_rules(models: list[Any], prices: list[Any]) -> Iterator[Problem]:
    """Rules of the amounts of a price: against one another, and against those of all other models."""
    dated = set(map(offer_of, prices))
    # a price that stands in both files is reported once
    rows = [*prices, *(row for row in models if offer_of(row) not in dated)]
    # the Arena's tables are kept as they stood
    yield from _related([row for row in rows if row.price_basis != "arena"], "amount")
    yield from _related(rows, "cached amount")
    for row in rows:
        times = (row.output_usd_per_mtok or 0) / (row.input_usd_per_mtok or math.inf)
        if times > _MOST_OUTPUT and row.price_basis != "arena":
            yield doubt(row, OUTPUT, f"is {times:.3g} times the input price; is one a slip?")
    for column, (low, high) in _USUAL_PRICES.items():
        priced = [(getattr(row, column), row) for row in rows if getattr(row, column) is not None]
        # What is far from all usual prices and all others; a slip does not excuse a second one. The lowest prices are
        # the highest of 1 / price.
        for sign, end, word in ((1, high, "highest"), (-1, 1 / low, "lowest")):
            for price, row in sorted(priced, key=lambda pair: sign * pair[0]):
                far = price**sign / end
                if far > _FAR_PRICE:
                    unit = f"the {word} of the others is {end**sign:g}; is it in USD per million tokens?"
                    yield at(row, column, f"is {price:g}, {unit}", "error" if far > _SLIPPED_PRICE else "warning")
                else:
                    end = max(end, price**sign)


def mention_rules(models: Table, scores: Table, prices: Table) -> Iterator[Problem]:
    """Report a model that no board and no price list ever had."""
    there = {row.model for row in (*scores.rows, *prices.rows)}
    for row in models.rows:
        if row.model not in there and row.elo is None and row.output_usd_per_mtok is None:
            yield doubt(row, "model", f"{row.model!r} has no score and no price of any day; is its key right?")


def clock_rules(tables: Iterable[Table], today: dt.date) -> Iterator[Problem]:
    """Report what was seen on a day after today."""
    for table in tables:
        for column in {"released", "weights_released", "elo_date", "price_date", "date"} & set(table.header):
            for row in table.rows:
                day = getattr(row, column)
                if day is not None and day > today:
                    yield at(row, column, f"is {day}, which is in the future: nothing was seen then; correct the day")


def name_rules(models: Table, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Rules of the names in feeds of models, sellers, makers and licenses, and of refused ones: none stands twice."""
    for part, column, of in (("aliases", "name", "model"), ("sellers", "seller", ""), ("names", "name", "column")):
        rows = tables[part].rows if part in tables else []
        for row, other in _again(rows, operator.attrgetter(column, of or column)):
            twice = f"stands twice for {getattr(row, of)!r}" if of else "stands twice"
            yield at(row, column, f"{getattr(row, column)!r} {twice}, also on line {other.line}; keep one line")
        if part == "aliases":
            yield from _orphans(rows, models)
        elif part == "sellers":
            yield from _related(rows, "seller")
    noes = tables["refused"].rows if "refused" in tables else []
    yield from _orphans([row for row in noes if row.model is not None], models)
    yield from _related(noes, "refused")
    for row, other in _again(noes, operator.attrgetter("model", "name", *PRICE_COLUMNS)):
        yield at(row, "name", f"{row.name!r} is refused twice, also on line {other.line}; keep one line")


_USUAL_SHARE = (0.3, 1.05)  # of a cost in its tokens at the full price: caching makes it lower, nothing makes it higher
_MEANS_APART = 1.1  # times, between the cost of a run and the mean of its tasks, or its tasks and the benchmark's


def run_rules(models: Table, tables: Mapping[str, Table], steps: Mapping[tuple[str, str], Steps]) -> Iterator[Problem]:
    """Rules of runs: their benchmarks and models are known, and a cost is about that of its tokens and its parts."""
    benchmarks = {row.benchmark: row for row in tables["benchmarks"].rows} if "benchmarks" in tables else {}
    runs = tables["runs"].rows if "runs" in tables else []
    yield from _orphans([row for row in runs if row.model is not None], models)
    for row, other in _again(runs, operator.attrgetter("benchmark", "name", "effort", "agent", "date")):
        yield at(row, "name", f"{row.name!r} stands on line {other.line} with the same effort, agent and day; keep one")
    yield from _related(runs, "run")
    for row in runs:
        of = benchmarks.get(row.benchmark)
        if of is None:
            hint = did_you_mean(row.benchmark, benchmarks)
            yield at(row, "benchmark", f"{row.benchmark!r} has no row in benchmarks.csv{hint}; add it there")
            continue
        if row.tasks > _MEANS_APART * of.tasks:
            yield doubt(row, "tasks", f"is {row.tasks}, and the benchmark has {of.tasks}; is it of several runs?")
        for column in ("score", "score_lower", "score_upper"):
            value, low, high = getattr(row, column), of.floor, of.ceiling
            if value is not None and not (low is None or low <= value) & (high is None or value <= high):
                yield at(
                    row, column, f"is {value:g}, outside {_said(low)} to {_said(high)}, the scale of its benchmark"
                )
    yield from _cost_rules(runs, steps)


def _cost_rules(runs: list[Any], steps: Mapping[tuple[str, str], Steps]) -> Iterator[Problem]:
    """Doubt a cost that is far from that of its tokens, and costs that are not the mean of their parts."""
    in_force = dict[dt.date, dict[str, Any]]()
    for row in runs:
        if None not in (row.cost_usd, row.mean_task_usd) and row.cost_basis != "summary":
            times = row.cost_usd / row.tasks / row.mean_task_usd
            if not 1 / _MEANS_APART <= times <= _MEANS_APART:
                message = f"is {times:.3g} times that of its {row.tasks} tasks at their mean; is it a summary? Say so"
                yield doubt(row, "cost_usd", message)
        if row.date not in in_force:
            in_force[row.date] = prices_in_force(steps, row.date, ["list", "host"])
        price = in_force[row.date].get(row.model)
        if price is None or None in (row.cost_usd, row.input_tokens, row.output_tokens, price.input_usd_per_mtok):
            continue
        full = (row.input_tokens * price.input_usd_per_mtok + row.output_tokens * price.output_usd_per_mtok) / 1e6
        if not _USUAL_SHARE[0] <= row.cost_usd / full <= _USUAL_SHARE[1]:
            whose = price.host or "the maker"
            message = (
                f"is {row.cost_usd:g}, and its tokens cost {full:.4g} at the price of {whose} that day; is it stale?"
            )
            yield doubt(row, "cost_usd", message)
