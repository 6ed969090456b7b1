"""Which revision of a story readers see, and how often its source had changed it by then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from samizdat.model.article import Article
from samizdat.model.article_json import article_from_bytes
from samizdat.model.tree_text import text_of
from samizdat.store import schema
from samizdat.store.blobs import get_blobs
from samizdat.store.database import as_dict

Revision = tuple[Mapping[str, Any], Article]
"""A row of the table, and the article that it holds."""

_SHARE = 5
"""Less than one part in this many of the text before is too little: an emptied page, a notice in
its place or a broken layout is likelier than a correction."""

_FEWEST = 200
"""Characters of the text before: a short notice may well become a shorter one."""

_revision = schema.revision


def load_revision(connection: Connection, story: str, number: int) -> Revision:
    """Return a revision of *story*."""
    query = select(_revision).where(_revision.c.story == story, _revision.c.number == number)
    row = as_dict(connection.execute(query).one())
    return row, article_from_bytes(get_blobs(connection, [row["body"]])[row["body"]])


def has_lost_its_text(before: Revision, after: Revision) -> bool:
    """Return whether *after* holds less than a fifth of the text of *before*, captions left out.

    One that the operator's other recipe read does not count: that recipe may be the mend.
    """
    recipe = after[0]["recipe"]
    if recipe and recipe != before[0]["recipe"]:
        return False
    length = _length(before[1])
    return length >= _FEWEST and _length(after[1]) * _SHARE < length


def _length(article: Article) -> int:
    return len(text_of(article.blocks, captions=False))


def count_updates(connection: Connection, story: str, after: int) -> int:
    """Return how many revisions the source made of *story* after the one numbered *after*."""
    query = select(func.count()).where(
        *(_revision.c.story == story, _revision.c.number > after, _revision.c.cause == "source")
    )
    return int(connection.execute(query).scalar_one())


def shown_columns(article: Article, revision: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a head that shows *article* as the row *revision* has it."""
    return {
        "shown": revision["number"],
        "title": article.title,
        "language": article.language,
        "published_at": article.published_at,
        "content_hash": revision["content_hash"],
        "body": revision["body"],
        "mirrored_at": revision["made_at"],
    }
