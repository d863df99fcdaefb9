"""Scores from votes: against R, a published board, a twin that adds up every vote, simulations, and bad tables.

The votes of ``tests/data/votes`` and the answers stored there are described in ``tests/data/README.md``.
"""

import itertools
import math
import sys
import warnings

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import FROZEN

import frontier
from frontier.cli.main import main
from frontier.core.probability import covariance_root, normal_points
from frontier.core.ratings import POINTS, Votes, bradley_terry, quasi_variances, variances_of_differences
from frontier.frames.votes import count_wins

MIXTRAL = ("mixtral-8x7b-instruct-v0.1", 1114)
WORDS = {"won": "model_a", "lost": "model_b", "tied": "tie"}


def stored(name):
    return pd.read_csv(FROZEN / "votes" / name)


@pytest.fixture(scope="module")
def arena_expected():
    return stored("arena-models.csv").set_index("model")


@pytest.fixture(scope="module")
def arena_counts(arena_expected):
    names, pairs = arena_expected.index, stored("arena-pairs.csv")
    counts = pairs.melt(["a", "b"], list(WORDS), "winner", "battles").replace({"winner": WORDS})
    return counts.assign(model_a=names[counts["a"]], model_b=names[counts["b"]]).drop(columns=["a", "b"])


@pytest.fixture(scope="module")
def arena(arena_counts):
    return frontier.fit_ratings(arena_counts, count="battles", anchor=MIXTRAL)


@pytest.fixture(scope="module")
def llmfao_votes():
    names, votes = stored("llmfao-models.csv")["model"], stored("llmfao-votes.csv")
    a, b = votes.pop("a"), votes.pop("b")
    items = votes["prompt"].astype(str) + "|" + np.minimum(a, b).astype(str) + "|" + np.maximum(a, b).astype(str)
    return votes.assign(model_a=names[a].to_numpy(), model_b=names[b].to_numpy(), item=items)


@pytest.fixture(scope="module")
def llmfao(llmfao_votes):
    return frontier.fit_ratings(llmfao_votes)


def sds(ratings):
    return np.sqrt(np.diag(ratings.cov))


def rated(*votes, **how):
    """Rate votes written as "a b winner count"."""
    rows = [row.split() for row in votes]
    return frontier.fit_ratings(pd.DataFrame(rows, columns=["model_a", "model_b", "winner", "n"]).astype({"n": float}),
                                count="n", **how)  # fmt: skip


# --- The Arena's votes of 14 August 2024, and LLMFAO.


def test_the_scores_of_the_arena_are_those_of_r(arena, arena_expected):
    table = arena.table.set_index("model").loc[arena_expected.index]
    assert np.abs(table["elo"] - arena_expected["elo"]).max() < 1e-8
    assert (table["votes"] == arena_expected["votes"]).all()
    assert (table["won"] + table["lost"] + table["tied"] == table["votes"]).all()
    assert table["elo"].loc[MIXTRAL[0]] == MIXTRAL[1]
    assert arena.votes == 1_670_250
    assert round(arena.tied, 3) == 0.345
    assert round(arena.misfit, 2) == 1.22


def test_the_standard_deviations_of_the_arena_are_the_expected(arena, arena_expected):
    own = pd.Series(sds(arena), arena.cov.index).loc[arena_expected.index]
    others = own.index != MIXTRAL[0]
    assert own[MIXTRAL[0]] == pytest.approx(0, abs=1e-7)
    assert np.allclose(own[others], arena_expected["sd_anchored"][others], rtol=1e-8, atol=0)
    centered = arena.cov.to_numpy() - arena.cov.mean().to_numpy() - arena.cov.mean().to_numpy()[:, None]
    centered = pd.Series(np.diag(centered + arena.cov.to_numpy().mean()), arena.cov.index)
    assert np.allclose(np.sqrt(centered), arena_expected["sd_centred"].loc[centered.index], rtol=1e-8, atol=0)


def test_the_published_board_comes_back(arena):
    """That of two weeks later, for the models on which hardly any vote was added."""
    board = pd.read_csv(FROZEN / "history" / "scores.csv").query("date == '2024-08-28' and board == 'text'")
    both = board.merge(arena.table, on="model")
    same = both[(both["votes_x"] / both["votes_y"] - 1).abs() <= 0.01]
    assert len(same) == 97
    assert (same["elo_x"] - same["elo_y"]).abs().max() <= 0.5


