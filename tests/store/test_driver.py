"""Many rows are written as SQLAlchemy would write them, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    delete,
    insert,
    select,
    update,
)

from samizdat.model.failed import Failed
from samizdat.store.columns import (
    Failure,
    Span,
    number_column,
    text_column,
    time_column,
    words_column,
)
from samizdat.store.database import insert_into, upsert
from samizdat.store.driver import driver_statement, run_many

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FERRY = Table(
    "ferry",
    MetaData(),
    Column("name", String, primary_key=True),
    time_column("leaves", optional=True),
    Column("takes", Span),
    Column("failure", Failure),
    words_column("note"),
    text_column("pier"),
    number_column("seats"),
)
TICKET = Table(
    "ticket", FERRY.metadata, Column("id", String, primary_key=True, default=lambda: uuid4().hex)
)
ROWS: list[dict[str, Any]] = [
    {
        "name": "北岸",
        "leaves": NOON,
        "takes": timedelta(minutes=20),
        "failure": Failed("pier 1", "fog", "wait", "Fog"),
        "note": "half \ud83d a sign",
    },
    {"name": "جنوب", "leaves": None, "takes": None, "failure": None, "note": "مه"},
]


@pytest.fixture
def connection() -> Iterator[Connection]:
    """Give a connection to an empty database in memory."""
    engine = create_engine("sqlite://")
    FERRY.metadata.create_all(engine)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def rows_of(connection: Connection) -> list[Any]:
    return [*connection.execute(select(FERRY).order_by(FERRY.c.name))]


def test_rows_are_those_that_sqlalchemy_writes(connection: Connection) -> None:
    run_many(connection, insert_into(FERRY), ROWS)
    ours = rows_of(connection)
    connection.execute(delete(FERRY))
    connection.execute(insert(FERRY), ROWS)
    assert ours == rows_of(connection)
    assert [row.note for row in ours] == ["مه", "half \ufffd a sign"]
    assert [(row.pier, row.seats) for row in ours] == [("", 0), ("", 0)]


def test_a_row_that_is_there_is_changed_in_the_named_columns_alone(connection: Connection) -> None:
    run_many(connection, insert_into(FERRY), ROWS)
    run_many(
        connection,
        upsert(FERRY, "leaves"),
        [{**ROWS[0], "leaves": NOON.replace(hour=9), "note": "x"}],
    )
    changed = rows_of(connection)[1]
    assert (changed.leaves.hour, changed.note) == (9, "half \ufffd a sign")


def test_values_of_the_statement_itself_go_with_each_row(connection: Connection) -> None:
    run_many(connection, insert_into(FERRY), ROWS)
    statement = (
        update(FERRY)
        .where(FERRY.c.name == bindparam("b_name"), FERRY.c.seats == 0)
        .values(seats=40, leaves=NOON)
    )
    run_many(connection, statement, [{"b_name": "北岸"}, {"b_name": "جنوب"}])
    assert [(row.seats, row.leaves) for row in rows_of(connection)] == [(40, NOON), (40, NOON)]


def test_one_value_a_row_is_enough(connection: Connection) -> None:
    run_many(connection, insert_into(FERRY), ROWS)
    run_many(
        connection, delete(FERRY).where(FERRY.c.name == bindparam("b_name")), [{"b_name": "北岸"}]
    )
    assert [row.name for row in rows_of(connection)] == ["جنوب"]


def test_a_row_without_a_column_of_the_first_is_refused(connection: Connection) -> None:
    with pytest.raises(KeyError, match="takes"):
        run_many(connection, insert_into(FERRY), [ROWS[0], {"name": "西岸", "leaves": NOON}])


def test_what_only_sqlalchemy_can_run_is_left_to_it(connection: Connection) -> None:
    assert driver_statement(insert_into(TICKET), connection.dialect, ()) is None
    run_many(connection, insert_into(TICKET), [{}])
    assert len(connection.execute(select(TICKET)).all()) == 1
    run_many(connection, insert_into(FERRY), ROWS)
    several = delete(FERRY).where(FERRY.c.name.in_(bindparam("names", expanding=True)))
    assert driver_statement(several, connection.dialect, ("names",)) is None


def test_a_statement_is_built_once(connection: Connection) -> None:
    columns = tuple(ROWS[0])
    made = [driver_statement(insert_into(FERRY), connection.dialect, columns) for _ in range(2)]
    assert made[0] is made[1]
