"""Public leaderboards and price lists, recognised by their content, as records in one form.

Nothing of a feed is executed or used as a path. Prices become USD per million tokens, whatever the feed's unit; a row
that cannot be read, or whose price is none, is left out and named, and the rest is read.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import re
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any, Literal
from urllib.parse import urljoin
from urllib.request import getproxies, proxy_bypass

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

# The largest public list has 4 MB and 60,000 objects; what is beyond these would cost time and memory for nothing.
MAX_BYTES = 16 * 2**20
MAX_OBJECTS, MAX_ROWS, MAX_CELLS, MAX_LETTERS = 300_000, 50_000, 5_000_000, 100_000_000
_MAX_READINGS = 4  # of a key that one object has several times, so many different values
FIRST_BOARD = dt.date(2023, 1, 1)  # no leaderboard is older, so a list of an earlier day has a wrong clock
# Beyond these a price per million tokens is a slip of the unit: the table's run from 0.012 to 150.
_ABSURD, _TINY = 2_000, 0.002


class FeedError(ValueError):
    """A feed that cannot be read at all: what it was taken for, and what is known; one line that can be printed."""

    def __init__(self, complaint: object) -> None:
        super().__init__(_one_line(complaint))


def _one_line(text: object, most: int = 1000) -> str:
    """Return a message without what a terminal obeys, whatever a feed put into it."""
    try:
        plain = str(text)
    except RecursionError:
        return "something nested too deeply"
    return " ".join("".join(c if c.isprintable() else " " if c.isspace() else "?" for c in plain[:most]).split())


@dataclass(frozen=True)
class FeedProblem:
    """A row of a feed that was left out, or what else is wrong with it.

    Attributes
    ----------
    name : str
        The feed's name of the model, or where the row stands.
    reason : str
        Why it was left out.
    is_row : bool
        Whether a row was left out; else the name is that of a key, and the rows that depend on it are doubted.
    """

    name: str
    reason: str
    is_row: bool = True

    def __str__(self) -> str:
        return _one_line(f"{self.name}: {self.reason}")


def _plain(value: object) -> object:
    """Return numbers that a feed writes as text as such, and what stands for nothing as None."""
    if isinstance(value, str):
        text = value.strip()
        return None if text.lower() in ("", "null", "none", "nan", "-", "n/a", "unknown") else text
    return None if isinstance(value, float) and math.isnan(value) else value


def _no_bool(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("must be a number, not true or false")
    return _plain(value)


Text = Annotated[str, BeforeValidator(_plain), Field(min_length=1, max_length=300)]
Words = Annotated[Annotated[str, Field(max_length=1000)] | None, BeforeValidator(_plain)]
Points = Annotated[float, Field(allow_inf_nan=False, gt=-10_000, lt=10_000)]
Score = Annotated[Points, BeforeValidator(_no_bool)]
End = Annotated[Points | None, BeforeValidator(_no_bool)]
# as many digits as a file keeps, so that what was written is the same when it is read again
Digits = AfterValidator(lambda value: float(f"{value:.10g}"))
Price = Annotated[Annotated[float, Field(allow_inf_nan=False), Digits] | None, BeforeValidator(_no_bool)]


def _whole(value: object) -> object:
    """Return a count, which feeds also write as 23,626 and 23626.0."""
    value = _no_bool(value)
    if isinstance(value, str):
        value = value.replace(",", "")
    return int(float(value)) if isinstance(value, str | float) else value


Votes = Annotated[Annotated[int, Field(ge=0, lt=2**53)] | None, BeforeValidator(_whole)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class ScoreRecord(_Record):
    """A model's score on a leaderboard, in points, with the ends of its 95 % interval where the feed has them."""

    name: Text
    elo: Score
    elo_lower: End = None
    elo_upper: End = None
    votes: Votes = None
    organization: Words = None
    license: Words = None

    @model_validator(mode="after")
    def _ends_are_around_the_score(self) -> ScoreRecord:
        if (self.elo_lower is None) != (self.elo_upper is None):
            raise ValueError("has one end of an interval only")
        if (
            self.elo_lower is not None
            and self.elo_upper is not None
            and not (self.elo_lower <= self.elo <= self.elo_upper)
        ):
            raise ValueError(f"score {self.elo:g} is outside its interval {self.elo_lower:g} to {self.elo_upper:g}")
        return self


class PriceRecord(_Record):
    """A price of a model, USD per million tokens, and from which day the feed says that it holds, if it does.

    ``doubt`` says why it is not to be believed, where the feed contradicts itself.
    """

    name: Text
    input_usd_per_mtok: Price
    cached_input_usd_per_mtok: Price = None
    output_usd_per_mtok: Price
    provider: Words = None
    basis: Literal["list", "host", "arena", "unverified"]
    start: dt.date | None = None
    until: dt.date | None = None
    source: Words = None
    organization: Words = None
    open_weights: bool | None = None
    released: dt.date | None = None
    doubt: Words = None


@dataclass(frozen=True)
class Feed:
    """What a public feed says.

    Made by `read_feed`.

    Attributes
    ----------
    kind : str
        What it was recognised as, one of `KINDS`.
    scores : tuple of ScoreRecord
        The scores, in the order of the feed.
    prices : tuple of PriceRecord
        The prices, in the order of the feed.
    board : str or None
        The leaderboard of the scores, where the feed tells: ``text`` or ``text-style-control``.
    as_of : datetime.date or None
        The day of the feed, where it tells.
    problems : tuple of FeedProblem
        The rows that were left out, and why.
    source : str
        Where it came from, as `read_feed` was told.
    """

    kind: str
    scores: tuple[ScoreRecord, ...]
    prices: tuple[PriceRecord, ...]
    board: str | None
    as_of: dt.date | None
    problems: tuple[FeedProblem, ...]
    source: str = ""


Rows = Iterator[tuple[str, dict[str, Any]]]  # where a row stands, and its fields
Reader = tuple[Callable[[Any], Iterable[Any]], Callable[[Any], Rows]]
_WRONG = (KeyError, TypeError, AttributeError, IndexError, ValueError, OverflowError, RecursionError)


