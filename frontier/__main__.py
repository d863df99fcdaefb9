"""The command line: parse, call, print.

Modules are imported by the command that needs them, so that ``frontier --help`` answers at once.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import math
import os
import re
import sys
import textwrap
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from frontier.output import as_csv, as_json, plain_streams
from frontier.output import busy as _busy
from frontier.output import progress as _progress
from frontier.output import readable as _readable
from frontier.spelling import did_you_mean

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from frontier.analysis import Frontier
    from frontier.feeds import Feed
    from frontier.trend import Decline
    from frontier.update import Update

GOOD, PROBLEMS, USAGE = 0, 1, 2
_MANY = 20  # of a long list that is printed for people
_FEW = 3  # rows that are left out for one reason, and said one by one

_SHORT_COSTS = {"output": "output_usd_per_mtok", "input": "input_usd_per_mtok"}
_COST_HELP = (
    "output (default), input, blended[:IN:OUT[:CACHED]] (3:1), request:IN:OUT[:CACHED] in tokens, "
    "or any numeric column of the table"
)


_FIRST = """usage: frontier COMMAND ...

  frontier plot -o frontier.svg              draw price against quality, and what nothing beats on both
  frontier pick --budget 1                   the best model for a dollar per million output tokens
  frontier pick --at-least 1450              the cheapest model that is at least so good
  frontier gap                               how far open models are behind proprietary ones
  frontier report -o report.html             every snapshot in one page for a browser

