"""Page keys → files, rendered once for all remotes of a run."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from samizdat.app.compose import compose
from samizdat.app.mirror import Mirror
from samizdat.app.overlay import Overlay, lay_over
from samizdat.app.render_pool import Answer, RenderPool
from samizdat.app.render_worker import Body, Made, RenderJob
from samizdat.app.spool import Spool
from samizdat.model.asset import Variant
from samizdat.model.file import File, Written
from samizdat.model.page import LISTS, Page, StoryPage

T = TypeVar("T")

CHUNK = 128
"""Pages that are asked for, and rendered, together."""

ROWS = 4_000
"""Rows of lists that are rendered together, where it is known how many there are."""

KEPT = 20_000
"""Pages whose files are remembered for the other remotes of the same run."""

Wanted = tuple[str, str]
"""A page's key and its fingerprint."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one remote shows of a page.

    Attributes:
        key: of the page.
        fingerprint: "" for a page that is no more.
        exists: there is such a page now.
        variants: the stored pictures that it shows.
        files: path → file.
    """

    key: str
    fingerprint: str
    exists: bool
    variants: tuple[Variant, ...] = ()
    files: Mapping[str, Written] = field(default_factory=dict)


def _portions(built: Mapping[str, tuple[str, Page]]) -> Iterator[list[Wanted]]:
    """Yield what was *built* in portions that take a worker about as much memory each."""
    portion: list[Wanted] = []
    rows = 0
    for key, (fingerprint, page) in built.items():
        portion.append((key, fingerprint))
        rows += len(page.teasers) if isinstance(page, LISTS) else 0
        if len(portion) == CHUNK or rows >= ROWS:
            yield portion
            portion, rows = [], 0
    if portion:
        yield portion


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


class Renderings:
    """Renders the pages that remotes lack; safe between threads.

    Every page is asked for and rendered once for all remotes. Where there are many pages, the next
    ones are under way in worker processes while some are taken. Close it after the remotes have
    read what they were shown.

    Attributes:
        overlays: remote → what it lays over its pages.
    """

    def __init__(self, mirror: Mirror, overlays: Mapping[str, Overlay]) -> None:
        self.overlays = overlays
        self._mirror = mirror
        self._distinct = tuple(dict.fromkeys(overlays.values()))
        self._lock = threading.Lock()
        self._asking = set(overlays)
        self._spool, self._pool = Spool(), RenderPool()
        self._kept: dict[Wanted, _Batch] = {}
        self._under_way: deque[_Batch] = deque()
        self._notices: dict[str, set[str]] = {}

    def of(self, remote: str, pages: Iterable[Wanted]) -> Iterator[list[Shown]]:
        """Yield *pages* in chunks as *remote* shows them."""
        place = self._distinct.index(self.overlays[remote])
        ahead: deque[tuple[list[Wanted], dict[Wanted, _Batch]]] = deque()
        for chunk in chunks(pages):
            ahead.append((chunk, self._begin(chunk)))
            if len(ahead) > self._pool.ahead:
                yield self._end(*ahead.popleft(), place)
        while ahead:
            yield self._end(*ahead.popleft(), place)
        self._is_done(remote)

    def _is_done(self, remote: str) -> None:
        """End the workers after the last remote: a push takes memory of its own."""
        with self._lock:
            self._asking.discard(remote)
            if not self._asking:
                self._pool.close()

    def foresee(self) -> None:
        """Begin to render what this run's build has made so far, before any remote asks for it.

        As many batches are under way as the workers need; for the first of more this waits.
        """
        for chunk in list(_portions(self._mirror.built)):
            with self._lock:
                batch = self._batch(dict(chunk))
                self._kept.update(dict.fromkeys(chunk, batch))
            self._under_way.append(batch)
            while len(self._under_way) > self._pool.ahead:
                self._under_way.popleft().settle(self._spool)

    def close(self) -> None:
        """End the workers, drop what was rendered and tell what went otherwise than asked."""
        self._pool.close()
        self._spool.close()
        for what, paths in sorted(self._notices.items()):
            first = min(paths)
            self._mirror.listener.event(
                "template not used", page=first, pages=len(paths), what=what
            )

    def _begin(self, chunk: Sequence[Wanted]) -> dict[Wanted, _Batch]:
        """Return for each page the batch in which it is rendered; new ones are under way."""
        with self._lock:
            found = {page: self._kept[page] for page in chunk if page in self._kept}
            missing = [page for page in chunk if page not in found]
            if not missing:
                return found
            new = dict.fromkeys(missing, self._batch(dict(missing)))
            if len(self.overlays) > 1 and len(self._kept) < KEPT:
                self._kept |= new
        return found | new

    def _batch(self, wanted: Mapping[str, str]) -> _Batch:
        pages = self._pages(wanted)
        there = [page for page in pages.values() if page is not None]
        bodies = self._bodies(there)
        parts = [(page, bodies.get(page.key)) for page in there]
        return _Batch(pages, self._pool.submit(self._job(parts)))

    def _job(self, parts: Sequence[tuple[Page, Body | None]]) -> RenderJob:
        return RenderJob(self._mirror.look, self._mirror.link_book, self._distinct, parts)

    def _pages(self, wanted: Mapping[str, str]) -> dict[str, Page | None]:
        """Return the pages without their articles, those that this run's build made as they are."""
        built = self._mirror.built
        made: dict[str, Page | None] = {}
        for key, fingerprint in wanted.items():
            known, page = built.pop(key, ("", None))
            if page is not None and known == fingerprint:
                made[key] = page
        missing = [key for key in wanted if key not in made]
        return made | compose(self._mirror, missing, bodies=False)

    def _bodies(self, pages: Iterable[Page]) -> dict[str, Body]:
        stories = {page.id: page.key for page in pages if isinstance(page, StoryPage)}
        packed = self._mirror.store.packed_articles(list(stories))
        return {stories[id_]: body for id_, body in packed.items()}

    def _end(
        self, chunk: Iterable[Wanted], batches: Mapping[Wanted, _Batch], place: int
    ) -> list[Shown]:
        shown = [batches[wanted].shown(wanted, place, self._spool) for wanted in chunk]
        with self._lock:
            for path, what in (notice for batch in batches.values() for notice in batch.notices):
                self._notices.setdefault(what, set()).add(path)
        return shown


