"""Pages on which one hostile text stands wherever a text from outside or from an editor can."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import repeat
from typing import Any

from samizdat.model.page import (
    Correction,
    HomePage,
    Page,
    RowPromo,
    SectionPage,
    Signpost,
    StickyNote,
    StoryPage,
    Teaser,
    TopicName,
)
from samizdat.model.tree import Block, Figure
from samizdat.render.wording import Wording
from tests.support.git_pages import every_page, teasers

OWN = frozenset(
    {
        *("key", "id", "path", "newsroom_id", "content_hash", "state", "link_policy", "period"),
        *("language", "hash", "route", "canonical", "next_page"),
        *("blocks", "months", "parts", "links", "variants"),
    }
)
"""Fields that samizdat mints or chooses itself, and the body; these are left as they are."""

ADDRESSES = frozenset({"address", "home", "target"})
"""Fields that say where something leads; every other text is words."""


def haunt(page: Page, text: str | Iterator[str], *, addresses: bool = False) -> Any:
    """Return *page* with *text*, or the next of several, in every field of words, however deep.

    With *addresses* it stands in every field that says where something leads instead. A field that
    pages get one day is haunted too, unless it is named above.
    """
    texts = repeat(text) if isinstance(text, str) else text
    return _haunt(page, texts, addresses)


def _haunt(value: Any, texts: Iterator[str], addresses: bool) -> Any:
    if isinstance(value, str):
        return next(texts)
    if isinstance(value, tuple):
        return tuple(_haunt(item, texts, addresses) for item in value)
    if isinstance(value, Mapping):  # of origin addresses to words
        return {key: next(texts) for key in value}
    kind: Any = type(value)
    changed = {}
    for name in _names(kind):
        old = getattr(value, name)
        if (name in ADDRESSES) == addresses or _is_deep(old):
            changed[name] = _haunt(old, texts, addresses)
    return replace(value, **changed) if changed else value


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields of a value class that may be haunted, none of any other type."""
    if not is_dataclass(kind):
        return ()
    return tuple(field.name for field in fields(kind) if field.name not in OWN)


def _is_deep(value: Any) -> bool:
    """Return whether *value* holds values with fields of their own."""
    return is_dataclass(value) or (isinstance(value, tuple) and any(map(is_dataclass, value)))


def haunt_wording(wording: Wording, text: str) -> Wording:
    """Return *wording* with *text* as every phrase, before the places that the phrase fills in."""
    changed: dict[str, Any] = {}
    for field in fields(wording):
        phrase = getattr(wording, field.name)
        if isinstance(phrase, str) and field.name not in _NO_PHRASES:
            changed[field.name] = text + "".join(_PLACE.findall(phrase))
    return replace(wording, months=(text,) * 12, updated_times={"other": text}, **changed)


_NO_PHRASES = frozenset({"language", "direction", "plural", "digits"})
_PLACE = re.compile(r" \{\w+\}")


def with_body(page: StoryPage, blocks: tuple[Block, ...]) -> StoryPage:
    """Return *page* with another body."""
    return replace(page, article=replace(page.article, blocks=blocks))


def rich_pages() -> dict[str, Page]:
    """Return a page of every kind and state, with everything on it that a page can show."""
    return {name: _rich(page) for name, page in every_page("en").items()}


_WAY = (Signpost("About us", "about/us.md"), Signpost("Library", "https://library.example/"))
_NOTES = (StickyNote("The ferry is late"), StickyNote("Timetable", "https://harbour.example/t"))
_TOPICS = (TopicName("ferries", "Ferries"), TopicName("t-ltauiswujupm", "港口"))


def _rich(page: Page) -> Page:
    others = teasers("en")[1:4]
    match page:
        case HomePage():
            shelves = tuple(
                replace(room, shelves=tuple(replace(s, picks=others[:1]) for s in room.shelves))
                for room in page.newsrooms
            )
            return replace(
                page,
                newsrooms=shelves,
                navigation=_WAY,
                notes=_NOTES,
                picks=others,
                topics=_TOPICS,
            )
        case SectionPage():
            promos = (RowPromo(1, _WAY[1]), RowPromo(2, _WAY[0]))
            return replace(page, navigation=_WAY, notes=_NOTES, promos=promos)
        case StoryPage():
            return _rich_story(page, others)
        case _:
            return replace(page, navigation=_WAY)


def _rich_story(page: StoryPage, others: tuple[Teaser, ...]) -> StoryPage:
    lost = next(block.image.address for block in page.article.blocks if isinstance(block, Figure))
    return replace(
        page,
        navigation=_WAY,
        topics=_TOPICS,
        related=others,
        promos_above=_WAY,
        promos_below=_WAY,
        corrections=(Correction(("An earlier version had 17 steps.", "It has 173.")),),
        withheld={lost: "A court asked for it."},
        article=replace(page.article, tags=("ferries", "港口")),
        reason=page.reason or ("" if page.state == "shown" else "The newsroom took it down."),
    )
