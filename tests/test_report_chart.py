"""The first screen of the page: its chart, bar and filters, by pointer, keys and touch, on all sizes of screens."""

import math

import pytest
from pages import TO_STATE, point_at, said, serious_violations, settled, until, written_by

import frontier

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("charts")]

BOX = "id => { const {top, bottom} = document.getElementById(id).getBoundingClientRect(); return [top, bottom]; }"
# for each point that is shown, whether pointing at its middle names it; a pixel is the least step of a pointer
REACHED = """() => {
    const {points} = frontierReport.answer(frontierReport.state());
    return points.map(({model}) => {
        const [x, y] = frontierReport.placeOf(model).map(Math.round);
        return frontierReport.pointsAt(x, y).some(point => point.model === model);
    });
}"""
NAMED = """async () => {
    const left = [];
    for (const [day, shot] of frontierReport.data.snapshots.entries()) {
        frontierReport.go({day});
        await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
        const names = [...document.querySelectorAll("#chart .mark-text.role-mark text")].map(at => at.textContent);
        const numbers = [...document.querySelectorAll("#numbered li")].map(at => [String(at.value), at.textContent]);
        for (const {name} of frontierReport.answer(frontierReport.state()).points.filter(point => point.on)) {
            const listed = numbers.find(([, text]) => text === name);
            const short = name.replace(/\\s*\\([^)]*\\)$/, "");
            if (![name, short, listed?.[0]].some(text => names.includes(text))) left.push([shot.date, name]);
        }
    }
    return left;
}"""


@pytest.fixture(scope="module")
def phone(browser, page_file):
    """The page on a phone, loaded once."""
    from pages import Watched

    watched = Watched(browser)
    page = watched.open(page_file, viewport={"width": 390, "height": 844}, has_touch=True)
    yield page
    watched.check()
    watched.close()


def test_the_chart_stands_in_the_first_screen(phone, at):
    top, bottom = phone.evaluate(BOX, "chart")
    assert (top > 0, bottom <= 844) == (True, True)
    assert bottom - top >= 300
    page = at()
    page.set_viewport_size({"width": 1280, "height": 720})
    page.wait_for_timeout(300)  # the charts are drawn again when the width has changed
    top, bottom = settled(page).evaluate(BOX, "chart")
    assert (min(720, bottom) - top) / (bottom - top) >= 0.6
    page.set_viewport_size({"width": 1280, "height": 900})


def test_every_point_can_be_reached_but_by_its_own_place(phone, at):
    for page in (phone, at()):
        reached = page.evaluate(REACHED)
        assert all(reached), reached.count(False)


def test_points_at_one_place_are_named_together(at):
    page = at()
    places = {}
    for point in said(page)["points"]:
        places.setdefault((point["cost"], point["elo"]), []).append(point)
    same = next(points for points in places.values() if len(points) > 1)
    page.mouse.click(*point_at(page, same[0]["model"]))
    page.mouse.move(*point_at(page, same[0]["model"]))
    until(page, f"document.querySelectorAll('#panel h3').length === {len(same)}")
    assert set(page.locator("#panel h3").all_inner_texts()) == {point["name"] for point in same}


def test_every_model_of_every_frontier_has_its_name_or_number(phone, at):
    for page in (phone, at()):
        assert page.evaluate(NAMED) == []
        page.evaluate(TO_STATE, "")
        settled(page)


AXES = """() => {
    const place = at => at.getBoundingClientRect();
    const labels = [...document.querySelectorAll("#chart .role-axis-label text")].filter(at => place(at).width);
    const {x, y} = place(document.querySelector("#chart svg"));
    return labels.map(at => [at.textContent, place(at).x + place(at).width / 2 - x,
                             place(at).y + place(at).height / 2 - y]);
}"""


def axes(page):
    """Return the costs and the scores that the axes name, each with its place in the chart."""
    labels = [(text.replace(",", ""), round(x), round(y)) for text, x, y in page.evaluate(AXES)]
    costs = {float(text[1:]): x for text, x, _ in labels if text.startswith("$")}
    return costs, {float(text): y for text, _, y in labels if not text.startswith("$")}


def test_points_are_where_the_axes_say(phone, at):
    for page in (phone, at(), at("#zoom=1"), at("#as-of=2025-02-14&cost=request")):
        costs, scores = map(sorted, map(dict.items, axes(page)))
        (c1, x1), (c2, x2) = costs[0], costs[-1]
        (s1, y1), (s2, y2) = scores[0], scores[-1]
        chart = page.locator("#chart svg").bounding_box()
        for point in said(page)["points"]:
            if place := page.evaluate("model => frontierReport.placeOf(model)", point["model"]):
                assert place[0] - chart["x"] == pytest.approx(
                    x1 + (x2 - x1) * math.log(point["cost"] / c1, c2 / c1), abs=2
                )
                assert place[1] - chart["y"] == pytest.approx(y1 + (y2 - y1) * (point["elo"] - s1) / (s2 - s1), abs=2)


