"""Published statements: the calls shown give their numbers, and their verdicts follow the data."""

import contextlib
import functools
import io
import math
import re
import shlex
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
import pytest

import frontier
from frontier.claims import check, rules, statements
from frontier.claims.statements import Tables, call_key
from frontier.cli.main import main
from frontier.core.estimate import Estimate
from frontier.data.check import locate_models
from frontier.words.numbers import figure

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
VERDICTS = get_args(rules.Verdict)
HOLDS, PART, NOT, UNKNOWN = VERDICTS


@pytest.fixture(scope="module")
def claims():
    return frontier.check_claims()


STATEMENTS, SHARED = statements.read_statements()
BY_NAME = {statement["claim"]: statement for statement in STATEMENTS}
GPT4O, R1, V3, FLASH = "chatgpt-4o-latest-20241120", "deepseek-r1", "deepseek-v3", "gemini-2.0-flash-001"
# Which call of a loader gives a table of the statements.
LOADED = {
    "deck": ("load_models", (), (("as_of", "2025-02-14"), ("price_basis", "arena"))),
    "day": ("load_models", (), (("as_of", "2025-02-14"),)),
    "before": ("load_models", (), (("as_of", "2024-12-25"),)),
    "prices": ("load_prices", (), (("as_of", "2025-01-19"), ("price_basis", ("list", "host")))),
    "epoch_prices": ("load_study", ("epoch-prices",), ()),
    "epoch_lags": ("load_study", ("epoch-lags",), ()),
    "runs": ("load_runs", (), ()),
    "swe_bench": ("load_runs", (), (("benchmark", "openhands-swe-bench"),)),
    "aider": ("load_runs", (), (("benchmark", "aider-polyglot"),)),
}


@pytest.fixture(scope="module")
def shipped():
    """The shipped tables, read once."""
    return Tables(None, SHARED)


class World:
    """The shipped tables, of which a test replaces some."""

    def __init__(self, shipped):
        self.shipped, self.tables = shipped, Tables(None, SHARED)
        self.tables.library.known.update(shipped.library.known)
        self.tables.history = shipped.history

    def __getitem__(self, name):
        loader, args, how = LOADED[name]
        return getattr(self.shipped.library, loader)(*args, **dict(how)).copy()

    def replace(self, **frames):
        world = World(self.shipped)
        world.tables.library.known.update(self.tables.library.known)
        for name, frame in frames.items():
            loader, args, how = LOADED[name]
            world.tables.library.known[call_key(loader, *args, **dict(how))] = frame, ()
        return world

    def with_history(self, history):
        self.tables.history = history
        return self

    def verdict(self, claim):
        return check._row(BY_NAME[claim], self.tables)["verdict"]


@pytest.fixture
def world(shipped):
    return World(shipped)


def changed(models, model, **values):
    """Give one model other values; a score takes its interval along."""
    row = models["model"] == model
    assert row.sum() == 1
    models = models.copy()
    for column, value in values.items():
        if column == "elo":
            shift = value - models.loc[row, "elo"].item()
            models.loc[row, ["elo_lower", "elo_upper"]] += shift
        models.loc[row, column] = value
    return models


# --- The table of statements.


def test_every_statement_says_who_when_what_why_by_which_rule_and_how_to_get_it_again(claims):
    assert claims["claim"].is_unique
    for column in ("claim", "label", "who", "source", "statement", "verdict", "why", "rule", "call", "unit"):
        assert (claims[column].str.len() > 0).all(), column
    assert claims["said"].notna().all()
    assert set(claims["verdict"]) <= set(VERDICTS)
    assert claims["why"].str.endswith(".").all()
    assert claims["rule"].str.contains("holds if ").all()
    assert claims["measured"].ne("").equals(claims["value"].notna())
    assert (claims["published"].eq("") == claims[["published_value", "published_low"]].isna().all(axis=1)).all()


