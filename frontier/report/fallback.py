"""What a page says without its scripts: the headline, a picture and the table of the frontier."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from frontier.core.dominance import pareto_mask
from frontier.words.numbers import money

MOST_POINTS = 1000  # beside the frontier
_WIDTH, _HEIGHT, _EDGE, _LINE = 760, 460, 40, 15

# A reader without scripts has no use for what only they fill or move.
_HIDE = "<style>form, nav, .tools, #stage, section, details.section, #summary, .skip { display: none }</style>"


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
    sign, price = -1 if own.get("lower_is_better") else 1, own.get("currency", "$")
    points = _points(data)
    on = pareto_mask(points["cost"], sign * points["quality"])
    members = points[on].sort_values(["cost", "quality"])
    heads = (own.get("name", "Model"), "Maker", own.get("quality", "Score"), own.get("cost", "USD per million tokens"))
    best: list[Any] = list(members.itertuples())
    rows = [("td", (row.name, row.maker, f"{row.quality:.10g}", money(row.cost, price))) for row in best]
    cells = ("".join(f"<{tag}>{escape(text)}</{tag}>" for text in line) for tag, line in [("th", heads), *rows])
    table = "".join(f"<tr>{line}</tr>" for line in cells)
    above = "".join(f"<p>{escape(said[line])}</p>" for line in ("subtitle", "sources"))
    gap = f"<p>{escape(data['gap']['summary'])}</p>" if data["gap"] else ""
    picture = _picture(members, points[~on][:MOST_POINTS], said["title"], price, sign)
    return f"<noscript>{_HIDE}{above}{picture}<table>{table}</table>{gap}</noscript>"


def _points(data: Mapping[str, Any]) -> pd.DataFrame:
    """Return the models with a price and a score on the day that is shown first."""
    who = {name: data["models"][name] for name in ("model", "name", "organization", "openness")}
    models = pd.DataFrame(who, dtype=object)  # text that no other type of pandas can hold may be a name
    columns = ["number", *data["columns"]]
    rows = [row[: len(columns)] for row in data["snapshots"][data["newest"]]["rows"]]
    table = pd.DataFrame(rows, columns=columns).rename(columns={"elo": "quality", "output_usd_per_mtok": "cost"})
    table = table.astype(float).query("cost > 0 and quality == quality").join(models, on="number")
    opened = next(one["tiers"] for one in data["tiers"] if one["value"] == "open")
    return table.assign(
        name=table["name"].fillna(table["model"]),
        maker=table["organization"].fillna(""),
        color=np.where(table["openness"].isin(opened), "Open", "Proprietary"),
    )


def _picture(members: pd.DataFrame, others: pd.DataFrame, title: str, price: str, sign: int) -> str:
    """Draw the points and the frontier. Above the frontier nothing stands, so the names of its members stand there."""
    every = pd.concat([others, members])
    logs, first = np.log10(every["cost"]), len(others)
    decades = [10.0**k for k in range(math.ceil(logs.min()), math.floor(logs.max()) + 1)] or [every["cost"].min()]
    across = _place(np.append(logs, np.log10(decades)), _EDGE * 4, _WIDTH - _EDGE)
    x, y = across[: len(every)], _place(-sign * every["quality"].to_numpy(), _EDGE, _HEIGHT - _EDGE)
    marks = [
        f'<circle cx="{a:.1f}" cy="{b:.1f}" r="{3 if k < first else 5}" style="fill:var(--{color})"/>'
        for k, (a, b, color) in enumerate(zip(x, y, every["color"], strict=True))
    ]
    line, free = f"M{_WIDTH - _EDGE} {y[-1]:.1f}", 0.0
    for name, a, b in reversed(list(zip(members["name"], x[first:], y[first:], strict=True))):
        line += f"V{b:.1f}H{a:.1f}"
        if b >= free:  # of names that would touch, the better model's stands
            marks.append(f'<text x="{a - 8:.1f}" y="{b - 4:.1f}" text-anchor="end">{escape(name)}</text>')
            free = b + _LINE
    marks += [
        f'<text x="{a:.1f}" y="{_HEIGHT - 8}" text-anchor="middle">{escape(money(at, price))}</text>'
        for at, a in zip(decades, across[len(every) :], strict=True)
    ]
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}" '
        'style="max-width:100%;font-size:12px;fill:var(--ink)">'
        f'<path d="{line}" style="fill:none;stroke:var(--ink)"/>{"".join(marks)}</svg>'
    )


def _place(values: Any, start: float, stop: float) -> Any:
    """Return where values stand between two edges; in the middle if they are all the same."""
    low, high = values.min(), values.max()
    return start + (values - low) / (high - low) * (stop - start) if high > low else values * 0 + (start + stop) / 2
