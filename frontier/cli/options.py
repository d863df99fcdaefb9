"""Options that several commands share."""

from __future__ import annotations

import argparse
import itertools
import math
import re
import sys
from typing import Any, NoReturn

from frontier.cli.output import GOOD, PROBLEMS
from frontier.frames.costs import cost_help
from frontier.words.spelling import did_you_mean


def _selection(parser: argparse.ArgumentParser, *, only: bool = True) -> None:
    """Add the flags that choose models, the same for every command."""
    group = parser.add_argument_group("which models")
    group.add_argument("--as-of", metavar="DATE", help="the day, as 2025-02-14; the newest snapshot if not given")
    group.add_argument("--board", help="elo-online, text or text-style-control; the one the Arena showed if not given")
    group.add_argument(
        "--price-basis",
        default="list,host",
        metavar="LIST",
        help="of list, host, arena, unverified, in order of preference",
    )
    if only:
        group.add_argument("--only", choices=("open", "proprietary"), help="only models of this class")
    else:
        group.set_defaults(only=None)
    group.add_argument(
        "--open-means",
        choices=("weights", "commercial", "osi"),
        default="weights",
        help="what counts as open: downloadable weights (default), commercial use too, or an open source licence",
    )
    group.add_argument("--cost", metavar="COST", help=cost_help())
    group.add_argument("--quality", default="elo", metavar="COLUMN", help="elo, or any numeric column of the table")
    _own_table(parser)


def _own_table(parser: argparse.ArgumentParser) -> None:
    """Add the flags that read a table of one's own, the same for every command."""
    group = parser.add_argument_group("your own table")
    group.add_argument(
        "--data", metavar="PATH", help="a CSV, Parquet or JSON file with a header, or a models.csv like the shipped one"
    )
    group.add_argument(
        "--name", metavar="COLUMN", help="names of the models; model, name or model_name if not given, in any case"
    )
    group.add_argument(
        "--lower-is-better", action="store_true", help="less of the quality is better, as of an error rate"
    )
    group.add_argument("--se", metavar="COLUMN", help="standard errors of the quality")
    group.add_argument("--lower", metavar="COLUMN", help="lower ends of its 95 %% intervals, with --upper")
    group.add_argument("--upper", metavar="COLUMN", help="upper ends of its 95 %% intervals, with --lower")
    group.add_argument(
        "--n", metavar="COLUMN", help="numbers of trials, where the quality is the share of them that succeeded"
    )


def _formats(parser: argparse.ArgumentParser) -> None:
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--csv", action="store_true", help="print CSV")
    kind.add_argument("--json", action="store_true", help="print JSON")


class _Parser(argparse.ArgumentParser):
    """Says what was probably meant, and lets a list go on behind a flag."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        words = list(sys.argv[1:] if args is None else args)
        own = words[: words.index("--")] if "--" in words else words
        if self._subparsers:  # what comes after the command is the command's
            own = list(itertools.takewhile(lambda word: word.startswith("-"), own))
        for flag in (word.partition("=")[0] for word in own if word.startswith("--")):
            if not any(known.startswith(flag) for known in self._option_string_actions):
                self.error(f"there is no flag {flag}{did_you_mean(flag, self._option_string_actions)}")
        options, after = super().parse_known_args(words, namespace)
        if after and not self._subparsers:
            list_of = next(
                (action for action in self._actions if not action.option_strings and action.nargs == "*"), None
            )
            literal = after[:1] == ["--"]
            after = after[literal:]
            if list_of is None or (not literal and any(word.startswith("-") for word in after)):
                self.error(f"unrecognized arguments: {' '.join(after)}")
            read: Any = list_of.type or str
            try:
                setattr(options, list_of.dest, [*getattr(options, list_of.dest), *map(read, after)])
            except argparse.ArgumentTypeError as error:
                self.error(str(error))
            after = []
        return options, after

    def error(self, message: str) -> NoReturn:
        got = re.search(r"invalid choice: '([^']+)' \(choose from (.+)\)", message)
        super().error(message + (did_you_mean(got[1], re.findall(r"[\w-]+", got[2])) if got else ""))


class _Version(argparse.Action):
    """Look the version up only when it is asked for: a source tree that is not installed has none."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"frontier {version('llm-frontier')}")
        except PackageNotFoundError:
            parser.exit(PROBLEMS, "frontier is not installed, so its version is not known\n")
        parser.exit(GOOD)


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a number, such as 1400, got {text!r}") from None
    if value != value:
        raise argparse.ArgumentTypeError("must be a number, got nan")
    return value


_number.__name__ = "float"


def _pair(text: str) -> tuple[str, str]:
    model, equals, name = text.partition("=")
    if not (model and equals and name):
        raise argparse.ArgumentTypeError(f"{text!r} must be MODEL=NAME: the table's model and the feed's name of it")
    return model, name


def _value(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not (column and equals):
        raise argparse.ArgumentTypeError(f"{text!r} must be COLUMN=VALUE, such as organization=DeepSeek")
    return column, value


def _elasticity(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number; separate several by spaces") from None
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"{text!r} is no number")
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text!r}: count an elasticity positive, at least 0")
    return number


def _confidence(text: str) -> float:
    value = float(text)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"must lie strictly between 0 and 1, such as 0.95, got {text}")
    return value


_confidence.__name__ = "float"
