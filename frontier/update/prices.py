"""Where price lists and the table disagree."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from frontier.data.schema import OPENNESS, PRICE_BASES, PRICE_COLUMNS
from frontier.data.tables import newest_day
from frontier.feeds.records import Feed, PriceRecord
from frontier.feeds.sellers import host_name, host_order, letters, sold_as
from frontier.update.differences import difference
from frontier.update.names import AUTOMATIC, MOVED_ON, REGION, Index, makers_of, parts_of

_FAR_MAKER, _SEVERAL = 100, 3  # times off the median of a maker that has so many prices

_FAR_PRICE, _FAR_BASIS = 5, 2  # a change by a larger factor is suspicious; the second, between two bases

_OLD_DAYS = 365  # a model that was never sold begins late

_OPEN = [tier for tier in OPENNESS if tier != "proprietary"]


@dataclass(frozen=True)
class Offer:
    """A feed's price of a model, and the day it is of."""

    feed: str
    kind: str
    day: dt.date
    how: str
    record: PriceRecord
    rivals: tuple[PriceRecord, ...]  # which the same list has of this name, with as much right


@dataclass(frozen=True)
class PastPrices:
    """What is known of the past of prices: by model and basis the last begin, and the end if it had one."""

    began: Mapping[Any, dt.date]
    ended: Mapping[Any, dt.date]
    earlier: Mapping[Any, set[tuple[Any, ...]]]  # input and output of the prices that were replaced
    span: Mapping[str, tuple[float, float]]  # the lowest and the highest price of each column
    usual: Mapping[str, float]  # the median output price of a maker with several
    moved_on: frozenset[tuple[str, str]]  # models and names that are another's now

    @classmethod
    def of(cls, dated: pd.DataFrame | None, aliases: pd.DataFrame, tables: Sequence[pd.DataFrame]) -> PastPrices:
        """Collect the past from the dated prices, the aliases and the tables of the models."""
        keys = ["model", "price_basis"]
        amounts = ["input_usd_per_mtok", "output_usd_per_mtok"]
        past = pd.DataFrame(columns=[*keys, "from", "until", *amounts]) if dated is None else dated
        last = past.sort_values("from").drop_duplicates(keys, keep="last").set_index(keys)
        began, ended = ({key: day.date() for key, day in last[name].dropna().items()} for name in ("from", "until"))
        earlier = dict[tuple[Any, ...], set[tuple[Any, ...]]]()
        for row in past[[*keys, *amounts]].itertuples(index=False, name=None):
            earlier.setdefault(row[:2], set()).add(row[2:])
        moved = aliases[aliases["name"].astype(str).str.startswith(MOVED_ON)]
        span = dict[str, tuple[float, float]]()
        known = [table for table in (*tables, dated) if table is not None]
        for column in PRICE_COLUMNS:
            there = pd.concat([table[column].astype(float).dropna() for table in known if column in table])
            if len(there):
                span[column] = (there.min(), there.max())
        prices = pd.concat([table.reindex(columns=["organization", "output_usd_per_mtok"]) for table in tables])
        makers = prices.dropna().groupby("organization")["output_usd_per_mtok"]
        usual = {str(maker): float(own.median()) for maker, own in makers if len(own) >= _SEVERAL}
        moved_on = frozenset(zip(moved["model"].astype(str), moved["name"].astype(str).str[1:], strict=True))
        return cls(began, ended, earlier, span, usual, moved_on)


def price_rows(
    models: pd.DataFrame,
    feeds: Mapping[str, Feed],
    day: dt.date | None,
    accepted: Mapping[str, str],
    aliases: pd.DataFrame,
    past: PastPrices,
    new: set[str],
) -> list[dict[str, Any]]:
    """Return each price of a listed or new model, also an equal one: another feed may say something else."""
    offers = defaultdict[str, list[Offer]](list)
    for called, feed in feeds.items():
        for model, offer in _offers(models, called, feed, day or feed.as_of or newest_day(models), accepted, aliases):
            offers[model].append(offer)
    names = {record.name for feed in feeds.values() for record in feed.prices}
    scored = {record.name for feed in feeds.values() for record in feed.scores}
    rows = list[dict[str, Any]]()
    for _, ours in models.iterrows():
        model, wanted = str(ours["model"]), accepted.get(str(ours["model"]))
        chosen = wanted if wanted in names else None
        every = _offers_to(ours, offers[model], chosen)
        theirs = [offer for offer in every if _basis(offer.record) <= _basis(ours)]
        if chosen and chosen not in scored and not theirs:
            raise ValueError(f"accept: {chosen!r} {_why_no_offer(model, every)}")
        sure = [offer for offer in theirs if offer.how != "suggested"]
        if sure:
            best = min(sure, key=lambda offer: _basis(offer.record))
            others = [offer for offer in sure if offer is not best]
            rows += _offer_rows(ours, best, others, past, "new" if model in new else "repriced")
        elif pd.isna(ours["output_usd_per_mtok"]):
            for offer in theirs:
                rows += _offer_rows(ours, offer, [], past, "suggested")
    return rows


