"""Draw every picture of the gallery in four sizes, two styles and a 2x2 grid, on one page: `make docs` runs this."""

import re
import sys
from collections.abc import Collection
from html import escape
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
from draw import gallery, listed
from matplotlib.figure import Figure

from frontier.plots.theme import new_figure, plain_style, save_figure

# Inches; at 100 pixels an inch a slide is 1000 pixels wide.
SIZES = {"16x10": (10.0, 6.25), "16x9": (10.0, 5.625), "4x3": (10.0, 7.5), "half-page": (3.3, 2.6)}
STYLES = ("default", "dark_background")
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Any size, any style</title>
<style>body {{ font-family: sans-serif }} img {{ width: 32%; margin: 0.3% }}</style>
<h1>Any size, any style</h1>
<p>Every picture of the gallery in four sizes, in two styles, and in the panels of a constrained layout.</p>{body}
</html>
"""


def draw(folder: Path, only: Collection[str] = ()) -> Path:
    """Draw all pictures, or only some, into a folder, and return the page that shows them."""
    plain_style()
    names: dict[str, Any] = {}
    exec("".join(re.findall(r"```python\n(.*?)```", gallery(), re.DOTALL)[:1]), names)
    body = ""
    for figure in listed():
        before, plot, words = re.split(r"ax = ((?:\w+\.)?plot_\w+)", figure["python"])
        exec(before, names)
        if only and figure["name"] not in only:
            continue
        data, how = eval(f"(lambda *data, **how: (data, how)){words.strip()}", names)  # once for all sizes
        pictures = {}
        for style in STYLES:
            with plt.style.context(style):
                for size, inches in SIZES.items():
                    ax = eval(plot, names)(*data, **how, ax=new_figure(inches))
                    pictures[f"{size}, {style}"] = ax
        panels = Figure(figsize=(10, 6.25), layout="constrained").subplots(2, 2)
        for ax in panels.flat:
            pictures["2x2"] = eval(plot, names)(*data, **how, ax=ax)
        body += f"<h2>{escape(figure['title'])}</h2>"
        for word, ax in pictures.items():
            file = f"{figure['name']}-{word.replace(', ', '-')}.png"
            with plt.style.context("dark_background" if "dark" in word else "default"):
                save_figure(ax, folder / file, dpi=100)
            body += f'<img src="{file}" alt="{escape(figure["caption"])}, {word}">'
    page = folder / "index.html"
    page.write_text(PAGE.format(body=body), encoding="utf-8")
    return page


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    print(draw(target, sys.argv[2:]))
