"""The tables: the published numbers they give back, and the traps of their sources.

Expected numbers are copied from what was published: the Arena's tables of the day named, the makers' price pages, and
the Stanford AI Index 2025 (gap of 1.70 % in February 2025). The rules of the tables that change are those of
`frontier check`; here they are asked for one thing only: that it finds no error.
"""

import tomllib
from pathlib import Path

import pandas as pd
import pytest
from conftest import FROZEN, LIVING

from frontier import load_models, load_prices, load_scores
from frontier.cli.main import main
from frontier.data.files import LOCK

ROOT = Path(__file__).resolve().parent.parent
EVERY_BASIS = ("list", "host", "arena", "unverified")
INPUT, OUTPUT = "input_usd_per_mtok", "output_usd_per_mtok"


@pytest.fixture(scope="module")
def models():
    """Every row of models.csv, those that no board lists any more included; blank is an empty text."""
    return pd.read_csv(FROZEN / "models.csv", dtype=str, keep_default_na=False).set_index("model", drop=False)


@pytest.fixture(scope="module")
def scores():
    return load_scores(board="all")


@pytest.fixture(scope="module")
def prices():
    return load_prices()


@pytest.fixture(scope="module")
def snapshots():
    return pd.read_csv(FROZEN / "history" / "snapshots.csv", parse_dates=["date"])


@pytest.fixture(scope="module")
def invesco():
    """The Arena's board and its own price table, as of the day of the Invesco deck."""
    return load_models(as_of="2025-02-14", price_basis=("arena",)).set_index("model")


def price_on(model, day, basis=("list", "host")):
    return load_models(as_of=day, price_basis=basis).set_index("model").loc[model, [INPUT, OUTPUT]].tolist()


def list_prices(prices, model):
    """Day, input and output price of each row, in order."""
    rows = prices[(prices.model == model) & (prices.price_basis == "list")]
    return [(f"{day:%Y-%m-%d}", i, o) for day, i, o in zip(rows["from"], rows[INPUT], rows[OUTPUT], strict=True)]


def on_board(scores, board, day):
    return scores[(scores.board == board) & (scores.date == day)].set_index("model")


# --- Whole and counted.


def test_the_board_of_8_october_2026_is_whole():
    newest, every = load_models(as_of="2026-10-08"), load_models(as_of="2026-10-08", price_basis=EVERY_BASIS)
    assert len(newest) == len(every) == 414  # the page's own count
    assert set(newest.elo_date) == {pd.Timestamp("2026-10-08")}
    assert set(newest.board) == {"text-style-control"}
    assert newest[OUTPUT].count() >= 200
    assert every[OUTPUT].count() >= 310


@pytest.mark.living
def test_intervals_are_known_on_the_days_that_the_page_on_how_sure_names():
    scores = load_scores(as_of="2026-10-08", board="all")
    known = {
        board: [f"{day:%Y-%m-%d}" for day in sorted(set(of_board.loc[of_board.elo_lower.notna(), "date"]))]
        for board, of_board in scores.groupby("board")
    }
    page = " ".join((ROOT / "docs" / "how_sure.md").read_text(encoding="utf-8").split())
    assert "up to 8 October 2026 have intervals" in page
    assert "board `text`: from 31 July 2024 to 4 August 2025, and from 27 February to 19 August 2026;" in page
    assert "board `text-style-control`: from 27 February 2026 on." in page
    first, second = [d for d in known["text"] if d < "2026"], [d for d in known["text"] if d >= "2026"]
    assert (first[0], first[-1], second[0], second[-1]) == ("2024-07-31", "2025-08-04", "2026-02-27", "2026-08-19")
    assert known["text-style-control"][0] == "2026-02-27"
    assert known["elo-online"] == []


def test_the_board_of_14_february_2025_is_whole():
    trusted, every = load_models(as_of="2025-02-14"), load_models(as_of="2025-02-14", price_basis=EVERY_BASIS)
    assert len(trusted) == len(every) == 204  # models with a rating that day, 35 of them hidden on the page
    assert trusted[OUTPUT].count() >= 85
    assert every[OUTPUT].count() == 173


