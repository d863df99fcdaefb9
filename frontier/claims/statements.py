"""The published statements as `claims.toml` has them."""

from __future__ import annotations

import dataclasses
import math
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from string import Template
from typing import Any

import pandas as pd

from frontier.claims.numbers import digits_of, in_words
from frontier.claims.rules import RULES
from frontier.core.estimate import Estimate

CLAIMS = files("frontier.claims").joinpath("claims.toml")


@dataclasses.dataclass(frozen=True)
class Statement:
    """A published statement and how it is tested. `claims.toml` explains each key."""

    claim: str
    label: str
    who: str
    said: pd.Timestamp
    source: str
    statement: str
    unit: str
    number: Estimate
    published: str
    rule: str
    verdict: str
    expression: str
    why: str
    facts: Mapping[str, str]
    command: str = ""
    measured: str = "{}"
    tested_on: str = "this table"


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
    keys |= {
        "number": number,
        "value": digits_of(keys["unit"])(number.value),
        "published": keys.get("published", in_words(number, keys["unit"])),
        "verdict": keys.get("verdict", f"{keys['rule']}(published, ours)"),
        "rule": RULES.get(keys["rule"], keys["rule"]),
        "facts": keys.get("facts", {}),
    }
    words = {**tables, **RULES, **keys}
    keys = {name: _fill(value, words) if isinstance(value, str) else value for name, value in keys.items()}
    keys |= read["sources"][keys["source"]]
    keys |= {
        "said": pd.Timestamp(keys["said"]),
        "facts": {name: _fill(python, words) for name, python in keys["facts"].items()},
    }
    known = {field.name for field in dataclasses.fields(Statement)}
    return Statement(**{name: value for name, value in keys.items() if name in known})


def _fill(text: str, words: Mapping[str, Any]) -> str:
    """Put in what each $name stands for, which may have such names itself."""
    while "$" in text:
        text = Template(text).substitute(words)
    return text
