"""The site: `make docs` builds it from these pages, the docstrings and the shipped figures."""

from importlib.metadata import version as installed
from pathlib import Path

from sphinx.application import Sphinx

from frontier import write_report

project = "frontier"
author = copyright = "The frontier contributors"
version = release = installed("llm-frontier")

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "frontier"
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["site.css"]

myst_heading_anchors = 3  # so that a page can be linked to by its headings
autodoc_typehints = "none"  # numpydoc says types in words
numpydoc_show_class_members = False
default_role = "py:obj"  # `load_models` in a docstring is a link, what is no object stays as it is


def setup(app: Sphinx) -> None:
    """Put the page beside the others."""
    app.connect("build-finished", lambda app, error: error or write_report(Path(app.outdir) / "report.html"))
