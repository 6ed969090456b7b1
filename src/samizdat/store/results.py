"""What else a fetch can end with: unchanged, missing, failed; and what editors decide."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, select, update

from samizdat.errors import StoreError
from samizdat.model.failed import Failed
from samizdat.model.page import story_key
from samizdat.model.response import Validators
from samizdat.model.story import State
from samizdat.model.tree_images import image_origins
from samizdat.store import schema
from samizdat.store.blobs import get_blobs
from samizdat.store.codec import article_from_bytes
from samizdat.store.database import as_dict, chunks
from samizdat.store.part import Part
from samizdat.store.readings import put_assets, shown_columns
from samizdat.store.shelves import VISIBLE, mark_dirty, mark_pictures_dirty, reshelve
from samizdat.store.values import Due

GONE_AFTER = 2
"""Answers 404 or 410 in a row after which a story is gone: one alone may be a slip."""

_entry, _check, _head = schema.entry, schema.story_check, schema.head
_response, _blob = schema.response, schema.blob


class Results(Part):
    """The outcomes of fetches that brought no article, and the states of stories."""

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
            connection.execute(update(_check).where(_check.c.story == due.story).values(values))
            gone = select(_head.c.story).where(_head.c.story == due.story, _head.c.state == "gone")
            if connection.execute(gone).one_or_none():
                _change_state(connection, str(due.story), "shown", "", now)

    def save_missing(self, due: Due, now: datetime, *, status: int, retry: datetime) -> bool:
        """Keep a 404 or 410; return whether a story is gone by it.

        The second one in a row decides: a shown story is gone from then on, its page stays with a
        note; an entry that never became a story is given up.
        """
        with self._database.write() as connection:
            if due.story is None:
                _entry_missing(connection, due, status, retry)
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
            _change_state(connection, due.story, "gone", "", now)
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
            else:
                row = update(_check).where(_check.c.story == due.story)
                values = {"attempts": _check.c.attempts + 1, "error": failed, "last_check": now}
                connection.execute(row.values(**values, due_at=retry))

    def set_state(self, story: str, state: State, reason: str, now: datetime) -> None:
        """Let readers see *story* as *state* says; a story that is shown again shows its newest.

        Raises:
            StoreError: there is no such story.
        """
        with self._database.write() as connection:
            _change_state(connection, story, state, reason, now)

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


def _drop_entry(connection: Connection, due: Due) -> None:
    if due.entry_id is not None:
        connection.execute(delete(_entry).where(_entry.c.id == due.entry_id))


def _put_off_entry(connection: Connection, due: Due, until: datetime) -> None:
    if due.entry_id is not None:
        row = update(_entry).where(_entry.c.id == due.entry_id)
        connection.execute(row.values(due_at=until))


def _change_state(
    connection: Connection, story: str, state: State, reason: str, now: datetime
) -> None:
    row = connection.execute(select(_head).where(_head.c.story == story)).one_or_none()
    if row is None:
        raise StoreError("no such story in the store", where=story, hint="samizdat why")
    values: dict[str, Any] = {"state": state, "reason": reason}
    if state in VISIBLE and row.shown != row.latest:
        values |= _show_latest(connection, row, now)
    connection.execute(update(_head).where(_head.c.story == story).values(values))
    reshelve(connection, [story], changed={story})
    mark_pictures_dirty(connection, [story])
    mark_dirty(connection, [story_key(story)])


def _show_latest(connection: Connection, head: Any, now: datetime) -> dict[str, Any]:
    """Return the columns of a head that shows its newest revision from now on."""
    table = schema.revision
    newest = and_(table.c.story == head.story, table.c.number == head.latest)
    revision = connection.execute(select(table).where(newest)).one()
    article = article_from_bytes(get_blobs(connection, [revision.body])[revision.body])
    put_assets(connection, {head.story: image_origins(article)}, now)
    columns = shown_columns(article, as_dict(revision))
    return columns | {"published_at": article.published_at or head.published_at}


def _drop_bodies(connection: Connection, ids: list[int]) -> None:
    """Drop the bodies of the responses *ids*, unless something else has the same bytes."""
    mine = _response.c.id.in_(ids)
    bodies = connection.execute(select(_response.c.body).where(mine)).scalars().all()
    connection.execute(update(_response).where(mine).values(body=None, stored_bytes=0))
    needed = [
        exists().where(column == _blob.c.hash)
        for column in (_response.c.body, schema.revision.c.body, schema.variant.c.hash)
    ]
    unneeded = delete(_blob).where(_blob.c.hash.in_(bodies), *(~need for need in needed))
    connection.execute(unneeded)
