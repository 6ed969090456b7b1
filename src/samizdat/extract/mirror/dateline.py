"""When a story was published, by the line it begins with, or by the path of its page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from samizdat.extract.dates import parse_date
from samizdat.model.tree import Block, Heading, Paragraph
from samizdat.model.tree_text import inline_text

_BRACKETED = re.compile(r"\s*[【\[(（〔「]([^】\])）〕」\n]{4,80})[】\])）〕」]")
_BEFORE_DASH = re.compile(r"\s*([^\n—–]{4,80}?)\s*(?:—|–|--|\s-\s|//)")
_SHORT = 40
"""Characters of a paragraph that is nothing but a date, and perhaps a place or a name."""
_LOOKED_AT = 3
_YEAR_FIRST = re.compile(
    r"(?<!\d)((?:19|20)?\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?!\d)"
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")


def date_of_text(blocks: Iterable[Block], *, zone: str = "", language: str = "") -> datetime | None:
    """Return the date with which the story begins, aware UTC; None if it begins with none.

    Only a dateline counts: a date with its year in brackets or before a dash at the beginning, or a
    short line of its own. Any other date may be that of something told.
    """
    for block in [*blocks][:_LOOKED_AT]:
        if not isinstance(block, Paragraph | Heading):
            continue
        text = inline_text(block.children)
        for candidate in _datelines(text):
            if found := parse_date(candidate, zone=zone, language=language):
                return found
    return None


def _datelines(text: str) -> Iterable[str]:
    for pattern in (_BRACKETED, _BEFORE_DASH):
        if match := pattern.match(text):
            yield match[1]
    if len(text) <= _SHORT:
        yield text


def date_of_path(path: str) -> datetime | None:
    """Return the day that *path* names, midnight UTC; None if it names none.

    >>> date_of_path("gb/22/12/30/n1.htm").isoformat()
    '2022-12-30T00:00:00+00:00'
    """
    for pattern in (_YEAR_FIRST, _COMPACT):
        for year, month, day in pattern.findall(path[:2_000]):
            try:
                return datetime(
                    int(year) + 2000 * (len(year) == 2), int(month), int(day), tzinfo=UTC
                )
            except ValueError:
                continue
    return None