def test_the_axes_stay_while_the_day_moves_on_its_board(at, shipped):
    boards = {shot["board"]: [] for shot in shipped["snapshots"]}
    for shot in shipped["snapshots"][::4]:
        boards[shot["board"]].append(axes(at(f"#as-of={shot['date']}")))
    for kept in boards.values():
        assert len(kept) > 1
        assert kept == [kept[0]] * len(kept)
    assert len({str(kept[0]) for kept in boards.values()}) == len(boards) == 3
    assert axes(at("#as-of=2025-02-14&zoom=1")) != boards["text"][0]


def test_the_arrow_keys_walk_along_the_frontier(at):
    page = at()
    members = sorted((point for point in said(page)["points"] if point["on"]), key=lambda point: point["cost"])
    page.focus("#chart")
    walked = []
    for key in ["Home", *["ArrowRight"] * (len(members) - 1)]:
        page.keyboard.press(key)
        walked.append(page.inner_text("#panel h3"))
        assert page.get_attribute("#chart", "aria-valuetext").startswith(walked[-1])
    assert walked == [point["name"] for point in members]
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("frontierReport.state().point") == members[-2]["model"]
    page.keyboard.press("Escape")
    assert page.get_attribute("#chart", "aria-valuetext") == "no model chosen"


def test_on_a_phone_a_sheet_stays_until_it_is_closed(phone):
    phone.evaluate(TO_STATE, "")
    settled(phone)
    phone.touchscreen.tap(*point_at(phone, "deepseek-r1"))
    assert phone.inner_text("#panel h3") == "DeepSeek R1"
    phone.evaluate("scrollTo(0, 500)")
    phone.wait_for_timeout(100)
    box = phone.locator("#panel").bounding_box()
    assert box["height"] <= 0.41 * 844
    assert box["y"] + box["height"] == pytest.approx(844)
    phone.get_by_role("button", name="Close").click()
    assert phone.is_hidden("#panel")


def test_targets_are_large_enough(phone, at):
    small = """least => [...document.querySelectorAll("button, select, input, summary")].filter(at => {
        const {width, height} = (at.closest(".choices label") ?? at).getBoundingClientRect();
        const first = at.closest("header, #controls, #stage, nav") && !at.matches(".link");
        return first && height > 0 && (height < least || width < 24);
    }).map(at => at.outerHTML.slice(0, 80))"""
    for page, least in ((phone, 44), (at(), 24)):
        page.click("#filters-open")
        assert page.evaluate(small, least) == []
        page.click("#filters-open")


def test_the_last_of_two_classes_brings_the_other_back(at):
    page = at()
    for name, tier, left in (("proprietary", "open", {True}), ("open weights", "", {True, False})):
        page.get_by_role("button", name=name, exact=True).click()
        assert page.evaluate("frontierReport.state().tier") == tier
        assert {point["open"] for point in said(page)["points"]} == left
    page.get_by_role("button", name="open weights", exact=True).click()
    assert {point["open"] for point in said(settled(page))["points"]} == {False}
    assert page.get_attribute("[data-class=open]", "aria-pressed") == "false"


def test_makers_and_countries_are_several_and_have_names(at):
    page = at("#maker=OpenAI&maker=Google&country=US")
    assert {point["maker"] for point in said(page)["points"]} == {"OpenAI", "Google"}
    assert page.inner_text("#title").startswith("Of models by OpenAI or Google from United States: ")
    assert page.inner_text("#maker-text") == "2"
    assert page.inner_text("#country-text") == "United States"
    assert page.evaluate("location.hash") == "#maker=OpenAI&maker=Google&country=US"


def test_a_year_is_chosen_and_the_title_of_the_window_follows(at):
    page = at()
    page.evaluate("frontierReport.go({since: '2025-01-01', until: '2025-12-31'})")
    assert settled(page).input_value("#year") == "2025"
    assert "released from 1 Jan 2025 until 31 Dec 2025" in page.title()
    assert page.title() == f"{page.inner_text('#title')}, 8 Oct 2026"


