"""The machine line of a story's file: nothing in it ends the comment, and it is read back whole."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.model.story import State
from samizdat.model.story_mark import (
    AliasMark,
    StoryMark,
    read_alias_line,
    read_machine_line,
    write_machine_line,
)

TITLES = (
    "北堤灯塔修缮九年后重新开放",
    "北堤燈塔修繕九年後重新開放",
    "فانوس دریایی می‌شود",
    "المنارة القديمة",
    "Старый маяк — снова открыт",
    "--> <script>alert(1)</script> & <!-- --!> ---",
    "\u202eevil\u202c \u2066open \ud800 \U000e0041 \x85\u2028",
    'quote " backslash \\ \\u003c',
)


def mark(title: str) -> StoryMark:
    moment = datetime(2026, 3, 14, 8, 30, tzinfo=UTC)
    return StoryMark(
        id="eaa7vq4nya4q",
        state="gone",
        address="https://harbour.example/a?x=1&y=2--3",
        newsroom="harbour",
        published=moment,
        first=moment + timedelta(minutes=1),
        mirrored=moment + timedelta(seconds=2, microseconds=7),
        language="zh-Hans",
        title=title,
        authors=(title, "Ada"),
        sections=("harbour/city", "harbour/culture"),
        tags=(title,),
        pictures=(("https://harbour.example/a.jpg", "images/aa/0123.webp"),),
        updated=2,
        target="harbour/2026/03/00/b.md",
        reason=title,
        body=(-7, 3),
        links=(("https://harbour.example/b", "harbour/2026/03/00/b.md"),),
        notes=("https://harbour.example/c",),
    )


@pytest.mark.parametrize("title", TITLES)
def test_a_line_says_the_same_when_it_is_read(title: str) -> None:
    line = write_machine_line(mark(title))
    assert read_machine_line(f"# {title}\n\n{line}\n") == mark(title)


@given(st.text())
def test_any_title_stays_inside_one_harmless_comment(title: str) -> None:
    line = write_machine_line(mark(title))
    inside = line.removeprefix("<!-- samizdat:story ").removesuffix(" -->")
    assert len(line) - len(inside) == len("<!-- samizdat:story  -->")
    assert not re.search("[<>&\n\r\u202a-\u202e\u2066-\u2069\ud800-\udfff]|--", inside)
    assert read_machine_line(line) == mark(title)


@pytest.mark.parametrize("state", get_args(State))
def test_every_state_is_told(state: State) -> None:
    told = StoryMark("eaa7vq4nya4q", state)
    assert read_machine_line(write_machine_line(told)) == told


def test_a_time_is_told_in_utc() -> None:
    here = datetime(2026, 3, 14, 16, 30, tzinfo=timezone(timedelta(hours=8)))
    line = write_machine_line(StoryMark("a", published=here))
    assert '"published":"2026-03-14T08:30:00+00:00"' in line


def test_what_is_not_known_is_not_written() -> None:
    assert write_machine_line(StoryMark("a")) == '<!-- samizdat:story {"id":"a"} -->'


def test_only_the_last_line_counts() -> None:
    line = write_machine_line(StoryMark("a"))
    assert read_machine_line(f"{line}\n\nA story.\n") is None
    assert read_machine_line(f"A story.\n\n{line}\r\n\n \n") == StoryMark("a")
    assert read_machine_line("") is None


@pytest.mark.parametrize(
    "data",
    [
        "",
        "[]",
        "{}",
        '{"id":7}',
        '{"id":""}',
        '{"id":"a","state":"famous"}',
        '{"id":"a","state":["shown"]}',
        '{"id":"a","updated":true}',
        '{"id":"a","updated":-1}',
        '{"id":"a","updated":1e3}',
        '{"id":"a","updated":%s}' % ("9" * 5000),
        '{"id":"a","authors":"Ada"}',
        '{"id":"a","authors":[1]}',
        '{"id":"a","pictures":[["x"]]}',
        '{"id":"a","pictures":{"x":"y"}}',
        '{"id":"a","first":"yesterday"}',
        '{"id":"a","first":"2026-03-14T08:30:00"}',
        '{"id":"a","first":"0001-01-01T00:00:00+14:00"}',
        '{"id":"a"',
        "[" * 100_000,
        '{"id":"%s"}' % ("a" * 1_000_001),
    ],
)
def test_a_line_of_another_shape_counts_for_nothing(data: str) -> None:
    assert read_machine_line(f"<!-- samizdat:story {data} -->\n") is None


def test_a_pointer_says_where_it_leads() -> None:
    line = write_machine_line(AliasMark("harbour/2026/03/00/新闻 --.md"))
    assert read_alias_line(line) == AliasMark("harbour/2026/03/00/新闻 --.md")
    assert read_machine_line(line) is None
    assert read_alias_line(write_machine_line(StoryMark("a"))) is None
    assert read_alias_line('<!-- samizdat:alias {"target":1} -->') is None
