"""What readers see of a story, who decided it, and which stories wait for a decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from samizdat.errors import StoreError
from samizdat.model.contents import contents_of
from samizdat.model.page import HOME, story_key
from samizdat.model.story import Decider, Head, State
from samizdat.store import schema
from samizdat.store.contents import put_contents
from samizdat.store.dirty import PAGED, VISIBLE, mark_dirty, mark_pictures_dirty
from samizdat.store.find import find_story
from samizdat.store.heads import load_heads, load_originals
from samizdat.store.part import Part
from samizdat.store.pointers import mark_linking_dirty
from samizdat.store.reshelve import reshelve
from samizdat.store.shown import (
    count_updates,
    has_lost_its_text,
    load_revision,
    shown_columns,
)

_head, _story = schema.head, schema.story


class States(Part):
    """The states of stories."""

    def set_state(
        self, story: str, state: State, reason: str, now: datetime, *, by: Decider = "person"
    ) -> None:
        """Let readers see *story* as *state* says; a story that is shown again shows its newest.

        Raises:
            StoreError: there is no such story.
            ValueError: *state* is "merged", which `merge` makes.
        """
        if state == "merged":
            raise ValueError("a story is merged into another one by merge()")
        with self._database.write() as connection:
            change_state(connection, story, state, reason, now, by=by)

    def find_story(self, text: str) -> str | None:
        """Return the id of the story that *text* names, None if there is none.

        An address in any spelling, an id, a page key, a path with or without its suffix, or an old
        path that leads to the story now.
        """
        with self._database.read() as connection:
            return find_story(connection, text)

    def stories_in_state(
        self, state: State, limit: int, *, by: Decider | None = None
    ) -> list[Head]:
        """Return up to *limit* stories in *state*, newest first.

        Args:
            state: of all that are returned.
            limit: how many at most.
            by: who decided it, None for anybody.
        """
        query = select(_head.c.story).where(_head.c.state == state)
        if by is not None:
            query = query.where(_head.c.decided_by == by)
        query = query.order_by(_head.c.sort_at.desc(), _head.c.story).limit(limit)
        with self._database.read() as connection:
            ids = connection.execute(query).scalars().all()
            heads = load_heads(connection, ids)
        return [heads[id_] for id_ in ids]

    def iter_heads(self, batch: int) -> Iterator[list[tuple[Head, str]]]:
        """Yield every story by id, *batch* at a time: its head and the address of its original."""
        last = ""
        while True:
            query = select(_story.c.id).where(_story.c.id > last).order_by(_story.c.id)
            with self._database.read() as connection:
                ids = connection.execute(query.limit(batch)).scalars().all()
                heads = load_heads(connection, ids)
                addresses = load_originals(connection, ids)
            if ids:
                yield [(heads[id_], addresses.get(id_, "")) for id_ in ids]
            if len(ids) < batch:
                return
            last = ids[-1]


def load_head_row(connection: Connection, story: str) -> Any:
    """Return the row of the head of *story*.

    Raises:
        StoreError: there is no such story.
    """
    row = connection.execute(select(_head).where(_head.c.story == story)).one_or_none()
    if row is None:
        raise StoreError("no such story in the store", where=story, hint="samizdat why")
    return row


def change_state(  # noqa: PLR0913 - facts of one decision
    connection: Connection,
    story: str,
    state: State,
    reason: str,
    now: datetime,
    *,
    by: Decider | None = None,
) -> None:
    """Give *story* another state; *by* None leaves who decided as it is.

    A merged story is taken apart again by a person only, and only a person shows a revision that
    has lost nearly all of the text.

    Raises:
        StoreError: there is no such story.
    """
    row = load_head_row(connection, story)
    if row.merged_into:
        if by != "person":
            return
        _take_apart(connection, row, now)
    values: dict[str, Any] = {"state": state, "reason": reason}
    if by is not None:
        values["decided_by"] = by
    if state in VISIBLE and row.shown != row.latest:
        values |= _show_newest(connection, row, now, is_wanted=by == "person")
    connection.execute(update(_head).where(_head.c.story == story).values(values))
    reshelve(connection, [story], changed={story}, retold={story})
    mark_pictures_dirty(connection, [story])
    seen = [HOME] if {state, row.state} & VISIBLE else []
    mark_dirty(connection, [story_key(story), *seen])
    if (state in PAGED) != (row.state in PAGED):
        mark_linking_dirty(connection, stories=[story])


def _take_apart(connection: Connection, head: Any, now: datetime) -> None:
    """Give a merged story back the addresses that it was found and asked under."""
    check, address = schema.story_check, schema.address
    asked = select(check.c.address).where(check.c.story == head.story)
    minted = select(_story.c.minted_from).where(_story.c.id == head.story)
    own = connection.execute(asked.union(minted)).scalars().all()
    given = (address.c.story == head.merged_into) & address.c.canonical.in_(own)
    connection.execute(update(address).where(given).values(story=head.story))
    connection.execute(update(check).where(check.c.story == head.story).values(due_at=now))
    connection.execute(update(_head).where(_head.c.story == head.story).values(merged_into=None))
    mark_linking_dirty(connection, stories=[head.story])


def _show_newest(
    connection: Connection, head: Any, now: datetime, *, is_wanted: bool
) -> dict[str, Any]:
    """Return the columns of a head that shows its newest revision from now on.

    There are none if that has lost nearly all of the text, unless it *is_wanted*.
    """
    newest = row, article = load_revision(connection, head.story, head.latest)
    if not is_wanted:
        before = load_revision(connection, head.story, head.shown)
        if has_lost_its_text(before, newest):
            return {}
    put_contents(connection, {head.story: contents_of(article)}, now)
    return shown_columns(article, row) | {
        "published_at": article.published_at or head.published_at,
        "updated": head.updated + count_updates(connection, head.story, head.shown),
    }
