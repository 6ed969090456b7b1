from datetime import timedelta

import pytest

from samizdat.errors import StoreError
from samizdat.model.asset import Decoded, Variant
from samizdat.model.failed import Failed
from samizdat.model.packing import hash_of
from tests.store.desk import HARBOUR, NOON, Desk

SPEC = "webp-960x1600-q72"
A, B = f"{HARBOUR}/a.jpg", f"{HARBOUR}/b.jpg"


def _decoded(body: bytes = b"webp") -> Decoded:
    return Decoded(Variant(hash_of(body), 640, 480, len(body)), body)


def test_pictures_of_visible_stories_are_due_until_stored(desk: Desk) -> None:
    id_ = desk.story("a", pictures=[A, B]).story.id
    assert sorted(desk.store.missing_assets(SPEC, NOON, 9)) == [(A, "harbour"), (B, "harbour")]
    assert desk.store.asset_state([A, "x"], SPEC, NOON) == {A: "due", "x": "due"}
    desk.clean()
    decoded = _decoded()
    desk.store.save_variant(A, original_hash="1" * 64, spec=SPEC, decoded=decoded, now=NOON)
    assert desk.dirty() == {f"story/{id_}"}
    assert desk.store.missing_assets(SPEC, NOON, 9) == [(B, "harbour")]
    assert desk.store.asset_state([A], SPEC, NOON) == {A: "stored"}
    assert desk.store.variants([A, B], SPEC) == {A: decoded.variant}
    assert desk.store.blob(decoded.variant.hash) == b"webp"


def test_storing_the_same_again_dirties_nothing(desk: Desk) -> None:
    desk.story("a", pictures=[A])
    for dirty in (1, 0):
        desk.store.save_variant(A, original_hash="1" * 64, spec=SPEC, decoded=_decoded(), now=NOON)
        assert len([key for key in desk.dirty() if key.startswith("story/")]) == dirty
        desk.clean()


def test_another_specification_makes_stored_pictures_due_again(desk: Desk) -> None:
    desk.story("a", pictures=[A])
    desk.store.save_variant(A, original_hash="1" * 64, spec=SPEC, decoded=_decoded(), now=NOON)
    assert desk.store.known_original("1" * 64, SPEC) == _decoded().variant
    assert desk.store.known_original("1" * 64, "other") is None
    assert desk.store.missing_assets("other", NOON, 9) == [(A, "harbour")]
    assert desk.store.asset_state([A], "other", NOON) == {A: "due"}


def test_a_failed_picture_waits_for_its_retry(desk: Desk) -> None:
    desk.story("a", pictures=[A, B])
    failed = Failed(A, "not an image", "", "ParseError")
    desk.store.save_asset_failed(A, failed, NOON, retry=NOON + timedelta(hours=1))
    desk.store.save_asset_failed(B, failed, NOON, retry=None)
    assert desk.store.missing_assets(SPEC, NOON, 9) == []
    assert desk.store.asset_state([A, B], SPEC, NOON) == {A: "failed", B: "failed"}
    later = NOON + timedelta(hours=1)
    assert desk.store.missing_assets(SPEC, later, 9) == [(A, "harbour")]
    assert desk.store.asset_state([A, B], SPEC, later) == {A: "due", B: "failed"}
    assert desk.store.asset_attempts([A, "x"]) == {A: 1}


def test_pictures_of_hidden_stories_are_not_fetched(desk: Desk) -> None:
    id_ = desk.story("a", pictures=[A]).story.id
    desk.store.set_state(id_, "hidden", "", NOON)
    assert desk.store.missing_assets(SPEC, NOON, 9) == []


def test_an_absent_blob_is_an_error(desk: Desk) -> None:
    with pytest.raises(StoreError, match="no such blob"):
        desk.store.blob("0" * 64)
