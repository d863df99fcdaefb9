"""The Python of the statements, evaluated on the tables of one folder."""

from __future__ import annotations

import math
import re
import shlex
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from frontier.claims import computations, numbers, rules
from frontier.claims.numbers import date
from frontier.claims.rules import UntestableError, Verdict
from frontier.claims.statements import Statement
from frontier.core import dominance, probability
from frontier.core.estimate import Estimate
from frontier.data import tables as loaders
from frontier.frames import costs, gap, lag, openness, prices, shift
from frontier.frames import frontier as frontiers

OLDEST = 92  # days: a statement about a day is not tested on an older leaderboard
NAMES = {name: value for module in (numbers, rules, computations) for name, value in vars(module).items()}
NAMES |= {"np": np, "pd": pd}
# What a statement may call as `frontier.NAME`: what loads and computes, and nothing that draws or writes.
_CALLABLE = (loaders, dominance, probability, frontiers, costs, openness, gap, lag, prices, shift)


class Library:
    """What loads and computes, by the names that a user has. The loaders read one table, and each part of it once."""

    def __init__(self, path: str | Path | None) -> None:
        self.path = path
        self.public = {name: value for module in _CALLABLE for name, value in vars(module).items()}
        self.read: dict[Any, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name not in self.public:
            raise AttributeError(f"frontier.{name} is not a name that a statement can call")
        public = self.public[name]
        return self._loader(name, public) if name.startswith("load_") else public

    def _loader(self, name: str, load: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
        def read_once(*args: Any, **how: Any) -> pd.DataFrame:
            key = (name, args, tuple(sorted(how.items())))
            if key not in self.read:
                self.read[key] = load(*args, **how) if name == "load_study" else load(self.path, *args, **how)
            if name == "load_models":
                _check_age(self.read[key], pd.Timestamp(how["as_of"]))
            table: pd.DataFrame = self.read[key]
            return table

        return read_once


def _check_age(models: pd.DataFrame, day: pd.Timestamp) -> None:
    newest = models["elo_date"].iloc[0]
    if (day - newest).days > OLDEST:
        raise UntestableError(
            f"the last full snapshot of the table before {date(day)} is of {date(newest)}, which is too old to test it"
        )


class Tables:
    """The tables that statements are tested on, each an attribute that is computed when it is first asked for."""

    def __init__(self, path: str | Path | None, shared: Mapping[str, str]) -> None:
        self.library, self.shared = Library(path), shared

    def __getattr__(self, name: str) -> Any:
        if name not in self.shared:
            raise AttributeError(f"claims.toml has no table {name!r}; it has {', '.join(self.shared)}")
        setattr(self, name, self.evaluate(self.shared[name], {}))
        return getattr(self, name)

    def evaluate(self, python: str, names: Mapping[str, Any]) -> Any:
        """Return what an expression gives with these names."""
        return eval(f"({python})", {**NAMES, "frontier": self.library, "tables": self, **names})


def test_statement(statement: Statement, tables: Tables) -> tuple[Estimate, Verdict, str]:
    """Return our number, the verdict and what the data say."""
    names: dict[str, Any] = {"published": statement.number}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # `why` says where a span is short
        for name, python in statement.facts.items():
            names[name] = tables.evaluate(python, names)
        number = tables.evaluate(statement.expression, names)
        ours = number if isinstance(number, Estimate) else Estimate(float(number))
        if math.isnan(ours.value):
            raise UntestableError("the number cannot be computed from the tables")
        names["ours"] = ours
        verdict = tables.evaluate(statement.verdict, names)
        return ours, verdict, tables.evaluate(f'f"""{statement.why}"""', names)


def call_of(statement: Statement, path: str | Path | None) -> str:
    """Return the command or expression that gives the number again, of another table with its path."""
    if path is None:
        return statement.command or statement.expression
    if statement.command:
        return f"{statement.command} --data {shlex.quote(str(path))}"
    return re.sub(
        r"\bload_(models|scores|prices)\((\)?)",
        lambda found: f"load_{found[1]}({str(path)!r}{found[2] or ', '}",
        statement.expression,
    )
