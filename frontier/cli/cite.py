"""Print how to cite the library, its tables and their sources, with the versions at hand.

example: frontier cite --bibtex
"""

from __future__ import annotations

import argparse

from frontier.cli.options import share, switch

_TITLE = "frontier: which language models are worth their price, how sure are we, and how far behind is open source?"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    share(parser, "--data", help="the models.csv that was used; default: the shipped table")
    switch(parser, "--bibtex", "print BibTeX")


def run(options: argparse.Namespace) -> None:
    """Print the citation."""
    from importlib.metadata import version

    from frontier.data.sources import data_version

    code, data = version("llm-frontier"), data_version(options.data)
    day = data.partition(".")[0]
    if options.bibtex:
        entries = (
            ("software", "frontier", "The frontier contributors", _TITLE, day[:4], f"version {code}, data {data}"),
            ("misc", "arena", "LMArena", "Chatbot Arena leaderboard", day[:4], "https://arena.ai, CC BY 4.0"),
            ("misc", "epoch", "Epoch AI", "Notable AI models", day[:4], "https://epoch.ai, CC BY 4.0"),
        )
        for kind, key, author, title, year, note in entries:
            fields = {"author": author, "title": title, "note": note}
            print(f"@{kind}{{{key},", *(f"  {name} = {{{{{text}}}}}," for name, text in fields.items()), sep="\n")
            print(f"  year = {{{year}}},\n}}")
        return
    print(f"The frontier contributors. {_TITLE} Version {code}, data {data}.")
    print("Scores: LMArena, Chatbot Arena leaderboard, CC BY 4.0, https://arena.ai.")
    print("Training compute: Epoch AI, Notable AI models, CC BY 4.0, https://epoch.ai.")
    print("Each price names its own source: frontier show MODEL.")
