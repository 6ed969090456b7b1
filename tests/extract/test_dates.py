"""Dates as newsrooms write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.extract.dates import parse_date, parse_strptime

NOON = datetime(2024, 2, 28, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-28T12:30:00Z",
        "2024-02-28T20:30:00+08:00",
        "2024-02-28T07:30:00.000-0500",
        "2024-02-28 12:30",
        "Wed, 28 Feb 2024 12:30:00 GMT",
        "February 28, 2024 7:30 a.m. EST",
        "Published 28 February 2024 at 12.30 GMT",
        "28.02.2024, 12:30 Uhr",
        "28/02/2024 12h30",
        "28 февраля 2024, 12:30",
        "12:30, 28 февраля 2024",
        "۲۸ فوریه ۲۰۲۴ ۱۲:۳۰",
        "28 فبراير 2024 12:30",
        "2024年2月28日 12:30",
        "2024年02月28日12时30分",
        "民國113年2月28日 12:30",
        "2024년 2월 28일 오후 12:30",
        "2024-02-28 12:30:00 来源：港口日报",
        "1709123400",
        "1709123400000",
    ],
)
def test_one_moment_is_read_from_many_spellings(text: str) -> None:
    assert parse_date(text) == NOON


def test_time_without_a_zone_is_in_the_newsrooms() -> None:
    found = parse_date("2024年2月28日 下午8:30", zone="Asia/Shanghai")
    assert found == NOON
    assert parse_date("2024-02-28T12:30:00Z", zone="Asia/Shanghai") == NOON


def test_order_of_day_and_month_follows_language_only_where_both_can_be() -> None:
    assert parse_date("03/04/2024", language="en") == datetime(2024, 3, 4, tzinfo=UTC)
    assert parse_date("03/04/2024", language="fr") == datetime(2024, 4, 3, tzinfo=UTC)
    assert parse_date("13/04/2024", language="en") == datetime(2024, 4, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "1402/12/09", "2024-13-45", "2567-02-28", "yesterday", "12:30", "30 Feb 2024", "99999999"],
)
def test_what_is_no_clear_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_unknown_zone_counts_as_utc() -> None:
    assert parse_date("2024-02-28 12:30", zone="Nowhere/Harbour") == NOON


def test_format_of_a_recipe_is_obeyed() -> None:
    assert parse_strptime("28 | 02 | 2024", "%d | %m | %Y") == datetime(2024, 2, 28, tzinfo=UTC)
    assert parse_strptime("soon", "%d") is None


@pytest.mark.parametrize("form", ["%Y %Y", "%Q", "%", "%d %B %Y %d", "%z%z", "", "\x00", "%Y("])
def test_a_format_that_is_none_fits_nothing(form: str) -> None:
    assert parse_strptime("2024", form) is None


@given(
    st.text("0123456789 :+Zم", max_size=20), st.text("%YmdBzZjpfHIMUuVGaAbycxX ()[*", max_size=9)
)
def test_any_format_gives_a_moment_in_utc_or_none(text: str, form: str) -> None:
    found = parse_strptime(text, form)
    assert found is None or found.tzinfo is UTC


@given(st.text(max_size=60))
def test_any_text_gives_a_moment_in_utc_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is UTC


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_iso_dates_are_read_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    assert parse_date(moment.isoformat()) == moment
