"""Two collections of broken, odd and hostile feeds: what feedparser finds in them, we find.

Links, titles and dates are compared one by one with the answer of feedparser itself. Where ours
differs on purpose, the document is named here with the reason.
"""

from __future__ import annotations

import calendar
import json
import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import feedparser
import pytest

from samizdat.errors import ParseError
from samizdat.model.address import is_web
from samizdat.model.entry import Entry
from samizdat.sources import read_source
from samizdat.sources.finish import usable_address
from tests.support.hostile import documents, texts

pytestmark = pytest.mark.shared

ADDRESS = "https://harbour.example/feed.xml"

OTHER_LINKS = {
    "atom/must/entry_id_not_tag.xml": "a text with a space in it is no address of a page",
    "rss20/element-channel-item-guid/invalid_guid_value_explicit_isPermalink.xml": "nor is a host",
    "atom/4.2.7.3/link-type-parameters.xml": "a link of another type still leads to the story",
    "atom/4.2.7.3/link-type-invalid-mime.xml": "so does one of a type that is none",
}
OTHER_TITLES = {
    "rss20/element-channel-item-description/html_in_item_description.xml": "escaped twice",
    "rss20/element-channel-title/html_in_channel_title.xml": "escaped twice",
    "rss20/element-channel-item-author/html_in_item_author.xml": "escaped twice",
    "rss20/element-channel-item-title/invalid_item_title2.xml": "inline tags are no words",
}
OTHER_DATES = {
    "wellformed/namespace/rss1.0withModulesNoDefNS.xml": "a date without its namespace is a date",
    "wellformed/namespace/rss2.0noNSwithModules.xml": "a date without its namespace is a date",
    "wellformed/base/cdf_item_abstract_xml_base.xml": "the channel's own attribute is read",
    "rss11/must/pos-simpledc.xml": "a date of a day is a date",
    "atom/3.3/published_bad_minutes.xml": "no clock shows 61 minutes",
    "atom/3.3/published_bad_seconds.xml": "no clock shows 61 seconds",
}


@pytest.mark.parametrize(("corpus", "least"), [("feedparser", 617), ("feedvalidator", 447)])
def test_links_titles_and_dates_are_those_that_feedparser_finds(corpus: str, least: int) -> None:
    others: dict[str, set[str]] = {"links": set(), "titles": set(), "dates": set()}
    counts: Counter[str] = Counter()
    for path, body, record in documents(f"feeds/{corpus}.jsonl.gz"):
        header = (record.get("headers") or {}).get("content-type", "")
        theirs = entries_of_feedparser(body)
        ours = our_entries(body, header)
        counts["refused" if ours is None else "read"] += 1
        ours = ours or {}
        if set(ours) != set(theirs):
            others["links"].add(path)
        for address in set(ours) & set(theirs):
            counts["entries"] += 1
            if words(ours[address].title) != words(theirs[address].get("title")):
                others["titles"].add(path)
            if ours[address].published_at != date_of(theirs[address]):
                others["dates"].add(path)
    print(corpus, dict(counts))
    assert counts["read"] >= least
    here = {path for path, _, _ in documents(f"feeds/{corpus}.jsonl.gz")}
    for name, known in (("links", OTHER_LINKS), ("titles", OTHER_TITLES), ("dates", OTHER_DATES)):
        assert others[name] == here & set(known), name


def our_entries(body: bytes, header: str) -> dict[str, Entry] | None:
    """Return what we find, by address, None if it is refused as no feed."""
    try:
        announced = read_source("feed", body, ADDRESS, content_type=header)
    except ParseError:
        return None
    return {entry.address: entry for entry in announced.entries}


def entries_of_feedparser(body: bytes) -> dict[str, Any]:
    """Return what feedparser finds, by canonical address, each once."""
    found: dict[str, Any] = {}
    parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    for entry in parsed.entries:
        address = usable_address(ADDRESS, entry.get("link") or "")
        if address and address != ADDRESS:
            found.setdefault(address, entry)
    return found


def words(text: str | None) -> str:
    """Return *text* with single spaces."""
    return " ".join((text or "").split())


def date_of(entry: Any) -> datetime | None:
    """Return feedparser's date of publication."""
    parsed = entry.get("published_parsed")
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None


TEXTS = ("strings/blns.jsonl", "titles/fields.jsonl", "unicode/policy.jsonl", "xss/html.jsonl")


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_a_text_in_every_field_of_a_feed_stays_or_is_cleaned(name: str, kind: str) -> None:
    given = texts(name)
    body = WRITERS[kind](given).encode("utf-8", "replace")
    found = read_source("feed", body, ADDRESS)
    entries = {entry.address: entry for entry in found.entries}
    assert found.failed == ()
    assert len(entries) == len(given)
    for number, text in enumerate(given):
        entry = entries[f"https://harbour.example/{number}"]
        if not _MARKED.search(text):
            assert entry.title == _SPACE.sub(" ", text).strip(" "), text
        for line in (entry.title, *entry.authors, *entry.tags):
            assert not set(line) & set("\r\n\t\x00"), entry
            line.encode()
        assert entry.image == "" or is_web(entry.image)


_MARKED = re.compile("[<&\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
"""What may be markup, controls (those above 127 are windows-1252 in disguise), and characters that
no XML document can hold."""
_SPACE = re.compile(r"[ \t\r\n\f]+")


def rss(given: list[str]) -> str:
    """Return an RSS feed with a story for each text."""
    spaces = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    items = (
        f"<item><link>https://harbour.example/{number}</link><title>{x}</title><author>{x}</author>"
        f"<category>{x}</category><guid isPermaLink='false'>{x}</guid><pubDate>{x}</pubDate>"
        f"<content:encoded>{x}</content:encoded><enclosure type='image/png' url=\"{x}\"/></item>"
        for number, x in enumerate(escape(text, {'"': "&quot;"}) for text in given)
    )
    return f"<rss version='2.0' {spaces}><channel><title>t</title>{''.join(items)}</channel></rss>"


def atom(given: list[str]) -> str:
    """Return an Atom feed with a story for each text."""
    entries = (
        f"<entry><link href='https://harbour.example/{number}'/><title type='text'>{x}</title>"
        f'<author><name>{x}</name></author><category term="{x}"/><id>{x}</id>'
        f"<published>{x}</published><content type='html'>{x}</content></entry>"
        for number, x in enumerate(escape(text, {'"': "&quot;"}) for text in given)
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>{''.join(entries)}</feed>"


def jsonfeed(given: list[str]) -> str:
    """Return a JSON Feed with a story for each text."""
    items = [
        {
            "url": f"https://harbour.example/{number}",
            **dict.fromkeys(("title", "id", "content_html", "date_published", "image"), text),
            "authors": [{"name": text}],
            "tags": [text],
        }
        for number, text in enumerate(given)
    ]
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": "t", "items": items})


WRITERS = {"rss": rss, "atom": atom, "json": jsonfeed}
