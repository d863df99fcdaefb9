"""Changing the tables: replaced values move to history/, nothing else changes, and what is wrong is not written."""

import csv
import datetime as dt
import io
import shutil
from pathlib import Path

import pandas as pd
import pytest
from conftest import FROZEN

import frontier
from frontier.data.edit import PRICES, SCORES, SNAPSHOTS, editing
from frontier.data.reader import CatalogError
from frontier.data.schema import PRICE_BASES
from frontier.data.tables import every_model
from frontier.feeds.read import read_feed
from frontier.feeds.records import Feed, FeedProblem, PriceRecord, ScoreRecord
from frontier.update.apply import apply_update
from frontier.update.compare import compare_feeds

pytestmark = pytest.mark.slow

FILES = ["models.csv", SCORES, PRICES, SNAPSHOTS]


@pytest.fixture(scope="session")
def summer(tmp_path_factory):
    """Return the frozen tables with the scores of one month: a change of them is checked in a part of the time."""
    folder = Path(shutil.copytree(FROZEN, tmp_path_factory.mktemp("summer") / "data"))
    (folder / "runs.csv").unlink()  # some are of models of earlier years

    def keep(name, is_kept):
        header, *lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).write_text("".join([header, *filter(is_kept, lines)]), encoding="utf-8")

    for name in (SCORES, SNAPSHOTS):
        keep(name, lambda line: line >= "2026-08" and ":" not in line.split(",")[1])  # nor a task
    lines = (folder / "models.csv").read_text(encoding="utf-8").splitlines()
    unknown = {lines[problem.line - 1].split(",")[0] for problem in frontier.check_models(folder)}
    for name in ("models.csv", "aliases.csv"):
        keep(name, lambda line: line.split(",")[0] not in unknown)
    assert frontier.check_models(folder) == []
    return folder


@pytest.fixture
def data(tmp_path, summer):
    """Return a copy of the frozen tables of one month."""
    return Path(shutil.copytree(summer, tmp_path / "data"))


def contents(data):
    return {name: (data / name).read_bytes() for name in FILES}


def errors(data):
    return [problem for problem in frontier.check_models(data) if problem.level == "error"]


def rows(data, name="models.csv"):
    return list(csv.DictReader(io.StringIO((data / name).read_text(encoding="utf-8"))))


def row(data, model):
    (found,) = [row for row in rows(data) if row["model"] == model]
    return found


def update(data, *feeds, **how):
    """Write what feeds say, as the command does."""
    with editing(data) as tables:
        models = frontier.load_models(data, price_basis=PRICE_BASES)
        board = models["board"].iloc[0]
        named = {f"feed {k}": feed for k, feed in enumerate(feeds)}
        made = compare_feeds(
            models, named, known=every_model(data, board=board), dated=frontier.load_prices(data), **how
        )
        problems = apply_update(tables, made)
        return tables.save(), problems


def leaderboard(data, day="2026-11-01", *, without=(), added=(), **moved):
    """Return the newest board of the tables as a feed of another day."""
    records = [
        ScoreRecord(
            name=row["model"],
            elo=float(row["elo"]) + moved.get(row["model"], 0),
            elo_lower=row["elo_lower"] and float(row["elo_lower"]) + moved.get(row["model"], 0),
            elo_upper=row["elo_upper"] and float(row["elo_upper"]) + moved.get(row["model"], 0),
            votes=row["votes"],
        )
        for row in rows(data)
        if row["elo"] and row["model"] not in without
    ]
    day = pd.Timestamp(day).date()
    return Feed("arena-page", (*records, *added), (), "text-style-control", day, (), "page.json")


def prices(*records, day="2026-11-01"):
    made = tuple(
        PriceRecord(name=name, input_usd_per_mtok=cost, output_usd_per_mtok=output, basis=basis, start=start,
                    provider=None if basis == "list" else "openai")
        for name, cost, output, basis, start in records
    )  # fmt: skip
    return Feed("litellm", (), made, None, pd.Timestamp(day).date(), (), "prices.json")


def test_an_offer_that_its_list_no_longer_has_ends(data):
    read = [old for old in rows(data, PRICES) if old["price_basis"] == "host" and old["price_source"][:8] == "litellm "]
    shown = next(
        row for row in rows(data) if row["host"] and row["price_source"] in {old["price_source"] for old in read}
    )
    key = shown["price_source"].split()[-1]
    there = {old["price_source"].split()[-1] for old in read} - {key}
    files, _ = update(data, prices(*((name, 1, 2, "unverified", None) for name in sorted(there))))
    assert PRICES in files
    ended = [old for old in rows(data, PRICES) if old["ended"] == "withdrawn" and old["until"] == "2026-11-01"]
    assert [(old["model"], old["host"], old["from"]) for old in ended] == [
        (shown["model"], shown["host"], shown["price_date"])
    ]
    assert row(data, shown["model"])["price_source"] != shown["price_source"]
    assert errors(data) == []


