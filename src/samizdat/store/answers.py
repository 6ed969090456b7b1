"""What the store answers people who ask: status, why, export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from samizdat.model.article import Article
from samizdat.model.entry import Entry
from samizdat.model.failed import Failed
from samizdat.model.story import Head, Revision, Story
from samizdat.store.values import EntryState


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """How much the store holds."""

    stories: Mapping[str, int]
    revisions: int
    queued: int
    skipped: int
    failed: int
    assets_stored: int
    assets_failed: int
    assets_due: int
    dirty: int
    pages: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One announced story in the queue, as `why` tells it."""

    entry: Entry
    source: str
    state: EntryState
    attempts: int
    error: Failed | None
    first_seen: datetime
    last_seen: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Sighting:
    """A story in a source; *last_seen* is exact to a day."""

    source: str
    address: str
    title: str
    sections: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """How a story is asked again.

    Attributes:
        address: the original, as readers are pointed to it.
        last_check: the last answer of any kind.
        next_check: None: never by age.
    """

    address: str
    last_check: datetime
    next_check: datetime | None
    gone_count: int
    attempts: int
    error: Failed | None


@dataclass(frozen=True, slots=True)
class Why:
    """Everything the store knows of one address.

    Attributes:
        query: what was asked for.
        topics: in which it stands, with or without a page.
        aliases: old paths that lead to it.
        pages: key → edition in which the page last changed; only existing pages.
        files: (remote, path) of the story's own files.
    """

    query: str
    entries: tuple[EntryRow, ...] = ()
    story: Story | None = None
    addresses: tuple[str, ...] = ()
    head: Head | None = None
    check: Check | None = None
    revisions: tuple[Revision, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    topics: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    pages: Mapping[str, int] = field(default_factory=dict)
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One story as `export` writes it; *address* is the original's."""

    head: Head
    article: Article
    address: str
