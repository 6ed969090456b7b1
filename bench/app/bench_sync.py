"""`sync` of 1,000 new stories, beside Scrapy fetching the same pages and doing nothing with them.

    python -m bench.app.bench_sync [--stories 1000] [--repeats 3] [--only feed|recipe …]

Whole processes, start-up included: from `samizdat sync` to its end, when the stories are fetched,
read, kept, rendered and pushed. Politeness is off (`delay = "0s"`), pictures too. `feed` takes the
full text of a feed, `recipe` reads every story's page by a recipe; `path` pushes to a bare
repository by its path, `http` to `git http-backend`. `CPU` counts the command with its workers and
gits, not the servers. Median and spread over the repeats; nothing asserts a time.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.app.loopback import RECIPE, newsroom
from samizdat_demo.git_server import GitServer

WAYS = {"feed": "full.xml", "recipe": "feed.xml"}
_SUBREAPER = 36
CONFIG = """\
[mirror]
title = "Bench"
language = "en"
contact = "desk@mirror.example"

[fetch]
delay = "0s"
allow_private = ["127.0.0.1:{port}", "127.0.0.1"]

[images]
enabled = false

[newsroom.bench]
name = "Bench"
home = "http://127.0.0.1:{port}/"
language = "en"
hosts = ["127.0.0.1"]

[[newsroom.bench.source]]
kind = "feed"
address = "http://127.0.0.1:{port}/{feed}"
sections = ["news"]
backfill = "{stories}"

[[remote]]
name = "main"
push = "{push}"
public = "https://forge.example/mirror/news/blob/main/"
forge = "github"
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took, with its children: wall and CPU seconds."""

    wall: float
    cpu: float


def measured(command: Sequence[str], folder: Path) -> tuple[Run, str]:
    """Run *command* to its end, and that of every process it leaves; return its output too."""
    before, began = os.times(), time.perf_counter()
    # An installed samizdat is compiled once; compiling it at each start is not what is measured.
    settings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        command, cwd=folder, check=False, capture_output=True, text=True, env=settings
    )
    wall = time.perf_counter() - began
    # The workers' server outlives the command by a moment and comes to us, since we ask for
    # orphans; only when it has been waited for is its CPU counted.
    with suppress(ChildProcessError):
        while _has_orphans() and os.waitpid(-1, os.WNOHANG)[0] >= 0:
            time.sleep(0.01)
    after = os.times()
    if done.returncode:
        said = f"{done.stdout[:2000]}\n{done.stderr[-2000:]}"
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}\n{said}")
    spent = after.children_user + after.children_system
    return Run(wall, spent - before.children_user - before.children_system), done.stdout


def _has_orphans() -> bool:
    """Return whether a process that is not the newsroom's is still a child of ours."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split()
    return len(children) > 1


def sync(way: str, push: str, port: int, stories: int, folder: Path) -> Run:
    """Return what `samizdat sync` of a new mirror in *folder* took."""
    config = CONFIG.format(port=port, feed=WAYS[way], stories=stories, push=push)
    (folder / "samizdat.toml").write_text(config, encoding="utf-8")
    if way == "recipe":
        (folder / "recipes").mkdir()
        (folder / "recipes" / "bench.toml").write_text(RECIPE, encoding="utf-8")
    command = [sys.executable, "-m", "samizdat.cli.main", "sync", "--json"]
    run, output = measured(command, folder)
    summary = json.loads(output)
    if summary["new"] != stories or not summary["remotes"][0]["commit"]:
        raise SystemExit(f"not all of it was mirrored: {output[:2000]}")
    return run


def one(way: str, place: str, port: int, stories: int) -> Run:
    """Return what a sync took by one way of reading to one kind of remote."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "mirror").mkdir()
        (root / "forge").mkdir()
        with GitServer(root / "forge") as git:
            path = git.create("news.git")
            push = str(path) if place == "path" else f"{git.address}/news.git"
            return sync(way, push, port, stories, root / "mirror")


def scrapy(port: int, stories: int) -> Run:
    """Return what Scrapy took for the pages."""
    command = [sys.executable, "-m", "bench.app.scrapy_pages", str(port), str(stories)]
    return measured(command, Path.cwd())[0]


def line(name: str, runs: Sequence[Run], stories: int, unit: str) -> float:
    """Print one row; return the median rate."""
    rates = sorted(stories / run.wall for run in runs)
    rate = statistics.median(rates)
    cpu = statistics.median(run.cpu for run in runs) / stories * 1000
    print(
        f"  {name:14}{rate:8.1f} {unit}/s ({rates[0]:.1f} to {rates[-1]:.1f})"
        f"{cpu:8.2f} ms CPU each",
        flush=True,
    )
    return rate


def main() -> None:
    """Print the rates, their ratio to Scrapy's, and one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", action="append", choices=list(WAYS))
    parser.add_argument("--place", action="append", choices=["path", "http"])
    words = parser.parse_args()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    kinds = [(w, p) for w in words.only or WAYS for p in words.place or ("path", "http")]
    names = [*(f"{way}, {place}" for way, place in kinds), "Scrapy"]
    runs: dict[str, list[Run]] = {name: [] for name in names}
    with newsroom(words.stories) as (port, size, corpus):
        print(f"{words.stories} pages of {size >> 10} kB on average (corpus {corpus})", flush=True)
        for _ in range(words.repeats):
            # In turn, so that a busy minute of a shared machine meets them all.
            for way, place in kinds:
                runs[f"{way}, {place}"].append(one(way, place, port, words.stories))
            runs["Scrapy"].append(scrapy(port, words.stories))
    report: dict[str, object] = {
        "machine": platform.platform(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
        "corpus": corpus,
    }
    peer = line("Scrapy", runs["Scrapy"], words.stories, "pages")
    for name, done in runs.items():
        if name != "Scrapy":
            rate = line(name, done, words.stories, "stories")
            print(f"  {'':14}{rate / peer:8.2f} of Scrapy's rate", flush=True)
        report[name] = [(round(run.wall, 3), round(run.cpu, 3)) for run in done]
    print(json.dumps(report))


if __name__ == "__main__":
    main()
