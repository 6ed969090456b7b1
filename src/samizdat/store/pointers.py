"""Which pages lead to a page: links in bodies, old addresses, stories that were merged."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from samizdat.model.page import alias_key, story_key
from samizdat.store import schema
from samizdat.store.database import KEYS, in_chunks
from samizdat.store.dirty import mark_dirty

_link, _address, _topic = schema.story_link, schema.address, schema.topic_address
_LINKING = select(_link.c.story).where(_link.c.address.in_(KEYS))
_LINKING_TO = (
    select(_link.c.story)
    .join(_address, _address.c.canonical == _link.c.address)
    .where(_address.c.story.in_(KEYS))
)
_LINKING_TO_TOPICS = (
    select(_link.c.story)
    .join(_topic, _topic.c.address == _link.c.address)
    .where(_topic.c.topic.in_(KEYS))
)
_OLD = select(schema.alias.c.path).where(schema.alias.c.target.in_(KEYS))
_MERGED = select(schema.head.c.story).where(schema.head.c.merged_into.in_(KEYS))


def pointing_to(connection: Connection, pages: Iterable[str]) -> set[str]:
    """Return the keys of the pages at old addresses of *pages*, and of stories merged into them."""
    pages = list(pages)
    keys = {alias_key(row.path) for row in in_chunks(connection, pages, _OLD)}
    start = story_key("")
    stories = [page.removeprefix(start) for page in pages if page.startswith(start)]
    return keys | {story_key(row.story) for row in in_chunks(connection, stories, _MERGED)}


def linking_to_topics(connection: Connection, topics: Iterable[str]) -> set[str]:
    """Return the keys of the stories that link to an address of one of *topics*."""
    return {story_key(row.story) for row in in_chunks(connection, topics, _LINKING_TO_TOPICS)}


def mark_linking_dirty(
    connection: Connection, *, addresses: Iterable[str] = (), stories: Iterable[str] = ()
) -> None:
    """Note that the pages that link to *addresses*, or to *stories*, may lead elsewhere now."""
    linking = {row.story for row in in_chunks(connection, addresses, _LINKING)}
    linking |= {row.story for row in in_chunks(connection, stories, _LINKING_TO)}
    mark_dirty(connection, map(story_key, linking))
