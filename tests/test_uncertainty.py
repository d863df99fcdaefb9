"""How sure each point is of its place: against rigorous integrals, closed forms, simulation and simple twins."""

import math
import subprocess
import sys
import tracemalloc
from itertools import pairwise

import flint
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from frontier.core.bands import FrontierBand, attainment, frontier_band, rank_range, verdicts, winners_curse
from frontier.core.dominance import pareto_mask
from frontier.core.estimate import Estimate
from frontier.core.lead import lead_interval, lead_probability
from frontier.core.probability import correlated_probability, frontier_probability

NAN, INF = float("nan"), float("inf")
BOUND = 1e-12

# --- The reference: integrals in 100 bits with a proven error, by flint. Points are pairs of a mean and an sd.


def cdf(z):
    return (-z / flint.arb(2).sqrt()).erfc() / 2


def enclosed(value) -> float:
    """Return the middle of a ball that holds the truth, once the ball is small."""
    assert float(value.real.rad()) < 1e-14
    return float(value.real.mid())


def integrate(function, cuts):
    tolerance = flint.arb(2) ** -64
    pieces = [
        flint.acb.integral(lambda x, _: function(x), flint.acb(a), flint.acb(b), tolerance, tolerance)
        for a, b in pairwise(cuts)
    ]
    return sum(pieces, start=flint.acb(0))


def product_of_cdfs(points):
    exact = [(flint.arb(mean), flint.arb(sd)) for mean, sd in points]

    def product(x):
        out = flint.acb(1)
        for mean, sd in exact:
            out *= cdf((x - mean) / sd)
        return out

    return product


def beats_all(own, rivals) -> float:
    """P(a draw of ``own``, which is uncertain, exceeds one of each rival)."""
    mean, sd = own
    # 14 standard deviations leave out less than 1e-43.
    low, high = mean - 14 * sd, mean + 14 * sd
    low = max([low, *(m for m, s in rivals if s == 0)])
    if low >= high or any(m - 14 * s > high for m, s in rivals):
        return 0.0
    uncertain = [(m, s) for m, s in rivals if s > 0 and m + 14 * s > low]
    below = product_of_cdfs(uncertain)
    m, s = flint.arb(mean), flint.arb(sd)

    def density(x):
        z = (x - m) / s
        return (-z * z / 2).exp() / (s * (2 * flint.arb.pi()).sqrt()) * below(x)

    few = uncertain if len(uncertain) < 40 else []
    cuts = {low, high} | {a + k * b for a, b in [own, *few] for k in (-8, -4, -1, 1, 4, 8)}
    return enclosed(integrate(density, sorted(x for x in cuts if low <= x <= high)))


def reference(cost, quality, sd, rows=None):
    """P(on the frontier) of some rows."""
    points = list(zip(map(float, quality), map(float, sd), strict=True))
    out = []
    with flint.ctx.workprec(100):
        for i in range(len(points)) if rows is None else rows:
            rivals = [j for j in range(len(points)) if j != i and cost[j] <= cost[i]]
            mean, own_sd = points[i]
            if own_sd > 0:
                out.append(beats_all(points[i], [points[j] for j in rivals]))
                continue
            exact = [j for j in rivals if points[j][1] == 0]
            beaten = any(points[j][0] > mean or (points[j][0] == mean and cost[j] < cost[i]) for j in exact)
            others = product_of_cdfs([points[j] for j in rivals if points[j][1] > 0])
            out.append(0.0 if beaten else enclosed(others(flint.acb(mean))))
    return np.array(out)


def expected_excess(quality, sd) -> float:
    """E[max of draws] - max of means, all uncertain: how far the maximum lies above it, less how far below."""
    points = list(zip(map(float, quality), map(float, sd), strict=True))
    top = max(m for m, _ in points)
    with flint.ctx.workprec(100):
        below = product_of_cdfs(points)
        low, high = top - 14 * max(s for _, s in points), max(m + 14 * s for m, s in points)
        cuts = sorted({low, top, high} | {top + k * s for _, s in points for k in (-4, -1, 1, 4)})
        cuts = [x for x in cuts if low <= x <= high]
        lost = integrate(below, [x for x in cuts if x <= top])
        won = integrate(lambda x: 1 - below(x), [x for x in cuts if x >= top])
        return enclosed(won - lost)


def lead(ours, theirs, by) -> float:
    """P(best of ours > best of theirs + by), by the definition: all uncertain."""
    with flint.ctx.workprec(100):
        above, below = product_of_cdfs([(m - by, s) for m, s in ours]), product_of_cdfs(theirs)

        def density(x):
            # of the best of theirs: each in turn is the best
            out = flint.acb(0)
            for mean, sd in theirs:
                z = (x - flint.arb(mean)) / flint.arb(sd)
                own = (-z * z / 2).exp() / (flint.arb(sd) * (2 * flint.arb.pi()).sqrt())
                out += own * below(x) / cdf((x - flint.arb(mean)) / flint.arb(sd))
            return out

        points = [*((m - by, s) for m, s in ours), *theirs]
        low, high = max(m - 9 * s for m, s in theirs), max(m + 14 * s for m, s in theirs)
        cuts = {low, high} | {m + k * s for m, s in points for k in (-8, -4, -1, 1, 4, 8)}
        inside = sorted(x for x in cuts if low <= x <= high)
        return enclosed(integrate(lambda x: (1 - above(x)) * density(x), inside))


def simulate(cost, draws):
    """Share of the draws, one a row, in which each point is on the frontier."""
    cost = np.asarray(cost)
    return np.array([(draws[:, i] >= draws[:, cost <= cost[i]].max(axis=1)).mean() for i in range(len(cost))])


def standard_error(probability, draws: int):
    """Return that of a share, and one draw more, so that a rare event seen once is no proof."""
    return np.sqrt(probability * (1 - probability) / draws) + 1 / draws


# --- Inputs.

sds = st.sampled_from([0.0, 0.0, 0.1, 1.0, 5.0, 30.0, 300.0]) | st.floats(0.125, 300, width=32)
scores = st.integers(-5, 5).map(lambda x: 10.0 * x) | st.floats(-300, 300, width=32)
prices = st.integers(0, 3).map(float) | st.floats(0, 100, width=32)
boards = st.lists(st.tuples(prices, scores, sds), min_size=1, max_size=12).map(
    lambda rows: tuple(np.array(column) for column in zip(*rows, strict=True))
)
levels_between = st.floats(0.001, 0.999)
# Few values, so that ends touch; none missing or all kinds of missing.
ends = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(sorted)
intervals = st.lists(st.tuples(st.integers(0, 3).map(float), ends), max_size=12).map(
    lambda rows: [(c, float(low), float(high)) for c, (low, high) in rows]
)
missing = st.sampled_from(
    [(NAN, 1.0, 2.0), (1.0, NAN, 2.0), (1.0, 1.0, NAN), (INF, 1.0, 2.0), (-INF, 9.0, 9.0), (0.0, 8.0, INF)]
)


def models(rng, n: int):
    """Draw a board like a real one: prices over powers of ten, scores in a bell, intervals of all widths."""
    return rng.lognormal(0, 1.5, n), rng.normal(1250, 90, n), rng.uniform(2, 10, n)


# --- P(on the frontier): cases to check by thought.


def test_alone_is_on_the_frontier():
    assert frontier_probability([3], [1300], [10]) == pytest.approx([1], abs=BOUND)
    assert frontier_probability([3], [1300], [0]).tolist() == [1]


