from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samizdat.fetch.retry_after import LONGEST_S, retry_after_s

NOW = datetime(2026, 4, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("1.5", 1.5),
        ("1000000000000", LONGEST_S),
        ("Wed, 01 Apr 2026 08:02:00 GMT", 120.0),
        ("Wednesday, 01-Apr-26 08:02:00 GMT", 120.0),
        ("Wed Apr  1 08:02:00 2026", 120.0),
        ("Wed, 01 Apr 2026 10:02:00 +0200", 120.0),
        ("Wed, 01 Apr 2020 08:02:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_S),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("١٢", None),
        ("1e3", None),
        ("nan", None),
    ],
)
def test_a_header_asks_for_so_many_seconds(header: str, seconds: float | None) -> None:
    assert retry_after_s(header, NOW) == seconds


PIECES = ["Wed,", "01", "Apr", "2026", "08:02:00", "GMT", "+0200", "+9999999", "9" * 20, ":", "-"]


@settings(deadline=None)
@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
def test_any_text_gives_none_or_at_most_a_day(header: str) -> None:
    seconds = retry_after_s(header, NOW)
    assert seconds is None or 0 <= seconds <= LONGEST_S