def test_the_arenas_price_table_of_that_week_has_38_models(invesco):
    priced = invesco[invesco[OUTPUT].notna()]
    assert len(invesco) == 204
    assert len(priced) == 38
    assert priced[INPUT].notna().all()
    assert set(priced.price_date) == {pd.Timestamp("2025-02-06")}  # the table is of 6 to 8 February 2025


# The deck's eight points: the Arena's table of 14 Feb 2025 and its price table of that week.
DECK = [
    ("chatgpt-4o-latest-20241120", 1365.31, 10, 2.50),
    ("deepseek-r1", 1361.45, 2.19, 0.55),
    ("gemini-2.0-flash-001", 1354.84, 0.40, 0.10),
    ("deepseek-v3", 1316.52, 1.10, 0.27),
    ("gemini-2.0-flash-lite-preview-02-05", 1309.52, 0.30, 0.075),
    ("o3-mini", 1306.15, 4.40, 1.10),
    ("o1-mini", 1303.84, 4.40, 1.10),
    ("gemini-1.5-flash-8b-001", 1212.56, 0.30, 0.075),
]


@pytest.mark.parametrize(("model", "elo", "output", "input_"), DECK)
def test_the_decks_eight_models_stand_where_it_drew_them(invesco, model, elo, output, input_):
    assert invesco.loc[model, ["elo", OUTPUT, INPUT]].tolist() == [elo, output, input_]


# The best open and the best proprietary model of the raw board, from the Arena's tables of these days. 23.18 points are
# the Stanford AI Index's 1.70 %. The scores of 2024-07-31 have two decimals, hence 24.33 for the published 24.34.
GAPS = [
    ("2024-05-27", "gpt-4o-2024-05-13", "llama-3-70b-instruct", 79.01, 6.540),
    ("2024-07-31", "gpt-4o-2024-05-13", "llama-3.1-405b-instruct", 24.33, 1.928),
    ("2024-12-30", "gemini-exp-1206", "deepseek-v3", 58.39, 4.440),
    ("2025-02-14", "gemini-2.0-flash-thinking-exp-01-21", "deepseek-r1", 23.18, 1.703),
]


@pytest.mark.parametrize(("day", "best_proprietary", "best_open", "gap", "percent"), GAPS)
def test_the_published_gaps_come_out(day, best_proprietary, best_open, gap, percent):
    scores = load_scores(board="text")
    board = scores[scores.date == day].set_index("model")
    best = board.groupby(board.openness == "proprietary").elo
    assert best.idxmax().to_dict() == {True: best_proprietary, False: best_open}
    measured = best.max()[True] - best.max()[False]
    assert round(measured, 2) == gap
    assert round(100 * measured / best.max()[False], 3) == percent


def test_one_model_stands_differently_on_two_boards(scores):
    """R1 was 1361 raw and 1320 style-controlled in the same fortnight, which is why boards are never mixed."""
    assert round(on_board(scores, "text", "2025-02-14").elo["deepseek-r1"]) == 1361
    assert abs(on_board(scores, "text-style-control", "2025-02-07").elo["deepseek-r1"] - 1320) <= 2


def test_the_boards_cover_these_years(scores):
    days = scores.groupby("board").date.agg(["min", "max", "nunique"])
    assert days.loc["elo-online"].tolist() == [pd.Timestamp("2023-05-22"), pd.Timestamp("2024-02-15"), 10]
    assert days.loc["text"].tolist() == [pd.Timestamp("2024-01-25"), pd.Timestamp("2026-08-19"), 35]
    assert days.loc["text-style-control"].tolist() == [pd.Timestamp("2024-11-24"), pd.Timestamp("2026-10-08"), 19]


# --- Models.


