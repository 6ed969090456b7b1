"""One look at a source: what of it is new, known or changed, and the rows that say so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from samizdat.model.entry import Entry
from samizdat.store import schema
from samizdat.store.codec import content_key, entry_detail
from samizdat.store.database import KEYS, chunks, in_chunks, many, upsert
from samizdat.store.pointers import mark_linking_dirty
from samizdat.store.reshelve import reshelve

Skip = Callable[[Entry, int], bool]

SEEN_AGAIN = timedelta(days=1)
"""`last_seen` is exact to this, so that a look without news writes nothing."""

_entry, _seen = schema.entry, schema.sighting
_QUEUE = insert(_entry)
_SEE = (
    update(_entry)
    .where(_entry.c.id == bindparam("b_id"))
    .values(title=bindparam("b_title"), last_seen=bindparam("b_now"))
)
_CHANGE = (
    update(_entry)
    .where(_entry.c.id == bindparam("b_id"))
    .values(
        title=bindparam("b_title"),
        last_seen=bindparam("b_now"),
        state="queued",
        due_at=bindparam("b_now"),
        attempts=0,
        content_hash=bindparam("b_hash"),
        detail=bindparam("b_detail"),
    )
)
_SEE_STORY = (
    update(_seen)
    .where(_seen.c.story == bindparam("b_story"), _seen.c.source == bindparam("b_source"))
    .values(title=bindparam("b_title"), last_seen=bindparam("b_now"))
)
_TAKE_OVER = (
    update(schema.story_check)
    .where(schema.story_check.c.story.in_(KEYS), schema.story_check.c.paused)
    .values(source=bindparam("source"), paused=False)
)
"""Stories whose source has left are asked again for the one that announces them now."""

AT = select(schema.address.c.canonical, schema.address.c.story).where(
    schema.address.c.canonical.in_(KEYS)
)
_CALLED = select(schema.guid.c.guid, schema.guid.c.story).where(
    schema.guid.c.source == bindparam("source"), schema.guid.c.guid.in_(KEYS)
)


@dataclass(slots=True)
class Known:
    """What the store knows of a batch of entries before it is recorded."""

    rows: dict[str, Any]  # address or guid → row of the queue
    stories: dict[str, str]  # address → story
    by_guid: dict[str, str]  # guid → story
    sightings: dict[str, Any]  # story → row


@dataclass(slots=True)
class Look:
    """What one look at a source changes, before it is written."""

    source: str
    now: datetime
    fresh: list[tuple[Entry, str | None]] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    stories_seen: list[dict[str, Any]] = field(default_factory=list)
    sighted: list[dict[str, Any]] = field(default_factory=list)
    aliases: list[dict[str, str]] = field(default_factory=list)
    guids: list[dict[str, str]] = field(default_factory=list)
    requeued: int = 0


def look_up(connection: Connection, source: str, entries: Sequence[Entry]) -> Known:
    """Return what the store knows of *entries*, asked a few hundred at a time."""
    addresses = [entry.address for entry in entries]
    guids = [entry.guid for entry in entries if entry.guid]
    columns = (_entry.c.id, _entry.c.address, _entry.c.guid, _entry.c.title)
    waiting = select(*columns, _entry.c.content_hash, _entry.c.last_seen, _entry.c.story).where(
        _entry.c.source == source
    )
    rows: dict[str, Any] = {}
    for row in in_chunks(connection, guids, waiting.where(_entry.c.guid.in_(KEYS))):
        rows[row.guid] = row
    for row in in_chunks(connection, addresses, waiting.where(_entry.c.address.in_(KEYS))):
        rows[row.address] = row
    stories = stories_at(connection, addresses)
    by_guid = stories_called(connection, source, guids)
    ids = {*stories.values(), *by_guid.values()}
    there = select(_seen).where(_seen.c.source == source)
    found = in_chunks(connection, ids, there.where(_seen.c.story.in_(KEYS)))
    return Known(rows, stories, by_guid, {row.story: row for row in found})


def stories_at(connection: Connection, addresses: Sequence[str]) -> dict[str, str]:
    """Return canonical address → story, for those that are known."""
    return dict(in_chunks(connection, addresses, AT))


def stories_called(connection: Connection, source: str, guids: Sequence[str]) -> dict[str, str]:
    """Return guid → story, for those that *source* is known to have."""
    return dict(in_chunks(connection, guids, _CALLED.params(source=source)))


def sort_out(look: Look, known: Known, entry: Entry) -> None:
    """Note in *look* what *entry* is: known, changed or new."""
    by_guid = known.by_guid.get(entry.guid) if entry.guid else None
    story = known.stories.get(entry.address) or by_guid
    row = known.rows.get(entry.address) or (known.rows.get(entry.guid) if entry.guid else None)
    if story is not None:
        _notice_names(look, known, entry, story)
    if row is not None:
        _notice_waiting(look, row, entry)
    elif story is None:
        look.fresh.append((entry, None))
    sighting = known.sightings.get(story) if story else None
    if sighting is not None:
        _notice_seen(look, sighting, entry, waiting=row is not None)
    elif story is not None and row is None:
        look.sighted.append(sighting_row(look.source, story, entry, look.now, look.now))


def _notice_names(look: Look, known: Known, entry: Entry, story: str) -> None:
    """Note a new address or guid of a known story."""
    if entry.address not in known.stories:
        look.aliases.append({"canonical": entry.address, "story": story})
        known.stories[entry.address] = story
    if entry.guid and entry.guid not in known.by_guid:
        look.guids.append({"source": look.source, "guid": entry.guid, "story": story})
        known.by_guid[entry.guid] = story


def _notice_waiting(look: Look, row: Any, entry: Entry) -> None:
    """Note an entry that is in the queue already."""
    seen = {"b_id": row.id, "b_title": entry.title, "b_now": look.now}
    hashed = content_key(entry.content)
    if hashed and hashed != row.content_hash:
        changed = {**seen, "b_hash": hashed, "b_detail": entry_detail(entry)}
        look.changed.append(changed)
    elif entry.title != row.title or look.now - row.last_seen >= SEEN_AGAIN:
        look.seen.append(seen)


def _notice_seen(look: Look, sighting: Any, entry: Entry, *, waiting: bool) -> None:
    """Note a story that this source has announced before."""
    hashed = content_key(entry.content)
    if hashed and hashed != sighting.content_hash and not waiting:
        look.fresh.append((entry, sighting.story))
        look.requeued += 1
    if entry.title != sighting.title or look.now - sighting.last_seen >= SEEN_AGAIN:
        row = {"b_story": sighting.story, "b_source": look.source, "b_title": entry.title}
        look.stories_seen.append({**row, "b_now": look.now})


def sighting_row(
    source: str, story: str, entry: Entry, first_seen: datetime, now: datetime
) -> dict[str, Any]:
    """Return the row that says: *story* stands in *source*."""
    return {
        "story": story,
        "source": source,
        "address": entry.address,
        "title": entry.title,
        "content_hash": content_key(entry.content),
        "first_seen": first_seen,
        "last_seen": now,
    }


def queue(connection: Connection, look: Look, skip: Skip | None) -> int:
    """Insert the new entries, newest first; return how many of them are skipped."""
    ranked = [
        (min(entry.published_at or look.now - timedelta(microseconds=i), look.now), i, entry, story)
        for i, (entry, story) in enumerate(look.fresh)
    ]
    ranked.sort(key=lambda item: (item[0], -item[1]), reverse=True)
    rows: list[dict[str, Any]] = []
    new = skipped = 0
    for rank_at, _, entry, story in ranked:
        left_out = skip is not None and story is None and skip(entry, new)
        new += story is None
        skipped += left_out
        rows.append(_entry_row(look, entry, story, rank_at, "skipped" if left_out else "queued"))
    for chunk in chunks(rows, 5000):
        many(connection, _QUEUE, chunk)
    return skipped


def _entry_row(
    look: Look, entry: Entry, story: str | None, rank_at: datetime, state: str
) -> dict[str, Any]:
    return {
        "source": look.source,
        "address": entry.address,
        "guid": entry.guid,
        "title": entry.title,
        "published_at": entry.published_at,
        "state": state,
        "rank_at": rank_at,
        "due_at": look.now,
        "first_seen": look.now,
        "last_seen": look.now,
        "story": story,
        "content_hash": content_key(entry.content),
        "detail": entry_detail(entry),
    }


def write(connection: Connection, look: Look) -> None:
    """Write what *look* noted of entries and stories that were known."""
    many(connection, _SEE, look.seen)
    many(connection, _CHANGE, look.changed)
    many(connection, _SEE_STORY, look.stories_seen)
    many(connection, upsert(schema.address), look.aliases)
    mark_linking_dirty(connection, addresses=[row["canonical"] for row in look.aliases])
    many(connection, upsert(schema.guid), look.guids)
    many(connection, upsert(_seen), look.sighted)
    sighted = [row["story"] for row in look.sighted]
    reshelve(connection, sighted)
    for keys in chunks(sighted):
        connection.execute(_TAKE_OVER, {"source": look.source, "keys": keys})
