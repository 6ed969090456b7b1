"""Rendered files that wait on disk for the remotes."""

from __future__ import annotations

import tempfile
import threading
import zlib
from typing import IO

from samizdat.app.render_worker import Made
from samizdat.model.file import Written

MEMORY_BYTES = 4 * 1024 * 1024
"""What is kept in memory; a cycle's few changed pages never meet the disk."""


class Spool:
    """The files of one publication, deflated; safe between threads."""

    def __init__(self, memory_bytes: int = MEMORY_BYTES) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(memory_bytes)  # noqa: SIM115
        self._lock = threading.Lock()
        self._end = 0
        self._at_end = True

    def put(self, made: Made) -> Written:
        """Keep the bytes of *made*; return what gives them back."""
        with self._lock:
            start = self._end
            if not self._at_end:
                self._file.seek(start)
            self._at_end = False  # until all of it is written: a disk may be full
            self._file.write(made.deflated)
            self._end, self._at_end = start + len(made.deflated), True
        slot = Slot(self, start, len(made.deflated), made.object, made.size)
        return Written(slot.content, made.hash, made.managed_part, slot)

    def read(self, start: int, length: int) -> bytes:
        """Return *length* bytes from *start* on."""
        with self._lock:
            self._at_end = False
            self._file.seek(start)
            return self._file.read(length)

    def close(self) -> None:
        """Drop what was kept."""
        self._file.close()


class Slot:
    """Where one file's bytes lie in a spool; a first edition holds two for each story."""

    __slots__ = ("_length", "_spool", "_start", "object", "size")

    def __init__(self, spool: Spool, start: int, length: int, oid: bytes, size: int) -> None:
        self._spool, self._start, self._length = spool, start, length
        self.object, self.size = oid, size

    def deflated(self) -> bytes:
        """Return the bytes, deflated by zlib."""
        return self._spool.read(self._start, self._length)

    def content(self) -> bytes:
        """Return the bytes."""
        return zlib.decompress(self.deflated())
