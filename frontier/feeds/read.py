"""Public leaderboards and price lists: recognized by their content and read."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any

from pydantic import ValidationError

from frontier.feeds import records
from frontier.feeds.leaderboards import DATASET_COLUMNS, LEADERBOARDS, PUBLISHED, newest_of
from frontier.feeds.price_lists import PRICE_LISTS
from frontier.feeds.records import WRONG, Feed, FeedError, FeedProblem, PriceRecord, Reader, ScoreRecord, day_of

SHAPES = LEADERBOARDS | PRICE_LISTS  # the first that fits counts

KINDS = tuple(SHAPES)

_RIGHT = "; is it the right one?"

_TWICE = "a key stands twice in the feed, with different values"


def read_feed(data: bytes, *, source: str = "") -> Feed:
    """Read a public leaderboard or price list, recognized by its content.

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
    if len(data) > records.MAX_BYTES:
        raise FeedError(f"{where} has {len(data):,} bytes, and at most {records.MAX_BYTES:,} are read{_RIGHT}")
    readings, problems = _content(data, where)
    kinds = list(dict.fromkeys(map(_kind_of, readings)))
    if None in kinds:
        shapes = "; ".join(shape.what for shape in SHAPES.values())
        begins = repr(data[:60].decode("utf-8", "replace"))
        raise FeedError(f"{where} has no known shape, its content begins with {begins}; known are: {shapes}")
    if len(kinds) > 1:
        raise FeedError(f"{where} has the key {problems[0].name} twice, and is {kinds[0]} or {kinds[1]} by it")
    feed, *others = (_read(str(kinds[0]), content, source) for content in readings)
    feed = _merged(feed, *others) if others else feed
    return replace(feed, problems=(*problems, *feed.problems))


def _kind_of(content: Any) -> str | None:
    for kind, shape in SHAPES.items():
        with suppress(*WRONG):
            if shape.fits(content):
                return kind
    return None


def _merged(first: Feed, other: Feed) -> Feed:
    """Return what holds in both readings of a feed that has a key twice; doubt or leave out what does not."""
    ours, theirs = ({score.name: score for score in feed.scores} for feed in (first, other))
    unsure = [name for name in ours | theirs if ours.get(name) != theirs.get(name)]
    twice = [FeedProblem(name[:80], f"has two scores or none: {_TWICE}") for name in unsure]
    sure = set(first.prices) & set(other.prices)
    prices = dict.fromkeys([*first.prices, *other.prices])
    return replace(
        first,
        scores=tuple(score for score in first.scores if score.name not in unsure),
        prices=tuple(price if price in sure else price.model_copy(update={"doubt": _TWICE}) for price in prices),
        board=first.board if first.board == other.board else None,
        as_of=first.as_of if first.as_of == other.as_of else None,
        problems=tuple(dict.fromkeys([*first.problems, *other.problems, *twice])),
    )


def _content(data: bytes, where: str) -> tuple[list[Any], list[FeedProblem]]:
    """Return the parsed content: of JSON the values, of a table a list of rows; several where a key stands twice."""
    if data[:4] == b"PAR1":
        return [_parquet(data, where)], []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FeedError(f"{where} is not UTF-8 text, and no Parquet file; is it compressed?") from None
    start = text.lstrip()[:15].lower()
    if not start:
        raise FeedError(f"{where} is empty")
    if start.startswith(("<!doctype", "<html", "<?xml")):
        raise FeedError(f"{where} is a web page, not data; give the address of the file itself")
    try:
        return _readings(text, where) if start[0] in "{[" else ([_table(text, where)], [])
    except csv.Error as error:
        raise FeedError(f"{where} is neither JSON nor CSV: {error}") from None
    except FeedError:
        raise
    except (ValueError, RecursionError) as error:
        raise FeedError(f"{where} begins as JSON and is none: {error}; was it cut off?") from None


def _readings(text: str, where: str) -> tuple[list[Any], list[FeedProblem]]:
    """Return JSON as it reads; where one object has a key with several values, also with another of them."""
    if text.count("{") + text.count("[") > records.MAX_OBJECTS:
        raise FeedError(
            f"{where} has more than {records.MAX_OBJECTS:,} objects and lists, and no more are read{_RIGHT}"
        )
    times, different = Counter[str](), set[str]()  # how often a key stands in one object

    def object_of(pairs: list[tuple[str, Any]], *, other: bool) -> dict[str, Any]:
        if len(dict(pairs)) == len(pairs):
            return dict(pairs)
        first = dict[str, Any]()
        for key, value in pairs:
            first.setdefault(key, value)
        others = {key: value for key, value in pairs if value != first[key]}
        often = Counter(key for key, _ in pairs)
        times.update({key: often[key] - times[key] for key in often if often[key] > max(1, times[key])})
        different.update(others)
        return first | others if other else first

    readings = [json.loads(text, object_pairs_hook=partial(object_of, other=False))]
    if different:
        readings.append(json.loads(text, object_pairs_hook=partial(object_of, other=True)))
    values = {True: "different values: what depends on it is doubted", False: "the same value"}
    return readings, [
        FeedProblem(key[:80], f"stands {often} times in one object, with {values[key in different]}", is_row=False)
        for key, often in times.items()
    ]


def _table(text: str, where: str) -> list[dict[str, Any]]:
    """Return the rows of a CSV file by their header."""
    reader = csv.DictReader(io.StringIO(text), strict=True)
    header = list(reader.fieldnames or ())
    lines = text.count("\n")
    if lines > records.MAX_OBJECTS or lines * len(header) > records.MAX_CELLS:
        raise FeedError(f"{where} has {lines:,} lines of {len(header):,} cells, which is more than is read{_RIGHT}")
    _refuse_twice(filter(None, header), where)
    return list(reader)


