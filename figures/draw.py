"""Draw the figures of figures.toml as SVG and PNG, and write docs/gallery.md: `make figures` runs this.

Another processor rounds otherwise, which changes a few pixels by one of 255 levels. A file that differs from the
picture drawn by no more than that stays as it is.
"""

import io
import re
import shlex
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from frontier.cli.main import main
from frontier.plots.theme import save_figure

ROOT = Path(__file__).resolve().parent.parent

SECTION = """
## {title}

![{caption}](../figures/{name}.svg)

```python
{python}```
"""
COMMAND = """
```sh
frontier {command} -o {name}.svg
```
"""


def listed() -> list[dict[str, str]]:
    """Return the entries of figures.toml."""
    figures: list[dict[str, str]] = _read()["figure"]
    return figures


def gallery() -> str:
    """Return the page that shows every figure with its calls."""
    beginning: str = _read()["gallery"]
    return beginning + "".join(
        (SECTION + COMMAND if "command" in figure else SECTION).format(**figure) for figure in listed()
    )


def _read() -> dict[str, Any]:
    return tomllib.loads((ROOT / "figures" / "figures.toml").read_text(encoding="utf-8"))


def draw(folder: Path) -> None:
    """Draw every figure into a folder."""
    for figure in listed():
        files = [str(folder / f"{figure['name']}.{kind}") for kind in ("svg", "png")]
        if "command" not in figure:  # a picture that only Python draws
            names: dict[str, Any] = {}
            exec("".join([*re.findall(r"```python\n(.*?)```", _read()["gallery"], re.DOTALL), figure["python"]]), names)
            for file in files:
                save_figure(names["ax"], file)
        elif code := main([*shlex.split(figure["command"]), "-o", *files]):
            sys.exit(code)


def looks_same(one: bytes, other: bytes) -> bool:
    """Return whether two SVG or PNG files differ by rounding at most: by 2 of 255 levels, or a hundredth of a point."""
    if one == other:
        return True
    if one.startswith(b"\x89PNG") and other.startswith(b"\x89PNG"):
        pictures = [Image.open(io.BytesIO(file)) for file in (one, other)]
        (pixels, words), (others, also) = ((np.asarray(picture, dtype=int), picture.info) for picture in pictures)
        return pixels.shape == others.shape and words == also and bool((np.abs(pixels - others) <= 2).all())
    (text, numbers), (words, there) = (
        (re.split(rb"-?\d+\.\d+", file), np.array(re.findall(rb"-?\d+\.\d+", file), dtype=float))
        for file in (one, other)
    )
    return text == words and bool((np.abs(numbers - there) < 0.01).all())


def redraw(folder: Path) -> None:
    """Draw every figure, and replace the files in a folder that look otherwise."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".") as new:
        draw(Path(new))
        for made in Path(new).iterdir():
            file = folder / made.name
            if not file.exists() or not looks_same(made.read_bytes(), file.read_bytes()):
                made.replace(file)


if __name__ == "__main__":
    redraw(ROOT / "figures")
    (ROOT / "docs" / "gallery.md").write_text(gallery(), encoding="utf-8")
