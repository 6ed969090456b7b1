"""Tables of the tree → tables of GitHub Flavored Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.model.tree import Row, Table
from samizdat.render.markdown.inlines import write_cell
from samizdat.render.markdown.options import WriteOptions


def write_table(table: Table, options: WriteOptions) -> str:
    """Return the rows of *table*; without a header row the header is empty.

    A cell that spans others is written once and followed by empty cells.
    """
    rows = [list(_cells(row, options)) for row in table.rows]
    width = max((len(row) for row in rows), default=0)
    if not any(map(any, rows)):
        return ""
    if not _is_header(table.rows[0]):
        rows.insert(0, [])
    lines = [_line(row + [""] * (width - len(row))) for row in rows]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _is_header(row: Row) -> bool:
    return bool(row.cells) and all(cell.header for cell in row.cells)


def _cells(row: Row, options: WriteOptions) -> Iterator[str]:
    for cell in row.cells:
        yield write_cell(cell.children, options)
        yield from [""] * (min(cell.columns, 100) - 1)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
