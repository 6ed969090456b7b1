"""Paths that a remote can hold: what we refuse, and what only some readers' systems refuse."""

import re
import unicodedata
from collections.abc import Iterable

MAX_PATH_BYTES = 1024
"""Forges store paths in columns of about this width; Windows itself stops far earlier."""
MAX_PART_BYTES = 255
MAX_DEPTH = 40

_DEVICES = frozenset(
    ["con", "prn", "aux", "nul"] + [f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)]
)
_WINDOWS = re.compile(r'[<>:"|?*]')


def refusal(path: str) -> str:
    """Return why no remote may hold *path*, "" if it may.

    >>> refusal("harbour/2026/03/a7/x.md")
    ''
    >>> refusal("../x")
    'it leaves the edition'
    """
    parts = path.split("/")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in path):
        return "it holds a control character"
    if "\\" in path:
        return "it holds a backslash"
    if any(part in {"", ".", ".."} for part in parts):
        return "it leaves the edition"
    if any(_is_git_folder(part) for part in parts):
        return "Git keeps that name for itself"
    if parts[0] == ".samizdat":
        return "samizdat keeps that name for itself"
    return _size_refusal(path, parts)


def warning(path: str) -> str:
    """Return why *path* cannot be checked out on Windows, "" if it can.

    >>> warning("harbour/aux.md")
    'Windows cannot check it out'
    """
    for part in path.split("/"):
        device = part.partition(".")[0].casefold() in _DEVICES
        if device or part.endswith((".", " ")) or _WINDOWS.search(part):
            return "Windows cannot check it out"
    return ""


def listed(paths: Iterable[str], limit: int = 3) -> str:
    """Return the first *limit* of *paths* in order, and how many more there are.

    >>> listed(["b", "a", "c", "d"])
    'a, b, c and 1 more'
    """
    ordered = sorted(paths)
    more = len(ordered) - limit
    return ", ".join(ordered[:limit]) + (f" and {more} more" if more > 0 else "")


def _is_git_folder(part: str) -> bool:
    """Return True for what some file system would open as .git (case, ignorables, 8.3 names)."""
    visible = "".join(c for c in part if unicodedata.category(c) != "Cf")
    return visible.casefold().rstrip(". ") in {".git", "git~1"} or part.casefold().startswith(
        ".git:"
    )


def _size_refusal(path: str, parts: list[str]) -> str:
    if len(parts) > MAX_DEPTH:
        return f"it is deeper than {MAX_DEPTH} folders"
    if len(path.encode()) > MAX_PATH_BYTES:
        return f"it is longer than {MAX_PATH_BYTES} bytes"
    if any(len(part.encode()) > MAX_PART_BYTES for part in parts):
        return f"one of its names is longer than {MAX_PART_BYTES} bytes"
    return ""
