"""Which nodes of a page are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

_HIDES = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What of the chosen nodes is not read.

    Attributes:
        exclude: `mem_id` of elements and texts that are left out with all they hold (`node_ids`
            makes the set).
        shown: `mem_id` of elements that are read although the page hides them at first.
        strip_image: words; a picture whose address holds one is left out.
        all_tables: every table holds data, as in a text whose writer makes no others; else those
            that only lay out the page are told apart.
    """

    exclude: frozenset[int] = _NOTHING
    shown: frozenset[int] = _NOTHING
    strip_image: tuple[str, ...] = ()
    all_tables: bool = False


def node_ids(nodes: Iterable[LexborNode]) -> frozenset[int]:
    """Return the ids by which `ReadOptions.exclude` knows *nodes*."""
    return frozenset(node.mem_id for node in nodes)


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
