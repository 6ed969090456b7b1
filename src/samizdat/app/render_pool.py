"""Pages rendered here, or by worker processes where there are many of them."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial

from samizdat.app.render_worker import Made, RenderJob, render_pages
from samizdat.app.worker_life import start_worker

FEW = 512
"""Up to here a process of its own costs more than it saves."""

MOST_WORKERS = 4
"""One process asks the store and writes the commit; it cannot feed more."""

_MEMORY_BYTES = 3 * 1024**3

PRELOAD = ["samizdat.app.render_worker"]

Answer = list[tuple[tuple[Made, ...], ...]]
"""For each page, for each overlay, the files."""


class RenderPool:
    """Renders jobs; the processes start when the first pages have shown that there are many."""

    def __init__(self, workers: int | None = None, few: int = FEW) -> None:
        self._workers = min(workers or os.cpu_count() or 1, MOST_WORKERS)
        self._few = few
        self._pages = 0
        self._executor: ProcessPoolExecutor | None = None

    @property
    def ahead(self) -> int:
        """How many jobs should be under way while one is waited for."""
        return 2 * self._workers if self._executor else 0

    def submit(self, job: RenderJob) -> Callable[[], Answer]:
        """Return what gives the answer to *job*; it may be under way by then."""
        self._pages += len(job.pages)
        if self._workers == 1 or self._pages <= self._few:
            return partial(render_pages, job)
        try:
            return partial(_answer, self._open().submit(render_pages, job), job)
        except BrokenProcessPool:
            return partial(render_pages, job)

    def _open(self) -> ProcessPoolExecutor:
        if self._executor is None:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(PRELOAD)
            life = (_MEMORY_BYTES, os.getpid())
            self._executor = ProcessPoolExecutor(self._workers, context, start_worker, life)
        return self._executor

    def close(self) -> None:
        """End the workers."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None


def _answer(future: Future[Answer], job: RenderJob) -> Answer:
    """Return the answer to *job*, which is rendered here if its worker was killed."""
    try:
        return future.result()
    except BrokenProcessPool:
        return render_pages(job)
