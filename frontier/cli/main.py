"""Start and end the process of one command."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import warnings
from collections.abc import Sequence

from frontier.cli import (
    add,
    check,
    cite,
    claims,
    completion,
    gap,
    pick,
    plot,
    price,
    report,
    show,
    table,
    trend,
    update,
)
from frontier.cli.options import Parser
from frontier.cli.output import GOOD, PROBLEMS, USAGE, CommandError, plain_streams

COMMANDS = (plot, table, pick, gap, trend, show, claims, check, report, update, add, price, cite, completion)

QUICK_START = """usage: frontier COMMAND ...

  frontier plot -o frontier.svg              draw price against quality, and the frontier
  frontier pick --budget 1                   the best model for a dollar per million output tokens
  frontier pick --at-least 1450              the cheapest model with at least this score
  frontier gap                               how far open models are behind proprietary ones
  frontier report -o report.html             every snapshot in one page for a browser

More: frontier --help, and --help after each command.
The picture of any day: --as-of 2025-02-14.
Your own table: --data mine.csv --name Model --cost "USD per 1k" --quality accuracy."""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; the docstring of a command's module is its help and its example.

    Examples
    --------
    >>> build_parser().parse_args(["pick", "--budget", "1"]).budget
    1.0
    """
    parser = Parser(
        prog="frontier",
        description="Which language models are worth their price, how certain is that, and how far behind are open "
        "models?",
        epilog="example: frontier pick --at-least 1400",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="show the version and exit")
    parser.set_defaults(run=_run_without_command, parser=parser)
    commands = parser.add_subparsers(dest="command", metavar="command")
    for command in COMMANDS:
        what, _, example = str(command.__doc__).partition("\n\n")
        own = commands.add_parser(
            command.__name__.rpartition(".")[2],
            help=what,
            description=what,
            epilog=example.strip(),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        own.set_defaults(run=command.run)
        command.add_arguments(own)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``frontier``; those of the process if not given.

    Returns
    -------
    int
        0 good, 1 problems found, 2 wrong usage.

    Examples
    --------
    >>> main(["pick", "--at-least", "1300", "--as-of", "2025-02-14"])
    gemini-2.0-flash-lite-preview-02-05: elo 1309.52 (1304 to 1317) at 0.3 output_usd_per_mtok
      100.0 % on the frontier
    0
    """
    with plain_streams(), warnings.catch_warnings():
        warnings.simplefilter("always", UserWarning)
        warnings.showwarning = lambda message, *_, **__: print(message, file=sys.stderr)
        options = build_parser().parse_args(arguments)
        try:
            return options.run(options) or GOOD
        except BrokenPipeError:  # the reader, such as head, has gone
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return GOOD
        except CommandError as error:
            print(error, file=sys.stderr)
            return error.code
        except (OSError, ValueError, TypeError, ImportError) as error:
            return _report(error, writing=getattr(options, "write", False))


def _report(error: Exception, *, writing: bool) -> int:
    """Print an error of the library, and return 1 if a file is the problem, 2 if an argument is."""
    from frontier.data.parse import CatalogError
    from frontier.data.reader import TableError

    if writing:
        print("nothing is written:", end="\n" if isinstance(error, CatalogError) else " ", file=sys.stderr)
    print(error, file=sys.stderr)
    return PROBLEMS if writing or isinstance(error, CatalogError | TableError | OSError) else USAGE


def _run_without_command(options: argparse.Namespace) -> int:
    if options.version:
        from importlib.metadata import version

        print(f"frontier {version('llm-frontier')}")
        return GOOD
    print(QUICK_START, file=sys.stderr)
    return USAGE


def run() -> None:
    """Run one command and exit at once: the clean-up of the interpreter would take as long as the drawing."""
    code = main()
    try:
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.flush()
    except OSError as error:  # a full disk
        print(f"output is not complete: {error.strerror}", file=sys.stderr)
        code = PROBLEMS
    sys.stderr.flush()
    os._exit(code)
