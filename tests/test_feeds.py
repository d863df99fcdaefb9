"""Public feeds, recognised by their content: the same facts come out of every shape, and nothing crashes a reader."""

import contextlib
import datetime as dt
import io
import json

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontier.feeds.read import KINDS, read_feed
from frontier.feeds.records import MAX_BYTES, Feed, FeedError
from frontier.feeds.sellers import sold_as


def as_json(value):
    return json.dumps(value).encode()


# One small feed of each shape, with a bad row where it says so: what is read of it.
SCORES = {
    "arena-table": (
        b"rank,model,arena_score,95_pct_ci,votes,organization,license\n"
        b'1,Some-Model,1384,+5/-4,"11,949",Maker,MIT\n2,Bad,none,+1/-1,3,Maker,MIT\n'
    ),
    "arena-ratings": (
        b"key,Model,rating,License,Organization,date\nsome-model,Some,1384.5,MIT,Maker,20250214\nbad,Bad,,MIT,M,\n"
    ),
    "arena-dataset": as_json(
        {
            "meta": {"subset": "text_style_control", "leaderboard_publish_date": "2026-08-19"},
            "rows": [
                {"category": "overall", "model_name": "some-model", "rating": 1384.5, "rating_lower": 1380,
                 "rating_upper": 1389, "vote_count": 23626.0, "organization": "maker", "license": "MIT"},
                {"category": "coding", "model_name": "some-model", "rating": 1400.0},
                {"category": "overall", "model_name": "bad", "rating": 1, "rating_lower": 2, "rating_upper": 3},
            ],
        }
    ),
    "arena-page": as_json(
        {
            "meta": {"leaderboard": "text", "last_updated": "Aug 21, 2026"},
            "models": [
                {"model": "some-model", "score": 1384.5, "ci_low": 5, "ci_high": 4, "votes": 24331, "vendor": "Maker",
                 "license": "MIT", "price_prompt": 1.0, "price_completion": 2.0},
                {"model": "bad", "score": True, "votes": 1, "price_completion": None},
            ],
        }
    ),
    "arena-catalogue": as_json(
        {"full": {"some-model": {"rating": 1384.5, "rating_q025": 1380, "rating_q975": 1389}, "bad": {"rating": "x"}}}
    ),
}  # fmt: skip
PRICES = {
    "arena-prices": as_json(
        [
            {"model_api_name": "some-model", "input_token_price": "1.0", "output_token_price": "2", "source": "s"},
            {"model_api_name": "bad", "input_token_price": "free", "output_token_price": "2"},
            {"model_api_name": "unpriced", "input_token_price": "", "output_token_price": ""},  # as most are there
        ]
    ),
    "model-prices": as_json(
        {
            "updated_at": "2026-10-26T18:46:35Z",
            "prices": {
                "maker": {
                    "some-model": {
                        "batch": [{"rates": {"input": 0.5, "output": 1.0}, "start": None}],
                        "standard": [
                            {"rates": {"input": 1, "output": 2, "source": "s", "valid_from": "2025-06-10T22:55:28Z"}},
                        ],
                    },
                    "bad": {"standard": [{"rates": {"input": 1, "output": "two"}}]},
                }
            },
        }
    ),
    "llm-prices": as_json(
        {
            "vendor": "maker",
            "models": [
                {"id": "some-model", "price_history": [{"input": 1, "output": 2, "from_date": "2025-06-10"}]},
                {"id": "bad", "price_history": [{"input": 1, "output": None}]},
            ],
        }
    ),
    "openrouter": as_json(
        {
            "data": [
                {"id": "maker/some-model", "pricing": {"prompt": "0.000001", "completion": "0.000002"}},
                {"id": "maker/some-model:free", "pricing": {"prompt": "0", "completion": "0"}},
            ]
        }
    ),
    "genai-prices": as_json(
        [
            {
                "id": "maker",
                "models": [
                    {
                        "id": "some-model",
                        "prices": [
                            {"constraint": {"start_time": "16:30", "end_time": "00:30"}, "prices": {"output_mtok": 1}},
                            {"prices": {"input_mtok": {"base": 1, "tiers": []}, "output_mtok": 2}},
                        ],
                    },
                    {"id": "bad", "prices": {"input_mtok": 1, "output_mtok": [2]}},
                ],
            }
        ]
    ),
    "litellm": as_json(
        {
            "sample_spec": {"input_cost_per_token": 0.0},
            "some-model": {"input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06, "mode": "chat",
                           "litellm_provider": "maker", "input_cost_per_token_batches": 5e-07},
            "azure_ai/jais-30b-chat": {"input_cost_per_token": 0.0032, "output_cost_per_token": 0.00971},
            "an-image": {"input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06, "mode": "image_generation"},
        }
    ),
    "models.dev": as_json(
        {
            "maker": {
                "doc": "s",
                "models": {
                    "some-model": {
                        "cost": {"input": 1, "output": 2}, "open_weights": True, "release_date": "2025-01-20",
                    },
                    "bad": {"cost": {"input": -1, "output": 2}},
                },
            }
        }
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SCORES)
def test_a_leaderboard_is_recognised_and_its_bad_row_named(kind):
    feed = read_feed(SCORES[kind], source="there")
    assert feed.kind == kind
    (score,) = feed.scores
    assert score.name.lower() == "some-model"
    assert score.elo == pytest.approx(1384.5, abs=0.5)
    if kind != "arena-ratings":
        assert (score.elo_lower, score.elo_upper) == pytest.approx((1380, 1389), abs=1)
    (problem,) = feed.problems
    assert problem.name.lower() == "bad"


@pytest.mark.parametrize("kind", PRICES)
def test_a_price_list_is_recognised_its_units_are_one_and_its_bad_row_is_named(kind):
    feed = read_feed(PRICES[kind], source="there")
    assert feed.kind == kind
    (price,) = feed.prices
    assert price.name.rpartition("/")[2] == "some-model"
    assert (price.input_usd_per_mtok, price.output_usd_per_mtok) == (1.0, 2.0)
    assert price.source in ("s", "there")
    assert len(feed.problems) == 1, feed.problems
    assert not feed.scores


def test_every_kind_has_a_sample():
    assert set(SCORES) | set(PRICES) == set(KINDS)


def test_what_a_feed_tells_of_itself():
    dataset, page = read_feed(SCORES["arena-dataset"]), read_feed(SCORES["arena-page"])
    assert (dataset.board, dataset.as_of) == ("text-style-control", dt.date(2026, 8, 19))
    assert page.as_of == dt.date(2026, 8, 21)
    assert page.prices[0].basis == "unverified"
    assert read_feed(SCORES["arena-ratings"]).as_of == dt.date(2025, 2, 14)
    assert read_feed(PRICES["model-prices"]).as_of == dt.date(2026, 10, 26)
    assert read_feed(PRICES["model-prices"]).prices[0].start == dt.date(2025, 6, 10)
    (price,) = read_feed(PRICES["models.dev"]).prices
    assert (price.open_weights, price.released) == (True, dt.date(2025, 1, 20))


def test_votes_are_whole_however_they_are_written():
    assert read_feed(SCORES["arena-table"]).scores[0].votes == 11949
    assert read_feed(SCORES["arena-dataset"]).scores[0].votes == 23626


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("litellm", "has a price of 9,710 USD per million tokens, which is a slip of the unit"),
        ("openrouter", "has a price of zero or less: a free tier or preview is not a price"),
        ("models.dev", "has a price below zero, which is none"),
        ("llm-prices", "has no output price"),
        ("arena-prices", "input_usd_per_mtok: Input should be a valid number"),
    ],
)
def test_what_is_no_price_is_left_out_with_its_reason(kind, reason):
    (problem,) = read_feed(PRICES[kind]).problems
    assert reason in str(problem)


