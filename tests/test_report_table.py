"""What stands below the chart of the page: its tables and files, its questions, the embedded view and the print."""

import io
import re

import pandas as pd
import pytest
from pages import said, serious_violations, until, written_by

import frontier
from frontier.report import page as report
from frontier.report.page import write_report
from frontier.words.page import is_recomputed

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("charts")]


def rows_of(page, table):
    """Return the cells of a table as it is shown."""
    return page.evaluate(
        "id => [...document.getElementById(id).rows].map(row => [...row.cells].map(cell => cell.innerText.trim()))",
        table,
    )


def opened(page, table):
    """Open what holds a table, and return its cells."""
    page.evaluate(
        """id => new Promise(done => {
            const at = document.getElementById(id).closest("details");
            if (at.open) return done();
            at.addEventListener("toggle", () => setTimeout(done), {once: true});
            at.open = true;
        })""",
        table,
    )
    until(page, f"document.querySelectorAll('#{table} tbody tr').length > 0")
    return rows_of(page, table)


def number(text):
    return float(re.search(r"-?[\d.]+", text.replace(",", ""))[0])


def test_the_table_of_models_has_what_the_library_has(at):
    page = at("#as-of=2025-02-14")
    head, *rows = rows_of(page, "table")
    assert head[1:] == ["Maker", "Score (95\xa0%) ▾", "Price", "On frontier", "In\xa0$", "Out\xa0$", "License"]
    found = frontier.find_frontier(frontier.load_models(as_of="2025-02-14"))
    best = found.table.sort_values(["elo", "model"], ascending=[False, True]).head(20)
    for cells, want in zip(rows, best.itertuples(), strict=True):
        assert cells[0].startswith(want.name)
        assert cells[1] == want.organization
        assert cells[2] == f"{want.elo:.0f} ({want.elo_lower:.0f} to {want.elo_upper:.0f})"
        assert number(cells[3]) == number(cells[6]) == pytest.approx(want.output_usd_per_mtok, rel=1e-3)
        assert cells[4].startswith("yes" if want.on_frontier else "no")
        assert number(cells[4]) == pytest.approx(100 * want.probability, abs=1)
    page.click("#table-rest")
    assert len(rows_of(page, "table")) == 1 + len(found.table)
    page.evaluate("document.getElementById('more').click()")
    head, *rows = rows_of(page, "table")
    assert head[8:] == ["Rank", "Country", "Released", "Votes", "Price since", "Host"]
    for cells, want in zip(rows, found.table.sort_values(["elo", "model"], ascending=[False, True]).itertuples(),
                           strict=True):  # fmt: skip
        assert cells[8].endswith(f"({want.best_rank} to {want.worst_rank})")
        assert cells[12] == f"{want.price_date:%Y-%m-%d}"


def test_the_order_and_the_columns_are_in_the_address(at, visit):
    page = at("#as-of=2025-02-14")
    page.click("#table th button:text('Out')")
    assert page.evaluate("location.hash") == "#as-of=2025-02-14&sort=-output"
    prices = [number(row[6]) for row in rows_of(page, "table")[1:]]
    assert prices == sorted(prices, reverse=True)
    assert prices[0] == max(point["output"] for point in said(page)["points"])
    page.locator("#table th[aria-sort=descending] button").press("Enter")
    assert page.get_attribute("#table th[aria-sort]", "aria-sort") == "ascending"
    page.check("#sources-shown")
    address = page.evaluate("location.hash")
    assert address == "#as-of=2025-02-14&sort=output&sources=1"
    other = visit(address)
    assert other.is_checked("#sources-shown")
    assert rows_of(other, "table")[:21] == rows_of(page, "table")[:21]
    links = other.locator("#table td.source a").evaluate_all("links => links.map(link => link.href)")
    assert links
    assert all(link.startswith("https://") for link in links)


def test_by_default_nothing_scrolls_and_little_is_a_stop_of_the_tab_key(at):
    page = at()
    assert page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(box => box.scrollWidth > box.clientWidth).length"
    ) == 0  # fmt: skip
    stops = page.evaluate("""() => {
        const all = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")];
        return all.filter(at => at.checkVisibility() && at.tabIndex >= 0).map(at => at.id || at.textContent);
    }""")
    assert stops.index("budget") <= 25, "before the second heading"
    assert stops.index("gap-chosen") - stops.index("budget") <= 25


def test_the_frontier_is_a_short_table(at):
    page = at("#as-of=2025-02-14")
    head, *rows = rows_of(page, "frontier")
    assert head == ["Model", "Maker", "Score (95\xa0%)", "Price", "How sure"]
    members = frontier.find_frontier(frontier.load_models(as_of="2025-02-14")).members
    members = members.sort_values("output_usd_per_mtok")
    assert [number(row[3]) for row in rows] == pytest.approx(members["output_usd_per_mtok"].tolist(), rel=1e-3)
    assert [number(row[4]) for row in rows] == pytest.approx((100 * members["probability"]).tolist(), abs=1)


