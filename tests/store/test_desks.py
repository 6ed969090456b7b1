from datetime import timedelta

import pytest
from sqlalchemy import func, select

from samizdat.errors import StoreError
from samizdat.store import Store, schema
from samizdat.store.desks import KEPT_SNAPSHOTS
from tests.store.desk import NOON, Desk


def _blobs(store: Store) -> int:
    with store._database.read() as connection:
        return connection.execute(select(func.count()).select_from(schema.blob)).scalar_one()


def test_a_snapshot_comes_back_byte_for_byte(store: Store) -> None:
    files = {
        "picks.csv": b"address,title\n",
        "notes.csv": b"",
        "strings/港口.toml": b"\xff\x00" * 99,
    }
    store.save_desk("1", files, NOON)
    store.save_desk("2", {}, NOON)
    assert store.desk_files("1") == files
    assert store.desk_files("2") == {}
    with pytest.raises(StoreError, match="no such snapshot"):
        store.desk_files("3")


def test_old_snapshots_go_with_the_bytes_that_nothing_else_has(desk: Desk) -> None:
    store = desk.store
    due = desk.story("a", "text").story.id
    page = b"<p>text</p>"
    kept = _blobs(store)
    store.save_desk("first", {"page": page, "own": b"only the first snapshot has this"}, NOON)
    store.save_desk("often used", {"shared": b"in the last one too"}, NOON)
    for i in range(KEPT_SNAPSHOTS - 1):
        store.save_desk(f"{i}", {"shared": b"in the last one too"}, NOON + timedelta(hours=i + 1))
        store.save_desk("often used", {}, NOON + timedelta(hours=i + 1))
    with pytest.raises(StoreError):
        store.desk_files("first")
    assert store.desk_files("often used") == {"shared": b"in the last one too"}
    assert _blobs(store) == kept + 1
    assert store.articles([due])[due].title == "text"


def test_a_pruned_response_leaves_the_desks_bytes(desk: Desk) -> None:
    desk.story("a", "text")
    desk.store.save_desk("1", {"page.html": b"<p>text</p>"}, NOON)
    desk.store.prune_responses(before=NOON + timedelta(days=1), max_bytes=0)
    assert desk.store.desk_files("1") == {"page.html": b"<p>text</p>"}
