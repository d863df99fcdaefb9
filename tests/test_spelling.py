"""The name that was probably meant."""

import pytest

import frontier
from frontier.spelling import did_you_mean, nearest

MODELS = [
    "gpt-5.4",
    "gpt-4o-2024-05-13",
    "gpt-4-0613",
    "gpt-4-0314",
    "gpt-4.1",
    "deepseek-r1",
    "deepseek-r1-0528",
    "o1",
]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("gpt4", "gpt-4-0314"),
        ("GPT-4", "gpt-4-0314"),
        ("gpt 4o", "gpt-4o-2024-05-13"),
        ("DeepSeek_R1", "deepseek-r1"),
        ("deepsek-r1", "deepseek-r1"),
        ("O1", "o1"),
        ("llama", None),
        ("", None),
        ("---", None),
    ],
)
def test_the_nearest_name(word, meant):
    assert nearest(word, MODELS) == meant
    assert nearest(word, reversed(MODELS)) == meant


def test_of_known_words_the_nearer_and_not_the_longer():
    assert nearest("texts", ["elo-online", "text", "text-style-control"]) == "text"
    assert did_you_mean("zebra", ["text"]) == ""
    assert nearest("1", [1, 2]) == "1"


@pytest.mark.parametrize("name", ["gpt4", "gemini 2.0 flash 001", "o3 mini"])
def test_a_model_of_the_table_is_found(name):
    prices = frontier.load_prices()
    with pytest.raises(ValueError, match=r"did you mean '(gpt-4-0314|gemini-2.0-flash-001|o3-mini)'"):
        frontier.price_points(frontier.load_scores(board="text"), prices, reference=name)
