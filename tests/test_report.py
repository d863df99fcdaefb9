"""The interactive page, in a real browser: it shows what the library computes, keeps its state, and loads nothing."""

import io
import json
import math
import re
import shutil

import pandas as pd
import pytest
from pages import TO_STATE, point_at, said, serious_violations, settled, until, written_by

import frontier
from frontier.cli.main import main
from frontier.data.check import locate_models
from frontier.report import curated as contents
from frontier.report import page as report
from frontier.report.data import report_data
from frontier.report.page import write_report
from frontier.words.numbers import day
from frontier.words.sources import price_sources_in_words

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("charts")]


# state of the page, and the same question to the library
QUESTIONS = [
    ("", {}, None),
    ("#as-of=2025-02-14", {"as_of": "2025-02-14"}, None),
    ("#as-of=2025-02-14&cost=input", {"as_of": "2025-02-14"}, "input_usd_per_mtok"),
    ("#as-of=2025-02-14&cost=blend", {"as_of": "2025-02-14"}, {"input": 3, "output": 1}),
    ("#cost=blend&in=1&out=4", {}, {"input": 1, "output": 4}),
    ("#as-of=2024-09-01&cost=request&in=2000&out=100", {"as_of": "2024-09-01"}, (2000, 100)),
    ("#as-of=2023-12-31", {"as_of": "2023-12-31"}, None),
    ("#task=coding", {"task": "coding"}, None),
    ("#task=german&cost=blend", {"task": "german"}, {"input": 3, "output": 1}),
]


@pytest.mark.parametrize(("state", "how", "cost"), QUESTIONS)
def test_the_page_says_what_the_library_says(at, state, how, cost):
    answer = said(at(state))
    day = answer["snapshot"]["date"]
    models = frontier.load_models(**how | {"as_of": day}) if how else frontier.load_models()
    if isinstance(cost, dict):
        cost = frontier.blended_price(models, **cost)
    elif isinstance(cost, tuple):
        cost = frontier.request_cost(models, input_tokens=cost[0], output_tokens=cost[1])
    found = frontier.find_frontier(models, cost="output_usd_per_mtok" if cost is None else cost)
    table = found.table.set_index("model")
    points = {point["model"]: point for point in answer["points"]}
    assert set(points) == set(table.index)
    assert {name for name, point in points.items() if point["on"]} == set(found.members["model"])
    for name, point in points.items():
        assert point["cost"] == pytest.approx(table.loc[name, found.cost], rel=1e-12)
        if "probability" in table:
            assert point["probability"] == pytest.approx(table.loc[name, "probability"], abs=2e-4), name
        else:
            assert point["probability"] is None


def test_the_band_is_that_of_the_library(at):
    answer = said(at("#as-of=2025-02-14&band=1"))["band"]
    want = frontier.find_frontier(frontier.load_models(as_of="2025-02-14")).band()
    assert [at["cost"] for at in answer] == pytest.approx(want.cost.tolist())
    for level, curve in zip(("0.05", "0.5", "0.95"), want.quality, strict=True):
        assert [at[level] for at in answer] == pytest.approx(curve.tolist(), abs=1e-4)


def test_every_snapshot_is_there_as_the_library_gives_it(shipped):
    data = shipped
    scores = frontier.load_scores()
    assert [shot["date"] for shot in data["snapshots"]] == sorted(set(scores["date"].dt.strftime("%Y-%m-%d")))
    assert len(data["snapshots"][-1]["rows"]) == len(frontier.load_models())
    for shot in (data["snapshots"][5], data["snapshots"][-1]):
        rows = frontier.load_models(as_of=shot["date"] if shot is not data["snapshots"][-1] else None)
        source = price_sources_in_words(rows)
        want = {row.model: (row.elo, row.output_usd_per_mtok, source[row.Index]) for row in rows.itertuples()}
        for row in shot["rows"]:
            elo, price, source = want[data["models"]["model"][row[0]]]
            assert row[1] == elo
            assert (row[7] is None) == (price != price)
            assert (None if row[8] is None else data["sources"][row[8]]) == (source if price == price else None)


def test_the_gap_through_time_is_that_of_the_library(at):
    page = at()
    answer = page.evaluate("frontierReport.data.gap")
    models = frontier.load_models()
    summary = frontier.summary(frontier.open_gap(models))
    assert answer["summary"] == summary
    scores = frontier.load_scores()
    want = pd.concat([frontier.gap_history(rows) for _, rows in scores.groupby("board")]).sort_values("date")
    assert [row["date"] for row in answer["rows"]] == want["date"].dt.strftime("%Y-%m-%d").tolist()
    for column in ("gap", "gap_low", "gap_high", "win_rate", "price_ratio", "lag_backward_months"):
        numbers = [math.nan if row[column] is None else row[column] for row in answer["rows"]]
        assert numbers == pytest.approx(want[column].tolist(), nan_ok=True), column
    assert page.locator("#gap-chart .mark-symbol path").count() == want["gap"].notna().sum()


def test_a_point_of_the_gap_chooses_its_day(at):
    page = at()
    page.locator("#gap-chart .mark-symbol path[aria-label^='14 Feb 2025']").click()
    settled(page)
    assert page.inner_text("#day-text") == page.inner_text("#gap-chosen") == "14 Feb 2025"
    assert page.evaluate("location.hash") == "#as-of=2025-02-14"


