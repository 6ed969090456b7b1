"""One commit onto what stands on a branch: looked at, written, pushed."""

from collections.abc import Collection
from dataclasses import dataclass

from samizdat.errors import RemoteRefusedError
from samizdat.model.file import Changes, Receipt, Tip
from samizdat.publish import names
from samizdat.publish.history import changed_between, last_hand, written_by_us
from samizdat.publish.moved import gone
from samizdat.publish.moves import Moves
from samizdat.publish.objects import format_commit, signature, tree_of
from samizdat.publish.options import GitOptions
from samizdat.publish.parts import New, push_in_parts
from samizdat.publish.plan import Ground, Plan, make_plan
from samizdat.publish.repository import Repository
from samizdat.publish.transport import TooLargeError, Transport
from samizdat.publish.trees import Trees


@dataclass(frozen=True, slots=True)
class _Base:
    """What we build on: the remote's tip, what of it is ours, and what people did to it."""

    tip: str | None
    ours: dict[str, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Commit:
    """A commit that is in our repository and not yet on the remote; None: nothing to commit."""

    oid: str | None
    plan: Plan
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Committer:
    """Writes commits for one remote and pushes them."""

    options: GitOptions
    repository: Repository
    transport: Transport

    def commit(
        self,
        changes: Changes,
        expected: str | None,
        tip: str | None,
        stored: Collection[bytes] = (),
    ) -> Receipt | None:
        """Publish *changes* onto *tip*; None if others were faster.

        Args:
            changes: of the edition.
            expected: where the file table knows the remote to stand.
            tip: where it stands; its commit is in our repository.
            stored: raw ids of blobs that our repository has already.

        Raises:
            RemoteMovedError: *expected* is not in the history of *tip*.
        """
        if expected is not None and tip is not None and tip != expected:
            expected = self.find(expected, tip)
            if expected is None:
                raise gone(self.options.name)
        base = self._look(changes, expected, tip)
        commit = self._write(changes, base, stored)
        if commit.oid is None:
            return self._receipt(commit.plan, base, None)
        pushed = self._push(commit.oid, commit.size_bytes, base.tip)
        return self._receipt(commit.plan, base, pushed) if pushed else None

    def find(self, commit: str, tip: str) -> str | None:
        """Return *commit* as it is in the history of *tip*, None if it is not there.

        It has another id if the branch was given a new root since.
        """
        if self.repository.descends(tip, commit):
            return commit
        moves = Moves(self.repository, self.options.name)
        return moves.follow(commit, lambda one: self.repository.descends(tip, one))

    def _look(self, changes: Changes, expected: str | None, tip: str | None) -> _Base:
        """Return what happened on the remote since *expected*."""
        if tip is None or tip == expected:
            return _Base(tip, {})
        ours = written_by_us(self.repository, expected, tip, self.options.author_email)
        if expected is None:
            return _Base(tip, ours)
        return _Base(tip, ours, self._others_edits(changes, expected, tip, ours))

    def _others_edits(
        self, changes: Changes, expected: str, tip: str, ours: dict[str, str]
    ) -> tuple[str, ...]:
        """Return a note on files there before that people changed and this edition leaves."""
        mine = changes.written.keys() | set(changes.removed)
        edited = [
            path
            for path, before, after in changed_between(self.repository, expected, tip)
            if before
            and path not in mine
            and ours.get(path) != after
            and not path.endswith("README.md")
        ]
        if not edited:
            return ()
        sentence = (
            "changed or deleted by somebody; what is ours among them is put back when it next"
            " changes, or when everything is published"
        )
        return (f"{names.listed(edited)}: {sentence}",)

    def _write(self, changes: Changes, base: _Base, stored: Collection[bytes]) -> _Commit:
        """Write blobs, trees and one commit as a pack, if anything differs."""
        with self.repository.objects() as objects, self.repository.pack() as pack:
            root = tree_of(objects.need(base.tip)) if base.tip else None
            trees = Trees(lambda oid: objects.need(oid.hex()))
            ground = Ground(
                trees=trees,
                root=root,
                read=lambda oid: objects.need(oid.hex()),
                put=lambda blob: None if blob.object in stored else pack.put(blob),
                ours=base.ours,
                was_ours=lambda path: self._is_by_us(base.tip, path),
                max_file_bytes=self.options.max_file_bytes,
            )
            plan = make_plan(changes, ground)
            tree = trees.apply(root, plan.edits, lambda data: pack.add(b"tree", data))
            plan.notes += trees.folders.notes()
            if tree == root or (root is None and not plan.edits):
                return _Commit(None, plan)
            parents = (base.tip,) if base.tip else ()
            commit = pack.add(b"commit", self._message(changes, tree, parents)).hex()
            pack.finish()
            return _Commit(commit, plan, pack.size_bytes)

    def _is_by_us(self, tip: str | None, path: str) -> bool:
        """Return whether it was us who last touched *path* on the branch."""
        hand = last_hand(self.repository, tip, path) if tip else ""
        return hand == self.options.author_email

    def _message(self, changes: Changes, tree: bytes, parents: tuple[str, ...]) -> bytes:
        identity = f"{self.options.author_name} <{self.options.author_email}>"
        return format_commit(tree, parents, signature(identity, changes.as_of), changes.message)

    def _push(self, commit: str, size_bytes: int, base: str | None) -> str | None:
        """Return the commit that the remote now stands at, None if others were faster.

        The commit is noted before it goes up: its objects stay, and a remote that took it while we
        were killed is recognised without fetching.
        """
        if size_bytes > self.options.max_push_bytes:
            return self._push_in_parts(commit, base, self.options.max_push_bytes)
        self.repository.note("pending", self.options.name, commit)
        try:
            return commit if self.transport.push(commit, base) else None
        except TooLargeError:
            return self._push_in_parts(commit, base, max(1, size_bytes // 4))

    def _push_in_parts(self, commit: str, base: str | None, limit: int) -> str | None:
        new = New(commit, base)
        last, staging = push_in_parts(self.repository, self.transport, new, limit)
        self.repository.note("pending", self.options.name, last)
        if not self.transport.push(last, base):
            return None
        self.transport.delete(staging)
        return last

    def _receipt(self, plan: Plan, base: _Base, pushed: str | None) -> Receipt:
        tip = pushed or base.tip
        if tip is None:
            raise RemoteRefusedError("the first edition holds no file", where=self.options.name)
        self.repository.note("tip", self.options.name, tip)
        self.repository.note("pending", self.options.name, None)
        return Receipt(
            self.options.name,
            Tip(tip),
            files=len(plan.edits) if pushed else 0,
            objects=plan.objects,
            changed=pushed is not None,
            notes=(*base.notes, *plan.notes),
        )
