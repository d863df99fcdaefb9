"""Options that several commands share, the same in each, and the types of arguments."""

from __future__ import annotations

import argparse
import itertools
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from frontier.cli.output import CommandError
from frontier.words.spelling import did_you_mean

_A_COST = "a kind of cost"  # in help, the kinds: their table loads slowly


class Parser(argparse.ArgumentParser):
    """A parser that suggests the right word for a misspelled one, and lets a list continue after a flag."""

    _interleaved = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Refuse an unknown flag first, and take the words after the flags for the positional arguments too."""
        words = list(sys.argv[1:] if args is None else args)
        if self._interleaved:
            return super().parse_known_args(words, namespace)
        ours: Callable[[str], bool] = (lambda word: word.startswith("-")) if self._subparsers else "--".__ne__
        for flag in (word.partition("=")[0] for word in itertools.takewhile(ours, words) if word.startswith("--")):
            if not any(known.startswith(flag) for known in self._option_string_actions):
                self.error(f"there is no flag {flag}{did_you_mean(flag, self._option_string_actions)}")
        if self._subparsers:
            return super().parse_known_args(words, namespace)
        self._interleaved = True  # it calls this function twice
        options, rest = self.parse_known_intermixed_args(words, namespace)
        self._interleaved = False
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        return options, rest

    def format_help(self) -> str:
        """Fill in the kinds of cost."""
        for action in self._actions:
            if action.help == _A_COST:
                from frontier.frames.costs import cost_help

                action.help = cost_help()
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Add the word that was probably meant."""
        got = re.search(r"invalid choice: '([^']+)' \(choose from (.+)\)", message)
        super().error(message + (did_you_mean(got[1], re.findall(r"[\w-]+", got[2])) if got else ""))


def number(text: str) -> float:
    """Return a number; nan is none."""
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if value != value:
        raise argparse.ArgumentTypeError(f"must be a number, such as 1400, got {text!r}")
    return value


def level(text: str) -> float | str:
    """Return a score, or the name of a model."""
    try:
        return number(text)
    except argparse.ArgumentTypeError:
        return text


def confidence(text: str) -> float:
    """Return a probability between 0 and 1."""
    value = number(text)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"must lie strictly between 0 and 1, such as 0.95, got {text}")
    return value


def names(text: str) -> list[str]:
    """Return the names in a list with commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


def pair(shape: str) -> Callable[[str], tuple[str, str]]:
    """Return a type of arguments of a shape such as COLUMN=VALUE."""

    def split(text: str) -> tuple[str, str]:
        name, equals, value = text.partition("=")
        if not (name and equals):
            raise argparse.ArgumentTypeError(f"{text!r} must be {shape}")
        return name, value

    return split


def as_dict(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return pairs as a dictionary; refuse a name that is given twice."""
    given = [name for name, _ in pairs]
    twice = [name for name in dict(pairs) if given.count(name) > 1]
    if twice:
        raise CommandError(f"given twice: {', '.join(twice)}")
    return dict(pairs)


SHARED: dict[str, dict[str, Any]] = {
    "--as-of": {"metavar": "DATE", "help": "the day, such as 2025-02-14; default: the newest snapshot"},
    "--board": {"help": "elo-online, text or text-style-control; default: the board that the Arena showed first"},
    "--price-basis": {
        "type": names,
        "default": "list,host",
        "metavar": "LIST",
        "help": "list, host, arena, unverified, in order of preference; default: list,host",
    },
    "--only": {"choices": ("open", "proprietary"), "help": "only models of this class"},
    "--open-means": {
        "choices": ("weights", "commercial", "osi"),
        "default": "weights",
        "help": "what counts as open: downloadable weights (default), commercial use too, or an open source license",
    },
    "--cost": {"metavar": "COST", "default": "output", "help": _A_COST},
    "--quality": {"default": "elo", "metavar": "COLUMN", "help": "elo, or any numeric column of the table"},
    "--data": {"metavar": "PATH", "help": "a CSV, Parquet or JSON file with a header, or a models.csv"},
    "--name": {"metavar": "COLUMN", "help": "names of the models; default: model, name or model_name, in any case"},
    "--lower-is-better": {"action": "store_true", "help": "a lower quality is better, as for an error rate"},
    "--se": {"metavar": "COLUMN", "help": "standard errors of the quality"},
    "--lower": {"metavar": "COLUMN", "help": "lower ends of the 95 %% intervals of the quality, with --upper"},
    "--upper": {"metavar": "COLUMN", "help": "upper ends of the 95 %% intervals of the quality, with --lower"},
    "--n": {"metavar": "COLUMN", "help": "numbers of trials, if the quality is the share of them that succeeded"},
    "-o/--output": {"type": Path, "nargs": "+"},
}


def share(parser: Any, *flags: str, **changes: Any) -> None:
    """Add options that other commands have too."""
    for flag in flags:
        parser.add_argument(*flag.split("/"), **SHARED[flag] | changes)


def share_selection(parser: argparse.ArgumentParser, *, without: str = "") -> None:
    """Add the options that choose models, those of the user's own table among them."""
    flags = ("--as-of", "--board", "--price-basis", "--only", "--open-means", "--cost", "--quality")
    share(parser.add_argument_group("which models"), *(flag for flag in flags if flag != without))
    share_own_table(parser)


def share_own_table(parser: argparse.ArgumentParser) -> None:
    """Add the options that read the user's own table."""
    group = parser.add_argument_group("your own table")
    share(group, "--data", "--name", "--lower-is-better", "--se", "--lower", "--upper", "--n")


def share_formats(parser: argparse.ArgumentParser, output: str = "") -> None:
    """Add the formats for machines, as the option ``format``, and if files can be written instead, what they are."""
    group = parser.add_mutually_exclusive_group()
    for name in ("csv", "json"):
        group.add_argument(f"--{name}", action="store_const", dest="format", const=name, help=f"print {name.upper()}")
    if output:
        share(group, "-o/--output", help=output)


def switch(parser: Any, flag: str, help: str) -> None:
    """Add an option that is either given or not."""
    parser.add_argument(flag, action="store_true", help=help)


def refuse(conflicts: dict[str, object]) -> None:
    """Refuse options that do not go together: the first message whose condition holds."""
    for message, is_so in conflicts.items():
        if is_so:
            raise CommandError(message)
