"""Patterns: what they match, and which are refused."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.desk.folding import fold
from samizdat.desk.pattern import (
    LONGEST_PATTERN,
    MOST_WAYS,
    REACH,
    SHORT_REACH,
    Pattern,
    read_pattern,
)
from samizdat.desk.pattern_parser import Parser
from samizdat.errors import ParseError


def matches(source: str, text: str) -> bool:
    return read_pattern(source).regex.search(fold(text)) is not None


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("draft", "The DRAFT of the timetable"),
        ("ｄｒａｆｔ", "draft"),
        ("draft", "Ｄｒａｆｔ"),
        ("strasse", "Hafenstraße"),
        ("ß{2}", "ssss"),
        ("^Live", "first\nlive from the quay"),
        ("渡轮$", "新的渡轮\n第二段"),
        (r"\blive\b", "the live blog"),
        ("直播.*渡轮", "直播：港口的渡轮"),
        ("[A-F]erry", "ferry"),
        (r"[^\]a\-]x", "bx"),
        ("[Ｘ-Ｚ]1", "y1"),
        (r"\u6e2f\x41", "港a"),
        (r"C\+\+ \(v2\)", "about c++ (v2)"),
        (r"a\/b", "a/b"),
        (r"colou?r", "color"),
        (r"(ha){2,3}!", "hahaha!"),
        (r"go{2,}l", "goooal gooool"),
        (r"a{,2}b", "b"),
        (r"(?:one|two) boats?", "two boat"),
        (r"(?i)ferry", "Ferry"),
        ("x{y", "x{y"),
        (r"\d{4}年", "2026年"),
        ("می‌شود", "باز می‌شود"),
    ],
)
def test_pattern_matches_whatever_the_case_and_width(source: str, text: str) -> None:
    assert matches(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("^live", "alive"),
        (r"\blive\b", "olives"),
        ("[^a-z]x", "ax"),
        (r"1\.5", "145"),
        ("می‌شود", "میشود"),
        ("a.b", "a\nb"),
    ],
)
def test_pattern_does_not_match_what_it_does_not_say(source: str, text: str) -> None:
    assert not matches(source, text)


def test_open_repetition_reaches_so_far_and_no_farther() -> None:
    assert matches("a.*b", "a" + "-" * REACH + "b")
    assert not matches("a.*b", "a" + "-" * (REACH + 1) + "b")
    assert matches("a.*b.*c", "a" + "-" * SHORT_REACH + "b" + "-" * SHORT_REACH + "c")
    assert not matches("a.*b.*c", "a" + "-" * (SHORT_REACH + 1) + "bc")
    assert matches("a-{3,}b", "a" + "-" * (3 + REACH) + "b")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        *((source, "repeated") for source in ("(a+)+", "(a*)*b", "(a|aa)+$", "(a?){30}a{30}")),
        *(
            (source, "repeated")
            for source in ("(.*a){20}", "([a-z]+)*x", "((ab)+c)+", "a**", "a{2}{3}")
        ),
        *((source, "open repetitions") for source in ("a*b*c*d", r"\s+\s+\s+$", ".*a.*b.*c")),
        *((source, "ways") for source in ("a{0,90}b{0,90}c", "(a?b?c?d?){1}" * 4 + "x")),
        *(
            (source, "not allowed")
            for source in ("(?=a)b", "(?<!a)b", "(?P<n>a)b", "(?m)a", "a(?i)b")
        ),
        *(
            (source, "means nothing here")
            for source in (r"(a)\1", r"\Aa", r"\p{Han}", r"\k", "a\\")
        ),
        *(
            (source, "every text")
            for source in ("", "a*", ".*", "(a|)", "^", ".", r"[\s\S]", r"\w")
        ),
        *((source, "never closed") for source in ("(a", "[a", "[", "[]", "[]a", "(?:a")),
        *((source, "repeats nothing") for source in ("*a", "+", "?", "a|*b", "(+a)", "{3}a")),
        ("a)", "closes no group"),
        ("^*a", "cannot be repeated"),
        (r"\b+a", "cannot be repeated"),
        ("[z-a]", "runs backwards"),
        ("a{3,2}b", "cannot be used"),
        ("a{9999}", "cannot be used"),
        ("a" * (LONGEST_PATTERN + 1), "characters"),
        ("(" * 30 + "a" + ")" * 30, "too deeply"),
    ],
)
def test_pattern_that_is_unsafe_or_says_nothing_is_refused(source: str, words: str) -> None:
    with pytest.raises(ParseError, match=re.escape(words)):
        read_pattern(source)


PIECES = [
    "a",
    "b",
    "港",
    ".",
    "[ab]",
    "\\d",
    "(",
    "(?:",
    ")",
    "|",
    "*",
    "+",
    "?",
    "{2}",
    "{1,}",
    "\\",
    "^",
]


def parsed(source: str) -> Pattern | None:
    try:
        return read_pattern(source)
    except ParseError:
        return None


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_any_text_is_a_safe_pattern_or_an_error(source: str) -> None:
    pattern = parsed(source)
    if pattern:
        assert not re.search(r"[*+]|\{\d+,\}", re.sub(r"\\.|\[[^]]*\]", "", pattern.regex.pattern))
        assert Parser(source.removeprefix("(?i)"), 1).parse().ways <= MOST_WAYS


def test_short_patterns_match_as_the_standard_library_says() -> None:
    texts = ["".join(letters) for size in range(5) for letters in product("ab1\n", repeat=size)]
    pieces = [
        "a",
        "b",
        ".",
        "^",
        "$",
        "[ab]",
        r"\d",
        "(a|b)",
        "*",
        "+?",
        "?",
        "{2}",
        "{1,}",
        "(ab)",
        "|",
    ]
    compared = 0
    for some in product(pieces, repeat=3):
        source = "".join(some)
        pattern = parsed(source)
        if pattern:
            plain = re.compile(source, re.IGNORECASE | re.MULTILINE)
            for text in texts:
                assert bool(pattern.regex.search(text)) == bool(plain.search(text)), (source, text)
            compared += 1
    assert compared > 500


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.text(alphabet="ab港1 \n"))
def test_every_match_holds_a_needle(source: str, text: str) -> None:
    pattern = parsed(source)
    if pattern and pattern.needles and pattern.regex.search(fold(text)):
        assert any(needle in fold(text) for needle in pattern.needles)
