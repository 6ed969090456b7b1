"""Pages on which one hostile text stands wherever a text from outside or from an editor can."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import repeat
from typing import Any

from samizdat.model.page import Page, StoryPage
from samizdat.model.tree import Block
from samizdat.render.wording import Wording

OWN = frozenset(
    {
        *("key", "id", "path", "newsroom_id", "content_hash", "state", "link_policy", "period"),
        *("language", "hash", "route", "canonical", "next_page"),
        *("blocks", "months", "parts", "links", "variants"),
    }
)
"""Fields that samizdat mints or chooses itself, and the body; these are left as they are."""

ADDRESSES = frozenset({"address", "home", "target"})
"""Fields that say where something leads; every other text is words."""


def haunt(page: Page, text: str | Iterator[str], *, addresses: bool = False) -> Any:
    """Return *page* with *text*, or the next of several, in every field of words, however deep.

    With *addresses* it stands in every field that says where something leads instead. A field that
    pages get one day is haunted too, unless it is named above.
    """
    texts = repeat(text) if isinstance(text, str) else text
    return _haunt(page, texts, addresses)


def _haunt(value: Any, texts: Iterator[str], addresses: bool) -> Any:
    if isinstance(value, str):
        return next(texts)
    if isinstance(value, tuple):
        return tuple(_haunt(item, texts, addresses) for item in value)
    if isinstance(value, Mapping):  # of origin addresses to words
        return {key: next(texts) for key in value}
    kind: Any = type(value)
    changed = {}
    for name in _names(kind):
        old = getattr(value, name)
        if (name in ADDRESSES) == addresses or _is_deep(old):
            changed[name] = _haunt(old, texts, addresses)
    return replace(value, **changed) if changed else value


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields of a value class that may be haunted, none of any other type."""
    if not is_dataclass(kind):
        return ()
    return tuple(field.name for field in fields(kind) if field.name not in OWN)


def _is_deep(value: Any) -> bool:
    """Return whether *value* holds values with fields of their own."""
    return is_dataclass(value) or (isinstance(value, tuple) and any(map(is_dataclass, value)))


def haunt_wording(wording: Wording, text: str) -> Wording:
    """Return *wording* with *text* as every phrase, before the places that the phrase fills in."""
    changed: dict[str, Any] = {name: text + places for name, places in phrases(wording).items()}
    return replace(wording, months=(text,) * 12, updated_times={"other": text}, **changed)


def phrases(wording: Wording) -> dict[str, str]:
    """Return the names of the phrases that are one text, each with the places that it fills in."""
    values = {field.name: getattr(wording, field.name) for field in fields(wording)}
    return {
        name: "".join(_PLACE.findall(value))
        for name, value in values.items()
        if isinstance(value, str) and name not in _NO_PHRASES
    }


_NO_PHRASES = frozenset({"language", "direction", "plural", "digits"})
_PLACE = re.compile(r" \{\w+\}")


def with_body(page: StoryPage, blocks: tuple[Block, ...]) -> StoryPage:
    """Return *page* with another body."""
    return replace(page, article=replace(page.article, blocks=blocks))
