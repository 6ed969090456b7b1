"""A revision that has lost nearly all of its story's text."""

from __future__ import annotations

from samizdat.model.article import Article
from samizdat.model.tree_text import text_of

SHARE = 5
"""A revision with less than one part in this many of the text before it is kept, and not shown: an
emptied page, a notice in its place or a broken layout is likelier than a correction."""

FEWEST = 200
"""Characters of the text before: a short notice may well become a shorter one."""


def has_shrunk(before: Article, after: Article) -> bool:
    """Return whether *after* holds less than a fifth of the text of *before*."""
    length = len(text_of(before.blocks))
    return length >= FEWEST and len(text_of(after.blocks)) * SHARE < length
