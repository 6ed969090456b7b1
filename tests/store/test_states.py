from datetime import timedelta

import pytest
from sqlalchemy import event

from samizdat.errors import StoreError
from samizdat.model.page import story_key
from samizdat.model.story import Decider, State
from tests.store.desk import HARBOUR, NOON, Desk, entry, reading

NEWS = "harbour/news"


def test_setting_the_state_of_an_unknown_story_says_so(desk: Desk) -> None:
    with pytest.raises(StoreError, match="no such story"):
        desk.store.set_state("none", "hidden", "", NOON)


def test_merged_is_no_state_to_set(desk: Desk) -> None:
    id_ = desk.story("a").story.id
    with pytest.raises(ValueError, match="merge"):
        desk.store.set_state(id_, "merged", "", NOON)


PAGES = (
    "{id}",
    "story/{id}",
    "{path}",
    "{path}.md",
    "/{path}.html",
    "https://forge.example/mirror/news/blob/main/{path}.md",
    "https://forge.example/mirror/news/-/blob/main/{path}.md?ref_type=heads#top",
    "{path}.md?plain=1",
)
"""Ways to name a story by its page."""


@pytest.mark.parametrize(
    "query",
    [
        f"{HARBOUR}/a",
        " HTTPS://Harbour.example:443/a?utm_source=x#y ",
        *PAGES,
    ],
)
def test_a_story_is_found_by_whatever_names_it(desk: Desk, query: str) -> None:
    story = desk.story("a").story
    assert desk.store.find_story(query.format(id=story.id, path=story.path)) == story.id


def test_many_pages_are_found_in_a_few_questions(desk: Desk) -> None:
    stories = [desk.story(f"s{n}").story for n in range(30)]
    desk.store.add_aliases({"pages/moved.md": story_key(stories[0].id), "pages/home.md": "home"})
    texts = {way.format(id=s.id, path=s.path): s.id for s in stories for way in PAGES}
    texts |= dict.fromkeys(("pages/moved.md", "/pages/moved.md?n1", "pages/moved"), stories[0].id)
    strangers = ["", "?", "#top", "none", "../x.md", "pages/home.md"]
    asked: list[str] = []
    engine = desk.store._database._engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(str(args[2])))
    assert desk.store.find_pages([*texts, *strangers]) == texts
    selects = [one for one in asked if one.startswith("SELECT")]
    assert 0 < len(selects) < len(texts) / 10


@pytest.mark.parametrize(
    "query", ["", "港口", "https://elsewhere.example/", "story/", "../x.md", f"{HARBOUR}/a?id=2"]
)
def test_what_names_no_story_finds_none(desk: Desk, query: str) -> None:
    desk.story("a")
    assert desk.store.find_story(query) is None


def test_stories_of_one_state_are_listed_newest_first_by_who_decided(desk: Desk) -> None:
    ids = []
    for i, by in enumerate(["desk", "person", "desk"]):
        decider: Decider = "desk" if by == "desk" else "person"
        id_ = desk.story(f"s{i}", published_at=NOON - timedelta(days=i)).story.id
        desk.store.set_state(id_, "held", "a person looks", NOON, by=decider)
        ids.append(id_)
    desk.story("shown")

    def listed(state: State, limit: int, by: Decider | None = None) -> list[str]:
        return [h.story.id for h in desk.store.stories_in_state(state, limit, by=by)]

    assert listed("held", 9) == ids
    assert listed("held", 2) == ids[:2]
    assert listed("held", 9, "desk") == [ids[0], ids[2]]
    assert listed("held", 9, "person") == [ids[1]]
    assert listed("hidden", 9) == []


def test_all_heads_come_in_batches_with_their_originals(desk: Desk) -> None:
    ids = sorted(desk.story(f"s{i}").story.id for i in range(5))
    batches = list(desk.store.iter_heads(2))
    assert [len(batch) for batch in batches] == [2, 2, 1]
    flat = [(head.story.id, address) for batch in batches for head, address in batch]
    assert [id_ for id_, _ in flat] == ids
    assert dict(flat) == desk.store.original_address(ids)


def test_who_decided_stands_in_the_head_until_somebody_else_does(desk: Desk) -> None:
    id_ = desk.story("a").story.id

    def decided() -> tuple[str, str]:
        head = desk.store.heads([id_])[id_]
        return head.state, head.decided_by

    assert decided() == ("shown", "")
    desk.store.set_state(id_, "hidden", "", NOON, by="desk")
    assert decided() == ("hidden", "desk")
    desk.store.set_state(id_, "shown", "", NOON)
    assert decided() == ("shown", "person")
    for _ in range(2):
        desk.pass_time(hours=2)
        desk.store.save_missing(desk.take()[0], desk.now, status=404, retry=desk.now)
    assert decided() == ("gone", "person")
    desk.pass_time(hours=2)
    desk.save(desk.take()[0])
    assert decided() == ("shown", "person")


def test_the_state_of_the_queue_does_not_matter_to_what_is_listed(desk: Desk) -> None:
    desk.announce(NEWS, entry("waiting"))
    assert list(desk.store.iter_heads(9)) == []
    desk.store.save_readings([reading(due, "text", NOON) for due in desk.take()], NOON)
    assert [len(batch) for batch in desk.store.iter_heads(9)] == [1]
