"""Votes to ratings: the table that the frontier and the gap take, with the covariance of its scores."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from frontier.core.estimate import Estimate
from frontier.core.ratings import Bools, Votes, bradley_terry, comparable, quasi_variances, variances_of_differences
from frontier.frames.columns import Floats, column_of, values_of
from frontier.frames.contest import map_estimate
from frontier.frames.intervals import HALF_95
from frontier.frames.result import Result
from frontier.words.numbers import count as counted
from frontier.words.spelling import did_you_mean

# What the winner of a vote is called, and what the first model takes from it.
OUTCOMES = {"model_a": 1, "left": 1, "model_b": 0, "right": 0, "tie": 0.5, "tie (bothbad)": 0.5, "both_bad": 0.5}
_ROLES = ("model_a", "model_b", "winner", "count", "weight", "cluster")  # of the columns that may be asked for


@dataclass(frozen=True, eq=False)
class Ratings(Result):
    """Scores of models from votes between them, on the Elo scale, with their covariance.

    Made by `fit_ratings`.

    Attributes
    ----------
    table : pandas.DataFrame
        One row a rated model, best first: ``model``, ``elo``; ``elo_lower`` and ``elo_upper``, the 95 % comparison
        interval, NaN for a model whose votes leave no residual, such as one tie with one model; ``rank_from`` and
        ``rank_to``, 1 + how many models are better, and how many are not worse, by the 95 % interval of each
        difference; ``votes``, ``won``, ``lost`` and ``tied``, the votes that count.
    cov : pandas.DataFrame
        Covariance of the scores in points squared, by model both ways, of the differences from the anchor or the mean.
    excluded : pandas.DataFrame
        What is not rated: ``model``, ``votes`` and ``reason``; of votes with a blank the model is None.
    votes : int
        How many votes count.
    tied : float
        The share of them that are ties.
    first_won : float
        The share of the others that the first model won. Far from 0.5 the place of an answer had an effect, unless the
        pairs were sorted, as in many tables of counts.
    misfit : float
        Root mean square of the standardized residuals of the pairs with at least 100 votes; far above 1 one number a
        model does not explain the votes. NaN without such a pair.
    clusters : int or None
        How many clusters of votes there are; None if every vote is its own.
    anchor : tuple of str and float, or None
        The model whose score is fixed, and its score; None if the mean is 1000.
    """

    table: pd.DataFrame = field(repr=False)
    cov: pd.DataFrame = field(repr=False)
    excluded: pd.DataFrame = field(repr=False)
    votes: int
    tied: float
    first_won: float
    misfit: float
    clusters: int | None = None
    anchor: tuple[str, float] | None = None

    def difference(self, a: str, b: str) -> Estimate:
        """Return by how many points one model is ahead of another, with its 95 % interval from the covariance.

        Parameters
        ----------
        a, b : str
            Two rated models.

        Returns
        -------
        Estimate
            The score of ``a`` minus that of ``b``.

        Raises
        ------
        ValueError
            If a model is not rated.
        """
        elo, upper = (dict(zip(self.table["model"], self.table[c], strict=True)) for c in ("elo", "elo_upper"))
        for model in (a, b):
            if model not in elo:
                why = self.excluded.loc[self.excluded["model"] == model, "reason"].tolist()
                raise ValueError(f"{model!r} is not rated{': ' + why[0] if why else did_you_mean(model, elo)}")
        value = float(elo[a] - elo[b])
        variance = variances_of_differences(self.cov.loc[[a, b], [a, b]].to_numpy())[0, 1]
        half = HALF_95 * math.sqrt(variance) if not math.isnan(upper[a] + upper[b]) else math.nan
        return Estimate(value, value - half, value + half)

    def win_rate(self, a: str, b: str) -> Estimate:
        """Return the share of votes that one model is expected to win against another, a tie as half a win.

        Parameters
        ----------
        a, b : str
            Two rated models.

        Returns
        -------
        Estimate
            The share of ``a`` with its 95 % interval, from `difference`.
        """
        return map_estimate(self.difference(a, b), lambda points: 1 / (1 + 10 ** (-points / 400)))

    def to_frame(self) -> pd.DataFrame:
        """Return a copy of ``table``."""
        return self.table.copy()

    def __str__(self) -> str:
        rows = self.table.round({"elo": 1, "elo_lower": 1, "elo_upper": 1}).to_string(index=False)
        return "\n".join([rows, *self.notes()])

    def notes(self) -> list[str]:
        """Return a line on all votes, and one on each reason for which models or votes are left out."""
        grouped = f" in {self.clusters:,} clusters" if self.clusters else ""
        lines = [
            f"{len(self.table)} models from {self.votes:,} vote{'s' * (self.votes != 1)}{grouped}: {self.tied:.1%} ties"
        ]
        if not math.isnan(self.first_won):
            lines[0] += f", the first model won {self.first_won:.1%} of the others"
        if not math.isnan(self.misfit):
            lines[0] += f", misfit {self.misfit:.2f} (1: one number a model explains the votes)"
        for reason, rows in self.excluded.groupby("reason", sort=False):
            models, votes = ", ".join(rows["model"].dropna()), counted(int(rows["votes"].sum()), "vote")
            lines.append(f"not rated: {models}: {reason}" if models else f"{votes}: {reason}")
        return lines


def count_wins(
    votes: Any,
    *,
    model_a: str = "model_a",
    model_b: str = "model_b",
    winner: str = "winner",
    count: str | None = None,
    weight: str | None = None,
    cluster: str | None = None,
) -> pd.DataFrame:
    """Count equal votes on the engine that holds them, by one group-by.

    The votes and their columns are as in `fit_ratings`; blanks are counted, too. The result has the columns
    ``model_a``, ``model_b``, ``winner``, ``weight`` and ``cluster`` if given, and ``count``: what `fit_ratings` takes
    with ``count="count"``. It needs narwhals (``pip install "llm-frontier[votes]"``).

    Examples
    --------
    >>> votes = pd.DataFrame({"model_a": ["x"] * 4, "model_b": ["y"] * 4, "winner": ["left"] * 3 + ["right"]})
    >>> count_wins(votes).sort_values("winner")["count"].tolist()
    [3, 1]
    """
    import narwhals as nw

    columns = _columns(model_a, model_b, winner, count, weight, cluster)
    frame = nw.from_native(votes).lazy()
    known = frame.collect_schema()
    for role, name in columns.items():
        if name not in known:
            hint = did_you_mean(name, known) or f"; it has {', '.join([*known][:20])}"
            raise ValueError(f"{role}: the table has no column {name!r}{hint}")
        if role in ("count", "weight") and not known[name].is_numeric():
            raise TypeError(f"{role} must be numeric, column {name!r} is {known[name]}; convert it first")
    frame = frame.select(*(nw.col(name).alias(role) for role, name in columns.items()))
    number = nw.len()
    if count is not None:
        # a count may be a 32-bit integer, and sums of these can be, too
        own = nw.col("count")
        frame = frame.with_columns(own.cast(nw.Float64))
        wrong = own.is_null() | ~((own >= 0) & (own % 1 == 0))
        if bad := int(_collected(frame.filter(wrong).select(nw.len().alias("rows")))["rows"][0]):
            raise ValueError(_not_whole(count, bad))
        number = own.sum()
    counts = _collected(frame.group_by(*(role for role in columns if role != "count")).agg(number.alias("count")))
    return counts.astype({"count": "int64"})


def _collected(frame: Any) -> pd.DataFrame:
    """Return the rows of a lazy frame; DuckDB's own way to pandas needs no pyarrow."""
    done = frame.collect("pandas") if frame.implementation.is_duckdb() else frame.collect()
    return pd.DataFrame({name: done[name].to_numpy() for name in done.columns})


