"""50 changed stories, from the store to the commit, in editions of two sizes.

    python -m bench.app.bench_edition [--sizes 1000 10000 100000] [--repeats 5]

The store is filled through its own interface with invented stories of four sections, eleven minutes
apart, and published once to a bare repository by its path. Then 50 stories get another sentence,
every fifth another title, and `build` and `publish` bring that up, as one cycle of `watch` does.
`recent` are stories of the last seven days, after which samizdat asks no story again; `anywhere`
are from all over the edition, which touches a page of every month and is the worst case. `commit`
is all of it up to the commit in the mirror's own repository: dirty pages, queries, pages,
rendering, blobs, trees; `push` is what git takes to bring it to the remote. Beside it `git add -A
&& git commit` of the same files in a work tree of the same edition. Median and spread over the
repeats; nothing asserts a time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.app.loopback import SECTIONS, published, sentence, title
from samizdat.app.build import build
from samizdat.app.mirror import Mirror, open_mirror
from samizdat.app.publish import publish
from samizdat.model.article import Article
from samizdat.model.entry import Entry
from samizdat.model.tree import Paragraph, Text
from samizdat.publish.transport import Transport
from samizdat.store import Reading, Store

NOW = datetime(2026, 3, 14, 12, 30, tzinfo=UTC)
LEASE = timedelta(hours=1)
CHANGED = 50
RECENT = 7 * 24 * 60 // 11
HOST = "https://harbour.example"
CONFIG = """\
[mirror]
title = "Bench"
language = "en"
contact = "desk@mirror.example"