More: frontier --help, and --help after each command.
Any day's picture: --as-of 2025-02-14.
Your own table: --data mine.csv --name Model --cost "USD per 1k" --quality accuracy."""


class _RefusedError(Exception):
    """An input that cannot be used: the whole complaint, and the exit code it earns."""

    def __init__(self, complaint: object, code: int = USAGE) -> None:
        super().__init__(str(complaint))
        self.code = code


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
        except _RefusedError as refused:
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


def _parser() -> argparse.ArgumentParser:
    shape: Any = argparse.RawDescriptionHelpFormatter
    parser = _Parser(
        prog="frontier",
        description="Which language models are worth their price, how sure are we, and how far behind is open source?",
        epilog="example: frontier pick --at-least 1400",
        formatter_class=shape,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and leave")
    commands = parser.add_subparsers(dest="command", metavar="command")

    def command(name: str, what: str, example: str, run: Any) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=what, description=what, epilog=f"example: {example}", formatter_class=shape
        )
        added.set_defaults(run=run)
        return added

    plot = command(
        "plot",
        "Draw price against quality and the frontier.",
        "frontier plot --as-of 2025-02-14 --price-basis arena --invesco -o deck.svg",
        _plot,
    )
    _selection(plot)
    plot.add_argument(
        "-o", "--output", type=Path, nargs="+", default=[Path("frontier.svg")], help="files to write: .svg, .png, .pdf"
    )
    plot.add_argument("--classes", action="store_true", help="a frontier for open and one for proprietary models")
    plot.add_argument(
        "--invesco", action="store_true", help="point out the three groups of Invesco's deck, as in the example"
    )
    plot.add_argument("--hull", action="store_true", help="add the mixing hull: random routing between two models")
    plot.add_argument("--band", action="store_true", help="add how sure it is: the band, and each model's probability")

    table = command("table", "Print the frontier, or every model's place.", "frontier table --all --csv", _table)
    _selection(table)
    table.add_argument("--all", action="store_true", help="every model compared, with layer, overpay and shortfall")
    _formats(table)

    pick = command("pick", "Pick a model by quality or by budget.", "frontier pick --mix --budget 1", _pick)
    _selection(pick)
    wish = pick.add_mutually_exclusive_group(required=True)
    wish.add_argument("--at-least", type=_number, metavar="QUALITY", help="the cheapest model of at least this quality")
    wish.add_argument(
        "--at-most",
        type=_number,
        metavar="QUALITY",
        help="with --lower-is-better: the cheapest model of at most this quality",
    )
    wish.add_argument("--budget", type=_number, metavar="COST", help="the best model of at most this cost")
    pick.add_argument(
        "--confidence",
        type=_confidence,
        metavar="PROBABILITY",
        help="with --at-least: reaching it with this probability, such as 0.95",
    )
    pick.add_argument("--mix", action="store_true", help="with --budget: the best mixture of two models")
    _formats(pick)

    gap = command(
        "gap", "Tell how far open models are behind proprietary ones.", "frontier gap --as-of 2025-02-14", _gap
    )
    _selection(gap, only=False)
    gap.add_argument("--by", metavar="COLUMN", help="compare two groups of this column instead, such as country")
    gap.add_argument(
        "--between",
        nargs=2,
        metavar=("FIRST", "SECOND"),
        help="with --by: the group that leads and the one that follows; the two with the best models if not given",
    )
    gap.add_argument("--history", action="store_true", help="every snapshot up to --as-of, of --board or the one shown")
    gap.add_argument(
        "--method",
        choices=("backward", "staircase", "matched"),
        help="with -o: the lag that the picture tells (default backward)",
    )
    gap.add_argument(
        "-o",
        "--output",
        type=Path,
        nargs="+",
        help="draw instead: scores against release date with the lag, with --history the gap through time",
    )
    _formats(gap)

    trend = command(
        "trend", "Tell how fast the price of a quality fell.", "frontier trend --at-least gpt-4-0314", _trend
    )
    asked = trend.add_mutually_exclusive_group(required=True)
    asked.add_argument(
        "--at-least", metavar="LEVEL", help="a model, judged within each snapshot, or a score of one snapshot"
    )
    asked.add_argument("--maker", metavar="NAME", help="the prices of this maker instead, such as OpenAI")
    asked.add_argument(
        "--since",
        nargs="+",
        metavar="DATE",
        help="the frontiers of these days against that of --as-of instead: how much cheaper, how much better",
    )
    trend.add_argument(
        "--as-of", metavar="DATE", help="only prices until then; of a score also the day of its snapshot"
    )
    trend.add_argument("--board", help="elo-online, text or text-style-control; the one the Arena showed if not given")
    trend.add_argument("--price-basis", default="list,host", metavar="LIST", help="of list, host, arena, unverified")
    trend.add_argument("--data", metavar="PATH", help="a models.csv with its history/; the shipped table if not given")
    trend.add_argument("--cost", default="output", metavar="COST", help=_COST_HELP)
    trend.add_argument("--confidence", type=_confidence, help="of the interval (default 0.9)")
    trend.add_argument(
        "--elasticity",
        type=_elasticity,
        nargs="+",
        metavar="E",
        help="with --at-least: what that fall of prices does to spending, if demand has this elasticity",
    )
    trend.add_argument(
        "--demand", choices=("constant", "linear"), help="with --elasticity: the form of the demand curve (constant)"
    )
    trend.add_argument("-o", "--output", type=Path, nargs="+", help="draw instead of printing: .svg, .png, .pdf")
    _formats(trend)

    claims = command(
        "claims", "Test published statements against the tables.", "frontier claims deck-lag stanford", _claims
    )
    claims.add_argument("names", nargs="*", metavar="NAME", help="only these, or those that begin so; all if not given")
    claims.add_argument(
        "--data", metavar="PATH", help="a models.csv with its history/, or their folder; the shipped table if not given"
    )
    claims.add_argument(
        "--all", action="store_true", help="the reason, rule and call of each, as for those that are named"
    )
    claims.add_argument(
        "-o", "--output", type=Path, nargs="+", help="write a page (.md) or a picture (.svg, .png, .pdf) instead"
    )
    claims.add_argument(
        "--unit", help="of a picture: months, 'times a year', times, points or 'per cent'; the first that has numbers"
    )
    claims.add_argument(
        "--link", nargs="+", default=[], metavar="PICTURE", help="of a page: pictures to show, as links"
    )
    _formats(claims)

    check = command("check", "Report everything that is wrong in a table.", "frontier check data/models.csv", _check)
    check.add_argument("path", nargs="?", help="a models.csv or its folder; the shipped table if not given")
    check.add_argument("--data", dest="path", metavar="PATH", default=argparse.SUPPRESS, help="the same, as elsewhere")
    check.add_argument("--columns", action="store_true", help="print what each column means instead")
    _formats(check)

    report = command(
        "report",
        "Write an interactive page of all snapshots, or of your own table: one file, which needs no network.",
        "frontier report -o report.html",
        _report,
    )
    report.add_argument("-o", "--output", type=Path, default=Path("report.html"), help="the file (report.html)")
    report.add_argument("--price-basis", default="list,host", metavar="LIST", help="of list, host, arena, unverified")
    report.add_argument("--cost", metavar="COLUMN", help="of your own table: less of it is better")
    report.add_argument("--quality", metavar="COLUMN", help="of your own table: more of it is better")
    _own_table(report)

    update = command(
        "update",
        "Show what public leaderboards and price lists say otherwise than the table; with --write, change it.",
        "frontier update --prices prices.json",
        _update,
    )
    update.add_argument(
        "--scores", nargs="+", default=[], metavar="FILE|URL", help="leaderboards, recognised by their content"
    )
    update.add_argument(
        "--prices",
        nargs="+",
        default=[],
        metavar="FILE|URL",
        help="price lists, or genai-prices for the installed package; of several with a price of one model the best "
        "basis counts, then the first",
    )
    update.add_argument(
        "--as-of",
        metavar="DATE",
        help="the day of dated prices, and of what tells none; that of each file if not given",
    )
    update.add_argument("--board", help="of leaderboards that do not tell: text or text-style-control")
    update.add_argument(
        "--accept",
        type=_pair,
        nargs="+",
        default=[],
        metavar="MODEL=NAME",
        help="suggestions, and suspicious changes, that are right",
    )
    update.add_argument("--trust", action="store_true", help="all that is suspicious was looked at, and is right")
    update.add_argument(
        "--write", action="store_true", help="change the table; what is suspicious or not known is held back"
    )
    update.add_argument(
        "--data", metavar="PATH", help="the models.csv to compare and change; the shipped one if not given"
    )
    _formats(update)

    add = command(
        "add",
        "Add a model to the table: asks for its values, or takes them.",
        "frontier add deepseek-v5 organization=DeepSeek license=MIT released=2026-11-20 --data data",
        _add,
    )
    add.add_argument("model", help="the Arena's key of the model")
    add.add_argument(
        "cells",
        nargs="*",
        type=_value,
        metavar="COLUMN=VALUE",
        help="what is known of it, by the columns of frontier check --columns; asked for if none is given",
    )
    add.add_argument("--data", metavar="PATH", help="the models.csv to add it to; the shipped one if not given")

    price = command(
        "price",
        "Record one new price of a model; the one it had stays in history/prices.csv.",
        'frontier price o3-mini output=4 input=1 from=2026-11-20 source="its price page" --data data',
        _price,
    )
    price.add_argument("model", help="the key of a model of the table")
    price.add_argument(
        "cells",
        nargs="*",
        type=_value,
        metavar="WORD=VALUE",
        help="output, from (the first day in force) and source; input and cached_input where they are known, in USD "
        "per million tokens; basis, list if not given; until, the first day no longer in force",
    )
    price.add_argument("--data", metavar="PATH", help="the models.csv to change; the shipped one if not given")

    completion = command(
        "completion",
        "Print what makes bash or zsh complete commands, flags and what they take.",
        "frontier completion bash",
        lambda options: _completion(parser, options.shell),
    )
    completion.add_argument("shell", choices=("bash", "zsh"), help="which shell")
    return parser


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
    group.add_argument("--cost", metavar="COST", help=_COST_HELP)
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


# --------------------------------------------------------------------------------------------------------
# Choosing models


def _models(options: argparse.Namespace) -> pd.DataFrame:
    from frontier.analysis import open_or_proprietary
    from frontier.catalog import CatalogError, as_day, load_models, table_day
    from frontier.reader import TableError

    try:
        models = load_models(options.data, as_of=options.as_of, board=options.board, price_basis=_bases(options))
        if options.as_of and as_day(options.as_of) > (newest := table_day(options.data)):  # type: ignore[operator]
            print(f"the table ends on {newest}, before {options.as_of}", file=sys.stderr)
        if options.only:
            classes = open_or_proprietary(models, options.open_means)
            models = models[classes.notna() & ((classes == "Proprietary") == (options.only == "proprietary"))]
        return models
    except (CatalogError, TableError) as error:
        raise _RefusedError(error, PROBLEMS) from None
    except ValueError as error:
        raise _RefusedError(error) from None


def _bases(options: argparse.Namespace) -> list[str]:
    return [basis.strip() for basis in options.price_basis.split(",") if basis.strip()]


def _cost(models: pd.DataFrame, wish: str | None) -> tuple[str | pd.Series[float], str]:
    """Return the cost that was asked for, a column or a Series, and what it is where its name does not say it."""
    from frontier.catalog import blended_price, request_cost

    wish = wish or "output"
    kind, *amounts = wish.split(":")
    if wish in models:
        return wish, ""
    if kind not in ("blended", "request"):
        column = _SHORT_COSTS.get(wish, wish)
        if column not in models:
            numeric = list(map(str, models.select_dtypes("number")))
            priced = set(_SHORT_COSTS.values()) & set(numeric)
            known = [*([*_SHORT_COSTS, "blended", "request"] if priced else []), *numeric]
            raise _RefusedError(
                f"--cost: the table has no {wish!r}{did_you_mean(wish, known)}; it can be "
                f"{', '.join(known) or 'a numeric column, and there is none'}"
            )
        return column, ""
    try:
        numbers = [float(amount) for amount in amounts]
    except ValueError:
        raise _RefusedError(f"--cost: {wish!r} must have numbers between its colons; {_COST_HELP}") from None
    if len(numbers) not in ((0, 2, 3) if kind == "blended" else (2, 3)):
        raise _RefusedError(f"--cost: {wish!r} has {_count(len(numbers), 'number')}; {_COST_HELP}")
    names = ("input", "output", "cached") if kind == "blended" else ("input_tokens", "output_tokens", "cached_tokens")
    made: Any = blended_price if kind == "blended" else request_cost
    try:
        series: pd.Series[float] = made(models, **dict(zip(names, numbers, strict=False)))
    except ValueError as error:
        raise _RefusedError(f"--cost: {error}") from None
    amount = dict(zip(("input", "output", "cached input"), numbers or (3, 1), strict=False))
    if kind == "request":
        amount["input"] -= amount.get("cached input", 0)
    of = ", ".join(f"{tokens:,g} {what}" for what, tokens in amount.items() if tokens)
    unit = "USD per million tokens, blended" if kind == "blended" else "USD per request"
    return series, f"{unit}: {of}" + " tokens" * (kind == "request")


def _how(options: argparse.Namespace) -> dict[str, Any]:
    """Return how the table of one's own is to be read, as `find_frontier` takes it."""
    own = ("quality", "name", "lower_is_better", "se", "lower", "upper", "n")
    return {name: getattr(options, name) for name in own}


def _frontier(options: argparse.Namespace, *, classes: bool = False, uncertainty: bool = True) -> Frontier:
    from frontier.analysis import find_frontier, open_or_proprietary

    models = _models(options)
    try:
        by = open_or_proprietary(models, options.open_means) if classes else None
        cost, label = _cost(models, options.cost)
        found = find_frontier(models, cost=cost, cost_label=label, by=by, uncertainty=uncertainty, **_how(options))
    except (ValueError, TypeError) as error:
        raise _RefusedError(f"{Path(options.data).name}: {error}" if options.data else error) from None
    if found.table.empty:
        why = "; ".join(f"{n} have {reason}" for reason, n in found.dropped["reason"].value_counts().items())
        raise _RefusedError(
            f"nothing to compare: {why or 'the table has no rows'}; choose another --cost or --price-basis", PROBLEMS
        )
    return found


