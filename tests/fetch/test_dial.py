from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from samizdat.errors import RefusedError
from samizdat.fetch import FetchOptions
from samizdat.fetch.dial import Dialled, PrivateSocketError, dialling, guarded_socket
from samizdat.fetch.guard import Guard
from samizdat.model.host import parse_host
from tests.fetch.loopback import Loopback, http


def answering(*answers: list[str]) -> tuple[Callable[[str, int], Awaitable[list[str]]], list[str]]:
    """Return a resolver that gives *answers* in turn (the last for ever), and what it was asked."""
    asked: list[str] = []

    async def resolve(name: str, port: int) -> list[str]:
        asked.append(name)
        return answers[min(len(asked), len(answers)) - 1]

    return resolve, asked


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        ["93.184.216.34", "127.0.0.1"],
        ["169.254.169.254"],
        ["::ffff:127.0.0.1"],
        ["::1"],
        ["fe80::1%lo"],
        ["64:ff9b::7f00:1"],
    ],
)
async def test_a_name_with_any_private_address_is_refused(
    server: Loopback, open_fetcher: Any, options: FetchOptions, answers: list[str]
) -> None:
    resolve, _ = answering(answers)
    fetcher = await open_fetcher(
        replace(options, allow_private=frozenset({f"other.example:{server.port}"})),
        resolve=resolve,
    )
    with pytest.raises(RefusedError, match=r"harbour\.example is at"):
        await fetcher.fetch("http://harbour.example:8000/", robots=False)
    assert server.connections == 0


async def test_a_name_that_changes_its_address_after_the_check_wins_nothing(
    server: Loopback, open_fetcher: Any, options: FetchOptions
) -> None:
    # 127.0.0.2 is permitted and nobody listens there; the second answer would reach the server.
    resolve, asked = answering(["127.0.0.2"], ["127.0.0.1"])
    fetcher = await open_fetcher(
        replace(options, allow_private=frozenset({"127.0.0.2", "harbour.example:1"})),
        resolve=resolve,
    )
    server.default = http(200, b"secret")
    address = server.url(host="harbour.example").replace(str(server.port), "8000")
    with pytest.raises(Exception, match="no connection to port 8000"):
        await fetcher.fetch(address, robots=False)
    assert asked == ["harbour.example"]
    assert server.connections == 0


async def test_a_name_that_was_fine_once_is_checked_again(
    server: Loopback, open_fetcher: Any, options: FetchOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samizdat.fetch.dial.DNS_TTL_S", 0)
    resolve, asked = answering(["127.0.0.1"], ["127.0.0.3"])
    fetcher = await open_fetcher(
        replace(options, allow_private=frozenset({"127.0.0.1", "harbour.example:1"})),
        resolve=resolve,
    )
    server.default = http(200, b"fine", Connection="close")
    guard = fetcher._guard
    monkeypatch.setattr("samizdat.fetch.guard._is_web_port", lambda port: True)
    address = server.url(host="harbour.example")
    assert guard.check(address)
    assert (await fetcher.fetch(address, robots=False)).body == b"fine"
    await fetcher.fetch(server.url(), robots=False)
    with pytest.raises(RefusedError, match=r"127\.0\.0\.3"):
        await fetcher.fetch(address, robots=False)
    assert len(asked) == 2


async def test_everybody_who_waits_for_one_look_up_gets_an_error_of_their_own(
    open_fetcher: Any, options: FetchOptions
) -> None:
    resolve, asked = answering(["10.0.0.7"])
    fetcher = await open_fetcher(options, resolve=resolve)
    addresses = [f"http://harbour.example/{number}" for number in range(5)]
    tries = (fetcher.fetch(address, robots=False) for address in addresses)
    errors = await asyncio.gather(*tries, return_exceptions=True)
    assert [getattr(error, "where", "") for error in errors] == addresses
    assert {type(error) for error in errors} == {RefusedError}
    assert len(asked) == 1


async def test_a_permitted_host_may_be_at_a_private_address(
    server: Loopback, open_fetcher: Any, options: FetchOptions
) -> None:
    resolve, _ = answering(["127.0.0.1"])
    allowed = frozenset({f"harbour.example:{server.port}"})
    fetcher = await open_fetcher(replace(options, allow_private=allowed), resolve=resolve)
    server.default = http(200, b"fine")
    response = await fetcher.fetch(server.url(host="harbour.example"), robots=False)
    assert response.body == b"fine"
    assert server.requests[0].headers["host"] == f"harbour.example:{server.port}"


def _info(ip: str, port: int = 80) -> tuple[Any, Any, int, str, tuple[Any, ...]]:
    return socket.AF_INET, socket.SOCK_STREAM, 0, "", (ip, port)


def test_no_socket_is_made_for_a_refused_address() -> None:
    guard = Guard()
    host = parse_host("harbour.example")
    with dialling(Dialled(host, 80)), pytest.raises(PrivateSocketError, match="loopback"):
        guarded_socket(guard, _info("127.0.0.1"))


def test_no_socket_is_made_for_nobody() -> None:
    with pytest.raises(PrivateSocketError):
        guarded_socket(Guard(), _info("1.1.1.1"))


def test_a_socket_is_made_for_a_public_address_and_for_the_proxy() -> None:
    host = parse_host("harbour.example")
    with dialling(Dialled(host, 80)):
        guarded_socket(Guard(), _info("1.1.1.1")).close()
    with dialling(Dialled(host, 80, is_proxy=True)):
        guarded_socket(Guard(), _info("127.0.0.1")).close()


async def test_the_socket_is_the_last_guard_when_the_first_ones_are_fooled(
    server: Loopback, open_fetcher: Any, options: FetchOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetcher = await open_fetcher(replace(options, allow_private=frozenset({"localhost:1"})))
    real = fetcher._guard.check
    permissive = Guard(["127.0.0.1"])
    monkeypatch.setattr(fetcher._guard, "check", permissive.check)
    with pytest.raises(RefusedError, match="loopback"):
        await fetcher.fetch(server.url(), robots=False)
    assert server.connections == 0
    assert real
