"""Heads → pages that list them: home, section, archive."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from samizdat.edit.names import Names, NewsroomName
from samizdat.model.page import (
    ArchivePage,
    HomePage,
    NewsroomShelf,
    SectionPage,
    SectionShelf,
    Teaser,
    section_key,
)
from samizdat.model.story import Head

HOME_STORIES = 10
"""Stories of each section on the home page, where there are few sections."""

HOME_LINES = 1000
"""Stories on the whole home page: 100 sections get ten each, 207 sections four."""

HOME_BYTES = 300_000
"""What the home page's names and titles may weigh: forges cut a README at 512,000 bytes."""

_LINE_BYTES = 150
"""A line's path, date and marks."""

_MARK_BYTES = 13
"""What one character may grow by where Markdown has to be kept from reading it as a mark."""

_NO_MARKS = str.maketrans("", "", string.punctuation)

SECTION_STORIES = 50
"""Stories on a section's own page; the months of its archive hold them all."""

MONTH_STORIES = 300
"""A longer month becomes an index of its days: at 200 to 300 bytes a line its page would pass
90 KB, which is much on a slow line, and one changed story would cost the whole list."""


def teaser(head: Head) -> Teaser:
    """Return how *head* stands in a list."""
    return Teaser(
        id=head.story.id,
        path=head.story.path,
        title=head.title,
        language=head.language,
        sort_at=head.sort_at,
        updated=head.updated > 0,
        gone=head.state == "gone",
    )


def home_page(
    title: str, contact: str, names: Names, newest: Mapping[str, Sequence[Head]]
) -> HomePage:
    """Return the front page; *newest* gives each section key its newest heads, newest first.

    Sections without a story are left out, and newsrooms without a section.
    """
    shelves = [(room, _shelves(room, names, newest)) for room in _rooms(names, newest)]
    each = _home_stories([shelf for _, own in shelves for shelf in own])
    rooms = (
        NewsroomShelf(room.id, room.name, room.home, tuple(_cut(shelf, each) for shelf in own))
        for room, own in shelves
        if own
    )
    return HomePage(title, contact, tuple(rooms))


def _home_stories(shelves: Sequence[SectionShelf]) -> int:
    """Return how many stories each section gets, so that the page stays within its bounds.

    Only what stands on the page counts, so an edition of any size costs the same. A mirror of so
    many sections that one line each is too much shows their names alone.
    """
    each = min(HOME_STORIES, max(1, HOME_LINES // max(1, len(shelves))))
    names = sum(_weight(shelf.section.name + 2 * shelf.section.key) for shelf in shelves)
    lines = [[_weight(told.title) for told in shelf.teasers[:each]] for shelf in shelves]
    while each and names + sum(sum(weights[:each]) for weights in lines) > HOME_BYTES:
        each -= 1
    return each


def _weight(text: str) -> int:
    """Return a bound on the bytes of a line with *text* in it."""
    marks = len(text) - len(text.translate(_NO_MARKS))
    return _LINE_BYTES + len(text.encode("utf-8", "replace")) + _MARK_BYTES * marks


def _cut(shelf: SectionShelf, each: int) -> SectionShelf:
    return replace(shelf, teasers=shelf.teasers[:each])


def _rooms(names: Names, newest: Iterable[str]) -> Iterable[NewsroomName]:
    """Yield the newsrooms in the configuration's order, then those that left it, by id."""
    yield from names.newsrooms.values()
    for id_ in sorted({key.partition("/")[0] for key in newest} - set(names.newsrooms)):
        yield NewsroomName(id_, id_, "", {})


def _shelves(
    room: NewsroomName, names: Names, newest: Mapping[str, Sequence[Head]]
) -> list[SectionShelf]:
    """Return the newsroom's sections that have a story, in the configuration's order."""
    own = tuple(key for key in newest if key.partition("/")[0] == room.id and newest[key])
    return [
        SectionShelf(names.section(key), tuple(teaser(h) for h in newest[key][:HOME_STORIES]))
        for key in names.ordered(own)
    ]


def section_page(
    section: str, names: Names, newest: Sequence[Head], months: Sequence[tuple[str, int]]
) -> SectionPage | None:
    """Return a section's page, None if it has no story."""
    if not newest:
        return None
    return SectionPage(
        key=section_key(section),
        newsroom=names.newsroom(section.partition("/")[0]),
        section=names.section(section),
        teasers=tuple(teaser(head) for head in newest[:SECTION_STORIES]),
        months=tuple(months),
    )


def archive_page(
    section: str,
    period: str,
    names: Names,
    heads: Sequence[Head],
    parts: Sequence[tuple[str, int]] = (),
) -> ArchivePage | None:
    """Return the page of one month or day of a section, None if it has no story.

    A year or a long month gets *parts* instead of *heads*.
    """
    if not heads and not parts:
        return None
    return ArchivePage(
        key=section_key(section, period),
        newsroom=names.newsroom(section.partition("/")[0]),
        section=names.section(section),
        period=period,
        teasers=tuple(teaser(head) for head in heads),
        parts=tuple(parts),
    )
