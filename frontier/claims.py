"""Published statements tested against the tables: who said what, what the data say, and by which rule.

Every verdict is computed on every call, from the tables as they are, by the rule that stands beside its statement.
Where the tables cannot answer, the verdict says so, with the reason.
"""

from __future__ import annotations

import difflib
import html
import math
import re
import shlex
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from frontier.analysis import Frontier, find_frontier
from frontier.catalog import (
    CatalogError,
    blended_price,
    load_models,
    load_prices,
    load_scores,
    load_snapshots,
    load_study,
    training_flop_standing,
)
from frontier.gap import Lag, Method, gap_history, open_gap, open_lag
from frontier.trend import Decline, frontier_shift, price_decline, price_points, price_records
from frontier.uncertainty import Estimate, frontier_probability

Verdict = Literal["holds", "holds in part", "does not hold", "cannot be tested"]

_NOTHING = Estimate(math.nan)
_STALE = 92  # days: what was said of a day is not tested on an older board
_DECK, _BEFORE_R1, _BEFORE_V3 = "2025-02-14", "2025-01-19", "2024-12-25"
_GPT4O, _R1, _V3, _FLASH = "chatgpt-4o-latest-20241120", "deepseek-r1", "deepseek-v3", "gemini-2.0-flash-001"
_API_GPT4O, _API_GPT4O_2 = "gpt-4o-2024-05-13", "gpt-4o-2024-08-06"

_INVESCO = ("Invesco, “AI after DeepSeek”", "2025-02-14", "Invesco, “AI after DeepSeek”, February 2025")
_STANFORD = ("Stanford HAI, AI Index 2025", "2025-04-07", "https://hai.stanford.edu/ai-index/2025-ai-index-report")
_A16Z = ("a16z, “LLMflation”", "2024-11-12", "https://a16z.com/llmflation-llm-inference-cost")
_EPOCH_PRICES = ("Epoch AI on prices", "2025-03-12", "https://epoch.ai/data-insights/llm-inference-price-trends")
_EPOCH_2024 = ("Epoch AI on open models", "2024-11-04", "https://epoch.ai/blog/open-models-report")
_EPOCH_2025 = (
    "Epoch AI on open models",
    "2025-10-30",
    "https://epoch.ai/data-insights/open-weights-vs-closed-weights-models",
)
_EPOCH_2026 = ("Epoch AI on open models", "2026-05-29", "https://epoch.ai/data-insights/open-closed-eci-gap")


_ON_DECK = 'frontier.load_models(as_of="2025-02-14", price_basis="arena")'
_ON_DAY = 'frontier.load_models(as_of="2025-02-14")'
_EPOCH_RECORDS = (
    'frontier.price_records(frontier.load_study("epoch-prices"), at_least={level:g}, price="blended_usd_per_mtok", '
    'score="{score}")'
)
_EPOCH_PAIRS = (
    'frontier.open_lag(frontier.load_study("epoch-lags"), method="matched", by="access", between=("closed", "open"), '
    'quality="mmlu", transform=lambda y: -np.log(1 - y / 100), tolerance=0.02).pairs.set_index("model").months'
)


def check_claims(names: str | Sequence[str] | None = None, *, path: str | Path | None = None) -> pd.DataFrame:
    """Test published statements about cost, quality and openness against the tables.

    Parameters
    ----------
    names : str or sequence of str, optional
        Only these, by their short name, or those that begin so: ``"deck-lag"``, ``["deck", "stanford"]``. All if not
        given.
    path : path, optional
        A curated models.csv with its ``history/``, or their folder; the shipped table if not given. What it cannot
        test, since a model or a day is not in it, ``cannot be tested``.

    Returns
    -------
    pandas.DataFrame
        One row a statement:

        - ``claim``: its short name; ``label``: words for a picture;
        - ``who``, ``said`` (date), ``source``, ``statement``: the statement and where it stands;
        - ``published``, ``measured``: its number and ours, in words;
        - ``verdict``: ``holds``, ``holds in part``, ``does not hold`` or ``cannot be tested``;
        - ``tested_on``: ``this table``, ``Epoch AI's points``, or ``the study's own points``, which recomputes a number
          and tests no statement about the world;
        - ``why``: what the data say, in a sentence or two;
        - ``rule``: the rule by which the verdict was computed;
        - ``call``: Python (after ``import frontier`` and ``import numpy as np``), or a command, that gives the number
          again;
        - ``published_value``, ``published_low``, ``published_high``, ``value``, ``low``, ``high`` in the unit ``unit``
          (months, times, times a year, points, per cent or probability), NaN where there is none.

    Raises
    ------
    CatalogError
        If a table is wrong.
    ValueError
        If no statement has such a name, or the table has no history.

    Notes
    -----
    The statements are those of Invesco's deck of February 2025, and published numbers of Stanford's AI Index, a16z and
    Epoch AI. Intervals are 95 %, those of rates of price 90 % (`price_decline`), as published. A verdict is of a
    statement as it was put, on these data: Arena votes and dated list prices. It does not say that a study of other
    data is wrong.

    Examples
    --------
    >>> import frontier
    >>> claims = frontier.check_claims(["deck-lag", "stanford-2025"])
    >>> claims.set_index("claim").verdict.to_dict()
    {'deck-lag': 'does not hold', 'stanford-2025': 'holds'}
    """
    chosen, tables = _chosen(names), _Tables(path)
    if path is not None and load_snapshots(path, board="all").empty:
        raise ValueError(
            f"{path} has no history/ beside it, and what was said of a day is tested on the boards and prices of that "
            "day; give the models.csv of a table with history/"
        )
    return pd.DataFrame([_row(statement, tables) for statement in chosen])


def _chosen(names: str | Sequence[str] | None) -> list[_Statement]:
    """Return the statements of these names; one that is a whole name is that statement alone."""
    if names is None:
        return list(_STATEMENTS)
    known = [statement.claim for statement in _STATEMENTS]
    wanted = set[str]()
    for name in [names] if isinstance(names, str) else names:
        own = [claim for claim in known if claim == name] or [claim for claim in known if claim.startswith(name)]
        if not own or not name:
            near = [claim for claim in known if name and name.lower() in claim]
            near = near or difflib.get_close_matches(name.lower(), known, n=3)
            groups = ", ".join(dict.fromkeys(claim.split("-")[0] for claim in known))
            hint = f"did you mean {', '.join(map(repr, near))}?" if near else f"they begin with {groups}"
            raise ValueError(f"no statement is named {name!r}; {hint}")
        wanted.update(own)
    return [statement for statement in _STATEMENTS if statement.claim in wanted]


