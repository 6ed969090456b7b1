"""The files that a desk is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Literal

from samizdat.desk.values import Grade, Problem

Kind = Literal[
    "sections",
    "topics",
    "picks",
    "notes",
    "promos",
    "blocklist",
    "takedowns",
    "corrections",
    "templates",
    "strings",
]

FILES: dict[str, Kind] = {
    "sections.toml": "sections",
    "topics.toml": "topics",
    "picks.csv": "picks",
    "notes.csv": "notes",
    "promos.toml": "promos",
    "blocklist.txt": "blocklist",
    "takedowns.csv": "takedowns",
}
"""Files at the top, in the order in which they are read: the later ones name sections."""

FOLDERS: dict[str, tuple[Kind, str]] = {
    "corrections": ("corrections", ".md"),
    "templates": ("templates", ".md"),
    "strings": ("strings", ".toml"),
}
"""Folders, and how the names in them end."""

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes of a file at the top: 30,000 picks with long titles."""

LARGEST_PART = 64 * 1024
"""Bytes of a file in a folder: a correction of 64 KB is a story."""

MOST_PARTS = 1_000
"""Files in one folder; the first by name count."""

_PATIENCE = 0.75
"""How alike a name must be to be taken for a misspelt one."""


def kind_of(path: str) -> Kind | None:
    """Return what *path* is to the desk, None if it is nothing to it.

    >>> kind_of("picks.csv"), kind_of("strings/zh-Hans.toml"), kind_of("README.md")
    ('picks', 'strings', None)
    """
    if path in FILES:
        return FILES[path]
    folder, slash, name = path.partition("/")
    if not slash or folder not in FOLDERS or not _is_part(name):
        return None
    kind, ending = FOLDERS[folder]
    return kind if name.endswith(ending) and name != ending else None


def _is_part(name: str) -> bool:
    """Return whether *name* is a plain file name that a person gave for the desk."""
    return "/" not in name and name.isprintable() and name != "README.md" and name[0:1] != "."


def largest(path: str) -> int:
    """Return how many bytes *path* may have."""
    return LARGEST_PART if "/" in path else LARGEST_FILE


def in_order(paths: Iterable[str]) -> list[str]:
    """Return the *paths* that the desk knows, in the order in which they are read."""
    order = (*FILES.values(), *(kind for kind, _ in FOLDERS.values()))
    kinds = {path: kind for path in paths if (kind := kind_of(path))}
    return sorted(kinds, key=lambda path: (order.index(kinds[path]), path))


def misnamed(paths: Iterable[str]) -> Iterator[Problem]:
    """Give a problem for every path that looks like a misspelt file of the desk.

    It is wrong if only capitals differ, else a note: editors may keep files of their own.

    >>> [problem.hint for problem in misnamed(["Pick.csv", "README.md"])]
    ['rename it to picks.csv']
    """
    for path in paths:
        if path.isprintable() and kind_of(path) is None and (meant := _meant(path)):
            grade: Grade = "wrong" if path.lower() == meant.lower() else "note"
            what = "the desk reads no file of this name"
            yield Problem(path, 0, what, f"rename it to {meant}", grade)


def _meant(path: str) -> str:
    folder, slash, name = path.partition("/")
    if not slash:
        stems = {known.partition(".")[0]: known for known in FILES}
        near = get_close_matches(path.lower(), FILES, n=1, cutoff=_PATIENCE)
        return stems.get(path.lower().partition(".")[0]) or (near[0] if near else "")
    near = get_close_matches(folder.lower(), FOLDERS, n=1, cutoff=_PATIENCE)
    if not near or "/" in name or name.startswith((".", "README")):
        return ""
    stem = name.rpartition(".")[0] or name
    return f"{near[0]}/{stem}{FOLDERS[near[0]][1]}"
