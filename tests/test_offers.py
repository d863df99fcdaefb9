"""Which of several hosts' offers is the price of a model, through time."""

import pandas as pd
import pytest
from test_catalog import PRICES, tables  # noqa: F401

from frontier import load_models, load_prices, load_scores
from frontier.data.check import check_models
from frontier.data.edit import editing

# Of beta, open weights: by day what each host asks, and when it stopped.
OFFERS = """\
beta,2025-01-01,,,1,,4,host,DeepInfra,true,a list
beta,2025-01-01,2025-03-01,withdrawn,1,,5,host,Together AI,true,a list
beta,2025-02-01,,,1,,6,host,Groq,true,a list
beta,2025-03-15,,,1,,3,host,Groq,,a list
beta,2025-01-01,,,1,,1,host,OpenRouter,true,a list
beta,2025-04-01,2025-06-01,retirement,2,,3,host,DeepInfra,,a list
"""


@pytest.fixture
def offers(tables):  # noqa: F811
    """Return the small table with the offers of five months, and no other price of beta."""
    kept = [row for row in tables.rows["prices"] if row["model"] != "beta"]
    header = tables.header["prices"]
    tables.rows["prices"] = kept + [dict(zip(header, line.split(","), strict=True)) for line in OFFERS.splitlines()]
    priced = (*PRICES, "price_date", "price_basis", "host", "price_source")
    tables.rows["models"][1].update(dict.fromkeys(priced, ""))
    return tables


def day_by_day(folder, hosts):
    days = ("2025-01-01", "2025-02-14", "2025-03-01", "2025-03-15", "2025-04-01", "2025-06-01")
    prices = load_prices(folder, price_basis="host", hosts=hosts)
    found = {}
    for day in days:
        before = prices[(prices["from"] <= day) & ~(prices["until"] <= day)]
        found[day] = (before["host"].iloc[-1], before["output_usd_per_mtok"].iloc[-1]) if len(before) else None
    return list(found.values())


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        # DeepInfra is the cheapest at first, and keeps the model although Groq is cheaper from 15 March on, until its
        # offer ends; a reseller's lower price never counts
        ("stay", "DeepInfra 4, DeepInfra 4, DeepInfra 4, DeepInfra 4, DeepInfra 3, Groq 3"),
        # of the equal prices of April the lower input price counts
        ("cheapest", "DeepInfra 4, DeepInfra 4, DeepInfra 4, Groq 3, Groq 3, Groq 3"),
        ("fixed", "Together AI 5, Together AI 5, DeepInfra 4, DeepInfra 4, DeepInfra 3, Groq 3"),
    ],
)
def test_a_rule_says_which_host_has_the_price(offers, hosts, expected):
    folder = offers.save()
    assert ", ".join(f"{host} {price:g}" for host, price in day_by_day(folder, hosts)) == expected
    asked = {"as_of": "2025-02-14", "price_basis": "host", "hosts": hosts}
    scores = load_scores(folder, **asked)
    for models in (load_models(folder, **asked), scores[scores["date"] == "2025-02-14"]):
        beta = models.set_index("model").loc["beta"]
        assert f"{beta['host']} {beta['output_usd_per_mtok']:g}" == expected.split(", ")[1]


@pytest.mark.parametrize(("comes", "stay"), [("2025-03-02", "Together AI"), ("2025-03-03", "Groq")])
def test_a_host_that_comes_later_takes_a_model_only_in_its_first_30_days(offers, comes, stay):
    """Groq has the model first, on 1 February; the host that comes later asks less, and is the first in order."""
    offers.rows["prices"] = [
        row | {"from": comes, "until": "", "ended": ""} if row["host"] == "Together AI" else row
        for row in offers.rows["prices"]
        if row["host"] in ("", "Together AI") or (row["host"], row["from"]) == ("Groq", "2025-02-01")
    ]
    folder = offers.save()
    of = {
        hosts: load_models(folder, as_of="2025-03-14", price_basis="host", hosts=hosts).set_index("model").loc["beta"]
        for hosts in ("stay", "cheapest", "fixed")
    }
    others = {"cheapest": "Together AI", "fixed": "Together AI"}
    assert {hosts: row["host"] for hosts, row in of.items()} == {"stay": stay, **others}


def test_a_reseller_counts_only_while_no_host_sells(offers):
    for row in offers.rows["prices"]:
        if row["host"] == "OpenRouter":
            row["from"] = "2024-06-01"
        elif row["host"] == "Groq":
            row |= {"until": "2025-07-01", "ended": "withdrawn"} if row["from"] == "2025-03-15" else {}
    prices = load_prices(offers.save(), price_basis="host")
    assert prices["host"].tolist() == ["OpenRouter", "DeepInfra", "DeepInfra", "Groq", "OpenRouter"]
    assert prices["from"].iloc[-1] == pd.Timestamp("2025-07-01")


def test_every_offer_is_kept_and_asked_for_by_its_word(offers):
    folder = offers.save()
    assert len(load_prices(folder, price_basis="host", hosts="all")) == 6
    with pytest.raises(ValueError, match=r"hosts must be one of stay, cheapest, fixed, got 'cheap'"):
        load_models(folder, hosts="cheap")
    with pytest.raises(ValueError, match=r"hosts must be one of stay, cheapest, fixed, all, got 'every'"):
        load_prices(folder, hosts="every")


def test_models_csv_shows_the_host_that_the_rule_chooses(offers):
    """The check names another host's price; saving writes the right one; an ended price is cleared."""
    shown = {"price_date": "2025-04-01", "host": "DeepInfra", "output_usd_per_mtok": "3", "input_usd_per_mtok": "2"}
    offers.rows["models"][1] |= shown | {"price_basis": "host", "price_source": "a list"}
    offers.rows["prices"][-1] |= {"until": "", "ended": ""}
    offers.rows["prices"][-4] |= {"from": "2024-12-01"}  # Groq has the model first
    folder = offers.save()
    said = [problem for problem in check_models(folder) if problem.file == "models.csv"]
    assert any("the price in force is that of Groq" in problem.message for problem in said)
    with editing(folder) as open_tables:
        open_tables.save()
    assert check_models(folder) == []
    beta = load_models(folder, price_basis="host").set_index("model").loc["beta"]
    assert (beta["host"], beta["output_usd_per_mtok"], beta["price_date"]) == ("Groq", 3, pd.Timestamp("2025-03-15"))
    with editing(folder) as open_tables:
        for row in open_tables.history("history/prices.csv"):
            if row["model"] == "beta" and not row["until"]:
                row |= {"until": "2025-08-01", "ended": "retirement"}
        open_tables.save()
        assert open_tables.row("beta")["price_basis"] == ""


def test_a_reason_needs_the_day_of_the_end(offers):
    offers.rows["prices"][-1] |= {"until": ""}
    (problem,) = [one for one in check_models(offers.save()) if one.level == "error"]
    assert str(problem).startswith("prices.csv:")
    assert "ended: is given while until is blank" in str(problem)


def test_two_rows_of_one_host_and_day_are_one_too_many(offers):
    offers.rows["prices"].append(offers.rows["prices"][-1] | {"output_usd_per_mtok": "9"})
    (problem,) = [one for one in check_models(offers.save()) if one.level == "error"]
    assert "two DeepInfra prices of 'beta' on 2025-04-01" in problem.message
