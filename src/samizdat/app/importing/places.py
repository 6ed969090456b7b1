"""Which file of a mirror a link of one of its pages leads to."""

from __future__ import annotations

from collections.abc import Collection
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

_MOST_PARTS = 12


class Places:
    """The files of a mirror, by the ways in which its pages name them."""

    def __init__(self, paths: Collection[str]) -> None:
        self._paths = frozenset(paths)
        self._known: dict[tuple[str, str], str] = {}

    def find(self, target: str, source: str) -> str:
        """Return the path to which *target* leads from the file *source*, "" if to none.

        A relative target counts from the file's folder. An absolute one is an address on a forge:
        the longest end of it that is a file here counts, since hosts and repositories change.
        """
        target = target.partition("#")[0].partition("?")[0]
        folder = dirname(source)
        key = ("", target) if "://" in target else (folder, target)
        if key not in self._known:
            self._known[key] = self._find(target, folder)
        return self._known[key]

    def _find(self, target: str, folder: str) -> str:
        if "://" in target:
            return self._at_address(target)
        for spelling in (target, unquote(target)):
            path = normpath(join(folder, spelling)).lstrip("/")
            if path in self._paths:
                return path
        return ""

    def _at_address(self, address: str) -> str:
        try:
            parts = unquote(urlsplit(address).path).strip("/").split("/")
        except ValueError:
            return ""
        for start in range(max(0, len(parts) - _MOST_PARTS), len(parts)):
            path = "/".join(parts[start:])
            if path in self._paths:
                return path
        return ""
