"""What is due: announced stories, newest first, then stories to ask again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, update

from samizdat.model.entry import Entry
from samizdat.model.instant import from_micros
from samizdat.model.response import Validators
from samizdat.store import schema
from samizdat.store.database import many
from samizdat.store.entries import entry_of
from samizdat.store.part import Part
from samizdat.store.values import Due

_AT_ONCE = from_micros(0)
_entry, _check, _story = schema.entry, schema.story_check, schema.story
_waiting = _entry.c.state == "queued"


class Queue(Part):
    """The queue's exit.

    A lease is a due time that lies ahead and equals `leased_until`: it ends by itself, and by
    whatever else sets the due time.
    """

    def take_due(self, n: int, now: datetime, lease: timedelta) -> list[Due]:
        """Return up to *n* stories to fetch, nobody else's until *now* + *lease*.

        Announced stories come first, newest first, so that today's news goes before the backlog;
        then stories whose time for a re-check has come, the longest due first.
        """
        with self._database.write() as connection:
            dues = _announced(connection, n, now)
            dues += _rechecks(connection, n - len(dues), now)
            _lease(connection, dues, now + lease)
        return dues

    def count_due(self, now: datetime) -> int:
        """Return how many stories `take_due` could hand out now."""
        due = select(func.count()).select_from(_entry).where(_waiting, _entry.c.due_at <= now)
        with self._database.read() as connection:
            waiting = connection.execute(due).scalar_one()
            checks = select(func.count()).select_from(_check).where(*_recheck_due(now))
            return waiting + connection.execute(checks).scalar_one()

    def make_recheck_due(self, now: datetime, *, older_than: timedelta | None) -> int:
        """Make shown, held and gone stories due that were last checked *older_than* ago or before.

        Returns how many became due.
        """
        head = schema.head
        alive = select(head.c.story).where(head.c.state.in_(("shown", "held", "gone")))
        conditions = [~_check.c.paused, _check.c.story.in_(alive)]
        conditions.append(or_(_check.c.due_at.is_(None), _check.c.due_at > now))
        if older_than is not None:
            conditions.append(_check.c.last_check <= now - older_than)
        with self._database.write() as connection:
            made = connection.execute(update(_check).where(*conditions).values(due_at=now))
            return made.rowcount

    def release_all(self) -> int:
        """Give back every lease of runs that died; for a run that knows it is alone.

        Returns how many stories are due at once again.
        """
        freed = 0
        with self._database.write() as connection:
            for table in (_entry, _check):
                held = (table.c.leased_until == table.c.due_at) & (table.c.due_at > _AT_ONCE)
                freed += connection.execute(
                    update(table).where(held).values(due_at=_AT_ONCE, leased_until=None)
                ).rowcount
        return freed

    def release(self, dues: Sequence[Due]) -> None:
        """Give leases back: the stories are due at once, for anybody."""
        with self._database.write() as connection:
            _lease(connection, dues, _AT_ONCE)


_ANNOUNCED = (
    select(_entry, schema.source.c.newsroom)
    .join(schema.source, schema.source.c.id == _entry.c.source)
    .where(_waiting, _entry.c.due_at <= bindparam("now"))
    .order_by(_entry.c.rank_at.desc(), _entry.c.due_at.desc(), _entry.c.id.desc())
    .limit(bindparam("n"))
)


def _announced(connection: Connection, n: int, now: datetime) -> list[Due]:
    return [_due(row) for row in connection.execute(_ANNOUNCED, {"now": now, "n": n})]


def _due(row: Any) -> Due:
    return Due(
        entry=entry_of(row),
        source=row.source,
        newsroom=row.newsroom,
        story=row.story,
        validators=Validators(),
        gone_count=row.gone_count,
        attempts=row.attempts,
        entry_id=row.id,
        is_recheck=False,
        first_seen=row.first_seen,
    )


def _recheck_due(now: Any) -> tuple[Any, ...]:
    return ~_check.c.paused, _check.c.due_at <= now


_RECHECKS = (
    select(
        *(_check, _story.c.newsroom, _story.c.first_seen),
        *(schema.head.c.title, schema.head.c.published_at),
    )
    .join(_story, _story.c.id == _check.c.story)
    .join(schema.head, schema.head.c.story == _check.c.story)
    .where(*_recheck_due(bindparam("now")))
    .order_by(_check.c.due_at, _check.c.story)
    .limit(bindparam("n"))
)


def _rechecks(connection: Connection, n: int, now: datetime) -> list[Due]:
    if n <= 0:
        return []
    return [
        Due(
            entry=Entry(row.address, title=row.title, published_at=row.published_at),
            source=row.source,
            newsroom=row.newsroom,
            story=row.story,
            validators=Validators(row.etag, row.last_modified),
            gone_count=row.gone_count,
            attempts=row.attempts,
            entry_id=None,
            is_recheck=True,
            first_seen=row.first_seen,
            from_feed=row.from_feed,
        )
        for row in connection.execute(_RECHECKS, {"now": now, "n": n})
    ]


_UNTIL: dict[str, Any] = {"due_at": bindparam("b_until"), "leased_until": bindparam("b_until")}
_LEASE = update(_entry).where(_entry.c.id == bindparam("b_id")).values(_UNTIL)
_LEASE_CHECK = update(_check).where(_check.c.story == bindparam("b_id")).values(_UNTIL)


def _lease(connection: Connection, dues: Sequence[Due], until: datetime) -> None:
    for statement, ids in (
        (_LEASE, [due.entry_id for due in dues if due.entry_id is not None]),
        (_LEASE_CHECK, [due.story for due in dues if due.is_recheck]),
    ):
        rows = [{"b_id": id_, "b_until": until} for id_ in ids]
        many(connection, statement, rows)