def test_the_scores_of_llmfao_are_those_of_r_and_clusters_widen_them(llmfao, llmfao_votes):
    expected = stored("llmfao-models.csv").set_index("model")["elo"]
    assert np.abs(llmfao.table.set_index("model")["elo"] - expected).max() < 1e-8
    wider = {}
    for cluster in ("item", "prompt", "worker"):
        clustered = frontier.fit_ratings(llmfao_votes, cluster=cluster)
        assert clustered.table["elo"].tolist() == llmfao.table["elo"].tolist()
        wider[cluster] = round(float(np.median(sds(clustered) / sds(llmfao))), 3)
    assert wider == {"item": 1.240, "prompt": 1.591, "worker": 1.116}


# --- The covariance.


def by_rows(votes, elo, weight, cluster):
    """Sandwich covariance as one would write it first: the score of every vote, in a row of its own."""
    theta = (elo / POINTS).to_dict()
    place = {model: k for k, model in enumerate(theta)}
    scores, information = np.zeros((len(votes), len(place))), np.zeros((len(place), len(place)))
    for row, (a, b, won, w) in enumerate(zip(votes["model_a"], votes["model_b"], votes["winner"], weight, strict=True)):
        p = 1 / (1 + math.exp(theta[b] - theta[a]))
        scores[row, [place[a], place[b]]] = np.array([1, -1]) * w * ({"left": 1, "tie": 0.5, "right": 0}[won] - p)
        information[np.ix_([place[a], place[b]], [place[a], place[b]])] += (
            w * p * (1 - p) * np.array([[1, -1], [-1, 1]])
        )
    if cluster is not None:
        k = cluster.nunique()
        scores = pd.DataFrame(scores).groupby(cluster.to_numpy()).sum().to_numpy() * math.sqrt(k / (k - 1))
    bread = np.linalg.pinv(information, rcond=1e-12)
    return POINTS**2 * bread @ (scores.T @ scores) @ bread


@pytest.mark.parametrize("cluster", [None, "prompt"])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_sandwich_from_counts_is_that_of_every_vote(llmfao_votes, cluster, weighted):
    weights = (
        np.random.default_rng(1).choice([0.5, 1, 3], len(llmfao_votes)) if weighted else np.ones(len(llmfao_votes))
    )
    votes = llmfao_votes.assign(weight=weights)
    ratings = frontier.fit_ratings(count_wins(votes, weight="weight", cluster=cluster or "winner") if not cluster
                                   else votes, count=None if cluster else "count", weight="weight",
                                   cluster=cluster)  # fmt: skip
    elo = ratings.table.set_index("model")["elo"].loc[ratings.cov.index]
    twin = by_rows(votes, elo, weights, votes[cluster] if cluster else None)
    assert np.allclose(sds(ratings), np.sqrt(np.diag(twin)), rtol=1e-12, atol=0)


def test_votes_that_are_each_a_cluster_are_independent(llmfao_votes, llmfao):
    k = len(llmfao_votes)
    alone = frontier.fit_ratings(llmfao_votes.assign(vote=range(k)), cluster="vote")
    assert np.allclose(alone.cov, llmfao.cov * k / (k - 1), rtol=1e-12, atol=1e-12 * llmfao.cov.to_numpy().max())


def test_a_weight_is_squared_and_a_count_is_not():
    votes = pd.DataFrame({"model_a": ["x", "x"], "model_b": ["y", "y"], "winner": ["left", "right"], "n": [30, 10]})
    once, fourfold = (frontier.fit_ratings(votes.assign(n=votes["n"] * k), count="n") for k in (1, 4))
    heavy = frontier.fit_ratings(votes.assign(w=4.0), count="n", weight="w")
    assert heavy.cov.to_numpy() == pytest.approx(once.cov.to_numpy(), rel=1e-12)
    assert fourfold.cov.to_numpy() == pytest.approx(once.cov.to_numpy() / 4, rel=1e-12)


def test_only_the_ratios_of_weights_matter():
    votes = pd.DataFrame(
        {"model_a": list("abc"), "model_b": list("bca"), "winner": ["left", "tie", "left"], "w": [1, 2, 4]}
    )
    once = frontier.fit_ratings(votes, weight="w")
    tiny = frontier.fit_ratings(votes.assign(w=votes["w"] * 2.0**-1000), weight="w")
    assert tiny.table.to_csv() == once.table.to_csv()
    with pytest.raises(ValueError, match="did not converge; the weights differ by too many powers of ten"):
        frontier.fit_ratings(votes.assign(w=[1e-30, 1e30, 1]), weight="w")


