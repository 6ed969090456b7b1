"""Build and publish the mirror in a folder, as one cycle does; a process of its own.

python -m bench.app.one_edition FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from samizdat.app.build import build
from samizdat.app.mirror import open_mirror
from samizdat.app.publish import publish


def main() -> None:
    """Exit with the reason if nothing was published."""
    with open_mirror(Path(sys.argv[1]), command="bench") as mirror:
        report = build(mirror)
        (outcome,) = publish(mirror)
    if not outcome.commit:
        sys.exit(f"nothing was published: {outcome}")
    print(f"{report.pages} pages, {outcome.files} files")


if __name__ == "__main__":
    main()
