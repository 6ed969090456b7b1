from dataclasses import replace

import pytest

from samizdat.errors import StoreError
from tests.store.desk import HARBOUR, NOON, Desk, entry, reading


def test_old_paths_lead_to_pages_and_are_dirty_once(desk: Desk) -> None:
    id_ = desk.story("a").story.id
    desk.clean()
    rows = {
        "pages/20200101-港口.md": f"story/{id_}",
        "world/index.html": "section/harbour/world",
        "index.md": "home",
    }
    desk.store.add_aliases(rows)
    assert desk.dirty() == {f"alias/{path}" for path in rows}
    assert desk.store.aliases([*rows, "other.md"]) == rows
    assert desk.store.alias_paths([f"story/{id_}", "home", "story/none"]) == {
        f"story/{id_}": ("pages/20200101-港口.md",),
        "home": ("index.md",),
    }
    desk.clean()
    desk.store.add_aliases(rows)
    assert desk.dirty() == set()
    desk.store.add_aliases({"index.md": "section/harbour/world"})
    assert desk.dirty() == {"alias/index.md"}
    assert desk.store.mark_kind_dirty("alias") == 2
    assert desk.store.find_story("pages/20200101-港口.md") == id_
    assert desk.store.find_story("/pages/20200101-港口") == id_
    assert desk.store.find_story("pages/20200101-%E6%B8%AF%E5%8F%A3.md?n1") == id_


def test_old_paths_follow_the_story_they_lead_to(desk: Desk) -> None:
    id_ = desk.story("a", "one").story.id
    desk.store.add_aliases({"old.md": f"story/{id_}", "world.md": "section/harbour/world"})
    desk.clean()
    desk.pass_time(hours=2)
    desk.save(desk.take()[0], "two")
    assert "alias/old.md" in desk.dirty()
    assert "alias/world.md" not in desk.dirty()
    desk.clean()
    desk.store.set_state(id_, "hidden", "", NOON)
    assert {"alias/old.md", "alias/world.md"} <= desk.dirty()


@pytest.mark.parametrize(
    "path", ["", "../x.md", "/x.md", "a/../x.md", ".git/config", "a\nb.md", "a\x00.md", "a\\b.md"]
)
def test_an_unsafe_old_path_is_refused_and_nothing_is_kept(desk: Desk, path: str) -> None:
    with pytest.raises(StoreError, match="cannot be an old path"):
        desk.store.add_aliases({"good.md": "home", path: "home"})
    assert desk.store.aliases(["good.md", path]) == {}


def test_no_old_path_takes_a_pages_own_place(desk: Desk) -> None:
    story = desk.story("a").story
    taken = [f"{story.path}.md", "README.md", "harbour/world.md", "harbour/world/2026.md"]
    desk.store.add_aliases(dict.fromkeys([*taken, "free.md"], "home"))
    assert desk.store.aliases([*taken, "free.md"]) == {"free.md": "home"}


def test_a_new_story_does_not_take_the_place_of_an_old_path(desk: Desk) -> None:
    desk.store.add_aliases({"pages/one.md": "home"})
    desk.announce("harbour/news", entry("a"))
    made = replace(reading(desk.take()[0], "text", NOON), path="pages/one")
    (saved,) = desk.store.save_readings([made], NOON)
    assert saved.story.path != "pages/one"


def test_why_knows_topics_old_paths_and_who_decided(desk: Desk) -> None:
    id_ = desk.story("a", tags=("Ferries", "港口")).story.id
    desk.store.add_aliases({"old.md": f"story/{id_}"})
    desk.store.set_state(id_, "held", "by a rule", NOON, by="desk")
    why = desk.store.why(f"{HARBOUR}/a")
    assert why.topics == ("ferries", "t-ltauiswujupm")
    assert why.aliases == ("old.md",)
    assert why.head is not None
    assert (why.head.decided_by, why.head.merged_into) == ("desk", "")
