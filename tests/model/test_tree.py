"""Trees survive storage, and their text is what a reader reads."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from samizdat.model.article import Article, content_hash
from samizdat.model.tree import (
    Block,
    Cell,
    Figure,
    Image,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Ruby,
    Table,
    Text,
)
from samizdat.model.tree_images import image_origins
from samizdat.model.tree_json import blocks_from_data, blocks_to_data
from samizdat.model.tree_text import text_of
from tests.support.trees import block_lists


@given(block_lists())
def test_a_stored_tree_comes_back_as_it_was(blocks: tuple[Block, ...]) -> None:
    assert blocks_from_data(blocks_to_data(blocks)) == blocks


def test_text_keeps_order_breaks_and_readings() -> None:
    ruby = Ruby((Text("羅盤"),), "ㄌㄨㄛˊ")
    cells = Table((Row((Cell((Text("a"),)), Cell((Text("b"),)))),))
    figure = Figure(Image("https://h.example/i.jpg", "alt"), (Text("Caption"),))
    blocks = (
        Paragraph((Text("one"), LineBreak(), ruby)),
        List((ListItem((Paragraph((Link("https://h.example/", (Text("item"),)),)), cells)),)),
        figure,
    )
    assert text_of(blocks) == "one\n羅盤ㄌㄨㄛˊ\n\nitem\n\na\n\nb\n\nCaption"
    assert text_of(blocks, captions=False).endswith("b")


def test_pictures_are_found_at_every_depth_once() -> None:
    lead = Figure(Image("https://h.example/1.jpg"))
    deep = Quote((List((ListItem((Figure(Image("https://h.example/2.jpg")),)),)), lead))
    article = Article("t", (deep,), lead=lead)
    assert image_origins(article) == ("https://h.example/1.jpg", "https://h.example/2.jpg")


def test_a_signed_picture_address_is_no_new_revision() -> None:
    def article(query: str) -> Article:
        return Article("t", (Figure(Image(f"https://h.example/1.jpg?{query}")),))

    assert content_hash(article("sig=1")) == content_hash(article("sig=2"))
    assert content_hash(article("")) != content_hash(replace(article(""), title="u"))
