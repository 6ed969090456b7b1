"""Answer the dirty page keys: which pages does the new edition show otherwise?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from samizdat.app.ahead import Ahead
from samizdat.app.compose import compose, day_keys
from samizdat.app.decisions import settle_desk
from samizdat.app.keys import Key
from samizdat.app.mirror import Mirror
from samizdat.app.surroundings import KINDS, edition_fingerprints, mark_corrected
from samizdat.edit.lists import MONTH_STORIES
from samizdat.model.page import LISTS, Page, StoryPage, image_key
from samizdat.render.fingerprint import page_fingerprint

CHUNK = 500
KEPT_ROWS, KEPT_STORIES = 40_000, 20_000
"""What is kept for the publication that follows: rows of lists, and stories without their text,
about a kilobyte each."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        edition: the edition's number, None if no page changed.
        pages: pages that changed.
        gone: pages that are no more.
        looked: dirty keys answered.
    """

    edition: int | None
    pages: int = 0
    gone: int = 0
    looked: int = 0


def build(mirror: Mirror, *, everything: bool = False, ahead: Ahead | None = None) -> BuildReport:
    """Bring the pages table up to date; return what changed.

    What the desk decides about stories is settled first. A changed wording, template, title, rule
    or limit dirties every page that could show it, and so does a time that has come. What is built
    may be rendered *ahead* of the publication that follows.
    """
    settle_desk(mirror)
    mirror.stand_at(mirror.now())
    store, prints = mirror.store, edition_fingerprints(mirror)
    last = store.last_edition()
    is_first = last is None and not store.page_count()
    _mark(mirror, {} if everything or last is None else last.fingerprints, prints)
    mirror.built.clear()
    kept = _Kept(mirror.built)
    edition: int | None = None
    changed = gone = looked = 0
    while keys := store.dirty_keys(CHUNK):
        pages = compose(mirror, keys, bodies=False)
        _dirty_days(mirror, pages, is_first=is_first)
        fresh, dead = _compare(mirror, pages, kept)
        new, unshown = _pictures(mirror, pages)
        touched = fresh or dead or new or unshown
        if edition is None and (touched or last is None or last.fingerprints != prints):
            parent = last.number if last else None
            edition = store.begin_edition(mirror.now(), parent, prints)
        number = edition or (last.number if last else 0)
        store.save_pages(number, fresh + new, dead + unshown, keys)
        if ahead and ahead.foresee():
            kept = _Kept(mirror.built)
        changed, gone, looked = changed + len(fresh), gone + len(dead), looked + len(keys)
        mirror.listener.step("build", done=looked, total=None)
    if edition is not None:
        store.finish_edition(edition)
        mirror.listener.event("built", edition=edition, pages=changed, gone=gone)
    return BuildReport(edition if changed or gone else None, changed, gone, looked)


def _mark(mirror: Mirror, before: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Dirty the pages around which something has changed."""
    kinds = {kind for part in now if now[part] != before.get(part) for kind in KINDS[part]}
    if kinds >= set(KINDS["look"]):
        mirror.store.mark_all_dirty()
    else:
        for kind in sorted(kinds):
            mirror.store.mark_kind_dirty(kind)
    mark_corrected(mirror)


def _compare(
    mirror: Mirror, pages: dict[str, Page | None], kept: _Kept
) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the changed pages with their fingerprints, and the keys of pages that are no more."""
    old = mirror.store.fingerprints(list(pages))
    fresh, dead = [], []
    for key, page in pages.items():
        if page is None:
            if old.get(key) and Key.parse(key).kind != "image":
                dead.append(key)
            continue
        fingerprint = page_fingerprint(page, mirror.look)
        if fingerprint != old.get(key):
            fresh.append((key, fingerprint))
            kept.add(key, fingerprint, page)
    return fresh, dead


@dataclass(slots=True)
class _Kept:
    """Pages that the publication which follows need not ask for again, as many as are kept."""

    built: dict[str, tuple[str, Page]]
    stories: int = KEPT_STORIES
    rows: int = KEPT_ROWS

    def add(self, key: str, fingerprint: str, page: Page) -> None:
        """Keep *page* if there is room for it."""
        if isinstance(page, StoryPage):
            self.stories -= 1
            is_kept = self.stories >= 0
        else:
            self.rows -= 1 + (len(page.teasers) if isinstance(page, LISTS) else 0)
            is_kept = self.rows >= 0
        if is_kept:
            self.built[key] = fingerprint, page


def _pictures(
    mirror: Mirror, pages: dict[str, Page | None]
) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the pictures that *pages* show for the first time, and those that none shows now."""
    stories = [page for page in pages.values() if isinstance(page, StoryPage)]
    shown = {image_key(v.hash): v.hash for page in stories for v in page.variants.values()}
    asked = [key for key in pages if Key.parse(key).kind == "image"]
    known = mirror.store.fingerprints([*shown, *asked])
    spec = mirror.config.images.spec.name
    kept = mirror.store.shown_pictures([known[key] for key in asked if key in known], spec)
    new = sorted((key, hash_) for key, hash_ in shown.items() if key not in known)
    return new, [key for key in asked if key in known and known[key] not in kept]


def _dirty_days(mirror: Mirror, pages: dict[str, Page | None], *, is_first: bool) -> None:
    """Dirty the days of a month that has just become, or ceased to be, an index of days.

    Before the *first* edition there is none to cease.
    """
    months: dict[tuple[str, str], dict[str, int]] = {}
    days: dict[str, bool] = {}
    for key in pages:
        parsed = Key.parse(key)
        if not _is_month(parsed):
            continue
        shelf = parsed.shelf, parsed.name
        if shelf not in months:
            months[shelf] = dict(mirror.store.month_counts(parsed.name, kind=parsed.shelf))
        is_long = months[shelf].get(parsed.period, 0) > MONTH_STORIES
        if is_long or not is_first:
            days |= dict.fromkeys(day_keys(mirror, key), is_long)
    prints = mirror.store.fingerprints(list(days))
    changed = [day for day, is_long in days.items() if is_long != bool(prints.get(day))]
    if changed:
        mirror.store.mark_dirty(sorted(changed))


def _is_month(key: Key) -> bool:
    return "archive" in key.kind and len(key.period) == 7
