"""How far the frontier moved, for the command trend with --since."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any

from frontier.cli.output import PROBLEMS, CommandError, complain, draw, show

if TYPE_CHECKING:
    import datetime as dt

    from frontier.frames.frontier import Frontier


def since(options: argparse.Namespace) -> None:
    """Print how far the frontier moved since each day, or draw the frontiers of all."""
    import pandas as pd

    from frontier.frames.shift import frontier_shifts

    frontiers = _frontiers(options)
    shifts = frontier_shifts(frontiers)
    if options.output:
        from frontier.plots.frontier import plot_frontiers

        named = {f"{day.day} {day:%b %Y}": one for day, one in frontiers.items()}
        draw(plot_frontiers, options.output, named, next(iter(shifts.values())))
        return
    until = max(frontiers)
    rows = [{"since": str(day), "until": str(until), **shift.numbers()} for day, shift in shifts.items()]
    show(pd.DataFrame(rows), options, people="\n".join(f"{day} to {until}: {shift}" for day, shift in shifts.items()))
    if any(math.isnan(shift.times_cheaper.low) for shift in shifts.values()):
        complain(["the board of that day has no intervals, so these numbers have none"])


def _frontiers(options: argparse.Namespace) -> dict[dt.date, Frontier]:
    """Return the frontier of each day and, last, of the newest; all with the newest scores."""
    from frontier.data.tables import as_day, load_models, table_day
    from frontier.frames.costs import cost_kind
    from frontier.frames.frontier import find_frontier

    until = as_day(options.as_of) or table_day(options.data)
    days = sorted({day for day in (as_day(since, "since") for since in options.since) if day})
    if not cost_kind(options.cost).is_price:
        raise CommandError(f"--since needs a price, and {options.cost!r} is none")
    if days[-1] >= until:
        raise CommandError(f"--since: {days[-1]} must be before {until}; choose an earlier day, or a later --as-of")
    read: Any = {"as_of": options.as_of, "board": options.board, "price_basis": options.price_basis}
    frontiers: dict[dt.date, Frontier] = {}
    for day in (*days, until):
        models = load_models(options.data, **read, prices_as_of=day if day < until else None)
        frontiers[day] = find_frontier(models, cost=options.cost)
        if frontiers[day].table.empty:
            raise CommandError(
                f"--since: no model of the board has such a price on {day}; choose a later day, another --cost or "
                "--price-basis",
                PROBLEMS,
            )
    return frontiers
