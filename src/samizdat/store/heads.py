"""What an edition is made from: heads, lists, articles. Every query stays within its index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, select

from samizdat.model.article import Article
from samizdat.model.article_json import article_from_bytes
from samizdat.model.page import Teaser
from samizdat.model.story import Head, Story
from samizdat.store import schema
from samizdat.store.blobs import get_blobs, get_packed
from samizdat.store.database import KEYS, in_chunks
from samizdat.store.part import Part
from samizdat.store.shelves import SHELVES, Kind, Shelf, sections_of

_head, _story = schema.head, schema.story
_PAGE = 1000
_HEADS = (
    select(
        *(_story.c.id, _story.c.newsroom, _story.c.minted_from, _story.c.path),
        *(_head.c.title, _head.c.language, _head.c.sort_at, _head.c.published_at, _head.c.shown),
        *(_head.c.latest, _head.c.content_hash, _head.c.mirrored_at, _head.c.updated),
        *(_head.c.state, _head.c.reason, _head.c.decided_by, _head.c.merged_into),
        schema.newsroom.c.language.label("default"),
    )
    .join(_story, _story.c.id == _head.c.story)
    .join(schema.newsroom, schema.newsroom.c.id == _story.c.newsroom)
)
_TEASERS = (
    select(
        *(_story.c.id, _story.c.path, _head.c.title, _head.c.language, _head.c.sort_at),
        *(_head.c.updated, _head.c.state, schema.newsroom.c.language.label("default")),
    )
    .join(_story, _story.c.id == _head.c.story)
    .join(schema.newsroom, schema.newsroom.c.id == _story.c.newsroom)
)
"""Lists name a story some ten times as often as a page shows it, and need a third of its head."""
_TEASERS_OF = _TEASERS.where(_head.c.story.in_(KEYS))


class Heads(Part):
    """The bounded questions that `edit` asks."""

    def heads(self, stories: Sequence[str]) -> dict[str, Head]:
        """Return id → head, for those that exist."""
        with self._database.read() as connection:
            return load_heads(connection, stories)

    def teasers(self, stories: Sequence[str]) -> dict[str, Teaser]:
        """Return id → how lists name the story, in whatever state, for those that exist."""
        with self._database.read() as connection:
            return {row[0]: _teaser_of(row) for row in in_chunks(connection, stories, _TEASERS_OF)}

    def newest(self, key: str, limit: int, *, kind: Kind = "section") -> list[Teaser]:
        """Return the *limit* newest visible stories on a shelf, newest first, ties by id."""
        return self._listed(_newest(kind), {"key": key, "limit": limit})

    def teasers_in(self, key: str, period: str, *, kind: Kind = "section") -> list[Teaser]:
        """Return the visible stories on a shelf in a year, a month or a day (UTC), newest first."""
        start, end = _bounds(period)
        values = {"key": key, "start": start} | ({} if end is None else {"end": end})
        return self._listed(_within(kind, is_last=end is None), values)

    def _listed(self, query: Select[Any], values: dict[str, Any]) -> list[Teaser]:
        with self._database.read() as connection:
            return [_teaser_of(row) for row in connection.execute(query, values).all()]

    def month_counts(
        self, key: str, *, kind: Kind = "section", year: str = ""
    ) -> list[tuple[str, int]]:
        """Return (`2026-03`, number of visible stories) of all months or a year's, newest first."""
        start = f"{year}-" if year else ""
        return self._count(kind, key, "month", start)

    def day_counts(self, key: str, month: str, *, kind: Kind = "section") -> list[tuple[str, int]]:
        """Return (`2026-03-14`, number of visible stories) of one month, newest day first."""
        return self._count(kind, key, "day", f"{month}-")

    def _count(self, kind: Kind, key: str, unit: str, start: str) -> list[tuple[str, int]]:
        values = {"key": key, "unit": unit, "start": start, "end": f"{start}~"}
        with self._database.read() as connection:
            rows = connection.execute(_counts(kind), values)
            return [(period, stories) for period, stories in rows]

    def articles(self, stories: Sequence[str]) -> dict[str, Article]:
        """Return id → article of the shown revision."""
        with self._database.read() as connection:
            return load_articles(connection, stories)

    def packed_articles(self, stories: Sequence[str]) -> dict[str, tuple[str, bytes]]:
        """Return id → codec and packed bytes of the shown revision's article, for a worker."""
        with self._database.read() as connection:
            bodies = _bodies(connection, stories)
            packed = get_packed(connection, bodies.values())
        return {story: packed[body] for story, body in bodies.items()}

    def origins(self, stories: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return id → origins of the shown revision's pictures in their order, if it has any."""
        table = schema.story_asset
        query = select(table.c.story, table.c.origin).order_by(table.c.story, table.c.position)
        found: dict[str, list[str]] = {}
        with self._database.read() as connection:
            rows = in_chunks(connection, stories, query.where(table.c.story.in_(KEYS)))
            for story, origin in rows:
                found.setdefault(story, []).append(origin)
        return {story: tuple(origins) for story, origins in found.items()}

    def original_address(self, stories: Sequence[str]) -> dict[str, str]:
        """Return id → the address readers are pointed to."""
        with self._database.read() as connection:
            return load_originals(connection, stories)

    def all_story_ids(self) -> Iterator[str]:
        """Yield the id of every story in order, a page of them at a time."""
        last = ""
        while True:
            query = select(_story.c.id).where(_story.c.id > last).order_by(_story.c.id)
            with self._database.read() as connection:
                ids = connection.execute(query.limit(_PAGE)).scalars().all()
            yield from ids
            if len(ids) < _PAGE:
                return
            last = ids[-1]

    def section_keys(self) -> list[str]:
        """Return the keys of the sections that have a visible story."""
        return self.shelf_keys("section")

    def shelf_keys(self, kind: Kind) -> list[str]:
        """Return the keys of the shelves that have pages."""
        shelf = SHELVES[kind]
        count = shelf.counts
        query = select(shelf.counted).where(count.c.unit == "all", count.c.period == "")
        query = query.where(count.c.stories >= shelf.fewest).order_by(shelf.counted)
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())


