"""The pages are correct: their code runs and prints what they show, their links have targets.

All of it runs on the living tables, so what a page shows must be true of them and stay true.
"""

import contextlib
import io
import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from test_architecture import MAY_IMPORT
from test_plots import recipe_of_figures, same_picture

import frontier
from frontier.plots.theme import save_figure

pytestmark = [pytest.mark.living, pytest.mark.slow]

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("[a-z]*/*.md"), *ROOT.glob("docs/api/*.md")])
SHOWN = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
WITH_OUTPUT = [page for page in PAGES if page.parent.name == "docs" and SHOWN.search(page.read_text(encoding="utf-8"))]


def section(text, pattern):
    found = re.search(pattern, text, re.DOTALL)
    return found and found[1]


@pytest.mark.parametrize("page", WITH_OUTPUT, ids=lambda page: page.name)
def test_code_prints_what_the_page_shows(page):
    names = {}
    for code, shown in SHOWN.findall(page.read_text(encoding="utf-8")):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, names)
        assert printed.getvalue() == shown


def test_the_pages_of_the_tour_show_output():
    tour = {"index.md", "the_frontier.md", "how_sure.md", "the_gap.md", "price_of_quality.md"}
    assert tour <= {page.name for page in WITH_OUTPUT}


def test_the_gallery_has_every_figure_with_the_calls_that_make_it(tmp_path):
    text = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
    beginning, *sections = text.split("\n## ")
    recipes = [(words[: words.index("-o")], Path(words[words.index("-o") + 1])) for words in recipe_of_figures()]
    commands = {path.stem: words for words, path in recipes if path.suffix == ".svg"}
    names, seen = {}, []
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.use("Agg")
        exec(section(beginning, r"```python\n(.*?)```"), names)
        for part in sections:
            figure = section(part, r"\(\.\./figures/([\w-]+)\.svg\)")
            exec(section(part, r"```python\n(.*?)```"), names)
            save_figure(names["ax"], tmp_path / "again.svg")
            plt.close("all")
            committed = (ROOT / "figures" / f"{figure}.svg").read_bytes()
            assert same_picture((tmp_path / "again.svg").read_bytes(), committed), figure
            words = shlex.split(section(part, r"```sh\n(.*?)```") or "")  # some are drawn by Python only
            assert words == (["frontier", *commands[figure], "-o", f"{figure}.svg"] if figure in commands else [])
            seen.append(figure)
    assert sorted(seen) == sorted(path.stem for path in (ROOT / "figures").glob("*.svg"))


def test_the_reference_has_every_public_name():
    entry = re.compile(r"^\.\. (?:autofunction|autoclass):: (\S+)$", re.MULTILINE)
    pages = (ROOT / "docs" / "api").glob("*.md")
    named = [name for page in pages for name in entry.findall(page.read_text(encoding="utf-8"))]
    assert sorted(name for name in named if "." not in name) == sorted(frontier.__all__)
    tables = re.findall(r"^   ~?(\w[\w.]*)$", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(tables) == sorted(name.removeprefix("frontier.") for name in named)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_a_page_links_to_are_there(page):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not urlsplit(target).scheme:
            assert (page.parent / target).exists(), target


def test_the_page_on_the_frontier_counts_the_excluded_models():
    page = " ".join((ROOT / "docs" / "the_frontier.md").read_text(encoding="utf-8").split())
    days = {"2025-02-14": "on 14 February 2025", "2024-09-01": "on 1 September 2024", "2023-06-01": "on 1 June 2023"}
    for day, words in days.items():
        models = frontier.load_models(as_of=day)
        excluded = len(frontier.find_frontier(models, uncertainty=False).excluded)
        assert re.search(rf"\b{excluded} of {len(models)} (models are excluded )?{words}", page), day


def test_the_design_page_lists_the_imports_that_are_allowed():
    page = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \| [^|]+ \|$", page, re.MULTILINE)
    shown = {package: set(re.findall(r"`(\w+)`", imports)) for package, imports in rows if imports != "all"}
    packages = set(MAY_IMPORT) - {"__main__"}
    assert {package for package, _ in rows} == packages
    assert shown == {package: MAY_IMPORT[package] for package in packages - {"cli"}}
    assert MAY_IMPORT["cli"] == packages - {"cli"}
