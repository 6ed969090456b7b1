"""The demo's pictures: drawn in code, with metadata that a mirror has to strip."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw

SIZE = (1280, 720)
COLOURS = {
    "ferry": ((186, 214, 232), (36, 84, 122)),
    "library": ((244, 222, 179), (110, 62, 28)),
    "football": ((176, 206, 170), (38, 92, 48)),
    "map": ((236, 226, 200), (92, 110, 120)),
}


@cache
def picture(name: str) -> bytes:
    """Return a JPEG of *name* with an EXIF block that tells a place and a person."""
    sky, ink = COLOURS[name]
    image = Image.new("RGB", SIZE, sky)
    _DRAWERS[name](ImageDraw.Draw(image), ink)
    exif = Image.Exif()
    exif[0x010E] = "taken by somebody at a place"  # ImageDescription
    exif[0x013B] = "A. Photographer"  # Artist
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()


Ink = tuple[int, int, int]


def _ferry(draw: ImageDraw.ImageDraw, ink: Ink) -> None:
    draw.rectangle((0, 470, 1280, 720), fill=(70, 120, 150))
    draw.polygon(((260, 430), (1020, 430), (940, 540), (340, 540)), fill=ink)
    draw.rectangle((400, 320, 880, 430), fill=(245, 245, 240))
    for x in range(430, 860, 70):
        draw.rectangle((x, 350, x + 40, 390), fill=ink)
    draw.rectangle((700, 230, 760, 320), fill=(180, 60, 50))


def _library(draw: ImageDraw.ImageDraw, ink: Ink) -> None:
    for shelf in range(4):
        top = 60 + shelf * 165
        draw.rectangle((80, top + 130, 1200, top + 142), fill=ink)
        for book in range(36):
            tone = 60 + (book * 37 + shelf * 53) % 150
            left = 90 + book * 30
            height = 90 + (book * 29 + shelf * 17) % 40
            draw.rectangle((left, top + 130 - height, left + 24, top + 130), fill=(tone, 90, 70))


def _football(draw: ImageDraw.ImageDraw, ink: Ink) -> None:
    for stripe in range(0, 1280, 160):
        draw.rectangle((stripe, 300, stripe + 80, 720), fill=ink)
    draw.ellipse((540, 400, 740, 600), fill=(250, 250, 250), outline=(20, 20, 20), width=6)
    draw.regular_polygon((640, 500, 52), 5, fill=(20, 20, 20))


def _map(draw: ImageDraw.ImageDraw, ink: Ink) -> None:
    for line in range(0, 1280, 80):
        draw.line((line, 0, line, 720), fill=(210, 200, 172), width=2)
        draw.line((0, line, 1280, line), fill=(210, 200, 172), width=2)
    draw.polygon(((0, 0), (520, 0), (430, 260), (600, 420), (300, 720), (0, 720)), fill=ink)
    draw.ellipse((900, 200, 1080, 380), outline=ink, width=6)
    draw.line((990, 160, 990, 420), fill=ink, width=4)


_DRAWERS = {"ferry": _ferry, "library": _library, "football": _football, "map": _map}
