"""What the store takes and gives besides the model's nouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from samizdat.model.article import Article
from samizdat.model.entry import Entry
from samizdat.model.failed import Failed
from samizdat.model.prepared import Prepared
from samizdat.model.response import Response, Validators
from samizdat.model.story import Cause, State, Story

Outcome = Literal["new", "changed", "unchanged"]
"""What a reading did to its story."""

AssetState = Literal["stored", "failed", "due"]
"""Whether an image is there, has failed for now, or should be fetched."""

EntryState = Literal["queued", "skipped", "failed", "paused"]
"""An announced story waits, lies past the backfill bound, was given up, or its source has left
the configuration. An entry that became a story has no row any more: its sighting remains."""


class NewsroomFacts(NamedTuple):
    """A newsroom as it was last configured: what it is called, where it is, what it writes in."""

    name: str
    home: str
    language: str


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A source as the configuration has it.

    Attributes:
        id: for ever and unique in the mirror.
        kind: feed, sitemap, listing, json, js; `single` for stories added one by one.
        sections: full keys `newsroom/section`.
    """

    id: str
    newsroom: str
    kind: str
    address: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source was last asked and when it is asked next.

    Attributes:
        next_due: None once the source has left the configuration.
        last_success: None before the first.
        failures: in a row.
        interval: pause before the next look.
        first_done: it has answered usably at least once.
    """

    id: str
    newsroom: str
    kind: str
    address: str
    validators: Validators
    next_due: datetime | None
    last_success: datetime | None
    last_asked: datetime | None
    last_error: Failed | None
    failures: int
    interval: timedelta
    first_done: bool
    sections: tuple[str, ...] = ()
    last_changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one look at a source brought, in entries."""

    new: int = 0
    known: int = 0
    changed: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """One story to fetch, leased to whoever took it.

    Attributes:
        story: its id for a re-check or a changed entry, None for a story not yet known.
        validators: for a conditional request.
        gone_count: 404 and 410 answers in a row so far.
        attempts: failures so far.
        entry_id: the row of the queue, None for a re-check.
        is_recheck: asked because of its age, not because a source announced it.
        first_seen: when it was first announced.
        from_feed: a re-check of a story whose text came with its feed: only whether its page is
            still there counts, since the page itself would read as a change.
    """

    entry: Entry
    source: str
    newsroom: str
    story: str | None
    validators: Validators
    gone_count: int
    attempts: int
    entry_id: int | None
    is_recheck: bool
    first_seen: datetime
    from_feed: bool = False

    @classmethod
    def unqueued(cls, entry: Entry, source: str, newsroom: str, first_seen: datetime) -> Due:
        """Return a story that comes in without having been announced, as an import's do."""
        return cls(
            entry=entry,
            source=source,
            newsroom=newsroom,
            story=None,
            validators=Validators(),
            gone_count=0,
            attempts=0,
            entry_id=None,
            is_recheck=False,
            first_seen=first_seen,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """One article read for one due story.

    Attributes:
        response: what was fetched; None if the feed carried the full text.
        addresses: canonical spellings: the entry's, the final one, the page's own canonical if it
            may count. Any but the first two is dropped if another entry of the source has it.
        recipe: name and version of the recipe used, "" if none.
        extractor: version of the code that read it.
        next_check: when the story is asked again, None for never by age.
        minted_from: address to mint a new id from; "" for the last of `addresses`.
        prepared: of the article and the response's body, if a worker has done that; the body may
            then be left out of `response`.
        state: what the desk's rules say of the story. It counts for a new story, and for a known
            one unless a person decided, or it is withdrawn or merged.
        reason: why, in words for readers.
        cause: why a revision is made of it; only those of the source count as updates.
        path: the frozen path of a new story, without suffix, in place of a minted one. One that is
            unsafe, or that another story has, is passed over.
        story_id: the id of a new story in place of a minted one; of a known one, that story.
        updated: how often a new story's source had changed it before it came here.
    """

    due: Due
    article: Article
    response: Response | None
    addresses: tuple[str, ...]
    recipe: str = ""
    extractor: str = ""
    next_check: datetime | None = None
    minted_from: str = ""
    prepared: Prepared | None = None
    state: State = "shown"
    reason: str = ""
    cause: Cause = "source"
    path: str = ""
    story_id: str = ""
    updated: int = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a reading.

    Attributes:
        revision: the number of the story's newest revision.
        kept_back: it lost nearly all of the text, so that readers go on seeing the one before.
    """

    story: Story
    outcome: Outcome
    revision: int
    kept_back: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """One build of everything readers see; *fingerprints* name what it was built with."""

    number: int
    as_of: datetime
    parent: int | None
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    finished: bool = False


@dataclass(frozen=True, slots=True)
class RemoteState:
    """What a remote holds, as far as it told us.

    Attributes:
        edition: number of the edition it holds, 0 for nothing yet.
        tip: where it stood after our last push.
        overlay: fingerprint of its address settings.
        failures: in a row.
    """

    name: str
    edition: int
    tip: str | None
    overlay: str
    last_success: datetime | None
    last_error: Failed | None
    failures: int


@dataclass(frozen=True, slots=True)
class FileRow:
    """One managed file on one remote: hash of its bytes, Git object id, and the page it shows."""

    path: str
    hash: str
    object: str
    page: str


@dataclass(frozen=True, slots=True)
class HostState:
    """What a host told us about how to ask it.

    Attributes:
        robots: text of its robots.txt, None if not asked yet.
        robots_at: when that was read.
        not_before: it asked us to stay away until then (Retry-After).
        failures: in a row.
    """

    host: str
    robots: str | None = None
    robots_at: datetime | None = None
    not_before: datetime | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One edition that a remote acknowledged: where the remote stood then, and when."""

    edition: int
    tip: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """What the desk says of one topic.

    Attributes:
        key: part of the path of its page.
        tags: newsrooms' words that mean it, as `model.topic.tag_key` gives them.
        hidden: stories with these words do not stand in any topic for them.
        addresses: of newsrooms' own pages of the topic, canonical.
    """

    key: str
    tags: tuple[str, ...]
    hidden: bool = False
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic that has a page: the first spelling met of its name, and how many stories it has."""

    key: str
    name: str
    stories: int
