"""The story's text as the page carries it for machines: a pointer to nodes, or the text itself."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from samizdat.extract.cover import cover, read_cover
from samizdat.extract.document import Document
from samizdat.extract.json_ld import plain
from samizdat.extract.reader import read_fragment
from samizdat.model.tree import Block, Paragraph, Text
from samizdat.model.tree_text import text_of

_SPACES = re.compile(r"\W+")
_LEAST = 120
_LONG_ENOUGH = 12


def point_by_text(root: LexborNode, body: str) -> list[LexborNode]:
    """Return the text nodes below *root* that *body*, an `articleBody`, holds word for word."""
    whole = _key(plain(body))
    found = []
    for node in root.traverse(include_text=True):
        if node.is_text_node and (text := node.text_content):
            key = _key(text)
            if len(key) >= _LONG_ENOUGH and key in whole:
                found.append(node)
    return found


def _key(text: str) -> str:
    return _SPACES.sub("", text).casefold()


def read_structured(document: Document, body: str) -> tuple[Block, ...]:
    """Return the blocks of the nodes that hold *body*; () if they hold less than most of it."""
    root = document.tree.body
    whole = _key(plain(body))
    if root is None or len(whole) < _LEAST:
        return ()
    found = cover(root, point_by_text(root, body))
    if found is None:
        return ()
    blocks = read_cover(found, document.base)
    size = len(_key(text_of(blocks, captions=False)))
    return blocks if 0.85 * len(whole) <= size <= 1.25 * len(whole) else ()


def body_as_blocks(body: str, base: str) -> tuple[Block, ...]:
    """Return an `articleBody` that no node holds: its lines as paragraphs, or its HTML read."""
    if "</p>" in body or "<br" in body:
        return read_fragment(body, base)
    lines = (plain(line) for line in body.splitlines())
    return tuple(Paragraph((Text(line),)) for line in lines if line)
