"""Which story somebody means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from sqlalchemy import Connection, select

from samizdat.model.address import canonical_address
from samizdat.model.page import story_key
from samizdat.store import schema
from samizdat.store.database import KEYS, in_chunks
from samizdat.store.paths import SUFFIX

_address, _story, _alias = schema.address, schema.story, schema.alias
_IDS = select(_story.c.id).where(_story.c.id.in_(KEYS))
_PATHS = select(_story.c.path, _story.c.id).where(_story.c.path.in_(KEYS))
_OLD_PATHS = select(_alias.c.path, _alias.c.target).where(_alias.c.path.in_(KEYS))


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
    at = select(_address.c.story).where(_address.c.canonical.in_(list(spellings(text))))
    found = connection.execute(at.limit(1)).scalar()
    return str(found) if found is not None else find_pages(connection, [text]).get(text)


def find_pages(connection: Connection, texts: Iterable[str]) -> dict[str, str]:
    """Return text → id of the story whose id, path or old path it is, however many there are."""
    ways = {text: _ways(text.strip()) for text in texts}
    every = [way for own in ways.values() for way in own]
    ids = {row.id for row in in_chunks(connection, (n for w in every for n in w.names), _IDS)}
    paths = dict(in_chunks(connection, (way.path for way in every), _PATHS))
    old = dict(in_chunks(connection, (p for w in every for p in w.old_paths), _OLD_PATHS))
    found = {text: _first(own, ids, paths, old) for text, own in ways.items()}
    return {text: story for text, story in found.items() if story}


class _Way(NamedTuple):
    """One way to read a text as a page: ids that it may name, its path, and files there before."""

    names: tuple[str, ...]
    path: str
    old_paths: tuple[str, ...]


def _ways(query: str) -> tuple[_Way, ...]:
    """Return *query* as it stands, then without what a newsroom's query may mean by itself."""
    bare = unquote(query.partition("#")[0].partition("?")[0])
    return tuple(_way(form) for form in dict.fromkeys((query, bare)))


def _way(form: str) -> _Way:
    path = form.strip("/").removesuffix(SUFFIX).removesuffix(".html")
    names = form.removeprefix(story_key("")), path.rpartition("/")[2]
    return _Way(names, path, tuple(sorted((form.strip("/"), path + SUFFIX))))


def _first(
    ways: Iterable[_Way], ids: Collection[str], paths: Mapping[str, str], old: Mapping[str, str]
) -> str:
    for way in ways:
        known = next((name for name in way.names if name in ids), "") or paths.get(way.path, "")
        targets = (old.get(path, "") for path in way.old_paths)
        moved = next((t for t in targets if t.startswith(story_key(""))), "")
        if known or moved:
            return known or moved.removeprefix(story_key(""))
    return ""
