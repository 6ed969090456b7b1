"""A newsroom on loopback that costs next to nothing: prebuilt answers from a forked process.

Stories of 60 to 170 kB a page, as real news sites have them, in invented words of a fixed seed:
head with styles and data, a long menu, the story, lists of others, a footer. What is measured
against it is the client, not the server.
"""

from __future__ import annotations

import asyncio
import hashlib
import multiprocessing
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing.connection import Connection

NEWEST = datetime(2026, 3, 14, 12, tzinfo=UTC)
SECTIONS = ("harbour", "town", "weather", "sport")
_seed = random.Random(7)
WORDS = ["".join(_seed.choices("aeiouklmnprstvdgbh", k=_seed.randint(2, 10))) for _ in range(5000)]

RECIPE = """\
name = "bench"
body = "div.story-text"
exclude = ["aside", "div.advert"]
title = "h1.headline"
authors = "span.byline"
published = "time.dateline @datetime"
tags = "ul.tags a"
"""


def sentence(chance: random.Random, words: int) -> str:
    """Return a sentence of *words* invented words."""
    text = " ".join(chance.choices(WORDS, k=words))
    return text[0].upper() + text[1:] + "."


def paragraphs(number: int) -> list[str]:
    """Return the body of story *number*: 10 to 26 paragraphs of about 400 characters."""
    chance = random.Random(number)
    return [sentence(chance, chance.randint(35, 75)) for _ in range(chance.randint(10, 26))]


def published(number: int) -> datetime:
    """Return when story *number* appeared: 0 is the newest."""
    return NEWEST - timedelta(minutes=11 * number)


def title(number: int) -> str:
    """Return the headline of story *number*."""
    return f"{sentence(random.Random(-number - 1), 8)[:-1]} {number}"


def body_html(number: int) -> str:
    """Return the body of story *number* with some markup in it."""
    parts = []
    for place, text in enumerate(paragraphs(number)):
        first, _, rest = text.partition(" ")
        parts.append(
            f'<p><strong>{first}</strong> {rest} <a href="/story/{number + 1}">More</a></p>'
        )
        if place % 6 == 5:
            parts.append(f"<h2>{text[:40]}</h2>")
    return "\n".join(parts)


def page(number: int) -> bytes:
    """Return the whole page of story *number*, 60 to 170 kB."""
    chance = random.Random(number * 31 + 5)
    wanted = chance.randint(60_000, 170_000)
    styles = "".join(f".c{i}{{margin:{i % 7}px;color:#{i:06x}}}\n" for i in range(400))
    menu = "".join(_item(i) for i in range(120))
    head = (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title(number)}</title>"
        f'<link rel=canonical href="/story/{number}"><style>{styles}</style></head><body>'
        f"<nav><ul>{menu}</ul></nav><main><article>"
        f'<h1 class="headline">{title(number)}</h1><span class="byline">{WORDS[number]}</span>'
        f'<time class="dateline" datetime="{published(number).isoformat()}">today</time>'
        f'<div class="story-text">{body_html(number)}<aside>{sentence(chance, 30)}</aside></div>'
        '<ul class="tags"><li><a href="/t/a">harbour</a></li></ul></article></main><section>'
    )
    parts, size = [head], len(head)
    while size < wanted:
        parts.append(_teaser(chance))
        size += len(parts[-1])
    return ("".join(parts) + "</section><footer>Bench</footer></body></html>").encode()


def _item(number: int) -> str:
    return (
        f'<li class="menu-item c{number}"><a href="/s/{WORDS[number]}/">{WORDS[number]}</a></li>\n'
    )


def _teaser(chance: random.Random) -> str:
    number = chance.randrange(5000)
    return (
        f'<div class="teaser c{number % 400}" data-id="{number}"><a href="/story/{number}">'
        f'<img src="/i/{number}.jpg" alt=""><h3>{sentence(chance, 7)}</h3></a>'
        f"<p class=summary>{sentence(chance, 18)}</p></div>\n"
    )


def feed(root: str, stories: int, *, full: bool) -> bytes:
    """Return an RSS feed of *stories*, with or without their full text."""
    items = (
        f"<item><title>{title(i)}</title><link>{root}/story/{i}</link><guid>{root}/story/{i}</guid>"
        f"<pubDate>{format_datetime(published(i))}</pubDate>"
        + (f"<content:encoded><![CDATA[{body_html(i)}]]></content:encoded>" if full else "")
        + "</item>\n"
        for i in range(stories)
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Bench</title>'
        + "".join(items)
        + "</channel></rss>"
    ).encode()


class _Server(asyncio.Protocol):
    """Answers from a table of prebuilt bytes."""

    answers: dict[bytes, bytes]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1]
            self._transport.write(self.answers.get(path, _ABSENT))


_ABSENT = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def _answer(kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


def _serve(pipe: Connection, stories: int) -> None:
    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(_Server, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        root = f"http://127.0.0.1:{port}"
        pages = [page(number) for number in range(stories)]
        _Server.answers = {
            b"/full.xml": _answer("application/rss+xml", feed(root, stories, full=True)),
            b"/feed.xml": _answer("application/rss+xml", feed(root, stories, full=False)),
        }
        for number, body in enumerate(pages):
            _Server.answers[b"/story/%d" % number] = _answer("text/html", body)
        corpus = hashlib.sha256(b"".join(pages)).hexdigest()[:12]
        pipe.send((port, sum(map(len, pages)) // stories, corpus))
        await server.serve_forever()

    asyncio.run(serve())


@contextmanager
def newsroom(stories: int) -> Iterator[tuple[int, int, str]]:
    """Give the newsroom's port, the mean bytes of its pages and the hash of them all."""
    near, far = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(far, stories))
    process.start()
    try:
        yield near.recv()
    finally:
        process.terminate()
        process.join()
