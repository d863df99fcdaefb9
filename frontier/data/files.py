"""Files that belong together: read as one state, and replaced all or none.

New contents are put beside the files first; then one small file, the record, is renamed into place. From that moment
the new contents count: readers take them, and the next writer moves what is not moved yet. Before it, the old ones
do. So a writer that is killed leaves the old state or the new one, whenever it is killed.
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
    """Write a file in one step: a reader sees the old one or the new one, whole.

    A link is followed, and the permissions stay (those of ``like``, whose place the file is to take).
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
    A record that this module did not write leaves open which of two contents counts: a file without a new content
    beside it is read, and one that has both is not.
    """
    wanted, found = list(names), dict[str, bytes | OSError]()
    for _ in range(_TRIES):
        before = _state(folder, wanted)
        try:
            counted: Iterable[str] | OSError = _recorded(folder)
        except OSError as error:
            counted = error
        found = {name: _content(folder, name, counted) for name in wanted}
        if _state(folder, wanted) == before:
            break
    return found


@contextlib.contextmanager
def locked(folder: Path, *, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Keep others from changing the files of a folder, and finish what a killed writer has begun.

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
        If the folder cannot be written, or its record was not written by this module.
    """
    from filelock import FileLock, Timeout  # readers need none

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
        foreign = [name for name in names if not _is_of_a_table(name)] if isinstance(names, list) else [names]
        if not foreign:
            return list(names)
        why = f"names {str(foreign[0])[:80]!r}, which is no file of a table"
    except FileNotFoundError:
        return []
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or "is damaged"
    message = (
        f"{record} {why}, so it was not written by frontier; delete it and the .*.new files beside the tables, "
        "and run frontier check"
    )
    wrong = OSError(message)
    wrong.strerror = message  # without a number, for who prints this alone
    raise wrong


def _is_of_a_table(name: object) -> bool:
    """Return whether a name is that of a file in the folder or in its history/: no other is ever recorded."""
    plain = name.removeprefix("history/") if isinstance(name, str) else ""
    return plain not in ("", "..") and Path(plain).name == plain and "\0" not in plain


def _finish(folder: Path) -> None:
    for name in _recorded(folder):
        with contextlib.suppress(FileNotFoundError):  # moved before the other writer was killed
            _staged(folder, name).replace((folder / name).resolve())
    (folder / RECORD).unlink(missing_ok=True)
    for pattern in (".*.csv.new", "..*.csv.new.*", f".{RECORD}.*"):  # what a writer prepared and never recorded
        for left in [*folder.glob(pattern), *folder.glob(f"*/{pattern}")]:
            left.unlink(missing_ok=True)


def _content(folder: Path, name: str, counted: Iterable[str] | OSError) -> bytes | OSError:
    """Return the content of a file that counts: the staged one if it is recorded; unknown if the record is."""
    if isinstance(counted, OSError):
        if _staged(folder, name).exists():
            return counted
        counted = ()
    for path in (_staged(folder, name), folder / name) if name in counted else (folder / name,):
        try:
            return path.read_bytes()
        except OSError as error:
            reason = error
    return reason


def _state(folder: Path, names: list[str]) -> list[tuple[int, int, int] | None]:
    """Return what changes whenever one of the files is replaced."""
    found: list[tuple[int, int, int] | None] = [None] * (1 + len(names))
    for k, name in enumerate((RECORD, *names)):
        with contextlib.suppress(OSError):
            about = (folder / name).stat()
            found[k] = (about.st_ino, about.st_mtime_ns, about.st_size)
    return found
