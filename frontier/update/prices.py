"""Where price lists and the table disagree."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import pandas as pd

from frontier.data.schema import OPENNESS, PRICE_BASES, PRICE_COLUMNS
from frontier.data.tables import newest_day
from frontier.feeds.records import Feed, PriceRecord
from frontier.feeds.sellers import host_name, host_order, letters, sold_as
from frontier.frames.boards import INPUT, OUTPUT
from frontier.update.differences import PART, difference, that_hold
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
    rivals: Sequence[PriceRecord]  # which the same list has of this name, with as much right


class Prices:
    """The prices of models, with what is known of their past, to compare lists with."""

    def __init__(self, models: pd.DataFrame, dated: pd.DataFrame, aliases: pd.DataFrame, refused: pd.DataFrame) -> None:
        self.models, self.aliases, self.makers = models, aliases, makers_of(models)
        self.rows = {str(row["model"]): row for row in models.to_dict("records")}
        keys = ["model", "price_basis", "host"]
        tables = [models.rename(columns={"price_date": "from"}), dated]
        columns = [*keys, "from", "until", *PRICE_COLUMNS]
        past = pd.concat([table.reindex(columns=columns).astype(object) for table in tables])
        self.span = {column: (past[column].min(), past[column].max()) for column in PRICE_COLUMNS}
        past["host"] = past["host"].fillna("")
        past = past.dropna(subset=[*keys, "from"]).sort_values("from", kind="stable")
        last = past.drop_duplicates(keys, keep="last").set_index(keys)
        self.began, self.ended = ({k: day.date() for k, day in last[c].dropna().items()} for c in ("from", "until"))
        ends: list[Any] = sorted(self.ended.items(), key=itemgetter(1))
        self.last_end = {(model, basis): day for (model, basis, _), day in ends}
        self.last = {key: tuple(row) for key, row in zip(last.index, last[[INPUT, OUTPUT]].to_numpy(), strict=True)}
        self.ever = set(past[[*keys, INPUT, OUTPUT]].itertuples(index=False, name=None))
        usual = models.reindex(columns=["organization", OUTPUT]).groupby("organization")[OUTPUT]
        self.usual = usual.median()[usual.count() >= _SEVERAL].to_dict()  # the output price of a maker with several
        moved = aliases[aliases["name"].astype(str).str.startswith(MOVED_ON)]
        self.moved_on = set(zip(moved["model"], moved["name"].astype(str).str[1:], strict=True))  # another's names now
        columns = ["model", "name", *PRICE_COLUMNS]
        noes = refused[columns].astype(object)
        self.noes = set(noes.where(noes.notna(), None).itertuples(index=False, name=None))
        self.refused = set[tuple[str, str]]()  # of these, what the feeds still say

    def differences(
        self, feeds: Mapping[str, Feed], day: dt.date | None, accepted: Mapping[str, str], new: set[str]
    ) -> Iterator[dict[str, Any]]:
        """Return each price of a listed or new model, also an equal one: another feed may say something else."""
        offers = defaultdict[str, list[Offer]](list)
        for called, feed in feeds.items():
            for model, offer in self._offers(called, feed, day, accepted):
                offers[model].append(offer)
        names = {record.name for feed in feeds.values() for record in feed.prices}
        scored = {record.name for feed in feeds.values() for record in feed.scores}
        for model, ours in self.rows.items():
            wanted = accepted.get(model)
            every = [one for one in offers[model] if wanted not in names or wanted == one.record.name]
            theirs = [offer for offer in every if self._counts(ours, offer, accepted=wanted == offer.record.name)]
            if wanted in names - scored and not theirs:
                better = every and f"{every[0].record.basis}, and the table has a better price of {model!r}"
                raise ValueError(f"accept: {wanted!r} is {better or f'no price of {model!r} that is in force'}")
            sure = sorted((one for one in theirs if one.how != "suggested"), key=lambda one: _place(one.record.basis))
            if sure:
                what = "new" if model in new else "ended" if self._end(ours, sure[0]) else "repriced"
                yield from self._compare(ours, sure[0], sure[1:], what)
            elif pd.isna(ours[OUTPUT]):
                for offer in theirs:
                    yield from self._compare(ours, offer, [], "suggested")

    def _offers(
        self, called: str, feed: Feed, day: dt.date | None, accepted: Mapping[str, str]
    ) -> Iterator[tuple[str, Offer]]:
        """Return the models of which the feed has a price in force on the day."""
        day = day or feed.as_of or newest_day(self.models)
        prices = in_force(feed, day)
        index = Index(self.models, prices, self.aliases)
        for model, name, how in index.matches(accepted) if prices else ():
            if how == "none":
                continue
            first, *rivals = self._sold(prices[name], model)
            equals, host = [first, *rivals], letters(self.rows[model]["host"]) if first.basis == "host" else ""
            if accepted.get(model) != name:
                if how in AUTOMATIC:  # other names of the product
                    others = [one for k in index.names_of(model) if k != name for one in self._sold(prices[k], model)]
                    equals += [one for one in others if _as_good(one, first)]
                    equals = [one for one in (*equals, *others) if letters(_seller(one)) == host != ""] or equals
                equals = [one for one in equals if not self._is_refused(model, one)]
                # where one of them has the table's price there is nothing new
                same = [one for one in equals if one.output_usd_per_mtok == self.rows[model][OUTPUT]]
                equals = same if how in AUTOMATIC and same else equals
            for one in equals[:1]:
                yield model, Offer(called, feed.kind, min(day, feed.as_of or day), how, one, equals[1:])

    def _is_refused(self, model: str, record: PriceRecord) -> bool:
        """Return whether a person said no to a price of a model under a name, or to the name."""
        said = (model, record.name, *(getattr(record, column) for column in PRICE_COLUMNS))
        no = said in self.noes or (model, record.name.rpartition("/")[2]) in self.moved_on
        if no:
            self.refused.add((model, record.name))
        return no

    def _sold(self, records: Iterable[PriceRecord], model: str) -> list[PriceRecord]:
        """Return of several prices under one name the maker's own, else those of the first host."""
        maker, is_open = self.makers.get(model), self.rows[model].get("openness") in _OPEN
        ranked = defaultdict[tuple[int, int], list[PriceRecord]](list)
        for record in records:
            basis: str = record.basis
            if maker is not None and record.provider is not None and basis != "arena":
                basis = sold_as(record.provider, record.name, maker)  # a list price is the maker's own
            if basis == "host" and not is_open:  # a proprietary model has no host but resellers
                basis = "unverified"
            one = record if basis == record.basis else record.model_copy(update={"basis": basis})
            ranked[_place(basis), host_order(record.provider)].append(one)
        return ranked[min(ranked)]

    def _compare(
        self, ours: dict[Any, Any], offer: Offer, others: Iterable[Offer], what: str
    ) -> Iterator[dict[str, Any]]:
        record, first = offer.record, ours["price_basis"] != offer.record.basis
        since = self.began.get((ours["model"], record.basis, _seller(record)))
        # a day on which it took effect, if the feed states one that is later than what the table has
        took_effect = record.start if record.start and (since is None or record.start > since) else None
        day = took_effect or offer.day
        about = {
            "feed": offer.feed,
            "date": day,
            "basis": record.basis,
            "host": _seller(record),
            "observed": took_effect is None,
            "source": f"{offer.kind} {record.name}" + (f" ({record.source})" if record.source else ""),
        }
        # of a better basis all of it is new
        pairs = [(c, math.nan if first else float(ours[c]), getattr(record, c)) for c in PRICE_COLUMNS]
        moved = any(new is not None and new != old for _, old, new in pairs)
        doubts = self._doubts(ours, offer, since, day) if moved else []
        rivals = [(one.feed, one.record) for one in others] + [(f"{offer.feed} also", one) for one in offer.rivals]
        for column, old, new in pairs:
            if new is None and not (moved and old == old):
                continue
            said = list(doubts) if new != old else []
            if new is not None:
                said += self._amount_doubts(ours, column, new, first=first)
                stated = [(called, getattr(rival, column)) for called, rival in rivals]
                said += [f"{called} says {price:g}" for called, price in stated if price not in (None, new)]
            row = difference(what, ours["model"], record.name, offer.how, column, old, new)
            yield row | about | {"suspicious": "; ".join(dict.fromkeys(said))}

    def _counts(self, ours: dict[Any, Any], offer: Offer, *, accepted: bool) -> bool:
        """Return whether a price can be a change: neither of a lesser basis, nor another seller's that is no news."""
        record, seller = offer.record, _seller(offer.record)
        if not accepted and letters(seller) not in ("", letters(ours["host"])):
            known = self.last.get((ours["model"], record.basis, seller))
            if known == (record.input_usd_per_mtok, record.output_usd_per_mtok) and not self._end(ours, offer):
                return False
            if ours["price_basis"] == record.basis == "unverified":
                return False
        return _place(record.basis) <= _place(ours["price_basis"])

    def _end(self, ours: dict[Any, Any], offer: Offer) -> dt.date | None:
        """Return the day from which the table says that what is offered is no longer sold; None if it does not."""
        retired, key = ours.get("retired"), (ours["model"], offer.record.basis)
        ended = self.ended.get((*key, _seller(offer.record)))
        if not ended and ours["price_basis"] != offer.record.basis and _years_old(ours, offer):
            ended = self.last_end.get(key)  # of another seller: an old model does not come back
        by_maker = retired.date() if pd.notna(retired) and offer.record.basis != "host" else None
        return min((day for day in (by_maker, ended) if day and day <= offer.day), default=None)

    def _amount_doubts(self, ours: dict[Any, Any], column: str, new: float, *, first: bool) -> list[str]:
        """Say what makes one amount of a price hard to believe."""
        there, basis, maker = float(ours[column]), ours["price_basis"], ours.get("organization")
        if there > 0:
            much, by = _FAR_BASIS if first else _FAR_PRICE, new / there
            text = f"{by:.3g} times the {basis} price" if first else f"moved by a factor of {by:.3g}"
            return [] if 1 / much <= by <= much else [text]
        (least, most), usual = self.span[column], self.usual.get(maker, new) if column == OUTPUT else new
        return that_hold(
            (new > _FAR_BASIS * most, f"above twice the highest of the table, {most:g}: a slip of the unit?"),
            (new < least / _FAR_BASIS, f"below half the lowest of the table, {least:g}: a slip of the unit?"),
            (
                not 1 / _FAR_MAKER < new / usual < _FAR_MAKER,
                f"{new / usual:.3g} times what {maker} usually asks, {usual:g}: a slip of the unit?",
            ),
        )[:1]

    def _doubts(self, ours: dict[Any, Any], offer: Offer, since: dt.date | None, day: dt.date) -> list[str]:
        """Say what makes a price that changed hard to believe."""
        record, model, basis = offer.record, ours["model"], ours["price_basis"]
        cost, cached, output = (getattr(record, column) for column in PRICE_COLUMNS)
        first, ended, start = basis != record.basis, self._end(ours, offer), record.start
        old, year = _years_old(ours, offer), getattr(ours.get("released"), "year", "")
        other = "host" if record.basis == "host" else "seller"
        before = (model, record.basis, _seller(record), cost, output) in self.ever and (cost, output) != (
            ours[INPUT],
            ours[OUTPUT],
        )
        previews = {"preview" in parts_of(name) for name in (record.name, model)}
        doubts = that_hold(
            (record.doubt, str(record.doubt)),
            (
                not first and letters(_seller(record)) not in ("", letters(ours["host"])),
                f"{record.provider} is another {other} than the table's",
            ),
            (cost and output < cost, "output below input"),
            (cost and cached and cached > cost, "cached above input"),
            (cost is None and pd.notna(ours[INPUT]), "has no input price, and the table has"),
            (offer.how == "variant" and len(previews) > 1, "one of them is a preview"),
            (before and not start, "was its price before: an old list?"),
            (first and old and not start, f"a first {record.basis} price of a model of {year}"),
            ((basis, record.basis, output) == ("host", "list", ours[OUTPUT]), "is the host's"),
            (ended, f"the table says that its {record.basis} price ended on {ended}"),
        )
        outdated = that_hold(
            (offer.day > dt.date.today(), f"of {offer.day}, which is in the future"),
            (since and offer.day < since, f"of {offer.day}, older than the table's price"),
            (since and day == since, f"the table has another price of {day}"),
            (since and start and start <= since, f"since {start}, not after the table's price of {since}"),
        )
        return doubts + outdated[:1]


