"""The store's second version: topics, links, old addresses, decisions, the desk, deliveries.

Once released this never changes, so it names no table of today's schema. Version 1 was SQLite only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from samizdat.model.article_json import article_from_bytes
from samizdat.model.contents import links_of, tags_of
from samizdat.model.packing import unpack
from samizdat.store.database import chunks

_TABLES = """
ALTER TABLE head ADD COLUMN decided_by VARCHAR NOT NULL DEFAULT ''
ALTER TABLE head ADD COLUMN merged_into VARCHAR REFERENCES story (id)
DROP INDEX head_by_state
CREATE INDEX head_by_state ON head (state, sort_at DESC, story)
CREATE INDEX head_by_merged ON head (merged_into) WHERE merged_into IS NOT NULL
CREATE TABLE topic_count (topic VARCHAR NOT NULL, unit VARCHAR NOT NULL, period VARCHAR NOT NULL, \
    stories INTEGER NOT NULL, PRIMARY KEY (topic, unit, period))
CREATE TABLE story_tag (story VARCHAR NOT NULL REFERENCES story (id), tag VARCHAR NOT NULL, \
    position INTEGER NOT NULL, name VARCHAR NOT NULL, topic VARCHAR NOT NULL, \
    PRIMARY KEY (story, tag)) WITHOUT ROWID
CREATE INDEX story_tag_by_tag ON story_tag (tag)
CREATE TABLE story_link (story VARCHAR NOT NULL REFERENCES story (id), \
    address VARCHAR NOT NULL, PRIMARY KEY (story, address)) WITHOUT ROWID
CREATE INDEX story_link_by_address ON story_link (address)
CREATE TABLE topic (key VARCHAR NOT NULL PRIMARY KEY, name VARCHAR NOT NULL)
CREATE TABLE topic_alias (tag VARCHAR NOT NULL PRIMARY KEY, topic VARCHAR NOT NULL)
CREATE TABLE topic_address (address VARCHAR NOT NULL PRIMARY KEY, topic VARCHAR NOT NULL)
CREATE INDEX topic_address_by_topic ON topic_address (topic)
CREATE TABLE alias (path VARCHAR NOT NULL PRIMARY KEY, target VARCHAR NOT NULL)
CREATE INDEX alias_by_target ON alias (target)
CREATE TABLE setting (name VARCHAR NOT NULL PRIMARY KEY, value VARCHAR NOT NULL)
CREATE TABLE desk (hash VARCHAR NOT NULL PRIMARY KEY, at BIGINT NOT NULL, files VARCHAR NOT NULL)
CREATE TABLE delivery (remote VARCHAR NOT NULL REFERENCES remote (name), \
    edition INTEGER NOT NULL, tip VARCHAR NOT NULL, at BIGINT NOT NULL, \
    PRIMARY KEY (remote, edition))
"""

_FILLED = """
UPDATE head SET decided_by = 'person' WHERE state IN ('held', 'hidden', 'withdrawn')
INSERT INTO delivery (remote, edition, tip, at) SELECT name, edition, tip, last_success \
    FROM remote WHERE tip IS NOT NULL AND last_success IS NOT NULL
INSERT INTO topic_count SELECT topic, 'all', '', count(*) FROM head_topic WHERE visible \
    GROUP BY topic
INSERT INTO topic_count SELECT topic, 'month', substr(day, 1, 7), count(*) FROM head_topic \
    WHERE visible GROUP BY topic, substr(day, 1, 7)
INSERT INTO topic_count SELECT topic, 'day', day, count(*) FROM head_topic WHERE visible \
    GROUP BY topic, day
INSERT INTO section_count SELECT section, 'all', '', sum(stories) FROM section_count \
    WHERE unit = 'month' GROUP BY section
INSERT OR IGNORE INTO dirty SELECT key FROM page WHERE fingerprint <> ''
INSERT OR IGNORE INTO dirty SELECT DISTINCT 'section/' || section || '/' || substr(period, 1, 4) \
    FROM section_count WHERE unit = 'month' AND stories > 0
INSERT OR IGNORE INTO dirty SELECT 'topic/' || topic FROM topic_count \
    WHERE unit = 'all' AND stories > 1
INSERT OR IGNORE INTO dirty SELECT 'topic/' || topic || '/' || period FROM topic_count AS own \
    WHERE unit = 'month' AND EXISTS (SELECT 1 FROM topic_count AS whole \
    WHERE whole.topic = own.topic AND whole.unit = 'all' AND whole.stories > 1)
"""

_TAG = text("INSERT INTO story_tag VALUES (:story, :tag, :position, :name, :topic)")
_LINK = text("INSERT INTO story_link VALUES (:story, :address)")
_NAME = text("INSERT OR IGNORE INTO topic VALUES (:topic, :name)")
_SHELF = text(
    "INSERT OR IGNORE INTO head_topic (story, topic, sort_at, day, visible) "
    "VALUES (:story, :topic, :sort_at, :day, :visible)"
)
_HEADS = text(
    "SELECT head.story, head.sort_at, head.state IN ('shown', 'gone') AS visible, "
    "blob.codec, blob.body FROM head JOIN blob ON blob.hash = head.body "
    "WHERE head.story > :last ORDER BY head.story LIMIT 500"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_version_2(connection: Connection) -> None:
    """Add the tables of version 2 and fill them from what is shown of each story."""
    _run(connection, _TABLES)
    for rows in _heads(connection):
        _fill(connection, rows)
    _run(connection, _FILLED)


def _run(connection: Connection, statements: str) -> None:
    for statement in statements.replace("\\\n", " ").strip().splitlines():
        connection.exec_driver_sql(statement)


def _heads(connection: Connection) -> Iterator[list[Any]]:
    last = ""
    while rows := list(connection.execute(_HEADS, {"last": last})):
        yield rows
        last = rows[-1].story


def _fill(connection: Connection, heads: list[Any]) -> None:
    tags: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for head in heads:
        article = article_from_bytes(unpack(head.codec, head.body))
        day = (_EPOCH + timedelta(microseconds=head.sort_at)).date().isoformat()
        place = {"story": head.story, "sort_at": head.sort_at, "day": day, "visible": head.visible}
        tags += [
            {**place, "position": position, **tag._asdict()}
            for position, tag in enumerate(tags_of(article))
        ]
        links += [{"story": head.story, "address": address} for address in links_of(article)]
    for statement, rows in ((_TAG, tags), (_NAME, tags), (_SHELF, tags), (_LINK, links)):
        for chunk in chunks(rows, 5000):
            connection.execute(statement, chunk)
