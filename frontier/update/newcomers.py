"""New models of an update."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from frontier.data.edit import is_safe
from frontier.data.schema import FIRST_YEAR, PRICE_COLUMNS, PRICE_FACTS
from frontier.feeds.records import Feed
from frontier.feeds.sellers import known_name, letters
from frontier.update.differences import that_hold
from frontier.update.names import parts_of
from frontier.words.spelling import readable_name

TERMS_UNKNOWN = "open weights, terms unknown"

# The tiers of licenses that the table may not have yet.
_TIERS = {"Proprietary": "proprietary", "MIT": "osi", "Apache-2.0": "osi", TERMS_UNKNOWN: "noncommercial"}

_IDENTITY = ["organization", "country", "license", "openness", "released", "released_by"]


def cell_of(value: Any) -> str:
    """Return a value as the text of a cell: a blank if unknown, and nothing that a spreadsheet would run."""
    if value is None or value is pd.NaT or value != value:
        return ""
    if isinstance(value, dt.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, str):
        text = " ".join("".join(c if c.isprintable() else " " for c in value).split())
        return text if is_safe(text) else f"'{text}"
    return f"{float(value):.10g}"


def find_newcomers(
    models: pd.DataFrame, before: pd.DataFrame, feeds: Mapping[str, Feed], score_rows: Iterable[Mapping[str, Any]]
) -> pd.DataFrame:
    """Return what the feeds say of the new models, in the words of the table, and what they do not say."""
    columns = ["model", "name", *_IDENTITY, *PRICE_COLUMNS, "price_date", *PRICE_FACTS]
    tables = [one.reindex(columns=columns).astype(object) for one in (models, before)]
    known, old = pd.concat(tables), {row["model"]: row for row in tables[1].to_dict("records")}
    country = known.dropna(subset="country").set_index("organization")["country"].to_dict()
    tiers = _TIERS | dict(known[["license", "openness"]].dropna().to_numpy())
    licenses = {letters(license): license for license in tiers}
    makers = {letters(maker): maker for maker in known["organization"].dropna()}
    called = dict(known[["model", "name"]].dropna().to_numpy())
    scores = {record.name: record for feed in feeds.values() for record in feed.scores}
    spelled = dict[str, str]()
    rows = dict[str, dict[Any, Any]]()
    for row in score_rows:
        model = row["model"]
        if row["what"] != "new" or model in rows:
            continue
        if model in old:  # in the table, and not listed in its snapshot
            rows[model] = old[model] | {"lacking": ""}
            continue
        said, word = scores[row["name"]].organization or "", scores[row["name"]].license or ""
        maker = makers.setdefault(letters(known_name("organization", said)), said)
        license = licenses.get(letters(known_name("license", word)))
        twin = spelled.setdefault("".join(parts_of(model)) or model, model)
        called[model] = readable_name(model, called)
        lacking = that_hold(
            (cell_of(model) != model, f"{model!r} is no name"),
            (cell_of(said) != said, f"{said!r} is no name"),
            (twin != model, f"is {twin}, written otherwise"),
            (not maker, "its maker is unknown"),
            (not license and word, f"its license {word!r} is not one of the table's"),
            (not license and not word, "its license is unknown"),
        )
        rows[model] = {
            "model": model,
            "name": called[model],
            "organization": maker or None,
            "country": country.get(maker),
            "license": license,
            "openness": tiers.get(license or ""),
            "released": pd.Timestamp(row["date"]) if row["date"] else pd.NaT,
            "released_by": "bound",
            "lacking": "; ".join(lacking),
        }
    return pd.DataFrame(rows.values(), columns=[*columns, "lacking"])


def date_releases(newcomers: pd.DataFrame, found: pd.DataFrame, feeds: Mapping[str, Feed]) -> None:
    """Put in the release dates that a price list states, where they are before the first listing.

    What has a price was released by then, so that the first day of the price is a bound too.
    """
    matched = found[found["what"] != "suggested"].groupby("model")[["feed", "name"]]
    there = {model: set(own.itertuples(index=False, name=None)) for model, own in matched}
    for row in newcomers.index[newcomers["lacking"] == ""]:
        names = there.get(newcomers.loc[row, "model"], ())
        prices = [price for called, feed in feeds.items() for price in feed.prices if (called, price.name) in names]
        for days, bound in (([p.start for p in prices], "bound"), ([p.released for p in prices], None)):
            first = min((pd.Timestamp(day) for day in days if day and day.year >= FIRST_YEAR), default=None)
            if newcomers.loc[row, "released_by"] == "bound" and first and first <= newcomers.loc[row, "released"]:
                newcomers.loc[row, ["released", "released_by"]] = [first, bound]
