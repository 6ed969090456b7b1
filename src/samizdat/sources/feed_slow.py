"""Feeds by feedparser: every dialect it knows, with its guesses that lose words switched off."""

from __future__ import annotations

import io
import xml.sax
import xml.sax.handler
from typing import Any

from feedparser.api import StrictFeedParser

from samizdat.sources.values import RawEntry, RawFeed, TextKind, Words

_HTML = {"text/html", "application/xhtml+xml", "html", "xhtml"}


class _Reader(StrictFeedParser):  # type: ignore[misc]  # feedparser has no types
    """feedparser's own reader, except where it guesses.

    It takes a picture's description for full text, makes guids absolute, and changes its lists
    of authors and tags by rules of its own; here they are kept as the feed has them.
    """

    resolve_relative_uris = False
    sanitize_html = False

    def _get_context(self) -> Any:
        if self.intextinput and "textinput" not in self.feeddata:
            return self.entries[-1] if self.inentry else self.feeddata
        return super()._get_context()

    def _keep(self, key: str, value: object) -> None:
        if self.inentry and not self.insource:
            self.entries[-1].setdefault("our_" + key, []).append(value)

    def _save(self, key: str, value: object, overwrite: bool = False) -> None:  # noqa: FBT001, FBT002
        # The full text is no summary of itself.
        if key != "summary":
            super()._save(key, value, overwrite)

    def _start_guid(self, attrs: dict[str, str]) -> None:
        self.guidislink = 0
        self._keep("permalink", attrs.get("ispermalink", "true") == "true")
        self.push("id", 1)

    _start_id = _start_guid

    def _end_guid(self) -> None:
        self.pop("id")

    _end_id = _end_guid

    def _start_category(self, attrs: dict[str, str]) -> None:
        self._keep("tag", [attrs.get("label"), attrs.get("term")])
        self.push("category", 1)

    def _end_category(self) -> None:
        value = self.pop("category")
        if self.inentry and not self.insource and self.entries[-1].get("our_tag"):
            self.entries[-1]["our_tag"][-1].append(value)

    def _start_author(self, attrs: dict[str, str]) -> None:
        del attrs
        self.inauthor = 1
        self._keep("author", [])
        self.push("author", 1)

    def _end_author(self) -> None:
        value = self.pop("author")
        self.inauthor = 0
        if self.inentry and not self.insource and self.entries[-1].get("our_author"):
            self.entries[-1]["our_author"][-1].append(value)

    def _save_author(self, key: str, value: str, prefix: str = "author") -> None:
        kept = self.entries[-1].get("our_author") if self.inentry and not self.insource else None
        if kept and prefix == "author":
            kept[-1].append(value if key == "name" else "")

    def _sync_author_detail(self, key: str = "author") -> None:
        del key

    def _start_media_thumbnail(self, attrs: dict[str, str]) -> None:
        self._keep("image", (2, "image", attrs.get("url") or ""))

    def _end_media_thumbnail(self) -> None:
        pass

    def _start_media_content(self, attrs: dict[str, str]) -> None:
        kind = attrs.get("type") or attrs.get("medium") or ""
        self._keep("image", (0, kind, attrs.get("url") or ""))

    def _start_enclosure(self, attrs: dict[str, str]) -> None:
        address = attrs.get("url") or attrs.get("href") or ""
        self._keep("image", (1, attrs.get("type") or "", address))

    def _start_itunes_image(self, attrs: dict[str, str]) -> None:
        self._keep("image", (3, "image", attrs.get("href") or attrs.get("url") or ""))
        self.push("itunes_image", 0)

    def start_aside(self, attrs: dict[str, str]) -> None:
        """Begin an element that says nothing of the story itself."""
        del attrs
        self.push("aside", 0)

    def end_aside(self) -> None:
        """End it."""
        self.pop("aside")


for _name in (
    *("media_title", "media_description", "media_category", "media_keywords", "media_credit"),
    *("itunes_summary", "itunes_subtitle", "itunes_category", "itunes_keywords", "itunes_title"),
    *("tags", "keywords", "media_player", "media_rating", "media_license", "media_restriction"),
):
    setattr(_Reader, f"_start_{_name}", _Reader.start_aside)
    setattr(_Reader, f"_end_{_name}", _Reader.end_aside)


