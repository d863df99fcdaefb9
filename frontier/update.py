"""Keeping the table current: what a feed's names mean, and what they would change.

A name of a feed is matched to a model of the table by itself only where nothing else could be meant: the same name,
the same name written otherwise, a hand-kept alias, or a variant that by rule shares the product of its base. Everything
else is a suggestion that needs a yes.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import Any

import pandas as pd

from frontier.catalog import PRICE_BASES, as_day, known_models, load_aliases, newest_day
from frontier.edit import PRICE_COLUMNS, SCORE_COLUMNS, SNAPSHOTS, Tables, is_safe
from frontier.feeds import HOSTS, Feed, PriceRecord, ScoreRecord, letters, maker_of, sold_as
from frontier.spelling import readable_name

Key = tuple[str, ...]

# What stands before a name: a maker's own API, then nothing at all, then the maker as OpenRouter writes it; then
# the hosts in the order of data/README.md, and whoever resells.
_OWN = (
    "gemini", "mistral", "xai", "deepseek", "moonshot", "zai", "dashscope", "databricks", "minimax", "stepfun",
    "xiaomi_mimo", "cohere_chat", "meta_llama", "ai21", "reka", "volcengine", "hunyuan", "tencent",
)  # fmt: skip
_SLUGS = (
    "openai", "anthropic", "google", "mistralai", "x-ai", "cohere", "moonshotai", "z-ai", "qwen", "meta-llama", "meta",
    "xiaomi", "amazon", "microsoft", "nvidia", "ibm-granite", "allenai", "arcee-ai", "inception", "upstage", "alibaba",
    "baidu", "bytedance-seed", "rekaai", "thudm", "liquid", "tencent", "zai-org", "deepseek-ai", "minimaxai", "01-ai",
)  # fmt: skip
_MAKERS, _CLOUDS, _RESELLERS = 2, 20, 60  # the last rank of a maker's own names, and those of two others
# A cloud's names begin with the maker's: anthropic.claude-v1, us.anthropic.claude-3-haiku-20240307-v1:0.
_CLOUD = re.compile(
    r"^(?:(?:us|eu|apac|jp|au|ca|global|us-gov)\.)?"
    r"(?:amazon|anthropic|meta|mistral|cohere|ai21|deepseek|qwen|openai|writer|nvidia|google|minimax|moonshot(?:ai)?|zai)\."
)
_REGION = re.compile(r"(?:^|/)(?:us|eu|apac|jp|au|ca|us-gov)\.|/(?:us-gov|us|eu|ap|ca|sa|me|af)-[a-z]+-\d/")
_ENDS = re.compile(r"(?:-v1:\d+(?::\w+)?|@\d{8}|@default|-hf|-turbo-fp8|-fp8|-bf16|-nvfp4|:free|:exacto|-maas)$")
# How hard and in which mode a model thinks: the price is that of the model. "max" is an effort where a maker says so.
_MODES = (
    ("thinking", "minimal"), ("no", "thinking"), ("non", "thinking"), ("high", "32", "k"), ("thinking", "32", "k"),
    ("thinking", "16", "k"), ("high", "preview"), ("thinking",), ("reasoning",),
    ("non", "reasoning"), ("xhigh",), ("high",), ("medium",), ("low",), ("minimal",),
)  # fmt: skip
_MAX_IS_A_MODE = ("claude", "gpt", "glm", "kimi", "deepseek", "grok", "gemini", "muse")
_OTHERS = (("kimi", "k", "2", "thinking"),)  # models of their own, not a mode of the base
_MOVING = ("latest",)
_DATE = re.compile(r"(20\d\d)-?(0[1-9]|1[0-2])-?([0-3]\d)")

_DIFFERENCES = (
    "what", "model", "name", "how", "column", "old", "new", "factor", "feed", "date", "basis", "source", "suspicious",
)  # fmt: skip
# Makers and licences that feeds call otherwise than the table, by their letters.
_MAKER_NAMES = {
    "ai21labs": "AI21", "allenai": "Ai2", "allenaiuw": "Ai2", "deepseekai": "DeepSeek", "microsoftai": "Microsoft",
    "perplexityai": "Perplexity", "rekaai": "Reka", "spacexai": "xAI", "thinky": "Thinking Machines",
    "uw": "University of Washington", "upstageai": "Upstage", "zhipu": "Z.ai", "zhipuai": "Z.ai",
    "mistralai": "Mistral", "moonshotai": "Moonshot", "googledeepmind": "Google", "metaai": "Meta",
}  # fmt: skip
_LICENCE_NAMES = {
    "dbrxlicense": "Databricks Open Model", "deepseek": "DeepSeek License", "gemmalicense": "Gemma",
    "jambaopen": "Jamba Open Model", "llama31": "Llama 3.1 Community", "llama32": "Llama 3.2 Community",
    "llama33": "Llama 3.3 Community", "llama4": "Llama 4 Community", "mrl": "Mistral Research",
    "nvidia": "NVIDIA Open Model", "nvidiaopen": "NVIDIA Open Model", "propretary": "Proprietary",
    "open": "open weights, terms unknown",
}  # fmt: skip
_FAR_MAKER, _SEVERAL = 100, 3  # times off the median of a maker that has so many prices
_FAR_POINTS, _FAR_PRICE, _FAR_BASIS = 50, 5, 2  # a change beyond these is looked at twice, the last between two bases
_WIDE = 200  # an interval that says nothing
_PART, _SHIFT = 0.1, 10  # so many of the models gone, or moved far, or all by so many points: another board
_FIRST_YEAR = 2018  # a model is not older, whatever a list says
_OLD_DAYS = 365  # a model that was never sold begins late

_TIERS = {
    "Proprietary": "proprietary",
    "MIT": "osi",
    "Apache-2.0": "osi",
    "open weights, terms unknown": "noncommercial",
}
_DATASET_LICENCE = "CC-BY-4.0 (the official dataset)"
_SAY_SO = "If it is right as it is, give --trust (trust=True)"
_LEFT_OUT = "left out, to be looked up: "
_ONLY_OPEN = "licence text not found, the board says only open: cautious tier"

MOVED_ON = "!"  # in aliases.csv, before a name that was the model's and is another's now
NEVER = "-"  # in aliases.csv: no feed has a price of this model under another name than its key
AUTOMATIC = ("exact", "normalised", "alias", "variant")


def match_names(
    models: pd.DataFrame | Iterable[str],
    names: Iterable[str],
    *,
    aliases: pd.DataFrame | None = None,
    accept: Mapping[str, str] | None = None,
    scores: bool = False,
) -> pd.DataFrame:
    """Find for each model the name in a feed's list that is the same product.

    Parameters
    ----------
    models : pandas.DataFrame or iterable of str
        The models, by the Arena's key: the column ``model``, or the keys themselves. Whatever is asked for, the other
        models of the shipped table are known too: what another model is called keeps a name from being taken for it.
        Where the makers are known (the column ``organization``), what another maker sells is a reseller's.
    names : iterable of str
        The names of one feed.
    aliases : pandas.DataFrame, optional
        Columns ``model`` and ``name``, in the order of preference; the shipped ``data/aliases.csv`` if not given.
    accept : mapping of str to str, optional
        Model to name, where a person said yes.
    scores : bool
        The names are of a leaderboard, not of a price list: a model that has no price by ``aliases`` (the name ``-``)
        may still have a score under its own key.

    Returns
    -------
    pandas.DataFrame
        One row a model, in their order: ``model``, ``name`` (None where none is the same) and ``how``: ``exact``,
        ``normalised`` (written otherwise), ``alias`` (hand-kept, or accepted), ``variant`` (the base of an effort or
        thinking variant, or the undated name of the only dated version), ``suggested`` (looks alike, and needs a yes)
        or ``none``.

    Raises
    ------
    ValueError
        If an accepted name is not in the feed, or an accepted model not in the table.

    Notes
    -----
    Of several names of one product the maker's own comes first, then a host's by the order of data/README.md. What
    looks alike and is not is never matched by itself: names must have the same parts, so ``o1`` is not ``o1-mini`` nor
    ``command-r`` ``command-r-plus``; a name that moves on (``-latest``) only by an alias; a date is dropped only where
    the table has no other version of that name.

    Examples
    --------
    >>> match_names(["o1-mini", "claude-opus-4-6-high", "grok-2-mini"], ["o1", "openai/o1-mini", "claude-opus-4.6"])
                      model             name         how
    0               o1-mini   openai/o1-mini  normalised
    1  claude-opus-4-6-high  claude-opus-4.6     variant
    2           grok-2-mini             None        none
    """
    keys = list(models["model"]) if isinstance(models, pd.DataFrame) else list(models)
    listed = list(dict.fromkeys(str(name) for name in names))
    makers = _makers(models) if isinstance(models, pd.DataFrame) else {}
    index = _index(keys, listed, load_aliases() if aliases is None else aliases, makers, scores=scores)
    chosen = dict(accept or {})
    wrong = [f"{name!r} is no name of the feed" for name in chosen.values() if name not in set(listed)]
    wrong += [f"{model!r} is no model of the table" for model in chosen if model not in set(keys)]
    if wrong:
        raise ValueError(f"accept: {'; '.join(wrong)}")
    found = [(chosen[model], "alias") if model in chosen else index.match(model) for model in keys]
    return pd.DataFrame(
        {
            "model": keys,
            "name": pd.Series([name for name, _ in found], dtype=object),
            "how": [how for _, how in found],
        }
    )


def _index(
    keys: Iterable[str],
    names: Iterable[str],
    aliases: pd.DataFrame,
    makers: Mapping[str, str],
    *,
    scores: bool = False,
) -> _Index:
    return _Index.of(list(dict.fromkeys([*keys, *known_models()])), list(names), aliases, makers, scores=scores)


def _makers(models: pd.DataFrame) -> dict[str, str]:
    """Return who made each model, by the table's name of the maker, where it is known."""
    if "organization" not in models:
        return {}
    told = models[["model", "organization"]].dropna()
    return {str(model): _MAKER_NAMES.get(letters(maker), str(maker)) for model, maker in told.to_numpy()}


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
    >>> from frontier.feeds import read_feed
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


