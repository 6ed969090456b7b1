"""From text nodes that belong to a story to what the reader needs: one node, and what to leave out.

The node is the lowest that holds them all; what it holds besides is left out in pieces as large as
possible. Pictures between two pieces of the story stay, since a pointer that sees only words says
nothing about them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from samizdat.extract.reader import ReadOptions, node_ids, read_blocks
from samizdat.model.tree import Block

_SILENT = frozenset({"script", "style", "noscript", "template", "head", "title", "svg", "textarea"})
_PHRASING = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data"),
        *("del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "math", "q"),
        *("rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub"),
        *("sup", "time", "tt", "u", "var", "wbr"),
    }
)
_MEDIA = frozenset({"img", "video", "iframe", "amp-img", "audio", "object", "embed"})
_WHOLE = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "li", "td", "pre"})
_CAPTION_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Cover:
    """The node that holds the story and the nodes inside it that are not the story."""

    node: LexborNode
    excluded: tuple[LexborNode, ...]


@dataclass(slots=True)
class _Weight:
    """What one element holds: characters chosen, in all and of links, and whether a picture."""

    node: LexborNode
    chosen: int = 0
    total: int = 0
    linked: int = 0
    pictures: int = 0
    blocks: bool = False
    children: list[_Weight] = field(default_factory=list)


def cover(root: LexborNode, texts: Sequence[LexborNode]) -> Cover | None:
    """Return the cover of *texts*, which lie below *root*; None if there are none."""
    if not texts:
        return None
    weight = _weigh(root, frozenset(text.mem_id for text in texts))
    if not weight.chosen:
        # They stand in elements that show nothing, such as a drawing's.
        return None
    top = _lowest(weight)
    excluded: list[LexborNode] = []
    _leave_out(top, excluded)
    return Cover(top.node, tuple(excluded))


def read_cover(found: Cover, base: str) -> tuple[Block, ...]:
    """Return the blocks of *found*; its document is not to be read again.

    Text nodes that are left out are taken from the tree, since the reader leaves out elements.
    """
    elements = [node for node in found.excluded if not node.is_text_node]
    for node in found.excluded:
        if node.is_text_node:
            node.decompose()
    return read_blocks((found.node,), base, ReadOptions(exclude=node_ids(elements)))


def _weigh(root: LexborNode, chosen: frozenset[int]) -> _Weight:
    """Return the weights of *root* and all below, in one pass without recursion."""
    top = _Weight(root)
    trail = [top]
    node = root.first_child
    while trail:
        if node is None:
            done = trail.pop()
            if trail:
                _add(trail[-1], done)
                node = done.node.next
            continue
        if node.is_element_node and node.tag not in _SILENT:
            trail.append(_Weight(node, pictures=int(node.tag in _MEDIA)))
            node = node.first_child
            continue
        if node.is_text_node and (size := len((node.text_content or "").strip())):
            leaf = _Weight(node, chosen=size if node.mem_id in chosen else 0, total=size)
            trail[-1].children.append(leaf)
            trail[-1].total += size
            trail[-1].chosen += leaf.chosen
        node = node.next
    return top


def _add(above: _Weight, done: _Weight) -> None:
    above.children.append(done)
    above.chosen += done.chosen
    above.total += done.total
    above.linked += done.total if done.node.tag == "a" else done.linked
    above.pictures += done.pictures
    above.blocks = above.blocks or done.blocks or done.node.tag not in _PHRASING


def _lowest(weight: _Weight) -> _Weight:
    """Return the lowest element that holds everything chosen."""
    while True:
        inner = [child for child in weight.children if child.chosen]
        if len(inner) != 1 or not inner[0].node.is_element_node or inner[0].node.tag in _WHOLE:
            return weight
        weight = inner[0]


def _leave_out(top: _Weight, excluded: list[LexborNode]) -> None:
    """Collect what *top* holds that is not the story."""
    stack = [top]
    while stack:
        weight = stack.pop()
        if weight.chosen == weight.total and not weight.pictures:
            continue
        if not weight.blocks and weight.total - weight.chosen <= min(60, weight.total // 4):
            # A line that was taken but for a few words is read whole: no word of it gets lost.
            continue
        first, last = _span(weight)
        for place, child in enumerate(weight.children):
            if child.chosen:
                stack.append(child)
            elif first < place < last and _is_picture(child):
                excluded += [] if _has_caption(child) else _words(child)
            elif child.total or child.pictures:
                excluded.append(child.node)


def _span(weight: _Weight) -> tuple[int, int]:
    places = [place for place, child in enumerate(weight.children) if child.chosen]
    return places[0], places[-1]


def _is_picture(child: _Weight) -> bool:
    """Return whether something that was not chosen is a picture of the story, not a teaser."""
    return (
        0 < child.pictures <= 2
        and child.total <= _CAPTION_CHARACTERS
        and 2 * child.linked <= child.total
    )


def _has_caption(child: _Weight) -> bool:
    """Return whether the reader will see the words as the picture's caption."""
    return child.node.tag == "figure" or child.node.css_first("figure") is not None


def _words(child: _Weight) -> list[LexborNode]:
    """Return the text nodes that *child* holds."""
    found, stack = [], [child]
    while stack:
        weight = stack.pop()
        if weight.node.is_text_node:
            found.append(weight.node)
        stack += weight.children
    return found
