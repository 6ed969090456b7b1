"""blocklist.txt."""

from __future__ import annotations

import pytest

from samizdat.model.desk import BlockRule
from tests.desk.desks import desk_of, problem_of, rules_of

ALL = ("title", "address", "body")


def test_every_kind_of_line_arrives() -> None:
    rules = rules_of(
        "blocklist.txt",
        "# left out\n"
        "draft\n"
        "  渡轮 时刻表  \n"
        "/(entwurf|черновик)/\n"
        "/Draft/i\n"
        "title: پیش‌نویس\n"
        "hold: title: body: /live.*blog/\n"
        "hold: advert\n"
        "body：hold：标题：草稿\n"
        "address: harbour.example/live/\n"
        "Live: the ferry\n"
        "https://harbour.example/x\n",
    )
    assert rules.blocklist == (
        BlockRule("draft", line=2),
        BlockRule("渡轮 时刻表", line=3),
        BlockRule("(entwurf|черновик)", is_pattern=True, line=4),
        BlockRule("Draft", is_pattern=True, line=5),
        BlockRule("پیش‌نویس", fields=("title",), line=6),
        BlockRule("live.*blog", is_pattern=True, fields=("title", "body"), action="hold", line=7),
        BlockRule("advert", action="hold", line=8),
        BlockRule("草稿", fields=("title", "body"), action="hold", line=9),
        BlockRule("harbour.example/live/", fields=("address",), line=10),
        BlockRule("Live: the ferry", line=11),
        BlockRule("https://harbour.example/x", line=12),
    )
    assert rules.blocklist[0].fields == ALL


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("hold: title:", "this rule has no word"),
        ("\u200b", "this rule has no word"),
        ("港" * 201, "200 are the most"),
        ("//", "matches every text"),
        ("title: /(/", "a “(” is never closed"),
    ],
)
def test_rule_that_says_nothing_is_wrong(line: str, words: str) -> None:
    problem = problem_of("blocklist.txt", f"draft\n{line}\n")
    assert (problem.line, problem.grade) == (2, "wrong")
    assert words in problem.what


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("titel: draft", "did you mean title: ?"),
        ("boddy: draft", "did you mean body: ?"),
        ("/draft", "a pattern stands between two /"),
        ("x", "one character"),
        ("DRAFT", "repeats line 1"),
        ("ｄｒａｆｔ", "repeats line 1"),
    ],
)
def test_what_was_hardly_meant_is_a_note(line: str, words: str) -> None:
    problem = problem_of("blocklist.txt", f"draft\n{line}\n")
    assert (problem.line, problem.grade) == (2, "note")
    assert words in str(problem)


def test_sound_rules_count_beside_a_wrong_one() -> None:
    desk = desk_of("blocklist.txt", "draft\n/(a+)+/\nadvert\n")
    assert [rule.text for rule in desk.rules.blocklist] == ["draft", "advert"]
