"""Tables keep their columns, whatever spans them."""

from samizdat.model.tree import Cell, Row, Table, Text
from samizdat.render.markdown import WriteOptions, write_blocks


def _row(*cells: str | tuple[str, int, int], header: bool = False) -> Row:
    full = [cell if isinstance(cell, tuple) else (cell, 1, 1) for cell in cells]
    return Row(tuple(Cell((Text(t),), header, columns, rows) for t, columns, rows in full))


def _write(*rows: Row) -> list[str]:
    return write_blocks((Table(rows),), WriteOptions()).split("\n")


def test_a_header_row_is_the_header() -> None:
    assert _write(_row("队", "分", header=True), _row("港口队", "3")) == [
        "| 队 | 分 |",
        "| --- | --- |",
        "| 港口队 | 3 |",
    ]


def test_without_header_row_the_header_is_empty() -> None:
    assert _write(_row("a", "b"))[:2] == ["|  |  |", "| --- | --- |"]


def test_cells_stay_in_their_column_beside_spanning_ones() -> None:
    assert _write(
        _row("day", ("sea", 2, 1), header=True),
        _row(("Monday", 1, 2), "calm", "blue"),
        _row("rough", "grey"),
        _row("Tuesday", "calm", "blue"),
    )[2:] == ["| Monday | calm | blue |", "|  | rough | grey |", "| Tuesday | calm | blue |"]


def test_a_hostile_span_stays_small() -> None:
    assert len("\n".join(_write(_row(("a", 10**9, 10**9)), _row("b")))) < 5000