# --------------------------------------------------------------------------------------------------------
# Commands


def _plot(options: argparse.Namespace) -> int:
    from frontier.plots import INVESCO_CALLOUTS, new_figure, plain_style, plot_frontier

    plain_style()
    found = _frontier(options, classes=options.classes, uncertainty=options.band)
    if options.band:
        _need_intervals(options, found, "--band")
    callouts = INVESCO_CALLOUTS if options.invesco else None
    wishes = {"hull": options.hull, "band": options.band, "open_means": options.open_means}
    try:
        ax = plot_frontier(found, callouts=callouts, **wishes, ax=new_figure())
    except ValueError as error:
        hint = "\n--invesco is of --as-of 2025-02-14 --price-basis arena" if options.invesco else ""
        raise _RefusedError(f"{error}{hint}") from None
    return _save(ax, options.output)


def _save(ax: Any, paths: Sequence[Path]) -> int:
    from frontier.plots import save_figure

    try:
        for path in paths:
            save_figure(ax, path)
            print(path)
    except ValueError as error:
        raise _RefusedError(error) from None
    except OSError as error:
        raise _RefusedError(_cannot_write(path, error), PROBLEMS) from None
    return GOOD


def _cannot_write(path: Path, error: OSError) -> str:
    """Say why a file cannot be written."""
    missing = not path.parent.is_dir()
    return f"{path}: {f'there is no folder {path.parent}' if missing else error.strerror}"


def _need_intervals(options: argparse.Namespace, found: Frontier, flag: str) -> None:
    """Refuse where nothing is known of how sure it is, and name the nearest day on which something is."""
    from frontier.units import is_arena_score

    if "probability" in found.table:
        return
    why = f"{flag} needs intervals, and there are no intervals of {found.quality} here"
    if options.data is not None or not is_arena_score(found.table, found.quality):
        raise _RefusedError(
            f"{why}: give --se, --lower and --upper, or --n; fill {found.quality}_lower and {found.quality}_upper; or "
            f"leave {flag} out"
        )
    from frontier.catalog import load_scores

    board, day = found.table[["board", "elo_date"]].iloc[0]
    scores = load_scores(board=board)
    days = scores.loc[scores["elo_lower"].notna(), "date"].drop_duplicates()
    if days.empty:
        raise _RefusedError(f"{why}; board {board} has none on any day: leave {flag} out")
    nearest = days.iloc[(days - day).abs().argsort().iloc[0]]
    raise _RefusedError(f"{why}; the nearest day of board {board} with some is --as-of {nearest:%Y-%m-%d}")


def _table(options: argparse.Namespace) -> int:
    found = _frontier(options)
    rows = found.table if options.all else found.members
    if options.all:
        order = [found.cost, found.quality]
        rows = rows.sort_values(order, ascending=[True, found.lower_is_better])
    machine = options.csv or options.json
    about = _ABOUT if machine else ("organization", "openness")
    places = ["on_frontier", "layer", "on_hull", "overpay", "shortfall"] if options.all else []
    sure = ["probability", "verdict", *(["best_rank", "worst_rank"] if options.all else [])]
    known = [*(found.interval or ()), *sure]
    tail = ("price_basis", "price_date", "price_source", "elo_date", "board") if machine else ("price_basis",)
    wanted = [*about, found.cost, found.quality, *known, *places, *tail]
    shown = list(dict.fromkeys(c for c in wanted if c in rows and c != found.name))
    named = rows[shown]
    named.insert(0, found.name or "model", rows[found.name] if found.name else rows.index)
    if not machine:
        named = _rounded(named, found)
    _print(named, options, **_facts(found, options), announced=_announced(rows, options))
    _note_dropped(found)
    _note_announced(rows, options)
    return GOOD


def _rounded(rows: pd.DataFrame, found: Frontier) -> pd.DataFrame:
    """Return rows for people: probabilities in percent, and the ends of intervals no finer than they mean something."""
    digits = _digits(found)
    ends = {c: digits for c in found.interval or () if c in rows}
    percent = {"probability": rows["probability"].map(_percent)} if "probability" in rows else {}
    return rows.round(ends).assign(**percent)


def _digits(found: Frontier) -> int:
    """Return how many decimals the ends of an interval of the quality are printed with: one more than tell it apart."""
    from frontier.units import decimals

    return decimals(found.table[found.quality], found.quality) + 1


# What is known of a model apart from its score and price, for machines.
_ABOUT = ("name", "organization", "country", "license", "openness", "released")


def _facts(found: Frontier, options: argparse.Namespace) -> dict[str, Any]:
    """Return what a table of a frontier is of: day, board, whose prices, units, and what was left out."""
    from frontier.units import is_elo

    return {
        **_snapshot_of(found.table, options),
        "cost": found.cost,
        "cost_unit": _cost_unit(found),
        "quality": found.quality,
        "quality_unit": "points" if is_elo(found.quality) else None,
        "lower_is_better": found.lower_is_better,
        "left_out": found.dropped,
    }


def _cost_unit(found: Frontier) -> str | None:
    from frontier.units import currency

    units = {f"{kind}_usd_per_mtok": f"USD per million {kind} tokens" for kind in ("input", "output")}
    return found.cost_label or units.get(found.cost) or currency(found.cost) or None


def _snapshot_of(table: pd.DataFrame, options: argparse.Namespace) -> dict[str, Any]:
    """Return the day and the board of the scores, and whose prices were asked for; None where the table has none."""
    first = {c: next(iter(table[c].dropna()), None) if c in table else None for c in ("elo_date", "board")}
    day, board = first.values()
    return {
        "day": f"{day:%Y-%m-%d}" if hasattr(day, "year") else day,
        "board": board,
        "price_basis": _bases(options) if "price_basis" in table else None,
    }


def _pick(options: argparse.Namespace) -> int:
    wrong = {
        "--mix needs --budget": options.mix and options.budget is None,
        "--confidence needs --at-least": options.confidence is not None and options.budget is not None,
        "--at-most is of --lower-is-better; use --at-least": options.at_most is not None
        and not options.lower_is_better,
        "where lower is better, use --at-most": options.at_least is not None and options.lower_is_better,
    }
    for complaint, so in wrong.items():
        if so:
            print(f"frontier pick: error: {complaint}", file=sys.stderr)
            return USAGE
    found = _frontier(options, uncertainty=not options.mix)
    if options.confidence is not None:
        _need_intervals(options, found, "--confidence")
    level = options.at_most if options.lower_is_better else options.at_least
    try:
        if options.mix:
            return _print_mix(found, options)
        if options.budget is None:
            row = found.cheapest(level, confidence=options.confidence)
        else:
            row = found.best(options.budget)
    except ValueError as error:
        raise _RefusedError(error, PROBLEMS) from None
    if options.csv or options.json:
        one = row.to_frame().T.infer_objects()
        _print(one, options, **_facts(found, options), announced=_announced(one, options))
        return GOOD
    interval = ""
    if found.interval and row[[*found.interval]].notna().all():
        low, high = (_short(round(end, _digits(found))) for end in row[[*found.interval]])
        interval = f" ({low} to {high})"
    if row.get("interval_assumed", False):
        interval = " (no interval, the widest assumed)"
    name = row.name if found.name is None else row[found.name]
    at = f"{_short(row[found.cost])} {found.cost_label or found.cost}"
    print(f"{name}: {found.quality} {_short(row[found.quality])}{interval} at {at}")
    side = "at most" if options.lower_is_better else "at least"
    said = {
        "probability": "on the frontier",
        "probability_best": "the best within the budget",
        "probability_reached": f"{found.quality} of {side} {level or 0:g}",
    }
    for column, what in said.items():
        if column in row.index:
            print(f"  {_percent(row[column])} {what}")
    _note_dropped(found)
    _note_announced(row.to_frame().T, options)
    return GOOD


