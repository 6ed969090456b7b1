"""Values as bytes and back: articles, queue entries, blobs."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import replace
from datetime import datetime
from typing import Any

from samizdat.errors import StoreError
from samizdat.model.article import Article
from samizdat.model.entry import Entry
from samizdat.model.tree_json import (
    blocks_from_data,
    blocks_to_data,
    figure_from_data,
    figure_to_data,
)
from samizdat.store.columns import from_micros, to_micros

LEVEL = 1
"""zlib's fastest: docs/decisions/0002-blob-codec.md has the figures."""

_SMALL = 128
"""Below this many bytes, or if they do not shrink by a tenth, bytes are kept as they are."""


def hash_of(body: bytes) -> str:
    """Return the hex SHA-256 under which a blob is kept."""
    return hashlib.sha256(body).hexdigest()


def pack(body: bytes) -> tuple[str, bytes]:
    """Return the codec's name and the bytes to store."""
    if len(body) > _SMALL:
        packed = zlib.compress(body, LEVEL)
        if len(packed) < 0.9 * len(body):
            return "zlib", packed
    return "none", body


def unpack(codec: str, body: bytes) -> bytes:
    """Return the bytes that `pack` was given.

    Raises:
        StoreError: a codec that this version does not know, or damaged bytes.
    """
    if codec == "none":
        return body
    if codec != "zlib":
        raise StoreError(f"unknown codec {codec!r} of a blob", hint="install a newer samizdat")
    try:
        return zlib.decompress(body)
    except zlib.error as error:
        raise StoreError("a blob is damaged", hint="samizdat restore, from a backup") from error


def _dump(data: Any) -> bytes:
    # Lone surrogates, which broken pages hold, survive as escapes.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(data, separators=(",", ":")).encode()


def _micros(when: datetime | None) -> int | None:
    return None if when is None else to_micros(when)


def _instant(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


def article_to_bytes(article: Article) -> bytes:
    """Return *article* as JSON, the same bytes for the same article."""
    return _dump(
        {
            "title": article.title,
            "authors": article.authors,
            "published_at": _micros(article.published_at),
            "modified_at": _micros(article.modified_at),
            "language": article.language,
            "lead": figure_to_data(article.lead) if article.lead else None,
            "tags": article.tags,
            "canonical": article.canonical,
            "next_page": article.next_page,
            "route": article.route,
            "confidence": article.confidence,
            "blocks": blocks_to_data(article.blocks),
        }
    )


def article_from_bytes(body: bytes) -> Article:
    """Return the article that `article_to_bytes` was given."""
    data = json.loads(body)
    return Article(
        title=data["title"],
        blocks=blocks_from_data(data["blocks"]),
        authors=tuple(data["authors"]),
        published_at=_instant(data["published_at"]),
        modified_at=_instant(data["modified_at"]),
        language=data["language"],
        lead=figure_from_data(data["lead"]) if data["lead"] else None,
        tags=tuple(data["tags"]),
        canonical=data["canonical"],
        next_page=data["next_page"],
        route=data["route"],
        confidence=data["confidence"],
    )


def entry_detail(entry: Entry) -> bytes:
    """Return what the queue keeps of *entry* beside its columns."""
    data = {
        "updated_at": _micros(entry.updated_at),
        "content": entry.content,
        "authors": entry.authors,
        "tags": entry.tags,
        "image": entry.image,
        "language": entry.language,
    }
    return zlib.compress(_dump({name: value for name, value in data.items() if value}), LEVEL)


def entry_with_detail(entry: Entry, detail: bytes) -> Entry:
    """Return *entry*, made from its columns, with what `entry_detail` kept."""
    data = json.loads(zlib.decompress(detail))
    data["updated_at"] = _instant(data.get("updated_at"))
    for name in ("authors", "tags"):
        data[name] = tuple(data.get(name, ()))
    return replace(entry, **data)


def content_key(content: str) -> str:
    """Return the hash by which a changed full text is noticed, "" if there is none."""
    return hash_of(content.encode("utf-8", "surrogatepass")) if content else ""