@dataclass(frozen=True)
class _Shape:
    """A known shape of a feed: how to tell it, and how to read its rows."""

    what: str
    fits: Callable[[Any], bool]
    scores: Reader | None = None  # what its items are, and what each of them says
    prices: Reader | None = None
    board: Callable[[Any], str | None] = lambda _: None
    as_of: Callable[[Any], object] = lambda _: None


def read_feed(data: bytes, *, source: str = "") -> Feed:
    """Read a public leaderboard or price list, recognised by its content.

    Parameters
    ----------
    data : bytes
        The file as it came: JSON, CSV, or Parquet of the official dataset.
    source : str
        Where it came from, for messages, and as the source of prices whose rows name none.

    Returns
    -------
    Feed
        Scores, prices, and what was left out and why.

    Raises
    ------
    FeedError
        If it is none of the known shapes, too large, not text, or has no row that can be read.

    Notes
    -----
    A price of zero is a free tier or preview, not a price; one above 2,000 USD per million tokens, or below 0.002, a
    slip of the unit. All are left out and named, as is an output price that is missing. Of prices by the length of the
    context that of the shortest is read. Prices for batches, priority and other modes are not read.

    Where one object of a JSON feed has a key twice with different values, none of them wins: a score that depends on it
    is left out, a price has a ``doubt``, and the key is named.

    Examples
    --------
    >>> feed = read_feed(b'{"data": [{"id": "a/b", "pricing": {"prompt": "0.000001", "completion": "0.000002"}}]}')
    >>> feed.kind, feed.prices[0].output_usd_per_mtok
    ('openrouter', 2.0)
    """
    where = source or "the feed"
    if len(data) > MAX_BYTES:
        raise FeedError(f"{where} has {len(data):,} bytes, and at most {MAX_BYTES:,} are read{_RIGHT}")
    readings, problems = _content(data, where)
    known = [_shape_of(content) for content in readings]
    if None in known:
        shapes = "; ".join(shape.what for shape in _SHAPES.values())
        raise FeedError(f"{where} has no known shape, its content begins with {_beginning(data)}; known are: {shapes}")
    kinds = [kind for kind in known if kind]
    if len(set(kinds)) > 1:
        raise FeedError(f"{where} has the key {problems[0].name} twice, and is {kinds[0]} or {kinds[1]} by it")
    feeds = [_read(kinds[0], _SHAPES[kinds[0]], content, source) for content in readings]
    return replace(_merged(feeds), problems=(*problems, *_merged(feeds).problems))


def _shape_of(content: Any) -> str | None:
    for kind, shape in _SHAPES.items():
        try:
            if shape.fits(content):
                return kind
        except _WRONG:
            continue
    return None


def _merged(feeds: Sequence[Feed]) -> Feed:
    """Return what holds in each reading of a feed that has a key twice; doubt or leave out what does not."""
    first, *others = feeds
    if not others:
        return first
    problems = dict.fromkeys(problem for feed in feeds for problem in feed.problems)
    told = [{score.name: score for score in feed.scores} for feed in feeds]
    scores = list[ScoreRecord]()
    for name in dict.fromkeys(name for one in told for name in one):
        if len({one.get(name) for one in told}) == 1:
            scores.append(told[0][name])
        else:
            problems[FeedProblem(name[:80], f"has two scores or none: {_TWICE}")] = None
    sure = set(first.prices).intersection(*(feed.prices for feed in others))
    prices = dict.fromkeys(price for feed in feeds for price in feed.prices)
    marked = (price if price in sure else price.model_copy(update={"doubt": _TWICE}) for price in prices)
    board, day = ({getattr(feed, part) for feed in feeds} for part in ("board", "as_of"))
    return replace(
        first,
        scores=tuple(scores),
        prices=tuple(marked),
        board=first.board if len(board) == 1 else None,
        as_of=first.as_of if len(day) == 1 else None,
        problems=tuple(problems),
    )


_RIGHT = "; is it the right one?"
_TWICE = "a key stands twice in the feed, with different values"


def _content(data: bytes, where: str) -> tuple[list[Any], list[FeedProblem]]:
    """Return the parsed content: of JSON the values, of a table a list of rows; several where a key stands twice."""
    if data[:4] == b"PAR1":
        return [_parquet(data, where)], []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FeedError(f"{where} is not UTF-8 text, and no Parquet file; is it compressed?") from None
    start = text.lstrip()[:1]
    if not start:
        raise FeedError(f"{where} is empty")
    if text.lstrip()[:15].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise FeedError(f"{where} is a web page, not data; give the address of the file itself")
    if start in "{[":
        try:
            return _readings(text, where)
        except FeedError:
            raise
        except (ValueError, RecursionError) as error:
            raise FeedError(f"{where} begins as JSON and is none: {error}; was it cut off?") from None
    try:
        return [_table(text, where)], []
    except csv.Error as error:
        raise FeedError(f"{where} is neither JSON nor CSV: {error}") from None


def _readings(text: str, where: str) -> tuple[list[Any], list[FeedProblem]]:
    """Return JSON as it reads with the first, the second, ... value of each key that one object has several times."""
    if text.count("{") + text.count("[") > MAX_OBJECTS:
        raise FeedError(f"{where} has more than {MAX_OBJECTS:,} objects and lists, and no more are read{_RIGHT}")
    times, values = dict[str, int](), dict[str, int]()  # how often a key stands in one object, with how many values

    def object_of(pairs: list[tuple[str, Any]], turn: int) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        told = dict[str, list[Any]]()
        count = dict[str, int]()
        for key, value in pairs:
            count[key] = count.get(key, 0) + 1
            others = told.setdefault(key, [])
            if value not in others:
                others.append(value)
            if len(others) > _MAX_READINGS:
                raise FeedError(f"{where} has the key {key[:80]!r} in one object with many values; it is damaged")
        for key, others in told.items():
            if count[key] > 1:
                times[key] = max(times.get(key, 0), count[key])
                values[key] = max(values.get(key, 0), len(others))
        return {key: others[min(turn, len(others) - 1)] for key, others in told.items()}

    def reading(turn: int) -> Any:
        return json.loads(text, object_pairs_hook=lambda pairs: object_of(pairs, turn))

    readings = [reading(0)]
    readings += [reading(turn) for turn in range(1, max(values.values(), default=1))]
    different = {True: "different values: what depends on it is doubted", False: "the same value"}
    problems = [
        FeedProblem(key[:80], f"stands {often} times in one object, with {different[values[key] > 1]}", is_row=False)
        for key, often in times.items()
    ]
    return readings, problems