@pytest.mark.parametrize("model", ["gpt-4-0314", "o1-2024-12-17"])
def test_what_a_quality_costs_is_that_of_the_library(at, model):
    page = at()
    page.select_option("#quality", model)
    settled(page)
    prices = frontier.load_prices(price_basis=("list", "host"))
    points = frontier.price_points(frontier.load_scores(), prices, reference=model)
    records = frontier.price_records(points, at_least=model)
    decline = frontier.price_decline(records)
    names = frontier.load_models(as_of="2025-02-14").set_index("model")["name"]
    said = written_by(page, "#price-summary")
    assert said == frontier.summary(decline).replace(model, names[model])
    yearly = float(re.search(r"times cheaper, ([\d.]+) times a year", said)[1])
    first, last = records["price"].iloc[[0, -1]]
    assert yearly == pytest.approx((first / last) ** (365.25 / decline.span_days), rel=0.05)  # of two digits
    until(
        page, f"document.querySelectorAll('#price-chart .mark-symbol path').length == {len(records) + 1}"
    )  # and today's
    answer = next(one for one in page.evaluate("frontierReport.data.qualities") if one["model"] == model)
    assert [price for _, price in answer["line"]] == pytest.approx([decline.at(day) for day, _ in answer["line"]])
    assert page.evaluate("location.hash") == ("" if model == "gpt-4-0314" else f"#quality={model}")


def with_filters(page):
    """Open the filters, which are closed at first."""
    if page.is_hidden("#filters"):
        page.click("#filters-open")
    return page


def test_models_are_filtered_by_the_day_of_their_release(at):
    page = with_filters(at())
    page.fill("#since", "2026-01-01")
    page.fill("#until", "2026-06-30")
    answer = said(page)["points"]
    models = frontier.load_models().dropna(subset="output_usd_per_mtok")
    assert {point["model"] for point in answer} == set(
        models[models["released"].between("2026-01-01", "2026-06-30")]["model"]
    )
    assert settled(page).evaluate("location.hash") == "#since=2026-01-01&until=2026-06-30"


def test_what_is_chosen_stays_and_its_sources_are_links(at):
    page = at("#as-of=2025-02-14&search=gpt-4o-2024-05-13")
    page.mouse.click(*point_at(page, "gpt-4o-2024-05-13"))
    page.mouse.move(5, 5)
    page.mouse.wheel(0, 300)
    links = page.locator("#panel a").evaluate_all("links => links.map(link => [link.textContent, link.href])")
    row = frontier.load_models(as_of="2025-02-14").set_index("model").loc["gpt-4o-2024-05-13"]
    assert not row["observed"]
    assert links[0] == [row["price_source"]] * 2
    assert links[1] == [
        "jasontrigg0/chatbot-arena-history@8862846ca4",
        "https://github.com/jasontrigg0/chatbot-arena-history/tree/8862846ca4",
    ]
    assert page.evaluate("location.hash").endswith("&point=gpt-4o-2024-05-13")
    page.evaluate(TO_STATE, "#as-of=2023-05-22&point=gpt-4o-2024-05-13")
    assert settled(page).inner_text("#panel p") == "GPT-4o (2024-05-13) is not in this choice."
    page.keyboard.press("Escape")
    assert page.evaluate("frontierReport.state().point") == ""


def test_a_control_changes_the_answer_and_the_address(at, visit):
    page = with_filters(at())
    page.select_option("#cost", "blend")
    assert page.input_value("#in") == "3"
    page.fill("#in", "9")
    page.select_option("#tier", "open")
    page.click("#country-field summary")
    page.check("#country [value=CN]")
    settled(page)
    answer = said(page)
    assert {point["country"] for point in answer["points"]} == {"CN"}
    assert all(point["open"] for point in answer["points"])
    address = page.evaluate("location.hash")
    assert address == "#cost=blend&in=9&out=1&tier=open&country=CN"
    assert page.inner_text("#filters-open") == "Filters (2)"
    again = visit(address)
    assert said(again) == answer
    assert page.inner_text("#summary").startswith(f"{sum(p['on'] for p in answer['points'])} models on the frontier: ")
    page.click("button[type=reset]")
    settled(page)
    assert page.evaluate("location.hash") == ""
    assert len(said(page)["points"]) == frontier.load_models()["output_usd_per_mtok"].count()


# filters of the page, and the same of the table
FILTERS = [
    ("#tier=open", lambda m: m["openness"] != "proprietary"),
    ("#as-of=2025-02-14&country=CN", lambda m: m["country"] == "CN"),
    # whose widest interval, assumed where there is none, is not that of the board
    ("#as-of=2025-02-27&since=2024-05-01", lambda m: m["released"] >= "2024-05-01"),
    ("#as-of=2025-02-27&until=2023-08-01", lambda m: m["released"] <= "2023-08-01"),
    ("#as-of=2025-02-27&maker=Google&until=2025-01-31",
     lambda m: (m["organization"] == "Google") & (m["released"] < "2025-02")),
]  # fmt: skip


@pytest.mark.parametrize(("state", "chosen"), FILTERS)
def test_of_a_choice_the_page_says_what_the_library_says_of_it(at, state, chosen):
    answer = said(at(f"{state}&band=1"))
    day = answer["snapshot"]["date"]
    models = frontier.load_models(as_of=day) if "as-of" in state else frontier.load_models()
    found = frontier.find_frontier(models[chosen(models)])
    table = found.table.set_index("model")
    assert {p["model"] for p in answer["points"] if p["on"]} == set(found.members["model"])
    assert {p["model"]: p["probability"] for p in answer["points"]} == pytest.approx(
        table["probability"].to_dict(), abs=2e-4
    )
    assert [at["0.5"] for at in answer["band"]] == pytest.approx(found.band().quality[1].tolist(), abs=1e-4)
    assert answer["imputed"] == table["interval_imputed"].sum()


