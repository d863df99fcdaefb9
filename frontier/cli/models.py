"""The models that the options choose, their frontier, and what is printed of it."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontier.cli.output import PROBLEMS, CommandError, complain, show
from frontier.words.numbers import count

if TYPE_CHECKING:
    import pandas as pd

    from frontier.frames.frontier import Frontier


def chosen_models(options: argparse.Namespace) -> pd.DataFrame:
    """Return the models of the table, board, day and class that the options choose."""
    from frontier.data.tables import as_day, load_models, table_day
    from frontier.frames.openness import is_open, is_proprietary

    models = load_models(options.data, as_of=options.as_of, board=options.board, price_basis=options.price_basis)
    day = as_day(options.as_of)
    if day and day > (newest := table_day(options.data)):
        complain([f"the table ends on {newest}, before {options.as_of}"])
    if only := getattr(options, "only", None):
        models = models[is_open(models, options.open_means) if only == "open" else is_proprietary(models)]
    return models


def columns_of(options: argparse.Namespace) -> dict[str, Any]:
    """Return the columns of the user's own table, as `find_frontier` takes them."""
    names = ("quality", "name", "lower_is_better", "se", "lower", "upper", "n")
    return {name: getattr(options, name) for name in names}


@contextlib.contextmanager
def naming_the_table(options: argparse.Namespace) -> Iterator[None]:
    """Begin an error about the user's own table with the name of its file."""
    try:
        yield
    except (ValueError, TypeError) as error:
        raise CommandError(f"{Path(options.data).name}: {error}" if options.data else error) from None


def chosen_frontier(options: argparse.Namespace, *, classes: bool = False, uncertainty: bool = True) -> Frontier:
    """Return the frontier of the models that the options choose; refuse an empty table."""
    from frontier.frames.frontier import find_frontier
    from frontier.frames.openness import openness_class

    models = chosen_models(options)
    with naming_the_table(options):
        by = openness_class(models, options.open_means) if classes else None
        found = find_frontier(models, cost=options.cost, by=by, uncertainty=uncertainty, **columns_of(options))
    if found.table.empty:
        why = "; ".join(f"{n} have {reason}" for reason, n in found.excluded["reason"].value_counts().items())
        raise CommandError(
            f"nothing to compare: {why or 'the table has no rows'}; choose another --cost or --price-basis", PROBLEMS
        )
    return found


def need_intervals(found: Frontier, options: argparse.Namespace, flag: str) -> None:
    """Refuse a flag if the scores have no intervals, and name the nearest day that has some."""
    from frontier.data.tables import load_scores
    from frontier.frames.boards import is_arena_score

    if "probability" in found.table:
        return
    why = f"{flag} needs intervals, and there are no intervals of {found.quality} here"
    if options.data is not None or not is_arena_score(found.table, found.quality):
        ends = f"{found.quality}_lower and {found.quality}_upper"
        raise CommandError(f"{why}: give --se, --lower and --upper, or --n; fill {ends}; or leave {flag} out")
    board, day = found.table[["board", "elo_date"]].iloc[0]
    days = load_scores(board=board).dropna(subset="elo_lower")["date"]
    if days.empty:
        raise CommandError(f"{why}; board {board} has none on any day: leave {flag} out")
    nearest = min(days, key=lambda other: abs(other - day))
    raise CommandError(f"{why}; the nearest day of board {board} with some is --as-of {nearest:%Y-%m-%d}")


def decimals_of_intervals(found: Frontier) -> int:
    """Return the decimals of the ends of an interval: one more than the qualities need."""
    from frontier.words.numbers import decimals

    return decimals(found.table[found.quality], found.quality) + 1


def snapshot_of(table: pd.DataFrame, options: argparse.Namespace) -> dict[str, Any]:
    """Return the day, the board and the price bases of a table, each None if the table has none."""

    def first(column: str) -> Any:
        return next(iter(table[column].dropna()), None) if column in table else None

    bases = options.price_basis if "price_basis" in table else None
    return {"day": first("elo_date"), "board": first("board"), "price_basis": bases}


def show_models(rows: pd.DataFrame, found: Frontier, options: argparse.Namespace, people: pd.DataFrame | str) -> None:
    """Print models of a frontier, and on stderr those left out, intervals imputed and prices announced."""
    from frontier.frames.boards import is_elo
    from frontier.frames.costs import column_kind

    kind = column_kind(found.cost)
    announced = _announced(rows, options)
    show(
        rows,
        options,
        people=people,
        **snapshot_of(found.table, options),
        cost=found.cost,
        cost_unit=found.cost_label or kind.unit or kind.currency or None,
        quality=found.quality,
        quality_unit="points" if is_elo(found.quality) else None,
        lower_is_better=found.lower_is_better,
        left_out=found.excluded,
        announced=announced,
    )
    counts = found.excluded["reason"].value_counts()
    complain(f"{count(number, 'model')} left out: {reason}" for reason, number in counts.items())
    if "interval_imputed" in found.table and found.table["interval_imputed"].any():
        imputed = found.table[found.table["interval_imputed"]]
        complain([f"no interval, the widest imputed: {', '.join(map(str, imputed.get('model', imputed.index)))}"])
    complain(
        f"{model}: announced, {price:g} USD per million output tokens from {day:%Y-%m-%d}"
        for model, day, price in announced[["model", "from", "output_usd_per_mtok"]].itertuples(index=False)
    )


def _announced(rows: pd.DataFrame, options: argparse.Namespace) -> pd.DataFrame:
    """Return the prices that are announced for these models, of the bases they are compared by."""
    from frontier.data.tables import load_prices

    shown = ["model", "from", "input_usd_per_mtok", "output_usd_per_mtok", "price_basis"]
    if not {"model", "price_basis", "price_date"} <= set(rows.columns):
        return rows.iloc[:0].reindex(columns=shown)
    prices = load_prices(options.data, as_of=options.as_of, announced=True)
    listed = prices.merge(rows[["model", "price_basis"]].astype(object), on=["model", "price_basis"])
    return listed[shown].sort_values(["from", "model"])


def table_to_change(path: str | None) -> Path:
    """Return the table to change; refuse the one inside an installed package, which the user does not own."""
    from frontier.data.check import locate_models

    file = locate_models(path)
    if path is None and file.parent.name == "tables":
        raise CommandError(
            f"the table in {file.parent} belongs to the installed package, and the next installation replaces it; "
            "give --data with the data folder of a clone, or a copy of this one"
        )
    return file
