"""A plain folder: files written whole or not at all, and a marker moved when all are there."""

import errno
import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from samizdat.errors import RemoteError, RemoteRefusedError, RemoteUnreachableError
from samizdat.model.file import Changes, Receipt, Tip, Written
from samizdat.publish import names, readme
from samizdat.publish.ledger import Ledger
from samizdat.publish.moved import gone


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that somebody serves or carries away.

    `.samizdat/` inside it holds the edition number and which files are ours; a run that was killed
    leaves the number of the edition before, and the next run writes the rest.

    Attributes:
        name: the name that the operator gave it.
        path: the folder; made if its parent exists.
    """

    name: str
    path: Path

    def tip(self) -> Tip | None:
        """Return the last edition that is there as a whole."""
        return self._ledger().tip()

    def publish(self, changes: Changes, *, expected: Tip | None) -> Receipt:
        """Write what differs, file by file, then move the marker."""
        try:
            return self._publish(changes, expected)
        except OSError as error:
            raise _explained(error, self.name) from error

    def _ledger(self) -> Ledger:
        return Ledger(self.path / ".samizdat")

    def _publish(self, changes: Changes, expected: Tip | None) -> Receipt:
        ledger = self._ledger()
        if expected is not None and not ledger.holds(expected):
            raise gone(self.name)
        if not self.path.parent.is_dir():
            raise RemoteUnreachableError("the folder above it does not exist", where=str(self.path))
        ledger.begin(len(changes.written))
        work = _Work(self.path, ledger, changes.known)
        for path in changes.removed:
            work.remove(path)
        for path, written in sorted(changes.written.items()):
            work.write(path, written)
        tip = ledger.tip()
        if work.touched or tip is None:
            tip = Tip(str(changes.edition))
            ledger.finish(tip)
        return Receipt(
            self.name, tip, work.touched, work.objects, bool(work.touched), tuple(work.notes)
        )


class _Work:
    """One publication under way."""

    def __init__(self, root: Path, ledger: Ledger, known: Mapping[str, str]) -> None:
        self._root, self._ledger, self._known = root, ledger, known
        self.objects: dict[str, str] = {}
        self.notes: list[str] = []
        self.touched = 0

    def remove(self, path: str) -> None:
        """Remove a managed file, and the folders that it leaves empty."""
        target = self._root / path
        if names.refusal(path) or self._obstacle(path) or not target.is_file():
            return
        if path not in self._known and path not in self._ledger.own():
            return
        rest = readme.without(target.read_bytes()) if target.name == "README.md" else b""
        self.touched += 1
        if rest:
            self._ledger.place(rest, target)
            return
        target.unlink()
        self._ledger.record(path, "")
        with suppress(OSError):  # not empty: people's files, or ours
            for parent in list(target.parents)[: path.count("/")]:
                parent.rmdir()

    def write(self, path: str, written: Written) -> None:
        """Write one file unless it is there already or a person's file stands in its place."""
        if problem := names.refusal(path):
            self.notes.append(f"{path!r} was left out: {problem}")
            return
        if obstacle := self._obstacle(path):
            self.notes.append(f"{path} was left out: {obstacle} is in the way")
            return
        target, content = self._root / path, written.read()
        old = target.read_bytes() if target.is_file() else None
        if written.managed_part:
            content = readme.merge(old or b"", content)
        elif old not in {None, content} and not self._is_ours(path):
            self.notes.append(f"{path} belongs to somebody else and stays as it is")
            return
        elif path in self._known and (
            old is None or hashlib.sha256(old).hexdigest() not in {self._known[path], written.hash}
        ):
            self.notes.append(f"{path} was changed or deleted by somebody and was put back")
        self._place(path, target, content, old)

    def _place(self, path: str, target: Path, content: bytes, old: bytes | None) -> None:
        digest = hashlib.sha256(content).hexdigest()
        if old != content:
            self._ledger.record(path, digest)
            self._ledger.place(content, target)
            self.touched += 1
        self.objects[path] = digest

    def _is_ours(self, path: str) -> bool:
        return path in self._known or path in self._ledger.own()

    def _obstacle(self, path: str) -> str:
        """Return what would lead a write elsewhere: a link, or a file where a folder must be."""
        current = self._root
        parts = path.split("/")
        for index, part in enumerate(parts):
            current /= part
            last = index == len(parts) - 1
            wrong = current.is_dir() if last else (current.exists() and not current.is_dir())
            if current.is_symlink() or wrong:
                return "/".join(parts[: index + 1])
        return ""


def _explained(error: OSError, name: str) -> RemoteError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return RemoteRefusedError("the disk is full", where=name, hint="make room, then publish")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return RemoteRefusedError(f"it cannot be written: {error.strerror}", where=name)
    return RemoteUnreachableError(f"it cannot be used: {error.strerror or error}", where=name)
