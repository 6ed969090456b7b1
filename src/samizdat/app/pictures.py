"""The pictures of a story: fetched once, decoded in a worker, stored as one derivative."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from samizdat.app.mirror import Mirror
from samizdat.app.pool import Batcher
from samizdat.app.worker import ImageJob
from samizdat.errors import FetchError, TooLargeError
from samizdat.fetch import Fetcher
from samizdat.model.article import Article
from samizdat.model.asset import Decoded
from samizdat.model.failed import Failed
from samizdat.model.tree_images import image_origins

RETRY = timedelta(hours=6)
"""Pause before a picture that could not be fetched is asked for again."""

MOST_TRIES = 4
"""Failures after which a picture is given up; its story stands without it."""

MAX_PICTURES = 60
"""Pictures of one story that are mirrored; the rest keep their captions."""


@dataclass(slots=True)
class Pictures:
    """Prepares pictures for readers with the run's client and workers."""

    mirror: Mirror
    fetcher: Fetcher
    decoders: Batcher
    failed: list[Failed] = field(default_factory=list)
    _under_way: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def prepare(self, article: Article) -> None:
        """Store a derivative of every picture of *article* that has none yet and is due."""
        await self.prepare_origins(image_origins(article)[:MAX_PICTURES])

    async def prepare_origins(self, origins: tuple[str, ...]) -> None:
        """Store a derivative of each of *origins* that has none yet and is due."""
        spec, now = self.mirror.config.images.spec.name, self.mirror.now()
        states = self.mirror.store.asset_state(origins, spec, now)
        due = [origin for origin in origins if states.get(origin, "due") == "due"]
        if due:
            await asyncio.gather(*(self._once(origin) for origin in due))

    async def _once(self, origin: str) -> None:
        """Prepare *origin*; two stories that show the same picture wait for one fetch."""
        task = self._under_way.get(origin)
        if task is None:
            task = asyncio.create_task(self._prepare(origin))
            self._under_way[origin] = task
        await asyncio.shield(task)

    async def _prepare(self, origin: str) -> None:
        images = self.mirror.config.images
        try:
            response = await self.fetcher.fetch(
                origin, max_bytes=images.max_bytes, accept="image/*"
            )
        except TooLargeError as error:
            self._fail(origin, Failed.from_error(error, where=origin), retry=None)
            return
        except FetchError as error:
            tries = self.mirror.store.asset_attempts([origin]).get(origin, 0)
            retry = self.mirror.now() + RETRY if tries < MOST_TRIES else None
            self._fail(origin, Failed.from_error(error, where=origin), retry=retry)
            return
        if response.status != 200:
            what = f"the picture is not there (status {response.status})"
            self._fail(origin, Failed(origin, what, kind="StatusError"), retry=None)
            return
        await self._decode(origin, response.body)

    async def _decode(self, origin: str, body: bytes) -> None:
        store, spec = self.mirror.store, self.mirror.config.images.spec
        original = hashlib.sha256(body).hexdigest()
        known = store.known_original(original, spec.name)
        decoded: Decoded | Failed
        if known is not None:
            decoded = Decoded(known, store.blob(known.hash))
        else:
            decoded = await self.decoders.submit(ImageJob(body, origin, spec))
        if isinstance(decoded, Failed):
            self._fail(origin, decoded, retry=None)
            return
        store.save_variant(
            origin, original_hash=original, spec=spec.name, decoded=decoded, now=self.mirror.now()
        )

    def _fail(self, origin: str, failed: Failed, *, retry: datetime | None) -> None:
        self.mirror.store.save_asset_failed(origin, failed, self.mirror.now(), retry=retry)
        self.failed.append(failed)
        self.mirror.listener.event("picture failed", address=origin, what=failed.what)
