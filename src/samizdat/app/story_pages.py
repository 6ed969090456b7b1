"""Ids of stories → their pages, everything around them asked for in bulk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from samizdat.app.keys import file_of
from samizdat.app.mirror import Mirror
from samizdat.edit.stories import Around, story_page
from samizdat.model.article import Article
from samizdat.model.asset import Variant
from samizdat.model.page import Page, StoryPage, Teaser, TopicName, story_key
from samizdat.model.story import Head

_NO_ARTICLE = Article(title="", blocks=())
SEEN = ("shown", "gone")
"""States in which other pages may point to a story."""


@dataclass(slots=True)
class _Facts:
    """What the store knows around a chunk of stories; every field is keyed by story."""

    origins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    variants: Mapping[str, Variant] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, tuple[TopicName, ...]] = field(default_factory=dict)
    related: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    targets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    topic_targets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    others: Mapping[str, Teaser] = field(default_factory=dict)
    merged: Mapping[str, Head] = field(default_factory=dict)


def story_pages(mirror: Mirror, ids: Sequence[str], *, bodies: bool) -> dict[str, Page | None]:
    """Return `story/ID` → page, for those that have a head.

    Without *bodies* a page has no article, and its `links` say where stories and topics stand:
    canonical address → file. `LinkBook.dressed` makes it whole, here or in a worker.
    """
    if not ids:
        return {}
    store = mirror.store
    heads = store.heads(ids)
    articles = store.articles(list(heads)) if bodies else {}
    addresses = store.original_address(list(heads))
    facts = _facts(mirror, heads)
    pages: dict[str, Page | None] = {}
    for id_, head in heads.items():
        around = _around(head, facts)
        address = addresses.get(id_, "")
        page = story_page(head, _NO_ARTICLE, address, around, mirror.view)
        if id_ in articles and isinstance(page, StoryPage) and page.state in SEEN:
            page = mirror.link_book.dressed(page, articles[id_])
        pages[story_key(id_)] = page
    return pages


def _facts(mirror: Mirror, heads: Mapping[str, Head]) -> _Facts:
    store, view, ids = mirror.store, mirror.view, list(heads)
    origins = store.origins(ids)
    shown = list(dict.fromkeys(o for own in origins.values() for o in own))
    facts = _Facts(
        origins=origins,
        variants=store.variants(shown, mirror.config.images.spec.name),
        withheld=store.withheld(shown),
        targets=store.link_targets(ids),
    )
    if view.topics:
        facts.topic_targets = store.topic_links(ids)
        rows = store.topics_of(ids)
        facts.topics = {
            id_: tuple(view.names.topic(row.key, row.name) for row in own)
            for id_, own in rows.items()
        }
    if view.related:
        facts.related = store.related(ids)
    facts.others = store.teasers(_others(facts))
    facts.merged = store.heads([h.merged_into for h in heads.values() if h.merged_into])
    return facts


def _others(facts: _Facts) -> list[str]:
    """Return the ids of the stories that pages name besides their own."""
    related = (id_ for own in facts.related.values() for id_ in own)
    linked = (id_ for own in facts.targets.values() for id_ in own.values())
    return list(dict.fromkeys((*related, *linked)))


def _around(head: Head, facts: _Facts) -> Around:
    id_ = head.story.id
    if head.state == "merged":
        return _pointer(facts.merged.get(head.merged_into))
    own = facts.origins.get(id_, ())
    return Around(
        variants={
            o: facts.variants[o] for o in own if o in facts.variants and o not in facts.withheld
        },
        withheld={o: facts.withheld[o] for o in own if o in facts.withheld},
        topics=facts.topics.get(id_, ()),
        related=[facts.others[r] for r in facts.related.get(id_, ()) if r in facts.others],
        links=_files(id_, facts),
    )


def _pointer(target: Head | None) -> Around:
    if target is None or target.state not in (*SEEN, "withdrawn"):
        return Around()
    file = f"{target.story.path}.md"
    if target.state == "withdrawn":
        return Around(target=file, target_withdrawn=True)
    return Around(target=file, target_title=target.title, target_language=target.language)


def _files(story: str, facts: _Facts) -> dict[str, str]:
    """Return address → file of the topic, or else of the story, that stands there."""
    topics = facts.topic_targets.get(story, {})
    targets, others = facts.targets.get(story, {}), facts.others
    files = {address: file_of(f"topic:{key}") for address, key in topics.items()}
    return files | {a: f"{others[id_].path}.md" for a, id_ in targets.items() if id_ in others}
