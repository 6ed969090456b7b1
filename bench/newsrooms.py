"""Every newsroom of the shared corpus, from its home page, Atom feed, sitemap and listing.

    python -m bench.newsrooms [--site HOST …] [--entry home|feed|sitemap|listing …]

Serves the real pages of real sites on loopback, runs `init` and `sync` as an operator would, and
prints one row a newsroom and way in. Exits 1 if any run ended in a traceback or mirrored nothing.
"""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).resolve().parents[1] / ".." / "shared"
ENTRIES = {"home": "", "feed": "atom.xml", "sitemap": "sitemap.xml", "listing": "list.html"}


@dataclass(frozen=True, slots=True)
class Result:
    """One `init` and `sync`.

    Attributes:
        announced: stories that the newsroom has.
        new: stories mirrored.
        failed: stories and pictures that failed, each with a sentence.
        broken: the end of a traceback, "" if there was none.
    """

    site: str
    entry: str
    announced: int
    new: int
    failed: int
    broken: str
    reasons: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Return whether the mirror works."""
        return not self.broken and self.new > 0


@contextmanager
def serving(*words: str) -> Iterator[str]:
    """Give the address of the corpus's newsrooms, live on a free port of loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(SHARED / "newsroom" / "serve.py"), "--port", str(port), *words]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        server.stdout.readline()
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()
        assert server.stdout is not None
        server.stdout.close()


def sites(root: str) -> dict[str, int]:
    """Return each newsroom's host and its number of stories."""
    with urllib.request.urlopen(f"{root}/_sites") as answer:
        return {site: about["stories"] for site, about in json.load(answer).items()}


def samizdat(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command as an operator would."""
    command = [sys.executable, "-m", "samizdat.cli.main", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)


def mirror(root: str, site: str, entry: str, announced: int) -> Result:
    """Run `init` and `sync` for *site* from one way in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        target = f"main={folder / 'out'}"
        address = f"{root}/{site}/{ENTRIES[entry]}"
        (folder / "out").mkdir()
        init = samizdat("-C", name, "init", address, "--allow-private", "--remote", target)
        if init.returncode:
            return Result(site, entry, announced, 0, 0, _end(init.stderr))
        sync = samizdat("-C", name, "sync", "--json")
        if "Traceback" in sync.stderr or not sync.stdout:
            return Result(site, entry, announced, 0, 0, _end(sync.stderr))
        summary = json.loads(sync.stdout)
        errors = [r["error"] for r in summary["remotes"] if r["error"]]
        reasons = tuple(f"{f['where']}: {f['what']}" for f in summary["failed"])
        broken = errors[0] if errors else ""
        return Result(site, entry, announced, summary["new"], len(reasons), broken, reasons)


def _end(text: str) -> str:
    lines = text.strip().splitlines() or ["no output"]
    return lines[-1] if "Traceback" in text else " ".join(lines)


def main() -> None:
    """Run all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", action="append")
    parser.add_argument("--entry", action="append", choices=list(ENTRIES))
    parser.add_argument("--verbose", action="store_true")
    words = parser.parse_args()
    started = time.monotonic()
    with serving("--local-images") as root, ThreadPoolExecutor(2) as threads:
        known = {s: n for s, n in sites(root).items() if not words.site or s in words.site}
        runs = [
            threads.submit(mirror, root, site, entry, count)
            for site, count in known.items()
            for entry in words.entry or ENTRIES
        ]
        results = [_show(run.result(), verbose=words.verbose) for run in runs]
    good = sum(result.ok for result in results)
    stories, new = sum(r.announced for r in results), sum(r.new for r in results)
    print(f"\n{good} of {len(results)} runs work; {new} of {stories} stories mirrored")
    print(f"{time.monotonic() - started:.0f} s in all")
    sys.exit(0 if good == len(results) else 1)


def _show(result: Result, *, verbose: bool) -> Result:
    words = result.broken or f"{result.failed} failures"
    print(f"{result.site:32} {result.entry:8} {result.new:3}/{result.announced:<3} {words}")
    for reason in result.reasons if verbose else ():
        print(f"    {reason}")
    sys.stdout.flush()
    return result


if __name__ == "__main__":
    main()
