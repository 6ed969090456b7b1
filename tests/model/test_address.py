"""Addresses in one spelling."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from samizdat.model.address import canonical_address, host_of, is_web, join
from samizdat.model.identity import is_key, mint_id


@given(st.text())
def test_canonical_twice_equals_once(text: str) -> None:
    try:
        once = canonical_address("https://news.example/" + text)
    except ValueError:
        return
    assert canonical_address(once) == once
    assert once.isascii()


_PARTS = (
    "http",
    "HTTPS",
    ":",
    "//",
    "/",
    "[",
    "]",
    "::1",
    "@",
    ":80",
    ":-1",
    ":99999",
    ":",
    "?",
    "#",
)
_NAMES = (
    "news.example",
    "新闻.example",
    "xn--",
    "1.2.3.4",
    "0x7f",
    "\ud800",
    "%41",
    " ",
    "\x00",
    "\\",
)


@given(st.lists(st.sampled_from((*_PARTS, *_NAMES)) | st.text(max_size=2), max_size=9).map("".join))
@example("\nhttp")
@example("\x00 http://a.example/\tb")
def test_an_address_of_the_web_always_has_a_canonical_spelling(end: str) -> None:
    for text in (end, f"http://{end}", join("https://news.example/a/", end)):
        if is_web(text):
            canonical = canonical_address(text)
            assert is_web(canonical)
            assert canonical_address(canonical) == canonical


_HOSTS = (
    "news.example",
    "0x7f.1",
    "1.2.3.4",
    "a..b",
    "-.x",
    "a_b.x",
    f"{'x' * 64}.y",
    "x.1.2.3.4.5",
)


@given(st.sampled_from(_HOSTS), st.from_regex(r"[A-Za-z0-9._~/-]{0,20}", fullmatch=True))
def test_plain_addresses_are_read_as_all_others(host: str, path: str) -> None:
    plain = f"https://{host}/{path}"
    assert (
        join("https://news.example/a/", plain) == join("https://news.example/a/", f"{plain}#x")[:-2]
    )
    if not is_web(plain):
        with pytest.raises(ValueError, match=r"host name|IPv4"):
            canonical_address(plain)
        return
    assert canonical_address(plain) == canonical_address(f"{plain}#x")
    assert canonical_address(f"http://{host}") == f"{canonical_address(f'http://{host}#x')}"


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("http://News.Example:80/a#x", "http://news.example/a"),
        ("https://u:p@news.example/a", "https://news.example/a"),
        ("https://news.example/新闻?q=港", "https://news.example/%E6%96%B0%E9%97%BB?q=%E6%B8%AF"),
        ("https://news.example/a?b=1&utm_medium=x&fbclid=y&c", "https://news.example/a?b=1&c"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://news.example:8443/", "https://news.example:8443/"),
        ("http://News.example./a", "http://news.example/a"),
        ("http://0x5db8d822/", "http://93.184.216.34/"),
    ],
)
def test_spellings_meet(address: str, canonical: str) -> None:
    assert canonical_address(address) == canonical


@pytest.mark.parametrize(
    "text",
    [
        *("", "javascript:alert(1)", "//x", "ftp://h/", "http://", "https://:80/"),
        *("http://a<b/", "http://a%2eb/", "http://1.2.3.4.5/", "http://10.0.0.xn--pokxncvks/"),
    ],
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    assert not is_web(text)
    with pytest.raises(ValueError, match=r"not a web address|host name|IPv4"):
        canonical_address(text)


def test_join_drops_what_leads_nowhere() -> None:
    assert join("https://n.example/a", "") == ""
    assert join("https://n.example/a", "java\nscript:alert(1)") == ""
    assert join("https://n.example/a/", " b.html\n") == "https://n.example/a/b.html"
    assert join("https://n.example/a", "\x00\x1bhttps://b.example/") == "https://b.example/"


def test_join_reads_a_backslash_as_browsers_do() -> None:
    assert (
        join("https://n.example/a", "pictures\\b.jpg?x=\\")
        == "https://n.example/pictures/b.jpg?x=\\"
    )
    assert join("https://n.example/a", "\\\\b.example\\c") == "https://b.example/c"


def test_letters_that_look_like_others_give_themselves_away() -> None:
    assert host_of("https://раураl.com/a") == "xn--l-7sba6dbr.com"
    assert host_of("https://example。com/") == "example.com"
    assert host_of("https://harbour.example:8443/") == "harbour.example"
    assert host_of("mailto:desk@n.example") == host_of("https://[") == host_of("") == ""


def test_ids_are_stable_and_lengthen() -> None:
    short = mint_id("harbour", "https://h.example/1")
    assert mint_id("harbour", "https://h.example/1", length=13).startswith(short)
    assert mint_id("bay", "https://h.example/1") != short


@pytest.mark.parametrize(
    "key", ["2026", "con", "com1", "images", "-a", "a-", "A", "a/b", "", "a" * 41]
)
def test_names_that_cannot_stand_in_paths_are_refused(key: str) -> None:
    assert not is_key(key)