def test_a_change_of_one_cell_changes_one_line(data):
    before = contents(data)
    with editing(data) as tables:
        tables.row("o1-mini")["note"] = 'said "so", twice'
        assert tables.save() == ["models.csv"]
    after = contents(data)
    assert {name for name in FILES if before[name] != after[name]} == {"models.csv"}
    old, new = (text["models.csv"].decode().splitlines() for text in (before, after))
    (changed,) = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    assert changed[1].endswith('"said ""so"", twice"')
    assert errors(data) == []


def test_what_would_be_wrong_is_not_written(data):
    before = contents(data)
    with editing(data) as tables:
        tables.row("o1-mini")["openness"] = "rather"
        tables.row("o3-mini")["output_usd_per_mtok"] = "0"
        with pytest.raises(CatalogError, match="openness: must be one of") as caught:
            tables.save()
    assert len(caught.value.problems) == 2
    assert contents(data) == before


def test_a_table_that_is_wrong_is_not_changed(data):
    (data / "models.csv").write_text("model,elo\na,b\n")
    with pytest.raises(CatalogError), editing(data):
        pass


def test_a_later_leaderboard_is_the_newest_snapshot_and_the_old_one_is_history(data):
    old = frontier.load_models(data)
    top, second, third = old["model"][:3]
    feed = leaderboard(data, without=[second], **{top: 3})
    written, problems = update(data, feed)
    assert (written, problems) == (["models.csv", SCORES, SNAPSHOTS], [])
    assert errors(data) == []
    new = frontier.load_models(data).set_index("model")
    assert set(new["elo_date"].dt.strftime("%Y-%m-%d")) == {"2026-11-01"}
    assert new.loc[top, ["elo", "elo_lower"]].tolist() == [old["elo"][0] + 3, old["elo_lower"][0] + 3]
    assert new.loc[third, "elo"] == old["elo"][2]
    assert second not in new.index
    assert row(data, second)["elo"] == ""
    assert row(data, second)["output_usd_per_mtok"], "its row and its price stay"
    # the day before, byte for byte
    past = frontier.load_models(data, as_of="2026-10-31")
    pd.testing.assert_frame_equal(past, frontier.load_models(FROZEN, as_of="2026-10-31"))
    (line,) = [line for line in rows(data, SNAPSHOTS) if line["date"] == "2026-11-01"]
    assert (line["models"], line["coverage"], line["source"]) == (str(len(old) - 1), "full", "page.json")
    before = contents(data)
    assert update(data, feed) == ([], []), "a second run changes nothing"
    assert contents(data) == before


def test_a_new_model_is_written_with_what_is_told_and_left_out_without(data):
    added = [
        ScoreRecord(name="acme-1", elo=1400, votes=100, organization="mistral AI", license="apache 2.0"),
        ScoreRecord(name="acme-2", elo=1401, organization="Acme", license="odd terms"),
        ScoreRecord(name="acme-3", elo=1402, license="Proprietary"),
        ScoreRecord(name="=1+1", elo=1403, organization="Acme", license="MIT"),
        ScoreRecord(name="acme-4", elo=1404, organization="Acme", license="open"),
    ]
    released = {"released": pd.Timestamp("2026-10-20").date()}
    price = PriceRecord(name="acme-1", input_usd_per_mtok=1, output_usd_per_mtok=3, basis="list", **released)
    feed = leaderboard(data, added=added)
    listed = Feed("models.dev", (), (price,), None, feed.as_of, (), "api.json")
    update(data, feed, listed)
    assert errors(data) == []
    new = row(data, "acme-1")
    assert {k: v for k, v in new.items() if v} == {
        "model": "acme-1", "name": "Acme 1", "organization": "Mistral", "country": "FR", "license": "Apache-2.0",
        "openness": "osi",
        "released": "2026-10-20", "elo": "1400", "votes": "100", "elo_date": "2026-11-01",
        "board": "text-style-control", "input_usd_per_mtok": "1", "output_usd_per_mtok": "3",
        "price_date": "2026-11-01", "price_basis": "list", "price_source": "models.dev acme-1", "observed": "true",
    }  # fmt: skip
    other = row(data, "acme-4")
    assert (other["organization"], other["country"], other["openness"]) == ("Acme", "", "noncommercial")
    assert (other["released"], other["released_by"]) == ("2026-11-01", "bound")
    assert "license text not found" in other["note"]
    assert not {"acme-2", "acme-3", "=1+1"} & {row["model"] for row in rows(data)}
    (line,) = [line for line in rows(data, SNAPSHOTS) if line["date"] == "2026-11-01"]
    assert (line["models"], line["coverage"]) == ("416", "partial")
    assert line["note"] == "left out, to be looked up: acme-2, acme-3, '=1+1"
    before = contents(data)
    assert update(data, feed, listed) == ([], [])
    assert contents(data) == before
    # looked up and added by hand, the next run takes the scores
    with editing(data) as tables:
        for model in ("acme-2", "acme-3"):
            tables.add_model({"model": model, "organization": "Acme", "license": "MIT", "openness": "osi"})
        tables.save()
    feed = leaderboard(data, added=added[1:3])
    assert update(data, feed)[0] == ["models.csv", SNAPSHOTS]
    (line,) = [line for line in rows(data, SNAPSHOTS) if line["date"] == "2026-11-01"]
    assert (line["models"], line["coverage"], line["note"]) == ("418", "full", "")


