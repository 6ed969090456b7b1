"""Writes and questions of the store, beside plain sqlite3 writing the same rows.

    python bench/store/bench_store.py [--stories 1000] [--small 10000] [--large 100000]

Prints JSON: median and spread over the repeats, and ratios. Times are CPU time, since the wall
clock of a shared machine tells little; `50_changed` and what ends in `_s` are wall clock and wait
for the disk. All texts are made from a fixed seed.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from samizdat.model.article import Article
from samizdat.model.entry import Entry
from samizdat.model.response import Response
from samizdat.model.tree import Block, Figure, Image, Paragraph, Text
from samizdat.model.tree_text import text_of
from samizdat.store import STORE_NAME, Reading, SourceSpec, Store, prepare, schema

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
HOST = "https://harbour.example"
NEWS = "harbour/news"
LEASE = timedelta(hours=1)
REPEATS = 5
WRITTEN = (
    *("story", "address", "guid", "blob", "response", "revision", "head", "story_check"),
    *("sighting", "story_asset", "asset", "head_section", "section_count", "dirty"),
)
_seed = random.Random(11)
_WORDS = ["".join(_seed.choices("aeiouklmnprst", k=_seed.randint(2, 9))) for _ in range(4000)]
_MENU = "".join(
    f'<li class="menu-item menu-item-{i}"><a href="{HOST}/{_WORDS[i]}/">{_WORDS[i + 9]}</a></li>\n'
    for i in range(1100)
)


def article(number: int, paragraphs: int, version: int = 0) -> Article:
    """Return story *number*: *paragraphs* of about 420 characters and one picture."""
    words = random.Random(number)
    texts = (" ".join(words.choices(_WORDS, k=65)) for _ in range(paragraphs))
    blocks: list[Block] = [Paragraph((Text(text),)) for text in texts]
    blocks.append(Figure(Image(f"{HOST}/{number}.jpg")))
    when = NOW - timedelta(minutes=7 * number)
    return Article(f"Story {number}, {version}", tuple(blocks), published_at=when, language="en")


def page(read: Article) -> bytes:
    """Return about 100 kB of HTML that hold *read*."""
    body = text_of(read.blocks).replace("\n\n", "</p><p>")
    return f"<html><body><ul>{_MENU}</ul>{body}</body></html>".encode()


def new_store(folder: str) -> Store:
    store = Store.open(Path(folder))
    store.put_newsroom("harbour", name="Harbour", home=HOST, language="en", hosts=[])
    store.put_source(SourceSpec(NEWS, "harbour", "feed", HOST, ("harbour/world",)))
    return store


def announce(store: Store, numbers: Sequence[int]) -> None:
    entries = [
        Entry(f"{HOST}/{i}", f"g{i}", f"Story {i}", NOW - timedelta(minutes=7 * i)) for i in numbers
    ]
    store.record_entries(NEWS, entries, NOW)


def readings(
    store: Store, size: int, articles: dict[int, Article], pages: dict[int, bytes]
) -> Iterator[list[Reading]]:
    """Yield what is due in batches, read as *articles* from *pages* ({}: the feed's text)."""
    while dues := store.take_due(size, NOW, LEASE):
        batch = []
        for due in dues:
            address = due.entry.address
            number = int(address.rpartition("/")[2])
            response = Response(address, address, 200, pages[number], NOW) if pages else None
            batch.append(Reading(due, articles[number], response, (address,)))
        yield batch


def timed(call: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    call()
    return clock() - start


def spread(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "median_ms": round(1e3 * statistics.median(ordered), 3),
        "lowest_ms": round(1e3 * ordered[0], 3),
        "highest_ms": round(1e3 * ordered[-1], 3),
    }


def repeated(call: Callable[[], Any], times: int = 20) -> dict[str, float]:
    return spread([timed(call, time.process_time) for _ in range(times)])


def bench_saving(stories: int, *, with_pages: bool, prepared: bool) -> dict[str, Any]:
    """Return stories per CPU second of save_readings in batches of 32, and of the peer."""
    articles = {i: article(i, 18) for i in range(stories)}
    pages = {i: page(a) for i, a in articles.items()} if with_pages else {}
    ours, peers = [], []
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory() as folder, new_store(folder) as store:
            announce(store, range(stories))
            spent = 0.0
            for batch in readings(store, 32, articles, pages):
                if prepared:
                    batch = [ready(reading) for reading in batch]  # noqa: PLW2901
                spent += timed(lambda b=batch: store.save_readings(b, NOW), time.process_time)  # type: ignore
            ours.append(spent)
            peers.append(peer(Path(folder) / STORE_NAME, stories // 32))
    ratio = statistics.median(ours) / statistics.median(peers)
    return {
        "save_readings_per_cpu_s": round(stories / statistics.median(ours)),
        "sqlite3_executemany_per_cpu_s": round(stories / statistics.median(peers)),
        "times_the_peer": round(ratio, 2),
        "page_bytes": len(pages[0]) if pages else 0,
        **spread([t / stories for t in ours]),
    }


def ready(reading: Reading) -> Reading:
    """Return *reading* as a worker hands it over."""
    body = reading.response.body if reading.response else b""
    return replace(reading, prepared=prepare(reading.article, body))


def peer(path: Path, batches: int) -> float:
    """Return the CPU seconds in which plain sqlite3 writes the rows of the store at *path*.

    The bodies come packed, so compression, hashing, JSON and every question are ours alone.
    """
    with sqlite3.connect(path) as source:
        rows = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in WRITTEN}
    source.close()
    with tempfile.TemporaryDirectory() as folder, new_store(folder) as store:
        store.close()
        target = sqlite3.connect(Path(folder) / STORE_NAME, isolation_level=None)
        target.execute("PRAGMA synchronous=FULL")
        target.execute("DELETE FROM dirty")
        start = time.process_time()
        for number in range(batches):
            target.execute("BEGIN IMMEDIATE")
            for name in WRITTEN:
                marks = ",".join("?" * len(schema.metadata.tables[name].columns))
                chunk = rows[name][number::batches]
                target.executemany(f"INSERT OR IGNORE INTO {name} VALUES ({marks})", chunk)
            target.execute("COMMIT")
        spent = time.process_time() - start
        target.close()
    return spent


def grow(store: Store, start: int, end: int) -> None:
    for first in range(start, end, 5000):
        numbers = range(first, min(first + 5000, end))
        announce(store, numbers)
        articles = {i: article(i, 1) for i in numbers}
        for batch in readings(store, 500, articles, {}):
            store.save_readings(batch, NOW)
    store.save_pages(1, [], [], store.dirty_keys(10**9))


def bench_questions(store: Store, size: int) -> dict[str, Any]:
    """Return what questions and a batch of 50 changed stories cost in a store of *size*."""
    changed, cpu = [], []
    for repeat in range(1, REPEATS + 1):
        store.make_recheck_due(NOW, older_than=None)
        batch = changes(store, size, version=size + repeat)
        before = time.process_time()
        changed.append(timed(lambda b=batch: store.save_readings(b, NOW)))  # type: ignore
        cpu.append(time.process_time() - before)
    announce(store, range(10**6, 10**6 + size))
    waiting = timed(lambda: announce(store, range(10**6, 10**6 + size)))
    taking = repeated(lambda: store.take_due(64, NOW, LEASE))
    with store._database.write() as connection:
        connection.execute(schema.entry.delete())
    return {
        "50_changed": spread(changed),
        "50_changed_cpu": spread(cpu),
        "newest_50": repeated(lambda: store.newest("harbour/world", 50)),
        "month_counts": repeated(lambda: store.month_counts("harbour/world")),
        "teasers_in_a_day": repeated(lambda: store.teasers_in("harbour/world", "2026-03-10")),
        f"record_{size}_known_entries_s": round(waiting, 3),
        "take_due_64": taking,
        "mark_all_dirty_s": round(timed(store.mark_all_dirty), 3),
        "status_s": round(timed(store.status), 3),
        "megabytes": store.status().size_bytes >> 20,
    }


def changes(store: Store, size: int, version: int) -> list[Reading]:
    """Return changed readings of 50 stories spread over the store."""
    numbers = range(0, size, size // 50)
    store.record_entries(
        NEWS,
        [Entry(f"{HOST}/{i}", f"g{i}", f"Story {i}", content=f"{version}") for i in numbers],
        NOW,
    )
    articles = {i: article(i, 18, version) for i in numbers}
    (batch,) = readings(store, 500, articles, {})
    return batch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=100_000)
    options = parser.parse_args()
    results: dict[str, Any] = {"machine": platform.platform(), "python": platform.python_version()}
    for name, with_pages, prepared in (
        ("pages of 110 kB", True, False),
        ("pages of 110 kB, prepared by workers", True, True),
        ("feeds' full text", False, False),
        ("feeds' full text, prepared by workers", False, True),
    ):
        results[name] = bench_saving(options.stories, with_pages=with_pages, prepared=prepared)
    print(json.dumps(results, indent=1), flush=True)
    with tempfile.TemporaryDirectory() as folder, new_store(folder) as store:
        grow(store, 0, options.small)
        small = bench_questions(store, options.small)
        grow(store, options.small, options.large)
        large = bench_questions(store, options.large)
    ratio = large["50_changed_cpu"]["median_ms"] / small["50_changed_cpu"]["median_ms"]
    sizes = {f"{options.small} stories": small, f"{options.large} stories": large}
    print(json.dumps({**sizes, "50_changed_cpu_large_to_small": round(ratio, 2)}, indent=1))


if __name__ == "__main__":
    main()
