"""How long the interactive page takes to be written, opened and asked.

Run ``python benchmarks/report.py``, with a browser that the tests find too (``tests/machine.py``); without one, only
writing is measured. That is done in whole processes and given as a ratio; what a browser does in milliseconds, the
median and the 95th percentile, followed by ``ok`` or ``MISS``: on this machine, and on a processor six times slower.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from startup import seconds

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
import machine

SWITCH = """async ([id, value]) => {
    const control = document.getElementById(id), start = performance.now();
    control.value = value;
    control.dispatchEvent(new Event("input", {bubbles: true}));
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));  // until it can be seen
    return performance.now() - start;
}"""
FIRST_CHART = """new MutationObserver(() => {
    if (document.querySelector("#chart svg .mark-symbol path")) window.firstChart ??= performance.now();
}).observe(document, {childList: true, subtree: true})"""
READY = "window.frontierReport?.ready() && document.querySelectorAll('.chart svg').length === 3"
SLOWER = 6  # a phone, or a notebook of ten years ago


def row(what: str, times: list[float], goal: float) -> None:
    """Print the median, and the 95th percentile beside the goal."""
    high = sorted(times)[int(0.95 * len(times))]
    print(f"| {what} | {statistics.median(times):.0f} | {high:.0f} {'ok' if high < goal else 'MISS'} | below {goal} |")


def opened(browser: Browser, page: Path, state: str, slower: int) -> Page:
    """Open the page on a processor that is so many times slower, and wait until everything is there."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    tab.add_init_script(FIRST_CHART)
    tab.goto(page.as_uri() + state, wait_until="commit")
    while not tab.evaluate(READY):
        tab.wait_for_timeout(20)
    return tab


def main(repeats: int = 9) -> None:
    """Print the tables."""
    frontier = str(Path(sys.executable).with_name("frontier"))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        report = [frontier, "report", "-o", str(page)]
        plots = {kind: [frontier, "plot", "-o", str(Path(folder) / f"a.{kind}")] for kind in ("svg", "png")}
        times: dict[str, list[float]] = {"report": [], "svg": [], "png": []}
        for _ in range(repeats):
            for name, command in {"report": report, **plots}.items():
                times[name].append(seconds(command))
        print("| what | ratio | goal |\n| --- | --- | --- |")
        for kind in plots:
            ratio = statistics.median(times["report"]) / statistics.median(times[kind])
            print(
                f"| frontier report / frontier plot, {kind} | {ratio:.2f} {'ok' if ratio < 3 else 'MISS'} | below 3 |"
            )
        print("\n| in Chromium, ms | median | 95th percentile | goal |\n| --- | --- | --- | --- |")
        with sync_playwright() as playwright:
            try:
                browser = machine.start_browser(playwright)
            except machine.MissingError as missing:
                print(missing, file=sys.stderr)
                return
            for slower, chart, step in ((1, 1000, 100), (SLOWER, 2500, 200)):
                on = "" if slower == 1 else f" at {slower} times less speed"
                firsts = []
                for k in range(repeats):
                    tab = opened(browser, page, "", slower)
                    firsts.append(tab.evaluate("firstChart"))
                    if k < repeats - 1:
                        tab.close()  # pages that are not seen are drawn late
                row(f"from the address to the first chart{on}", firsts, chart)
                for what, control, values in (
                    ("another price", "cost", ("input", "blend", "request", "output")),
                    ("another of 38 days", "day", tuple(map(str, range(38)))),
                ):
                    tab.evaluate(SWITCH, [control, values[-1]])  # the first is compiled
                    row(f"{what}{on}", [tab.evaluate(SWITCH, [control, value]) for value in values * 3], step)
                tab.close()
            browser.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
