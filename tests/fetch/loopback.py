"""A server on loopback that answers byte for byte what a test wants, and can misbehave."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

Handler = Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]


def http(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """Return a whole HTTP answer; header names with `_` for `-`."""
    lines = [f"HTTP/1.1 {status} X", *(f"{k.replace('_', '-')}: {v}" for k, v in headers.items())]
    if "Transfer_Encoding" not in headers and "Content_Length" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + body


@dataclass(slots=True)
class Loopback:
    """Routes: path → raw bytes of the answer, or a coroutine that writes what it likes."""

    routes: dict[str, bytes | Handler] = field(default_factory=dict)
    default: bytes | Handler = field(default_factory=lambda: http(404))
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    busy: int = 0
    most_busy: int = 0
    port: int = 0
    scheme: str = "http"
    host: str = "127.0.0.1"
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def url(self, path: str = "/", host: str = "") -> str:
        return f"{self.scheme}://{host or self.host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """The paths asked for, robots.txt left out."""
        return [r.path for r in self.requests if r.path != "/robots.txt"]

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        self._server = await asyncio.start_server(self._serve, self.host, 0, ssl=tls)
        self.port = self._server.sockets[0].getsockname()[1]
        self.scheme = "https" if tls else "http"

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while await self._answer(reader, writer):
                    pass
        finally:
            self._tasks.discard(task)
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip().split("\r\n")
        pairs = (line.split(": ", 1) for line in lines)
        method, path, _ = first.split(" ")
        request = Request(method, path, {name.lower(): value for name, value in pairs})
        self.requests.append(request)
        route = self.routes.get(path, self.default)
        self.busy += 1
        self.most_busy = max(self.most_busy, self.busy)
        try:
            if isinstance(route, bytes):
                writer.write(route)
            else:
                await route(request, writer)
            await writer.drain()
        finally:
            self.busy -= 1
        return isinstance(route, bytes)


def redirect(to: str, status: int = 302) -> bytes:
    return http(status, Location=to)


def breaking_off(raw: bytes, *, abort: bool = False) -> Handler:
    """Return a handler that writes *raw* and closes, or resets, the connection."""

    async def handler(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()
        if abort:
            writer.transport.abort()

    return handler


def dripping(head: bytes, drop: bytes, pause: float = 0.01) -> Handler:
    """Return a handler that never ends: *head*, then *drop* again and again."""

    async def handler(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(pause)

    return handler


async def silence(_: Request, __: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()
