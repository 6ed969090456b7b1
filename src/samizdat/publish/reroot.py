"""A branch's past, kept as long as the operator wants: now and then it is given a new root."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple

from samizdat.errors import RemoteError, RemoteRefusedError
from samizdat.model.file import Receipt, Tip
from samizdat.publish.history import written_by_us
from samizdat.publish.moves import Moves
from samizdat.publish.objects import (
    FILE,
    Entry,
    format_commit,
    parents_of,
    signature,
    time_of,
    tree_of,
    with_parents,
)
from samizdat.publish.options import GitOptions
from samizdat.publish.pack import Pack
from samizdat.publish.repository import Objects, Repository
from samizdat.publish.transport import Transport
from samizdat.publish.trees import Trees

PEOPLE = "People of this repository <people@samizdat.invalid>"
"""Who the part of a new root is by that is not ours, so that the rest is known as ours for ever."""

_NO_LONGER = "What was before is kept no longer.\n"
_OFTEN = timedelta(days=1)
_FEW = 3
"""A new root takes up to so many commits, so that fewer old ones are left alone."""


class _Cut(NamedTuple):
    """Where a branch is cut: the last commit that goes, and how many go with it."""

    commit: str
    behind: int


@dataclass(frozen=True, slots=True)
class Rerooting:
    """Bounds the history of one remote's branch."""

    options: GitOptions
    repository: Repository
    transport: Transport

    def bound(self, receipt: Receipt, as_of: datetime) -> Receipt:
        """Return *receipt*, with the new tip if the branch was given a new root.

        That happens when its oldest commit of ours is older than twice what is kept, at most once a
        day. A person who pushed meanwhile wins, and the next publication tries again. What cannot
        be done is said in a note: the edition is up in any case.
        """
        if self.options.history is None or self._was_looked_at(as_of):
            return receipt
        try:
            cut = self._cut(receipt.tip.value, as_of, self.options.history)
            if cut is None:
                self._note_look(as_of)
                return receipt
            return self._reroot(receipt, cut, as_of)
        except RemoteError as error:
            self._note_look(as_of)
            said = f"the history could not be shortened: {error.what}"
            return replace(receipt, notes=(*receipt.notes, said))

    def _reroot(self, receipt: Receipt, cut: _Cut, as_of: datetime) -> Receipt:
        old, name = receipt.tip.value, self.options.name
        new = self._rewrite(old, cut.commit)
        self.repository.note("pending", name, new)
        # With bitmaps git knows that the forge has every file already, and sends commits only.
        self.repository.git("repack", "-a", "-d", "-k", "-b", "-q")
        pushed = self.transport.push(new, old)
        if not pushed and self.transport.tip() == old:
            raise RemoteRefusedError("its rules forbid it; let this user force-push", where=name)
        if pushed:
            self._note_look(as_of)
            self.repository.note("tip", name, new)
            self.repository.want_gc()
        self.repository.note("pending", name, None)
        if not pushed:
            return receipt
        said = f"its history was shortened: {cut.behind:,} commits are kept no longer"
        return replace(receipt, tip=Tip(new), notes=(*receipt.notes, said))

    def _was_looked_at(self, as_of: datetime) -> bool:
        with suppress(OSError, ValueError):
            text = (self.repository.path / "looked" / self.options.name).read_text("ascii")
            return as_of - datetime.fromisoformat(text.strip()) < _OFTEN
        return False

    def _note_look(self, as_of: datetime) -> None:
        self.repository.keep(f"looked/{self.options.name}", as_of.isoformat() + "\n")

    def _cut(self, tip: str, as_of: datetime, history: timedelta) -> _Cut | None:
        """Return where to cut, None if the branch is short enough.

        Only our commits say how old it is: people's clocks may be wrong.
        """
        words = ("log", "--first-parent", "--format=%H %ct %ce", tip)
        lines = self.repository.git(*words).output.decode("utf-8", "replace").splitlines()
        known = [line.split(" ", 2) for line in lines]
        email = self.options.author_email
        ours = [(oid, datetime.fromtimestamp(int(at), UTC)) for oid, at, by in known if by == email]
        if not ours or ours[-1][1] >= as_of - 2 * history:
            return None
        older = next((oid for oid, at in ours if at < as_of - history), None)
        if older is None or older == tip:
            return None
        count = self.repository.git("rev-list", "--count", older).output
        behind = int(count) if count.strip().isdigit() else 0
        return _Cut(older, behind) if behind > _FEW else None

    def _rewrite(self, tip: str, older: str) -> str:
        """Write the commits after *older* on a new root; return the last one."""
        with self.repository.objects() as objects, self.repository.pack() as pack:
            root = self._root(objects, pack, older)
            moved = {older: root}
            words = ("rev-list", "--topo-order", "--reverse", tip, f"^{older}")
            for oid in self.repository.git(*words).output.decode("ascii").split():
                commit = objects.need(oid)
                parents = dict.fromkeys(moved.get(one, root) for one in parents_of(commit))
                moved[oid] = pack.add(b"commit", with_parents(commit, tuple(parents))).hex()
            pack.finish()
        Moves(self.repository, self.options.name).add(moved)
        return moved[tip]

    def _root(self, objects: Objects, pack: Pack, older: str) -> str:
        """Write what stands for everything up to *older*: people's files, ours, people's edits.

        Whose a file is is read from who committed it, so that each part has its own commit.
        """
        commit = objects.need(older)
        when = datetime.fromtimestamp(time_of(commit), UTC)
        trees = Trees(lambda oid: objects.need(oid.hex()))
        stands, ours = self._entries(older), self._ours(older)
        theirs = {path: entry for path, entry in stands.items() if path not in ours}
        edited = {path: e for path, e in ours.items() if stands.get(path) != e}
        put = partial(pack.add, b"tree")
        steps = [(trees.apply(None, theirs, put), "Files of people", PEOPLE)] if theirs else []
        mine = trees.apply(tree_of(commit), edited, put)
        steps.append((mine, "The edition", self._identity))
        if mine != tree_of(commit):
            steps.append((tree_of(commit), "Changes of people", PEOPLE))
        parents: tuple[str, ...] = ()
        for tree, what, identity in steps:
            message = f"{what} as of {when:%Y-%m-%d %H:%M} UTC\n\n{_NO_LONGER}"
            data = format_commit(tree, parents, signature(identity, when), message)
            parents = (pack.add(b"commit", data).hex(),)
        return parents[0]

    @property
    def _identity(self) -> str:
        return f"{self.options.author_name} <{self.options.author_email}>"

    def _ours(self, commit: str) -> dict[bytes, Entry]:
        """Return path → what we last wrote there, up to *commit*."""
        ours = written_by_us(self.repository, None, commit, self.options.author_email)
        return {
            path.encode("utf-8", "surrogateescape"): Entry(FILE, bytes.fromhex(oid))
            for path, oid in ours.items()
        }

    def _entries(self, commit: str) -> dict[bytes, Entry]:
        """Return path → what stands there in *commit*."""
        lines = self.repository.git("ls-tree", "-r", "-z", "--full-tree", commit).output
        entries = {}
        for line in filter(None, lines.split(b"\0")):
            facts, _, path = line.partition(b"\t")
            mode, _, oid = facts.split(b" ")
            entries[path] = Entry(mode, bytes.fromhex(oid.decode("ascii")))
        return entries
