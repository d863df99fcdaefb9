"""Published statements tested against the tables."""

from __future__ import annotations

import difflib
import html
import math
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import pandas as pd

from frontier.claims.deck import (
    _a16z,
    _deck_closed,
    _deck_compute,
    _deck_costs,
    _deck_lag,
    _deck_performance,
    _deck_step,
    _deepseek,
    _flash,
    _gpt4o,
    _stanford_280,
    _stanford_2024,
    _stanford_2025,
)
from frontier.claims.epoch import (
    _LABELS,
    _MATCHES,
    _RATES,
    _TESTS,
    _epoch_2024,
    _epoch_2025,
    _epoch_2026,
    _from_own_table,
    _match,
    _replicate,
)
from frontier.claims.rules import (
    _AGREES,
    _EPOCH_2024,
    _EPOCH_PAIRS,
    _EPOCH_PRICES,
    _EPOCH_RECORDS,
    _NOTHING,
    _RECOMPUTED,
    _SAME,
    Verdict,
    _figure,
    _Finding,
    _in_words,
    _Statement,
    _Tables,
)
from frontier.core.estimate import Estimate
from frontier.data.parse import CatalogError
from frontier.data.tables import load_snapshots


def check_claims(names: str | Sequence[str] | None = None, *, path: str | Path | None = None) -> pd.DataFrame:
    """Test published statements about cost, quality and openness against the tables.

    Parameters
    ----------
    names : str or sequence of str, optional
        Only these, by their short name, or those that begin so: ``"deck-lag"``, ``["deck", "stanford"]``. All if not
        given.
    path : path, optional
        A curated models.csv with its ``history/``, or their folder; the shipped table if not given. What it cannot
        test, since a model or a day is not in it, ``cannot be tested``.

    Returns
    -------
    pandas.DataFrame
        One row a statement:

        - ``claim``: its short name; ``label``: words for a picture;
        - ``who``, ``said`` (date), ``source``, ``statement``: the statement and where it stands;
        - ``published``, ``measured``: its number and ours, in words;
        - ``verdict``: ``holds``, ``holds in part``, ``does not hold`` or ``cannot be tested``;
        - ``tested_on``: ``this table``, ``Epoch AI's points``, or ``the study's own points``, which recomputes a number
          and tests no statement about the world;
        - ``why``: what the data say, in a sentence or two;
        - ``rule``: the rule by which the verdict was computed;
        - ``call``: Python (after ``import frontier`` and ``import numpy as np``), or a command, that gives the number
          again;
        - ``published_value``, ``published_low``, ``published_high``, ``value``, ``low``, ``high`` in the unit ``unit``
          (months, times, times a year, points, per cent or probability), NaN where there is none.

    Raises
    ------
    CatalogError
        If a table is wrong.
    ValueError
        If no statement has such a name, or the table has no history.

    Notes
    -----
    The statements are those of Invesco's deck of February 2025, and published numbers of Stanford's AI Index, a16z and
    Epoch AI. Intervals are 95 %, those of rates of price 90 % (`price_decline`), as published. A verdict is of a
    statement as it was put, on these data: Arena votes and dated list prices. It does not say that a study of other
    data is wrong.

    Examples
    --------
    >>> import frontier
    >>> claims = frontier.check_claims(["deck-lag", "stanford-2025"])
    >>> claims.set_index("claim").verdict.to_dict()
    {'deck-lag': 'does not hold', 'stanford-2025': 'holds'}
    """
    chosen, tables = _chosen(names), _Tables(path)
    if path is not None and load_snapshots(path, board="all").empty:
        raise ValueError(
            f"{path} has no history/ beside it, and what was said of a day is tested on the boards and prices of that "
            "day; give the models.csv of a table with history/"
        )
    return pd.DataFrame([_row(statement, tables) for statement in chosen])