def test_the_day_and_the_kind_of_the_prices_are_shown(at, visit, of_basis):
    page = at()
    since = frontier.load_models()["price_date"].max()
    whose = "USD per million output tokens, makers' list prices and prices of named hosts."
    assert page.inner_text("#subtitle").endswith(f"Prices: {day(since)}, {whose}")
    assert at("#as-of=2025-02-14").inner_text("#subtitle").endswith(f"Prices: in force that day, {whose}")
    other = visit(file=of_basis("unverified"))
    assert other.inner_text("#subtitle").endswith("tokens, unverified prices.")


def test_the_headline_of_every_snapshot_is_the_title_of_its_picture(at):
    page = at()
    shots = page.evaluate("""frontierReport.data.snapshots.map((shot, day) => [
        shot.date, shot.board, frontierReport.headline(frontierReport.answer({...frontierReport.state(), day}).points),
    ])""")
    assert len(shots) >= 38
    for date, board, title in shots:
        models = frontier.load_models() if date == shots[-1][0] else frontier.load_models(as_of=date)
        assert set(models["board"]) == {board}
        assert title == frontier.headline(frontier.find_frontier(models)).title, date
    for date, _, title in (shots[0], shots[len(shots) // 2]):
        assert written_by(at(f"#as-of={date}"), "#title") == title


def test_a_task_is_chosen_and_named(at):
    page = at()
    page.select_option("#task", "german")
    settled(page)
    models = frontier.load_models(as_of="2026-10-20", task="german")
    assert written_by(page, "#title") == frontier.headline(frontier.find_frontier(models)).title
    assert "Scores: German, Chatbot Arena, text with style control (partial), 20 Oct 2026." in page.inner_text(
        "#subtitle"
    )
    assert page.evaluate("location.hash") == "#task=german"
    assert page.is_hidden("#day")
    page.select_option("#task", "")
    settled(page)
    assert page.is_visible("#day")


def test_the_headline_says_what_was_chosen(at):
    page = at("#as-of=2025-02-14&maker=Databricks")
    assert page.inner_text("#title").startswith("Of models by Databricks: DBRX")
    assert page.inner_text("#subtitle").startswith("Only 1 of 2 models by Databricks on sale has a price.")


def test_amounts_and_days_are_typed_like_anywhere(at):
    page = at("#cost=blend")
    page.focus("#in")
    page.keyboard.press("Control+a")
    page.keyboard.type("0.25")
    assert page.input_value("#in") == "0.25"
    assert settled(page).evaluate("location.hash") == "#cost=blend&in=0.25&out=1"
    page.select_option("#cost", "output")
    page.select_option("#cost", "blend")
    assert page.input_value("#in") == "0.25"
    page.evaluate("location.hash = '#cost=blend'")  # an address means the same whatever was typed before
    until(page, "document.getElementById('in').value === '3'")
    page = with_filters(at("#since=2024-02-14"))
    page.focus("#since")
    page.keyboard.press("End")
    for typed in ("Backspace", "5"):  # a day that is not whole yet changes nothing
        assert settled(page).evaluate("location.hash") == "#since=2024-02-14"
        page.keyboard.press(typed)
    assert settled(page).evaluate("location.hash") == "#since=2024-02-15"


ADDRESSES_THAT_SAY_NOTHING = [
    "as-of=foo", "as-of=2025-2-14", "day=99", "maker=Nobody", "tier=zzz", "cost=zzz", "quality=zzz", "since=garbage",
    "since=2026-02-31", "until=0000-01-01", "as-of=2025-99-99", "cost=output&in=0x10",
    "until=2025-13-01", "%3Cscript%3E=1&search=", "band=2",
]  # fmt: skip


def test_an_address_that_says_nothing_changes_nothing(at, visit):
    plain, state_of = said(at()), "frontierReport.state()"
    state = at().evaluate(state_of)
    page = at("#as-of=2025-02-14")
    for address in ADDRESSES_THAT_SAY_NOTHING:
        read = "address => { history.replaceState(null, '', '#' + address); return frontierReport.readHash(); }"
        assert page.evaluate(read, address) == state, address
    page.evaluate("history.replaceState(null, '', '#as-of=2025-02-14')")  # what is drawn
    for address in ADDRESSES_THAT_SAY_NOTHING[:2]:
        assert at("#as-of=2025-02-14").inner_text("#day-text") == "14 Feb 2025"
        assert at(f"#{address}").inner_text("#day-text") != "14 Feb 2025", address
        assert page.evaluate(state_of) == state, address
    assert said(visit(f"#{ADDRESSES_THAT_SAY_NOTHING[0]}")) == plain


def test_amounts_that_cannot_be_are_shown(at):
    page = at("#cost=blend&in=abc&out=-1")
    assert page.evaluate("frontierReport.state().in + frontierReport.state().out") == "31"
    for amount in ("0x10", "Infinity", "1e400", "%20", "-1"):
        page.evaluate("location.hash = '#cost=blend&in=7'")
        until(page, "frontierReport.state().in == '7'")
        page.evaluate(f"location.hash = '#cost=blend&in={amount}'")
        until(page, "frontierReport.state().in == '3'")
    page = at("#cost=blend&in=0&out=0")
    assert page.inner_text("#summary") == "Give an amount of input or of output, at least 0."


def test_an_address_of_a_part_of_the_page_keeps_the_state(at):
    state = "#as-of=2025-02-14&tier=open"
    page = at(state)
    before = page.evaluate("frontierReport.state()")
    page.click("#gap-chosen")
    assert page.evaluate("location.hash") == state
    page.evaluate("location.hash = '#gap-title'")
    until(page, f"location.hash === '{state}'")
    assert settled(page).evaluate("frontierReport.state()") == before


def test_only_points_are_chosen(at):
    page = at()
    line = page.locator("#gap-chart .mark-line path").first
    line.scroll_into_view_if_needed()
    page.evaluate(
        "document.querySelector('#gap-chart .mark-line path').dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    assert settled(page).evaluate("location.hash") == ""


@pytest.mark.parametrize("basis", ["host", "arena", "unverified"])
def test_a_quality_without_a_rate_or_price_is_shown(visit, of_basis, basis):
    page = visit(file=of_basis(basis))
    for one in page.evaluate("frontierReport.data.qualities"):
        page.select_option("#quality", one["model"])
        settled(page)
        assert written_by(page, "#price-summary") == one["summary"]
        assert bool(one["line"]) == ("Fitted" in one["summary"])


def test_every_control_has_a_name_and_a_row_its_head(at):
    page = with_filters(at())
    named = {
        "slider": ["Day", "The frontier, of 11; arrow keys walk along it"],
        "combobox": ["Price", "Whose prices", "Task", "License", "Released", "Compare with",
                     "The record low of the price of the quality of"],
        "searchbox": ["Search"],
        "group": ["Makers", "Countries", "Legend"],
        "textbox": ["from", "until"],
        "button": ["Reset", "Previous day", "Next day", "proprietary", "open weights", "how sure", "zoom to the top"],
    }  # fmt: skip
    page.evaluate("for (const at of document.querySelectorAll('details.many')) at.open = true")
    for role, names in named.items():
        for name in names:
            assert page.get_by_role(role, name=name, exact=True).count() == 1, name
    page.evaluate("for (const at of document.querySelectorAll('details.many')) at.open = false")


def test_it_is_dark_on_a_dark_screen_and_printed_in_ink_with_everything(visit):
    page = visit("#as-of=2025-02-14", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 22, 22)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('#chart .mark-text text')).fill") == "rgb(34, 34, 34)"
    assert not page.locator("#controls").is_visible()
    page.set_viewport_size({"width": 1050, "height": 700})  # A4 across, less its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 1050


def test_the_slider_moves_the_frontier_by_keyboard(at):
    page = at()
    page.focus("#day")
    page.keyboard.press("Home")
    assert settled(page).inner_text("#day-text") == "22 May 2023"
    assert page.is_disabled("#day-back")
    page.keyboard.press("ArrowRight")
    assert settled(page).inner_text("#day-text") == "19 Jun 2023"
    assert page.get_attribute("#day", "aria-valuetext") == "19 Jun 2023"
    page.click("#day-on")
    page.click("#day-back")
    assert settled(page).evaluate("location.hash") == "#as-of=2023-06-19"


def test_a_point_shows_its_details(at):
    page = at("#as-of=2025-02-14&search=deepseek-r1")
    page.mouse.move(*point_at(page, "deepseek-r1"))
    until(page, "document.querySelector('#panel h3').textContent === 'DeepSeek R1'")
    said = page.inner_text("#panel")
    for text in ("DeepSeek, China", "score 1361.45 (1353 to 1369)", "output $2.19", "MIT", "released 20 Jan 2025",
                 "likely to be on the frontier", "price since 20 Jan 2025: "):  # fmt: skip
        assert text in said
    page.mouse.move(2, 2)
    until(page, "document.querySelector('#panel h3').textContent !== 'DeepSeek R1'")
    assert page.locator("#table tbody th").all_inner_texts() == ["DeepSeek R1"]


def test_nothing_of_the_table_is_markup(visit, tmp_path, monkeypatch, shipped):
    data = json.loads(json.dumps(shipped))
    evil = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    for column in ("model", "name", "organization", "license"):
        data["models"][column][data["snapshots"][-1]["rows"][0][0]] = evil
    data["sources"][0] = evil
    monkeypatch.setattr(report, "report_data", lambda *_, **__: data)
    page = visit(file=write_report(tmp_path / "evil.html"))
    page.fill("#search", "</script>")
    settled(page)
    assert evil in page.inner_text("#table tbody")
    assert page.title() != "owned"
    assert page.locator("main img").count() == 0


def test_it_fits_a_phone(visit):
    page = visit("#as-of=2025-02-14", viewport={"width": 360, "height": 740})
    page.evaluate("for (const at of document.querySelectorAll('details')) at.open = true")
    assert re.findall(r".{20}\d\s%", page.inner_text("body").replace("\u00a0", "_")) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


# Of many rows that are alike a few are enough.
@pytest.mark.parametrize(
    ("scheme", "state"), [("light", "#maker=OpenAI"), ("dark", "#as-of=2025-02-14&band=1&cost=blend&tier=open")]
)
def test_axe_finds_nothing_serious(at, state, scheme):
    page = at(state)
    page.emulate_media(color_scheme=scheme)
    page.evaluate("for (const at of document.querySelectorAll('details.rows')) at.open = true")
    assert serious_violations(page) == []


def test_one_model_alone_is_drawn(at):
    page = at("#as-of=2025-02-14&maker=Databricks")
    assert page.inner_text("#summary").startswith("1 model on the frontier")


def test_an_empty_choice_says_so(at):
    page = at("#as-of=2023-05-22&tier=osi&country=FR")
    assert page.inner_text("#summary") == "No model with such a price is left; widen the filters."


# --- Another curated table, and one of any kind


def copied(folder):
    shutil.copytree(locate_models(None).parent, folder, dirs_exist_ok=True)
    return folder


def test_a_copy_of_the_table_has_the_same_page(tmp_path, shipped, claims, monkeypatch):
    """The statements are asked of the copy; test_claims.py proves that they are the same of another path."""
    asked = []
    monkeypatch.setattr(contents, "check_claims", lambda path: asked.append(path) or claims)
    file = copied(tmp_path) / "models.csv"
    assert report_data(file) == shipped
    assert asked == [file]


def test_an_announced_price_is_shown_and_not_yet_taken(tmp_path, visit, claims, monkeypatch):
    monkeypatch.setattr(contents, "check_claims", lambda **_: claims)
    file = copied(tmp_path) / "history" / "prices.csv"
    prices = pd.read_csv(file, dtype=str, keep_default_na=False)
    blank = dict.fromkeys(prices, "")
    one = blank | {"model": "deepseek-r1", "from": "2999-01-31", "output_usd_per_mtok": "1.25", "price_basis": "list",
                   "input_usd_per_mtok": "0.5", "price_source": "https://example.org"}  # fmt: skip
    rows = pd.concat([prices, pd.DataFrame([one])]).sort_values(["model", "from"], kind="stable")
    rows.to_csv(file, index=False)
    page = visit("#search=deepseek-r1", write_report(tmp_path / "page.html", data=tmp_path))
    frozen = frontier.load_models().set_index("model")
    points = {point["model"]: point for point in said(page)["points"]}
    assert points["deepseek-r1"]["cost"] == frozen.loc["deepseek-r1", "output_usd_per_mtok"]
    assert [model for model, point in points.items() if point["announced"]] == ["deepseek-r1"]
    page.mouse.click(*point_at(page, "deepseek-r1"))
    assert "announced: $1.25 from 31 January 2999" in page.inner_text("#panel").splitlines()
    page.evaluate(TO_STATE, "#as-of=2025-02-14")
    assert not any(point["announced"] for point in said(page)["points"])


def test_a_table_without_history_has_the_page_of_its_one_snapshot(tmp_path, visit):
    shutil.copy(locate_models(None), tmp_path / "models.csv")
    data = report_data(tmp_path)
    models = frontier.load_models(tmp_path)
    (snapshot,) = data["snapshots"]
    assert snapshot["date"] == f"{models['elo_date'].iloc[0]:%Y-%m-%d}"
    assert len(snapshot["rows"]) == len(models)
    assert (data["qualities"], data["claims"], data["own"]) == ([], None, None)
    page = visit(file=write_report(tmp_path / "page.html", data=tmp_path), charts=1)
    found = frontier.find_frontier(models).table.set_index("model")
    assert {p["model"]: p["probability"] for p in said(page)["points"]} == pytest.approx(
        found["probability"].to_dict(), abs=2e-4
    )
    assert written_by(page, "#gap-summary") == data["gap"]["summary"]
    hidden = ("#day-field", "#gap-history", "#price-section", "#claims-section", "#read")
    assert [page.locator(one).is_visible() for one in hidden] == [False] * len(hidden)
    assert page.locator("#cost").is_visible()
    assert "Scores: Chatbot Arena, text with style control, 8 Oct 2026." in page.inner_text("#subtitle")


def test_a_table_of_few_models_has_a_page_of_what_it_has(tmp_path, visit, monkeypatch):
    models = pd.read_csv(locate_models(None), dtype=str, keep_default_na=False)
    few = models[models["elo"] != ""].head(6).assign(openness="proprietary", license="Proprietary")
    few.to_csv(tmp_path / "models.csv", index=False)
    copied(tmp_path / "whole")
    (tmp_path / "history").mkdir()
    for name in ("scores", "prices", "snapshots"):
        rows = pd.read_csv(tmp_path / "whole" / "history" / f"{name}.csv", dtype=str, keep_default_na=False)
        if name == "snapshots":
            scores = pd.read_csv(tmp_path / "history" / "scores.csv", dtype=str)
            count = {**scores.groupby(["date", "board"]).size(), tuple(few[["elo_date", "board"]].iloc[0]): 6}
            own = list(zip(rows["date"], rows["board"], strict=True))
            rows = rows.assign(models=[count.get(day, 0) for day in own])[[day in count for day in own]]
        else:
            rows = rows[rows["model"].isin(few["model"])]
        rows.to_csv(tmp_path / "history" / f"{name}.csv", index=False)
    data = report_data(tmp_path)
    assert data["gap"] is None
    assert {one["model"] for one in data["qualities"]} <= set(few["model"])
    assert {row["verdict"] for row in data["claims"]["rows"] if row["tested_on"] == "this table"} == {
        "cannot be tested"
    }
    monkeypatch.setattr(report, "report_data", lambda *_, **__: data)
    page = visit(file=write_report(tmp_path / "page.html", data=tmp_path), charts=1 + bool(data["qualities"]))
    assert {point["model"] for point in said(page)["points"]} <= set(few["model"])
    assert not page.locator("#gap-section").is_visible()


EVALUATIONS = {
    "Model": ["vendor/a-1", "vendor/b-2", "vendor/c-3", "vendor/d-4", "vendor/e-5", "vendor/f-6", "vendor/g-7"],
    "Accuracy (%)": [54.0, 64.0, 61.5, 45.7, 70.25, None, 50.0],
    "SE": [2.23, 3.39, 1.54, 1.58, None, 1.0, 2.0],
    "EUR per 1k": [4.205, 28.95, 12.231, 0.247, 30.0, 1.0, 0.0],
    "Context": [8192, 1048576, 32768, 32768, 200000, 8192, 8192],
    "Where": ["=cmd|'/c calc'!A0", "api", "<b>api</b>", None, "api", "api", "api"],
}
ASKED = {"cost": "EUR per 1k", "quality": "Accuracy (%)"}


def shares(n=40):
    """A table of shares from 0 to 1 with numbers of trials, costs in no currency, and ties of cost and of quality."""
    return pd.DataFrame(
        {
            "name": [f"run {k}" for k in range(n)],
            "seconds": [1 + (k * 7919 % 17) / 2 for k in range(n)],
            "passed": [(k * 104729 % 20) / 20 for k in range(n)],
            "tasks": [20 + k % 3 * 40 for k in range(n)],
        }
    )


OWN = {
    "standard errors": (pd.DataFrame(EVALUATIONS), {**ASKED, "se": "SE"}),
    "no intervals": (pd.DataFrame(EVALUATIONS), ASKED),
    "trials": (shares(), {"cost": "seconds", "quality": "passed", "n": "tasks"}),
    "less is better": (shares(), {"cost": "seconds", "quality": "passed", "n": "tasks", "lower_is_better": True}),
    "large": (
        shares().assign(passed=lambda t: t["passed"] * 1e12, low=lambda t: t["passed"] - 1e11,
                        high=lambda t: t["passed"] + 2e11),
        {"cost": "seconds", "quality": "passed", "lower": "low", "upper": "high"},
    ),
    "small": (
        shares().assign(passed=lambda t: t["passed"] * 1e-9, error=1e-10),
        {"cost": "seconds", "quality": "passed", "se": "error", "lower_is_better": True},
    ),
}  # fmt: skip


UNCUT = """() => {
    const left = at => at.getBoundingClientRect().left, texts = document.querySelectorAll("#chart .role-axis text");
    return texts.length > 4 && [...texts].every(at => left(at) >= left(document.querySelector("#chart svg")));
}"""


@pytest.mark.parametrize("kind", OWN)
def test_of_any_table_the_page_says_what_the_library_says(visit, tmp_path, kind):
    table, asked = OWN[kind]
    sure = kind != "no intervals"
    found = frontier.find_frontier(table, **asked)
    page = visit("#band=1" if sure else "", write_report(tmp_path / "page.html", data=table, **asked), charts=1)
    assert page.evaluate(UNCUT)
    answer = said(page)
    points, rows = answer["points"], found.table
    assert [point["name"] for point in points] == found.labels.tolist()
    assert [point["cost"] for point in points] == pytest.approx(rows[found.cost].tolist(), rel=1e-12)
    assert [point["elo"] for point in points] == pytest.approx(rows[found.quality].tolist(), rel=1e-12)
    assert [point["on"] for point in points] == rows["on_frontier"].tolist()
    assert answer["reasons"] == found.excluded["reason"].value_counts().to_dict()
    if not sure:
        assert {point["probability"] for point in points} == {None}
        assert answer["band"] == []
        return
    assert [point["probability"] for point in points] == pytest.approx(rows["probability"].tolist(), abs=2e-4)
    assert answer["imputed"] == rows["interval_imputed"].sum()
    want = found.band()
    assert [at["cost"] for at in answer["band"]] == pytest.approx(want.cost.tolist())
    for level, curve in zip(("0.05", "0.5", "0.95"), want.quality, strict=True):
        assert [at[level] for at in answer["band"]] == pytest.approx(curve.tolist(), abs=1e-5 * rows["sd"].max())
    for known, point in zip(~rows["interval_imputed"], points, strict=True):
        assert (point["low"] is not None) == known


def test_of_any_table_the_page_speaks_in_its_own_words(visit, tmp_path):
    file = tmp_path / "evals.csv"
    pd.DataFrame(EVALUATIONS).to_csv(file, index=False)
    page = visit(file=write_report(tmp_path / "page.html", data=file, **ASKED, se="SE"), charts=1)
    text = page.inner_text("body")
    foreign = re.compile(r"Arena|CC BY|[$]|\b(?:Elo|points|tokens|snapshot|proprietary|maker)\b", re.IGNORECASE)
    assert foreign.findall(text) == []
    assert page.title() == page.inner_text("#page-title") == "Accuracy (%) against EUR per 1k"
    assert page.inner_text("#subtitle") == (
        "5 rows of evals.csv: Accuracy (%), of which more is better, against EUR per 1k."
    )
    assert page.inner_text("#left-out").startswith(
        "1 row left out: no Accuracy (%); 1 row left out: EUR per 1k is not p"
    )
    axes = page.locator("#chart .role-axis-title text").all_text_contents()
    assert axes == ["EUR per 1k", "Accuracy (%)"]
    assert any(text.startswith("€") for text in page.locator("#chart .role-axis-label text").all_text_contents())
    absent = "day-field cost-field maker-field tier country-field since ghost gap-section price-section claims-section"
    assert [one for one in absent.split() if page.locator(f"#{one}").is_visible()] == []
    assert page.get_by_role("button", name="how sure").is_visible()
    page.fill("#search", "d-4")
    settled(page)
    assert [row.split("\t")[0] for row in page.locator("#table tbody").inner_text().splitlines()] == ["vendor/d-4"]
    page.fill("#search", "")
    settled(page)
    page.mouse.click(*point_at(page, "vendor/d-4"))
    said = page.inner_text("#panel").splitlines()
    assert said[1:4] == ["vendor/d-4", "Accuracy (%) 45.70 (42.60 to 48.80)", "EUR per 1k €0.247"]
    assert "Context: 32768" in said


def test_without_intervals_nothing_is_said_of_them(visit, tmp_path):
    page = visit("#band=1", write_report(tmp_path / "page.html", data=pd.DataFrame(EVALUATIONS), **ASKED), charts=1)
    assert [one for one in ("#band", "#bars", "#taken", "#band-note") if page.locator(one).is_visible()] == []
    assert "Probability" not in page.inner_text("#table thead")


def test_the_rows_of_any_table_are_downloaded_under_its_own_names(visit, tmp_path):
    table = pd.DataFrame(EVALUATIONS)
    page = visit(file=write_report(tmp_path / "page.html", data=table, **ASKED, se="SE"), charts=1)
    text = page.evaluate("frontierReport.csv()")
    rows = pd.read_csv(io.StringIO(text)).set_index("Model")
    found = frontier.find_frontier(table, **ASKED, se="SE").table.set_index("Model")
    assert list(rows) == ["Accuracy (%)", "Accuracy (%)_lower", "Accuracy (%)_upper", "EUR per 1k", "Frontier",
                          "Probability", "SE", "Context", "Where"]  # fmt: skip
    assert set(rows.index) == set(found.index)
    for column in ("Accuracy (%)", "EUR per 1k", "SE", "Context"):
        assert rows[column].to_dict() == pytest.approx(found[column].to_dict(), nan_ok=True)
    assert rows["Probability"].to_dict() == pytest.approx(found["probability"].to_dict(), abs=2e-4)
    assert set(rows.index[rows["Frontier"] == "yes"]) == set(found.index[found["on_frontier"]])
    assert rows.loc["vendor/a-1", "Where"] == "'=cmd|'/c calc'!A0"
    page.click("#table th button:text-is('Context')")
    assert page.locator("#table tbody th").first.inner_text() == "vendor/b-2"


def test_with_openness_any_table_shows_its_gap_and_its_classes(visit, tmp_path):
    table = pd.DataFrame(EVALUATIONS).assign(
        openness=["osi", "proprietary", "noncommercial", None, "osi", "osi", "osi"]
    )
    page = visit("#tier=open", write_report(tmp_path / "page.html", data=table, **ASKED, se="SE"), charts=1)
    gap = frontier.open_gap(table, cost=ASKED["cost"], quality=ASKED["quality"], se="SE")
    assert written_by(page, "#gap-summary") == frontier.summary(gap)
    assert not page.locator("#gap-history").is_visible()
    assert page.get_by_role("button", name="open weights").is_visible()
    assert {point["name"] for point in said(page)["points"]} == {"vendor/a-1", "vendor/c-3", "vendor/e-5"}
    strange = table.assign(openness="open")
    data = report_data(strange, **ASKED)
    assert (data["gap"], set(data["models"]["openness"])) == (None, {None})


def test_a_column_asked_for_makes_the_page_of_the_rows_also_of_the_shipped_table():
    data = report_data(cost="training_flop", quality="elo")
    found = frontier.find_frontier(frontier.load_models(), cost="training_flop")
    assert (data["own"]["cost"], data["own"]["currency"]) == ("training_flop", "")
    assert [reason == "" for reason in data["own"]["reasons"]].count(True) == len(found.table)


LONG = "x" * 3000


@pytest.mark.parametrize("width", [360, 1280])
def test_a_name_without_end_does_not_widen_the_page(visit, tmp_path, width):
    table = pd.DataFrame(EVALUATIONS)
    table["Model"] = [LONG, *table["Model"][1:3], LONG + "2", *table["Model"][4:]]
    table = table.rename(columns={"Where": LONG}).assign(organization=LONG + "4", **{LONG + "3": LONG})
    file = write_report(tmp_path / "page.html", data=table, **ASKED, se="SE")
    page = visit(file=file, charts=1, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('#chart svg').getBoundingClientRect().width") <= width
    named = page.locator("#chart .mark-text text").all_text_contents()
    assert max(map(len, named), default=0) <= 60
    assert page.locator("#table tbody td").evaluate_all("cells => Math.max(...cells.map(c => c.clientWidth))") < 1000
    page.mouse.click(*point_at(page, LONG))
    box = page.locator("#panel").bounding_box()
    assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert frontier_names(page) == {LONG, LONG + "2", "vendor/c-3", "vendor/b-2", "vendor/e-5"}


def frontier_names(page):
    return {point["name"] for point in said(page)["points"]}


HOSTILE = ["</script><script>document.title='owned'</script>", "<img src=x onerror=\"document.title='owned'\">",
           "a\x1b[31m\x07\x00b", "\u202egpj.exe", "line\nbreak\ttab", "\ud800 half", "__proto__"]  # fmt: skip


def test_nothing_of_any_table_is_markup(visit, tmp_path):
    names = pd.Series(HOSTILE, dtype=object)
    table = pd.DataFrame(EVALUATIONS).assign(Model=names, organization=names, country=names)
    table = table.rename(columns={"Accuracy (%)": HOSTILE[0], "EUR per 1k": HOSTILE[1], "Where": HOSTILE[6]})
    file = write_report(tmp_path / "page.html", data=table, cost=HOSTILE[1], quality=HOSTILE[0], se="SE")
    page = visit(file=file, charts=1)
    assert page.title() == f"{HOSTILE[0]} against {HOSTILE[1]}"
    assert page.locator("main img").count() == 0
    assert page.locator("script").count() == 3
    for name in HOSTILE[:5]:
        assert name in frontier_names(page)
    page.fill("#search", "onerror")
    settled(page)
    page.mouse.click(*point_at(page, HOSTILE[1]))
    assert HOSTILE[1] in page.inner_text("#panel")
    assert page.title() == f"{HOSTILE[0]} against {HOSTILE[1]}"


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, {"viewport": {"width": 360, "height": 740}}])
def test_axe_finds_nothing_serious_in_the_page_of_any_table(visit, tmp_path, look):
    file = write_report(tmp_path / "page.html", data=pd.DataFrame(EVALUATIONS), **ASKED, se="SE")
    page = visit("#band=1", file, charts=1, **look)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert serious_violations(page) == []


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            pd.DataFrame(EVALUATIONS).assign(**{"EUR per 1k": 0.0}),
            r"nothing to compare: 0 of \d models compared; \d: EUR per 1k is not pos",
        ),
        (pd.DataFrame(EVALUATIONS).head(0), "nothing to compare: the table has no rows"),
        (pd.concat([pd.DataFrame(EVALUATIONS)] * 1500), "has 10,500 rows, and the page draws at most 10,000"),
        (pd.DataFrame(EVALUATIONS).drop(columns="EUR per 1k"), "cost: the table has no column 'EUR per 1k'"),
        ([1, 2], "models must be a table, got list"),
    ],
)
def test_a_table_that_cannot_be_shown_is_refused(tmp_path, table, message):
    with pytest.raises((TypeError, ValueError), match=message):
        write_report(tmp_path / "page.html", data=table, **ASKED)
    assert list(tmp_path.iterdir()) == []


