"""What was gathered → which newsroom and sections each story gets, and what old pages lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from samizdat.app.importing.gather import Gathered
from samizdat.app.importing.places import Places
from samizdat.app.importing.rooms import Rooms
from samizdat.app.importing.sections import FALLBACK, Shelves, find_sections
from samizdat.app.importing.work import KeptStory
from samizdat.model.address import canonical_address, host_of
from samizdat.model.failed import Failed
from samizdat.model.page import HOME, section_key
from samizdat.render.wording import shipped_language

FIRST_NAMES = {
    "zh-Hans": "新闻",
    "zh-Hant": "新聞",
    "fa": "خبرها",
    "ar": "الأخبار",
    "ru": "Новости",
}
"""What a section is called that no list of the old mirror names."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A story on its way into the store.

    Attributes:
        kept: what was read.
        newsroom: id.
        sections: full keys.
        address: of the original, else its own, canonical.
        first_seen: when its file was first committed, None if that is not known.
        doubles: paths of other files that hold the same story.
    """

    kept: KeptStory
    newsroom: str
    sections: tuple[str, ...]
    address: str
    first_seen: datetime | None = None
    doubles: tuple[str, ...] = ()


@dataclass(slots=True)
class Arranged:
    """An existing mirror as it will stand in the store.

    Attributes:
        stories: by path of the file.
        lists: path of a list → key of the page that it leads to.
        names: newsroom → section key → display name.
        failed: stories that belong nowhere.
    """

    stories: list[Placed] = field(default_factory=list)
    lists: dict[str, str] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    failed: list[Failed] = field(default_factory=list)

    def add_names(self, names: Mapping[str, Mapping[str, str]]) -> None:
        """Take the *names* that an edition of ours gives: newsroom → section key → name."""
        for room, sections in names.items():
            self.names.setdefault(room, {}).update(sections)


def arrange(gathered: Gathered, rooms: Rooms, first_seen: Mapping[str, datetime]) -> Arranged:
    """Return where everything that was *gathered* belongs; *rooms* learns the new newsrooms."""
    places = Places([*gathered.stories, *(page.path for page in gathered.lists)])
    pointers = [(path, kept.story.pointers) for path, kept in gathered.stories.items()]
    shelves = find_sections(gathered.lists, gathered.stories, pointers, places)
    arranged = Arranged()
    for paths in _same(gathered, first_seen):
        placed = _place(gathered, paths, rooms, shelves)
        if isinstance(placed, Failed):
            arranged.failed.append(placed)
            continue
        when = min(filter(None, map(first_seen.get, paths)), default=None)
        address = _address_of(gathered.stories[paths[0]])
        story = Placed(gathered.stories[paths[0]], *placed, address, when, tuple(paths[1:]))
        arranged.stories.append(story)
    _name(arranged, shelves)
    _lead_on(arranged, shelves)
    return arranged


def _same(gathered: Gathered, first_seen: Mapping[str, datetime]) -> list[list[str]]:
    """Return the paths of each story, the one that counts first: the oldest, then the shortest."""
    found: dict[str, list[str]] = {}
    for path, kept in gathered.stories.items():
        found.setdefault(_address_of(kept), []).append(path)

    def age(path: str) -> tuple[bool, float, int, str]:
        when = first_seen.get(path)
        return when is None, when.timestamp() if when else 0.0, len(path), path

    return [sorted(paths, key=age) for paths in found.values()]


def _address_of(kept: KeptStory) -> str:
    return kept.story.original or canonical_address(kept.story.own)


def _place(
    gathered: Gathered, paths: list[str], rooms: Rooms, shelves: Shelves
) -> tuple[str, tuple[str, ...]] | Failed:
    """Return newsroom and full section keys of a story, or why it has none."""
    story = gathered.stories[paths[0]].story
    room = rooms.find(host_of(story.original), story.article.language)
    if not room:
        what = "its host is one of too many" if story.original else "it names no original"
        hint = "--newsroom ID  takes such stories into that newsroom"
        return Failed(paths[0], f"{what}, so that no newsroom can be told", hint)
    keys = dict.fromkeys(key for path in paths for key in shelves.of(path))
    if len(keys) > 1:
        keys.pop(FALLBACK, None)
    return room, tuple(f"{room}/{key}" for key in keys)


def _name(arranged: Arranged, shelves: Shelves) -> None:
    """Note the display names of the sections that stories stand in, in the old mirror's order."""
    named = shelves.names()
    order = {key: number for number, key in enumerate([*named, *shelves.folders.values()])}
    languages: dict[str, str] = {}
    used: dict[str, set[str]] = {}
    for placed in arranged.stories:
        languages.setdefault(placed.newsroom, placed.kept.story.article.language)
        used.setdefault(placed.newsroom, set()).update(
            key.partition("/")[2] for key in placed.sections
        )
    for room, keys in used.items():
        first = FIRST_NAMES.get(shipped_language(languages[room]), "News")
        arranged.names[room] = {
            key: named.get(key) or (first if key == FALLBACK else key)
            for key in sorted(keys, key=lambda key: (order.get(key, len(order)), key))
        }


def _lead_on(arranged: Arranged, shelves: Shelves) -> None:
    """Note which page each list leads to: its section where most of its stories are, or home."""
    counts: dict[str, dict[str, int]] = {}
    for placed in arranged.stories:
        for full in placed.sections:
            room, _, key = full.partition("/")
            rooms = counts.setdefault(key, {})
            rooms[room] = rooms.get(room, 0) + 1
    for path, section in shelves.sections.items():
        rooms = counts.get(section.key, {})
        best = max(sorted(rooms), key=rooms.__getitem__, default="")
        arranged.lists[path] = section_key(f"{best}/{section.key}") if best else HOME
    for path in shelves.mixed:
        if path.lower() != "readme.md":
            arranged.lists[path] = HOME
