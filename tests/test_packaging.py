"""The wheel and the sdist carry the tables and work away from the source tree."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
TABLES = ["models.csv", "README.md", "history/scores.csv", "history/prices.csv", "history/snapshots.csv"]
TABLES += [
    "aliases.csv",
    "refused.csv",
    "sellers.csv",
    "names.csv",
    "benchmarks.csv",
    "runs.csv",
    "sources.toml",
    "studies/epoch-lags.csv",
    "studies/epoch-prices.csv",
]


def run(*command, **kwargs):
    done = subprocess.run(command, capture_output=True, text=True, **kwargs)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    out = tmp_path_factory.mktemp("dist")
    workflow = {"GITHUB_SERVER_URL": "https://git.example", "GITHUB_REPOSITORY": "a/b"}
    command = (sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT))
    run(*command, env={**os.environ, **workflow})
    (wheel,), (sdist,) = out.glob("*.whl"), out.glob("*.tar.gz")
    return wheel, sdist


def test_wheel_holds_the_package_and_the_tables(built):
    wheel, _ = built
    assert wheel.name.startswith("llm_frontier-")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert {f"frontier/data/tables/{name}" for name in TABLES} <= names
        assert {"frontier/__init__.py", "frontier/py.typed"} <= names
        files = {path for path in (ROOT / "frontier").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
        assert {path.relative_to(ROOT).as_posix() for path in files} <= names
        assert all(name.startswith(("frontier/", "llm_frontier-")) for name in names)
        for name in TABLES:
            assert archive.read(f"frontier/data/tables/{name}") == (ROOT / "data" / name).read_bytes()
        assert any(name.endswith("licenses/LICENSE") for name in names)
        (metadata,) = (name for name in names if name.endswith("/METADATA"))
        assert b"\nProject-URL: Repository, https://git.example/a/b\n" in archive.read(metadata)


def test_sdist_holds_the_source_tree(built):
    _, sdist = built
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {f"data/{name}" for name in TABLES} <= names
    assert {"README.md", "LICENSE", "Makefile", "pyproject.toml", "tests/test_packaging.py"} <= names
    assert not any(name.startswith((".venv", "dist")) for name in names)


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """A fresh environment with the wheel installed, its dependencies borrowed from this one."""
    wheel, _ = built
    home = tmp_path_factory.mktemp("venv")
    run(sys.executable, "-m", "venv", "--without-pip", str(home))
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    site = Path(run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        str(wheel),
    )
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python, site


def test_installed_wheel_works_from_another_folder(installed, tmp_path):
    python, site = installed
    code = (
        "import frontier, pathlib; print(pathlib.Path(frontier.__file__).parent);"
        "m = frontier.load_models(as_of='2025-02-14', price_basis='arena');"
        "print(len(m), m.output_usd_per_mtok.count(), len(frontier.load_scores(board='all')) > 13000)"
    )
    where, numbers = run(str(python), "-W", "error", "-c", code, cwd=tmp_path).splitlines()
    assert Path(where) == site / "frontier"
    assert numbers == "204 38 True"


def test_installed_command_works_from_another_folder(installed, tmp_path):
    python, _ = installed
    command = str(python.with_name("frontier"))
    assert run(command, "check", cwd=tmp_path)
    assert run(command, "plot", "-o", "a.png", cwd=tmp_path) == "a.png\n"
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert [p.name for p in tmp_path.iterdir()] == ["a.png"]
