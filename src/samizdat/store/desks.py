"""Snapshots of the editors' folder, so that its last good version stays in force."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select

from samizdat.errors import StoreError
from samizdat.model.packing import Packed
from samizdat.store import schema
from samizdat.store.blobs import drop_unneeded, get_blobs, put_blobs
from samizdat.store.database import chunks, upsert
from samizdat.store.part import Part

KEPT_SNAPSHOTS = 50
"""Snapshots that stay: editors save a few times a day at most."""

_desk = schema.desk
_PUT = upsert(_desk, "at")


class Desks(Part):
    """The snapshots, by their hash."""

    def save_desk(
        self,
        hash: str,  # noqa: A002 - the name that callers use
        files: Mapping[str, bytes],
        now: datetime,
    ) -> None:
        """Keep *files* (path → bytes) as the snapshot *hash*, and drop those long out of use."""
        packed = {path: Packed.of(body) for path, body in files.items()}
        listed = json.dumps({path: packed[path].hash for path in sorted(packed)})
        with self._database.write() as connection:
            put_blobs(connection, packed.values())
            connection.execute(_PUT, {"hash": hash, "at": now, "files": listed})
            _drop_old(connection)

    def desk_files(self, hash: str) -> dict[str, bytes]:  # noqa: A002 - the name that callers use
        """Return the files of the snapshot *hash*.

        Raises:
            StoreError: it is not there (any more).
        """
        query = select(_desk.c.files).where(_desk.c.hash == hash)
        with self._database.read() as connection:
            listed = connection.execute(query).scalar()
            if listed is None:
                raise StoreError("no such snapshot of the desk", where=hash, hint="samizdat sync")
            hashes: dict[str, str] = json.loads(listed)
            bodies = get_blobs(connection, hashes.values())
        return {path: bodies[blob] for path, blob in hashes.items()}


def _drop_old(connection: Connection) -> None:
    """Drop the snapshots that were saved longest ago, and the bytes that nothing else has."""
    newest = select(_desk).order_by(_desk.c.at.desc(), _desk.c.hash)
    old = connection.execute(newest.offset(KEPT_SNAPSHOTS)).all()
    for rows in chunks(old):
        connection.execute(delete(_desk).where(_desk.c.hash.in_([row.hash for row in rows])))
        drop_unneeded(connection, _blobs(row.files for row in rows))


def _blobs(listings: Iterable[str]) -> set[str]:
    return {blob for listed in listings for blob in json.loads(listed).values()}
