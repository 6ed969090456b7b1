"""What the desk's rules, an import and a re-extraction say of a reading."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from samizdat.model.story import Head
from samizdat.store import Saved
from tests.store.desk import HARBOUR, NOON, Desk, entry, reading

NEWS = "harbour/news"


def _read(desk: Desk, name: str, text: str = "text", **facts: Any) -> Saved:
    """Announce and read one story; *facts* of the reading, not of the article."""
    desk.announce(NEWS, entry(name, published_at=NOON))
    due = next(due for due in desk.take() if due.entry.address == f"{HARBOUR}/{name}")
    made = replace(reading(due, text, desk.now), **facts)
    return desk.store.save_readings([made], desk.now)[0]


def _again(desk: Desk, text: str, **facts: Any) -> Saved:
    """Read the only story again."""
    desk.pass_time(hours=2)
    made = replace(reading(desk.take()[0], text, desk.now), **facts)
    return desk.store.save_readings([made], desk.now)[0]


def _head(desk: Desk, saved: Saved) -> Head:
    return desk.store.heads([saved.story.id])[saved.story.id]


@pytest.mark.parametrize("state", ["held", "hidden"])
def test_a_new_story_that_a_rule_keeps_back_can_be_looked_at_but_is_not_shown(
    desk: Desk, state: Any
) -> None:
    saved = _read(desk, "a", "暴风雨 警报", state=state, reason="blocklist")
    head = _head(desk, saved)
    assert (head.state, head.decided_by, head.reason) == (state, "desk", "blocklist")
    assert (head.title, head.shown) == ("暴风雨 警报", 1)
    assert desk.store.articles([head.story.id])[head.story.id].title == "暴风雨 警报"
    assert desk.dirty() == set()
    assert desk.store.newest("harbour/world", 9) == []
    desk.store.set_state(head.story.id, "shown", "", NOON)
    assert [h.title for h in desk.store.newest("harbour/world", 9)] == ["暴风雨 警报"]


def test_a_rule_takes_back_a_shown_story_and_gives_it_back_as_it_is_now(desk: Desk) -> None:
    saved = _read(desk, "a", "one")
    desk.clean()
    _again(desk, "two", state="hidden", reason="blocklist")
    head = _head(desk, saved)
    assert (head.state, head.title, head.latest) == ("hidden", "one", 2)
    assert {"home", "section/harbour/world"} <= desk.dirty()
    desk.clean()
    _again(desk, "two")
    head = _head(desk, saved)
    assert (head.state, head.decided_by, head.title, head.shown) == ("shown", "", "two", 2)
    assert {"home", f"story/{head.story.id}"} <= desk.dirty()


def test_two_readings_in_one_batch_show_the_newest(desk: Desk) -> None:
    saved = _read(desk, "a", "one")
    desk.pass_time(hours=2)
    (due,) = desk.take()
    held = replace(reading(due, "two", desk.now), state="held")
    desk.store.save_readings([held, replace(held, state="shown")], desk.now)
    head = _head(desk, saved)
    assert (head.state, head.title, head.shown, head.latest) == ("shown", "two", 2, 2)


def test_no_rule_overrules_a_person(desk: Desk) -> None:
    saved = _read(desk, "a", "one")
    desk.store.set_state(saved.story.id, "shown", "", NOON)
    _again(desk, "two", state="hidden", reason="blocklist")
    assert (_head(desk, saved).state, _head(desk, saved).title) == ("shown", "two")
    desk.store.set_state(saved.story.id, "held", "by hand", NOON)
    _again(desk, "three")
    assert (_head(desk, saved).state, _head(desk, saved).title) == ("held", "two")


def test_what_is_withdrawn_stays_so_whatever_a_rule_says(desk: Desk) -> None:
    saved = _read(desk, "a", "one")
    desk.store.set_state(saved.story.id, "withdrawn", "asked", NOON, by="desk")
    _again(desk, "two")
    assert (_head(desk, saved).state, _head(desk, saved).reason) == ("withdrawn", "asked")


def test_a_story_that_comes_back_meets_the_rules(desk: Desk) -> None:
    saved = _read(desk, "a", "one")
    desk.store.set_state(saved.story.id, "gone", "", NOON, by="")
    _again(desk, "one", state="hidden", reason="blocklist")
    assert _head(desk, saved).state == "hidden"


def test_only_revisions_of_the_source_count_as_updates(desk: Desk) -> None:
    saved = _read(desk, "a", "imported", cause="import")
    assert _head(desk, saved).updated == 0
    _again(desk, "read better", cause="re-extraction")
    assert _head(desk, saved).updated == 0
    _again(desk, "the source's own")
    assert _head(desk, saved).updated == 0
    _again(desk, "changed by the source")
    assert _head(desk, saved).updated == 1
    causes = [revision.cause for revision in desk.store.revisions(saved.story.id)]
    assert causes == ["import", "re-extraction", "source", "source"]


def test_an_imported_story_keeps_the_id_and_path_it_had(desk: Desk) -> None:
    saved = _read(desk, "a", path="pages/20200101-港口", story_id="a234567bcdef")
    assert (saved.story.id, saved.story.path) == ("a234567bcdef", "pages/20200101-港口")
    again = _read(desk, "b", "text", path="pages/other", story_id="a234567bcdef")
    assert (again.story, again.outcome) == (saved.story, "unchanged")
    assert desk.store.find_story(f"{HARBOUR}/b") == saved.story.id


@pytest.mark.parametrize(
    "path",
    [
        *("/etc/passwd", "../up", "a/../b", "a//b", "a/./b", "a/", "", "C:/x", "a\\b", ".git/x"),
        *("a/.hidden", "a\nb", "a\x00b", "a\u202eb", "a\ud800b", "README", "images/x", "Topics/x"),
        *("harbour/world", "harbour/world/2026-03", "x" * 300, "/".join(["long"] * 300)),
    ],
)
def test_a_path_that_is_unsafe_or_the_editions_own_is_passed_over(desk: Desk, path: str) -> None:
    saved = _read(desk, "a", path=path)
    assert saved.story.path == f"harbour/2026/03/{saved.story.path[-15:-13]}/{saved.story.id}"


@pytest.mark.parametrize("id_", ["../../../etc", "short", "UPPERCASE234", "a" * 53, "a23456-bcdef"])
def test_an_id_that_is_none_is_passed_over(desk: Desk, id_: str) -> None:
    saved = _read(desk, "a", story_id=id_)
    assert saved.story.id != id_
    assert len(saved.story.id) == 12


def test_two_stories_that_want_one_path_get_two(desk: Desk) -> None:
    desk.announce(NEWS, *(entry(name, published_at=NOON) for name in "ab"))
    made = [replace(reading(due, "text", NOON), path="pages/one") for due in desk.take()]
    first, second = desk.store.save_readings(made, NOON)
    third = _read(desk, "c", path="pages/one")
    assert first.story.path == "pages/one"
    assert len({first.story.path, second.story.path, third.story.path}) == 3


def test_tags_that_are_no_words_are_no_tags(desk: Desk) -> None:
    odd = ("", " # ", "\ud800", "\ud801", "x" * 500, "港口", "港口 ", "بندر", "Порт", "порт")
    desk.announce(NEWS, entry("a"))
    assert desk.save(desk.take()[0], "text", tags=odd * 9).outcome == "new"


def test_a_story_is_checked_again_an_hour_later_whatever_the_rules_say(desk: Desk) -> None:
    _read(desk, "a", state="held")
    desk.now += timedelta(hours=2)
    assert len(desk.take()) == 1
