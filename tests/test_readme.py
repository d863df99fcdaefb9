"""What the README says is what happens."""

import contextlib
import io
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from conftest import FROZEN

from frontier.cli.main import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, flags=re.DOTALL)


def blocks(kind):
    return [text for language, text in BLOCKS if language == kind]


def printed(code, name):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, name, "exec"), {})
    return out.getvalue()


@pytest.mark.living
def test_python_prints_what_is_shown(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (code,), (shown,) = blocks("python"), blocks("text")
    assert printed(code, "README.md") == shown
    assert len([line for line in code.splitlines() if line and "import" not in line]) <= 6


def console_lines():
    (session,) = blocks("console")
    parts = re.split(r"^\$ frontier ", session, flags=re.MULTILINE)[1:]
    return [tuple(part.split("\n", 1)) for part in parts]


@pytest.mark.living
@pytest.mark.parametrize(("command", "shown"), console_lines())
def test_console_prints_what_is_shown(command, shown, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out == shown


@pytest.mark.slow
def test_table_of_commands_runs(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    rows = [{"id": "openai/o3", "pricing": {"prompt": "0.000002", "completion": "0.000012"}}]
    Path("prices.json").write_text(json.dumps({"data": rows}))
    commands = re.findall(r"\| `frontier ([^`]+)` \|", README)
    assert len(commands) >= 7
    for command in commands:
        assert main(shlex.split(command)) == 0, command
        assert capsys.readouterr().out


@pytest.mark.slow
def test_a_new_model_in_five_lines(capsys, monkeypatch, tmp_path):
    import frontier
    from frontier.data import check, tables

    (lines,) = [block for block in blocks("sh") if "frontier add" in block]
    *commands, make = [shlex.split(line, comments=True) for line in lines.splitlines()]
    assert len(commands) == 4
    assert make == ["make", "figures", "test"]
    monkeypatch.chdir(tmp_path)
    data = Path(shutil.copytree(FROZEN, tmp_path / "data"))
    models = frontier.load_models()
    monkeypatch.setattr(check, "data_folder", lambda: data)
    rows = [{"model_name": m, "rating": e, "vote_count": 900_000, "category": "overall", "organization": "OpenAI",
             "leaderboard_publish_date": "2026-11-19", "license": "Proprietary"}
            for m, e in [("brand-new", 1550.0), *zip(models["model"], models["elo"], strict=True)]]  # fmt: skip
    Path("board.json").write_text(json.dumps(rows))
    price = {"id": "brand-new", "vendor": "openai", "name": "Brand New", "input": 1, "output": 2}
    Path("prices.json").write_text(json.dumps({"updated_at": "2026-11-20", "prices": [price]}))
    before = (data / "models.csv").read_bytes()
    for number, (program, *words) in enumerate(commands):
        assert program == "frontier"
        assert main(words) == 0, capsys.readouterr().err
        assert ((data / "models.csv").read_bytes() == before) == (number == 0)
    assert "joins the frontier: brand-new" in capsys.readouterr().out
    assert "deepseek-v5" in tables.known_models()
    assert frontier.load_models().set_index("model").loc["brand-new", "output_usd_per_mtok"] == 2


def test_table_of_calls_exists():
    import frontier

    calls = set(re.findall(r"`\.(\w+)\(", README))
    assert calls
    assert all(hasattr(frontier.Frontier, call) for call in calls)
    numbers = set(re.findall(r"`open_gap\(models\)\.(\w+)`", README))
    assert numbers <= set(frontier.Gap.__dataclass_fields__)
    for name in re.findall(r"`(\w+)\(models", README):
        assert name in frontier.__all__


def test_files_it_names_exist():
    for path in re.findall(r"\]\(((?!http)[^)]+)\)", README) + re.findall(
        r"`((?:data|docs|figures|notebooks)/[^`]+)`", README
    ):
        assert (ROOT / path).exists(), path
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", "\n".join(blocks("sh")), flags=re.MULTILINE):
        assert f"\n{target}:" in makefile
