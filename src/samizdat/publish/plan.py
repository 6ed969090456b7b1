"""What one edition changes in the tree that stands on a remote, people's files left alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from samizdat.model.file import Changes, Packed, Written
from samizdat.publish import limits, names, readme
from samizdat.publish.objects import FILE, REGULAR, TREE, Entry
from samizdat.publish.pack import Blob
from samizdat.publish.trees import Trees


@dataclass(slots=True)
class Plan:
    """What a commit will do.

    Attributes:
        edits: path → entry, None for what goes; only what differs from the tree.
        objects: path → object id, hex, of everything that stands as the edition wants it.
        notes: sentences for the operator.
    """

    edits: dict[bytes, Entry | None] = field(default_factory=dict)
    objects: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the edition goes onto.

    Attributes:
        trees: the repository's trees.
        root: the tree on the remote, None if it is empty.
        read: gives a file of it, by raw id.
        put: takes a new file's bytes.
        ours: path → object id, hex, of files that we put there.
        was_ours: tells whether we touched a file last that nobody remembers as ours, such as the
            page of a story that a lost store did not give back.
        max_file_bytes: larger files are left out.
    """

    trees: Trees
    root: bytes | None
    read: Callable[[bytes], bytes]
    put: Callable[[Packed], None]
    ours: Mapping[str, str]
    was_ours: Callable[[str], bool]
    max_file_bytes: int


def make_plan(changes: Changes, ground: Ground) -> Plan:
    """Return what *changes* does on *ground*; the new files are written, the trees not yet."""
    planner = _Planner(changes, ground)
    for path in changes.removed:
        planner.remove(path)
    for path, written in sorted(changes.written.items()):
        planner.write(path, written)
    planner.report()
    return planner.plan


class _Planner:
    """One plan under way."""

    def __init__(self, changes: Changes, ground: Ground) -> None:
        self._ground = ground
        self._known = {path: ground.ours.get(path, oid) for path, oid in changes.known.items()}
        self._known |= {path: oid for path, oid in ground.ours.items() if path not in self._known}
        self._folders = _folders_of(changes.written)
        self._removed = {path.encode() for path in changes.removed if not names.refusal(path)}
        self._put_back: list[str] = []
        self._foreign: list[str] = []
        self._awkward: list[str] = []
        self._long: list[str] = []
        self.plan = Plan()

    def remove(self, path: str) -> None:
        """Let a managed file go, but keep what people wrote around our part of it."""
        if names.refusal(path) or path not in self._known:
            return
        entry = self._ground.trees.find(self._ground.root, path.encode()).entry
        if entry is None or entry.mode == TREE:
            return
        rest = b""
        if path.rpartition("/")[2] == "README.md" and entry.mode in REGULAR:
            text = self._ground.read(entry.oid)
            rest = readme.without(text) if readme.has_markers(text) else b""
        self.plan.edits[path.encode()] = self._kept(rest) if rest else None

    def _kept(self, rest: bytes) -> Entry:
        blob = Blob.of(rest)
        self._ground.put(blob)
        return Entry(FILE, blob.object)

    def write(self, path: str, written: Written) -> None:
        """Put a file where it belongs, unless it is refused or somebody else's is there."""
        if problem := self._refusal(path):
            self._leave_out(path, problem)
            return
        if names.warning(path):
            self._awkward.append(path)
        found = self._ground.trees.find(self._ground.root, path.encode())
        if found.blocker and found.blocker not in self._removed:
            self._foreign.append(found.blocker.decode("utf-8", "replace"))
            return
        if found.entry is not None and found.entry.mode == TREE:
            self._foreign.append(path + "/")
            return
        if written.managed_part and found.entry and found.entry.mode not in REGULAR:
            self._foreign.append(path)  # a link or a submodule: there is no text to go into
            return
        self._settle(path, written, found.entry)

    def report(self) -> None:
        """Say what was found, a few sentences for however many files."""
        sentences = (
            (self._put_back, "changed or deleted by somebody, and put back"),
            (set(self._foreign), "in the way and left as it is, for it is not ours"),
            (self._awkward, "cannot be checked out on Windows"),
            (self._long, limits.LONG_PAGE),
        )
        for paths, sentence in sentences:
            if paths:
                self.plan.notes.append(f"{names.listed(paths)}: {sentence}")

    def _refusal(self, path: str) -> str:
        return names.refusal(path) or (
            "files of the edition lie below it" if path in self._folders else ""
        )

    def _leave_out(self, path: str, problem: str) -> None:
        shown = "".join(c if c.isprintable() else "�" for c in path)[:200]
        self.plan.notes.append(f"{shown} was left out: {problem}")

    def _settle(self, path: str, written: Written, old: Entry | None) -> None:
        packed = written.packed
        if packed is None or written.managed_part:
            packed = Blob.of(self._content(path, written, old))
        if packed.size > self._ground.max_file_bytes:
            self._leave_out(path, f"its {packed.size:,} bytes are more than a forge takes")
            return
        if limits.is_cut_short(path, packed.size):
            self._long.append(path)
        entry = Entry(FILE, packed.object)
        if old != entry:
            if not written.managed_part and not self._may_replace(path, old):
                return
            self._ground.put(packed)
            self.plan.edits[path.encode()] = entry
        self.plan.objects[path] = entry.oid.hex()

    def _content(self, path: str, written: Written, old: Entry | None) -> bytes:
        content = written.read()
        return self._merged(path, content, old) if written.managed_part else content

    def _may_replace(self, path: str, old: Entry | None) -> bool:
        known = self._known.get(path)
        if known is None:
            if old is None or self._ground.was_ours(path):
                return True
            self._foreign.append(path)
            return False
        if old is None or old != Entry(FILE, bytes.fromhex(known)):
            self._put_back.append(path)
        return True

    def _merged(self, path: str, ours: bytes, old: Entry | None) -> bytes:
        theirs = self._ground.read(old.oid) if old is not None else b""
        if self._is_taken_over(path, old, theirs):
            theirs = b""
        if theirs and not readme.has_markers(theirs):
            self.plan.notes.append(f"{path} had no part of ours: it follows the text there")
        return readme.merge(theirs, ours)

    def _is_taken_over(self, path: str, old: Entry | None, theirs: bytes) -> bool:
        """Return whether the file is as an earlier system left it: what we write has markers."""
        known = self._known.get(path)
        return old is not None and known == old.oid.hex() and not readme.has_markers(theirs)


def _folders_of(written: Mapping[str, Written]) -> set[str]:
    folders: set[str] = set()
    for path in written:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders
