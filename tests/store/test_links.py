from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select

from samizdat.model.contents import MOST_LINKS, links_of
from samizdat.model.tree import Embed, Link, Paragraph, Text
from samizdat.store import Reading, TopicSpec, schema
from tests.store.desk import HARBOUR, NOON, Desk, article, entry, reading

TOPIC = f"{HARBOUR}/topics/ferries"


def _linking(desk: Desk, name: str, targets: Sequence[str], **facts: object) -> Reading:
    """Announce a story and return a reading of it whose body links to *targets*."""
    desk.announce("harbour/news", entry(name, published_at=NOON))
    due = next(due for due in desk.take() if due.entry.address == f"{HARBOUR}/{name}")
    made = reading(due, f"{name} text", NOON, **facts)
    lines = (Paragraph((Link(target, (Text("more"),)),)) for target in targets)
    return replace(made, article=replace(made.article, blocks=(*made.article.blocks, *lines)))


def _save(desk: Desk, made: Reading) -> str:
    return desk.store.save_readings([made], NOON)[0].story.id


def test_links_count_in_their_canonical_spelling_each_once(desk: Desk) -> None:
    targets = [
        "HTTPS://Harbour.example:443/b?utm_source=x#part",
        f"{HARBOUR}/b",
        "https://港口.example/新闻",
        "mailto:desk@harbour.example",
        "javascript:alert(1)",
        "ftp://harbour.example/a",
        "/relative",
        "",
        "https://[broken",
        "https:///nohost",
        "http://user:secret@harbour.example/c",
        "https://harbour.example/\ud800",
    ]
    blocks = tuple(Paragraph((Link(target, (Text("more"),)),)) for target in targets)
    made = replace(article("text"), blocks=(*blocks, Embed("https://player.example/v")))
    assert links_of(made) == (
        f"{HARBOUR}/b",
        "https://xn--6orv52d.example/%E6%96%B0%E9%97%BB",
        "http://harbour.example/c",
        f"{HARBOUR}/%3F",
        "https://player.example/v",
    )
    many = tuple(Paragraph((Link(f"{HARBOUR}/{i}", (Text("x"),)),)) for i in range(999))
    assert len(links_of(replace(made, blocks=many))) == MOST_LINKS
    saved = _save(desk, _linking(desk, "a", targets))
    with desk.store._database.read() as connection:
        query = select(schema.story_link.c.address).where(schema.story_link.c.story == saved)
        assert len(connection.execute(query).all()) == 4


def test_a_link_leads_to_the_story_as_soon_as_it_is_mirrored(desk: Desk) -> None:
    linking = _save(desk, _linking(desk, "a", [f"{HARBOUR}/b?fbclid=1", f"{HARBOUR}/a"]))
    assert desk.store.link_targets([linking]) == {}
    desk.clean()
    target = desk.story("b").story.id
    assert f"story/{linking}" in desk.dirty()
    assert desk.store.link_targets([linking, target]) == {linking: {f"{HARBOUR}/b": target}}


@pytest.mark.parametrize("state", ["held", "hidden"])
def test_a_link_leads_only_to_stories_that_have_a_page(desk: Desk, state: str) -> None:
    target = desk.story("b").story.id
    linking = _save(desk, _linking(desk, "a", [f"{HARBOUR}/b"]))
    for now, leads in ((state, False), ("shown", True), ("withdrawn", True)):
        before = desk.store.link_targets([linking])
        desk.clean()
        desk.store.set_state(target, now, "", NOON)  # type: ignore[arg-type]
        after = desk.store.link_targets([linking])
        assert bool(after) is leads
        assert (f"story/{linking}" in desk.dirty()) is (before != after)


def test_a_verdict_on_a_reading_changes_where_links_lead(desk: Desk) -> None:
    target = desk.story("b", "one").story.id
    linking = _save(desk, _linking(desk, "a", [f"{HARBOUR}/b"]))
    desk.clean()
    desk.pass_time(hours=2)
    due = next(due for due in desk.take() if due.story == target)
    made = replace(reading(due, "one", desk.now), state="hidden")
    desk.store.save_readings([made], desk.now)
    assert {f"story/{linking}", f"story/{target}", "home"} <= desk.dirty()
    assert desk.store.link_targets([linking]) == {}


def test_another_address_of_a_known_story_is_led_to_too(desk: Desk) -> None:
    desk.announce("harbour/news", entry("b", guid="g"))
    target = desk.save(desk.take()[0]).story.id
    linking = _save(desk, _linking(desk, "a", [f"{HARBOUR}/moved", f"{HARBOUR}/short"]))
    desk.clean()
    desk.announce("harbour/news", entry("moved", guid="g"))
    assert f"story/{linking}" in desk.dirty()
    desk.clean()
    desk.store.add_address(f"{HARBOUR}/short", target)
    assert f"story/{linking}" in desk.dirty()
    assert desk.store.link_targets([linking]) == {
        linking: {f"{HARBOUR}/moved": target, f"{HARBOUR}/short": target}
    }


def test_a_topics_own_address_leads_to_its_page_while_it_has_one(desk: Desk) -> None:
    linking = _save(desk, _linking(desk, "a", [f"{TOPIC}#x"]))
    desk.store.put_topics([TopicSpec("ferries", (), addresses=(TOPIC,))])
    first = _save(desk, _linking(desk, "b", [], tags=("Ferries",)))
    assert desk.store.topic_links([linking]) == {}
    desk.clean()
    _save(desk, _linking(desk, "c", [], tags=("Ferries",)))
    assert f"story/{linking}" in desk.dirty()
    assert desk.store.topic_links([linking, first]) == {linking: {TOPIC: "ferries"}}
    desk.clean()
    desk.store.put_topics([])
    assert f"story/{linking}" in desk.dirty()
    assert desk.store.topic_links([linking]) == {}


def test_links_follow_what_is_shown(desk: Desk) -> None:
    desk.story("b")
    linking = _save(desk, _linking(desk, "a", [f"{HARBOUR}/b"]))
    desk.pass_time(hours=2)
    due = next(due for due in desk.take() if due.story == linking)
    desk.store.set_state(linking, "held", "", NOON)
    desk.save(due, "no link any more")
    assert desk.store.link_targets([linking])
    desk.store.set_state(linking, "shown", "", NOON)
    assert desk.store.link_targets([linking]) == {}
