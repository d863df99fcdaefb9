"""The published statements as `claims.toml` has them, and their Python evaluated on the tables of one folder."""

from __future__ import annotations

import math
import re
import shlex
import tomllib
import warnings
from collections.abc import Mapping
from functools import partial
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

import numpy as np
import pandas as pd

from frontier.claims import rules
from frontier.claims.rules import UntestableError, Verdict, date, in_digits, in_words
from frontier.core import dominance, probability
from frontier.core.estimate import Estimate
from frontier.data import runs as runs_loader
from frontier.data import tables as loaders
from frontier.frames import costs, gap, lag, openness, prices, runs, shift
from frontier.frames import frontier as frontiers

CLAIMS = files("frontier.claims").joinpath("claims.toml")
OLDEST = 92  # days: a statement about a day is not tested on an older leaderboard
# What a statement may call as `frontier.NAME`: what loads and computes, and nothing that draws or writes.
_CALLABLE = (loaders, runs_loader, dominance, probability, frontiers, costs, openness, gap, lag, prices, runs, shift)

Statement = Mapping[str, Any]  # the keys that `claims.toml` explains, every $name filled in, and its number


def read_statements() -> tuple[list[Statement], dict[str, str]]:
    """Return the statements, and the Python of the tables that they share."""
    read = tomllib.loads(CLAIMS.read_text(encoding="utf-8"))
    tables = {name: _fill(text, read["tables"]) for name, text in read["tables"].items()}
    return [_statement(entry, read, tables) for entry in read["claims"]], tables


def _statement(entry: Mapping[str, Any], read: Mapping[str, Any], tables: Mapping[str, str]) -> Statement:
    keys = dict(entry)
    while "kind" in keys:
        keys = read["kinds"][keys.pop("kind")] | keys
    lacking = {"label", "source", "statement", "unit", "rule", "expression", "why"} - set(keys)
    if lacking:
        raise ValueError(f"claims.toml: {keys['claim']}: give {', '.join(sorted(lacking))}")
    number = Estimate(*(float(keys.get(end, math.nan)) for end in ("value", "low", "high")))
    usual = {"published": in_words(number, keys["unit"]), "verdict": f"{keys['rule']}(published, ours)"}
    keys = usual | {"measured": "{}", "tested_on": "this table", "command": "", "facts": {}} | keys
    keys |= {"value": in_digits(number.value, keys["unit"]), "rule": read["rules"].get(keys["rule"], keys["rule"])}
    words = {**tables, **read["rules"], **keys}
    filled = {name: _fill(value, words) for name, value in keys.items() if isinstance(value, str)}
    facts = {name: _fill(python, words) for name, python in keys["facts"].items()}
    # readers see the Python of a shared table in its place; here the table that was computed stands there
    filled["computed"] = _fill(keys["expression"], words | {name: f"tables.{name}" for name in tables})
    source: dict[str, Any] = read["sources"][keys["source"]]
    return filled | source | {"said": pd.Timestamp(source["said"]), "facts": facts, "number": number}


def _fill(text: str, words: Mapping[str, Any]) -> str:
    """Put in what each $name stands for, which may have such names itself."""
    while "$" in text:
        text = Template(text).substitute(words)
    return text


class Library:
    """What loads and computes, by the names that a user has. The loaders read one table.

    Nothing is loaded or computed twice: a call with the arguments of an earlier one returns what that returned.
    """

    def __init__(self, path: str | Path | None) -> None:
        self.path = path
        self.public = {name: value for module in _CALLABLE for name, value in vars(module).items()}
        self.known: dict[Any, tuple[Any, Any]] = {}

    def __getattr__(self, name: str) -> Any:
        if name not in self.public:
            raise AttributeError(f"frontier.{name} is not a name that a statement can call")
        return partial(self._once, name)

    def _once(self, name: str, *args: Any, **how: Any) -> Any:
        key = call_key(name, *args, **how)
        if key not in self.known:
            own = (self.path,) if name.startswith("load_") and name != "load_study" else ()
            # the arguments stay, so that no other object can have the identity of one of them
            self.known[key] = self.public[name](*own, *args, **how), (args, how)
        found, _ = self.known[key]
        if name == "load_models" and (pd.Timestamp(how["as_of"]) - found["elo_date"].iloc[0]).days > OLDEST:
            last, then = date(found["elo_date"].iloc[0]), date(pd.Timestamp(how["as_of"]))
            raise UntestableError(
                f"the last full snapshot of the table before {then} is of {last}, which is too old to test it"
            )
        return found


def call_key(name: str, *args: Any, **how: Any) -> tuple[Any, ...]:
    """Return what says whether two calls are the same: short arguments themselves, of others which object it is."""
    given = [*enumerate(args), *sorted(how.items())]
    return name, *(
        (word, value if isinstance(value, str | int | float | tuple) else id(value)) for word, value in given
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
        return eval(
            f"({python})", {**vars(rules), "np": np, "pd": pd, "frontier": self.library, "tables": self, **names}
        )


def test_statement(statement: Statement, tables: Tables) -> tuple[Estimate, Verdict, str]:
    """Return our number, the verdict and what the data say."""
    names: dict[str, Any] = {"published": statement["number"]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # `why` says where a span is short
        for name, python in statement["facts"].items():
            names[name] = tables.evaluate(python, names)
        number = tables.evaluate(statement["computed"], names)
        ours = number if isinstance(number, Estimate) else Estimate(float(number))
        if math.isnan(ours.value):
            raise UntestableError("the number cannot be computed from the tables")
        names["ours"] = ours
        verdict = tables.evaluate(statement["verdict"], names)
        return ours, verdict, tables.evaluate(f'f"""{statement["why"]}"""', names)


def call_of(statement: Statement, path: str | Path | None) -> str:
    """Return the command or expression that gives the number again, of another table with its path."""
    command: str = statement["command"]
    expression: str = statement["expression"]
    if path is None:
        return command or expression
    if command:
        return f"{command} --data {shlex.quote(str(path))}"
    named = r"\bload_(models|scores|prices|runs)\((\)?)"
    return re.sub(named, lambda found: f"load_{found[1]}({str(path)!r}{found[2] or ', '}", expression)
