"""How uncertain the numbers of a column are: standard errors, interval ends or trials."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from frontier.core.columns import Bools, Floats
from frontier.frames.columns import column_of, first_of, rows_of, values_of

# Half the width of a 95 % interval, in standard deviations.
HALF_95 = 1.959964


@dataclass(frozen=True)
class Interval:
    """Where the ends of the 95 % intervals of a quality are, or what they come from.

    Attributes
    ----------
    se : str or pandas.Series, optional
        Standard errors: the ends are 1.96 of them below and above.
    lower, upper : str or pandas.Series, optional
        The ends themselves.
    n : str or pandas.Series, optional
        Numbers of trials, of which the quality is the share that succeeded: Wilson's interval.
    """

    se: Any = None
    lower: Any = None
    upper: Any = None
    n: Any = None

    def __post_init__(self) -> None:
        """Refuse two sources of one interval, and half of one."""
        if (self.lower is None) != (self.upper is None):
            raise ValueError("give both lower and upper, the two ends of the interval, or neither")
        given = [what for what in ("se", "lower", "n") if getattr(self, what) is not None]
        if len(given) > 1:
            raise ValueError(f"the intervals come from one of se, lower and upper, or n; got {' and '.join(given)}")

    def ends(self, models: pd.DataFrame, quality: pd.Series[Any]) -> tuple[pd.Series[Any], pd.Series[Any]] | None:
        """Return the lower and the upper end of each row, NaN where unknown; None where the table has none.

        Not given: the columns named after the quality, such as ``elo_lower`` and ``elo_upper``, if the table has both.
        """
        names = f"{quality.name}_lower", f"{quality.name}_upper"
        middle, lower, upper = values_of(quality), self.lower, self.upper
        if self.se is not None:
            errors = self._numbers(models, "se", least=0)
            low, high = middle - HALF_95 * errors, middle + HALF_95 * errors
        elif self.n is not None:
            low, high = _wilson(models, quality, self._numbers(models, "n", least=1e-300))
        else:
            if lower is None and set(names) <= set(models.columns):
                lower, upper = names
            return None if lower is None else (column_of(models, lower, "lower"), column_of(models, upper, "upper"))
        return pd.Series(low, models.index, name=names[0]), pd.Series(high, models.index, name=names[1])

    def _numbers(self, models: pd.DataFrame, role: str, least: float) -> Floats:
        """Return a column of numbers that must not be below the least."""
        numbers = values_of(column_of(models, getattr(self, role), role))
        if (numbers < least).any():
            must = ">= 0" if least == 0 else "> 0"
            raise ValueError(
                f"{role} must be {must}, and is not in {rows_of(models, numbers < least)}; correct it or leave it blank"
            )
        return numbers


def _wilson(models: pd.DataFrame, quality: pd.Series[Any], trials: Floats) -> tuple[Floats, Floats]:
    """Return the ends of Wilson's interval of a share of trials, or of its percentage."""
    share = values_of(quality)
    whole = 100.0 if (share[np.isfinite(share)] > 1).any() else 1.0
    wrong = (share < 0) | (share > whole)
    if wrong.any():
        raise ValueError(
            f"with n the quality is the share of trials that succeeded, from 0 to 1 or from 0 to 100 percent, and "
            f"{quality.name} is not in {rows_of(models, wrong)}"
        )
    z2, p = HALF_95**2, share / whole
    middle = (p + z2 / (2 * trials)) / (1 + z2 / trials)
    half = HALF_95 / (1 + z2 / trials) * np.sqrt(p * (1 - p) / trials + z2 / (4 * trials**2))
    # rounding must not put an end beyond the scale, nor on the wrong side of the share itself
    low, high = np.maximum(middle - half, 0), np.minimum(middle + half, 1)
    return np.minimum(low * whole, share), np.maximum(high * whole, share)


@dataclass(frozen=True)
class Spread:
    """Of every row: the standard deviation, the ends of the 95 % interval, and whether they had to be imputed.

    On the scale on which more is better: where less is better, of the quality negated. ``cov`` is the covariance of
    all rows, where it is given.
    """

    sd: Floats
    low: Floats
    high: Floats
    imputed: Bools
    cov: Floats | None = None

    def of(self, rows: Any) -> Spread:
        """Return that of some rows."""
        cov = None if self.cov is None else self.cov[rows][:, rows]
        return Spread(self.sd[rows], self.low[rows], self.high[rows], self.imputed[rows], cov)


def correlated(spread: Spread | None, cov: pd.DataFrame, names: pd.Series[Any], scored: Bools) -> Spread:
    """Add the covariance of the rows, found by name; refuse one that lacks a row with a quality."""
    if spread is None:
        raise ValueError("cov needs the intervals of the quality, too: columns such as elo_lower and elo_upper, or se")
    if not isinstance(cov, pd.DataFrame) or not cov.index.is_unique or set(cov.index) != set(cov.columns):
        raise ValueError("cov must be a DataFrame with each model once as a row and once as a column, as Ratings.cov")
    if lacking := [repr(name) for name in names[scored] if name not in cov.index]:
        raise ValueError(f"cov has no row of {first_of(lacking)}; leave these models out")
    return replace(spread, cov=cov.reindex(index=names, columns=names).to_numpy(dtype=np.float64))


def spread_of(
    models: pd.DataFrame,
    quality: pd.Series[Any],
    ends: tuple[pd.Series[Any], pd.Series[Any]] | None,
    *,
    lower_is_better: bool = False,
) -> Spread | None:
    """Return how far each quality is known; None where the table has no interval of it that says anything."""
    if ends is None:
        return None
    low, high = (values_of(end) for end in ends)
    if np.isnan(low).all() and np.isnan(high).all():
        return None
    middle, (lower, upper) = values_of(quality), (end.name for end in ends)
    if (low > high).any():
        raise ValueError(f"{lower} is above {upper} in {rows_of(models, low > high)}; are the ends swapped?")
    outside = (middle < low) | (middle > high)
    if outside.any():
        raise ValueError(
            f"{quality.name} is outside {lower} to {upper} in {rows_of(models, outside)}; correct them, or rename a "
            "quality that is not what the interval is of"
        )
    if lower_is_better:
        middle, low, high = -middle, -high, -low
    sd = (high - low) / (2 * HALF_95)
    imputed = ~np.isfinite(sd)
    if imputed.all() or (imputed.any() and sd[~imputed].max() == 0):
        return None  # a model without an interval must not pass for exact
    sd[imputed] = sd[~imputed].max()
    low, high = (np.where(imputed, middle + sign * HALF_95 * sd, end) for sign, end in ((-1, low), (1, high)))
    return Spread(sd, low, high, imputed)
