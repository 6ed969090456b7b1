"""Build and publish a mirror at a given time: `python rebuild_at.py FOLDER TIME`."""

import sys
from datetime import datetime
from pathlib import Path

from samizdat.app.build import build
from samizdat.app.mirror import open_mirror
from samizdat.app.publish import publish


def main(folder: str, time: str) -> None:
    """Build everything and bring the remotes up to date."""
    at = datetime.fromisoformat(time)
    with open_mirror(Path(folder), command="build", now=lambda: at) as mirror:
        build(mirror, everything=True)
        assert [outcome.error for outcome in publish(mirror)] == [None, None]


if __name__ == "__main__":
    main(*sys.argv[1:])
