"""The edition's files, rendered on demand from the store: what `serve` shows."""

from __future__ import annotations

import re
import threading

from samizdat.app.mirror import Mirror
from samizdat.app.overlay import Overlay
from samizdat.app.remotes import overlay_of
from samizdat.app.rendering import render_now
from samizdat.model.page import HOME, alias_key, section_key, story_key, topic_key

_IMAGE = re.compile(r"images/[0-9a-f]{2}/([0-9a-f]{32})\.webp")
_PERIOD = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Preview:
    """Gives the bytes of any path of the edition, as the first remote with an address shows it."""

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self._lock = threading.Lock()
        public = (remote for remote in mirror.config.remotes if remote.public)
        self._overlay = next((overlay_of(mirror, remote) for remote in public), Overlay())

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
            keys = self._keys(wanted)
            files = [f for key in keys for f in render_now(self._mirror, key, self._overlay)]
        return next((file.content for file in files if file.path == path), None)

    def _keys(self, path: str) -> list[str]:
        """Return the keys of pages that may stand at *path*, the likeliest first."""
        store, bare = self._mirror.store, path.removesuffix(".md")
        keys = [key] if (key := list_key(path)) else []
        story = store.find_story(bare) if path.endswith(".md") else None
        if story is not None:
            keys.append(story_key(story))
        return keys + [alias_key(old) for old in store.aliases([path])]


def list_key(path: str) -> str | None:
    """Return the key of the list whose Markdown file is *path*, None if no list has such a path.

    >>> list_key("harbour/world/2026-03.md"), list_key("topics/storms.md")
    ('section/harbour/world/2026-03', 'topic/storms')
    """
    if path == "README.md":
        return HOME
    parts = path.removesuffix(".md").split("/")
    period = parts.pop() if len(parts) > 2 or (len(parts) > 1 and _is_period(parts[-1])) else ""
    if not path.endswith(".md") or len(parts) != 2 or (period and not _is_period(period)):
        return None
    if parts[0] == "topics":
        return topic_key(parts[1], period)
    return section_key("/".join(parts), period)


def _is_period(text: str) -> bool:
    return _PERIOD.fullmatch(text) is not None