def _print_mix(found: Frontier, options: argparse.Namespace) -> int:
    mix = found.mix(options.budget)
    if options.csv or options.json:
        import pandas as pd

        rows = {"model": mix.models, "share": mix.shares, "mix_cost": mix.cost, "mix_quality": mix.quality}
        _print(pd.DataFrame(rows), options, **_facts(found, options))
    else:
        print(f"{mix} ({found.quality} against {found.cost_label or found.cost})")
        _note_dropped(found)
    return GOOD


def _short(value: float) -> str:
    """Return a number with all of its digits that mean something, and no power of ten where it can be read without."""
    text = f"{value:.10g}"
    return text if "e" not in text else f"{value:,.0f}" if value >= 1 else f"{value:.3g}"


def _gap(options: argparse.Namespace) -> int:
    from frontier.gap import open_gap, open_lag

    wrong = {
        "--between needs --by": options.between and not options.by,
        "--open-means is of open models; leave it out with --by": options.by and options.open_means != "weights",
        "--method is of the picture of scores and dates: it needs -o, and no --history": options.method
        and (options.history or not options.output),
        "-o draws instead of printing; leave --csv or --json out": options.output and (options.csv or options.json),
        "--cost is not of a picture of the gap; leave it out": options.output and options.cost,
    }
    for complaint, so in wrong.items():
        if so:
            raise _RefusedError(f"frontier gap: error: {complaint}")
    if options.history:
        return _gap_history(options)
    models = _models(options)
    how: Any = {**_how(options), **_split(options)}
    try:
        if options.output:
            lag = open_lag(models, method=options.method or "backward", **how)
        else:
            cost, label = _cost(models, options.cost) if options.cost else ("output_usd_per_mtok", "")
            gap = open_gap(models, cost=cost, cost_label=label, **how)
            dated = not math.isnan(gap.lag.value)
            lags = [open_lag(models, method=method, **how) for method in ("staircase", "matched") if dated]
    except (ValueError, TypeError) as error:
        hint = "\n--by compares two groups of another column" if "no column 'openness'" in str(error) else ""
        raise _RefusedError(f"{Path(options.data).name}: {error}{hint}" if options.data else error) from None
    if options.output:
        from frontier.plots import new_figure, plain_style, plot_lag

        plain_style()
        return _save(plot_lag(lag, names=_names(models), ax=new_figure()), options.output)
    if options.csv or options.json:
        units = {"cost": gap.cost, "cost_unit": gap.cost_label or None, "quality": gap.quality}
        _print(gap.to_frame(), options, **_snapshot_of(gap.table, options), **units, left_out=gap.dropped)
    else:
        print(f"{gap.summary()}\n\n{gap.numbers(lags)}")
    return GOOD


def _gap_history(options: argparse.Namespace) -> int:
    """Tell the gap at every snapshot; each board's is measured by itself."""
    import pandas as pd

    from frontier.catalog import CatalogError, load_scores
    from frontier.gap import gap_history

    wrong = [flag for flag in ("se", "lower", "upper", "n") if getattr(options, flag) is not None]
    if wrong:
        raise _RefusedError(f"frontier gap: error: --{wrong[0]} is of one table; leave it out with --history")
    try:
        scores = load_scores(options.data, as_of=options.as_of, board=options.board, price_basis=_bases(options))
        if scores.empty:
            raise _RefusedError(f"no snapshot on or before {options.as_of}; choose a later --as-of, or another --board")
        cost, _ = _cost(scores, options.cost)
        if not isinstance(cost, str):
            scores, cost = scores.assign(**{str(cost.name): cost}), str(cost.name)
        boards = [rows for _, rows in scores.groupby("board", sort=False)]
        read = {name: getattr(options, name) for name in ("quality", "name", "lower_is_better")}
        how: Any = {**read, "cost": cost, **_split(options)}
        if options.by and not options.between:  # the same two groups on every board, those of the newest
            newest = gap_history(boards[-1], draws=100, **how)
            how["between"] = tuple(newest[["first", "second"]].iloc[0])
        with _busy(f"measuring {_count(scores['date'].nunique(), 'snapshot')}"):
            history = pd.concat([gap_history(rows, **how) for rows in boards], ignore_index=True)
    except CatalogError as error:
        raise _RefusedError(error, PROBLEMS) from None
    except (ValueError, TypeError) as error:
        raise _RefusedError(error) from None
    if options.output:
        from frontier.plots import new_figure, plain_style, plot_gap

        plain_style()
        try:
            ax = plot_gap(history, names=_names(scores), ax=new_figure())
        except ValueError as error:
            raise _RefusedError(error, PROBLEMS) from None
        return _save(ax, options.output)
    if not options.csv and not options.json:
        best = [c for c in history if str(c).startswith("best_")]
        shown = ["date", "gap", "gap_low", "gap_high", "win_rate", *best, "lag_backward_months", "board", "coverage"]
        months = [
            "" if math.isnan(lag) else f"{lag:.1f}{'+' * bound}"
            for lag, bound in zip(history["lag_backward_months"], history["lag_at_least"], strict=True)
        ]
        history = history.assign(lag_backward_months=months)[shown].round(
            {"gap": 1, "gap_low": 1, "gap_high": 1, "win_rate": 3}
        )
    _print(history, options)
    return GOOD


def _split(options: argparse.Namespace) -> dict[str, Any]:
    return {"open_means": options.open_means, "by": options.by, "between": options.between}


def _names(rows: pd.DataFrame) -> dict[Any, str]:
    """Return the name to show for each model that has one."""
    named = rows.dropna(subset="name") if {"model", "name"} <= set(rows.columns) else rows[:0]
    return dict(zip(named.get("model", ()), named.get("name", ()), strict=True))


def _trend(options: argparse.Namespace) -> int:
    from frontier.catalog import CatalogError
    from frontier.trend import price_points, price_records

    if (options.confidence or options.elasticity) and not options.at_least:
        raise _RefusedError("frontier trend: error: --confidence and --elasticity are of --at-least")
    if options.output and (options.csv or options.json):
        raise _RefusedError("frontier trend: error: -o draws instead of printing; leave --csv or --json out")
    if options.demand and not options.elasticity:
        raise _RefusedError("frontier trend: error: --demand is of --elasticity")
    if options.since:
        if any("," in since for since in options.since):
            raise _RefusedError("--since: separate several days by spaces, not commas")
        return _since(options)
    if options.maker:
        if options.board:
            raise _RefusedError("frontier trend: error: --board is of --at-least and --since")
        return _maker(options)
    try:
        scores, prices, level = _dated(options)
        reference = level if isinstance(level, str) else None
        cost, _ = _cost(prices, options.cost)
        points = price_points(scores, prices, reference=reference, price=cost)
        records = price_records(points, at_least=level)
    except CatalogError as error:
        raise _RefusedError(error, PROBLEMS) from None
    except (ValueError, TypeError) as error:
        raise _RefusedError(error) from None
    decline, complaints = _decline(records, options.confidence or 0.9)
    if options.elasticity:
        return _spending(options, decline, complaints)
    if options.output:
        from frontier.plots import new_figure, plain_style, plot_price_records

        plain_style()
        try:
            ax = plot_price_records(records, decline, names=_names(scores), ax=new_figure())
        except ValueError as error:
            raise _RefusedError(error, PROBLEMS) from None
        code = _save(ax, options.output)
    else:
        machine = options.csv or options.json
        quiet = [] if machine else ["price_source", "level", "price_column"]
        _print(records.drop(columns=quiet, errors="ignore"), options)
        code = GOOD if decline is not None else PROBLEMS
        if decline is not None and not options.csv and not options.json:
            print(f"\n{decline}")
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return code


