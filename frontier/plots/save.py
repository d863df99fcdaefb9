"""Pictures to files, byte-identical from run to run."""

from __future__ import annotations

import tempfile
from pathlib import Path as FilePath
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes


def save_figure(ax: Axes, path: str | FilePath) -> None:
    """Save the figure of an Axes, the same bytes every time, replacing the file in one step.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        From one of the plot functions.
    path : path
        Where to write; the ending (.svg, .png, .pdf) says the format.

    Returns
    -------
    None

    Raises
    ------
    ValueError
        If the ending is of no format that can be written.

    Examples
    --------
    >>> import frontier
    >>> ax = frontier.plot_frontier(frontier.find_frontier(frontier.load_models(as_of="2025-02-14")))
    >>> frontier.save_figure(ax, getfixture("tmp_path") / "deck.png")
    """
    path = FilePath(path)
    figure: Any = ax.get_figure()
    kind = path.suffix.lstrip(".").lower()
    allowed = sorted(k for k in ("svg", "png", "pdf") if k in figure.canvas.get_supported_filetypes())
    if kind not in allowed:
        raise ValueError(f"{path.name!r} must end in one of {', '.join('.' + k for k in allowed)}")
    # What would name the day or the version of a tool is left out.
    metadata = {
        "svg": {"Date": None, "Creator": None, "Title": ax.get_title(loc="left")},
        "png": {"Software": None, "Title": ax.get_title(loc="left")},
        "pdf": {"CreationDate": None, "Producer": None, "Creator": None},
    }[kind]
    with tempfile.TemporaryDirectory(dir=path.resolve().parent, prefix=f".{path.name}.") as folder:
        drawn = FilePath(folder) / path.name
        with mpl.rc_context({"svg.hashsalt": "frontier", "svg.fonttype": "path"}):
            figure.savefig(drawn, format=kind, dpi=200, metadata=metadata)
        drawn.replace(path.resolve())
