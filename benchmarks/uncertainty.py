"""How long `frontier.uncertainty` takes, beside simulation and beside itself at other sizes.

Run ``python benchmarks/uncertainty.py``. The simulation must first give the same answer within its own error. What is
printed are ratios of medians of one run, the two sides of a ratio timed in turn, each followed by ``ok`` or ``MISS``
where the project has set itself a goal.
"""

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

from frontier.core.bands import frontier_band
from frontier.core.probability import frontier_probability

DRAWS = 10_000


def models(n: int):
    """Draw prices over powers of ten, scores in a bell, and standard deviations as a board publishes them."""
    rng = np.random.default_rng(n)
    return rng.lognormal(0, 1.5, n), rng.normal(1250, 90, n), rng.uniform(2, 10, n)


def close_together(n: int):
    """Draw scores so close, and standard deviations so unlike (0.1 and 300), that nobody is surely beaten."""
    rng = np.random.default_rng(n)
    return rng.random(n), rng.normal(1200, 20, n), rng.choice([0.1, 300.0], n)


def rising_with_price(n: int):
    """Draw scores that rise by a point with every price, with standard deviations of 0.1 and 300: a long frontier."""
    rng = np.random.default_rng(n)
    return np.arange(n), np.arange(n) * 1.0, rng.choice([0.1, 300.0], n)


def simulated(cost, quality, sd, rng):
    """Share of draws in which each point is on the frontier: sort once, then one cumulative maximum for all draws."""
    order = np.argsort(cost)
    draws = rng.standard_normal((DRAWS, len(cost)))
    draws *= sd[order]
    draws += quality[order]
    share = np.empty(len(cost))
    share[order] = (draws >= np.maximum.accumulate(draws, axis=1)).mean(axis=0)
    return share


def medians(*calls: Callable[[], object], seconds: float = 4.0) -> list[float]:
    """Return the median time of each call, at least 3 of each, in turn so that a busy moment hits all."""
    times: list[list[float]] = [[] for _ in calls]
    while len(times[0]) < 3 or (sum(map(sum, times)) < seconds and len(times[0]) < 301):
        for call, its_times in zip(calls, times, strict=True):
            start = time.perf_counter()
            call()
            its_times.append(time.perf_counter() - start)
    return [statistics.median(its_times) for its_times in times]


def show(what: str, ratio: float, goal: str = "", met: bool = True) -> None:
    text = f"{ratio:.3f}" if ratio < 0.1 else f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"
    print(f"| {what} | {text}{' ok' if goal and met else '' if met else ' MISS'} | {goal or '–'} |", flush=True)


def main() -> None:
    """Print the table."""
    board, rng = models(400), np.random.default_rng(0)
    exact, share = frontier_probability(*board), simulated(*board, rng)
    error = np.sqrt(exact * (1 - exact) / DRAWS) + 1 / DRAWS
    if not (np.abs(exact - share) <= 5 * error).all():
        sys.exit("frontier_probability and the simulation give different answers")

    print("| what | ratio | goal |\n| --- | --- | --- |")
    ours, simulation, numbers = medians(
        lambda: frontier_probability(*board),
        lambda: simulated(*board, rng),
        lambda: rng.standard_normal((DRAWS, 400)),
    )
    ratio = simulation / ours
    show(f"{DRAWS:,} draws of 400 models / exact", ratio, "at least 25", ratio >= 25)
    ratio = ours / numbers
    show("exact / the random numbers of those draws alone", ratio, "below 1", ratio < 1)

    sizes = {n: models(n) for n in (400, 2_000, 5_000)}
    base, *others = medians(*(lambda board=board: frontier_probability(*board) for board in sizes.values()))
    show("2,000 models / 400", others[0] / base, "at most 5", others[0] <= 5 * base)
    show("5,000 models / 400", others[1] / base)
    for make in (close_together, rising_with_price):
        mixed = make(5_000)
        base, other = medians(lambda: frontier_probability(*board), lambda mixed=mixed: frontier_probability(*mixed))
        show(f"5,000 models, sds 0.1 and 300, {make.__name__.replace('_', ' ')} / 400", other / base)

    base, band = medians(lambda: frontier_probability(*board), lambda: frontier_band(*board))
    show("frontier_band of 400 / probabilities", band / base)
    for n in (40, 400):
        cost, quality, sd = models(n)
        cov = np.diag(sd**2) + 20.0
        base, correlated = medians(
            lambda c=cost, q=quality, s=sd: frontier_probability(c, q, s),
            lambda c=cost, q=quality, v=cov: frontier_probability(c, q, cov=v),
        )
        show(f"cov= of {n} models / sd", correlated / base)


if __name__ == "__main__":
    main()