@pytest.mark.parametrize("state", ["", "#as-of=2025-02-14&cost=blend", "#cost=request&in=2000&out=100&tier=open"])
def test_the_file_of_the_models_is_read_back(at, state, tmp_path):
    page = at(state)
    file = tmp_path / "page.csv"
    file.write_text(page.evaluate("frontierReport.csv()"), encoding="utf-8")
    table = frontier.load_models(file)
    cost = next(name for name in ("usd_per_request", "blended_usd_per_mtok", "output_usd_per_mtok") if name in table)
    found = frontier.find_frontier(table, cost=cost)
    points = {point["model"]: point for point in said(page)["points"]}
    assert set(table["model"]) == set(points)
    assert set(found.members["model"]) == {name for name, point in points.items() if point["on"]}
    assert set(found.members["model"]) == set(table.loc[table["frontier"].astype(str) == "True", "model"])
    assert found.table["probability"].tolist() == pytest.approx(found.table["frontier_probability"].tolist(), abs=2e-4)
    snapshot = said(page)["snapshot"]
    once = table[["elo_date", "board", "price_unit", "data_license"]].drop_duplicates().iloc[0]
    assert str(once["elo_date"])[:10] == snapshot["date"]
    assert once["board"] == snapshot["board"]
    assert once["price_unit"].startswith("USD per")
    assert "CC BY 4.0" in once["data_license"]


def test_files_are_named_after_what_they_hold(at):
    page = at("#as-of=2025-02-14")
    page.evaluate("for (const at of document.querySelectorAll('details')) at.open = true")
    names = {"table-csv": "frontier-2025-02-14.csv", "save-svg": "frontier-2025-02-14.svg",
             "save-png": "frontier-2025-02-14.png", "gap-csv": "frontier-gap.csv",
             "price-csv": "frontier-price-of-gpt-4-0314.csv", "claims-csv": "frontier-claims.csv"}  # fmt: skip
    for button, name in names.items():
        with page.expect_download() as caught:
            page.click(f"#{button}")
        assert caught.value.suggested_filename == name
        held = caught.value.path().read_bytes()
        if name.endswith(".svg"):
            text = held.decode()
            assert page.inner_text("#title").replace("&", "&#38;") in text
            assert "CC BY 4.0" in text
            assert "var(--" not in text
            assert "Scores read from" in text
        elif name.endswith(".png"):
            assert held.startswith(b"\x89PNG")
        else:
            rows = pd.read_csv(io.BytesIO(held))
            assert len(rows) > 5
            assert rows["data_license"].str.contains("CC BY 4.0").all()


def test_the_link_is_copied(browser, page_file):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{page_file.as_uri()}#as-of=2025-02-14")
    page.click("#copy-link")
    until(page, "document.getElementById('shared').textContent !== ''")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    context.close()


def test_an_address_of_a_table_that_is_none_is_only_text(visit, tmp_path, shipped, monkeypatch):
    links = ["javascript:document.title='owned'"] * len(shipped["source_links"])
    monkeypatch.setattr(report, "report_data", lambda *_, **__: shipped | {"source_links": links})
    page = visit("#sources=1", write_report(tmp_path / "page.html"))
    assert page.locator("#table td.source").count() > 10
    addresses = page.evaluate("[...document.links].map(link => link.protocol)")
    assert set(addresses) <= {"https:", "http:", "file:"}


def test_the_gap_is_said_in_cards_and_a_table(at, shipped):
    page = at()
    cards = [card.replace("\u00a0", " ").split("\n\n") for card in page.locator(".card").all_inner_texts()]
    assert cards == [[card["title"], card["value"], card["note"]] for card in shipped["cards"]]
    assert page.inner_text("#gap-line").startswith(shipped["gap"]["line"])
    head, *rows = opened(page, "gap")
    assert head[0] == "Day ▾"
    assert written_by(page, "#gap-summary") == shipped["gap"]["summary"]
    want = shipped["gap"]["rows"]
    assert [row[0] for row in rows] == [row["date"] for row in want[::-1]]
    assert [number(row[2]) for row in rows] == pytest.approx([row["gap"] for row in want[::-1]], abs=0.51)


def test_the_prices_of_a_quality_stand_in_a_table(at, shipped):
    page = at()
    _, *rows = opened(page, "price")
    want = shipped["qualities"][0]["rows"]
    assert [row[1] for row in rows] == [row["date"] for row in want]
    assert [float(row[2]) for row in rows] == pytest.approx([row["price"] for row in want])


