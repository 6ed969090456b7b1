"""Addresses in one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.model.address import canonical_address, is_web, join
from samizdat.model.identity import is_key, mint_id


@given(st.text())
def test_canonical_twice_equals_once(text: str) -> None:
    try:
        once = canonical_address("https://news.example/" + text)
    except ValueError:
        return
    assert canonical_address(once) == once
    assert once.isascii()


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("http://News.Example:80/a#x", "http://news.example/a"),
        ("https://u:p@news.example/a", "https://news.example/a"),
        ("https://news.example/新闻?q=港", "https://news.example/%E6%96%B0%E9%97%BB?q=%E6%B8%AF"),
        ("https://news.example/a?b=1&utm_medium=x&fbclid=y&c", "https://news.example/a?b=1&c"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://news.example:8443/", "https://news.example:8443/"),
    ],
)
def test_spellings_meet(address: str, canonical: str) -> None:
    assert canonical_address(address) == canonical


@pytest.mark.parametrize(
    "text", ["", "javascript:alert(1)", "//x", "ftp://h/", "http://", "https://:80/"]
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    assert not is_web(text)
    with pytest.raises(ValueError, match="not a web address"):
        canonical_address(text)


def test_join_drops_what_leads_nowhere() -> None:
    assert join("https://n.example/a", "") == ""
    assert join("https://n.example/a", "java\nscript:alert(1)") == ""
    assert join("https://n.example/a/", " b.html\n") == "https://n.example/a/b.html"


def test_ids_are_stable_and_lengthen() -> None:
    short = mint_id("harbour", "https://h.example/1")
    assert mint_id("harbour", "https://h.example/1", length=13).startswith(short)
    assert mint_id("bay", "https://h.example/1") != short


@pytest.mark.parametrize(
    "key", ["2026", "con", "com1", "images", "-a", "a-", "A", "a/b", "", "a" * 41]
)
def test_names_that_cannot_stand_in_paths_are_refused(key: str) -> None:
    assert not is_key(key)
