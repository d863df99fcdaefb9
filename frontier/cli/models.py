"""The commands about the models of one day: which are on the frontier, in a picture, in a table, and which to take."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import frontier
from frontier.cli import options as opt
from frontier.cli.output import PROBLEMS, CommandError, complain, draw, show
from frontier.words.numbers import chance, decimals
from frontier.words.spelling import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

_ABOUT = ("name", "organization", "country", "license", "openness", "released")
_PLACES = ("best_rank", "worst_rank", "on_frontier", "layer", "on_hull", "price_multiple", "score_deficit")
_COMING = ("price_until", "next_output_usd_per_mtok")
_SOURCES = ("price_basis", "host", "price_date", *_COMING, "observed", "price_source", "elo_date", "board")
_FILTERS = {"country": "country", "organization": "maker", "released": "released_since"}  # columns and options
_FOR_PEOPLE = {"organization", "openness", "price_basis"}


@opt.command(
    opt.LOOK,
    *opt.WHICH_MODELS,
    opt.output("files to write: .svg, .png, .pdf", default=[Path("frontier.svg")]),
    opt.switch("--classes", "one frontier of open and one of proprietary models"),
    opt.switch("--invesco", "point out the three groups of Invesco's deck, as in the example"),
    opt.option("--callout", nargs="+", metavar="NAME=MODEL,...", help="point out groups of models, in this order"),
    opt.option("--label", nargs="+", metavar="MODEL", help="name these models only"),
    opt.switch("--hull", "add the hull: random routing between two models"),
    opt.switch("--band", "add the confidence band and the probability of each model"),
)
def plot(options: argparse.Namespace) -> None:
    """Draw price against quality and the frontier.

    example: frontier plot --as-of 2025-02-14 --price-basis arena --invesco -o deck.svg
    """
    from frontier.plots.theme import INVESCO_CALLOUTS

    found = chosen_frontier(options, classes=options.classes, uncertainty=options.band)
    if options.band:
        _need_intervals(found, options, "--band")
    wishes: dict[str, Any] = {"hull": options.hull, "band": options.band, "open_means": options.open_means}
    wishes["curves"] = "model" if options.benchmark else None
    groups = {name: opt.names(models) for name, models in opt.pairs(options.callout or (), "NAME=MODEL,...").items()}
    callouts = {**INVESCO_CALLOUTS, **groups} if options.invesco else groups
    if options.label:
        wishes["labels"] = options.label
    if asked := _filters(options):
        from frontier.words.sources import frontier_sources

        wishes["footer"] = " ".join([*frontier_sources(found, band=options.band), f"Only models {asked}."])
    try:
        draw(frontier.plot_frontier, options, found, callouts=callouts, **wishes)
    except ValueError as error:
        hint = "\n--invesco needs --as-of 2025-02-14 --price-basis arena" if options.invesco else ""
        raise CommandError(f"{error}{hint}") from None


@opt.command(
    *opt.WHICH_MODELS,
    opt.switch("--all", "every model compared, with layer, price_multiple and score_deficit"),
    opt.formats(),
)
def table(options: argparse.Namespace) -> None:
    """Print the frontier, or the place of every model.

    example: frontier table --all --csv
    """
    found = chosen_frontier(options)
    rows = found.members
    if options.all:
        rows = found.table.sort_values([found.cost, found.quality], ascending=[True, found.lower_is_better])
    ends = found.interval or ()
    wanted = (*_ABOUT, found.cost, found.quality, *ends, "probability", "verdict", *_PLACES * options.all, *_SOURCES)
    shown = rows[[c for c in dict.fromkeys(wanted) if c in rows and c != found.name]]
    shown.insert(0, found.name or "model", rows[found.name] if found.name else rows.index)
    hidden = {*_ABOUT, *_SOURCES} - _FOR_PEOPLE - {found.name, found.cost, found.quality}
    people = shown.drop(columns=hidden, errors="ignore").round(dict.fromkeys(ends, _decimals_of_ends(found)))
    people = with_hosts(people.assign(host=shown["host"]) if "host" in shown else people)
    if "probability" in people:
        people = people.assign(probability=people["probability"].map(chance))
    _show_models(shown, found, options, people)


@opt.command(
    *opt.WHICH_MODELS,
    opt.one_of(
        opt.option("--at-least", type=float, metavar="QUALITY", help="the cheapest model of at least this quality"),
        opt.option("--at-most", type=float, metavar="QUALITY", help="the same with --lower-is-better"),
        opt.option("--budget", type=float, metavar="COST", help="the best model of at most this cost"),
        required=True,
    ),
    opt.option("--confidence", type=opt.confidence, help="of reaching the quality, such as 0.95"),
    opt.switch("--mix", "with --budget: the best mixture of two models"),
    opt.formats(),
)
def pick(options: argparse.Namespace) -> None:
    """Pick a model by quality or by budget.

    example: frontier pick --mix --budget 1
    """
    import pandas as pd

    level = options.at_most if options.lower_is_better else options.at_least
    by_quality = options.budget is None
    opt.refuse(
        (options.mix and by_quality, "--mix needs --budget"),
        (options.confidence and not by_quality, "--confidence needs --at-least"),
        (by_quality and level is None, "use --at-most with --lower-is-better, and --at-least without it"),
    )
    found = chosen_frontier(options, uncertainty=not options.mix)
    if options.confidence:
        _need_intervals(found, options, "--confidence")
    try:
        if options.mix:
            mix = found.mix(options.budget)
            numbers = {"model": mix.models, "share": mix.shares, "mix_cost": mix.cost, "mix_quality": mix.quality}
            rows, text = pd.DataFrame(numbers), f"{mix} ({found.quality} against {found.cost_label or found.cost})"
        else:
            row = found.cheapest(level, confidence=options.confidence) if by_quality else found.best(options.budget)
            rows, text = row.to_frame().T.infer_objects(), _sentence(row, found, level)
    except ValueError as error:  # no model is good or cheap enough
        raise CommandError(error, PROBLEMS) from None
    _show_models(rows, found, options, text)


def with_hosts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the name of the host as the basis of a hosted price, for people."""
    if not {"price_basis", "host"} <= set(rows):
        return rows.drop(columns="host", errors="ignore")
    return rows.assign(price_basis=rows["host"].fillna(rows["price_basis"])).drop(columns="host")


