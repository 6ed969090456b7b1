"""One run at a time writes to a mirror; the others learn who does."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from datetime import datetime
from pathlib import Path
from types import TracebackType

from samizdat.errors import LockedError

LOCK_NAME = "lock"


class Lock:
    """The right to write to the store in one folder.

    The kernel holds it, so it ends with the process, however that ends; the file stays and its
    content says who holds or held it. Readers need no lock.
    """

    def __init__(self, handle: int, path: Path) -> None:
        self._handle: int | None = handle
        self.path = path

    @classmethod
    def acquire(cls, folder: Path, *, command: str, now: datetime) -> Lock:
        """Return the lock of *folder*.

        Raises:
            LockedError: another run holds it; says which and since when.
        """
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / LOCK_NAME
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = _holder(handle)
            os.close(handle)
            raise LockedError(
                f"another run holds this mirror: {holder}",
                where=str(folder),
                hint="wait until it has finished, or end it",
            ) from error
        _sign(handle, command, now)
        return cls(handle, path)

    def release(self) -> None:
        """Let the next run have it; twice is the same as once."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Lock:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()


def _sign(handle: int, command: str, now: datetime) -> None:
    """Write who holds the lock into its file."""
    holder = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "command": command,
        "since": now.isoformat(timespec="seconds"),
    }
    os.ftruncate(handle, 0)
    os.pwrite(handle, json.dumps(holder).encode(), 0)


def _holder(handle: int) -> str:
    """Return who holds the lock, in words."""
    try:
        data = json.loads(os.pread(handle, 4096, 0))
        who = f"{data['command']} (process {data['pid']} on {data['host']})"
        return f"{who}, since {data['since']}"
    except (ValueError, KeyError, TypeError):
        return "it has only just begun"
