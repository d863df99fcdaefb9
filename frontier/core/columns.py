"""Columns of numbers: what the functions of arrays accept."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Bools = NDArray[np.bool_]


def as_columns(**columns: ArrayLike | None) -> dict[str, NDArray[Any]]:
    """Return equally long columns of integers or floats, each in its own type; refuse all else."""
    arrays = dict[str, NDArray[Any]]()
    for name, values in columns.items():
        if np.ma.is_masked(values):
            raise TypeError(f"{name} must not have masked entries: fill them, with NaN for missing values")
        array = arrays[name] = np.asarray(values)
        if array.ndim != 1:
            raise ValueError(
                f"{name} must be one-dimensional, got shape {array.shape}: pass one column, with a value for each point"
            )
        if array.dtype.kind not in "biuf":
            raise TypeError(
                f"{name} must be integers or floats, got dtype {array.dtype}: convert it first, with NaN for missing "
                "values, e.g. Series.to_numpy(dtype=float, na_value=numpy.nan)"
            )
    sizes = {name: array.size for name, array in arrays.items()}
    if len(set(sizes.values())) > 1:
        raise ValueError(f"the columns must have the same length, got {sizes}: pass one value of each for each point")
    return arrays


def complete_rows(**columns: ArrayLike | None) -> tuple[list[Floats], NDArray[np.bool_]]:
    """Return the rows of columns as floats without those that have a missing value, and which rows those are."""
    arrays = dict[str, Floats]()
    for name, column in as_columns(**columns).items():
        if column.dtype.kind in "iu" and column.size and max(int(column.max()), -int(column.min())) > 2**53:
            raise ValueError(f"{name} has integers above 2**53, which a float cannot hold exactly: scale it")
        arrays[name] = column.astype(np.float64)
        if name != "cost" and (np.isfinite(arrays[name]) & (np.abs(arrays[name]) > 1e300)).any():
            raise ValueError(f"{name} must lie between -1e300 and 1e300: choose a larger unit")
    known = np.logical_and.reduce([np.isfinite(array) for array in arrays.values()])
    for name in {"sd", "cost_log_sd"} & set(arrays):
        if (arrays[name] < 0).any():
            raise ValueError(f"{name} must be >= 0, got {arrays[name].min():g}")
    return [array[known] for array in arrays.values()], known
