"""What an update changes, for people."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from frontier.cli.output import readable
from frontier.words.numbers import count

if TYPE_CHECKING:
    import pandas as pd

    from frontier.feeds.records import Feed
    from frontier.update.compare import Update

_MANY = 20  # of a long list that is printed for people
_FEW = 3  # names that are not counted
_PRICES = {"input_usd_per_mtok": "input", "cached_input_usd_per_mtok": "cached", "output_usd_per_mtok": "output"}


def cut(lines: Sequence[object]) -> list[str]:
    """Return the first 20 lines, and how many more there are."""
    more = [f"and {len(lines) - _MANY} more; --json has all"] if len(lines) > _MANY else []
    return [*map(str, lines[:_MANY]), *more]


def summary(update: Update) -> list[str]:
    """Return what an update would change: each kind of difference, and what follows for the frontier and the gap."""
    found = _in_one_line(update.differences, ["model", "name", "source", "suspicious", "held"])
    lines = list[str]()
    for what, rows in found[found["what"] != "disputed"].groupby("what", sort=False):
        number, block = _BLOCKS.get(str(what), _repriced)(rows, update)
        lines += [f"{what}: {count(number, 'model')}", *textwrap.indent("\n".join(block), "  ").split("\n"), ""]
    changes = bool(lines)
    since = update.models["elo_date"].max().date()
    later = [day for called, day in update.days.items() if update.feeds[called].scores and day and day > since]
    if "rescored" not in set(found["what"]):
        lines += [f"a new snapshot, of {day}: no listed model has another score" for day in later]
    disputed = found.loc[found["what"] == "disputed", "model"].unique()
    if len(disputed):
        lines.append(f"lists differ, and the table has the price of one of them: {_some(list(disputed))}")
    if not changes:
        return lines if later else [*lines, "the table says the same"]
    lines += _consequences(update)
    held = found.loc[found["held"] == "suspicious", "model"].unique()
    if len(held):
        anyway = "to write an entry anyway, give --accept MODEL=NAME, or --trust for all"
        lines.append(f"held back as suspicious: {_some(list(held), 400)}; {anyway}")
    return lines + [f"nothing would be written: {why}" for why in update.refused()]


def left_out(feeds: Mapping[str, Feed]) -> list[str]:
    """Return what was left out of the feeds, one line for each reason."""
    same = dict[tuple[str, str], list[str]]()
    for called, feed in feeds.items():
        for problem in feed.problems:
            same.setdefault((f"{called}: {'left out: ' * problem.is_row}", problem.reason), []).append(problem.name)
    return [
        f"{about}{_some(names)}: {reason}" if len(names) <= _FEW else f"{about}{len(names)} ({_some(names)}): {reason}"
        for (about, reason), names in same.items()
    ]


def _some(names: Sequence[str], width: int = 80) -> str:
    """Return as many names as fit into a line."""
    return textwrap.shorten(", ".join(names), width, placeholder=" ...")


def _in_one_line(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return rows in which the text of a feed cannot begin a line."""
    plain = {c: rows[c].map(lambda text: " ".join(str(text).split()), na_action="ignore") for c in columns}
    return rows.assign(**plain)


def _block(table: pd.DataFrame) -> tuple[int, list[str]]:
    """Return the number of models, and the first of them without empty columns."""
    filled = table[[c for c in table if (table[c].notna() & (table[c] != "")).any()]]
    return len(table), [readable(filled.head(_MANY)), *cut(list(table.index))[_MANY:]]


def _warnings_of(rows: pd.DataFrame) -> pd.Series[str]:
    """Return what is suspicious of each model, each warning once."""
    joined = rows.groupby("model", sort=False)["suspicious"].agg("; ".join)
    return joined.map(lambda text: "; ".join(dict.fromkeys(filter(None, text.split("; ")))))


def _delisted(rows: pd.DataFrame, _: Update) -> tuple[int, list[str]]:
    names = cut(list(rows["model"].unique()))
    warnings = [f"! {warning}" for warning in rows["suspicious"].unique() if warning]
    return rows["model"].nunique(), [textwrap.fill(", ".join(names), 110, break_on_hyphens=False), *warnings]


