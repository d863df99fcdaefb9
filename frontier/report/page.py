"""The page of a table: its data in one self-contained file."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
import warnings
from collections.abc import Mapping, Sequence
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from frontier.claims.check import check_claims, tally
from frontier.data.files import replace_file
from frontier.data.schema import OPENNESS
from frontier.data.tables import load_models, load_prices, load_scores, load_snapshots
from frontier.frames.columns import Floats, as_table, column_of, days_of, labels_of, values_of, why_excluded
from frontier.frames.costs import currency, is_price
from frontier.frames.frontier import Frontier, find_frontier
from frontier.frames.gap import gap_history, open_gap
from frontier.frames.intervals import Interval
from frontier.frames.openness import is_open
from frontier.frames.prices import price_decline, price_points, price_records
from frontier.words.numbers import decimals
from frontier.words.sources import bases_in_words, price_sources_in_words

_IDENTITY = ("model", "name", "organization", "country", "license", "openness", "released", "released_by")


_NUMBERS = (
    "elo", "elo_lower", "elo_upper", "votes", "input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok",
)  # fmt: skip


_PROVENANCE = {"model", "elo_date", "board", "price_date", "price_basis", "price_source"}  # of a curated table


_OF_SNAPSHOT = ("date", "board", "coverage", "source", "prices_of")


_OF_GAP = (
    "date", "board", "coverage", "gap", "gap_low", "gap_high", "win_rate", "best_proprietary", "best_open",
    "price_ratio", "lag_backward_months", "lag_at_least",
)  # fmt: skip


_OF_CLAIMS = (
    "who", "said", "statement", "published", "measured", "tested_on", "verdict", "why", "rule", "call", "source",
)  # fmt: skip


# The qualities of which the page tells what they cost: each the best there was for a time.
_QUALITIES = ("gpt-4-0314", "gpt-4o-2024-05-13", "o1-2024-12-17", "deepseek-r1")


_MOST_ROWS = 10_000  # of a table that is drawn whole: a browser draws each


_BUNDLE = """
import sys, vl_convert
sys.stdout.buffer.write(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;").encode())
"""


def write_report(
    path: str | Path,
    *,
    data: Any = None,
    price_basis: str | Sequence[str] = ("list", "host"),
    name: str | None = None,
    cost: str | None = None,
    quality: str | None = None,
    se: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    n: str | None = None,
    lower_is_better: bool = False,
) -> Path:
    """Write the interactive page of a table: of all its snapshots, or of any table with a cost and a quality.

    Parameters
    ----------
    path : path
        The file to write, such as ``report.html``; it is replaced in one step.
    data : path or table, optional
        A curated models.csv or its folder, for the page of all snapshots in the ``history/`` beside it, or of the one
        that it has. Or any CSV, Parquet or JSON file, or a table of pandas, polars or pyarrow, for the page of its
        rows. The shipped table if not given.
    price_basis : str or sequence of str
        Of a curated table: whose price to take, as in `load_models`.
    name, cost, quality, se, lower, upper, n : str, optional
        Columns, as in `find_frontier`. Where one of them is given, the page is of the rows of the table, also of a
        curated one.
    lower_is_better : bool
        Whether less of the quality is better.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ImportError
        If the charting library is not installed: ``pip install vl-convert-python``.
    CatalogError
        If a curated table is wrong.
    TypeError, ValueError
        If a table cannot be read, a column does not exist or is not numeric, or no row can be compared.
    OSError
        If the file cannot be written.

    Notes
    -----
    One file, under 5 MB for the shipped table, that asks no host for anything. The charts are drawn by Vega, which is
    in the page. On each day the board is the one that the Arena then showed first, and the prices are those in force;
    of the newest snapshot the newest prices, as `load_models` gives them.

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
            found = report_data(
                data,
                price_basis=price_basis,
                name=name,
                cost=cost,
                quality=quality,
                se=se,
                lower=lower,
                upper=upper,
                n=n,
                lower_is_better=lower_is_better,
            )
            library, message = charts.communicate()
        except BaseException:
            charts.kill()
            raise
    if charts.returncode:
        raise ImportError(f"the charting library vl-convert-python does not run: {message.decode()[-500:]}")
    # half a character, which JSON can hold and UTF-8 cannot, becomes a question mark
    replace_file(target, _page(found, library.decode()).encode(errors="replace"))
    return target


def report_data(
    data: Any = None,
    *,
    price_basis: str | Sequence[str] = ("list", "host"),
    name: str | None = None,
    cost: str | None = None,
    quality: str | None = None,
    se: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    n: str | None = None,
    lower_is_better: bool = False,
) -> dict[str, Any]:
    """Return what the page holds.

    Parameters
    ----------
    data, price_basis, name, cost, quality, se, lower, upper, n, lower_is_better : optional
        As in `write_report`.

    Returns
    -------
    dict
        ``models``: one list a column, by name; ``announced`` are prices not yet in force. ``sources``: where prices
        were read. ``snapshots``, by date: ``date``, ``board``, ``coverage``, ``source``, ``prices_of`` (the day of the
        prices) and ``rows``, each of them the number of the model, its scores and prices in the order of ``columns``,
        the number of the price's source and the day from which the price holds. ``newest``: the number of the snapshot
        that is shown first. ``price_basis``: whose prices, in words. ``gap``: the ``summary`` of `open_gap` now and the
        ``rows`` of `gap_history`, each board's by itself. ``qualities``: what each of some models' qualities cost, with
        the ``rows`` of `price_records`, what `price_decline` says (``told``), and its ``line``. ``claims``: the
        ``rows`` of `check_claims`, and how they fare (``told``). ``own``, of a table that is not curated: the names of
        its ``cost``, ``quality``, ``interval`` and ``name``, how their numbers are written, its other ``columns`` and
        the ``reasons`` why rows are left out; its quality stands where scores do, and its cost where prices of output
        do. What is not known is None.

    Examples
    --------
    >>> import frontier
    >>> data = report_data()
    >>> newest = data["snapshots"][data["newest"]]
    >>> len(newest["rows"]) == len(frontier.load_models())
    True
    >>> data["qualities"][0]["rows"][0]["price"]
    60
    """
    asked: dict[str, Any] = {"name": name, "cost": cost, "quality": quality, "se": se, "lower": lower, "upper": upper}
    asked = {key: value for key, value in {**asked, "n": n, "lower_is_better": lower_is_better}.items() if value}
    bases = [price_basis] if isinstance(price_basis, str) else list(price_basis)
    if data is not None and not isinstance(data, str | Path):
        return _own_page(as_table(data), asked, "")
    models = load_models(data, price_basis=bases)
    if asked or not set(models.columns) >= _PROVENANCE:
        return _own_page(models, asked, "" if data is None else Path(data).name)
    return _curated_page(data, models, bases)


def _own_page(table: pd.DataFrame, asked: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Return the page of one table: its quality where scores stand, its cost where prices of output do."""
    if len(table) > _MOST_ROWS:
        raise ValueError(
            f"the table has {len(table):,} rows, and the page draws each of at most {_MOST_ROWS:,}; choose some first"
        )
    found = find_frontier(table, **asked)
    if found.table.empty:
        why = "; ".join(f"{n} left out: {reason}" for reason, n in found.excluded["reason"].value_counts().items())
        raise ValueError(f"nothing to compare: {why or 'the table has no rows'}; choose another cost or quality")
    cost, quality = column_of(table, found.cost, "cost"), column_of(table, found.quality, "quality")
    interval = Interval(**{key: asked.get(key) for key in ("se", "lower", "upper", "n")})
    ends = interval.ends(table, quality) if "probability" in found.table else None
    numbers = dict.fromkeys(_NUMBERS, np.full(len(table), math.nan))
    numbers |= {"elo": values_of(quality), "output_usd_per_mtok": values_of(cost)}
    if ends is not None:
        low, high = map(values_of, ends)
        known = np.isfinite(low) & np.isfinite(high)
        numbers |= {"elo_lower": np.where(known, low, math.nan), "elo_upper": np.where(known, high, math.nan)}
    which, rows, labels = found.name, table.index.name or "row", labels_of(table, found.name)
    names = [
        f"{rows} {row}" if gone else str(one) for row, one, gone in zip(table.index, labels, labels.isna(), strict=True)
    ]
    identity = {"model": names, "name": names, **_identity(table)}
    used = {found.cost, found.quality, which, *(end.name for end in ends or ())}
    others = [k for k, column in enumerate(table.columns) if column not in used]
    own = {
        "file": file,
        "name": str(rows if which is None else which),
        "cost": str(found.cost),
        "quality": str(found.quality),
        "interval": None if ends is None else [str(end.name) for end in ends],
        "lower_is_better": found.lower_is_better,
        "currency": currency(found.cost),
        "cost_word": "price" if is_price(found.cost) else "cost",
        "cost_digits": _digits(numbers["output_usd_per_mtok"]),
        "quality_decimals": _decimals(numbers["elo"], found.quality),
        "columns": [
            dict(zip(("name", "values", "number"), (str(table.columns[k]), *_cells(table.iloc[:, k])), strict=True))
            for k in others
        ],
        "reasons": why_excluded(cost, quality).tolist(),
    }
    places = zip(range(len(table)), *([_plain(v) for v in numbers[c].tolist()] for c in _NUMBERS), strict=True)
    snapshot = {**dict.fromkeys(_OF_SNAPSHOT), "rows": [[*place, None, None] for place in places]}
    return {
        "columns": list(_NUMBERS),
        "models": identity,
        "sources": [],
        "snapshots": [snapshot],
        "newest": 0,
        "price_basis": "",
        "gap": _own_gap(table, identity["openness"], found, asked),
        "qualities": [],
        "claims": None,
        "own": own,
    }


def _identity(table: pd.DataFrame) -> dict[str, list[Any]]:
    """Return what the page filters by, where the table has it in the words of a curated one; else nothing."""
    found = dict[str, list[Any]]()
    for column in _IDENTITY[2:]:
        values = _cells(table[column])[0] if list(table.columns).count(column) == 1 else []
        if column == "released" and values:
            try:
                values = [_plain(day) for day in days_of(table[column], column)]
            except TypeError:
                values = []
        texts = [None if value is None else str(value) for value in values] or [None] * len(table)
        strange = column == "openness" and not set(texts) <= {*OPENNESS, None}
        found[column] = [None] * len(table) if strange else texts
    return found


def _own_gap(
    table: pd.DataFrame, openness: Sequence[str | None], found: Frontier, asked: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return the gap in words, where the table says which models are open and has both kinds."""
    if not any(openness):
        return None
    try:
        gap = open_gap(table, **{"cost": found.cost, "quality": found.quality, **asked})
    except (TypeError, ValueError):  # one kind alone
        return None
    return {"summary": gap.summary(), "rows": []}


def _cells(column: pd.Series[Any]) -> tuple[list[Any], bool]:
    """Return a column as JSON has it, and whether it is one of numbers; else all of it is text."""
    kind, texts = column.dtype, column
    if pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind) and kind.kind != "c":
        numbers = values_of(column)
        if kind.kind not in "iu" or (np.abs(numbers) <= 2**53).all():  # else a float cannot tell them apart
            return [_plain(value) for value in numbers.tolist()], True
    if kind.kind == "M" and (column.dropna() == column.dropna().dt.normalize()).all():
        texts = column.dt.strftime("%Y-%m-%d")
    return [None if gone else str(value) for value, gone in zip(texts, column.isna(), strict=True)], False


def _decimals(values: Floats, quality: str) -> int:
    """Return how many decimals qualities are shown with: those that they have, up to two more than are needed."""
    least, known = decimals(values, quality), values[np.isfinite(values)]
    return next((k for k in range(least, least + 2) if (known.round(k) == known).all()), least + 2)


def _digits(values: Floats) -> int:
    """Return how many significant digits tell different costs apart, from 4 to 8."""
    known = set(values[np.isfinite(values) & (values > 0)].tolist())
    return next((k for k in range(4, 8) if len({f"{value:.{k}g}" for value in known}) == len(known)), 8)


def _curated_page(path: str | Path | None, models: pd.DataFrame, bases: Sequence[str]) -> dict[str, Any]:
    """Return the page of all snapshots, or of the one that a table without history has."""
    if models.empty:
        raise ValueError("no model of the table has a score, so there is nothing to show")
    newest = models.rename(columns={"elo_date": "date"})
    read = load_snapshots(path, board="all")
    dated = not read.empty
    scores = load_scores(path, price_basis=bases) if dated else newest.assign(coverage="full")
    known = [*zip(scores["model"], scores["name"], strict=True), *zip(models["model"], models["name"], strict=True)]
    names: dict[Any, Any] = {model: name or model for model, name in known}
    claims = check_claims(path=path) if dated else None
    prices = load_prices(path, price_basis=bases)
    shown = _snapshots(scores, newest, read)
    shown["models"]["announced"] = _announced(
        load_prices(path, price_basis=bases, announced=True), shown["models"]["model"]
    )
    return {
        **shown,
        "price_basis": bases_in_words(bases),
        "gap": _gap(scores, models, names),
        "qualities": [_quality(scores, prices, one, names) for one in _QUALITIES if dated and one in names],
        "claims": None if claims is None else {"told": tally(claims), "rows": _records(claims[list(_OF_CLAIMS)])},
        "own": None,
    }


def _announced(prices: pd.DataFrame, models: Sequence[str]) -> list[str | None]:
    """Say of each model which prices are announced and not yet in force; None where there is none."""
    told = dict[str, list[str]]()
    columns = ["model", "from", "input_usd_per_mtok", "output_usd_per_mtok"]
    for model, day, *amounts in prices.sort_values("from")[columns].itertuples(index=False):
        words = [f"{what} ${x:g}" for what, x in zip(("input", "output"), amounts, strict=True) if not math.isnan(x)]
        told.setdefault(model, []).append(f"announced from {day:%Y-%m-%d}: {', '.join(words)}")
    return ["; ".join(told[model]) if model in told else None for model in models]


def _snapshots(scores: pd.DataFrame, newest: pd.DataFrame, read: pd.DataFrame) -> dict[str, Any]:
    """Return the models of every snapshot; of the newest with the newest prices."""
    last = (newest["date"].iloc[0], newest["board"].iloc[0])
    earlier = scores[(scores["date"] != last[0]) | (scores["board"] != last[1])]
    shared = [c for c in scores if c in newest]
    scores = pd.concat([earlier[shared], newest[shared]] if len(earlier) else [newest[shared]], ignore_index=True)
    who = scores.drop_duplicates("model", keep="last")[list(_IDENTITY)].reset_index(drop=True)
    number = {model: k for k, model in enumerate(who["model"])}
    scores["price_source"] = price_sources_in_words(scores)
    sources = {text: k for k, text in enumerate(scores["price_source"].dropna().unique())}
    about: dict[Any, Any] = {(row.date, row.board): row for row in read.itertuples()}
    snapshots = []
    for (date, board), rows in scores.groupby(["date", "board"], sort=True):
        columns = [[_plain(value) for value in rows[column].astype("float64").tolist()] for column in _NUMBERS]
        which = [number[model] for model in rows["model"]]
        source = [sources.get(text) for text in rows["price_source"]]
        since = [_plain(day) for day in rows["price_date"]]
        places = [list(place) for place in zip(which, *columns, source, since, strict=True)]
        one = about.get((date, board))
        told = dict(zip(_OF_SNAPSHOT, (date, board, "full", None, date), strict=True))
        if one is not None:
            told |= {"coverage": one.coverage, "source": one.source}
        if (date, board) == last:
            told["prices_of"] = max(date, newest["price_date"].max())
        snapshots.append({**{key: _plain(value) for key, value in told.items()}, "rows": places})
    shown = next(k for k, one in enumerate(snapshots) if (one["date"], one["board"]) == (_plain(last[0]), last[1]))
    return {
        "columns": list(_NUMBERS),
        "models": {column: [_plain(value) for value in who[column]] for column in _IDENTITY},
        "sources": list(sources),
        "snapshots": snapshots,
        "newest": shown,
    }


def _gap(scores: pd.DataFrame, models: pd.DataFrame, names: Mapping[Any, Any]) -> dict[str, Any] | None:
    """Return the gap now in words, and at every snapshot; None where the newest has not both kinds of models."""
    try:
        gap = open_gap(models)
    except ValueError:
        return None
    # what is shown needs no draws, so the fewest are made
    history = pd.concat([gap_history(rows, draws=100) for _, rows in scores.groupby("board", sort=False)])
    for best in ("best_proprietary", "best_open"):
        history[best] = [names.get(model) for model in history[best]]
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
    read_in = price_sources_in_words(records)
    rows = records.assign(name=of["name"].to_numpy(), open=is_open(of).to_numpy(), price_source=read_in)
    rows = rows.drop(columns=["host", "observed"])
    return {"model": reference, "name": names[reference], "told": told, "line": line, "rows": _records(rows)}


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): _plain(value) for key, value in row.items()} for row in rows.to_dict("records")]


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: a day as text, nothing as None."""
    if isinstance(value, str):
        return value
    if value is None or value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)):
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
    template = files("frontier.report").joinpath("page.html").read_text(encoding="utf-8")
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(character, f"\\u{ord(character):04x}")
    before, after = template.split("/*CHARTS*/")
    middle, end = after.split("/*DATA*/")
    return "".join((before, charts.replace("</script", "<\\/script"), middle, text, end))
