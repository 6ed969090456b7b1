"""Queue entries as bytes and back."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace

from samizdat.model.article_json import to_json
from samizdat.model.entry import Entry
from samizdat.model.instant import from_micros, to_micros
from samizdat.model.packing import LEVEL, hash_of


def entry_detail(entry: Entry) -> bytes:
    """Return what the queue keeps of *entry* beside its columns."""
    data = {
        "updated_at": to_micros(entry.updated_at) if entry.updated_at else None,
        "content": entry.content,
        "authors": entry.authors,
        "tags": entry.tags,
        "image": entry.image,
        "language": entry.language,
    }
    return zlib.compress(to_json({name: value for name, value in data.items() if value}), LEVEL)


def entry_with_detail(entry: Entry, detail: bytes) -> Entry:
    """Return *entry*, made from its columns, with what `entry_detail` kept."""
    data = json.loads(zlib.decompress(detail))
    updated = data.get("updated_at")
    data["updated_at"] = None if updated is None else from_micros(updated)
    for name in ("authors", "tags"):
        data[name] = tuple(data.get(name, ()))
    return replace(entry, **data)


def content_key(content: str) -> str:
    """Return the hash by which a changed full text is noticed, "" if there is none."""
    return hash_of(content.encode("utf-8", "surrogatepass")) if content else ""