_RECOMPUTED = "the study's own points"


def tally(claims: pd.DataFrame) -> str:
    """Count the verdicts in a sentence: what tests a statement, and what only recomputes a number, apart.

    Parameters
    ----------
    claims : pandas.DataFrame
        From `check_claims`.

    Returns
    -------
    str
        Such as ``3 statements tested: 1 holds, 2 do not hold.``
    """
    plural = {"holds": "hold", "holds in part": "hold in part", "does not hold": "do not hold"}
    again = claims["tested_on"] == _RECOMPUTED
    parts = []
    for own, one, many in (
        (claims[~again], "statement tested", "statements tested"),
        (
            claims[again],
            "number recomputed from the study's own points",
            "numbers recomputed from the study's own points",
        ),
    ):
        counts = own["verdict"].value_counts()
        told = [f"{counts[v]} {v if counts[v] == 1 else plural.get(v, v)}" for v in get_args(Verdict) if v in counts]
        if told:
            parts.append(f"{len(own)} {one if len(own) == 1 else many}: {', '.join(told)}.")
    return " ".join(parts)


def claims_page(claims: pd.DataFrame, pictures: Sequence[str] = ()) -> str:
    """Return the statements as a page in Markdown: a table of all, and below it the reasons, rules and calls.

    Parameters
    ----------
    claims : pandas.DataFrame
        From `check_claims`.
    pictures : sequence of str
        Pictures to show, as links from the page.

    Returns
    -------
    str
        The page; the same for the same tables.
    """
    lines = [
        "# Published statements, tested",
        "",
        "Written by `frontier claims`, from the tables: what is changed here is lost when it is written again. Every",
        "verdict is computed by the rule below its statement, from Arena votes, dated list prices and, where it says "
        "so,",
        "the cited points of a study. It is of the statement as it was put, and does not say that a study of other "
        "data is",
        "wrong. The calls need `import frontier` and `import numpy as np`; the commands print the number among others.",
        "",
        tally(claims),
    ]
    for picture in pictures:
        lines += ["", f"![What was published, and what the tables give]({picture})"]
    for who, own in claims.groupby("who", sort=False):
        lines += ["", f"## {who}", "", "| statement | published | measured | on | verdict |", "|---|---|---|---|---|"]
        for one in own.itertuples():
            statement = f'<a href="#{one.claim}">{html.escape(str(one.statement), quote=False)}</a>'
            cells = [statement, one.published or "-", one.measured or "-", one.tested_on]
            lines.append(
                f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in cells)} | **{one.verdict}** |"
            )
        for one in own.itertuples():
            lines += [
                "",
                f'<a id="{one.claim}"></a>',
                "",
                f"### {one.statement}",
                "",
                f"{one.said:%Y-%m-%d}, {one.source}. **{str(one.verdict).capitalize()}.** {one.why}",
                "",
                f"Rule: {one.rule}.",
                "",
                "```" + ("sh" if str(one.call).startswith("frontier ") else "python"),
                str(one.call),
                "```",
            ]
    return "\n".join(lines) + "\n"


# What an error of the library adds for its caller is no reason.
_REMEDY = re.compile(r"; (?:choose|see|did you mean|it has) .*", re.DOTALL)


class _UntoldError(ValueError):
    """What the tables cannot tell, and why."""


class _Tables:
    """The tables that statements are tested against, each read when it is first asked for."""

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = path

    def models(self, day: str, **how: Any) -> pd.DataFrame:
        models = load_models(self.path, as_of=day, **how)
        there = models["elo_date"].iloc[0]
        if (pd.Timestamp(day) - there).days > _STALE:
            raise _UntoldError(
                f"the last full snapshot of the table before {_day(pd.Timestamp(day))} is of {_day(there)}, which is "
                "too old to test it"
            )
        return models

    def call(self, text: str) -> str:
        """Return the call of a statement, of this table where it is not the shipped one."""
        if self.path is None:
            return text
        if text.startswith("frontier "):
            return f"{text} --data {shlex.quote(str(self.path))}"
        return re.sub(
            r"\bload_(models|scores)\((\)?)",
            lambda found: f"load_{found[1]}({str(self.path)!r}{found[2] or ', '}",
            text,
        )

    @cached_property
    def deck(self) -> pd.DataFrame:
        """The models of the deck's day, with the prices of its scatter: the Arena's."""
        return self.models(_DECK, price_basis="arena")

    @cached_property
    def day(self) -> pd.DataFrame:
        """The models of the deck's day, with list and host prices."""
        return self.models(_DECK)

    @cached_property
    def scatter(self) -> Frontier:
        return find_frontier(self.deck)

    @cached_property
    def before(self) -> pd.DataFrame:
        """The last board before DeepSeek's V3 and R1 came."""
        return self.models(_BEFORE_V3)

    @cached_property
    def history(self) -> pd.DataFrame:
        """The gap on every full snapshot of the board without style control."""
        scores = load_scores(self.path, board="text").drop(
            columns="output_usd_per_mtok"
        )  # no statement is of its prices
        history = gap_history(scores, draws=100)
        return history[(history["coverage"] == "full") & history["gap"].notna()].reset_index(drop=True)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Every snapshot of the board that was shown."""
        return load_scores(self.path)

    @cached_property
    def prices(self) -> pd.DataFrame:
        return load_prices(self.path, price_basis=("list", "host"))

    def prices_until(self, day: pd.Timestamp) -> pd.DataFrame:
        """Return the dated prices of until then, if there are any."""
        prices = self.prices[self.prices["from"] <= day]
        if prices.empty:
            raise _UntoldError(f"the table has no list or host price of before {_day(day)}")
        return prices

    @cached_property
    def epoch_prices(self) -> pd.DataFrame:
        return load_study("epoch-prices")

    @cached_property
    def epoch_lags(self) -> pd.DataFrame:
        return load_study("epoch-lags")


@dataclass(frozen=True)
class _Finding:
    """What the tables say of a statement, and what follows for it by its rule."""

    number: Estimate
    verdict: Verdict
    why: str


@dataclass(frozen=True)
class _Statement:
    """A statement, its rule and the function that applies it."""

    claim: str
    label: str
    origin: tuple[str, str, str]
    statement: str
    unit: str
    rule: str
    call: str
    test: Callable[[_Tables], _Finding]
    published: str = ""
    number: Estimate = _NOTHING
    measured: str = "{}"
    tested_on: str = "this table"


def _states(**told: Any) -> Callable[[Callable[[_Tables], _Finding]], _Statement]:
    """Put a statement, with its rule, on top of the function that applies it."""
    return lambda test: _Statement(**told, test=test)


def _row(statement: _Statement, tables: _Tables) -> dict[str, Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of short spans of records: `why` says it
            found = statement.test(tables)
    except CatalogError:
        raise
    except ValueError as error:  # what the library cannot tell: a model or snapshot that is missing, too few records
        reason = _REMEDY.sub("", str(error))
        found = _Finding(_NOTHING, "cannot be tested", f"{reason[:1].upper()}{reason[1:]}.")
    if math.isnan(found.number.value) and found.verdict != "cannot be tested":
        found = _Finding(_NOTHING, "cannot be tested", "The tables do not tell the number.")
    who, said, source = statement.origin
    ours, theirs = found.number, statement.number
    return {
        "claim": statement.claim,
        "label": statement.label,
        "who": who,
        "said": pd.Timestamp(said),
        "statement": statement.statement,
        "published": statement.published,
        "measured": "" if math.isnan(ours.value) else statement.measured.format(_in_words(ours, statement.unit)),
        "verdict": found.verdict,
        "tested_on": statement.tested_on,
        "why": found.why,
        "rule": statement.rule,
        "call": tables.call(statement.call),
        "source": source,
        "unit": statement.unit,
        "published_value": theirs.value,
        "published_low": theirs.low,
        "published_high": theirs.high,
        "value": ours.value,
        "low": ours.low,
        "high": ours.high,
    }


# --------------------------------------------------------------------------------------------------------
# Rules


def _judge(*, holds: bool, in_part: bool) -> Verdict:
    return "holds" if holds else "holds in part" if in_part else "does not hold"


_SAME = (
    "holds if our number, and its interval where one is published, are the published ones within 0.1 %; in part if the "
    "number is within 10 %"
)


def _same(published: Estimate, ours: Estimate) -> Verdict:
    """Judge a number that is computed again from the study's own points."""
    pairs = [(published.value, ours.value), (published.low, ours.low), (published.high, ours.high)]
    apart = [math.inf if math.isnan(own) else abs(own / other - 1) for other, own in pairs if not math.isnan(other)]
    return _judge(holds=max(apart) <= 1e-3, in_part=apart[0] <= 0.1)


