"""Where feeds and the table disagree."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from frontier.data.edit import PRICE_COLUMNS, SCORE_COLUMNS
from frontier.data.schema import PRICE_BASES
from frontier.data.tables import as_day, known_models, load_aliases, newest_day
from frontier.feeds.records import Feed, PriceRecord, ScoreRecord
from frontier.feeds.sellers import HOSTS, letters, sold_as
from frontier.frames.openness import DOWNLOADABLE
from frontier.update.names import _REGION, AUTOMATIC, MOVED_ON, _index, _makers, _parts, match_names
from frontier.update.newcomers import _date_releases, _missing, _newcomers

_DIFFERENCES = (
    "what", "model", "name", "how", "column", "old", "new", "factor", "feed", "date", "basis", "source", "suspicious",
)  # fmt: skip


_FAR_MAKER, _SEVERAL = 100, 3  # times off the median of a maker that has so many prices


_FAR_POINTS, _FAR_PRICE, _FAR_BASIS = 50, 5, 2  # a change beyond these is looked at twice, the last between two bases


_WIDE = 200  # an interval that says nothing


_PART, _SHIFT = 0.1, 10  # so many of the models gone, or moved far, or all by so many points: another board


_OLD_DAYS = 365  # a model that was never sold begins late


_SAY_SO = "If it is right as it is, give --trust (trust=True)"


@dataclass(frozen=True)
class Update:
    """What public feeds say otherwise than a table, and what of it can be written.

    Made by `compare_feeds`.

    Attributes
    ----------
    differences : pandas.DataFrame
        One row a difference: ``what``, ``model``, the feed's ``name`` of it and ``how`` they were matched, ``column``,
        ``old``, ``new``, ``factor`` (new over old, of prices), ``feed``, the day (``date``), ``basis`` and ``source``
        of the new value, why it is ``suspicious`` and why it is ``held`` back (each empty if it is not). ``what`` is
        ``new`` (on the leaderboard and not in the table's snapshot), ``rescored``, ``repriced`` (also a first price),
        ``delisted`` (in the table's snapshot and no longer on the leaderboard), ``suggested`` (looks alike and needs
        a yes; of prices only where the table has none) or ``disputed`` (the table has the price of one list, and
        another tells it differently: nothing would change).
    newcomers : pandas.DataFrame
        One row a new model: ``model``, ``name`` (made from the key), ``organization``, ``country``, ``license``,
        ``openness``, ``released``, ``released_by``, and what keeps it from being written (``lacking``, empty if
        nothing).
    models : pandas.DataFrame
        The table that was compared.
    feeds : dict of str to Feed
        The feeds, by their names.
    days : dict of str to datetime.date
        The day of each, None where neither it nor the caller tells it.
    trust : bool
        Whether what is suspicious counts.
    unlisted : pandas.DataFrame
        The models of the table that its snapshot does not list, and to which prices were offered too.
    missing : tuple of str
        The names of makers' own prices that no model of the table has.
    """

    differences: pd.DataFrame
    newcomers: pd.DataFrame
    models: pd.DataFrame
    feeds: Mapping[str, Feed]
    days: Mapping[str, dt.date | None]
    trust: bool = False
    unlisted: pd.DataFrame = field(default_factory=pd.DataFrame)
    missing: tuple[str, ...] = ()

    @property
    def written(self) -> pd.DataFrame:
        """The differences that are neither held back nor a question."""
        return self.differences[self.differences["held"] == ""]

    def score_rows(self, called: str) -> pd.DataFrame:
        """Return the differences of a leaderboard, without the suggestions."""
        found = self.differences
        return found[(found["feed"] == called) & found["column"].isin(SCORE_COLUMNS) & (found["what"] != "suggested")]

    def refused(self) -> list[str]:
        """Say why the scores cannot be taken as a snapshot, so that nothing would be written; empty if they can.

        Returns
        -------
        list of str
            Of several leaderboards, of no day, of a day to come, of the table's own day and different, of a part of the
            table's models, or of another scale.
        """
        boards = [called for called, feed in self.feeds.items() if feed.scores]
        if len(boards) > 1:
            return [f"one leaderboard can be written at a time, got {', '.join(boards)}"]
        return [f"{called} {why}" for called in boards for why in self._refused(called)]

    def _refused(self, called: str) -> Iterator[str]:
        day, rows = self.days[called], self.score_rows(called)
        since = self.models["elo_date"].max().date()
        if day is None:
            yield "does not tell its day; give it (--as-of)"
        elif day > dt.date.today():
            yield f"is of {day}, which is in the future"
        elif day == since:
            other = rows.loc[rows["what"].isin(["rescored", "delisted"]) & rows["old"].notna(), "model"]
            if len(other):
                yield (
                    f"is of {day}, as the table is, and differs for {', '.join(dict.fromkeys(other))[:300]}: "
                    "a day has one snapshot; correct it by hand, or take the leaderboard of a later day"
                )
        if self.trust:
            return
        for doubt in rows.loc[(rows["what"] == "delisted") & (rows["suspicious"] != ""), "suspicious"].unique():
            yield f"has {doubt} {_SAY_SO}"
        moved = rows[(rows["what"] == "rescored") & (rows["column"] == "elo")]
        by = (moved["new"] - moved["old"]).dropna().abs()
        there = len(self.models) - (rows["what"] == "delisted").sum()
        far = int((by > _FAR_POINTS).sum())
        middle = float(by.sort_values(ascending=False).reset_index(drop=True).get(there // 2, 0))
        if far > there * _PART or middle > _SHIFT:
            yield f"is of another board or scale: {far} scores moved far, half by {middle:.0f} or more. {_SAY_SO}"

    def changed(self) -> pd.DataFrame:
        """Return the table as it would be, to see what happens to the frontier and the gap.

        Returns
        -------
        pandas.DataFrame
            The columns of the table: with the new models, the scores and prices as the feeds tell them, without what
            is delisted or whose score is held back. Dates and sources are those of the table.
        """
        kept = self.written
        held = self.differences[(self.differences["held"] != "") & self.differences["column"].isin(SCORE_COLUMNS)]
        gone = set(kept.loc[kept["what"] == "delisted", "model"]) | set(held.loc[held["what"] == "rescored", "model"])
        table: pd.DataFrame = self.models[~self.models["model"].isin(gone)]
        added = self.newcomers[self.newcomers["lacking"] == ""]
        table = _with_new(table, added)
        new = table.index[len(table) - len(added) :]
        at = {model: row for row, model in enumerate(table["model"])}
        for row in kept.to_dict("records"):
            if row["model"] in at:
                table.loc[at[row["model"]], str(row["column"])] = row["new"]
                if row["column"] in PRICE_COLUMNS:
                    table.loc[at[row["model"]], "price_basis"] = row["basis"]
        for column in ("elo_date", "board"):  # one snapshot
            table.loc[new, column] = self.models[column].iloc[0]
        return table


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
) -> Update:
    """Tell what public feeds say otherwise than the table. Nothing is written.

    Parameters
    ----------
    models : pandas.DataFrame
        The table as `load_models` returns it: the newest snapshot, with its prices. A price of a basis that was not
        asked for is not there, so ask for all.
    feeds : mapping of str to Feed
        What `read_feed` read, by the name to call it. Of several with a price of one model the best basis counts (list,
        host, arena, unverified), and of equals the first feed.
    as_of : str or datetime.date, optional
        The day for which dated prices are taken, and that of feeds that tell none; the day of each feed if not given,
        and of one that tells none the newest day in the table.
    board : str, optional
        The board of the feeds that do not tell theirs: ``text`` or ``text-style-control``.
    accept : mapping of str to str, optional
        Model to name, where a person said yes to a suggestion, or to what is suspicious.
    trust : bool
        Hold nothing back for being suspicious.
    aliases : pandas.DataFrame, optional
        As in `match_names`.
    known : pandas.DataFrame, optional
        All models of the table, listed today or not, with their last scores and prices, as
        `frontier.catalog.every_model` returns them; if not given, only the names of those of the shipped table.
    dated : pandas.DataFrame, optional
        Every dated price of the table, as `load_prices` returns them: a price that ended is not begun again unseen.

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
    the table has one; a price from another host than the table's, under a name that has moved on, of a preview of a
    release, that the table says ended, that two feeds or two rows or keys of one tell differently, or of a list older
    than the table's price or of its very day; a new name that may be a renamed model, or is far above the best. A
    leaderboard that lacks a tenth of the table's models, or is of another scale, is refused as a whole
    (`Update.refused`). Held back too are new models without a maker, or with a licence that the table lacks.

    A list price is the maker's own: who made a model, as the table or the leaderboard says, decides whether a seller's
    price is one.

    A price of a lesser basis than the table's is no difference, nor is a blank. A price is taken as a whole: one that
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
    wish, day = dict(accept or {}), as_day(as_of)
    before = pd.DataFrame({"model": known_models()}) if known is None else known
    before = before[~before["model"].isin(models["model"])].reindex(columns=models.columns)
    everyone = [*models["model"], *before["model"]]
    wrong = _wrong_wishes(wish, feeds, everyone)
    if wrong:
        raise ValueError(f"accept: {'; '.join(wrong)}")
    rows = list[dict[str, Any]]()
    for called, feed in feeds.items():
        if feed.scores:
            when, until = feed.as_of or day, models["elo_date"].max().date()
            _check_scores(models, feed, called, board, when)
            there = {score.name for score in feed.scores}
            own = {model: name for model, name in wish.items() if name in there and model in set(everyone)}
            about = {"feed": called, "date": when}
            later = when is None or when > until
            rows += [row | about for row in _score_rows(models, feed, own, aliases, everyone, before, later=later)]
    names = list(dict.fromkeys(row["model"] for row in rows if row["what"] == "new"))
    newcomers = _newcomers(models, before, names, feeds, rows)
    table = load_aliases() if aliases is None else aliases
    past = _Past.of(dated, table, (models, before))
    unlisted = before.iloc[:0] if known is None else before[~before["model"].isin(names)]
    priced = _with_new(_with_new(models, newcomers), unlisted)
    rows += _price_rows(priced, feeds, day, wish, table, past, set(names))
    found = pd.DataFrame(rows, columns=[*_DIFFERENCES])
    found = found.astype({"old": float, "new": float, "factor": float})
    priced_rows, same = found["column"].isin(PRICE_COLUMNS), found["old"] == found["new"]
    found = found[~priced_rows | ~same | (found["suspicious"] != "")]
    # where nothing would change for a model, lists that differ are told apart from the changes
    moved = set(found.loc[priced_rows & ~same, "model"])
    found.loc[priced_rows & same & ~found["model"].isin(moved), "what"] = "disputed"
    found = found.reset_index(drop=True)
    found["date"] = pd.to_datetime(found["date"]).astype("datetime64[s]")
    _date_releases(newcomers, found, feeds)
    found["held"] = _held(found, newcomers, trust=trust, accepted=wish)
    unsure = set(found.loc[(found["held"] != "") & found["column"].isin(SCORE_COLUMNS), "model"]) - set(before["model"])
    newcomers.loc[newcomers["model"].isin(unsure) & (newcomers["lacking"] == ""), "lacking"] = "suspicious"
    found.loc[found["model"].isin(unsure) & found["held"].eq("") & found["what"].eq("new"), "held"] = "suspicious"
    days = {called: feed.as_of or day for called, feed in feeds.items()}
    return Update(found, newcomers, models, dict(feeds), days, trust, unlisted, _missing(priced, feeds, table))


def _names_of(feed: Feed) -> set[str]:
    return {score.name for score in feed.scores} | {price.name for price in feed.prices}


def _wrong_wishes(wish: Mapping[str, str], feeds: Mapping[str, Feed], everyone: Iterable[str]) -> list[str]:
    listed = set(everyone) | {score.name for feed in feeds.values() for score in feed.scores}
    there = {name for feed in feeds.values() for name in _names_of(feed)}
    wrong = [f"{name!r} is no name of a feed" for name in wish.values() if name not in there]
    return wrong + [f"{model!r} is no model of the table" for model in wish if model not in listed]


def _with_new(models: pd.DataFrame, added: pd.DataFrame) -> pd.DataFrame:
    """Return the table with rows for models that are new in it."""
    added = added.reindex(columns=models.columns)
    rows = [*models.to_dict("records"), *added.to_dict("records")]
    kinds = {column: "Int64" if kind.kind in "iu" else kind for column, kind in models.dtypes.items()}
    return pd.DataFrame(rows, columns=models.columns).astype(kinds)


def _held(found: pd.DataFrame, newcomers: pd.DataFrame, *, trust: bool, accepted: Mapping[str, str]) -> list[str]:
    """Return why each difference is not to be written: a model's score, or its price, is held back as a whole."""
    lacking = dict(zip(newcomers["model"], newcomers["lacking"], strict=True))
    doubtful = set[tuple[Any, bool]]()
    if not trust:
        doubted = found[(found["suspicious"] != "") & (found["model"].map(accepted) != found["name"])]
        doubtful = {(model, column in SCORE_COLUMNS) for model, column in doubted[["model", "column"]].to_numpy()}
        both = found[(found["suspicious"] != "") & found["model"].isin(accepted)]
        kinds = both["column"].isin(SCORE_COLUMNS).groupby(both["model"]).nunique()
        for model in kinds.index[kinds > 1]:  # one yes is not to a score and a price at once
            doubtful |= {(model, True), (model, False)}
    said = []
    for what, model, column, old, new in found[["what", "model", "column", "old", "new"]].to_numpy():
        if what == "suggested":
            said.append("needs a yes")
        elif old == new:
            said.append("is the same")
        elif what == "rescored" and column == "elo" and new != new:
            said.append("cannot be read")
        elif lacking.get(model):
            said.append(str(lacking[model]))
        else:
            said.append("suspicious" if (model, column in SCORE_COLUMNS) in doubtful else "")
    return said


def _check_scores(models: pd.DataFrame, feed: Feed, called: str, board: str | None, day: dt.date | None) -> None:
    """Refuse scores that cannot be compared with those of the table."""
    theirs, ours = feed.board or board, models["board"].iloc[0]
    if theirs is None:
        raise ValueError(
            f"{called} does not tell its board, and the table's is {ours!r}; give it (--board), if you know it"
        )
    if theirs != ours:
        raise ValueError(f"{called} is of the board {theirs!r}, and the table of {ours!r}: they cannot be compared")
    until = models["elo_date"].max().date()
    if day and day < until:
        raise ValueError(f"{called} is of {day}, and the table's scores are of {until}: there is nothing to update")


def _matches(match: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return model, name and how of each match; a name of nothing where there is none."""
    return [(str(model), str(name or ""), str(how)) for model, name, how in match.to_numpy()]


def _score_rows(
    models: pd.DataFrame,
    feed: Feed,
    accept: Mapping[str, str],
    aliases: pd.DataFrame | None,
    everyone: Sequence[str],
    before: pd.DataFrame,
    *,
    later: bool,
) -> Iterator[dict[str, Any]]:
    scores = {record.name: record for record in feed.scores}
    listed = {str(row["model"]): row for _, row in models.iterrows()}
    best = max((float(row["elo"]) for row in listed.values()), default=math.inf)
    last = {str(row["model"]): row for _, row in before.dropna(subset="elo").iterrows()}
    unread = {problem.name: problem.reason for problem in feed.problems}
    lost_rows = match_names(everyone, unread, aliases=aliases, scores=True) if unread else pd.DataFrame()
    unreadable = {m: name for m, name, how in _matches(lost_rows) if how in AUTOMATIC and how != "variant"}
    matches = _matches(match_names(everyone, scores, aliases=aliases, accept=accept, scores=True))
    taken = dict[str, tuple[str, str]]()
    for model, name, how in sorted(matches, key=lambda one: [*AUTOMATIC, "suggested", "none"].index(one[2])):
        # an effort is a row of its own on the leaderboard, so a score is only that of its own name
        if how in AUTOMATIC and how != "variant":
            taken.setdefault(name, (model, how))
    found = {model for model, _ in taken.values()}
    gone = {model: row for model, row in listed.items() if model not in found}
    near = dict[str, list[str]]()  # what a new name looks like
    for model, name, how in matches:
        if model in gone and how in ("suggested", "variant"):
            near.setdefault(name, []).append(model)
    for name, record in scores.items():
        model, how = taken.get(name, (name, "none"))
        doubts = _score_warnings(record, listed[model] if model in listed else last.get(model))
        if model not in listed and record.elo > best + _FAR_POINTS:
            doubts.append(f"{record.elo - best:.0f} points above the best")
        doubts += [] if model != name or model in everyone else _duplicate_names(name, everyone)
        if model not in everyone and name not in accept.values():
            doubts += [f"may be {old}, renamed" for old in _renamed(record, near.get(name, []), gone.values())]
        own = list[dict[str, Any]]()
        for column in SCORE_COLUMNS:
            new = getattr(record, column)
            if model not in listed:
                if new is not None:
                    own.append(_row("new", model, name, how, column, None, new))
                continue
            old = _number(listed[model][column])
            lost = new is None and later and old == old  # votes and interval are of the old day
            if lost or (new is not None and round(new, 2) != round(old, 2)):
                own.append(_row("rescored", model, name, how, column, old, new))
        for first in own[:1]:
            first["suspicious"] = "; ".join(doubts)
        yield from own
    there = len(found & set(listed))
    part = there < len(listed) * (1 - _PART)
    doubt = f"only {there} of the table's {len(listed)} models: a part?" if part else ""
    for model, name, how in matches:
        if model in listed and model not in found and model in unreadable:
            old, why = float(listed[model]["elo"]), unread[unreadable[model]]
            row = _row("rescored", model, unreadable[model], "exact", "elo", old, None)
            yield row | {"suspicious": f"cannot be read: {why}"}
        elif model in listed and model not in found:
            old = float(listed[model]["elo"])
            yield _row("delisted", model, None, "none", "elo", old, None) | {"suspicious": doubt}
            if how == "suggested" and name not in taken:
                yield _row("suggested", model, name, how, "elo", old, scores[name].elo)


def _renamed(record: ScoreRecord, near: Sequence[str], gone: Iterable[pd.Series[Any]]) -> list[str]:
    """Return the models that are gone and of which this may be another name: alike in name, or in all its numbers."""
    found = list(near)
    for row in gone:
        votes = _number(row["votes"])
        same = record.votes is not None and abs(record.votes - votes) <= 0.1 * votes
        if (
            same
            and abs(record.elo - float(row["elo"])) <= 2
            and _parts(str(row["model"]))[:1] == _parts(record.name)[:1]
        ):
            found.append(str(row["model"]))
    return list(dict.fromkeys(found))


def _number(value: Any) -> float:
    return math.nan if pd.isna(value) else float(value)


def _score_warnings(record: ScoreRecord, ours: pd.Series[Any] | None) -> list[str]:
    """Say what of a score one would not believe."""
    said = list[str]()
    if ours is not None and abs(record.elo - float(ours["elo"])) > _FAR_POINTS:
        said.append(f"moved by {record.elo - float(ours['elo']):+.0f} points")
    if record.elo_lower is not None and record.elo_upper is not None and record.elo_upper - record.elo_lower > _WIDE:
        said.append(f"its interval is {record.elo_upper - record.elo_lower:.0f} points wide")
    if ours is not None and record.votes is not None and record.votes < _number(ours["votes"]) / 2:
        said.append(f"its votes fell from {ours['votes']:,} to {record.votes:,}")
    return said


def _duplicate_names(name: str, everyone: Iterable[str]) -> list[str]:
    """Say whose name this is, written otherwise: a second row of one model."""
    return [f"is {model}, written otherwise" for model in everyone if _parts(model) == _parts(name)]


@dataclass(frozen=True)
class _Offer:
    """A feed's price of a model, and the day it is of."""

    feed: str
    kind: str
    day: dt.date
    how: str
    record: PriceRecord
    rivals: tuple[PriceRecord, ...]  # which the same list has of this name, with as much right


@dataclass(frozen=True)
class _Past:
    """What is known of the past of prices: by model and basis the last begin, and the end if it had one."""

    began: Mapping[tuple[str, str], dt.date]
    ended: Mapping[tuple[str, str], dt.date]
    were: Mapping[tuple[str, str], set[tuple[float, float]]]  # input and output of the prices that were replaced
    span: Mapping[str, tuple[float, float]]  # the lowest and the highest price of each column
    usual: Mapping[str, float]  # the median output price of a maker with several
    moved_on: frozenset[tuple[str, str]]  # models and names that are another's now

    def usual_of(self, model: pd.Series[Any], price: float) -> float:
        """Return the usual price of the maker of a model; the price itself where none is known."""
        return self.usual.get(str(model.get("organization")), price)

    @classmethod
    def of(cls, dated: pd.DataFrame | None, aliases: pd.DataFrame, tables: Iterable[pd.DataFrame]) -> _Past:
        began, ended = dict[tuple[str, str], dt.date](), dict[tuple[str, str], dt.date]()
        were = dict[tuple[str, str], set[tuple[float, float]]]()
        if dated is not None:
            for row in dated.sort_values("from").to_dict("records"):
                key = (str(row["model"]), str(row["price_basis"]))
                began[key] = row["from"].date()
                were.setdefault(key, set()).add((row["input_usd_per_mtok"], row["output_usd_per_mtok"]))
                ended.pop(key, None)
                if pd.notna(row["until"]):
                    ended[key] = row["until"].date()
        pairs = zip(aliases["model"], aliases["name"].astype(str), strict=True)
        moved = frozenset((str(model), name[1:]) for model, name in pairs if name.startswith(MOVED_ON))
        span = dict[str, tuple[float, float]]()
        known = [table for table in (*tables, dated) if table is not None]
        for column in PRICE_COLUMNS:
            there = pd.concat([table[column].astype(float).dropna() for table in known if column in table])
            if len(there):
                span[column] = (there.min(), there.max())
        prices = pd.concat([table.reindex(columns=["organization", "output_usd_per_mtok"]) for table in tables])
        makers = prices.dropna().groupby("organization")["output_usd_per_mtok"]
        usual = {str(maker): float(own.median()) for maker, own in makers if len(own) >= _SEVERAL}
        return cls(began, ended, were, span, usual, moved)


def _price_rows(
    models: pd.DataFrame,
    feeds: Mapping[str, Feed],
    day: dt.date | None,
    wish: Mapping[str, str],
    aliases: pd.DataFrame,
    past: _Past,
    new: set[str],
) -> list[dict[str, Any]]:
    """Return each price of a listed or new model, also one that is the same: another feed may tell it differently."""
    offers = dict[str, list[_Offer]]()
    for called, feed in feeds.items():
        for model, offer in _offers(models, called, feed, day or feed.as_of or newest_day(models), wish, aliases):
            offers.setdefault(model, []).append(offer)
    rows = list[dict[str, Any]]()
    names = {record.name for feed in feeds.values() for record in feed.prices}
    scored = {record.name for feed in feeds.values() for record in feed.scores}
    for _, ours in models.iterrows():
        theirs, wanted = offers.get(str(ours["model"]), []), wish.get(str(ours["model"]))
        if wanted in names:
            theirs = [offer for offer in theirs if offer.record.name == wanted]
        basis = None if pd.isna(ours["price_basis"]) else PRICE_BASES.index(ours["price_basis"])
        if ours.get("openness") not in DOWNLOADABLE:
            theirs = [_not_a_host(offer) for offer in theirs]
        lesser = {str(o.record.basis) for o in theirs}
        theirs = [o for o in theirs if basis is None or PRICE_BASES.index(o.record.basis) <= basis]
        sure = [o for o in theirs if o.how != "suggested"]
        if wanted in names and wanted not in scored and not theirs:
            why = f"is no price of {ours['model']!r} that is in force"
            if lesser:
                why = f"is {' or '.join(sorted(lesser))}, and the table has a better price of {ours['model']!r}"
            raise ValueError(f"accept: {wanted!r} {why}")
        if sure:
            best = min(sure, key=lambda o: PRICE_BASES.index(o.record.basis))
            others = [o for o in sure if o is not best]
            rows += _offer_rows(ours, best, others, past, "new" if ours["model"] in new else "repriced")
        elif pd.isna(ours["output_usd_per_mtok"]):
            for offer in theirs:
                rows += _offer_rows(ours, offer, [], past, "suggested")
    return rows


def _offers(
    models: pd.DataFrame,
    called: str,
    feed: Feed,
    day: dt.date,
    wish: Mapping[str, str],
    aliases: pd.DataFrame,
) -> Iterator[tuple[str, _Offer]]:
    """Return the models of which the feed has a price in force on the day."""
    latest = dict[tuple[str, str | None], list[PriceRecord]]()
    for record in feed.prices:
        if (record.start or day) <= day and (record.until is None or day < record.until):
            same = latest.setdefault((record.name, record.provider), [])
            if not same or _began(record) >= _began(same[0]):
                latest[record.name, record.provider] = [*(one for one in same if _began(one) == _began(record)), record]
    prices = dict[str, list[PriceRecord]]()
    for own_latest in latest.values():
        prices.setdefault(own_latest[0].name, []).extend(own_latest)
    if not prices:
        return
    own = {model: name for model, name in wish.items() if name in prices}
    makers = _makers(models)
    index = _index(models["model"], prices, aliases, makers)
    table = models.set_index("model")[list(PRICE_COLUMNS)]

    def sold(name: str, maker: str | None) -> list[PriceRecord]:
        """Return of several under one name the maker's own, then the hosts in their order."""
        records = sorted((_sold_by(record, maker) for record in prices[name]), key=_preference)
        return [one for one in records if _preference(one) == _preference(records[0])]

    for model, name, how in _matches(match_names(models, prices, aliases=aliases, accept=own)):
        if how == "none":
            continue
        maker = makers.get(model)
        first, *rivals = sold(name, maker)
        if model not in own and how in AUTOMATIC:
            # other names of the product: where one of them has the table's price there is nothing new
            others = [one for other in index.names_of(model) if other != name for one in sold(other, maker)]
            equals = [first, *rivals, *(one for one in others if _as_good(one, first))]
            same = [one for one in equals if one.output_usd_per_mtok == table.loc[model, "output_usd_per_mtok"]]
            first, *rivals = same or equals
        yield model, _Offer(called, feed.kind, min(day, feed.as_of or day), how, first, tuple(rivals))


def _sold_by(record: PriceRecord, maker: str | None) -> PriceRecord:
    """Return a price with the basis that follows from who made the model: a list price is the maker's own."""
    if maker is None or record.provider is None or record.basis == "arena":
        return record
    basis = sold_as(record.provider, record.name, maker)
    return record if basis == record.basis else record.model_copy(update={"basis": basis})


def _as_good(record: PriceRecord, first: PriceRecord) -> bool:
    """Tell whether a price of another name has as much right: of the maker, or of the same host, of the same day on."""
    if _REGION.search(record.name.lower()) or record.basis != first.basis:
        return False
    return record.basis == "list" or letters(record.provider) == letters(first.provider)


def _began(record: PriceRecord) -> dt.date:
    return record.start or dt.date.min


def _not_a_host(offer: _Offer) -> _Offer:
    """Take who passes proprietary models on for what it is: no host of open weights."""
    if offer.record.basis == "host":
        return replace(offer, record=offer.record.model_copy(update={"basis": "unverified"}))
    return offer


def _preference(record: PriceRecord) -> tuple[int, int]:
    return PRICE_BASES.index(record.basis), HOSTS.get(letters(record.provider), len(HOSTS))


def _offer_rows(
    ours: pd.Series[Any], offer: _Offer, others: Sequence[_Offer], past: _Past, what: str
) -> Iterator[dict[str, Any]]:
    record, model, basis = offer.record, str(ours["model"]), ours["price_basis"]
    since = past.began.get((model, record.basis))
    if basis == record.basis and pd.notna(ours["price_date"]):
        since = max(filter(None, (since, ours["price_date"].date())))
    # a day on which it took effect, if the feed tells one that is later than what the table has
    dated = record.start is not None and (since is None or record.start > since)
    day = record.start if dated and record.start else offer.day
    about = {"feed": offer.feed, "date": day, "basis": record.basis, "source": _source(offer, dated=dated)}
    first = basis != record.basis  # of a better basis: all of it is new
    olds = [math.nan if first else float(ours[column]) for column in PRICE_COLUMNS]
    pairs = [(column, old, getattr(record, column)) for column, old in zip(PRICE_COLUMNS, olds, strict=True)]
    moved = any(new is not None and new != old for _, old, new in pairs)
    doubts = list(_price_warnings(ours, offer, past, since, day)) if moved else []
    for column, old, new in pairs:
        if new is None and not (moved and old == old):
            continue
        there, much = float(ours[column]), _FAR_BASIS if first else _FAR_PRICE
        far = there > 0 and new is not None and not 1 / much <= new / there <= much
        said = list(doubts) if new != old else []
        if far and first:
            said.append(f"{new / there:.3g} times the {basis} price")
        elif far:
            said.append(f"moved by a factor of {new / there:.3g}")
        if new is not None and there != there and column in past.span:
            least, most = past.span[column]
            if new > _FAR_BASIS * most:
                said.append(f"above twice the highest of the table, {most:g}: a slip of the unit?")
            elif new < least / _FAR_BASIS:
                said.append(f"below half the lowest of the table, {least:g}: a slip of the unit?")
            elif column == "output_usd_per_mtok" and not 1 / _FAR_MAKER < new / past.usual_of(ours, new) < _FAR_MAKER:
                times, usual = new / past.usual_of(ours, new), past.usual_of(ours, new)
                said.append(
                    f"{times:.3g} times what {ours['organization']} usually asks, {usual:g}: a slip of the unit?"
                )
        for who, other in [*((o.feed, o.record) for o in others), *((offer.feed, r) for r in offer.rivals)]:
            their = getattr(other, column)
            if new is not None and their is not None and their != new:
                also = f"{who} also" if who == offer.feed else who
                said.append(f"{also} says {their:g}")
        row = _row(what, model, record.name, offer.how, column, old, new)
        yield row | about | {"suspicious": "; ".join(dict.fromkeys(said))}


def _price_warnings(
    ours: pd.Series[Any], offer: _Offer, past: _Past, since: dt.date | None, day: dt.date
) -> Iterable[str]:
    """Say what of a price that changed one would not believe."""
    record, model = offer.record, str(ours["model"])
    cost, cached, output = record.input_usd_per_mtok, record.cached_input_usd_per_mtok, record.output_usd_per_mtok or 0
    host, source = letters(record.provider or ""), letters(ours["price_source"])
    if record.doubt:
        yield record.doubt
    if ours["price_basis"] == record.basis != "list" and host not in source:
        yield f"{record.provider} is another {'host' if record.basis == 'host' else 'seller'} than the table's"
    if cost and output < cost:
        yield "output below input"
    if cost and cached and cached > cost:
        yield "cached above input"
    if cost is None and pd.notna(ours["input_usd_per_mtok"]):
        yield "has no input price, and the table has"
    if (model, record.name.rpartition("/")[2]) in past.moved_on:
        yield "the name has moved on to another model"
    if offer.how == "variant" and ("preview" in _parts(record.name)) != ("preview" in _parts(model)):
        yield "one of them is a preview"
    first = ours["price_basis"] != record.basis
    now = (ours["input_usd_per_mtok"], ours["output_usd_per_mtok"])
    if record.start is None and (cost, output) != now and (cost, output) in past.were.get((model, record.basis), ()):
        yield "was its price before: an old list?"
    released = ours.get("released")
    if first and record.start is None and pd.notna(released) and (offer.day - released.date()).days > _OLD_DAYS:
        yield f"a first {record.basis} price of a model of {released.year}"
    if first and record.basis == "list" and output == ours["output_usd_per_mtok"] and ours["price_basis"] == "host":
        yield "is the host's"
    end = past.ended.get((model, record.basis))
    if end:
        yield f"the table says that its {record.basis} price ended on {end}"
    if offer.day > dt.date.today():
        yield f"of {offer.day}, a day to come"
    elif since and offer.day < since:
        yield f"of {offer.day}, older than the table's price"
    elif since and day == since:
        yield f"the table has another price of {day}"
    elif since and record.start and record.start <= since:
        yield f"since {record.start}, not after the table's price of {since}"


def _source(offer: _Offer, *, dated: bool) -> str:
    """Return where a price was read, as the table says it: "seen in" where it may be older than its day."""
    record = offer.record
    host = f"{record.provider}, " if record.basis == "host" and record.provider else ""
    where = f" ({record.source})" if record.source else ""
    return f"{host}{'' if dated else 'seen in '}{offer.kind} {record.name}{where}"


def _row(
    what: str, model: str, name: str | None, how: str, column: str, old: float | None, new: float | None
) -> dict[str, Any]:
    factor = new / old if old and new and column in PRICE_COLUMNS else None
    return dict.fromkeys(_DIFFERENCES) | {
        "what": what, "model": model, "name": name, "how": how, "column": column, "old": old, "new": new,
        "factor": factor, "suspicious": "",
    }  # fmt: skip
