"""Who sells: makers' own APIs, cloud platforms and hosts, as sellers.csv and names.csv list them."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

_FIRST_RESELLER = 100  # among the places of hosts


@cache
def tables_folder() -> Path:
    """Return where the shipped tables are: inside the installed package, or beside it in the source tree."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "data" / "tables", package.parent / "data"):
        if (folder / "models.csv").is_file():
            return folder
    raise FileNotFoundError("the tables are missing from this installation; install llm-frontier again")


@cache
def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def _by_letters(folder: Path) -> Mapping[str, Mapping[str, str]]:
    return {letters(row["seller"]): row for row in reversed(_rows(folder / "sellers.csv"))}


@cache
def _meanings(folder: Path) -> Mapping[tuple[str, str], str]:
    return {(row["column"], row["name"]): row["means"] for row in reversed(_rows(folder / "names.csv"))}


@lru_cache(maxsize=10_000)
def letters(text: object) -> str:
    """Return what distinguishes a name whatever its case and punctuation."""
    return re.sub(r"[\W_]", "", str(text)).lower()


def _seller(name: object) -> Mapping[str, str]:
    return _by_letters(tables_folder()).get(letters(name), {})


def maker_of(seller: str) -> str | None:
    """Return the letters of the maker whose own API this is; None if it is not known to be one."""
    return letters(_seller(seller).get("maker", "")) or None


def host_name(seller: object) -> str | None:
    """Return the name in the tables of a host of open weights; None if it is not known to be one."""
    return _seller(seller).get("host") or None


def host_order(seller: object) -> int:
    """Return the place of a host among the others: the first counts; resellers, and what is no host, come last."""
    return int(_seller(seller).get("host_order") or 1000)


def is_reseller(seller: object) -> bool:
    """Return whether a price counts only while no host sells the model: a reseller's, or an unknown seller's."""
    return host_order(seller) >= _FIRST_RESELLER


def prefix_kind(prefix: str) -> str:
    """Return what stands before a model's name: the maker's own ``api``, who is the ``maker``, or neither."""
    rows = _rows(tables_folder() / "sellers.csv")
    return next((row["prefix"] for row in rows if row["seller"] == prefix), "")


def known_name(column: str, name: str) -> str:
    """Return the table's name of a maker (``organization``) or a license that feeds call otherwise."""
    return _meanings(tables_folder()).get((column, letters(name)), name)


def sold_as(seller: object, name: str, maker: str | None = None) -> str:
    """Return whose price it is: the maker's own, that of a named host, or that of a reseller.

    Parameters
    ----------
    seller : str
        Who sells it, as the feed says.
    name : str
        The feed's name of the model.
    maker : str, optional
        Who made the model, as the table says; guessed from the name if not given.

    Returns
    -------
    str
        ``list`` only for the maker's own models, else ``host`` or ``unverified``.
    """
    who = letters(seller or name.partition("/")[0])
    known = _seller(who)
    models = known.get("models", "")
    sounds_own = bool(models) and re.search(models, name.rpartition("/")[2].lower()) is not None
    made_it = maker is not None and letters(maker) == (maker_of(who) or who)
    own = sounds_own if maker is None else made_it and (sounds_own or not known.get("only_these"))
    return "list" if own and who else "host" if known.get("host") else "unverified"