_AGREES = (
    "holds if the numbers are within a factor of two and one lies inside the interval of the other, or ours rounds to "
    "the published one; in part if the intervals overlap or the numbers are within a factor of 1.5; not to be tested "
    "where an interval spans more than a factor of 100"
)
_WIDE = 100


def _agrees(published: Estimate, ours: Estimate) -> Verdict:
    """Judge a number that other data should give as well."""
    theirs, own = _ends(published), _ends(ours)
    for whose, (low, high) in (("the published", theirs), ("our", own)):
        if high > _WIDE * max(low, 0.0):
            raise _UntoldError(
                f"the interval of {whose} number, {_figure(low)} to {_figure(high)}, is too wide to test anything"
            )
    factor = max(ours.value / published.value, published.value / ours.value) if ours.value > 0 else math.inf
    inside = own[0] <= published.value <= own[1] or theirs[0] <= ours.value <= theirs[1]
    overlap = own[0] <= theirs[1] and theirs[0] <= own[1]
    digits = len(f"{published.value:.10g}".partition(".")[2])
    rounds = round(ours.value, digits) == published.value
    return _judge(holds=(inside and factor <= 2) or rounds, in_part=overlap or factor <= 1.5)


def _ends(number: Estimate) -> tuple[float, float]:
    """Return the ends of the interval; of a number without one, itself."""
    return (number.value, number.value) if math.isnan(number.low) else (number.low, number.high)


# --------------------------------------------------------------------------------------------------------
# The deck


@_states(
    claim="deck-gpt4o",
    label="GPT-4o: superior, at a cost",
    origin=_INVESCO,
    statement="GPT-4o: “superior performance but at a cost”",
    unit="probability",
    rule=(
        "holds if it is the best of the models in the scatter with a probability of at least 95 % and costs more than "
        "their median; in part if its measured score is the highest, and it costs more"
    ),
    call=(
        "(lambda t: frontier.frontier_probability(np.zeros(len(t)), t.elo, t.sd)[(t.model == "
        f'"chatgpt-4o-latest-20241120").to_numpy()][0])(frontier.find_frontier({_ON_DECK}).table)'
    ),
    measured="the best of the scatter with a probability of {}",
)
def _gpt4o(tables: _Tables) -> _Finding:
    table, own = _place(tables.scatter, _GPT4O)
    best = frontier_probability(np.zeros(len(table)), table["elo"].to_numpy(), table["sd"].to_numpy())
    chance = float(best[(table["model"] == _GPT4O).to_numpy()][0])
    price, median = own["output_usd_per_mtok"], table["output_usd_per_mtok"].median()
    rank, listed = int((table["elo"] > own["elo"]).sum()) + 1, int((tables.deck["elo"] > own["elo"]).sum()) + 1
    dear = bool(price > median)
    why = (
        f"GPT-4o is {own['name']} in the Arena's price table, with the price of GPT-4o. "
        f"Of the {len(table)} models in the scatter it has rank {rank} by score, and is the best with a probability of "
        f"{_percent(chance)}; at {_usd(price)} it costs {price / median:.1f} times their median. Of all "
        f"{len(tables.deck)} models on the board that day it had rank {listed}: {listed - rank} of those above had "
        "no price in that table"
    )
    return _Finding(Estimate(chance), _judge(holds=chance >= 0.95 and dear, in_part=rank == 1 and dear), f"{why}.")


@_states(
    claim="deck-deepseek",
    label="DeepSeek: excellent, affordable",
    origin=_INVESCO,
    statement="DeepSeek (R1, V3): “excellent performance, affordable cost”",
    unit="per cent",
    rule=(
        "holds if R1 and V3 are each among the best tenth of the board by score, and cost no more than the median of "
        "the models in the scatter that score as high; in part if one of them does"
    ),
    call=(
        "(lambda t: 100 * t.output_usd_per_mtok[t.model == 'deepseek-r1'].item() / t.output_usd_per_mtok[t.elo >= "
        f"t.elo[t.model == 'deepseek-r1'].item()].median())({_ON_DECK})"
    ),
    measured="R1 costs {} of the median of its equals",
)
def _deepseek(tables: _Tables) -> _Finding:
    said, right, shares = [], [], []
    for model in (_R1, _V3):
        table, own = _place(tables.scatter, model)
        rank, listed = int((tables.deck["elo"] > own["elo"]).sum()) + 1, len(tables.deck)
        price = own["output_usd_per_mtok"]
        median = table.loc[table["elo"] >= own["elo"], "output_usd_per_mtok"].median()
        right.append(rank <= listed / 10 and price <= median)
        shares.append(100 * price / median)
        said.append(
            f"{own['name']} had rank {rank} of {listed} at {_usd(price)}, where the models in the scatter that score "
            f"as high cost {_usd(median)} in the median"
        )
    return _Finding(Estimate(shares[0]), _judge(holds=all(right), in_part=any(right)), "; ".join(said) + ".")


