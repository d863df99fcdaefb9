"""Measure how far open models are behind proprietary ones.

example: frontier gap --as-of 2025-02-14
"""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any

from frontier.cli.models import chosen_models, columns_of, naming_the_table, snapshot_of
from frontier.cli.options import refuse, share_formats, share_selection, switch
from frontier.cli.output import CommandError, busy, draw, show
from frontier.words.numbers import count

if TYPE_CHECKING:
    import pandas as pd


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    share_selection(parser, without="--only")
    parser.add_argument("--by", metavar="COLUMN", help="compare two groups of this column instead, such as country")
    between = "with --by: the group that leads and the one that follows; default: the two with the best models"
    parser.add_argument("--between", nargs=2, metavar=("FIRST", "SECOND"), help=between)
    switch(parser, "--history", "every snapshot up to --as-of, of --board or of the boards that the Arena showed")
    methods = ("backward", "staircase", "matched")
    parser.add_argument("--method", choices=methods, help="with -o: the lag in the picture (default backward)")
    share_formats(parser, "draw instead: scores by release date and the lag, with --history the gap through time")


def run(options: argparse.Namespace) -> None:
    """Print or draw the gap of one day, or of every day."""
    no_method = options.history or not options.output
    refuse(
        {
            "--between needs --by": options.between and not options.by,
            "--open-means defines open models; leave it out with --by": options.by and options.open_means != "weights",
            "--method requires -o and cannot be combined with --history": options.method and no_method,
            "--cost does not change a picture of the gap; leave it out": options.output and options.cost != "output",
        }
    )
    groups = {"open_means": options.open_means, "by": options.by, "between": options.between}
    if options.history:
        _history(options, groups)
    else:
        _one_day(options, groups)


def _one_day(options: argparse.Namespace, groups: dict[str, Any]) -> None:
    """Print the gap with its numbers, or draw the lag."""
    from frontier.frames.gap import open_gap
    from frontier.frames.lag import open_lag
    from frontier.words.headlines import summary

    models = chosen_models(options)
    if "openness" not in models and not options.by:
        raise CommandError("the table has no column 'openness'; --by COLUMN compares two groups of another column")
    how: Any = {**columns_of(options), **groups}
    with naming_the_table(options):
        if options.output:
            from frontier.plots.gap import plot_lag

            lag = open_lag(models, method=options.method or "backward", **how)
            draw(plot_lag, options.output, lag)
            return
        gap = open_gap(models, cost=options.cost, **how)
        methods: Any = () if options.format or math.isnan(gap.lag.value) else ("staircase", "matched")
        lags = [open_lag(models, method=method, **how) for method in methods]
    units = {"cost": gap.cost, "cost_unit": gap.cost_label or None, "quality": gap.quality, "left_out": gap.excluded}
    people = f"{summary(gap)}\n\n{gap.numbers(lags)}"
    show(gap.to_frame(), options, people=people, **snapshot_of(gap.table, options), **units)


def _history(options: argparse.Namespace, groups: dict[str, Any]) -> None:
    """Print or draw the gap at every snapshot; each board is measured by itself."""
    from frontier.data.tables import load_scores
    from frontier.frames.gap import gap_history

    given = [f"--{flag}" for flag in ("se", "lower", "upper", "n") if getattr(options, flag) is not None]
    if given:
        raise CommandError(f"{given[0]} cannot be combined with --history, which reads many snapshots")
    scores = load_scores(options.data, as_of=options.as_of, board=options.board, price_basis=options.price_basis)
    if scores.empty:
        raise CommandError(f"no snapshot on or before {options.as_of}; choose a later --as-of, or another --board")
    columns = {name: getattr(options, name) for name in ("cost", "quality", "name", "lower_is_better")}
    with busy(f"measuring {count(scores['date'].nunique(), 'snapshot')}"):
        history = gap_history(scores, **columns, **groups)
    if options.output:
        from frontier.plots.gap import plot_gap

        draw(plot_gap, options.output, history)
    else:
        show(history, options, people=_history_for_people(history))


def _history_for_people(history: pd.DataFrame) -> pd.DataFrame:
    best = [str(c) for c in history if str(c).startswith("best_")]
    shown = ["date", "gap", "gap_low", "gap_high", "win_rate", *best, "lag_backward_months", "board", "coverage"]
    months = [
        "" if math.isnan(lag) else f"{lag:.1f}{'+' * is_bound}"
        for lag, is_bound in zip(history["lag_backward_months"], history["lag_at_least"], strict=True)
    ]
    rounded = history.round({"gap": 1, "gap_low": 1, "gap_high": 1, "win_rate": 3})
    return rounded.assign(lag_backward_months=months)[shown]
