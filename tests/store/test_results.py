from datetime import timedelta

from samizdat.model.failed import Failed
from tests.store.desk import HARBOUR, LEASE, NOON, Desk, entry

NEWS = "harbour/news"
HOUR = timedelta(hours=1)


def test_a_story_is_gone_at_the_second_missing_answer_and_keeps_its_page(desk: Desk) -> None:
    id_ = desk.story("a").story.id
    desk.clean()
    for count, gone in enumerate([False, True]):
        desk.pass_time(hours=2)
        (due,) = desk.take()
        assert due.gone_count == count
        assert desk.store.save_missing(due, desk.now, status=404, retry=desk.now + HOUR) is gone
        assert (f"story/{id_}" in desk.dirty()) is gone
    assert desk.store.heads([id_])[id_].state == "gone"
    assert [told.gone for told in desk.store.newest("harbour/world", 9)] == [True]


def test_a_story_that_was_gone_is_shown_when_it_reads_or_answers_again(desk: Desk) -> None:
    id_ = desk.story("a").story.id
    for back in ("reading", "unchanged"):
        desk.store.set_state(id_, "gone", "", desk.now)
        desk.clean()
        desk.pass_time(hours=2)
        (due,) = desk.take()
        if back == "reading":
            assert desk.save(due).outcome == "unchanged"
        else:
            later = desk.now + HOUR
            desk.store.save_unchanged(due, desk.now, validators=None, next_check=later)
        assert desk.store.heads([id_])[id_].state == "shown"
        assert f"story/{id_}" in desk.dirty()


def test_one_good_answer_ends_the_count_of_missing_ones(desk: Desk) -> None:
    desk.story("a")
    for _ in range(3):
        desk.pass_time(hours=2)
        (due,) = desk.take()
        assert not desk.store.save_missing(due, desk.now, status=410, retry=desk.now)
        (due,) = desk.take()
        desk.store.save_unchanged(due, desk.now, validators=None, next_check=desk.now + HOUR)


def test_an_entry_that_is_missing_twice_is_given_up(desk: Desk) -> None:
    desk.announce(NEWS, entry("a"))
    for _ in range(2):
        (due,) = desk.take()
        assert not desk.store.save_missing(due, desk.now, status=404, retry=desk.now)
    assert desk.take() == []
    ((given_up, failed),) = desk.store.failed_entries(9)
    assert given_up == due.entry
    assert "404" in failed.what


def test_a_changed_story_that_is_missing_twice_leaves_the_queue(desk: Desk) -> None:
    desk.announce(NEWS, entry("a", content="<p>1</p>"))
    desk.save(desk.take()[0], feed=True)
    desk.announce(NEWS, entry("a", content="<p>2</p>"))
    (due,) = desk.take()
    assert not desk.store.save_missing(due, desk.now, status=404, retry=desk.now)
    due = desk.take()[0]
    assert desk.store.save_missing(due, desk.now, status=404, retry=desk.now + HOUR)
    assert desk.take() == []


def test_editors_states_outlive_the_sources_answers(desk: Desk) -> None:
    id_ = desk.story("a").story.id
    desk.store.set_state(id_, "withdrawn", "the source asked for it", NOON)
    for _ in range(2):
        desk.pass_time(hours=2)
        (due,) = desk.take()
        assert not desk.store.save_missing(due, desk.now, status=410, retry=desk.now)
    head = desk.store.heads([id_])[id_]
    assert (head.state, head.reason) == ("withdrawn", "the source asked for it")


def test_a_withdrawn_story_leaves_the_lists_and_keeps_its_page(desk: Desk) -> None:
    id_ = desk.story("a").story.id
    desk.clean()
    desk.store.set_state(id_, "withdrawn", "reason", NOON)
    assert {"home", "section/harbour/world", f"story/{id_}"} <= desk.dirty()
    assert desk.store.newest("harbour/world", 9) == []
    assert desk.store.month_counts("harbour/world") == []
    desk.clean()
    desk.store.mark_all_dirty()
    assert desk.dirty() == {"home", f"story/{id_}"}
    desk.clean()
    desk.store.set_state(id_, "hidden", "reason", NOON)
    assert desk.dirty() == {f"story/{id_}"}


