"""What the command line prints: plain text on any terminal, readable tables, CSV and JSON."""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    import pandas as pd

GOOD, PROBLEMS, USAGE = 0, 1, 2  # exit codes

# The columns of prices, as tables for people call them.
PRICES = {"input_usd_per_mtok": "input", "cached_input_usd_per_mtok": "cached", "output_usd_per_mtok": "output"}

_SHORTEST = 12  # a text cell is not cut below this on a narrow terminal


class CommandError(Exception):
    """Input that cannot be used: the whole message, and the exit code."""

    def __init__(self, message: object, code: int = USAGE) -> None:
        super().__init__(str(message))
        self.code = code


def printable(text: object) -> str:
    """Return a text that cannot control a terminal: ``?`` for each control or invisible character.

    Line breaks stay; every kind of blank becomes a blank.
    """
    plain = str(text)
    return plain if plain.isascii() and plain.isprintable() else "".join(map(_plain, plain))


def _plain(character: str) -> str:
    if character.isprintable() or character == "\n":
        return character
    return " " if character == "\t" or unicodedata.category(character) == "Zs" else "?"


class PlainStream:
    """A text stream that passes on only what is `printable`, and ``?`` for what its encoding lacks.

    Parameters
    ----------
    stream : text stream
        Where the text goes; everything but writing is left to it.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text, whatever is in it."""
        encoding = getattr(self.stream, "encoding", None) or "utf-8"
        self.stream.write(printable(text).encode(encoding, "replace").decode(encoding))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def progress(text: str) -> None:
    """Show progress on a terminal, and only there; an empty text removes it."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{printable(text)}", end="", file=getattr(sys.stderr, "stream", sys.stderr), flush=True)


@contextlib.contextmanager
def busy(text: str) -> Iterator[None]:
    """Show on a terminal what takes a while, for as long as it does."""
    progress(f"{text} ...")
    try:
        yield
    finally:
        progress("")


def records(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return rows as JSON has them: days as text, nothing as null."""
    plain = _with_days(rows).astype(object)
    return plain.where(plain.notna(), None).to_dict(orient="records")


def as_json(document: Mapping[str, Any]) -> str:
    """Return an object as JSON: tables in it become lists of rows, days become text."""
    plain = {name: records(value) if hasattr(value, "columns") else value for name, value in document.items()}
    return json.dumps(plain, indent=1, allow_nan=False, default="{:%Y-%m-%d}".format)


def as_csv(rows: pd.DataFrame) -> str:
    """Return rows as CSV; an apostrophe stands before a text that a spreadsheet would run as a formula."""
    from frontier.data.edit import FORMULA

    def guarded(value: object) -> object:
        return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value

    return _with_days(rows).astype(object).map(guarded).to_csv(index=False, lineterminator="\n")


def readable(rows: pd.DataFrame) -> str:
    """Return rows as a table for people.

    On a terminal the table keeps to its width: long texts are cut, and columns that do not fit follow below, each time
    after the first column. A table higher than the terminal repeats its header at its foot.
    """
    rows = _with_days(rows)
    if not sys.stdout.isatty():
        return _block(rows)
    width, height = shutil.get_terminal_size()

    def fits(block: str) -> bool:
        return max(map(len, block.split("\n"))) <= width

    longest = next((n for n in range(width, _SHORTEST, -8) if fits(_block(rows, n))), _SHORTEST)
    first, *left = rows.columns
    blocks = list[str]()
    while left or not blocks:
        candidates = ((n, _block(rows[[first, *left[:n]]], longest)) for n in range(max(len(left), 1), 0, -1))
        number, block = next((n, block) for n, block in candidates if n == 1 or fits(block))
        header = block.split("\n", 1)[0]
        blocks.append(f"{block}\n{header}" if block.count("\n") + 2 > height else block)
        left = left[number:]
    return "\n\n".join(blocks)


