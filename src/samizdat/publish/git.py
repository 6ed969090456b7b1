"""A Git remote: one commit an edition, written as objects, moved by compare-and-swap."""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from samizdat.errors import RemoteError, RemoteMovedError, RemoteRefusedError
from samizdat.model.file import Changes, Receipt, Tip
from samizdat.publish import names
from samizdat.publish.history import changed_between, written_by_us
from samizdat.publish.moved import gone
from samizdat.publish.objects import format_commit, signature, tree_of
from samizdat.publish.options import GitOptions
from samizdat.publish.parts import New, push_in_parts
from samizdat.publish.plan import Ground, Plan, make_plan
from samizdat.publish.process import require_git
from samizdat.publish.repository import Repository
from samizdat.publish.transport import BusyError, TooLargeError, Transport
from samizdat.publish.trees import Trees

_TRIES = 4


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


class Git:
    """A branch of a Git repository, here or on a forge.

    >>> from pathlib import Path
    >>> Git(GitOptions("main", "/srv/mirror.git", Path("store/git"))).name
    'main'
    """

    def __init__(self, options: GitOptions) -> None:
        self._options = options
        self._repository = Repository(options.repository)
        self._transport = Transport(options)

    @property
    def name(self) -> str:
        """The name that the operator gave it."""
        return self._options.name

    def tip(self) -> Tip | None:
        """Return the commit that the branch points to."""
        self._repository.prepare()
        tip = self._transport.tip()
        return Tip(tip) if tip else None

    def publish(self, changes: Changes, *, expected: Tip | None) -> Receipt:
        """Commit *changes* on top of what stands there and push it."""
        if expected is not None and not re.fullmatch(r"[0-9a-f]{40}", expected.value):
            raise gone(self.name)
        require_git()
        try:
            self._repository.prepare()
            receipt = self._publish(changes, expected.value if expected else None)
            with suppress(RemoteError):  # the edition is up; the packs are joined another time
                self._repository.tidy()
        except OSError as error:
            raise RemoteError(
                f"samizdat's own repository cannot be written: {error.strerror or error}",
                where=str(self._options.repository),
                hint="make room, and look whose files they are",
            ) from error
        return receipt

    def _publish(self, changes: Changes, expected: str | None) -> Receipt:
        """Commit where we last stood; only if that is refused or in doubt, ask and build on it.

        The lease makes the guess safe, and it saves one question a publication.
        """
        if expected is not None and expected == self._repository.noted("tip", self.name):
            receipt = self._unlocked(partial(self._attempt, changes, expected, expected))
            if receipt is not None and receipt.changed:
                return receipt
        for patience in range(_TRIES):
            time.sleep(0.1 * patience)  # whoever was faster may not have finished
            tip = self._transport.tip()
            if tip is None and expected is not None:
                raise gone(self.name)
            if not self._bring(tip):
                continue
            work = partial(self._attempt, changes, expected, tip)
            if receipt := self._unlocked(work, last=patience == _TRIES - 1):
                return receipt
        raise RemoteMovedError(
            f"somebody else pushed each of the {_TRIES} times we tried",
            where=self.name,
            hint="publish again later",
        )

    def _unlocked(
        self, work: Callable[[], Receipt | None], *, last: bool = False
    ) -> Receipt | None:
        """Return what *work* returns, None if a lock was in its way; the last one is an error."""
        try:
            return work()
        except BusyError:
            if last:
                raise
            return None

    def _attempt(self, changes: Changes, expected: str | None, tip: str | None) -> Receipt | None:
        """Publish onto *tip*; None if others were faster."""
        base = self._look(changes, expected, tip)
        commit = self._commit(changes, base)
        if commit.oid is None:
            return self._receipt(commit.plan, base, None)
        pushed = self._push(commit.oid, commit.size_bytes, base.tip)
        return self._receipt(commit.plan, base, pushed) if pushed else None

    def _bring(self, tip: str | None) -> bool:
        """Fetch *tip* if it is not here; False if the branch moved on since it was asked for."""
        if tip is None or tip == self._repository.noted("tip", self.name):
            return True
        if self._repository.has(tip):
            return True
        self._transport.fetch(tip)
        return self._repository.has(tip)

    def _look(self, changes: Changes, expected: str | None, tip: str | None) -> _Base:
        """Return what happened on the remote since *expected*."""
        if tip is None or tip == expected:
            return _Base(tip, {})
        if expected is not None and not self._repository.descends(tip, expected):
            raise gone(self.name)
        ours = written_by_us(self._repository, expected, tip, self._options.author_email)
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
            for path, before, after in changed_between(self._repository, expected, tip)
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

    def _commit(self, changes: Changes, base: _Base) -> _Commit:
        """Write blobs, trees and one commit as a pack, if anything differs."""
        with self._repository.objects() as objects, self._repository.pack() as pack:
            root = tree_of(objects.need(base.tip)) if base.tip else None
            trees = Trees(lambda oid: objects.need(oid.hex()))
            ground = Ground(
                trees=trees,
                root=root,
                read=lambda oid: objects.need(oid.hex()),
                write=lambda data: pack.add(b"blob", data),
                ours=base.ours,
                max_file_bytes=self._options.max_file_bytes,
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

    def _message(self, changes: Changes, tree: bytes, parents: tuple[str, ...]) -> bytes:
        identity = f"{self._options.author_name} <{self._options.author_email}>"
        return format_commit(tree, parents, signature(identity, changes.as_of), changes.message)

    def _push(self, commit: str, size_bytes: int, base: str | None) -> str | None:
        """Return the commit that the remote now stands at, None if others were faster.

        The commit is noted before it goes up: its objects stay, and a remote that took it while we
        were killed is recognised without fetching.
        """
        if size_bytes > self._options.max_push_bytes:
            return self._push_in_parts(commit, base, self._options.max_push_bytes)
        self._repository.note("pending", self.name, commit)
        try:
            return commit if self._transport.push(commit, base) else None
        except TooLargeError:
            return self._push_in_parts(commit, base, max(1, size_bytes // 4))

    def _push_in_parts(self, commit: str, base: str | None, limit: int) -> str | None:
        new = New(commit, base)
        last, staging = push_in_parts(self._repository, self._transport, new, limit)
        self._repository.note("pending", self.name, last)
        if not self._transport.push(last, base):
            return None
        self._transport.delete(staging)
        return last

    def _receipt(self, plan: Plan, base: _Base, pushed: str | None) -> Receipt:
        tip = pushed or base.tip
        if tip is None:
            raise RemoteRefusedError("the first edition holds no file", where=self.name)
        self._repository.note("tip", self.name, tip)
        self._repository.note("pending", self.name, None)
        return Receipt(
            self.name,
            Tip(tip),
            files=len(plan.edits) if pushed else 0,
            objects=plan.objects,
            changed=pushed is not None,
            notes=(*base.notes, *plan.notes),
        )
