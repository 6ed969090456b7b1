"""Inlines in the shape in which they can be written: every renderer finds the same structure.

Adjacent texts or codes are one, text is clean, wrappers without content are gone, no link or
emphasis stands inside one of its own kind, spaces and line breaks at the edge of a wrapper stand
outside of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

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
from samizdat.render.markdown.characters import clean_code, clean_text
from samizdat.render.markdown.options import WriteOptions
from samizdat.render.markdown.targets import safe_target

_Kind = type[Inline]
_Wrapper = Strong | Emphasis | Superscript | Subscript | Link
_DEEPEST = 40  # far beyond any article; keeps hostile trees away from the recursion limit


class _Inside(NamedTuple):
    """The wrappers that stand around a node."""

    kinds: frozenset[_Kind] = frozenset()
    depth: int = 0

    def within(self, kind: _Kind) -> _Inside:
        return _Inside(self.kinds | {kind}, self.depth + 1)


def tidy(inlines: Iterable[Inline], options: WriteOptions) -> tuple[Inline, ...]:
    """Return *inlines* in writable shape, links with their targets; twice equals once."""
    merged = _merge(_flat(inlines, options, _Inside()))
    return tuple(_trim(merged))


def _flat(inlines: Iterable[Inline], options: WriteOptions, inside: _Inside) -> Iterator[Inline]:
    for inline in inlines:
        match inline:
            case Text() | LineBreak():
                yield inline
            case Code():
                yield from _code(inline)
            case Ruby():
                yield from _ruby(inline, options, inside)
            case _:
                yield from _wrapper(inline, options, inside)


def _code(code: Code) -> Iterator[Inline]:
    value = clean_code(code.value).replace("\n", " ")
    if value.strip(" \t"):
        yield Code(value)
    elif value:
        yield Text(" ")


def _ruby(ruby: Ruby, options: WriteOptions, inside: _Inside) -> Iterator[Inline]:
    if inside.depth >= _DEEPEST:
        yield from _leaves(ruby)
        return
    base = _merge(_flat(ruby.base, options, inside.within(Ruby)))
    reading = clean_text(ruby.reading).strip(" ")
    yield from (Ruby(tuple(base), reading),) if reading else base


def _leaves(inline: Inline) -> Iterator[Inline]:
    """Yield the texts, codes and breaks of *inline*, however deep they stand."""
    waiting: list[Inline] = [inline]
    while waiting:
        match waiting.pop():
            case Text() | LineBreak() as leaf:
                yield leaf
            case Code() as code:
                yield from _code(code)
            case Ruby(base=base, reading=reading):
                waiting.extend((Text(reading), *reversed(base)))
            case wrapper:
                waiting.extend(reversed(wrapper.children))


def _wrapper(inline: _Wrapper, options: WriteOptions, inside: _Inside) -> Iterator[Inline]:
    kind = type(inline)
    if inside.depth >= _DEEPEST:
        yield from _leaves(inline)
        return
    children = _flat(inline.children, options, inside.within(kind))
    if kind in inside.kinds:
        yield from children
    elif isinstance(inline, Link):
        yield from _link(inline, children, options, inside)
    else:
        lead, core, trail = _edges(_merge(children))
        yield from lead
        if core:
            yield type(inline)(tuple(core))
        yield from trail


def _link(
    link: Link, children: Iterable[Inline], options: WriteOptions, inside: _Inside
) -> Iterator[Inline]:
    """Yield the link with its target, or its words and the note that stands for the address."""
    wanted = options.link(link.address)
    target = safe_target(wanted) if wanted else ""
    lead, core, trail = _edges(_merge(children))
    yield from lead
    if core and target:
        yield Link(target, tuple(core))
    elif core:
        yield from core
        note = "" if wanted else options.note(link.address)
        if note:
            yield Text(note) if Superscript in inside.kinds else Superscript((Text(note),))
    yield from trail


def _merge(inlines: Iterable[Inline]) -> list[Inline]:
    """Return *inlines* with adjacent texts and codes joined, text clean and never empty."""
    merged: list[Inline] = []
    texts: list[str] = []
    for inline in inlines:
        if isinstance(inline, Text):
            texts.append(inline.value)
            continue
        _join(texts, merged)
        last = merged[-1] if merged else None
        if isinstance(inline, Code) and isinstance(last, Code):
            # A text between two codes may have been empty once it was clean.
            merged[-1] = Code(last.value + inline.value)
        else:
            merged.append(inline)
    _join(texts, merged)
    return merged


def _join(texts: list[str], merged: list[Inline]) -> None:
    """Move *texts* to the end of *merged* as one clean text."""
    value = clean_text("".join(texts))
    if value:
        merged.append(Text(value))
    texts.clear()


def _edges(inlines: list[Inline]) -> tuple[list[Inline], list[Inline], list[Inline]]:
    """Return the leading space and breaks, the core, and the trailing space and breaks."""
    if inlines and not _is_loose(inlines[0]) and not _is_loose(inlines[-1]):
        return [], inlines, []
    lead, rest = _peel(inlines, first=True)
    trail, core = _peel(rest[::-1], first=False)
    return lead, core[::-1], trail[::-1]


def _is_loose(inline: Inline) -> bool:
    """Return whether *inline* has anything to peel off at either end."""
    if isinstance(inline, Text):
        return inline.value[0] == " " or inline.value[-1] == " "
    return isinstance(inline, LineBreak)


def _peel(inlines: list[Inline], *, first: bool) -> tuple[list[Inline], list[Inline]]:
    """Return the spaces and breaks that *inlines* begin with, and the rest."""
    peeled: list[Inline] = []
    for at, inline in enumerate(inlines):
        if isinstance(inline, LineBreak):
            peeled.append(inline)
            continue
        if not isinstance(inline, Text):
            return peeled, inlines[at:]
        value = inline.value.lstrip(" ") if first else inline.value.rstrip(" ")
        if value != inline.value:
            peeled.append(Text(" "))
        if value:
            return peeled, [Text(value), *inlines[at + 1 :]]
    return peeled, []


def _trim(inlines: list[Inline]) -> list[Inline]:
    """Return *inlines* without space and breaks at either end of the block."""
    return _edges(inlines)[1]
