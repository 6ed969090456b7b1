# ruff: noqa: E501  # the fixtures are documents
"""The fast reader answers what feedparser answers, wherever it answers at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.errors import ParseError
from samizdat.sources.decode import decode
from samizdat.sources.feed import read_xml_feed
from samizdat.sources.feed_fast import read_fast
from samizdat.sources.feed_slow import read_with_feedparser
from samizdat.sources.finish import finish_entries
from samizdat.sources.markup import bare_xml, mended_xml, parse_xml
from samizdat.sources.values import RawFeed, SourceOptions

ADDRESS = "https://harbour.example/feed.xml"


def _finished(feed: RawFeed | None) -> object:
    if feed is None:
        return None
    return (
        finish_entries(feed.entries, ADDRESS, SourceOptions()),
        feed.title,
        feed.language,
        feed.home,
    )


def _both(text: str) -> tuple[object, object] | None:
    """Return both answers, None if the fast reader leaves the document to the other."""
    for version in (text, mended_xml(text)):
        data = version.encode("utf-8", "replace")
        root = parse_xml(data)
        if root is not None:
            fast = read_fast(root, ADDRESS)
            return (
                (_finished(fast), _finished(read_with_feedparser(data, ADDRESS))) if fast else None
            )
    return None


@pytest.mark.shared
@pytest.mark.parametrize(("corpus", "least"), [("feedparser", 400), ("feedvalidator", 320)])
def test_both_readers_agree_on_the_shared_feeds(
    shared_documents: Callable[[str], list[tuple[str, bytes, Any]]], corpus: str, least: int
) -> None:
    answered = 0
    for name, body, _ in shared_documents(f"hostile/feeds/{corpus}.jsonl.gz"):
        try:
            answers = _both(bare_xml(decode(body), ADDRESS))
        except ParseError:
            continue
        if answers is not None:
            answered += 1
            assert answers[0] == answers[1], name
    assert answered >= least


@pytest.mark.shared
def test_both_readers_agree_on_hostile_feeds(shared: Callable[[str], Path]) -> None:
    for path in shared("hostile/feeds/attacks").iterdir():
        answers = _both(bare_xml(decode(path.read_bytes()), ADDRESS))
        assert answers is None or answers[0] == answers[1], path.name


_TEXTS = st.sampled_from(
    ["", " ", "Harbour &amp; quay", "港口", "&lt;b&gt;x&lt;/b&gt;", "2026-03-03", "/a", "a@n.example (Lind)",
     "https://n.example/é", "Ã©", "&#146;", "<![CDATA[<p>x</p>]]>", "<i>x</i>", "Tue, 03 Mar 2026 10:00:00 GMT"]
)  # fmt: skip
_NAMES = st.sampled_from(
    [
        "title",
        "link",
        "guid",
        "id",
        "description",
        "summary",
        "content",
        "content:encoded",
        "category",
        "author",
        "dc:creator",
        "dc:date",
        "dc:title",
        "pubDate",
        "published",
        "updated",
        "source",
        "enclosure",
        "media:thumbnail",
        "media:content",
        "media:title",
        "image",
        "comments",
        "a:link",
        "x:thing",
        "dc:subject",
        "dc:language",
    ]
)
_ATTRIBUTES = st.sampled_from(
    ["", " type='html'", " type='text'", " isPermaLink='false'", " href='/b'", " rel='self' href='/s'", " url='/p.jpg'",
     " term='t'", " xml:base='https://o.example/'", " xml:lang='fa'", " lang='fr'", " type='image/png' url='/q'"]
)  # fmt: skip
_SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:a="http://www.w3.org/2005/Atom" xmlns:x="urn:x"'
)


@given(
    st.lists(st.tuples(_NAMES, _ATTRIBUTES, _TEXTS), max_size=9), st.sampled_from(["rss", "feed"])
)
def test_both_readers_agree_on_made_up_feeds(parts: list[tuple[str, str, str]], root: str) -> None:
    inner = "".join(f"<{name}{attributes}>{text}</{name}>" for name, attributes, text in parts)
    if root == "rss":
        text = f'<rss version="2.0" {_SPACES}><channel><title>t</title><item>{inner}</item></channel></rss>'
    else:
        text = f'<feed xmlns="http://www.w3.org/2005/Atom" {_SPACES}><title>t</title><entry>{inner}</entry></feed>'
    answers = _both(text)
    if answers is not None:
        assert answers[0] == answers[1]


def test_an_ordinary_feed_is_read_fast() -> None:
    text = '<rss version="2.0"><channel><title>t</title><item><title>a</title><link>/a</link></item></channel></rss>'
    root = parse_xml(text.encode())
    assert root is not None
    fast = read_fast(root, ADDRESS)
    assert fast is not None
    assert _finished(fast) == _finished(read_xml_feed(text, ADDRESS, fast=False))
