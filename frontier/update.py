"""Keeping the table current: what a feed's names mean, and what they would change.

A name of a feed is matched to a model of the table by itself only where nothing else could be meant: the same name,
the same name written otherwise, a hand-kept alias, or a variant that by rule shares the product of its base. Everything
else is a suggestion that needs a yes.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from frontier.catalog import PRICE_BASES, as_day, known_models, load_aliases, newest_day
from frontier.feeds import Feed, PriceRecord

Key = tuple[str, ...]

# What stands before a name: a maker's own API, then nothing at all, then the maker as OpenRouter writes it, the hosts
# in the order of data/README.md, and whoever resells.
_OWN = (
    "gemini", "mistral", "xai", "deepseek", "moonshot", "zai", "dashscope", "databricks", "minimax", "stepfun",
    "xiaomi_mimo", "cohere_chat", "meta_llama", "ai21", "reka", "volcengine", "hunyuan", "tencent",
)  # fmt: skip
_SLUGS = (
    "openai", "anthropic", "google", "mistralai", "x-ai", "cohere", "moonshotai", "z-ai", "qwen", "meta-llama", "meta",
    "xiaomi", "amazon", "microsoft", "nvidia", "ibm-granite", "allenai", "arcee-ai", "inception", "upstage", "alibaba",
    "baidu", "bytedance-seed", "rekaai", "thudm", "liquid", "tencent", "zai-org", "deepseek-ai", "minimaxai", "01-ai",
)  # fmt: skip
_HOSTS = (
    "together_ai", "together", "togetherai", "deepinfra", "fireworks_ai", "fireworks", "groq", "bedrock",
    "amazon-bedrock", "azure_ai", "azure", "novita", "novita-ai", "nebius", "cerebras", "sambanova", "replicate",
    "arcee", "baseten",
)  # fmt: skip
_MAKERS, _CLOUDS, _RESELLERS = 2, 20, 60  # the last rank of a maker's own names, and those of two others
# A cloud's names begin with the maker's: anthropic.claude-v1, us.anthropic.claude-3-haiku-20240307-v1:0.
_CLOUD = re.compile(
    r"^(?:(?:us|eu|apac|jp|au|ca|global|us-gov)\.)?"
    r"(?:amazon|anthropic|meta|mistral|cohere|ai21|deepseek|qwen|openai|writer|nvidia|google|minimax|moonshot(?:ai)?|zai)\."
)
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

_PRICES = ("input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok")
_SCORES = ("elo", "elo_lower", "elo_upper", "votes")
_DIFFERENCES = ("what", "model", "name", "how", "column", "old", "new", "factor", "feed", "suspicious")
_FAR_POINTS, _FAR_PRICE = 50, 5  # a change beyond these is looked at twice

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
    table = load_aliases() if aliases is None else aliases
    index = _Index.of(list(dict.fromkeys([*keys, *known_models()])), listed, table, scores=scores)
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


def compare_feeds(
    models: pd.DataFrame,
    feeds: Mapping[str, Feed],
    *,
    as_of: str | dt.date | None = None,
    board: str | None = None,
    accept: Mapping[str, str] | None = None,
    aliases: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Tell what public feeds say otherwise than the table. Nothing is written.

    Parameters
    ----------
    models : pandas.DataFrame
        The table as `load_models` returns it: the newest snapshot, with its prices.
    feeds : mapping of str to Feed
        What `read_feed` read, by the name to call it. Of several with a price of one model the first counts.
    as_of : str or datetime.date, optional
        The day for which dated prices are taken; the day of each feed if not given, and of one that tells none the
        newest day in the table.
    board : str, optional
        The board of the feeds that do not tell theirs: ``text`` or ``text-style-control``.
    accept : mapping of str to str, optional
        Model to name, where a person said yes to a suggestion.
    aliases : pandas.DataFrame, optional
        As in `match_names`.

    Returns
    -------
    pandas.DataFrame
        One row a difference: ``what``, ``model``, the feed's ``name`` and ``how`` they were matched, ``column``,
        ``old``, ``new``, ``factor`` (new over old, of prices), ``feed``, and why it is ``suspicious`` (empty if it is
        not). ``what`` is ``new`` (a name of the leaderboard that is no listed model), ``rescored``, ``repriced`` (also
        a first price), ``delisted`` (a listed model that the leaderboard no longer has) or ``suggested`` (looks alike
        and needs a yes; of prices only where the table has none).

    Raises
    ------
    ValueError
        If the scores of a feed are of another board than the table's, of an unknown one, or older than the table's; if
        an accepted name is in no feed, or an accepted model not in the table.

    Notes
    -----
    Suspicious are a score that moved by more than 50 points, a price that moved by more than a factor of five, an
    output price below that of input, a price from another host than the table's, one that two feeds tell differently,
    one of a list older than the table's price, and delistings where the feed has less than half of the table's models.
    A price of a lesser basis than the table's (list, host, arena, unverified) is no difference, nor is a blank. A new
    score without an interval has none, also if the old one had.

    Examples
    --------
    >>> from frontier import load_models
    >>> from frontier.feeds import read_feed
    >>> feed = read_feed(b'{"data": [{"id": "openai/o3", "pricing": {"prompt": "2e-6", "completion": "12e-6"}}]}')
    >>> models = load_models().assign(price_basis="host", price_source="openrouter")
    >>> compare_feeds(models, {"openrouter": feed})[["what", "model", "column", "old", "new", "factor"]]
           what          model               column  old   new  factor
    0  repriced  o3-2025-04-16  output_usd_per_mtok  8.0  12.0     1.5
    """
    wish, day = dict(accept or {}), as_day(as_of)
    named = {called: _names_of(feed) for called, feed in feeds.items()}
    wrong = [f"{name!r} is no name of a feed" for name in wish.values() if not any(name in n for n in named.values())]
    wrong += [f"{model!r} is no model of the table" for model in wish if model not in set(models["model"])]
    if wrong:
        raise ValueError(f"accept: {'; '.join(wrong)}")
    rows = list[dict[str, Any]]()
    told = dict[tuple[str, str], dict[str, Any]]()  # the row of each price that counts: the first feed's
    for called, feed in feeds.items():
        own = {model: name for model, name in wish.items() if name in named[called]}
        if feed.scores:
            _check_scores(models, feed, called, board)
            rows += [row | {"feed": called} for row in _score_rows(models, feed, own, aliases)]
        if feed.prices:
            for row in _price_rows(models, feed, day or feed.as_of or newest_day(models), own, aliases):
                price = (row["model"], row["column"])
                if row["what"] == "suggested":
                    rows.append(row | {"feed": called})
                elif price not in told:
                    told[price] = row | {"feed": called}
                    rows.append(told[price])
                elif told[price]["new"] != row["new"]:
                    doubt = f"{called} says {row['new']:g}"
                    told[price]["suspicious"] = "; ".join(filter(None, (told[price]["suspicious"], doubt)))
    found = pd.DataFrame(rows, columns=list(_DIFFERENCES))
    found = found[(found["what"] != "repriced") | (found["old"] != found["new"]) | (found["suspicious"] != "")]
    return found.astype({"old": float, "new": float, "factor": float}).reset_index(drop=True)


