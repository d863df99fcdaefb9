"""The feeds that an update compares: files, addresses, and an installed package."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontier.cli.output import CommandError, complain, progress

if TYPE_CHECKING:
    from frontier.feeds.records import Feed


def read_feeds(options: argparse.Namespace) -> dict[str, Feed]:
    """Read each file or address once; the error names every one that cannot be read."""
    from dataclasses import replace

    from frontier.feeds.records import FeedError

    feeds, wrong = dict[str, Any](), list[str]()
    for number, place in enumerate(dict.fromkeys([*options.scores, *options.prices]), 1):
        plain = _without_key(place)
        names = (plain.rstrip("/").rpartition("/")[2], plain, f"{plain} ({number})")
        called = next(name for name in names if name not in feeds)
        try:
            feed = _read_feed(place, called, undated=options.as_of is None)
        except FeedError as error:
            wrong.append(str(error))
            continue
        except (OSError, ValueError, OverflowError) as error:  # also a name that no file can have
            wrong.append(f"{place}: {getattr(error, 'strerror', None) or error}")
            continue
        for flag in ("scores", "prices"):
            if place not in getattr(options, flag):  # the page of a leaderboard has prices too
                feed = replace(feed, scores=()) if flag == "scores" else replace(feed, prices=())
            elif not getattr(feed, flag):
                wrong.append(f"--{flag}: {place} was read as {feed.kind}, which has none")
        feeds[called] = feed
    if wrong:
        raise CommandError("\n".join(wrong))
    return feeds


def _without_key(place: str) -> str:
    """Return an address without what follows its ``?``, which may be a secret key."""
    from frontier.feeds.fetch import is_url

    return place.partition("?")[0] if is_url(place) else place


def _read_feed(place: str, called: str, *, undated: bool) -> Feed:
    """Read an address or a file; an undated one gets the day of its file."""
    import datetime as dt
    from dataclasses import replace

    from frontier.feeds.fetch import is_url, read_url
    from frontier.feeds.read import read_feed
    from frontier.feeds.records import FIRST_BOARD, MAX_BYTES

    path, day = Path(place), dt.date.today()
    if is_url(place):
        feed = read_feed(read_url(place, progress=progress), source=_without_key(place))
    else:
        with path.open("rb") as file:
            feed = read_feed(file.read(MAX_BYTES + 1), source=path.name)  # one byte more: a file that is too large
        day = min(day, dt.date.fromtimestamp(path.stat().st_mtime))
    if feed.as_of or not undated:
        return feed
    if day < FIRST_BOARD:
        complain([f"{called} states no day, and the clock of its file is wrong ({day}); give --as-of"])
        return feed
    complain([f"{called} states no day: assumed to be of {day}; --as-of sets another day"])
    return replace(feed, as_of=day)
