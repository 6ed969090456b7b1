"""The opening picture as the page shows it: with the alt text and the caption that it has there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborNode

from samizdat.extract.document import Document
from samizdat.extract.lead import name_of
from samizdat.extract.reader import read_blocks
from samizdat.extract.reader_images import pick_image
from samizdat.model.tree import Figure

_STEM = re.compile(r"[\w.%-]{5,80}\Z", re.ASCII)
_STEPS = 80
_WIDE = 300
_CAPTION = 400


def shown_figure(document: Document, address: str) -> Figure | None:
    """Return the picture at *address* as the page shows it in another size perhaps."""
    name = name_of(address).rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    if not _STEM.match(stem):
        return None
    query = ", ".join(f'img[{at}*="{stem}"]' for at in ("src", "data-src", "srcset", "data-srcset"))
    best: Figure | None = None
    for node in document.tree.css(query)[:4]:
        figure = _figure(node, document.base)
        if figure is None or name_of(figure.image.address) != name_of(address):
            continue
        if figure.caption:
            return figure
        best = best or figure
    return best


def figure_before(document: Document, first: LexborNode) -> Figure | None:
    """Return the picture between the page's title and *first*, the story's first text.

    A page that names no picture of its own may open with one: it is wide or stands in a figure.
    """
    for node in islice(_backwards(first), _STEPS):
        if node.tag == "h1":
            return None
        if node.tag == "img" and _opens(node):
            return _figure(node, document.base)
    return None


def _opens(node: LexborNode) -> bool:
    """Return whether the page shows *node* as large as a story's picture."""
    above = node.parent
    while above is not None and above.tag in ("a", "picture", "span", "div", "p"):
        if above.tag == "picture":
            return True
        above = above.parent
    width = (node.attributes.get("width") or "").removesuffix("px")
    return (above is not None and above.tag == "figure") or (
        width.isdigit() and int(width) >= _WIDE
    )


def _backwards(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the elements before *node* in document order, the nearest first."""
    current: LexborNode | None = node
    while current is not None:
        before = current.prev
        if before is None:
            current = current.parent
            continue
        while (last := before.last_child) is not None:
            before = last
        current = before
        if current.is_element_node:
            yield current


def _figure(image: LexborNode, base: str) -> Figure | None:
    """Return the picture of *image* with the caption that belongs to it."""
    if pick_image(image, base) is None:
        return None
    wrapper = _wrapper(image)
    after = _next_element(wrapper)
    nodes = [wrapper] if after is None or wrapper.tag == "figure" else [wrapper, after]
    figures = [block for block in read_blocks(nodes, base) if isinstance(block, Figure)]
    return figures[0] if figures else None


def _wrapper(image: LexborNode) -> LexborNode:
    """Return the figure that holds *image*, else the largest element with little else in it."""
    node, wrapper = image.parent, image
    for _ in range(8):
        if node is None or node.tag in ("body", "html", "main", "article", "section"):
            break
        if node.tag == "figure":
            return node
        if len(node.text() or "") > _CAPTION or len(node.css("img")) > 1 or node.css_first("h1"):
            break
        wrapper, node = node, node.parent
    return wrapper


def _next_element(node: LexborNode) -> LexborNode | None:
    after = node.next
    while after is not None and not after.is_element_node:
        if after.is_text_node and (after.text_content or "").strip():
            return None
        after = after.next
    return after if after is not None and len(after.text() or "") <= _CAPTION else None
