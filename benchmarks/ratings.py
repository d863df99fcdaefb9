"""How long `frontier rate` takes for 10^8 votes, and `fit_ratings` beside evalica, arena-rank and choix for 10^7.

Run ``make bench-votes``, or ``python benchmarks/ratings.py [VOTES [VOTES_OF_PEERS]]`` where duckdb, narwhals and the
peers are installed; a peer that is not is left out. The votes are made up, between 400 models, and written to one
Parquet file. Each library reads that file in a process of its own. Its time is from the file to the ratings, without
its import; processor time and peak are those of the process.
"""

import importlib.util
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MODELS = 400
GOALS = {"seconds": 30, "gigabytes": 1, "times": 8}
OUTCOMES = {"model_a": 1.0, "model_b": 0.0, "tie": 0.5, "tie (bothbad)": 0.5}

WRITE = """
COPY (
    SELECT format('model-{{:04d}}', a) AS model_a, format('model-{{:04d}}', b) AS model_b,
           CASE WHEN u < 0.2 THEN 'tie' WHEN u < 0.35 THEN 'tie (bothbad)'
                WHEN (u - 0.35) / 0.65 < 1 / (1 + exp((b - a) / {models}.0)) THEN 'model_a' ELSE 'model_b' END AS winner
    FROM (SELECT a, (a + 1 + hash(i * 7 + 1) % ({models} - 1)) % {models} AS b, hash(i * 13 + 5) % 1000000 / 1e6 AS u
          FROM (SELECT i, (hash(i) % {models})::BIGINT AS a FROM range({votes}) AS rows(i)))
) TO '{path}' (FORMAT parquet)
"""


def ours(path: str):
    """Count with DuckDB, fit, and compute covariance and comparison intervals."""
    import duckdb
    import narwhals  # noqa: F401 - loaded when it is first needed, as scipy is
    import scipy.sparse.csgraph
    import scipy.special  # noqa: F401

    from frontier import fit_ratings

    def rate():
        table = fit_ratings(duckdb.read_parquet(path)).table
        return dict(zip(table["model"], table["elo"], strict=True))

    return rate


def with_evalica(path: str):
    import evalica
    import pandas as pd

    words = {1.0: evalica.Winner.X, 0.0: evalica.Winner.Y, 0.5: evalica.Winner.Draw}

    def rate():
        votes = pd.read_parquet(path)
        winners = votes["winner"].map({word: words[value] for word, value in OUTCOMES.items()})
        scores = evalica.bradley_terry(votes["model_a"], votes["model_b"], winners).scores
        return {name: 400 * math.log10(score) for name, score in scores.items()}

    return rate


def with_arena_rank(path: str):
    import pandas as pd
    from arena_rank.models.bradley_terry import BradleyTerry
    from arena_rank.utils.data_utils import PairDataset

    def rate():
        dataset = PairDataset.from_pandas(pd.read_parquet(path))
        found = BradleyTerry(n_competitors=len(dataset.competitors)).compute_ratings_and_cis(dataset)
        return dict(zip(found["competitors"], map(float, found["ratings"]), strict=True))

    return rate


def with_choix(path: str):
    """Count the wins with pandas, since it takes a matrix of them."""
    import choix
    import numpy as np
    import pandas as pd

    def rate():
        counts = pd.read_parquet(path).groupby(["model_a", "model_b", "winner"]).size().reset_index(name="n")
        names = sorted({*counts["model_a"], *counts["model_b"]})
        place = {name: k for k, name in enumerate(names)}
        a, b = counts["model_a"].map(place), counts["model_b"].map(place)
        wins, share = np.zeros((len(names), len(names))), counts["winner"].map(OUTCOMES)
        np.add.at(wins, (a, b), share * counts["n"])
        np.add.at(wins, (b, a), (1 - share) * counts["n"])
        scores = choix.ilsr_pairwise_dense(wins)
        return dict(zip(names, scores * 400 / math.log(10), strict=True))

    return rate


LIBRARIES = {"frontier": ours, "evalica": with_evalica, "arena_rank": with_arena_rank, "choix": with_choix}


def run(*words: str) -> tuple[str, float, float, float]:
    """Run a program; return what it prints, its seconds, those of the processors, and its peak in gigabytes."""
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, text=True) as process:
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{words[:3]} ended with {process.returncode}")
    return printed, time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e6


def write(folder: str, votes: int) -> str:
    """Write a file of that many votes in another process, so that its memory is not counted."""
    path = str(Path(folder) / f"{votes}.parquet")
    code = f"import duckdb; duckdb.execute({WRITE.format(models=MODELS, votes=votes, path=path)!r})"
    run("-c", code)
    return path


def show(what: str, value: str, goal: str = "–", ok: bool | None = None) -> None:
    print(f"| {what} | {value}{'' if ok is None else ' ok' if ok else ' MISS'} | {goal} |", flush=True)


def main(votes: int, of_peers: int) -> None:
    """Print the table."""
    print("| what | measured | goal |\n| --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        if votes:
            path = write(folder, votes)
            _, seconds, processor, peak = run("-m", "frontier", "rate", path, "--csv")
            what = f"frontier rate, {votes:,} votes, {Path(path).stat().st_size / 1e6:.0f} MB"
            show(f"{what}: seconds", f"{seconds:.1f}", f"at most {GOALS['seconds']}", seconds <= GOALS["seconds"])
            show(f"{what}: seconds of processors", f"{processor:.1f}")
            show(f"{what}: peak, GB", f"{peak:.2f}", f"at most {GOALS['gigabytes']}", peak <= GOALS["gigabytes"])
            Path(path).unlink()
        path, found = write(folder, of_peers), {}
        for name in LIBRARIES:
            if importlib.util.find_spec(name) is None:
                show(f"{name} is not installed", "–")
                continue
            printed, _, processor, peak = run(__file__, "--one", name, path)
            seconds, ratings = json.loads(printed)
            mean = sum(ratings.values()) / len(ratings)
            found[name] = seconds, {model: value - mean for model, value in ratings.items()}
            mine, exact = found["frontier"]
            off = max(abs(found[name][1][model] - exact[model]) for model in exact)
            ratio = seconds / mine
            goal, ok = (f"at least {GOALS['times']}", ratio >= GOALS["times"]) if name == "evalica" else ("–", None)
            what = f"{seconds:.1f} s ({processor:.1f} of processors), {peak:.2f} GB, {off:.2g} points from ours"
            show(f"{name}, {of_peers:,} votes: {what}; times ours", f"{ratio:.1f}", goal, ok)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        rate = LIBRARIES[sys.argv[2]](sys.argv[3])
        start = time.perf_counter()
        ratings = rate()
        print(json.dumps([time.perf_counter() - start, ratings]))
    else:
        main(*(int(float(word)) for word in [*sys.argv[1:], *["1e8", "1e7"][len(sys.argv) - 1 :]]))
