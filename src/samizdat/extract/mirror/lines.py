"""Lines of an old page by their shape: rules, lines of nothing but links, counter pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from samizdat.extract.mirror.values import Pointer

_RULE = re.compile(
    r"\s*(?:<hr\s*/?>|(?:-\s?){3,}|(?:\*\s?){3,}|(?:_\s?){3,}|={3,})\s*", re.IGNORECASE
)
_RULE_AT_END = re.compile(r"<hr\s*/?>\s*$", re.IGNORECASE)
_FILLER = re.compile(
    r"(?:&(?:nbsp|emsp|ensp|middot|bull|raquo|gt);?|<br\s*/?>"
    r"|</?(?:p|div|center|span|b|strong|small|li|ul|h[1-6])(?:\s[^<>]*)?>"
    r"|[\s|｜·•/»>#*_~–—:：-])*+",
    re.IGNORECASE,
)
"""What may stand between the links of a line that is nothing but links."""
_TARGET = re.compile(
    r"\]\(\s*<?([^()<>\"\n]*+(?:\([^()<>\"\n]*+\)[^()<>\"\n]*+)*+)>?\s*(?:\"[^\"\n]*\"\s*)?\)"
)
"""A target as such mirrors write it: with the spaces of a file's name as they are."""
_ANCHOR = re.compile(
    r"<a\s[^<>]*?href\s*=\s*[\"']?([^\"'\s<>]*)[^<>]*>([^<>]*)</a\s*>", re.IGNORECASE
)
_TINY = re.compile(
    r"<img\b[^<>]*\b(?:width|height)\s*=\s*[\"']?\s*[0-2](?:px)?\s*[\"'\s/>]", re.IGNORECASE
)
_LONGEST = 20_000
"""Characters of a line in which links are looked for; longer ones are no navigation."""
_ONE_PICTURE = re.compile(r"\s*<img\b[^<>]*>\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file and its number, from 1."""

    number: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether nothing is on it."""
        return not self.text.strip()

    @property
    def is_rule(self) -> bool:
        """Whether it is a rule, in HTML or Markdown."""
        return _RULE.fullmatch(self.text) is not None


def split_lines(text: str) -> list[Line]:
    """Return the lines of *text*; a rule at the end of other HTML stands on a line of its own."""
    lines: list[Line] = []
    for number, line in enumerate(text.split("\n"), 1):
        rule = _RULE_AT_END.search(line) if "<" in line and "<hr" in line.lower() else None
        if rule and line[: rule.start()].strip():
            lines += [Line(number, line[: rule.start()]), Line(number, "<hr/>")]
        else:
            lines.append(Line(number, line))
    return lines


@lru_cache(maxsize=512)
def pointers_of(text: str) -> tuple[Pointer, ...]:
    """Return the links of a line that holds nothing else, () if it holds anything else.

    >>> pointers_of("#### [首页](../README.md?n1) &nbsp;|&nbsp; [港口](a/b.md?n1)")
    (Pointer(words='首页', target='../README.md?n1'), Pointer(words='港口', target='a/b.md?n1'))
    """
    if len(text) > _LONGEST or ("](" not in text and "href" not in text.lower()):
        return ()
    position = _skip(text, 0)
    if text[position : position + 1] != "[" and text[position : position + 2].lower() != "<a":
        return ()
    text = _ANCHOR.sub(lambda m: f"[{m[2]}]({m[1]})", text)
    found: list[Pointer] = []
    ends = _brackets(text)
    while position < len(text):
        link = _link_at(text, position, ends)
        if link is None:
            return ()
        pointer, end = link
        found.append(pointer)
        position = _skip(text, end)
    return tuple(found)


def all_pointers(text: str) -> tuple[Pointer, ...]:
    """Return every link of a line, whatever stands around them; none of a line far too long."""
    if len(text) > _LONGEST:
        return ()
    text = _ANCHOR.sub(lambda m: f"[{m[2]}]({m[1]})", text)
    found: list[Pointer] = []
    ends = _brackets(text)
    position = text.find("[")
    while position >= 0:
        link = _link_at(text, position, ends)
        if link is not None:
            found.append(link[0])
        position = text.find("[", link[1] if link else position + 1)
    return tuple(found)


def _skip(text: str, position: int) -> int:
    found = _FILLER.match(text, position)
    return found.end() if found else position


def _link_at(text: str, position: int, ends: Mapping[int, int]) -> tuple[Pointer, int] | None:
    """Return the link that begins at *position* and where it ends, None if none does."""
    end = ends.get(position)
    target = None if end is None else _TARGET.match(text, end)
    if target is None:
        return None
    return Pointer(text[position + 1 : end].strip(), target[1].strip()), target.end()


def _brackets(text: str) -> dict[int, int]:
    """Return where each bracket that opens in *text* is closed; those that stay open lack."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for bracket in re.finditer(r"[\[\]]", text):
        if bracket[0] == "[":
            opened.append(bracket.start())
        elif opened:
            ends[opened.pop()] = bracket.start()
    return ends


def stamp_of(target: str) -> str:
    """Return what follows a target's question mark if it is no `name=value`: the page's mark.

    >>> stamp_of("../../README.md?n13895586")
    'n13895586'
    """
    query = target.partition("#")[0].partition("?")[2]
    return "" if "=" in query or "&" in query else query


def is_furniture(line: Line, stamp: str) -> bool:
    """Return whether *line* is navigation or promotion: links only, and marked as such.

    The mark is the page's *stamp* on each link, a heading of links, or several links in a row.
    """
    pointers = pointers_of(line.text)
    if not pointers:
        return False
    stamped = any(stamp_of(p.target) == stamp for p in pointers)
    return stamped or len(pointers) > 1 or line.text.lstrip().startswith("#")


def is_stamped(line: Line, stamp: str) -> bool:
    """Return whether *line* is nothing but links, all with the page's *stamp*."""
    pointers = pointers_of(line.text)
    return bool(pointers) and all(stamp_of(p.target) == stamp for p in pointers)


def is_counter(line: Line) -> bool:
    """Return whether *line* is one picture and so small that only a counter needs it."""
    return _ONE_PICTURE.fullmatch(line.text) is not None and _TINY.search(line.text) is not None
