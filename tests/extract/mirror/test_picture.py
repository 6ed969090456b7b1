"""A picture of an edition comes back as it was published, and nothing else does."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image

from samizdat.errors import ParseError
from samizdat.extract.images import decode_image
from samizdat.extract.mirror.picture import keep_image
from samizdat.model.asset import ImageSpec

SPEC = ImageSpec()


def drawn(kind: str, size: tuple[int, int] = (640, 400), **options: object) -> bytes:
    """Return a picture of two colours as a file."""
    picture = Image.new("RGB", size, "steelblue")
    picture.paste("sienna", (0, 0, size[0] // 2, size[1] // 2))
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def test_a_published_picture_comes_back_byte_for_byte() -> None:
    published = decode_image(drawn("JPEG"), SPEC)
    assert keep_image(published.body, SPEC) == published
    assert published.variant.hash == hashlib.sha256(published.body).hexdigest()


def test_what_our_encoder_never_writes_is_not_published_again() -> None:
    exif = Image.Exif()
    exif[0x010E] = "where it was taken"
    tagged = drawn("WEBP", exif=exif)
    assert b"where it was taken" in tagged
    kept = keep_image(tagged, SPEC)
    assert kept == decode_image(tagged, SPEC)
    assert b"where it was taken" not in kept.body


@pytest.mark.parametrize("body", [drawn("PNG"), drawn("WEBP", (SPEC.width * 2, 400))])
def test_a_picture_of_another_kind_or_size_is_made_ours(body: bytes) -> None:
    kept = keep_image(body, SPEC)
    assert kept == decode_image(body, SPEC)
    assert kept.variant.width <= SPEC.width


def test_bytes_after_the_picture_are_not_published_again() -> None:
    published = decode_image(drawn("JPEG"), SPEC).body
    assert keep_image(published + b"hidden", SPEC).body != published + b"hidden"


@pytest.mark.parametrize("body", [b"", b"RIFF", b"# no picture\n"])
def test_what_is_no_picture_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(ParseError):
        keep_image(body, SPEC)


def test_a_picture_that_was_cut_short_is_said_to_be_broken() -> None:
    published = decode_image(drawn("JPEG"), SPEC).body
    with pytest.raises(ParseError):
        keep_image(published[: len(published) // 2], SPEC)
