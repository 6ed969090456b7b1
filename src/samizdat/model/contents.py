"""What a story brings besides its text: pictures, tags, links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from samizdat.model.address import canonical_address
from samizdat.model.article import Article
from samizdat.model.surrogates import without_surrogates
from samizdat.model.topic import MOST_TAGS, own_topic, tag_key
from samizdat.model.tree_images import image_origins
from samizdat.model.tree_links import link_addresses

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
