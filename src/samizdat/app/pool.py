"""One pool of limited worker processes: bytes in, model values out.

A document may be made to eat memory or time. Each worker lives under a limit of memory, each batch
under a limit of time; a worker that passes one dies, the pool is made anew, the batch is tried one
item at a time, and only the guilty item fails.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from samizdat.app.worker_life import start_worker
from samizdat.model.failed import Failed

J = TypeVar("J")
R = TypeVar("R")

PRELOAD = ["samizdat.app.worker"]


@dataclass(frozen=True, slots=True)
class PoolLimits:
    """What one worker may use.

    Attributes:
        workers: processes.
        memory_bytes: address space of a worker.
        seconds: wall time of one item; a batch gets that much once, and a single item again.
    """

    workers: int = 0
    memory_bytes: int = 3 * 1024**3
    seconds: float = 30.0


class WorkerPool:
    """Runs module-level functions over batches in worker processes."""

    def __init__(self, limits: PoolLimits | None = None) -> None:
        self._limits = limits or PoolLimits()
        self._workers = self._limits.workers or max(1, os.cpu_count() or 1)
        self._executor: ProcessPoolExecutor | None = None

    @property
    def workers(self) -> int:
        """How many processes work at once."""
        return self._workers

    async def run(
        self, function: Callable[[list[J]], Sequence[R]], jobs: list[J]
    ) -> list[R | Failed]:
        """Return *function*(*jobs*); a job that killed its worker becomes a `Failed`."""
        with suppress(BrokenProcessPool, MemoryError):
            return [*await self._submit(function, jobs)]
        return [await self._alone(function, [job]) for job in jobs]

    async def _alone(self, function: Callable[[list[J]], Sequence[R]], jobs: list[J]) -> R | Failed:
        """Return the one job's result; another batch may have broken the pool, so ask twice."""
        with suppress(BrokenProcessPool, MemoryError):
            return (await self._submit(function, jobs))[0]
        try:
            return (await self._submit(function, jobs))[0]
        except (BrokenProcessPool, MemoryError):
            return Failed(
                where=str(getattr(jobs[0], "address", "")),
                what="the document asked for more memory or time than a worker may use",
                hint="open it in a browser: it may be broken or hostile",
                kind="ParseError",
            )

    async def _submit(
        self, function: Callable[[list[J]], Sequence[R]], jobs: list[J]
    ) -> Sequence[R]:
        executor = self._open()
        try:
            future = executor.submit(_limited, self._limits.seconds, function, jobs)
            return await asyncio.wrap_future(future)
        except BrokenProcessPool:
            if self._executor is executor:
                self._executor = None
                executor.shutdown(wait=False, cancel_futures=True)
            raise

    def _open(self) -> ProcessPoolExecutor:
        if self._executor is None:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(PRELOAD)
            self._executor = ProcessPoolExecutor(
                self._workers, context, start_worker, (self._limits.memory_bytes, os.getpid())
            )
        return self._executor

    def close(self) -> None:
        """End the workers; running batches are given up."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None


def _limited(
    seconds: float, function: Callable[[list[J]], Sequence[R]], jobs: list[J]
) -> Sequence[R]:
    """Return *function*(*jobs*); SIGALRM's default action ends the worker when time is up."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return function(jobs)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


class Batcher:
    """Collects single jobs into batches, since each trip to a worker has a price of its own."""

    def __init__(
        self, pool: WorkerPool, function: Callable[[list[Any]], list[Any]], size: int = 16
    ) -> None:
        self._pool, self._function, self._size = pool, function, size
        self._waiting: list[tuple[Any, asyncio.Future[Any]]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def submit(self, job: Any) -> Any:
        """Return the result of *job*, or a `Failed`."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._waiting.append((job, future))
        if len(self._waiting) >= self._size:
            self._flush()
        elif len(self._waiting) == 1:
            loop.call_later(0.005, self._flush)
        return await future

    def _flush(self) -> None:
        if self._waiting:
            batch, self._waiting = self._waiting, []
            task = asyncio.get_running_loop().create_task(self._run(batch))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _run(self, batch: Sequence[tuple[Any, asyncio.Future[Any]]]) -> None:
        try:
            results = await self._pool.run(self._function, [job for job, _ in batch])
        except BaseException as error:
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            if not isinstance(error, Exception):
                raise
            return
        for (_, future), result in zip(batch, results, strict=True):
            if not future.done():
                future.set_result(result)
