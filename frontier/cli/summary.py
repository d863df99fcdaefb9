"""What an update changes, for people."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontier.cli.output import _FEW, _MANY, CommandError, _count, _print, readable

if TYPE_CHECKING:
    import pandas as pd

    from frontier.feeds.records import Feed
    from frontier.update.compare import Update


def _to_change(path: str | None) -> Path:
    """Return the table that is to be changed; that inside an installed package is not one's own."""
    from frontier.data.check import locate_models

    file = locate_models(path)
    if path is None and file.parent.name == "tables":
        raise CommandError(
            f"the table in {file.parent} belongs to the installed package, and the next installation replaces it; "
            "give --data with the data folder of a clone, or a copy of this one"
        )
    return file


def _print_update(update: Update, options: argparse.Namespace) -> None:
    if options.csv:
        return _print(update.differences, options)
    found = _in_one_line(update.differences, ["model", "name", "source", "suspicious", "held"])
    disputed = found.loc[found["what"] == "disputed", "model"].unique()
    found = found[found["what"] != "disputed"]
    for what, rows in found.groupby("what", sort=False):
        changed = rows[rows["column"].eq("elo") | rows["suspicious"].ne("")] if what == "rescored" else rows
        print(f"{what}: {_count(changed['model'].nunique(), 'model')}")
        if what == "delisted":
            doubts = [f"! {doubt}" for doubt in rows["suspicious"].unique() if doubt]
            lines = [textwrap.fill(", ".join(rows["model"]), 110, break_on_hyphens=False), *doubts]
            text = "\n".join(lines)
        elif what == "new":
            text = readable(_new_models(rows, update.newcomers))
        elif what == "rescored":
            text = _rescored(changed, rows["model"].nunique() - changed["model"].nunique())
        else:
            text = readable(_repriced(rows))
        print(textwrap.indent(text, "  "), end="\n\n")
    since = update.models["elo_date"].max().date()
    later = [day for called, day in update.days.items() if update.feeds[called].scores and day and day > since]
    for day in later if "rescored" not in set(found["what"]) else ():
        print(f"a new snapshot, of {day}: no listed model has another score")
    if len(disputed):
        print(f"lists differ, and the table has the price of one of them: {_some(disputed)}")
    if update.missing:
        print(f"{_count(len(update.missing), 'list price')} of models that the table lacks; --json names them")
    if not len(found):
        print("" if later else "the table says the same\n", end="")
        return None
    print(_consequences(update))
    held = list(dict.fromkeys(found.loc[found["held"] == "suspicious", "model"]))
    if held:
        names = _some(held, 400)
        print(f"held back as suspicious: {names}; to write what is right, --accept MODEL=NAME, or --trust for all")
    for why in update.refused():
        print(f"nothing would be written: {why}")
    return None


def _some(names: Iterable[str], width: int = 80) -> str:
    """Return as many names as fit into a line."""
    return textwrap.shorten(", ".join(names), width, placeholder=" ...")


