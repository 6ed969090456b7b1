"""Every renderer shows exactly the tree: text, structure, marks and targets."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from samizdat.model.tree import (
    Block,
    Code,
    Emphasis,
    Inline,
    List,
    ListItem,
    Paragraph,
    Quote,
    Strong,
    Superscript,
    Text,
)
from samizdat.model.tree_text import text_of
from samizdat.render.markdown import WriteOptions, clean_text, write_blocks
from tests.support.outline import html_outline, tree_outline
from tests.support.renderers import RENDERERS, github
from tests.support.trees import block_lists, inline_lists

OPTIONS = WriteOptions(image=lambda _: "../images/aa/0123.webp")
QUICK = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
WIDE = settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))
BATCH = settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],  # each example is a process, so shrinking would take minutes
    suppress_health_check=list(HealthCheck),
)


def plain_options() -> WriteOptions:
    return OPTIONS


def footnote_options() -> WriteOptions:
    """Return options under which every link is its words and a number."""
    numbers: dict[str, int] = {}
    return replace(
        OPTIONS,
        link=lambda _: None,
        note=lambda address: f"[{numbers.setdefault(address, len(numbers) + 1)}]",
    )


def assert_shows(
    renderer: str,
    trees: list[tuple[Block, ...]],
    options: Callable[[], WriteOptions] = plain_options,
) -> None:
    documents = [write_blocks(blocks, options()) + "\n" for blocks in trees]
    for blocks, document, html in zip(
        trees, documents, RENDERERS[renderer](documents), strict=True
    ):
        assert html_outline(html) == tree_outline(blocks, options()), f"{document}\n=>\n{html}"


@given(inlines=inline_lists())
@QUICK
def test_a_paragraph_shows_as_written(inlines: tuple[Inline, ...]) -> None:
    for renderer in ("github", "gitlab"):
        assert_shows(renderer, [(Paragraph(inlines),)])


@given(blocks=block_lists())
@QUICK
def test_a_body_shows_as_written(blocks: tuple[Block, ...]) -> None:
    for renderer in ("github", "gitlab"):
        assert_shows(renderer, [blocks])


@given(blocks=block_lists())
@QUICK
def test_links_as_footnotes_are_their_words_and_numbers(blocks: tuple[Block, ...]) -> None:
    for renderer in ("github", "gitlab"):
        assert_shows(renderer, [blocks], footnote_options)


@given(trees=st.lists(block_lists(max_size=2), min_size=15, max_size=15))
@BATCH
def test_bodies_show_as_written_on_forgejo(trees: list[tuple[Block, ...]]) -> None:
    assert_shows("forgejo", trees)
    assert_shows("forgejo", trees, footnote_options)


@pytest.mark.slow
@given(blocks=block_lists())
@WIDE
def test_thousands_of_bodies_show_as_written(blocks: tuple[Block, ...]) -> None:
    for renderer in ("github", "gitlab"):
        assert_shows(renderer, [blocks])
        assert_shows(renderer, [blocks], footnote_options)


@given(blocks=block_lists(max_size=2))
@QUICK
def test_the_page_text_is_the_tree_text(blocks: tuple[Block, ...]) -> None:
    assume("Embed(" not in repr(blocks))  # an embed's link has no text in the tree
    body = LexborHTMLParser(github(write_blocks(blocks, WriteOptions()))).body
    assert body is not None
    assert _characters(body.text()) == _characters(text_of(blocks))


def test_trees_too_deep_for_any_renderer_keep_their_text() -> None:
    inlines: tuple[Inline, ...] = (Text("deep"),)
    blocks: tuple[Block, ...] = (Paragraph((Text("down"),)),)
    for level in range(5000):
        inlines = ((Strong, Emphasis, Superscript)[level % 3](inlines),)
        blocks = (Quote(blocks) if level % 2 else List((ListItem(blocks),)),)
    document = write_blocks((Paragraph(inlines), *blocks), OPTIONS)
    body = LexborHTMLParser(github(document)).body
    assert body is not None
    assert body.text().split() == ["deep", "down"]


def test_lists_with_an_empty_one_between_them_stay_apart() -> None:
    one, none = List((ListItem((Paragraph((Text("*"),)),)),), ordered=True), List(())
    for renderer in ("github", "gitlab"):
        assert_shows(renderer, [(one, none, one, one)])


def _characters(text: str) -> str:
    """Return the characters that readers should meet, without space and isolates."""
    return "".join(re.sub("[\u2066-\u2069]", "", clean_text(text)).split())


def test_codes_meet_where_the_text_between_them_was_only_a_control_character() -> None:
    codes = Strong((Code("*"), Text("\x1f"), Code("0")))
    assert write_blocks((Paragraph((codes,)),), WriteOptions()) == "**`*0`**"
