"""A visited tree → what each of its pages is, read in the worker pool."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from samizdat.app.importing.work import (
    KeptAlias,
    KeptEdition,
    KeptPage,
    KeptStory,
    PageJob,
    Words,
    read_pages,
)
from samizdat.app.listener import Listener, Silence
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
        editions: stories that samizdat itself published.
        aliases: pages of its editions at old addresses.
        lists: pages that list others.
        others: pages that are neither.
        failed: pages that could not be read.
    """

    stories: dict[str, KeptStory] = field(default_factory=dict)
    editions: list[KeptEdition] = field(default_factory=list)
    aliases: list[KeptAlias] = field(default_factory=list)
    lists: list[OldIndex] = field(default_factory=list)
    others: list[OtherPage] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)

    def add(self, page: KeptPage | Failed) -> None:
        """Put *page* where it belongs."""
        match page:
            case KeptStory():
                self.stories[page.path] = page
            case KeptEdition():
                self.editions.append(page)
            case KeptAlias():
                self.aliases.append(page)
            case OldIndex():
                self.lists.append(page)
            case OtherPage():
                self.others.append(page)
            case _:
                self.failed.append(page)


@dataclass(frozen=True, slots=True)
class Known:
    """What workers are told of the mirror that the pages come into.

    Attributes:
        places: host → what is known of its newsroom.
        words: what our own pages say in place of pictures and players.
    """

    places: Mapping[str, Place]
    words: Words


def gather(tree: Visit, pool: WorkerPool, known: Known, listener: Listener) -> Gathered:
    """Return what the Markdown files of *tree* are; one that cannot be read is a value.

    The lists of an edition of ours are no lists of an existing mirror: they are made anew.
    """
    gathered = Gathered()
    files = {path: found for path, found in tree.files().items() if is_page(path)}
    jobs = list(_too_large(files, gathered))
    for page in asyncio.run(_read(tree, pool, known, listener, jobs)):
        gathered.add(page)
    gathered.stories = dict(sorted(gathered.stories.items()))
    gathered.editions.sort(key=lambda page: page.path)
    if gathered.editions:
        gathered.lists.clear()
    return gathered


def read_again(
    tree: Visit, pool: WorkerPool, known: Known, paths: Sequence[str]
) -> dict[str, KeptStory]:
    """Return those of the stories at *paths* that are read, by path, with what is *known* now."""
    pages = asyncio.run(_read(tree, pool, known, Silence(), paths)) if paths else []
    return {page.path: page for page in pages if isinstance(page, KeptStory)}


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
    known: Known,
    listener: Listener,
    paths: Sequence[str],
) -> list[KeptPage | Failed]:
    """Return what the files *paths* are, in no particular order."""
    pages: list[KeptPage | Failed] = []
    under_way: set[asyncio.Task[list[KeptPage | Failed]]] = set()
    for start in range(0, len(paths) + BATCH, BATCH):  # the last one is empty: all is waited for
        batch = paths[start : start + BATCH]
        jobs = [job for path in batch if (job := _job(tree, path, known, pages)) is not None]
        if jobs:
            under_way.add(asyncio.create_task(pool.run(read_pages, jobs)))
        while under_way and (not batch or len(under_way) >= AHEAD * pool.workers):
            done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                pages += task.result()
            listener.step("import", done=len(pages), total=len(paths))
    return pages


def _job(tree: Visit, path: str, known: Known, pages: list[KeptPage | Failed]) -> PageJob | None:
    try:
        return PageJob(OldPage(path, tree.read(path), known.places), known.words)
    except RemoteError as error:
        pages.append(Failed.from_error(error, where=path))
        return None
