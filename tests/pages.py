"""Pages in a browser: what the tests of the interactive page share."""

import time

import machine
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

import frontier
from frontier.report import curated
from frontier.report import page as report
from frontier.report.data import report_data
from frontier.report.page import write_report


@pytest.fixture(scope="session")
def written(tmp_path_factory, claims):
    """Write the page of the shipped table, and keep what it holds; the statements are tested once."""
    held = []

    def known(path):
        assert path is None
        return claims

    def keep(*asked, **how):
        held.append(report_data(*asked, **how))
        return held[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(curated, "check_claims", known)
        patch.setattr(report, "report_data", keep)
        file = write_report(tmp_path_factory.mktemp("report") / "report.html")
    (data,) = held
    return file, data


@pytest.fixture(scope="session")
def page_file(written):
    return written[0]


@pytest.fixture(scope="module")
def charts(page_file, tmp_path_factory):
    """Take the charting library of all other pages from the first: it is always the same, and slow to make."""
    library = tmp_path_factory.mktemp("charts") / "charts.js"
    script = page_file.read_text(encoding="utf-8").split('<script type="module">')[1].split("</script>")[0]
    library.write_text(script, encoding="utf-8")
    copy = f"import pathlib, sys; sys.stdout.buffer.write(pathlib.Path({str(library)!r}).read_bytes())"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "BUNDLE", copy)
        yield


@pytest.fixture(scope="session")
def shipped(written):
    """What the page of the shipped table holds."""
    return written[1]


@pytest.fixture(scope="session")
def claims():
    return frontier.check_claims()


@pytest.fixture(scope="session")
def of_basis(tmp_path_factory, claims):
    """Make the page with prices of one kind, once; the statements are the same whatever the prices."""
    folder = tmp_path_factory.mktemp("basis")

    def make(basis):
        file = folder / f"{basis}.html"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(curated, "check_claims", lambda **_: claims)
            return file if file.exists() else write_report(file, price_basis=(basis,))

    return make


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        try:
            running = machine.start_browser(playwright)
        except machine.MissingError as missing:
            machine.leave_out(missing)
        yield running
        running.close()


def until(page, expression):
    """Wait for something to become true. The page evaluates no text, so a condition cannot wait in the page itself."""
    deadline = time.monotonic() + 30
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(20)


def written_by(page, where):
    """Return a text of the page as the library writes it: before a percent sign it has a plain space."""
    return page.inner_text(where).replace("\u00a0%", " %")


def settled(page):
    """Wait until everything shows the present state: the chart comes first, the probabilities and the tables later."""
    until(page, "frontierReport.ready()")
    return page


class Watched:
    """Pages of which nothing may go wrong, and which may load nothing."""

    def __init__(self, browser):
        self.browser, self.pages, self.complaints, self.asked = browser, [], [], []

    def open(self, file, state="", charts=3, **how):
        page = self.browser.new_page(**{"viewport": {"width": 1280, "height": 900}, **how})
        self.pages.append(page)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(file.as_uri() + state)
        until(page, f"document.querySelectorAll('.chart svg').length == {charts}")
        return settled(page)

    def check(self):
        assert self.complaints == []
        assert {url.partition(":")[0] for url in self.asked} <= {"file", "blob"}

    def close(self):
        for page in self.pages:
            page.close()


@pytest.fixture
def visit(browser, page_file):
    """Load a page in a state."""
    watched = Watched(browser)
    yield lambda state="", file=page_file, charts=3, **how: watched.open(file, state, charts, **how)
    watched.check()
    watched.close()


@pytest.fixture(scope="session")
def loaded(browser, page_file):
    watched = Watched(browser)
    watched.open(page_file)
    yield watched
    watched.close()


TO_STATE = """state => new Promise(done => {
    scrollTo(0, 0);
    if (!document.getElementById("filters").hidden) document.getElementById("filters-open").click();
    if (location.hash === state) return done();
    addEventListener("hashchange", done, {once: true});
    location.hash = state;
})"""


@pytest.fixture
def at(loaded):
    """Bring the page of the shipped table, which is loaded once, into a state by its address."""
    (page,) = loaded.pages

    def go(state=""):
        page.evaluate(TO_STATE, state)
        return settled(page)

    page.mouse.move(0, 0)
    yield go
    loaded.check()


def point_at(page, model):
    """Return where a model's point is on the screen."""
    page.evaluate("scrollTo(0, 0)")
    return page.evaluate("model => frontierReport.placeOf(model)", model)


def said(page):
    """Return what the page computes in its present state."""
    return page.evaluate("() => frontierReport.answer(frontierReport.state())")


def serious_violations(page):
    found = Axe().run(page).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
