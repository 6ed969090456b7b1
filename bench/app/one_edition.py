"""Build and publish the mirror in a folder, as one cycle does; a process of its own.

python -m bench.app.one_edition FOLDER
"""

# ruff: noqa: PLC0415 - as in `samizdat.cli`: workers import this module, and not what it runs.
from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Exit with the reason if nothing was published."""
    from samizdat.app.mirror import open_mirror
    from samizdat.app.summary import Summary
    from samizdat.app.sync import SyncOptions, finish

    with open_mirror(Path(sys.argv[1]), command="bench") as mirror:
        summary = Summary()
        finish(mirror, SyncOptions(discover=False, fetch=False), summary)
    (outcome,) = summary.remotes
    if not outcome.commit:
        sys.exit(f"nothing was published: {outcome}")
    print(f"{summary.pages} pages, {outcome.files} files")


if __name__ == "__main__":
    main()
