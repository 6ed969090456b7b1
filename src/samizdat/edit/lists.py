"""Heads → pages that list them: home, section, archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
"""Stories of each section on the home page."""

SECTION_STORIES = 50
"""Stories on a section's own page; the months of its archive hold them all."""

MONTH_STORIES = 1000
"""A longer month becomes an index of its days: at up to 300 bytes a line its page would pass
300 KB, which forges render slowly or not at all."""


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
    rooms = (_newsroom_shelf(room, names, newest) for room in _rooms(names, newest))
    return HomePage(title, contact, tuple(room for room in rooms if room.shelves))


def _rooms(names: Names, newest: Iterable[str]) -> Iterable[NewsroomName]:
    """Yield the newsrooms in the configuration's order, then those that left it, by id."""
    yield from names.newsrooms.values()
    for id_ in sorted({key.partition("/")[0] for key in newest} - set(names.newsrooms)):
        yield NewsroomName(id_, id_, "", {})


def _newsroom_shelf(
    room: NewsroomName, names: Names, newest: Mapping[str, Sequence[Head]]
) -> NewsroomShelf:
    own = tuple(key for key in newest if key.partition("/")[0] == room.id and newest[key])
    shelves = (
        SectionShelf(names.section(key), tuple(teaser(h) for h in newest[key][:HOME_STORIES]))
        for key in names.ordered(own)
    )
    return NewsroomShelf(room.id, room.name, room.home, tuple(shelves))


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
    days: Sequence[tuple[str, int]] = (),
) -> ArchivePage | None:
    """Return the page of one month or day of a section, None if it has no story.

    A month gets *days* instead of *heads* where it is too long for one page.
    """
    if not heads and not days:
        return None
    return ArchivePage(
        key=section_key(section, period),
        newsroom=names.newsroom(section.partition("/")[0]),
        section=names.section(section),
        period=period,
        teasers=tuple(teaser(head) for head in heads),
        days=tuple(days),
    )
