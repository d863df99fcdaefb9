"""What a feed's names mean: the same product is found however it is written, and nothing that only looks alike."""

import contextlib
import csv
import datetime as dt
import io
import json
import locale
import math
import os
import random
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
import test_feeds
from pandas.testing import assert_frame_equal

import frontier
from frontier.cli.main import main
from frontier.data.schema import PRICE_BASES, PRICE_COLUMNS
from frontier.data.tables import every_model, known_models, load_aliases
from frontier.feeds.read import read_feed
from frontier.feeds.records import Feed, FeedError, ScoreRecord
from frontier.update.compare import compare_feeds
from frontier.update.names import AUTOMATIC, NEVER, match_names

# Names as four public lists write them, by the product; several of one product, and many that look alike.
LITELLM = [
    "chatgpt-4o-latest", "gpt-4o", "gpt-4o-2024-05-13", "gpt-4o-2024-11-20", "o1", "o1-mini", "o1-preview", "o3-mini",
    "openrouter/openai/o3-mini-high", "gpt-5", "gpt-5-chat", "gpt-5-chat-latest", "anthropic.claude-v1", "claude-2",
    "claude-2.1", "anthropic.claude-v2:1", "claude-3-5-sonnet-20241022", "claude-3-7-sonnet-20250219",
    "anthropic.claude-3-7-sonnet-20250219-v1:0", "claude-opus-4-20250514", "claude-opus-4-5", "gemini-1.5-pro-001",
    "gemini/gemini-1.5-pro-001", "gemini-1.5-pro-002", "gemini/gemini-1.5-pro-002", "gemini/gemini-1.5-flash-8b",
    "gemini/gemini-2.0-pro-exp-02-05", "replicate/meta/llama-2-70b-chat", "perplexity/llama-2-70b-chat",
    "deepinfra/meta-llama/Llama-2-70b-chat-hf", "fireworks_ai/accounts/fireworks/models/deepseek-v3p2",
    "deepseek/deepseek-chat", "deepseek/deepseek-reasoner", "deepseek/deepseek-coder", "mistral/open-mixtral-8x7b",
    "together_ai/mistralai/Mixtral-8x7B-Instruct-v0.1", "mistral.mistral-7b-instruct-v0:2", "mistral/mistral-medium",
    "mistral/mistral-medium-2312", "mistral/mistral-medium-latest", "mistral/mistral-large-2407",
    "amazon.nova-pro-v1:0",
    "amazon.nova-lite-v1:0", "command-r", "command-r-plus", "xai/grok-2", "xai/grok-2-1212", "jamba-1.5-large",
]  # fmt: skip
OPENROUTER = [
    "openai/gpt-4o", "openai/gpt-4o-2024-05-13", "openai/o1", "openai/o3-mini", "openai/o3-mini-high",
    "openai/gpt-oss-120b", "openai/gpt-oss-120b:free", "anthropic/claude-sonnet-4.5", "anthropic/claude-haiku-4.5",
    "anthropic/claude-opus-4.5", "anthropic/claude-opus-4", "meta-llama/llama-4-maverick", "deepseek/deepseek-r1",
    "deepseek/deepseek-r1-0528", "deepseek/deepseek-chat-v3.1", "deepseek/deepseek-v3.1-terminus",
    "deepseek/deepseek-v3.2-exp", "cohere/command-r-08-2024", "qwen/qwen-2.5-72b-instruct",
    "qwen/qwen-2.5-coder-32b-instruct", "moonshotai/kimi-k2", "moonshotai/kimi-k2-0905", "microsoft/phi-4",
    "nvidia/llama-3.3-nemotron-super-49b-v1.5", "meta/muse-spark-1.1", "qwen/qwen3.5-plus",
    "google/gemma-3-27b-it:free",
    "tencent/hy3-preview",
]  # fmt: skip
REGISTRY = [
    "gpt-5.1", "gpt-5.2-chat-latest", "gpt-6-astra", "claude-opus-4-6", "claude-opus-5-5", "gemini-2.5-flash-lite",
    "gemini-2.5-flash-lite-preview-09-2025", "gemini-3-pro-preview", "gemini-3-flash-preview", "gemini-3.5-flash",
    "deepseek-flash", "grok-3-mini", "grok-4", "grok-4-1-fast", "glm-5.2", "glm-5-2", "mistral-medium-2508",
    "qwen3.8-max", "gpt-4-turbo", "openai/gpt-4-turbo",
]  # fmt: skip

SAME = [
    (LITELLM, "chatgpt-4o-latest-20241120", "chatgpt-4o-latest", "alias"),
    (LITELLM, "gpt-4o-2024-05-13", "gpt-4o-2024-05-13", "exact"),
    (LITELLM, "o1-mini", "o1-mini", "exact"),
    (LITELLM, "o1-2024-12-17", "o1", "variant"),
    (LITELLM, "o3-mini-high", "o3-mini", "variant"),  # the maker's own before a reseller's name of the tier
    (LITELLM, "gpt-5-chat", "gpt-5-chat-latest", "alias"),
    (LITELLM, "claude-1", "anthropic.claude-v1", "alias"),
    (LITELLM, "claude-2.0", "claude-2", "alias"),
    (LITELLM, "claude-2.1", "claude-2.1", "exact"),
    (LITELLM, "claude-3-7-sonnet-20250219-thinking-32k", "claude-3-7-sonnet-20250219", "variant"),
    (LITELLM, "claude-opus-4-20250514-thinking-16k", "claude-opus-4-20250514", "variant"),
    (LITELLM, "gemini-1.5-pro-001", "gemini/gemini-1.5-pro-001", "normalized"),
    (LITELLM, "gemini-1.5-pro-002", "gemini-1.5-pro-002", "exact"),  # the other key of it was stale
    (LITELLM, "llama-2-70b-chat", "deepinfra/meta-llama/Llama-2-70b-chat-hf", "normalized"),
    (LITELLM, "deepseek-v3.2", "fireworks_ai/accounts/fireworks/models/deepseek-v3p2", "normalized"),
    (LITELLM, "deepseek-coder-v2", "deepseek/deepseek-coder", "alias"),
    (LITELLM, "mixtral-8x7b-instruct-v0.1", "mistral/open-mixtral-8x7b", "alias"),
    (LITELLM, "mistral-7b-instruct-v0.2", "mistral.mistral-7b-instruct-v0:2", "normalized"),
    (LITELLM, "mistral-medium", "mistral/mistral-medium-2312", "alias"),
    (LITELLM, "amazon-nova-pro-v1.0", "amazon.nova-pro-v1:0", "normalized"),
    (LITELLM, "grok-2-2024-08-13", "xai/grok-2-1212", "alias"),
    (OPENROUTER, "o3-mini-high", "openai/o3-mini-high", "normalized"),
    (OPENROUTER, "gpt-oss-120b", "openai/gpt-oss-120b", "normalized"),
    (OPENROUTER, "claude-sonnet-4-5-20250929-high-32k", "anthropic/claude-sonnet-4.5", "variant"),
    (OPENROUTER, "claude-haiku-4-5-20251001", "anthropic/claude-haiku-4.5", "variant"),
    (OPENROUTER, "llama-4-maverick-17b-128e-instruct", "meta-llama/llama-4-maverick", "alias"),
    (OPENROUTER, "deepseek-v3.1", "deepseek/deepseek-chat-v3.1", "alias"),
    (OPENROUTER, "deepseek-v3.1-thinking", "deepseek/deepseek-chat-v3.1", "variant"),
    (OPENROUTER, "deepseek-v3.1-terminus-thinking", "deepseek/deepseek-v3.1-terminus", "variant"),
    (OPENROUTER, "qwen2.5-72b-instruct", "qwen/qwen-2.5-72b-instruct", "normalized"),
    (OPENROUTER, "kimi-k2-0905-preview", "moonshotai/kimi-k2-0905", "variant"),
    (OPENROUTER, "nvidia-llama-3.3-nemotron-super-49b-v1.5", "nvidia/llama-3.3-nemotron-super-49b-v1.5", "normalized"),
    (REGISTRY, "gpt-5.2-chat-latest-20260210", "gpt-5.2-chat-latest", "alias"),
    (REGISTRY, "gpt-6-astra-max", "gpt-6-astra", "variant"),
    (REGISTRY, "claude-opus-5.5-high", "claude-opus-5-5", "variant"),
    (REGISTRY, "gemini-3-flash (thinking-minimal)", "gemini-3-flash-preview", "variant"),
    (REGISTRY, "gemini-3-pro", "gemini-3-pro-preview", "alias"),
    (REGISTRY, "glm-5.2-max", "glm-5.2", "variant"),
    (REGISTRY, "grok-4-0709", "grok-4", "alias"),
    (REGISTRY, "gpt-4-turbo-2024-04-09", "gpt-4-turbo", "variant"),
    (REGISTRY, "deepseek-v4.1-flash-max", "deepseek-flash", "alias"),
]