def _sentence(row: pd.Series[Any], found: frontier.Frontier, level: float | None) -> str:
    """Return the model with its quality and cost, and its probabilities below."""
    from frontier.frames.costs import is_price

    interval = ""
    if found.interval and row[[*found.interval]].notna().all():
        low, high = (_short(round(end, _decimals_of_ends(found))) for end in row[[*found.interval]])
        interval = f" ({low} to {high})"
    if row.get("interval_imputed", False):
        interval = " (no interval, the widest assumed)"
    name = row.name if found.name is None else row[found.name]
    cost = f"{_short(row[found.cost])} {found.cost_label or found.cost}"
    if is_price(found.cost) and isinstance(row.get("host"), str):
        cost += f", hosted by {row['host']}"
    lines = [f"{name}: {found.quality} {_short(row[found.quality])}{interval} at {cost}"]
    probabilities = {
        "probability": "on the frontier",
        "probability_best": "the best within the budget",
        "probability_reached": f"{found.quality} of at {'most' if found.lower_is_better else 'least'} {level or 0:g}",
    }
    lines += [f"  {chance(row[column])} {what}" for column, what in probabilities.items() if column in row.index]
    return "\n".join(lines)


def _short(value: float) -> str:
    """Return a number to six digits, and without an exponent if it can be read without one."""
    text = f"{value:.6g}"
    return text if "e" not in text else f"{value:,.0f}" if value >= 1 else f"{value:.3g}"


def _decimals_of_ends(found: frontier.Frontier) -> int:
    """Return the decimals of the ends of an interval: one more than the qualities need."""
    return decimals(found.table[found.quality], found.quality) + 1


def chosen_models(options: argparse.Namespace) -> pd.DataFrame:
    """Return the models of the table, board, day and class that the options choose."""
    from frontier.data.tables import as_day, load_snapshots, table_day

    models = frontier.load_models(options.data, **asked_of(options), include_retired=options.include_retired)
    if (day := as_day(options.as_of)) and day > (newest := table_day(options.data)):
        complain([f"the table ends on {newest}, before {options.as_of}"])
    if options.task or ":" in (options.board or ""):
        about = load_snapshots(options.data, board="all", task="all")
        here = about["board"].isin(models["board"]) & about["date"].isin(models["elo_date"])
        complain(f"a partial snapshot: {note}" for note in about.loc[here & (about["coverage"] == "partial"), "note"])
    return _only(models, options)


