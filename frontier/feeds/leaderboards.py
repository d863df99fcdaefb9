"""The formats of leaderboards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from frontier.feeds.price_lists import price_of
from frontier.feeds.records import Rows, Shape, columns_of, day_of, fields, no_bool, rows_have

PUBLISHED = "leaderboard_publish_date"

DATASET_COLUMNS = [
    "model_name", "rating", "rating_lower", "rating_upper", "vote_count", "organization", "license", "category",
    PUBLISHED,
]  # fmt: skip


_INTERVAL = "95_pct_ci|95% CI (±)|95% CI"


def newest_of(published: Iterable[Any]) -> set[Any]:
    """Return the values that state the newest of these days."""
    days = {value: day_of(value) for value in set(published)}
    newest = max(filter(None, days.values()), default=None)
    return {value for value, day in days.items() if day == newest}


def _newest_rows(content: Any) -> list[Any]:
    """Return the rows of the newest leaderboard: the dataset has all that were published."""
    rows = content["rows"] if isinstance(content, dict) else content
    rows = [row.get("row", row) if isinstance(row, Mapping) else row for row in rows]  # as its server wraps them
    days = [row.get(PUBLISHED) if isinstance(row, Mapping) else None for row in rows]
    newest = newest_of(days)
    return [row for row, day in zip(rows, days, strict=True) if day in newest]


def _about(content: Any) -> Mapping[str, Any]:
    """Return what the dataset says of itself."""
    about: Mapping[str, Any] = content.get("meta", {}) if isinstance(content, dict) else {}
    return about


def _dataset_board(content: Any) -> str | None:
    about = _about(content)
    return ("text-style-control" if "style_control" in str(about.get("subset", "")) else "text") if about else None


def _score(row: Any) -> Rows:
    """Read a score; its interval is two ends, two distances, or a text like +5/-6."""
    about, apart = fields(row, **columns_of("score")), fields(row, text=_INTERVAL, low="ci_low", high="ci_high")
    found = re.fullmatch(r"\s*([+-]?[\d.]+)\s*/\s*([+-]?[\d.]+)\s*", str(apart["text"]))
    low, high = no_bool(apart["low"]), no_bool(apart["high"])
    if found or (low is not None and high is not None):
        below, above = sorted(map(float, found.groups())) if found else (-float(str(low)), float(str(high)))
        middle = float(str(no_bool(about["elo"])))
        about |= {"elo_lower": middle + below, "elo_upper": middle + above}
    yield about


def _dataset_score(row: Any) -> Rows:
    return _score(row) if row.get("category") in ("overall", "full", None) else iter(())


def _page_price(row: Any) -> Rows:
    if row.get("price_completion") is not None:
        yield price_of(row["model"], row, None, basis="unverified", organization=row.get("vendor"))


LEADERBOARDS = {
    "arena-table": Shape(
        "the Arena's table (CSV or JSON rows with a score and an interval like +5/-6)",
        lambda c: rows_have(c, "model|Model", "arena_score|Score|Arena Score", _INTERVAL),
        scores=(lambda c: c, _score),
    ),
    "arena-ratings": Shape(
        "ratings by the Arena's key (CSV with key and rating)",
        lambda c: rows_have(c, "key", "rating"),
        scores=(lambda c: c, _score),
        as_of=lambda c: c[0].get("date"),
    ),
    "arena-dataset": Shape(
        "the Arena's official dataset (rows with model_name and rating; JSON, CSV or Parquet)",
        lambda c: rows_have(_newest_rows(c), "model_name", "rating"),
        scores=(_newest_rows, _dataset_score),
        board=_dataset_board,
        as_of=lambda c: _about(c).get(PUBLISHED) or _newest_rows(c)[0].get(PUBLISHED),
    ),
    "arena-page": Shape(
        "the leaderboard page's export (meta, and models with score and ci_low)",
        lambda c: "leaderboard" in c["meta"] and "score" in c["models"][0],
        scores=(lambda c: c["models"], _score),
        prices=(lambda c: c["models"], _page_price),
        as_of=lambda c: c["meta"].get("last_updated") or c["meta"].get("fetched_at"),
    ),
    "arena-catalogue": Shape(
        "the Arena's catalog (category -> model -> rating)",
        lambda c: any("rating" in row for row in c["full"].values()),
        scores=(lambda c: ({"key": name, **row} for name, row in c["full"].items()), _score),
    ),
}
