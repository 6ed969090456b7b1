import os
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from samizdat.errors import StoreError, StoreFullError, StoreVersionError
from samizdat.store import STORE_NAME, Store
from samizdat.store.database import Database
from samizdat.store.upgrade import UPGRADES, backup_path, bring_up_to_date
from tests.store.desk import NOON, Desk, entry, reading

NEWS = "harbour/news"


def _version(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        return int(connection.execute("SELECT version FROM schema").fetchone()[0])


def test_an_absent_store_is_made_or_missed(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        Store.open(tmp_path, create=False)
    Store.open(tmp_path / "new" / "store").close()
    Store.open(tmp_path / "new" / "store", create=False).close()


def test_a_newer_store_is_refused_with_both_versions(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    with sqlite3.connect(tmp_path / STORE_NAME) as connection:
        connection.execute("UPDATE schema SET version = 99")
    with pytest.raises(StoreVersionError, match=r"version 99, .* up to 2\n.*newer samizdat"):
        Store.open(tmp_path)
    with pytest.raises(StoreVersionError):
        Store.restore(tmp_path / STORE_NAME, tmp_path / "other")


@pytest.mark.parametrize("content", [b"not a database at all, just words" * 40, b""])
def test_a_file_that_is_no_store_is_not_touched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / STORE_NAME
    path.write_bytes(content)
    if content:
        with pytest.raises(StoreError, match="not a database"):
            Store.open(tmp_path)
        assert path.read_bytes() == content
    with pytest.raises(StoreError, match="no sound samizdat store"):
        Store.restore(path, tmp_path / "other")


def test_somebody_elses_database_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / STORE_NAME) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(StoreError, match="no sound samizdat store"):
        Store.open(tmp_path)


def _add_column(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE newsroom ADD COLUMN motto VARCHAR"))


def _break(connection: Connection) -> None:
    connection.execute(text("DROP TABLE dirty"))
    connection.execute(text("SELECT key FROM nowhere"))


def test_an_older_store_is_upgraded_in_order_after_a_backup(desk: Desk, tmp_path: Path) -> None:
    saved = desk.story("a")
    desk.store.close()
    path = tmp_path / "store" / STORE_NAME
    database = Database(path)
    steps = [*UPGRADES, _add_column]
    bring_up_to_date(database, steps)
    with database.read() as connection:
        assert connection.execute(text("SELECT motto FROM newsroom")).scalars().all() == [None]
    bring_up_to_date(database, steps)
    database.close()
    assert (_version(path), _version(backup_path(path, 2))) == (3, 2)
    with sqlite3.connect(backup_path(path, 2)) as connection:
        assert connection.execute("SELECT id FROM story").fetchall() == [(saved.story.id,)]


def test_an_upgrade_that_fails_changes_nothing(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    database = Database(tmp_path / STORE_NAME)
    with pytest.raises(StoreError, match="no such table"):
        bring_up_to_date(database, [*UPGRADES, _add_column, _break])
    with database.read() as connection:
        columns = connection.exec_driver_sql("PRAGMA table_info(newsroom)").all()
        assert "motto" not in {column.name for column in columns}
        connection.exec_driver_sql("SELECT key FROM dirty")
    database.close()
    Store.open(tmp_path).close()


def test_a_backup_made_while_others_write_restores(desk: Desk, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            desk.store.mark_dirty([f"x{os.urandom(4).hex()}"])

    desk.story("a")
    writer = threading.Thread(target=write)
    writer.start()
    try:
        desk.store.backup(tmp_path / "backups" / "one.sqlite")
    finally:
        stop.set()
        writer.join()
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["one.sqlite"]
    Store.restore(tmp_path / "backups" / "one.sqlite", tmp_path / "again")
    with Store.open(tmp_path / "again") as again:
        assert again.status().stories == {"shown": 1}
    with pytest.raises(StoreError, match="a store already"):
        Store.restore(tmp_path / "backups" / "one.sqlite", tmp_path / "again")


def test_readers_are_not_held_up_by_a_writer(desk: Desk, tmp_path: Path) -> None:
    desk.story("a")
    with desk.store._database.write() as connection:
        connection.execute(text("DELETE FROM dirty"))
        with Store.open(tmp_path / "store", create=False) as reader:
            assert reader.status().dirty > 0
        assert desk.store.newest("harbour/world", 1)


def _allow_pages(store: Store, more: int) -> None:
    """Let the file grow by *more* pages, on every connection there is."""
    with store._database.raw() as connection:
        (count,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {count + more}")


def test_a_full_disk_writes_nothing_by_halves_and_the_same_call_works_later(desk: Desk) -> None:
    desk.announce(NEWS, *(entry(f"s{i}") for i in range(30)))
    long = os.urandom(9000).hex()
    readings = [reading(due, f"{i} {long}", NOON) for i, due in enumerate(desk.take())]
    _allow_pages(desk.store, 12)
    before = desk.store.status()
    with pytest.raises(StoreFullError, match="the disk is full") as caught:
        desk.store.save_readings(readings, NOON)
    assert "free some space" in caught.value.hint
    after = desk.store.status()
    assert (after.stories, after.queued, after.dirty) == ({}, before.queued, before.dirty)
    _allow_pages(desk.store, 1 << 20)
    assert len(desk.store.save_readings(readings, NOON)) == 30


def test_a_full_disk_fails_every_kind_of_write_in_our_words(desk: Desk) -> None:
    _allow_pages(desk.store, 2)
    keys = [f"story/{os.urandom(200).hex()}" for _ in range(400)]
    with pytest.raises(StoreFullError):
        desk.store.mark_dirty(keys)
    with pytest.raises(StoreFullError):
        desk.store.record_entries(NEWS, [entry(key) for key in keys], NOON)
    assert desk.dirty() == set()
