"""How long `watch` leaves a failing remote alone."""

from datetime import UTC, datetime, timedelta

from samizdat.app.patience import FIRST_PAUSE, LONGEST_PAUSE, Patience
from samizdat.app.summary import RemoteOutcome

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FAILED, TOOK = RemoteOutcome("forge", error="it is down"), RemoteOutcome("forge", commit="c0ffee")


def _pauses(patience: Patience, times: int) -> list[timedelta]:
    pauses = []
    for _ in range(times):
        patience.heard([FAILED], NOON)
        pauses.append(patience.not_before["forge"] - NOON)
    return pauses


def test_pauses_double_up_to_the_longest() -> None:
    pauses = _pauses(Patience(), 20)
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE


def test_a_remote_waits_alone_and_only_as_long_as_its_pause() -> None:
    patience = Patience()
    patience.heard([FAILED], NOON)
    assert patience.willing(["forge", "other"], NOON) == ["other"]
    assert patience.willing(["forge", "other"], NOON + FIRST_PAUSE) == ["forge", "other"]


def test_a_success_ends_the_row_of_failures() -> None:
    patience = Patience()
    _pauses(patience, 5)
    patience.heard([TOOK], NOON)
    assert patience.willing(["forge"], NOON) == ["forge"]
    assert _pauses(patience, 1) == [FIRST_PAUSE]
