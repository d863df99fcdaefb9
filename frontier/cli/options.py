"""Options as the commands declare them: those that several share, the types of their values, and their parser."""

from __future__ import annotations

import argparse
import itertools
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from frontier.cli.output import CommandError
from frontier.frames.boards import HOST_RULES
from frontier.words.spelling import did_you_mean

_OPEN = "what counts as open: downloadable weights (default), commercial use too, or an open source license"
_BASES = "list, host, arena, unverified, in order of preference; default: list,host"
_HOSTS = "which host's price: " + "; ".join(f"{word}: {rule}" for word, rule in HOST_RULES.items())
_A_COST = "a kind of cost"  # in help, the kinds: their table loads slowly


Declared = Callable[[Any], object]  # what adds an option, or several, to a parser


class Command(NamedTuple):
    """A command: its function, whose docstring is its help and its example, and its options."""

    run: Callable[[argparse.Namespace], int | None]
    options: Sequence[Declared]
    writes: bool


def command(*options: Declared, writes: bool = False) -> Callable[[Callable[..., int | None]], Command]:
    """Make a command of a function; ``writes`` is whether it changes a table, also without ``--write``."""
    return lambda run: Command(run, options, writes)


def option(*flags: str, **how: Any) -> Declared:
    """Declare an option, as argparse takes it."""
    return lambda parser: parser.add_argument(*flags, **how)


def switch(flag: str, help: str) -> Declared:
    """Declare an option that is either given or not."""
    return option(flag, action="store_true", help=help)


def section(title: str, *options: Declared) -> Declared:
    """Declare options under a title of their own."""
    return lambda parser: add_options(parser.add_argument_group(title), options)


def one_of(*options: Declared, required: bool = False) -> Declared:
    """Declare options of which each excludes the others."""
    return lambda parser: add_options(parser.add_mutually_exclusive_group(required=required), options)


def add_options(parser: Any, options: Sequence[Declared]) -> None:
    """Add declared options to a parser."""
    for add in options:
        add(parser)


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


def level(text: str) -> float | str:
    """Return a score, or the name of a model."""
    try:
        return float(text)
    except ValueError:
        return text


def confidence(text: str) -> float:
    """Return a probability between 0 and 1."""
    value = float(text)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"must lie strictly between 0 and 1, such as 0.95, got {text}")
    return value


def names(text: str) -> list[str]:
    """Return the names in a list with commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


def size(text: str) -> tuple[float, float]:
    """Return the parts of a shape such as 16:9, or the pixels of one such as 1600x900, which are negative."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)|(\d+)x(\d+)", text)
    width, height = (float(part or 0) for part in (found.groups()[:2] if found and found[1] else (0, 0)))
    if found and found[3]:
        width, height = -float(found[3]), -float(found[4])
    if not width * height or not 0.2 <= width / height <= 5:
        raise argparse.ArgumentTypeError(f"must be a shape such as 16:9 or pixels such as 1600x900, got {text}")
    return width, height


def palette(text: str) -> str | list[str] | dict[str, str]:
    """Return the name of a colormap, the colors in a list with commas, or the color of each group."""
    parts = names(text)
    if any("=" in part for part in parts):
        return pairs(parts, "GROUP=COLOR")
    return parts if len(parts) > 1 or text.startswith("#") else text


def pairs(words: Sequence[str], shape: str) -> dict[str, str]:
    """Return words of a shape such as COLUMN=VALUE as a dictionary; refuse a name that is given twice."""
    found = dict[str, str]()
    for name, equals, value in (word.partition("=") for word in words):
        if not (name and equals):
            raise CommandError(f"{name + equals + value!r} must be {shape}")
        if name in found:
            raise CommandError(f"given twice: {name}")
        found[name] = value
    return found


def refuse(*conflicts: tuple[object, str]) -> None:
    """Refuse options that do not go together: the first message whose condition holds."""
    for is_so, message in conflicts:
        if is_so:
            raise CommandError(message)


