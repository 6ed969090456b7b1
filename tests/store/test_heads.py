import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event, text

from tests.store.desk import HARBOUR, NOON, Desk, entry, reading

NEWS, WORLD = "harbour/news", "harbour/world"


def _stories(desk: Desk, *published: datetime) -> None:
    desk.announce(NEWS, *(entry(f"s{i}", published_at=at) for i, at in enumerate(published)))
    desk.store.save_readings([reading(due, "text", desk.now) for due in desk.take()], desk.now)


def test_lists_are_newest_first_and_bounded_by_utc_days(desk: Desk) -> None:
    last_of_february = datetime(2026, 2, 28, 23, 59, 59, 999999, tzinfo=UTC)
    first_of_march = datetime(2026, 3, 1, tzinfo=UTC)
    _stories(desk, last_of_february, first_of_march, NOON - timedelta(hours=1))
    titles = [told.sort_at.isoformat()[:10] for told in desk.store.newest(WORLD, 2)]
    assert titles == ["2026-03-14", "2026-03-01"]
    assert desk.store.month_counts(WORLD) == [("2026-03", 2), ("2026-02", 1)]
    assert desk.store.day_counts(WORLD, "2026-03") == [("2026-03-14", 1), ("2026-03-01", 1)]
    assert [told.sort_at for told in desk.store.teasers_in(WORLD, "2026-02")] == [last_of_february]
    assert [told.sort_at for told in desk.store.teasers_in(WORLD, "2026-03-01")] == [first_of_march]
    assert desk.store.teasers_in(WORLD, "9999-12") == []


def test_stories_of_one_moment_stand_by_id(desk: Desk) -> None:
    _stories(desk, *[NOON] * 7)
    ids = [told.id for told in desk.store.newest(WORLD, 9)]
    assert ids == sorted(ids)


def test_a_newsrooms_language_counts_where_a_story_has_none(desk: Desk) -> None:
    id_ = desk.story("a").story.id
    facts = {"name": "H", "home": f"{HARBOUR}/", "language": "fa"}
    desk.store.put_newsroom("harbour", hosts=[], **facts)
    assert desk.store.heads([id_, "none"])[id_].language == "fa"


def test_no_question_of_an_edition_reads_a_whole_table(desk: Desk) -> None:
    id_ = desk.story("a", pictures=[f"{HARBOUR}/a.jpg"], tags=("Ferries",)).story.id
    asked: list[tuple[str, Any]] = []
    store = desk.store

    def note(*args: object) -> None:
        if str(args[2]).startswith("SELECT"):
            asked.append((str(args[2]), args[3]))

    event.listen(store._database._engine, "before_cursor_execute", note)
    store.newest(WORLD, 50)
    store.month_counts(WORLD)
    store.day_counts(WORLD, "2026-03")
    store.teasers_in(WORLD, "2026-03")
    store.newest("ferries", 50, kind="topic")
    store.teasers_in("ferries", "2026", kind="topic")
    store.topics_of([id_])
    store.topic_counts(["ferries"])
    store.topic_names(["ferries"])
    store.topic_links([id_])
    store.related([id_])
    store.link_targets([id_])
    store.stories_in_state("held", 9)
    store.find_story(f"{HARBOUR}/a")
    store.find_story("nothing")
    store.find_pages([id_, "nothing", "pages/old.md"])
    store.articles([id_])
    store.origins([id_])
    store.original_address([id_])
    store.dirty_keys(9)
    store.fingerprints(["home"])
    store.missing_assets("webp", NOON, 9)
    store.shown_pictures(["0" * 64], "webp")
    store.variants([f"{HARBOUR}/a.jpg"], "webp")
    store.asset_state([f"{HARBOUR}/a.jpg"], "webp", NOON)
    store.files("main", ["README.md"])
    store.files_of_pages("main", ["home"])
    desk.pass_time(hours=2)
    for due in desk.take():
        changed = reading(due, "other", desk.now, tags=("Libraries",))
        store.save_readings([replace(changed, state="hidden")], desk.now)
    store.set_state(id_, "shown", "", desk.now)
    event.remove(store._database._engine, "before_cursor_execute", note)
    assert len(asked) > 60
    with store._database.read() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            for *_, detail in plan:
                # The dirty keys are read in order up to a limit; a desk has few snapshots.
                scanned = detail.startswith("SCAN") and not re.search(r"dirty|\(sub|anon_", detail)
                assert not scanned, (statement, detail)
                whole = "head_by_state" in detail and "sort_at DESC" not in statement
                assert not whole, (statement, detail)
                assert "head_section" not in statement or "TEMP B-TREE" not in detail, detail


def test_every_story_is_listed_and_exported_oldest_first(desk: Desk) -> None:
    first = desk.story("a", "one").story.id
    desk.pass_time(minutes=5)
    second = desk.story("b", "two").story.id
    rows = list(desk.store.export())
    assert [row.head.story.id for row in rows] == [first, second]
    assert [row.address for row in rows] == [f"{HARBOUR}/a", f"{HARBOUR}/b"]
    assert rows[0].article == desk.store.articles([first])[first]
    assert list(desk.store.all_story_ids()) == sorted([first, second])


def test_why_answers_addresses_ids_paths_and_strangers(desk: Desk) -> None:
    saved = desk.story("a")
    id_, path = saved.story.id, saved.story.path
    desk.store.save_pages(3, [(f"story/{id_}", "f"), ("section/harbour/world", "g")], [], [])
    for query in (
        f"{HARBOUR}/a",
        f" {HARBOUR}/a?utm_source=x#y",
        id_,
        f"{path}.md",
        f"story/{id_}",
    ):
        why = desk.store.why(query)
        assert why.story == saved.story
        assert why.pages == {f"story/{id_}": 3, "section/harbour/world": 3}
        assert [sighting.title for sighting in why.sightings] == ["A"]
    desk.announce(NEWS, entry("waiting"))
    stranger = desk.store.why("https://elsewhere.example/")
    assert (stranger.story, stranger.entries) == (None, ())


def test_status_counts_what_is_there(desk: Desk) -> None:
    desk.story("a", pictures=[f"{HARBOUR}/a.jpg"])
    desk.announce(NEWS, entry("b"))
    status = desk.store.status()
    assert status.stories == {"shown": 1}
    assert (status.revisions, status.queued, status.failed, status.assets_due) == (1, 1, 0, 1)
    assert status.dirty == len(desk.dirty())
    assert status.size_bytes > 0


def test_the_statistics_of_the_planner_are_not_needed(desk: Desk) -> None:
    with desk.store._database.read() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        assert "sqlite_stat1" not in set(tables.scalars())
