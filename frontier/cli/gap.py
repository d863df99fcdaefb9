"""The command gap."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontier.cli.models import _bases, _cost, _how, _models, _names, _save, _snapshot_of
from frontier.cli.output import GOOD, PROBLEMS, CommandError, _count, _print
from frontier.cli.output import busy as _busy

if TYPE_CHECKING:
    pass


def _gap(options: argparse.Namespace) -> int:
    from frontier.frames.gap import open_gap
    from frontier.frames.lag import open_lag

    wrong = {
        "--between needs --by": options.between and not options.by,
        "--open-means is of open models; leave it out with --by": options.by and options.open_means != "weights",
        "--method is of the picture of scores and dates: it needs -o, and no --history": options.method
        and (options.history or not options.output),
        "-o draws instead of printing; leave --csv or --json out": options.output and (options.csv or options.json),
        "--cost is not of a picture of the gap; leave it out": options.output and options.cost,
    }
    for message, so in wrong.items():
        if so:
            raise CommandError(f"frontier gap: error: {message}")
    if options.history:
        return _gap_history(options)
    models = _models(options)
    how: Any = {**_how(options), **_split(options)}
    try:
        if options.output:
            lag = open_lag(models, method=options.method or "backward", **how)
        else:
            cost, label = _cost(models, options.cost) if options.cost else ("output_usd_per_mtok", "")
            gap = open_gap(models, cost=cost, cost_label=label, **how)
            dated = not math.isnan(gap.lag.value)
            lags = [open_lag(models, method=method, **how) for method in ("staircase", "matched") if dated]
    except (ValueError, TypeError) as error:
        hint = "\n--by compares two groups of another column" if "no column 'openness'" in str(error) else ""
        raise CommandError(f"{Path(options.data).name}: {error}{hint}" if options.data else error) from None
    if options.output:
        from frontier.plots.lag import plot_lag
        from frontier.plots.theme import new_figure, plain_style

        plain_style()
        return _save(plot_lag(lag, names=_names(models), ax=new_figure()), options.output)
    if options.csv or options.json:
        units = {"cost": gap.cost, "cost_unit": gap.cost_label or None, "quality": gap.quality}
        _print(gap.to_frame(), options, **_snapshot_of(gap.table, options), **units, left_out=gap.excluded)
    else:
        print(f"{gap.summary()}\n\n{gap.numbers(lags)}")
    return GOOD


def _gap_history(options: argparse.Namespace) -> int:
    """Tell the gap at every snapshot; each board's is measured by itself."""
    import pandas as pd

    from frontier.data.parse import CatalogError
    from frontier.data.tables import load_scores
    from frontier.frames.gap import gap_history

    wrong = [flag for flag in ("se", "lower", "upper", "n") if getattr(options, flag) is not None]
    if wrong:
        raise CommandError(f"frontier gap: error: --{wrong[0]} is of one table; leave it out with --history")
    try:
        scores = load_scores(options.data, as_of=options.as_of, board=options.board, price_basis=_bases(options))
        if scores.empty:
            raise CommandError(f"no snapshot on or before {options.as_of}; choose a later --as-of, or another --board")
        cost, _ = _cost(scores, options.cost)
        if not isinstance(cost, str):
            scores, cost = scores.assign(**{str(cost.name): cost}), str(cost.name)
        boards = [rows for _, rows in scores.groupby("board", sort=False)]
        read = {name: getattr(options, name) for name in ("quality", "name", "lower_is_better")}
        how: Any = {**read, "cost": cost, **_split(options)}
        if options.by and not options.between:  # the same two groups on every board, those of the newest
            newest = gap_history(boards[-1], draws=100, **how)
            how["between"] = tuple(newest[["first", "second"]].iloc[0])
        with _busy(f"measuring {_count(scores['date'].nunique(), 'snapshot')}"):
            history = pd.concat([gap_history(rows, **how) for rows in boards], ignore_index=True)
    except CatalogError as error:
        raise CommandError(error, PROBLEMS) from None
    except (ValueError, TypeError) as error:
        raise CommandError(error) from None
    if options.output:
        from frontier.plots.gap import plot_gap
        from frontier.plots.theme import new_figure, plain_style

        plain_style()
        try:
            ax = plot_gap(history, names=_names(scores), ax=new_figure())
        except ValueError as error:
            raise CommandError(error, PROBLEMS) from None
        return _save(ax, options.output)
    if not options.csv and not options.json:
        best = [c for c in history if str(c).startswith("best_")]
        shown = ["date", "gap", "gap_low", "gap_high", "win_rate", *best, "lag_backward_months", "board", "coverage"]
        months = [
            "" if math.isnan(lag) else f"{lag:.1f}{'+' * bound}"
            for lag, bound in zip(history["lag_backward_months"], history["lag_at_least"], strict=True)
        ]
        history = history.assign(lag_backward_months=months)[shown].round(
            {"gap": 1, "gap_low": 1, "gap_high": 1, "win_rate": 3}
        )
    _print(history, options)
    return GOOD


def _split(options: argparse.Namespace) -> dict[str, Any]:
    return {"open_means": options.open_means, "by": options.by, "between": options.between}
