"""How long `frontier.pareto_mask` takes, beside other libraries and beside what no method can undercut.

Run ``python benchmarks/pareto.py``, or with ``--quick`` without the largest size. Every contender gets its input
in the form that suits it, prepared outside the clock, and must first give the same answer. What is printed are
ratios of medians of one run, each followed by ``ok`` or ``MISS`` where the project has set itself a goal.
"""

import argparse
import importlib
import importlib.util
import math
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pandas as pd

from frontier.core.dominance import pareto_mask

SIZES = [400, 10_000, 1_000_000, 10_000_000]
PEERS = ["paretoset", "moocore", "pymoo", "pandas"]
# Longer than this a peer is not waited for; what it would take is extrapolated from the smaller sizes.
PATIENCE_SECONDS = 30


def uniform(rng, n):
    """Draw cost and quality that have nothing to do with each other."""
    return rng.random(n), rng.random(n)


def correlated(rng, n):
    """Draw points of which the better also tend to be cheaper."""
    good = rng.random(n)
    return rng.normal(-good, 0.1), rng.normal(good, 0.1)


def lognormal_price(rng, n):
    """Draw prices over several powers of ten, and scores in a bell."""
    return rng.lognormal(0, 1.5, n), rng.normal(1200, 80, n)


def heavy_ties(rng, n):
    """Draw from a hundred prices and a hundred scores."""
    return rng.integers(0, 100, n).astype(float), rng.integers(0, 100, n).astype(float)


def quality_costs(rng, n):
    """Draw points of which the better tend to cost more (correlation 0.67), as in the real table."""
    good = rng.standard_normal(n)
    return rng.normal(good, 0.7), rng.normal(good, 0.7)


def anticorrelated(rng, n):
    """Draw points close to a line on which better is dearer: of millions, tens of thousands are on."""
    place = rng.random(n)
    return rng.normal(place, 1e-4), rng.normal(place, 1e-4)


def all_on(rng, n):
    """Draw points that are all on the frontier, in no order."""
    place = rng.random(n)
    return place, place.copy()


EASY = [uniform, correlated, lognormal_price, heavy_ties]
INPUTS = [*EASY, quality_costs, anticorrelated, all_on]


def pandas_mask(table: pd.DataFrame) -> np.ndarray:
    """Sort, then keep each record of quality and what equals it."""
    rows = table.sort_values(["cost", "quality"], ascending=[True, False])
    on = rows["quality"] > rows["quality"].cummax().shift(fill_value=-math.inf)
    twin = (rows["cost"] == rows["cost"].shift()) & (rows["quality"] == rows["quality"].shift())
    if twin.any():
        on = on.where(~twin).ffill().astype(bool)
    mask = np.zeros(len(table), dtype=bool)
    mask[rows.index] = on
    return mask


def contenders(cost, quality, missing: set[str]) -> dict[str, Callable[[], object]]:
    """Return what is timed, by name, each bound to its input."""
    to_minimise = np.column_stack([cost, -quality])
    table = pd.DataFrame({"cost": cost, "quality": quality})
    made: dict[str, Callable[[], object]] = {
        "floor": lambda: (cost.min(), quality.max()),
        "sort": lambda: np.sort(cost),
        "ours": lambda: pareto_mask(cost, quality),
        "pandas": lambda: pandas_mask(table),
    }
    if "paretoset" not in missing:
        paretoset = importlib.import_module("paretoset").paretoset
        made["paretoset"] = lambda: paretoset(to_minimise, sense=["min", "min"], distinct=False)
    if "moocore" not in missing:
        is_nondominated = importlib.import_module("moocore").is_nondominated
        made["moocore"] = lambda: is_nondominated(to_minimise, keep_weakly=True)
    if "pymoo" not in missing:
        sorting = importlib.import_module("pymoo.util.nds.non_dominated_sorting")

        def pymoo_mask():
            mask = np.zeros(len(to_minimise), dtype=bool)
            mask[sorting.find_non_dominated(to_minimise)] = True
            return mask

        made["pymoo"] = pymoo_mask
    return made


