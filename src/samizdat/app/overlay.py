"""What one remote lays over the pages that all remotes share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from samizdat.model.file import File
from samizdat.model.page import HomePage, Page, StoryPage
from samizdat.render.fingerprint import fingerprint_of
from samizdat.render.git import (
    Look,
    ShareAddress,
    apply_mirrors,
    apply_share,
    mirrors_fingerprint,
    render_page,
    share_fingerprint,
)


@dataclass(frozen=True, slots=True)
class Overlay:
    """A remote's own part of its pages.

    Attributes:
        share: where readers find the remote's files, None if that is not known.
        mirrors: name and address of the other remotes, for its home page.
        images: base address from which its pages load pictures, "" for the remote itself.
    """

    share: ShareAddress | None = None
    mirrors: tuple[tuple[str, str], ...] = ()
    images: str = ""

    def over(self, page: Page, files: Iterable[File], look: Look) -> tuple[File, ...]:
        """Return the *files* of *page* as the remote shows them; most stay the same values."""
        laid = (self._over(page, file, look) for file in files)
        return tuple(file for each in laid for file in each)

    def _over(self, page: Page, file: File, look: Look) -> tuple[File, ...]:
        if file.share_at is None:
            return (file,)
        if isinstance(page, StoryPage) and self.share is not None:
            return apply_share(file, page, self.share, look)
        if isinstance(page, HomePage) and self.mirrors:
            return (apply_mirrors(file, self.mirrors, look),)
        return (file,)

    def state(self, look: Look) -> str:
        """Return the hash of what it says on stories, a slash, and that of the home page.

        Either is "" where it says nothing, and so are both together.
        """
        stories = share_fingerprint(self.share, look) if self.share else ""
        if self.images:
            stories = fingerprint_of(stories, self.images)
        return f"{stories}/{mirrors_fingerprint(self.mirrors, look)}" if self.mirrors else stories


def lay_over(page: Page, overlays: Sequence[Overlay], look: Look) -> Iterator[tuple[File, ...]]:
    """Yield for each of *overlays* the files of *page*; remotes that load pictures alike share."""
    rendered: dict[str, tuple[File, ...]] = {}
    for overlay in overlays:
        base = overlay.images if isinstance(page, StoryPage) else ""
        if base not in rendered:
            rendered[base] = render_page(page, look, image_base=base)
        yield overlay.over(page, rendered[base], look)
