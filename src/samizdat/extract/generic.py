"""The story of a page that no recipe knows: pointed at by trafilatura, read by our reader."""

from __future__ import annotations

from samizdat.extract.chrome import is_bare, share_wanted, size_of
from samizdat.extract.cover import Cover, cover, read_cover
from samizdat.extract.densest import densest_texts
from samizdat.extract.document import Document
from samizdat.extract.pointing import point_at
from samizdat.model.tree import Block, Paragraph
from samizdat.model.tree_text import text_of


def find_generic(document: Document) -> Cover | None:
    """Return where the generic extractor finds the story, None if there is none."""
    root = document.tree.root
    if root is None:
        return None
    texts = point_at(root) or []
    share = share_wanted(root, texts)
    if share:
        dense = densest_texts(root)
        if size_of(dense) >= share * size_of(texts):
            return cover(root, dense)
        if is_bare(texts) and not dense:
            return None
    return cover(root, texts)


def read_generic(document: Document) -> tuple[Block, ...]:
    """Return the blocks of the story as the generic extractor finds it, () if there is none."""
    found = find_generic(document)
    return read_cover(found, document.base) if found is not None else ()


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