def _table(text: str, where: str) -> list[dict[str, Any]]:
    """Return the rows of a CSV file by their header."""
    reader = csv.DictReader(io.StringIO(text), strict=True)
    header = list(reader.fieldnames or ())
    lines = text.count("\n")
    if lines > MAX_OBJECTS or lines * len(header) > MAX_CELLS:
        raise FeedError(f"{where} has {lines:,} lines of {len(header):,} cells, which is more than is read{_RIGHT}")
    twice = [name for name, times in Counter(header).items() if name and times > 1]
    if twice:
        raise FeedError(f"{where} has the column {twice[0][:80]!r} twice; which of them counts? Take one out")
    return list(reader)


def _parquet(data: bytes, where: str) -> Any:
    try:
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise FeedError(f"{where} is Parquet, which needs pyarrow: pip install pyarrow") from None
    try:
        there = parquet.read_schema(io.BytesIO(data)).names
        wanted = [name for name in _DATASET_COLUMNS if name in there]
        file = parquet.ParquetFile(io.BytesIO(data), read_dictionary=wanted)
        twice = [name for name in wanted if there.count(name) > 1]
        size = sum(file.metadata.row_group(k).total_byte_size for k in range(file.metadata.num_row_groups))
        few = file.metadata.num_rows <= MAX_OBJECTS and size <= 8 * MAX_BYTES and not twice
        table = _newest_of(file.read(columns=wanted)) if few else None
        # a text that all rows share is small in the file, and is not once each row has its own
        few = table is not None and table.num_rows * sum(map(_longest, table.columns)) <= MAX_LETTERS
        rows = table.to_pylist() if table is not None and few else []
    except Exception as error:
        raise FeedError(f"{where} begins as Parquet and cannot be read: {error}") from None
    if twice:
        raise FeedError(f"{where} has the column {twice[0]!r} twice; which of them counts? Take one out")
    if not few:
        raise FeedError(f"{where} is Parquet that unpacks to more than is read{_RIGHT}")
    return {"rows": rows}


_DATASET_COLUMNS = [
    "model_name", "rating", "rating_lower", "rating_upper", "vote_count", "organization", "license", "category",
    "leaderboard_publish_date",
]  # fmt: skip


def _newest_of(table: Any) -> Any:
    """Return the rows of the newest leaderboard of a Parquet table, before each of them becomes an object."""
    if _DATASET_COLUMNS[-1] not in table.column_names:
        return table
    column = table[_DATASET_COLUMNS[-1]]
    day_of = {value: _day(value) for value in column.unique().to_pylist()}
    newest = max(filter(None, day_of.values()), default=None)
    if newest is None:
        return table
    arrow: Any = import_module("pyarrow")
    keep = arrow.array(
        [value for value, day in day_of.items() if day == newest], getattr(column.type, "value_type", column.type)
    )
    plain = column.cast(keep.type)
    return table.filter(import_module("pyarrow.compute").is_in(plain, value_set=keep))


def _longest(column: Any) -> int:
    """Return how long the longest text of a Parquet column is; of numbers and days, about what they take."""
    types, compute = (import_module(f"pyarrow.{part}") for part in ("types", "compute"))
    parts = [getattr(chunk, "dictionary", chunk) for chunk in column.chunks]
    if any(types.is_nested(part.type) for part in parts):
        raise ValueError("a column of lists or records")
    if not all(types.is_string(part.type) or types.is_large_string(part.type) for part in parts):
        return 32
    return max((compute.max(compute.binary_length(part)).as_py() or 0 for part in parts), default=0)


def _beginning(data: bytes) -> str:
    return repr(data[:60].decode("utf-8", "replace"))


def _read(kind: str, shape: _Shape, content: Any, source: str) -> Feed:
    problems: list[FeedProblem] = []
    scores = _once(_records(ScoreRecord, shape.scores, content, problems), problems) if shape.scores else ()
    prices = tuple(_records(PriceRecord, shape.prices, content, problems)) if shape.prices else ()
    told = (_told(price, source, problems) for price in prices if _is_a_price(price, problems))
    prices = tuple(dict.fromkeys(told))
    if not scores and not prices:
        first = f"; the first: {problems[0]}" if problems else ""
        raise FeedError(f"{source or 'the feed'} is taken for {shape.what}, and no row of it can be read{first}")
    try:
        board, day = shape.board(content), _day(shape.as_of(content))
    except _WRONG:
        board, day = None, None
    day = day if day and day >= FIRST_BOARD else None
    return Feed(kind, scores, prices, board, day, tuple(problems), source)


def _records(record: Any, reader: Reader, content: Any, problems: list[FeedProblem]) -> Iterator[Any]:
    """Validate row by row: a bad one is named, and the rest is read."""
    items, rows = reader
    seen = 0
    for item in _as_far_as_it_goes(items, content, problems):
        name = item.get("model") or item.get("Model") or item.get("id") if isinstance(item, Mapping) else item
        try:
            for where, fields in rows(item):
                name, seen = where, seen + 1
                if seen > MAX_ROWS:
                    break
                try:
                    yield record(**fields)
                except ValidationError as error:
                    first = error.errors(include_url=False, include_input=False)[0]
                    field = ".".join(map(str, first["loc"]))
                    problems.append(FeedProblem(_one_line(name, 80), f"{field}{': ' if field else ''}{first['msg']}"))
        except _WRONG as error:
            problems.append(FeedProblem(_one_line(name, 80), f"cannot be read: {_one_line(error, 200)}"))
            seen += 1
        if seen > MAX_ROWS:
            raise FeedError(f"the feed has more than {MAX_ROWS:,} rows, and no more are read{_RIGHT}")


