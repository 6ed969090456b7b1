"""The store's version: creation, refusal of newer ones, upgrades in place after a backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select, update

from samizdat.errors import StoreError, StoreVersionError
from samizdat.store import schema
from samizdat.store.copy import copy_database
from samizdat.store.database import Database
from samizdat.store.upgrade_2 import to_version_2

Upgrade = Callable[[Connection], None]

UPGRADES: tuple[Upgrade, ...] = (to_version_2,)
"""The first turns version 1 into 2, and so on; once released, none ever changes."""


def current_version(upgrades: Sequence[Upgrade] = UPGRADES) -> int:
    """Return the version that this samizdat writes."""
    return len(upgrades) + 1


def bring_up_to_date(database: Database, upgrades: Sequence[Upgrade] = UPGRADES) -> None:
    """Create the tables of a new store, or upgrade an older one.

    All steps happen in one transaction, after a copy of the store has been put beside it as
    `samizdat.sqlite.vN.backup`.

    Raises:
        StoreVersionError: a newer samizdat wrote it.
    """
    wanted = current_version(upgrades)
    with database.read() as connection:
        found = stored_version(connection)
    if found is None:
        _create(database, wanted)
        return
    check_version(found, wanted, database.path)
    if found < wanted:
        copy_database(database, backup_path(database.path, found))
        with database.write() as connection:
            for step in upgrades[found - 1 :]:
                step(connection)
            connection.execute(update(schema.schema).values(version=wanted))


def backup_path(path: Path, version: int) -> Path:
    """Return where the copy of a store of *version* goes before its upgrade."""
    return path.with_name(f"{path.name}.v{version}.backup")


def check_version(found: int, wanted: int, path: Path) -> None:
    """Raise if a store of version *found* is too new for a samizdat that writes *wanted*."""
    if found > wanted:
        raise StoreVersionError(
            f"the store has version {found}, this samizdat knows versions up to {wanted}",
            where=str(path),
            hint="install a newer samizdat",
        )


def stored_version(connection: Connection) -> int | None:
    """Return the store's version, None if it has no tables of ours."""
    if not inspect(connection).has_table("schema"):
        return None
    return connection.execute(select(schema.schema.c.version)).scalar()


def version_of_file(path: Path) -> int:
    """Return the version of the store in the file *path*, which is checked and not changed.

    Raises:
        StoreError: it is no sound store.
    """
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            sound = connection.execute("PRAGMA quick_check").fetchone()
            (version,) = connection.execute("SELECT version FROM schema").fetchone()
        finally:
            connection.close()
    except (sqlite3.Error, TypeError) as error:
        raise _not_a_store(path) from error
    if sound != ("ok",):
        raise _not_a_store(path)
    return int(version)


def _not_a_store(path: Path) -> StoreError:
    return StoreError("this is no sound samizdat store", where=str(path), hint="another backup")


def _create(database: Database, version: int) -> None:
    with database.write() as connection:
        if stored_version(connection) is not None:
            return  # another process was first
        if inspect(connection).get_table_names():
            raise _not_a_store(database.path)
        schema.metadata.create_all(connection)
        connection.execute(insert(schema.schema).values(version=version))
