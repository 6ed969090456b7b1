"""corrections/, templates/ and strings/."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from samizdat.desk import Fault, read_desk
from samizdat.model.desk import CorrectionRule
from samizdat.model.page import Correction
from tests.desk.desks import desk_of, problem_of, problems_of, rules_of


def test_correction_is_address_date_and_paragraphs() -> None:
    text = (
        "\ufeff\nhttps://harbour.example/lamp\n2026-03-14 08:00\n\n"
        "The lamp is from 1911,\nnot from *1912*.\n\n灯塔建于一九一一年，\n并非次年。\n"
    )
    assert rules_of("corrections/lamp.md", text).corrections == (
        CorrectionRule(
            "corrections/lamp.md",
            "https://harbour.example/lamp",
            Correction(
                (
                    "The lamp is from 1911, not from *1912*.",
                    "灯塔建于一九一一年，并非次年。",
                ),
                datetime(2026, 3, 14, 8, tzinfo=UTC),
            ),
        ),
    )


@pytest.mark.parametrize("text", ["eaa7vq4nya4q\n\nНе так.", "eaa7vq4nya4q\nНе так."])
def test_date_and_empty_line_may_be_left_out(text: str) -> None:
    rule = rules_of("corrections/a.md", text).corrections[0]
    assert rule.address == "eaa7vq4nya4q"
    assert rule.correction == Correction(("Не так.",))


def test_wrong_correction_says_its_lines_and_does_not_count() -> None:
    assert [p.line for p in problems_of("corrections/a.md", "Ferry\n14.3.2026\n")] == [1, 2, 3]
    assert problem_of("corrections/a.md", "https://a.example/\n\n").what.endswith("says nothing")
    assert [p.line for p in problems_of("corrections/a.md", "")] == [1, 1]


def inspect(path: str, text: str) -> Sequence[Fault]:
    """Refuse the word “bad”."""
    lines = enumerate(text.split("\n"), 1)
    return [
        Fault(number, f"bad word in {path}", "leave it out")
        for number, line in lines
        if "bad" in line
    ]


def test_templates_and_strings_arrive_as_text() -> None:
    files = {
        "templates/story.md": b"# {{ title }}\r\n",
        "strings/zh_hans.toml": 'home = "首页"\n'.encode(),
    }
    desk = read_desk(files, inspect=inspect)
    assert desk.rules.templates == {"story": "# {{ title }}\n"}
    assert desk.rules.strings == {"zh-Hans": 'home = "首页"\n'}


def test_inspector_has_the_last_word() -> None:
    files = {"templates/story.md": b"good\nbad\n", "strings/en.toml": b'home = "x"\n'}
    good = {"templates/story.md": b"old\n"}
    desk = read_desk(files, good=good, inspect=inspect)
    assert [str(problem) for problem in desk.problems] == [
        "templates/story.md:2: bad word in templates/story.md\n  try: leave it out"
    ]
    assert desk.rules.templates == {"story": "old\n"}


def test_template_of_no_page_names_the_nearest() -> None:
    assert problem_of("templates/storys.md", "x").hint == "did you mean “story”?"


def test_strings_are_named_by_language_and_are_toml() -> None:
    assert "strings/zh-Hans.toml" in problem_of("strings/chinese.toml", "").hint
    problem = problem_of("strings/fa.toml", 'home = "خانه"\narchive = بایگانی\n')
    assert problem.line == 2


def test_broken_strings_say_nothing() -> None:
    assert desk_of("strings/fa.toml", "home = 1 2").rules.strings == {}
