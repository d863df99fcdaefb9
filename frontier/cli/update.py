"""The command update."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontier.cli.output import _MANY, GOOD, PROBLEMS, CommandError, as_json
from frontier.cli.output import progress as _progress
from frontier.cli.summary import _in_few_lines, _print_update, _to_change

if TYPE_CHECKING:
    import datetime as dt

    from frontier.feeds.records import Feed


def _update(options: argparse.Namespace) -> int:
    import datetime as dt

    from frontier.data.edit import editing
    from frontier.data.parse import CatalogError
    from frontier.data.schema import PRICE_BASES
    from frontier.data.tables import as_day, every_model, load_aliases, load_models, load_prices, table_day
    from frontier.update.apply import apply_update
    from frontier.update.compare import compare_feeds

    if not options.scores and not options.prices:
        raise CommandError("frontier update: error: give --scores FILE, --prices FILE or both")
    feeds = _feeds(options)
    written, problems = list[str](), list[str]()
    path = _to_change(options.data) if options.write else options.data
    try:
        with editing(path) if options.write else contextlib.nullcontext() as tables:
            models = load_models(path, price_basis=PRICE_BASES)
            if not {"elo_date", "board", "price_date", "price_basis"} <= set(models):
                raise ValueError(f"{path} does not say where its values come from, so nothing can be compared with it")
            if models.empty:
                raise ValueError(f"{path} has no snapshot yet, so nothing can be compared with it")
            board = str(models["board"].iloc[0])
            days = [as_day(options.as_of), *(feed.as_of for feed in feeds.values())]
            until = min(max(filter(None, days), default=dt.date.min), dt.date.today())
            if until > table_day(path):  # what was announced may be in force by then
                models = load_models(path, as_of=until, board=board, price_basis=PRICE_BASES)
            update = compare_feeds(
                models,
                feeds,
                as_of=options.as_of,
                board=options.board,
                accept=dict(options.accept),
                trust=options.trust,
                aliases=load_aliases(path),
                known=every_model(path, board=board),
                dated=load_prices(path, as_of=max(until, table_day(path))),
            )
            if tables is not None:
                problems = apply_update(tables, update)
                written = tables.save()
    except CatalogError as error:
        raise CommandError(error, PROBLEMS) from None
    except OSError as error:
        raise CommandError(f"nothing is written: {error}", PROBLEMS) from None
    except ValueError as error:
        raise CommandError(f"nothing is written: {error}" if options.write else error) from None
    left_out = [
        f"{called}: {'left out: ' * problem.is_row}{problem}"
        for called, feed in feeds.items()
        for problem in feed.problems
    ]
    said = _in_few_lines(feeds)
    more = [f"and {len(said) - _MANY} more such lines; --json has all"] if len(said) > _MANY else []
    doubts = list(map(str, tables.doubts)) if tables is not None else []
    doubts = [*doubts[:_MANY], *([f"and {len(doubts) - _MANY} more warnings"] if len(doubts) > _MANY else [])]
    for line in [*said[:_MANY], *more, *(f"not written: {problem}" for problem in problems), *doubts]:
        print(line, file=sys.stderr)
    if options.json:
        told = {"differences": update.differences, "newcomers": update.newcomers, "missing": list(update.missing)}
        rest = {"refused": update.refused(), "left_out": left_out, "not_written": problems, "written": written}
        print(as_json(told | rest))
        return GOOD
    _print_update(update, options)
    if options.write and not options.csv:
        print(f"written: {', '.join(written) or 'nothing'}")
    return GOOD


def _feeds(options: argparse.Namespace) -> dict[str, Feed]:
    """Read each file or address once; every one that cannot be read is named."""
    import datetime as dt
    from dataclasses import replace

    from frontier.feeds.fetch import is_url, read_url
    from frontier.feeds.read import read_feed
    from frontier.feeds.records import FIRST_BOARD, FeedError

    feeds, wrong = dict[str, Any](), list[str]()
    given = list(dict.fromkeys([*options.scores, *options.prices]))
    plain = {one: one.partition("?")[0] if is_url(one) else one for one in given}  # after a ? may be somebody's key
    short = {one: plain[one].rstrip("/").rpartition("/")[2] for one in given}
    for number, one in enumerate(given, 1):
        called = short[one] if list(short.values()).count(short[one]) == 1 else plain[one]
        called = f"{called} ({number})" if called in feeds else called
        try:
            path, day = Path(one), dt.date.today()
            if is_url(one):
                feed = read_feed(read_url(one, progress=_progress), source=plain[one])
            else:
                feed = read_feed(_beginning_of(path), source=path.name)
                day = min(_day_of(path), day)
        except FeedError as error:
            wrong.append(str(error))
            continue
        except (OSError, ValueError) as error:  # also a name that no file can have
            wrong.append(f"{one}: {getattr(error, 'strerror', None) or error}")
            continue
        if feed.as_of is None and options.as_of is None and day < FIRST_BOARD:
            print(
                f"{called} does not tell its day, and the clock of its file is wrong ({day}); give --as-of",
                file=sys.stderr,
            )
        elif feed.as_of is None and options.as_of is None:
            print(f"{called} does not tell its day: taken to be of {day}; --as-of says otherwise", file=sys.stderr)
            feed = replace(feed, as_of=day)
        # what a file was not given for is not taken from it: a leaderboard's page has prices too
        scores, prices = (feed.scores, feed.prices)
        feed = replace(
            feed, scores=scores if one in options.scores else (), prices=prices if one in options.prices else ()
        )
        feeds[called] = feed
        for flag, wish, there in (("--scores", options.scores, scores), ("--prices", options.prices, prices)):
            if one in wish and not there:
                wrong.append(f"{flag}: {one} was read as {feed.kind}, which has none")
    if wrong:
        raise CommandError("\n".join(wrong))
    return feeds


def _beginning_of(path: Path) -> bytes:
    """Return a file, or of one that is too large as much as says so."""
    from frontier.feeds.records import MAX_BYTES

    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _day_of(path: Path) -> dt.date:
    import datetime as dt

    try:
        return dt.date.fromtimestamp(path.stat().st_mtime)
    except (ValueError, OverflowError, OSError):  # a clock beyond all years
        return dt.date.min