def test_the_place_of_an_answer_is_told_with_clusters_too(llmfao_votes, llmfao):
    """Votes are turned and sorted where there are clusters or weights; the first model is then no longer the first."""
    clustered = frontier.fit_ratings(llmfao_votes, cluster="prompt")
    assert clustered.first_won == llmfao.first_won == pytest.approx(0.533, abs=0.0005)


def test_balance_gives_every_pair_one_weight():
    counts = ["a b left 600", "a b right 400", "b c left 60", "b c right 40", "a c left 30", "a c right 20"]
    balanced = rated(*counts, balance=True)
    alike = rated(*(" ".join([*row.split()[:3], str(6 if "left" in row else 4)]) for row in counts))
    assert balanced.table["elo"].tolist() == pytest.approx(alike.table["elo"].tolist(), rel=1e-12)
    assert rated(*counts).table["elo"].tolist() != pytest.approx(alike.table["elo"].tolist(), rel=1e-6)


# --- Comparison intervals.


def test_quasi_variances_are_those_of_r(arena, llmfao, arena_expected):
    for ratings, expected in ((arena, arena_expected), (llmfao, stored("llmfao-models.csv").set_index("model"))):
        theirs = expected["quasi_variance"].loc[ratings.cov.index]
        assert np.allclose(quasi_variances(ratings.cov.to_numpy()), theirs, rtol=1e-6, atol=0)


def test_quasi_variances_of_stigler_s_journals_are_those_of_r():
    """Citations between four journals of statistics: BradleyTerry2 1.1-2 and qvcalc 1.0.2."""
    cov = np.array([[0, 0, 0, 0], [0, 0.01051554583511, 0.00227454711971, 0.00146041939949],
                    [0, 0.00227454711971, 0.00367099411192, 0.00168355767865],
                    [0, 0.00146041939949, 0.00168355767865, 0.00501688395765]])  # fmt: skip
    theirs = [0.00177417668259, 0.00850747203549, 0.00183576933416, 0.00342411547859]
    assert np.allclose(quasi_variances(cov), theirs, rtol=1e-6, atol=0)


def test_quasi_variances_are_exact_for_two_and_three():
    for size in (2, 3):
        cov = np.diag([1.0, 4, 9]) + 0.5
        cov = cov[:size, :size]
        q = quasi_variances(cov)
        pairs = np.triu_indices(size, 1)
        assert np.allclose((q[:, None] + q)[pairs], variances_of_differences(cov)[pairs], rtol=1e-12, atol=0)


def test_quasi_variances_stay_positive_where_none_fit_exactly():
    cov = np.array([[1.0, 0, 0], [0, 1, 0.9], [0, 0.9, 100]])
    assert (quasi_variances(np.diag([1.0, 1, 1]) + 0 * cov) > 0).all()
    assert (quasi_variances(cov) > 0).all()


@pytest.mark.slow
def test_intervals_of_differences_cover_the_truth():
    """500 arenas of 12 models, 35 % of the votes ties; a 95 % interval must hold the true difference in 94 to 96 %."""
    rng = np.random.default_rng(0)
    first, second = np.array(list(itertools.combinations(range(12), 2))).T
    theta = rng.uniform(-0.6, 0.6, 12)
    p = 1 / (1 + np.exp(theta[second] - theta[first]))
    votes_a_pair = rng.integers(40, 400, len(first))
    truth = POINTS * (theta[first] - theta[second])
    rows = {"first": np.tile(first, 3), "second": np.tile(second, 3), "outcome": np.repeat([1, 0.5, 0], len(first))}
    covered = np.zeros(2)
    for _ in range(500):
        count = rng.multinomial(votes_a_pair, np.column_stack([p - 0.175, 0 * p + 0.35, 0.825 - p])).T.ravel() * 1.0
        fit = bradley_terry(Votes(**rows, count=count, weight=np.ones(len(count))), 12)
        error = np.abs(fit.rating[first] - fit.rating[second] - truth)
        q = quasi_variances(fit.cov)
        for k, variance in enumerate((variances_of_differences(fit.cov)[first, second], q[first] + q[second])):
            covered[k] += (error <= 1.959964 * np.sqrt(variance)).mean() / 500
    assert (covered >= 0.94).all()
    assert (covered <= 0.96).all()


