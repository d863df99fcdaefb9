"""Record one new price of a model; its previous price stays in history/prices.csv.

example: frontier price o3-mini output=4 input=1 from=2026-11-20 source="its price page" --data data
"""

from __future__ import annotations

import argparse

from frontier.cli.models import table_to_change
from frontier.cli.options import as_dict, pair, share
from frontier.cli.output import complain

_CELLS = (
    "output, from (the first day in force) and source; if known, input and cached_input, in USD per million tokens; "
    "basis (default list); until, the first day no longer in force"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.set_defaults(write=True)
    parser.add_argument("model", help="the key of a model of the table")
    parser.add_argument("cells", nargs="*", type=pair("COLUMN=VALUE"), metavar="COLUMN=VALUE", help=_CELLS)
    share(parser, "--data", help="the models.csv to change; default: the shipped one")


def run(options: argparse.Namespace) -> None:
    """Add a dated price, and put the price in force into the table."""
    import datetime as dt

    from frontier.data.edit import editing

    with editing(table_to_change(options.data)) as tables:
        done = tables.add_price(options.model, as_dict(options.cells), today=dt.date.today())
        tables.save()
    complain(tables.doubts)
    print("\n".join(done))