def test_the_claims_are_those_of_the_library(at, claims):
    page = at()
    checks = is_recomputed(claims)
    assert page.inner_text("#claims-count") == f"The {(~checks).sum()} statements"
    assert page.inner_text("#checks-count") == f"Check of our method ({checks.sum()})"
    for table, want in (("claims", claims[~checks]), ("checks", claims[checks])):
        _, *rows = opened(page, table)
        assert len(rows) == len(want)
        for cells, row in zip(rows, want.itertuples(), strict=True):
            assert cells[0].replace("\u00a0", " ").startswith(row.statement)
            assert cells[1].startswith(row.verdict)
        sources = page.locator(f"#{table} a").evaluate_all("links => links.map(link => link.href)")
        assert sources == [source for source in want["source"] if source.startswith("https://")]
    row = page.locator("#claims tbody tr").nth(3)
    row.locator("summary").evaluate("at => { at.parentNode.open = true; }")
    grounds = row.inner_text().replace("\u00a0", " ")
    assert claims["why"][3] in grounds
    assert claims["rule"][3] in grounds
    assert "frontier." not in page.inner_text("#claims"), "no code on a page for readers"


def test_what_must_be_known_of_a_price_stands_beside_the_name(at, shipped):
    page = at()
    models = shipped["models"]
    announced = {name: words for name, words in zip(models["name"], models["announced"], strict=True) if words}
    for name, tags in page.locator("#frontier tbody th").evaluate_all(
        """heads => heads.map(head => [
            head.firstChild.textContent, [...head.querySelectorAll(".tag")].map(tag => tag.textContent)])"""
    ):
        assert [tag for tag in tags if not tag.startswith(("promotional", "retired"))] == [
            words for model, words in announced.items() if name.startswith(model)
        ][:1]


def test_on_a_phone_a_row_opens(visit):
    page = visit("#as-of=2025-02-14", viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not page.is_visible("#table"), "closed on a phone"
    page.click("#table-title")
    until(page, "document.querySelectorAll('#table tbody tr').length > 9")
    assert len(rows_of(page, "table")[0]) == len(rows_of(page, "frontier")[0]) == 4
    assert page.evaluate("document.querySelector('#table').parentElement.scrollWidth") <= 390
    opener = page.locator("#table .opener").first
    box = opener.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    opener.click()
    assert opener.get_attribute("aria-expanded") == "true"
    said = page.locator("#table tr.opened").inner_text()
    for word in ("Maker", "License", "Country", "Released", "Votes", "Source of the price"):
        assert word in said
    opener.click()
    assert page.locator("#table tr.opened").count() == 0
    assert serious_violations(page) == []


def test_the_chart_alone_is_for_another_page(at):
    page = at("#view=chart&as-of=2025-02-14")
    for there in ("#title", "#chart", "#about"):
        assert page.is_visible(there)
    for absent in ("#controls", "#ask", "#frontier", "#all", "#gap-section", "#claims-section", "#reading"):
        assert not page.is_visible(absent)
    width = "document.querySelector('#chart svg').getBoundingClientRect().width"
    assert page.evaluate(width) > 1100
    page.click("#chart-only")
    until(page, f"{width} < 1100")
    assert page.is_visible("#ask")
    assert page.evaluate("location.hash") == "#as-of=2025-02-14"


def test_it_is_printed_on_six_pages_with_heads_on_each(visit, tmp_path):
    page = visit()
    file = tmp_path / "page.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    (pages,) = re.findall(rb"/Count (\d+)", file.read_bytes())
    assert int(pages) <= 6
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("thead button").count() == 0, "a button in a repeated head is not printed"
    assert page.locator("#table tbody tr").count() == len(said(page)["points"])
    assert page.is_visible("#gap")
    assert page.inner_text("#printed") == f"Printed from {page.url}"
    assert not re.search(r"\b(click|choose a point|tap)\b", page.inner_text("body"), re.IGNORECASE)
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#table thead button").count() == 8
    assert page.locator("#table tbody tr").count() == 20
    assert not page.is_visible("#gap")


def test_the_foot_says_what_the_page_is(at, shipped):
    text = at().inner_text("#foot")
    about = shipped["about"]
    for words in (about["version"], about["day"], about["cite"], "CC BY 4.0"):
        assert words in text


def test_of_any_table_the_short_table_has_its_words(visit, tmp_path):
    table = pd.DataFrame({"name": list("abcd"), "seconds": [1.0, 2, 3, 4], "passed": [0.2, 0.5, 0.4, 0.9]})
    page = visit(file=write_report(tmp_path / "page.html", data=table, cost="seconds", quality="passed"), charts=1)
    head, *rows = rows_of(page, "frontier")
    assert head[:3] == ["name", "passed", "seconds"]
    assert [row[0] for row in rows] == ["a", "b", "d"]
    assert page.locator(".arena:visible").count() == 0
