"""Two stories that are one, and stories that a person wants read anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from samizdat.errors import StoreError
from samizdat.model.instant import from_micros
from samizdat.model.page import HOME, story_key
from samizdat.store import schema
from samizdat.store.database import as_dict, many, upsert
from samizdat.store.dirty import VISIBLE, mark_dirty, mark_pictures_dirty
from samizdat.store.part import Part
from samizdat.store.pointers import mark_linking_dirty
from samizdat.store.reshelve import reshelve
from samizdat.store.states import load_head_row

_head, _check, _alias = schema.head, schema.story_check, schema.alias


class Merging(Part):
    """What people do with single stories, besides their states."""

    def merge(self, story: str, into: str, now: datetime) -> None:  # noqa: ARG002
        """Let *story* be *into* from now on; its page points there, and so do its names.

        Addresses, guids, sightings and old paths lead to *into*, so that the next reading under any
        of them updates it. A person can take the two apart again by giving *story* a state.

        Raises:
            StoreError: one of them does not exist, both are one already, or *story* was merged
                into a third one.
        """
        with self._database.write() as connection:
            row, target = load_head_row(connection, story), load_head_row(connection, into)
            into = target.merged_into or into
            if row.merged_into == into:
                return
            _check_merge(row, story, into)
            mark_linking_dirty(connection, stories=[story])
            _move_names(connection, story, into)
            values = {"state": "merged", "reason": "", "decided_by": "person", "merged_into": into}
            connection.execute(update(_head).where(_head.c.story == story).values(values))
            reshelve(connection, [story, into], changed={story, into}, retold={story})
            mark_pictures_dirty(connection, [story])
            seen = [HOME] if row.state in VISIBLE else []
            mark_dirty(connection, [story_key(story), *seen])

    def refetch(self, story: str, now: datetime) -> None:  # noqa: ARG002
        """Let *story* be due at once and read as if for the first time.

        Raises:
            StoreError: there is no such story.
        """
        values: dict[str, Any] = {"due_at": from_micros(0), "leased_until": None, "paused": False}
        values |= {"etag": "", "last_modified": "", "gone_count": 0, "attempts": 0, "error": None}
        with self._database.write() as connection:
            row = load_head_row(connection, story)
            mine = _check.c.story == (row.merged_into or story)
            connection.execute(update(_check).where(mine).values(values))


def _check_merge(row: Any, story: str, into: str) -> None:
    """Raise if *story* cannot be merged into *into*."""
    if story == into:
        what = "a story cannot be merged into itself, nor into one that was merged into it"
        raise StoreError(what, where=story, hint="samizdat why")
    if row.merged_into:
        what = f"this story was merged into {row.merged_into} already"
        raise StoreError(what, where=story, hint="give it a state first, such as shown")


def _move_names(connection: Connection, story: str, into: str) -> None:
    """Let everything by which *story* is met lead to *into*."""
    # The guids are read through: that is rarer than the index of them by story would cost.
    for table in (schema.address, schema.guid, schema.entry):
        mine = update(table).where(table.c.story == story)
        connection.execute(mine.values(story=into))
    seen = schema.sighting
    # Its own sightings stay with it too: taken apart again, it stands where it stood.
    rows = connection.execute(select(seen).where(seen.c.story == story)).all()
    many(connection, upsert(seen), [{**as_dict(row), "story": into} for row in rows])
    old = update(_alias).where(_alias.c.target == story_key(story))
    connection.execute(old.values(target=story_key(into)))
    followers = update(_head).where(_head.c.merged_into == story)
    connection.execute(followers.values(merged_into=into))
    never = {"due_at": None, "leased_until": None}
    connection.execute(update(_check).where(_check.c.story == story).values(never))
