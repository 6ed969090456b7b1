"""CPU a page: our fetcher beside urllib in threads and Scrapy, from one loopback server.

Run: `python bench/fetch/bench_fetch.py [--pages N] [--repeats N]`. Prints medians, their spread and
ratios, and one JSON object at the end. Only the client's CPU counts: the server is a process of its
own, and so is every client, so that none pays for another's imports.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import multiprocessing
import os
import platform
import statistics
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

from samizdat.fetch import FetchOptions, HttpFetcher

AGENT = "samizdat-bench/0 (+mailto:desk@mirror.example)"
PAGE = (
    "<!doctype html><title>港口</title>" + "<p>The harbour opened this morning.</p>" * 600
).encode()
AT_ONCE = 8


class _Server(asyncio.Protocol):
    """Answers every request with the page; robots.txt with 404."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            if b"/robots.txt" in head:
                self._transport.write(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
                continue
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE
            )


def _serve(pipe: Connection) -> None:
    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(_Server, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


def samizdat(port: int, pages: int) -> tuple[float, int]:
    """Return CPU seconds and bytes of our fetcher, with robots.txt and every check on."""

    async def run() -> int:
        options = FetchOptions(
            AGENT, delay=timedelta(0), allow_private=frozenset({f"127.0.0.1:{port}"})
        )
        async with HttpFetcher(options, now=lambda: datetime.now(UTC)) as fetcher:
            addresses = (f"http://127.0.0.1:{port}/{number}" for number in range(pages))
            answers = await asyncio.gather(*(fetcher.fetch(address) for address in addresses))
        return sum(len(answer.body) for answer in answers)

    began = time.process_time()
    size = asyncio.run(run())
    return time.process_time() - began, size


def urllib_threads(port: int, pages: int) -> tuple[float, int]:
    """Return the same of the standard library in eight threads: no checks, no connection kept."""

    def get(number: int) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{number}") as answer:
            return len(answer.read())

    began = time.process_time()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        size = sum(pool.map(get, range(pages)))
    return time.process_time() - began, size


def scrapy(port: int, pages: int) -> tuple[float, int]:
    """Return the same of Scrapy, eight at a time, robots.txt off, doing nothing with the pages."""
    from scrapy import Request, Spider  # noqa: PLC0415 - a bench extra
    from scrapy.crawler import CrawlerProcess  # noqa: PLC0415

    sizes: list[int] = []

    class Pages(Spider):  # type: ignore[misc,unused-ignore]
        name = "pages"

        async def start(self):  # type: ignore[no-untyped-def]
            for number in range(pages):
                yield Request(f"http://127.0.0.1:{port}/{number}", callback=self.parse)

        def parse(self, response, **_):  # type: ignore[no-untyped-def]
            sizes.append(len(response.body))

    settings = {
        "LOG_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "TELNETCONSOLE_ENABLED": False,
        "CONCURRENT_REQUESTS": AT_ONCE,
        "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
        "DOWNLOAD_DELAY": 0,
    }
    process = CrawlerProcess(settings)
    began = time.process_time()
    process.crawl(Pages)
    process.start()
    return time.process_time() - began, sum(sizes)


Client = Callable[[int, int], tuple[float, int]]


def _measured(pipe: Connection, client: Client, port: int, pages: int) -> None:
    seconds, size = client(port, pages)
    pipe.send((seconds, size))


def _run(client: Client, port: int, pages: int) -> float:
    """Return CPU microseconds a page of one run in a fresh process."""
    near, far = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_measured, args=(far, client, port, pages))
    process.start()
    seconds, size = near.recv()
    process.join()
    if size != pages * len(PAGE):
        raise SystemExit(f"{client.__name__} brought {size} bytes, not {pages * len(PAGE)}")
    return float(seconds) / pages * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--repeats", type=int, default=5)
    args = parser.parse_args()
    near, far = multiprocessing.Pipe()
    server = multiprocessing.Process(target=_serve, args=(far,), daemon=True)
    server.start()
    port = near.recv()
    clients: tuple[Client, ...] = (samizdat, urllib_threads, scrapy)
    figures: dict[str, list[float]] = {client.__name__: [] for client in clients}
    for _ in range(args.repeats):  # in turn, so that a busy machine is busy for all
        for client in clients:
            figures[client.__name__].append(_run(client, port, args.pages))
    server.terminate()
    server.join()
    medians = {name: statistics.median(values) for name, values in figures.items()}
    for name, values in figures.items():
        print(f"{name:15} {medians[name]:7.0f} µs CPU a page ({min(values):.0f}–{max(values):.0f})")
    ratios = {name: round(medians[name] / medians["samizdat"], 2) for name in figures}
    for name in ("urllib_threads", "scrapy"):
        print(f"{name} / samizdat = {ratios[name]}")
    report = {
        "bench": "fetch",
        "page_sha256": hashlib.sha256(PAGE).hexdigest(),
        "pages": args.pages,
        "repeats": args.repeats,
        "cpu_us_a_page": {name: round(value) for name, value in medians.items()},
        "ratio_to_samizdat": ratios,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
