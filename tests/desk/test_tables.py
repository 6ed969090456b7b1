"""TOML read table by table."""

from __future__ import annotations

import pytest

from tests.desk.desks import desk_of, problem_of, problems_of, rules_of


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("names = 港口", "straight quotes: “港口”"),
        ("names = harbour", "straight quotes: “harbour”"),
        ("names = “Harbour”", "not curly ones"),
        ('names ＝ "Harbour"', "half-width signs"),
        ('aliases = ["a"，"b"]', "half-width signs"),
        ("names", "key = value"),
        ('names = "a', "key = value"),
    ],
)
def test_broken_line_is_named_with_what_is_probably_wrong(line: str, hint: str) -> None:
    desk = desk_of("topics.toml", f'# topics\n\n[topic.a]\n{line}\n\n[topic.b]\nnames = "B"\n')
    assert [problem.line for problem in desk.problems] == [4]
    assert hint in desk.problems[0].hint
    assert list(desk.rules.topics) == ["b"]


def test_everything_wrong_is_said_in_one_go() -> None:
    text = "[topic.a]\nnames = x\n[topic.b]\nhiden = true\n[topic.c]\nnames = 3\n[topik.d]\n"
    assert [problem.line for problem in problems_of("topics.toml", text)] == [2, 4, 6, 7]


def test_long_texts_and_lists_hide_no_header() -> None:
    text = """
[topic.a]
names = \"\"\"
[topic.x]\"\"\"
aliases = [
  "one",
  # [topic.y]
  "two",
]
[topic.b]
"""
    assert list(rules_of("topics.toml", text).topics) == ["a", "b"]


def test_list_that_is_never_closed_costs_its_table_alone() -> None:
    text = '[topic.a]\naliases = ["one",\n\n[topic.b]\nnames = "B"\n'
    desk = desk_of("topics.toml", text)
    assert len(desk.problems) == 1
    assert list(desk.rules.topics) == ["b"]


def test_key_given_twice_is_said_with_both_lines() -> None:
    problem = problem_of("topics.toml", '[topic.a]\nnames = "A"\n[topic.b]\n[topic.a]\nnames = "C"')
    assert (problem.line, problem.what) == (5, "“names” is there twice")
    assert "line 2" in problem.hint


def test_dotted_and_nested_ways_of_writing_count_alike() -> None:
    flat = rules_of("topics.toml", 'topic.a.names.en = "A"\ntopic.a.hidden = true\n')
    deep = rules_of("topics.toml", '[topic.a]\nhidden = true\n[topic.a.names]\nen = "A"\n')
    assert flat == deep


@pytest.mark.parametrize(
    "text",
    [
        "topic = 3",
        "[[topic]]\nnames = 'a'",
        "[topic]\na = 3",
        "[topic.a",
        "]",
        "\x00",
        "a" + ".a" * 5000 + " = 1",
        "[a" + ".a" * 5000 + "]",
        "a = " + "[" * 5000,
        "a = 0x" + "f" * 9000,
        "[topic.a]\nnames = 0x" + "f" * 9000,
        "[topic.a]\nnames = " + "9" * 9000,
    ],
)
def test_what_is_no_table_is_said_and_breaks_nothing(text: str) -> None:
    assert not desk_of("topics.toml", text).is_sound


def test_value_in_place_of_a_table_is_named_on_its_own_line() -> None:
    assert problem_of("topics.toml", "# first\n[topic]\na = {}\nb = 3").line == 4
