"""The notebooks are stored without outputs and are one story. The site runs them, so test_site.py reads the outputs."""

from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted(Path(__file__).parent.parent.glob("notebooks/*.ipynb"))


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_stored_without_outputs(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


def test_they_are_one_story():
    for number, (path, following) in enumerate(zip(NOTEBOOKS, [*NOTEBOOKS[1:], None], strict=True), start=1):
        first, *_, tries, knob, last = nbformat.read(path, as_version=4).cells
        assert path.name.startswith(f"{number:02d}_")
        assert first.source.startswith(f"# {number}. ")
        assert tries.source.startswith("## Try\n")
        assert knob.cell_type == "code"
        assert "# change" in knob.source
        assert following is None or f"({following.name})" in last.source
