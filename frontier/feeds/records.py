"""What a feed says: scores and prices of named models, and what in it is wrong."""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

# The largest public list has 4 MB and 60,000 objects; what is beyond these would cost time and memory for nothing.
MAX_BYTES = 16 * 2**20


MAX_OBJECTS, MAX_ROWS, MAX_CELLS = 300_000, 50_000, 5_000_000


FIRST_BOARD = dt.date(2023, 1, 1)  # no leaderboard is older, so a list of an earlier day has a wrong clock


# Beyond these a price per million tokens is a slip of the unit: the table's run from 0.012 to 150.
ABSURD, TINY = 2_000, 0.002


class FeedError(ValueError):
    """A feed that cannot be read at all: what it was taken for, and what is known; one line that can be printed."""

    def __init__(self, message: object) -> None:
        super().__init__(one_line(message))


def one_line(text: object, most: int = 1000) -> str:
    """Return a message without what a terminal obeys, whatever a feed put into it."""
    try:
        words = str(text)[:most]
    except RecursionError:
        return "something nested too deeply"
    return " ".join("".join(c if c.isprintable() else " " if c.isspace() else "?" for c in words).split())


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
        return one_line(f"{self.name}: {self.reason}")


def plain(value: object) -> object:
    """Return numbers that a feed writes as text as such, and what stands for nothing as None."""
    if isinstance(value, str):
        text = value.strip()
        return None if text[:8].lower() in ("", "null", "none", "nan", "-", "n/a", "unknown") else text
    return None if isinstance(value, float) and math.isnan(value) else value


def no_bool(value: object) -> object:
    """Return a number of a feed; refuse true and false, which Python takes for numbers."""
    if isinstance(value, bool):
        raise ValueError("must be a number, not true or false")
    return plain(value)


Text = Annotated[str, BeforeValidator(plain), Field(min_length=1, max_length=300)]


Words = Annotated[Annotated[str, Field(max_length=1000)] | None, BeforeValidator(plain)]


Points = Annotated[float, Field(allow_inf_nan=False, gt=-10_000, lt=10_000)]


Score = Annotated[Points, BeforeValidator(no_bool)]


End = Annotated[Points | None, BeforeValidator(no_bool)]


# as many digits as a file keeps, so that what was written is the same when it is read again
Digits = AfterValidator(lambda value: float(f"{value:.10g}"))


Price = Annotated[Annotated[float, Field(allow_inf_nan=False), Digits] | None, BeforeValidator(no_bool)]


def _whole(value: object) -> object:
    """Return a count, which feeds also write as 23,626 and 23626.0."""
    value = no_bool(value)
    if isinstance(value, str):
        value = value.replace(",", "")
    return int(float(value)) if isinstance(value, str | float) else value


Votes = Annotated[Annotated[int, Field(ge=0, lt=2**53)] | None, BeforeValidator(_whole)]


class ScoreRecord(BaseModel, frozen=True):
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
        low, high = self.elo_lower, self.elo_upper
        if low is not None and high is not None and not low <= self.elo <= high:
            raise ValueError(f"score {self.elo:g} is outside its interval {low:g} to {high:g}")
        return self


class PriceRecord(BaseModel, frozen=True):
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

    @model_validator(mode="after")
    def _is_a_price(self) -> PriceRecord:
        output, cost = self.output_usd_per_mtok, self.input_usd_per_mtok
        if output is None:
            raise ValueError("has no price" if cost is None else "has no output price")
        if min(output, cost or output) < 0:
            raise ValueError("has a price below zero, which is none")
        if output == 0 or cost == 0:
            raise ValueError("has a price of zero or less: a free tier or preview is not a price")
        most = max(output, cost or 0, self.cached_input_usd_per_mtok or 0)
        if most > ABSURD or output < TINY:
            odd = most if most > ABSURD else output
            raise ValueError(f"has a price of {odd:,.6g} USD per million tokens, which is a slip of the unit")
        return self


@dataclass(frozen=True)
class Feed:
    """What a public feed says.

    Made by `read_feed`.

    Attributes
    ----------
    kind : str
        The format it was recognized as, one of `KINDS`.
    scores : tuple of ScoreRecord
        The scores, in the order of the feed.
    prices : tuple of PriceRecord
        The prices, in the order of the feed.
    board : str or None
        The leaderboard of the scores, where the feed states it: ``text`` or ``text-style-control``.
    as_of : datetime.date or None
        The day of the feed, where it states one.
    problems : tuple of FeedProblem
        The rows that were left out, and why.
    source : str
        Where it came from, as given to `read_feed`.
    """

    kind: str
    scores: tuple[ScoreRecord, ...]
    prices: tuple[PriceRecord, ...]
    board: str | None
    as_of: dt.date | None
    problems: tuple[FeedProblem, ...]
    source: str = ""


Rows = Iterator[dict[str, Any]]  # the fields of records


Reader = tuple[Callable[[Any], Iterable[Any]], Callable[[Any], Rows]]


WRONG = (KeyError, TypeError, AttributeError, IndexError, ValueError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Shape:
    """A known shape of a feed: how to recognize it, and how to read its rows."""

    what: str
    fits: Callable[[Any], bool]
    scores: Reader | None = None  # what its items are, and what each of them says
    prices: Reader | None = None
    board: Callable[[Any], str | None] = lambda _: None
    as_of: Callable[[Any], object] = lambda _: None


@cache
def columns_of(record: str) -> dict[str, str]:
    """Return what feeds call each field of a ``score`` or a ``price``, alternatives by |."""
    text = files("frontier.feeds").joinpath("columns.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)[record])


def fields(row: Any, **columns: str) -> dict[str, Any]:
    """Return the fields of a record from the columns of a row; of alternatives by | the first that the row has."""
    return {
        field: next((row[name] for name in names.split("|") if name in row), None) for field, names in columns.items()
    }


def rows_have(content: Any, *columns: str) -> bool:
    """Return whether content is a table whose first row has one of each of these columns, alternatives by |."""
    first = content[0] if isinstance(content, list) and content and isinstance(content[0], Mapping) else {}
    return bool(first) and all(any(name in first for name in column.split("|")) for column in columns)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")  # of no locale


def day_of(value: object) -> dt.date | None:
    """Return a day that a feed writes as 2025-02-14, 20250214, a time, Aug 21, 2026, 21 August 2026, or since 1970."""
    value = plain(value)
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float) and not 19_000_101 <= value <= 21_001_231:
        seconds = value / 1000 if value > 1e11 else value
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date() if 1e9 < seconds < 4e9 else None
    text = f"{value:.0f}" if isinstance(value, float) else str(value).lower()
    if found := re.match(r"(\d{4})-?(\d\d)-?(\d\d)", text):
        return dt.date(*map(int, found.groups()))
    found = re.match(r"(?:([a-z]{3})[a-z]*\.? (\d\d?),?|(\d\d?) ([a-z]{3})[a-z]*\.?) (\d{4})\b", text)
    month = found and (found[1] or found[4])
    return dt.date(int(found[5]), _MONTHS.index(month) + 1, int(found[2] or found[3])) if found and month else None
