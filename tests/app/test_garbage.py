import gc

import pytest

from samizdat.app.garbage import ROOMY, seldom_collected


@seldom_collected()
def _fails() -> None:
    assert gc.get_threshold()[0] == ROOMY
    raise ValueError("wrong")


def test_cycles_are_looked_for_as_before_once_the_work_is_done_or_has_failed() -> None:
    before = gc.get_threshold()
    for _ in range(2):
        with pytest.raises(ValueError, match="wrong"):
            _fails()
        assert gc.get_threshold() == before
