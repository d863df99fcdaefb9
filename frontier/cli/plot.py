"""Draw price against quality and the frontier.

example: frontier plot --as-of 2025-02-14 --price-basis arena --invesco -o deck.svg
"""

from __future__ import annotations

import argparse
from pathlib import Path

from frontier.cli.models import chosen_frontier, need_intervals
from frontier.cli.options import share, share_selection, switch
from frontier.cli.output import CommandError, draw


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    share_selection(parser)
    share(parser, "-o/--output", default=[Path("frontier.svg")], help="files to write: .svg, .png, .pdf")
    switch(parser, "--classes", "one frontier of open and one of proprietary models")
    switch(parser, "--invesco", "point out the three groups of Invesco's deck, as in the example")
    switch(parser, "--hull", "add the hull: random routing between two models")
    switch(parser, "--band", "add the confidence band and the probability of each model")


def run(options: argparse.Namespace) -> None:
    """Draw the frontier."""
    from frontier.plots.frontier import plot_frontier
    from frontier.plots.theme import INVESCO_CALLOUTS

    found = chosen_frontier(options, classes=options.classes, uncertainty=options.band)
    if options.band:
        need_intervals(found, options, "--band")
    callouts = INVESCO_CALLOUTS if options.invesco else None
    wishes = {"hull": options.hull, "band": options.band, "open_means": options.open_means}
    try:
        draw(plot_frontier, options.output, found, callouts=callouts, **wishes)
    except ValueError as error:
        hint = "\n--invesco needs --as-of 2025-02-14 --price-basis arena" if options.invesco else ""
        raise CommandError(f"{error}{hint}") from None