@pytest.mark.slow
def test_with_comparison_intervals_the_frontier_is_that_of_the_covariance(arena):
    """30 top models at 25 orders of prices; intervals from an anchor, taken as independent, are off by far more."""
    top = arena.table.head(30)
    cov = arena.cov.loc[top["model"], top["model"]].to_numpy()
    points = np.concatenate(list(itertools.islice(normal_points(30), 8)))
    scores = top["elo"].to_numpy() + points @ covariance_root(cov).T
    quasi = (top["elo_upper"] - top["elo"]).to_numpy() / 1.959964
    rng, errors = np.random.default_rng(3), {"quasi": 0.0, "anchored": 0.0}
    for _ in range(25):
        price = rng.permutation(30)
        in_order = scores[:, np.argsort(price)]
        before = np.maximum.accumulate(in_order, axis=1)[:, :-1]
        full = np.append(1.0, (in_order[:, 1:] > before).mean(axis=0))[price]
        for name, sd in (("quasi", quasi), ("anchored", np.sqrt(np.diag(cov)))):
            off = np.abs(frontier.frontier_probability(price, top["elo"], sd) - full).max()
            errors[name] = max(errors[name], off)
    assert errors["quasi"] <= 0.01
    assert errors["anchored"] > 0.03


def test_ranks_come_from_differences(arena):
    """Fewer pairs are undecided than where intervals overlap."""
    width = arena.table["rank_to"] - arena.table["rank_from"]
    overlap = [((arena.table["elo_upper"] >= low) & (arena.table["elo_lower"] <= high)).sum() - 1
               for low, high in zip(arena.table["elo_lower"], arena.table["elo_upper"], strict=True)]  # fmt: skip
    assert width.sum() == 2 * 341
    assert sum(overlap) > 2 * 341
    assert (arena.table["rank_from"] <= arena.table.index + 1).all()
    assert (arena.table["rank_to"] >= arena.table.index + 1).all()


def test_intervals_from_an_anchor_overstate_the_error_of_a_difference(arena):
    """By as much as `docs/ratings.md` says, and comparison intervals do not."""
    i, j = np.triu_indices(129, 1)
    exact = np.sqrt(variances_of_differences(arena.cov.to_numpy())[i, j])
    ends = {"anchored": (0, 0.06, 0.80), "quasi": (-0.03, 0.00, 0.16)}
    for name, own in (("anchored", np.diag(arena.cov)), ("quasi", quasi_variances(arena.cov.to_numpy()))):
        off = np.sqrt(own[i] + own[j]) / exact - 1
        assert (off.min(), np.median(off), off.max()) == pytest.approx(ends[name], abs=0.005)


def test_difference_and_win_rate_use_the_covariance(arena):
    a, b = "gpt-4o-2024-05-13", "gpt-4-turbo-2024-04-09"
    found = arena.difference(a, b)
    assert (found.high - found.low) / (2 * 1.959964) == pytest.approx(1.39, abs=0.005)
    assert arena.difference(b, a).value == -found.value
    assert arena.win_rate(a, b).value == pytest.approx(1 / (1 + 10 ** (-found.value / 400)))
    with pytest.raises(ValueError, match="'gpt-4o' is not rated; did you mean"):
        arena.difference(a, "gpt-4o")


# --- The frontier and the gap with the covariance.


@pytest.fixture(scope="module")
def priced(arena):
    """Models of which only one is certain to be on the frontier."""
    top = arena.table.head(12)
    classes = np.where(np.arange(12) % 3 == 1, "osi", "proprietary")
    return top.assign(price=np.arange(12, 0, -1.0), openness=classes)


