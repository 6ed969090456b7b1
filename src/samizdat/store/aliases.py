"""Old addresses of pages: what stands there leads to where the page is now, for ever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from samizdat.errors import StoreError
from samizdat.model.page import alias_key, story_key
from samizdat.store import schema
from samizdat.store.database import KEYS, in_chunks, many, upsert
from samizdat.store.dirty import mark_dirty
from samizdat.store.part import Part
from samizdat.store.paths import SUFFIX, free_paths, is_safe_path

_alias, _head = schema.alias, schema.head
_PUT = upsert(_alias, "target")
_AT = select(_alias.c.path, _alias.c.target).where(_alias.c.path.in_(KEYS))
_OF = select(_alias.c.target, _alias.c.path).where(_alias.c.target.in_(KEYS))
_MERGED = select(_head.c.story, _head.c.merged_into).where(
    _head.c.story.in_(KEYS), _head.c.merged_into.is_not(None)
)


class Aliases(Part):
    """The files at old paths."""

    def add_aliases(self, rows: Mapping[str, str]) -> None:
        """Let old file paths lead to pages: path → key (`story/ID`, `section/N/S`, `home`).

        A path at which the edition has a page of its own is left to that page; one that led
        elsewhere leads here from now on.

        Raises:
            StoreError: a path is unsafe; nothing is kept then.
        """
        for path in rows:
            if not is_safe_path(path):
                hint = "a relative path without .. and hidden or control characters"
                raise StoreError("this cannot be an old path", where=repr(path), hint=hint)
        with self._database.write() as connection:
            known = dict(in_chunks(connection, rows, _AT))
            targets = _now_called(connection, rows)
            kept = _without_pages(connection, targets)
            fresh = {path: target for path, target in kept.items() if known.get(path) != target}
            many(connection, _PUT, [{"path": p, "target": t} for p, t in fresh.items()])
            mark_dirty(connection, map(alias_key, fresh))

    def aliases(self, paths: Sequence[str]) -> dict[str, str]:
        """Return old path → key of the page it leads to, for those of *paths* that are old."""
        with self._database.read() as connection:
            return dict(in_chunks(connection, paths, _AT))

    def alias_paths(self, page_keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return page key → its old paths in order, for those of *page_keys* that have any."""
        found: dict[str, list[str]] = {}
        with self._database.read() as connection:
            for target, path in in_chunks(connection, page_keys, _OF):
                found.setdefault(target, []).append(path)
        return {target: tuple(sorted(paths)) for target, paths in found.items()}


def _now_called(connection: Connection, rows: Mapping[str, str]) -> dict[str, str]:
    """Return *rows*, those that lead to a merged story leading to what it turned out to be."""
    start = story_key("")
    stories = [t.removeprefix(start) for t in rows.values() if t.startswith(start)]
    merged = {
        story_key(story): story_key(into) for story, into in in_chunks(connection, stories, _MERGED)
    }
    return {path: merged.get(target, target) for path, target in rows.items()}


def _without_pages(connection: Connection, rows: Mapping[str, str]) -> dict[str, str]:
    """Return those of *rows* at whose path no page of the edition lies."""
    stems = {path: path.removesuffix(SUFFIX) for path in rows if path.endswith(SUFFIX)}
    free = free_paths(connection, stems.values(), old=True)
    return {p: target for p, target in rows.items() if p not in stems or stems[p] in free}