def _refuse_twice(columns: Iterable[str], where: str) -> None:
    for name, times in Counter(columns).items():
        if times > 1:
            raise FeedError(f"{where} has the column {name[:80]!r} twice; which of them counts? Take one out")


def _parquet(data: bytes, where: str) -> Any:
    """Return the rows of the newest leaderboard in a Parquet file; rows of equal cells share them."""
    try:
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise FeedError(f"{where} is Parquet, which needs pyarrow: pip install pyarrow") from None
    try:
        wanted = [name for name in parquet.read_schema(io.BytesIO(data)).names if name in DATASET_COLUMNS]
        _refuse_twice(wanted, where)
        file = parquet.ParquetFile(io.BytesIO(data), read_dictionary=wanted)
        size = sum(file.metadata.row_group(k).total_byte_size for k in range(file.metadata.num_row_groups))
        if file.metadata.num_rows > records.MAX_OBJECTS or size > 8 * records.MAX_BYTES:
            raise FeedError(f"{where} is Parquet that unpacks to more than is read{_RIGHT}")
        table = file.read(columns=wanted)
        columns = {name: _cells(table[name]) for name in wanted}
    except FeedError:
        raise
    except Exception as error:
        raise FeedError(f"{where} begins as Parquet and cannot be read: {error}") from None
    newest = newest_of(columns.get(PUBLISHED, ()))
    rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
    return {"rows": [row for row in rows if not newest or row[PUBLISHED] in newest]}


def _cells(column: Any) -> list[Any]:
    """Return a Parquet column as objects, each of them once: a text that all rows share is small in the file."""
    cells = list[Any]()
    for chunk in column.chunks:
        encoded = chunk.dictionary_encode()
        values = [*encoded.dictionary.to_pylist(), None]
        cells += [values[-1 if place is None else place] for place in encoded.indices.to_pylist()]
    return cells


def _read(kind: str, content: Any, source: str) -> Feed:
    shape, problems = SHAPES[kind], list[FeedProblem]()
    scores = _once(_records(ScoreRecord, shape.scores, content, problems), problems) if shape.scores else ()
    found = _records(PriceRecord, shape.prices, content, problems) if shape.prices else ()
    prices = tuple(dict.fromkeys(_with_source(price, source, problems) for price in found))
    if not scores and not prices:
        first = f"; the first: {problems[0]}" if problems else ""
        raise FeedError(f"{source or 'the feed'} is taken for {shape.what}, and no row of it can be read{first}")
    board, day = None, None
    with suppress(*WRONG):
        board, day = shape.board(content), day_of(shape.as_of(content))
    day = day if day and day >= records.FIRST_BOARD else None
    return Feed(kind, scores, prices, board, day, tuple(problems), source)


def _with_source(price: PriceRecord, source: str, problems: list[FeedProblem]) -> PriceRecord:
    """Return a price with its source, and without a cached price that is none."""
    cached = price.cached_input_usd_per_mtok
    if cached is not None and cached <= 0:
        problems.append(FeedProblem(price.name, "has a cached price of zero or less, which is not read"))
        price = price.model_copy(update={"cached_input_usd_per_mtok": None})
    return price if price.source or not source else price.model_copy(update={"source": source})


def _rows(reader: Reader, content: Any) -> Iterator[tuple[Any, dict[str, Any] | Exception]]:
    """Return the name and the fields of each row; if it cannot be read, what is known of it, and why."""
    items, rows = reader
    name: Any = "what follows"
    try:
        for item in items(content):
            name = item.get("model") or item.get("Model") or item.get("id") if isinstance(item, Mapping) else item
            try:
                for row in rows(item):
                    yield row["name"], row
            except WRONG as error:
                yield name, error
            name = "what follows"
    except WRONG as error:
        yield name, error


def _records(record: Any, reader: Reader, content: Any, problems: list[FeedProblem]) -> Iterator[Any]:
    """Validate row by row: a bad one is named, and the rest is read."""
    for number, (name, row) in enumerate(_rows(reader, content)):
        if number >= records.MAX_ROWS:
            raise FeedError(f"the feed has more than {records.MAX_ROWS:,} rows, and no more are read{_RIGHT}")
        if isinstance(row, Exception):
            why = f"cannot be read: {records.one_line(row, 200)}"
        else:
            try:
                yield record(**row)
                continue
            except ValidationError as error:
                first = error.errors(include_url=False, include_input=False)[0]
                why = ": ".join([*map(str, first["loc"]), first["msg"].removeprefix("Value error, ")])
        problems.append(FeedProblem(records.one_line(name, 80), why))


def _once(scores: Iterable[ScoreRecord], problems: list[FeedProblem]) -> tuple[ScoreRecord, ...]:
    """Leave out and name models that stand twice with different scores: which of them is right is unknown."""
    by_name = dict[str, dict[ScoreRecord, None]]()
    for score in scores:
        by_name.setdefault(score.name, {})[score] = None
    for name, found in by_name.items():
        if len(found) > 1:
            points = " and ".join(f"{score.elo:g}" for score in list(found)[:3])
            problems.append(FeedProblem(name[:80], f"stands {len(found)} times, with {points} points"))
    return tuple(score for found in by_name.values() if len(found) == 1 for score in found)
