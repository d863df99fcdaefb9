"""The price of a quality through time: points, records and their decline."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from frontier.core.columns import Floats
from frontier.core.estimate import Estimate
from frontier.frames.columns import as_table, column_of, days_of, display_names, labels_of, rows_of, values_of
from frontier.frames.costs import find_cost
from frontier.frames.result import Result
from frontier.words.numbers import count, figure
from frontier.words.spelling import did_you_mean

_DAYS_A_YEAR, _DAY_0 = 365, pd.Timestamp("1970-01-01")


_FEWEST = 4
WIDEST = 100  # the factor that the interval of a rate may span; a wider one says nothing


_NUMBERS = ("halving_months", "n", "span_days", "r_squared", "confidence")  # of a decline, besides the factor


_SOURCES = ("price_basis", "host", "observed", "price_source", "openness")


@dataclass(frozen=True, eq=False)
class Decline(Result):
    """How fast the price of a quality fell: the straight line through the logarithms of its record lows.

    Made by `price_decline`.

    Attributes
    ----------
    factor_per_year : Estimate
        By how many times the price fell in a year of 365 days; below 1 it rose.
    halving_months : float
        After how many months of 365 / 12 days half the price was enough; NaN where it did not fall.
    n : int
        How many records the line goes through.
    span_days : int
        Days between the first record and the last.
    r_squared : float
        Share of the variance of the logarithms that the line explains.
    confidence : float
        Of the interval.
    level : float or str or None
        The level of quality that the records are of.
    records : pandas.DataFrame
        The records.
    """

    factor_per_year: Estimate
    halving_months: float
    n: int
    span_days: int
    r_squared: float
    confidence: float
    level: float | str | None
    records: pd.DataFrame = field(repr=False)

    def at(self, date: str | pd.Timestamp) -> float:
        """Return the price that the line gives for a day.

        Parameters
        ----------
        date : str or Timestamp
            The day; outside the records it is an extrapolation.

        Returns
        -------
        float
            In the unit of the records' prices.

        Examples
        --------
        >>> import pandas as pd
        >>> days = ["2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01"]
        >>> records = pd.DataFrame({"date": pd.to_datetime(days), "price": [1000.0, 100.0, 10.0, 1.0]})
        >>> round(price_decline(records).at("2022-07-02"), 2)
        31.72
        """
        days, logs = _days_and_logs(self.records)
        slope = -math.log10(self.factor_per_year.value) / _DAYS_A_YEAR
        return float(10 ** (logs.mean() + slope * ((pd.Timestamp(date) - _DAY_0).days - days.mean())))

    @property
    def times_cheaper(self) -> float:
        """The first price over the last."""
        first, last = values_of(column_of(self.records, "price", "cost"))[[0, -1]]
        return float(first / last)

    @property
    def end_to_end(self) -> float:
        """By how many times the price fell in a year from the first price to the last, without a line."""
        return float(self.times_cheaper ** (_DAYS_A_YEAR / self.span_days))

    @property
    def quotable(self) -> bool:
        """Whether the fitted rate says something: its interval excludes “no fall” and spans at most a factor of 100."""
        low, high = self.factor_per_year.low, self.factor_per_year.high
        return low > 1 and high <= WIDEST * low

    def to_frame(self) -> pd.DataFrame:
        """Return the rate as one row.

        Returns
        -------
        pandas.DataFrame
            ``level``, ``factor_per_year`` with ``_low`` and ``_high``, ``halving_months``, ``n``, ``span_days``,
            ``r_squared`` and ``confidence``.

        Examples
        --------
        >>> import pandas as pd
        >>> days = ["2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01"]
        >>> records = pd.DataFrame({"date": pd.to_datetime(days), "price": [1000.0, 110.0, 9.0, 1.0]})
        >>> price_decline(records).to_frame()["n"].tolist()
        [4]
        """
        row = {"level": self.level, **self.factor_per_year.columns("factor_per_year")}
        return pd.DataFrame([row | {name: getattr(self, name) for name in _NUMBERS}])

    def __str__(self) -> str:
        score = isinstance(self.level, int | float)
        of = f" of a score of {self.level:g}" if score else f" of the quality of {self.level}" if self.level else ""
        ends = " to ".join(map(figure, values_of(column_of(self.records, "price", "cost"))[[0, -1]]))
        year = f", or {figure(self.end_to_end)} times a year from end to end" * (self.span_days >= _DAYS_A_YEAR)
        half = f", halving every {self.halving_months:.1f} months, R2 {self.r_squared:.2f}" * self.quotable
        return (
            f"The price{of} went from {ends}, {figure(self.times_cheaper)} times cheaper{year}; {self.in_words()}{half}"
        )

    def in_words(self) -> str:
        """Say the fitted rate with its interval, or why none is quoted.

        Returns
        -------
        str
            The rate, unless its interval includes a rate below 1, which is no fall, or spans more than a factor of 100.

        Examples
        --------
        >>> import pandas as pd
        >>> days = ["2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01"]
        >>> records = pd.DataFrame({"date": pd.to_datetime(days), "price": [1000.0, 110.0, 9.0, 1.0]})
        >>> price_decline(records).in_words()
        'fitted through 4 records in 1095 days: 10.2 times a year (90 % interval 9.01 to 11.6)'
        """
        ends = self.factor_per_year.columns("").values()
        value, low, high = (f"{end:,.0f}" if end >= 1000 else f"{end:.3g}" for end in ends)
        through, sure = f"through {self.n} records in {self.span_days} days", f"{100 * self.confidence:g} % interval"
        if self.quotable:
            return f"fitted {through}: {value} times a year ({sure} {low} to {high})"
        why = f"spans more than a factor of {WIDEST}" if self.factor_per_year.low > 1 else "includes no fall"
        return f"no rate is fitted {through}, as its {sure}, {low} to {high} times a year, {why}"


def price_records(
    points: Any,
    *,
    at_least: float | str,
    price: str | pd.Series[Any] = "price",
    score: str | pd.Series[Any] = "score",
    date: str | pd.Series[Any] = "date",
) -> pd.DataFrame:
    """Return the chain of record lows of the price at which a quality could be had.

    Parameters
    ----------
    points : pandas.DataFrame, or a table of polars or pyarrow
        One row a model and price, with the day from which it held; a change of price is a row of its own. Not changed.
    at_least : float or str
        The level of quality: a score, or the model whose score it is. Where ``points`` have the columns ``snapshot`` or
        ``board``, a model is compared with its own score there; rows where it is not listed are left out. Where they
        have the column ``reference``, as of `price_points`, scores are points above that model's.
    price, score, date : str or pandas.Series
        Columns, or Series on the index of ``points``.

    Returns
    -------
    pandas.DataFrame
        The records by date: ``model``, ``name`` (to show), ``date``, ``price``, ``score``, each cheaper than
        all before, ``price_basis``, ``host``, ``observed``, ``price_source`` and ``openness`` where the points have
        them, and the same in every row: ``level`` (what was asked for) and ``price_column`` (the name of the price).

    Raises
    ------
    TypeError
        If prices or scores are not numeric, or dates are no dates.
    ValueError
        If a column does not exist, the level is neither a finite number nor a model of the table, a price is not
        positive, or only some rows have a ``reference``, or several.

    Notes
    -----
    Rows that reach the level are walked in order of date, rows of one day in the order of the table, and a row is kept
    whose price is strictly below all before; of two records of one day the later is kept [1]_. Rows without a date,
    price or score are left out.

    References
    ----------
    .. [1] Epoch AI, "LLM inference prices have fallen rapidly but unequally across tasks", 2025-03-12.

    Examples
    --------
    >>> import pandas as pd
    >>> points = pd.DataFrame({
    ...     "model": ["first", "better", "costly", "cheap"],
    ...     "date": pd.to_datetime(["2023-01-01", "2023-06-01", "2023-09-01", "2024-01-01"]),
    ...     "price": [30.0, 10.0, 20.0, 1.0],
    ...     "score": [80.0, 85.0, 90.0, 80.0],
    ... })
    >>> price_records(points, at_least=80).model.tolist()
    ['first', 'better', 'cheap']
    """
    points = as_table(points)
    found = _dated(points, date, price, score=values_of(column_of(points, score, "quality")))
    free = found["model"][found["price"] <= 0]
    if len(free):
        raise ValueError(f"price must be > 0, and that of {free.iloc[0]!r} is not; leave it blank where there is none")
    known = np.isfinite(found["price"] + found["score"]) & found["date"].notna()
    reaching = found[known & (found["score"] >= _level(points, found, at_least))].sort_values("date", kind="stable")
    before = reaching["price"].cummin().shift(fill_value=math.inf)
    records = reaching[reaching["price"] < before].drop_duplicates("date", keep="last").reset_index(drop=True)
    name = str(points["price_column"].iloc[0]) if "price_column" in points and len(points) else _name_of(price)
    return records.assign(level=pd.Series([at_least] * len(records), dtype=object), price_column=name)


def _dated(prices: pd.DataFrame, date: Any, price: Any, **also: Any) -> pd.DataFrame:
    """Return the models of a table with the day and the amount of each price, whatever else, and its sources."""
    labels = labels_of(prices)
    return pd.DataFrame(
        {
            "model": labels.astype(object),
            "name": display_names(prices, labels).astype(object),
            "date": days_of(column_of(prices, date, "date"), "date").to_numpy(),
            "price": values_of(column_of(prices, price, "cost")),
            **also,
            **{c: prices[c].to_numpy() for c in _SOURCES if c in prices},
        }
    )


def _name_of(price: object) -> str:
    return str(price.name if isinstance(price, pd.Series) else price)


def _level(points: pd.DataFrame, found: pd.DataFrame, at_least: float | str) -> Floats | float:
    """Return the level for each row: the number, or the score of the model of reference in the same snapshot."""
    if not isinstance(at_least, str):
        number = isinstance(at_least, int | float | np.number) and not isinstance(at_least, bool)
        if not number or not math.isfinite(at_least):
            raise ValueError(f"at_least must be a finite number or the name of a model, got {at_least!r}")
        return float(at_least)
    if _reference(points) == at_least:  # scores are points above it already
        return 0.0
    where = [points[c].to_numpy() for c in ("snapshot", "board") if c in points] or [np.zeros(len(points))]
    own = found["model"].astype(str) == at_least
    if not own.any():
        raise ValueError(
            f"at_least: no row is of the model {at_least!r}{did_you_mean(at_least, found['model'].astype(str))}"
        )
    levels = found["score"].where(own).groupby(where, dropna=False)
    if (levels.transform("max") > levels.transform("min")).any():
        raise ValueError(
            f"at_least: {at_least!r} has several scores in one place; give the level as a number, or say which "
            "snapshot and board each score is of"
        )
    return levels.transform("max").to_numpy(dtype=float)


def _reference(points: pd.DataFrame) -> object:
    """Return the model above which the scores are points; None if they are not relative."""
    if "reference" not in points or points["reference"].isna().all():
        return None
    known = points["reference"]
    first = known.dropna().iloc[0]
    wrong = (known.isna() | (known != first)).to_numpy()
    if wrong.any():
        raise ValueError(
            "the scores are points above the model in the column 'reference', which must be the same in every row, and "
            f"is missing or another in {rows_of(points, wrong)}; fill it in, with the score relative to that model"
        )
    return first


def price_decline(records: Any, *, confidence: float = 0.9) -> Decline:
    """Fit how fast the price of a quality fell, through its record lows.

    Parameters
    ----------
    records : pandas.DataFrame, or a table of polars or pyarrow
        From `price_records`, or of your own: columns ``date`` and ``price``, in any order.
    confidence : float
        Of the interval, strictly between 0 and 1.

    Returns
    -------
    Decline
        The factor a year with its interval, the halving time, n, span and R2.

    Raises
    ------
    ValueError
        If there are fewer than four records: a line through three is no evidence of a rate. If a price is missing or
        not positive, a date is missing, or all are of one day.

    Warns
    -----
    UserWarning
        If the records span less than a year: short spans look steeper.

    Notes
    -----
    Ordinary least squares of log10(price) on the date in days, with slope m: the factor a year is ``10 ** (-365 m)``,
    and the interval is that of ``m`` by Student's t with n - 2 degrees of freedom, transformed. Records are picked for
    being low, and are not independent draws: the interval is a convention of the field, not a probability.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.to_datetime(["2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01"])
    >>> decline = price_decline(pd.DataFrame({"date": days, "price": [1000.0, 110.0, 9.0, 1.0]}))
    >>> print(f"{decline.factor_per_year:.2f} times a year, {decline.n} records, R2 {decline.r_squared:.3f}")
    10.20 (9.01 to 11.55) times a year, 4 records, R2 0.999
    """
    from scipy.special import stdtrit

    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie strictly between 0 and 1, got {confidence!r}")
    records = as_table(records)
    n = len(records)
    if n < _FEWEST:
        raise ValueError(
            f"{count(n, 'record')} of the price, and at least {_FEWEST} are needed for a rate: a line through fewer "
            "says nothing; choose a lower level, or more prices"
        )
    days, logs = _days_and_logs(records)
    wrong = ~np.isfinite(days + logs)
    if wrong.any():
        raise ValueError(
            f"each record needs a date and a price > 0, and {rows_of(records, wrong)} has not; correct or drop it"
        )
    span = int(days.max() - days.min())
    if span == 0:
        raise ValueError(
            f"all records are of {_DAY_0 + pd.Timedelta(days=days[0]):%Y-%m-%d}, and a rate needs at least two days"
        )
    x, y = days - days.mean(), logs - logs.mean()
    slope = float(x @ y / (x @ x))
    rest = float(((y - slope * x) ** 2).sum())
    half = float(stdtrit(n - 2, (1 + confidence) / 2)) * math.sqrt(rest / (n - 2) / float(x @ x))
    if span < _DAYS_A_YEAR:
        warnings.warn(
            f"the records span {span} days, less than a year: short spans look steeper than they are", stacklevel=2
        )
    ends = [10 ** (-_DAYS_A_YEAR * m) for m in (slope, slope + half, slope - half)]
    return Decline(
        factor_per_year=Estimate(*ends),
        halving_months=-math.log10(2) / slope / (_DAYS_A_YEAR / 12) if slope < 0 else math.nan,
        n=n,
        span_days=span,
        r_squared=1 - rest / float(y @ y) if y.any() else math.nan,
        confidence=confidence,
        level=records["level"].iloc[0] if "level" in records else None,
        records=records.iloc[days.argsort(kind="stable")],
    )


def _days_and_logs(records: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return the days since 1970 and the logarithms of the prices; NaN or infinite where there is none."""
    days = days_of(column_of(records, "date", "date"), "date") - _DAY_0
    with np.errstate(divide="ignore", invalid="ignore"):
        return values_of(days.dt.days), np.log10(values_of(column_of(records, "price", "cost")))


