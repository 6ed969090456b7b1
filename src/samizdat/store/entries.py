"""What sources announce: new entries queue, known ones are noticed, changed ones queue again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from samizdat.model.entry import Entry
from samizdat.model.failed import Failed
from samizdat.model.instant import from_micros
from samizdat.store import schema
from samizdat.store.codec import entry_with_detail
from samizdat.store.look import Look, Skip, look_up, queue, sort_out, write
from samizdat.store.part import Part
from samizdat.store.sources import SINGLE, put_source
from samizdat.store.values import Recorded, SourceSpec

_entry = schema.entry


class Entries(Part):
    """The queue's entrance."""

    def record_entries(
        self, source: str, entries: Sequence[Entry], now: datetime, *, skip: Skip | None = None
    ) -> Recorded:
        """Keep what *source* announces, and return what of it is new.

        A story that is known is only noticed: as standing in this source too, or under one more
        address. It queues again if its full text is not the one last seen here; the text that a
        second source has of it does not count as a change.

        Args:
            source: its id.
            entries: all of them, newest first if they have no dates.
            now: the time of the look.
            skip: whether a new entry, the *i*-th newest of the new ones, is left unfetched.
        """
        entries = _distinct(entries)
        with self._database.write() as connection:
            look = Look(source, now)
            known = look_up(connection, source, entries)
            for entry in entries:
                sort_out(look, known, entry)
            skipped = queue(connection, look, skip)
            write(connection, look)
        new, changed = len(look.fresh) - look.requeued - skipped, len(look.changed) + look.requeued
        return Recorded(new, len(entries) - new - changed - skipped, changed, skipped)

    def queue_single(
        self, newsroom: str, entry: Entry, sections: tuple[str, ...], now: datetime
    ) -> None:
        """Queue one story that a person asks for; it is due at once, known or not.

        Its source is `<newsroom>/single`, or `<newsroom>/single/<section>+…` for stories that
        stand in other sections than the first one added.
        """
        with self._database.write() as connection:
            id_ = _single_source(connection, newsroom, sections)
            put_source(connection, SourceSpec(id_, newsroom, SINGLE, "", sections))
        self.record_entries(id_, [entry], now)
        at_once = {"due_at": from_micros(0)}
        mine = (_entry.c.source == id_) & (_entry.c.address == entry.address)
        check, address = schema.story_check, schema.address
        story = select(address.c.story).where(address.c.canonical == entry.address)
        with self._database.write() as connection:
            queued = update(_entry).where(mine)
            connection.execute(queued.values(state="queued", rank_at=now, **at_once))
            known = update(check).where(check.c.story == story.scalar_subquery())
            connection.execute(known.values(at_once))

    def failed_entries(self, limit: int) -> list[tuple[Entry, Failed]]:
        """Return the newest entries that were given up, and why."""
        given_up = select(_entry).where(_entry.c.state == "failed")
        query = given_up.order_by(_entry.c.rank_at.desc()).limit(limit)
        with self._database.read() as connection:
            rows = connection.execute(query)
            return [(entry_of(row), row.error or Failed(row.address, "failed")) for row in rows]


def entry_of(row: Any) -> Entry:
    """Return the entry that a row of the queue holds."""
    entry = Entry(row.address, row.guid, row.title, row.published_at)
    return entry_with_detail(entry, row.detail)


def _single_source(connection: Connection, newsroom: str, sections: tuple[str, ...]) -> str:
    id_, table = f"{newsroom}/{SINGLE}", schema.source_section
    query = select(table.c.section).where(table.c.source == id_).order_by(table.c.position)
    there = tuple(connection.execute(query).scalars())
    if not there or there == sections:
        return id_
    return f"{id_}/{'+'.join(section.rpartition('/')[2] for section in sections)}"


def _distinct(entries: Sequence[Entry]) -> list[Entry]:
    """Return *entries* with each address once, without guids that several addresses share.

    Some feeds give every entry the same guid; believing it would make them all one story.
    """
    by_address: dict[str, Entry] = {}
    for entry in entries:
        by_address.setdefault(entry.address, entry)
    owners: dict[str, int] = {}
    for entry in by_address.values():
        owners[entry.guid] = owners.get(entry.guid, 0) + 1
    return [
        replace(entry, guid="") if entry.guid and owners[entry.guid] > 1 else entry
        for entry in by_address.values()
    ]
