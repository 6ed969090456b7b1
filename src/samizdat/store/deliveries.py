"""What remotes acknowledged, edition by edition, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from samizdat.store import schema
from samizdat.store.database import chunks, many, upsert
from samizdat.store.part import Part
from samizdat.store.values import Delivery, FileRow

KEPT_DELIVERIES = 100
"""Deliveries of one remote that stay known: as far as anybody will want to go back."""

_remote, _file, _delivery = schema.remote, schema.file, schema.delivery
_PUT_FILE = upsert(_file, "hash", "object", "page")
_PUT_DELIVERY = upsert(_delivery, "tip", "at")
_NEW = upsert(_remote)
_PAGE = 5000


class Deliveries(Part):
    """The history of each remote, as far as it is kept."""

    def save_published(  # noqa: PLR0913 - facts of one answer
        self,
        remote: str,
        *,
        edition: int,
        tip: str,
        overlay: str,
        written: Sequence[FileRow],
        removed: Sequence[str],
        now: datetime,
    ) -> None:
        """Keep what a remote acknowledged, all of it in one transaction."""
        with self._database.write() as connection:
            connection.execute(_NEW, {"name": remote})
            _put_files(connection, remote, written, removed)
            _stand(connection, remote, Delivery(edition, tip, now), overlay)
            _forget_old(connection, remote)

    def take_over(self, remote: str, *, tip: str, files: Sequence[FileRow]) -> None:
        """Count *files*, which stand on *remote*, as ours: the first publication replaces them.

        Nothing was published there yet. Their content is an earlier system's, and *tip* the commit
        at which they were read ("" for a plain folder).
        """
        with self._database.write() as connection:
            connection.execute(_NEW, {"name": remote})
            _put_files(connection, remote, files, ())
            mine = update(_remote).where(_remote.c.name == remote)
            connection.execute(mine.values(tip=tip or None))

    def deliveries(self, remote: str, limit: int) -> list[Delivery]:
        """Return up to *limit* editions that *remote* took, newest first."""
        query = select(_delivery.c.edition, _delivery.c.tip, _delivery.c.at)
        mine = query.where(_delivery.c.remote == remote).order_by(_delivery.c.edition.desc())
        with self._database.read() as connection:
            return [Delivery(*row) for row in connection.execute(mine.limit(limit))]

    def rewind_remote(  # noqa: PLR0913 - facts of one answer
        self,
        remote: str,
        *,
        edition: int,
        tip: str,
        written: Sequence[FileRow],
        removed: Sequence[str],
        now: datetime,
    ) -> None:
        """Keep that *remote* went back to *edition*: the deliveries after it count no longer.

        Args:
            remote: its name.
            edition: whose files it holds again.
            tip: where it stands now.
            written: files that are again as they were then.
            removed: paths of files that it did not have then.
            now: when it answered.
        """
        with self._database.write() as connection:
            connection.execute(_NEW, {"name": remote})
            later = (_delivery.c.remote == remote) & (_delivery.c.edition > edition)
            connection.execute(delete(_delivery).where(later))
            _put_files(connection, remote, written, removed)
            _stand(connection, remote, Delivery(edition, tip, now), None)


def _put_files(
    connection: Connection, remote: str, written: Sequence[FileRow], removed: Sequence[str]
) -> None:
    for paths in chunks(removed):
        mine = (_file.c.remote == remote) & _file.c.path.in_(paths)
        connection.execute(delete(_file).where(mine))
    rows = [
        {"remote": remote, "path": f.path, "hash": f.hash, "object": f.object, "page": f.page}
        for f in written
    ]
    for chunk in chunks(rows, _PAGE):
        many(connection, _PUT_FILE, chunk)


def _stand(connection: Connection, remote: str, at: Delivery, overlay: str | None) -> None:
    """Note where *remote* stands now; *overlay* None: with the address settings it had."""
    values = {"edition": at.edition, "tip": at.tip, "last_success": at.at, "failures": 0}
    if overlay is not None:
        values["overlay"] = overlay
    done = update(_remote).where(_remote.c.name == remote)
    connection.execute(done.values(**values, error=None))
    row = {"remote": remote, "edition": at.edition, "tip": at.tip, "at": at.at}
    connection.execute(_PUT_DELIVERY, row)


def _forget_old(connection: Connection, remote: str) -> None:
    mine = select(_delivery.c.edition).where(_delivery.c.remote == remote)
    nth = mine.order_by(_delivery.c.edition.desc()).offset(KEPT_DELIVERIES).limit(1)
    last = connection.execute(nth).scalar()
    if last is not None:
        old = (_delivery.c.remote == remote) & (_delivery.c.edition <= last)
        connection.execute(delete(_delivery).where(old))