def _as_far_as_it_goes(
    items: Callable[[Any], Iterable[Any]], content: Any, problems: list[FeedProblem]
) -> Iterator[Any]:
    try:
        yield from items(content)
    except _WRONG as error:
        problems.append(FeedProblem("what follows", f"cannot be read: {error}"))


def _once(scores: Iterable[ScoreRecord], problems: list[FeedProblem]) -> tuple[ScoreRecord, ...]:
    """Leave out and name models that stand twice with different scores: which of them is right cannot be told."""
    by_name = dict[str, dict[ScoreRecord, None]]()
    for score in scores:
        by_name.setdefault(score.name, {})[score] = None
    for name, told in by_name.items():
        if len(told) > 1:
            points = " and ".join(f"{score.elo:g}" for score in list(told)[:3])
            problems.append(FeedProblem(name[:80], f"stands {len(told)} times, with {points} points"))
    return tuple(score for told in by_name.values() if len(told) == 1 for score in told)


def _is_a_price(price: PriceRecord, problems: list[FeedProblem]) -> bool:
    """Tell whether a price may be written; name one that may not."""
    output, cost = price.output_usd_per_mtok, price.input_usd_per_mtok
    parts = [part for part in (output, cost, price.cached_input_usd_per_mtok) if part is not None]
    if output is None:
        why = "has no price" if cost is None else "has no output price"
    elif min(output, cost or output) < 0:
        why = "has a price below zero, which is none"
    elif output <= 0 or (cost is not None and cost <= 0):
        why = "has a price of zero or less: a free tier or preview is not a price"
    elif max(parts) > _ABSURD or output < _TINY:
        odd = max(parts) if max(parts) > _ABSURD else output
        why = f"has a price of {odd:,.6g} USD per million tokens, which is a slip of the unit"
    else:
        return True
    problems.append(FeedProblem(price.name, why))
    return False


def _told(price: PriceRecord, source: str, problems: list[FeedProblem]) -> PriceRecord:
    """Return a price with its source, and without a cached price that is none."""
    cached = price.cached_input_usd_per_mtok
    if cached is not None and cached <= 0:
        problems.append(FeedProblem(price.name, "has a cached price of zero or less, which is not read"))
        price = price.model_copy(update={"cached_input_usd_per_mtok": None})
    return price if price.source or not source else price.model_copy(update={"source": source})


_MONTHS = (  # of no locale
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


def _day(value: object) -> dt.date | None:
    """Return a day that a feed writes as 2025-02-14, 20250214, a time, Aug 21, 2026, 21 August 2026, or since 1970."""
    value = _plain(value)
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float) and not 19_000_101 <= value <= 21_001_231:
        seconds = value / 1000 if value > 1e11 else value
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date() if 1e9 < seconds < 4e9 else None
    text = f"{value:.0f}" if isinstance(value, float) else str(value)
    if found := re.match(r"(\d{4})-?(\d\d)-?(\d\d)", text):
        return dt.date(*map(int, found.groups()))
    if found := re.match(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})\b", text):
        month, day, year = found.groups()
    elif found := re.match(r"(\d{1,2}) ([A-Za-z]{3,9})\.? (\d{4})\b", text):
        day, month, year = found.groups()
    else:
        return None
    number = next((k for k, name in enumerate(_MONTHS, 1) if name.startswith(month.lower())), None)
    return dt.date(int(year), number, int(day)) if number else None


def _million(value: object, per: float = 1.0) -> float | None:
    """Return a price per million tokens, from one per that many tokens."""
    value = _no_bool(value)
    if value is None:
        return None
    number = float(value)  # type: ignore[arg-type]
    return float(f"{number * per:.10g}")


# --------------------------------------------------------------------------------------------------------
# Leaderboards


def _table_score(row: Any) -> Rows:
    """Read rows with "+5/-6" intervals: the board's table, as CSV of 2024-25 or as its page showed it."""
    score = row.get("arena_score", row.get("Score", row.get("Arena Score")))
    interval = str(row.get("95_pct_ci", row.get("95% CI (±)", row.get("95% CI", ""))) or "")
    name = row.get("model", row.get("Model"))
    fields = {
        "name": name,
        "elo": score,
        "votes": row.get("votes", row.get("Votes")),
        "organization": row.get("organization", row.get("Organization")),
        "license": row.get("license", row.get("License")),
    }
    found = re.fullmatch(r"\s*([+-]?[\d.]+)\s*/\s*([+-]?[\d.]+)\s*", interval)
    if found:
        ends = sorted(float(end) for end in found.groups())
        fields |= {"elo_lower": float(str(score)) + ends[0], "elo_upper": float(str(score)) + ends[1]}
    yield str(name), fields


def _key_score(row: Any) -> Rows:
    yield (
        row["key"],
        {
            "name": row["key"],
            "elo": row["rating"],
            "organization": row.get("Organization"),
            "license": row.get("License"),
        },
    )


def _catalogue_score(item: Any) -> Rows:
    name, row = item
    ends = {"elo_lower": row.get("rating_q025"), "elo_upper": row.get("rating_q975")}
    yield name, {"name": name, "elo": row.get("rating"), **ends}


def _dataset_score(row: Any) -> Rows:
    if row.get("category") in ("overall", "full", None):
        yield (
            str(row.get("model_name")),
            {
                "name": row.get("model_name"),
                "elo": row.get("rating"),
                "elo_lower": row.get("rating_lower"),
                "elo_upper": row.get("rating_upper"),
                "votes": row.get("vote_count"),
                "organization": row.get("organization"),
                "license": row.get("license"),
            },
        )


def _newest_rows(rows: Sequence[Any]) -> list[Any]:
    """Return the rows of the newest leaderboard: the dataset has all that were published."""
    rows = [row.get("row", row) if isinstance(row, Mapping) else row for row in rows]  # as its server wraps them
    days = [_day(row.get("leaderboard_publish_date")) if isinstance(row, Mapping) else None for row in rows]
    newest = max((day for day in days if day), default=None)
    return [row for row, day in zip(rows, days, strict=True) if day == newest]