def changed_table(models: pd.DataFrame, differences: pd.DataFrame) -> pd.DataFrame:
    """Return the table as it would be with the differences, to see what they do to the frontier and the gap.

    Parameters
    ----------
    models : pandas.DataFrame
        The table that was compared.
    differences : pandas.DataFrame
        What `compare_feeds` returned, or some rows of it.

    Returns
    -------
    pandas.DataFrame
        A copy: scores and prices as the feeds tell them, without the delisted models. Suggestions change nothing, and
        new models are not in it, since neither their maker nor their licence is known. Dates and sources are those of
        the table.

    Examples
    --------
    >>> import pandas as pd
    >>> models = pd.DataFrame({"model": ["a", "b"], "output_usd_per_mtok": [8.0, 2.0]})
    >>> cheaper = {"what": "repriced", "model": "a", "column": "output_usd_per_mtok", "new": 4.0}
    >>> changed_table(models, pd.DataFrame([cheaper, {"what": "delisted", "model": "b"}]))
      model  output_usd_per_mtok
    0     a                  4.0
    """
    gone = set(differences.loc[differences["what"] == "delisted", "model"])
    table = models[~models["model"].isin(gone)].copy()
    change = differences[differences["what"].isin(["rescored", "repriced"])]
    for model, column, new in zip(change["model"], change["column"], change["new"], strict=True):
        table.loc[table["model"] == model, str(column)] = new
    return table


def _names_of(feed: Feed) -> set[str]:
    return {score.name for score in feed.scores} | {price.name for price in feed.prices}


