"""Which story stands on which shelf, how many stand there, and which pages that touches.

Every change of a head, of a sighting or of a source's sections ends in `reshelve`, in the same
transaction: shelves, counts and dirty pages cannot part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, select, update

from samizdat.model.page import HOME, image_key, section_key, story_key
from samizdat.model.story import State
from samizdat.store import schema
from samizdat.store.database import KEYS, chunks, in_chunks, many, upsert

VISIBLE: frozenset[str] = frozenset({"shown", "gone"})
"""States in which lists name the story."""

PAGED = VISIBLE | {"withdrawn"}
"""States in which the story has a page."""

_table = schema.head_section
_ADD = upsert(_table, "visible")
_DROP = delete(_table).where(
    _table.c.story == bindparam("b_story"), _table.c.section == bindparam("b_section")
)
_STANDING = select(_table.c.story, _table.c.section, _table.c.sort_at, _table.c.visible).where(
    _table.c.story.in_(KEYS)
)
_head, _seen, _sections = schema.head, schema.sighting, schema.source_section
_WANTED = (
    select(_head.c.story, _head.c.state, _head.c.sort_at, _sections.c.section)
    .outerjoin(_seen, _seen.c.story == _head.c.story)
    .outerjoin(_sections, _sections.c.source == _seen.c.source)
    .where(_head.c.story.in_(KEYS))
)
_dirty_add = upsert(schema.dirty)


class Place(NamedTuple):
    """One story on one shelf."""

    section: str
    sort_at: datetime
    visible: bool

    @property
    def day(self) -> str:
        """The day whose archive page holds it."""
        return self.sort_at.astimezone(UTC).date().isoformat()


Places = dict[str, dict[str, Place]]
"""Story → section → place."""


def pages_of(story: str, state: State | str, places: Iterable[Place]) -> Iterator[str]:
    """Yield the keys of the pages that show the story."""
    if state in PAGED:
        yield story_key(story)
    if state in VISIBLE:
        yield from _list_pages(places)


def _list_pages(places: Iterable[Place]) -> Iterator[str]:
    yield HOME
    for place in places:
        yield section_key(place.section)
        yield section_key(place.section, place.day[:7])
        yield section_key(place.section, place.day)


def mark_dirty(connection: Connection, keys: Iterable[str]) -> None:
    """Note that the pages *keys* have to be built again."""
    many(connection, _dirty_add, [{"key": key} for key in sorted(set(keys))])


def pictures_of(connection: Connection, originals: Iterable[str]) -> list[str]:
    """Return the keys of the published pictures that were made of *originals*."""
    variant = schema.variant
    query = select(variant.c.hash).where(variant.c.original_hash.in_(KEYS))
    return [image_key(row.hash) for row in in_chunks(connection, originals, query)]


def mark_pictures_dirty(connection: Connection, stories: Iterable[str]) -> None:
    """Note that the pictures that *stories* show so far may soon be shown by none."""
    asset, shows = schema.asset, schema.story_asset
    query = select(asset.c.original_hash).join(shows, shows.c.origin == asset.c.origin)
    rows = in_chunks(connection, stories, query.where(shows.c.story.in_(KEYS)))
    originals = dict.fromkeys(row.original_hash for row in rows if row.original_hash)
    if originals:
        mark_dirty(connection, pictures_of(connection, originals))


def reshelve(
    connection: Connection, stories: Iterable[str], *, changed: Collection[str] = ()
) -> None:
    """Put *stories* where their sightings and states say, and mark the pages this touches.

    Args:
        connection: of the transaction that changed them.
        stories: ids; those without a head are passed over.
        changed: those whose pages changed even if they stay where they are.
    """
    for chunk in chunks(dict.fromkeys(stories)):
        states, new = _wanted(connection, chunk)
        old = _standing(connection, chunk)
        moved = [s for s in chunk if old.get(s, {}) != new.get(s, {})]
        _move(connection, moved, old, new)
        keys: set[str] = set()
        for story in {*moved, *(s for s in chunk if s in changed)} & states.keys():
            keys.update(pages_of(story, states[story], new.get(story, {}).values()))
            seen = [place for place in old.get(story, {}).values() if place.visible]
            if seen:
                keys.update(pages_of(story, "shown", seen))
        mark_dirty(connection, keys)


def _wanted(connection: Connection, stories: Collection[str]) -> tuple[dict[str, str], Places]:
    """Return the states of *stories* and where they should stand."""
    states: dict[str, str] = {}
    places: Places = {}
    for story, state, sort_at, section in connection.execute(_WANTED, {"keys": list(stories)}):
        states[story] = state
        if section is not None:
            place = Place(section, sort_at, state in VISIBLE)
            places.setdefault(story, {})[section] = place
    return states, places


def _standing(connection: Connection, stories: Collection[str]) -> Places:
    """Return where *stories* stand now."""
    places: Places = {}
    for story, *place in connection.execute(_STANDING, {"keys": list(stories)}):
        places.setdefault(story, {})[place[0]] = Place(*place)
    return places


def _move(connection: Connection, stories: Iterable[str], old: Places, new: Places) -> None:
    """Turn the rows of *old* into those of *new* and correct the counts."""
    dropped: list[dict[str, Any]] = []
    added: list[dict[str, Any]] = []
    counts: Counter[tuple[str, str, str]] = Counter()
    for story in stories:
        before, after = old.get(story, {}), new.get(story, {})
        dropped += [{"b_story": story, "b_section": s} for s in before.keys() - after.keys()]
        added += [
            {"story": story, "day": place.day, **place._asdict()}
            for section, place in sorted(after.items())
            if before.get(section) != place
        ]
        _count(counts, before.values(), -1)
        _count(counts, after.values(), +1)
    many(connection, _DROP, dropped)
    many(connection, _ADD, added)
    _correct_counts(connection, counts)


def _count(counts: Counter[tuple[str, str, str]], places: Iterable[Place], by: int) -> None:
    for place in places:
        if place.visible:
            counts[place.section, "all", ""] += by
            counts[place.section, "month", place.day[:7]] += by
            counts[place.section, "day", place.day] += by


_counted = schema.section_count
_START = upsert(_counted)
_CORRECT = (
    update(_counted)
    .where(
        _counted.c.section == bindparam("b_section"),
        _counted.c.unit == bindparam("b_unit"),
        _counted.c.period == bindparam("b_period"),
    )
    .values(stories=_counted.c.stories + bindparam("b_by"))
)


def _correct_counts(connection: Connection, counts: Counter[tuple[str, str, str]]) -> None:
    rows = [
        {"b_section": section, "b_unit": unit, "b_period": period, "b_by": by}
        for (section, unit, period), by in sorted(counts.items())
        if by
    ]
    started = [
        {"section": row["b_section"], "unit": row["b_unit"], "period": row["b_period"]}
        for row in rows
    ]
    many(connection, _START, started)
    many(connection, _CORRECT, rows)


def sections_of(connection: Connection, stories: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the keys of the sections in which *stories* stand, by key."""
    found: dict[str, list[str]] = {}
    query = select(_table.c.story, _table.c.section)
    for story, section in in_chunks(connection, stories, query.where(_table.c.story.in_(KEYS))):
        found.setdefault(story, []).append(section)
    return {story: tuple(sorted(sections)) for story, sections in found.items()}