def _block(rows: pd.DataFrame, longest: int | None = None) -> str:
    """Return rows as lines, with texts cut to the longest allowed."""
    wide = dict[str, Any]()
    for column in (c for c in rows if rows[c].dtype.kind not in "biuf"):
        text = rows[column].fillna("").astype(str).map(printable)
        text = text.where(text.str.len() <= longest, text.str[: longest - 1] + "…") if longest else text
        wide[str(column)] = text.str.ljust(max([len(str(column)), *text.str.len()]))
    lines: str = rows.assign(**wide).to_string(index=False, na_rep="", float_format="{:g}".format, justify="left")
    return "\n".join(line.rstrip() for line in lines.splitlines())


def _with_days(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with days as text."""
    return rows.assign(**{str(c): rows[c].dt.strftime("%Y-%m-%d") for c in rows if rows[c].dtype.kind == "M"})


def show(
    rows: pd.DataFrame,
    options: argparse.Namespace,
    *,
    people: pd.DataFrame | str | None = None,
    picture: Sequence[Any] = (),
    **about: Any,
) -> None:
    """Give rows as the options ask: in a picture, as CSV, as JSON, or for people.

    Parameters
    ----------
    rows : pandas.DataFrame
        For CSV and JSON, in the units and names of the table.
    options : argparse.Namespace
        With ``format``: csv, json, or None for people.
    people : pandas.DataFrame or str, optional
        What people see instead of the rows.
    picture : sequence
        What `draw` takes beside the files: a function that draws, and its arguments.
    **about : object
        What JSON says of the rows: the day, the board, the units, what was left out.
    """
    if picture and options.output:
        draw(picture[0], options, *picture[1:])
    elif getattr(options, "xlsx", None):
        with writing(options.xlsx):
            _write_workbook(rows, options.xlsx)
    elif options.format == "csv":
        print(as_csv(rows), end="")
    elif options.format == "json":
        print(as_json({**about, "rows": rows}))
    else:
        shown = rows if people is None else people
        print(shown if isinstance(shown, str) else readable(shown))


def _write_workbook(rows: pd.DataFrame, path: Path) -> None:
    """Write rows as an Excel workbook, the same bytes every time; texts are texts, never formulas or links."""
    import datetime as dt
    from io import BytesIO

    import pandas as pd

    from frontier.data.files import replace_file

    content, plain = BytesIO(), {"strings_to_formulas": False, "strings_to_urls": False}
    try:
        with pd.ExcelWriter(content, engine="xlsxwriter", engine_kwargs={"options": plain}) as writer:
            writer.book.set_properties({"created": dt.datetime(2025, 1, 1)})
            _with_days(rows).to_excel(writer, index=False, freeze_panes=(1, 1))
    except ImportError:
        raise CommandError("--xlsx needs XlsxWriter: pip install 'frontier[xlsx]'") from None
    replace_file(path, content.getvalue())


def draw(
    plot: Callable[..., Any], options: argparse.Namespace, *arguments: Any, paths: Sequence[Path] = (), **how: Any
) -> None:
    """Draw a picture, the same whatever the style of the user, and write it to the files that the options name."""
    from frontier.plots.theme import DPI, SIZE, new_figure, plain_style, save_figure

    plain_style(options.font)
    width, height = options.size or SIZE
    dpi = options.dpi or (DPI if width > 0 else -width / SIZE[0])
    shape = (SIZE[0], SIZE[0] * height / width) if width > 0 else (-width / dpi, -height / dpi)
    asked = {"title": options.title, "palette": options.palette}
    look = {name: value for name, value in asked.items() if value is not None}
    ax = plot(*arguments, **look, **how, ax=new_figure(shape))
    for path in paths or options.output:
        with writing(path):
            save_figure(ax, path, dpi=dpi, editable=options.editable)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Print the path of a file that was written, or say why it cannot be."""
    try:
        yield
    except OSError as error:
        why = error.strerror if path.parent.is_dir() else f"there is no folder {path.parent}"
        raise CommandError(f"{path}: {why}", PROBLEMS) from None
    print(path)


def complain(lines: Iterable[object]) -> None:
    """Print lines on stderr."""
    for line in lines:
        print(line, file=sys.stderr)
