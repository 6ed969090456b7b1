"""Hostile texts on whole pages, in every field, as three forges show them.

A text from outside is words and nothing else: the page is made of the same elements, links and
pictures as with harmless words, whatever the text is. `harms` says what no page may hold at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice
from typing import Any, get_args

import pytest

from samizdat.extract.reader import read_fragment
from samizdat.model.page import LinkPolicy, Page
from samizdat.model.tree import (
    Block,
    Cell,
    Code,
    CodeBlock,
    Embed,
    Emphasis,
    Figure,
    Heading,
    Image,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Ruby,
    Strong,
    Table,
    Text,
)
from samizdat.model.tree_images import image_origins
from samizdat.render.git import Look
from samizdat.render.markdown import is_blank
from tests.support.git_pages import variant
from tests.support.harmless import (
    LOOK,
    PAGES,
    STORY,
    assert_harmless,
    assert_only_words,
    by_sixteen,
    harmless,
    markdown_of,
    slow,
)
from tests.support.haunted import haunt, haunt_wording, with_body
from tests.support.hostile import texts

pytestmark = pytest.mark.shared


TEXTS = (
    *("xss/html.jsonl", "titles/fields.jsonl", "strings/blns.jsonl", "markdown/spec.jsonl"),
    "unicode/policy.jsonl",
)
"""Lists that are meant as texts."""

LISTS: tuple[Any, ...] = (
    *TEXTS,
    *map(slow, ("paths/traversal.jsonl", "ssrf/urls.jsonl", "ssrf/open_redirect.jsonl")),
    slow("url/urltestdata.jsonl"),
)
HERE = "https://harbour.example/city/a"


def everywhere(text: str, page: Page) -> tuple[str, str]:
    """Return *page* with *text* in every field, and its harmless twin."""
    return markdown_of(haunt(page, text)), markdown_of(haunt(page, harmless(text)))


@pytest.mark.parametrize("name", LISTS)
def test_every_text_in_fields_of_every_kind_of_page_is_words(name: str) -> None:
    visible = [text for text in texts(name) if not is_blank(text)]
    turns: list[tuple[Page, list[str]]] = [(STORY, shifted) for shifted in four_shifts(visible)]
    turns += [(page, visible) for page in PAGES.values()]
    assert_only_words(
        (markdown_of(haunted), markdown_of(haunt(page, "Harbour")))
        for page, given in turns
        for haunted in islice(in_turn(page, given), MOST)
    )


MOST = 160
"""Pages of one kind: those with few fields take some of the texts here and all in the trials."""


def four_shifts(texts: list[str]) -> Iterator[list[str]]:
    """Yield *texts* in four orders, so that each stands in four fields of a page."""
    return (texts[shift:] + texts[:shift] for shift in (0, 5, 11, 17))


@pytest.mark.parametrize("name", LISTS)
def test_a_text_that_nobody_sees_changes_no_page(name: str) -> None:
    unseen = [text for text in texts(name) if is_blank(text)]
    assert_only_words(everywhere(text, page) for text in unseen for page in PAGES.values())


@pytest.mark.slow
@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("name", LISTS)
def test_every_text_in_every_field_of_every_kind_of_page_is_words(name: str, kind: str) -> None:
    assert_only_words(everywhere(text, PAGES[kind]) for text in texts(name))


def in_turn(page: Page, texts: Sequence[str], *, addresses: bool = False) -> Iterator[Page]:
    """Yield *page* again and again, until each of *texts* stood in one of its fields.

    A page without such a field is yielded once.
    """
    coming = Coming(texts)
    while coming.given < len(texts):
        before = coming.given
        yield haunt(page, coming, addresses=addresses)
        if coming.given == before:
            return


class Coming(Iterator[str]):
    """Texts in turn, over and over, which counts how many it gave."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._turn, self.given = cycle(texts), 0

    def __next__(self) -> str:
        self.given += 1
        return next(self._turn)


@pytest.mark.parametrize("kinds", [("desk-home", "desk-section", "desk-story"), slow(tuple(PAGES))])
@pytest.mark.parametrize("name", LISTS)
def test_a_text_as_an_address_leads_nowhere_else(name: str, kinds: tuple[str, ...]) -> None:
    assert_harmless(
        haunted for kind in kinds for haunted in in_turn(PAGES[kind], texts(name), addresses=True)
    )


def hostile_body(text: str) -> tuple[Block, ...]:
    """Return what our reader makes of *text* as HTML, and *text* as every node that has words."""
    words = (Text(text),)
    return (
        *read_fragment(text, HERE),
        Paragraph((Strong(words), Emphasis(words), Code(text), Ruby(words, text), *words)),
        Paragraph((Link(text, words), Link(HERE, words))),
        Heading(2, words),
        List((ListItem((Paragraph(words),)),), ordered=True),
        Quote((Paragraph(words),)),
        Table((Row((Cell(words, header=True), Cell(words))), Row((Cell(words),))), words),
        Figure(Image("https://harbour.example/a.jpg", text), words),
        Figure(Image(text, text), words),
        CodeBlock(text),
        Embed(text, text),
        Embed(HERE, text),
    )


POLICIES: tuple[LinkPolicy, ...] = get_args(LinkPolicy)


@pytest.mark.parametrize("name", LISTS)
def test_a_text_as_a_body_is_harmless(name: str) -> None:
    pages = []
    for some, policy in zip(by_sixteen(texts(name)), cycle(POLICIES), strict=False):
        page = with_body(STORY, tuple(block for text in some for block in hostile_body(text)))
        pictures = {origin: variant(repr(origin)) for origin in image_origins(page.article)}
        pages.append(replace(page, variants=pictures, link_policy=policy))
    assert_harmless(pages)


@pytest.mark.parametrize("one_in", [16, slow(1)])
def test_a_text_as_the_operators_own_words_is_words(one_in: int) -> None:
    given = [text for name in TEXTS for text in texts(name) if not is_blank(text)]
    twin = operators("Harbour")
    assert_only_words((operators(text), twin) for text in given[::one_in])


def operators(text: str) -> str:
    """Return a page whose operator wrote *text* into the configuration and the strings file."""
    wording = haunt_wording(LOOK.wording, text)
    return markdown_of(STORY, Look(text, wording, contact=f"~{text}"))
