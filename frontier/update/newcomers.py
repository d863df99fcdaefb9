"""New models of an update."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from frontier.data.edit import is_safe
from frontier.data.schema import FIRST_YEAR, PRICE_COLUMNS, PRICE_FACTS
from frontier.feeds.records import Feed, ScoreRecord
from frontier.feeds.sellers import known_name, letters
from frontier.update.names import Index, keys_of, makers_of, moves, parts_of, plainer
from frontier.words.spelling import readable_name

TERMS_UNKNOWN = "open weights, terms unknown"

# The tiers of licenses that the table may not have yet.
_TIERS = {"Proprietary": "proprietary", "MIT": "osi", "Apache-2.0": "osi", TERMS_UNKNOWN: "noncommercial"}

_IDENTITY = ["organization", "country", "license", "openness", "released", "released_by"]


def missing_models(models: pd.DataFrame, feeds: Mapping[str, Feed], aliases: pd.DataFrame) -> tuple[str, ...]:
    """Return the names of makers' own prices that are of no model of the table, one of each product."""
    names = {record.name for feed in feeds.values() for record in feed.prices if record.basis == "list"}
    if not names:
        return ()
    index = Index.of(models["model"], names, aliases, makers_of(models))
    matched = {name for model in models["model"] for name in (*index.names_of(model), index.match(model)[0])}
    known = index.products.union(*(keys_of(name) for name in matched if name))
    left = [name for name in sorted(names) if name not in matched and not moves(name) and not name.endswith(":free")]
    left = [name for name in left if not any(plain in known for key in keys_of(name) for plain in plainer(key))]
    return tuple({keys_of(name)[0]: name for name in reversed(left)}.values())[::-1]


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
    models: pd.DataFrame,
    before: pd.DataFrame,
    names: Sequence[str],
    feeds: Mapping[str, Feed],
    score_rows: Iterable[Mapping[str, Any]],
) -> pd.DataFrame:
    """Return what the feeds say of the new models, in the words of the table, and what they do not say."""
    columns = ["model", "name", *_IDENTITY, *PRICE_COLUMNS, "price_date", *PRICE_FACTS]
    old = {str(row["model"]): dict(row) for row in before.reindex(columns=columns).to_dict("records")}
    who = pd.concat([one.reindex(columns=_IDENTITY).astype(object) for one in (models, before)])
    country = dict(who[["organization", "country"]].dropna().to_numpy())
    tiers = _TIERS | dict(who[["license", "openness"]].dropna().to_numpy())
    makers = {letters(maker): str(maker) for maker in who["organization"].dropna()}
    scores = {record.name: record for feed in feeds.values() for record in feed.scores}
    named = pd.concat([one.reindex(columns=["model", "name"]).astype(object) for one in (models, before)]).dropna()
    called = {str(model): str(name) for model, name in named.to_numpy()}
    row_of = {str(row["model"]): row for row in score_rows}
    spelled = dict[str, str]()
    rows = list[dict[str, Any]]()
    for model in names:
        if model in old:  # in the table, and not listed in its snapshot
            rows.append({str(k): v for k, v in old[model].items()} | {"lacking": ""})
            continue
        row = row_of[model]
        about = _identity(scores[row["name"]], makers, tiers)
        lacking = [f"{text!r} is no name" for text in (model, about["said"]) if cell_of(text) != text]
        twin = spelled.setdefault("".join(parts_of(model)) or model, model)
        lacking += [f"is {twin}, written otherwise"] if twin != model else []
        called[model] = readable_name(model, called)
        about |= {
            "model": model,
            "name": called[model],
            "country": country.get(about["organization"] or ""),
            "released": pd.Timestamp(row["date"]) if row["date"] else pd.NaT,
            "released_by": "bound",
            "lacking": "; ".join([*lacking, *about["lacking"]]),
        }
        rows.append(about)
    return pd.DataFrame(rows, columns=[*columns, "lacking"])


def _identity(record: ScoreRecord, makers: dict[str, str], tiers: Mapping[str, str]) -> dict[str, Any]:
    """Return a new model's maker and license as the table writes them, and what the leaderboard does not say."""
    said, word = record.organization or "", record.license or ""
    maker = makers.setdefault(letters(known_name("organization", said)), said) or None
    licenses = {letters(license): license for license in tiers}
    license = licenses.get(letters(known_name("license", word)))
    lacking = [] if maker else ["its maker is unknown"]
    if not license:
        lacking.append(f"its license {word!r} is not one of the table's" if word else "its license is unknown")
    tier = tiers.get(license or "")
    return {"said": said, "organization": maker, "license": license, "openness": tier, "lacking": lacking}


def date_releases(newcomers: pd.DataFrame, found: pd.DataFrame, feeds: Mapping[str, Feed]) -> None:
    """Put in the release dates that a price list states, where they are before the first listing.

    What has a price was released by then, so that the first day of the price is a bound too.
    """
    for row in newcomers.index[newcomers["lacking"] == ""]:
        own = found[(found["model"] == newcomers.loc[row, "model"]) & (found["what"] != "suggested")]
        there = set(own[["feed", "name"]].itertuples(index=False, name=None))
        prices = [price for called, feed in feeds.items() for price in feed.prices if (called, price.name) in there]
        for days, bound in (([p.start for p in prices], "bound"), ([p.released for p in prices], None)):
            first = min((pd.Timestamp(day) for day in days if day and day.year >= FIRST_YEAR), default=None)
            if newcomers.loc[row, "released_by"] == "bound" and first and first <= newcomers.loc[row, "released"]:
                newcomers.loc[row, ["released", "released_by"]] = [first, bound]
