"""A first edition of 10,000 stories, from the store to a bare repository, beside Hugo.

    python -m bench.app.bench_first_edition [--stories 10000] [--repeats 3]

The store is filled beforehand (and kept, see `bench.app.filled`): stories of 2 to 4 kB in Chinese,
English and Persian. A fresh process then builds and publishes them to one remote with an address,
so that every story has its share block and its QR code. Hugo builds the same bodies with two
templates, one for a story and one for lists: once as it comes, with the feeds and the map of the
site that it makes unless told otherwise, once without them. Processor time is that of the whole
tree of processes; memory is the highest sum of their proportional shares, in a run of its own, for
looking takes time. The runs take turns, so that a busy minute of a shared machine meets them all;
nothing asserts a time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bench.app.filled import configure, filled
from bench.app.hugo_site import PLAIN, PROGRAM, write_site
from bench.whole import Whole, measured

OURS = "samizdat"
HUGO, BARE = "hugo, as it comes", "hugo, pages only"


def first_edition(folder: Path, stories: int, *, memory: bool) -> Whole:
    """Return what the first edition of *stories* cost, in a new mirror in *folder*."""
    folder.mkdir()
    remote = folder / "news.git"
    words = ["git", "init", "-q", "--bare", "--initial-branch=main", str(remote)]
    subprocess.run(words, check=True)
    configure(folder, remote)
    filled(folder, stories)
    command = [sys.executable, "-m", "bench.app.one_edition", str(folder)]
    done = measured(command, Path.cwd(), memory=memory)
    listing = ["git", "-C", str(remote), "ls-tree", "-r", "--name-only", "main"]
    names = subprocess.run(listing, check=True, capture_output=True, text=True).stdout
    if names.count(".png\n") != stories:
        raise SystemExit(f"not all of it was published: {done.output}")
    return done


def hugo(site: Path, *words: str, memory: bool) -> Whole:
    """Return what Hugo took for *site*."""
    with tempfile.TemporaryDirectory() as name:
        public, cache = str(Path(name) / "public"), {"HUGO_CACHEDIR": str(Path(name) / "cache")}
        command = [str(PROGRAM), "--quiet", "--noBuildLock", "--destination", public, *words]
        return measured(command, site, cache, memory=memory)


def row(name: str, runs: list[Whole], peers: list[Whole]) -> None:
    """Print the medians of *runs*, and their shares of those of *peers*."""
    parts = []
    for field, unit in (("wall", "s"), ("cpu", "s"), ("pss_mb", "MB")):
        own = statistics.median(getattr(run, field) for run in runs if getattr(run, field))
        other = statistics.median(getattr(run, field) for run in peers if getattr(run, field))
        parts.append(f"{field.removesuffix('_mb'):>5} {own:7.1f} {unit} ({own / other:4.2f})")
    print(f"  {name:20}" + "  ".join(parts), flush=True)


def main() -> None:
    """Print a row each, and one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=3)
    words = parser.parse_args()
    runs: dict[str, list[Whole]] = {OURS: [], HUGO: [], BARE: []}
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "site").mkdir()
        size = write_site(root / "site", words.stories)
        print(f"{words.stories:,} stories, {size // words.stories:,} bytes of Markdown each")
        site = root / "site"
        for repeat in range(words.repeats + 1):
            looked = repeat == words.repeats
            done = {
                OURS: first_edition(root / f"mirror{repeat}", words.stories, memory=looked),
                HUGO: hugo(site, memory=looked),
                BARE: hugo(site, "--config", PLAIN, memory=looked),
            }
            for who, one in done.items():
                runs[who].append(replace(one, wall=0, cpu=0) if looked else one)
    for peer in (HUGO, BARE):
        print(f"in brackets: of {peer}")
        for name, own in runs.items():
            row(name, own, runs[peer])
    report = {
        "machine": platform.platform(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
        "runs": {
            name: [[round(x, 2) for x in (r.wall, r.cpu, r.rss_mb, r.pss_mb)] for r in done]
            for name, done in runs.items()
        },
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
