"""The page that updates the table once for real: what it shows is what happens, and the end is the table itself."""

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
    shutil.copytree(ROOT / "docs", where / "docs")
    shutil.copytree(ROOT / "data", where / "data")
    assert len(sessions()) >= 6
    for command, shown in sessions():
        ran = shell(command, where)
        assert ran.stderr == "", command
        assert ran.stdout == shown, command
    return where


def test_the_page_shows_what_happens_and_the_scores_are_those_of_the_table(folder):
    made = frontier.load_models(folder / "august").set_index("model").sort_index()
    want = frontier.load_models(as_of="2026-10-08", board="text-style-control").set_index("model").sort_index()
    pd.testing.assert_frame_equal(
        made[["elo", "elo_lower", "elo_upper", "votes", "openness"]],
        want[["elo", "elo_lower", "elo_upper", "votes", "openness"]],
    )
    assert made["elo_date"].unique().tolist() == [pd.Timestamp("2026-10-08")]


def test_august_is_still_there(folder, tmp_path):
    subprocess.run([sys.executable, str(ROOT / "docs" / "rewind.py"), str(tmp_path)], check=True)
    then = frontier.load_models(tmp_path / "august")
    now = frontier.load_models(folder / "august", as_of="2026-08-19")
    columns = ["model", "elo", "elo_lower", "elo_upper", "votes", "output_usd_per_mtok", "price_source"]
    pd.testing.assert_frame_equal(now[columns], then[columns])


def test_taken_as_a_whole_the_prices_are_those_of_the_table_too(tmp_path):
    subprocess.run([sys.executable, str(ROOT / "docs" / "rewind.py"), str(tmp_path)], check=True)
    command = next(command for command, _ in sessions() if command.startswith("frontier update"))
    assert shell(f"{command} --write --trust", tmp_path).returncode == 0
    made = frontier.load_models(tmp_path / "august").set_index("model")["output_usd_per_mtok"]
    want = frontier.load_models(as_of="2026-10-13").set_index("model")["output_usd_per_mtok"]
    both = pd.DataFrame({"made": made, "want": want})
    different = both[both["made"].fillna(0) != both["want"].fillna(0)]
    # two that their host has stopped to sell since, which no list tells
    assert sorted(different.index) == ["granite-4.1-8b", "olmo-3-32b-think"]
    assert different["want"].isna().all()


def test_the_commands_of_the_short_of_it_are_commands():
    (block,) = re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)
    from frontier.__main__ import _parser

    lines = [shlex.split(line, comments=True) for line in block.splitlines()]
    updates = [words[1:] for words in lines if words[0] == "frontier"]
    assert len(updates) == 2
    for words in updates:
        assert _parser().parse_args(words).command == "update"


def test_the_files_it_names_exist():
    for path in re.findall(r"`((?:docs|data|\.github)/[^`]+)`", PAGE):
        assert (ROOT / path).exists(), path


# --- What is posted of a change.


def table_diff(old, new):
    return subprocess.run(
        [str(ROOT / ".ci" / "table-diff"), str(old), str(new)], env=ENVIRONMENT, capture_output=True, text=True
    )


def test_a_change_of_the_table_is_posted_with_what_it_does(tmp_path):
    old, new = (Path(shutil.copytree(ROOT / "data", tmp_path / name)) for name in ("old", "new"))
    same = table_diff(old, new)
    assert same.returncode == 0
    assert same.stdout.count("The same as before.") == 2
    models = frontier.load_models(old)
    top = frontier.find_frontier(models).members["model"].iloc[-1]
    text = (new / "models.csv").read_text(encoding="utf-8")
    (line,) = re.findall(rf"^{re.escape(top)},.*$", text, flags=re.MULTILINE)
    price = models.set_index("model").loc[top, "output_usd_per_mtok"]
    (new / "models.csv").write_text(text.replace(line, line.replace(f",{price:g},", ",500,", 1)), encoding="utf-8")
    changed = table_diff(old, new)
    assert changed.returncode == 0, changed.stdout
    assert re.search(rf"^-{re.escape(top)} ", changed.stdout, flags=re.MULTILINE)
    assert changed.stdout.count("```") % 2 == 0
    (new / "models.csv").write_text(text.replace(",osi,", ",odd,", 1), encoding="utf-8")
    wrong = table_diff(old, new)
    assert wrong.returncode == 1
    assert "must be one of 'osi'" in wrong.stdout
    assert "Mend these first" in wrong.stdout
