"""Trees changed along a few paths: only the folders on the way are read and written."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from samizdat.publish.limits import Folders
from samizdat.publish.objects import TREE, Entry, Tree, format_tree, parse_tree

Edits = Mapping[bytes, Entry | None]
"""Path → what stands there now; None: nothing."""

_Nested = dict[bytes, "Entry | _Nested | None"]


class Found(NamedTuple):
    """What stands at a path.

    Attributes:
        entry: the entry at the path, None if there is none.
        blocker: the path of a file that stands where a folder would have to be.
    """

    entry: Entry | None
    blocker: bytes = b""


class Trees:
    """The trees of one repository, read once each.

    Attributes:
        folders: what was seen of the folders written so far.
    """

    def __init__(self, read: Callable[[bytes], bytes]) -> None:
        self._read = read
        self.folders = Folders()
        self._cache: dict[bytes, Tree] = {}

    def find(self, root: bytes | None, path: bytes) -> Found:
        """Return what stands at *path* in the tree *root*."""
        entry = Entry(TREE, root) if root else None
        parts = path.split(b"/")
        for index, part in enumerate(parts):
            if entry is None:
                return Found(None)
            if entry.mode != TREE:
                return Found(None, b"/".join(parts[:index]))
            entry = self._entries(entry.oid).get(part)
        return Found(entry)

    def apply(self, root: bytes | None, edits: Edits, write: Callable[[bytes], bytes]) -> bytes:
        """Return the id of *root* with *edits*; trees that are new are given to *write*.

        Folders that become empty vanish.
        """
        changed = self._apply(root, _nest(edits), write, b"")
        return changed or write(b"")

    def _apply(
        self, oid: bytes | None, edits: _Nested, write: Callable[[bytes], bytes], path: bytes
    ) -> bytes | None:
        before = self._entries(oid) if oid else {}
        tree = dict(before)
        for name, edit in edits.items():
            if isinstance(edit, dict):
                inside = path + b"/" + name if path else name
                edit = self._folder(before.get(name), edit, write, inside)  # noqa: PLW2901
            if edit is None:
                tree.pop(name, None)
            else:
                tree[name] = edit
        if tree == before:
            return oid
        self.folders.look(path, tree)
        return write(format_tree(tree)) if tree else None

    def _folder(
        self,
        old: Entry | None,
        edits: _Nested,
        write: Callable[[bytes], bytes],
        path: bytes,
    ) -> Entry | None:
        inside = old.oid if old and old.mode == TREE else None
        changed = self._apply(inside, edits, write, path)
        if changed is None:
            return old if old and old.mode != TREE else None
        return Entry(TREE, changed)

    def _entries(self, oid: bytes) -> Tree:
        if oid not in self._cache:
            self._cache[oid] = parse_tree(self._read(oid))
        return self._cache[oid]


def _nest(edits: Edits) -> _Nested:
    """Return *edits* by folder; a path under another one wins over that one's removal."""
    nested: _Nested = {}
    for path, edit in sorted(edits.items(), key=lambda item: item[0]):
        *folders, name = path.split(b"/")
        here = nested
        for folder in folders:
            inner = here.get(folder)
            if not isinstance(inner, dict):
                inner = here[folder] = {}
            here = inner
        here[name] = edit
    return nested
