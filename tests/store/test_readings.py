import pickle
from dataclasses import replace
from datetime import timedelta

import pytest

from samizdat.model.article import content_hash
from samizdat.model.identity import mint_id
from samizdat.model.packing import hash_of
from samizdat.model.story import State
from samizdat.store import prepare
from tests.store.desk import HARBOUR, NOON, Desk, article, entry, reading

NEWS = "harbour/news"


def test_a_new_story_is_minted_shown_and_dirty(desk: Desk) -> None:
    saved = desk.story("a", pictures=[f"{HARBOUR}/b.jpg", f"{HARBOUR}/a.jpg"])
    id_ = saved.story.id
    assert (saved.outcome, saved.revision, len(id_)) == ("new", 1, 12)
    assert saved.story.path.startswith("harbour/2026/03/")
    head = desk.store.heads([id_])[id_]
    assert (head.state, head.shown, head.latest, head.updated) == ("shown", 1, 1, 0)
    assert head.language == "zh-Hans"
    assert head.sort_at == head.published_at == NOON - timedelta(hours=1)
    assert desk.store.origins([id_])[id_] == (f"{HARBOUR}/b.jpg", f"{HARBOUR}/a.jpg")
    lists = {"", "/2026", "/2026-03", "/2026-03-14"}
    pages = {f"section/harbour/world{period}" for period in lists}
    assert desk.dirty() == {"home", f"story/{id_}"} | pages


def test_the_same_text_again_is_no_revision_and_dirties_nothing(desk: Desk) -> None:
    saved = desk.story("a")
    desk.clean()
    desk.pass_time(hours=2)
    (due,) = desk.take()
    assert (due.is_recheck, due.validators.etag) == (True, '"1"')
    again = desk.save(due)
    assert (again.outcome, again.revision, again.story) == ("unchanged", 1, saved.story)
    assert desk.dirty() == set()


def test_a_changed_text_is_the_next_revision_and_both_rebuild(desk: Desk) -> None:
    saved = desk.story("a", "one")
    desk.pass_time(hours=2)
    changed = desk.save(desk.take()[0], "two", authors=("Mina",))
    assert (changed.outcome, changed.revision) == ("changed", 2)
    id_ = saved.story.id
    first, second = desk.store.revisions(id_)
    assert [first.number, second.number] == [1, 2]
    for revision in (first, second):
        kept = desk.store.revision_article(id_, revision.number)
        assert content_hash(kept) == revision.content_hash
    assert desk.store.articles([id_])[id_] == desk.store.revision_article(id_, 2)
    head = desk.store.heads([id_])[id_]
    assert (head.updated, head.title, head.mirrored_at) == (1, "two", desk.now)
    assert head.story == saved.story


def test_the_path_stays_when_the_date_changes(desk: Desk) -> None:
    saved = desk.story("a")
    desk.pass_time(hours=2)
    moved = desk.save(desk.take()[0], "other", published_at=NOON - timedelta(days=99))
    assert moved.story == saved.story
    head = desk.store.heads([saved.story.id])[saved.story.id]
    assert (head.sort_at, head.published_at) == (
        NOON - timedelta(hours=1),
        NOON - timedelta(days=99),
    )


def test_a_story_without_date_counts_from_its_first_sight(desk: Desk) -> None:
    desk.announce(NEWS, entry("a"))
    desk.pass_time(days=40)
    saved = desk.save(desk.take()[0])
    assert saved.story.path.startswith("harbour/2026/03/")
    head = desk.store.heads([saved.story.id])[saved.story.id]
    assert (head.sort_at, head.published_at) == (NOON, None)


def test_one_story_under_two_addresses_and_in_two_sources_is_one(desk: Desk) -> None:
    sport = desk.source("sport", "sport")
    desk.announce(NEWS, entry("a"))
    desk.announce(sport, entry("b"))
    readings = [reading(due, "same", NOON, final=f"{HARBOUR}/final") for due in desk.take()]
    first, second = desk.store.save_readings(readings, NOON)
    assert first.story == second.story
    assert (first.outcome, second.outcome) == ("new", "unchanged")
    why = desk.store.why(f"{HARBOUR}/b")
    assert why.addresses == tuple(f"{HARBOUR}/{name}" for name in ("a", "b", "final"))
    assert why.head is not None
    assert why.head.sections == ("harbour/sport", "harbour/world")
    assert [sighting.source for sighting in why.sightings] == [NEWS, sport]


