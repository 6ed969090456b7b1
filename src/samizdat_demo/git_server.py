"""A small Git server on loopback: smart HTTP around `git http-backend`, for the demo and tests."""

import base64
import hmac
import os
import shlex
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from urllib.parse import unquote, urlsplit


class GitServer:
    """Serves every repository below a folder, for reading and pushing, until it is closed.

    Attributes:
        root: the folder that holds the repositories.
        user: the user that requests must name, "" if nobody is asked.
        password: that user's password.
        delay: seconds before each answer.
        rate: bytes a second in each direction, 0 for as fast as it can.
        refuse: HTTP status that every request gets, 0 if they are served.
        requests: method, path and status of each request so far.
    """

    def __init__(self, root: Path, *, user: str = "", password: str = "") -> None:
        self.root = root.resolve()
        self.user, self.password = user, password
        self.delay, self.rate, self.refuse = 0.0, 0, 0
        self.requests: list[tuple[str, str, int]] = []
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.git = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def address(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def create(self, name: str) -> Path:
        """Make an empty bare repository and return its folder."""
        path = self.root / name
        words = ["git", "init", "--quiet", "--bare", "--initial-branch=main", "--", str(path)]
        subprocess.run(words, check=True, env=_environment())
        return path

    def refuse_pushes(self, name: str, words: str = "protected branch") -> None:
        """Let the repository *name* refuse every push from now on, with *words*."""
        hook = self._hook(name)
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\nprintf '%s\\n' {shlex.quote(words)} >&2\nexit 1\n", "utf-8")
        hook.chmod(0o755)

    def take_pushes(self, name: str) -> None:
        """Let the repository *name* take pushes again."""
        self._hook(name).unlink(missing_ok=True)

    def start(self) -> Self:
        """Begin to answer."""
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop answering; requests under way end first."""
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def pace(self, size: int) -> None:
        """Wait as long as *size* bytes take at the server's rate, or until it is closed."""
        if self.rate:
            self.closing.wait(size / self.rate)

    def _hook(self, name: str) -> Path:
        return self.root / name / "hooks" / "pre-receive"


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    git: GitServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away, as one that is killed does."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer a question about refs."""
        self._answer()

    def do_POST(self) -> None:
        """Answer a fetch or take a push."""
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: the caller reads `requests`."""

    def _answer(self) -> None:
        self.close_connection = True
        git = self.server.git
        # The body is read first: a client that is still sending would not hear the answer.
        with tempfile.SpooledTemporaryFile(max_size=1 << 20) as body:
            size = self._take_body(body)
            git.closing.wait(git.delay)
            if git.refuse:
                self._say(git.refuse, "refused for the test")
            elif not self._is_let_in():
                self._say(401, "who are you?")
            else:
                self._serve(body, size)

    def _take_body(self, body: IO[bytes]) -> int:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            while size := int(self.rfile.readline().partition(b";")[0] or b"0", 16):
                self._take(body, size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            self._take(body, int(self.headers.get("Content-Length") or 0))
        size = body.tell()
        body.seek(0)
        return size

    def _take(self, body: IO[bytes], left: int) -> None:
        """Read *left* bytes, fewer if the client is gone, at the server's rate."""
        git = self.server.git
        at_once = _at_once(git.rate)
        while left and (piece := self.rfile.read(min(left, at_once))):
            body.write(piece)
            left -= len(piece)
            git.pace(len(piece))

    def _is_let_in(self) -> bool:
        git = self.server.git
        if not git.user:
            return True
        wanted = base64.b64encode(f"{git.user}:{git.password}".encode()).decode()
        return hmac.compare_digest(self.headers.get("Authorization", ""), f"Basic {wanted}")

    def _say(self, status: int, words: str) -> None:
        self.server.git.requests.append((self.command, self.path, status))
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
        text = (words + "\n").encode()
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(text)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(text)

    def _serve(self, body: IO[bytes], size: int) -> None:
        with tempfile.TemporaryFile() as spooled:
            spooled.write(body.read())
            spooled.seek(0)
            with subprocess.Popen(
                ["git", "http-backend"],
                env=self._cgi(size),
                stdin=spooled,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as backend:
                assert backend.stdout is not None  # noqa: S101 - opened as a pipe above
                self._pass_on(backend.stdout)

    def _pass_on(self, output: IO[bytes]) -> None:
        status, headers = 200, []
        while (line := output.readline().strip()) != b"":
            key, _, value = line.decode("latin-1").partition(": ")
            if key.lower() == "status":
                status = int(value.split()[0])
            else:
                headers.append((key, value))
        self.server.git.requests.append((self.command, self.path, status))
        self.send_response(status)
        for key, value in headers:
            self.send_header(key, value)
        self.send_header("Connection", "close")
        self.end_headers()
        while piece := output.read(_at_once(self.server.git.rate)):
            self.wfile.write(piece)
            self.server.git.pace(len(piece))

    def _cgi(self, size: int) -> dict[str, str]:
        parts = urlsplit(self.path)
        words = {
            "GIT_PROJECT_ROOT": str(self.server.git.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": unquote(parts.path),
            "QUERY_STRING": parts.query,
            "REQUEST_METHOD": self.command,
            "REMOTE_ADDR": self.client_address[0],
            "REMOTE_USER": self.server.git.user or "demo",
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(size),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        return _environment() | words


def _at_once(rate: int) -> int:
    """Return how many bytes to move between two pauses: a tenth of a second's, if it is slow."""
    return max(1, rate // 10) if rate else 1 << 16


def _environment() -> dict[str, str]:
    """Return an environment in which no setting of the user changes what git does."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return kept | {"LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
