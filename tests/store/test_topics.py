from datetime import timedelta

from sqlalchemy import event

from samizdat.model.topic import RELATED_STORIES, RELATED_WINDOW
from samizdat.store import TopicRow, TopicSpec
from tests.store.desk import HARBOUR, NOON, Desk, entry, reading


def _stories(desk: Desk, *tags: tuple[str, ...]) -> list[str]:
    """Read one story for each of *tags*, each a day older than the one before."""
    dates = [NOON - timedelta(days=i) for i in range(len(tags))]
    desk.announce("harbour/news", *(entry(f"s{i}", published_at=at) for i, at in enumerate(dates)))
    made = [
        reading(due, f"{due.entry.address} text", desk.now, tags=tags[int(due.entry.address[-1])])
        for due in desk.take()
    ]
    saved = desk.store.save_readings(made, desk.now)
    by_address = {s.story.minted_from: s.story.id for s in saved}
    return [by_address[f"{HARBOUR}/s{i}"] for i in range(len(tags))]


def test_a_topic_gets_its_page_with_the_second_story_and_loses_it_again(desk: Desk) -> None:
    first = desk.story("a", tags=("Ferries",)).story.id
    assert not [key for key in desk.dirty() if key.startswith("topic/")]
    assert desk.store.topics_of([first]) == {}
    desk.clean()
    second = desk.story("b", tags=("FERRIES ", "rare"), published_at=NOON - timedelta(40)).story.id
    pages = {"topic/ferries", "topic/ferries/2026-03", "topic/ferries/2026-02"}
    assert pages | {f"story/{first}", f"story/{second}"} <= desk.dirty()
    assert not [key for key in desk.dirty() if "rare" in key]
    row = TopicRow("ferries", "Ferries", 2)
    assert desk.store.topics_of([first, second]) == {first: (row,), second: (row,)}
    assert desk.store.shelf_keys("topic") == ["ferries"]
    desk.clean()
    desk.store.set_state(second, "hidden", "", NOON)
    assert pages | {f"story/{first}", f"story/{second}"} <= desk.dirty()
    assert desk.store.topics_of([first]) == {}
    assert desk.store.topic_counts(["ferries", "rare"]) == {"ferries": 1}


def test_topics_stand_in_the_order_of_the_storys_words(desk: Desk) -> None:
    first, second = _stories(desk, ("港口", "Storm", "بندر"), ("بندر", "storm", "港口", "alone"))
    names = [topic.name for topic in desk.store.topics_of([first])[first]]
    assert names == ["港口", "Storm", "بندر"]
    assert [t.name for t in desk.store.topics_of([second])[second]] == ["بندر", "Storm", "港口"]


def test_the_desk_says_which_words_mean_one_topic(desk: Desk) -> None:
    first, second, third = _stories(desk, ("Ferries",), ("渡轮",), ("Паром", "ads"))
    desk.clean()
    rules = [
        TopicSpec("boats", ("ferries", "渡轮", "паром")),
        TopicSpec("junk", ("ads",), hidden=True),
        TopicSpec("late", ("ferries",)),
    ]
    desk.store.put_topics(rules)
    assert desk.store.topic_counts(["boats", "ferries", "ads", "late"]) == {"boats": 3}
    assert desk.store.topic_names(["boats"])["boats"] in {"Ferries", "渡轮", "Паром"}
    assert {"topic/boats", "home", *(f"story/{s}" for s in (first, second, third))} <= desk.dirty()
    desk.clean()
    desk.store.put_topics(rules)
    assert desk.dirty() == set()
    desk.store.put_topics([])
    assert desk.store.shelf_keys("topic") == []
    assert {"topic/boats", f"story/{first}"} <= desk.dirty()


def test_unchanged_rules_write_nothing(desk: Desk) -> None:
    _stories(desk, ("Ferries",), ("ferries",))
    rules = [TopicSpec("boats", ("ferries",), addresses=(f"{HARBOUR}/topics/ferries",))]
    desk.store.put_topics(rules)
    asked: list[str] = []
    engine = desk.store._database._engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(str(args[2])))
    desk.store.put_topics(rules)
    assert [s for s in asked if not s.startswith(("SELECT", "BEGIN", "PRAGMA"))] == []


def test_words_of_a_new_revision_take_the_place_of_the_old_ones(desk: Desk) -> None:
    first, second = _stories(desk, ("Ferries",), ("ferries",))
    desk.clean()
    desk.pass_time(hours=2)
    due = next(due for due in desk.take() if due.story == first)
    desk.save(due, "another text", tags=("Storm",))
    assert desk.store.topic_counts(["ferries", "storm"]) == {"ferries": 1, "storm": 1}
    assert {"topic/ferries", f"story/{second}"} <= desk.dirty()


def test_related_stories_share_topics_and_are_older(desk: Desk) -> None:
    ids = _stories(
        desk, ("a1", "b1"), ("a1",), ("a1", "b1"), ("b1",), ("c1",), ("a1", "b1", "c1"), ("a1",)
    )
    related = desk.store.related(ids)
    assert related[ids[0]] == (ids[2], ids[5], ids[1], ids[3], ids[6])
    assert len(related[ids[0]]) == RELATED_STORIES
    assert related[ids[4]] == (ids[5],)
    assert ids[6] not in related
    desk.store.set_state(ids[2], "withdrawn", "asked", NOON)
    assert desk.store.related(ids)[ids[0]][0] == ids[5]
    assert ids[2] not in desk.store.related(ids)


def _same_topic(desk: Desk, count: int) -> list[str]:
    dates = [NOON - timedelta(hours=i) for i in range(count)]
    entries = [entry(f"n{i:02}", published_at=at) for i, at in enumerate(dates)]
    desk.announce("harbour/news", *entries)
    made = [
        reading(due, f"{due.entry.address} text", desk.now, tags=("Ferries",))
        for due in desk.take()
    ]
    saved = desk.store.save_readings(made, desk.now)
    ids = {s.story.minted_from: s.story.id for s in saved}
    return [ids[item.address] for item in entries]


def test_a_changed_story_touches_only_its_window(desk: Desk) -> None:
    ids = _same_topic(desk, RELATED_WINDOW + 10)
    desk.clean()
    desk.pass_time(hours=2)
    due = next(due for due in desk.take() if due.story == ids[-1])
    desk.save(due, "another title", tags=("Ferries",))
    touched = {key for key in desk.dirty() if key.startswith("story/")}
    assert touched == {f"story/{id_}" for id_ in ids[-RELATED_STORIES - 1 :]}
    desk.clean()
    desk.store.set_state(ids[-1], "hidden", "", NOON)
    touched = {key for key in desk.dirty() if key.startswith("story/")}
    assert touched == {f"story/{id_}" for id_ in ids[-RELATED_WINDOW - 1 :]}


def test_a_new_text_under_the_same_title_touches_no_other_story(desk: Desk) -> None:
    ids = _same_topic(desk, 4)
    title = desk.store.heads(ids)[ids[-1]].title
    desk.clean()
    desk.pass_time(hours=2)
    due = next(due for due in desk.take() if due.story == ids[-1])
    desk.save(due, "other words", title=title, tags=("Ferries",))
    touched = {key for key in desk.dirty() if key.startswith("story/")}
    assert touched == {f"story/{ids[-1]}"}
