"""Stores filled with generated stories, made once and kept for the next benchmark.

They lie in the system's folder for temporary files, by size and by the hash of what they are made
with; whoever wants one gets a copy.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path

from sqlalchemy.schema import CreateTable

from bench.app.stories import (
    GENERATOR,
    NEWEST,
    SECTIONS,
    address,
    article,
    published,
    section,
    title,
)
from samizdat.app.mirror import open_mirror
from samizdat.model.article import Article
from samizdat.model.entry import Entry
from samizdat.store import STORE_NAME, Due, Prepared, Reading, Store, prepare, schema

NOW = NEWEST + timedelta(minutes=30)
LEASE = timedelta(hours=1)
BATCH = 500
CHUNK = 5_000
Read = tuple[Article, Prepared]
"""A story as a worker hands it over."""

CONFIG = """\
[mirror]
title = "港口镜像"
language = "zh-Hans"
contact = "desk@mirror.example"

[images]
enabled = false

[newsroom.harbour]
name = "港口日报"
home = "https://harbour.example/"
language = "zh-Hans"
hosts = ["harbour.example"]

[newsroom.harbour.sections]
{names}
{sources}
[[remote]]
name = "main"
push = "{push}"
public = "https://forge.example/mirror/news/blob/main/"
forge = "github"
"""
NAMES = "harbour = '港口'\ntown = '城市'\nweather = '天气'\nsport = '体育'\n"
SOURCE = """
[[newsroom.harbour.source]]
id = "{section}"
kind = "feed"
address = "https://harbour.example/{section}.xml"
sections = ["{section}"]
"""


def configure(folder: Path, push: Path) -> None:
    """Write samizdat.toml of the mirror in *folder* that pushes to *push*."""
    sources = "".join(SOURCE.format(section=key) for key in SECTIONS)
    text = CONFIG.format(names=NAMES, sources=sources, push=push)
    (folder / "samizdat.toml").write_text(text, encoding="utf-8")


def filled(folder: Path, stories: int) -> None:
    """Put a store of *stories* that was never built into the mirror in *folder*."""
    kept = Path(tempfile.gettempdir()) / "samizdat-bench" / f"{stories}-{_version()}.sqlite"
    if not kept.exists():
        _make(kept, stories)
    (folder / "store").mkdir()
    shutil.copyfile(kept, folder / "store" / STORE_NAME)


def _version() -> str:
    """Return the hash of what a store is made with: the generator's version and the tables."""
    tables = "".join(str(CreateTable(table)) for table in schema.metadata.sorted_tables)
    return hashlib.sha256(f"{GENERATOR} {NOW} {CONFIG}{tables}".encode()).hexdigest()[:12]


def _make(kept: Path, stories: int) -> None:
    print(f"filling a store with {stories:,} stories, once: {kept}", file=sys.stderr, flush=True)
    kept.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as name, ProcessPoolExecutor() as workers:
        folder = Path(name)
        configure(folder, folder / "news.git")
        with open_mirror(folder, command="bench", now=lambda: NOW) as mirror:
            for first in range(0, stories, CHUNK):
                numbers = range(first, min(first + CHUNK, stories))
                made = workers.map(_read, numbers, chunksize=100)
                save(mirror.store, dict(zip(numbers, made, strict=True)))
            mirror.store.backup(folder / "copy")
        (folder / "copy").replace(kept)


def _read(number: int, version: int = 0) -> Read:
    read = article(number, version)
    return read, prepare(read)


def changed(numbers: Iterable[int], version: int) -> dict[int, Read]:
    """Return stories *numbers* in another *version*."""
    return {number: _read(number, version) for number in numbers}


def save(store: Store, read: Mapping[int, Read], version: int = 0) -> None:
    """Announce and save the stories that were *read*, in batches as `sync` does."""
    for key in SECTIONS:
        own = [_entry(number, version) for number in read if section(number) == key]
        store.record_entries(f"harbour/{key}", own, NOW)
    while dues := store.take_due(BATCH, NOW, LEASE):
        store.save_readings([_reading(due, read) for due in dues], NOW)


def _entry(number: int, version: int) -> Entry:
    """Return how a feed announces story *number*."""
    where = address(number)
    return Entry(where, where, title(number), published(number), content=f"{version}")


def _reading(due: Due, read: Mapping[int, Read]) -> Reading:
    where = due.entry.address
    number = int(where.rpartition("/")[2].removesuffix(".html"))
    made, prepared = read[number]
    return Reading(due, made, None, (where,), prepared=prepared)
