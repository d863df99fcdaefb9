"""How long `frontier.gap` takes, beside the random numbers it needs and beside a loop over draws.

Run ``python benchmarks/gap.py``. What is printed are ratios of medians of one run, the two sides of a ratio timed in
turn, and for the whole history also its time in seconds, each followed by ``ok`` or ``MISS`` where the project has set
itself a goal.
"""

import sys

import numpy as np
from uncertainty import medians, show

import frontier

DRAWS = 2_000
LOOPED = 50


def by_a_loop(models, draws: int, seed: int = 0):
    """Lag by `backward` as one would write it first: draw, sort by date, look for the first that is better."""
    rng = np.random.default_rng(seed)
    models = models.sort_values("released")
    sd = (models["elo_upper"] - models["elo_lower"]) / (2 * 1.959964)
    sd = sd.fillna(sd.max())
    months = []
    for _ in range(draws):
        drawn = models.assign(elo=models["elo"] + sd * rng.standard_normal(len(models)))
        best_open = drawn.loc[drawn["openness"] != "proprietary", "elo"].max()
        better = drawn[(drawn["openness"] == "proprietary") & (drawn["elo"] > best_open)]
        since = better["released"].iloc[0] if len(better) else models["elo_date"].iloc[0]
        months.append((models["elo_date"].iloc[0] - since).days * 12 / 365)
    return np.percentile(months, [2.5, 97.5])


def main() -> None:
    """Print the table."""
    models = frontier.load_models()
    months = frontier.open_lag(models, draws=DRAWS).months
    if not np.allclose(by_a_loop(models, DRAWS), [months.low, months.high], atol=3):
        sys.exit("open_lag and the loop give different answers")
    rng = np.random.default_rng(0)

    print("| what | ratio | goal |\n| --- | --- | --- |")
    ours, loop, numbers = medians(
        lambda: frontier.open_lag(models, draws=DRAWS),
        lambda: by_a_loop(models, LOOPED),
        lambda: rng.standard_normal((DRAWS, len(models))),
    )
    ratio = loop * DRAWS / LOOPED / ours
    show(f"loop over {DRAWS:,} draws of {len(models)} models / open_lag, backward", ratio, "at least 25", ratio >= 25)
    show("open_lag, backward / the random numbers of those draws alone", ours / numbers)
    for method in ("staircase", "matched"):
        base, other = medians(
            lambda: frontier.open_lag(models, draws=DRAWS),
            lambda method=method: frontier.open_lag(models, method=method, draws=DRAWS),
        )
        show(f"open_lag, {method} / backward", other / base)
    exact, whole = medians(lambda: frontier.open_gap(models, draws=100), lambda: frontier.open_gap(models, draws=DRAWS))
    show(f"open_gap of {DRAWS:,} draws / of 100", whole / exact)

    scores = frontier.load_scores(board="text")
    one, history = medians(
        lambda: frontier.open_gap(models, draws=DRAWS), lambda: frontier.gap_history(scores, draws=DRAWS)
    )
    snapshots = scores["date"].nunique()
    show(
        f"gap_history, {snapshots} snapshots / open_gap",
        history / one,
        f"at most {snapshots}",
        history <= snapshots * one,
    )
    show(f"gap_history, {snapshots} snapshots, in seconds", history, "below 2", history < 2)


if __name__ == "__main__":
    main()