def test_the_deck_is_judged(claims):
    verdicts = claims.set_index("claim")["verdict"]
    known = {
        "deck-gpt4o": PART, "deck-deepseek": HOLDS, "deck-flash": HOLDS, "deck-lag": NOT, "deck-closed": PART,
        "deck-compute": NOT, "deck-performance": HOLDS, "deck-costs": HOLDS, "deck-step": PART,
    }  # fmt: skip
    assert verdicts[[*known]].to_dict() == known


def test_what_does_hold_is_said_where_the_deck_does_not(claims):
    why = claims.set_index("claim")["why"]
    assert "6 to 9 months by votes, and 15 to 25 on MMLU" in why["deck-lag"]
    assert "R1 took 4.0e24 FLOP (confident) and GPT-4o 3.8e25 (speculative), which is 89 % less" in why["deck-compute"]


def test_published_numbers_of_others_are_judged(claims):
    own = claims.set_index("claim")
    assert set(own.loc[own["tested_on"] == "the study's own points", "verdict"]) == {HOLDS}
    known = {
        "stanford-2025": HOLDS, "stanford-2024": NOT, "stanford-280": PART, "a16z-10x": HOLDS,
        "epoch-arena-1106-own": HOLDS, "epoch-arena-1186-own": HOLDS, "epoch-arena-1256-own": UNKNOWN,
        "epoch-arena-1285-own": UNKNOWN, "epoch-2024": PART, "epoch-2025": PART, "epoch-2026": PART,
    }  # fmt: skip
    assert own.loc[[*known], "verdict"].to_dict() == known
    assert own.loc["stanford-2025", "value"] == pytest.approx(1.703, abs=5e-4)
    assert own.loc["stanford-280", "value"] == pytest.approx(20 / 0.07)
    assert own.loc["epoch-arena-1186", ["value", "low", "high"]].tolist() == pytest.approx(
        [75.319, 7.556, 750.793], rel=1e-3
    )


@pytest.mark.filterwarnings("ignore:the records span")
def test_every_call_gives_the_number_again(claims):
    for one in claims.itertuples():
        if one.call.startswith("frontier "):
            out = io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
                assert main(shlex.split(one.call)[1:]) == 0, one.claim
            if not math.isnan(one.value):
                assert figure(one.value).replace(",", "") in out.getvalue().replace(",", ""), one.claim
            continue
        number = eval(one.call, {"frontier": frontier, "np": np})
        again = number if isinstance(number, Estimate) else Estimate(float(number))
        assert again.value == pytest.approx(one.value, rel=1e-9), one.claim
        if not math.isnan(again.low):
            assert (again.low, again.high) == pytest.approx((one.low, one.high), rel=1e-9), one.claim


# --- Verdicts follow the data.


def test_gpt4o_superior_at_a_cost(world):
    deck = world["deck"]
    best = changed(deck, GPT4O, elo=1400)
    for frame, expected in (
        (best, HOLDS),
        (changed(deck, GPT4O, elo=1340), NOT),
        (changed(best, GPT4O, output_usd_per_mtok=0.2), NOT),
        (changed(deck, GPT4O, output_usd_per_mtok=math.nan), UNKNOWN),
        (deck.drop(columns=["elo_lower", "elo_upper"]), UNKNOWN),
    ):
        assert world.replace(deck=frame).verdict("deck-gpt4o") == expected


def test_deepseek_excellent_and_affordable(world):
    weaker = changed(world["deck"], V3, elo=1200)
    assert world.replace(deck=weaker).verdict("deck-deepseek") == PART
    assert world.replace(deck=changed(weaker, R1, output_usd_per_mtok=60)).verdict("deck-deepseek") == NOT


def test_flash_sets_a_high_bar(world):
    for values, expected in (({"elo": 1000}, NOT), ({"output_usd_per_mtok": 100}, NOT), ({"elo": 1309.6}, PART)):
        assert world.replace(deck=changed(world["deck"], FLASH, **values)).verdict("deck-flash") == expected, values


def test_the_lag_of_the_deck_holds_in_a_world_in_which_it_did(world):
    """Where proprietary models came so much earlier, open ones lag by that much more."""
    before = world["before"]
    own, dates = (before["openness"] == "proprietary").to_numpy(), before["released"]
    for days, expected in ((250, HOLDS), (1000, NOT)):
        earlier = before.assign(released=dates.where(~own, dates - pd.Timedelta(days=days)))
        assert world.replace(before=earlier).verdict("deck-lag") == expected


