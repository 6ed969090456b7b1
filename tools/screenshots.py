"""`make screenshots`: docs/images/ from the demo, by Chromium without a window."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from PIL import Image, ImageChops

from samizdat.web.preview import markdown_renderer, page_html
from tests.support.old_mirror import old_story, write_page

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "images"

LARGEST = 200_000

PICTURES = {
    "home": "README.md",
    "section": "harbour/news.md",
    "story-zh": "渡轮新时刻表",
    "story-fa": "دو سفر شبانه",
}
"""Picture → path of the page, or words of the title that links to it on the home page."""

CHINESE = {
    "desk-home": "README.md",
    "desk-section": "gangkou/news.md",
    "desk-story": "市图书馆每周三开放至午夜",
}
"""The same of the demo in Chinese, for what an editor's desk adds."""

OLD = "old-kind"
"""Picture of a page of the existing kind, made by our own writer of such pages."""

_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--hide-scrollbars", "--window-size=1000,1400"),
)


@contextmanager
def demo(folder: Path, language: str) -> Iterator[str]:
    """Run the demo in *folder* with pages in *language*; give the preview's address."""
    words = [sys.executable, "-m", "samizdat_demo"]
    own = {"DEMO_PORT": "0", "DEMO_LANGUAGE": language, "PYTHONPATH": str(ROOT / "src")}
    env = os.environ | own
    with subprocess.Popen(
        words,
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            said = process.stdout or ()
            lines = (re.match(r"(http://127\.0\.0\.1:\d+)/ ", line) for line in said)
            found = next((match for match in lines if match), None)
            if found is None:
                raise SystemExit("the demo ended before its preview was up")
            yield found[1]
        finally:
            # As Ctrl-C on a terminal does: the demo and the preview that it started.
            os.killpg(process.pid, signal.SIGINT)


def address(root: str, home: str, wanted: str) -> str:
    """Return the address of the page *wanted*, a path or words of a title."""
    if wanted.endswith(".md"):
        return f"{root}/{wanted}"
    found = re.search(rf"{wanted}[^\n]*?\(([^)\n]+\.md)\)", home)
    if found is None:
        raise SystemExit(f"no story on the home page is called {wanted}")
    return f"{root}/{found[1]}"


def take(chromium: str, url: str, target: Path) -> None:
    """Write a picture of *url*, of few colours, to *target*."""
    with tempfile.TemporaryDirectory() as name:
        shot = Path(name) / "shot.png"
        own = (f"--user-data-dir={name}/profile", f"--screenshot={shot}")
        subprocess.run([chromium, *_FLAGS, *own, url], check=True, capture_output=True)
        with Image.open(shot) as opened:
            image = _cut(opened.convert("RGB"))
    target.write_bytes(_small(image))


def _cut(image: Image.Image) -> Image.Image:
    """Return *image* without the empty part below its last line."""
    empty = Image.new("RGB", image.size, image.getpixel((2, image.height - 1)))
    box = ImageChops.difference(image, empty).getbbox()
    return image.crop((0, 0, image.width, min(image.height, box[3] + 24))) if box else image


def _small(image: Image.Image) -> bytes:
    """Return *image* as a PNG of at most `LARGEST` bytes."""
    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        image.quantize(colours).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
    return out.getvalue()


def main() -> None:
    """Take every picture."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("chromium is missing\n  try: apt-get install chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language, pictures in (("en", PICTURES), ("zh-Hans", CHINESE)):
        with tempfile.TemporaryDirectory() as name, demo(Path(name), language) as root:
            with urlopen(f"{root}/?raw") as answer:  # noqa: S310  our own server
                home = answer.read().decode("utf-8")
            for picture, wanted in pictures.items():
                shoot(chromium, address(root, home, wanted), picture)
    shoot_old(chromium)


def shoot(chromium: str, url: str, picture: str) -> None:
    """Write the picture of *url* into docs/images."""
    target = FOLDER / f"{picture}.png"
    take(chromium, url, target)
    sys.stdout.write(f"wrote docs/images/{target.name} ({target.stat().st_size:,} bytes)\n")


def shoot_old(chromium: str) -> None:
    """Write the picture of a page of the existing kind, as a forge shows it."""
    page = write_page(old_story(1))
    with tempfile.TemporaryDirectory() as name:
        shown = Path(name) / "old.html"
        shown.write_bytes(page_html(_Old(), "pages/old.md", page.encode(), markdown_renderer()))
        shoot(chromium, shown.as_uri(), OLD)


class _Old:
    """What the preview has to know of a mirror."""

    title = "An existing mirror"

    def read(self, path: str) -> bytes | None:
        """Return no file: the page stands alone."""
        del path


if __name__ == "__main__":
    main()
