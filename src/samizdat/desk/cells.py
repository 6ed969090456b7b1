"""What stands in one cell or under one key: words, and tags of languages."""

from __future__ import annotations

import re

from samizdat.desk.findings import shown
from samizdat.errors import ParseError

LONGEST_TEXT = 1_000
"""Characters of a title, a note or a link's words."""

_LINE_ENDS = re.compile(r"(?<!\s)\s*[\r\n\t\v\f\x85\u2028\u2029]+\s*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,4}")


def read_text(cell: str, *, longest: int = LONGEST_TEXT) -> str:
    """Return the words of *cell* on one line.

    Raises:
        ParseError: they are longer than *longest*.
    """
    text = _LINE_ENDS.sub(" ", cell.strip())
    if len(text) > longest:
        raise ParseError(f"this text has {len(text):,} characters; {longest:,} are the most")
    return text


def read_language(cell: str) -> str:
    """Return the language tag in *cell* in the spelling in which it is looked up.

    Raises:
        ParseError: it is none.

    >>> read_language("ZH_hans"), read_language("pt-br")
    ('zh-Hans', 'pt-BR')
    """
    text = cell.strip()
    if not _LANGUAGE.fullmatch(text):
        raise ParseError(f"{shown(text)} is no language tag", hint="such as en, zh-Hans or fa")
    primary, *rest = text.lower().replace("_", "-").split("-")
    shapes = {4: str.title, 2: str.upper}
    return "-".join([primary, *(shapes.get(len(part), str)(part) for part in rest)])
