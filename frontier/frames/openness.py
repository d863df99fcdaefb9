"""The tiers of openness, and the two classes that a definition of "open" divides them into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontier.frames.countries import COUNTRIES
from frontier.words.spelling import refuse_unknown

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Tier:
    """One tier of openness.

    Attributes
    ----------
    name : str
        The value of the column ``openness``.
    counts_as_open : tuple of str
        The definitions (keys of `OPEN_CLASSES`) by which it is open. By the first, if its weights can be downloaded.
    meaning : str
        What it means, in words.
    """

    name: str
    counts_as_open: tuple[str, ...]
    meaning: str


# From the most open to the least.
TIERS = (
    Tier("osi", ("weights", "commercial", "osi"), "weights under MIT, Apache-2.0 or another open source license"),
    Tier("commercial", ("weights", "commercial"), "weights for commercial use, perhaps with conditions"),
    Tier("noncommercial", ("weights",), "weights for research and other non-commercial use"),
    Tier("proprietary", (), "no weights to download"),
)

TIER_NAMES = tuple(tier.name for tier in TIERS)

DOWNLOADABLE = tuple(tier.name for tier in TIERS if tier.counts_as_open)  # their weights


@dataclass(frozen=True)
class OpennessClass:
    """A class of models: its name, and the word that stands before "model"."""

    name: str
    adjective: str


PROPRIETARY = OpennessClass("Proprietary", "proprietary")

# What "open" can mean, and the class of the models that are open in that sense.
OPEN_CLASSES: Mapping[str, OpennessClass] = {
    "weights": OpennessClass("Open weights", "open-weights"),
    "commercial": OpennessClass("Open, commercial use", "open, commercially usable"),
    "osi": OpennessClass("Open source license", "open-source-licensed"),
}

OPEN_NAMES: Mapping[str, str] = {meaning: one.name for meaning, one in OPEN_CLASSES.items()}

_ADJECTIVES = {one.name: one.adjective for one in (PROPRIETARY, *OPEN_CLASSES.values())}
_ADJECTIVES |= {code: word for code, (_, word) in COUNTRIES.items()}


def is_open(models: pd.DataFrame, open_means: str = "weights") -> pd.Series[bool]:
    """Return which models count as open.

    Parameters
    ----------
    models : pandas.DataFrame
        With a column ``openness``: osi, commercial, noncommercial or proprietary.
    open_means : {"weights", "commercial", "osi"}
        ``weights``: the weights can be downloaded, under any license. ``commercial``: and used commercially,
        perhaps with conditions. ``osi``: under MIT, Apache-2.0 or the like.

    Returns
    -------
    pandas.Series of bool
        On the index of ``models``. False where openness is missing.

    Raises
    ------
    ValueError
        If ``open_means`` is none of the three, the table has no column ``openness``, or a value of it is not a tier.

    Examples
    --------
    >>> import pandas as pd
    >>> models = pd.DataFrame({"openness": ["osi", "noncommercial", "proprietary"]})
    >>> is_open(models).tolist(), is_open(models, "osi").tolist()
    ([True, True, False], [True, False, False])
    """
    refuse_unknown("open_means must be one of", [open_means], OPEN_CLASSES)
    if list(models.columns).count("openness") != 1:
        raise ValueError("the table has no column 'openness', or several; classes of openness need exactly one")
    tiers = models["openness"]
    unknown = tiers[tiers.notna() & ~tiers.isin(TIER_NAMES)]
    if len(unknown):
        raise ValueError(
            f"openness must be one of {', '.join(TIER_NAMES)}, got {unknown.iloc[0]!r} in row {unknown.index[0]}; "
            "correct it, or leave it blank if it is unknown"
        )
    return tiers.isin([tier.name for tier in TIERS if open_means in tier.counts_as_open])


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
        ``Proprietary``, or ``Open weights`` (``Open, commercial use`` and ``Open source license`` for the narrower
        definitions). Missing where the weights can be downloaded but are not open by this definition.

    Raises
    ------
    ValueError
        As `is_open`.

    Examples
    --------
    >>> import pandas as pd
    >>> openness_class(pd.DataFrame({"openness": ["osi", "proprietary"]})).tolist()
    ['Open weights', 'Proprietary']
    """
    opened = is_open(models, open_means)
    classes = models["openness"].astype(object).where(opened | is_proprietary(models), None).rename("class")
    return classes.mask(opened, OPEN_CLASSES[open_means].name).mask(is_proprietary(models), PROPRIETARY.name)


def is_proprietary(models: pd.DataFrame) -> pd.Series[bool]:
    """Return which models have no weights to download; False where openness is missing."""
    return models["openness"].isin(set(TIER_NAMES) - set(DOWNLOADABLE))


def adjective(group: str) -> str:
    """Return the word that stands before "model" for a group: that of a class or country, or another group's name."""
    return _ADJECTIVES.get(group, group)


def capital(words: str) -> str:
    """Return words to begin a sentence with, the rest as it is: no name of a group is changed."""
    return words[:1].upper() + words[1:]
