"""RSS, Atom, RDF and JSON Feed documents as entries."""

from __future__ import annotations

import re

from lxml import etree

from samizdat.errors import ParseError
from samizdat.model.address import join
from samizdat.sources.decode import decode
from samizdat.sources.feed_fast import read_fast
from samizdat.sources.feed_slow import read_with_feedparser
from samizdat.sources.finish import finish_entries, language_tag
from samizdat.sources.jsonfeed import is_json_feed, read_json_feed
from samizdat.sources.jsontext import load_json
from samizdat.sources.markup import after_comments, bare_xml, check_size, mended_xml, parse_xml
from samizdat.sources.values import Announced, RawFeed, SourceOptions
from samizdat.sources.words import plain_line

_PAGE = re.compile(r"(?i)<(?:!doctype\s+html|html|head|body)\b")
_SITEMAP = re.compile(r"<(?:\w+:)?(?:urlset|sitemapindex)\b")


def read_feed(
    body: bytes, address: str, options: SourceOptions, content_type: str = ""
) -> Announced:
    """Return the entries of a feed.

    Raises:
        ParseError: *body* is no feed; it says what it is instead where that can be seen.
    """
    check_size(body, address)
    text = decode(body, content_type)
    if text.lstrip("\ufeff \t\r\n")[:1] == "{":
        data = load_json(text.lstrip("\ufeff"), address)
        if not is_json_feed(data):
            raise _no_feed(address, "JSON, but no JSON Feed", 'use kind = "json"')
        raw = read_json_feed(data, address)
    else:
        raw = read_xml_feed(text, address)
    entries, failed = finish_entries(raw.entries, address, options)
    return Announced(
        entries,
        failed,
        title=plain_line(raw.title),
        language=language_tag(raw.language),
        home=join(address, raw.home) if raw.home else "",
    )


def _no_feed(address: str, what: str, hint: str) -> ParseError:
    return ParseError(f"this feed is {what}", where=address, hint=hint)


def read_xml_feed(text: str, address: str, *, fast: bool = True) -> RawFeed:
    """Return the feed in *text*; with *fast* off always by way of feedparser.

    A document that is not well-formed is mended first, and if that is not enough its sound part
    is read.

    Raises:
        ParseError: there is no feed in it.
    """
    if not text.strip("\ufeff \t\r\n\x00"):
        raise _no_feed(address, "empty", "ask the newsroom, or try again later")
    if _PAGE.match(after_comments(text)):
        raise _no_feed(
            address, "an HTML page", 'look in it for the feed\'s address, or use kind = "listing"'
        )
    text = bare_xml(text, address)
    for data, root in _versions(text):
        found = read_fast(root, address) if fast else None
        found = found or read_with_feedparser(data, address)
        if found is not None and (found.entries or found.title.value or _is_feed(root)):
            return found
    if _SITEMAP.search(text[:4096]):
        raise _no_feed(address, "a sitemap", 'use kind = "sitemap"')
    raise _no_feed(address, "no RSS, Atom or RDF document", "open the address in a browser")


def _versions(text: str) -> list[tuple[bytes, etree._Element]]:
    """Return the first well-formed reading of *text*: as it is, mended, or its sound part."""
    data = b""
    for mend in (str, mended_xml):
        data = mend(text).encode("utf-8", "replace")
        root = parse_xml(data)
        if root is not None:
            return [(data, root)]
    root = parse_xml(data, recover=True)
    return [(etree.tostring(root, encoding="utf-8"), root)] if root is not None else []


def _is_feed(root: etree._Element) -> bool:
    return str(root.tag).rpartition("}")[2].lower() in {"rss", "feed", "rdf", "channel"}