def test_the_cheapest_is_always_on():
    assert frontier_probability([1, 2], [0, 10], [1, 1])[0] == pytest.approx(1, abs=BOUND)


@pytest.mark.parametrize("gap", [-300, -10, -0.1, 0, 0.1, 10, 25, 300])
@pytest.mark.parametrize(("a", "b"), [(10, 10), (0.1, 300), (300, 0.1), (2, 7), (0, 3), (3, 0)])
def test_two_models_are_the_closed_form(gap, a, b):
    expected = ndtr(gap / math.hypot(a, b))
    dearer = frontier_probability([1, 2], [1300, 1300 + gap], [a, b])
    assert dearer == pytest.approx([1, expected], abs=BOUND)
    same_price = frontier_probability([2, 2], [1300, 1300 + gap], [a, b])
    assert same_price == pytest.approx([1 - expected, expected], abs=BOUND)


@pytest.mark.parametrize("n", [2, 30, 400, 5_000])
@pytest.mark.parametrize(("mean", "sd"), [(1300, 5), (0, 1), (1e6, 0.1), (-1e6, 300), (1.3e-3, 5e-6), (1.3e9, 5e6)])
def test_equal_models_have_equal_chances(n, mean, sd):
    # The k-th cheapest is the best of k equals with probability 1 / k; at one price each is with 1 / n.
    quality, sd = np.full(n, mean), np.full(n, sd)
    shuffled = np.random.default_rng(n).permutation(n)
    assert np.abs(frontier_probability(shuffled, quality, sd) - 1 / (shuffled + 1)).max() <= BOUND
    assert np.abs(frontier_probability(np.zeros(n), quality, sd) - 1 / n).max() <= BOUND
    at_few_prices = shuffled // 7
    rivals = np.searchsorted(np.sort(at_few_prices), at_few_prices, side="right")
    assert np.abs(frontier_probability(at_few_prices, quality, sd) - 1 / rivals).max() <= BOUND


def test_qualities_known_exactly_are_on_or_off():
    # Rows 1 and 2 are one point twice, a tie; row 3 is no better and dearer; row 4 is beaten at its own price.
    out = frontier_probability([1, 2, 2, 3, 3, 3], [5, 7, 7, 7, 6, 9], [0] * 6)
    assert out.tolist() == [1, 1, 1, 0, 0, 1]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=20))
def test_without_uncertainty_it_is_the_frontier(rows):
    cost, quality = [r[0] for r in rows], [r[1] for r in rows]
    assert frontier_probability(cost, quality, [0] * len(rows)).tolist() == pareto_mask(cost, quality).tolist()


def test_a_point_mass_against_a_normal():
    # At one price, 1300 sharp against 1310 +- 10: the mass is on when the other falls a standard deviation low.
    out = frontier_probability([1, 1], [1300, 1310], [0, 10])
    assert out == pytest.approx([ndtr(-1), ndtr(1)], abs=BOUND)
    # Two equal masses stay ties of each other; a mass of one more beats both.
    out = frontier_probability([1, 1, 1, 2], [1300, 1300, 1310, 1301], [0, 0, 10, 0])
    assert out == pytest.approx([ndtr(-1), ndtr(-1), ndtr(1), ndtr(-0.9)], abs=BOUND)


def test_masses_apart_by_the_last_bit_are_no_ties():
    above = np.nextafter(1300.3, INF)
    out = frontier_probability([1, 2, 3, 1, 3], [1300.3, above, above, 900, 1300.3], [0, 0, 0, 5, 40])
    assert out == pytest.approx([1, 1, 0, 0, 0.5], abs=BOUND)


def test_masses_stay_apart_however_far_the_others_are():
    # Measured from the median, 1, the first two would be a tie: 1e-20 - 1 is -1 in floats.
    assert frontier_probability([1, 1, 2, 2, 2], [0, 1e-20, 1, 1, 1], [0] * 5).tolist() == [0, 1, 1, 1, 1]


@pytest.mark.parametrize("sd", [1e-9, 1e-13, 1e-15, 1e-100, 1e-200, 5e-324])
def test_hardly_any_uncertainty_is_some(sd):
    # An interval narrower than the last bits of its score has no float inside, and still is one.
    out = frontier_probability([1, 2, 2, 3], [1000, 1200, 1200, 1201], [sd, sd, sd, 1])
    # the better of the two equals lies sd / sqrt(pi) higher than they
    last = ndtr(1) - math.exp(-0.5) / math.sqrt(2 * math.pi) * sd / math.sqrt(math.pi)
    assert out == pytest.approx([1, 0.5, 0.5, last], abs=BOUND)


@pytest.mark.parametrize("position", range(4))
@pytest.mark.parametrize(
    ("column", "bad"),
    [
        (column, bad)
        for column in ("cost", "quality", "sd")
        for bad in (NAN, INF, -INF)
        if (column, bad) != ("sd", -INF)
    ],
)
def test_an_incomplete_row_is_as_if_it_were_not_there(position, column, bad):
    good = {"cost": [1.0, 2.0, 2.0], "quality": [1300.0, 1305.0, 1290.0], "sd": [10.0, 3.0, 0.0]}
    row = {"cost": -99.0, "quality": 1400.0, "sd": 1.0} | {column: bad}
    spoilt = {name: np.insert(values, position, row[name]) for name, values in good.items()}
    out = frontier_probability(**spoilt)
    assert np.isnan(out[position])
    assert np.delete(out, position).tolist() == frontier_probability(**good).tolist()
    assert attainment(**spoilt, at_cost=2, at_quality=1300) == attainment(**good, at_cost=2, at_quality=1300)
    assert np.array_equal(frontier_band(**spoilt).quality, frontier_band(**good).quality)
    if column != "cost":
        assert winners_curse(spoilt["quality"], spoilt["sd"]) == winners_curse(good["quality"], good["sd"])


def test_nothing_complete_is_nothing_known():
    out = frontier_probability([NAN, 1], [1, INF], [1, 1])
    assert np.isnan(out).all()
    assert np.isnan(frontier_probability([NAN, 1], [1, INF], cov=[[1, 0.5], [0.5, 1]])).all()
    assert np.isnan(winners_curse([1, INF], [NAN, 1]))
    assert attainment([NAN, 1], [1, INF], [1, 1], 5, 0) == 0
    assert frontier_band([NAN, 1], [1, INF], [1, 1]).quality.shape == (3, 0)


def test_empty_in_empty_out():
    assert frontier_probability([], [], []).shape == (0,)
    assert frontier_probability([], [], cov=np.empty((0, 0))).shape == (0,)
    assert attainment([], [], [], [1, 2], 5).tolist() == [0, 0]
    assert frontier_band([], [], [], levels=[0.5]).quality.shape == (1, 0)
    assert verdicts([], [], []).shape == (0,)
    assert [ranks.shape for ranks in rank_range([], [])] == [(0,), (0,)]
    assert math.isnan(winners_curse([], []))


# --- P(on the frontier) against the reference.


def alike(rng, n):
    return rng.random(n), rng.normal(1200, 20, n), rng.uniform(2, 10, n)


def few_prices(rng, n):
    return rng.integers(0, 4, n), rng.normal(1200, 30, n), rng.uniform(1, 30, n)


def one_price(rng, n):
    return np.ones(n), rng.normal(1200, 5, n), 10 ** rng.uniform(-1, 2.5, n)


def all_widths(rng, n):
    return rng.random(n), rng.normal(1200, 300, n), 10 ** rng.uniform(-1, 2.5, n)


