"""Where a number was read, as addresses that a reader can open, and the version of a table."""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from frontier.data.check import beside, locate_models
from frontier.data.schema import BESIDE, HISTORY, file_of
from frontier.data.tables import table_day

_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:)]")
_REPOSITORY = re.compile(r"(?<![\w./-])([\w-]+/[\w.-]+)@([\w.-]*\w)(?: ([\w-]+(?:/[\w.-]+)*\.\w+))?")


@cache
def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def sources(path: str | Path | None = None) -> dict[str, dict[str, str]]:
    """Return the public sources that the sources.toml beside a table lists, by name."""
    return {entry["name"]: entry for entry in _read(beside(path, "sources.toml"))["source"]}


def citations() -> dict[str, dict[str, str]]:
    """Return how to cite what the shipped tables are taken from, by the key of BibTeX."""
    return dict(_read(beside(None, "sources.toml"))["cite"])


def source_links(source: str) -> list[str]:
    """Return the addresses of a source.

    Parameters
    ----------
    source : str
        A ``price_source``, or the ``source`` of a snapshot: an address, a repository with its commit and file
        (``owner/name@commit path``), or a source that data/sources.toml names, with its version (``litellm 1.61.4``).

    Returns
    -------
    list of str
        One address each; empty where the source names nothing of the kind.

    Examples
    --------
    >>> source_links("lmarena/arena-catalog@0ebd6f86bd data/pricing_table.csv")
    ['https://github.com/lmarena/arena-catalog/blob/0ebd6f86bd/data/pricing_table.csv']
    >>> source_links("litellm 1.61.4 deepseek/deepseek-reasoner")
    ['https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json']
    """
    found = _ADDRESS.findall(source)
    for repository, commit, file in _REPOSITORY.findall(source):
        found.append(f"https://github.com/{repository}/{f'blob/{commit}/{file}' if file else f'tree/{commit}'}")
    if found:
        return found
    known = sources()
    return [entry["page"] for name, entry in known.items() if re.search(rf"(?<![\w.-]){re.escape(name)}\b", source)]


def data_version(path: str | Path | None = None) -> str:
    """Return the version of a table: its newest day, and a digest of its files.

    Parameters
    ----------
    path : path, optional
        A models.csv or the folder that holds it; the shipped table if not given.

    Returns
    -------
    str
        Such as ``2026-10-08.1f0c9a3b``. Two tables of one version have the same bytes.

    Examples
    --------
    >>> len(data_version()) == len("2026-10-08.1f0c9a3b")
    True
    """
    file, digest = locate_models(path), hashlib.sha256()
    for part in [file, *(file.parent / file_of(part) for part in (*HISTORY, *BESIDE))]:
        if part.is_file():
            digest.update(part.read_bytes())
    return f"{table_day(path)}.{digest.hexdigest()[:8]}"