def test_the_gap_closed_if_it_stays_closed(world):
    history, day = world.tables.history, changed(world["day"], R1, elo=1310)
    stays = history.assign(gap_high=np.minimum(history["gap_high"], 40))
    assert world.with_history(stays).verdict("deck-closed") == HOLDS
    assert world.replace(day=day).with_history(stays).verdict("deck-closed") == NOT
    assert world.replace(day=day.drop(columns=["elo_lower", "elo_upper"])).verdict("deck-closed") == UNKNOWN


@pytest.mark.parametrize(("flop", "expected"), [(1.9e25, HOLDS), (1.3e25, PART), (1e25, NOT), (math.nan, UNKNOWN)])
def test_half_the_compute(world, flop, expected):
    assert world.replace(day=changed(world["day"], R1, training_flop=flop)).verdict("deck-compute") == expected


@pytest.mark.parametrize(("elo", "expected"), [(1365, HOLDS), (1340, PART), (1300, NOT)])
def test_the_same_performance(world, elo, expected):
    assert world.replace(deck=changed(world["deck"], R1, elo=elo)).verdict("deck-performance") == expected


def test_costs_that_do_not_fall(world):
    level = world["prices"].assign(output_usd_per_mtok=60.0)
    assert world.replace(prices=level).verdict("deck-costs") == UNKNOWN  # one record is no rate
    assert world.replace(prices=level.head(0)).verdict("deck-costs") == UNKNOWN


@pytest.mark.parametrize(("steady", "expected"), [(1.0, NOT), (0.5, PART), (0.97, HOLDS)])
def test_a_step_up(shipped, world, steady, expected):
    """Every model has a price on every day; it falls by the same factor each quarter, or by ever more."""

    def load_models(as_of, prices_as_of=None):
        models = shipped.library.load_models(as_of=as_of, prices_as_of=as_of)
        quarters = round((pd.Timestamp(as_of) - pd.Timestamp(prices_as_of or as_of)).days / 91)
        left = max(6 - quarters, 0)
        factor = steady**left if expected != HOLDS else steady ** (left**2)
        return models.assign(output_usd_per_mtok=models["output_usd_per_mtok"] * factor)

    world.tables.library.load_models = load_models
    assert world.verdict("deck-step") == expected


@pytest.mark.parametrize(("shift", "expected"), [(0.0, HOLDS), (0.5, PART), (30.0, NOT)])
def test_the_percentage_of_the_ai_index(world, shift, expected):
    leader = world["day"].iloc[0]
    day = changed(world["day"], leader["model"], elo=leader["elo"] + shift)
    assert world.replace(day=day).verdict("stanford-2025") == expected


def test_a_month_without_a_board_cannot_be_tested(shipped, world):
    world.tables.library.load_models = lambda **_: shipped.library.load_models(as_of="2024-05-01")
    row = check._row(BY_NAME["stanford-2024"], world.tables)
    assert row["verdict"] == UNKNOWN
    assert row["why"] == "The table has no full snapshot of January 2024; the nearest is of 26 April 2024."
    assert math.isnan(row["value"])
    assert row["measured"] == ""


def test_other_points_do_not_replicate(world):
    points = world["epoch_prices"]
    near, far = (points.assign(blended_usd_per_mtok=points["blended_usd_per_mtok"] ** power) for power in (1.03, 2.06))
    assert world.replace(epoch_prices=near).verdict("epoch-mmlu-43.9") == PART
    for claim in ("epoch-mmlu-43.9", "stanford-280", "a16z-10x"):
        assert world.replace(epoch_prices=far).verdict(claim) == NOT
    assert world.replace(epoch_prices=far.head(5)).verdict("epoch-mmlu-43.9") == UNKNOWN


