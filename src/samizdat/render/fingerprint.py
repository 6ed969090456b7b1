"""What a page shows, as a hash: a page with the same fingerprint has the same bytes."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from samizdat.model.article import Article
from samizdat.model.page import Page, StoryPage
from samizdat.render.look import RENDERER, Look


def fingerprint_of(*values: object) -> str:
    """Return a stable hash of plain values, times and value classes, in their order.

    The order of a mapping's keys does not count, nor does the clock, the locale or the process.

    >>> fingerprint_of({"a": 1, "b": 2}) == fingerprint_of({"b": 2, "a": 1})
    True
    """
    packed = json.dumps(_plain(values), ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()


@lru_cache(maxsize=16)
def look_fingerprint(look: Look, renderer: str = RENDERER) -> str:
    """Return the hash of everything besides the page that *renderer* writes into pages."""
    return fingerprint_of(renderer, look)


def page_fingerprint(page: Page, look: Look, renderer: str = RENDERER) -> str:
    """Return the hash of what *page* shows under *look*, without rendering it.

    A story's tree is not read: `content_hash` stands for it. An image counts by its address
    without query, as in `content_hash`, and by the hash of its stored derivative.
    """
    around = look_fingerprint(look, renderer)
    if not isinstance(page, StoryPage):
        return fingerprint_of(around, page)
    shown = {f.name: getattr(page, f.name) for f in fields(page) if f.name != "article"}
    shown["variants"] = sorted(
        {(origin.partition("?")[0], variant.hash) for origin, variant in page.variants.items()}
    )
    return fingerprint_of(around, type(page).__name__, shown)


@lru_cache(maxsize=256)
def _names(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of a value class's fields; a long list asks a thousand times."""
    return tuple(field.name for field in fields(kind))


def _plain(value: object) -> object:
    """Return *value* as JSON can write it."""
    match value:
        case None | str() | int() | float():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat()
        case Mapping():
            return [[_plain(k), _plain(value[k])] for k in sorted(value)]
        case Article():
            raise TypeError("an article counts by its content hash")
        case _ if is_dataclass(value):
            names = _names(value.__class__)
            return [type(value).__name__, *(_plain(getattr(value, name)) for name in names)]
        case Iterable():
            return [_plain(item) for item in value]
        case _:
            raise TypeError(f"no fingerprint for {type(value).__name__}")