def _chosen_runs(options: argparse.Namespace) -> pd.DataFrame:
    """Return the runs of the benchmark and class that the options choose."""
    from frontier.data.runs import load_runs

    given = {"cost": options.cost != "output", "quality": options.quality != "elo"}
    given |= {name: getattr(options, name) for name in ("board", "task", "include_retired")}
    flags = ", ".join(f"--{name.replace('_', '-')}" for name, value in given.items() if value)
    opt.refuse((flags, f"--benchmark compares the score and the cost of a task; leave out {flags}"))
    return _only(load_runs(options.data, benchmark=options.benchmark), options)


def _only(models: pd.DataFrame, options: argparse.Namespace) -> pd.DataFrame:
    """Return the models, or runs of models, of the class, country, maker and days asked for."""
    import pandas as pd

    from frontier.data.tables import as_day
    from frontier.frames.openness import is_proprietary

    if only := getattr(options, "only", None):
        models = models[frontier.is_open(models, options.open_means) if only == "open" else is_proprietary(models)]
    for column, flag in _FILTERS.items():
        if not (value := getattr(options, flag, None)):
            continue
        if column not in models:
            raise CommandError(f"the table has no column {column!r}, which --{flag.replace('_', '-')} reads")
        if column == "released":
            models = models[models[column] >= pd.Timestamp(str(as_day(value, "released_since")))]
        elif unknown := set(value) - set(models[column]):
            hint = did_you_mean(min(unknown), models[column].dropna())
            raise CommandError(f"--{flag}: there is no model of {min(unknown)!r}{hint}")
        else:
            models = models[models[column].isin(value)]
    return models


def _filters(options: argparse.Namespace) -> str:
    """Return the filters in words."""
    from frontier.words.names import group_name

    countries = [group_name("country", code) for code in options.country or ()]
    since = f"released since {options.released_since}" * bool(options.released_since)
    lists = [f"{word} {', '.join(values)}" for word, values in (("from", countries), ("of", options.maker)) if values]
    return ", ".join(filter(None, [*lists, since]))


def asked_of(options: argparse.Namespace) -> dict[str, Any]:
    """Return the day, the board, the task, the price bases and the rule of hosts, as the loaders take them."""
    return {name: getattr(options, name) for name in ("as_of", "board", "task", "price_basis", "hosts")}


def columns_of(options: argparse.Namespace) -> dict[str, Any]:
    """Return the columns of the user's own table, as `find_frontier` takes them."""
    names = ("cost", "quality", "name", "lower_is_better", "se", "lower", "upper", "n")
    return {name: getattr(options, name) for name in names}


@contextlib.contextmanager
def naming_the_table(options: argparse.Namespace) -> Iterator[None]:
    """Begin an error about the user's own table with the name of its file."""
    try:
        yield
    except (ValueError, TypeError) as error:
        raise CommandError(f"{Path(options.data).name}: {error}" if options.data else error) from None


def chosen_frontier(
    options: argparse.Namespace, *, classes: bool = False, uncertainty: bool = True
) -> frontier.Frontier:
    """Return the frontier of the models that the options choose; refuse an empty table."""
    models = _chosen_runs(options) if options.benchmark else chosen_models(options)
    with naming_the_table(options):
        by = frontier.openness_class(models, options.open_means) if classes else None
        if options.benchmark:
            found = _of_runs(models, options, by, uncertainty=uncertainty)
        else:
            found = frontier.find_frontier(models, by=by, uncertainty=uncertainty, **columns_of(options))
    if found.table.empty:
        why = found.in_words() if len(found.excluded) else "the table has no rows"
        other = "--as-of" if options.benchmark else "--cost"
        raise CommandError(f"nothing to compare: {why}; choose another {other} or --price-basis", PROBLEMS)
    return found


