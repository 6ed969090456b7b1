"""Answers for people: status, why, revisions, export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from samizdat.errors import StoreError
from samizdat.model.article import Article
from samizdat.model.article_json import article_from_bytes
from samizdat.model.page import image_key, section_key, story_key, topic_key
from samizdat.model.story import Head, Revision
from samizdat.store import schema
from samizdat.store.answers import Check, EntryRow, ExportRow, Sighting, StatusCounts, Why
from samizdat.store.blobs import get_blobs
from samizdat.store.entries import entry_of
from samizdat.store.find import find_story, spellings
from samizdat.store.heads import load_articles, load_heads, load_originals
from samizdat.store.part import Part

_entry, _story, _revision = schema.entry, schema.story, schema.revision
_PAGE = 200


class Inquiry(Part):
    """What people ask of a mirror."""

    def status(self) -> StatusCounts:
        """Return how much the store holds."""
        with self._database.read() as connection:
            entries = _counts(connection, _entry.c.state)
            assets = _counts(connection, schema.asset.c.state)
            dirty = connection.execute(select(func.count()).select_from(schema.dirty))
            existing = schema.page.c.fingerprint != ""
            existing &= ~schema.page.c.key.startswith(image_key(""))
            pages = select(func.count()).select_from(schema.page).where(existing)
            return StatusCounts(
                stories=_counts(connection, schema.head.c.state),
                revisions=connection.execute(
                    select(func.count()).select_from(_revision)
                ).scalar_one(),
                queued=entries.get("queued", 0),
                skipped=entries.get("skipped", 0),
                failed=entries.get("failed", 0),
                assets_stored=assets.get("stored", 0),
                assets_failed=assets.get("failed", 0),
                assets_due=assets.get("due", 0),
                dirty=dirty.scalar_one(),
                pages=connection.execute(pages).scalar_one(),
                size_bytes=self._database.size_bytes(),
            )

    def why(self, address: str) -> Why:
        """Return everything known of an address, a story's id, a page's path or a page key."""
        query = address.strip()
        with self._database.read() as connection:
            story = find_story(connection, query)
            entries = _entries(connection, spellings(query), story)
            if story is None:
                return Why(query, entries)
            return _all_of(connection, query, entries, story)

    def revisions(self, story: str) -> list[Revision]:
        """Return the revisions of *story*, oldest first."""
        with self._database.read() as connection:
            return _revisions(connection, story)

    def revision_article(self, story: str, number: int) -> Article:
        """Return what one revision holds.

        Raises:
            StoreError: there is no such revision.
        """
        one = and_(_revision.c.story == story, _revision.c.number == number)
        with self._database.read() as connection:
            body = connection.execute(select(_revision.c.body).where(one)).scalar()
            if body is None:
                raise StoreError(f"no revision {number}", where=story, hint="samizdat why")
            return article_from_bytes(get_blobs(connection, [body])[body])

    def export(self) -> Iterator[ExportRow]:
        """Yield every story, oldest first, a few hundred read at a time."""
        when, id_ = _story.c.first_seen, _story.c.id
        query = select(when, id_).order_by(when, id_).limit(_PAGE)
        last: Any = None
        while True:
            page = query
            if last is not None:
                page = query.where(or_(when > last[0], and_(when == last[0], id_ > last[1])))
            with self._database.read() as connection:
                rows = connection.execute(page).all()
                found = list(_exported(connection, [row.id for row in rows]))
            yield from found
            if len(rows) < _PAGE:
                return
            last = rows[-1]


def _counts(connection: Connection, column: Any) -> dict[str, int]:
    rows = connection.execute(select(column, func.count()).group_by(column).order_by(column))
    return dict(rows.all())


def _entries(
    connection: Connection, addresses: Iterable[str], story: str | None
) -> tuple[EntryRow, ...]:
    named = _entry.c.address.in_(list(addresses))
    # Of a stranger only the address counts: every entry that waits has no story either.
    mine = or_(named, _entry.c.story == story) if story else named
    return tuple(
        EntryRow(
            entry=entry_of(row),
            source=row.source,
            state=row.state,
            attempts=row.attempts,
            error=row.error,
            first_seen=row.first_seen,
            last_seen=row.last_seen,
            due_at=row.due_at,
        )
        for row in connection.execute(select(_entry).where(mine).order_by(_entry.c.id))
    )


def _all_of(connection: Connection, query: str, entries: tuple[EntryRow, ...], story: str) -> Why:
    table, file = schema.address, schema.file
    names = select(table.c.canonical).where(table.c.story == story).order_by(table.c.canonical)
    head, topics = load_heads(connection, [story])[story], _topics(connection, story)
    of_story = select(file.c.remote, file.c.path).where(file.c.page == story_key(story))
    files = connection.execute(of_story.order_by(file.c.remote, file.c.path))
    return Why(
        query=query,
        entries=entries,
        story=head.story,
        addresses=tuple(connection.execute(names).scalars()),
        head=head,
        check=_check(connection, story),
        revisions=tuple(_revisions(connection, story)),
        sightings=_sightings(connection, story),
        topics=topics,
        aliases=_aliases(connection, story),
        pages=_pages(connection, head, topics),
        files=tuple((remote, path) for remote, path in files),
    )


def _check(connection: Connection, story: str) -> Check | None:
    table = schema.story_check
    row = connection.execute(select(table).where(table.c.story == story)).one_or_none()
    if row is None:
        return None
    due_at = None if row.paused else row.due_at
    return Check(row.address, row.last_check, due_at, row.gone_count, row.attempts, row.error)


def _revisions(connection: Connection, story: str) -> list[Revision]:
    columns = (_revision.c.story, _revision.c.number, _revision.c.content_hash)
    query = select(*columns, _revision.c.made_at, _revision.c.route, _revision.c.cause)
    mine = query.where(_revision.c.story == story).order_by(_revision.c.number)
    return [Revision(*row) for row in connection.execute(mine)]


def _sightings(connection: Connection, story: str) -> tuple[Sighting, ...]:
    seen, sections = schema.sighting, schema.source_section
    shelves: dict[str, list[str]] = {}
    for row in connection.execute(select(sections).order_by(sections.c.position)):
        shelves.setdefault(row.source, []).append(row.section)
    query = select(seen).where(seen.c.story == story).order_by(seen.c.first_seen, seen.c.source)
    return tuple(
        Sighting(
            source=row.source,
            address=row.address,
            title=row.title,
            sections=tuple(shelves.get(row.source, ())),
            first_seen=row.first_seen,
            last_seen=row.last_seen,
        )
        for row in connection.execute(query)
    )


def _topics(connection: Connection, story: str) -> tuple[str, ...]:
    table = schema.head_topic
    query = select(table.c.topic).where(table.c.story == story).order_by(table.c.topic)
    return tuple(connection.execute(query).scalars())


def _aliases(connection: Connection, story: str) -> tuple[str, ...]:
    table = schema.alias
    query = select(table.c.path).where(table.c.target == story_key(story)).order_by(table.c.path)
    return tuple(connection.execute(query).scalars())


def _pages(connection: Connection, head: Head, topics: Iterable[str]) -> dict[str, int]:
    """Return the existing pages that show *head*, with the edition in which they changed."""
    table, day = schema.page, head.sort_at.date().isoformat()
    periods = ("", day[:4], day[:7], day)
    keys = [section_key(section, period) for section in head.sections for period in periods]
    keys += [topic_key(topic, period) for topic in topics for period in periods]
    query = select(table.c.key, table.c.edition).where(table.c.fingerprint != "")
    mine = query.where(table.c.key.in_([story_key(head.story.id), *keys]))
    return dict(iter(connection.execute(mine.order_by(table.c.key))))


def _exported(connection: Connection, ids: list[str]) -> Iterator[ExportRow]:
    heads, articles = load_heads(connection, ids), load_articles(connection, ids)
    originals = load_originals(connection, ids)
    for id_ in ids:
        yield ExportRow(heads[id_], articles[id_], originals[id_])
