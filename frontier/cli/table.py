"""Commands on the table itself: check, add, price, report."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from frontier.cli.models import _bases
from frontier.cli.output import GOOD, PROBLEMS, CommandError, _cannot_write, _count, _print
from frontier.cli.output import busy as _busy
from frontier.cli.summary import _to_change

if TYPE_CHECKING:
    pass


def _report(options: argparse.Namespace) -> int:
    from frontier.data.parse import CatalogError
    from frontier.data.reader import TableError
    from frontier.report.page import write_report

    if options.output.is_dir():
        raise CommandError(f"{str(options.output)!r} is a folder; name a file in it, such as report.html")
    if options.output.suffix not in (".html", ".htm"):
        raise CommandError(f"{options.output.name!r} must end in .html")
    try:
        with _busy("writing the page"):
            columns = ("data", "name", "cost", "quality", "se", "lower", "upper", "n", "lower_is_better")
            asked = {column: getattr(options, column) for column in columns}
            print(write_report(options.output, price_basis=tuple(_bases(options)), **asked))
    except (CatalogError, TableError) as error:
        raise CommandError(error, PROBLEMS) from None
    except OSError as error:
        raise CommandError(_cannot_write(options.output, error), PROBLEMS) from None
    except (ImportError, TypeError, ValueError) as error:
        raise CommandError(error) from None
    return GOOD


def _check(options: argparse.Namespace) -> int:
    from frontier.data.check import check_models
    from frontier.data.schema import describe_columns

    if options.columns:
        _print(describe_columns(), options)
        return GOOD
    problems = check_models(options.path)
    parts = ("file", "line", "column", "level", "message")
    errors, warned = ([p for p in problems if p.level == level] for level in ("error", "warning"))
    rows = [{part: getattr(problem, part) for part in parts} for problem in problems]
    if options.json:
        print(json.dumps({"errors": len(errors), "warnings": len(warned), "problems": rows}, indent=1))
    elif options.csv:
        import pandas as pd

        _print(pd.DataFrame(rows, columns=list(parts)), options)
    else:
        for problem in problems:
            print(problem, file=sys.stderr)
        counted = [_count(len(errors), "problem") if errors else "no problems"]
        print(", ".join([*counted, *([_count(len(warned), "warning")] if warned else [])]))
    return PROBLEMS if errors else GOOD


def _add(options: argparse.Namespace) -> int:
    from frontier.data.edit import editing
    from frontier.data.parse import CatalogError

    if not options.cells and not sys.stdin.isatty():
        raise CommandError("frontier add: error: give COLUMN=VALUE, or run it on a terminal to be asked")
    _refuse_twice(options.cells)
    path, place = _to_change(options.data), ""
    try:
        given = dict(options.cells) or _ask()
        with editing(path) as tables:
            row = tables.add_listed(tables.complete({"model": options.model} | given))
            place = f"{tables.file.name}:{tables.place(row['model'])}: "
            tables.save()
    except CatalogError as error:  # a line that is not written has no place
        raise CommandError(
            "nothing is written:\n" + (str(error).replace(place, "") if place else str(error)), PROBLEMS
        ) from None
    except (OSError, ValueError) as error:
        raise CommandError(f"nothing is written: {error}", PROBLEMS) from None
    for doubt in tables.doubts:
        print(doubt, file=sys.stderr)
    known = ", ".join(f"{column} {value}" for column, value in row.items() if value and column not in given)
    print(f"{place}{known}")
    if row.get("elo") and row.get("output_usd_per_mtok"):
        from frontier.data.tables import load_models
        from frontier.frames.frontier import find_frontier

        members = find_frontier(load_models(path), uncertainty=False).members["model"]
        print(f"on the frontier: {'yes' if row['model'] in set(members) else 'no'}")
    return GOOD


def _price(options: argparse.Namespace) -> int:
    import datetime as dt

    from frontier.data.edit import editing
    from frontier.data.parse import CatalogError

    _refuse_twice(options.cells)
    try:
        with editing(_to_change(options.data)) as tables:
            said = tables.add_price(options.model, dict(options.cells), today=dt.date.today())
            tables.save()
    except (CatalogError, OSError, ValueError) as error:
        line = "\n" if isinstance(error, CatalogError) else " "
        raise CommandError(f"nothing is written:{line}{error}", PROBLEMS) from None
    for doubt in tables.doubts:
        print(doubt, file=sys.stderr)
    print("\n".join(said))
    return GOOD


def _refuse_twice(cells: Sequence[tuple[str, str]]) -> None:
    twice = [column for column, _ in cells if [c for c, _ in cells].count(column) > 1]
    if twice:
        raise CommandError(f"given twice: {', '.join(dict.fromkeys(twice))}")


def _needed_for(column: str) -> str:
    """Return the column without which another makes no sense; none for most."""
    if column.startswith("elo_") or column in ("votes", "board"):
        return "elo"
    if column.startswith("price_") or column == "observed":
        return "output_usd_per_mtok"
    return "training_flop" if column == "training_flop_confidence" else ""


def _ask() -> dict[str, str]:
    """Ask for the values of a model, one by one; what makes no sense without another is not asked for."""
    from frontier.data.parse import cell_problem
    from frontier.data.schema import describe_columns

    columns = describe_columns().query("file == 'models.csv' and column != 'model'")
    print("Blank is what is not known.", file=sys.stderr)
    said = dict[str, str]()
    for column, kind, must, description in columns[["column", "type", "required", "description"]].to_numpy():
        needed = _needed_for(column)
        if (needed and not said.get(needed)) or (column == "host" and said.get("price_basis") != "host"):
            continue
        must = must and column != "name"  # made from the key if it is not given
        while True:
            print(f"{column} ({description}; {kind}): ", end="", file=sys.stderr, flush=True)
            text = sys.stdin.readline()
            if not text:
                raise ValueError("the answers ended")
            problem = "must have a value" if must and not text.strip() else cell_problem(column, text)
            if not problem:
                break
            print(f"  {problem}", file=sys.stderr)
        said[column] = text.strip()
    return said
