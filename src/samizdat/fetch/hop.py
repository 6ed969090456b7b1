"""One request to one checked address: no redirect, no second try, no opinion on the status."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

import aiohttp
from multidict import CIMultiDictProxy
from yarl import URL

from samizdat.errors import FetchError, TooLargeError, UnreachableError
from samizdat.fetch.body import ACCEPTED, read_body
from samizdat.fetch.dial import Dialled, Resolve, dialling, open_connector
from samizdat.fetch.failures import translated
from samizdat.fetch.guard import Guard, Target
from samizdat.fetch.socks import Socks
from samizdat.model.host import parse_host

_LINE_BYTES = 32 * 1024  # content policies pass aiohttp's 8 KiB on many newsrooms
_HEADERS = 256
_DROPPED = frozenset({"set-cookie", "set-cookie2"})
_SINGLE = frozenset({"content-type", "etag", "last-modified", "retry-after", "location"})


@dataclass(frozen=True, slots=True)
class Hop:
    """What one request brought.

    Attributes:
        status: HTTP status.
        headers: names in lower case, values without what cannot be stored.
        body: decompressed, of a 200 only.
        location: where it redirects to, as sent (bytes outside UTF-8 as surrogates); "" if it
            does not.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    location: str = ""


class Budget:
    """The seconds that one fetch may spend on the network, over all its hops."""

    def __init__(self, deadline: timedelta) -> None:
        self._total = self._left = deadline.total_seconds()

    @asynccontextmanager
    async def spending(self, where: str) -> AsyncIterator[None]:
        """Count the time inside.

        Raises:
            UnreachableError: the budget is spent.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(self._left):
                yield
        except TimeoutError as error:
            raise UnreachableError(
                f"no whole answer within {self._total:g} s",
                where=where,
                hint="the server is slow; later runs try it again",
            ) from error
        finally:
            self._left -= loop.time() - began


class Requester:
    """Makes single requests; an async context manager that owns the connections."""

    def __init__(
        self,
        guard: Guard,
        *,
        user_agent: str,
        proxy: str,
        resolve: Resolve,
        tls: ssl.SSLContext | None,
    ) -> None:
        self._guard, self._resolve, self._tls = guard, resolve, tls
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": ACCEPTED}
        self._socks = Socks.parse(proxy)
        self._proxy = URL(proxy) if proxy and self._socks is None else None
        self._proxy_dialled: Dialled | None = None
        if self._proxy is not None:
            host = parse_host(self._proxy.host or "")
            self._proxy_dialled = Dialled(host, self._proxy.port or 80, is_proxy=True)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = open_connector(self._guard, self._resolve, self._tls, self._socks)
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers=self._headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(),  # Budget counts
            max_line_size=_LINE_BYTES,
            max_field_size=_LINE_BYTES,
            max_headers=_HEADERS,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(
        self, target: Target, headers: Mapping[str, str], cap: int, *, truncate: bool = False
    ) -> Hop:
        """Return the answer of *target*; the body only of a 200.

        Raises:
            FetchError: as `Fetcher.fetch` says, statuses apart.
        """
        if self._session is None:
            raise RuntimeError("the fetcher is used outside its `async with`")
        ask = self._session.get
        url = URL(target.url, encoded=True)
        try:
            with dialling(self._proxy_dialled or Dialled(target.host, target.port)):
                async with ask(
                    url, headers=headers, allow_redirects=False, proxy=self._proxy
                ) as answer:
                    body = await _body_of(answer, cap, truncate=truncate)
                    return Hop(answer.status, _plain(answer.headers), body, _location(answer))
        except FetchError as error:
            # A new one: aiohttp gives one failed look-up to everybody who waits for it.
            raise type(error)(error.what, where=target.url, hint=error.hint) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise translated(error, where=target.url) from error


async def _body_of(answer: aiohttp.ClientResponse, cap: int, *, truncate: bool) -> bytes:
    """Return the body of a 200; leaving the rest unread closes the connection."""
    if answer.status != 200:
        return b""
    coding = ",".join(answer.headers.getall("Content-Encoding", ()))
    length = answer.content_length
    if length is not None and length > cap and not truncate and not coding:
        raise TooLargeError(f"the body is larger than {cap} bytes (it says {length})")
    return await read_body(answer.content.iter_any(), coding, cap, truncate=truncate)


def _location(answer: aiohttp.ClientResponse) -> str:
    is_redirect = answer.status in (301, 302, 303, 307, 308)
    return answer.headers.get("Location", "") if is_redirect else ""


def _plain(headers: CIMultiDictProxy[str]) -> dict[str, str]:
    """Return *headers* by lower-case name; cookies are not kept.

    Repeated ones are joined, but of those that can only be one the first counts. Bytes outside
    UTF-8 become U+FFFD: aiohttp hands them on as surrogates, which no store takes.
    """
    plain: dict[str, str] = {}
    for name, value in headers.items():
        key = name.lower()
        if key in _DROPPED or (key in _SINGLE and key in plain):
            continue
        if not value.isascii():
            value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # noqa: PLW2901
        plain[key] = f"{plain[key]}, {value}" if key in plain else value
    return plain