def test_numbers_of_any_kind_stand_in_the_page():
    table = pd.DataFrame(
        {
            "cost": pd.array([1, None, 3, 4], dtype="Int64"),
            "quality": [0.5, math.inf, 0.7, 0.8],
            "big": [2**60 + 1, 1, 2, 3],
            "day": pd.to_datetime(["2025-02-14", None, "2025-02-15", "2025-02-16"]),
            "mixed": [1, "two", None, [3]],
            "yes": [True, False, None, True],
            "edge": [math.inf, -math.inf, math.nan, 1.5],
        },
        index=[7, 7, 8, 9],
    )
    own = report_data(table, cost="cost", quality="quality")["own"]
    values = {column["name"]: column["values"] for column in own["columns"]}
    assert values == {
        "big": ["1152921504606846977", "1", "2", "3"],
        "day": ["2025-02-14", None, "2025-02-15", "2025-02-16"],
        "mixed": ["1", "two", None, "[3]"],
        "yes": ["True", "False", None, "True"],
        "edge": [None, None, None, 1.5],
    }
    assert own["reasons"] == ["", "no cost", "", ""]
    assert (own["name"], own["quality_decimals"]) == ("row", 1)


def test_costs_are_written_with_the_digits_that_tell_them_apart(visit, tmp_path):
    table = pd.DataFrame({"cost": [10001.0, 10002.0], "quality": [1.0, 2.0], "model": ["a", "b"]})
    page = visit(file=write_report(tmp_path / "page.html", data=table, cost="cost", quality="quality"), charts=1)
    assert page.locator("#table tbody td:nth-child(3)").all_inner_texts() == ["10002", "10001"]


