"""The command claims."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING, Any

from frontier.cli.models import _save
from frontier.cli.output import GOOD, PROBLEMS, CommandError, _cannot_write, _print
from frontier.cli.output import busy as _busy

if TYPE_CHECKING:
    import pandas as pd


def _claims(options: argparse.Namespace) -> int:
    from frontier.claims.check import check_claims, tally
    from frontier.data.parse import CatalogError

    wrong = {
        "-o writes instead of printing; leave --csv or --json out": options.output and (options.csv or options.json),
        "--unit is of a picture: it needs -o": options.unit and not options.output,
        "--link is of a page: it needs -o with a .md file": options.link
        and not any(path.suffix == ".md" for path in options.output or ()),
    }
    for message, so in wrong.items():
        if so:
            raise CommandError(f"frontier claims: error: {message}")
    endings = (".md", ".svg", ".png", ".pdf")
    for path in options.output or ():
        if path.suffix not in endings:
            raise CommandError(f"{path.name!r} must end in one of {', '.join(endings)}")
    try:
        with _busy("testing the statements"):
            claims = check_claims(options.names or None, path=options.data)
    except CatalogError as error:
        raise CommandError(error, PROBLEMS) from None
    except ValueError as error:
        raise CommandError(error) from None
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
    from frontier.claims.check import claims_page
    from frontier.data.files import replace_file

    pictures = [path for path in options.output if path.suffix != ".md"]
    if pictures:
        from frontier.plots.claims import plot_claims
        from frontier.plots.theme import new_figure, plain_style

        plain_style()
        try:
            ax = plot_claims(claims, options.unit, ax=new_figure())
        except ValueError as error:
            raise CommandError(f"--{error}" if str(error).startswith("unit") else error) from None
    for path in options.output:
        if path.suffix == ".md":
            try:
                replace_file(path, claims_page(claims, options.link).encode())
            except OSError as error:
                raise CommandError(_cannot_write(path, error), PROBLEMS) from None
            print(path)
    return _save(ax, pictures) if pictures else GOOD