def _columns(*asked: str | None) -> dict[str, str]:
    """Return the columns asked for, by their role."""
    return {role: name for role, name in zip(_ROLES, asked, strict=True) if name is not None}


def _not_whole(count: str, rows: int) -> str:
    return f"{count}: no whole number of at least 0 in {counted(rows, 'row')}; a count is of votes, else use weight"


def fit_ratings(
    votes: Any,
    *,
    model_a: str = "model_a",
    model_b: str = "model_b",
    winner: str = "winner",
    count: str | None = None,
    weight: str | None = None,
    cluster: str | None = None,
    balance: bool = False,
    anchor: tuple[str, float] | None = None,
) -> Ratings:
    """Rate models from votes between two of them: Bradley-Terry scores with their covariance.

    Parameters
    ----------
    votes : table
        One row a vote, or a number of equal votes: of pandas, or with narwhals of polars (also lazy), pyarrow, DuckDB,
        dask, Spark and its other engines. A table of counts is enough:
        ``SELECT model_a, model_b, winner, count(*) AS battles FROM votes GROUP BY 1, 2, 3``.
    model_a, model_b : str
        Columns with the two models.
    winner : str
        Column with the outcome: ``model_a`` or ``left``, ``model_b`` or ``right``, ``tie``, ``tie (bothbad)`` or
        ``both_bad``. Every tie is half a win for each.
    count : str, optional
        Column with the number of votes that a row stands for.
    weight : str, optional
        Column with the weight of a vote, above 0. It is squared in the covariance; a count is not.
    cluster : str, optional
        Column with the prompt or the judge: votes of one are one observation, and intervals become wider.
    balance : bool
        Whether every pair of models counts alike, however often it was voted on.
    anchor : tuple of str and float, optional
        A model and its score, such as ``("mixtral-8x7b-instruct-v0.1", 1114)``. Not given: the mean is 1000.

    Returns
    -------
    Ratings
        The table that `find_frontier` and `open_gap` take once prices are joined to it, the covariance, and what could
        not be rated and why.

    Raises
    ------
    TypeError
        If a count or a weight is not numeric.
    ValueError
        If a column does not exist, an outcome is none of the words, a model meets itself, a count or a weight is no
        such number (all at once, with how many votes), the anchor is not rated, or no two models can be compared.

    Warns
    -----
    UserWarning
        If names differ in case or blanks only.

    Notes
    -----
    Votes with a blank model, outcome or cluster are left out and counted. So are models without a finite score: those
    that won or lost every vote, or are connected with the others in one direction only (Ford 1957). The intervals are
    comparison intervals (`frontier.core.ratings.quasi_variances`): two that are taken as independent have nearly the
    right difference. The order of the rows does not matter.

    Examples
    --------
    >>> votes = pd.DataFrame(
    ...     {"model_a": list("aab"), "model_b": list("bcc"), "winner": ["model_a", "tie", "model_b"], "n": [6, 8, 7]}
    ... )
    >>> back = votes.assign(winner=["model_b", "model_b", "tie"], n=[4, 2, 9])
    >>> ratings = fit_ratings(pd.concat([votes, back]), count="n")
    >>> print(ratings.difference("c", "b"))
    157.1 (58.18 to 255.9)
    """
    columns = _columns(model_a, model_b, winner, count, weight, cluster)
    if isinstance(votes, pd.DataFrame):
        counts = pd.DataFrame({role: column_of(votes, name, role) for role, name in columns.items()})
    else:
        counts = count_wins(votes, **columns)
    rows, names, blanks = _read(counts, columns)
    place = None
    if anchor is not None:
        if anchor[0] not in names or not math.isfinite(anchor[1]):
            hint = f"no vote is about {anchor[0]!r}{did_you_mean(anchor[0], names)}"
            raise ValueError(f"anchor: {hint if anchor[0] not in names else f'the score is {anchor[1]}'}")
        place = int(names.searchsorted(anchor[0]))
    wins = _votes(rows).wins(len(names))
    rated, below, above = comparable(wins, place)
    if rated.sum() < 2:
        which = "two models" if anchor is None else f"other model and the anchor {anchor[0]!r}"
        raise ValueError(f"no {which} can be compared: each must have won something from the other")
    left_out = _left_out(wins, rated, below, above, names)
    rows, names, number = rows[rated[rows["first"]] & rated[rows["second"]]], names[rated], np.cumsum(rated) - 1
    rows = rows.assign(first=number[rows["first"]], second=number[rows["second"]])
    clusters = None
    if cluster is not None:
        rows["cluster"] = np.unique(rows["cluster"], return_inverse=True)[1]
        clusters = int(rows["cluster"].max()) + 1
        if clusters == 1:
            raise ValueError(f"cluster: all votes have the same {cluster}; leave it out")
    fit = bradley_terry(_votes(_in_order(rows)), len(names), balance=balance)
    elo, cov = 1000 + fit.rating, fit.cov
    if anchor is not None:
        place = int(names.searchsorted(anchor[0]))
        elo = anchor[1] + (fit.rating - fit.rating[place])
        cov = cov - cov[place] - cov[:, [place]] + cov[place, place]
    won, tied, lost = (float(rows["count"][rows["outcome"] == outcome].sum()) for outcome in (1, 0.5, 0))
    return Ratings(
        table=_table(_votes(rows), names, elo, cov, fit.measured),
        cov=pd.DataFrame(cov, names, names),
        excluded=pd.concat([left_out, blanks], ignore_index=True),
        votes=int(won + tied + lost),
        tied=tied / (won + tied + lost),
        first_won=won / (won + lost) if won + lost else math.nan,
        misfit=fit.misfit,
        clusters=clusters,
        anchor=anchor,
    )


