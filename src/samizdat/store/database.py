"""The connection to SQLite: transactions, one writer at a time, errors in our words."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    Connection,
    Engine,
    Executable,
    Table,
    bindparam,
    create_engine,
    event,
)
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.exc import DBAPIError

from samizdat.errors import LockedError, StoreError, StoreFullError
from samizdat.store.driver import run_many

CHUNK = 500
"""Values in one `IN (…)`: far below what SQLite and PostgreSQL take, and long enough."""

_FULL = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE"})
_BUSY = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_BUSY_SNAPSHOT"})
_TOO_LITTLE = 1 << 20

T = TypeVar("T")


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Yield *items* in lists of at most *size*."""
    chunk: list[T] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


@cache
def insert_into(table: Table) -> Insert:
    """Return an insert of rows that are not there; the same object each time, see `driver`."""
    return insert(table)


@cache
def upsert(table: Table, *columns: str) -> Insert:
    """Return an insert that sets *columns* where the primary key is there already.

    Without *columns* a row that is there stays as it is. This and `add_up` speak a dialect.
    """
    statement, keys = insert(table), _keys(table)
    if not columns:
        return statement.on_conflict_do_nothing(index_elements=keys)
    changed = {name: statement.excluded[name] for name in columns}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)


def add_up(table: Table, column: str) -> Insert:
    """Return an insert that adds to the number in *column* where the primary key is there."""
    statement = insert(table)
    total = table.c[column] + statement.excluded[column]
    return statement.on_conflict_do_update(index_elements=_keys(table), set_={column: total})


def _keys(table: Table) -> list[str]:
    return [column.name for column in table.primary_key]


def _prepare(connection: Any, _record: Any) -> None:
    """Set up a fresh connection.

    WAL lets readers and the one writer work side by side. `synchronous=FULL` waits for the disk at
    each commit, so that neither SIGKILL nor a power cut takes back what was acknowledged: a push
    that a remote took must never be forgotten. It costs one fsync a batch.
    """
    # The system keeps the file's pages too; 16 MB hold what every question goes through.
    connection.isolation_level = None  # SQLAlchemy's BEGIN below, not the driver's
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "cache_size=-16384",
        "temp_store=MEMORY",
        "journal_size_limit=67108864",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    # The driver's own call: SQLAlchemy's takes longer than most questions to be answered.
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


class Database:
    """One SQLite file; reads from any thread, one write at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writing = threading.RLock()
        self._moment = threading.local()
        self._engine: Engine = create_engine(
            f"sqlite:///{path}", pool_size=4, max_overflow=60, connect_args={"timeout": 30}
        )
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        self._writer = self._engine.execution_options(writes=True)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the store."""
        held = getattr(self._moment, "connection", None)
        if held is not None:
            yield held
            return
        with self._our_errors(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Let all reads of this thread meanwhile see the same moment, by the same connection.

        What this thread writes meanwhile they do not see.
        """
        with self.read() as connection:
            before = getattr(self._moment, "connection", None)
            self._moment.connection = connection
            try:
                yield
            finally:
                self._moment.connection = before

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose changes happen all or not at all."""
        with self._writing, self._our_errors(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def raw(self) -> Iterator[Any]:
        """Give the driver's own connection, outside any transaction."""
        with self._our_errors():
            fairy = self._engine.raw_connection()
            try:
                yield fairy.driver_connection
            finally:
                fairy.close()

    def size_bytes(self) -> int:
        """Return what the store fills on the disk, its write-ahead log included."""
        beside = (self.path.with_name(self.path.name + end) for end in ("", "-wal", "-shm"))
        return sum(path.stat().st_size for path in beside if path.exists())

    def close(self) -> None:
        """Close every connection; the write-ahead log is folded into the file."""
        self._engine.dispose()

    @contextmanager
    def _our_errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self._translated(error.orig) from error
        except sqlite3.Error as error:
            raise self._translated(error) from error
        except OSError as error:
            if error.errno == 28:  # ENOSPC
                raise self._full() from error
            raise

    def _translated(self, error: BaseException | None) -> StoreError:
        name = getattr(error, "sqlite_errorname", "")
        if name in _FULL or (name.startswith("SQLITE_IOERR") and self._disk_is_full()):
            return self._full()
        if name in _BUSY:
            return LockedError(
                "another process writes to the store",
                where=str(self.path),
                hint="wait for it, or end it",
            )
        hint = "samizdat restore, from a backup"
        return StoreError(f"the store failed: {error}", where=str(self.path), hint=hint)

    def _full(self) -> StoreFullError:
        return StoreFullError(
            "the disk is full; nothing of this step was written",
            where=str(self.path),
            hint="free some space and run the same again",
        )

    def _disk_is_full(self) -> bool:
        return shutil.disk_usage(self.path.parent).free < _TOO_LITTLE


def as_dict(row: Any) -> dict[str, Any]:
    """Return *row* as column → value."""
    return dict(row._mapping)  # noqa: SLF001 - public by SQLAlchemy's own manual


def many(connection: Connection, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Run *statement* once for each of *rows*; nothing at all for none."""
    if rows:
        run_many(connection, statement, rows)


KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
"""Stands for the keys of `in_chunks` in a query."""


def in_chunks(connection: Connection, keys: Iterable[str], query: Executable) -> Iterator[Any]:
    """Yield the rows that *query* gives for `KEYS` = *keys*, asked a chunk at a time, each once."""
    for chunk in chunks(dict.fromkeys(keys)):
        yield from connection.execute(query, {"keys": chunk}).all()
