"""Print the frontier, or the place of every model.

example: frontier table --all --csv
"""

from __future__ import annotations

import argparse

from frontier.cli.models import chosen_frontier, decimals_of_intervals, show_models
from frontier.cli.options import share_formats, share_selection, switch
from frontier.words.numbers import percent

_ABOUT = ("name", "organization", "country", "license", "openness", "released")
_PLACES = ("best_rank", "worst_rank", "on_frontier", "layer", "on_hull", "price_multiple", "score_deficit")
_SOURCES = ("price_basis", "host", "price_date", "observed", "price_source", "elo_date", "board")
_FOR_PEOPLE = {"organization", "openness", "price_basis"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    share_selection(parser)
    switch(parser, "--all", "every model compared, with layer, price_multiple and score_deficit")
    share_formats(parser)


def run(options: argparse.Namespace) -> None:
    """Print the frontier, or all models."""
    found = chosen_frontier(options)
    rows = found.members
    if options.all:
        rows = found.table.sort_values([found.cost, found.quality], ascending=[True, found.lower_is_better])
    places = _PLACES if options.all else ()
    ends = found.interval or ()
    wanted = (*_ABOUT, found.cost, found.quality, *ends, "probability", "verdict", *places, *_SOURCES)
    shown = rows[[c for c in dict.fromkeys(wanted) if c in rows and c != found.name]]
    shown.insert(0, found.name or "model", rows[found.name] if found.name else rows.index)
    hidden = {*_ABOUT, *_SOURCES} - _FOR_PEOPLE - {found.name, found.cost, found.quality}
    people = shown.drop(columns=hidden, errors="ignore")
    people = people.round(dict.fromkeys(ends, decimals_of_intervals(found)))
    if "probability" in people:
        people = people.assign(probability=people["probability"].map(percent))
    show_models(shown, found, options, people)
