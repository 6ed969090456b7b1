"""What was withdrawn stays withdrawn, also when an edition is undone."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from samizdat.app.mirror import Mirror
from samizdat.model.asset import Variant
from samizdat.model.page import story_key
from samizdat.render.git import qr_file, story_file

MANY = 1_000_000

_LINKED = re.compile(rb"(?<![^\s()<>\"'/\\])([^\s()<>\"'/\\]+)\.md\b")
_SHOWN = re.compile(rb"images/[0-9a-f]{2}/[0-9a-f]{32}\.webp")


@dataclass(slots=True)
class Withdrawn:
    """Says which files an undo leaves as they are; a `publish.Keep`, for one remote.

    It is asked about pages first. A page of a withdrawn story stays, and so does one that then
    named a story withdrawn since or showed a picture that was taken down. A picture comes back only
    if a page that comes back shows it, and none goes: a page that stays may show it.

    Attributes:
        files: of withdrawn stories.
        names: of the files of stories withdrawn since, as bytes without folder and suffix.
        pictures: paths of pictures that were taken down.
        stayed: pages that stay as they are though they are no withdrawn story's.
    """

    files: frozenset[str] = frozenset()
    names: frozenset[bytes] = frozenset()
    pictures: frozenset[bytes] = frozenset()
    stayed: set[str] = field(default_factory=set)
    _shown: set[bytes] = field(default_factory=set)

    def __call__(self, path: str, older: bytes | None) -> bool:
        """Return True if *path*, which was *older*, stays as it is."""
        if path in self.files:
            return True
        if path.endswith(".md"):
            return self._page_stays(path, older)
        if path.startswith("images/"):
            return older is None or path.encode() not in self._shown
        return path.endswith(".png") and story_file(path.removesuffix(".png")) in self.stayed

    def _page_stays(self, path: str, older: bytes | None) -> bool:
        if older is None:
            return False
        shown = set(_SHOWN.findall(older))
        linked = {unquote_to_bytes(name) for name in _LINKED.findall(older)} if self.names else ()
        if shown & self.pictures or self.names.intersection(linked):
            self.stayed.add(path)
            return True
        self._shown |= shown
        return False


def withdrawn(mirror: Mirror, since: int) -> Withdrawn:
    """Return what has been withdrawn from *mirror*; what was after edition *since* counts double.

    A page that named a story when that was withdrawn already names what readers may see.
    """
    heads = mirror.store.stories_in_state("withdrawn", MANY)
    changed = {key for key, _ in mirror.store.pages_since(since)} if heads else set()
    paths = [head.story.path for head in heads]
    lately = [head.story.path for head in heads if story_key(head.story.id) in changed]
    return Withdrawn(
        files=frozenset(f for path in paths for f in (story_file(path), qr_file(path))),
        names=frozenset(path.rpartition("/")[2].encode() for path in lately),
        pictures=_pictures(mirror.store.withheld_pictures()),
    )


def _pictures(hashes: Collection[str]) -> frozenset[bytes]:
    return frozenset(Variant(hash_, 0, 0, 0).path.encode() for hash_ in hashes)