def _spending(options: argparse.Namespace, decline: Decline | None, complaints: Sequence[str]) -> int:
    """Print what a fall of prices does to spending, an elasticity each, or draw it."""
    from frontier.trend import spend_change

    if decline is None:
        raise _RefusedError("\n".join(complaints), PROBLEMS)
    demand = options.demand or "constant"
    changes = [spend_change(decline, elasticity, demand=demand) for elasticity in options.elasticity]
    code = GOOD
    if options.output:
        from frontier.plots import new_figure, plain_style, plot_spend_change

        plain_style()
        try:
            code = _save(plot_spend_change(decline, options.elasticity, new_figure(), demand=demand), options.output)
        except ValueError as error:
            raise _RefusedError(error, PROBLEMS) from None
    elif options.csv or options.json:
        import pandas as pd

        told = [(change.elasticity, change.price_factor, change.quantity, change.spend) for change in changes]
        names = ("price_factor", "quantity", "spend")
        rows = [
            {"elasticity": elasticity}
            | {
                name + end: number
                for name, one in zip(names, estimates, strict=True)
                for end, number in (("", one.value), ("_low", one.low), ("_high", one.high))
            }
            for elasticity, *estimates in told
        ]
        _print(pd.DataFrame(rows), options)
    else:
        print(decline, *changes, sep="\n")
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return code


def _since(options: argparse.Namespace) -> int:
    """Print how far the frontier moved since each day, or draw the frontiers of all."""
    from frontier.analysis import find_frontier
    from frontier.catalog import CatalogError, as_day, load_models, table_day
    from frontier.trend import frontier_shift
    from frontier.units import is_price

    wish: Any = {
        "path": options.data,
        "as_of": options.as_of,
        "board": options.board,
        "price_basis": _bases(options),
    }
    try:
        models = load_models(**wish)
        until = as_day(options.as_of) or table_day(options.data)
        days = sorted({day for day in (as_day(since, "since") for since in options.since) if day is not None})
        wanted = _SHORT_COSTS.get(options.cost, options.cost)
        if wanted.split(":")[0] not in ("blended", "request") and not is_price(wanted):
            raise _RefusedError(f"--since: it compares prices, and {options.cost!r} is none; {_COST_HELP}")
        late = [day for day in days if day >= until]
        if late:
            raise _RefusedError(f"--since: {late[0]} must be before {until}; choose an earlier day, or a later --as-of")
        tables = {day: load_models(**wish, prices_as_of=day) for day in days} | {until: models}
        costs = {day: _cost(table, options.cost) for day, table in tables.items()}
        found = {
            day: find_frontier(table, cost=costs[day][0], cost_label=costs[day][1]) for day, table in tables.items()
        }
        for day, one in found.items():
            if one.table.empty:
                raise _RefusedError(
                    f"--since: no model of the board has such a price on {day}; choose a later day, another --cost or "
                    "--price-basis",
                    PROBLEMS,
                )
        shifts = {day: frontier_shift(found[day], found[until]) for day in days}
        # over one range of scores and one of prices, so that the rows can be compared
        spans = [[shift.shared_scores for shift in shifts.values()], [shift.shared_prices for shift in shifts.values()]]
        same = [(max(low for low, _ in span), min(high for _, high in span)) for span in spans]
        if len(days) > 1 and all(low < high for low, high in same):
            shifts = {day: frontier_shift(found[day], found[until], scores=same[0], prices=same[1]) for day in days}
    except CatalogError as error:
        raise _RefusedError(error, PROBLEMS) from None
    except (ValueError, TypeError) as error:
        raise _RefusedError(error) from None
    if options.output:
        from frontier.plots import new_figure, plain_style, plot_frontiers

        plain_style()
        named = {f"{day.day} {day:%b %Y}": one for day, one in found.items()}
        return _save(plot_frontiers(named, shifts[days[0]], ax=new_figure()), options.output)
    if options.csv or options.json:
        import pandas as pd

        rows = [
            {"since": day.isoformat(), "until": until.isoformat(), **shift.numbers()} for day, shift in shifts.items()
        ]
        _print(pd.DataFrame(rows), options)
        return GOOD
    for day, shift in shifts.items():
        print(f"{day} to {until}: {shift}")
    if math.isnan(shift.times_cheaper.low):
        print("the board of that day has no intervals, so these numbers have none", file=sys.stderr)
    return GOOD


def _maker(options: argparse.Namespace) -> int:
    """Print or draw the prices of one maker, by day."""
    from frontier.catalog import CatalogError

    try:
        prices = _prices(options)
    except CatalogError as error:
        raise _RefusedError(error, PROBLEMS) from None
    except ValueError as error:
        raise _RefusedError(error) from None
    own = prices[prices["organization"] == options.maker]
    if own.empty:
        hint = did_you_mean(options.maker, prices["organization"].dropna())
        raise _RefusedError(f"--maker: there is no such price of {options.maker!r}{hint}")
    column = _SHORT_COSTS.get(options.cost, options.cost)
    if column not in _SHORT_COSTS.values():
        raise _RefusedError(f"--cost: of a maker's prices it is output or input, got {options.cost!r}")
    if options.output:
        from frontier.plots import new_figure, plain_style, plot_price_steps

        plain_style()
        return _save(plot_price_steps(own, own, price=column, ax=new_figure()), options.output)
    rows = own.sort_values(["from", "model"])
    machine = ["model", "price_source"] if options.csv or options.json else []
    _print(rows[["name", "from", "input_usd_per_mtok", "output_usd_per_mtok", "price_basis", *machine]], options)
    return GOOD


def _prices(options: argparse.Namespace) -> pd.DataFrame:
    """Return the dated prices of the bases asked for, up to the day asked for."""
    from frontier.catalog import load_prices

    return load_prices(options.data, as_of=options.as_of, price_basis=_bases(options))


def _decline(records: pd.DataFrame, confidence: float) -> tuple[Decline | None, list[str]]:
    """Return the rate, or none and why, and what there is to say of it."""
    import warnings

    from frontier.trend import price_decline

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            decline = price_decline(records, confidence=confidence)
        except ValueError as error:
            return None, [str(error)]
    return decline, [str(warning.message) for warning in caught]


def _dated(options: argparse.Namespace) -> tuple[pd.DataFrame, pd.DataFrame, float | str]:
    """Return scores and prices by day, and the level: a number of one snapshot, or a model of reference."""
    from frontier.catalog import load_models, load_scores

    prices, how = _prices(options), {"as_of": options.as_of, "board": options.board}
    try:
        level = _number(options.at_least)
    except (ValueError, argparse.ArgumentTypeError):
        return load_scores(options.data, **how), prices, str(options.at_least)
    models = load_models(options.data, **how)
    return models.rename(columns={"elo_date": "date"}), prices, level


def _claims(options: argparse.Namespace) -> int:
    from frontier.catalog import CatalogError
    from frontier.claims import check_claims, tally

    wrong = {
        "-o writes instead of printing; leave --csv or --json out": options.output and (options.csv or options.json),
        "--unit is of a picture: it needs -o": options.unit and not options.output,
        "--link is of a page: it needs -o with a .md file": options.link
        and not any(path.suffix == ".md" for path in options.output or ()),
    }
    for complaint, so in wrong.items():
        if so:
            raise _RefusedError(f"frontier claims: error: {complaint}")
    endings = (".md", ".svg", ".png", ".pdf")
    for path in options.output or ():
        if path.suffix not in endings:
            raise _RefusedError(f"{path.name!r} must end in one of {', '.join(endings)}")
    try:
        with _busy("testing the statements"):
            claims = check_claims(options.names or None, path=options.data)
    except CatalogError as error:
        raise _RefusedError(error, PROBLEMS) from None
    except ValueError as error:
        raise _RefusedError(error) from None
    if options.output:
        return _write_claims(claims, options)
    if options.csv or options.json:
        _print(claims, options)
        return GOOD
    in_full = options.all or options.names
    for who, own in claims.groupby("who", sort=False):
        print(who)
        for one in own.itertuples():
            print(("\n" if in_full else "") + f"  {str(one.verdict).upper():<17} {one.claim:<21} {one.statement}")
            if in_full:
                _print_claim(one)
        print()
    print(tally(claims))
    if not in_full:
        print("The reasons: frontier claims NAME, or --all")
    return GOOD


