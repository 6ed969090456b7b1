"""Kinds of columns.

Times are whole microseconds since 1970 in UTC: exact, small, in order as numbers, and the same
type in every database (text would cost 32 bytes instead of 8 and sorts only if written alike).
Nothing here is particular to SQLite.
"""

# ruff: noqa: ARG002 - SQLAlchemy passes the dialect by name.
from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Integer,
    String,
    Text,
    TypeDecorator,
)

from samizdat.model.failed import Failed
from samizdat.model.instant import from_micros, to_micros
from samizdat.model.surrogates import without_surrogates

_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware UTC time, kept as whole microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return the number that is stored."""
        return None if value is None else to_micros(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Return the time that was stored."""
        return None if value is None else from_micros(value)


class Span(TypeDecorator[timedelta]):
    """A length of time, kept as whole microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        """Return the number that is stored."""
        return None if value is None else value // _MICROSECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> timedelta | None:
        """Return the length that was stored."""
        return None if value is None else timedelta(microseconds=value)


class Failure(TypeDecorator[Failed]):
    """A `Failed`, kept as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Failed | None, dialect: Dialect) -> str | None:
        """Return the text that is stored."""
        if value is None:
            return None
        return json.dumps([value.where, value.what, value.hint, value.kind])

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Failed | None:
        """Return the failure that was stored."""
        return None if value is None else Failed(*json.loads(value))


class Words(TypeDecorator[str]):
    """Text from outside, in which broken pages may have left lone surrogates.

    No database takes those; they become U+FFFD, as every output would have them.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text that is stored."""
        return None if value is None else without_surrogates(value)


def words_column(name: str, *args: Any, **options: Any) -> Column[str]:
    """Return a column of text from outside, empty if not given."""
    return Column(name, Words, *args, nullable=False, default="", **options)


def text_column(name: str, *args: Any, **options: Any) -> Column[str]:
    """Return a text column that is never null, empty if not given."""
    return Column(name, String, *args, nullable=False, default="", **options)


def number_column(name: str, *args: Any, **options: Any) -> Column[int]:
    """Return a whole number that is never null, 0 if not given."""
    return Column(name, Integer, *args, nullable=False, default=0, **options)


def time_column(name: str, *, optional: bool = False) -> Column[datetime]:
    """Return a time; null only if *optional*."""
    return Column(name, Instant, nullable=optional)
