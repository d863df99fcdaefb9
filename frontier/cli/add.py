"""Add a model to the table; without values, ask for them.

example: frontier add deepseek-v5 organization=DeepSeek license=MIT released=2026-11-20 --data data
"""

from __future__ import annotations

import argparse
import sys

from frontier.cli.models import table_to_change
from frontier.cli.options import as_dict, pair, share
from frontier.cli.output import PROBLEMS, CommandError, complain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.set_defaults(write=True)
    parser.add_argument("model", help="the Arena's key of the model")
    cells = "what is known of the model; frontier check --columns lists the columns"
    parser.add_argument("cells", nargs="*", type=pair("COLUMN=VALUE"), metavar="COLUMN=VALUE", help=cells)
    share(parser, "--data", help="the models.csv to change; default: the shipped one")


def run(options: argparse.Namespace) -> None:
    """Add a model, and print what was filled in and whether the model is on the frontier."""
    from frontier.data.edit import editing
    from frontier.data.reader import CatalogError

    if not options.cells and not sys.stdin.isatty():
        raise CommandError("give COLUMN=VALUE, or run it on a terminal to be asked")
    given, path = as_dict(options.cells), table_to_change(options.data)
    given = given or _ask()
    with editing(path) as tables:
        row = tables.add_listed(tables.complete({"model": options.model} | given))
        place = f"{tables.file.name}:{tables.place(row['model'])}: "
        try:
            tables.save()
        except CatalogError as error:  # a line that is not written has no place
            raise CommandError("nothing is written:\n" + str(error).replace(place, ""), PROBLEMS) from None
    complain(tables.doubts)
    print(place + ", ".join(f"{column} {value}" for column, value in row.items() if value and column not in given))
    if row.get("elo") and row.get("output_usd_per_mtok"):
        from frontier.data.tables import load_models
        from frontier.frames.frontier import find_frontier

        members = set(find_frontier(load_models(path), uncertainty=False).members["model"])
        print(f"on the frontier: {'yes' if row['model'] in members else 'no'}")


def _ask() -> dict[str, str]:
    """Ask for the values of a model one by one, without those that need another value that is unknown."""
    from frontier.data.schema import describe_columns

    columns = describe_columns().query("file == 'models.csv' and column != 'model'")
    print("Leave blank what is not known.", file=sys.stderr)
    given = dict[str, str]()
    for column, kind, required, description in columns[["column", "type", "required", "description"]].to_numpy():
        needed = _needed_for(column)
        if (not needed or given.get(needed)) and (column != "host" or given.get("price_basis") == "host"):
            # a name is made from the key if none is given
            given[column] = _answer(column, f"{description}; {kind}", required=required and column != "name")
    return given


def _needed_for(column: str) -> str:
    """Return the column without which another makes no sense; none for most."""
    if column.startswith("elo_") or column in ("votes", "board"):
        return "elo"
    if column.startswith("price_") or column == "observed":
        return "output_usd_per_mtok"
    return "training_flop" if column == "training_flop_confidence" else ""


def _answer(column: str, about: str, *, required: bool) -> str:
    """Ask for the value of one column until it is right."""
    from frontier.data.reader import cell_problem

    while True:
        print(f"{column} ({about}): ", end="", file=sys.stderr, flush=True)
        text = sys.stdin.readline()
        if not text:
            raise ValueError("the answers ended")
        problem = "must have a value" if required and not text.strip() else cell_problem(column, text)
        if not problem:
            return text.strip()
        print(f"  {problem}", file=sys.stderr)
