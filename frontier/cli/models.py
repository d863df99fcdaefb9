"""Commands on the models of one day: plot, table, pick."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontier.cli.options import _COST_HELP, _SHORT_COSTS
from frontier.cli.output import GOOD, PROBLEMS, USAGE, CommandError, _cannot_write, _count, _percent, _print
from frontier.words.spelling import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from frontier.frames.frontier import Frontier


def _models(options: argparse.Namespace) -> pd.DataFrame:
    from frontier.data.parse import CatalogError
    from frontier.data.reader import TableError
    from frontier.data.tables import as_day, load_models, table_day
    from frontier.frames.openness import openness_class

    try:
        models = load_models(options.data, as_of=options.as_of, board=options.board, price_basis=_bases(options))
        if options.as_of and as_day(options.as_of) > (newest := table_day(options.data)):  # type: ignore[operator]
            print(f"the table ends on {newest}, before {options.as_of}", file=sys.stderr)
        if options.only:
            classes = openness_class(models, options.open_means)
            models = models[classes.notna() & ((classes == "Proprietary") == (options.only == "proprietary"))]
        return models
    except (CatalogError, TableError) as error:
        raise CommandError(error, PROBLEMS) from None
    except ValueError as error:
        raise CommandError(error) from None


def _bases(options: argparse.Namespace) -> list[str]:
    return [basis.strip() for basis in options.price_basis.split(",") if basis.strip()]


def _cost(models: pd.DataFrame, wish: str | None) -> tuple[str | pd.Series[float], str]:
    """Return the cost that was asked for, a column or a Series, and what it is where its name does not say it."""
    from frontier.frames.costs import blended_price, request_cost

    wish = wish or "output"
    kind, *amounts = wish.split(":")
    if wish in models:
        return wish, ""
    if kind not in ("blended", "request"):
        column = _SHORT_COSTS.get(wish, wish)
        if column not in models:
            numeric = list(map(str, models.select_dtypes("number")))
            priced = set(_SHORT_COSTS.values()) & set(numeric)
            known = [*([*_SHORT_COSTS, "blended", "request"] if priced else []), *numeric]
            raise CommandError(
                f"--cost: the table has no {wish!r}{did_you_mean(wish, known)}; it can be "
                f"{', '.join(known) or 'a numeric column, and there is none'}"
            )
        return column, ""
    try:
        numbers = [float(amount) for amount in amounts]
    except ValueError:
        raise CommandError(f"--cost: {wish!r} must have numbers between its colons; {_COST_HELP}") from None
    if len(numbers) not in ((0, 2, 3) if kind == "blended" else (2, 3)):
        raise CommandError(f"--cost: {wish!r} has {_count(len(numbers), 'number')}; {_COST_HELP}")
    names = ("input", "output", "cached") if kind == "blended" else ("input_tokens", "output_tokens", "cached_tokens")
    made: Any = blended_price if kind == "blended" else request_cost
    try:
        series: pd.Series[float] = made(models, **dict(zip(names, numbers, strict=False)))
    except ValueError as error:
        raise CommandError(f"--cost: {error}") from None
    amount = dict(zip(("input", "output", "cached input"), numbers or (3, 1), strict=False))
    if kind == "request":
        amount["input"] -= amount.get("cached input", 0)
    of = ", ".join(f"{tokens:,g} {what}" for what, tokens in amount.items() if tokens)
    unit = "USD per million tokens, blended" if kind == "blended" else "USD per request"
    return series, f"{unit}: {of}" + " tokens" * (kind == "request")


def _how(options: argparse.Namespace) -> dict[str, Any]:
    """Return how the table of one's own is to be read, as `find_frontier` takes it."""
    own = ("quality", "name", "lower_is_better", "se", "lower", "upper", "n")
    return {name: getattr(options, name) for name in own}


def _frontier(options: argparse.Namespace, *, classes: bool = False, uncertainty: bool = True) -> Frontier:
    from frontier.frames.frontier import find_frontier
    from frontier.frames.openness import openness_class

    models = _models(options)
    try:
        by = openness_class(models, options.open_means) if classes else None
        cost, label = _cost(models, options.cost)
        found = find_frontier(models, cost=cost, cost_label=label, by=by, uncertainty=uncertainty, **_how(options))
    except (ValueError, TypeError) as error:
        raise CommandError(f"{Path(options.data).name}: {error}" if options.data else error) from None
    if found.table.empty:
        why = "; ".join(f"{n} have {reason}" for reason, n in found.excluded["reason"].value_counts().items())
        raise CommandError(
            f"nothing to compare: {why or 'the table has no rows'}; choose another --cost or --price-basis", PROBLEMS
        )
    return found


