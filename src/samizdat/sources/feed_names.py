"""Elements of a feed under the names and with the text that feedparser gives them."""

from __future__ import annotations

import contextlib

from feedparser.html import _cp1252
from feedparser.mixin import _FeedParserMixin
from feedparser.urls import make_safe_absolute_uri
from lxml import etree

from samizdat.sources.markup import attributes_of

_PREFIX_OF: dict[str, str] = {
    uri.lower(): prefix for uri, prefix in _FeedParserMixin.namespaces.items()
}
_STANDARD = frozenset(_PREFIX_OF.values()) - {""}


class Unusual(Exception):  # noqa: N818  # a way out, not an error
    """This document is for the slow reader."""


_names: dict[tuple[str | None, str], str] = {}


def name_of(element: etree._Element) -> str:
    """Return the name under which feedparser knows *element*, such as `dc:date`."""
    key = (element.prefix, element.tag)
    name = _names.get(key)
    if name is None:
        name = _make_name(*key)
        if len(_names) < 10_000:
            _names[key] = name
    if name == "?":
        raise Unusual
    return name


def _make_name(given: str | None, tag: str) -> str:
    uri, _, local = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    known = _PREFIX_OF.get(uri.lower())
    if known is None and (not given or given in _STANDARD or "userland" in uri.lower()):
        return "?"
    if known is not None and given in _STANDARD and known not in {given, ""}:
        return "?"
    prefix = known if known is not None else given
    return f"{prefix}:{local}".lower() if prefix else local.lower()


def attributes_in(element: etree._Element) -> dict[str, str]:
    """Return the attributes by lower-case local name; `rel` and `type` in lower case."""
    found: dict[str, str] = {}
    for key, value in attributes_of(element):
        local = key.rpartition("}")[2].lower()
        if local in ("base", "lang") and not key.startswith("{http://www.w3.org/XML/"):
            raise Unusual
        if key.startswith("{") and local in ("url", "href", "type", "rel", "term", "src", "mode"):
            raise Unusual
        found[local] = value.lower() if local in ("rel", "type") else value
    return found


def scope_of(element: etree._Element, base: str, lang: str) -> tuple[str, str]:
    """Return base and language as they are within *element*."""
    if not element.attrib:
        return base, lang
    attributes = attributes_in(element)
    if attributes.get("base"):
        base = make_safe_absolute_uri(base, attributes["base"]) or base
    return base, attributes.get("lang", lang).replace("_", "-")


def text_of(element: etree._Element) -> str:
    """Return the element's text as feedparser mends it."""
    if len(element):
        raise Unusual
    return mend((element.text or "").strip())


def mend(value: str) -> str:
    """Return *value* with UTF-8 that was read as Latin-1 and windows-1252 controls put right."""
    if value.isascii():
        return value
    with contextlib.suppress(UnicodeError):
        value = value.encode("iso-8859-1").decode("utf-8")
    translated: str = value.translate(_cp1252)
    return translated
