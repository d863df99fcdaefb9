"""Which of the names that are known was probably meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable


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


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _beginnings(name: str) -> set[str]:
    """Every beginning of a name that ends where one of its parts does, folded."""
    return {_folded(name[: found.start()]) for found in re.finditer(r"[-_ /]|$", name)}
