"""Published statements: their numbers come back from the calls they name, and their verdicts follow the data."""

import contextlib
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
from frontier.claims import check, rules
from frontier.cli.main import main
from frontier.core.estimate import Estimate
from frontier.data.check import locate_models

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
VERDICTS = get_args(rules.Verdict)
HOLDS, PART, NOT, UNKNOWN = VERDICTS


@pytest.fixture(scope="module")
def claims():
    return frontier.check_claims()


@pytest.fixture(scope="module")
def shipped():
    """The tables that are shipped, read once."""
    return rules._Tables()


@pytest.fixture
def tables(shipped):
    """The shipped tables, to be altered by a test: what is read is shared, what is set is not."""
    mine = rules._Tables()
    for name in ("deck", "day", "before", "history", "prices", "scores", "epoch_prices", "epoch_lags"):
        setattr(mine, name, getattr(shipped, name).copy())
    return mine


def statement(name):
    (one,) = [one for one in check._STATEMENTS if one.claim == name]
    return one


def verdict(name, tables):
    return check._row(statement(name), tables)["verdict"]


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
    assert len(claims) >= 30
    for column in ("claim", "label", "who", "source", "statement", "verdict", "why", "rule", "call", "unit"):
        assert (claims[column].str.len() > 0).all(), column
    assert claims["said"].notna().all()
    assert set(claims["verdict"]) <= set(VERDICTS)
    assert claims["why"].str.endswith(".").all()
    assert claims["rule"].str.contains("holds if ").all()
    assert claims["measured"].ne("").equals(claims["value"].notna())
    assert (claims["published"].eq("") == claims[["published_value", "published_low"]].isna().all(axis=1)).all()


def test_the_deck_is_judged(claims):
    """What METHODS has of the deck, statement by statement."""
    own = claims[claims["claim"].str.startswith("deck-")].set_index("claim")["verdict"]
    assert own.to_dict() == {
        "deck-gpt4o": PART, "deck-deepseek": HOLDS, "deck-flash": HOLDS, "deck-lag": NOT, "deck-closed": PART,
        "deck-compute": NOT, "deck-performance": HOLDS, "deck-costs": HOLDS, "deck-step": PART,
    }  # fmt: skip


def test_what_does_hold_is_said_where_the_deck_does_not(claims):
    why = claims.set_index("claim")["why"]
    assert "6 to 9 months by votes, and 15 to 25 on MMLU" in why["deck-lag"]
    assert "R1 took 4.0e24 FLOP (confident) and GPT-4o 3.8e25 (speculative), which is 89 % less" in why["deck-compute"]


def test_published_numbers_of_others_are_judged(claims):
    own = claims[~claims["claim"].str.startswith("deck-")].set_index("claim")
    replicated = own["tested_on"] == "the study's own points"
    assert replicated.sum() == 14
    assert set(own.loc[replicated, "verdict"]) == {HOLDS}
    assert own.loc[~replicated, "verdict"].to_dict() == {
        "stanford-2025": HOLDS, "stanford-2024": NOT, "stanford-280": PART, "a16z-10x": HOLDS,
        "epoch-arena-1106-own": HOLDS, "epoch-arena-1186-own": HOLDS, "epoch-arena-1256-own": UNKNOWN,
        "epoch-arena-1285-own": UNKNOWN, "epoch-2024": PART, "epoch-2025": PART, "epoch-2026": PART,
    }  # fmt: skip
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
                assert rules._figure(one.value).replace(",", "") in out.getvalue().replace(",", ""), one.claim
            continue
        number = eval(one.call, {"frontier": frontier, "np": np})
        again = number if isinstance(number, Estimate) else Estimate(float(number))
        assert again.value == pytest.approx(one.value, rel=1e-9), one.claim
        if not math.isnan(again.low):
            assert (again.low, again.high) == pytest.approx((one.low, one.high), rel=1e-9), one.claim


# --- Verdicts follow the data.


