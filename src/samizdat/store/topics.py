"""Topics: what the desk says of newsrooms' words, and which topics stories have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, delete, select

from samizdat.model.topic import FEWEST_STORIES, tag_key
from samizdat.store import schema
from samizdat.store.database import KEYS, chunks, in_chunks, many, upsert
from samizdat.store.part import Part
from samizdat.store.pointers import mark_linking_dirty
from samizdat.store.reshelve import reshelve
from samizdat.store.shelves import TOPIC_OF, TOPICS, totals
from samizdat.store.values import TopicRow, TopicSpec

_tag, _alias, _topic = schema.story_tag, schema.topic_alias, schema.topic
_place = schema.head_topic
_address, _count, _link = schema.topic_address, schema.topic_count, schema.story_link
_PAGE = 5000


class Topics(Part):
    """The topics of stories."""

    def put_topics(self, rules: Sequence[TopicSpec]) -> None:
        """Keep which words mean which topic, and move the stories that carry a word that changed.

        Of two topics that claim a word or an address the first has it. Nothing happens if nothing
        changed.
        """
        meant: dict[str, str] = {}
        led: dict[str, str] = {}
        for rule in rules:
            for tag in rule.tags:
                meant.setdefault(tag_key(tag), "" if rule.hidden else rule.key)
            for address in () if rule.hidden else rule.addresses:
                led.setdefault(address, rule.key)
        with self._database.write() as connection:
            tags = _replace(connection, "tag", meant)
            addresses = _replace(connection, "address", led)
            for stories in _carrying(connection, tags):
                reshelve(connection, stories)
            mark_linking_dirty(connection, addresses=addresses)

    def topics_of(self, stories: Sequence[str]) -> dict[str, tuple[TopicRow, ...]]:
        """Return id → topics that have a page, in the order of the tags, for visible stories."""
        query = (
            select(_tag.c.story, TOPIC_OF.label("key"), _topic.c.name, _count.c.stories)
            .outerjoin(_alias, _alias.c.tag == _tag.c.tag)
            .join(_place, (_place.c.story == _tag.c.story) & (_place.c.topic == TOPIC_OF))
            .join(_count, _count.c.topic == TOPIC_OF)
            .join(_topic, _topic.c.key == TOPIC_OF)
            .where(_tag.c.story.in_(KEYS), _count.c.unit == "all", _count.c.period == "")
            .where(_count.c.stories >= FEWEST_STORIES, _place.c.visible.is_(True))
            .order_by(_tag.c.story, _tag.c.position)
        )
        found: dict[str, dict[str, TopicRow]] = {}
        with self._database.read() as connection:
            for story, *row in in_chunks(connection, stories, query):
                found.setdefault(story, {}).setdefault(row[0], TopicRow(*row))
        return {story: tuple(topics.values()) for story, topics in found.items()}

    def topic_names(self, keys: Sequence[str]) -> dict[str, str]:
        """Return key → the first spelling met, for topics that a story ever had."""
        query = select(_topic.c.key, _topic.c.name)
        with self._database.read() as connection:
            return dict(in_chunks(connection, keys, query.where(_topic.c.key.in_(KEYS))))

    def topic_counts(self, keys: Sequence[str]) -> dict[str, int]:
        """Return key → how many visible stories stand in the topic, for those with any."""
        with self._database.read() as connection:
            found = totals(connection, TOPICS, keys)
        return {key: stories for key, stories in found.items() if stories}

    def topic_links(self, stories: Sequence[str]) -> dict[str, dict[str, str]]:
        """Return id → {canonical address in its body → topic with a page whose address it is}."""
        query = (
            select(_link.c.story, _address.c.address, _address.c.topic)
            .join(_address, _address.c.address == _link.c.address)
            .join(_count, _count.c.topic == _address.c.topic)
            .where(_link.c.story.in_(KEYS), _count.c.unit == "all", _count.c.period == "")
            .where(_count.c.stories >= FEWEST_STORIES)
        )
        found: dict[str, dict[str, str]] = {}
        with self._database.read() as connection:
            for story, address, topic in in_chunks(connection, stories, query):
                found.setdefault(story, {})[address] = topic
        return found


def _replace(connection: Connection, column: str, new: dict[str, str]) -> list[str]:
    """Let the table of tags or addresses hold *new* and return the keys that changed."""
    table = _alias if column == "tag" else _address
    key = table.c[column]
    old: dict[str, str] = dict(connection.execute(select(key, table.c.topic)).all())
    changed = sorted(k for k in old.keys() | new.keys() if old.get(k) != new.get(k))
    for keys in chunks(k for k in changed if k not in new):
        connection.execute(delete(table).where(key.in_(keys)))
    rows = [{column: k, "topic": new[k]} for k in changed if k in new]
    many(connection, upsert(table, "topic"), rows)
    return changed


def _carrying(connection: Connection, tags: Sequence[str]) -> Iterator[list[str]]:
    """Yield the stories that carry one of *tags*, a few thousand at a time."""
    for keys in chunks(tags):
        last = ""
        query = select(_tag.c.story).where(_tag.c.tag.in_(keys)).distinct()
        while True:
            page = query.where(_tag.c.story > last).order_by(_tag.c.story).limit(_PAGE)
            stories = list(connection.execute(page).scalars())
            yield stories
            if len(stories) < _PAGE:
                break
            last = stories[-1]
