"""Talking to a Git remote: where it stands, fetch, push."""

import re
from pathlib import Path

from samizdat.errors import RemoteError, RemoteRefusedError, RemoteUnreachableError
from samizdat.publish.address import is_repository, parse_address
from samizdat.publish.credentials import access, secrets_of, token_variable
from samizdat.publish.failure import LOCKED, MOVED, TOO_LARGE, explained
from samizdat.publish.options import GitOptions
from samizdat.publish.process import Done, run_git


class TooLargeError(RemoteRefusedError):
    """The server takes no push of this size; it goes up in parts."""


class BusyError(RemoteRefusedError):
    """Another git holds a lock in the repository; it goes away, unless that git was killed."""


class Transport:
    """The git processes that reach one remote, and what their answers mean."""

    def __init__(self, options: GitOptions) -> None:
        self._options = options
        self._address = parse_address(options.address, allow_http=options.allow_http)
        self._ref = f"refs/heads/{options.branch}"
        self.name, self.branch = options.name, options.branch

    def tip(self, ref: str = "") -> str | None:
        """Return the commit at the end of the branch, None if there is no such branch.

        Raises:
            RemoteUnreachableError: no answer.
            RemoteRefusedError: no such repository, or it does not let us in.
        """
        self._check_path()
        wanted = ref or self._ref
        done = self._git("ls-remote", "--refs", "--", self._address.location, wanted)
        if done.code:
            raise self._explained(done)
        for line in done.output.decode("utf-8", "replace").splitlines():
            oid, _, name = line.partition("\t")
            if name == wanted:
                return self._checked(oid)
        return None

    def fetch(self, tip: str) -> None:
        """Bring the branch's history into our repository; *tip* is there if nobody moved it."""
        done = self._git(
            "fetch",
            "--progress",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-auto-maintenance",
            "--recurse-submodules=no",
            "--",
            self._address.location,
            self._ref,
        )
        if done.code and tip not in done.words:
            raise self._explained(done)

    def push(self, commit: str, base: str | None, *, ref: str = "") -> bool:
        """Move the branch from *base* to *commit*; False if it does not stand at *base* any more.

        Raises:
            TooLargeError: it goes up in parts only.
            RemoteUnreachableError: no answer; where it stands is to be asked again.
            RemoteRefusedError: it said no.
        """
        self._check_path()
        target = ref or self._ref
        done = self._git(
            "-c",
            "push.followTags=false",
            "push",
            "--progress",
            "--porcelain",
            "--no-verify",
            "--no-signed",
            "--recurse-submodules=no",
            f"--force-with-lease={target}:{base or ''}",
            "--",
            self._address.location,
            f"{commit}:{target}",
        )
        if done.code == 0:
            return True
        return self._after_failure(done, commit, base, target)

    def delete(self, ref: str) -> None:
        """Remove a branch; a failure only leaves it there."""
        self._git("push", "--no-verify", "--", self._address.location, f":{ref}")

    def _after_failure(self, done: Done, commit: str, base: str | None, target: str) -> bool:
        """Ask where the branch stands: the server may have taken what it could not acknowledge."""
        words = done.words + "\n" + done.output.decode("utf-8", "replace")
        error = self._explained(done)
        if TOO_LARGE.search(words):
            sentence = "the push is larger than the server takes"
            raise TooLargeError(sentence, where=self.name)
        try:
            stands = self.tip(target)
        except (RemoteUnreachableError, RemoteRefusedError):
            raise error from None
        if stands == commit:
            return True
        if LOCKED.search(words):
            raise BusyError(error.what, where=self.name, hint=error.hint)
        if stands != base or MOVED.search(words):
            return False
        raise error

    def _git(self, *words: str) -> Done:
        try:
            return run_git(
                words,
                folder=self._options.repository,
                timeout=self._options.timeout,
                extra=access(self._options, self._address),
            )
        except RemoteUnreachableError as error:
            raise RemoteUnreachableError(error.what, where=self._options.name) from error

    def _explained(self, done: Done) -> RemoteError:
        secrets = secrets_of(self._options, self._address) or ()
        rejected = [
            line.replace("\t", " ")
            for line in done.output.decode("utf-8", "replace").splitlines()
            if line.startswith("!")
        ]
        return explained(
            "\n".join([done.words, *rejected]),
            where=self._options.name,
            token=token_variable(self._options),
            secrets=secrets[1:],
            reads_only=self._options.reads_only,
        )

    def _check_path(self) -> None:
        path = Path(self._address.location)
        if self._address.scheme == "file" and not is_repository(path):
            raise RemoteRefusedError(
                f"there is no Git repository at {path}",
                where=self._options.name,
                hint=f"git init --bare {path}",
            )

    def _checked(self, oid: str) -> str:
        if not re.fullmatch(r"[0-9a-f]{40}", oid):
            raise RemoteRefusedError(
                "it is a SHA-256 repository, and most forges take SHA-1 only",
                where=self._options.name,
                hint="git init --bare --object-format=sha1",
            )
        return oid
