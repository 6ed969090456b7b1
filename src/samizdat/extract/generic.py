"""The story of a page that no recipe knows: pointed at by trafilatura, read by our reader."""

from __future__ import annotations

from samizdat.extract.cover import cover, read_cover
from samizdat.extract.densest import densest_texts
from samizdat.extract.document import Document
from samizdat.extract.pointing import point_at
from samizdat.model.tree import Block, Paragraph
from samizdat.model.tree_text import text_of


def read_generic(document: Document) -> tuple[Block, ...]:
    """Return the blocks of the story as the generic extractor finds it, () if there is none."""
    root = document.tree.root
    if root is None:
        return ()
    texts = point_at(root) or densest_texts(root)
    found = cover(root, texts)
    if found is None:
        return ()
    return read_cover(found, document.base)


def confidence_of(blocks: tuple[Block, ...]) -> float:
    """Return 0 to 1: how much *blocks* look like a story, by its text and its paragraphs."""
    paragraphs = [
        text for block in blocks if isinstance(block, Paragraph) if (text := _text(block))
    ]
    size = sum(map(len, paragraphs))
    whole = len(text_of(blocks)) or 1
    return round(
        min(1.0, size / 1200) * 0.5
        + min(1.0, len(paragraphs) / 5) * 0.2
        + min(1.0, size / whole) * 0.2,
        2,
    )


def _text(block: Block) -> str:
    return text_of((block,))
