"""Write an interactive page of all snapshots, or of your own table: one file that works offline.

example: frontier report -o report.html
"""

from __future__ import annotations

import argparse
from pathlib import Path

from frontier.cli.options import refuse, share, share_own_table
from frontier.cli.output import busy, writing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    share(parser, "-o/--output", nargs=None, default=Path("report.html"), help="the file (default report.html)")
    share(parser, "--price-basis")
    parser.add_argument("--cost", metavar="COLUMN", help="of your own table: lower is better")
    parser.add_argument("--quality", metavar="COLUMN", help="of your own table: higher is better")
    share_own_table(parser)


def run(options: argparse.Namespace) -> None:
    """Write the page."""
    from frontier.report.page import write_report

    path = options.output
    refuse(
        {
            f"{str(path)!r} is a folder; name a file in it, such as report.html": path.is_dir(),
            f"{path.name!r} must end in .html": path.suffix not in (".html", ".htm"),
        }
    )
    columns = ("data", "price_basis", "name", "cost", "quality", "se", "lower", "upper", "n", "lower_is_better")
    with writing(path), busy("writing the page"):
        write_report(path, **{column: getattr(options, column) for column in columns})
