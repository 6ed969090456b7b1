from __future__ import annotations

import contextlib
import gzip
import zlib
from collections.abc import AsyncIterator, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samizdat.errors import FetchError, TooLargeError, UnreachableError
from samizdat.fetch.body import read_body

MIB = 1024 * 1024
TEXT = "港口今晨开放。\n".encode() * 200


async def _stream(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def _cut(body: bytes, size: int) -> list[bytes]:
    return [body[i : i + size] for i in range(0, len(body), size)]


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKED = {
    "": TEXT,
    "identity": TEXT,
    "UTF-8": TEXT,
    "gzip": gzip.compress(TEXT),
    "X-GZIP": gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]),
    "identity, gzip": gzip.compress(TEXT) + b"\x00" * 20,
    "deflate": zlib.compress(TEXT),
    " Deflate ": _raw_deflate(TEXT),
}


@pytest.mark.parametrize("coding", PACKED)
@pytest.mark.parametrize("size", [1, 2, 7, 100_000])
async def test_a_body_is_the_same_however_it_is_packed_and_cut(coding: str, size: int) -> None:
    body = await read_body(_stream(_cut(PACKED[coding], size)), coding, len(TEXT))
    assert body == TEXT


@pytest.mark.parametrize("coding", PACKED)
async def test_one_byte_over_the_cap_is_too_large(coding: str) -> None:
    with pytest.raises(TooLargeError):
        await read_body(_stream(_cut(PACKED[coding], 50)), coding, len(TEXT) - 1)


@pytest.mark.parametrize("coding", PACKED)
async def test_a_truncated_reading_gives_the_start(coding: str) -> None:
    chunks = _stream(_cut(PACKED[coding], 50))
    assert await read_body(chunks, coding, 1000, truncate=True) == TEXT[:1000]


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_an_empty_body_needs_no_packing(coding: str) -> None:
    assert await read_body(_stream([]), coding, 10) == b""


@pytest.mark.parametrize("coding", ["gzip", "deflate", " Deflate "])
@pytest.mark.parametrize("kept", [1, 0.5, 0.99])
async def test_a_packed_body_that_breaks_off_is_an_error(coding: str, kept: float) -> None:
    packed = PACKED[coding]
    part = packed[: max(1, int(len(packed) * kept))] if kept != 1 else packed[:1]
    with pytest.raises(UnreachableError, match="breaks off"):
        await read_body(_stream([part]), coding, MIB)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_what_is_not_packed_as_it_says_is_an_error(coding: str) -> None:
    with pytest.raises(UnreachableError, match="damaged"):
        await read_body(_stream([b"<!doctype html><title>plain</title>"]), coding, MIB)


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "gzip,br", "lzma", "gzip;q=1", "*"])
async def test_a_coding_that_nobody_asked_for_names_itself(coding: str) -> None:
    with pytest.raises(FetchError, match="not asked for"):
        await read_body(_stream([b"x"]), coding, MIB)


def _bomb(wbits: int) -> Iterable[bytes]:
    """Yield 64 MiB of nothing, packed, a little at a time; says how much was drawn."""
    packer = zlib.compressobj(9, wbits=wbits)
    for _ in range(64):
        yield packer.compress(bytes(MIB))
    yield packer.flush()


@pytest.mark.parametrize(("coding", "wbits"), [("gzip", 31), ("deflate", 15), ("deflate", -15)])
async def test_a_bomb_is_stopped_before_it_grows(coding: str, wbits: int) -> None:
    drawn: list[int] = []

    def counted() -> Iterable[bytes]:
        for number, chunk in enumerate(_bomb(wbits)):
            drawn.append(number)
            yield chunk

    with pytest.raises(TooLargeError):
        await read_body(_stream(counted()), coding, 4 * MIB)
    assert len(drawn) < 40


async def test_a_million_empty_members_end() -> None:
    members = gzip.compress(b"") * 20_000
    assert await read_body(_stream([members]), "gzip", MIB) == b""


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]), st.integers(1, 50))
async def test_any_bytes_are_a_body_or_a_fetch_error(body: bytes, coding: str, size: int) -> None:
    with contextlib.suppress(FetchError):
        await read_body(_stream(_cut(body, size)), coding, 1000)
