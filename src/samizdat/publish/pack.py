"""Packs written directly: one file of deflated objects and its index, whole or not at all.

Source: https://git-scm.com/docs/gitformat-pack (pack version 2, index version 2).
"""

import hashlib
import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from samizdat.model.file import Packed
from samizdat.publish.objects import object_id

PREFIX = "tmp_samizdat_"
_KINDS = {b"commit": 1, b"tree": 2, b"blob": 3}
# Trees are mostly hashes, which no level makes shorter.
_LEVELS = {b"commit": 6, b"tree": 1, b"blob": 2}
# Pictures are compressed already: a second time costs time and bytes.
_COMPRESSED = (b"\x89PNG", b"RIFF")
_LONGEST_STORED = 0xFFFF
_FAR = 1 << 31


@dataclass(frozen=True, slots=True)
class Blob:
    """A file's bytes with their Git id, deflated when asked for."""

    content: bytes
    object: bytes

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Return *content* with its id."""
        return cls(content, object_id(b"blob", content))

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content)

    def deflated(self) -> bytes:
        """Return the bytes, deflated by zlib."""
        return _deflated(b"blob", self.content)


class Pack:
    """A pack under way in the folder `objects/pack`; left without `finish`, it never was."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / f"{PREFIX}{os.getpid()}_{os.urandom(8).hex()}.pack"
        self._file: BinaryIO | None = None  # opened by the first object
        self._at = 12
        self._placed: dict[bytes, tuple[int, int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
        self._path.unlink(missing_ok=True)
        self._path.with_suffix(".idx").unlink(missing_ok=True)

    @property
    def size_bytes(self) -> int:
        """How long the pack is."""
        return self._at + 20

    def __len__(self) -> int:
        return len(self._placed)

    def add(self, kind: bytes, data: bytes) -> bytes:
        """Put an object into the pack and return its raw id; one object once."""
        oid = object_id(kind, data)
        if oid not in self._placed:
            self._place(oid, _header(_KINDS[kind], len(data)) + _deflated(kind, data))
        return oid

    def put(self, blob: Packed) -> None:
        """Put a file into the pack as it is packed already; one object once."""
        if blob.object not in self._placed:
            self._place(blob.object, _header(_KINDS[b"blob"], blob.size) + blob.deflated())

    def _place(self, oid: bytes, packed: bytes) -> None:
        self._out().write(packed)
        self._placed[oid] = (self._at, zlib.crc32(packed))
        self._at += len(packed)

    def finish(self) -> None:
        """Make the objects part of the repository: safe on disk, then in one rename each."""
        if not self._placed:
            return
        file = self._out()
        file.seek(0)
        file.write(struct.pack(">4sLL", b"PACK", 2, len(self._placed)))
        checksum = _checksum(file)
        file.seek(0, os.SEEK_END)
        file.write(checksum)
        _settle(file)
        index = self._path.with_suffix(".idx")
        with index.open("wb+") as out:
            out.write(_index(self._placed, checksum))
            _settle(out)
        name = f"pack-{checksum.hex()}"
        # The index makes a pack visible, so it comes last.
        for path in (self._path, index):
            path.chmod(0o444)
            path.replace(self._folder / (name + path.suffix))
        sync_folder(self._folder)

    def _out(self) -> BinaryIO:
        if self._file is None:
            self._file = self._path.open("wb+", buffering=1 << 20)
            self._file.write(bytes(12))  # the header, known when all objects are
        return self._file


def sync_folder(folder: Path) -> None:
    """Make the names in *folder* safe on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()


def _deflated(kind: bytes, data: bytes) -> bytes:
    if data.startswith(_COMPRESSED):
        return _stored(data)
    return zlib.compress(data, _LEVELS[kind])


def _stored(data: bytes) -> bytes:
    """Return *data* in a zlib stream as it is: a QR picture takes zlib longer to begin than to do.

    Source: RFC 1950 and RFC 1951, section 3.2.4.
    """
    if len(data) > _LONGEST_STORED:
        return zlib.compress(data, 0)
    length = struct.pack("<HH", len(data), len(data) ^ 0xFFFF)
    return b"\x78\x01\x01" + length + data + zlib.adler32(data).to_bytes(4, "big")


def _header(kind: int, size: int) -> bytes:
    """Return kind and size as the pack's variable-length number: 4 bits, then 7 a byte."""
    first, size = (kind << 4) | (size & 15), size >> 4
    out = bytearray()
    while size:
        out.append(first | 0x80)
        first, size = size & 0x7F, size >> 7
    out.append(first)
    return bytes(out)


def _checksum(file: BinaryIO) -> bytes:
    file.flush()
    file.seek(0)
    digest = hashlib.sha1(usedforsecurity=False)
    while piece := file.read(1 << 20):
        digest.update(piece)
    return digest.digest()


def _index(placed: dict[bytes, tuple[int, int]], checksum: bytes) -> bytes:
    oids = sorted(placed)
    counts = [0] * 256
    for oid in oids:
        counts[oid[0]] += 1
    total = 0
    fanout = []
    for count in counts:
        total += count
        fanout.append(total)
    far = [placed[oid][0] for oid in oids if placed[oid][0] >= _FAR]
    ranks = iter(range(len(far)))
    near = [at if (at := placed[oid][0]) < _FAR else _FAR | next(ranks) for oid in oids]
    body = b"".join(
        (
            b"\377tOc\0\0\0\2",
            struct.pack(">256L", *fanout),
            b"".join(oids),
            struct.pack(f">{len(oids)}L", *(placed[oid][1] for oid in oids)),
            struct.pack(f">{len(oids)}L", *near),
            struct.pack(f">{len(far)}Q", *far),
            checksum,
        )
    )
    return body + hashlib.sha1(body, usedforsecurity=False).digest()
