"""Pictures that editors took down."""

from __future__ import annotations

import hashlib

from samizdat.model.asset import Decoded, ImageSpec, Variant
from samizdat.model.page import image_key, story_key
from tests.store.desk import Desk

SPEC = ImageSpec().name
LAMP, COPY, SHIP = (f"https://harbour.example/{n}.jpg" for n in ("lamp", "copy", "ship"))


def put(desk: Desk, origin: str, original: str) -> Variant:
    """Store a picture whose original bytes are named *original*; return its derivative."""
    body = f"webp of {original}".encode()
    variant = Variant(hashlib.sha256(body).hexdigest(), 10, 10, len(body))
    desk.store.save_variant(
        origin,
        original_hash=hashlib.sha256(original.encode()).hexdigest(),
        spec=SPEC,
        decoded=Decoded(variant, body),
        now=desk.now,
    )
    return variant


def test_picture_is_withheld_under_every_address_and_comes_back(desk: Desk) -> None:
    first = desk.story("one", pictures=(LAMP, SHIP))
    second = desk.story("two", pictures=(COPY,))
    lamp, ship = put(desk, LAMP, "lamp"), put(desk, SHIP, "ship")
    put(desk, COPY, "lamp")
    desk.clean()
    assert desk.store.withhold({LAMP: "The photographer asked."}, desk.now) == 2
    assert desk.store.withheld([LAMP, COPY, SHIP]) == dict.fromkeys(
        (LAMP, COPY), "The photographer asked."
    )
    assert set(desk.store.variants([LAMP, COPY, SHIP], SPEC)) == {SHIP}
    assert desk.store.shown_pictures([lamp.hash, ship.hash], SPEC) == {ship.hash}
    assert desk.store.asset_state([LAMP], SPEC, desk.now) == {LAMP: "failed"}, "not asked again"
    keys = {story_key(first.story.id), story_key(second.story.id), image_key(lamp.hash)}
    assert keys <= desk.dirty()
    desk.clean()
    assert desk.store.withhold({LAMP: "The photographer asked."}, desk.now) == 0
    assert desk.dirty() == set()
    assert desk.store.withhold({}, desk.now) == 2
    assert set(desk.store.variants([LAMP, COPY, SHIP], SPEC)) == {LAMP, COPY, SHIP}
    assert keys <= desk.dirty()


def test_picture_may_be_named_by_its_published_path(desk: Desk) -> None:
    desk.story("one", pictures=(LAMP,))
    lamp = put(desk, LAMP, "lamp")
    address = f"https://forge.example/mirror/news/blob/main/{lamp.path}"
    assert desk.store.withhold({address: "On request."}, desk.now) == 1
    assert desk.store.withheld([LAMP]) == {LAMP: "On request."}


def test_picture_that_was_not_fetched_yet_is_not_fetched_and_due_again_later(desk: Desk) -> None:
    desk.story("one", pictures=(LAMP,))
    assert desk.store.withhold({LAMP: "", "https://nowhere.example/x.jpg": ""}, desk.now) == 1
    assert desk.store.missing_assets(SPEC, desk.now, 9) == []
    desk.store.withhold({}, desk.now)
    assert [origin for origin, _ in desk.store.missing_assets(SPEC, desk.now, 9)] == [LAMP]


def test_many_texts_are_found_at_once(desk: Desk) -> None:
    saved = desk.story("one")
    address = "https://harbour.example/one?utm_source=x"
    found = desk.store.find_stories(
        [address, saved.story.id, f"{saved.story.path}.md", "https://nowhere.example/", "none"]
    )
    assert found == dict.fromkeys(
        (address, saved.story.id, f"{saved.story.path}.md"), saved.story.id
    )


def test_further_address_means_the_story_unless_it_means_another(desk: Desk) -> None:
    one, two = desk.story("one").story.id, desk.story("two").story.id
    desk.store.add_address("https://mirror.example/a.md", one)
    desk.store.add_address("https://mirror.example/a.md", two)
    assert desk.store.find_story("https://mirror.example/a.md") == one
