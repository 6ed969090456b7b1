"""Captions that no `<figcaption>` marks: a short text right after a picture, said by its class.

Pairs are noted while the page is read and joined at the end, at the outermost level only, where a
picture with its caption and a picture before a paragraph have the same text: whatever is taken for
a caption, no word of the story moves or is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from selectolax.lexbor import LexborNode

from samizdat.model.tree import Block, Figure, Paragraph
from samizdat.model.tree_text import inline_text

LONGEST = 400
"""Characters of a caption."""

_NOTES = ("caption", "credit", "img-desc", "pic-note", "picnote", "img-note", "legend", "pictext")
_WRAPPERS = ("wp-caption", "image-box", "photo-box", "img-box", "img-wrap", "image-wrap", "pic-box")
_WRAPPER_WORDS = ("photo", "picture", "image", "img", "pic")
_SELECTOR = ", ".join(
    (
        *(f'[class*="{part}" i]' for part in (*_NOTES, *_WRAPPERS)),
        *(f'[class~="{word}" i]' for word in _WRAPPER_WORDS),
    )
)
_NOTHING: frozenset[int] = frozenset()


def caption_ids(root: LexborNode) -> frozenset[int]:
    """Return the ids of elements in *root* that may be a caption, or a picture with its caption."""
    if root.is_text_node or root.css_first("img, amp-img") is None:
        return _NOTHING
    found = {node.mem_id for node in root.css(_SELECTOR)}
    return frozenset(found - {root.mem_id}) if found else _NOTHING


class Pairs:
    """Pictures and the paragraphs that are their captions."""

    def __init__(self) -> None:
        self._captions: dict[int, tuple[Figure, Paragraph]] = {}

    def note(self, blocks: Sequence[Block], start: int) -> None:
        """Note the pair that an element made, if *blocks* from *start* are its own.

        It is a picture and one short paragraph, or that paragraph alone right after a picture.
        """
        own = blocks[start:]
        if len(own) == 1 and start and isinstance(own[0], Paragraph):
            own = blocks[start - 1 :]
        if len(own) != 2:
            return
        figure, text = own
        if not isinstance(figure, Figure) or figure.caption or not isinstance(text, Paragraph):
            return
        if len(inline_text(text.children)) <= LONGEST:
            # The blocks are kept, so that no other one can get their ids.
            self._captions[id(text)] = (figure, text)

    def join(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield *blocks*, each noted pair that still stands together as one figure."""
        before: Block | None = None
        for block in blocks:
            pair = self._captions.get(id(block))
            if pair and before is pair[0] and isinstance(before, Figure):
                before = replace(before, caption=pair[1].children)
                continue
            if before is not None:
                yield before
            before = block
        if before is not None:
            yield before
