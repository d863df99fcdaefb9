"""The page that updates a small table step by step: what it shows is what happens. And what is posted of a change."""

import datetime as dt
import os
import re
import runpy
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


def test_its_commands_are_commands():
    block = "".join(re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL))
    from frontier.cli.main import build_parser

    lines = [shlex.split(line, comments=True) for line in block.splitlines()]
    commands = [build_parser().parse_args(words[1:]).command for words in lines if words[0] == "frontier"]
    assert commands == ["update", "update", "add", "update"]


def test_the_files_it_names_exist():
    for path in re.findall(r"`((?:docs|data|\.github)/[^`]+)`", PAGE):
        assert (ROOT / path).exists(), path


# --- What is posted of a change.


@pytest.fixture
def table_diff(capsys, monkeypatch):
    """Return a function that runs the script in this process: what it returns and prints."""
    script = str(ROOT / ".ci" / "table-diff")

    def run(old, new):
        monkeypatch.setattr(sys, "argv", [script, str(old), str(new)])
        code = 0
        try:
            runpy.run_path(script)
        except SystemExit as stopped:
            code = stopped.code
        return subprocess.CompletedProcess(sys.argv, code, capsys.readouterr().out)

    return run


def test_a_change_of_the_table_is_posted_with_what_it_does(tmp_path, table_diff):
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


def test_the_body_of_a_pull_request_says_what_was_found_and_what_it_does(tmp_path):
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    data = Path(shutil.copytree(ROOT / "docs" / "example" / "table", tmp_path / "data"))
    example = ROOT / "docs" / "example"
    (data / "sources.toml").write_text(
        f"""source = [
            {{name = "list", prices = "{example / "prices.json"}"}},
            {{name = "board", scores = "{example / "board.json"}", board = "text"}},
            {{name = "gone", prices = "none.json"}},
        ]"""
    )
    ran = shell(".ci/update", tmp_path)
    assert ran.returncode == 0, ran.stderr
    body = (tmp_path / "update.md").read_text(encoding="utf-8")
    for words in (
        "\n````text\nnot read: none.json: No such file or directory\nrescored: 8 models\n",
        "\nwritten: models.csv, history/scores.csv, history/prices.csv, history/snapshots.csv\n````\n",
        "no problems",
        "+o1-mini (list from 2025-02-10): 1.1/0.55/4.4\n",
    ):
        assert words in body
    assert "+deepseek-r1" in body.partition("### The frontier")[2].partition("### The gap")[0]
    wrong = shell(".ci/update --without nothing", tmp_path)
    assert (wrong.returncode, (tmp_path / "update.md").read_text(encoding="utf-8")) == (1, body)


def test_the_workflow_renews_one_pull_request_and_only_if_something_changed(tmp_path):
    text = (ROOT / ".github" / "workflows" / "update.yml").read_text(encoding="utf-8")
    (block,) = re.findall(r"run: \|\n((?: {10}.*\n)+)", text)
    (tmp_path / "gh").write_text('#!/bin/sh\necho "gh $*" >> ../asked\n[ "$2" != list ] || cat ../open\n')
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "open").write_text("")
    prepare = "git init -q --bare hub.git && git init -q tree && cd tree && git remote add origin ../hub.git"
    prepare += " && mkdir data figures docs && touch data/a figures/a docs/a && git add . && git commit -qm first"
    person = {
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@b",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@b",
    }
    path = f"{tmp_path}{os.pathsep}{ENVIRONMENT['PATH']}"
    about = {
        **ENVIRONMENT,
        **person,
        "PATH": path,
        "TESTS": "success",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }
    script = "cd tree\n" + "".join(line[10:] for line in block.splitlines(keepends=True))

    def bash(command):
        done = subprocess.run(["bash", "-ec", command], cwd=tmp_path, env=about, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    bash(prepare)
    (tmp_path / "tree" / "update.md").write_text("what\n")
    assert bash(script) == "Nothing changed.\n"
    assert not (tmp_path / "asked").exists()
    (tmp_path / "tree" / "data" / "a").write_text("b")
    bash(script)
    bash("cd tree && git switch -q - && git branch -qD update-table && echo c > data/a")
    (tmp_path / "open").write_text("7\n")
    bash(script)
    asked = [line.split(" --")[0] for line in (tmp_path / "asked").read_text().splitlines()]
    assert asked == [
        "gh auth setup-git",
        "gh pr list",
        "gh pr create",
        "gh auth setup-git",
        "gh pr list",
        "gh pr edit update-table",
    ]
    assert "`make test`: success" in (tmp_path / "summary").read_text()
    assert bash("cd hub.git && git show --stat --format= update-table").split() == [
        "data/a",
        "|",
        "1",
        "+",
        "1",
        "file",
        "changed,",
        "1",
        "insertion(+)",
    ]
