"""Columns of any table: names, numbers, days."""

from __future__ import annotations

import decimal
import math
from collections.abc import Hashable
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd

from frontier.core.columns import Bools
from frontier.core.columns import Floats as Floats
from frontier.frames.boards import AGENT, BENCHMARK, PRICE_COLUMNS, SNAPSHOT_BOARD, SNAPSHOT_DAY
from frontier.frames.costs import is_price
from frontier.words.spelling import did_you_mean

# The roles of a column that must be numeric.
_NUMBERS = ("cost", "quality", "se", "lower", "upper", "n", "cost_log_sd", "tokens", "tasks", "count", "weight")


_NAMES = ("model", "name", "model_name")  # how a column of names is called, in this order


RETIRED = "retired"  # the column with the day from which the maker no longer sells a model
OFF_SALE = "retired"  # why a model is left out that nobody sells any more


_SHOWN = 5  # rows that an error names

_DAYS = ("datetime64", "datetime", "date")  # as pandas calls the values of such a column


def as_table(models: Any) -> pd.DataFrame:
    """Return a table as a pandas DataFrame; refuse what is none, and say what to do."""
    if isinstance(models, pd.DataFrame):
        return models
    if isinstance(models, str | PurePath):
        raise TypeError(f"models must be a table, got the path {str(models)!r}; read it with load_models(path)")
    remedy = "make a table of it with pandas.DataFrame(...)"
    if hasattr(models, "collect"):
        remedy = "call .collect() on it first"
    elif isinstance(models, pd.Series) or hasattr(models, "to_pandas"):
        remedy = "pass the whole table, not one column"
        try:
            table = models.to_pandas() if hasattr(models, "to_pandas") else None
        except ImportError as error:
            remedy = f"it becomes a pandas DataFrame only with another package: {error}"
        else:
            if isinstance(table, pd.DataFrame):
                return table
    elif models is None:
        remedy = "pass a pandas DataFrame, or a table of polars or pyarrow"
    raise TypeError(f"models must be a table, got {type(models).__name__}; {remedy}")


def column_of(models: pd.DataFrame, which: Any, role: str) -> pd.Series[Any]:
    """Return the column of that name, or the Series itself if it is on the index of the table.

    The column of a role that must be numeric (cost, quality, the ends of an interval) comes back as numbers.
    """
    if isinstance(which, pd.Series):
        if not which.index.equals(models.index):
            raise ValueError(f"the {role} Series must be on the index of the table; compute it from the same rows")
        column = which if which.name is not None else which.rename(role)
    elif not isinstance(which, Hashable):
        raise TypeError(
            f"{role} must be the name of a column, or a pandas Series on the index of the table, got "
            f"{type(which).__name__}; add it to the table as a column"
        )
    elif which in models.columns:
        found = models[which]
        if isinstance(found, pd.DataFrame):
            raise ValueError(f"{role}: the table has {found.shape[1]} columns {which!r}; rename or drop the others")
        column = found
    else:
        fit = [c for c in models.columns if role not in _NUMBERS or pd.api.types.is_numeric_dtype(models.dtypes[c])]
        hint = (
            did_you_mean(str(which), map(str, fit)) or f"; it has {', '.join(map(str, fit[:20])) or 'none that fits'}"
        )
        raise ValueError(f"{role}: the table has no column {which!r}{hint}")
    return _numeric(column, role) if role in _NUMBERS else column


def _numeric(column: pd.Series[Any], role: str) -> pd.Series[Any]:
    """Return a column of numbers as numbers; name the rows that hold none."""
    kind, types = column.dtype, pd.api.types
    if types.is_complex_dtype(kind):
        raise TypeError(f"{role} must be real numbers, column {column.name!r} is {kind}; take their real part")
    if isinstance(kind, pd.CategoricalDtype) or types.is_bool_dtype(kind) or kind.kind in "Mm":
        raise TypeError(f"{role} must be numeric, column {column.name!r} is {kind}; convert it first")
    is_text = not types.is_numeric_dtype(kind)
    known = column.dropna()
    if is_text and not known.map(_is_number).all():
        raise TypeError(_text_among_numbers(known, role))
    if is_text:
        exact = not any(isinstance(value, int | np.integer) and abs(int(value)) > 2**53 for value in known)
    else:
        exact = kind.kind not in "iu" or bool(known.between(-(2**53), 2**53).all())
    if not exact:
        raise TypeError(f"{role} has integers above 2**53, which a float cannot hold exactly; scale {column.name!r}")
    return (
        column.map(lambda value: math.nan if pd.isna(value) else float(value)).astype("float64") if is_text else column
    )


