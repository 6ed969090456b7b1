"""picks.csv, and what stands in its cells: addresses, sections, dates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from samizdat.model.desk import Pick, Term
from tests.desk.desks import desk_of, problem_of, rules_of

MARCH = datetime(2026, 3, 14, tzinfo=UTC)


def test_whole_row_arrives() -> None:
    rules = rules_of(
        "picks.csv",
        "# address,title,section,from,until\n"
        "https://harbour.example/ferry,渡轮新时刻表,harbour/world,2026-03-14,2026-03-20 08:00\n"
        "https://forge.example/mirror/news/blob/main/harbour/2026/03/e3/eaa7vq4nya4q.md\n",
    )
    assert rules.picks == (
        Pick(
            "https://harbour.example/ferry",
            "渡轮新时刻表",
            "harbour/world",
            Term(MARCH, datetime(2026, 3, 20, 8, tzinfo=UTC)),
            2,
        ),
        Pick(
            "https://forge.example/mirror/news/blob/main/harbour/2026/03/e3/eaa7vq4nya4q.md", line=3
        ),
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-14", MARCH),
        ("2026/3/14", MARCH),
        ("2026.03.14", MARCH),
        ("2026年3月14日", MARCH),
        ("２０２６－０３－１４", MARCH),
        ("۲۰۲۶-۰۳-۱۴", MARCH),
        ("2026-03-14 08:30", MARCH.replace(hour=8, minute=30)),
        ("2026-03-14T08:30:15Z", MARCH.replace(hour=8, minute=30, second=15)),
        ("2026-03-14T08:00+08:00", MARCH),
        ("2026-03-14 08:00 +0800", MARCH),
        ("2026-03-13T20:00:00.5-04:00", MARCH),
        ("2026年3月14日 8:30", MARCH.replace(hour=8, minute=30)),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, meant: datetime) -> None:
    rules = rules_of("picks.csv", f"https://harbour.example/a,,,{written}")
    assert rules.picks[0].term.start == meant


@pytest.mark.parametrize(
    "written",
    [
        *("soon", "14.03.2026", "03/14/2026", "2026-13-01", "2026-02-30", "2026-03-14 25:00"),
        *("1404-12-23", "2569-03-14", "2026-03-14T08:00+99:00", "9999-12-31", "0000-00-00"),
    ],
)
def test_other_dates_are_one_problem_that_shows_how(written: str) -> None:
    problem = problem_of("picks.csv", f"https://harbour.example/a,,,{written}")
    assert problem.line == 1
    assert "2026-03-14" in problem.hint


def test_day_is_meant_whole() -> None:
    term = rules_of("picks.csv", "https://harbour.example/a,,,2026-03-14,2026-03-14").picks[0].term
    assert term.holds(MARCH)
    assert term.holds(MARCH.replace(hour=23, minute=59, second=59))
    assert not term.holds(MARCH.replace(day=15))


def test_end_before_start_is_said() -> None:
    problem = problem_of("picks.csv", "https://harbour.example/a,,,2026-03-14,2026-03-13")
    assert problem.what == "the end “2026-03-13” is before the start “2026-03-14”"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("harbour.example/ferry", "https://harbour.example/ferry"),
        ("//harbour.example/ferry", "https://harbour.example/ferry"),
        ("javascript:alert(1)", "from https:// on"),
        ("ftp://harbour.example/a", "from https:// on"),
        ("file:///etc/passwd", "from https:// on"),
        ("https://", "from https:// on"),
        ("https://[::1/a", "from https:// on"),
        ("https://harbour.example:port/", "from https:// on"),
        ("https://harbour.example/a b", "write %20"),
        ("https://harbour.example/a，渡轮", "by “,”"),
        ("the ferry", "write %20"),
    ],
)
def test_what_is_no_address_says_how_it_should_be(written: str, words: str) -> None:
    assert words in problem_of("picks.csv", written).hint


def test_address_in_brackets_and_of_chinese_words_is_one() -> None:
    rules = rules_of("picks.csv", "<https://gangkou.example/新闻/渡轮>")
    assert rules.picks[0].address == "https://gangkou.example/新闻/渡轮"


@pytest.mark.parametrize(
    ("section", "hint"),
    [
        ("harbour/wrold", "did you mean “harbour/world”?"),
        ("habour/world", "did you mean “harbour”?"),
        ("world", "newsroom/section, such as “harbour/world”"),
        ("harbour/国际", "newsroom/section, such as “harbour/world”"),
        ("../etc", "newsroom/section, such as “harbour/world”"),
    ],
)
def test_section_that_is_not_known_names_the_nearest(section: str, hint: str) -> None:
    assert problem_of("picks.csv", f"https://harbour.example/a,,{section}").hint == hint


def test_section_is_found_in_any_case_and_width() -> None:
    rules = rules_of("picks.csv", "https://harbour.example/a,,Ｈarbour／World")
    assert rules.picks[0].section == "harbour/world"


def test_without_a_mirror_only_the_form_of_a_section_counts() -> None:
    assert desk_of("picks.csv", "https://a.example/,,any/thing", newsrooms=None).is_sound
    assert not desk_of("picks.csv", "https://a.example/,,thing", newsrooms=None).is_sound


def test_repeated_pick_is_a_note_and_counts_once() -> None:
    desk = desk_of("picks.csv", "https://harbour.example/a\n\nhttps://harbour.example/a\n")
    assert [str(problem) for problem in desk.problems] == [
        "picks.csv:3: note: this repeats line 1\n  try: remove one of them"
    ]
    assert desk.is_sound
    assert len(desk.rules.picks) == 1


def test_one_pick_may_stand_on_two_shelves() -> None:
    text = "https://harbour.example/a\nhttps://harbour.example/a,,harbour/world\n"
    assert len(rules_of("picks.csv", text).picks) == 2


def test_endless_text_is_refused() -> None:
    assert "2,000 are the most" in problem_of("picks.csv", "https://a.example/" + "a" * 3000).what
    assert "1,000 are the most" in problem_of("picks.csv", "https://a.example/," + "港" * 1001).what


def test_few_known_names_are_listed_in_one_order() -> None:
    problem = problem_of("picks.csv", "https://harbour.example/a,,zzz/news")
    assert problem.hint == "known: gangkou, harbour"
