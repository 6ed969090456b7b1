"""Dates as feeds, sitemaps, listings and scripts write them, as aware UTC."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from feedparser.datetimes.greek import _parse_date_greek
from feedparser.datetimes.hungarian import _parse_date_hungarian
from feedparser.datetimes.korean import _parse_date_nate, _parse_date_onblog

from samizdat.errors import ParseError

_ZONES = {
    name: int(minutes)
    for minutes, names in (
        pair.split(":")
        for pair in [
            "0:z ut utc gmt wet",
            "60:bst cet met west",
            "120:cest mest eet sast",
            "180:eest msk trt",
            "210:irst",
            "300:pkt",
            "330:ist",
            "420:ict wib",
            "480:hkt sgt",
            "540:jst kst",
            "600:aest",
            "660:aedt",
            "-180:adt",
            "-240:ast edt at",
            "-300:est cdt et",
            "-360:cst mdt ct",
            "-420:mst pdt mt",
            "-480:pst pt",
        ]
    )
    for name in names.split()
}
"""Minutes east of UTC. `cst` is the American one, as RFC 822 has it."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan janv janvier enero gennaio janeiro январь января янв jänner januar januari",
            "feb févr février febrero febbraio fevereiro февраль февраля фев februar februari",
            "mar mars marzo março март марта мар märz maart",
            "apr avr avril abril aprile апрель апреля апр",
            "may mai mayo maggio maio май мая mei",
            "jun juin junio giugno junho июнь июня июн juni",
            "jul juil juillet julio luglio julho июль июля июл juli",
            "aug août agosto август августа авг augustus",
            "sep sept septembre septiembre settembre setembro сентябрь сентября сен",
            "oct octobre octubre ottobre outubro октябрь октября окт okt oktober",
            "nov novembre noviembre novembro ноябрь ноября ноя",
            "dec déc décembre diciembre dicembre dezembro декабрь декабря дек dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}

_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩０１２３４５６７８９：", "0123456789" * 3 + ":")
_CLOCK = r"(?:[T\s,]{1,3}(?:at\s|в\s)?(?P<h>\d{1,2})[:.](?P<m>\d{2})(?:[:.](?P<s>\d{2})(?:[.,]\d{1,9})?)?(?:\s?(?P<half>[ap]\.?m)\b\.?)?)?"  # noqa: E501
_ZONE = r"(?:\s{0,3}\(?(?P<zone>(?:GMT|UTC)?[+-]\d{1,2}:?\d{0,2}|[A-Za-z]{1,5})\b\)?)?"
_DAY_NAME = r"(?:[^\W\d_]{2,12}\.?,?\s{1,3})?"
_SHAPES = tuple(
    re.compile(r"\s*" + shape, re.IGNORECASE)
    for shape in (
        r"(?P<Y>\d{4})-(?P<M>\d{1,2})-(?P<D>\d{1,2})" + _CLOCK + _ZONE,
        _DAY_NAME
        + r"(?P<D>\d{1,2})(?:st|nd|rd|th|\.)?(?:\sde)?[\s-]{1,2}(?P<name>[^\W\d_]{3,10})\.?,?"
        r"(?:\sde)?[\s-]{1,2}(?P<Y>\d{4}|\d{2})\b" + _CLOCK + _ZONE,
        _DAY_NAME
        + r"(?P<name>[^\W\d_]{3,10})\.?\s{1,2}(?P<D>\d{1,2})(?:st|nd|rd|th)?,?\s{1,2}(?P<Y>\d{4})\b"
        + _CLOCK
        + _ZONE,
        _DAY_NAME
        + r"(?P<name>[^\W\d_]{3})\s{1,2}(?P<D>\d{1,2})"
        + _CLOCK.removesuffix("?")
        + r"\s(?P<zone>[A-Z]{3,4}\s)?(?P<Y>\d{4})\b",
        r"(?P<Y>\d{4})\s?年\s?(?P<M>\d{1,2})\s?月\s?(?P<D>\d{1,2})\s?日?(?:\s?\(?(?:星期|周|週)?.\)?)?"
        + _CLOCK.replace(r"[T\s,]{1,3}", r"[T\s,]{0,3}").replace("[:.]", "[:.时時点點]"),
        r"(?P<Y>\d{4})\s?년\s?(?P<M>\d{1,2})\s?월\s?(?P<D>\d{1,2})\s?일?" + _CLOCK,
        r"(?P<Y>\d{4})[/.](?P<M>\d{1,2})[/.](?P<D>\d{1,2})\.?" + _CLOCK + _ZONE,
        r"(?P<D>\d{1,2})[.](?P<M>\d{1,2})[.](?P<Y>\d{4})" + _CLOCK + _ZONE,
        r"(?P<Y>\d{4})(?P<M>\d{2})(?P<D>\d{2})(?:T?(?P<h>\d{2}):?(?P<m>\d{2}):?(?:(?P<s>\d{2})(?:[.,]\d{1,9})?)?)?"
        + _ZONE
        + r"(?!\d)",
        r"(?P<Y>\d{4})(?:-(?P<M>\d{2}))?\s*$",
    )
)
_STAMP = re.compile(r"\s*(\d{10}|\d{13})(?:\.\d+)?\s*$")
_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)\Z", re.ASCII)
_LONGEST = 120
_ODD: tuple[Callable[[str], object], ...] = (
    _parse_date_onblog,
    _parse_date_nate,
    _parse_date_greek,
    _parse_date_hungarian,
)


