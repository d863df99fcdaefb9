"""Write golden.json: the library's answers on the frozen tables, which the scripts of the page must give too.

Run ``python tests/page/golden.py`` after a change of these tables or of the library's answers.
"""

import json
import math
from pathlib import Path

import pandas as pd

import frontier
from frontier.words import numbers

HERE = Path(__file__).resolve().parent
FROZEN = HERE.parent / "data"
COLUMNS = ("input_usd_per_mtok", "output_usd_per_mtok", "elo", "elo_lower", "elo_upper")
COSTS = {
    "input": "input", "blend": "blended:3:1", "request": "request:2000:100",
}  # fmt: skip


def plain(value):
    """Return a value as JSON has it, numbers to nine digits."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, str | bool):
        return value
    number = float(value)
    return int(number) if number.is_integer() else float(f"{number:.9g}")


def picked(found, names, budgets, needs):
    """Return what is the best for each budget, and the cheapest with each score."""
    out = {"best": [], "cheapest": []}
    for budget in budgets:
        row = found.best(budget)
        out["best"].append([plain(budget), names[row["model"]], plain(row.get("probability_best", math.nan))])
    for need in needs:
        out["cheapest"].append([plain(need), names[found.cheapest(need)["model"]]])
    return out


def compared(models, found, names):
    """Return the differences of pairs of models: the best and each 25th after it."""
    table = found.table.sort_values("elo", ascending=False, kind="stable")
    rows = []
    for other in table["model"].iloc[1::25]:
        pair = (table["model"].iloc[0], other)
        gap = frontier.open_gap(models[models["model"].isin(pair)], by="model", between=pair, draws=100)
        score = (gap.score.value, gap.score.low, gap.score.high)
        ahead = (gap.win_rate.value, 1 - gap.probability_ahead)
        rows.append([names[pair[0]], names[pair[1]], *map(plain, (*score, *ahead))])
    return rows


def snapshot(models, names, *, kinds):
    """Return what the library says of one snapshot, of other costs where the ``kinds`` are asked for."""
    found = frontier.find_frontier(models)
    rows = [[names[row["model"]], *(plain(row[column]) for column in COLUMNS)] for row in models.to_dict("records")]
    scores, costs = found.table["elo"], found.table["output_usd_per_mtok"]
    one = {
        "day": plain(models["elo_date"].iloc[0]),
        "title": frontier.headline(found).title,
        "how_many": found.in_words(),
        "retired": int((found.excluded["reason"] == "retired").sum()),
        "rows": rows,
        "members": [names[model] for model in found.members["model"]],
    }
    if "probability" in found.table:
        one["probability"] = [plain(round(p, 6)) for p in found.table["probability"]]
        band = found.band()
        one["band"] = [[plain(round(y, 5)) for y in curve] for curve in band.quality]
        one["pairs"] = compared(models, found, names)
    one |= picked(
        found, names, [costs.min(), costs.median(), costs.max()], [scores.min(), scores.median(), scores.max()]
    )
    for kind, cost in COSTS.items() if kinds else ():
        priced = frontier.find_frontier(models, cost=cost, uncertainty=False)
        ordered = priced.table.sort_values("model")
        one.setdefault("kinds", {})[kind] = {
            "costs": {names[m]: plain(c) for m, c in zip(ordered["model"], ordered[priced.cost], strict=True)},
            "members": sorted(names[model] for model in priced.members["model"]),
        }
    return one


def benchmarks():
    """Return the runs of each benchmark with the library's headline."""
    every = frontier.load_runs(FROZEN)
    found = {name: frontier.run_frontier(own, uncertainty=False) for name, own in every.groupby("benchmark")}
    return [
        {
            "unit": plain(one.table["unit"].iloc[0]),
            "title": frontier.headline(one).title,
            "rows": [
                [row.name, *map(plain, (row.usd_per_task, row.score, row.score_lower, row.score_upper))]
                for row in one.table.itertuples(index=False)
            ],
        }
        for one in found.values()
        if len(one.table)
    ]


def words():
    """Return numbers as the library writes them."""
    values = [0.0123, 0.05, 0.14, 0.5, 0.87, 0.999, 1, 1.5, 2.25, 3.75, 12.345, 60, 99.95, 150, 1234.5, 12345.678]
    shares = [0, 0.0004, 0.0005, 0.001, 0.5, 0.5431, 0.99949, 0.9996, 1]
    return {
        "money": [[value, numbers.money(value)] for value in values],
        "figure": [[value, numbers.figure(value)] for value in values],
        "times": [[value, numbers.times(value)] for value in values],
        "points": [[value, numbers.points(value)] for value in [*values, 2.5, 3.5]],
        "chance": [[value, numbers.chance(value)] for value in shares],
        "share_of": [[value, numbers.share_of(value, "price")] for value in values],
        "day": [[day, numbers.day(pd.Timestamp(day)), numbers.day(pd.Timestamp(day), long=True)]
                for day in ("2023-05-22", "2025-02-14", "2026-11-01")],
    }  # fmt: skip


def golden():
    """Return the answers as JSON has them."""
    scores = frontier.load_scores(FROZEN)
    keys = sorted(set(scores["model"]))
    names = {model: number for number, model in enumerate(keys)}
    shown = scores.drop_duplicates("model").set_index("model")["name"]
    full = scores.loc[scores["coverage"] == "full", ["date", "board"]].drop_duplicates()
    snapshots = [
        snapshot(frontier.load_models(FROZEN, as_of=day.date(), board=board), names, kinds=number % 6 == 0)
        for number, (day, board) in enumerate(full.itertuples(index=False, name=None))
    ]
    return {
        "models": [[model, plain(shown[model])] for model in keys],
        "words": words(),
        "benchmarks": benchmarks(),
        "snapshots": snapshots,
    }


def text(answers):
    """Return the file: a line each snapshot."""
    heads = {key: value for key, value in answers.items() if key != "snapshots"}
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in heads.items()]
    shots = ",\n".join(json.dumps(one, ensure_ascii=False) for one in answers["snapshots"])
    return "{\n" + ",\n".join([*lines, f'"snapshots": [\n{shots}\n]']) + "\n}\n"


if __name__ == "__main__":
    (HERE / "golden.json").write_text(text(golden()), encoding="utf-8")
