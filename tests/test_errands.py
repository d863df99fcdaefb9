"""What a newcomer adds, done by a patch: each touches one place and one test, and everything that shows it follows."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
ERRANDS = ROOT / "tests" / "errands"
NEEDED = ("frontier", "data", "figures", "tests")

TIER = """
import frontier, pandas as pd
from frontier.data.schema import OPENNESS
models = pd.DataFrame({"model": ["a", "b"], "elo": [1300.0, 1400.0], "output_usd_per_mtok": [1.0, 2.0],
                       "openness": ["source-available", "proprietary"]})
assert "source-available" in OPENNESS
assert frontier.is_open(models).tolist() == [True, False]
assert frontier.open_gap(models).score.value == 100
text = open("data/models.csv", encoding="utf-8").read().replace(",noncommercial,", ",source-available,")
open("data/models.csv", "w", encoding="utf-8").write(text)
assert not [problem for problem in frontier.check_models("data") if problem.level == "error"]
"""
CLAIM = """
import frontier
from frontier.cli.main import main
assert frontier.check_claims("new-gap")["verdict"].tolist() == ["holds"]
assert main(["claims", "new-gap", "-o", "page.md", "picture.svg"]) == 0
assert "The best open model is about 23 points behind" in open("page.md", encoding="utf-8").read()
"""
PICTURE = """
import runpy
from pathlib import Path
drawing = runpy.run_path("figures/draw.py")
listed = [one for one in drawing["listed"]() if one["name"] == "makers"]
drawing["draw"].__globals__["listed"] = lambda: listed
drawing["draw"](Path("."))
assert Path("makers.svg").exists() and Path("makers.png").exists()
assert "## Who has models on the frontier" in drawing["gallery"]()
"""
# The files that each may touch, and what must then work; a test of its own runs too.
ALLOWED = {
    "cost": ({"frontier/frames/costs.py", "tests/test_cached_cost.py"}, ""),
    "tier": ({"frontier/frames/openness.py"}, TIER),
    "claim": ({"frontier/claims/claims.toml"}, CLAIM),
    "feed": ({"frontier/feeds/leaderboards.py", "tests/test_house_feed.py"}, ""),
    "picture": ({"frontier/plots/makers.py", "tests/test_makers.py", "figures/figures.toml"}, PICTURE),
}


@pytest.mark.parametrize("errand", sorted(ALLOWED))
def test_an_errand_is_one_place_and_one_test(errand, tmp_path):
    patch = ERRANDS / f"{errand}.patch"
    files, code = ALLOWED[errand]
    touched = set(re.findall(r"^diff --git a/(\S+)", patch.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert touched == files
    for folder in NEEDED:
        shutil.copytree(ROOT / folder, tmp_path / folder)  # with what Python compiled, which the patch outdates
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "docs").mkdir()
    git = ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", str(patch)]
    applied = subprocess.run(git, cwd=tmp_path, capture_output=True, text=True)
    assert applied.returncode == 0, applied.stderr
    own = [name for name in sorted(touched) if name.startswith("tests/")]
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    for command in (["-c", code], *(["-m", "pytest", "-q", "-p", "no:cacheprovider", name] for name in own)):
        done = subprocess.run([sys.executable, *command], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
