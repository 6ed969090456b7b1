"""A remote in memory, for tests and dry runs."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from samizdat.model.file import Changes, Receipt, Tip, Written
from samizdat.publish import names, readme
from samizdat.publish.moved import gone


@dataclass(slots=True)
class Memory:
    """A remote that holds the files until the process ends; `files` may be changed as people do.

    Attributes:
        name: the name that the operator gave it.
        files: path → bytes, ours and people's.
        own: path → hash of what we wrote.
        tips: every place it stood at, oldest first.
    """

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    tips: list[Tip] = field(default_factory=list)

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
            self.tips.append(Tip(str(changes.edition)))
        return Receipt(
            self.name, self.tips[-1], touched, objects, changed=bool(touched), notes=tuple(notes)
        )

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
