"""`sync --dry-run`: what a run would read, without writing anything."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from samizdat.app.mirror import Mirror, put_configuration
from samizdat.app.pool import WorkerPool
from samizdat.app.schedule import LEASE
from samizdat.app.summary import Summary
from samizdat.app.sync import SyncOptions, crew, cycle
from samizdat.config import Config, load_config
from samizdat.model.entry import Entry
from samizdat.model.failed import Failed
from samizdat.store import Store

MOST = 10_000


@dataclass(slots=True)
class Trial:
    """What a run would do.

    Attributes:
        entries: stories announced now that are not mirrored.
        due: stories that were due before.
        failed: sources that failed.
    """

    entries: list[Entry] = field(default_factory=list)
    due: int = 0
    failed: list[Failed] = field(default_factory=list)


def sync_without_writing(folder: Path, recheck: timedelta | None = None) -> Trial:
    """Return what a run would read: sources are asked, on a copy of the store that is thrown away.

    Args:
        folder: holds samizdat.toml.
        recheck: stories whose last check is at least this old count as due; zero means all.

    Raises:
        ConfigError: no configuration, or one that cannot be used.
    """
    with copied(load_config(folder)) as mirror:
        if recheck is not None:
            mirror.store.make_recheck_due(mirror.now(), older_than=recheck or None)
        trial = Trial(due=mirror.store.count_due(mirror.now()))
        before = {due.entry.address for due in mirror.store.take_due(MOST, mirror.now(), LEASE)}
        summary = Summary()
        asyncio.run(_discover(mirror, summary))
        dues = mirror.store.take_due(MOST, mirror.now(), LEASE)
        trial.entries = [due.entry for due in dues if due.entry.address not in before]
        trial.failed = summary.failed
        return trial


async def _discover(mirror: Mirror, summary: Summary) -> None:
    pool = WorkerPool()
    try:
        async with crew(mirror, pool) as team:
            await cycle(mirror, team, SyncOptions(fetch=False), summary)
    finally:
        pool.close()


@contextmanager
def copied(config: Config) -> Iterator[Mirror]:
    """Give the mirror on a copy of its store, which goes away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="samizdat-dry-run-"))
    try:
        if any(config.store.glob("*.sqlite")):
            with Store.open(config.store, create=False) as store:
                store.backup(folder / "copy")
            Store.restore(folder / "copy", folder / "store")
        copied = replace(config, mirror=replace(config.mirror, store=str(folder / "store")))
        copied.store.mkdir(parents=True, exist_ok=True)
        with Store.open(copied.store) as store:
            mirror = Mirror(copied, store)
            put_configuration(mirror)
            yield mirror
    finally:
        shutil.rmtree(folder, ignore_errors=True)