def test_a_price_moves_to_history_and_holds_until_its_successor(data):
    old = row(data, "o3-2025-04-16")
    feed = prices(("o3", 1.5, 6, "list", pd.Timestamp("2026-10-25").date()), ("o3-mini", 1, 4.2, "list", None))
    assert update(data, feed) == (["models.csv", PRICES], [])
    assert errors(data) == []
    new = row(data, "o3-2025-04-16")
    assert [new[k] for k in ("input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok")] == [
        "1.5",
        "",
        "6",
    ]
    assert (new["price_date"], new["observed"], new["price_source"]) == ("2026-10-25", "", "litellm o3")
    mini = row(data, "o3-mini")
    assert (mini["price_date"], mini["observed"], mini["price_source"]) == ("2026-11-01", "true", "litellm o3-mini")
    moved = [r for r in rows(data, PRICES) if r["model"] == "o3-2025-04-16" and r["from"] == old["price_date"]]
    assert [r["output_usd_per_mtok"] for r in moved if r["price_basis"] == "list"] == [old["output_usd_per_mtok"]]
    on = {day: frontier.load_models(data, as_of=day).set_index("model") for day in ("2026-10-24", "2026-10-25")}
    assert [table.loc["o3-2025-04-16", "output_usd_per_mtok"] for table in on.values()] == [8, 6]
    before = contents(data)
    assert update(data, feed) == ([], [])
    assert contents(data) == before


def test_what_is_suspicious_is_held_back_until_a_person_says_yes(data):
    feed = prices(("o3", 20, 80, "list", None), ("o3-mini", 1, 4.2, "list", None))
    update(data, feed)
    assert row(data, "o3-2025-04-16")["output_usd_per_mtok"] == "8"
    assert row(data, "o3-mini")["output_usd_per_mtok"] == "4.2"
    update(data, feed, accept={"o3-2025-04-16": "o3"})
    assert row(data, "o3-2025-04-16")["output_usd_per_mtok"] == "80"
    top = frontier.load_models(data)["model"][0]
    feed = leaderboard(data, **{top: 60})
    update(data, feed)
    assert row(data, top)["elo"] == ""
    before = contents(data)
    assert update(data, feed) == ([], []), "nor does it come in by the back door"
    assert contents(data) == before
    update(data, feed, accept={top: top})
    assert row(data, top)["elo"]
    assert errors(data) == []
    (line,) = [line for line in rows(data, SNAPSHOTS) if line["date"] == "2026-11-01"]
    assert (line["coverage"], line["note"]) == ("full", "")


def test_a_price_of_a_better_basis_has_nothing_of_the_lesser_one(data):
    had = {price["model"] for price in rows(data, PRICES) if price["price_basis"] == "list"}
    hosted = [r for r in rows(data) if r["price_basis"] == "host" and r["cached_input_usd_per_mtok"] and r["elo"]]
    model = next(r for r in hosted if r["model"] not in had)
    cost, output = float(model["input_usd_per_mtok"]) + 0.01, float(model["output_usd_per_mtok"]) + 0.01
    update(data, prices((model["model"], cost, output, "list", None)))
    new = row(data, model["model"])
    columns = ("input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok", "price_basis")
    assert [new[c] for c in columns] == [f"{cost:g}", "", f"{output:g}", "list"]


def test_a_better_basis_is_a_first_price_and_a_lesser_one_none(data):
    unverified = next(row for row in rows(data) if row["price_basis"] == "unverified" and row["elo"])
    numbers = float(unverified["input_usd_per_mtok"]), float(unverified["output_usd_per_mtok"])
    update(data, prices((unverified["model"], *numbers, "list", None)))
    assert row(data, unverified["model"])["price_basis"] == "list", "the same numbers, now from the maker"
    assert [r["price_basis"] for r in rows(data, PRICES) if r["model"] == unverified["model"]].count("unverified") >= 1
    before = contents(data)
    assert update(data, prices((unverified["model"], 1, 2, "unverified", None)))[0] == []
    assert contents(data) == before