def test_the_tiers_of_well_known_licences(models):
    tier = models.drop_duplicates("license").set_index("license").openness
    assert {tier[name] for name in ("MIT", "Apache-2.0")} == {"osi"}
    assert {tier[name] for name in ("Gemma", "DeepSeek License", "Llama 3.1 Community", "Qianwen License")} == {
        "commercial"
    }
    assert {tier[name] for name in ("CC-BY-NC-4.0", "Mistral Research")} == {"noncommercial"}
    assert models.index[models.openness == "proprietary"].equals(models.index[models.license == "Proprietary"])


def test_terms_unknown_are_read_cautiously(models):
    """Of eight models the board says only that they are open."""
    unknown = models[models.license == "open weights, terms unknown"]
    assert len(unknown) == 8
    assert set(unknown.openness) == {"noncommercial"}
    assert unknown.note.str.contains("cautious tier").all()


@pytest.mark.parametrize("model", ["qwen-max-0919", "deepseek-coder-v2-0724"])
def test_a_licence_without_weights_is_proprietary(models, model):
    """Only an API ever served these two, though the board gives the first the licence of its open siblings."""
    assert models.openness[model] == "proprietary"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("command-r", "command-r-plus"),
        ("command-r-08-2024", "command-r-plus-08-2024"),
        ("o1-2024-12-17", "o1-mini"),
        ("deepseek-v3", "deepseek-v3.1"),
        ("claude-opus-4-20250514", "claude-opus-4-5-20251101"),
        ("chatgpt-4o-latest-20240808", "gpt-4o-2024-08-06"),
    ],
)
def test_names_that_look_alike_are_two_models(models, scores, one, other):
    """Command R+ and Command R are one text once punctuation goes; so is o1 within o1-mini."""
    assert models.name[one] != models.name[other]
    both = (
        scores[scores.model.isin([one, other])]
        .pivot_table(index=["board", "date"], columns="model", values="elo")
        .dropna()
    )
    assert len(both) >= 5
    assert (both[one] != both[other]).any()


@pytest.mark.parametrize(
    ("plain", "variant"),
    [
        ("o3-mini", "o3-mini-high"),
        ("claude-3-7-sonnet-20250219", "claude-3-7-sonnet-20250219-thinking-32k"),
        ("gpt-5.1", "gpt-5.1-high"),
        ("gemini-3-flash", "gemini-3-flash (thinking-minimal)"),
        ("claude-opus-4-6", "claude-opus-4-6-high"),
        ("mimo-v2-flash (non-thinking)", "mimo-v2-flash (thinking)"),
    ],
)
def test_an_effort_variant_is_a_row_of_its_own(models, scores, plain, variant):
    """As the board lists them: its own score, its maker's one price."""
    assert models.organization[plain] == models.organization[variant]
    both = (
        scores[scores.model.isin([plain, variant])]
        .pivot_table(index=["board", "date"], columns="model", values="elo")
        .dropna()
    )
    assert (both[plain] != both[variant]).any()
    newest = load_models(price_basis="list").set_index("model")[OUTPUT].dropna()
    if plain in newest:
        assert newest[plain] == newest[variant]


def test_o3_mini_high_was_not_yet_on_the_decks_board(invesco, scores):
    """The Arena listed it from 21 Feb 2025; the deck's o3-mini is the plain one."""
    assert "o3-mini-high" not in invesco.index
    assert scores[scores.model == "o3-mini-high"].date.min() == pd.Timestamp("2025-02-27")


@pytest.mark.parametrize("model", ["bard-jan-24-gemini-pro", "claude-1", "claude-2.0", "gemini-exp-1206"])
def test_retired_models_keep_their_row_and_their_history(models, scores, model):
    """The official dataset drops retired models from all of its history; a gap drawn from survivors would be false."""
    assert models.elo[model] == ""
    assert len(scores[scores.model == model]) >= 13
    assert model not in set(load_models().model)


@pytest.mark.parametrize(
    ("model", "older"),
    [("gemini-1.5-pro-001", "gemini-1.5-pro-api-0514"), ("claude-fable-5-high", "claude-fable-5")],
)
def test_a_renamed_model_is_one_row_under_its_newest_key(models, model, older):
    assert older not in models.index
    assert f"listed as {older} before" in models.note[model]


