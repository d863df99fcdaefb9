"""The kinds of cost. A new kind is one entry in `COST_KINDS`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from frontier.frames.boards import INPUT, OUTPUT, PRICE_COLUMNS
from frontier.words.numbers import count
from frontier.words.spelling import did_you_mean

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Cost:
    """A kind of cost, perhaps with the amounts that it is computed for.

    Attributes
    ----------
    key : str
        What it is called in ``cost="blended:3:1"`` and ``--cost blended:3:1``: the part before the first colon.
    column : str
        The name of the column with it: one of the table, or that of the computed Series.
    unit : str
        Its unit in words; empty if unknown.
    axis_title : str
        What an axis of it says, the unit in brackets at the end; empty where the name of the column is all there is.
    usage : str
        How it is written, for help.
    word : str
        What it is in a sentence: ``price``, ``training compute`` or ``cost``.
    currency : str
        The sign of the currency; empty if it is in none.
    missing : str
        What a model without it lacks, for a footer; empty if that needs no words of its own.
    amounts : tuple of float
        The numbers after the colons.
    counts : tuple of int
        How many numbers may be given.
    compute : callable, optional
        Takes the table and the amounts, and returns the Series. Not given: it is a column of the table.
    describe : callable, optional
        Takes the amounts and returns them in words.
    """

    key: str
    column: str
    unit: str
    axis_title: str
    usage: str = ""
    word: str = "price"
    currency: str = "$"
    missing: str = "no such price"
    amounts: tuple[float, ...] = ()
    counts: tuple[int, ...] = (0,)
    compute: Callable[..., pd.Series[float]] | None = None
    describe: Callable[..., str] | None = None

    @property
    def is_price(self) -> bool:
        """Whether it is a price: some amount of a currency."""
        return self.word == "price"

    @property
    def label(self) -> str:
        """The unit and the amounts, such as "USD per million tokens, blended: 3 input, 1 output"; else empty."""
        return f"{self.unit}: {self.describe(*self.amounts)}" if self.describe else ""

    def of(self, models: pd.DataFrame) -> str | pd.Series[float]:
        """Return the cost of each model: the name of its column in the table, or a Series on the table's index."""
        return self.column if self.compute is None else self.compute(models, *self.amounts)


def _mix(*amounts: float) -> str:
    """Return how many tokens of each kind, in the order of the grammar: input, output and cached input."""
    named = zip(amounts, ("input", "output", "cached input"), strict=False)
    return ", ".join(f"{amount:,g} {name}" for amount, name in named if amount)


def _blended(models: pd.DataFrame, input: float = 3, output: float = 1, cached: float = 0) -> pd.Series[float]:
    return blended_price(models, input=input, output=output, cached=cached)


def _request(models: pd.DataFrame, input: float, output: float, cached: float = 0) -> pd.Series[float]:
    return request_cost(models, input_tokens=input, output_tokens=output, cached_tokens=cached)


COST_KINDS = [
    Cost(
        "output", OUTPUT, "USD per million output tokens", "Price per million output tokens (USD)", "output (default)"
    ),
    Cost("input", INPUT, "USD per million input tokens", "Price per million input tokens (USD)", "input"),
    Cost(
        "blended",
        column="blended_usd_per_mtok",
        unit="USD per million tokens, blended",
        axis_title="Blended price per million tokens (USD)",
        usage="blended[:IN:OUT[:CACHED]] (3:1)",
        counts=(0, 2, 3),
        compute=_blended,
        describe=lambda *mix: _mix(*(mix or (3, 1))),
    ),
    Cost(
        "request",
        column="usd_per_request",
        unit="USD per request",
        axis_title="Cost of one request (USD)",
        usage="request:IN:OUT[:CACHED] in tokens",
        counts=(2, 3),
        compute=_request,
        describe=lambda sent, received, cached=0: f"{_mix(sent - cached, received, cached)} tokens",
    ),
    Cost(
        "task",
        column="usd_per_task",
        unit="USD per task",
        axis_title="Cost of one task (USD)",
        usage="task (of runs)",
        word="cost",
        missing="no known cost",
        compute=lambda runs: runs["usd_per_task"] if "usd_per_task" in runs else published_cost(runs),
    ),
    Cost(
        "training_flop",
        column="training_flop",
        unit="FLOP",
        axis_title="Training compute (FLOP)",
        usage="training_flop",
        word="training compute",
        currency="",
        missing="no published estimate",
    ),
]


def cost_help() -> str:
    """Return how a cost is written, for help and errors."""
    return ", ".join(kind.usage for kind in COST_KINDS) + ", or any numeric column of the table"


def cost_kind(text: str) -> Cost:
    """Return the cost that a text names: a kind with its amounts, or a column.

    Parameters
    ----------
    text : str
        Such as ``output``, ``blended:3:1``, ``request:1000:500``, ``training_flop`` or ``price_eur``.

    Returns
    -------
    Cost
        The kind; of a column as `column_kind`.

    Raises
    ------
    ValueError
        If the numbers after a kind are no numbers, or too few or too many.

    Examples
    --------
    >>> cost_kind("blended:3:1").label, cost_kind("price_eur").currency
    ('USD per million tokens, blended: 3 input, 1 output', '€')
    """
    key, *amounts = text.split(":")
    kind = next((kind for kind in COST_KINDS if kind.key == key), None)
    if kind is None:
        return column_kind(text)
    try:
        numbers = tuple(float(amount) for amount in amounts)
    except ValueError:
        raise ValueError(f"{text!r} must have numbers between its colons; {cost_help()}") from None
    if len(numbers) not in kind.counts:
        raise ValueError(f"{text!r} has {count(len(numbers), 'number')}; {cost_help()}")
    return replace(kind, amounts=numbers)


