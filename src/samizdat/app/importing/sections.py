"""Pages that list stories → sections: which stories stand in them, their keys and names."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import basename, dirname

from samizdat.app.importing.places import Places
from samizdat.extract.mirror.values import OldIndex, Pointer
from samizdat.model.identity import is_key

FALLBACK = "news"
"""The section of stories that no list names and whose folder has none."""

_README = "readme.md"
_MOSTLY = 0.8
"""The share of a list's stories that lie in one folder if it is the list of that folder."""
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class OldSection:
    """A section of the existing mirror.

    Attributes:
        key: in paths, without the newsroom.
        name: as readers know it.
        paths: of the stories that its list names.
    """

    key: str
    name: str
    paths: frozenset[str]


@dataclass(slots=True)
class Shelves:
    """The sections of an existing mirror, in its own order.

    Attributes:
        sections: path of a list → its section.
        mixed: paths of lists that are no section: home pages, pages of the most read.
        folders: folder of stories → key of its section.
    """

    sections: dict[str, OldSection] = field(default_factory=dict)
    mixed: list[str] = field(default_factory=list)
    folders: dict[str, str] = field(default_factory=dict)

    def names(self) -> dict[str, str]:
        """Return key → display name, in order."""
        return {section.key: section.name for section in self.sections.values()}

    def of(self, path: str) -> tuple[str, ...]:
        """Return the keys of the sections in which the story at *path* stands."""
        listed = [s.key for s in self.sections.values() if path in s.paths]
        folder = self.folders.get(dirname(path), FALLBACK)
        return tuple(dict.fromkeys(listed)) or (folder,)


def find_sections(
    lists: Sequence[OldIndex],
    stories: Iterable[str],
    pointers: Iterable[tuple[str, Sequence[Pointer]]],
    places: Places,
) -> Shelves:
    """Return the sections that *lists* make of the *stories* (paths).

    Where stories lie in several folders, a list is a section if nearly all of its stories lie in
    one of them, and the folder's name is the key; a list that takes from all is the front page or
    the most read. Where all lie in one folder, every list but the front page is a section.

    Args:
        lists: pages that list other pages.
        stories: paths of the stories.
        pointers: path of a page and its links, from which lists have their names.
        places: tells which file a link leads to.
    """
    known = frozenset(stories)
    folders = Counter(map(dirname, known))
    names = _names(lists, pointers, places)
    shelves, taken = Shelves(), set[str]()
    for page in _in_order(lists, places):
        paths = frozenset(filter(known.__contains__, _targets(page, places)))
        folder = _folder_of(paths, folders)
        if page.path.lower() == _README or not paths or folder is None:
            shelves.mixed.append(page.path)
            continue
        name = names.get(page.path) or page.title or basename(page.path).removesuffix(".md")
        is_first = folder not in shelves.folders and len(folders) > 1
        key = _key(basename(folder) if is_first else "", name, taken)
        taken.add(key)
        if is_first:
            shelves.folders[folder] = key
        shelves.sections[page.path] = OldSection(key, name[:_LONGEST_NAME], paths)
    _name_other_folders(shelves, folders, taken)
    return shelves


def _in_order(lists: Sequence[OldIndex], places: Places) -> list[OldIndex]:
    """Return *lists* in the order in which the front page names them, then by path."""
    order: dict[str, int] = {}
    for page in sorted(lists, key=lambda page: (page.path.lower() != _README, page.path)):
        for path in _targets(page, places):
            order.setdefault(path, len(order))
    return sorted(lists, key=lambda page: (order.get(page.path, len(order)), page.path))


def _targets(page: OldIndex, places: Places) -> list[str]:
    found = (places.find(pointer.target, page.path) for pointer in page.pointers)
    return list(dict.fromkeys(filter(None, found)))


def _folder_of(paths: frozenset[str], folders: Mapping[str, int]) -> str | None:
    """Return the folder in which nearly all of *paths* lie, None if there is none."""
    counts = Counter(map(dirname, paths))
    if not counts:
        return None
    folder, count = counts.most_common(1)[0]
    return folder if len(folders) == 1 or count >= _MOSTLY * len(paths) else None


def _names(
    lists: Sequence[OldIndex],
    pointers: Iterable[tuple[str, Sequence[Pointer]]],
    places: Places,
) -> dict[str, str]:
    """Return what links call each list, most often."""
    wanted = {page.path for page in lists}
    words: dict[str, Counter[str]] = {path: Counter() for path in wanted}
    for source, links in (*((page.path, page.pointers) for page in lists), *pointers):
        for link in links:
            path, said = places.find(link.target, source), " ".join(link.words.split())
            if path in wanted and path != source and said:
                words[path][said] += 1
    return {path: counts.most_common(1)[0][0] for path, counts in words.items() if counts}


def _key(folder: str, name: str, taken: set[str]) -> str:
    """Return a key: the folder's name if it can be one, else the section's, else of its hash."""
    slugs = [re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") for text in (folder, name)]
    digest = base64.b32encode(hashlib.sha256(name.encode("utf-8", "replace")).digest()).decode()
    candidates = [slug[:40].strip("-") for slug in slugs]
    base = next(filter(is_key, candidates), f"s-{digest.lower()[:8]}")
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base[:36]}-{number}"
    return key


def _name_other_folders(shelves: Shelves, folders: Mapping[str, int], taken: set[str]) -> None:
    """Give each folder that no list is about a section of its own, if there are several."""
    for folder in sorted(folders):
        if len(folders) > 1 and folder not in shelves.folders and is_key(basename(folder)):
            key = _key(basename(folder), "", taken)
            taken.add(key)
            shelves.folders[folder] = key
