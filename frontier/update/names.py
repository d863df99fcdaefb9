"""Which model of the table a feed means by a name."""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise

import pandas as pd

from frontier.data.tables import known_models, load_aliases
from frontier.feeds.sellers import host_name, host_order, is_reseller, known_name, letters, maker_of, prefix_kind
from frontier.words.spelling import MAX_IS_AN_EFFORT

Key = tuple[str, ...]

# The ranks of a name, by what stands before it: a maker's own API, nothing at all, the maker as OpenRouter writes it;
# then the hosts in the order of data/README.md, the clouds, one region of a cloud, and resellers.
_API, _BARE, _MAKERS, _FIRST_HOST, _CLOUDS, _REGIONS, _RESELLERS = 0, 1, 2, 3, 20, 59, 60

# A cloud's names begin with the maker's: anthropic.claude-v1, us.anthropic.claude-3-haiku-20240307-v1:0.
_CLOUD = re.compile(
    r"^(?:(?:us|eu|apac|jp|au|ca|global|us-gov)\.)?"
    r"(?:amazon|anthropic|meta|mistral|cohere|ai21|deepseek|qwen|openai|writer|nvidia|google|minimax|moonshot(?:ai)?|zai)\."
)

REGION = re.compile(r"(?:^|/)(?:us|eu|apac|jp|au|ca|us-gov)\.|/(?:us-gov|us|eu|ap|ca|sa|me|af)-[a-z]+-\d/")

_ENDS = re.compile(r"(?:-v1:\d+(?::\w+)?|@\d{8}|@default|-hf|-turbo-fp8|-fp8|-bf16|-nvfp4|:free|:exacto|-maas)$")

_DATE = re.compile(r"(20\d\d)-?(0[1-9]|1[0-2])-?([0-3]\d)")

MOVED_ON = "!"  # in aliases.csv, before a name that was the model's and is another's now

_FEW_WORDS = 2  # by which a suggestion may differ

NEVER = "-"  # in aliases.csv: no feed has a price of this model under another name than its key

SURE = ("exact", "normalized", "alias")

AUTOMATIC = (*SURE, "variant")


