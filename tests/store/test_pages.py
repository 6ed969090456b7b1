import pytest

from samizdat.model.failed import Failed
from samizdat.store import FileRow, HostState, Store
from tests.store.desk import NOON, Desk, entry

NEWS = "harbour/news"


def test_pages_remember_the_edition_in_which_they_changed(store: Store) -> None:
    first = store.begin_edition(NOON, None, {"config": "c"})
    store.save_pages(first, [("home", "1"), ("story/a", "1")], [], [])
    second = store.begin_edition(NOON, first, {})
    store.save_pages(second, [("home", "2")], ["story/a", "story/never"], [])
    assert list(store.pages_since(0)) == [("home", "2"), ("story/a", "")]
    assert list(store.pages_since(first)) == [("home", "2"), ("story/a", "")]
    assert list(store.pages_since(second)) == []
    assert store.fingerprints(["home", "story/a", "x"]) == {"home": "2"}
    assert store.page_count() == 1
    third = store.begin_edition(NOON, second, {})
    store.save_pages(third, [], ["story/a"], [])
    assert list(store.pages_since(second)) == []


def test_editions_are_numbered_and_say_whether_they_are_finished(store: Store) -> None:
    assert store.last_edition() is None
    number = store.begin_edition(NOON, None, {"desk": "d"})
    assert number == 1
    last = store.last_edition()
    assert last is not None
    assert (last.finished, last.as_of, dict(last.fingerprints)) == (False, NOON, {"desk": "d"})
    store.finish_edition(number)
    last = store.last_edition()
    assert last is not None
    assert last.finished


def test_whole_kinds_of_pages_become_dirty(desk: Desk) -> None:
    id_ = desk.story("a", tags=("Ferries", "港口")).story.id
    other = desk.story("b", tags=("ferries",)).story.id
    desk.clean()
    by_kind = {
        "home": {"home"},
        "section": {"section/harbour/world"},
        "archive": {f"section/harbour/world/{p}" for p in ("2026", "2026-03", "2026-03-14")},
        "topic": {"topic/ferries"},
        "topic-archive": {"topic/ferries/2026-03"},
        "story": {f"story/{id_}", f"story/{other}"},
        "alias": set(),
    }
    for kind, keys in by_kind.items():
        assert desk.store.mark_kind_dirty(kind) == len(keys)
        assert desk.dirty() == keys
        desk.clean()
    with pytest.raises(ValueError, match="no such kind"):
        desk.store.mark_kind_dirty("other")
    assert desk.store.mark_all_dirty() == sum(len(keys) for keys in by_kind.values())


def test_a_page_that_should_no_longer_exist_is_dirty_in_a_full_rebuild(store: Store) -> None:
    store.save_pages(1, [("section/old/shelf", "f")], [], [])
    assert store.mark_all_dirty() == 2
    assert store.dirty_keys(9) == ["home", "section/old/shelf"]
    store.mark_dirty(["home", "x"])
    assert store.dirty_keys(2) == ["home", "section/old/shelf"]


def test_a_remotes_files_and_state_change_together(store: Store) -> None:
    assert (store.remote("main").edition, store.remote("main").tip) == (0, None)
    rows = [FileRow("README.md", "1", "o1", "home"), FileRow("a.md", "2", "o2", "story/a")]
    store.save_published(
        "main", edition=3, tip="t", overlay="o", written=rows, removed=[], now=NOON
    )
    assert list(store.all_files("main")) == rows
    assert store.files("main", ["a.md", "x"]) == {"a.md": rows[1]}
    assert store.files_of_pages("main", ["home", "x"]) == rows[:1]
    changed = FileRow("README.md", "3", "o3", "home")
    store.save_published(
        "main", edition=4, tip="u", overlay="o", written=[changed], removed=["a.md"], now=NOON
    )
    assert list(store.all_files("main")) == [changed]
    state = store.remote("main")
    assert (state.edition, state.tip, state.last_success) == (4, "u", NOON)
    assert list(store.all_files("other")) == []


def test_a_refusing_remote_keeps_what_it_had(store: Store) -> None:
    failed = Failed("main", "refused")
    store.save_remote("main", edition=1, tip="t", overlay="o", now=NOON, error=None)
    for _ in range(2):
        store.save_remote("main", edition=9, tip="x", overlay="y", now=NOON, error=failed)
    state = store.remote("main")
    assert (state.edition, state.tip, state.overlay) == (1, "t", "o")
    assert (state.failures, state.last_error) == (2, failed)
    store.clear_remote("main")
    assert (store.remote("main").edition, store.remote("main").tip) == (0, None)


def test_hosts_remember_what_they_asked_for(store: Store) -> None:
    assert store.host_state("harbour.example") == HostState("harbour.example")
    state = HostState("harbour.example", "User-agent: *", NOON, NOON, 2)
    store.save_host(state)
    store.save_host(state)
    assert store.host_state("harbour.example") == state


def test_archives_of_a_story_announced_without_a_page_do_not_exist(desk: Desk) -> None:
    desk.announce(NEWS, entry("a"))
    assert desk.store.mark_all_dirty() == 1
