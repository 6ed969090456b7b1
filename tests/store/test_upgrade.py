"""A store that version 1 wrote becomes one of today's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select

from samizdat.store import STORE_NAME, Store, schema
from samizdat.store.upgrade import backup_path, current_version
from tests.store.desk import HARBOUR, NOON, Desk

VERSION_1 = Path(__file__).parent / "data" / "version-1.sql"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with a store of version 1: five stories, of which one is held, one withdrawn."""
    with closing(sqlite3.connect(tmp_path / STORE_NAME)) as connection:
        connection.executescript(VERSION_1.read_text(encoding="utf-8"))
    return tmp_path


def _shape(store: Store) -> dict[str, Any]:
    """Return what the database says of its tables."""
    with store._database.read() as connection:
        asked = inspect(connection)
        return {
            table: (
                {(c["name"], str(c["type"]), c["nullable"]) for c in asked.get_columns(table)},
                asked.get_pk_constraint(table)["constrained_columns"],
                {
                    (i["name"], tuple(i["column_names"]), i["unique"])
                    for i in asked.get_indexes(table)
                },
                {tuple(f["constrained_columns"]) for f in asked.get_foreign_keys(table)},
            )
            for table in asked.get_table_names()
        }


def _rows(store: Store, table: Any, *columns: str) -> set[tuple[Any, ...]]:
    with store._database.read() as connection:
        return {tuple(row) for row in connection.execute(select(*(table.c[c] for c in columns)))}


def test_an_upgraded_store_has_the_tables_of_a_new_one(old: Path, tmp_path: Path) -> None:
    with Store.open(old) as upgraded, Store.open(tmp_path / "new") as new:
        assert _shape(upgraded) == _shape(new)
    with closing(sqlite3.connect(backup_path(old / STORE_NAME, 1))) as connection:
        assert connection.execute("SELECT version FROM schema").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM story").fetchone() == (5,)
    with closing(sqlite3.connect(old / STORE_NAME)) as connection:
        found = connection.execute("SELECT version FROM schema").fetchone()
        assert found == (current_version(),)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_upgrade_reads_tags_and_links_out_of_what_is_shown(old: Path) -> None:
    with Store.open(old) as store:
        names = {
            row: id_ for id_, row in store.original_address(list(store.all_story_ids())).items()
        }
        ferry, library = names[f"{HARBOUR}/ferry"], names[f"{HARBOUR}/library"]
        assert _rows(store, schema.story_link, "story", "address") == {
            (ferry, f"{HARBOUR}/library"),
            (library, "https://elsewhere.example/a"),
        }
        tags = _rows(store, schema.story_tag, "story", "position", "tag", "topic")
        assert {tag[1:] for tag in tags if tag[0] == ferry} == {
            (0, "ferries", "ferries"),
            (1, "harbour", "harbour"),
        }
        assert len(tags) == 7
        assert {"Ferries", "港口"} <= {name for (name,) in _rows(store, schema.topic, "name")}
        counted = _rows(store, schema.topic_count, "topic", "unit", "stories")
        assert ("harbour", "all", 2) in counted
        assert ("ferries", "all", 1) in counted
        assert ("harbour/world", "all", 3) in _rows(
            store, schema.section_count, "section", "unit", "stories"
        )


def test_an_upgrade_keeps_peoples_decisions_and_the_last_delivery(old: Path) -> None:
    with Store.open(old) as store:
        heads = store.heads(list(store.all_story_ids()))
        decided = {(head.state, head.decided_by) for head in heads.values()}
        assert decided == {("shown", ""), ("held", "person"), ("withdrawn", "person")}
        (delivery,) = store.deliveries("main", 9)
        assert (delivery.edition, delivery.tip, delivery.at) == (1, "t", NOON)


def test_every_page_is_dirty_after_an_upgrade(old: Path) -> None:
    with Store.open(old) as store:
        before = Desk(store).dirty()
        store.mark_all_dirty()
        assert Desk(store).dirty() - before == set()
