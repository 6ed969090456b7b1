"""Feeds by lxml: the everyday shapes, read as `feed_slow` reads them and many times faster.

Whatever is unusual (markup inside text, elements twice, unknown names, odd types) is left to
`feed_slow`: `read_fast` then answers None. Where it answers, both give the same entries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from feedparser.urls import _urljoin
from lxml import etree

from samizdat.sources.feed_names import Unusual, attributes_in, mend, name_of, scope_of, text_of
from samizdat.sources.feed_slow import pick_images
from samizdat.sources.markup import attributes_of
from samizdat.sources.values import RawEntry, RawFeed, TextKind, Words

_HTML = {"html", "text/html"}
_PLAIN = {"", "text", "plain", "text/plain"}
_CHARACTER = re.compile("&([A-Za-z0-9_]+);")

_IGNORED = {
    *("comments", "copyright", "rights", "generator", "docs", "ttl", "cloud", "rating", "icon"),
    *("skiphours", "skipdays", "webmaster", "managingeditor", "logo", "subtitle", "tagline"),
    *("contributor", "expirationdate", "language"),
}
_PUBLISHED = {"pubdate", "published", "issued", "dcterms:issued"}
_UPDATED = {"updated", "modified", "dc:date", "dcterms:modified", "lastbuilddate"}
_CREATED = {"created", "dcterms:created"}
_AUTHORS = {"author", "dc:creator", "dc:author", "itunes:author"}
_TAGS = {"category", "dc:subject"}
_ASIDE = {"media:title", "media:description", "media:credit", "media:keywords", "media:category"}
_MEDIA_PARENTS = {"media:group", "media:content"}


@dataclass(slots=True)
class _Found:
    """What has been met of one entry."""

    base: str
    atom: bool
    once: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)
    alternates: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    images: list[tuple[int, str, str]] = field(default_factory=list)
    permalink: bool = True

    def meet(self, name: str) -> None:
        """Note a name that may stand in an entry once only."""
        if name in self.once:
            raise Unusual
        self.once.add(name)


_ReadChild = Callable[[etree._Element, str, str, _Found], None]  # noqa: SLF001  # a type


def read_fast(root: etree._Element, address: str) -> RawFeed | None:
    """Return the feed under *root*, None if it is one for `feed_slow`."""
    try:
        return _read(root, address)
    except Unusual:
        return None


def _read(root: etree._Element, address: str) -> RawFeed:
    name = name_of(root)
    if name not in ("rss", "feed", "rdf:rdf"):
        raise Unusual
    atom = name == "feed"
    base, lang = scope_of(root, address, "")
    head = [root] if atom else [child for child in root if name_of(child) == "channel"]
    if len(head) != 1 or (name == "rdf:rdf" and _has_atom(root)):
        raise Unusual
    channel_base, channel_lang = (base, lang) if atom else scope_of(head[0], base, lang)
    feed = _head(head[0], channel_base, atom=atom)
    feed.values.setdefault("language", lang if name != "rdf:rdf" else "")
    scopes = [(head[0], channel_base, channel_lang)]
    if not atom:
        scopes.insert(0, (root, base, lang))
    entries = [
        _entry(child, inner_base, inner_lang, address, atom=atom)
        for parent, inner_base, inner_lang in scopes
        for child in parent
        if name_of(child) in ("item", "entry")
    ]
    return RawFeed(
        tuple(entries),
        title=feed.words.get("title", Words("", "text" if atom else "guess")),
        language=feed.values["language"],
        home=feed.values.get("link", ""),
    )


def _has_atom(root: etree._Element) -> bool:
    return any(uri.lower() == "http://www.w3.org/2005/atom" for uri in root.nsmap.values())


def _kind(attributes: dict[str, str], *, atom: bool) -> TextKind:
    kind = attributes.get("type", "")
    if "mode" in attributes or (kind not in _PLAIN and kind not in _HTML):
        raise Unusual
    if not atom:
        return "guess"
    return "html" if kind in _HTML else "text"


def _head(channel: etree._Element, base: str, *, atom: bool) -> _Found:
    """Return title, link and language of the feed itself."""
    feed = _Found(base, atom)
    for child in channel:
        name = name_of(child)
        if name == "title":
            feed.meet(name)
            feed.words["title"] = Words(text_of(child), _kind(attributes_in(child), atom=atom))
        elif name == "link":
            _link(child, scope_of(child, base, "")[0], feed)
        elif name in ("language", "dc:language"):
            feed.values["language"] = text_of(child)
        elif (
            (name == "image" and any(name_of(e) not in _IMAGE for e in child))
            or name in ("dc:title", "source")
            or (len(child) and name not in _HEAD_PARENTS)
        ):
            raise Unusual
    return feed


def _is_plain_head(child: etree._Element, name: str) -> bool:
    """Return whether *child* says nothing of the feed that this reader would miss."""
    if name == "image":
        return all(name_of(inner) in _IMAGE for inner in child)
    return name not in ("dc:title", "source") and (not len(child) or name in _HEAD_PARENTS)


_IMAGE = {"title", "link", "description", "url", "href", "width", "height"}
_HEAD_PARENTS = {"item", "entry", "image", "author", "rdf:li", "items", "skiphours", "skipdays"}


def _entry(item: etree._Element, base: str, lang: str, address: str, *, atom: bool) -> RawEntry:
    """Return the entry that *item* holds."""
    base, lang = scope_of(item, base, lang)
    found = _Found(base, atom)
    for key, value in attributes_of(item):
        if key.endswith("}about"):
            found.values["id"] = value
        elif key.lower() in ("lastmod", "href"):
            raise Unusual
    for child in item:
        name = name_of(child)
        reader = _READERS.get(name)
        if reader is not None:
            reader(child, name, lang, found)
        elif ":" in name:
            if len(child) or name.startswith(_RISKY):
                raise Unusual
        elif name not in _IGNORED or len(child):
            raise Unusual
    return _raw_entry(found, address)


_RISKY = ("dc:title", "dc:desc", "content:", "xhtml:", "media:", "dcterms:valid")


def _raw_entry(found: _Found, address: str) -> RawEntry:
    values, guid = found.values, found.values.get("id", "")
    published = values.get("published", "") or values.get("created", "")
    updated = values.get("updated", "")
    permalink = found.permalink and guid.startswith(("http://", "https://"))
    links = (values.get("origlink", ""), values.get("link", ""), *found.alternates)
    empty = Words("", "text" if found.atom else "guess")
    body, summary = found.words.get("body", Words("")), found.words.get("summary", empty)
    return RawEntry(
        link=(*links, guid if permalink else ""),
        base=address,
        guid=guid,
        title=found.words.get("title", empty),
        published=published if published or found.atom else updated,
        updated=updated if published or found.atom else "",
        body=replace(body, base=body.base if body.base != address else ""),
        summary=replace(summary, base=summary.base if summary.base != address else ""),
        authors=tuple(found.authors),
        tags=tuple(found.tags),
        images=pick_images(found.images),
        language=values.get("language", "")
        or values.get("lang", "")
        or values.get("summary_lang", ""),
    )


def _read_title(element: etree._Element, name: str, lang: str, found: _Found) -> None:
    found.meet(name)
    found.words["title"] = Words(text_of(element), _kind(attributes_in(element), atom=found.atom))
    found.values["lang"] = scope_of(element, "", lang)[1]


def _read_link(element: etree._Element, _: str, __: str, found: _Found) -> None:
    _link(element, scope_of(element, found.base, "")[0], found)


def _link(element: etree._Element, base: str, found: _Found) -> None:
    attributes = attributes_in(element)
    rel = attributes.get("rel", "alternate")
    href = attributes.get("url", attributes.get("uri", attributes.get("href")))
    if href is None:
        text = text_of(element)
        text = _urljoin(base, text) if text else ""
        text = _CHARACTER.sub(r"&\g<1>", mend(text).replace("&amp;", "&"))
        found.values["link"] = text
        if rel == "alternate" and text:
            found.alternates.append(text)
        return
    if (element.text or "").strip() or not href:
        raise Unusual
    if rel != "alternate":
        return
    href = _urljoin(base, href)
    found.alternates.append(href)
    kind = attributes.get("type", "text/html")
    if kind in ("text/html", "html", "xhtml", "application/xhtml+xml"):
        found.values["link"] = href


def _read_guid(element: etree._Element, _: str, __: str, found: _Found) -> None:
    found.meet("guid")
    found.permalink = attributes_in(element).get("ispermalink", "true") == "true"
    found.values["id"] = text_of(element)


def _read_summary(element: etree._Element, _: str, lang: str, found: _Found) -> None:
    found.meet("summary")
    attributes = attributes_in(element)
    base, lang = scope_of(element, found.base, lang)
    found.words["summary"] = Words(text_of(element), _kind(attributes, atom=found.atom), base)
    found.values["summary_lang"] = lang


def _read_body(element: etree._Element, name: str, _: str, found: _Found) -> None:
    found.meet("body")
    attributes = attributes_in(element)
    if (name == "content" and not found.atom) or "src" in attributes:
        raise Unusual
    kind = _kind(attributes, atom=True)
    if name == "content:encoded" and "type" not in attributes:
        kind = "html"
    found.words["body"] = Words(text_of(element), kind, scope_of(element, found.base, "")[0])


def _read_author(element: etree._Element, _: str, __: str, found: _Found) -> None:
    names = [child for child in element if name_of(child) == "name"]
    if not len(element):
        found.authors.append(text_of(element))
        return
    if any(name_of(c) not in ("name", "email", "uri", "url", "homepage") for c in element):
        raise Unusual
    named = [text for child in names if (text := text_of(child))]
    found.authors.append(named[-1] if named else "")


def _read_tag(element: etree._Element, _: str, __: str, found: _Found) -> None:
    attributes = attributes_in(element)
    found.tags.append(attributes.get("label") or attributes.get("term") or text_of(element))


def _read_image(element: etree._Element, name: str, _: str, found: _Found) -> None:
    """Read media:content, media:thumbnail, enclosure and their groups."""
    attributes = attributes_in(element)
    if name == "media:thumbnail":
        found.images.append((2, "image", attributes.get("url") or ""))
    elif name == "media:content":
        kind = attributes.get("type") or attributes.get("medium") or ""
        found.images.append((0, kind, attributes.get("url") or ""))
    elif name == "enclosure":
        address = attributes.get("url") or attributes.get("href") or ""
        found.images.append((1, attributes.get("type") or "", address))
    if len(element):
        if name not in _MEDIA_PARENTS:
            raise Unusual
        _read_media(element, found)


def _read_media(parent: etree._Element, found: _Found) -> None:
    for child in parent:
        name = name_of(child)
        if name in ("media:content", "media:thumbnail"):
            _read_image(child, name, "", found)
        elif name not in _ASIDE or len(child):
            raise Unusual


def _read_aside(element: etree._Element, _: str, __: str, ___: _Found) -> None:
    if len(element):
        raise Unusual


def _read_value(key: str) -> _ReadChild:
    def read(element: etree._Element, _: str, __: str, found: _Found) -> None:
        found.values[key] = text_of(element)

    return read


def _readers() -> Iterator[tuple[str, _ReadChild]]:
    yield from dict.fromkeys(_PUBLISHED, _read_value("published")).items()
    yield from dict.fromkeys(_UPDATED, _read_value("updated")).items()
    yield from dict.fromkeys(_CREATED, _read_value("created")).items()
    yield from dict.fromkeys(_AUTHORS, _read_author).items()
    yield from dict.fromkeys(_TAGS, _read_tag).items()
    yield from dict.fromkeys(_ASIDE, _read_aside).items()
    yield from dict.fromkeys(("guid", "id"), _read_guid).items()
    yield from dict.fromkeys(("description", "summary"), _read_summary).items()
    yield from dict.fromkeys(("content", "content:encoded"), _read_body).items()
    yield from dict.fromkeys(
        ("media:content", "media:thumbnail", "media:group", "enclosure"), _read_image
    ).items()
    yield "title", _read_title
    yield "link", _read_link
    yield "dc:language", _read_value("language")
    yield "feedburner:origlink", _read_value("origlink")
    yield "source", _read_aside


_READERS: dict[str, _ReadChild] = dict(_readers())
