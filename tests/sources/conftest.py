"""Helpers of the sources' tests: the shared corpus, a bounded child process, loopback newsrooms."""

from __future__ import annotations

import base64
import gzip
import json
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Documents = list[tuple[str, bytes, Any]]
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """Give a path of the shared corpus, or skip."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"{path} is missing")
        return path

    return find


@pytest.fixture
def shared_documents(
    shared: Callable[[str], Path],
) -> Callable[[str], list[tuple[str, bytes, Any]]]:
    """Give (name, bytes, record) of a shared `.jsonl.gz`."""

    def load(name: str) -> Documents:
        lines = gzip.decompress(shared(name).read_bytes()).splitlines()
        records = [json.loads(line) for line in lines]
        return [(r.get("path") or r["name"], base64.b64decode(r["b64"]), r) for r in records]

    return load


_CHILD = """
import resource, sys, gzip, pathlib
resource.setrlimit(resource.RLIMIT_AS, (1536 * 2**20,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from samizdat.errors import ParseError
from samizdat.sources import find_sources, guess_listing, read_opml, read_source, sniff
address = "https://harbour.example/feed.xml"
for name in sys.argv[1:]:
    body = pathlib.Path(name).read_bytes()
    bodies = [body]
    if name.endswith(".gz") and "zeros" not in name and "gz-in-gz" not in name:
        bodies = [gzip.decompress(body)]
    for body in bodies:
        sniff(body, address)
        for call in (
            *(lambda kind=kind: read_source(kind, body, address)
              for kind in ("feed", "sitemap", "listing", "json", "js")),
            lambda: find_sources(body, address),
            lambda: guess_listing(body, address),
            lambda: read_opml(body),
        ):
            try:
                print(repr(call())[:100000])
            except ParseError as error:
                print("refused:", str(error)[:300])
print("all read")
"""


@pytest.fixture
def read_in_child() -> Callable[[list[Path]], str]:
    """Read files by every reader in a child with 1.5 GiB and 60 s of CPU; give what it prints."""

    def run(paths: list[Path]) -> str:
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, *map(str, paths)],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        assert done.stdout.rstrip().endswith("all read")
        return done.stdout

    return run


@pytest.fixture
def newsrooms(shared: Callable[[str], Path]) -> Iterator[str]:
    """Serve the shared newsrooms on loopback; give the address of their root."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = shared("newsroom/serve.py")
    server = subprocess.Popen(
        [sys.executable, str(script), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _wait(f"http://127.0.0.1:{port}/", server)
    finally:
        server.terminate()
        server.wait()


def _wait(root: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        try:
            with urllib.request.urlopen(root + "_sites", timeout=5):
                return root
        except OSError:
            try:
                server.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            break
    raise AssertionError("the newsrooms did not start")
