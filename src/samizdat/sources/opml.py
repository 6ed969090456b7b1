"""OPML: lists of feeds in and out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from samizdat.errors import ParseError
from samizdat.model.address import is_web
from samizdat.sources.decode import decode
from samizdat.sources.markup import attributes_of, bare_xml, check_size, mended_xml, parse_xml

_MAX_DEPTH = 30
_FORBIDDEN = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """One feed of a list.

    Attributes:
        title: its name, "" if the list has none.
        address: absolute address of the feed.
        home: absolute address of its site, "" if the list has none.
        folder: names of the folders around it, joined by `/`.
    """

    title: str
    address: str
    home: str = ""
    folder: str = ""


def read_opml(body: bytes) -> tuple[OpmlFeed, ...]:
    """Return the feeds of an OPML document in order, each address once.

    Raises:
        ParseError: *body* is no OPML.
    """
    check_size(body, "opml")
    text = bare_xml(decode(body), "opml")
    root = parse_xml(text.encode("utf-8", "replace"))
    if root is None:
        root = parse_xml(mended_xml(text).encode("utf-8", "replace"), recover=True)
    if root is None or str(root.tag).rpartition("}")[2].lower() != "opml":
        raise ParseError(
            "this is no OPML document",
            where="opml",
            hint="export the list from the feed reader again",
        )
    found: dict[str, OpmlFeed] = {}
    pending = [(element, "", 0) for element in reversed(root.findall(".//{*}body/{*}outline"))]
    while pending:
        outline, folder, depth = pending.pop()
        attributes = {key.lower(): value.strip() for key, value in attributes_of(outline)}
        name = attributes.get("title") or attributes.get("text") or ""
        address = attributes.get("xmlurl", "")
        if is_web(address):
            home = attributes.get("htmlurl", "")
            feed = OpmlFeed(name, address, home if is_web(home) else "", folder)
            found.setdefault(address, feed)
        if depth < _MAX_DEPTH:
            inner = folder if address else "/".join(filter(None, (folder, name)))
            pending += [(child, inner, depth + 1) for child in reversed(outline)]
    return tuple(found.values())


def write_opml(feeds: Iterable[OpmlFeed], title: str) -> bytes:
    """Return *feeds* as OPML 2.0; reading it gives them back."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _clean(title)
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {"": body}
    for feed in feeds:
        name = _clean(feed.title or feed.address)
        outline = etree.SubElement(_folder(folders, _clean(feed.folder)), "outline", type="rss")
        outline.set("text", name)
        outline.set("title", name)
        outline.set("xmlUrl", feed.address)
        if feed.home:
            outline.set("htmlUrl", feed.home)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _folder(folders: dict[str, etree._Element], path: str) -> etree._Element:
    """Return the element of the folder *path*, made with those around it where missing."""
    if path not in folders:
        parent, _, name = path.rpartition("/")
        folders[path] = etree.SubElement(_folder(folders, parent), "outline", text=name)
    return folders[path]


def _clean(text: str) -> str:
    return text.translate(_FORBIDDEN).encode("utf-8", "replace").decode("utf-8")