def test_find_frontier_takes_the_covariance(priced, arena):
    plain = frontier.find_frontier(priced, cost="price")
    full = frontier.find_frontier(priced, cost="price", cov=arena.cov)
    reversed_names = arena.cov.iloc[::-1].sample(frac=1, axis=1, random_state=1)
    again = frontier.find_frontier(priced.assign(elo=-priced["elo"], elo_lower=-priced["elo_upper"],
                                                 elo_upper=-priced["elo_lower"]),
                                   cost="price", cov=reversed_names, lower_is_better=True, by="openness")  # fmt: skip
    expected = frontier.frontier_probability(
        priced["price"], priced["elo"], cov=arena.cov.loc[priced["model"], priced["model"]]
    )
    assert full.table["probability"].tolist() == expected.tolist()
    assert again.table["probability"].to_numpy() == pytest.approx(expected, abs=1e-3)
    assert again.groups["osi"].table["probability"].between(0, 1).all()
    assert full.table["probability"].to_numpy() == pytest.approx(plain.table["probability"].to_numpy(), abs=0.01)
    rest = ["sd", "verdict", "best_rank", "worst_rank"]
    assert full.table[rest].equals(plain.table[rest])


def test_open_gap_takes_the_covariance(priced, arena):
    plain, full = (frontier.open_gap(priced, cost="price", cov=cov) for cov in (None, arena.cov))
    first, second = full.best
    between = arena.difference(first, second)
    assert full.score.value == plain.score.value == pytest.approx(between.value)
    assert full.score.low == pytest.approx(plain.score.low, abs=1)
    assert full.score.high == pytest.approx(plain.score.high, abs=1)
    assert full.score.high - full.score.low < 1.1 * (between.high - between.low)
    assert full.probability_ahead == pytest.approx(plain.probability_ahead, abs=0.01)
    independent = pd.DataFrame(np.diag(np.diag(arena.cov)), arena.cov.index, arena.cov.columns)
    alone = frontier.open_gap(priced, cost="price", cov=independent)
    sd = pd.Series(sds(arena), arena.cov.index)
    exact = frontier.open_gap(priced.drop(columns=["elo_lower", "elo_upper"]).assign(se=sd[priced["model"]].to_numpy()),
                              cost="price", se="se")  # fmt: skip
    assert (alone.score.low, alone.score.high) == pytest.approx((exact.score.low, exact.score.high), abs=0.05)


@pytest.mark.parametrize("ask", [frontier.find_frontier, frontier.open_gap])
def test_a_covariance_that_does_not_fit_is_refused(ask, priced, arena):
    lacking = arena.cov.drop(index=priced["model"].iloc[0], columns=priced["model"].iloc[0])
    with pytest.raises(ValueError, match="cov has no row of 'chatgpt-4o-latest'; leave these models out"):
        ask(priced, cost="price", cov=lacking)
    with pytest.raises(ValueError, match="cov must be a DataFrame with each model once"):
        ask(priced, cost="price", cov=arena.cov.to_numpy())
    with pytest.raises(ValueError, match="cov needs the intervals of the quality, too"):
        ask(priced.drop(columns=["elo_lower", "elo_upper"]), cost="price", cov=arena.cov)


# --- What cannot be rated.

CIRCLE = ("a b left 5", "b c left 5", "c a left 5")


def test_models_that_have_no_score_are_left_out_with_the_reason():
    found = rated(*CIRCLE, "best a left 3", "a worst left 4", "above best left 1", "worst low left 1", "low a right 2",
                  "x y left 2", "y x left 2")  # fmt: skip
    assert sorted(found.table["model"]) == ["a", "b", "c"]
    assert found.votes == 15
    reasons = found.excluded.set_index("model")["reason"].to_dict()
    assert reasons == {
        "above": "won every vote",
        "low": "lost every vote",
        "best": "only wins connect it with the rated models",
        "worst": "only losses connect it with the rated models",
        "x": "never connected with the rated models",
        "y": "never connected with the rated models",
    }
    assert "not rated: x, y: never connected with the rated models" in found.notes()
    with pytest.raises(ValueError, match="'low' is not rated: lost every vote"):
        found.difference("a", "low")
    assert sorted(rated(*CIRCLE, "x y left 2", "y x left 2", anchor=("x", 1200)).table["model"]) == ["x", "y"]


def test_a_bridge_in_one_direction_connects_nothing():
    found = rated(*CIRCLE, "a d left 9", "d e left 1", "e d left 1")
    assert sorted(found.table["model"]) == ["a", "b", "c"]
    assert set(found.excluded["reason"]) == {"only losses connect it with the rated models"}


