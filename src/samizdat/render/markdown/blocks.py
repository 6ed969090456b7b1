"""Blocks of the tree → Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from samizdat.model.tree import (
    Block,
    CodeBlock,
    Embed,
    Emphasis,
    Figure,
    Heading,
    Inline,
    List,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from samizdat.render.markdown.characters import clean_code
from samizdat.render.markdown.escape import escape_text
from samizdat.render.markdown.inlines import write_inlines
from samizdat.render.markdown.lines import heading, image, title_link
from samizdat.render.markdown.options import WriteOptions
from samizdat.render.markdown.tables import write_table

_FENCE = re.compile("`{3,}")
_HIGHEST_NUMBER = 999_999_999  # CommonMark: at most nine digits


def write_blocks(blocks: Iterable[Block], options: WriteOptions) -> str:
    """Return *blocks* separated by one blank line, without a line end at the end."""
    blocks = tuple(blocks)
    shift = options.min_heading - min(_levels(blocks), default=options.min_heading)
    return _Writer(options, shift).blocks(blocks)


def _levels(blocks: Iterable[Block]) -> Iterator[int]:
    for block in blocks:
        match block:
            case Heading():
                yield block.level
            case Quote():
                yield from _levels(block.blocks)
            case List():
                for item in block.items:
                    yield from _levels(item.blocks)
            case _:
                pass


class _Writer:
    """Writes the blocks of one body."""

    def __init__(self, options: WriteOptions, shift: int) -> None:
        self._options = options
        self._shift = shift

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n\n".join(self._parts(blocks))

    def _parts(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Yield the written blocks; two lists in a row get different marks and stay apart."""
        other = False
        last: bool | None = None
        for block in blocks:
            if isinstance(block, List):
                other = not other if last is block.ordered else False
                written = self._list(block, other=other)
                last = block.ordered if written else last
            else:
                written = self._block(block)
                last = None if written else last
            if written:
                yield written

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return write_inlines(block.children, self._options)
            case Heading():
                level = max(block.level + self._shift, self._options.min_heading)
                return heading(block.children, level, self._options)
            case Quote():
                return _indent(self.blocks(block.blocks), "> ", blank=">")
            case Rule():
                return "___"  # dashes could be a setext heading or front matter
            case CodeBlock():
                return _fenced(block.value)
            case _:
                return self._object(block)

    def _object(self, block: Block) -> str:
        match block:
            case Figure():
                return self._figure(block)
            case Table():
                parts = (self._caption(block.caption), write_table(block, self._options))
                return "\n\n".join(filter(None, parts))
            case Embed():
                target = self._options.link(block.address)
                return title_link(self._options.embed_label(block), target) if target else ""
            case _:
                return ""

    def _figure(self, figure: Figure) -> str:
        """Return the picture's line, and its caption as a paragraph in emphasis."""
        target = self._options.image(figure.image)
        picture = image(figure.image.alt, target) if target else ""
        picture = picture or escape_text(self._options.missing_image)
        return "\n\n".join(filter(None, (picture, self._caption(figure.caption))))

    def _caption(self, caption: tuple[Inline, ...]) -> str:
        return write_inlines((Emphasis(caption),), self._options)

    def _list(self, block: List, *, other: bool) -> str:
        tight = all(map(_is_tight, block.items))
        start = min(max(block.start, 0), _HIGHEST_NUMBER - len(block.items))
        items = []
        for number, item in enumerate(block.items, start):
            mark = f"{number}{')' if other else '.'}" if block.ordered else "*" if other else "-"
            items.append(self._item(item, mark, tight=tight))
        return ("\n" if tight else "\n\n").join(items)

    def _item(self, item: ListItem, mark: str, *, tight: bool) -> str:
        parts = self._parts(item.blocks)
        body = ("\n" if tight else "\n\n").join(parts)
        if not body:
            return mark
        indent = " " * (len(mark) + 1)
        return f"{mark} {_indent(body, indent)[len(indent) :]}"


def _is_tight(item: ListItem) -> bool:
    """Return whether *item* is one paragraph, with a list below it that may follow at once.

    A numbered list interrupts a paragraph only if it begins with 1.
    """
    match item.blocks:
        case () | (Paragraph(),):
            return True
        case (Paragraph(), List(ordered=ordered, start=start, items=items)):
            return (not ordered or start == 1) and bool(items) and all(map(_is_tight, items))
        case _:
            return False


def _indent(text: str, prefix: str, blank: str = "") -> str:
    return "\n".join(prefix + line if line else blank for line in text.split("\n"))


def _fenced(value: str) -> str:
    value = clean_code(value)
    if not value.strip():
        return ""
    longest = max((len(run) for run in _FENCE.findall(value)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{value.removesuffix(chr(10))}\n{fence}"
