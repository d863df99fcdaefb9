"""Runs of benchmarks: what a task costs, the published numbers that it gives back, and what must never be cheap."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import FROZEN, watched

import frontier
from frontier import find_frontier, frontier_probability, load_prices
from frontier.cli.main import main
from frontier.core.bootstrap import frontier_bootstrap, resampled_means
from frontier.data.runs import load_runs
from frontier.frames.costs import published_cost
from frontier.frames.runs import price_reversals, run_frontier, run_prices, task_cost
from frontier.plots.runs import plot_rank_change
from frontier.report.data import report_data
from frontier.update.names import match_runs

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = "output_usd_per_mtok"


@pytest.fixture(scope="module")
def prices():
    with watched(load_prices(FROZEN)) as table:
        yield table


@pytest.fixture(scope="module")
def every():
    with watched(load_runs(FROZEN)) as runs:
        yield runs


@pytest.fixture(scope="module")
def aider(every):
    return every[every["benchmark"] == "aider-polyglot"].set_index("name", drop=False).rename_axis(None)


@pytest.fixture(scope="module")
def swe_bench(every):
    return every[every["benchmark"] == "openhands-swe-bench"]


@pytest.fixture(scope="module")
def aider_frontier(aider):
    return run_frontier(aider)


@pytest.fixture(scope="module")
def swe_frontier(swe_bench):
    return run_frontier(swe_bench)


def study(every, part):
    return every[every["benchmark"] == f"price-reversal-{part}"]


def run_of(model, sent, received, **more):
    return pd.DataFrame([{"model": model, "input_tokens": sent, "output_tokens": received} | more])


# --- Published numbers that come back.


@pytest.mark.parametrize(
    ("sent", "received", "before", "after"),
    [
        # fsndzomga/hal-frontend@debcdde preprocessed_traces/*.db, table token_usage, o3 Medium (April 2025); the costs
        # before the cut of 10 June 2025 are those of its table parsed_results, those after it of the site
        (5_874_882, 425_462, 75.77, 15.15),  # AssistantBench, Browser-Use
        (37_371_153, 4_546_489, 555.57, 111.11),  # SciCode, Tool Calling
        (920_682, 1_230_834, 58.44, 11.69),  # ScienceAgentBench, Self-Debug
    ],
)
def test_the_costs_of_o3_at_the_prices_of_two_days(prices, sent, received, before, after):
    run = run_of("o3-2025-04-16", sent, received, date="2025-05-01")
    assert task_cost(run, prices).item() == pytest.approx(before, abs=0.01)
    assert task_cost(run, prices, as_of="2025-07-01").item() == pytest.approx(after, abs=0.01)


def test_the_costs_of_aider_are_those_of_its_tokens(aider, prices):
    """Aider-AI/aider@5dc9490bb35f: what is far from them was cached, or came from another host."""
    known = aider.assign(tasks=1)
    later = task_cost(known, prices, as_of="2025-10-03")
    published = {
        "claude-opus-4-20250514 (no think)": 68.6253,
        "claude-opus-4-20250514 (32k thinking)": 65.7484,
        "grok-4 (high)": 59.6182,
        "DeepSeek-V3.2-Exp (Reasoner)": 1.3045,
        "DeepSeek-V3.2-Exp (Chat)": 0.8756,
        "gemini-2.5-pro-preview-06-05 (32k think)": 49.8822,
    }
    for name, cost in published.items():
        assert later[name] == pytest.approx(cost, abs=1e-4)
        assert aider.loc[name, "cost_usd"] == cost
    ratio = aider["cost_usd"] / task_cost(known, prices).fillna(later)
    assert (ratio.count(), (ratio.sub(1).abs() <= 0.1).sum()) == (20, 14)


def test_the_costs_and_the_reversals_of_the_price_reversal_study(every, prices):
    """lchen001/pricing-reversal@69f5f1a0e89e; arXiv 2603.23971. Its listed price is that of input plus output."""
    runs = study(every, "nine-tasks").set_index("name", drop=False).rename_axis(None)
    total = task_cost(runs, prices) * runs["tasks"]
    published = {
        "gpt-5.2-high": 526.5928, "gpt-5-mini": 52.9383, "gemini-3.1-pro-preview": 1168.7514,
        "gemini-3-flash-preview": 642.9642, "claude-opus-4.6-thinking": 767.8211, "claude-haiku-4.5": 36.7125,
        "kimi-k2.5": 290.0144, "MiniMax-M2.5": 22.9550,
    }  # fmt: skip
    assert total.to_dict() == pytest.approx(published, abs=1e-4)
    for part, turned in {"aime": 5, "gpqa": 6, "livemathbench": 6, "nine-tasks": 7}.items():
        cells = study(every, part)
        found = run_prices(cells, prices)
        listed = (found["input_usd_per_mtok"] + found[OUTPUT]).rename("listed")
        reversals = price_reversals(cells, price=listed)
        assert (reversals.reversed, reversals.pairs) == (turned, 28)


# ARC Prize, evaluations.json (codesignist/ai-trend@ac8aefa data/raw): USD per task of GPT-5.6 Luna, semi-private sets
# 1 and 2 at efforts from medium to max, as tested on 9 July 2026 and again on 30 July, after the cut of its price.
LUNA = [
    (0.06, 0.01202556), (0.13, 0.027887352), (0.21, 0.045517572), (0.32, 0.06538362),
    (0.11, 0.02209704), (0.29, 0.06253926), (0.54, 0.13048743), (0.67, 0.176717125),
]  # fmt: skip


def test_a_new_price_is_what_a_new_run_costs_within_a_third(prices):
    run = run_of("gpt-5.6-luna-xhigh", 10_000, 40_000)
    factor = task_cost(run, prices, as_of="2026-07-09").item() / task_cost(run, prices, as_of="2026-07-30").item()
    assert factor == pytest.approx(5)
    measured = [before / after for before, after in LUNA]
    assert max(max(factor / one, one / factor) for one in measured) < 1.35
    assert np.median(measured) == pytest.approx(factor, rel=0.1)


def test_the_frontier_of_openhands_per_task_is_four_models(swe_bench, swe_frontier, prices):
    found = swe_frontier
    assert found.members["name"].tolist() == ["DeepSeek-V4-Pro", "MiniMax-M3", "claude-opus-4-8", "claude-fable-5"]
    by_price = find_frontier(
        swe_bench.join(run_prices(swe_bench, prices)), quality="score", name="name", uncertainty=False
    )
    assert len(by_price.members) > len(found.members)


# --- What must never be cheap.


def test_what_has_no_cost_is_left_out_with_its_reason(aider, aider_frontier, prices):
    found = aider_frontier
    assert (len(found.table), set(found.excluded["reason"])) == (51, {"no usd_per_task"})
    assert found.members["name"].iloc[0] == "gpt-4o-mini-2024-07-18"
    priced = run_frontier(aider, prices, as_of="2026-10-08")
    reasons = priced.excluded.set_index("model")["reason"]
    assert reasons["o3-pro (high)"] == "no prices of its model"
    assert reasons["grok-4 (high)"] == "no price in force that day"
    assert reasons["gpt-4.5-preview"] == "no tokens"
    assert find_frontier(aider.assign(usd=aider["cost_usd"].fillna(0)), cost="usd", quality="score").excluded[
        "reason"
    ].unique() == ["usd is not positive"]


@pytest.mark.parametrize(
    ("changes", "cost", "why"),
    [
        ({}, 0.0275, ""),
        ({"tasks": 10}, 0.00275, ""),
        ({"date": "2026-04-01"}, 0.05, ""),  # the host's: an ended price does not bring back the one before it
        ({"cached_tokens": 5000}, math.nan, "no price of cached input"),  # and never the full price
        ({"input_tokens": None}, math.nan, "no tokens"),
        ({"output_tokens": 0}, math.nan, "no tokens"),  # 0 means unknown
        ({"cached_tokens": 10_001}, math.nan, "more cached tokens than input"),  # an input without the cached ones
        ({"model": None}, math.nan, "no prices of its model"),
        ({"date": "2025-12-31"}, math.nan, "no price in force that day"),
    ],
)
def test_a_cost_needs_tokens_and_the_prices_they_are_charged_at(changes, cost, why):
    prices = pd.DataFrame({
        "model": "m", "from": pd.to_datetime(["2026-01-01", "2026-03-01", "2026-04-01"]), "until": pd.NaT,
        "input_usd_per_mtok": [1.0, 1.0, 2.0], "cached_input_usd_per_mtok": math.nan,
        "output_usd_per_mtok": [3.0, 3.5, 6.0], "price_basis": ["list", "list", "host"],
    })  # fmt: skip
    prices.loc[1, "until"] = pd.Timestamp("2026-04-01")
    run = run_of("m", 10_000, 5000, date="2026-03-01").assign(**changes)
    assert task_cost(run, prices).item() == pytest.approx(cost, nan_ok=True)
    assert run_prices(run, prices)["why_unpriced"].item() == why
    with pytest.raises(ValueError, match="no column 'date'; give the day of the prices as as_of="):
        task_cost(run.drop(columns="date"), prices)


def test_an_ambiguous_name_is_not_priced(aider, swe_bench):
    assert aider.loc["chatgpt-4o-latest (2025-02-15)", "model"] is None
    assert (
        swe_bench.set_index("name").loc["Kimi-K2-Thinking", "model"] is None
    )  # the table has -turbo, of another price
    assert aider.loc["gpt-5 (low)", ["model", "effort"]].tolist() == ["gpt-5-high", "low"]
    assert aider.loc["claude-opus-4-20250514 (no think)", "effort"] == "none"


def test_doing_nothing_is_a_floor(every):
    commit0 = every[every["benchmark"] == "openhands-commit0"]
    found = run_frontier(commit0, uncertainty=False)
    without = find_frontier(commit0, cost="task", quality="score", name="name", uncertainty=False)
    gone = set(without.members["name"]) - set(found.members["name"])
    assert gone == {"Qwen3-Coder-480B"}
    assert set(found.excluded["reason"]) == {"score is no better than 0, that of doing nothing"}
    band, bare = run_frontier(commit0).band(), find_frontier(commit0, cost="task", quality="score").band()
    assert band.quality.min() == 0 > bare.quality.min()
    errors = pd.DataFrame({"model": ["a", "b"], "usd": [1.0, 2.0], "errors": [100.0, 40.0]})
    lower = find_frontier(errors, cost="usd", quality="errors", lower_is_better=True, floor=100)
    assert lower.members["model"].tolist() == ["b"]


def test_runs_of_two_benchmarks_or_agents_are_no_frontier(every, aider):
    with pytest.raises(ValueError, match="select one benchmark and one agent first"):
        run_frontier(every)
    with pytest.raises(ValueError, match="agent differs"):
        run_frontier(aider.assign(agent=["a", *["b"] * (len(aider) - 1)]))
    with pytest.raises(ValueError, match="select one benchmark"):
        price_reversals(every[every["name"].isin(["gpt-5 (high)", "GPT-5.5"])], price="cost_usd")
    agents = pd.DataFrame({"model": ["x", "x"], "agent": ["a", "b"], "usd": [1.0, 2.0], "score": [1.0, 2.0]})
    assert len(find_frontier(agents, cost="usd", quality="score").members) == 2  # a column like another


# --- Costs that are uncertain too.


def test_known_costs_give_the_same_answer_bit_for_bit(aider_frontier):
    found = aider_frontier.table
    args = found["usd_per_task"], found["score"], found["sd"]
    same = frontier_probability(*args, cost_log_sd=np.zeros(len(found)))
    assert same.tobytes() == frontier_probability(*args).tobytes()
    assert same.tobytes() == found["probability"].to_numpy().tobytes()


def test_two_uncertain_points_have_a_closed_form():
    from scipy.special import ndtr

    probability = frontier_probability([1, 2], [10, 12], [1, 2], cost_log_sd=[0.5, 0.7])
    cheaper, better = ndtr(math.log(2) / math.hypot(0.5, 0.7)), ndtr(2 / math.hypot(1, 2))
    np.testing.assert_allclose(probability, [1 - (1 - cheaper) * better, 1 - cheaper * (1 - better)], rtol=1e-12)


def test_uncertain_and_exact_points_together_agree_with_draws():
    """Points that are exact in the score, in the cost, in both, and equal: against the definition, drawn."""
    rng, n, draws = np.random.default_rng(1), 10, 40_000
    cost, quality = np.exp(rng.normal(size=n)), rng.normal(size=n) * 3
    sd, log_sd = rng.uniform(0.2, 2, n), rng.uniform(0.02, 0.6, n)
    sd[[3, 7, 9]], log_sd[[5, 7, 8, 9]] = 0, 0
    cost[[8, 9]], quality[9] = cost[7], quality[7]  # 7 and 9 are one point, 8 costs the same
    quality[1], sd[1] = quality[3], 0
    probability = frontier_probability(cost, quality, sd, cost_log_sd=log_sd)
    costs = np.where(log_sd, cost * np.exp(log_sd * rng.normal(size=(draws, n))), cost)
    qualities = quality + sd * rng.normal(size=(draws, n))
    shares = np.mean([frontier.pareto_mask(*draw) for draw in zip(costs, qualities, strict=True)], axis=0)
    assert np.abs(shares - probability).max() < 4 * 0.5 / math.sqrt(draws)
    money = frontier_probability(100 * cost, quality, sd, cost_log_sd=log_sd)
    np.testing.assert_allclose(money, probability, atol=1e-9)  # cents instead of dollars
    with pytest.raises(ValueError, match="cost must be > 0"):
        frontier_probability([0.0], [1.0], [1.0], cost_log_sd=[0.1])
    with pytest.raises(ValueError, match="cost_log_sd must be >= 0"):
        frontier_probability([1.0], [1.0], [1.0], cost_log_sd=[-0.1])
    with pytest.raises(TypeError, match="either cov or cost_log_sd"):
        frontier_probability([1.0], [1.0], cov=[[1.0]], cost_log_sd=[0.1])


def tasks_done(rng, tasks, hard, replicas=1):
    """Solved tasks and their costs of two models; ``hard`` is how much both depend on the same task."""
    shape = (tasks, replicas, 2)
    task = rng.normal(size=(tasks, replicas, 1))
    ability, effort = (math.sqrt(hard) * task + math.sqrt(1 - hard) * rng.normal(size=shape) for _ in range(2))
    solved, cost = (ability < [0.2, 0.5]), np.exp([-1.0, -0.9] + 0.6 * effort)
    return solved.astype(float).reshape(tasks, -1), cost.reshape(tasks, -1)


def test_the_bootstrap_and_the_integral_agree_where_tasks_are_independent():
    solved, cost = tasks_done(np.random.default_rng(3), 400, hard=0.0, replicas=4)
    mean, log_sd = cost.mean(axis=0), cost.std(axis=0) / cost.mean(axis=0) / math.sqrt(len(cost))
    sd = solved.std(axis=0) / math.sqrt(len(solved))
    integral = frontier_probability(mean, solved.mean(axis=0), sd, cost_log_sd=log_sd)
    # the same means, drawn apart for each model, as the integral takes them
    apart = [resampled_means(s[:, None], c[:, None], seed=k) for k, (s, c) in enumerate(zip(solved.T, cost.T))]  # noqa: B905
    scores, costs = (np.hstack([pair[k] for pair in apart]) for k in range(2))
    shares = np.mean([frontier.pareto_mask(*draw) for draw in zip(costs, scores, strict=True)], axis=0)
    np.testing.assert_allclose(integral, shares, atol=0.04)
    np.testing.assert_allclose(
        integral, frontier_bootstrap(solved, cost), atol=0.15
    )  # chance correlations of 400 tasks


@pytest.mark.slow
def test_the_paired_bootstrap_covers_what_it_says_where_tasks_are_hard_for_all():
    tasks, replicas, draws = 300, 1500, 1000
    solved, cost = tasks_done(np.random.default_rng(11), tasks, hard=0.6, replicas=replicas)
    scores, costs = resampled_means(solved, cost, draws=draws, seed=1)
    from scipy.special import ndtr

    true = {"score": ndtr(0.5) - ndtr(0.2), "cost": 0.1}  # a difference, and the logarithm of a ratio
    drawn = {"score": scores[:, 1::2] - scores[:, ::2], "cost": np.log(costs[:, 1::2] / costs[:, ::2])}
    for what, value in true.items():
        low, high = np.quantile(drawn[what], [0.025, 0.975], axis=0)
        assert 0.94 <= np.mean((low <= value) & (value <= high)) <= 0.96
        # intervals of models apart, as if tasks had nothing in common, are too wide
        ends = np.quantile(drawn[what] - drawn[what].mean(axis=0), [0.025, 0.975], axis=0)
        one, other = (
            (scores[:, ::2], scores[:, 1::2]) if what == "score" else (np.log(costs[:, ::2]), np.log(costs[:, 1::2]))
        )
        wide = 1.96 * np.sqrt(one.var(axis=0) + other.var(axis=0))
        assert np.median(wide / ((ends[1] - ends[0]) / 2)) > 1.25


def test_pairing_makes_a_comparison_surer():
    solved = np.tile([[1, 1], [1, 0], [0, 0], [1, 1]], (10, 1))
    assert frontier_bootstrap(solved, [[1.0, 2.0]] * 40).tolist() == [1, 0]
    equal = frontier_bootstrap(solved[:, [0, 0]], [[1.0, 1.0]] * 40)
    assert equal.tolist() == [1, 1]
    for wrong, message in (
        ([[1.0]], "one shape"),
        ([[1.0, math.nan]] * 40, "column 1 has too few known"),
        ([[1.0, math.inf]] * 40, "infinite"),
    ):
        with pytest.raises(ValueError, match=message):
            frontier_bootstrap(solved, wrong)


UNFINISHED = [5, 7, 23, 42, 48, 54, 65, 99, 108, 151, 186, 196, 297, 365, 405, 412, 416, 468, 486, 490]


def test_a_task_that_one_model_did_not_finish_is_not_left_out_for_all():
    """SWE-bench with OpenHands (openhands-index-results@3015ac612e71); one of the 34 models did not finish these 20."""
    solved, cost = (pd.read_csv(ROOT / "docs" / "example" / f"tasks_{what}.csv") for what in ("solved", "cost"))
    assert cost["GLM-4.7"].isna().sum() == 2
    assert solved["GLM-4.7"][cost["GLM-4.7"].isna()].tolist() == [0, 0]
    chances = pd.Series(frontier_bootstrap(solved, cost), solved.columns)
    fewer = pd.Series(frontier_bootstrap(solved.drop(UNFINISHED), cost.drop(UNFINISHED)), solved.columns)
    # the error of a share of 4,000 draws is 0.008
    some = ["MiniMax-M3", "DeepSeek-V3.2-Reasoner", "claude-opus-4-6", "claude-opus-4-7"]
    assert chances[some].tolist() == pytest.approx([0.97, 0.06, 0.10, 0.06], abs=0.02)
    assert fewer["claude-opus-4-6"] == pytest.approx(0.45, abs=0.02)
    part = cost.assign(**{"GLM-4.7": cost["GLM-4.7"].fillna(cost["GLM-4.7"].mean())})
    filled, known = (resampled_means(each)[0] for each in (part, cost))
    np.testing.assert_allclose(filled.mean(axis=0), known.mean(axis=0), rtol=1e-3)
    rest = np.arange(len(cost.columns)) != cost.columns.get_loc("GLM-4.7")
    np.testing.assert_allclose(filled[:, rest], known[:, rest], rtol=1e-12)


def test_a_frontier_of_runs_takes_the_intervals_of_its_costs(swe_bench, swe_frontier):
    """Claude Opus 4.6 may be on the frontier, as its cost is near that of 4.8; with known costs it is not."""
    found, known = swe_frontier, run_frontier(swe_bench.drop(columns=["cost_lower", "cost_upper"]))
    chances = pd.DataFrame({
        "known": known.table.set_index("name")["probability"], "both": found.table.set_index("name")["probability"]
    })  # fmt: skip
    assert chances.loc["claude-opus-4-6"].round(3).tolist() == [0.002, 0.127]
    assert chances.loc["MiniMax-M3"].round(3).tolist() == [0.856, 0.808]
    assert found.cost_log_sd == "cost_log_sd"
    assert known.cost_log_sd is None
    cost = swe_bench.assign(cost_lower=lambda runs: runs["cost_lower"].where(runs["name"] != "MiniMax-M3"))
    widest = np.nanmax(np.log(cost["cost_upper"] / cost["cost_lower"])) / (2 * 1.959964)
    table = run_frontier(cost).table.set_index("name")
    assert math.isnan(table.loc["MiniMax-M3", "cost_log_sd"])  # as given; the widest is taken
    wide = frontier_probability(
        table["usd_per_task"], table["score"], table["sd"], cost_log_sd=table["cost_log_sd"].fillna(widest)
    )
    np.testing.assert_allclose(table["probability"], wide, atol=1e-12)


# --- The order by cost and by price.


def test_reversals_count_pairs_as_their_definition_says():
    rng = np.random.default_rng(5)
    runs = pd.DataFrame({"model": list("abcdefgh"), "price": [1, 1, 2, 3, 3, 4, 5, 6], "usd_per_task": rng.random(8)})
    found = price_reversals(runs, price="price")
    pairs = [(i, j) for i in range(8) for j in range(8) if runs["price"][i] < runs["price"][j]]
    turned = [(i, j) for i, j in pairs if runs["usd_per_task"][i] > runs["usd_per_task"][j]]
    assert (found.reversed, found.pairs) == (len(turned), len(pairs))
    from scipy.stats import kendalltau

    assert found.tau == pytest.approx(kendalltau(runs["price"], runs["usd_per_task"]).statistic)
    worst = max(turned, key=lambda pair: runs["usd_per_task"][pair[0]] / runs["usd_per_task"][pair[1]])
    assert found.worst[:2] == tuple(runs["model"][list(worst)])
    assert found.share.low <= found.share.value <= found.share.high
    assert sorted(found.to_frame()["price_rank"]) == sorted(found.to_frame()["cost_rank"]) == list(range(1, 9))
    cents = price_reversals(runs.assign(usd_per_task=100 * runs["usd_per_task"]), price="price")
    assert (cents.share, cents.tau, cents.worst[:2]) == (found.share, found.tau, found.worst[:2])
    same = price_reversals(pd.DataFrame({"model": ["a", "b"], "price": [1, 2], "usd_per_task": [1, 2]}), price="price")
    assert (same.reversed, same.worst) == (0, None)
    assert "0 of 1 pairs change order" in str(same)
    with pytest.raises(ValueError, match="no two models differ in both"):
        price_reversals(runs.iloc[:2], price="price")


def test_a_quarter_of_the_pairs_change_order_on_openhands_and_a_tenth_on_aider(swe_bench, aider, prices):
    """At the prices of the day of each run, where the table has one."""
    found = price_reversals(swe_bench.join(run_prices(swe_bench, prices)))
    assert (found.reversed, found.pairs, len(found.table)) == (79, 288, 25)
    assert found.share.value == pytest.approx(0.274, abs=0.001)
    single = price_reversals(aider.join(run_prices(aider, prices)))
    assert single.share.value == pytest.approx(0.102, abs=0.001)


# --- Pictures and commands.


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_a_picture_says_unit_benchmark_agent_and_days(aider, aider_frontier, prices):
    ax = frontier.plot_frontier(aider_frontier, curves="model")
    assert ax.get_ylabel() == "% of exercises solved at the second try"
    assert ax.get_xlabel() == "USD per task, as published (log scale)"
    title = ax.get_title(loc="left").replace("\n", " ")
    assert title == "gpt-5 (low) is 6.7 percentage points below gpt-5 (high) at 36 % of its cost"
    footer = next(text for text in texts(ax) if "Aider polyglot" in text)
    assert footer.startswith(
        "Runs: Aider polyglot (Apache-2.0), aider, 21 Dec 2024 to 3 Oct 2025. 51 of 69 runs compared;"
    )
    joined = aider[aider["cost_usd"].notna()].groupby("model").size()
    assert sum(str(line.get_gid()).startswith("curve-") for line in ax.lines) == (joined > 1).sum()
    banded = run_frontier(aider.assign(cost_lower=0.9 * aider["cost_usd"], cost_upper=1.1 * aider["cost_usd"]))
    ax = frontier.plot_frontier(banded, band=True)
    assert any("scores and costs to be independent" in text for text in texts(ax))
    priced = {"then": run_frontier(aider, prices), "now": run_frontier(aider, prices, as_of="2026-10-08")}
    both = frontier.plot_frontiers(priced, frontier.frontier_shift(*priced.values()))
    assert both.get_xlabel() == "Cost of one task (USD, log scale)"
    assert "nearly the same cost at equal quality, no clear difference" in both.get_title(loc="left").replace("\n", " ")


def test_a_rank_change_draws_every_model_at_both_ranks(swe_bench, prices):
    found = price_reversals(swe_bench.join(run_prices(swe_bench, prices)))
    ax = plot_rank_change(found)
    assert ax.get_title(loc="left") == "27 % of pairs of models change order when the cost of a task replaces the price"
    lines = {tuple(line.get_ydata()) for line in ax.lines}
    assert lines == set(zip(found.table["price_rank"], found.table["cost_rank"], strict=True))
    assert sum("claude-opus-4-8" in text for text in texts(ax)) == 2
    assert any(text.startswith("Runs: OpenHands Index, SWE-bench Verified (MIT), OpenHands") for text in texts(ax))


def test_a_file_of_one_s_own_runs_gives_the_same_pictures_in_three_lines(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(
        "benchmark,model,score,input_tokens,output_tokens\nmine,gpt-5-high,80,12000,11000\n"
        "mine,deepseek-v3.2,70,10000,9000\nmine,claude-opus-4-8,85,9000,4000\n"
    )
    runs = load_runs(path)
    found = run_frontier(runs, load_prices(FROZEN), as_of="2026-10-08")
    ax = frontier.plot_frontier(found)
    assert found.members["model"].tolist() == ["deepseek-v3.2", "gpt-5-high", "claude-opus-4-8"]
    assert ax.get_xlabel() == "USD per task at the prices of 2026-10-08 (log scale)"
    footer = next(text.replace("\n", " ") for text in texts(ax) if text.startswith("Runs: mine."))
    whose = "makers' list prices and prices of named hosts, the newest of 18 Aug 2026"
    assert footer == f"Runs: mine. Prices: {whose}. 3 runs"
    turned = price_reversals(runs, load_prices(FROZEN), as_of="2026-10-08")
    assert (turned.reversed, turned.pairs) == (0, 3)
    assert turned.table["cost"].tolist() == found.table["usd_per_task"].tolist()
    efforts = pd.concat(
        [runs.head(1).assign(effort=effort, score=score) for effort, score in (("low", 70), (None, 80))]
    )
    named = run_frontier(efforts, load_prices(FROZEN), as_of="2026-10-08").table
    assert named["name"].tolist() == ["gpt-5-high (low)", "gpt-5-high"]
    with pytest.raises(ValueError, match="benchmark must be one of mine, got 'yours'"):
        load_runs(path, benchmark="yours")
    (tmp_path / "models.csv").write_text((FROZEN / "models.csv").read_text())
    with pytest.raises(ValueError, match="has no benchmarks"):
        load_runs(tmp_path)
    with pytest.raises(ValueError, match="no published cost"):
        published_cost(runs)


@pytest.mark.parametrize(
    ("changes", "how", "message"),
    [
        ({"input_tokens": "1,200"}, {}, "tokens must be numeric, and column 'input_tokens' has text: '1,200'"),
        ({"tasks": "few"}, {}, "tasks must be numeric, and column 'tasks' has text"),
        (
            {"cost_lower": 2.0, "cost_upper": 1.0},
            {},
            "cost_lower must be > 0 and at most cost_upper, and is not in row 0",
        ),
        ({}, {"as_of": "yesterday"}, "as_of must be dates as 2025-02-14"),
        ({}, {"price_basis": "lists"}, "price_basis must name one or more of arena, host, list, unverified, got lists"),
    ],
)
def test_what_is_wrong_with_runs_of_one_s_own_is_said(prices, changes, how, message):
    run = run_of("gpt-5-high", 12_000, 11_000, score=80.0).assign(**changes)
    with pytest.raises((ValueError, TypeError), match=message):
        run_frontier(run, prices, **{"as_of": "2026-10-08"} | how)


def test_runs_that_name_their_models_otherwise_are_priced_if_only_one_can_be_meant(tmp_path, capsys):
    path = tmp_path / "mine.csv"
    rows = ("GPT-5 (high),80", "Claude Opus 4.8,85", "Gemini-3.5-Flash,82", "House 7B,40", "deepseek-v3.2,70")
    path.write_text("model,score,input_tokens,output_tokens,benchmark\n" + "".join(f"{r},9000,4000,q\n" for r in rows))
    assert main(["table", "--data", str(path), "--benchmark", "q", "--as-of", "2026-10-08", "--csv"]) == 0
    out, err = capsys.readouterr()
    assert [line.split(",")[0] for line in out.splitlines()[1:]] == ["deepseek-v3.2", "GPT-5 (high)", "Claude Opus 4.8"]
    assert err.splitlines() == [
        "GPT-5 (high) is priced as gpt-5-high",
        "Claude Opus 4.8 is priced as claude-opus-4-8",
        "Gemini-3.5-Flash may be gemini-3.5-flash-high, gemini-3.5-flash-medium; write one of them as its model",
        "House 7B is no model of the table",
        "3 of 5 runs compared; 2: no prices of its model",
    ]


def test_the_commands_compare_the_runs_of_a_benchmark(capsys, tmp_path):
    assert main(["table", "--benchmark", "openhands-swe-bench", "--csv"]) == 0
    out, err = capsys.readouterr()
    assert [line.split(",")[0] for line in out.splitlines()[1:]] == [
        "DeepSeek-V4-Pro", "MiniMax-M3", "claude-opus-4-8", "claude-fable-5",
    ]  # fmt: skip
    assert main(["pick", "--benchmark", "aider-polyglot", "--as-of", "2025-10-03", "--budget", "0.05"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("gpt-5 (low): score 81.3 (75.7 to 85.85) at 0.0487256 USD per task at the prices of 2025-10-")
    assert "46: no tokens" in err
    assert main(["plot", "--benchmark", "aider-polyglot", "--classes", "-o", str(tmp_path / "a.svg")]) == 0
    assert main(["table", "--benchmark", "aider-polyglot", "--cost", "input", "--task", "coding"]) == 2
    assert "leave out --cost, --task\n" in capsys.readouterr().err
    assert main(["table", "--benchmark", "openhands-swe-bench", "--as-of", "2026-10-20"]) == 1  # no tokens
    assert "choose another --as-of or --price-basis" in capsys.readouterr().err
    assert main(["table", "--benchmark", "aider"]) == 2
    assert "did you mean 'aider-polyglot'?" in capsys.readouterr().err


def test_the_page_shows_the_runs_of_a_benchmark(monkeypatch, swe_frontier, tmp_path):
    asked = {}
    monkeypatch.setattr(frontier, "write_report", lambda *_, **how: asked.update(how))
    assert main(["report", "--benchmark", "openhands-swe-bench", "-o", str(tmp_path / "a.html")]) == 0
    assert "license" not in asked["data"]  # of the results, and not of a model
    page = report_data(asked["data"], **{key: asked[key] for key in ("cost", "quality", "name")})
    assert page["own"]["currency"] == "$"
    cost = 1 + list(page["columns"]).index("output_usd_per_mtok")
    shown = dict(zip(page["models"]["name"], (row[cost] for row in page["snapshots"][0]["rows"]), strict=True))
    members = swe_frontier.members
    assert [shown[name] for name in members["name"]] == pytest.approx(members["usd_per_task"].tolist())
    assert main(["report", "--benchmark", "aider-polyglot", "--cost", "input", "-o", str(tmp_path / "a.html")]) == 2


def test_names_of_runs_are_matched_with_the_effort_apart_and_the_date_kept(every):
    names = every.drop_duplicates("name").set_index("name", drop=False).rename_axis(None)
    found = match_runs(names["name"]).set_index("name", drop=False).rename_axis(None)
    same = found["model"].notna() & (found["model"] == names["model"])
    assert same.sum() >= 74
    assert (found["effort"] == names["effort"].fillna(""))[same].all()
    # what was matched otherwise: the alias of another price
    assert found.index[found["model"].notna() & ~same].tolist() == ["Kimi-K2-Thinking"]
    assert found.loc["GPT-5.5", "model"] == "gpt-5.5"  # and not gpt-5.5-high
    assert found.loc["claude-opus-4-20250514 (no think)", ["model", "effort"]].tolist() == [
        "claude-opus-4-20250514",
        "none",
    ]
    several = match_runs(["Gemini-3.5-Flash", "chatgpt-4o-latest (2025-03-29)", "gpt-4.6 (high)", "DeepSeek R1 (0528)"])
    assert several["model"].tolist()[:3] == [None, None, None]  # several, another day, another version
    assert several["keys"][0] == "gemini-3.5-flash-high, gemini-3.5-flash-medium"
    assert several["model"][3] == "deepseek-r1-0528"