def _missing(models: pd.DataFrame, feeds: Mapping[str, Feed], aliases: pd.DataFrame) -> tuple[str, ...]:
    """Return the names of makers' own prices that are of no model of the table, one of each product."""
    names = {record.name for feed in feeds.values() for record in feed.prices if record.basis == "list"}
    if not names:
        return ()
    index = _index(models["model"], names, aliases, _makers(models))
    matched = {name for model in models["model"] for name in (*index.names_of(model), index.match(model)[0])}
    products = {key for name in matched if name for key in _keys(name)}
    left = [name for name in sorted(names) if name not in matched and not _moves(name) and not name.endswith(":free")]
    known = products | index.products
    left = [name for name in left if not any(plain in known for key in _keys(name) for plain in _plainer(key))]
    return tuple({_keys(name)[0]: name for name in reversed(left)}.values())[::-1]


def _plainer(key: Key) -> Iterable[Key | None]:
    """Return a name with and without its date and its mode."""
    undated = _undated(key) or key
    return key, undated, _without_mode(key), _without_mode(undated)


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
        doubts = _doubts(record, listed[model] if model in listed else last.get(model))
        if model not in listed and record.elo > best + _FAR_POINTS:
            doubts.append(f"{record.elo - best:.0f} points above the best")
        doubts += [] if model != name or model in everyone else _twins(name, everyone)
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