def _plot(options: argparse.Namespace) -> int:
    from frontier.plots.frontier import plot_frontier
    from frontier.plots.theme import INVESCO_CALLOUTS, new_figure, plain_style

    plain_style()
    found = _frontier(options, classes=options.classes, uncertainty=options.band)
    if options.band:
        _need_intervals(options, found, "--band")
    callouts = INVESCO_CALLOUTS if options.invesco else None
    wishes = {"hull": options.hull, "band": options.band, "open_means": options.open_means}
    try:
        ax = plot_frontier(found, callouts=callouts, **wishes, ax=new_figure())
    except ValueError as error:
        hint = "\n--invesco is of --as-of 2025-02-14 --price-basis arena" if options.invesco else ""
        raise CommandError(f"{error}{hint}") from None
    return _save(ax, options.output)


def _save(ax: Any, paths: Sequence[Path]) -> int:
    from frontier.plots.save import save_figure

    try:
        for path in paths:
            save_figure(ax, path)
            print(path)
    except ValueError as error:
        raise CommandError(error) from None
    except OSError as error:
        raise CommandError(_cannot_write(path, error), PROBLEMS) from None
    return GOOD


def _need_intervals(options: argparse.Namespace, found: Frontier, flag: str) -> None:
    """Refuse where nothing is known of how sure it is, and name the nearest day on which something is."""
    from frontier.frames.boards import is_arena_score

    if "probability" in found.table:
        return
    why = f"{flag} needs intervals, and there are no intervals of {found.quality} here"
    if options.data is not None or not is_arena_score(found.table, found.quality):
        raise CommandError(
            f"{why}: give --se, --lower and --upper, or --n; fill {found.quality}_lower and {found.quality}_upper; or "
            f"leave {flag} out"
        )
    from frontier.data.tables import load_scores

    board, day = found.table[["board", "elo_date"]].iloc[0]
    scores = load_scores(board=board)
    days = scores.loc[scores["elo_lower"].notna(), "date"].drop_duplicates()
    if days.empty:
        raise CommandError(f"{why}; board {board} has none on any day: leave {flag} out")
    nearest = days.iloc[(days - day).abs().argsort().iloc[0]]
    raise CommandError(f"{why}; the nearest day of board {board} with some is --as-of {nearest:%Y-%m-%d}")


def _table(options: argparse.Namespace) -> int:
    found = _frontier(options)
    rows = found.table if options.all else found.members
    if options.all:
        order = [found.cost, found.quality]
        rows = rows.sort_values(order, ascending=[True, found.lower_is_better])
    machine = options.csv or options.json
    about = _ABOUT if machine else ("organization", "openness")
    places = ["on_frontier", "layer", "on_hull", "price_multiple", "score_deficit"] if options.all else []
    sure = ["probability", "verdict", *(["best_rank", "worst_rank"] if options.all else [])]
    known = [*(found.interval or ()), *sure]
    tail = (
        ("price_basis", "host", "price_date", "observed", "price_source", "elo_date", "board")
        if machine
        else ("price_basis",)
    )
    wanted = [*about, found.cost, found.quality, *known, *places, *tail]
    shown = list(dict.fromkeys(c for c in wanted if c in rows and c != found.name))
    named = rows[shown]
    named.insert(0, found.name or "model", rows[found.name] if found.name else rows.index)
    if not machine:
        named = _rounded(named, found)
    _print(named, options, **_facts(found, options), announced=_announced(rows, options))
    _note_excluded(found)
    _note_announced(rows, options)
    return GOOD


def _rounded(rows: pd.DataFrame, found: Frontier) -> pd.DataFrame:
    """Return rows for people: probabilities in percent, and the ends of intervals no finer than they mean something."""
    digits = _digits(found)
    ends = {c: digits for c in found.interval or () if c in rows}
    percent = {"probability": rows["probability"].map(_percent)} if "probability" in rows else {}
    return rows.round(ends).assign(**percent)


def _digits(found: Frontier) -> int:
    """Return how many decimals the ends of an interval of the quality are printed with: one more than tell it apart."""
    from frontier.words.numbers import decimals

    return decimals(found.table[found.quality], found.quality) + 1


# What is known of a model apart from its score and price, for machines.
_ABOUT = ("name", "organization", "country", "license", "openness", "released")


def _facts(found: Frontier, options: argparse.Namespace) -> dict[str, Any]:
    """Return what a table of a frontier is of: day, board, whose prices, units, and what was left out."""
    from frontier.frames.boards import is_elo

    return {
        **_snapshot_of(found.table, options),
        "cost": found.cost,
        "cost_unit": _cost_unit(found),
        "quality": found.quality,
        "quality_unit": "points" if is_elo(found.quality) else None,
        "lower_is_better": found.lower_is_better,
        "left_out": found.excluded,
    }


def _cost_unit(found: Frontier) -> str | None:
    from frontier.frames.costs import currency

    units = {f"{kind}_usd_per_mtok": f"USD per million {kind} tokens" for kind in ("input", "output")}
    return found.cost_label or units.get(found.cost) or currency(found.cost) or None


