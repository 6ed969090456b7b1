"""The same cycle for ever, each source at its own pace."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from samizdat.app.mirror import Mirror
from samizdat.app.patience import Patience
from samizdat.app.pool import WorkerPool
from samizdat.app.publish import behind, publish
from samizdat.app.summary import Summary
from samizdat.app.sync import Crew, SyncOptions, crew, cycle, finish, take_desk

PAUSE = timedelta(seconds=5)
"""Between two looks at what is due; the stop signal is heard meanwhile."""

DESK_PAUSE = timedelta(minutes=1)
"""Between two looks at the desk, which may be a repository on a forge."""

LONGEST_CYCLE = timedelta(minutes=10)
"""After this long, what has been read is published before reading goes on."""


def watch(mirror: Mirror, told: Callable[[Summary], None], *, cycles: int | None = None) -> None:
    """Run cycles until SIGINT or SIGTERM; tell each that did something.

    Args:
        mirror: the mirror, locked.
        told: hears the summary of every cycle in which anything happened.
        cycles: ends after that many, None for ever.
    """
    pool = WorkerPool()
    try:
        asyncio.run(_watch(mirror, pool, told, cycles))
    finally:
        pool.close()


async def _watch(
    mirror: Mirror, pool: WorkerPool, told: Callable[[Summary], None], cycles: int | None
) -> None:
    async with crew(mirror, pool) as team:
        done, patience, desk_due = 0, Patience(), mirror.now()
        while not team.stopped() and (cycles is None or done < cycles):
            summary = Summary()
            if mirror.now() >= desk_due:
                await asyncio.to_thread(take_desk, mirror, summary)
                desk_due = mirror.now() + DESK_PAUSE
            await _one(mirror, team, summary, patience)
            done += 1
            if summary.is_eventful:
                told(summary)
            await _rest(team)


async def _one(mirror: Mirror, team: Crew, summary: Summary, patience: Patience) -> None:
    now = mirror.now()
    states = mirror.store.source_states()
    due = [s.id for s in states if s.next_due and s.next_due <= now]
    options = SyncOptions(only=due)
    started = asyncio.get_running_loop().time()

    def stop() -> bool:
        elapsed = asyncio.get_running_loop().time() - started
        return team.stopped() or elapsed > LONGEST_CYCLE.total_seconds()

    await cycle(mirror, team, options, summary, stop=stop)
    if not team.stopped():
        await asyncio.to_thread(_finish, mirror, options, summary, patience)


def _finish(mirror: Mirror, options: SyncOptions, summary: Summary, patience: Patience) -> None:
    """Build, and publish to the remotes that lack something and did not fail a moment ago."""
    finish(mirror, replace(options, publish=False), summary)
    remotes = patience.willing(behind(mirror), mirror.now())
    if remotes:
        summary.remotes = publish(mirror, only=remotes)
        patience.heard(summary.remotes, mirror.now())


async def _rest(team: Crew) -> None:
    """Wait a little, a tenth of a second at a time, so that a stop is heard at once."""
    for _ in range(int(PAUSE.total_seconds() * 10)):
        if team.stopped():
            return
        await asyncio.sleep(0.1)
