"""What the shown revision of a story brings besides its text, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete

from samizdat.model.contents import Contents
from samizdat.store import schema
from samizdat.store.database import insert_into, many, upsert
from samizdat.store.dirty import mark_pictures_dirty

_pictures, _tags, _links = schema.story_asset, schema.story_tag, schema.story_link
_DROP = [
    delete(table).where(table.c.story == bindparam("b_story"))
    for table in (_pictures, _tags, _links)
]


def put_contents(connection: Connection, shown: Mapping[str, Contents], now: datetime) -> None:
    """Note what the revisions bring that the stories show from now on.

    Pictures never met before are due.
    """
    if not shown:
        return
    mark_pictures_dirty(connection, shown)
    for statement in _DROP:
        many(connection, statement, [{"b_story": story} for story in shown])
    pictures = [
        {"story": story, "origin": origin, "position": position}
        for story, contents in shown.items()
        for position, origin in enumerate(contents.pictures)
    ]
    many(connection, insert_into(_pictures), pictures)
    fresh = [{"origin": row["origin"], "state": "due", "due_at": now} for row in pictures]
    many(connection, upsert(schema.asset), fresh)
    tags = [
        {"story": story, "position": position, **tag._asdict()}
        for story, contents in shown.items()
        for position, tag in enumerate(contents.tags)
    ]
    many(connection, insert_into(_tags), tags)
    links = [
        {"story": story, "address": address}
        for story, contents in shown.items()
        for address in contents.links
    ]
    many(connection, insert_into(_links), links)
