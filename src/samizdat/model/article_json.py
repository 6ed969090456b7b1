"""Articles as JSON bytes and back: the form in which the store keeps revisions."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from samizdat.model.article import Article
from samizdat.model.instant import from_micros, to_micros
from samizdat.model.tree_json import (
    blocks_from_data,
    blocks_to_data,
    figure_from_data,
    figure_to_data,
)


def to_json(data: Any) -> bytes:
    """Return *data* as JSON without spaces; lone surrogates, which broken pages hold, survive."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(data, separators=(",", ":")).encode()


def article_to_bytes(article: Article) -> bytes:
    """Return *article* as JSON, the same bytes for the same article."""
    return to_json(
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


def _micros(when: datetime | None) -> int | None:
    return None if when is None else to_micros(when)


def _instant(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)