def narrow_and_wide(rng, n):
    return rng.integers(0, 9, n), rng.normal(1200, 10, n), rng.choice([0.1, 300], n)


def narrow_and_close(rng, n):
    return rng.random(n), rng.normal(1200, 0.2, n), rng.choice([0.1, 0.13, 300], n)


def partly_exact(rng, n):
    sd = np.where(rng.random(n) < 0.4, 0, rng.uniform(0.1, 300, n))
    return rng.integers(0, 4, n), np.round(rng.normal(1200, 30, n), -1), sd


def rising_with_price(rng, n):
    price = np.arange(n)
    return price, 1200 + 3.0 * price, rng.choice([0, 0.1, 1, 5, 30, 300], n)


def pays_for_quality(rng, n):
    good = rng.standard_normal(n)
    return np.exp(good + rng.normal(0, 0.3, n)), 1250 + 90 * good, rng.uniform(2, 60, n)


BOARDS = [
    alike,
    few_prices,
    one_price,
    all_widths,
    narrow_and_wide,
    narrow_and_close,
    partly_exact,
    rising_with_price,
    pays_for_quality,
]


@pytest.mark.parametrize(("offset", "scale"), [(0, 1), (-1e6, 1), (0, 1e6), (1e6, 1e-3)])
@pytest.mark.parametrize("make", BOARDS)
def test_error_is_bounded(make, offset, scale):
    rng = np.random.default_rng(7)
    for n in (1, 3, 9):
        cost, quality, sd = make(rng, n)
        quality, sd = offset + quality * scale, sd * scale
        rows = range(0, n, 1 if scale == 1 and not offset else 3)  # of the same boards, moved, some
        out = frontier_probability(cost, quality, sd)[rows]
        assert np.abs(out - reference(cost, quality, sd, rows)).max() <= BOUND


@pytest.mark.parametrize("make", BOARDS)
def test_error_is_bounded_for_thirty(make):
    cost, quality, sd = make(np.random.default_rng(30), 30)
    out = frontier_probability(cost, quality, sd)
    rows = np.argsort(np.abs(out - 0.5))[:3]  # the most uncertain
    assert np.abs(out[rows] - reference(cost, quality, sd, rows)).max() <= BOUND


@pytest.mark.slow
@settings(max_examples=30)
@given(boards)
def test_error_is_bounded_for_what_hypothesis_finds(board):
    assert np.abs(frontier_probability(*board) - reference(*board)).max() <= BOUND


@pytest.mark.parametrize(("narrow", "spread"), [(0.1, 10_000), (1e-3, 300), (1e-6, 300)])
def test_error_is_bounded_where_scores_lie_far_apart(narrow, spread):
    # What a node far from 0 loses to rounding is small, but not in standard deviations of a narrow model.
    rng = np.random.default_rng(0)
    for _ in range(8):
        near = rng.normal(0, spread) + narrow * rng.normal(0, 1, 4)
        quality = 1200 + np.concatenate([near, rng.normal(0, spread, 4)])
        cost, sd = rng.random(8), rng.choice([narrow, 1.7 * narrow, 300], 8)
        assert np.abs(frontier_probability(cost, quality, sd) - reference(cost, quality, sd)).max() <= BOUND


@pytest.mark.slow
@pytest.mark.parametrize("make", [all_widths, narrow_and_wide, partly_exact, pays_for_quality])
def test_error_is_bounded_for_hundreds(make):
    # The whole board is computed at once; the reference looks at the most uncertain place.
    cost, quality, sd = make(np.random.default_rng(1), 500)
    out = frontier_probability(cost, quality, sd)
    rows = np.argsort(np.abs(out - 0.5))[:1]
    assert np.abs(out[rows] - reference(cost, quality, sd, rows)).max() <= BOUND


def test_at_one_price_somebody_wins():
    rng = np.random.default_rng(2)
    for n in (2, 50, 5_000):
        quality, sd = rng.normal(1200, 20, n), rng.choice([0.1, 3, 300], n)
        assert frontier_probability(np.ones(n), quality, sd).sum() == pytest.approx(1, abs=n * 1e-15 + BOUND)


@pytest.mark.parametrize("seed", range(4))
def test_a_group_of_one_price_shares_the_chance_of_its_best(seed):
    rng = np.random.default_rng(seed)
    cost, quality, sd = rng.integers(0, 3, 9), rng.normal(1200, 20, 9), 10 ** rng.uniform(-1, 2, 9)
    out = frontier_probability(cost, quality, sd)
    points = list(zip(quality.tolist(), sd.tolist(), strict=True))
    for price in np.unique(cost):
        rivals = [points[i] for i in np.flatnonzero(cost <= price)]
        cheaper = np.flatnonzero(cost < price)
        with flint.ctx.workprec(100):
            # the best of the group is off when one of the cheaper is best of all
            off = sum(beats_all(points[i], [p for p in rivals if p is not points[i]]) for i in cheaper)
        assert out[cost == price].sum() == pytest.approx(1 - off, abs=9 * BOUND)


# --- P(on the frontier): properties.


@settings(max_examples=40)
@given(boards, st.data())
def test_a_better_score_never_hurts(board, data):
    cost, quality, sd = board
    i = data.draw(st.integers(0, len(cost) - 1))
    raised = quality.copy()
    raised[i] += data.draw(st.floats(0, 100) | st.sampled_from([0.0, 10.0]))
    before, after = frontier_probability(cost, quality, sd), frontier_probability(cost, raised, sd)
    assert after[i] >= before[i] - 2 * BOUND
    # and helps nobody else
    assert (np.delete(after, i) <= np.delete(before, i) + 2 * BOUND).all()


@settings(max_examples=40)
@given(boards, st.data())
def test_a_lower_cost_never_hurts(board, data):
    cost, quality, sd = board
    i = data.draw(st.integers(0, len(cost) - 1))
    lowered = cost.copy()
    lowered[i] -= data.draw(st.floats(0, 100) | st.sampled_from([0.0, 1.0, 2.0]))
    before, after = frontier_probability(cost, quality, sd), frontier_probability(lowered, quality, sd)
    assert after[i] >= before[i] - 2 * BOUND
    assert (np.delete(after, i) <= np.delete(before, i) + 2 * BOUND).all()


@settings(max_examples=40)
@given(boards, st.randoms())
def test_order_of_rows_is_no_matter(board, random):
    order = list(range(len(board[0])))
    random.shuffle(order)
    cost, quality, sd = (column[order] for column in board)
    out = frontier_probability(cost, quality, sd)
    assert np.abs(out - frontier_probability(*board)[order]).max() <= BOUND
    assert ((out >= 0) & (out <= 1)).all()


@pytest.mark.parametrize("make", BOARDS)
def test_agrees_with_simulation(make):
    rng = np.random.default_rng(3)
    cost, quality, sd = make(rng, 40)
    if make is partly_exact:  # where equal masses at two prices are no tie in simulation
        quality = quality + 1e-6 * rng.permutation(40)
    draws = 50_000
    out = frontier_probability(cost, quality, sd)
    shares = simulate(cost, rng.normal(quality, sd, (draws, 40)))
    assert (np.abs(out - shares) <= 5 * standard_error(out, draws)).all()
    # and would notice a percent
    assert standard_error(out, draws).max() < 0.003