def price_points(
    scores: Any,
    prices: Any,
    *,
    reference: str | None = None,
    price: str | pd.Series[Any] = "output_usd_per_mtok",
    score: str = "elo",
) -> pd.DataFrame:
    """Join dated prices and scores into points, for `price_records`.

    Parameters
    ----------
    scores : pandas.DataFrame
        One row a snapshot and model, as of `load_scores`: ``date``, ``model``, the score, and ``board`` where there are
        several.
    prices : pandas.DataFrame
        One row a model and price, as of `load_prices`: ``model``, ``from`` (first day in force) and the price.
    reference : str, optional
        A model that is the level of quality: scores become points above it, each within one snapshot. Not given: the
        scores must be of one snapshot, and stay as they are.
    price : str or pandas.Series
        Column, a kind of cost such as ``"blended:3:1"``, or a Series on the index of ``prices``.
    score : str
        Column of ``scores``.

    Returns
    -------
    pandas.DataFrame
        One row a price of a model with a score, by date: ``model``, ``name`` (to show), ``date``, ``price``,
        ``score``, ``snapshot`` and ``board`` (of the score), ``price_basis``, ``host``, ``observed``, ``price_source``
        and ``openness`` where the prices have them, and the same in every row: ``reference`` (the model above which
        the scores are points; missing if none) and ``price_column`` (the name of the price).

    Raises
    ------
    TypeError
        If prices or scores are not numeric, or dates are no dates.
    ValueError
        If a column does not exist, the reference is on no snapshot, or there is none and the scores are of more than
        one.

    Notes
    -----
    A score is only compared within one snapshot: with a reference, a price is judged on the first snapshot on or after
    its day that lists both the model and the reference, or else on the last before. No score is carried from one board
    or day to another.

    Examples
    --------
    >>> import frontier
    >>> scores, prices = frontier.load_scores(board="text"), frontier.load_prices()
    >>> points = price_points(scores, prices[prices.price_basis == "list"], reference="gpt-4-0314")
    >>> records = frontier.price_records(points, at_least="gpt-4-0314")
    >>> print(records.model[0], records.price[0])
    gpt-4-0314 60.0
    """
    scores, prices = as_table(scores), as_table(prices)
    price, _ = find_cost(prices, price)
    where = ["snapshot", "board"]
    known = pd.DataFrame(
        {
            "model": labels_of(scores).astype(object),
            "snapshot": days_of(column_of(scores, "date", "date"), "date").to_numpy(),
            "board": scores["board"].to_numpy() if "board" in scores else "",
            "score": values_of(column_of(scores, score, "quality")),
        }
    )
    if reference is None:
        snapshots = len(known[where].drop_duplicates())
        if snapshots > 1:
            raise ValueError(
                f"the scores are of {snapshots} snapshots, and scores of two snapshots are not comparable; select one, "
                "or name a model of reference"
            )
    else:
        levels = known[known["model"] == reference].rename(columns={"score": "level"})
        if levels.empty:
            hint = did_you_mean(reference, known["model"].astype(str))
            raise ValueError(f"no snapshot lists the model of reference {reference!r}{hint}")
        known = known.merge(levels[[*where, "level"]], on=where)
        known["score"] -= known.pop("level")
    dated = _dated(prices, "from", price).dropna(subset=["date", "price"]).sort_values("date", kind="stable")
    known = known.dropna(subset="score").sort_values("snapshot", kind="stable")
    after, before = (
        pd.merge_asof(dated, known, left_on="date", right_on="snapshot", by="model", direction=direction)
        for direction in ("forward", "backward")
    )
    points = after.where(after["score"].notna(), before).dropna(subset="score").reset_index(drop=True)
    points = points.astype({"price": "float64", "score": "float64"})
    order = ["model", "name", "date", "price", "score", *where, *(c for c in _SOURCES if c in dated)]
    return points[order].assign(reference=reference, price_column=_name_of(price))