def column_kind(column: object) -> Cost:
    """Return the kind of cost of a column.

    Of a column that is of no kind, its name says whether it is a price, and in which currency.
    """
    name = str(column)
    sign = next((sign for sign, words in _CURRENCIES if re.search(words, name.lower())), "")
    priced = bool(sign) or "price" in name.lower()
    word, missing = ("price", "no such price") if priced else ("cost", "")
    own = Cost(name, name, unit="", axis_title="", word=word, currency=sign, missing=missing)
    return next((kind for kind in COST_KINDS if kind.column == name), own)


def find_cost(models: pd.DataFrame, which: Any, label: str = "") -> tuple[Any, str]:
    """Return the column or the Series of a cost, and what it is in words where the column's name does not say it.

    Parameters
    ----------
    models : pandas.DataFrame
        The table.
    which : str or pandas.Series
        A column of the table, a text as `cost_kind` takes it, or a Series, which is returned as it is.
    label : str
        What the cost is, in words, where the caller knows it.

    Returns
    -------
    cost : str or pandas.Series
        The name of a column, or the Series.
    label : str
        What it is; empty where the name of the column says it.

    Raises
    ------
    ValueError
        As `cost_kind`, and if an amount is not allowed or the table lacks a column that is needed.
    """
    if not isinstance(which, str) or which in models:
        return which, label
    try:
        kind = cost_kind(which)
        cost = kind.of(models)
    except ValueError as error:
        raise ValueError(f"cost: {error}") from None
    if isinstance(cost, str) and cost not in models:
        numeric = list(map(str, models.select_dtypes("number")))
        known = [*(kind.key for kind in COST_KINDS if kind.is_price and set(PRICE_COLUMNS) & set(numeric)), *numeric]
        hint = did_you_mean(which, known) or f"; it can be {', '.join(known[:20]) or 'a numeric column: there is none'}"
        raise ValueError(f"cost: the table has no column {which!r}{hint}")
    return cost, label or kind.label


def currency(cost: object) -> str:
    """Return the sign of the currency of a cost, such as ``$`` of ``price_usd``; empty if it is in none."""
    return column_kind(cost).currency


def is_price(cost: object) -> bool:
    """Return whether a cost is a price."""
    return column_kind(cost).is_price


_CURRENCIES = (
    ("$", r"\$|(?<![a-z])usd(?![a-z])|dollar"),
    ("€", r"€|(?<![a-z])eur(?![a-z])|(?<![a-z])euros?(?![a-z])"),
    ("£", r"£|(?<![a-z])gbp(?![a-z])"),
    ("¥", r"¥|(?<![a-z])(?:jpy|cny|rmb|yen|yuan)(?![a-z])"),
    ("₹", r"₹|(?<![a-z])inr(?![a-z])"),
)


def _total(models: pd.DataFrame, **amounts: float) -> pd.Series[float]:
    """Return the sum of the prices times these amounts, in the order of `PRICE_COLUMNS`; NaN where one is missing."""
    wrong = [f"{name}={amount!r}" for name, amount in amounts.items() if not 0 <= amount < math.inf]
    if wrong:
        raise ValueError(f"amounts must be finite and >= 0, got {', '.join(wrong)}")
    counted = [(c, amount) for c, amount in zip(PRICE_COLUMNS, amounts.values(), strict=True) if amount]
    for column, _ in counted:
        if column not in models:
            raise ValueError(f"the table has no column {column!r}{did_you_mean(column, map(str, models.columns))}")
    return sum(models[column].astype("float64") * amount for column, amount in counted)  # type: ignore[return-value]


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
    if input == output == cached == 0:
        raise ValueError("one of input, output and cached must be > 0, got 0 for all three")
    cost = _total(models, input=input, cached=cached, output=output) / (input + cached + output)
    return cost.rename("blended_usd_per_mtok")


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
    if cached_tokens > input_tokens >= 0:
        raise ValueError(f"cached_tokens ({cached_tokens:g}) are part of input_tokens ({input_tokens:g})")
    if input_tokens == output_tokens == 0:
        raise ValueError("a request must have tokens, got 0 input and 0 output tokens")
    sent = input_tokens - cached_tokens  # at the full price
    cost = _total(models, input_tokens=sent, cached_tokens=cached_tokens, output_tokens=output_tokens) / 1e6
    return cost.rename("usd_per_request")


def published_cost(runs: pd.DataFrame) -> pd.Series[float]:
    """Cost of one task as the source of each run published it, USD.

    Parameters
    ----------
    runs : pandas.DataFrame
        With ``cost_usd``, the cost of a run, and ``tasks``, the number of its tasks; without ``tasks`` it is of one.

    Returns
    -------
    pandas.Series
        Named ``usd_per_task``, on the index of ``runs``. NaN where no cost was published.

    Raises
    ------
    ValueError
        If the table has no ``cost_usd``.

    Examples
    --------
    >>> import frontier
    >>> runs = frontier.load_runs(benchmark="aider-polyglot").set_index("name")
    >>> round(float(published_cost(runs)["gpt-5 (high)"]), 4)
    0.1293
    """
    if "cost_usd" not in runs:
        raise ValueError(
            "the runs have no published cost, a column 'cost_usd'; price their tokens with task_cost, or --as-of"
        )
    tasks = runs["tasks"].astype("float64") if "tasks" in runs else 1.0
    return (runs["cost_usd"].astype("float64") / tasks).rename("usd_per_task")
