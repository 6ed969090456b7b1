"""What `history` saves: a repository before and after its branch is given a new root.

An edition of stories grows by 50 a day, with 24 commits a day; lists change with every commit.
Sizes are those of bare repositories after `git gc`, as a forge has them, and of a fresh clone.

    python bench/publish/bench_history.py --days 25 --kept 10
"""

import argparse
import hashlib
import json
import os
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.publish.bench_git import ENVIRONMENT, edition
from samizdat.model.file import Changes, Tip, Written
from samizdat.publish import Git, GitOptions

START = datetime(2026, 1, 1, tzinfo=UTC)
COMMITS_A_DAY = 24
LISTS = 12


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=folder, env=ENVIRONMENT, check=True, capture_output=True, text=True
    )
    return done.stdout


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def as_changes(files: dict[str, bytes], at: datetime, known: dict[str, str]) -> Changes:
    written = {
        path: Written(lambda text=text: text, hashlib.sha256(text).hexdigest())  # type: ignore[misc]
        for path, text in files.items()
    }
    return Changes(1, at, "Edition", written, known={p: known[p] for p in files if p in known})


class Branch:
    """A branch that gets its editions, hour by hour."""

    def __init__(self, folder: Path, kept: timedelta) -> None:
        self.folder, self.kept = folder, kept
        git(folder, "init", "-q", "--bare", "-b", "main", "remote.git")
        self.remote = self.open(None)
        self.tip: Tip | None = None
        self.known: dict[str, str] = {}
        self.paths: list[str] = []

    def open(self, history: timedelta | None) -> Git:
        bare = str(self.folder / "remote.git")
        return Git(GitOptions("main", bare, self.folder / "store", history=history))

    def hour(self, number: int, stories: dict[str, bytes]) -> tuple[str, ...]:
        """Publish some new stories and every list; return the notes."""
        self.paths += stories
        lines = [f"- [{path}]({path})\n" for path in self.paths[-300:]]
        lists = {f"harbour/list{n}.md": "".join(lines[n:]).encode() for n in range(LISTS)}
        at = START + timedelta(hours=number)
        receipt = self.remote.publish(
            as_changes(stories | lists, at, self.known), expected=self.tip
        )
        self.tip = receipt.tip
        self.known |= receipt.objects
        return receipt.notes

    def sizes(self) -> dict[str, int]:
        bare, clone = self.folder / "remote.git", self.folder / "clone"
        git(bare, "gc", "-q", "--prune=now")
        git(self.folder, "clone", "-q", "--bare", f"file://{bare}", str(clone))
        found = {
            "commits": int(git(bare, "rev-list", "--count", "main")),
            "remote_bytes": size(bare),
            "clone_bytes": size(clone),
            "own_bytes": size(self.folder / "store"),
        }
        subprocess.run(["rm", "-rf", str(clone)], check=True)
        return found


def run(days: int, kept: int) -> dict[str, object]:
    stories = edition(days * 50 + 100, 1)
    waiting = iter(stories.items())
    with tempfile.TemporaryDirectory() as name:
        branch = Branch(Path(name), timedelta(days=kept))
        for hour in range(days * COMMITS_A_DAY):
            new = dict(next(waiting) for _ in range(2 + hour % 12 // 11))
            branch.hour(hour, new)
        before = branch.sizes()
        branch.remote = branch.open(timedelta(days=kept))
        begun = time.perf_counter()
        notes = branch.hour(days * COMMITS_A_DAY, dict([next(waiting)]))
        took = time.perf_counter() - begun
        after = branch.sizes()
    return {
        "days": days,
        "kept": kept,
        "before": before,
        "after": after,
        "seconds": took,
        "notes": notes,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--days", type=int, default=25)
    parser.add_argument("--kept", type=int, default=10)
    options = parser.parse_args()
    found = run(options.days, options.kept)
    print(json.dumps(found | {"machine": os.uname().machine}, indent=2))


if __name__ == "__main__":
    main()
