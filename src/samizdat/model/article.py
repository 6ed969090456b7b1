"""What extraction read in one response."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from samizdat.model.tree import Block, Figure
from samizdat.model.tree_json import blocks_to_data, figure_to_data

Route = Literal["recipe", "feed", "structured", "generic", "import"]
"""How the body was found: a recipe's selectors, the feed's full text, data that the page carries
for machines (JSON-LD and the like), the generic extractor, or another mirror's page."""


@dataclass(frozen=True, slots=True)
class Article:
    """One reading of one response: words, structure and where the pictures are.

    Attributes:
        title: as the source has it, one line.
        blocks: the body, without title, byline and lead image.
        authors: names, in the byline's order.
        published_at: aware UTC; None if the page does not say.
        modified_at: aware UTC; None if the page does not say.
        language: BCP 47 tag, "" if unknown.
        lead: the picture that opens the story.
        tags: the newsroom's own topic words.
        canonical: absolute address the page claims for itself, "" if none.
        next_page: absolute address of the story's next page, "" if none.
        route: how the body was found.
        confidence: 0 to 1, how sure that route is.
    """

    title: str
    blocks: tuple[Block, ...]
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    language: str = ""
    lead: Figure | None = None
    tags: tuple[str, ...] = ()
    canonical: str = ""
    next_page: str = ""
    route: Route = "generic"
    confidence: float = 0.0


def content_hash(article: Article) -> str:
    """Return the hex SHA-256 of what readers are shown of *article*.

    Route, confidence, tags, canonical address and modification time do not count: they may differ
    between two readings of an unchanged story. Neither does the query of an image's address, since
    many newsrooms sign it anew at each request.
    """
    published = article.published_at
    data = [
        article.title,
        list(article.authors),
        published.astimezone(UTC).isoformat() if published else None,
        article.language,
        figure_to_data(_unsigned(article.lead)) if article.lead else None,
        blocks_to_data(tuple(_unsigned(b) if isinstance(b, Figure) else b for b in article.blocks)),
    ]
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()


def _unsigned(figure: Figure) -> Figure:
    """Return *figure* with the query cut from its image's address."""
    address = figure.image.address.partition("?")[0]
    return replace(figure, image=replace(figure.image, address=address))
