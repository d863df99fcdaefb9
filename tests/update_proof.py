"""Prove that the tables can change: `make test-update` runs this.

A copy of the working tree gets an update three ways: by `frontier update`, by `frontier add`, by hand. Each time the
figures are drawn again, and then everything that reads the living tables must pass with no other edit. The leaderboard
and the price list are made up: the newest board one day later, with a new model and a price cut.
"""

import csv
import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

import frontier

ROOT = Path(__file__).resolve().parent.parent
MAY_CHANGE = ("data/", "figures/", "docs/claims.md")
PRICES = ("input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok")


def run(clone, *command):
    """Run a command in the copy, with its commands before others; leave with what it printed if it fails."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MAKE", "VENV"))}
    path = f"{clone / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=clone, env={**others, "PATH": path}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        sys.exit(f"{done.stdout}\n{' '.join(words)}: exit code {done.returncode}")
    return done.stdout


def copied(folder):
    """Copy what git knows or would add, so that changes that are not committed yet are tried as well."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    clone = folder / "clone"
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    run(clone, "git", "init", "--quiet")
    run(clone, "git", "add", "--all")
    return clone


def environment(clone):
    """Give the copy an environment of its own: its package, and the packages that are installed here."""
    home = clone / ".venv"
    run(clone, sys.executable, "-m", "venv", "--without-pip", home)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(run(clone, home / "bin" / "python", "-c", code).strip())
    borrowed = dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    (site / "borrowed.pth").write_text("\n".join([str(clone), *borrowed, ""]), encoding="utf-8")
    command = home / "bin" / "frontier"
    command.write_text(f"#!{home / 'bin' / 'python'}\nfrom frontier.cli.main import run\n\nrun()\n", encoding="utf-8")
    command.chmod(0o755)
    for mark in re.findall(r"\$\(VENV\)/(\.\w+)", (clone / "Makefile").read_text(encoding="utf-8")):
        (home / mark).touch()  # nothing is left to install


