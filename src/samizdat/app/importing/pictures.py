"""Pictures of an edition → the store, without asking their newsrooms."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping

from samizdat.app.importing.gather import Gathered
from samizdat.app.importing.work import keep_pictures
from samizdat.app.mirror import Mirror
from samizdat.app.pool import WorkerPool
from samizdat.app.worker import ImageJob
from samizdat.errors import RemoteError
from samizdat.extract.images import MAX_BYTES
from samizdat.model.asset import Decoded
from samizdat.publish import Visit

BATCH = 16

Files = Mapping[str, tuple[str, ...]]
"""File of an edition → origins of the picture in it."""


def files_of(gathered: Gathered) -> dict[str, tuple[str, ...]]:
    """Return file → origins of the pictures that the pages of an edition show."""
    found: dict[str, dict[str, None]] = {}
    for page in gathered.editions:
        for origin, path in page.mark.pictures:
            if path:
                found.setdefault(path, {})[origin] = None
    return {path: tuple(origins) for path, origins in found.items()}


def keep(mirror: Mirror, tree: Visit, pool: WorkerPool, files: Files) -> int:
    """Store the pictures *files* under their origins, and return how many there were.

    One that is not there, or is no picture, is left to be fetched from its origin.
    """
    spec, kept = mirror.config.images.spec, 0
    origins = [origin for each in files.values() for origin in each]
    there = mirror.store.variants(origins, spec.name)
    lacking = {path: each for path, each in files.items() if not there.keys() >= set(each)}
    for batch in _batches(mirror, tree, lacking):
        decoded = asyncio.run(pool.run(keep_pictures, batch))
        for job, picture in zip(batch, decoded, strict=True):
            if not isinstance(picture, Decoded):
                continue
            kept += 1
            for origin in lacking[job.address]:
                _save(mirror, origin, picture)
    return kept


def _batches(mirror: Mirror, tree: Visit, files: Files) -> Iterator[list[ImageJob]]:
    spec, batch = mirror.config.images.spec, list[ImageJob]()
    there = tree.files()
    for path in sorted(files):
        if path not in there or there[path].size_bytes > MAX_BYTES:
            continue
        try:
            batch.append(ImageJob(tree.read(path), path, spec))
        except RemoteError:
            continue
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _save(mirror: Mirror, origin: str, picture: Decoded) -> None:
    mirror.store.save_variant(
        origin,
        original_hash=picture.variant.hash,
        spec=mirror.config.images.spec.name,
        decoded=picture,
        now=mirror.now(),
    )