def test_a_failure_is_kept_and_tried_again_when_told(desk: Desk) -> None:
    desk.announce(NEWS, entry("a"))
    failed = Failed(f"{HARBOUR}/a", "no answer", "later", "UnreachableError")
    (due,) = desk.take()
    desk.store.save_failed(due, failed, NOON, retry=NOON + HOUR)
    assert desk.take() == []
    (row,) = desk.store.why(f"{HARBOUR}/a#top").entries
    assert (row.state, row.attempts, row.error) == ("queued", 1, failed)
    desk.pass_time(hours=1)
    assert [due.attempts for due in desk.take()] == [1]


def test_a_failed_re_check_keeps_the_story(desk: Desk) -> None:
    id_ = desk.story("a").story.id
    desk.pass_time(hours=2)
    (due,) = desk.take()
    failed = Failed("a", "no answer")
    desk.store.save_failed(due, failed, desk.now, retry=desk.now + HOUR)
    check = desk.store.why(id_).check
    assert check is not None
    assert (check.attempts, check.error, check.next_check) == (1, failed, desk.now + HOUR)
    assert desk.store.heads([id_])[id_].state == "shown"


def test_a_lease_ends_by_itself_and_can_be_given_back(desk: Desk) -> None:
    desk.story("a")
    desk.announce(NEWS, entry("b"))
    desk.pass_time(hours=2)
    taken = desk.take()
    assert len(taken) == 2
    assert desk.store.count_due(desk.now) == 0
    desk.now += LEASE
    again = desk.take()
    assert again == taken
    desk.store.release(again)
    assert desk.take() == taken


def test_re_checks_are_made_due_by_age(desk: Desk) -> None:
    fed = desk.source("full", "world")
    desk.announce(fed, entry("fed", content="text"))
    from_feed = desk.save(desk.take()[0], feed=True).story.id
    old = desk.story("old").story.id
    hidden = desk.story("hidden").story.id
    desk.store.set_state(hidden, "hidden", "", NOON)
    desk.pass_time(minutes=30)
    desk.story("young")
    assert desk.store.make_recheck_due(desk.now, older_than=timedelta(minutes=20)) == 2
    due = {one.story: one.from_feed for one in desk.take()}
    assert due == {old: False, from_feed: True}
    desk.store.make_recheck_due(desk.now, older_than=None)
    assert len(desk.take()) == 3


def test_old_bodies_go_and_revisions_stay(desk: Desk) -> None:
    first = desk.story("a", "one " * 500).story.id
    desk.pass_time(days=3)
    (due,) = desk.take()
    desk.save(due, "two " * 500)
    assert desk.store.prune_responses(before=NOON + HOUR, max_bytes=1 << 30) == 1
    assert desk.store.prune_responses(before=NOON + HOUR, max_bytes=1 << 30) == 0
    assert desk.store.prune_responses(before=NOON, max_bytes=0) == 1
    assert len(desk.store.revisions(first)) == 2
    for number in (1, 2):
        assert desk.store.revision_article(first, number)


def test_leases_of_a_run_that_died_are_given_back_at_once(desk: Desk) -> None:
    desk.announce(NEWS, entry("a"), entry("b"))
    read, held = desk.take()
    desk.save(read)
    assert desk.take() == []
    assert desk.store.release_all() == 1
    assert desk.take() == [held]
    retry = desk.now + LEASE * 2
    desk.store.save_failed(held, Failed("a", "broken"), desk.now, retry=retry)
    assert desk.store.release_all() == 0, "a put-off retry is no lease"