# --- Scores.


def test_the_anchor_has_no_width(invesco):
    """Mixtral 8x7B was held at 1114 points until May 2025; an interval of zero width is not a missing one."""
    width = invesco.elo_upper - invesco.elo_lower
    assert width.index[width == 0].tolist() == ["mixtral-8x7b-instruct-v0.1"]
    assert invesco.elo["mixtral-8x7b-instruct-v0.1"] == 1114


def test_intervals_are_carried_only_to_14_february_2025(scores, invesco):
    """The page hid 35 retired models that day: 30 have the interval of three days before, five have none at all."""
    carried = scores[scores.interval_date.notna()]
    assert set(zip(carried.date, carried.board, carried.interval_date, strict=True)) == {
        (pd.Timestamp("2025-02-14"), "text", pd.Timestamp("2025-02-11"))
    }
    assert len(carried) == 30
    assert ((carried.date - carried.interval_date).dt.days <= 7).all()
    before = on_board(scores, "text", "2025-02-11")
    for column in ("elo_lower", "elo_upper", "votes"):
        assert carried[column].tolist() == before.loc[carried.model, column].tolist()
    assert (invesco.note.str.contains("interval and votes of 2025-02-11", na=False)).sum() == 30
    assert invesco.elo_lower.isna().sum() == 5


# The board was re-scaled between these two, by about 84 points; everywhere else its level moves by far less.
RESCALED = (pd.Timestamp("2025-04-26"), pd.Timestamp("2025-07-30"))


def shifts(scores, board):
    """From one snapshot to the next: the median change of the common models, and the largest distance from it."""
    table = scores[scores.board == board].pivot_table(index="date", columns="model", values="elo")
    for before, after in zip(table.index, table.index[1:], strict=False):
        change = (table.loc[after] - table.loc[before]).dropna()
        yield before, after, change.median(), (change - change.median()).abs().max()


LEVELS = [("elo-online", 15), ("text", 25), ("text-style-control", 5)]


@pytest.mark.parametrize(("board", "level"), LEVELS)
def test_a_board_moves_as_one_between_snapshots(scores, board, level):
    """A wrong key, a score of another board or of an older scale would stand out from the common movement."""
    for before, after, median, farthest in shifts(scores, board):
        if (before, after) == RESCALED:
            assert 80 < median < 88
        else:
            assert abs(median) <= level, (before, after)
        # The online scores of 2023 came from a few hundred battles and jumped; fitted ones do not.
        assert farthest < (100 if board == "elo-online" else 50), (before, after)


def test_no_style_controlled_score_is_left_over_from_the_old_scale(scores):
    """The pages pasted from July to December 2025 kept retired models at their scores of before the shift."""
    table = scores[scores.board == "text-style-control"].pivot_table(index="model", columns="date", values="elo")
    old = table[RESCALED[0]]
    hand_pasted = [day for day in table if RESCALED[1] <= day <= pd.Timestamp("2025-12-18")]
    assert len(hand_pasted) == 4
    for day in hand_pasted:
        change = (table[day] - old).dropna()
        assert len(change) > 180
        assert change.min() > 42  # half the shift: nearer to the new scale than to the old


def test_three_snapshots_are_partial(snapshots):
    """Where only flagships or priced models were kept, the best of a class may be missing."""
    partial = snapshots[snapshots.coverage == "partial"]
    whole = partial[~partial.board.str.contains(":")]
    assert [f"{day:%Y-%m-%d}" for day in whole.date] == ["2024-01-25", "2024-02-15", "2026-01-29"]
    assert set(whole.board) == {"text"}
    assert partial.note.notna().all()


# --- Prices.


