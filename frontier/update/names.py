"""Which model of the table a feed means by a name."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import pandas as pd

from frontier.data.tables import known_models, load_aliases
from frontier.feeds.sellers import HOSTS, letters, maker_of

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


# Makers and licences that feeds call otherwise than the table, by their letters.
_MAKER_NAMES = {
    "ai21labs": "AI21", "allenai": "Ai2", "allenaiuw": "Ai2", "deepseekai": "DeepSeek", "microsoftai": "Microsoft",
    "perplexityai": "Perplexity", "rekaai": "Reka", "spacexai": "xAI", "thinky": "Thinking Machines",
    "uw": "University of Washington", "upstageai": "Upstage", "zhipu": "Z.ai", "zhipuai": "Z.ai",
    "mistralai": "Mistral", "moonshotai": "Moonshot", "googledeepmind": "Google", "metaai": "Meta",
}  # fmt: skip


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


def _plainer(key: Key) -> Iterable[Key | None]:
    """Return a name with and without its date and its mode."""
    undated = _undated(key) or key
    return key, undated, _without_mode(key), _without_mode(undated)


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
