"""Where most of a page's running text stands: the pointer of last resort."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

_OUTSIDE = frozenset(
    {
        *("nav", "footer", "aside", "form", "header", "script", "style", "noscript"),
        *("button", "a", "template", "select", "h1", "textarea", "figcaption"),
    }
)
_LEFT_OUT = frozenset({"nav", "footer", "aside", "form", "script", "style", "noscript", "h1"})
_HOMES = frozenset({"div", "section", "article", "td", "main", "body"})
_PARTS = frozenset({"p", "blockquote", "h2", "h3", "li"})
_TRAILING = frozenset({"p", "ul", "ol", "table", "blockquote", "br", "b", "strong", "i", "em"})
_RIGHTS = re.compile(r"©|版[权權]所有|all rights reserved|copyright", re.IGNORECASE)
_SHORT = 20


def densest_texts(root: LexborNode) -> list[LexborNode]:
    """Return the text nodes of the element whose own paragraphs hold most text outside links.

    From its first paragraph to its last everything counts but menus, forms and what is all links.
    """
    scores: Counter[int] = Counter()
    parts: dict[int, list[LexborNode]] = {}
    for node in root.traverse(include_text=True):
        if not node.is_text_node:
            continue
        size = len((node.text_content or "").strip())
        if size < _SHORT or _is_outside(node):
            continue
        home, part = _home(node)
        if home is not None:
            scores[home.mem_id] += size
            parts.setdefault(home.mem_id, []).append(part)
    best = max(scores, key=scores.__getitem__, default=None)
    return [*_span(parts[best])] if best is not None else []


def _span(parts: list[LexborNode]) -> Iterator[LexborNode]:
    """Yield the texts from the first of *parts*, siblings, to what belongs to the last."""
    last = parts[-1].mem_id
    is_over = False
    node: LexborNode | None = parts[0]
    while node is not None:
        if is_over and not _is_trailing(node):
            return
        if node.is_text_node or not _is_clutter(node):
            yield from _texts(node)
        is_over = is_over or node.mem_id == last
        node = node.next


def _is_trailing(node: LexborNode) -> bool:
    """Return whether *node*, which follows the last long paragraph, still is the story's."""
    if node.is_text_node:
        return not (node.text_content or "").strip()
    return node.tag in _TRAILING and not _RIGHTS.search(node.text() or "")


def _texts(node: LexborNode) -> Iterator[LexborNode]:
    if node.is_text_node:
        yield node
        return
    for inner in node.traverse(include_text=True):
        if inner.is_text_node:
            yield inner


def _is_clutter(node: LexborNode) -> bool:
    """Return whether *node* is a menu, a form, or holds little but links."""
    if node.tag in _LEFT_OUT:
        return True
    size = len((node.text() or "").strip())
    linked = sum(len((link.text() or "").strip()) for link in node.css("a[href]"))
    return size > 0 and 2 * linked > size and node.tag != "p"


def _is_outside(node: LexborNode) -> bool:
    above = node.parent
    while above is not None:
        if above.tag in _OUTSIDE:
            return True
        above = above.parent
    return False


def _home(node: LexborNode) -> tuple[LexborNode | None, LexborNode]:
    """Return what holds the paragraph of *node*, and its child that is or holds the paragraph."""
    part, above = node, node.parent
    is_paragraph = False
    while above is not None:
        if above.tag in _HOMES or (is_paragraph and above.tag not in ("ul", "ol", "blockquote")):
            return above, part
        is_paragraph = is_paragraph or above.tag in _PARTS
        part, above = above, above.parent
    return None, part
