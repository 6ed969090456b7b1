"""Tables of the tree → tables of GitHub Flavored Markdown."""

from __future__ import annotations

from samizdat.model.tree import Row, Table
from samizdat.render.markdown.inlines import write_cell
from samizdat.render.markdown.options import WriteOptions

_EMPTY = ("",) * 99  # no table of a story is wider; a hostile colspan is


def write_table(table: Table, options: WriteOptions) -> str:
    """Return the rows of *table*; without a header row the header is empty.

    A cell that spans columns or rows is written once, empty cells stand where it reaches.
    """
    hanging: dict[int, int] = {}
    rows = [_cells(row, hanging, options) for row in table.rows]
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


def _cells(row: Row, hanging: dict[int, int], options: WriteOptions) -> list[str]:
    """Return the cells of *row*; *hanging* counts the rows that a cell above still reaches."""
    written: list[str] = []
    for cell in row.cells:
        _skip(written, hanging)
        texts = [write_cell(cell.children, options), *_EMPTY[: max(cell.columns - 1, 0)]]
        for text in texts:
            hanging[len(written)] = cell.rows - 1
            written.append(text)
    _skip(written, hanging)
    return written


def _skip(written: list[str], hanging: dict[int, int]) -> None:
    """Put empty cells where cells of rows above reach."""
    while hanging.get(len(written), 0) > 0:
        hanging[len(written)] -= 1
        written.append("")


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