def test_two_prices_of_one_day_are_not_written(data):
    mini = row(data, "o3-mini")
    day = mini["price_date"]
    before = contents(data)
    feed = prices(("o3-mini", 1, 4.2, "list", None), day=day)
    assert update(data, feed) == ([], []), "it is suspicious"
    written, problems = update(data, feed, trust=True)
    assert written == []
    said = "the table has another list price of {0}, and this is of {0}"
    assert sorted(problems) == [f"{model}: {said.format(day)}" for model in ("o3-mini-high", "o3-mini")]
    assert contents(data) == before


@pytest.mark.parametrize(
    ("feeds", "why"),
    [
        (lambda d: [leaderboard(d, day="2026-10-08", **{rows(d)[0]["model"]: 2})], "a day has one snapshot"),
        (lambda d: [leaderboard(d, without=[r["model"] for r in rows(d)[:300]])], "of the table's 414 models: a part"),
        (
            lambda d: [leaderboard(d, **{r["model"]: 83 for r in rows(d)})],
            "is of another board or scale: 414 scores moved far, half by 83 or more",
        ),
        (lambda d: [leaderboard(d), leaderboard(d)], "one leaderboard can be written at a time"),
        (lambda d: [leaderboard(d, day="2999-01-01")], "is of 2999-01-01, which is in the future"),
        (lambda d: [leaderboard(d, day="2026-10-07")], "there is nothing to update"),
    ],
)
def test_a_leaderboard_that_is_no_later_snapshot_is_refused_whole(data, feeds, why):
    before = contents(data)
    with pytest.raises(ValueError, match=why):
        update(data, *feeds(data), prices(("o3", 1.5, 6, "list", None)))
    assert contents(data) == before


def test_a_relisted_model_keeps_what_is_known_of_it(data):
    """Nobody's price comes in unseen because the board had dropped the model for a while."""
    model = next(r["model"] for r in rows(data) if r["elo"] and r["price_basis"] == "list" and r["input_usd_per_mtok"])
    update(data, leaderboard(FROZEN, without=[model]))
    old = row(data, model)
    cost, output = float(old["input_usd_per_mtok"]), float(old["output_usd_per_mtok"])
    again = leaderboard(FROZEN, day="2026-11-08")
    update(data, again, prices((model, cost, output * 9, "list", None), day="2026-11-08"))
    new = row(data, model)
    assert new["elo"]
    assert {k: new[k] for k in new if "price" in k or "usd" in k} == {
        k: old[k] for k in old if "price" in k or "usd" in k
    }
    update(data, prices((model, cost, output + 1, "list", None), day="2026-11-08"))
    assert row(data, model)["input_usd_per_mtok"] == old["input_usd_per_mtok"]
    assert float(row(data, model)["output_usd_per_mtok"]) == output + 1


def test_a_yes_is_to_one_name_of_one_list(data):
    first = prices(("o3-mini", 1, 4.2, "list", None))
    second = prices(("openai/o3-mini", 1, 4.1, "list", None))
    update(data, first, second)
    assert row(data, "o3-mini")["output_usd_per_mtok"] == "4.4", "they disagree"
    update(data, first, second, accept={"o3-mini": "openai/o3-mini"})
    assert row(data, "o3-mini")["output_usd_per_mtok"] == "4.1"


def day_of(text):
    return pd.Timestamp(text).date()


def test_a_price_that_ended_is_not_begun_again_unseen(data):
    """The maker sends the retired name to a later model, and registries show the price of that."""
    before = contents(data)
    update(data, prices(("grok-4", 1.25, 2.5, "list", None), ("xiaomi/mimo-v2.5-pro", 0.1, 0.3, "list", None)))
    assert contents(data) == before
    update(data, prices(("gemini-3-pro-preview", 2, 12, "list", day_of("2026-01-05"))))
    assert contents(data) == before


@pytest.mark.parametrize("times", [0.01, 0.4, 2.5, 50])
def test_a_first_price_of_a_better_basis_is_measured_by_the_lesser_one(data, times):
    before = contents(data)
    ours = next(r for r in rows(data) if r["price_basis"] == "unverified" and r["elo"] and r["input_usd_per_mtok"])
    cost, output = float(ours["input_usd_per_mtok"]), float(ours["output_usd_per_mtok"])
    update(data, prices((ours["model"], cost * times, output * times, "list", None)))
    assert contents(data) == before


def test_a_moving_name_and_a_preview_are_looked_at_twice(data):
    before = contents(data)
    update(data, prices(("command-r", 0.4, 1.4, "list", None), ("grok-4.7-preview", 3, 8, "list", None),
                        ("mistral", 1, 3, "list", None)))  # fmt: skip
    assert contents(data) == before
    # the very name before an alias that hosts use
    listed = row(data, "kimi-k2-thinking-turbo")
    update(
        data, prices(("kimi-k2-thinking", 0.6, 2.5, "list", None), ("kimi-k2-thinking-turbo", 1.15, 8, "list", None))
    )
    assert row(data, "kimi-k2-thinking-turbo") == listed


