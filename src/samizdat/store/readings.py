"""Readings become stories, revisions and heads, a batch in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from samizdat.model.article import Article
from samizdat.model.article_json import article_from_bytes
from samizdat.model.contents import Contents, contents_of
from samizdat.model.packing import Packed, unpack
from samizdat.model.page import HOME, story_key
from samizdat.model.prepared import Prepared, prepare
from samizdat.store import schema
from samizdat.store.blobs import put_blobs
from samizdat.store.contents import put_contents
from samizdat.store.database import KEYS, as_dict, in_chunks, insert_into, many, upsert
from samizdat.store.dirty import PAGED, VISIBLE, mark_dirty, mark_pictures_dirty
from samizdat.store.identity import Names, first_published, look_up, story_of
from samizdat.store.look import sighting_row
from samizdat.store.part import Part
from samizdat.store.pointers import mark_linking_dirty
from samizdat.store.reshelve import reshelve
from samizdat.store.shown import (
    Revision,
    count_updates,
    has_lost_its_text,
    load_revision,
    shown_columns,
)
from samizdat.store.values import Outcome, Reading, Saved

_PUT_HEAD = upsert(
    schema.head,
    *("latest", "shown", "state", "reason", "title", "language", "published_at"),
    *("content_hash", "latest_hash", "body", "mirrored_at", "updated", "decided_by"),
)
_PUT_CHECK = upsert(
    schema.story_check,
    *("source", "address", "etag", "last_modified", "from_feed", "paused", "last_check"),
    *("due_at", "gone_count", "attempts", "error"),
)
_PUT_SIGHTING = upsert(schema.sighting, "address", "title", "content_hash", "last_seen")
_HEADS = select(schema.head).where(schema.head.c.story.in_(KEYS))
_ORIGINALS = select(schema.story_check.c.story, schema.story_check.c.address).where(
    schema.story_check.c.story.in_(KEYS)
)
_DROP_ENTRY = delete(schema.entry).where(schema.entry.c.id == bindparam("b_id"))


@dataclass(slots=True)
class _Batch:
    """What a batch of readings changes, folded in memory, written at the end."""

    names: Names
    heads: dict[str, dict[str, Any]]
    originals: dict[str, str]
    now: datetime
    touched: dict[str, None] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    revisions: list[dict[str, Any]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)
    blobs: list[Packed] = field(default_factory=list)
    checks: dict[str, dict[str, Any]] = field(default_factory=dict)
    sightings: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    contents: dict[str, Contents] = field(default_factory=dict)
    made: dict[tuple[str, int], tuple[dict[str, Any], Packed]] = field(default_factory=dict)
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    entries: list[dict[str, int]] = field(default_factory=list)

    def take(self, connection: Connection, reading: Reading, prepared: Prepared) -> Saved:
        """Fold one reading in."""
        due = reading.due
        story = self.names.resolve(connection, reading)
        if not due.is_recheck:
            seen = sighting_row(due.source, story, due.entry, due.first_seen, self.now)
            self.sightings[story, due.source] = seen
        if due.entry_id is not None:
            self.entries.append({"b_id": due.entry_id})
        self.touched[story] = None
        head = self._judged(story, reading)
        outcome = self._revise(connection, head, reading, prepared)
        if outcome != "unchanged" and reading.response is not None:
            self._keep_response(story, reading, prepared.body)
        self._check(story, reading)
        kept_back = outcome == "changed" and _is_behind(head)
        return Saved(story_of(self.names.stories[story]), outcome, head["latest"], kept_back)

    def _judged(self, story: str, reading: Reading) -> dict[str, Any]:
        """Return the story's head in the state that the reading leaves it in."""
        head = self.heads.get(story)
        if head is None:
            head = self.heads[story] = _first_head(story, reading)
            return head
        before = dict(head)
        head |= verdict(head, reading)
        if head != before:
            self.changed.add(story)
            self.before.setdefault(story, before)
        return head

    def _revise(
        self, connection: Connection, head: dict[str, Any], reading: Reading, prepared: Prepared
    ) -> Outcome:
        """Add a revision if the reading differs from the newest one, and show what is to be seen.

        A new story shows its first revision even while it is held, to the people who look at it.
        One that lost nearly all of its text is kept and not shown: a person decides.
        """
        story, is_new = head["story"], not head["latest"]
        if head["latest_hash"] == prepared.content_hash:
            if _is_behind(head) and not self._is_lost(connection, head):
                published = head["published_at"]
                row, article = self._load(connection, story, head["latest"])
                self._show(connection, head, row, article, contents_of(article))
                head["published_at"] = head["published_at"] or published
            return "unchanged"
        if not is_new:
            self.before.setdefault(story, dict(head))
        head |= {"latest": head["latest"] + 1, "latest_hash": prepared.content_hash}
        revision = self._revision(story, head["latest"], reading, prepared)
        self.revisions.append(revision)
        self.blobs.append(prepared.article)
        self.made[story, head["latest"]] = revision, prepared.article
        if is_new or (_is_behind(head) and not self._is_lost(connection, head)):
            self._show(connection, head, revision, reading.article, prepared.contents)
            head["published_at"] = head["published_at"] or reading.due.entry.published_at
        return "new" if is_new else "changed"

    def _is_lost(self, connection: Connection, head: dict[str, Any]) -> bool:
        """Return whether the newest revision has lost nearly all of what readers see."""
        before = self._load(connection, head["story"], head["shown"])
        return has_lost_its_text(before, self._load(connection, head["story"], head["latest"]))

    def _load(self, connection: Connection, story: str, number: int) -> Revision:
        """Return a revision, also one that is not written yet."""
        made = self.made.get((story, number))
        if made is None:
            return load_revision(connection, story, number)
        row, packed = made
        return row, article_from_bytes(unpack(packed.codec, packed.body))

    def _show(
        self,
        connection: Connection,
        head: dict[str, Any],
        revision: Mapping[str, Any],
        article: Article,
        contents: Contents,
    ) -> None:
        """Show the newest *revision*, which holds *article*."""
        head["updated"] += self._updates(connection, head)
        head |= shown_columns(article, revision)
        self.contents[head["story"]] = contents
        self.changed.add(head["story"])

    def _updates(self, connection: Connection, head: dict[str, Any]) -> int:
        """Return how often the source has changed the story since the revision that is shown."""
        story, shown = head["story"], head["shown"]
        numbers = range(shown + 1, head["latest"] + 1)
        made = [self.made[story, n][0] for n in numbers if (story, n) in self.made]
        written = count_updates(connection, story, shown) if len(made) < len(numbers) else 0
        return written + len([row for row in made if row["cause"] == "source"])

    def _revision(
        self, story: str, number: int, reading: Reading, prepared: Prepared
    ) -> dict[str, Any]:
        return {
            "story": story,
            "number": number,
            "content_hash": prepared.content_hash,
            "made_at": reading.response.fetched_at if reading.response else self.now,
            "route": reading.article.route,
            "cause": reading.cause,
            "recipe": reading.recipe,
            "extractor": reading.extractor,
            "response": prepared.body.hash if prepared.body else "",
            "body": prepared.article.hash,
        }

    def _keep_response(self, story: str, reading: Reading, body: Packed | None) -> None:
        response = reading.response
        if response is None:
            return
        if body is not None:
            self.blobs.append(body)
        self.responses.append(
            {
                "story": story,
                "address": response.address,
                "final_address": response.final_address,
                "status": response.status,
                "at": response.fetched_at,
                "etag": response.validators.etag,
                "last_modified": response.validators.last_modified,
                "headers": json.dumps(dict(response.headers), ensure_ascii=True),
                "body": body.hash if body else None,
                "stored_bytes": len(body.body) if body else 0,
            }
        )

    def _check(self, story: str, reading: Reading) -> None:
        response = reading.response
        original = response.final_address if response else reading.due.entry.address
        if self.originals.get(story, original) != original:
            self.changed.add(story)
        self.originals[story] = original
        self.checks[story] = {
            "story": story,
            "source": reading.due.source,
            "address": original,
            "etag": response.validators.etag if response else "",
            "last_modified": response.validators.last_modified if response else "",
            "from_feed": response is None,
            "paused": False,
            "last_check": self.now,
            "due_at": reading.next_check,
            "gone_count": 0,
            "attempts": 0,
            "error": None,
        }

    def write(self, connection: Connection) -> None:
        """Write everything, referenced rows first."""
        many(connection, insert_into(schema.story), self.names.minted)
        many(connection, upsert(schema.address), self.names.new_addresses)
        many(connection, upsert(schema.guid), self.names.new_guids)
        put_blobs(connection, self.blobs)
        many(connection, insert_into(schema.response), self.responses)
        many(connection, insert_into(schema.revision), self.revisions)
        many(connection, _PUT_HEAD, [self.heads[story] for story in self.touched])
        many(connection, _PUT_CHECK, list(self.checks.values()))
        many(connection, _PUT_SIGHTING, list(self.sightings.values()))
        many(connection, _DROP_ENTRY, self.entries)
        self._mark_unseen(connection)
        put_contents(connection, self.contents, self.now)
        retold = {s for s, head in self.before.items() if line_of(head) != line_of(self.heads[s])}
        reshelve(connection, self.touched, changed=self.changed, retold=retold)
        self._mark_linking(connection)

    def _mark_unseen(self, connection: Connection) -> None:
        """Mark the pages of stories that readers saw and do not see now, on whatever shelf."""
        unseen = [
            story
            for story, head in self.before.items()
            if head["state"] in VISIBLE and self.heads[story]["state"] not in VISIBLE
        ]
        mark_pictures_dirty(connection, unseen)
        mark_dirty(connection, [story_key(s) for s in unseen] + [HOME] * bool(unseen))

    def _mark_linking(self, connection: Connection) -> None:
        """Mark the pages that link to a story that has a page from now on, or none any more."""
        flipped = [
            story
            for story, head in self.before.items()
            if (head["state"] in PAGED) != (self.heads[story]["state"] in PAGED)
        ]
        fresh = self.names.new_addresses
        new = [row["canonical"] for row in fresh if self.heads[row["story"]]["state"] in PAGED]
        mark_linking_dirty(connection, addresses=new, stories=flipped)