def test_another_match_is_not_the_published_one(world):
    points = world["epoch_lags"].replace({"model": {"Grok-1": "another"}})
    assert world.replace(epoch_lags=points).verdict("epoch-match-4") == NOT
    without = world.replace(epoch_lags=points[points["model"] != "another"])
    assert without.verdict("epoch-match-4") in (NOT, UNKNOWN)
    assert without.verdict("epoch-match-5") == HOLDS


def test_the_order_by_the_cost_of_a_task(world):
    runs, swe_bench = world["runs"], world["swe_bench"]
    assert world.verdict("task-reversals") == PART  # tasks of Aider take two tries at most
    assert world.replace(runs=swe_bench).verdict("task-reversals") == HOLDS
    prices = frontier.load_prices().drop_duplicates("model").set_index("model")["output_usd_per_mtok"]
    as_priced = runs.assign(cost_usd=runs["model"].map(prices), tasks=1)
    assert world.replace(runs=as_priced, swe_bench=swe_bench).verdict("task-reversals") == NOT


@pytest.mark.parametrize(("months", "expected"), [(2, HOLDS), (12, NOT)])
def test_the_cost_of_a_score_that_halves(world, months, expected):
    assert world.verdict("task-halving") == PART
    aider = world["aider"]
    age = (aider["date"] - aider["date"].min()).dt.days / 30.4375
    assert (
        world.replace(aider=aider.assign(score=60.0, cost_usd=2 ** (-age / months))).verdict("task-halving") == expected
    )


def test_more_effort_less_accuracy(world):
    aider = world["aider"]
    assert world.verdict("task-effort") == NOT
    assert world.replace(aider=aider.assign(score=100 - aider["score"])).verdict("task-effort") == HOLDS
    three_of_ten = aider["model"].isin(["gpt-5-high", "grok-3-mini-beta"])
    some = aider.assign(score=aider["score"].mask(three_of_ten, 100 - aider["score"]))
    assert world.replace(aider=some).verdict("task-effort") == PART
    one_effort = aider.assign(effort="high")
    assert world.replace(aider=one_effort.drop_duplicates("model")).verdict("task-effort") == UNKNOWN


# --- Rules.


@pytest.mark.parametrize(
    ("published", "ours", "expected"),
    [
        (Estimate(10), Estimate(12, 8, 16), HOLDS),  # theirs inside ours
        (Estimate(10), Estimate(30, 8, 80), PART),  # inside, but three times as much
        (Estimate(3.5), Estimate(3.53, 3.51, 3.55), HOLDS),  # rounds to it, to as many digits
        (Estimate(10, 5, 13), Estimate(12), HOLDS),  # ours inside theirs
        (Estimate(4), Estimate(4.4), HOLDS),  # rounds to it
        (Estimate(4), Estimate(4.9, 4.7, 5.6), PART),  # near
        (Estimate(10, 8, 12), Estimate(30, 11, 80), PART),  # the intervals overlap
        (Estimate(10), Estimate(30, 20, 80), NOT),
        (Estimate(10, 8, 12), Estimate(2, 1, 3), NOT),
    ],
)
def test_agreement(published, ours, expected):
    assert rules.agrees(published, ours) == expected


def test_an_interval_that_says_nothing_tests_nothing():
    for published, ours in (
        (Estimate(10), Estimate(2000, 0.001, 1e9)),
        (Estimate(246, 4.2, 14238), Estimate(246, 100, 500)),
    ):
        with pytest.raises(rules.UntestableError, match="too wide to test anything"):
            rules.agrees(published, ours)


@pytest.mark.parametrize(
    ("ours", "expected"),
    [
        (Estimate(10.009, 5, 20), HOLDS),
        (Estimate(10.009, 5, 20.1), PART),
        (Estimate(10.9, 5, 20), PART),
        (Estimate(12, 5, 20), NOT),
        (Estimate(10), PART),  # without the interval that was published
    ],
)
def test_replication(ours, expected):
    assert rules.same(Estimate(10, 5, 20), ours) == expected


# --- Another table.

OF_SCORE = ["elo", "elo_lower", "elo_upper", "votes", "elo_date", "board"]
OF_PRICE = ["input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok", "price_date", "price_basis",
            "host", "observed", "price_source"]  # fmt: skip


