"""Numbers as words."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from frontier.frames.boards import is_elo

_DIGITS_OF_SPREAD, _MOST_DECIMALS = 5, 15


def decimals(values: npt.ArrayLike, quality: object = None) -> int:
    """Return how many decimals tell different values apart.

    Parameters
    ----------
    values : array_like of float
        Numbers that are read together, such as the qualities of a table. Those that are not finite do not count.
    quality : str, optional
        The name of the column. Elo scores are always written with one decimal, the custom of the field.

    Returns
    -------
    int
        So many that the last digit is no coarser than the distance of any two neighbors, and at most those of the fifth
        digit of the distance between the smallest and the largest: what differs by less is noise.

    Examples
    --------
    >>> decimals([0.62, 0.6, 0.64]), decimals([25.74, 31.2]), decimals([0.3, 0.1 + 0.2])
    (2, 0, 1)
    """
    if is_elo(quality):
        return 1
    known = np.asarray(values, dtype=float)
    known = np.unique(known[np.isfinite(known)])
    if not len(known):
        return 0
    with np.errstate(over="ignore"):
        spread = float(known[-1] - known[0])
    size = spread if spread > 1e-12 * abs(known[-1]) else abs(float(known[-1]))
    if not 0 < size < math.inf:
        return 0
    most = min(_MOST_DECIMALS, max(0, _DIGITS_OF_SPREAD - 1 - math.floor(math.log10(size))))
    apart = np.unique(known.round(most))
    if len(apart) == 1:  # one value: as many decimals as it has
        return next(d for d in range(most + 1) if d == most or round(float(apart[0]), d) == float(apart[0]))
    nearest = float(np.diff(apart).min())
    return min(most, max(0, math.ceil(-math.log10(nearest) - 1e-9)))
