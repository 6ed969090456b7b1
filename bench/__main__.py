"""`make bench`: run every benchmark, one process each; every one prints its own ratios."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Run them all, or those whose path holds a word given on the command line."""
    words, failed = sys.argv[1:], []
    for path in sorted(HERE.rglob("bench_*.py")):
        name = path.relative_to(HERE.parent).with_suffix("").as_posix().replace("/", ".")
        if words and not any(word in name for word in words):
            continue
        print(f"\n=== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", name], check=False).returncode:
            failed.append(name)
    if failed:
        sys.exit("failed: " + ", ".join(failed))


if __name__ == "__main__":
    main()
