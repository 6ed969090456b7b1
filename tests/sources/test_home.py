# ruff: noqa: E501  # the fixtures are documents
from __future__ import annotations

import pytest

from samizdat.errors import ParseError
from samizdat.sources import (
    OpmlFeed,
    find_sources,
    read_opml,
    sitemaps_in_robots,
    sniff,
    usual_places,
    write_opml,
)

HOME = "https://harbour.example/daily/"
PAGE = """<!doctype html><html lang="ru"><head><meta property="og:site_name" content="Портовая газета">
<link rel="alternate" type="application/rss+xml" title="Все" href="rss.xml">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
<link rel="alternate" hreflang="en" href="/en/"></head><body>
<nav><a href="/daily/port">Порт</a><a href="/daily/news">Все новости</a></nav>
<a href="/daily/2026/03/parom-snova-hodit">Паром снова ходит между островами</a>
<footer><a href="/atom.xml">Atom</a><a href="/sitemap.xml">Карта</a></footer>"""


def test_home_page_gives_name_language_feeds_and_sections() -> None:
    hints = find_sources(PAGE.encode(), HOME)
    assert (hints.title, hints.language, hints.story_links) == ("Портовая газета", "ru", 1)
    assert [feed.address for feed in hints.feeds] == [
        HOME + "rss.xml",
        "https://harbour.example/atom.xml",
    ]
    assert hints.sitemaps == ("https://harbour.example/sitemap.xml",)
    assert [page.title for page in hints.listings] == ["Все новости", "Порт"]


def test_robots_names_sitemaps() -> None:
    text = "User-agent: *\nDisallow: /x\nSITEMAP: https://harbour.example/a.xml # main\nSitemap: javascript:x\n"
    assert sitemaps_in_robots(text, "https://harbour.example/robots.txt") == (
        "https://harbour.example/a.xml",
    )


def test_usual_places_begin_with_the_newsrooms_own_folder() -> None:
    places = usual_places(HOME)
    assert places[0] == HOME + "feed"
    assert "https://harbour.example/sitemap.xml" in places
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<?xml version='1.0'?><!-- x --><rss/>", "feed"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b>'>]><rss/>", "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "feed"),
        (b'<rdf:RDF xmlns:rdf="x"/>', "feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', "feed"),
        (b"<urlset/>", "sitemap"),
        (b"https://n.example/a\nhttps://n.example/b\n", "sitemap"),
        (b"[1, 2]", "json"),
        (b"var a = [1];", "js"),
        (b"<!-- c --><!doctype html><title>x</title>", "page"),
        (b"<p>x</p>", "page"),
        (b"", None),
        (b"plain words", None),
        (b"\x89PNG\r\n", None),
        (b"{broken", None),
    ],
)
def test_documents_are_recognised(body: bytes, kind: str | None) -> None:
    assert sniff(body, HOME) == kind


def test_opml_is_read_as_it_was_written() -> None:
    feeds = (
        OpmlFeed(
            "Порт & причал", "https://n.example/feed?a=1&b=2", "https://n.example/", "Новости/Порт"
        ),
        OpmlFeed("港口", "https://m.example/feed"),
    )
    assert set(read_opml(write_opml(feeds, "<list>"))) == set(feeds)


def test_opml_of_others_is_read() -> None:
    body = b"""<opml version="1.1"><body><outline text="City"><outline text="A" type="rss" XMLURL="https://n.example/f"/>
    <outline text="bad" xmlUrl="javascript:x"/></outline><outline xmlUrl="https://n.example/f"/></body></opml>"""
    assert read_opml(body) == (OpmlFeed("A", "https://n.example/f", "", "City"),)
    with pytest.raises(ParseError):
        read_opml(b"<html></html>")


@pytest.mark.parametrize("path", [".", "%", "-/", "a-", "sitemap.", "comments"])
def test_addresses_without_end_cost_no_more_than_their_length(path: str) -> None:
    link = f'<a href="/{path * 100_000}x">Паром снова ходит между островами</a>'
    hints = find_sources(f"<ul>{f'<li>{link}' * 9}</ul>".encode(), HOME)
    assert (hints.sitemaps, hints.feeds) == ((), ())


@pytest.mark.parametrize("name", ["sitemap.xml", "news-sitemap-sitemap.txt", "Sitemap.1.xml.gz"])
def test_links_to_sitemaps_are_known_by_their_names(name: str) -> None:
    hints = find_sources(f'<a href="/{name}">Карта</a>'.encode(), HOME)
    assert hints.sitemaps == (f"https://harbour.example/{name}",)