def test_a_price_of_another_mode_or_hour_is_not_the_standard_one():
    assert [p.output_usd_per_mtok for p in read_feed(PRICES["model-prices"]).prices] == [2.0]
    assert [p.output_usd_per_mtok for p in read_feed(PRICES["genai-prices"]).prices] == [2.0]
    # DeepSeek's: the discount has no hours, and the standard rate has them
    steps = [{"constraint": None, "prices": {"input_mtok": 0.135, "output_mtok": 0.55}},
             {"constraint": {"start_time": "00:30"}, "prices": {"input_mtok": 0.27, "output_mtok": 1.1}}]  # fmt: skip
    feed = read_feed(as_json([{"id": "deepseek", "models": [{"id": "deepseek-chat", "prices": steps}]}]))
    assert [(p.output_usd_per_mtok, p.basis) for p in feed.prices] == [(1.1, "list")]


def test_a_model_that_stands_twice_with_two_scores_is_left_out():
    rows = [{"key": k, "rating": r} for k, r in (("a", 1000), ("b", 1100), ("a", 1200), ("c", 900), ("c", 900))]
    feed = read_feed(as_json(rows))
    assert [(score.name, score.elo) for score in feed.scores] == [("b", 1100), ("c", 900)]
    assert [str(problem) for problem in feed.problems] == ["a: stands 2 times, with 1000 and 1200 points"]