def _chosen(names: str | Sequence[str] | None) -> list[_Statement]:
    """Return the statements of these names; one that is a whole name is that statement alone."""
    if names is None:
        return list(_STATEMENTS)
    known = [statement.claim for statement in _STATEMENTS]
    wanted = set[str]()
    for name in [names] if isinstance(names, str) else names:
        own = [claim for claim in known if claim == name] or [claim for claim in known if claim.startswith(name)]
        if not own or not name:
            near = [claim for claim in known if name and name.lower() in claim]
            near = near or difflib.get_close_matches(name.lower(), known, n=3)
            groups = ", ".join(dict.fromkeys(claim.split("-")[0] for claim in known))
            hint = f"did you mean {', '.join(map(repr, near))}?" if near else f"they begin with {groups}"
            raise ValueError(f"no statement is named {name!r}; {hint}")
        wanted.update(own)
    return [statement for statement in _STATEMENTS if statement.claim in wanted]


def tally(claims: pd.DataFrame) -> str:
    """Count the verdicts in a sentence: what tests a statement, and what only recomputes a number, apart.

    Parameters
    ----------
    claims : pandas.DataFrame
        From `check_claims`.

    Returns
    -------
    str
        Such as ``3 statements tested: 1 holds, 2 do not hold.``
    """
    plural = {"holds": "hold", "holds in part": "hold in part", "does not hold": "do not hold"}
    again = claims["tested_on"] == _RECOMPUTED
    parts = []
    for own, one, many in (
        (claims[~again], "statement tested", "statements tested"),
        (
            claims[again],
            "number recomputed from the study's own points",
            "numbers recomputed from the study's own points",
        ),
    ):
        counts = own["verdict"].value_counts()
        told = [f"{counts[v]} {v if counts[v] == 1 else plural.get(v, v)}" for v in get_args(Verdict) if v in counts]
        if told:
            parts.append(f"{len(own)} {one if len(own) == 1 else many}: {', '.join(told)}.")
    return " ".join(parts)


def claims_page(claims: pd.DataFrame, pictures: Sequence[str] = ()) -> str:
    """Return the statements as a page in Markdown: a table of all, and below it the reasons, rules and calls.

    Parameters
    ----------
    claims : pandas.DataFrame
        From `check_claims`.
    pictures : sequence of str
        Pictures to show, as links from the page.

    Returns
    -------
    str
        The page; the same for the same tables.
    """
    lines = [
        "# Published statements, tested",
        "",
        "Written by `frontier claims`, from the tables: what is changed here is lost when it is written again. Every",
        "verdict is computed by the rule below its statement, from Arena votes, dated list prices and, where it says "
        "so,",
        "the cited points of a study. It is of the statement as it was put, and does not say that a study of other "
        "data is",
        "wrong. The calls need `import frontier` and `import numpy as np`; the commands print the number among others.",
        "",
        tally(claims),
    ]
    for picture in pictures:
        lines += ["", f"![What was published, and what the tables give]({picture})"]
    for who, own in claims.groupby("who", sort=False):
        lines += ["", f"## {who}", "", "| statement | published | measured | on | verdict |", "|---|---|---|---|---|"]
        for one in own.itertuples():
            statement = f'<a href="#{one.claim}">{html.escape(str(one.statement), quote=False)}</a>'
            cells = [statement, one.published or "-", one.measured or "-", one.tested_on]
            lines.append(
                f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in cells)} | **{one.verdict}** |"
            )
        for one in own.itertuples():
            lines += [
                "",
                f'<a id="{one.claim}"></a>',
                "",
                f"### {one.statement}",
                "",
                f"{one.said:%Y-%m-%d}, {one.source}. **{str(one.verdict).capitalize()}.** {one.why}",
                "",
                f"Rule: {one.rule}.",
                "",
                "```" + ("sh" if str(one.call).startswith("frontier ") else "python"),
                str(one.call),
                "```",
            ]
    return "\n".join(lines) + "\n"