def _in_one_line(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return rows in which what a feed wrote cannot begin a line of its own."""
    plain = {c: rows[c].map(lambda text: " ".join(str(text).split()), na_action="ignore") for c in columns}
    return rows.assign(**plain)


def _in_few_lines(feeds: Mapping[str, Feed]) -> list[str]:
    """Return what was left out of the feeds: where many rows have one reason, it is said once."""
    lines = list[str]()
    for called, feed in feeds.items():
        same = dict[tuple[bool, str], list[Any]]()
        for problem in feed.problems:
            same.setdefault((problem.is_row, problem.reason), []).append(problem)
        for (is_row, reason), problems in same.items():
            about = f"{called}: {'left out: ' * is_row}"
            if len(problems) > _FEW:
                names = _some(dict.fromkeys(problem.name for problem in problems))
                lines.append(f"{about}{_count(len(problems), 'row' if is_row else 'key')}, as each {reason}: {names}")
            else:
                lines += [f"{about}{problem}" for problem in problems]
    return lines


def _all_of(doubts: pd.Series[str]) -> str:
    """Return what is said in several rows of one model, each once."""
    return "; ".join(dict.fromkeys(filter(None, "; ".join(doubts).split("; "))))


def _rescored(rows: pd.DataFrame, unmoved: int) -> str:
    """Return the suspicious scores and those that moved most; the others in one line."""
    import pandas as pd

    others = [f"{_count(unmoved, 'other')} only in interval or votes"] if unmoved else []
    if rows.empty:
        return "\n".join(others)
    doubts = rows.groupby("model")["suspicious"].agg(_all_of)
    elo = rows[rows["column"] == "elo"].set_index("model")
    shown = rows.drop_duplicates("model")[["model", "name"]].assign(
        old=lambda r: r["model"].map(elo["old"]), new=lambda r: r["model"].map(elo["new"])
    )
    shown["by"] = shown["new"] - shown["old"]
    shown["suspicious"] = shown["model"].map(doubts)
    shown = shown.loc[shown["by"].abs().sort_values(ascending=False, kind="stable").index]
    sure = shown[shown["suspicious"] == ""]
    listed = pd.concat([shown[shown["suspicious"] != ""], sure.head(_MANY)])
    names = ["name"] if (listed["name"] != listed["model"]).any() else []
    said = ["suspicious"] if listed["suspicious"].any() else []
    table = listed[["model", *names, "old", "new", "by", *said]]
    lines = [readable(table.round({"old": 2, "new": 2, "by": 2}))]
    if len(sure) > _MANY:
        most = sure["by"].abs().iloc[_MANY]
        lines.append(f"{_count(len(sure) - _MANY, 'other')} moved by at most {most:.3g} points; --csv has all")
    return "\n".join([*lines, *others])


def _repriced(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a model: its prices, or its score, before and after."""
    import pandas as pd

    def number(value: float) -> str:
        return f"{value:.5g}" if value == value else "none"

    shown = list[dict[str, str]]()
    for (model, name), own in rows.groupby(["model", "name"], sort=False):
        one = {"model": str(model)}
        if name != model:
            one |= {"name": str(name), "how": str(own["how"].iloc[0])}
        for row in own.itertuples():
            word = str(row.column).removesuffix("_usd_per_mtok").replace("cached_input", "cached")
            old, new = number(float(row.old)), number(float(row.new))  # type: ignore[arg-type]
            one[word] = f"{old} -> {new}" if old != new else f"{new}"
        factor = own.loc[own["column"] == "output_usd_per_mtok", "factor"]
        one["factor"] = f"{factor.iloc[0]:.3g}" if factor.notna().any() else ""
        one["basis"] = str(own["basis"].iloc[0] or "")
        one["suspicious"] = _all_of(own["suspicious"])
        shown.append(one)
    order = ["model", "name", "how", "elo", "input", "cached", "output", "factor", "basis", "suspicious"]
    table = pd.DataFrame(shown, columns=order)
    return table.drop(columns=[c for c in order if not table[c].replace("", None).count()])


def _new_models(rows: pd.DataFrame, newcomers: pd.DataFrame) -> pd.DataFrame:
    """Return one row a new model: what the feeds tell of it, and what keeps it from being written."""
    told = rows.pivot_table(index="model", columns="column", values="new", sort=False)
    told = told.reindex(columns=["elo", "input_usd_per_mtok", "output_usd_per_mtok"]).dropna(axis=1, how="all")
    about = _in_one_line(newcomers, ["model", "organization"])
    about = about.set_index("model")[["organization", "license", "released", "lacking"]]
    about["released"] = about["released"].dt.strftime("%Y-%m-%d")
    about["suspicious"] = rows.groupby("model")["suspicious"].agg(_all_of)
    about.loc[about["lacking"] == "suspicious", "lacking"] = ""
    shown = told.join(about).sort_values("elo", ascending=False).reset_index()
    return shown.drop(columns=[c for c in ("lacking", "suspicious") if not shown[c].any()])


def _consequences(update: Update) -> str:
    """Say who would join and leave the frontier, and what would happen to the gap."""
    from frontier.frames.frontier import find_frontier
    from frontier.frames.gap import open_gap

    models, changed = (
        one.assign(output_usd_per_mtok=one["output_usd_per_mtok"].where(one["price_basis"].isin(["list", "host"])))
        for one in (update.models, update.changed())
    )
    before, after = (list(find_frontier(one, uncertainty=False).members["model"]) for one in (models, changed))
    joins, leaves = ([m for m in one if m not in other] for one, other in ((after, before), (before, after)))
    said = [
        f"joins the frontier: {', '.join(' '.join(model.split()) for model in joins) or 'none'}",
        f"leaves the frontier: {', '.join(leaves) or 'none'}",
    ]
    try:
        old, new = (open_gap(one).score for one in (models, changed))
        said.append(f"open models are behind by: {old.value:.1f} points, then {new.value:.1f}")
    except ValueError as error:
        said.append(f"no gap can be told then: {error}")
    count = int((~update.newcomers["lacking"].isin(["", "suspicious"])).sum())
    if count:
        said.append(f"without {_count(count, 'new model')} of which more must be known; frontier add takes it")
    return "\n".join(said)