def _check_scores(models: pd.DataFrame, feed: Feed, called: str, board: str | None) -> None:
    """Refuse scores that cannot be compared with those of the table."""
    theirs, ours = feed.board or board, models["board"].iloc[0]
    if theirs is None:
        raise ValueError(f"{called} does not tell its board, and the table's is {ours!r}; give board=, if you know it")
    if theirs != ours:
        raise ValueError(f"{called} is of the board {theirs!r}, and the table of {ours!r}: they cannot be compared")
    until = models["elo_date"].max().date()
    if feed.as_of and feed.as_of < until:
        raise ValueError(
            f"{called} is of {feed.as_of}, and the table's scores are of {until}: there is nothing to update"
        )


def _matches(match: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return model, name and how of each match; a name of nothing where there is none."""
    return [(str(model), str(name or ""), str(how)) for model, name, how in match.to_numpy()]


def _score_rows(
    models: pd.DataFrame, feed: Feed, accept: Mapping[str, str], aliases: pd.DataFrame | None
) -> Iterator[dict[str, Any]]:
    scores = {record.name: record for record in feed.scores}
    everyone = list(dict.fromkeys([*models["model"], *known_models()]))
    listed = {str(row["model"]): row for _, row in models.iterrows()}
    own = {model: name for model, name in accept.items() if name in scores}
    matches = _matches(match_names(everyone, scores, aliases=aliases, accept=own, scores=True))
    taken = dict[str, tuple[str, str]]()
    for model, name, how in sorted(matches, key=lambda one: [*AUTOMATIC, "suggested", "none"].index(one[2])):
        # an effort is a row of its own on the leaderboard, so a score is only that of its own name
        if how in AUTOMATIC and how != "variant":
            taken.setdefault(name, (model, how))
    for name, record in scores.items():
        model, how = taken.get(name, ("", "none"))
        moved = model in listed and round(record.elo, 2) != round(float(listed[model]["elo"]), 2)  # its decimals
        for column in _SCORES:
            new = getattr(record, column)
            if model not in listed:
                if new is not None:
                    yield _row("new", model or None, name, how, column, None, new)
                continue
            old = float(listed[model][column])
            lost = new is None and moved and column != "votes" and old == old  # the ends of the old score
            if lost or (new is not None and round(new, 2) != round(old, 2)):
                far = column == "elo" and abs(new - old) > _FAR_POINTS
                doubt = f"moved by {new - old:+.0f} points" if far else ""
                yield _row("rescored", model, name, how, column, old, new) | {"suspicious": doubt}
    found = {model for model, _ in taken.values()}
    there = len(found & set(listed))
    doubt = f"only {there} of the table's {len(listed)} models: a part?" if there < len(listed) / 2 else ""
    for model, name, how in matches:
        if model in listed and model not in found:
            old = float(listed[model]["elo"])
            yield _row("delisted", model, None, "none", "elo", old, None) | {"suspicious": doubt}
            if how == "suggested" and name not in taken:
                yield _row("suggested", model, name, how, "elo", old, scores[name].elo)


def _price_rows(
    models: pd.DataFrame, feed: Feed, day: dt.date, accept: Mapping[str, str], aliases: pd.DataFrame | None
) -> Iterator[dict[str, Any]]:
    """Return each price of a listed model, also one that is the same: another feed may tell it differently."""
    prices = dict[str, PriceRecord]()
    for record in feed.prices:
        before = prices.get(record.name)
        holds = (record.start or day) <= day and (record.until is None or day < record.until)
        if holds and (before is None or (record.start or dt.date.min) > (before.start or dt.date.min)):
            prices[record.name] = record
    own = {model: name for model, name in accept.items() if name in prices}
    match = match_names(models, prices, aliases=aliases, accept=own)
    for (_, ours), (model, name, how) in zip(models.iterrows(), _matches(match), strict=True):
        if how == "none" or (how == "suggested" and pd.notna(ours["output_usd_per_mtok"])):
            continue
        record = prices[name]
        basis = None if pd.isna(ours["price_basis"]) else str(ours["price_basis"])
        if basis is not None and PRICE_BASES.index(record.basis) > PRICE_BASES.index(basis):
            continue
        doubts = list[str]()
        host, source = (
            re.sub(r"\W|_", "", str(text)).lower() for text in (record.provider or "", ours["price_source"])
        )
        if basis == record.basis == "host" and host not in source:
            doubts.append(f"{record.provider} is another host than the table's")
        if record.input_usd_per_mtok and (record.output_usd_per_mtok or 0) < record.input_usd_per_mtok:
            doubts.append("output below input")
        if feed.as_of and pd.notna(ours["price_date"]) and feed.as_of < ours["price_date"].date():
            doubts.append(f"of {feed.as_of}, older than the table's price")
        for column in _PRICES:
            new, old = getattr(record, column), float(ours[column])
            if new is None:
                continue
            what = "suggested" if how == "suggested" else "repriced"
            row = _row(what, model, name, how, column, old, new)
            far = old > 0 and not 1 / _FAR_PRICE <= new / old <= _FAR_PRICE
            moved = [*doubts, *([f"moved by a factor of {new / old:.3g}"] if far else [])] if new != old else []
            yield row | {"suspicious": "; ".join(moved)}


def _row(
    what: str, model: str | None, name: str | None, how: str, column: str, old: float | None, new: float | None
) -> dict[str, Any]:
    factor = new / old if old and new and column in _PRICES else None
    values = (what, model, name, how, column, old, new, factor, "", "")
    return dict(zip(_DIFFERENCES, values, strict=True))


@dataclass(frozen=True)
class _Index:
    """The names of a feed by what they say, and the models of the table by theirs."""

    by_key: Mapping[Key, Sequence[str]]
    models: frozenset[Key]
    products: frozenset[Key]  # the models, and without their dates: o1 is o1-2024-12-17, so it is not o1-preview
    versions: Mapping[Key, int]
    aliases: Mapping[str, Sequence[str]]
    listed: frozenset[str]
    scores: bool

    @classmethod
    def of(cls, models: Sequence[str], names: Sequence[str], aliases: pd.DataFrame, *, scores: bool) -> _Index:
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
        return cls(by_key, own, own | set(versions), versions, known, frozenset(names), scores)

    def match(self, model: str) -> tuple[str | None, str]:
        called = self.aliases.get(model, ())
        if model in self.listed and (self.scores or called[:1] == (model,)):  # this very name before all others
            return model, "exact"
        key = _parts(model)
        hand = dict[str, float]()
        for order, alias in enumerate(called):
            for name in self._named(alias):
                hand.setdefault(name, order)

        def best(names: Iterable[str]) -> str:
            """Return the maker's own name before others; of equals the first alias, then the same name."""
            return min(
                names, key=lambda name: (_rank(name), hand.get(name, 0.5), _unlike(name, model), len(name), name)
            )

        if NEVER in called:
            return (best(hand), "alias") if hand else (None, "none")
        same = [name for name in self.by_key.get(key, ()) if not _moves(name) or "latest" in key]
        variants = [name for base in self._bases(key) for name in self.by_key.get(base, ()) if not _moves(name)]
        for base in self._modeless(model):
            variants += [name for alias in self.aliases.get(base, ()) for name in self._named(alias)]
        if hand or same:
            name = best([*hand, *same])
            # the maker's own name of the base before another's name of the variant
            if _rank(name) <= _MAKERS or not variants or _rank(best(variants)) > _MAKERS:
                return name, "exact" if name == model else "normalised" if name in same else "alias"
        if variants:
            return best(variants), "variant"
        near = self._near(key)
        return (near, "suggested") if near else (None, "none")

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
        """Return a name that a person might say yes to: the same words but for one, and no other number."""
        best, least = None, 2
        numbers, words = _numbers(key), set(key)
        for other, names in self.by_key.items():
            if other[:1] != key[:1] or not (numbers <= _numbers(other) or _numbers(other) <= numbers):
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
            if len(short) > len(mode) and short[-len(mode) :] == mode:
                short = short[: -len(mode)]
                break
        else:
            if short[-1:] == ("max",) and short[0] in _MAX_IS_A_MODE:
                short = short[:-1]
                continue
            return short if short != key else None


def _undated(key: Key) -> Key | None:
    without = tuple(part for part in key if not part.startswith("date2"))
    return without if len(without) == len(key) - 1 else None


def _moves(name: str) -> bool:
    return any(word in name.lower() for word in _MOVING)


def _numbers(key: Key) -> Counter[str]:
    return Counter(part for part in key if part[-1].isdigit())


def _unlike(name: str, model: str) -> float:
    """Return how differently a name is written, its maker or host apart."""
    return 1 - difflib.SequenceMatcher(None, name.rpartition("/")[2].lower(), model).ratio()


@cache
def _rank(name: str) -> int:
    """Return how near a name is to the maker's own price: its API, no prefix, its slug, hosts, resellers."""
    prefix, _, rest = name.lower().partition("/")
    if not rest:
        return _CLOUDS if _CLOUD.match(prefix) else 1
    if prefix in _OWN and "/" not in rest:
        return 0
    if prefix in _SLUGS and "/" not in rest:
        return _MAKERS
    return 3 + _HOSTS.index(prefix) if prefix in _HOSTS else _RESELLERS
