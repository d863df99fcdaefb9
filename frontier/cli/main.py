"""Start and end the process of one command."""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
import textwrap
import warnings
from collections.abc import Sequence
from typing import Any

import frontier
from frontier.cli import options as opt
from frontier.cli.distances import gap, trend
from frontier.cli.models import pick, plot, table
from frontier.cli.output import GOOD, PROBLEMS, USAGE, CommandError, PlainStream
from frontier.cli.pages import claims, report
from frontier.cli.sources import cite, show
from frontier.cli.tables import add, check, price
from frontier.cli.update import update
from frontier.cli.votes import rate

QUICK_START = """usage: frontier COMMAND ...

  frontier plot -o frontier.svg              draw price against quality, and the frontier
  frontier pick --budget 1                   the best model for a dollar per million output tokens
  frontier pick --at-least 1450              the cheapest model with at least this score
  frontier gap                               how far open models are behind proprietary ones
  frontier report -o report.html             every snapshot in one page for a browser

More: frontier --help, and --help after each command.
The picture of any day: --as-of 2025-02-14.
Your own table: --data mine.csv --name Model --cost "USD per 1k" --quality accuracy."""


@opt.command(opt.option("shell", choices=("bash", "zsh"), help="which shell"))
def completion(options: argparse.Namespace) -> None:
    """Print a script for bash or zsh that completes commands, flags and their values.

    example: frontier completion bash
    """
    import shtab

    from frontier.data.schema import BOARDS, PRICE_BASES
    from frontier.frames.boards import TASKS
    from frontier.frames.costs import COST_KINDS

    values = {"board": BOARDS, "task": TASKS, "price_basis": PRICE_BASES, "cost": [kind.key for kind in COST_KINDS]}
    words = {dest: " ".join(those) for dest, those in values.items()}
    functions = [f'_frontier_{dest}() {{ compgen -W "{those}" -- "$1"; }}' for dest, those in words.items()]
    parser = build_parser()
    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    for action in (action for one in commands.choices.values() for action in one._actions):
        if action.dest in words:
            action.complete = {"bash": f"_frontier_{action.dest}", "zsh": f"({words[action.dest]})"}
        elif action.dest in ("output", "data", "path", "link", "scores", "prices", "votes"):
            action.complete = shtab.FILE
    print(shtab.complete(parser, options.shell, preamble="\n".join(functions) if options.shell == "bash" else ""))


COMMANDS = (plot, table, pick, gap, trend, show, claims, check, report, update, add, price, rate, cite, completion)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; the docstring of a command is its help and its example.

    Examples
    --------
    >>> build_parser().parse_args(["pick", "--budget", "1"]).budget
    1.0
    """
    raw = argparse.RawDescriptionHelpFormatter
    question = "Which language models are worth their price, how certain is that, and how far behind are open models?"
    parser = opt.Parser(
        prog="frontier", description=question, epilog="example: frontier pick --at-least 1400", formatter_class=raw
    )
    parser.add_argument("--version", action="store_true", help="show the version and exit")
    parser.set_defaults(run=_run_without_command)
    commands = parser.add_subparsers(dest="command", metavar="command")
    for one in COMMANDS:
        about, _, example = textwrap.dedent(f"    {one.run.__doc__}").strip().rpartition("\n\n")
        texts: Any = {"help": about.partition("\n\n")[0], "description": about, "epilog": example}
        own = commands.add_parser(one.run.__name__, **texts, formatter_class=raw)
        own.set_defaults(run=one.run, **{"write": True} if one.writes else {})
        opt.add_options(own, one.options)
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
      above 99.9 % on the frontier
    0
    """
    with (
        contextlib.redirect_stdout(PlainStream(sys.stdout)),
        contextlib.redirect_stderr(PlainStream(sys.stderr)),
        warnings.catch_warnings(),
    ):
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
    from frontier.data.reader import CatalogError, TableError

    if writing:
        print("nothing is written:", end="\n" if isinstance(error, CatalogError) else " ", file=sys.stderr)
    print(error, file=sys.stderr)
    return PROBLEMS if writing or isinstance(error, TableError | OSError) else USAGE


def _run_without_command(options: argparse.Namespace) -> int:
    if options.version:
        print(f"frontier {frontier.__version__}")
        return GOOD
    print(QUICK_START, file=sys.stderr)
    return USAGE


def run() -> None:
    """Run one command and exit at once: the clean-up of the interpreter would take as long as the drawing."""
    gc.disable()  # a tenth of a command's time would be the search for garbage, of which it leaves little
    code = main()
    try:
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.flush()
    except OSError as error:  # a full disk
        print(f"output is not complete: {error.strerror}", file=sys.stderr)
        code = PROBLEMS
    sys.stderr.flush()
    os._exit(code)
