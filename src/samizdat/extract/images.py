"""Bytes of a picture → the WebP that is published: small, upright, without metadata."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from collections.abc import Callable
from typing import TypeVar

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from samizdat.errors import ParseError
from samizdat.model.asset import Decoded, ImageSpec, Variant

MAX_PIXELS = 50_000_000
"""Pixels of a picture before it is decoded; what is larger is a bomb rather than a photograph."""
MAX_BYTES = 40_000_000
MIN_SIDE = 3
"""Pixels; smaller pictures are beacons and spacers."""

_Result = TypeVar("_Result")
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")
_HINT = "the story is published without it"
_BROKEN = (
    *(OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, AttributeError),
    *(RuntimeError, MemoryError, EOFError, struct.error, NotImplementedError, ImageCms.PyCMSError),
)
"""What Pillow raises on damaged files."""


def decode_image(body: bytes, spec: ImageSpec, *, where: str = "") -> Decoded:
    """Return the picture in *body* as WebP within the bounds of *spec*.

    The type is found by decoding. Of an animation the first frame counts. The picture stands
    upright, its colours are sRGB, transparency stays; EXIF, GPS, comments, profiles and previews
    are gone. The same bytes, specification and Pillow give the same answer.

    Raises:
        ParseError: *body* is no such picture, is broken, or has too many or too few pixels.
    """
    if len(body) > MAX_BYTES:
        raise ParseError(f"the image has {len(body):,} bytes", where=where, hint=_HINT)
    with warnings.catch_warnings():
        # Most warnings are about metadata, which is dropped anyway.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = _guarded(lambda: _open(body, where), where)
        ready = _guarded(lambda: _prepare(picture, spec), where)
        packed = _guarded(lambda: _encode(ready, spec), where)
    variant = Variant(hashlib.sha256(packed).hexdigest(), ready.width, ready.height, len(packed))
    return Decoded(variant, packed)


def _guarded(step: Callable[[], _Result], where: str) -> _Result:
    """Return what *step* gives, Pillow's many errors as one of ours."""
    try:
        return step()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        what = f"the image has more than {MAX_PIXELS:,} pixels"
        raise ParseError(what, where=where, hint=_HINT) from error
    except _BROKEN as error:
        what = f"the image is broken ({type(error).__name__})"
        raise ParseError(what, where=where, hint=_HINT) from error


def _open(body: bytes, where: str) -> Image.Image:
    """Return the picture, its header read and its size checked, not yet decoded."""
    try:
        picture = Image.open(io.BytesIO(body), formats=_FORMATS)
    except UnidentifiedImageError as error:
        what = "this is not an image we publish"
        raise ParseError(what, where=where, hint=_HINT) from error
    width, height = picture.size
    if width * height > MAX_PIXELS:
        what = f"the image has {width:,} × {height:,} pixels, more than {MAX_PIXELS:,}"
        raise ParseError(what, where=where, hint=_HINT)
    if min(width, height) < MIN_SIDE:
        what = f"the image has {width} × {height} pixels: a beacon or a spacer"
        raise ParseError(what, where=where, hint=_HINT)
    return picture


def _prepare(picture: Image.Image, spec: ImageSpec) -> Image.Image:
    """Return the pixels to publish, in a fresh image that holds nothing else."""
    if picture.format in ("JPEG", "MPO"):
        picture.draft("RGB", (2 * spec.width, 2 * spec.height))
    picture.load()
    profile = picture.info.get("icc_profile")
    upright = _upright(picture)
    pixels = _to_srgb(upright, profile) if profile else _plain(upright)
    pixels.thumbnail((spec.width, spec.height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    fresh = Image.new(pixels.mode, pixels.size)
    fresh.paste(pixels)
    return fresh


def _upright(picture: Image.Image) -> Image.Image:
    """Return *picture* turned as its EXIF data say; damaged data say nothing."""
    try:
        return ImageOps.exif_transpose(picture)
    except _BROKEN:
        return picture


def _plain(picture: Image.Image) -> Image.Image:
    """Return *picture* as RGB, or RGBA if some of it is transparent."""
    if picture.mode in ("I", "I;16", "I;16B", "I;16L", "I;16N"):
        # 16 bits a pixel; converting directly would clip all but the darkest to white.
        picture = picture.convert("I").point(lambda value: value / 257).convert("L")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    shown = picture.convert("RGBA")
    low, _ = shown.getchannel("A").getextrema()
    return shown if low != 255 else shown.convert("RGB")


def _to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return *picture* with its colours as sRGB; a profile that cannot be read is passed over."""
    if picture.mode not in ("RGB", "RGBA", "CMYK"):
        return _plain(picture)
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    source = picture.convert("RGB") if alpha else picture
    try:
        converted = ImageCms.profileToProfile(
            source, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return _plain(picture)
    if converted is None:
        return _plain(picture)
    if alpha:
        converted.putalpha(alpha)
    return _plain(converted)


def _encode(picture: Image.Image, spec: ImageSpec) -> bytes:
    packed = io.BytesIO()
    picture.save(packed, "WEBP", quality=spec.quality, method=4)
    return packed.getvalue()
