"""What every result has in common: a table, readable text, and a form for notebooks."""

from __future__ import annotations

from html import escape


class Result:
    """An answer that becomes a table (``to_frame``) and prints itself under headed columns."""

    def _repr_html_(self) -> str:
        return f'<pre style="white-space: pre-wrap">{escape(str(self))}</pre>'


def headed(columns: dict[str, list[str]]) -> str:
    """Return columns of text under their heads, all right-aligned but the last."""
    widths = [max(map(len, (head, *cells))) for head, cells in columns.items()]
    rows = [list(columns), *map(list, zip(*columns.values(), strict=True))]
    lines = ["  ".join([*(f"{cell:>{w}}" for cell, w in zip(row[:-1], widths, strict=False)), row[-1]]) for row in rows]
    return "\n".join(f"  {line}".rstrip() for line in lines)