def _snapshot_of(table: pd.DataFrame, options: argparse.Namespace) -> dict[str, Any]:
    """Return the day and the board of the scores, and whose prices were asked for; None where the table has none."""
    first = {c: next(iter(table[c].dropna()), None) if c in table else None for c in ("elo_date", "board")}
    day, board = first.values()
    return {
        "day": f"{day:%Y-%m-%d}" if hasattr(day, "year") else day,
        "board": board,
        "price_basis": _bases(options) if "price_basis" in table else None,
    }


def _pick(options: argparse.Namespace) -> int:
    wrong = {
        "--mix needs --budget": options.mix and options.budget is None,
        "--confidence needs --at-least": options.confidence is not None and options.budget is not None,
        "--at-most is of --lower-is-better; use --at-least": options.at_most is not None
        and not options.lower_is_better,
        "where lower is better, use --at-most": options.at_least is not None and options.lower_is_better,
    }
    for message, so in wrong.items():
        if so:
            print(f"frontier pick: error: {message}", file=sys.stderr)
            return USAGE
    found = _frontier(options, uncertainty=not options.mix)
    if options.confidence is not None:
        _need_intervals(options, found, "--confidence")
    level = options.at_most if options.lower_is_better else options.at_least
    try:
        if options.mix:
            return _print_mix(found, options)
        if options.budget is None:
            row = found.cheapest(level, confidence=options.confidence)
        else:
            row = found.best(options.budget)
    except ValueError as error:
        raise CommandError(error, PROBLEMS) from None
    if options.csv or options.json:
        one = row.to_frame().T.infer_objects()
        _print(one, options, **_facts(found, options), announced=_announced(one, options))
        return GOOD
    interval = ""
    if found.interval and row[[*found.interval]].notna().all():
        low, high = (_short(round(end, _digits(found))) for end in row[[*found.interval]])
        interval = f" ({low} to {high})"
    if row.get("interval_imputed", False):
        interval = " (no interval, the widest assumed)"
    name = row.name if found.name is None else row[found.name]
    at = f"{_short(row[found.cost])} {found.cost_label or found.cost}"
    print(f"{name}: {found.quality} {_short(row[found.quality])}{interval} at {at}")
    side = "at most" if options.lower_is_better else "at least"
    said = {
        "probability": "on the frontier",
        "probability_best": "the best within the budget",
        "probability_reached": f"{found.quality} of {side} {level or 0:g}",
    }
    for column, what in said.items():
        if column in row.index:
            print(f"  {_percent(row[column])} {what}")
    _note_excluded(found)
    _note_announced(row.to_frame().T, options)
    return GOOD


def _print_mix(found: Frontier, options: argparse.Namespace) -> int:
    mix = found.mix(options.budget)
    if options.csv or options.json:
        import pandas as pd

        rows = {"model": mix.models, "share": mix.shares, "mix_cost": mix.cost, "mix_quality": mix.quality}
        _print(pd.DataFrame(rows), options, **_facts(found, options))
    else:
        print(f"{mix} ({found.quality} against {found.cost_label or found.cost})")
        _note_excluded(found)
    return GOOD


def _short(value: float) -> str:
    """Return a number with all of its digits that mean something, and no power of ten where it can be read without."""
    text = f"{value:.10g}"
    return text if "e" not in text else f"{value:,.0f}" if value >= 1 else f"{value:.3g}"


def _names(rows: pd.DataFrame) -> dict[Any, str]:
    """Return the name to show for each model that has one."""
    named = rows.dropna(subset="name") if {"model", "name"} <= set(rows.columns) else rows[:0]
    return dict(zip(named.get("model", ()), named.get("name", ()), strict=True))


def _announced(rows: pd.DataFrame, options: argparse.Namespace) -> pd.DataFrame:
    """Return the prices that are announced for these models, of the bases they are compared by."""
    from frontier.data.tables import load_prices

    shown = ["model", "from", "input_usd_per_mtok", "output_usd_per_mtok", "price_basis"]
    if not {"model", "price_basis", "price_date"} <= set(rows.columns):
        return rows.iloc[:0].reindex(columns=shown)
    prices = load_prices(options.data, as_of=options.as_of, announced=True)
    keys = set(zip(rows["model"], rows["price_basis"], strict=True))
    ours = [key in keys for key in zip(prices["model"], prices["price_basis"], strict=True)]
    return prices.loc[ours, shown].sort_values(["from", "model"])


def _note_announced(rows: pd.DataFrame, options: argparse.Namespace) -> None:
    for price in _announced(rows, options).itertuples():
        print(
            f"{price.model}: announced, {price.output_usd_per_mtok:g} USD per million output tokens from "
            f"{price._2:%Y-%m-%d}",
            file=sys.stderr,
        )


def _note_excluded(found: Frontier) -> None:
    for reason, count in found.excluded["reason"].value_counts().items():
        print(f"{_count(count, 'model')} left out: {reason}", file=sys.stderr)
    if "interval_imputed" in found.table and found.table["interval_imputed"].any():
        guessed = found.table[found.table["interval_imputed"]]
        names = ", ".join(map(str, guessed.get("model", guessed.index)))
        print(f"no interval, the widest imputed: {names}", file=sys.stderr)
