"""The next edition as the desk stands now, on a copy of the store that is thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samizdat.app.decisions import settle_desk
from samizdat.app.desk import refresh_desk
from samizdat.app.mirror import Mirror
from samizdat.app.trial import copied
from samizdat.config import load_config
from samizdat.model.failed import Failed


@contextmanager
def desk_preview(folder: Path) -> Iterator[tuple[Mirror, list[Failed]]]:
    """Give the mirror in *folder* under the desk as it stands now, and what is wrong with that.

    Nothing of the mirror changes: neither its store nor a remote.

    Raises:
        ConfigError: no configuration, or one that cannot be used.
    """
    with copied(load_config(folder)) as mirror:
        problems = refresh_desk(mirror)
        settle_desk(mirror)
        yield mirror, problems
