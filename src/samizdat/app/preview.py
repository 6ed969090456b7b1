"""The edition's files, rendered on demand from the store: what `serve` shows."""

from __future__ import annotations

import re
import threading
from pathlib import PurePosixPath

from samizdat.app.mirror import Mirror
from samizdat.app.overlay import Overlay
from samizdat.app.remotes import overlay_of
from samizdat.app.rendering import render_now
from samizdat.model.page import HOME, section_key, story_key

_IMAGE = re.compile(r"images/[0-9a-f]{2}/([0-9a-f]{32})\.webp")
_PERIOD = re.compile(r"\d{4}-\d{2}(-\d{2})?")


class Preview:
    """Gives the bytes of any path of the edition, as the first remote with an address shows it."""

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self._lock = threading.Lock()
        public = (remote for remote in mirror.config.remotes if remote.public)
        self._overlay = next((overlay_of(remote) for remote in public), Overlay())

    @property
    def title(self) -> str:
        """The mirror's title."""
        return self._mirror.config.mirror.title

    def read(self, path: str) -> bytes | None:
        """Return the file at *path*, None if the edition has none."""
        with self._lock:
            if match := _IMAGE.fullmatch(path):
                return self._mirror.store.picture(match[1])
            wanted = path.removesuffix(".png") + ".md" if path.endswith(".png") else path
            key = page_key(wanted)
            files = render_now(self._mirror, key, self._overlay) if key else ()
        return next((file.content for file in files if file.path == path), None)


def page_key(path: str) -> str | None:
    """Return the key of the page whose Markdown file is *path*, None if no page has such a path.

    >>> page_key("harbour/world/2026-03.md")
    'section/harbour/world/2026-03'
    """
    if path == "README.md":
        return HOME
    parts = PurePosixPath(path).with_suffix("").parts
    if not path.endswith(".md") or not parts:
        return None
    if len(parts) == 5:
        return story_key(parts[4])
    if len(parts) == 3 and _PERIOD.fullmatch(parts[2]):
        return section_key(f"{parts[0]}/{parts[1]}", parts[2])
    return section_key(f"{parts[0]}/{parts[1]}") if len(parts) == 2 else None
