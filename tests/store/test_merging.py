from dataclasses import replace
from datetime import timedelta

import pytest

from samizdat.errors import StoreError
from samizdat.model.failed import Failed
from samizdat.model.story import Head
from samizdat.model.tree import Link, Paragraph, Text
from tests.store.desk import HARBOUR, NOON, Desk, entry, reading

NEWS = "harbour/news"


def _head(desk: Desk, story: str) -> Head:
    return desk.store.heads([story])[story]


def _two(desk: Desk) -> tuple[str, str]:
    """Return two stories, the second of another section too."""
    first = desk.story("a", "one").story.id
    sport = desk.source("sport", "sport")
    desk.announce(sport, entry("b", guid="g"))
    return first, desk.save(desk.take()[0], "two").story.id


def test_a_merged_storys_names_lead_to_the_other_one(desk: Desk) -> None:
    first, second = _two(desk)
    desk.store.add_aliases({"old/b.md": f"story/{second}"})
    desk.clean()
    desk.store.merge(second, first, NOON)
    head = _head(desk, second)
    assert (head.state, head.merged_into, head.decided_by) == ("merged", first, "person")
    assert desk.store.find_story(f"{HARBOUR}/b") == first
    assert desk.store.find_story(second) == second
    assert desk.store.aliases(["old/b.md"]) == {"old/b.md": f"story/{first}"}
    assert _head(desk, first).sections == ("harbour/sport", "harbour/world")
    assert [told.id for told in desk.store.newest("harbour/sport", 9)] == [first]
    pages = {"home", f"story/{first}", f"story/{second}", "alias/old/b.md"}
    assert pages | {"section/harbour/sport", "section/harbour/world"} <= desk.dirty()


def test_the_next_reading_under_a_merged_address_updates_the_other_one(desk: Desk) -> None:
    first, second = _two(desk)
    desk.store.merge(second, first, NOON)
    found = desk.store.record_entries("harbour/sport", [entry("b", guid="g")], desk.now)
    assert found.known == 1
    desk.announce("harbour/sport", entry("b", guid="g", content="<p>three</p>"))
    (due,) = desk.take()
    assert due.story == first
    saved = desk.save(due, "three")
    assert (saved.story.id, saved.outcome) == (first, "changed")
    assert _head(desk, second).state == "merged"
    assert _head(desk, first).title == "three"


def test_what_was_taken_before_the_merge_does_not_raise_the_dead(desk: Desk) -> None:
    first, second = _two(desk)
    desk.pass_time(hours=2)
    due = next(due for due in desk.take() if due.story == second)
    desk.store.merge(second, first, desk.now)
    later = desk.now + timedelta(hours=1)
    desk.store.save_unchanged(due, desk.now, validators=None, next_check=later)
    desk.store.save_failed(due, Failed("b", "no answer"), desk.now, retry=later)
    for _ in range(3):
        assert not desk.store.save_missing(due, desk.now, status=404, retry=later)
    saved = desk.save(due, "three")
    assert saved.story.id == first
    assert _head(desk, second).state == "merged"
    desk.pass_time(days=9)
    assert [due.story for due in desk.take()] == [first]
    assert desk.store.make_recheck_due(desk.now, older_than=None) == 1


def test_no_rule_and_no_import_touches_a_merged_story(desk: Desk) -> None:
    first, second = _two(desk)
    desk.store.merge(second, first, NOON)
    desk.store.set_state(second, "shown", "", NOON, by="desk")
    assert _head(desk, second).state == "merged"
    desk.announce(NEWS, entry("c"))
    made = replace(reading(desk.take()[0], "three", NOON), story_id=second, cause="import")
    (saved,) = desk.store.save_readings([made], NOON)
    assert saved.story.id == first


def test_chains_of_merges_end_at_one_story(desk: Desk) -> None:
    first, second = _two(desk)
    third = desk.story("c", "three").story.id
    desk.store.merge(second, first, NOON)
    desk.clean()
    desk.store.merge(first, third, NOON)
    assert [_head(desk, story).merged_into for story in (first, second)] == [third, third]
    assert {f"story/{story}" for story in (first, second, third)} <= desk.dirty()
    assert desk.store.find_story(f"{HARBOUR}/b") == third
    desk.clean()
    desk.pass_time(hours=2)
    desk.save(desk.take()[0], "another title")
    assert {f"story/{first}", f"story/{second}"} <= desk.dirty()


def test_merges_that_make_no_sense_are_refused_in_one_sentence(desk: Desk) -> None:
    first, second = _two(desk)
    third = desk.story("c", "three").story.id
    desk.store.merge(second, first, NOON)
    for story, into, why in (
        (first, first, "into itself"),
        (first, second, "into itself"),
        (second, third, f"into {first} already"),
        ("none", first, "no such story"),
        (first, "none", "no such story"),
    ):
        with pytest.raises(StoreError, match=why):
            desk.store.merge(story, into, NOON)
    desk.clean()
    desk.store.merge(second, first, NOON)
    assert desk.dirty() == set()


def test_a_person_can_take_two_stories_apart_again(desk: Desk) -> None:
    first, second = _two(desk)
    desk.announce(NEWS, entry("c"))
    due = desk.take()[0]
    linking = replace(
        reading(due, "text", NOON).article,
        blocks=(Paragraph((Link(f"{HARBOUR}/b", (Text("b"),)),)),),
    )
    third = desk.store.save_readings([replace(reading(due, "", NOON), article=linking)], NOON)[0]
    desk.store.merge(second, first, NOON)
    assert desk.store.link_targets([third.story.id]) == {third.story.id: {f"{HARBOUR}/b": first}}
    desk.clean()
    desk.store.set_state(second, "shown", "", NOON)
    head = _head(desk, second)
    assert (head.state, head.merged_into, head.sections) == ("shown", "", ("harbour/sport",))
    assert desk.store.find_story(f"{HARBOUR}/b") == second
    assert desk.store.link_targets([third.story.id]) == {third.story.id: {f"{HARBOUR}/b": second}}
    assert {f"story/{second}", f"story/{third.story.id}", "section/harbour/sport"} <= desk.dirty()
    assert second in {due.story for due in desk.take()}


def test_a_story_to_read_anew_is_due_at_once_without_validators(desk: Desk) -> None:
    first, second = _two(desk)
    desk.pass_time(hours=2)
    for due in desk.take():
        desk.store.save_missing(due, desk.now, status=404, retry=desk.now + timedelta(days=1))
    assert desk.take() == []
    desk.store.refetch(first, desk.now)
    (due,) = desk.take()
    assert (due.story, due.validators.etag, due.gone_count, due.attempts) == (first, "", 0, 0)
    desk.store.merge(second, first, desk.now)
    desk.store.refetch(second, desk.now)
    assert [due.story for due in desk.take()] == [first]
    with pytest.raises(StoreError, match="no such story"):
        desk.store.refetch("none", desk.now)
