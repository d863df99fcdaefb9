"""What the command line prints: plain text on any terminal, readable tables, CSV and JSON."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    import pandas as pd

_SHORTEST = 12  # a text cell is not cut below this on a narrow terminal


def printable(text: object) -> str:
    """Return a text without what a terminal obeys: control characters and invisible ones become ``?``.

    Line breaks stay; every kind of blank becomes a blank.
    """
    plain = str(text)
    if plain.isascii() and plain.isprintable():
        return plain
    return "".join(c if c.isprintable() or c == "\n" else _plain(c) for c in plain)


def _plain(character: str) -> str:
    return " " if character == "\t" or unicodedata.category(character) == "Zs" else "?"


class PlainStream(io.TextIOBase):
    """A text stream that passes on only what is `printable`, and ``?`` for what its encoding lacks.

    Parameters
    ----------
    stream : text stream
        Where it goes.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text, whatever is in it."""
        plain = printable(text)
        try:
            self.stream.write(plain)
        except UnicodeEncodeError:
            encoding = self.stream.encoding or "ascii"
            self.stream.write(plain.encode(encoding, "replace").decode(encoding))
        return len(text)

    def flush(self) -> None:
        """Pass on what is held."""
        self.stream.flush()

    def isatty(self) -> bool:
        """Return whether it is a terminal."""
        return self.stream.isatty()

    def fileno(self) -> int:
        """Return the number of the open file."""
        return self.stream.fileno()


@contextlib.contextmanager
def plain_streams() -> Iterator[None]:
    """Let everything that is printed meanwhile go through a `PlainStream`."""
    with (
        contextlib.redirect_stdout(PlainStream(sys.stdout)),
        contextlib.redirect_stderr(PlainStream(sys.stderr)),
    ):
        yield


def progress(text: str) -> None:
    """Show on a terminal, and only there, how far it is; an empty text takes it away."""
    if sys.stderr.isatty():
        stream = sys.stderr.stream if isinstance(sys.stderr, PlainStream) else sys.stderr
        print(f"\r\x1b[K{printable(text)}", end="", file=stream, flush=True)


@contextlib.contextmanager
def busy(text: str) -> Iterator[None]:
    """Say on a terminal what takes a while, for as long as it does."""
    progress(f"{text} ...")
    try:
        yield
    finally:
        progress("")


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as JSON has them: days as text, nothing as null."""
    plain = _with_days(rows).astype(object)
    found = plain.where(plain.notna(), None).to_dict(orient="records")
    return [{str(k): v.item() if hasattr(v, "item") else v for k, v in row.items()} for row in found]


def as_json(document: Mapping[str, Any]) -> str:
    """Return an object as JSON; tables in it become lists of rows."""
    plain = {name: records(value) if hasattr(value, "columns") else value for name, value in document.items()}
    return json.dumps(plain, indent=1, allow_nan=False)


def as_csv(rows: pd.DataFrame) -> str:
    """Return rows as CSV; an apostrophe stands before a text that a spreadsheet would run as a formula."""
    from frontier.data.edit import FORMULA

    guarded = _with_days(rows)
    for column in guarded:
        if guarded[column].dtype.kind not in "biuf":
            guarded[column] = [
                f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
                for value in guarded[column]
            ]
    return guarded.to_csv(index=False, lineterminator="\n")


def readable(rows: pd.DataFrame) -> str:
    """Return rows as a table for people.

    On a terminal it keeps to its width: long texts are cut, and columns that do not fit follow below, each time after
    the first. A table higher than the terminal has its header at its foot too.
    """
    rows = _with_days(rows)
    if not sys.stdout.isatty():
        return _block(rows)
    width, height = shutil.get_terminal_size()
    rows = _narrowed(rows, width)
    blocks, columns = list[str](), list(rows.columns)
    while columns:
        fit = next(
            (n for n in range(len(columns), 1, -1) if _width(_block(rows[_first(rows, columns[:n])])) <= width), 1
        )
        block = _block(rows[_first(rows, columns[:fit])])
        header = block.split("\n", 1)[0]
        blocks.append(f"{block}\n{header}" if block.count("\n") + 2 > height else block)
        columns = columns[fit:]
    return "\n\n".join(blocks)


def _first(rows: pd.DataFrame, columns: list[Any]) -> list[Any]:
    """Return the columns of a block, the first of the table before them."""
    return columns if columns[0] == rows.columns[0] else [rows.columns[0], *columns]


def _narrowed(rows: pd.DataFrame, width: int) -> pd.DataFrame:
    """Cut the longest texts until the table fits, or none is long."""
    texts = [c for c in rows if rows[c].dtype.kind not in "biuf"]
    longest = {c: int(rows[c].fillna("").astype(str).str.len().max() or 0) for c in texts}
    over = _width(_block(rows)) - width
    cut = dict(longest)
    while over > 0 and any(size > _SHORTEST for size in cut.values()):
        widest = max(cut, key=lambda c: cut[c])
        cut[widest] -= 1
        over -= 1
    shorter = {
        c: [value if len(value) <= cut[c] else value[: cut[c] - 1] + "…" for value in rows[c].fillna("").astype(str)]
        for c in texts
        if cut[c] < longest[c]
    }
    return rows.assign(**{str(c): cells for c, cells in shorter.items()}) if shorter else rows


def _width(text: str) -> int:
    return max(map(len, text.split("\n")))


def _block(rows: pd.DataFrame) -> str:
    texts = {c: rows[c].fillna("").astype(str).map(printable) for c in rows if rows[c].dtype.kind not in "biuf"}
    wide = {str(c): text.str.ljust(max([len(str(c)), *text.str.len()])) for c, text in texts.items()}
    text: str = rows.assign(**wide).to_string(index=False, na_rep="", float_format="{:g}".format, justify="left")
    return "\n".join(line.rstrip() for line in text.splitlines())


def _with_days(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with days as text."""
    return rows.assign(**{str(c): rows[c].dt.strftime("%Y-%m-%d") for c in rows if rows[c].dtype.kind == "M"})


GOOD, PROBLEMS, USAGE = 0, 1, 2


_MANY = 20  # of a long list that is printed for people


_FEW = 3  # rows that are left out for one reason, and said one by one


class CommandError(Exception):
    """An input that cannot be used: the whole message, and the exit code it earns."""

    def __init__(self, message: object, code: int = USAGE) -> None:
        super().__init__(str(message))
        self.code = code


def _cannot_write(path: Path, error: OSError) -> str:
    """Say why a file cannot be written."""
    missing = not path.parent.is_dir()
    return f"{path}: {f'there is no folder {path.parent}' if missing else error.strerror}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _print(rows: pd.DataFrame, options: argparse.Namespace, **about: Any) -> None:
    """Print rows as a readable table, or in the units and names of the table: as CSV, or as a JSON object.

    ``about`` says what the rows are of, for JSON: the day, the board, the units, what was left out.
    """
    if options.csv:
        print(as_csv(rows), end="")
    elif options.json:
        print(as_json({**about, "rows": rows}))
    else:
        print(readable(rows))
