"""Lines of links are told from lines of the story."""

import pytest

from samizdat.extract.mirror.lines import (
    Line,
    all_pointers,
    is_counter,
    is_furniture,
    pointers_of,
    split_lines,
    stamp_of,
)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "#### [首页](../README.md?n1) &nbsp;|&nbsp; [港口 新闻](../港口 新闻.md?n1)",
            ["首页", "港口 新闻"],
        ),
        (
            "#### [ 🔥  【九】[图集] 海图](http://192.0.2.7:81/a/../b.html?n1)",
            ["🔥  【九】[图集] 海图"],
        ),
        ('[a](<b.md>) · [c](d_(e).md "title")', ["a", "c"]),
        ("<a href='a.md'>خانه</a> | <a href=\"b.md\">بندر</a>", ["خانه", "بندر"]),
        ("[![](q.png)](https://n.example/)", ["![](q.png)"]),
        ("港口 [渡轮](https://n.example/tag/1) 恢复", []),
        ("[港口] 今天 [渡轮](a.md)", []),
        ("- [a](b.md) 12 March", []),
        ("", []),
        ("[unclosed](", []),
    ],
)
def test_a_line_of_nothing_but_links_gives_them(line: str, words: list[str]) -> None:
    assert [pointer.words for pointer in pointers_of(line)] == words


def test_links_between_words_are_found_too() -> None:
    line = "- [渡轮](pages/a.md?readme) · 3月 · [灯塔](b.md)"
    assert [p.target for p in all_pointers(line)] == ["pages/a.md?readme", "b.md"]


def test_a_name_with_a_value_is_no_stamp() -> None:
    assert stamp_of("https://n.example/?id=7") == ""
    assert stamp_of("a.md?n7#top") == "n7"


@pytest.mark.parametrize(
    ("line", "is_it"),
    [
        ("[港口](https://n.example/a?n7)", True),
        ("#### [港口](https://n.example/a)", True),
        ("[a](b.md) | [c](d.md)", True),
        ("[a map of the harbour](https://n.example/map)", False),
        ("#### 居民：盼了很久", False),
    ],
)
def test_furniture_is_marked_as_such(line: str, is_it: bool) -> None:
    assert is_furniture(Line(1, line), "n7") is is_it


@pytest.mark.parametrize(
    ("line", "is_it"),
    [
        ("<img src='http://c.example/p.md' width='0px' height='0px'/>", True),
        ('<img height="1" src="http://c.example/p">', True),
        ("<img src='a.jpg' width='100'/>", False),
        ("text <img src='a.gif' width='1'/>", False),
    ],
)
def test_a_counter_is_a_picture_that_nobody_sees(line: str, is_it: bool) -> None:
    assert is_counter(Line(1, line)) is is_it


def test_a_rule_at_the_end_of_a_line_stands_on_its_own() -> None:
    lines = split_lines("<div>\n</div><hr/>\n<hr>")
    assert [(line.number, line.text) for line in lines] == [
        (1, "<div>"),
        (2, "</div>"),
        (2, "<hr/>"),
        (3, "<hr>"),
    ]


def test_lines_without_an_end_of_brackets_are_read_in_no_time() -> None:
    assert all_pointers("[" * 19_000) == ()
    assert pointers_of("[" * 9_000 + "](" * 5_000) == ()
    assert all_pointers("[" * 5_000 + "](a)" * 2_900 + "]x")
    assert pointers_of("[" * 9_000 + "](a)" * 2_700) == ()
