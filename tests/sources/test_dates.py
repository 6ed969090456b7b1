# the fixtures are documents
from __future__ import annotations

import calendar
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from feedparser.datetimes import _parse_date
from hypothesis import given
from hypothesis import strategies as st

from samizdat.errors import ParseError
from samizdat.sources.dates import parse_date, zone_of


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Tue, 03 Mar 2026 09:30:00 +0100", (2026, 3, 3, 8, 30)),
        ("Tue, 3 Mar 26 09:30 EST", (2026, 3, 3, 14, 30)),
        ("3 March 2026", (2026, 3, 3)),
        ("March 3, 2026 5:05 pm", (2026, 3, 3, 17, 5)),
        ("Mar. 3rd, 2026", (2026, 3, 3)),
        ("2026-03-03T09:30:00.123Z", (2026, 3, 3, 9, 30)),
        ("2026-03-03T09:30+08:00", (2026, 3, 3, 1, 30)),
        ("2026-03-03 09:30:00 GMT+8", (2026, 3, 3, 1, 30)),
        ("2026-03-03", (2026, 3, 3)),
        ("2026-03", (2026, 3, 1)),
        ("20260303T093000Z", (2026, 3, 3, 9, 30)),
        ("20260303T09:30:00.45+01:00", (2026, 3, 3, 8, 30)),
        ("2026年3月3日 09:30", (2026, 3, 3, 9, 30)),
        ("2026年3月3日（火）9時30分", (2026, 3, 3)),
        ("2026년 3월 3일", (2026, 3, 3)),
        ("2026/03/03 09:30", (2026, 3, 3, 9, 30)),
        ("03.03.2026, 09:30", (2026, 3, 3, 9, 30)),
        ("3 марта 2026 в 09:30", (2026, 3, 3, 9, 30)),
        ("3 de marzo de 2026", (2026, 3, 3)),
        ("۲۰۲۶-۰۳-۰۳", (2026, 3, 3)),
        ("1772530200", (2026, 3, 3, 9, 30)),
        ("1772530200000", (2026, 3, 3, 9, 30)),
        ("Tue Mar  3 09:30:00 2026", (2026, 3, 3, 9, 30)),
        ("2026-03-03T24:00:00Z", (2026, 3, 4)),
    ],
)
def test_dates_of_the_world_are_read(text: str, moment: tuple[int, ...]) -> None:
    found = parse_date(text)
    assert found is not None
    assert found.replace(microsecond=0) == datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "31 Feb 2026",
        "2026-13-01",
        "0001-01-01T00:00:00Z",
        "25:00",
        "2026-03-03T99:00",
        "9" * 99,
    ],
)
def test_dates_that_cannot_be_are_none(text: str) -> None:
    assert parse_date(text) is None


def test_date_without_zone_is_local_to_the_newsroom_in_summer_too() -> None:
    zone = ZoneInfo("Europe/Riga")
    assert parse_date("2026-07-01 12:00", zone) == datetime(2026, 7, 1, 9, tzinfo=UTC)
    assert parse_date("2026-01-01 12:00", zone) == datetime(2026, 1, 1, 10, tzinfo=UTC)


def test_unknown_zone_is_an_error_that_says_how_to_write_one() -> None:
    with pytest.raises(ParseError, match="Mars") as caught:
        zone_of("Mars/Base")
    assert "Asia/Taipei" in caught.value.hint


_MOMENTS = st.datetimes(datetime.fromisoformat("1970-01-01"), datetime.fromisoformat("2199-01-01"))


@given(_MOMENTS, st.integers(-14 * 60, 14 * 60))
def test_rfc_822_and_iso_are_read_as_feedparser_reads_them(moment: datetime, minutes: int) -> None:
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    day, month = calendar.day_abbr[moment.weekday()], calendar.month_abbr[moment.month]
    for text in (
        f"{day}, {moment.day} {month} {moment.year} {moment:%H:%M:%S} {sign}{hours:02}{rest:02}",
        f"{moment:%Y-%m-%dT%H:%M:%S}{sign}{hours:02}:{rest:02}",
    ):
        found, expected = parse_date(text), _parse_date(text)
        assert found is not None
        assert found.timetuple()[:6] == tuple(expected)[:6]


@given(st.text(max_size=60) | st.text("0123456789-:/.T+Z 年月日", max_size=40))
def test_any_text_is_a_date_in_utc_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is UTC