def test_what_is_called_likely_is_as_likely_as_called():
    # Truths from a bell, measured with noise; what is then known of a truth is the bell between bell and measurement.
    rng = np.random.default_rng(4)
    called, came_true = [], []
    for _ in range(400):
        cost, noise = rng.lognormal(0, 1.5, 30), rng.uniform(2, 60, 30)
        truth = rng.normal(1250, 90, 30)
        measured = rng.normal(truth, noise)
        weight = 90**2 / (90**2 + noise**2)
        called.append(frontier_probability(cost, 1250 + weight * (measured - 1250), noise * np.sqrt(weight)))
        came_true.append(pareto_mask(cost, truth))
    called, came_true = np.array(called), np.array(came_true)
    edges = [0, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99]
    for low, high in zip(edges, [*edges[1:], 1.1], strict=True):
        inside = (called >= low) & (called < high)
        assert inside.sum() > 150
        # whole boards are independent, their models are not
        missed = np.where(inside, came_true - called, 0).sum(axis=1)
        assert abs(missed.sum()) <= 4 * math.sqrt((missed**2).sum() + 1)
    sure = called >= 0.9
    assert came_true[sure].mean() == pytest.approx(called[sure].mean(), abs=0.01)
    assert came_true[sure].mean() > 0.9


# --- P(on the frontier): types, refusals, memory.


def test_inputs_are_never_mutated(unchanged):
    rng = np.random.default_rng(0)
    cost, quality, sd = (unchanged(column) for column in partly_exact(rng, 200))
    cov = unchanged(np.diag(sd**2) + 5.0)
    frontier_probability(cost, quality, sd)
    frontier_probability(cost[:20], quality[:20], cov=cov[:20, :20])
    attainment(cost, quality, sd, unchanged(np.ones(3)), unchanged(np.full(3, 1200.0)))
    frontier_band(cost, quality, sd, levels=unchanged([0.5, 0.1]))
    winners_curse(quality, sd)
    verdicts(cost, unchanged(quality - 9), unchanged(quality + 9))
    rank_range(unchanged(quality - 9), unchanged(quality + 9))
    gaps = [unchanged(pd.Series([3.0, NAN, 2.0], index=[9, 9, 7])) for _ in range(3)]
    frontier_probability(*gaps)
    frontier_band(*gaps)
    verdicts(*gaps)


def test_read_only_inputs():
    columns = [np.asarray(column, dtype=float) for column in partly_exact(np.random.default_rng(0), 50)]
    for column in columns:
        column.flags.writeable = False
    cost, quality, sd = columns
    frontier_probability(cost, quality, sd)
    attainment(cost, quality, sd, cost, quality)
    frontier_band(cost, quality, sd)
    winners_curse(quality, sd)
    verdicts(cost, quality, quality)
    rank_range(quality, quality)


@pytest.mark.parametrize(
    "kind",
    [
        list,
        tuple,
        np.array,
        pd.Series,
        lambda x: np.array(x, dtype=np.float32),
        lambda x: pd.Series(x, index=[5, 5, 1]),
    ],
)
def test_every_kind_of_sequence(kind):
    cost, quality, sd = kind([2, 1, 2]), kind([1300, 1290, 1310]), kind([10, 0, 20])
    expected = [np.array(column, dtype=float) for column in ([2, 1, 2], [1300, 1290, 1310], [10, 0, 20])]
    out = frontier_probability(cost, quality, sd)
    assert type(out) is np.ndarray
    assert np.array_equal(out, frontier_probability(*expected))
    assert np.array_equal(attainment(cost, quality, sd, 2, 1300), attainment(*expected, 2, 1300))
    assert np.array_equal(frontier_band(cost, quality, sd).quality, frontier_band(*expected).quality)
    assert winners_curse(quality, sd) == winners_curse(*expected[1:])
    assert verdicts(cost, quality, quality).tolist() == verdicts(*expected[:2], expected[1]).tolist()
    assert np.array_equal(rank_range(quality, quality), rank_range(expected[1], expected[1]))


OF_SCORES = pytest.mark.parametrize(
    "function",
    [frontier_probability, lambda c, q, s: attainment(c, q, s, 1, 1), frontier_band],
    ids=["probability", "attainment", "band"],
)


@OF_SCORES
def test_what_is_not_a_column_of_scores_is_refused(function):
    with pytest.raises(ValueError, match=r"^sd must be >= 0, got -3"):
        function([1, 2], [3, 4], [1, -3])
    with pytest.raises(
        ValueError, match=r"same length, got \{'cost': 2, 'quality': 3, 'sd': 2\}: pass one value of each"
    ):
        function([1, 2], [3, 4, 5], [1, 1])
    with pytest.raises(ValueError, match=r"^quality must be one-dimensional, got shape \(1, 2\): pass one column"):
        function([1, 2], [[3, 4]], [1, 1])
    with pytest.raises(ValueError, match=r"^sd must be one-dimensional, got shape \(\)"):
        function([1], [3], 5)
    for bad in (["1", "2"], [1, None], [1, 2j]):
        with pytest.raises(TypeError, match=r"^cost must be integers or floats, got dtype .+: convert it"):
            function(bad, [3, 4], [1, 1])


def test_the_winners_curse_refuses_too():
    with pytest.raises(ValueError, match=r"^sd must be >= 0"):
        winners_curse([1, 2], [1, -1])
    with pytest.raises(ValueError, match=r"same length"):
        winners_curse([1, 2], [1])


def test_exactly_one_of_sd_and_cov():
    with pytest.raises(TypeError, match=r"give either sd or cov"):
        frontier_probability([1], [2])
    with pytest.raises(TypeError, match=r"give either sd or cov"):
        frontier_probability([1], [2], [3], cov=[[9]])


@pytest.mark.parametrize("price", [np.zeros, np.arange])
def test_memory_is_bounded(price):
    rng = np.random.default_rng(5)
    quality, sd = rng.normal(1200, 20, 5_000), rng.choice([0.1, 300], 5_000)
    tracemalloc.start()
    try:
        out = frontier_probability(price(5_000), quality, sd)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 200e6
    assert 1 - 1e-9 <= out.sum() < 100


@pytest.mark.parametrize(
    "call",
    ["", "p.frontier_probability([1, 2], [3, 4], [5, 6]); b.winners_curse([1], [2]); b.verdicts([1], [2], [3])"],
)
def test_importing_loads_nothing_heavy(call):
    heavy = "{'pandas', 'matplotlib', 'scipy.stats'}"
    imported = "import sys, frontier.core.bands as b, frontier.core.probability as p"
    code = f"{imported}; {call}\nprint(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- Attainment.


def attainment_twin(board, at_cost: float, at_quality: float) -> float:
    missed = 1.0
    for c, q, s in zip(*board, strict=True):
        if c <= at_cost:
            z = (at_quality - q) / s if s > 0 else math.copysign(INF, at_quality - q) if at_quality != q else -INF
            missed *= math.erfc(-z / math.sqrt(2)) / 2
    return 1 - missed


@settings(max_examples=40)
@given(boards, prices, scores)
@example((np.array([1.0]), np.array([10.0]), np.array([0.0])), 1.0, 10.0)
def test_attainment_is_its_definition(board, at_cost, at_quality):
    out = attainment(*board, at_cost, at_quality)
    assert out.shape == ()
    assert out == pytest.approx(attainment_twin(board, at_cost, at_quality), abs=5e-14)


def test_a_quality_known_exactly_is_attained_at_itself():
    assert attainment([1], [1300], [0], 1, [1299, 1300, 1300.001]).tolist() == [1, 1, 0]
    assert attainment([1], [1300], [0], [0.999, 1, 2, INF], 1300).tolist() == [0, 1, 1, 1]