def test_blanks_are_left_out_and_counted():
    votes = pd.DataFrame(
        {"model_a": ["a", "b", None, "a", "  "], "model_b": ["b", "a", "b", "b", "a"], "n": [3, 2, 4, 20, 1]}
    )
    votes["winner"] = ["left", "left", "left", None, "left"]
    found = frontier.fit_ratings(votes, count="n")
    assert found.votes == 5
    assert found.excluded[["votes", "reason"]].to_numpy().tolist() == [[5, "no model_a"], [20, "no winner"]]
    assert found.notes()[1:] == ["5 votes: no model_a", "20 votes: no winner"]


def test_a_misspelt_outcome_is_refused_with_its_count_and_all_else_that_is_wrong():
    with pytest.raises(ValueError, match=r"winner: 'Model_A' \(20 votes\); allowed are model_a") as error:
        rated(*CIRCLE, "a b Model_A 20", "a a left 3", "c c tie 1")
    assert "votes between a model and itself: 4, of 'a', 'c'" in str(error.value)


@pytest.mark.parametrize("bad", [-1, 0.5, math.nan, math.inf])
def test_a_count_is_a_whole_number(bad):
    votes = pd.DataFrame({"model_a": ["a", "b"], "model_b": ["b", "a"], "winner": ["left", "left"], "n": [1, bad]})
    for table in (votes, duckdb.from_df(votes), pl.from_pandas(votes)):
        with pytest.raises(ValueError, match="n: no whole number of at least 0 in 1 row; "):
            frontier.fit_ratings(table, count="n")


@pytest.mark.parametrize("bad", [-1, 0, math.nan, math.inf])
def test_a_weight_is_above_zero(bad):
    votes = pd.DataFrame({"model_a": ["a", "b"], "model_b": ["b", "a"], "winner": ["left", "left"], "w": [1, bad]})
    for table in (votes, duckdb.from_df(votes)):
        with pytest.raises(ValueError, match="w: no number above 0 in 1 row; "):
            frontier.fit_ratings(table, weight="w")


def test_a_row_of_no_votes_is_none():
    assert rated(*CIRCLE, "a d left 0").excluded["reason"].tolist() == ["no vote that counts"]
    assert rated(*CIRCLE, "a b left 0").votes == 15


def test_more_votes_than_32_bits_count():
    few, many = (rated(*(f"{row}{'0' * zeros}" for row in ("a b left 3", "a b right 1"))) for zeros in (1, 10))
    assert many.votes == 40_000_000_000
    assert many.table["elo"].tolist() == few.table["elo"].tolist()
    counts = pl.DataFrame({"model_a": ["a", "a", "a"], "model_b": ["b", "b", "b"], "winner": ["left", "left", "right"],
                           "n": [2**31 - 1] * 3}, schema_overrides={"n": pl.Int32})  # fmt: skip
    assert frontier.fit_ratings(counts, count="n").votes == 3 * (2**31 - 1)


def test_too_few_votes():
    for nothing in ((), ("a b left 1",), ("a b left 1", "c d left 1")):
        with pytest.raises(ValueError, match="no two models can be compared"):
            rated(*nothing)
    wrong = {("d", 1000): "no other model and the anchor 'd' can be", ("B", 1000): "no vote is about 'B'",
             ("a", math.nan): "anchor: the score is nan"}  # fmt: skip
    for anchor, message in wrong.items():
        with pytest.raises(ValueError, match=message):
            rated(*CIRCLE, "a d left 1", anchor=anchor)
    with pytest.raises(ValueError, match="cluster: all votes have the same winner"):
        rated("a b tie 3", "b c tie 1", cluster="winner")


def test_votes_without_a_residual_say_nothing_of_how_sure_a_score_is():
    """One tie is no proof that two models are level; the frontier then takes the widest interval of the table."""
    found = rated(*CIRCLE, "a d tie 1")
    table = found.table.set_index("model")
    assert table["elo"]["d"] == pytest.approx(table["elo"]["a"])
    assert table[["elo_lower", "elo_upper"]].isna().all(axis=1).to_dict() == {
        "a": False,
        "b": False,
        "c": False,
        "d": True,
    }
    assert (table["rank_from"]["d"], table["rank_to"]["d"]) == (1, 4)
    assert math.isnan(found.difference("a", "d").low)
    assert frontier.find_frontier(table.reset_index().assign(price=[1, 2, 3, 4]), cost="price").imputed == ("d",)
    alone = rated("a b tie 1")
    assert alone.table["elo_lower"].isna().all()
    assert alone.notes() == ["2 models from 1 vote: 100.0% ties"]