def test_gpt4o_superior_at_a_cost(tables):
    best = changed(tables.deck, rules._GPT4O, elo=1400)
    for deck, expected in (
        (best, HOLDS),
        (changed(tables.deck, rules._GPT4O, elo=1340), NOT),
        (changed(best, rules._GPT4O, output_usd_per_mtok=0.2), NOT),
        (changed(tables.deck, rules._GPT4O, output_usd_per_mtok=math.nan), UNKNOWN),
        (tables.deck.drop(columns=["elo_lower", "elo_upper"]), UNKNOWN),
    ):
        mine = rules._Tables()
        mine.deck = deck
        assert verdict("deck-gpt4o", mine) == expected


def test_deepseek_excellent_and_affordable(tables):
    tables.deck = changed(tables.deck, rules._V3, elo=1200)
    assert verdict("deck-deepseek", tables) == PART
    other = rules._Tables()
    other.deck = changed(tables.deck, rules._R1, output_usd_per_mtok=60)
    assert verdict("deck-deepseek", other) == NOT


def test_flash_sets_a_high_bar(tables):
    for values, expected in (({"elo": 1000}, NOT), ({"output_usd_per_mtok": 100}, NOT), ({"elo": 1309.6}, PART)):
        mine = rules._Tables()
        mine.deck = changed(tables.deck, rules._FLASH, **values)
        assert verdict("deck-flash", mine) == expected, values


def test_the_lag_of_the_deck_holds_in_a_world_in_which_it_did(tables):
    """Where proprietary models came so much earlier, open ones lag by that much more."""
    own = (tables.before["openness"] == "proprietary").to_numpy()
    dates = tables.before["released"]
    tables.before = tables.before.assign(released=dates.where(~own, dates - pd.Timedelta(days=250)))
    assert verdict("deck-lag", tables) == HOLDS
    tables.before = tables.before.assign(released=dates.where(~own, dates - pd.Timedelta(days=1000)))
    assert verdict("deck-lag", tables) == NOT


def test_the_gap_closed_if_it_stays_closed(tables):
    stays = tables.history.assign(gap_high=np.minimum(tables.history["gap_high"], 40))
    tables.history = stays
    assert verdict("deck-closed", tables) == HOLDS
    tables.day = changed(tables.day, rules._R1, elo=1310)
    assert verdict("deck-closed", tables) == NOT
    tables.day = tables.day.drop(columns=["elo_lower", "elo_upper"])
    assert verdict("deck-closed", tables) == UNKNOWN


@pytest.mark.parametrize(("flop", "expected"), [(1.9e25, HOLDS), (1.3e25, PART), (1e25, NOT), (math.nan, UNKNOWN)])
def test_half_the_compute(tables, flop, expected):
    tables.day = changed(tables.day, rules._R1, training_flop=flop)
    assert verdict("deck-compute", tables) == expected


@pytest.mark.parametrize(("elo", "expected"), [(1365, HOLDS), (1340, PART), (1300, NOT)])
def test_the_same_performance(tables, elo, expected):
    tables.deck = changed(tables.deck, rules._R1, elo=elo)
    assert verdict("deck-performance", tables) == expected


def test_costs_that_do_not_fall(tables):
    tables.prices = tables.prices.assign(output_usd_per_mtok=60.0)
    assert verdict("deck-costs", tables) == UNKNOWN  # one record is no rate
    tables.prices = tables.prices.head(0)
    assert verdict("deck-costs", tables) == UNKNOWN


@pytest.mark.parametrize(("steady", "expected"), [(1.0, NOT), (0.5, PART), (0.97, HOLDS)])
def test_a_step_up(shipped, steady, expected):
    """Every model has a price on every day; it falls by the same factor each quarter, or by ever more."""

    class World(rules._Tables):
        def models(self, day, **how):
            models = shipped.models(day, prices_as_of=day)
            quarters = round((pd.Timestamp(day) - pd.Timestamp(how.get("prices_as_of", day))).days / 91)
            left = max(6 - quarters, 0)
            factor = steady**left if expected != HOLDS else steady ** (left**2)
            return models.assign(output_usd_per_mtok=models["output_usd_per_mtok"] * factor)

    tables = World()
    assert verdict("deck-step", tables) == expected


