"""Readings become stories, revisions and heads, a batch in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from samizdat.model.article import Article
from samizdat.model.article_json import article_from_bytes
from samizdat.model.packing import unpack
from samizdat.model.page import HOME, story_key
from samizdat.store import schema
from samizdat.store.blobs import Packed, get_blobs, put_blobs
from samizdat.store.contents import Contents, contents_of, put_contents
from samizdat.store.database import KEYS, as_dict, in_chunks, many, upsert
from samizdat.store.dirty import PAGED, VISIBLE, mark_dirty, mark_pictures_dirty
from samizdat.store.identity import Names, first_published, look_up, story_of
from samizdat.store.look import sighting_row
from samizdat.store.part import Part
from samizdat.store.pointers import mark_linking_dirty
from samizdat.store.prepared import Prepared, prepare
from samizdat.store.reshelve import reshelve
from samizdat.store.shrunk import has_shrunk
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
    newest: dict[str, tuple[dict[str, Any], Article]] = field(default_factory=dict)
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    entries: list[dict[str, int]] = field(default_factory=list)
    visible: dict[str, Packed] = field(default_factory=dict)
    kept_back: set[str] = field(default_factory=set)

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
        kept_back = outcome == "changed" and story in self.kept_back
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
            if head["state"] in VISIBLE and head["shown"] != head["latest"]:
                self._show_newest(connection, head)
            return "unchanged"
        is_lost = not is_new and self._has_shrunk(connection, head, _article(prepared.article))
        if not is_new:
            self.before.setdefault(story, dict(head))
        head |= {"latest": head["latest"] + 1, "latest_hash": prepared.content_hash}
        head["updated"] += reading.cause == "source"
        revision = self._revision(story, head["latest"], reading, prepared)
        self.revisions.append(revision)
        self.blobs.append(prepared.article)
        self.newest[story] = revision, reading.article
        self.kept_back.discard(story)
        if is_lost:
            self.kept_back.add(story)
        elif is_new or head["state"] in VISIBLE:
            self.visible[story] = prepared.article
            self._show(head, revision, reading.article, prepared.contents)
            head["published_at"] = head["published_at"] or reading.due.entry.published_at
        return "new" if is_new else "changed"

    def _has_shrunk(self, connection: Connection, head: dict[str, Any], article: Article) -> bool:
        """Return whether *article* has lost nearly all of what readers of the story see."""
        if head["state"] not in VISIBLE:
            return False
        packed = self.visible.get(head["story"])
        if packed is not None:
            return has_shrunk(_article(packed), article)
        return has_shrunk(newest_revision(connection, head["story"], head["shown"])[1], article)

    def _show(
        self, head: dict[str, Any], revision: Any, article: Article, contents: Contents
    ) -> None:
        head |= shown_columns(article, revision)
        self.contents[head["story"]] = contents
        self.changed.add(head["story"])

    def _show_newest(self, connection: Connection, head: dict[str, Any]) -> None:
        """Show the newest revision of a story that readers see again, unless it was kept back."""
        story = head["story"]
        found = self.newest.get(story) or newest_revision(connection, story, head["latest"])
        if self._has_shrunk(connection, head, found[1]):
            return
        published = head["published_at"]
        self._show(head, *found, contents_of(found[1]))
        head["published_at"] = head["published_at"] or published

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
        many(connection, insert(schema.story), self.names.minted)
        many(connection, upsert(schema.address), self.names.new_addresses)
        many(connection, upsert(schema.guid), self.names.new_guids)
        put_blobs(connection, self.blobs)
        many(connection, insert(schema.response), self.responses)
        many(connection, insert(schema.revision), self.revisions)
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


def line_of(head: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what the pages of related stories show of a story."""
    return head["title"], head["language"], head["state"]


def newest_revision(
    connection: Connection, story: str, number: int
) -> tuple[dict[str, Any], Article]:
    """Return the row of a story's revision and the article it holds."""
    table = schema.revision
    query = select(table).where(table.c.story == story, table.c.number == number)
    row = as_dict(connection.execute(query).one())
    return row, article_from_bytes(get_blobs(connection, [row["body"]])[row["body"]])


def _article(packed: Packed) -> Article:
    return article_from_bytes(unpack(packed.codec, packed.body))


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


def shown_columns(article: Article, revision: Any) -> dict[str, Any]:
    """Return the columns of a head that shows *article* as the row *revision* has it."""
    return {
        "shown": revision["number"],
        "title": article.title,
        "language": article.language,
        "published_at": article.published_at,
        "content_hash": revision["content_hash"],
        "body": revision["body"],
        "mirrored_at": revision["made_at"],
    }
