"""The formats of leaderboards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from frontier.feeds.records import Rows, Shape, day_of, fields, no_bool, rows_have

PUBLISHED = "leaderboard_publish_date"

DATASET_COLUMNS = [
    "model_name", "rating", "rating_lower", "rating_upper", "vote_count", "organization", "license", "category",
    PUBLISHED,
]  # fmt: skip


def newest_of(table: Any) -> Any:
    """Return the rows of the newest leaderboard of a Parquet table, before each of them becomes an object."""
    if PUBLISHED not in table.column_names:
        return table
    column = table[PUBLISHED]
    days = {value: day_of(value) for value in column.unique().to_pylist()}
    newest = max(filter(None, days.values()), default=None)
    if newest is None:
        return table
    arrow: Any = import_module("pyarrow")
    kind = getattr(column.type, "value_type", column.type)
    keep = arrow.array([value for value, day in days.items() if day == newest], kind)
    return table.filter(import_module("pyarrow.compute").is_in(column.cast(kind), value_set=keep))


def _newest_rows(content: Any) -> list[Any]:
    """Return the rows of the newest leaderboard: the dataset has all that were published."""
    rows = content["rows"] if isinstance(content, dict) else content
    rows = [row.get("row", row) if isinstance(row, Mapping) else row for row in rows]  # as its server wraps them
    days = [day_of(row.get(PUBLISHED)) if isinstance(row, Mapping) else None for row in rows]
    newest = max((day for day in days if day), default=None)
    return [row for row, day in zip(rows, days, strict=True) if day == newest]


def _about(content: Any) -> Mapping[str, Any]:
    """Return what the dataset says of itself."""
    about: Mapping[str, Any] = content.get("meta", {}) if isinstance(content, dict) else {}
    return about


def _dataset_board(content: Any) -> str | None:
    if not isinstance(content, dict) or "meta" not in content:
        return None
    return "text-style-control" if "style_control" in str(_about(content).get("subset", "")) else "text"


def _table_score(row: Any) -> Rows:
    """Read rows with "+5/-6" intervals: the board's table, as CSV of 2024-25 or as its page showed it."""
    about = fields(
        row,
        name="model|Model",
        elo="arena_score|Score|Arena Score",
        votes="votes|Votes",
        organization="organization|Organization",
        license="license|License",
    )
    interval = fields(row, text="95_pct_ci|95% CI (±)|95% CI")["text"]
    found = re.fullmatch(r"\s*([+-]?[\d.]+)\s*/\s*([+-]?[\d.]+)\s*", str(interval or ""))
    if found:
        score, ends = float(str(about["elo"])), sorted(float(end) for end in found.groups())
        about |= {"elo_lower": score + ends[0], "elo_upper": score + ends[1]}
    yield str(about["name"]), about


def _key_score(row: Any) -> Rows:
    yield row["key"], fields(row, name="key", organization="Organization", license="License") | {"elo": row["rating"]}


def _catalog_score(item: Any) -> Rows:
    name, row = item
    yield name, {"name": name} | fields(row, elo="rating", elo_lower="rating_q025", elo_upper="rating_q975")


def _dataset_score(row: Any) -> Rows:
    if row.get("category") in ("overall", "full", None):
        yield (
            str(row.get("model_name")),
            fields(
                row,
                name="model_name",
                elo="rating",
                elo_lower="rating_lower",
                elo_upper="rating_upper",
                votes="vote_count",
                organization="organization",
                license="license",
            ),
        )


def _page_score(row: Any) -> Rows:
    about = fields(row, name="model", elo="score", votes="votes", organization="vendor", license="license")
    score, low, high = (no_bool(row.get(name)) for name in ("score", "ci_low", "ci_high"))
    if score is not None and low is not None and high is not None:
        middle = float(str(score))
        about |= {"elo_lower": middle - float(str(low)), "elo_upper": middle + float(str(high))}
    yield str(row.get("model")), about


def _page_price(row: Any) -> Rows:
    if row.get("price_completion") is not None:
        amounts = {"input_usd_per_mtok": "price_prompt", "output_usd_per_mtok": "price_completion"}
        yield (
            str(row.get("model")),
            fields(row, name="model", organization="vendor", **amounts) | {"basis": "unverified"},
        )


LEADERBOARDS = {
    "arena-table": Shape(
        "the Arena's table (CSV or JSON rows with a score and an interval like +5/-6)",
        lambda c: rows_have(c, "model|Model", "arena_score|Score|Arena Score", "95_pct_ci|95% CI (±)|95% CI"),
        scores=(lambda c: c, _table_score),
    ),
    "arena-ratings": Shape(
        "ratings by the Arena's key (CSV with key and rating)",
        lambda c: rows_have(c, "key", "rating"),
        scores=(lambda c: c, _key_score),
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
        scores=(lambda c: c["models"], _page_score),
        prices=(lambda c: c["models"], _page_price),
        as_of=lambda c: c["meta"].get("last_updated") or c["meta"].get("fetched_at"),
    ),
    "arena-catalogue": Shape(
        "the Arena's catalog (category -> model -> rating)",
        lambda c: any("rating" in row for row in c["full"].values()),
        scores=(lambda c: c["full"].items(), _catalog_score),
    ),
}