def test_attainment_broadcasts():
    board = models(np.random.default_rng(0), 30)
    at_cost, at_quality = np.array([[0.5], [1], [2], [9]]), np.array([1200, 1250, 1300])
    out = attainment(*board, at_cost, at_quality)
    assert out.shape == (4, 3)
    for (i, j), value in np.ndenumerate(out):
        assert value == attainment(*board, at_cost[i, 0], at_quality[j])
    assert attainment(*board, np.empty((0, 1)), at_quality).shape == (0, 3)
    with pytest.raises(ValueError, match="broadcast"):
        attainment(*board, [1, 2], [1, 2, 3])


def test_attainment_of_many_places_is_that_of_each():
    # more than fit into one block of work
    board = models(np.random.default_rng(0), 3_000)
    places = np.linspace(1000, 1600, 1_001)
    out = attainment(*board, 1, places)
    assert np.array_equal(out[::100], [attainment(*board, 1, x) for x in places[::100]])


def test_attainment_where_nobody_looks():
    out = attainment([1, NAN], [5, 99], [1, 1], [NAN, 1, NAN, 1, 1, -INF], [5, NAN, NAN, INF, -INF, 5])
    assert np.array_equal(out, [NAN, NAN, NAN, 0, 1, 0], equal_nan=True)


@settings(max_examples=40)
@given(boards, st.lists(prices, min_size=2, max_size=5), st.lists(scores, min_size=2, max_size=5))
def test_attainment_rises_with_cost_and_falls_with_quality(board, at_cost, at_quality):
    out = attainment(*board, np.sort(at_cost)[:, None], np.sort(at_quality))
    assert (np.diff(out, axis=0) >= -1e-14).all()
    assert (np.diff(out, axis=1) <= 1e-14).all()
    assert ((out >= 0) & (out <= 1)).all()


def test_attainment_is_the_chance_of_the_maximum():
    rng = np.random.default_rng(6)
    cost, quality, sd = models(rng, 40)
    n = 100_000
    draws = rng.normal(quality, sd, (n, 40))
    for at_cost in (0.3, 1, 5):
        best = draws[:, cost <= at_cost].max(axis=1)
        at_quality = np.quantile(best, [0.05, 0.3, 0.7, 0.99])
        out = attainment(cost, quality, sd, at_cost, at_quality)
        shares = (best[:, None] >= at_quality).mean(axis=0)
        assert (np.abs(out - shares) <= 5 * standard_error(out, n)).all()


# --- The band.


@pytest.mark.parametrize("scale", [1, 1e-3, 1e-9, 1e6])
@pytest.mark.parametrize("make", [alike, few_prices, all_widths, narrow_and_wide, pays_for_quality])
def test_on_the_band_the_attainment_is_the_level(make, scale):
    cost, quality, sd = make(np.random.default_rng(8), 40)
    quality, sd = (quality - 1200) * scale, sd * scale
    levels = (1e-6, 0.05, 0.5, 0.95, 0.999)
    band = frontier_band(cost, quality, sd, levels=levels)
    assert np.array_equal(band.cost, np.unique(cost))
    assert band.quality.shape == (5, len(band.cost))
    for level, curve in zip(levels, band.quality, strict=True):
        assert np.abs(attainment(cost, quality, sd, band.cost, curve) - level).max() <= BOUND


@settings(max_examples=30)
@given(boards, levels_between, levels_between)
def test_the_band_lies_where_the_attainment_passes_the_level(board, one, other):
    # At a quality known exactly the attainment jumps across the level instead of meeting it.
    band = frontier_band(*board, levels=(one, other))
    assert band.levels == (one, other)
    for level, curve in zip(band.levels, band.quality, strict=True):
        assert (attainment(*board, band.cost, curve - 1e-9) >= level - 1e-9).all()
        assert (attainment(*board, band.cost, curve + 1e-9) <= level + 1e-9).all()
        assert (np.diff(curve) >= -1e-9).all()
    likely, unlikely = (0, 1) if one > other else (1, 0)
    assert (band.quality[likely] <= band.quality[unlikely] + 1e-9).all()


def test_the_band_of_a_real_board_is_ordered():
    board = models(np.random.default_rng(9), 400)
    band = frontier_band(*board)
    assert band.levels == (0.05, 0.5, 0.95)
    assert (band.quality[0] > band.quality[1]).all()
    assert (band.quality[1] > band.quality[2]).all()
    assert (np.diff(band.quality) >= -1e-11).all()


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), min_size=1))
def test_the_band_without_uncertainty_is_the_frontier(rows):
    cost, quality = np.array(rows, dtype=float).T
    band = frontier_band(cost, quality, np.zeros(len(cost)))
    expected = [max(q for c, q in rows if c <= step) for step in band.cost]
    assert band.quality.tolist() == [expected] * 3


def test_one_model_has_its_quantiles():
    band = frontier_band([4], [1300], [10], levels=[ndtr(-1), ndtr(2)])
    assert band.quality.ravel() == pytest.approx([1310, 1280], abs=1e-10)


def test_a_band_remembers_its_question_and_keeps_its_repr_short():
    band = frontier_band([4, 2], [1300, 1200], [10, 3], levels=[0.5])
    assert isinstance(band, FrontierBand)
    assert repr(band) == "FrontierBand(levels=(0.5,))"
    with pytest.raises(AttributeError):
        band.levels = ()


@pytest.mark.parametrize("bad", [0, 1, -0.5, 1.5, 95, NAN, INF])
def test_a_level_that_is_no_chance_is_refused(bad):
    with pytest.raises(ValueError, match=r"^levels must lie strictly between 0 and 1, got \["):
        frontier_band([1], [2], [3], levels=[0.5, bad])


# --- Verdicts and ranks.


def is_complete(*values) -> bool:
    return all(math.isfinite(value) for value in values)


def verdicts_twin(rows) -> list[str]:
    out = []
    for i, (cost, low, high) in enumerate(rows):
        rivals = [r for j, r in enumerate(rows) if j != i and is_complete(*r) and r[0] <= cost]
        if not is_complete(cost, low, high):
            out.append("")
        elif all(r[2] < low for r in rivals):
            out.append("certain")
        else:
            out.append("dominated" if any(r[1] > high for r in rivals) else "possible")
    return out


def ranks_twin(rows) -> tuple[list[int], list[int]]:
    known = [r for r in rows if is_complete(*r)]
    best = [1 + sum(k[0] > r[1] for k in known) if is_complete(*r) else 0 for r in rows]
    worst = [sum(k[1] >= r[0] for k in known) if is_complete(*r) else 0 for r in rows]
    return best, worst


def columns(rows, width: int):
    return [[row[k] for row in rows] for k in range(width)]


@settings(max_examples=100)
@given(intervals, st.lists(missing, max_size=3), st.randoms())
def test_verdicts_are_their_definition(known, unknown, random):
    rows = known + unknown
    random.shuffle(rows)
    assert verdicts(*columns(rows, 3)).tolist() == verdicts_twin(rows)


@settings(max_examples=100)
@given(intervals, st.lists(missing, max_size=3), st.randoms())
def test_ranks_are_their_definition(known, unknown, random):
    rows = [row[1:] for row in known + unknown]
    random.shuffle(rows)
    best, worst = rank_range(*columns(rows, 2))
    assert (best.tolist(), worst.tolist()) == ranks_twin(rows)
    assert (best <= worst).all()
    assert best.dtype.kind == worst.dtype.kind == "i"


def test_verdicts_by_thought():
    # The first has no rival, the second overlaps it, the third is above both; the fourth ends below all.
    assert verdicts([1, 2, 3, 4], [10, 12, 20, 5], [14, 16, 30, 9]).tolist() == [
        "certain",
        "possible",
        "certain",
        "dominated",
    ]