# Looks alike, and is another product: nothing may be matched by itself.
ANOTHER = [
    (["o1"], "o1-mini"), (["o1"], "o1-preview"), (["o1-mini"], "o1-2024-12-17"), (["command-r-plus"], "command-r"),
    (["command-r"], "command-r-plus"), (["deepseek-v3.1"], "deepseek-v3"), (["deepseek-v3"], "deepseek-v3.1"),
    (["gpt-4o"], "gpt-4o-2024-05-13"), (["gpt-4o"], "chatgpt-4o-latest-20241120"), (["gpt-5"], "gpt-5-chat"),
    (["claude-opus-4-5"], "claude-opus-4-20250514"), (["claude-opus-4"], "claude-opus-4-5-20251101"),
    (["mistral/mistral-medium-latest"], "mistral-medium"), (["grok-2"], "grok-2-mini-2024-08-13"),
    (["grok-2"], "grok-2-2024-08-13"), (["meta/muse-spark-1.1"], "muse-spark"),
    (["qwen/qwen3.5-plus"], "qwen3.5-max-preview"),
    (["qwen3.8"], "qwen3.8-max"), (["tencent/hy3-preview"], "hy3"), (["deepseek/deepseek-r1"], "deepseek-r1-0528"),
    (["kimi-k2"], "kimi-k2-thinking-turbo"), (["gemma-2-9b-it"], "gemma-2-27b-it"), (["gpt-4"], "gpt-4-0314"),
    (["gemini/gemini-2.0-pro-exp-02-05", "gemini-2.0-pro-exp-02-05"], "gemini-2.0-pro-exp-02-05"),
    (["openai/gpt-oss-120b:free"], "gpt-oss-120b"), (["claude-3.5-sonnet"], "claude-3-5-sonnet-20241022"),
    (["mistral-7b-instruct-v0.2"], "mistral-7b-instruct"), (["gemini-1.5-pro"], "gemini-1.5-pro-002"),
]  # fmt: skip


def matched(model, names, **how):
    (row,) = match_names([model], names, **how).itertuples(index=False)
    return row.name, row.how


@pytest.mark.parametrize(("names", "model", "name", "how"), SAME)
def test_the_same_product_is_found(names, model, name, how):
    assert matched(model, names) == (name, how)
    assert matched(model, list(reversed(names))) == (name, how), "the order of the feed changes nothing"


@pytest.mark.parametrize(("names", "model"), ANOTHER)
def test_what_only_looks_alike_is_never_matched_by_itself(names, model):
    name, how = matched(model, names)
    assert how in ("suggested", "none"), name
    assert (name is None) == (how == "none")


def test_a_whole_table_is_matched_in_its_order(newest, unchanged):
    models = unchanged(newest)
    found = match_names(models, LITELLM)
    assert found["model"].tolist() == models["model"].tolist()
    assert set(found["how"]) <= {*AUTOMATIC, "suggested", "none"}
    assert found.loc[found["how"] == "none", "name"].isna().all()
    assert found.loc[found["how"] != "none", "name"].isin(LITELLM).all()
    alone = match_names(models["model"].tail(30), LITELLM).reset_index(drop=True)
    assert alone.equals(found.tail(30).reset_index(drop=True)), "who else is asked for changes nothing"


def test_a_leaderboard_lists_models_that_have_no_price():
    name = "gemini-2.0-pro-exp-02-05"
    assert matched(name, [name]) == (None, "none")
    assert matched(name, [name], scores=True) == (name, "exact")


def test_a_suggestion_has_no_number_of_its_own():
    """Another version is no candidate for a yes, nor another size."""
    assert matched("gpt-5.5-high", ["gpt-5.1-high", "gpt-5.4"]) == (None, "none")
    assert matched("gemini-3-flash", ["gemini-3.5-flash"]) == (None, "none")
    assert matched("granite-4.2-30b", ["granite-4.2-8b"]) == (None, "none")
    name, how = matched("claude-3-5-sonnet-20241022", ["claude-3-5-sonnet", "claude-3-opus"])
    assert (name, how) == ("claude-3-5-sonnet", "suggested")


def test_aliases_are_of_models_of_the_table_and_take_no_other_model_s_key():
    aliases, known = load_aliases(), set(known_models())
    assert not set(aliases["model"]) - known
    assert not aliases.duplicated(["model", "name"]).any()
    others = aliases[(aliases["name"] != aliases["model"]) & (aliases["name"] != NEVER)]
    taken = others[others["name"].isin(known)]
    # one price for two configurations of one model
    assert set(taken["name"]) <= {
        "llama-3.1-405b-instruct",
        "dbrx-instruct",
        "deepseek-v4-pro",
        "phi-3-mini-4k-instruct",
    }
    assert aliases["model"].is_monotonic_increasing


def test_own_aliases_take_the_place_of_the_shipped_ones():
    own = pd.DataFrame({"model": ["o1-mini"], "name": ["small"]})
    assert matched("o1-mini", ["small"], aliases=own) == ("small", "alias")
    assert matched("claude-1", ["anthropic.claude-v1"], aliases=own)[1] in ("suggested", "none")


def test_every_model_of_the_table_is_known():
    scores = frontier.load_scores(board="all")
    assert set(scores["model"]) <= set(known_models())


# --------------------------------------------------------------------------------------------------------
# What feeds say otherwise than the table


def table(**changes):
    """Return a small table as load_models returns it."""
    rows = {
        "model": ["o3-2025-04-16", "o3-mini", "gpt-4o-2024-05-13", "deepseek-v3.2"],
        "elo": [1400.0, 1350.0, 1280.0, 1390.0],
        "elo_lower": [1390.0, 1345.0, None, 1385.0],
        "elo_upper": [1425.0, 1355.0, None, 1395.0],
        "votes": 900,
        "elo_date": pd.Timestamp("2026-10-08"),
        "board": "text-style-control",
        "input_usd_per_mtok": [2, 1.1, 5, None],
        "cached_input_usd_per_mtok": [0.5, None, None, None],
        "output_usd_per_mtok": [8, 4.4, 15, None],
        "price_date": pd.to_datetime(["2026-10-01", "2026-10-01", "2026-10-01", None]),
        "price_basis": ["list", "list", "host", None],
        "host": [None, None, "Together AI", None],
        "price_source": ["its page", "its page", "a page", None],
    }
    return pd.DataFrame(rows | changes)


def differences(*args, **kwargs):
    return compare_feeds(*args, **kwargs).differences


