"""How long the command takes, as a share of what any plotting process must do.

The base is a process that imports pandas and matplotlib.pyplot and saves one empty figure. Whole processes, in turn,
the median of each; run it on a quiet machine.

    python benchmarks/startup.py [repeats]
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BASE = "import pandas, matplotlib.pyplot as plt; plt.figure().savefig({out!r})"
GOALS = {"frontier --help": 0.5, "frontier plot (svg)": 1.3, "frontier plot (png)": 1.6, "frontier pick": 1.3}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main(repeats: int = 15) -> None:
    frontier = str(Path(sys.executable).with_name("frontier"))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        commands = {
            "base": [sys.executable, "-c", BASE.format(out=str(out / "empty.png"))],
            "frontier --help": [frontier, "--help"],
            "frontier plot (svg)": [frontier, "plot", "-o", str(out / "a.svg")],
            "frontier plot (png)": [frontier, "plot", "-o", str(out / "a.png")],
            "frontier pick": [frontier, "pick", "--budget", "1"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(repeats):
            for name, command in commands.items():
                times[name].append(seconds(command))
    base = statistics.median(times["base"])
    print(f"base {base:.3f} s: import pandas and matplotlib.pyplot, save an empty figure (median of {repeats})")
    for name, goal in GOALS.items():
        ratio = statistics.median(times[name]) / base
        print(f"{name:22} {ratio:5.2f} x base   goal {goal:.2f}   {'met' if ratio <= goal else 'MISSED'}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
