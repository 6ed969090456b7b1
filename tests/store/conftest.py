from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from samizdat.store import Store
from tests.store.desk import HARBOUR, Desk


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store.open(tmp_path / "store") as opened:
        yield opened


@pytest.fixture
def desk(store: Store) -> Desk:
    """A store with one newsroom and one source, `harbour/news`, in the section `harbour/world`."""
    store.put_newsroom(
        "harbour",
        name="港口日报",
        home=f"{HARBOUR}/",
        language="zh-Hans",
        hosts=["harbour.example"],
    )
    desk = Desk(store)
    desk.source("news", "world")
    return desk
