"""Which of a picture's sizes is taken."""

from __future__ import annotations

import pytest

from samizdat.extract.reader_images import best_of_set


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("/a-800.jpg 800w, /a-1600.jpg 1600w, /a-3200.jpg 3200w", "/a-1600.jpg"),
        (" ,\n, /a.jpg 1x ,, /b.jpg\t2x,\n", "/b.jpg"),
        ("/c,d_300.jpg 300w,/e.jpg 600w", "/e.jpg"),
        ("/港.jpg", "/港.jpg"),
        ("/a.jpg 1.2.3w, /b.jpg 9w", "/b.jpg"),
        ("", ""),
        (", ,\t,", ""),
    ],
)
def test_the_best_of_a_set_is_found_whatever_stands_between(text: str, best: str) -> None:
    assert best_of_set(text) == best


@pytest.mark.parametrize("filler", ["\t", ",", " ,", "\u3000", "a,", "a ", "a 1", "1w ", "., "])
def test_a_set_of_nothing_costs_no_more_than_its_length(filler: str) -> None:
    assert isinstance(best_of_set(filler * 100_000), str)
    assert isinstance(best_of_set("a.jpg," + filler * 9_000 + "x"), str)
