"""From a page of another mirror to the story it shows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from samizdat.sources.original import original_on_page

HOSTS = frozenset({"harbour.example", "港口.example"})
RENDERED = """<html><body><nav><a href="https://forge.example/">Forge</a></nav>
<article><h1>Ferry</h1><p>As <a href="https://harbour.example/earlier">told</a> before.</p><hr>
<p>Original: <a href='https://harbour.example/ferry?id=7&amp;utm_source=x'>address</a></p>
<p><img src="qr.png"> <a href="https://mirror.example/a.md">share</a></p></article></body></html>"""


def test_rendered_page_names_its_original_last() -> None:
    found = original_on_page(RENDERED.encode(), HOSTS)
    assert found == "https://harbour.example/ferry?id=7"


def test_raw_page_is_read_by_its_own_links_where_it_has_no_last_line() -> None:
    raw = (
        "# Ferry\n\n[told](https://harbour.example/earlier)\n\n---\n\n<https://harbour.example/a>\n"
    )
    assert original_on_page(raw.encode(), HOSTS) == "https://harbour.example/a"


def test_page_of_strangers_names_nothing() -> None:
    assert original_on_page(RENDERED.encode(), frozenset({"library.example"})) == ""


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(body: bytes) -> None:
    found = original_on_page(body + b'<a href="https://harbour.example/[">', HOSTS)
    assert found == "" or found.startswith(("http://", "https://"))
