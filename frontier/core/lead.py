"""Who leads: the probability and the interval of a difference of two bests."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frontier.core.columns import Floats, complete_rows
from frontier.core.probability import (
    NODES,
    PANEL_SDS,
    REACH,
    VALUES_AT_ONCE,
    covariance_root,
    gauss_legendre,
    independent,
    normal_points,
)


def lead_probability(
    quality: ArrayLike, sd: ArrayLike, rival_quality: ArrayLike, rival_sd: ArrayLike, *, by: ArrayLike = 0.0
) -> Floats:
    """Probability that the best of a group leads the best of its rivals by more than a margin.

    Parameters
    ----------
    quality, sd : array_like, shape (n,)
        Expected qualities of the group and their standard deviations.
    rival_quality, rival_sd : array_like, shape (m,)
        The same of the rivals.
    by : array_like
        By how much; 0 asks who is ahead. May be negative.

    Returns
    -------
    numpy.ndarray
        Probabilities, of the shape of ``by``; NaN where it is NaN, or where either group has no complete row.

    Raises
    ------
    TypeError, ValueError
        As `frontier_probability`.

    Notes
    -----
    The distribution function of the best of independent qualities is the product of theirs, and with the density f of
    the rivals' best and the distribution function F of the group's best, the probability is the integral of
    ``(1 - F(x + by)) f(x) dx``. It is the sum of `frontier_probability` over the group when all have the same cost, so
    it has that function's accuracy and treats qualities known exactly as point masses. Level is not ahead. Rows with a
    missing value are ignored.

    Examples
    --------
    One against one: Phi(10 / sqrt(200)). Two against one have two chances.

    >>> float(lead_probability([1310], [10], [1300], [10]).round(4))
    0.7602
    >>> float(lead_probability([1310, 1310], [10, 10], [1300], [10]).round(4))
    0.8868
    """
    ours, theirs = _contestants(quality, sd), _contestants(rival_quality, rival_sd)
    shifts = np.asarray(by, dtype=np.float64)
    out = np.full(shifts.size, np.nan)
    if len(ours[0]) and len(theirs[0]):
        lead = _lead(ours, theirs)
        out = np.array([lead(shift) for shift in shifts.ravel().tolist()])
    return out.reshape(shifts.shape)


def lead_interval(
    quality: ArrayLike, sd: ArrayLike, rival_quality: ArrayLike, rival_sd: ArrayLike, *, confidence: float = 0.95
) -> tuple[float, float]:
    """Interval of the lead of the best of a group over the best of its rivals.

    Parameters
    ----------
    quality, sd : array_like, shape (n,)
        Expected qualities of the group and their standard deviations.
    rival_quality, rival_sd : array_like, shape (m,)
        The same of the rivals.
    confidence : float
        Probability of the interval, strictly between 0 and 1; as much is left below as above.

    Returns
    -------
    low, high : float
        Quantiles of the difference, in the unit of quality; NaN where either group has no complete row.

    Raises
    ------
    TypeError, ValueError
        As `frontier_probability`, and if ``confidence`` is not strictly between 0 and 1.

    Notes
    -----
    `lead_probability` is inverted by bracketed root finding: exact, with no random numbers. The best of many noisy
    qualities is measured too high (`winners_curse`), in the larger or noisier group more so, and the interval does not
    correct that: it is of the best of one more draw of each. It holds the true difference at its rate where the true
    qualities are spread more widely than the errors, and too rarely where dozens are level. It need not lie evenly
    about the difference of the two measured bests.

    Examples
    --------
    >>> low, high = lead_interval([1310], [3], [1300], [4])
    >>> round(low, 3), round(high, 3)
    (0.2, 19.8)
    """
    from scipy.optimize import brentq
    from scipy.special import ndtri

    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie strictly between 0 and 1, got {confidence!r}")
    ours, theirs = _contestants(quality, sd), _contestants(rival_quality, rival_sd)
    if not len(ours[0]) or not len(theirs[0]):
        return math.nan, math.nan
    (low, high), (rival_low, rival_high) = (
        [float((q + sign * REACH * s).max()) for sign in (-1, 1)] for q, s in (ours, theirs)
    )
    start, stop = low - rival_high, high - rival_low
    if start == stop:
        return start, stop

    lead = _lead(ours, theirs)

    def quantile(level: float) -> float:
        target = float(ndtri(1 - level))
        if abs(target) >= REACH:
            return stop if target < 0 else start

        def excess(by: float) -> float:
            if by in (start, stop):  # certainly more, certainly less
                return math.copysign(REACH, stop - by - (by - start)) - target
            # in standard deviations, of which the difference is nearly a linear function
            return float(np.clip(ndtri(lead(by)), -REACH, REACH)) - target

        return float(brentq(excess, start, stop, xtol=1e-12 * (stop - start), rtol=1e-15))

    # where both ends are one point mass, each is found to within the tolerance
    ends = sorted((quantile((1 - confidence) / 2), quantile((1 + confidence) / 2)))
    return ends[0], ends[1]


def correlated_lead(quality: Floats, cov: Floats, ours: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Return the 95 % interval of the lead of a group, and the probability that it is behind, for correlated qualities.

    The draws are those of `frontier.core.probability.correlated_probability`.
    """
    root = covariance_root(cov)
    scores = (quality + points @ root.T for points in normal_points(len(quality)))
    lead = np.concatenate([drawn[:, ours].max(axis=1) - drawn[:, ~ours].max(axis=1) for drawn in scores])
    low, high = np.percentile(lead, [2.5, 97.5])
    return float(low), float(high), float((lead < 0).mean())


