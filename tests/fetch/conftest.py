from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from samizdat.fetch import FetchOptions, HttpFetcher
from tests.fetch.loopback import Loopback

OPTIONS = FetchOptions(
    user_agent="samizdat/0.1 (+mailto:desk@mirror.example)",
    delay=timedelta(0),
    allow_private=frozenset({"127.0.0.1", "localhost"}),
    deadline=timedelta(seconds=20),
)


@dataclass
class Clock:
    time: datetime = field(default_factory=lambda: datetime(2026, 4, 1, 8, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.time

    def advance(self, **by: float) -> None:
        self.time += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def options() -> FetchOptions:
    return OPTIONS


@pytest.fixture
async def server() -> AsyncIterator[Loopback]:
    server = Loopback()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def other_server() -> AsyncIterator[Loopback]:
    server = Loopback()
    await server.start()
    yield server
    await server.stop()


OpenFetcher = Callable[..., Any]


@pytest.fixture
async def open_fetcher(clock: Clock) -> AsyncIterator[OpenFetcher]:
    """Gives fetchers that are closed after the test: `await open_fetcher(options, resolve=…)`."""
    async with AsyncExitStack() as stack:

        async def opened(options: FetchOptions = OPTIONS, **more: Any) -> HttpFetcher:
            return await stack.enter_async_context(HttpFetcher(options, now=clock, **more))

        yield opened


@pytest.fixture
async def fetcher(open_fetcher: OpenFetcher) -> HttpFetcher:
    fetcher: HttpFetcher = await open_fetcher()
    return fetcher
