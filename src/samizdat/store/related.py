"""Which stories are near each other in time on the same topics.

A story's related ones are looked for among the `RELATED_WINDOW` stories next to it, on each of its
topics, in the order of the lists: newest first, ties by id. So a story that appears, disappears or
changes touches the related list of as many newer stories a topic, and of no others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, String, Subquery, cast, func, select, union_all

from samizdat.model.topic import RELATED_STORIES, RELATED_WINDOW
from samizdat.store import schema
from samizdat.store.database import KEYS, in_chunks
from samizdat.store.part import Part

_shelf = schema.head_topic
_mine, _near = _shelf.alias("mine"), _shelf.alias("near")
_BETWEEN, _WITHIN = ",", " "  # no id has either


def _window(*where: Any, order: Sequence[Any]) -> Subquery:
    """Return the nearest visible stories on the topic of *mine*, in the order of their index."""
    at = cast(_near.c.sort_at, String).label("sort_at")
    query = select(_near.c.story, at).where(
        _near.c.topic == _mine.c.topic, _near.c.visible.is_(True), *where
    )
    return query.order_by(*order).limit(RELATED_WINDOW).correlate(_mine).subquery()


def _packed(same: Subquery, other: Subquery) -> Select[Any]:
    """Return the question for (story, its neighbours on one topic as one text).

    Two windows, one of them of stories of the same moment, since either then begins at its place
    in the index: thousands of stories that a sitemap gives no date are of one moment. One text a
    topic takes a quarter of the time that a row a neighbour does.
    """
    both = union_all(
        select(same.c.story, same.c.sort_at), select(other.c.story, other.c.sort_at)
    ).subquery()
    pair = both.c.sort_at + _WITHIN + both.c.story
    packed = select(func.aggregate_strings(pair, _BETWEEN)).select_from(both).scalar_subquery()
    return select(_mine.c.story, packed.label("near")).where(_mine.c.story.in_(KEYS))


_OLDER = _packed(
    _window(
        _near.c.sort_at == _mine.c.sort_at, _near.c.story > _mine.c.story, order=[_near.c.story]
    ),
    _window(_near.c.sort_at < _mine.c.sort_at, order=[_near.c.sort_at.desc(), _near.c.story]),
).where(_mine.c.visible.is_(True))
_NEWER = _packed(
    _window(
        *(_near.c.sort_at == _mine.c.sort_at, _near.c.story < _mine.c.story),
        order=[_near.c.story.desc()],
    ),
    _window(_near.c.sort_at > _mine.c.sort_at, order=[_near.c.sort_at, _near.c.story.desc()]),
)


class Related(Part):
    """Stories that lead to others."""

    def related(self, stories: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return id → ids of its related older stories, for visible stories that have any.

        Those with the most topics in common come first, then the newest; at most
        `RELATED_STORIES`.
        """
        with self._database.read() as connection:
            return related_of(connection, stories)


def related_of(connection: Connection, stories: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return what `Related.related` does."""
    found: dict[str, Counter[str]] = {}
    for story, packed in in_chunks(connection, stories, _OLDER):
        if packed:
            found.setdefault(story, Counter()).update(_nearest(packed, newer=False))
    return {story: _ranked(near) for story, near in found.items()}


def stories_showing(connection: Connection, stories: Collection[str]) -> set[str]:
    """Return the visible stories among whose related ones one of *stories* is."""
    shown = set(stories)
    around = related_of(connection, newer_stories(connection, shown))
    return {story for story, related in around.items() if not shown.isdisjoint(related)}


def newer_stories(connection: Connection, stories: Iterable[str]) -> set[str]:
    """Return the visible stories among whose related ones one of *stories* may be."""
    found: set[str] = set()
    for _, packed in in_chunks(connection, stories, _NEWER):
        if packed:
            found.update(_nearest(packed, newer=True))
    return {_id_of(neighbour) for neighbour in found}


def _nearest(packed: str, *, newer: bool) -> list[str]:
    """Return the neighbours on one topic that count, each as its time and its id."""
    near = packed.split(_BETWEEN)
    if len(near) > RELATED_WINDOW:  # stories of the same moment, and others
        near = sorted(near, key=_listed, reverse=newer)[:RELATED_WINDOW]
    return near


def _listed(neighbour: str) -> tuple[int, str]:
    """Return by what lists are sorted."""
    at, _, story = neighbour.partition(_WITHIN)
    return -int(at), story


def _id_of(neighbour: str) -> str:
    return neighbour.partition(_WITHIN)[2]


def _ranked(near: Counter[str]) -> tuple[str, ...]:
    ranked = sorted(near, key=lambda neighbour: (-near[neighbour], *_listed(neighbour)))
    return tuple(map(_id_of, ranked[:RELATED_STORIES]))