def test_ends_that_touch_decide_nothing():
    # At one price, and at two: 14 is not below 14.
    assert verdicts([1, 1], [10, 14], [14, 18]).tolist() == ["possible", "possible"]
    assert verdicts([1, 2], [10, 14], [14, 18]).tolist() == ["certain", "possible"]
    assert verdicts([1, 2], [14, 10], [18, 14]).tolist() == ["certain", "possible"]


def test_points_of_equal_cost_judge_each_other():
    assert verdicts([1, 1], [10, 15], [14, 18]).tolist() == ["dominated", "certain"]


def test_equal_exact_points_are_possible():
    assert verdicts([1, 1], [5, 5], [5, 5]).tolist() == ["possible", "possible"]


def test_the_rule_of_the_arena():
    # One more than the number of models that are surely better: 1498 +- 8 overlaps the leader of 1500 +- 5 and shares
    # its rank; 1482 +- 8 is surely below the leader, and touches the other. The last row is no model.
    best, worst = rank_range([1495, 1490, 1474, NAN], [1505, 1506, 1490, 1])
    assert best.tolist() == [1, 1, 2, 0]
    assert worst.tolist() == [2, 3, 3, 0]


@pytest.mark.parametrize("bad", [([3, 5], [4, 1]), ([NAN, 5], [4, 4.5])])
def test_swapped_ends_are_refused(bad):
    with pytest.raises(ValueError, match=r"^lower must be <= upper, got 5 and .+; are the ends swapped\?"):
        rank_range(*bad)
    with pytest.raises(ValueError, match=r"^lower must be <= upper, got 5 and .+; are the ends swapped\?"):
        verdicts([1, 2], *bad)


def test_columns_of_ends_are_checked():
    with pytest.raises(ValueError, match="same length, got"):
        verdicts([1, 2], [1, 2], [3])
    with pytest.raises(ValueError, match=r"^upper must be one-dimensional"):
        rank_range([1], [[1]])


def test_verdicts_and_probabilities_agree():
    # An interval of five standard deviations either way: what it excludes has a chance of one in three million.
    rng = np.random.default_rng(10)
    seen = {"certain": 0, "possible": 0, "dominated": 0}
    for _ in range(30):
        cost, quality, _ = models(rng, 40)
        sd = rng.uniform(0.1, 5, 40)
        verdict = verdicts(cost, quality - 5 * sd, quality + 5 * sd)
        probability = frontier_probability(cost, quality, sd)
        assert (probability[verdict == "certain"] > 1 - 40 * ndtr(-5)).all()
        assert (probability[verdict == "dominated"] < ndtr(-5)).all()
        for name in seen:
            seen[name] += (verdict == name).sum()
    assert min(seen.values()) > 30


# --- The winner's curse.


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (1, 0),
        (2, 1 / math.sqrt(math.pi)),
        (3, 1.5 / math.sqrt(math.pi)),
        # Harter, "Expected values of normal order statistics", Biometrika 48, 1961.
        (4, 1.0293753730),
        (5, 1.1629644736),
        (100, 2.5075936),
    ],
)
def test_the_best_of_equals(n, expected):
    assert winners_curse(np.full(n, 1300.0), np.full(n, 10.0)) == pytest.approx(
        10 * expected, abs=1e-6 if n > 5 else 1e-9
    )


@pytest.mark.parametrize("n", [4, 400, 5_000])
def test_the_best_of_equals_is_exact(n):
    with flint.ctx.workprec(100):
        one_draw = product_of_cdfs([(0.0, 1.0)])
        won = enclosed(integrate(lambda x: 1 - one_draw(x) ** n, [0, 2, 4, 6, 14]))
        lost = enclosed(integrate(lambda x: one_draw(x) ** n, [-14, -4, 0]))
    assert winners_curse(np.full(n, 1300.0), np.full(n, 10.0)) == pytest.approx(10 * (won - lost), abs=1e-10)


@settings(max_examples=15)
@given(st.lists(st.tuples(scores, st.floats(0.125, 300, width=32)), min_size=1, max_size=8))
def test_the_curse_against_the_reference(rows):
    quality, sd = columns(rows, 2)
    assert winners_curse(quality, sd) == pytest.approx(expected_excess(quality, sd), abs=1e-12 * max(sd) + 1e-11)


def test_a_quality_known_exactly_bounds_the_best_from_below():
    # E[max(5, N(5, 2))] - 5 = 2 * phi(0).
    assert winners_curse([5, 5], [0, 2]) == pytest.approx(2 / math.sqrt(2 * math.pi), abs=1e-12)
    assert winners_curse([5, -900], [0, 2]) == 0


def test_without_uncertainty_there_is_no_curse():
    assert winners_curse([1300, 1310.1, 1310.1], [0, 0, 0]) == 0


@settings(max_examples=40)
@given(boards)
def test_the_curse_is_no_blessing_and_knows_no_offset(board):
    _, quality, sd = board
    curse = winners_curse(quality, sd)
    assert curse >= 0
    assert winners_curse(quality + 4096, sd) == pytest.approx(curse, abs=1e-9)
    assert winners_curse(np.append(quality, NAN), np.append(sd, 1)) == curse


def test_the_curse_agrees_with_simulation():
    rng = np.random.default_rng(11)
    _, quality, sd = alike(rng, 60)
    best = rng.normal(quality, sd, (100_000, 60)).max(axis=1)
    assert winners_curse(quality, sd) == pytest.approx(
        best.mean() - quality.max(), abs=5 * best.std() / math.sqrt(100_000)
    )
    assert winners_curse(quality, sd) > 1


# --- Correlated qualities.


@settings(max_examples=40)
@given(boards)
def test_a_diagonal_covariance_is_the_exact_answer(board):
    cost, quality, sd = board
    # a square root undoes a square to the last bit
    out, error = correlated_probability(cost, quality, np.diag(sd**2))
    assert out.tolist() == frontier_probability(cost, quality, sd).tolist()
    assert (error <= BOUND).all()


@pytest.mark.parametrize("rho", [-0.9, -0.3, 0.2, 0.8, 0.99])
@pytest.mark.parametrize("gap", [-8, 0, 3])
def test_two_correlated_models_are_the_closed_form(rho, gap):
    a, b = 10, 4
    c = rho * a * b
    out, error = correlated_probability([1, 1], [1300 + gap, 1300], [[a * a, c], [c, b * b]])
    expected = ndtr(gap / math.sqrt(a * a + b * b - 2 * c))
    assert (np.abs(out - [expected, 1 - expected]) <= 5 * error + 1e-9).all()
    assert error.max() < 1e-3
    assert out.sum() == pytest.approx(1, abs=BOUND)


def a_covariance(rng, n: int):
    root = rng.normal(0, 8, (n, n + 2))
    return root @ root.T / n + 40


def test_a_correlated_board_agrees_with_simulation():
    rng = np.random.default_rng(12)
    cost, quality, cov = rng.integers(0, 5, 12), rng.normal(1300, 8, 12), a_covariance(rng, 12)
    out, error = correlated_probability(cost, quality, cov)
    n = 400_000
    shares = simulate(cost, quality + rng.standard_normal((n, 12)) @ np.linalg.cholesky(cov).T)
    assert (np.abs(out - shares) <= 5 * np.hypot(error, standard_error(shares, n))).all()
    assert error.max() < 2e-3
    # correlation is felt: as if independent, the answer is another
    independent = frontier_probability(cost, quality, np.sqrt(np.diag(cov)))
    assert np.abs(out - independent).max() > 0.05