def test_two_prices_of_one_list_are_doubted(data):
    before = contents(data)
    for pair in ((12, 8), (8, 12), (12, 9)):
        update(data, prices(*(("o3", 2, output, "list", None) for output in pair)))
        assert contents(data) == before


def test_a_row_that_cannot_be_read_is_not_delisted(data):
    board = leaderboard(data, without=[rows(data)[0]["model"]])
    problem = FeedProblem(rows(data)[0]["model"], "elo: must be a number")
    feed = Feed(board.kind, board.scores, (), board.board, board.as_of, (problem,), "page.json")
    for how in ({}, {"trust": True}):
        update(data, feed, **how)
        (line,) = [line for line in rows(data, SNAPSHOTS) if line["date"] == "2026-11-01"]
        assert line["coverage"] == "partial"
        assert line["note"] == f"left out, to be looked up: {problem.name}"


def test_a_second_row_of_one_model_is_not_a_second_model(data):
    extra = ScoreRecord(name="Gemini 4 Argon High", elo=1500, votes=10, organization="Google", license="Proprietary")
    update(data, leaderboard(data, added=[extra]))
    assert "Gemini 4 Argon High" not in {r["model"] for r in rows(data)}


def test_a_price_s_alias_is_no_name_on_a_leaderboard(data):
    extra = ScoreRecord(name="grok-4-1-fast", elo=1460, votes=10, organization="xAI", license="Proprietary")
    feed = leaderboard(data, without=["grok-4-1-fast-reasoning"], added=[extra])
    update(data, feed)
    assert row(data, "grok-4-1-fast-reasoning")["elo"] == ""
    assert "grok-4-1-fast" not in {r["model"] for r in rows(data)}, "it may be the same"
    update(data, feed, accept={"grok-4-1-fast": "grok-4-1-fast"})
    assert row(data, "grok-4-1-fast")["elo"] == "1460", "a person says that it is not"


def test_a_renamed_model_is_one_row_once_a_person_says_so(data):
    old = rows(data)[4]
    elo, votes = float(old["elo"]), int(old["votes"])
    new = ScoreRecord(name=old["model"].split("-")[0] + "-renamed", elo=elo + 1, elo_lower=elo - 5, elo_upper=elo + 9,
                      votes=votes + 9, organization=old["organization"], license=old["license"])  # fmt: skip
    feed = leaderboard(data, without=[old["model"]], added=[new])
    update(data, feed)
    assert new.name not in {r["model"] for r in rows(data)}
    assert row(data, old["model"])["elo"] == ""
    update(data, feed, accept={old["model"]: new.name})
    assert float(row(data, old["model"])["elo"]) == elo + 1
    (line,) = [line for line in rows(data, SNAPSHOTS) if line["date"] == "2026-11-01"]
    assert (line["coverage"], line["note"], line["models"]) == ("full", "", "414")
    before = contents(data)
    update(data, feed, accept={old["model"]: new.name})
    assert contents(data) == before


def test_another_board_is_told_by_its_scores(data):
    """The Arena's page does not say whether style is controlled: half of the scores then move by 27 points."""
    before = contents(data)
    moved = {r["model"]: (-27 if k % 2 else 27) for k, r in enumerate(rows(data)) if r["elo"]}
    with pytest.raises(ValueError, match="another board or scale: 0 scores moved far, half by 27 or more"):
        update(data, leaderboard(data, **moved))
    with pytest.raises(ValueError, match="only 350 of the table's 414 models: a part"):
        update(data, leaderboard(data, without=[r["model"] for r in rows(data)[:64]]))
    assert contents(data) == before
    extra = ScoreRecord(name="gpt-7", elo=1690, votes=10, organization="OpenAI", license="Proprietary")
    update(data, leaderboard(data, added=[extra]))
    assert "gpt-7" not in {r["model"] for r in rows(data)}, "165 points above the best"


def test_the_price_of_a_region_and_an_old_list_are_no_change(data):
    before = contents(data)
    nova = row(data, "amazon-nova-pro-v1.0")
    cost, output = float(nova["input_usd_per_mtok"]), float(nova["output_usd_per_mtok"])
    named = [("bedrock/us-gov-east-1/amazon.nova-pro-v1:0", 1.2), ("us.amazon.nova-pro-v1:0", 1.1),
             ("amazon.nova-pro-v1:0", 1)]  # fmt: skip
    made = [PriceRecord(name=n, input_usd_per_mtok=cost * k, output_usd_per_mtok=output * k, basis="list",
                        provider="bedrock") for n, k in named]  # fmt: skip
    update(data, Feed("litellm", (), tuple(made), None, day_of("2026-11-01"), (), "l.json"))
    assert contents(data) == before
    update(data, prices(("o1-mini", 3, 12, "list", None)))  # what it was until January 2025
    assert contents(data) == before


