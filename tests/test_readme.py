"""What the README and the cookbook show is what happens."""

import contextlib
import io
import json
import re
import shlex
import shutil
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from conftest import FROZEN, TABLES

from frontier.cli.main import COMMANDS, main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COOKBOOK = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")


def blocks(kind, text=README):
    return [block for language, block in re.findall(r"```(\w+)\n(.*?)```", text, flags=re.DOTALL) if language == kind]


def commands(text):
    lines = [shlex.split(line, comments=True) for block in blocks("sh", text) for line in block.splitlines()]
    return [words[1:] for words in lines if words and words[0] == "frontier"]


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """An empty folder to work in, with what the commands read in it."""
    monkeypatch.chdir(tmp_path)
    for name in ("evals.csv", "votes.csv"):
        shutil.copy(ROOT / "docs" / "example" / name, tmp_path)
    rows = [{"id": "openai/o3", "pricing": {"prompt": "0.000002", "completion": "0.000012"}}]
    (tmp_path / "prices.json").write_text(json.dumps({"data": rows}))
    with mpl.rc_context():
        mpl.use("Agg")
        yield tmp_path
    plt.close("all")


@pytest.fixture
def copied_tables(monkeypatch, tmp_path):
    """The tables of the tests, copied, so that a command may write them."""
    data = Path(shutil.copytree(FROZEN, tmp_path / "data"))
    monkeypatch.setattr(TABLES, "folder", data)
    return data


def test_the_readme_is_short():
    assert len(README.encode()) <= 5000


@pytest.mark.living
@pytest.mark.usefixtures("folder")
def test_python_prints_what_is_shown():
    (code,), (shown,) = blocks("python"), blocks("text")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {})
    assert out.getvalue() == shown
    assert len([line for line in code.splitlines() if line]) <= 10
    assert Path("deck.png").stat().st_size > 10_000


@pytest.mark.slow
@pytest.mark.usefixtures("folder", "small_page")
def test_the_four_commands_run(capsys):
    (block,) = [block for block in blocks("sh") if "frontier pick" in block]
    shown = commands(f"```sh\n{block}```")
    assert [words[0] for words in shown] == ["pick", "plot", "gap", "report"]
    for words in shown:
        assert main(words) == 0, words
        assert capsys.readouterr().out


@pytest.mark.slow
def test_a_new_model_in_four_lines(capsys, folder, copied_tables):
    import frontier
    from frontier.data import tables

    (lines,) = [block for block in blocks("sh") if "frontier add" in block]
    *shown, make = [shlex.split(line, comments=True) for line in lines.splitlines()]
    assert len(shown) == 3
    assert make == ["make", "figures", "test"]
    models = frontier.load_models()
    rows = [{"model_name": m, "rating": e, "vote_count": 900_000, "category": "overall", "organization": "OpenAI",
             "leaderboard_publish_date": "2026-11-19", "license": "Proprietary"}
            for m, e in [("brand-new", 1550.0), *zip(models["model"], models["elo"], strict=True)]]  # fmt: skip
    (folder / "board.json").write_text(json.dumps(rows))
    price = {"id": "brand-new", "vendor": "openai", "name": "Brand New", "input": 1, "output": 2}
    (folder / "prices.json").write_text(json.dumps({"updated_at": "2026-11-20", "prices": [price]}))
    before = (copied_tables / "models.csv").read_bytes()
    (copied_tables / "sources.toml").write_text(
        '[[source]]\nname = "a"\nscores = "board.json"\nboard = "text-style-control"\n'
        '[[source]]\nname = "b"\nprices = "prices.json"\n'
    )
    for program, *words in shown:
        assert program == "frontier"
        assert main(words) == 0, capsys.readouterr().err
    assert (copied_tables / "models.csv").read_bytes() != before
    assert "joins the frontier: brand-new" in capsys.readouterr().out
    assert "deepseek-v5" in tables.known_models()
    assert frontier.load_models().set_index("model").loc["brand-new", "output_usd_per_mtok"] == 2


def test_files_it_names_exist():
    for path in re.findall(r"\]\(((?!http)[^)]+)\)", README) + re.findall(
        r"`((?:data|docs|figures|notebooks)/[^`]+)`", README
    ):
        assert (ROOT / path).exists(), path
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", "\n".join(blocks("sh")), flags=re.MULTILINE):
        assert f"\n{target}:" in makefile


def test_the_cookbook_answers_27_questions():
    numbers = re.findall(r"^### (\d+)\. .*\?$", COOKBOOK, flags=re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 28)]
    for answer in re.split(r"^### ", COOKBOOK, flags=re.MULTILINE)[1:]:
        assert blocks("python", answer) or blocks("sh", answer), answer


@pytest.mark.slow
@pytest.mark.usefixtures("folder", "copied_tables", "small_page")
def test_the_python_of_the_cookbook_runs():
    names = {}
    for number, block in enumerate(blocks("python", COOKBOOK)):
        exec(compile(block, f"cookbook.md, block {number}", "exec"), names)
    assert len(names["members"]) > 3


@pytest.mark.slow
@pytest.mark.usefixtures("folder", "small_page")
@pytest.mark.parametrize("words", commands(COOKBOOK), ids=" ".join)
def test_the_commands_of_the_cookbook_run(words, capsys, request):
    if next(one.writes for one in COMMANDS if one.run.__name__ == words[0]):
        request.getfixturevalue("copied_tables")
    assert main(words) == 0
    assert capsys.readouterr().out