# OpenAI's list prices with the day they took effect, from its announcements of those days.
LAUNCHES = [
    ("gpt-4-0314", "2023-03-14", 30, 60),
    ("gpt-4-32k-0314", "2023-03-14", 60, 120),
    ("gpt-4-1106-preview", "2023-11-06", 10, 30),
    ("gpt-4o-2024-05-13", "2024-05-13", 5, 15),
    ("gpt-4o-mini-2024-07-18", "2024-07-18", 0.15, 0.60),
    ("gpt-4o-2024-08-06", "2024-08-06", 2.50, 10),
    ("o1-preview", "2024-09-12", 15, 60),
    ("o1-mini", "2024-09-12", 3, 12),
    ("o1-2024-12-17", "2024-12-17", 15, 60),
    ("o3-mini", "2025-01-31", 1.10, 4.40),
    ("o1-mini", "2025-01-31", 1.10, 4.40),
]


@pytest.mark.parametrize(("model", "day", "input_", "output"), LAUNCHES)
def test_openais_list_prices_have_their_days(prices, model, day, input_, output):
    assert (day, input_, output) in list_prices(prices, model)
    launch = prices[(prices.model == model) & (prices["from"] == day) & (prices.price_basis == "list")]
    assert not launch.observed.item()  # the day it took effect, not one on which it was seen


def test_o1_mini_was_cut_when_o3_mini_came(prices):
    assert list_prices(prices, "o1-mini") == [("2024-09-12", 3, 12), ("2025-01-31", 1.1, 4.4)]
    assert price_on("o1-mini", "2025-01-30") == [3, 12]
    assert price_on("o1-mini", "2025-01-31") == [1.1, 4.4]


def test_deepseek_v3_was_cheaper_until_8_february_2025(prices):
    """The launch promotion ended on that day. The 0.135/0.55 of one registry is the later off-peak rate."""
    assert list_prices(prices, "deepseek-v3") == [("2024-12-26", 0.14, 0.28), ("2025-02-09", 0.27, 1.10)]
    assert price_on("deepseek-v3", "2025-02-08") == [0.14, 0.28]
    assert price_on("deepseek-v3", "2025-02-09") == [0.27, 1.10]


def test_a_moving_names_price_ends_with_the_model(prices):
    """DeepSeek serves what is newest under one name: R1 had its price until R1-0528 came, V3 until V3-0324."""
    assert list_prices(prices, "deepseek-r1") == [("2025-01-20", 0.55, 2.19)]
    assert list_prices(prices, "deepseek-r1-0528") == [("2025-05-28", 0.55, 2.19)]
    ends = prices[prices.price_basis == "list"].dropna(subset="until").groupby("model").until.max()
    assert ends["deepseek-r1"] == pd.Timestamp("2025-05-28")
    assert ends["deepseek-v3"] == pd.Timestamp("2025-03-24")
    assert price_on("deepseek-r1", "2025-05-27", "list") == [0.55, 2.19]
    assert pd.isna(price_on("deepseek-r1", "2025-05-28", "list")).all()


def test_a_free_preview_has_no_price(prices):
    """Registries write 0 for free tiers: on a log axis that is nowhere, on the frontier it is everywhere."""
    assert (prices[[INPUT, "cached_input_usd_per_mtok", OUTPUT]].min() > 0).all()
    for model in ("gemini-2.0-pro-exp-02-05", "gemini-2.0-flash-thinking-exp-01-21", "gemini-exp-1206"):
        assert pd.isna(price_on(model, "2025-02-14", EVERY_BASIS)).all()


def test_no_price_slipped_by_a_power_of_ten(prices):
    """One registry has 9,710 USD for a 30B model, others prices per token: 150 is the highest real one."""
    assert prices[OUTPUT].max() == 150  # GPT-4.5
    assert prices[OUTPUT].min() >= 0.01
    assert prices[INPUT].max() <= 75
    assert prices[INPUT].min() >= 0.01
    assert (prices[OUTPUT] / prices[INPUT]).max() <= 25  # Gemini 2.5 Flash preview with thinking: 0.15/3.50