@_states(
    claim="deck-flash",
    label="Gemini 2.0 Flash: a high bar",
    origin=_INVESCO,
    statement="Gemini 2.0 Flash “set a high bar for low cost and performance”",
    unit="probability",
    rule=(
        "holds if it is on the frontier with a probability of at least 95 % and scores at least as high as nine in "
        "ten of the models that cost more; in part if the probability is at least 50 %"
    ),
    call=f'frontier.find_frontier({_ON_DECK}).table.set_index("model").probability["gemini-2.0-flash-001"]',
    measured="on the frontier with a probability of {}",
)
def _flash(tables: _Tables) -> _Finding:
    table, own = _place(tables.scatter, _FLASH)
    dearer = table["output_usd_per_mtok"] > own["output_usd_per_mtok"]
    beaten = dearer & (table["elo"] <= own["elo"])
    chance = float(own["probability"])
    why = (
        f"At {_usd(own['output_usd_per_mtok'])} it is on the frontier with a probability of {_percent(chance)}, and "
        f"scores at least as high as {beaten.sum()} of the {dearer.sum()} models in the scatter that cost more"
    )
    most = bool(beaten.sum() >= 0.9 * dearer.sum())
    return _Finding(Estimate(chance), _judge(holds=chance >= 0.95 and most, in_part=chance >= 0.5), f"{why}.")


@_states(
    claim="deck-lag",
    label="Invesco: 12 to 18 months (matched)",
    origin=_INVESCO,
    statement="“Open source offerings lagged by 12-18 months”",
    published="12 to 18 months",
    number=Estimate(math.nan, 12.0, 18.0),
    unit="months",
    rule=(
        "holds if two of the three definitions of lag have an interval that meets 12 to 18 months on the last board "
        "before DeepSeek V3; in part if one does; the number is the lag “matched”"
    ),
    call=f'frontier.open_lag(frontier.load_models(as_of="{_BEFORE_V3}"), method="matched").months',
    measured="{}, matched, on the last board before V3",
)
def _deck_lag(tables: _Tables) -> _Finding:
    methods: tuple[Method, ...] = ("backward", "staircase", "matched")
    lags = {method: open_lag(tables.before, method=method) for method in methods}
    unknown = [method for method, lag in lags.items() if math.isnan(lag.months.value)]
    if unknown:
        raise _UntoldError(f"the lag {' and '.join(unknown)} cannot be told on that board")
    inside = [_meets(lag.months, 12, 18) for lag in lags.values()]
    told = ", ".join(f"{lag.months.value:.1f} ({method})" for method, lag in lags.items())
    earlier = tables.history[tables.history["date"] < pd.Timestamp(_BEFORE_R1)].dropna(subset="lag_backward_months")
    votes, ahead = [lag.months.value for lag in lags.values()], len(lags["matched"].still_ahead)
    mmlu = _epoch_matches(tables).pairs["months"]
    why = (
        f"On {_day(lags['matched'].as_of)}, the last board before DeepSeek V3, open models were {told} months "
        f"behind, with {ahead} records not reached yet"
    )
    if len(earlier):
        longest = earlier.nlargest(1, "lag_backward_months").iloc[0]
        why += (
            f"; of the {len(earlier)} boards before R1 the lag “backward” was longest on {_day(longest['date'])}, with "
            f"{longest['lag_backward_months']:.1f}"
        )
    why += (
        f". What the data do say: {min(votes):.0f} to {max(votes):.0f} months by votes, and {mmlu.min():.0f} to "
        f"{mmlu.max():.0f} on MMLU by Epoch AI's pairs of 2020 to 2024, of which {mmlu.between(12, 18).sum()} of "
        f"{len(mmlu)} lie in 12 to 18"
    )
    return _Finding(lags["matched"].months, _judge(holds=sum(inside) >= 2, in_part=any(inside)), f"{why}.")


def _meets(number: Estimate, low: float, high: float) -> bool:
    """Tell whether a number, with its interval where it has one, meets a range."""
    ends = _ends(number)
    return ends[0] <= high and ends[1] >= low


@_states(
    claim="deck-closed",
    label="Open source closed the gap",
    origin=_INVESCO,
    statement="Open source “closed this gap significantly”",
    unit="points",
    rule=(
        "holds if the score gap on 14 February 2025 has an interval below the median gap of the boards of the year "
        "before R1, and the next three boards have too; in part if only that day's has"
    ),
    call=f"frontier.open_gap({_ON_DAY}).score",
    measured="{} on 14 February 2025",
)
def _deck_closed(tables: _Tables) -> _Finding:
    then, history = open_gap(tables.day, draws=100), tables.history
    _need(then.score)
    r1 = pd.Timestamp(_BEFORE_R1)
    before = history[history["date"].between(r1 - pd.Timedelta(days=365), r1)]
    after = history[(history["date"] > pd.Timestamp(_DECK)) & history["gap_high"].notna()].head(3)
    if before.empty or len(after) < 3:
        raise _UntoldError("there are too few boards before and after that day")
    median = float(before["gap"].median())
    closed, stayed = then.score.high < median, bool((after["gap_high"] < median).all())
    why = (
        f"On the {len(before)} boards of the year before R1 the gap was {before['gap'].min():.0f} to "
        f"{before['gap'].max():.0f} points, {median:.0f} in the median; on {_day(then.as_of)} it was "
        f"{then.score:.1f}, and "
        f"on the next three boards {', '.join(f'{gap:.0f}' for gap in after['gap'])}, until {_day(after['date'].max())}"
    )
    return _Finding(then.score, _judge(holds=closed and stayed, in_part=closed), f"{why}.")


