"""What the shown revision of a story brings besides its text: pictures, tags, links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete

from samizdat.model.address import canonical_address
from samizdat.model.article import Article
from samizdat.model.topic import MOST_TAGS, own_topic, tag_key
from samizdat.model.tree_images import image_origins
from samizdat.model.tree_links import link_addresses
from samizdat.store import schema
from samizdat.store.columns import without_surrogates
from samizdat.store.database import insert_into, many, upsert
from samizdat.store.dirty import mark_pictures_dirty

MOST_LINKS = 200
"""Links of one story that count: longer lists are menus and indexes."""


LONGEST_TAG = 100
"""Characters; what is longer is a sentence that landed in the wrong field."""


class Tag(NamedTuple):
    """One of a newsroom's words for a story.

    Attributes:
        tag: the form in which spellings meet.
        name: as the source spells it.
        topic: the key that it has by itself.
    """

    tag: str
    name: str
    topic: str


def tags_of(article: Article) -> tuple[Tag, ...]:
    """Return the tags of *article* that count, each once, in its order."""
    found: dict[str, Tag] = {}
    for said in article.tags:
        name = " ".join(without_surrogates(said).split())
        tag = tag_key(name)
        if tag and tag not in found and len(tag) <= LONGEST_TAG:
            found[tag] = Tag(tag, name, own_topic(name))
        if len(found) == MOST_TAGS:
            break
    return tuple(found.values())


def links_of(article: Article) -> tuple[str, ...]:
    """Return the canonical web addresses that the body of *article* links to, each once."""
    return tuple(islice(dict.fromkeys(_web(link_addresses(article))), MOST_LINKS))


def _web(addresses: Iterable[str]) -> Iterator[str]:
    for address in addresses:
        try:
            yield canonical_address(address)
        except ValueError:
            continue  # mailto, or no address at all


@dataclass(frozen=True, slots=True)
class Contents:
    """What one revision brings when it is shown.

    Attributes:
        pictures: their origins, in order.
        tags: that count, in order.
        links: canonical addresses.
    """

    pictures: tuple[str, ...]
    tags: tuple[Tag, ...]
    links: tuple[str, ...]


def contents_of(article: Article) -> Contents:
    """Return what *article* brings."""
    return Contents(image_origins(article), tags_of(article), links_of(article))


_pictures, _tags, _links = schema.story_asset, schema.story_tag, schema.story_link
_DROP = [
    delete(table).where(table.c.story == bindparam("b_story"))
    for table in (_pictures, _tags, _links)
]


def put_contents(connection: Connection, shown: Mapping[str, Contents], now: datetime) -> None:
    """Note what the revisions bring that the stories show from now on.

    Pictures never met before are due.
    """
    if not shown:
        return
    mark_pictures_dirty(connection, shown)
    for statement in _DROP:
        many(connection, statement, [{"b_story": story} for story in shown])
    pictures = [
        {"story": story, "origin": origin, "position": position}
        for story, contents in shown.items()
        for position, origin in enumerate(contents.pictures)
    ]
    many(connection, insert_into(_pictures), pictures)
    fresh = [{"origin": row["origin"], "state": "due", "due_at": now} for row in pictures]
    many(connection, upsert(schema.asset), fresh)
    tags = [
        {"story": story, "position": position, **tag._asdict()}
        for story, contents in shown.items()
        for position, tag in enumerate(contents.tags)
    ]
    many(connection, insert_into(_tags), tags)
    links = [
        {"story": story, "address": address}
        for story, contents in shown.items()
        for address in contents.links
    ]
    many(connection, insert_into(_links), links)