def test_output_costs_no_less_than_input(prices):
    """Only the Arena's table of October 2024 has it the other way round, for one model, and is kept as it stood."""
    reversed_ = prices[prices[OUTPUT] < prices[INPUT]]
    assert reversed_[["model", "price_basis", INPUT, OUTPUT]].to_numpy().tolist() == [
        ["qwen-plus-0828", "arena", 3, 1.2]
    ]


# The Arena took Google's tier of over 128,000 tokens in February 2025; the list price is that of the shorter one.
@pytest.mark.parametrize(
    ("model", "listed", "arena"),
    [
        ("gemini-1.5-pro-002", [1.25, 5], [2.5, 10]),
        ("gemini-1.5-flash-002", [0.075, 0.30], [0.15, 0.60]),
        ("gemini-1.5-flash-8b-001", [0.0375, 0.15], [0.075, 0.30]),
    ],
)
def test_the_arena_used_the_long_context_tier_of_gemini(model, listed, arena):
    assert price_on(model, "2025-02-14") == listed
    assert price_on(model, "2025-02-14", "arena") == arena


def test_the_arena_rounded_and_was_not_always_up_to_date():
    """Nova Micro lists at 0.035, not 0.04; o3 was cut on 10 June 2025, which the Arena had not seen by December."""
    assert price_on("amazon-nova-micro-v1.0", "2025-02-14") == [0.035, 0.14]
    assert price_on("amazon-nova-micro-v1.0", "2025-02-14", "arena") == [0.04, 0.14]
    assert price_on("o3-2025-04-16", "2025-06-09") == [10, 40]
    assert price_on("o3-2025-04-16", "2025-06-10") == [2, 8]
    assert price_on("o3-2025-04-16", "2025-12-31", "arena") == [10, 40]


def test_chatgpt_4o_is_not_gpt_4o():
    """The Arena priced the chat model as GPT-4o, 2.50 and 10; under its own name it listed at 5 and 15."""
    assert price_on("chatgpt-4o-latest-20241120", "2025-02-14", "arena") == [2.5, 10]
    assert price_on("chatgpt-4o-latest-20241120", "2025-01-28") == [5, 15]
    assert price_on("chatgpt-4o-latest-20250129", "2025-02-14") == [5, 15], "the moving name went on to this one"


# The leaderboard page of 2026 gives half prices, and of retired models the price of a namesake.
@pytest.mark.parametrize(
    ("model", "listed", "on_the_page"),
    [
        ("o3-mini-high", [1.10, 4.40], None),
        ("claude-sonnet-4-6", [3, 15], [1.5, 7.5]),
        ("gpt-5.1", [1.25, 10], [0.63, 5]),
        ("grok-4-0709", [3, 15], [1.25, 2.5]),
        ("mistral-medium", [2.7, 8.1], [1.5, 7.5]),
        ("gpt-5-chat", [1.25, 10], [5, 30]),
    ],
)
def test_the_leaderboard_pages_prices_are_not_believed(prices, model, listed, on_the_page):
    rows = prices[prices.model == model]
    trusted = rows[rows.price_basis.isin(["list", "host"])].iloc[-1]
    assert trusted[[INPUT, OUTPUT]].tolist() == listed
    newest = load_models().set_index("model")
    if model in newest.index and newest.price_basis[model]:  # Grok 4 was withdrawn in May 2026 and has no price since
        assert newest.loc[model, [INPUT, OUTPUT]].tolist() == listed
    if on_the_page:
        assert on_the_page in rows[rows.price_basis == "unverified"][[INPUT, OUTPUT]].to_numpy().tolist()


def test_deepseek_v4_has_its_standard_rate(prices, models):
    """Since 16 August 2026 off-peak hours cost half, which one registry lists as the price."""
    assert ("2026-08-16", 1.32, 3.96) in list_prices(prices, "deepseek-v4-pro-high-20260813")
    assert list_prices(prices, "deepseek-v4.1-flash-max") == [("2026-09-10", 0.30, 1.20)]
    for model in ("deepseek-v4-pro-high-20260813", "deepseek-v4.1-flash-max"):
        assert "standard rate" in models.note[model]
    listed = prices[prices.model.str.startswith("deepseek-v4") & (prices.price_basis == "list")]
    assert not listed[OUTPUT].isin([1.98, 0.60]).any()


