"""Stories that come back from an edition, where not everything of them was told."""

from __future__ import annotations

from dataclasses import replace

from samizdat.model.entry import Entry
from samizdat.model.identity import mint_id
from samizdat.store import Reading
from tests.store.desk import HARBOUR, Desk, entry, reading

NEWS = "harbour/news"


def untold(desk: Desk, name: str) -> Reading:
    """Return the reading of a withdrawn story whose id alone is known."""
    desk.announce(NEWS, entry("other"))
    due = replace(desk.take()[0], entry=Entry(""), entry_id=None)
    made = reading(due, "", desk.now)
    return replace(
        made,
        response=None,
        addresses=(),
        next_check=None,
        state="withdrawn",
        reason="a court asked",
        cause="import",
        story_id=mint_id("harbour", f"{HARBOUR}/{name}"),
    )


def test_a_story_whose_address_was_not_told_is_known_by_its_id(desk: Desk) -> None:
    (lost,) = desk.store.save_readings([untold(desk, "a")], desk.now)
    desk.store.set_state(lost.story.id, "withdrawn", "a court asked", desk.now)
    again = desk.story("a", "The withdrawn text.")
    assert again.story == lost.story
    head = desk.store.heads([lost.story.id])[lost.story.id]
    assert (head.state, head.reason) == ("withdrawn", "a court asked")
    assert desk.store.find_story(f"{HARBOUR}/a") == lost.story.id


def test_another_story_is_not_taken_for_it(desk: Desk) -> None:
    (lost,) = desk.store.save_readings([untold(desk, "a")], desk.now)
    assert desk.story("b").story.id != lost.story.id


def test_a_new_story_keeps_the_updates_that_it_came_with(desk: Desk) -> None:
    desk.announce(NEWS, entry("a"))
    made = replace(reading(desk.take()[0], "one", desk.now), cause="import", updated=3)
    (saved,) = desk.store.save_readings([made], desk.now)
    assert desk.store.heads([saved.story.id])[saved.story.id].updated == 3
    desk.pass_time(hours=2)
    desk.save(desk.take()[0], "two")
    assert desk.store.heads([saved.story.id])[saved.story.id].updated == 4
