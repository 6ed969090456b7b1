"""Whether an answer is the page rather than its story."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

_RIGHTS = re.compile(r"©|版[权權]所有|all rights reserved|\bcopyright\b", re.IGNORECASE)
_SHORT_PAGE = 400
_AFTER_MENU, _BEFORE_IMPRINT = 0.2, 0.6


def share_wanted(root: LexborNode, texts: Sequence[LexborNode]) -> float:
    """Return what share of *texts* another answer must have to be the better one; 0 if none is.

    trafilatura gives the whole page where it finds no story, as on very short ones. Links before
    the title, or a line about rights at the end, give that away: of 31 corpus pages with such a
    sign, on which the shares were chosen, the densest element is nearer to the reference on 19 and
    farther on 4.
    """
    if not texts:
        return 1e-9
    if _has_menu(root, texts):
        return _AFTER_MENU
    return _BEFORE_IMPRINT if _RIGHTS.search(texts[-1].text_content or "") else 0.0


def is_bare(texts: Sequence[LexborNode]) -> bool:
    """Return whether *texts* are so short that a page without a story may hold them."""
    return size_of(texts) < _SHORT_PAGE


def size_of(texts: Sequence[LexborNode]) -> int:
    """Return the characters of *texts*, spaces at their ends apart."""
    return sum(len((text.text_content or "").strip()) for text in texts)


def _has_menu(root: LexborNode, texts: Sequence[LexborNode]) -> bool:
    """Return whether the page's first heading is among *texts* and links stand before it."""
    heading = root.css_first("h1")
    if heading is None:
        return False
    inside = {node.mem_id for node in heading.traverse(include_text=True)}
    place = next((at for at, text in enumerate(texts) if text.mem_id in inside), 0)
    return any(_is_link(text) for text in texts[:place])


def _is_link(text: LexborNode) -> bool:
    above = text.parent
    return above is not None and above.tag == "a"
