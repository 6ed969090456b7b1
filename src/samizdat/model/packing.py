"""Bytes packed for keeping, and back; the name of the codec stands beside them."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

from samizdat.errors import StoreError

LEVEL = 1
"""zlib's fastest: docs/decisions/0002-blob-codec.md has the figures."""

_SMALL = 128
"""Below this many bytes, or if they do not shrink by a tenth, bytes are kept as they are."""


def hash_of(body: bytes) -> str:
    """Return the hex SHA-256 under which a blob is kept."""
    return hashlib.sha256(body).hexdigest()


def pack(body: bytes) -> tuple[str, bytes]:
    """Return the codec's name and the bytes to store."""
    if len(body) > _SMALL:
        packed = zlib.compress(body, LEVEL)
        if len(packed) < 0.9 * len(body):
            return "zlib", packed
    return "none", body


def unpack(codec: str, body: bytes) -> bytes:
    """Return the bytes that `pack` was given.

    Raises:
        StoreError: a codec that this version does not know, or damaged bytes.
    """
    if codec == "none":
        return body
    if codec != "zlib":
        raise StoreError(f"unknown codec {codec!r} of a blob", hint="install a newer samizdat")
    try:
        return zlib.decompress(body)
    except zlib.error as error:
        raise StoreError("a blob is damaged", hint="samizdat restore, from a backup") from error


@dataclass(frozen=True, slots=True)
class Packed:
    """A body ready to store; packing needs no transaction, so it happens before one begins."""

    hash: str
    codec: str
    size: int
    body: bytes

    @classmethod
    def of(cls, body: bytes) -> Packed:
        """Return *body* packed."""
        codec, packed = pack(body)
        return cls(hash_of(body), codec, len(body), packed)
