"""Copies of the store's file while others write to it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from samizdat.store.database import Database


def copy_database(database: Database, target: Path) -> None:
    """Write one moment of *database* to the single file *target*, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        with database.raw() as source:
            copy = sqlite3.connect(partial)
            try:
                source.backup(copy)
                # One file, that also opens from a read-only medium.
                copy.execute("PRAGMA journal_mode=DELETE")
            finally:
                copy.close()
        put_in_place(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def put_in_place(partial: Path, target: Path) -> None:
    """Give the finished file *partial* its name *target*, and both to the disk."""
    for path, flags in ((partial, os.O_RDWR), (target.parent, os.O_RDONLY)):
        if path == target.parent:
            partial.replace(target)
        handle = os.open(path, flags)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
