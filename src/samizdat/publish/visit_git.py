"""A repository, visited: its objects are brought into a bare repository of our own and read there.

A repository's configuration can name programs that git runs (a pager, a signature check, a file
system monitor), so no git runs inside of one that is only visited, except `upload-pack`, which is
made for strangers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from samizdat.errors import RemoteError, RemoteRefusedError, UsageError
from samizdat.publish.address import Address, parse_address, redact
from samizdat.publish.credentials import access, secrets_of, token_variable
from samizdat.publish.failure import explained
from samizdat.publish.options import GitOptions
from samizdat.publish.process import Done, require_git, run_git
from samizdat.publish.repository import Objects, Repository
from samizdat.publish.visited import Found

_OID = re.compile(r"[0-9a-f]{40}")
_REGULAR = {b"100644", b"100755"}
_COMMIT = b"\x01"
"""Marks the line of a commit's time in the log: no status of a file begins so."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a repository stands: the commit, and the branch that HEAD names ("" if detached)."""

    commit: str
    branch: str


class GitVisit:
    """The tree of one commit and the history below it, in a repository of our own."""

    def __init__(self, repository: Repository, head: Head, objects: Objects, where: str) -> None:
        self._repository, self._head, self._objects = repository, head, objects
        self._where = where

    @property
    def commit(self) -> str:
        """The commit that is read."""
        return self._head.commit

    @property
    def branch(self) -> str:
        """The branch that HEAD names."""
        return self._head.branch

    def files(self) -> Mapping[str, Found]:
        """Return the regular files by path; names that are not UTF-8 are passed over."""
        return self._files

    @cached_property
    def _files(self) -> dict[str, Found]:
        done = self._git("ls-tree", "-r", "-l", "-z", self.commit)
        return dict(_listed(done.output))

    def read(self, path: str) -> bytes:
        """Return the bytes of a file."""
        found = self._objects.read(self._files[path].object)
        if found is None:
            raise RemoteError("the file is not in the repository's objects", where=path)
        return found[1]

    def first_seen(self) -> Mapping[str, datetime]:
        """Return when each file was first committed; one that was only moved keeps its time."""
        done = self._git(
            *("log", "--reverse", "--diff-filter=AR", "--find-renames=100%", "--name-status", "-z"),
            *("--format=format:%x01%ct", self.commit),
        )
        return dict(_first_times(done.output))

    def _git(self, *words: str) -> Done:
        done = self._repository.git(*words)
        if done.code:
            raise RemoteError(
                "its history cannot be read", where=self._where, hint=done.words[:200]
            )
        return done


@contextmanager
def visit_repository(options: GitOptions) -> Iterator[GitVisit]:
    """Give the HEAD of the repository at `options.address`, brought into `options.repository`.

    Raises:
        UsageError: it has no commit.
        RemoteError: it cannot be reached or read.
    """
    require_git()
    address = parse_address(options.address, allow_http=options.allow_http)
    repository = Repository(options.repository)
    repository.prepare()
    head = _head(options, address)
    if not _borrow(repository, address, head):
        _fetch(options, address, head)
    with repository.objects() as objects:
        yield GitVisit(repository, head, objects, redact(options.address))


def _head(options: GitOptions, address: Address) -> Head:
    done = _remote_git(options, address, "ls-remote", "--symref", "--", address.location, "HEAD")
    commit = branch = ""
    for line in done.output.decode("utf-8", "replace").splitlines():
        value, _, name = line.partition("\t")
        if name == "HEAD" and value.startswith("ref: refs/heads/"):
            branch = value.removeprefix("ref: refs/heads/")
        elif name == "HEAD":
            commit = value
    if not commit:
        raise UsageError(
            "the repository holds no commit",
            where=redact(options.address),
            hint="commit its pages first, or name another repository",
        )
    if not _OID.fullmatch(commit):
        raise RemoteRefusedError("it is a SHA-256 repository", where=redact(options.address))
    return Head(commit, branch)


def _borrow(repository: Repository, address: Address, head: Head) -> bool:
    """Read the objects of a repository on this machine where they lie; False if that cannot be."""
    if address.scheme != "file":
        return False
    path = Path(address.location)
    folder = path / ".git" if (path / ".git").is_dir() else path
    objects = folder / "objects"
    if not objects.is_dir() or any(c in str(objects) for c in '\n"#'):
        return False
    info = repository.path / "objects" / "info"
    (info / "alternates").write_text(f"{objects}\n", encoding="utf-8")
    shallow = folder / "shallow"
    if shallow.is_file():
        (repository.path / "shallow").write_bytes(shallow.read_bytes())
    return repository.has(head.commit)


def _fetch(options: GitOptions, address: Address, head: Head) -> None:
    _remote_git(
        options,
        address,
        *("fetch", "--progress", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance"),
        *("--recurse-submodules=no", "--update-shallow", "--", address.location),
        f"refs/heads/{head.branch}" if head.branch else "HEAD",
    )


def _remote_git(options: GitOptions, address: Address, *words: str) -> Done:
    done = run_git(
        words,
        folder=options.repository,
        timeout=options.timeout,
        extra=access(options, address),
    )
    if done.code:
        raise explained(
            done.words,
            where=redact(options.address),
            token=token_variable(options),
            secrets=(secrets_of(options, address) or ())[1:],
            reads_only=True,
        )
    return done


def _listed(output: bytes) -> Iterator[tuple[str, Found]]:
    """Yield path and file of the lines of `ls-tree -l -z`."""
    for line in output.split(b"\0"):
        facts, _, name = line.partition(b"\t")
        words = facts.split()
        if len(words) != 4 or words[0] not in _REGULAR:
            continue
        # Names in another encoding count too, as they do in a folder: their stories are stories.
        path = name.decode("utf-8", "surrogateescape")
        yield path, Found(int(words[3]), words[2].decode("ascii"))


def _first_times(output: bytes) -> Iterator[tuple[str, datetime]]:
    """Yield path and time of the fields of `log --name-status -z`, oldest commit first."""
    first: dict[bytes, int] = {}
    when, fields = 0, iter(output.split(b"\0"))
    for token in fields:
        status = token
        if token.startswith(_COMMIT):
            time, _, status = token[1:].partition(b"\n")
            when = int(time)
        if status == b"A":
            first.setdefault(next(fields), when)
        elif status.startswith(b"R"):
            old = next(fields)
            first.setdefault(next(fields), first.get(old, when))
    for path, at in first.items():
        moment = _moment(at)
        if moment is not None:
            yield path.decode("utf-8", "surrogateescape"), moment


def _moment(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
