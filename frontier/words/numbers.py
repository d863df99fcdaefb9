"""Numbers as words: one function a kind of number, for sentences, pictures, tables and messages alike."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from frontier.frames.boards import is_elo

if TYPE_CHECKING:
    import datetime as dt

    import numpy.typing as npt


# Written out, as no calendar of Python's has all the years that a column of days may have.
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip

_DIGITS_OF_SPREAD, _MOST_DECIMALS = 5, 15


def money(value: float, currency: str = "$", *, cents: bool = True) -> str:
    """Return a price as it is quoted: with cents where it has any, below 1 with the decimals that it needs.

    A sign stands before the number, the name of a currency after it; a number without a currency has six digits.

    Examples
    --------
    >>> money(60), money(2.5), money(0.14), money(2.5, "USD"), money(2.5, cents=False), money(1234.5678, "")
    ('$60', '$2.50', '$0.14', '2.50 USD', '$2', '1,234.57')
    """
    if not currency:
        return f"{float(f'{value:.6g}'):,.10g}" if 1e-4 <= value < 1e7 else power_of_ten(value)
    places = 0 if value >= 1 else max(2, -math.floor(math.log10(value) + 1e-9))
    text = f"{value:,.{2 if cents and value >= 1 and value != round(value) else places}f}"
    return f"{text} {currency}" if len(currency) > 1 else f"{currency}{text}"


def figure(value: float) -> str:
    """Return a number to three digits, in full, and whole from 100.

    Examples
    --------
    >>> figure(0.012345), figure(12.345), figure(7.0), figure(12345.6)
    ('0.0123', '12.3', '7', '12,346')
    """
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    text = f"{float(f'{value:.3g}') if abs(value) < 100 else value:,.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float, decimals: int = 1) -> str:
    """Return a share in percent.

    Examples
    --------
    >>> percent(0.5431), percent(0.5431, 0)
    ('54.3 %', '54 %')
    """
    return f"{100 * share:.{decimals}f} %"


def chance(probability: float, decimals: int = 1) -> str:
    """Return a probability in percent, which is never rounded to 0 or to 100.

    Examples
    --------
    >>> chance(0.5431), chance(0.0001), chance(0.9999), chance(0.9999, 0)
    ('54.3 %', 'below 0.1 %', 'above 99.9 %', 'above 99 %')
    """
    least = 10.0**-decimals
    if 100 * probability < least / 2:
        return f"below {least:g} %"
    return f"above {100 - least:g} %" if 100 * probability > 100 - least / 2 else percent(probability, decimals)


def times(factor: float) -> str:
    """Return a factor to two digits.

    Examples
    --------
    >>> times(4), times(26.2), times(1234)
    ('4.0 times', '26 times', '1,200 times')
    """
    return f"{factor:.1f} times" if factor < 10 else f"{float(f'{factor:.2g}'):,.0f} times"


def share_of(ratio: float, whole: str) -> str:
    """Return what part of a whole something is, to two digits.

    Examples
    --------
    >>> share_of(0.2192, "price"), share_of(1.01, "price"), share_of(3.5, "price")
    ('22 % of its price', 'nearly the same price', '3.5 times the price')
    """
    if abs(ratio - 1) < 0.05:
        return f"{'' if ratio == 1 else 'nearly '}the same {whole}"
    number = ratio if ratio > 1 else 100 * ratio
    digits = 1 - math.floor(math.log10(number))
    text = f"{round(number, digits):,.{max(digits, 0)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text} times the {whole}" if ratio > 1 else f"{text} % of its {whole}"


def points(value: float) -> str:
    """Return a difference of two Elo scores, to a whole point.

    Examples
    --------
    >>> points(0.4), points(1.2), points(1234.5)
    ('less than a point', '1 point', '1,234 points')
    """
    return "less than a point" if value < 1 else f"{value:,.0f} point{'s' * (round(value) != 1)}"


def months(value: object) -> str:
    """Return a time in months, a number or an estimate with its interval.

    Examples
    --------
    >>> months(6.52)
    '6.5 months'
    """
    return f"{value:.1f} months"


def day(date: dt.date, *, long: bool = False) -> str:
    """Return a day, with the name of its month in short or in full.

    Examples
    --------
    >>> import datetime as dt
    >>> day(dt.date(2025, 2, 14)), day(dt.date(2025, 2, 14), long=True)
    ('14 Feb 2025', '14 February 2025')
    """
    name = MONTHS[date.month - 1]
    return f"{date.day} {name if long else name[:3]} {date.year:04d}"


def month(date: dt.date) -> str:
    """Return the month of a day.

    Examples
    --------
    >>> import datetime as dt
    >>> month(dt.date(2025, 2, 14))
    'February 2025'
    """
    return f"{MONTHS[date.month - 1]} {date.year:04d}"


def count(number: int, thing: str) -> str:
    """Return so many things.

    Examples
    --------
    >>> count(1, "model"), count(1200, "model")
    ('1 model', '1200 models')
    """
    return f"{number} {thing}{'s' * (number != 1)}"


def power_of_ten(value: float) -> str:
    """Return a number with a power of ten.

    Examples
    --------
    >>> power_of_ten(5e23), power_of_ten(1e-5)
    ('5·10²³', '10⁻⁵')
    """
    digits, power = f"{value:.2e}".split("e")
    digits = digits.rstrip("0").rstrip(".")
    return ("" if digits == "1" else f"{digits}·") + "10" + str(int(power)).translate(_RAISED)


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def decimals(values: npt.ArrayLike, quality: object = None) -> int:
    """Return how many decimals keep different values different.

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
    import numpy as np  # here, so that who only wants words does not load it

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