def openai(*rows):
    """Return a dated price list: name, input, output, from and to."""
    prices = [
        {"id": name, "vendor": "openai", "name": name, "input": i, "output": o, "from_date": start, "to_date": end}
        for name, i, o, start, end in rows
    ]
    return read_feed(json.dumps({"updated_at": "2026-11-01", "prices": prices}).encode(), source="llm-prices")


def board(day, **scores):
    rows = [
        {"model_name": name.replace("_", "-"), "rating": score, "rating_lower": score - 5, "rating_upper": score + 5,
         "vote_count": 900, "category": "overall", "leaderboard_publish_date": day, "organization": "x",
         "license": "MIT"}
        for name, score in scores.items()
    ]  # fmt: skip
    return read_feed(json.dumps(rows).encode(), source="board")


def told(found, *columns):
    return [tuple(None if pd.isna(v) else v for v in row) for row in found[list(columns)].to_numpy()]


def test_a_price_is_told_only_where_it_differs_and_on_its_day():
    feed = openai(
        ("o3", 2, 8, None, "2026-09-01"), ("o3", 2, 10, "2026-09-01", "2026-11-01"), ("o3", 1, 4, "2026-11-01", None),
        ("o3-mini", 1.1, 4.4, None, None),
    )  # fmt: skip
    lost = ("cached_input_usd_per_mtok", 0.5, None, None)  # a price is taken as a whole
    want = {
        "2026-08-31": [],
        "2026-09-01": [lost, ("output_usd_per_mtok", 8, 10, 1.25)],
        "2026-10-31": [lost, ("output_usd_per_mtok", 8, 10, 1.25)],
        "2026-11-01": [("input_usd_per_mtok", 2, 1, 0.5), lost, ("output_usd_per_mtok", 8, 4, 0.5)],
    }
    for day, rows in want.items():
        found = differences(table(), {"llm-prices": feed}, as_of=day)
        assert told(found, "column", "old", "new", "factor") == rows
        early = {
            "2026-09-01": "of 2026-09-01, older than the table's price",
            "2026-10-31": "since 2026-09-01, not after the table's price of 2026-10-01",
        }.get(day, "")
        assert told(found, "what", "model", "how", "suspicious") == [
            ("repriced", "o3-2025-04-16", "variant", early)
        ] * len(rows)


def test_what_is_suspicious_says_why():
    far = openai(("o3", 20, 10, None, None))
    found = differences(table(), {"a": far, "b": openai(("o3", 2, 8, None, None))}).set_index("column")
    assert found.loc["input_usd_per_mtok", "suspicious"] == "output below input; moved by a factor of 10; b says 2"
    assert found.loc["output_usd_per_mtok", "suspicious"] == "output below input; b says 8"
    # the first feed agrees with the table, and the second does not: that is told too, and the table's price stays
    found = differences(table(), {"b": openai(("o3", 2, 8, None, None)), "a": far})
    assert told(found, "column", "old", "new", "suspicious") == [
        ("input_usd_per_mtok", 2, 2, "a says 20"),
        ("output_usd_per_mtok", 8, 8, "a says 10"),
    ]


def test_a_lesser_price_is_no_difference_and_another_host_is_doubted():
    prices = {"prompt": "3e-6", "completion": "9e-6"}
    ids = ("openai/o3", "openai/gpt-4o-2024-05-13", "deepseek/deepseek-v3.2")
    feed = read_feed(json.dumps({"data": [{"id": name, "pricing": prices} for name in ids]}).encode())
    found = differences(table(openness="commercial"), {"openrouter": feed}, as_of="2026-11-01")
    assert told(found[found["column"] == "output_usd_per_mtok"], "what", "model", "old", "new", "suspicious") == [
        ("repriced", "gpt-4o-2024-05-13", 15, 9, "openrouter is another host than the table's"),
        ("repriced", "deepseek-v3.2", None, 9, ""),  # its first price
    ]


@pytest.mark.parametrize(
    ("provider", "doubt"), [("together_ai", ""), ("groq", "groq is another host than the table's")]
)
def test_a_host_is_known_however_its_name_is_written(provider, doubt):
    row = {"litellm_provider": provider, "mode": "chat", "input_cost_per_token": 4e-6, "output_cost_per_token": 12e-6}
    feed = read_feed(json.dumps({f"{provider}/openai/gpt-4o-2024-05-13": row}).encode())
    found = differences(table(openness="commercial"), {"litellm": feed})
    assert told(found, "model", "new", "suspicious") == [
        ("gpt-4o-2024-05-13", 4, doubt), ("gpt-4o-2024-05-13", 12, doubt),
    ]  # fmt: skip


def test_scores_are_told_as_new_rescored_and_delisted():
    feed = board("2026-11-01", **{"o3_2025_04_16": 1400.004, "o3_mini": 1410, "gpt_99": 1440, "deepseek_v3.2": 1391})
    found = differences(table(), {"board": feed}, board="text-style-control")
    assert told(found[found["column"] == "elo"], "what", "model", "name", "old", "new", "suspicious") == [
        ("rescored", "o3-mini", "o3-mini", 1350, 1410, "moved by +60 points"),
        ("new", "gpt-99", "gpt-99", None, 1440, ""),
        ("rescored", "deepseek-v3.2", "deepseek-v3.2", 1390, 1391, ""),
        ("delisted", "gpt-4o-2024-05-13", None, 1280, None, "only 3 of the table's 4 models: a part?"),
    ]


def test_a_variant_has_no_score_of_its_base():
    found = differences(
        table(model=["o3-2025-04-16", "o3-mini", "gpt-4o-2024-05-13", "o3-mini-high"]),
        {"board": board("2026-11-01", o3_mini=1350)},
        board="text-style-control",
    )
    assert ("delisted", "o3-mini-high") in told(found, "what", "model")


def test_scores_that_cannot_be_compared_are_refused():
    with pytest.raises(ValueError, match="does not state its board"):
        differences(table(), {"board": board("2026-11-01", o3_mini=1350)})
    with pytest.raises(ValueError, match="is of the board 'text', and the table of 'text-style-control'"):
        differences(table(), {"board": board("2026-11-01", o3_mini=1350)}, board="text")
    with pytest.raises(ValueError, match="is of 2026-10-01, and the table's scores are of 2026-10-08"):
        differences(table(), {"board": board("2026-10-01", o3_mini=1350)}, board="text-style-control")


def test_a_yes_makes_a_suggestion_a_match_and_is_checked():
    feed = openai(("deepseek-v3.2-speciale", 1, 2, None, None))
    found = differences(table(), {"llm-prices": feed})
    assert told(found, "what", "model", "column") == [
        ("suggested", "deepseek-v3.2", "input_usd_per_mtok"), ("suggested", "deepseek-v3.2", "output_usd_per_mtok"),
    ]  # fmt: skip
    found = differences(table(), {"llm-prices": feed}, accept={"deepseek-v3.2": "deepseek-v3.2-speciale"})
    assert set(told(found, "what", "how")) == {("repriced", "alias")}
    with pytest.raises(ValueError, match="'x' is no name of a feed; 'y' is no model of the table"):
        differences(table(), {"llm-prices": feed}, accept={"y": "x"})


def test_the_changed_table_is_the_table_with_what_the_feeds_say():
    scores = board("2026-11-01", o3_2025_04_16=1420, gpt_99=1440)
    feeds = {"board": scores, "prices": openai(("o3", 2, 4, None, None))}
    changed = compare_feeds(table(), feeds, board="text-style-control", trust=True).changed()
    want = table()[:1].assign(elo=1420.0, elo_lower=1415.0, elo_upper=1425.0, output_usd_per_mtok=4.0)
    want["cached_input_usd_per_mtok"] = float("nan")
    got, want = (rows.astype(object).where(rows.notna(), None) for rows in (changed[:1], want))
    assert_frame_equal(got, want)
    assert changed["model"].tolist() == ["o3-2025-04-16", "gpt-99"]
    assert changed.loc[1, ["elo", "elo_lower", "elo_upper", "votes"]].tolist() == [1440, 1435, 1445, 900]
    assert compare_feeds(table(), feeds, board="text-style-control").changed()["model"].tolist() == [
        "o3-2025-04-16", "o3-mini", "gpt-4o-2024-05-13", "deepseek-v3.2", "gpt-99",
    ], "a leaderboard of a part of the table is doubted"  # fmt: skip


