"""The part of a README that is ours."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samizdat.publish import readme
from samizdat.publish.readme import BEGIN, END, has_markers, merge, without

LINES = st.sampled_from(
    ["Hello", "", "  text  ", BEGIN.decode(), END.decode(), "一些文字", "```", "> " + END.decode()]
)
TEXTS = st.lists(LINES, max_size=12).map(lambda lines: "\n".join(lines).encode())
OWN = st.sampled_from([b"# News\n", b"# News", b"\n\n# News\n\n- a\n", b"- \xe6\xb8\xaf\n"])


@settings(deadline=None)
@given(TEXTS, OWN)
def test_merging_twice_equals_once(theirs: bytes, ours: bytes) -> None:
    once = merge(theirs, ours)
    assert merge(once, ours) == once


@settings(deadline=None)
@given(TEXTS, OWN, OWN)
def test_a_later_part_replaces_an_earlier_one(theirs: bytes, first: bytes, second: bytes) -> None:
    assert merge(merge(theirs, first), second) == merge(theirs, second)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["Hello", "", "一些文字", "```", " x "]), max_size=8), OWN)
def test_text_without_markers_all_stays_and_stands_first(lines: list[str], ours: bytes) -> None:
    theirs = "\n".join(lines).encode()
    merged = merge(theirs, ours)
    if theirs.strip():
        assert merged.startswith(theirs)
    assert ours.strip() in merged
    assert without(merged).strip() == theirs.strip()


def test_text_on_both_sides_stays_where_it_is() -> None:
    theirs = b"before\n" + BEGIN + b"\nold\n" + END + b"\nafter"
    merged = merge(theirs, b"new\n")
    assert merged == b"before\n" + BEGIN + b"\n\nnew\n\n" + END + b"\nafter"


def test_a_forge_that_writes_carriage_returns_changes_nothing() -> None:
    theirs = b"before\r\n" + BEGIN + b"\r\nold\r\n" + END + b"\r\nafter\r\n"
    merged = merge(theirs, b"new\n")
    assert merged.startswith(b"before\r\n" + BEGIN)
    assert merged.endswith(END + b"\nafter\r\n")
    assert b"old" not in merged


@pytest.mark.parametrize("stray", [BEGIN, END, END + b"\n" + BEGIN])
def test_a_marker_alone_loses_no_text(stray: bytes) -> None:
    theirs = b"one\n" + stray + b"\ntwo\n"
    merged = merge(theirs, b"new\n")
    assert b"one\n" in merged
    assert b"two\n" in merged
    assert merged.count(BEGIN) == merged.count(END) == 1


def test_a_page_that_brings_markers_keeps_them_once() -> None:
    ours = b"intro\n" + BEGIN + b"\nnews\n" + END + b"\n"
    assert merge(b"", ours) == ours
    merged = merge(b"theirs\n", ours)
    assert merged == b"theirs\n\n" + BEGIN + b"\nnews\n" + END + b"\n"
    assert has_markers(merged)
    assert not readme.has_markers(b"theirs\n")
