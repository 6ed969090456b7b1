"""HTML → the document tree; nothing else in samizdat makes blocks from a page.

The walk is a loop, not a recursion: however deep a page nests, Python's stack does not grow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from samizdat.extract.guard import check_page
from samizdat.extract.reader_build import Builder, Leave
from samizdat.extract.reader_frames import join_lines
from samizdat.extract.reader_images import pick_image
from samizdat.extract.reader_inline import READING, Mark, with_mark
from samizdat.extract.reader_open import open_block
from samizdat.extract.reader_tags import BLOCKS, EMBEDS, IMAGES, LEAVES, LEFT_OUT, MARKS
from samizdat.model.tree import Block, Inline

_HIDES = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What of the chosen nodes is not read.

    Attributes:
        exclude: `mem_id` of nodes that are left out with all they hold (`node_ids` makes the set).
        strip_image: words; a picture whose address holds one is left out.
    """

    exclude: frozenset[int] = _NOTHING
    strip_image: tuple[str, ...] = ()


_ALL = ReadOptions()


def node_ids(nodes: Iterable[LexborNode]) -> frozenset[int]:
    """Return the ids by which `ReadOptions.exclude` knows *nodes*."""
    return frozenset(node.mem_id for node in nodes)


def read_blocks(
    nodes: Sequence[LexborNode], base: str, options: ReadOptions = _ALL
) -> tuple[Block, ...]:
    """Return what *nodes* hold as blocks, in the order given.

    Args:
        nodes: of one tree; a node inside another one of them is read once.
        base: absolute address against which references resolve.
        options: what is left out.
    """
    builder = Builder(base, options.strip_image)
    for node in outermost(nodes):
        builder.flush()
        _Walk(builder, options.exclude | hidden_ids(node)).over(node)
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


def outermost(nodes: Sequence[LexborNode]) -> list[LexborNode]:
    """Return *nodes* without those that another one of them holds."""
    if len(nodes) == 1:
        return list(nodes)
    seen = node_ids(nodes)
    kept: dict[int, LexborNode] = {}
    for node in nodes:
        above = node.parent
        while above is not None and above.mem_id not in seen:
            above = above.parent
        if above is None:
            kept.setdefault(node.mem_id, node)
    return list(kept.values())


def hidden_ids(root: LexborNode) -> frozenset[int]:
    """Return the ids of nodes inside *root* that a browser does not show without a script.

    *root* itself was chosen, so it counts as shown. `aria-hidden` hides from screen readers what
    others see, so it does not count.
    """
    hidden = {
        node.mem_id
        for node in root.css("[hidden], [style*=isplay], [style*=ISPLAY], dialog:not([open])")
        if _is_hidden(node)
    }
    return frozenset(hidden - {root.mem_id}) if hidden else _NOTHING


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if node.tag == "dialog" and "open" not in attributes:
        return True
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    return _HIDES.search(attributes.get("style") or "") is not None


@dataclass(slots=True)
class _Walk:
    """One pass over a node and all below it, in document order."""

    builder: Builder
    left_out: frozenset[int]
    open: list[tuple[LexborNode, Leave | None, tuple[Mark, ...]]] = field(default_factory=list)

    def over(self, root: LexborNode) -> None:
        """Hand *root* and all that it holds to the builder."""
        node: LexborNode | None = root
        while node is not None:
            value = node.text_content
            if value is not None:
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
        tag = node.tag or ""
        if tag in LEFT_OUT:
            if tag == "noscript":
                self._stand_in(node)
            return False
        if self.left_out and node.mem_id in self.left_out:
            return False
        marks = self.builder.marks
        if tag in BLOCKS:
            leave: Leave | None = open_block(self.builder, node, tag)
        elif tag in LEAVES:
            self._leaf(node, tag)
            return False
        else:
            leave = self._inline(node, tag)
        self.open.append((node, leave, marks))
        return True

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

    def _stand_in(self, noscript: LexborNode) -> None:
        """Take the pictures of a `<noscript>` unless the lazy one before it was taken."""
        before = noscript.prev
        while before is not None and before.tag in ("-text", "-comment"):
            before = before.prev
        if before is not None and any(self._shows(image) for image in _images(before)):
            return
        for image in _images(noscript):
            self.builder.image(image)

    def _shows(self, image: LexborNode) -> bool:
        return pick_image(image, self.builder.base) is not None


def _images(node: LexborNode) -> list[LexborNode]:
    return [node] if node.tag in IMAGES else node.css("img")
