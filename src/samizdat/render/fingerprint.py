"""What a page shows, as a hash: a page with the same fingerprint has the same bytes."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import lru_cache
from json import JSONEncoder
from operator import attrgetter
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
    return hashlib.sha256(_PLAIN.encode(values).encode()).hexdigest()


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
    variants = page.variants
    shown = {(origin.partition("?")[0], each.hash) for origin, each in variants.items()}
    return fingerprint_of(around, StoryPage.__name__, _OF_STORY(page), sorted(shown))


@lru_cache(maxsize=256)
def _values_of(kind: type[Any]) -> Callable[[object], tuple[object, ...]]:
    """Return what gives the values of a value class's fields; a long list asks a thousand times."""
    names = [field.name for field in fields(kind)]
    ask = attrgetter(*names)
    return ask if len(names) > 1 else lambda value: (ask(value),)


def _plain(value: object) -> object:
    """Return *value*, which JSON does not know, as it can write it."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case Article():
            raise TypeError("an article counts by its content hash")
        case _ if is_dataclass(value):
            return [type(value).__name__, *_values_of(value.__class__)(value)]
        case Mapping():
            return dict(value)
        case Iterable():
            return list(value)
        case _:
            raise TypeError(f"no fingerprint for {type(value).__name__}")


# The encoder walks strings, numbers, lists and mappings in C and asks for the rest alone.
_PLAIN = JSONEncoder(sort_keys=True, separators=(",", ":"), default=_plain)
_OF_STORY = attrgetter(
    *(f.name for f in fields(StoryPage) if f.name not in {"article", "variants"})
)
