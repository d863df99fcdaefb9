"""The site: `make docs` builds it from these pages, the docstrings, the parser, the notebooks and the figures."""

import argparse
import os
import re
import shutil
import tomllib
from importlib.metadata import version as installed
from pathlib import Path

import nbformat
from docutils import nodes
from nbclient import NotebookClient
from sphinx.application import Sphinx

from frontier import write_report
from frontier.cli.main import build_parser

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = "notebooks"  # Sphinx reads no folder above this one, so they are written here, with their outputs

# What a reader may type into the search, and the page that answers it, where no title says so; `!` puts it first.
KEYWORDS = {
    "api": "!python api, !function",
    "data": "!license, !column",
    "how_sure": "!uncertainty, !confidence, !band",
    "index": "!report, !interactive page",
    "install": "!pip, !completion, !excel",
    "own_table": "!own table, !csv",
    "per_task": "!price per task, !cost per task, !effort",
    "price_of_quality": "!price cut, !trend",
    "ratings": "!votes",
    "the_frontier": "!coding, !retired models",
    "the_gap": "!gap, !open source, !china",
}

project = "frontier"
author = copyright = "The frontier contributors"
version = release = installed("llm-frontier")

extensions = [
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinxext.opengraph",
]
exclude_patterns = ["_build"]
smartquotes = False  # a flag keeps its two hyphens
html_theme = "furo"
pygments_dark_style = "one-dark"  # the default of the theme underlines modules like links
html_title = f"frontier {version}"
html_copy_source = False
html_static_path = ["_static", "../figures/newest.png"]
html_css_files = ["site.css"]
html_favicon = "_static/favicon.svg"

# Where the project is published, and where it is kept: the workflow that publishes it knows.
html_baseurl = ogp_site_url = os.environ.get("SITE_URL", "")
ogp_image = "_static/newest.png" if html_baseurl else None
ogp_social_cards = {"enable": False}
REPOSITORY = "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}".format(**os.environ) if "GITHUB_REPOSITORY" in os.environ else ""
EDIT = f"{REPOSITORY}/edit/main/"
html_theme_options = {}
if REPOSITORY:
    icon = {"name": "The repository", "url": REPOSITORY, "html": "Repository", "class": ""}
    html_theme_options = {"source_edit_link": EDIT + "docs/{filename}", "footer_icons": [icon]}

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3  # so that a page can be linked to by its headings
nb_execution_mode = "off"  # `execute` has run them
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 88
autosummary_generate = False  # the tables only: the pages of docs/api/ have the entries
numpydoc_show_class_members = False
default_role = "py:obj"  # `load_models` in a docstring is a link, what is no object stays as it is
copybutton_exclude = ".linenos, .gp, .go"


def execute(folder: Path) -> None:
    """Run the notebooks in one kernel, each without the names of the one before, and write them with their outputs."""
    notebooks = {path.name: nbformat.read(path, as_version=4) for path in sorted((ROOT / NOTEBOOKS).glob("*.ipynb"))}
    every = nbformat.v4.new_notebook()
    for notebook in notebooks.values():
        every.cells += [*notebook.cells, nbformat.v4.new_code_cell("%reset -f")]
    quiet = ["--IPKernelApp.log_level=ERROR"]  # a kernel on this machine needs no encryption
    NotebookClient(every, timeout=300, extra_arguments=quiet, coalesce_streams=True).execute()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, notebook in notebooks.items():
        nbformat.write(notebook, folder / name)


def options_of(command: argparse.ArgumentParser) -> str:
    """Return the groups of a command's options as definition lists."""
    command.format_help()  # fills in the kinds of cost
    words = command._get_formatter()
    text = ""
    for group in command._action_groups:
        text += f"\n**{group.title}**\n\n" if group._group_actions else ""
        for action in group._group_actions:
            meaning = re.sub(r"([\[\]*<>])", r"\\\1", words._expand_help(action))
            text += f"`{words._format_action_invocation(action)}`\n: {meaning}\n\n"
    return text


def commands() -> str:
    """Return a section for each command, from the parser that runs it."""
    (subparsers,) = (action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction))
    return "".join(
        f"\n## frontier {name}\n\n{command.description}\n\n"
        f"```sh\n{command.epilog.removeprefix('example: ')}\n```\n{options_of(command)}"
        for name, command in subparsers.choices.items()
    )


def grid() -> str:
    """Return a thumbnail of each figure with its question."""
    figures = tomllib.loads((ROOT / "figures" / "figures.toml").read_text(encoding="utf-8"))["figure"]
    cards = (
        f":::{{grid-item-card}}\n:img-top: ../figures/{figure['name']}.svg\n:link: figure-{figure['name']}\n"
        f":link-type: ref\n\n{figure['question']}\n:::\n"
        for figure in figures
    )
    return f"\n::::{{grid}} 2 2 3 3\n:gutter: 2\n\n{''.join(cards)}::::\n"


def complete(app: Sphinx, page: str, source: list[str]) -> None:  # noqa: ARG001
    """Add to a page what is known elsewhere."""
    if page in KEYWORDS:
        source[0] = f"```{{index}} {KEYWORDS[page]}\n```\n\n{source[0]}"
    elif page == "commands":
        source[0] += commands()
    elif page == "gallery":
        title, intro, rest = source[0].split("\n\n", 2)
        pictured = r"(## .*\n\n!\[.*\]\(\.\./figures/([\w-]+)\.svg)"
        source[0] = f"{title}\n\n{intro}\n{grid()}\n" + re.sub(pictured, r"(figure-\2)=\n\n\1", rest)


def enlarge(app: Sphinx, tree: nodes.document) -> None:  # noqa: ARG001
    """Link each picture to its full size; Sphinx does so for those with a width."""
    for image in tree.findall(nodes.image):
        if "sd-card-img-top" not in image["classes"]:  # a thumbnail leads to its section
            image.setdefault("width", "100%")


def locate(app: Sphinx, page: str, template: str, context: dict, tree: nodes.document | None) -> None:  # noqa: ARG001
    """Link a notebook to its file, and let the page of a wrong address find its style from every folder."""
    if page.startswith(f"{NOTEBOOKS}/"):
        context["theme_source_edit_link"] = REPOSITORY and EDIT + "{filename}"
        button = f'<a class="sd-btn sd-btn-primary" href="{Path(page).name}.ipynb" download>Download this notebook</a>'
        context["body"] = f"<p>{button}</p>{context['body']}"
    elif page == "404" and html_baseurl:
        context["metatags"] += f'<base href="{html_baseurl}">'


def finish(app: Sphinx, error: Exception | None) -> None:
    """Put the interactive page and the notebooks with their outputs beside the pages."""
    if not error:
        write_report(Path(app.outdir) / "report.html")
        shutil.copytree(Path(app.srcdir) / NOTEBOOKS, Path(app.outdir) / NOTEBOOKS, dirs_exist_ok=True)


def setup(app: Sphinx) -> None:
    """Connect the functions above."""
    execute(Path(app.srcdir) / NOTEBOOKS)
    app.connect("source-read", complete)
    app.connect("doctree-read", enlarge)
    app.connect("html-page-context", locate)
    app.connect("build-finished", finish)
