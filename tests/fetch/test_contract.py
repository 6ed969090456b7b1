"""What every fetcher promises, the fake included."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from samizdat.errors import FetchError, RefusedError, StatusError, TooLargeError
from samizdat.fetch import Fetcher, FetchOptions, HttpFetcher, MemoryFetcher
from samizdat.model.response import Response, Validators
from tests.fetch.loopback import Loopback, Request, http


@dataclass
class World:
    """A fetcher and a way to put answers in front of it."""

    fetcher: Fetcher
    base: str
    put: Callable[[str, int, bytes, str], None] = field(default=lambda *_: None)


@pytest.fixture(params=["http", "memory"])
def world(
    request: pytest.FixtureRequest,
    server: Loopback,
    fetcher: HttpFetcher,
    clock: Callable[[], datetime],
    options: FetchOptions,
) -> World:
    if request.param == "http":
        return World(fetcher, server.url(""), lambda *answer: _put_on(server, *answer))
    answers: dict[str, Response | FetchError] = {}
    fake = MemoryFetcher(answers, options.allow_private)

    def put(path: str, status: int, body: bytes, etag: str) -> None:
        address = server.url(path)
        if status not in (200, 404, 410):
            answers[address] = StatusError(f"the server answered {status}", status=status)
            return
        headers = {"etag": etag} if etag else {}
        answers[address] = Response(
            address,
            address,
            status,
            body,
            clock(),
            headers,
            Validators(etag),
        )

    return World(fake, server.url(""), put)


def _put_on(server: Loopback, path: str, status: int, body: bytes, etag: str) -> None:
    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        same = etag and request.headers.get("if-none-match") == etag
        writer.write(http(304, ETag=etag) if same else http(status, body, ETag=etag))

    server.routes[path] = handler


async def test_a_body_comes_back_as_it_was_put(world: World) -> None:
    world.put("/a", 200, b"\x00\xff body", "")
    response = await world.fetcher.fetch(world.base + "/a")
    assert (response.status, response.body) == (200, b"\x00\xff body")
    assert response.address == response.final_address == world.base + "/a"
    assert response.fetched_at.tzinfo is not None


async def test_validators_of_the_last_answer_give_304(world: World) -> None:
    world.put("/a", 200, b"body", '"1"')
    first = await world.fetcher.fetch(world.base + "/a")
    assert first.validators == Validators('"1"')
    again = await world.fetcher.fetch(world.base + "/a", validators=first.validators)
    assert (again.status, again.body, again.validators) == (304, b"", first.validators)
    world.put("/a", 200, b"new", '"2"')
    changed = await world.fetcher.fetch(world.base + "/a", validators=first.validators)
    assert (changed.status, changed.body) == (200, b"new")


async def test_an_unknown_address_is_a_404(world: World) -> None:
    assert (await world.fetcher.fetch(world.base + "/nowhere")).status == 404


async def test_an_unwelcome_status_is_raised(world: World) -> None:
    world.put("/a", 500, b"", "")
    with pytest.raises(StatusError) as caught:
        await world.fetcher.fetch(world.base + "/a")
    assert caught.value.status == 500


async def test_a_body_over_the_cap_is_refused(world: World) -> None:
    world.put("/a", 200, b"12345", "")
    assert (await world.fetcher.fetch(world.base + "/a", max_bytes=5)).body == b"12345"
    with pytest.raises(TooLargeError):
        await world.fetcher.fetch(world.base + "/a", max_bytes=4)


@pytest.mark.parametrize(
    "address", ["ftp://harbour.example/", "http://10.0.0.1/", "http://u:p@harbour.example/", "x"]
)
async def test_a_forbidden_address_is_refused(world: World, address: str) -> None:
    with pytest.raises(RefusedError):
        await world.fetcher.fetch(address)
