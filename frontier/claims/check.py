"""Published statements tested against the tables."""

from __future__ import annotations

import html
import math
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import pandas as pd

from frontier.claims.rules import UntestableError, Verdict, in_words
from frontier.claims.statements import Statement, Tables, call_of, read_statements, test_statement
from frontier.core.estimate import Estimate
from frontier.data.reader import CatalogError
from frontier.data.tables import load_snapshots
from frontier.words.numbers import count
from frontier.words.spelling import did_you_mean

PAGE = files("frontier.claims").joinpath("page.toml")
RECOMPUTED = "the study's own points"
_COLUMNS = (
    "claim", "label", "who", "said", "statement", "published", "measured", "verdict", "tested_on", "why", "rule",
    "call", "source", "unit",
)  # fmt: skip
_NUMBERS = ("published_value", "published_low", "published_high", "value", "low", "high")
_PLURAL = {"holds": "hold", "holds in part": "hold in part", "does not hold": "do not hold"}


def check_claims(names: str | Sequence[str] | None = None, *, path: str | Path | None = None) -> pd.DataFrame:
    """Test published statements about cost, quality and openness against the tables.

    Parameters
    ----------
    names : str or sequence of str, optional
        Short names of statements, or how they begin: ``"deck-lag"``, ``["deck", "stanford"]``. All statements if not
        given.
    path : path, optional
        A curated models.csv with its ``history/``, or their folder; the shipped table if not given. A statement about
        a model or a day that this table lacks gets the verdict ``cannot be tested``.

    Returns
    -------
    pandas.DataFrame
        One row a statement:

        - ``claim``: its short name; ``label``: words for a picture;
        - ``who``, ``said`` (date), ``source``, ``statement``: the statement and where it was published;
        - ``published``, ``measured``: the published number and ours, in words;
        - ``verdict``: ``holds``, ``holds in part``, ``does not hold`` or ``cannot be tested``;
        - ``tested_on``: ``this table``, ``Epoch AI's points``, or ``the study's own points``. The last one only
          recomputes a number and tests no statement about the world;
        - ``why``: what the data say, in a sentence or two;
        - ``rule``: the rule that gives the verdict;
        - ``call``: Python that gives our number (after ``import frontier`` and ``import numpy as np``), or a command
          that prints it;
        - ``published_value``, ``published_low``, ``published_high``, ``value``, ``low``, ``high`` in the unit ``unit``
          (months, times, times a year, points, percent or probability), NaN where there is none.

    Raises
    ------
    CatalogError
        If a table is wrong.
    ValueError
        If no statement has this name, or the table has no history.

    Notes
    -----
    The statements are in `claims.toml`: those of Invesco's deck of February 2025, and published numbers of Stanford's
    AI Index, a16z and Epoch AI. Intervals are 95 %, those of price rates 90 % (`price_decline`), as published. A
    verdict is about the statement as it was worded, on these data: Arena votes and dated list prices. It does not say
    that a study of other data is wrong.

    Examples
    --------
    >>> import frontier
    >>> claims = frontier.check_claims(["deck-lag", "stanford-2025"])
    >>> claims.set_index("claim").verdict.to_dict()
    {'deck-lag': 'does not hold', 'stanford-2025': 'holds'}
    """
    statements, shared = read_statements()
    chosen = _chosen(names, statements)
    if path is not None and load_snapshots(path, board="all").empty:
        raise ValueError(
            f"{path} has no history/ beside it, which has the leaderboards and prices of the days of the statements; "
            "give the models.csv of a table with history/"
        )
    tables = Tables(path, shared)
    return pd.DataFrame([_row(statement, tables) for statement in chosen], columns=[*_COLUMNS, *_NUMBERS])


