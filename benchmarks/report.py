"""How long the interactive page takes to be written, opened and asked.

Run ``python benchmarks/report.py``, with a browser that the tests find too (``tests/machine.py``); without one, only
writing is measured. That is done in whole processes and given as a ratio; what a browser does in milliseconds, the
median and the worst, each followed by ``ok`` or ``MISS`` where the project has set itself a goal.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
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


def row(what: str, times: list[float], goal: float) -> None:
    worst = max(times)
    print(
        f"| {what} | {statistics.median(times):.0f} | {worst:.0f} {'ok' if worst < goal else 'MISS'} | below {goal} |"
    )


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
        print("\n| in Chromium, ms | median | worst | goal |\n| --- | --- | --- | --- |")
        with sync_playwright() as playwright:
            try:
                browser = machine.start_browser(playwright)
            except machine.MissingError as missing:
                print(missing, file=sys.stderr)
                return
            opened = []
            for _ in range(repeats):
                tab = browser.new_page(viewport={"width": 1280, "height": 900})
                tab.goto(f"{page.as_uri()}#band=1")
                while tab.evaluate("document.querySelectorAll('.chart svg').length < 3"):
                    tab.wait_for_timeout(5)
                opened.append(tab.evaluate("performance.now()"))
            row("from the address to three charts and four tables", opened, 1000)
            for what, control, values in (
                ("another price, with the band", "cost", ("input", "blend", "request", "output")),
                ("another of 38 days, with the band", "day", tuple(map(str, range(0, 38, 4)))),
            ):
                tab.evaluate(SWITCH, [control, values[-1]])  # the first is compiled
                row(what, [tab.evaluate(SWITCH, [control, value]) for value in values * 3], 100)
            browser.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
