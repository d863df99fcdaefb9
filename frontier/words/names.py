"""What things are called in print: models, costs, qualities, groups, and the entries of a legend."""

from __future__ import annotations

from typing import Any

import pandas as pd

from frontier.frames.boards import is_elo
from frontier.frames.costs import column_kind
from frontier.frames.countries import COUNTRIES
from frontier.frames.frontier import Frontier
from frontier.frames.openness import adjective, capital
from frontier.words.spelling import short

# The entries of a legend that are longer than a word or two.
LEGEND = {
    "frontier-rough": "Compute only likely or speculative",
    "likely": "On the frontier: 90 % or more",
    "possible": "On the frontier: 10 to 90 %",
    "unlikely": "On the frontier: below 10 %",
    "band": "The true frontier, with 90 % probability",
    "published": "Published number",
    "published-range": "Published range or interval",
    "lowest": "Lowest price so far",
}


def model_names(frontier: Frontier) -> list[str]:
    """Return the name to show for each row of a frontier: its ``name`` beside its ``model``, or its label."""
    named = frontier.name == "model" and "name" in frontier.table
    return shown_as(frontier.labels, frontier.table["name"] if named else None)


def shown_as(models: pd.Series[Any], names: pd.Series[Any] | None) -> list[str]:
    """Return the name to show for each model of a result: its own, or its key where it has none."""
    own = [None] * len(models) if names is None else names
    return [short(model if pd.isna(name) else name) for model, name in zip(models, own, strict=True)]


def column_name(column: str) -> str:
    """Return what a cost or a quality is called, with its unit."""
    return column_kind(column).axis_title or short(column)


def cost_axis(cost: str, label: str = "", *, log: bool = True) -> str:
    """Return the title of an axis of costs; ``label`` says what the cost is, where its name does not."""
    if not log:
        return short(label, 100) if label else column_name(cost)
    if not label and column_kind(cost).axis_title:
        return f"{column_name(cost)[:-1]}, log scale)"
    return f"{short(label, 100) if label else column_name(cost)} (log scale)"


def quality_axis(quality: str, *, arena: bool, label: str = "") -> str:
    """Return the title of the axis of a quality; a score is the Arena's only where the table says so."""
    if is_elo(quality):
        return f"{'Chatbot Arena' if arena else 'Elo'} score (points)"
    return capital(short(label, 100)) if label else column_name(quality)


def cost_word(cost: str) -> str:
    """Return the word for a cost in a sentence."""
    return column_kind(cost).word


def group_words(history: pd.DataFrame, first: str, second: str) -> tuple[str, str]:
    """Return the adjectives of the two groups of a history; the columns' own words where it does not name one pair."""
    if {"first", "second"} <= set(history):
        pairs = history[["first", "second"]].drop_duplicates()
        if len(pairs) == 1:
            first, second = (adjective(str(group)) for group in pairs.iloc[0])
    return short(first), short(second)


def group_name(by: str | None, group: str) -> str:
    """Return what a group is called: a country by its name."""
    return COUNTRIES[group][0] if by == "country" and group in COUNTRIES else group


def legend_entry(words: str) -> str:
    """Return words for a legend, in which what begins with _ would be left out."""
    return f" {short(words)}" if words.startswith("_") else short(words)
