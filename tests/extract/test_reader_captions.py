"""Captions that only a class marks."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from samizdat.extract.reader import read_blocks, text_of_nodes
from samizdat.model.tree import Figure
from samizdat.model.tree_text import inline_text, text_of

BASE = "https://harbour.example/"
NOTE = "The evening ferry at the north pier."


def figure_of(html: str) -> Figure | None:
    """Return the only picture of *html*; the text is checked on the way."""
    body = LexborHTMLParser(html).body
    assert body is not None
    blocks = read_blocks((body,), BASE)
    assert text_of(blocks) == text_of_nodes((body,), BASE)
    return next((block for block in blocks if isinstance(block, Figure)), None)


@pytest.mark.parametrize(
    "html",
    [
        f"<p align=center><img src=/a.jpg></p><p class=pic-note>{NOTE}</p><p>Text.</p>",
        f"<div class=photo><img src=/a.jpg><span>{NOTE}</span></div><p>Text.</p>",
        f"<div class=wp-caption><img src=/a.jpg><p class=wp-caption-text>{NOTE}</p></div>",
        f"<table><tr><td><img src=/a.jpg><div class=img-desc>{NOTE}</div></td></tr></table>",
    ],
)
def test_short_text_right_after_a_picture_is_its_caption(html: str) -> None:
    figure = figure_of(html)
    assert figure is not None
    assert inline_text(figure.caption) == NOTE


@pytest.mark.parametrize(
    "html",
    [
        f"<p><img src=/a.jpg></p><p>{NOTE}</p>",
        f"<div class=photo><img src=/a.jpg><p>{NOTE}</p><p>More of the story.</p></div>",
        f"<img src=/a.jpg><p>Text.</p><p class=caption>{NOTE}</p>",
        f"<img src=/a.jpg><p class=caption>{NOTE * 20}</p>",
    ],
)
def test_paragraphs_of_the_story_are_no_captions(html: str) -> None:
    figure = figure_of(html)
    assert figure is not None
    assert figure.caption == ()


def test_caption_keeps_its_links_and_marks() -> None:
    body = LexborHTMLParser("<img src=/a.jpg><p class=credit>by <b>Ada</b></p>").body
    assert body is not None
    (figure,) = read_blocks((body,), BASE)
    assert isinstance(figure, Figure)
    assert len(figure.caption) == 2