def test_names_that_differ_in_case_or_blanks_are_named():
    with pytest.warns(UserWarning, match="differ in case or blanks only .*'GPT-4' and 'gpt-4 '"):
        frontier.fit_ratings(pd.DataFrame({"model_a": ["GPT-4", "b", "gpt-4 "], "model_b": ["b", "gpt-4 ", "GPT-4"],
                                           "winner": "left"}))  # fmt: skip


def test_columns_are_asked_for_by_name():
    votes = pd.DataFrame({"left": ["a", "b"], "right": ["b", "a"], "winner": ["left", "left"]})
    how = {"model_a": "left", "model_b": "right"}
    assert frontier.fit_ratings(votes, **how).votes == 2
    for table in (votes, pl.from_pandas(votes)):
        with pytest.raises(ValueError, match="model_b: the table has no column 'rigth'; did you mean 'right'"):
            frontier.fit_ratings(table, model_a="left", model_b="rigth")
    twice = pd.concat([votes, votes[["left"]]], axis=1)
    with pytest.raises(ValueError, match="the table has 2 columns 'left'"):
        frontier.fit_ratings(twice, **how)


def test_the_outcomes_of_every_format_mean_the_same():
    words = ["model_a", "left"], ["model_b", "right"], ["tie", "tie (bothbad)", "both_bad"]
    for a, b, tie in itertools.product(*words):
        votes = pd.DataFrame({"model_a": "x", "model_b": "y", "winner": [a, a, b, tie]})
        assert frontier.fit_ratings(votes).win_rate("x", "y").value == pytest.approx(2.5 / 4)


# --- The order of the votes, and the engines.


def test_neither_the_order_nor_the_side_nor_the_rows_matter(arena, arena_counts, unchanged):
    turned = arena_counts.rename(columns={"model_a": "model_b", "model_b": "model_a"})
    turned["winner"] = turned["winner"].replace({"model_a": "model_b", "model_b": "model_a"})
    half = arena_counts["battles"] // 3
    parts = pd.concat([arena_counts.assign(battles=half), arena_counts.assign(battles=arena_counts["battles"] - half)])
    for votes in (arena_counts.sample(frac=1, random_state=1), turned, parts):
        again = frontier.fit_ratings(unchanged(votes), count="battles", anchor=MIXTRAL)
        assert again.table.to_csv() == arena.table.to_csv()
        assert again.cov.to_csv() == arena.cov.to_csv()


ENGINES = {
    "polars": pl.from_pandas,
    "polars, lazy": lambda table: pl.from_pandas(table).lazy(),
    "pyarrow": lambda table: pa.Table.from_pandas(table, preserve_index=False),
    "DuckDB": duckdb.from_df,
    "pandas, categories": lambda table: table.astype({"model_a": "category", "model_b": "category"}),
}


def test_a_table_of_counts_needs_no_engine(arena_counts, arena, monkeypatch, tmp_path, capsys):
    for package in ("narwhals", "duckdb"):
        monkeypatch.setitem(sys.modules, package, None)
    again = frontier.fit_ratings(arena_counts, count="battles", anchor=MIXTRAL)
    assert again.table.to_csv() == arena.table.to_csv()
    assert main(["rate", str(tmp_path / "votes.csv")]) == 2
    assert "votes are counted by DuckDB; install it with: pip install 'llm-frontier[votes]'" in capsys.readouterr().err


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_same_ratings(engine, llmfao_votes, llmfao):
    """`make test-engines` adds dask and Spark."""
    clean = frontier.fit_ratings(ENGINES[engine](llmfao_votes))
    dirty_votes = llmfao_votes.assign(n=1)
    dirty_votes.loc[::7, "winner"] = None
    dirty_votes.loc[::11, "model_a"] = None
    dirty_votes.loc[::13, "n"] = 0
    dirty, expected = (
        frontier.fit_ratings(t, count="n", cluster="prompt") for t in (ENGINES[engine](dirty_votes), dirty_votes)
    )
    for found, twin in ((clean, llmfao), (dirty, expected)):
        assert found.table.to_csv() == twin.table.to_csv()
        assert found.cov.to_csv() == twin.cov.to_csv()
        assert found.excluded.to_csv() == twin.excluded.to_csv()
    counts = count_wins(ENGINES[engine](llmfao_votes))
    assert frontier.fit_ratings(counts, count="count").table.to_csv() == llmfao.table.to_csv()