def test_whoever_passes_a_proprietary_model_on_is_no_host(data):
    made = [PriceRecord(name="gemini-3-pro-preview", input_usd_per_mtok=2, output_usd_per_mtok=12, basis="host",
                        provider=who) for who in ("azure", "replicate", "deepinfra", "openrouter")]  # fmt: skip
    update(data, Feed("litellm", (), (made[0],), None, day_of("2026-11-01"), (), "l.json"))
    assert row(data, "gemini-3-pro")["price_basis"] != "host"


def test_a_cached_price_of_zero_stops_nothing(data):
    text = b'{"openai": {"models": {"o3": {"cost": {"input": 1.5, "output": 6, "cache_read": 0}}}}}'
    feed = read_feed(text, source="api.json")
    assert [str(problem) for problem in feed.problems] == ["o3: has a cached price of zero or less, which is not read"]
    update(data, Feed(feed.kind, (), feed.prices, None, day_of("2026-11-01"), (), "api.json"))
    assert row(data, "o3-2025-04-16")["output_usd_per_mtok"] == "6"


def test_votes_and_intervals_are_of_the_day_of_their_score(data):
    board = leaderboard(data)
    bare = [ScoreRecord(name=record.name, elo=record.elo) for record in board.scores]
    update(data, Feed("arena-ratings", tuple(bare), (), board.board, board.as_of, (), "r.csv"))
    top = rows(data)[0]
    assert (top["elo_lower"], top["elo_upper"], top["votes"], top["elo_date"]) == ("", "", "", "2026-11-01")


@pytest.mark.parametrize("odd", [{"votes": 1}, {"elo_lower": 100, "elo_upper": 5000}])
def test_a_score_that_says_nothing_is_held_back(data, odd):
    board = leaderboard(data)
    first = board.scores[0].model_copy(update=odd)
    update(data, Feed(board.kind, (first, *board.scores[1:]), (), board.board, board.as_of, (), "p"))
    assert row(data, first.name)["elo"] == ""


def test_what_a_file_keeps_is_what_is_compared(data):
    feed = prices(("mistral-large-4", 0.68 + 1 / 300, 2.09 + 1 / 300, "list", None))
    assert update(data, feed)[0] == ["models.csv", PRICES]
    for day in ("2026-11-01", "2026-11-02"):
        again = prices(("mistral-large-4", 0.68 + 1 / 300, 2.09 + 1 / 300, "list", None), day=day)
        assert update(data, again) == ([], [])


def test_a_price_without_what_the_table_knows_is_held_back(data):
    before = contents(data)
    update(data, prices(("o3", None, 9, "list", None)))
    assert contents(data) == before


def test_one_yes_is_not_to_a_score_and_a_price(data):
    top = next(r["model"] for r in rows(data) if r["price_basis"] == "list")
    feeds = leaderboard(data, **{top: -400}), prices((top, 0.1, 0.5, "list", None))
    update(data, *feeds, accept={top: top})
    assert row(data, top)["elo"] == ""
    assert row(data, top)["output_usd_per_mtok"] not in ("0.5", "")


def test_a_yes_to_a_price_that_is_no_more_is_refused(data):
    ended = PriceRecord(name="o3", input_usd_per_mtok=1, output_usd_per_mtok=4, basis="list", provider="openai",
                        until=day_of("2026-10-01"))  # fmt: skip
    feed = Feed("llm-prices", (), (ended,), None, day_of("2026-11-01"), (), "l.json")
    with pytest.raises(ValueError, match="'o3' is no price of 'o3-2025-04-16' that is in force"):
        update(data, feed, accept={"o3-2025-04-16": "o3"})


def test_rows_a_person_wrote_are_kept(data):
    with editing(data) as tables:
        tables.add_model(
            {"model": "my-own", "organization": "Me", "license": "MIT", "openness": "osi", "note": "by hand"}
        )
        tables.row("o1-mini")["note"] = "my words"
        tables.save()
    update(data, leaderboard(data), prices(("o1-mini", 1, 4, "list", None)))
    assert row(data, "my-own")["note"] == "by hand"
    assert row(data, "o1-mini")["note"] == "my words"


def test_nothing_of_a_feed_is_run_by_a_spreadsheet(data):
    record = PriceRecord(
        name="o3", input_usd_per_mtok=1.5, output_usd_per_mtok=6, basis="list", source='=HYPERLINK("x")\n\x1b[31m'
    )
    day = pd.Timestamp("2026-11-01").date()
    score = leaderboard(data)
    update(data, Feed(score.kind, score.scores, (), score.board, day, (), "@evil"),
           Feed("litellm", (), (record,), None, day, (), ""))  # fmt: skip
    for name in FILES:
        for line in rows(data, name):
            assert not [v for v in line.values() if v[:1] in ("=", "+", "@", "\t", "\r") or not v.isprintable()]
            assert not [v for v in line.values() if v[:1] == "-" and not v[1:].replace(".", "").isdigit()]


