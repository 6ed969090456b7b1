"""What stands under one key of a TOML table: texts, lists, names, dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from samizdat.desk.cells import read_language, read_text
from samizdat.desk.dates import read_moment, read_term
from samizdat.desk.findings import Findings, shown
from samizdat.desk.tables import Table
from samizdat.errors import ParseError
from samizdat.model.desk import Term

T = TypeVar("T")

_DIGITS = re.compile(r"[0-9]{1,9}")
_LARGEST = 1_000_000

LONGEST_NAME = 200
MOST_ITEMS = 1_000


def said(value: Any) -> str:
    """Return *value* in quotes, as a message names it."""
    try:
        return shown(str(value))
    except ValueError:  # Python prints no number of more than 4,300 digits
        return "this number"


def take_text(value: Any) -> str:
    """Return a text, on one line and without space around it.

    Raises:
        ParseError: it is none, or empty.
    """
    if not isinstance(value, str):
        raise ParseError(f"{said(value)} is no text", hint="put it in quotes")
    text = read_text(value)
    if not text:
        raise ParseError("the text is empty")
    return text


def take_flag(value: Any) -> bool:
    """Return true or false.

    Raises:
        ParseError: it is neither.
    """
    if not isinstance(value, bool):
        raise ParseError(f"{said(value)} is neither true nor false", hint="without quotes")
    return value


def take_count(value: Any) -> int:
    """Return a whole number of at least 0.

    Raises:
        ParseError: it is none.
    """
    number = int(value) if isinstance(value, str) and _DIGITS.fullmatch(value.strip()) else value
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= _LARGEST:
        raise ParseError(f"{said(value)} is no whole number from 0 to {_LARGEST:,}")
    return number


def each(read: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:
    """Return a reader of lists whose items *read* reads; one item may stand without brackets."""

    def take_list(value: Any) -> tuple[T, ...]:
        items = value if isinstance(value, list) else [value]
        if len(items) > MOST_ITEMS:
            raise ParseError(f"a list of {len(items):,}; {MOST_ITEMS:,} are the most")
        return tuple(dict.fromkeys(read(item) for item in items))

    return take_list


def take_names(value: Any) -> dict[str, str]:
    """Return language tag → name; one text is the name for every language.

    Raises:
        ParseError: it is neither a text nor a table of texts by language.

    >>> take_names({"zh_hans": "国际", "other": "World"})
    {'zh-Hans': '国际', '': 'World'}
    """
    if not isinstance(value, dict):
        return {"": _name(value)}
    names = {}
    for tag, name in value.items():
        names["" if tag in {"", "other"} else read_language(tag)] = _name(name)
    return names


def _name(value: Any) -> str:
    text = take_text(value)
    if len(text) > LONGEST_NAME:
        raise ParseError(f"a name of {len(text)} characters; {LONGEST_NAME} are the most")
    return text


def take_term(table: Table, found: Findings) -> Term | None:
    """Return when the rule of *table* is in force, by `from` and `until`; None if wrong."""
    cells = [table.take(key, _date, found) or "" for key in ("from", "until")]
    try:
        return read_term(*cells)
    except ParseError as error:
        found.error(table.line_of("until" if cells[1] else "from"), error)
        return None


def _date(value: Any) -> str:
    """Return a date, quoted or as TOML has dates, as a cell that `read_term` reads."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, time):
        raise ParseError(f"{said(value)} has no day", hint="such as 2026-03-14 08:00")
    text = take_text(value)
    read_moment(text)
    return text


_KEEP = re.compile(r"([0-9]{1,5})\s*([hdw]?)")
_AGES = {"h": "hours", "d": "days", "w": "weeks"}


def take_keep(value: Any) -> int | timedelta:
    """Return how much of a section its lists show: a count or an age.

    Raises:
        ParseError: it is neither.

    >>> take_keep("600"), take_keep("90d")
    (600, datetime.timedelta(days=90))
    """
    match = _KEEP.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    count = int(match[1]) if match else _bare_count(value)
    if not count:
        raise ParseError("nothing would be left", hint="at least 1")
    return timedelta(**{_AGES[match[2]]: count}) if match and match[2] else count


def _bare_count(value: Any) -> int:
    """Return the count that stands without quotes.

    Raises:
        ParseError: it is no whole number.
    """
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST:
        return value
    hint = 'a count such as "600", or an age such as "90d"'
    raise ParseError(f"{said(value)} is no count and no age", hint=hint)
