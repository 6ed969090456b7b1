"""Where most of a page's running text stands: the pointer of last resort."""

from __future__ import annotations

from collections import Counter

from selectolax.lexbor import LexborNode

_OUTSIDE = frozenset(
    {
        *("nav", "footer", "aside", "form", "header", "script", "style", "noscript"),
        *("button", "a", "template", "select"),
    }
)


def densest_texts(root: LexborNode) -> list[LexborNode]:
    """Return the text nodes of the element whose own paragraphs hold most text outside links."""
    texts = [node for node in root.traverse(include_text=True) if node.is_text_node]
    scores: Counter[int] = Counter()
    homes: list[tuple[LexborNode, int]] = []
    for node in texts:
        size = len((node.text_content or "").strip())
        if size < 20 or _is_outside(node):
            continue
        home = _home(node)
        if home is not None:
            scores[home.mem_id] += size
            homes.append((node, home.mem_id))
    best = max(scores, key=scores.__getitem__, default=None)
    return [node for node, home in homes if home == best]


def _is_outside(node: LexborNode) -> bool:
    above = node.parent
    while above is not None:
        if above.tag in _OUTSIDE:
            return True
        above = above.parent
    return False


def _home(node: LexborNode) -> LexborNode | None:
    """Return what holds the paragraph of *node*."""
    above = node.parent
    while above is not None and above.tag not in ("p", "blockquote", "h2", "h3", "li"):
        if above.tag in ("div", "section", "article", "td", "main", "body"):
            return above
        above = above.parent
    return above.parent if above is not None else None
