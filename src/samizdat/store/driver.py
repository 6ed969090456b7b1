"""Statements in the driver's own form, built once: what many rows are written with.

SQLAlchemy asks every row of a batch for its values by name and by type again, which takes it about
as long as SQLite takes to write them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect

Row = Mapping[str, Any]
_Process = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class DriverStatement:
    """A statement as the driver takes it.

    Attributes:
        text: with the driver's own marks where values go.
        names: of the values, in the order of the marks.
        fixed: name → value that the statement brings itself.
        kinds: place among *names*, and what turns a value into what the driver takes.
    """

    text: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]
    kinds: tuple[tuple[int, _Process], ...]

    def values(self, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
        """Return the values of each of *rows* in the order of the marks."""
        whole = [{**self.fixed, **row} for row in rows] if self.fixed else rows
        if len(self.names) == 1:
            made: list[tuple[Any, ...]] = [(row[self.names[0]],) for row in whole]
        else:
            made = list(map(itemgetter(*self.names), whole))
        return [self._processed(row) for row in made] if self.kinds else made

    def _processed(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, process in self.kinds:
            values[place] = process(values[place])
        return tuple(values)


@lru_cache(maxsize=256)
def driver_statement(
    statement: Any, dialect: Dialect, columns: tuple[str, ...]
) -> DriverStatement | None:
    """Return *statement* for rows of *columns*; None if only SQLAlchemy can run it.

    That is so for lists of values, for drivers that take names, and for defaults that are made
    anew for each row.
    """
    made = statement.compile(dialect=dialect, column_keys=list(columns))
    fixed: dict[str, Any] = {}
    for column in (*made.insert_prefetch, *made.update_prefetch):
        if column.default is None or not column.default.is_scalar:
            return None
        fixed[column.key] = column.default.arg
    names = made.positiontup
    if names is None or made.post_compile_params or made.literal_execute_params:
        return None
    fixed |= {
        n: made.binds[n].effective_value for n in names if n not in columns and n not in fixed
    }
    return DriverStatement(made.string, tuple(names), fixed, _kinds(made.binds, names, dialect))


def _kinds(
    binds: Mapping[str, BindParameter[Any]], names: Sequence[str], dialect: Dialect
) -> tuple[tuple[int, _Process], ...]:
    """Return what turns values into what the driver takes, for the types that need it."""
    found = (
        (place, binds[name].type.dialect_impl(dialect).bind_processor(dialect))
        for place, name in enumerate(names)
    )
    return tuple((place, process) for place, process in found if process is not None)


def run_many(connection: Connection, statement: Any, rows: Sequence[Row]) -> None:
    """Run *statement* once for each of *rows*, which all have the same columns."""
    made = driver_statement(statement, connection.dialect, tuple(rows[0]))
    if made is None:
        connection.execute(statement, rows)
    else:
        connection.exec_driver_sql(made.text, made.values(rows))