@pytest.mark.parametrize("day", [None, "2023-12-31", "2024-10-28", "2025-02-14", "2025-12-31"])
def test_an_unverified_price_is_never_a_default(day):
    assert set(load_models(as_of=day).price_basis.dropna()) <= {"list", "host"}


def test_an_unsettled_price_is_blank_and_noted():
    """Two registries disagree on Gemini 1.5 Pro 001 after October 2024: 3.50/10.50 against 1.25/5."""
    models = load_models(as_of="2025-02-14").set_index("model")
    assert pd.isna(models.loc["gemini-1.5-pro-001", [INPUT, OUTPUT]]).all()
    assert "not settled" in models.note["gemini-1.5-pro-001"]


def test_arena_prices_end_with_the_table_they_stood_in(prices):
    """Each table replaces the one before, so a model that left it has no price of the Arena's any more."""
    arena = prices[prices.price_basis == "arena"]
    tables = sorted(arena["from"].unique())
    assert [f"{day:%Y-%m-%d}" for day in tables] == ["2024-10-01", "2024-12-15", "2025-02-06", "2025-12-17"]
    following = dict(zip(tables, [*tables[1:], pd.NaT], strict=True))
    assert arena.until.tolist() == [following[day] for day in arena["from"]]


def test_compute_is_in_flop(models):
    """Between a small model of 2023 and the largest estimates; a value in units of 1e24 would fall out."""
    compute = pd.to_numeric(models.training_flop[models.training_flop != ""])
    assert len(compute) > 50
    assert compute.between(1e21, 1e28).all()
    assert compute["deepseek-r1"] == pytest.approx(4.02e24, rel=1e-3)


# --- The tables that change.


@pytest.mark.living
def test_check_finds_no_error_in_them(capsys):
    code = main(["check", str(LIVING)])
    assert code == 0, capsys.readouterr().err


@pytest.mark.living
def test_days_of_the_past_are_in_them_as_they_were():
    """No update changes them: the deck's points, the published gaps, OpenAI's launches, how boards moved."""
    then = load_models(as_of="2025-02-14", price_basis="arena").set_index("model")
    for point in DECK:
        test_the_decks_eight_models_stand_where_it_drew_them(then, *point)
    for gap in GAPS:
        test_the_published_gaps_come_out(*gap)
    prices, scores = load_prices(), load_scores(board="all")
    for launch in LAUNCHES:
        test_openais_list_prices_have_their_days(prices, *launch)
    for level in LEVELS:
        test_a_board_moves_as_one_between_snapshots(scores[scores.date <= "2026-10-08"], *level)


# --- Packaging.


def test_wheel_and_sdist_carry_exactly_the_data_files():
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "data").rglob("*.*") if path.name != LOCK}
    history = {f"data/history/{name}.csv" for name in ("scores", "prices", "snapshots")}
    studies = {f"data/studies/{name}.csv" for name in ("epoch-prices", "epoch-lags")}
    assert (
        files
        == {
            "data/models.csv",
            "data/aliases.csv",
            "data/refused.csv",
            "data/sellers.csv",
            "data/names.csv",
            "data/benchmarks.csv",
            "data/runs.csv",
            "data/sources.toml",
            "data/README.md",
        }
        | history
        | studies
    )
    assert build["wheel"]["force-include"] == {
        file: f"frontier/data/tables/{file.removeprefix('data/')}" for file in files
    }
    assert "/data" in build["sdist"]["include"]


def test_the_readme_credits_the_sources_and_names_the_files():
    text = (ROOT / "data" / "README.md").read_text()
    for words in ("CC BY 4.0", "Chatbot Arena", "Epoch AI", "`models.csv`", "`history/scores.csv`"):
        assert words in text
    for name in ("prices", "snapshots"):
        assert f"`history/{name}.csv`" in text
