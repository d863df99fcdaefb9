"""Measure the names in pictures of 300 made-up tables and of every snapshot, in four sizes: `make test-labels`."""

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from test_plots import labels_of, leaders_of, random_menu

import frontier

SIZES = {"16:10": (10, 6.25), "16:9": (10, 5.625), "4:3": (10, 7.5), "half a page": (3.3, 2.6)}
FAULTS = ("label on label", "label on marker", "label on line", "label off the axes", "nearer to another",
          "leader on label", "leader on marker", "left out")  # fmt: skip
APART = 12  # points: so far from other markers is the name of a model that the title names, if it has a leader


def axes_of(size):
    """Give the Axes of a figure of that size, as a user makes one."""
    figure = Figure(figsize=SIZES[size])
    FigureCanvasAgg(figure)
    return figure.add_subplot()


def picture(models, size, *, classes=False, callouts=None):
    """Draw a table, and give the frontier and the Axes."""
    by = frontier.openness_class(models) if classes else None
    found = frontier.find_frontier(models, by=by, uncertainty=False)
    return found, frontier.plot_frontier(found, callouts=callouts, ax=axes_of(size))


def made_up(seed, size):
    """Draw a made-up table: few or many models, names of any length, ties, classes or none, call-outs or none."""
    models = random_menu(seed)
    groups = {"Alpha": list(models["model"][:3]), "Beta": list(models["model"][-1:])} if seed % 3 == 0 else None
    return picture(models, size, classes=bool(seed % 2), callouts=groups), groups


def faults(found, ax, callouts=None):
    """Count what is wrong with the names, in pixels as they are drawn; one pixel is tolerated."""
    renderer, counts = ax.figure.canvas.get_renderer(), Counter(dict.fromkeys(FAULTS, 0))
    boxes, points, names, at = [], [], [], []
    for text in labels_of(ax):
        text.update_positions(renderer)
        boxes.append(np.array(Text.get_window_extent(text, renderer).extents))
        points.append(ax.transData.transform(text.xy))
        at.append(text.xy)
        names.append(text.get_text().replace("\n", " "))
    spots = ax.transData.transform(found.table[[found.cost, found.quality]].to_numpy(dtype=float))
    pieces = []
    for line in ax.get_lines():
        corners = ax.transData.transform(np.column_stack(line.get_data()))
        ends = np.hstack([np.fmin(corners[:-1], corners[1:]), np.fmax(corners[:-1], corners[1:])])
        pieces.append(ends[~np.isnan(np.hstack([corners[:-1], corners[1:]])).any(axis=1)])
    lines, frame = np.vstack(pieces), ax.get_window_extent().extents
    page, title = ax.get_axes_locator(), ax.get_title(loc="left").replace("\n", " ")
    leaders = {text.xy: leader_of(text, ax) for text in leaders_of(ax)}
    for k, box in enumerate(boxes):
        left, low, right, top = box + np.array([1, 1, -1, -1])
        counts["label on label"] += sum(bool(meets(box, other)) for other in boxes[k + 1 :])
        counts["label on marker"] += bool(((spots > [left, low]) & (spots < [right, top])).all(axis=1).any())
        on_line = (lines[:, 0] < right) & (lines[:, 2] > left) & (lines[:, 1] < top) & (lines[:, 3] > low)
        counts["label on line"] += bool(on_line.any())
        counts["label off the axes"] += bool((box[:2] < frame[:2] - 1).any() or (box[2:] > frame[2:] + 1).any())
        away = np.hypot(*(np.maximum(box[:2] - spots, 0) + np.maximum(spots - box[2:], 0)).T)
        own = np.abs(spots - points[k]).max(axis=1) < 0.5
        other = away[~own].min(initial=np.inf)
        by_leader = names[k] in title and tuple(at[k]) in leaders and other > APART * page.scale - 1
        counts["nearer to another"] += bool(away[own].min() > other + 1 and not by_leader)
    for at_point, along in leaders.items():
        inside = [(along > box[:2] + 1) & (along < box[2:] - 1) for box in boxes]
        counts["leader on label"] += sum(bool(hit.all(axis=1).any()) for hit in inside)
        others = spots[np.abs(spots - ax.transData.transform(at_point)).max(axis=1) > 8 * page.scale]
        near = np.hypot(*(along[:, None] - others[None]).T).min(initial=np.inf)
        counts["leader on marker"] += bool(near < 2 * page.scale)
    called = {model for group in (callouts or {}).values() for model in group}
    wanted = [str(n) for n, on in zip(found.labels, found.table["on_frontier"], strict=True) if on or n in called]
    if "name" in found.table:
        wanted = [str(n) for n in found.table.loc[found.table["on_frontier"], "name"]]
    said = [*names, *page.unnamed]
    counts["left out"] += sum(not any(name in one for one in said) for name in wanted)
    return counts, len([name for name in wanted if any(name in one for one in names)]), len(wanted)


def leader_of(text, ax):
    """Give points along a leader, from its marker to its name."""
    start = ax.transData.transform(text.xy)
    return start + np.linspace(0, 0.98, 50)[:, None] * np.array(text.xyann) * ax.figure.dpi / 72


def meets(a, b):
    """Return whether two boxes overlap by more than a pixel."""
    return min(min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])) > 1


def measured(job):
    """Draw one picture and count what is wrong: of a made-up table by its seed, or of a snapshot."""
    size, *what = job
    if len(what) == 1:
        (found, ax), callouts = made_up(*what, size)
    else:
        board, day = what
        models = frontier.load_models(as_of=f"{pd.Timestamp(day):%Y-%m-%d}", board=board)
        if models["output_usd_per_mtok"].notna().sum() < 2:
            return None
        (found, ax), callouts = picture(models, size, classes=True), None
    return faults(found, ax, callouts)


def main():
    """Measure all, and fail where anything is wrong."""
    every = frontier.load_scores()[["board", "date"]].drop_duplicates()
    wrong = Counter()
    with ProcessPoolExecutor() as workers:
        for size in SIZES:
            jobs = [(size, seed) for seed in range(300)] + [(size, *one) for one in every.itertuples(index=False)]
            found = [one for one in workers.map(measured, jobs, chunksize=10) if one]
            total = sum((counts for counts, *_ in found), Counter())
            named, wanted = (sum(one[k] for one in found) for k in (1, 2))
            print(
                f"{size}: {len(found)} pictures, {named} of {wanted} members and call-outs named; wrong: {dict(total)}"
            )
            wrong += total
    return min(1, sum(wrong.values()))


if __name__ == "__main__":
    sys.exit(main())