def test_a_spreadsheet_s_copy_is_read_and_written_as_the_table_is(data):
    """With BOM, CRLF, other order of columns, trailing blanks and blank rows: nothing is lost, nothing else changes."""
    before = contents(data)
    for name in FILES:
        table = rows(data, name)
        columns = list(reversed(table[0]))
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([*columns, "", ""])
        for line in table:
            writer.writerow([*(f"{line[c]} " for c in columns), "", ""])
        writer.writerow([""] * (len(columns) + 2))
        (data / name).write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode())
    assert errors(data) == []
    pd.testing.assert_frame_equal(frontier.load_models(data), frontier.load_models(FROZEN))
    with editing(data) as tables:
        for name in FILES:
            (tables.models if name == "models.csv" else tables.history(name)).append({})
            (tables.models if name == "models.csv" else tables.history(name)).pop()
        assert tables.save() == [], "what is the same is left as it is"
        tables.row("o1-mini")["note"] = "seen"
        tables.save()
    assert row(data, "o1-mini")["note"] == "seen"
    old, new = before["models.csv"].splitlines(), (data / "models.csv").read_bytes().splitlines()
    assert sum(a != b for a, b in zip(old, new, strict=True)) == 1, "what is written is written in the table's form"


# --- One price.

TODAY = dt.date(2026, 11, 26)
SOURCE = {"source": "its price page"}


def record(data, model, **words):
    """Record a price, as the command does; `day` is its `from`."""
    with editing(data) as tables:
        said = tables.add_price(model, SOURCE | {"from": words.pop("day")} | words, today=TODAY)
        tables.save()
    assert errors(data) == []
    return said


def dated(data, model, basis="list"):
    found = [r for r in rows(data, PRICES) if (r["model"], r["price_basis"]) == (model, basis)]
    return [(r["from"], r["output_usd_per_mtok"]) for r in found]


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-26"])
def test_a_new_price_is_that_of_now_and_the_old_one_is_still_in_the_history(data, day):
    """Also one from a day after the newest of the table, which is not after today."""
    before = row(data, "o3-mini")
    said = record(data, "o3-mini", output="4", input="1", day=day)
    place = next(k for k, r in enumerate(rows(data), 2) if r["model"] == "o3-mini")
    assert said == [
        f"history/prices.csv: o3-mini: list price from {day}: input 1, cached_input not known, output 4",
        f"models.csv:{place}: output 4, was 4.4 (list from 2025-01-31, in history/prices.csv)",
    ]
    new = row(data, "o3-mini")
    price = {"input_usd_per_mtok": "1", "cached_input_usd_per_mtok": "", "output_usd_per_mtok": "4"}
    assert new == before | price | {"price_date": day, "price_source": "its price page"}
    assert dated(data, "o3-mini") == [("2025-01-31", "4.4"), (day, "4")]
    eve = str(dt.date.fromisoformat(day) - dt.timedelta(days=1))
    on = {asked: frontier.load_models(data, as_of=asked).set_index("model") for asked in (eve, day, None)}
    assert [table.loc["o3-mini", "output_usd_per_mtok"] for table in on.values()] == [4.4, 4, 4]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"day": "2026-11-27"}, "announced: takes effect on 2026-11-27, models.csv stays as it is until then"),
        ({"day": "2025-01-30"}, "models.csv stays as it is: the list price from 2025-01-31 is the one in force"),
        (
            {"day": "2026-11-20", "basis": "host", "host": "Groq"},
            "models.csv stays as it is: the list price from 2025-01-31",
        ),
    ],
)
def test_a_price_that_is_not_the_one_in_force_is_in_the_history_only(data, words, why):
    before = contents(data)
    model = "o3-mini"
    said = record(data, model, output="4", input="1", **words)
    after = contents(data)
    assert {name for name in FILES if before[name] != after[name]} == {PRICES}
    assert why in said[-1]
    assert (words["day"], "4") in dated(data, model, words.get("basis", "list"))


def test_an_announced_price_takes_effect_by_date_and_is_written_then(data):
    record(data, "o3-mini", output="4", input="1", day="2026-12-01")
    assert frontier.load_models(data).set_index("model").loc["o3-mini", "output_usd_per_mtok"] == 4.4
    assert frontier.load_models(data, as_of="2026-12-01").set_index("model").loc["o3-mini", "output_usd_per_mtok"] == 4
    assert row(data, "o3-mini")["output_usd_per_mtok"] == "4.4"
    with editing(data) as tables:  # the day has come, with a newer price of another model
        said = tables.add_price("o1-mini", {"output": "4", "from": "2026-12-02"} | SOURCE, today=dt.date(2026, 12, 3))
        tables._settle_prices()
        assert "was 4.4 (list" in said[-1]
        assert tables.row("o3-mini")["output_usd_per_mtok"] == "4"
        assert tables.row("o3-mini")["price_date"] == "2026-12-01"


