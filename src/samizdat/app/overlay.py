"""What one remote lays over the pages that all remotes share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from samizdat.model.file import File
from samizdat.model.page import Page, StoryPage
from samizdat.render.git import Look, ShareAddress, apply_share, share_fingerprint


@dataclass(frozen=True, slots=True)
class Overlay:
    """A remote's own part of its pages.

    Attributes:
        share: where readers find the remote's files, None if that is not known.
    """

    share: ShareAddress | None = None

    def over(self, page: Page | None, files: Iterable[File], look: Look) -> tuple[File, ...]:
        """Return the *files* of *page* as the remote shows them; most stay the same values."""
        share = self.share
        if share is None or not isinstance(page, StoryPage):
            return tuple(files)
        shown = (
            apply_share(file, page, share, look) if file.share_at is not None else (file,)
            for file in files
        )
        return tuple(file for each in shown for file in each)

    def fingerprint(self, look: Look) -> str:
        """Return the hash of everything that it says besides a page's path, "" if nothing."""
        return share_fingerprint(self.share, look) if self.share else ""
