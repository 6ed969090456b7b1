"""One cell of a table of the desk."""

from __future__ import annotations

import pytest

from samizdat.desk.cells import read_text
from samizdat.errors import ParseError


@pytest.mark.parametrize("end", ["\n", "\r\n", " \t ", "\u2028", "\n \n"])
def test_line_ends_in_a_cell_are_one_space(end: str) -> None:
    assert read_text(f" 渡轮{end}今天  恢复 ") == "渡轮 今天  恢复"


def test_a_cell_of_nothing_but_spaces_inside_is_refused_as_too_long() -> None:
    with pytest.raises(ParseError, match="300,002 characters"):
        read_text("a" + " " * 300_000 + "b")
