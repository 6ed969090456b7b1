"""QR codes of addresses as small PNG files, the same bytes on every machine.

A QR code with a fixed mask is linear: flipping one bit of the text flips a fixed set of modules,
whatever the rest says. segno draws the code of an empty text (zero bytes) of each length once;
every further code is that drawing XOR one table entry for each half byte of its text.

The PNG is linear too, because its compression is chosen here and not by a library: each module is
four pixels wide, so a byte holds two modules and takes one of four values; with a Huffman code
that gives those four values the words 000 to 011, each module is exactly one bit of the
compressed stream. Rows repeat by matches of fixed length. So the tables XOR the compressed stream
itself, and only its two checksums are computed for each picture.
"""

import struct
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache

import segno

from samizdat.errors import ParseError
from samizdat.render.qr_layout import CAPACITY, layout_of, module_flips
from samizdat.render.qr_stream import Stream, stream_of

MASK = 4
"""Any fixed mask keeps the code linear and readers accept all eight."""

LONGEST = max(CAPACITY.values())
"""Bytes of the longest text that fits a code here."""

_OWN = len("e3/eaa7vq4nya4q.md")
"""Bytes at the end of a page's address that are its own."""

_NIBBLES = bytes.maketrans(b"0123456789abcdef", bytes(range(16)))
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_ZLIB_HEADER = b"\x78\x01"


def qr_png(text: str) -> bytes:
    r"""Return the QR code of *text* as a PNG: 4 pixels a module, 4 modules of quiet zone.

    Level L, byte mode, the smallest version that holds the text: a PNG of 424 bytes for an
    address of 79 to 106 characters, of 490 bytes up to 134 characters.

    Raises:
        ParseError: *text* is longer than 271 bytes.

    >>> qr_png("https://forge.example/mirror/news/blob/main/README.md")[:8]
    b'\x89PNG\r\n\x1a\n'
    """
    data = text.encode()
    version = _version(text, len(data))
    plan = _plan(version, len(data))
    bits = _begun(version, len(data), data[:-_OWN])
    for table, nibble in zip(plan.flips[-2 * _OWN :], _nibbles(data[-_OWN:]), strict=True):
        bits ^= table[nibble]
    return _png(plan.stream, bits)


def _nibbles(data: bytes) -> bytes:
    return data.hex().encode().translate(_NIBBLES)


def _version(text: str, size: int) -> int:
    """Return the smallest version that holds *size* bytes."""
    for version, capacity in CAPACITY.items():
        if size <= capacity:
            return version
    raise ParseError(
        f"too long for a QR code: {size} bytes, at most {LONGEST}",
        where=text[:200],
        hint="use a shorter public address for this remote",
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the pictures of all texts of one length are made of.

    Attributes:
        stream: of the version that holds them.
        start: the compressed stream for as many zero bytes.
        flips: for each half byte of the text, a table: value → bits to flip.
    """

    stream: Stream
    start: int
    flips: tuple[tuple[int, ...], ...]


# Remotes publish from threads of their own: caches of pure functions need no lock.
@lru_cache(maxsize=64)
def _plan(version: int, size: int) -> _Plan:
    stream = stream_of(layout_of(version).size)
    tables = (_tables(version, position) for position in range(size))
    return _Plan(
        stream,
        stream.bits(_zero_matrix(version, size)),
        tuple(table for pair in tables for table in pair),
    )


@lru_cache(maxsize=1024)
def _begun(version: int, size: int, shared: bytes) -> int:
    """Return the stream for *shared* and then zero bytes; a month's addresses begin alike."""
    plan = _plan(version, size)
    bits = plan.start
    for table, nibble in zip(plan.flips, _nibbles(shared), strict=False):
        bits ^= table[nibble]
    return bits


@cache
def _tables(version: int, position: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the tables of the two half bytes at *position*."""
    layout = layout_of(version)
    stream = stream_of(layout.size)
    flips = [stream.flip(cells) for cells in module_flips(layout, position)]
    return _sums(flips[:4]), _sums(flips[4:])


def _sums(flips: list[int]) -> tuple[int, ...]:
    """Return the XOR of every choice from *flips*, which stand for the bits 8, 4, 2 and 1."""
    sums = [0]
    for flip in reversed(flips):
        sums += [known ^ flip for known in sums]
    return tuple(sums)


def _zero_matrix(version: int, size: int) -> tuple[bytearray, ...]:
    code = segno.make(
        bytes(size), version=version, error="l", mask=MASK, mode="byte", boost_error=False
    )
    return tuple(code.matrix)


def _png(stream: Stream, bits: int) -> bytes:
    body = bits.to_bytes(stream.size_bytes, "little")
    # Inflating is exact in every zlib; only deflating differs from version to version.
    check = zlib.adler32(zlib.decompress(body, wbits=-15))
    side = stream.side
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)),
            _chunk(b"IDAT", _ZLIB_HEADER + body + check.to_bytes(4, "big")),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(kind + data)
    return len(data).to_bytes(4, "big") + kind + data + crc.to_bytes(4, "big")
