"""Which story stands on which shelf of a kind, and how many stand there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Delete,
    Select,
    Table,
    bindparam,
    delete,
    func,
    select,
)

from samizdat.model.page import section_key, topic_key
from samizdat.model.topic import FEWEST_STORIES
from samizdat.store import schema
from samizdat.store.database import KEYS, add_up, in_chunks, many, upsert
from samizdat.store.dirty import VISIBLE

Kind = Literal["section", "topic"]
"""What a shelf is."""


class Place(NamedTuple):
    """One story on one shelf."""

    shelf: str
    sort_at: datetime
    visible: bool

    @property
    def day(self) -> str:
        """The day whose archive page holds it."""
        return self.sort_at.astimezone(UTC).date().isoformat()


Places = dict[str, dict[str, Place]]
"""Story → shelf → place."""

_head, _seen, _sections = schema.head, schema.sighting, schema.source_section
_tag, _alias = schema.story_tag, schema.topic_alias

SECTION_WANTED = (
    select(_head.c.story, _head.c.state, _head.c.sort_at, _sections.c.section.label("shelf"))
    .outerjoin(_seen, _seen.c.story == _head.c.story)
    .outerjoin(_sections, _sections.c.source == _seen.c.source)
)
"""A story stands in the sections of every source that announced it."""

TOPIC_OF = func.coalesce(_alias.c.topic, _tag.c.topic)
"""What topics.toml says of a tag, else the topic that it has by itself; "" is none."""

TOPIC_WANTED = (
    select(_head.c.story, _head.c.state, _head.c.sort_at, TOPIC_OF.label("shelf"))
    .outerjoin(_tag, _tag.c.story == _head.c.story)
    .outerjoin(_alias, _alias.c.tag == _tag.c.tag)
)
"""A story stands in the topics of its tags."""


@dataclass(frozen=True)
class Shelf:
    """One kind of shelves: where its rows are, and what its pages are called.

    Attributes:
        places: the table of which story stands where.
        counts: the table of how many do.
        wanted: asks for a story's state, sort time and shelves.
        page: shelf, period → key of the page.
        fewest: visible stories from which on a shelf has pages.
        years: each year has a page.
        every_day: a change marks the day's page whether it exists or not. Topics are too many for
            that; a build makes days' pages from the month's when there are many stories in it.
    """

    kind: Kind
    places: Table
    counts: Table
    wanted: Select[Any]
    page: Callable[[str, str], str]
    fewest: int
    years: bool = False
    every_day: bool = False

    @property
    def key(self) -> Column[str]:
        """The shelf's key, where stories stand."""
        return self.places.c[self.kind]

    @property
    def counted(self) -> Column[str]:
        """The shelf's key, where stories are counted."""
        return self.counts.c[self.kind]


SECTIONS = Shelf(
    "section",
    schema.head_section,
    schema.section_count,
    SECTION_WANTED,
    section_key,
    fewest=1,
    years=True,
    every_day=True,
)
TOPICS = Shelf(
    "topic",
    schema.head_topic,
    schema.topic_count,
    TOPIC_WANTED,
    topic_key,
    fewest=FEWEST_STORIES,
)
SHELVES: dict[Kind, Shelf] = {"section": SECTIONS, "topic": TOPICS}


def wanted(
    connection: Connection, shelf: Shelf, stories: Collection[str]
) -> tuple[dict[str, str], Places]:
    """Return the states of *stories* and where they should stand."""
    states: dict[str, str] = {}
    places: Places = {}
    query = shelf.wanted.where(_head.c.story.in_(KEYS))
    for story, state, sort_at, key in connection.execute(query, {"keys": list(stories)}):
        states[story] = state
        if key:
            places.setdefault(story, {})[key] = Place(key, sort_at, state in VISIBLE)
    return states, places


def standing(connection: Connection, shelf: Shelf, stories: Collection[str]) -> Places:
    """Return where *stories* stand now."""
    table = shelf.places
    query = select(table.c.story, shelf.key, table.c.sort_at, table.c.visible)
    places: Places = {}
    rows = connection.execute(query.where(table.c.story.in_(KEYS)), {"keys": list(stories)})
    for story, *place in rows:
        places.setdefault(story, {})[place[0]] = Place(*place)
    return places


