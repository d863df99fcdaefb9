"""Public leaderboards and price lists: recognized by their content and read."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from pydantic import ValidationError

from frontier.feeds.leaderboards import (
    _DATASET_COLUMNS,
    _catalogue_score,
    _dataset_score,
    _day,
    _key_score,
    _newest_of,
    _newest_rows,
    _page_score,
    _table_score,
)
from frontier.feeds.price_lists import (
    _arena_price,
    _as_far_as_it_goes,
    _genai_items,
    _genai_price,
    _has_cost,
    _is_a_price,
    _litellm_price,
    _llm_price,
    _model_items,
    _model_price,
    _modelsdev_items,
    _modelsdev_price,
    _openrouter_price,
    _page_price,
    _rows_have,
)
from frontier.feeds.records import (
    _WRONG,
    FIRST_BOARD,
    MAX_BYTES,
    MAX_CELLS,
    MAX_LETTERS,
    MAX_OBJECTS,
    MAX_ROWS,
    Feed,
    FeedError,
    FeedProblem,
    PriceRecord,
    Reader,
    ScoreRecord,
    _one_line,
    _told,
)

_MAX_READINGS = 4  # of a key that one object has several times, so many different values


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
