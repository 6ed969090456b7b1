"""Fetch and read every story that is due, many at once, and save them in batches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from samizdat.app.mirror import Mirror
from samizdat.app.outcomes import Outcome, save
from samizdat.app.read_story import StoryReader
from samizdat.app.schedule import LEASE
from samizdat.app.summary import Summary
from samizdat.store import Due

WINDOW = 256
"""Stories under way at once: enough that one slow host leaves room for the others."""

BATCH = 64
"""Stories taken from the queue, and saved, in one transaction."""


async def gather(
    mirror: Mirror,
    reader: StoryReader,
    summary: Summary,
    *,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Read stories until none is due or *stop* says so; what is under way then is given back."""
    pending: dict[asyncio.Task[Outcome], Due] = {}
    done_count, total, more = 0, mirror.store.count_due(mirror.now()), True
    try:
        while True:
            more = more and not stop() and _take(mirror, reader, pending)
            if not pending:
                break
            finished, _ = await asyncio.wait(
                pending, timeout=0.5, return_when=asyncio.FIRST_COMPLETED
            )
            if stop():
                break
            done_count += len(finished)
            _save(mirror, finished, pending, summary)
            total = max(total, done_count + len(pending))
            mirror.listener.step("fetch", done=done_count, total=total)
    finally:
        await _give_back(mirror, pending, summary)


def _take(mirror: Mirror, reader: StoryReader, pending: dict[asyncio.Task[Outcome], Due]) -> bool:
    """Start due stories while there is room; return whether there may be more."""
    while len(pending) <= WINDOW - BATCH:
        dues = mirror.store.take_due(BATCH, mirror.now(), LEASE)
        for due in dues:
            pending[asyncio.create_task(reader.read(due))] = due
        if len(dues) < BATCH:
            return False
    return True


def _save(
    mirror: Mirror,
    finished: Iterable[asyncio.Task[Outcome]],
    pending: dict[asyncio.Task[Outcome], Due],
    summary: Summary,
) -> None:
    outcomes = [task.result() for task in finished]
    for start in range(0, len(outcomes), BATCH):
        save(mirror, outcomes[start : start + BATCH], summary)
    for task in finished:
        del pending[task]


async def _give_back(
    mirror: Mirror, pending: dict[asyncio.Task[Outcome], Due], summary: Summary
) -> None:
    """Save what is finished, cancel the rest and give its leases back."""
    finished = [
        task for task in pending if task.done() and not task.cancelled() and not task.exception()
    ]
    _save(mirror, finished, pending, summary)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    if pending:
        mirror.store.release(list(pending.values()))