def median_seconds(call: Callable[[], object]) -> float:
    """Return the median of at least 3 calls, of more where that takes no more than a second or two."""
    times: list[float] = []
    while len(times) < 3 or (sum(times) < 1.5 and len(times) < 301):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def is_too_slow(earlier: list[tuple[int, float]], n: int) -> bool:
    """Extrapolate the growth between the last two sizes."""
    if len(earlier) < 2:
        return False
    (n1, t1), (n2, t2) = earlier[-2:]
    growth = max(math.log(t2 / t1) / math.log(n2 / n1), 1.0)
    return t2 * (n / n2) ** growth > PATIENCE_SECONDS


def peak_memory(cost, quality) -> float:
    """Return the peak of what the call allocates, as a share of its input."""
    tracemalloc.start()
    pareto_mask(cost, quality)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / (cost.nbytes + quality.nbytes)


def goals(make: Callable, n: int) -> dict[str, float]:
    """Return the limits set for one row: at most for floor, sort and memory, at least for the others."""
    if n == 400:
        return dict.fromkeys(PEERS, 1.0)
    if n == 10_000:
        return {"paretoset": 1.0}
    limits = {}
    if make in EASY:
        limits = {
            1_000_000: {"floor": 8.0, "paretoset": 2.0, "moocore": 20.0, "pymoo": 20.0},
            10_000_000: {"floor": 5.0, "paretoset": 4.0, "moocore": 30.0, "pymoo": 30.0, "memory": 0.5},
        }[n]
    elif make is anticorrelated:
        limits = {"sort": 1.5, "moocore": 15.0} | ({"memory": 0.5} if n == 10_000_000 else {})
    elif make is all_on and n == 1_000_000:
        limits = dict.fromkeys(PEERS, 2.0)
    return limits


def shown(ratio: float | None, limit: float | None, at_most: bool) -> str:
    """Return one cell of the table."""
    if ratio is None:
        return "–"
    text = f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"
    if limit is None:
        return text
    return f"{text} {'ok' if (ratio <= limit if at_most else ratio >= limit) else 'MISS'}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="leave out the largest size")
    sizes = SIZES[:-1] if parser.parse_args().quick else SIZES

    missing = {name for name in PEERS if importlib.util.find_spec(name) is None}
    for name in sorted(missing):
        print(f"{name} is not installed and is left out.")

    header = ["points", "input", "on frontier", "floor", "sort", *PEERS, "memory"]
    print(f"| {' | '.join(header)} |\n|{' --- |' * len(header)}")
    earlier: dict[tuple[str, str], list[tuple[int, float]]] = {}
    met = missed = 0
    for n in sizes:
        for make in INPUTS:
            if make is all_on and n == SIZES[-1]:
                continue
            cost, quality = make(np.random.default_rng(n), n)
            calls = contenders(cost, quality, missing)
            mask = pareto_mask(cost, quality)
            seconds: dict[str, float] = {}
            for name, call in calls.items():
                history = earlier.setdefault((name, make.__name__), [])
                if name in PEERS:
                    if is_too_slow(history, n):
                        continue
                    if not np.array_equal(call(), mask):
                        sys.exit(f"{name} gives another answer for {n} points of {make.__name__}")
                seconds[name] = median_seconds(call)
                history.append((n, seconds[name]))

            ours = seconds["ours"]
            ratios = {"floor": ours / seconds["floor"], "sort": ours / seconds["sort"]}
            ratios |= {name: seconds[name] / ours for name in PEERS if name in seconds}
            if n == SIZES[-1]:
                ratios["memory"] = peak_memory(cost, quality)
            limits = goals(make, n)
            cells = [
                shown(ratios.get(name), limits.get(name), name in ("floor", "sort", "memory")) for name in header[3:]
            ]
            met += sum(cell.endswith("ok") for cell in cells)
            missed += sum(cell.endswith("MISS") for cell in cells)
            row = [f"{n:,}", make.__name__.replace("_", " "), f"{mask.sum():,}", *cells]
            print(f"| {' | '.join(row)} |", flush=True)
    print(f"\n{met} goals met, {missed} missed.")


if __name__ == "__main__":
    main()
