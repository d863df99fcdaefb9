"""One difference between a feed and the table, as a row."""

from __future__ import annotations

from typing import Any

from frontier.data.schema import PRICE_COLUMNS, SCORE_COLUMNS

DIFFERENCES = (
    "what", "model", "name", "how", "column", "old", "new", "factor", "feed", "date", "basis", "host", "observed",
    "source", "suspicious",
)  # fmt: skip

SCORE = SCORE_COLUMNS[0]  # the others are its interval and its votes

FAR_POINTS = 50  # a score that moved by more is suspicious

PART = 0.1  # a list that lacks so many of the models, or moved so many far, is another one


def difference(
    what: str, model: str, name: str | None, how: str, column: str, old: float | None, new: float | None
) -> dict[str, Any]:
    """Return a row of `Update.differences` about one value of a model; nothing in it is suspicious yet."""
    factor = new / old if old and new and column in PRICE_COLUMNS else None
    values = (what, model, name, how, column, old, new, factor)
    return dict.fromkeys(DIFFERENCES) | dict(zip(DIFFERENCES, values, strict=False)) | {"suspicious": ""}


def that_hold(*doubts: tuple[object, str]) -> list[str]:
    """Return the texts of those doubts that hold."""
    return [text for holds, text in doubts if holds]
