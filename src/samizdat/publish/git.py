"""A Git remote: one commit an edition, written as objects, moved by compare-and-swap."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime

from samizdat.errors import RemoteError, RemoteMovedError
from samizdat.model.file import Changes, Receipt, Tip
from samizdat.publish.back import Earlier, Keep, keep_nothing
from samizdat.publish.committer import Committer
from samizdat.publish.moved import gone, not_kept
from samizdat.publish.objects import is_id
from samizdat.publish.options import GitOptions
from samizdat.publish.process import require_git
from samizdat.publish.repository import Repository
from samizdat.publish.reroot import Rerooting
from samizdat.publish.transport import BusyError, Transport

_TRIES = 4

_Attempt = Callable[[str | None], Receipt | None]
"""Publishes onto the tip that it is given; None if others were faster."""


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
        self._committer = Committer(options, self._repository, self._transport)
        self._rerooting = Rerooting(options, self._repository, self._transport)

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
        known = self._known(expected)
        with self._own_repository():
            receipt = self._try(lambda tip: self._committer.commit(changes, known, tip), known)
            return self._rerooting.bound(receipt, changes.as_of) if receipt.changed else receipt

    def revert(self, to: Tip, *, expected: Tip, at: datetime, keep: Keep = keep_nothing) -> Receipt:
        """Commit what our files were at the commit *to*, on top of what stands there."""
        known = self._known(expected)
        if not is_id(to.value):
            raise not_kept(self.name)
        with self._own_repository():
            return self._try(lambda tip: self._go_back(to.value, known, tip, at, keep), known)

    def _known(self, expected: Tip | None) -> str | None:
        if expected is None:
            return None
        if not is_id(expected.value):
            raise gone(self.name)
        return expected.value

    @contextmanager
    def _own_repository(self) -> Iterator[None]:
        """Make samizdat's own repository ready, and join its packs afterwards."""
        require_git()
        try:
            with self._repository.inside():
                self._repository.prepare()
                yield
                with suppress(RemoteError):  # the edition is up; packs are joined another time
                    self._repository.tidy()
            with suppress(RemoteError):
                self._repository.collect()
        except OSError as error:
            raise RemoteError(
                f"samizdat's own repository cannot be written: {error.strerror or error}",
                where=str(self._options.repository),
                hint="make room, and look whose files they are",
            ) from error

    def _try(self, attempt: _Attempt, expected: str | None) -> Receipt:
        """Commit where we last stood; only if that is refused or in doubt, ask and build on it.

        The lease makes the guess safe, and it saves one question a publication.
        """
        if expected is not None and expected == self._repository.noted("tip", self.name):
            receipt = self._unlocked(attempt, expected)
            if receipt is not None and receipt.changed:
                return receipt
        for patience in range(_TRIES):
            time.sleep(0.1 * patience)  # whoever was faster may not have finished
            tip = self._transport.tip()
            if tip is None and expected is not None:
                raise gone(self.name)
            if not self._bring(tip):
                continue
            if receipt := self._unlocked(attempt, tip, last=patience == _TRIES - 1):
                return receipt
        raise RemoteMovedError(
            f"somebody else pushed each of the {_TRIES} times we tried",
            where=self.name,
            hint="publish again later",
        )

    def _unlocked(
        self, attempt: _Attempt, tip: str | None, *, last: bool = False
    ) -> Receipt | None:
        """Return what *attempt* gives, None if a lock was in its way; the last one is an error."""
        try:
            return attempt(tip)
        except BusyError:
            if last:
                raise
            return None

    def _bring(self, tip: str | None) -> bool:
        """Fetch *tip* if it is not here; False if the branch moved on since it was asked for."""
        if tip is None or tip == self._repository.noted("tip", self.name):
            return True
        if self._repository.has(tip):
            return True
        self._transport.fetch(tip)
        return self._repository.has(tip)

    def _go_back(
        self, to: str, expected: str | None, tip: str | None, at: datetime, keep: Keep
    ) -> Receipt | None:
        """Commit onto *tip* what our files were at *to*; None if others were faster."""
        there = self._committer.find(to, tip) if tip else None
        if tip is None or there is None:
            raise not_kept(self.name)
        with self._repository.objects() as objects:
            earlier = Earlier(self._repository, objects, there, tip, self._options.author_email)
            back = earlier.find_back(keep, at)
            receipt = self._committer.commit(back.to_changes(), expected, tip, back.stored)
        if receipt is None:
            return None
        hashes = {path: back.hashes[path] for path in receipt.objects}
        return replace(receipt, hashes=hashes, removed=tuple(back.removed))
