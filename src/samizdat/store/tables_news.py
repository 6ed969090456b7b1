"""Tables of where stories come from and what was read: sources, queue, identity, revisions."""

from datetime import timedelta

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from samizdat.store.columns import Failure, Span
from samizdat.store.columns import number_column as number
from samizdat.store.columns import text_column as text
from samizdat.store.columns import time_column as time
from samizdat.store.columns import words_column as words

metadata = MetaData()

schema = Table("schema", metadata, Column("version", Integer, primary_key=True))

newsroom = Table(
    "newsroom",
    metadata,
    text("id", primary_key=True),
    text("name"),
    text("home"),
    words("language"),
    text("hosts"),
)

source = Table(
    "source",
    metadata,
    text("id", primary_key=True),
    Column("newsroom", ForeignKey("newsroom.id"), nullable=False),
    text("kind"),
    words("address"),
    Column("configured", Boolean, nullable=False, default=True),
    words("etag"),
    words("last_modified"),
    time("next_due", optional=True),
    time("last_asked", optional=True),
    time("last_success", optional=True),
    time("last_changed", optional=True),
    Column("interval", Span, nullable=False, default=timedelta(0)),
    number("failures"),
    Column("error", Failure),
)

source_section = Table(
    "source_section",
    metadata,
    Column("source", ForeignKey("source.id"), primary_key=True),
    text("section", primary_key=True),
    number("position"),
)

host = Table(
    "host",
    metadata,
    text("host", primary_key=True),
    Column("robots", Text),
    time("robots_at", optional=True),
    time("not_before", optional=True),
    number("failures"),
)

entry = Table(
    "entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", ForeignKey("source.id"), nullable=False),
    words("address"),
    words("guid"),
    words("title"),
    time("published_at", optional=True),
    text("state"),
    # Announced or published, never later than first seen: the order of the queue.
    time("rank_at"),
    # Not handed out before; a lease is a due time that lies ahead, so it ends by itself.
    time("due_at"),
    time("leased_until", optional=True),
    time("first_seen"),
    time("last_seen"),
    number("attempts"),
    number("gone_count"),
    Column("story", ForeignKey("story.id")),
    text("content_hash"),
    Column("error", Failure),
    # zlib of the JSON of the entry's remaining fields; last, since it can be long.
    Column("detail", LargeBinary, nullable=False),
    Index("entry_by_address", "source", "address", unique=True),
    Index("entry_by_guid", "source", "guid"),
    Index("entry_by_any_source", "address"),
    Index("entry_queue", "state", "rank_at", "due_at"),
    Index("entry_by_story", "story"),
)

story = Table(
    "story",
    metadata,
    text("id", primary_key=True),
    Column("newsroom", ForeignKey("newsroom.id"), nullable=False),
    text("minted_from"),
    text("path", unique=True),
    time("first_seen"),
    Index("story_by_time", "first_seen", "id"),
)

address = Table(
    "address",
    metadata,
    words("canonical", primary_key=True),
    Column("story", ForeignKey("story.id"), nullable=False),
    Index("address_by_story", "story"),
)

guid = Table(
    "guid",
    metadata,
    Column("source", ForeignKey("source.id"), primary_key=True),
    words("guid", primary_key=True),
    Column("story", ForeignKey("story.id"), nullable=False),
)

sighting = Table(
    "sighting",
    metadata,
    Column("story", ForeignKey("story.id"), primary_key=True),
    Column("source", ForeignKey("source.id"), primary_key=True),
    words("address"),
    words("title"),
    text("content_hash"),
    time("first_seen"),
    time("last_seen"),
    Index("sighting_by_address", "source", "address"),
)

response = Table(
    "response",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("story", ForeignKey("story.id")),
    words("address"),
    words("final_address"),
    number("status"),
    time("at"),
    words("etag"),
    words("last_modified"),
    text("headers"),
    # Null once the body has been pruned; stored_bytes is what it fills, compressed.
    Column("body", String),
    number("stored_bytes"),
    Index("response_by_story", "story", "at"),
    Index("response_by_body", "body"),
    Index("response_by_time", "at", "stored_bytes"),
)

blob = Table(
    "blob",
    metadata,
    text("hash", primary_key=True),
    text("codec"),
    number("size"),
    Column("body", LargeBinary, nullable=False),
)

revision = Table(
    "revision",
    metadata,
    Column("story", ForeignKey("story.id"), primary_key=True),
    number("number", primary_key=True, autoincrement=False),
    text("content_hash"),
    time("made_at"),
    text("route"),
    text("cause"),
    text("recipe"),
    text("extractor"),
    text("response"),
    text("body"),
    Index("revision_by_body", "body"),
)
