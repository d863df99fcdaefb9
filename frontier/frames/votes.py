"""Votes to ratings: the table that the frontier and the gap take, with the covariance of its scores."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from frontier.core.estimate import Estimate
from frontier.core.ratings import Votes, bradley_terry, comparable, quasi_variances, variances_of_differences
from frontier.frames.columns import Floats, column_of, values_of
from frontier.frames.contest import map_estimate
from frontier.frames.intervals import HALF_95
from frontier.frames.result import Result
from frontier.words.numbers import count as counted
from frontier.words.spelling import did_you_mean

# What the winner of a vote is called, and what the first model takes from it.
OUTCOMES = {
    "model_a": 1.0,
    "left": 1.0,
    "model_b": 0.0,
    "right": 0.0,
    "tie": 0.5,
    "tie (bothbad)": 0.5,
    "both_bad": 0.5,
}


@dataclass(frozen=True, eq=False)
class Ratings(Result):
    """Scores of models from votes between them, on the Elo scale, with their covariance.

    Made by `fit_ratings`.

    Attributes
    ----------
    table : pandas.DataFrame
        One row a rated model, best first:

        - ``model``, ``elo``;
        - ``elo_lower``, ``elo_upper``: the 95 % comparison interval, from the quasi-variance; NaN for a model whose
          votes leave no residual, such as one tie with one model;
        - ``rank_from``, ``rank_to``: 1 + how many models are better, and how many are not worse, judged by the 95 %
          interval of each difference;
        - ``votes``, ``won``, ``lost``, ``tied``: the votes that count.
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
        """Return by how many points one model is ahead of another.

        Parameters
        ----------
        a, b : str
            Two rated models.

        Returns
        -------
        Estimate
            The score of ``a`` minus that of ``b`` with its 95 % interval, from the covariance.

        Raises
        ------
        ValueError
            If a model is not rated.

        Examples
        --------
        >>> votes = pd.DataFrame({"model_a": ["x"] * 4, "model_b": ["y"] * 4, "winner": ["left"] * 3 + ["right"]})
        >>> print(fit_ratings(votes).difference("x", "y"))
        190.8 (-202.3 to 584)
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

        Examples
        --------
        >>> votes = pd.DataFrame({"model_a": ["x"] * 4, "model_b": ["y"] * 4, "winner": ["left"] * 3 + ["right"]})
        >>> print(fit_ratings(votes).win_rate("x", "y"))
        0.75 (0.2378 to 0.9665)
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
        facts = (
            f"{len(self.table)} models from {self.votes:,} vote{'s' * (self.votes != 1)}{grouped}: {self.tied:.1%} ties"
        )
        if not math.isnan(self.first_won):
            facts += f", the first model won {self.first_won:.1%} of the others"
        if not math.isnan(self.misfit):
            facts += f", misfit {self.misfit:.2f} (1: one number a model explains the votes)"
        lines = [facts]
        for reason, rows in self.excluded.groupby("reason", sort=False):
            models, votes = ", ".join(rows["model"].dropna()), int(rows["votes"].sum())
            lines.append(f"not rated: {models}: {reason}" if models else f"{counted(votes, 'vote')}: {reason}")
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
    """Count equal votes, on the engine that holds them.

    Parameters
    ----------
    votes : table
        One row a vote, or a number of equal votes: of pandas, polars (also lazy), pyarrow, DuckDB, dask, Spark, or any
        other engine of narwhals, which must be installed (``pip install "llm-frontier[votes]"``).
    model_a, model_b, winner : str
        Columns with the two models and who won, as in `fit_ratings`.
    count : str, optional
        Column with the number of votes that a row stands for.
    weight, cluster : str, optional
        Columns with the weight of a vote, and with the prompt or judge of a vote. Each combination becomes a row.

    Returns
    -------
    pandas.DataFrame
        ``model_a``, ``model_b``, ``winner``, with these names, ``weight`` and ``cluster`` if given, and ``count``:
        what `fit_ratings` takes with ``count="count"``. Blanks are counted, too.

    Raises
    ------
    TypeError
        If a count or a weight is not numeric.
    ValueError
        If a column does not exist, or a count is not a whole number of at least 0.

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


