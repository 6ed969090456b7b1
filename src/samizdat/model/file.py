"""Files of an edition, what changes on one remote, and what the remote answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

Read = Callable[[], bytes]
"""Gives a file's bytes when the remote is ready for them."""


@dataclass(frozen=True, slots=True)
class File:
    """One rendered file, without any address of its own.

    Attributes:
        path: relative POSIX path on the remote.
        content: the bytes.
        share_at: byte offset at which a remote's share block goes in, None if the file has none.
        managed_part: True if people may own text around ours (README.md): the publisher keeps what
            stands outside the two marker comments.
        notice: why an editors' template was not used for this page, "" if it was or there is none.
    """

    path: str
    content: bytes
    share_at: int | None = None
    managed_part: bool = False
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Tip:
    """Where a remote stands: its commit (Git) or edition number (folder), as text."""

    value: str


class Packed(Protocol):
    """A file's bytes as Git keeps them, made once by whoever rendered it."""

    @property
    def object(self) -> bytes:
        """The raw Git id of the bytes."""
        ...

    @property
    def size(self) -> int:
        """How many bytes there are."""
        ...

    def deflated(self) -> bytes:
        """Return the bytes, deflated by zlib."""
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """One file to write.

    Attributes:
        read: gives the bytes.
        hash: hex SHA-256 of the bytes, as the file table keeps it.
        managed_part: as in `File`.
        packed: the same bytes for Git, None if nobody has made them yet.
    """

    read: Read
    hash: str
    managed_part: bool = False
    packed: Packed | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What one edition changes on one remote.

    Attributes:
        edition: the edition's number.
        as_of: the edition's time, aware UTC; becomes the commit's time.
        message: the commit's message: subject, blank line, body.
        written: path → file.
        removed: managed paths that go.
        known: every managed path in `written` or `removed` that the remote had before → the Git
            object id that we gave it ("" on a folder: its hash).
    """

    edition: int
    as_of: datetime
    message: str
    written: Mapping[str, Written]
    removed: tuple[str, ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a remote took.

    Attributes:
        remote: the name that the operator gave it.
        tip: where it stands now.
        files: number of files written and removed.
        objects: path → Git object id as written, for the file table (folders: the hash).
        changed: False if the remote already held all of it and nothing was committed.
        notes: sentences for the operator (a file of a person was in the way and stayed, …).
        hashes: after an undo: path → hex SHA-256 of what was restored, "" where only the remote
            knows it (README.md among people's text), so that it is written anew the next time.
        removed: after an undo: managed paths that are no more.
    """

    remote: str
    tip: Tip
    files: int
    objects: Mapping[str, str] = field(default_factory=dict)
    changed: bool = True
    notes: tuple[str, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
