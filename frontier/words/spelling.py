"""Names: which known one was probably meant, how a new one is written like them, and how long one may be."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence


def nearest(word: object, known: Iterable[object]) -> str | None:
    """Return the name that was probably meant; None if none is near.

    Parameters
    ----------
    word : object
        What was asked for.
    known : iterable
        The names there are; both are compared as text.

    Returns
    -------
    str or None
        One that differs in case and punctuation only, else the shortest of which the first parts are the word, else
        the most similar.

    Examples
    --------
    >>> nearest("gpt4", ["gpt-5.4", "gpt-4o", "gpt-4-0613", "gpt-4-0314"])
    'gpt-4-0314'
    >>> nearest("openai", ["OpenAI", "OpenBMB"]), nearest("zebra", ["OpenAI"])
    ('OpenAI', None)
    """
    names = {name: _folded(name) for name in sorted(set(map(str, known)))}
    asked = _folded(str(word))
    begin = [name for name in names if asked and asked in _beginnings(name)]
    if begin:
        return min(begin, key=lambda name: (name != word, names[name] != asked, len(name), name))
    close = difflib.get_close_matches(asked, names.values(), n=1)
    return next((name for name, folded in names.items() if close and folded == close[0]), None)


def short(words: object, most: int = 60) -> str:
    """Return words cut to the longest that a picture has room for.

    Examples
    --------
    >>> short("a name", 5)
    'a na…'
    """
    text = str(words)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def did_you_mean(word: object, known: Iterable[object]) -> str:
    """Return ``; did you mean ...?`` to end a message with; empty if no name is near.

    Parameters
    ----------
    word : object
        What was asked for.
    known : iterable
        The names there are.

    Returns
    -------
    str
        The hint.

    Examples
    --------
    >>> did_you_mean("tetx", ["text", "elo-online"])
    "; did you mean 'text'?"
    """
    near = nearest(word, known)
    return "" if near is None else f"; did you mean {near!r}?"


def refuse_unknown(rule: str, asked: Sequence[object], allowed: Iterable[object]) -> None:
    """Refuse words of which one is not allowed, and no word at all; ``rule`` begins the message."""
    known = list(allowed)
    unknown = [word for word in asked if word not in known]
    if unknown or not asked:
        got = ", ".join(map(repr, unknown)) or "none"
        hint = did_you_mean(unknown[0], known) if unknown else ""
        raise ValueError(f"{rule} {', '.join(map(str, known))}, got {got}{hint}")


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _beginnings(name: str) -> set[str]:
    """Every beginning of a name that ends where one of its parts does, folded."""
    return {_folded(name[: found.start()]) for found in re.finditer(r"[-_ /]|$", name)}


# How hard and in which mode a model thinks, how its numbers are stored, and which day it is of: said in parentheses.
_SAID_APART = re.compile(
    r"high|low|xhigh|medium|minimal|thinking|reasoning|instant|preview|no|non|bf16|fp8|nvfp4|\d{4}(-\d\d-\d\d)?|"
    r"\d\d-\d\d(-\d\d)?"
)


MAX_IS_AN_EFFORT = ("claude", "deepseek", "gemini", "glm", "gpt", "grok", "kimi", "muse")


_LONGEST = 300  # letters, as the tables allow


_UNSAID = ("instruct", "it", "latest")


_DAY = re.compile(r"(?<!\d)(20\d\d)-?(0[1-9]|1[0-2])-?([0-3]\d)(?!\d)")


_SHORT_DAY = re.compile(r"(?<=-)((?:\d\d-)?(?:0[1-9]|1[0-2]))-([0-3]\d)(?!\d)")


def readable_name(key: str, known: Mapping[str, str]) -> str:
    """Return the name of a new model for a chart, written as those of the other models are.

    Parameters
    ----------
    key : str
        The Arena's key of the model.
    known : mapping of str to str
        The keys of the other models, and their names.

    Returns
    -------
    str
        A name that no other model has; its words are spelled and joined as in the names that are known, first those of
        the same family.

    Examples
    --------
    >>> known = {"gpt-5.1": "GPT-5.1", "claude-opus-4-1": "Claude Opus 4.1", "gemma-3-4b-it": "Gemma 3 4B"}
    >>> [readable_name(key, known) for key in ("gpt-7-sol-high", "claude-opus-6-2-20270101", "gemma-5-27b-it")]
    ['GPT-7 Sol (high)', 'Claude Opus 6.2 (2027-01-01)', 'Gemma 5 27B']
    """
    base, apart = _parts(key)
    words, joints = _habits(known, _shape(base[0]) if base else "")
    text = ""
    for before, part in zip(["", *base], base, strict=False):
        text += joints.get((_shape(before), _start(part)), " ") if before else ""
        text += _written(part, words)
    said = re.sub(r" (?=\d{4}-)", ", ", " ".join(apart)).replace("non thinking", "non-thinking")
    text = f"{text} ({said})".strip() if said else text
    taken = {name.lower() for other, name in known.items() if other != key}
    choices = (name for name in (text, f"{text} ({key})") if text and len(name) <= _LONGEST)
    return next((name for name in choices if name.lower() not in taken), key)


def _parts(key: str) -> tuple[list[str], list[str]]:
    """Return the parts of a key that belong to the name, and those that stand in parentheses after it."""
    marked = _SHORT_DAY.sub(r"\1~\2", _DAY.sub(r"\1~\2~\3", key)).replace("~", "\0")
    parts = [re.sub(r"(?<=\d\d)\0|(?<=\d\d)-(?=\d\d$)", "-", part) for part in re.split(r"[\s_()/-]+", marked) if part]
    first, base, apart = parts[0].lower() if parts else "", list[str](), list[str]()
    for part in parts:
        low, begun = part.lower(), bool(base or apart)
        effort = low == "max" and first in MAX_IS_AN_EFFORT
        mode = _SAID_APART.fullmatch(low) and not (low == "medium" and first.endswith("stral"))  # there it is a size
        if begun and (effort or mode or (apart and re.fullmatch(r"\d+k", low))):
            apart.append(low)
        elif base and re.fullmatch(r"\d", part) and re.fullmatch(r"\d", base[-1]):
            base[-1] += f".{part}"
        elif not begun or low not in _UNSAID:
            base.append(part)
    return base, apart


def _shape(word: str) -> str:
    """Return a word whatever its numbers: 27b and 120b are written alike."""
    return re.sub(r"\d+(?:\.\d+)*", "0", word.lower())


def _start(word: str) -> str:
    """Return what a word is to the one before it: a number, or itself."""
    return "0" if word[0].isdigit() else word.lower()


def _written(part: str, words: Mapping[str, str]) -> str:
    """Return a part of a key in the letters of the same word in a name; unknown words begin with a capital letter."""
    spelled = words.get(part.lower(), words.get(_shape(part)))
    if spelled is None:
        return part[:1].upper() + part[1:] if part.islower() else part
    letters = iter(re.sub(r"[\d.]", "", spelled))
    return "".join(c if c.isdigit() or c == "." else next(letters, c) for c in part)


def _habits(known: Mapping[str, str], family: str) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Return how known names write words, and what stands between two of them; first those of the same family."""
    words, joints = Counter[tuple[str, str]](), Counter[tuple[tuple[str, str], str]]()
    for key, name in known.items():
        weight = 1000 if _shape(re.split(r"[\s_/-]+", key)[0]) == family else 1
        for word in re.findall(r"[^\W_]+(?:\.[^\W_]+)*", name):
            for one in {word.lower(), _shape(word)}:
                words[one, word] += weight
        for left, gap, right in re.findall(r"(?<![\w.])([\w.]+)([- ])(?=([\w.]+))", name):
            joints[(_shape(left), _start(right)), gap] += weight
    # the most frequent last, so that it stays
    written = {one: word for (one, word), _ in sorted(words.items(), key=lambda item: item[1])}
    return written, {pair: gap for (pair, gap), _ in sorted(joints.items(), key=lambda item: item[1])}
