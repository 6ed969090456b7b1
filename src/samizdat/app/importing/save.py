"""Arranged stories → the store, a batch in one transaction; what is there already stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from samizdat.app.importing.arrange import Arranged, Placed
from samizdat.app.importing.gather import SUFFIX
from samizdat.app.importing.sources import ImportSources
from samizdat.app.importing.values import Imported, ImportOptions
from samizdat.app.mirror import Mirror
from samizdat.app.rules import reads_bodies
from samizdat.model.address import canonical_address, is_web
from samizdat.model.article import Article
from samizdat.model.article_json import article_from_bytes
from samizdat.model.entry import Entry
from samizdat.model.packing import unpack
from samizdat.model.page import alias_key, story_key
from samizdat.store import Due, Reading
from samizdat.store.paths import is_safe_path

BATCH = 256

TAKEN = "this address is kept for a page of the edition: the story stands at another one"
IMPOSSIBLE = "a file of an edition cannot have this name: the story stands at another address"


@dataclass(slots=True)
class Saver:
    """Brings stories into the store.

    Attributes:
        pages: path of an old file → key of the page that stands there now.
    """

    mirror: Mirror
    options: ImportOptions
    report: Imported
    sources: ImportSources
    pages: dict[str, str] = field(default_factory=dict)

    def save(self, arranged: Arranged) -> None:
        """Save the stories and what the old pages lead to."""
        total = len(arranged.stories)
        for start in range(0, total, BATCH):
            self._save_batch(arranged.stories[start : start + BATCH])
            self.mirror.listener.step("save", done=min(start + BATCH, total), total=total)
        self._alias(arranged.lists)

    def _save_batch(self, batch: list[Placed]) -> None:
        known = self.mirror.store.find_stories(placed.address for placed in batch)
        fresh = [p for p in batch if not self._is_known(p, known.get(p.address))]
        if self.options.dry_run:
            self.report.aliases += sum(len(placed.doubles) for placed in fresh)
            self._refuse(path for p in fresh for path in (p.kept.path, *p.doubles))
            return
        readings = self._judged([self._reading(placed) for placed in fresh])
        saved = self.mirror.store.save_readings(readings, self.mirror.now())
        aliases: dict[str, str] = {}
        for placed, result in zip(fresh, saved, strict=True):
            aliases |= self._note(placed, result.story.id, result.story.path)
        self._alias(aliases)

    def _judged(self, readings: list[Reading]) -> list[Reading]:
        """Return *readings* with the state that the desk gives each, as those of a sync have."""
        if reads_bodies(self.mirror.rules):
            readings = [replace(r, article=_article(r)) for r in readings]
        return self.mirror.verdicts.over(readings)

    def _is_known(self, placed: Placed, story: str | None) -> bool:
        """Return whether the story needs no saving, and count it.

        What a newsroom's own page gave is never replaced by an old mirror's copy of it.
        """
        store, report = self.mirror.store, self.report
        if story is None:
            report.new += 1
            return False
        newest = store.revisions(story)[-1]
        if newest.cause != "import":
            report.known += 1
        elif newest.content_hash == placed.kept.prepared.content_hash:
            report.unchanged += 1
        else:
            report.changed += 1
            return False
        head = store.heads([story])[story]
        self._alias(self._note(placed, story, head.story.path))
        return True

    def _note(self, placed: Placed, story: str, path: str) -> dict[str, str]:
        """Note where the story's old files lead; return those that are not its own page."""
        page, old = story_key(story), (placed.kept.path, *placed.doubles)
        own = path + SUFFIX
        self.pages |= {file: page for file in old if file == own}
        return {file: page for file in old if file != own}

    def _alias(self, rows: dict[str, str]) -> None:
        """Let old files lead to pages, those that do not yet; say which cannot."""
        store, safe = self.mirror.store, {p: page for p, page in rows.items() if is_safe_path(p)}
        before = store.aliases(list(safe))
        new = {path: page for path, page in safe.items() if before.get(path) != page}
        if self.options.dry_run:
            self.report.aliases += len(new)
            return
        store.add_aliases(new)
        there = store.aliases(list(safe))
        self.report.aliases += sum(path in there for path in new)
        self.pages |= {path: alias_key(path) for path in there}
        for path in safe.keys() - there.keys():
            self.report.add_flaw(path, 1, TAKEN)
        self._refuse(rows)

    def _refuse(self, paths: Iterable[str]) -> None:
        """Say which of the old *paths* no page can have: links to them are dead."""
        for path in paths:
            if not is_safe_path(path):
                self.report.add_flaw(path, 1, IMPOSSIBLE)

    def _reading(self, placed: Placed) -> Reading:
        story, now = placed.kept.story, self.mirror.now()
        addresses = [placed.address]
        if is_web(story.own) and (own := canonical_address(story.own)) != placed.address:
            addresses.append(own)
        due = Due.unqueued(
            Entry(placed.address, title=story.article.title),
            self.sources.find(placed.newsroom, placed.sections),
            placed.newsroom,
            min(placed.first_seen or now, now),
        )
        return Reading(
            due=due,
            article=story.article,
            response=None,
            addresses=tuple(addresses),
            next_check=now if self.options.recheck else None,
            minted_from=placed.address,
            prepared=placed.kept.prepared,
            cause="import",
            path=placed.kept.path.removesuffix(SUFFIX),
        )


def _article(reading: Reading) -> Article:
    """Return the whole article of a reading whose body is packed."""
    if reading.prepared is None:
        return reading.article
    packed = reading.prepared.article
    return article_from_bytes(unpack(packed.codec, packed.body))
