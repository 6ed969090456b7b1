"""Which states readers see, and the list of pages to build again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from samizdat.model.page import image_key
from samizdat.store import schema
from samizdat.store.database import KEYS, in_chunks, many, upsert

VISIBLE: frozenset[str] = frozenset({"shown", "gone"})
"""States in which lists name the story."""

PAGED = VISIBLE | {"withdrawn", "merged"}
"""States in which the story has a page, be it only a reason or a pointer."""

_ADD = upsert(schema.dirty)


def mark_dirty(connection: Connection, keys: Iterable[str]) -> None:
    """Note that the pages *keys* have to be built again."""
    many(connection, _ADD, [{"key": key} for key in sorted(set(keys))])


def pictures_of(connection: Connection, originals: Iterable[str]) -> list[str]:
    """Return the keys of the published pictures that were made of *originals*."""
    variant = schema.variant
    query = select(variant.c.hash).where(variant.c.original_hash.in_(KEYS))
    return [image_key(row.hash) for row in in_chunks(connection, originals, query)]


def mark_pictures_dirty(connection: Connection, stories: Iterable[str]) -> None:
    """Note that the pictures that *stories* show so far may soon be shown by none."""
    asset, shows = schema.asset, schema.story_asset
    query = select(asset.c.original_hash).join(shows, shows.c.origin == asset.c.origin)
    rows = in_chunks(connection, stories, query.where(shows.c.story.in_(KEYS)))
    originals = dict.fromkeys(row.original_hash for row in rows if row.original_hash)
    if originals:
        mark_dirty(connection, pictures_of(connection, originals))