def _votes(rows: pd.DataFrame) -> Votes:
    return Votes(**{str(column): rows[column].to_numpy() for column in rows})


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Return equal votes as one row, in an order that depends on nothing but them: so does the rounding of sums."""
    if (rows["weight"] == 1).all() and "cluster" not in rows:
        return rows  # sums of whole and half numbers are exact in any order
    turned = rows["first"] > rows["second"]
    ends = {"first": rows["second"], "second": rows["first"], "outcome": 1 - rows["outcome"]}
    rows = rows.assign(**{column: rows[column].mask(turned, other) for column, other in ends.items()})
    merged: pd.DataFrame = rows.groupby([column for column in rows if column != "count"], as_index=False).sum()
    return merged


def _read(counts: pd.DataFrame, asked: dict[str, str]) -> tuple[pd.DataFrame, pd.Index[Any], pd.DataFrame]:
    """Return the votes that count, the sorted names of the models, and how many votes have a blank."""
    code, names = _coded(pd.concat([counts["model_a"], counts["model_b"]], ignore_index=True))
    word, words = _coded(counts["winner"])
    codes = {"first": code[: len(counts)], "second": code[len(counts) :], "outcome": word}
    if "cluster" in counts:
        codes["cluster"] = _coded(counts["cluster"])[0]
    number, weight = (values_of(counts[c]) if c in counts else np.ones(len(counts)) for c in ("count", "weight"))
    if wrong := int((~((number >= 0) & np.isfinite(number) & (number == np.floor(number)))).sum()):
        raise ValueError(_not_whole(asked["count"], wrong))
    problems = []
    if wrong := int((~((weight > 0) & np.isfinite(weight))).sum()):
        problems.append(f"{asked['weight']}: no number above 0 in {counted(wrong, 'row')}")
    each = np.bincount(word[word >= 0], number[word >= 0], len(words))
    unknown = [f"{w!r} ({counted(int(n), 'vote')})" for w, n in zip(words, each, strict=True) if w not in OUTCOMES]
    if unknown:
        problems.append(f"{asked['winner']}: {', '.join(unknown[:8])}; allowed are {', '.join(OUTCOMES)}, and a blank")
    selves = (codes["first"] == codes["second"]) & (codes["first"] >= 0)
    if selves.any():
        which = ", ".join(map(repr, names[np.unique(codes["first"][selves])][:8]))
        problems.append(f"votes between a model and itself: {number[selves].sum():,.0f}, of {which}")
    if problems:
        raise ValueError("; ".join(problems) + "; correct these votes or leave them out")
    kept, blanks = number > 0, []
    for role, own in zip(("model_a", "model_b", "winner", "cluster"), codes.values(), strict=False):
        if missing := int(number[kept & (own < 0)].sum()):
            blanks.append({"model": None, "votes": missing, "reason": f"no {asked[role]}"})
        kept &= own >= 0
    plain = pd.Series(names, names).str.split().str.join("").str.casefold()
    alike = [" and ".join(map(repr, group)) for _, group in plain.groupby(plain).groups.items() if len(group) > 1]
    if alike:
        warnings.warn(
            f"names that differ in case or blanks only are taken for different models: {', '.join(alike)}", stacklevel=3
        )
    outcome = np.array([OUTCOMES[w] for w in words] + [np.nan])[word]
    rows = pd.DataFrame(codes | {"outcome": outcome, "count": number, "weight": weight})[kept]
    return rows, names, pd.DataFrame(blanks, columns=["model", "votes", "reason"])


def _coded(column: pd.Series[Any]) -> tuple[Any, pd.Index[Any]]:
    """Return the place of each value among the sorted texts, -1 for a blank, and these texts."""
    codes, values = pd.factorize(column)
    texts = np.array([str(value) if str(value).strip() else "" for value in values], dtype=object)
    names = pd.Index(sorted({*texts} - {""}), dtype=object)
    return np.append(names.get_indexer(texts), -1)[codes], names


def _left_out(wins: Floats, rated: Bools, below: Bools, above: Bools, names: pd.Index[Any]) -> pd.DataFrame:
    """Say of each model that is not rated why."""
    took, gave = wins.sum(axis=1), wins.sum(axis=0)
    reasons = {
        "no vote that counts": took + gave == 0,
        "lost every vote": took == 0,
        "won every vote": gave == 0,
        "only wins connect it with the rated models": above,
        "only losses connect it with the rated models": below,
    }
    reason = np.select(list(reasons.values()), list(reasons), "never connected with the rated models")
    return pd.DataFrame({"model": names, "votes": (took + gave).astype(int), "reason": reason}).loc[~rated]


def _table(votes: Votes, names: pd.Index[Any], elo: Floats, cov: Floats, measured: Bools) -> pd.DataFrame:
    """Return the scores with comparison intervals, ranks and votes, best first."""
    quasi = np.full(len(elo), np.nan)
    quasi[measured] = quasi_variances(cov[np.ix_(measured, measured)])
    known = np.where(measured[:, None] & measured, HALF_95 * np.sqrt(variances_of_differences(cov)), np.inf)
    better = elo - elo[:, None] > known
    table = pd.DataFrame({"model": names, "elo": elo})
    table["elo_lower"], table["elo_upper"] = (elo + sign * HALF_95 * np.sqrt(quasi) for sign in (-1, 1))
    table["rank_from"], table["rank_to"] = 1 + better.sum(axis=1), len(elo) - better.sum(axis=0)
    table["votes"] = 0
    for column, one in {"won": 1, "lost": 0, "tied": 0.5}.items():
        sides = ((votes.first, one), (votes.second, 1 - one))
        own = sum(np.bincount(side, votes.count * (votes.outcome == outcome), len(elo)) for side, outcome in sides)
        table[column] = np.asarray(own).astype("int64")
        table["votes"] += table[column]
    return table.sort_values(["elo", "model"], ascending=[False, True], ignore_index=True)
