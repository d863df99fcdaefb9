"""What a page says without its scripts: the headline, a picture and the table of the frontier."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

import numpy as np

from frontier.core.dominance import pareto_mask
from frontier.words.numbers import money

MOST_POINTS = 1000  # beside the frontier
_WIDTH, _HEIGHT, _EDGE, _LINE = 760, 460, 40, 15

# A reader without scripts has no use for what only they fill or move.
_HIDE = "<style>form, nav, .tools, #stage, section, details.section, #summary, .skip { display: none }</style>"


class _Point(NamedTuple):
    """A model on the newest day."""

    name: str
    maker: str
    open: bool
    cost: float
    quality: float


def fallback(data: Mapping[str, Any]) -> str:
    """Return the part of a page that is shown without scripts.

    Parameters
    ----------
    data : mapping
        From `report_data`.

    Returns
    -------
    str
        HTML, in which the names of the table are text.

    Examples
    --------
    >>> import pandas as pd
    >>> from frontier.report.data import report_data
    >>> mine = pd.DataFrame({"model": ["a", "b", "c"], "usd": [1, 2, 3], "accuracy": [0.5, 0.8, 0.7]})
    >>> page = fallback(report_data(mine, cost="usd", quality="accuracy"))
    >>> page.count("<circle"), page.count("<tr>")
    (3, 3)
    """
    own, said = data["own"] or {}, data["said"]
    points = _points(data)
    sign = -1 if own.get("lower_is_better") else 1
    on = pareto_mask([point.cost for point in points], [sign * point.quality for point in points])
    members = sorted((point for point, so in zip(points, on, strict=True) if so), key=lambda p: (p.cost, p.quality))
    others = [point for point, so in zip(points, on, strict=True) if not so][:MOST_POINTS]
    heads = (own.get("name", "Model"), "Maker", own.get("quality", "Score"), own.get("cost", "USD per million tokens"))
    price = own.get("currency", "$")
    rows = [(point.name, point.maker, f"{point.quality:.10g}", money(point.cost, price)) for point in members]
    lines = "".join(f"<p>{escape(text)}</p>" for text in (said["subtitle"], said["sources"]))
    gap = f"<p>{escape(data['gap']['summary'])}</p>" if data["gap"] else ""
    picture = _picture(members, others, said["title"], price, sign)
    return f"<noscript>{_HIDE}{lines}{picture}{_table(heads, rows)}{gap}</noscript>"


def _points(data: Mapping[str, Any]) -> list[_Point]:
    """Return the models with a price and a score on the day that is shown first."""
    models, at = data["models"], {name: k + 1 for k, name in enumerate(data["columns"])}
    openness = {one["value"]: one["tiers"] for one in data["tiers"]}["open"]
    rows = [
        (row[0], row[at["output_usd_per_mtok"]], row[at["elo"]]) for row in data["snapshots"][data["newest"]]["rows"]
    ]
    return [
        _Point(
            models["name"][k] or models["model"][k],
            models["organization"][k] or "",
            models["openness"][k] in openness,
            cost,
            quality,
        )
        for k, cost, quality in rows
        if quality is not None and cost is not None and cost > 0
    ]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [("th", heads), *(("td", row) for row in rows)]
    cells = ("".join(f"<{tag}>{escape(text)}</{tag}>" for text in line) for tag, line in lines)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in cells)}</table>"


def _picture(members: Sequence[_Point], others: Sequence[_Point], title: str, price: str, sign: int) -> str:
    """Draw the points and the frontier. Above the frontier nothing stands, so the names of its members stand there."""
    every = [*others, *members]
    costs, qualities = (
        np.array(values, dtype=float) for values in zip(*((p.cost, p.quality) for p in every), strict=True)
    )
    logs = np.log10(costs)
    decades = [10.0**k for k in range(math.ceil(logs.min()), math.floor(logs.max()) + 1)] or [float(costs.min())]
    across = _place(np.append(logs, np.log10(decades)), _EDGE * 4, _WIDTH - _EDGE)
    x, y = across[: len(every)], _place(-sign * qualities, _EDGE, _HEIGHT - _EDGE)
    marks = [
        f'<circle cx="{a:.1f}" cy="{b:.1f}" r="{5 if k >= len(others) else 3}" '
        f'style="fill:var(--{"Open" if point.open else "Proprietary"})"/>'
        for k, (point, a, b) in enumerate(zip(every, x, y, strict=True))
    ]
    steps, names, free = "", list[str](), 0.0
    for point, a, b in reversed(list(zip(members, x[len(others) :], y[len(others) :], strict=True))):
        steps += f"V{b:.1f}H{a:.1f}"
        if b >= free:  # of names that would touch, the better model's stands
            names.append(f'<text x="{a - 8:.1f}" y="{b - 4:.1f}" text-anchor="end">{escape(point.name)}</text>')
            free = b + _LINE
    ticks = [
        f'<text x="{a:.1f}" y="{_HEIGHT - 8}" text-anchor="middle">{escape(money(at, price))}</text>'
        for at, a in zip(decades, across[len(every) :], strict=True)
    ]
    line = f'<path d="M{_WIDTH - _EDGE} {y[-1]:.1f}{steps}" style="fill:none;stroke:var(--ink)"/>'
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}" '
        f'style="max-width:100%;font-size:12px;fill:var(--ink)">{"".join([line, *marks, *names, *ticks])}</svg>'
    )


def _place(values: Any, start: float, stop: float) -> Any:
    """Return where values stand between two edges; in the middle if they are all the same."""
    low, high = values.min(), values.max()
    return start + (values - low) / (high - low) * (stop - start) if high > low else values * 0 + (start + stop) / 2
