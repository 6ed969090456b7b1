"""What a document is, by its bytes; a header is believed only where they leave it open."""

from __future__ import annotations

import re
from typing import Literal

from samizdat.errors import ParseError
from samizdat.model.address import is_web
from samizdat.sources.decode import decode
from samizdat.sources.jsontext import load_json, load_script
from samizdat.sources.markup import after_comments, root_name
from samizdat.sources.sitemap import unpack
from samizdat.sources.values import Kind

_HTML_DOCTYPE = re.compile(r"(?i)<!doctype\s+html\b")
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("rss", "feed", "rdf", "channel"), "feed"),
    **dict.fromkeys(("urlset", "sitemapindex"), "sitemap"),
}
_HTML_TAGS = {
    *("html", "head", "body", "title", "meta", "link", "script", "div", "p", "a", "h1", "h2"),
    *("ul", "article", "main"),
}
_HEAD_BYTES = 65536


def sniff(body: bytes, address: str, content_type: str = "") -> Kind | Literal["page"] | None:
    """Return what *body* is: a kind of source, an HTML page, or None for anything else.

    An HTML page may be a listing or a story; that is for its reader to say.
    """
    try:
        body = unpack(body, address)
    except ParseError:
        return None
    text = decode(body[:_HEAD_BYTES], content_type).lstrip("\ufeff \t\r\n\x00")
    if not text:
        return None
    if text.startswith("<"):
        return _sniff_markup(text)
    if text[0] in "[{":
        return _sniff_json(decode(body, content_type), address)
    lines = text.split("\n", 3)
    if all(is_web(line.strip()) for line in lines[:2] if line.strip()):
        return "sitemap"
    return _sniff_script(text, decode(body, content_type), address, content_type)


def _sniff_markup(text: str) -> Kind | Literal["page"] | None:
    if _HTML_DOCTYPE.match(after_comments(text)):
        return "page"
    name = root_name(text)
    if name in _KINDS:
        return _KINDS[name]
    return "page" if name in _HTML_TAGS else None


def _sniff_json(text: str, address: str) -> Kind | None:
    head = text[:4000]
    if '"version"' in head and "jsonfeed.org" in head.replace("\\/", "/"):
        return "feed"
    try:
        load_json(text.lstrip("\ufeff"), address)
    except ParseError:
        return None
    return "json"


def _sniff_script(text: str, whole: str, address: str, content_type: str) -> Kind | None:
    if "script" not in content_type and not re.search(r"[\w$]\s*(?:=|\()\s*[\[{]", text):
        return None
    try:
        load_script(whole, "", address)
    except ParseError:
        return None
    return "js"