def test_the_list_price_of_a_retired_model_is_recorded_and_cleared(data):
    with editing(data) as tables:
        day = tables.row("o3-mini")["price_date"]
        tables.row("o3-mini")["retired"] = "2026-11-01"
        assert tables.save() == ["models.csv"]
    assert row(data, "o3-mini")["price_basis"] == "arena"
    assert day in {start for start, *_ in dated(data, "o3-mini")}
    said = record(data, "o3-mini", output="4", input="1", day="2026-10-01")
    assert said[-1] == "models.csv stays as it is: the arena price from 2025-12-17 is the one in force"


def test_a_better_basis_is_shown_and_a_lesser_one_is_not(data):
    hosted = next(r for r in rows(data) if r["price_basis"] == "host" and not dated(data, r["model"]))
    said = record(data, hosted["model"], output="2", day="2026-01-01")
    assert f"was {hosted['output_usd_per_mtok']} (host from {hosted['price_date']}" in said[-1]
    assert row(data, hosted["model"])["price_basis"] == "list"


def test_a_first_price_of_a_model(data):
    model = next(r["model"] for r in rows(data) if not r["output_usd_per_mtok"] and not dated(data, r["model"]))
    said = record(data, model, output="2", input="1", day="2026-11-20")
    assert said[-1].endswith("output 2, had no price")
    assert row(data, model)["output_usd_per_mtok"] == "2"


def test_a_price_written_by_hand_into_models_csv_is_recorded_with_the_next_change(data):
    with editing(data) as tables:
        tables.add_listed(tables.complete({
            "model": "acme-1", "organization": "Acme", "license": "MIT", "output_usd_per_mtok": "2",
            "price_date": "2026-11-01", "price_basis": "list", "price_source": "its page", "released": "2026-11-01",
        }))  # fmt: skip
        tables.save()
    assert dated(data, "acme-1") == [("2026-11-01", "2")]
    lines = (data / PRICES).read_text(encoding="utf-8").splitlines(keepends=True)
    (data / PRICES).write_text("".join(line for line in lines if not line.startswith("acme-1,")), encoding="utf-8")
    assert errors(data) == [], "a new model is one line in one file"
    record(data, "acme-1", output="1", day="2026-11-10")
    assert dated(data, "acme-1") == [("2026-11-01", "2"), ("2026-11-10", "1")]


def test_what_is_wrong_with_a_price_is_said_at_once_and_nothing_is_written(data):
    before = contents(data)
    with editing(data) as tables, pytest.raises(ValueError, match=r"is no model of models\.csv") as caught:
        tables.add_price("o3-min", {"output": "0", "form": "2026-11-20", "until": "soon", "source": "=x"}, today=TODAY)
    for words in (
        "'o3-min' is no model of models.csv; did you mean 'o3-mini'?",
        "'form' is none of from, until, ended, input, cached_input, output, basis, host, observed, source",
        "source; did you mean 'from'?",
        "from=... is missing",
        "output: must be > 0, got 0",
        "until: must be a date as YYYY-MM-DD",
        "source may neither begin with",
    ):
        assert words in str(caught.value)
    with editing(data) as tables, pytest.raises(ValueError, match=r"has a list price from 2025-01-31, output 4\.4"):
        tables.add_price("o3-mini", {"output": "4", "from": "2025-01-31", **SOURCE}, today=TODAY)
    with editing(data) as tables:
        tables.add_price("o3-mini", {"output": "90000", "from": "2026-11-20", **SOURCE}, today=TODAY)
        with pytest.raises(CatalogError, match="is 90000, the highest of the others is 150"):
            tables.save()
    assert contents(data) == before


def test_what_is_doubtful_is_written_and_said(data):
    with editing(data) as tables:
        tables.add_price("o3-mini", {"output": "1", "input": "4", "from": "2026-11-20", **SOURCE}, today=TODAY)
        tables.save()
    (doubt,) = tables.doubts
    assert (doubt.level, doubt.column) == ("warning", "output_usd_per_mtok")
    assert "is 1, below input_usd_per_mtok (4)" in doubt.message
    with editing(data) as tables:
        tables.row("o1-mini")["note"] = "seen"
        tables.save()
    assert tables.doubts == [], "it was there before"


def test_somebody_s_own_list_has_no_history_to_move_to(tmp_path):
    (tmp_path / "mine.csv").write_text("model,output_usd_per_mtok\na,1\n")
    with editing(tmp_path / "mine.csv") as tables:
        tables.add_model({"model": "b", "output_usd_per_mtok": "2"})
        assert tables.save() == ["mine.csv"]
        assert tables.place("b") == 3
    assert (tmp_path / "mine.csv").read_text() == "model,output_usd_per_mtok\na,1\nb,2\n"
