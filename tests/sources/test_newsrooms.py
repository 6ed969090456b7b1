# the fixtures are documents
"""Real sites' lists of stories, served on loopback."""

from __future__ import annotations

import json
import urllib.request

import pytest

from samizdat.sources import Announced, Kind, SourceOptions, find_sources, read_source, sniff


def _get(address: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read(), answer.headers.get("Content-Type", "")


def _read(kind: Kind, address: str, options: SourceOptions) -> Announced:
    body, content_type = _get(address)
    return read_source(kind, body, address, options, content_type=content_type)


def _pages(address: str, options: SourceOptions) -> list[str]:
    found: list[str] = []
    pending = [address]
    while pending:
        page = _read("listing", pending.pop(), options)
        found += [entry.address for entry in page.entries]
        pending += page.more
    return found


@pytest.mark.shared
def test_every_list_of_a_newsroom_announces_the_same_stories(newsrooms: str) -> None:
    sites = json.loads(_get(newsrooms + "_sites")[0])
    names = list(sites)[:12]
    assert names
    for name in names:
        root = f"{newsrooms}{name}/"
        feed = _read("feed", root + "feed.xml", SourceOptions())
        stories = {entry.address for entry in feed.entries}
        assert stories
        assert not feed.failed
        assert all(entry.title for entry in feed.entries)
        for other in ("full.xml", "atom.xml", "feed.json"):
            found = _read("feed", root + other, SourceOptions())
            assert {entry.address for entry in found.entries} == stories, root + other
        for kind, other in (("sitemap", "sitemap.xml"), ("js", "list.js")):
            found = _read(kind, root + other, SourceOptions(items="stories"))  # type: ignore[arg-type]
            assert {entry.address for entry in found.entries} == stories, root + other
        options = SourceOptions(selector="h2.headline a", pages=99)
        assert set(_pages(root + "list.html", options)) == stories
        full = _read("feed", root + "full.xml", SourceOptions())
        assert any(entry.content for entry in full.entries)


@pytest.mark.shared
def test_home_pages_name_their_feeds_and_listing(newsrooms: str) -> None:
    sites = json.loads(_get(newsrooms + "_sites")[0])
    for site in list(sites)[:8]:
        root = f"{newsrooms}{site}/"
        body, content_type = _get(root)
        hints = find_sources(body, root, content_type=content_type)
        assert [hint.address for hint in hints.feeds] == [root + "feed.xml", root + "atom.xml"]
        assert root + "list.html" in [hint.address for hint in hints.listings]
        for name, kind in (("feed.xml", "feed"), ("feed.json", "feed"), ("sitemap.xml", "sitemap")):
            assert sniff(_get(root + name)[0], root + name) == kind
        assert sniff(_get(root + "list.js")[0], root) == "js"
        assert sniff(body, root) == "page"
