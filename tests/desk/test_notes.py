"""notes.csv and takedowns.csv."""

from __future__ import annotations

import pytest

from samizdat.model.desk import NoteRule, Takedown
from tests.desk.desks import desk_of, problem_of, problems_of, rules_of


def test_notes_lead_to_addresses_to_pages_or_nowhere() -> None:
    rules = rules_of(
        "notes.csv",
        "text,address,section\n"
        "本站周日迁移，请收藏新地址,https://forge.example/mirror,\n"
        "سال نو مبارک,/harbour/world.md,harbour/world\n"
        "Паром не ходит,,\n",
    )
    assert rules.notes == (
        NoteRule("本站周日迁移，请收藏新地址", "https://forge.example/mirror", line=2),
        NoteRule("سال نو مبارک", "harbour/world.md", "harbour/world", line=3),
        NoteRule("Паром не ходит", line=4),
    )


def test_note_on_several_lines_becomes_one() -> None:
    assert rules_of("notes.csv", '"One\r\n  two"').notes[0].text == "One two"


def test_note_without_words_is_said() -> None:
    assert problem_of("notes.csv", ",https://a.example/").what == "the note says nothing"


def test_full_width_comma_before_an_address_is_pointed_out() -> None:
    problem = problem_of("notes.csv", "港口关闭，https://harbour.example/a")
    assert problem.grade == "note"
    assert "full-width comma" in problem.hint


@pytest.mark.parametrize(
    "target",
    [
        *("javascript:alert(1)", "../secret.md", "a/../../b.md", "\\\\server\\share.md"),
        *("harbour.example/a", "harbour", "data:text/html,x", "a//b.md", "harbour/world"),
    ],
)
def test_link_that_leads_nowhere_is_said(target: str) -> None:
    problems = problems_of("notes.csv", f'text,address\nCome,"{target}"')
    assert [(problem.line, problem.grade) for problem in problems] == [(2, "wrong")]


def test_takedowns_name_stories_and_pictures() -> None:
    rules = rules_of(
        "takedowns.csv",
        "https://harbour.example/a,应当事人要求\n"
        "https://harbour.example/a.jpg\n"
        "eaa7vq4nya4q,At the newsroom's wish\n"
        "harbour/2026/03/e3/eaa7vq4nya4q.md,\n",
    )
    assert rules.takedowns == (
        Takedown("https://harbour.example/a", "应当事人要求", 1),
        Takedown("https://harbour.example/a.jpg", "", 2),
        Takedown("eaa7vq4nya4q", "At the newsroom's wish", 3),
        Takedown("harbour/2026/03/e3/eaa7vq4nya4q.md", "", 4),
    )


def test_of_two_takedowns_of_one_address_the_first_counts() -> None:
    desk = desk_of("takedowns.csv", "eaa7vq4nya4q,one\nstory/eaa7vq4nya4q,two\n")
    assert desk.is_sound
    assert desk.problems[0].line == 2
    assert [takedown.reason for takedown in desk.rules.takedowns] == ["one"]


def test_takedown_of_nothing_is_said() -> None:
    assert problem_of("takedowns.csv", "ferry,at its wish").what == "“ferry” names no story"
