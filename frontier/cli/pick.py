"""Pick a model by quality or by budget.

example: frontier pick --mix --budget 1
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from frontier.cli.models import chosen_frontier, decimals_of_intervals, need_intervals, show_models
from frontier.cli.options import confidence, number, refuse, share_formats, share_selection, switch
from frontier.cli.output import PROBLEMS, CommandError
from frontier.words.numbers import percent

if TYPE_CHECKING:
    import pandas as pd

    from frontier.frames.frontier import Frontier


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    share_selection(parser)
    wish = parser.add_mutually_exclusive_group(required=True)
    wish.add_argument("--at-least", type=number, metavar="QUALITY", help="the cheapest model of at least this quality")
    wish.add_argument("--at-most", type=number, metavar="QUALITY", help="the same with --lower-is-better")
    wish.add_argument("--budget", type=number, metavar="COST", help="the best model of at most this cost")
    parser.add_argument("--confidence", type=confidence, help="of reaching the quality, such as 0.95")
    switch(parser, "--mix", "with --budget: the best mixture of two models")
    share_formats(parser)


def run(options: argparse.Namespace) -> None:
    """Print the best model for a budget, the cheapest of a quality, or a mixture."""
    level = options.at_most if options.lower_is_better else options.at_least
    by_quality = options.budget is None
    refuse(
        {
            "--mix needs --budget": options.mix and by_quality,
            "--confidence needs --at-least": options.confidence and not by_quality,
            "use --at-most with --lower-is-better, and --at-least without it": by_quality and level is None,
        }
    )
    found = chosen_frontier(options, uncertainty=not options.mix)
    if options.confidence:
        need_intervals(found, options, "--confidence")
    try:
        if options.mix:
            rows, text = _mixture(found, options.budget)
        else:
            row = found.cheapest(level, confidence=options.confidence) if by_quality else found.best(options.budget)
            rows, text = row.to_frame().T.infer_objects(), _sentence(row, found, level)
    except ValueError as error:  # no model is good or cheap enough
        raise CommandError(error, PROBLEMS) from None
    show_models(rows, found, options, text)


def _mixture(found: Frontier, budget: float) -> tuple[pd.DataFrame, str]:
    import pandas as pd

    mix = found.mix(budget)
    rows = {"model": mix.models, "share": mix.shares, "mix_cost": mix.cost, "mix_quality": mix.quality}
    return pd.DataFrame(rows), f"{mix} ({found.quality} against {found.cost_label or found.cost})"


def _sentence(row: pd.Series[Any], found: Frontier, level: float | None) -> str:
    """Return the model with its quality and cost, and its probabilities below."""
    interval = ""
    if found.interval and row[[*found.interval]].notna().all():
        low, high = (_short(round(end, decimals_of_intervals(found))) for end in row[[*found.interval]])
        interval = f" ({low} to {high})"
    if row.get("interval_imputed", False):
        interval = " (no interval, the widest assumed)"
    name = row.name if found.name is None else row[found.name]
    cost = f"{_short(row[found.cost])} {found.cost_label or found.cost}"
    lines = [f"{name}: {found.quality} {_short(row[found.quality])}{interval} at {cost}"]
    side = "at most" if found.lower_is_better else "at least"
    probabilities = {
        "probability": "on the frontier",
        "probability_best": "the best within the budget",
        "probability_reached": f"{found.quality} of {side} {level or 0:g}",
    }
    lines += [f"  {percent(row[column])} {what}" for column, what in probabilities.items() if column in row.index]
    return "\n".join(lines)


def _short(value: float) -> str:
    """Return a number with all of its digits, and without an exponent if it can be read without one."""
    text = f"{value:.10g}"
    return text if "e" not in text else f"{value:,.0f}" if value >= 1 else f"{value:.3g}"
