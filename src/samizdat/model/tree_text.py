"""The text of a tree: what a reader reads, without marks, in order.

One line a leaf block (paragraph, heading, caption, cell, code block), a forced line break is a
line end too. This is the measure of text fidelity: the chosen nodes of a page, the tree and every
rendered output give the same lines.
"""

from collections.abc import Iterable, Iterator

from samizdat.model.tree import (
    Block,
    Code,
    CodeBlock,
    Figure,
    Heading,
    Inline,
    LineBreak,
    List,
    Paragraph,
    Quote,
    Ruby,
    Table,
    Text,
)


def inline_text(inlines: Iterable[Inline]) -> str:
    """Return the characters of *inlines*; a line break is a line end."""
    return "".join(_inline_parts(inlines))


def _inline_parts(inlines: Iterable[Inline]) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case Text() | Code():
                yield inline.value
            case LineBreak():
                yield "\n"
            case Ruby():
                yield from _inline_parts(inline.base)
                yield inline.reading
            case _:
                yield from _inline_parts(inline.children)


def block_texts(blocks: Iterable[Block], *, captions: bool = True) -> Iterator[str]:
    """Yield the text of every leaf block in order; figures' captions only if *captions*."""
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield inline_text(block.children)
            case CodeBlock():
                yield block.value
            case Quote():
                yield from block_texts(block.blocks, captions=captions)
            case List():
                for item in block.items:
                    yield from block_texts(item.blocks, captions=captions)
            case Table():
                yield from _table_texts(block)
            case Figure() if captions and block.caption:
                yield inline_text(block.caption)
            case _:
                pass


def _table_texts(table: Table) -> Iterator[str]:
    if table.caption:
        yield inline_text(table.caption)
    for row in table.rows:
        for cell in row.cells:
            yield inline_text(cell.children)


def text_of(blocks: Iterable[Block], *, captions: bool = True) -> str:
    """Return the text of *blocks*: leaf blocks separated by one blank line, empty ones left out."""
    texts = (text.strip() for text in block_texts(blocks, captions=captions))
    return "\n\n".join(text for text in texts if text)