def _columns(
    model_a: str, model_b: str, winner: str, count: str | None, weight: str | None, cluster: str | None
) -> dict[str, str]:
    """Return the columns asked for, by their role."""
    asked = {"model_a": model_a, "model_b": model_b, "winner": winner, "count": count, "weight": weight}
    return {role: name for role, name in {**asked, "cluster": cluster}.items() if name is not None}


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
    votes : pandas.DataFrame, or any table that `count_wins` takes
        One row a vote, or a number of equal votes. Not changed. A table of counts is enough:
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
    Votes with a blank model, outcome or cluster are left out and counted. Models that won or lost every vote, or are
    connected with the others in one direction only, have no finite score; they and their votes are left out, with the
    reason (Ford 1957). The others are the group of the anchor, or the one with the most votes.

    Scores and covariance: see `frontier.core.ratings.bradley_terry`. The intervals of the table are comparison
    intervals: two that are taken as independent have nearly the right difference (`quasi_variances`). They are not
    intervals of a score, which by itself has no zero to be measured from. The order of the rows does not matter.

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
    read, names, blanks = _read(counts, columns)
    wins = read.wins(len(names))
    if anchor is not None and anchor[0] not in names:
        raise ValueError(f"anchor: no vote is about {anchor[0]!r}{did_you_mean(anchor[0], names)}")
    rated, above = comparable(wins, None if anchor is None else int(names.searchsorted(anchor[0])))
    if rated.sum() < 2:
        which = "two models" if anchor is None else f"other model and the anchor {anchor[0]!r}"
        raise ValueError(f"no {which} can be compared: each must have won something from the other")
    left_out = _left_out(wins, rated, above, names)
    read, names = read.of(rated), names[rated]
    clusters = None if read.cluster is None else int(read.cluster.max()) + 1
    if clusters == 1:
        raise ValueError(f"cluster: all votes have the same {cluster}; leave it out")
    fit = bradley_terry(read, len(names), balance=balance)
    ratings, cov = fit.rating, fit.cov
    base = 1000.0
    if anchor is not None:
        place = int(names.searchsorted(anchor[0]))
        base, ratings = float(anchor[1]), ratings - ratings[place]
        cov = cov - cov[place] - cov[:, [place]] + cov[place, place]
    tied = read.outcome == 0.5
    total, decided = read.count.sum(), read.count[~tied].sum()
    won = float(read.count[read.outcome == 1].sum())
    return Ratings(
        table=_table(read, names, base + ratings, cov, fit.measured),
        cov=pd.DataFrame(cov, names, names),
        excluded=pd.concat([left_out, blanks], ignore_index=True),
        votes=int(total),
        tied=float(read.count[tied].sum() / total),
        first_won=won / float(decided) if decided else np.nan,
        misfit=fit.misfit,
        clusters=clusters,
        anchor=anchor,
    )


def _read(counts: pd.DataFrame, asked: dict[str, str]) -> tuple[Votes, pd.Index[Any], pd.DataFrame]:
    """Return the votes that count, the sorted names of the models, and how many votes have a blank."""
    size = len(counts)
    both = pd.concat([counts["model_a"], counts["model_b"]], ignore_index=True)
    code, names = _coded(both)
    word, words = _coded(counts["winner"])
    number = _numbers(counts, "count")
    weight = _numbers(counts, "weight")
    first, second = code[:size], code[size:]
    missing = {"model_a": first < 0, "model_b": second < 0, "winner": word < 0}
    cluster = _coded(counts["cluster"])[0] if "cluster" in counts else None
    if cluster is not None:
        missing["cluster"] = cluster < 0
    problems = []
    if wrong := int((~((number >= 0) & np.isfinite(number) & (number == np.floor(number)))).sum()):
        raise ValueError(_not_whole(asked["count"], wrong))
    if wrong := int((~((weight > 0) & np.isfinite(weight))).sum()):
        problems.append(f"{asked['weight']}: no number above 0 in {counted(wrong, 'row')}")
    each = np.bincount(word[word >= 0], number[word >= 0], len(words))
    unknown = [f"{w!r} ({n:,.0f} votes)" for w, n in zip(words, each, strict=True) if w not in OUTCOMES]
    if unknown:
        problems.append(f"{asked['winner']}: {', '.join(unknown[:8])}; allowed are {', '.join(OUTCOMES)}, and a blank")
    if len(selves := np.flatnonzero((first == second) & (first >= 0))):
        which = ", ".join(map(repr, names[np.unique(first[selves])][:8]))
        problems.append(f"{number[selves].sum():,.0f} votes are between a model and itself: {which}")
    if problems:
        raise ValueError("; ".join(problems) + "; correct these votes or leave them out")
    kept, blanks = number > 0, list[dict[str, Any]]()
    for role, blank in missing.items():
        if number[kept & blank].sum():
            blanks.append({"model": None, "votes": int(number[kept & blank].sum()), "reason": f"no {asked[role]}"})
        kept &= ~blank
    plain = pd.Series(names, names).str.split().str.join("").str.casefold()
    alike = [" and ".join(map(repr, group)) for _, group in plain.groupby(plain).groups.items() if len(group) > 1]
    if alike:
        warnings.warn(
            f"names that differ in case or blanks only are taken for different models: {', '.join(alike)}", stacklevel=3
        )
    outcome = np.array([OUTCOMES[w] for w in words] + [np.nan])[word]
    cluster = None if cluster is None else cluster[kept]
    read = Votes(first[kept], second[kept], outcome[kept], number[kept], weight[kept], cluster)
    # sums of whole and half numbers are exact in any order
    read = read.in_order() if {"weight", "cluster"} & {*counts} else read
    return read, names, pd.DataFrame(blanks, columns=["model", "votes", "reason"])


