"""What can be made of a reading before it is saved, on any core: hashes and packed bytes."""

from __future__ import annotations

from dataclasses import dataclass

from samizdat.model.article import Article, content_hash
from samizdat.model.article_json import article_to_bytes
from samizdat.model.contents import Contents, contents_of
from samizdat.model.packing import Packed


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article and the body it was read from, ready to store.

    Most of what saving costs is this: compression, JSON and hashing. It can cross the border of a
    worker process, so that the worker that read the article may prepare it too.

    Attributes:
        content_hash: `model.article.content_hash` of the article.
        article: the article as JSON, packed.
        body: the response's body, packed; None if there is none.
        contents: the pictures, tags and links of the article.
    """

    content_hash: str
    article: Packed
    body: Packed | None
    contents: Contents


def prepare(article: Article, body: bytes = b"") -> Prepared:
    """Return *article* and the *body* it was read from, ready to store."""
    packed = Packed.of(article_to_bytes(article))
    kept = Packed.of(body) if body else None
    return Prepared(content_hash(article), packed, kept, contents_of(article))