def test_a_common_shift_of_all_is_no_uncertainty():
    # The anchor's error moves every score alike: who is ahead, is.
    rng = np.random.default_rng(13)
    cost, quality = rng.permutation(8), rng.permutation(8) * 2.0
    assert np.array_equal(frontier_probability(cost, quality, cov=np.full((8, 8), 25.0)), pareto_mask(cost, quality))


def test_a_common_shift_on_top_of_independent_errors_changes_nothing():
    rng = np.random.default_rng(14)
    cost, quality, sd = rng.permutation(6), rng.normal(1300, 9, 6), rng.uniform(3, 12, 6)
    out, error = correlated_probability(cost, quality, np.diag(sd**2) + 400)
    assert (np.abs(out - frontier_probability(cost, quality, sd)) <= 5 * error + 1e-9).all()


@pytest.mark.parametrize(("cost", "expected"), [([1, 1], [1, 1]), ([1, 2], [1, 0])])
def test_perfectly_correlated_equals_are_ties_at_one_price_and_no_rivals_at_two(cost, expected):
    assert frontier_probability(cost, [10, 10], cov=[[9, 9], [9, 9]]).tolist() == expected


def test_perfectly_correlated_triplets():
    # Their scores are one score in every draw, but for rounding.
    assert frontier_probability([2, 2, 3], [10, 10, 10], cov=np.full((3, 3), 3.3**2)).tolist() == [1, 1, 0]


def test_exact_qualities_among_correlated_ones_are_on_or_off():
    # Rows 0 and 1 are known exactly, equal, and at two prices; 2 and 3 are correlated and far below.
    cov = np.zeros((4, 4))
    cov[2:, 2:] = [[1, 0.5], [0.5, 1]]
    assert frontier_probability([1, 2, 3, 3], [90, 90, 5, 5], cov=cov).tolist() == [1, 0, 0, 0]


def test_an_incomplete_row_of_a_covariance_is_as_if_it_were_not_there():
    rng = np.random.default_rng(15)
    cost, quality, cov = rng.random(5), rng.normal(1300, 8, 5), a_covariance(rng, 5)
    expected = frontier_probability(cost[1:], quality[1:], cov=cov[1:, 1:])
    unknown_row = cov.copy()
    unknown_row[0, :] = unknown_row[:, 0] = NAN
    best_of_all = np.concatenate([[9999], quality[1:]])
    unknown_quality, unknown_cost = quality.copy(), np.concatenate([[INF], cost[1:]])
    unknown_quality[0] = NAN
    for out in (
        frontier_probability(cost, best_of_all, cov=unknown_row),
        frontier_probability(cost, unknown_quality, cov=cov),
        frontier_probability(cost, unknown_quality, cov=unknown_row),
        frontier_probability(unknown_cost, best_of_all, cov=cov),
    ):
        assert np.isnan(out[0])
        assert out[1:].tolist() == expected.tolist()


def test_the_same_answer_from_call_to_call():
    rng = np.random.default_rng(16)
    cost, quality, cov = rng.random(7), rng.normal(1300, 8, 7), a_covariance(rng, 7)
    first = correlated_probability(cost, quality, cov)
    assert np.array_equal(first, correlated_probability(cost, quality, cov))


def test_a_covariance_may_be_a_list():
    cov = [[4, 1], [1, 4]]
    assert np.array_equal(
        frontier_probability([1, 1], [2, 3], cov=cov),
        frontier_probability([1, 1], [2, 3], cov=np.array(cov, dtype=float)),
    )


@pytest.mark.parametrize("cov", [[[1]], [1, 1], [[1, 0], [0, 1], [0, 0]], np.eye(3), 5])
def test_a_covariance_of_another_shape_is_refused(cov):
    with pytest.raises(ValueError, match=r"^cov must have shape \(2, 2\), a row and a column a point, got \("):
        frontier_probability([1, 2], [3, 4], cov=cov)


def test_a_lopsided_covariance_is_refused():
    with pytest.raises(ValueError, match=r"^cov must be a symmetric matrix"):
        frontier_probability([1, 2], [3, 4], cov=[[4, 1], [2, 4]])


@pytest.mark.parametrize("cov", [[[1, 2], [2, 1]], [[-1, 0], [0, 1]], [[0, 1], [1, 0]], [[-4, 0], [0, -4]]])
def test_what_is_no_covariance_is_refused(cov):
    with pytest.raises(ValueError, match=r"^cov must be positive semi-definite, its smallest eigenvalue is -"):
        frontier_probability([1, 2], [3, 4], cov=cov)


def test_a_variance_of_less_than_nothing_by_rounding_is_none():
    out = frontier_probability([1, 1], [10, 9.5], cov=np.diag([1, -1e-16]))
    assert out == pytest.approx([ndtr(0.5), ndtr(-0.5)], abs=BOUND)


def test_columns_beside_a_covariance_are_checked():
    with pytest.raises(ValueError, match="same length, got"):
        frontier_probability([1], [3, 4], cov=np.eye(2))
    with pytest.raises(ValueError, match=r"^cost must be one-dimensional"):
        frontier_probability([[1, 2]], [3, 4], cov=np.eye(2))


def test_masked_entries_are_refused():
    with pytest.raises(TypeError, match=r"^quality must not have masked entries"):
        frontier_probability([1, 2], np.ma.masked_invalid([3, NAN]), [1, 1])


@pytest.mark.parametrize(("quality", "sd", "name"), [([1e308, 0], [1, 1], "quality"), ([0, 0], [1e308, 1], "sd")])
def test_numbers_too_large_to_compute_with_are_refused(quality, sd, name):
    with pytest.raises(ValueError, match=rf"^{name} must lie between -1e300 and 1e300"):
        frontier_probability([1, 2], quality, sd)


def test_a_covariance_with_a_hole_between_complete_rows_is_refused():
    with pytest.raises(ValueError, match=r"^cov must be a symmetric matrix of finite numbers"):
        frontier_probability([1, 2], [3, 4], cov=[[1, NAN], [NAN, 1]])


def test_narrow_models_beside_one_another_keep_apart():
    """Scores a last bit apart, with errors far smaller than that bit: the better one is surely better."""
    first, second = 1200.0, math.nextafter(1200.0, math.inf)
    out = frontier_probability([1, 1, 1], [first, second, 1199], [1e-20, 1e-17, 1])
    assert out == pytest.approx([0, ndtr(1), ndtr(-1)], abs=BOUND)


def test_integers_that_a_float_cannot_tell_apart_are_refused():
    with pytest.raises(ValueError, match=r"^cost has integers above 2\*\*53"):
        frontier_probability([2**53, 2**53 + 1], [1, 1], [0, 0])


@pytest.mark.parametrize("offset", [0, 1e9, 1e12, -1e12])
def test_the_curse_does_not_depend_on_the_offset(offset):
    assert winners_curse([offset, offset], [1, 1]) == pytest.approx(1 / math.sqrt(math.pi), abs=BOUND)


@pytest.mark.parametrize(("quality", "sd"), [([0, 0], [1e-200, 1]), ([0, 5], [1e-310, 1e-310]), ([3, 3], [0, 2])])
def test_a_band_of_extreme_widths_is_found(quality, sd):
    band = frontier_band([1, 1], quality, sd, levels=0.5)
    assert band.levels == (0.5,)
    assert band.quality.shape == (1, 1)
    assert np.isfinite(band.quality).all()