def test_the_ends_of_an_old_score_are_not_those_of_a_new_one():
    feed = Feed("arena-table", (ScoreRecord(name="o3-2025-04-16", elo=1401), ScoreRecord(name="o3-mini", elo=1350)), (),
                "text-style-control", None, ())  # fmt: skip
    update = compare_feeds(table(), {"board": feed}, trust=True)
    found = update.differences
    assert told(found[found["what"] == "rescored"], "model", "column", "old", "new") == [
        ("o3-2025-04-16", "elo", 1400, 1401),
        ("o3-2025-04-16", "elo_lower", 1390, None),
        ("o3-2025-04-16", "elo_upper", 1425, None),
        ("o3-2025-04-16", "votes", 900, None),
        ("o3-mini", "elo_lower", 1345, None),
        ("o3-mini", "elo_upper", 1355, None),
        ("o3-mini", "votes", 900, None),
    ]
    changed = update.changed()
    assert changed["elo_lower"].isna().tolist() == [True, True]
    same_day = Feed(feed.kind, feed.scores, (), feed.board, pd.Timestamp("2026-10-08").date(), ())
    found = differences(table(), {"board": same_day}, trust=True)
    assert "o3-mini" not in set(found["model"]), "of the same day nothing is lost"
    assert found.equals(differences(table(), {"board": feed}, as_of="2026-10-08", trust=True)), "told by the caller too"


# --------------------------------------------------------------------------------------------------------
# Which of it is believed


def litellm(*rows):
    """Return a list as LiteLLM writes it, of which a name may stand twice: name, input, output, and what else."""
    told = []
    for name, cost, output, *more in rows:
        row = {"mode": "chat", "input_cost_per_token": cost / 1e6, "output_cost_per_token": output / 1e6}
        told.append(f"{json.dumps(name)}: {json.dumps(row | (more[0] if more else {}))}")
    return read_feed(f"{{{', '.join(told)}}}".encode(), source="litellm")


def outputs(found, *columns):
    return told(found[found["column"] == "output_usd_per_mtok"], *columns)


MINI = [("openai/o3-mini", 2, 6), ("openai/o3-mini", 3, 15)]


@pytest.mark.parametrize("rows", [MINI, MINI[::-1], [MINI[0], MINI[0], MINI[1], MINI[0]]])
def test_a_price_whose_key_stands_twice_is_held_back(rows):
    update = compare_feeds(table(), {"litellm": litellm(*rows)})
    ((what, model, new, why, held),) = outputs(update.differences, "what", "model", "new", "suspicious", "held")
    assert (what, model, held) == ("repriced", "o3-mini", "suspicious")
    other = {6: 15, 15: 6}[new]
    assert why == f"a key stands twice in the feed, with different values; litellm also says {other}"
    assert update.written.empty
    assert update.changed()["output_usd_per_mtok"].tolist()[:3] == [8, 4.4, 15]


def test_of_two_values_the_table_s_own_changes_nothing():
    update = compare_feeds(table(), {"litellm": litellm(("openai/o3-mini", 1.1, 4.4), ("openai/o3-mini", 3, 15))})
    assert update.written.empty
    assert not len(update.differences[update.differences["what"] == "repriced"])


@pytest.mark.parametrize(
    ("cost", "cached", "output", "why"),
    [
        (0.15, 0.03, 0.5, {}),
        (150, 30, 500, {
            "input_usd_per_mtok": "above twice the highest of the table, 5: a slip of the unit?",
            "cached_input_usd_per_mtok": "above twice the highest of the table, 0.5: a slip of the unit?",
            "output_usd_per_mtok": "above twice the highest of the table, 15: a slip of the unit?"}),
        (1, 0.5, 31, {"output_usd_per_mtok": "above twice the highest of the table, 15: a slip of the unit?"}),
        (0.1, 0.03, 0.5, {"input_usd_per_mtok": "below half the lowest of the table, 0.25: a slip of the unit?"}),
        (0.15, 0.001, 0.5, {
            "cached_input_usd_per_mtok": "below half the lowest of the table, 0.01: a slip of the unit?"}),
        (1, 0.5, 30, {}),  # twice the highest, and not above it
    ],
)  # fmt: skip
def test_a_first_price_far_from_all_of_the_table_is_held_back(cost, cached, output, why):
    models = table(openness="osi", organization="DeepSeek")
    models.loc[1, ["input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok"]] = [0.25, 0.01, 0.9]
    row = ("deepseek/deepseek-v3.2", cost, output, {"cache_read_input_token_cost": cached / 1e6})
    update = compare_feeds(models, {"litellm": litellm(row)})
    found = update.differences
    assert dict(zip(found["column"], found["suspicious"], strict=True)) == {
        "input_usd_per_mtok": "", "cached_input_usd_per_mtok": "", "output_usd_per_mtok": ""} | why  # fmt: skip
    assert set(found["held"]) == {"suspicious" if why else ""}, "a price is held back as a whole"


def test_a_first_price_far_from_what_its_maker_asks_is_held_back():
    """24 dollars that slipped by a thousand are no outlier of the table, whose lowest price is 0.02."""
    expensive = {
        "organization": "OpenAI",
        "price_basis": "list",
        "output_usd_per_mtok": 20.0,
        "input_usd_per_mtok": 5.0,
    }
    models = table(**expensive)
    models.loc[0, ["organization", "input_usd_per_mtok", "output_usd_per_mtok"]] = ["Other", 0.01, 0.02]
    models = pd.concat([models, models.tail(1).assign(model="new-one")], ignore_index=True)
    models.loc[models.index[-1], ["input_usd_per_mtok", "output_usd_per_mtok", "price_basis"]] = [None, None, None]
    for output, held in ((0.024, "suspicious"), (24, "")):
        found = compare_feeds(models, {"litellm": litellm(("openai/new-one", 0.012, output))}).differences
        assert set(outputs(found, "held")) == {(held,)}
    assert "0.0012 times what OpenAI usually asks, 20" in found["suspicious"].tolist()[-1] or held == ""


def test_a_price_that_is_a_slip_of_the_unit_is_still_left_out():
    feed = litellm(("deepseek/deepseek-v3.2", 150_000, 500_000), ("openai/o3-mini", 1, 4))
    assert [problem.reason for problem in feed.problems] == [
        "has a price of 500,000 USD per million tokens, which is a slip of the unit"
    ]


def makers(**changes):
    """Return a table of models of several makers, all with list prices that have a cached one."""
    return table(
        model=["kimi-k3-max", "glm-5.3-flash", "deepseek-v4.1-flash", "minimax-m3"],
        organization=["Moonshot", "Z.ai", "DeepSeek", "MiniMax"],
        openness=["proprietary", "osi", "osi", "commercial"],
        input_usd_per_mtok=[3.0, 0.15, 0.3, 0.5],
        cached_input_usd_per_mtok=[0.3, 0.03, 0.006, 0.05],
        output_usd_per_mtok=[15.0, 0.5, 1.2, 2.0],
        price_date=pd.Timestamp("2026-10-01"),
        price_basis="list",
        price_source="its page",
        **changes,
    )


