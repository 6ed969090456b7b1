"""What each remote holds: its state and the table of its managed files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from samizdat.model.failed import Failed
from samizdat.store import schema
from samizdat.store.database import KEYS, in_chunks, upsert
from samizdat.store.part import Part
from samizdat.store.values import FileRow, RemoteState

_remote, _file = schema.remote, schema.file
_ROW = (_file.c.path, _file.c.hash, _file.c.object, _file.c.page)
_NEW = upsert(_remote)
_PAGE = 5000


class Remotes(Part):
    """The remotes of a mirror."""

    def remote(self, name: str) -> RemoteState:
        """Return how the remote *name* stands; a new one holds nothing yet."""
        with self._database.read() as connection:
            row = connection.execute(select(_remote).where(_remote.c.name == name)).one_or_none()
        if row is not None:
            return _state(row)
        with self._database.write() as connection:
            connection.execute(_NEW, {"name": name})
        return RemoteState(name, 0, None, "", None, None, 0)

    def save_remote(  # noqa: PLR0913 - facts of one answer
        self,
        name: str,
        *,
        edition: int | None,
        tip: str | None,
        overlay: str,
        now: datetime,
        error: Failed | None,
    ) -> None:
        """Keep how a push ended; an error changes nothing but the error and its count.

        Args:
            name: of the remote.
            edition: what it holds now, None to keep what is known.
            tip: where it stands now, None to keep what is known.
            overlay: fingerprint of its address settings.
            now: when it answered.
            error: None is a success and ends the row of failures.
        """
        values: dict[str, Any] = {"error": error}
        if error is not None:
            values["failures"] = _remote.c.failures + 1
        else:
            values |= {"failures": 0, "last_success": now, "overlay": overlay}
            values |= {} if edition is None else {"edition": edition}
            values |= {} if tip is None else {"tip": tip}
        with self._database.write() as connection:
            connection.execute(_NEW, {"name": name})
            connection.execute(update(_remote).where(_remote.c.name == name).values(values))

    def files(self, remote: str, paths: Sequence[str]) -> dict[str, FileRow]:
        """Return path → file, for those of *paths* that the remote has."""
        found = self._rows(remote, paths, _file.c.path)
        return {row.path: row for row in found}

    def files_of_pages(self, remote: str, pages: Sequence[str]) -> list[FileRow]:
        """Return the files that show *pages*, by path."""
        return sorted(self._rows(remote, pages, _file.c.page), key=lambda row: row.path)

    def _rows(self, remote: str, keys: Sequence[str], column: Any) -> list[FileRow]:
        query = select(*_ROW).where(_file.c.remote == remote)
        with self._database.read() as connection:
            rows = in_chunks(connection, keys, query.where(column.in_(KEYS)))
            return [FileRow(*row) for row in rows]

    def all_files(self, remote: str) -> Iterator[FileRow]:
        """Yield every managed file of *remote* by path, a few thousand at a time."""
        last = ""
        while True:
            query = select(*_ROW).where(_file.c.remote == remote, _file.c.path > last)
            with self._database.read() as connection:
                rows = connection.execute(query.order_by(_file.c.path).limit(_PAGE)).all()
            yield from (FileRow(*row) for row in rows)
            if len(rows) < _PAGE:
                return
            last = rows[-1].path

    def clear_remote(self, name: str) -> None:
        """Forget what the remote holds: it was made anew, and gets everything again."""
        nothing = {"edition": 0, "tip": None, "overlay": ""}
        with self._database.write() as connection:
            for table in (_file, schema.delivery):
                connection.execute(delete(table).where(table.c.remote == name))
            connection.execute(update(_remote).where(_remote.c.name == name).values(nothing))


def _state(row: Any) -> RemoteState:
    return RemoteState(
        name=row.name,
        edition=row.edition,
        tip=row.tip,
        overlay=row.overlay,
        last_success=row.last_success,
        last_error=row.error,
        failures=row.failures,
    )
