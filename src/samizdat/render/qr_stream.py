"""The deflate stream of a QR picture, in which every module is one bit. Source: RFC 1951."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

SCALE = 4
"""Pixels a module: two modules to a byte."""

BORDER = 4
"""Modules of quiet zone that the standard asks for."""

_LITERALS = (0x00, 0x0F, 0xF0, 0xFF)
_END = 256
_LENGTH_BASES = (
    *(3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31),
    *(35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227),
)
_DISTANCE_BASES = (1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49)
_CODE_LENGTH_ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
_CODE_LENGTHS = {0: 2, 1: 3, 3: 3, 17: 2, 18: 2}
"""Code-length symbol → length of its own code; complete: 2, 2, 2, 3, 3."""


class _Bits:
    """Bits in the order of a deflate stream, lowest first."""

    def __init__(self) -> None:
        self.value, self.count = 0, 0

    def number(self, value: int, width: int) -> None:
        """Add a number, lowest bit first."""
        self.value |= value << self.count
        self.count += width

    def word(self, value: int, width: int) -> None:
        """Add a Huffman code word, highest bit first."""
        for shift in range(width - 1, -1, -1):
            self.number(value >> shift & 1, 1)


@dataclass(frozen=True, slots=True)
class Stream:
    """The stream of an all-white picture and where each module's bit stands in it.

    Attributes:
        side: pixels a side.
        white: the bits as one number, lowest first.
        size_bytes: length of the stream.
        places: row → column → position of the module's bit; 1 is white.
    """

    side: int
    white: int
    size_bytes: int
    places: tuple[tuple[int, ...], ...]

    def flip(self, cells: Iterable[tuple[int, int]]) -> int:
        """Return the bits to flip for the modules *cells*, as one number."""
        bits = 0
        for row, column in cells:
            bits ^= 1 << self.places[row][column]
        return bits

    def bits(self, matrix: Sequence[Sequence[int]]) -> int:
        """Return the stream of *matrix* (1 is dark) as one number, lowest bit first."""
        dark = [(r, c) for r, row in enumerate(matrix) for c, cell in enumerate(row) if cell]
        return self.white ^ self.flip(dark)


@cache
def stream_of(size: int) -> Stream:
    """Return the stream for codes of *size* modules a side."""
    line = (size + 2 * BORDER + 1) // 2 + 1
    # One filter byte and two of quiet zone open every line, two of quiet zone end it: a match
    # that starts before a line's end repeats it three times and opens the next one as well.
    code = _Code(line, border=5 * line, again=2 + 3 * line + 3)
    bits = _Bits()
    code.open(bits)
    code.border(bits, opened=0)
    code.literals(bits, [0, 3, 3])
    places = []
    for _ in range(size):
        # An odd number of modules: the last byte's second half is quiet zone.
        first = bits.count
        places.append(tuple(first + 3 * (c // 2) + 1 + c % 2 for c in range(size)))
        code.literals(bits, [3] * ((size + 1) // 2))
        code.match(bits, code.again)
    code.border(bits, opened=3)
    code.symbol(bits, _END)
    return Stream(SCALE * (size + 2 * BORDER), bits.value, (bits.count + 7) // 8, tuple(places))


class _Code:
    """A Huffman code of eight words of three bits: four bytes, the end, up to three lengths."""

    def __init__(self, line: int, *, border: int, again: int) -> None:
        self.line, self.five_lines, self.again = line, border, again
        lengths = {_base(_LENGTH_BASES, border) + 257, _base(_LENGTH_BASES, again) + 257}
        spare = (symbol for symbol in range(257, 285) if symbol not in lengths)
        while len(lengths) < 3:
            lengths.add(next(spare))
        self.words = {s: i for i, s in enumerate([*_LITERALS, _END, *sorted(lengths)])}
        self.distance = _base(_DISTANCE_BASES, line)

    def open(self, bits: _Bits) -> None:
        """Write the header of a last block with dynamic codes, and the codes."""
        last = max(self.words)
        lengths = [3 if symbol in self.words else 0 for symbol in range(last + 1)]
        lengths += [0] * self.distance + [1]
        count = 1 + max(i for i, s in enumerate(_CODE_LENGTH_ORDER) if s in _CODE_LENGTHS)
        bits.number(0b101, 3)
        bits.number(last + 1 - 257, 5)
        bits.number(self.distance, 5)
        bits.number(count - 4, 4)
        for symbol in _CODE_LENGTH_ORDER[:count]:
            bits.number(_CODE_LENGTHS.get(symbol, 0), 3)
        _write_lengths(bits, lengths)

    def symbol(self, bits: _Bits, symbol: int) -> None:
        """Write one symbol."""
        bits.word(self.words[symbol], 3)

    def literals(self, bits: _Bits, values: Iterable[int]) -> None:
        """Write bytes, each by the two modules it shows: 0 dark dark … 3 light light."""
        for value in values:
            self.symbol(bits, _LITERALS[value])

    def match(self, bits: _Bits, length: int) -> None:
        """Write *length* bytes as they stand one line before."""
        at = _base(_LENGTH_BASES, length)
        self.symbol(bits, at + 257)
        bits.number(length - _LENGTH_BASES[at], 0 if at < 8 else (at - 4) // 4)
        bits.word(0, 1)
        extra = 0 if self.distance < 4 else (self.distance - 2) // 2
        bits.number(self.line - _DISTANCE_BASES[self.distance], extra)

    def border(self, bits: _Bits, *, opened: int) -> None:
        """Write sixteen white lines, of which the first *opened* bytes stand already."""
        self.literals(bits, ([0] + [3] * (self.line - 1))[opened:])
        for _ in range(3):
            self.match(bits, self.five_lines)


def _base(bases: Sequence[int], value: int) -> int:
    """Return the index of the highest of *bases* that is not above *value*."""
    return max(i for i, base in enumerate(bases) if base <= value)


def _write_lengths(bits: _Bits, lengths: Sequence[int]) -> None:
    """Write code lengths, runs of zeros in short."""
    words = _canonical(_CODE_LENGTHS)
    at = 0
    while at < len(lengths):
        run = 0
        while at + run < len(lengths) and not lengths[at + run] and run < 138:
            run += 1
        symbol, skip = (18, run) if run > 10 else (17, run) if run > 2 else (lengths[at], 1)
        bits.word(words[symbol], _CODE_LENGTHS[symbol])
        if symbol == 17:
            bits.number(run - 3, 3)
        elif symbol == 18:
            bits.number(run - 11, 7)
        at += skip


def _canonical(lengths: dict[int, int]) -> dict[int, int]:
    """Return the canonical Huffman words of *lengths*."""
    words, word, width = {}, 0, 0
    for symbol in sorted(lengths, key=lambda s: (lengths[s], s)):
        word <<= lengths[symbol] - width
        width = lengths[symbol]
        words[symbol] = word
        word += 1
    return words
