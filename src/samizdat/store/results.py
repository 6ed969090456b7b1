"""What else a fetch can end with: unchanged, missing, failed; and how long bodies are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from samizdat.model.failed import Failed
from samizdat.model.response import Validators
from samizdat.store import schema
from samizdat.store.blobs import drop_unneeded
from samizdat.store.database import chunks
from samizdat.store.part import Part
from samizdat.store.states import change_state
from samizdat.store.values import Due

GONE_AFTER = 2
"""Answers 404 or 410 in a row after which a story is gone: one alone may be a slip."""

_entry, _check, _head = schema.entry, schema.story_check, schema.head
_response = schema.response


class Results(Part):
    """The outcomes of fetches that brought no article."""

    def save_unchanged(
        self, due: Due, now: datetime, *, validators: Validators | None, next_check: datetime | None
    ) -> None:
        """Keep that the story answered “not modified”; a story that was gone is back."""
        values: dict[str, Any] = {"last_check": now, "due_at": next_check, "error": None}
        values |= {"gone_count": 0, "attempts": 0}
        if validators is not None:
            values |= {"etag": validators.etag, "last_modified": validators.last_modified}
        with self._database.write() as connection:
            _drop_entry(connection, due)
            if _is_merged(connection, due):
                return
            connection.execute(update(_check).where(_check.c.story == due.story).values(values))
            gone = select(_head.c.story).where(_head.c.story == due.story, _head.c.state == "gone")
            if connection.execute(gone).one_or_none():
                change_state(connection, str(due.story), "shown", "", now)

    def save_missing(self, due: Due, now: datetime, *, status: int, retry: datetime) -> bool:
        """Keep a 404 or 410; return whether a story is gone by it.

        The second one in a row decides: a shown story is gone from then on, its page stays with a
        note; an entry that never became a story is given up.
        """
        with self._database.write() as connection:
            if due.story is None:
                _entry_missing(connection, due, status, retry)
                return False
            if _is_merged(connection, due):
                _drop_entry(connection, due)
                return False
            query = select(_check.c.gone_count).where(_check.c.story == due.story)
            count = (connection.execute(query).scalar() or 0) + 1
            values = {"gone_count": count, "last_check": now, "due_at": retry}
            connection.execute(update(_check).where(_check.c.story == due.story).values(values))
            if count < GONE_AFTER:
                _put_off_entry(connection, due, retry)
                return False
            _drop_entry(connection, due)
            shown = select(_head.c.story).where(_head.c.story == due.story)
            if not connection.execute(shown.where(_head.c.state == "shown")).one_or_none():
                return False
            change_state(connection, due.story, "gone", "", now)
            return True

    def save_failed(
        self, due: Due, failed: Failed, now: datetime, *, retry: datetime | None
    ) -> None:
        """Keep why a fetch or an extraction failed; *retry* None gives it up."""
        with self._database.write() as connection:
            if due.entry_id is not None:
                values: dict[str, Any] = {"attempts": _entry.c.attempts + 1, "error": failed}
                values |= {"state": "failed"} if retry is None else {"due_at": retry}
                row = update(_entry).where(_entry.c.id == due.entry_id)
                connection.execute(row.values(values))
            elif not _is_merged(connection, due):
                row = update(_check).where(_check.c.story == due.story)
                values = {"attempts": _check.c.attempts + 1, "error": failed, "last_check": now}
                connection.execute(row.values(**values, due_at=retry))

    def prune_responses(self, *, before: datetime, max_bytes: int) -> int:
        """Drop kept bodies older than *before*, then the oldest until *max_bytes* hold the rest.

        The responses stay without their bodies, and revisions lose nothing. Returns how many
        bodies went.
        """
        with self._database.write() as connection:
            kept = select(_response.c.id, _response.c.at, _response.c.stored_bytes)
            kept = kept.where(_response.c.stored_bytes > 0).order_by(_response.c.at.desc())
            room, going = max_bytes, []
            for id_, at, stored in connection.execute(kept):
                room -= stored
                if room < 0 or at < before:
                    going.append(id_)
            for ids in chunks(going):
                _drop_bodies(connection, ids)
        return len(going)


def _entry_missing(connection: Connection, due: Due, status: int, retry: datetime) -> None:
    count = due.gone_count + 1
    what = f"the newsroom answers {status}"
    failed = Failed(due.entry.address, what, "nothing, if the story was taken back", "StatusError")
    values: dict[str, Any] = {"gone_count": count, "error": failed, "due_at": retry}
    if count >= GONE_AFTER:
        values["state"] = "failed"
    connection.execute(update(_entry).where(_entry.c.id == due.entry_id).values(values))


def _is_merged(connection: Connection, due: Due) -> bool:
    """Return whether the story was merged while it was fetched: nobody asks for it any more."""
    query = select(_head.c.merged_into).where(_head.c.story == due.story)
    return connection.execute(query).scalar() is not None


def _drop_entry(connection: Connection, due: Due) -> None:
    if due.entry_id is not None:
        connection.execute(delete(_entry).where(_entry.c.id == due.entry_id))


def _put_off_entry(connection: Connection, due: Due, until: datetime) -> None:
    if due.entry_id is not None:
        row = update(_entry).where(_entry.c.id == due.entry_id)
        connection.execute(row.values(due_at=until))


def _drop_bodies(connection: Connection, ids: list[int]) -> None:
    """Drop the bodies of the responses *ids*, unless something else has the same bytes."""
    mine = _response.c.id.in_(ids)
    bodies = connection.execute(select(_response.c.body).where(mine)).scalars().all()
    connection.execute(update(_response).where(mine).values(body=None, stored_bytes=0))
    drop_unneeded(connection, (body for body in bodies if body))