SOLD = [
    ("tencent/kimi-k3", 2.4, 12, {"litellm_provider": "tencent"}),
    ("minimax/kimi-k3", 2.4, 12, {"litellm_provider": "minimax"}),
    ("mistral/deepseek-v4.1-flash", 0.31, 1.3, {"litellm_provider": "mistral"}),
    ("tencent/glm-5.3-flash", 0.14, 0.45, {"litellm_provider": "tencent"}),
    ("dashscope/minimax-m3", 0.4, 1.9, {"litellm_provider": "dashscope"}),
]


def test_a_platform_that_sells_models_of_others_changes_no_list_price():
    feed = litellm(*SOLD)
    assert {price.basis for price in feed.prices} == {"unverified"}
    update = compare_feeds(makers(), {"litellm": feed})
    assert update.differences.empty
    better = "'tencent/kimi-k3' is unverified, and the table has a better price of 'kimi-k3-max'"
    with pytest.raises(ValueError, match=better):
        compare_feeds(makers(), {"litellm": feed}, accept={"kimi-k3-max": "tencent/kimi-k3"})
    trusted = compare_feeds(makers(), {"litellm": feed}, trust=True)
    assert_frame_equal(trusted.changed(), makers(), check_dtype=False)


def test_the_maker_s_own_price_counts_whoever_sells_it_too():
    own = [("moonshot/kimi-k3", 2, 10, {"litellm_provider": "moonshot", "cache_read_input_token_cost": 2e-7})]
    for rows in (own + SOLD, SOLD + own):
        found = compare_feeds(makers(), {"litellm": litellm(*rows)}).differences
        assert told(found, "model", "name", "column", "new", "basis", "held") == [
            ("kimi-k3-max", "moonshot/kimi-k3", "input_usd_per_mtok", 2, "list", ""),
            ("kimi-k3-max", "moonshot/kimi-k3", "cached_input_usd_per_mtok", 0.2, "list", ""),
            ("kimi-k3-max", "moonshot/kimi-k3", "output_usd_per_mtok", 10, "list", ""),
        ]


def test_under_one_name_the_maker_s_own_price_counts():
    """As models.dev has it: the same name at several providers, one of which is another maker."""
    providers = {
        who: {"models": {"kimi-k3": {"cost": {"input": cost, "output": output}}}}
        for who, cost, output in (("tencent", 1, 5), ("minimax", 2, 9), ("moonshotai", 2, 10), ("togetherai", 1, 4))
    }
    feed = read_feed(json.dumps(providers).encode())
    found = compare_feeds(makers(), {"models.dev": feed}).differences
    assert outputs(found, "model", "new", "basis") == [("kimi-k3-max", 10, "list")]


@pytest.mark.parametrize(
    ("maker", "basis", "wait"), [("DeepSeek", "list", ""), ("Mistral", "unverified", ""), (None, "list", "")]
)
def test_who_made_a_model_is_what_the_table_says(maker, basis, wait):
    """The price of a name that sounds like the seller's own is not a list price if another made the model."""
    models = table(organization=maker, openness="osi")
    found = compare_feeds(models, {"litellm": litellm(("deepseek/deepseek-v3.2", 1, 3))}).differences
    assert outputs(found, "model", "basis", "suspicious") == [("deepseek-v3.2", basis, wait)]


def page(day, *rows):
    """Return the page of a leaderboard: name, score, maker and licence."""
    models = [
        {"model": name, "score": score, "ci_low": 5, "ci_high": 5, "votes": 900, "vendor": maker, "license": licence}
        for name, score, maker, licence in rows
    ]
    return read_feed(json.dumps({"meta": {"leaderboard": "text", "last_updated": day}, "models": models}).encode())


OF_OPENAI = {"organization": "OpenAI", "country": "US", "license": "Proprietary", "openness": "proprietary",
             "name": ["a", "b", "c", "d"]}  # fmt: skip


def old_rows(models):
    return [(row.model, row.elo, "OpenAI", "Proprietary") for row in models.itertuples()]


@pytest.mark.parametrize(
    ("provider", "basis"), [("foo", "list"), ("foo-ai", "unverified"), ("openai", "unverified"), ("groq", "unverified")]
)
def test_a_new_maker_s_own_api_has_the_list_price(provider, basis):
    models = table(**OF_OPENAI)
    board = page("2026-11-01", *old_rows(models), ("foo-5", 1450, "Foo", "Proprietary"))
    feeds = {"board": board, "litellm": litellm(("foo-5", 2, 8, {"litellm_provider": provider}))}
    update = compare_feeds(models, feeds, board="text-style-control", as_of="2026-11-01")
    assert outputs(update.differences, "what", "model", "new", "basis", "held") == [("new", "foo-5", 8, basis, "")]
    row = update.changed().set_index("model").loc["foo-5"]
    assert (row["name"], row["output_usd_per_mtok"], row["price_basis"]) == ("Foo 5", 8, basis)


def test_models_without_a_score_are_offered_their_prices():
    known = pd.DataFrame({"model": [*table()["model"], "kimi-k9"], "organization": "Moonshot", "openness": "osi"})
    feed = litellm(("moonshot/kimi-k9", 1.3, 5.2, {"litellm_provider": "moonshot"}))
    update = compare_feeds(table(), {"litellm": feed}, known=known)
    assert outputs(update.differences, "what", "model", "new", "basis", "held") == [
        ("repriced", "kimi-k9", 5.2, "list", "")
    ]
    assert update.priced["model"].tolist() == known["model"].tolist()
    assert compare_feeds(table(), {"litellm": feed}).differences.empty, "of other tables' models nothing is known"


def test_models_that_only_the_price_lists_have_are_counted():
    feed = litellm(
        ("openai/o3", 2, 8), ("openai/gpt-77", 2, 8), ("gpt-77", 2, 8), ("openai/gpt-77-latest", 2, 8),
        ("xai/grok-99", 1, 2), ("tencent/kimi-99", 1, 2), ("together_ai/x/llama-99", 1, 2),
        ("openai/o3-mini-2025-01-31", 1.1, 4.4),
    )  # fmt: skip
    assert compare_feeds(table(), {"litellm": feed}).missing == ["openai/gpt-77", "xai/grok-99"]


def test_what_lists_tell_differently_without_a_change_is_no_change():
    feeds = {"a": openai(("o3", 2, 8, None, None)), "b": openai(("o3", 3, 9, None, None))}
    found = differences(table(), feeds)
    assert told(found, "what", "column", "old", "new", "held", "suspicious") == [
        ("disputed", "input_usd_per_mtok", 2, 2, "is the same", "b says 3"),
        ("disputed", "output_usd_per_mtok", 8, 8, "is the same", "b says 9"),
    ]
    # of a price that moves in part, both parts are shown
    feeds = {"a": openai(("o3", 2, 7, None, None)), "b": openai(("o3", 3, 9, None, None))}
    found = differences(table(cached_input_usd_per_mtok=float("nan")), feeds)
    assert told(found, "what", "column", "old", "new") == [
        ("repriced", "input_usd_per_mtok", 2, 2), ("repriced", "output_usd_per_mtok", 8, 7),
    ]  # fmt: skip