# --- The command.


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def command(*words):
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return command


@pytest.mark.slow
def test_from_votes_to_the_picture(run, arena_counts, arena):
    pl.from_pandas(arena_counts).write_parquet("votes.parquet")
    rate = ("rate", "votes.parquet", "--count", "battles", "--anchor", "mixtral-8x7b-instruct-v0.1=1114")
    code, out, err = run(*rate, "--csv")
    assert code == 0
    assert out.splitlines()[1:] == arena.table.to_csv(index=False).splitlines()[1:]
    assert err == arena.notes()[0] + "\n"
    assert "1.22" in err
    code, out, err = run(*rate, "--prices", FROZEN, "--as-of", "2024-08-14", "-o", "mine.csv")
    assert (code, out) == (0, "mine.csv\n")
    assert err.startswith("data lacks ")
    mine = pd.read_csv("mine.csv")
    assert mine["elo"].tolist() == pytest.approx(arena.table["elo"].tolist(), rel=1e-14)
    assert mine["output_usd_per_mtok"].notna().sum() > 20
    code, out, _ = run("plot", "--data", "mine.csv", "-o", "mine.svg")
    assert (code, out) == (0, "mine.svg\n")
    code, out, _ = run("table", "--data", "mine.csv", "--csv")
    assert code == 0
    assert "gpt-4o-2024-05-13" in out


def test_a_table_of_your_own_prices_and_names(run, tmp_path):
    for name, winners in (
        ("1.csv", ("choice,left,right", "left,a,b", "right,a,b")),
        ("2.csv", ("choice,left,right", "tie,b,c")),
    ):
        (tmp_path / name).write_text("\n".join(winners))
    (tmp_path / "prices.csv").write_text("Model,USD per 1k,elo\na,1,7\nb,2,8\n")
    columns = ("--columns", "winner=choice", "model_a=left", "model_b=right")
    code, out, err = run("rate", "*.csv", *columns, "--prices", "prices.csv")
    assert code == 2
    (tmp_path / "prices.csv").rename(tmp_path / "prices.table")
    (tmp_path / "prices.table").rename(tmp_path / "prices.txt")
    code, out, err = run("rate", "[12].csv", *columns, "--prices", "prices.txt", "--json")
    assert code == 0
    assert '"USD per 1k": 1' in out
    assert '"elo": 7' not in out
    assert "prices.txt lacks 1 model: c" in err


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("nothing.csv",), 1, "nothing.csv"),
        (("votes.txt",), 2, "the files must all end in one of .parquet"),
        (("votes.csv", "--columns", "looser=x"), 2, "'looser' is none of model_a, model_b, winner"),
        (("votes.csv", "--anchor", "a"), 2, "'a' must be MODEL=SCORE"),
        (("votes.csv", "--count", "m"), 2, "count: the table has no column 'm'"),
        (("votes.csv", "--count", "winner"), 2, "count must be numeric, column 'winner' is String"),
        (
            ("torn.csv",),
            1,
            "torn.csv: Invalid Input Error: CSV Error on Line: 30002; Original Line: a,b; Expected Number",
        ),
        (("latin.csv",), 1, "This file is not utf-8 encoded."),
        (("votes.csv", "--prices", "other.csv"), 2, "other.csv has none of the rated models, such as"),
        (("votes.csv", "--prices", "twice.csv"), 2, "'a' stands twice"),
    ],
)
def test_what_rate_refuses(run, tmp_path, words, code, message):
    (tmp_path / "votes.csv").write_text("model_a,model_b,winner\na,b,left\nb,a,left\n")
    (tmp_path / "torn.csv").write_text("model_a,model_b,winner\n" + "a,b,left\n" * 30_000 + "a,b\n")
    (tmp_path / "latin.csv").write_bytes("model_a,model_b,winner\na,b,left\nb,ï,left\n".encode("latin-1"))
    (tmp_path / "other.csv").write_text("model,price of it\nx,1\n")
    (tmp_path / "twice.csv").write_text("model,price of it\na,1\na,2\n")
    found, out, err = run("rate", *words)
    assert (found, out) == (code, "")
    assert message in err


def test_a_fit_warns_of_nothing_else(llmfao_votes):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert str(frontier.fit_ratings(llmfao_votes)).splitlines()[-1].startswith("59 models from 8,931 votes")
