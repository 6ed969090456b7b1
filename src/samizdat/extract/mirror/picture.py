"""A picture that samizdat itself published, taken back as it is."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings

from PIL import Image

from samizdat.extract.images import decode_image
from samizdat.model.asset import Decoded, ImageSpec, Variant

_OURS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH"})
"""Chunks that our encoder writes: others, such as EXIF and XMP, are not published again.

Source: https://www.rfc-editor.org/rfc/rfc9649
"""


def keep_image(body: bytes, spec: ImageSpec, *, where: str = "") -> Decoded:
    """Return the published picture *body* unchanged, or decoded anew if it is not as ours are.

    Raises:
        ParseError: *body* is no picture, is broken, or has too many or too few pixels.
    """
    size = _size_of_ours(body, spec)
    if size is None:
        return decode_image(body, spec, where=where)
    return Decoded(Variant(hashlib.sha256(body).hexdigest(), *size, len(body)), body)


def _size_of_ours(body: bytes, spec: ImageSpec) -> tuple[int, int] | None:
    """Return width and height of a sound WebP within *spec* that holds nothing but a picture."""
    if not _is_bare(body):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            with Image.open(io.BytesIO(body), formats=("WEBP",)) as picture:
                width, height = picture.size
                if width > spec.width or height > spec.height:
                    return None
                picture.load()
        except Exception:  # noqa: BLE001  Pillow raises whatever a damaged file leads it to
            return None
    return width, height


def _is_bare(body: bytes) -> bool:
    """Return whether *body* is a WebP of chunks that hold the picture, and nothing behind them."""
    if body[:4] != b"RIFF" or body[8:12] != b"WEBP":
        return False
    at = 12
    while at + 8 <= len(body):
        name, size = struct.unpack_from("<4sI", body, at)
        if name not in _OURS:
            return False
        at += 8 + size + size % 2
    return at == len(body) and struct.unpack_from("<I", body, 4)[0] == at - 8