@_states(
    claim="deck-compute",
    label="R1's compute against GPT-4o's",
    origin=_INVESCO,
    statement="“R1 required 50 % less compute than GPT-4o”",
    published="50 % less",
    number=Estimate(50.0),
    unit="per cent",
    rule="holds if the estimates of training compute say 40 to 60 % less; in part if 30 to 70 %",
    call=(
        '(lambda flop: 100 * (1 - flop["deepseek-r1"] / flop["gpt-4o-2024-05-13"]))('
        f'{_ON_DAY}.set_index("model").training_flop)'
    ),
    measured="{} less, by estimates",
)
def _deck_compute(tables: _Tables) -> _Finding:
    table = tables.day.assign(standing=training_flop_standing(tables.day)).set_index("model")
    flop = [float(table["training_flop"].get(model, math.nan)) for model in (_R1, _API_GPT4O)]
    if any(math.isnan(value) for value in flop):
        raise _UntoldError(f"the table has no training compute of {_R1} or of {_API_GPT4O}")
    own, other = flop
    saved = 100 * (1 - own / other)
    sure = [str(table["standing"].get(model, None) or "of unknown standing") for model in (_R1, _API_GPT4O)]
    why = (
        f"By Epoch AI's estimates R1 took {_flop(own)} FLOP ({sure[0]}) and GPT-4o {_flop(other)} ({sure[1]}), which "
        "is "
        f"{abs(saved):.0f} % {'less' if saved >= 0 else 'more'}; for 50 % less the ratio of the two would have to be "
        f"0.5, and it is {own / other:.2f}. Neither counts failed runs or the data that other models wrote"
    )
    return _Finding(Estimate(saved), _judge(holds=abs(saved - 50) <= 10, in_part=abs(saved - 50) <= 20), f"{why}.")


@_states(
    claim="deck-performance",
    label="R1's score against GPT-4o's",
    origin=_INVESCO,
    statement="R1 is “at virtually the same performance” as GPT-4o",
    published="about 0 points",
    number=Estimate(0.0),
    unit="points",
    rule=(
        "holds if the interval of the difference includes zero and the expected win rate is between 45 and 55 %; in "
        "part if only the win rate is"
    ),
    call=f'frontier.open_gap({_ON_DECK}, by="model", between=("chatgpt-4o-latest-20241120", "deepseek-r1")).score',
    measured="GPT-4o {} ahead",
)
def _deck_performance(tables: _Tables) -> _Finding:
    unlisted = [model for model in (_GPT4O, _R1) if model not in set(tables.deck["model"])]
    if unlisted:
        raise _UntoldError(f"the table does not list {' and '.join(unlisted)} on that day")
    gap = open_gap(tables.deck, by="model", between=(_GPT4O, _R1), draws=100)
    _need(gap.score)
    close, zero = abs(gap.win_rate.value - 0.5) <= 0.05, gap.score.low <= 0 <= gap.score.high
    why = (
        f"GPT-4o of the scatter, which is {_GPT4O}, minus R1 is {gap.score:.1f} points, "
        f"{_percent(gap.win_rate.value)} of votes; the interval {'includes' if zero else 'excludes'} zero"
    )
    if {_API_GPT4O_2, _R1} <= set(tables.deck["model"]):
        api = open_gap(tables.deck, by="model", between=(_API_GPT4O_2, _R1), draws=100).score
        why += f". The GPT-4o of the API, {_API_GPT4O_2}, minus R1 is {api:.1f}"
    return _Finding(gap.score, _judge(holds=zero and close, in_part=close), f"{why}.")


@_states(
    claim="deck-costs",
    label="Costs fell before DeepSeek",
    origin=_INVESCO,
    statement="“Costs were falling before DeepSeek”",
    unit="times a year",
    rule=(
        "holds if OpenAI's own lowest list price of GPT-4's quality had at least halved before R1, and the rate over "
        "all "
        "makers has an interval above 1; in part if one of the two; not to be tested without four records for a rate"
    ),
    call="frontier trend --at-least gpt-4-0314 --as-of 2025-01-19",
    measured="{} cheaper at GPT-4's quality",
)
def _deck_costs(tables: _Tables) -> _Finding:
    day = pd.Timestamp(_BEFORE_R1)
    points = price_points(tables.scores[tables.scores["date"] <= day], tables.prices_until(day), reference="gpt-4-0314")
    own = points[(points["price_basis"] == "list") & points["model"].isin(_models_of(tables.day, "OpenAI"))]
    chain = price_records(own, at_least="gpt-4-0314")
    if chain.empty:
        raise _UntoldError("no list price of GPT-4's quality by OpenAI is known until then")
    rate = price_decline(price_records(points, at_least="gpt-4-0314")).factor_per_year
    fall = float(chain["price"].iloc[0] / chain["price"].iloc[-1])
    steps = ", ".join(
        f"{_usd(price)} ({model})" for price, model in zip(chain["price"].tolist(), chain["model"], strict=True)
    )
    flagship = own.loc[own["model"] == _API_GPT4O_2, "price"]
    why = (
        f"Until {_day(day)} OpenAI's own lowest list price of GPT-4's quality fell {fall:.0f}-fold: {steps}"
        + (f"; GPT-4o itself cost {_usd(flagship.iloc[-1])}" if len(flagship) else "")
        + f". Over all makers the lowest price fell {_figure(rate.value)} times a year"
    )
    return _Finding(rate, _judge(holds=fall >= 2 and rate.low > 1, in_part=fall >= 2 or rate.low > 1), f"{why}.")


@_states(
    claim="deck-step",
    label="Step-up in efficiency",
    origin=_INVESCO,
    statement="A “step-up in efficiency gains”",
    unit="times",
    rule=(
        "holds if the frontier of 14 February 2025 is cheaper and better than those of three, six and nine months "
        "before, "
        "with intervals that exclude no change, and gained more than in as much time before, by all three; in part "
        "if it "
        "is cheaper and better, but did not gain more by all three; the number is times cheaper than six months before"
    ),
    call=(
        'frontier.frontier_shift(*(frontier.find_frontier(frontier.load_models(as_of="2025-02-14", '
        "prices_as_of=day)) "
        'for day in ("2024-08-14", "2025-02-14"))).times_cheaper'
    ),
    measured="{} cheaper at equal quality than six months before",
)
def _deck_step(tables: _Tables) -> _Finding:
    last = find_frontier(tables.day)
    now = pd.Timestamp(_DECK)
    days = [(now - pd.DateOffset(months=months)).strftime("%Y-%m-%d") for months in (3, 6, 9, 12, 18)]
    found = dict(
        zip((3, 6, 9, 12, 18), (find_frontier(tables.models(_DECK, prices_as_of=day)) for day in days), strict=True)
    )
    moved, faster, said = [], [], []
    for months in (3, 6, 9):
        shift, before = frontier_shift(found[months], last), frontier_shift(found[2 * months], found[months], draws=100)
        _need(shift.times_cheaper)
        if months == 6:
            number = shift.times_cheaper
        # the two gains over the scores and prices that both can be told of
        scores, prices = (
            (max(one[0], other[0]), min(one[1], other[1]))
            for one, other in (
                (shift.shared_scores, before.shared_scores),
                (shift.shared_prices, before.shared_prices),
            )
        )
        if scores[0] >= scores[1] or prices[0] >= prices[1]:
            raise _UntoldError("the frontiers of those days have no range of scores and prices in common")
        only: Any = {"scores": scores, "prices": prices, "draws": 100}  # without an interval
        later, earlier = (
            frontier_shift(found[months], last, **only),
            frontier_shift(found[2 * months], found[months], **only),
        )
        moved.append(shift.times_cheaper.low > 1 and shift.points_better.low > 0)
        gains = [(one.times_cheaper.value, one.points_better.value) for one in (later, earlier)]
        faster.append(gains[0][0] > gains[1][0] and gains[0][1] > gains[1][1])
        said.append(f"{_figure(gains[0][0])} against {_figure(gains[1][0])} times by {months} months")
    why = (
        f"Than six months before, the frontier was {number:.1f} times cheaper at equal quality. Against as much time "
        f"before, over the same scores: {', '.join(said)}; of the earliest days few prices are known "
        f"({len(found[18].table)} on {_day(pd.Timestamp(days[-1]))}, {len(last.table)} on the day of the deck)"
    )
    return _Finding(number, _judge(holds=all(moved) and all(faster), in_part=all(moved)), f"{why}.")


