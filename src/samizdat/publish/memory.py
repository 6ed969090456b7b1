"""A remote in memory, for tests and dry runs."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from samizdat.model.file import Changes, Receipt, Tip, Written
from samizdat.publish import names, readme
from samizdat.publish.back import Keep, keep_nothing, pages_first
from samizdat.publish.moved import gone, not_kept


@dataclass(slots=True)
class Memory:
    """A remote that holds the files until the process ends; `files` may be changed as people do.

    Attributes:
        name: the name that the operator gave it.
        files: path → bytes, ours and people's.
        own: path → hash of what we wrote.
        tips: every place it stood at, oldest first.
        past: tip → our files there.
    """

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    tips: list[Tip] = field(default_factory=list)
    past: dict[Tip, dict[str, bytes]] = field(default_factory=dict)

    def tip(self) -> Tip | None:
        """Return the edition published last."""
        return self.tips[-1] if self.tips else None

    def publish(self, changes: Changes, *, expected: Tip | None) -> Receipt:
        """Hold the files until the process ends."""
        if expected is not None and expected not in self.tips:
            raise gone(self.name)
        notes: list[str] = []
        before = dict(self.files)
        for path in changes.removed:
            self._remove(path, changes.known)
        objects = {
            path: digest
            for path, written in sorted(changes.written.items())
            if (digest := self._write(path, written, changes.known, notes))
        }
        touched = sum(
            before.get(path) != self.files.get(path) for path in before.keys() | self.files.keys()
        )
        if touched or not self.tips:
            self.tips.append(Tip(f"{changes.edition}.{len(self.tips)}"))
            self.past[self.tips[-1]] = self._ours()
        return Receipt(
            self.name, self.tips[-1], touched, objects, changed=bool(touched), notes=tuple(notes)
        )

    def revert(
        self,
        to: Tip,
        *,
        expected: Tip,
        at: datetime,
        keep: Keep = keep_nothing,
    ) -> Receipt:
        """Hold what our files were at *to* again."""
        if expected not in self.tips:
            raise gone(self.name)
        if to not in self.past:
            raise not_kept(self.name)
        older = self.past[to]
        states = [self.past.get(tip, {}) for tip in self.tips[self.tips.index(to) :]]
        paths = {path for state in states for path in state}
        touched = [p for p in paths if any(s.get(p) != older.get(p) for s in states)]
        going = [path for path in pages_first(touched) if not keep(path, older.get(path))]
        written = {
            path: Written(lambda path=path: older[path], "", path.endswith("README.md"))  # type: ignore[misc]
            for path in going
            if path in older
        }
        removed = tuple(path for path in going if path not in older)
        receipt = self.publish(
            Changes(0, at, "", written, removed, dict.fromkeys(removed, "")), expected=expected
        )
        hashes = {p: "" if p.endswith("README.md") else d for p, d in receipt.objects.items()}
        return replace(receipt, hashes=hashes, removed=removed)

    def _ours(self) -> dict[str, bytes]:
        """Return what is ours of each file of ours."""
        there = {path: self.files[path] for path in self.own if path in self.files}
        parts = {path: readme.part(text) for path, text in there.items()}
        return {path: parts[path] or text for path, text in there.items()}

    def _remove(self, path: str, known: Mapping[str, str]) -> None:
        if path not in known and path not in self.own:
            return
        rest = readme.without(self.files.get(path, b"")) if path.endswith("README.md") else b""
        self.own.pop(path, None)
        self.files.pop(path, None)
        if rest:
            self.files[path] = rest

    def _write(
        self, path: str, written: Written, known: Mapping[str, str], notes: list[str]
    ) -> str:
        if problem := names.refusal(path):
            notes.append(f"{path!r} was left out: {problem}")
            return ""
        content, old = written.read(), self.files.get(path)
        if written.managed_part:
            content = readme.merge(old or b"", content)
        elif old not in {None, content} and path not in self.own and path not in known:
            notes.append(f"{path} belongs to somebody else and stays as it is")
            return ""
        self.files[path] = content
        self.own[path] = hashlib.sha256(content).hexdigest()
        return self.own[path]
