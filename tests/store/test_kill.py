"""SIGKILL at any instant leaves whole batches only."""

import random
import sqlite3
import time
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from samizdat.store import STORE_NAME, SourceSpec, Store
from tests.store.desk import HARBOUR, LEASE, NOON, Desk, entry, reading

BATCH = 8


def _write(folder: Path, day: int, ready: Connection) -> None:
    """Read what is due, batch by batch, until the end or death."""
    now = NOON + timedelta(days=day)
    with Store.open(folder) as store:
        ready.send(None)
        while dues := store.take_due(BATCH, now, LEASE):
            store.save_readings([reading(due, due.entry.title * 99, now) for due in dues], now)


def _prepare(folder: Path, stories: int) -> None:
    with Store.open(folder) as store:
        store.put_newsroom("harbour", name="H", home=f"{HARBOUR}/", language="en", hosts=[])
        sections = ("harbour/world", "harbour/sport")
        store.put_source(SourceSpec("harbour/news", "harbour", "feed", HARBOUR, sections))
        dates = (NOON - timedelta(hours=i) for i in range(stories))
        entries = [entry(f"s{i}", guid=f"g{i}", published_at=at) for i, at in enumerate(dates)]
        store.record_entries("harbour/news", entries, NOON)


def _write_and_die(folder: Path, day: int, after: float) -> None:
    forking = get_context("fork")
    ready, told = forking.Pipe(duplex=False)
    writer = forking.Process(target=_write, args=(folder, day, told))
    writer.start()
    ready.recv()
    time.sleep(after)
    writer.kill()
    writer.join()


def _check(folder: Path, stories: int) -> int:
    """Check that the store is whole and return how many stories it has."""
    with sqlite3.connect(folder / STORE_NAME) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        one = "SELECT COUNT(*) FROM "
        tables = ("story", "head", "revision", "story_check", "address", "guid", "response")
        counts = {connection.execute(one + table).fetchone()[0] for table in tables}
        (waiting,) = connection.execute(one + "entry").fetchone()
        days = connection.execute("SELECT SUM(stories) FROM section_count WHERE unit = 'day'")
        assert (days.fetchone()[0] or 0) == 2 * max(counts)
    connection.close()
    (done,) = counts
    assert done + waiting == stories
    assert done % BATCH == 0
    return int(done)


def test_a_killed_writer_leaves_whole_batches_and_its_leases_come_back(tmp_path: Path) -> None:
    seed = random.Random(7)
    stories = 8 * BATCH * 20
    folder = tmp_path / "store"
    _prepare(folder, stories)
    for kill in range(20):
        _write_and_die(folder, kill, seed.uniform(0, 0.12))
        done = _check(folder, stories)
    with Store.open(folder) as store:
        desk = Desk(store, NOON + timedelta(days=30))
        left = [d for d in store.take_due(stories, desk.now, LEASE) if not d.is_recheck]
        assert len(left) == stories - done