def _text_among_numbers(known: pd.Series[Any], role: str) -> str:
    """Name the rows of a column that hold no number; where all are numbers written as text, say so."""
    reads = pd.to_numeric(known.astype(str), errors="coerce").map(math.isfinite)
    unread = known[~(known.map(_is_number) | reads)]
    if unread.empty:
        return f"{role} must be numeric, column {known.name!r} is text; convert it with pandas.to_numeric first"
    unit = known.index.name or "row"
    rows = first_of([f"{value!r} ({unit} {row})" for row, value in unread.items()])
    return (
        f"{role} must be numeric, and column {known.name!r} has text: {rows}; write plain numbers such as 1300 "
        "or 0.25, and leave the unknown blank"
    )


def first_of(rows: list[str]) -> str:
    """Return the first few rows that an error names, and how many more there are."""
    return ", ".join(rows[:_SHOWN]) + (f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else "")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.integer | np.floating | decimal.Decimal) and not isinstance(value, bool)


def with_column(table: pd.DataFrame, column: pd.Series[Any], role: str) -> pd.DataFrame:
    """Return the table with a column added; refuse to replace one of the same name that has other values."""
    if column.name in table.columns:
        own = table[column.name]
        if own is column or (isinstance(own, pd.Series) and _same(own, column)):
            return table
        raise ValueError(
            f"{role}: the table has a column {column.name!r} with other values, which stays as it is; give the Series "
            "another name" + (", or use lower_is_better=True if it is that column negated" if role == "quality" else "")
        )
    return pd.DataFrame(pd.concat([table, column], axis=1))


def _same(one: pd.Series[Any], other: pd.Series[Any]) -> bool:
    try:
        return bool(np.array_equal(values_of(one), values_of(other), equal_nan=True))
    except (TypeError, ValueError):
        return one.equals(other)


def values_of(column: pd.Series[Any]) -> Floats:
    """Return a numeric column as floats, NaN where it is missing."""
    return column.to_numpy(dtype="float64", na_value=math.nan)


def days_of(column: pd.Series[Any], role: str) -> pd.Series[Any]:
    """Return dates as whole days, of UTC where they have a time zone; refuse numbers and what is no date."""
    found = pd.api.types.infer_dtype(column, skipna=True)
    if found in ("integer", "floating", "boolean") and column.notna().any():
        raise TypeError(f"{role} must be dates, column {column.name!r} is {column.dtype}; convert it first")
    if found == "datetime" and not any(day.tzinfo for day in column.dropna()):
        column = column.astype("datetime64[s]")  # pandas 2.2 would take nanoseconds, which end in 2262
    if column.dtype.kind != "M" or column.dt.tz is not None:
        try:
            column = pd.to_datetime(column, format="ISO8601", utc=True).dt.tz_localize(None)
        except (ValueError, TypeError) as error:
            raise TypeError(f"{role} must be dates as 2025-02-14: column {column.name!r}: {error}") from None
    whole = column.to_numpy().astype("datetime64[D]").astype("datetime64[s]")
    return pd.Series(whole, index=column.index, name=column.name)


def name_column(models: pd.DataFrame, name: Hashable | None = None) -> Hashable | None:
    """Return the column that names the rows: the one asked for, or ``model``, ``name`` or ``model_name`` in any case.

    None if there is none: then the index names them.
    """
    if name is not None:
        column_of(models, name, "name")
        return name
    if "model" in models.columns:
        return "model"
    plain = {str(column).strip().lower().replace(" ", "_"): column for column in reversed(models.columns)}
    return next((plain[known] for known in _NAMES if known in plain), None)


def labels_of(models: pd.DataFrame, name: Hashable | None = None) -> pd.Series[Any]:
    """Return what names the rows in print, errors and pictures: see `name_column`; else the index."""
    column = name_column(models, name)
    if column is None:
        return pd.Series(models.index.to_flat_index(), index=models.index)
    return column_of(models, column, "name")


def display_names(models: pd.DataFrame, labels: pd.Series[Any]) -> pd.Series[Any]:
    """Return the name to show for each row: its ``name``, where the table has one beside the labels; else its label."""
    if "name" not in models or not isinstance(models["name"], pd.Series):
        return labels
    return models["name"].astype(object).where(models["name"].notna(), labels)


