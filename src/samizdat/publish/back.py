"""The way back: what of ours was otherwise at an earlier publication on a Git remote."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from samizdat.model.file import Changes, Written
from samizdat.publish import readme
from samizdat.publish.history import Touched, last_hand, touched_by_us
from samizdat.publish.objects import FILE, Entry, time_of, tree_of
from samizdat.publish.repository import Objects, Repository
from samizdat.publish.trees import Trees

Keep = Callable[[str, bytes | None], bool]
"""Says whether a file stays as it is, by its path and by what it was (None: it was not there).

It is asked about pages (`.md`) before all else, so that it may answer for a picture by the pages.
"""


def keep_nothing(path: str, older: bytes | None) -> bool:  # noqa: ARG001
    """Let every file go back."""
    return False


def pages_first(paths: Iterable[str]) -> list[str]:
    """Return *paths* in order, pages before all else.

    >>> pages_first(["a.png", "b.md", "a.md"])
    ['a.md', 'b.md', 'a.png']
    """
    return sorted(paths, key=lambda path: (not path.endswith(".md"), path))


@dataclass(slots=True)
class Back:
    """What going back changes.

    Attributes:
        message: of the commit.
        at: its time.
        written: path → what it was.
        removed: paths that were not there.
        known: path → object id, hex, that we gave it last.
        hashes: path → hex SHA-256, "" for our part of a README.
        stored: raw ids of blobs that our repository has already.
    """

    message: str
    at: datetime
    written: dict[str, Written] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    stored: set[bytes] = field(default_factory=set)

    def to_changes(self) -> Changes:
        """Return it as a publication takes it."""
        return Changes(0, self.at, self.message, self.written, tuple(self.removed), self.known)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier commit of ours in a repository, seen from a later *tip*.

    Attributes:
        repository: holds both.
        objects: of that repository, open.
        to: the earlier commit.
        tip: the later one.
        email: tells our commits from people's.
    """

    repository: Repository
    objects: Objects
    to: str
    tip: str
    email: str

    def find_back(self, keep: Keep, at: datetime) -> Back:
        """Return what leads from the tip back to the earlier commit, but for what *keep* keeps.

        Only paths that our commits touched since are looked at: what people did stays.
        """
        commit = self.objects.need(self.to)
        when = datetime.fromtimestamp(time_of(commit), UTC)
        back = Back(
            f"Back to the edition as of {when:%Y-%m-%d %H:%M} UTC\n\n"
            "Undone by the operator; what was withdrawn since stays withdrawn.\n",
            at,
        )
        trees = Trees(lambda oid: self.objects.need(oid.hex()))
        touched = touched_by_us(self.repository, self.to, self.tip, self.email)
        for path in pages_first(touched):
            entry = trees.find(tree_of(commit), path.encode("utf-8", "surrogateescape")).entry
            self._add(back, touched[path], entry, keep)
        return back

    def _add(self, back: Back, touched: Touched, entry: Entry | None, keep: Keep) -> None:
        path = touched.path
        if entry is not None and not self._was_ours(touched, entry):
            return
        older = self.objects.need(entry.oid.hex()) if entry else None
        shared = path.rpartition("/")[2] == "README.md"
        if shared and older is not None:
            older = readme.part(older)
        if keep(path, older):
            return
        if touched.after:
            back.known[path] = touched.after
        if entry is None or older is None:
            back.removed.append(path)
            return
        read = partial(_read, self.objects, entry.oid, shared=shared)
        back.hashes[path] = "" if shared else hashlib.sha256(older).hexdigest()
        back.written[path] = Written(read, back.hashes[path], managed_part=shared)
        back.stored.add(entry.oid)

    def _was_ours(self, touched: Touched, entry: Entry) -> bool:
        """Return True if what stood there was not a person's.

        Our first commit since then changed it, or it found nothing: then a person had deleted it,
        and it may have been theirs or ours.
        """
        if entry.mode != FILE:
            return False
        hand = touched.before or last_hand(self.repository, self.to, touched.path)
        return bool(touched.before) or hand == self.email


def _read(objects: Objects, oid: bytes, *, shared: bool) -> bytes:
    content = objects.need(oid.hex())
    return (readme.part(content) or b"") if shared else content
