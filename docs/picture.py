"""Take the picture of the interactive page that the first page of the site shows: `make picture` runs this."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from frontier import write_report

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from machine import start_browser  # noqa: E402 - the only place that knows where browsers are

report = HERE / "_build" / "report.html"
report.parent.mkdir(exist_ok=True)
write_report(report)
with sync_playwright() as playwright:
    browser = start_browser(playwright)
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(report.as_uri(), wait_until="networkidle")
    page.wait_for_timeout(2000)  # milliseconds, for the chart
    page.screenshot(path=HERE / "_static" / "report.png")
    browser.close()
