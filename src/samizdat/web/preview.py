"""A preview of the edition on loopback, as a forge shows it."""

from __future__ import annotations

import html
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Protocol
from urllib.parse import unquote, urlsplit

from samizdat.errors import UsageError

MIME = {"webp": "image/webp", "png": "image/png"}

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""What a page of the preview may load: nothing from anywhere else."""


class Files(Protocol):
    """The edition's files."""

    @property
    def title(self) -> str:
        """The mirror's title."""
        ...

    def read(self, path: str) -> bytes | None:
        """Return the file at *path*, None if there is none."""
        ...


def markdown_renderer() -> Callable[[str], str]:
    """Return GitHub's own Markdown renderer.

    Raises:
        UsageError: cmarkgfm is not installed.
    """
    try:
        import cmarkgfm  # noqa: PLC0415  an extra
        from cmarkgfm.cmark import Options  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "the preview needs cmarkgfm", hint="pip install 'samizdat[preview]'"
        ) from error

    def render(text: str) -> str:
        options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
        return str(cmarkgfm.github_flavored_markdown_to_html(text, options))

    return render


def page_html(files: Files, path: str, content: bytes, render: Callable[[str], str]) -> bytes:
    """Return the Markdown file *content* as a forge frames it."""
    style = resources.files("samizdat.web").joinpath("preview.css").read_text(encoding="utf-8")
    crumbs = _crumbs(path)
    body = render(content.decode("utf-8"))
    return (
        "<!doctype html><html><head><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width, initial-scale=1'>"
        f"<title>{html.escape(path)} · {html.escape(files.title)}</title>"
        f"<style>{style}</style></head><body>"
        f"<header><b>{html.escape(files.title)}</b><span>{crumbs}</span>"
        "<a href='?raw'>raw</a></header>"
        f"<main><article class=markdown-body dir=auto>{body}</article></main></body></html>"
    ).encode()


def _crumbs(path: str) -> str:
    return " / ".join(html.escape(part) for part in path.split("/"))


class Handler(BaseHTTPRequestHandler):
    """Answers GET for the edition's files."""

    files: Files
    render: Callable[[str], str]
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing: readers are never logged."""

    def do_GET(self) -> None:
        """Answer with a page, an image or the raw Markdown."""
        parts = urlsplit(self.path)
        path = unquote(parts.path).strip("/") or "README.md"
        content = self.files.read(path)
        if content is None:
            self._send(HTTPStatus.NOT_FOUND, b"no such page in this edition\n", "text/plain")
        elif not path.endswith(".md"):
            self._send(HTTPStatus.OK, content, MIME.get(path.rpartition(".")[2], "text/plain"))
        elif parts.query == "raw":
            self._send(HTTPStatus.OK, content, "text/plain; charset=utf-8")
        else:
            page = page_html(self.files, path, content, type(self).render)
            self._send(HTTPStatus.OK, page, "text/html; charset=utf-8")

    def do_HEAD(self) -> None:
        """Answer like GET, without the body."""
        self.do_GET()

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def preview_server(files: Files, port: int) -> ThreadingHTTPServer:
    """Return a server on 127.0.0.1 for *files*; port 0 takes a free one.

    Raises:
        UsageError: the port is taken, or cmarkgfm is not installed.
    """
    render = markdown_renderer()
    handler = type("Bound", (Handler,), {"files": files, "render": staticmethod(render)})
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise UsageError(
            f"port {port} cannot be used: {error.strerror}", hint="--port 0 takes a free one"
        ) from error