# --------------------------------------------------------------------------------------------------------
# Stanford's AI Index, and a16z


@_states(
    claim="stanford-2025",
    label="Stanford: gap in February 2025",
    origin=_STANFORD,
    statement="The best open model is 1.70 % behind the best closed one on the Arena in February 2025",
    published="1.70 %",
    number=Estimate(1.70),
    unit="per cent",
    rule="holds if ours rounds to 1.70 %; in part if to 1.7 %",
    call=f"frontier.open_gap({_ON_DAY}).ai_index_percent",
    measured="{} behind",
)
def _stanford_2025(tables: _Tables) -> _Finding:
    gap = open_gap(tables.day, draws=100)
    percent = gap.ai_index_percent
    why = (
        f"{gap.score.value:.2f} points are {percent:.3f} % of {gap.best_open}'s score. Scores have no zero, so a "
        "percentage of one has no meaning of its own"
    )
    return _Finding(
        Estimate(percent), _judge(holds=round(percent, 2) == 1.7, in_part=round(percent, 1) == 1.7), f"{why}."
    )


@_states(
    claim="stanford-2024",
    label="Stanford: gap in January 2024",
    origin=_STANFORD,
    statement="The best open model was 8.04 % behind the best closed one on the Arena in January 2024",
    published="8.04 %",
    number=Estimate(8.04),
    unit="per cent",
    rule="holds if ours rounds to 8.04 % on the full board of that month; in part if within 0.1 percentage points",
    call='frontier.open_gap(frontier.load_models(as_of="2024-01-31")).ai_index_percent',
    measured="{} behind",
)
def _stanford_2024(tables: _Tables) -> _Finding:
    models = tables.models("2024-01-31")
    day = models["elo_date"].iloc[0]
    if (day.year, day.month) != (2024, 1):
        raise _UntoldError(f"the table has no full snapshot of January 2024; the nearest is of {_day(day)}")
    percent = open_gap(models, draws=100).ai_index_percent
    why = f"On {_day(day)}, board {models['board'].iloc[0]}, it was {percent:.2f} %"
    later = tables.history[tables.history["date"] > day].head(1)
    if len(later):
        next_day = later["date"].iloc[0]
        then = open_gap(tables.models(next_day, board="text"), draws=100).ai_index_percent
        why += f", and on {_day(next_day)}, the first full snapshot of board text, {then:.2f} %"
    off = abs(percent - 8.04)
    return _Finding(Estimate(percent), _judge(holds=off < 0.005, in_part=off < 0.1), f"{why}.")


@_states(
    claim="stanford-280",
    label="Stanford: GPT-3.5's quality",
    origin=_STANFORD,
    statement="The price of GPT-3.5's quality fell about 280-fold, from 20 USD to 0.07, in about 18 months",
    published="280-fold in about 18 months",
    number=Estimate(280.0),
    unit="times",
    rule="holds if the fall is 280-fold within 5 %, in at most 19 months; in part if the fall alone is",
    call=f"(lambda p: p.iloc[0] / p.iloc[-1])({_EPOCH_RECORDS.format(level=64.8, score='mmlu')}.price)",
    tested_on="Epoch AI's points",
)
def _stanford_280(tables: _Tables) -> _Finding:
    records = price_records(tables.epoch_prices, at_least=64.8, price="blended_usd_per_mtok", score="mmlu")
    if records.empty:
        raise _UntoldError("no point of the study reaches an MMLU of 64.8")
    first, last = records.iloc[0], records.iloc[-1]
    fall = float(first["price"] / last["price"])
    months = (last["date"] - first["date"]).days / (365 / 12)
    why = (
        f"By Epoch AI's points the price of an MMLU of 64.8 fell from {_usd(first['price'])} to {_usd(last['price'])}, "
        f"{fall:.0f}-fold, in {months:.0f} months ({_day(first['date'])} to {_day(last['date'])})"
    )
    near = abs(fall / 280 - 1) <= 0.05
    return _Finding(Estimate(fall), _judge(holds=near and months <= 19, in_part=near), f"{why}.")


@_states(
    claim="a16z-10x",
    label="a16z: GPT-3's quality",
    origin=_A16Z,
    statement="The price of equal performance falls 10 times a year (60 USD to 0.06 in three years)",
    published="10 times a year",
    number=Estimate(10.0),
    unit="times a year",
    rule=_AGREES,
    call=f"frontier.price_decline({_EPOCH_RECORDS.format(level=43.9, score='mmlu')}).factor_per_year",
    tested_on="Epoch AI's points",
)
def _a16z(tables: _Tables) -> _Finding:
    decline = price_decline(
        price_records(tables.epoch_prices, at_least=43.9, price="blended_usd_per_mtok", score="mmlu")
    )
    rate = decline.factor_per_year
    ends = decline.records["price"].iloc[[0, -1]]
    why = (
        f"By Epoch AI's points the price of GPT-3's MMLU of 43.9 fell {_figure(rate.value)} times a year, from "
        f"{' to '.join(map(_usd, ends))} in {decline.span_days / 365:.1f} years"
    )
    return _Finding(rate, _agrees(Estimate(10.0), rate), f"{why}.")