# What an error of the library adds for its caller is no reason.
_REMEDY = re.compile(r"; (?:choose|see|did you mean|it has) .*", re.DOTALL)


def _row(statement: _Statement, tables: _Tables) -> dict[str, Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of short spans of records: `why` says it
            found = statement.test(tables)
    except CatalogError:
        raise
    except ValueError as error:  # what the library cannot tell: a model or snapshot that is missing, too few records
        reason = _REMEDY.sub("", str(error))
        found = _Finding(_NOTHING, "cannot be tested", f"{reason[:1].upper()}{reason[1:]}.")
    if math.isnan(found.number.value) and found.verdict != "cannot be tested":
        found = _Finding(_NOTHING, "cannot be tested", "The tables do not tell the number.")
    who, said, source = statement.origin
    ours, theirs = found.number, statement.number
    return {
        "claim": statement.claim,
        "label": statement.label,
        "who": who,
        "said": pd.Timestamp(said),
        "statement": statement.statement,
        "published": statement.published,
        "measured": "" if math.isnan(ours.value) else statement.measured.format(_in_words(ours, statement.unit)),
        "verdict": found.verdict,
        "tested_on": statement.tested_on,
        "why": found.why,
        "rule": statement.rule,
        "call": tables.call(statement.call),
        "source": source,
        "unit": statement.unit,
        "published_value": theirs.value,
        "published_low": theirs.low,
        "published_high": theirs.high,
        "value": ours.value,
        "low": ours.low,
        "high": ours.high,
    }


_STATEMENTS = (
    _gpt4o,
    _deepseek,
    _flash,
    _deck_lag,
    _deck_closed,
    _deck_compute,
    _deck_performance,
    _deck_costs,
    _deck_step,
    _stanford_2025,
    _stanford_2024,
    _stanford_280,
    _a16z,
    *(
        _Statement(
            claim=f"epoch-{score}-{level:g}",
            label=f"Epoch: {_LABELS[score]} {level:g}, its points",
            origin=_EPOCH_PRICES,
            statement=f"The price of {_TESTS[score]} of {level:g} fell {_figure(value)} times a year",
            published=_in_words(Estimate(value, low, high), "times a year"),
            number=Estimate(value, low, high),
            unit="times a year",
            rule=_SAME,
            tested_on=_RECOMPUTED,
            call=f"frontier.price_decline({_EPOCH_RECORDS.format(level=level, score=score)}).factor_per_year",
            test=_replicate(score, level, Estimate(value, low, high)),
        )
        for score, level, value, low, high in _RATES
    ),
    *(
        _Statement(
            claim=f"epoch-arena-{level:g}-own",
            label=f"Epoch: Arena {level:g}, our table",
            origin=_EPOCH_PRICES,
            statement=f"The price of an Arena score of {level:g} fell {_figure(value)} times a year: on our own prices",
            published=_in_words(Estimate(value, low, high), "times a year"),
            number=Estimate(value, low, high),
            unit="times a year",
            rule=_AGREES,
            call=f"frontier trend --at-least {level:g} --as-of 2025-02-14 --cost blended",
            test=_from_own_table(level, Estimate(value, low, high)),
        )
        for score, level, value, low, high in _RATES
        if score == "arena"
    ),
    *(
        _Statement(
            claim=f"epoch-match-{k + 1}",
            label=f"Epoch 2024: {closed} to {opened}",
            origin=_EPOCH_2024,
            statement=f"{opened} reached {closed}'s MMLU score {months:.1f} months after it",
            published=f"{months:.1f} months",
            number=Estimate(months),
            unit="months",
            rule=f"{_SAME}; and the open model is the published one",
            tested_on=_RECOMPUTED,
            call=f'{_EPOCH_PAIRS}["{closed}"]',
            test=_match(closed, opened, months),
        )
        for k, (closed, opened, months) in enumerate(_MATCHES)
    ),
    _epoch_2024,
    _epoch_2025,
    _epoch_2026,
)