def test_the_command_writes_the_page_of_any_table(tmp_path, capsys):
    file, page = tmp_path / "evals.csv", tmp_path / "page.html"
    pd.DataFrame(EVALUATIONS).to_csv(file, index=False)
    words = ["report", "--data", str(file), "--cost", "EUR per 1k", "--quality", "Accuracy (%)", "--se", "SE"]
    assert main([*words, "-o", str(page)]) == 0
    assert capsys.readouterr().out == f"{page}\n"
    assert page.read_bytes() == write_report(tmp_path / "same.html", data=file, **ASKED, se="SE").read_bytes()
    assert main([*words, "--quality", "Where", "-o", str(tmp_path / "other.html")]) == 2
    assert "quality must be numeric" in capsys.readouterr().err


def test_it_is_one_file_of_less_than_five_megabytes(page_file):
    text = page_file.read_text(encoding="utf-8")
    assert len(text.encode()) < 5_000_000
    assert 'src="http' not in text
    assert "connect-src" not in text, "with default-src 'none' the page loads nothing"
    assert "default-src 'none'" in text


def test_without_the_charting_library_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(__import__("sys").modules, "vl_convert", None)
    with pytest.raises(ImportError, match=r"pip install vl-convert-python"):
        write_report(tmp_path / "report.html")
    assert list(tmp_path.iterdir()) == []
