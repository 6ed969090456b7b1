"""The part of a README that is ours; people own the text around it."""

BEGIN = b"<!-- samizdat:begin -->"
END = b"<!-- samizdat:end -->"
# A comment is an HTML block of its own in CommonMark, so Markdown goes on in the next line, and no
# forge shows it.


def merge(theirs: bytes, ours: bytes) -> bytes:
    r"""Return *theirs* with our part replaced by *ours*; everything outside the markers stays.

    Without markers our part goes after their text. *ours* may bring its own markers: then what it
    holds outside them is used only where *theirs* is empty. Twice equals once.

    >>> merge(b"Hello\n", b"News\n").decode().splitlines()[0::2]
    ['Hello', '<!-- samizdat:begin -->', 'News', '<!-- samizdat:end -->']
    """
    block = _block(ours)
    if not theirs.strip():
        return ours if _span(ours) else block
    parts = _outside(theirs)
    before, after = parts[0], b"".join(parts[1:])
    if len(parts) > 1:
        return before + block + after
    gap = b"\n" if before.endswith(b"\n") else b"\n\n"
    return before + gap + block


def has_markers(text: bytes) -> bool:
    """Return True if a part of *text* is ours."""
    return _span(text) is not None


def part(text: bytes) -> bytes | None:
    """Return our part of *text*, markers included, None if it has none."""
    return _block(text) if has_markers(text) else None


def without(theirs: bytes) -> bytes:
    """Return *theirs* without our part: b"" if people wrote nothing around it."""
    rest = b"".join(_outside(theirs))
    return rest if rest.strip() else b""


def _block(ours: bytes) -> bytes:
    span = _span(ours)
    if span is not None:
        inner = ours[span[0] : span[1]]
        return inner if inner.endswith(b"\n") else inner + b"\n"
    return BEGIN + b"\n\n" + ours.strip(b"\r\n") + b"\n\n" + END + b"\n"


def _outside(text: bytes) -> list[bytes]:
    """Return the pieces of *text* before, between and after our parts, stray markers dropped."""
    pieces = []
    while (span := _span(text)) is not None:
        pieces.append(text[: span[0]])
        text = text[span[1] :]
    pieces.append(text)
    return [_without_strays(piece) for piece in pieces]


def _without_strays(text: bytes) -> bytes:
    # One marker without the other: which text was ours cannot be known, so all of it stays.
    lines = text.splitlines(keepends=True)
    return b"".join(line for line in lines if line.strip() not in {BEGIN, END})


def _span(text: bytes) -> tuple[int, int] | None:
    """Return where the first whole part of ours starts and ends, markers included."""
    start, position = -1, 0
    for line in text.splitlines(keepends=True):
        if line.strip() == BEGIN:
            start = position
        position += len(line)
        if start >= 0 and line.strip() == END:
            return start, position
    return None
