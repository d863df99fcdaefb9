"""The page that updates a small table step by step: what it shows is what happens. And what is posted of a change."""

import datetime as dt
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import frontier
from frontier.data.edit import editing

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "updating.md").read_text(encoding="utf-8")
ENVIRONMENT = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "80"}


def shell(command, folder):
    return subprocess.run(["bash", "-c", command], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)


def sessions():
    blocks = re.findall(r"```console\n(.*?)```", PAGE, flags=re.DOTALL)
    parts = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [tuple(part.split("\n", 1)) for part in parts]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Run every line of the page, in its order, and compare what is printed."""
    where = tmp_path_factory.mktemp("updating")
    shutil.copytree(ROOT / "docs" / "example", where / "docs" / "example")
    assert len(sessions()) >= 5
    for command, shown in sessions():
        ran = shell(command, where)
        assert ran.stderr == "", command
        assert ran.stdout == shown, command
    return where


def test_the_page_shows_what_happens_and_the_day_before_is_still_there(folder):
    columns = ["model", "elo", "elo_lower", "elo_upper", "votes", "output_usd_per_mtok", "price_source"]
    before, after = (
        frontier.load_models(path, as_of="2024-12-30") for path in (ROOT / "docs/example/table", folder / "table")
    )
    pd.testing.assert_frame_equal(after[columns], before[columns])


def test_the_commands_of_the_short_of_it_are_commands():
    (block,) = re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)
    from frontier.cli.main import build_parser

    lines = [shlex.split(line, comments=True) for line in block.splitlines()]
    updates = [words[1:] for words in lines if words[0] == "frontier"]
    assert len(updates) == 2
    for words in updates:
        assert build_parser().parse_args(words).command == "update"


def test_the_files_it_names_exist():
    for path in re.findall(r"`((?:docs|data|\.github)/[^`]+)`", PAGE):
        assert (ROOT / path).exists(), path


# --- What is posted of a change.


def table_diff(old, new):
    return subprocess.run(
        [str(ROOT / ".ci" / "table-diff"), str(old), str(new)], env=ENVIRONMENT, capture_output=True, text=True
    )


def test_a_change_of_the_table_is_posted_with_what_it_does(tmp_path):
    old, new = (Path(shutil.copytree(ROOT / "docs" / "example" / "table", tmp_path / name)) for name in ("old", "new"))
    same = table_diff(old, new)
    assert same.returncode == 0
    assert same.stdout.count("The same as before.") == 3
    models = frontier.load_models(old)
    top = frontier.find_frontier(models).members["model"].iloc[-1]
    text = (new / "models.csv").read_text(encoding="utf-8")
    (line,) = re.findall(rf"^{re.escape(top)},.*$", text, flags=re.MULTILINE)
    price = models.set_index("model").loc[top, "output_usd_per_mtok"]
    (new / "models.csv").write_text(text.replace(line, line.replace(f",{price:g},", ",250,", 1)), encoding="utf-8")
    overwritten = table_diff(old, new)
    assert overwritten.returncode == 1, "the price of now is not the one that the history has"
    (new / "models.csv").write_text(text, encoding="utf-8")
    with editing(new) as tables:
        tables.add_price(
            top, {"output": "250", "from": "2026-11-20", "source": "its page"}, today=dt.date(2026, 11, 21)
        )
        tables.save()
    changed = table_diff(old, new)
    assert changed.returncode == 0, changed.stdout
    assert re.search(rf"^-{re.escape(top)} ", changed.stdout, flags=re.MULTILINE)
    assert f"+{top} (list from 2026-11-20): nan/nan/250\n" in changed.stdout
    assert "Lost" not in changed.stdout
    assert changed.stdout.count("```") % 2 == 0
    lost = table_diff(new, old)
    assert lost.returncode == 0
    assert f"-{top} (list from 2026-11-20): nan/nan/250\n" in lost.stdout
    assert "**Lost: 1.** A price that was replaced stays in history/prices.csv" in lost.stdout
    (new / "models.csv").write_text(text.replace(",proprietary,", ",odd,", 1), encoding="utf-8")
    wrong = table_diff(old, new)
    assert wrong.returncode == 1
    assert "must be one of 'osi'" in wrong.stdout
    assert "Correct these first" in wrong.stdout
