"""Show all that the table knows of a model through time, and where each number was read.

example: frontier show deepseek-r1
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from frontier.cli.options import share, switch
from frontier.cli.output import CommandError, as_json, readable
from frontier.words.numbers import count
from frontier.words.spelling import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

# What is of a day, and stands in the tables below.
_DATED = {
    "elo",
    "elo_lower",
    "elo_upper",
    "votes",
    "elo_date",
    "board",
    "input_usd_per_mtok",
    "cached_input_usd_per_mtok",
}
_DATED |= {"output_usd_per_mtok", "price_date", "price_basis", "host", "observed", "price_source"}
_SHORT = {
    "input_usd_per_mtok": "input",
    "cached_input_usd_per_mtok": "cached",
    "output_usd_per_mtok": "output",
    "price_basis": "basis",
}
_TITLES = (
    ("price", "USD per million tokens"),
    ("announced price", "USD per million tokens"),
    ("score", "points of each board's own scale"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("model", help="its key, its name on a chart, or one of its names in aliases.csv")
    share(parser, "--as-of", help="leave out scores and prices after DATE")
    share(parser, "--data", help="a models.csv with its history/; default: the shipped table")
    switch(parser, "--json", "print JSON")


def run(options: argparse.Namespace) -> None:
    """Print who made the model, its prices and its scores, each with its source."""
    from frontier.data.sources import source_links

    facts, aliases = _found(options)
    tables = _tables(facts["model"], options)
    links = {source: source_links(source) for rows in tables.values() for source in rows["source"].dropna()}
    if options.json:
        print(as_json({**facts, "aliases": aliases, **tables, "links": links}))
        return
    known = {column: value for column, value in facts.items() if value is not None}
    known |= {"aliases": ", ".join(aliases)} if aliases else {}
    name, model = known.pop("name", None), known.pop("model")
    print(f"{name} ({model})" if name else model)
    width = max(map(len, known), default=0)
    print(*(f"  {column:{width}}  {value}" for column, value in known.items()), sep="\n")
    numbers = {source: f"[{number}]" for number, source in enumerate(links, 1)}
    for rows, (what, unit) in zip(tables.values(), _TITLES, strict=True):
        if len(rows):
            shown = rows.rename(columns=_SHORT).assign(source=rows["source"].map(numbers))
            print(f"\n{count(len(rows), what)}, {unit}", readable(_for_people(shown)), sep="\n")
    for source, addresses in links.items():
        print("\nsources\n" * (numbers[source] == "[1]") + f"{numbers[source]} {source}")
        print("".join(f"    {address}\n" for address in addresses if address not in source), end="")


def _tables(model: str, options: argparse.Namespace) -> dict[str, pd.DataFrame]:
    """Return the prices, the announced prices and the scores of a model, with their sources."""
    from frontier.data.tables import load_prices, load_scores, load_snapshots

    asked: Any = {"path": options.data, "as_of": options.as_of}
    columns = ["from", "until", *_SHORT, "host", "observed", "price_source"]
    prices, announced = (load_prices(**asked, announced=later) for later in (False, True))
    tables = {
        name: rows.loc[rows["model"] == model, columns].rename(columns={"price_source": "source"})
        for name, rows in (("prices", prices.sort_values(["from", "price_basis"])), ("announced", announced))
    }
    scores, snapshots = load_scores(**asked, board="all"), load_snapshots(**asked, board="all")
    own = scores.loc[scores["model"] == model, ["date", "board", "elo", "elo_lower", "elo_upper", "votes"]]
    return tables | {"scores": own.merge(snapshots[["date", "board", "source"]], on=["date", "board"], how="left")}


def _for_people(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows without the columns that are empty, numbers of votes as text, and a flag as a word."""
    if "observed" in rows:
        rows = rows.assign(observed=rows["observed"].map({True: "seen"}))
    if "votes" in rows:
        rows = rows.assign(votes=rows["votes"].astype(object).where(rows["votes"].notna(), None))
    return rows.dropna(axis="columns", how="all")


def _found(options: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    """Return what is known of the model whatever the day, and its names in feeds; refuse a name that none has."""
    from frontier.cli.output import records
    from frontier.data.tables import every_model, load_aliases

    models = every_model(options.data, board="text")
    aliases = load_aliases(options.data)
    asked = options.model.casefold()
    also = aliases.loc[aliases["name"].str.casefold() == asked, "model"]
    ways = (models["model"].str.casefold() == asked, models["name"].str.casefold() == asked, models["model"].isin(also))
    row = models[next((way for way in ways if way.any()), ways[0])]
    if row.empty:
        hint = did_you_mean(options.model, [*models["model"], *models["name"].dropna()])
        raise CommandError(f"there is no model {options.model!r}{hint}")
    if len(row) > 1:
        raise CommandError(f"{options.model!r} is the name of {', '.join(row['model'])}; give one of these keys")
    (facts,) = records(row.drop(columns=[column for column in _DATED if column in row]))
    names = aliases.loc[(aliases["model"] == facts["model"]) & ~aliases["name"].str.startswith(("-", "!")), "name"]
    return facts, list(names)