def rows_of(models: pd.DataFrame, which: Bools) -> str:
    """Name the rows in question, by the index of the table."""
    return f"{models.index.name or 'row'} {first_of(list(map(str, models.index[which])))}"


def as_text(groups: pd.Series[Any]) -> pd.Series[Any]:
    """Return the values as text, missing ones as they are; refuse two values that read the same."""
    text = groups.astype(object).map(str, na_action="ignore").astype(object).where(groups.notna(), None)
    if text.nunique() < groups.nunique():
        raise ValueError(f"by: two values of {groups.name!r} read the same as text; rename one")
    return text


def has_days(table: pd.DataFrame, column: str) -> bool:
    """Return whether a table has a column of days, however they are stored."""
    return list(table.columns).count(column) == 1 and pd.api.types.infer_dtype(table[column], skipna=True) in _DAYS


def row_word(table: pd.DataFrame) -> str:
    """Return what a row is: a run, where the table names the benchmark; else a model."""
    return "run" if BENCHMARK in table else "model"


def why_excluded(
    table: pd.DataFrame,
    cost: pd.Series[Any],
    quality: pd.Series[Any],
    floor: float | None = None,
    *,
    lower_is_better: bool = False,
) -> pd.Series[str]:
    """Return the reason that keeps each row out of the comparison; empty where nothing does.

    A row without a price is `OFF_SALE` where its column ``retired`` has a day, and nobody else sells the model.
    """
    c, q = values_of(cost), values_of(quality)
    nothing = math.nan if floor is None else floor
    off_sale = np.zeros(len(table), dtype=bool)
    if has_days(table, RETIRED) and is_price(cost.name):
        sold = table[[column for column in PRICE_COLUMNS if column in table]].notna().any(axis=1)
        off_sale = (table[RETIRED].notna() & ~sold).to_numpy()
    reasons = {
        OFF_SALE: np.isnan(c) & off_sale,
        f"no {cost.name}": np.isnan(c),
        f"{cost.name} is infinite": np.isinf(c),
        f"{cost.name} is not positive": c <= 0,
        f"no {quality.name}": np.isnan(q),
        f"{quality.name} is infinite": np.isinf(q),
        f"{quality.name} is no better than {nothing:g}, that of doing nothing": (
            q >= nothing if lower_is_better else q <= nothing
        ),
    }
    return pd.Series(np.select(list(reasons.values()), list(reasons), ""), cost.index, dtype=object)


def check_one_snapshot(table: pd.DataFrame, labels: pd.Series[Any]) -> None:
    """Refuse rows of more than one board or day: their scores are not comparable, whatever the column is called.

    ``board`` and ``elo_date`` say which snapshot a row is of. So does ``date``, where the table has a board or a model
    has two dates; else it may be any date, such as that of the release. Runs are of one benchmark and one agent instead
    (``benchmark``, ``agent``), on any days.
    """
    where = [c for c in (SNAPSHOT_DAY, SNAPSHOT_BOARD) if c in table]
    if BENCHMARK in table:
        where += [BENCHMARK, *([AGENT] if AGENT in table else [])]
    elif "date" in table and (SNAPSHOT_BOARD in table or _is_listed_twice(table["date"], labels)):
        where.append("date")
    differ = [c for c in where if len(table[c].drop_duplicates()) > 1]
    if differ:
        raise ValueError(
            f"the scores are of {len(table[where].drop_duplicates())} snapshots ({', '.join(differ)} "
            f"differ{'s' * (len(differ) == 1)}), and scores of two snapshots are not comparable; select one "
            + ("benchmark and one agent" if BENCHMARK in table else "board and one day")
            + f" first (a column {differ[-1]!r} that means something else: rename or drop it)"
        )


def _is_listed_twice(days: pd.Series[Any], labels: pd.Series[Any]) -> bool:
    """Return whether a model has two dates."""
    models = pd.DataFrame({"date": days.to_numpy(), "label": labels.astype(str).to_numpy()})
    return bool(models.drop_duplicates()["label"].duplicated().any())


def snapshot_day(table: pd.DataFrame, other: str) -> pd.Timestamp | None:
    """Return the day of the snapshot that the scores are of; None where the table does not say it.

    It is in ``elo_date``, or in ``date`` where the table has a board. The column ``other`` has dates of its own.
    """
    for column in (SNAPSHOT_DAY, *(["date"] if SNAPSHOT_BOARD in table else [])):
        if column in table and column != other:
            latest = days_of(table[column], "date").max()
            if not pd.isna(latest):
                return pd.Timestamp(latest)
    return None