def _page_score(row: Any) -> Rows:
    fields = {
        "name": row.get("model"),
        "elo": row.get("score"),
        "votes": row.get("votes"),
        "organization": row.get("vendor"),
        "license": row.get("license"),
    }
    score, low, high = (_no_bool(row.get(name)) for name in ("score", "ci_low", "ci_high"))
    if score is not None and low is not None and high is not None:
        middle = float(str(score))
        fields |= {"elo_lower": middle - float(str(low)), "elo_upper": middle + float(str(high))}
    yield str(row.get("model")), fields


def _page_price(row: Any) -> Rows:
    if row.get("price_completion") is not None:
        yield (
            str(row.get("model")),
            {
                "name": row.get("model"),
                "input_usd_per_mtok": row.get("price_prompt"),
                "output_usd_per_mtok": row.get("price_completion"),
                "basis": "unverified",
                "organization": row.get("vendor"),
            },
        )


# --------------------------------------------------------------------------------------------------------
# Price lists


def _arena_price(row: Any) -> Rows:
    """Read the Arena's own tables, whose key of the model changed: model_key, then model_api_name."""
    name = row.get("model_api_name", row.get("model_key"))
    if _plain(row.get("output_token_price")) is not None:
        yield (
            str(name),
            {
                "name": name,
                "input_usd_per_mtok": row.get("input_token_price"),
                "output_usd_per_mtok": row.get("output_token_price"),
                "basis": "arena",
                "source": row.get("price_source", row.get("source")),
                "organization": row.get("organization"),
            },
        )


def _litellm_price(item: Any) -> Rows:
    name, row = item
    if name == "sample_spec" or not isinstance(row, Mapping) or row.get("mode", "chat") not in _TEXT_MODES:
        return
    provider = row.get("litellm_provider") or (name.partition("/")[0] if "/" in name else None)
    flat = [row] if row.get("output_cost_per_token") is not None else []
    for rates in _shortest([*flat, *_shortest(row.get("tiered_pricing"))]) or [row]:
        yield (
            name,
            {
                "name": name,
                "input_usd_per_mtok": _million(rates.get("input_cost_per_token"), 1e6),
                "cached_input_usd_per_mtok": _million(rates.get("cache_read_input_token_cost"), 1e6),
                "output_usd_per_mtok": _million(rates.get("output_cost_per_token"), 1e6),
                "provider": provider,
                "basis": sold_as(provider, name),
                "source": row.get("source"),
            },
        )


def _modelsdev_price(item: Any) -> Rows:
    provider, doc, name, row = item
    cost = row.get("cost") or {}
    for rates in ([] if cost.get("output") is not None else _shortest(cost.get("tiers"))) or [cost]:
        yield (
            f"{provider}: {name}",
            {
                "name": name,
                "input_usd_per_mtok": rates.get("input"),
                "cached_input_usd_per_mtok": rates.get("cache_read"),
                "output_usd_per_mtok": rates.get("output"),
                "provider": provider,
                "basis": sold_as(provider, name),
                "source": doc,
                "open_weights": row.get("open_weights"),
                "released": _day(row.get("release_date")),
            },
        )


def _modelsdev_items(content: Any) -> Iterator[Any]:
    for provider, about in content.items():
        models = about.get("models") if isinstance(about, Mapping) else None
        for name, row in (models if isinstance(models, Mapping) else {}).items():
            yield provider, about.get("doc"), name, row


def _openrouter_price(row: Any) -> Rows:
    told = row.get("pricing") or {}
    for pricing in _shortest(told) if isinstance(told, list) else [told]:
        yield (
            str(row.get("id")),
            {
                "name": row.get("id"),
                "input_usd_per_mtok": _million(pricing.get("prompt"), 1e6),
                "cached_input_usd_per_mtok": _million(pricing.get("input_cache_read"), 1e6),
                "output_usd_per_mtok": _million(pricing.get("completion"), 1e6),
                "provider": "openrouter",
                "basis": "host",
                "open_weights": True if row.get("hugging_face_id") else None,
            },
        )


def _llm_price(item: Any) -> Rows:
    vendor, model = item
    for price in model.get("price_history") or [model]:
        yield (
            str(model.get("id")),
            {
                "name": model.get("id"),
                "input_usd_per_mtok": price.get("input"),
                "cached_input_usd_per_mtok": price.get("input_cached"),
                "output_usd_per_mtok": price.get("output"),
                "provider": vendor or model.get("vendor"),
                "basis": sold_as(vendor or model.get("vendor"), str(model.get("id"))),
                "start": _day(price.get("from_date")),
                "until": _day(price.get("to_date")),
            },
        )


def _model_price(item: Any) -> Rows:
    provider, name, modes = item
    # a model that has other modes only is named as one without a price
    steps = [step for step in modes.get("standard") or [] if step.get("rates")] or [{"rates": {}}]
    for step, following in zip(steps, [*steps[1:], {}], strict=True):
        rates = step["rates"]
        yield (
            f"{provider}: {name}",
            {
                "name": name,
                "input_usd_per_mtok": rates.get("input"),
                "cached_input_usd_per_mtok": rates.get("cache_read"),
                "output_usd_per_mtok": rates.get("output"),
                "provider": provider,
                "basis": sold_as(provider, name),
                "start": _day(step.get("start") or rates.get("valid_from")),
                "until": _day(following.get("start")),
                "source": rates.get("source"),
            },
        )


def _model_items(content: Any) -> Iterator[Any]:
    for provider, models in content["prices"].items():
        for name, modes in (models if isinstance(models, Mapping) else {}).items():
            yield provider, name, modes