class _Batch:
    """Pages rendered together, spooled for whichever remote asks first.

    Attributes:
        notices: path and words of what went otherwise than asked, known once a page was shown.
    """

    def __init__(self, pages: Mapping[str, Page | None], answer: Callable[[], Answer]) -> None:
        self._variants = {
            key: tuple(page.variants.values()) if isinstance(page, StoryPage) else ()
            for key, page in pages.items()
            if page is not None
        }
        self._answer: Callable[[], Answer] | None = answer
        self._files: dict[str, list[dict[str, Written]]] = {}
        self._lock = threading.Lock()
        self.notices: set[tuple[str, str]] = set()

    def shown(self, wanted: Wanted, place: int, spool: Spool) -> Shown:
        """Return a page under the overlay at *place*."""
        self.settle(spool)
        key, fingerprint = wanted
        if key not in self._variants:
            return Shown(key, fingerprint, exists=False)
        files = self._files[key][place]
        return Shown(key, fingerprint, exists=True, variants=self._variants[key], files=files)

    def settle(self, spool: Spool) -> None:
        """Wait until the pages are rendered, and keep their files in *spool*."""
        with self._lock:
            if self._answer is not None:
                answer = self._answer()
                kept = (_kept(overlays, spool) for overlays in answer)
                self._files = dict(zip(self._variants, kept, strict=True))
                made = (file for overlays in answer for files in overlays for file in files)
                self.notices = {(file.path, file.notice) for file in made if file.notice}
                self._answer = None


def _kept(overlays: Sequence[Sequence[Made]], spool: Spool) -> list[dict[str, Written]]:
    """Return for each overlay path → file; what several of them share is spooled once."""
    distinct = {id(made): made for files in overlays for made in files}
    written = {place: spool.put(made) for place, made in distinct.items()}
    return [{made.path: written[id(made)] for made in files} for files in overlays]


def render_now(mirror: Mirror, key: str, overlay: Overlay) -> tuple[File, ...]:
    """Return the files of one page, rendered at once; none if there is no such page."""
    page = compose(mirror, [key])[key]
    return () if page is None else next(lay_over(page, (overlay,), mirror.look))
