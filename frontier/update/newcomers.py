"""New models of an update."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from frontier.data.edit import PRICE_COLUMNS, is_safe
from frontier.feeds.records import Feed
from frontier.feeds.sellers import letters
from frontier.update.names import _MAKER_NAMES, _index, _keys, _makers, _moves, _parts, _plainer
from frontier.words.spelling import readable_name

_LICENCE_NAMES = {
    "dbrxlicense": "Databricks Open Model", "deepseek": "DeepSeek License", "gemmalicense": "Gemma",
    "jambaopen": "Jamba Open Model", "llama31": "Llama 3.1 Community", "llama32": "Llama 3.2 Community",
    "llama33": "Llama 3.3 Community", "llama4": "Llama 4 Community", "mrl": "Mistral Research",
    "nvidia": "NVIDIA Open Model", "nvidiaopen": "NVIDIA Open Model", "propretary": "Proprietary",
    "open": "open weights, terms unknown",
}  # fmt: skip


_FIRST_YEAR = 2018  # a model is not older, whatever a list says


_TIERS = {
    "Proprietary": "proprietary",
    "MIT": "osi",
    "Apache-2.0": "osi",
    "open weights, terms unknown": "noncommercial",
}


_ONLY_OPEN = "licence text not found, the board says only open: cautious tier"


def _missing(models: pd.DataFrame, feeds: Mapping[str, Feed], aliases: pd.DataFrame) -> tuple[str, ...]:
    """Return the names of makers' own prices that are of no model of the table, one of each product."""
    names = {record.name for feed in feeds.values() for record in feed.prices if record.basis == "list"}
    if not names:
        return ()
    index = _index(models["model"], names, aliases, _makers(models))
    matched = {name for model in models["model"] for name in (*index.names_of(model), index.match(model)[0])}
    products = {key for name in matched if name for key in _keys(name)}
    left = [name for name in sorted(names) if name not in matched and not _moves(name) and not name.endswith(":free")]
    known = products | index.products
    left = [name for name in left if not any(plain in known for key in _keys(name) for plain in _plainer(key))]
    return tuple({_keys(name)[0]: name for name in reversed(left)}.values())[::-1]


def _cell(value: Any) -> str:
    """Return a value as the text of a cell: a blank if unknown, and nothing that a spreadsheet would run."""
    if value is None or value is pd.NaT or value != value:
        return ""
    if isinstance(value, dt.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, str):
        text = " ".join("".join(c if c.isprintable() else " " for c in value).split())
        return text if is_safe(text) else f"'{text}"
    return f"{float(value):.10g}"


def _newcomers(
    models: pd.DataFrame,
    before: pd.DataFrame,
    names: Sequence[str],
    feeds: Mapping[str, Feed],
    score_rows: Iterable[Mapping[str, Any]],
) -> pd.DataFrame:
    """Return what the feeds tell of the new models, in the words of the table, and what they do not tell."""
    identity = ["organization", "country", "license", "openness", "released", "released_by"]
    columns = ["model", "name", *identity, *PRICE_COLUMNS, "price_date", "price_basis", "price_source"]
    old = {str(row["model"]): dict(row) for row in before.reindex(columns=columns).to_dict("records")}
    who = pd.concat([one.reindex(columns=identity).astype(object) for one in (models, before)])
    country = dict(who[["organization", "country"]].dropna().to_numpy())
    tier = _TIERS | dict(who[["license", "openness"]].dropna().to_numpy())
    makers = {letters(maker): str(maker) for maker in who["organization"].dropna()}
    licences = {letters(licence): licence for licence in tier}
    scores = {record.name: record for feed in feeds.values() for record in feed.scores}
    called = {
        str(row["model"]): str(row["name"])
        for one in (models, before)
        for row in one.reindex(columns=["model", "name"]).dropna().to_dict("records")
    }
    row_of = {str(row["model"]): row for row in score_rows}
    spelled = dict[str, str]()
    rows = list[dict[str, Any]]()
    for model in names:
        row = row_of[model]
        record = scores[row["name"]]
        told = record.organization or ""
        maker = makers.setdefault(letters(_MAKER_NAMES.get(letters(told), told)), told) or None
        word = record.license or ""
        licence = licences.get(letters(_LICENCE_NAMES.get(letters(word), word)), "")
        if model in old:  # in the table, and not listed in its snapshot
            rows.append({**{str(k): v for k, v in old[model].items()}, "lacking": ""})
            continue
        lacking = [f"{text!r} is no name" for text in (model, told) if _cell(text) != text]
        twin = spelled.setdefault("".join(_parts(model)) or model, model)
        if twin != model:
            lacking.append(f"is {twin}, written otherwise")
        if not maker:
            lacking.append("its maker is not told")
        if not licence:
            lacking.append(f"its licence {word!r} is none of the table's" if word else "its licence is not told")
        called[model] = readable_name(model, called)
        rows.append(
            {
                "model": model,
                "name": called[model],
                "organization": maker,
                "country": country.get(maker or ""),
                "license": licence or None,
                "openness": tier.get(licence),
                "released": pd.Timestamp(row["date"]) if row["date"] else pd.NaT,
                "released_by": "bound",
                "lacking": "; ".join(lacking),
            }
        )
    return pd.DataFrame(rows, columns=[*columns, "lacking"])


def _date_releases(newcomers: pd.DataFrame, found: pd.DataFrame, feeds: Mapping[str, Feed]) -> None:
    """Put in the release dates that a price list tells, where they are before the first listing.

    What has a price was released by then, so that the first day of the price is a bound too.
    """
    for row in newcomers.index[newcomers["lacking"] == ""]:
        own = found[(found["model"] == newcomers.loc[row, "model"]) & (found["what"] != "suggested")]
        there = set(own[["feed", "name"]].itertuples(index=False, name=None))
        told = [price for called, feed in feeds.items() for price in feed.prices if (called, price.name) in there]
        for days, bound in (([p.start for p in told], "bound"), ([p.released for p in told], None)):
            first = min((pd.Timestamp(day) for day in days if day and day.year >= _FIRST_YEAR), default=None)
            if newcomers.loc[row, "released_by"] == "bound" and first and first <= newcomers.loc[row, "released"]:
                newcomers.loc[row, ["released", "released_by"]] = [first, bound]