def test_a_canonical_that_another_entry_claims_does_not_count(desk: Desk) -> None:
    desk.announce(NEWS, entry("a"), entry("b"))
    claim = (f"{HARBOUR}/a",)
    dues = {due.entry.title: due for due in desk.take()}
    second = desk.save(dues["B"], "b's text", canonical=claim)
    first = desk.save(dues["A"], "a's text")
    assert first.story != second.story
    assert second.story.minted_from == f"{HARBOUR}/b"
    desk.announce(NEWS, entry("c"))
    third = desk.save(desk.take()[0], "c's text", canonical=claim)
    assert third.story not in (first.story, second.story)


def test_a_canonical_that_nobody_claims_joins_and_mints(desk: Desk) -> None:
    desk.announce(NEWS, entry("a?amp=1"))
    saved = desk.save(desk.take()[0], canonical=(f"{HARBOUR}/a",))
    assert saved.story.minted_from == f"{HARBOUR}/a"
    sport = desk.source("sport", "sport")
    desk.announce(sport, entry("mobile"))
    joined = desk.save(desk.take()[0], canonical=(f"{HARBOUR}/a",))
    assert (joined.story, joined.outcome) == (saved.story, "unchanged")


@pytest.mark.parametrize("claim", ["/", "/article.php"])
def test_one_canonical_on_every_page_makes_no_story_another_ones_change(
    desk: Desk, claim: str
) -> None:
    names = ["article.php?n=1", "article.php?n=2", "article.php?n=3"]
    desk.announce(NEWS, *(entry(name) for name in names))
    readings = [
        reading(due, f"{due.entry.title} opens", NOON, canonical=(f"{HARBOUR}{claim}",))
        for due in desk.take()
    ]
    readings = [replace(r, article=replace(r.article, title=r.due.entry.title)) for r in readings]
    saved = desk.store.save_readings(readings[:2], NOON)
    saved += desk.store.save_readings(readings[2:], NOON)
    assert [one.outcome for one in saved] == ["new"] * 3
    assert len({one.story.id for one in saved}) == 3


def test_stories_that_are_sent_to_the_front_page_are_not_one(desk: Desk) -> None:
    desk.announce(NEWS, entry("a"), entry("b"))
    saved = [desk.save(due, final=f"{HARBOUR}/") for due in desk.take()]
    assert saved[0].story != saved[1].story


def test_a_re_check_stays_with_its_story_whatever_the_page_claims(desk: Desk) -> None:
    older = desk.story("a", "one")
    newer = desk.story("b", "two")
    desk.pass_time(hours=2)
    due = next(due for due in desk.take() if due.story == newer.story.id)
    saved = desk.save(due, "three", canonical=(f"{HARBOUR}/x",), final=f"{HARBOUR}/a")
    assert saved.story == newer.story
    assert desk.store.why(f"{HARBOUR}/a").story == older.story


def test_the_oldest_of_several_stories_wins_and_the_others_stay(desk: Desk) -> None:
    older = desk.story("a", "one")
    desk.pass_time(minutes=1)
    newer = desk.story("b", "two")
    sport = desk.source("sport", "sport")
    desk.announce(sport, entry("c"))
    due = next(due for due in desk.take() if due.entry.title == "C")
    both = (f"{HARBOUR}/b", f"{HARBOUR}/a")
    assert desk.save(due, "one", canonical=both).story == older.story
    assert desk.store.why(f"{HARBOUR}/b").story == newer.story


