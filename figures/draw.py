"""Draw the figures of figures.toml as SVG and PNG, and write docs/gallery.md: `make figures` runs this."""

import re
import shlex
import sys
import tomllib
from pathlib import Path
from typing import Any

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


if __name__ == "__main__":
    draw(ROOT / "figures")
    (ROOT / "docs" / "gallery.md").write_text(gallery(), encoding="utf-8")
