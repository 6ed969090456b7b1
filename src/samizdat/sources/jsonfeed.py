"""JSON Feed 1 and 1.1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samizdat.sources.jsontext import without_lone_surrogates
from samizdat.sources.values import RawEntry, RawFeed, Words


def is_json_feed(data: object) -> bool:
    """Return whether *data* is a JSON Feed."""
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        return False
    return "jsonfeed" in str(data.get("version", ""))[:200].lower()


def read_json_feed(data: Mapping[str, Any], address: str) -> RawFeed:
    """Return the feed that *data* holds; what is no object among its items is passed over."""
    language = _text(data.get("language"))
    items = [item for item in data.get("items", ()) if isinstance(item, dict)]
    return RawFeed(
        tuple(_entry(item, address, language) for item in items),
        title=Words(_text(data.get("title")), "text"),
        language=language,
        home=_text(data.get("home_page_url")),
    )


def _entry(item: Mapping[str, Any], address: str, language: str) -> RawEntry:
    guid = _text(item.get("id"))
    body = Words(_text(item.get("content_html")), "html")
    text = _text(item.get("content_text"))
    return RawEntry(
        link=(
            _text(item.get("url")),
            guid if guid.startswith(("http://", "https://")) else "",
            _text(item.get("external_url")),
        ),
        base=address,
        guid=guid,
        title=Words(_text(item.get("title")), "text"),
        published=_text(item.get("date_published")),
        updated=_text(item.get("date_modified")),
        body=body if body.value or not text else Words(text, "text"),
        summary=Words(_text(item.get("summary")), "text"),
        authors=_authors(item),
        tags=tuple(_text(tag) for tag in _list(item.get("tags")) if isinstance(tag, str)),
        images=(_text(item.get("image")), _text(item.get("banner_image"))),
        language=_text(item.get("language")) or language,
    )


def _authors(item: Mapping[str, Any]) -> tuple[str, ...]:
    authors = [*_list(item.get("authors")), item.get("author")]
    return tuple(_text(author.get("name")) for author in authors if isinstance(author, dict))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    """Return a string or number as text, "" for anything else."""
    if isinstance(value, str):
        return without_lone_surrogates(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