def _years_old(ours: dict[Any, Any], offer: Offer) -> bool:
    released = ours.get("released")
    return pd.notna(released) and (offer.day - released.date()).days > _OLD_DAYS


def _place(basis: object) -> int:
    """Return the place of a price's basis, the best first; after all of them where there is no price."""
    return PRICE_BASES.index(basis) if basis in PRICE_BASES else len(PRICE_BASES)


def withdrawn_offers(
    dated: pd.DataFrame, feeds: Mapping[str, Feed], days: Mapping[str, dt.date | None]
) -> Iterator[dict[str, Any]]:
    """Return the offers of hosts that the list they were read from no longer has, as differences.

    A host that sells the model under another name goes on. A list that lacks a tenth of its offers is another list.
    """
    last = dated[dated["price_basis"] == "host"].drop_duplicates(["model", "host"], keep="last")
    words = last["price_source"].fillna("").str.split()
    for called, feed in feeds.items():
        if (day := days[called]) is None:
            continue
        before = last["until"].isna() & (last["from"] < pd.Timestamp(day))
        own = last[before & words.str[0].isin([called, feed.kind])]
        names = {record.name for record in feed.prices} | {problem.name for problem in feed.problems}
        there = {name.split()[-1] for name in names if name.strip()}
        sold = {(_seller(record), record.name.rpartition("/")[2]) for record in feed.prices}
        gone = [
            difference("withdrawn", model, key, "source", "until", None, None)
            | {"feed": called, "date": day, "basis": "host", "host": host}
            for model, host, key in zip(own["model"], own["host"], words[own.index].str[-1], strict=True)
            if key not in there and (host, key.rpartition("/")[2]) not in sold
        ]
        yield from gone if len(gone) < PART * len(own) else ()


def in_force(feed: Feed, day: dt.date) -> dict[str, list[PriceRecord]]:
    """Return the prices of a feed that are in force on a day, by name: of each seller those that began last."""
    sold = defaultdict[tuple[str, str | None], list[PriceRecord]](list)
    for record in feed.prices:
        if (record.start or day) <= day and (record.until is None or day < record.until):
            sold[record.name, record.provider].append(record)
    prices = defaultdict[str, list[PriceRecord]](list)
    for (name, _), records in sold.items():
        last = max(record.start or dt.date.min for record in records)
        prices[name] += [record for record in records if (record.start or dt.date.min) == last]
    return prices


def _as_good(record: PriceRecord, first: PriceRecord) -> bool:
    """Return whether a price of another name has as much right: of the maker, or of the same host."""
    if REGION.search(record.name.lower()) or record.basis != first.basis:
        return False
    return record.basis == "list" or letters(record.provider) == letters(first.provider)


def _seller(record: PriceRecord) -> str:
    """Return who sells it, where it is not the maker, by the table's name of a host."""
    if record.basis == "list" or record.provider is None:
        return ""
    return host_name(record.provider) or record.provider
