"""A SOCKS5 proxy carries everything, looks the names up, and is never gone around."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from samizdat.errors import RefusedError, UnreachableError
from samizdat.fetch import FetchOptions
from tests.fetch.loopback import Loopback, http
from tests.fetch.test_tls import PEM, _server_context

OPENED = b"\x05\x00\x00\x01" + bytes(6)


@dataclass
class Proxy:
    """A SOCKS5 server that leads every name to one port of loopback.

    Attributes:
        target: the port.
        user: what it wants to hear as `user:password`, "" for nothing.
        answer: to the wish for a connection, in place of a way.
        wishes: host and port of each, as they came.
    """

    target: int
    user: str = ""
    answer: bytes = OPENED
    greeting: bytes = b""
    wishes: list[tuple[bytes, int]] = field(default_factory=list)
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            await self._talk(reader, writer)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, count = await reader.readexactly(2)
        methods = await reader.readexactly(count)
        wanted = 2 if self.user else 0
        if self.greeting or wanted not in methods:
            writer.write(self.greeting or b"\x05\xff")
            return
        writer.write(bytes((5, wanted)))
        if self.user and not await self._knows(reader, writer):
            return
        _, _, _, kind = await reader.readexactly(4)
        size = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
        host = await reader.readexactly(size)
        self.wishes.append((host, int.from_bytes(await reader.readexactly(2), "big")))
        writer.write(self.answer)
        if self.answer[1] == 0:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))

    async def _knows(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        _, size = await reader.readexactly(2)
        user = await reader.readexactly(size)
        password = await reader.readexactly((await reader.readexactly(1))[0])
        right = b"%b:%b" % (user, password) == self.user.encode()
        writer.write(bytes((1, not right)))
        return right


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@pytest.fixture
async def proxy(server: Loopback) -> AsyncIterator[Proxy]:
    made = Proxy(server.port)
    listening = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = listening.sockets[0].getsockname()[1]
    yield made
    listening.close()


@pytest.fixture
def proxied(options: FetchOptions, proxy: Proxy) -> FetchOptions:
    address = f"socks5h://proxy.example:{proxy.port}"
    return replace(options, proxy=address, allow_private=frozenset())


async def _here(name: str, _: int) -> list[str]:
    assert name == "proxy.example", "nothing else is looked up here"
    return ["127.0.0.1"]


@pytest.mark.parametrize("host", ["harbour.example", "xn--vhqp48b.example", "a" * 56 + ".onion"])
async def test_the_proxy_is_told_the_name(
    server: Loopback, proxy: Proxy, proxied: FetchOptions, open_fetcher: Any, host: str
) -> None:
    server.default = http(200, b"through")
    fetcher = await open_fetcher(proxied, resolve=_here)
    response = await fetcher.fetch(f"http://{host}/a")
    assert response.body == b"through"
    assert set(proxy.wishes) == {(host.encode(), 80)}
    assert server.paths == ["/a"]


async def test_public_literals_travel_as_their_bytes(
    server: Loopback, proxy: Proxy, proxied: FetchOptions, open_fetcher: Any
) -> None:
    server.default = http(200, b"through")
    fetcher = await open_fetcher(proxied, resolve=_here)
    for address in ("http://93.184.215.14/", "http://[2606:2800:21f:cb07::1]/"):
        assert (await fetcher.fetch(address, robots=False)).body == b"through"
    assert [host for host, _ in proxy.wishes] == [
        bytes((93, 184, 215, 14)),
        bytes.fromhex("260628000 21fcb070000000000000001".replace(" ", "")),
    ]


async def test_private_addresses_are_refused_before_the_proxy_is_asked(
    proxy: Proxy, proxied: FetchOptions, open_fetcher: Any
) -> None:
    fetcher = await open_fetcher(proxied, resolve=_here)
    for address in ("http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.7/"):
        with pytest.raises(RefusedError):
            await fetcher.fetch(address)
    assert proxy.wishes == []


async def test_tls_goes_through_to_the_host_itself(
    proxy: Proxy, proxied: FetchOptions, open_fetcher: Any
) -> None:
    trusting = ssl.create_default_context(cafile=PEM)
    trusting.check_hostname = False  # the certificate is for localhost
    server = Loopback(default=http(200, b"safe"))
    await server.start(_server_context())
    proxy.target = server.port
    fetcher = await open_fetcher(proxied, resolve=_here, tls=trusting)
    assert (await fetcher.fetch("https://harbour.example/", robots=False)).body == b"safe"
    assert proxy.wishes == [(b"harbour.example", 443)]
    await server.stop()


async def test_a_name_and_password_are_given(
    server: Loopback, proxy: Proxy, proxied: FetchOptions, open_fetcher: Any
) -> None:
    server.default = http(200, b"through")
    proxy.user = "mara:p@ss"
    address = f"socks5h://mara:p%40ss@proxy.example:{proxy.port}"
    fetcher = await open_fetcher(replace(proxied, proxy=address), resolve=_here)
    assert (await fetcher.fetch("http://harbour.example/", robots=False)).body == b"through"
    wrong = await open_fetcher(
        replace(proxied, proxy=address.replace("mara:", "juno:")), resolve=_here
    )
    with pytest.raises(UnreachableError, match="refused the user name or password"):
        await wrong.fetch("http://harbour.example/", robots=False)


@pytest.mark.parametrize(
    ("answer", "greeting", "what"),
    [
        (b"\x05\x02\x00\x01" + bytes(6), b"", "its rules forbid it"),
        (b"\x05\x04\x00\x01" + bytes(6), b"", "no way to the host"),
        (b"\x05\x63\x00\x01" + bytes(6), b"", "it cannot do that"),
        (b"\x05\x01", b"", "closed the connection"),
        (OPENED, b"\x05\xff", "wants a user name and password"),
        (OPENED, b"HTTP/1.1 400 Bad", "speaks no SOCKS5"),
        (OPENED, b"\x05", "closed the connection"),
    ],
)
async def test_a_proxy_that_opens_no_way_is_one_clear_sentence(
    proxy: Proxy,
    proxied: FetchOptions,
    open_fetcher: Any,
    answer: bytes,
    greeting: bytes,
    what: str,
) -> None:
    proxy.answer, proxy.greeting = answer, greeting
    fetcher = await open_fetcher(proxied, resolve=_here)
    with pytest.raises(UnreachableError, match=what) as caught:
        await fetcher.fetch("http://harbour.example/", robots=False)
    assert caught.value.hint == "check [fetch] proxy"
    assert "\n" not in caught.value.what


async def test_a_dead_proxy_is_never_gone_around(
    server: Loopback, options: FetchOptions, open_fetcher: Any
) -> None:
    fetcher = await open_fetcher(replace(options, proxy="socks5h://127.0.0.1:1"))
    with pytest.raises(UnreachableError, match="the proxy does not answer"):
        await fetcher.fetch(server.url("/"))
    assert server.requests == []


async def test_a_proxy_that_says_nothing_meets_the_deadline(
    options: FetchOptions, open_fetcher: Any
) -> None:
    ended = asyncio.Event()

    async def nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await ended.wait()
        writer.close()

    async with await asyncio.start_server(nothing, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        slow = replace(
            options, proxy=f"socks5h://127.0.0.1:{port}", deadline=timedelta(seconds=0.2)
        )
        fetcher = await open_fetcher(slow)
        with pytest.raises(UnreachableError, match=r"no whole answer within 0\.2 s"):
            await fetcher.fetch("http://harbour.example/", robots=False)
        ended.set()