@dataclass(slots=True)
class Moves:
    """What a change does to the shelves of one kind.

    Attributes:
        old: where the stories stand.
        new: where they should.
        moved: stories for which these differ.
        totals: how many visible stories the shelves concerned hold, before.
        by: how many more they will hold.
    """

    shelf: Shelf
    old: Places
    new: Places
    moved: list[str]
    totals: dict[str, int]
    by: Counter[str]

    @classmethod
    def of(
        cls, connection: Connection, shelf: Shelf, stories: Collection[str], new: Places
    ) -> Moves:
        """Return what has to move so that *stories* stand where *new* says."""
        old = standing(connection, shelf, stories)
        moved = [story for story in stories if old.get(story) != new.get(story)]
        keys = {key for places in (old, new) for place in places.values() for key in place}
        by: Counter[str] = Counter()
        for story in moved:
            by.subtract(p.shelf for p in old.get(story, {}).values() if p.visible)
            by.update(p.shelf for p in new.get(story, {}).values() if p.visible)
        return cls(shelf, old, new, moved, totals(connection, shelf, keys), by)

    def has_pages(self, key: str) -> bool:
        """Return whether the shelf *key* has pages now or will have."""
        before = self.totals.get(key, 0)
        return max(before, before + self.by[key]) >= self.shelf.fewest

    def crossing(self) -> list[str]:
        """Return the shelves that get pages by this, or lose them."""
        fewest = self.shelf.fewest
        return sorted(
            key
            for key, by in self.by.items()
            if (self.totals.get(key, 0) >= fewest) != (self.totals.get(key, 0) + by >= fewest)
        )

    def seen(self, story: str) -> Iterator[Place]:
        """Yield where readers see *story* now or will see it."""
        for places in (self.old, self.new):
            yield from (place for place in places.get(story, {}).values() if place.visible)

    def left(self) -> list[str]:
        """Return the stories that leave a shelf on which readers see them."""
        return [
            story
            for story in self.moved
            if any(
                place.visible and key not in self.new.get(story, {})
                for key, place in self.old.get(story, {}).items()
            )
        ]

    def apply(self, connection: Connection) -> None:
        """Turn the rows of `old` into those of `new` and correct the counts."""
        kind, dropped, added = self.shelf.kind, [], []
        counts: Counter[tuple[str, str, str]] = Counter()
        for story in self.moved:
            before, after = self.old.get(story, {}), self.new.get(story, {})
            dropped += [{"b_story": story, "b_key": key} for key in before.keys() - after.keys()]
            added += [
                {"story": story, kind: key, "day": place.day, **_columns(place)}
                for key, place in sorted(after.items())
                if before.get(key) != place
            ]
            _count(counts, before.values(), -1)
            _count(counts, after.values(), +1)
        many(connection, _DROP[kind], dropped)
        many(connection, _ADD[kind], added)
        _correct(connection, kind, counts)


def totals(connection: Connection, shelf: Shelf, keys: Iterable[str]) -> dict[str, int]:
    """Return how many visible stories the shelves *keys* hold, for those that ever held any."""
    table = shelf.counts
    query = select(shelf.counted, table.c.stories).where(
        table.c.unit == "all", table.c.period == ""
    )
    return dict(in_chunks(connection, keys, query.where(shelf.counted.in_(KEYS))))


def _columns(place: Place) -> dict[str, Any]:
    return {"sort_at": place.sort_at, "visible": place.visible}


def _drop(shelf: Shelf) -> Delete:
    mine = shelf.places.c.story == bindparam("b_story")
    return delete(shelf.places).where(mine, shelf.key == bindparam("b_key"))


_DROP = {kind: _drop(shelf) for kind, shelf in SHELVES.items()}
_ADD = {kind: upsert(shelf.places, "visible") for kind, shelf in SHELVES.items()}
_COUNT = {kind: add_up(shelf.counts, "stories") for kind, shelf in SHELVES.items()}


def _count(counts: Counter[tuple[str, str, str]], places: Iterable[Place], by: int) -> None:
    for place in places:
        if place.visible:
            counts[place.shelf, "all", ""] += by
            counts[place.shelf, "month", place.day[:7]] += by
            counts[place.shelf, "day", place.day] += by


def _correct(connection: Connection, kind: Kind, counts: Counter[tuple[str, str, str]]) -> None:
    rows = [
        {kind: key, "unit": unit, "period": period, "stories": by}
        for (key, unit, period), by in sorted(counts.items())
        if by
    ]
    many(connection, _COUNT[kind], rows)


def sections_of(connection: Connection, stories: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the keys of the sections in which *stories* stand, by key."""
    found: dict[str, list[str]] = {}
    table = schema.head_section
    query = select(table.c.story, table.c.section)
    for story, section in in_chunks(connection, stories, query.where(table.c.story.in_(KEYS))):
        found.setdefault(story, []).append(section)
    return {story: tuple(sorted(sections)) for story, sections in found.items()}