def _genai_price(item: Any) -> Rows:
    provider, model = item
    prices = model.get("prices")
    steps = prices if isinstance(prices, list) else [{"prices": prices}]
    hourly, always = list[Any](), list[Any]()
    for step in steps:
        (hourly if "start_time" in (step.get("constraint") or {}) else always).append(step)
    # where the price depends on the hour, the dearer is the standard rate, and the other a discount
    dearer = bool(hourly) and (not always or _output(hourly[0]) > _output(always[-1]))
    for step in hourly[:1] if dearer else always:
        rates, limit = step.get("prices") or {}, step.get("constraint") or {}
        yield (
            f"{provider}: {model.get('id')}",
            {
                "name": model.get("id"),
                "input_usd_per_mtok": _tier(rates.get("input_mtok")),
                "cached_input_usd_per_mtok": _tier(rates.get("cache_read_mtok")),
                "output_usd_per_mtok": _tier(rates.get("output_mtok")),
                "provider": provider,
                "basis": sold_as(provider, str(model.get("id"))),
                "start": _day(limit.get("start_date")),
            },
        )


def _output(step: Any) -> float:
    return float(_tier((step.get("prices") or {}).get("output_mtok")) or 0)


def _genai_items(content: Any) -> Iterator[Any]:
    for provider in content:
        models = provider.get("models") if isinstance(provider, Mapping) else None
        for model in models if isinstance(models, list) else []:
            yield provider.get("id"), model


def _tier(rate: Any) -> Any:
    """Return the price of the shortest context, where it depends on it."""
    if not isinstance(rate, Mapping):
        return rate
    tiers = [] if rate.get("base") is not None else _shortest(rate.get("tiers"))
    return tiers[0].get("price") if len(tiers) == 1 else rate.get("base")


def _shortest(tiers: Any) -> list[Any]:
    """Return the tiers of the shortest context: one, or several that cannot be told apart."""
    from_of = [(_begins(tier), tier) for tier in tiers or () if isinstance(tier, Mapping)]
    least = min((begin for begin, _ in from_of), default=0.0)
    return [tier for begin, tier in from_of if begin == least]


def _begins(tier: Any) -> float:
    """Return from how many tokens of context a tier holds, as the lists write it; 0 where it does not say."""
    bound = next(
        (tier[name] for name in ("range", "context", "tier", "min_context", "start", "min") if name in tier), 0
    )
    if isinstance(bound, Mapping):
        bound = next((bound[name] for name in ("min", "size", "start") if name in bound), 0)
    elif isinstance(bound, list):
        bound = bound[0]
    return float(bound or 0)


# Whose prices are list prices: the maker's own, of its own models. Each API with its maker, by the letters of the
# table's name of it, and what the maker's models are called; others' models are sold there too.
_OWN_APIS = {
    "anthropic": ("anthropic", "claude"), "mistral": ("mistral", "[sx]tral"), "mistralai": ("mistral", "[sx]tral"),
    "deepseek": ("deepseek", "deepseek"), "xai": ("xai", "grok"), "cohere": ("cohere", "command|aya"),
    "coherechat": ("cohere", "command|aya"), "moonshot": ("moonshot", "kimi|moonshot"),
    "moonshotai": ("moonshot", "kimi|moonshot"), "zai": ("zai", "^glm"), "minimax": ("minimax", r"minimax|abab|^m\d"),
    "stepfun": ("stepfun", "step"), "xiaomi": ("xiaomi", "mimo"), "xiaomimimo": ("xiaomi", "mimo"),
    "tencent": ("tencent", r"hunyuan|^hy-?\d"), "hunyuan": ("tencent", r"hunyuan|^hy-?\d"),
    "baidu": ("baidu", "ernie|wenxin"), "bytedance": ("bytedance", "doubao|seed"),
    "meituan": ("meituan", "longcat"), "longcat": ("meituan", "longcat"),
    "thinkingmachines": ("thinkingmachines", "inkling"), "inceptionai": ("inceptionai", "mercury"),
    "inception": ("inceptionai", "mercury"), "01ai": ("01ai", "^yi"), "metallama": ("meta", "llama|muse"),
    "meta": ("meta", "llama|muse"), "llama": ("meta", "llama|muse"), "ai21": ("ai21", "^j2|jamba|jurassic"),
    "reka": ("reka", "reka"), "upstage": ("upstage", "solar"),
}  # fmt: skip
# Platforms of which only this is the maker's own offer, whatever else of its models is hosted there.
_PLATFORMS = {
    "openai": ("openai", "^(?!gpt-oss)"), "volcengine": ("bytedance", "doubao|seed"), "gemini": ("google", "gemini"),
    "google": ("google", "gemini|bison"), "vertexai": ("google", "^gemini|bison"),
    "vertexailanguagemodels": ("google", "gemini|bison"), "vertexaichatmodels": ("google", "bison"),
    "vertexaitextmodels": ("google", "bison"), "dashscope": ("alibaba", "qwen|qwq|qvq"),
    "alibaba": ("alibaba", "qwen|qwq|qvq"), "bedrock": ("amazon", "nova|titan"),
    "bedrockconverse": ("amazon", "nova|titan"), "amazonbedrock": ("amazon", "nova|titan"),
    "aws": ("amazon", "nova|titan"), "amazonnova": ("amazon", "nova"), "amazon": ("amazon", "nova|titan"),
    "nvidia": ("nvidia", "nemotron"), "databricks": ("databricks", "dbrx"), "ibm": ("ibm", "granite"),
    "perplexity": ("perplexity", "sonar|pplx"), "arcee": ("arceeai", "trinity|virtuoso|maestro|coder"),
}  # fmt: skip
# The named hosts of open weights, in the order in which the table takes them.
HOSTS = {
    "togetherai": 0, "together": 0, "deepinfra": 1, "fireworksai": 2, "fireworks": 2, "groq": 3, "bedrock": 4,
    "bedrockconverse": 4, "amazonbedrock": 4, "aws": 4, "azureai": 5, "azure": 5, "novita": 6, "novitaai": 6,
    "nebius": 7, "cerebras": 8, "sambanova": 9, "replicate": 10, "arcee": 11, "baseten": 12, "openrouter": 13,
}  # fmt: skip


def letters(text: object) -> str:
    """Return what tells a name whatever its case and punctuation."""
    return re.sub(r"[\W_]", "", str(text)).lower()


def maker_of(provider: str) -> str | None:
    """Return the letters of the maker whose own API this is; None if it is not known to be one."""
    owner = (_OWN_APIS | _PLATFORMS).get(letters(provider))
    return owner[0] if owner else None


