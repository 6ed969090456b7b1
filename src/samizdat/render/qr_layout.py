"""Which modules of a QR code depend on which bit of its text. Source: ISO/IEC 18004."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

Cell = tuple[int, int]
"""Row and column of a module."""

_BLOCKS: dict[int, tuple[tuple[int, ...], int]] = {
    1: ((19,), 7),
    2: ((34,), 10),
    3: ((55,), 15),
    4: ((80,), 20),
    5: ((108,), 26),
    6: ((68, 68), 18),
    7: ((78, 78), 20),
    8: ((97, 97), 24),
    9: ((116, 116), 30),
    10: ((68, 68, 69, 69), 18),
}
"""Version → data codewords of each block at level L, correction codewords of each."""

_LONGEST_BLOCK = max(max(blocks) for blocks, _ in _BLOCKS.values())


def _header_bits(version: int) -> int:
    """Return the bits before the text: four of mode, then its length."""
    return 4 + (8 if version < 10 else 16)


CAPACITY = {
    version: (8 * sum(blocks) - _header_bits(version)) // 8
    for version, (blocks, _) in _BLOCKS.items()
}
"""Version → bytes of text at level L, smallest first."""

_ALIGNMENT = (
    *((), (), (6, 18), (6, 22), (6, 26), (6, 30), (6, 34)),
    *((6, 22, 38), (6, 24, 42), (6, 26, 46), (6, 28, 50)),
)
"""By version: rows and columns on which alignment patterns are centred."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a version's codewords lie.

    Attributes:
        version: 1 to 10.
        size: modules a side.
        data: place of each data codeword in reading order, its eight modules, highest bit first.
        correction: for each block, the places of its correction codewords.
        block_of: for each data codeword, its block, and its distance from that block's end.
    """

    version: int
    size: int
    data: tuple[tuple[Cell, ...], ...]
    correction: tuple[tuple[tuple[Cell, ...], ...], ...]
    block_of: tuple[tuple[int, int], ...]


@cache
def layout_of(version: int) -> Layout:
    """Return the layout of *version*."""
    blocks, extra = _BLOCKS[version]
    size = 17 + 4 * version
    taken = _taken(version, size)
    cells = [cell for cell in _snake(size) if cell not in taken]
    words = [tuple(cells[i : i + 8]) for i in range(0, len(cells) - 7, 8)]
    # Codewords are dealt out in turn: the first of every block, the second of every block, …
    order = [(b, i) for i in range(max(blocks)) for b, n in enumerate(blocks) if i < n]
    places, tail = dict(zip(order, words, strict=False)), words[sum(blocks) :]
    return Layout(
        version,
        size,
        tuple(places[b, i] for b, n in enumerate(blocks) for i in range(n)),
        tuple(tuple(tail[b :: len(blocks)][:extra]) for b in range(len(blocks))),
        tuple((b, n - 1 - i) for b, n in enumerate(blocks) for i in range(n)),
    )


def _taken(version: int, size: int) -> set[Cell]:
    """Return the modules that hold patterns and format, which no text changes.

    Computed here because segno's `matrix_iter(verbose=True)` names one data module a format one.
    """
    corner = {(r, c) for r in range(9) for c in range(9)}
    corner |= {(r, c) for r in range(9) for c in range(size - 8, size)}
    corners = corner | {(c, r) for r, c in corner}
    taken = corners | {cell for i in range(size) for cell in ((6, i), (i, 6))}
    steps = _ALIGNMENT[version]
    for row, column in ((r, c) for r in steps for c in steps if (r, c) not in corners):
        taken |= {(row + i, column + j) for i in range(-2, 3) for j in range(-2, 3)}
    if version >= 7:
        blocks = {(r, c) for r in range(6) for c in range(size - 11, size - 8)}
        taken |= blocks | {(c, r) for r, c in blocks}
    return taken


def _snake(size: int) -> Iterator[Cell]:
    """Yield all cells in the order in which bits are placed: column pairs, up and down."""
    upward = True
    for right in [*range(size - 1, 6, -2), 5, 3, 1]:
        for row in range(size - 1, -1, -1) if upward else range(size):
            yield row, right
            yield row, right - 1
        upward = not upward


def module_flips(layout: Layout, position: int) -> list[list[Cell]]:
    """Return the modules that each bit of the text's byte at *position* flips, highest first."""
    first = _header_bits(layout.version) + 8 * position
    return [_flips(layout, *divmod(bit, 8)) for bit in range(first, first + 8)]


def _flips(layout: Layout, word: int, bit: int) -> list[Cell]:
    block, distance = layout.block_of[word]
    places = layout.correction[block]
    value = 1 << (7 - bit)
    cells = [layout.data[word][bit]]
    for place, check in zip(places, _correction(value, distance, len(places)), strict=True):
        cells += [cell for i, cell in enumerate(place) if check >> (7 - i) & 1]
    return cells


def _correction(value: int, distance: int, count: int) -> list[int]:
    """Return the Reed-Solomon codewords of a block that is *value* and then *distance* zeros."""
    return [_times(value, word) for word in _remainders(count)[distance]]


@cache
def _remainders(count: int) -> tuple[tuple[int, ...], ...]:
    """Return the Reed-Solomon codewords of a one and then 0, 1, 2 … zeros; others are multiples."""
    generator = _generator(count)
    found = [generator]
    for _ in range(_LONGEST_BLOCK - 1):
        lead, *rest = found[-1]
        moved = zip([*rest, 0], generator, strict=True)
        found.append(tuple(r ^ _times(lead, g) for r, g in moved))
    return tuple(found)


@cache
def _generator(count: int) -> tuple[int, ...]:
    """Return the generator polynomial's coefficients below its leading one."""
    polynomial = [1]
    root = 1
    for _ in range(count):
        shifted = [*polynomial, 0]
        for i, coefficient in enumerate(polynomial):
            shifted[i + 1] ^= _times(coefficient, root)
        polynomial, root = shifted, _times(root, 2)
    return tuple(polynomial[1:])


@cache
def _times(a: int, b: int) -> int:
    """Return the product in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a, b = (a << 1) ^ (0x11D if a & 0x80 else 0), b >> 1
    return product
