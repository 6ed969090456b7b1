"""samizdat's own bare repository: objects of every remote of a mirror, and where each one stood."""

import os
import re
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from samizdat.errors import RemoteError
from samizdat.publish.pack import PREFIX, Pack, sync_folder
from samizdat.publish.process import Done, environment, run_git

_MARKER = "samizdat"
_LOCAL = timedelta(minutes=30)
_STALE_LOCK_SECONDS = 600
_STALE_PACK_SECONDS = 86_400
_MANY_PACKS = 50
_CONFIG = """[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = true
\tlogAllRefUpdates = false
\thooksPath = /dev/null
[gc]
\tauto = 0
\tpackRefs = false
[maintenance]
\tauto = false
[fetch]
\tunpackLimit = 1
\twriteCommitGraph = false
[transfer]
\tfsckObjects = false
"""
_WANTED = "wants-gc"
_making = threading.Lock()
_door = threading.Lock()
_inside: Counter[Path] = Counter()
_tidying = threading.Lock()


class Objects:
    """Reads objects of a repository through one `git cat-file` process."""

    def __init__(self, process: "subprocess.Popen[bytes]", where: str) -> None:
        self._process, self._where = process, where

    def read(self, oid: str) -> tuple[bytes, bytes] | None:
        """Return an object's kind and bytes, None if it is not here."""
        request, answers = self._process.stdin, self._process.stdout
        assert request is not None  # noqa: S101 - opened as pipes below
        assert answers is not None  # noqa: S101
        try:
            request.write(oid.encode("ascii") + b"\n")
            request.flush()
        except BrokenPipeError as error:
            raise self._broken(oid) from error
        words = answers.readline().split()
        if len(words) == 2:
            return None
        if len(words) != 3:
            raise self._broken(oid)
        data = answers.read(int(words[2]))
        answers.read(1)
        return words[1], data

    def need(self, oid: str) -> bytes:
        """Return the bytes of an object that must be here.

        Raises:
            RemoteError: it is not: the repository is damaged.
        """
        found = self.read(oid)
        if found is None:
            raise self._broken(oid)
        return found[1]

    def _broken(self, oid: str) -> RemoteError:
        return RemoteError(
            f"the object {oid} cannot be read",
            where=self._where,
            hint="remove that folder: it is fetched again from the remote",
        )


