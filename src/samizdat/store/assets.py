"""Pictures: what is stored of them, what failed, what is still to fetch."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, or_, select, update

from samizdat.errors import StoreError
from samizdat.model.asset import Decoded, Variant
from samizdat.model.failed import Failed
from samizdat.model.packing import Packed
from samizdat.model.page import image_key, story_key
from samizdat.store import schema
from samizdat.store.blobs import get_blobs, put_blobs
from samizdat.store.database import KEYS, in_chunks, upsert
from samizdat.store.dirty import VISIBLE, mark_dirty, pictures_of
from samizdat.store.part import Part
from samizdat.store.values import AssetState
from samizdat.store.withheld import WITHHELD

_asset, _variant, _shows = schema.asset, schema.variant, schema.story_asset
_VARIANT = (_variant.c.hash, _variant.c.width, _variant.c.height, _variant.c.size_bytes)
_SAVE = upsert(_asset, "state", "original_hash", "spec", "due_at", "attempts", "error")
_SAVE_VARIANT = upsert(_variant, "hash", "width", "height", "size_bytes")


class Assets(Part):
    """Originals, their stored derivatives, and which story shows which."""

    def variants(self, origins: Collection[str], spec: str) -> dict[str, Variant]:
        """Return origin → stored derivative of *spec*, for those that have one."""
        of_original = _asset.c.original_hash == _variant.c.original_hash
        query = select(_asset.c.origin, *_VARIANT).join(_variant, of_original)
        query = query.where(_variant.c.spec == spec, _asset.c.state != WITHHELD)
        with self._database.read() as connection:
            rows = in_chunks(connection, origins, query.where(_asset.c.origin.in_(KEYS)))
            return {origin: Variant(*variant) for origin, *variant in rows}

    def asset_state(
        self, origins: Collection[str], spec: str, now: datetime
    ) -> dict[str, AssetState]:
        """Return for each of *origins* whether it is stored, has failed for now, or is due."""
        states: dict[str, AssetState] = dict.fromkeys(origins, "due")
        unwanted = _asset.c.state.in_(("failed", WITHHELD))
        query = select(_asset.c.origin, _asset.c.due_at).where(unwanted)
        with self._database.read() as connection:
            failed = in_chunks(connection, origins, query.where(_asset.c.origin.in_(KEYS)))
            for origin, due_at in failed:
                if due_at is None or due_at > now:
                    states[origin] = "failed"
        return states | dict.fromkeys(self.variants(origins, spec), "stored")

    def save_variant(
        self,
        origin: str,
        *,
        original_hash: str,
        spec: str,
        decoded: Decoded,
        now: datetime,  # noqa: ARG002
    ) -> None:
        """Keep the derivative of *origin*; the pages that were built without it become dirty."""
        packed, variant = Packed.of(decoded.body), decoded.variant
        values: dict[str, Any] = {"original_hash": original_hash, "spec": spec}
        with self._database.write() as connection:
            before = connection.execute(select(_asset).where(_asset.c.origin == origin)).first()
            there = _stored(connection, original_hash, spec)
            put_blobs(connection, [packed])
            connection.execute(_SAVE_VARIANT, {**values, **asdict(variant)})
            stored = {"state": "stored", "due_at": None, "attempts": 0, "error": None}
            connection.execute(_SAVE, {"origin": origin, **values, **stored})
            same = before is not None and before.original_hash == original_hash
            if not (same and there == variant):
                left = {before.original_hash} if before is not None else set()
                mark_dirty(connection, [image_key(there.hash)] if there else [])
                mark_dirty(connection, pictures_of(connection, left - {original_hash}))
                mark_dirty(connection, _pages_with(connection, origin))

    def save_asset_failed(
        self, origin: str, failed: Failed, now: datetime, *, retry: datetime | None
    ) -> None:
        """Keep why *origin* could not be had; *retry* None gives it up."""
        new = {"state": "failed", "due_at": retry, "error": failed}
        with self._database.write() as connection:
            connection.execute(upsert(_asset), {"origin": origin, "state": "due", "due_at": now})
            row = update(_asset).where(_asset.c.origin == origin)
            connection.execute(row.values(**new, attempts=_asset.c.attempts + 1))

    def asset_attempts(self, origins: Collection[str]) -> dict[str, int]:
        """Return origin → failures in a row, for those that were tried."""
        query = select(_asset.c.origin, _asset.c.attempts)
        with self._database.read() as connection:
            rows = in_chunks(connection, origins, query.where(_asset.c.origin.in_(KEYS)))
            return dict(rows)

    def known_original(self, original_hash: str, spec: str) -> Variant | None:
        """Return the derivative of an original that was met under any address, if there is one."""
        with self._database.read() as connection:
            return _stored(connection, original_hash, spec)

    def missing_assets(self, spec: str, now: datetime, limit: int) -> list[tuple[str, str]]:
        """Return (origin, newsroom) of up to *limit* pictures to fetch for visible stories.

        The latest announced come first; pictures stored under another specification last.
        """
        due = (_asset.c.state.in_(("due", "failed")), _asset.c.due_at <= now)
        other = (_asset.c.state == "stored", or_(_asset.c.spec < spec, _asset.c.spec > spec))
        with self._database.read() as connection:
            found = _wanted(connection, due, limit)
            if len(found) < limit:
                found |= _wanted(connection, other, limit - len(found))
        return list(found.items())

    def shown_pictures(self, hashes: Collection[str], spec: str) -> set[str]:
        """Return which derivatives of *spec* a visible story shows."""
        head = schema.head
        query = (
            select(_variant.c.hash)
            .join(_asset, _asset.c.original_hash == _variant.c.original_hash)
            .join(_shows, _shows.c.origin == _asset.c.origin)
            .join(head, head.c.story == _shows.c.story)
            # Concatenated, the state leads to no index: SQLite would begin with every story shown.
            .where(_variant.c.spec == spec, (head.c.state + "").in_(VISIBLE))
            .where(_asset.c.state != WITHHELD)
        )
        with self._database.read() as connection:
            rows = in_chunks(connection, hashes, query.where(_variant.c.hash.in_(KEYS)).distinct())
            return {row.hash for row in rows}

    def picture(self, prefix: str) -> bytes | None:
        """Return the stored derivative whose hash begins with *prefix*, None if there is none."""
        starts = _variant.c.hash.between(prefix, prefix + "g")
        with self._database.read() as connection:
            found = connection.execute(select(_variant.c.hash).where(starts).limit(1)).scalar()
            return get_blobs(connection, [found])[found] if found else None

    def blob(self, hash: str) -> bytes:  # noqa: A002 - the name that callers use
        """Return the bytes whose hex SHA-256 is *hash*.

        Raises:
            StoreError: they are not there.
        """
        with self._database.read() as connection:
            found = get_blobs(connection, [hash])
        if hash not in found:
            raise StoreError("no such blob in the store", where=hash, hint="samizdat doctor")
        return found[hash]


def _stored(connection: Connection, original_hash: str, spec: str) -> Variant | None:
    query = select(*_VARIANT).where(
        _variant.c.original_hash == original_hash, _variant.c.spec == spec
    )
    row = connection.execute(query).one_or_none()
    return Variant(*row) if row else None


def _pages_with(connection: Connection, origin: str) -> list[str]:
    """Return the keys of the pages that show *origin*."""
    query = (
        select(_shows.c.story)
        .join(schema.head, schema.head.c.story == _shows.c.story)
        .where(_shows.c.origin == origin, schema.head.c.state.in_(VISIBLE))
    )
    return [story_key(story) for story in connection.execute(query).scalars()]


def _wanted(connection: Connection, conditions: tuple[Any, ...], limit: int) -> dict[str, str]:
    """Return origin → newsroom of pictures that a visible story shows."""
    head, story = schema.head, schema.story
    showing = (
        select(story.c.newsroom)
        .join(_shows, _shows.c.story == story.c.id)
        .join(head, head.c.story == story.c.id)
        .where(_shows.c.origin == _asset.c.origin, head.c.state.in_(VISIBLE))
    )
    newsroom = showing.order_by(story.c.first_seen, story.c.id).limit(1).scalar_subquery()
    query = select(_asset.c.origin, newsroom.label("newsroom")).where(*conditions)
    query = query.where(exists(showing)).order_by(_asset.c.due_at.desc()).limit(limit)
    return dict(iter(connection.execute(query)))
