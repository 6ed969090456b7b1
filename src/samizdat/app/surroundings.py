"""What surrounds the stories of an edition, as hashes: what changed, and which pages show it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from samizdat.app.mirror import Mirror
from samizdat.edit.lists import (
    HOME_BYTES,
    HOME_LINES,
    HOME_STORIES,
    MONTH_STORIES,
    SECTION_STORIES,
)
from samizdat.model.page import story_key
from samizdat.model.topic import FEWEST_STORIES, MOST_TAGS, RELATED_STORIES, RELATED_WINDOW
from samizdat.render.fingerprint import fingerprint_of
from samizdat.render.git import look_fingerprint

_LISTS = ("home", "section", "archive", "topic", "topic-archive")

KINDS: Mapping[str, tuple[str, ...]] = {
    "look": (*_LISTS, "alias", "story"),
    "names": (*_LISTS, "alias", "story"),
    "edit": (*_LISTS, "alias", "story"),
    "home": ("home",),
    "sections": ("home", "section"),
    "stories": ("story",),
}
"""Part of the surroundings → kinds of pages that show it."""

_CORRECTED = "desk-corrections"
"""The store's setting that keeps which corrections stand on pages: story → hash."""


def edition_fingerprints(mirror: Mirror) -> dict[str, str]:
    """Return the hashes of everything outside the stories that can change pages, by part."""
    view, config = mirror.view, mirror.config
    in_stories = [rule for rule in view.promos if rule.place != "row"]
    in_sections = [rule for rule in view.promos if rule.place == "row"]
    return {
        "look": look_fingerprint(mirror.look),
        "names": _hash([_names(mirror), view.title, view.contact, view.topics, view.related]),
        "edit": _hash([_limits(), config.images.spec.name]),
        "home": fingerprint_of(view.picks, view.notes_for()),
        "sections": fingerprint_of(
            [note for note in view.notes if note.section], in_sections, view.keep
        ),
        "stories": fingerprint_of(in_stories, view.link_policy),
    }


def _names(mirror: Mirror) -> object:
    names = mirror.view.names
    rooms = [
        [room.id, room.name, room.home, list(room.sections.items()), room.language, room.hosts]
        for room in (*names.newsrooms.values(), *names.former.values())
    ]
    links = [[link.text, link.target] for link in mirror.view.navigation]
    return [rooms, names.order, list(names.topics.items()), links]


def _limits() -> list[int]:
    lists = [HOME_STORIES, HOME_LINES, HOME_BYTES, SECTION_STORIES, MONTH_STORIES]
    return [*lists, FEWEST_STORIES, MOST_TAGS, RELATED_WINDOW, RELATED_STORIES]


def _hash(data: object) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()[:16]


def mark_corrected(mirror: Mirror) -> None:
    """Dirty the stories whose corrections are not those of the last build, and remember them."""
    now = {id_: fingerprint_of(own) for id_, own in mirror.view.corrections.items()}
    before = json.loads(mirror.store.setting(_CORRECTED) or "{}")
    if now == before:
        return
    changed = {id_ for id_ in now.keys() | before.keys() if now.get(id_) != before.get(id_)}
    mirror.store.mark_dirty(story_key(id_) for id_ in changed)
    mirror.store.put_setting(_CORRECTED, json.dumps(now, sort_keys=True))