@dataclass(frozen=True, slots=True)
class Repository:
    """The bare repository at `path`; only files in it are ever healed or removed."""

    path: Path

    def prepare(self) -> None:
        """Make the repository if it is not there, and heal what killed processes left.

        Raises:
            RemoteError: the folder is there and is not ours.
        """
        with _making:
            if not (self.path / _MARKER).is_file():
                self._make()
        self._heal()

    def git(self, *words: str, given: bytes = b"") -> Done:
        """Run a git that only works in this repository."""
        return run_git(words, folder=self.path, timeout=_LOCAL, given=given)

    def pack(self) -> Pack:
        """Return a new pack to put objects into."""
        return Pack(self.path / "objects" / "pack")

    @contextmanager
    def objects(self) -> Iterator[Objects]:
        """Open the objects for reading."""
        with subprocess.Popen(
            ["git", "cat-file", "--batch"],
            cwd=self.path,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                yield Objects(process, str(self.path))
            finally:
                process.kill()

    def has(self, oid: str) -> bool:
        """Return True if the commit *oid* is here."""
        return self.git("cat-file", "-e", f"{oid}^{{commit}}").code == 0

    def descends(self, tip: str, ancestor: str) -> bool:
        """Return True if *ancestor* is here and in the history of *tip*."""
        return (
            self.has(ancestor) and self.git("merge-base", "--is-ancestor", ancestor, tip).code == 0
        )

    def note(self, kind: str, name: str, oid: str | None) -> None:
        """Keep *oid* as refs/samizdat/<kind>/<name>, or forget it.

        Written by ourselves, so that there is never a lock: one thread writes one name.
        """
        ref = self.path / "refs" / "samizdat" / kind / name
        if oid is None:
            ref.unlink(missing_ok=True)
            return
        self.keep(f"refs/samizdat/{kind}/{name}", oid + "\n")

    def noted(self, kind: str, name: str) -> str | None:
        """Return what `note` kept, None if nothing."""
        with suppress(OSError):
            text = (self.path / "refs" / "samizdat" / kind / name).read_text("ascii").strip()
            return text if re.fullmatch(r"[0-9a-f]{40}", text) else None
        return None

    def keep(self, path: str, text: str) -> None:
        """Write the file *path* of the repository, whole or not at all."""
        target = self.path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path / f"{PREFIX}{os.getpid()}_{path.replace('/', '_')}"
        with temporary.open("w", encoding="ascii") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(target)
        sync_folder(target.parent)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Work in the repository; when the last one leaves, what nothing needs may go."""
        with _door:
            _inside[self.path] += 1
        try:
            yield
        finally:
            with _door:
                _inside[self.path] -= 1

    def want_gc(self) -> None:
        """Ask for the objects to go that nothing needs any more, as soon as nobody works here."""
        self.keep(_WANTED, "")

    def collect(self) -> None:
        """Drop the objects that no ref of ours needs, if that was asked for and nobody works here.

        Whoever comes meanwhile waits at the door: an object that was just written has no ref yet.
        """
        if not (self.path / _WANTED).exists() or not _door.acquire(blocking=False):
            return
        try:
            if not _inside[self.path] and self.git("repack", "-a", "-d", "-q").code == 0:
                (self.path / _WANTED).unlink(missing_ok=True)
        finally:
            _door.release()

    def tidy(self) -> None:
        """Join the packs if there are many; never drops an object, so other threads may write.

        `--geometric` joins small packs only, so the work stays in proportion to what is new.
        """
        packs = sum(1 for _ in (self.path / "objects" / "pack").glob("pack-*.pack"))
        if packs < _MANY_PACKS or not _tidying.acquire(blocking=False):
            return
        try:
            self.git("repack", "--geometric=2", "-d", "-q")
        finally:
            _tidying.release()

    def _make(self) -> None:
        if self.path.exists() and any(self.path.iterdir()) and not self._half_made():
            raise RemoteError(
                "the folder for samizdat's own repository holds something else",
                where=str(self.path),
            )
        for folder in ("objects/pack", "objects/info", "refs/heads", "refs/tags", "info"):
            (self.path / folder).mkdir(parents=True, exist_ok=True)
        (self.path / "config").write_text(_CONFIG, "ascii")
        (self.path / "HEAD").write_text("ref: refs/heads/main\n", "ascii")
        (self.path / _MARKER).write_text("This repository belongs to samizdat.\n", "ascii")

    def _half_made(self) -> bool:
        known = {"objects", "refs", "info", "config", "HEAD"}
        return {path.name for path in self.path.iterdir()} <= known

    def _heal(self) -> None:
        """Remove locks and half-written files whose process is no more."""
        now = time.time()
        locks = [*self.path.glob("*.lock"), *(self.path / "refs").rglob("*.lock")]
        locks += [*self.path.glob("objects/info/**/*.lock")]
        packs = self.path / "objects" / "pack"
        halves = [*packs.glob("tmp_*"), *packs.glob(".tmp-*"), *self.path.glob(f"{PREFIX}*")]
        for path, seconds in [(lock, _STALE_LOCK_SECONDS) for lock in locks] + [
            (half, _STALE_PACK_SECONDS) for half in halves
        ]:
            with suppress(OSError):
                if _is_orphan(path) or now - path.stat().st_mtime > seconds:
                    path.unlink()


def _is_orphan(path: Path) -> bool:
    """Return True if our name for a temporary file says that its process has ended."""
    match = re.match(rf"{PREFIX}(\d+)_", path.name)
    return match is not None and _is_dead(int(match[1]))


def _is_dead(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
