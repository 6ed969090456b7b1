"""Newsrooms and sources: the configuration as rows, and how sources are asked."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select, update

from samizdat.errors import StoreError
from samizdat.model.failed import Failed
from samizdat.model.instant import from_micros
from samizdat.model.response import Validators
from samizdat.store import schema
from samizdat.store.database import upsert
from samizdat.store.part import Part
from samizdat.store.reshelve import reshelve
from samizdat.store.values import NewsroomFacts, SourceSpec, SourceState

SINGLE = "single"
"""Kind of the sources under which stories are added one by one."""

_AT_ONCE = from_micros(0)
_source = schema.source
_section = schema.source_section


class Sources(Part):
    """The configuration of newsrooms and sources, and the sources' fetch state."""

    def put_newsroom(
        self,
        id: str,  # noqa: A002 - the name that callers use
        *,
        name: str,
        home: str,
        language: str,
        hosts: Sequence[str],
    ) -> None:
        """Keep a newsroom as it is configured now."""
        row = {"id": id, "name": name, "home": home, "language": language}
        row["hosts"] = json.dumps(list(hosts))
        with self._database.write() as connection:
            connection.execute(upsert(schema.newsroom, "name", "home", "language", "hosts"), row)

    def newsroom_facts(self) -> dict[str, NewsroomFacts]:
        """Return id → every newsroom as it was last configured."""
        table = schema.newsroom
        query = select(table.c.id, table.c.name, table.c.home, table.c.language)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return {row.id: NewsroomFacts(row.name, row.home, row.language) for row in rows}

    def put_source(self, spec: SourceSpec) -> None:
        """Keep a source as it is configured now; its fetch state stays.

        A changed address forgets the validators. Changed sections move the stories seen there.
        """
        with self._database.write() as connection:
            put_source(connection, spec)

    def retire_sources(
        self, keep: Collection[str], *, newsrooms: Collection[str] | None = None
    ) -> None:
        """Let sources other than *keep* rest: not due, and their queue neither.

        Nothing is lost: stories stay where they stand, and a source that comes back goes on.
        Stories added one by one rest only if *newsrooms* is given and theirs is not among them.
        """
        with self._database.write() as connection:
            query = select(_source.c.id, _source.c.kind, _source.c.newsroom)
            for id_, kind, newsroom in connection.execute(query.where(_source.c.configured)).all():
                single = kind == SINGLE and (newsrooms is None or newsroom in newsrooms)
                if id_ not in keep and not single:
                    _retire(connection, id_)

    def source_state(self, id: str) -> SourceState:  # noqa: A002 - the name that callers use
        """Return how the source *id* stands.

        Raises:
            StoreError: there is no such source.
        """
        for state in self._states(_source.c.id == id):
            return state
        raise StoreError("no such source in the store", where=id, hint="samizdat status")

    def source_states(self) -> list[SourceState]:
        """Return how every configured source stands, by id."""
        return self._states(_source.c.configured)

    def _states(self, condition: Any) -> list[SourceState]:
        with self._database.read() as connection:
            rows = connection.execute(select(_source).where(condition).order_by(_source.c.id))
            sections = _sections(connection)
            return [_state(row, sections.get(row.id, ())) for row in rows]

    def save_source(  # noqa: PLR0913 - facts of one answer
        self,
        id: str,  # noqa: A002 - the name that callers use
        *,
        now: datetime,
        validators: Validators | None = None,
        error: Failed | None = None,
        interval: timedelta,
        changed: bool,
    ) -> None:
        """Keep how a source answered; it is due again after *interval*.

        Args:
            id: the source.
            now: when it was asked.
            validators: for the next question, None to keep those that are there.
            error: None is a success and ends the row of failures.
            interval: pause before the next look.
            changed: its document differed from the last one.
        """
        values: dict[str, Any] = {"last_asked": now, "interval": interval, "error": error}
        values["next_due"] = now + interval
        if validators is not None:
            values |= {"etag": validators.etag, "last_modified": validators.last_modified}
        values |= {"failures": _source.c.failures + 1} if error else {"failures": 0}
        if error is None:
            values["last_success"] = now
            values |= {"last_changed": now} if changed else {}
        with self._database.write() as connection:
            connection.execute(update(_source).where(_source.c.id == id).values(values))


