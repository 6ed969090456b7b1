"""What an edition changes on one remote: rendered pages against the remote's file table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from samizdat.app.mirror import Mirror
from samizdat.app.paths import page_files
from samizdat.app.rendering import Renderings, Shown
from samizdat.model.file import Changes, Read, Written
from samizdat.model.page import image_key, story_key
from samizdat.store import Edition, FileRow

PICTURES, STORIES = image_key(""), story_key("")

_OF_STORY = 2
"""Files of a story with its code: see `paths.page_files`."""


@dataclass(slots=True)
class Difference:
    """What one remote lacks, as it is found page by page.

    Attributes:
        written: path → file to write.
        pages: path of a file to write → key of the page that it shows.
        removed: managed paths that go.
        stale: paths that may be there from an older copy of the edition, and then go.
        known: path → object id the remote had.
        new: stories that the remote did not have.
        updated: stories whose page changes.
    """

    written: dict[str, Written] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    new: int = 0
    updated: int = 0

    def write(self, path: str, written: Written, page: str, old: FileRow | None = None) -> None:
        """Note that *path*, which shows *page*, is to be written; *old* is what is there."""
        self.written[path] = written
        self.pages[path] = page
        if old is not None:
            self.known[path] = old.object

    def remove(self, row: FileRow) -> None:
        """Note that a file goes."""
        self.removed.append(row.path)
        self.known[row.path] = row.object

    def to_changes(self, edition: Edition) -> Changes:
        """Return the difference as the publish floor takes it."""
        return Changes(
            edition=edition.number,
            as_of=edition.as_of,
            message=self._message(edition),
            written=self.written,
            removed=(*self.removed, *(p for p in self.stale if p not in self.written)),
            known=self.known,
        )

    def rows(self, objects: Mapping[str, str]) -> list[FileRow]:
        """Return the file table's new rows for the files that the remote took, as *objects*."""
        taken = self.written.keys() & objects.keys()
        return [FileRow(p, self.written[p].hash, objects[p], self.pages[p]) for p in sorted(taken)]

    def _message(self, edition: Edition) -> str:
        parts = [
            f"{count} {word}"
            for count, word in (
                (self.new, "new story" if self.new == 1 else "new stories"),
                (self.updated, "updated"),
                (len(self.removed), "removed"),
            )
            if count
        ]
        subject = ", ".join(parts) or f"{len(self.written)} pages brought up to date"
        return f"{subject}\n\nEdition {edition.number}, as of {edition.as_of:%Y-%m-%d %H:%M} UTC\n"


def find_difference(
    mirror: Mirror, remote: str, renderings: Renderings, since: int, too: Sequence[str] = ()
) -> Difference:
    """Return what *remote* lacks of the pages that changed after edition *since*.

    The pages *too* are looked at besides: something of the remote's own has changed on them.
    """
    difference = Difference()
    for pages in renderings.of(remote, _wanted(mirror, since, too)):
        before = _rows_by_page(mirror, remote, [page.key for page in pages])
        for page in pages:
            if not page.key.startswith(PICTURES):
                _compare(difference, page, before.get(page.key, {}))
        _add_pictures(mirror, remote, difference, pages)
        _remove_pictures(mirror, difference, pages, before)
        if since == 0:
            _remove_stale(mirror, remote, difference, pages)
    return difference


def _wanted(mirror: Mirror, since: int, too: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from mirror.store.fingerprints(too).items()
    yield from (page for page in mirror.store.pages_since(since) if page[0] not in too)


def _compare(difference: Difference, page: Shown, old: Mapping[str, FileRow]) -> None:
    """Note what of *page* is not there, or not so."""
    for path, written in page.files.items():
        known = old.get(path)
        if known is None or known.hash != written.hash:
            difference.write(path, written, page.key, known)
    for path in old.keys() - page.files.keys():
        difference.remove(old[path])
    if page.exists and page.key.startswith(STORIES):
        difference.new += not old
        difference.updated += bool(old) and any(p in difference.written for p in page.files)


def _rows_by_page(mirror: Mirror, remote: str, keys: list[str]) -> dict[str, dict[str, FileRow]]:
    rows: dict[str, dict[str, FileRow]] = {}
    for row in mirror.store.files_of_pages(remote, keys):
        rows.setdefault(row.page, {})[row.path] = row
    return rows


def _add_pictures(
    mirror: Mirror, remote: str, difference: Difference, pages: Iterable[Shown]
) -> None:
    """Add the pictures that *pages* show and the remote lacks; those it has are never touched."""
    shown = {variant.path: variant for page in pages for variant in page.variants}
    lacking = shown.keys() - difference.written.keys()
    there = mirror.store.files(remote, sorted(lacking)) if lacking else {}
    for path in sorted(lacking - there.keys()):
        variant = shown[path]
        written = Written(_reader(mirror, variant.hash), variant.hash)
        difference.write(path, written, image_key(variant.hash))


def _remove_pictures(
    mirror: Mirror,
    difference: Difference,
    pages: Iterable[Shown],
    before: Mapping[str, Mapping[str, FileRow]],
) -> None:
    """Remove the pictures that no page shows any more: what is withdrawn leaves nothing behind."""
    dead = [page.key for page in pages if page.key.startswith(PICTURES) and not page.fingerprint]
    if not dead:
        return
    hashes = {key: key.partition("/")[2] for key in dead}
    shown = mirror.store.shown_pictures(list(hashes.values()), mirror.config.images.spec.name)
    for key in dead:
        if hashes[key] not in shown:
            for row in before.get(key, {}).values():
                difference.remove(row)


def _remove_stale(
    mirror: Mirror, remote: str, difference: Difference, pages: Iterable[Shown]
) -> None:
    """Remove what only an older copy of the edition holds: files of pages that are no more.

    What is withdrawn must not live on where a remote moves to. The publisher touches only what is
    known to be ours.
    """
    live = {path for page in pages for path in page.files}
    asked = [(page.key, page.fingerprint) for page in pages if _may_be_stale(page)]
    paths = {path for _, files in page_files(mirror, asked) for path in files} - live
    shown = {variant.path for page in pages for variant in page.variants}
    there = mirror.store.files(remote, sorted(paths)) if paths else {}
    difference.stale += sorted(paths - shown - there.keys())


def _may_be_stale(page: Shown) -> bool:
    """Return True if a file of *page* may be where it should not be.

    A story that has its page and the picture of its code has all that it could have.
    """
    if page.key.startswith(PICTURES):
        return not page.fingerprint
    return not page.exists or (page.key.startswith(STORIES) and len(page.files) < _OF_STORY)


def _reader(mirror: Mirror, blob: str) -> Read:
    return lambda: mirror.store.blob(blob)
