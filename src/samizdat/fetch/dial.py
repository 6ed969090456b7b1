"""From a host to a connected socket, checked at both ends of the way.

The resolver refuses private answers; the connector then dials exactly the addresses that the
resolver gave it, so a name that answers differently a moment later (DNS rebinding) wins nothing;
and no socket is made for an address that is refused, whatever way it came (a resolver alone lets
literals through, since aiohttp does not ask it about them).
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from samizdat.errors import RefusedError
from samizdat.fetch.guard import Guard
from samizdat.fetch.socks import Socks, SocksConnector
from samizdat.model.host import Host

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Gives the IP addresses of a name, as text; raises OSError if there are none."""

DNS_TTL_S = 60
"""How long a checked answer is kept; connections are kept alive for less."""


class PrivateSocketError(OSError):
    """A socket was wanted to an address that is refused; travels through aiohttp as an OSError."""


@dataclass(frozen=True, slots=True)
class Dialled:
    """What is being dialled: the host of the address, or the proxy in its place."""

    host: Host
    port: int
    is_proxy: bool = False


_dialled: ContextVar[Dialled] = ContextVar("dialled")


@contextmanager
def dialling(dialled: Dialled) -> Iterator[None]:
    """Say for whom the connections made inside are; tasks started inside inherit it."""
    token = _dialled.set(dialled)
    try:
        yield
    finally:
        _dialled.reset(token)


async def system_resolve(name: str, port: int) -> list[str]:
    """Return what the system's resolver answers."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


class GuardedResolver(AbstractResolver):
    """Looks names up and refuses the name if any of its addresses is refused."""

    def __init__(self, guard: Guard, resolve: Resolve) -> None:
        self._guard, self._resolve = guard, resolve

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - aiohttp's words
    ) -> list[ResolveResult]:
        """Return the checked addresses of *host*.

        Raises:
            RefusedError: one of them is private.
            OSError: it has none.
        """
        dialled = _dialled.get()
        results: list[ResolveResult] = []
        for text in await self._resolve(host, port):
            ip = ip_address(text.partition("%")[0])
            if not dialled.is_proxy:
                self._guard.check_ip(dialled.host, port, ip, where=host)
            results.append(
                ResolveResult(
                    hostname=host,
                    host=text,
                    port=port,
                    family=socket.AF_INET if ip.version == 4 else socket.AF_INET6,
                    proto=0,
                    flags=socket.AI_NUMERICHOST,
                )
            )
        if not results:
            raise OSError(f"{host} has no address")
        return results

    async def close(self) -> None:
        """Hold nothing, so close nothing."""


def guarded_socket(guard: Guard, info: tuple[Any, Any, int, str, tuple[Any, ...]]) -> socket.socket:
    """Return a socket for the address in *info*, the last check before the connection.

    Raises:
        PrivateSocketError: the address is refused, or nobody said for whom the socket is.
    """
    family, kind, protocol, _, sockaddr = info
    dialled = _dialled.get(None)
    if dialled is None:
        raise PrivateSocketError("no address was checked for this connection")
    if not dialled.is_proxy:
        ip = ip_address(str(sockaddr[0]).partition("%")[0])
        try:
            guard.check_ip(dialled.host, int(sockaddr[1]), ip, where=dialled.host.name)
        except RefusedError as error:
            raise PrivateSocketError(error.what) from error
    return socket.socket(family=family, type=kind, proto=protocol)


def open_connector(
    guard: Guard, resolve: Resolve, tls: ssl.SSLContext | None, socks: Socks | None
) -> aiohttp.TCPConnector:
    """Return a connector that reaches only what *guard* permits; *tls* None: system's trust.

    Through a SOCKS proxy names are looked up there; literals and local names were refused before.
    """
    if socks is not None:
        return SocksConnector(socks, resolve, limit=0, ssl=tls or True)
    return aiohttp.TCPConnector(
        resolver=GuardedResolver(guard, resolve),
        socket_factory=lambda info: guarded_socket(guard, info),
        ttl_dns_cache=DNS_TTL_S,
        limit=0,  # HostTurns counts
        ssl=tls or True,
    )