def _print_claim(one: Any) -> None:
    """Print what was published and measured, the reason, the rule and the call."""
    pair = (("published", one.published), ("measured", one.measured))
    numbers = "; ".join(f"{word}: {text}" for word, text in pair if text)
    for text in (numbers, one.why, f"Rule: {one.rule}.", f"Tested on: {one.tested_on}. Source: {one.source}", one.call):
        if text:
            print(textwrap.fill(text, 110, initial_indent="    ", subsequent_indent="    ",
                                break_long_words=False, break_on_hyphens=False))  # fmt: skip


def _write_claims(claims: pd.DataFrame, options: argparse.Namespace) -> int:
    """Write a page or pictures, by the ending of each file."""
    from frontier.claims import claims_page
    from frontier.files import replace_file

    pictures = [path for path in options.output if path.suffix != ".md"]
    if pictures:
        from frontier.plots import new_figure, plain_style, plot_claims

        plain_style()
        try:
            ax = plot_claims(claims, options.unit, new_figure())
        except ValueError as error:
            raise _RefusedError(f"--{error}" if str(error).startswith("unit") else error) from None
    for path in options.output:
        if path.suffix == ".md":
            try:
                replace_file(path, claims_page(claims, options.link).encode())
            except OSError as error:
                raise _RefusedError(_cannot_write(path, error), PROBLEMS) from None
            print(path)
    return _save(ax, pictures) if pictures else GOOD


def _report(options: argparse.Namespace) -> int:
    from frontier.catalog import CatalogError
    from frontier.reader import TableError
    from frontier.report import write_report

    if options.output.is_dir():
        raise _RefusedError(f"{str(options.output)!r} is a folder; name a file in it, such as report.html")
    if options.output.suffix not in (".html", ".htm"):
        raise _RefusedError(f"{options.output.name!r} must end in .html")
    try:
        with _busy("writing the page"):
            columns = ("data", "name", "cost", "quality", "se", "lower", "upper", "n", "lower_is_better")
            asked = {column: getattr(options, column) for column in columns}
            print(write_report(options.output, price_basis=tuple(_bases(options)), **asked))
    except (CatalogError, TableError) as error:
        raise _RefusedError(error, PROBLEMS) from None
    except OSError as error:
        raise _RefusedError(_cannot_write(options.output, error), PROBLEMS) from None
    except (ImportError, TypeError, ValueError) as error:
        raise _RefusedError(error) from None
    return GOOD


def _check(options: argparse.Namespace) -> int:
    from frontier.catalog import check_models, describe_columns

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


def _update(options: argparse.Namespace) -> int:
    import datetime as dt

    from frontier.catalog import (
        PRICE_BASES,
        CatalogError,
        as_day,
        every_model,
        load_aliases,
        load_models,
        load_prices,
        table_day,
    )
    from frontier.edit import editing
    from frontier.update import apply_update, compare_feeds

    if not options.scores and not options.prices:
        raise _RefusedError("frontier update: error: give --scores FILE, --prices FILE or both")
    feeds = _feeds(options)
    written, problems = list[str](), list[str]()
    path = _to_change(options.data) if options.write else options.data
    try:
        with editing(path) if options.write else contextlib.nullcontext() as tables:
            models = load_models(path, price_basis=PRICE_BASES)
            if not {"elo_date", "board", "price_date", "price_basis"} <= set(models):
                raise ValueError(f"{path} does not say where its values come from, so nothing can be compared with it")
            if models.empty:
                raise ValueError(f"{path} has no snapshot yet, so nothing can be compared with it")
            board = str(models["board"].iloc[0])
            days = [as_day(options.as_of), *(feed.as_of for feed in feeds.values())]
            until = min(max(filter(None, days), default=dt.date.min), dt.date.today())
            if until > table_day(path):  # what was announced may be in force by then
                models = load_models(path, as_of=until, board=board, price_basis=PRICE_BASES)
            update = compare_feeds(
                models,
                feeds,
                as_of=options.as_of,
                board=options.board,
                accept=dict(options.accept),
                trust=options.trust,
                aliases=load_aliases(path),
                known=every_model(path, board=board),
                dated=load_prices(path, as_of=max(until, table_day(path))),
            )
            if tables is not None:
                problems = apply_update(tables, update)
                written = tables.save()
    except CatalogError as error:
        raise _RefusedError(error, PROBLEMS) from None
    except OSError as error:
        raise _RefusedError(f"nothing is written: {error}", PROBLEMS) from None
    except ValueError as error:
        raise _RefusedError(f"nothing is written: {error}" if options.write else error) from None
    left_out = [
        f"{called}: {'left out: ' * problem.is_row}{problem}"
        for called, feed in feeds.items()
        for problem in feed.problems
    ]
    said = _in_few_lines(feeds)
    more = [f"and {len(said) - _MANY} more such lines; --json has all"] if len(said) > _MANY else []
    doubts = list(map(str, tables.doubts)) if tables is not None else []
    doubts = [*doubts[:_MANY], *([f"and {len(doubts) - _MANY} more warnings"] if len(doubts) > _MANY else [])]
    for line in [*said[:_MANY], *more, *(f"not written: {problem}" for problem in problems), *doubts]:
        print(line, file=sys.stderr)
    if options.json:
        told = {"differences": update.differences, "newcomers": update.newcomers, "missing": list(update.missing)}
        rest = {"refused": update.refused(), "left_out": left_out, "not_written": problems, "written": written}
        print(as_json(told | rest))
        return GOOD
    _print_update(update, options)
    if options.write and not options.csv:
        print(f"written: {', '.join(written) or 'nothing'}")
    return GOOD


def _to_change(path: str | None) -> Path:
    """Return the table that is to be changed; that inside an installed package is not one's own."""
    from frontier.catalog import locate_models

    file = locate_models(path)
    if path is None and file.parent.parent == Path(__file__).resolve().parent:
        raise _RefusedError(
            f"the table in {file.parent} belongs to the installed package, and the next installation replaces it; "
            "give --data with the data folder of a clone, or a copy of this one"
        )
    return file


def _print_update(update: Update, options: argparse.Namespace) -> None:
    if options.csv:
        return _print(update.differences, options)
    found = _in_one_line(update.differences, ["model", "name", "source", "suspicious", "held"])
    disputed = found.loc[found["what"] == "disputed", "model"].unique()
    found = found[found["what"] != "disputed"]
    for what, rows in found.groupby("what", sort=False):
        changed = rows[rows["column"].eq("elo") | rows["suspicious"].ne("")] if what == "rescored" else rows
        print(f"{what}: {_count(changed['model'].nunique(), 'model')}")
        if what == "delisted":
            doubts = [f"! {doubt}" for doubt in rows["suspicious"].unique() if doubt]
            lines = [textwrap.fill(", ".join(rows["model"]), 110, break_on_hyphens=False), *doubts]
            text = "\n".join(lines)
        elif what == "new":
            text = _readable(_new_models(rows, update.newcomers))
        elif what == "rescored":
            text = _rescored(changed, rows["model"].nunique() - changed["model"].nunique())
        else:
            text = _readable(_repriced(rows))
        print(textwrap.indent(text, "  "), end="\n\n")
    since = update.models["elo_date"].max().date()
    later = [day for called, day in update.days.items() if update.feeds[called].scores and day and day > since]
    for day in later if "rescored" not in set(found["what"]) else ():
        print(f"a new snapshot, of {day}: no listed model has another score")
    if len(disputed):
        print(f"lists differ, and the table has the price of one of them: {_some(disputed)}")
    if update.missing:
        print(f"{_count(len(update.missing), 'list price')} of models that the table lacks; --json names them")
    if not len(found):
        print("" if later else "the table says the same\n", end="")
        return None
    print(_consequences(update))
    held = list(dict.fromkeys(found.loc[found["held"] == "suspicious", "model"]))
    if held:
        names = _some(held, 400)
        print(f"held back as suspicious: {names}; to write what is right, --accept MODEL=NAME, or --trust for all")
    for why in update.refused():
        print(f"nothing would be written: {why}")
    return None