def read_with_feedparser(data: bytes, address: str) -> RawFeed | None:
    """Return what feedparser reads in well-formed UTF-8 *data*, None if it gives up.

    *data* has no DOCTYPE, so there is nothing to expand or to load.
    """
    reader = _Reader(address, None, "utf-8")
    parser = xml.sax.make_parser()  # noqa: S317  # no DOCTYPE gets here
    parser.setFeature(xml.sax.handler.feature_namespaces, 1)
    parser.setFeature(xml.sax.handler.feature_external_ges, 0)
    parser.setFeature(xml.sax.handler.feature_external_pes, 0)
    parser.setContentHandler(reader)
    parser.setErrorHandler(reader)
    source = xml.sax.xmlreader.InputSource()
    source.setByteStream(io.BytesIO(data))
    source.setEncoding("utf-8")
    try:
        parser.parse(source)
    except (xml.sax.SAXException, LookupError, ValueError, TypeError, AttributeError):
        return None
    return _raw_feed(reader, address) if reader.entries or reader.version else None


def _raw_feed(reader: _Reader, address: str) -> RawFeed:
    feed = reader.feeddata
    atom = reader.version.startswith("atom")
    return RawFeed(
        tuple(_raw_entry(entry, address, atom=atom) for entry in reader.entries),
        title=_words(feed, "title", address, atom=atom),
        language=_text(feed, "language"),
        home=_text(feed, "link"),
    )


def _text(data: dict[str, Any], key: str) -> str:
    value = dict.get(data, key)
    return value if isinstance(value, str) else ""


def _words(data: dict[str, Any], key: str, address: str, *, atom: bool) -> Words:
    detail = dict.get(data, key + "_detail")
    kind = _text(detail, "type") if isinstance(detail, dict) else ""
    base = _text(detail, "base") if key == "summary" and isinstance(detail, dict) else ""
    return Words(_text(data, key), _kind(kind, atom=atom), base if base != address else "")


def _kind(kind: str, *, atom: bool) -> TextKind:
    if kind == "application/xhtml+xml":
        return "html"
    if not atom:
        return "guess"
    return "html" if kind in _HTML else "text"


def _raw_entry(entry: dict[str, Any], address: str, *, atom: bool) -> RawEntry:
    guid = _text(entry, "id")
    permalink = (dict.get(entry, "our_permalink") or [True])[-1]
    published = _text(entry, "published") or _text(entry, "created")
    updated = _text(entry, "updated")
    links = (_text(entry, "feedburner_origlink"), _text(entry, "link"), *_other_links(entry))
    return RawEntry(
        link=(*links, guid if permalink and guid.startswith(("http://", "https://")) else ""),
        base=address,
        guid=guid,
        title=_words(entry, "title", address, atom=atom),
        published=published if published or atom else updated,
        updated=updated if published or atom else "",
        body=_body(entry, address),
        summary=_words(entry, "summary", address, atom=atom),
        authors=tuple(_author(values) for values in dict.get(entry, "our_author", ())),
        tags=tuple(next((t for t in tag if t), "") for tag in dict.get(entry, "our_tag", ())),
        images=pick_images(dict.get(entry, "our_image", [])),
        language=_language(entry),
    )


def _author(values: list[str | None]) -> str:
    """Return the last name given; what stands beside a name or address element is not one."""
    if len(values) > 1:
        values = values[:-1]
    return next((value for value in reversed(values) if value), "")


def pick_images(found: list[tuple[int, str, str]]) -> tuple[str, ...]:
    """Return addresses of pictures among (rank, type or medium, address), best first."""
    pictures = [
        (rank, address) for rank, kind, address in found if address and _is_picture(kind, address)
    ]
    return tuple(address for _, address in sorted(pictures, key=lambda pair: pair[0]))


def _is_picture(kind: str, address: str) -> bool:
    if kind:
        return kind.startswith("image")
    return address.partition("?")[0].lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".gif"))


def _other_links(entry: dict[str, Any]) -> tuple[str, ...]:
    """Return alternates that feedparser passes over because of their media type."""
    links = dict.get(entry, "links")
    found = (link for link in links if isinstance(link, dict)) if isinstance(links, list) else ()
    return tuple(_text(link, "href") for link in found if _text(link, "rel") == "alternate")


def _body(entry: dict[str, Any], address: str) -> Words:
    """Return the richest full text the entry carries."""
    contents = dict.get(entry, "content")
    best = Words("")
    for content in contents if isinstance(contents, list) else ():
        if not isinstance(content, dict):
            continue
        kind, value = _text(content, "type"), _text(content, "value")
        if kind in _HTML or kind == "text/plain":
            base = _text(content, "base")
            words = Words(
                value, "html" if kind in _HTML else "text", base if base != address else ""
            )
            best = max(best, words, key=lambda w: len(w.value))
    return best


def _language(entry: dict[str, Any]) -> str:
    if found := _text(entry, "language"):
        return found
    for key in ("title_detail", "summary_detail"):
        detail = dict.get(entry, key)
        if isinstance(detail, dict) and _text(detail, "language"):
            return _text(detail, "language")
    return ""
