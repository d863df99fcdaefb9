"""The commands about distances: between open and proprietary models, and between the prices of several days."""

from __future__ import annotations

import argparse
import math
from functools import partial
from typing import TYPE_CHECKING, Any

import frontier
from frontier.cli import options as opt
from frontier.cli.models import asked_of, chosen_models, columns_of, naming_the_table, snapshot_of, with_hosts
from frontier.cli.output import GOOD, PROBLEMS, CommandError, busy, complain, draw, readable, show
from frontier.words.numbers import count, day
from frontier.words.spelling import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

_MAKERS = ["name", "from", "input_usd_per_mtok", "output_usd_per_mtok", "price_basis"]


@opt.command(
    *opt.WHICH_DAY,
    opt.option("--by", metavar="COLUMN", help="compare two groups of this column instead, such as country"),
    opt.option("--between", nargs=2, metavar=("A", "B"), help="with --by: which groups; default: the two best ones"),
    opt.switch("--history", "every snapshot up to --as-of, of --board or of the boards that the Arena showed"),
    opt.option("--since", metavar="DATE", help="how the gap changed since, on each board by itself"),
    opt.option("--method", choices=("backward", "staircase", "matched"), help="with -o: the lag; default: backward"),
    opt.formats(opt.output("draw instead: scores by release date and the lag, with --history the gap through time")),
    opt.LOOK,
)
def gap(options: argparse.Namespace) -> None:
    """Measure how far open models are behind proprietary ones.

    example: frontier gap --as-of 2025-02-14
    """
    no_method = options.history or not options.output
    many = options.history or options.since
    opt.refuse(
        (options.between and not options.by, "--between needs --by"),
        (options.by and options.open_means != "weights", "--open-means defines open models; leave it out with --by"),
        (options.since and (options.history or options.output), "--since prints two days; leave out --history and -o"),
        (options.include_retired and many, "--include-retired is for one day; leave out --history and --since"),
        (options.method and no_method, "--method requires -o and cannot be combined with --history"),
        (options.output and options.cost != "output", "--cost does not change a picture of the gap; leave it out"),
    )
    how = columns_of(options) | {"open_means": options.open_means, "by": options.by, "between": options.between}
    if many:
        _many_snapshots(options, how)
        return
    models = chosen_models(options)
    if "openness" not in models and not options.by:
        raise CommandError("the table has no column 'openness'; --by COLUMN compares two groups of another column")
    of_scores = {key: value for key, value in how.items() if key != "cost"}
    with naming_the_table(options):
        if options.output:
            lag = frontier.open_lag(models, method=options.method or "backward", **of_scores)
            draw(frontier.plot_lag, options, lag)
            return
        found = frontier.open_gap(models, **how)
        methods: Any = () if options.format or math.isnan(found.lag.value) else ("staircase", "matched")
        lags = [frontier.open_lag(models, method=method, **of_scores) for method in methods]
    units = {"cost": found.cost, "cost_unit": found.cost_label or None, "quality": found.quality}
    about = snapshot_of(found.table, options) | units | {"left_out": found.excluded}
    show(found.to_frame(), options, people=f"{frontier.summary(found)}\n\n{found.numbers(lags)}", **about)


def _many_snapshots(options: argparse.Namespace, how: dict[str, Any]) -> None:
    """Print or draw the gap of many snapshots; each board is measured by itself."""
    given = [option for option in ("se", "lower", "upper", "n") if how.pop(option) is not None]
    if given:
        flag = "--since" if options.since else "--history"
        raise CommandError(f"--{given[0]} cannot be combined with {flag}, which reads many snapshots")
    if options.since and (options.task or ":" in (options.board or "")):
        raise CommandError("--since compares full snapshots, and those of a task are partial; leave out --task")
    board = {"board": "all"} if options.since else {}
    scores = frontier.load_scores(options.data, **asked_of(options) | board)
    if scores.empty:
        raise CommandError(f"no snapshot on or before {options.as_of}; choose a later --as-of, or another --board")
    (_since_day if options.since else _history)(options, how, scores)


def _since_day(options: argparse.Namespace, how: dict[str, Any], scores: pd.DataFrame) -> None:
    """Print how the gap changed since a day, and what other boards say."""
    from frontier.data.tables import as_day
    from frontier.frames.gap import gap_since

    boards = gap_since(scores, str(as_day(options.since, "since")), board=options.board, **how)
    shown = boards.drop(columns=["first", "second", "quality"])
    shown = shown.round(dict.fromkeys(shown.select_dtypes("number"), 1))
    show(boards, options, people=f"{frontier.summary(boards)}\n\n{readable(shown)}")


def _history(options: argparse.Namespace, how: dict[str, Any], scores: pd.DataFrame) -> None:
    """Print or draw the gap at every snapshot."""
    with busy(f"measuring {count(scores['date'].nunique(), 'snapshot')}"):
        history = frontier.gap_history(scores, **how)
    best = [str(c) for c in history if str(c).startswith("best_")]
    shown = ["date", "gap", "gap_low", "gap_high", "win_rate", *best, "lag_backward_months", "board", "coverage"]
    people = history.round({"gap": 1, "gap_low": 1, "gap_high": 1, "win_rate": 3})[shown]
    bounds = history["lag_at_least"].map({True: "+"}).fillna("")
    people["lag_backward_months"] = history["lag_backward_months"].map("{:.1f}".format, na_action="ignore") + bounds
    show(history, options, people=people, picture=(frontier.plot_gap, history))