# A question is built once a kind: building takes SQLAlchemy longer than SQLite takes to answer, and
# fifty changed stories ask some hundred of them.


@cache
def _newest(kind: Kind) -> Select[Any]:
    """Return the question for the `:limit` newest stories on the shelf `:key`."""
    shelf = SHELVES[kind]
    return _listed(shelf, *_visible(shelf)).limit(bindparam("limit", type_=Integer))


@cache
def _within(kind: Kind, *, is_last: bool) -> Select[Any]:
    """Return the question for the stories on `:key` from `:start` to `:end`."""
    shelf = SHELVES[kind]
    at = shelf.places.c.sort_at
    where: list[Any] = [*_visible(shelf), at >= bindparam("start")]
    where += [] if is_last else [at < bindparam("end")]
    return _listed(shelf, *where)


@cache
def _counts(kind: Kind) -> Select[Any]:
    """Return the question for how many stories `:key` holds in each period, newest first."""
    shelf = SHELVES[kind]
    count = shelf.counts
    query = select(count.c.period, count.c.stories).where(
        *(shelf.counted == bindparam("key"), count.c.unit == bindparam("unit")),
        *(count.c.stories > 0, count.c.period >= bindparam("start")),
        count.c.period < bindparam("end"),
    )
    return query.order_by(count.c.period.desc())


def _visible(shelf: Shelf) -> tuple[Any, Any]:
    return shelf.key == bindparam("key"), shelf.places.c.visible.is_(True)


def _listed(shelf: Shelf, *where: Any) -> Select[Any]:
    """Return the question for stories on a shelf, newest first, in the order of its index."""
    table = shelf.places
    query = _TEASERS.join(table, table.c.story == _head.c.story).where(*where)
    return query.order_by(table.c.sort_at.desc(), table.c.story)


def _bounds(period: str) -> tuple[datetime, datetime | None]:
    """Return the first moment of *period* and the first after it, None past the year 9999."""
    start = datetime.fromisoformat(f"{period}-01-01"[:10]).replace(tzinfo=UTC)
    try:
        if len(period) == 10:
            return start, start + timedelta(days=1)
        if len(period) == 7:
            return start, (start + timedelta(days=32)).replace(day=1)
        return start, start.replace(year=start.year + 1)
    except (OverflowError, ValueError):
        return start, None


def load_heads(connection: Connection, stories: Iterable[str]) -> dict[str, Head]:
    """Return id → head, for those of *stories* that exist."""
    ids = list(stories)
    sections = sections_of(connection, ids)
    rows = in_chunks(connection, ids, _HEADS.where(_head.c.story.in_(KEYS)))
    return {row.id: _head_of(row, sections.get(row.id, ())) for row in rows}


def _head_of(row: Any, sections: tuple[str, ...]) -> Head:
    return Head(
        story=Story(row.id, row.newsroom, row.minted_from, row.path),
        title=row.title,
        language=row.language or row.default,
        sort_at=row.sort_at,
        published_at=row.published_at,
        shown=row.shown,
        latest=row.latest,
        content_hash=row.content_hash,
        mirrored_at=row.mirrored_at,
        updated=max(row.updated, 0),  # -1: no revision of the source's yet
        state=row.state,
        reason=row.reason,
        sections=sections,
        decided_by=row.decided_by,
        merged_into=row.merged_into or "",
    )


def _teaser_of(row: Sequence[Any]) -> Teaser:
    # Unpacked, not asked by name: there are hundreds of thousands.
    id_, path, title, language, sort_at, updated, state, default = row
    return Teaser(id_, path, title, language or default, sort_at, updated > 0, state == "gone")


def load_articles(connection: Connection, stories: Iterable[str]) -> dict[str, Article]:
    """Return id → article of the shown revision."""
    bodies = _bodies(connection, stories)
    blobs = get_blobs(connection, bodies.values())
    return {story: article_from_bytes(blobs[body]) for story, body in bodies.items()}


def _bodies(connection: Connection, stories: Iterable[str]) -> dict[str, str]:
    """Return id → hash of the shown revision's article."""
    query = select(_head.c.story, _head.c.body).where(_head.c.story.in_(KEYS))
    return dict(in_chunks(connection, stories, query))


def load_originals(connection: Connection, stories: Iterable[str]) -> dict[str, str]:
    """Return id → the address readers are pointed to."""
    table = schema.story_check
    query = select(table.c.story, table.c.address)
    rows = in_chunks(connection, stories, query.where(table.c.story.in_(KEYS)))
    return dict(rows)
