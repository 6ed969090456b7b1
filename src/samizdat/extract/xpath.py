"""XPath on a lexbor tree: an lxml tree with the same elements in the same places.

The lxml tree is built element by element from lexbor's, never parsed from its serialisation:
reparsing moves elements on two pages in five (libxml2 closes paragraphs and tables by its own
rules), and an XPath that counts would then point at another node.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from selectolax.lexbor import LexborNode

from samizdat.errors import ParseError

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_make_element: Any = lxml_html.HTMLParser().makeelement
"""Makes HTML elements, which trafilatura wants; the stubs do not know that it fits."""


@dataclass(frozen=True, slots=True)
class Twin:
    """An lxml tree and the lexbor nodes that its elements stand for."""

    root: Any
    nodes: dict[Any, LexborNode]


def plain_text(node: LexborNode) -> str:
    """Return a text node's characters that lxml takes."""
    return _UNFIT.sub("", node.text_content or "")


def twin_of(root: LexborNode, text: Callable[[LexborNode], str] = plain_text) -> Twin:
    """Return the lxml twin of the tree below *root*; *text* gives each text node's characters."""
    builder: Any = etree.TreeBuilder(element_factory=_make_element)
    nodes: dict[Any, LexborNode] = {}
    trail: list[tuple[LexborNode, str]] = []

    def enter(node: LexborNode) -> None:
        tag = node.tag or ""
        tag = tag if _NAME.match(tag) else "unknown"
        nodes[builder.start(tag, _attributes(node))] = node
        trail.append((node, tag))

    enter(root)
    node = root.first_child
    while trail:
        if node is None:
            last, tag = trail.pop()
            builder.end(tag)
            node = last.next if trail else None
        elif node.is_element_node:
            enter(node)
            node = node.first_child
        else:
            if node.is_text_node:
                builder.data(text(node))
            node = node.next
    return Twin(builder.close(), nodes)


def _attributes(node: LexborNode) -> dict[str, str]:
    """Return the attributes whose names lxml takes."""
    pairs = node.attributes.items()
    return {name: _UNFIT.sub("", value or "") for name, value in pairs if _NAME.match(name)}


@lru_cache(maxsize=1024)
def compile_xpath(query: str) -> etree.XPath:
    """Return *query* compiled.

    Raises:
        ParseError: it is no XPath.
    """
    try:
        return etree.XPath(query, smart_strings=False)
    except (etree.XPathError, ValueError) as error:
        raise ParseError(f"{query!r} is no XPath: {error}", hint="correct the selector") from error


def find_xpath(twin: Twin, query: str) -> list[LexborNode | str]:
    """Return what *query* finds, in document order: lexbor nodes, or values as strings.

    A query that fails on this tree (a function with an unfit argument) finds nothing.
    """
    try:
        found: Any = compile_xpath(query)(twin.root)
    except etree.XPathError:
        return []
    if not isinstance(found, list):
        return [] if isinstance(found, bool) else [str(found)]
    known = (item if isinstance(item, str) else twin.nodes.get(item) for item in found)
    return [item for item in known if item is not None and item != ""]
