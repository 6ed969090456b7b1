"""One cycle: discover → fetch → extract → store → edit → render → publish."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import timedelta

from samizdat.app.ahead import Ahead
from samizdat.app.build import build
from samizdat.app.desk import refresh_desk
from samizdat.app.discover import discover
from samizdat.app.garbage import seldom_collected
from samizdat.app.gather import gather
from samizdat.app.hosts import recall_hosts, remember_hosts
from samizdat.app.mirror import Mirror, put_configuration
from samizdat.app.picks import fetch_picks
from samizdat.app.pictures import Pictures
from samizdat.app.pool import Batcher, WorkerPool
from samizdat.app.publish import publish
from samizdat.app.read_story import StoryReader
from samizdat.app.summary import Summary
from samizdat.app.worker import decode_images, keep_stories, read_sources
from samizdat.fetch import HttpFetcher

PICTURES_A_RUN = 500
"""Pictures that failed before and are asked for again in one run, at most."""


@dataclass(slots=True)
class Crew:
    """What a run works with: a client, workers, and a flag that asks it to end."""

    fetcher: HttpFetcher
    sources: Batcher
    stories: Batcher
    pictures: Pictures | None
    stopping: list[bool] = field(default_factory=list)

    def stopped(self) -> bool:
        """Return whether somebody asked the run to end."""
        return bool(self.stopping)


@asynccontextmanager
async def crew(mirror: Mirror, pool: WorkerPool) -> AsyncIterator[Crew]:
    """Give a run's client and workers; SIGINT and SIGTERM ask the run to end cleanly."""
    async with mirror.fetcher() as fetcher:
        recall_hosts(mirror.store, fetcher)
        pictures = None
        if mirror.config.images.enabled:
            pictures = Pictures(mirror, fetcher, Batcher(pool, decode_images, 4))
        team = Crew(fetcher, Batcher(pool, read_sources, 4), Batcher(pool, keep_stories), pictures)
        loop = asyncio.get_running_loop()
        before = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}
        for name in before:
            loop.add_signal_handler(name, team.stopping.append, True)  # noqa: FBT003
        try:
            yield team
        finally:
            for name, handler in before.items():
                loop.remove_signal_handler(name)
                signal.signal(name, handler)
            remember_hosts(mirror.store, fetcher)


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What a cycle does.

    Attributes:
        discover: ask the sources.
        fetch: read the stories that are due.
        build: bring the pages up to date.
        publish: bring the remotes up to date.
        recheck: make stories due whose last check is at least this old; zero means all of them,
            None those that are due by the schedule.
        only: full ids of the sources to ask, None for all.
    """

    discover: bool = True
    fetch: bool = True
    build: bool = True
    publish: bool = True
    recheck: timedelta | None = None
    only: Sequence[str] | None = None


def sync(mirror: Mirror, options: SyncOptions | None = None) -> Summary:
    """Run one cycle and return what it did."""
    options, summary = options or SyncOptions(), Summary()
    take_desk(mirror, summary)
    pool = WorkerPool()
    try:
        if options.discover or options.fetch:
            asyncio.run(_gather(mirror, pool, options, summary))
    finally:
        pool.close()
    if not summary.stopped:
        finish(mirror, options, summary)
    return summary


def take_desk(mirror: Mirror, summary: Summary) -> None:
    """Put the desk as it stands now in force, with the sections that it feeds."""
    summary.failed += refresh_desk(mirror)
    put_configuration(mirror)


async def _gather(mirror: Mirror, pool: WorkerPool, options: SyncOptions, summary: Summary) -> None:
    async with crew(mirror, pool) as team:
        await cycle(mirror, team, options, summary)


async def cycle(
    mirror: Mirror,
    team: Crew,
    options: SyncOptions,
    summary: Summary,
    *,
    stop: Callable[[], bool] | None = None,
) -> None:
    """Discover and fetch, as *options* say, until all is done or *stop* says so."""
    stop = stop or team.stopped
    if options.discover:
        await discover(mirror, team.fetcher, team.sources, summary, only=options.only)
    if options.fetch and not stop():
        if options.recheck is not None:
            older = options.recheck or None
            mirror.store.make_recheck_due(mirror.now(), older_than=older)
        summary.failed += await fetch_picks(mirror, team.fetcher)
        reader = StoryReader(mirror, team.fetcher, team.stories, team.pictures)
        await gather(mirror, reader, summary, stop=stop)
        await _retry_pictures(mirror, team)
    summary.failed += mirror.recipes.failed
    mirror.recipes.failed.clear()
    if team.pictures:
        summary.failed += team.pictures.failed
        team.pictures.failed.clear()
    summary.stopped = team.stopped()


async def _retry_pictures(mirror: Mirror, team: Crew) -> None:
    """Ask again for pictures that shown stories lack and that are due."""
    if team.pictures is None or team.stopped():
        return
    spec = mirror.config.images.spec.name
    missing = mirror.store.missing_assets(spec, mirror.now(), PICTURES_A_RUN)
    await team.pictures.prepare_origins(tuple(origin for origin, _ in missing))


@seldom_collected()
def finish(mirror: Mirror, options: SyncOptions, summary: Summary) -> None:
    """Build and publish, as *options* say, and drop answers that are kept too long."""
    with closing(Ahead(mirror)) as ahead:
        if options.build:
            summary.pages = build(mirror, ahead=ahead if options.publish else None).pages
        if options.publish:
            summary.remotes = publish(mirror, ahead=ahead)
    if options.fetch:
        history, now = mirror.config.history, mirror.now()
        mirror.store.prune_responses(before=now - history.bodies, max_bytes=history.bodies_max)
