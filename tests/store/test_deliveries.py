from datetime import timedelta

from samizdat.store import Delivery, FileRow, Store
from samizdat.store.deliveries import KEPT_DELIVERIES
from tests.store.desk import NOON


def _row(path: str, edition: int) -> FileRow:
    return FileRow(path, f"h{edition}", f"o{edition}", "home")


def _publish(store: Store, edition: int, remote: str = "main") -> None:
    store.save_published(
        remote,
        edition=edition,
        tip=f"t{edition}",
        overlay="o",
        written=[_row("README.md", edition), _row(f"{edition}.md", edition)],
        removed=[f"{edition - 1}.md"],
        now=NOON + timedelta(hours=edition),
    )


def test_deliveries_are_listed_newest_first_for_each_remote(store: Store) -> None:
    assert store.deliveries("main", 9) == []
    for edition in (1, 3, 4):
        _publish(store, edition)
    _publish(store, 4)
    _publish(store, 2, "other")
    assert [d.edition for d in store.deliveries("main", 2)] == [4, 3]
    assert store.deliveries("other", 9) == [Delivery(2, "t2", NOON + timedelta(hours=2))]


def test_a_remote_that_went_back_holds_what_it_held_and_can_go_back_further(store: Store) -> None:
    for edition in (1, 2, 3):
        _publish(store, edition)
    written, later = [_row("README.md", 2), _row("2.md", 2)], NOON + timedelta(days=1)
    store.rewind_remote("main", edition=2, tip="back", written=written, removed=["3.md"], now=later)
    state = store.remote("main")
    assert (state.edition, state.tip, state.overlay) == (2, "back", "o")
    assert list(store.all_files("main")) == sorted(written, key=lambda row: row.path)
    assert [(d.edition, d.tip) for d in store.deliveries("main", 9)] == [(2, "back"), (1, "t1")]
    _publish(store, 5)
    assert [d.edition for d in store.deliveries("main", 9)] == [5, 2, 1]


def test_a_remote_made_anew_has_no_history(store: Store) -> None:
    _publish(store, 1)
    store.clear_remote("main")
    assert store.deliveries("main", 9) == []


def test_only_so_many_deliveries_are_kept(store: Store) -> None:
    for edition in range(1, KEPT_DELIVERIES + 9):
        _publish(store, edition)
    kept = store.deliveries("main", 10**6)
    assert len(kept) == KEPT_DELIVERIES
    assert kept[0].edition == KEPT_DELIVERIES + 8
