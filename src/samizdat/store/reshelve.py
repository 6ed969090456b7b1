"""Put stories where they belong, and mark every page that this touches.

Every change of a head, of a sighting, of tags or of a source's sections ends here, in the same
transaction: shelves, counts and dirty pages cannot part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import Connection, select

from samizdat.model.page import HOME, story_key
from samizdat.store import schema
from samizdat.store.database import KEYS, chunks, in_chunks, many, upsert
from samizdat.store.dirty import PAGED, VISIBLE, mark_dirty
from samizdat.store.pointers import linking_to_topics, pointing_to
from samizdat.store.related import newer_stories, stories_showing
from samizdat.store.shelves import SECTIONS, TOPIC_OF, TOPICS, Moves, Place, Shelf, wanted

_tag, _alias = schema.story_tag, schema.topic_alias
_NAMES = (
    select(TOPIC_OF.label("key"), _tag.c.name)
    .outerjoin(_alias, _alias.c.tag == _tag.c.tag)
    .where(_tag.c.story.in_(KEYS))
    .order_by(_tag.c.story, _tag.c.position)
)
_NAME = upsert(schema.topic)


def reshelve(
    connection: Connection,
    stories: Iterable[str],
    *,
    changed: Collection[str] = (),
    retold: Collection[str] = (),
) -> None:
    """Put *stories* where their sightings, tags and states say, and mark the pages this touches.

    Args:
        connection: of the transaction that changed them.
        stories: ids; those without a head are passed over.
        changed: those whose pages changed even if they stay where they are.
        retold: those of them whose title, language or state changed: related stories show these.
    """
    for chunk in chunks(dict.fromkeys(stories)):
        _Change(connection, chunk, changed, retold).write()


class _Change:
    """What becomes of a few hundred stories."""

    def __init__(
        self,
        connection: Connection,
        stories: list[str],
        changed: Collection[str],
        retold: Collection[str],
    ) -> None:
        self.connection = connection
        self.states, sections = wanted(connection, SECTIONS, stories)
        _, topics = wanted(connection, TOPICS, stories)
        self.sections = Moves.of(connection, SECTIONS, stories, sections)
        self.topics = Moves.of(connection, TOPICS, stories, topics)
        moved = {*self.sections.moved, *self.topics.moved}
        self.touched = [s for s in stories if (s in moved or s in changed) and s in self.states]
        self.retold = {s for s in self.touched if s in retold}.difference(self.topics.moved)
        self.keys: set[str] = set()

    def write(self) -> None:
        """Move what has to move, and mark the pages."""
        connection = self.connection
        near = newer_stories(connection, self.topics.left())
        _name(connection, self.topics)
        for moves in (self.sections, self.topics):
            moves.apply(connection)
        near |= newer_stories(connection, self._seen_on_topics(self.topics.moved))
        # One that stays where it is changes only the pages that name it.
        near |= stories_showing(connection, self._seen_on_topics(self.retold))
        self.keys.update(story_key(story) for story in near)
        for story in self.touched:
            self.keys.update(self._own_pages(story))
        self.keys |= pointing_to(connection, [story_key(story) for story in self.touched])
        for moves in (self.sections, self.topics):
            self._mark_shelves(moves)
        mark_dirty(connection, self.keys)

    def _seen_on_topics(self, stories: Iterable[str]) -> list[str]:
        return [story for story in stories if any(self.topics.seen(story))]

    def _own_pages(self, story: str) -> Iterator[str]:
        state = self.states[story]
        was_seen = any(self.sections.seen(story)) or any(self.topics.seen(story))
        if state in PAGED or was_seen:
            yield story_key(story)
        if state in VISIBLE or was_seen:
            yield HOME

    def _mark_shelves(self, moves: Moves) -> None:
        """Mark the pages of the shelves on which the touched stories are seen."""
        places = {place for story in self.touched for place in moves.seen(story)}
        if crossing := moves.crossing():
            places |= self._mark_crossing(moves, crossing)
        days: set[str] = set()
        for place in places:
            if moves.has_pages(place.shelf):
                self.keys.update(_list_pages(moves.shelf, place))
                days.add(moves.shelf.page(place.shelf, place.day))
        self.keys |= days if moves.shelf.every_day else existing(self.connection, days)

    def _mark_crossing(self, moves: Moves, crossing: list[str]) -> set[Place]:
        """Mark what leads to shelves that get or lose their pages; return where stories stand.

        Besides the stories that move here such a shelf holds fewer than it needs for a page.
        """
        connection, places = self.connection, set()
        pages = [moves.shelf.page(key, "") for key in crossing]
        self.keys |= pointing_to(connection, pages)
        for story, place in _members(connection, moves.shelf, crossing):
            places.add(place)
            if moves.shelf is TOPICS:  # a story's page names its sections, be they empty or not
                self.keys.add(story_key(story))
        if moves.shelf is TOPICS:
            self.keys |= linking_to_topics(connection, crossing)
        return places


def _list_pages(shelf: Shelf, place: Place) -> Iterator[str]:
    """Yield the pages that list what stands at *place*, but for the day's."""
    yield shelf.page(place.shelf, "")
    if shelf.years:
        yield shelf.page(place.shelf, place.day[:4])
    yield shelf.page(place.shelf, place.day[:7])


def _members(
    connection: Connection, shelf: Shelf, keys: Iterable[str]
) -> Iterator[tuple[str, Place]]:
    """Yield the visible stories on the shelves *keys*, and where they stand."""
    table = shelf.places
    query = select(table.c.story, shelf.key, table.c.sort_at, table.c.visible)
    seen = query.where(shelf.key.in_(KEYS), table.c.visible.is_(True))
    for story, *place in in_chunks(connection, keys, seen):
        yield story, Place(*place)


def existing(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Return those of the pages *keys* that exist."""
    page = schema.page
    query = select(page.c.key).where(page.c.fingerprint != "", page.c.key.in_(KEYS))
    return {row.key for row in in_chunks(connection, keys, query)}


def _name(connection: Connection, topics: Moves) -> None:
    """Give topics that stories come to the first spelling met, unless they have a name."""
    coming = [
        s for s in topics.moved if topics.new.get(s, {}).keys() - topics.old.get(s, {}).keys()
    ]
    names = {row.key: row.name for row in reversed(list(in_chunks(connection, coming, _NAMES)))}
    many(connection, _NAME, [{"key": key, "name": name} for key, name in names.items() if key])
