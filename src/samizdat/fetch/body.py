"""A body as it streams in: decompressed here, and cut off where it passes the cap."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

from samizdat.errors import FetchError, TooLargeError, UnreachableError

ACCEPTED = "gzip, deflate"
"""The codings we announce: both are in the standard library and can be stopped midway."""

_GZIP = 16 + zlib.MAX_WBITS
_NO_CODING = frozenset({"", "identity", "none", "utf-8", "utf8", "binary", "8bit"})
"""Words that mean none, and those that servers write there by mistake (browsers pass them over)."""
_BROKEN = "the compressed body is damaged or breaks off"


async def read_body(
    chunks: AsyncIterator[bytes], coding: str, cap: int, *, truncate: bool = False
) -> bytes:
    """Return the body that *chunks* hold, at most *cap* bytes of it.

    Args:
        chunks: bytes as the server sent them.
        coding: the Content-Encoding header.
        cap: counts decompressed bytes.
        truncate: return the first *cap* bytes of a longer body rather than raise.

    Raises:
        TooLargeError: the body is longer than *cap*.
        UnreachableError: the compressed data are damaged or break off.
        FetchError: *coding* is not one that we announced.
    """
    inflate = _inflater(coding)
    parts: list[bytes] = []
    left = cap
    async for chunk in chunks:
        # One byte more than may stay tells a body that fits from one that does not.
        part = inflate.feed(chunk, left + 1) if inflate else chunk
        if len(part) > left:
            if not truncate:
                raise TooLargeError(f"the body is larger than {cap} bytes")
            parts.append(part[:left])
            return b"".join(parts)
        left -= len(part)
        parts.append(part)
    if inflate and not inflate.is_whole:
        raise UnreachableError(_BROKEN)
    return b"".join(parts)


class _Inflater:
    """One gzip or deflate stream; gzip may hold several members (RFC 1952, section 2.2)."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._stream = zlib.decompressobj(wbits) if wbits else None
        self._head = b""
        self._ended = self._fed = False

    @property
    def is_whole(self) -> bool:
        """Whether the stream has come to its end, or nothing was sent at all."""
        return self._ended or not self._fed

    def feed(self, chunk: bytes, limit: int) -> bytes:
        """Return what *chunk* adds, at most *limit* bytes; what is past that is lost."""
        self._fed = self._fed or bool(chunk)
        parts: list[bytes] = []
        while chunk and limit > 0:
            chunk, part = self._step(chunk, limit)
            limit -= len(part)
            parts.append(part)
        return b"".join(parts)

    def _step(self, chunk: bytes, limit: int) -> tuple[bytes, bytes]:
        """Return what is left of *chunk*, and what its first member gave."""
        chunk, self._head = self._head + chunk, b""
        if self._ended and not (self._wbits == _GZIP and chunk[:1] == b"\x1f"):
            return b"", b""  # padding after the end, which every browser ignores
        if self._stream is None or self._ended:
            if not self._wbits and len(chunk) < 2:
                self._head = chunk
                return b"", b""
            self._stream = zlib.decompressobj(self._wbits or _deflate_wbits(chunk))
            self._ended = False
        try:
            part = self._stream.decompress(chunk, limit)
        except zlib.error as error:
            raise UnreachableError(_BROKEN) from error
        self._ended = self._stream.eof
        return self._stream.unused_data if self._ended else b"", part


def _deflate_wbits(head: bytes) -> int:
    """Return how to read a deflate body: as the standard says (zlib), or raw as some send it."""
    is_zlib = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS


def _inflater(coding: str) -> _Inflater | None:
    named = (c.strip().lower() for c in coding.split(","))
    codings = [c for c in named if c not in _NO_CODING]
    match codings:
        case []:
            return None
        case ["gzip" | "x-gzip"]:
            return _Inflater(_GZIP)
        case ["deflate"]:
            return _Inflater(0)
    raise FetchError(
        f"the body is compressed as {coding!r:.60}, which was not asked for",
        hint="the server ignores Accept-Encoding; tell the newsroom, or fetch it by another way",
    )
