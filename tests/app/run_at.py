"""Run one `sync` in a folder at a given time: `python run_at.py FOLDER TIME`."""

import sys
from datetime import datetime
from pathlib import Path

from samizdat.app.mirror import open_mirror
from samizdat.app.sync import sync


def main(folder: str, time: str) -> int:
    """Return the exit code of the run."""
    at = datetime.fromisoformat(time)
    with open_mirror(Path(folder), command="sync", now=lambda: at) as mirror:
        summary = sync(mirror)
    return 130 if summary.stopped else summary.exit_code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