@opt.command(
    opt.one_of(
        opt.option("--at-least", type=opt.level, metavar="LEVEL", help="a model, or a score of one snapshot"),
        opt.option("--maker", metavar="NAME", help="the prices of this maker instead, such as OpenAI"),
        opt.option("--since", nargs="+", metavar="DATE", help="how far the frontier moved since, until --as-of"),
        required=True,
    ),
    opt.shared("--as-of", help="ignore prices after DATE; for a score also selects the snapshot"),
    opt.shared("--board"),
    opt.shared("--task"),
    opt.shared("--price-basis", help="list, host, arena, unverified; default: list,host"),
    opt.shared("--hosts"),
    opt.shared("--include-retired", help="with --since: also models that their maker no longer sells"),
    opt.shared("--data", help="a models.csv with its history/; default: the shipped table"),
    opt.shared("--cost"),
    opt.option("--confidence", type=opt.confidence, help="of the interval (default 0.9)"),
    opt.formats(opt.output("draw instead of printing: .svg, .png, .pdf")),
    opt.LOOK,
)
def trend(options: argparse.Namespace) -> int | None:
    """Measure how fast prices fell: of a quality, of a maker, or of the whole frontier.

    The quality of a model is judged within each snapshot: a price counts for it if its model scores at least as high.

    example: frontier trend --at-least gpt-4-0314
    """
    opt.refuse(
        (options.confidence and not options.at_least, "--confidence needs --at-least"),
        (options.include_retired and not options.since, "--include-retired needs --since"),
        (options.maker and (options.board or options.task), "--board and --task need --at-least or --since"),
    )
    return (_since if options.since else _maker if options.maker else _quality)(options)


def _quality(options: argparse.Namespace) -> int:
    """Print or draw the record prices of a quality, and how fast they fell."""
    reference = options.at_least if isinstance(options.at_least, str) else None
    load: Any = frontier.load_scores if reference else frontier.load_models
    whose = {"as_of": options.as_of, "price_basis": options.price_basis, "hosts": options.hosts}
    scores = load(options.data, **asked_of(options)).rename(columns={"elo_date": "date"})
    prices = frontier.load_prices(options.data, **whose)
    points = frontier.price_points(scores, prices, reference=reference, price=options.cost)
    records = frontier.price_records(points, at_least=options.at_least)
    decline, too_few = None, list[object]()
    try:
        decline = frontier.price_decline(records, confidence=options.confidence or 0.9)
    except ValueError as error:
        too_few.append(error)
    for_machines = ["name", "observed", "price_source", "level", "price_column"]
    people = readable(with_hosts(records.drop(columns=for_machines, errors="ignore")))
    people += f"\n\n{decline}" if decline else ""
    show(records, options, people=people, picture=(frontier.plot_price_records, records, decline))
    complain(too_few)
    return PROBLEMS if too_few else GOOD


def _maker(options: argparse.Namespace) -> None:
    """Print or draw the prices of one maker by day."""
    from frontier.frames.costs import cost_kind

    prices = frontier.load_prices(options.data, **asked_of(options))
    own = prices[prices["organization"] == options.maker]
    if own.empty:
        hint = did_you_mean(options.maker, prices["organization"].dropna())
        raise CommandError(f"--maker: there is no price of {options.maker!r}{hint}")
    column = cost_kind(options.cost).column
    if column not in own.select_dtypes("number"):
        raise CommandError(f"--cost: with --maker it is output or input, got {options.cost!r}")
    rows = own.sort_values(["from", "model"])
    machine = [c for c in ("model", "host", "observed", "price_source") if c in rows]
    picture = (partial(frontier.plot_price_steps, price=column), own)
    show(rows[[*_MAKERS, *machine]], options, people=with_hosts(rows[[*_MAKERS, "host"]]), picture=picture)


def _since(options: argparse.Namespace) -> None:
    """Print how far the frontier moved since each day, or draw the frontiers of all; all with the newest scores."""
    import pandas as pd

    from frontier.data.tables import as_day, table_day
    from frontier.frames.costs import cost_kind

    until = as_day(options.as_of) or table_day(options.data)
    days = sorted({as_day(one, "since") or until for one in options.since})
    if not cost_kind(options.cost).is_price:
        raise CommandError(f"--since needs a price, and {options.cost!r} is none")
    if days[-1] >= until:
        raise CommandError(f"--since: {days[-1]} must be before {until}; choose an earlier day, or a later --as-of")
    asked = asked_of(options) | {"include_retired": options.include_retired}
    found = {
        one: frontier.find_frontier(
            frontier.load_models(options.data, **asked, prices_as_of=one if one < until else None), cost=options.cost
        )
        for one in (*days, until)
    }
    if empty := [str(one) for one in found if found[one].table.empty]:
        change = "choose a later day, another --cost or --price-basis"
        raise CommandError(f"--since: no model of the board has such a price on {empty[0]}; {change}", PROBLEMS)
    shifts = frontier.frontier_shifts(found)
    picture = (frontier.plot_frontiers, {day(one): of for one, of in found.items()}, shifts[days[0]])
    rows = pd.DataFrame({"since": str(one), "until": str(until), **shift.numbers()} for one, shift in shifts.items())
    people = "\n".join(f"{one} to {until}: {shift}" for one, shift in shifts.items())
    show(rows, options, people=people, picture=picture)
    if not options.output and any(math.isnan(shift.times_cheaper.low) for shift in shifts.values()):
        complain(["the board of that day has no intervals, so these numbers have none"])
