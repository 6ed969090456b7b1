"""Whatever happens: each page whose content changed is dirty, and the store answers as plainly."""

from __future__ import annotations

import random

import pytest

from samizdat.edit.lists import teaser
from samizdat.store import Store
from tests.store.desk import Desk
from tests.store.edition import Plain
from tests.store.newsroom import change, open_newsroom

STEPS = 60


def _build(desk: Desk, pages: dict[str, object]) -> None:
    """Let all pages be as they should."""
    built = [(key, "f") for key in pages]
    desk.store.save_pages(1, built, [], desk.store.dirty_keys(10**6))


def _is_topics_day(key: str) -> bool:
    """Return whether the build makes the page from its month's: a change marks those it made."""
    return key.startswith("topic/") and len(key.rpartition("/")[2]) == 10


@pytest.mark.parametrize("seed", [3, 8, None])
def test_every_page_that_changed_is_dirty(desk: Desk, seed: int | None) -> None:
    seed = random.SystemRandom().randrange(10**9) if seed is None else seed
    room = open_newsroom(desk, seed)
    before = Plain(desk.store).pages()
    for step in range(STEPS):
        _build(desk, before)
        happened = change(room)
        after = Plain(desk.store).pages()
        changed = {k for k in before.keys() | after.keys() if before.get(k) != after.get(k)}
        changed -= {key for key in after.keys() - before.keys() if _is_topics_day(key)}
        assert changed <= desk.dirty(), (seed, step, happened)
        before = after
    desk.clean()
    desk.store.mark_all_dirty()
    unmarked = before.keys() - desk.dirty()
    assert [key for key in unmarked if not _is_topics_day(key)] == [], seed


@pytest.mark.parametrize("seed", [5, None])
def test_the_store_answers_as_whole_tables_would(desk: Desk, seed: int | None) -> None:
    seed = random.SystemRandom().randrange(10**9) if seed is None else seed
    room = open_newsroom(desk, seed)
    for step in range(STEPS):
        change(room)
        if step % 6 == 5:
            _compare(desk.store, room.stories, seed)


def _compare(store: Store, stories: list[str], seed: int) -> None:
    plain = Plain(store)
    related, topics = store.related(stories), store.topics_of(stories)
    targets, topic_targets = store.link_targets(stories), store.topic_links(stories)
    for story in stories:
        assert related.get(story, ()) == plain.related(story), seed
        keys = tuple(topic.key for topic in topics.get(story, ()))
        assert keys == plain.topics_with_pages(story), seed
        assert targets.get(story, {}) == plain.targets(story), seed
        assert topic_targets.get(story, {}) == plain.topic_targets(story), seed
    everything = {topic for own in plain.topics.values() for topic in own}
    counts = {topic: len(plain.on(topic)) for topic in everything if plain.on(topic)}
    assert store.topic_counts(sorted(everything)) == counts, seed
    assert store.shelf_keys("topic") == sorted(t for t, n in counts.items() if n >= 2), seed
    for topic in counts:
        _compare_lists(store, plain, topic)


def _compare_lists(store: Store, plain: Plain, topic: str) -> None:
    heads = [teaser(head) for head in plain.on(topic)]
    assert store.newest(topic, 99, kind="topic") == heads
    for month, count in store.month_counts(topic, kind="topic"):
        of_month = [head for head in heads if head.sort_at.strftime("%Y-%m") == month]
        assert store.teasers_in(topic, month, kind="topic") == of_month
        assert len(of_month) == count
        days = store.day_counts(topic, month, kind="topic")
        assert sum(number for _, number in days) == count
        assert all(len(store.teasers_in(topic, d, kind="topic")) == n for d, n in days)
    year = store.month_counts(topic, kind="topic", year="2026")
    assert sum(number for _, number in year) == len(store.teasers_in(topic, "2026", kind="topic"))
