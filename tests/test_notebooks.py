"""The notebooks are stored without outputs and run from top to bottom, on the living tables."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = [pytest.mark.living, pytest.mark.slow]

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


# Jupyter's own machinery warns about itself; what the cells do is checked by what they print to stderr.
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_runs(path, tmp_path, monkeypatch):
    monkeypatch.delenv("MPLBACKEND", raising=False)  # the tests' own; a notebook shows its pictures
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [out for cell in notebook.cells if cell.cell_type == "code" for out in cell.outputs]
    assert [out.text for out in outputs if out.output_type == "stream" and out.name == "stderr"] == []
    pictures = [out for out in outputs if out.output_type == "display_data" and "image/png" in out.data]
    assert len(pictures) == sum("plot_" in cell.source for cell in notebook.cells if cell.cell_type == "code")
