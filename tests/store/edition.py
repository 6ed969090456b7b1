"""Every page that readers of a store could see, made in the plainest way.

Only heads, tags, links and addresses are asked, whole tables of them: no shelf, no count, no index.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from sqlalchemy import Table, select

from samizdat.model.page import HOME, section_key, story_key, topic_key
from samizdat.model.story import Head
from samizdat.model.topic import FEWEST_STORIES, RELATED_STORIES, RELATED_WINDOW
from samizdat.store import Store, schema

SEEN = {"shown", "gone"}
PAGED = SEEN | {"withdrawn"}


class Plain:
    """What the store holds, in dictionaries."""

    def __init__(self, store: Store) -> None:
        ids = list(store.all_story_ids())
        self.heads = store.heads(ids)
        self.originals = store.original_address(ids)
        meant = dict(_rows(store, schema.topic_alias))
        self.topics: dict[str, list[str]] = {}
        for story, tag, _, _, own in sorted(_rows(store, schema.story_tag), key=lambda r: r[2]):
            topic = meant.get(tag, own)
            if topic and topic not in self.topics.setdefault(story, []):
                self.topics[story].append(topic)
        self.links: dict[str, list[str]] = {}
        for story, address in _rows(store, schema.story_link):
            self.links.setdefault(story, []).append(address)
        self.addresses = dict(_rows(store, schema.address))
        self.led = dict(_rows(store, schema.topic_address))
        self.aliases = dict(_rows(store, schema.alias))
        self.listed = sorted(
            (head for head in self.heads.values() if head.state in SEEN), key=listing_order
        )

    def on(self, topic: str) -> list[Head]:
        """Return the visible stories on a topic, newest first."""
        return [h for h in self.listed if topic in self.topics.get(h.story.id, ())]

    def related(self, story: str) -> tuple[str, ...]:
        """Return what `Store.related` should."""
        head, found = self.heads[story], Counter[str]()
        for topic in self.topics.get(story, ()) if head.state in SEEN else ():
            older = [h for h in self.on(topic) if listing_order(h) > listing_order(head)]
            found.update(h.story.id for h in older[:RELATED_WINDOW])
        ranked = sorted(found, key=lambda id_: (-found[id_], *listing_order(self.heads[id_])))
        return tuple(ranked[:RELATED_STORIES])

    def topics_with_pages(self, story: str) -> tuple[str, ...]:
        """Return the keys of the story's topics that have a page."""
        own = self.topics.get(story, ()) if self.heads[story].state in SEEN else ()
        return tuple(topic for topic in own if len(self.on(topic)) >= FEWEST_STORIES)

    def targets(self, story: str) -> dict[str, str]:
        """Return what `Store.link_targets` should."""
        found = {}
        for address in self.links.get(story, ()):
            target = self.addresses.get(address, "")
            head = self.heads.get(target)
            if head is not None and head.state in PAGED and target != story:
                found[address] = target
        return found

    def topic_targets(self, story: str) -> dict[str, str]:
        """Return what `Store.topic_links` should."""
        return {
            address: self.led[address]
            for address in self.links.get(story, ())
            if address in self.led and len(self.on(self.led[address])) >= FEWEST_STORIES
        }

    def pages(self) -> dict[str, Any]:
        """Return every page with all it shows."""
        pages = dict(self._stories())
        for head in self.listed:
            line, day = line_of(head), head.sort_at.date().isoformat()
            own = head.story.id
            sections = [
                section_key(s, p) for s in head.sections for p in ("", day[:4], day[:7], day)
            ]
            topics = [
                topic_key(t, p) for t in self.topics_with_pages(own) for p in ("", day[:7], day)
            ]
            for key in {HOME, *sections, *topics} if head.sections else topics:
                extra = head.sections if key == HOME else ()
                pages.setdefault(key, []).append((line, extra))
        for path, target in self.aliases.items():
            page = pages.get(target)
            pages[f"alias/{path}"] = page[0] if isinstance(page, tuple) else page is not None
        return pages

    def _stories(self) -> Any:
        for id_, known in self.heads.items():
            head = replace(known, latest=0)  # not shown
            if head.state == "merged":
                target = self.heads[head.merged_into]
                yield story_key(id_), ((target.title, target.state, target.story),)
            elif head.state == "withdrawn":
                seen = replace(head, updated=0)
                yield story_key(id_), ((head.title, head.state, head.story), seen)
            elif head.state in SEEN:
                around = [self.heads[other] for other in self.related(id_)]
                related = [line_of(replace(other, updated=0)) for other in around]
                links = (self.targets(id_), self.topic_targets(id_))
                own = (head, self.originals[id_], self.topics_with_pages(id_))
                yield story_key(id_), ((head.title, head.state, head.story), own, related, links)


def listing_order(head: Head) -> tuple[float, str]:
    """Return by what lists are sorted: newest first, ties by id."""
    return -head.sort_at.timestamp(), head.story.id


def line_of(head: Head) -> tuple[Any, ...]:
    """Return what a list shows of a story."""
    story = head.story
    return story.id, story.path, head.title, head.language, head.updated > 0, head.state == "gone"


def _rows(store: Store, table: Table) -> list[Any]:
    with store._database.read() as connection:
        return [tuple(row) for row in connection.execute(select(table))]
