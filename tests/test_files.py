"""Files that belong together are replaced all or none: whenever the writer dies, and however many write at once."""

import signal
import subprocess
import sys

import pytest

from frontier.data import files
from frontier.data.files import LOCK, RECORD, BusyError, locked, read_files, replace_file, replace_files

NAMES = ["models.csv", "history/prices.csv", "history/scores.csv", "history/snapshots.csv"]
OLD = {name: f"old {name}".encode() for name in NAMES}
NEW = {name: f"new {name}".encode() * 1000 for name in NAMES}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "history").mkdir()
    for name, data in OLD.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def there(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_all_are_replaced_and_nothing_else_is_left(folder):
    (folder / ".models.csv.swp").write_text("an editor's")
    with locked(folder):
        replace_files(folder, NEW)
    assert read_files(folder, NAMES) == NEW
    assert {name: (folder / name).read_bytes() for name in NAMES} == NEW
    assert there(folder) == sorted([*NAMES, ".models.csv.swp", LOCK])


def test_a_link_is_followed_and_who_may_read_stays(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "real.csv"
    elsewhere.write_bytes(b"old")
    elsewhere.chmod(0o640)
    (folder / "models.csv").unlink()
    (folder / "models.csv").symlink_to(elsewhere)
    with locked(folder):
        replace_files(folder, NEW)
    assert (folder / "models.csv").is_symlink()
    assert elsewhere.read_bytes() == NEW["models.csv"]
    assert elsewhere.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in elsewhere.parent.iterdir()] == ["real.csv"]


def test_a_file_that_is_not_there_is_told(folder):
    found = read_files(folder, ["models.csv", "none.csv"])
    assert found["models.csv"] == OLD["models.csv"]
    assert isinstance(found["none.csv"], FileNotFoundError)


# Dies at the given call that changes the folder: before it or after it.
DIES = """
import os, signal, sys
from pathlib import Path
from frontier.data import files
folder, at, when = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
calls = 0
def dying(real):
    def call(*args, **kwargs):
        global calls
        calls += 1
        if calls == at and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if calls == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return call
Path.replace, Path.unlink, os.fsync = dying(Path.replace), dying(Path.unlink), dying(os.fsync)
new = {name: (f"new {name}".encode() * 1000) for name in sys.argv[4:]}
with files.locked(folder):
    files.replace_files(folder, new)
print(calls)
"""


def write(folder, at=0, when="before"):
    command = [sys.executable, "-c", DIES, str(folder), str(at), when, *NAMES]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.slow
def test_a_writer_that_is_killed_anywhere_leaves_the_old_or_the_new(folder):
    calls = int(write(folder).stdout)
    assert calls > 3 * len(NAMES)
    seen = set()
    for at in range(1, calls + 1):
        for when in ("before", "after"):
            for name, data in OLD.items():
                (folder / name).write_bytes(data)
            assert write(folder, at, when).returncode == -signal.SIGKILL
            found = read_files(folder, NAMES)
            assert found in (OLD, NEW), (at, when)
            seen.add(found == NEW)
            with locked(folder):  # the next writer finishes it, and finds the same
                assert {name: (folder / name).read_bytes() for name in NAMES} == found
            assert there(folder) == sorted([*NAMES, LOCK])
    assert seen == {False, True}


def test_what_cannot_be_written_changes_nothing(folder, monkeypatch):
    calls = []

    def full(path, data, **how):
        calls.append(path)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        replace_file(path, data, **how)

    monkeypatch.setattr(files, "replace_file", full)
    with pytest.raises(OSError, match="No space left"), locked(folder):
        replace_files(folder, NEW)
    assert read_files(folder, NAMES) == OLD
    assert there(folder) == sorted([*NAMES, LOCK])


def test_a_reader_never_sees_a_mixture(folder):
    """While another process replaces them again and again."""
    code = """
import sys
from pathlib import Path
from frontier.data.files import locked, replace_files
folder, names = Path(sys.argv[1]), sys.argv[2:]
print("ready", flush=True)
for turn in range(100_000):
    with locked(folder):
        replace_files(folder, {name: str(turn).encode() for name in names})
"""
    with locked(folder):
        replace_files(folder, dict.fromkeys(NAMES, b"0"))
    with subprocess.Popen([sys.executable, "-c", code, str(folder), *NAMES], stdout=subprocess.PIPE) as writer:
        try:
            writer.stdout.readline()
            seen = set()
            while len(seen) < 100:
                (state,) = set(read_files(folder, NAMES).values())
                seen.add(state)
                assert writer.poll() is None
        finally:
            writer.kill()


def test_the_second_waits_and_then_refuses(folder):
    code = f"""
import sys, time
from pathlib import Path
from frontier.data.files import locked
with locked(Path({str(folder)!r})):
    print("mine", flush=True)
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"mine\n"
        busy = pytest.raises(BusyError, match=r"another process has been changing .* for 0.2 seconds")
        with busy, locked(folder, wait=0.2):
            pass
        other.kill()
        other.wait()
        with locked(folder, wait=5):  # a lock does not outlive its holder
            pass


def test_what_is_no_folder_is_told(folder):
    with pytest.raises(OSError, match=r"models\.csv"), locked(folder / "models.csv"):
        pass
    assert not (folder / RECORD).exists()
    with pytest.raises(FileNotFoundError, match="no such folder"), locked(folder / "none"):
        pass
    assert not (folder / "none").exists()


ODD_RECORDS = {
    "cut": b'["models.c',
    "text": b"\xff\xfe\x00",
    "empty": b"",
    "deep": b"[" * 100_000,
    "object": b'{"models.csv": 1}',
    "number": b"1",
    "numbers": b"[1, 2]",
    "above": b'["../victim.csv"]',
    "absolute": b'["/etc/victim.csv"]',
    "below": b'["history/../../victim.csv"]',
    "elsewhere": b'["other/victim.csv"]',
    "escape": b'["/a\\u001b[2J.csv"]',
    "null": b'["models.csv", "a\\u0000"]',
    "parent": b'[".."]',
    "nothing": b'["history/"]',
}


@pytest.mark.parametrize("record", ODD_RECORDS.values(), ids=ODD_RECORDS)
def test_a_record_that_is_not_ours_moves_nothing_and_says_what_to_do(folder, record):
    data = folder / "data"
    (data / "history").mkdir(parents=True)
    for name, content in OLD.items():
        (data / name).write_bytes(content)
    (folder / ".victim.csv.new").write_bytes(b"theirs")
    (folder / "victim.csv").write_bytes(b"mine")
    (data / RECORD).write_bytes(record)
    before = there(folder)
    assert read_files(data, NAMES) == OLD, "nothing else could be meant"
    with (
        pytest.raises(
            OSError, match=r"\.update\.json .*not written by frontier; delete it .*run frontier check"
        ) as caught,
        locked(data),
    ):
        pass
    assert "\n" not in str(caught.value)
    assert str(caught.value).isprintable()
    assert (folder / "victim.csv").read_bytes() == b"mine"
    assert [path for path in there(folder) if not path.endswith(LOCK)] == before
    staged = data / ".models.csv.new"
    staged.write_bytes(b"new")
    found = read_files(data, NAMES)
    assert isinstance(found.pop("models.csv"), OSError), "the old content or the new one?"
    assert found == {name: content for name, content in OLD.items() if name != "models.csv"}
    (data / RECORD).unlink()
    staged.unlink()
    with locked(data):
        replace_files(data, NEW)
    assert read_files(data, NAMES) == NEW


def test_a_record_that_cannot_be_opened_is_told(folder):
    (folder / RECORD).mkdir()
    assert read_files(folder, NAMES) == OLD
    with pytest.raises(OSError, match="Is a directory, so it was not written by frontier"), locked(folder):
        pass
