"""Where the links of a story's body lead inside the mirror."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from samizdat.model.address import canonical_address, host_of, is_web
from samizdat.model.article import Article
from samizdat.model.topic import tag_key
from samizdat.model.tree import Link
from samizdat.model.tree_links import Leading, body_links
from samizdat.model.tree_text import inline_text


@dataclass(frozen=True, slots=True)
class Ways:
    """What is known of where one story's links may lead.

    Attributes:
        pages: canonical address of a mirrored story, or of a newsroom's page of a topic → file.
        topics: `tag_key` of a word of the story → file of its topic.
        hosts: of the newsroom: only its own pages are taken for pages of its topics.
    """

    pages: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()


def inner_links(article: Article, ways: Ways) -> dict[str, str]:
    """Return address of a link, as the tree has it → file of the mirror that it leads to.

    What stands at the address comes first, then a topic by the words of the link.
    """
    found: dict[str, str] = {}
    for link in body_links(article):
        if link.address not in found and (target := _target(link, ways)):
            found[link.address] = target
    return found


def _target(link: Leading, ways: Ways) -> str:
    if not is_web(link.address):
        return ""
    try:
        canonical = canonical_address(link.address)
    except ValueError:
        return ""
    known = ways.pages.get(canonical)
    if known or not isinstance(link, Link) or host_of(link.address) not in ways.hosts:
        return known or ""
    return ways.topics.get(tag_key(inline_text(link.children)), "")
