"""Compare public leaderboards and price lists with the table; with --write, change it.

example: frontier update --prices prices.json
"""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontier.cli.feeds import read_feeds
from frontier.cli.models import table_to_change
from frontier.cli.options import pair, share, share_formats, switch
from frontier.cli.output import CommandError, as_json, complain, show
from frontier.cli.summary import cut, left_out, summary

if TYPE_CHECKING:
    from frontier.feeds.records import Feed
    from frontier.update.compare import Update


_PRICES = "price lists; if several have a price of one model, the best basis counts, then the first list"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    several: Any = {"nargs": "+", "default": []}
    parser.add_argument("--scores", metavar="FILE|URL", help="leaderboards, in any of the known formats", **several)
    parser.add_argument("--prices", metavar="FILE|URL", help=_PRICES, **several)
    share(parser, "--as-of", help="date of undated files, and of the prices to take; default: the date of each file")
    share(parser, "--board", help="board of leaderboards that do not state it: text or text-style-control")
    accept: Any = {"type": pair("MODEL=NAME"), "metavar": "MODEL=NAME", **several}
    parser.add_argument("--accept", help="accept these suggested or suspicious changes", **accept)
    switch(parser, "--trust", "accept all suspicious changes")
    switch(parser, "--write", "change the table; suspicious and incomplete entries are not written")
    share(parser, "--data", help="the models.csv to compare and change; default: the shipped one")
    share_formats(parser)


def run(options: argparse.Namespace) -> None:
    """Print how public lists and the table differ, and write what is right if asked."""
    from frontier.data.edit import editing
    from frontier.update.apply import apply_update

    if not options.scores and not options.prices:
        raise CommandError("give --scores FILE, --prices FILE or both")
    feeds = read_feeds(options)
    path = table_to_change(options.data) if options.write else options.data
    written, problems, doubts = list[str](), list[str](), list[Any]()
    with editing(path) if options.write else contextlib.nullcontext() as tables:
        update = _compare(feeds, path, options)
        if tables is not None:
            problems = apply_update(tables, update)
            written, doubts = tables.save(), tables.doubts
    complain([*cut(left_out(feeds)), *(f"not written: {problem}" for problem in problems), *cut(doubts)])
    if options.format == "json":
        each = [
            f"{called}: {'left out: ' * one.is_row}{one}" for called, feed in feeds.items() for one in feed.problems
        ]
        rows = {"differences": update.differences, "newcomers": update.newcomers}
        rest = {"refused": update.refused(), "left_out": each, "not_written": problems, "written": written}
        print(as_json(rows | rest))
    elif options.format == "csv":
        show(update.differences, options)
    else:
        print(*summary(update), *([f"written: {', '.join(written) or 'nothing'}"] if options.write else []), sep="\n")


def _compare(feeds: dict[str, Feed], path: Path | str | None, options: argparse.Namespace) -> Update:
    import datetime as dt

    from frontier.data.schema import PRICE_BASES
    from frontier.data.tables import as_day, every_model, load_aliases, load_models, load_prices, table_day
    from frontier.update.compare import compare_feeds

    models = load_models(path, price_basis=PRICE_BASES)
    if not {"elo_date", "board", "price_date", "price_basis"} <= set(models):
        raise ValueError(f"{path} does not state the sources of its values, so nothing can be compared with it")
    if models.empty:
        raise ValueError(f"{path} has no snapshot yet, so nothing can be compared with it")
    board = str(models["board"].iloc[0])
    days = [as_day(options.as_of), *(feed.as_of for feed in feeds.values())]
    until = min(max(filter(None, days), default=dt.date.min), dt.date.today())
    if until > table_day(path):  # an announced price may be in force by then
        models = load_models(path, as_of=until, board=board, price_basis=PRICE_BASES)
    return compare_feeds(
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
