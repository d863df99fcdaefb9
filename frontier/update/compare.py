"""Where feeds and the table disagree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
import pandas as pd

from frontier.data.schema import PRICE_COLUMNS, SCORE_COLUMNS
from frontier.data.tables import as_day, frame_of, known_models, load_aliases
from frontier.feeds.records import Feed
from frontier.frames.boards import SNAPSHOT_BOARD, SNAPSHOT_DAY
from frontier.update.differences import DIFFERENCES, FAR_POINTS, PART, SCORE
from frontier.update.names import Index
from frontier.update.newcomers import date_releases, find_newcomers
from frontier.update.prices import Prices, withdrawn_offers
from frontier.update.scores import Scores

_SAY_SO = "If it is right as it is, give --trust (trust=True)"

_SHIFT = 10  # half of the scores moved by so many points: another board or scale


@dataclass(frozen=True)
class Update:
    """Where public feeds disagree with a table, and which differences can be written.

    Made by `compare_feeds`.

    Attributes
    ----------
    differences : pandas.DataFrame
        One row a difference: ``what``, ``model``, the feed's ``name`` of it and ``how`` they were matched, ``column``,
        ``old``, ``new``, ``factor`` (new over old, of prices), ``feed``, the day (``date``), ``basis``, ``host``,
        ``observed`` and ``source`` of the new value, why it is ``suspicious`` and why it is ``held`` back (each empty
        if it is not). ``what`` is ``new`` (on the leaderboard and not in the table's snapshot), ``rescored``,
        ``repriced`` (also a first price), ``delisted`` (in the table's snapshot and no longer on the leaderboard),
        ``suggested`` (looks alike and needs a yes; of prices only where the table has none), ``disputed`` (the table
        has the price of one list, and another has a different price: nothing would change), ``ended`` (a price that
        ended, or one of a retired model, by the table) or ``withdrawn`` (the offer of a host that the list it was read
        from no longer has).
    newcomers : pandas.DataFrame
        One row a new model: ``model``, ``name`` (made from the key), ``organization``, ``country``, ``license``,
        ``openness``, ``released``, ``released_by``, and what keeps it from being written (``lacking``, empty if
        nothing).
    models : pandas.DataFrame
        The table that was compared.
    feeds : dict of str to Feed
        The feeds, by their names.
    days : dict of str to datetime.date
        The day of each, None where neither it nor the caller states it.
    trust : bool
        Whether what is suspicious counts.
    priced : pandas.DataFrame
        The models to which prices were offered: also the new ones, and those that the table's snapshot does not list.
    missing : list of str
        The feeds' names of makers' own prices that are of no model of the table, one of each product.
    unasked : int
        The prices that are not shown again, since a person said no to them.
    """

    differences: pd.DataFrame
    newcomers: pd.DataFrame
    models: pd.DataFrame
    feeds: Mapping[str, Feed]
    days: Mapping[str, dt.date | None]
    trust: bool
    priced: pd.DataFrame
    missing: list[str]
    unasked: int

    @property
    def written(self) -> pd.DataFrame:
        """The differences that are neither held back nor a question."""
        return self.differences[self.differences["held"] == ""]

    @property
    def news(self) -> pd.DataFrame:
        """The differences that would change the table, or are a question."""
        return self.differences[~self.differences["what"].isin(["disputed", "ended"])]

    def score_rows(self, called: str) -> pd.DataFrame:
        """Return the differences of a leaderboard, without the suggestions."""
        found = self.differences
        return found[(found["feed"] == called) & found["column"].isin(SCORE_COLUMNS) & (found["what"] != "suggested")]

    def refused(self) -> list[str]:
        """Say why the scores cannot be taken as a snapshot, so that nothing would be written; empty if they can.

        Returns
        -------
        list of str
            Of several leaderboards, of no day, of a future day, of the table's own day and different, of a part of the
            table's models, or of another scale.
        """
        boards = [called for called, feed in self.feeds.items() if feed.scores]
        if len(boards) > 1:
            return [f"one leaderboard can be written at a time, got {', '.join(boards)}"]
        return [f"{called} {why}" for called in boards for why in self._refused(called)]

    def _refused(self, called: str) -> Iterator[str]:
        day, rows = self.days[called], self.score_rows(called)
        since = self.models["elo_date"].max().date()
        other = rows.loc[rows["what"].isin(["rescored", "delisted"]) & rows["old"].notna(), "model"]
        if day is None:
            yield "does not state its day; give it (--as-of)"
        elif day > dt.date.today():
            yield f"is of {day}, which is in the future"
        elif day == since and len(other):
            differs = f"is of {day}, as the table is, and differs for {', '.join(dict.fromkeys(other))[:300]}"
            yield f"{differs}: a day has one snapshot; correct it by hand, or take the leaderboard of a later day"
        if self.trust:
            return
        for doubt in rows.loc[(rows["what"] == "delisted") & (rows["suspicious"] != ""), "suspicious"].unique():
            yield f"has {doubt} {_SAY_SO}"
        moved = rows[(rows["what"] == "rescored") & (rows["column"] == SCORE)]
        by = (moved["new"] - moved["old"]).dropna().abs()
        there = len(self.models) - (rows["what"] == "delisted").sum()
        far = int((by > FAR_POINTS).sum())
        middle = float(by.sort_values(ascending=False).reset_index(drop=True).get(there // 2, 0))
        if far > there * PART or middle > _SHIFT:
            yield f"is of another board or scale: {far} scores moved far, half by {middle:.0f} or more. {_SAY_SO}"

    def changed(self) -> pd.DataFrame:
        """Return the table as it would be, to see what happens to the frontier and the gap.

        Returns
        -------
        pandas.DataFrame
            The columns of the table: with the new models, the scores and prices of the feeds, without what
            is delisted or whose score is held back. Dates and sources are those of the table.
        """
        kept = self.written[self.written["column"] != "until"]
        held = self.differences[(self.differences["held"] != "") & self.differences["column"].isin(SCORE_COLUMNS)]
        gone = set(kept.loc[kept["what"] == "delisted", "model"]) | set(held.loc[held["what"] == "rescored", "model"])
        added = self.newcomers[self.newcomers["lacking"] == ""]
        table = _with_new(self.models[~self.models["model"].isin(gone)], added).set_index("model", drop=False)
        for model, column, new, basis in kept[["model", "column", "new", "basis"]].to_numpy():
            if model in table.index:
                table.loc[model, column] = np.nan if new is None else new
                if column in PRICE_COLUMNS:
                    table.loc[model, "price_basis"] = basis
        for column in (SNAPSHOT_DAY, SNAPSHOT_BOARD):  # one snapshot
            table[column] = self.models[column].iloc[0]
        return table.reset_index(drop=True)


def compare_feeds(
    models: pd.DataFrame,
    feeds: Mapping[str, Feed],
    *,
    as_of: str | dt.date | None = None,
    board: str | None = None,
    accept: Mapping[str, str] | None = None,
    trust: bool = False,
    aliases: pd.DataFrame | None = None,
    known: pd.DataFrame | None = None,
    dated: pd.DataFrame | None = None,
    refused: pd.DataFrame | None = None,
) -> Update:
    """Compare public feeds with the table. Nothing is written.

    Parameters
    ----------
    models : pandas.DataFrame
        The table as `load_models` returns it: the newest snapshot, with its prices. A price of a basis that was not
        asked for is not there, so ask for all.
    feeds : mapping of str to Feed
        What `read_feed` read, by the name to call it. Of several with a price of one model the best basis counts (list,
        host, arena, unverified), and of equals the first feed.
    as_of : str or datetime.date, optional
        The day for which dated prices are taken, and that of feeds without a day; if not given the day of each feed,
        and for one without a day the newest day in the table.
    board : str, optional
        The board of the feeds that do not state theirs: ``text`` or ``text-style-control``.
    accept : mapping of str to str, optional
        Model to name, where a person said yes to a suggestion, or to what is suspicious.
    trust : bool
        Hold nothing back for being suspicious.
    aliases : pandas.DataFrame, optional
        As in `match_names`.
    known : pandas.DataFrame, optional
        All models of the table, listed today or not, with their last scores and prices, as
        `frontier.data.tables.every_model` returns them; if not given, only the names of those of the shipped table.
    dated : pandas.DataFrame, optional
        Every dated price of the table, as `load_prices` returns them: a price that ended is not begun again unseen.
    refused : pandas.DataFrame, optional
        What a person said no to, as `frontier.data.tables.load_refused` returns it. It is left out until the price
        changes; the next offer for the model counts. A name without a model is one that the table does not want.

    Returns
    -------
    Update
        The differences, the new models, and which of them can be written.

    Raises
    ------
    ValueError
        If the scores of a feed are of another board than the table's, of an unknown one, or older than the table's; if
        an accepted name is in no feed, or an accepted model not in the table.

    Notes
    -----
    Suspicious, and so held back, are: a score that moved by more than 50 points, lost half of its votes or has an
    interval of more than 200, and a second row of a model; a price that moved by more than a factor of five, or is a
    first one of its basis and twice or half that of a lesser one, or a first one of all and above twice the highest or
    below half the lowest of the table; an output price below that of input, a cached one above it, none of input where
    the table has one; a price from another host than the table's, of a preview of a release, that the table says ended,
    on which two feeds, or two rows or keys of one, disagree, or of a list older than the table's price or of its very
    day; a new name that may be a renamed model, or is far above the best. A leaderboard that lacks a tenth of the
    table's models, or is of another scale, is refused as a whole (`Update.refused`). Held back too are new models
    without a maker, or with a license that the table lacks.

    A list price is the maker's own: who made a model, as the table or the leaderboard says, decides whether a seller's
    price is one.

    A price of a lesser basis than the table's is no difference, nor is an unverified one of another seller, one under a
    name that has moved on, or a blank. A price is taken as a whole: one that
    changed and has no cache price in the feed has none, as a new score without an interval has none.

    Examples
    --------
    >>> from frontier import load_models
    >>> from frontier.feeds.read import read_feed
    >>> prices = b'{"prices": [{"id": "o3", "vendor": "openai", "name": "o3", "input": 2, "output": 12}]}'
    >>> update = compare_feeds(load_models(as_of="2026-10-08"), {"prices": read_feed(prices)}, as_of="2026-11-01")
    >>> update.differences[["what", "model", "column", "old", "new", "factor"]]
           what          model                      column  old   new  factor
    0  repriced  o3-2025-04-16  cached_input_usd_per_mtok   0.5   NaN     NaN
    1  repriced  o3-2025-04-16         output_usd_per_mtok  8.0  12.0     1.5
    """
    accepted, day = dict(accept or {}), as_day(as_of)
    aliases = load_aliases() if aliases is None else aliases
    dated = frame_of([], "prices") if dated is None else dated
    refused = frame_of([], "refused") if refused is None else refused
    before = pd.DataFrame({"model": known_models()}) if known is None else known
    before = before[~before["model"].isin(models["model"])].reindex(columns=models.columns)
    scored = {score.name for feed in feeds.values() for score in feed.scores}
    named = scored | {price.name for feed in feeds.values() for price in feed.prices}
    wrong = [f"{name!r} is no name of a feed" for name in accepted.values() if name not in named]
    everyone = scored.union(models["model"], before["model"])
    wrong += [f"{model!r} is no model of the table" for model in accepted if model not in everyone]
    if wrong:
        raise ValueError(f"accept: {'; '.join(wrong)}")
    days = {called: feed.as_of or day for called, feed in feeds.items()}
    ours, rows = Scores(models, before, aliases), list[dict[str, Any]]()
    for called, feed in feeds.items():
        if feed.scores:
            ours.refuse_another(feed, called, board, days[called])
            about = {"feed": called, "date": days[called]}
            rows += [row | about for row in ours.differences(feed, days[called], accepted)]
    newcomers = find_newcomers(models, before, feeds, rows)
    new = set(newcomers["model"])
    unlisted = before.iloc[:0] if known is None else before[~before["model"].isin(new)]
    priced = _with_new(models, newcomers, unlisted)
    prices = Prices(priced, dated, aliases, refused)
    rows += prices.differences(feeds, day, accepted, new)
    rows += withdrawn_offers(dated, feeds, days)
    found = _as_table(rows)
    date_releases(newcomers, found, feeds)
    found["held"] = _held(found, newcomers, trust=trust, accepted=accepted)
    unsure = set(found.loc[(found["held"] != "") & found["column"].isin(SCORE_COLUMNS), "model"]) - set(before["model"])
    newcomers.loc[newcomers["model"].isin(unsure) & (newcomers["lacking"] == ""), "lacking"] = "suspicious"
    found.loc[found["model"].isin(unsure) & found["held"].eq("") & found["what"].eq("new"), "held"] = "suspicious"
    missing = _missing(priced, feeds, aliases, refused)
    return Update(found, newcomers, models, dict(feeds), days, trust, priced, missing, len(prices.refused))


def _missing(
    models: pd.DataFrame, feeds: Mapping[str, Feed], aliases: pd.DataFrame, refused: pd.DataFrame
) -> list[str]:
    """Return the names of makers' own prices that are of no model of the table, without those that it does not want."""
    own = {price.name for feed in feeds.values() for price in feed.prices if price.basis == "list"}
    names = Index(models, own, aliases).unknown() if own else []
    patterns = refused.loc[refused["model"].isna(), "name"].str.lower()
    return [name for name in names if not any(fnmatchcase(name.lower(), pattern) for pattern in patterns)]


def _as_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return the differences, and of equal prices those that are suspicious: they are disputed if nothing changes."""
    found = pd.DataFrame(rows, columns=[*DIFFERENCES]).astype({"old": float, "new": float, "factor": float})
    prices, same = found["column"].isin(PRICE_COLUMNS), found["old"] == found["new"]
    moved = set(found.loc[prices & ~same, "model"])
    found.loc[prices & same & ~found["model"].isin(moved), "what"] = "disputed"
    found = found[~prices | ~same | (found["suspicious"] != "")].reset_index(drop=True)
    found["date"] = np.array(found["date"].tolist(), "datetime64[s]")  # also days that no nanoseconds reach
    return found


def _with_new(models: pd.DataFrame, *added: pd.DataFrame) -> pd.DataFrame:
    """Return the table with rows for other models, and with counts that may be unknown."""
    new = [row for one in added for row in one.reindex(columns=models.columns).to_dict("records")]
    models = models.astype({column: "Int64" for column, kind in models.dtypes.items() if kind.kind in "iu"})
    if not new:
        return models
    both = pd.DataFrame([*models.to_dict("records"), *new], columns=models.columns)
    for column in models.select_dtypes(bool):
        both[column] = both[column].eq(True)  # unknown is false
    return both.astype(models.dtypes)


def _held(found: pd.DataFrame, newcomers: pd.DataFrame, *, trust: bool, accepted: Mapping[str, str]) -> pd.Series[Any]:
    """Return why each difference is not to be written: a model's score, or its price, is held back as a whole."""
    model, is_score, doubted = found["model"], found["column"].isin(SCORE_COLUMNS), found["suspicious"] != ""
    kinds = model.map(is_score[doubted].groupby(model[doubted]).nunique())
    said_yes = (model.map(accepted) == found["name"]) & ~(kinds > 1)  # one yes is not to a score and a price at once
    doubtful = (doubted & ~said_yes & (not trust)).groupby([model, is_score]).transform("any").astype(bool)
    lacking_of = dict(zip(newcomers["model"], newcomers["lacking"], strict=True))
    lacking = pd.Series([lacking_of.get(one, "") for one in model], found.index, object)
    held = pd.Series("", found.index, object).mask(doubtful, "suspicious").mask(lacking != "", lacking)
    unread = (found["what"] == "rescored") & (found["column"] == SCORE) & found["new"].isna()
    held = held.mask(unread, "cannot be read").mask(found["old"] == found["new"], "is the same")
    held = held.mask(found["what"] == "withdrawn", "")  # whatever is doubted of another offer of the model
    return held.mask(found["what"] == "suggested", "needs a yes")
