"""Paths that somebody asks for: which are safe, and which are free."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from sqlalchemy import Connection, select

from samizdat.store import schema
from samizdat.store.database import KEYS, in_chunks

SUFFIX = ".md"
"""What frozen paths lack and old file paths have."""

_LONGEST = 800
_LONGEST_PART = 240
_JOINERS = "\u200c\u200d"  # Persian and Indic names need them
_OURS = frozenset({"images", "topics"})
_DRIVE = re.compile(r"[A-Za-z]:")


def is_safe_path(path: str) -> bool:
    """Return whether *path* can name a file of an edition: relative, whole, without tricks.

    No empty part, `.` or `..`, nothing hidden, no control or direction character, no backslash.

    >>> is_safe_path("pages/港口.md"), is_safe_path("../up.md"), is_safe_path("/etc/x")
    (True, False, False)
    """
    if "\\" in path or _DRIVE.match(path) or any(map(_is_control, path)):
        return False
    parts = path.split("/")
    return len(path.encode()) <= _LONGEST and all(map(_is_safe_part, parts))


def _is_safe_part(part: str) -> bool:
    return bool(part.strip()) and part[0] != "." and len(part.encode()) <= _LONGEST_PART


def _is_control(character: str) -> bool:
    category = unicodedata.category(character)
    return category in {"Cc", "Cs", "Zl", "Zp"} or (category == "Cf" and character not in _JOINERS)


def free_paths(connection: Connection, wanted: Iterable[str], *, old: bool = False) -> set[str]:
    """Return those of the frozen paths *wanted* that a new story can have: safe, and nobody's.

    A page of the edition itself, another story's and an old address have their paths for ever;
    with *old* the latter's count too.
    """
    safe = {path for path in wanted if is_safe_path(path + SUFFIX) and not _is_ours(path)}
    if not safe:
        return safe
    story, alias, section = schema.story, schema.alias, schema.source_section
    stories = select(story.c.path).where(story.c.path.in_(KEYS))
    aliases = select(alias.c.path).where(alias.c.path.in_(KEYS))
    sections = select(section.c.section).where(section.c.section.in_(KEYS))
    shelves = {_shelf(path) for path in safe}
    taken = {row.path for row in in_chunks(connection, safe, stories)}
    files = [] if old else [path + SUFFIX for path in safe]
    aliased = {row.path for row in in_chunks(connection, files, aliases)}
    used = {row.section for row in in_chunks(connection, shelves, sections)}
    return {p for p in safe - taken if p + SUFFIX not in aliased and _shelf(p) not in used}


def _is_ours(path: str) -> bool:
    return path.casefold() == "readme" or path.partition("/")[0].casefold() in _OURS


def _shelf(path: str) -> str:
    """Return the section whose page or archive the file of *path* might be."""
    return "/".join(path.split("/")[:2])