@pytest.mark.parametrize(("shift", "expected"), [(0.0, HOLDS), (0.5, PART), (30.0, NOT)])
def test_the_percentage_of_the_ai_index(tables, shift, expected):
    leader = tables.day["model"].iloc[0]
    tables.day = changed(tables.day, leader, elo=tables.day["elo"].iloc[0] + shift)
    assert verdict("stanford-2025", tables) == expected


def test_a_month_without_a_board_cannot_be_tested(shipped):
    class Without(rules._Tables):
        def models(self, day, **how):
            return shipped.models("2024-05-01" if day == "2024-01-31" else day, **how)

    row = check._row(statement("stanford-2024"), Without())
    assert row["verdict"] == UNKNOWN
    assert row["why"] == "The table has no full snapshot of January 2024; the nearest is of 26 April 2024."
    assert row["value"] != row["value"]
    assert math.isnan(row["value"])
    assert row["measured"] == ""


def test_other_points_do_not_replicate(tables):
    tables.epoch_prices = tables.epoch_prices.assign(
        blended_usd_per_mtok=tables.epoch_prices["blended_usd_per_mtok"] ** 1.03
    )
    assert verdict("epoch-mmlu-43.9", tables) == PART
    tables.epoch_prices = tables.epoch_prices.assign(
        blended_usd_per_mtok=tables.epoch_prices["blended_usd_per_mtok"] ** 2
    )
    assert verdict("epoch-mmlu-43.9", tables) == NOT
    assert verdict("stanford-280", tables) == NOT
    assert verdict("a16z-10x", tables) == NOT
    tables.epoch_prices = tables.epoch_prices.head(5)
    assert verdict("epoch-mmlu-43.9", tables) == UNKNOWN


def test_another_match_is_not_the_published_one(tables):
    tables.epoch_lags = tables.epoch_lags.replace({"model": {"Grok-1": "another"}})
    assert verdict("epoch-match-4", tables) == NOT
    tables.epoch_lags = tables.epoch_lags[tables.epoch_lags["model"] != "another"]
    assert verdict("epoch-match-4", tables) in (NOT, UNKNOWN)
    assert verdict("epoch-match-5", tables) == HOLDS


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
    assert rules._agrees(published, ours) == expected


def test_an_interval_that_says_nothing_tests_nothing():
    for published, ours in (
        (Estimate(10), Estimate(2000, 0.001, 1e9)),
        (Estimate(246, 4.2, 14238), Estimate(246, 100, 500)),
    ):
        with pytest.raises(rules._UntestableError, match="too wide to test anything"):
            rules._agrees(published, ours)


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
    assert rules._same(Estimate(10, 5, 20), ours) == expected


# --- Another table.

OF_SCORE = ["elo", "elo_lower", "elo_upper", "votes", "elo_date", "board"]
OF_PRICE = ["input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok", "price_date", "price_basis",
            "host", "observed", "price_source"]  # fmt: skip


def cells(name):
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


@pytest.mark.parametrize("model", [rules._GPT4O, rules._R1, rules._V3, rules._FLASH, rules._API_GPT4O])
def test_a_statement_of_a_model_that_is_not_there_names_it(tmp_path, model):
    models = cells("models")
    tables = (models[models["model"] != model], cells("history/scores"), cells("history/prices"))
    found = frontier.check_claims("deck", path=write_table(tmp_path, *tables))
    unknown = found[found["verdict"] == UNKNOWN]
    assert unknown["why"].str.contains(model, regex=False).any()


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


@pytest.mark.filterwarnings("ignore:the records span")
@pytest.mark.parametrize("name", ["deck-flash", "deck-lag", "deck-step", "stanford-2024", "deck-costs",
                                  "epoch-2026"])  # fmt: skip
