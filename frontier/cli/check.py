"""Report every problem in a table.

example: frontier check data/models.csv
"""

from __future__ import annotations

import argparse

from frontier.cli.options import share, share_formats, switch
from frontier.cli.output import GOOD, PROBLEMS, as_json, complain, show
from frontier.words.numbers import count

_PARTS = ["file", "line", "column", "level", "message"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("path", nargs="?", help="a models.csv or its folder; default: the shipped table")
    share(parser, "--data", dest="path", default=argparse.SUPPRESS, help="the same, as in the other commands")
    switch(parser, "--columns", "print what each column means instead")
    share_formats(parser)


def run(options: argparse.Namespace) -> int:
    """Print every problem of a table, or its columns."""
    import pandas as pd

    from frontier.data.check import check_models
    from frontier.data.schema import describe_columns

    if options.columns:
        show(describe_columns(), options)
        return GOOD
    problems = check_models(options.path)
    errors = sum(problem.level == "error" for problem in problems)
    warned = len(problems) - errors
    rows = pd.DataFrame([[getattr(one, part) for part in _PARTS] for one in problems], columns=_PARTS, dtype=object)
    if options.format == "json":
        print(as_json({"errors": errors, "warnings": warned, "problems": rows}))
        return PROBLEMS if errors else GOOD
    if not options.format:
        complain(problems)
    people = count(errors, "problem") if errors else "no problems"
    show(rows, options, people=f"{people}, {count(warned, 'warning')}" if warned else people)
    return PROBLEMS if errors else GOOD