def test_the_newest_board_of_the_dataset_counts():
    rows = [{"model_name": "a", "rating": r, "category": "overall", "leaderboard_publish_date": d}
            for r, d in ((1000, "2026-10-20"), (1010, "2026-11-15"), (990, "2026-09-01"))]  # fmt: skip
    feed = read_feed(as_json({"rows": rows}))
    assert [(score.name, score.elo) for score in feed.scores] == [("a", 1010)]
    assert feed.as_of == dt.date(2026, 11, 15)


@pytest.mark.parametrize(
    "odd", [{"vote_count": 1e30}, {"rating_lower": 0, "rating_upper": 1e308}, {"organization": "x" * 100_000}]
)
def test_what_no_table_can_hold_is_left_out(odd):
    good = {"model_name": "a", "rating": 1000, "category": "overall"}
    feed = read_feed(as_json([good, {**good, "model_name": "b", **odd}]))
    assert [score.name for score in feed.scores] == ["a"]
    assert [problem.name for problem in feed.problems] == ["b"]


def test_a_feed_that_ends_in_disorder_is_refused_or_read():
    """Found by fuzzing."""
    with pytest.raises(FeedError, match="no row of it can be read; the first: what follows: cannot be read"):
        read_feed(b'{"prices": [{"vendor": 0}], "models": -1e+308}')


def test_units_are_exact():
    """1e-07 USD per token are 0.1 per million, not 0.09999999999999999."""
    row = {"m": {"input_cost_per_token": 1e-07, "output_cost_per_token": 7.5e-08}}
    (price,) = read_feed(as_json(row)).prices
    assert (price.input_usd_per_mtok, price.output_usd_per_mtok) == (0.1, 0.075)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "there is empty"),
        (b"  \n", "there is empty"),
        (b"<!DOCTYPE html><html>not found</html>", "is a web page, not data"),
        (b'{"data": [{"id"', "begins as JSON and is none"),
        (b"a,b\n1,2\n", "has no known shape, its content begins with 'a,b"),
        (b"\x1f\x8b\x08compressed", "is not UTF-8 text, and no Parquet file; is it compressed?"),
        (b"PAR1 and no more", "Parquet"),
        (b'{"data": [{"pricing": {}}]}', "is taken for OpenRouter's /api/v1/models"),
        (b"[" * 100_000, "begins as JSON and is none"),
        (b'{"full": {}}', "has no known shape"),
    ],
)
def test_what_cannot_be_read_says_why(data, message):
    with pytest.raises(FeedError, match="there") as caught:
        read_feed(data, source="there")
    assert message in str(caught.value)


def parquet(**columns):
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), out)
    return out.getvalue()


def shared_text(rows):
    """Return Parquet of a few kilobytes, each row of which has the same long name."""
    indices = pyarrow.array([0] * rows, pyarrow.int32())
    name = pyarrow.DictionaryArray.from_arrays(indices, pyarrow.array(["x" * 100_000]))
    return parquet(model_name=name, rating=pyarrow.array([1000.0] * rows))


