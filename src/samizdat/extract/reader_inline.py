"""A run of characters with their marks → nested inlines, spaces collapsed as browsers do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from samizdat.model.tree import (
    Code,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Ruby,
    Strong,
    Subscript,
    Superscript,
    Text,
)

Mark = tuple[str, str]
"""What an inline element adds to the characters within: a kind and its value (an address)."""
Segment = tuple[str | None, tuple[Mark, ...]]
"""Characters and the marks around them, outermost first; None is a line break."""
Inlines = tuple[Inline, ...]

STRONG, EMPHASIS, SUPERSCRIPT = ("strong", ""), ("em", ""), ("sup", "")
SUBSCRIPT, CODE, READING = ("sub", ""), ("code", ""), ("rt", "")

_RUBY = frozenset({"ruby", "rt"})
_SPACES = re.compile(r"[ \t\n\f\r]+")
_BLANK = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]*")
_WRAPPERS: dict[str, Callable[[Inlines], Inline]] = {
    "strong": Strong,
    "em": Emphasis,
    "sup": Superscript,
    "sub": Subscript,
}


def is_blank(text: str) -> bool:
    """Return whether *text* shows nothing: whitespace of any kind and invisible characters."""
    return _BLANK.fullmatch(text) is not None


def with_mark(marks: tuple[Mark, ...], mark: Mark) -> tuple[Mark, ...]:
    """Return *marks* with *mark* inside them; a kind that is there already stays as it is.

    Bold in bold is bold, and a link cannot hold a link; this bounds the depth of inlines too.
    """
    return marks if any(mark[0] == kind for kind, _ in marks) else (*marks, mark)


def read_run(run: Iterable[Segment]) -> list[Inlines]:
    """Return the paragraphs of *run*: split at two or more line breaks, none of them empty."""
    return [_nest(_turned(_settled(part)), 0) for part in _Collapser().parts(run)]


def merge_texts(inlines: Iterable[Inline]) -> Inlines:
    """Return *inlines* with adjacent texts joined."""
    merged: list[Inline] = []
    for inline in inlines:
        last = merged[-1] if merged else None
        if isinstance(inline, Text) and isinstance(last, Text):
            merged[-1] = Text(last.value + inline.value)
        else:
            merged.append(inline)
    return tuple(merged)


class _Collapser:
    """Collapses whitespace over the segments of a run and splits it into paragraphs."""

    def __init__(self) -> None:
        self._done: list[list[Segment]] = []
        self._part: list[Segment] = []
        self._gap: list[Segment] = []
        self._breaks = 0
        self._after_space = True

    def parts(self, run: Iterable[Segment]) -> list[list[Segment]]:
        for value, marks in run:
            if value is None:
                self._breaks += 1
                self._gap.clear()
                self._gap.append((None, marks))
            elif (self._breaks or not self._part) and is_blank(value):
                self._gap.append((value, marks))
            else:
                self._close_gap()
                self._put(value, marks)
        self._end_part()
        return self._done

    def _close_gap(self) -> None:
        """Decide what the breaks and blanks before the next characters are."""
        if self._breaks > 1:
            self._end_part()
        if self._breaks and self._part:
            self._trim()
            self._part.append((None, self._gap[0][1]))
        for value, marks in self._gap:
            if value is not None:
                self._put(value, marks)
        self._gap.clear()
        self._breaks = 0

    def _put(self, value: str, marks: tuple[Mark, ...]) -> None:
        value = _SPACES.sub(" ", value)
        if self._after_space and value.startswith(" "):
            value = value[1:]
        if value:
            self._part.append((value, marks))
            self._after_space = value.endswith(" ")

    def _trim(self) -> None:
        """Drop the one space that may stand before a line end."""
        value, marks = self._part[-1]
        if value is not None and value.endswith(" "):
            self._part.pop()
            if len(value) > 1:
                self._part.append((value[:-1], marks))
        self._after_space = True

    def _end_part(self) -> None:
        if self._part:
            self._trim()
            self._done.append(self._part)
        self._part = []
        self._after_space = True


def _settled(part: list[Segment]) -> list[Segment]:
    """Return *part* without the marks of rubies that make no node.

    What is on both sides of such a mark then stands in one node, not in two alike.
    """
    rubies = {mark for _, marks in part for mark in marks if mark[0] == "ruby"}
    if not rubies and not any(READING in marks for _, marks in part):
        return part
    whole = {ruby for ruby in rubies if _is_ruby([each for each in part if ruby in each[1]])}
    return [
        (
            value,
            marks if whole.intersection(marks) else tuple(m for m in marks if m[0] not in _RUBY),
        )
        for value, marks in part
    ]


def _is_ruby(segments: list[Segment]) -> bool:
    """Return whether base and reading come in this order, the reading in one line."""
    base = [segment for segment in segments if READING not in segment[1]]
    readings = [text for text, marks in segments if READING in marks]
    in_order = segments[: len(base)] == base
    return bool(base) and in_order and None not in readings and not is_blank(_joined(readings))


def _joined(texts: Iterable[str | None]) -> str:
    return "".join(text or "" for text in texts)


def _turned(part: list[Segment]) -> list[Segment]:
    """Return *part* with the marks of bold italics in the order that Markdown gives them.

    `***words***` is emphasis around strong (CommonMark 0.31.2, 6.2, rule 14). In another order, and
    beside more emphasis, a page that was read back would not be written again as it was.
    """
    if not any(STRONG in marks and EMPHASIS in marks for _, marks in part):
        return part
    for level in range(max(len(marks) for _, marks in part) - 1):
        part = list(_turned_at(part, level))
    return part


def _turned_at(part: list[Segment], level: int) -> Iterator[Segment]:
    for outer, group in groupby(part, lambda segment: segment[1][: level + 1]):
        run = list(group)
        inner = {marks[level + 1 : level + 2] for _, marks in run}
        is_strong = outer[level:] == (STRONG,) and inner == {(EMPHASIS,)}
        yield from (_swapped(each, level) for each in run) if is_strong else run


def _swapped(segment: Segment, level: int) -> Segment:
    text, marks = segment
    return text, (*marks[:level], marks[level + 1], marks[level], *marks[level + 2 :])


def _nest(segments: list[Segment], level: int) -> Inlines:
    """Return *segments* as inlines, the marks from *level* inward becoming nodes."""
    if len(segments) == 1 and len(segments[0][1]) == level:
        value = segments[0][0]
        return (LineBreak() if value is None else Text(value),)
    nested: list[Inline] = []
    start, count = 0, len(segments)
    while start < count:
        value, marks = segments[start]
        end = start + 1
        if len(marks) <= level:
            nested.append(LineBreak() if value is None else Text(value))
        else:
            mark = marks[level]
            while end < count and segments[end][1][level : level + 1] == (mark,):
                end += 1
            nested.extend(_wrap(mark, segments[start:end], level + 1))
        start = end
    return merge_texts(nested)


def _wrap(mark: Mark, segments: list[Segment], level: int) -> Iterator[Inline]:
    """Yield the node of *mark* around *segments*, or what they hold where it would be empty."""
    kind, value = mark
    if all(text is None or is_blank(text) for text, _ in segments):
        yield from _nest([(text, marks[:level]) for text, marks in segments], level)
    elif kind == "code":
        yield from _codes(segments)
    elif kind == "ruby":
        base = [segment for segment in segments if READING not in segment[1]]
        yield Ruby(_nest(base, level), _joined(t for t, marks in segments if READING in marks))
    elif kind == "a":
        yield Link(value, _nest(segments, level))
    elif kind in _WRAPPERS:
        yield _WRAPPERS[kind](_nest(segments, level))
    else:
        yield from _nest(segments, level)


def _codes(segments: list[Segment]) -> Iterator[Inline]:
    """Yield runs of code, which hold characters only, and the line breaks between them."""
    value = ""
    for text, _ in segments:
        if text is not None:
            value += text
            continue
        if value:
            yield Code(value)
        value = ""
        yield LineBreak()
    if value:
        yield Code(value)
