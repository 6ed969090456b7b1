"""Bytes of pictures become small, clean WebP, or one clear error."""

import io
import sys
from contextlib import suppress
from pathlib import Path
from subprocess import run

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from samizdat.errors import ParseError
from samizdat.extract.images import decode_image
from samizdat.model.asset import Decoded, ImageSpec

SPEC = ImageSpec(width=64, height=64)
SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def _bytes(picture: Image.Image, form: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def _open(decoded: Decoded) -> Image.Image:
    picture = Image.open(io.BytesIO(decoded.body))
    assert picture.format == "WEBP"
    assert picture.size == (decoded.variant.width, decoded.variant.height)
    return picture


def _level(picture: Image.Image, band: str) -> int:
    """The brightest value of one band."""
    levels = picture.convert("RGBA").getchannel(band).histogram()
    return max(level for level, count in enumerate(levels) if count)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF"])
def test_every_format_becomes_webp_within_bounds(form: str) -> None:
    found = decode_image(_bytes(Image.new("RGB", (400, 100), "teal"), form), SPEC)
    assert _open(found).size == (64, 16)
    assert found.variant.size_bytes == len(found.body)


def test_small_pictures_are_not_enlarged() -> None:
    assert _open(decode_image(_bytes(Image.new("RGB", (20, 10)), "PNG"), SPEC)).size == (20, 10)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "YCbCr", "I;16", "LAB"])
def test_every_mode_becomes_plain_colour(mode: str) -> None:
    form = {"CMYK": "JPEG", "YCbCr": "JPEG", "LAB": "TIFF"}.get(mode, "PNG")
    found = decode_image(_bytes(Image.new(mode, (30, 30)), form), SPEC)
    assert _open(found).mode == "RGB"


def test_sixteen_bit_greys_keep_their_brightness() -> None:
    found = _open(decode_image(_bytes(Image.new("I;16", (30, 30), 32_768), "PNG"), SPEC))
    assert 120 <= _level(found, "G") <= 136


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparency_stays(mode: str) -> None:
    clear = Image.new(mode, (30, 30), (0,) * len(mode))
    assert _level(_open(decode_image(_bytes(clear, "PNG"), SPEC)), "A") == 0


def test_a_palette_with_transparency_stays_transparent() -> None:
    picture = Image.new("P", (30, 30))
    found = _open(decode_image(_bytes(picture, "PNG", transparency=0), SPEC))
    assert found.mode == "RGBA"


def test_pictures_stand_upright_and_say_nothing_of_the_place() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "a secret place"
    exif.get_ifd(0x8825)[1] = "N"
    body = _bytes(Image.new("RGB", (60, 30), "red"), "JPEG", exif=exif, comment=b"a secret place")
    found = decode_image(body, SPEC)
    picture = _open(found)
    assert picture.size == (30, 60)
    assert not dict(picture.getexif())
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(picture.info)
    assert b"secret" not in found.body


def test_text_of_a_png_and_its_profile_are_gone() -> None:
    text = PngInfo()
    text.add_text("Author", "a secret name")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    body = _bytes(Image.new("RGB", (30, 30), "red"), "PNG", pnginfo=text, icc_profile=profile)
    found = decode_image(body, SPEC)
    assert b"secret" not in found.body
    assert "icc_profile" not in _open(found).info


def test_an_animation_is_its_first_frame() -> None:
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("red", "blue")]
    body = _bytes(frames[0], "GIF", save_all=True, append_images=frames[1:])
    red, blue = (_level(_open(decode_image(body, SPEC)), band) for band in "RB")
    assert (red > 200, blue < 50) == (True, True)


def test_the_same_bytes_give_the_same_variant() -> None:
    body = _bytes(Image.radial_gradient("L"), "PNG")
    assert decode_image(body, SPEC) == decode_image(body, SPEC)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>404</body></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        _bytes(Image.radial_gradient("L"), "PNG")[:-3000],
        _bytes(Image.radial_gradient("L"), "JPEG")[:900],
        _bytes(Image.new("RGB", (1, 1)), "GIF"),
        _bytes(Image.new("RGB", (2, 300)), "PNG"),
        _bytes(Image.new("1", (12_000, 12_000)), "PNG"),
        _bytes(Image.new("1", (30_000, 30_000)), "PNG"),
    ],
)
def test_what_is_no_picture_is_one_clear_error(body: bytes) -> None:
    with pytest.raises(ParseError, match="image") as refused:
        decode_image(body, SPEC, where="https://n.example/a.png")
    assert refused.value.where == "https://n.example/a.png"


@settings(deadline=None)
@given(st.data())
def test_damaged_pictures_give_a_picture_or_parse_error(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP", "BMP"]))
    body = bytearray(_bytes(Image.new("RGB", (24, 24), "teal"), form))
    for _ in range(data.draw(st.integers(1, 6))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ParseError):
        assert decode_image(bytes(body), SPEC).body


_CHILD = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from samizdat.errors import ParseError
from samizdat.extract.images import decode_image
from samizdat.model.asset import ImageSpec
for path in sorted(Path(sys.argv[1]).rglob(sys.argv[2])):
    if path.is_file():
        try:
            found = decode_image(path.read_bytes(), ImageSpec())
        except ParseError:
            continue
        assert found.body[:4] == b"RIFF" and b"EXIF" not in found.body, path
print("survived")
"""


@pytest.mark.shared
@pytest.mark.parametrize(("folder", "names"), [("images", "*"), ("bombs", "image*")])
def test_hostile_pictures_do_not_harm_a_limited_process(folder: str, names: str) -> None:
    where = SHARED / "hostile" / folder
    if not where.is_dir():
        pytest.skip(f"the hostile corpus is not beside the repository: {where}")
    done = run(
        [sys.executable, "-c", _CHILD, str(where), names],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.stdout.strip() == "survived", done.stderr
