"""Blocks of the tree → Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from samizdat.model.tree import (
    Block,
    CodeBlock,
    Embed,
    Figure,
    Heading,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
)
from samizdat.render.markdown.characters import clean_code
from samizdat.render.markdown.escape import escape_text
from samizdat.render.markdown.inlines import write_caption, write_inlines
from samizdat.render.markdown.lines import heading, image
from samizdat.render.markdown.options import WriteOptions
from samizdat.render.markdown.tables import write_table

_LIQUID = re.compile(r"(?<=\{)[{%]")
_FENCE = re.compile("`{3,}")
_DEEPEST = 16  # renderers bound nesting, and each level costs a prefix on every line
_HIGHEST_NUMBER = 999_999_999  # CommonMark: at most nine digits


def write_blocks(blocks: Iterable[Block], options: WriteOptions) -> str:
    """Return *blocks* separated by one blank line, without a line end at the end."""
    blocks = tuple(blocks)
    levels = (block.level for block in _leaves(blocks) if isinstance(block, Heading))
    shift = options.min_heading - min(levels, default=options.min_heading)
    return _Writer(options, shift).blocks(blocks)


def _leaves(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks that hold no blocks, in order, however deep they stand."""
    waiting = list(blocks)[::-1]
    while waiting:
        match waiting.pop():
            case Quote(blocks=inner):
                waiting.extend(reversed(inner))
            case List(items=items):
                waiting.extend(b for item in reversed(items) for b in reversed(item.blocks))
            case block:
                yield block


class _Writer:
    """Writes the blocks of one body."""

    def __init__(self, options: WriteOptions, shift: int) -> None:
        self._options = options
        self._shift = shift
        self._depth = 0

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n\n".join(self._parts(blocks))

    def _parts(self, blocks: Iterable[Block]) -> list[str]:
        """Return the written blocks; what stands too deep stands on the deepest level."""
        self._depth += 1
        parts = list(self._written(blocks if self._depth < _DEEPEST else _leaves(blocks)))
        self._depth -= 1
        return parts

    def _written(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Yield the written blocks; two lists in a row get different marks and stay apart."""
        other = False
        last: bool | None = None
        for block in blocks:
            if isinstance(block, List):
                mark = not other if last is block.ordered else False
                written = self._list(block, other=mark)
                if written:  # an empty list between two others keeps nothing apart
                    other, last = mark, block.ordered
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
                body = self.blocks(block.blocks)
                return _indent(body, "> ", blank=">") if body else ""
            case Rule():
                return "___"  # dashes could be a setext heading or front matter
            case CodeBlock():
                return _code(block.value)
            case _:
                return self._object(block)

    def _object(self, block: Block) -> str:
        match block:
            case Figure():
                return self._figure(block)
            case Table():
                caption = write_caption(block.caption, self._options)
                parts = (caption, write_table(block, self._options))
                return "\n\n".join(filter(None, parts))
            case Embed():
                label = (Text(self._options.embed_label(block)),)
                return write_inlines((Link(block.address, label),), self._options)
            case _:
                return ""

    def _figure(self, figure: Figure) -> str:
        """Return the picture's line, and its caption as a paragraph in small print."""
        target = self._options.image(figure.image)
        picture = image(figure.image.alt, target) if target else ""
        picture = picture or escape_text(self._options.missing_image(figure.image))
        caption = write_caption(figure.caption, self._options)
        return "\n\n".join(filter(None, (picture, caption)))

    def _list(self, block: List, *, other: bool) -> str:
        """Return a list; items without content go where no number depends on them."""
        tight = all(map(_is_tight, block.items))
        between = "\n" if tight else "\n\n"
        bodies = [between.join(self._parts(item.blocks)) for item in block.items]
        if not any(bodies):
            return ""
        if not block.ordered:
            mark = "*" if other else "-"
            return between.join(_item(mark, body) for body in bodies if body)
        start = min(max(block.start, 0), _HIGHEST_NUMBER - len(bodies))
        dot = ")" if other else "."
        return between.join(
            # goldmark ends a list at an empty item, so an empty tag stands in its place
            _item(f"{number}{dot}", body or "<span></span>")
            for number, body in enumerate(bodies, start)
        )


def _item(mark: str, body: str) -> str:
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


def _code(value: str) -> str:
    """Return a fenced block; as HTML where Liquid, which no fence stops, would be read."""
    value = clean_code(value).rstrip("\n")  # goldmark drops empty lines at the end
    if not value.strip():
        return ""
    if _LIQUID.search(value):
        text = _LIQUID.sub(lambda m: f"&#{ord(m[0])};", escape(value, quote=False))
        return f"<pre><code>{text}\n</code></pre>"
    longest = max((len(run) for run in _FENCE.findall(value)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{value}\n{fence}"