def test_marked_models_are_named_and_stand_in_the_address(at):
    models = ["gpt-4-0314", "deepseek-r1"]
    page = at("#models=gpt-4-0314&models=deepseek-r1")
    assert page.locator("#chips button").all_inner_texts() == ["GPT-4 (0314) ×", "DeepSeek R1 ×"]
    names = page.locator("#chart .mark-text.role-mark text").all_text_contents()
    shown = {point["model"]: point["name"] for point in said(page)["points"]}
    assert all(name in names or name.split(" (")[0] in names for name in (shown[one] for one in models if one in shown))
    page.click("#chips button >> nth=0")
    assert settled(page).evaluate("location.hash") == "#models=deepseek-r1"


def test_blanks_and_punctuation_do_not_matter_to_the_search(at):
    page = at("#search=gpt 4o, kimi")
    found = {point["name"] for point in said(page)["points"] if point["found"]}
    assert {name.split()[0] for name in found} >= {"GPT-4o", "Kimi"}


def test_the_top_is_larger_when_it_is_asked_for(at):
    page = at()
    far = point_at(page, "deepseek-r1")
    best = max(said(page)["points"], key=lambda point: point["elo"])["model"]
    page.click("#zoom")
    assert settled(page).evaluate("location.hash") == "#zoom=1"
    scores = [float(text.replace(",", "")) for text in
              page.locator("#chart .role-axis-label text").all_text_contents() if not text.startswith("$")]  # fmt: skip
    assert min(scores) > 1300
    assert point_at(page, best)
    assert point_at(page, "deepseek-r1") != far


def test_an_earlier_day_is_on_todays_scores(at):
    page = at("#ghost=2025-02-14")
    then = frontier.load_models(as_of="2025-02-14").dropna(subset="output_usd_per_mtok").set_index("model")
    now = frontier.load_models().set_index("model")["elo"].dropna()
    both = then.assign(elo=now).dropna(subset="elo")
    want = frontier.find_frontier(both.reset_index()[["model", "output_usd_per_mtok", "elo"]], name="model").members
    ghost = page.evaluate("frontierReport.ghost()")
    assert [(one["cost"], one["elo"]) for one in ghost] == list(
        zip(want["output_usd_per_mtok"], want["elo"], strict=True)
    )
    assert "prices of 14 Feb 2025, on the scores shown" in page.inner_text("#ghost-note")


def test_the_decks_day_has_the_decks_numbers(at):
    page = at("#as-of=2025-02-14&whose=arena")
    found = frontier.find_frontier(frontier.load_models(as_of="2025-02-14", price_basis="arena"))
    points = said(page)["points"]
    assert len(points) == len(found.table) == 38
    assert {point["model"] for point in points if point["on"]} == set(found.members["model"])
    assert written_by(page, "#title") == frontier.headline(found).title


def test_what_a_task_costs_is_a_chart_of_its_own(at, shipped):
    page = at()
    page.get_by_role("button", name="Cost of a task").click()
    first = shipped["benchmarks"][0]
    assert settled(page).evaluate("location.hash") == f"#runs={first['value']}"
    points = said(page)["points"]
    assert len(points) == len([row for row in first["rows"] if row["cost"] and row["score"] is not None])
    axes = page.locator("#chart .role-axis-title text").all_text_contents()
    assert axes == [first["cost_name"], first["score_name"]]
    assert page.is_hidden("#day-field")
    for one in shipped["benchmarks"]:
        page.select_option("#runs", one["value"])
        assert settled(page).inner_text("#title").startswith(one["text"])
    page.get_by_role("button", name="Price of tokens").click()
    assert settled(page).evaluate("location.hash") == ""


def test_a_choice_of_nothing_is_said_in_the_chart(at):
    page = at("#as-of=2023-05-22&tier=osi&country=FR")
    assert "widen the filters" in page.inner_text("#empty")
    page.click("#widen")
    assert settled(page).is_hidden("#empty")


def test_the_skip_link_keeps_the_state(at):
    page = at("#as-of=2025-02-14")
    page.focus(".skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "chart"
    assert page.evaluate("location.hash") == "#as-of=2025-02-14"


@pytest.mark.parametrize("look", [{"forced_colors": "active"}, {"viewport": {"width": 640, "height": 360}}])
def test_it_works_with_forced_colors_and_at_twice_the_size(visit, look):
    page = visit("#as-of=2025-02-14", **look)
    assert serious_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    fill = "at => getComputedStyle(at).backgroundColor"
    keys = [page.locator("#legend .key").nth(k).evaluate(fill) for k in (0, 1)]
    assert len(set(keys)) == 2


def test_the_page_evaluates_no_text(at):
    page = at()
    policy = page.get_attribute("meta[http-equiv]", "content")
    assert "unsafe-eval" not in policy
    for part in ("base-uri 'none'", "form-action 'none'", "default-src 'none'"):
        assert part in policy
