"""What the shells complete, asked of the shells themselves, at a terminal."""

import os
import pty
import select
import subprocess
import sys
import time

import machine
import pytest

from frontier.cli.main import main

pytestmark = pytest.mark.slow

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "source {script}"),
    "zsh": (["zsh", "-f", "-i"], "autoload -Uz compinit; compinit -u -D; unsetopt beep; eval \"$(cat {script})\""),
}  # fmt: skip


@pytest.fixture(scope="module", params=sorted(SHELLS))
def shell(request, tmp_path_factory):
    """A shell at a terminal that has read the script; call it with keys and get what it then shows."""
    words, setup = SHELLS[request.param]
    try:
        machine.find_shell(words[0])
    except machine.MissingError as missing:
        machine.leave_out(missing)
    folder = tmp_path_factory.mktemp(request.param)
    script = folder / "completion"
    done = subprocess.run(
        [sys.executable, "-m", "frontier", "completion", request.param], capture_output=True, check=True
    )
    script.write_bytes(done.stdout)
    (folder / "my-models.csv").touch()
    mine, its = pty.openpty()
    quiet = {"PATH": os.environ["PATH"], "PS1": "@", "TERM": "dumb", "HOME": str(folder)}
    process = subprocess.Popen(words, stdin=its, stdout=its, stderr=its, cwd=folder, env=quiet, start_new_session=True)

    def shown(wanted, seconds=20):
        text, end = "", time.monotonic() + seconds
        while wanted not in text and time.monotonic() < end:
            if select.select([mine], [], [], 0.1)[0]:
                text += os.read(mine, 65536).decode(errors="replace")
        return text

    def keys(typed, wanted):
        os.write(mine, typed.encode())
        text = shown(wanted)
        os.write(mine, b"\x15")  # nothing is run: the line is cleared
        return text

    os.write(mine, f"{setup.format(script=script)}; echo rea''dy\n".encode())
    assert "ready" in shown("ready")
    yield keys
    process.kill()
    process.wait()
    os.close(mine)
    os.close(its)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("frontier comp\t", "frontier completion"),
        ("frontier plot --as\t", "frontier plot --as-of"),
        ("frontier gap --board text-\t", "--board text-style-control"),
        ("frontier pick --cost ble\t", "--cost blended"),
        ("frontier plot --price-basis unv\t", "--price-basis unverified"),
        ("frontier table --open-means comm\t", "--open-means commercial"),
        ("frontier check my-\t", "check my-models.csv"),
        ("frontier plot --data my-\t", "--data my-models.csv"),
    ],
)
def test_the_shell_completes(shell, typed, wanted):
    assert wanted in shell(typed, wanted)


@pytest.mark.parametrize("name", sorted(SHELLS))
def test_every_command_and_flag_is_in_the_script(name, capsys):
    assert main(["completion", name]) == 0
    script = capsys.readouterr().out
    for word in ("plot", "table", "pick", "gap", "trend", "claims", "check", "report", "update", "add"):
        assert word in script
    for flag in ("--as-of", "--at-least", "--history", "--invesco", "--price-basis", "--accept"):
        assert flag in script


def test_another_shell_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["completion", "fish"])
    assert "choose from" in capsys.readouterr().err
