"""The body of a published page is read back into the tree that it was written from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings

from samizdat.extract.mirror.edition import EditionBody, read_edition_body
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
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Ruby,
    Rule,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from samizdat.model.tree_text import inline_text, text_of
from samizdat.render.markdown import WriteOptions, write_blocks
from tests.support.trees import block_lists

PATH = "harbour/2026/03/e3/eaa7vq4nya4q.md"
PICTURE = "images/aa/0123456789abcdef0123456789abcdef.webp"
ORIGIN = "https://i.harbour.example/pier.jpg"
PICTURES = {PICTURE: ORIGIN}
OPTIONS = WriteOptions(
    image=lambda image: f"../../../../{PICTURE}" if image.address == ORIGIN else None,
    missing_image=lambda _: "[Picture not available]",
    embed_label=lambda embed: f"Player: {embed.title or 'tube.example'}",
)


def p(*children: object) -> Paragraph:
    return Paragraph(tuple(Text(c) if isinstance(c, str) else c for c in children))  # type: ignore[misc]


def links(blocks: Iterable[Block]) -> Iterator[Link]:
    """Yield the links of paragraphs, in order."""
    waiting: list[object] = list(blocks)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, Link):
            yield node
        waiting[:0] = getattr(node, "children", ())


def row(*cells: str, header: bool = False) -> Row:
    return Row(tuple(Cell((Text(c),) if c else (), header) for c in cells))


def back(blocks: tuple[Block, ...], **more: object) -> tuple[Block, ...]:
    written = write_blocks(blocks, OPTIONS)
    body = EditionBody(written, PATH, PICTURES, embed="Player: {name}", **more)  # type: ignore[arg-type]
    return read_edition_body(body)


@pytest.mark.parametrize(
    "blocks",
    [
        (p("港口今天重新开放。"), p("می\u200cرود و *برمی\u200cگردد*"), p("Паром: 5 < 6 & 7 > 3")),
        (Heading(2, (Text("C #"),)), p("text"), Heading(3, (Text("1. [x] $5"),)), Rule(), p("end")),
        (p(Strong((Text("中文。"),)), "后", Emphasis((Text("斜"),)), Superscript((Text("2"),))),),
        (p("H", Subscript((Text("2"),)), "O, ", Code("a`b"), LineBreak(), "second line"),),
        (p(Ruby((Text("港"),), "こう"), Ruby((Text("口"),), "ぐち"), "の朝"),),
        (p("see ", Link("https://n.example/a_(b)?x=1&y=2", (Text("the [map]"),)), "."),),
        (Quote((p("quoted"), Quote((p("deeper"),)))),),
        (
            List(
                (
                    ListItem((p("one"), List((ListItem((p("inner"),)),), ordered=True, start=3))),
                    ListItem((p("two"),)),
                )
            ),
            List((ListItem((p("another list"),)),)),
        ),
        (Table((row("Ship", "Time", header=True), row("Möwe", "5:40"), row("", "6|10"))),),
        (Table((row("a"),), (Text("One cell"),)), p("after")),
        (Table((row("a", "b"), row("c", "d")), (Text("Without a header"),)),),
        (CodeBlock("def f():\n    return '`'\n\n# end"), CodeBlock("{{ liquid }}")),
        (Figure(Image(ORIGIN, "the pier"), (Text("The pier. "), Emphasis((Text("Photo"),)))),),
        (Figure(Image(ORIGIN)), p("no caption")),
        (List((ListItem((p("x"), Figure(Image(ORIGIN, "a"), (Text("in a list"),)))),)),),
        (Embed("https://tube.example/1", "The ferry"), p("after")),
    ],
    ids=lambda blocks: type(blocks[0]).__name__,
)
def test_what_was_written_is_read_back(blocks: tuple[Block, ...]) -> None:
    assert back(blocks) == blocks


def test_a_body_in_a_division_of_its_direction_is_read_whole() -> None:
    markdown = '<div dir="rtl" lang="fa">\n\nبندر *باز* شد.\n\n- یک\n- دو\n\n</div>'
    blocks = read_edition_body(EditionBody(markdown, PATH))
    assert text_of(blocks) == "بندر باز شد.\n\nیک\n\nدو"
    assert isinstance(blocks[1], List)


def test_pictures_have_their_origins_again() -> None:
    caption = (Text("The pier"),)
    blocks = (Figure(Image(ORIGIN, "pier"), caption),)
    assert back(blocks) == blocks
    elsewhere = f"![pier](https://cdn.example/m/{PICTURE})\n\n<small>The pier</small>"
    assert read_edition_body(EditionBody(elsewhere, PATH, PICTURES)) == blocks


def test_a_picture_that_the_page_lacks_is_one_again() -> None:
    lost = "https://i.harbour.example/lost.jpg"
    blocks = (p("before"), Figure(Image(lost), (Text("Lost"),)), Figure(Image(ORIGIN, "pier")))
    words = "[Picture not available]"
    assert back(blocks, missing=(lost,), missing_words=words) == blocks
    assert text_of(back(blocks)) == "before\n\n[Picture not available]\n\nLost"


def test_links_to_other_pages_lead_to_their_originals() -> None:
    markdown = "See [the ferry](../../02/aa/bbbb.md) and [news](../../../news.md)."
    original = "https://harbour.example/ferry"
    links = {"harbour/2026/02/aa/bbbb.md": original}
    assert read_edition_body(EditionBody(markdown, PATH, links=links)) == (
        p("See ", Link(original, (Text("the ferry"),)), " and news."),
    )


def test_footnotes_are_links_on_the_last_word() -> None:
    notes = ("https://n.example/1", "https://n.example/2")
    markdown = (
        "The port<sup>[1]</sup> and *the **pier***<sup>[2]</sup>, 渡轮恢复通航<sup>[1]</sup>。"
    )
    blocks = read_edition_body(EditionBody(markdown, PATH, notes=notes))
    assert text_of(blocks) == "The port and the pier, 渡轮恢复通航。"
    assert [(link.address[-1], inline_text(link.children)) for link in links(blocks)] == [
        ("1", "port"),
        ("2", "pier"),
        ("1", "通航"),
    ]


def test_a_player_with_a_footnote_is_a_player_again() -> None:
    markdown = 'The ferry.\n\nPlayer: The "new" ferry<sup>[1]</sup>'
    body = EditionBody(markdown, PATH, notes=("https://tube.example/1",), embed="Player: {name}")
    assert read_edition_body(body)[1] == Embed("https://tube.example/1", 'The "new" ferry')


def test_a_number_that_is_no_footnote_stays() -> None:
    blocks = read_edition_body(EditionBody("H<sup>[7]</sup>", PATH, notes=("https://n.example/1",)))
    assert text_of(blocks) == "H[7]"


def test_nothing_is_read_that_a_tree_cannot_hold() -> None:
    markdown = (
        "<script>alert(1)</script>\n\n[a](javascript:alert(1)) <img src=x onerror=alert(1)>\n\n"
        "<iframe src='https://t.example/'></iframe>"
    )
    assert "alert" not in repr(read_edition_body(EditionBody(markdown, PATH)))


@settings(max_examples=120)
@given(block_lists(max_size=3))
def test_a_tree_that_was_read_is_written_and_read_the_same(blocks: tuple[Block, ...]) -> None:
    known = back(blocks)
    written = write_blocks(known, OPTIONS)
    assert write_blocks(back(known), OPTIONS) == written


def test_a_paragraph_without_spaces_costs_no_more_than_its_length() -> None:
    body = EditionBody("渡轮" * 100_000, PATH, notes=("https://harbour.example/",))
    assert text_of(read_edition_body(body)) == body.markdown


def test_many_pictures_that_the_page_lacks_are_one_each() -> None:
    words, origins = "[Picture not available]", tuple(f"{ORIGIN}?{n}" for n in range(20_000))
    page = EditionBody(f"{words}\n\n" * 20_001, PATH, missing=origins, missing_words=words)
    *pictures, last = read_edition_body(page)
    assert [b.image.address for b in pictures if isinstance(b, Figure)] == [*origins]
    assert last == p(words)
