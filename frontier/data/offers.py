"""Which of a model's offers is its price on a day: one seller's row follows another's by a stated rule."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from frontier.feeds.sellers import host_order, is_reseller

_NEW = dt.timedelta(days=30)  # so long after the first host's offer a model has the cheapest host

Steps = list[tuple[dt.date, Any]]  # from each day on the row that is the price, None where there is none


def offer_of(row: Any) -> tuple[str, str, str | None, dt.date]:
    """Return what distinguishes a price from every other: its model, basis, host and first day."""
    day = row.from_ if hasattr(row, "from_") else row.price_date
    return row.model, row.price_basis, row.host, day


def end_of(basis: str, until: dt.date | None, retired: dt.date | None) -> dt.date | None:
    """Return the first day on which a price is no longer in force: a list price ends with its model."""
    return min(filter(None, (until, retired if basis == "list" else None)), default=None)


def price_steps(rows: Iterable[Any], hosts: str) -> Mapping[tuple[str, str], Steps]:
    """Return the price of each model and basis through time.

    Parameters
    ----------
    rows : iterable
        Prices in the columns of history/prices.csv, each with its ``model``, ``price_basis``, ``host``, first day
        (``from_``), last day (``until``, exclusive; None where it is not known to have ended) and amounts.
    hosts : {"stay", "cheapest", "fixed"}
        Which of several hosts counts, as in `load_models`.

    Returns
    -------
    mapping of (model, basis) to list of (date, row)
        By day; row is None where all offers have ended. An offer is replaced by the next row of the same host alone.
    """
    own = defaultdict[tuple[str, str], list[Any]](list)
    for row in sorted(rows, key=attrgetter("from_")):
        own[row.model, row.price_basis].append(row)
    sellers = {row.host for prices in own.values() for row in prices}
    order = {host: host_order(host) for host in sellers}
    resellers = set(filter(is_reseller, sellers))
    return {key: _steps(prices, hosts, order, resellers) for key, prices in own.items()}


def _steps(rows: Sequence[Any], hosts: str, order: Mapping[Any, int], resellers: set[Any]) -> Steps:
    if (len(rows), rows[0].until) == (1, None):  # most
        return [(rows[0].from_, rows[0])]

    def rank(row: Any) -> tuple[float, ...]:
        place = order[row.host]
        return (place,) if hosts == "fixed" else (row.output_usd_per_mtok, row.input_usd_per_mtok or math.inf, place)

    steps, host = Steps(), None
    began = next((row.from_ for row in rows if row.host not in resellers), rows[0].from_)
    for day in sorted({row.from_ for row in rows} | {row.until for row in rows if row.until is not None}):
        newest = {row.host: row for row in rows if row.from_ <= day}
        offers = [row for row in newest.values() if row.until is None or row.until > day]
        offers = [row for row in offers if row.host not in resellers] or offers
        if hosts == "stay" and day - began >= _NEW:
            offers = [row for row in offers if row.host == host] or offers
        chosen = min(offers, key=rank, default=None)
        if chosen is not None and chosen.host not in resellers:
            host = chosen.host
        if not steps or steps[-1][1] is not chosen:
            steps.append((day, chosen))
    return steps


def prices_in_force(steps: Mapping[tuple[str, str], Steps], day: Any, bases: Sequence[str]) -> dict[str, Any]:
    """Return for each model the price of the first basis, in the order asked for, that has one in force that day.

    The day is of the same type as the days of the rows.
    """
    chosen = dict[str, Any]()
    for basis in bases:
        for (model, of), own in steps.items():
            if of == basis and model not in chosen:
                row = next((row for first, row in reversed(own) if first <= day), None)
                if row is not None:
                    chosen[model] = row
    return chosen