def _chosen(names: str | Sequence[str] | None, statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements with these names. A whole name is that statement alone."""
    known = [statement["claim"] for statement in statements]
    wanted = set(known) if names is None else set[str]()
    for name in [names] if isinstance(names, str) else names or []:
        found = [claim for claim in known if claim == name] or [
            claim for claim in known if name and claim.startswith(name)
        ]
        if not found:
            groups = ", ".join(dict.fromkeys(claim.split("-")[0] for claim in known))
            hint = did_you_mean(name, known) or f"; names begin with {groups}"
            raise ValueError(f"no statement is named {name!r}{hint}")
        wanted.update(found)
    return [statement for statement in statements if statement["claim"] in wanted]


def _row(statement: Statement, tables: Tables) -> dict[str, Any]:
    try:
        ours, verdict, why = test_statement(statement, tables)
    except CatalogError:
        raise
    except ValueError as error:
        # The library's errors end with advice for their caller, which is no reason.
        reason = str(error) if isinstance(error, UntestableError) else str(error).partition("; ")[0]
        ours, verdict, why = Estimate(math.nan), "cannot be tested", f"{reason[:1].upper()}{reason[1:]}."
    except Exception as error:
        error.add_note(f"claims.toml: {statement['claim']}: correct its Python")
        raise
    theirs, words = statement["number"], in_words(ours, statement["unit"])
    numbers = (theirs.value, theirs.low, theirs.high, ours.value, ours.low, ours.high)
    return dict(statement) | {
        "measured": statement["measured"].format(words) if words else "",
        "verdict": verdict,
        "why": why,
        "call": call_of(statement, tables.library.path),
        **dict(zip(_NUMBERS, numbers, strict=True)),
    }


def tally(claims: pd.DataFrame) -> str:
    """Count the verdicts in a sentence, with recomputed numbers counted separately.

    Parameters
    ----------
    claims : pandas.DataFrame
        From `check_claims`.

    Returns
    -------
    str
        Such as ``3 statements tested: 1 holds, 2 do not hold.``
    """
    again = claims["tested_on"] == RECOMPUTED
    said = list[str]()
    for rows, noun, done in (
        (claims[~again], "statement", "tested"),
        (claims[again], "number", f"recomputed from {RECOMPUTED}"),
    ):
        counts = rows["verdict"].value_counts()
        verdicts = [
            f"{counts[v]} {v if counts[v] == 1 else _PLURAL.get(v, v)}" for v in get_args(Verdict) if v in counts
        ]
        said += [f"{count(len(rows), noun)} {done}: {', '.join(verdicts)}."] if verdicts else []
    return " ".join(said)


def claims_page(claims: pd.DataFrame, pictures: Sequence[str] = ()) -> str:
    """Return the statements as a Markdown page: a table of each source, then the reasons, rules and calls.

    Parameters
    ----------
    claims : pandas.DataFrame
        From `check_claims`.
    pictures : sequence of str
        Pictures to show, as links from the page.

    Returns
    -------
    str
        The page, the same for the same tables. Its texts are in `page.toml`.
    """
    page: dict[str, str] = tomllib.loads(PAGE.read_text(encoding="utf-8"))

    def group(who: object, rows: list[dict[Any, Any]]) -> str:
        table = "".join(page["row"].format_map(_cells(row)) for row in rows)
        statements = "".join(
            page["statement"].format(
                **row,
                verdict_first=row["verdict"].capitalize(),
                language="sh" if row["call"].startswith("frontier ") else "python",
            )
            for row in rows
        )
        return page["group"].format(who=who, rows=table, statements=statements)

    return page["page"].format(
        tally=tally(claims),
        pictures="".join(page["picture"].format(path=path) for path in pictures),
        groups="".join(group(who, own.to_dict("records")) for who, own in claims.groupby("who", sort=False)),
    )


def _cells(row: dict[Any, Any]) -> dict[Any, str]:
    """Return what stands in the cells of a Markdown table."""
    cells = {key: str(text or "-").replace("|", "\\|") for key, text in row.items()}
    return cells | {"statement": html.escape(cells["statement"], quote=False)}