def rows_of(clone, name):
    with (clone / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(clone, name, rows):
    with (clone / "data" / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def day_after(clone):
    newest = max(row["elo_date"] for row in rows_of(clone, "models.csv"))
    return dt.date.fromisoformat(newest) + dt.timedelta(days=1)


def leaderboard(clone, day):
    """Return the board of the day, as the Arena's page has it: a model more, and scores that moved by a point."""
    listed = [row for row in rows_of(clone, "models.csv") if row["elo"]]
    models = []
    for number, row in enumerate(listed):
        score = float(row["elo"])
        ends = (
            {"ci_low": score - float(row["elo_lower"]), "ci_high": float(row["elo_upper"]) - score}
            if row["elo_lower"]
            else {}
        )
        models.append(
            {"model": row["model"], "vendor": row["organization"], "license": row["license"],
             "votes": int(row["votes"] or 1000) + 100, "score": score + number % 3 - 1, **ends}
        )  # fmt: skip
    best = max(model["score"] for model in models)
    models.append(
        {"model": "made-up-1", "vendor": "OpenAI", "license": "Proprietary", "votes": 3100, "score": best + 5,
         "ci_low": 8, "ci_high": 8}
    )  # fmt: skip
    models.sort(key=lambda model: -model["score"])
    ranked = [{"rank": rank, **model} for rank, model in enumerate(models, 1)]
    return {"meta": {"leaderboard": "text", "last_updated": str(day), "model_count": len(ranked)}, "models": ranked}


def price_to_cut(clone, day):
    """Return the row of OpenAI's best model whose list price is of before the day."""
    return next(
        row
        for row in rows_of(clone, "models.csv")
        if (row["organization"], row["price_basis"]) == ("OpenAI", "list") and row["price_date"] < str(day)
    )


def cheaper(text):
    return f"{0.8 * float(text):g}" if text else ""


def by_update(clone, day):
    cut = price_to_cut(clone, day)
    new = dict(zip(("input", "input_cached", "output"), (cheaper(cut[column]) for column in PRICES), strict=True))
    prices = [
        {"id": cut["model"], "vendor": "openai", "name": cut["name"], **{k: float(v) for k, v in new.items() if v}},
        {"id": "made-up-1", "vendor": "openai", "name": "Made Up 1", "input": 0.5, "output": 2},
    ]
    (clone.parent / "board.json").write_text(json.dumps(leaderboard(clone, day)), encoding="utf-8")
    (clone.parent / "prices.json").write_text(json.dumps({"updated_at": str(day), "prices": prices}), encoding="utf-8")
    board = next(row["board"] for row in rows_of(clone, "models.csv") if row["elo"])
    run(
        clone, "frontier", "update", "--data", "data", "--scores", "../board.json", "--board", board,
        "--prices", "../prices.json", "--accept", f"{cut['model']}={cut['model']}", "--write",
    )  # fmt: skip
    models = frontier.load_models(clone / "data").set_index("model")
    assert set(models["elo_date"].dt.date) == {day}
    assert models.loc["made-up-1", "output_usd_per_mtok"] == 2
    assert models.loc[cut["model"], "output_usd_per_mtok"] == float(new["output"])


def by_add(clone, day):
    run(
        clone, "frontier", "add", "made-up-2", "organization=Made Up", "license=MIT", "openness=osi", f"released={day}",
        "output_usd_per_mtok=2", "input_usd_per_mtok=0.5", f"price_date={day}", "price_basis=list",
        "price_source=made up", "--data", "data",
    )  # fmt: skip
    assert "made-up-2" in {row["model"] for row in rows_of(clone, "models.csv")}


def by_hand(clone, day):
    """Add one line to models.csv; and a price cut: a row of its own in history/prices.csv, and the price of now."""
    cut, rows, history = price_to_cut(clone, day), rows_of(clone, "models.csv"), rows_of(clone, "history/prices.csv")
    price = {column: cheaper(cut[column]) for column in PRICES} | {"price_basis": "list", "price_source": "made up"}
    price |= {"host": "", "observed": ""}
    history.append(dict.fromkeys(history[0], "") | {"model": cut["model"], "from": str(day)} | price)
    rows = [row | price | {"price_date": str(day)} if row["model"] == cut["model"] else row for row in rows]
    identity = {"model": "made-up-3", "name": "Made Up 3", "organization": "Made Up", "country": "DE", "license": "MIT"}
    identity |= {"openness": "osi", "released": str(day), "price_date": str(day), "price_basis": "list"}
    numbers = {"input_usd_per_mtok": "0.5", "output_usd_per_mtok": "2", "price_source": "made up"}
    rows.append(dict.fromkeys(rows[0], "") | identity | numbers)
    write(clone, "models.csv", rows)
    write(clone, "history/prices.csv", history)


def proved(clone, way):
    """Restore the copy, change its tables in a way, and test what reads them."""
    start, python = time.monotonic(), clone / ".venv" / "bin" / "python"
    run(clone, "git", "checkout", "--quiet", "--", ".")
    run(clone, "git", "clean", "--quiet", "--force", "-d")
    way(clone, day_after(clone))
    run(clone, "frontier", "check", "data")
    run(clone, "make", "figures")
    run(clone, python, "-m", "pytest", "-p", "no:cacheprovider", "-n", "auto", "--dist", "loadfile", "-m", "living")
    changed = run(clone, "git", "diff", "--name-only").splitlines()
    changed += run(clone, "git", "ls-files", "--others", "--exclude-standard").splitlines()
    other = [name for name in changed if not name.startswith(MAY_CHANGE)]
    if other:
        sys.exit(f"{way.__name__}: these files changed too: {', '.join(other)}")
    print(
        f"{way.__name__}: {len(changed)} files changed, all tests pass ({time.monotonic() - start:.0f} s)", flush=True
    )


def main():
    with tempfile.TemporaryDirectory() as folder:
        clone = copied(Path(folder).resolve())
        if day_after(clone) > dt.date.today():
            print(
                "the newest board is of today, and a later one would be refused: nothing can be proved before tomorrow"
            )
            return
        environment(clone)
        proved(clone, by_update)
        proved(clone, by_add)
        proved(clone, by_hand)


if __name__ == "__main__":
    main()