def test_the_call_of_another_table_names_it(tmp_path, capsys, name):
    """Numbers of that table, not of the shipped one: every score here is in another unit."""
    folder = tmp_path / "it's here"
    folder.mkdir()
    scores, models = cells("history/scores"), cells("models")
    scores, models = (halved(rows) for rows in (scores, models))
    path = write_table(folder, models, scores, cells("history/prices"))
    (one,) = frontier.check_claims(name, path=path).itertuples()
    (own,) = frontier.check_claims(name).itertuples()
    if one.call.startswith("frontier "):
        words = shlex.split(one.call)
        assert words[-2:] == ["--data", str(path)]
        assert main(words[1:]) == 0
        assert rules._figure(one.value).replace(",", "") in capsys.readouterr().out.replace(",", "")
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
        check,
        "check_claims",
        lambda names=None, path=None: claims if names is path is None else compute(names, path=path),
    )


def run(capsys, *words):
    code = main(["claims", *words])
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
    assert frontier.check_claims(["deck-lag", "deck-l"])["claim"].tolist() == ["deck-lag"]
    assert len(frontier.check_claims("epoch-arena")) == 8
    one = claims[claims["claim"] == "deck-lag"].reset_index(drop=True)
    assert frontier.check_claims("deck-lag").equals(one)


def test_tests_and_recomputed_numbers_are_counted_apart(claims):
    again = claims["tested_on"] == "the study's own points"
    assert again.sum() == 14
    assert check.tally(claims) == (
        "20 statements tested: 8 hold, 7 hold in part, 3 do not hold, 2 cannot be tested. "
        "14 numbers recomputed from the study's own points: 14 hold."
    )


def test_a_broken_table_is_no_verdict(monkeypatch):
    """A file that is wrong must not pass for a statement that cannot be tested."""

    def broken(*_, **__):
        raise frontier.CatalogError([])

    monkeypatch.setattr(rules, "load_models", broken)
    with pytest.raises(frontier.CatalogError):
        frontier.check_claims("deck")


def test_a_number_that_is_unknown_is_no_verdict(tables):
    tables.before = tables.before[tables.before["openness"] == "proprietary"]
    assert verdict("deck-lag", tables) == UNKNOWN
    tables.history = tables.history.head(0)
    assert verdict("deck-closed", tables) == UNKNOWN
    tables.epoch_prices = tables.epoch_prices.head(0)
    assert verdict("stanford-280", tables) == UNKNOWN


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["deck-lagg"], "no statement is named 'deck-lagg'; did you mean 'deck-lag'"),
        (["LAG"], "did you mean 'deck-lag'"),
        (["zzz"], "they begin with deck, stanford, a16z, epoch"),
        (["--unit", "months"], "--unit is of a picture: it needs -o"),
        (["--unit", "dollars", "-o", "x.svg"], "--unit must be one of months, per cent, points, times"),
        (
            ["epoch-arena-1285-own", "-o", "x.svg"],
            "none of these statements has both a published and a measured number",
        ),
        (["-o", "x.docx"], "'x.docx' must end in one of .md, .svg, .png, .pdf"),
        (["--csv", "-o", "x.svg"], "leave --csv or --json out"),
        (["--link", "x.svg"], "--link is of a page: it needs -o with a .md file"),
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
    words = ("deck", "-o", "page.md", "page.svg", "--link", "page.svg")
    assert run(capsys, *words) == (0, "page.md\npage.svg\n", "")
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert page.count("### ") == 9
    assert page.count("](page.svg)") == 1
    code, _, err = run(capsys, "deck-lag", "-o", "nowhere/page.md")
    assert code == 1
    assert "nowhere/page.md: there is no folder nowhere" in err


def test_the_readme_counts_them_right(claims):
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    again = int((claims["tested_on"] == "the study's own points").sum())
    assert f"That, and {len(claims) - again - 1} other published statements, are tested" in text