FULL = MAX_BYTES - 100
TOO_MUCH = {
    "bytes": (lambda: b" " * (MAX_BYTES + 1), "has 16,777,217 bytes, and at most 16,777,216 are read"),
    "lists": (lambda: b"[0" + b",[]" * (FULL // 3) + b"]", "has more than 300,000 objects and lists"),
    "objects": (lambda: b"[{}" + b",{}" * (FULL // 3) + b"]", "has more than 300,000 objects"),
    "rows": (
        lambda: b'{"data":[{"pricing":{}}' + b",0" * 1_000_000 + b"]}",
        "has more than 50,000 rows",
    ),
    "steps": (
        lambda: (
            b'{"updated_at":1,"prices":{"a":{"b":{"standard":[' + b",".join([b'{"rates":{"a":1}}'] * 60_000) + b"]}}}}"
        ),
        "has more than 50,000 rows",
    ),
    "values": (
        lambda: b'{"a":0' + b"".join(b',"a":%d' % k for k in range(300_000)) + b"}",
        "has no known shape",
    ),
    "cells": (
        lambda: b",".join(b"c%d" % k for k in range(100_000)) + b"\n1" * 1_000_000,
        "cells, which is more than is read",
    ),
    "lines": (lambda: b"key,rating" + b"\n" * FULL, "cells, which is more than is read"),
    "short lines": (lambda: b"key,rating\n" + b"a\n" * (FULL // 2), "cells, which is more than is read"),
    "number": (lambda: b"[" + b"9" * FULL + b"]", "begins as JSON and is none"),
    "letters": (
        lambda: b'{"sample_spec":0,"a":{"output_cost_per_token":"' + b"9" * FULL + b'"}}',
        "is taken for LiteLLM",
    ),
    "Parquet rows": (
        lambda: parquet(model_name=pyarrow.nulls(2_000_000), rating=pyarrow.nulls(2_000_000)),
        "unpacks to more than is read",
    ),
    "Parquet texts": (lambda: shared_text(20_000), "no row of it can be read"),
}


@pytest.mark.parametrize(("make", "message"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_feed_that_would_take_too_much_is_refused_before_it_is_unpacked(make, message):
    data = make()
    with pytest.raises(FeedError) as caught:
        read_feed(data)
    assert message in str(caught.value)
    assert len(str(caught.value)) <= 1000


def test_the_dataset_is_also_read_as_csv_and_parquet():
    rows = json.loads(SCORES["arena-dataset"])["rows"][:1]
    header = ",".join(rows[0])
    text = f"{header}\n{','.join(map(str, rows[0].values()))}\n"
    assert read_feed(text.encode()).scores == read_feed(SCORES["arena-dataset"]).scores
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), out)
    assert read_feed(out.getvalue()).scores == read_feed(SCORES["arena-dataset"]).scores


# --- What a feed says twice


def litellm(*rows):
    """Return a list as LiteLLM writes it, of which a name may stand twice."""
    return ("{" + ", ".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in rows) + "}").encode()


def priced(input_price, output_price, **more):
    return {"litellm_provider": "xai", "mode": "chat", "input_cost_per_token": input_price * 1e-6,
            "output_cost_per_token": output_price * 1e-6, **more}  # fmt: skip


def prices_of(feed):
    return [(p.name, p.input_usd_per_mtok, p.output_usd_per_mtok, bool(p.doubt)) for p in feed.prices]


def test_a_price_that_stands_twice_is_doubted_whichever_is_last():
    feed = read_feed(litellm(("xai/a", priced(2, 6)), ("xai/b", priced(1, 2)), ("xai/a", priced(3, 15))))
    assert prices_of(feed) == [("xai/a", 2, 6, True), ("xai/b", 1, 2, False), ("xai/a", 3, 15, True)]
    assert list(map(str, feed.problems)) == [
        "xai/a: stands 2 times in one object, with different values: what depends on it is doubted"
    ]
    feed = read_feed(litellm(*[("xai/a", priced(k, 6)) for k in (2, 2, 3, 4, 2)]))
    assert prices_of(feed) == [("xai/a", k, 6, True) for k in (2, 4)]
    feed = read_feed(litellm(("xai/a", priced(2, 6)), ("xai/a", priced(2, 6))))
    assert prices_of(feed) == [("xai/a", 2, 6, False)]
    assert list(map(str, feed.problems)) == ["xai/a: stands 2 times in one object, with the same value"]


@pytest.mark.parametrize(
    ("text", "read", "twice"),
    [
        # in the row: one of its numbers
        ('{"xai/a": {"output_cost_per_token": 2e-6, "output_cost_per_token": 3e-6}}',
         [("xai/a", None, 2, True), ("xai/a", None, 3, True)], "output_cost_per_token"),
        # a price that only one of the readings has
        ('{"xai/a": {"output_cost_per_token": 2e-6, "output_cost_per_token": null, "mode": "chat"}, '
         '"xai/b": {"output_cost_per_token": 1e-6}}',
         [("xai/a", None, 2, True), ("xai/b", None, 1, False)], "output_cost_per_token"),
        # above the rows: the provider, with other models each time
        ('{"xai": {"models": {"grok-a": {"cost": {"input": 1, "output": 2}}}}, '
         '"xai": {"models": {"grok-b": {"cost": {"input": 3, "output": 4}}}}}',
         [("grok-a", 1, 2, True), ("grok-b", 3, 4, True)], "xai"),
        # the whole list
        ('{"data": [{"id": "x/a", "pricing": {"prompt": 1e-6, "completion": 2e-6}}], '
         '"data": [{"id": "x/a", "pricing": {"prompt": 1e-6, "completion": 9e-6}}]}',
         [("x/a", 1, 2, True), ("x/a", 1, 9, True)], "data"),
        # deep in the row
        ('{"xai/a": {"tiered_pricing": [{"range": [0, 9], "range": [9, 20], "output_cost_per_token": 1e-6},'
         ' {"range": [5, 9], "output_cost_per_token": 2e-6}], "litellm_provider": "xai"}, "sample_spec": {}}',
         [("xai/a", None, 1, True), ("xai/a", None, 2, True)], "range"),
    ],
)  # fmt: skip
def test_a_key_that_stands_twice_is_named_at_any_depth(text, read, twice):
    feed = read_feed(text.encode())
    assert prices_of(feed) == read
    named = [problem for problem in feed.problems if not problem.is_row]
    assert [problem.name for problem in named] == [twice]


def test_a_score_that_stands_twice_is_left_out_and_a_day_that_does_is_none():
    text = (
        '{"meta": {"leaderboard": "text", "last_updated": "2026-10-20", "last_updated": "2026-10-27"}, "models": ['
        '{"model": "a", "score": 1400, "score": 1500}, {"model": "b", "score": 1300, "votes": 5}]}'
    )
    feed = read_feed(text.encode())
    assert [(score.name, score.elo) for score in feed.scores] == [("b", 1300)]
    assert feed.as_of is None
    assert {problem.name: problem.is_row for problem in feed.problems} == {
        "last_updated": False, "score": False, "a": True,
    }  # fmt: skip


def test_a_column_that_stands_twice_is_refused():
    with pytest.raises(FeedError, match="has the column 'rating' twice; which of them counts"):
        read_feed(b"key,rating,rating\na,1000,1100\n")
    assert len(read_feed(b",,key,rating\n0,0,a,1000\n").scores) == 1, "columns without a name are none"
    table = pyarrow.table([["a"], [1000.0], [1100.0]], names=["model_name", "rating", "rating"])
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out)
    with pytest.raises(FeedError, match="has the column 'rating' twice"):
        read_feed(out.getvalue())


# --- Tiers of context


def tiers(*rows, **more):
    return {"litellm_provider": "dashscope", "mode": "chat", "tiered_pricing": [
        {"range": bounds, "input_cost_per_token": i * 1e-6, "output_cost_per_token": o / 1e6} | also
        for bounds, i, o, also in rows
    ], **more}  # fmt: skip


SHORT = ([0, 256_000], 0.4, 1.6, {"cache_read_input_token_cost": 8e-8})
LONG = ([256_000, 1_000_000], 1.2, 4.8, {})
TIERED = {
    "LiteLLM": {"dashscope/qwen-x": tiers(SHORT, LONG)},
    "LiteLLM, the longest first": {"dashscope/qwen-x": tiers(LONG, SHORT)},
    "LiteLLM, with the same flat": {"dashscope/qwen-x": tiers(
        SHORT, LONG, input_cost_per_token=4.0000000000000003e-07, output_cost_per_token=1.6e-06,
        cache_read_input_token_cost=8e-8)},
    "models.dev": {"alibaba": {"models": {"qwen-x": {"cost": {
        "input": 0.4, "output": 1.6, "cache_read": 0.08,
        "tiers": [{"input": 1.2, "output": 4.8, "context": {"min": 256_000}}],
        "context_over_200k": {"input": 1.2, "output": 4.8}}}}}},
    "models.dev, tiers only": {"alibaba": {"models": {"qwen-x": {"cost": {"tiers": [
        {"input": 1.2, "output": 4.8, "tier": {"type": "context", "size": 256_000}},
        {"input": 0.4, "output": 1.6, "cache_read": 0.08}]}}}}},
    "genai-prices": [{"id": "alibaba", "models": [{"id": "qwen-x", "prices": {
        "input_mtok": {"base": 0.4, "tiers": [{"start": 256_000, "price": 1.2}]}, "cache_read_mtok": 0.08,
        "output_mtok": {"tiers": [{"start": 256_000, "price": 4.8}, {"start": 0, "price": 1.6}]}}}]}],
    "OpenRouter": {"data": [{"id": "qwen/qwen-x", "pricing": [
        {"prompt": "0.0000004", "completion": "0.0000016", "input_cache_read": "0.00000008"},
        {"min_context": 256_000, "prompt": "0.0000012", "completion": "0.0000048"}]}]},
}  # fmt: skip


@pytest.mark.parametrize("content", TIERED.values(), ids=TIERED)
def test_of_prices_by_length_that_of_the_shortest_context_is_read(content):
    feed = read_feed(as_json(content))
    assert [(p.input_usd_per_mtok, p.cached_input_usd_per_mtok, p.output_usd_per_mtok) for p in feed.prices] == [
        (0.4, 0.08, 1.6)
    ]
    assert feed.prices[0].basis == ("host" if feed.kind == "openrouter" else "list")
    assert not feed.problems


def test_tiers_that_cannot_be_told_apart_are_both_read():
    row = tiers(SHORT, ([0, 128_000], 0.5, 1.7, {}))
    assert [p.output_usd_per_mtok for p in read_feed(as_json({"dashscope/qwen-x": row})).prices] == [1.6, 1.7]


UNPRICED = {
    "litellm": {"a/b": {"mode": "chat"}, "c": {"output_cost_per_token": 1e-6},
                "d": {"mode": "chat", "tiered_pricing": []},
                "e": {"input_cost_per_second": 1, "mode": "chat"}},
    "models.dev": {"a": {"models": {"a/b": {}, "d": {"cost": {}}, "c": {"cost": {"output": 1}},
                                    "e": {"cost": {"context_over_200k": {"input": 1, "output": 2}}}}}},
    "openrouter": {"data": [{"id": "a/b", "pricing": {}}, {"id": "c", "pricing": {"completion": "1e-6"}}, {"id": "d"},
                            {"id": "e", "pricing": []}]},
    "model-prices": {"updated_at": "2026-10-26", "prices": {"a": {"a/b": {}, "d": {"batch": [{"rates": {"output": 1}}]},
                     "c": {"standard": [{"rates": {"output": 1}}]}, "e": {"standard": []}}}},
}  # fmt: skip


@pytest.mark.parametrize("kind", UNPRICED)
def test_a_row_without_a_price_is_named(kind):
    feed = read_feed(as_json(UNPRICED[kind]))
    assert feed.kind == kind
    assert [price.name for price in feed.prices] == ["c"]
    assert {problem.name.removeprefix("a: ") for problem in feed.problems} == {"a/b", "d", "e"}
    assert {problem.reason for problem in feed.problems} == {"has no price"}


# --- Whose price it is


@pytest.mark.parametrize(
    ("provider", "name", "basis"),
    [
        ("tencent", "kimi-k3", "unverified"), ("tencent", "tencent/deepseek-v4-pro-0813", "unverified"),
        ("tencent", "minimax-m3", "unverified"), ("tencent", "hy4", "list"), ("tencent", "hunyuan-large", "list"),
        ("mistral", "mistral/deepseek-v4-1-flash-1017", "unverified"), ("mistral", "zai-glm-5-2", "unverified"),
        ("mistral", "open-mixtral-8x7b", "list"), ("mistral", "codestral-2508", "list"),
        ("minimax", "minimax/kimi-k3", "unverified"), ("minimax", "MiniMax-M2", "list"), ("minimax", "M2-her", "list"),
        ("dashscope", "dashscope/glm-5.2", "unverified"), ("dashscope", "qwen3-max", "list"),
        ("volcengine", "kimi-k2-thinking-251104", "unverified"), ("moonshot", "glm-5", "unverified"),
        ("xai", "claude-opus-5", "unverified"), ("anthropic", "gpt-5", "unverified"), ("zai", "GLM-5.3", "list"),
        ("arcee", "moonshotai/kimi-k3", "host"), ("arcee", "trinity-large-thinking", "list"),
        ("aws", "anthropic.claude-v1", "host"), ("aws", "amazon.nova-pro-v1:0", "list"),
        ("google", "claude-3-opus", "unverified"), ("perplexity", "perplexity/kimi-k3", "unverified"),
        ("foo", "foo-5", "unverified"), (None, "xai/grok-4.5", "list"), (None, "", "unverified"),
    ],
)  # fmt: skip
def test_a_list_price_is_the_maker_s_own_of_its_own_models(provider, name, basis):
    assert sold_as(provider, name) == basis


@pytest.mark.parametrize(
    ("provider", "name", "maker", "basis"),
    [
        ("foo", "foo-5", "Foo", "list"),  # a new maker's own API
        ("foo-ai", "foo-5", "Foo AI", "list"), ("foo", "foo-5", "Bar", "unverified"),
        ("mistral", "leopard-1", "Mistral", "list"),  # a family of a new name
        ("mistral", "mistral-of-another", "Nous Research", "unverified"),
        ("deepseek", "deepseek-coder-by-others", "Nous Research", "unverified"),
        ("google", "gemma-3-27b", "Google", "unverified"),  # hosted, not Google's own offer
        ("aws", "nova-pro", "Amazon", "list"), ("aws", "nova-pro", "Nova", "host"),
        ("together_ai", "stripedhyena", "Together AI", "list"), ("", "", "", "unverified"),
    ],
)  # fmt: skip
def test_who_made_a_model_decides_whose_price_is_a_list_price(provider, name, maker, basis):
    assert sold_as(provider, name, maker) == basis


# --- Days


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-08-21", (2026, 8, 21)), ("20260821", (2026, 8, 21)), (20260821, (2026, 8, 21)),
        ("Aug 21, 2026", (2026, 8, 21)), ("August 21, 2026", (2026, 8, 21)), ("21 Aug 2026", (2026, 8, 21)),
        ("oct 1, 2026", (2026, 10, 1)), ("Sept. 1, 2026", (2026, 9, 1)), ("May 1, 2026", (2026, 5, 1)),
        ("2026-08-21T10:00:00Z", (2026, 8, 21)), (1787313600, (2026, 8, 21)), (1787313600000, (2026, 8, 21)),
        ("1980-01-01", None), ("2022-12-31", None), (20191231, None), ("Jan 1, 1980", None),
        ("Okt 21, 2026", None), ("Ma 1, 2026", None), ("Feb 30, 2026", None),
        (0, None), (1e300, None),
        (True, None), ("soon", None), ([], None),
    ],
)  # fmt: skip
def test_the_day_of_a_feed_is_read_whatever_the_locale_and_not_before_the_first_board(written, day, monkeypatch):
    monkeypatch.setattr("time.strptime", None)
    monkeypatch.setattr("_strptime._strptime_datetime", None, raising=False)
    page = {"meta": {"leaderboard": "text", "last_updated": written}, "models": [{"model": "a", "score": 1000}]}
    assert read_feed(as_json(page)).as_of == (day and dt.date(*day))


# --- Damage


def test_a_complaint_is_one_line_that_can_be_printed():
    odd = "\x1b[2J\u202e\n" * 3
    for data in ({odd: odd}, {"data": [{"id": odd, "pricing": {"prompt": odd, "completion": odd}}]}):
        with pytest.raises(FeedError) as caught:
            read_feed(as_json(data), source=f"{odd}.json")
        assert str(caught.value).isprintable()
    row = {"output_cost_per_token": odd * 10_000}
    feed = read_feed(as_json({odd: row, "good": {"output_cost_per_token": 1e-6}}))
    (problem,) = feed.problems
    assert str(problem).isprintable()
    assert len(str(problem)) < 400


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def refused_or_read(data):
    with contextlib.suppress(FeedError):
        assert isinstance(read_feed(data), Feed)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(data):
    refused_or_read(data)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from([*SCORES.values(), *PRICES.values()]))
def test_no_damage_crashes_a_reader(data, feed):
    """A feed cut off, with a byte changed, or with any of its values replaced by something else."""
    cut = data.draw(st.integers(0, len(feed)))
    refused_or_read(feed[:cut])
    refused_or_read(feed[:cut] + data.draw(st.binary(max_size=3)) + feed[cut + 1 :])
    if feed[:1] in b"[{":
        value = json.loads(feed)

        def damaged(node):
            if data.draw(st.integers(0, 9)) == 0:
                return data.draw(json_values)
            if isinstance(node, dict):
                return {key: damaged(inner) for key, inner in node.items()}
            return [damaged(inner) for inner in node] if isinstance(node, list) else node

        refused_or_read(json.dumps(damaged(value)).encode())
