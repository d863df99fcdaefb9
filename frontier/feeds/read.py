"""Public leaderboards and price lists: recognized by their content and read."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

from pydantic import ValidationError

from frontier.feeds import records
from frontier.feeds.leaderboards import DATASET_COLUMNS, LEADERBOARDS, newest_of
from frontier.feeds.price_lists import PRICE_LISTS
from frontier.feeds.records import WRONG, Feed, FeedError, FeedProblem, PriceRecord, Reader, ScoreRecord, Shape, day_of

SHAPES = LEADERBOARDS | PRICE_LISTS  # the first that fits counts

KINDS = tuple(SHAPES)

_MAX_READINGS = 4  # of a key that one object has several times, so many different values

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
    known = [_shape_of(content) for content in readings]
    if None in known:
        shapes = "; ".join(shape.what for shape in SHAPES.values())
        raise FeedError(f"{where} has no known shape, its content begins with {_beginning(data)}; known are: {shapes}")
    kinds = [kind for kind in known if kind]
    if len(set(kinds)) > 1:
        raise FeedError(f"{where} has the key {problems[0].name} twice, and is {kinds[0]} or {kinds[1]} by it")
    feed = _merged([_read(kinds[0], SHAPES[kinds[0]], content, source) for content in readings])
    return replace(feed, problems=(*problems, *feed.problems))


def _shape_of(content: Any) -> str | None:
    for kind, shape in SHAPES.items():
        try:
            if shape.fits(content):
                return kind
        except WRONG:
            continue
    return None


def _merged(feeds: Sequence[Feed]) -> Feed:
    """Return what holds in each reading of a feed that has a key twice; doubt or leave out what does not."""
    first, *others = feeds
    if not others:
        return first
    problems = dict.fromkeys(problem for feed in feeds for problem in feed.problems)
    every = [{score.name: score for score in feed.scores} for feed in feeds]
    scores = list[ScoreRecord]()
    for name in dict.fromkeys(name for one in every for name in one):
        if len({one.get(name) for one in every}) == 1:
            scores.append(every[0][name])
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
    if text.count("{") + text.count("[") > records.MAX_OBJECTS:
        raise FeedError(
            f"{where} has more than {records.MAX_OBJECTS:,} objects and lists, and no more are read{_RIGHT}"
        )
    times, values = Counter[str](), Counter[str]()  # how often a key stands in one object, with how many values

    def object_of(pairs: list[tuple[str, Any]], turn: int) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        different = defaultdict[str, list[Any]](list)
        for key, value in pairs:
            if value not in different[key]:
                different[key].append(value)
            if len(different[key]) > _MAX_READINGS:
                raise FeedError(f"{where} has the key {key[:80]!r} in one object with many values; it is damaged")
        for key, often in Counter(key for key, _ in pairs).items():
            if often > 1:
                times[key] = max(times[key], often)
                values[key] = max(values[key], len(different[key]))
        return {key: others[min(turn, len(others) - 1)] for key, others in different.items()}

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
    if lines > records.MAX_OBJECTS or lines * len(header) > records.MAX_CELLS:
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
        wanted = [name for name in DATASET_COLUMNS if name in there]
        file = parquet.ParquetFile(io.BytesIO(data), read_dictionary=wanted)
        twice = [name for name in wanted if there.count(name) > 1]
        size = sum(file.metadata.row_group(k).total_byte_size for k in range(file.metadata.num_row_groups))
        few = file.metadata.num_rows <= records.MAX_OBJECTS and size <= 8 * records.MAX_BYTES and not twice
        table = newest_of(file.read(columns=wanted)) if few else None
        # a text that all rows share is small in the file, and is not once each row has its own
        few = table is not None and table.num_rows * sum(map(_longest, table.columns)) <= records.MAX_LETTERS
        rows = table.to_pylist() if table is not None and few else []
    except Exception as error:
        raise FeedError(f"{where} begins as Parquet and cannot be read: {error}") from None
    if twice:
        raise FeedError(f"{where} has the column {twice[0]!r} twice; which of them counts? Take one out")
    if not few:
        raise FeedError(f"{where} is Parquet that unpacks to more than is read{_RIGHT}")
    return {"rows": rows}


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


def _read(kind: str, shape: Shape, content: Any, source: str) -> Feed:
    problems: list[FeedProblem] = []
    scores = _once(_records(ScoreRecord, shape.scores, content, problems), problems) if shape.scores else ()
    found = list(_records(PriceRecord, shape.prices, content, problems)) if shape.prices else []
    prices = tuple(
        dict.fromkeys(_with_source(price, source, problems) for price in found if _is_price(price, problems))
    )
    if not scores and not prices:
        first = f"; the first: {problems[0]}" if problems else ""
        raise FeedError(f"{source or 'the feed'} is taken for {shape.what}, and no row of it can be read{first}")
    try:
        board, day = shape.board(content), day_of(shape.as_of(content))
    except WRONG:
        board, day = None, None
    return Feed(
        kind, scores, prices, board, day if day and day >= records.FIRST_BOARD else None, tuple(problems), source
    )


def _is_price(price: PriceRecord, problems: list[FeedProblem]) -> bool:
    """Return whether a price may be written; name one that may not."""
    output, cost = price.output_usd_per_mtok, price.input_usd_per_mtok
    parts = [part for part in (output, cost, price.cached_input_usd_per_mtok) if part is not None]
    why = ""
    if output is None:
        why = "has no price" if cost is None else "has no output price"
    elif min(output, cost or output) < 0:
        why = "has a price below zero, which is none"
    elif output <= 0 or (cost is not None and cost <= 0):
        why = "has a price of zero or less: a free tier or preview is not a price"
    elif max(parts) > records.ABSURD or output < records.TINY:
        odd = max(parts) if max(parts) > records.ABSURD else output
        why = f"has a price of {odd:,.6g} USD per million tokens, which is a slip of the unit"
    problems.extend([FeedProblem(price.name, why)] if why else [])
    return not why


def _with_source(price: PriceRecord, source: str, problems: list[FeedProblem]) -> PriceRecord:
    """Return a price with its source, and without a cached price that is none."""
    cached = price.cached_input_usd_per_mtok
    if cached is not None and cached <= 0:
        problems.append(FeedProblem(price.name, "has a cached price of zero or less, which is not read"))
        price = price.model_copy(update={"cached_input_usd_per_mtok": None})
    return price if price.source or not source else price.model_copy(update={"source": source})


def _readable_items(items: Callable[[Any], Iterable[Any]], content: Any, problems: list[FeedProblem]) -> Iterator[Any]:
    try:
        yield from items(content)
    except WRONG as error:
        problems.append(FeedProblem("what follows", f"cannot be read: {error}"))


def _records(record: Any, reader: Reader, content: Any, problems: list[FeedProblem]) -> Iterator[Any]:
    """Validate row by row: a bad one is named, and the rest is read."""
    items, rows = reader
    seen = 0
    for item in _readable_items(items, content, problems):
        name = item.get("model") or item.get("Model") or item.get("id") if isinstance(item, Mapping) else item
        try:
            for where, fields in rows(item):
                name, seen = where, seen + 1
                if seen > records.MAX_ROWS:
                    break
                try:
                    yield record(**fields)
                except ValidationError as error:
                    first = error.errors(include_url=False, include_input=False)[0]
                    field = ".".join(map(str, first["loc"]))
                    problems.append(
                        FeedProblem(records.one_line(name, 80), f"{field}{': ' if field else ''}{first['msg']}")
                    )
        except WRONG as error:
            problems.append(FeedProblem(records.one_line(name, 80), f"cannot be read: {records.one_line(error, 200)}"))
            seen += 1
        if seen > records.MAX_ROWS:
            raise FeedError(f"the feed has more than {records.MAX_ROWS:,} rows, and no more are read{_RIGHT}")


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