@functools.cache
def cells(name):
    """Return a table as text; nobody changes it."""
    return pd.read_csv(locate_models(None).parent / f"{name}.csv", dtype=str, keep_default_na=False)


def write_table(folder, models, scores, prices):
    """Write a curated table of some rows of the shipped one, with the snapshots that are left and their counts."""
    scores, prices = (rows[rows["model"].isin(models["model"])].copy() for rows in (scores, prices))
    now = models[models["elo"] != ""]
    days = [*zip(scores["date"], scores["board"], strict=True), *zip(now["elo_date"], now["board"], strict=True)]
    carried = [
        bool(day) and (day, board) not in days
        for day, board in zip(scores["interval_date"], scores["board"], strict=True)
    ]
    scores.loc[carried, ["elo_lower", "elo_upper", "votes", "interval_date"]] = ""
    snapshots = cells("history/snapshots")
    own = list(zip(snapshots["date"], snapshots["board"], strict=True))
    snapshots = snapshots.assign(models=[str(days.count(day)) for day in own])[[day in days for day in own]]
    (folder / "history").mkdir()
    models.to_csv(folder / "models.csv", index=False)
    for name, rows in (("scores", scores), ("prices", prices), ("snapshots", snapshots)):
        rows.to_csv(folder / "history" / f"{name}.csv", index=False)
    for name in ("benchmarks", "runs"):
        cells(name).to_csv(folder / f"{name}.csv", index=False)
    return folder


def blank(rows, columns):
    return rows.assign(**dict.fromkeys(columns, ""))


