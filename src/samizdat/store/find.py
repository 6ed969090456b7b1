"""Which story somebody means."""

from __future__ import annotations

from urllib.parse import unquote

from sqlalchemy import Connection, or_, select

from samizdat.model.address import canonical_address
from samizdat.model.page import story_key
from samizdat.store import schema
from samizdat.store.paths import SUFFIX

_address, _story, _alias = schema.address, schema.story, schema.alias


def spellings(text: str) -> set[str]:
    """Return *text* as it stands and as a canonical address, if it is an address."""
    text = text.strip()
    try:
        return {text, canonical_address(text)}
    except ValueError:
        return {text}


def find_story(connection: Connection, text: str) -> str | None:
    """Return the id of the story that *text* names, None if there is none.

    An address wins over an id or a path; the address of a page in a mirror counts by the id with
    which it ends, whatever a browser or a forge adds to it (`?ref_type=heads`, `%E6%B8%AF`).
    """
    query = text.strip()
    at = select(_address.c.story).where(_address.c.canonical.in_(list(spellings(query))))
    found = connection.execute(at.limit(1)).scalar()
    if found is not None:
        return str(found)
    # A newsroom's query may be what names the story; only a page's adds nothing to its path.
    bare = unquote(query.partition("#")[0].partition("?")[0])
    return _at_path(connection, query) or (_at_path(connection, bare) if bare != query else None)


def _at_path(connection: Connection, query: str) -> str | None:
    path = query.strip("/").removesuffix(SUFFIX).removesuffix(".html")
    names = [query.removeprefix(story_key("")), path.rpartition("/")[2]]
    rows = select(_story.c.id).where(or_(_story.c.id.in_(names), _story.c.path == path))
    found = connection.execute(rows.limit(1)).scalar()
    if found is not None:
        return str(found)
    return _at_old_path(connection, [query.strip("/"), path + SUFFIX])


def _at_old_path(connection: Connection, paths: list[str]) -> str | None:
    query = select(_alias.c.target).where(_alias.c.path.in_(paths))
    for target in connection.execute(query.order_by(_alias.c.path)).scalars():
        if target.startswith(story_key("")):
            return str(target.removeprefix(story_key("")))
    return None