def _why_no_offer(model: str, offers: Iterable[Offer]) -> str:
    lesser = " or ".join(sorted({str(offer.record.basis) for offer in offers}))
    if lesser:
        return f"is {lesser}, and the table has a better price of {model!r}"
    return f"is no price of {model!r} that is in force"


def _basis(price: PriceRecord | pd.Series[Any]) -> int:
    """Return the place of a price's basis, the best first; after all of them where there is no price."""
    basis = price.basis if isinstance(price, PriceRecord) else price["price_basis"]
    return PRICE_BASES.index(basis) if basis in PRICE_BASES else len(PRICE_BASES)


def _offers_to(ours: pd.Series[Any], offers: Iterable[Offer], name: str | None) -> list[Offer]:
    """Return the offers of a model, of one name if it is given; a proprietary model has no host but resellers."""
    own = [offer for offer in offers if name in (None, offer.record.name)]
    if ours.get("openness") in _OPEN:
        return own
    resold = {"basis": "unverified"}
    return [
        replace(offer, record=offer.record.model_copy(update=resold)) if offer.record.basis == "host" else offer
        for offer in own
    ]


def _in_force(feed: Feed, day: dt.date) -> dict[str, list[PriceRecord]]:
    """Return the prices of a feed that are in force on a day, by name: of each seller those that began last."""
    latest = dict[tuple[str, str | None], list[PriceRecord]]()
    for record in feed.prices:
        if (record.start or day) <= day and (record.until is None or day < record.until):
            same = latest.setdefault((record.name, record.provider), [])
            if same and _began(record) > _began(same[0]):
                same.clear()
            if not same or _began(record) == _began(same[0]):
                same.append(record)
    prices = defaultdict[str, list[PriceRecord]](list)
    for records in latest.values():
        prices[records[0].name].extend(records)
    return prices


def _began(record: PriceRecord) -> dt.date:
    return record.start or dt.date.min


def _offers(
    models: pd.DataFrame, called: str, feed: Feed, day: dt.date, accepted: Mapping[str, str], aliases: pd.DataFrame
) -> Iterator[tuple[str, Offer]]:
    """Return the models of which the feed has a price in force on the day."""
    prices = _in_force(feed, day)
    if not prices:
        return
    own = {model: name for model, name in accepted.items() if name in prices}
    makers = makers_of(models)
    index = Index.of(models["model"], prices, aliases, makers)
    outputs = models.set_index("model")["output_usd_per_mtok"]
    for model, name, how in index.matches([str(model) for model in models["model"]], own):
        if how == "none":
            continue
        maker = makers.get(model)
        first, *rivals = _sold(prices[name], maker)
        if model not in own and how in AUTOMATIC:
            # other names of the product: where one of them has the table's price there is nothing new
            others = [one for other in index.names_of(model) if other != name for one in _sold(prices[other], maker)]
            equals = [first, *rivals, *(one for one in others if _as_good(one, first))]
            same = [one for one in equals if one.output_usd_per_mtok == outputs[model]]
            first, *rivals = same or equals
        yield model, Offer(called, feed.kind, min(day, feed.as_of or day), how, first, tuple(rivals))


def _sold(records: Iterable[PriceRecord], maker: str | None) -> list[PriceRecord]:
    """Return of several prices under one name the maker's own, else those of the first host."""
    based = sorted((_sold_by(record, maker) for record in records), key=_preference)
    return [one for one in based if _preference(one) == _preference(based[0])]


def _sold_by(record: PriceRecord, maker: str | None) -> PriceRecord:
    """Return a price with the basis that follows from who made the model: a list price is the maker's own."""
    if maker is None or record.provider is None or record.basis == "arena":
        return record
    basis = sold_as(record.provider, record.name, maker)
    return record if basis == record.basis else record.model_copy(update={"basis": basis})


def _preference(record: PriceRecord) -> tuple[int, int]:
    return _basis(record), host_order(record.provider)


def _as_good(record: PriceRecord, first: PriceRecord) -> bool:
    """Return whether a price of another name has as much right: of the maker, or of the same host."""
    if REGION.search(record.name.lower()) or record.basis != first.basis:
        return False
    return record.basis == "list" or letters(record.provider) == letters(first.provider)


def _offer_rows(
    ours: pd.Series[Any], offer: Offer, others: Sequence[Offer], past: PastPrices, what: str
) -> Iterator[dict[str, Any]]:
    record, model, basis = offer.record, str(ours["model"]), ours["price_basis"]
    since = past.began.get((model, record.basis))
    if basis == record.basis and pd.notna(ours["price_date"]):
        since = max(filter(None, (since, ours["price_date"].date())))
    # a day on which it took effect, if the feed states one that is later than what the table has
    dated = record.start is not None and (since is None or record.start > since)
    day = record.start if dated and record.start else offer.day
    about = {
        "feed": offer.feed,
        "date": day,
        "basis": record.basis,
        "host": _seller(record),
        "observed": not dated,
        "source": f"{offer.kind} {record.name}" + (f" ({record.source})" if record.source else ""),
    }
    first = basis != record.basis  # of a better basis: all of it is new
    olds = [math.nan if first else float(ours[column]) for column in PRICE_COLUMNS]
    pairs = [(column, old, getattr(record, column)) for column, old in zip(PRICE_COLUMNS, olds, strict=True)]
    moved = any(new is not None and new != old for _, old, new in pairs)
    doubts = list(_price_warnings(ours, offer, past, since, day)) if moved else []
    for column, old, new in pairs:
        if new is None and not (moved and old == old):
            continue
        said = list(doubts) if new != old else []
        if new is not None:
            said += [*_amount_warnings(ours, column, new, past, first=first), *_disputes(column, new, offer, others)]
        row = difference(what, model, record.name, offer.how, column, old, new)
        yield row | about | {"suspicious": "; ".join(dict.fromkeys(said))}