def sold_as(provider: object, name: str, maker: str | None = None) -> str:
    """Tell whose price it is: the maker's own, that of a named host, or that of somebody who resells.

    Parameters
    ----------
    provider : str
        Who sells it, as the feed says.
    name : str
        The feed's name of the model.
    maker : str, optional
        Who made the model, as the table says; guessed from the name if not given.

    Returns
    -------
    str
        ``list`` only for the maker's own models, else ``host`` or ``unverified``.
    """
    who = letters(provider or name.partition("/")[0])
    owner, names = (_OWN_APIS | _PLATFORMS).get(who, (who, ""))
    sounds_own = bool(names) and re.search(names, name.rpartition("/")[2].lower()) is not None
    own = sounds_own if maker is None else letters(maker) == owner and (sounds_own or who not in _PLATFORMS)
    return "list" if own and who else "host" if who in HOSTS else "unverified"


_TEXT_MODES = ("chat", "completion", "responses")


def _rows_have(content: Any, *columns: str) -> bool:
    """Tell whether content is a table whose first row has one of each of these columns, alternatives by |."""
    first = content[0] if isinstance(content, list) and content and isinstance(content[0], Mapping) else {}
    return bool(first) and all(any(name in first for name in column.split("|")) for column in columns)


def _has_cost(row: Any) -> bool:
    return isinstance(row, Mapping) and any(
        str(name).endswith("cost_per_token") or name == "tiered_pricing" for name in row
    )


_SHAPES: dict[str, _Shape] = {
    "arena-table": _Shape(
        "the Arena's table (CSV or JSON rows with a score and an interval like +5/-6)",
        lambda c: _rows_have(c, "model|Model", "arena_score|Score|Arena Score", "95_pct_ci|95% CI (±)|95% CI"),
        scores=(lambda c: c, _table_score),
    ),
    "arena-ratings": _Shape(
        "ratings by the Arena's key (CSV with key and rating)",
        lambda c: _rows_have(c, "key", "rating"),
        scores=(lambda c: c, _key_score),
        as_of=lambda c: c[0].get("date"),
    ),
    "arena-dataset": _Shape(
        "the Arena's official dataset (rows with model_name and rating; JSON, CSV or Parquet)",
        lambda c: _rows_have(_newest_rows(c["rows"] if isinstance(c, dict) else c), "model_name", "rating"),
        scores=(lambda c: _newest_rows(c["rows"] if isinstance(c, dict) else c), _dataset_score),
        board=lambda c: (
            "text-style-control" if "style_control" in str(c.get("meta", {}).get("subset", "")) else "text"
        )
        if isinstance(c, dict) and "meta" in c
        else None,
        as_of=lambda c: (
            (c.get("meta", {}).get("leaderboard_publish_date") if isinstance(c, dict) else None)
            or _newest_rows(c["rows"] if isinstance(c, dict) else c)[0].get("leaderboard_publish_date")
        ),
    ),
    "arena-page": _Shape(
        "the leaderboard page's export (meta, and models with score and ci_low)",
        lambda c: "leaderboard" in c["meta"] and "score" in c["models"][0],
        scores=(lambda c: c["models"], _page_score),
        prices=(lambda c: c["models"], _page_price),
        as_of=lambda c: c["meta"].get("last_updated") or c["meta"].get("fetched_at"),
    ),
    "arena-catalogue": _Shape(
        "the Arena's catalogue (category -> model -> rating)",
        lambda c: any("rating" in row for row in c["full"].values()),
        scores=(lambda c: c["full"].items(), _catalogue_score),
    ),
    "arena-prices": _Shape(
        "the Arena's price tables (CSV or JSON with input_token_price and output_token_price)",
        lambda c: _rows_have(c, "model_key|model_api_name", "input_token_price", "output_token_price"),
        prices=(lambda c: c, _arena_price),
    ),
    "model-prices": _Shape(
        "model-prices' snapshot (prices by provider, model and mode, dated)",
        lambda c: isinstance(c["prices"], dict) and "updated_at" in c,
        prices=(_model_items, _model_price),
        as_of=lambda c: c.get("updated_at"),
    ),
    "llm-prices": _Shape(
        "llm-prices (vendor with models and their price_history, or its list of prices)",
        lambda c: ("vendor" in c and "price_history" in c["models"][0])
        or (isinstance(c["prices"], list) and "vendor" in c["prices"][0]),
        prices=(lambda c: ((c.get("vendor"), row) for row in c.get("models") or c["prices"]), _llm_price),
        as_of=lambda c: c.get("updated_at"),
    ),
    "openrouter": _Shape(
        "OpenRouter's /api/v1/models (data with pricing.prompt, USD per token)",
        lambda c: "pricing" in c["data"][0],
        prices=(lambda c: c["data"], _openrouter_price),
    ),
    "genai-prices": _Shape(
        "genai-prices' data (a list of providers with models and input_mtok)",
        lambda c: "models" in c[0] and "prices" in c[0]["models"][0],
        prices=(_genai_items, _genai_price),
    ),
    "litellm": _Shape(
        "LiteLLM's model_prices_and_context_window.json (USD per token)",
        lambda c: isinstance(c, dict) and ("sample_spec" in c or any(_has_cost(row) for row in c.values())),
        prices=(lambda c: c.items(), _litellm_price),
    ),
    "models.dev": _Shape(
        "models.dev's api.json (providers with models and cost, USD per million)",
        lambda c: any("cost" in row for *_, row in _modelsdev_items(c)),
        prices=(_modelsdev_items, _modelsdev_price),
    ),
}  # fmt: skip
KINDS = tuple(_SHAPES)


# --------------------------------------------------------------------------------------------------------
# From elsewhere than a file


def is_url(text: str) -> bool:
    """Tell whether a name of a feed is an address on the web."""
    return text.lower().startswith(("http://", "https://"))


