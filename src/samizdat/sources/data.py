"""JSON and JavaScript listings: an array of stories at a path, its fields at paths within."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from samizdat.errors import ParseError
from samizdat.sources.dates import parse_date
from samizdat.sources.decode import decode
from samizdat.sources.finish import finish_entries
from samizdat.sources.jsontext import load_json, load_script, without_lone_surrogates
from samizdat.sources.markup import check_size
from samizdat.sources.values import Announced, RawEntry, SourceOptions, Words

_STEP = re.compile(r"""\[(\d{1,6})\]|\[["']([^"'\]]{1,80})["']\]|([^.\[\]]{1,80})""")
_TEMPLATE = re.compile(r"\{([^{}]{1,80})\}")
_USUAL: Mapping[str, tuple[str, ...]] = {
    "address": ("address", "url", "link", "href", "permalink", "web_url", "canonical_url", "path"),
    "title": ("title", "headline", "name"),
    "published": (
        *("published", "published_at", "date_published", "publishedAt", "pubDate", "date"),
        *("publish_time", "created_at", "ctime", "time", "timestamp"),
    ),
    "updated": ("updated", "updated_at", "date_modified", "modified", "mtime"),
    "id": ("id", "guid", "uuid"),
    "content": ("content_html", "content:encoded"),
    "image": ("image", "thumbnail", "cover", "img"),
    "authors": ("authors", "author", "byline"),
    "tags": ("tags", "keywords", "categories"),
    "language": ("language", "lang"),
}
_LINK = re.compile(r"https?://|/|\.{0,2}/?[\w%-]+(?:/[\w%.-]+)+$|[\w-]+\.html?$")


def read_json(
    body: bytes, address: str, options: SourceOptions, content_type: str = ""
) -> Announced:
    """Return the stories of a JSON document.

    Raises:
        ParseError: it is no JSON, or holds no array at `items`.
    """
    check_size(body, address)
    data = load_json(decode(body, content_type).lstrip("\ufeff"), address)
    return _announced(_array(data, options.items, address), address, options)


def read_js(body: bytes, address: str, options: SourceOptions, content_type: str = "") -> Announced:
    """Return the stories of a script that gives an array or object to a variable or callback.

    Raises:
        ParseError: there is no such literal, or no array at `items` in it.
    """
    check_size(body, address)
    text = decode(body, content_type)
    steps = _steps(options.items)
    name = steps[0] if steps and isinstance(steps[0], str) else ""
    try:
        data, path = load_script(text, name, address), steps[1:]
    except ParseError:
        if not name:
            raise
        data, path = load_script(text, "", address), steps
        if isinstance(data, list) or _walk(data, path) is None:
            raise
    return _announced(_list_at(data, path, options.items, address), address, options)


def _steps(path: str) -> list[str | int]:
    """Return the steps of *path*: names and positions.

    >>> _steps("$.data[0].stories")
    ['data', 0, 'stories']
    """
    steps: list[str | int] = []
    for position, quoted, name in _STEP.findall(path.removeprefix("$")):
        if position or name.isdigit():
            steps.append(int(position or name))
        else:
            steps.append(quoted or name)
    return steps


def _walk(value: Any, steps: list[str | int]) -> Any:
    """Return what stands at *steps* in *value*, None if there is nothing."""
    for step in steps:
        if isinstance(value, Mapping):
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _array(data: Any, path: str, address: str) -> list[Any]:
    return _list_at(data, _steps(path), path, address)


def _list_at(data: Any, steps: list[str | int], path: str, address: str) -> list[Any]:
    """Return the array at *steps*; with no steps the longest one near the top."""
    found = _walk(data, steps)
    if not steps and not isinstance(found, list):
        arrays = list(_arrays(found, 3))
        found = max(arrays, key=len, default=None)
    if isinstance(found, Mapping) and found and all(isinstance(v, Mapping) for v in found.values()):
        found = list(found.values())
    if not isinstance(found, list):
        keys = ", ".join(list(data)[:8]) if isinstance(data, Mapping) else type(data).__name__
        raise ParseError(
            f"there is no array at {path!r:.80}",
            where=address,
            hint=f"set `items` to the path of the stories; at the top there is: {keys:.200}",
        )
    return found


def _arrays(value: Any, depth: int) -> Iterator[list[Any]]:
    for child in value.values() if isinstance(value, Mapping) else ():
        if isinstance(child, list) and any(isinstance(item, dict | list) for item in child):
            yield child
        elif depth:
            yield from _arrays(child, depth - 1)


def _announced(items: list[Any], address: str, options: SourceOptions) -> Announced:
    pick = _picker(items, options.fields)
    raws = (_raw(item, pick, address) for item in items if item is not None)
    entries, failed = finish_entries(raws, address, options)
    return Announced(entries, failed)


_Pick = Callable[[Any, str], Any]


def _picker(items: list[Any], fields: Mapping[str, str]) -> _Pick:
    """Return how a field is found in an item: as configured, else under its usual names."""
    paths = {field: _reader(path) for field, path in fields.items()}
    if not fields:
        paths.update(_positions(items))

    def pick(item: Any, field: str) -> Any:
        if field in paths:
            return paths[field](item)
        if isinstance(item, str):
            return item if field == "address" else None
        if not isinstance(item, Mapping):
            return None
        return next((item[name] for name in _USUAL[field] if item.get(name)), None)

    return pick


def _reader(path: str) -> Callable[[Any], Any]:
    if "{" in path:
        return lambda item: _TEMPLATE.sub(lambda m: _text(_walk(item, _steps(m[1]))), path)
    steps = _steps(path)
    return lambda item: _walk(item, steps)


def _positions(items: list[Any]) -> dict[str, Callable[[Any], Any]]:
    """Return the positions of address, title and date in rows that are arrays themselves."""
    rows = [row for row in items[:20] if isinstance(row, list) and row]
    if not rows or len(rows) < len(items[:20]):
        return {}
    found: dict[str, Callable[[Any], Any]] = {}
    columns = range(min(len(row) for row in rows))
    texts = {c: [row[c] for row in rows if isinstance(row[c], str)] for c in columns}
    full = [c for c in columns if len(texts[c]) == len(rows)]
    links = [c for c in full if all(_LINK.match(v) and " " not in v for v in texts[c])]
    dates = [c for c in full if all(parse_date(v) for v in texts[c])]
    rest = [c for c in full if c not in links and c not in dates]
    titles = sorted(rest, key=lambda c: sum(map(len, texts[c])), reverse=True)
    best = sorted(links, key=lambda c: not texts[c][0].startswith("http"))
    for field, chosen in (("address", best), ("published", dates), ("title", titles)):
        if chosen:
            found[field] = _reader(str(chosen[0]))
    return found


def _raw(item: Any, pick: _Pick, address: str) -> RawEntry:
    return RawEntry(
        link=(_text(pick(item, "address")),),
        base=address,
        guid=_text(pick(item, "id")),
        title=Words(_text(pick(item, "title"))),
        published=_text(pick(item, "published")),
        updated=_text(pick(item, "updated")),
        body=Words(_text(pick(item, "content")), "html"),
        authors=_texts(pick(item, "authors")),
        tags=_texts(pick(item, "tags")),
        images=_texts(pick(item, "image")),
        language=_text(pick(item, "language")),
    )


def _text(value: Any) -> str:
    """Return a string or number as text; of an object what is named like a text or address."""
    if isinstance(value, str):
        return without_lone_surrogates(value)
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, Mapping):
        keys = ("rendered", "name", "title", "url", "href", "src")
        return next((_text(value[k]) for k in keys if isinstance(value.get(k), str)), "")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value) if isinstance(value, int | float) else ""


def _texts(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(text for item in values[:50] if (text := _text(item)))
