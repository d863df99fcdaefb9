"""What the page of a curated table shows: its snapshots and prices, the gap, the benchmarks and the claims."""

from __future__ import annotations

import contextlib
import math
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from frontier.claims.check import check_claims, tally
from frontier.data.check import load_catalog, locate_models
from frontier.data.offers import prices_in_force
from frontier.data.runs import load_runs
from frontier.data.sources import data_version, source_links
from frontier.data.tables import load_prices, load_scores, load_snapshots
from frontier.frames.boards import AGENT, ARENA_BOARDS, BENCHMARK, PRICE_COLUMNS, TASKS, bases_in_words, task_of
from frontier.frames.costs import published_cost
from frontier.frames.frontier import Frontier, find_frontier
from frontier.frames.gap import gap_history, open_gap
from frontier.frames.lag import open_lag
from frontier.frames.openness import is_open
from frontier.frames.prices import price_decline, price_points, price_records
from frontier.words.headlines import headline, summary
from frontier.words.page import AT_THE_EDGE, gap_cards, is_recomputed, verdict_in_words
from frontier.words.sources import frontier_sources, price_changes, price_source_in_words, price_sources_in_words

IDENTITY = (
    "model", "name", "organization", "country", "license", "openness", "released", "released_by", "retired",
)  # fmt: skip
NUMBERS = (
    "elo", "elo_lower", "elo_upper", "votes", "input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok",
)  # fmt: skip
OF_GAP = (
    "date", "board", "coverage", "gap", "gap_low", "gap_high", "win_rate", "best_proprietary", "best_open",
    "price_ratio", "lag_backward_months", "lag_at_least",
)  # fmt: skip
OF_RUN = (
    "name", "model", "effort", "score", "low", "high", "cost", "maker", "open", "family", "released",
)  # fmt: skip
# Whose prices a reader can choose instead of those of the page: what the choice says, the bases, and which host.
WHOSE: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "list": ("makers' list prices only", ("list",), "stay"),
    "cheapest": ("list price, else the cheapest host", ("list", "host"), "cheapest"),
    "arena": ("the Arena's price table of 2024-25", ("arena",), "stay"),
}
# The page shows what these models' qualities cost. Each of them was the best model for a time.
QUALITIES = ("gpt-4-0314", "gpt-4o-2024-05-13", "o1-2024-12-17", "deepseek-r1")


def curated_page(path: str | Path | None, models: pd.DataFrame, whose: Mapping[str, Any]) -> dict[str, Any]:
    """Return the page of all snapshots, or of the one that a table without history has."""
    if models.empty:
        raise ValueError("no model of the table has a score, so there is nothing to show")
    newest = models.rename(columns={"elo_date": "date"})
    read = load_snapshots(path, board="all", task="all")
    dated = not read.empty
    every = load_scores(path, **whose, task="all") if dated else newest.assign(coverage="full")
    scores = every[every["board"].map(task_of) == ""]
    named = pd.concat([scores[["model", "name"]], models[["model", "name"]]])
    names = dict(zip(named["model"], named["name"].fillna(named["model"]), strict=True))
    prices = load_prices(path, **whose)
    page = _snapshots(every, newest, read)
    found = find_frontier(models, uncertainty=False)
    page["said"] = in_words(found)
    page["models"] |= _changes(models, prices, page["models"]["model"])
    default = bases_in_words(whose["price_basis"])
    page |= {"price_basis": default, "gap": None, "benchmarks": _benchmarks(path, models), "day": data_version(path)}
    page["whose"] = [{"value": "", "text": default}]
    with contextlib.suppress(ValueError):  # only one kind of models
        page |= _gap(scores, models)
    if dated:
        page["whose"] += [{"value": value, "text": text} for value, (text, *_) in WHOSE.items()]
        page["prices"] = _other_prices(path, page)
        claims = check_claims(path=path)
        words = [verdict_in_words(claim) for claim in claims.itertuples()]
        rows = claims.assign(verdict_words=words, method=is_recomputed(claims)).drop(columns="call")
        page["claims"] = {"summary": tally(claims), "rows": rows}
        catalog = load_catalog(path)
        now = prices_in_force(catalog.steps(whose["hosts"]), catalog.now, whose["price_basis"])
        page["qualities"] = [_quality(scores, prices, now, model, names) for model in QUALITIES if model in names]
    links = (source_links(source) for source in page["sources"])
    return page | {"source_links": [next(iter(found), None) for found in links], "boards": ARENA_BOARDS}


