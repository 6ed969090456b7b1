"""HTML → the document tree; nothing else in samizdat makes blocks from a page.

The walk is a loop, not a recursion: however deep a page nests, Python's stack does not grow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from samizdat.extract.guard import check_page
from samizdat.extract.reader_build import Builder, Leave
from samizdat.extract.reader_captions import caption_ids
from samizdat.extract.reader_frames import join_lines
from samizdat.extract.reader_images import stand_ins
from samizdat.extract.reader_inline import READING, Mark, with_mark
from samizdat.extract.reader_nodes import ReadOptions, hidden_ids, node_ids, outermost
from samizdat.extract.reader_open import open_block
from samizdat.extract.reader_tags import BLOCKS, EMBEDS, LEAVES, LEFT_OUT, MARKS
from samizdat.extract.reader_text import text_of_nodes
from samizdat.model.tree import Block, Inline

__all__ = [
    "ReadOptions",
    "node_ids",
    "read_blocks",
    "read_fragment",
    "read_inlines",
    "text_of_nodes",
]

_ALL = ReadOptions()


def read_blocks(
    nodes: Sequence[LexborNode], base: str, options: ReadOptions = _ALL
) -> tuple[Block, ...]:
    """Return what *nodes* hold as blocks, in the order given.

    Args:
        nodes: of one tree; a node inside another one of them is read once.
        base: absolute address against which references resolve.
        options: what is left out.
    """
    builder = Builder(base, options.strip_image, all_tables=options.all_tables)
    for node in outermost(nodes):
        builder.flush()
        hidden = hidden_ids(node) - options.shown
        _Walk(builder, options.exclude | hidden, caption_ids(node)).over(node)
    return builder.finish()


def read_inlines(node: LexborNode, base: str, options: ReadOptions = _ALL) -> tuple[Inline, ...]:
    """Return the text of *node* as inlines of one block, for captions and titles."""
    return join_lines(read_blocks((node,), base, options))[0]


def read_fragment(html: str, base: str) -> tuple[Block, ...]:
    """Return the blocks of a piece of HTML, such as a feed's full text.

    Raises:
        ParseError: the fragment would cost far more to parse than any real one.
    """
    html = html.replace("\x00", "").encode("utf-8", "replace").decode()
    check_page(html, where=base)
    body = LexborHTMLParser(html, options=LexborDocumentOptions.WO_EVENTS).body
    return read_blocks((body,), base) if body is not None else ()


@dataclass(slots=True)
class _Walk:
    """One pass over a node and all below it, in document order."""

    builder: Builder
    left_out: frozenset[int]
    captions: frozenset[int]
    open: list[tuple[LexborNode, Leave | None, tuple[Mark, ...]]] = field(default_factory=list)

    def over(self, root: LexborNode) -> None:
        """Hand *root* and all that it holds to the builder."""
        node: LexborNode | None = root
        while node is not None:
            value = node.text_content
            if value is not None:
                if not self.left_out or node.mem_id not in self.left_out:
                    self.builder.text(value)
            elif self._enter(node):
                child = node.first_child
                if child is not None:
                    node = child
                    continue
                self._leave()
            node = self._following(node)

    def _following(self, node: LexborNode) -> LexborNode | None:
        """Return the node after *node* and its contents, leaving what ends before it."""
        following = node.next if self.open else None
        while following is None and self.open:
            element = self._leave()
            following = element.next if self.open else None
        return following

    def _leave(self) -> LexborNode:
        element, leave, marks = self.open.pop()
        self.builder.marks = marks
        if leave is not None:
            leave()
        return element

    def _enter(self, node: LexborNode) -> bool:
        """Begin an element; False if the walk does not go into it."""
        if self.left_out and node.mem_id in self.left_out:
            return False
        tag = node.tag or ""
        if tag in LEFT_OUT:
            if tag == "noscript":
                for image in stand_ins(node, self.builder.base):
                    self.builder.image(image)
            return False
        marks = self.builder.marks
        if tag in BLOCKS:
            leave: Leave | None = self._block(node, tag)
        elif tag in LEAVES:
            self._leaf(node, tag)
            return False
        else:
            leave = self._inline(node, tag)
        self.open.append((node, leave, marks))
        return True

    def _block(self, node: LexborNode, tag: str) -> Leave:
        leave = open_block(self.builder, node, tag)
        return self.builder.watch(leave) if node.mem_id in self.captions else leave

    def _leaf(self, node: LexborNode, tag: str) -> None:
        """Take an element whose contents do not count."""
        if tag == "br":
            self.builder.line_break()
        elif tag in EMBEDS:
            self.builder.embed(node)
        else:
            self.builder.image(node)

    def _inline(self, node: LexborNode, tag: str) -> Leave | None:
        mark = MARKS.get(tag)
        if mark is not None:
            self.builder.marks = with_mark(self.builder.marks, mark)
            return self.builder.end_reading if mark == READING else None
        if tag == "a":
            self.builder.link(node.attributes.get("href") or "")
        elif tag == "ruby":
            self.builder.ruby()
        return None
