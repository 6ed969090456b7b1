"""What a page shows of its story beside the body: byline, date and topics near the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from selectolax.lexbor import LexborNode

from samizdat.extract.authors import cjk_byline, clean_names
from samizdat.extract.dates import parse_date, zone_of
from samizdat.extract.document import Document

_BYLINES = (
    '[rel~="author" s]',
    '[itemprop~="author"] [itemprop~="name"], [itemprop~="author"]',
    '[class*="author-name"], [class*="author_name"], [class*="authorName"], [class*="byline-name"]',
    '[class~="author"], [class~="byline"], [class*="byline"], [class*="Byline"], [id*="byline"]',
)
_TIMES = (
    '[itemprop~="datePublished"], abbr[class~="published"][title], [data-pubdate]',
    "article time[datetime], header time[datetime], main time[datetime]",
    "time[datetime], time",
)
_STAMPS = ("datetime", "content", "data-pubdate", "title")
_DATED = (
    '[class*="publish"], [class*="date"], [class*="Date"], [class*="time"], [class*="Time"], '
    '[id*="date"], [id*="time"], [class*="info"], [class*="source"]'
)
_ADDRESS_DAY = re.compile(r"/((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_RIGHTS = re.compile(r"©|\(c\)|copyright|版[权權]|reserved", re.IGNORECASE)
_OUTSIDE = frozenset({"nav", "footer", "aside", "a", "form", "script", "style", "noscript"})
_LONE_CHARACTERS = 60
_NEAR_CHARACTERS, _NEAR_NODES = 2_000, 250


def shown_authors(document: Document) -> tuple[str, ...]:
    """Return the names of the page's byline, () if none is clear."""
    for selector in _BYLINES:
        nodes = document.tree.css(selector)[:4]
        texts = [text for node in nodes if 0 < len(text := _text(node)) <= 120]
        if names := clean_names(texts[:1] if '[class*="byline"]' in selector else texts):
            return names
    return cjk_byline(_near_title(document))


def shown_date(document: Document, *, zone: str, language: str) -> datetime | None:
    """Return the first date in a time element, a dated class or the text after the title."""
    for selector in _TIMES:
        for node in document.tree.css(selector)[:3]:
            values = node.attributes
            text = next(filter(None, map(values.get, _STAMPS)), "") or _text(node)
            if found := parse_date(text, zone=zone, language=language):
                return found
    for node in document.tree.css(_DATED)[:60]:
        text = _text(node)
        if len(text) <= 200 and (found := parse_date(text, zone=zone, language=language)):
            return found
    near = parse_date(_near_title(document)[:400], zone=zone, language=language)
    return near or _lone_date(document, zone=zone, language=language)


def _lone_date(document: Document, *, zone: str, language: str) -> datetime | None:
    """Return the first date that stands in a short line of its own outside menus and links."""
    root = document.tree.body
    for node in root.traverse(include_text=True) if root is not None else ():
        text = (node.text_content or "").strip() if node.is_text_node else ""
        if not 8 <= len(text) <= _LONE_CHARACTERS or not _YEAR.search(text):
            continue
        if _RIGHTS.search(text) or _is_outside(node):
            continue
        if found := parse_date(text, zone=zone, language=language):
            return found
    return None


def _is_outside(node: LexborNode) -> bool:
    above = node.parent
    while above is not None:
        if above.tag in _OUTSIDE:
            return True
        above = above.parent
    return False


def date_of_address(address: str, *, zone: str) -> datetime | None:
    """Return the day that the path of *address* names."""
    match = _ADDRESS_DAY.search(address)
    if not match:
        return None
    found = parse_date("-".join(match.groups()))
    return found.replace(tzinfo=zone_of(zone)).astimezone(zone_of("")) if found else None


def shown_tags(document: Document) -> tuple[str, ...]:
    """Return the texts of the page's tag links."""
    return tuple(filter(None, map(_text, document.tree.css('a[rel~="tag" s]')[:30])))


def _near_title(document: Document) -> str:
    """Return the text that follows the page's first heading, a bounded piece."""
    heading = document.tree.css_first("h1") or document.tree.css_first("h2")
    if heading is None:
        return ""
    text = " ".join(islice(_texts_after(heading), _NEAR_NODES))
    return text[:_NEAR_CHARACTERS]


def _texts_after(node: LexborNode) -> Iterator[str]:
    """Yield the text of what follows *node*, in document order, its ancestors' siblings too."""
    current: LexborNode | None = node
    for _ in range(4):
        while current is not None and current.next is None:
            current = current.parent
        if current is None:
            return
        current = current.next
        while current is not None:
            if current.is_text_node or current.tag not in ("script", "style", "noscript"):
                yield _text(current)[:1_000]
            if current.next is None:
                break
            current = current.next


def _text(node: LexborNode) -> str:
    return " ".join((node.text() or "").split())
