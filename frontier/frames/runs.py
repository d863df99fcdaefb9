"""Runs of benchmarks: the cost of a task at the prices of any day, and how its order differs from that by price."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from frontier.core.estimate import Estimate, check_draws, interval_of
from frontier.frames.boards import PRICE_COLUMNS
from frontier.frames.columns import as_table, check_one_snapshot, column_of, days_of, labels_of, rows_of, values_of
from frontier.frames.costs import find_cost
from frontier.frames.frontier import Frontier, find_frontier
from frontier.frames.intervals import HALF_95
from frontier.frames.result import Result, headed

_INPUT, _CACHED, _OUTPUT = PRICE_COLUMNS
_OF_PRICE = [*PRICE_COLUMNS, "from", "price_basis"]

Bases = str | Sequence[str]


def run_prices(
    runs: Any, prices: pd.DataFrame, *, as_of: str | dt.date = "run", price_basis: Bases = ("list", "host")
) -> pd.DataFrame:
    """Return the prices in force for each run, and why its tokens cannot be priced.

    Parameters
    ----------
    runs : pandas.DataFrame
        As `task_cost`.
    prices, as_of, price_basis
        As `task_cost`.

    Returns
    -------
    pandas.DataFrame
        On the index of ``runs``: the three prices in USD per million tokens, ``price_date`` (from which they hold),
        ``price_basis``, and ``why_unpriced``, which is empty where the tokens of the run have a cost.

    Raises
    ------
    ValueError
        As `task_cost`.

    Examples
    --------
    >>> import frontier
    >>> runs = pd.DataFrame({"model": ["o3-2025-04-16", "my-own"], "input_tokens": 1e6, "output_tokens": 1e5})
    >>> found = run_prices(runs, frontier.load_prices(), as_of="2025-07-01")
    >>> found[["output_usd_per_mtok", "why_unpriced"]].to_numpy().tolist()
    [[8.0, ''], [nan, 'no prices of its model']]
    """
    table, bases = as_table(runs), [price_basis] if isinstance(price_basis, str) else list(price_basis)
    model = column_of(table, "model", "name")
    if as_of == "run":
        if "date" not in table:
            raise ValueError("the runs have no column 'date'; give the day of the prices as as_of='2026-10-20'")
        days = days_of(table["date"], "date").to_numpy()
    else:
        days = np.full(len(table), days_of(pd.Series([as_of], name="as_of"), "as_of")[0])
    if not {*bases} & (known := {*prices["price_basis"]}):
        raise ValueError(f"price_basis must name one or more of {', '.join(sorted(known))}, got {', '.join(bases)}")
    asked = pd.DataFrame({"row": np.arange(len(table)), "model": model.to_numpy(), "day": days})
    found = asked.merge(prices[prices["price_basis"].isin(bases)], on="model")
    # the newest of each basis, if it has not ended; then the first basis
    newest = found[found["from"] <= found["day"]].sort_values("from", kind="stable")
    newest = newest.drop_duplicates(["row", "price_basis"], keep="last")
    newest = newest[~(newest["until"] <= newest["day"])]
    chosen = newest.sort_values("price_basis", key=lambda basis: basis.map(bases.index)).drop_duplicates("row")
    out = chosen.set_index("row")[_OF_PRICE].rename(columns={"from": "price_date"})
    out = out.reindex(np.arange(len(table))).set_axis(table.index)
    sent, cached, received = _tokens(table)
    reasons = {
        "no tokens": ~((sent > 0) & (received > 0)),
        "more cached tokens than input": cached > sent,
        "no prices of its model": ~model.isin(prices["model"]).to_numpy(),
        "no price in force that day": out[_OUTPUT].isna().to_numpy(),
        "no price of input": out[_INPUT].isna().to_numpy() & (sent > cached),
        "no price of cached input": out[_CACHED].isna().to_numpy() & (cached > 0),
    }
    return out.assign(why_unpriced=np.select(list(reasons.values()), list(reasons), ""))


def _tokens(table: pd.DataFrame) -> tuple[Any, Any, Any]:
    """Return the tokens of each run: all of the input, those of it from a cache, and the output."""
    sent, received = (values_of(column_of(table, f"{kind}_tokens", "tokens")) for kind in ("input", "output"))
    cached = (
        values_of(column_of(table, "cached_tokens", "tokens")) if "cached_tokens" in table else np.zeros(len(table))
    )
    return sent, np.nan_to_num(cached), received


def task_cost(
    runs: Any, prices: pd.DataFrame, *, as_of: str | dt.date = "run", price_basis: Bases = ("list", "host")
) -> pd.Series[float]:
    """Cost of one task: the measured tokens at the prices in force on any day, USD.

    Parameters
    ----------
    runs : pandas.DataFrame
        One row a run: ``model`` (a key of ``prices``), ``input_tokens`` (those read from a cache included) and
        ``output_tokens`` (thinking included). Where there are such columns, ``cached_tokens``, of which a blank means
        that all input is at the full price, and ``tasks``, which the tokens are of together; else they are of one task.
    prices : pandas.DataFrame
        Dated prices in the columns of `load_prices`.
    as_of : "run" or a day
        The day of the prices; ``"run"`` takes that of each run, in its column ``date``.
    price_basis : str or sequence of str
        Whose price: the first basis in this order that has one in force.

    Returns
    -------
    pandas.Series
        Named ``usd_per_task``, on the index of ``runs``. NaN where tokens or a price that is needed are not known;
        `run_prices` says why.

    Raises
    ------
    ValueError
        If a column is missing, ``as_of`` is ``"run"`` and the runs have no ``date``, or the prices have no such basis.

    Notes
    -----
    Another price would have led to another use of tokens only if the model had been changed with it: re-run after a cut
    to a fifth, GPT-5.6 Luna cost 1 / 3.8 to 1 / 5.1 as much on ARC-AGI. What one pays for writing to a cache is not in
    the prices.

    Few models have runs, so this is a second question beside the price of all models, as the second example shows.

    Examples
    --------
    >>> import frontier
    >>> runs = pd.DataFrame({"model": ["o3-2025-04-16"], "input_tokens": [1e6], "output_tokens": [1e5]})
    >>> [task_cost(runs, frontier.load_prices(), as_of=day).item() for day in ("2025-05-01", "2025-07-01")]
    [14.0, 2.8]
    >>> board, runs = frontier.load_models(as_of="2026-10-08"), frontier.load_runs()
    >>> f"{board['model'].isin(runs['model']).sum()} of the {len(board)} models of the leaderboard have a run"
    '69 of the 414 models of the leaderboard have a run'
    """
    table = as_table(runs)
    return _charged(table, run_prices(table, prices, as_of=as_of, price_basis=price_basis))


def _charged(table: pd.DataFrame, found: pd.DataFrame) -> pd.Series[float]:
    """Return the cost of a task of each run at the prices found for it."""
    sent, cached, received = _tokens(table)
    # a price that is not needed may be unknown
    parts = [(sent - cached, _INPUT), (cached, _CACHED), (received, _OUTPUT)]
    total = sum(np.where(amount == 0, 0.0, amount * values_of(found[column])) for amount, column in parts)
    known = (found["why_unpriced"] == "").to_numpy()
    tasks = values_of(column_of(table, "tasks", "tasks")) if "tasks" in table else 1.0
    return pd.Series(np.where(known, total, np.nan) / 1e6 / tasks, index=table.index, name="usd_per_task")


def run_frontier(
    runs: Any,
    prices: pd.DataFrame | None = None,
    *,
    as_of: str | dt.date = "run",
    price_basis: Bases = ("list", "host"),
    by: Any = None,
    uncertainty: bool = True,
) -> Frontier:
    """Find the runs of one benchmark that no other beats on both the cost of a task and the score.

    Parameters
    ----------
    runs : pandas.DataFrame
        One row a run, of one benchmark and agent: ``model`` or ``name``, ``score``, and the columns of `published_cost`
        or `task_cost`. Runs of one model without a ``name`` are named with their ``effort``. Where there are such
        columns, the 95 % intervals ``score_lower``, ``score_upper`` and ``cost_lower``, ``cost_upper``; ``floor``, the
        score of doing nothing; ``unit``, what a score is.
    prices : pandas.DataFrame, optional
        Dated prices, as `task_cost`, at which to price the tokens. Not given: costs as published.
    as_of, price_basis : optional
        As `task_cost`.
    by, uncertainty : optional
        As `find_frontier`.

    Returns
    -------
    Frontier
        Of ``usd_per_task`` and ``score``. A run whose tokens cannot be priced is excluded, with the reason. In relation
        to its size a cost is as uncertain as the published one, at any price. Priced runs have the columns
        ``price_date`` and ``price_basis`` of `run_prices`.

    Raises
    ------
    TypeError, ValueError
        As `task_cost`, `published_cost` and `find_frontier`.

    Examples
    --------
    >>> import frontier
    >>> found = run_frontier(frontier.load_runs(benchmark="openhands-swe-bench"))
    >>> found.members["name"].tolist()
    ['DeepSeek-V4-Pro', 'MiniMax-M3', 'claude-opus-4-8', 'claude-fable-5']
    """
    table, label = as_table(runs), "USD per task, as published"
    if "name" not in table and "effort" in table and table["model"].duplicated().any():
        said = table["model"] + " (" + table["effort"].astype(object) + ")"
        table = table.assign(name=said.where(table["effort"].notna(), table["model"]))
    cost: Any = "task"
    if prices is not None:
        at = run_prices(table, prices, as_of=as_of, price_basis=price_basis)
        cost, table = _charged(table, at), table.assign(price_date=at["price_date"], price_basis=at["price_basis"])
        label = f"USD per task at the prices of {'the day of the run' if as_of == 'run' else as_of}"
    of: dict[str, Any] = {c: next(iter(table[c].dropna()), None) for c in ("floor", "unit") if c in table}
    found = find_frontier(
        table,
        cost=cost,
        quality="score",
        cost_label=label,
        name="name" if "name" in table else None,
        by=by,
        cost_log_sd=_log_sd(table),
        floor=of.get("floor"),
        quality_label=of.get("unit") or "",
        uncertainty=uncertainty,
    )
    if prices is not None:
        why = at["why_unpriced"].to_numpy()
        reason = found.excluded["reason"].to_numpy(copy=True)
        reason[reason == f"no {found.cost}"] = why[why != ""]  # both in the order of the table
        found = replace(found, excluded=found.excluded.assign(reason=reason))
    return found


def _log_sd(table: pd.DataFrame) -> pd.Series[float] | None:
    """Return the standard deviations of the logarithms of the costs, from the intervals; None if none is known."""
    if not {"cost_lower", "cost_upper"} <= set(table) or table["cost_lower"].isna().all():
        return None
    low, high = (values_of(column_of(table, f"cost_{end}", end)) for end in ("lower", "upper"))
    if (wrong := (low <= 0) | (low > high)).any():
        raise ValueError(f"cost_lower must be > 0 and at most cost_upper, and is not in {rows_of(table, wrong)}")
    return pd.Series(np.log(high / low) / (2 * HALF_95), index=table.index, name="cost_log_sd")


@dataclass(frozen=True, eq=False)
class Reversals(Result):
    """How far the order of models by the cost of a task differs from that by price.

    Made by `price_reversals`.

    Attributes
    ----------
    runs : pandas.DataFrame
        The rows compared, in the columns that were given.
    table : pandas.DataFrame
        One row a model with both: ``model``, ``price``, ``cost`` and their ranks ``price_rank`` and ``cost_rank``, the
        cheapest first, ties by the other.
    share : Estimate
        Share of the pairs that change order, of those that differ in both, with its 95 % interval over models.
    reversed, pairs : int
        How many pairs change order, and how many differ in both.
    tau : float
        Kendall's tau-b of price and cost.
    worst : tuple of str, str and float, or None
        Of the pair that is furthest apart: the model of the lower price, the other, and how many times the cost of the
        other it has. None if no pair changes order.
    price, cost : str
        The names of the two columns.
    """

    runs: pd.DataFrame = field(repr=False)
    table: pd.DataFrame = field(repr=False)
    share: Estimate
    reversed: int
    pairs: int
    tau: float
    worst: tuple[str, str, float] | None
    price: str
    cost: str

    def to_frame(self) -> pd.DataFrame:
        """Return one row a model, with its price, its cost and its ranks.

        Returns
        -------
        pandas.DataFrame
            A copy of ``table``.

        Examples
        --------
        >>> runs = pd.DataFrame({"model": ["a", "b"], "price": [1.0, 2.0], "usd_per_task": [0.5, 0.4]})
        >>> price_reversals(runs, price="price").to_frame()["cost_rank"].tolist()
        [2, 1]
        """
        return self.table.copy()

    def __str__(self) -> str:
        lines = [f"{self.reversed} of {self.pairs} pairs change order ({self.share:.3f}), Kendall's tau {self.tau:.3f}"]
        if self.worst is not None:
            lines.append("{0} has the lower price, and {2:.1f} times the cost of {1}".format(*self.worst))
        shown = self.table.sort_values("cost_rank")[["price_rank", "cost_rank", "model"]].astype(str)
        return "\n".join([*lines, headed({str(column): cells.tolist() for column, cells in shown.items()})])


def price_reversals(
    runs: Any,
    prices: pd.DataFrame | None = None,
    *,
    as_of: str | dt.date = "run",
    price_basis: Bases = ("list", "host"),
    price: Any = _OUTPUT,
    cost: Any = "task",
    name: str | None = None,
    draws: int = 2000,
    seed: int = 0,
) -> Reversals:
    """Compare the order of models by price with that by the cost of a task.

    Parameters
    ----------
    runs : pandas.DataFrame
        One row a model, of one benchmark and agent.
    prices : pandas.DataFrame, optional
        Dated prices, as `task_cost`. Not given: the runs have prices.
    as_of, price_basis : optional
        As `task_cost`.
    price, cost : str or pandas.Series
        Column, kind of cost or Series, as `find_frontier` takes a cost; the cost of a task is the published one, or
        where the runs have none that of their tokens. Rows where one is missing or not positive are left out.
    name : str, optional
        The column that names the models. Not given: ``name``, else as `find_frontier`.
    draws, seed : int
        Draws of models with replacement, for the interval, and the seed of their random numbers.

    Returns
    -------
    Reversals
        The share of pairs that change order, Kendall's tau, the worst pair and both ranks of each model.

    Raises
    ------
    TypeError, ValueError
        If a column is missing or not numeric, the rows are of two benchmarks or agents, fewer than two models have
        both, no pair differs in both, or ``draws`` is below 100.

    Notes
    -----
    A pair changes order if the one of the lower price has the higher cost. Pairs that are equal in either are not
    counted, so efforts of one model are no reversals of one another. Pairs share models, so the interval is of draws of
    models, not of pairs.

    References
    ----------
    "The price reversal phenomenon", arXiv 2603.23971.

    Examples
    --------
    >>> runs = pd.DataFrame({"model": ["a", "b", "c"], "price": [1.0, 2.0, 3.0], "usd_per_task": [0.5, 0.4, 0.9]})
    >>> found = price_reversals(runs, price="price")
    >>> found.reversed, found.pairs, found.worst
    (1, 3, ('a', 'b', 1.25))
    """
    check_draws(draws)
    table = as_table(runs)
    if prices is not None:
        at = run_prices(table, prices, as_of=as_of, price_basis=price_basis)
        table = table.assign(**{str(column): cells for column, cells in at.items()})
        if not {"cost_usd", "usd_per_task"} & {*table}:
            table = table.assign(usd_per_task=_charged(table, at))
    labels = labels_of(table, name or ("name" if "name" in table else None))
    check_one_snapshot(table, labels)
    sides = [column_of(table, find_cost(table, which)[0], "cost") for which in (price, cost)]
    p, c = map(values_of, sides)
    known = np.isfinite(p) & np.isfinite(c) & (p > 0) & (c > 0)
    names = labels[known].astype(str).tolist()
    p, c = p[known], c[known]
    by_price, by_cost = (np.sign(side[:, None] - side) for side in (p, c))
    product = by_price * by_cost
    pairs = int((product != 0).sum()) // 2
    if not pairs:
        raise ValueError(f"no two models differ in both {sides[0].name} and {sides[1].name}; give more runs")
    weights = np.random.default_rng(seed).multinomial(len(p), np.full(len(p), 1 / len(p)), size=draws)
    turned, counted = (((weights @ of) * weights).sum(axis=1) for of in (product < 0, product != 0))
    with np.errstate(invalid="ignore"):
        ends = interval_of(turned / counted)
    times = np.where((product < 0) & (by_price < 0), c[:, None] / c, 0)
    i, j = np.unravel_index(times.argmax(), times.shape)
    ranked = pd.DataFrame({"model": names, "price": p, "cost": c})
    for rank, first, then in (("price_rank", p, c), ("cost_rank", c, p)):
        ranked[rank] = np.argsort(np.lexsort((then, first))) + 1
    reversed_ = int((product < 0).sum()) // 2
    return Reversals(
        runs=table[known],
        table=ranked,
        share=Estimate(reversed_ / pairs, *ends),
        reversed=reversed_,
        pairs=pairs,
        tau=float(product.sum() / math.sqrt((by_price != 0).sum() * (by_cost != 0).sum())),
        worst=(names[i], names[j], float(times[i, j])) if reversed_ else None,
        price=str(sides[0].name),
        cost=str(sides[1].name),
    )
