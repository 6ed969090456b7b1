"""Which pages exist, what they were built from, and which have to be built again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, func, literal, select, update

from samizdat.model.page import HOME, alias_key, image_key, story_key
from samizdat.store import schema
from samizdat.store.database import KEYS, chunks, in_chunks, many, upsert
from samizdat.store.dirty import PAGED, mark_dirty
from samizdat.store.part import Part
from samizdat.store.shelves import SECTIONS, TOPICS, Shelf

_page, _dirty, _head = schema.page, schema.dirty, schema.head
_SAVE = upsert(_page, "fingerprint", "edition")
_GONE = (
    update(_page)
    .where(_page.c.key == bindparam("b_key"), _page.c.fingerprint != "")
    .values(fingerprint="", edition=bindparam("b_edition"))
)
_KINDS = ("home", "section", "archive", "topic", "topic-archive", "story", "alias")
_PAGE = 5000


class Pages(Part):
    """Pages and the list of dirty ones."""

    def dirty_keys(self, limit: int) -> list[str]:
        """Return up to *limit* keys of pages to build again, in key order."""
        with self._database.read() as connection:
            query = select(_dirty.c.key).order_by(_dirty.c.key).limit(limit)
            return list(connection.execute(query).scalars())

    def mark_dirty(self, keys: Iterable[str]) -> None:
        """Note that the pages *keys* have to be built again."""
        with self._database.write() as connection:
            mark_dirty(connection, keys)

    def mark_all_dirty(self) -> int:
        """Mark every page that exists or should; return how many pages are dirty now."""
        with self._database.write() as connection:
            existing = select(_page.c.key).where(_page.c.fingerprint != "")
            _mark(connection, existing)
            for kind in _KINDS:
                _mark_kind(connection, kind)
            return _how_many(connection)

    def mark_kind_dirty(self, kind: str) -> int:
        """Mark all pages of one kind; return how many are new.

        The kinds are home, section, archive, topic, topic-archive, story and alias.

        Raises:
            ValueError: another kind.
        """
        with self._database.write() as connection:
            before = _how_many(connection)
            _mark_kind(connection, kind)
            return _how_many(connection) - before

    def fingerprints(self, keys: Sequence[str]) -> dict[str, str]:
        """Return key → fingerprint of the pages that exist."""
        query = select(_page.c.key, _page.c.fingerprint).where(_page.c.fingerprint != "")
        with self._database.read() as connection:
            rows = in_chunks(connection, keys, query.where(_page.c.key.in_(KEYS)))
            return dict(rows)

    def save_pages(
        self,
        edition: int,
        pages: Sequence[tuple[str, str]],
        gone: Sequence[str],
        cleared: Sequence[str],
    ) -> None:
        """Keep what was built for *edition*.

        Args:
            edition: its number.
            pages: (key, fingerprint) of those that changed.
            gone: keys of pages that no longer exist; remotes still learn of them.
            cleared: keys that are dirty no longer.
        """
        rows = [{"key": k, "fingerprint": f, "edition": edition} for k, f in pages]
        with self._database.write() as connection:
            for chunk in chunks(rows, _PAGE):
                many(connection, _SAVE, chunk)
            many(connection, _GONE, [{"b_key": key, "b_edition": edition} for key in gone])
            for keys in chunks(cleared):
                connection.execute(delete(_dirty).where(_dirty.c.key.in_(keys)))

    def pages_since(self, edition: int) -> Iterator[tuple[str, str]]:
        """Yield (key, fingerprint) of pages that changed after *edition*, in key order.

        A page that is gone has the fingerprint "".
        """
        last = ""
        while True:
            changed = _page.c.edition > edition
            query = select(_page.c.key, _page.c.fingerprint).where(changed, _page.c.key > last)
            with self._database.read() as connection:
                rows = connection.execute(query.order_by(_page.c.key).limit(_PAGE)).all()
            yield from ((key, fingerprint) for key, fingerprint in rows)
            if len(rows) < _PAGE:
                return
            last = rows[-1].key

    def page_count(self) -> int:
        """Return how many pages exist."""
        exist = select(func.count()).select_from(_page).where(_page.c.fingerprint != "")
        exist = exist.where(~_page.c.key.startswith(image_key("")))
        with self._database.read() as connection:
            return connection.execute(exist).scalar_one()


def _how_many(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(_dirty)).scalar_one()


def _mark(connection: Connection, keys: Any) -> None:
    """Mark what the query *keys* gives, without a row passing through Python."""
    # SQLite cannot tell ON CONFLICT from a join's ON after SELECT without a WHERE.
    rows = keys if keys.whereclause is not None else keys.where(literal(value=True))
    connection.execute(upsert(_dirty).from_select(["key"], rows))


def _mark_kind(connection: Connection, kind: str) -> None:
    if kind == "home":
        mark_dirty(connection, [HOME])
    elif kind == "story":
        key = literal(story_key("")) + _head.c.story
        paged = select(key).where(_head.c.state.in_(sorted(PAGED)))
        _mark(connection, paged.order_by(_head.c.story))
    elif kind == "alias":
        _mark(connection, select(literal(alias_key("")) + schema.alias.c.path))
    elif kind in ("section", "topic"):
        _mark(connection, _shelf_pages(SECTIONS if kind == "section" else TOPICS))
    elif kind in ("archive", "topic-archive"):
        _mark_archive(connection, SECTIONS if kind == "archive" else TOPICS)
    else:
        raise ValueError(f"no such kind of page: {kind!r}")


def _shelf_pages(shelf: Shelf) -> Any:
    """Return the query for the pages of the shelves that have enough stories for one."""
    count = shelf.counts
    key = literal(shelf.page("", "")) + shelf.counted
    return select(key).where(count.c.unit == "all", count.c.stories >= shelf.fewest)


def _mark_archive(connection: Connection, shelf: Shelf) -> None:
    """Mark the periods of shelves that have pages.

    Days of topics only where they have a page: there are about as many as stories.
    """
    count, whole = shelf.counts, shelf.counts.alias()
    key = literal(shelf.page("", "")) + shelf.counted + "/"
    enough = (whole.c[shelf.kind] == shelf.counted) & (whole.c.unit == "all")
    enough &= whole.c.stories >= shelf.fewest
    filled = (count.c.stories > 0) & exists().where(enough)
    months = filled & (count.c.unit == "month")
    _mark(connection, select(key + count.c.period).where(months))
    if shelf.years:
        years = select(key + func.substr(count.c.period, 1, 4)).where(months)
        _mark(connection, years.distinct())
    if shelf.every_day:
        _mark(connection, select(key + count.c.period).where(filled, count.c.unit == "day"))
    else:
        start = shelf.page("", "")
        there = _page.c.key.between(start, start + "\uffff")
        _mark(connection, select(_page.c.key).where(_page.c.fingerprint != "", there))
