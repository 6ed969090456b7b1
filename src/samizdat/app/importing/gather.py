"""A visited tree → what each of its pages is, read in the worker pool."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from samizdat.app.importing.work import KeptPage, KeptStory, read_old_pages
from samizdat.app.listener import Listener
from samizdat.app.pool import WorkerPool
from samizdat.errors import RemoteError
from samizdat.extract.guard import MAX_BYTES
from samizdat.extract.mirror.values import OldIndex, OldPage, OtherPage, Place
from samizdat.model.failed import Failed
from samizdat.publish import Found, Visit

SUFFIX = ".md"
BATCH = 32
AHEAD = 2
"""Batches for each worker that are under way: one is read while the next waits."""


@dataclass(slots=True)
class Gathered:
    """The pages of an existing mirror.

    Attributes:
        stories: by path, in order.
        lists: pages that list others.
        others: pages that are neither.
        failed: pages that could not be read.
    """

    stories: dict[str, KeptStory] = field(default_factory=dict)
    lists: list[OldIndex] = field(default_factory=list)
    others: list[OtherPage] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)

    def add(self, page: KeptPage | Failed) -> None:
        """Put *page* where it belongs."""
        match page:
            case KeptStory():
                self.stories[page.path] = page
            case OldIndex():
                self.lists.append(page)
            case OtherPage():
                self.others.append(page)
            case _:
                self.failed.append(page)


def gather(
    tree: Visit, pool: WorkerPool, places: Mapping[str, Place], listener: Listener
) -> Gathered:
    """Return what the Markdown files of *tree* are; one that cannot be read is a value."""
    gathered = Gathered()
    files = {path: found for path, found in tree.files().items() if is_page(path)}
    jobs = list(_too_large(files, gathered))
    for page in asyncio.run(_read(tree, pool, places, listener, jobs)):
        gathered.add(page)
    gathered.stories = dict(sorted(gathered.stories.items()))
    return gathered


def is_page(path: str) -> bool:
    """Return whether the file at *path* is Markdown."""
    return path.lower().endswith(SUFFIX)


def _too_large(files: Mapping[str, Found], gathered: Gathered) -> Iterator[str]:
    """Yield the paths of files that are small enough, and note the others."""
    for path, found in files.items():
        if found.size_bytes <= MAX_BYTES:
            yield path
        else:
            what = f"the file has {found.size_bytes:,} bytes, more than {MAX_BYTES:,}"
            gathered.failed.append(Failed(path, what))


async def _read(
    tree: Visit,
    pool: WorkerPool,
    places: Mapping[str, Place],
    listener: Listener,
    paths: Sequence[str],
) -> list[KeptPage | Failed]:
    """Return what the files *paths* are, in no particular order."""
    pages: list[KeptPage | Failed] = []
    under_way: set[asyncio.Task[list[KeptPage | Failed]]] = set()
    for start in range(0, len(paths) + BATCH, BATCH):  # the last one is empty: all is waited for
        batch = paths[start : start + BATCH]
        jobs = [job for path in batch if (job := _job(tree, path, places, pages)) is not None]
        if jobs:
            under_way.add(asyncio.create_task(pool.run(read_old_pages, jobs)))
        while under_way and (not batch or len(under_way) >= AHEAD * pool.workers):
            done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                pages += task.result()
            listener.step("import", done=len(pages), total=len(paths))
    return pages


def _job(
    tree: Visit, path: str, places: Mapping[str, Place], pages: list[KeptPage | Failed]
) -> OldPage | None:
    try:
        return OldPage(path, tree.read(path), places)
    except RemoteError as error:
        pages.append(Failed.from_error(error, where=path))
        return None
