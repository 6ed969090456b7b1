"""The demo newsrooms as a live server on loopback; tests use it too."""

from __future__ import annotations

import hashlib
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from samizdat_demo import announce
from samizdat_demo.content import NEWSROOMS, DemoStory, newsroom
from samizdat_demo.pages import story_page
from samizdat_demo.pictures import COLOURS, picture

Answer = tuple[int, bytes, str]

HTML = "text/html; charset=utf-8"

OFFERED = {
    "harbour": ("", "list.html", "feed.xml", "atom.xml", "sitemap.xml"),
    "gangkou": ("", "list.html"),
    "bandar": ("", "list.html", "feed.json", "sitemap.xml"),
}
"""What each newsroom announces its stories with."""


@dataclass(slots=True)
class State:
    """What has happened to the newsrooms since they opened.

    Attributes:
        hidden: story ids that are not announced (yet, or any more).
        removed: story ids that answer 410.
        corrected: story ids whose correction has appeared.
        emptied: story ids in whose place a notice stands.
        updates: story id → updates that have appeared.
        silent: newsrooms whose feeds announce nothing.
        failing: path → status that it answers instead.
    """

    hidden: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    corrected: set[str] = field(default_factory=set)
    emptied: set[str] = field(default_factory=set)
    updates: Counter[str] = field(default_factory=Counter)
    silent: set[str] = field(default_factory=set)
    failing: dict[str, int] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def body(self, story: DemoStory) -> str:
        """Return the story's body as it stands now."""
        if story.id in self.emptied:
            return "<p>This page is being moved. Please come back tomorrow.</p>"
        body = story.body
        for update in story.updating[: self.updates[story.id]]:
            body = update + body
        if story.id in self.corrected and story.correction:
            wrong, right = story.correction
            body = body.replace(wrong, right)
        return body


class DemoServer:
    """Serves all demo newsrooms on 127.0.0.1 under /NEWSROOM/.

    Attributes:
        state: what tests and the demo change while it runs.
    """

    def __init__(self, port: int = 0) -> None:
        self.state = State()
        handler = type("Bound", (_Handler,), {"state": self.state})
        self._server = _Server(("127.0.0.1", port), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def root(self) -> str:
        """The server's address, without a trailing slash."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def address(self, room: str, path: str = "") -> str:
        """Return the address of *path* in newsroom *room*."""
        return f"{self.root}/{room}/{path}"

    def story(self, room: str, name: str) -> str:
        """Return the address of a story of newsroom *room*."""
        return self.address(room, f"story/{name}.html")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away; `init` does when it has read enough."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    state: State
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with what the newsrooms show now."""
        status, body, kind = self._answer()
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if status == 200 and self.headers.get("If-None-Match") == tag:
            status, body = 304, b""
        with self.state.lock:
            self.state.asked[f"{status} {urlsplit(self.path).path}"] += 1
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(body)))
        if status in (429, 503):
            self.send_header("Retry-After", "120")
        self.end_headers()
        self.wfile.write(body)

    def _answer(self) -> Answer:
        parts = urlsplit(self.path)
        if status := self.state.failing.get(parts.path):
            return status, b"not now\n", "text/plain"
        if parts.path == "/robots.txt":
            return 200, b"User-agent: *\nDisallow: /private/\n", "text/plain"
        _, _, rest = parts.path.partition("/")
        room, _, path = rest.partition("/")
        if room not in NEWSROOMS:
            return 404, b"no such newsroom\n", "text/plain"
        root = f"http://{self.headers.get('Host', '')}/{room}"
        if path.startswith("story/"):
            return self._story(room, path, root)
        if path.startswith("img/"):
            return self._image(path)
        return self._announcement(room, path, root, parse_qs(parts.query))

    def _live(self, room: str) -> list[DemoStory]:
        out = self.state.hidden | self.state.removed
        return [story for story in newsroom(room).stories.values() if story.id not in out]

    def _story(self, room: str, path: str, root: str) -> Answer:
        story = newsroom(room).stories.get(path.removeprefix("story/").removesuffix(".html"))
        if story is None or story.id in self.state.hidden:
            return 404, b"no such story\n", "text/plain"
        if story.id in self.state.removed:
            return 410, b"gone\n", "text/plain"
        if story.broken:
            return 200, b"<!doctype html><title>Tide tables</title><div id=app></div>", "text/html"
        return 200, story_page(newsroom(room), story, self.state.body(story), root), "text/html"

    def _image(self, path: str) -> Answer:
        name = path.removeprefix("img/").removesuffix(".jpg")
        if name not in COLOURS:
            return 404, b"no such picture\n", "text/plain"
        return 200, picture(name), "image/jpeg"

    def _announcement(self, room: str, path: str, root: str, query: dict[str, list[str]]) -> Answer:
        stories = [] if room in self.state.silent else self._live(room)
        about = newsroom(room)
        page = int(query.get("page", ["1"])[0])
        bodies = {story.id: self.state.body(story) for story in stories}
        answers: dict[str, tuple[Callable[[], str], str]] = {
            "": (lambda: announce.home_page(about, stories, root), HTML),
            "list.html": (lambda: announce.listing(stories, root, page), HTML),
            "feed.xml": (lambda: announce.rss(about, stories, root), "application/rss+xml"),
            "atom.xml": (lambda: announce.atom(about, stories, root), "application/atom+xml"),
            "feed.json": (
                lambda: announce.json_feed(about, stories, bodies, root),
                "application/feed+json",
            ),
            "sitemap.xml": (lambda: announce.sitemap(stories, root), "application/xml"),
        }
        if path not in answers or path not in OFFERED[room]:
            return 404, b"no such page\n", "text/plain"
        make, kind = answers[path]
        return 200, make().encode(), kind
