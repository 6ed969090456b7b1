"""Dates as newsrooms write them → aware UTC, or None where a text does not say one clearly."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_EARLIEST, _LATEST = 1970, 2100
"""A pure floor has no clock: years outside are no dates of the web (Persian and Buddhist years)."""

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９：", "0123456789" * 3 + ":")

_MONTHS = (
    "jan ene gen янв січ يناير كانون_الثاني ژانویه ژانويه stycz led oca",
    "feb fév fev févr fevr фев лют فبراير شباط فوریه فوريه lut úno şub",
    "mar mär maa mrt märz мар берез مارس آذار břez",
    "apr abr avr апр квіт أبريل ابريل إبريل نيسان آوریل آوريل kwie dub nis",
    "may mai mag mei maj мая май трав مايو أيار مه می květ",
    "jun juin giu июн черв يونيو حزيران ژوئن czerw červen haz",
    "jul juil lug июл лип يوليو تموز ژوئیه ژوئيه جولای lip červenec července tem",
    "aug ago aoû авг серп أغسطس اغسطس آب اوت آگوست sier srp ağu",
    "sep set сен верес سبتمبر أيلول سپتامبر wrze září eyl",
    "oct okt ott out окт жовт أكتوبر اكتوبر تشرين_الأول اکتبر paź říj eki",
    "nov ноя листоп نوفمبر تشرين_الثاني نوامبر listopad kas",
    "dec dez dic déc дек груд ديسمبر كانون_الأول دسامبر grud prosin ara",
)
_MONTH_OF = {
    word.replace("_", " "): number
    for number, words in enumerate(_MONTHS, 1)
    for word in words.split()
}
_MONTH = "|".join(sorted(map(re.escape, _MONTH_OF), key=len, reverse=True))

_ZONES = {
    **dict.fromkeys(("z", "utc", "gmt", "ut", "wet"), 0),
    "cet": 60,
    "mez": 60,
    "cest": 120,
    "mesz": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "мск": 180,
    "hkt": 480,
    "jst": 540,
    "kst": 540,
    "aest": 600,
    "aedt": 660,
    "est": -300,
    "edt": -240,
    "et": -300,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
}
"""Minutes east of UTC. CST, BST and IST are left out: each names several zones."""

_YMD = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:([-/.])(\d{1,2})\2|\s?[年년]\s?(\d{1,2})\s?[月월]\s?)(\d{1,2})(?!\d)"
)
_COMPACT = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?([0-2]\d)([0-5]\d)([0-5]\d)?)?(?!\d)"
)
_DMY = re.compile(r"(?<![\d:])(\d{1,2})([-/.])\s?(\d{1,2})\2\s?((?:19|20)\d\d)(?!\d)")
_DAY_WORD = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?[\s-]*(?:de |d’)?({_MONTH})[^\W\d_]*[.,]?[\s-]*"
    r"(?:de |del )?((?:19|20)\d\d)(?!\d)"
)
_WORD_DAY = re.compile(
    rf"(?<!\w)({_MONTH})[^\W\d_]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)"
)
_ROC = re.compile(r"民國\s?(\d{2,3})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_TIME = re.compile(
    r"(?<![\d:+])(上午|下午|午前|午後|오전|오후|凌晨|中午|晚上)?\s?"
    r"([01]?\d|2[0-3])\s?(?:[:h时時点點시]|\.(?=\d\d(?!\d)))\s?([0-5]\d)?(?::([0-5]\d))?(?:[.,]\d{1,9})?[분分]?"
    r"\s*([ap]\.?m\b\.?)?",
)
_OFFSET = re.compile(r"\s*\(?(?:(?:utc|gmt)\s?)?([+-])(\d{2}):?(\d{2})(?!\d)")
_ZONE_WORD = re.compile(r"\s*\(?([^\W\d_]{1,4})\b")
_AFTERNOON = frozenset({"下午", "午後", "오후", "晚上", "pm", "中午"})


def parse_date(text: str, *, zone: str = "", language: str = "") -> datetime | None:
    """Return the first date in *text* as aware UTC; None if there is none that can be.

    An offset or a named zone in the text counts; else the time is in *zone*, "" meaning UTC. In
    `03/04/2024` the month is first if *language* is English, else the day.

    >>> parse_date("2024年2月28日 下午3:05", zone="Asia/Shanghai").isoformat()
    '2024-02-28T07:05:00+00:00'
    """
    text = text[:400].translate(_DIGITS).casefold().strip()
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return _fitting(datetime.fromtimestamp(int(text[:10]), UTC))
    for find in (_year_first, _words, _day_first, _compact, _roc):
        if found := find(text, language):
            day, start, end = found
            return _moment(day, text, start, end, zone)
    return None


def parse_strptime(text: str, form: str, *, zone: str = "") -> datetime | None:
    """Return *text* read by the strptime format *form*, None if it does not fit."""
    try:
        moment = datetime.strptime(" ".join(text.split()).translate(_DIGITS), form)  # noqa: DTZ007
        return _fitting(moment if moment.tzinfo else moment.replace(tzinfo=zone_of(zone)))
    except (ValueError, OverflowError, re.error):
        # A directive that stands twice in a format is no ValueError, unlike one that is unknown.
        return None


@lru_cache(maxsize=256)
def zone_of(name: str) -> tzinfo:
    """Return the zone called *name* (an IANA name), UTC if there is none of that name."""
    try:
        return ZoneInfo(name) if name else UTC
    except (KeyError, ValueError, OSError):
        return UTC


_Found = tuple[datetime, int, int] | None


def _year_first(text: str, _: str) -> _Found:
    match = _YMD.search(text)
    return match and _day(match, match[1], match[3] or match[4], match[5])


def _words(text: str, _: str) -> _Found:
    if match := _DAY_WORD.search(text):
        return _day(match, match[3], _MONTH_OF[match[2]], match[1])
    match = _WORD_DAY.search(text)
    return match and _day(match, match[3], _MONTH_OF[match[1]], match[2])


def _day_first(text: str, language: str) -> _Found:
    match = _DMY.search(text)
    if not match:
        return None
    first, second = int(match[1]), int(match[3])
    month_first = match[2] == "/" and language.startswith("en") and first <= 12
    day, month = (second, first) if month_first or second > 12 else (first, second)
    return _day(match, match[4], month, day)


def _compact(text: str, _: str) -> _Found:
    match = _COMPACT.search(text)
    found = match and _day(match, match[1], match[2], match[3])
    if not (match and found and match[4]):
        return found
    clock = timedelta(hours=int(match[4]), minutes=int(match[5]), seconds=int(match[6] or 0))
    return found[0] + clock, match.start(), match.end()


def _roc(text: str, _: str) -> _Found:
    """Years of the Republic of China, written out as such."""
    match = _ROC.search(text)
    return match and _day(match, int(match[1]) + 1911, match[2], match[3])


def _day(match: re.Match[str], year: str | int, month: str | int, day: str | int) -> _Found:
    try:
        found = datetime(int(year), int(month), int(day))  # noqa: DTZ001
    except ValueError:
        return None
    return found, match.start(), match.end()


def _moment(day: datetime, text: str, start: int, end: int, zone: str) -> datetime | None:
    """Return *day* with the clock time that stands beside it."""
    after = text[end : end + 60]
    clock = _TIME.search(after)
    rest = after[clock.end() :] if clock else ""
    if not clock or not (clock[3] or clock[1] or clock[5]):
        before = text[max(0, start - 30) : start]
        clock, rest = next(filter(_has_minutes, _TIME.finditer(before)), None), ""
        rest = before[clock.end() :] if clock else ""
    if not clock:
        return _fitting(day.replace(tzinfo=zone_of(zone)))
    hour, minute = int(clock[2]), int(clock[3] or 0)
    half = clock[1] or (clock[5] or "").replace(".", "")
    if half in _AFTERNOON and hour < (11 if half == "中午" else 12):
        hour += 12
    elif half in ("am", "上午", "午前", "오전") and hour == 12:
        hour = 0
    moment = day.replace(hour=hour, minute=minute, second=int(clock[4] or 0))
    return _fitting(moment.replace(tzinfo=_offset(rest) or zone_of(zone)))


def _has_minutes(clock: re.Match[str]) -> bool:
    return bool(clock[3])


def _offset(rest: str) -> tzinfo | None:
    """Return the zone that *rest*, the text after a time, begins with."""
    if match := _OFFSET.match(rest):
        minutes = int(match[2]) * 60 + int(match[3])
        if minutes <= 14 * 60:
            return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes))
    if (match := _ZONE_WORD.match(rest)) and match[1] in _ZONES:
        return timezone(timedelta(minutes=_ZONES[match[1]]))
    return None


def _fitting(moment: datetime) -> datetime | None:
    """Return *moment* in UTC, None outside the years of the web."""
    try:
        moment = moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return moment if _EARLIEST <= moment.year <= _LATEST else None