def read_url(
    url: str,
    *,
    timeout: float = 30.0,
    limit: int = MAX_BYTES,
    progress: Callable[[str], None] = lambda _: None,
) -> bytes:
    """Download a public feed.

    Parameters
    ----------
    url : str
        Its address, http or https. Redirects are followed, but not from https to http.
    timeout : float
        Seconds that it may take in all.
    limit : int
        Bytes that are read at most, unpacked.
    progress : callable
        Called with a text while it is read, and with an empty one at the end.

    Returns
    -------
    bytes
        The content, whole.

    Raises
    ------
    FeedError
        If it cannot be had: no network, no such host, an answer that is not 200, too slow, too large, cut off, or
        asking for a name and password, which are never sent.
    """
    try:
        urllib3: Any = import_module("urllib3")
    except ImportError:
        hint = "pip install urllib3, or download it and give the file"
        raise FeedError(f"addresses are read with urllib3: {hint}") from None
    until, asked = time.monotonic() + timeout, url
    url = url.partition("?")[0]  # what follows may be somebody's key, and messages are kept
    try:
        return _download(urllib3, asked, until, limit, progress)
    except urllib3.exceptions.SSLError as error:
        raise FeedError(f"{url} cannot prove who it is: {error}") from None
    except urllib3.exceptions.NewConnectionError:
        raise FeedError(f"{url} cannot be reached; is there a network? A downloaded file does as well") from None
    except urllib3.exceptions.TimeoutError:
        raise FeedError(f"{url} does not answer in time ({timeout:g} seconds); try again, or give a file") from None
    except (urllib3.exceptions.IncompleteRead, urllib3.exceptions.ProtocolError):
        raise FeedError(f"{url} was cut off; try again, or download it and give the file") from None
    except FeedError:
        raise
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:  # also of an address that is none
        raise FeedError(f"{url} cannot be read: {error}") from None
    finally:
        progress("")


def _download(urllib3: Any, url: str, until: float, limit: int, progress: Callable[[str], None]) -> bytes:
    here, url = url, url.partition("?")[0]
    for _ in range(_REDIRECTS + 1):
        parts = urllib3.util.parse_url(here)
        if parts.auth:
            raise FeedError(f"{parts.host}: the address holds a name or password, and none is ever sent; leave it out")
        wait = urllib3.Timeout(connect=max(0.1, until - time.monotonic()), read=max(0.1, until - time.monotonic()))
        proxy = None if proxy_bypass(parts.host or "") else getproxies().get(parts.scheme)
        pool = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
        with pool:
            answer = pool.request(
                "GET", here, headers=_HEADERS, timeout=wait, retries=False, redirect=False, preload_content=False
            )
            try:
                there = answer.get_redirect_location()
                if not there:
                    return _body(answer, url, until, limit, progress)
            finally:
                answer.close()
        try:
            following = urljoin(here, there)
        except ValueError:
            following = there
        if not is_url(following) or (here.lower().startswith("https:") and not following.lower().startswith("https:")):
            raise FeedError(f"{url} sends on to {following.partition('?')[0][:200]!r}, which is not followed")
        here = following
    raise FeedError(f"{url} sends on more than {_REDIRECTS} times")


def _body(answer: Any, url: str, until: float, limit: int, progress: Callable[[str], None]) -> bytes:
    if answer.status != 200:
        raise FeedError(f"{url} answers {answer.status} {_PHRASES.get(answer.status, '')}".rstrip())
    encoding = answer.headers.get("Content-Encoding", "identity").lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise FeedError(f"{url} is packed as {encoding!r}, which was not asked for")
    unpack = None if encoding == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 16)
    data = bytearray()
    while chunk := answer.read1(2**16, decode_content=False):
        try:
            data += unpack.decompress(chunk, limit + 1 - len(data)) if unpack else chunk
        except zlib.error:
            raise FeedError(f"{url} says that it is gzip, and is not") from None
        if len(data) > limit:
            raise FeedError(f"{url} has more than {limit:,} bytes, and no more are read; is it the right address?")
        if time.monotonic() > until:
            raise FeedError(f"{url} is too slow: {len(data):,} bytes so far; try again, or give a file")
        progress(f"{url[:60]}: {len(data) / 2**20:.1f} MB")
    if unpack and not unpack.eof:
        raise FeedError(f"{url} was cut off; try again, or download it and give the file")
    return bytes(data)


def _genai_steps(prices: Any) -> list[dict[str, Any]]:
    """Return the package's prices of a model as its data has them."""
    steps = []
    for step in prices if isinstance(prices, list) else [prices]:
        rates, limit = getattr(step, "prices", step), getattr(step, "constraint", None)
        told = {name: getattr(rates, name, None) for name in ("input_mtok", "cache_read_mtok", "output_mtok")}
        plain = {name: getattr(rate, "base", rate) for name, rate in told.items()}  # the shortest context
        days = {name: getattr(limit, name) for name in ("start_date", "start_time") if hasattr(limit, name)}
        steps.append({"prices": {k: v if v is None else float(v) for k, v in plain.items()}, "constraint": days})
    return steps


_REDIRECTS = 5
_HEADERS = {"User-Agent": "frontier", "Accept-Encoding": "gzip"}
_PHRASES = {status.value: status.phrase for status in HTTPStatus}
INSTALLED = "genai-prices"


def read_installed() -> Feed:
    """Return the prices that the package genai-prices carries, where it is installed.

    Returns
    -------
    Feed
        As of the last day on which one of its prices began: the package does not tell the day of its data, and it is
        not older than that.

    Raises
    ------
    FeedError
        If the package is not installed, or has another shape than it had.
    """
    try:
        data: Any = import_module("genai_prices.data")
    except ImportError:
        raise FeedError(f"the package {INSTALLED} is not installed: pip install {INSTALLED}, or give a file") from None
    try:
        providers = [
            {"id": provider.id, "models": [{"id": m.id, "prices": _genai_steps(m.prices)} for m in provider.models]}
            for provider in data.providers
        ]
    except _WRONG as error:
        raise FeedError(f"the package {INSTALLED} has no known shape: {error}; give a file of its data") from None
    feed = _read("genai-prices", _SHAPES["genai-prices"], providers, f"{INSTALLED} {version(INSTALLED)}")
    days = [price.start for price in feed.prices if price.start and price.start <= dt.date.today()]
    return replace(feed, as_of=max(days, default=None))
