"""The formats of leaderboards."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from frontier.feeds.records import Rows, _no_bool, _plain

_DATASET_COLUMNS = [
    "model_name", "rating", "rating_lower", "rating_upper", "vote_count", "organization", "license", "category",
    "leaderboard_publish_date",
]  # fmt: skip


def _newest_of(table: Any) -> Any:
    """Return the rows of the newest leaderboard of a Parquet table, before each of them becomes an object."""
    if _DATASET_COLUMNS[-1] not in table.column_names:
        return table
    column = table[_DATASET_COLUMNS[-1]]
    day_of = {value: _day(value) for value in column.unique().to_pylist()}
    newest = max(filter(None, day_of.values()), default=None)
    if newest is None:
        return table
    arrow: Any = import_module("pyarrow")
    keep = arrow.array(
        [value for value, day in day_of.items() if day == newest], getattr(column.type, "value_type", column.type)
    )
    plain = column.cast(keep.type)
    return table.filter(import_module("pyarrow.compute").is_in(plain, value_set=keep))


_MONTHS = (  # of no locale
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


def _day(value: object) -> dt.date | None:
    """Return a day that a feed writes as 2025-02-14, 20250214, a time, Aug 21, 2026, 21 August 2026, or since 1970."""
    value = _plain(value)
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float) and not 19_000_101 <= value <= 21_001_231:
        seconds = value / 1000 if value > 1e11 else value
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date() if 1e9 < seconds < 4e9 else None
    text = f"{value:.0f}" if isinstance(value, float) else str(value)
    if found := re.match(r"(\d{4})-?(\d\d)-?(\d\d)", text):
        return dt.date(*map(int, found.groups()))
    if found := re.match(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})\b", text):
        month, day, year = found.groups()
    elif found := re.match(r"(\d{1,2}) ([A-Za-z]{3,9})\.? (\d{4})\b", text):
        day, month, year = found.groups()
    else:
        return None
    number = next((k for k, name in enumerate(_MONTHS, 1) if name.startswith(month.lower())), None)
    return dt.date(int(year), number, int(day)) if number else None


def _million(value: object, per: float = 1.0) -> float | None:
    """Return a price per million tokens, from one per that many tokens."""
    value = _no_bool(value)
    if value is None:
        return None
    number = float(value)  # type: ignore[arg-type]
    return float(f"{number * per:.10g}")


def _table_score(row: Any) -> Rows:
    """Read rows with "+5/-6" intervals: the board's table, as CSV of 2024-25 or as its page showed it."""
    score = row.get("arena_score", row.get("Score", row.get("Arena Score")))
    interval = str(row.get("95_pct_ci", row.get("95% CI (±)", row.get("95% CI", ""))) or "")
    name = row.get("model", row.get("Model"))
    fields = {
        "name": name,
        "elo": score,
        "votes": row.get("votes", row.get("Votes")),
        "organization": row.get("organization", row.get("Organization")),
        "license": row.get("license", row.get("License")),
    }
    found = re.fullmatch(r"\s*([+-]?[\d.]+)\s*/\s*([+-]?[\d.]+)\s*", interval)
    if found:
        ends = sorted(float(end) for end in found.groups())
        fields |= {"elo_lower": float(str(score)) + ends[0], "elo_upper": float(str(score)) + ends[1]}
    yield str(name), fields


def _key_score(row: Any) -> Rows:
    yield (
        row["key"],
        {
            "name": row["key"],
            "elo": row["rating"],
            "organization": row.get("Organization"),
            "license": row.get("License"),
        },
    )


def _catalogue_score(item: Any) -> Rows:
    name, row = item
    ends = {"elo_lower": row.get("rating_q025"), "elo_upper": row.get("rating_q975")}
    yield name, {"name": name, "elo": row.get("rating"), **ends}


def _dataset_score(row: Any) -> Rows:
    if row.get("category") in ("overall", "full", None):
        yield (
            str(row.get("model_name")),
            {
                "name": row.get("model_name"),
                "elo": row.get("rating"),
                "elo_lower": row.get("rating_lower"),
                "elo_upper": row.get("rating_upper"),
                "votes": row.get("vote_count"),
                "organization": row.get("organization"),
                "license": row.get("license"),
            },
        )


def _newest_rows(rows: Sequence[Any]) -> list[Any]:
    """Return the rows of the newest leaderboard: the dataset has all that were published."""
    rows = [row.get("row", row) if isinstance(row, Mapping) else row for row in rows]  # as its server wraps them
    days = [_day(row.get("leaderboard_publish_date")) if isinstance(row, Mapping) else None for row in rows]
    newest = max((day for day in days if day), default=None)
    return [row for row, day in zip(rows, days, strict=True) if day == newest]


def _page_score(row: Any) -> Rows:
    fields = {
        "name": row.get("model"),
        "elo": row.get("score"),
        "votes": row.get("votes"),
        "organization": row.get("vendor"),
        "license": row.get("license"),
    }
    score, low, high = (_no_bool(row.get(name)) for name in ("score", "ci_low", "ci_high"))
    if score is not None and low is not None and high is not None:
        middle = float(str(score))
        fields |= {"elo_lower": middle - float(str(low)), "elo_upper": middle + float(str(high))}
    yield str(row.get("model")), fields
