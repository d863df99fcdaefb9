"""Run one command of the command line."""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from collections.abc import Sequence

from frontier.cli.output import GOOD, PROBLEMS, USAGE, CommandError, plain_streams
from frontier.cli.parser import _parser

_FIRST = """usage: frontier COMMAND ...

  frontier plot -o frontier.svg              draw price against quality, and what nothing beats on both
  frontier pick --budget 1                   the best model for a dollar per million output tokens
  frontier pick --at-least 1450              the cheapest model that is at least so good
  frontier gap                               how far open models are behind proprietary ones
  frontier report -o report.html             every snapshot in one page for a browser

More: frontier --help, and --help after each command.
Any day's picture: --as-of 2025-02-14.
Your own table: --data mine.csv --name Model --cost "USD per 1k" --quality accuracy."""


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
    with plain_streams():
        parser = _parser()
        options = parser.parse_args(arguments)
        if not options.command:
            print(_FIRST, file=sys.stderr)
            return USAGE
        try:
            return int(options.run(options))
        except CommandError as refused:
            print(refused, file=sys.stderr)
            return refused.code
        except BrokenPipeError:  # the reader, such as head, has gone
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return GOOD


def run() -> None:
    """Run one command and leave at once: the interpreter's own clearing up would take as long as the drawing."""
    warnings.showwarning = lambda message, *_, **__: print(message, file=sys.stderr)
    code = main()
    try:
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.flush()
    except OSError as error:  # a full disk
        print(f"output is not complete: {error.strerror}", file=sys.stderr)
        code = PROBLEMS
    sys.stderr.flush()
    os._exit(code)
