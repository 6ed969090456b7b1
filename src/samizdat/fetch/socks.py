"""A way through a SOCKS5 proxy that looks the names up itself, as Tor offers it.

Source: RFC 1928 (SOCKS5) and RFC 1929 (user name and password).
"""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import aiohttp
from aiohttp.abc import ResolveResult
from aiohttp.client_proto import ResponseHandler

if TYPE_CHECKING:
    from samizdat.fetch.dial import Resolve

SCHEMES = ("socks5h", "socks5")
"""Both let the proxy look names up: a look-up here would tell the network what is read."""

_VERSION, _OPEN, _PASSWORD, _CONNECT = 5, 0, 2, 1
_IPV4, _NAME, _IPV6 = 1, 3, 4
_REFUSALS = {
    1: "it failed",
    2: "its rules forbid it",
    3: "it has no way to that network",
    4: "it has no way to the host",
    5: "the host refused the connection",
    6: "the way took too long",
}


class SocksError(OSError):
    """The proxy answered and did not open a way."""


@dataclass(frozen=True, slots=True)
class Socks:
    """Where the proxy is, and what it wants to hear first."""

    host: str
    port: int
    user: str = ""
    password: str = ""

    @classmethod
    def parse(cls, address: str) -> Socks | None:
        """Return the proxy that `socks5h://[user:password@]host[:port]` names, None for others.

        Raises:
            ValueError: it names no host, or no possible port.
        """
        parts = urlsplit(address)
        if parts.scheme not in SCHEMES:
            return None
        if not parts.hostname:
            raise ValueError("it names no host")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if max(len(user.encode()), len(password.encode())) > 255:
            raise ValueError("user name and password have at most 255 bytes each")
        return cls(parts.hostname, parts.port or 1080, user, password)


class SocksConnector(aiohttp.TCPConnector):
    """Reaches every host through one proxy, and looks nothing up but the proxy's own name."""

    def __init__(self, proxy: Socks, resolve: Resolve, **more: Any) -> None:
        super().__init__(**more)
        self._way, self._look_up = proxy, resolve

    async def _resolve_host(self, host: str, port: int, traces: Any = None) -> list[ResolveResult]:  # noqa: ARG002 - aiohttp's words
        """Return the name as it stands: the proxy's business."""
        return [ResolveResult(hostname=host, host=host, port=port, family=0, proto=0, flags=0)]

    async def _wrap_create_connection(
        self,
        *args: Any,
        addr_infos: list[Any],
        req: aiohttp.ClientRequest,
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp's words
        client_error: type[Exception] = aiohttp.ClientConnectorError,
        **kwargs: Any,
    ) -> tuple[asyncio.Transport, ResponseHandler]:
        """Return the connection that aiohttp wants, on a socket that the proxy has opened."""
        host, port = addr_infos[0][4][:2]
        try:
            way = await _connected(self._way, self._look_up)
        except OSError as error:
            raise aiohttp.ClientProxyConnectionError(req.connection_key, error) from error
        try:
            await _open(way, self._way, host, port)
            return await self._wrap_existing_connection(
                *args, req=req, timeout=timeout, client_error=client_error, sock=way, **kwargs
            )
        except SocksError as error:
            way.close()
            raise aiohttp.ClientConnectorError(req.connection_key, error) from error
        except BaseException:
            way.close()
            raise


async def _connected(proxy: Socks, resolve: Resolve) -> socket.socket:
    """Return a socket to the proxy.

    Raises:
        OSError: it does not answer at any of its addresses.
    """
    failed = OSError(f"{proxy.host} has no address")
    for text in await resolve(proxy.host, proxy.port):
        family = socket.AF_INET if ip_address(text).version == 4 else socket.AF_INET6
        way = socket.socket(family, socket.SOCK_STREAM)
        way.settimeout(0)
        try:
            await asyncio.get_running_loop().sock_connect(way, (text, proxy.port))
        except BaseException as error:
            way.close()
            if not isinstance(error, OSError):
                raise
            failed = error
        else:
            return way
    raise failed


async def _open(way: socket.socket, proxy: Socks, host: str, port: int) -> None:
    """Ask the proxy at the other end of *way* for a connection to *host*.

    Raises:
        SocksError: it gives none.
    """
    await _greet(way, proxy)
    await _send(way, bytes((_VERSION, _CONNECT, 0)) + _spelled(host) + port.to_bytes(2, "big"))
    version, refusal, _, kind = await _read(way, 4)
    if version != _VERSION:
        raise SocksError("the proxy speaks no SOCKS5")
    if refusal:
        raise SocksError(f"the proxy says that {_REFUSALS.get(refusal, 'it cannot do that')}")
    size = {_IPV4: 4, _IPV6: 16}.get(kind)
    await _read(way, 2 + (size if size is not None else (await _read(way, 1))[0]))


async def _greet(way: socket.socket, proxy: Socks) -> None:
    """Agree on how we show who we are, and show it."""
    method = _PASSWORD if proxy.user else _OPEN
    await _send(way, bytes((_VERSION, 1, method)))
    version, chosen = await _read(way, 2)
    if version != _VERSION:
        raise SocksError("the proxy speaks no SOCKS5")
    if chosen != method:
        raise SocksError(
            "the proxy wants " + ("a user name and password", "no password")[chosen == 0]
        )
    if method == _PASSWORD:
        user, password = proxy.user.encode(), proxy.password.encode()
        named = bytes((1, len(user))) + user + bytes((len(password),)) + password
        await _send(way, named)
        if (await _read(way, 2))[1] != 0:
            raise SocksError("the proxy refused the user name or password")


def _spelled(host: str) -> bytes:
    """Return *host* as SOCKS5 wants it: an IP address by its bytes, a name by its letters.

    Raises:
        SocksError: the name is too long.
    """
    try:
        ip = ip_address(host)
    except ValueError:
        name = host.encode("ascii")
        if len(name) > 255:
            raise SocksError("the host's name has more than 255 letters") from None
        return bytes((_NAME, len(name))) + name
    return bytes((_IPV4 if ip.version == 4 else _IPV6,)) + ip.packed


async def _send(way: socket.socket, words: bytes) -> None:
    await asyncio.get_running_loop().sock_sendall(way, words)


async def _read(way: socket.socket, size: int) -> bytes:
    """Return exactly *size* bytes of the proxy's answer; more belongs to the host already."""
    loop, words = asyncio.get_running_loop(), b""
    while len(words) < size:
        more = await loop.sock_recv(way, size - len(words))
        if not more:
            raise SocksError("the proxy closed the connection")
        words += more
    return words