[newsroom.harbour]
name = "Harbour"
home = "https://harbour.example/"
language = "en"
hosts = ["harbour.example"]
{sources}
[[remote]]
name = "main"
push = "{push}"
public = "https://forge.example/mirror/news/blob/main/"
forge = "github"
"""
SOURCE = """
[[newsroom.harbour.source]]
id = "{section}"
kind = "feed"
address = "https://harbour.example/{section}.xml"
sections = ["{section}"]
"""
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{f"GIT_{who}_NAME": "bench" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "bench@localhost" for who in ("AUTHOR", "COMMITTER")},
}


@dataclass(slots=True)
class Times:
    """Seconds of each cycle, by part."""

    parts: dict[str, list[float]] = field(default_factory=dict)

    def add(self, part: str, seconds: float) -> None:
        """Keep one measurement."""
        self.parts.setdefault(part, []).append(seconds)

    def median(self, part: str) -> float:
        """Return the median of *part*."""
        return statistics.median(self.parts[part])


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that *work* takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def article(number: int, version: int = 0) -> Article:
    """Return story *number* in its *version*: a dozen sentences in six paragraphs."""
    chance = random.Random(number)
    blocks = [
        Paragraph((Text(f"{sentence(chance, 24)} {sentence(chance, 20)}"),)) for _ in range(6)
    ]
    if version:
        blocks.append(Paragraph((Text(f"Corrected for the {version}. time."),)))
    again = f" ({version})" if version and number % 5 == 0 else ""
    return Article(title(number) + again, tuple(blocks), published_at=published(number))


def entry(number: int, version: int) -> Entry:
    """Return how a feed announces story *number*."""
    address = f"{HOST}/{number}"
    return Entry(address, address, title(number), published(number), content=f"{version}")


def save(store: Store, numbers: Sequence[int], version: int) -> None:
    """Announce and read stories *numbers*, in batches as `sync` does."""
    for place, section in enumerate(SECTIONS):
        own = [number for number in numbers if number % len(SECTIONS) == place]
        store.record_entries(f"harbour/{section}", [entry(n, version) for n in own], NOW)
    while dues := store.take_due(64, NOW, LEASE):
        batch = []
        for due in dues:
            number = int(due.entry.address.rpartition("/")[2])
            read = article(number, version)
            batch.append(Reading(due, read, None, (due.entry.address,)))
        store.save_readings(batch, NOW)


@contextmanager
def pushes() -> Iterator[list[float]]:
    """Give the seconds of every push made meanwhile."""
    seconds: list[float] = []
    push = Transport.push

    def measured(self: Transport, *words: Any, **more: Any) -> bool:
        began = time.perf_counter()
        try:
            return push(self, *words, **more)
        finally:
            seconds.append(time.perf_counter() - began)

    Transport.push = measured  # type: ignore[method-assign]
    try:
        yield seconds
    finally:
        Transport.push = push  # type: ignore[method-assign]


def cycle(mirror: Mirror, times: Times, prefix: str = "") -> None:
    """Build and publish; note what each part took."""
    with pushes() as pushed:
        building = timed(lambda: build(mirror))
        outcomes: list[Any] = []
        publishing = timed(lambda: outcomes.extend(publish(mirror)))
    if outcomes[0].error or not outcomes[0].commit:
        raise SystemExit(f"nothing was published: {outcomes[0]}")
    times.add(f"{prefix}build", building)
    times.add(f"{prefix}commit", building + publishing - sum(pushed))
    times.add(f"{prefix}push", sum(pushed))
    times.add(f"{prefix}all", building + publishing)


def git(folder: Path, *words: str) -> bytes:
    """Return what git prints in *folder*."""
    command = ["git", *words]
    return subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True
    ).stdout


def peer(bare: Path, tree: Path, prefix: str, times: Times) -> None:
    """Commit the files of the newest commit in a work tree of the edition, with git alone."""
    if not tree.exists():
        git(bare.parent, "clone", "-q", "--no-hardlinks", str(bare), str(tree))
        return
    paths = git(bare, "diff", "--name-only", "main^", "main").decode().split()
    contents = {path: git(bare, "show", f"main:{path}") for path in paths}

    def work() -> None:
        for path, content in contents.items():
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_bytes(content)
        git(tree, "add", "-A")
        git(tree, "commit", "-q", "-m", "Edition")

    times.add(f"{prefix}files", len(paths))
    times.add(f"{prefix}git", timed(work))


def measure(size: int, repeats: int) -> Times:
    """Return what filling, the first publication and the later cycles took."""
    times = Times()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        git(root, "init", "-q", "--bare", "--initial-branch=main", "news.git")
        sources = "".join(SOURCE.format(section=section) for section in SECTIONS)
        text = CONFIG.format(sources=sources, push=root / "news.git")
        (root / "mirror").mkdir()
        (root / "mirror" / "samizdat.toml").write_text(text, encoding="utf-8")
        with open_mirror(root / "mirror", command="bench", now=lambda: NOW) as mirror:
            times.add("fill", timed(lambda: save(mirror.store, range(size), 0)))
            cycle(mirror, times, "first ")
            for repeat in range(2 * repeats + 2):
                # The first two cycles warm caches, as every cycle of `watch` but one finds them.
                kept = times if repeat > 1 else Times()
                among, prefix = (size, "anywhere ") if repeat % 2 else (RECENT, "recent ")
                numbers = random.Random(repeat).sample(range(min(among, size)), CHANGED)
                kept.add(f"{prefix}save", timed(partial(save, mirror.store, numbers, repeat + 1)))
                cycle(mirror, kept, prefix)
                peer(root / "news.git", root / "tree", prefix, kept)
    return times


def show(size: int, times: Times) -> None:
    """Print what one edition took."""
    first = times.median("first all")
    print(f"{size:,} stories: first edition {first:.1f} s ({size / first:.0f} stories/s)")
    for prefix in ("recent ", "anywhere "):
        peers, files = times.median(f"{prefix}git"), times.median(f"{prefix}files")
        print(f"  {CHANGED} changed, {prefix.strip()}: {files:.0f} files")
        for part in ("save", "build", "commit", "push", "all", "git"):
            seconds = sorted(times.parts[prefix + part])
            print(
                f"    {part:7}{statistics.median(seconds) * 1000:8.0f} ms"
                f" ({seconds[0] * 1000:.0f} to {seconds[-1] * 1000:.0f})"
                f"{statistics.median(seconds) / peers:8.2f} of git add && git commit",
                flush=True,
            )


def main() -> None:
    """Print a table a size, the growth, and one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--repeats", type=int, default=5)
    words = parser.parse_args()
    report: dict[str, Any] = {
        "machine": platform.platform(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
    done: list[tuple[int, Times]] = []
    for size in words.sizes:
        done.append((size, measure(size, words.repeats)))
        show(*done[-1])
        report[str(size)] = {k: [round(s, 4) for s in v] for k, v in done[-1][1].parts.items()}
    for (small, before), (large, after) in pairwise(done):
        for prefix in ("recent ", "anywhere "):
            parts = [
                after.median(prefix + p) / before.median(prefix + p) for p in ("commit", "all")
            ]
            print(
                f"{large:,} to {small:,}, {prefix.strip()}: "
                f"commit {parts[0]:.2f} times, with push {parts[1]:.2f} times"
            )
    report["load"] = os.getloadavg()[0]
    print(json.dumps(report))


if __name__ == "__main__":
    main()
