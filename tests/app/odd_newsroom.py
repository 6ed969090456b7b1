"""A newsroom whose answers a test chooses, and samizdat as a child process beside it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

from samizdat.config.write import quoted

TEXT = "The old lighthouse at the harbour mouth was painted white again this week. "


@dataclass(frozen=True)
class Answer:
    """One answer; a dripping one sends a byte now and then and never ends."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drips: bool = False


def page(title: str, body: str | None = None) -> Answer:
    """Return a story's page."""
    paragraphs = body if body is not None else f"<p>{TEXT * 3}</p><p>{TEXT * 4}</p>"
    html = f"<!doctype html><html lang=en><head><title>{title}</title></head><body><article>"
    html += f"<h1>{title}</h1>{paragraphs}</article></body></html>"
    return Answer(html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def feed(root: str, *stories: str) -> Answer:
    """Return an RSS feed of the pages *stories*."""
    items = "".join(
        f"<item><title>{s.strip('/')}</title><link>{root}{s}</link><guid>{root}{s}</guid></item>"
        for s in stories
    )
    text = f"<rss version='2.0'><channel><title>Town</title>{items}</channel></rss>"
    return Answer(text.encode(), headers={"Content-Type": "application/rss+xml"})


@dataclass(frozen=True)
class Asked:
    """One request: when it came, what for, and its headers in lower case."""

    at: float
    path: str
    headers: dict[str, str]


class OddNewsroom:
    """Serves `answers` on loopback and keeps a log of who asked what when."""

    host = "127.0.0.1"

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.log: list[Asked] = []
        self.closing = threading.Event()
        handler = type("Bound", (_Handler,), {"room": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def root(self) -> str:
        """Its address without a slash at the end."""
        return f"http://{self.host}:{self.port}"

    def asked(self, path: str) -> list[Asked]:
        """Return the requests for *path*."""
        return [one for one in self.log if one.path == path]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    room: OddNewsroom

    def log_message(self, *_: object) -> None:
        """Say nothing; the room keeps a log."""

    def do_GET(self) -> None:
        """Answer as the test wants it."""
        headers = {key.lower(): value for key, value in self.headers.items()}
        self.room.log.append(Asked(time.monotonic(), self.path, headers))
        answer = self.room.answers.get(self.path, Answer(b"no such page\n", 404))
        tag = answer.headers.get("ETag")
        if tag and headers.get("if-none-match") == tag:
            answer = Answer(b"", 304, {"ETag": tag})
        self.send_response(answer.status)
        for key, value in answer.headers.items():
            self.send_header(key, value)
        self.end_headers()
        if answer.drips:
            self._drip()
            return
        self.wfile.write(answer.body)

    def _drip(self) -> None:
        while not self.room.closing.wait(0.2):
            try:
                self.wfile.write(b" ")
            except OSError:
                return


@dataclass
class Town:
    """A mirror's folder and its newsroom."""

    folder: Path
    room: OddNewsroom
    private: str = '["127.0.0.1"]'
    fetch: str = 'delay = "0s"'
    sources: tuple[str, ...] = ("/feed.xml",)
    sitemaps: tuple[str, ...] = ()
    reading: str = ""
    remotes: str = '[[remote]]\nname = "plain"\nforge = "folder"\npush = "out"\n'
    extra: str = ""

    def write(self) -> None:
        """Write samizdat.toml."""
        root = self.room.root
        text = f'[mirror]\ntitle = "Town"\ncontact = "desk@mirror.example"\n{self.extra}'
        text += f"[fetch]\nallow_private = {self.private}\n{self.fetch}\n"
        text += f'[newsroom.town]\nhome = "{root}/"\nlanguage = "en"\n'
        kinds = [("feed", path) for path in self.sources]
        kinds += [("sitemap", path) for path in self.sitemaps]
        for number, (kind, path) in enumerate(kinds):
            address = path if "://" in path else root + path
            text += f'[[newsroom.town.source]]\nid = "s{number}"\nkind = "{kind}"\n'
            text += f"address = {quoted(address)}\n{self.reading}"
        (self.folder / "samizdat.toml").write_text(text + self.remotes, encoding="utf-8")

    def run(self, *words: str, exit_code: int | None = None) -> str:
        """Run samizdat; return what it said, which is never a traceback."""
        command = [sys.executable, "-m", "samizdat.cli.main", "-C", str(self.folder), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
        assert "Traceback" not in said, said
        assert exit_code is None or done.returncode == exit_code, said
        return said

    def pages(self) -> dict[str, str]:
        """Return path → text of the story pages in the plain folder."""
        found = (self.folder / "out").rglob("*.md")
        paths = {str(path.relative_to(self.folder / "out")): path for path in found}
        return {p: f.read_text(encoding="utf-8") for p, f in paths.items() if p.count("/") == 4}