def test_what_the_table_says_ended_stands_apart_and_a_name_that_moved_on_is_no_offer():
    feed = openai(("o3", 3, 12, None, None), ("o3-mini", 2, 8, None, None), ("gpt-4o-2024-05-13", 4, 12, None, None))
    moved = pd.DataFrame({"model": ["o3-mini"], "name": ["!o3-mini"], "note": ""})
    for retired, what in (("2026-10-15", "ended"), ("2026-12-15", "repriced"), (None, "repriced")):
        ours = table(retired=pd.to_datetime([retired, None, None, None]))
        update = compare_feeds(ours, {"list": feed}, aliases=moved)
        rows = update.differences.query("column == 'output_usd_per_mtok'")
        assert told(rows, "what", "model") == [(what, "o3-2025-04-16"), ("repriced", "gpt-4o-2024-05-13")]
        assert ("ended on 2026-10-15" in rows["suspicious"].iloc[0]) is (what == "ended")
        assert update.unasked == 1
        assert ("o3-2025-04-16" in set(update.news["model"])) is (what == "repriced")
    accepted = compare_feeds(ours, {"list": feed}, aliases=moved, accept={"o3-mini": "o3-mini"})
    assert "o3-mini" in set(accepted.written["model"])


def test_after_a_no_the_next_offer_counts():
    columns = ["model", "name", *PRICE_COLUMNS, "reason"]
    refused = pd.DataFrame([("o3-2025-04-16", "o3", 3.0, None, 12.0, "an old list")], columns=columns)
    feeds = {"a": openai(("o3", 3, 12, None, None)), "b": openai(("o3", 1, 4, None, None))}
    update = compare_feeds(table(), feeds, refused=refused)
    rows = update.differences.query("column == 'output_usd_per_mtok'")
    assert told(rows, "feed", "new", "suspicious") == [("b", 4, "")]
    assert update.unasked == 1
    assert not compare_feeds(table(), {"a": feeds["a"]}, refused=refused).differences.size
    # another price of that name is asked about again
    assert compare_feeds(table(), {"a": openai(("o3", 3, 13, None, None))}, refused=refused).unasked == 0


def test_an_offer_of_another_host_that_the_table_has_is_no_news():
    known = {"model": "gpt-4o-2024-05-13", "from": pd.Timestamp("2026-09-01"), "until": pd.NaT, "price_basis": "host"}
    known |= {"host": "Groq", "input_usd_per_mtok": 4.0, "output_usd_per_mtok": 12.0, "price_source": "a page"}
    for output, doubts in ((12, []), (13, ["groq is another host than the table's"])):
        feed = litellm(("groq/openai/gpt-4o-2024-05-13", 4, output, {"litellm_provider": "groq"}))
        found = differences(table(openness="commercial"), {"litellm": feed}, dated=pd.DataFrame([known]))
        assert found.query("column == 'output_usd_per_mtok'")["suspicious"].tolist() == doubts


def test_an_offer_that_its_list_no_longer_has_is_withdrawn():
    keys = [f"groq/model-{k}" for k in range(12)]
    offers = pd.DataFrame({"model": [f"model-{k}" for k in range(12)], "from": pd.Timestamp("2026-09-01")})
    offers = offers.assign(until=pd.NaT, price_basis="host", host="Groq", input_usd_per_mtok=1.0)
    offers = offers.assign(output_usd_per_mtok=2.0, price_source=[f"litellm 1.0 {key}" for key in keys])

    def gone(*there, day="2026-11-01"):
        feed = litellm(*((key, 1, 2, {"litellm_provider": "groq"}) for key in there))
        found = differences(table(), {"litellm": feed}, as_of=day, dated=offers).query("what == 'withdrawn'")
        return found[["model", "host", "name", "held"]].to_numpy().tolist()

    assert gone(*keys) == []
    assert gone(*keys[1:]) == [["model-0", "Groq", "groq/model-0", ""]]
    assert gone(*keys[1:], "groq/maker/model-0") == []  # under another name
    assert gone(*keys[1:], day="2026-09-01") == []  # the day on which it was seen
    assert gone(*keys[2:]) == []  # another list


def test_an_unverified_price_of_another_seller_is_no_change():
    ours = table(price_basis=["unverified", "list", "host", None], host=["Bar", None, "Together AI", None])
    for seller, count in (("bar", 3), ("foo", 0)):
        feed = litellm(("o3-2025-04-16", 3, 12, {"litellm_provider": seller}))
        assert len(differences(ours, {"litellm": feed}, as_of="2026-11-01")) == count


def test_a_release_that_no_model_can_have_is_not_taken():
    models = table(**OF_OPENAI)
    board = page("2026-11-01", *old_rows(models), ("foo-5", 1450, "Foo", "Proprietary"))
    for day, want in (("1980-01-01", "2026-11-01"), ("2026-10-20", "2026-10-20"), ("2027-01-01", "2026-11-01")):
        prices = {"foo": {"models": {"foo-5": {"cost": {"input": 1, "output": 2}, "release_date": day}}}}
        feeds = {"board": board, "models.dev": read_feed(json.dumps(prices).encode())}
        update = compare_feeds(models, feeds, board="text-style-control", as_of="2026-11-01")
        assert update.newcomers["released"].dt.strftime("%Y-%m-%d").tolist() == [want]


# --------------------------------------------------------------------------------------------------------
# The command

EXAMPLE = Path(__file__).resolve().parent.parent / "docs" / "example"


@pytest.fixture
def example(tmp_path, monkeypatch):
    """Work in a folder with a small table: eight models of 2024."""
    shutil.copytree(EXAMPLE / "table", tmp_path / "table")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(example, capfd):
    """Run the command on the small table: its code, and what it prints."""

    def run(*words):
        code = main(["update", "--data", str((example / "table").relative_to(Path.cwd())), *map(str, words)])
        return (code, *capfd.readouterr())

    return run


def listed(day, *more, **changes):
    """Write the leaderboard of a day: the models of the table, some with other values, and more."""
    models = frontier.load_models("table")
    rows = [
        {"model": row.model, "vendor": row.organization, "license": row.license, "votes": int(row.votes),
         "score": row.elo, "ci_low": row.elo - row.elo_lower, "ci_high": row.elo_upper - row.elo,
         **changes.get(row.model, {})}
        for row in models.itertuples()
    ]  # fmt: skip
    board = {"meta": {"leaderboard": "text", "last_updated": day}, "models": [*rows, *more]}
    Path("board.json").write_text(json.dumps(board))
    return ["--scores", "board.json", "--board", "text"]


def new_model(name, vendor="Foo", **more):
    return {"model": name, "vendor": vendor, "license": "Proprietary", "votes": 900, "score": 1290, "ci_low": 5,
            "ci_high": 5} | more  # fmt: skip


def write_litellm(*rows, name="prices.json"):
    told = {key: {"litellm_provider": provider, "mode": "chat", "input_cost_per_token": cost / 1e6,
                  "output_cost_per_token": output / 1e6} for key, provider, cost, output in rows}  # fmt: skip
    Path(name).write_text(json.dumps(told))
    return ["--prices", name]


def test_what_is_written_of_new_models_is_right(run):
    """A name, one spelling of a maker, and the maker's own price; two keys of one model are not two models."""
    more = [
        new_model("foo-5"), new_model("foo-5-mini-high", vendor="foo"), new_model("Foo 5"),
        new_model("gpt-9", "openai"),
        new_model("claude-3-5-sonnet-20241022-x"), new_model("x" * 300), new_model("\x1b[2Jfoo"), new_model("=1+1"),
        new_model("foo-6", vendor=""), new_model("foo-7", license="odd"),
    ]  # fmt: skip
    words = [*listed("2025-02-14", *more), *write_litellm(("foo-5", "foo", 2, 8), ("gpt-9", "foo", 2, 8))]
    code, out, err = run(*words, "--as-of", "2025-02-14", "--write")
    assert code == 0, err
    assert out.endswith("written: models.csv, history/scores.csv, history/prices.csv, history/snapshots.csv\n")
    assert [str(problem) for problem in frontier.check_models("table") if problem.level == "error"] == []
    found = every_model("table", board="text").set_index("model")
    added = found.loc[["foo-5", "foo-5-mini-high", "gpt-9", "x" * 300]]
    assert added["name"].tolist() == ["Foo 5", "Foo 5 mini (high)", "GPT-9", "X" + "x" * 299]
    assert added["organization"].tolist() == ["Foo", "Foo", "OpenAI", "Foo"]
    assert found.loc["foo-5", ["output_usd_per_mtok", "price_basis"]].tolist() == [8, "list"]
    assert found.loc["gpt-9", "price_basis"] == "unverified"
    assert not {"Foo 5", "\x1b[2Jfoo", "=1+1", "foo-6", "foo-7"} & set(found.index)
    assert "is foo-5, written otherwise" in out