def test_colliding_ids_grow_longer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:

    def colliding(newsroom: str, address: str, *, length: int = 12) -> str:
        return ("a" * 12 + mint_id(newsroom, address, length=40))[:length]

    monkeypatch.setattr("samizdat.store.identity.mint_id", colliding)
    desk.announce(NEWS, entry("a"), entry("b"))
    readings = [reading(due, "text", NOON) for due in desk.take()]
    ids = [saved.story.id for saved in desk.store.save_readings(readings, NOON)]
    third = desk.story("c").story.id
    assert ids[0] == "a" * 12
    assert [len(id_) for id_ in (*ids, third)][1:] >= [13, 13]
    assert len({*ids, third}) == 3


def test_a_held_story_keeps_what_is_shown_until_it_is_released(desk: Desk) -> None:
    id_ = desk.story("a", "one", pictures=[f"{HARBOUR}/1.jpg"]).story.id
    desk.store.set_state(id_, "held", "a person looks at it", NOON)
    desk.clean()
    desk.pass_time(hours=2)
    saved = desk.save(desk.take()[0], "two", pictures=[f"{HARBOUR}/2.jpg"])
    assert (saved.outcome, saved.revision, desk.dirty()) == ("changed", 2, set())
    head = desk.store.heads([id_])[id_]
    assert (head.state, head.shown, head.latest, head.title) == ("held", 1, 2, "one")
    desk.store.set_state(id_, "shown", "", desk.now)
    head = desk.store.heads([id_])[id_]
    assert (head.shown, head.title, head.reason) == (2, "two", "")
    assert desk.store.origins([id_])[id_] == (f"{HARBOUR}/2.jpg",)
    assert f"story/{id_}" in desk.dirty()


def test_a_new_original_address_dirties_the_page(desk: Desk) -> None:
    id_ = desk.story("a").story.id
    desk.clean()
    desk.pass_time(hours=2)
    saved = desk.save(desk.take()[0], final=f"{HARBOUR}/new-place")
    assert saved.outcome == "unchanged"
    assert desk.store.original_address([id_]) == {id_: f"{HARBOUR}/new-place"}
    assert f"story/{id_}" in desk.dirty()


def test_the_date_of_the_source_serves_where_the_page_has_none(desk: Desk) -> None:
    desk.announce(NEWS, entry("a", published_at=NOON - timedelta(days=3)))
    (due,) = desk.take()
    saved = desk.save(due, published_at=None)
    assert desk.store.heads([saved.story.id])[saved.story.id].published_at == due.entry.published_at


def test_broken_characters_survive(desk: Desk) -> None:
    odd = "lone \ud83d surrogate, \x00 and 港"
    id_ = desk.story("a", odd, title=odd).story.id
    published = NOON - timedelta(hours=1)
    assert desk.store.articles([id_])[id_] == article(odd, title=odd, published_at=published)
    assert desk.store.heads([id_])[id_].title == odd.replace("\ud83d", "\ufffd")


def test_a_worker_may_prepare_what_is_saved(desk: Desk) -> None:
    desk.announce(NEWS, entry("a"), entry("b"))
    plain, other = (reading(due, "text", NOON) for due in desk.take())
    assert other.response is not None
    ready = pickle.loads(pickle.dumps(prepare(other.article, other.response.body)))
    bare = replace(other, prepared=ready, response=replace(other.response, body=b""))
    one, two = (saved.story.id for saved in desk.store.save_readings([plain, bare], NOON))
    articles = desk.store.articles([one, two])
    assert articles[one] == articles[two]
    assert desk.store.blob(hash_of(other.response.body)) == other.response.body


LONG = "The harbour master counted the ferries of the week. " * 12
NOTICE = "This page is not available."


def test_a_revision_that_lost_nearly_all_text_is_kept_and_not_shown(desk: Desk) -> None:
    saved = desk.story("a", LONG)
    id_ = saved.story.id
    for outcome in ("changed", "unchanged"):  # asked again, the notice is no news
        desk.clean()
        desk.pass_time(hours=2)
        again = desk.save(desk.take()[0], NOTICE)
        assert (again.outcome, again.revision, again.kept_back) == (
            outcome,
            2,
            outcome == "changed",
        )
        head = desk.store.heads([id_])[id_]
        assert (head.shown, head.latest, head.title) == (1, 2, LONG[:12])
    assert len(desk.store.revisions(id_)) == 2
    desk.store.set_state(id_, "shown", "", desk.now, by="person")
    assert desk.store.heads([id_])[id_].shown == 2
    assert desk.store.articles([id_])[id_] == desk.store.revision_article(id_, 2)


