"""Write the table as it stood after the snapshot of 19 August 2026, and what the public lists said in October.

docs/updating.md updates the one with the other. Both are made from the shipped tables: the leaderboard in the shape of
the Arena's page, the prices in that of model-prices.

    python docs/rewind.py FOLDER        writes FOLDER/august, FOLDER/board.json and FOLDER/prices.json
"""

import csv
import json
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
DAY, BOARD, NEXT, LATER = "2026-08-19", "text-style-control", "2026-10-08", "2026-10-13"
SCORES = ["elo", "elo_lower", "elo_upper", "votes"]
PRICES = ["input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok"]
BASES = ["list", "host", "unverified", "arena"]


def read(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows, columns):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def every_price(models, history):
    """Return all dated prices in the form of history/prices.csv."""
    now = [
        {"model": row["model"], "from": row["price_date"], "until": "", **{k: row[k] for k in [*PRICES, "price_basis"]},
         "price_source": row["price_source"]}
        for row in models
        if row["output_usd_per_mtok"]
    ]  # fmt: skip
    return [*history, *now]


def rewind(folder):
    """Write the table of the day: its snapshot in models.csv, what was before in history/, and nothing later."""
    models, scores = read("models.csv"), read("history/scores.csv")
    on_the_day = {row["model"]: row for row in scores if (row["date"], row["board"]) == (DAY, BOARD)}
    before = {row["model"] for row in scores if row["date"] <= DAY}
    prices = [row for row in every_price(models, read("history/prices.csv")) if row["from"] <= DAY]
    past, now = [], {}
    for row in sorted(prices, key=lambda row: (row["from"], -BASES.index(row["price_basis"]))):
        row = row if row["until"] <= DAY else {**row, "until": ""}
        best = now.get(row["model"])
        if row["until"] or (best and BASES.index(best["price_basis"]) < BASES.index(row["price_basis"])):
            past.append(row)
        else:
            past += [best] if best else []
            now[row["model"]] = row
    rows = []
    for row in models:
        score, price = on_the_day.get(row["model"], {}), now.get(row["model"], {})
        if row["model"] not in before and not price:
            continue  # not known then
        row = {**row, **{k: score.get(k, "") for k in SCORES}, **{k: price.get(k, "") for k in PRICES}}
        row |= {"elo_date": score.get("date", ""), "board": score.get("board", "")}
        row |= {"price_date": price.get("from", "")} | {k: price.get(k, "") for k in ("price_basis", "price_source")}
        rows.append(row)
    known = {row["model"] for row in rows}
    rows.sort(key=lambda row: (row["elo"] == "", -float(row["elo"] or 0), row["model"]))
    write(folder / "models.csv", rows, list(models[0]))
    earlier = [row for row in scores if row["date"] <= DAY and (row["date"], row["board"]) != (DAY, BOARD)]
    write(folder / "history/scores.csv", earlier, list(scores[0]))
    past = sorted(
        (row for row in past if row["model"] in known), key=lambda r: (r["model"], r["from"], r["price_basis"])
    )
    write(folder / "history/prices.csv", past, list(prices[0]))
    snapshots = [row for row in read("history/snapshots.csv") if row["date"] <= DAY]
    write(folder / "history/snapshots.csv", snapshots, list(snapshots[0]))


def board():
    """Return the next snapshot as the Arena's page has it."""
    models = {row["model"]: row for row in read("models.csv")}
    now = [{**row, "date": row["elo_date"]} for row in models.values()]
    rows = [row for row in [*now, *read("history/scores.csv")] if (row["date"], row["board"]) == (NEXT, BOARD)]
    who = [models[row["model"]] for row in rows]
    listed = [
        {"rank": rank, "model": row["model"], "vendor": maker["organization"],
         "license": "open" if maker["license"].startswith("open weights") else maker["license"],
         "votes": int(row["votes"]), "score": float(row["elo"]),
         "ci_low": float(row["elo"]) - float(row["elo_lower"]), "ci_high": float(row["elo_upper"]) - float(row["elo"])}
        for rank, (row, maker) in enumerate(zip(rows, who, strict=True), 1)
    ]  # fmt: skip
    return {"meta": {"leaderboard": "text", "last_updated": NEXT, "model_count": len(rows)}, "models": listed}


def price_list():
    """Return the list and host prices of the weeks between, by who asks for them."""
    models = {row["model"]: row for row in read("models.csv")}
    found = {}
    for row in every_price(list(models.values()), read("history/prices.csv")):
        if not DAY < row["from"] <= LATER or row["price_basis"] not in ("list", "host"):
            continue
        maker = models[row["model"]]["organization"]
        who = maker if row["price_basis"] == "list" else row["price_source"].partition(",")[0]
        keys = zip(("input", "cache_read", "output"), PRICES, strict=True)
        rates = {key: float(row[column]) for key, column in keys if row[column]}
        steps = found.setdefault(who, {}).setdefault(row["model"], {"standard": []})["standard"]
        steps.append({"start": row["from"], "rates": rates})
    return {"updated_at": LATER, "prices": found}


if __name__ == "__main__":
    where = Path(sys.argv[1])
    rewind(where / "august")
    (where / "board.json").write_text(json.dumps(board(), indent=1), encoding="utf-8")
    (where / "prices.json").write_text(json.dumps(price_list(), indent=1), encoding="utf-8")
