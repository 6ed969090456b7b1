"""Inlines of the tree → inline Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
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
from samizdat.render.markdown.characters import clean_text
from samizdat.render.markdown.escape import escape_clean, guard_lines
from samizdat.render.markdown.flanking import can_close, can_open
from samizdat.render.markdown.options import WriteOptions
from samizdat.render.markdown.tidy import tidy

_TICKS = re.compile("`+")
_TAGS: dict[type[Inline], str] = {
    Strong: "strong",
    Emphasis: "em",
    Superscript: "sup",
    Subscript: "sub",
}
_MARKS: dict[type[Inline], str] = {Strong: "**", Emphasis: "*"}
_LIQUID = re.compile(r"(?<=\{)[{%]")


class _Place(NamedTuple):
    """Where inlines are written.

    Attributes:
        line_break: what a forced line break is there.
        cell: inside a table row, where a bar ends the cell.
        label: inside the text of a link.
        marked: inside `*` or `**`, where no second run of asterisks may stand.
    """

    line_break: str = "\\\n"
    cell: bool = False
    label: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    """Emphasis whose marks depend on the characters around it."""

    marks: str
    tags: tuple[str, str]
    content: str


_BLOCK = _Place()
_ONE_LINE = _Place(line_break="<br>")
_CELL = _Place(line_break="<br>", cell=True)


def write_inlines(inlines: Iterable[Inline], options: WriteOptions) -> str:
    """Return inline Markdown for a paragraph; a forced break is a backslash and a line end."""
    return guard_lines(_content(inlines, options, _BLOCK))


def write_caption(inlines: Iterable[Inline], options: WriteOptions) -> str:
    """Return a paragraph in small print; "" if *inlines* have no content.

    Italics would be slanted by the renderer where a script has none (Chinese, Arabic), and take
    the source's own emphasis away. All forges keep `small`; where one does not, the text stays.
    """
    text = _content(inlines, options, _BLOCK)
    return guard_lines(f"<small>{text}</small>") if text else ""


def write_line(inlines: Iterable[Inline], options: WriteOptions) -> str:
    """Return inline Markdown that stays on one line, for headings."""
    return _content(inlines, options, _ONE_LINE)


def write_cell(inlines: Iterable[Inline], options: WriteOptions) -> str:
    """Return inline Markdown for a cell of a table row."""
    return _content(inlines, options, _CELL).replace("|", "\\|")


def _content(inlines: Iterable[Inline], options: WriteOptions, place: _Place) -> str:
    """Return *inlines* tidied and written; most leaves of a story are a single text."""
    inlines = tuple(inlines)
    if len(inlines) == 1 and isinstance(inlines[0], Text):
        return escape_clean(clean_text(inlines[0].value).strip(" "))
    return _write(tidy(inlines, options), place)


def _write(inlines: Iterable[Inline], place: _Place) -> str:
    parts = [_part(inline, place) for inline in inlines]
    written: list[str] = []
    for at, part in enumerate(parts):
        before = written[-1] if written else ""
        if isinstance(part, str):
            if part.startswith("[") and before.endswith("!"):
                written[-1] = before[:-1] + "\\!"
            written.append(_after_backslash(part) if before.endswith("\\") else part)
        else:
            after = parts[at + 1] if at + 1 < len(parts) else ""
            marked_before = at > 0 and isinstance(parts[at - 1], _Span)
            written.append(_span(part, before, after, marked_before=marked_before))
    return "".join(written)


def _after_backslash(part: str) -> str:
    """Return *part* so that goldmark, which takes three backslashes for two, sees the break."""
    return "<br>\n" if part == "\\\n" else part


def _span(span: _Span, before: str, after: str | _Span, *, marked_before: bool) -> str:
    """Return emphasis in asterisks where every renderer sees it so, otherwise in tags."""
    next_to = after[:1] if isinstance(after, str) else "<"
    fits = (
        span.marks
        and not (marked_before and before.endswith("*"))
        and can_open(before[-1:], span.content[:1])
        and can_close(span.content[-1:], next_to)
    )
    if fits:
        return f"{span.marks}{span.content}{span.marks}"
    opening, closing = span.tags
    return f"{opening}{span.content}{closing}"


def _part(inline: Inline, place: _Place) -> str | _Span:
    match inline:
        case Text():
            return escape_clean(inline.value, label=place.label)
        case LineBreak():
            return place.line_break
        case Code():
            return _code(inline.value, place)
        case Link():
            text = _write(inline.children, place._replace(label=True))
            if text.startswith("!"):  # a line that begins with `[!` may be an alert
                text = f"\\{text}"
            return f"[{text}]({inline.address})"
        case Ruby():
            reading = escape_clean(inline.reading, label=place.label)
            return f"<ruby>{_write(inline.base, place)}<rt>{reading}</rt></ruby>"
        case Superscript() | Subscript():
            tag = _TAGS[type(inline)]
            return f"<{tag}>{_write(inline.children, place)}</{tag}>"
        case _:
            return _emphasis(inline, place)


def _emphasis(inline: Strong | Emphasis, place: _Place) -> _Span:
    """Return emphasis; a sole emphasis inside shares the run of asterisks (`***`)."""
    marks, tag = _MARKS[type(inline)], _TAGS[type(inline)]
    opening, closing = f"<{tag}>", f"</{tag}>"
    children = inline.children
    if len(children) == 1 and isinstance(children[0], Strong | Emphasis):
        inner = _TAGS[type(children[0])]
        opening, closing = f"{opening}<{inner}>", f"</{inner}>{closing}"
        marks, children = "***", children[0].children
    content = _write(children, place._replace(marked=True))
    return _Span("" if place.marked else marks, (opening, closing), content)


def _code(value: str, place: _Place) -> str:
    """Return a code span, as a tag where a bar or Liquid would be read first."""
    if (place.cell and "|" in value) or _LIQUID.search(value):
        return f"<code>{escape_clean(value, label=place.label)}</code>"
    longest = max((len(run) for run in _TICKS.findall(value)), default=0)
    ticks = "`" * (longest + 1)
    padded = f" {value} " if value[0] in " `" or value[-1] in " `" else value
    return f"{ticks}{padded}{ticks}"