def _contestants(quality: ArrayLike, sd: ArrayLike) -> tuple[Floats, Floats]:
    """Return those that may be the best of their group; of exact ones only the best counts."""
    (q, s), _ = complete_rows(quality=quality, sd=sd)
    certain = (q - REACH * s).max(initial=-np.inf)
    q, s = q[q + REACH * s >= certain], s[q + REACH * s >= certain]
    exact = np.flatnonzero(s == 0)
    spare = exact[np.arange(len(exact)) != (q[exact].argmax() if len(exact) else 0)]
    return np.delete(q, spare), np.delete(s, spare)


def _lead(ours: tuple[Floats, Floats], theirs: tuple[Floats, Floats]) -> Callable[[float], float]:
    """Return the function of `by` that is P(best of ours > best of theirs + by).

    Where all are uncertain and none much less than the others, the density of their best is laid out once, on panels
    fine enough for all; else each value is an integral of its own.
    """
    from scipy.special import ndtr

    base = float(theirs[0].max())  # all is measured from there, so that no digit is lost to the size of the scores
    (own, own_sd), (rival, rival_sd) = ((q[:, None] - base, s[:, None]) for q, s in (ours, theirs))
    start, stop = float((rival - REACH * rival_sd).max()), float((rival + REACH * rival_sd).max())
    narrowest = float(min(own_sd.min(), rival_sd.min()))
    panels = (stop - start) / (2 * PANEL_SDS * narrowest) if narrowest > 0 else math.inf

    def apart(by: float) -> float:
        q, s = np.concatenate([ours[0] - by, theirs[0]]), np.concatenate([ours[1], theirs[1]])
        return 1 - min(float(independent(np.zeros(len(q)), q, s)[len(own) :].sum()), 1.0)

    integral = apart
    if panels * NODES * (len(own) + len(rival)) <= VALUES_AT_ONCE:
        edges = np.linspace(start, stop, math.ceil(panels) + 1)
        unit, weight = gauss_legendre()
        half = np.diff(edges)[:, None] / 2
        x = (edges[:-1, None] + half + half * unit).ravel()
        z = (x - rival) / rival_sd
        below = ndtr(z)
        one = np.exp(-0.5 * z**2) / (math.sqrt(2 * math.pi) * rival_sd) / np.maximum(below, 1e-30)
        mass = (one * below.prod(axis=0)).sum(axis=0) * (half * weight).ravel()

        def together(by: float) -> float:
            return 1 - min(float(ndtr((x + by - own) / own_sd).prod(axis=0) @ mass), 1.0)

        integral = together
    return lambda by: integral(by) if math.isfinite(by) else math.nan if math.isnan(by) else float(by < 0)
