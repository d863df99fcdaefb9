"""The tiers of openness, and the two classes they form."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from frontier.frames.columns import column_of
from frontier.words.spelling import did_you_mean

# What "open" means, as the tiers of openness it takes in.
OPEN_NAMES: Mapping[str, str] = {
    "weights": "Open weights",
    "commercial": "Open, commercial use",
    "osi": "Open source licence",
}


OPEN_MEANS: Mapping[str, tuple[str, ...]] = {
    "weights": ("osi", "commercial", "noncommercial"),
    "commercial": ("osi", "commercial"),
    "osi": ("osi",),
}


def is_open(models: pd.DataFrame, open_means: str = "weights") -> pd.Series[bool]:
    """Tell which models count as open.

    Parameters
    ----------
    models : pandas.DataFrame
        With a column ``openness``: osi, commercial, noncommercial or proprietary.
    open_means : {"weights", "commercial", "osi"}
        ``weights``: the weights can be downloaded, under any licence. ``commercial``: and used commercially,
        perhaps with conditions. ``osi``: under MIT, Apache-2.0 or the like.

    Returns
    -------
    pandas.Series of bool
        On the index of ``models``. False where openness is missing.

    Raises
    ------
    ValueError
        If ``open_means`` is none of the three, or the table has no column ``openness``.

    Examples
    --------
    >>> import pandas as pd
    >>> models = pd.DataFrame({"openness": ["osi", "noncommercial", "proprietary"]})
    >>> is_open(models).tolist(), is_open(models, "osi").tolist()
    ([True, True, False], [True, False, False])
    """
    if open_means not in OPEN_MEANS:
        hint = did_you_mean(open_means, OPEN_MEANS)
        raise ValueError(f"open_means must be one of {', '.join(OPEN_MEANS)}, got {open_means!r}{hint}")
    return column_of(models, "openness", "openness").isin(OPEN_MEANS[open_means])


def openness_class(models: pd.DataFrame, open_means: str = "weights") -> pd.Series[str]:
    """Return the class of each model, for the ``by`` of `find_frontier`.

    Parameters
    ----------
    models : pandas.DataFrame
        With a column ``openness``.
    open_means : {"weights", "commercial", "osi"}
        What counts as open, as in `is_open`.

    Returns
    -------
    pandas.Series of str
        ``Proprietary``, or ``Open weights`` (``Open, commercial use`` and ``Open source licence`` for the narrower
        readings); what is downloadable but not open enough counts as neither and is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> openness_class(pd.DataFrame({"openness": ["osi", "proprietary"]})).tolist()
    ['Open weights', 'Proprietary']
    """
    opened = is_open(models, open_means)
    out = pd.Series(None, index=models.index, dtype=object, name="class")
    out[opened] = OPEN_NAMES[open_means]
    out[models["openness"] == "proprietary"] = "Proprietary"
    return out


def adjective(group: str) -> str:
    """Return the word that stands before "model" for a group."""
    words = {
        "Proprietary": "proprietary",
        OPEN_NAMES["weights"]: "open-weights",
        OPEN_NAMES["commercial"]: "open, commercially usable",
        OPEN_NAMES["osi"]: "open-source-licensed",
    }
    return words.get(group, group)


def capital(words: str) -> str:
    """Return words to begin a sentence with, the rest as it is: no name of a group is changed."""
    return words[:1].upper() + words[1:]
