from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from samizdat.model.entry import Entry
from samizdat.model.failed import Failed
from samizdat.store import Recorded, Store
from tests.store.desk import HARBOUR, NOON, Desk, entry

NEWS = "harbour/news"


def _entries(count: int) -> list[Entry]:
    dates = (NOON - timedelta(hours=i) for i in range(count))
    return [entry(f"s{i}", guid=f"g{i}", published_at=date) for i, date in enumerate(dates)]


def test_new_entries_queue_newest_first_and_the_rest_is_skipped(desk: Desk) -> None:
    entries = _entries(5)
    asked = []

    def skip(item: object, index: int) -> bool:
        asked.append((item, index))
        return index >= 3

    found = desk.store.record_entries(NEWS, entries[::-1], NOON, skip=skip)
    assert found == Recorded(new=3, skipped=2)
    assert asked == [(item, i) for i, item in enumerate(entries)]
    assert [due.entry for due in desk.take()] == entries[:3]


def test_undated_entries_keep_the_order_of_the_feed(desk: Desk) -> None:
    names = ["first", "second", "third"]
    desk.announce(NEWS, *(entry(name) for name in names))
    assert [due.entry.title for due in desk.take()] == ["First", "Second", "Third"]


def test_todays_news_goes_before_the_backlog(desk: Desk) -> None:
    desk.announce(NEWS, entry("old", published_at=NOON - timedelta(days=9)))
    desk.pass_time(hours=1)
    desk.announce(NEWS, entry("today", published_at=NOON))
    assert [due.entry.title for due in desk.take(1)] == ["Today"]


def test_a_date_in_the_future_does_not_jump_the_queue(desk: Desk) -> None:
    desk.announce(NEWS, entry("planned", published_at=NOON + timedelta(days=400)))
    desk.pass_time(hours=1)
    desk.announce(NEWS, entry("now", published_at=desk.now))
    assert [due.entry.title for due in desk.take()] == ["Now", "Planned"]


def test_an_entry_comes_back_with_all_that_was_announced(desk: Desk) -> None:
    full = entry(
        "full",
        guid="g",
        published_at=NOON,
        updated_at=NOON,
        content="<p>港口 \ud800</p>",
        authors=("Mina", "Omid"),
        tags=("ferry",),
        image=f"{HARBOUR}/a.jpg",
        language="fa",
    )
    desk.announce(NEWS, full)
    (due,) = desk.take()
    assert due.entry == full
    assert (due.source, due.newsroom, due.story) == (NEWS, "harbour", None)


def test_a_look_without_news_writes_nothing(desk: Desk) -> None:
    desk.story("a")
    entries = [entry("a", published_at=NOON - timedelta(hours=1)), entry("b")]
    desk.announce(NEWS, *entries)
    writes: list[str] = []

    def note(*args: object) -> None:
        statement = str(args[2])
        if not statement.startswith(("SELECT", "PRAGMA")):
            writes.append(statement)

    engine = desk.store._database._engine
    event.listen(engine, "before_cursor_execute", note)
    later = desk.pass_time(hours=2)
    assert desk.store.record_entries(NEWS, entries, later) == Recorded(known=2)
    assert [w for w in writes if "BEGIN" not in w] == []


def test_a_story_in_a_second_source_stands_in_its_section_too(desk: Desk) -> None:
    saved = desk.story("a")
    sport = desk.source("sport", "sport", "world")
    desk.clean()
    desk.announce(sport, entry("a"))
    head = desk.store.heads([saved.story.id])[saved.story.id]
    assert head.sections == ("harbour/sport", "harbour/world")
    assert {"home", "section/harbour/sport", f"story/{saved.story.id}"} <= desk.dirty()
    assert desk.take() == []


def test_a_known_guid_under_a_new_address_is_an_alias(desk: Desk) -> None:
    desk.announce(NEWS, entry("a", guid="g"))
    (due,) = desk.take()
    saved = desk.save(due)
    found = desk.store.record_entries(NEWS, [entry("moved", guid="g")], NOON)
    assert found == Recorded(known=1)
    assert desk.store.why(f"{HARBOUR}/moved").story == saved.story


def test_a_guid_that_several_addresses_share_is_not_believed(desk: Desk) -> None:
    desk.announce(NEWS, *(entry(name, guid="same") for name in "abc"))
    for due in desk.take():
        desk.save(due)
    assert len(list(desk.store.all_story_ids())) == 3


def test_changed_full_text_queues_the_story_again(desk: Desk) -> None:
    first = entry("a", content="<p>one</p>", published_at=NOON)
    desk.announce(NEWS, first)
    (due,) = desk.take()
    saved = desk.save(due, "one", feed=True)
    assert desk.store.record_entries(NEWS, [first], NOON) == Recorded(known=1)
    changed = replace(first, content="<p>two</p>")
    assert desk.store.record_entries(NEWS, [changed], NOON) == Recorded(changed=1)
    assert desk.store.record_entries(NEWS, [changed], NOON) == Recorded(known=1)
    (due,) = desk.take()
    assert (due.story, due.entry.content) == (saved.story.id, "<p>two</p>")
    assert desk.save(due, "two", feed=True).outcome == "changed"
    assert desk.store.record_entries(NEWS, [changed], NOON) == Recorded(known=1)


