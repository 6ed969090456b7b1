"""What a page says of its story in JSON-LD, read however broken the JSON is."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

MAX_BYTES = 1_000_000
MAX_ITEMS = 3_000
MAX_DEPTH = 12

_OPENING = re.compile(r"\A(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)")
_CLOSING = re.compile(r"(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\Z")
_TRAILING_COMMA = re.compile(r",(?=\s{0,200}[}\]])")
_CONTROLS = re.compile(r"[\x00-\x1f\u2028\u2029]+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


@dataclass(frozen=True, slots=True)
class StoryData:
    """The fields of the page's story; "" or () where the data does not say.

    Attributes:
        published, modified: as written.
        body: `articleBody`, plain text or HTML as the site wrote it.
        image: an address, perhaps relative.
        organisations: names of authors that are no persons.
    """

    headline: str = ""
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    language: str = ""
    body: str = ""
    image: str = ""
    tags: tuple[str, ...] = ()


def read_json_ld(scripts: Iterable[str]) -> StoryData:
    """Return the story that *scripts* describe; of several the one that says most."""
    items = [item for script in scripts for item in _items(_loads(script))][:MAX_ITEMS]
    stories = [item for item in items if _is_story(item)]
    if not stories:
        return StoryData()
    by_id = {str(item["@id"]): item for item in items if "@id" in item and "name" in item}
    return _story(max(stories, key=_weight), by_id)


def _loads(script: str) -> Any:
    """Return the JSON value of *script*, None if it cannot be read even after small mends."""
    if len(script) > MAX_BYTES:
        return None
    for mend in (_as_is, _mended):
        try:
            return json.loads(mend(script), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _as_is(script: str) -> str:
    return script


def _mended(script: str) -> str:
    script = _CLOSING.sub("", _OPENING.sub("", script.strip(), count=1).rstrip("; \t\r\n"))
    return _TRAILING_COMMA.sub("", _CONTROLS.sub(" ", script))


def _items(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in *value*, outer ones first, to a bounded depth and number."""
    level, seen = [value], 0
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for item in level:
            seen += 1
            if seen > MAX_ITEMS:
                return
            if isinstance(item, dict):
                yield item
                below.extend(v for v in item.values() if isinstance(v, dict | list))
            elif isinstance(item, list):
                below.extend(v for v in item if isinstance(v, dict | list))
        level = below


def _is_story(item: dict[str, Any]) -> bool:
    kinds = [str(kind) for kind in _listed(item.get("@type"))]
    return any(k.endswith(("Article", "BlogPosting", "Report")) or k == "Liveblog" for k in kinds)


def _weight(item: dict[str, Any]) -> int:
    """Return how much *item* says; teasers of other stories carry a headline at most."""
    keys = ("headline", "datePublished", "author", "articleBody", "dateModified", "image")
    return sum(bool(item.get(key)) for key in keys)


def _story(item: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> StoryData:
    people, others = _authors(item, by_id)
    return StoryData(
        headline=plain(item.get("headline") or item.get("name")),
        authors=people,
        organisations=others,
        published=plain(item.get("datePublished") or item.get("dateCreated")),
        modified=plain(item.get("dateModified")),
        language=plain(_name(item.get("inLanguage"))),
        body=item["articleBody"] if isinstance(item.get("articleBody"), str) else "",
        image=_image(item.get("image"), by_id) or _image(item.get("thumbnailUrl"), by_id),
        tags=tuple(_keywords(item.get("keywords"))),
    )


def _authors(
    item: dict[str, Any], by_id: dict[str, dict[str, Any]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return names of persons, and of organisations, that wrote the story."""
    people: list[str] = []
    others: list[str] = []
    for author in _listed(item.get("author") or item.get("creator")):
        known = author
        if isinstance(author, dict) and not author.get("name"):
            known = by_id.get(str(author.get("@id")), author)
        is_person = not isinstance(known, dict) or "Organization" not in str(known.get("@type"))
        names = known.get("name") if isinstance(known, dict) else known
        (people if is_person else others).extend(plain(name) for name in _listed(names))
    return tuple(filter(None, people)), tuple(filter(None, others))


def _name(value: Any) -> Any:
    return (value.get("alternateName") or value.get("name")) if isinstance(value, dict) else value


def _image(value: Any, by_id: dict[str, dict[str, Any]]) -> str:
    """Return the address of the first picture."""
    for item in _listed(value)[:1]:
        if isinstance(item, dict):
            url = item.get("url") or item.get("contentUrl")
            url = url or by_id.get(str(item.get("@id")), {}).get("url") or item.get("@id")
            return plain(_listed(url)[:1]) if url and "#" not in str(url) else ""
        return plain(item)
    return ""


def _keywords(value: Any) -> Iterator[str]:
    for item in _listed(value):
        text = plain(_name(item))
        yield from (part for part in map(str.strip, re.split(r"[,;、，|]", text)) if part)


def _listed(value: Any) -> list[Any]:
    """Return *value* as a list: lists as they are, None as nothing, anything else alone."""
    if isinstance(value, list):
        return [part for item in value for part in (item if isinstance(item, list) else [item])]
    return [] if value is None else [value]


def plain(value: Any) -> str:
    """Return *value* as one line of text: entities resolved, tags and spare spaces gone."""
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), "")
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    text = str(value)
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub("", text)
    return " ".join(text.split())
