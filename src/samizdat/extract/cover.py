"""From text nodes that belong to a story to what the reader needs: one node, and what to leave out.

The node is the lowest that holds them all; what it holds besides is left out in pieces as large as
possible. Pictures between two pieces of the story stay, since a pointer that sees only words says
nothing about them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from samizdat.extract.reader import ReadOptions, node_ids, read_blocks
from samizdat.extract.reader_nodes import hidden_ids
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
_HIDDEN_SHARE = 4
"""One part of so many of a story is too much to be a notice."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The node that holds the story and the nodes inside it that are not the story.

    Attributes:
        first: the story's first text.
        shown: elements that the page hides until the reader asks for the rest of the story.
    """

    node: LexborNode
    excluded: tuple[LexborNode, ...]
    first: LexborNode
    shown: tuple[LexborNode, ...] = ()


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
    return Cover(top.node, tuple(excluded), texts[0], _shown(top.node, texts))


def read_cover(found: Cover, base: str) -> tuple[Block, ...]:
    """Return the blocks of *found*; references resolve against *base*."""
    options = ReadOptions(exclude=node_ids(found.excluded), shown=node_ids(found.shown))
    return read_blocks((found.node,), base, options)


def _shown(node: LexborNode, texts: Sequence[LexborNode]) -> tuple[LexborNode, ...]:
    """Return the hidden elements in *node* that hold a good part of the story's *texts*.

    A page that hides its second half until it is asked for still tells it; a hidden form or
    notice holds little of what was chosen.
    """
    hidden = hidden_ids(node)
    if not hidden:
        return ()
    sizes: Counter[int] = Counter()
    homes: dict[int, LexborNode] = {}
    total = 0
    for text in texts:
        size = len((text.text_content or "").strip())
        total += size
        above = text.parent
        while above is not None and above.mem_id != node.mem_id:
            if above.mem_id in hidden:
                sizes[above.mem_id] += size
                homes[above.mem_id] = above
            above = above.parent
    return tuple(homes[key] for key, size in sizes.items() if _HIDDEN_SHARE * size > total)


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
        if weight.chosen == weight.total and (not weight.pictures or _is_captioned(weight)):
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


def _is_captioned(weight: _Weight) -> bool:
    """Return whether all that is chosen here may be the caption of the one picture beside it."""
    return weight.pictures == 1 and 0 < weight.total <= _CAPTION_CHARACTERS


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
