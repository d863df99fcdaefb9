"""The kinds of cost: one entry each, which Python, the command line and the pictures read."""

import pandas as pd
import pytest

import frontier
from frontier.cli.main import main
from frontier.frames import costs
from frontier.frames.costs import COST_KINDS, Cost, cost_kind, find_cost


@pytest.fixture(scope="module")
def deck():
    return frontier.load_models(as_of="2025-02-14", price_basis="arena")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("output", lambda models: models["output_usd_per_mtok"]),
        ("input", lambda models: models["input_usd_per_mtok"]),
        ("blended", frontier.blended_price),
        ("blended:10:1", lambda models: frontier.blended_price(models, input=10, output=1)),
        ("blended:10:1:5", lambda models: frontier.blended_price(models, input=10, output=1, cached=5)),
        ("request:1000:500", lambda models: frontier.request_cost(models, input_tokens=1000, output_tokens=500)),
        ("training_flop", lambda models: models["training_flop"]),
    ],
)
def test_a_cost_is_written_as_on_the_command_line(deck, text, same):
    found = frontier.find_frontier(deck, cost=text)
    own = same(deck)
    assert found.cost == own.name
    pd.testing.assert_series_equal(found.table[found.cost], own[found.table.index])


def test_a_gap_takes_the_same_costs(deck):
    gap = frontier.open_gap(deck, cost="blended:5:1")
    assert gap.cost_label == "USD per million tokens, blended: 5 input, 1 output"
    assert gap.price_ratio == frontier.open_gap(deck, cost=frontier.blended_price(deck, input=5)).price_ratio


def test_a_label_of_the_caller_counts(deck):
    assert frontier.find_frontier(deck, cost="blended", cost_label="my mix").cost_label == "my mix"


def test_a_column_of_the_table_comes_before_a_kind(deck):
    own = deck.assign(output=deck["input_usd_per_mtok"])
    assert find_cost(own, "output") == ("output", "")
    assert frontier.find_frontier(own, cost="output").cost == "output"
    assert not costs.is_price("output")  # of a column only its name counts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("blended:a:b", "must have numbers between its colons"),
        ("blended:1", "'blended:1' has 1 number; output"),
        ("blended:-1:2", "amounts must be finite and >= 0, got input=-1.0"),
        ("request", "'request' has 0 numbers"),
        ("request:10:1:20", "cached_tokens"),
        ("outpt", "no column 'outpt'; did you mean 'output'"),
    ],
)
def test_a_cost_that_cannot_be_is_refused(deck, text, words):
    with pytest.raises(ValueError, match=f"^cost: .*{words}"):
        frontier.find_frontier(deck, cost=text)


def test_what_is_computed_is_in_columns_of_no_table(deck):
    """So the kind of a column is known by its name alone."""
    assert len({kind.column for kind in COST_KINDS}) == len({kind.key for kind in COST_KINDS}) == len(COST_KINDS)
    assert not {kind.column for kind in COST_KINDS if kind.compute} & set(deck.columns)
    for kind in COST_KINDS:
        assert costs.column_kind(kind.column) is kind
        assert kind.unit
        assert kind.axis_title.endswith(")")


def test_a_new_kind_is_one_entry(deck, monkeypatch, capsys):
    """A conversation of so many turns, each with its own tokens in and out."""

    def conversation(models, turns, sent, received):
        return turns * frontier.request_cost(models, input_tokens=sent, output_tokens=received).rename("usd_per_chat")

    chat = Cost(
        "chat",
        column="usd_per_chat",
        unit="USD per conversation",
        axis_title="Cost of a conversation (USD)",
        usage="chat:TURNS:IN:OUT",
        counts=(3,),
        compute=conversation,
        describe=lambda turns, sent, received: f"{turns:g} turns of {sent:g} input and {received:g} output tokens",
    )
    monkeypatch.setattr(costs, "COST_KINDS", [*COST_KINDS, chat])
    found = frontier.find_frontier(deck, cost="chat:5:500:300")
    assert found.cost_label == "USD per conversation: 5 turns of 500 input and 300 output tokens"
    once = frontier.request_cost(deck, input_tokens=500, output_tokens=300)
    assert found.members[found.cost].iloc[0] == 5 * once.min()
    assert cost_kind("chat:5:500:300").is_price
    assert costs.is_price("usd_per_chat")
    assert costs.currency("usd_per_chat") == "$"
    ax = frontier.plot_frontier(found)
    assert ax.get_xlabel() == f"{found.cost_label} (log scale)"
    assert frontier.open_gap(deck, cost="chat:5:500:300").cost == "usd_per_chat"

    words = ("--as-of", "2025-02-14", "--price-basis", "arena", "--cost", "chat:5:500:300")
    assert main(["pick", *words, "--budget", "0.01"]) == 0
    assert found.cost_label in capsys.readouterr().out
    assert main(["table", *words]) == 0
    assert "usd_per_chat" in capsys.readouterr().out
    assert main(["trend", "--since", "2024-08-14", *words[:2], *words[4:]]) == 0
    assert "chat:TURNS:IN:OUT" in costs.cost_help()
