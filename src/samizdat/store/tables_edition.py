"""Tables of what readers are shown: heads, shelves, assets, pages, remotes."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from samizdat.store.columns import Failure
from samizdat.store.columns import number_column as number
from samizdat.store.columns import text_column as text
from samizdat.store.columns import time_column as time
from samizdat.store.columns import words_column as words
from samizdat.store.tables_news import metadata

head = Table(
    "head",
    metadata,
    Column("story", ForeignKey("story.id"), primary_key=True),
    number("latest"),
    number("shown"),
    text("state"),
    words("reason"),
    words("title"),
    words("language"),
    time("sort_at"),
    time("published_at", optional=True),
    text("content_hash"),
    text("latest_hash"),
    text("body"),
    time("mirrored_at"),
    number("updated"),
    text("decided_by"),
    Column("merged_into", ForeignKey("story.id")),
)
# The first also counts the stories of each state. Few stories are merged into others.
Index("head_by_state", head.c.state, head.c.sort_at.desc(), head.c.story)
_merged = head.c.merged_into.is_not(None)
Index("head_by_merged", head.c.merged_into, sqlite_where=_merged, postgresql_where=_merged)

story_check = Table(
    "story_check",
    metadata,
    Column("story", ForeignKey("story.id"), primary_key=True),
    Column("source", ForeignKey("source.id"), nullable=False),
    words("address"),
    words("etag"),
    words("last_modified"),
    Column("from_feed", Boolean, nullable=False, default=False),
    Column("paused", Boolean, nullable=False, default=False),
    time("last_check"),
    time("due_at", optional=True),
    time("leased_until", optional=True),
    number("gone_count"),
    number("attempts"),
    Column("error", Failure),
    Index("story_check_due", "paused", "due_at"),
    Index("story_check_by_source", "source"),
)


def _shelf(name: str) -> Table:
    """Return the table of which story stands on which shelf; *visible* to readers or not yet."""
    sort_at = time("sort_at")
    return Table(
        f"head_{name}",
        metadata,
        Column("story", ForeignKey("story.id"), primary_key=True),
        text(name, primary_key=True),
        sort_at,
        text("day"),
        Column("visible", Boolean, nullable=False),
        Index(f"head_{name}_newest", name, "visible", sort_at.desc(), "story"),
    )


head_section = _shelf("section")
head_topic = _shelf("topic")


def _count(name: str) -> Table:
    """Return the table of how many visible stories a shelf has: in all, in a month, on a day."""
    return Table(
        f"{name}_count",
        metadata,
        text(name, primary_key=True),
        text("unit", primary_key=True),
        text("period", primary_key=True),
        number("stories"),
    )


section_count = _count("section")
topic_count = _count("topic")

story_asset = Table(
    "story_asset",
    metadata,
    Column("story", ForeignKey("story.id"), primary_key=True),
    words("origin", primary_key=True),
    number("position"),
    Index("story_asset_by_origin", "origin"),
)

asset = Table(
    "asset",
    metadata,
    words("origin", primary_key=True),
    text("state"),
    text("original_hash"),
    text("spec"),
    time("due_at", optional=True),
    number("attempts"),
    Column("error", Failure),
    Index("asset_due", "state", "due_at"),
    Index("asset_by_spec", "state", "spec"),
    Index("asset_by_original", "original_hash"),
)

variant = Table(
    "variant",
    metadata,
    text("original_hash", primary_key=True),
    text("spec", primary_key=True),
    text("hash"),
    number("width"),
    number("height"),
    number("size_bytes"),
    Index("variant_by_hash", "hash"),
)

page = Table(
    "page",
    metadata,
    text("key", primary_key=True),
    text("fingerprint"),
    number("edition"),
    Index("page_by_edition", "edition", "key"),
)

# One tree instead of two: a full rebuild fills it at once.
dirty = Table("dirty", metadata, text("key", primary_key=True), sqlite_with_rowid=False)

edition = Table(
    "edition",
    metadata,
    Column("number", Integer, primary_key=True),
    time("as_of"),
    Column("parent", Integer),
    text("fingerprints"),
    Column("finished", Boolean, nullable=False, default=False),
)

remote = Table(
    "remote",
    metadata,
    text("name", primary_key=True),
    number("edition"),
    Column("tip", String),
    text("overlay"),
    time("last_success", optional=True),
    Column("error", Failure),
    number("failures"),
)

file = Table(
    "file",
    metadata,
    Column("remote", ForeignKey("remote.name"), primary_key=True),
    text("path", primary_key=True),
    text("hash"),
    text("object"),
    text("page"),
    Index("file_by_page", "remote", "page"),
)
