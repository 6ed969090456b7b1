"""Whose turn it is: one request at a time a host, with a delay, fair over all hosts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from samizdat.errors import StatusError

AT_ONCE_WITHOUT_DELAY = 8
LONGEST_WAIT = timedelta(seconds=30)
"""A host that is paused for longer is not waited for: its addresses fail and come again later."""
LONGEST_CRAWL_DELAY = timedelta(seconds=60)


@dataclass(slots=True)
class _Pause:
    """An end on two clocks: it is over when either says so (the given one may stand still)."""

    until: datetime
    until_loop: float
    status: int


@dataclass(slots=True)
class _Host:
    delay: float
    next_start: float = 0.0
    slots: asyncio.Semaphore = field(init=False)
    pause: _Pause | None = None

    def __post_init__(self) -> None:
        self.slots = asyncio.Semaphore(1 if self.delay else AT_ONCE_WITHOUT_DELAY)


class HostTurns:
    """Turns of all hosts.

    A host's own limit is taken first and the common one last, so hosts that wait out their delay
    hold up nobody, and no host can hold more than eight of the common places.
    """

    def __init__(self, delay: timedelta, concurrency: int, now: Callable[[], datetime]) -> None:
        self._delay = delay.total_seconds()
        self._now = now
        self._hosts: dict[str, _Host] = {}
        self._common = asyncio.Semaphore(concurrency)

    @asynccontextmanager
    async def turn(self, key: str, *, where: str) -> AsyncIterator[None]:
        """Wait for the turn of host *key*, and hold it inside.

        Raises:
            StatusError: the host asked us to stay away for longer than we wait.
        """
        host = self._host(key)
        async with host.slots:
            await self._wait_out(host, where)
            async with self._common:
                host.next_start = asyncio.get_running_loop().time() + host.delay
                yield

    def raise_delay(self, key: str, seconds: float) -> None:
        """Ask *key* no faster than every *seconds*, bounded to a minute (robots' Crawl-delay)."""
        host = self._host(key)
        seconds = min(seconds, LONGEST_CRAWL_DELAY.total_seconds())
        if seconds > host.delay:
            if not host.delay:
                host.slots = asyncio.Semaphore(1)
            host.next_start = max(host.next_start, asyncio.get_running_loop().time() + seconds)
            host.delay = seconds

    def pause(self, key: str, seconds: float, status: int) -> None:
        """Leave host *key* alone for *seconds*, as its answer with *status* asked."""
        until = self._now() + timedelta(seconds=seconds)
        host = self._host(key)
        if host.pause is None or until > host.pause.until:
            until_loop = asyncio.get_running_loop().time() + seconds
            host.pause = _Pause(until, until_loop, status)

    def pauses(self) -> dict[str, tuple[datetime, int]]:
        """Return the hosts that are paused now: until when, and the status that said so."""
        now = self._now()
        pauses = ((key, host.pause) for key, host in self._hosts.items())
        return {key: (p.until, p.status) for key, p in pauses if p is not None and p.until > now}

    def _host(self, key: str) -> _Host:
        host = self._hosts.get(key)
        if host is None:
            host = self._hosts[key] = _Host(self._delay)
        return host

    async def _wait_out(self, host: _Host, where: str) -> None:
        """Sleep until *host* may be asked; a pause may begin while we sleep."""
        wait = self._wait_s(host, where)
        while wait > 0:
            await asyncio.sleep(wait)
            wait = self._wait_s(host, where)

    def _wait_s(self, host: _Host, where: str) -> float:
        if host.pause is None and not host.delay:
            return 0.0
        clock = asyncio.get_running_loop().time()
        left = host.next_start - clock
        if host.pause is None:
            return left
        paused = min(
            (host.pause.until - self._now()).total_seconds(), host.pause.until_loop - clock
        )
        if paused <= 0:
            host.pause = None
        elif paused > LONGEST_WAIT.total_seconds():
            raise StatusError(
                f"the host answered {host.pause.status} and asked us to stay away until"
                f" {host.pause.until:%Y-%m-%d %H:%M:%S} UTC",
                status=host.pause.status,
                retry_after=(host.pause.until - self._now()).total_seconds(),
                where=where,
                hint="later runs ask it again after that",
            )
        return max(left, paused)