def test_another_sources_text_of_a_known_story_is_no_change(desk: Desk) -> None:
    desk.announce(NEWS, entry("a", content="<p>one</p>"))
    desk.save(desk.take()[0], "one", feed=True)
    other = desk.source("all", "world")
    found = desk.store.record_entries(other, [entry("a", content="<p>one, more</p>")], NOON)
    assert found == Recorded(known=1)
    assert desk.take() == []


def test_a_failed_entry_queues_again_when_its_text_changes(desk: Desk) -> None:
    desk.announce(NEWS, entry("a", content="<p></p>"))
    (due,) = desk.take()
    failed = Failed(due.entry.address, "no story", "", "NoStoryError")
    desk.store.save_failed(due, failed, NOON, retry=None)
    assert desk.store.failed_entries(9) == [(due.entry, failed)]
    desk.announce(NEWS, entry("a", content="<p></p>"))
    assert desk.take() == []
    desk.announce(NEWS, entry("a", content="<p>text</p>"))
    assert [due.attempts for due in desk.take()] == [0]


def test_a_single_story_is_due_at_once_known_or_not(desk: Desk) -> None:
    asked = entry("asked", published_at=NOON - timedelta(days=999))
    desk.announce(NEWS, entry("new", published_at=NOON))
    desk.store.queue_single("harbour", asked, ("harbour/picks",), desk.pass_time(minutes=1))
    due = desk.take(1)[0]
    assert (due.entry.address, due.source) == (asked.address, "harbour/single")
    desk.save(due)
    desk.store.queue_single("harbour", asked, ("harbour/other",), desk.pass_time(minutes=1))
    assert {due.is_recheck for due in desk.take()} == {True, False}
    assert desk.store.heads(list(desk.store.all_story_ids())).popitem()[1].sections == (
        "harbour/other",
        "harbour/picks",
    )


def test_sources_that_leave_the_configuration_rest_and_go_on_when_they_return(desk: Desk) -> None:
    desk.story("a")
    desk.announce(NEWS, entry("b"))
    desk.store.retire_sources([])
    desk.pass_time(days=2)
    assert desk.take() == []
    assert desk.store.source_states() == []
    assert len(desk.store.newest("harbour/world", 9)) == 1
    desk.source("news", "world")
    assert [due.is_recheck for due in desk.take()] == [False, True]


def test_a_story_of_a_retired_source_is_asked_again_for_the_one_that_stays(desk: Desk) -> None:
    desk.story("a")
    other = desk.source("all", "world")
    desk.announce(other, entry("a"))
    desk.store.retire_sources([other])
    desk.pass_time(days=2)
    assert [due.source for due in desk.take()] == [other]


def test_a_story_of_a_retired_source_is_asked_again_for_one_that_comes_later(desk: Desk) -> None:
    desk.story("a")
    desk.story("b")
    desk.store.retire_sources([])
    later = desk.source("moved", "world")
    desk.announce(later, entry("a"))
    desk.pass_time(days=2)
    assert [(due.source, due.entry.address) for due in desk.take()] == [(later, entry("a").address)]


def test_a_story_of_two_retired_sources_goes_on_with_either(desk: Desk) -> None:
    desk.story("a")
    other = desk.source("all", "world")
    desk.announce(other, entry("a"))
    desk.store.retire_sources([])
    desk.source("news", "world")
    desk.pass_time(days=2)
    assert [due.source for due in desk.take()] == [NEWS]


def test_stories_added_singly_rest_with_their_newsroom_only(desk: Desk) -> None:
    desk.store.queue_single("harbour", entry("a"), ("harbour/world",), NOON)
    desk.store.retire_sources([])
    assert desk.store.count_due(NOON) == 1
    desk.store.retire_sources([], newsrooms=["harbour"])
    assert desk.store.count_due(NOON) == 1
    desk.store.retire_sources([], newsrooms=[])
    assert desk.store.count_due(NOON) == 0


def test_changed_sections_of_a_source_move_its_stories(desk: Desk) -> None:
    saved = desk.story("a")
    desk.clean()
    desk.source("news", "local")
    assert desk.store.newest("harbour/world", 9) == []
    assert [told.id for told in desk.store.newest("harbour/local", 9)] == [saved.story.id]
    assert desk.store.section_keys() == ["harbour/local"]
    both = {"section/harbour/local/2026-03", "section/harbour/world/2026-03"}
    assert both | {f"story/{saved.story.id}", "home"} <= desk.dirty()


def test_sources_keep_their_fetch_state_when_configured_again(store: Store, desk: Desk) -> None:
    every = timedelta(minutes=10)
    failed = Failed("harbour", "no answer")
    store.save_source(NEWS, now=NOON, error=failed, interval=every, changed=False)
    store.save_source(NEWS, now=NOON, error=failed, interval=every, changed=False)
    state = store.source_state(NEWS)
    assert (state.failures, state.last_error, state.first_done) == (2, failed, False)
    store.save_source(NEWS, now=NOON, interval=every, changed=True)
    desk.source("news", "world")
    state = store.source_state(NEWS)
    assert (state.failures, state.last_error, state.first_done) == (0, None, True)
    assert state.next_due == NOON + every
    with pytest.raises(Exception, match="no such source"):
        store.source_state("harbour/none")
