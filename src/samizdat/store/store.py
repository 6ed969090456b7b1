"""The facade: every method of the store under one name."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from samizdat.errors import StoreError
from samizdat.store.aliases import Aliases
from samizdat.store.assets import Assets
from samizdat.store.copy import copy_database, put_in_place
from samizdat.store.database import Database
from samizdat.store.deliveries import Deliveries
from samizdat.store.desks import Desks
from samizdat.store.editions import Editions
from samizdat.store.entries import Entries
from samizdat.store.heads import Heads
from samizdat.store.hosts import Hosts
from samizdat.store.inquiry import Inquiry
from samizdat.store.links import Links
from samizdat.store.lookup import Lookup
from samizdat.store.merging import Merging
from samizdat.store.pages import Pages
from samizdat.store.queue import Queue
from samizdat.store.readings import Readings
from samizdat.store.related import Related
from samizdat.store.remotes import Remotes
from samizdat.store.results import Results
from samizdat.store.settings import Settings
from samizdat.store.sources import Sources
from samizdat.store.states import States
from samizdat.store.topics import Topics
from samizdat.store.upgrade import bring_up_to_date, check_version, current_version, version_of_file
from samizdat.store.withheld import Withheld

STORE_NAME = "samizdat.sqlite"


class Store(
    Sources,
    Hosts,
    Entries,
    Queue,
    Topics,
    Related,
    Links,
    Aliases,
    Readings,
    Results,
    States,
    Merging,
    Assets,
    Heads,
    Pages,
    Editions,
    Remotes,
    Deliveries,
    Desks,
    Settings,
    Inquiry,
    Lookup,
    Withheld,
):
    """All that a mirror remembers, in one SQLite file.

    Reads may come from any thread; writes wait for each other. Each writing method is one
    transaction: after a crash it happened or it did not.
    """

    @classmethod
    def open(cls, folder: Path, *, create: bool = True) -> Store:
        """Return the store in *folder*, upgraded if an older samizdat wrote it.

        Raises:
            StoreError: it is absent and *create* is false, or is no store.
            StoreVersionError: a newer samizdat wrote it.
        """
        path = folder / STORE_NAME
        if not create and not path.exists():
            raise StoreError("there is no store here", where=str(path), hint="samizdat sync")
        folder.mkdir(parents=True, exist_ok=True)
        database = Database(path)
        try:
            bring_up_to_date(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def one_moment(self) -> AbstractContextManager[None]:
        """Let all reads of this thread meanwhile see the same moment.

        Hundreds of small questions are answered faster so. What this thread writes meanwhile they
        do not see.
        """
        return self._database.one_moment()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def backup(self, target: Path) -> None:
        """Write one moment of the store to the single file *target*, while others write."""
        copy_database(self._database, target)

    @staticmethod
    def restore(source: Path, folder: Path) -> None:
        """Put the backup *source* into *folder* as its store.

        Raises:
            StoreError: *folder* has a store already, or *source* is no sound backup.
            StoreVersionError: a newer samizdat wrote the backup.
        """
        target = folder / STORE_NAME
        if target.exists():
            raise StoreError(
                "there is a store already",
                where=str(target),
                hint="move it away first, if it is to be replaced",
            )
        check_version(version_of_file(source), current_version(), source)
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f"{STORE_NAME}.partial"
        shutil.copyfile(source, partial)
        put_in_place(partial, target)
