"""One self-contained page: the frontier of any snapshot, at four kinds of price, in a browser and without a network.

The gap, the prices and the claims are what the library computes. The page itself computes what its controls change, the
frontier and its probabilities, and the tests compare that with the library. Everything from the table is text to it,
never markup.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import warnings
from collections.abc import Mapping, Sequence
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd

from frontier.analysis import is_open
from frontier.catalog import bases_in_words, load_models, load_prices, load_scores, load_snapshots, newest_day
from frontier.claims import check_claims, tally
from frontier.files import replace_file
from frontier.gap import gap_history, open_gap
from frontier.trend import price_decline, price_points, price_records

_IDENTITY = ("model", "name", "organization", "country", "license", "openness", "released", "released_by")
_NUMBERS = (
    "elo", "elo_lower", "elo_upper", "votes", "input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok",
)  # fmt: skip
_OF_GAP = (
    "date", "board", "coverage", "gap", "gap_low", "gap_high", "win_rate", "best_proprietary", "best_open",
    "price_ratio", "lag_backward_months", "lag_at_least",
)  # fmt: skip
_OF_CLAIMS = (
    "who", "said", "statement", "published", "measured", "tested_on", "verdict", "why", "rule", "call", "source",
)  # fmt: skip
# The qualities of which the page tells what they cost: each the best there was for a time.
_QUALITIES = ("gpt-4-0314", "gpt-4o-2024-05-13", "o1-2024-12-17", "deepseek-r1")
_BUNDLE = """
import sys, vl_convert
sys.stdout.buffer.write(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;").encode())
"""


def write_report(path: str | Path, *, price_basis: str | Sequence[str] = ("list", "host")) -> Path:
    """Write the interactive page of all snapshots of the shipped table.

    Parameters
    ----------
    path : path
        The file to write, such as ``report.html``; it is replaced in one step.
    price_basis : str or sequence of str
        Whose price to take, as in `load_models`.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ImportError
        If the charting library is not installed: ``pip install vl-convert-python``.
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
    with _begin_charts() as charts:  # takes as long as all the numbers, and another process
        try:
            data = report_data(price_basis=price_basis)
            library, complaint = charts.communicate()
        except BaseException:
            charts.kill()
            raise
    if charts.returncode:
        raise ImportError(f"the charting library vl-convert-python does not run: {complaint.decode()[-500:]}")
    replace_file(target, _page(data, library.decode()).encode())
    return target


def report_data(*, price_basis: str | Sequence[str] = ("list", "host")) -> dict[str, Any]:
    """Return what the page holds.

    Parameters
    ----------
    price_basis : str or sequence of str
        Whose price to take, as in `load_models`.

    Returns
    -------
    dict
        ``models``: one list a column, by name. ``sources``: where prices were read. ``snapshots``, by date: ``date``,
        ``board``, ``coverage``, ``source``, ``prices_of`` (the day of the prices) and ``rows``, each of them the number
        of the model, its scores and prices in the order of ``columns``, the number of the price's source and the day
        from which the price holds. ``price_basis``: whose prices, in words. ``gap``: the ``summary`` of `open_gap` now
        and the ``rows`` of `gap_history`, each board's by itself. ``qualities``: what each of some models' qualities
        cost, with the ``rows`` of `price_records`, what `price_decline` says (``told``), and its ``line``. ``claims``:
        the ``rows`` of `check_claims`, and how they fare (``told``). What is not known is None.

    Examples
    --------
    >>> data = report_data()
    >>> data["snapshots"][0]["date"], len(data["snapshots"][0]["rows"])
    ('2023-05-22', 17)
    >>> data["qualities"][0]["rows"][0]["price"]
    60
    """
    bases = [price_basis] if isinstance(price_basis, str) else list(price_basis)
    scores = load_scores(price_basis=bases)
    models = load_models(price_basis=bases)
    prices = load_prices()
    prices = prices[prices["price_basis"].isin(bases)]
    names = {**dict(zip(scores["model"], scores["name"], strict=True)), None: None}
    claims = check_claims()
    return {
        **_snapshots(scores, models),
        "price_basis": bases_in_words(bases),
        "gap": _gap(scores, models, names),
        "qualities": [_quality(scores, prices, model, names) for model in _QUALITIES],
        "claims": {"told": tally(claims), "rows": _records(claims[list(_OF_CLAIMS)])},
    }


def _snapshots(scores: pd.DataFrame, models: pd.DataFrame) -> dict[str, Any]:
    """Return the models of every snapshot; of the newest with the newest prices."""
    newest = models.rename(columns={"elo_date": "date"})
    newest["coverage"] = scores.loc[scores["date"] == newest["date"].iloc[0], "coverage"].iloc[0]
    earlier = scores[scores["date"] < newest["date"].iloc[0]]
    scores = pd.concat([earlier, newest[[c for c in earlier if c in newest]]], ignore_index=True)
    who = scores.drop_duplicates("model", keep="last")[list(_IDENTITY)].reset_index(drop=True)
    number = {model: k for k, model in enumerate(who["model"])}
    sources = {text: k for k, text in enumerate(scores["price_source"].dropna().unique())}
    read = load_snapshots()
    read_from = dict(zip(zip(read["date"], read["board"], strict=True), read["source"], strict=True))
    snapshots = []
    for (date, board), rows in scores.groupby(["date", "board"], sort=True):
        columns = [[_plain(value) for value in rows[column].astype("float64").tolist()] for column in _NUMBERS]
        which = [number[model] for model in rows["model"]]
        source = [sources.get(text) for text in rows["price_source"]]
        since = [_plain(day) for day in rows["price_date"]]
        places = [list(place) for place in zip(which, *columns, source, since, strict=True)]
        told = {"date": date, "board": board, "coverage": rows["coverage"].iloc[0], "source": read_from[date, board]}
        told["prices_of"] = pd.Timestamp(newest_day(models)) if date == newest["date"].iloc[0] else date
        snapshots.append({**{key: _plain(value) for key, value in told.items()}, "rows": places})
    return {
        "columns": list(_NUMBERS),
        "models": {column: [_plain(value) for value in who[column]] for column in _IDENTITY},
        "sources": list(sources),
        "snapshots": snapshots,
    }


def _gap(scores: pd.DataFrame, models: pd.DataFrame, names: Mapping[Any, Any]) -> dict[str, Any]:
    # what is shown needs no draws, so the fewest are made
    history = pd.concat([gap_history(rows, draws=100) for _, rows in scores.groupby("board", sort=False)])
    for best in ("best_proprietary", "best_open"):
        history[best] = [names[model] for model in history[best]]
    gap = open_gap(models)
    told = {*gap.best, *gap.best_priced, *gap.unpriced} - {None}
    keys = "|".join(re.escape(model) for model in sorted(told, key=len, reverse=True))
    summary = re.sub(rf"(?<![\w.-])({keys})(?![\w-])", lambda found: str(names[found[1]]), gap.summary())
    return {"summary": summary, "rows": _records(history.sort_values("date")[list(_OF_GAP)])}


def _quality(scores: pd.DataFrame, prices: pd.DataFrame, reference: str, names: Mapping[Any, Any]) -> dict[str, Any]:
    points = price_points(scores, prices, reference=reference)
    records = price_records(points, at_least=reference)
    line: list[list[Any]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the span is short is in the text below the chart
        try:
            decline = price_decline(records)
        except ValueError as error:
            told = f"{error}".partition(":")[0]  # what follows is for whoever calls it
        else:
            told = f"{decline}".replace(reference, names[reference])
            line = [[_plain(day), decline.at(day)] for day in records["date"].iloc[[0, -1]]]
    of = scores.drop_duplicates("model").set_index("model").loc[records["model"]]
    rows = records.assign(name=of["name"].to_numpy(), open=is_open(of).to_numpy())
    return {"model": reference, "name": names[reference], "told": told, "line": line, "rows": _records(rows)}


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): _plain(value) for key, value in row.items()} for row in rows.to_dict("records")]


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: a day as text, nothing as None."""
    if isinstance(value, str):
        return value
    if value is None or value != value or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    number = float(value)
    return int(number) if number.is_integer() else number


def _begin_charts() -> subprocess.Popen[bytes]:
    """Have a process of its own write the charting library, as a script, to its output."""
    if find_spec("vl_convert") is None:
        raise ImportError("the page's charts need Vega: pip install vl-convert-python")
    return subprocess.Popen([sys.executable, "-c", _BUNDLE], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _page(data: Mapping[str, Any], charts: str) -> str:
    """Fill the page. Data stand in it as JSON in which nothing can end a script."""
    template = files("frontier").joinpath("report.html").read_text(encoding="utf-8")
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(character, f"\\u{ord(character):04x}")
    before, after = template.split("/*CHARTS*/")
    middle, end = after.split("/*DATA*/")
    return "".join((before, charts.replace("</script", "<\\/script"), middle, text, end))
