"""Trees as plain JSON data and back: the form in which the store keeps revisions.

A node is a list whose first item is its kind. The form is a contract with every store ever
written: kinds and positions are never reused, new fields go to the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

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
    Inline,
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

Data = list[Any]

_WRAPPERS: dict[str, type[Strong | Emphasis | Superscript | Subscript]] = {
    "strong": Strong,
    "em": Emphasis,
    "sup": Superscript,
    "sub": Subscript,
}
_WRAPPER_NAMES = {kind: name for name, kind in _WRAPPERS.items()}


def inlines_to_data(inlines: Iterable[Inline]) -> Data:
    """Return *inlines* as JSON data; plain text is a bare string."""
    return [_inline_to_data(inline) for inline in inlines]


def _inline_to_data(inline: Inline) -> str | Data:
    match inline:
        case Text():
            return inline.value
        case Link():
            return ["a", inline.address, inlines_to_data(inline.children)]
        case LineBreak():
            return ["br"]
        case Ruby():
            return ["ruby", inlines_to_data(inline.base), inline.reading]
        case Code():
            return ["code", inline.value]
        case _:
            return [_WRAPPER_NAMES[type(inline)], inlines_to_data(inline.children)]


def inlines_from_data(data: Iterable[str | Data]) -> tuple[Inline, ...]:
    """Return the inlines that *data* holds.

    Raises:
        ValueError: a node of an unknown kind.
    """
    return tuple(_inline_from_data(item) for item in data)


def _inline_from_data(data: str | Data) -> Inline:
    if isinstance(data, str):
        return Text(data)
    match data:
        case ["a", address, children, *_]:
            return Link(address, inlines_from_data(children))
        case ["br", *_]:
            return LineBreak()
        case ["ruby", base, reading, *_]:
            return Ruby(inlines_from_data(base), reading)
        case ["code", value, *_]:
            return Code(value)
        case [str(kind), children, *_] if kind in _WRAPPERS:
            return _WRAPPERS[kind](inlines_from_data(children))
    raise ValueError(f"unknown inline in a stored tree: {data!r:.80}")


def blocks_to_data(blocks: Iterable[Block]) -> Data:
    """Return *blocks* as JSON data."""
    return [_block_to_data(block) for block in blocks]


def _block_to_data(block: Block) -> Data:
    match block:
        case Paragraph():
            return ["p", inlines_to_data(block.children)]
        case Heading():
            return ["h", block.level, inlines_to_data(block.children)]
        case List():
            items = [blocks_to_data(item.blocks) for item in block.items]
            return ["list", block.ordered, block.start, items]
        case Quote():
            return ["quote", blocks_to_data(block.blocks)]
        case Figure():
            return figure_to_data(block)
        case Table():
            return ["table", [_row_to_data(r) for r in block.rows], inlines_to_data(block.caption)]
        case Rule():
            return ["hr"]
        case CodeBlock():
            return ["pre", block.value]
        case Embed():
            return ["embed", block.address, block.title]


def _row_to_data(row: Row) -> Data:
    return [[inlines_to_data(c.children), c.header, c.columns, c.rows] for c in row.cells]


def figure_to_data(figure: Figure) -> Data:
    """Return *figure* as JSON data."""
    image = figure.image
    size = [image.width, image.height]
    return ["figure", image.address, image.alt, *size, inlines_to_data(figure.caption)]


def figure_from_data(data: Data) -> Figure:
    """Return the figure that *data* holds."""
    _, address, alt, width, height, caption, *_ = data
    return Figure(Image(address, alt, width, height), inlines_from_data(caption))


def blocks_from_data(data: Iterable[Data]) -> tuple[Block, ...]:
    """Return the blocks that *data* holds; the inverse of `blocks_to_data`.

    Raises:
        ValueError: a node of an unknown kind.
    """
    return tuple(_block_from_data(item) for item in data)


def _block_from_data(data: Data) -> Block:  # one case a kind of block
    match data:
        case ["p", children, *_]:
            return Paragraph(inlines_from_data(children))
        case ["h", level, children, *_]:
            return Heading(level, inlines_from_data(children))
        case ["list", ordered, start, items, *_]:
            return List(tuple(ListItem(blocks_from_data(i)) for i in items), ordered, start)
        case ["quote", blocks, *_]:
            return Quote(blocks_from_data(blocks))
        case ["table", rows, caption, *_]:
            return Table(tuple(_row_from_data(r) for r in rows), inlines_from_data(caption))
        case [str(kind), *_] if kind in _LEAVES:
            return _LEAVES[kind](data)
    raise ValueError(f"unknown block in a stored tree: {data!r:.80}")


def _row_from_data(data: Data) -> Row:
    return Row(tuple(Cell(inlines_from_data(c), head, cols, rows) for c, head, cols, rows in data))


_LEAVES: dict[str, Callable[[Data], Block]] = {
    "figure": figure_from_data,
    "hr": lambda _: Rule(),
    "pre": lambda data: CodeBlock(data[1]),
    "embed": lambda data: Embed(data[1], data[2]),
}
