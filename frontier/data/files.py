"""Files that belong together: read as one state, and replaced all or none.

New contents are put beside the files first; then one small file, the record, is renamed into place. From that moment
the new contents count: readers take them, and whoever writes next moves what is not moved yet. Before it, the old ones
do. So a writer that is killed leaves the old state or the new one, whenever it dies.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

RECORD = ".update.json"  # names the files whose new contents stand beside them and count


LOCK = ".update.lock"


WAIT_SECONDS = 60.0


_TRIES = 20


class BusyError(OSError):
    """Another process is changing the files."""


def replace_file(path: Path, data: bytes, *, like: Path | None = None) -> None:
    """Write a file in one step: whoever reads it sees the old one or the new one, whole.

    A link is followed, and who may read it stays (as of ``like``, of which it is to take the place).
    """
    path = path.resolve()
    before = like or path
    mode = before.stat().st_mode & 0o777 if before.exists() else 0o644
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_files(folder: Path, names: Iterable[str]) -> dict[str, bytes | OSError]:
    """Read files of a folder as they were at one moment, also while they are replaced.

    Parameters
    ----------
    folder : path
        The folder that `replace_files` is given.
    names : iterable of str
        Files in it, as ``"models.csv"`` or ``"history/scores.csv"``.

    Returns
    -------
    dict of str to bytes or OSError
        The content of each, or why it cannot be read.

    Notes
    -----
    A record that is not this module's leaves open only which of two contents counts: a file with no new content beside
    it is read, and one that has both is not.
    """
    wanted, found = list(names), dict[str, bytes | OSError]()
    for _ in range(_TRIES):
        before = _state(folder, wanted)
        try:
            counted = _recorded(folder)
        except OSError as error:
            found = {
                name: error if _staged(folder, name).exists() else _content(folder, name, staged=False)
                for name in wanted
            }
        else:
            found = {name: _content(folder, name, staged=name in counted) for name in wanted}
        if _state(folder, wanted) == before:
            break
    return found


@contextlib.contextmanager
def locked(folder: Path, *, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Keep others from changing the files of a folder, and finish what a writer that was killed has begun.

    Parameters
    ----------
    folder : path
        The folder.
    wait : float
        Seconds to wait for another writer.

    Raises
    ------
    BusyError
        If another process still changes them after that time.
    OSError
        If the folder cannot be written, or its record is none that this module writes.
    """
    from filelock import FileLock, Timeout  # whoever reads needs none

    if not folder.is_dir():  # a lock would make it
        raise FileNotFoundError(errno.ENOENT, "no such folder", str(folder))
    try:
        with FileLock(folder / LOCK, timeout=wait):
            _finish(folder)
            yield
    except Timeout:
        raise BusyError(f"another process has been changing {folder} for {wait:g} seconds; try again later") from None


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Replace several files of a folder at once: all of them or none. Call it under `locked`.

    Parameters
    ----------
    folder : path
        The folder.
    contents : mapping of str to bytes
        The new content of each file, by its name in the folder.

    Raises
    ------
    OSError
        If something cannot be written; then nothing is replaced.
    """
    try:
        for name, data in contents.items():
            replace_file(_staged(folder, name), data, like=folder / name)
        replace_file(folder / RECORD, json.dumps(sorted(contents)).encode())
    except BaseException:
        if not (folder / RECORD).exists():
            for name in contents:
                _staged(folder, name).unlink(missing_ok=True)
        raise
    _finish(folder)


def _staged(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    return path.with_name(f".{path.name}.new")


def _recorded(folder: Path) -> list[str]:
    """Return the files whose new contents count already; raise OSError if the record is not one of this module's."""
    record = folder / RECORD
    try:
        names = json.loads(record.read_bytes())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _not_ours(record, error.strerror or "cannot be read") from None
    except (ValueError, RecursionError):
        raise _not_ours(record, "is damaged") from None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise _not_ours(record, "is not a list of files")
    foreign = [name for name in names if not _is_of_a_table(name)]
    if foreign:
        raise _not_ours(record, f"names {foreign[0][:80]!r}, which is no file of a table")
    return names


def _not_ours(record: Path, why: str) -> OSError:
    told = (
        f"{record} {why}, so it was not written by frontier; delete it and the .*.new files beside the tables, "
        "and run frontier check"
    )
    error = OSError(told)
    error.strerror = told  # without a number, for whoever prints this alone
    return error


def _is_of_a_table(name: str) -> bool:
    """Tell whether a name is that of a file in the folder or in its history/: no other is ever recorded."""
    plain = name.removeprefix("history/")
    return plain not in ("", "..") and Path(plain).name == plain and "\0" not in plain


def _finish(folder: Path) -> None:
    for name in _recorded(folder):
        with contextlib.suppress(FileNotFoundError):  # moved before the other writer was killed
            _staged(folder, name).replace((folder / name).resolve())
    (folder / RECORD).unlink(missing_ok=True)
    for pattern in (".*.csv.new", "..*.csv.new.*", f".{RECORD}.*"):  # what a writer prepared and never recorded
        for left in [*folder.glob(pattern), *folder.glob(f"*/{pattern}")]:
            left.unlink(missing_ok=True)


def _content(folder: Path, name: str, *, staged: bool) -> bytes | OSError:
    for path in (_staged(folder, name), folder / name) if staged else (folder / name,):
        try:
            return path.read_bytes()
        except OSError as error:
            reason = error
    return reason


def _state(folder: Path, names: Iterable[str]) -> list[tuple[int, int, int] | None]:
    """Return what changes whenever one of the files is replaced."""

    def stamp(path: Path) -> tuple[int, int, int] | None:
        try:
            about = path.stat()
        except OSError:
            return None
        return about.st_ino, about.st_mtime_ns, about.st_size

    return [stamp(folder / name) for name in (RECORD, *names)]