def _seller(record: PriceRecord) -> str:
    """Return who sells it, where it is not the maker, by the table's name of a host."""
    if record.basis == "list" or record.provider is None:
        return ""
    return host_name(record.provider) or record.provider


def _amount_warnings(ours: pd.Series[Any], column: str, new: float, past: PastPrices, *, first: bool) -> Iterator[str]:
    """Say what makes one amount of a price hard to believe."""
    there = float(ours[column])
    much = _FAR_BASIS if first else _FAR_PRICE
    if there > 0 and not 1 / much <= new / there <= much:
        basis = ours["price_basis"]
        yield f"{new / there:.3g} times the {basis} price" if first else f"moved by a factor of {new / there:.3g}"
    if not math.isnan(there) or column not in past.span:
        return
    least, most = past.span[column]
    usual = past.usual.get(str(ours.get("organization")), new)
    if new > _FAR_BASIS * most:
        yield f"above twice the highest of the table, {most:g}: a slip of the unit?"
    elif new < least / _FAR_BASIS:
        yield f"below half the lowest of the table, {least:g}: a slip of the unit?"
    elif column == "output_usd_per_mtok" and not 1 / _FAR_MAKER < new / usual < _FAR_MAKER:
        yield f"{new / usual:.3g} times what {ours['organization']} usually asks, {usual:g}: a slip of the unit?"


def _disputes(column: str, new: float, offer: Offer, others: Iterable[Offer]) -> Iterator[str]:
    """Say which other price of the model the lists have."""
    rivals = [*((other.feed, other.record) for other in others), *((f"{offer.feed} also", r) for r in offer.rivals)]
    for called, record in rivals:
        price = getattr(record, column)
        if price is not None and price != new:
            yield f"{called} says {price:g}"


def _price_warnings(
    ours: pd.Series[Any], offer: Offer, past: PastPrices, since: dt.date | None, day: dt.date
) -> Iterator[str]:
    """Say what makes a price that changed hard to believe."""
    record = offer.record
    cost, cached, output = record.input_usd_per_mtok, record.cached_input_usd_per_mtok, record.output_usd_per_mtok or 0
    if record.doubt:
        yield record.doubt
    if ours["price_basis"] == record.basis and letters(_seller(record)) not in ("", letters(ours["host"])):
        yield f"{record.provider} is another {'host' if record.basis == 'host' else 'seller'} than the table's"
    if cost and output < cost:
        yield "output below input"
    if cost and cached and cached > cost:
        yield "cached above input"
    if cost is None and pd.notna(ours["input_usd_per_mtok"]):
        yield "has no input price, and the table has"
    yield from _history_warnings(ours, offer, past)
    if offer.day > dt.date.today():
        yield f"of {offer.day}, which is in the future"
    elif since and offer.day < since:
        yield f"of {offer.day}, older than the table's price"
    elif since and day == since:
        yield f"the table has another price of {day}"
    elif since and record.start and record.start <= since:
        yield f"since {record.start}, not after the table's price of {since}"


def _history_warnings(ours: pd.Series[Any], offer: Offer, past: PastPrices) -> Iterator[str]:
    """Say what in the name and the past prices of a model makes a new price hard to believe."""
    record, model = offer.record, str(ours["model"])
    key = (model, str(record.basis))
    if (model, record.name.rpartition("/")[2]) in past.moved_on:
        yield "the name has moved on to another model"
    if offer.how == "variant" and ("preview" in parts_of(record.name)) != ("preview" in parts_of(model)):
        yield "one of them is a preview"
    theirs = (record.input_usd_per_mtok, record.output_usd_per_mtok)
    now = (ours["input_usd_per_mtok"], ours["output_usd_per_mtok"])
    if record.start is None and theirs != now and theirs in past.earlier.get(key, ()):
        yield "was its price before: an old list?"
    if ours["price_basis"] != record.basis:
        released = ours.get("released")
        if record.start is None and pd.notna(released) and (offer.day - released.date()).days > _OLD_DAYS:
            yield f"a first {record.basis} price of a model of {released.year}"
        if (record.basis, ours["price_basis"]) == ("list", "host") and theirs[1] == now[1]:
            yield "is the host's"
    if key in past.ended:
        yield f"the table says that its {record.basis} price ended on {past.ended[key]}"