def test_what_the_rules_refuse_is_not_written_at_all(run, example):
    before = {path: path.read_bytes() for path in example.rglob("*.csv")}
    words = listed("2025-02-14", **{"o1-mini": {"ci_low": 400, "ci_high": 400}})
    code, out, err = run(*words, "--write", "--trust")
    assert (code, out) == (1, "")
    assert "makes an interval of 800 points" in err
    assert {path: path.read_bytes() for path in example.rglob("*.csv")} == before


def test_nothing_is_written_of_a_day_to_come_whoever_trusts_it(run):
    row = {"id": "o1-mini", "vendor": "openai", "name": "o1-mini", "input": 1, "output": 4}
    Path("prices.json").write_text(json.dumps({"updated_at": "2999-01-01", "prices": [row]}))
    code, out, err = run("--prices", "prices.json", "--write", "--trust")
    assert code == 1
    assert out.endswith("written: nothing\n")
    assert "not written: o1-mini: the price is of 2999-01-01, which is in the future" in err


@pytest.mark.parametrize("clock", [315532800, 0, -(10**9), 10**11])
def test_a_file_of_1980_is_undated(run, clock):
    words = write_litellm(("o1-mini", "openai", 1, 4))
    os.utime("prices.json", (clock, clock))
    code, out, err = run(*words)
    assert code == 1
    if clock < 10**10:
        assert "states no day, and the clock of its file is wrong (" in err
        assert "give --as-of" in err
    else:
        assert f"assumed to be of {pd.Timestamp.today():%Y-%m-%d}" in err
    if clock < 10**10:
        code, out, err = run(*words, "--write")
        assert (code, out.splitlines()[-1]) == (1, "written: nothing")
        assert "not written: o1-mini: prices.json does not state its day; give it (--as-of)" in err
    code, out, err = run(*words, "--as-of", "2025-02-01", "--json")
    assert (code, err) == (1, "")
    assert {row["date"] for row in json.loads(out)["differences"]} == {"2025-02-01"}
    Path("board.csv").write_text(
        "key,rating\n" + "".join(f"{m},{e}\n" for m, e in frontier.load_models("table")[["model", "elo"]].to_numpy())
    )
    os.utime("board.csv", (clock, clock))
    code, out, err = run("--scores", "board.csv", "--board", "text", "--write")
    if clock < 10**10:
        assert code == 1
        assert "does not state its day; give it (--as-of)" in err


def test_the_months_of_a_feed_are_english_whatever_the_locale():
    board = {"meta": {"leaderboard": "text", "last_updated": "Oct 21, 2026"}, "models": [{"model": "a", "score": 1}]}
    before = locale.setlocale(locale.LC_ALL)
    for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "C"):  # those that there are
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_ALL, name)
        try:
            assert read_feed(json.dumps(board).encode()).as_of == dt.date(2026, 10, 21)
        finally:
            locale.setlocale(locale.LC_ALL, before)


def test_a_price_that_was_announced_is_in_force_by_its_day(run, example):
    prices = example / "table" / "history" / "prices.csv"
    prices.write_text(prices.read_text() + "o1-mini,2025-02-01,,,1,,4,list,,,announced\n")
    for day, changes in (("2025-02-10", False), ("2025-01-10", True)):
        code, out, err = run(*write_litellm(("o1-mini", "openai", 1, 4)), "--as-of", day)
        assert code == changes, err
        assert ("repriced: 1 model" in out) is changes, out


def test_a_feed_commands_no_terminal_and_no_spreadsheet(run):
    odd = "\x1b[2J\x07\u202e\n=cmd"
    words = write_litellm(
        (f"openai/{odd}", "openai", 1, 4), ("o1-mini", odd, 1, 4), (odd, odd, 0, 0), name=f"a\x1b{odd.strip()}.json"
    )
    board = listed("2025-02-14", new_model(odd, odd), new_model("foo-1", odd))
    for more in ([], ["--csv"], ["--json"], ["--accept", f"o1-mini=openai/{odd}"]):
        code, out, err = run(*words, *board, "--as-of", "2025-02-14", *more)
        assert code == 1, err
        assert (out + err).replace("\n", "").isprintable()
        cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row] if more == ["--csv"] else out.split("\n")
        assert not [cell for cell in cells if cell.startswith("=")]
    assert json.loads(run(*words, "--as-of", "2025-02-14", "--json")[1])
    code, out, err = run("--prices", f"\x1b[2J{odd}", "a\0b", "--as-of", "2025-02-14")
    assert (code, out) == (2, "")
    assert err.replace("\n", "").isprintable()


def test_what_is_left_out_for_one_reason_is_one_line(run):
    words = write_litellm(
        ("o1-mini", "openai", 3, 12), *[(f"free-{k}", "openai", 0, 0) for k in range(40)], ("a", "x", 1, 9000)
    )
    _, _, err = run(*words, "--as-of", "2025-02-14")
    lines = err.splitlines()
    assert len(lines) == 2, err
    assert lines[0].startswith(
        "prices.json: left out: 40 (free-0, free-1, free-2, free-3, free-4, free-5, free-6, free-7, free-8, ...): "
        "has a price of zero or less: a free tier or"
    )
    assert lines[1].startswith("prices.json: left out: a: has a price of 9,000 USD")
    assert len(json.loads(run(*words, "--as-of", "2025-02-14", "--json")[1])["left_out"]) == 41


def test_a_key_that_stands_twice_is_named_and_held_back(run):
    Path("prices.json").write_text(
        '{"o1-mini": {"litellm_provider": "openai", "output_cost_per_token": 4e-6, "input_cost_per_token": 1e-6},'
        ' "o1-mini": {"litellm_provider": "openai", "output_cost_per_token": 6e-6, "input_cost_per_token": 1e-6}}'
    )
    code, out, err = run("--prices", "prices.json", "--as-of", "2025-02-14", "--write")
    assert code == 0
    assert (
        err
        == "prices.json: o1-mini: stands 2 times in one object, with different values: what depends on it is doubted\n"
    )
    assert out.endswith("written: nothing\n")
    assert "held back as suspicious: o1-mini;" in out


def test_the_rest_is_one_line_each(run):
    words = write_litellm(("o1-mini", "openai", 3, 12), ("gpt-77", "openai", 3, 12), ("grok-88", "xai", 3, 12))
    other = write_litellm(("o1-mini", "openai", 2, 9), name="other.json")[1]
    code, out, err = run(*words, other, "--as-of", "2025-02-14")
    assert (code, err) == (0, "")
    assert out == (
        "lists differ, and the table has the price of one of them: o1-mini\n"
        "missing: 2 models of the lists\n  gpt-77, grok-88\n\n"
        "the table says the same\n"
    )
    found = json.loads(run(*words, other, "--as-of", "2025-02-14", "--json")[1])
    assert found["missing"] == ["gpt-77", "grok-88"]
    assert {row["what"] for row in found["differences"]} == {"disputed"}
    Path("table/refused.csv").write_text(f"model,name,{','.join(PRICE_COLUMNS)},reason\n,GPT-7*,,,,not wanted\n")
    assert "missing: 1 model of the lists\n  grok-88\n\n" in run(*words, "--as-of", "2025-02-14")[1]


