"""Compare the placement of names with textalloc: what is named, what is wrong, and how long it takes."""

import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
import labels_proof
from test_plots import dominated, draw, labels_of, menu

from frontier.words.names import model_names


def other(found, ax):
    """Name the members of a frontier by textalloc, away from all markers and lines."""
    import textalloc

    for text in [text for text in ax.texts if text.xycoords == "data"]:
        text.remove()
    table, on = found.table, found.table["on_frontier"].to_numpy()
    x, y = table[found.cost].to_numpy(), table[found.quality].to_numpy()
    lines = [line for line in ax.get_lines() if not np.isnan(line.get_xdata()).any()]
    started = time.process_time()
    _, _, texts, _ = textalloc.allocate(
        ax, x[on], y[on], [name for name, member in zip(model_names(found), on, strict=True) if member],
        x_scatter=x, y_scatter=y, x_lines=[line.get_xdata() for line in lines],
        y_lines=[line.get_ydata() for line in lines], textsize=8.5, max_distance=0.2, draw_all=False,
    )  # fmt: skip
    took = time.process_time() - started
    points = dict(zip(model_names(found), zip(x, y, strict=True), strict=True))
    for text in [text for text in texts if text is not None]:
        # the same text as an annotation of its point, as the measure reads it
        (left, low), words = ax.transData.transform(text.get_position()), text.get_text()
        spot = ax.transData.transform(points[words])
        look = {"textcoords": "offset pixels", "fontsize": 8.5, "ha": text.get_ha(), "va": text.get_va()}
        ax.annotate(words, points[words], (left - spot[0], low - spot[1]), **look)
        text.remove()
    return took


def main(tables):
    """Print a row for each engine and size."""
    for size in labels_proof.SIZES:
        for engine in ("ours", "textalloc"):
            total, named, wanted, took = Counter(dict.fromkeys(labels_proof.FAULTS, 0)), 0, 0, 0.0
            for seed in range(tables):
                started = time.process_time()
                (found, ax), _ = labels_proof.made_up(seed, size)
                took += time.process_time() - started if engine == "ours" else other(found, ax)
                counts, some, of = labels_proof.faults(found, ax)
                total, named, wanted = total + counts, named + some, wanted + of
            wrong = {name: total[name] for name in labels_proof.FAULTS[:-1]}
            print(
                f"{size:12} {engine:10} {named:5} of {wanted} members named, {took / tables:.2f} s a picture; {wrong}"
            )
    steps = [(1 + k / 100, 1000 + k) for k in range(500)]
    models = menu(*steps, *dominated(19_500), names=range(20_000))
    started = time.process_time()
    _, ax = draw(models)
    took = time.process_time() - started
    print(f"20,000 models, 500 on the frontier: {took:.1f} s of processor time, {len(labels_of(ax))} names")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
