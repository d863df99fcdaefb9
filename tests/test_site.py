"""The site builds once, as the workflow builds it: links lead somewhere, notebooks run, searches find their page.

Its notebooks run on the living tables, from top to bottom.
"""

import os
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

from frontier.cli.main import COMMANDS
from frontier.frames.costs import cost_help

pytestmark = [pytest.mark.living, pytest.mark.slow]

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = {"SITE_URL": "https://site.example/", "GITHUB_SERVER_URL": "https://git.example", "GITHUB_REPOSITORY": "a/b"}
WITHOUT_SOURCE = {"genindex.html", "search.html"}


class _Page(HTMLParser):
    """What a page of the site links to, what in it can be linked to, and what it says of itself."""

    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.about = [], set(), {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        its = dict(attributes)
        self.links += [its[name] for name in ("href", "src") if its.get(name)]
        if "id" in its:
            self.ids.add(its["id"])
        if tag == "meta":
            self.about[its.get("name") or its.get("property")] = its.get("content")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the site."""
    folder = tmp_path_factory.mktemp("built")
    words = ["-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going", "-d", folder / "cache"]
    environment = {**os.environ, **ADDRESS}
    environment.pop("MPLBACKEND", None)  # the tests' own; a notebook shows its pictures
    done = subprocess.run(
        [sys.executable, *words, ROOT / "docs", folder / "site"], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def pages(site):
    """Read every page but the interactive one, which has its own tests."""
    report = site / "report.html"
    assert report.read_text(encoding="utf-8").startswith("<!doctype html>")
    return {path: _Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html") if path != report}


def test_every_link_leads_somewhere(pages):
    assert len(pages) > 30
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.exists(), f"{path.name}: {link}"
            if parts.fragment and target in pages:
                assert unquote(parts.fragment) in pages[target].ids, f"{path.name}: {link}"


def test_edit_links_name_files_of_the_repository(pages):
    start = "https://git.example/a/b/edit/main/"
    links = {path.name: [link.removeprefix(start) for link in page.links if link.startswith(start)]
             for path, page in pages.items()}  # fmt: skip
    assert {name for name, found in links.items() if not found} == WITHOUT_SOURCE
    for (link,) in filter(None, links.values()):
        assert (ROOT / link).exists(), link


def test_pages_describe_themselves(site, pages):
    for path, page in pages.items():
        if path.name not in WITHOUT_SOURCE:
            assert page.about["og:url"] == f"https://site.example/{path.relative_to(site).as_posix()}"
            assert len(page.about["og:description"]) > 20, path.name
            assert (site / page.about["og:image"].removeprefix("https://site.example/")).exists()


def test_the_command_line_is_the_parser(site):
    page = (site / "commands.html").read_text(encoding="utf-8")
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
    assert re.findall(r'<section id="frontier-(\w+)">', page) == [command.run.__name__ for command in COMMANDS]
    assert "--at-least QUALITY the cheapest model of at least this quality" in text
    assert f"--cost COST {cost_help()}" in text


def test_the_workflow_publishes_what_make_docs_builds():
    workflow = (ROOT / ".github" / "workflows" / "site.yml").read_text(encoding="utf-8")
    (folder,) = re.findall(r"^ +path: (.+)$", workflow, re.MULTILINE)
    assert "- run: make docs\n" in workflow
    assert f" docs {folder}\n" in (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(path.name for path in ROOT.glob("notebooks/*.ipynb")))
def test_notebooks_run(site, name):
    cells = [cell for cell in nbformat.read(site / "notebooks" / name, as_version=4).cells if cell.cell_type == "code"]
    outputs = [out for cell in cells for out in cell.outputs]
    assert [out.text for out in outputs if out.output_type == "stream" and out.name == "stderr"] == []
    pictures = [out for out in outputs if out.output_type == "display_data" and "image/png" in out.data]
    assert len(pictures) == sum("plot_" in cell.source for cell in cells)
    page = (site / "notebooks" / name.replace(".ipynb", ".html")).read_text(encoding="utf-8")
    assert len(re.findall(r'<img [^>]*src="\.\./_images/', page)) == len(pictures)


FIRST = {
    "install": "install.html",
    "command line": "commands.html",
    "budget": "cookbook.html",
    "add a model": "updating.html",
    "notebook": "notebooks.html",
    "changelog": "changelog.html",
    "own table": "own_table.html",
    "price per task": "per_task.html",
    "gap": "the_gap.html",
    "interactive page": "index.html",
}


def test_a_search_returns_the_right_page_first(site, browser):
    page = browser.new_page()
    found = {}
    for words in FIRST:
        page.goto(f"{(site / 'search.html').as_uri()}?q={words.replace(' ', '+')}")
        link = page.locator("#search-results li a").first
        found[words] = Path(urlsplit(link.get_attribute("href")).path).name
    page.close()
    assert found == FIRST


KINDS = ("index", "install", "cookbook", "gallery", "commands", "api/tables", "claims", "notebooks/03_open_gap")


def test_no_page_scrolls_sideways_on_a_phone(site, browser):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    widths = {}
    for name in KINDS:  # a page of each kind
        page.goto((site / f"{name}.html").as_uri(), wait_until="domcontentloaded")
        widths[name] = page.evaluate("document.scrollingElement.scrollWidth")
    page.close()
    assert set(widths.values()) == {390}, widths
