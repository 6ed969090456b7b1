"""A plain folder: files written whole or not at all, and a marker moved when all are there."""

import errno
import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from samizdat.errors import RemoteError, RemoteRefusedError, RemoteUnreachableError
from samizdat.model.file import Changes, Receipt, Tip, Written
from samizdat.publish import names, readme
from samizdat.publish.back import Keep, keep_nothing, pages_first
from samizdat.publish.before import KEPT, Before, Older
from samizdat.publish.ledger import Ledger
from samizdat.publish.moved import gone, not_kept


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that somebody serves or carries away.

    `.samizdat/` inside it holds the edition number, which files are ours, and what the last
    editions replaced; a run that was killed leaves the number of the edition before, and the next
    run writes the rest.

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

    def revert(
        self,
        to: Tip,
        *,
        expected: Tip,
        at: datetime,  # noqa: ARG002 - a folder has no history to write it into
        keep: Keep = keep_nothing,
    ) -> Receipt:
        """Put back, file by file, what was replaced since *to*, then move the marker."""
        try:
            return self._revert(to, expected, keep)
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
        before = self._before(ledger)
        before.begin()
        ledger.begin(len(changes.written))
        work = _Work(self.path, ledger, changes.known, before)
        for path in changes.removed:
            work.remove(path)
        for path, written in sorted(changes.written.items()):
            work.write(path, written)
        tip = ledger.tip()
        if work.touched or tip is None:
            tip = ledger.next_tip(changes.edition)
            ledger.finish(tip)
            before.prune()
        return self._receipt(work, tip)

    def _revert(self, to: Tip, expected: Tip, keep: Keep) -> Receipt:
        ledger = self._ledger()
        if not ledger.holds(expected):
            raise gone(self.name)
        before = self._before(ledger)
        older = before.since(to.value)
        if older is None:
            raise not_kept(self.name, f"a plain folder keeps the last {KEPT}")
        tips = before.go_back(to.value)
        ledger.begin(len(older))
        work = _Work(self.path, ledger, {}, None)
        for path in pages_first(older):
            work.put_back(path, older[path], keep)
        ledger.stand(tips)
        receipt = self._receipt(work, to)
        hashes = {p: "" if _is_readme(p) else digest for p, digest in receipt.objects.items()}
        return replace(receipt, hashes=hashes, removed=tuple(work.removed))

    def _before(self, ledger: Ledger) -> Before:
        return Before(self.path / ".samizdat" / "before", ledger.tips())

    def _receipt(self, work: "_Work", tip: Tip) -> Receipt:
        touched = work.touched
        return Receipt(self.name, tip, touched, work.objects, bool(touched), tuple(work.notes))


class _Work:
    """One publication under way."""

    def __init__(
        self, root: Path, ledger: Ledger, known: Mapping[str, str], before: Before | None
    ) -> None:
        """Begin; *before* keeps what is replaced, None if nothing need be kept."""
        self._root, self._ledger, self._known, self._before = root, ledger, known, before
        self.objects: dict[str, str] = {}
        self.removed: list[str] = []
        self.notes: list[str] = []
        self.touched = 0

    def remove(self, path: str) -> None:
        """Remove a managed file, and the folders that it leaves empty."""
        target = self._root / path
        if names.refusal(path) or self._obstacle(path) or not target.is_file():
            return
        if path not in self._known and path not in self._ledger.own():
            return
        rest = readme.without(target.read_bytes()) if _is_readme(path) else b""
        self._save(path, target, target.read_bytes())
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
            content = readme.merge(b"" if self._is_taken_over(path, old) else old or b"", content)
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
            self._save(path, target, old)
            self._ledger.record(path, digest)
            self._ledger.place(content, target)
            self.touched += 1
        self.objects[path] = digest

    def put_back(self, path: str, older: Older, keep: Keep) -> None:
        """Let a file be what it was, unless *keep* keeps it as it is."""
        try:
            content = older.read()
        except ValueError:
            self.notes.append(f"{path} stays as it is: what was kept of it is damaged")
            return
        if names.refusal(path) or keep(path, content):
            return
        if content is None:
            self.removed.append(path)
            self.remove(path)
        else:
            self.write(path, Written(lambda: content, older.digest, _is_readme(path)))

    def _save(self, path: str, target: Path, old: bytes | None) -> None:
        """Keep what is ours of *old*, the bytes of *target*, before they are replaced."""
        if self._before is None:
            return
        if old is not None and _is_readme(path):
            self._before.save(path, readme.part(old))
        else:
            self._before.save(path, old, target)

    def _is_taken_over(self, path: str, old: bytes | None) -> bool:
        """Return whether the file is as an earlier system left it: what we write has markers."""
        if old is None or readme.has_markers(old):
            return False
        return self._known.get(path) == hashlib.sha256(old).hexdigest()

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


def _is_readme(path: str) -> bool:
    """Return True if people may own text around ours in the file."""
    return path.rpartition("/")[2] == "README.md"


def _explained(error: OSError, name: str) -> RemoteError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return RemoteRefusedError("the disk is full", where=name, hint="make room, then publish")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return RemoteRefusedError(f"it cannot be written: {error.strerror}", where=name)
    return RemoteUnreachableError(f"it cannot be used: {error.strerror or error}", where=name)