def _coded(column: pd.Series[Any]) -> tuple[Any, pd.Index[Any]]:
    """Return the place of each value among the sorted texts, -1 for a blank, and these texts."""
    codes, values = pd.factorize(column)
    texts = np.array([str(value) if str(value).strip() else "" for value in values], dtype=object)
    names = pd.Index(sorted({*texts} - {""}), dtype=object)
    return np.append(names.get_indexer(texts), -1)[codes], names


def _numbers(counts: pd.DataFrame, role: str) -> Floats:
    """Return a column of numbers, 1 in each row where it is not asked for."""
    if role not in counts:
        return np.ones(len(counts))
    whole = counts[role].dtype == np.int64  # what `count_wins` returns needs no check of each value
    return values_of(counts[role] if whole else column_of(counts, role, "n"))


def _left_out(wins: Floats, rated: Any, above: Floats, names: pd.Index[Any]) -> pd.DataFrame:
    """Say of each model that is not rated why."""
    took, gave = wins.sum(axis=1), wins.sum(axis=0)
    reasons = {
        "no vote that counts": took + gave == 0,
        "lost every vote": took == 0,
        "won every vote": gave == 0,
        "only wins connect it with the rated models": above > 0,
        "only losses connect it with the rated models": above < 0,
    }
    reason = np.select(list(reasons.values()), list(reasons), "never connected with the rated models")
    table = pd.DataFrame({"model": names, "votes": (took + gave).astype(int), "reason": reason})
    return table[~np.asarray(rated)]


def _table(votes: Votes, names: pd.Index[Any], elo: Floats, cov: Floats, measured: Any) -> pd.DataFrame:
    """Return the scores with comparison intervals, ranks and votes, best first."""
    quasi = np.full(len(elo), np.nan)
    quasi[measured] = quasi_variances(cov[np.ix_(measured, measured)])
    known = np.where(measured[:, None] & measured, HALF_95 * np.sqrt(variances_of_differences(cov)), np.inf)
    better = elo - elo[:, None] > known
    won, lost, tied = (
        np.bincount(votes.first, votes.count * (votes.outcome == one), len(elo))
        + np.bincount(votes.second, votes.count * (votes.outcome == 1 - one), len(elo))
        for one in (1, 0, 0.5)
    )
    table = pd.DataFrame({"model": names, "elo": elo})
    table["elo_lower"], table["elo_upper"] = (elo + sign * HALF_95 * np.sqrt(quasi) for sign in (-1, 1))
    table["rank_from"], table["rank_to"] = 1 + better.sum(axis=1), len(elo) - better.sum(axis=0)
    for column, values in {"votes": won + lost + tied, "won": won, "lost": lost, "tied": tied}.items():
        table[column] = values.astype("int64")
    order = np.lexsort((names.to_numpy(), -elo))
    return pd.DataFrame(table.iloc[order].reset_index(drop=True))
