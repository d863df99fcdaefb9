"""The commands about the tables: check them, add a model, record a price."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import frontier
from frontier.cli import options as opt
from frontier.cli.output import GOOD, PROBLEMS, CommandError, as_json, complain, show
from frontier.words.numbers import count

_PARTS = ["file", "line", "column", "level", "message"]
_CELLS = opt.option("cells", nargs="*", metavar="COLUMN=VALUE", help="what is known")
_TO_CHANGE = opt.shared("--data", help="the models.csv to change; default: the shipped one")
# Columns without which others make no sense.
_NEEDED_FOR = {
    "elo": "elo_.*|votes|board",
    "output_usd_per_mtok": "price_.*|host|observed",
    "training_flop": "training_flop_confidence",
}


def table_to_change(path: str | None) -> Path:
    """Return the table to change; refuse the one inside an installed package, which the user does not own."""
    from frontier.data.check import locate_models

    file = locate_models(path)
    if path is None and file.parent.name == "tables":
        raise CommandError(
            f"the table in {file.parent} belongs to the installed package, and the next installation replaces it; "
            "give --data with the data folder of a clone, or a copy of this one"
        )
    return file


@opt.command(
    opt.option("path", nargs="?", help="a models.csv or its folder; default: the shipped table"),
    opt.shared("--data", dest="path", default=argparse.SUPPRESS, help="the same, as in the other commands"),
    opt.switch("--columns", "print what each column means instead"),
    opt.formats(),
)
def check(options: argparse.Namespace) -> int:
    """Report every problem in a table.

    example: frontier check data/models.csv
    """
    import pandas as pd

    from frontier.data.schema import describe_columns

    if options.columns:
        show(describe_columns(), options)
        return GOOD
    problems = frontier.check_models(options.path)
    errors = sum(problem.level == "error" for problem in problems)
    warned = len(problems) - errors
    rows = pd.DataFrame([vars(problem) for problem in problems], columns=_PARTS, dtype=object)
    if options.format == "json":
        print(as_json({"errors": errors, "warnings": warned, "problems": rows}))
    else:
        complain([] if options.format else problems)
        people = count(errors, "problem") if errors else "no problems"
        show(rows, options, people=f"{people}, {count(warned, 'warning')}" if warned else people)
    return PROBLEMS if errors else GOOD


@opt.command(
    opt.option("model", help="the Arena's key of the model"),
    _CELLS,
    _TO_CHANGE,
    writes=True,
)
def add(options: argparse.Namespace) -> None:
    """Add a model to the table; without values, ask for them.

    The columns are those that frontier check --columns lists.

    example: frontier add deepseek-v5 organization=DeepSeek license=MIT released=2026-11-20 --data data
    """
    from frontier.data.edit import editing

    if not options.cells and not sys.stdin.isatty():
        raise CommandError("give COLUMN=VALUE, or run it on a terminal to be asked")
    given, path = opt.pairs(options.cells, "COLUMN=VALUE"), table_to_change(options.data)
    given = given or _ask()
    with editing(path) as tables:
        row = tables.add_listed(tables.complete({"model": options.model} | given))
        place = f"{tables.file.name}:{tables.place(row['model'])}: "
        try:
            tables.save()
        except frontier.CatalogError as error:  # a line that is not written has no place
            raise CommandError("nothing is written:\n" + str(error).replace(place, ""), PROBLEMS) from None
    complain(tables.doubts)
    print(place + ", ".join(f"{column} {value}" for column, value in row.items() if value and column not in given))
    if row.get("elo") and row.get("output_usd_per_mtok"):
        members = frontier.find_frontier(frontier.load_models(path), uncertainty=False).members["model"]
        print(f"on the frontier: {'yes' if row['model'] in set(members) else 'no'}")


def _ask() -> dict[str, str]:
    """Ask for the values of a model one by one, without those that need another value that is unknown."""
    from frontier.data.schema import describe_columns

    columns = describe_columns().query("file == 'models.csv' and column != 'model'")
    print("Leave blank what is not known.", file=sys.stderr)
    given = dict[str, str]()
    for column, kind, required, description in columns[["column", "type", "required", "description"]].to_numpy():
        needed = next((other for other, those in _NEEDED_FOR.items() if re.fullmatch(those, column)), None)
        if (needed is None or given.get(needed)) and (column != "host" or given["price_basis"] == "host"):
            # a name is made from the key if none is given
            given[column] = _answer(column, f"{description}; {kind}", required=required and column != "name")
    return given


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


@opt.command(
    opt.option("model", help="the key of a model of the table"),
    _CELLS,
    _TO_CHANGE,
    writes=True,
)
def price(options: argparse.Namespace) -> None:
    """Record one new price of a model; its previous price stays in history/prices.csv.

    The columns: output, from (the first day in force) and source; if known, input and cached_input, in USD per million
    tokens; basis (default list) and host; until, the first day no longer in force, and ended, why.

    example: frontier price o3-mini output=4 input=1 from=2026-11-20 source="its price page" --data data
    """
    import datetime as dt

    from frontier.data.edit import editing

    cells = opt.pairs(options.cells, "COLUMN=VALUE")
    with editing(table_to_change(options.data)) as tables:
        done = tables.add_price(options.model, cells, today=dt.date.today())
        tables.save()
    complain(tables.doubts)
    print("\n".join(done))