def test_a_standard_error_is_never_nothing():
    out, error = correlated_probability([1, 2], [10, 0], [[1, 0.1], [0.1, 1]])
    assert out.tolist() == [1, 0]
    assert error == pytest.approx([1 / (16 * 8192)] * 2)


# --- Who leads, and by how much.


@pytest.mark.slow
@settings(max_examples=5)
@given(
    st.lists(st.tuples(scores, st.floats(1, 60, width=32)), min_size=1, max_size=4),
    st.lists(st.tuples(scores, st.floats(1, 60, width=32)), min_size=1, max_size=4),
    st.sampled_from([0.0, -25.0, 12.5]),
)
def test_the_chance_to_lead_against_the_reference(ours, theirs, by):
    expected = lead(ours, theirs, by)
    assert lead_probability(*columns(ours, 2), *columns(theirs, 2), by=by) == pytest.approx(expected, abs=2 * BOUND)


def test_one_against_one_is_the_closed_form():
    by = np.array([[-30.0, 0.0], [10.0, NAN]])
    expected = ndtr((20 - by) / 5)
    assert lead_probability([1320], [3], [1300], [4], by=by) == pytest.approx(expected, abs=BOUND, nan_ok=True)
    low, high = lead_interval([1320], [3], [1300], [4], confidence=0.9)
    assert (low, high) == pytest.approx((20 - 5 * 1.6448536269514722, 20 + 5 * 1.6448536269514722), abs=1e-9)


def test_level_is_not_ahead():
    assert lead_probability([5, 5], [0, 0], [5], [0], by=[0, -1e-9, 1e-9]).tolist() == [0, 1, 0]
    assert lead_probability([5, 5], [0, 0], [5, 5, 1], [0, 0, 3]) == pytest.approx(0, abs=BOUND)
    assert lead_interval([5], [0], [3, 2], [0, 0]) == (2, 2)


def test_a_lead_known_in_part_jumps():
    # The best of ours is 5, or better with the little chance of the other: the low end is exactly the lead of 5 over 3.
    low, high = lead_interval([5, 4.5], [0, 1], [3], [0])
    assert low == pytest.approx(2, abs=1e-9)
    assert high == pytest.approx(1.5 + 1.959963984540054, abs=1e-9)


@pytest.mark.parametrize("make", [models, partly_exact], ids=["normal", "partly exact"])
def test_the_interval_of_the_lead_is_that_of_a_simulation(make):
    rng = np.random.default_rng(11)
    (_, ours, own_sd), (_, theirs, their_sd) = make(rng, 30), make(rng, 40)
    draws = rng.standard_normal((2, 200_000, 40))
    best = (ours + own_sd * draws[0, :, :30]).max(axis=1)
    rival = (theirs + their_sd * draws[1]).max(axis=1)
    low, high = lead_interval(ours, own_sd, theirs, their_sd)
    for end, share in ((low, 0.025), (high, 0.975)):
        assert (best - rival <= end).mean() == pytest.approx(share, abs=5 * standard_error(share, 200_000))
    ahead = (best > rival).mean()
    chance = lead_probability(ours, own_sd, theirs, their_sd)
    assert ahead == pytest.approx(chance, abs=5 * standard_error(chance, 200_000))


@settings(max_examples=20)
@given(boards, boards, st.sampled_from([0.5, 0.95, 0.999]))
def test_the_ends_of_the_lead_are_where_the_chance_passes(one, other, confidence):
    sides = (*one[1:], *other[1:])
    low, high = lead_interval(*sides, confidence=confidence)
    assert low <= high
    near = 1e-6 * max(1, abs(low), abs(high))
    for end, chance in ((low, (1 + confidence) / 2), (high, (1 - confidence) / 2)):
        before, after = lead_probability(*sides, by=[end - near, end + near])
        assert after - 1e-9 <= chance <= before + 1e-9


def test_the_ends_of_a_lead_that_is_nearly_sure_are_in_order():
    """Both quantiles are at one point mass, found to within the tolerance of the search."""
    low, high = lead_interval([0], [0], [0, 5], [4, 0], confidence=0.5)
    assert -5.000001 < low <= high < -4.999999


@settings(max_examples=20)
@given(boards, boards)
def test_swapped_groups_swap_the_lead(one, other):
    low, high = lead_interval(*one[1:], *other[1:])
    back = lead_interval(*other[1:], *one[1:])
    assert back == pytest.approx((-high, -low), abs=1e-6 * max(1, abs(low), abs(high)))
    ahead = lead_probability(*one[1:], *other[1:]) + lead_probability(*other[1:], *one[1:])
    level = max(one[1][one[2] == 0], default=NAN) == max(other[1][other[2] == 0], default=INF)
    assert ahead <= 1 + BOUND
    assert level or ahead == pytest.approx(1, abs=2 * BOUND)


def test_intervals_of_the_lead_cover_at_their_rate():
    """True scores anywhere, measured with noise: 95 % of the intervals hold the true lead of the best."""
    rng = np.random.default_rng(5)
    held = []
    for _ in range(600):
        truth, sd = rng.normal(1250, 60, (2, 15)), rng.uniform(3, 8, (2, 15))
        measured = truth + sd * rng.standard_normal((2, 15))
        low, high = lead_interval(measured[0], sd[0], measured[1], sd[1])
        held.append(low <= truth[0].max() - truth[1].max() <= high)
    assert np.mean(held) == pytest.approx(0.95, abs=4 * standard_error(0.95, 600))


def test_ends_of_the_lead_that_are_out_of_reach():
    assert lead_probability([5], [1], [4], [1], by=[-INF, INF]).tolist() == [1, 0]
    low, high = lead_interval([5], [1], [4], [1], confidence=1 - 1e-16)
    assert low < -8 < 10 < high


def test_a_group_without_anybody_leads_nobody():
    assert np.isnan(lead_probability([], [], [5], [1]))
    assert np.isnan(lead_probability([NAN], [1], [5], [1], by=[0, 1])).all()
    assert np.isnan(lead_interval([5], [1], [], [])).all()


@pytest.mark.parametrize("bad", [0, 1, -0.5, NAN])
def test_a_confidence_that_is_no_chance_is_refused(bad):
    with pytest.raises(ValueError, match="confidence must lie strictly between 0 and 1"):
        lead_interval([5], [1], [5], [1], confidence=bad)


def test_who_leads_checks_its_columns():
    with pytest.raises(ValueError, match="sd must be >= 0"):
        lead_probability([5], [-1], [5], [1])
    with pytest.raises(ValueError, match="same length"):
        lead_interval([5], [1], [5, 4], [1])


def test_an_estimate_reads_well():
    assert str(Estimate(23.176, 13.79, 33.2)) == "23.18 (13.79 to 33.2)"
    assert f"{Estimate(23.176, 13.79, 33.2):.1f} points" == "23.2 (13.8 to 33.2) points"
    assert f"{Estimate(2.5):.2f}" == "2.50"
    assert str(Estimate(NAN)) == "nan"


def test_an_unknown_number_equals_an_unknown_number():
    """Python 3.13 compares the fields of a dataclass one by one, and NaN is not equal to NaN."""
    nan = float("nan")
    assert Estimate(2.0) == Estimate(2.0, nan, float("nan"))
    assert hash(Estimate(2.0)) == hash(Estimate(2.0, nan, float("nan")))
    assert Estimate(2.0) != Estimate(2.0, 1.0, 3.0)
    assert Estimate(nan) == Estimate(float("nan"))
    assert Estimate(2.0) != 2.0
