"""The commands that publish: tested statements, and the interactive page."""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import frontier
from frontier.cli import options as opt
from frontier.cli.models import columns_of
from frontier.cli.output import busy, draw, show, writing

if TYPE_CHECKING:
    import pandas as pd

_ENDINGS = (".md", ".svg", ".png", ".pdf")


@opt.command(
    opt.option("names", nargs="*", metavar="NAME", help="statements, or how their names begin; default: all"),
    opt.shared("--data", help="a models.csv with its history/, or their folder; default: the shipped table"),
    opt.switch("--all", "print the reason, rule and call of each, as for named ones"),
    opt.option(
        "--unit", help="with -o: months, 'times a year', times, points or percent; default: the first with data"
    ),
    opt.option("--link", nargs="+", default=[], metavar="PICTURE", help="pictures to link in the page"),
    opt.formats(opt.output("write a page (.md) or a picture (.svg, .png, .pdf) instead", default=[])),
    opt.LOOK,
)
def claims(options: argparse.Namespace) -> None:
    """Test published statements against the tables.

    example: frontier claims deck-lag stanford
    """
    from frontier.claims.check import claims_page
    from frontier.data.files import replace_file

    pages = [path for path in options.output if path.suffix == ".md"]
    pictures = [path for path in options.output if path not in pages]
    wrong = ", ".join(repr(path.name) for path in pictures if path.suffix not in _ENDINGS)
    opt.refuse(
        (options.unit and not options.output, "--unit needs -o with a picture"),
        (options.link and not pages, "--link needs -o with a .md file"),
        (wrong, f"{wrong} must end in one of {', '.join(_ENDINGS)}"),
    )
    with busy("testing the statements"):
        found = frontier.check_claims(options.names or None, path=options.data)
    for path in pages:
        with writing(path):
            replace_file(path, claims_page(found, options.link).encode())
    if pictures:
        draw(frontier.plot_claims, options, found, options.unit, paths=pictures)
    if not options.output:
        show(found, options, people=_for_people(found, in_full=bool(options.all or options.names)))


def _for_people(found: pd.DataFrame, *, in_full: bool) -> str:
    from frontier.claims.check import tally

    lines = list[str]()
    for who, own in found.groupby("who", sort=False):
        lines.append(str(who))
        for one in own.itertuples():
            lines += [""] * in_full + [f"  {str(one.verdict).upper():<17} {one.claim:<21} {one.statement}"]
            lines += _details(one) if in_full else []
        lines.append("")
    lines.append(tally(found))
    return "\n".join(lines if in_full else [*lines, "The reasons: frontier claims NAME, or --all"])


def _details(one: Any) -> list[str]:
    """Return what was published and measured, the reason, the rule and the call."""
    numbers = "; ".join(f"{word}: {getattr(one, word)}" for word in ("published", "measured") if getattr(one, word))
    texts = (numbers, one.why, f"Rule: {one.rule}.", f"Tested on: {one.tested_on}. Source: {one.source}", one.call)
    whole: Any = {"break_long_words": False, "break_on_hyphens": False}
    return [
        textwrap.fill(text, 110, initial_indent=" " * 4, subsequent_indent=" " * 4, **whole) for text in texts if text
    ]


@opt.command(
    opt.output("the file (default report.html)", nargs=None, default=Path("report.html")),
    opt.shared("--price-basis"),
    opt.shared("--hosts"),
    opt.option("--cost", metavar="COLUMN", help="of your own table: lower is better"),
    opt.option("--quality", metavar="COLUMN", help="of your own table: higher is better"),
    opt.option("--benchmark", metavar="NAME", help="its runs instead, by the published cost of a task"),
    opt.OWN_TABLE,
)
def report(options: argparse.Namespace) -> None:
    """Write an interactive page of all snapshots, or of your own table: one file that works offline.

    example: frontier report -o report.html
    """
    path = options.output
    opt.refuse(
        (path.is_dir(), f"{str(path)!r} is a folder; name a file in it, such as report.html"),
        (path.suffix not in (".html", ".htm"), f"{path.name!r} must end in .html"),
        (
            options.benchmark and (options.cost or options.quality),
            "--benchmark has a cost and a quality; give no other",
        ),
    )
    data, columns = options.data, columns_of(options)
    if options.benchmark:
        data = _shown_runs(options)
        columns |= {"cost": "task", "quality": "score", "name": "name" if "name" in data else options.name}
    with writing(path), busy("writing the page"):
        frontier.write_report(path, data=data, price_basis=options.price_basis, hosts=options.hosts, **columns)


def _shown_runs(options: argparse.Namespace) -> pd.DataFrame:
    """Return the runs of a benchmark without what is the same for each."""
    from frontier.data.schema import column_names

    of_all = {*column_names("benchmarks")} - {"benchmark", "tasks"}
    runs = frontier.load_runs(options.data, benchmark=options.benchmark)
    return runs.drop(columns=list(of_all), errors="ignore").dropna(axis="columns", how="all")