_SHARED: dict[str, dict[str, Any]] = {
    "--as-of": {"metavar": "DATE", "help": "the day, such as 2025-02-14; default: the newest snapshot"},
    "--board": {"help": "elo-online, text, text-style-control or text:coding; default: what the Arena showed first"},
    "--task": {"help": "the scores of one kind of prompts, such as coding, math or german; default: of all"},
    "--price-basis": {"type": names, "default": "list,host", "metavar": "LIST", "help": _BASES},
    "--hosts": {"choices": tuple(HOST_RULES), "default": "stay", "help": _HOSTS},
    "--only": {"choices": ("open", "proprietary"), "help": "only models of this class"},
    "--include-retired": {
        "action": "store_true",
        "help": "also models that their maker no longer sells, at their last price",
    },
    "--open-means": {"choices": ("weights", "commercial", "osi"), "default": "weights", "help": _OPEN},
    "--cost": {"metavar": "COST", "default": "output", "help": _A_COST},
    "--quality": {"default": "elo", "metavar": "COLUMN", "help": "elo, or any numeric column of the table"},
    "--data": {"metavar": "PATH", "help": "a CSV, Parquet or JSON file with a header, or a models.csv"},
    "--name": {"metavar": "COLUMN", "help": "names of the models; default: model, name or model_name, in any case"},
    "--lower-is-better": {"action": "store_true", "help": "a lower quality is better, as for an error rate"},
    "--se": {"metavar": "COLUMN", "help": "standard errors of the quality"},
    "--lower": {"metavar": "COLUMN", "help": "lower ends of the 95 %% intervals of the quality, with --upper"},
    "--upper": {"metavar": "COLUMN", "help": "upper ends of the 95 %% intervals of the quality, with --lower"},
    "--n": {"metavar": "COLUMN", "help": "numbers of trials, if the quality is the share of them that succeeded"},
}


def shared(flag: str, **changes: Any) -> Declared:
    """Return an option that other commands have too, the same or with other words."""
    return option(flag, **_SHARED[flag] | changes)


def output(help: str, **how: Any) -> Declared:
    """Return the option that names the files to write."""
    return option("-o", "--output", **{"type": Path, "nargs": "+", "help": help} | how)


def formats(*instead: Declared) -> Declared:
    """Return the formats for machines, as the option ``format``; each excludes the other, and what is instead."""
    how = {"action": "store_const", "dest": "format"}
    printed = [option(f"--{name}", const=name, help=f"print {name.upper()}", **how) for name in ("csv", "json")]
    return one_of(*printed, option("--xlsx", type=Path, metavar="FILE", help="write an Excel workbook"), *instead)


LOOK = section(
    "the look of the picture",
    option("--size", type=size, metavar="SIZE", help="16:9, 4:3, or pixels such as 1600x900; default: 16:10"),
    option("--dpi", type=float, metavar="N", help="pixels an inch of a .png; default: 200"),
    option("--title", metavar="TEXT", help="instead of the headline; '' for none"),
    option("--font", metavar="NAME", help="a font that is installed, such as 'DejaVu Serif'"),
    option("--palette", type=palette, metavar="COLORS",
           help="a colormap such as tab10, colors such as '#336699,#cc3311', or GROUP=COLOR,..."),
    switch("--editable", "keep the text of an .svg as text"),
)  # fmt: skip
_FILTERS = section(
    "of these",
    option("--country", nargs="+", metavar="CODE", help="only models from these countries, such as US CN"),
    option("--maker", nargs="+", metavar="NAME", help="only models of these makers, such as OpenAI"),
    option("--released-since", metavar="DATE", help="only models released on this day or later"),
)
_FLAGS = list(_SHARED)
OWN_TABLE = section("your own table", *map(shared, _FLAGS[10:]))
_BENCHMARK = option(
    "--benchmark", metavar="NAME", help="runs of it, by the cost of a task: as published, or their tokens on --as-of"
)
WHICH_MODELS = (section("which models", *map(shared, _FLAGS[:10]), _BENCHMARK), _FILTERS, OWN_TABLE)
WHICH_DAY = (section("which models", *(shared(flag) for flag in _FLAGS[:10] if flag != "--only")), OWN_TABLE)
