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

from frontier.feeds import KINDS, MAX_BYTES, Feed, FeedError, read_feed


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
            {"model_api_name": "unpriced", "input_token_price": "", "output_token_price": ""},
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
        ("models.dev", "has a price of zero or less: a free tier or preview is not a price"),
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
    ("data", "complaint"),
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
def test_what_cannot_be_read_says_why(data, complaint):
    with pytest.raises(FeedError, match="there") as caught:
        read_feed(data, source="there")
    assert complaint in str(caught.value)


def test_a_feed_that_is_too_large_is_not_parsed():
    with pytest.raises(FeedError, match="has 67,108,865 bytes, and at most 67,108,864 are read"):
        read_feed(b" " * (MAX_BYTES + 1))


def test_the_dataset_is_also_read_as_csv_and_parquet():
    rows = json.loads(SCORES["arena-dataset"])["rows"][:1]
    header = ",".join(rows[0])
    text = f"{header}\n{','.join(map(str, rows[0].values()))}\n"
    assert read_feed(text.encode()).scores == read_feed(SCORES["arena-dataset"]).scores
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), out)
    assert read_feed(out.getvalue()).scores == read_feed(SCORES["arena-dataset"]).scores


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


@settings(max_examples=300, deadline=None)
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
