"""One self-contained page: the frontier of any snapshot, at any price, in a browser and without a network.

The page computes in the browser what changes with its controls; what it shows first is what the library computes, and
the tests compare the two. Everything from the table is text to it, never markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from frontier.catalog import load_models, load_prices, load_scores
from frontier.files import replace_file

_IDENTITY = ("model", "name", "organization", "country", "license", "openness", "released", "released_by")
_NUMBERS = (
    "elo", "elo_lower", "elo_upper", "votes", "input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok",
)  # fmt: skip
_LIBRARY = "window.vegaEmbed = vegaEmbed;"


def write_report(path: str | Path, *, price_basis: tuple[str, ...] = ("list", "host")) -> Path:
    """Write the interactive page of all snapshots of the shipped table.

    Parameters
    ----------
    path : path
        The file to write, such as ``report.html``; it is replaced in one step.
    price_basis : tuple of str
        Whose price to take, as in `load_models`.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ImportError
        If the charting library is not installed: ``pip install 'llm-frontier[report]'``.
    CatalogError
        If a table is wrong.
    OSError
        If the file cannot be written.

    Notes
    -----
    One file, under 5 MB, that asks no host for anything. The charts are drawn by Vega, which is in the page. On each
    day the board is the one that the Arena then showed first, and the prices are those in force; of the newest
    snapshot the newest prices, as `load_models` gives them.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = write_report(Path(folder) / "report.html").read_text(encoding="utf-8")
    >>> page.startswith("<!doctype html>"), len(page) < 5_000_000
    (True, True)
    """
    target = Path(path)
    replace_file(target, _page(report_data(price_basis=price_basis), _charts()).encode())
    return target


def report_data(*, price_basis: tuple[str, ...] = ("list", "host")) -> dict[str, Any]:
    """Return what the page holds: the models, and of each snapshot their scores and the prices in force.

    Parameters
    ----------
    price_basis : tuple of str
        Whose price to take, as in `load_models`.

    Returns
    -------
    dict
        ``models``: one list a column, by name. ``sources``: where prices were read. ``snapshots``, by date: ``date``,
        ``board``, ``coverage`` and ``rows``, each of them the number of the model, its scores and prices in the order
        of ``columns``, and the number of the price's source. What is not known is None.

    Examples
    --------
    >>> data = report_data()
    >>> data["snapshots"][-1]["date"], len(data["snapshots"][-1]["rows"])
    ('2026-10-08', 414)
    """
    scores = _with_sources(load_scores(board="default", price_basis=price_basis))
    newest = load_models(price_basis=price_basis).rename(columns={"elo_date": "date"})  # with the newest prices
    newest["coverage"] = scores.loc[scores["date"] == newest["date"].iloc[0], "coverage"].iloc[0]
    earlier = scores[scores["date"] < newest["date"].iloc[0]]
    scores = pd.concat([earlier, newest[[c for c in earlier if c in newest]]], ignore_index=True)
    who = scores.drop_duplicates("model", keep="last")[list(_IDENTITY)].reset_index(drop=True)
    number = {model: k for k, model in enumerate(who["model"])}
    sources = {text: k for k, text in enumerate(scores["price_source"].dropna().unique())}
    snapshots = []
    for (date, board), rows in scores.groupby(["date", "board"], sort=True):
        places = [
            [number[row["model"]], *(_plain(row[column]) for column in _NUMBERS), sources.get(row["price_source"])]
            for row in rows.to_dict("records")
        ]
        coverage = str(rows["coverage"].iloc[0])
        snapshots.append({"date": _plain(date), "board": str(board), "coverage": coverage, "rows": places})
    return {
        "columns": list(_NUMBERS),
        "models": {column: [_plain(value) for value in who[column]] for column in _IDENTITY},
        "sources": list(sources),
        "snapshots": snapshots,
    }


def _with_sources(scores: pd.DataFrame) -> pd.DataFrame:
    """Add where each price was read: the source of the last price of that model and basis until the day."""
    prices = load_prices()[["model", "price_basis", "from", "price_source"]].sort_values("from")
    left = scores.sort_values("date").astype({"price_basis": object})
    merged = pd.merge_asof(
        left, prices, left_on="date", right_on="from", by=["model", "price_basis"], allow_exact_matches=True
    )
    return merged.drop(columns="from")


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: a day as text, nothing as None."""
    if value is None or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, str):
        return value
    number = float(value)
    return int(number) if number.is_integer() else number


def _charts() -> str:
    """Return the charting library, as a script."""
    try:
        converter: Any = import_module("vl_convert")
    except ImportError:
        raise ImportError("the page's charts need Vega: pip install 'llm-frontier[report]'") from None
    return str(converter.javascript_bundle(_LIBRARY))


def _page(data: Mapping[str, Any], charts: str) -> str:
    """Fill the page. Data stand in it as JSON in which nothing can end a script."""
    template = files("frontier").joinpath("report.html").read_text(encoding="utf-8")
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(character, f"\\u{ord(character):04x}")
    before, after = template.split("/*CHARTS*/")
    middle, end = after.split("/*DATA*/")
    return "".join((before, charts.replace("</script", "<\\/script"), middle, text, end))
