"""The kinds of cost."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pandas as pd

from frontier.frames.boards import _PRICE_COLUMNS
from frontier.words.spelling import did_you_mean

_CURRENCIES = (
    ("$", r"\$|(?<![a-z])usd(?![a-z])|dollar"),
    ("€", r"€|(?<![a-z])eur(?![a-z])|(?<![a-z])euros?(?![a-z])"),
    ("£", r"£|(?<![a-z])gbp(?![a-z])"),
    ("¥", r"¥|(?<![a-z])(?:jpy|cny|rmb|yen|yuan)(?![a-z])"),
    ("₹", r"₹|(?<![a-z])inr(?![a-z])"),
)


def currency(cost: object) -> str:
    """Return the sign of the currency that the name of a cost states, such as ``$`` of ``price_usd``; "" if none."""
    name = str(cost).lower()
    return next((sign for sign, words in _CURRENCIES if re.search(words, name)), "")


def is_price(cost: object) -> bool:
    """Return whether a cost is a price: its name states a currency, or says so."""
    return bool(currency(cost)) or "price" in str(cost).lower()


def _price(models: pd.DataFrame, column: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    if column not in models:
        raise ValueError(f"the table has no column {column!r}{did_you_mean(column, map(str, models.columns))}")
    return models[column].to_numpy(dtype="float64", na_value=math.nan)


def _check_amounts(**amounts: float) -> None:
    wrong = [f"{k}={v!r}" for k, v in amounts.items() if not (np.isreal(v) and math.isfinite(v) and v >= 0)]
    if wrong:
        raise ValueError(f"amounts must be finite and >= 0, got {', '.join(wrong)}")


def blended_price(models: pd.DataFrame, *, input: float = 3, output: float = 1, cached: float = 0) -> pd.Series[float]:
    """Price of a mix of input, output and cached tokens, USD per million tokens.

    Parameters
    ----------
    models : pandas.DataFrame
        With the price columns of `load_models` that the weights need.
    input, output, cached : float
        Weights of the three prices, >= 0; only their ratio counts. The default, three parts input to one part
        output, is the blend that Artificial Analysis and Epoch AI publish.

    Returns
    -------
    pandas.Series
        ``(input * p_in + output * p_out + cached * p_cached) / (input + output + cached)``, named
        ``blended_usd_per_mtok``, on the index of ``models``. NaN where a price with a weight is missing.

    Raises
    ------
    ValueError
        If a weight is negative or not finite, all are zero, or a price column is missing.

    Examples
    --------
    >>> import frontier
    >>> models = frontier.load_models(as_of="2025-02-14")
    >>> round(float(frontier.blended_price(models)[models.model == "o3-mini"].iloc[0]), 6)
    1.925
    """
    _check_amounts(input=input, output=output, cached=cached)
    weights = dict(zip(_PRICE_COLUMNS, (input, cached, output), strict=True))
    total = sum(weights.values())
    if total == 0:
        raise ValueError("one of input, output and cached must be > 0, got 0 for all three")
    cost = sum((w * _price(models, c) for c, w in weights.items() if w), np.zeros(len(models)))
    return pd.Series(cost / total, index=models.index, name="blended_usd_per_mtok")


def request_cost(
    models: pd.DataFrame, *, input_tokens: float, output_tokens: float, cached_tokens: float = 0
) -> pd.Series[float]:
    """Cost of one request in USD.

    Parameters
    ----------
    models : pandas.DataFrame
        With the price columns of `load_models` that the request needs.
    input_tokens, output_tokens : float
        Tokens sent and received.
    cached_tokens : float
        Those of ``input_tokens`` that are read from the maker's cache.

    Returns
    -------
    pandas.Series
        Named ``usd_per_request``, on the index of ``models``. NaN where a price that is needed is missing:
        an unknown cache price is not taken to be the full price.

    Raises
    ------
    ValueError
        If a number is negative or not finite, more tokens are cached than sent, all are zero, or a price
        column is missing.

    Notes
    -----
    The same token counts are charged to every model, though tokenizers differ and reasoning models write
    more of them. List prices at the shortest context tier.

    Examples
    --------
    >>> import frontier
    >>> models = frontier.load_models(as_of="2025-02-14")
    >>> cost = frontier.request_cost(models, input_tokens=2000, output_tokens=500)
    >>> round(float(cost[models.model == "deepseek-r1"].iloc[0]), 6)
    0.002195
    """
    _check_amounts(input_tokens=input_tokens, output_tokens=output_tokens, cached_tokens=cached_tokens)
    if cached_tokens > input_tokens:
        raise ValueError(f"cached_tokens ({cached_tokens:g}) are part of input_tokens ({input_tokens:g})")
    amounts = dict(zip(_PRICE_COLUMNS, (input_tokens - cached_tokens, cached_tokens, output_tokens), strict=True))
    if not any(amounts.values()):
        raise ValueError("a request must have tokens, got 0 input and 0 output tokens")
    cost = sum((n * _price(models, c) for c, n in amounts.items() if n), np.zeros(len(models)))
    return pd.Series(cost / 1e6, index=models.index, name="usd_per_request")
