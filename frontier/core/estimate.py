"""A number with its interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from frontier.core.columns import Floats

_TAIL = 2.5  # percent left out at each end of an interval


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval.

    Attributes
    ----------
    value : float
        The measured value; NaN where it is unknown.
    low, high : float
        Ends of the interval; NaN where it is not known.

    Examples
    --------
    >>> str(Estimate(23.18, 14.46, 31.89)), f"{Estimate(23.18):.1f}"
    ('23.18 (14.46 to 31.89)', '23.2')
    """

    value: float
    low: float = math.nan
    high: float = math.nan

    def columns(self, name: str) -> dict[str, float]:
        """Return the three numbers for one row of a table.

        Parameters
        ----------
        name : str
            The column of the value.

        Returns
        -------
        dict of str to float
            The value under the name, and the ends under the name with ``_low`` and ``_high``.
        """
        return {name: self.value, f"{name}_low": self.low, f"{name}_high": self.high}

    def __eq__(self, other: object) -> bool:
        """Compare the three numbers; an unknown one equals an unknown one, on every version of Python."""
        return self._known() == other._known() if isinstance(other, Estimate) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._known())

    def _known(self) -> tuple[float | None, ...]:
        return tuple(None if math.isnan(number) else number for number in (self.value, self.low, self.high))

    def __str__(self) -> str:
        return format(self, ".4g")

    def __format__(self, spec: str) -> str:
        value, low, high = (format(number, spec or ".4g") for number in (self.value, self.low, self.high))
        return value if math.isnan(self.low) or math.isnan(self.high) else f"{value} ({low} to {high})"


def check_draws(draws: int) -> None:
    """Refuse a number of draws that is too small for an interval."""
    if not isinstance(draws, int | np.integer) or draws < 100:
        raise ValueError(f"draws must be a whole number of at least 100, got {draws!r}")


def interval_of(drawn: Floats) -> tuple[float, float]:
    """Return the ends of the 95 % interval of the draws; NaN if none is finite."""
    known = drawn[np.isfinite(drawn)]
    if not len(known):
        return math.nan, math.nan
    low, high = np.percentile(known, [_TAIL, 100 - _TAIL])
    return float(low), float(high)


def estimates(measure: Callable[[Floats], Sequence[Floats]], scores: Floats, drawn: Floats | None) -> list[Estimate]:
    """Return what is measured of the scores, each number with its interval from draws of them, where there are any.

    ``measure`` takes scores, one row a draw, and returns each number, a draw each.
    """
    values = measure(scores[None, :])
    ends = [(math.nan, math.nan)] * len(values) if drawn is None else [interval_of(drawn) for drawn in measure(drawn)]
    return [Estimate(float(value[0]), *end) for value, end in zip(values, ends, strict=True)]