def _doubts(record: ScoreRecord, ours: pd.Series[Any] | None) -> list[str]:
    """Say what of a score one would not believe."""
    said = list[str]()
    if ours is not None and abs(record.elo - float(ours["elo"])) > _FAR_POINTS:
        said.append(f"moved by {record.elo - float(ours['elo']):+.0f} points")
    if record.elo_lower is not None and record.elo_upper is not None and record.elo_upper - record.elo_lower > _WIDE:
        said.append(f"its interval is {record.elo_upper - record.elo_lower:.0f} points wide")
    if ours is not None and record.votes is not None and record.votes < _number(ours["votes"]) / 2:
        said.append(f"its votes fell from {ours['votes']:,} to {record.votes:,}")
    return said


def _twins(name: str, everyone: Iterable[str]) -> list[str]:
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
        if ours.get("openness") not in ("osi", "commercial", "noncommercial"):
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
    doubts = list(_price_doubts(ours, offer, past, since, day)) if moved else []
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


def _price_doubts(
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


# --------------------------------------------------------------------------------------------------------
# Writing


def apply_update(tables: Tables, update: Update) -> list[str]:
    """Make the changes of an update in tables that are open to change. Nothing is saved.

    Parameters
    ----------
    tables : Tables
        From `frontier.edit.editing`; the table that was compared.
    update : Update
        From `compare_feeds`.

    Returns
    -------
    list of str
        What could not be changed and why, one line each; the rest was.

    Raises
    ------
    ValueError
        If the table is somebody's own list, which has no history/; if the scores cannot be taken as a snapshot: of
        several leaderboards, of no day, of the table's own day and different, or only of a part of the table's models.

    Notes
    -----
    A leaderboard of a later day becomes the newest snapshot: the scores of the one before move to history/ as they
    stand. A price that changed moves there too, and holds until the day of its successor. What is held back is left as
    it is; a score that is held back is missing in the new snapshot, which is then partial.
    """
    if not tables.curated:
        raise ValueError(f"{tables.file} has no history/ beside it, so replaced values would be lost; edit it by hand")
    wrong = update.refused()
    if wrong:
        raise ValueError("; ".join(wrong))
    boards = [called for called, feed in update.feeds.items() if feed.scores]
    added = set[str]()
    for about in update.newcomers.to_dict("records"):
        model = str(about["model"])
        if not about["lacking"]:
            if tables.row(model) is None:
                values = {str(k): _cell(value) for k, value in about.items() if k != "lacking"}
                note = _ONLY_OPEN if about["license"] == "open weights, terms unknown" else ""
                tables.add_model(values | {"note": note})
            added.add(model)
    if boards:
        _write_scores(tables, update, boards[0], added)
    return _write_prices(tables, update, added)


def _write_scores(tables: Tables, update: Update, called: str, added: set[str]) -> None:
    feed = update.feeds[called]
    day = update.days[called]
    assert day is not None  # it would have been refused
    rows = update.score_rows(called)
    gone = set(rows.loc[rows["what"] == "delisted", "model"])
    held = list(dict.fromkeys(rows.loc[rows["held"] != "", "model"]))
    listed = list(update.models["model"])
    old = tables.snapshot()
    before = old["note"]
    if old["date"] == day.isoformat():
        line = old
    else:
        scores = {row["model"]: {k: row[k] for k in SCORE_COLUMNS} for row in tables.models if row["elo"]}
        tables.end_snapshot()
        for model in listed:
            row = tables.row(model)
            if row is not None and model not in gone and model not in held:
                row |= scores[model] | {"elo_date": day.isoformat(), "board": old["board"]}
        line = dict.fromkeys(old, "") | {
            "date": day.isoformat(),
            "board": old["board"],
            "source": _cell(feed.source or called),
            "licence": _DATASET_LICENCE if feed.kind == "arena-dataset" else "none stated (facts only)",
        }
        tables.history(SNAPSHOTS).append(line)
    for model, column, new in rows.loc[rows["held"] == "", ["model", "column", "new"]].to_numpy():
        row = tables.row(model)
        if row is not None and model not in gone and (model in added or model in listed):
            row |= {column: _cell(round(new, 2)), "elo_date": day.isoformat(), "board": line["board"]}
    line["models"] = str(sum(bool(row["elo"]) for row in tables.models))
    there = {record.name for record in feed.scores}
    unread = [problem.name for problem in feed.problems if problem.name not in there]  # of a price it may say something
    names = list(dict.fromkeys(map(_cell, [*held, *unread])))
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    said = line["note"].partition(_LEFT_OUT)[0].rstrip("; ")
    line["note"] = "; ".join(filter(None, (said, f"{_LEFT_OUT}{', '.join(names[:20])}{more}" if names else "")))
    if names or _LEFT_OUT in before or line is not old:
        line["coverage"] = "partial" if names else "full"


def _write_prices(tables: Tables, update: Update, added: set[str]) -> list[str]:
    problems, written = list[str](), update.written
    tables_of = (update.models, update.unlisted, update.newcomers)
    ours = {str(row["model"]): row for one in tables_of for row in one.to_dict("records")}
    today = dt.date.today().isoformat()
    for model, rows in written[written["column"].isin(PRICE_COLUMNS)].groupby("model", sort=False):
        name, first = str(model), rows.iloc[0]
        if tables.row(name) is None or (first["what"] == "new" and name not in added):
            continue
        day, basis = first["date"].date().isoformat(), str(first["basis"])
        if day > today:
            problems.append(f"{name}: the price is of {day}, a day to come")
            continue
        known = tables.priced(name, basis)
        if known and max(known) >= day:
            problems.append(f"{name}: the table has another {basis} price of {max(known)}, and this is of {day}")
            continue
        new = dict(zip(rows["column"], rows["new"], strict=True))
        # what a price of the same basis leaves as it was
        same = ours[name] if ours[name]["price_basis"] == basis else {}
        values = {k: _cell(new[k] if k in new else same.get(k)) for k in PRICE_COLUMNS}
        values |= {"price_date": day, "price_basis": basis, "price_source": _cell(first["source"])}
        tables.change_price(name, values)
    return problems


def _cell(value: Any) -> str:
    """Return a value as the text of a cell: a blank if unknown, and nothing that a spreadsheet would run."""
    if value is None or value is pd.NaT or value != value:
        return ""
    if isinstance(value, dt.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, str):
        text = " ".join("".join(c if c.isprintable() else " " for c in value).split())
        return text if is_safe(text) else f"'{text}"
    return f"{float(value):.10g}"


# --------------------------------------------------------------------------------------------------------
# New models


def _newcomers(
    models: pd.DataFrame,
    before: pd.DataFrame,
    names: Sequence[str],
    feeds: Mapping[str, Feed],
    score_rows: Iterable[Mapping[str, Any]],
) -> pd.DataFrame:
    """Return what the feeds tell of the new models, in the words of the table, and what they do not tell."""
    identity = ["organization", "country", "license", "openness", "released", "released_by"]
    columns = ["model", "name", *identity, *PRICE_COLUMNS, "price_date", "price_basis", "price_source"]
    old = {str(row["model"]): dict(row) for row in before.reindex(columns=columns).to_dict("records")}
    who = pd.concat([one.reindex(columns=identity).astype(object) for one in (models, before)])
    country = dict(who[["organization", "country"]].dropna().to_numpy())
    tier = _TIERS | dict(who[["license", "openness"]].dropna().to_numpy())
    makers = {letters(maker): str(maker) for maker in who["organization"].dropna()}
    licences = {letters(licence): licence for licence in tier}
    scores = {record.name: record for feed in feeds.values() for record in feed.scores}
    called = {
        str(row["model"]): str(row["name"])
        for one in (models, before)
        for row in one.reindex(columns=["model", "name"]).dropna().to_dict("records")
    }
    row_of = {str(row["model"]): row for row in score_rows}
    spelled = dict[str, str]()
    rows = list[dict[str, Any]]()
    for model in names:
        row = row_of[model]
        record = scores[row["name"]]
        told = record.organization or ""
        maker = makers.setdefault(letters(_MAKER_NAMES.get(letters(told), told)), told) or None
        word = record.license or ""
        licence = licences.get(letters(_LICENCE_NAMES.get(letters(word), word)), "")
        if model in old:  # in the table, and not listed in its snapshot
            rows.append({**{str(k): v for k, v in old[model].items()}, "lacking": ""})
            continue
        lacking = [f"{text!r} is no name" for text in (model, told) if _cell(text) != text]
        twin = spelled.setdefault("".join(_parts(model)) or model, model)
        if twin != model:
            lacking.append(f"is {twin}, written otherwise")
        if not maker:
            lacking.append("its maker is not told")
        if not licence:
            lacking.append(f"its licence {word!r} is none of the table's" if word else "its licence is not told")
        called[model] = readable_name(model, called)
        rows.append(
            {
                "model": model,
                "name": called[model],
                "organization": maker,
                "country": country.get(maker or ""),
                "license": licence or None,
                "openness": tier.get(licence),
                "released": pd.Timestamp(row["date"]) if row["date"] else pd.NaT,
                "released_by": "bound",
                "lacking": "; ".join(lacking),
            }
        )
    return pd.DataFrame(rows, columns=[*columns, "lacking"])


def _date_releases(newcomers: pd.DataFrame, found: pd.DataFrame, feeds: Mapping[str, Feed]) -> None:
    """Put in the release dates that a price list tells, where they are before the first listing.

    What has a price was released by then, so that the first day of the price is a bound too.
    """
    for row in newcomers.index[newcomers["lacking"] == ""]:
        own = found[(found["model"] == newcomers.loc[row, "model"]) & (found["what"] != "suggested")]
        there = set(own[["feed", "name"]].itertuples(index=False, name=None))
        told = [price for called, feed in feeds.items() for price in feed.prices if (called, price.name) in there]
        for days, bound in (([p.start for p in told], "bound"), ([p.released for p in told], None)):
            first = min((pd.Timestamp(day) for day in days if day and day.year >= _FIRST_YEAR), default=None)
            if newcomers.loc[row, "released_by"] == "bound" and first and first <= newcomers.loc[row, "released"]:
                newcomers.loc[row, ["released", "released_by"]] = [first, bound]


@dataclass(frozen=True)
class _Index:
    """The names of a feed by what they say, and the models of the table by theirs."""

    by_key: Mapping[Key, Sequence[str]]
    models: frozenset[Key]
    products: frozenset[Key]  # the models, and without their dates: o1 is o1-2024-12-17, so it is not o1-preview
    versions: Mapping[Key, int]
    aliases: Mapping[str, Sequence[str]]
    listed: frozenset[str]
    makers: Mapping[str, str]
    scores: bool

    @classmethod
    def of(
        cls,
        models: Sequence[str],
        names: Sequence[str],
        aliases: pd.DataFrame,
        makers: Mapping[str, str],
        *,
        scores: bool,
    ) -> _Index:
        by_key = dict[Key, list[str]]()
        for name in names:
            if name.endswith(":free"):  # a free tier is not a price
                continue
            for key in _keys(name):
                by_key.setdefault(key, []).append(name)
        own = frozenset(_parts(model) for model in models)
        versions = dict[Key, int]()
        for key in {_without_mode(_parts(model)) or _parts(model) for model in models}:
            undated = _undated(key)
            if undated is not None:
                versions[undated] = versions.get(undated, 0) + 1
        known = dict[str, tuple[str, ...]]()
        for model, name in zip(aliases["model"], aliases["name"], strict=True):
            known[str(model)] = (*known.get(str(model), ()), str(name))
        return cls(by_key, own, own | set(versions), versions, known, frozenset(names), makers, scores)

    def match(self, model: str) -> tuple[str | None, str]:
        called = tuple(name for name in self.aliases.get(model, ()) if not name.startswith(MOVED_ON))
        if model in self.listed and (self.scores or called[:1] == (model,)):  # this very name before all others
            return model, "exact"
        key = _parts(model)
        hand = dict[str, float]()
        for order, alias in enumerate(called):
            if self.scores and _configuration(_parts(alias)) != _configuration(key):
                continue  # they share a price, and are two rows of a leaderboard
            for name in self._named(alias):
                hand.setdefault(name, order)

        def best(names: Iterable[str]) -> str:
            """Return the maker's own name before others; of equals the first alias, then the same name."""
            own = {model: -1.0} | hand  # its very name first, unless the aliases give it another place
            return min(names, key=lambda name: (rank(name), own.get(name, 0.5), _unlike(name, model), len(name), name))

        def rank(name: str) -> int:
            return _rank(name, letters(self.makers[model]) if model in self.makers else None)

        if NEVER in called:
            return (best(hand), "alias") if hand else (None, "none")
        same = [name for name in self.by_key.get(key, ()) if not _moves(name) or "latest" in key]
        variants = [name for base in self._bases(key) for name in self.by_key.get(base, ()) if not _moves(name)]
        for base in self._modeless(model):
            variants += [name for alias in self.aliases.get(base, ()) for name in self._named(alias)]
        if hand or same:
            name = best([*hand, *same])
            # the maker's own name of the base before another's name of the variant
            if rank(name) <= _MAKERS or not variants or rank(best(variants)) > _MAKERS:
                return name, "exact" if name == model else "normalised" if name in same else "alias"
        if variants:
            return best(variants), "variant"
        near = self._near(key)
        return (near, "suggested") if near else (None, "none")

    def names_of(self, model: str) -> list[str]:
        """Return the names that say the very model, without its variants."""
        called = [name for name in self.aliases.get(model, ()) if not name.startswith(MOVED_ON)]
        by_hand = [name for alias in called for name in self._named(alias)] if NEVER not in called else []
        return list(dict.fromkeys(name for name in [*self.by_key.get(_parts(model), ()), *by_hand] if not _moves(name)))

    def _named(self, alias: str) -> list[str]:
        """Return the names of the feed that an alias means: itself, or the same name written otherwise."""
        if alias in self.listed:
            return [alias]
        return [] if "/" in alias else list(self.by_key.get(_parts(alias), ()))

    def _bases(self, key: Key) -> Iterable[Key]:
        """Return the names that by rule mean the same product: without mode, date or preview, where that is safe."""
        plain = _without_mode(key)
        if plain:
            yield plain
        for one in [plain, key] if plain else [key]:
            undated = _undated(one)
            if undated and self.versions.get(undated) == 1 and undated not in self.models:
                yield undated
            for other in (one[:-1] if one[-1:] == ("preview",) else (*one, "preview"),):
                if other not in self.products and not (one in self.by_key and other in self.by_key):
                    yield other

    def _modeless(self, model: str) -> Iterable[str]:
        """Return the models of the table of which this is a variant, for their aliases."""
        plain = _without_mode(_parts(model))
        return [name for name in self.aliases if plain and _parts(name) == plain]

    def _near(self, key: Key) -> str | None:
        """Return a name that a person might say yes to: the same words but for one or two, and the same version."""
        best, least = None, 2
        version, sizes, words = _versions(key), _sizes(key), set(key)
        for other, names in self.by_key.items():
            if other[:1] != key[:1] or _versions(other) != version:
                continue
            if sizes and _sizes(other) not in (sizes, Counter()):
                continue
            apart = len(words ^ set(other))
            if apart <= least and len(words & set(other)) >= 2:
                name = min(names, key=lambda name: (_rank(name), len(name), name))
                if apart < least or best is None:
                    best, least = name, apart
        return best


@cache
def _parts(name: str) -> Key:
    """Return the parts of a name: words, numbers and a date, in their order; punctuation and case say nothing."""
    text = name.lower().replace("+", " plus ")
    text = _DATE.sub(lambda m: f" date{m[1]}{m[2]}{m[3]} ", text)
    return tuple(re.findall(r"date\d{8}|[a-z]+|\d+", text))


@cache
def _keys(name: str) -> tuple[Key, ...]:
    """Return what a feed's name may say of the model: with and without the maker before it and a host's ends."""
    segments = name.lower().split("/")
    last = segments[-1]
    texts = [last, _CLOUD.sub("", last)]
    if len(segments) > 1:
        texts.append(" ".join(segments[-2:]))
    texts += [shorter for text in list(texts) if (shorter := _ENDS.sub("", text)) != text]
    texts += [re.sub(r"(?<=\d)p(?=\d)", ".", text) for text in list(texts) if re.search(r"\dp\d", text)]
    return tuple(dict.fromkeys(_parts(text) for text in texts))


def _without_mode(key: Key) -> Key | None:
    """Return the name without how hard it thinks; None where it does not say."""
    short = key
    while True:
        if short in _OTHERS:
            return short if short != key else None
        for mode in _MODES:
            if mode == ("medium",) and "".join(short[:1]).endswith("stral"):
                continue  # a size of Mistral's
            if len(short) > len(mode) and short[-len(mode) :] == mode:
                short = short[: -len(mode)]
                break
        else:
            if short[-1:] == ("max",) and short[0] in _MAX_IS_A_MODE:
                short = short[:-1]
                continue
            return short if short != key else None


def _configuration(key: Key) -> tuple[Key, Key]:
    """Return what tells two rows of a leaderboard apart that share a price: the date, and how hard it thinks."""
    plain = _without_mode(key) or key
    return tuple(part for part in key if part.startswith("date2")), key[len(plain) :]


def _undated(key: Key) -> Key | None:
    without = tuple(part for part in key if not part.startswith("date2"))
    return without if len(without) == len(key) - 1 else None


def _moves(name: str) -> bool:
    return any(word in name.lower() for word in _MOVING)


def _versions(key: Key) -> Counter[str]:
    """Return the numbers of a name that tell its version: neither a date nor a size, such as 480b or a35b."""
    return Counter(part for part in key if part.isdigit()) - _sizes(key)


def _sizes(key: Key) -> Counter[str]:
    return Counter(part for part, unit in pairwise(key) if part.isdigit() and unit in ("b", "k"))


def _unlike(name: str, model: str) -> float:
    """Return how differently a name is written, its maker or host apart."""
    return 1 - difflib.SequenceMatcher(None, name.rpartition("/")[2].lower(), model).ratio()


@cache
def _rank(name: str, maker: str | None = None) -> int:
    """Return how near a name is to the maker's own price: its API, no prefix, its slug, hosts, resellers."""
    prefix, _, rest = name.lower().partition("/")
    if rest and maker and (maker_of(prefix) or maker) != maker and letters(prefix) not in HOSTS:
        return _RESELLERS  # the API of another maker
    if _REGION.search(name.lower()):  # dearer than the price of the world
        return _RESELLERS - 1
    if not rest:
        return _CLOUDS if _CLOUD.match(prefix) else 1
    if prefix in _OWN and "/" not in rest:
        return 0
    if prefix in _SLUGS and "/" not in rest:
        return _MAKERS
    host = HOSTS.get(letters(prefix), HOSTS["openrouter"])
    return 3 + host if host < HOSTS["openrouter"] else _RESELLERS