def _of_runs(runs: pd.DataFrame, options: argparse.Namespace, by: Any, *, uncertainty: bool) -> frontier.Frontier:
    """Return the frontier of runs, by the cost of a task as published, or at the prices of the day asked for."""
    from frontier.data.check import is_own_table, locate_models
    from frontier.frames.runs import run_frontier

    own = is_own_table(locate_models(options.data))
    prices = frontier.load_prices(None if own else options.data, hosts=options.hosts) if options.as_of else None
    if own and prices is not None and "model" in runs:
        runs = _with_keys(runs, prices)
    how: Any = {"as_of": options.as_of or "run", "price_basis": options.price_basis}
    return run_frontier(runs, prices, by=by, uncertainty=uncertainty, **how)


def _with_keys(runs: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """Return runs with the keys of their models in the table, where their names are others; say which those are."""
    from frontier.update.names import match_runs

    other = runs["model"].dropna()[lambda names: ~names.isin(prices["model"])].astype(str)
    if other.empty:
        return runs
    found = match_runs(other).set_index(other.index)
    for name, model, _, keys in found.drop_duplicates("name").itertuples(index=False):
        may_be = f"may be {keys}; write one of them as its model" if keys else "is no model of the table"
        complain([f"{name} is priced as {model}" if model else f"{name} {may_be}"])
    runs = runs if "name" in runs else runs.assign(name=runs["model"])
    return runs.assign(model=found["model"].reindex(runs.index).fillna(runs["model"]))


def _need_intervals(found: frontier.Frontier, options: argparse.Namespace, flag: str) -> None:
    """Refuse a flag if the scores have no intervals, and name the nearest day that has some."""
    from frontier.frames.boards import is_arena_score

    if "probability" in found.table:
        return
    why = f"{flag} needs intervals, and there are no intervals of {found.quality} here"
    if options.data is not None or not is_arena_score(found.table, found.quality):
        ends = f"{found.quality}_lower and {found.quality}_upper"
        raise CommandError(f"{why}: give --se, --lower and --upper, or --n; fill {ends}; or leave {flag} out")
    board, day = found.table[["board", "elo_date"]].iloc[0]
    scores = frontier.load_scores(board="all", task="all").dropna(subset="elo_lower")
    days = scores.loc[scores["board"] == board, "date"]
    if days.empty:
        raise CommandError(f"{why}; board {board} has none on any day: leave {flag} out")
    nearest = min(days, key=lambda other: abs(other - day))
    raise CommandError(f"{why}; the nearest day of board {board} with some is --as-of {nearest:%Y-%m-%d}")


def snapshot_of(table: pd.DataFrame, options: argparse.Namespace) -> dict[str, Any]:
    """Return the day, the board and the price bases of a table, each None if the table has none."""
    known = {c: next(iter(table[c].dropna()), None) for c in ("elo_date", "board") if c in table}
    bases = options.price_basis if "price_basis" in table else None
    return {"day": known.get("elo_date"), "board": known.get("board"), "price_basis": bases}


def _show_models(
    rows: pd.DataFrame, found: frontier.Frontier, options: argparse.Namespace, people: pd.DataFrame | str
) -> None:
    """Print models of a frontier, and on stderr those left out, intervals imputed and prices announced."""
    from frontier.frames.boards import is_elo
    from frontier.frames.costs import column_kind
    from frontier.words.sources import price_changes

    kind, names = column_kind(found.cost), rows.get(found.name, rows.index.to_series())
    changes = zip(found.labels, price_changes(found.table, found.cost), strict=True)
    said = {model: change for model, change in changes if change and model in set(names)}
    show(
        rows,
        options,
        people=people,
        **snapshot_of(found.table, options),
        benchmark=options.benchmark,
        cost=found.cost,
        cost_unit=found.cost_label or kind.unit or kind.currency or None,
        quality=found.quality,
        quality_unit="points" if is_elo(found.quality) else found.quality_label or None,
        lower_is_better=found.lower_is_better,
        left_out=found.excluded,
        announced=rows[names.isin(list(said))].filter([found.name, *_COMING]),
    )
    complain([found.in_words()] if len(found.excluded) else [])
    if "interval_imputed" in found.table and found.table["interval_imputed"].any():
        imputed = found.table[found.table["interval_imputed"]]
        complain([f"no interval, the widest imputed: {', '.join(map(str, imputed.get('model', imputed.index)))}"])
    complain(f"{model}: announced: {change}" for model, change in said.items())
