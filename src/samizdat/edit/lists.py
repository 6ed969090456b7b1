"""Stories → pages that list them: home, section, archive, topic."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from samizdat.edit.names import Names, NewsroomName
from samizdat.edit.promos import row_promos
from samizdat.edit.view import View
from samizdat.model.page import (
    ArchivePage,
    HomePage,
    NewsroomShelf,
    SectionPage,
    SectionShelf,
    Teaser,
    TopicArchivePage,
    TopicName,
    TopicPage,
    section_key,
    topic_key,
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

_NONE_PICKED: Mapping[str, Sequence[Teaser]] = {}

_NO_MARKS = str.maketrans("", "", string.punctuation)

SECTION_STORIES = 50
"""Stories on a section's own page; the months of its archive hold them all."""

MONTH_STORIES = 300
"""A longer month becomes an index of its days: at 200 to 300 bytes a line its page would pass
90 KB, which is much on a slow line, and one changed story would cost the whole list."""


def teaser(head: Head, title: str = "") -> Teaser:
    """Return how *head* stands in a list, under the editors' *title* if they gave one."""
    return Teaser(
        id=head.story.id,
        path=head.story.path,
        title=title or head.title,
        language="" if title else head.language,
        sort_at=head.sort_at,
        updated=head.updated > 0,
        gone=head.state == "gone",
    )


def home_page(
    view: View,
    newest: Mapping[str, Sequence[Teaser]],
    picked: Mapping[str, Sequence[Teaser]] = _NONE_PICKED,
    topics: Sequence[TopicName] = (),
) -> HomePage:
    """Return the front page.

    Newsrooms without a section are left out. A section whose stories are all older than its lists
    may show is named alone: nothing else leads to its archive.

    Args:
        view: names and rules.
        newest: key of each section that has a story → its newest stories, newest first.
        picked: section key → the editors' picks for its shelf, "" for those on top.
        topics: to name on the page.
    """
    names = view.names
    shelves = [(room, _shelves(room, names, newest, picked)) for room in _rooms(names, newest)]
    each = _home_stories([shelf for _, own in shelves for shelf in own])
    rooms = (
        NewsroomShelf(room.id, room.name, room.home, tuple(_cut(shelf, each) for shelf in own))
        for room, own in shelves
        if own
    )
    return HomePage(
        view.title,
        view.contact,
        tuple(rooms),
        navigation=view.navigation,
        notes=view.notes_for(),
        picks=tuple(picked.get("", ())),
        topics=tuple(topics),
    )


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
        yield names.former.get(id_) or NewsroomName(id_, id_, "", {})


def _shelves(
    room: NewsroomName,
    names: Names,
    newest: Mapping[str, Sequence[Teaser]],
    picked: Mapping[str, Sequence[Teaser]],
) -> list[SectionShelf]:
    """Return the newsroom's sections that have a story, in the configuration's order."""
    own = tuple(key for key in newest if key.partition("/")[0] == room.id)
    return [
        SectionShelf(
            names.section(key),
            tuple(newest[key][:HOME_STORIES]),
            tuple(picked.get(key, ())),
        )
        for key in names.ordered(own)
    ]


def section_page(
    section: str, view: View, newest: Sequence[Teaser], months: Sequence[tuple[str, int]]
) -> SectionPage | None:
    """Return a section's page, None if it has no story."""
    if not newest and not months:
        return None
    room, names = section.partition("/")[0], view.names
    return SectionPage(
        key=section_key(section),
        newsroom=names.newsroom(room),
        section=names.section(section),
        teasers=tuple(newest[:SECTION_STORIES]),
        months=tuple(months),
        navigation=view.navigation,
        notes=view.notes_for(section),
        promos=row_promos(view.promos, section, names.language(room)),
    )


def archive_page(
    section: str,
    period: str,
    view: View,
    stories: Sequence[Teaser],
    parts: Sequence[tuple[str, int]] = (),
) -> ArchivePage | None:
    """Return the page of one year, month or day of a section, None if it has no story.

    A year or a long month gets *parts* instead of *stories*.
    """
    if not stories and not parts:
        return None
    return ArchivePage(
        key=section_key(section, period),
        newsroom=view.names.newsroom(section.partition("/")[0]),
        section=view.names.section(section),
        period=period,
        teasers=tuple(stories),
        parts=tuple(parts),
        navigation=view.navigation,
    )


def topic_page(
    topic: TopicName, view: View, newest: Sequence[Teaser], months: Sequence[tuple[str, int]]
) -> TopicPage | None:
    """Return a topic's page, None if it has no story."""
    if not newest:
        return None
    return TopicPage(
        key=topic_key(topic.key),
        topic=topic,
        teasers=tuple(newest[:SECTION_STORIES]),
        months=tuple(months),
        navigation=view.navigation,
    )


def topic_archive_page(
    topic: TopicName,
    period: str,
    view: View,
    stories: Sequence[Teaser],
    parts: Sequence[tuple[str, int]] = (),
) -> TopicArchivePage | None:
    """Return the page of one month or day of a topic, None if it has no story."""
    if not stories and not parts:
        return None
    return TopicArchivePage(
        key=topic_key(topic.key, period),
        topic=topic,
        period=period,
        teasers=tuple(stories),
        parts=tuple(parts),
        navigation=view.navigation,
    )
