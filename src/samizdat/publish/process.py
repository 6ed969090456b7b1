"""Git as a child process: bounded in time, in words that we choose, in a controlled environment."""

import os
import re
import selectors
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from samizdat.errors import RemoteError, RemoteUnreachableError

OLDEST_GIT = (2, 32)
"""From here on there are `repack --geometric` and GIT_CONFIG_COUNT."""

_FIXED = {
    "LC_ALL": "C",
    "LANGUAGE": "",
    "TZ": "UTC",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_REPLACE_OBJECTS": "1",
}
_DROPPED = re.compile(r"GIT_|LC_|LANG|SSH_ASKPASS|SAMIZDAT_")


@dataclass(frozen=True, slots=True)
class Done:
    """A git process that has ended: what it printed, without progress lines."""

    code: int
    output: bytes
    words: str


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for git: the user's, without what would change what git does."""
    kept = {key: value for key, value in os.environ.items() if not _DROPPED.match(key)}
    return kept | _FIXED | dict(extra or {})


def run_git(
    words: Sequence[str],
    *,
    folder: Path,
    timeout: timedelta,
    extra: Mapping[str, str] | None = None,
    given: bytes = b"",
) -> Done:
    """Run git in *folder*; it and its children end if it says nothing for *timeout*.

    Raises:
        RemoteUnreachableError: it said nothing for too long.
        RemoteError: git is absent or too old.
    """
    require_git()
    with _child(["git", *words], folder, extra) as child:
        output, errors = _listen(child, given, timeout.total_seconds())
        return Done(child.wait(), output, _spoken(errors))


def require_git() -> None:
    """Check that there is a git and that it is new enough.

    Raises:
        RemoteError: it is absent or too old.
    """
    version = git_version(os.environ.get("PATH", ""))
    if version < OLDEST_GIT:
        found = ".".join(map(str, version)) or "no git"
        raise RemoteError(
            f"git {'.'.join(map(str, OLDEST_GIT))} or newer is needed, and {found} was found",
            hint="install git",
        )


@lru_cache(maxsize=8)
def git_version(path: str) -> tuple[int, ...]:
    """Return the version of the git found on *path* (the PATH), () if there is none."""
    with suppress(OSError):
        said = subprocess.run(
            ["git", "version"], capture_output=True, check=False, env={"PATH": path, "LC_ALL": "C"}
        ).stdout
        if match := re.search(rb"(\d+)\.(\d+)", said):
            return int(match[1]), int(match[2])
    return ()


@contextmanager
def _child(
    command: Sequence[str], folder: Path, extra: Mapping[str, str] | None
) -> Iterator[subprocess.Popen[bytes]]:
    # A session of its own: the whole group, with ssh or a credential helper, can be ended at once.
    child = subprocess.Popen(
        command,
        cwd=folder,
        env=environment(extra),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        with child:
            try:
                yield child
            finally:
                if child.poll() is None:
                    with suppress(ProcessLookupError):
                        os.killpg(child.pid, signal.SIGKILL)
    finally:
        child.wait()


def _listen(child: subprocess.Popen[bytes], given: bytes, silence: float) -> tuple[bytes, bytes]:
    """Return what *child* printed on its two streams until it closed them."""
    assert child.stdin is not None  # noqa: S101 - opened as pipes above
    assert child.stdout is not None  # noqa: S101
    assert child.stderr is not None  # noqa: S101
    with suppress(BrokenPipeError):
        child.stdin.write(given)
    with suppress(BrokenPipeError):
        child.stdin.close()
    heard: dict[str, list[bytes]] = {"output": [], "errors": []}
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ, "output")
        selector.register(child.stderr, selectors.EVENT_READ, "errors")
        while selector.get_map():
            ready = selector.select(silence)
            if not ready:
                raise RemoteUnreachableError(f"git said nothing for {silence:g} seconds")
            for key, _ in ready:
                piece = os.read(key.fd, 1 << 16)
                heard[key.data].append(piece)
                if not piece:
                    selector.unregister(key.fileobj)
    return b"".join(heard["output"]), b"".join(heard["errors"])


def _spoken(errors: bytes) -> str:
    """Return git's words without progress, which overwrites its line with carriage returns."""
    lines = errors.decode("utf-8", "replace").split("\n")
    return "\n".join(line.rpartition("\r")[2] for line in lines)
