"""The command trend."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from frontier.cli.models import _bases, _cost, _names, _save
from frontier.cli.options import _COST_HELP, _SHORT_COSTS, _number
from frontier.cli.output import GOOD, PROBLEMS, CommandError, _print
from frontier.words.spelling import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from frontier.frames.prices import Decline


def _trend(options: argparse.Namespace) -> int:
    from frontier.data.parse import CatalogError
    from frontier.frames.prices import price_points, price_records

    if (options.confidence or options.elasticity) and not options.at_least:
        raise CommandError("frontier trend: error: --confidence and --elasticity are of --at-least")
    if options.output and (options.csv or options.json):
        raise CommandError("frontier trend: error: -o draws instead of printing; leave --csv or --json out")
    if options.demand and not options.elasticity:
        raise CommandError("frontier trend: error: --demand is of --elasticity")
    if options.since:
        if any("," in since for since in options.since):
            raise CommandError("--since: separate several days by spaces, not commas")
        return _since(options)
    if options.maker:
        if options.board:
            raise CommandError("frontier trend: error: --board is of --at-least and --since")
        return _maker(options)
    try:
        scores, prices, level = _dated(options)
        reference = level if isinstance(level, str) else None
        cost, _ = _cost(prices, options.cost)
        points = price_points(scores, prices, reference=reference, price=cost)
        records = price_records(points, at_least=level)
    except CatalogError as error:
        raise CommandError(error, PROBLEMS) from None
    except (ValueError, TypeError) as error:
        raise CommandError(error) from None
    decline, complaints = _decline(records, options.confidence or 0.9)
    if options.elasticity:
        return _spending(options, decline, complaints)
    if options.output:
        from frontier.plots.prices import plot_price_records
        from frontier.plots.theme import new_figure, plain_style

        plain_style()
        try:
            ax = plot_price_records(records, decline, names=_names(scores), ax=new_figure())
        except ValueError as error:
            raise CommandError(error, PROBLEMS) from None
        code = _save(ax, options.output)
    else:
        machine = options.csv or options.json
        quiet = [] if machine else ["host", "observed", "price_source", "level", "price_column"]
        _print(records.drop(columns=quiet, errors="ignore"), options)
        code = GOOD if decline is not None else PROBLEMS
        if decline is not None and not options.csv and not options.json:
            print(f"\n{decline}")
    for message in complaints:
        print(message, file=sys.stderr)
    return code


def _spending(options: argparse.Namespace, decline: Decline | None, complaints: Sequence[str]) -> int:
    """Print what a fall of prices does to spending, an elasticity each, or draw it."""
    from frontier.frames.prices import spend_change

    if decline is None:
        raise CommandError("\n".join(complaints), PROBLEMS)
    demand = options.demand or "constant"
    changes = [spend_change(decline, elasticity, demand=demand) for elasticity in options.elasticity]
    code = GOOD
    if options.output:
        from frontier.plots.prices import plot_spend_change
        from frontier.plots.theme import new_figure, plain_style

        plain_style()
        try:
            code = _save(plot_spend_change(decline, options.elasticity, new_figure(), demand=demand), options.output)
        except ValueError as error:
            raise CommandError(error, PROBLEMS) from None
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
    for message in complaints:
        print(message, file=sys.stderr)
    return code


def _since(options: argparse.Namespace) -> int:
    """Print how far the frontier moved since each day, or draw the frontiers of all."""
    from frontier.data.parse import CatalogError
    from frontier.data.tables import as_day, load_models, table_day
    from frontier.frames.costs import is_price
    from frontier.frames.frontier import find_frontier
    from frontier.frames.shift import frontier_shift

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
            raise CommandError(f"--since: it compares prices, and {options.cost!r} is none; {_COST_HELP}")
        late = [day for day in days if day >= until]
        if late:
            raise CommandError(f"--since: {late[0]} must be before {until}; choose an earlier day, or a later --as-of")
        tables = {day: load_models(**wish, prices_as_of=day) for day in days} | {until: models}
        costs = {day: _cost(table, options.cost) for day, table in tables.items()}
        found = {
            day: find_frontier(table, cost=costs[day][0], cost_label=costs[day][1]) for day, table in tables.items()
        }
        for day, one in found.items():
            if one.table.empty:
                raise CommandError(
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
        raise CommandError(error, PROBLEMS) from None
    except (ValueError, TypeError) as error:
        raise CommandError(error) from None
    if options.output:
        from frontier.plots.frontier import plot_frontiers
        from frontier.plots.theme import new_figure, plain_style

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
    from frontier.data.parse import CatalogError

    try:
        prices = _prices(options)
    except CatalogError as error:
        raise CommandError(error, PROBLEMS) from None
    except ValueError as error:
        raise CommandError(error) from None
    own = prices[prices["organization"] == options.maker]
    if own.empty:
        hint = did_you_mean(options.maker, prices["organization"].dropna())
        raise CommandError(f"--maker: there is no such price of {options.maker!r}{hint}")
    column = _SHORT_COSTS.get(options.cost, options.cost)
    if column not in _SHORT_COSTS.values():
        raise CommandError(f"--cost: of a maker's prices it is output or input, got {options.cost!r}")
    if options.output:
        from frontier.plots.prices import plot_price_steps
        from frontier.plots.theme import new_figure, plain_style

        plain_style()
        return _save(plot_price_steps(own, own, price=column, ax=new_figure()), options.output)
    rows = own.sort_values(["from", "model"])
    machine = ["model", "host", "observed", "price_source"] if options.csv or options.json else []
    _print(rows[["name", "from", "input_usd_per_mtok", "output_usd_per_mtok", "price_basis", *machine]], options)
    return GOOD


def _prices(options: argparse.Namespace) -> pd.DataFrame:
    """Return the dated prices of the bases asked for, up to the day asked for."""
    from frontier.data.tables import load_prices

    return load_prices(options.data, as_of=options.as_of, price_basis=_bases(options))


def _decline(records: pd.DataFrame, confidence: float) -> tuple[Decline | None, list[str]]:
    """Return the rate, or none and why, and what there is to say of it."""
    import warnings

    from frontier.frames.prices import price_decline

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            decline = price_decline(records, confidence=confidence)
        except ValueError as error:
            return None, [str(error)]
    return decline, [str(warning.message) for warning in caught]


def _dated(options: argparse.Namespace) -> tuple[pd.DataFrame, pd.DataFrame, float | str]:
    """Return scores and prices by day, and the level: a number of one snapshot, or a model of reference."""
    from frontier.data.tables import load_models, load_scores

    prices, how = _prices(options), {"as_of": options.as_of, "board": options.board}
    try:
        level = _number(options.at_least)
    except (ValueError, argparse.ArgumentTypeError):
        return load_scores(options.data, **how), prices, str(options.at_least)
    models = load_models(options.data, **how)
    return models.rename(columns={"elo_date": "date"}), prices, level
