"""Dates in the reader's language, in UTC and the Gregorian calendar, without any locale."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from samizdat.render.wording.phrases import WESTERN, Wording, localise

_PLACE = re.compile(r"(\{(?:day|month|m|year|hour|minute)\})")


def format_date(wording: Wording, when: datetime) -> str:
    """Return the day of *when* in UTC, such as `14 March 2026`."""
    return _fill(wording, wording.date, when)


def format_time(wording: Wording, when: datetime) -> str:
    """Return day and minute of *when*, saying that it is UTC."""
    return _fill(wording, wording.time, when)


def format_short(wording: Wording, when: datetime) -> str:
    """Return day and month of *when* in UTC, such as `14 March`."""
    return _fill(wording, wording.short_date, when)


def format_month(wording: Wording, period: str, *, year: bool = True) -> str:
    """Return the month of *period* (`2026-03` or a day in it), alone if not *year*.

    >>> from samizdat.render.wording import load_wording
    >>> format_month(load_wording("ru"), "2026-03")
    'Март 2026 года'
    """
    years, months = period.split("-")[:2]
    name = wording.months[int(months) - 1]
    if not year:
        return name
    phrase = wording.month.replace("{year}", str(int(years))).replace("{m}", str(int(months)))
    return localise(wording, phrase).replace("{month}", name)


def format_year(wording: Wording, period: str) -> str:
    """Return the year of *period* (`2026`, a month or a day in it)."""
    return localise(wording, wording.year.replace("{year}", str(int(period[:4]))))


def format_period(wording: Wording, period: str) -> str:
    """Return a year, a month or a day (`2026`, `2026-03`, `2026-03-14`) as readers write it."""
    match period.count("-"):
        case 0:
            return format_year(wording, period)
        case 1:
            return format_month(wording, period)
        case _:
            return format_date(wording, datetime.fromisoformat(period).replace(tzinfo=UTC))


def _fill(wording: Wording, pattern: str, when: datetime) -> str:
    when = when.astimezone(UTC)
    is_timed = "{hour}" in pattern or "{minute}" in pattern
    return _filled(wording, pattern, when.date(), (when.hour, when.minute) if is_timed else (0, 0))


@lru_cache(maxsize=4096)
def _filled(wording: Wording, pattern: str, day: date, clock: tuple[int, int]) -> str:
    """Return *pattern* for a day and its hour and minute; lists say the same days all the time."""
    names = wording.months_in_dates or wording.months
    hour, minute = clock
    values = {
        "{day}": str(day.day),
        "{m}": str(day.month),
        "{year}": str(day.year),
        "{hour}": f"{hour:02d}",
        "{minute}": f"{minute:02d}",
    }
    if wording.digits != WESTERN:
        values = {place: localise(wording, number) for place, number in values.items()}
    values["{month}"] = names[day.month - 1]
    return "".join([values.get(part, part) for part in _parts(localise(wording, pattern))])


@lru_cache(maxsize=256)
def _parts(pattern: str) -> tuple[str, ...]:
    """Return *pattern* cut at its places."""
    return tuple(_PLACE.split(pattern))
