"""Answer the dirty page keys: which pages does the new edition show otherwise?"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from samizdat.app.compose import Key, compose, day_keys
from samizdat.app.mirror import Mirror
from samizdat.edit.lists import (
    HOME_BYTES,
    HOME_LINES,
    HOME_STORIES,
    MONTH_STORIES,
    SECTION_STORIES,
)
from samizdat.model.page import Page, StoryPage, image_key
from samizdat.render.fingerprint import page_fingerprint
from samizdat.render.git import look_fingerprint

CHUNK = 500
KEPT_LISTS, KEPT_STORIES = 500, 20_000
"""Pages kept for the publication that follows: lists of at most a thousand stories, and stories
without their text, about a kilobyte each."""


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


def build(mirror: Mirror, *, everything: bool = False) -> BuildReport:
    """Bring the pages table up to date; return what changed.

    A changed wording, template, title or limit dirties every page that could show it.
    """
    store, prints = mirror.store, edition_fingerprints(mirror)
    last = store.last_edition()
    if everything or last is None or last.fingerprints != prints:
        store.mark_all_dirty()
    mirror.built.clear()
    edition: int | None = None
    changed = gone = looked = 0
    while keys := store.dirty_keys(CHUNK):
        pages = compose(mirror, keys, bodies=False)
        _dirty_days(mirror, pages)
        fresh, dead = _compare(mirror, pages)
        new, unshown = _pictures(mirror, pages)
        touched = fresh or dead or new or unshown
        if edition is None and (touched or last is None or last.fingerprints != prints):
            parent = last.number if last else None
            edition = store.begin_edition(mirror.now(), parent, prints)
        number = edition or (last.number if last else 0)
        store.save_pages(number, fresh + new, dead + unshown, keys)
        changed, gone, looked = changed + len(fresh), gone + len(dead), looked + len(keys)
        mirror.listener.step("build", done=looked, total=None)
    if edition is not None:
        store.finish_edition(edition)
        mirror.listener.event("built", edition=edition, pages=changed, gone=gone)
    return BuildReport(edition if changed or gone else None, changed, gone, looked)


def _compare(
    mirror: Mirror, pages: dict[str, Page | None]
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
            kept = KEPT_STORIES if isinstance(page, StoryPage) else KEPT_LISTS
            if len(mirror.built) < kept:
                mirror.built[key] = fingerprint, page
    return fresh, dead


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


def _dirty_days(mirror: Mirror, pages: dict[str, Page | None]) -> None:
    """Dirty the days of a month that has just become, or ceased to be, an index of days."""
    for key in pages:
        parsed = Key.parse(key)
        if parsed.kind != "archive" or len(parsed.period) > 7:
            continue
        days = day_keys(mirror, key)
        count = dict(mirror.store.month_counts(parsed.name)).get(parsed.period, 0)
        shown = {day for day, print_ in mirror.store.fingerprints(days).items() if print_}
        wanted = set(days) if count > MONTH_STORIES else set()
        if shown != wanted:
            mirror.store.mark_dirty(sorted(shown ^ wanted))


def edition_fingerprints(mirror: Mirror) -> dict[str, str]:
    """Return the hashes of everything outside the store that can change pages."""
    languages = {id_: room.language for id_, room in mirror.config.newsrooms.items()}
    names = [
        [room.id, room.name, room.home, list(room.sections.items()), languages.get(room.id, "")]
        for room in mirror.names.newsrooms.values()
    ]
    config = mirror.config.mirror
    home = [HOME_STORIES, HOME_LINES, HOME_BYTES]
    edit = [home, SECTION_STORIES, MONTH_STORIES, mirror.config.images.spec.name]
    return {
        "look": look_fingerprint(mirror.look),
        "names": _hash([names, config.title, config.contact]),
        "edit": _hash(edit),
    }


def _hash(data: object) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()[:16]