def _some(names: Iterable[str], width: int = 80) -> str:
    """Return as many names as fit into a line."""
    return textwrap.shorten(", ".join(names), width, placeholder=" ...")


def _in_one_line(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return rows in which what a feed wrote cannot begin a line of its own."""
    plain = {c: rows[c].map(lambda text: " ".join(str(text).split()), na_action="ignore") for c in columns}
    return rows.assign(**plain)


def _in_few_lines(feeds: Mapping[str, Feed]) -> list[str]:
    """Return what was left out of the feeds: where many rows have one reason, it is said once."""
    lines = list[str]()
    for called, feed in feeds.items():
        same = dict[tuple[bool, str], list[Any]]()
        for problem in feed.problems:
            same.setdefault((problem.is_row, problem.reason), []).append(problem)
        for (is_row, reason), problems in same.items():
            about = f"{called}: {'left out: ' * is_row}"
            if len(problems) > _FEW:
                names = _some(dict.fromkeys(problem.name for problem in problems))
                lines.append(f"{about}{_count(len(problems), 'row' if is_row else 'key')}, as each {reason}: {names}")
            else:
                lines += [f"{about}{problem}" for problem in problems]
    return lines


def _all_of(doubts: pd.Series[str]) -> str:
    """Return what is said in several rows of one model, each once."""
    return "; ".join(dict.fromkeys(filter(None, "; ".join(doubts).split("; "))))


def _rescored(rows: pd.DataFrame, unmoved: int) -> str:
    """Return the suspicious scores and those that moved most; the others in one line."""
    import pandas as pd

    others = [f"{_count(unmoved, 'other')} only in interval or votes"] if unmoved else []
    if rows.empty:
        return "\n".join(others)
    doubts = rows.groupby("model")["suspicious"].agg(_all_of)
    elo = rows[rows["column"] == "elo"].set_index("model")
    shown = rows.drop_duplicates("model")[["model", "name"]].assign(
        old=lambda r: r["model"].map(elo["old"]), new=lambda r: r["model"].map(elo["new"])
    )
    shown["by"] = shown["new"] - shown["old"]
    shown["suspicious"] = shown["model"].map(doubts)
    shown = shown.loc[shown["by"].abs().sort_values(ascending=False, kind="stable").index]
    sure = shown[shown["suspicious"] == ""]
    listed = pd.concat([shown[shown["suspicious"] != ""], sure.head(_MANY)])
    names = ["name"] if (listed["name"] != listed["model"]).any() else []
    said = ["suspicious"] if listed["suspicious"].any() else []
    table = listed[["model", *names, "old", "new", "by", *said]]
    lines = [_readable(table.round({"old": 2, "new": 2, "by": 2}))]
    if len(sure) > _MANY:
        most = sure["by"].abs().iloc[_MANY]
        lines.append(f"{_count(len(sure) - _MANY, 'other')} moved by at most {most:.3g} points; --csv has all")
    return "\n".join([*lines, *others])


def _repriced(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a model: its prices, or its score, before and after."""
    import pandas as pd

    def number(value: float) -> str:
        return f"{value:.5g}" if value == value else "none"

    shown = list[dict[str, str]]()
    for (model, name), own in rows.groupby(["model", "name"], sort=False):
        one = {"model": str(model)}
        if name != model:
            one |= {"name": str(name), "how": str(own["how"].iloc[0])}
        for row in own.itertuples():
            word = str(row.column).removesuffix("_usd_per_mtok").replace("cached_input", "cached")
            old, new = number(float(row.old)), number(float(row.new))  # type: ignore[arg-type]
            one[word] = f"{old} -> {new}" if old != new else f"{new}"
        factor = own.loc[own["column"] == "output_usd_per_mtok", "factor"]
        one["factor"] = f"{factor.iloc[0]:.3g}" if factor.notna().any() else ""
        one["basis"] = str(own["basis"].iloc[0] or "")
        one["suspicious"] = _all_of(own["suspicious"])
        shown.append(one)
    order = ["model", "name", "how", "elo", "input", "cached", "output", "factor", "basis", "suspicious"]
    table = pd.DataFrame(shown, columns=order)
    return table.drop(columns=[c for c in order if not table[c].replace("", None).count()])


def _new_models(rows: pd.DataFrame, newcomers: pd.DataFrame) -> pd.DataFrame:
    """Return one row a new model: what the feeds tell of it, and what keeps it from being written."""
    told = rows.pivot_table(index="model", columns="column", values="new", sort=False)
    told = told.reindex(columns=["elo", "input_usd_per_mtok", "output_usd_per_mtok"]).dropna(axis=1, how="all")
    about = _in_one_line(newcomers, ["model", "organization"])
    about = about.set_index("model")[["organization", "license", "released", "lacking"]]
    about["released"] = about["released"].dt.strftime("%Y-%m-%d")
    about["suspicious"] = rows.groupby("model")["suspicious"].agg(_all_of)
    about.loc[about["lacking"] == "suspicious", "lacking"] = ""
    shown = told.join(about).sort_values("elo", ascending=False).reset_index()
    return shown.drop(columns=[c for c in ("lacking", "suspicious") if not shown[c].any()])


def _feeds(options: argparse.Namespace) -> dict[str, Feed]:
    """Read each file or address once; every one that cannot be read is named."""
    import datetime as dt
    from dataclasses import replace

    from frontier.feeds import FIRST_BOARD, INSTALLED, FeedError, is_url, read_feed, read_installed, read_url

    feeds, wrong = dict[str, Any](), list[str]()
    given = list(dict.fromkeys([*options.scores, *options.prices]))
    plain = {one: one.partition("?")[0] if is_url(one) else one for one in given}  # after a ? may be somebody's key
    short = {one: plain[one].rstrip("/").rpartition("/")[2] for one in given}
    for number, one in enumerate(given, 1):
        called = short[one] if list(short.values()).count(short[one]) == 1 else plain[one]
        called = f"{called} ({number})" if called in feeds else called
        try:
            path, day = Path(one), dt.date.today()
            if is_url(one):
                feed = read_feed(read_url(one, progress=_progress), source=plain[one])
            elif one == INSTALLED and not path.exists():
                feed = read_installed()
            else:
                feed = read_feed(_beginning_of(path), source=path.name)
                day = min(_day_of(path), day)
        except FeedError as error:
            wrong.append(str(error))
            continue
        except (OSError, ValueError) as error:  # also a name that no file can have
            wrong.append(f"{one}: {getattr(error, 'strerror', None) or error}")
            continue
        if feed.as_of is None and options.as_of is None and day < FIRST_BOARD:
            print(
                f"{called} does not tell its day, and the clock of its file is wrong ({day}); give --as-of",
                file=sys.stderr,
            )
        elif feed.as_of is None and options.as_of is None:
            print(f"{called} does not tell its day: taken to be of {day}; --as-of says otherwise", file=sys.stderr)
            feed = replace(feed, as_of=day)
        # what a file was not given for is not taken from it: a leaderboard's page has prices too
        scores, prices = (feed.scores, feed.prices)
        feed = replace(
            feed, scores=scores if one in options.scores else (), prices=prices if one in options.prices else ()
        )
        feeds[called] = feed
        for flag, wish, there in (("--scores", options.scores, scores), ("--prices", options.prices, prices)):
            if one in wish and not there:
                wrong.append(f"{flag}: {one} was read as {feed.kind}, which has none")
    if wrong:
        raise _RefusedError("\n".join(wrong))
    return feeds


def _beginning_of(path: Path) -> bytes:
    """Return a file, or of one that is too large as much as says so."""
    from frontier.feeds import MAX_BYTES

    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _day_of(path: Path) -> dt.date:
    import datetime as dt

    try:
        return dt.date.fromtimestamp(path.stat().st_mtime)
    except (ValueError, OverflowError, OSError):  # a clock beyond all years
        return dt.date.min


def _consequences(update: Update) -> str:
    """Say who would join and leave the frontier, and what would happen to the gap."""
    from frontier.analysis import find_frontier
    from frontier.gap import open_gap

    models, changed = (
        one.assign(output_usd_per_mtok=one["output_usd_per_mtok"].where(one["price_basis"].isin(["list", "host"])))
        for one in (update.models, update.changed())
    )
    before, after = (list(find_frontier(one, uncertainty=False).members["model"]) for one in (models, changed))
    joins, leaves = ([m for m in one if m not in other] for one, other in ((after, before), (before, after)))
    said = [
        f"joins the frontier: {', '.join(' '.join(model.split()) for model in joins) or 'none'}",
        f"leaves the frontier: {', '.join(leaves) or 'none'}",
    ]
    try:
        old, new = (open_gap(one).score for one in (models, changed))
        said.append(f"open models are behind by: {old.value:.1f} points, then {new.value:.1f}")
    except ValueError as error:
        said.append(f"no gap can be told then: {error}")
    count = int((~update.newcomers["lacking"].isin(["", "suspicious"])).sum())
    if count:
        said.append(f"without {_count(count, 'new model')} of which more must be known; frontier add takes it")
    return "\n".join(said)


def _add(options: argparse.Namespace) -> int:
    from frontier.catalog import CatalogError
    from frontier.edit import editing

    if not options.cells and not sys.stdin.isatty():
        raise _RefusedError("frontier add: error: give COLUMN=VALUE, or run it on a terminal to be asked")
    _refuse_twice(options.cells)
    path, place = _to_change(options.data), ""
    try:
        given = dict(options.cells) or _ask()
        with editing(path) as tables:
            row = tables.add_listed(tables.complete({"model": options.model} | given))
            place = f"{tables.file.name}:{tables.place(row['model'])}: "
            tables.save()
    except CatalogError as error:  # a line that is not written has no place
        raise _RefusedError(
            "nothing is written:\n" + (str(error).replace(place, "") if place else str(error)), PROBLEMS
        ) from None
    except (OSError, ValueError) as error:
        raise _RefusedError(f"nothing is written: {error}", PROBLEMS) from None
    for doubt in tables.doubts:
        print(doubt, file=sys.stderr)
    known = ", ".join(f"{column} {value}" for column, value in row.items() if value and column not in given)
    print(f"{place}{known}")
    if row.get("elo") and row.get("output_usd_per_mtok"):
        from frontier.analysis import find_frontier
        from frontier.catalog import load_models

        members = find_frontier(load_models(path), uncertainty=False).members["model"]
        print(f"on the frontier: {'yes' if row['model'] in set(members) else 'no'}")
    return GOOD


def _price(options: argparse.Namespace) -> int:
    import datetime as dt

    from frontier.catalog import CatalogError
    from frontier.edit import editing

    _refuse_twice(options.cells)
    try:
        with editing(_to_change(options.data)) as tables:
            said = tables.add_price(options.model, dict(options.cells), today=dt.date.today())
            tables.save()
    except (CatalogError, OSError, ValueError) as error:
        line = "\n" if isinstance(error, CatalogError) else " "
        raise _RefusedError(f"nothing is written:{line}{error}", PROBLEMS) from None
    for doubt in tables.doubts:
        print(doubt, file=sys.stderr)
    print("\n".join(said))
    return GOOD


def _refuse_twice(cells: Sequence[tuple[str, str]]) -> None:
    twice = [column for column, _ in cells if [c for c, _ in cells].count(column) > 1]
    if twice:
        raise _RefusedError(f"given twice: {', '.join(dict.fromkeys(twice))}")


def _ask() -> dict[str, str]:
    """Ask for the values of a model, one by one; what makes no sense without another is not asked for."""
    from frontier.catalog import cell_problem, describe_columns

    columns = describe_columns().query("file == 'models.csv' and column != 'model'")
    print("Blank is what is not known.", file=sys.stderr)
    said = dict[str, str]()
    for column, kind, must, description in columns[["column", "type", "required", "description"]].to_numpy():
        part = "elo" if column.startswith("elo_") or column in ("votes", "board") else "output_usd_per_mtok"
        if part != column and (part == "elo" or column.startswith("price_")) and not said.get(part):
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


def _completion(parser: argparse.ArgumentParser, shell: str) -> int:
    """Print the script that completes the commands, their flags and the words that these take."""
    import shtab

    from frontier.catalog import BOARDS, PRICE_BASES

    costs = ("output", "input", "blended", "request", "training_flop")
    words = {"board": BOARDS, "price_basis": PRICE_BASES, "cost": costs}
    functions = [f'_frontier_{dest}() {{ compgen -W "{" ".join(those)}" -- "$1"; }}' for dest, those in words.items()]
    preamble = "\n".join(functions) if shell == "bash" else ""
    (commands,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    for one in commands.choices.values():
        for action in one._actions:
            if action.dest in words:
                complete = {"bash": f"_frontier_{action.dest}", "zsh": f"({' '.join(words[action.dest])})"}
                action.complete = complete
            elif action.dest in ("output", "data", "path", "link", "scores", "prices"):
                action.complete = shtab.FILE
    print(shtab.complete(parser, shell, preamble=preamble))
    return GOOD


def _announced(rows: pd.DataFrame, options: argparse.Namespace) -> pd.DataFrame:
    """Return the prices that are announced for these models, of the bases they are compared by."""
    from frontier.catalog import announced_prices

    shown = ["model", "from", "input_usd_per_mtok", "output_usd_per_mtok", "price_basis"]
    if not {"model", "price_basis", "price_date"} <= set(rows.columns):
        return rows.iloc[:0].reindex(columns=shown)
    prices = announced_prices(options.data, as_of=options.as_of)
    keys = set(zip(rows["model"], rows["price_basis"], strict=True))
    ours = [key in keys for key in zip(prices["model"], prices["price_basis"], strict=True)]
    return prices.loc[ours, shown].sort_values(["from", "model"])


def _note_announced(rows: pd.DataFrame, options: argparse.Namespace) -> None:
    for price in _announced(rows, options).itertuples():
        print(
            f"{price.model}: announced, {price.output_usd_per_mtok:g} USD per million output tokens from "
            f"{price._2:%Y-%m-%d}",
            file=sys.stderr,
        )


def _note_dropped(found: Frontier) -> None:
    for reason, count in found.dropped["reason"].value_counts().items():
        print(f"{_count(count, 'model')} left out: {reason}", file=sys.stderr)
    if "interval_assumed" in found.table and found.table["interval_assumed"].any():
        guessed = found.table[found.table["interval_assumed"]]
        names = ", ".join(map(str, guessed.get("model", guessed.index)))
        print(f"no interval, the widest assumed: {names}", file=sys.stderr)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _print(rows: pd.DataFrame, options: argparse.Namespace, **about: Any) -> None:
    """Print rows as a readable table, or in the units and names of the table: as CSV, or as a JSON object.

    ``about`` says what the rows are of, for JSON: the day, the board, the units, what was left out.
    """
    if options.csv:
        print(as_csv(rows), end="")
    elif options.json:
        print(as_json({**about, "rows": rows}))
    else:
        print(_readable(rows))


if __name__ == "__main__":
    run()
