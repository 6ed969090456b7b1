from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
import warnings
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from samizdat.errors import UnreachableError
from samizdat.fetch import FetchOptions, HttpFetcher
from tests.fetch.loopback import Loopback, http, redirect

PEM = Path(__file__).parent / "certs" / "localhost.pem"
"""A key and its certificate for `localhost`, made for these tests and trusted by nobody else."""


def _server_context(version: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    if version is not None:
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = version
    return context


@pytest.fixture
def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=PEM)


@pytest.fixture
async def tls_server() -> AsyncIterator[Loopback]:
    server = Loopback()
    await server.start(_server_context())
    yield server
    await server.stop()


async def test_a_trusted_host_is_reached(
    tls_server: Loopback, open_fetcher: Any, trusting: ssl.SSLContext
) -> None:
    tls_server.default = http(200, b"safe")
    fetcher = await open_fetcher(tls=trusting)
    assert (await fetcher.fetch(tls_server.url("/", "localhost"))).body == b"safe"


async def test_a_certificate_for_another_host_is_refused(
    tls_server: Loopback, open_fetcher: Any, trusting: ssl.SSLContext
) -> None:
    fetcher = await open_fetcher(tls=trusting)
    with pytest.raises(UnreachableError, match=r"no safe connection \(TLS\).*mismatch"):
        await fetcher.fetch(tls_server.url("/", "127.0.0.1"))
    assert tls_server.requests == []


async def test_a_certificate_of_nobody_is_refused(tls_server: Loopback, open_fetcher: Any) -> None:
    fetcher = await open_fetcher()
    with pytest.raises(UnreachableError, match=r"no safe connection \(TLS\): self.signed"):
        await fetcher.fetch(tls_server.url("/", "localhost"))
    assert tls_server.requests == []


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
async def test_an_outdated_tls_is_refused(
    open_fetcher: Any, trusting: ssl.SSLContext, version: ssl.TLSVersion
) -> None:
    server = Loopback()
    await server.start(_server_context(version))
    fetcher = await open_fetcher(tls=trusting)
    try:
        with pytest.raises(UnreachableError, match=r"\(TLS\)|the server reset it"):
            await fetcher.fetch(server.url("/", "localhost"))
        assert server.requests == []
    finally:
        await server.stop()


async def test_plain_http_where_tls_is_expected_is_one_clear_sentence(
    fetcher: HttpFetcher,
) -> None:
    async def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(http(400))
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(UnreachableError) as caught:
            await fetcher.fetch(f"https://127.0.0.1:{port}/")
    assert "\n" not in caught.value.what


async def test_a_handshake_that_never_ends_meets_the_deadline(
    open_fetcher: Any, options: FetchOptions
) -> None:
    async def nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await ended.wait()
        writer.close()

    ended = asyncio.Event()
    server = await asyncio.start_server(nothing, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    fetcher = await open_fetcher(replace(options, deadline=timedelta(seconds=0.2)))
    with pytest.raises(UnreachableError, match=r"no whole answer within 0\.2 s"):
        await fetcher.fetch(f"https://127.0.0.1:{port}/")
    ended.set()
    server.close()
    await server.wait_closed()


async def test_a_redirect_from_https_to_http_is_followed_and_noted(
    tls_server: Loopback,
    server: Loopback,
    open_fetcher: Any,
    trusting: ssl.SSLContext,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tls_server.routes["/"] = redirect(server.url("/plain"), 301)
    server.routes["/plain"] = redirect(tls_server.url("/safe", "localhost"), 301)
    tls_server.routes["/safe"] = http(200, b"safe")
    fetcher = await open_fetcher(tls=trusting)
    with caplog.at_level(logging.WARNING, logger="samizdat"):
        response = await fetcher.fetch(tls_server.url("/", "localhost"))
    assert (response.body, response.permanent) == (b"safe", True)
    (record,) = caplog.records
    asked, plain = tls_server.url("/", "localhost"), server.url("/plain")
    assert record.getMessage() == f"redirected from https to http address={asked} to={plain}"


async def test_a_proxy_carries_https_without_seeing_it_or_a_look_up_here(
    tls_server: Loopback, clock: Any, trusting: ssl.SSLContext, options: FetchOptions
) -> None:
    trusting.check_hostname = False  # the certificate is for localhost
    asked: list[bytes] = []
    looked_up: list[str] = []

    ended = asyncio.Event()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
            writer.close()
            await writer.wait_closed()

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")[0])
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", tls_server.port)
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))
        ended.set()

    async def resolve(name: str, port: int) -> list[str]:
        looked_up.append(name)
        return ["127.0.0.1"]

    tls_server.default = http(200, b"through", Connection="close")
    async with await asyncio.start_server(proxy, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        proxied = replace(options, proxy=f"http://proxy.example:{port}")
        async with HttpFetcher(proxied, now=clock, resolve=resolve, tls=trusting) as fetcher:
            response = await fetcher.fetch("https://harbour.example/a", robots=False)
        await ended.wait()
    assert response.body == b"through"
    assert asked == [b"CONNECT harbour.example:443 HTTP/1.1"]
    assert looked_up == ["proxy.example"]