def in_words(found: Frontier) -> dict[str, str]:
    """Return what a page says at first: the headline, the line below it, and the sources."""
    said, sources = headline(found), (line for line in frontier_sources(found) if not line.startswith("Bars"))
    return {"title": said.title, "subtitle": said.subtitle, "sources": " ".join(sources)}


def _snapshots(scores: pd.DataFrame, newest: pd.DataFrame, read: pd.DataFrame) -> dict[str, Any]:
    """Return the models of every snapshot, of the newest with the newest prices, and of the newest of each task."""
    day, board = newest["date"].iloc[0], newest["board"].iloc[0]
    shared = [c for c in scores if c in newest]
    earlier = scores.loc[(scores["date"] != day) | (scores["board"] != board), shared]
    scores = pd.concat([earlier, newest[shared]] if len(earlier) else [newest[shared]], ignore_index=True)
    scores["price_source"] = price_sources_in_words(scores)
    who = scores.drop_duplicates("model", keep="last")
    sources = scores["price_source"].dropna().unique().tolist()
    coded = scores[list(NUMBERS)].astype("float64")
    coded.insert(0, "model", scores["model"].map({model: k for k, model in enumerate(who["model"])}))
    coded["source"] = scores["price_source"].map({source: k for k, source in enumerate(sources)})
    coded["since"], coded["host"] = scores["price_date"], scores["host"]
    prices_of = {(day, board): max(day, newest["price_date"].max())}
    read_from: dict[Any, Any] = read.set_index(["date", "board"])[["coverage", "source"]].to_dict("index")
    snapshots, shown = list[dict[str, Any]](), 0
    tasks, prices = dict[str, dict[str, Any]](), dict[str, dict[int, Any]]()
    scored = 1 + len(NUMBERS) - len(PRICE_COLUMNS)
    key: Any
    for key, rows in coded.groupby([scores["date"], scores["board"]]):
        head = {"date": key[0], "board": key[1], "prices_of": prices_of.get(key, key[0])}
        head |= read_from.get(key, {"coverage": "full", "source": None})
        if task := task_of(key[1]):
            every = list(rows.itertuples(index=False, name=None))
            tasks[task] = head | {"words": TASKS[task], "rows": [row[:scored] for row in every]}
            prices.setdefault(f"{key[0]:%Y-%m-%d}", {}).update((row[0], row[scored:]) for row in every)
            continue
        shown = len(snapshots) if key == (day, board) else shown
        snapshots.append(head | {"rows": list(rows.itertuples(index=False, name=None))})
    about = {column: list(who[column]) for column in IDENTITY}
    tasks = {task: tasks[task] for task in TASKS if task in tasks}
    return {
        "models": about, "sources": sources, "snapshots": snapshots, "newest": shown, "tasks": tasks,
        "task_prices": prices,
    }  # fmt: skip


def _other_prices(path: str | Path | None, page: dict[str, Any]) -> dict[str, list[dict[int, Any]]]:
    """Return the prices of each other choice, by snapshot and model; their sources join those of the page."""
    catalog, found = load_catalog(path), dict[str, list[dict[int, Any]]]()
    sources = {source: number for number, source in enumerate(page["sources"])}
    for value, (_, bases, hosts) in WHOSE.items():
        steps, found[value] = catalog.steps(hosts), []
        for number, snapshot in enumerate(page["snapshots"]):
            day = catalog.now if number == page["newest"] else snapshot["date"].date()
            prices = prices_in_force(steps, day, bases)
            listed = ((row[0], prices.get(page["models"]["model"][row[0]])) for row in snapshot["rows"])
            found[value].append({model: _price(price, sources) for model, price in listed if price})
    page["sources"] = list(sources)
    return found


def _price(row: Any, sources: dict[str, int]) -> list[Any]:
    """Return a price as the rows of snapshots end."""
    source = price_source_in_words(row.host, row.observed, row.price_source)
    amounts = [getattr(row, column) for column in PRICE_COLUMNS]
    return [*amounts, sources.setdefault(source, len(sources)), row.from_.isoformat(), row.host]


