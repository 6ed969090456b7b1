"""Which stories are near each other in time on the same topics.

A story's related ones are looked for among the `RELATED_WINDOW` stories next to it, on each of its
topics, in the order of the lists: newest first, ties by id. So a story that appears, disappears or
changes touches the related list of as many newer stories a topic, and of no others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, String, Subquery, cast, func, select, union_all

from samizdat.model.topic import RELATED_STORIES, RELATED_WINDOW
from samizdat.store import schema
from samizdat.store.database import KEYS, in_chunks
from samizdat.store.part import Part

_shelf = schema.head_topic
_mine, _near = _shelf.alias("mine"), _shelf.alias("near")
_BETWEEN, _WITHIN = ",", " "  # no id has either


class Neighbour(NamedTuple):
    """A story next to another one; neighbours sort by time."""

    sort_at: int
    story: str


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
        found: dict[str, Counter[Neighbour]] = {}
        with self._database.read() as connection:
            for story, near in _neighbours(connection, stories, _OLDER):
                nearest = sorted(near, key=_listed)[:RELATED_WINDOW]
                found.setdefault(story, Counter()).update(nearest)
        return {story: _ranked(near) for story, near in found.items()}


def newer_stories(connection: Connection, stories: Iterable[str]) -> set[str]:
    """Return the visible stories among whose related ones one of *stories* may be."""
    found: set[str] = set()
    for _, near in _neighbours(connection, stories, _NEWER):
        nearest = sorted(near, key=_listed, reverse=True)[:RELATED_WINDOW]
        found.update(neighbour.story for neighbour in nearest)
    return found


def _neighbours(
    connection: Connection, stories: Iterable[str], query: Select[Any]
) -> Iterator[tuple[str, list[Neighbour]]]:
    for story, packed in in_chunks(connection, stories, query):
        if packed:
            pairs = (pair.split(_WITHIN) for pair in packed.split(_BETWEEN))
            yield story, [Neighbour(int(at), id_) for at, id_ in pairs]


def _listed(neighbour: Neighbour) -> tuple[int, str]:
    """Return by what lists are sorted."""
    return -neighbour.sort_at, neighbour.story


def _ranked(near: Counter[Neighbour]) -> tuple[str, ...]:
    ranked = sorted(near.items(), key=lambda item: (-item[1], *_listed(item[0])))
    return tuple(neighbour.story for neighbour, _ in ranked[:RELATED_STORIES])
