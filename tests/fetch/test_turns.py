from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from samizdat.errors import StatusError
from samizdat.fetch import FetchOptions, HttpFetcher
from samizdat.fetch.turns import HostTurns
from tests.fetch.loopback import Loopback, Request, http


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Makes waiting cost nothing and move the loop's clock; gives what was waited."""
    waits: list[float] = []
    loop_time = asyncio.BaseEventLoop.time
    sleep = asyncio.sleep

    async def instant(seconds: float) -> None:
        waits.append(seconds)
        await sleep(0)

    monkeypatch.setattr("samizdat.fetch.turns.asyncio.sleep", instant)
    monkeypatch.setattr(asyncio.BaseEventLoop, "time", lambda self: loop_time(self) + sum(waits))
    return waits


async def _take(turns: HostTurns, key: str, order: list[str] | None = None) -> None:
    async with turns.turn(key, where=f"http://{key}/"):
        if order is not None:
            order.append(key)
        await asyncio.sleep(0)


async def test_two_requests_to_one_host_keep_the_delay(
    clock: Callable[[], Any], slept: list[float]
) -> None:
    turns = HostTurns(timedelta(seconds=2), 16, clock)
    for _ in range(3):
        await _take(turns, "a.example")
    waits = [wait for wait in slept if wait > 0]
    assert [round(wait) for wait in waits] == [2, 2]


async def test_the_delay_of_one_host_does_not_hold_up_another(
    clock: Callable[[], Any],
) -> None:
    turns = HostTurns(timedelta(hours=1), 2, clock)
    order: list[str] = []
    waiting = [asyncio.ensure_future(_take(turns, "a.example", order)) for _ in range(5)]
    await asyncio.sleep(0.01)
    for key in ("b.example", "c.example", "d.example"):
        await _take(turns, key, order)
    assert order == ["a.example", "b.example", "c.example", "d.example"]
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_a_pause_ends_on_the_given_clock(clock: Any) -> None:
    turns = HostTurns(timedelta(0), 16, clock)
    turns.pause("a.example", 3600, 429)
    with pytest.raises(StatusError, match=r"429.*until 2026-04-01 09:00:00 UTC") as caught:
        await _take(turns, "a.example")
    assert (caught.value.status, caught.value.retry_after) == (429, 3600)
    assert list(turns.pauses()) == ["a.example"]
    clock.advance(hours=2)
    await _take(turns, "a.example")
    assert turns.pauses() == {}


async def test_a_short_pause_is_waited_out_even_if_the_clock_stands_still(
    clock: Any, slept: list[float]
) -> None:
    turns = HostTurns(timedelta(0), 16, clock)
    turns.pause("a.example", 20, 503)
    await _take(turns, "a.example")
    assert round(max(slept)) == 20


async def test_a_later_shorter_pause_does_not_shorten_the_first(clock: Any) -> None:
    turns = HostTurns(timedelta(0), 16, clock)
    turns.pause("a.example", 3600, 429)
    turns.pause("a.example", 1, 429)
    with pytest.raises(StatusError):
        await _take(turns, "a.example")


async def test_a_crawl_delay_is_bounded_to_a_minute(clock: Any, slept: list[float]) -> None:
    turns = HostTurns(timedelta(0), 16, clock)
    turns.raise_delay("a.example", 86_400)
    turns.raise_delay("a.example", 5)
    await _take(turns, "a.example")
    await _take(turns, "a.example")
    assert [round(wait) for wait in slept if wait > 0] == [60, 60]


async def _slowly(_: Request, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.005)
    writer.write(http(200, b"x", Connection="close"))


async def test_a_host_sees_at_most_eight_at_a_time_without_delay(
    server: Loopback, fetcher: HttpFetcher
) -> None:
    server.default = _slowly
    server.routes["/robots.txt"] = http(404)
    await asyncio.gather(*(fetcher.fetch(server.url(f"/{n}")) for n in range(40)))
    assert len(server.paths) == 40
    assert 2 <= server.most_busy <= 8


async def test_a_host_sees_one_at_a_time_with_a_delay(
    server: Loopback, open_fetcher: Any, options: FetchOptions
) -> None:
    fetcher = await open_fetcher(replace(options, delay=timedelta(milliseconds=1)))
    server.default = _slowly
    await asyncio.gather(*(fetcher.fetch(server.url(f"/{n}")) for n in range(10)))
    assert server.most_busy == 1


async def test_all_hosts_together_keep_the_common_limit(
    server: Loopback, other_server: Loopback, open_fetcher: Any, options: FetchOptions
) -> None:
    fetcher = await open_fetcher(replace(options, concurrency=3))
    busy: list[int] = []

    async def handler(_: Request, writer: asyncio.StreamWriter) -> None:
        busy.append(server.busy + other_server.busy)
        await _slowly(_, writer)

    server.default = other_server.default = handler
    both = (server, other_server)
    await asyncio.gather(*(fetcher.fetch(s.url(f"/{n}")) for n in range(10) for s in both))
    assert max(busy) <= 3


@pytest.mark.parametrize("status", [429, 503])
async def test_a_host_that_asks_for_a_pause_is_left_alone(
    server: Loopback, fetcher: HttpFetcher, clock: Any, status: int
) -> None:
    server.routes["/"] = http(status, Retry_After="120")
    server.routes["/b"] = http(200, b"b")
    with pytest.raises(StatusError) as caught:
        await fetcher.fetch(server.url("/"))
    assert (caught.value.status, caught.value.retry_after) == (status, 120)
    with pytest.raises(StatusError) as caught:
        await fetcher.fetch(server.url("/b"))
    assert (caught.value.status, caught.value.retry_after) == (status, 120)
    assert caught.value.where == server.url("/b")
    assert server.paths == ["/"]
    clock.advance(minutes=3)
    assert (await fetcher.fetch(server.url("/b"))).body == b"b"


async def test_a_pause_outlives_the_run(
    server: Loopback, fetcher: HttpFetcher, open_fetcher: Any, clock: Any
) -> None:
    server.routes["/"] = http(429, Retry_After="Wed, 01 Apr 2026 09:00:00 GMT")
    with pytest.raises(StatusError):
        await fetcher.fetch(server.url("/"))
    state = fetcher.export_pauses()
    assert state == {f"127.0.0.1:{server.port}": (clock() + timedelta(hours=1), 429)}
    later = await open_fetcher()
    later.preload_pauses(state)
    later.preload_pauses({"old.example": (clock() - timedelta(hours=1), 429)})
    with pytest.raises(StatusError, match="429"):
        await later.fetch(server.url("/"))
    assert later.export_pauses() == state
    assert len(server.paths) == 1
