"""The words of the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from frontier.cli.claims import _claims
from frontier.cli.completion import _completion
from frontier.cli.gap import _gap
from frontier.cli.models import _pick, _plot, _table
from frontier.cli.options import (
    _COST_HELP,
    _confidence,
    _elasticity,
    _formats,
    _number,
    _own_table,
    _pair,
    _Parser,
    _selection,
    _value,
    _Version,
)
from frontier.cli.table import _add, _check, _price, _report
from frontier.cli.trend import _trend
from frontier.cli.update import _update


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
    table.add_argument(
        "--all", action="store_true", help="every model compared, with layer, price_multiple and score_deficit"
    )
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
        help="price lists; of several with a price of one model the best basis counts, then the first",
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
