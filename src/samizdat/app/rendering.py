"""Page keys → files, the same for every remote; a remote's share block is laid over afterwards."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from samizdat.app.compose import compose
from samizdat.app.mirror import Mirror
from samizdat.model.article import Article
from samizdat.model.asset import Variant
from samizdat.model.file import File
from samizdat.model.page import Page, StoryPage
from samizdat.render.git import Look, ShareAddress, apply_share, render_page

KEPT = 5_000
"""Rendered pages kept for the next remote of the same run, about 8 KB each."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's files, and of the page what a remote's overlay needs.

    Attributes:
        page: the page without the story's tree, None if there is no such page now.
        files: its files, without any address of their own.
    """

    page: Page | None
    files: tuple[File, ...] = ()

    @property
    def variants(self) -> list[Variant]:
        """The stored pictures that the page shows."""
        return list(self.page.variants.values()) if isinstance(self.page, StoryPage) else []

    def shared(self, share: ShareAddress | None, look: Look) -> list[File]:
        """Return the files as one remote shows them: with a share block if it has an address."""
        if share is None or not isinstance(self.page, StoryPage):
            return list(self.files)
        files: list[File] = []
        for file in self.files:
            overlaid = file.share_at is not None
            files.extend(apply_share(file, self.page, share, look) if overlaid else (file,))
        return files


class Renderings:
    """Renders pages on demand and keeps them for a run's other remotes; safe between threads."""

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self._kept: dict[str, Rendered] = {}
        self._lock = threading.Lock()
        self._keep = len(mirror.config.remotes) > 1

    def get(
        self, keys: Sequence[str], prints: Mapping[str, str] | None = None
    ) -> dict[str, Rendered]:
        """Return each key's page and files.

        Args:
            keys: page keys.
            prints: the pages' fingerprints, where known: a list that the build of this run made
                under the same one is not asked for again.
        """
        with self._lock:
            made = {key: self._kept[key] for key in keys if key in self._kept}
            missing = [key for key in keys if key not in made]
            pages = self._compose(missing, prints or {})
            fresh = {key: self._render(page) for key, page in pages.items()}
            if self._keep and len(self._kept) + len(fresh) <= KEPT:
                self._kept.update(fresh)
        return {key: fresh.get(key) or made[key] for key in keys}

    def _compose(self, keys: list[str], prints: Mapping[str, str]) -> dict[str, Page | None]:
        built = self._mirror.built
        made = {k: built[k][1] for k in keys if k in built and built[k][0] == prints.get(k)}
        return {**made, **compose(self._mirror, [key for key in keys if key not in made])}

    def _render(self, page: Page | None) -> Rendered:
        if page is None:
            return Rendered(None)
        files = render_page(page, self._mirror.look)
        if isinstance(page, StoryPage):
            page = replace(page, article=Article(title=page.title, blocks=()))
        return Rendered(page, files)