OTHERS = {
    "without prices": lambda m, s, p: (blank(m, OF_PRICE), s, p.head(1)),
    "without intervals": lambda m, s, p: (
        blank(m, ["elo_lower", "elo_upper"]), blank(s, ["elo_lower", "elo_upper", "interval_date"]), p,
    ),
    "proprietary models": lambda m, s, p: (m[m["openness"] == "proprietary"], s, p),
    "open models": lambda m, s, p: (m[m["openness"] != "proprietary"], s, p),
    "three models": lambda m, s, p: (m[m["model"].isin(["deepseek-r1", "gpt-4-0314", "gpt-4o-2024-05-13"])], s, p),
    "one board": lambda m, s, p: (blank(m, OF_SCORE), s[s["board"] == "elo-online"], p),
    "one day": lambda m, s, p: (blank(m, OF_SCORE), s[s["date"] == "2025-02-14"], p),
    "long ago": lambda m, s, p: (blank(m, OF_SCORE), s[s["date"] < "2024"], p),
    "of late": lambda m, s, p: (m, s[s["date"] > "2026-07"], p),
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
def test_what_a_table_lacks_cannot_be_tested_and_the_reason_is_given(tmp_path, claims, kind):
    tables = OTHERS[kind](*map(cells, ("models", "history/scores", "history/prices")))
    found = frontier.check_claims(path=write_table(tmp_path, *tables))
    assert found["claim"].tolist() == claims["claim"].tolist()
    unknown = found[found["verdict"] == UNKNOWN]
    assert len(unknown) > (claims["verdict"] == UNKNOWN).sum()
    assert unknown["value"].isna().all()
    assert unknown["why"].str.fullmatch(r"[A-Z0-9].{15,}\.").all()
    assert not unknown["why"].str.contains(r"choose|did you mean|merge keys|None|nan\b", regex=True).any()
    again = found["tested_on"] == "the study's own points"
    assert set(found.loc[again, "verdict"]) == {HOLDS}


@pytest.mark.parametrize("gone", [(GPT4O, V3, FLASH, "gpt-4o-2024-05-13"), (R1,)], ids=["others", "r1"])
def test_a_statement_of_a_model_that_is_not_there_names_it(tmp_path, gone):
    models = cells("models")
    tables = (models[~models["model"].isin(gone)], cells("history/scores"), cells("history/prices"))
    names = ["deck-gpt4o", "deck-deepseek", "deck-flash", "deck-compute", "deck-performance"]
    found = frontier.check_claims(names, path=write_table(tmp_path, *tables))
    unknown = found[found["verdict"] == UNKNOWN]
    for model in gone:
        assert unknown["why"].str.contains(model, regex=False).any(), model


def test_an_old_board_does_not_test_what_was_said_of_a_later_day(tmp_path):
    scores = cells("history/scores")
    old = scores[scores["date"] < "2024-10"]
    path = write_table(tmp_path, blank(cells("models"), OF_SCORE), old, cells("history/prices"))
    (row,) = frontier.check_claims("stanford-2025", path=path).to_dict("records")
    assert row["verdict"] == UNKNOWN
    assert row["why"].startswith("The last full snapshot of the table before 14 February 2025 is of ")


def test_a_later_day_changes_no_verdict_of_an_earlier_one(tmp_path, claims):
    """The newest board may be any: of what was said of a day, only boards and prices around it count."""
    scores = cells("history/scores")
    early = scores[scores["date"] < "2026-09"]
    path = write_table(tmp_path, blank(cells("models"), OF_SCORE), early, cells("history/prices"))
    found = frontier.check_claims(path=path)
    pd.testing.assert_frame_equal(found.drop(columns="call"), claims.drop(columns="call"))


@pytest.fixture(scope="module")
def in_another_unit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("table") / "it's here"
    folder.mkdir()
    return write_table(folder, halved(cells("models")), halved(cells("history/scores")), cells("history/prices"))


@pytest.mark.filterwarnings("ignore:the records span")
@pytest.mark.parametrize("name", ["deck-flash", "deck-lag", "deck-step", "stanford-2024", "deck-costs",
                                  "epoch-2026"])  # fmt: skip
def test_the_call_of_another_table_names_it(in_another_unit, claims, capsys, name):
    """Numbers of that table, not of the shipped one: every score here is in another unit."""
    path = in_another_unit
    (one,) = frontier.check_claims(name, path=path).itertuples()
    (own,) = claims[claims["claim"] == name].itertuples()
    if one.call.startswith("frontier "):
        words = shlex.split(one.call)
        assert words[-2:] == ["--data", str(path)]
        assert main(words[1:]) == 0
        assert figure(one.value).replace(",", "") in capsys.readouterr().out.replace(",", "")
        return
    assert str(path) in one.call.replace('"', "'").replace("\\", "")
    number = eval(one.call, {"frontier": frontier, "np": np})
    assert float(getattr(number, "value", number)) == pytest.approx(one.value, rel=1e-9)
    assert own.call != one.call


def halved(rows):
    """Bring every score nearer to 1000: all differences are half of what they were."""
    rows = rows.copy()
    for column in ("elo", "elo_lower", "elo_upper"):
        rows[column] = [f"{500 + float(text) / 2:.4f}" if text else "" for text in rows[column]]
    return rows


def test_a_table_without_history_tests_nothing_and_says_so_once(tmp_path, capsys):
    blank(cells("models"), []).to_csv(tmp_path / "models.csv", index=False)
    with pytest.raises(ValueError, match="has no history/ beside it"):
        frontier.check_claims(path=tmp_path)
    code, out, err = run(capsys, "--data", str(tmp_path))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_the_command_takes_another_table(tmp_path, capsys):
    path = write_table(tmp_path, *OTHERS["one day"](*map(cells, ("models", "history/scores", "history/prices"))))
    code, out, _ = run(capsys, "stanford-2025", "deck-costs", "--data", str(path))
    assert code == 0
    assert "CANNOT BE TESTED  deck-costs" in out
    assert f"frontier.load_models('{path}', as_of=" in " ".join(out.split())


# --- The page and the command.


@pytest.mark.living
def test_the_page_is_current():
    claims = check.check_claims()
    page = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    pictures = ["../figures/claims-months.svg", "../figures/claims-rates.svg"]
    assert page == check.claims_page(claims, pictures), "run make figures: docs/claims.md would be written otherwise"
    for path in re.findall(r"\]\((\.\./[^)]+)\)", page):
        assert (ROOT / "docs" / path).exists(), path
    links, targets = re.findall(r'href="#([^"]+)"', page), re.findall(r'<a id="([^"]+)">', page)
    assert links == targets == claims["claim"].tolist()


@pytest.fixture
def known(claims, monkeypatch):
    """Have the command take all statements as they were computed once."""
    compute = check.check_claims
    monkeypatch.setattr(
        frontier,
        "check_claims",
        lambda names=None, path=None: claims if names is path is None else compute(names, path=path),
    )


def run(capsys, *words):
    try:
        code = main(["claims", *words])
    except SystemExit as stopped:  # by the parser
        code = stopped.code
    streams = capsys.readouterr()
    return code, streams.out, streams.err


@pytest.mark.usefixtures("known")
def test_the_command_prints_all_of_it(capsys, claims):
    _, out, _ = run(capsys, "--csv")
    rows = pd.read_csv(io.StringIO(out), keep_default_na=False)
    assert rows["verdict"].tolist() == claims["verdict"].tolist()
    assert list(rows) == list(claims)
    _, out, _ = run(capsys)
    for one in claims.itertuples():
        assert f"  {one.verdict.upper():<17} {one.claim:<21} {one.statement}\n" in out
    assert check.tally(claims) in out
    assert "Rule: " not in out


def test_the_command_gives_the_reasons_of_what_is_named(capsys):
    _, out, _ = run(capsys, "deck-lag", "stanford")
    assert out.count("Rule: ") == out.count("Tested on: ") == 4
    assert "DOES NOT HOLD     deck-lag              “Open source offerings lagged by 12-18 months”" in out
    assert "published: 12 to 18 months; measured: 7.1 (6.7 to 8.6) months, matched, on the last board before V3" in out
    assert out.endswith("4 statements tested: 1 holds, 1 holds in part, 2 do not hold.\n")


def test_a_whole_name_is_that_statement_alone(claims):
    assert frontier.check_claims("epoch-arena-1106")["claim"].tolist() == ["epoch-arena-1106"]
    assert frontier.check_claims(["a16z-10x", "a16z"])["claim"].tolist() == ["a16z-10x"]
    assert len(frontier.check_claims("epoch-arena")) == 8
    one = claims[claims["claim"] == "stanford-280"].reset_index(drop=True)
    assert frontier.check_claims("stanford-280").equals(one)


def test_tests_and_recomputed_numbers_are_counted_apart(claims):
    again = claims["tested_on"] == "the study's own points"
    some = pd.concat([claims[~again].head(6), claims[again].head(2)])
    assert check.tally(some) == (
        "6 statements tested: 2 hold, 2 hold in part, 2 do not hold. "
        "2 numbers recomputed from the study's own points: 2 hold."
    )
    assert check.tally(claims).startswith(f"{(~again).sum()} statements tested: ")
    assert f" {again.sum()} numbers recomputed from the study's own points: " in check.tally(claims)


def test_a_broken_table_is_no_verdict(monkeypatch):
    """A file that is wrong must not pass for a statement that cannot be tested."""

    def broken(*_, **__):
        raise frontier.CatalogError([])

    monkeypatch.setattr("frontier.data.tables.load_models", broken)
    with pytest.raises(frontier.CatalogError):
        frontier.check_claims("deck")


def test_a_number_that_is_unknown_is_no_verdict(world):
    before = world["before"]
    closed = before[before["openness"] == "proprietary"]
    assert world.replace(before=closed).verdict("deck-lag") == UNKNOWN
    assert world.with_history(world.tables.history.head(0)).verdict("deck-closed") == UNKNOWN
    assert world.replace(epoch_prices=world["epoch_prices"].head(0)).verdict("stanford-280") == UNKNOWN


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["deck-lagg"], "no statement is named 'deck-lagg'; did you mean 'deck-lag'"),
        (["LAG"], "did you mean 'deck-lag'"),
        (["zzz"], "names begin with deck, stanford, a16z, epoch"),
        (["--unit", "months"], "--unit needs -o with a picture"),
        (["--unit", "dollars", "-o", "x.svg"], "unit must be one of months, percent, points, times"),
        (
            ["epoch-arena-1285-own", "-o", "x.svg"],
            "none of these statements has both a published and a measured number",
        ),
        (["-o", "x.docx"], "'x.docx' must end in one of .md, .svg, .png, .pdf"),
        (["--csv", "-o", "x.svg"], "not allowed with argument --csv"),
        (["--link", "x.svg"], "--link needs -o with a .md file"),
    ],
)
@pytest.mark.usefixtures("known")
def test_the_command_refuses_what_it_cannot_do(capsys, tmp_path, monkeypatch, words, message):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert message in err
    assert not list(tmp_path.iterdir())


