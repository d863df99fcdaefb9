"""Measure how fast prices fell: of a quality, of a maker, or of the whole frontier.

example: frontier trend --at-least gpt-4-0314
"""

from __future__ import annotations

import argparse
from typing import Any

from frontier.cli.options import confidence, level, refuse, share, share_formats
from frontier.cli.output import PROBLEMS, CommandError, complain, draw, show
from frontier.cli.shifts import since
from frontier.words.spelling import did_you_mean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    mode = parser.add_mutually_exclusive_group(required=True)
    quality = "a model, judged within each snapshot, or a score of one snapshot"
    mode.add_argument("--at-least", type=level, metavar="LEVEL", help=quality)
    mode.add_argument("--maker", metavar="NAME", help="the prices of this maker instead, such as OpenAI")
    frontiers = "the frontiers of these days against that of --as-of instead: how much cheaper, how much better"
    mode.add_argument("--since", nargs="+", metavar="DATE", help=frontiers)
    share(parser, "--as-of", help="ignore prices after DATE; for a score also selects the snapshot")
    share(parser, "--board")
    share(parser, "--price-basis", help="list, host, arena, unverified; default: list,host")
    share(parser, "--data", help="a models.csv with its history/; default: the shipped table")
    share(parser, "--cost")
    parser.add_argument("--confidence", type=confidence, help="of the interval (default 0.9)")
    share_formats(parser, "draw instead of printing: .svg, .png, .pdf")


def run(options: argparse.Namespace) -> int | None:
    """Print or draw the price of a quality, the prices of a maker, or how far the frontier moved."""
    refuse(
        {
            "--confidence needs --at-least": options.confidence and not options.at_least,
            "--board needs --at-least or --since": options.maker and options.board,
        }
    )
    mode = since if options.since else _maker if options.maker else _quality
    return mode(options)


def _quality(options: argparse.Namespace) -> int | None:
    """Print or draw the record prices of a quality, and how fast they fell."""
    from frontier.data.tables import load_models, load_prices, load_scores
    from frontier.frames.prices import price_decline, price_points, price_records

    reference = options.at_least if isinstance(options.at_least, str) else None
    load: Any = load_scores if reference else load_models
    scores = load(options.data, as_of=options.as_of, board=options.board).rename(columns={"elo_date": "date"})
    prices = load_prices(options.data, as_of=options.as_of, price_basis=options.price_basis)
    points = price_points(scores, prices, reference=reference, price=options.cost)
    records = price_records(points, at_least=options.at_least)
    decline, too_few = None, list[object]()
    try:
        decline = price_decline(records, confidence=options.confidence or 0.9)
    except ValueError as error:
        too_few.append(error)
    if options.output:
        from frontier.plots.prices import plot_price_records

        draw(plot_price_records, options.output, records, decline)
    else:
        for_machines = ["name", "host", "observed", "price_source", "level", "price_column"]
        show(records, options, people=records.drop(columns=for_machines, errors="ignore"))
        if decline and not options.format:
            print(f"\n{decline}")
    complain(too_few)
    return PROBLEMS if too_few else None


def _maker(options: argparse.Namespace) -> None:
    """Print or draw the prices of one maker by day."""
    from frontier.data.tables import load_prices
    from frontier.frames.costs import cost_kind

    prices = load_prices(options.data, as_of=options.as_of, price_basis=options.price_basis)
    own = prices[prices["organization"] == options.maker]
    if own.empty:
        hint = did_you_mean(options.maker, prices["organization"].dropna())
        raise CommandError(f"--maker: there is no price of {options.maker!r}{hint}")
    column = cost_kind(options.cost).column
    if column not in own.select_dtypes("number"):
        raise CommandError(f"--cost: with --maker it is output or input, got {options.cost!r}")
    if options.output:
        from frontier.plots.prices import plot_price_steps

        draw(plot_price_steps, options.output, own, price=column)
    else:
        rows = own.sort_values(["from", "model"])
        people = ["name", "from", "input_usd_per_mtok", "output_usd_per_mtok", "price_basis"]
        machine = [c for c in ("model", "host", "observed", "price_source") if c in rows]
        show(rows[[*people, *machine]], options, people=rows[people])