def test_a_story_whose_text_comes_back_is_shown_as_it_is_then(desk: Desk) -> None:
    id_ = desk.story("a", LONG).story.id
    for text in (NOTICE, f"{LONG} One more arrived."):
        desk.pass_time(hours=2)
        saved = desk.save(desk.take()[0], text)
    head = desk.store.heads([id_])[id_]
    assert (saved.kept_back, head.shown, head.latest) == (False, 3, 3)


def test_a_short_text_may_become_shorter(desk: Desk) -> None:
    id_ = desk.story("a", LONG[:150]).story.id
    desk.pass_time(hours=2)
    assert not desk.save(desk.take()[0], "No.").kept_back
    assert desk.store.heads([id_])[id_].shown == 2


@pytest.fixture
def emptied(desk: Desk) -> str:
    """Give a story whose newest revision, a notice, is kept back."""
    id_ = desk.story("a", LONG).story.id
    desk.pass_time(hours=2)
    desk.clean()
    assert desk.save(desk.take()[0], NOTICE).kept_back
    return id_


def test_a_revision_that_is_kept_back_is_no_update_and_changes_no_page(
    desk: Desk, emptied: str
) -> None:
    head = desk.store.heads([emptied])[emptied]
    assert (head.updated, head.mirrored_at < desk.now) == (0, True)
    assert desk.dirty() == set()


@pytest.mark.parametrize("state", ["gone", "hidden"])
def test_what_is_kept_back_stays_so_until_a_person_shows_it(
    desk: Desk, emptied: str, state: State
) -> None:
    for each in (state, "shown"):
        desk.store.set_state(emptied, each, "", desk.now, by="desk")
        head = desk.store.heads([emptied])[emptied]
        assert (head.shown, head.updated, head.title) == (1, 0, LONG[:12])
    desk.store.set_state(emptied, "shown", "", desk.now, by="person")
    head = desk.store.heads([emptied])[emptied]
    assert (head.shown, head.updated, head.title) == (2, 1, NOTICE[:12])


def test_a_page_that_is_gone_after_it_was_emptied_keeps_its_text(desk: Desk, emptied: str) -> None:
    for _ in range(2):
        desk.pass_time(hours=2)
        (due,) = desk.take()
        gone = desk.store.save_missing(due, desk.now, status=404, retry=desk.now)
    assert gone
    head = desk.store.heads([emptied])[emptied]
    assert (head.state, head.shown) == ("gone", 1)


def test_text_that_came_back_counts_every_change_of_the_source(desk: Desk, emptied: str) -> None:
    desk.pass_time(hours=2)
    desk.save(desk.take()[0], f"{LONG} One more arrived.")
    head = desk.store.heads([emptied])[emptied]
    assert (head.shown, head.updated) == (3, 2)


def test_another_recipe_may_leave_most_of_the_text_out(desk: Desk) -> None:
    id_ = desk.story("a", LONG, recipe="wide@1").story.id
    desk.pass_time(hours=2)
    saved = desk.save(desk.take()[0], NOTICE, recipe="narrow@1")
    assert (saved.kept_back, desk.store.heads([id_])[id_].shown) == (False, 2)


def test_two_readings_of_one_batch_are_held_against_each_other(desk: Desk) -> None:
    desk.announce("harbour/news", entry("a"))
    (due,) = desk.take()
    both = [reading(due, text, desk.now) for text in (LONG, NOTICE)]
    saved = desk.store.save_readings(both, desk.now)
    assert [(one.outcome, one.kept_back) for one in saved] == [("new", False), ("changed", True)]
    (head,) = desk.store.heads([saved[0].story.id]).values()
    assert (head.shown, head.latest, head.updated) == (1, 2, 0)
