"""What the machine lacks is found, installed or named in one line, and CI runs what a user runs: make."""

import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import machine
import pytest
from playwright.sync_api import Error

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def path(tmp_path, monkeypatch):
    """An empty PATH, to put programs on; nothing is chosen and no applications are there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("FRONTIER_BROWSER", raising=False)
    monkeypatch.setattr(machine, "APPLICATIONS", (str(tmp_path / "Applications" / "Google Chrome"),))

    def put(name):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("#!/bin/sh\n")
        file.chmod(0o755)
        return str(file)

    return put


@pytest.fixture
def launcher():
    """A playwright that starts only what is in ``starts``, and remembers what it was asked for."""

    def launch(*, executable_path, args):
        assert "--no-sandbox" in args
        fake.tried.append(executable_path)
        if executable_path not in fake.starts:
            raise Error("it needs a snap\nand says so at length")
        return f"browser {executable_path}"

    fake = SimpleNamespace(chromium=SimpleNamespace(launch=launch), tried=[], starts=set())
    return fake


def test_the_first_browser_that_starts_is_taken(path, launcher):
    stub, chrome = path("chromium-browser"), path("google-chrome")
    launcher.starts = {chrome, None}
    assert machine.start_browser(launcher) == f"browser {chrome}"
    assert launcher.tried == [stub, chrome]


def test_an_application_of_a_mac_is_found_and_a_downloaded_browser_is_the_last(path, launcher):
    application = path("Applications/Google Chrome")
    launcher.starts = {None}
    assert machine.start_browser(launcher) == "browser None"
    assert launcher.tried == [application, None]


def test_the_chosen_browser_is_the_only_one(path, launcher, monkeypatch):
    chosen, _ = path("mine"), path("chromium")
    monkeypatch.setenv("FRONTIER_BROWSER", "mine")
    launcher.starts = {chosen}
    assert machine.start_browser(launcher) == f"browser {chosen}"
    launcher.starts = {None}
    with pytest.raises(ValueError, match=r"^FRONTIER_BROWSER=mine does not start: it needs a snap$"):
        machine.start_browser(launcher)


def test_without_a_browser_one_line_says_what_to_install(path, launcher):
    with pytest.raises(
        machine.MissingError, match=r"no browser was found: .*apt-get install chromium.*FRONTIER_BROWSER"
    ):
        machine.start_browser(launcher)
    stub = path("chromium-browser")
    with pytest.raises(machine.MissingError, match=f"{stub} does not start"):
        machine.start_browser(launcher)


def test_a_shell_is_found_or_one_line_says_what_to_install(path):
    with pytest.raises(machine.MissingError, match=r"^completion in zsh is not tested: install zsh "):
        machine.find_shell("zsh")
    there = path("zsh")
    assert machine.find_shell("zsh") == there


@pytest.mark.parametrize(("printed", "fits"), [("openjdk 17.0.15 2025-04-15", True), ("java 21-ea", True),
                                               ("openjdk 11.0.2", False), (None, False)])  # fmt: skip
def test_spark_needs_java_17(monkeypatch, printed, fits):
    monkeypatch.setattr(machine, "run", lambda *_: printed)
    if fits:
        machine.find_java()
    else:
        with pytest.raises(machine.MissingError, match=r"^Spark needs Java 17 or newer: install it "):
            machine.find_java()


@pytest.mark.parametrize(
    ("value", "strict"), [("true", True), ("1", True), ("", False), ("0", False), ("false", False)]
)
def test_what_is_missing_is_skipped_and_fails_in_ci(monkeypatch, value, strict):
    monkeypatch.setenv("CI", value)
    outcome = pytest.fail.Exception if strict else pytest.skip.Exception
    with pytest.raises(outcome, match="install it"):
        machine.leave_out(machine.MissingError("install it"))


@pytest.mark.parametrize("ci", ["", "true"])
def test_what_can_be_installed_is_and_the_rest_is_named(monkeypatch, capsys, ci):
    monkeypatch.setenv("CI", ci)
    here, tried = set(), []

    def find():
        if not here:
            raise machine.MissingError("install it by hand")

    def way(does):
        return lambda: (tried.append(does), here.update({does} - {"nothing"}))

    monkeypatch.setitem(machine.NEEDS, "it", (find, [way("nothing"), way("something"), way("too much")]))
    assert machine.provide("it")
    assert (tried, capsys.readouterr().err) == (["nothing", "something"], "")
    here.clear()
    monkeypatch.setitem(machine.NEEDS, "it", (find, [way("nothing")]))
    assert machine.provide("it") is not bool(ci)
    assert capsys.readouterr().err == "install it by hand\n"


def test_this_python_makes_environments_or_says_what_to_install(monkeypatch):
    machine.find_venv()
    monkeypatch.setattr(machine.importlib.util, "find_spec", lambda _: None)
    minor = sys.version_info[1]
    with pytest.raises(machine.MissingError, match=rf"sudo apt-get install python3\.{minor}-venv"):
        machine.find_venv()


def test_ci_only_calls_make_targets():
    """An install step elsewhere than in the Makefile would hide from what a user runs that it is missing there."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in script if line and not line.startswith(("#", "set ", "cd "))]
    assert commands
    assert all(re.fullmatch(r"make [\w-]+", line) for line in commands)
    workflow = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    runs = re.findall(r"- run: (.*)", workflow)
    assert runs == ["make ${{ matrix.target }}"]


def test_another_python_has_an_environment_of_its_own():
    def folder(*words):
        command = ["make", "--dry-run", "--always-make", "docs", *words]
        environment = {"PATH": os.environ["PATH"]}
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        return re.search(r" -m venv (\S+)", ran.stdout)[1]

    assert folder() == ".venv"
    assert folder(f"PYTHON={sys.executable}") == f".venv-3.{sys.version_info[1]}"
    assert folder(f"PYTHON={sys.executable}", "VENV=mine") == "mine"
