"""After any sequence of announcements, readings and decisions the store agrees with itself."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from samizdat.edit.lists import teaser
from samizdat.model.article import content_hash
from samizdat.model.page import HOME, section_key, story_key
from samizdat.model.story import Head
from samizdat.store import STORE_NAME, SourceSpec, Store, schema
from tests.store.desk import HARBOUR, NOON, Desk, article, entry, reading

SOURCES = ("news", "sport", "all")
SECTIONS = ("world", "sport", "local")
STORIES = tuple(f"s{i}" for i in range(5))
STATES = ("shown", "held", "hidden", "gone", "withdrawn")

steps = st.lists(
    st.one_of(
        st.tuples(st.just("announce"), st.sampled_from(SOURCES), st.sampled_from(STORIES)),
        st.tuples(st.just("read"), st.sampled_from(["one", "two", "three"]), st.integers(1, 4)),
        st.tuples(st.just("missing"), st.integers(1, 3), st.none()),
        st.tuples(st.just("state"), st.integers(0, 4), st.sampled_from(STATES)),
        st.tuples(
            st.just("sections"), st.sampled_from(SOURCES), st.sets(st.sampled_from(SECTIONS))
        ),
        st.tuples(st.just("retire"), st.sampled_from(SOURCES), st.none()),
    ),
    max_size=14,
)


@cache
def _template() -> bytes:
    """Return a store with the sources in it: copying one is quicker than making one."""
    with tempfile.TemporaryDirectory() as folder:
        with Store.open(Path(folder)) as store:
            store.put_newsroom("harbour", name="H", home=f"{HARBOUR}/", language="en", hosts=())
            for name in SOURCES:
                Desk(store).source(name, "world")
        return (Path(folder) / STORE_NAME).read_bytes()


@contextmanager
def _desk() -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / STORE_NAME).write_bytes(_template())
        with Store.open(Path(folder)) as store:
            yield Desk(store)


def _step(desk: Desk, step: tuple[str, Any, Any]) -> None:
    verb, first, second = step
    desk.pass_time(hours=7)
    if verb == "announce":
        number = STORIES.index(second)
        published = NOON - timedelta(days=20 * number) if number else None
        desk.announce(f"harbour/{first}", entry(second, guid=second, published_at=published))
    elif verb == "read":
        dues = desk.take(second)
        desk.store.save_readings([reading(due, first, desk.now) for due in dues], desk.now)
    elif verb == "missing":
        for due in desk.take(first):
            desk.store.save_missing(due, desk.now, status=404, retry=desk.now)
    elif verb == "state":
        ids = list(desk.store.all_story_ids())
        if first < len(ids):
            desk.store.set_state(ids[first], second, "reason", desk.now)
    elif verb == "sections":
        sections = tuple(f"harbour/{name}" for name in sorted(second))
        spec = SourceSpec(f"harbour/{first}", "harbour", "feed", f"{HARBOUR}/{first}", sections)
        desk.store.put_source(spec)
    else:
        desk.store.retire_sources([f"harbour/{name}" for name in SOURCES if name != first])


def _heads(store: Store) -> dict[str, Head]:
    return store.heads(list(store.all_story_ids()))


def _pages(store: Store) -> dict[str, object]:
    """Return every page with all it shows, made from the heads alone."""
    pages: dict[str, Any] = {}
    addresses = store.original_address(list(store.all_story_ids()))
    for id_, head in sorted(_heads(store).items()):
        if head.state in {"shown", "gone", "withdrawn"}:
            pages[story_key(id_)] = (head, addresses[id_])
        if head.state not in {"shown", "gone"}:
            continue
        day = head.sort_at.date().isoformat()
        teaser = (id_, head.title, head.sort_at, head.updated > 0, head.state)
        periods = ("", day[:4], day[:7], day)
        keys = [section_key(s, p) for s in head.sections for p in periods]
        # The home page shows sections; a story that stands in none is not on it.
        for key in {HOME, *keys} if head.sections else ():
            pages.setdefault(key, []).append((teaser, head.sections if key == HOME else ()))
    return pages


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_every_page_whose_content_changed_is_dirty(sequence: list[tuple[str, Any, Any]]) -> None:
    with _desk() as desk:
        before = _pages(desk.store)
        for step in sequence:
            desk.clean()
            _step(desk, step)
            after = _pages(desk.store)
            changed = {k for k in before.keys() | after.keys() if before.get(k) != after.get(k)}
            assert changed <= desk.dirty()
            before = after
        desk.clean()
        desk.store.mark_all_dirty()
        assert desk.dirty() == _pages(desk.store).keys() | {HOME}


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_lists_and_counts_agree_with_the_heads(sequence: list[tuple[str, Any, Any]]) -> None:
    with _desk() as desk:
        for step in sequence:
            _step(desk, step)
        heads = [h for h in _heads(desk.store).values() if h.state in {"shown", "gone"}]
        for name in SECTIONS:
            section = f"harbour/{name}"
            listed = [head for head in heads if section in head.sections]
            listed.sort(key=lambda head: (-head.sort_at.timestamp(), head.story.id))
            assert desk.store.newest(section, 99) == [*map(teaser, listed)]
            months = Counter(head.sort_at.strftime("%Y-%m") for head in listed)
            assert desk.store.month_counts(section) == sorted(months.items(), reverse=True)
            for month in months:
                of_month = [h for h in listed if h.sort_at.strftime("%Y-%m") == month]
                days = Counter(head.sort_at.date().isoformat() for head in of_month)
                assert desk.store.teasers_in(section, month) == [*map(teaser, of_month)]
                assert desk.store.day_counts(section, month) == sorted(days.items(), reverse=True)
                for day, count in days.items():
                    assert len(desk.store.teasers_in(section, day)) == count
        shown = {section for head in heads for section in head.sections}
        assert desk.store.section_keys() == sorted(shown)
        with desk.store._database.read() as connection:
            counts = connection.execute(select(schema.section_count.c.stories)).scalars().all()
        assert min(counts, default=0) >= 0


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_revisions_rebuild_byte_for_byte(texts: list[str]) -> None:
    with _desk() as desk:
        desk.announce("harbour/news", entry("a", published_at=NOON))
        kept = []
        for text in texts:
            (due,) = desk.take()
            made = article(text, published_at=NOON)
            saved = desk.save(due, text)
            if saved.outcome != "unchanged":
                kept.append(made)
            desk.pass_time(hours=2)
        id_ = saved.story.id
        for number, made in enumerate(kept, 1):
            assert desk.store.revision_article(id_, number) == made
        hashes = [revision.content_hash for revision in desk.store.revisions(id_)]
        assert hashes == [content_hash(made) for made in kept]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_ids_and_paths_never_change_and_every_address_leads_to_one_story(
    sequence: list[tuple[str, Any, Any]],
) -> None:
    with _desk() as desk:
        known: dict[str, object] = {}
        for step in sequence:
            _step(desk, step)
            stories = {id_: head.story for id_, head in _heads(desk.store).items()}
            assert known.items() <= stories.items()
            known = dict(stories)
        addresses = Counter(story.minted_from for story in stories.values()) if known else {}
        assert all(count == 1 for count in addresses.values())