@lru_cache(maxsize=64)
def zone_of(name: str) -> tzinfo:
    """Return the time zone *name*; "" is UTC.

    Raises:
        ParseError: there is no such zone.
    """
    try:
        return ZoneInfo(name) if name else UTC
    except (OSError, ValueError, LookupError) as error:
        raise ParseError(
            f"no time zone is called {name!r:.60}",
            where="timezone",
            hint="write it as Asia/Taipei or Europe/Riga",
        ) from error


def parse_date(text: str, zone: tzinfo = UTC) -> datetime | None:
    """Return the moment *text* names as aware UTC, None if it names none that can be.

    Dates without a zone are *zone*'s; a date without a time is its midnight.

    >>> parse_date("Tue, 03 Mar 2026 09:30:00 +0100")
    datetime.datetime(2026, 3, 3, 8, 30, tzinfo=datetime.timezone.utc)
    >>> parse_date("31 Feb 2026") is None
    True
    """
    text = text.strip()[:_LONGEST]
    if _ISO.match(text):
        with contextlib.suppress(ValueError, OverflowError):
            return datetime.fromisoformat(text).astimezone(UTC)
    text = text.translate(_DIGITS)
    if stamp := _STAMP.match(text):
        seconds = int(stamp[1]) / (1000 if len(stamp[1]) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC)
    for shape in _SHAPES:
        found = shape.match(text)
        if found and (moment := _moment(found.groupdict(), zone)):
            return moment
    return _odd(text)


def _moment(parts: dict[str, str | None], zone: tzinfo) -> datetime | None:
    """Return the moment of matched *parts*, None if the calendar has no such one."""
    month = _month(parts)
    if month is None:
        return None
    year = int(parts["Y"] or 0)
    if len(parts["Y"] or "") == 2:
        year += 2000 if year < 90 else 1900
    hour, minute, second = (int(parts.get(key) or 0) for key in ("h", "m", "s"))
    half = (parts.get("half") or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        day = datetime(year, month, int(parts.get("D") or 1), tzinfo=UTC)
        if not (1800 <= year <= 2200 and hour <= 24 and minute < 60 and second <= 60):
            return None
        clock = timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
        return (day.replace(tzinfo=_zone(parts.get("zone"), zone)) + clock).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _month(parts: dict[str, str | None]) -> int | None:
    name = parts.get("name")
    if name is None:
        return int(parts.get("M") or 1)
    name = name.lower()
    return _MONTHS.get(name) or (_MONTHS.get(name[:3]) if name.isascii() else None)


def _zone(name: str | None, otherwise: tzinfo) -> tzinfo:
    """Return the zone that a date names by offset or letters."""
    name = (name or "").strip().lower()
    if not name:
        return otherwise
    sign = re.search(r"([+-])(\d{1,2}):?(\d{0,2})$", name)
    if sign is None:
        return timezone(timedelta(minutes=_ZONES[name])) if name in _ZONES else otherwise
    minutes = int(sign[2]) * 60 + int(sign[3] or 0)
    return timezone(timedelta(minutes=-minutes if sign[1] == "-" else minutes))


def _odd(text: str) -> datetime | None:
    """Return what feedparser reads in the dates of some Korean, Greek and Hungarian systems."""
    for handler in _ODD:
        try:
            found = handler(text)
        except (KeyError, OverflowError, ValueError, AttributeError):
            continue
        if isinstance(found, tuple) and len(found) == 9:
            year, month, day, hour, minute, second = found[:6]
            return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return None
