"""The name that was probably meant."""

import pytest

import frontier
from frontier.words.spelling import did_you_mean, nearest, readable_name

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


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("foo-5", "Foo 5"), ("gpt-7-sol-xhigh", "GPT-7 Sol (xhigh)"), ("claude-opus-6-1", "Claude Opus 6.1"),
        ("glm-6v-air", "GLM-6V Air"), ("qwen4-max", "Qwen4 Max"), ("kimi-k9-max", "Kimi K9 (max)"),
        ("deepseek-v5-flash-20270101", "DeepSeek V5 Flash (2027-01-01)"), ("granite-5-30b-instruct", "Granite 5 30B"),
        ("gemini-4-flash-lite-preview-06-17", "Gemini 4 Flash-Lite (preview 06-17)"),
        ("mistral-medium-2701", "Mistral Medium (2701)"), ("gpt_5.5 (High)", "GPT-5.5 (high) (gpt_5.5 (High))"),
        ("Foo Bar", "Foo Bar"), ("日本-1", "日本 1"), ("()", "()"), ("--", "--"),
    ],
)  # fmt: skip
def test_a_new_model_is_named_as_the_others_are(newest, key, name):
    known = dict(zip(newest["model"], newest["name"], strict=True))
    assert readable_name(key, known) == name


def test_a_name_is_never_blank_and_no_other_model_has_it(newest):
    known = dict(zip(newest["model"], newest["name"], strict=True))
    for key in [*newest["model"][::9], "a b", "a_b", "A-B", "---", "(high)", "max"]:
        others = {other: name for other, name in known.items() if other != key}
        name = readable_name(key, others)
        assert name.strip() == name != ""
        assert name.lower() not in {other.lower() for other in others.values()}
        known[key] = name
