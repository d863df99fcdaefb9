"""The page of a table: one self-contained file."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from frontier.data.files import replace_file
from frontier.report.data import report_data
from frontier.report.fallback import fallback

STYLES = ("base", "chart", "table", "print")
# One script in this order: what a module computes when it starts is there before the next.
MODULES = (
    "math", "search", "words", "pick", "csv", "ranks", "labels", "picture", "state", "choose", "tips", "chart",
    "history", "filters", "table", "columns", "ask", "share", "main",
)  # fmt: skip
BUNDLE = """
import sys, vl_convert
sys.stdout.buffer.write(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;").encode())
"""


def write_report(
    path: str | Path,
    *,
    data: Any = None,
    price_basis: str | Sequence[str] = ("list", "host"),
    hosts: str = "stay",
    name: str | None = None,
    cost: str | None = None,
    quality: str | None = None,
    se: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    n: str | None = None,
    lower_is_better: bool = False,
) -> Path:
    """Write the interactive page of a table: of all snapshots of a curated one, or of the rows of any table.

    Parameters
    ----------
    path : path
        The file to write, such as ``report.html``; it is replaced in one step.
    data : path or table, optional
        A curated models.csv or its folder: the page shows every snapshot in the ``history/`` beside it, or the one that
        models.csv has. Or any CSV, Parquet or JSON file, or a table of pandas, polars or pyarrow: the page shows its
        rows. The shipped table if not given.
    price_basis, hosts : optional
        Whose price to take from a curated table, as in `load_models`.
    name, cost, quality, se, lower, upper, n : str, optional
        Columns, as in `find_frontier`. If one of them is given, the page shows the rows of the table, also of a curated
        one.
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
    The page is one file, under 5 MB for the shipped table, and loads nothing from elsewhere. Vega, which is in the
    page, draws the charts. Each day has the leaderboard that the Arena showed first at the time and the prices in
    force; the newest snapshot has the newest prices, as `load_models` gives them.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import pandas as pd
    >>> mine = {"model": ["a", "b", "c"], "price": [1, 2, 3], "accuracy": [0.5, 0.8, 0.7]}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = write_report(Path(folder) / "report.html", data=pd.DataFrame(mine), cost="price", quality="accuracy")
    ...     page = file.read_text(encoding="utf-8")
    >>> page.startswith("<!doctype html>"), len(page) < 5_000_000
    (True, True)
    """
    columns = {"name": name, "cost": cost, "quality": quality, "se": se, "lower": lower, "upper": upper, "n": n}
    with _begin_charts() as charts:  # takes as long as all the numbers, in another process
        try:
            shown = report_data(data, price_basis=price_basis, hosts=hosts, lower_is_better=lower_is_better, **columns)
            library, message = charts.communicate()
        except BaseException:
            charts.kill()
            raise
    if charts.returncode:
        raise ImportError(f"the charting library vl-convert-python does not run: {message.decode()[-500:]}")
    # JSON can hold half a character and UTF-8 cannot; it becomes a question mark
    replace_file(Path(path), _page(shown, library.decode()).encode(errors="replace"))
    return Path(path)


def _begin_charts() -> subprocess.Popen[bytes]:
    """Start a process that writes the charting library, as a script, to its output."""
    if find_spec("vl_convert") is None:
        raise ImportError("the page's charts need Vega: pip install vl-convert-python")
    return subprocess.Popen([sys.executable, "-c", BUNDLE], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _module(text: str) -> str:
    """Return a module as a part of one script: without imports and exports."""
    return re.sub(r"^(import [^;]*;\n|export )", "", text, flags=re.MULTILINE)


def _page(data: Mapping[str, Any], charts: str) -> str:
    """Put the page together. Its data are JSON in which nothing can end a script."""
    sources = files("frontier.report").joinpath("page")
    style = "".join(sources.joinpath(f"{name}.css").read_text(encoding="utf-8") for name in STYLES)
    script = "".join(_module(sources.joinpath(f"{name}.js").read_text(encoding="utf-8")) for name in MODULES)
    html = sources.joinpath("index.html").read_text(encoding="utf-8")
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(character, f"\\u{ord(character):04x}")
    parts = {"STYLE": style, "CHARTS": charts.replace("</script", "<\\/script"), "DATA": text, "SCRIPT": script}
    # in one pass, so that nothing of a table is taken for one of these places
    places = r'/\*(STYLE|CHARTS|DATA|SCRIPT)\*/|(?P<title>(?<= id="title">)[^<]+)|(?<=<main)[^>]*>'
    return re.sub(
        places,
        lambda at: parts[at[1]] if at[1] else escape(data["said"]["title"]) if at["title"] else at[0] + fallback(data),
        html,
    )