def match_names(
    models: pd.DataFrame | Iterable[str],
    names: Iterable[str],
    *,
    aliases: pd.DataFrame | None = None,
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
    scores : bool
        The names are of a leaderboard, not of a price list: a model that has no price by ``aliases`` (the name ``-``)
        may still have a score under its own key.

    Returns
    -------
    pandas.DataFrame
        One row a model, in their order: ``model``, ``name`` (None where none is the same) and ``how``: ``exact``,
        ``normalized`` (written otherwise), ``alias`` (hand-kept, or accepted), ``variant`` (the base of an effort or
        thinking variant, or the undated name of the only dated version), ``suggested`` (looks alike, and needs a yes)
        or ``none``.

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
    0               o1-mini   openai/o1-mini  normalized
    1  claude-opus-4-6-high  claude-opus-4.6     variant
    2           grok-2-mini             None        none
    """
    known = models if isinstance(models, pd.DataFrame) else pd.DataFrame({"model": list(models)})
    index = Index(known, map(str, names), load_aliases() if aliases is None else aliases, scores=scores)
    table = pd.DataFrame(index.matches({}), columns=["model", "name", "how"], dtype=object)
    return table.assign(name=table["name"].where(table["name"] != "", None))


Match = tuple[str, str, str]  # model, name and how; a blank name where there is none


def makers_of(models: pd.DataFrame) -> dict[str, str]:
    """Return who made each model, by the table's name of the maker, where it is known."""
    if "organization" not in models:
        return {}
    known = models[["model", "organization"]].dropna()
    return {str(model): known_name("organization", str(maker)) for model, maker in known.to_numpy()}


class Index:
    """The names of a feed by what they say, and the models of the table by theirs, also those not asked for."""

    def __init__(
        self, models: pd.DataFrame, names: Iterable[str], aliases: pd.DataFrame, *, scores: bool = False
    ) -> None:
        self.asked, self.listed, self.scores = list(models["model"]), dict.fromkeys(names), scores
        self.makers = makers_of(models)
        self.by_key = defaultdict[Key, list[str]](list)
        for name in self.listed:
            for key in keys_of(name) if not name.endswith(":free") else ():  # a free tier is not a price
                self.by_key[key].append(name)
        self.models = {parts_of(model) for model in [*self.asked, *known_models()]}
        undated = (_undated(key) for key in {_without_mode(key) for key in self.models})
        self.versions = Counter(key for key in undated if key is not None)
        self.products = self.models | set(self.versions)  # o1 is o1-2024-12-17, so it is not o1-preview
        self.aliases = defaultdict[str, list[str]](list)
        for model, name in aliases[["model", "name"]].astype(str).to_numpy():
            if not name.startswith(MOVED_ON):
                self.aliases[model].append(name)

    def matches(self, accepted: Mapping[str, str]) -> list[Match]:
        """Return the name of each model, and how it was found; what a person said yes to counts as an alias."""
        yes = {model: (name, "alias") for model, name in accepted.items() if name in self.listed}
        return [(model, *(yes.get(model) or self.match(model))) for model in self.asked]

    def match(self, model: str) -> tuple[str, str]:
        """Return the name of a model in the feed, and how it was found."""
        called, key = self.aliases.get(model, []), parts_of(model)
        if model in self.listed and (self.scores or called[:1] == [model]):  # this very name before all others
            return model, "exact"
        by_hand = self._by_hand(model)
        if NEVER in called:
            return (self._best(by_hand, model), "alias") if by_hand else ("", "none")
        same = self.by_key.get(key, [])
        variants = list(self._variants(key))
        base = self._best(variants, model) if variants else ""
        if by_hand or same:
            name = self._best([*by_hand, *same], model)
            # the maker's own name of the base before another's name of the variant
            if self._rank(name, model) <= _MAKERS or not base or self._rank(base, model) > _MAKERS:
                return name, "exact" if name == model else "normalized" if name in same else "alias"
        near = base or self._near(key)
        return near, "variant" if base else "suggested" if near else "none"

    def names_of(self, model: str) -> list[str]:
        """Return the names that say the very model, without its variants."""
        return list(dict.fromkeys([*self.by_key.get(parts_of(model), ()), *self._by_hand(model)]))

    def unknown(self) -> list[str]:
        """Return the names that are of no model of the table, one of each product; none that moves on, no free tier."""
        matched = {name for model in self.asked for name in (*self.names_of(model), self.match(model)[0])}
        known = self.products.union(*(keys_of(name) for name in matched if name))
        found = dict[Key, str]()
        for name in sorted(self.listed):
            keys = () if "latest" in name.lower() or name.endswith(":free") else keys_of(name)
            plain = {_without_mode(one) for key in keys for one in (key, _undated(key) or key)}
            if keys and known.isdisjoint(plain.union(keys)):
                found.setdefault(keys[0], name)
        return list(found.values())

    def _by_hand(self, model: str) -> dict[str, float]:
        """Return the names that the aliases of a model mean, with the place of the alias among them."""
        found = dict[str, float]()
        for order, alias in enumerate(self.aliases.get(model, ())):
            # on a leaderboard, two configurations that share a price are two rows
            if not self.scores or _configuration(parts_of(alias)) == _configuration(parts_of(model)):
                found = dict.fromkeys(self._named(alias), order) | found
        return found

    def _best(self, names: Iterable[str], model: str) -> str:
        """Return the maker's own name before others; of equals the first alias, then the same name."""
        order = {model: -1.0} | self._by_hand(model)  # its very name first, unless the aliases give it another place

        def preference(name: str) -> tuple[int, float, float, int, str]:
            unlike = 1 - difflib.SequenceMatcher(None, name.rpartition("/")[2].lower(), model).ratio()
            return self._rank(name, model), order.get(name, 0.5), unlike, len(name), name

        return min(names, key=preference)

    def _rank(self, name: str, model: str) -> int:
        return _rank(name, letters(self.makers[model]) if model in self.makers else None)

    def _named(self, alias: str) -> list[str]:
        """Return the names of the feed that an alias means: itself, or the same name written otherwise."""
        if alias in self.listed:
            return [alias]
        return [] if "/" in alias else self.by_key.get(parts_of(alias), [])

    def _variants(self, key: Key) -> Iterator[str]:
        """Return the names of the bases of which this is a variant, and by the aliases of the base."""
        for base in self._bases(key):
            yield from self.by_key.get(base, ()) if "latest" not in base else ()  # which moves on to later models
        plain = _without_mode(key)
        for other in self.aliases if plain != key else ():
            yield from self._by_hand(other) if parts_of(other) == plain else ()

    def _bases(self, key: Key) -> Iterator[Key]:
        """Return the names that by rule mean the same product: without mode, date or preview, where that is safe."""
        plain = _without_mode(key)
        if plain != key:
            yield plain
        for one in dict.fromkeys([plain, key]):
            undated = _undated(one)
            if undated and self.versions.get(undated) == 1 and undated not in self.models:
                yield undated
            other = one[:-1] if one[-1:] == ("preview",) else (*one, "preview")
            if other not in self.products and not (one in self.by_key and other in self.by_key):
                yield other

    def _near(self, key: Key) -> str:
        """Return a name that a person might say yes to: the same words but for one or two, and the same version."""
        words, version, sizes = set(key), _versions(key), _sizes(key)
        found = [
            (len(words.symmetric_difference(other)), _rank(name), len(name), name)
            for other, names in self.by_key.items()
            if other[:1] == key[:1] and len(words.intersection(other)) > 1 and _versions(other) == version
            if not sizes or _sizes(other) in (sizes, Counter())
            for name in names
        ]
        apart, *_, name = min(found, default=(math.inf, ""))
        return name if apart <= _FEW_WORDS else ""


@cache
def parts_of(name: str) -> Key:
    """Return the parts of a name: words, numbers and a date, in their order; punctuation and case say nothing."""
    text = name.lower().replace("+", " plus ")
    text = _DATE.sub(lambda m: f" date{m[1]}{m[2]}{m[3]} ", text)
    return tuple(re.findall(r"date\d{8}|[a-z]+|\d+", text))


@cache
def keys_of(name: str) -> tuple[Key, ...]:
    """Return what a feed's name may say of the model: with and without the maker before it and a host's ends."""
    segments = name.lower().split("/")
    last = segments[-1]
    texts = [last, _CLOUD.sub("", last)]
    if len(segments) > 1:
        texts.append(" ".join(segments[-2:]))
    texts += [shorter for text in list(texts) if (shorter := _ENDS.sub("", text)) != text]
    texts += [re.sub(r"(?<=\d)p(?=\d)", ".", text) for text in list(texts) if re.search(r"\dp\d", text)]
    return tuple(dict.fromkeys(parts_of(text) for text in texts))


# How hard and in which mode a model thinks: the price is that of the model.
_MODES = [parts_of(mode) for mode in (
    "thinking-minimal", "no-thinking", "non-thinking", "high-32k", "thinking-32k", "thinking-16k", "high-preview",
    "thinking", "reasoning", "non-reasoning", "xhigh", "high", "medium", "low", "minimal", "max",
)]  # fmt: skip
_OTHERS = [parts_of("kimi-k2-thinking")]  # models of their own, not a mode of the base


@cache
def _without_mode(key: Key) -> Key:
    """Return the name without how hard it thinks."""
    for mode in _MODES if key and key not in _OTHERS else ():
        a_size = mode == ("medium",) and key[0].endswith("stral")  # Mistral's
        a_name = mode == ("max",) and key[0] not in MAX_IS_AN_EFFORT
        if len(key) > len(mode) and key[-len(mode) :] == mode and not a_size and not a_name:
            return _without_mode(key[: -len(mode)])
    return key


def _configuration(key: Key) -> tuple[Key, Key]:
    """Return what distinguishes two rows of a leaderboard that share a price: date and thinking effort."""
    return tuple(part for part in key if part.startswith("date2")), key[len(_without_mode(key)) :]


def _undated(key: Key) -> Key | None:
    without = tuple(part for part in key if not part.startswith("date2"))
    return without if len(without) == len(key) - 1 else None


def _versions(key: Key) -> Counter[str]:
    """Return the numbers of a name that state its version: neither a date nor a size, such as 480b or a35b."""
    return Counter(part for part in key if part.isdigit()) - _sizes(key)


def _sizes(key: Key) -> Counter[str]:
    return Counter(part for part, unit in pairwise(key) if part.isdigit() and unit in ("b", "k"))


@cache
def _rank(name: str, maker: str | None = None) -> int:
    """Return how near a name is to the maker's own price: its API, no prefix, its slug, hosts, resellers."""
    prefix, _, rest = name.lower().partition("/")
    host = host_name(prefix)
    if rest and maker and (maker_of(prefix) or maker) != maker and not host:
        return _RESELLERS  # the API of another maker
    if REGION.search(name.lower()):  # costs more than the price of the world
        return _REGIONS
    if not rest:
        return _CLOUDS if _CLOUD.match(prefix) else _BARE
    kind = prefix_kind(prefix) if "/" not in rest else ""
    if kind:
        return _API if kind == "api" else _MAKERS
    return _FIRST_HOST + host_order(prefix) if host and not is_reseller(prefix) else _RESELLERS


# How benchmarks write an effort after a name, beside the modes.
_EFFORT = re.compile(r"[ (,-]+(no|non|default|\d+k)[ -]think(?:ing)?(?: tokens)?\)?$", re.IGNORECASE)


def match_runs(names: Iterable[str], *, aliases: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find for each name of a run the model of the table whose price it has, with the effort apart.

    Parameters
    ----------
    names : iterable of str
        Names as benchmarks write them.
    aliases : pandas.DataFrame, optional
        As `match_names`.

    Returns
    -------
    pandas.DataFrame
        One row a name, in their order: ``name``; ``model``, its key, None where there is none or there are several;
        ``effort``, lower-case, ``none`` for not at all and empty where the name says nothing; ``keys``, every model
        that it may be, with commas.

    Notes
    -----
    Names must have the same parts, as in `match_names`. Efforts of a closed list are taken off, dates never. Of several
    models that differ in effort only, the one without an effort is taken, else that of the same: they share its price.

    Examples
    --------
    >>> match_runs(["claude-opus-4-20250514 (32k thinking)", "GPT-5.2-Nano"])[["model", "effort"]].to_numpy().tolist()
    [['claude-opus-4-20250514', '32k'], [None, '']]
    """
    found = defaultdict[Key, list[str]](list)
    also = load_aliases() if aliases is None else aliases
    for model, name in [*((key, key) for key in known_models()), *also[["model", "name"]].astype(str).to_numpy()]:
        if name[:1] not in (NEVER, MOVED_ON):
            for key in {parts_of(name), _undated(parts_of(name)) or ()}:
                found[_without_mode(key)].append(model)
    rows = []
    for name in names:
        written = _EFFORT.search(name)
        key = parts_of(name[: written.start()] if written else name)
        plain = _without_mode(key)
        effort = written[1].lower() if written else " ".join(key[len(plain) :])
        other = plain[:-1] if plain[-1:] == ("preview",) else (*plain, "preview")
        models = sorted(set(found.get(plain) or found.get(other, [])))
        same = [model for model in models if plain in (parts_of(model), _undated(parts_of(model)))]
        same = same or [model for model in models if parts_of(model) == key]
        one = next(iter(same if len(same) == 1 else models), None) if 1 in (len(same), len(models)) else None
        if one and parts_of(one) == key and not name.endswith(")"):
            effort = ""  # a part of the model's own name
        rows.append((name, one, "none" if effort in ("no", "non") else effort, ", ".join(models)))
    return pd.DataFrame(rows, columns=["name", "model", "effort", "keys"], dtype=object)
