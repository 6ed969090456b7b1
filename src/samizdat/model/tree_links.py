"""Where a story's body leads."""

from collections.abc import Iterable, Iterator

from samizdat.model.article import Article
from samizdat.model.tree import (
    Block,
    Code,
    Embed,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Link,
    List,
    Paragraph,
    Quote,
    Ruby,
    Table,
    Text,
)

Leading = Link | Embed
"""A node that leads to an address."""


def body_links(article: Article) -> Iterator[Leading]:
    """Yield the links and embeds of the body, captions' included, in order."""
    if article.lead is not None:
        yield from _in_line(article.lead.caption)
    yield from _in_blocks(article.blocks)


def link_addresses(article: Article) -> Iterator[str]:
    """Yield the addresses of the body's links as they stand there, in order."""
    return (node.address for node in body_links(article))


def _in_blocks(blocks: Iterable[Block]) -> Iterator[Leading]:
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield from _in_line(block.children)
            case Quote():
                yield from _in_blocks(block.blocks)
            case List():
                for item in block.items:
                    yield from _in_blocks(item.blocks)
            case Table():
                yield from _in_table(block)
            case Figure():
                yield from _in_line(block.caption)
            case Embed():
                yield block
            case _:
                pass


def _in_table(table: Table) -> Iterator[Leading]:
    yield from _in_line(table.caption)
    for row in table.rows:
        for cell in row.cells:
            yield from _in_line(cell.children)


def _in_line(inlines: Iterable[Inline]) -> Iterator[Leading]:
    for inline in inlines:
        match inline:
            case Text() | Code() | LineBreak():
                pass
            case Link():
                yield inline
                yield from _in_line(inline.children)
            case Ruby():
                yield from _in_line(inline.base)
            case _:
                yield from _in_line(inline.children)
