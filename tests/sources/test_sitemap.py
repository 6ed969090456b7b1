# the fixtures are documents
from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.errors import ParseError
from samizdat.sources import Announced, SourceOptions, read_source

HOME = "https://harbour.example/sitemap.xml"
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def read(body: str | bytes, pages: int = 9) -> Announced:
    data = body.encode() if isinstance(body, str) else body
    return read_source("sitemap", data, HOME, SourceOptions(pages=pages))


def test_news_date_is_publication_and_lastmod_is_update() -> None:
    found = read(
        f"<urlset {SPACES}><url><loc>https://harbour.example/a?utm_source=x</loc>"
        "<lastmod>2026-03-04</lastmod><news:news><news:publication><news:name>港口日报</news:name>"
        "<news:language>zh-cn</news:language></news:publication>"
        "<news:publication_date>2026-03-03T10:00:00+08:00</news:publication_date>"
        "<news:title>渡轮复航</news:title></news:news>"
        "<image:image><image:loc>/p.jpg</image:loc></image:image></url></urlset>"
    )
    (entry,) = found.entries
    assert (entry.address, entry.title, entry.language) == (
        "https://harbour.example/a",
        "渡轮复航",
        "zh-cn",
    )
    assert entry.published_at == datetime(2026, 3, 3, 2, tzinfo=UTC)
    assert entry.updated_at == datetime(2026, 3, 4, tzinfo=UTC)
    assert entry.image == "https://harbour.example/p.jpg"


@pytest.mark.parametrize(
    "space", ["", 'xmlns="urn:wrong"', 'xmlns="https://www.sitemaps.org/schemas/sitemap/0.9"']
)
def test_namespaces_do_not_matter(space: str) -> None:
    found = read(
        f"<urlset {space}><url><loc> /a </loc></url><url><loc>javascript:x</loc></url></urlset>"
    )
    assert [entry.address for entry in found.entries] == ["https://harbour.example/a"]
    assert len(found.failed) == 1


def test_index_names_its_children_newest_first_and_bounded() -> None:
    index = "".join(
        f"<sitemap><loc>/m{n}.xml</loc><lastmod>2026-03-0{n}</lastmod></sitemap>" for n in (1, 3, 2)
    )
    index = f"<sitemapindex>{index}<sitemap><loc>/m0.xml</loc></sitemap></sitemapindex>"
    names = [address.rpartition("/")[2] for address in read(index).more]
    assert names == ["m3.xml", "m2.xml", "m1.xml", "m0.xml"]
    assert len(read(index, pages=2).more) == 2


def test_gzip_and_text_sitemaps_are_read() -> None:
    text = "https://harbour.example/a\nhttps://harbour.example/b\n"
    for body in (text.encode(), b"\xef\xbb\xbf" + text.encode(), gzip.compress(text.encode())):
        assert len(read(body).entries) == 2


def test_cut_off_sitemap_gives_what_it_holds() -> None:
    assert (
        len(read("<urlset><url><loc>/a</loc></url><url><loc>/b</loc></url><url><lo").entries) == 2
    )


@pytest.mark.parametrize("body", ["", "hello", "<html></html>", "<rss></rss>", b"\x1f\x8bbroken"])
def test_what_is_no_sitemap_is_a_parse_error(body: str | bytes) -> None:
    with pytest.raises(ParseError):
        read(body)


def test_fifty_thousand_pages_are_read_and_that_there_are_more_is_said() -> None:
    lines = [f"https://harbour.example/{n}" for n in range(50_001)]
    pages = "".join(f"<url><loc>{line}</loc></url>" for line in lines)
    found = read(f"<urlset>{pages}</urlset>")
    assert [entry.address for entry in found.entries] == lines[:-1]
    (said,) = found.failed
    assert said.what == "the sitemap names 50,001 pages; the first 50,000 count"


def test_of_a_text_sitemap_the_first_pages_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samizdat.sources.sitemap.MOST_PAGES", 2)
    lines = [f"https://harbour.example/{n}" for n in range(3)]
    found = read("\n".join(lines))
    assert ([entry.address for entry in found.entries], len(found.failed)) == (lines[:2], 1)
    assert read("\n".join(lines[:2])).failed == ()


@given(st.binary(max_size=300))
def test_any_bytes_are_a_value_or_a_parse_error(body: bytes) -> None:
    for data in (body, b"<urlset><url><loc>" + body, b"\x1f\x8b\x08" + body):
        try:
            read(data)
        except ParseError as error:
            str(error)
