"""How long `frontier.pareto_mask` takes, beside other libraries.

Run ``python benchmarks/pareto.py``, or with ``--quick`` without the largest size. Every contender gets its input
in the form that suits it, prepared outside the clock, and must first give the same answer. What is printed are
ratios of medians of one run.
"""

import argparse
import importlib
import importlib.util
import math
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from frontier.core.dominance import pareto_mask

SIZES = [400, 10_000, 1_000_000]
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


INPUTS = [uniform, correlated, lognormal_price, heavy_ties, quality_costs, anticorrelated, all_on]


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


def shown(ratio: float | None) -> str:
    """Return one cell of the table."""
    if ratio is None:
        return "–"
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="leave out the largest size")
    sizes = SIZES[:-1] if parser.parse_args().quick else SIZES

    missing = {name for name in PEERS if importlib.util.find_spec(name) is None}
    for name in sorted(missing):
        print(f"{name} is not installed and is left out.")

    header = ["points", "input", "on frontier", *PEERS]
    print(f"| {' | '.join(header)} |\n|{' --- |' * len(header)}")
    earlier: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for n in sizes:
        for make in INPUTS:
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
            ratios = {name: seconds[name] / ours for name in PEERS if name in seconds}
            cells = [shown(ratios.get(name)) for name in PEERS]
            row = [f"{n:,}", make.__name__.replace("_", " "), f"{mask.sum():,}", *cells]
            print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
