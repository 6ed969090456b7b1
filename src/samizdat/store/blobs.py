"""Bodies by the hash of their bytes. A port: SQLite now, object storage later; never joined."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, delete, exists, select

from samizdat.model.packing import Packed, unpack
from samizdat.store import schema
from samizdat.store.database import KEYS, chunks, in_chunks, many, upsert

_PUT = upsert(schema.blob)


def put_blobs(connection: Connection, blobs: Iterable[Packed]) -> None:
    """Store *blobs*; those that are there stay as they are."""
    rows = [{"hash": b.hash, "codec": b.codec, "size": b.size, "body": b.body} for b in blobs]
    many(connection, _PUT, rows)


def get_blobs(connection: Connection, hashes: Iterable[str]) -> dict[str, bytes]:
    """Return hash → bytes, for those that are there."""
    return {name: unpack(*packed) for name, packed in get_packed(connection, hashes).items()}


def get_packed(connection: Connection, hashes: Iterable[str]) -> dict[str, tuple[str, bytes]]:
    """Return hash → codec and packed bytes, for those that are there."""
    table = schema.blob
    query = select(table.c.hash, table.c.codec, table.c.body).where(table.c.hash.in_(KEYS))
    return {name: (codec, body) for name, codec, body in in_chunks(connection, hashes, query)}


def drop_unneeded(connection: Connection, hashes: Iterable[str]) -> None:
    """Drop those of the blobs *hashes* that no response, revision, picture or desk has."""
    table = schema.blob
    columns = (schema.response.c.body, schema.revision.c.body, schema.variant.c.hash)
    unneeded = [~exists().where(column == table.c.hash) for column in columns]
    listings = connection.execute(select(schema.desk.c.files)).scalars()
    of_desks = {blob for listed in listings for blob in json.loads(listed).values()}
    for chunk in chunks(set(hashes) - of_desks):
        connection.execute(delete(table).where(table.c.hash.in_(chunk), *unneeded))