# --------------------------------------------------------------------------------------------------------
# Epoch AI

# Score, level, factor a year and its 90 % interval.
_RATES = (
    ("mmlu", 43.9, 11.773, 8.287, 16.724),
    ("mmlu", 64.8, 15.831, 8.055, 31.115),
    ("mmlu", 68, 9.347, 4.801, 18.199),
    ("mmlu", 86, 15.857, 4.086, 61.541),
    ("mmlu", 87, 35.791, 5.027, 254.826),
    ("arena", 1106, 9.605, 5.259, 17.544),
    ("arena", 1186, 75.319, 7.556, 750.793),
    ("arena", 1256, 245.514, 4.234, 14237.680),
    ("arena", 1285, 176.960, 39.135, 800.186),
)
_TESTS = {"mmlu": "an MMLU", "arena": "an Arena score"}
_LABELS = {"mmlu": "MMLU", "arena": "Arena"}
# The closed model, the open one that reached it, and the months between.
_MATCHES = (
    ("text-davinci-001", "BLOOM-176B", 25.447),
    ("Gopher (280B)", "LLaMA-65B", 14.564),
    ("code-davinci-002", "Llama 2-70B", 16.570),
    ("PaLM (540B)", "Grok-1", 19.003),
    ("GPT-4", "Llama 3.1-405B", 16.307),
)


def _replicate(score: str, level: float, published: Estimate) -> Callable[[_Tables], _Finding]:
    """Compute a rate again from the study's own points."""

    def test(tables: _Tables) -> _Finding:
        points = price_records(tables.epoch_prices, at_least=level, price="blended_usd_per_mtok", score=score)
        decline = price_decline(points)
        why = (
            f"From the study's own points, {decline.n} records from {_day(points['date'].iloc[0])} to "
            f"{_day(points['date'].iloc[-1])}, R2 {decline.r2:.2f}{_short(decline)}"
        )
        return _Finding(decline.factor_per_year, _same(published, decline.factor_per_year), f"{why}.")

    return test


def _from_own_table(level: float, published: Estimate) -> Callable[[_Tables], _Finding]:
    """Compute the rate of an Arena level from the prices and scores of our own tables."""

    def test(tables: _Tables) -> _Finding:
        day = pd.Timestamp(_DECK)
        prices = tables.prices_until(day)
        scores = tables.day.rename(columns={"elo_date": "date"})
        points = price_points(scores, prices, price=blended_price(prices))
        decline = price_decline(price_records(points, at_least=level))
        why = (
            f"Our list and host prices until {_day(day)}, blended 3:1, and the Arena's scores of that day give "
            f"{decline.n} records in {decline.span_days} days{_short(decline)}"
        )
        return _Finding(decline.factor_per_year, _agrees(published, decline.factor_per_year), f"{why}.")

    return test


def _epoch_matches(tables: _Tables) -> Lag:
    return open_lag(
        tables.epoch_lags,
        method="matched",
        by="access",
        between=("closed", "open"),
        quality="mmlu",
        transform=lambda share: -np.log(1 - share / 100),
        tolerance=0.02,
    )


def _match(closed: str, opened: str, months: float) -> Callable[[_Tables], _Finding]:
    def test(tables: _Tables) -> _Finding:
        pairs = _epoch_matches(tables).pairs
        if closed not in set(pairs["model"]):
            raise _UntoldError(f"{closed} is no record of the study's points that an open model reached later")
        pair = pairs[pairs["model"] == closed].iloc[0]
        ours = Estimate(float(pair["months"]))
        why = (
            f"Matched on -ln(1 - accuracy) within 0.02: {closed} of {_day(pair['date'])} was reached by "
            f"{pair['matched_by']} on {_day(pair['matched_date'])}"
        )
        verdict = _same(Estimate(months), ours) if pair["matched_by"] == opened else "does not hold"
        return _Finding(ours, verdict, f"{why}.")

    return test


@_states(
    claim="epoch-2024",
    label="Epoch 2024: 5 to 22 months (matched)",
    origin=_EPOCH_2024,
    statement="The best open models lagged the best closed ones by 5 to 22 months, 13 on average",
    published="5 to 22 months, 13 on average",
    number=Estimate(13.0, 5.0, 22.0),
    unit="months",
    rule=(
        "holds if the interval of the mean matched lead on the Arena of 14 February 2025 contains 13 months, and "
        "nine in ten leads lie in 5 to 22; in part if at least half of the leads do"
    ),
    call=f'frontier.open_lag({_ON_DAY}, method="matched").months',
    measured="{}, matched",
)
def _epoch_2024(tables: _Tables) -> _Finding:
    lag = open_lag(tables.day, method="matched")
    pairs = lag.pairs["months"]
    if pairs.empty:
        raise _UntoldError("no lead of a proprietary model has been matched on that board")
    inside = pairs.between(5, 22)
    why = (
        f"On the Arena of {_day(lag.as_of)} {inside.sum()} of {len(pairs)} matched leads lasted 5 to 22 months, the "
        f"shortest {pairs.min():.1f} and the longest {pairs.max():.1f}, {lag.months:.1f} on average; not reached yet: "
        f"{', '.join(lag.still_ahead['model']) or 'none'}. The study is of benchmarks; of its five pairs on MMLU the "
        f"longest, {_epoch_matches(tables).pairs['months'].max():.1f}, is outside too"
    )
    mean = _meets(lag.months, 13, 13)
    return _Finding(
        lag.months, _judge(holds=mean and bool(inside.mean() >= 0.9), in_part=bool(inside.mean() >= 0.5)), f"{why}."
    )


@_states(
    claim="epoch-2025",
    label="Epoch 2025: around 3 months (staircase)",
    origin=_EPOCH_2025,
    statement="Open-weight models lag by around 3 months on average",
    published="around 3 months (3.5, 1.1 to 5.3)",
    number=Estimate(3.5, 1.1, 5.3),
    unit="months",
    rule=f"by the study's own definition, “staircase”: {_AGREES}; in part at most if another definition does not agree",
    call='frontier.open_lag(frontier.load_models(as_of="2025-10-30"), method="staircase").months',
    measured="{}, staircase",
)
def _epoch_2025(tables: _Tables) -> _Finding:
    models, published = tables.models("2025-10-30"), Estimate(3.5, 1.1, 5.3)
    lags = {method: open_lag(models, method=method) for method in ("staircase", "backward", "matched")}
    own = lags["staircase"].months
    if math.isnan(own.value):
        raise _UntoldError("the lag “staircase” cannot be told on that board")
    others = [lag.months for method, lag in lags.items() if method != "staircase" and not math.isnan(lag.months.value)]
    verdict = _agrees(published, own)
    if verdict == "holds" and any(_agrees(published, other) != "holds" for other in others):
        verdict = "holds in part"
    told = ", ".join(f"{lag.months.value:.1f} ({method})" for method, lag in lags.items())
    why = (
        f"On the board {lags['staircase'].board} of {_day(lags['staircase'].as_of)} open models were {told} months "
        "behind. "
        "The study is of Epoch's index of benchmarks, and takes scores that do not differ significantly for equal"
    )
    return _Finding(own, verdict, f"{why}.")


