"""QR codes against segno's, pixel by pixel."""

import io
import string
import subprocess
import zlib
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from samizdat.errors import ParseError
from samizdat.render.git import ShareAddress
from samizdat.render.qr import MASK, qr_png
from samizdat.render.qr_layout import CAPACITY
from tests.support.need import need

ADDRESS = "https://forge.example/mirror/news/blob/main/harbour/2026/03/e3/eaa7vq4nya4q.md"
LETTERS = string.ascii_lowercase + string.digits + "/:.-_%"
LENGTHS = range(max(CAPACITY.values()) + 1)


def modules(png: bytes) -> list[list[bool]]:
    """Read a picture back as modules (True is dark), checking that each is 4 × 4 equal pixels."""
    with Image.open(io.BytesIO(png)) as image:
        pixels = image.convert("L")
    side = pixels.width // 4
    assert pixels.size == (4 * side, 4 * side)
    small = pixels.resize((side, side), Image.Resampling.NEAREST)
    assert small.resize(pixels.size, Image.Resampling.NEAREST).tobytes() == pixels.tobytes()
    values = small.tobytes()
    return [[value == 0 for value in values[i : i + side]] for i in range(0, side * side, side)]


def by_segno(text: str) -> list[list[bool]]:
    version = next(v for v, capacity in CAPACITY.items() if len(text.encode()) <= capacity)
    code = segno.make(
        text.encode(), version=version, error="l", mask=MASK, mode="byte", boost_error=False
    )
    return [[bool(cell) for cell in row] for row in code.matrix_iter(border=4)]


@pytest.mark.parametrize("length", LENGTHS)
def test_every_length_equals_segno(length: int) -> None:
    text = "".join(LETTERS[(i * i + 7 * length + i) % len(LETTERS)] for i in range(length))
    assert modules(qr_png(text)) == by_segno(text)


@given(st.text(min_size=1, max_size=60))
def test_any_text_equals_segno(text: str) -> None:
    assert modules(qr_png(text)) == by_segno(text)


def test_the_picture_of_a_usual_address_is_at_most_510_bytes() -> None:
    sizes = {len(qr_png(ADDRESS.ljust(length, "x"))) for length in range(80, 135)}
    assert max(sizes) <= 510


def test_the_bytes_never_change() -> None:
    # A changed byte here is a new file on every mirror: it needs a new renderer version.
    assert zlib.crc32(qr_png(ADDRESS)) == 0x21C0DEE3


def test_order_of_texts_does_not_matter() -> None:
    first = qr_png("https://forge.example/" + "a" * 90)
    qr_png("https://forge.example/" + "b" * 70)
    assert qr_png("https://forge.example/" + "a" * 90) == first


def test_capacities_grow_with_the_version() -> None:
    assert all(a < b for a, b in pairwise(CAPACITY.values()))


def test_a_text_too_long_says_so() -> None:
    with pytest.raises(ParseError, match="272 bytes, at most 271"):
        qr_png("x" * 272)


def test_pictures_made_in_several_threads_are_the_same() -> None:
    texts = [f"https://threads.example/{'x' * (i % 40)}{i}" for i in range(200)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(qr_png, texts))
    assert together == [qr_png(text) for text in texts]


def test_a_scanner_reads_the_addresses_of_pages(tmp_path: Path) -> None:
    path = "harbour/2026/03/e3/eaa7vq4nya4q.md"
    addresses = [
        ShareAddress(public).of(path)
        for public in (
            "https://f.example/",
            "https://forge.example/mirror/news/blob/main/",
            "https://gitlab.forge.example/mirror/news/-/blob/main",
            "https://forge.example/mirror/news/src/branch/main/",
            "https://forge.example/港口/新闻/blob/main/",
            "http://127.0.0.1:8080/a_b-c~d/",
            f"https://forge.example/{'long/' * 40}",
        )
    ]
    names = [tmp_path / f"{number}.png" for number in range(len(addresses))]
    for name, address in zip(names, addresses, strict=True):
        name.write_bytes(qr_png(address))
    command = [
        need("zbarimg"),
        "--quiet",
        "--raw",
        "-Sdisable",
        "-Sqrcode.enable",
        *map(str, names),
    ]
    read = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert read.splitlines() == addresses
