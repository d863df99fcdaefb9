"""The commands about sources: where every number of a model was read, and how to cite them all."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

import frontier
from frontier.cli import options as opt
from frontier.cli.output import PRICES, CommandError, as_json, readable, records
from frontier.words.numbers import count
from frontier.words.spelling import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

_TITLE = "frontier: which language models are worth their price, how sure are we, and how far behind is open source?"
_SHORT = {**PRICES, "price_basis": "basis"}
_TITLES = (
    ("price", "USD per million tokens"),
    ("announced price", "USD per million tokens"),
    ("score", "points of each board's own scale"),
    ("run", "the score of each benchmark's own scale, and the published cost"),
)


@opt.command(
    opt.option("model", help="its key, its name on a chart, or one of its names in aliases.csv"),
    opt.shared("--as-of", help="leave out scores, prices and runs after DATE"),
    opt.shared("--data", help="a models.csv with its history/; default: the shipped table"),
    opt.switch("--json", "print JSON"),
)
def show(options: argparse.Namespace) -> None:
    """Show all that the table knows of a model through time, and where each number was read.

    example: frontier show deepseek-r1
    """
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
    """Return the prices, the announced prices, the scores and the runs of a model, with their sources."""
    from frontier.data.tables import load_snapshots

    asked: Any = {"path": options.data, "as_of": options.as_of}
    columns = ["from", "until", "ended", *_SHORT, "host", "observed", "price_source"]
    prices, announced = (frontier.load_prices(**asked, hosts="all", announced=later) for later in (False, True))
    tables = {
        name: rows.loc[rows["model"] == model, columns].rename(columns={"price_source": "source"})
        for name, rows in (("prices", prices.sort_values(["from", "price_basis"])), ("announced", announced))
    }
    every = asked | {"board": "all", "task": "all"}
    scores, snapshots = frontier.load_scores(**every), load_snapshots(**every)
    own = scores.loc[scores["model"] == model, ["date", "board", "elo", "elo_lower", "elo_upper", "votes"]]
    tables["scores"] = own.merge(snapshots[["date", "board", "source"]], on=["date", "board"], how="left")
    return tables | {"runs": _runs(model, options)}


def _runs(model: str, options: argparse.Namespace) -> pd.DataFrame:
    """Return the runs of a model, with their costs as published; none where the table has no runs."""
    import pandas as pd

    from frontier.data.check import locate_models
    from frontier.frames.costs import published_cost

    columns = ["date", "benchmark", "effort", "score", "usd_per_task", "source"]
    if not locate_models(options.data).with_name("runs.csv").exists():
        return pd.DataFrame(columns=columns)
    runs = frontier.load_runs(options.data)
    own = runs[(runs["model"] == model) & (runs["date"] <= pd.Timestamp(options.as_of or runs["date"].max()))]
    return own.assign(usd_per_task=published_cost(own))[columns].sort_values(["date", "benchmark"])


def _for_people(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows without the columns that are empty, numbers of votes as text, and a flag as a word."""
    if "observed" in rows:
        rows = rows.assign(observed=rows["observed"].map({True: "seen"}))
    if "votes" in rows:
        rows = rows.assign(votes=rows["votes"].astype(object).where(rows["votes"].notna(), None))
    return rows.dropna(axis="columns", how="all")


def _found(options: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    """Return what is known of the model whatever the day, and its names in feeds; refuse a name that none has."""
    from frontier.data.schema import PRICE_FACTS, SCORE_COLUMNS
    from frontier.data.tables import every_model, load_aliases
    from frontier.frames.boards import PRICE_COLUMNS, SNAPSHOT_BOARD, SNAPSHOT_DAY

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
    of_a_day = {*SCORE_COLUMNS, SNAPSHOT_DAY, SNAPSHOT_BOARD, *PRICE_COLUMNS, "price_date", *PRICE_FACTS}
    (facts,) = records(row.drop(columns=list(of_a_day.intersection(row))))
    names = aliases.loc[(aliases["model"] == facts["model"]) & ~aliases["name"].str.startswith(("-", "!")), "name"]
    return facts, list(names)


@opt.command(
    opt.shared("--data", help="the models.csv that was used; default: the shipped table"),
    opt.switch("--bibtex", "print BibTeX"),
)
def cite(options: argparse.Namespace) -> None:
    """Print how to cite the library, its tables and their sources, with the versions at hand.

    example: frontier cite --bibtex
    """
    from frontier.data.sources import citations, data_version

    code, data, cited = frontier.__version__, data_version(options.data), citations()
    if options.bibtex:
        own = {"author": "The frontier contributors", "title": _TITLE, "note": f"version {code}, data {data}"}
        for key, of in {"frontier": own, **cited}.items():
            print(f"@{'misc' if key in cited else 'software'}{{{key},")
            print(*(f"  {name} = {{{{{of[name]}}}}}," for name in own), sep="\n")
            print(f"  year = {{{data[:4]}}},\n}}")
        return
    print(f"The frontier contributors. {_TITLE} Version {code}, data {data}.")
    print(*("{what}: {author}, {title}, {note}.".format_map(of) for of in cited.values()), sep="\n")
    print("Each price names its own source: frontier show MODEL.")