def _rescored(rows: pd.DataFrame, _: Update) -> tuple[int, list[str]]:
    """Return the suspicious scores, then those that moved most."""
    elo = rows[rows["column"] == "elo"].drop_duplicates("model").set_index("model")[["old", "new"]].round(2)
    table = rows.drop_duplicates("model").set_index("model")[["name"]].join(elo)
    table["by"] = (table["new"] - table["old"]).round(2)
    table["suspicious"] = _warnings_of(rows)
    table["name"] = table["name"].where(table["name"] != table.index, "")
    moved = table[table["by"].notna() | table["suspicious"].ne("")].reset_index()
    moved = moved.sort_values("by", key=lambda by: -by.abs(), kind="stable")
    number, block = _block(moved.sort_values("suspicious", key=lambda texts: texts == "", kind="stable"))
    unmoved = len(table) - len(moved)
    return number, [*block, *([f"{count(unmoved, 'other')} only in interval or votes"] if unmoved else [])]


def _new(rows: pd.DataFrame, update: Update) -> tuple[int, list[str]]:
    """Return what the feeds say of each new model, and what keeps it from being written."""
    values = rows.pivot_table(index="model", columns="column", values="new", sort=False)
    values = values.reindex(columns=["elo", "input_usd_per_mtok", "output_usd_per_mtok"])
    about = _in_one_line(update.newcomers, ["model", "organization"]).set_index("model")
    about = about[["organization", "license", "released", "lacking"]].assign(suspicious=_warnings_of(rows))
    about["released"] = about["released"].dt.strftime("%Y-%m-%d")
    about.loc[about["lacking"] == "suspicious", "lacking"] = ""
    return _block(values.join(about).sort_values("elo", ascending=False).reset_index())


def _repriced(rows: pd.DataFrame, _: Update) -> tuple[int, list[str]]:
    """Return one row a model: its prices, or its score, before and after."""
    import pandas as pd

    table = list[dict[str, Any]]()
    for (model, name), own in rows.groupby(["model", "name"], sort=False):
        row = {"model": model} | ({"name": name, "how": own["how"].iloc[0]} if name != model else {})
        for column, old, new, factor in own[["column", "old", "new", "factor"]].itertuples(index=False):
            before, after = ("none" if value != value else f"{value:.5g}" for value in (old, new))
            row[_PRICES.get(column, column)] = after if before == after else f"{before} -> {after}"
            if column == "output_usd_per_mtok" and factor == factor:
                row["factor"] = f"{factor:.3g}"
        table.append(row | {"basis": own["basis"].iloc[0], "suspicious": _warnings_of(own).iloc[0]})
    order = ["model", "name", "how", "elo", "input", "cached", "output", "factor", "basis", "suspicious"]
    return _block(pd.DataFrame(table, columns=order))


_BLOCKS: dict[str, Callable[[pd.DataFrame, Update], tuple[int, list[str]]]] = {
    "delisted": _delisted,
    "rescored": _rescored,
    "new": _new,
}


def _consequences(update: Update) -> list[str]:
    """Return who would join and leave the frontier, and what would happen to the gap."""
    from frontier.frames.frontier import find_frontier
    from frontier.frames.gap import open_gap

    models, changed = (
        one.assign(output_usd_per_mtok=one["output_usd_per_mtok"].where(one["price_basis"].isin(["list", "host"])))
        for one in (update.models, update.changed())
    )
    before, after = (list(find_frontier(one, uncertainty=False).members["model"]) for one in (models, changed))
    joins, leaves = ([m for m in one if m not in other] for one, other in ((after, before), (before, after)))
    lines = [
        f"joins the frontier: {', '.join(' '.join(model.split()) for model in joins) or 'none'}",
        f"leaves the frontier: {', '.join(leaves) or 'none'}",
    ]
    try:
        old, new = (open_gap(one).score for one in (models, changed))
        lines.append(f"open models are behind by: {old.value:.1f} points, then {new.value:.1f}")
    except ValueError as error:
        lines.append(f"the gap cannot be computed: {error}")
    skipped = int((~update.newcomers["lacking"].isin(["", "suspicious"])).sum())
    if skipped:
        lines.append(f"{count(skipped, 'new model')} skipped (missing fields); add with `frontier add`")
    return lines
