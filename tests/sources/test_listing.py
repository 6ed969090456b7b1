# ruff: noqa: E501  # the fixtures are documents
from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.errors import ParseError
from samizdat.sources import SourceOptions, guess_listing, read_source

HOME = "https://harbour.example/news/"
CARDS = "".join(
    f'<div class="card x9"><h2><a href="/2026/{n}-ferry-and-harbour">Ferry number {n} is back in service</a></h2>'
    f'<img data-src="/p{n}.jpg" src="data:,"><span>{n} March 2026</span></div>'
    for n in range(1, 6)
)
PAGE = (
    '<!doctype html><html lang="en"><title>Harbour news</title><nav><ul><li><a href="/about-the-harbour-daily-team">'
    f'About the newsroom and its people</a></ul></nav><main>{CARDS}<a rel="next" href="?page=2">older</a></main>'
)


def test_selector_of_links_gives_titles_dates_and_pictures() -> None:
    found = read_source("listing", PAGE.encode(), HOME, SourceOptions(selector="h2 a", pages=3))
    first = found.entries[0]
    assert first.address == "https://harbour.example/2026/1-ferry-and-harbour"
    assert first.title == "Ferry number 1 is back in service"
    assert first.published_at == datetime(2026, 3, 1, tzinfo=UTC)
    assert first.image == "https://harbour.example/p1.jpg"
    assert [e.published_at.day for e in found.entries if e.published_at] == [1, 2, 3, 4, 5]
    assert found.more == ("https://harbour.example/news/?page=2",)
    assert (found.title, found.language) == ("Harbour news", "en")


def test_selector_of_cards_finds_the_link_within() -> None:
    found = read_source("listing", PAGE.encode(), HOME, SourceOptions(selector="div.card"))
    assert len(found.entries) == 5
    assert found.more == ()


def test_selector_that_matches_nothing_says_so() -> None:
    for selector, words in (("div.gone a", "matched nothing"), ("h2[", "no CSS selector")):
        with pytest.raises(ParseError, match=words):
            read_source("listing", PAGE.encode(), HOME, SourceOptions(selector=selector))


def test_listing_without_selector_is_guessed() -> None:
    guess = guess_listing(PAGE.encode(), HOME)
    assert guess is not None
    assert len(guess.entries) == 5
    assert guess.selector.endswith("h2 > a")
    assert len(read_source("listing", PAGE.encode(), HOME).entries) == 5


def test_chinese_listing_with_machine_dates_is_guessed() -> None:
    rows = "".join(
        f'<li><a href="/c/2026030{n}.html">港口第{n}号渡轮今天恢复通航</a><time datetime="2026-03-0{n}T08:00:00+08:00">今天</time></li>'
        for n in range(1, 5)
    )
    found = read_source("listing", f"<meta charset=utf-8><ul class=list>{rows}</ul>".encode(), HOME)
    assert next(e.title for e in found.entries) == "港口第1号渡轮今天恢复通航"
    assert [e.published_at.day for e in found.entries if e.published_at] == [1, 2, 3, 4]


def test_page_without_a_list_asks_for_a_selector() -> None:
    with pytest.raises(ParseError, match="pattern") as caught:
        read_source("listing", b"<p>One paragraph.</p>", HOME)
    assert "selector" in caught.value.hint


def test_runaway_nesting_is_refused() -> None:
    for body in (b"<div>" * 5000, b"<b>" * 5000):
        with pytest.raises(ParseError, match="nested"):
            read_source("listing", body, HOME)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_value_or_a_parse_error(body: bytes) -> None:
    for options in (SourceOptions(), SourceOptions(selector="a")):
        try:
            read_source("listing", b"<a href=x>" + body, HOME, options)
        except ParseError as error:
            str(error)