def put_source(connection: Connection, spec: SourceSpec) -> None:
    """Keep *spec* in the transaction of *connection*."""
    query = select(_source).where(_source.c.id == spec.id)
    known = connection.execute(query).one_or_none()
    values = {"newsroom": spec.newsroom, "kind": spec.kind, "address": spec.address}
    if known is None:
        row = {"id": spec.id, "next_due": _AT_ONCE, **values}
        connection.execute(insert(_source), row)
    elif not known.configured or any(getattr(known, k) != v for k, v in values.items()):
        fresh: dict[str, Any] = {"configured": True, "next_due": _AT_ONCE}
        if known.address != spec.address:
            fresh |= {"etag": "", "last_modified": ""}
        connection.execute(update(_source).where(_source.c.id == spec.id).values(values | fresh))
        _wake(connection, spec.id)
    _put_sections(connection, spec)


def _put_sections(connection: Connection, spec: SourceSpec) -> None:
    query = select(_section.c.section).where(_section.c.source == spec.id)
    old = connection.execute(query.order_by(_section.c.position)).scalars().all()
    if tuple(old) == spec.sections:
        return
    connection.execute(delete(_section).where(_section.c.source == spec.id))
    for position, section in enumerate(dict.fromkeys(spec.sections)):
        row = {"source": spec.id, "section": section, "position": position}
        connection.execute(insert(_section), row)
    seen = schema.sighting
    stories = connection.execute(select(seen.c.story).where(seen.c.source == spec.id)).scalars()
    reshelve(connection, stories.all())


def _retire(connection: Connection, id_: str) -> None:
    """Let one source rest; its stories are asked again for another source that has them."""
    entry, check, seen = schema.entry, schema.story_check, schema.sighting
    values = {"configured": False, "next_due": None}
    connection.execute(update(_source).where(_source.c.id == id_).values(values))
    queued = (entry.c.source == id_) & (entry.c.state == "queued")
    connection.execute(update(entry).where(queued).values(state="paused"))
    other = (
        select(seen.c.source)
        .join(_source, _source.c.id == seen.c.source)
        .where(seen.c.story == check.c.story, _source.c.configured)
        .order_by(seen.c.source)
        .limit(1)
    )
    mine = update(check).where(check.c.source == id_)
    connection.execute(mine.where(exists(other)).values(source=other.scalar_subquery()))
    connection.execute(mine.values(paused=True))


def _wake(connection: Connection, id_: str) -> None:
    """Let the queue and the re-checks of a source that came back go on."""
    entry, check = schema.entry, schema.story_check
    paused = (entry.c.source == id_) & (entry.c.state == "paused")
    connection.execute(update(entry).where(paused).values(state="queued"))
    seen = schema.sighting
    has_it = exists().where(seen.c.story == check.c.story, seen.c.source == id_)
    mine = update(check).where(check.c.paused, has_it)
    connection.execute(mine.values(source=id_))
    connection.execute(update(check).where(check.c.source == id_).values(paused=False))


def _sections(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Return source → its sections, in the configuration's order."""
    found: dict[str, tuple[str, ...]] = {}
    query = select(_section).order_by(_section.c.source, _section.c.position)
    for row in connection.execute(query):
        found[row.source] = (*found.get(row.source, ()), row.section)
    return found


def _state(row: Any, sections: tuple[str, ...]) -> SourceState:
    return SourceState(
        id=row.id,
        newsroom=row.newsroom,
        kind=row.kind,
        address=row.address,
        validators=Validators(row.etag, row.last_modified),
        next_due=row.next_due,
        last_success=row.last_success,
        last_asked=row.last_asked,
        last_error=row.error,
        failures=row.failures,
        interval=row.interval,
        first_done=row.last_success is not None,
        sections=sections,
        last_changed=row.last_changed,
    )
