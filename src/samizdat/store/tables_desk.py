"""Tables of what stories share and link to, of old addresses, and of what editors decided."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from samizdat.store.columns import text_column as text
from samizdat.store.columns import time_column as time
from samizdat.store.columns import words_column as words
from samizdat.store.tables_news import metadata

# Tags and links follow the shown revision. One tree a table instead of two: most of what is
# written for a new story are these rows.
story_tag = Table(
    "story_tag",
    metadata,
    Column("story", ForeignKey("story.id"), primary_key=True),
    words("tag", primary_key=True),
    Column("position", Integer, nullable=False),
    words("name"),
    text("topic"),
    Index("story_tag_by_tag", "tag"),
    sqlite_with_rowid=False,
)

story_link = Table(
    "story_link",
    metadata,
    Column("story", ForeignKey("story.id"), primary_key=True),
    words("address", primary_key=True),
    Index("story_link_by_address", "address"),
    sqlite_with_rowid=False,
)

topic = Table("topic", metadata, text("key", primary_key=True), words("name"))

# What topics.toml says: the topic "" is none.
topic_alias = Table("topic_alias", metadata, words("tag", primary_key=True), text("topic"))

topic_address = Table(
    "topic_address",
    metadata,
    words("address", primary_key=True),
    text("topic"),
    Index("topic_address_by_topic", "topic"),
)

alias = Table(
    "alias",
    metadata,
    words("path", primary_key=True),
    text("target"),
    Index("alias_by_target", "target"),
)

setting = Table("setting", metadata, text("name", primary_key=True), words("value"))

desk = Table(
    "desk",
    metadata,
    text("hash", primary_key=True),
    time("at"),
    # JSON: path → hash of the file's blob.
    text("files"),
)

delivery = Table(
    "delivery",
    metadata,
    Column("remote", ForeignKey("remote.name"), primary_key=True),
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("tip", String, nullable=False),
    time("at"),
)