def _changes(models: pd.DataFrame, prices: pd.DataFrame, order: Iterable[str]) -> dict[str, list[Any]]:
    """Return what is announced of the newest price of each model: in words, its last day, whether it is a promotion."""
    keys, last = models["model"].tolist(), models["price_until"] - pd.Timedelta(days=1).as_unit("s")
    offers = prices[prices["ended"] == "promotion"]
    promoted = set(zip(offers["model"], offers["until"], strict=True))
    promotional = [offer in promoted for offer in zip(keys, models["price_until"], strict=True)]
    said: dict[str, Any] = {"announced": price_changes(models), "until": last, "promotional": promotional}
    return {name: list(map(dict(zip(keys, values, strict=True)).get, order)) for name, values in said.items()}


def _gap(scores: pd.DataFrame, models: pd.DataFrame) -> dict[str, Any]:
    """Return the gap now, in words and in cards, and at every snapshot."""
    gap = open_gap(models)
    # the page shows nothing that needs draws, so the fewest are made
    history = gap_history(scores, draws=100)
    history = history.assign(best_proprietary=history["name_proprietary"], best_open=history["name_open"])
    lag = f"{headline(open_lag(models, method='backward')).title}. {AT_THE_EDGE}"
    rows = history.sort_values("date")[list(OF_GAP)]
    return {"gap": {"summary": summary(gap), "line": lag, "rows": rows}, "cards": gap_cards(gap)}


def _benchmarks(path: str | Path | None, models: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the runs of each benchmark that have a score and a cost, as they were published."""
    if not locate_models(path).with_name("runs.csv").exists():
        return []
    runs = load_runs(path)
    runs = runs.assign(
        cost=published_cost(runs),
        maker=runs["organization"],
        open=is_open(runs.fillna({"openness": "proprietary"})).where(runs["openness"].notna()),
        released=runs["model"].map(dict(zip(models["model"], models["released"], strict=True))),
    ).rename(columns={"score_lower": "low", "score_upper": "high"})
    runs = runs[(runs["cost"] > 0) & (runs["score"] > runs["floor"].fillna(-math.inf))]  # as `run_frontier`
    found = list[dict[str, Any]]()
    for _, own in runs.groupby([BENCHMARK, AGENT], sort=False):
        head, several = own.iloc[0], own["model"].duplicated(keep=False)
        found.append(
            {
                "value": head[BENCHMARK],
                "text": head["title"],
                "agent": head[AGENT],
                "score_name": head["unit"],
                "cost_name": "USD per task, as published",
                "cost_of": head["cost_of"],
                "day": own["date"].max(),
                "source": f"{head['title']} ({head['license']})",
                "link": head["url"],
                "note": f"{models['model'].isin(own['model']).sum()} of {len(models)} models of the newest leaderboard "
                "have runs.",
                "rows": own.assign(family=own["model"].where(several)).sort_values("cost")[list(OF_RUN)],
            }
        )
    return found


def _quality(
    scores: pd.DataFrame, prices: pd.DataFrame, now: Mapping[str, Any], reference: str, names: Mapping[Any, Any]
) -> dict[str, Any]:
    """Return what the quality of a model cost, day by day, and what it costs at the prices of now."""
    points = price_points(scores, prices, reference=reference)
    records = price_records(points, at_least=reference)
    line: list[list[Any]] = []
    decline = None
    with warnings.catch_warnings(), contextlib.suppress(ValueError):  # of few records there is no rate
        warnings.simplefilter("ignore")  # the summary says how long the span is
        decline = price_decline(records)
    if decline is not None and decline.quotable:
        line = [[day, decline.at(day)] for day in records["date"].iloc[[0, -1]]]
    said = summary(records, decline=decline) if len(records) else f"No model as good as {reference} has a price."
    said = said.replace(reference, names[reference])
    opened = set(scores.loc[is_open(scores), "model"])
    rows = records.assign(open=records["model"].isin(opened), price_source=price_sources_in_words(records))
    good = points.drop_duplicates("model", keep="last").query("score >= 0")["model"]
    today = min(((now[model].output_usd_per_mtok, names[model]) for model in good if model in now), default=None)
    return {
        "model": reference, "name": names[reference], "summary": said, "line": line, "rows": rows,
        "today": today and dict(zip(("price", "name"), today, strict=True)),
    }  # fmt: skip
