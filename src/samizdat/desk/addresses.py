"""Addresses as editors write them: of stories, of pictures, and where links lead."""

from __future__ import annotations

import re

from samizdat.desk.findings import shown
from samizdat.errors import ParseError
from samizdat.model.address import canonical_address, is_web

LONGEST_ADDRESS = 2_000

_WIDE_MARKS = re.compile(r"[，；]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ID = re.compile(r"[a-z2-7]{12,64}")


def read_address(cell: str) -> str:
    """Return the web address in *cell* as the editor spelt it.

    Raises:
        ParseError: it is none.
    """
    text = _bare(cell)
    if not _is_canonical(text):
        raise ParseError(f"{shown(text)} is no web address", hint=_address_hint(text))
    return text


def read_story(cell: str) -> str:
    """Return what names a story or a picture: a web address, a story's id, or its page's path.

    Raises:
        ParseError: it can be none of them.

    >>> read_story("story/eaa7vq4nya4q"), read_story("harbour/2026/03/e3/eaa7vq4nya4q.md")
    ('eaa7vq4nya4q', 'harbour/2026/03/e3/eaa7vq4nya4q.md')
    """
    text = _bare(cell)
    name = text.removeprefix("story/")
    if _ID.fullmatch(name):
        return name
    try:
        return read_target(text)
    except ParseError as error:
        raise ParseError(f"{shown(text)} names no story", hint=error.hint) from error


def read_target(cell: str) -> str:
    """Return where a link leads: a web address, or the path of a file of the edition.

    Raises:
        ParseError: it can be neither.

    >>> read_target("/harbour/world.md")
    'harbour/world.md'
    """
    text = _bare(cell)
    path = text.removeprefix("./").removeprefix("/")
    if is_web(text):
        return read_address(text)
    if _is_path(path):
        return path
    hint = "" if is_web(f"https://{text}") and "." in text else "write an address, or a file's path"
    raise ParseError(f"{shown(text)} leads nowhere", hint=hint or _address_hint(text))


def _bare(cell: str) -> str:
    """Return the address in *cell* without the angle brackets that some programs put round it.

    Raises:
        ParseError: it is empty, too long, or two cells in one.
    """
    text = cell.strip()
    text = text[1:-1].strip() if text[:1] == "<" and text[-1:] == ">" else text
    if not text:
        raise ParseError("the address is missing")
    if len(text) > LONGEST_ADDRESS:
        raise ParseError(
            f"an address of {len(text):,} characters; {LONGEST_ADDRESS:,} are the most"
        )
    if _WIDE_MARKS.search(text):
        hint = (
            "separate the fields by “,”; inside an address write %EF%BC%8C for a full-width comma"
        )
        raise ParseError(f"there is a full-width comma in the address {shown(text)}", hint=hint)
    if " " in text or not text.isprintable():
        raise ParseError(f"there is a space in the address {shown(text)}", hint="write %20 for it")
    return text


def _is_canonical(address: str) -> bool:
    try:
        return bool(canonical_address(address))
    except ValueError:
        return False


def _address_hint(text: str) -> str:
    if not _SCHEME.match(text) and "." in text and _is_canonical(f"https://{text.lstrip('/')}"):
        return f"https://{text.lstrip('/')[:200]}"
    return "copy the whole address, from https:// on"


def _is_path(path: str) -> bool:
    """Return whether *path* can be a file of the edition, and no host without its scheme."""
    first, _, rest = path.partition("/")
    last = path.rpartition("/")[2]
    if _SCHEME.match(path) or "\\" in path or not {"", ".", ".."}.isdisjoint(path.split("/")):
        return False
    return ("." not in first and "." in last) if rest else last.endswith(".md")