def test_a_file_without_end_is_not_read_to_its_end(run):
    code, out, err = run("--prices", "/dev/zero", "--as-of", "2025-02-14")
    assert (code, out) == (2, "")
    assert "has 16,777,217 bytes, and at most 16,777,216 are read" in err


def test_a_record_that_is_not_ours_ends_no_command_in_a_traceback(run, example):
    (example / "table" / ".update.json").write_text('["../victim"]')
    (example / ".victim.new").write_text("theirs")
    words = write_litellm(("o1-mini", "openai", 1, 4))
    assert run(*words, "--as-of", "2025-02-14")[0] == 1
    code, out, err = run(*words, "--as-of", "2025-02-14", "--write")
    assert (code, out) == (1, "")
    assert err.startswith("nothing is written: table/.update.json names '../victim', which is no file of a table")
    assert not (example / "victim").exists()


# --- Damaged feeds

ODD = [
    None, True, False, 0, -1, 1, 2.5, -1e308, 1e308, 5e-324, math.nan, math.inf, -math.inf, 10**400, -(10**400), 2**63,
    1e15, "", " ", "-", "1e999", "9" * 5000, "1,5", "$1", "\x1b[2J", "\x00", "\ud800", "\u202e", "=1+1", "x" * 10_000,
    "1980-01-01", "2999-01-01", "9999-99-99", "Feb 30, 2026", [], {}, [[]], [None], {"": None}, {"base": {}},
    {"base": None, "tiers": [{"start": "x"}]}, [{"range": []}],
]  # fmt: skip


def nested(depth):
    return "[" * depth + "]" * depth


def places(node, path=()):
    """Return where the values of a feed stand."""
    yield path
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield from places(value, (*path, key))


def replaced(node, path, value):
    if not path:
        return value
    first, *rest = path
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[first] = replaced(node[first], rest, value)
    return copy


def at(node, path):
    for key in path:
        node = node[key]
    return node


def damaged_value(chance, node):
    """Return a parsed feed with one of its values changed, gone, moved, or there several times."""
    spots = list(places(node))
    spot, other = chance.choice(spots), chance.choice(spots)
    value = at(node, spot)
    how = chance.randrange(6)
    if how <= 1:
        return replaced(node, spot, chance.choice(ODD))
    if how == 2:
        return replaced(node, spot, at(node, other))
    if how == 3 and isinstance(value, dict) and value:
        gone = chance.choice(list(value))
        left = {key: inner for key, inner in value.items() if key != gone}
        return replaced(node, spot, left if chance.random() < 0.5 else left | {f"{gone}x": value[gone]})
    if how == 4 and isinstance(value, list):
        return replaced(node, spot, value * chance.randrange(4))
    if how == 5 and isinstance(value, int | float):
        return replaced(node, spot, value * chance.choice([-1, 1000, 1e-6, 1e30, 0]))
    return replaced(node, spot, [value] if chance.random() < 0.5 else {"a": value})


def with_a_key_twice(chance, text):
    """Return JSON in which a key that stands somewhere stands there again, with another value."""
    found = [m for m in re.finditer(r'"[^"]*": ', text) if text[m.start() - 1] in "{ "]
    if not found:
        return text
    one = chance.choice(found)
    return f"{text[: one.start()]}{one[0]}{json.dumps(chance.choice(ODD))}, {text[one.start() :]}"


def damaged_bytes(chance, data):
    """Return a file cut off, with a part twice or moved or overwritten, or in another encoding."""
    a, b = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    noise = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 4)))
    control = chance.choice([b"\x1b[2J", b"\x00", b"\r", b"\n\n", b'"', b",", b"\xe4", "\u202e".encode()])
    return chance.choice(
        [
            data[:a],
            data[a:],
            data[:b] + data[a:],
            data[a:b] + data[:a] + data[b:],
            data[:a] + noise + data[a + len(noise) :],
            data[:a] + control + data[a:],
            data.replace(b"a", chance.choice([b"\xc3\xa4", b"\xe4", b"\n", b"\t"])),
            data.decode().encode(chance.choice(["utf-16", "utf-32", "utf-8-sig", "utf-16-be"])),
            b"PAR1" + data[a:],
            data * 2,
        ]
    )


def damaged_feeds(count, seed=14):
    """Return so many damaged feeds, of every shape, the same each time: two models of the table and what goes wrong."""
    chance = random.Random(seed)
    kinds = {**test_feeds.SCORES, **test_feeds.PRICES}
    whole = {
        kind: re.sub(rb"[Ss]ome-[Mm]odel", b"o1-mini", data).replace(b'"maker"', b'"openai"')
        for kind, data in kinds.items()
    }
    more = [json.dumps(content).encode() for content in test_feeds.TIERED.values()]
    samples = [*whole.values(), *more, board_of_the_example()]
    for number in range(count):
        data = samples[number % len(samples)]
        for _ in range(chance.choice([1, 1, 1, 3])):
            how = chance.randrange(8)
            value = None
            if nested(100)[:100].encode() not in data:  # how deep one can read and walk differs between Pythons
                with contextlib.suppress(ValueError, RecursionError):
                    value = json.loads(data)
            if value is None or how == 0:
                data = damaged_bytes(chance, data) if data else data
            elif how == 1:
                data = with_a_key_twice(chance, json.dumps(value)).encode()
            elif how == 2:
                deep = nested(chance.choice([3, 500, 5000]))
                text = re.sub(r"-?\d+\.?\d*", lambda m: m[0] if chance.random() < 0.9 else deep, json.dumps(value))  # noqa: B023
                data = text.encode()
            else:
                data = json.dumps(damaged_value(chance, value)).encode()
            with contextlib.suppress(UnicodeDecodeError):
                data.decode()
                continue
            break
        yield number, data


def board_of_the_example():
    return (EXAMPLE / "board.json").read_bytes()


@pytest.mark.slow
def test_no_damaged_feed_ends_in_a_traceback(run, monkeypatch):
    """Each of a thousand is read, or refused in one line; so is each fifth compared, and what is written is right."""
    models = frontier.load_models("table", price_basis=PRICE_BASES)
    known, dated = every_model("table", board="text"), frontier.load_prices("table")
    aliases = load_aliases("table")
    monkeypatch.setattr("frontier.update.compare.known_models", lambda: list(models["model"]))  # not all 460
    read = compared = commanded = 0
    for number, data in damaged_feeds(1000):
        Path("feed.json").write_bytes(data)
        feed, said = None, list[str]()
        try:
            feed = read_feed(data, source="feed.json")
        except FeedError as error:
            said.append(str(error))
        else:
            read += 1
            said += map(str, feed.problems)
        if feed and number % 5 == 0:
            try:
                update = compare_feeds(models, {"feed": feed}, board="text", as_of=[None, "2025-02-14"][number % 2],
                                       trust=number % 3 == 0, aliases=aliases, known=known, dated=dated)  # fmt: skip
                assert len(update.changed()) <= len(models) + len(update.newcomers)
                said += update.refused()
                compared += 1
            except ValueError as error:
                said.append(str(error))
        assert all(line.isprintable() for line in said), said
        if number % 19 == 0:
            words = [flag for flag in ("--scores", "--prices") if feed is None or getattr(feed, flag[2:])]
            for flag in words[:1]:
                trust = ["--trust"] if number % 3 == 0 else []
                code, out, err = run(flag, "feed.json", "--board", "text", "--as-of", "2025-02-14", "--write", *trust)
                assert code in (0, 1, 2)
                assert "Traceback" not in err
                assert (out + err).replace("\n", "").isprintable()
                commanded += code == 0
                assert not [problem for problem in frontier.check_models("table") if problem.level == "error"]
    assert read > 325
    assert compared > 50
    assert commanded > 10
