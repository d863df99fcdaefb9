"""Test published statements against the tables.

example: frontier claims deck-lag stanford
"""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING, Any

from frontier.cli.options import refuse, share, share_formats, switch
from frontier.cli.output import busy, draw, show, writing

if TYPE_CHECKING:
    import pandas as pd

_ENDINGS = (".md", ".svg", ".png", ".pdf")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="statements, or how their names begin; default: all")
    share(parser, "--data", help="a models.csv with its history/, or their folder; default: the shipped table")
    switch(parser, "--all", "print the reason, rule and call of each, as for named ones")
    unit = "unit to plot (with -o): months, 'times a year', times, points or percent; default: first with data"
    parser.add_argument("--unit", help=unit)
    parser.add_argument("--link", nargs="+", default=[], metavar="PICTURE", help="pictures to link in the page")
    share_formats(parser, "write a page (.md) or a picture (.svg, .png, .pdf) instead")


def run(options: argparse.Namespace) -> None:
    """Print the verdicts, or write them as a page or a picture."""
    from frontier.claims.check import check_claims

    files = options.output or []
    wrong = [path.name for path in files if path.suffix not in _ENDINGS]
    refuse(
        {
            "--unit needs -o with a picture": options.unit and not files,
            "--link needs -o with a .md file": options.link and not any(path.suffix == ".md" for path in files),
            f"{', '.join(map(repr, wrong))} must end in one of {', '.join(_ENDINGS)}": wrong,
        }
    )
    with busy("testing the statements"):
        claims = check_claims(options.names or None, path=options.data)
    if files:
        _write(claims, options)
    else:
        show(claims, options, people=_for_people(claims, in_full=bool(options.all or options.names)))


def _for_people(claims: pd.DataFrame, *, in_full: bool) -> str:
    from frontier.claims.check import tally

    lines = list[str]()
    for who, own in claims.groupby("who", sort=False):
        lines.append(str(who))
        for one in own.itertuples():
            lines += [""] * in_full + [f"  {str(one.verdict).upper():<17} {one.claim:<21} {one.statement}"]
            lines += _details(one) if in_full else []
        lines.append("")
    lines.append(tally(claims))
    return "\n".join(lines if in_full else [*lines, "The reasons: frontier claims NAME, or --all"])


def _details(one: Any) -> list[str]:
    """Return what was published and measured, the reason, the rule and the call."""
    pair = (("published", one.published), ("measured", one.measured))
    numbers = "; ".join(f"{word}: {text}" for word, text in pair if text)
    texts = (numbers, one.why, f"Rule: {one.rule}.", f"Tested on: {one.tested_on}. Source: {one.source}", one.call)
    wrap = textwrap.TextWrapper(
        110, initial_indent="    ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )
    return [wrap.fill(text) for text in texts if text]


def _write(claims: pd.DataFrame, options: argparse.Namespace) -> None:
    """Write pages and pictures."""
    from frontier.claims.check import claims_page
    from frontier.data.files import replace_file
    from frontier.plots.claims import plot_claims

    for path in options.output:
        if path.suffix == ".md":
            with writing(path):
                replace_file(path, claims_page(claims, options.link).encode())
    pictures = [path for path in options.output if path.suffix != ".md"]
    if pictures:
        draw(plot_claims, pictures, claims, options.unit)
