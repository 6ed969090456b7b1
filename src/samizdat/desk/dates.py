"""Dates as editors write them, and when a rule is in force."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from samizdat.desk.findings import shown
from samizdat.errors import ParseError
from samizdat.model.desk import Term

_DAY = r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
_CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?"
_ZONE = r"(Z|UTC|[+-]\d{2}:?\d{2})"
_MOMENT = re.compile(rf"{_DAY}(?:(?:T|\s+){_CLOCK}\s*{_ZONE}?)?", re.IGNORECASE)
_WRITTEN = str.maketrans({"年": "-", "月": "-", "日": " "})
_YEARS = range(1990, 2200)
"""Years that are meant. A date of the Persian or the Buddhist calendar lies outside."""
_DATE_HINT = "2026-03-14, or 2026-03-14 08:00 (UTC), or 2026-03-14T08:00+08:00"


def read_term(start: str, end: str) -> Term:
    """Return when a rule is in force; an empty cell is an open end.

    A day without a time is meant whole: a rule “until 14 March” ends with that day.

    Raises:
        ParseError: a cell is no date, or the end lies before the start.

    >>> read_term("2026-03-14", "2026-03-14").end
    datetime.datetime(2026, 3, 15, 0, 0, tzinfo=datetime.timezone.utc)
    """
    first = read_moment(start)[0] if start.strip() else None
    last, is_day = read_moment(end) if end.strip() else (None, False)
    if last and is_day:
        last += timedelta(days=1)
    if first and last and last <= first:
        raise ParseError(f"the end {shown(end)} is before the start {shown(start)}")
    return Term(first, last)


@lru_cache(maxsize=4096)
def read_moment(cell: str) -> tuple[datetime, bool]:
    """Return the moment in *cell*, aware UTC, and whether it names a day without a time.

    Raises:
        ParseError: it is no date of the Gregorian calendar with the year first.

    >>> read_moment("2026年3月14日 8:00")[0].isoformat()
    '2026-03-14T08:00:00+00:00'
    """
    text = unicodedata.normalize("NFKC", cell).strip().translate(_WRITTEN).strip()
    match = _MOMENT.fullmatch(text)
    if not match:
        raise ParseError(f"{shown(cell.strip())} is no date", hint=_DATE_HINT)
    try:
        when = _moment(match)
    except (ValueError, OverflowError) as error:
        raise ParseError(f"there is no date {shown(cell.strip())}", hint=_DATE_HINT) from error
    if when.year not in _YEARS:
        hint = f"use the Gregorian calendar: {_DATE_HINT}"
        raise ParseError(f"the year {when.year} can hardly be meant", hint=hint)
    return when, match[4] is None


def _moment(match: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    local = datetime(year, month, day, hour, minute, second, tzinfo=_zone(match[7]))
    return local.astimezone(UTC) if year in _YEARS else local


def _zone(text: str | None) -> timezone:
    if not text or text.upper() in {"Z", "UTC"}:
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)
