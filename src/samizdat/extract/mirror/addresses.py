"""Addresses that an old page names at its end: its own, and the original's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from samizdat.extract.mirror.lines import Line, pointers_of, stamp_of
from samizdat.model.address import canonical_address, host_of, is_web

_ADDRESS = re.compile(r"https?://[^\s<>\"'|，。；、】）”]+", re.IGNORECASE)
_PICTURE = re.compile(
    r"<img\b[^<>]*>|!\[(?:(?!!\[)[^\]\n])*+\]\((?:(?!!\[)[^)\n])*+\)", re.IGNORECASE
)
_LONGEST_LINE = 2_000
_LABEL = re.compile(
    r"\s*(?:<[^<>]*>\s*)*+[^<>\[\]\n]{0,60}?(?:<[^<>]*>\s*)*+https?://[^\s<>]+\s*(?:<[^<>]*>\s*)*+",
    re.IGNORECASE,
)
"""An address at the end of a line, after a few words that say what it is."""


def name_of_file(path: str) -> str:
    """Return the last part of *path*."""
    return path.rpartition("/")[2]


def addresses_in(text: str) -> list[str]:
    """Return the web addresses of a line in order, those of pictures left out."""
    if "://" not in text:
        return []
    return [_trimmed(found) for found in _ADDRESS.findall(_PICTURE.sub("", text))]


def _trimmed(address: str) -> str:
    """Return *address* without what only closes the sentence or the link around it."""
    for opening, closing in (("(", ")"), ("[", "]")):
        if closing not in address:
            continue
        depth = 0
        for at, character in enumerate(address):
            depth += (character == opening) - (character == closing)
            if depth < 0:
                address = address[:at]
                break
    return address.rstrip(".,;:!?*_")


def is_own(address: str, path: str) -> bool:
    """Return whether *address* is one of the page at *path* on some forge.

    Its last part is the file's name: repositories move, and the mark is looked for in the share
    block only.
    """
    return is_web(address) and unquote(_file_of(address)) == name_of_file(path)


def _file_of(address: str) -> str:
    return name_of_file(urlsplit(address).path)


def names_own(line: Line, path: str) -> bool:
    """Return whether *line* names the address of the page at *path*."""
    return any(is_own(address, path) for address in addresses_in(line.text))


def is_label(line: Line) -> bool:
    """Return whether *line* is an address of the web and at most a few words that say what it is.

    A sentence of the story with a link in it is none.
    """
    if len(line.text) > _LONGEST_LINE:
        return False
    pointers = pointers_of(line.text)
    if pointers:
        return len(pointers) == 1 and is_web(pointers[0].target)
    return _LABEL.fullmatch(line.text) is not None


def find_own(lines: Iterable[Line], path: str) -> str:
    """Return the page's own address among *lines*, "" if none names it."""
    for line in lines:
        for address in addresses_in(line.text):
            if is_own(address, path):
                return address
    return ""


def find_original(lines: Iterable[Line], path: str, own: str) -> str:
    """Return the canonical address of the original among *lines*, "" if none is named.

    An address on the host of the page's own, or one with the page's mark, is no original. Of
    several the one whose file has the page's name counts, else the last.
    """
    stem, host = name_of_file(path).partition(".")[0], host_of(own)
    found = [
        address
        for line in lines
        for address in addresses_in(line.text)
        if is_web(address)
        and not is_own(address, path)
        and host_of(address) != host
        and stamp_of(address) != stem
    ]
    named = [address for address in found if _file_of(address).partition(".")[0] == stem]
    last = next(reversed(named or found), "")
    return canonical_address(last) if last else ""