def test_the_command_writes_a_page_and_a_picture(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ("stanford", "-o", "page.md", "page.svg", "--link", "page.svg")
    assert run(capsys, *words) == (0, "page.md\npage.svg\n", "")
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert page.count("### ") == 3
    assert page.count("](page.svg)") == 1
    code, _, err = run(capsys, "epoch-mmlu-68", "-o", "nowhere/page.md")
    assert code == 1
    assert "nowhere/page.md: there is no folder nowhere" in err


# --- A new statement.

NEW = """
[[claims]]
claim = "new-gap"
label = "A new gap"
source = "stanford"
statement = "The best open model is about 23 points behind"
value = 23
unit = "points"
rule = "agrees"
expression = 'frontier.open_gap($day).score'
why = "On 14 February 2025 the gap was {ours.value:.0f} points, where {published.value:.0f} were published."
"""


@pytest.fixture
def with_one_more(tmp_path, monkeypatch):
    def add(entry):
        file = tmp_path / "claims.toml"
        file.write_text(statements.CLAIMS.read_text(encoding="utf-8") + entry, encoding="utf-8")
        monkeypatch.setattr(statements, "CLAIMS", file)

    return add


def test_a_new_statement_is_one_entry(with_one_more, claims):
    """It stands in the table, on the page, in the picture and in the tally, and every other row stays."""
    with_one_more(NEW)
    found = frontier.check_claims(["stanford", "epoch-mmlu", "new-gap"])
    others = claims[claims["claim"].str.match("stanford|epoch-mmlu")].reset_index(drop=True)
    pd.testing.assert_frame_equal(found.iloc[:-1], others)
    one = found.iloc[-1]
    gap = frontier.open_gap(frontier.load_models(as_of="2025-02-14")).score
    assert (one["claim"], one["verdict"], one["value"], one["low"]) == ("new-gap", HOLDS, gap.value, gap.low)
    assert one["why"] == "On 14 February 2025 the gap was 23 points, where 23 were published."
    assert one["published"] == "23.0 points"
    assert one["call"] == 'frontier.open_gap(frontier.load_models(as_of="2025-02-14")).score'
    assert check.claims_page(found).count("The best open model is about 23 points behind") == 2
    ax = frontier.plot_claims(found, "points")
    assert [text.get_text() for text in ax.texts if text.get_gid() == "label-new-gap"] == ["A new gap"]
    assert int(check.tally(found).split()[0]) == int(check.tally(others).split()[0]) + 1


def test_a_new_statement_of_a_known_kind_is_its_numbers(with_one_more):
    with_one_more('\n[[claims]]\nclaim = "epoch-mmlu-70"\nkind = "epoch-mmlu-rate"\nlevel = 70\nvalue = 9.3\n')
    (one,) = frontier.check_claims("epoch-mmlu-70").itertuples()
    assert one.statement == "The price of an MMLU of 70 fell 9.3 times a year"
    assert "at_least=70," in one.call


def test_an_entry_without_what_it_needs_is_refused(with_one_more):
    with_one_more(NEW.replace("label =", "lable ="))
    with pytest.raises(ValueError, match=r"claims.toml: new-gap: give label"):
        frontier.check_claims()


def test_wrong_python_in_an_entry_names_the_entry(with_one_more):
    with_one_more(NEW.replace("open_gap", "open_gaps"))
    with pytest.raises(AttributeError) as caught:
        frontier.check_claims("new-gap")
    assert caught.value.__notes__ == ["claims.toml: new-gap: correct its Python"]