@_states(
    claim="epoch-2026",
    label="Epoch 2026: 4 months (backward)",
    origin=_EPOCH_2026,
    statement="Since January 2026 open models lag closed ones by 4 months on average",
    published="4 months",
    number=Estimate(4.0),
    unit="months",
    rule=f"by the study's own definition, “backward”, the mean of the full boards that were shown: {_AGREES}",
    call=(
        "frontier.gap_history(frontier.load_scores().query(\"'2026-01-01' <= date <= '2026-05-28'\"))"
        ".lag_backward_months.mean()"
    ),
    measured="{}, backward",
)
def _epoch_2026(tables: _Tables) -> _Finding:
    period = tables.scores["date"].between("2026-01-01", "2026-05-28") & (tables.scores["coverage"] == "full")
    if not period.any():
        raise _UntoldError("the table has no full snapshot between January and May 2026")
    shown = gap_history(tables.scores[period], draws=100)
    raw = tables.history[tables.history["date"].isin(shown["date"])]["lag_backward_months"]
    ours = Estimate(float(shown["lag_backward_months"].mean()))
    why = (
        f"On the board {shown['board'].iloc[0]} of {', '.join(_day(day) for day in shown['date'])} the lag "
        f"“backward” was {', '.join(f'{lag:.1f}' for lag in shown['lag_backward_months'])} months"
        + (f", on the board text of the same days {raw.mean():.1f} on average" if len(raw) else "")
        + ". The study is of Epoch's index of benchmarks, day by day"
    )
    return _Finding(ours, _agrees(Estimate(4.0), ours), f"{why}.")


# --------------------------------------------------------------------------------------------------------
# Words


def _place(scatter: Frontier, model: str) -> tuple[pd.DataFrame, pd.Series[Any]]:
    """Return the models of the scatter and the row of one, or say that it is not there."""
    table = scatter.table
    if model not in set(table["model"]) or "sd" not in table:
        raise _UntoldError(f"the table has no price, score or interval of {model} on that day")
    return table, table[table["model"] == model].iloc[0]


def _short(decline: Decline) -> str:
    return "; spans of less than a year look steeper than they are" if decline.span_days < 365 else ""


def _models_of(models: pd.DataFrame, organization: str) -> set[str]:
    return set(models.loc[models["organization"] == organization, "model"])


def _need(*numbers: Estimate) -> None:
    if any(math.isnan(number.low) for number in numbers):
        raise _UntoldError("no intervals of the scores are known on that day")


def _day(day: pd.Timestamp | None) -> str:
    return "" if day is None else f"{day.day} {day:%B %Y}"


def _usd(price: float) -> str:
    return f"{price:.2f}".removesuffix(".00") + " USD"


def _flop(value: float) -> str:
    return f"{value:.1e}".replace("e+", "e")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share < 0.995 else "over 99 %"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _in_words(number: Estimate, unit: str) -> str:
    """Return a number with its interval and unit, to the digits that mean something."""
    if math.isnan(number.value):
        return ""
    how: dict[str, Callable[[float], str]] = {
        "months": lambda value: f"{value:.1f}",
        "points": lambda value: f"{value:.1f}",
        "per cent": lambda value: f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}",
        "probability": _percent,
    }
    shown = how.get(unit, _figure)
    ends = "" if math.isnan(number.low) else f" ({shown(number.low)} to {shown(number.high)})"
    after = {"probability": "", "per cent": "%"}.get(unit, unit)
    return f"{shown(number.value)}{ends} {after}".strip()


# --------------------------------------------------------------------------------------------------------
# All statements, in the order in which they are told

_STATEMENTS = (
    _gpt4o,
    _deepseek,
    _flash,
    _deck_lag,
    _deck_closed,
    _deck_compute,
    _deck_performance,
    _deck_costs,
    _deck_step,
    _stanford_2025,
    _stanford_2024,
    _stanford_280,
    _a16z,
    *(
        _Statement(
            claim=f"epoch-{score}-{level:g}",
            label=f"Epoch: {_LABELS[score]} {level:g}, its points",
            origin=_EPOCH_PRICES,
            statement=f"The price of {_TESTS[score]} of {level:g} fell {_figure(value)} times a year",
            published=_in_words(Estimate(value, low, high), "times a year"),
            number=Estimate(value, low, high),
            unit="times a year",
            rule=_SAME,
            tested_on=_RECOMPUTED,
            call=f"frontier.price_decline({_EPOCH_RECORDS.format(level=level, score=score)}).factor_per_year",
            test=_replicate(score, level, Estimate(value, low, high)),
        )
        for score, level, value, low, high in _RATES
    ),
    *(
        _Statement(
            claim=f"epoch-arena-{level:g}-own",
            label=f"Epoch: Arena {level:g}, our table",
            origin=_EPOCH_PRICES,
            statement=f"The price of an Arena score of {level:g} fell {_figure(value)} times a year: on our own prices",
            published=_in_words(Estimate(value, low, high), "times a year"),
            number=Estimate(value, low, high),
            unit="times a year",
            rule=_AGREES,
            call=f"frontier trend --at-least {level:g} --as-of 2025-02-14 --cost blended",
            test=_from_own_table(level, Estimate(value, low, high)),
        )
        for score, level, value, low, high in _RATES
        if score == "arena"
    ),
    *(
        _Statement(
            claim=f"epoch-match-{k + 1}",
            label=f"Epoch 2024: {closed} to {opened}",
            origin=_EPOCH_2024,
            statement=f"{opened} reached {closed}'s MMLU score {months:.1f} months after it",
            published=f"{months:.1f} months",
            number=Estimate(months),
            unit="months",
            rule=f"{_SAME}; and the open model is the published one",
            tested_on=_RECOMPUTED,
            call=f'{_EPOCH_PAIRS}["{closed}"]',
            test=_match(closed, opened, months),
        )
        for k, (closed, opened, months) in enumerate(_MATCHES)
    ),
    _epoch_2024,
    _epoch_2025,
    _epoch_2026,
)
