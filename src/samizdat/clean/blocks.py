"""Walks over blocks and inlines that change links and drop what is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from operator import is_

from samizdat.model.tree import (
    Block,
    Code,
    CodeBlock,
    Emphasis,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Ruby,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from samizdat.model.tree_text import text_of

Rewrite = Callable[[str], str]
"""Gives an address's new spelling; "" makes the link plain text."""


def map_links(blocks: Iterable[Block], rewrite: Rewrite) -> tuple[Block, ...]:
    """Return *blocks* with every link's address rewritten."""
    return tuple(_block(block, rewrite) for block in blocks)


def is_empty(block: Block) -> bool:
    """Return whether *block* should hold text and holds none."""
    if isinstance(block, Paragraph | Heading | CodeBlock):
        return not text_of((block,))
    match block:
        case Quote():
            return all(is_empty(inner) for inner in block.blocks)
        case List():
            return all(is_empty(inner) for item in block.items for inner in item.blocks)
        case Table():
            return not text_of((block,))
        case _:
            return False


def _block(block: Block, rewrite: Rewrite) -> Block:
    match block:
        case Paragraph() | Heading():
            children = map_inlines(block.children, rewrite)
            return block if children is block.children else replace(block, children=children)
        case Figure():
            return replace(block, caption=map_inlines(block.caption, rewrite))
        case Quote():
            return Quote(_kept(block.blocks, rewrite))
        case List():
            items = (ListItem(_kept(item.blocks, rewrite)) for item in block.items)
            return replace(block, items=tuple(item for item in items if item.blocks))
        case Table():
            rows = tuple(_row(row, rewrite) for row in block.rows)
            return Table(rows, map_inlines(block.caption, rewrite))
        case _:
            return block


def _kept(blocks: Iterable[Block], rewrite: Rewrite) -> tuple[Block, ...]:
    return tuple(_block(block, rewrite) for block in blocks if not is_empty(block))


def _row(row: Row, rewrite: Rewrite) -> Row:
    cells = (replace(cell, children=map_inlines(cell.children, rewrite)) for cell in row.cells)
    return Row(tuple(cells))


def map_inlines(inlines: tuple[Inline, ...], rewrite: Rewrite) -> tuple[Inline, ...]:
    """Return *inlines* with links rewritten, adjacent texts joined, empty nodes gone.

    Where nothing changes it is *inlines* itself, as in most paragraphs: nothing is made anew.
    """
    merged: list[Inline] = []
    for inline in inlines:
        for new in _inline(inline, rewrite):
            last = merged[-1] if merged else None
            if isinstance(new, Text) and isinstance(last, Text):
                merged[-1] = Text(last.value + new.value)
            else:
                merged.append(new)
    is_same = len(merged) == len(inlines) and all(map(is_, merged, inlines))
    return inlines if is_same else tuple(merged)


def _inline(inline: Inline, rewrite: Rewrite) -> Iterator[Inline]:
    match inline:
        case Link():
            children = map_inlines(inline.children, rewrite)
            address = rewrite(inline.address)
            if not (address and children):
                yield from children
            elif children is inline.children and address == inline.address:
                yield inline
            else:
                yield Link(address, children)
        case Strong() | Emphasis() | Superscript() | Subscript():
            children = map_inlines(inline.children, rewrite)
            if children:
                same = children is inline.children
                yield inline if same else replace(inline, children=children)
        case Ruby():
            yield replace(inline, base=map_inlines(inline.base, rewrite))
        case Text() | Code():
            if inline.value:
                yield inline
        case LineBreak():
            yield inline
