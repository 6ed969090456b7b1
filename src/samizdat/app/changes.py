"""What an edition changes on one remote: rendered pages against the remote's file table."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, TypeVar

from samizdat.app.mirror import Mirror
from samizdat.app.remotes import share_address
from samizdat.app.rendering import Rendered, Renderings
from samizdat.config import RemoteConfig
from samizdat.model.asset import Variant
from samizdat.model.file import Changes, Read, Written
from samizdat.model.page import image_key
from samizdat.store import Edition, FileRow

T = TypeVar("T")

CHUNK = 256
PICTURES = image_key("")
SPOOL_BYTES = 64 * 1024 * 1024
"""Rendered bytes kept in memory before they wait on disk for the remote."""


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Yield *items* in lists of at most *size*."""
    chunk: list[T] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


class Spool:
    """Rendered bytes that wait for a remote, in memory or on disk; the remote reads them once."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115
        self._end = 0

    def put(self, content: bytes) -> Read:
        """Keep *content*; return what gives it back."""
        start, self._end = self._end, self._end + len(content)
        self._file.seek(start)
        self._file.write(content)

        def read() -> bytes:
            self._file.seek(start)
            return self._file.read(len(content))

        return read

    def close(self) -> None:
        """Drop what was kept."""
        self._file.close()


@dataclass(slots=True)
class Difference:
    """What one remote lacks, as it is found page by page.

    Attributes:
        written: path → file to write.
        rows: the file table's new rows, without the object ids that the remote will give.
        removed: managed paths that go.
        known: path → object id the remote had.
        new: stories that the remote did not have.
        updated: stories whose page changes.
    """

    written: dict[str, Written] = field(default_factory=dict)
    rows: dict[str, FileRow] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    new: int = 0
    updated: int = 0

    def to_changes(self, edition: Edition) -> Changes:
        """Return the difference as the publish floor takes it."""
        return Changes(
            edition=edition.number,
            as_of=edition.as_of,
            message=self._message(edition),
            written=self.written,
            removed=tuple(self.removed),
            known=self.known,
        )

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
    mirror: Mirror, remote: RemoteConfig, renderings: Renderings, since: int, spool: Spool
) -> Difference:
    """Return what *remote* lacks of the pages that changed after edition *since*."""
    difference, share = Difference(), share_address(remote)
    for pages in chunks(mirror.store.pages_since(since)):
        chunk = [key for key, _ in pages if not key.startswith(PICTURES)]
        _remove_pictures(mirror, remote.name, difference, pages)
        rendered = renderings.get(chunk, dict(pages))
        before = _rows_by_page(mirror, remote.name, chunk)
        for key, page in rendered.items():
            content = {f.path: f for f in page.shared(share, mirror.look)}
            old = before.get(key, {})
            for path, file in content.items():
                digest = hashlib.sha256(file.content).hexdigest()
                if path in old and old[path].hash == digest:
                    continue
                written = Written(spool.put(file.content), digest, file.managed_part)
                _write(difference, FileRow(path, digest, "", key), written, old.get(path))
            _remove(difference, old, content)
            _count(difference, key, page, old, content)
        _add_pictures(mirror, remote.name, difference, rendered.values())
    return difference


def _rows_by_page(mirror: Mirror, remote: str, keys: list[str]) -> dict[str, dict[str, FileRow]]:
    rows: dict[str, dict[str, FileRow]] = {}
    for row in mirror.store.files_of_pages(remote, keys):
        rows.setdefault(row.page, {})[row.path] = row
    return rows


def _write(difference: Difference, row: FileRow, written: Written, old: FileRow | None) -> None:
    difference.written[row.path] = written
    difference.rows[row.path] = row
    if old is not None:
        difference.known[row.path] = old.object


def _remove(difference: Difference, old: dict[str, FileRow], content: Iterable[str]) -> None:
    for path in old.keys() - set(content):
        difference.removed.append(path)
        difference.known[path] = old[path].object


def _count(
    difference: Difference,
    key: str,
    page: Rendered,
    old: dict[str, FileRow],
    content: Iterable[str],
) -> None:
    if key.startswith("story/") and page.page is not None:
        if not old:
            difference.new += 1
        elif any(path in difference.written for path in content):
            difference.updated += 1


def _add_pictures(
    mirror: Mirror, remote: str, difference: Difference, pages: Iterable[Rendered]
) -> None:
    """Add the pictures that *pages* show and the remote lacks; those it has are never touched."""
    shown: dict[str, Variant] = {v.path: v for page in pages for v in page.variants}
    lacking = shown.keys() - difference.written.keys()
    there = mirror.store.files(remote, sorted(lacking))
    for path in sorted(lacking - there.keys()):
        variant = shown[path]
        difference.written[path] = Written(_reader(mirror, variant.hash), variant.hash)
        difference.rows[path] = FileRow(path, variant.hash, "", image_key(variant.hash))


def _remove_pictures(
    mirror: Mirror, remote: str, difference: Difference, pages: Iterable[tuple[str, str]]
) -> None:
    """Remove the pictures that no page shows any more: what is withdrawn leaves nothing behind."""
    dead = [key for key, fingerprint in pages if key.startswith(PICTURES) and not fingerprint]
    hashes = {key: key.partition("/")[2] for key in dead}
    shown = mirror.store.shown_pictures(list(hashes.values()), mirror.config.images.spec.name)
    unshown = [key for key in dead if hashes[key] not in shown]
    for row in mirror.store.files_of_pages(remote, unshown):
        difference.removed.append(row.path)
        difference.known[row.path] = row.object


def _reader(mirror: Mirror, blob: str) -> Read:
    return lambda: mirror.store.blob(blob)
