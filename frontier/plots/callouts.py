"""Call-outs: groups of models that a picture points out, each in a halo."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from itertools import pairwise

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from frontier.frames.frontier import Frontier
from frontier.frames.points import Floats, points_of, upward
from frontier.plots.labels import Labels, boxes_of
from frontier.plots.theme import HALO, HALO_EDGE
from frontier.words.names import model_names
from frontier.words.spelling import short

Callouts = Mapping[str, Mapping[Hashable, str]]  # of each group the models, with the names to show


def check_callouts(frontier: Frontier, callouts: Mapping[str, Iterable[Hashable]]) -> Callouts:
    """Return each group's models with the names to show; refuse what is not in the table."""
    groups = {name: group if isinstance(group, Mapping) else list(group) for name, group in callouts.items()}
    empty = [name for name, group in groups.items() if not len(group)]
    if empty:
        raise ValueError(f"callouts have no models for {', '.join(map(repr, empty))}; name some or leave the group out")
    own = dict(zip(frontier.labels, model_names(frontier), strict=True))
    missing = [model for group in groups.values() for model in group if model not in own]
    if missing:
        left_out = dict(zip(frontier.excluded["model"], frontier.excluded["reason"], strict=True))
        why = "; ".join(f"{model!r} ({left_out.get(model, 'not in the table')})" for model in missing)
        raise ValueError(f"callouts name models that are not drawn: {why}")
    return {
        name: {model: str(group[model]) if isinstance(group, Mapping) else own[model] for model in group}
        for name, group in groups.items()
    }


def names_with(frontier: Frontier, callouts: Callouts) -> list[str]:
    """Return the name to show for each row: that of the call-out, where it is in one."""
    names = model_names(frontier)
    of = {model: (group, name) for group, members in callouts.items() for model, name in members.items()}
    for row, key in enumerate(frontier.labels):
        if key in of:
            group, name = of[key]
            # a short name such as R1 says too little away from its group: put the maker before it
            names[row] = short(f"{group} {name}" if group and len(name) <= 3 else name)
    return names


def draw_callouts(labels: Labels, frontier: Frontier, callouts: Callouts) -> None:
    """Ring each member of a group with a tinted halo, and join the halos of a group past other models."""
    ax, keys = labels.ax, frontier.labels.tolist()
    spots = np.column_stack(points_of(frontier))
    height = upward(frontier, spots[:, 1])
    pixels = labels.pixels(spots[:, 0], spots[:, 1])
    back = ax.transData.inverted()
    for members in callouts.values():
        rows = [i for i, key in enumerate(keys) if key in members]
        others = np.delete(pixels, rows, axis=0)
        rows.sort(key=lambda i: (-height[i], spots[i, 0]))
        paths = [_bowed(pixels[i], pixels[j], others) for i, j in pairwise(rows)]
        for corners in paths:
            labels.avoid_bars(boxes_of(_bezier(corners), 5 * labels.scale))
        for extra, color, z in ((1.6, HALO_EDGE, 0.6), (0.0, HALO, 0.7)):
            for corners in paths:
                curve = Path(back.transform(corners), [Path.MOVETO, Path.CURVE3, Path.CURVE3])
                ax.add_patch(PathPatch(curve, facecolor="none", edgecolor=color, linewidth=9 + extra, capstyle="round",
                                       zorder=z))  # fmt: skip
            ax.scatter(spots[rows, 0], spots[rows, 1], s=(21 + extra) ** 2, c=color, linewidths=0, zorder=z + 0.05)


def _bowed(start: Floats, end: Floats, others: Floats) -> Floats:
    """Return three control points of the straightest of a few bows that keeps clear of the other models."""
    normal = np.array([-(end - start)[1], (end - start)[0]])
    bows = []
    for rank, bow in enumerate((0.0, 0.25, -0.25, 0.5, -0.5)):
        corners = np.vstack([start, (start + end) / 2 + bow * normal, end])
        gaps = _bezier(corners)[:, None, :] - others[None, :, :]
        room = np.hypot(*gaps.T).min() if len(others) else np.inf
        bows.append((room < 14, rank, corners))
    return min(bows, key=lambda bow: bow[:2])[2]


def _bezier(corners: Floats) -> Floats:
    """Return points along the quadratic curve of three control points."""
    t = np.linspace(0, 1, 40)[:, None]
    return np.asarray((1 - t) ** 2 * corners[0] + 2 * t * (1 - t) * corners[1] + t**2 * corners[2])