class Readings(Part):
    """The way from a reading to what readers are shown."""

    def save_readings(self, readings: Sequence[Reading], now: datetime) -> list[Saved]:
        """Keep *readings*, and return in their order what became of each.

        One transaction for all of them: call it with some dozens. A reading that differs from its
        story's newest revision becomes the next one; it is shown unless the story is held, hidden
        or withdrawn, or the revision has lost nearly all of the text. A reading of a story that was
        merged is one of the story it was merged into. The bytes of a response are kept where they
        made a revision.
        """
        prepared = [reading.prepared or _prepare(reading) for reading in readings]
        with self._database.write() as connection:
            names = look_up(connection, readings)
            batch = _Batch(names, *_load(connection, names), now)
            saved = [batch.take(connection, *item) for item in zip(readings, prepared, strict=True)]
            batch.write(connection)
        return saved


def verdict(head: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    """Return the columns in which *reading* changes who sees the story of *head*.

    A person's word stands, what is withdrawn stays so; a story that was gone is back.
    """
    if head["state"] in {"withdrawn", "merged"}:
        return {}
    if head["decided_by"] == "person":
        return {"state": "shown", "reason": ""} if head["state"] == "gone" else {}
    decider = "" if reading.state == "shown" else "desk"
    return {"state": reading.state, "reason": reading.reason, "decided_by": decider}


def _is_behind(head: Mapping[str, Any]) -> bool:
    """Return whether readers see a story, and not its newest revision."""
    return head["state"] in VISIBLE and head["shown"] != head["latest"]


def line_of(head: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what the pages of related stories show of a story."""
    return head["title"], head["language"], head["state"]


def _prepare(reading: Reading) -> Prepared:
    return prepare(reading.article, reading.response.body if reading.response else b"")


def _load(connection: Connection, names: Names) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """Return the heads of the stories in *names* and the addresses of their originals.

    What those that are merged turned out to be joins *names* too.
    """
    heads = _heads(connection, names.stories)
    names.merged = {id_: h["merged_into"] for id_, h in heads.items() if h["merged_into"]}
    if others := set(names.merged.values()) - heads.keys():
        names.add(connection, others)
        heads |= _heads(connection, others)
    return heads, dict(in_chunks(connection, heads, _ORIGINALS))


def _heads(connection: Connection, stories: Iterable[str]) -> dict[str, dict[str, Any]]:
    return {row.story: as_dict(row) for row in in_chunks(connection, stories, _HEADS)}


def _first_head(story: str, reading: Reading) -> dict[str, Any]:
    state, reason = reading.state, reading.reason
    return {
        "story": story,
        "latest": 0,
        "latest_hash": "",
        "shown": 0,
        "state": state,
        "reason": reason,
        "decided_by": "" if state == "shown" else "desk",
        "merged_into": None,
        "sort_at": first_published(reading),
        "updated": reading.updated or -1,
    }
